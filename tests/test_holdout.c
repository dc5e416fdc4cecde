/* test_holdout.c: what is told beforehand is told without what came out.
 */
#include "check.h"

#include "catalogue.h"
#include "error.h"
#include "holdout.h"
#include "past.h"
#include "validate.h"
#include "validate_pages.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LAST = SP_YEARS - 1, TYPES = SP_APPLICANT_TYPES };

/* The facts with every figure of 2025 and later replaced, but for the proportions of the
 * types in a cell and in the kinds of a specialty, which past.h names. */
struct altered {
    struct sp_facts facts;
    struct sp_programs programs;
    struct sp_published published;
};

static void *copy_of(const void *from, size_t size)
{
    void *copy = malloc(size + 1);
    assert_non_null(copy);
    memcpy(copy, from, size);
    return copy;
}

static void alter_tracks(struct sp_programs *programs, bool positions)
{
    for (int t = 0; t < programs->count; t++) {
        struct sp_track *track = &programs->track[t];
        if (positions)
            track->quota[LAST] = t % 7 == 0 ? -1 : 1 + t % 20;
        track->filled[LAST] = track->quota[LAST] < 0 ? -1 : track->quota[LAST] / 2;
    }
}

static void alter_types(struct sp_published *published, int k)
{
    size_t rates = (size_t)published->match_rate_years[k];
    size_t lists = (size_t)published->rank_list_years[k];
    published->match_rate[k] =
        copy_of(published->match_rate[k], rates * sizeof *published->match_rate[k]);
    published->rank_lists[k] =
        copy_of(published->rank_lists[k], lists * sizeof *published->rank_lists[k]);
    for (size_t i = 0; i < rates; i++)
        if (published->match_rate[k][i].year >= SP_LAST_YEAR) {
            published->match_rate[k][i].matched = 17;
            published->match_rate[k][i].certified = 40;
            published->match_rate[k][i].rate = 0.425;
        }
    for (size_t i = 0; i < lists; i++)
        if (published->rank_lists[k][i].year >= SP_LAST_YEAR)
            for (int c = 0; c < SP_COHORTS; c++) {
                published->rank_lists[k][i].count[c] = 11;
                published->rank_lists[k][i].mean[c] = 1.5;
            }
}

static void alter_tables(struct sp_published *published)
{
    published->cell =
        copy_of(published->cell, (size_t)published->cells * sizeof *published->cell);
    for (int c = 0; c < published->cells; c++) {
        struct sp_cell *cell = &published->cell[c];
        cell->positions = 1;
        cell->filled *= 2;
        cell->other *= 2;
        for (int k = 0; k < TYPES; k++)
            cell->by_type[k] *= 2;
    }
    published->kind_total =
        copy_of(published->kind_total,
                (size_t)published->kind_totals * sizeof *published->kind_total);
    for (int i = 0; i < published->kind_totals; i++) {
        published->kind_total[i].unfilled = 1000;
        for (int k = 0; k < TYPES; k++)
            published->kind_total[i].applicants[k] = 3 + i;
    }
    published->outcome = copy_of(published->outcome,
                                 (size_t)published->outcomes * sizeof *published->outcome);
    for (int i = 0; i < published->outcomes; i++)
        for (int c = 0; c < SP_COHORTS; c++) {
            published->outcome[i].count[c] = 5;
            published->outcome[i].ranks[c] = (struct sp_moments){5, 2, 1, 2};
        }
    published->fits = published->markets = 0;
}

/* positions  those offered in 2025 as well, which may be known beforehand */
static void alter(struct altered *altered, bool positions)
{
    *altered = (struct altered){.facts = *catalogue_facts(),
                                .programs = catalogue_share(),
                                .published = *catalogue_facts()->published};
    alter_tracks(&altered->programs, positions);
    for (int k = 0; k < TYPES; k++)
        alter_types(&altered->published, k);
    alter_tables(&altered->published);
    altered->facts.programs = &altered->programs;
    altered->facts.published = &altered->published;
}

static void restore(struct altered *altered)
{
    for (int k = 0; k < TYPES; k++) {
        free(altered->published.match_rate[k]);
        free(altered->published.rank_lists[k]);
    }
    free(altered->published.cell);
    free(altered->published.kind_total);
    free(altered->published.outcome);
    catalogue_unshare(&altered->programs);
}

static void past_of(const struct sp_facts *facts, enum sp_past_positions positions,
                    struct sp_past *past)
{
    struct sp_error error = {0};
    if (!sp_past_make(facts, positions, past, &error))
        fail_msg("%s", error.text);
}

static struct sp_fit fit_of(const struct sp_facts *facts)
{
    static const struct sp_fit_options quick = {
        .quick = true, .bare = true, .seasons = 2, .threads = 2};
    struct sp_fit fit;
    struct sp_error error = {0};
    if (!sp_fit_make(facts, &quick, NULL, &fit, &error))
        fail_msg("%s", error.text);
    return fit;
}

/* Rows that differ. */
static int differences(const struct sp_fit *a, const struct sp_fit *b)
{
    int found = a->rows != b->rows || a->markets != b->markets;
    for (int i = 0; !found && i < a->rows; i++)
        found += strcmp(a->row[i].key, b->row[i].key) != 0
                 || strcmp(a->row[i].name, b->row[i].name) != 0
                 || a->row[i].value != b->row[i].value;
    for (int i = 0; !found && i < a->markets; i++)
        found +=
            strcmp(a->market[i].code, b->market[i].code) != 0
            || a->market[i].drawn != b->market[i].drawn
            || memcmp(a->market[i].adjust, b->market[i].adjust, sizeof a->market[i].adjust)
                   != 0;
    return found;
}

static struct sp_past before; /* of the catalogue, and its fit */
static struct sp_fit fitted;

static int fit_once(void **state)
{
    catalogue_open(state);
    past_of(catalogue_facts(), SP_PAST_FILLED, &before);
    fitted = fit_of(&before.facts);
    return 0;
}

static int give_back(void **state)
{
    sp_fit_free(&fitted);
    sp_past_free(&before);
    return catalogue_close(state);
}

static void the_fit_to_2024_reads_no_figure_of_2025(void **state)
{
    (void)state;
    struct altered altered;
    struct sp_past past;
    alter(&altered, true);
    past_of(&altered.facts, SP_PAST_FILLED, &past);
    struct sp_fit fit = fit_of(&past.facts);
    assert_true(fit.rows > 1000 && fit.markets > 5000);
    assert_int_equal(differences(&fitted, &fit), 0);
    sp_fit_free(&fit);
    sp_past_free(&past);
    restore(&altered);
}

static void the_fit_to_2024_reads_the_fills_of_2024(void **state)
{
    (void)state;
    struct sp_facts facts = *catalogue_facts();
    struct sp_programs programs = catalogue_share();
    struct sp_past past;
    for (int t = 0; t < programs.count; t++)
        if (programs.track[t].quota[LAST - 1] > 10)
            programs.track[t].filled[LAST - 1] -= programs.track[t].filled[LAST - 1] > 0;
    facts.programs = &programs;
    past_of(&facts, SP_PAST_FILLED, &past);
    struct sp_fit fit = fit_of(&past.facts);
    assert_true(differences(&fitted, &fit) > 0);
    sp_fit_free(&fit);
    sp_past_free(&past);
    catalogue_unshare(&programs);
}

static void what_is_played_knows_the_positions_offered_and_not_their_fills(void **state)
{
    (void)state;
    struct altered altered;
    struct sp_past past, other;
    const struct sp_programs *programs = catalogue_facts()->programs;
    int changed = 0;
    alter(&altered, false);
    past_of(catalogue_facts(), SP_PAST_OFFERED, &past);
    past_of(&altered.facts, SP_PAST_OFFERED, &other);
    for (int t = 0; t < programs->count; t++) {
        const struct sp_track *track = &past.programs.track[t];
        assert_int_equal(track->quota[LAST], programs->track[t].quota[LAST]);
        assert_int_equal(track->filled[LAST], other.programs.track[t].filled[LAST]);
        changed += track->filled[LAST] != programs->track[t].filled[LAST];
    }
    assert_true(changed > 500);
    for (int c = 0; c < past.published.cells; c++)
        assert_memory_equal(past.published.cell[c].by_type, other.published.cell[c].by_type,
                            sizeof past.published.cell[c].by_type);
    sp_past_free(&other);
    sp_past_free(&past);
    restore(&altered);
}

static void years_move_up_and_the_first_is_unknown(void **state)
{
    (void)state;
    const struct sp_programs *programs = catalogue_facts()->programs;
    for (int t = 0; t < programs->count; t++) {
        for (int y = 1; y <= LAST; y++) {
            assert_int_equal(before.programs.track[t].quota[y],
                             programs->track[t].quota[y - 1]);
            assert_int_equal(before.programs.track[t].filled[y],
                             programs->track[t].filled[y - 1]);
        }
        assert_int_equal(before.programs.track[t].quota[0], -1);
    }
    for (int k = 0; k < TYPES; k++) {
        const struct sp_match_rate *now =
            sp_past_rate(&before.published, (enum sp_applicant_type)k, SP_LAST_YEAR);
        const struct sp_match_rate *then = sp_past_rate(
            catalogue_facts()->published, (enum sp_applicant_type)k, SP_LAST_YEAR - 1);
        assert_true(now && then && now->rate == then->rate);
        assert_null(
            sp_past_rate(&before.published, (enum sp_applicant_type)k, SP_LAST_YEAR + 1));
    }
}

static void cells_hold_what_their_tracks_filled_and_types_what_they_matched(void **state)
{
    (void)state;
    double first[TYPES + 1] = {0}, all = 0, tracks = 0;
    for (int c = 0; c < before.published.cells; c++) {
        const struct sp_cell *cell = &before.published.cell[c];
        int sum = cell->other;
        for (int k = 0; k < TYPES; k++) {
            assert_true(cell->by_type[k] >= 0);
            sum += cell->by_type[k];
            first[k] += strcmp(cell->level, "PGY-1") == 0 ? cell->by_type[k] : 0;
        }
        assert_int_equal(sum, cell->filled);
        assert_true(cell->filled <= cell->positions);
        all += cell->filled;
    }
    for (int t = 0; t < before.programs.count; t++)
        tracks += sp_track_filled(&before.programs.track[t]);
    assert_true(all <= tracks && all > 0.995 * tracks);
    for (int k = SP_US_IMG; k < TYPES; k++) {
        const struct sp_match_rate *rate =
            sp_past_rate(&before.published, (enum sp_applicant_type)k, SP_LAST_YEAR);
        print_message("# %s: %.0f, matched %d\n",
                      sp_applicant_type_name((enum sp_applicant_type)k), first[k],
                      rate->matched);
        assert_true(fabs(first[k] - rate->matched) <= 0.01 * rate->matched);
    }
    /* As many graduates a senior in both kinds of US schools. */
    assert_true(fabs(first[SP_US_MD] / first[SP_US_DO] - 18465.0 / 7412) < 0.01);
}

static void without_the_match_rates_of_2024_it_says_which_is_missing(void **state)
{
    (void)state;
    struct sp_facts facts = *catalogue_facts();
    struct sp_published published = *facts.published;
    struct sp_past past;
    struct sp_error error = {0};
    published.match_rate_years[SP_US_DO] = 0;
    facts.published = &published;
    assert_false(sp_past_make(&facts, SP_PAST_FILLED, &past, &error));
    assert_int_equal(error.code, SP_NOT_FOUND);
    assert_string_equal(error.text, "no match rate of us_do for 2024");
    assert_null(past.facts.programs);
}

static struct sp_holdout hold(const struct sp_facts *facts, uint64_t seed, int threads)
{
    struct sp_holdout_options options = {
        .seasons = 6, .seed = seed, .threads = threads, .quick = true};
    struct sp_holdout holdout;
    struct sp_error error = {0};
    if (!sp_holdout_make(facts, &options, NULL, &holdout, &error))
        fail_msg("%s", error.text);
    return holdout;
}

static bool same_holdouts(const struct sp_holdout *a, const struct sp_holdout *b)
{
    bool same = a->tracks == b->tracks && memcmp(a->type, b->type, sizeof a->type) == 0;
    for (int way = 0; same && way < SP_HOLDOUT_WAYS; way++)
        same =
            memcmp(a->filled[way], b->filled[way], sizeof(double) * (size_t)a->tracks) == 0;
    return same;
}

static void
the_same_seed_tells_the_same_on_any_threads_and_another_something_else(void **state)
{
    (void)state;
    static const char *const specialty[] = {"140", "180", "999"};
    static const char *const place[] = {"NY", "TX", "OH", "ME"};
    struct catalogue_cut cut;
    catalogue_cut(&cut, specialty, 3, place, 4);
    struct sp_holdout one = hold(&cut.facts, 1, 1), again = hold(&cut.facts, 1, 3);
    struct sp_holdout other = hold(&cut.facts, 2, 1);
    assert_true(same_holdouts(&one, &again));
    assert_false(same_holdouts(&one, &other));
    for (int t = 0; t < one.tracks; t++)
        assert_true(one.filled[0][t] <= sp_track_quota(&cut.programs.track[t]) + 1e-9);
    sp_holdout_free(&other);
    sp_holdout_free(&again);
    sp_holdout_free(&one);
    catalogue_uncut(&cut);
}

static bool stop(void *context, int done, int total)
{
    (void)context;
    return done < total / 2;
}

static void a_watch_stops_it_and_nothing_is_left(void **state)
{
    (void)state;
    struct sp_fit_watch watch = {stop, NULL};
    struct sp_holdout_options options = {.quick = true, .seasons = 1};
    struct sp_holdout holdout;
    struct sp_error error = {0};
    assert_false(sp_holdout_make(catalogue_facts(), &options, &watch, &holdout, &error));
    assert_int_equal(error.code, SP_UNAVAILABLE);
    assert_null(holdout.filled[0]);
}

/* A nation that tells what happened one way, and that nothing is filled the other. */
static struct sp_holdout know_all(const struct sp_facts *facts)
{
    struct sp_holdout holdout = {.tracks = facts->programs->count};
    for (int way = 0; way < SP_HOLDOUT_WAYS; way++) {
        holdout.filled[way] = calloc((size_t)holdout.tracks + 1, sizeof(double));
        assert_non_null(holdout.filled[way]);
        for (int k = 0; k < TYPES; k++)
            holdout.type[way][k] = (struct sp_type_means){0.25, {2.5, 1.25}};
    }
    for (int t = 0; t < holdout.tracks; t++)
        holdout.filled[SP_HOLDOUT_CERTIFIED][t] =
            sp_track_filled(&facts->programs->track[t]);
    return holdout;
}

static void what_is_told_is_held_against_what_came_out(void **state)
{
    (void)state;
    const struct sp_facts *facts = catalogue_facts();
    struct sp_validation validation;
    struct sp_holdout holdout = know_all(facts);
    char *page = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&page, &size);
    assert_true(sp_validate(facts, 8, 1, 2, NULL, &validation, NULL));
    assert_false(validation.held.known);
    assert_true(sp_validation_hold(facts, &holdout, &validation, NULL));
    const struct sp_track_errors *track = validation.held.track;
    const struct sp_track_errors *right = &track[SP_FILL_HELD + SP_HOLDOUT_CERTIFIED];
    const struct sp_track_errors *wrong = &track[SP_FILL_HELD + SP_HOLDOUT_BEFORE];
    struct sp_fill_errors fills = sp_validation_fill_errors(&validation);
    assert_true(right->size == 0 && right->within == 1 && right->ordered == 1);
    assert_true(wrong->size > 0.9 && wrong->ordered == 0.5);
    assert_true(fills.size[SP_FILL_HELD + SP_HOLDOUT_CERTIFIED] == 0);
    assert_int_equal(fills.within[SP_FILL_HELD + SP_HOLDOUT_CERTIFIED], fills.rates);
    /* What the seasons know lies between one who knows all and the year before. */
    assert_true(track[SP_FILL_PLAYED].size < track[SP_FILL_BEFORE].size);
    assert_true(track[SP_FILL_TOLD].ordered > track[SP_FILL_BEFORE].ordered);
    validate_markdown(out, &validation);
    fclose(out);
    assert_non_null(strstr(page, "| US MD | match rate, % | 93.5 | 93.5 | -0.0 | 25.0 | "
                                 "-68.5 | 25.0 | -68.5 |"));
    assert_non_null(strstr(page, "| nation of 2024, applicants of 2025 | 0.00 | 40 of 40 | "
                                 "0.00 | 100.0 | 100.0 |"));
    free(page);
    sp_holdout_free(&holdout);
    sp_validation_free(&validation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fit_to_2024_reads_no_figure_of_2025),
        cmocka_unit_test(the_fit_to_2024_reads_the_fills_of_2024),
        cmocka_unit_test(what_is_played_knows_the_positions_offered_and_not_their_fills),
        cmocka_unit_test(years_move_up_and_the_first_is_unknown),
        cmocka_unit_test(cells_hold_what_their_tracks_filled_and_types_what_they_matched),
        cmocka_unit_test(without_the_match_rates_of_2024_it_says_which_is_missing),
        cmocka_unit_test(
            the_same_seed_tells_the_same_on_any_threads_and_another_something_else),
        cmocka_unit_test(a_watch_stops_it_and_nothing_is_left),
        cmocka_unit_test(what_is_told_is_held_against_what_came_out),
    };
    return cmocka_run_group_tests(tests, fit_once, give_back);
}
