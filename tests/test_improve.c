/* test_improve.c: gains are differences of the same draws; where nobody knows, no number.
 */
#include "check.h"

#include "catalogue.h"
#include "error.h"
#include "improve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SEASONS = 128 };

static struct sp_wish wish;
static struct catalogue_cut cut; /* some specialties of a few states */

static struct sp_plan_options usual(void)
{
    return (struct sp_plan_options){
        .budget_cents = -1, .most = -1, .hours = -1, .seasons = SEASONS};
}

static struct sp_plan plan_of(const struct sp_profile *profile,
                              const struct sp_plan_options *options)
{
    struct sp_plan plan;
    struct sp_error error = {0};
    if (!sp_plan_make(profile, &cut.facts, options, &plan, &error))
        fail_msg("%s", error.text);
    return plan;
}

static struct sp_improvements find(const struct sp_profile *profile,
                                   const struct sp_plan_options *options)
{
    struct sp_improvements found;
    struct sp_error error = {0};
    if (!sp_improve_find(profile, &cut.facts, options, NULL, &found, &error))
        fail_msg("%s", error.text);
    return found;
}

static const struct sp_improvement *row_of(const struct sp_improvements *found,
                                           const char *words)
{
    for (int i = 0; i < found->count; i++)
        if (strstr(found->at[i].change, words))
            return &found->at[i];
    return NULL;
}

static void a_gain_is_the_mean_of_the_members_differences(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "180");
    struct sp_plan_options options = usual();
    options.most = 20;
    struct sp_plan before = plan_of(&profile, &options);
    profile.step2 += 10;
    struct sp_plan after = plan_of(&profile, &options);
    double gain, low, high, mean = 0;
    int inside = 0;
    sp_improve_compare(&before, &after, &gain, &low, &high);
    for (int m = 0; m < SP_MEMBERS; m++) {
        double own = after.by_member[m] - before.by_member[m];
        mean += own / SP_MEMBERS;
        inside += low <= own && own <= high;
    }
    assert_true(fabs(gain - (after.chance.value - before.chance.value)) < 1e-12);
    assert_true(fabs(gain - mean) < 1e-6);
    assert_int_equal(inside, SP_MEMBERS - 6);
    assert_true(gain > 0);
    sp_improve_compare(&before, &before, &gain, &low, &high);
    assert_true(gain == 0 && low == 0 && high == 0);
    sp_plan_free(&after);
    sp_plan_free(&before);
}

static void pairing_is_sharper_than_the_two_ranges(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "180");
    struct sp_plan_options options = usual();
    options.most = 20;
    struct sp_plan before = plan_of(&profile, &options);
    profile.step2 += 10;
    struct sp_plan after = plan_of(&profile, &options);
    double gain, low, high;
    sp_improve_compare(&before, &after, &gain, &low, &high);
    assert_true(high - low < after.chance.high - after.chance.low);
    sp_plan_free(&after);
    sp_plan_free(&before);
}

static void rows_with_a_figure_add_up_and_rows_without_carry_none(void **state)
{
    (void)state;
    for (int type = 0; type < SP_APPLICANT_TYPES; type++) {
        struct sp_profile profile = catalogue_applicant(&wish, "180");
        struct sp_plan_options options = usual();
        profile.type = (enum sp_applicant_type)type;
        profile.visa = type == SP_NON_US_IMG ? SP_VISA_J1 : SP_VISA_NONE;
        profile.step2_known = type % 2;
        profile.most_applications = 15;
        struct sp_improvements found = find(&profile, &options);
        double before = 2;
        bool figures = true;
        assert_true(found.count > 0);
        for (int i = 0; i < found.count; i++) {
            const struct sp_improvement *row = &found.at[i];
            assert_true(*row->change && *row->why);
            assert_true(figures || !row->figure); /* those with a figure come first */
            figures = row->figure;
            if (row->figure) {
                assert_true(fabs(row->gain - (row->after.value - row->before.value))
                            < 1e-12);
                assert_true(row->low <= row->high && row->gain <= before);
                before = row->gain;
            } else {
                assert_true(row->gain == 0 && row->low == 0 && row->high == 0);
                assert_true(row->after.value == row->before.value);
                assert_true(strstr(row->why, "no honest figure")
                            || strstr(row->why, "no effect"));
            }
            if (row->priced)
                assert_true(row->cost_low_cents <= row->cost_cents
                            && row->cost_cents <= row->cost_high_cents);
        }
        sp_improvements_free(&found);
    }
}

static void more_money_never_hurts_and_costs_what_it_says(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "180");
    struct sp_plan_options options = usual();
    options.budget_cents = 30000;
    struct sp_improvements found = find(&profile, &options);
    const struct sp_improvement *more = row_of(&found, "500 dollars more");
    assert_non_null(more);
    assert_true(more->gain >= -1e-9 && more->cost_cents == 50000);
    sp_improvements_free(&found);
}

static void more_applications_are_offered_to_those_who_limited_them(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "180");
    struct sp_plan_options options = usual();
    options.budget_cents = 30000;
    struct sp_improvements found = find(&profile, &options);
    assert_null(row_of(&found, "more applications"));
    sp_improvements_free(&found);
    options.most = 10;
    found = find(&profile, &options);
    assert_true(row_of(&found, "10 more applications")->gain >= -1e-9);
    sp_improvements_free(&found);
}

static void a_score_in_hand_is_no_improvement_to_try(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "180");
    struct sp_plan_options options = usual();
    options.most = 10;
    struct sp_improvements found = find(&profile, &options);
    assert_null(row_of(&found, "Step 2 CK"));
    sp_improvements_free(&found);
    profile.step2_known = false;
    found = find(&profile, &options);
    assert_true(row_of(&found, "Step 2 CK")->figure);
    sp_improvements_free(&found);
}

struct seen {
    int steps, total;
};

static void watch_step(void *context, int done, int total)
{
    struct seen *seen = context;
    assert_int_equal(done, seen->steps);
    seen->steps++;
    seen->total = total;
}

static void the_watcher_sees_no_more_steps_than_were_announced(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "180");
    struct sp_plan_options options = usual();
    struct seen seen = {0};
    struct sp_improve_watch watch = {watch_step, &seen};
    struct sp_improvements found;
    profile.step2_known = false;
    profile.most_applications = 10;
    assert_true(sp_improve_find(&profile, &cut.facts, &options, &watch, &found, NULL));
    assert_true(seen.steps > 3 && seen.steps <= seen.total);
    sp_improvements_free(&found);
}

static void the_parts_together_are_the_whole(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "180");
    struct sp_plan_options options = usual();
    struct sp_improvements all, part;
    int rows = 0;
    profile.step2_known = false;
    profile.most_applications = 10;
    assert_true(sp_improve_find(&profile, &cut.facts, &options, NULL, &all, NULL));
    for (int p = 1; p <= SP_IMPROVE_PARTS; p++) {
        assert_true(sp_improve_part(&profile, &cut.facts, &options, p, &part, NULL));
        for (int i = 0; i < part.count; i++, rows++) {
            int same = 0;
            for (int k = 0; k < all.count; k++)
                same += strcmp(all.at[k].change, part.at[i].change) == 0
                        && all.at[k].gain == part.at[i].gain
                        && all.at[k].per_100_dollars == part.at[i].per_100_dollars;
            assert_int_equal(same, 1);
        }
        sp_improvements_free(&part);
    }
    assert_int_equal(rows, all.count);
    sp_improvements_free(&all);
}

static void a_part_that_there_is_not_is_refused(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "180");
    struct sp_plan_options options = usual();
    struct sp_improvements part;
    static const int none[] = {0, SP_IMPROVE_PARTS + 1};
    for (int i = 0; i < 2; i++) {
        struct sp_error error = {0};
        assert_false(
            sp_improve_part(&profile, &cut.facts, &options, none[i], &part, &error));
        assert_int_equal(error.code, SP_BAD_INPUT);
        assert_non_null(strstr(error.text, "part: "));
        assert_null(part.at);
    }
}

static void what_cannot_be_planned_cannot_be_improved(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "000");
    struct sp_plan_options options = usual();
    struct sp_improvements found;
    struct sp_error error = {0};
    assert_false(sp_improve_find(&profile, &cut.facts, &options, NULL, &found, &error));
    assert_int_equal(error.code, SP_NOT_FOUND);
    assert_null(found.at);
    assert_int_equal(found.count, 0);
}

static int cut_out(void **unused)
{
    static const char *const specialty[] = {"180", "140", "120", "400", "430", "999"};
    static const char *const place[] = {"OH", "MI", "TX", "MA", "FL"};
    if (catalogue_open(unused) != 0)
        return 1;
    catalogue_cut(&cut, specialty, 6, place, 5);
    return 0;
}

static int put_back(void **unused)
{
    catalogue_uncut(&cut);
    return catalogue_close(unused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gain_is_the_mean_of_the_members_differences),
        cmocka_unit_test(pairing_is_sharper_than_the_two_ranges),
        cmocka_unit_test(rows_with_a_figure_add_up_and_rows_without_carry_none),
        cmocka_unit_test(more_money_never_hurts_and_costs_what_it_says),
        cmocka_unit_test(more_applications_are_offered_to_those_who_limited_them),
        cmocka_unit_test(a_score_in_hand_is_no_improvement_to_try),
        cmocka_unit_test(the_watcher_sees_no_more_steps_than_were_announced),
        cmocka_unit_test(the_parts_together_are_the_whole),
        cmocka_unit_test(a_part_that_there_is_not_is_refused),
        cmocka_unit_test(what_cannot_be_planned_cannot_be_improved),
    };
    return cmocka_run_group_tests(tests, cut_out, put_back);
}
