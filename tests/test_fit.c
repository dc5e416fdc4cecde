/* test_fit.c: the table that the release carries is what fitting makes of its facts. */
#include "check.h"

#include "catalogue.h"
#include "error.h"
#include "fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct sp_fit make(const struct sp_facts *facts)
{
    struct sp_fit fit;
    struct sp_error error = {0};
    if (!sp_fit_make(facts, NULL, &fit, &error))
        fail_msg("%s", error.text);
    return fit;
}

static void the_committed_fit_is_what_fitting_makes(void **state)
{
    (void)state;
    struct sp_fit fit = make(catalogue_facts());
    FILE *file = fopen("data/nrmp/fit.csv", "r");
    char line[256], expected[256];
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    for (int i = 0; i < fit.rows; i++) {
        const struct sp_fitted *row = &fit.row[i];
        snprintf(expected, sizeof expected, "%s,%s,%s,%.5f,%.5f,%.5f,", row->part, row->key,
                 row->name, row->value, row->low, row->high);
        assert_non_null(fgets(line, sizeof line, file));
        if (strncmp(line, expected, strlen(expected)) != 0)
            fail_msg("fit.csv, line %d: %.*s instead of %s", i + 2,
                     (int)strcspn(line, "\n"), line, expected);
    }
    assert_null(fgets(line, sizeof line, file));
    fclose(file);
    sp_fit_free(&fit);
}

static void the_fit_at_hand_is_not_read(void **state)
{
    (void)state;
    static const char *const specialty[] = {"140", "180"};
    static const char *const place[] = {"NY", "TX", "OH", "ME"};
    struct catalogue_cut cut;
    catalogue_cut(&cut, specialty, 2, place, 4);
    struct sp_fit with = make(&cut.facts);
    cut.published.fits = 0;
    struct sp_fit without = make(&cut.facts);
    assert_int_equal(with.rows, without.rows);
    for (int i = 0; i < with.rows; i++) {
        assert_true(with.row[i].value == without.row[i].value);
        assert_true(with.row[i].low == without.row[i].low);
        assert_true(with.row[i].high == without.row[i].high);
    }
    sp_fit_free(&without);
    sp_fit_free(&with);
    catalogue_uncut(&cut);
}

static void every_number_is_one_and_lies_in_its_range(void **state)
{
    (void)state;
    const struct sp_published *published = catalogue_facts()->published;
    for (int i = 0; i < published->fits; i++) {
        const struct sp_fitted *row = &published->fitted[i];
        assert_true(isfinite(row->value) && row->low <= row->value
                    && row->value <= row->high);
    }
}

static bool count_steps(void *context, int done, int total)
{
    int *seen = context;
    assert_int_equal(done, *seen);
    assert_true(done < total);
    ++*seen;
    return true;
}

static bool stop_at_the_third(void *context, int done, int total)
{
    (void)context, (void)total;
    return done < 2;
}

static void the_watcher_sees_every_pool(void **state)
{
    (void)state;
    static const char *const specialty[] = {"180"};
    static const char *const place[] = {"NY"};
    struct catalogue_cut cut;
    struct sp_fit fit;
    int seen = 0;
    struct sp_fit_watch watch = {count_steps, &seen};
    catalogue_cut(&cut, specialty, 1, place, 1);
    assert_true(sp_fit_make(&cut.facts, &watch, &fit, NULL));
    assert_int_equal(seen, SP_APPLICANT_TYPES * 2);
    sp_fit_free(&fit);
    catalogue_uncut(&cut);
}

static void a_watcher_that_had_enough_stops_the_fit(void **state)
{
    (void)state;
    static const char *const specialty[] = {"180"};
    static const char *const place[] = {"NY"};
    struct catalogue_cut cut;
    struct sp_fit fit;
    struct sp_error error = {0};
    struct sp_fit_watch watch = {stop_at_the_third, NULL};
    catalogue_cut(&cut, specialty, 1, place, 1);
    assert_false(sp_fit_make(&cut.facts, &watch, &fit, &error));
    assert_int_equal(error.code, SP_UNAVAILABLE);
    assert_non_null(strstr(error.text, "2 of"));
    assert_int_equal(fit.rows, 0);
    catalogue_uncut(&cut);
}

static void tracks_by_which_nobody_starts_are_not_counted(void **state)
{
    (void)state;
    const struct sp_programs *programs = catalogue_facts()->programs;
    bool *counted = malloc((size_t)programs->count);
    sp_fit_counted(programs, counted);
    for (int t = 0; t < programs->count; t++) {
        const struct sp_track *track = &programs->track[t];
        bool starts = track->type == SP_CATEGORICAL || track->type == SP_PRIMARY_CARE
                      || track->type == SP_ADVANCED;
        assert_true(counted[t] == (starts && track->quota[SP_YEARS - 1] > 0));
    }
    free(counted);
}

static void without_counts_there_is_nothing_to_fit(void **state)
{
    (void)state;
    struct sp_facts facts = *catalogue_facts();
    struct sp_published none = {0};
    struct sp_fit fit;
    struct sp_error error = {0};
    facts.published = &none;
    assert_false(sp_fit_make(&facts, NULL, &fit, &error));
    assert_int_equal(error.code, SP_NOT_FOUND);
    assert_null(fit.row);
    assert_int_equal(fit.rows, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_committed_fit_is_what_fitting_makes),
        cmocka_unit_test(the_fit_at_hand_is_not_read),
        cmocka_unit_test(every_number_is_one_and_lies_in_its_range),
        cmocka_unit_test(the_watcher_sees_every_pool),
        cmocka_unit_test(a_watcher_that_had_enough_stops_the_fit),
        cmocka_unit_test(tracks_by_which_nobody_starts_are_not_counted),
        cmocka_unit_test(without_counts_there_is_nothing_to_fit),
    };
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
