/* test_compliance.c: each rule meets, fails or stays open; unknown is never yes nor no. */
#include "check.h"

#include "catalogue.h"
#include "compliance.h"
#include "error.h"
#include "random.h"

#include <stdio.h>
#include <string.h>

enum { SEASON = 2027 };

static const struct sp_compliance_options usual = {0};

static struct sp_track a_track(void)
{
    return (struct sp_track){
        .code = "1000140C0",
        .specialty = "140",
        .type = SP_CATEGORICAL,
        .quota = {10, 10, 10, 10, 10},
        .filled = {10, 10, 10, 10, 10},
    };
}

static struct sp_verdict judge(const struct sp_profile *profile,
                               const struct sp_track *track)
{
    static struct sp_arena text;
    struct sp_verdict verdict;
    struct sp_error error = {0};
    sp_arena_free(&text);
    if (!sp_compliance_judge(profile, track, SEASON, &usual, &text, &verdict, &error))
        fail_msg("%s", error.text);
    if (verdict.closed) {
        static char kept[128];
        snprintf(kept, sizeof kept, "%s", verdict.closed);
        verdict.closed = kept;
    }
    sp_arena_free(&text);
    return verdict;
}

/* Judges with one fact set: closed in these words, or NULL, and whether it stays open. */
static void with_fact(const struct sp_profile *profile, enum sp_requirement requirement,
                      enum sp_answer answer, double value, const char *closed, bool unknown)
{
    struct sp_track track = a_track();
    track.fact[requirement] = (struct sp_fact){answer, value, {"a source", "2026"}};
    struct sp_verdict verdict = judge(profile, &track);
    bool open = verdict.unknown & 1u << requirement;
    const char *name = sp_requirement_name(requirement);
    if (closed && !verdict.closed)
        fail_msg("%s: open, not closed", name);
    if (!closed && verdict.closed)
        fail_msg("%s: %s", name, verdict.closed);
    if (open != unknown)
        fail_msg("%s: %s", name, open ? "unknown" : "not unknown");
    if (closed) {
        assert_string_equal(verdict.closed, closed);
        assert_string_equal(verdict.origin.source, "a source");
    }
}

static struct sp_wish wish;

static struct sp_profile img(void)
{
    return catalogue_applicant(&wish, "140");
}

static void visas_that_are_needed_must_be_sponsored(void **state)
{
    (void)state;
    struct sp_profile profile = img();
    with_fact(&profile, SP_ACCEPTS_J1, SP_YES, 0, NULL, false);
    with_fact(&profile, SP_ACCEPTS_J1, SP_NO, 0, "takes no J-1", false);
    with_fact(&profile, SP_ACCEPTS_J1, SP_UNKNOWN, 0, NULL, true);
    with_fact(&profile, SP_ACCEPTS_H1B, SP_NO, 0, NULL, false);
    profile.visa = SP_VISA_H1B;
    with_fact(&profile, SP_ACCEPTS_H1B, SP_YES, 0, NULL, false);
    with_fact(&profile, SP_ACCEPTS_H1B, SP_NO, 0, "takes no H-1B", false);
    with_fact(&profile, SP_ACCEPTS_H1B, SP_UNKNOWN, 0, NULL, true);
    with_fact(&profile, SP_ACCEPTS_J1, SP_NO, 0, NULL, false);
    profile.visa = SP_VISA_NONE;
    with_fact(&profile, SP_ACCEPTS_J1, SP_NO, 0, NULL, false);
    with_fact(&profile, SP_ACCEPTS_J1, SP_UNKNOWN, 0, NULL, false);
}

static void either_visa_will_do_where_both_are_possible(void **state)
{
    (void)state;
    static const enum sp_answer expected[3][3] = {
        /* H-1B:     unknown,    yes,    no */
        /* J-1 ? */ {SP_UNKNOWN, SP_YES, SP_UNKNOWN},
        /* yes */ {SP_YES, SP_YES, SP_YES},
        /* no */ {SP_UNKNOWN, SP_YES, SP_NO},
    };
    struct sp_profile profile = img();
    profile.visa = SP_VISA_EITHER;
    for (int j1 = 0; j1 < 3; j1++)
        for (int h1b = 0; h1b < 3; h1b++) {
            struct sp_track track = a_track();
            track.fact[SP_ACCEPTS_J1].answer = (enum sp_answer)j1;
            track.fact[SP_ACCEPTS_H1B].answer = (enum sp_answer)h1b;
            struct sp_verdict verdict = judge(&profile, &track);
            enum sp_answer answer = sp_compliance_visa(&profile, &track);
            assert_int_equal(answer, expected[j1][h1b]);
            assert_int_equal(verdict.closed != NULL, answer == SP_NO);
            uint32_t unknown = answer != SP_UNKNOWN
                                   ? 0
                                   : (j1 == SP_UNKNOWN ? 1u << SP_ACCEPTS_J1 : 0)
                                         | (h1b == SP_UNKNOWN ? 1u << SP_ACCEPTS_H1B : 0);
            uint32_t visas = 1u << SP_ACCEPTS_J1 | 1u << SP_ACCEPTS_H1B;
            assert_int_equal(verdict.unknown & visas, unknown);
        }
}

static void schools_are_asked_of_those_who_went_there(void **state)
{
    (void)state;
    struct sp_profile profile = img();
    with_fact(&profile, SP_ACCEPTS_IMG, SP_NO, 0,
              "takes no international medical graduates", false);
    with_fact(&profile, SP_ACCEPTS_IMG, SP_YES, 0, NULL, false);
    with_fact(&profile, SP_ACCEPTS_US_IMG, SP_NO, 0, NULL, false);
    profile.type = SP_US_IMG;
    with_fact(&profile, SP_ACCEPTS_US_IMG, SP_NO, 0, "takes no US-citizen IMGs", false);
    with_fact(&profile, SP_ACCEPTS_IMG, SP_NO, 0,
              "takes no international medical graduates", false);
    profile.type = SP_US_DO;
    with_fact(&profile, SP_ACCEPTS_IMG, SP_NO, 0, NULL, false);
    with_fact(&profile, SP_ACCEPTS_US_DO, SP_NO, 0, "takes no osteopathic graduates",
              false);
    profile.type = SP_US_MD;
    with_fact(&profile, SP_ACCEPTS_US_DO, SP_NO, 0, NULL, false);
}

static void a_score_reaches_the_minimum_or_not(void **state)
{
    (void)state;
    struct sp_profile profile = img();
    with_fact(&profile, SP_MIN_STEP2, SP_YES, 245, NULL, false);
    with_fact(&profile, SP_MIN_STEP2, SP_YES, 246, "asks for a Step 2 CK of at least 246",
              false);
    with_fact(&profile, SP_MIN_STEP2, SP_UNKNOWN, 0, NULL, true);
    profile.step2_known = false;
    with_fact(&profile, SP_MIN_STEP2, SP_YES, 200, NULL, true);
}

static void years_since_graduation_count_to_the_first_of_july(void **state)
{
    (void)state;
    struct sp_profile profile = img();
    profile.graduation = (struct sp_date){2022, 7, 1};
    with_fact(&profile, SP_MAX_YEARS_OUT, SP_YES, 5, NULL, false);
    with_fact(&profile, SP_MAX_YEARS_OUT, SP_YES, 4,
              "asks for at most 4 years since graduation", false);
    with_fact(&profile, SP_MAX_YEARS_OUT, SP_UNKNOWN, 0, NULL, true);
    profile.graduation = (struct sp_date){2022, 7, 2};
    with_fact(&profile, SP_MAX_YEARS_OUT, SP_YES, 4, NULL, false);
    profile.graduation = (struct sp_date){2026, 6, 1};
    with_fact(&profile, SP_MAX_YEARS_OUT, SP_UNKNOWN, 0, NULL, false);
}

static void attempts_that_nobody_told_are_an_open_question(void **state)
{
    (void)state;
    struct sp_profile profile = img();
    with_fact(&profile, SP_MAX_ATTEMPTS, SP_YES, 1, NULL, true);
    profile.step1 = (struct sp_exam){.result = SP_EXAM_PASSED, .attempts = 1};
    with_fact(&profile, SP_MAX_ATTEMPTS, SP_YES, 1, NULL, true);
    profile.step2_ck = (struct sp_exam){.result = SP_EXAM_PASSED, .attempts = 1};
    with_fact(&profile, SP_MAX_ATTEMPTS, SP_YES, 1, NULL, false);
    with_fact(&profile, SP_MAX_ATTEMPTS, SP_UNKNOWN, 0, NULL, false);
    profile.step1.attempts = 3;
    with_fact(&profile, SP_MAX_ATTEMPTS, SP_YES, 3, NULL, false);
    with_fact(&profile, SP_MAX_ATTEMPTS, SP_YES, 2, "allows at most 2 attempts at an exam",
              false);
    with_fact(&profile, SP_MAX_ATTEMPTS, SP_UNKNOWN, 0, NULL, true);
    profile.step3 = (struct sp_exam){.result = SP_EXAM_FAILED};
    with_fact(&profile, SP_MAX_ATTEMPTS, SP_YES, 3, NULL, true);
}

static void experience_fails_only_when_the_list_is_said_to_be_whole(void **state)
{
    (void)state;
    static const char asks[] = "asks for at least 3 months of hands-on US experience";
    struct sp_profile profile = img();
    struct sp_experience done[2] = {
        {.specialty = "",
         .institution = "",
         .months = 2,
         .hands_on = SP_YES,
         .in_us = SP_YES},
        {.specialty = "",
         .institution = "",
         .months = 2,
         .hands_on = SP_NO,
         .in_us = SP_YES},
    };
    with_fact(&profile, SP_MIN_USCE_MONTHS, SP_YES, 3, NULL, true);
    with_fact(&profile, SP_MIN_USCE_MONTHS, SP_UNKNOWN, 0, NULL, true);
    profile.experience_said = true;
    with_fact(&profile, SP_MIN_USCE_MONTHS, SP_YES, 3, asks, false);
    profile.experience = done;
    profile.experiences = 2;
    with_fact(&profile, SP_MIN_USCE_MONTHS, SP_YES, 3, asks, false);
    with_fact(&profile, SP_MIN_USCE_MONTHS, SP_YES, 2, NULL, false);
    with_fact(&profile, SP_MIN_USCE_MONTHS, SP_UNKNOWN, 0, NULL, false);
    done[1].hands_on = SP_UNKNOWN;
    with_fact(&profile, SP_MIN_USCE_MONTHS, SP_YES, 3, NULL, true);
    profile.experience_said = false;
    done[1].hands_on = SP_NO;
    with_fact(&profile, SP_MIN_USCE_MONTHS, SP_YES, 3, NULL, true);
    profile.type = SP_US_MD;
    profile.experiences = 0;
    with_fact(&profile, SP_MIN_USCE_MONTHS, SP_UNKNOWN, 0, NULL, false);
}

static void letters_fail_only_when_the_list_is_said_to_be_whole(void **state)
{
    (void)state;
    static const char asks[] = "asks for at least 3 letters from the US";
    struct sp_profile profile = img();
    struct sp_letter letter[2] = {{"", SP_YES, 2}, {"", SP_NO, 4}};
    with_fact(&profile, SP_MIN_LETTERS_US, SP_YES, 3, NULL, true);
    profile.letters_said = true;
    with_fact(&profile, SP_MIN_LETTERS_US, SP_YES, 3, asks, false);
    profile.letter = letter;
    profile.letters = 2;
    with_fact(&profile, SP_MIN_LETTERS_US, SP_YES, 3, asks, false);
    with_fact(&profile, SP_MIN_LETTERS_US, SP_YES, 2, NULL, false);
    letter[1].from_us = SP_UNKNOWN;
    with_fact(&profile, SP_MIN_LETTERS_US, SP_YES, 3, NULL, true);
    letter[1].from_us = SP_NO;
    profile.letters_said = false;
    with_fact(&profile, SP_MIN_LETTERS_US, SP_YES, 3, NULL, true);
    with_fact(&profile, SP_MIN_LETTERS_US, SP_UNKNOWN, 0, NULL, false);
}

static void certificates_and_step_3_are_held_against_what_the_profile_says(void **state)
{
    (void)state;
    static const char wants_ecfmg[] = "asks for ECFMG certification when applying";
    struct sp_profile profile = img();
    with_fact(&profile, SP_NEEDS_ECFMG, SP_YES, 0, NULL, true);
    profile.ecfmg = SP_ECFMG_IN_PROGRESS;
    with_fact(&profile, SP_NEEDS_ECFMG, SP_YES, 0, wants_ecfmg, false);
    with_fact(&profile, SP_NEEDS_ECFMG, SP_NO, 0, NULL, false);
    with_fact(&profile, SP_NEEDS_ECFMG, SP_UNKNOWN, 0, NULL, false);
    profile.ecfmg = SP_ECFMG_CERTIFIED;
    with_fact(&profile, SP_NEEDS_ECFMG, SP_YES, 0, NULL, false);
    with_fact(&profile, SP_NEEDS_STEP3, SP_YES, 0, NULL, true);
    profile.step3.result = SP_EXAM_NOT_TAKEN;
    with_fact(&profile, SP_NEEDS_STEP3, SP_YES, 0, "asks for Step 3", false);
    profile.step3.result = SP_EXAM_PASSED;
    with_fact(&profile, SP_NEEDS_STEP3, SP_YES, 0, NULL, false);
    profile.type = SP_US_MD;
    profile.ecfmg = SP_ECFMG_NONE;
    with_fact(&profile, SP_NEEDS_ECFMG, SP_YES, 0, NULL, false);
}

static void kinds_of_tracks_close_before_any_fact_is_read(void **state)
{
    (void)state;
    struct sp_profile profile = img();
    struct sp_track track = a_track();
    const char *excluded[] = {"1000140c0"};
    track.type = SP_PHYSICIAN_ONLY;
    assert_string_equal(judge(&profile, &track).closed,
                        "only for physicians who have finished a year of residency");
    profile.gme_months = 11;
    assert_non_null(judge(&profile, &track).closed);
    profile.gme_months = 12;
    assert_null(judge(&profile, &track).closed);
    track.type = SP_PRELIMINARY;
    assert_non_null(judge(&profile, &track).closed);
    track.type = SP_CATEGORICAL;
    track.quota[SP_YEARS - 1] = 0;
    assert_string_equal(judge(&profile, &track).closed,
                        "not offered in the 2025 Match; last offered in 2024");
    for (int year = 0; year < SP_YEARS; year++)
        track.quota[year] = -1;
    assert_string_equal(judge(&profile, &track).closed, "not offered in the 2025 Match");
    track = a_track();
    profile.excluded = excluded;
    profile.exclusions = 1;
    assert_string_equal(judge(&profile, &track).closed, "excluded by you");
}

static void sure_holds_exactly_what_nobody_has_said(void **state)
{
    (void)state;
    struct sp_profile profile = img();
    for (int r = 0; r < SP_REQUIREMENTS; r++)
        for (int answer = SP_UNKNOWN; answer <= SP_NO; answer++) {
            struct sp_compliance_options options = {0};
            struct sp_track track = a_track();
            enum sp_requirement requirement = (enum sp_requirement)r;
            track.fact[r] = (struct sp_fact){(enum sp_answer)answer, 1, {"", ""}};
            assert_true(
                sp_compliance_be_sure(sp_requirement_name(requirement), &options, NULL));
            struct sp_verdict verdict = {0};
            uint32_t held = sp_compliance_held(&profile, &track, &verdict, &options);
            assert_int_equal(held, answer == SP_UNKNOWN ? 1u << r : 0);
        }
}

static void sure_of_the_visa_means_the_visas_that_are_needed(void **state)
{
    (void)state;
    struct sp_profile profile = img();
    struct sp_compliance_options options = {0};
    struct sp_track track = a_track();
    assert_true(sp_compliance_be_sure("visa", &options, NULL));
    struct sp_verdict verdict = judge(&profile, &track);
    assert_int_equal(sp_compliance_held(&profile, &track, &verdict, &options),
                     1u << SP_ACCEPTS_J1);
    track.fact[SP_ACCEPTS_J1].answer = SP_YES;
    verdict = judge(&profile, &track);
    assert_int_equal(sp_compliance_held(&profile, &track, &verdict, &options), 0);
    track.fact[SP_ACCEPTS_J1].answer = SP_UNKNOWN;
    profile.visa = SP_VISA_NONE;
    verdict = judge(&profile, &track);
    assert_int_equal(sp_compliance_held(&profile, &track, &verdict, &options), 0);
}

static void a_fact_that_does_not_exist_is_refused_with_those_that_do(void **state)
{
    (void)state;
    struct sp_compliance_options options = {0};
    struct sp_error error = {0};
    assert_false(sp_compliance_be_sure("weather", &options, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    assert_non_null(strstr(error.text, "\"weather\""));
    assert_non_null(strstr(error.text, "visa"));
    for (int r = 0; r < SP_REQUIREMENTS; r++)
        assert_non_null(strstr(error.text, sp_requirement_name((enum sp_requirement)r)));
}

/* Every fact at random, every field of the profile that a rule reads at random: nothing
 * that is unknown may close, and what no rule reads may not matter. */
static void unknown_facts_close_nothing_and_nationality_is_not_read(void **state)
{
    (void)state;
    for (uint64_t n = 0; n < 20000; n++) {
        struct sp_random random = sp_random_for(20261104, n);
        struct sp_profile profile = img();
        struct sp_track track = a_track();
        profile.type = (enum sp_applicant_type)sp_random_below(&random, 4);
        profile.visa = (enum sp_visa_need)sp_random_below(&random, 4);
        profile.step2_known = sp_random_below(&random, 2);
        profile.step2 = 200 + (int)sp_random_below(&random, 80);
        profile.graduation.year = 2010 + (int)sp_random_below(&random, 17);
        profile.step1.attempts = (int)sp_random_below(&random, 4);
        profile.ecfmg = (enum sp_ecfmg)sp_random_below(&random, 4);
        profile.step3.result = (enum sp_exam_result)sp_random_below(&random, 4);
        profile.experience_said = sp_random_below(&random, 2);
        profile.letters_said = sp_random_below(&random, 2);
        for (int r = 0; r < SP_REQUIREMENTS; r++) {
            track.fact[r].answer = (enum sp_answer)sp_random_below(&random, 3);
            track.fact[r].value =
                (double)sp_random_below(&random, r == SP_MIN_STEP2 ? 280 : 6);
            track.fact[r].origin = (struct sp_origin){"", ""};
        }
        struct sp_verdict verdict = judge(&profile, &track);
        bool closed = verdict.closed != NULL;
        uint32_t unknown = verdict.unknown;
        profile.nationality = "Iran";
        profile.citizenship = SP_CITIZENSHIP_OTHER;
        track.institution = track.name = "Another Name";
        verdict = judge(&profile, &track);
        assert_int_equal(closed, verdict.closed != NULL);
        assert_int_equal(unknown, verdict.unknown);
        for (int r = 0; r < SP_REQUIREMENTS; r++)
            if (track.fact[r].answer == SP_UNKNOWN)
                continue;
            else if (unknown & 1u << r && !closed) {
                /* Known to us and yet open: only where the profile is silent. */
                bool silent = (r == SP_MIN_STEP2
                               && (!profile.step2_known || track.fact[r].answer == SP_NO))
                              || r == SP_MAX_ATTEMPTS || r == SP_MAX_YEARS_OUT
                              || r == SP_MIN_USCE_MONTHS || r == SP_MIN_LETTERS_US
                              || r == SP_NEEDS_ECFMG || r == SP_NEEDS_STEP3;
                assert_true(silent);
            }
        for (int r = 0; r < SP_REQUIREMENTS; r++)
            track.fact[r].answer = SP_UNKNOWN;
        assert_null(judge(&profile, &track).closed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(visas_that_are_needed_must_be_sponsored),
        cmocka_unit_test(either_visa_will_do_where_both_are_possible),
        cmocka_unit_test(schools_are_asked_of_those_who_went_there),
        cmocka_unit_test(a_score_reaches_the_minimum_or_not),
        cmocka_unit_test(years_since_graduation_count_to_the_first_of_july),
        cmocka_unit_test(attempts_that_nobody_told_are_an_open_question),
        cmocka_unit_test(experience_fails_only_when_the_list_is_said_to_be_whole),
        cmocka_unit_test(letters_fail_only_when_the_list_is_said_to_be_whole),
        cmocka_unit_test(certificates_and_step_3_are_held_against_what_the_profile_says),
        cmocka_unit_test(kinds_of_tracks_close_before_any_fact_is_read),
        cmocka_unit_test(sure_holds_exactly_what_nobody_has_said),
        cmocka_unit_test(sure_of_the_visa_means_the_visas_that_are_needed),
        cmocka_unit_test(a_fact_that_does_not_exist_is_refused_with_those_that_do),
        cmocka_unit_test(unknown_facts_close_nothing_and_nationality_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
