/* test_season.c: what a season costs and allows. */
#include "check.h"

#include "season.h"

static struct sp_signal_rule rules[] = {
    {.specialty = "Internal Medicine", .tiered = true, .gold = 3, .silver = 12},
    {.specialty = "Psychiatry", .silver = 10},
};
static struct sp_season_event events[] = {
    {.event = "rank_deadline", .date = {2027, 3, 3}},
    {.event = "match_day", .date = {2027, 3, 19}},
};
static const struct sp_season season = {
    .year = 2027, .signal = rules, .signals = 2, .event = events, .events = 2};

static void signals_are_found_by_the_specialtys_signal_name(void **state)
{
    (void)state;
    assert_int_equal(sp_season_signals(&season, "Internal Medicine")->gold, 3);
    assert_int_equal(sp_season_signals(&season, "psychiatry")->silver, 10);
}

static void a_specialty_without_signals_has_no_rule(void **state)
{
    (void)state;
    assert_null(sp_season_signals(&season, "Dermatology"));
    assert_null(sp_season_signals(&season, ""));
}

static void a_day_is_known_or_said_not_to_be(void **state)
{
    (void)state;
    assert_int_equal(sp_date_days(sp_season_day(&season, "match_day")),
                     sp_date_days((struct sp_date){2027, 3, 19}));
    assert_false(sp_date_known(sp_season_day(&season, "no_such_event")));
}

static void a_season_is_over_once_lists_can_no_longer_be_certified(void **state)
{
    (void)state;
    struct sp_season_event deadline = {.event = "rol_deadline", .date = {2027, 3, 3}};
    struct sp_season dated = {.year = 2027, .event = &deadline, .events = 1};
    struct sp_season undated = {.year = 2027};
    assert_false(sp_season_over(&dated, (struct sp_date){2027, 3, 3}));
    assert_true(sp_season_over(&dated, (struct sp_date){2027, 3, 4}));
    assert_false(sp_season_over(&undated, (struct sp_date){2027, 2, 28}));
    assert_true(sp_season_over(&undated, (struct sp_date){2027, 3, 1}));
}

static void an_empty_season_is_freed_safely(void **state)
{
    (void)state;
    struct sp_season none = {0};
    sp_season_free(&none);
    sp_season_free(&none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signals_are_found_by_the_specialtys_signal_name),
        cmocka_unit_test(a_specialty_without_signals_has_no_rule),
        cmocka_unit_test(a_day_is_known_or_said_not_to_be),
        cmocka_unit_test(a_season_is_over_once_lists_can_no_longer_be_certified),
        cmocka_unit_test(an_empty_season_is_freed_safely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
