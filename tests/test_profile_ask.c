/* test_profile_ask.c: a talk of questions and answers, left and taken up again. */
#include "check.h"

#include "error.h"
#include "profile_ask.h"
#include "profile_draft.h"
#include "profile_field.h"
#include "small_words.h"
#include "text_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct sp_date today = {2026, 11, 22};

static char folder[] = "/tmp/smartpick-ask-XXXXXX";
static char path[100];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/me.json", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[80];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static int forget(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

/* Gives the lines as answers; returns what was said to the person, to be freed. */
static char *talk(const char *lines, bool *asked_all)
{
    struct profile_draft *draft;
    struct sp_error error = {0};
    char *said = NULL;
    size_t size;
    FILE *in = fmemopen((char *)lines, strlen(lines), "r");
    FILE *out = open_memstream(&said, &size);
    assert_non_null(in);
    assert_non_null(out);
    struct text_page page = {out, 100, false};
    if (!profile_draft_open(path, true, &small_words, today, &draft, &error)
        || !profile_ask(draft, in, &page, asked_all, &error))
        fail_msg("%s", error.text);
    profile_draft_close(draft);
    fclose(in);
    fclose(out);
    return said;
}

static void saved(const char *field, const char *json)
{
    struct profile_draft *draft;
    struct sp_error error = {0};
    if (!profile_draft_open(path, false, &small_words, today, &draft, &error))
        fail_msg("%s", error.text);
    char *value = profile_draft_value(draft, field);
    if (json && value)
        assert_string_equal(value, json);
    else
        assert_true(!json && !value);
    free(value);
    profile_draft_close(draft);
}

#define FIVE "non_us_img\n\n2023-06-30\n246\nJ-1\nIM, peds\n"

static void has(const char *said, const char *part, bool there)
{
    if ((strstr(said, part) != NULL) != there)
        fail_msg("\"%s\" is %s: %s", part, there ? "not there" : "there", said);
}

static void each_question_says_why_and_what_no_answer_means(void **state)
{
    (void)state;
    bool all;
    char *said = talk("", &all);
    assert_false(all);
    has(said, "1 of ", true);
    has(said, "Why: ", true);
    has(said, "No answer means: this one is needed.", true);
    free(said);
    said = talk("us_md\n", &all);
    has(said, "No answer means: no.", true);
    free(said);
}

static void every_answer_is_saved_at_once(void **state)
{
    (void)state;
    bool all;
    free(talk("non_us_img\n\n2023-06-30\n246\n", &all));
    assert_false(all);
    saved("applicant_type", "\"non_us_img\"");
    saved("step2_ck", "246");
    saved("student", NULL);
    saved("visa_need", NULL);
}

static void a_talk_goes_on_where_it_was_left(void **state)
{
    (void)state;
    bool all;
    free(talk("non_us_img\n\n2023-06-30\nquit\n", &all));
    char *said = talk("246\n", &all);
    has(said, "Which are you", false);
    has(said, "Are you still in medical school", false); /* was left empty, so not again */
    has(said, "What is your score in Step 2 CK", true);
    saved("step2_ck", "246");
    free(said);
}

static void a_required_field_that_is_missing_is_asked_again(void **state)
{
    (void)state;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("{\"season\": 2027, \"step2_ck\": 246}", file);
    fclose(file);
    bool all;
    char *said = talk("\nnon_us_img\n2023-06-30\nnone\nIM\n", &all);
    has(said, "This one is needed", true);
    has(said, "publications", false); /* optional, and before the last one answered */
    assert_true(all);
    saved("visa_need", "\"none\"");
    free(said);
}

static void a_wrong_answer_is_told_and_asked_again(void **state)
{
    (void)state;
    bool all;
    char *said = talk("non_us_img\n\n2030-06-30\n2023-06-30\n310\n246\n", &all);
    has(said, "graduation_date: \"2030-06-30\" lies in the future", true);
    has(said, "step2_ck: 310 is not allowed; allowed: a whole number from 1 to 300", true);
    saved("graduation_date", "\"2023-06-30\"");
    saved("step2_ck", "246");
    free(said);
}

static void nobody_is_asked_what_does_not_concern_them(void **state)
{
    (void)state;
    bool all;
    char *said = talk("us_md\n\n2023-06-30\n246\nnone\nIM\n\n\n\n\n\n\n\n\n", &all);
    has(said, "ECFMG", false);
    has(said, "passport", false);
    has(said, "COMLEX", false);
    free(said);
    unlink(path);
    said = talk(FIVE "\n\n\n\n\n\n\n\n\n", &all);
    has(said, "ECFMG", true);
    has(said, "passport", true);
    free(said);
}

static void a_whole_talk_makes_a_whole_profile(void **state)
{
    (void)state;
    bool all;
    char *said = talk(FIVE "1\npassed, 2023-11-14, 1\nnot_taken\ncertified\nCanada\n"
                           "externship, 2, yes, yes; observership, 1, no, yes\n"
                           "2, yes, IM; 1, no\n3\n2\nfamily, OH\nNew England\nurban\nno\n"
                           "none\n0\nEnglish, Spanish\n2500\n120\n40\n2027\n",
                      &all);
    assert_true(all);
    has(said, "not allowed", false);
    free(said);
    struct sp_profile profile;
    struct sp_error error = {0};
    if (!profile_file_load(path, &small_words, today, &profile, &error))
        fail_msg("%s", error.text);
    assert_int_equal(profile.wishes, 2);
    assert_int_equal(profile.experiences, 2);
    assert_int_equal(profile.letters, 2);
    assert_int_equal(profile.budget_cents, 250000);
    assert_int_equal(profile.season, 2027);
    struct sp_gap gaps[40];
    assert_int_equal(sp_profile_gaps(&profile, gaps, 40), 1);
    assert_string_equal(gaps[0].field, "preferences");
    sp_profile_free(&profile);
    said = talk("", &all);
    assert_true(all);
    assert_string_equal(said, ""); /* nothing is left to ask */
    free(said);
}

static void an_answer_that_cannot_be_saved_is_told(void **state)
{
    (void)state;
    struct profile_draft *draft;
    struct sp_error error = {0};
    char nowhere[120], line[] = "us_md\n";
    bool all;
    snprintf(nowhere, sizeof nowhere, "%s/nowhere/me.json", folder);
    FILE *in = fmemopen(line, sizeof line - 1, "r"), *out = fopen("/dev/null", "w");
    assert_non_null(in);
    assert_non_null(out);
    struct text_page page = {out, 100, false};
    assert_true(profile_draft_open(nowhere, true, &small_words, today, &draft, &error));
    assert_false(profile_ask(draft, in, &page, &all, &error));
    assert_int_equal(error.code, SP_UNAVAILABLE);
    assert_non_null(strstr(error.text, nowhere));
    profile_draft_close(draft);
    fclose(in);
    fclose(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(each_question_says_why_and_what_no_answer_means, forget),
        cmocka_unit_test_teardown(every_answer_is_saved_at_once, forget),
        cmocka_unit_test_teardown(a_talk_goes_on_where_it_was_left, forget),
        cmocka_unit_test_teardown(a_required_field_that_is_missing_is_asked_again, forget),
        cmocka_unit_test_teardown(a_wrong_answer_is_told_and_asked_again, forget),
        cmocka_unit_test_teardown(nobody_is_asked_what_does_not_concern_them, forget),
        cmocka_unit_test_teardown(a_whole_talk_makes_a_whole_profile, forget),
        cmocka_unit_test_teardown(an_answer_that_cannot_be_saved_is_told, forget),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
