/* test_profile_memory.c: a profile when memory runs out: each allocation is refused in
 * turn.
 *
 * Those of the JSON library too, but for its parser, which is not made for that (see
 * memory_for in profile_file.c).  Nothing may be half read, or half written. */
#include "check.h"

#include "error.h"
#include "profile_draft.h"
#include "profile_write.h"
#include "scarce.h"
#include "small_words.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool parsing;

static void *json_malloc(size_t size)
{
    return parsing ? __real_malloc(size) : malloc(size);
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
    scarce_end();
    return 0;
}

enum { MOST = 5000 };

static void a_profile_is_read_whole_or_not_at_all(void **state)
{
    (void)state;
    for (long allowed = 0; allowed < MOST; allowed++) {
        struct sp_profile profile;
        struct sp_error error = {0};
        scarce_allow(allowed);
        parsing = true;
        bool ok =
            profile_file_parse(text, strlen(text), &small_words, today, &profile, &error);
        parsing = false;
        bool done = !scarce_end();
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
        scarce_allow(allowed);
        char *written = profile_write(&profile, &small_words);
        bool done = !scarce_end();
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
        scarce_allow(allowed);
        bool open = profile_draft_open("/nonexistent/me.json", true, &small_words, today,
                                       &draft, &error);
        bool set = open
                   && profile_draft_set(draft, "clinical_experience",
                                        "externship, 2, yes, yes; research, kind=research",
                                        &error);
        assert_false(set); /* months are missing in the second */
        set = open && profile_draft_set(draft, "ties", "family, OH; school, NY", &error)
              && profile_draft_add(draft, "ties", "work, MI", &error);
        bool done = !scarce_end();
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
