/* validate.c: seasons in batches, so that every mean has its standard error.
 *
 * The seasons are not those of the fit (their seed is another), so what comes out by
 * chance there does not come out here.
 */
#include "validate.h"

#include "cells.h"
#include "error.h"
#include "logistic.h"
#include "nation.h"
#include "usual.h"
#include "vacancy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BATCHES = 8 };
static const uint64_t fresh = (uint64_t)1 << 40; /* seeds of the fit lie below */

struct work {
    const struct sp_facts *facts;
    const struct sp_fit_watch *watch;
    struct sp_validation *validation;
    struct sp_composition composition;
    struct sp_nation nation;
    struct sp_nation_sums batch[BATCHES];
    uint64_t seed;
    int seasons, threads;
    struct sp_error *error;
};

/* A figure of every batch as a mean with its standard error. */
static struct sp_drawn over_batches(const double value[BATCHES])
{
    double mean = 0, square = 0;
    for (int b = 0; b < BATCHES; b++)
        mean += value[b] / BATCHES;
    for (int b = 0; b < BATCHES; b++)
        square += (value[b] - mean) * (value[b] - mean);
    return (struct sp_drawn){mean, sqrt(square / (BATCHES - 1) / BATCHES)};
}

static bool play(struct work *work)
{
    int each = work->seasons / BATCHES;
    for (int b = 0; b < BATCHES; b++)
        if (!sp_fit_watch_step(work->watch, b, BATCHES, work->error)
            || !sp_nation_sum(&work->nation, work->seed + fresh, b * each, each,
                              work->threads, &work->batch[b], work->error))
            return false;
    work->validation->seasons = each * BATCHES;
    return true;
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
    const struct sp_published *published = work->facts->published;
    const struct sp_effect *odds = sp_published_effect(published, "step2", code);
    check->list_size = published_lists(published, check->type, code);
    if (check->type != SP_NON_US_IMG)
        return;
    if (odds && odds->sized && strcmp(odds->population, code) == 0) {
        check->odds_published = odds->log_odds;
        check->odds_low = odds->log_odds_low;
        check->odds_high = odds->log_odds_high;
    }
    for (int i = 0; i < published->outcomes; i++)
        for (int c = 0; c < SP_COHORTS; c++)
            if (strcmp(published->outcome[i].specialty, code) == 0)
                check->score_published[c] = published->outcome[i].step2[c].mean;
}

/* The moments of every batch, one after the other. */
static void fill_pool(const struct work *work, int pool, struct sp_pool_check *check)
{
    double none[BATCHES], rate[BATCHES], gap[BATCHES], odds[BATCHES];
    double ranks[SP_COHORTS][BATCHES], score[SP_COHORTS][BATCHES];
    double spread = check->published.score_sd;
    for (int b = 0; b < BATCHES; b++) {
        struct sp_pool_moments m = sp_nation_moments(&work->nation, &work->batch[b], pool);
        double within = spread * spread - m.rate * (1 - m.rate) * m.score_gap * m.score_gap;
        none[b] = m.none;
        rate[b] = m.rate;
        gap[b] = m.score_gap;
        odds[b] = within > 1 ? 10 * m.score_gap / within : 0;
        score[SP_UNMATCHED][b] = m.score_mean - m.rate * m.score_gap;
        score[SP_MATCHED][b] = score[SP_UNMATCHED][b] + m.score_gap;
        for (int c = 0; c < SP_COHORTS; c++)
            ranks[c][b] = m.ranks[c];
    }
    check->none = over_batches(none);
    check->rate = over_batches(rate);
    check->score_gap = over_batches(gap);
    check->score_odds = over_batches(odds);
    for (int c = 0; c < SP_COHORTS; c++) {
        check->ranks[c] = over_batches(ranks[c]);
        check->score[c] = over_batches(score[c]);
    }
    check->match_any = check->rate.value * (1 - check->none.value);
}

/* What the usual applicant of each pool is told, beside what was published. */
static bool check_told(struct work *work, const bool *counted, int specialty,
                       struct sp_pool_check *check)
{
    struct sp_usual usual;
    if (!sp_usual_told(work->facts, &work->composition, check->type, specialty, counted,
                       work->seed, &usual, work->error))
        return false;
    check->told = usual.ranked > 0 ? usual.placed / usual.ranked : 0;
    return true;
}

static bool check_pools(struct work *work)
{
    bool ok = true, *counted = malloc((size_t)work->facts->programs->count + 1);
    if (!counted)
        return sp_fail(work->error, SP_NO_MEMORY, "not enough memory for the pools");
    sp_fit_counted(work->facts->programs, counted);
    for (int p = 0; ok && p < work->nation.pools; p++) {
        const struct sp_nation_pool *pool = &work->nation.pool[p];
        struct sp_pool_check *check = &work->validation->pool[work->validation->pools];
        if (pool->specialty < 0)
            continue;
        const struct sp_specialty *specialty =
            &work->facts->specialties->at[pool->specialty];
        *check = (struct sp_pool_check){
            .type = pool->type,
            .specialty = specialty->name,
            .applicants = pool->applicants,
        };
        if (!sp_pool_load(work->facts->published, pool->type, specialty->code).own
            || !sp_fit_targets(work->facts, pool->type, specialty->code, &check->published))
            continue;
        fill_pool(work, p, check);
        add_published(work, specialty->code, check);
        ok = check_told(work, counted, pool->specialty, check);
        work->validation->pools++;
    }
    free(counted);
    return ok;
}

static void check_type(const struct work *work, enum sp_applicant_type type,
                       struct sp_type_check *check)
{
    double rate[BATCHES], ranks[SP_COHORTS][BATCHES];
    for (int b = 0; b < BATCHES; b++) {
        struct sp_type_means means = sp_nation_means(&work->nation, &work->batch[b], type);
        rate[b] = means.rate;
        for (int c = 0; c < SP_COHORTS; c++)
            ranks[c][b] = means.ranks[c];
    }
    check->rate = over_batches(rate);
    for (int c = 0; c < SP_COHORTS; c++)
        check->ranks[c] = over_batches(ranks[c]);
}

static void add_published_type(const struct sp_published *published,
                               enum sp_applicant_type type, struct sp_type_check *check)
{
    for (int i = 0; i < published->match_rate_years[type]; i++) {
        const struct sp_match_rate *rate = &published->match_rate[type][i];
        if (rate->year == SP_LAST_YEAR)
            check->rate_published = rate->rate;
        if (rate->year == SP_LAST_YEAR - 1)
            check->rate_before = rate->rate;
    }
    for (int i = 0; i < published->rank_list_years[type]; i++)
        for (int c = 0; c < SP_COHORTS; c++) {
            const struct sp_rank_lists *lists = &published->rank_lists[type][i];
            if (lists->year == SP_LAST_YEAR)
                check->ranks_published[c] = lists->mean[c];
            if (lists->year == SP_LAST_YEAR - 1)
                check->ranks_before[c] = lists->mean[c];
        }
}

static void check_types(struct work *work)
{
    for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
        check_type(work, (enum sp_applicant_type)k, &work->validation->type[k]);
        add_published_type(work->facts->published, (enum sp_applicant_type)k,
                           &work->validation->type[k]);
    }
}

static double placed(const struct work *work, int track, int type)
{
    double sum = 0;
    for (int b = 0; b < BATCHES; b++)
        sum += (double)work->batch[b].placed[track * SP_APPLICANT_TYPES + type];
    return sum / work->validation->seasons;
}

static struct sp_fill_check *find_fill(const struct sp_facts *facts,
                                       struct sp_validation *validation,
                                       const struct sp_track *track)
{
    const struct sp_specialties *specialties = facts->specialties;
    const char *level = sp_entry_level(track->type);
    const char *name = track->specialty;
    for (int s = 0; s < specialties->count; s++)
        if (strcmp(specialties->at[s].code, track->specialty) == 0)
            name = specialties->at[s].name;
    for (int f = 0; f < validation->fills; f++)
        if (strcmp(validation->fill[f].level, level) == 0
            && strcmp(validation->fill[f].specialty, name) == 0)
            return &validation->fill[f];
    validation->fill[validation->fills] =
        (struct sp_fill_check){.specialty = name, .level = level};
    return &validation->fill[validation->fills++];
}

static int by_positions(const void *a, const void *b)
{
    const struct sp_fill_check *x = a, *y = b;
    if (x->positions != y->positions)
        return x->positions < y->positions ? 1 : -1;
    int order = strcmp(x->specialty, y->specialty);
    return order ? order : strcmp(x->level, y->level);
}

static void check_fills(struct work *work)
{
    const struct sp_nation *nation = &work->nation;
    for (int t = 0; t < nation->tracks; t++) {
        const struct sp_nation_track *track = &nation->track[t];
        struct sp_fill_check *check = find_fill(
            work->facts, work->validation, &work->facts->programs->track[track->track]);
        check->positions += track->quota;
        for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
            double filled = placed(work, t, k);
            check->published[k] += track->filled[k];
            check->drawn[k] += filled;
            work->validation->played[track->track] += filled;
        }
    }
    qsort(work->validation->fill, (size_t)work->validation->fills,
          sizeof *work->validation->fill, by_positions);
}

struct sp_fill_summary sp_validation_fills(const struct sp_validation *validation)
{
    struct sp_fill_summary summary = {0};
    for (int f = 0; f < validation->fills; f++) {
        const struct sp_fill_check *check = &validation->fill[f];
        double published = 0, drawn = 0;
        if (check->positions < 20)
            continue;
        for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
            published += check->published[k];
            drawn += check->drawn[k];
            summary.all++;
            summary.within +=
                fabs(check->drawn[k] - check->published[k]) <= 0.03 * check->positions;
        }
        summary.rates++;
        summary.rates_within += fabs(drawn - published) <= 0.02 * check->positions;
    }
    return summary;
}

double sp_fill_error(const struct sp_fill_check *check, enum sp_fill_way way)
{
    double positions = fmax(check->positions, 1), published = 0, drawn = 0;
    for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
        published += check->published[k];
        drawn += check->drawn[k];
    }
    if (way == SP_FILL_PLAYED)
        return (drawn - published) / positions;
    double rate = way == SP_FILL_TOLD ? check->told / positions
                  : way == SP_FILL_BEFORE
                      ? check->filled_before / fmax(check->offered_before, 1)
                      : check->held[way - SP_FILL_HELD] / positions;
    return rate - check->filled / positions;
}

bool sp_fill_can_be_told(const struct sp_fill_check *check)
{
    return check->positions >= 20 && check->offered_before > 0;
}

struct sp_fill_errors sp_validation_fill_errors(const struct sp_validation *validation)
{
    struct sp_fill_errors errors = {0};
    double positions = 0;
    for (int f = 0; f < validation->fills; f++) {
        const struct sp_fill_check *check = &validation->fill[f];
        if (!sp_fill_can_be_told(check))
            continue;
        for (int way = 0; way < SP_FILL_WAYS; way++) {
            double size = fabs(sp_fill_error(check, (enum sp_fill_way)way));
            errors.size[way] += check->positions * size;
            errors.within[way] += size <= 0.02;
        }
        positions += check->positions;
        errors.rates++;
    }
    for (int way = 0; way < SP_FILL_WAYS; way++)
        errors.size[way] /= fmax(positions, 1);
    return errors;
}

static bool check_states(struct work *work)
{
    const struct sp_nation *nation = &work->nation;
    double(*drawn)[SP_APPLICANT_TYPES] = calloc((size_t)nation->cells + 1, sizeof *drawn);
    double(*goal)[SP_APPLICANT_TYPES] = calloc((size_t)nation->cells + 1, sizeof *goal);
    double *positions = calloc((size_t)nation->cells + 1, sizeof *positions);
    bool ok = drawn && goal && positions;
    for (int t = 0; ok && t < nation->tracks; t++) {
        const struct sp_nation_track *track = &nation->track[t];
        int cell = track->cell < 0 ? nation->cells : track->cell;
        positions[cell] += track->quota;
        for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
            drawn[cell][k] += placed(work, t, k);
            goal[cell][k] += track->filled[k];
        }
    }
    for (int c = 0; ok && c < nation->cells; c++)
        for (int k = 0; positions[c] >= 20 && k < SP_APPLICANT_TYPES; k++) {
            work->validation->states++;
            work->validation->states_within +=
                fabs(drawn[c][k] - goal[c][k]) <= 0.03 * positions[c];
        }
    free(drawn);
    free(goal);
    free(positions);
    return ok || sp_fail(work->error, SP_NO_MEMORY, "not enough memory for the cells");
}

static double deviance(double expected, double seen)
{
    double p = fmin(fmax(expected, 1e-3), 1 - 1e-3);
    return -(seen * log(p) + (1 - seen) * log(1 - p));
}

static void count_open(const struct sp_programs *programs, const double *expected,
                       struct sp_validation *validation)
{
    static const double from[SP_OPEN_BINS] = {0, 0.02, 0.05, 0.1, 0.2, 0.4};
    double quota[SP_OPEN_BINS] = {0}, all = 0, open = 0;
    for (int t = 0; t < programs->count; t++) {
        const struct sp_track *track = &programs->track[t];
        double q = sp_track_quota(track);
        if (q <= 0)
            continue;
        double seen = (q - sp_track_filled(track)) / q;
        int bin = SP_OPEN_BINS - 1;
        while (expected[t] < from[bin])
            bin--;
        validation->open[bin].tracks++;
        validation->open[bin].expected += q * expected[t];
        validation->open[bin].seen += q * seen;
        validation->open_deviance += q * deviance(expected[t], seen);
        quota[bin] += q;
        all += q;
        open += q * seen;
    }
    for (int b = 0; b < SP_OPEN_BINS; b++) {
        validation->open[b].from = from[b];
        validation->open[b].expected /= fmax(quota[b], 1);
        validation->open[b].seen /= fmax(quota[b], 1);
    }
    validation->open_deviance /= fmax(all, 1);
    validation->open_deviance_alone = deviance(open / fmax(all, 1), open / fmax(all, 1));
}

static void count_any(const struct sp_programs *programs, const double *expected,
                      struct sp_validation *validation)
{
    for (int t = 0; t < programs->count; t++) {
        const struct sp_track *track = &programs->track[t];
        if (sp_track_quota(track) <= 0)
            continue;
        double any = sp_vacancy_in_a_year(expected[t], sp_track_quota(track)).any;
        int bin = (int)fmin(any * SP_ANY_BINS, SP_ANY_BINS - 1);
        validation->any[bin].tracks++;
        validation->any[bin].expected += any;
        validation->any[bin].seen += sp_track_filled(track) < sp_track_quota(track);
    }
    for (int b = 0; b < SP_ANY_BINS; b++) {
        validation->any[b].expected /= fmax(validation->any[b].tracks, 1);
        validation->any[b].seen /= fmax(validation->any[b].tracks, 1);
    }
}

/* The same by specialty. */
static void count_told(struct work *work, const double *expected)
{
    const struct sp_programs *programs = work->facts->programs;
    for (int t = 0; t < programs->count; t++) {
        const struct sp_track *track = &programs->track[t];
        int q = sp_track_quota(track), before = track->quota[SP_YEARS - 2];
        if (q <= 0)
            continue;
        struct sp_fill_check *check = find_fill(work->facts, work->validation, track);
        check->filled += sp_track_filled(track);
        check->told += work->validation->told[t] = q * (1 - expected[t]);
        if (before <= 0)
            continue;
        check->offered_before += before;
        check->filled_before += track->filled[SP_YEARS - 2];
    }
}

/* The last year's open positions, told from the years before it. */
static bool check_open(struct work *work)
{
    const struct sp_programs *programs = work->facts->programs;
    double *expected = malloc(sizeof *expected * ((size_t)programs->count + 1));
    bool ok = (expected || sp_fail(work->error, SP_NO_MEMORY, "not enough memory"))
              && sp_vacancy_expect(programs, SP_YEARS - 1, expected, work->error);
    if (ok) {
        count_open(programs, expected, work->validation);
        count_any(programs, expected, work->validation);
        count_told(work, expected);
    }
    free(expected);
    return ok;
}

/* The share of a track's positions that one way tells to be filled. */
static double told_share(const struct sp_track *track, int t, enum sp_fill_way way,
                         const struct sp_holdout *holdout,
                         const struct sp_validation *validation)
{
    int last = SP_YEARS - 1;
    if (way == SP_FILL_BEFORE)
        return (double)track->filled[last - 1] / track->quota[last - 1];
    const double *filled = way == SP_FILL_TOLD     ? validation->told
                           : way == SP_FILL_PLAYED ? validation->played
                                                   : holdout->filled[way - SP_FILL_HELD];
    return filled[t] / track->quota[last];
}

struct told_track {
    double told;
    bool open; /* it left a position open */
};

static int by_told(const void *a, const void *b)
{
    const struct told_track *x = a, *y = b;
    return (x->told > y->told) - (x->told < y->told);
}

/* Share of the pairs of an open and a full track in which the open one was told emptier
 * (Mann and Whitney 1947); sorts the tracks. */
static double pairs_ordered(struct told_track *track, int count)
{
    double open = 0, full = 0, ordered = 0;
    qsort(track, (size_t)count, sizeof *track, by_told);
    for (int first = 0, end; first < count; first = end) {
        double open_here = 0;
        for (end = first; end < count && track[end].told <= track[first].told; end++)
            open_here += track[end].open;
        double full_here = end - first - open_here;
        ordered += full_here * (open + open_here / 2);
        open += open_here;
        full += full_here;
    }
    return open > 0 && full > 0 ? ordered / open / full : 0;
}

/* Tracks offered in both years, by one way. */
static struct sp_track_errors check_tracks(const struct sp_facts *facts,
                                           enum sp_fill_way way,
                                           const struct sp_holdout *holdout,
                                           struct sp_validation *validation,
                                           struct told_track *room)
{
    struct sp_track_errors errors = {0};
    double positions = 0;
    int count = 0;
    for (int t = 0; t < facts->programs->count; t++) {
        const struct sp_track *track = &facts->programs->track[t];
        double quota = sp_track_quota(track);
        if (quota <= 0 || track->quota[SP_YEARS - 2] <= 0)
            continue;
        double told = told_share(track, t, way, holdout, validation);
        double size = fabs(told - sp_track_filled(track) / quota);
        errors.size += quota * size;
        errors.within += size <= 0.02;
        positions += quota;
        room[count++] = (struct told_track){told, sp_track_filled(track) < quota};
    }
    errors.size /= fmax(positions, 1);
    errors.within /= fmax(count, 1);
    errors.ordered = pairs_ordered(room, count);
    validation->held.tracks = count;
    return errors;
}

bool sp_validation_hold(const struct sp_facts *facts, const struct sp_holdout *holdout,
                        struct sp_validation *validation, struct sp_error *error)
{
    struct sp_holdout_check *held = &validation->held;
    struct told_track *room = malloc(sizeof *room * ((size_t)facts->programs->count + 1));
    if (!room)
        return sp_fail(error, SP_NO_MEMORY, "not enough memory to compare");
    held->known = true;
    memcpy(held->type, holdout->type, sizeof held->type);
    for (int t = 0; t < facts->programs->count; t++) {
        const struct sp_track *track = &facts->programs->track[t];
        if (!sp_track_offered(track))
            continue;
        struct sp_fill_check *check = find_fill(facts, validation, track);
        for (int way = 0; way < SP_HOLDOUT_WAYS; way++)
            check->held[way] += holdout->filled[way][t];
    }
    for (int way = 0; way < SP_FILL_WAYS; way++)
        held->track[way] =
            check_tracks(facts, (enum sp_fill_way)way, holdout, validation, room);
    free(room);
    return true;
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
        if (check->type < SP_US_IMG)
            continue;
        none += check->applicants * check->none.value;
        all += check->applicants;
    }
    validation->none_img = all > 0 ? none / all : 0;
    validation->none_img_published = certified ? 1 - certified->value : 0;
}

/* One season with as many couples as there were in 2025. */
static bool check_couples(struct work *work)
{
    const struct sp_published *published = work->facts->published;
    struct sp_validation *validation = work->validation;
    const struct sp_base_rate *count = sp_published_base_rate(published, "couples.2025");
    const struct sp_base_rate *rate =
        sp_published_base_rate(published, "couples.match_rate_2025");
    int most = 0; /* pairs of a couple's list */
    /* A part of the nation has fewer: at most one in twenty is in a couple. */
    int most_couples = work->nation.applicants / 40;
    int couples = (int)fmin(count ? count->value : 0, most_couples);
    bool ok = true;
    for (int i = 0; i < work->facts->season->limits; i++)
        if (strcmp(work->facts->season->limit[i].id, "couple_ranks_max") == 0)
            most = (int)work->facts->season->limit[i].value;
    validation->couples_published = rate ? rate->value : 0;
    for (int of = 0; ok && count && most > 0 && of < SP_COUPLES_WAYS; of++)
        ok = sp_couples_compare(
            &work->nation, work->facts->programs, work->seed + fresh + 2, couples, most,
            (enum sp_couples_of)of, &validation->couples[of], work->error);
    return ok;
}

static bool prepare(struct work *work)
{
    const struct sp_facts *facts = work->facts;
    struct sp_validation *validation = work->validation;
    size_t pools = (size_t)SP_APPLICANT_TYPES * ((size_t)facts->specialties->count + 1);
    validation->pool = calloc(pools + 1, sizeof *validation->pool);
    validation->fill = calloc((size_t)facts->programs->count + 1, sizeof *validation->fill);
    validation->played = calloc((size_t)facts->programs->count + 1, sizeof(double));
    validation->told = calloc((size_t)facts->programs->count + 1, sizeof(double));
    if (!validation->pool || !validation->fill || !validation->played || !validation->told)
        return sp_fail(work->error, SP_NO_MEMORY, "not enough memory to compare");
    return sp_composition_spread(facts->programs, facts->specialties, facts->published,
                                 NULL, &work->composition, work->error)
           && sp_composition_compare(facts->programs, facts->specialties, facts->published,
                                     &validation->text, &validation->specialty,
                                     &validation->specialties, work->error)
           && sp_nation_make(facts, &work->composition, &work->nation, work->error);
}

bool sp_validate(const struct sp_facts *facts, int seasons, uint64_t seed, int threads,
                 const struct sp_fit_watch *watch, struct sp_validation *validation,
                 struct sp_error *error)
{
    struct work work = {
        .facts = facts,
        .watch = watch,
        .validation = validation,
        .seed = seed,
        .seasons = seasons < BATCHES ? BATCHES : seasons,
        .threads = threads,
        .error = error,
    };
    *validation = (struct sp_validation){.seed = seed};
    if (facts->published->fits == 0)
        return sp_fail(error, SP_NOT_FOUND, "no fit to check: run `smartpick fit` first");
    bool ok = prepare(&work) && play(&work);
    if (ok) {
        validation->worst_cell = work.composition.worst_cell;
        validation->worst_track = work.composition.worst_track;
        ok = check_pools(&work);
        check_types(&work);
        check_fills(&work);
        qsort(validation->pool, (size_t)validation->pools, sizeof *validation->pool,
              by_size);
        sum_none(validation, facts->published);
        ok = ok && check_states(&work) && check_open(&work)
             && sp_calibrate(&work.nation, seed + fresh + 1, 2, &validation->calibration,
                             error)
             && check_couples(&work);
    }
    for (int b = 0; b < BATCHES; b++)
        sp_nation_sums_free(&work.batch[b]);
    sp_nation_free(&work.nation);
    sp_composition_free(&work.composition);
    if (!ok)
        sp_validation_free(validation);
    return ok;
}

void sp_validation_free(struct sp_validation *validation)
{
    free(validation->pool);
    free(validation->fill);
    free(validation->played);
    free(validation->told);
    sp_arena_free(&validation->text);
    *validation = (struct sp_validation){0};
}
