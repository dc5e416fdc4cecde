/* test_schedule.c: openings become weeks, and weeks become days. */
#include "check.h"

#include "error.h"
#include "schedule.h"

#include <string.h>

enum { OPENINGS = 8 };

static const struct sp_date today = {2027, 11, 22}; /* a Monday */

static const struct sp_visit_rule visits[] = {
    {.class = SP_VISIT_LPR,
     .activity = "any",
     .who = "any",
     .allowed = SP_ALLOWED,
     .condition = "no visa needed",
     .basis = "",
     .certainty = "high",
     .origin = {"", ""}},
};

struct world {
    struct sp_opening opening[OPENINGS];
    struct sp_openings openings;
    struct sp_season_event event[1];
    struct sp_season_limit limit[2];
    struct sp_season season;
    struct sp_profile profile;
    struct sp_window window[4];
    struct sp_schedule_options options;
};

static struct sp_paper papers[] = {
    {.item = "lor",
     .label = "letter",
     .what_to_do = "",
     .lead_low = 4,
     .lead_high = 6,
     .certainty = "low",
     .origin = {"", ""}},
    {.item = "bls",
     .label = "BLS card",
     .what_to_do = "",
     .valid_months = 24,
     .month_end = true,
     .certainty = "high",
     .origin = {"", ""}},
};

static struct sp_opening *add(struct world *world, const char *id, int low, int high,
                              long dollars)
{
    struct sp_opening *opening = &world->opening[world->openings.count++];
    *opening = sp_opening_blank();
    opening->id = opening->institution = id;
    opening->kind = SP_OBSERVERSHIP;
    opening->hands_on = SP_NO;
    for (int i = 0; i < SP_AUDIENCES; i++)
        opening->audience[i] = SP_YES;
    opening->weeks_low = low;
    opening->weeks_high = high;
    opening->cost = (struct sp_opening_cost){.basis = dollars ? SP_COST_FEE : SP_COST_FREE,
                                             .low_cents = dollars * 100,
                                             .high_cents = dollars * 100,
                                             .stated = SP_STATED_PAGE,
                                             .origin = {"", ""}};
    return opening;
}

/* Free in January and February 2028; programs read from 2028-09-20 on. */
static void make_world(struct world *world)
{
    *world = (struct world){0};
    world->event[0] = (struct sp_season_event){
        .event = "review_open", .label = "reading", .time_et = "", .date = {2028, 9, 20}};
    world->limit[0] = (struct sp_season_limit){.id = "visit_days_waiver", .value = 90};
    world->limit[1] = (struct sp_season_limit){.id = "visit_days_visitor", .value = 365};
    world->season = (struct sp_season){.year = 2029,
                                       .event = world->event,
                                       .events = 1,
                                       .limit = world->limit,
                                       .limits = 2};
    for (int i = 0; i < SP_EXPERIENCE_KINDS; i++)
        world->openings.usual[i] = (struct sp_experience_usual){.label = "stay",
                                                                .student = SP_YES,
                                                                .graduate = SP_YES,
                                                                .hands_on = SP_UNKNOWN,
                                                                .in_person = SP_YES,
                                                                .letter = SP_UNKNOWN,
                                                                .certainty = "low",
                                                                .origin = {"", ""}};
    world->openings.at = world->opening;
    world->openings.paper = papers;
    world->openings.papers = 2;
    world->openings.visit = (struct sp_visit_rules){.rule = visits, .rules = 1};
    world->profile = sp_profile_blank();
    world->profile.type = SP_NON_US_IMG;
    world->profile.graduation = (struct sp_date){2020, 6, 30};
    world->profile.citizenship = SP_CITIZENSHIP_PERMANENT_RESIDENT;
    world->window[0] = (struct sp_window){{2028, 1, 3}, {2028, 2, 25}}; /* eight weeks */
    world->profile.window = world->window;
    world->profile.windows = 1;
    world->options = sp_schedule_usual();
}

static struct sp_schedule make(const struct world *world)
{
    struct sp_schedule schedule;
    struct sp_error error = {0};
    if (!sp_schedule_make(&world->profile, &world->openings, &world->season, today,
                          &world->options, &schedule, &error))
        fail_msg("%s", error.text);
    assert_true(schedule.proved);
    assert_int_equal(schedule.stays + schedule.lefts,
                     schedule.windows ? world->openings.count : 0);
    return schedule;
}

static void refused(const struct world *world, const char *words)
{
    struct sp_schedule schedule;
    struct sp_error error = {0};
    assert_false(sp_schedule_make(&world->profile, &world->openings, &world->season, today,
                                  &world->options, &schedule, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    if (!strstr(error.text, words))
        fail_msg("\"%s\" is not in: %s", words, error.text);
    assert_null(schedule.text.last);
}

static void is_day(struct sp_date date, const char *text)
{
    char day[11];
    sp_date_write(date, day);
    assert_string_equal(day, text);
}

static enum sp_left left_of(const struct sp_schedule *schedule, int opening,
                            const char *why)
{
    for (int i = 0; i < schedule->lefts; i++)
        if (schedule->left[i].opening == opening) {
            if (!strstr(schedule->left[i].why, why))
                fail_msg("\"%s\" is not in: %s", why, schedule->left[i].why);
            return schedule->left[i].left;
        }
    fail_msg("opening %d was not left out", opening);
    return SP_LEFTS;
}

static void a_stay_is_from_monday_to_friday_inside_a_window(void **state)
{
    (void)state;
    static struct world world;
    make_world(&world);
    add(&world, "A", 1, 20, 0);
    world.window[0] = (struct sp_window){{2028, 1, 4}, {2028, 2, 24}}; /* Tue to Thu */
    struct sp_schedule schedule = make(&world);
    assert_int_equal(schedule.stays, 1);
    is_day(schedule.stay[0].from, "2028-01-10");
    is_day(schedule.stay[0].to, "2028-02-18");
    assert_int_equal(schedule.stay[0].weeks, 6);
    sp_schedule_free(&schedule);
    world.window[0] = (struct sp_window){{2028, 2, 28}, {2028, 3, 3}}; /* over a leap day */
    schedule = make(&world);
    is_day(schedule.stay[0].from, "2028-02-28");
    is_day(schedule.stay[0].to, "2028-03-03");
    sp_schedule_free(&schedule);
    world.window[0].to.day = 2; /* to Thursday */
    schedule = make(&world);
    assert_int_equal(schedule.stays, 0);
    assert_int_equal(schedule.warnings, 2);
    sp_schedule_free(&schedule);
}

static void windows_that_overlap_are_one_and_a_stay_does_not_cross_two(void **state)
{
    (void)state;
    static struct world world;
    make_world(&world);
    add(&world, "A", 6, 6, 0);
    world.window[0] = (struct sp_window){{2028, 2, 1}, {2028, 2, 25}};
    world.window[1] = (struct sp_window){{2028, 1, 3}, {2028, 2, 10}};
    world.profile.windows = 2;
    struct sp_schedule schedule = make(&world);
    assert_int_equal(schedule.stays, 1);
    assert_int_equal(schedule.windows, 1);
    sp_schedule_free(&schedule);
    world.window[1].to = (struct sp_date){2028, 1, 28};
    world.window[0].from = (struct sp_date){2028, 1, 31}; /* touches, but apart */
    schedule = make(&world);
    assert_int_equal(schedule.stays, 0);
    assert_int_equal(left_of(&schedule, 0, "takes 6 weeks; at most 4"), SP_LEFT_NO_TIME);
    sp_schedule_free(&schedule);
}

static void applying_takes_its_time_from_today(void **state)
{
    (void)state;
    static struct world world;
    make_world(&world);
    struct sp_opening *opening = add(&world, "A", 4, 8, 0);
    opening->lead_low = opening->lead_high = 10; /* 2028-01-31 */
    struct sp_schedule schedule = make(&world);
    is_day(schedule.stay[0].from, "2028-01-31");
    is_day(schedule.stay[0].apply_by, "2027-11-22");
    assert_false(schedule.stay[0].lead_usual);
    sp_schedule_free(&schedule);
    opening->lead_low = 10.1; /* the Monday after */
    opening->weeks_low = 3;
    schedule = make(&world);
    is_day(schedule.stay[0].from, "2028-02-07");
    sp_schedule_free(&schedule);
    opening->lead_low = opening->lead_high = 20;
    schedule = make(&world);
    assert_int_equal(left_of(&schedule, 0, "begun 20 weeks ahead"), SP_LEFT_NO_TIME);
    sp_schedule_free(&schedule);
}

static void what_is_not_known_is_held_and_not_free(void **state)
{
    (void)state;
    static struct world world;
    make_world(&world);
    add(&world, "no fee said", 4, 4, 0)->cost.basis = SP_COST_UNKNOWN;
    add(&world, "no length said", -1, -1, 0);
    add(&world, "not for graduates", 4, 4, 0)->audience[SP_FOR_GRADUATE] = SP_NO;
    add(&world, "nobody said", 4, 4, 0)->audience[SP_FOR_GRADUATE] = SP_UNKNOWN;
    add(&world, "refused", 4, 4, 0)->trust = SP_TRUST_REJECTED;
    add(&world, "dear", 4, 4, 900);
    add(&world, "unwanted", 4, 4, 0);
    const char *without[] = {"unwanted"};
    world.options.without = without;
    world.options.withouts = 1;
    world.options.budget_cents = 89999;
    struct sp_schedule schedule = make(&world);
    assert_int_equal(schedule.stays, 0);
    assert_int_equal(left_of(&schedule, 0, "what it costs"), SP_LEFT_HELD);
    assert_int_equal(left_of(&schedule, 1, "how many weeks"), SP_LEFT_HELD);
    assert_int_equal(left_of(&schedule, 2, "who may come"), SP_LEFT_CLOSED);
    assert_int_equal(left_of(&schedule, 3, "who may come"), SP_LEFT_HELD);
    assert_int_equal(left_of(&schedule, 4, "refused"), SP_LEFT_CLOSED);
    assert_int_equal(left_of(&schedule, 5, "$900 alone"), SP_LEFT_NO_MONEY);
    assert_int_equal(left_of(&schedule, 6, "you took it out"), SP_LEFT_UNWANTED);
    assert_int_equal(schedule.left_by[SP_LEFT_HELD], 3);
    sp_schedule_free(&schedule);
    world.options.unsure = true;
    schedule = make(&world);
    assert_int_equal(schedule.stays, 1);
    assert_int_equal(schedule.stay[0].opening, 3);
    assert_int_equal(schedule.stay[0].fits, SP_UNKNOWN);
    sp_schedule_free(&schedule);
}

static void a_letter_needs_weeks_and_time_to_be_signed(void **state)
{
    (void)state;
    static struct world world;
    make_world(&world);
    add(&world, "A", 4, 4, 0);
    add(&world, "B", 4, 4, 0);
    world.options.letters_by =
        (struct sp_date){2028, 3, 10}; /* six weeks after 28 January */
    struct sp_schedule schedule = make(&world);
    is_day(schedule.letter_last, "2028-01-28");
    assert_int_equal(schedule.stays, 2);
    assert_int_equal(schedule.sum.letters, 1);
    assert_true(schedule.stay[0].letter_in_time && !schedule.stay[1].letter_in_time);
    is_day(schedule.stay[0].signed_by, "2028-03-10");
    assert_string_equal(schedule.warning[0], "1 of 2 letters can be signed in time.");
    sp_schedule_free(&schedule);
    world.options.letter_lead_weeks = 2;
    schedule = make(&world);
    assert_int_equal(schedule.sum.letters, 2);
    assert_int_equal(schedule.warnings, 0);
    sp_schedule_free(&schedule);
    world.options.letter_weeks = 5;
    schedule = make(&world);
    assert_int_equal(schedule.sum.letters, 0);
    sp_schedule_free(&schedule);
}

static void the_order_decides_and_weights_can(void **state)
{
    (void)state;
    static struct world world;
    make_world(&world);
    struct sp_opening *hands = add(&world, "hands-on", 2, 2, 1000);
    hands->hands_on = SP_YES;
    hands->letter = SP_NO;
    add(&world, "letter", 8, 8, 100);
    struct sp_schedule schedule = make(&world); /* letters stand first */
    assert_int_equal(schedule.stay[0].opening, 1);
    assert_int_equal(left_of(&schedule, 0, "adds nothing"), SP_LEFT_WORTH);
    sp_schedule_free(&schedule);
    world.options.order[0] = SP_AIM_HANDS_ON;
    world.options.aims = 1;
    schedule = make(&world);
    assert_int_equal(schedule.stays, 1);
    assert_int_equal(schedule.stay[0].opening, 0);
    sp_schedule_free(&schedule);
    world.options.aims = 0;
    world.options.weighed = true;
    world.options.weight[SP_AIM_HANDS_ON] = 1;
    world.options.weight[SP_AIM_COST] = 0.19; /* 2 weeks against 1.9 */
    schedule = make(&world);
    assert_int_equal(schedule.stays, 1);
    sp_schedule_free(&schedule);
    world.options.weight[SP_AIM_COST] = 0.21;
    schedule = make(&world);
    assert_int_equal(schedule.stays, 0);
    sp_schedule_free(&schedule);
}

static void a_visit_on_the_waiver_lasts_at_most_ninety_days(void **state)
{
    (void)state;
    static struct world world;
    make_world(&world);
    world.profile.citizenship = SP_CITIZENSHIP_OTHER;
    world.profile.visa = SP_VISA_NONE;
    world.profile.visa_held = SP_VISIT_ESTA;
    add(&world, "A", 10, 10, 0);
    add(&world, "B", 4, 4, 0);
    world.window[0] = (struct sp_window){{2028, 1, 3}, {2028, 6, 30}};
    world.options.unsure = true; /* no rule speaks in this small world */
    struct sp_schedule schedule = make(&world);
    assert_int_equal(schedule.most_visit_weeks, 12);
    assert_int_equal(schedule.stays, 1);
    sp_schedule_free(&schedule);
    world.profile.visa_held = SP_VISIT_B1; /* a year */
    schedule = make(&world);
    assert_int_equal(schedule.most_visit_weeks, 52);
    assert_int_equal(schedule.stays, 2);
    sp_schedule_free(&schedule);
    world.limit[1].value = 90;
    schedule = make(&world);
    assert_int_equal(schedule.stays, 1);
    sp_schedule_free(&schedule);
}

static void weeks_after_programs_read_count_for_nothing(void **state)
{
    (void)state;
    static struct world world;
    make_world(&world);
    add(&world, "A", 1, 20, 0);
    world.window[0] = (struct sp_window){{2028, 9, 4}, {2028, 10, 27}};
    struct sp_schedule schedule = make(&world);
    is_day(schedule.stay[0].to, "2028-09-15");
    assert_non_null(strstr(schedule.warning[0], "20 September 2028"));
    sp_schedule_free(&schedule);
}

static void what_runs_out_before_the_reading_is_listed_by_day(void **state)
{
    (void)state;
    static struct world world;
    make_world(&world);
    struct sp_paper_held held[] = {{.item = "bls", .issued = {2026, 2, 3}},
                                   {.item = "tb", .until = {2028, 1, 31}},
                                   {.item = "passport", .until = {2030, 1, 1}}};
    world.profile.paper = held;
    world.profile.papers = 3;
    struct sp_schedule schedule = make(&world);
    assert_int_equal(schedule.expiries, 2);
    assert_string_equal(schedule.expiry[0].item, "tb");
    is_day(schedule.expiry[1].until, "2028-02-29");
    sp_schedule_free(&schedule);
}

static void impossible_wishes_are_refused_in_words(void **state)
{
    (void)state;
    static struct world world;
    make_world(&world);
    world.profile.windows = 0;
    refused(&world, "no free time");
    make_world(&world);
    world.options.aims = 2; /* letters twice */
    refused(&world, "\"letters\" stands there twice");
    make_world(&world);
    world.options.aims = 1;
    world.options.order[0] = SP_AIM_COST;
    refused(&world, "cannot stand first");
    make_world(&world);
    world.options.letters = 9;
    refused(&world, "letters: 9 is more than 8");
    make_world(&world);
    world.event[0].date = today;
    refused(&world, "programs have read applications since 22 November 2027");
    make_world(&world);
    world.season.events = 0;
    refused(&world, "is not known");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stay_is_from_monday_to_friday_inside_a_window),
        cmocka_unit_test(windows_that_overlap_are_one_and_a_stay_does_not_cross_two),
        cmocka_unit_test(applying_takes_its_time_from_today),
        cmocka_unit_test(what_is_not_known_is_held_and_not_free),
        cmocka_unit_test(a_letter_needs_weeks_and_time_to_be_signed),
        cmocka_unit_test(the_order_decides_and_weights_can),
        cmocka_unit_test(a_visit_on_the_waiver_lasts_at_most_ninety_days),
        cmocka_unit_test(weeks_after_programs_read_count_for_nothing),
        cmocka_unit_test(what_runs_out_before_the_reading_is_listed_by_day),
        cmocka_unit_test(impossible_wishes_are_refused_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
