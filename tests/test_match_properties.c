/* test_match_properties.c: what holds for every answer of the engine
 *
 * Thousands of markets drawn at random: tiny ones beside all their matchings, larger ones
 * beside theorems and the check from the definition.
 */
#include "match.h"
#include "match_check.h"

#include "check.h"
#include "error.h"
#include "match_oracle.h"
#include "match_sketch.h"
#include "random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const RULE_NAMES[] = {"kpr", "mm", "withdraw"};

/* A market and the engine's answer to it. */
struct answered {
    char *text;
    struct sketch sketch;
    struct sp_match match;
    struct sp_blocks blocks;
};

static void answer(struct answered *answered, char *text,
                   const struct sp_match_options *options)
{
    struct sp_error error = {0};

    *answered = (struct answered){.text = text};
    sketch_read(&answered->sketch, text);
    if (!sp_match_run(&answered->sketch.lists, options, &answered->match, &error))
        fail_msg("%s\n%s", error.text, text);
    if (!sp_match_check(&answered->sketch.lists, &answered->match, options->rule, 20,
                        &answered->blocks, &error))
        fail_msg("%s", error.text);
}

static void forget(struct answered *answered)
{
    sp_blocks_free(&answered->blocks);
    sp_match_free(&answered->match);
    sketch_free(&answered->sketch);
    free(answered->text);
}

static void print_answer(const struct answered *answered)
{
    const struct sp_match *match = &answered->match;

    print_message("%s", answered->text);
    for (int a = 0; a < answered->sketch.lists.applicants; a++)
        print_message("applicant %d: %d, first year %d\n", a, match->place[a],
                      match->first_year[a]);
    for (int p = 0; p < answered->sketch.lists.programs; p++)
        print_message("program %d: quota %d, gave away %d, received %d\n", p,
                      match->quota[p], match->donated[p], match->received[p]);
    for (int b = 0; b < answered->blocks.count; b++) {
        const struct sp_block *block = &answered->blocks.at[b];
        print_message("%s %d@%d %d@%d\n", sp_block_kind_name(block->kind),
                      block->applicant[0], block->program[0], block->applicant[1],
                      block->program[1]);
    }
}

#define REFUSE(answered, ...)                                                              \
    do {                                                                                   \
        print_answer(answered);                                                            \
        fail_msg(__VA_ARGS__);                                                             \
    } while (0)

/* --- tiny markets, beside all their matchings -------------------------------------------
 */

static struct oracle_matching as_oracle(const struct answered *answered)
{
    const struct sp_market_lists *market = &answered->sketch.lists;
    struct oracle_matching matching = {0};

    for (int a = 0; a < market->applicants; a++) {
        matching.place[a] = answered->match.place[a];
        matching.first_year[a] = answered->match.first_year[a];
    }
    for (int p = 0; p < market->programs; p++)
        matching.donated[p] = answered->match.donated[p];
    return matching;
}

/* Whether the market has a stable matching; the engine must say the same. */
static bool judge_tiny(const struct answered *answered, enum sp_couples_rule rule, int seed)
{
    const struct sp_market_lists *market = &answered->sketch.lists;
    const struct sp_match *match = &answered->match;
    struct oracle_matching matching = as_oracle(answered);
    bool verified = answered->blocks.count == 0;
    bool possible = oracle_count(market, rule, NULL) > 0;

    for (int b = 0; b < answered->blocks.count; b++)
        if (answered->blocks.at[b].kind >= SP_BROKEN_QUOTA)
            REFUSE(answered, "seed %d, rule %s: a rule is broken", seed, RULE_NAMES[rule]);
    if (match->stable != possible)
        REFUSE(answered, "seed %d, rule %s: %s", seed, RULE_NAMES[rule],
               possible ? "a stable matching was missed" : "called stable, but nothing is");
    if (match->none_exists == possible)
        REFUSE(answered, "seed %d, rule %s: %s", seed, RULE_NAMES[rule],
               possible ? "a stable matching was denied" : "not proved to have none");
    if (match->stable != verified)
        REFUSE(answered, "seed %d, rule %s: engine and check differ", seed,
               RULE_NAMES[rule]);
    if (verified != oracle_is_stable(market, &matching, rule))
        REFUSE(answered, "seed %d, rule %s: check and oracle differ", seed,
               RULE_NAMES[rule]);
    if (!match->stable && market->couples > 0 && match->unresolved_count == 0
        && !market->parity && !market->reverts_to && !market->supplemental_first
        && !market->pair_supplemental_first)
        REFUSE(answered, "seed %d, rule %s: no couple is named", seed, RULE_NAMES[rule]);
    return possible;
}

/* Draws and judges; prints the rates. */
static void judge(const struct sketch_kind *kind, enum sp_couples_rule rule)
{
    int stable = 0;

    for (int seed = 1; seed <= kind->markets; seed++) {
        struct sp_match_options options = {.rule = rule};
        struct sketch_wish turned = kind->wish;
        struct answered answered;
        turned.receivers_first = seed % 2 == 0;
        answer(&answered, sketch_random(&turned, (uint64_t)seed), &options);
        stable += judge_tiny(&answered, rule, seed);
        forget(&answered);
    }
    print_message("# %s, rule %s: %d of %d markets match stably, the others cannot\n",
                  kind->name, RULE_NAMES[rule], stable, kind->markets);
}

static void tiny_markets_match_stably_if_that_can_be(void **state)
{
    (void)state;
    for (int i = 0; i < SKETCH_KINDS; i++)
        for (int rule = 0; rule < (sketch_kinds[i].wish.couples ? 3 : 1); rule++)
            judge(&sketch_kinds[i], (enum sp_couples_rule)rule);
}

/* The donor could seat one member with its position back, the receiver the other with the
 * position kept; but it is one position. */
static void a_position_is_not_asked_back_to_be_kept(void **state)
{
    struct answered answered;
    (void)state;

    answer(&answered, strdup("couple 0,1\nprogram 1: 0 >1\nprogram 0: 1\n"),
           &(struct sp_match_options){0});
    assert_int_equal(answered.blocks.count, 0);
    assert_true(answered.match.stable);
    assert_int_equal(answered.match.donated[0], 1);
    forget(&answered);
}

/* A couple's member would join the program that wants an even number together with a
 * single, if the partner's program had its position back. */
static void a_position_asked_back_for_two_to_join_is_seen(void **state)
{
    struct answered answered;
    (void)state;

    answer(&answered,
           strdup("single 3\nsingle 2(1) 1\ncouple 0,3 1,- 1,2 2,-\n"
                  "program 1: 2 >1\nprogram 1: 2 1 >3\nprogram 2: 2 1 3 >3\n"
                  "program 1: 0 3 even\n"),
           &(struct sp_match_options){0});
    assert_true(answered.match.stable == (answered.blocks.count == 0));
    forget(&answered);
}

/* --- theorems for singles ----------------------------------------------------------------
 */

static int rank_of(const struct sp_market_lists *market, int applicant, int program)
{
    int rank = market->rank_first[applicant];

    while (rank < market->rank_first[applicant + 1] && market->rank[rank] != program)
        rank++;
    return rank;
}

struct sides {
    const struct answered *applicants, *programs; /* who proposes */
    int seed, stable;
};

/* Against one stable matching: the best for applicants is no worse and the other no better
 * for any of them, and by the rural hospitals theorem nobody's luck differs. */
static void compare_sides(const struct oracle_matching *matching, void *context)
{
    struct sides *sides = context;
    const struct sp_market_lists *market = &sides->applicants->sketch.lists;

    if (!oracle_is_stable(market, matching, SP_COUPLES_KPR))
        return;
    sides->stable++;
    for (int a = 0; a < market->applicants; a++) {
        int best = rank_of(market, a, sides->applicants->match.place[a]);
        int worst = rank_of(market, a, sides->programs->match.place[a]);
        int here = rank_of(market, a, matching->place[a]);
        if (best > here)
            REFUSE(sides->applicants, "seed %d: applicant %d does better at %d",
                   sides->seed, a, matching->place[a]);
        if (worst < here)
            REFUSE(sides->programs, "seed %d: applicant %d does worse at %d", sides->seed,
                   a, matching->place[a]);
        if ((sides->applicants->match.place[a] < 0) != (matching->place[a] < 0))
            REFUSE(sides->applicants, "seed %d: applicant %d is matched in some only",
                   sides->seed, a);
    }
}

static void each_side_gets_its_best_stable_matching(void **state)
{
    struct sketch_wish wish = {
        .singles = 6, .programs = 4, .longest = 4, .most_quota = 2, .acceptable = 1};
    int several = 0;
    (void)state;

    for (int seed = 1; seed <= 1500; seed++) {
        struct answered one, two;
        answer(&one, sketch_random(&wish, (uint64_t)seed),
               &(struct sp_match_options){.proposing = SP_APPLICANTS_PROPOSE});
        answer(&two, sketch_random(&wish, (uint64_t)seed),
               &(struct sp_match_options){.proposing = SP_PROGRAMS_PROPOSE});
        struct sides sides = {.applicants = &one, .programs = &two, .seed = seed};
        oracle_each(&one.sketch.lists, compare_sides, &sides);
        assert_true(sides.stable > 0);
        several += sides.stable > 1;
        forget(&one);
        forget(&two);
    }
    print_message("# 1500 markets, %d with several stable matchings\n", several);
    assert_true(several > 10);
}

static const struct sketch_wish town = {
    .singles = 1200, .programs = 60, .longest = 12, .most_quota = 30, .acceptable = 0.9};

static bool same_places(const struct answered *x, const struct answered *y)
{
    size_t size = sizeof *x->match.place * (size_t)x->sketch.lists.applicants;
    return memcmp(x->match.place, y->match.place, size) == 0;
}

static void both_sides_fill_the_same_positions(void **state)
{
    (void)state;
    for (int seed = 1; seed <= 40; seed++) {
        struct answered one, two;
        answer(&one, sketch_random(&town, (uint64_t)seed),
               &(struct sp_match_options){.proposing = SP_APPLICANTS_PROPOSE});
        answer(&two, sketch_random(&town, (uint64_t)seed),
               &(struct sp_match_options){.proposing = SP_PROGRAMS_PROPOSE});
        const struct sp_market_lists *market = &one.sketch.lists;
        int *more = calloc((size_t)market->programs, sizeof *more);
        int *held = calloc((size_t)market->programs, sizeof *held);
        for (int a = 0; a < market->applicants; a++) {
            int p = one.match.place[a];
            int q = two.match.place[a];
            assert_true((p < 0) == (q < 0));
            if (p >= 0) {
                held[p]++;
                more[p]++;
                more[q]--;
            }
            /* An applicant gets no worse where applicants propose. */
            assert_true(rank_of(market, a, p) <= rank_of(market, a, q));
        }
        for (int p = 0; p < market->programs; p++)
            assert_int_equal(more[p], 0);
        for (int a = 0; a < market->applicants; a++) {
            int p = one.match.place[a];
            if (p >= 0 && held[p] < market->quota[p])
                assert_int_equal(p, two.match.place[a]);
        }
        assert_int_equal(one.blocks.count + two.blocks.count, 0);
        free(more);
        free(held);
        forget(&one);
        forget(&two);
    }
}

/* The lists of some singles cut off below their place. */
static char *truncated(const struct answered *answered, struct sp_random *random)
{
    struct sp_market_lists market = answered->sketch.lists;
    int ranks = market.rank_first[market.applicants];
    int32_t *first = calloc((size_t)market.applicants + 1, sizeof *first);
    int32_t *rank = calloc((size_t)ranks + 1, sizeof *rank);
    int count = 0;

    for (int a = 0; a < market.applicants; a++) {
        int last = rank_of(&market, a, answered->match.place[a]);
        bool cut = answered->match.place[a] >= 0 && sp_random_below(random, 2);
        first[a] = count;
        for (int r = market.rank_first[a]; r < market.rank_first[a + 1]; r++)
            if (!cut || r <= last)
                rank[count++] = market.rank[r];
    }
    first[market.applicants] = count;
    market.rank_first = first;
    market.rank = rank;
    char *text = sketch_text(&market);
    free(first);
    free(rank);
    return text;
}

static void truncation_below_the_place_changes_nothing(void **state)
{
    struct sp_random random = sp_random_for(3, 3);
    (void)state;

    for (int seed = 1; seed <= 40; seed++) {
        struct answered whole, cut;
        answer(&whole, sketch_random(&town, (uint64_t)seed), &(struct sp_match_options){0});
        answer(&cut, truncated(&whole, &random), &(struct sp_match_options){0});
        assert_true(strlen(cut.text) < strlen(whole.text));
        assert_true(same_places(&whole, &cut));
        forget(&whole);
        forget(&cut);
    }
}

/* The same singles under other numbers: new number of a is name[a]. */
static char *renumbered(const struct sp_market_lists *given, const int *name)
{
    struct sp_market_lists market = *given;
    size_t ranks = (size_t)market.rank_first[market.applicants];
    size_t wishes = (size_t)market.wish_first[market.programs];
    int32_t *first = calloc((size_t)market.applicants + 1, sizeof *first);
    int32_t *rank = calloc(ranks + 1, sizeof *rank);
    int32_t *wish = calloc(wishes + 1, sizeof *wish);
    int *old = calloc((size_t)market.applicants, sizeof *old);
    int count = 0;

    for (int a = 0; a < market.applicants; a++)
        old[name[a]] = a;
    for (int a = 0; a < market.applicants; a++) {
        first[a] = count;
        for (int r = given->rank_first[old[a]]; r < given->rank_first[old[a] + 1]; r++)
            rank[count++] = given->rank[r];
    }
    first[market.applicants] = count;
    for (size_t w = 0; w < wishes; w++)
        wish[w] = name[given->wish[w]];
    market.rank_first = first;
    market.rank = rank;
    market.wish = wish;
    char *text = sketch_text(&market);
    free(first);
    free(rank);
    free(wish);
    free(old);
    return text;
}

static void the_order_of_applicants_changes_nothing(void **state)
{
    struct sp_random random = sp_random_for(5, 5);
    int *name = calloc((size_t)town.singles, sizeof *name);
    (void)state;

    for (int seed = 1; seed <= 40; seed++) {
        struct answered one, two;
        for (int a = 0; a < town.singles; a++) {
            int other = (int)sp_random_below(&random, (uint32_t)a + 1);
            name[a] = name[other];
            name[other] = a;
        }
        answer(&one, sketch_random(&town, (uint64_t)seed), &(struct sp_match_options){0});
        answer(&two, renumbered(&one.sketch.lists, name), &(struct sp_match_options){0});
        for (int a = 0; a < town.singles; a++)
            assert_int_equal(one.match.place[a], two.match.place[name[a]]);
        forget(&one);
        forget(&two);
    }
    free(name);
}

/* --- larger markets with couples ---------------------------------------------------------
 */

static int match_stably(const struct sketch_wish *wish, int seeds)
{
    int stable = 0;

    for (int seed = 1; seed <= seeds; seed++) {
        struct answered answered;
        answer(&answered, sketch_random(wish, (uint64_t)seed),
               &(struct sp_match_options){0});
        if (answered.match.stable && answered.blocks.count > 0)
            fail_msg("seed %d: called stable, but it is blocked", seed);
        if (!answered.match.stable) {
            print_message("# seed %d: none exists, %d couples named\n", seed,
                          answered.match.unresolved_count);
            assert_true(answered.match.none_exists);
            assert_true(answered.match.unresolved_count > 0);
        }
        stable += answered.match.stable;
        forget(&answered);
    }
    return stable;
}

static const struct sketch_wish region = {.singles = 4760,
                                          .couples = 120,
                                          .programs = 660,
                                          .longest = 23,
                                          .most_pairs = 60,
                                          .most_quota = 11,
                                          .acceptable = 0.95};

static void twelve_seeds_of_a_region_with_couples_match_stably(void **state)
{
    (void)state;
    assert_int_equal(match_stably(&region, 12), 12);
}

/* Seed 11 is the one that is proved to have no stable matching: see below. */
static void a_region_with_twice_the_couples_matches_stably_where_it_can(void **state)
{
    struct sketch_wish wish = region;
    (void)state;

    wish.singles = 4500;
    wish.couples = 250;
    assert_true(match_stably(&wish, 12) >= 11);
}

/* The list of one couple is only its pair number `pair`, or empty beyond the last. */
static char *with_one_pair(const struct sp_market_lists *given, int couple, int pair)
{
    struct sp_market_lists market = *given;
    size_t pairs = (size_t)given->pair_first[given->couples];
    int32_t *first = calloc((size_t)given->couples + 1, sizeof *first);
    int32_t(*kept)[2] = calloc(pairs + 1, sizeof *kept);
    int count = 0;

    for (int c = 0; c < given->couples; c++) {
        first[c] = count;
        for (int r = given->pair_first[c]; r < given->pair_first[c + 1]; r++) {
            if (c == couple && r - given->pair_first[c] != pair)
                continue;
            kept[count][0] = given->pair[r][0];
            kept[count++][1] = given->pair[r][1];
        }
    }
    first[given->couples] = count;
    market.pair_first = first;
    market.pair = (const int32_t(*)[2])kept;
    char *text = sketch_text(&market);
    free(first);
    free(kept);
    return text;
}

/* Wherever the couple is put for good, and the rest matched around it, somebody blocks. */
static void a_couple_that_is_named_blocks_wherever_it_is_put(void **state)
{
    struct sketch_wish wish = region;
    struct answered whole, one;
    struct sp_error error = {0};
    (void)state;

    wish.singles = 4500;
    wish.couples = 250;
    answer(&whole, sketch_random(&wish, 11), &(struct sp_match_options){0});
    assert_false(whole.match.stable);
    assert_int_equal(whole.match.unresolved_count, 1);
    const struct sp_market_lists *market = &whole.sketch.lists;
    int couple = whole.match.unresolved[0];
    int pairs = market->pair_first[couple + 1] - market->pair_first[couple];
    for (int pair = 0; pair <= pairs; pair++) {
        struct sp_blocks blocks;
        answer(&one, with_one_pair(market, couple, pair), &(struct sp_match_options){0});
        assert_true(sp_match_check(market, &one.match, SP_COUPLES_KPR, 1, &blocks, &error));
        assert_int_equal(blocks.count, 1);
        sp_blocks_free(&blocks);
        forget(&one);
    }
    forget(&whole);
}

static void the_same_seed_gives_the_same_answer(void **state)
{
    struct sketch_wish wish = {.singles = 1000,
                               .couples = 50,
                               .programs = 130,
                               .longest = 15,
                               .most_pairs = 40,
                               .most_quota = 11,
                               .acceptable = 0.95};
    (void)state;

    for (int seed = 1; seed <= 20; seed++) {
        struct answered one, two;
        struct sp_match_options options = {.seed = (uint64_t)seed};
        answer(&one, sketch_random(&wish, (uint64_t)seed), &options);
        answer(&two, sketch_random(&wish, (uint64_t)seed), &options);
        assert_true(same_places(&one, &two));
        assert_int_equal(one.match.proposals, two.match.proposals);
        forget(&one);
        forget(&two);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tiny_markets_match_stably_if_that_can_be),
        cmocka_unit_test(a_position_is_not_asked_back_to_be_kept),
        cmocka_unit_test(a_position_asked_back_for_two_to_join_is_seen),
        cmocka_unit_test(each_side_gets_its_best_stable_matching),
        cmocka_unit_test(both_sides_fill_the_same_positions),
        cmocka_unit_test(truncation_below_the_place_changes_nothing),
        cmocka_unit_test(the_order_of_applicants_changes_nothing),
        cmocka_unit_test(twelve_seeds_of_a_region_with_couples_match_stably),
        cmocka_unit_test(a_region_with_twice_the_couples_matches_stably_where_it_can),
        cmocka_unit_test(a_couple_that_is_named_blocks_wherever_it_is_put),
        cmocka_unit_test(the_same_seed_gives_the_same_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
