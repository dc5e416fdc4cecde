/* test_match_exact.c: no stable matching is missed, and none is denied
 *
 * Markets too large for the oracle, but with so few couples that each can be put in every
 * place of its list in turn.  The rest is then matched by a deferred acceptance of its own,
 * the programs proposing, and the definition says whether the result is stable.
 */
#include "match.h"
#include "match_check.h"

#include "check.h"
#include "error.h"
#include "match_sketch.h"

#include <stdio.h>
#include <stdlib.h>

struct trial {
    const struct sp_market_lists *market;
    enum sp_couples_rule rule;
    int *couple;  /* [applicants] of a member, or -1 */
    int *next;    /* [programs] of its list */
    int *held;    /* [programs] */
    int32_t *put; /* [applicants] of members: where they are put */
    int32_t *place;
};

static int liking(const struct sp_market_lists *market, int a, int p)
{
    int r = market->rank_first[a];
    while (r < market->rank_first[a + 1] && market->rank[r] != p)
        r++;
    return r;
}

static bool would_come(const struct trial *trial, int a, int p)
{
    int end = trial->market->rank_first[a + 1];
    if (trial->couple[a] >= 0)
        return trial->put[a] == p;
    int now = trial->place[a] < 0 ? end : liking(trial->market, a, trial->place[a]);
    return liking(trial->market, a, p) < now;
}

/* Programs go down their lists until nothing moves. */
static void defer(struct trial *trial)
{
    const struct sp_market_lists *market = trial->market;
    bool moved = true;
    for (int a = 0; a < market->applicants; a++)
        trial->place[a] = -1;
    for (int p = 0; p < market->programs; p++) {
        trial->next[p] = market->wish_first[p];
        trial->held[p] = 0;
    }
    while (moved) {
        moved = false;
        for (int p = 0; p < market->programs; p++)
            while (trial->held[p] < market->quota[p]
                   && trial->next[p] < market->wish_first[p + 1]) {
                int a = market->wish[trial->next[p]++];
                if (!would_come(trial, a, p))
                    continue;
                if (trial->place[a] >= 0)
                    trial->held[trial->place[a]]--;
                trial->place[a] = p;
                trial->held[p]++;
                moved = true;
            }
    }
}

static bool holds(struct trial *trial)
{
    struct sp_match match = {.place = trial->place};
    struct sp_blocks blocks;
    struct sp_error error;
    defer(trial);
    for (int a = 0; a < trial->market->applicants; a++)
        if (trial->couple[a] >= 0 && trial->place[a] != trial->put[a])
            return false;
    assert_true(sp_match_check(trial->market, &match, trial->rule, 1, &blocks, &error));
    bool stable = blocks.count == 0;
    sp_blocks_free(&blocks);
    return stable;
}

/* Whether some way to put the couples from `c` on holds. */
static bool some_holds(struct trial *trial, int c)
{
    const struct sp_market_lists *market = trial->market;
    if (c == market->couples)
        return holds(trial);
    for (int k = market->pair_first[c]; k <= market->pair_first[c + 1]; k++) {
        bool nowhere = k == market->pair_first[c + 1];
        for (int m = 0; m < 2; m++)
            trial->put[market->member[c][m]] = nowhere ? -1 : market->pair[k][m];
        if (some_holds(trial, c + 1))
            return true;
    }
    return false;
}

static bool has_stable(const struct sp_market_lists *market, enum sp_couples_rule rule)
{
    size_t applicants = (size_t)market->applicants, programs = (size_t)market->programs;
    struct trial trial = {
        .market = market,
        .rule = rule,
        .couple = calloc(applicants, sizeof *trial.couple),
        .next = calloc(programs, sizeof *trial.next),
        .held = calloc(programs, sizeof *trial.held),
        .put = calloc(applicants, sizeof *trial.put),
        .place = calloc(applicants, sizeof *trial.place),
    };
    for (int a = 0; a < market->applicants; a++)
        trial.couple[a] = -1;
    for (int c = 0; c < market->couples; c++)
        trial.couple[market->member[c][0]] = trial.couple[market->member[c][1]] = c;
    bool has = some_holds(&trial, 0);
    free(trial.couple);
    free(trial.next);
    free(trial.held);
    free(trial.put);
    free(trial.place);
    return has;
}

/* The number of markets that have no stable matching. */
static int judge(const struct sketch_wish *wish, enum sp_couples_rule rule, int seeds)
{
    int none = 0;
    for (int seed = 1; seed <= seeds; seed++) {
        char *text = sketch_random(wish, (uint64_t)seed);
        struct sp_match_options options = {.rule = rule, .most_orders = 1};
        struct sketch sketch;
        struct sp_match match;
        struct sp_blocks blocks;
        struct sp_error error;
        sketch_read(&sketch, text);
        assert_true(sp_match_run(&sketch.lists, &options, &match, &error));
        assert_true(sp_match_check(&sketch.lists, &match, rule, 1, &blocks, &error));
        if (match.stable != (blocks.count == 0))
            fail_msg("seed %d, rule %d: stable is said wrongly\n%s", seed, rule, text);
        if (match.stable == match.none_exists)
            fail_msg("seed %d, rule %d: neither found nor denied\n%s", seed, rule, text);
        if (match.none_exists && has_stable(&sketch.lists, rule))
            fail_msg("seed %d, rule %d: there is one\n%s", seed, rule, text);
        if (match.none_exists)
            assert_true(match.unresolved_count > 0);
        none += match.none_exists;
        sp_blocks_free(&blocks);
        sp_match_free(&match);
        sketch_free(&sketch);
        free(text);
    }
    return none;
}

static void one_is_found_or_there_is_none(void **state)
{
    static const struct sketch_wish wishes[] = {
        {.singles = 8,
         .couples = 6,
         .programs = 8,
         .longest = 4,
         .most_pairs = 4,
         .most_quota = 2,
         .acceptable = 0.9},
        {.singles = 30,
         .couples = 4,
         .programs = 12,
         .longest = 6,
         .most_pairs = 7,
         .most_quota = 3,
         .acceptable = 0.9},
        {.singles = 2,
         .couples = 5,
         .programs = 4,
         .longest = 4,
         .most_pairs = 6,
         .most_quota = 3,
         .acceptable = 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++)
        for (int rule = SP_COUPLES_KPR; rule <= SP_COUPLES_WITHDRAW; rule++) {
            int none = judge(&wishes[i], (enum sp_couples_rule)rule, 2000);
            print_message("# markets %d, rule %d: %d of 2000 have none\n", (int)i, rule,
                          none);
            assert_true(none > 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_is_found_or_there_is_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
