/* load_published.c: counts, rates, effects and fits.
 *
 * Rank lists and match rates of groups other than the four applicant types ("all",
 * "us_md_senior") are in the store but not in the model.
 */
#include "database.h"
#include "error.h"
#include "release.h"
#include "rows.h"
#include "store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool read_cell(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_cell *cell = element;
    cell->state = rows_text(rows, 0);
    cell->specialty = rows_text(rows, 1);
    cell->level = rows_text(rows, 2);
    cell->positions = rows_int(rows, 3, 0);
    cell->filled = rows_int(rows, 4, 0);
    for (int type = 0; type < SP_APPLICANT_TYPES; type++)
        cell->by_type[type] = rows_int(rows, 5 + type, 0);
    cell->other = rows_int(rows, 9, 0);
    cell->origin = rows_origin(rows, 10);
    return true;
}

static bool read_kind_total(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_kind_total *total = element;
    total->specialty = rows_text(rows, 0);
    if (!sp_track_type_parse(database_text(rows->at, 1), &total->track_type))
        return sp_fail(rows->error, SP_BAD_INPUT,
                       "specialty_types_2025.csv, specialty %s: \"%.40s\" is no track_type",
                       total->specialty, database_text(rows->at, 1));
    for (int type = 0; type < SP_APPLICANT_TYPES; type++) {
        total->applicants[type] = rows_int(rows, 2 + 2 * type, 0);
        total->matched[type] = rows_int(rows, 3 + 2 * type, 0);
    }
    total->unfilled = rows_int(rows, 10, 0);
    total->checked = rows_answer(rows, 11) == SP_YES;
    total->origin = rows_origin(rows, 12);
    return true;
}

/* One measure of one cohort; rows of a specialty stand together. */
struct measure {
    const char *specialty, *name, *cohort;
    struct sp_moments moments;
    int count[SP_COHORTS];
    struct sp_origin origin;
};

static bool read_measure(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct measure *measure = element;
    measure->specialty = rows_text(rows, 0);
    measure->name = rows_text(rows, 1);
    measure->cohort = rows_text(rows, 2);
    measure->moments.n = rows_int(rows, 3, 0);
    measure->moments.median = rows_double(rows, 4, NAN);
    measure->moments.mean = rows_double(rows, 5, NAN);
    measure->moments.sd = rows_double(rows, 6, NAN);
    measure->count[SP_MATCHED] = rows_int(rows, 7, 0);
    measure->count[SP_UNMATCHED] = rows_int(rows, 8, 0);
    measure->origin = rows_origin(rows, 9);
    return true;
}

/* Joins the measures of each specialty to one outcome, in place of the first. */
static bool load_outcomes(struct rows *rows, struct sp_published *published)
{
    void *array = NULL;
    int count;
    struct rows measures = *rows;
    bool ok =
        rows_load(&measures,
                  "select o.specialty_code, o.measure, o.cohort, o.n, o.median, o.mean,"
                  " o.sd, t.non_us_img_matched, t.non_us_img_unmatched, o.source,"
                  " o.as_of from outcome o left join outcome_total t"
                  " on t.specialty_code = o.specialty_code"
                  " where o.measure in ('contiguous_ranks', 'step2ck')"
                  " order by o.specialty_code, o.place",
                  sizeof(struct measure), read_measure, &array, &count);
    const struct measure *measure = array;
    struct sp_outcome *outcome = NULL;
    if (ok && count > 0 && !(outcome = calloc((size_t)count, sizeof *outcome)))
        ok = sp_fail(rows->error, SP_NO_MEMORY, "no memory for the outcomes");
    published->outcome = outcome;
    for (int i = 0; ok && i < count; i++) {
        if (i == 0 || strcmp(measure[i].specialty, measure[i - 1].specialty) != 0)
            outcome[published->outcomes++] =
                (struct sp_outcome){.specialty = measure[i].specialty,
                                    .count = {measure[i].count[0], measure[i].count[1]},
                                    .origin = measure[i].origin};
        struct sp_outcome *now = &outcome[published->outcomes - 1];
        bool ranks = strcmp(measure[i].name, "contiguous_ranks") == 0;
        bool matched = strcmp(measure[i].cohort, "matched") == 0;
        (ranks ? now->ranks : now->step2)[matched ? SP_MATCHED : SP_UNMATCHED] =
            measure[i].moments;
    }
    free(array);
    return ok;
}

static bool read_rank_lists(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_rank_lists *lists = element;
    lists->year = rows_int(rows, 0, 0);
    lists->count[SP_MATCHED] = rows_int(rows, 1, 0);
    lists->count[SP_UNMATCHED] = rows_int(rows, 2, 0);
    lists->mean[SP_MATCHED] = rows_double(rows, 3, NAN);
    lists->mean[SP_UNMATCHED] = rows_double(rows, 4, NAN);
    lists->origin = rows_origin(rows, 5);
    return true;
}

static bool read_match_rate(struct rows *rows, void *element, bool *skip)
{
    struct sp_match_rate *rate = element;
    *skip = database_is_null(rows->at, 3);
    rate->year = rows_int(rows, 0, 0);
    rate->certified = rows_int(rows, 1, 0);
    rate->matched = rows_int(rows, 2, 0);
    rate->rate = rows_double(rows, 3, NAN);
    rate->origin = rows_origin(rows, 4);
    return true;
}

static bool load_years(struct rows *rows, struct sp_published *published)
{
    bool ok = true;
    struct rows typed = *rows;
    for (int type = 0; ok && type < SP_APPLICANT_TYPES; type++) {
        typed.string = sp_applicant_type_name((enum sp_applicant_type)type);
        ok = rows_load(&typed,
                       "select year, matched, unmatched, mean_ranks_matched,"
                       " mean_ranks_unmatched, source, as_of from rank_list"
                       " where applicant_type = ?1 order by year, place",
                       sizeof(struct sp_rank_lists), read_rank_lists,
                       &published->rank_lists[type], &published->rank_list_years[type])
             && rows_load(&typed,
                          "select year, certified, matched, rate, source, as_of"
                          " from match_rate where applicant_type = ?1 order by year, place",
                          sizeof(struct sp_match_rate), read_match_rate,
                          &published->match_rate[type], &published->match_rate_years[type]);
    }
    return ok;
}

static bool read_effect(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_effect *effect = element;
    effect->id = rows_text(rows, 0);
    effect->input = rows_text(rows, 1);
    effect->contrast = rows_text(rows, 2);
    effect->outcome = rows_text(rows, 3);
    effect->population = rows_text(rows, 4);
    effect->sized = !database_is_null(rows->at, 5);
    effect->log_odds = rows_double(rows, 5, 0);
    effect->log_odds_low = rows_double(rows, 6, effect->sized ? effect->log_odds : NAN);
    effect->log_odds_high = rows_double(rows, 7, effect->sized ? effect->log_odds : NAN);
    effect->certainty = rows_text(rows, 8);
    effect->note = rows_text(rows, 9);
    effect->origin = rows_origin(rows, 10);
    return true;
}

static bool read_base_rate(struct rows *rows, void *element, bool *skip)
{
    struct sp_base_rate *rate = element;
    *skip = database_is_null(rows->at, 2);
    rate->id = rows_text(rows, 0);
    rate->what = rows_text(rows, 1);
    rate->value = rows_double(rows, 2, NAN);
    rate->low = rows_double(rows, 3, rate->value);
    rate->high = rows_double(rows, 4, rate->value);
    rate->certainty = rows_text(rows, 5);
    rate->origin = rows_origin(rows, 6);
    return true;
}

static bool read_fitted(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_fitted *fitted = element;
    fitted->part = rows_text(rows, 0);
    fitted->key = rows_text(rows, 1);
    fitted->name = rows_text(rows, 2);
    fitted->value = rows_double(rows, 3, NAN);
    fitted->low = rows_double(rows, 4, fitted->value);
    fitted->high = rows_double(rows, 5, fitted->value);
    return true;
}

static bool read_market(struct rows *rows, void *element, bool *skip)
{
    struct sp_track_market *market = element;
    market->code = rows_text(rows, 0);
    market->drawn = rows_double(rows, 1, 0);
    for (int type = 0; type < SP_APPLICANT_TYPES; type++)
        market->adjust[type] = rows_double(rows, 2 + type, 0);
    market->cutoff = rows_text(rows, 2 + SP_APPLICANT_TYPES);
    *skip = strlen(market->cutoff) != SP_CUTOFFS;
    return true;
}

static bool load_counts(struct rows *rows, struct sp_published *published)
{
    return rows_load(rows,
                     "select state, specialty, level, positions, filled, us_md, us_do,"
                     " us_img, non_us_img, other, source, as_of from published_count"
                     " order by place",
                     sizeof *published->cell, read_cell, &published->cell,
                     &published->cells)
           && rows_load(
               rows,
               "select specialty_code, track_type, applicants_us_md, matched_us_md,"
               " applicants_us_do, matched_us_do, applicants_us_img, matched_us_img,"
               " applicants_non_us_img, matched_non_us_img, unfilled, checked,"
               " source, as_of from kind_total order by place",
               sizeof *published->kind_total, read_kind_total, &published->kind_total,
               &published->kind_totals);
}

static bool load_evidence(struct rows *rows, struct sp_published *published)
{
    return rows_load(rows,
                     "select id, input, contrast, outcome, population, log_odds,"
                     " log_odds_low, log_odds_high, certainty, note, source, as_of"
                     " from effect order by place",
                     sizeof *published->effect, read_effect, &published->effect,
                     &published->effects)
           && rows_load(rows,
                        "select id, what, value, low, high, certainty, source, as_of"
                        " from base_rate order by place",
                        sizeof *published->base_rate, read_base_rate, &published->base_rate,
                        &published->base_rates)
           && rows_load(
               rows, "select part, key, name, value, low, high from fitted order by place",
               sizeof *published->fitted, read_fitted, &published->fitted, &published->fits)
           && rows_load(rows,
                        "select nrmp_code, drawn, us_md, us_do, us_img, non_us_img, cutoffs"
                        " from track_market order by nrmp_code",
                        sizeof *published->market, read_market, &published->market,
                        &published->markets);
}

bool store_load_published(struct store *store, struct sp_published *published,
                          struct sp_error *error)
{
    *published = (struct sp_published){0};
    struct rows rows = {
        .database = store->database, .text = &published->text, .error = error};
    bool ok = load_counts(&rows, published) && load_outcomes(&rows, published)
              && load_years(&rows, published) && load_evidence(&rows, published);
    if (!ok)
        sp_published_free(published);
    return ok;
}
