/* test_profile.c: what follows from a profile alone. */
#include "check.h"

#include "profile.h"

#include <string.h>

static bool is_gap(const struct sp_profile *profile, const char *field)
{
    struct sp_gap gaps[40];
    int count = sp_profile_gaps(profile, gaps, 40);
    assert_in_range(count, 0, 40);
    for (int i = 0; i < count; i++)
        if (strcmp(gaps[i].field, field) == 0)
            return true;
    return false;
}

static void a_blank_profile_says_nothing(void **state)
{
    (void)state;
    struct sp_profile profile = sp_profile_blank();
    assert_int_equal(profile.publications, -1);
    assert_int_equal(profile.budget_cents, -1);
    assert_int_equal(profile.most_applications, -1);
    assert_true(profile.hours < 0);
    assert_string_equal(profile.nationality, "");
    assert_string_equal(profile.setting, "");
    assert_false(profile.step2_known);
    sp_profile_free(&profile);
    sp_profile_free(&profile);
}

static void years_since_graduation_count_to_the_first_of_july(void **state)
{
    (void)state;
    struct sp_profile profile = sp_profile_blank();
    profile.graduation = (struct sp_date){2023, 7, 1};
    assert_int_equal(sp_profile_years_out(&profile, 2027), 4);
    profile.graduation = (struct sp_date){2023, 7, 2};
    assert_int_equal(sp_profile_years_out(&profile, 2027), 3);
    profile.graduation = (struct sp_date){2028, 5, 1};
    assert_int_equal(sp_profile_years_out(&profile, 2027), 0);
}

static void only_months_said_to_be_hands_on_and_in_the_us_are_counted(void **state)
{
    (void)state;
    struct sp_experience list[] = {
        {.kind = SP_ELECTIVE, .months = 2, .hands_on = SP_YES, .in_us = SP_YES},
        {.kind = SP_EXTERNSHIP, .months = 1.5, .hands_on = SP_YES, .in_us = SP_YES},
        {.kind = SP_EXTERNSHIP, .months = 8, .hands_on = SP_YES},
        {.kind = SP_EXTERNSHIP, .months = 16, .in_us = SP_YES},
        {.kind = SP_OBSERVERSHIP, .months = 32, .hands_on = SP_NO, .in_us = SP_YES},
        {.kind = SP_SUBINTERNSHIP, .months = 64, .hands_on = SP_YES, .in_us = SP_NO},
    };
    struct sp_profile profile = sp_profile_blank();
    assert_true(sp_profile_hands_on_months(&profile) == 0);
    profile.experience = list;
    profile.experiences = sizeof list / sizeof *list;
    assert_true(sp_profile_hands_on_months(&profile) == 3.5);
}

static void a_gap_closes_when_the_field_is_said(void **state)
{
    (void)state;
    struct sp_profile profile = sp_profile_blank();
    profile.type = SP_NON_US_IMG;
    profile.visa = SP_VISA_J1;
    assert_true(is_gap(&profile, "clinical_experience"));
    assert_true(is_gap(&profile, "budget_usd"));
    assert_true(is_gap(&profile, "nationality"));
    assert_true(is_gap(&profile, "letters"));

    profile.experience_said = true; /* none, and that is the whole answer */
    profile.letters_said = true;
    profile.budget_cents = 0;
    profile.nationality = "Somewhere";
    assert_false(is_gap(&profile, "clinical_experience"));
    assert_false(is_gap(&profile, "budget_usd"));
    assert_false(is_gap(&profile, "nationality"));
    assert_false(is_gap(&profile, "letters"));
}

static void nobody_is_asked_what_does_not_concern_them(void **state)
{
    (void)state;
    struct sp_profile profile = sp_profile_blank();
    profile.type = SP_US_MD;
    profile.visa = SP_VISA_NONE;
    assert_false(is_gap(&profile, "ecfmg_status"));
    assert_false(is_gap(&profile, "nationality"));
    assert_false(is_gap(&profile, "citizenship"));
    assert_false(is_gap(&profile, "comlex_level2"));
    profile.type = SP_US_DO;
    assert_true(is_gap(&profile, "comlex_level2"));
}

static void the_count_of_gaps_does_not_depend_on_the_room(void **state)
{
    (void)state;
    struct sp_profile profile = sp_profile_blank();
    struct sp_gap gaps[40] = {0};
    int all = sp_profile_gaps(&profile, gaps, 40);
    assert_true(all > 3);
    struct sp_gap few[2] = {0};
    assert_int_equal(sp_profile_gaps(&profile, few, 2), all);
    assert_string_equal(few[1].field, gaps[1].field);
    assert_int_equal(sp_profile_gaps(&profile, NULL, 0), all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_blank_profile_says_nothing),
        cmocka_unit_test(years_since_graduation_count_to_the_first_of_july),
        cmocka_unit_test(only_months_said_to_be_hands_on_and_in_the_us_are_counted),
        cmocka_unit_test(a_gap_closes_when_the_field_is_said),
        cmocka_unit_test(nobody_is_asked_what_does_not_concern_them),
        cmocka_unit_test(the_count_of_gaps_does_not_depend_on_the_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
