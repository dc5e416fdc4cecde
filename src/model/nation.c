/* nation.c: applicants and tracks in the published numbers.
 *
 * Numbers come in four steps: the tracks and what each type fills there (composition),
 * the pools and how many belong to each, the applications and ranks that go to each
 * track, and what a fit left behind on top of that.
 */
#include "nation.h"

#include "cells.h"
#include "error.h"
#include "fit.h"
#include "logistic.h"
#include "openness.h"
#include "pool.h"
#include "vacancy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char internal_medicine[] = "140";

struct work {
    const struct sp_facts *facts;
    const struct sp_composition *composition;
    struct sp_nation *nation;
    struct sp_cells cells;
    int *specialty;             /* [programs->count] place in specialties, or their count */
    bool *counted;              /* [programs->count] */
    struct sp_openness scratch; /* room for all tracks */
    struct sp_error *error;
};

static bool is_first_year(const struct sp_track *track)
{
    return track->type == SP_PRELIMINARY;
}

static void find_specialties(struct work *work)
{
    const struct sp_specialties *specialties = work->facts->specialties;
    for (int t = 0; t < work->facts->programs->count; t++) {
        int s = 0;
        while (s < specialties->count
               && strcmp(specialties->at[s].code, work->facts->programs->track[t].specialty)
                      != 0)
            s++;
        work->specialty[t] = s;
    }
}

/* Every track that was offered. */
static bool take_tracks(struct work *work)
{
    const struct sp_programs *programs = work->facts->programs;
    struct sp_nation *nation = work->nation;
    double *open = malloc(sizeof *open * ((size_t)programs->count + 1));
    if (!open)
        return sp_fail(work->error, SP_NO_MEMORY, "not enough memory for a nation");
    if (!sp_vacancy_expect(programs, SP_YEARS, open, work->error)) {
        free(open);
        return false;
    }
    for (int t = 0; t < programs->count; t++) {
        const struct sp_track *track = &programs->track[t];
        const struct sp_composition_row *row = &work->composition->at[t];
        if (!sp_track_offered(track) || nation->tracks >= SP_NATION_TRACKS - 1)
            continue;
        struct sp_nation_track *at = &nation->track[nation->tracks];
        const struct sp_track_market *market =
            sp_published_market(work->facts->published, track->code);
        *at = (struct sp_nation_track){
            .drawn = market ? market->drawn : 0,
            .track = t,
            .quota = track->quota[SP_YEARS - 1],
            .cell = work->cells.cell[t],
            .advanced = track->type == SP_ADVANCED,
            .first = track->type != SP_ADVANCED && track->type != SP_PHYSICIAN_ONLY,
        };
        at->open = open[t];
        for (int k = 0; row->known && k < SP_APPLICANT_TYPES; k++)
            at->filled[k] = row->share[k] * track->filled[SP_YEARS - 1];
        nation->tracks++;
    }
    nation->cells = work->facts->published->cells;
    free(open);
    return true;
}

/* The pool's specialty (place in specialties; -1: first years) of a track. */
static int field_of(const struct work *work, int track)
{
    return is_first_year(&work->facts->programs->track[track]) ? -1
                                                               : work->specialty[track];
}

/* Positions of a type in a specialty (place in specialties; -1: first years). */
static double filled_by(const struct work *work, int specialty, enum sp_applicant_type type)
{
    double sum = 0;
    for (int t = 0; t < work->nation->tracks; t++)
        if (field_of(work, work->nation->track[t].track) == specialty)
            sum += work->nation->track[t].filled[type];
    return sum;
}

/* Those with a list, from the match rate of the type and the first years it fills: of US
 * schools the rate is published for seniors, and stands for all their graduates. */
static double certified(const struct work *work, enum sp_applicant_type type)
{
    const struct sp_published *published = work->facts->published;
    double filled = 0, rate = 0;
    for (int i = 0; i < published->match_rate_years[type]; i++)
        if (published->match_rate[type][i].year == SP_LAST_YEAR)
            rate = published->match_rate[type][i].rate;
    for (int t = 0; t < work->nation->tracks; t++)
        if (work->nation->track[t].first)
            filled += work->nation->track[t].filled[type];
    return rate > 0 ? filled / rate : filled;
}

/* The entries of a pool: applications as openness.h spreads them, and ranks that follow
 * the positions the type fills. */
static double add_entries(struct work *work, struct sp_nation_pool *pool,
                          double applications)
{
    struct sp_nation *nation = work->nation;
    struct sp_openness *openness = &work->scratch;
    pool->first = nation->entries;
    openness->count = 0;
    for (int t = 0; t < nation->tracks; t++) {
        const struct sp_nation_track *at = &nation->track[t];
        const struct sp_track *track = &work->facts->programs->track[at->track];
        if (field_of(work, at->track) != pool->specialty)
            continue;
        double filled = track->filled[SP_YEARS - 1];
        openness->at[openness->count++] = (struct sp_open){
            .program = t,
            .quota = fmax(at->quota, 1),
            .share = filled > 0 ? at->filled[pool->type] / filled : 0,
        };
        const struct sp_track_market *market =
            sp_published_market(work->facts->published, track->code);
        nation->entry[nation->entries++] = (struct sp_nation_entry){
            .track = t,
            .invited =
                fmax(work->composition->at[at->track].share[pool->type], 0.002) * at->quota,
            .adjust = market ? market->adjust[pool->type] : 0,
        };
    }
    pool->entries = openness->count;
    if (openness->count == 0)
        return 0;
    sp_openness_crowd(openness, SP_CROWDING_USUAL, NULL, NULL,
                      fmin(applications, 0.95 * openness->count));
    for (int i = 0; i < openness->count; i++)
        nation->entry[pool->first + i].applied = openness->at[i].applied;
    return openness->applications;
}

void sp_nation_use_pool(const struct sp_pool *from, struct sp_nation_pool *pool)
{
    double sigma = exp(from->value[SP_POOL_SIGMA]);
    double score = from->value[SP_POOL_SCORE] * from->score_sd / 10;
    pool->rate = exp(from->value[SP_POOL_RATE]);
    pool->sd = sqrt(sigma * sigma + score * score);
    pool->slope = from->value[SP_POOL_SLOPE];
    pool->score_mean = from->value[SP_POOL_MEAN];
    pool->score_gain = score * from->score_sd / (pool->sd * pool->sd);
    pool->signal = from->signal;
    pool->signalled = from->signalled;
}

const char sp_nation_first_years[] = "first";

void sp_nation_key(enum sp_applicant_type type, const char *specialty, char key[32])
{
    snprintf(key, 32, "%s/%s", sp_applicant_type_name(type), specialty);
}

bool sp_nation_number(const struct sp_published *published, const char *key,
                      const char *name, double *value)
{
    for (int i = 0; i < published->fits; i++) {
        const struct sp_fitted *row = &published->fitted[i];
        if (strcmp(row->part, "market") == 0 && strcmp(row->key, key) == 0
            && strcmp(row->name, name) == 0) {
            *value = row->value;
            return true;
        }
    }
    return false;
}

/* What an earlier fit found for the pool. */
static void read_fit(const struct sp_published *published, const char *code,
                     struct sp_nation_pool *pool)
{
    char key[32];
    sp_nation_key(pool->type, code, key);
    sp_nation_number(published, key, "level", &pool->level);
    sp_nation_number(published, key, "rate", &pool->rate);
    sp_nation_number(published, key, "second", &pool->second);
}

static void read_sizes(struct work *work)
{
    for (int p = 0; p < work->nation->pools; p++) {
        struct sp_nation_pool *pool = &work->nation->pool[p];
        double applicants;
        char key[32];
        if (pool->specialty < 0)
            continue;
        sp_nation_key(pool->type, work->facts->specialties->at[pool->specialty].code, key);
        if (sp_nation_number(work->facts->published, key, "applicants", &applicants))
            pool->applicants = (int)applicants;
    }
}

/* The specialty's pool of one type; nobody fills anything there: none. */
static bool add_pool(struct work *work, enum sp_applicant_type type, int specialty)
{
    struct sp_nation *nation = work->nation;
    const struct sp_published *published = work->facts->published;
    const char *code = specialty < 0 ? "*" : work->facts->specialties->at[specialty].code;
    double filled = filled_by(work, specialty, type);
    struct sp_pool_targets targets;
    if (filled < 0.5)
        return false;
    struct sp_nation_pool *pool = &nation->pool[nation->pools];
    *pool = (struct sp_nation_pool){.type = type, .specialty = specialty};
    struct sp_pool from = sp_pool_load(published, type, code);
    sp_nation_use_pool(&from, pool);
    pool->level = from.value[SP_POOL_LEVEL];
    double applications = from.applications;
    int programs =
        specialty < 0 ? 0 : sp_count_programs(work->facts->programs, code, work->counted);
    if (!from.own && specialty >= 0)
        applications = sp_usual_applications(
            published, type, programs,
            sp_count_programs(work->facts->programs, internal_medicine, work->counted));
    pool->applications = add_entries(work, pool, applications);
    if (pool->applications <= 0)
        return false;
    if (!from.own && specialty >= 0) /* as many ranks as over all specialties */
        pool->rate = fmin(pool->rate * from.applications / applications, 0.5);
    if (!sp_fit_targets(work->facts, type, code, &targets)
        && !sp_fit_targets(work->facts, type, "*", &targets))
        return false;
    pool->lists = filled / targets.rate.value;
    pool->matched = filled;
    for (int i = 0; type == SP_NON_US_IMG && i < published->outcomes; i++)
        if (specialty >= 0 && strcmp(published->outcome[i].specialty, code) == 0) {
            const struct sp_outcome *outcome = &published->outcome[i];
            pool->lists = outcome->count[SP_MATCHED] + outcome->count[SP_UNMATCHED];
            pool->matched = targets.rate.value * pool->lists;
        }
    double none = fmin(targets.none.value, 0.5);
    pool->applicants = (int)(pool->lists / (1 - none) + 0.5); /* settled in share_out */
    read_fit(published, specialty < 0 ? sp_nation_first_years : code, pool);
    nation->pools++;
    return true;
}

/* Lists that sum to those certified: match rates of the pools are moved together, on the
 * scale of log-odds; those of non-US IMGs by specialty stand, and their numbers move. */
static void share_out(struct sp_nation *nation, enum sp_applicant_type type)
{
    int first = nation->pool_of_type[type], end = nation->pool_of_type[type + 1];
    double low = -4, high = 4, sum = 0, certified = nation->certified[type];
    for (int p = first; p < end; p++)
        sum += nation->pool[p].lists;
    for (int round = 0; type != SP_NON_US_IMG && round < 60; round++) {
        double shift = (low + high) / 2, lists = 0;
        for (int p = first; p < end; p++) {
            const struct sp_nation_pool *pool = &nation->pool[p];
            lists += pool->matched
                     / sp_logistic(sp_log_odds(pool->matched / pool->lists) + shift);
        }
        *(lists > certified ? &low : &high) = shift;
    }
    for (int p = first; p < end; p++) {
        struct sp_nation_pool *pool = &nation->pool[p];
        double none = 1 - pool->lists / pool->applicants;
        if (type == SP_NON_US_IMG) {
            pool->lists *= certified / sum;
            pool->matched *= certified / sum;
        } else {
            pool->lists =
                pool->matched
                / sp_logistic(sp_log_odds(pool->matched / pool->lists) + (low + high) / 2);
        }
        pool->applicants = (int)(pool->lists / (1 - none) + 0.5);
    }
}

/* No more are matched in their own specialty than there are positions. */
static void settle_matched(struct work *work)
{
    struct sp_nation *nation = work->nation;
    for (int p = 0; p < nation->pools; p++) {
        struct sp_nation_pool *pool = &nation->pool[p];
        double filled = filled_by(work, pool->specialty, pool->type);
        if (pool->specialty < 0 || pool->matched <= filled)
            continue;
        pool->lists *= filled / pool->matched;
        pool->applicants = (int)(pool->applicants * filled / pool->matched + 0.5);
        pool->matched = filled;
    }
}

static void add_pools(struct work *work)
{
    struct sp_nation *nation = work->nation;
    for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
        enum sp_applicant_type type = (enum sp_applicant_type)k;
        nation->pool_of_type[k] = nation->pools;
        nation->certified[k] = certified(work, type);
        for (int s = 0; s < work->facts->specialties->count; s++)
            add_pool(work, type, s);
        nation->pool_of_type[k + 1] = nation->pools;
        if (nation->certified[k] > 0)
            share_out(nation, type);
    }
    settle_matched(work);
    read_sizes(work);
    for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
        bool any = add_pool(work, (enum sp_applicant_type)k, -1);
        nation->first_year[k] = any ? nation->pools - 1 : -1;
        if (any)
            nation->pool[nation->pools - 1].applicants = 0;
        nation->supplement[k] = 0.3;
        sp_nation_number(work->facts->published,
                         sp_applicant_type_name((enum sp_applicant_type)k), "late_ranks",
                         &nation->late_ranks[k]);
        sp_nation_number(work->facts->published,
                         sp_applicant_type_name((enum sp_applicant_type)k), "supplement",
                         &nation->supplement[k]);
    }
}

static bool reserve(struct work *work)
{
    struct sp_nation *nation = work->nation;
    size_t tracks = (size_t)work->facts->programs->count + 1;
    size_t pools = SP_APPLICANT_TYPES * ((size_t)work->facts->specialties->count + 1) + 1;
    nation->track = sp_arena_get(&nation->memory, sizeof *nation->track * tracks);
    nation->pool = sp_arena_get(&nation->memory, sizeof *nation->pool * pools);
    nation->entry =
        sp_arena_get(&nation->memory, sizeof *nation->entry * tracks * SP_APPLICANT_TYPES);
    work->specialty = malloc(sizeof *work->specialty * tracks);
    work->counted = malloc(sizeof *work->counted * tracks);
    work->scratch.at = malloc(sizeof *work->scratch.at * tracks);
    return nation->track && nation->pool && nation->entry && work->specialty
           && work->counted && work->scratch.at;
}

static bool reserve_tables(struct sp_nation *nation)
{
    size_t bins = SP_NATION_BINS, pools = (size_t)nation->pools + 1;
    nation->slot = sp_arena_get(&nation->memory, sizeof *nation->slot * bins
                                                     * ((size_t)nation->entries + 1));
    nation->place =
        sp_arena_get(&nation->memory, sizeof(uint16_t) * ((size_t)nation->entries + 1));
    nation->late =
        sp_arena_get(&nation->memory, sizeof(uint16_t) * ((size_t)nation->tracks + 1));
    nation->ranks = sp_arena_get(&nation->memory, bins * pools * SP_NATION_STEPS);
    nation->mean_ranks = sp_arena_get(&nation->memory, sizeof(double) * bins * pools);
    nation->block = sp_arena_get(&nation->memory, sizeof *nation->block * bins * pools);
    return nation->slot && nation->place && nation->late && nation->ranks
           && nation->mean_ranks && nation->block;
}

bool sp_nation_make(const struct sp_facts *facts, const struct sp_composition *composition,
                    struct sp_nation *nation, struct sp_error *error)
{
    struct work work = {
        .facts = facts, .composition = composition, .nation = nation, .error = error};
    *nation = (struct sp_nation){0};
    if (facts->published->cells == 0)
        return sp_fail(error, SP_NOT_FOUND,
                       "no published counts by state, specialty and type to make a nation "
                       "from");
    bool ok =
        (reserve(&work) || sp_fail(error, SP_NO_MEMORY, "not enough memory for a nation"))
        && sp_cells_join(facts->programs, facts->specialties, facts->published, &work.cells,
                         error);
    if (ok) {
        sp_fit_counted(facts->programs, work.counted);
        find_specialties(&work);
        ok = take_tracks(&work);
        if (ok)
            add_pools(&work);
    }
    if (ok && !(reserve_tables(nation) && sp_nation_tabulate(nation)))
        ok = sp_fail(error, SP_NO_MEMORY, "not enough memory for a nation");
    sp_cells_free(&work.cells);
    free(work.specialty);
    free(work.counted);
    free(work.scratch.at);
    if (!ok)
        sp_nation_free(nation);
    return ok;
}

void sp_nation_free(struct sp_nation *nation)
{
    sp_arena_free(&nation->memory);
    *nation = (struct sp_nation){0};
}
