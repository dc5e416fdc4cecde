/* test_schedule_gain.c: the one published effect moves the chance, and nothing else does.
 */
#include "check.h"

#include "catalogue.h"
#include "error.h"
#include "schedule_gain.h"

#include <math.h>
#include <string.h>

#define ENT "280" /* otolaryngology, where the effect was measured */

static struct sp_schedule_gain gain_at(const char *specialty, const char *institution,
                                       int stays)
{
    struct sp_wish wish;
    struct sp_profile profile = catalogue_applicant(&wish, specialty);
    struct sp_opening opening = sp_opening_blank();
    struct sp_openings openings = {.at = &opening, .count = 1};
    struct sp_scheduled stay = {.from = {2027, 3, 1},
                                .to = {2027, 3, 26},
                                .weeks = 4,
                                .hands_on = SP_YES,
                                .in_person = true};
    struct sp_schedule schedule = {.stay = &stay, .stays = stays};
    struct sp_plan_options options = {
        .budget_cents = -1, .most = -1, .hours = -1, .seasons = 512};
    struct sp_schedule_gain gain;
    struct sp_error error = {0};
    opening.kind = SP_ELECTIVE;
    opening.institution_code = institution;
    if (!sp_schedule_gain_find(&profile, catalogue_facts(), &openings, &schedule, &options,
                               &gain, &error))
        fail_msg("%s", error.text);
    return gain;
}

/* The institution of the first pick. */
static void first_host(char host[5])
{
    struct sp_wish wish;
    struct sp_profile profile = catalogue_applicant(&wish, ENT);
    struct sp_plan_options options = {
        .budget_cents = -1, .most = -1, .hours = -1, .seasons = 512};
    struct sp_plan plan;
    assert_true(sp_plan_make(&profile, catalogue_facts(), &options, &plan, NULL));
    const struct sp_track *track = &catalogue_facts()->programs->track[plan.pick[0].track];
    assert_int_equal(strlen(track->institution_code), 4);
    strcpy(host, track->institution_code);
    sp_plan_free(&plan);
}

static void a_rotation_at_a_program_of_the_list_raises_the_chance(void **state)
{
    (void)state;
    char host[5];
    first_host(host);
    struct sp_schedule_gain gain = gain_at(ENT, host, 1);
    assert_true(gain.sized);
    assert_int_equal(gain.joined, 1);
    assert_true(gain.gain > 0 && gain.high > 0);
    assert_true(gain.low <= gain.high);
    assert_true(fabs(gain.after.value - gain.before.value - gain.gain) < 1e-12);
    sp_schedule_gain_free(&gain);
}

static void a_host_without_programs_and_no_stay_at_all_move_nothing(void **state)
{
    (void)state;
    for (int stays = 0; stays <= 1; stays++) {
        struct sp_schedule_gain gain = gain_at(ENT, "", stays);
        assert_int_equal(gain.joined, 0);
        assert_true(gain.gain == 0 && gain.low == 0 && gain.high == 0);
        assert_true(gain.before.value == gain.after.value);
        sp_schedule_gain_free(&gain);
    }
}

static void a_figure_of_another_specialty_is_not_borrowed(void **state)
{
    (void)state;
    struct sp_schedule_gain gain = gain_at("140", "1428", 1);
    assert_false(gain.sized);
    assert_true(gain.gain == 0 && gain.before.value == gain.after.value);
    sp_schedule_gain_free(&gain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rotation_at_a_program_of_the_list_raises_the_chance),
        cmocka_unit_test(a_figure_of_another_specialty_is_not_borrowed),
        cmocka_unit_test(a_host_without_programs_and_no_stay_at_all_move_nothing),
    };
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
