/* test_match_check.c: every kind of block and broken rule is found, and no other */
#include "match_check.h"

#include "check.h"
#include "error.h"
#include "match_oracle.h"
#include "match_sketch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- markets made by hand ---------------------------------------------------------------
 */

/* A matching by hand: who has none of the last four leaves them NULL. */
struct hand {
    const int32_t *place, *first_year, *quota, *donated, *received;
};

#define LIST(...) ((const int32_t[]){__VA_ARGS__})

static const enum sp_couples_rule RULES[] = {SP_COUPLES_KPR, SP_COUPLES_MM,
                                             SP_COUPLES_WITHDRAW};
static const char *const RULE_NAMES[] = {"kpr", "mm", "withdraw"};

static void check_sketch(const struct sp_market_lists *market, const struct hand *hand,
                         enum sp_couples_rule rule, int room, struct sp_blocks *blocks)
{
    struct sp_error error = {0};
    struct sp_match match = {.place = (int32_t *)(uintptr_t)hand->place,
                             .first_year = (int32_t *)(uintptr_t)hand->first_year,
                             .quota = (int32_t *)(uintptr_t)hand->quota,
                             .donated = (int32_t *)(uintptr_t)hand->donated,
                             .received = (int32_t *)(uintptr_t)hand->received};

    assert_true(sp_match_check(market, &match, rule, room, blocks, &error));
}

/* What is found, one line each, as `kind applicant@program applicant@program`. */
static void describe(const struct sp_blocks *blocks, char *text, size_t size)
{
    size_t length = 0;

    text[0] = '\0';
    for (int b = 0; b < blocks->count && length < size; b++) {
        const struct sp_block *block = &blocks->at[b];
        length += (size_t)snprintf(text + length, size - length, "%s%s %d@%d %d@%d",
                                   b ? "; " : "", sp_block_kind_name(block->kind),
                                   block->applicant[0], block->program[0],
                                   block->applicant[1], block->program[1]);
    }
}

static void expect(const char *market, const struct hand *hand, enum sp_couples_rule rule,
                   const char *expected)
{
    struct sketch sketch;
    struct sp_blocks blocks;
    char text[1000];

    sketch_read(&sketch, market);
    check_sketch(&sketch.lists, hand, rule, 100, &blocks);
    describe(&blocks, text, sizeof text);
    if (strcmp(text, expected) != 0)
        fail_msg("by the rule %s expected \"%s\", found \"%s\" in\n%s", RULE_NAMES[rule],
                 expected, text, market);
    sp_blocks_free(&blocks);
    sketch_free(&sketch);
}

static void expect_by_all_rules(const char *market, const struct hand *hand,
                                const char *expected)
{
    for (int r = 0; r < 3; r++)
        expect(market, hand, RULES[r], expected);
}

static void nothing_blocks_an_empty_market(void **state)
{
    (void)state;
    expect_by_all_rules("", &(struct hand){.place = LIST(-1)}, "");
    expect_by_all_rules("single\nprogram 1:\n", &(struct hand){.place = LIST(-1)}, "");
}

static void a_free_position_blocks_with_who_would_take_it(void **state)
{
    static const char market[] = "single 0\nprogram 1: 0\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(-1)}, "pair 0@0 -1@-1");
    expect_by_all_rules(market, &(struct hand){.place = LIST(0)}, "");
}

static void a_better_applicant_blocks_a_full_program(void **state)
{
    static const char market[] = "single 0 1\nsingle 0 1\nprogram 1: 1 0\nprogram 1: 0 1\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(0, 1)}, "pair 1@0 -1@-1");
    expect_by_all_rules(market, &(struct hand){.place = LIST(1, 0)}, "");
}

static void the_place_above_the_present_one_counts_and_the_one_below_does_not(void **state)
{
    static const char market[] = "single 0 1 2\nprogram 1: 0\nprogram 1: 0\nprogram 1: 0\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(1)}, "pair 0@0 -1@-1");
    expect_by_all_rules(market, &(struct hand){.place = LIST(2)},
                        "pair 0@0 -1@-1; pair 0@1 -1@-1");
}

static void who_is_not_ranked_does_not_block(void **state)
{
    (void)state;
    expect_by_all_rules("single 0\nprogram 1:\n", &(struct hand){.place = LIST(-1)}, "");
    expect_by_all_rules("single\nprogram 1: 0\n", &(struct hand){.place = LIST(-1)}, "");
    expect_by_all_rules("single 0\nprogram 0: 0\n", &(struct hand){.place = LIST(-1)}, "");
}

static void a_place_that_one_side_did_not_rank_is_broken(void **state)
{
    (void)state;
    expect_by_all_rules("single 0\nprogram 1:\n", &(struct hand){.place = LIST(0)},
                        "broken_list 0@0 -1@-1");
    expect_by_all_rules("single\nprogram 1: 0\n", &(struct hand){.place = LIST(0)},
                        "broken_list 0@0 -1@-1");
    expect_by_all_rules("couple 0,-\nprogram 1: 1\n", &(struct hand){.place = LIST(0, -1)},
                        "broken_list 0@0 -1@-1");
}

static void a_place_outside_the_market_is_broken(void **state)
{
    static const char market[] = "single\nprogram 1: 0\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(1)}, "broken_list 0@-1 -1@-1");
    expect_by_all_rules(market, &(struct hand){.place = LIST(-2)},
                        "broken_list 0@-1 -1@-1");
    expect_by_all_rules(market, &(struct hand){.place = LIST(-1), .first_year = LIST(7)},
                        "broken_list 0@-1 -1@-1");
}

static void more_than_the_quota_is_broken(void **state)
{
    static const char market[] = "single 0\nsingle 0\nprogram 1: 0 1\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(0, 0)},
                        "broken_quota -1@0 -1@-1");
    expect_by_all_rules(market, &(struct hand){.place = LIST(0, -1), .quota = LIST(2)},
                        "broken_quota -1@0 -1@-1");
}

static void a_pair_that_the_couple_did_not_rank_is_broken(void **state)
{
    static const char market[] = "couple 0,1\nprogram 1: 0 1\nprogram 1: 1 0\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(1, 0)},
                        "broken_couple 0@1 1@0; couple 0@0 1@1");
    expect_by_all_rules(market, &(struct hand){.place = LIST(0, -1)},
                        "broken_couple 0@0 1@-1; couple 0@0 1@1");
    expect_by_all_rules(market, &(struct hand){.place = LIST(0, 1)}, "");
}

static void a_couple_blocks_when_both_programs_take_them(void **state)
{
    static const char market[] = "single 1\ncouple 0,1\nprogram 1: 1\nprogram 1: 2 0\n";
    static const char refused[] = "single 1\ncouple 0,1\nprogram 1: 1\nprogram 1: 0 2\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(1, -1, -1)}, "couple 1@0 2@1");
    expect_by_all_rules(refused, &(struct hand){.place = LIST(1, -1, -1)}, "");
}

static void a_couple_blocks_with_one_who_would_have_no_match(void **state)
{
    static const char market[] = "couple 0,- 0,0\nprogram 2: 0 1\n";
    static const char nobody[] = "couple 1,0 -,- 0,0\nprogram 2: 0 1\nprogram 1:\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(0, 0)}, "couple 0@0 1@-1");
    expect_by_all_rules(nobody, &(struct hand){.place = LIST(0, 0)}, "couple 0@-1 1@-1");
    expect_by_all_rules(nobody, &(struct hand){.place = LIST(-1, -1)}, "");
}

static void a_couple_needs_two_positions_at_one_program(void **state)
{
    (void)state;
    expect_by_all_rules("couple 0,0\nprogram 1: 0 1\n",
                        &(struct hand){.place = LIST(-1, -1)}, "");
    expect_by_all_rules("couple 0,0\nprogram 2: 0 1\n",
                        &(struct hand){.place = LIST(-1, -1)}, "couple 0@0 1@0");
}

/* By mm the better member may put out one who stands above the worse member. */
static void kpr_and_mm_differ_at_one_program(void **state)
{
    static const char market[] = "single 0\nsingle 0\ncouple 0,0\nprogram 2: 2 0 3 1\n";
    const struct hand hand = {.place = LIST(0, 0, -1, -1)};
    (void)state;
    expect(market, &hand, SP_COUPLES_KPR, "");
    expect(market, &hand, SP_COUPLES_MM, "couple 2@0 3@0");
    expect(market, &hand, SP_COUPLES_WITHDRAW, "");
}

/* One member is there and worst; the other stands above a third. */
static void by_mm_the_partner_who_stays_is_not_put_out(void **state)
{
    static const char market[] = "single 0\ncouple 0,0 -,0\nprogram 2: 1 0 2\n";
    const struct hand hand = {.place = LIST(0, -1, 0)};
    (void)state;
    expect(market, &hand, SP_COUPLES_KPR, "");
    expect(market, &hand, SP_COUPLES_MM, "couple 1@0 2@0");
    expect(market, &hand, SP_COUPLES_WITHDRAW, "");
}

/* Members of one couple would trade: the position of one goes to the other. */
static void only_withdraw_frees_what_the_partner_leaves(void **state)
{
    static const char market[] = "couple 1,- -,1\nprogram 1:\nprogram 1: 1 0\n";
    static const char worse[] = "couple 1,- -,1\nprogram 1:\nprogram 1: 0 1\n";
    const struct hand second = {.place = LIST(-1, 1)};
    (void)state;
    expect(market, &second, SP_COUPLES_KPR, "");
    expect(market, &second, SP_COUPLES_MM, "");
    expect(market, &second, SP_COUPLES_WITHDRAW, "couple 0@1 1@-1");
    expect_by_all_rules(worse, &second, "couple 0@1 1@-1");
}

static void a_member_who_stays_has_been_chosen(void **state)
{
    static const char market[] =
        "single 0\ncouple 0,1 0,2\nprogram 2: 0 1\nprogram 1: 2\nprogram 1: 2\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(0, 0, 2)}, "couple 1@0 2@1");
}

static void a_first_year_blocks_on_the_linked_list_only(void **state)
{
    static const char market[] =
        "single 0(1,2) 3(2)\nprogram 1: 0\nprogram 1: 0\nprogram 1: 0\nprogram 0: 0\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(0), .first_year = LIST(1)},
                        "");
    expect_by_all_rules(market, &(struct hand){.place = LIST(0), .first_year = LIST(2)},
                        "first_year 0@1 -1@-1");
    expect_by_all_rules(market, &(struct hand){.place = LIST(0), .first_year = LIST(-1)},
                        "first_year 0@1 -1@-1; first_year 0@2 -1@-1");
    expect_by_all_rules(market, &(struct hand){.place = LIST(-1), .first_year = LIST(-1)},
                        "pair 0@0 -1@-1");
}

static void a_first_year_must_be_linked_to_the_place(void **state)
{
    static const char market[] =
        "single 0(1) 2(3)\nprogram 1: 0\nprogram 1: 0\nprogram 1: 0\nprogram 1: 0\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(0), .first_year = LIST(3)},
                        "broken_list 0@3 -1@-1; first_year 0@1 -1@-1");
    expect_by_all_rules(market, &(struct hand){.place = LIST(-1), .first_year = LIST(1)},
                        "broken_list 0@1 -1@-1; pair 0@0 -1@-1; pair 0@2 -1@-1");
}

static void a_first_year_holds_a_position(void **state)
{
    static const char market[] = "single 0(1)\nsingle 1\nprogram 1: 0\nprogram 1: 0 1\n";
    static const char better[] = "single 0(1)\nsingle 1\nprogram 1: 0\nprogram 1: 1 0\n";
    (void)state;
    expect_by_all_rules(
        market, &(struct hand){.place = LIST(0, -1), .first_year = LIST(1, -1)}, "");
    expect_by_all_rules(better,
                        &(struct hand){.place = LIST(0, -1), .first_year = LIST(1, -1)},
                        "pair 1@1 -1@-1");
    expect_by_all_rules(market,
                        &(struct hand){.place = LIST(0, 1), .first_year = LIST(1, -1)},
                        "broken_quota -1@1 -1@-1");
}

static void nobody_has_place_and_first_year_at_one_program(void **state)
{
    static const char market[] = "single 0(0,1)\nprogram 2: 0\nprogram 1: 0\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(0), .first_year = LIST(1)},
                        "");
    expect_by_all_rules(market, &(struct hand){.place = LIST(0), .first_year = LIST(0)},
                        "broken_list 0@0 -1@-1");
}

/* The preliminary program that holds the first year is preferred as the main place. */
static void a_program_that_holds_the_first_year_has_chosen_its_applicant(void **state)
{
    static const char market[] = "single 1 0(1)\nprogram 1: 0\nprogram 1: 0\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(0), .first_year = LIST(1)},
                        "pair 0@1 -1@-1");
}

static void positions_move_only_where_they_were_free(void **state)
{
    static const char market[] = "single 0\nsingle 1\nprogram 1: 0 >1\nprogram 0: 1\n";
    (void)state;
    expect_by_all_rules(market,
                        &(struct hand){.place = LIST(0, 1),
                                       .quota = LIST(0, 1),
                                       .donated = LIST(1, 0),
                                       .received = LIST(0, 1)},
                        "broken_quota -1@0 -1@-1");
    expect_by_all_rules(market,
                        &(struct hand){.place = LIST(-1, 1),
                                       .quota = LIST(0, 1),
                                       .donated = LIST(1, 0),
                                       .received = LIST(0, 1)},
                        "reversion 0@0 -1@-1");
    expect_by_all_rules(market, &(struct hand){.place = LIST(0, -1)}, "");
}

static void what_went_away_arrives_at_the_receiver(void **state)
{
    static const char market[] = "single 1\nprogram 1: >1\nprogram 0: 0\nprogram 0:\n";
    (void)state;
    expect_by_all_rules(market,
                        &(struct hand){.place = LIST(1),
                                       .quota = LIST(0, 1, 0),
                                       .donated = LIST(1, 0, 0),
                                       .received = LIST(0, 1, 0)},
                        "");
    expect_by_all_rules(market,
                        &(struct hand){.place = LIST(-1),
                                       .quota = LIST(0, 0, 1),
                                       .donated = LIST(1, 0, 0),
                                       .received = LIST(0, 0, 1)},
                        "broken_reversion -1@1 -1@-1; broken_reversion -1@2 -1@-1");
    expect_by_all_rules(market,
                        &(struct hand){.place = LIST(1),
                                       .quota = LIST(1, 1, -1),
                                       .donated = LIST(0, 0, 1),
                                       .received = LIST(0, 1, 0)},
                        "broken_reversion -1@0 -1@1; broken_reversion -1@1 -1@-1; "
                        "broken_quota -1@2 -1@-1; broken_reversion -1@2 -1@-1");
}

static void positions_move_only_to_a_receiver_and_never_back(void **state)
{
    static const char market[] = "single 0\nprogram 1: 0\nprogram 1: >0\n";
    (void)state;
    expect_by_all_rules(market,
                        &(struct hand){.place = LIST(0),
                                       .quota = LIST(2, 0),
                                       .donated = LIST(0, 1),
                                       .received = LIST(1, 0)},
                        "");
    expect_by_all_rules(market,
                        &(struct hand){.place = LIST(0),
                                       .quota = LIST(1, 0),
                                       .donated = LIST(1, 1),
                                       .received = LIST(1, 0)},
                        "broken_reversion -1@0 -1@-1");
    expect_by_all_rules("single\nprogram 1: >1\nprogram 0: >2\nprogram 0:\n",
                        &(struct hand){.place = LIST(-1),
                                       .quota = LIST(0, 0, 1),
                                       .donated = LIST(1, 1, 0),
                                       .received = LIST(0, 1, 1)},
                        "");
    expect_by_all_rules("single 1\nprogram 0: >1\nprogram 1: 0\n",
                        &(struct hand){.place = LIST(1),
                                       .quota = LIST(1, 0),
                                       .donated = LIST(-1, 0),
                                       .received = LIST(0, -1)},
                        "broken_reversion -1@0 -1@1; broken_quota -1@1 -1@-1");
    expect_by_all_rules("single\nprogram 0: >1\nprogram 0:\n",
                        &(struct hand){.place = LIST(-1),
                                       .quota = LIST(-1, 1),
                                       .donated = LIST(1, 0),
                                       .received = LIST(0, 1)},
                        "broken_quota -1@0 -1@-1; broken_reversion -1@0 -1@1");
}

static void a_free_position_that_did_not_move_is_broken(void **state)
{
    static const char market[] = "single 1\nprogram 1: >1\nprogram 0: 0\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(-1)},
                        "broken_reversion -1@0 -1@1");
}

static void positions_move_along_a_chain(void **state)
{
    static const char market[] =
        "single 2\nsingle 1\nprogram 1: >1\nprogram 0: 1 >2\nprogram 0: 0\n";
    (void)state;
    expect_by_all_rules(market,
                        &(struct hand){.place = LIST(2, -1),
                                       .quota = LIST(0, 0, 1),
                                       .donated = LIST(1, 1, 0),
                                       .received = LIST(0, 1, 1)},
                        "reversion 1@1 -1@-1");
    expect_by_all_rules(market,
                        &(struct hand){.place = LIST(-1, 1),
                                       .quota = LIST(0, 1, 0),
                                       .donated = LIST(1, 0, 0),
                                       .received = LIST(0, 1, 0)},
                        "");
}

/* The position that one member needs back is the one that the other would take. */
static void a_position_is_not_taken_back_and_kept(void **state)
{
    static const char market[] = "couple 0,1\nprogram 1: 0 >1\nprogram 0: 1\n";
    static const char enough[] = "couple 0,1\nprogram 2: 0 >1\nprogram 0: 1\n";
    (void)state;
    expect_by_all_rules(market,
                        &(struct hand){.place = LIST(-1, -1),
                                       .quota = LIST(0, 1),
                                       .donated = LIST(1, 0),
                                       .received = LIST(0, 1)},
                        "");
    expect_by_all_rules(enough,
                        &(struct hand){.place = LIST(-1, -1),
                                       .quota = LIST(0, 2),
                                       .donated = LIST(2, 0),
                                       .received = LIST(0, 2)},
                        "reversion 0@0 1@1");
}

static void a_number_of_the_wrong_kind_is_broken(void **state)
{
    (void)state;
    expect_by_all_rules("single 0\nprogram 1: 0 even\n", &(struct hand){.place = LIST(0)},
                        "broken_parity -1@0 -1@-1");
    expect_by_all_rules("single 0\nsingle 0\nprogram 2: 0 1 odd\n",
                        &(struct hand){.place = LIST(0, 0)}, "broken_parity -1@0 -1@-1");
    expect_by_all_rules("single\nprogram 1: 0 odd\n", &(struct hand){.place = LIST(-1)},
                        "");
}

static void one_alone_does_not_join_a_program_that_wants_an_even_number(void **state)
{
    (void)state;
    expect_by_all_rules("single 0\nprogram 2: 0 even\n", &(struct hand){.place = LIST(-1)},
                        "");
    expect_by_all_rules("single 0\nprogram 2: 0 odd\n", &(struct hand){.place = LIST(-1)},
                        "pair 0@0 -1@-1");
}

static void one_alone_takes_the_place_of_another(void **state)
{
    static const char market[] = "single 0\nsingle 0\nsingle 0\nprogram 3: 2 1 0 even\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(0, 0, -1), .quota = LIST(2)},
                        "pair 2@0 -1@-1");
    expect_by_all_rules(market, &(struct hand){.place = LIST(-1, 0, 0), .quota = LIST(2)},
                        "");
}

static void two_join_together(void **state)
{
    static const char singles[] = "single 0\nsingle 0\nprogram 2: 0 1 even\n";
    static const char couple[] = "couple 0,0\nprogram 2: 0 1 even\n";
    static const char mixed[] = "single 0\ncouple 0,1\nprogram 3: 0 1 even\nprogram 1: 2\n";
    static const char first_year[] =
        "single 1(0)\nsingle 0\nprogram 2: 0 1 even\nprogram 1: 0\n";
    (void)state;
    expect_by_all_rules(singles, &(struct hand){.place = LIST(-1, -1)}, "parity 0@0 1@0");
    expect_by_all_rules(couple, &(struct hand){.place = LIST(-1, -1)}, "couple 0@0 1@0");
    expect_by_all_rules(mixed, &(struct hand){.place = LIST(-1, -1, -1)}, "parity 0@0 1@0");
    expect_by_all_rules(first_year, &(struct hand){.place = LIST(1, -1)}, "parity 0@0 1@0");
}

static void two_join_only_where_two_fit(void **state)
{
    static const char market[] = "single 0\nsingle 0\nsingle 0\nprogram 2: 0 1 2 odd\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(0, -1, -1)}, "");
}

static void two_join_with_positions_taken_back(void **state)
{
    static const char market[] = "single 0\nsingle 0\nprogram 2: 0 1 >1 even\nprogram 0:\n";
    (void)state;
    expect_by_all_rules(market,
                        &(struct hand){.place = LIST(-1, -1),
                                       .quota = LIST(0, 2),
                                       .donated = LIST(2, 0),
                                       .received = LIST(0, 2)},
                        "reversion 0@0 1@0");
}

static void a_lower_quota_is_no_excuse(void **state)
{
    static const char market[] = "single 0\nsingle 0\nprogram 2: 0 1 even\n";
    (void)state;
    expect_by_all_rules(market, &(struct hand){.place = LIST(-1, -1), .quota = LIST(0)},
                        "parity 0@0 1@0");
    expect_by_all_rules(market, &(struct hand){.place = LIST(0, 0), .quota = LIST(0)},
                        "broken_quota -1@0 -1@-1");
    expect_by_all_rules(market, &(struct hand){.place = LIST(0, 0), .quota = LIST(3)},
                        "broken_quota -1@0 -1@-1");
}

static void no_more_is_kept_than_there_is_room_for(void **state)
{
    struct sketch sketch;
    struct sp_blocks blocks;
    struct hand hand = {.place = LIST(-1, -1, -1)};
    (void)state;

    sketch_read(&sketch, "single 0\nsingle 0\nsingle 0\nprogram 1: 0 1 2\n");
    check_sketch(&sketch.lists, &hand, SP_COUPLES_KPR, 2, &blocks);
    assert_int_equal(blocks.count, 2);
    assert_true(blocks.more);
    assert_int_equal(blocks.at[1].applicant[0], 1);
    sp_blocks_free(&blocks);
    check_sketch(&sketch.lists, &hand, SP_COUPLES_KPR, 3, &blocks);
    assert_int_equal(blocks.count, 3);
    assert_false(blocks.more);
    sp_blocks_free(&blocks);
    check_sketch(&sketch.lists, &hand, SP_COUPLES_KPR, 0, &blocks);
    assert_int_equal(blocks.count, 0);
    assert_true(blocks.more);
    sp_blocks_free(&blocks);
    sp_blocks_free(&blocks); /* empty again */
    sketch_free(&sketch);
}

/* --- against the oracle ------------------------------------------------------------------
 */

struct comparison {
    const struct sp_market_lists *market;
    const char *text;
    enum sp_couples_rule rule;
    long stable, all;
};

static void compare(const struct oracle_matching *matching, void *context)
{
    struct comparison *comparison = context;
    struct oracle_matching copy = *matching;
    struct oracle_room room;
    struct sp_match match;
    struct sp_blocks blocks;
    struct sp_error error = {0};
    char found[1000];

    oracle_match(comparison->market, &copy, &room, &match);
    assert_true(
        sp_match_check(comparison->market, &match, comparison->rule, 20, &blocks, &error));
    bool stable = oracle_is_stable(comparison->market, matching, comparison->rule);
    comparison->all++;
    comparison->stable += stable;
    if (stable != (blocks.count == 0)) {
        describe(&blocks, found, sizeof found);
        print_message("%s", comparison->text);
        for (int a = 0; a < comparison->market->applicants; a++)
            print_message("applicant %d: %d, first year %d\n", a, matching->place[a],
                          matching->first_year[a]);
        for (int p = 0; p < comparison->market->programs; p++)
            print_message("program %d gave away %d\n", p, matching->donated[p]);
        fail_msg("by the rule %s it is %sstable, but found: \"%s\"",
                 RULE_NAMES[comparison->rule], stable ? "" : "not ", found);
    }
    sp_blocks_free(&blocks);
}

/* All matchings of `seeds` markets by all rules; prints how many there were. */
static void compare_markets(const struct sketch_kind *kind, int seeds)
{
    struct comparison comparison = {0};

    for (int seed = 1; seed <= seeds; seed++) {
        struct sketch sketch;
        struct sketch_wish turned = kind->wish;
        turned.receivers_first = seed % 2 == 0;
        char *text = sketch_random(&turned, (uint64_t)seed);

        sketch_read(&sketch, text);
        comparison.market = &sketch.lists;
        comparison.text = text;
        for (int r = 0; r < (kind->wish.couples ? 3 : 1); r++) {
            comparison.rule = RULES[r];
            oracle_each(&sketch.lists, compare, &comparison);
        }
        sketch_free(&sketch);
        free(text);
    }
    print_message("# %s: %d markets, %ld matchings, %ld stable\n", kind->name, seeds,
                  comparison.all, comparison.stable);
    assert_true(comparison.stable > 0);
}

static void agrees_with_the_oracle_on_every_kind_of_market(void **state)
{
    (void)state;
    for (int i = 0; i < SKETCH_KINDS; i++)
        compare_markets(&sketch_kinds[i], sketch_kinds[i].markets / 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_blocks_an_empty_market),
        cmocka_unit_test(a_free_position_blocks_with_who_would_take_it),
        cmocka_unit_test(a_better_applicant_blocks_a_full_program),
        cmocka_unit_test(the_place_above_the_present_one_counts_and_the_one_below_does_not),
        cmocka_unit_test(who_is_not_ranked_does_not_block),
        cmocka_unit_test(a_place_that_one_side_did_not_rank_is_broken),
        cmocka_unit_test(a_place_outside_the_market_is_broken),
        cmocka_unit_test(more_than_the_quota_is_broken),
        cmocka_unit_test(a_pair_that_the_couple_did_not_rank_is_broken),
        cmocka_unit_test(a_couple_blocks_when_both_programs_take_them),
        cmocka_unit_test(a_couple_blocks_with_one_who_would_have_no_match),
        cmocka_unit_test(a_couple_needs_two_positions_at_one_program),
        cmocka_unit_test(kpr_and_mm_differ_at_one_program),
        cmocka_unit_test(by_mm_the_partner_who_stays_is_not_put_out),
        cmocka_unit_test(only_withdraw_frees_what_the_partner_leaves),
        cmocka_unit_test(a_member_who_stays_has_been_chosen),
        cmocka_unit_test(a_first_year_blocks_on_the_linked_list_only),
        cmocka_unit_test(a_first_year_must_be_linked_to_the_place),
        cmocka_unit_test(a_first_year_holds_a_position),
        cmocka_unit_test(nobody_has_place_and_first_year_at_one_program),
        cmocka_unit_test(a_program_that_holds_the_first_year_has_chosen_its_applicant),
        cmocka_unit_test(positions_move_only_where_they_were_free),
        cmocka_unit_test(what_went_away_arrives_at_the_receiver),
        cmocka_unit_test(positions_move_only_to_a_receiver_and_never_back),
        cmocka_unit_test(a_free_position_that_did_not_move_is_broken),
        cmocka_unit_test(positions_move_along_a_chain),
        cmocka_unit_test(a_position_is_not_taken_back_and_kept),
        cmocka_unit_test(a_number_of_the_wrong_kind_is_broken),
        cmocka_unit_test(one_alone_does_not_join_a_program_that_wants_an_even_number),
        cmocka_unit_test(one_alone_takes_the_place_of_another),
        cmocka_unit_test(two_join_together),
        cmocka_unit_test(two_join_only_where_two_fit),
        cmocka_unit_test(two_join_with_positions_taken_back),
        cmocka_unit_test(a_lower_quota_is_no_excuse),
        cmocka_unit_test(no_more_is_kept_than_there_is_room_for),
        cmocka_unit_test(agrees_with_the_oracle_on_every_kind_of_market),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
