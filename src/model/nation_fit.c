/* nation_fit.c: one round plays the seasons and moves every number once.
 *
 * Steps are on the scale where the answer is about linear: log-odds for levels, logs for
 * what is sent.  They are damped, and half a person is added to both sides so that an
 * empty cell pulls nothing to infinity.
 */
#include "nation_fit.h"

#include "error.h"
#include "logistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double damping = 0.6, furthest = 3, least_drawn = -6, most_drawn = 4,
                    some = 0.5, most_rate = 0.8;

struct work {
    struct sp_nation *nation;
    const struct sp_nation_goal *goal;
    double *cell, *cell_goal;   /* [cells + 1][types] mean placed, to be placed */
    double *track, *track_goal; /* [tracks] */
};

static double clamp(double x, double most)
{
    return fmin(fmax(x, -most), most);
}

static void gather(struct work *work, const struct sp_nation_sums *sums)
{
    const struct sp_nation *nation = work->nation;
    size_t cells = (size_t)(nation->cells + 1) * SP_APPLICANT_TYPES;
    memset(work->cell, 0, sizeof(double) * cells);
    memset(work->cell_goal, 0, sizeof(double) * cells);
    for (int t = 0; t < nation->tracks; t++) {
        const struct sp_nation_track *track = &nation->track[t];
        int cell = track->cell < 0 ? nation->cells : track->cell;
        work->track[t] = work->track_goal[t] = 0;
        for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
            double placed =
                (double)sums->placed[t * SP_APPLICANT_TYPES + k] / sums->seasons;
            work->cell[cell * SP_APPLICANT_TYPES + k] += placed;
            work->cell_goal[cell * SP_APPLICANT_TYPES + k] += track->filled[k];
            work->track[t] += placed;
            work->track_goal[t] += track->filled[k];
        }
    }
}

static double step(double goal, double now)
{
    return damping * log((goal + some) / (now + some));
}

/* Only differences within a pool matter: the mean, by positions, stays 0. */
static void settle_adjusts(struct sp_nation *nation, const struct sp_nation_pool *pool)
{
    double sum = 0, weight = 0;
    for (int i = pool->first; i < pool->first + pool->entries; i++) {
        sum += nation->entry[i].invited * nation->entry[i].adjust;
        weight += nation->entry[i].invited;
    }
    for (int i = pool->first; weight > 0 && i < pool->first + pool->entries; i++)
        nation->entry[i].adjust -= sum / weight;
}

/* More ranks to where too few are placed: by cell and type, and by track. */
static void move_ranks(struct work *work)
{
    struct sp_nation *nation = work->nation;
    for (int p = 0; p < nation->pools; p++) {
        const struct sp_nation_pool *pool = &nation->pool[p];
        for (int i = pool->first; i < pool->first + pool->entries; i++) {
            struct sp_nation_entry *entry = &nation->entry[i];
            int cell = nation->track[entry->track].cell;
            int at =
                (cell < 0 ? nation->cells : cell) * SP_APPLICANT_TYPES + (int)pool->type;
            double move = clamp(step(work->cell_goal[at], work->cell[at]), 0.5);
            entry->adjust = clamp(entry->adjust + move, furthest);
        }
        settle_adjusts(nation, pool);
    }
    for (int t = 0; t < nation->tracks; t++) {
        double move = clamp(step(work->track_goal[t], work->track[t]), 0.5);
        nation->track[t].drawn =
            fmin(fmax(nation->track[t].drawn + move, least_drawn), most_drawn);
    }
}

/* Positions that each type fills of those at tracks that do not fill. */
static void count_late(const struct work *work, const struct sp_nation_sums *sums,
                       double goal[SP_APPLICANT_TYPES], double now[SP_APPLICANT_TYPES])
{
    const struct sp_nation *nation = work->nation;
    for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
        goal[k] = now[k] = some;
        for (int t = 0; t < nation->tracks; t++) {
            if (work->track_goal[t] > nation->track[t].quota - some)
                continue;
            goal[k] += nation->track[t].filled[k];
            now[k] += (double)sums->placed[t * SP_APPLICANT_TYPES + k] / sums->seasons;
        }
    }
}

/* Of those ranked where positions stay open, most of a type with short lists come and few
 * of one with long lists, so the types are ranked in other shares than they fill. */
static void move_late(struct work *work, const struct sp_nation_sums *sums)
{
    double goal[SP_APPLICANT_TYPES], now[SP_APPLICANT_TYPES];
    double *ranks = work->nation->late_ranks, mean = 0, sum = 0;
    count_late(work, sums, goal, now);
    for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
        ranks[k] += damping * log(goal[k] / now[k]);
        mean += goal[k] * ranks[k];
        sum += goal[k];
    }
    for (int k = 0; k < SP_APPLICANT_TYPES; k++)
        ranks[k] = clamp(ranks[k] - mean / sum, furthest);
}

/* A specialty that stays emptier than it was: those of US schools, whose list lengths
 * nobody has published by specialty, rank more programs. */
static void move_fills(struct work *work)
{
    struct sp_nation *nation = work->nation;
    for (int p = 0; p < nation->pool_of_type[SP_US_IMG]; p++) {
        struct sp_nation_pool *pool = &nation->pool[p];
        double goal = 0, now = 0;
        for (int i = pool->first; i < pool->first + pool->entries; i++) {
            goal += work->track_goal[nation->entry[i].track];
            now += work->track[nation->entry[i].track];
        }
        if (now > 0 && goal > 1.002 * now)
            pool->rate = fmin(pool->rate * exp(clamp(3 * log(goal / now), 0.2)), most_rate);
    }
}

static double odds_of(double matched, double lists)
{
    return sp_log_odds((matched + some / 2) / (lists + some));
}

static void move_levels(struct work *work, const struct sp_nation_sums *sums)
{
    struct sp_nation *nation = work->nation;
    double seasons = sums->seasons;
    for (int p = 0; p < nation->pools; p++) {
        struct sp_nation_pool *pool = &nation->pool[p];
        const struct sp_nation_tally *tally = &sums->pool[p];
        double matched = (double)tally->lists[SP_MATCHED] / seasons;
        double lists = matched + (double)tally->lists[SP_UNMATCHED] / seasons;
        if (pool->specialty < 0)
            continue;
        double move = odds_of(pool->matched, pool->lists)
                      - odds_of(matched * pool->lists / fmax(lists, 0.01), pool->lists);
        pool->level = clamp(pool->level + damping * clamp(move, 1), 8);
    }
}

/* Only differences of levels matter within a specialty: their mean stays where it was,
 * at -1, weighted by positions. */
static void settle_levels(struct work *work)
{
    struct sp_nation *nation = work->nation;
    for (int p = 0; p < nation->pools; p++) {
        double sum = 0, weight = 0;
        int specialty = nation->pool[p].specialty;
        bool first = true;
        for (int q = 0; q < nation->pools; q++)
            if (nation->pool[q].specialty == specialty) {
                first = first && q >= p;
                sum += nation->pool[q].matched * nation->pool[q].level;
                weight += nation->pool[q].matched;
            }
        for (int q = p; first && q < nation->pools; q++)
            if (nation->pool[q].specialty == specialty)
                nation->pool[q].level -= sum / weight + 1;
    }
}

/* As many applicants as give the lists that there were. */
static void move_sizes(struct work *work, const struct sp_nation_sums *sums)
{
    struct sp_nation *nation = work->nation;
    for (int p = 0; p < nation->pools; p++) {
        struct sp_nation_pool *pool = &nation->pool[p];
        const struct sp_nation_tally *tally = &sums->pool[p];
        double lists =
            (double)(tally->lists[SP_MATCHED] + tally->lists[SP_UNMATCHED]) / sums->seasons;
        if (pool->specialty < 0 || lists <= 0)
            continue;
        double wanted = pool->applicants * pow(pool->lists / lists, damping);
        int most = 2 * (int)(pool->lists + 1);
        pool->applicants = wanted > most ? most : (int)(wanted + 0.5);
    }
}

/* Those without a place who go on: as many as fill what the specialty's own do not. */
static void move_second(struct work *work, const struct sp_nation_sums *sums)
{
    struct sp_nation *nation = work->nation;
    for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
        double total = 0;
        for (int p = nation->pool_of_type[k]; p < nation->pool_of_type[k + 1]; p++) {
            struct sp_nation_pool *pool = &nation->pool[p];
            double filled = 0;
            for (int i = pool->first; i < pool->first + pool->entries; i++)
                filled += nation->track[nation->entry[i].track].filled[k];
            double goal = fmax(filled - pool->matched, 0);
            double now = (double)sums->pool[p].second / sums->seasons;
            if (goal < 1) {
                pool->second = 0;
                continue;
            }
            if (pool->second <= 0)
                pool->second = goal / fmax(nation->certified[k], 1);
            pool->second *= exp(clamp(step(goal, now), 0.7));
            total += pool->second;
        }
        for (int p = nation->pool_of_type[k]; p < nation->pool_of_type[k + 1]; p++)
            if (total > 0.95)
                nation->pool[p].second *= 0.95 / total;
    }
}

static void move_supplements(struct work *work, const struct sp_nation_sums *sums)
{
    struct sp_nation *nation = work->nation;
    for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
        if (nation->first_year[k] < 0)
            continue;
        const struct sp_nation_pool *pool = &nation->pool[nation->first_year[k]];
        double goal = 0, now = 0;
        for (int i = pool->first; i < pool->first + pool->entries; i++) {
            int t = nation->entry[i].track;
            goal += nation->track[t].filled[k];
            now += (double)sums->placed[t * SP_APPLICANT_TYPES + k] / sums->seasons;
        }
        nation->supplement[k] =
            fmin(fmax(nation->supplement[k] * exp(step(goal, now)), 0.01), 1);
    }
}

static bool play_round(struct work *work, struct sp_error *error)
{
    const struct sp_nation_goal *goal = work->goal;
    struct sp_nation_sums sums;
    if (!sp_nation_sum(work->nation, goal->seed, 0, goal->seasons, goal->threads, &sums,
                       error))
        return false;
    gather(work, &sums);
    if (goal->levels) {
        move_levels(work, &sums);
        move_second(work, &sums);
        move_sizes(work, &sums);
        move_supplements(work, &sums);
        move_late(work, &sums);
        move_fills(work);
        settle_levels(work);
    }
    move_ranks(work);
    sp_nation_sums_free(&sums);
    return sp_nation_tabulate(work->nation)
           || sp_fail(error, SP_NO_MEMORY, "not enough memory for the fit");
}

bool sp_nation_fit(struct sp_nation *nation, const struct sp_nation_goal *goal,
                   struct sp_error *error)
{
    size_t cells = (size_t)(nation->cells + 1) * SP_APPLICANT_TYPES;
    size_t tracks = (size_t)nation->tracks + 1;
    struct work work = {nation,
                        goal,
                        calloc(cells, sizeof(double)),
                        calloc(cells, sizeof(double)),
                        calloc(tracks, sizeof(double)),
                        calloc(tracks, sizeof(double))};
    bool ok = work.cell && work.cell_goal && work.track && work.track_goal
              && sp_nation_tabulate(nation);
    if (!ok)
        sp_fail(error, SP_NO_MEMORY, "not enough memory for the fit");
    for (int round = 0; ok && round < goal->rounds; round++) {
        ok = (!goal->step || goal->step(goal->context, round, goal->rounds))
             && play_round(&work, error);
    }
    free(work.cell);
    free(work.cell_goal);
    free(work.track);
    free(work.track_goal);
    return ok;
}
