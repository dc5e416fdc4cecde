/* test_answers.c: answers that are kept, found again, and give way. */
#include "../check.h"

#include "answers.h"
#include "error.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct answers *open_with(size_t most)
{
    struct answers *answers;
    assert_true(answers_open(most, &answers, NULL));
    return answers;
}

static void keep(struct answers *answers, const char *key, const char *text)
{
    struct kept_answer *kept = answers_pack(answers, key, text, strlen(text));
    assert_non_null(kept);
    kept_release(kept);
}

static void keep_as_it_is(struct answers *answers, const char *key, const char *text)
{
    struct kept_answer *kept = answers_keep(answers, key, strdup(text), strlen(text));
    assert_non_null(kept);
    kept_release(kept);
}

/* What a kept answer says, for free(). */
static char *text_of(const struct kept_answer *kept, size_t *length)
{
    bool packed;
    const char *bytes = kept_bytes(kept, &packed, length);
    return packed ? kept_unpacked(kept, length) : strndup(bytes, *length);
}

/* What is kept under the key, or NULL; a claim to make it is given back at once. */
static struct kept_answer *find(struct answers *answers, const char *key)
{
    struct kept_answer *kept;
    struct answer_claim *claim;
    answers_claim(answers, key, &kept, &claim);
    answers_made(answers, claim);
    return kept;
}

static bool holds(struct answers *answers, const char *key, const char *text)
{
    struct kept_answer *kept = find(answers, key);
    size_t length = 0;
    char *found = kept ? text_of(kept, &length) : NULL;
    bool same = found && length == strlen(text) && strcmp(found, text) == 0;
    free(found);
    kept_release(kept);
    return same;
}

static void what_is_kept_comes_back_as_it_was(void **state)
{
    (void)state;
    struct answers *answers = open_with(1 << 20);
    keep(answers, "a", "one answer");
    keep(answers, "b", "");
    keep_as_it_is(answers, "d", "another");
    keep_as_it_is(answers, "e", "");
    assert_true(holds(answers, "a", "one answer"));
    assert_true(holds(answers, "b", ""));
    assert_true(holds(answers, "d", "another"));
    assert_true(holds(answers, "e", ""));
    assert_null(find(answers, "c"));
    assert_null(find(answers, ""));
    answers_close(answers);
}

static void bytes_that_are_kept_as_they_are_are_not_copied(void **state)
{
    (void)state;
    struct answers *answers = open_with(1 << 20);
    char *bytes = strdup("as it is");
    struct kept_answer *made = answers_keep(answers, "a", bytes, 8);
    struct kept_answer *found = find(answers, "a");
    size_t length;
    bool packed;
    assert_ptr_equal(kept_bytes(found, &packed, &length), bytes);
    assert_true(!packed && length == 8);
    kept_release(made);
    kept_release(found);
    answers_close(answers);
}

static void it_is_packed_in_the_form_that_browsers_take(void **state)
{
    (void)state;
    struct answers *answers = open_with(1 << 20);
    bool is_packed;
    size_t length;
    keep(answers, "a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    struct kept_answer *kept = find(answers, "a");
    const unsigned char *packed =
        (const unsigned char *)kept_bytes(kept, &is_packed, &length);
    assert_true(is_packed);
    assert_true(length > 18 && length < 60);
    assert_int_equal(packed[0], 0x1f); /* RFC 1952 */
    assert_int_equal(packed[1], 0x8b);
    kept_release(kept);
    answers_close(answers);
}

static void a_key_kept_again_has_the_newer_answer(void **state)
{
    (void)state;
    struct answers *answers = open_with(1 << 20);
    keep(answers, "a", "old");
    keep(answers, "a", "new");
    assert_true(holds(answers, "a", "new"));
    answers_close(answers);
}

static void the_one_unused_for_longest_gives_way(void **state)
{
    (void)state;
    struct answers *answers = open_with(600);
    char key[2] = "a";
    keep(answers, "a", "first");
    for (key[0] = 'b'; key[0] <= 'z'; key[0]++) {
        keep(answers, key, "other");
        assert_true(holds(answers, "a", "first")); /* used each time, so it stays */
        assert_true(holds(answers, key, "other"));
    }
    assert_null(find(answers, "b"));
    answers_close(answers);
}

static void one_that_is_larger_than_all_room_is_not_kept(void **state)
{
    (void)state;
    struct answers *answers = open_with(100);
    keep(answers, "a", "does not fit, even packed, with all that belongs to it");
    assert_null(find(answers, "a"));
    answers_close(answers);
}

static void one_that_gave_way_lives_on_while_it_is_being_sent(void **state)
{
    (void)state;
    struct answers *answers = open_with(400);
    char key[2] = "b";
    size_t length;
    keep(answers, "a", "still being sent");
    struct kept_answer *sending = find(answers, "a");
    for (; key[0] <= 'z'; key[0]++)
        keep(answers, key, "other");
    assert_null(find(answers, "a"));
    char *text = text_of(sending, &length);
    assert_string_equal(text, "still being sent");
    free(text);
    kept_release(sending);
    answers_close(answers);
}

static void *keep_and_find(void *context)
{
    struct answers *answers = context;
    char key[8], text[40];
    for (int i = 0; i < 2000; i++) {
        snprintf(key, sizeof key, "%d", i % 37);
        snprintf(text, sizeof text, "the answer of %d", i % 37);
        struct kept_answer *kept = find(answers, key);
        size_t length;
        if (kept) {
            char *found = text_of(kept, &length);
            assert_true(strcmp(found, text) == 0);
            free(found);
            kept_release(kept);
        } else if (i % 2) {
            keep(answers, key, text);
        } else {
            keep_as_it_is(answers, key, text);
        }
    }
    return NULL;
}

static void threads_that_keep_and_find_see_whole_answers(void **state)
{
    (void)state;
    struct answers *answers = open_with(2000);
    pthread_t thread[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, keep_and_find, answers), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(thread[i], NULL);
    answers_close(answers);
}

static int woken;

static void wake(void *context)
{
    woken = woken * 10 + *(int *)context;
}

static void what_several_ask_for_is_made_by_the_first(void **state)
{
    (void)state;
    struct answers *answers = open_with(1 << 20);
    struct answer_claim *first, *other;
    struct kept_answer *kept;
    int names[] = {1, 2};
    struct answer_waiter one = {wake, &names[0], NULL}, two = {wake, &names[1], NULL};
    woken = 0;
    assert_int_equal(answers_claim(answers, "a", &kept, &first), ANSWER_YOURS);
    assert_string_equal(answer_claim_key(first), "a");
    assert_int_equal(answers_claim(answers, "a", &kept, &other), ANSWER_AWAITED);
    assert_true(answers_await(answers, "a", &one));
    assert_true(answers_await(answers, "a", &two));
    assert_int_equal(woken, 0);
    keep(answers, "a", "made");
    answers_made(answers, first);
    assert_int_equal(woken, 12); /* in the order of their coming */
    assert_int_equal(answers_claim(answers, "a", &kept, &other), ANSWER_KEPT);
    assert_null(other);
    kept_release(kept);
    answers_close(answers);
}

static void what_could_not_be_made_is_the_next_ones_to_make(void **state)
{
    (void)state;
    struct answers *answers = open_with(1 << 20);
    struct answer_claim *first, *other;
    struct kept_answer *kept;
    int name = 1;
    struct answer_waiter waiter = {wake, &name, NULL};
    woken = 0;
    assert_int_equal(answers_claim(answers, "b", &kept, &other), ANSWER_YOURS);
    assert_int_equal(answers_claim(answers, "a", &kept, &first), ANSWER_YOURS);
    assert_true(answers_await(answers, "a", &waiter));
    answers_made(answers, first);
    assert_int_equal(woken, 1);
    assert_false(answers_await(answers, "a", &waiter));
    assert_int_equal(answers_claim(answers, "a", &kept, &first), ANSWER_YOURS);
    answers_made(answers, first);
    answers_made(answers, other);
    answers_made(answers, NULL);
    answers_close(answers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_kept_comes_back_as_it_was),
        cmocka_unit_test(bytes_that_are_kept_as_they_are_are_not_copied),
        cmocka_unit_test(it_is_packed_in_the_form_that_browsers_take),
        cmocka_unit_test(a_key_kept_again_has_the_newer_answer),
        cmocka_unit_test(the_one_unused_for_longest_gives_way),
        cmocka_unit_test(one_that_is_larger_than_all_room_is_not_kept),
        cmocka_unit_test(one_that_gave_way_lives_on_while_it_is_being_sent),
        cmocka_unit_test(threads_that_keep_and_find_see_whole_answers),
        cmocka_unit_test(what_several_ask_for_is_made_by_the_first),
        cmocka_unit_test(what_could_not_be_made_is_the_next_ones_to_make),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
