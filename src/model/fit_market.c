/* fit_market.c: pools by quadrature, corrected by seasons.
 *
 * The quadrature of pool.c takes one chance of a place for all programs; in the nation
 * each has its cutoff.  So the pools are fitted to targets moved by what the two differ by
 * (indirect inference, Gourieroux, Monfort and Renault 1993), a few times over, and the
 * nation is settled in between.
 *
 * Then come the seasons that are kept: each belongs to a nation of its own, with the
 * composition drawn within its range and the ranks settled for it, so that its cutoffs
 * carry both what a season brings and what is not known.
 */
#include "fit_market.h"

#include "error.h"
#include "logistic.h"
#include "nation_fit.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t fresh = 1 << 20; /* seasons from here on are not fitted to */
static const int member_rounds = 5, member_seasons = 2, rakings = 12;

static int corrections(const struct sp_fit_options *options)
{
    return options->quick ? 1 : 5;
}

static int rounds(const struct sp_fit_options *options)
{
    return options->quick ? 2 : 14;
}

static int members(const struct sp_fit_options *options)
{
    return options->bare ? 0 : SP_CUTOFFS;
}

int sp_fit_market_steps(const struct sp_fit_options *options)
{
    return (corrections(options) + 1) * rounds(options) + members(options);
}

static const double smallest_pool = 60; /* lists; below, a season says too little */

struct work {
    const struct sp_facts *facts;
    const struct sp_composition *composition;
    const struct sp_fit_options *options;
    struct sp_nation nation;
    struct sp_fit_pool *pool;
    int pools;
    const struct sp_nodes *nodes;
    const struct sp_fit_watch *watch;
    struct sp_fit *fit;
    struct sp_error *error;
    int done;
};

static bool tell(void *context, int done, int total)
{
    struct work *work = context;
    (void)done;
    (void)total;
    return sp_fit_watch_step(work->watch, work->done++, sp_fit_market_steps(work->options),
                             work->error);
}

static bool settle(struct work *work)
{
    struct sp_nation_goal goal = {
        .seed = work->options->seed,
        .seasons = work->options->seasons,
        .rounds = rounds(work->options),
        .threads = work->options->threads,
        .levels = true,
        .step = tell,
        .context = work,
    };
    return sp_nation_fit(&work->nation, &goal, work->error);
}

static int find_pool(const struct sp_nation *nation, enum sp_applicant_type type,
                     int specialty)
{
    for (int p = nation->pool_of_type[type]; p < nation->pool_of_type[type + 1]; p++)
        if (nation->pool[p].specialty == specialty)
            return p;
    return -1;
}

static void shift(struct sp_target *target, double fitted, double played)
{
    if (target->error > 0 && isfinite(played))
        target->value += fitted - played;
}

/* Fits one pool to its targets, moved by how far its seasons lie from its quadrature. */
static void correct(struct work *work, const struct sp_nation_sums *sums,
                    struct sp_fit_pool *at)
{
    int p = find_pool(&work->nation, at->pool.type, at->specialty);
    if (p < 0 || work->nation.pool[p].lists < smallest_pool)
        return;
    struct sp_pool_moments played = sp_nation_moments(&work->nation, sums, p);
    struct sp_pool_moments fitted = sp_pool_moments(&at->pool, &at->bins, work->nodes);
    struct sp_pool_targets targets = at->targets;
    shift(&targets.none, fitted.none, played.none);
    shift(&targets.rate, fitted.rate, played.rate);
    for (int c = 0; c < SP_COHORTS; c++) {
        shift(&targets.ranks[c], fitted.ranks[c], played.ranks[c]);
        targets.ranks[c].value = fmax(targets.ranks[c].value, 1.05);
    }
    shift(&targets.score_gap, fitted.score_gap, played.score_gap);
    shift(&targets.score_mean, fitted.score_mean, played.score_mean);
    targets.none.value = fmin(fmax(targets.none.value, 0.002), 0.6);
    targets.rate.value = fmin(fmax(targets.rate.value, 0.02), 0.99);
    sp_pool_fit(&at->pool, &targets, &at->bins, work->nodes);
    sp_nation_use_pool(&at->pool, &work->nation.pool[p]);
}

static bool correct_all(struct work *work)
{
    struct sp_nation_sums sums;
    if (!sp_nation_sum(&work->nation, work->options->seed, 0, work->options->seasons,
                       work->options->threads, &sums, work->error))
        return false;
    for (int i = 0; i < work->pools; i++)
        if (work->pool[i].specialty >= 0)
            correct(work, &sums, &work->pool[i]);
    sp_nation_sums_free(&sums);
    return sp_nation_tabulate(&work->nation)
           || sp_fail(work->error, SP_NO_MEMORY, "not enough memory for the fit");
}

/* The fitted pools take what the nation moved. */
static void read_back(struct work *work)
{
    for (int i = 0; i < work->pools; i++) {
        struct sp_fit_pool *at = &work->pool[i];
        int p =
            at->specialty < 0 ? -1 : find_pool(&work->nation, at->pool.type, at->specialty);
        if (p < 0)
            continue;
        at->pool.value[SP_POOL_RATE] = log(work->nation.pool[p].rate);
        at->pool.value[SP_POOL_LEVEL] = work->nation.pool[p].level;
    }
}

static bool add_row(struct work *work, const char *key, const char *name, double value)
{
    const char *kept = sp_arena_text(&work->fit->text, key);
    work->fit->row[work->fit->rows++] =
        (struct sp_fitted){"market", kept, name, value, value, value};
    return kept;
}

static bool save_numbers(struct work *work)
{
    const struct sp_nation *nation = &work->nation;
    size_t room = (size_t)work->fit->rows + 4 * (size_t)nation->pools
                  + SP_APPLICANT_TYPES * (2 + SP_POOL_ROWS) * (size_t)(nation->pools + 1);
    struct sp_fitted *grown = realloc(work->fit->row, sizeof *grown * room);
    if (!grown)
        return false;
    work->fit->row = grown;
    bool ok = true;
    for (int k = 0; k < SP_APPLICANT_TYPES; k++)
        ok = ok
             && add_row(work, sp_applicant_type_name((enum sp_applicant_type)k),
                        "supplement", nation->supplement[k])
             && add_row(work, sp_applicant_type_name((enum sp_applicant_type)k),
                        "late_ranks", nation->late_ranks[k]);
    for (int p = 0; ok && p < nation->pools; p++) {
        const struct sp_nation_pool *pool = &nation->pool[p];
        char key[32];
        sp_nation_key(pool->type,
                      pool->specialty < 0
                          ? sp_nation_first_years
                          : work->facts->specialties->at[pool->specialty].code,
                      key);
        ok = add_row(work, key, "level", pool->level)
             && add_row(work, key, "rate", pool->rate)
             && add_row(work, key, "applicants", pool->applicants)
             && (pool->second <= 0 || add_row(work, key, "second", pool->second));
    }
    return ok;
}

/* What the members start from and come back to. */
struct base {
    double (*filled)[SP_APPLICANT_TYPES]; /* [tracks] */
    double *adjust;                       /* [entries] */
    double *drawn;                        /* [tracks] */
    double (*cell)[SP_APPLICANT_TYPES];   /* [cells + 1] */
};

static bool keep_base(const struct sp_nation *nation, struct base *base)
{
    base->filled = malloc(sizeof *base->filled * ((size_t)nation->tracks + 1));
    base->adjust = malloc(sizeof *base->adjust * ((size_t)nation->entries + 1));
    base->drawn = malloc(sizeof *base->drawn * ((size_t)nation->tracks + 1));
    base->cell = calloc((size_t)nation->cells + 1, sizeof *base->cell);
    if (!base->filled || !base->adjust || !base->drawn || !base->cell)
        return false;
    for (int t = 0; t < nation->tracks; t++) {
        const struct sp_nation_track *track = &nation->track[t];
        memcpy(base->filled[t], track->filled, sizeof track->filled);
        base->drawn[t] = track->drawn;
        for (int k = 0; k < SP_APPLICANT_TYPES; k++)
            base->cell[track->cell < 0 ? nation->cells : track->cell][k] +=
                track->filled[k];
    }
    for (int e = 0; e < nation->entries; e++)
        base->adjust[e] = nation->entry[e].adjust;
    return true;
}

static void restore_base(struct sp_nation *nation, const struct base *base)
{
    for (int t = 0; t < nation->tracks; t++) {
        memcpy(nation->track[t].filled, base->filled[t], sizeof base->filled[t]);
        nation->track[t].drawn = base->drawn[t];
    }
    for (int e = 0; e < nation->entries; e++)
        nation->entry[e].adjust = base->adjust[e];
}

static void free_base(struct base *base)
{
    free(base->filled);
    free(base->adjust);
    free(base->drawn);
    free(base->cell);
}

/* A share in 0..1 of mean `mean` that is mostly near an end, as unfilled shares are: a
 * beta of concentration 1 (Johnk 1964). */
static double draw_open(double mean, struct sp_random *random)
{
    double a = fmin(fmax(mean, 0.001), 0.999), x, y;
    do {
        x = pow(sp_random_uniform(random), 1 / a);
        y = pow(sp_random_uniform(random), 1 / (1 - a));
    } while (x + y > 1 || x + y <= 0);
    return x / (x + y);
}

/* Scales every cell to its published count by type, then every track to `total`. */
static void rake(struct sp_nation *nation, const struct base *base, const double *total,
                 double (*sum)[SP_APPLICANT_TYPES])
{
    memset(sum, 0, sizeof *sum * ((size_t)nation->cells + 1));
    for (int t = 0; t < nation->tracks; t++) {
        const struct sp_nation_track *track = &nation->track[t];
        for (int k = 0; k < SP_APPLICANT_TYPES; k++)
            sum[track->cell < 0 ? nation->cells : track->cell][k] += track->filled[k];
    }
    for (int t = 0; t < nation->tracks; t++) {
        struct sp_nation_track *track = &nation->track[t];
        int cell = track->cell < 0 ? nation->cells : track->cell;
        double has = 0;
        for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
            if (sum[cell][k] > 0)
                track->filled[k] *= base->cell[cell][k] / sum[cell][k];
            has += track->filled[k];
        }
        for (int k = 0; has > 0 && k < SP_APPLICANT_TYPES; k++)
            track->filled[k] *= total[t] / has;
    }
}

/* The composition within its range, log-odds of every share moved by its spread, and what
 * each track leaves open as it may turn out. */
static bool draw_composition(struct work *work, const struct base *base, int member)
{
    struct sp_nation *nation = &work->nation;
    double(*sum)[SP_APPLICANT_TYPES] = malloc(sizeof *sum * ((size_t)nation->cells + 1));
    double *total = malloc(sizeof *total * ((size_t)nation->tracks + 1));
    if (!sum || !total) {
        free(sum);
        free(total);
        return false;
    }
    restore_base(nation, base);
    for (int t = 0; t < nation->tracks; t++) {
        struct sp_nation_track *track = &nation->track[t];
        struct sp_random random = sp_random_for(
            work->options->seed, (uint64_t)3 << 60 | (uint64_t)member << 32 | (uint64_t)t);
        double spread = work->composition->at[track->track].spread;
        for (int k = 0; k < SP_APPLICANT_TYPES; k++)
            track->filled[k] *= exp(spread * sp_random_normal(&random) / sqrt(2));
        double open = round(track->quota * draw_open(track->open, &random));
        total[t] = track->quota - open;
        /* Who fills is as sought after as usual; who does not begins where it stood. */
        track->drawn = open == 0 ? fmax(track->drawn, 0) : fmin(track->drawn, -1);
    }
    for (int round = 0; round < rakings; round++)
        rake(nation, base, total, sum);
    free(sum);
    free(total);
    return true;
}

static bool play_member(struct work *work, const struct base *base, int member,
                        struct sp_nation_room *room, float *cutoffs)
{
    struct sp_nation_goal goal = {
        .seed = work->options->seed + fresh + (uint64_t)member,
        .seasons = member_seasons,
        .rounds = member_rounds,
        .threads = work->options->threads,
    };
    if (!tell(work, 0, 0))
        return false;
    if (!work->options->quick
        && (!draw_composition(work, base, member)
            || !sp_nation_fit(&work->nation, &goal, work->error)))
        return false;
    const struct sp_nation_season *season =
        sp_nation_play(&work->nation, goal.seed, member_seasons, room);
    for (int t = 0; t < work->nation.tracks; t++)
        cutoffs[(long)t * SP_CUTOFFS + member] = season->cutoff[t];
    return true;
}

/* Moves levels and cutoffs of a specialty (place; -1: first years) together, so that its
 * mean cutoff is 0: then 0 stands for a track of which nothing is known. */
static void centre(struct work *work, int specialty, float *cutoffs)
{
    struct sp_nation *nation = &work->nation;
    const struct sp_nation_pool *any = NULL;
    double sum = 0, count = 0;
    for (int p = 0; p < nation->pools; p++) {
        const struct sp_nation_pool *pool = &nation->pool[p];
        if (pool->specialty != specialty)
            continue;
        any = !any || pool->entries > any->entries ? pool : any;
    }
    for (int i = 0; any && i < any->entries * SP_CUTOFFS; i++) {
        int track = nation->entry[any->first + i / SP_CUTOFFS].track;
        float cutoff = cutoffs[(long)track * SP_CUTOFFS + i % SP_CUTOFFS];
        if (!isfinite(cutoff))
            continue;
        sum += nation->track[track].quota * (double)cutoff;
        count += nation->track[track].quota;
    }
    if (count <= 0)
        return;
    for (int i = 0; i < any->entries * SP_CUTOFFS; i++)
        cutoffs[(long)nation->entry[any->first + i / SP_CUTOFFS].track * SP_CUTOFFS
                + i % SP_CUTOFFS] -= (float)(sum / count);
    for (int p = 0; p < nation->pools; p++)
        if (nation->pool[p].specialty == specialty)
            nation->pool[p].level -= sum / count;
}

static bool save_tracks(struct work *work, const float *cutoffs)
{
    const struct sp_nation *nation = &work->nation;
    struct sp_fit *fit = work->fit;
    fit->market = calloc((size_t)nation->tracks + 1, sizeof *fit->market);
    if (!fit->market)
        return false;
    for (int t = 0; t < nation->tracks; t++) {
        struct sp_track_market *market = &fit->market[fit->markets++];
        market->drawn = nation->track[t].drawn;
        market->code = sp_arena_text(
            &fit->text, work->facts->programs->track[nation->track[t].track].code);
        char letter[SP_CUTOFFS];
        for (int m = 0; m < members(work->options); m++)
            letter[m] = sp_cutoff_letter((double)cutoffs[(long)t * SP_CUTOFFS + m]);
        market->cutoff = sp_arena_slice(&fit->text, letter, (size_t)members(work->options));
        if (!market->code || !market->cutoff)
            return false;
    }
    for (int p = 0; p < nation->pools; p++)
        for (int i = nation->pool[p].first;
             i < nation->pool[p].first + nation->pool[p].entries; i++)
            fit->market[nation->entry[i].track].adjust[nation->pool[p].type] =
                nation->entry[i].adjust;
    return true;
}

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct sp_track_market *)a)->code,
                  ((const struct sp_track_market *)b)->code);
}

static bool play_members(struct work *work)
{
    struct base base = {0};
    struct sp_nation_room *room = sp_nation_room_make(&work->nation);
    float *cutoffs = calloc((size_t)work->nation.tracks + 1, SP_CUTOFFS * sizeof *cutoffs);
    bool ok = room && cutoffs && keep_base(&work->nation, &base);
    for (int m = 0; ok && m < members(work->options); m++)
        ok = play_member(work, &base, m, room, cutoffs);
    if (ok) {
        restore_base(&work->nation, &base);
        for (int s = -1; !work->options->bare && s < work->facts->specialties->count; s++)
            centre(work, s, cutoffs);
        ok = save_tracks(work, cutoffs);
    }
    if (ok)
        qsort(work->fit->market, (size_t)work->fit->markets, sizeof *work->fit->market,
              by_code);
    free_base(&base);
    free(cutoffs);
    sp_nation_room_free(room);
    return ok;
}

bool sp_fit_market(const struct sp_facts *facts, const struct sp_composition *composition,
                   const struct sp_fit_options *options, struct sp_fit_pool *pool,
                   int pools, const struct sp_nodes *nodes,
                   const struct sp_fit_watch *watch, struct sp_fit *fit,
                   struct sp_error *error)
{
    struct work work = {
        .facts = facts,
        .composition = composition,
        .options = options,
        .pool = pool,
        .pools = pools,
        .nodes = nodes,
        .watch = watch,
        .fit = fit,
        .error = error,
    };
    bool ok = sp_nation_make(facts, composition, &work.nation, error) && settle(&work);
    for (int i = 0; ok && i < corrections(options); i++)
        ok = correct_all(&work) && settle(&work);
    if (ok) {
        ok = (play_members(&work) && save_numbers(&work))
             || sp_fail(error, SP_NO_MEMORY, "not enough memory for the fit");
    }
    if (ok)
        read_back(&work);
    sp_nation_free(&work.nation);
    return ok;
}
