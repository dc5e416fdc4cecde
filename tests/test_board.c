/* test_board.c: what has to be in place, and what each fact of a profile makes of it. */
#include "check.h"

#include "error.h"
#include "small_rules.h"

#include <string.h>

static const struct sp_date today = {2026, 11, 22};

static struct sp_board make(const struct sp_profile *profile, const struct sp_stay *stay,
                            int stays)
{
    struct sp_board board;
    struct sp_error error = {0};
    struct sp_board_facts facts = small_facts(today);
    if (!sp_board_make(profile, &facts, stay, stays, &board, &error))
        fail_msg("%s", error.text);
    return board;
}

static const struct sp_board_item *find(const struct sp_board *board, const char *id)
{
    for (int i = 0; i < board->items; i++)
        if (strcmp(board->item[i].id, id) == 0)
            return &board->item[i];
    return NULL;
}

static void stands(const struct sp_profile *profile, const char *id,
                   enum sp_standing standing, const char *why)
{
    struct sp_board board = make(profile, NULL, 0);
    const struct sp_board_item *item = find(&board, id);
    if (!item)
        fail_msg("no row %s", id);
    else if (item->standing != standing || !strstr(item->why, why))
        fail_msg("%s: %s: \"%s\"", id, sp_standing_name(item->standing), item->why);
    sp_board_free(&board);
}

/* ---- stays -------------------------------------------------------------------------- */

static const char *asks_bls[] = {"bls"};

static struct sp_stay stay_to(struct sp_date to, bool said)
{
    return (struct sp_stay){.name = "Hospital A",
                            .from = {2026, 2, 2},
                            .to = to,
                            .kind = SP_OBSERVERSHIP,
                            .ask = asks_bls,
                            .asks = said,
                            .asks_said = said};
}

static enum sp_answer ready_with(struct sp_paper_held *papers, int count, struct sp_date to,
                                 bool said)
{
    struct sp_profile profile = small_graduate();
    profile.citizenship = SP_CITIZENSHIP_PERMANENT_RESIDENT; /* neither passport nor visa */
    profile.paper = papers;
    profile.papers = count;
    struct sp_stay stay = stay_to(to, said);
    struct sp_board board = make(&profile, &stay, 1);
    enum sp_answer ready = board.stay[0].ready;
    sp_board_free(&board);
    return ready;
}

static void a_card_that_runs_out_inside_a_stay_blocks_ready(void **state)
{
    (void)state;
    struct sp_paper_held card = {.item = "bls", .until = {2026, 2, 20}};
    assert_int_equal(ready_with(&card, 1, (struct sp_date){2026, 2, 20}, true), SP_YES);
    assert_int_equal(ready_with(&card, 1, (struct sp_date){2026, 2, 21}, true), SP_NO);
    /* also when the host has not said whether it asks for one */
    assert_int_equal(ready_with(&card, 1, (struct sp_date){2026, 2, 21}, false), SP_NO);
}

static void a_card_holds_to_the_end_of_its_month_in_leap_years_too(void **state)
{
    (void)state;
    struct sp_paper_held card = {.item = "bls", .issued = {2024, 2, 29}};
    assert_int_equal(ready_with(&card, 1, (struct sp_date){2026, 2, 28}, true), SP_YES);
    assert_int_equal(ready_with(&card, 1, (struct sp_date){2026, 3, 1}, true), SP_NO);
    card.issued = (struct sp_date){2026, 2, 1};
    assert_int_equal(ready_with(&card, 1, (struct sp_date){2028, 2, 29}, true), SP_YES);
    assert_int_equal(ready_with(&card, 1, (struct sp_date){2028, 3, 1}, true), SP_NO);
}

static void of_two_cards_the_one_that_holds_longer_counts(void **state)
{
    (void)state;
    struct sp_paper_held cards[] = {{.item = "bls", .until = {2026, 12, 31}},
                                    {.item = "bls", .until = {2026, 1, 31}},
                                    {.item = "bls", .have = SP_NO, .until = {2030, 1, 1}}};
    assert_int_equal(ready_with(cards, 3, (struct sp_date){2026, 12, 31}, true), SP_YES);
    assert_int_equal(ready_with(cards, 3, (struct sp_date){2027, 1, 1}, true), SP_NO);
}

static void what_nobody_has_said_is_neither_ready_nor_not(void **state)
{
    (void)state;
    struct sp_paper_held have = {.item = "bls"}, none = {.item = "bls", .have = SP_NO};
    struct sp_date to = {2026, 2, 20};
    assert_int_equal(ready_with(NULL, 0, to, true), SP_UNKNOWN);
    assert_int_equal(ready_with(&have, 1, to, true), SP_UNKNOWN); /* until when? */
    assert_int_equal(ready_with(&none, 1, to, true), SP_NO);
    assert_int_equal(ready_with(&none, 1, to, false), SP_UNKNOWN);
}

static void a_host_that_asks_for_nothing_leaves_a_resident_ready(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    profile.citizenship = SP_CITIZENSHIP_PERMANENT_RESIDENT;
    struct sp_stay stay = stay_to((struct sp_date){2026, 2, 20}, true);
    stay.asks = 0;
    struct sp_board board = make(&profile, &stay, 1);
    assert_int_equal(board.stay[0].ready, SP_YES);
    sp_board_free(&board);
}

static void a_passport_outlasts_the_stay_by_six_months(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    struct sp_paper_held passport = {.item = "passport", .until = {2028, 2, 29}};
    profile.paper = &passport;
    profile.papers = 1;
    struct sp_stay stay = stay_to((struct sp_date){2027, 8, 29}, true);
    for (int day = 29; day <= 30; day++) {
        stay.to.day = day;
        struct sp_board board = make(&profile, &stay, 1);
        const struct sp_board_item *item = find(&board, "passport/2026-02-02");
        assert_non_null(item);
        assert_int_equal(item->standing, SP_STANDS);
        sp_board_free(&board);
    }
    stay.to = (struct sp_date){2027, 9, 1};
    struct sp_board board = make(&profile, &stay, 1);
    assert_int_equal(find(&board, "passport/2026-02-02")->standing, SP_RUNS_OUT);
    sp_board_free(&board);
}

static void a_visa_has_to_hold_on_the_day_of_entry(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    struct sp_stay stay = stay_to((struct sp_date){2026, 2, 20}, true);
    profile.visa_held = SP_VISIT_B2;
    profile.visa_until = (struct sp_date){2026, 2, 1};
    struct sp_board board = make(&profile, &stay, 1);
    assert_int_equal(find(&board, "visa/2026-02-02")->standing, SP_RUNS_OUT);
    assert_int_equal(board.stay[0].ready, SP_NO);
    sp_board_free(&board);
    profile.visa_held = SP_VISIT_UNKNOWN;
    board = make(&profile, &stay, 1);
    assert_int_equal(find(&board, "visa/2026-02-02")->standing, SP_UNSAID);
    sp_board_free(&board);
}

/* ---- the Match ------------------------------------------------------------------------
 */

static void an_exam_stands_when_it_was_passed(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    stands(&profile, "step1", SP_UNSAID, "Nobody has said");
    profile.step1.result = SP_EXAM_NOT_TAKEN;
    stands(&profile, "step1", SP_TO_GET, "Not taken");
    profile.step1.result = SP_EXAM_PASSED;
    stands(&profile, "step1", SP_STANDS, "Passed");
    stands(&profile, "step2_ck", SP_TO_GET, "Not taken");
    profile.step2_ck = (struct sp_exam){.scored = true, .score = 215};
    stands(&profile, "step2_ck", SP_TO_GET, "Not passed with 215");
    profile.step2_ck.date = (struct sp_date){2025, 6, 30};
    stands(&profile, "step2_ck", SP_STANDS, "Passed with 215");
    profile.step2_ck.date = (struct sp_date){2025, 7, 1};
    stands(&profile, "step2_ck", SP_TO_GET, "Not passed with 215");
}

static void a_fourth_failed_attempt_bars(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    stands(&profile, "attempts", SP_UNSAID, "");
    profile.step1 = (struct sp_exam){.result = SP_EXAM_FAILED, .attempts = 3};
    stands(&profile, "attempts", SP_STANDS, "Step 1: 3 of 4 used");
    profile.step1.attempts = 4;
    stands(&profile, "attempts", SP_BARRED, "cannot be taken again");
    profile.step1.result = SP_EXAM_PASSED;
    stands(&profile, "attempts", SP_STANDS, "4 of 4");
}

static void three_attempts_a_year_and_a_wait_before_the_fourth(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    profile.step1 = (struct sp_exam){.result = SP_EXAM_FAILED, .attempts = 2};
    stands(&profile, "attempts", SP_STANDS,
           "2 of 4 used. Step 1 can be tried at most 3 times");
    profile.step1.attempts = 3;
    stands(&profile, "attempts", SP_STANDS,
           "no sooner than 12 months after the first attempt and 6 months after the last");
    profile.step1.date = (struct sp_date){2026, 8, 31};
    stands(&profile, "attempts", SP_STANDS, "not before 28 February 2027, 6 months after");
    profile.step1.result = SP_EXAM_PASSED;
    stands(&profile, "attempts", SP_STANDS, "Step 1: 3 of 4 used.");
}

static void seven_years_from_the_first_pass_reach_the_deadline_or_not(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    stands(&profile, "seven_years", SP_UNSAID, "not known");
    profile.step1 = (struct sp_exam){.result = SP_EXAM_PASSED, .date = {2020, 2, 29}};
    stands(&profile, "seven_years", SP_RUNS_OUT, "28 February 2027");
    profile.step1.date = (struct sp_date){2020, 3, 3};
    stands(&profile, "seven_years", SP_STANDS, "3 March 2027");
    profile.step2_ck = (struct sp_exam){.result = SP_EXAM_PASSED, .date = {2019, 5, 1}};
    stands(&profile, "seven_years", SP_BARRED, "1 May 2026");
    profile.ecfmg = SP_ECFMG_CERTIFIED;
    stands(&profile, "seven_years", SP_STANDS, "complete");
}

static void an_english_test_counts_from_the_january_two_years_before(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    struct sp_paper_held test = {.item = "english", .issued = {2024, 12, 31}};
    profile.paper = &test;
    profile.papers = 1;
    stands(&profile, "english", SP_RUNS_OUT, "1 January 2025");
    test.issued = (struct sp_date){2025, 1, 1};
    stands(&profile, "english", SP_STANDS, "1 January 2025");
    test.have = SP_NO;
    stands(&profile, "english", SP_TO_GET, "do not have");
}

static void certification_says_that_its_parts_stand(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    profile.ecfmg = SP_ECFMG_CERTIFIED;
    profile.step1.attempts = 1;
    struct sp_board board = make(&profile, NULL, 0);
    for (int i = 0; i < board.items; i++)
        assert_int_equal(board.item[i].standing, SP_STANDS);
    assert_int_equal(board.match_ready, SP_YES);
    sp_board_free(&board);
}

static void what_comes_first_is_named_and_step_3_is_for_h1b(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    struct sp_board board = make(&profile, NULL, 0);
    assert_string_equal(find(&board, "pathway")->blocker, "English");
    assert_string_equal(find(&board, "ecfmg")->blocker, "Step 1");
    assert_int_equal(find(&board, "ecfmg")->afters, 3);
    assert_null(find(&board, "step3"));
    assert_true(find(&board, "pathway")->projected);
    assert_int_equal(find(&board, "pathway")->cost_cents, 94500);
    assert_int_equal(board.match_ready, SP_NO); /* Step 2 CK has no score yet */
    sp_board_free(&board);
    profile.visa = SP_VISA_EITHER;
    board = make(&profile, NULL, 0);
    assert_int_equal(find(&board, "step3")->asked, SP_UNKNOWN);
    sp_board_free(&board);
    profile.type = SP_US_MD;
    profile.visa = SP_VISA_NONE;
    board = make(&profile, NULL, 0);
    assert_int_equal(board.items, 1); /* attempts */
    sp_board_free(&board);
}

static void too_late_to_begin_and_too_late_are_told_apart(void **state)
{
    (void)state;
    struct sp_profile profile = small_graduate();
    struct sp_board board = make(&profile, NULL, 0);
    const struct sp_board_item *english = find(&board, "english");
    assert_true(english->overdue && !english->missed); /* six weeks before 31 December */
    assert_int_equal(english->begin_by.month, 11);
    assert_int_equal(english->begin_by.day, 19);
    sp_board_free(&board);
    struct sp_stay past = stay_to((struct sp_date){2026, 2, 20}, true);
    board = make(&profile, &past, 1);
    assert_true(find(&board, "bls/2026-02-02")->missed);
    sp_board_free(&board);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_card_that_runs_out_inside_a_stay_blocks_ready),
        cmocka_unit_test(a_card_holds_to_the_end_of_its_month_in_leap_years_too),
        cmocka_unit_test(of_two_cards_the_one_that_holds_longer_counts),
        cmocka_unit_test(what_nobody_has_said_is_neither_ready_nor_not),
        cmocka_unit_test(a_host_that_asks_for_nothing_leaves_a_resident_ready),
        cmocka_unit_test(a_passport_outlasts_the_stay_by_six_months),
        cmocka_unit_test(a_visa_has_to_hold_on_the_day_of_entry),
        cmocka_unit_test(an_exam_stands_when_it_was_passed),
        cmocka_unit_test(a_fourth_failed_attempt_bars),
        cmocka_unit_test(three_attempts_a_year_and_a_wait_before_the_fourth),
        cmocka_unit_test(seven_years_from_the_first_pass_reach_the_deadline_or_not),
        cmocka_unit_test(an_english_test_counts_from_the_january_two_years_before),
        cmocka_unit_test(certification_says_that_its_parts_stand),
        cmocka_unit_test(what_comes_first_is_named_and_step_3_is_for_h1b),
        cmocka_unit_test(too_late_to_begin_and_too_late_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
