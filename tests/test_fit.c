/* test_fit.c: the same facts fit to the same rows; that the release carries them is
 * tests/test_release_fit.py. */
#include "check.h"

#include "catalogue.h"
#include "error.h"
#include "fit.h"
#include "threaded.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct sp_fit make(const struct sp_facts *facts)
{
    static const struct sp_fit_options quick = {.quick = true, .seasons = 2};
    struct sp_fit fit;
    struct sp_error error = {0};
    if (!sp_fit_make(facts, &quick, NULL, &fit, &error))
        fail_msg("%s", error.text);
    return fit;
}

static void same_fits(const struct sp_fit *a, const struct sp_fit *b)
{
    assert_int_equal(a->rows, b->rows);
    assert_int_equal(a->markets, b->markets);
    for (int i = 0; i < a->rows; i++) {
        assert_true(a->row[i].value == b->row[i].value);
        assert_true(a->row[i].low == b->row[i].low);
        assert_true(a->row[i].high == b->row[i].high);
    }
    for (int i = 0; i < a->markets; i++) {
        assert_string_equal(a->market[i].code, b->market[i].code);
        assert_string_equal(a->market[i].cutoff, b->market[i].cutoff);
        assert_true(a->market[i].drawn == b->market[i].drawn);
        for (int type = 0; type < SP_APPLICANT_TYPES; type++)
            assert_true(a->market[i].adjust[type] == b->market[i].adjust[type]);
    }
}

static void any_number_of_threads_fits_the_same(void **state)
{
    (void)state;
    static const char *const specialty[] = {"140", "180", "999"};
    static const char *const place[] = {"NY", "TX", "OH", "ME"};
    struct catalogue_cut cut;
    catalogue_cut(&cut, specialty, 3, place, 4);
    struct sp_fit one = make(&cut.facts);
    assert_true(one.markets > 50);
    for (int threads = 2; threads <= 8; threads += 3) {
        struct sp_fit_options options = {.quick = true, .seasons = 2, .threads = threads};
        struct sp_fit more;
        assert_true(sp_fit_make(&cut.facts, &options, NULL, &more, NULL));
        same_fits(&one, &more);
        sp_fit_free(&more);
    }
    sp_fit_free(&one);
    catalogue_uncut(&cut);
}

static void another_seed_plays_other_seasons(void **state)
{
    (void)state;
    static const char *const specialty[] = {"180", "999"};
    struct catalogue_cut cut;
    catalogue_cut(&cut, specialty, 2, NULL, 0);
    struct sp_fit_options options = {.quick = true, .seasons = 2, .seed = 7};
    struct sp_fit one = make(&cut.facts), other;
    int differ = 0;
    assert_true(sp_fit_make(&cut.facts, &options, NULL, &other, NULL));
    assert_int_equal(one.markets, other.markets);
    for (int i = 0; i < one.markets; i++)
        differ += strcmp(one.market[i].cutoff, other.market[i].cutoff) != 0;
    assert_true(differ > one.markets / 2);
    sp_fit_free(&one);
    sp_fit_free(&other);
    catalogue_uncut(&cut);
}

static void the_fit_at_hand_is_not_read(void **state)
{
    (void)state;
    static const char *const specialty[] = {"140", "180"};
    static const char *const place[] = {"NY", "TX", "OH", "ME"};
    struct catalogue_cut cut;
    catalogue_cut(&cut, specialty, 2, place, 4);
    struct sp_fit with = make(&cut.facts);
    cut.published.fits = cut.published.markets = 0;
    struct sp_fit without = make(&cut.facts);
    same_fits(&with, &without);
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

static void the_watcher_sees_every_step(void **state)
{
    (void)state;
    static const char *const specialty[] = {"180"};
    static const char *const place[] = {"NY"};
    struct catalogue_cut cut;
    struct sp_fit fit;
    int seen = 0;
    struct sp_fit_watch watch = {count_steps, &seen};
    struct sp_fit_options quick = {.quick = true, .seasons = 1};
    catalogue_cut(&cut, specialty, 1, place, 1);
    assert_true(sp_fit_make(&cut.facts, &quick, &watch, &fit, NULL));
    assert_true(seen > SP_APPLICANT_TYPES * 2 + SP_CUTOFFS);
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
    assert_false(sp_fit_make(&cut.facts, NULL, &watch, &fit, &error));
    assert_int_equal(error.code, SP_UNAVAILABLE);
    assert_non_null(strstr(error.text, "2 of"));
    assert_int_equal(fit.rows, 0);
    catalogue_uncut(&cut);
}

static void preliminary_tracks_are_not_counted(void **state)
{
    (void)state;
    const struct sp_programs *programs = catalogue_facts()->programs;
    bool *counted = malloc((size_t)programs->count);
    sp_fit_counted(programs, counted);
    for (int t = 0; t < programs->count; t++) {
        const struct sp_track *track = &programs->track[t];
        bool leads = track->type != SP_PRELIMINARY;
        assert_true(counted[t] == (leads && track->quota[SP_YEARS - 1] > 0));
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
    assert_false(sp_fit_make(&facts, NULL, NULL, &fit, &error));
    assert_int_equal(error.code, SP_NOT_FOUND);
    assert_null(fit.row);
    assert_int_equal(fit.rows, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_fits_the_same),
        cmocka_unit_test(another_seed_plays_other_seasons),
        cmocka_unit_test(the_fit_at_hand_is_not_read),
        cmocka_unit_test(every_number_is_one_and_lies_in_its_range),
        cmocka_unit_test(the_watcher_sees_every_step),
        cmocka_unit_test(a_watcher_that_had_enough_stops_the_fit),
        cmocka_unit_test(preliminary_tracks_are_not_counted),
        cmocka_unit_test(without_counts_there_is_nothing_to_fit),
    };
    leave_threaded_cases();
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
