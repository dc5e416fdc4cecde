/* test_match_memory.c: the match and its check when memory runs out: each allocation is
 * refused in turn.  The answer is then empty, the error says so, and nothing leaks. */
#include "match.h"
#include "match_check.h"

#include "check.h"
#include "error.h"
#include "match_sketch.h"

#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static long left = -1; /* allocations before the one that is refused; below 0: none is */

static bool refused(void)
{
    return left >= 0 && left-- == 0;
}

void *__wrap_malloc(size_t size)
{
    return refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return refused() ? NULL : __real_realloc(old, size);
}

static const char market[] = "single 0(2,3) 1\n"
                             "single 1 0\n"
                             "single 1\n"
                             "couple 0,1 1,0 0,0 -,3\n"
                             "couple 1,1 3,0 0,-\n"
                             "program 2: 3 0 4 5 6 1 >3\n"
                             "program 3: 0 1 4 3 2 6 5 even\n"
                             "program 1: 0 >3\n"
                             "program 1: 6 5 4 0\n";

static void a_check_without_memory_says_so(void **state)
{
    struct sketch sketch;
    struct sp_blocks blocks;
    struct sp_error error = {0};
    int32_t place[] = {-1, -1, -1, -1, -1, -1, -1};
    struct sp_match match = {.place = place};
    bool ok = false;
    long most = 0;
    (void)state;

    sketch_read(&sketch, market);
    for (; !ok; most++) {
        left = most;
        ok = sp_match_check(&sketch.lists, &match, SP_COUPLES_KPR, 100, &blocks, &error);
        left = -1;
        if (!ok) {
            assert_int_equal(error.code, SP_NO_MEMORY);
            assert_null(blocks.at);
            assert_int_equal(blocks.count, 0);
        }
    }
    assert_true(blocks.count > 4);
    assert_true(most > 8);
    sp_blocks_free(&blocks);
    sketch_free(&sketch);
}

static void a_match_without_memory_says_so(void **state)
{
    struct sketch sketch;
    struct sp_match match;
    struct sp_error error = {0};
    bool ok = false;
    long most = 0;
    (void)state;

    sketch_read(&sketch, market);
    for (; !ok; most++) {
        left = most;
        ok = sp_match_run(&sketch.lists, &(struct sp_match_options){0}, &match, &error);
        left = -1;
        if (!ok) {
            assert_int_equal(error.code, SP_NO_MEMORY);
            assert_null(match.place);
            assert_int_equal(match.unresolved_count, 0);
        }
    }
    assert_true(most > 1);
    sp_match_free(&match);
    sketch_free(&sketch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_check_without_memory_says_so),
        cmocka_unit_test(a_match_without_memory_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
