/* test_opening_memory.c: openings when memory runs out: each allocation is refused. */
#include "check.h"
#include "error.h"
#include "opening_search.h"
#include "scarce.h"
#include "small_openings.h"
#include "stay_cost.h"

static struct sp_openings openings;
static struct sp_profile profile;
static const struct sp_season no_season = {0};

static bool judge(void *context, struct sp_error *error)
{
    struct sp_eligibility out;
    const struct sp_eligibility_options how = {0};
    (void)context;
    bool ok = sp_eligibility_judge(&profile, &openings, &openings.at[0], small_today, &how,
                                   &out, error);
    assert_true(ok ? out.checks > 0 : !out.check && !out.checks);
    sp_eligibility_free(&out);
    return ok;
}

static bool sum(void *context, struct sp_error *error)
{
    struct sp_stay_cost out;
    const struct sp_stay_cost_options how = {0};
    (void)context;
    bool ok = sp_stay_cost_sum(&profile, &openings, &openings.at[0], &no_season,
                               small_today, &how, &out, error);
    assert_true(ok ? out.parts > 0 : !out.part && !out.parts);
    sp_stay_cost_free(&out);
    return ok;
}

static bool search(void *context, struct sp_error *error)
{
    struct sp_opening_search out;
    const struct sp_opening_filter filter = {.fits = true};
    (void)context;
    bool ok = sp_openings_search(&openings, &profile, &filter, SP_ORDER_PLACE, small_today,
                                 &out, error);
    assert_true(ok ? out.count == 2 : !out.at && !out.count);
    sp_opening_search_free(&out);
    return ok;
}

/* A new opening in an arena of its own, so that nothing is left from the try before. */
static bool fill(void *context, struct sp_error *error)
{
    static const char *const facts[][2] = {{"institution", "Alpha"},
                                           {"specialties", "140;120"},
                                           {"needs_bls", "yes"},
                                           {"min_step1", "220"}};
    struct sp_arena text = {0};
    struct sp_opening opening = sp_opening_blank();
    bool ok = true;
    (void)context;
    for (int i = 0; ok && i < 4; i++)
        ok = sp_opening_set(&opening, facts[i][0], facts[i][1], SP_STATED_USER, &made_up,
                            &text, error);
    sp_arena_free(&text);
    return ok;
}

static void each_step_fails_without_memory_and_leaves_nothing(void **state)
{
    (void)state;
    openings = small_openings();
    profile = a_graduate();
    for (int i = 0; i < 2; i++)
        openings.at[i] = an_opening(&openings, "one");
    openings.count = 2;
    put(&openings, &openings.at[0], "needs_bls", "yes");
    assert_true(scarce_refuse_each(fill, NULL, 1) > 0);
    assert_true(scarce_refuse_each(judge, NULL, 1) > 0);
    assert_true(scarce_refuse_each(sum, NULL, 1) > 1);
    assert_true(scarce_refuse_each(search, NULL, 1) > 2);
    sp_openings_free(&openings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_step_fails_without_memory_and_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
