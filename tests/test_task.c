/* test_task.c: tasks fall out of the board, backwards from each day. */
#include "check.h"

#include "error.h"
#include "small_rules.h"
#include "task.h"

#include <string.h>

struct made {
    struct sp_board board;
    struct sp_tasks tasks;
};

static struct made make(const struct sp_profile *profile, struct sp_date today)
{
    struct made made;
    struct sp_error error = {0};
    struct sp_board_facts facts = small_facts(today);
    if (!sp_board_make(profile, &facts, NULL, 0, &made.board, &error)
        || !sp_tasks_make(&made.board, &facts, &made.tasks, &error))
        fail_msg("%s", error.text);
    return made;
}

static void drop(struct made *made)
{
    sp_tasks_free(&made->tasks);
    sp_board_free(&made->board);
}

static const struct sp_task *find(const struct made *made, const char *id)
{
    for (int i = 0; i < made->tasks.count; i++)
        if (strcmp(made->tasks.at[i].id, id) == 0)
            return &made->tasks.at[i];
    fail_msg("no task %s", id);
    return NULL;
}

static void is_day(struct sp_date date, const char *text)
{
    char day[11];
    sp_date_write(date, day);
    assert_string_equal(day, text);
}

static void a_deadline_on_a_sunday_is_due_on_the_friday(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    struct made made = make(&profile, (struct sp_date){2026, 9, 1});
    const struct sp_task *pathway = find(&made, "get/pathway");
    is_day(pathway->deadline, "2027-01-31");
    is_day(pathway->due, "2027-01-29");
    assert_string_equal(pathway->time_et, "23:59");
    assert_true(pathway->projected);
    drop(&made);
}

static void what_comes_first_is_due_before_the_other_begins(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    struct made made = make(&profile, (struct sp_date){2026, 9, 1});
    const struct sp_task *english = find(&made, "get/english");
    const struct sp_task *ecfmg = find(&made, "get/ecfmg"),
                         *step1 = find(&made, "get/step1");
    is_day(ecfmg->due, "2027-07-01");
    is_day(ecfmg->begin, "2027-05-06");
    is_day(step1->due, "2027-03-03"); /* its own day is earlier */
    assert_false(step1->chained);
    is_day(english->due, "2026-12-31");
    is_day(english->begin, "2026-11-19"); /* six weeks before */
    assert_string_equal(ecfmg->after, "Step 1; Step 2 CK; Pathway");
    drop(&made);

    event_rows[1].date = (struct sp_date){2027, 2, 20}; /* English after the Pathway */
    made = make(&profile, (struct sp_date){2026, 9, 1});
    english = find(&made, "get/english");
    is_day(english->due, "2027-01-28");
    assert_true(english->chained);
    event_rows[1].date = (struct sp_date){2026, 12, 31};
    drop(&made);
}

static void late_is_said_with_its_days(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    struct made made = make(&profile, (struct sp_date){2026, 11, 18});
    assert_int_equal(find(&made, "get/english")->state, SP_TASK_LATER);
    drop(&made);
    made = make(&profile, (struct sp_date){2026, 11, 19});
    assert_int_equal(find(&made, "get/english")->state, SP_TASK_NOW);
    drop(&made);
    made = make(&profile, (struct sp_date){2026, 11, 22});
    assert_int_equal(find(&made, "get/english")->state, SP_TASK_OVERDUE);
    assert_int_equal(find(&made, "get/english")->late_days, 3);
    assert_int_equal(made.tasks.overdue, 1);
    drop(&made);
    made = make(&profile, (struct sp_date){2027, 1, 2});
    assert_int_equal(find(&made, "get/english")->state, SP_TASK_MISSED);
    assert_int_equal(find(&made, "get/english")->late_days, 2);
    drop(&made);
}

static void a_stay_brings_its_papers_a_question_and_a_letter(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    const char *ask[] = {"tb"};
    struct sp_stay stays[] = {
        {.name = "A",
         .from = {2026, 6, 1},
         .to = {2026, 6, 26},
         .ask = ask,
         .asks = 1,
         .asks_said = true},
        {.name = "B", .from = {2026, 10, 5}, .to = {2026, 10, 30}, .kind = SP_OBSERVERSHIP},
    };
    profile.stay = stays;
    profile.stays = 2;
    profile.citizenship = SP_CITIZENSHIP_PERMANENT_RESIDENT;
    struct made made = make(&profile, (struct sp_date){2026, 1, 2});
    is_day(find(&made, "get/tb/2026-06-01")->due, "2026-05-29"); /* the Friday before */
    is_day(find(&made, "get/tb/2026-06-01")->begin, "2026-05-01");
    is_day(find(&made, "letter/2026-06-01/1")->due, "2026-09-23");
    is_day(find(&made, "ask/2026-10-05/2")->begin, "2026-09-07");
    is_day(find(&made, "apply/2026-10-05/2")->begin, "2026-04-06"); /* 26 weeks ahead */
    is_day(find(&made, "apply/2026-10-05/2")->due, "2026-08-03");   /* 9 weeks ahead */
    for (int i = 0; i < made.tasks.count; i++) { /* B ends after programs begin to read */
        const struct sp_task *task = &made.tasks.at[i];
        assert_string_not_equal(task->id, "letter/2026-10-05/2");
        assert_null(strstr(task->id, "get/tb/2026-10-05")); /* asked about first */
        if (sp_date_known(task->due))
            assert_in_range(sp_date_weekday(task->due), 0, 4);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(made.tasks.at[j].id, task->id);
    }
    drop(&made);
}

static void whoever_is_ready_has_no_task(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    profile.ecfmg = SP_ECFMG_CERTIFIED;
    profile.step1.attempts = 1;
    struct made made = make(&profile, (struct sp_date){2026, 11, 22});
    assert_int_equal(made.tasks.count, 0);
    drop(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_deadline_on_a_sunday_is_due_on_the_friday),
        cmocka_unit_test(what_comes_first_is_due_before_the_other_begins),
        cmocka_unit_test(late_is_said_with_its_days),
        cmocka_unit_test(a_stay_brings_its_papers_a_question_and_a_letter),
        cmocka_unit_test(whoever_is_ready_has_no_task),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
