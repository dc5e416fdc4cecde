/* test_no_memory.c: the model when memory runs out: each allocation is refused in turn.
 */
#include "check.h"

#include "catalogue.h"
#include "error.h"
#include "fit.h"
#include "holdout.h"
#include "improve.h"
#include "nation_fit.h"
#include "nation_record.h"
#include "scarce.h"
#include "validate.h"

/* Two specialties of three states, of which one has advanced tracks. */
static struct catalogue_cut cut;
static struct sp_profile profile;
static struct sp_wish wish;

static struct sp_plan_options options_for(int most)
{
    return (struct sp_plan_options){
        .budget_cents = -1, .most = most, .hours = -1, .seasons = SP_MEMBERS};
}

static void refuse_each(bool (*act)(void *, struct sp_error *), long step)
{
    long refusals = scarce_refuse_each(act, NULL, step);
    print_message("# %ld refusals\n", refusals);
    assert_true(refusals > 0);
}

static bool spread(void *unused, struct sp_error *error)
{
    (void)unused;
    struct sp_composition composition;
    bool ok = sp_composition_spread(&cut.programs, &cut.specialties, &cut.published, NULL,
                                    &composition, error);
    assert_true(ok || (!composition.at && !composition.count));
    sp_composition_free(&composition);
    return ok;
}

static bool compare(void *unused, struct sp_error *error)
{
    (void)unused;
    struct sp_arena text = {0};
    struct sp_composition_check *check;
    int count;
    bool ok = sp_composition_compare(&cut.programs, &cut.specialties, &cut.published, &text,
                                     &check, &count, error);
    assert_true(ok || (!check && !count));
    sp_arena_free(&text);
    return ok;
}

static bool fit_composition(void *unused, struct sp_error *error)
{
    (void)unused;
    struct sp_arena text = {0};
    struct sp_fitted *rows;
    int count;
    bool ok = sp_composition_fit(&cut.programs, &cut.specialties, &cut.published, &text,
                                 &rows, &count, error);
    assert_true(ok || (!rows && !count));
    sp_arena_free(&text);
    return ok;
}

static bool fit(void *unused, struct sp_error *error)
{
    static const struct sp_fit_options quick = {.quick = true, .seasons = 1};
    struct sp_fit made;
    (void)unused;
    bool ok = sp_fit_make(&cut.facts, &quick, NULL, &made, error);
    assert_true(ok || (!made.row && !made.rows && !made.pools));
    sp_fit_free(&made);
    return ok;
}

static bool play_nation(const struct sp_nation *nation, struct sp_error *error)
{
    struct sp_nation_record record;
    struct sp_nation_sums sums;
    bool ok = sp_nation_record_make(nation, &record, error);
    assert_true(ok || (!record.pool && !record.match.first && !record.applicants));
    sp_nation_record_free(&record);
    if (!ok)
        return false;
    ok = sp_nation_sum(nation, 1, 0, 2, 1, &sums, error);
    assert_true(ok || (!sums.placed && !sums.seasons));
    sp_nation_sums_free(&sums);
    return ok;
}

static bool make_nation(void *unused, struct sp_error *error)
{
    static const struct sp_nation_goal goal = {.seed = 1, .seasons = 1, .rounds = 1};
    struct sp_composition composition = {0};
    struct sp_nation nation = {0};
    (void)unused;
    if (!sp_composition_spread(&cut.programs, &cut.specialties, &cut.published, NULL,
                               &composition, error))
        return false;
    bool ok = sp_nation_make(&cut.facts, &composition, &nation, error);
    assert_true(ok || (!nation.track && !nation.pools && !nation.memory.last));
    ok = ok && play_nation(&nation, error) && sp_nation_fit(&nation, &goal, error);
    sp_nation_free(&nation);
    sp_composition_free(&composition);
    return ok;
}

static bool plan_with(const struct sp_plan_options *options, struct sp_error *error)
{
    struct sp_plan plan;
    bool ok = sp_plan_make(&profile, &cut.facts, options, &plan, error);
    assert_true(ok || (!plan.pick && !plan.picks && !plan.left_out && !plan.text.last));
    sp_plan_free(&plan);
    return ok;
}

static bool plan(void *unused, struct sp_error *error)
{
    (void)unused;
    struct sp_plan_options options = options_for(-1);
    return plan_with(&options, error);
}

static bool plan_by_utility(void *unused, struct sp_error *error)
{
    (void)unused;
    struct sp_plan_options options = options_for(12);
    options.utility = options.every_reason = true;
    options.threads = 2;
    return plan_with(&options, error);
}

static bool improve(void *unused, struct sp_error *error)
{
    (void)unused;
    struct sp_plan_options options = options_for(6);
    struct sp_improvements found;
    bool ok = sp_improve_find(&profile, &cut.facts, &options, NULL, &found, error);
    assert_true(ok || (!found.at && !found.count));
    sp_improvements_free(&found);
    return ok;
}

static bool validate(void *unused, struct sp_error *error)
{
    (void)unused;
    struct sp_validation validation;
    bool ok = sp_validate(&cut.facts, 8, 1, 1, NULL, &validation, error);
    assert_true(ok || (!validation.pool && !validation.pools));
    sp_validation_free(&validation);
    return ok;
}

static bool hold_out(void *unused, struct sp_error *error)
{
    static const struct sp_holdout_options quick = {.quick = true, .seasons = 1};
    struct sp_holdout holdout;
    (void)unused;
    bool ok = sp_holdout_make(&cut.facts, &quick, NULL, &holdout, error);
    assert_true(ok || (!holdout.filled[0] && !holdout.tracks));
    sp_holdout_free(&holdout);
    return ok;
}

static int set_up(void **unused)
{
    static const char *const specialty[] = {"430", "999", "440"};
    static const char *const place[] = {"OH", "MI", "ME"};
    if (catalogue_open(unused) != 0)
        return 1;
    catalogue_cut(&cut, specialty, 3, place, 3);
    profile = catalogue_applicant(&wish, "430");
    profile.nationality = "Iran";
    return cut.programs.count > 0 ? 0 : 1;
}

static int tear_down(void **unused)
{
    catalogue_uncut(&cut);
    return catalogue_close(unused);
}

static void spreading_and_fitting_without_memory_fail_and_leave_nothing(void **state)
{
    (void)state;
    refuse_each(spread, 1);
    refuse_each(compare, 1);
    refuse_each(fit_composition, 1);
    refuse_each(fit, 7);
}

static void a_nation_without_memory_fails_and_leaves_nothing(void **state)
{
    (void)state;
    refuse_each(make_nation, 1);
}

static void planning_without_memory_fails_and_leaves_nothing(void **state)
{
    (void)state;
    refuse_each(plan, 1);
    refuse_each(plan_by_utility, 1);
}

static void improving_without_memory_fails_and_leaves_nothing(void **state)
{
    (void)state;
    refuse_each(improve, 17);
}

static void validating_without_memory_fails_and_leaves_nothing(void **state)
{
    (void)state;
    refuse_each(validate, 1);
}

static void telling_beforehand_without_memory_fails_and_leaves_nothing(void **state)
{
    (void)state;
    refuse_each(hold_out, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spreading_and_fitting_without_memory_fail_and_leave_nothing),
        cmocka_unit_test(a_nation_without_memory_fails_and_leaves_nothing),
        cmocka_unit_test(planning_without_memory_fails_and_leaves_nothing),
        cmocka_unit_test(improving_without_memory_fails_and_leaves_nothing),
        cmocka_unit_test(validating_without_memory_fails_and_leaves_nothing),
        cmocka_unit_test(telling_beforehand_without_memory_fails_and_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
