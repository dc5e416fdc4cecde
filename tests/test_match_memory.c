/* test_match_memory.c: the match and its check when memory runs out: each allocation is
 * refused in turn.  The answer is then empty, the error says so, and nothing leaks. */
#include "match.h"
#include "match_check.h"

#include "check.h"
#include "error.h"
#include "match_sketch.h"
#include "scarce.h"

static struct sketch sketch;

static bool check(void *match, struct sp_error *error)
{
    struct sp_blocks blocks;
    bool ok = sp_match_check(&sketch.lists, match, SP_COUPLES_KPR, 100, &blocks, error);
    assert_true(ok ? blocks.count > 4 : !blocks.at && !blocks.count);
    sp_blocks_free(&blocks);
    return ok;
}

static bool run(void *options, struct sp_error *error)
{
    struct sp_match match;
    bool ok = sp_match_run(&sketch.lists, options, &match, error);
    assert_true(ok || (!match.place && !match.unresolved_count));
    sp_match_free(&match);
    return ok;
}

static void a_check_without_memory_says_so(void **state)
{
    int32_t place[] = {-1, -1, -1, -1, -1, -1, -1};
    struct sp_match match = {.place = place};
    (void)state;
    sketch_read(&sketch, "single 0(2,3) 1\n"
                         "single 1 0\n"
                         "single 1\n"
                         "couple 0,1 1,0 0,0 -,3\n"
                         "couple 1,1 3,0 0,-\n"
                         "program 2: 3 0 4 5 6 1 >3\n"
                         "program 3: 0 1 4 3 2 6 5 even\n"
                         "program 1: 0 >3\n"
                         "program 1: 6 5 4 0\n");
    assert_true(scarce_refuse_each(check, &match, 1) > 8);
    sketch_free(&sketch);
}

/* A market that the orders settle; one that is searched exactly, for its couples; and one
 * for its numbers of positions. */
static void a_match_without_memory_says_so(void **state)
{
    static const char *const market[] = {
        "single 0 1\nsingle 1 0\ncouple 0,1 1,0\nprogram 2: 0 2 1\nprogram 2: 1 3 0\n",
        "single 0 2\nsingle 1 2 0\ncouple 2,0 1,2\ncouple 0,1\n"
        "program 2: 3 4 0 1\nprogram 2: 2 5 1\nprogram 1: 0 2 3 1\n",
        "single 1\nsingle 2 0\ncouple 1,2 1,1 0,0\n"
        "program 0: 3 1 2 >2 even\nprogram 2: 2 0 3 >2\nprogram 1: 1 3\n"};
    (void)state;
    for (int i = 0; i < 3; i++) {
        sketch_read(&sketch, market[i]);
        struct sp_match_options options = {.most_orders = 1};
        long refusals = scarce_refuse_each(run, &options, 1);
        print_message("# %ld refusals\n", refusals);
        assert_true(refusals > 20 + 5 * i);
        sketch_free(&sketch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_check_without_memory_says_so),
        cmocka_unit_test(a_match_without_memory_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
