/* test_profile_draft.c: answers as people type them, one at a time. */
#include "check.h"

#include "error.h"
#include "profile_draft.h"
#include "scenario.h"
#include "small_words.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const struct sp_date today = {2026, 11, 22};

static char folder[] = "/tmp/smartpick-draft-XXXXXX";
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

static struct profile_draft *begin(void)
{
    struct profile_draft *draft;
    struct sp_error error = {0};
    unlink(path);
    if (!profile_draft_open(path, true, &small_words, today, &draft, &error))
        fail_msg("%s", error.text);
    return draft;
}

static void holds(struct profile_draft *draft, const char *field, const char *json)
{
    char *value = profile_draft_value(draft, field);
    if (!json)
        assert_null(value);
    else if (!value)
        fail_msg("%s is not there", field);
    else
        assert_string_equal(value, json);
    free(value);
}

static void set(struct profile_draft *draft, const char *field, const char *value,
                const char *json)
{
    struct sp_error error = {0};
    if (!profile_draft_set(draft, field, value, &error))
        fail_msg("%s: %s: %s", field, value, error.text);
    holds(draft, field, json);
}

static void add(struct profile_draft *draft, const char *field, const char *value,
                const char *json)
{
    struct sp_error error = {0};
    if (!profile_draft_add(draft, field, value, &error))
        fail_msg("%s + %s: %s", field, value, error.text);
    holds(draft, field, json);
}

static void refused(struct profile_draft *draft, const char *field, const char *value,
                    const char *part, const char *other)
{
    struct sp_error error = {0};
    if (profile_draft_set(draft, field, value, &error))
        fail_msg("%s: %s was accepted", field, value);
    assert_int_equal(error.code, SP_BAD_INPUT);
    if (!strstr(error.text, part) || !strstr(error.text, other))
        fail_msg("\"%s\" and \"%s\" are not in: %s", part, other, error.text);
}

static void answers_are_taken_as_people_type_them(void **state)
{
    (void)state;
    struct profile_draft *draft = begin();
    set(draft, "applicant_type", "Non-US IMG", "\"non_us_img\"");
    set(draft, "graduation_date", "2023-06", "\"2023-06\"");
    set(draft, "step2_ck", "246", "246");
    set(draft, "step2_ck", "not yet", "null");
    set(draft, "visa_need", "J-1", "\"j1\"");
    set(draft, "specialties", "IM, psychiatry", "[\"IM\", \"psychiatry\"]");
    set(draft, "couple", "Yes", "true");
    set(draft, "budget_usd", "2500.50", "2500.5");
    set(draft, "red_flags", "prior residency left; gap",
        "[\"prior_residency_left\", \"gap\"]");
    set(draft, "letters", "none", "[]");
    set(draft, "geographic_preferences", "New England", "[\"New England\"]");
    profile_draft_close(draft);
}

static void objects_are_written_by_place_or_by_name(void **state)
{
    (void)state;
    struct profile_draft *draft = begin();
    set(draft, "ties", "family, OH; kind=school, state=New York",
        "[{\"kind\": \"family\", \"state\": \"OH\"}, "
        "{\"kind\": \"school\", \"state\": \"New York\"}]");
    set(draft, "step1", "passed, 2024-01-15, 1",
        "{\"result\": \"passed\", \"date\": \"2024-01-15\", \"attempts\": 1}");
    set(draft, "clinical_experience", "externship, 1.5, yes, unknown",
        "[{\"kind\": \"externship\", \"months\": 1.5, \"hands_on\": true}]");
    set(draft, "specialties", "FM; name=Psych, weight=2",
        "[\"FM\", {\"name\": \"Psych\", \"weight\": 2}]");
    set(draft, "letters", "[{\"count\": 2}]", "[{\"count\": 2}]");
    profile_draft_close(draft);
}

static void a_path_reaches_into_lists_and_objects(void **state)
{
    (void)state;
    struct profile_draft *draft = begin();
    set(draft, "letters[0].from_us", "yes", "true");
    set(draft, "letters[0].count", "2", "2");
    holds(draft, "letters", "[{\"from_us\": true, \"count\": 2}]");
    set(draft, "letters[0].from_us", "unknown", NULL);
    set(draft, "step3.score", "221", "221");
    set(draft, "specialties", "IM, FM", "[\"IM\", \"FM\"]");
    set(draft, "specialties[1].weight", "0.5", "0.5");
    holds(draft, "specialties[1]", "{\"name\": \"FM\", \"weight\": 0.5}");
    set(draft, "specialties[0]", "Psych", "\"Psych\"");
    set(draft, "languages[0]", "Spanish", "\"Spanish\"");
    set(draft, "preferences.place[0]", "OH, 0.5", "{\"state\": \"OH\", \"weight\": 0.5}");
    set(draft, "preferences.size", "-0.5", "-0.5");
    profile_draft_close(draft);
}

static void elements_are_added_and_taken_out(void **state)
{
    (void)state;
    struct profile_draft *draft = begin();
    struct sp_error error = {0};
    add(draft, "ties", "family, OH", "[{\"kind\": \"family\", \"state\": \"OH\"}]");
    add(draft, "ties", "{\"kind\": \"work\", \"state\": \"MI\"}",
        "[{\"kind\": \"family\", \"state\": \"OH\"}, "
        "{\"kind\": \"work\", \"state\": \"MI\"}]");
    add(draft, "pinned", "1234140C0, 1234140C1", "[\"1234140C0\", \"1234140C1\"]");
    add(draft, "preferences.place", "OH, 1", "[{\"state\": \"OH\", \"weight\": 1}]");
    set(draft, "ties[0]", "", "{\"kind\": \"work\", \"state\": \"MI\"}");
    set(draft, "pinned", "", NULL);
    assert_false(profile_draft_add(draft, "couple", "yes", &error));
    assert_non_null(strstr(error.text, "only to a list"));
    profile_draft_close(draft);
}

static void a_refused_answer_changes_nothing(void **state)
{
    (void)state;
    struct profile_draft *draft = begin();
    set(draft, "step2_ck", "246", "246");
    refused(draft, "step2_ck", "310", "step2_ck: 310", "1 to 300");
    refused(draft, "step2_ck", "two hundred", "step2_ck: \"two hundred\"", "whole number");
    refused(draft, "step2_ck", "1e999", "step2_ck: \"1e999\"", "whole number");
    refused(draft, "step2_ck", "", "step2_ck", "required");
    holds(draft, "step2_ck", "246");
    refused(draft, "steep2_ck", "246", "steep2_ck: no such field", "\"step2_ck\"");
    refused(draft, "", "246", "no such field", "docs/profile.md");
    refused(draft, "step2_ck.score", "246", "step2_ck.score", "a plain value");
    refused(draft, "letters.count", "1", "letters", "a list");
    refused(draft, "step1[0]", "1", "step1", "an object");
    refused(draft, "letters[1].count", "1", "letters[1].count", "[0] to [0]");
    refused(draft, "letters[x]", "1", "letters[x]", "no such place");
    refused(draft, "letters[99999999999999999999]", "1", "letters[", "no such place");
    refused(draft, "letters[0].cuont", "1", "letters[0].cuont", "\"count\"");
    refused(draft, "languages[0].x", "1", "languages[0].x", "no such field");
    refused(draft, "ties", "family", "ties[0]", "\"state\" is missing");
    refused(draft, "ties", "family, OH, x", "ties[0].x", "no such field");
    refused(draft, "ties", "{\"kind\"", "ties: the JSON given", "column");
    refused(draft, "nationality", "C\xf4te d'Ivoire", "nationality", "not valid UTF-8");
    refused(draft, "ties[0]", "{\"kind\"", "ties[0]: \"{", "an object");
    refused(draft, "ties", "family, OH; {\"kind\"", "ties[1]: \"{", "an object");
    refused(draft, "specialties", "Pediatriks", "specialties[0]", "Pediatrics");
    holds(draft, "letters", NULL);
    holds(draft, "ties", NULL);
    profile_draft_close(draft);
}

static void answers_must_agree_with_those_before(void **state)
{
    (void)state;
    struct profile_draft *draft = begin();
    set(draft, "applicant_type", "us img", "\"us_img\"");
    refused(draft, "visa_need", "h1b", "visa_need: \"h1b\"", "us_img");
    refused(draft, "citizenship", "other", "citizenship: \"other\"", "us_img");
    set(draft, "applicant_type", "non us img", "\"non_us_img\"");
    set(draft, "visa_need", "h1b", "\"h1b\"");
    profile_draft_close(draft);
}

static void changes_made_together_come_in_any_order(void **state)
{
    (void)state;
    static const struct sp_scenario_change change[] = {
        {"visa_need", "h1b"}, {"applicant_type", "non us img"}, {"visa_need", "j1"}};
    for (int first = 0; first < 2; first++) {
        struct sp_error error = {0};
        struct profile_draft *draft = begin();
        set(draft, "applicant_type", "us img", "\"us_img\"");
        if (!profile_draft_change(draft, change + first, 2, &error))
            fail_msg("%s", error.text);
        holds(draft, "applicant_type", "\"non_us_img\"");
        holds(draft, "visa_need", first ? "\"j1\"" : "\"h1b\"");
        profile_draft_close(draft);
    }
}

static void one_wrong_change_of_several_is_named_and_none_is_made(void **state)
{
    (void)state;
    static const struct {
        struct sp_scenario_change change[2];
        const char *fault;
    } cases[] = {
        {{{"step2_ck", "250"}, {"visa_need", "h1b"}}, "visa_need: \"h1b\""},
        {{{"step2_ck", "310"}, {"visa_need", "none"}}, "step2_ck: 310"},
        {{{"step2_ck", "250"}, {"visa_need", "C\xf4te"}}, "visa_need: the value given"},
        {{{"step2_ck", "250"}, {"steep2_ck", "246"}}, "steep2_ck: no such field"},
    };
    struct profile_draft *draft = begin();
    set(draft, "applicant_type", "us img", "\"us_img\"");
    set(draft, "step2_ck", "246", "246");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sp_error error = {0};
        assert_false(profile_draft_change(draft, cases[i].change, 2, &error));
        assert_int_equal(error.code, SP_BAD_INPUT);
        assert_ptr_equal(strstr(error.text, cases[i].fault), error.text);
        holds(draft, "step2_ck", "246");
        holds(draft, "visa_need", NULL);
    }
    profile_draft_close(draft);
}

static void a_draft_is_saved_left_and_taken_up_again(void **state)
{
    (void)state;
    struct sp_error error = {0};
    struct sp_profile profile;
    struct profile_draft *draft = begin();
    set(draft, "step2_ck", "246", "246");
    set(draft, "applicant_type", "us_md", "\"us_md\"");
    assert_true(profile_draft_save(draft, &error));
    profile_draft_close(draft);

    assert_true(profile_draft_open(path, true, &small_words, today, &draft, &error));
    holds(draft, "step2_ck", "246");
    assert_true(profile_draft_read(draft, true, &profile, &error));
    sp_profile_free(&profile);
    assert_false(profile_draft_read(draft, false, &profile, &error));
    assert_non_null(strstr(error.text, "missing: graduation_date"));
    profile_draft_close(draft);

    FILE *file = fopen(path, "r");
    char text[200];
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(text,
                        "{\n  \"applicant_type\": \"us_md\",\n  \"step2_ck\": 246\n}\n");
}

static void a_file_is_opened_only_when_it_is_there_unless_it_may_be_fresh(void **state)
{
    (void)state;
    struct profile_draft *draft;
    struct sp_error error = {0};
    char absent[120];
    snprintf(absent, sizeof absent, "%s/absent.json", folder);
    assert_false(profile_draft_open(absent, false, &small_words, today, &draft, &error));
    assert_int_equal(error.code, SP_NOT_FOUND);
    assert_null(draft);
    profile_draft_close(draft);
    assert_false(profile_draft_open(folder, true, &small_words, today, &draft, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
}

static void a_wrong_value_in_the_file_can_be_mended(void **state)
{
    (void)state;
    struct profile_draft *draft;
    struct sp_error error = {0};
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("{\"step2_ck\": 310, \"couple\": true}", file);
    fclose(file);
    assert_true(profile_draft_open(path, false, &small_words, today, &draft, &error));
    refused(draft, "couple", "no", "step2_ck: 310", "1 to 300");
    set(draft, "step2_ck", "251", "251");
    profile_draft_close(draft);
}

static void the_version_before_is_kept_byte_for_byte(void **state)
{
    (void)state;
    struct profile_draft *draft;
    struct sp_error error = {0};
    const char *before = "{  \"couple\":true }";
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(before, file);
    fclose(file);
    assert_true(profile_draft_open(path, false, &small_words, today, &draft, &error));
    set(draft, "couple", "no", "false");
    assert_true(profile_draft_keep(draft, &error));

    signal(SIGXFSZ, SIG_IGN);
    struct rlimit was, none;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    none = (struct rlimit){.rlim_cur = 4, .rlim_max = was.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    bool saved = profile_draft_save(draft, &error);
    bool kept = profile_draft_keep(draft, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
    assert_false(saved);
    assert_false(kept);
    assert_int_equal(error.code, SP_UNAVAILABLE);
    assert_true(profile_draft_save(draft, &error));
    profile_draft_close(draft);

    char name[120], text[100];
    snprintf(name, sizeof name, "%s.bak", path);
    file = fopen(name, "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(text, before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_taken_as_people_type_them),
        cmocka_unit_test(objects_are_written_by_place_or_by_name),
        cmocka_unit_test(a_path_reaches_into_lists_and_objects),
        cmocka_unit_test(elements_are_added_and_taken_out),
        cmocka_unit_test(a_refused_answer_changes_nothing),
        cmocka_unit_test(answers_must_agree_with_those_before),
        cmocka_unit_test(changes_made_together_come_in_any_order),
        cmocka_unit_test(one_wrong_change_of_several_is_named_and_none_is_made),
        cmocka_unit_test(a_draft_is_saved_left_and_taken_up_again),
        cmocka_unit_test(a_file_is_opened_only_when_it_is_there_unless_it_may_be_fresh),
        cmocka_unit_test(a_wrong_value_in_the_file_can_be_mended),
        cmocka_unit_test(the_version_before_is_kept_byte_for_byte),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
