/* test_scenario.c: a changed profile beside the one it was made from. */
#include "check.h"

#include "catalogue.h"
#include "error.h"
#include "scenario.h"

#include <math.h>

static struct sp_wish wish;

static struct sp_plan_options usual(void)
{
    return (struct sp_plan_options){
        .budget_cents = -1, .most = 20, .hours = -1, .seasons = 256};
}

static struct sp_plan base_plan(struct sp_profile *profile)
{
    struct sp_plan_options options = usual();
    struct sp_plan base;
    *profile = catalogue_applicant(&wish, "400");
    assert_true(sp_plan_make(profile, catalogue_facts(), &options, &base, NULL));
    return base;
}

static void a_better_score_gains_and_its_size_is_published(void **state)
{
    (void)state;
    struct sp_plan_options options = usual();
    struct sp_scenario_change change = {"step2_ck", "265"};
    struct sp_scenario scenario = {.name = "more points", .change = &change, .changes = 1};
    struct sp_profile profile;
    struct sp_plan base = base_plan(&profile);
    profile.step2 = 265;
    assert_true(
        sp_scenario_play(&profile, catalogue_facts(), &options, &base, &scenario, NULL));
    assert_true(scenario.sized);
    assert_true(scenario.gain > 0 && scenario.low <= scenario.gain
                && scenario.gain <= scenario.high);
    assert_true(fabs(scenario.plan.chance.value - base.chance.value - scenario.gain)
                < 1e-6);
    sp_scenario_free(&scenario);
    sp_plan_free(&base);
}

static void no_change_gains_nothing(void **state)
{
    (void)state;
    struct sp_plan_options options = usual();
    struct sp_scenario scenario = {.name = "as it is"};
    struct sp_profile profile;
    struct sp_plan base = base_plan(&profile);
    assert_true(
        sp_scenario_play(&profile, catalogue_facts(), &options, &base, &scenario, NULL));
    assert_true(scenario.gain == 0 && scenario.low == 0 && scenario.high == 0);
    assert_true(scenario.sized);
    sp_scenario_free(&scenario);
    sp_plan_free(&base);
}

static void what_nobody_has_sized_is_said(void **state)
{
    (void)state;
    struct sp_plan_options options = usual();
    struct sp_scenario_change change = {"letters[0].count", "3"};
    struct sp_scenario scenario = {.name = "letters", .change = &change, .changes = 1};
    struct sp_profile profile;
    struct sp_plan base = base_plan(&profile);
    assert_true(
        sp_scenario_play(&profile, catalogue_facts(), &options, &base, &scenario, NULL));
    assert_false(scenario.sized);
    sp_scenario_free(&scenario);
    sp_plan_free(&base);
}

static void a_profile_that_cannot_be_planned_leaves_nothing(void **state)
{
    (void)state;
    struct sp_plan_options options = usual();
    struct sp_scenario scenario = {.name = "nothing wanted"};
    struct sp_error error = {0};
    struct sp_profile profile;
    struct sp_plan base = base_plan(&profile);
    profile.wishes = 0;
    assert_false(
        sp_scenario_play(&profile, catalogue_facts(), &options, &base, &scenario, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    assert_null(scenario.plan.pick);
    sp_plan_free(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_better_score_gains_and_its_size_is_published),
        cmocka_unit_test(no_change_gains_nothing),
        cmocka_unit_test(what_nobody_has_sized_is_said),
        cmocka_unit_test(a_profile_that_cannot_be_planned_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
