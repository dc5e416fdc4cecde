/* test_profile_file.c: what a profile file may say, and what happens when it may not. */
#include "check.h"

#include "error.h"
#include "profile_write.h"
#include "small_words.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct sp_date today = {2026, 11, 22};

/* The five required fields, and room for more. */
#define FIVE                                                                               \
    "\"applicant_type\": \"non_us_img\", \"graduation_date\": \"2023-06-30\","             \
    "\"step2_ck\": 246, \"visa_need\": \"j1\", \"specialties\": [\"IM\"]"
#define WITH(more) "{" FIVE ", " more "}"

static bool parse(const char *text, struct sp_profile *profile, struct sp_error *error)
{
    *error = (struct sp_error){0};
    return profile_file_parse(text, strlen(text), &small_words, today, profile, error);
}

/* The text is refused, and the message holds each of the parts. */
static void refused(const char *text, const char *part, const char *other)
{
    struct sp_profile profile;
    struct sp_error error;
    if (parse(text, &profile, &error))
        fail_msg("accepted: %s", text);
    assert_int_equal(error.code, SP_BAD_INPUT);
    if (!strstr(error.text, part) || !strstr(error.text, other))
        fail_msg("\"%s\" and \"%s\" are not in: %s", part, other, error.text);
    assert_null(profile.text.last);
    assert_int_equal(profile.wishes, 0);
}

static void accepted(const char *text)
{
    struct sp_profile profile;
    struct sp_error error;
    if (!parse(text, &profile, &error))
        fail_msg("%s: refused: %s", text, error.text);
    sp_profile_free(&profile);
}

/* ---- what is read ----------------------------------------------------------------- */

static void five_fields_are_enough(void **state)
{
    (void)state;
    struct sp_profile profile;
    struct sp_error error;
    assert_true(parse("{" FIVE "}", &profile, &error));
    assert_int_equal(profile.type, SP_NON_US_IMG);
    assert_int_equal(profile.graduation.year, 2023);
    assert_true(profile.step2_known);
    assert_int_equal(profile.step2, 246);
    assert_int_equal(profile.visa, SP_VISA_J1);
    assert_int_equal(profile.wishes, 1);
    assert_string_equal(profile.wish[0].specialty, "140");
    assert_true(profile.wish[0].weight == 1);
    assert_int_equal(profile.publications, -1);
    assert_int_equal(profile.budget_cents, -1);
    assert_string_equal(profile.nationality, "");
    assert_false(profile.experience_said);
    sp_profile_free(&profile);
}

static void every_field_lands_where_it_belongs(void **state)
{
    (void)state;
    struct sp_profile p;
    struct sp_error error;
    const char *text = WITH(
        "\"citizenship\": \"other\", \"nationality\": \"niger\","
        "\"step1\": {\"result\": \"passed\", \"score\": 230, \"attempts\": 2},"
        "\"step2_ck_details\": {\"date\": \"2024-09-10\", \"attempts\": 3},"
        "\"step3\": {\"result\": \"not_taken\"},"
        "\"comlex_level2\": {\"score\": 512}, \"ecfmg_status\": \"certified\","
        "\"clinical_experience\": [{\"kind\": \"externship\", \"months\": 1.5,"
        "  \"hands_on\": true, \"in_us\": false, \"specialty\": \"fm\","
        "  \"institution\": \"1234\", \"last_date\": \"2026-03\"}],"
        "\"letters\": [{\"from_us\": true, \"count\": 2}], \"publications\": 0,"
        "\"research_months\": 7, \"languages\": [\"English\"],"
        "\"ties\": [{\"kind\": \"work\", \"state\": \"ohio\"}],"
        "\"geographic_preferences\": [\"new england\"], \"setting\": \"rural\","
        "\"couple\": true, \"red_flags\": [\"gap\", \"discipline\"],"
        "\"us_training_months\": 12, \"budget_usd\": 2500.5, \"max_applications\": 80,"
        "\"hours\": 40.5, \"preferences\": {\"place\": [{\"state\": \"MI\","
        "  \"weight\": 0.5}], \"size\": -1, \"fellowship\": 0.25},"
        "\"pinned\": [\"1234140c0\"], \"excluded\": [\"4321140C0\"], \"season\": 2027");
    assert_true(parse(text, &p, &error));
    assert_int_equal(p.citizenship, SP_CITIZENSHIP_OTHER);
    assert_string_equal(p.nationality, "Niger");
    assert_int_equal(p.step1.result, SP_EXAM_PASSED);
    assert_true(p.step1.scored && p.step1.score == 230 && p.step1.attempts == 2);
    assert_true(p.step2_ck.scored && p.step2_ck.score == 246 && p.step2_ck.attempts == 3);
    assert_int_equal(p.step3.result, SP_EXAM_NOT_TAKEN);
    assert_int_equal(p.comlex2.score, 512);
    assert_int_equal(p.ecfmg, SP_ECFMG_CERTIFIED);
    assert_true(p.experience_said && p.experiences == 1);
    assert_int_equal(p.experience[0].kind, SP_EXTERNSHIP);
    assert_true(p.experience[0].months == 1.5);
    assert_int_equal(p.experience[0].hands_on, SP_YES);
    assert_int_equal(p.experience[0].in_us, SP_NO);
    assert_string_equal(p.experience[0].specialty, "120");
    assert_string_equal(p.experience[0].institution, "1234");
    assert_int_equal(p.experience[0].last.month, 3);
    assert_true(p.letters_said && p.letters == 1);
    assert_int_equal(p.letter[0].from_us, SP_YES);
    assert_int_equal(p.letter[0].count, 2);
    assert_string_equal(p.letter[0].specialty, "");
    assert_true(p.publications == 0 && p.research_months == 7);
    assert_string_equal(p.language[0], "English");
    assert_int_equal(p.tie[0].kind, SP_TIE_WORK);
    assert_string_equal(p.tie[0].state, "OH");
    assert_string_equal(p.division[0], "New England");
    assert_string_equal(p.setting, "rural");
    assert_true(p.couple);
    assert_int_equal(p.red_flags, 2);
    assert_int_equal(p.red_flag[1], SP_FLAG_DISCIPLINE);
    assert_true(p.gme_months == 12 && p.budget_cents == 250050);
    assert_true(p.most_applications == 80 && p.hours == 40.5);
    assert_string_equal(p.preferences.place[0].state, "MI");
    assert_true(p.preferences.size == -1 && p.preferences.fellowship == 0.25);
    assert_string_equal(p.pinned[0], "1234140C0");
    assert_string_equal(p.excluded[0], "4321140C0");
    assert_int_equal(p.season, 2027);
    sp_profile_free(&p);
}

/* Gives the field each word in turn; the profile must hold 0, 1, … from `first` on. */
static void in_order_of_the_enum(const char *format, const char *const *word, int first,
                                 int (*value)(const struct sp_profile *profile))
{
    for (int i = 0; word[i]; i++) {
        char more[200], text[1000];
        struct sp_profile profile;
        struct sp_error error;
        snprintf(more, sizeof more, format, word[i]);
        snprintf(text, sizeof text, "{%s, %s}",
                 "\"graduation_date\": \"2023-06-30\", \"step2_ck\": 246,"
                 "\"specialties\": [\"IM\"]",
                 more);
        if (!parse(text, &profile, &error))
            fail_msg("%s: %s", text, error.text);
        if (value(&profile) != first + i)
            fail_msg("%s is read as %d", word[i], value(&profile));
        sp_profile_free(&profile);
    }
}

static int type_of(const struct sp_profile *profile)
{
    return (int)profile->type;
}

static int visa_of(const struct sp_profile *profile)
{
    return (int)profile->visa;
}

static int citizenship_of(const struct sp_profile *profile)
{
    return (int)profile->citizenship;
}

static int result_of(const struct sp_profile *profile)
{
    return (int)profile->step1.result;
}

static int ecfmg_of(const struct sp_profile *profile)
{
    return (int)profile->ecfmg;
}

static int stay_of(const struct sp_profile *profile)
{
    return (int)profile->experience[0].kind;
}

static int tie_of(const struct sp_profile *profile)
{
    return (int)profile->tie[0].kind;
}

static int flag_of(const struct sp_profile *profile)
{
    return (int)profile->red_flag[0];
}

#define WORDS (const char *const[])
#define MD    "\"applicant_type\": \"us_md\", \"visa_need\": \"none\", "

static void each_word_is_the_value_that_it_names(void **state)
{
    (void)state;
    in_order_of_the_enum("\"applicant_type\": \"%s\", \"visa_need\": \"none\"",
                         WORDS{"us_md", "us_do", "us_img", "non_us_img", NULL}, SP_US_MD,
                         type_of);
    in_order_of_the_enum("\"applicant_type\": \"non_us_img\", \"visa_need\": \"%s\"",
                         WORDS{"none", "j1", "h1b", "either", NULL}, SP_VISA_NONE, visa_of);
    in_order_of_the_enum(MD "\"citizenship\": \"%s\"",
                         WORDS{"us", "permanent_resident", "other", NULL},
                         SP_CITIZENSHIP_US, citizenship_of);
    in_order_of_the_enum(MD "\"step1\": {\"result\": \"%s\"}",
                         WORDS{"not_taken", "passed", "failed", NULL}, SP_EXAM_NOT_TAKEN,
                         result_of);
    in_order_of_the_enum(MD "\"ecfmg_status\": \"%s\"",
                         WORDS{"none", "in_progress", "certified", NULL}, SP_ECFMG_NONE,
                         ecfmg_of);
    in_order_of_the_enum(MD "\"clinical_experience\": [{\"kind\": \"%s\", \"months\": 1}]",
                         WORDS{"elective", "subinternship", "externship", "observership",
                               "shadowing", "research", "volunteering", "telehealth", NULL},
                         SP_ELECTIVE, stay_of);
    in_order_of_the_enum(MD "\"ties\": [{\"kind\": \"%s\", \"state\": \"OH\"}]",
                         WORDS{"state", "school", "family", "work", NULL}, SP_TIE_STATE,
                         tie_of);
    in_order_of_the_enum(
        MD "\"red_flags\": [\"%s\"]",
        WORDS{"failed_attempt", "gap", "leave", "discipline", "prior_residency_left", NULL},
        SP_FLAG_FAILED_ATTEMPT, flag_of);
}

static void no_score_yet_is_an_answer(void **state)
{
    (void)state;
    struct sp_profile profile;
    struct sp_error error;
    assert_true(parse("{\"applicant_type\": \"us_img\", \"graduation_date\": \"2020-01\","
                      "\"step2_ck\": null, \"visa_need\": \"none\","
                      "\"specialties\": [{\"name\": \"400\", \"weight\": 2}]}",
                      &profile, &error));
    assert_false(profile.step2_known);
    assert_string_equal(profile.wish[0].specialty, "400");
    assert_true(profile.wish[0].weight == 2);
    sp_profile_free(&profile);
}

static void an_empty_list_is_another_answer_than_none(void **state)
{
    (void)state;
    struct sp_profile profile;
    struct sp_error error;
    assert_true(parse(WITH("\"clinical_experience\": []"), &profile, &error));
    assert_true(profile.experience_said);
    assert_false(profile.letters_said);
    sp_profile_free(&profile);
}

static void
a_whole_number_may_be_written_with_a_point_and_a_mark_may_stand_in_front(void **state)
{
    (void)state;
    accepted(WITH("\"season\": 2027.0"));
    accepted("\xef\xbb\xbf{" FIVE "}");
}

/* ---- what is refused -------------------------------------------------------------- */

static void every_missing_required_field_is_named_with_what_it_would_sharpen(void **state)
{
    (void)state;
    refused("{}", "missing: applicant_type (", "visa_need (which programs can take you)");
    refused("{}", "graduation_date (years since graduation)", "step2_ck (");
    refused("{}", "specialties (which programs to look at)", "null: no score yet");
    refused("{\"step2_ck\": 240}", "missing: applicant_type", "specialties");
}

static void
an_impossible_value_is_refused_with_field_value_and_what_is_allowed(void **state)
{
    (void)state;
    static const struct {
        const char *more, *part, *other;
    } cases[] = {
        {"\"season\": 1999", "season: 1999", "from 2021 to 2100"},
        {"\"publications\": -1", "publications: -1", "from 0 to 2000"},
        {"\"publications\": 1.5", "publications: 1.5", "whole number"},
        {"\"publications\": \"7\"", "publications: \"7\"", "whole number"},
        {"\"publications\": null", "publications: null", "leave the field out"},
        {"\"research_months\": -3", "research_months: -3", "from 0 to 600"},
        {"\"budget_usd\": -1", "budget_usd: -1", "dollars from 0"},
        {"\"hours\": 1e300", "hours: 1e300", "from 0 to 10000"},
        {"\"couple\": \"yes\"", "couple: \"yes\"", "true or false"},
        {"\"setting\": \"city\"", "setting: \"city\"", "\"urban\", \"suburban\""},
        {"\"citizenship\": \"\"", "citizenship: \"\"", "one of \"us\""},
        {"\"ecfmg_status\": \"Certified\"", "ecfmg_status", "\"in_progress\""},
        {"\"step1\": {\"score\": 301}", "step1.score: 301", "from 1 to 300"},
        {"\"comlex_level1\": {\"score\": 8}", "comlex_level1.score: 8", "9 to 999"},
        {"\"step3\": {\"attempts\": 0}", "step3.attempts: 0", "from 1 to 20"},
        {"\"step3\": []", "step3: []", "an object"},
        {"\"letters\": {}", "letters: {}", "a list"},
        {"\"letters\": [{}, {\"count\": 21}]", "letters[1].count: 21", "from 1 to 20"},
        {"\"letters\": [3]", "letters[0]: 3", "an object"},
        {"\"clinical_experience\": [{\"kind\": \"elective\"}]", "clinical_experience[0]",
         "\"months\" is missing"},
        {"\"clinical_experience\": [{\"kind\": \"elective\", \"months\": -2}]",
         "clinical_experience[0].months: -2", "from 0 to 240"},
        {"\"clinical_experience\": [{\"kind\": \"visit\", \"months\": 2}]",
         "clinical_experience[0].kind: \"visit\"", "\"externship\""},
        {"\"ties\": [{\"kind\": \"family\", \"state\": \"Ohoi\"}]",
         "ties[0].state: \"Ohoi\"", "nearest name: Ohio"},
        {"\"geographic_preferences\": [\"The South\"]",
         "geographic_preferences[0]: \"The South\"",
         "South Atlantic, New England, East North Central, Middle Atlantic"},
        {"\"geographic_preferences\": [\"a\", \"b\", \"c\", \"d\"]",
         "geographic_preferences: a list of 4", "0 to 3"},
        {"\"geographic_preferences\": [\"New England\", \"new england\"]",
         "geographic_preferences[1]", "twice"},
        {"\"red_flags\": [\"gap\", \"gap\"]", "red_flags[1]: \"gap\"", "twice"},
        {"\"preferences\": {\"place\": [{\"state\": \"OH\", \"weight\": 2}]}",
         "preferences.place[0].weight: 2", "from 0 to 1"},
        {"\"pinned\": [\"12\"]", "pinned[0]: \"12\"", "\"1234140C0\""},
        {"\"pinned\": [\"1234140C0\"], \"excluded\": [\"1234140c0\"]",
         "pinned[0]: \"1234140C0\"", "excluded too"},
        {"\"languages\": [\"\\u001b[31m\"]", "languages[0]", "on one line"},
        {"\"nationality\": 5", "nationality: 5", "country"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1000];
        snprintf(text, sizeof text, "{" FIVE ", %s}", cases[i].more);
        refused(text, cases[i].part, cases[i].other);
    }
}

/* The five, with one of them given otherwise. */
static void refused_instead(const char *was, const char *is, const char *more,
                            const char *part, const char *other)
{
    char text[1000];
    const char *five = FIVE, *at = strstr(five, was);
    assert_non_null(at);
    snprintf(text, sizeof text, "{%.*s%s%s%s}", (int)(at - five), five, is,
             at + strlen(was), more);
    refused(text, part, other);
}

static void the_required_fields_are_held_to_their_ranges(void **state)
{
    (void)state;
    refused_instead("246", "310", "", "step2_ck: 310", "from 1 to 300, or null");
    refused_instead("246", "0", "", "step2_ck: 0", "from 1 to 300");
    refused_instead("246", "\"246\"", "", "step2_ck: \"246\"", "whole number");
    refused_instead("\"j1\"", "\"J-1\"", "", "visa_need: \"J-1\"", "\"j1\", \"h1b\"");
    refused_instead("\"non_us_img\"", "\"img\"", "", "applicant_type: \"img\"",
                    "\"us_md\", \"us_do\", \"us_img\", \"non_us_img\"");
    refused_instead("2023-06-30", "2023-06-31", "", "graduation_date: \"2023-06-31\"",
                    "no day");
    refused_instead("2023-06-30", "June 2023", "", "graduation_date: \"June 2023\"",
                    "2027-07-01");
    refused_instead("[\"IM\"]", "[]", "", "specialties: a list of 0", "1 to 20");
    refused_instead("[\"IM\"]", "\"IM\"", "", "specialties: \"IM\"", "a list");
    refused_instead("[\"IM\"]", "[\"IM\", \"internal medicine\"]", "",
                    "specialties[1]: \"internal medicine\"", "twice");
    refused_instead("[\"IM\"]", "[{\"name\": \"IM\", \"weight\": 0}]", "",
                    "specialties[0].weight: 0", "0.01 to 100");
    refused_instead("[\"IM\"]", "[{\"weight\": 1}]", "", "specialties[0]", "\"name\"");
}

static void an_unknown_specialty_is_answered_with_the_nearest_names(void **state)
{
    (void)state;
    refused_instead("[\"IM\"]", "[\"Pediatriks\"]", "", "specialties[0]", "Pediatrics");
    refused_instead("[\"IM\"]", "[\"Neurologie\"]", "", "Neurologie", "Neurology");
}

static void graduation_in_the_future_needs_a_student(void **state)
{
    (void)state;
    refused_instead("2023-06-30", "2026-11-23", "", "graduation_date: \"2026-11-23\"",
                    "up to 2026-11-22");
    refused_instead("2023-06-30", "2027-05-15", ", \"student\": false", "graduation_date",
                    "with \"student\": true");
    refused_instead("2023-06-30", "2040-05-15", ", \"student\": true", "graduation_date",
                    "2036-11");
    accepted("{\"applicant_type\": \"us_img\", \"graduation_date\": \"2027-05-15\","
             "\"step2_ck\": 231, \"visa_need\": \"none\", \"specialties\": [\"FM\"],"
             "\"student\": true}");
}

static void type_citizenship_and_visa_need_must_agree(void **state)
{
    (void)state;
    refused_instead("\"non_us_img\"", "\"us_img\"", "", "visa_need: \"j1\"",
                    "allowed: \"none\"");
    refused_instead("\"non_us_img\"", "\"us_img\"", ", \"citizenship\": \"other\"",
                    "citizenship: \"other\"", "us_img");
    refused_instead("\"non_us_img\"", "\"us_img\"",
                    ", \"citizenship\": \"permanent_resident\"",
                    "citizenship: \"permanent_resident\"", "\"non_us_img\"");
    refused(WITH("\"citizenship\": \"us\""), "citizenship: \"us\"", "us_img");
    refused(WITH("\"citizenship\": \"permanent_resident\""), "visa_need: \"j1\"",
            "allowed: \"none\"");
    refused_instead("\"non_us_img\"", "\"us_md\"", ", \"citizenship\": \"us\"",
                    "visa_need: \"j1\"", "citizenship \"us\"");
    accepted("{\"applicant_type\": \"non_us_img\", \"graduation_date\": \"2020-05-15\","
             "\"step2_ck\": 231, \"visa_need\": \"none\", \"specialties\": [\"FM\"],"
             "\"citizenship\": \"permanent_resident\"}");
}

static void an_exam_is_taken_before_it_has_a_score_and_not_in_the_future(void **state)
{
    (void)state;
    refused(WITH("\"step3\": {\"result\": \"not_taken\", \"score\": 220}"), "step3",
            "\"not_taken\" does not go with a score");
    refused(WITH("\"step2_ck_details\": {\"result\": \"not_taken\"}"), "step2_ck_details",
            "does not go");
    refused(WITH("\"step1\": {\"date\": \"2027-01-01\"}"), "step1.date: \"2027-01-01\"",
            "up to 2026-11-22");
}

static void papers_windows_and_stays_end_after_they_begin(void **state)
{
    (void)state;
    refused(WITH("\"papers\": [{\"item\": \"tb\"}, {\"item\": \"bls\","
                 " \"issued\": \"2026-11-23\"}]"),
            "papers[1].issued: \"2026-11-23\" lies in the future", "up to 2026-11-22");
    refused(WITH("\"papers\": [{\"item\": \"bls\", \"issued\": \"2026-05-02\","
                 " \"until\": \"2026-05-01\"}]"),
            "papers[0].until: \"2026-05-01\" lies before \"issued\" 2026-05-02",
            "that day or later");
    refused(WITH("\"free_windows\": [{\"from\": \"2027-02-28\", \"to\": \"2027-02-27\"}]"),
            "free_windows[0].to: \"2027-02-27\" lies before", "\"from\" 2027-02-28");
    refused(WITH("\"planned_stays\": [{\"name\": \"A\", \"kind\": \"research\", \"from\":"
                 " \"2028-03-01\", \"to\": \"2028-02-29\"}]"),
            "planned_stays[0].to: \"2028-02-29\"", "lies before \"from\"");
    refused(WITH("\"planned_stays\": [{\"name\": \"A\"}]"), "planned_stays[0]",
            "\"from\" is missing");
    accepted(
        WITH("\"free_windows\": [{\"from\": \"2028-02-29\", \"to\": \"2028-02-29\"}]"));
}

static void a_stay_says_what_the_host_asks_for_or_that_nobody_knows(void **state)
{
    (void)state;
    struct sp_profile p;
    struct sp_error error;
    assert_true(parse(WITH("\"experience_budget_usd\": 3000, \"planned_stays\": ["
                           "{\"name\": \"A\", \"from\": \"2027-03-01\", \"to\":"
                           " \"2027-03-26\", \"kind\": \"elective\", \"asks\": [\"bls\","
                           " \"tb\"]}, {\"name\": \"B\", \"from\": \"2027-04\", \"to\":"
                           " \"2027-05\", \"kind\": \"observership\"}]"),
                      &p, &error));
    assert_int_equal(p.experience_cents, 300000);
    assert_int_equal(p.stays, 2);
    assert_true(p.stay[0].asks_said && !p.stay[1].asks_said);
    assert_string_equal(p.stay[0].ask[1], "tb");
    assert_int_equal(p.stay[1].kind, SP_OBSERVERSHIP);
    char *text = profile_write(&p, &small_words);
    assert_non_null(strstr(text, "\"asks\": [\n        \"bls\",\n        \"tb\"\n      ]"));
    free(text);
    sp_profile_free(&p);
}

static void an_unknown_field_is_answered_with_the_nearest_known_name(void **state)
{
    (void)state;
    refused(WITH("\"buget_usd\": 5"), "buget_usd: no such field", "\"budget_usd\"");
    refused(WITH("\"letters\": [{\"counts\": 1}]"), "letters[0].counts: no such field",
            "\"count\"");
    refused(WITH("\"religion\": \"x\""), "religion: no such field", "docs/profile.md");
    refused(WITH("\"\": 1"), "no such field", "docs/profile.md");
    refused(WITH("\"step2_ck_details\": {\"score\": 1}"), "step2_ck_details.score",
            "no such field");
}

static void broken_json_is_refused_with_line_and_column(void **state)
{
    (void)state;
    refused("", "line ", "column ");
    refused("{\n  \"step2_ck\": 246,\n  \"step2_ck\": 247\n}", "line 3, column 12",
            "duplicate");
    refused("{\n  \"step2_ck\": 24", "line 2", "column");
    refused("{" FIVE "} {}", "line 1", "end of file");
    refused("[]", "line 1, column 1", "an object");
    refused("{\"step2_ck\": NaN}", "line 1", "column");
    refused("{\"step2_ck\": 1e999}", "line 1", "overflow");
    refused("{\"step2_ck\": 99999999999999999999}", "line 1", "big");
    refused("{\"nationality\": \"\xff\xfe\"}", "line 1", "byte 0xff");
    refused("{\"nationality\": \"a\\u0000b\"}", "line 1", "\\u0000");
}

static void deep_nesting_is_refused(void **state)
{
    (void)state;
    enum { DEPTH = 100000 };
    char *text = malloc(DEPTH + 20);
    assert_non_null(text);
    strcpy(text, "{\"letters\": ");
    memset(text + 12, '[', DEPTH);
    text[12 + DEPTH] = '\0';
    refused(text, "line 1", "depth");
    free(text);
}

static void a_long_value_is_cut_after_a_whole_character(void **state)
{
    (void)state;
    struct sp_profile profile;
    struct sp_error error;
    char text[1000] = "{" FIVE ", \"setting\": \"";
    for (int i = 0; i < 100; i++)
        strcat(text, "é");
    strcat(text, "\"}");
    assert_false(parse(text, &profile, &error));
    assert_non_null(strstr(error.text, "é… is not allowed"));
}

/* ---- writing ---------------------------------------------------------------------- */

static void what_is_written_reads_back_and_is_written_the_same(void **state)
{
    (void)state;
    static const char *names[] = {"a", "b", "c", "d"};
    for (int i = 0; i < 4; i++) {
        char path[60];
        snprintf(path, sizeof path, "examples/applicant-%s.json", names[i]);
        struct sp_profile profile;
        struct sp_error error = {0};
        if (!profile_file_load(path, &small_words, today, &profile, &error))
            fail_msg("%s", error.text);
        char *text = profile_write(&profile, &small_words);
        assert_non_null(text);

        FILE *file = fopen(path, "r");
        char was[8000];
        assert_non_null(file);
        was[fread(was, 1, sizeof was - 1, file)] = '\0';
        fclose(file);
        assert_string_equal(text, was);
        free(text);
        sp_profile_free(&profile);
    }
}

static void a_blank_profile_is_written_without_what_was_not_said(void **state)
{
    (void)state;
    struct sp_profile blank = sp_profile_blank();
    char *text = profile_write(&blank, &small_words);
    assert_string_equal(text, "{\n  \"applicant_type\": \"us_md\",\n  \"step2_ck\": null,\n"
                              "  \"visa_need\": \"none\"\n}\n");
    free(text);
}

/* ---- files ------------------------------------------------------------------------ */

static char folder[] = "/tmp/smartpick-profile-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[80];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static const char *in_folder(const char *name)
{
    static char path[100];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void file_refused(const char *path, enum sp_code code, const char *part)
{
    struct sp_profile profile;
    struct sp_error error = {0};
    assert_false(profile_file_load(path, &small_words, today, &profile, &error));
    assert_int_equal(error.code, code);
    if (!strstr(error.text, part) || strncmp(error.text, path, strlen(path)) != 0)
        fail_msg("\"%s\" is not in: %s", part, error.text);
}

static void a_file_that_is_none_is_refused_by_name(void **state)
{
    (void)state;
    const char *path = in_folder("pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    file_refused(path, SP_BAD_INPUT, "not a file"); /* and does not wait for a writer */
    file_refused(folder, SP_BAD_INPUT, "not a file");
    file_refused("/dev/zero", SP_BAD_INPUT, "not a file");
    file_refused(in_folder("absent.json"), SP_NOT_FOUND, "no such file");
}

static void a_torn_or_huge_file_is_refused(void **state)
{
    (void)state;
    const char *path = in_folder("torn.json");
    put(path, "{\n" FIVE ",\n \"letters\": [{\"cou");
    file_refused(path, SP_BAD_INPUT, ": line 3");
    put(path, "");
    file_refused(path, SP_BAD_INPUT, "line ");
    assert_int_equal(truncate(path, 100L << 20), 0);
    file_refused(path, SP_BAD_INPUT, "104857600 bytes are too many for a profile");
}

/* Saves a profile that differs from the file by its score. */
static bool save(const char *path, int score, struct sp_error *error)
{
    struct sp_profile profile;
    assert_true(parse("{" FIVE "}", &profile, error));
    profile.step2 = score;
    char *text = profile_write(&profile, &small_words);
    assert_non_null(text);
    bool ok = profile_file_replace(path, text, error);
    free(text);
    sp_profile_free(&profile);
    return ok;
}

static int score_in(const char *path)
{
    struct sp_profile profile;
    struct sp_error error;
    if (!profile_file_load(path, &small_words, today, &profile, &error))
        fail_msg("%s", error.text);
    int score = profile.step2;
    sp_profile_free(&profile);
    return score;
}

static void saving_replaces_the_file_and_keeps_its_rights_and_links(void **state)
{
    (void)state;
    struct sp_error error;
    struct stat about;
    const char *path = in_folder("kept.json");
    assert_true(save(path, 250, &error));
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(chmod(path, 0640), 0);
    char link[100];
    snprintf(link, sizeof link, "%s/link.json", folder);
    assert_int_equal(symlink("kept.json", link), 0);
    assert_true(save(link, 251, &error));
    assert_int_equal(lstat(link, &about), 0);
    assert_true(S_ISLNK(about.st_mode));
    assert_int_equal(score_in(path), 251);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0640);
}

static void a_full_disk_leaves_the_old_file(void **state)
{
    (void)state;
    struct sp_error error;
    const char *path = in_folder("full.json");
    assert_true(save(path, 250, &error));

    struct rlimit was;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit small = {.rlim_cur = 64, .rlim_max = was.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool ok = save(path, 260, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
    signal(SIGXFSZ, SIG_DFL);

    assert_false(ok);
    assert_int_equal(error.code, SP_UNAVAILABLE);
    assert_non_null(strstr(error.text, "is as it was"));
    assert_int_equal(score_in(path), 250);
    char pattern[120];
    snprintf(pattern, sizeof pattern, "test -z \"$(ls %s/full.json.?* 2>&-)\"", folder);
    assert_int_equal(system(pattern), 0); /* nothing half written is left behind */
}

static void a_folder_that_may_not_be_written_leaves_the_old_file(void **state)
{
    (void)state;
    struct sp_error error;
    char closed[100], path[120];
    snprintf(closed, sizeof closed, "%s/closed", folder);
    snprintf(path, sizeof path, "%s/kept.json", closed);
    assert_int_equal(mkdir(closed, 0700), 0);
    assert_true(save(path, 250, &error));
    assert_int_equal(chmod(folder, 0711), 0);
    assert_int_equal(chmod(closed, 0555), 0);
    assert_int_equal(chmod(path, 0644), 0);

    pid_t child = fork();
    if (child == 0) { /* root may write anywhere: become nobody */
        if (geteuid() == 0 && setuid(65534) != 0)
            _exit(3);
        struct sp_error why = {0};
        bool ok = profile_file_replace(path, "{}", &why);
        _exit(!ok && why.code == SP_UNAVAILABLE && strstr(why.text, "denied") ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(score_in(path), 250);
    assert_int_equal(chmod(closed, 0700), 0);
    error = (struct sp_error){0};
    assert_false(save(in_folder("nowhere/new.json"), 250, &error));
    assert_int_equal(error.code, SP_UNAVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_fields_are_enough),
        cmocka_unit_test(every_field_lands_where_it_belongs),
        cmocka_unit_test(each_word_is_the_value_that_it_names),
        cmocka_unit_test(no_score_yet_is_an_answer),
        cmocka_unit_test(an_empty_list_is_another_answer_than_none),
        cmocka_unit_test(
            a_whole_number_may_be_written_with_a_point_and_a_mark_may_stand_in_front),
        cmocka_unit_test(every_missing_required_field_is_named_with_what_it_would_sharpen),
        cmocka_unit_test(
            an_impossible_value_is_refused_with_field_value_and_what_is_allowed),
        cmocka_unit_test(the_required_fields_are_held_to_their_ranges),
        cmocka_unit_test(an_unknown_specialty_is_answered_with_the_nearest_names),
        cmocka_unit_test(graduation_in_the_future_needs_a_student),
        cmocka_unit_test(type_citizenship_and_visa_need_must_agree),
        cmocka_unit_test(an_exam_is_taken_before_it_has_a_score_and_not_in_the_future),
        cmocka_unit_test(papers_windows_and_stays_end_after_they_begin),
        cmocka_unit_test(a_stay_says_what_the_host_asks_for_or_that_nobody_knows),
        cmocka_unit_test(an_unknown_field_is_answered_with_the_nearest_known_name),
        cmocka_unit_test(broken_json_is_refused_with_line_and_column),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(a_long_value_is_cut_after_a_whole_character),
        cmocka_unit_test(what_is_written_reads_back_and_is_written_the_same),
        cmocka_unit_test(a_blank_profile_is_written_without_what_was_not_said),
        cmocka_unit_test(a_file_that_is_none_is_refused_by_name),
        cmocka_unit_test(a_torn_or_huge_file_is_refused),
        cmocka_unit_test(saving_replaces_the_file_and_keeps_its_rights_and_links),
        cmocka_unit_test(a_full_disk_leaves_the_old_file),
        cmocka_unit_test(a_folder_that_may_not_be_written_leaves_the_old_file),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
