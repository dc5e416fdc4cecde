/* test_arena.c: memory that is zeroed, aligned, apart, and given back at once. */
#include "check.h"

#include "arena.h"

#include <stdint.h>
#include <string.h>

static void memory_is_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    enum { PIECES = 4000 };
    struct sp_arena arena = {0};
    static unsigned char *piece[PIECES];
    for (int i = 0; i < PIECES; i++) {
        size_t size = (size_t)(i % 97) + 1;
        piece[i] = sp_arena_get(&arena, size);
        assert_non_null(piece[i]);
        assert_int_equal((uintptr_t)piece[i] % _Alignof(max_align_t), 0);
        for (size_t b = 0; b < size; b++)
            assert_int_equal(piece[i][b], 0);
        memset(piece[i], i % 251 + 1, size);
    }
    for (int i = 0; i < PIECES; i++)
        for (size_t b = 0; b < (size_t)(i % 97) + 1; b++)
            assert_int_equal(piece[i][b], i % 251 + 1);
    sp_arena_free(&arena);
}

static void a_piece_larger_than_a_block_is_whole(void **state)
{
    (void)state;
    struct sp_arena arena = {0};
    char *small = sp_arena_get(&arena, 8), *large = sp_arena_get(&arena, 1 << 20);
    char *after = sp_arena_get(&arena, 8);
    assert_true(small && large && after);
    memset(large, 'x', 1 << 20);
    assert_int_equal(small[0], 0);
    assert_int_equal(after[0], 0);
    sp_arena_free(&arena);
}

static void nothing_at_all_can_be_asked_for(void **state)
{
    (void)state;
    struct sp_arena arena = {0};
    assert_non_null(sp_arena_get(&arena, 0));
    sp_arena_free(&arena);
}

static void texts_are_copies_and_no_text_is_the_empty_one(void **state)
{
    (void)state;
    struct sp_arena arena = {0};
    char from[] = "North Hospital";
    const char *copy = sp_arena_text(&arena, from);
    const char *slice = sp_arena_slice(&arena, from, 5);
    memset(from, 'x', sizeof from - 1);
    assert_string_equal(copy, "North Hospital");
    assert_string_equal(slice, "North");
    assert_string_equal(sp_arena_text(&arena, NULL), "");
    assert_string_equal(sp_arena_text(&arena, ""), "");
    assert_string_equal(sp_arena_slice(&arena, "abc", 0), "");
    sp_arena_free(&arena);
}

static void formatted_texts_are_as_long_as_they_need_to_be(void **state)
{
    (void)state;
    struct sp_arena arena = {0};
    const char *text = sp_arena_format(&arena, "%d of %s %*d", 7, "nine", 50000, 1);
    assert_non_null(text);
    assert_int_equal(strlen(text), strlen("7 of nine ") + 50000);
    assert_memory_equal(text, "7 of nine ", 10);
    sp_arena_free(&arena);
}

static void what_is_taken_beside_formatted_texts_is_zeroed(void **state)
{
    (void)state;
    for (int wide = 1; wide < 3000; wide += 7) {
        struct sp_arena arena = {0};
        for (int i = 0; i < 24; i++) { /* over the end of a block, at some width */
            const char *text = sp_arena_format(&arena, "%*d|", wide, i);
            assert_int_equal(strlen(text), wide > 1 || i < 10 ? wide + 1 : 3);
            const char *room = sp_arena_get(&arena, 48);
            for (int k = 0; k < 48; k++)
                assert_int_equal(room[k], 0);
            assert_int_equal(text[strlen(text) - 1], '|');
        }
        sp_arena_free(&arena);
    }
}

static void a_size_beyond_all_memory_is_refused(void **state)
{
    (void)state;
    struct sp_arena arena = {0};
    assert_null(sp_arena_get(&arena, SIZE_MAX));
    assert_null(sp_arena_get(&arena, SIZE_MAX - 7));
    assert_null(sp_arena_get(&arena, SIZE_MAX / 2 + 1));
    assert_non_null(sp_arena_get(&arena, 1));
    sp_arena_free(&arena);
}

static void a_freed_arena_is_empty_and_can_be_used_again(void **state)
{
    (void)state;
    struct sp_arena arena = {0};
    sp_arena_free(&arena);
    assert_non_null(sp_arena_get(&arena, 40000));
    sp_arena_free(&arena);
    assert_null(arena.last);
    assert_non_null(sp_arena_get(&arena, 1));
    sp_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_aligned_and_apart),
        cmocka_unit_test(a_piece_larger_than_a_block_is_whole),
        cmocka_unit_test(nothing_at_all_can_be_asked_for),
        cmocka_unit_test(texts_are_copies_and_no_text_is_the_empty_one),
        cmocka_unit_test(formatted_texts_are_as_long_as_they_need_to_be),
        cmocka_unit_test(what_is_taken_beside_formatted_texts_is_zeroed),
        cmocka_unit_test(a_size_beyond_all_memory_is_refused),
        cmocka_unit_test(a_freed_arena_is_empty_and_can_be_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
