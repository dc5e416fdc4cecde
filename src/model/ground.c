/* ground.c: a ground is drawn member by member, from streams that depend on the seed, the
 * specialty and the program alone, so neither on what else is asked nor on who asks.
 *
 * Kept grounds are a ring under a lock, the newest use first.  A ground is made outside the
 * lock: two that want the same at once both make it, and one is kept.  Each holder counts,
 * the ring among them.
 */
#include "ground.h"

#include "error.h"
#include "grounds.h"
#include "nation.h"
#include "pool.h"
#include "random.h"

#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static const double tail = 1.6448536269514722; /* 95 % point of the normal */

/* A ground with what it answers to. */
struct kept_ground {
    struct sp_ground ground; /* first, so that one address serves both */
    atomic_int holders;
    size_t bytes;
    enum sp_applicant_type type;
    int specialty;
    uint64_t seed;
    const struct sp_season *season;
    int *track;    /* [tracks] all of the specialty's programs */
    bool *counted; /* [tracks] whether it counted */
    int tracks;
    int medicine; /* programs of internal medicine that counted; -1: it does not matter */
    struct kept_ground *older, *newer;
};

struct sp_grounds {
    pthread_mutex_t lock;
    struct sp_facts facts; /* pointers to compare with, and never followed */
    size_t most, used;
    struct kept_ground *newest, *oldest;
};

/* The part of all filled positions that a type holds. */
static double overall_share(const struct sp_published *published,
                            enum sp_applicant_type type)
{
    double own = 0, all = 0;
    for (int c = 0; c < published->cells; c++) {
        own += published->cell[c].by_type[type];
        all += published->cell[c].filled;
    }
    return all > 0 ? own / all : 0;
}

/* A pool without numbers of its own takes those of its type over all specialties.  How
 * many programs its applicants apply to is its own, and where the type holds a smaller
 * part of the positions than overall, its odds are lower in proportion: half of that at
 * the invitation, half at the list (docs/model.md, 3.5). */
static void adapt(const struct sp_facts *facts, const struct sp_openness *openness,
                  int medicine, const struct sp_signal_rule *rule, struct sp_pool *pool)
{
    double seats = 0, quota = 0, overall = overall_share(facts->published, pool->type);
    for (int i = 0; i < openness->count; i++) {
        seats += openness->at[i].share * openness->at[i].quota;
        quota += openness->at[i].quota;
    }
    double shift = overall > 0 ? log((seats + 1) / (overall * quota + 1)) : 0;
    pool->value[SP_POOL_RATE] += shift / 2;
    pool->value[SP_POOL_LEVEL] += shift / 2;
    pool->error[SP_POOL_RATE] += 0.5;
    pool->error[SP_POOL_LEVEL] += 0.5;
    pool->applications =
        sp_usual_applications(facts->published, pool->type, openness->count, medicine);
    pool->signalled =
        rule ? fmin((rule->gold + rule->silver) / pool->applications, 0.9) : 0;
}

/* What the fitted nation says of a field whose pool has no numbers of its own. */
static void use_nation(const struct sp_published *published, const char *code,
                       struct sp_pool *pool)
{
    char key[32];
    double rate;
    sp_nation_key(pool->type, code, key);
    sp_nation_number(published, key, "level", &pool->value[SP_POOL_LEVEL]);
    if (sp_nation_number(published, key, "rate", &rate))
        pool->value[SP_POOL_RATE] = log(rate);
}

/* A draw within a range: half normals that put 1 in 20 beyond each end. */
static double within(double value, double low, double high, double z)
{
    return z < 0 ? value + z / tail * (value - low) : value + z / tail * (high - value);
}

/* An effect nobody has sized is drawn evenly between its bounds; none without bounds. */
static double draw_effect(const struct sp_effect *effect, double z)
{
    if (!effect)
        return 0;
    if (effect->sized)
        return within(effect->log_odds, effect->log_odds_low, effect->log_odds_high, z);
    double p = 0.5 * erfc(-z / sqrt(2));
    return effect->log_odds_low + p * (effect->log_odds_high - effect->log_odds_low);
}

static double draw_rate(const struct sp_base_rate *rate, double fallback, double z)
{
    double x = rate ? within(rate->value, rate->low, rate->high, z) : fallback + 0.2 * z;
    return fmin(fmax(x, 0.01), 0.99);
}

/* The part of a type's applicants who need a visa, among those with a list. */
static double visa_need(const struct sp_published *published, enum sp_applicant_type type)
{
    const struct sp_base_rate *rate = sp_published_base_rate(published, "img.visa_need");
    double certified[2] = {0, 0};
    if (type != SP_NON_US_IMG || !rate)
        return type == SP_NON_US_IMG ? 0.8 : 0;
    for (int k = 0; k < 2; k++) {
        enum sp_applicant_type img = k ? SP_NON_US_IMG : SP_US_IMG;
        for (int i = 0; i < published->match_rate_years[img]; i++)
            if (published->match_rate[img][i].certified > 0)
                certified[k] = published->match_rate[img][i].certified;
    }
    if (certified[1] <= 0)
        return 0.8;
    return fmin(rate->value * (certified[0] + certified[1]) / certified[1], 0.95);
}

/* How much match rates of a type move from year to year, on the scale of log-odds. */
static double season_noise(const struct sp_published *published,
                           enum sp_applicant_type type)
{
    double sum = 0;
    int steps = 0;
    for (int i = 1; i < published->match_rate_years[type]; i++) {
        double a = published->match_rate[type][i - 1].rate;
        double b = published->match_rate[type][i].rate;
        if (a <= 0 || b <= 0)
            continue;
        double step = sp_log_odds(b) - sp_log_odds(a);
        sum += step * step;
        steps++;
    }
    return steps > 0 ? sqrt(sum / steps) : 0.15;
}

/* Whether only preliminary and transitional years are asked for: those who rank them
 * prefer all kinds of specialties, so the pool is the type's. */
static bool only_first_years(const struct kept_ground *kept,
                             const struct sp_programs *programs)
{
    bool any = false;
    for (int i = 0; i < kept->tracks; i++) {
        if (!kept->counted[i])
            continue;
        if (programs->track[kept->track[i]].type != SP_PRELIMINARY)
            return false;
        any = true;
    }
    return any;
}

/* The pool of a ground, with numbers of its own or adapted ones. */
static struct sp_pool find_pool(const struct sp_ground_wanted *wanted,
                                struct kept_ground *kept, const char *code, bool first_year)
{
    const struct sp_facts *facts = wanted->facts;
    struct sp_pool pool =
        sp_pool_load(facts->published, wanted->type, first_year ? "*" : code);
    kept->medicine =
        pool.own ? -1 : sp_count_programs(facts->programs, "140", wanted->counted);
    return pool;
}

/* What is drawn for the specialty as a whole. */
static void draw_field(const struct sp_ground_wanted *wanted, const struct sp_pool *pool,
                       struct sp_ground *ground)
{
    const struct sp_published *published = wanted->facts->published;
    const char *code = wanted->facts->specialties->at[wanted->specialty].code;
    static const char *const input[SP_PARTS] = {"geography", "tie", "rotation",
                                                "years_since_graduation"};
    const struct sp_effect *signal = sp_published_effect(published, "signal", code);
    const struct sp_effect *part[SP_PARTS];
    const struct sp_base_rate *usual = sp_published_base_rate(
        published,
        wanted->type >= SP_US_IMG ? "applications.img" : "applications.us_graduate");
    const struct sp_base_rate *j1 = sp_published_base_rate(published, "visa.j1");
    const struct sp_base_rate *h1b = sp_published_base_rate(published, "visa.h1b");
    double noise = season_noise(published, wanted->type);

    for (int p = 0; p < SP_PARTS; p++)
        part[p] = sp_published_effect(published, input[p], code);
    ground->basis = pool->basis;
    ground->signalled = pool->signalled;
    ground->visa_need = visa_need(published, wanted->type);
    for (int m = 0; m < SP_MEMBERS; m++) {
        struct sp_random random =
            sp_random_for(wanted->seed, (uint64_t)(atoi(code) + 1) << 32 | (uint64_t)m);
        double value[SP_POOL_PARAMETERS] = {0};
        for (int p = 0; p < SP_POOL_PARAMETERS; p++)
            value[p] = pool->value[p] + pool->error[p] * sp_random_normal(&random);
        double load = sp_random_normal(&random);
        if (usual)
            value[SP_POOL_RATE] -=
                log(within(usual->value, usual->low, usual->high, load) / usual->value);
        double sigma = exp(value[SP_POOL_SIGMA]), slope = value[SP_POOL_SCORE];
        ground->rate[m] = fmin(exp(value[SP_POOL_RATE]), 0.9);
        ground->average[m] = value[SP_POOL_MEAN];
        ground->invited[m] =
            value[SP_POOL_MEAN] + slope * pool->score_sd * pool->score_sd / 10;
        ground->level[m] = value[SP_POOL_LEVEL] + noise * sp_random_normal(&random);
        ground->slope[m] = value[SP_POOL_SLOPE];
        ground->score[m] = slope;
        ground->sigma[m] = sigma;
        ground->spread[m] = sqrt(sigma * sigma + pow(slope * pool->score_sd / 10, 2));
        ground->signal[m] = fmax(draw_effect(signal, sp_random_normal(&random)), 0);
        for (int p = 0; p < SP_PARTS; p++)
            ground->part[p][m] = draw_effect(part[p], sp_random_normal(&random));
        ground->j1[m] = draw_rate(j1, 0.6, sp_random_normal(&random));
        ground->h1b[m] = draw_rate(h1b, 0.2, sp_random_normal(&random));
    }
}

/* Shares of every program in every member, each program's from its own stream.
 * shares  [SP_MEMBERS][openness.count] */
static void draw_shares(const struct sp_ground_wanted *wanted,
                        const struct sp_openness *openness, double *shares)
{
    const struct sp_programs *programs = wanted->facts->programs;
    for (int i = 0; i < openness->count; i++) {
        const struct sp_open *open = &openness->at[i];
        double x = fmin(fmax(open->share, 0.002), 0.998), odds = sp_log_odds(x);
        int first = programs->order[programs->program[open->program].first_track];
        struct sp_random random = sp_random_for(
            wanted->seed,
            (uint64_t)1 << 62 | strtoull(programs->track[first].code, NULL, 36));
        for (int m = 0; m < SP_MEMBERS; m++)
            shares[(long)m * openness->count + i] =
                sp_logistic(odds + open->spread * sp_random_normal(&random));
    }
}

/* Adds what a track says, by its positions, to the log of its program's ranks in every
 * member; returns its weight. */
static double add_ranks(const struct sp_track *track, const struct sp_track_market *market,
                        const float cutoff[SP_MEMBERS], double late_ranks,
                        double sum[SP_MEMBERS])
{
    double quota = sp_track_quota(track);
    if (!market || quota <= 0)
        return 0;
    double full = sp_nation_shorter(sp_nation_drawn(market->drawn, false), late_ranks);
    double open = sp_nation_shorter(sp_nation_drawn(market->drawn, true), late_ranks);
    for (int m = 0; m < SP_MEMBERS; m++)
        sum[m] += quota * (cutoff[m] == 0 ? open : full);
    return quota;
}

/* The ranks that every program gives for its size, as each member's season left its
 * tracks: filled, or with positions open.
 * ranks  [SP_MEMBERS][openness.count] over the usual */
static void draw_ranks(const struct sp_ground_wanted *wanted,
                       const struct sp_ground *ground, double *ranks)
{
    const struct sp_programs *programs = wanted->facts->programs;
    const struct sp_published *published = wanted->facts->published;
    int count = ground->openness.count;
    double late_ranks = 0;
    sp_nation_number(published, sp_applicant_type_name(wanted->type), "late_ranks",
                     &late_ranks);
    for (int i = 0; i < count; i++) {
        const struct sp_program *program =
            &programs->program[ground->openness.at[i].program];
        double sum[SP_MEMBERS] = {0}, weight = 0, last = 0, power = 1;
        for (int k = 0; k < program->tracks; k++) {
            const struct sp_track *track =
                &programs->track[programs->order[program->first_track + k]];
            weight +=
                add_ranks(track, sp_published_market(published, track->code),
                          ground->cutoff[ground->first_cutoff[i] + k], late_ranks, sum);
        }
        for (int m = 0; m < SP_MEMBERS; m++) {
            double own = weight > 0 ? sum[m] / weight : 0;
            if (own != last)
                power = exp(last = own);
            ranks[(long)m * count + i] = power;
        }
    }
}

/* The base of every program in one member: the rate that its share and the crowding of
 * this member give, read back from the pool's spread. */
static void draw_bases(const struct sp_ground_wanted *wanted, const struct sp_pool *pool,
                       int m, const struct sp_nodes *nodes, const double *shares,
                       const double *ranks, struct sp_ground *ground)
{
    const char *code = wanted->facts->specialties->at[wanted->specialty].code;
    struct sp_openness *openness = &ground->openness;
    struct sp_random random = sp_random_for(wanted->seed, (uint64_t)(atoi(code) + 1) << 32
                                                              | 1u << 30 | (uint64_t)m);
    double range = SP_CROWDING_MOST - SP_CROWDING_LEAST;
    struct sp_crowding crowding = {.share = SP_CROWDING_LEAST
                                            + range * sp_random_uniform(&random)};
    crowding.size = SP_CROWDING_LEAST + range * sp_random_uniform(&random);
    struct sp_spread spread = {ground->spread[m], ground->signal[m], pool->signalled};
    ground->table[m] = sp_spread_tabulate(&spread, nodes);
    long own = (long)m * openness->count;
    sp_openness_crowd(openness, crowding, shares + own, ranks + own, pool->applications);
    for (int i = 0; i < openness->count; i++) {
        ground->mean_rate[i][m] = fmin(ground->rate[m] * openness->at[i].relative, 0.95);
        ground->base[i][m] = sp_spread_base(&ground->table[m], ground->mean_rate[i][m]);
    }
}

/* The cutoffs of every track; of what no season was played the mean, 0, stands. */
static void read_cutoffs(const struct sp_facts *facts, struct sp_ground *ground)
{
    _Static_assert((int)SP_CUTOFFS == (int)SP_MEMBERS, "a season a member");
    const struct sp_programs *programs = facts->programs;
    float of_letter[1 << CHAR_BIT] = {0}; /* exp of the cutoff that a letter stands for */
    int used = 0;
    for (int letter = 0; letter < 1 << CHAR_BIT; letter++)
        of_letter[letter] = (float)exp(sp_cutoff_of((char)letter));
    for (int i = 0; i < ground->openness.count; i++) {
        const struct sp_program *program =
            &programs->program[ground->openness.at[i].program];
        ground->first_cutoff[i] = used;
        for (int k = 0; k < program->tracks; k++, used++) {
            const struct sp_track_market *market = sp_published_market(
                facts->published,
                programs->track[programs->order[program->first_track + k]].code);
            for (int m = 0; m < SP_MEMBERS; m++)
                ground->cutoff[used][m] =
                    market ? of_letter[(unsigned char)market->cutoff[m]] : 1;
        }
    }
}

/* The specialty's tracks, and which of them counted; their number. */
static int list_tracks(const struct sp_ground_wanted *wanted, int *track, bool *counted)
{
    const struct sp_programs *programs = wanted->facts->programs;
    const char *code = wanted->facts->specialties->at[wanted->specialty].code;
    int count = 0;
    for (int t = 0; t < programs->count; t++) {
        if (strcmp(programs->track[t].specialty, code) != 0)
            continue;
        track[count] = t;
        counted[count++] = wanted->counted[t];
    }
    return count;
}

static void ground_free(struct kept_ground *kept)
{
    sp_openness_free(&kept->ground.openness);
    free(kept->ground.base);
    free(kept->ground.mean_rate);
    free(kept->ground.cutoff);
    free(kept->ground.first_cutoff);
    free(kept->track);
    free(kept->counted);
    free(kept);
}

/* The programs were found in room for all of the catalogue. */
static bool fit_openness(struct sp_openness *openness)
{
    size_t bytes = sizeof *openness->at * (size_t)(openness->count + 1);
    struct sp_open *fitted = malloc(bytes);
    if (!fitted)
        return false;
    memcpy(fitted, openness->at, sizeof *fitted * (size_t)openness->count);
    free(openness->at);
    openness->at = fitted;
    return true;
}

/* Room for what every program has, once they are known. */
static bool make_room(struct kept_ground *kept)
{
    struct sp_ground *ground = &kept->ground;
    size_t programs = (size_t)ground->openness.count + 1, tracks = (size_t)kept->tracks + 1;
    ground->base = malloc(sizeof *ground->base * programs);
    ground->mean_rate = malloc(sizeof *ground->mean_rate * programs);
    ground->cutoff = malloc(sizeof *ground->cutoff * tracks);
    ground->first_cutoff = malloc(sizeof *ground->first_cutoff * programs);
    kept->bytes =
        sizeof *kept
        + programs
              * (sizeof *ground->base + sizeof *ground->mean_rate
                 + sizeof *ground->first_cutoff + sizeof *ground->openness.at)
        + tracks * (sizeof *ground->cutoff + sizeof *kept->track + sizeof *kept->counted);
    return ground->base && ground->mean_rate && ground->cutoff && ground->first_cutoff
           && fit_openness(&ground->openness);
}

static bool draw_ground(const struct sp_ground_wanted *wanted, struct kept_ground *kept,
                        struct sp_pool *pool, const char *nation)
{
    struct sp_ground *ground = &kept->ground;
    struct sp_nodes nodes = sp_nodes_make();
    if (!pool->own) {
        adapt(wanted->facts, &ground->openness, kept->medicine, ground->rule, pool);
        use_nation(wanted->facts->published, nation, pool);
    }
    size_t each = SP_MEMBERS * (size_t)(ground->openness.count + 1);
    double *shares = malloc(sizeof *shares * each), *ranks = malloc(sizeof *ranks * each);
    bool ok = shares && ranks;
    if (ok) {
        draw_field(wanted, pool, ground);
        draw_shares(wanted, &ground->openness, shares);
        read_cutoffs(wanted->facts, ground);
        draw_ranks(wanted, ground, ranks);
    }
    for (int m = 0; ok && m < SP_MEMBERS; m++)
        draw_bases(wanted, pool, m, &nodes, shares, ranks, ground);
    free(shares);
    free(ranks);
    return ok;
}

static struct kept_ground *begin_ground(const struct sp_ground_wanted *wanted)
{
    size_t tracks = (size_t)wanted->facts->programs->count + 1;
    struct kept_ground *kept = calloc(1, sizeof *kept);
    if (!kept)
        return NULL;
    atomic_init(&kept->holders, 1);
    kept->type = wanted->type;
    kept->specialty = wanted->specialty;
    kept->seed = wanted->seed;
    kept->season = wanted->facts->season;
    kept->track = malloc(sizeof *kept->track * tracks);
    kept->counted = malloc(sizeof *kept->counted * tracks);
    if (kept->track && kept->counted) {
        kept->tracks = list_tracks(wanted, kept->track, kept->counted);
        return kept;
    }
    ground_free(kept);
    return NULL;
}

static struct kept_ground *make_ground(const struct sp_ground_wanted *wanted)
{
    const struct sp_facts *facts = wanted->facts;
    const struct sp_specialty *specialty = &facts->specialties->at[wanted->specialty];
    struct kept_ground *kept = begin_ground(wanted);
    if (!kept)
        return NULL;
    struct sp_ground *ground = &kept->ground;
    bool first_year = only_first_years(kept, facts->programs);
    struct sp_pool pool = find_pool(wanted, kept, specialty->code, first_year);
    if (*specialty->signal)
        ground->rule = sp_season_signals(facts->season, specialty->signal);
    bool ok = sp_openness_find(facts->programs, wanted->composition, wanted->type,
                               specialty->code, wanted->counted, pool.applications,
                               &ground->openness, NULL)
              && make_room(kept);
    if (ok)
        sp_openness_adjust(&ground->openness, facts->programs, facts->published,
                           wanted->type);
    ok = ok
         && draw_ground(wanted, kept, &pool,
                        first_year ? sp_nation_first_years : specialty->code);
    if (ok)
        return kept;
    ground_free(kept);
    return NULL;
}

void sp_ground_release(const struct sp_ground *ground)
{
    struct kept_ground *kept = (struct kept_ground *)ground;
    if (kept && atomic_fetch_sub(&kept->holders, 1) == 1)
        ground_free(kept);
}

/* --- what is kept ------------------------------------------------------------------ */

static bool is_of(const struct sp_grounds *grounds, const struct sp_ground_wanted *wanted)
{
    return grounds && grounds->facts.programs == wanted->facts->programs
           && grounds->facts.specialties == wanted->facts->specialties
           && grounds->facts.published == wanted->facts->published
           && grounds->facts.composition == wanted->composition;
}

static bool answers(const struct kept_ground *kept, const struct sp_ground_wanted *wanted)
{
    if (kept->type != wanted->type || kept->specialty != wanted->specialty
        || kept->seed != wanted->seed || kept->season != wanted->facts->season)
        return false;
    for (int i = 0; i < kept->tracks; i++)
        if (kept->counted[i] != wanted->counted[kept->track[i]])
            return false;
    return kept->medicine < 0
           || kept->medicine
                  == sp_count_programs(wanted->facts->programs, "140", wanted->counted);
}

static void leave_ring(struct sp_grounds *grounds, struct kept_ground *kept)
{
    *(kept->newer ? &kept->newer->older : &grounds->newest) = kept->older;
    *(kept->older ? &kept->older->newer : &grounds->oldest) = kept->newer;
    kept->newer = kept->older = NULL;
}

static void enter_ring(struct sp_grounds *grounds, struct kept_ground *kept)
{
    kept->older = grounds->newest;
    *(kept->older ? &kept->older->newer : &grounds->oldest) = kept;
    grounds->newest = kept;
}

static struct kept_ground *find_kept(struct sp_grounds *grounds,
                                     const struct sp_ground_wanted *wanted)
{
    pthread_mutex_lock(&grounds->lock);
    struct kept_ground *kept = grounds->newest;
    while (kept && !answers(kept, wanted))
        kept = kept->older;
    if (kept) {
        atomic_fetch_add(&kept->holders, 1);
        leave_ring(grounds, kept);
        enter_ring(grounds, kept);
    }
    pthread_mutex_unlock(&grounds->lock);
    return kept;
}

static void drop_oldest(struct sp_grounds *grounds)
{
    struct kept_ground *oldest = grounds->oldest;
    grounds->oldest = oldest->newer;
    *(oldest->newer ? &oldest->newer->older : &grounds->newest) = NULL;
    grounds->used -= oldest->bytes;
    sp_ground_release(&oldest->ground);
}

static void keep(struct sp_grounds *grounds, struct kept_ground *kept)
{
    if (kept->bytes > grounds->most)
        return;
    pthread_mutex_lock(&grounds->lock);
    atomic_fetch_add(&kept->holders, 1);
    grounds->used += kept->bytes;
    while (grounds->used > grounds->most && grounds->oldest)
        drop_oldest(grounds);
    enter_ring(grounds, kept);
    pthread_mutex_unlock(&grounds->lock);
}

const struct sp_ground *sp_ground_take(const struct sp_ground_wanted *wanted,
                                       struct sp_error *error)
{
    bool to_keep = is_of(wanted->facts->grounds, wanted);
    struct kept_ground *kept = to_keep ? find_kept(wanted->facts->grounds, wanted) : NULL;
    if (kept)
        return &kept->ground;
    kept = make_ground(wanted);
    if (!kept) {
        sp_fail(error, SP_NO_MEMORY, "not enough memory for the chances");
        return NULL;
    }
    if (to_keep)
        keep(wanted->facts->grounds, kept);
    return &kept->ground;
}

bool sp_grounds_open(const struct sp_facts *facts, size_t most, struct sp_grounds **grounds,
                     struct sp_error *error)
{
    *grounds = calloc(1, sizeof **grounds);
    if (!*grounds)
        return sp_fail(error, SP_NO_MEMORY, "not enough memory to keep grounds");
    (*grounds)->facts = *facts;
    (*grounds)->most = most;
    pthread_mutex_init(&(*grounds)->lock, NULL);
    return true;
}

void sp_grounds_close(struct sp_grounds *grounds)
{
    if (!grounds)
        return;
    for (struct kept_ground *kept = grounds->oldest, *next; kept; kept = next) {
        next = kept->newer;
        sp_ground_release(&kept->ground);
    }
    pthread_mutex_destroy(&grounds->lock);
    free(grounds);
}
