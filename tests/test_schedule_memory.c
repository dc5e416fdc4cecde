/* test_schedule_memory.c: board, tasks and schedule when memory runs out. */
#include "check.h"

#include "error.h"
#include "scarce.h"
#include "schedule.h"
#include "small_rules.h"
#include "task.h"

#include <string.h>

static const struct sp_date today = {2026, 1, 5};
static struct sp_profile profile;
static struct sp_opening openings[3];
static const char *ask[] = {"bls", "tb"};
static struct sp_stay stay = {.name = "Hospital A",
                              .from = {2026, 6, 1},
                              .to = {2026, 6, 26},
                              .kind = SP_OBSERVERSHIP,
                              .ask = ask,
                              .asks = 2,
                              .asks_said = true};
static struct sp_paper_held held = {.item = "bls", .issued = {2024, 6, 3}};
static struct sp_window window = {{2026, 5, 4}, {2026, 7, 31}};

static int make_world(void **state)
{
    (void)state;
    profile = small_graduate();
    profile.stay = &stay;
    profile.stays = 1;
    profile.paper = &held;
    profile.papers = 1;
    profile.window = &window;
    profile.windows = 1;
    for (int i = 0; i < 3; i++) {
        openings[i] = sp_opening_blank();
        openings[i].id = openings[i].institution = "host";
        openings[i].kind = SP_OBSERVERSHIP;
        openings[i].audience[SP_FOR_GRADUATE] = i == 2 ? SP_NO : SP_YES;
        openings[i].weeks_low = 2;
        openings[i].weeks_high = 4;
        openings[i].cost = (struct sp_opening_cost){
            .basis = SP_COST_FREE, .stated = SP_STATED_PAGE, .origin = {"", ""}};
    }
    small_openings.at = openings;
    small_openings.count = 3;
    return 0;
}

static bool make_tasks(void *unused, struct sp_error *error)
{
    (void)unused;
    struct sp_board board;
    struct sp_tasks tasks = {0};
    struct sp_board_facts facts = small_facts(today);
    bool ok = sp_board_make(&profile, &facts, NULL, 0, &board, error)
              && sp_tasks_make(&board, &facts, &tasks, error);
    assert_true(ok || (!tasks.at && !tasks.count && !tasks.text.last));
    sp_tasks_free(&tasks);
    sp_board_free(&board);
    return ok;
}

static bool make_schedule(void *unused, struct sp_error *error)
{
    (void)unused;
    struct sp_schedule schedule;
    struct sp_schedule_options options = sp_schedule_usual();
    options.unsure = true; /* no visa rule speaks here */
    bool ok = sp_schedule_make(&profile, &small_openings, &small_season, today, &options,
                               &schedule, error);
    assert_true(ok || (!schedule.stay && !schedule.lefts && !schedule.text.last));
    if (ok)
        assert_int_equal(schedule.stays, 2);
    sp_schedule_free(&schedule);
    return ok;
}

static void board_and_tasks_say_that_memory_ran_out(void **state)
{
    (void)state;
    assert_in_range(scarce_refuse_each(make_tasks, NULL, 1), 2, 10000);
}

static void the_schedule_says_that_memory_ran_out(void **state)
{
    (void)state;
    assert_in_range(scarce_refuse_each(make_schedule, NULL, 1), 10, 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(board_and_tasks_say_that_memory_ran_out),
        cmocka_unit_test(the_schedule_says_that_memory_ran_out),
    };
    return cmocka_run_group_tests(tests, make_world, NULL);
}
