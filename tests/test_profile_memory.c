/* test_profile_memory.c: a profile when memory runs out: each allocation is refused in
 * turn.
 *
 * Those of the JSON library too, but for its parser, which is not made for that (see
 * memory_for in profile_file.c).  Nothing may be half read, or half written. */
#include "check.h"

#include "error.h"
#include "profile_draft.h"
#include "profile_write.h"
#include "small_words.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);

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

static bool parsing;

static void *json_malloc(size_t size)
{
    return !parsing && refused() ? NULL : __real_malloc(size);
}

static const struct sp_date today = {2026, 11, 22};
static char text[8000];

static int load_example(void **state)
{
    (void)state;
    FILE *file = fopen("examples/applicant-d.json", "r");
    if (!file)
        return -1;
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    json_set_alloc_funcs(json_malloc, free);
    return fclose(file);
}

static int refuse_nothing(void **state)
{
    (void)state;
    left = -1;
    return 0;
}

enum { MOST = 5000 };

static void a_profile_is_read_whole_or_not_at_all(void **state)
{
    (void)state;
    for (long allowed = 0; allowed < MOST; allowed++) {
        struct sp_profile profile;
        struct sp_error error = {0};
        left = allowed;
        parsing = true;
        bool ok =
            profile_file_parse(text, strlen(text), &small_words, today, &profile, &error);
        parsing = false;
        bool done = left >= 0;
        left = -1;
        if (!ok) {
            assert_int_equal(error.code, SP_NO_MEMORY);
            assert_null(profile.text.last);
            continue;
        }
        assert_int_equal(profile.wishes, 2);
        assert_int_equal(profile.preferences.places, 2);
        sp_profile_free(&profile);
        if (done)
            return;
    }
    fail_msg("still refused after %d", MOST);
}

static void a_profile_is_written_whole_or_not_at_all(void **state)
{
    (void)state;
    struct sp_profile profile;
    struct sp_error error = {0};
    assert_true(
        profile_file_parse(text, strlen(text), &small_words, today, &profile, &error));
    for (long allowed = 0; allowed < MOST; allowed++) {
        left = allowed;
        char *written = profile_write(&profile, &small_words);
        bool done = left >= 0;
        left = -1;
        if (written)
            assert_string_equal(written, text);
        free(written);
        if (done) {
            sp_profile_free(&profile);
            return;
        }
    }
    fail_msg("still refused after %d", MOST);
}

static void an_answer_is_taken_or_the_draft_stays_as_it_was(void **state)
{
    (void)state;
    for (long allowed = 0; allowed < MOST; allowed++) {
        struct profile_draft *draft;
        struct sp_error error = {0};
        left = allowed;
        bool open = profile_draft_open("/nonexistent/me.json", true, &small_words, today,
                                       &draft, &error);
        bool set = open
                   && profile_draft_set(draft, "clinical_experience",
                                        "externship, 2, yes, yes; research, kind=research",
                                        &error);
        assert_false(set); /* months are missing in the second */
        set = open && profile_draft_set(draft, "ties", "family, OH; school, NY", &error)
              && profile_draft_add(draft, "ties", "work, MI", &error);
        bool done = left >= 0;
        left = -1;
        if (!set)
            assert_int_not_equal(error.code, SP_OK);
        char *ties = open ? profile_draft_value(draft, "ties") : NULL;
        if (set)
            assert_string_equal(ties, "[{\"kind\": \"family\", \"state\": \"OH\"}, "
                                      "{\"kind\": \"school\", \"state\": \"NY\"}, "
                                      "{\"kind\": \"work\", \"state\": \"MI\"}]");
        free(ties);
        profile_draft_close(draft);
        if (done) {
            assert_true(set);
            return;
        }
    }
    fail_msg("still refused after %d", MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_profile_is_read_whole_or_not_at_all, refuse_nothing),
        cmocka_unit_test_teardown(a_profile_is_written_whole_or_not_at_all, refuse_nothing),
        cmocka_unit_test_teardown(an_answer_is_taken_or_the_draft_stays_as_it_was,
                                  refuse_nothing),
    };
    return cmocka_run_group_tests(tests, load_example, NULL);
}
