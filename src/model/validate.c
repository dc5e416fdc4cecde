/* validate.c: applicants drawn one by one.
 *
 * An application, its signal and its invitation are one draw: the chance that a program
 * is applied to and invites.  Nothing is shared with the quadrature of pool.c but the
 * six numbers, so the two check each other.
 */
#include "validate.h"

#include "error.h"
#include "logistic.h"
#include "openness.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sums of a quantity over those whom it concerns. */
struct tally {
    double n, sum, square;
};

static void count(struct tally *tally, double value)
{
    tally->n++;
    tally->sum += value;
    tally->square += value * value;
}

static double mean(const struct tally *tally)
{
    return tally->n > 0 ? tally->sum / tally->n : 0;
}

static double variance(const struct tally *tally)
{
    return tally->n > 1 ? fmax(tally->square / tally->n - mean(tally) * mean(tally), 0) : 0;
}

static struct sp_drawn drawn(const struct tally *tally)
{
    return (struct sp_drawn){mean(tally),
                             tally->n > 0 ? sqrt(variance(tally) / tally->n) : 0};
}

struct draw {
    const struct sp_pool *pool;
    const struct sp_openness *openness;
    float *odds; /* [openness->count] base of each program */
    struct tally none, rate, all, ranks[SP_COHORTS], score[SP_COHORTS];
};

/* The number of programs that rank an applicant of this strength. */
static int draw_ranks(const struct draw *draw, double strength, struct sp_random *random)
{
    float lift = (float)exp(strength), with = (float)draw->pool->signalled;
    float signal = (float)exp(draw->pool->signal);
    int ranks = 0;
    for (int p = 0; p < draw->openness->count; p++) {
        float x = draw->odds[p] * lift, y = x * signal;
        float chance = (float)draw->openness->at[p].applied
                       * ((1 - with) * (x / (1 + x)) + with * (y / (1 + y)));
        ranks += (float)sp_random_word(random) * 0x1p-32f < chance;
    }
    return ranks;
}

static void draw_applicant(struct draw *draw, struct sp_random *random)
{
    const struct sp_pool *pool = draw->pool;
    double score = pool->score_sd * sp_random_normal(random);
    double strength = pool->value[SP_POOL_SCORE] * score / 10
                      + exp(pool->value[SP_POOL_SIGMA]) * sp_random_normal(random);
    double placed =
        sp_logistic(pool->value[SP_POOL_LEVEL] + pool->value[SP_POOL_SLOPE] * strength);
    int ranks = draw_ranks(draw, strength, random);
    bool matched = false;
    for (int r = 0; r < ranks && !matched; r++)
        matched = sp_random_uniform(random) < placed;

    count(&draw->none, ranks == 0);
    count(&draw->all, matched);
    if (ranks == 0)
        return;
    enum sp_cohort cohort = matched ? SP_MATCHED : SP_UNMATCHED;
    count(&draw->rate, matched);
    count(&draw->ranks[cohort], ranks);
    count(&draw->score[cohort], score);
}

static void conclude(const struct draw *draw, struct sp_pool_check *check)
{
    const struct tally *score = draw->score;
    double spread = (variance(&score[SP_MATCHED]) + variance(&score[SP_UNMATCHED])) / 2;
    struct sp_drawn matched = drawn(&score[SP_MATCHED]), not = drawn(&score[SP_UNMATCHED]);
    check->none = drawn(&draw->none);
    check->rate = drawn(&draw->rate);
    for (int c = 0; c < SP_COHORTS; c++)
        check->ranks[c] = drawn(&draw->ranks[c]);
    check->score_gap.value = matched.value - not .value;
    check->score_gap.error = sqrt(matched.error * matched.error + not .error * not .error);
    if (spread > 0) {
        check->score_odds.value = 10 * check->score_gap.value / spread;
        check->score_odds.error = 10 * check->score_gap.error / spread;
    }
    check->match_any = mean(&draw->all);
}

struct work {
    const struct sp_facts *facts;
    const struct sp_fit_watch *watch;
    struct sp_validation *validation;
    struct sp_composition composition;
    bool *counted;
    struct sp_nodes nodes;
    uint64_t seed;
    int applicants, done, total;
    struct sp_error *error;
};

static bool fill_odds(const struct work *work, struct draw *draw)
{
    const struct sp_pool *pool = draw->pool;
    double sigma = exp(pool->value[SP_POOL_SIGMA]);
    double score = pool->value[SP_POOL_SCORE] * pool->score_sd / 10;
    struct sp_spread spread = {sqrt(sigma * sigma + score * score), pool->signal,
                               pool->signalled};
    struct sp_spread_table table = sp_spread_tabulate(&spread, &work->nodes);
    draw->odds = malloc(sizeof *draw->odds * (size_t)(draw->openness->count + 1));
    for (int p = 0; draw->odds && p < draw->openness->count; p++)
        draw->odds[p] = (float)exp(sp_spread_base(
            &table,
            fmin(exp(pool->value[SP_POOL_RATE]) * draw->openness->at[p].relative, 0.95)));
    if (!draw->odds)
        sp_fail(work->error, SP_NO_MEMORY, "not enough memory to draw applicants");
    return draw->odds;
}

static double published_lists(const struct sp_published *published,
                              enum sp_applicant_type type, const char *specialty)
{
    for (int i = 0; type == SP_NON_US_IMG && i < published->outcomes; i++)
        if (strcmp(published->outcome[i].specialty, specialty) == 0)
            return published->outcome[i].count[SP_MATCHED]
                   + published->outcome[i].count[SP_UNMATCHED];
    double applicants = 0;
    for (int i = 0; i < published->kind_totals; i++)
        if (strcmp(published->kind_total[i].specialty, specialty) == 0
            && published->kind_total[i].track_type == SP_CATEGORICAL)
            applicants += published->kind_total[i].applicants[type];
    return applicants;
}

static void add_published(const struct work *work, const char *code,
                          struct sp_pool_check *check)
{
    const struct sp_effect *odds =
        sp_published_effect(work->facts->published, "step2", code);
    check->list_size = published_lists(work->facts->published, check->type, code);
    if (odds && odds->sized && check->type == SP_NON_US_IMG
        && strcmp(odds->population, code) == 0) {
        check->odds_published = odds->log_odds;
        check->odds_low = odds->log_odds_low;
        check->odds_high = odds->log_odds_high;
    }
}

/* Draws one pool, if it has numbers of its own. */
static bool check_pool(struct work *work, enum sp_applicant_type type, int s)
{
    const struct sp_specialty *specialty = &work->facts->specialties->at[s];
    struct sp_pool_check *check = &work->validation->pool[work->validation->pools];
    struct sp_pool pool = sp_pool_load(work->facts->published, type, specialty->code);
    struct sp_openness openness = {0};
    struct sp_pool_bins bins;
    struct draw draw = {.pool = &pool, .openness = &openness};
    if (!sp_fit_watch_step(work->watch, work->done++, work->total, work->error))
        return false;
    if (!pool.own
        || !sp_pool_targets(work->facts->published, type, specialty->code,
                            &check->published))
        return true;
    bool ok =
        sp_openness_find(work->facts->programs, &work->composition, type, specialty->code,
                         work->counted, pool.applications, &openness, work->error)
        && sp_openness_bins(&openness, &bins, work->error) && fill_odds(work, &draw);
    if (ok) {
        struct sp_pool_targets published = check->published;
        *check = (struct sp_pool_check){
            .type = type,
            .specialty = specialty->name,
            .applicants = work->applicants,
            .published = published,
            .fitted = sp_pool_moments(&pool, &bins, &work->nodes),
        };
        for (int i = 0; i < work->applicants; i++) {
            struct sp_random random = sp_random_for(
                work->seed, (uint64_t)type << 56 | (uint64_t)s << 40 | (uint64_t)i);
            draw_applicant(&draw, &random);
        }
        conclude(&draw, check);
        add_published(work, specialty->code, check);
        work->validation->pools++;
    }
    free(draw.odds);
    sp_openness_free(&openness);
    return ok;
}

static int by_size(const void *a, const void *b)
{
    const struct sp_pool_check *x = a, *y = b;
    if (x->type != y->type)
        return x->type > y->type ? -1 : 1; /* non-US IMGs first */
    return x->list_size < y->list_size   ? 1
           : x->list_size > y->list_size ? -1
                                         : strcmp(x->specialty, y->specialty);
}

/* IMGs together, each pool with the number of its lists. */
static void sum_none(struct sp_validation *validation, const struct sp_published *published)
{
    const struct sp_base_rate *certified =
        sp_published_base_rate(published, "img.certified_share");
    double none = 0, all = 0;
    for (int i = 0; i < validation->pools; i++) {
        const struct sp_pool_check *check = &validation->pool[i];
        if (check->type < SP_US_IMG || check->none.value >= 1)
            continue;
        double applied = check->list_size / (1 - check->none.value);
        none += applied * check->none.value;
        all += applied;
    }
    validation->none_img = all > 0 ? none / all : 0;
    validation->none_img_published = certified ? 1 - certified->value : 0;
}

bool sp_validate(const struct sp_facts *facts, int applicants, uint64_t seed,
                 const struct sp_fit_watch *watch, struct sp_validation *validation,
                 struct sp_error *error)
{
    const struct sp_specialties *specialties = facts->specialties;
    struct work work = {
        .facts = facts,
        .watch = watch,
        .validation = validation,
        .nodes = sp_nodes_make(),
        .seed = seed,
        .applicants = applicants,
        .total = SP_APPLICANT_TYPES * specialties->count,
        .error = error,
    };
    *validation = (struct sp_validation){.seed = seed};
    if (facts->published->fits == 0)
        return sp_fail(error, SP_NOT_FOUND, "no fit to check: run `smartpick fit` first");
    validation->pool = calloc((size_t)work.total + 1, sizeof *validation->pool);
    work.counted = calloc((size_t)facts->programs->count + 1, sizeof *work.counted);
    bool ok = validation->pool && work.counted;
    if (!ok)
        sp_fail(error, SP_NO_MEMORY, "not enough memory to draw applicants");
    ok = ok
         && sp_composition_spread(facts->programs, specialties, facts->published, NULL,
                                  &work.composition, error)
         && sp_composition_compare(facts->programs, specialties, facts->published,
                                   &validation->text, &validation->specialty,
                                   &validation->specialties, error);
    if (ok) {
        validation->worst_cell = work.composition.worst_cell;
        validation->worst_track = work.composition.worst_track;
        sp_fit_counted(facts->programs, work.counted);
    }
    for (int type = 0; ok && type < SP_APPLICANT_TYPES; type++)
        for (int s = 0; ok && s < specialties->count; s++)
            ok = check_pool(&work, (enum sp_applicant_type)type, s);
    sp_composition_free(&work.composition);
    free(work.counted);
    if (!ok) {
        sp_validation_free(validation);
        return false;
    }
    qsort(validation->pool, (size_t)validation->pools, sizeof *validation->pool, by_size);
    sum_none(validation, facts->published);
    return true;
}

void sp_validation_free(struct sp_validation *validation)
{
    free(validation->pool);
    sp_arena_free(&validation->text);
    *validation = (struct sp_validation){0};
}
