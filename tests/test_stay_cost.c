/* test_stay_cost.c: every part is a range or not known, and never nothing by default. */
#include "check.h"
#include "error.h"
#include "small_openings.h"
#include "stay_cost.h"

#include <string.h>

struct scene {
    struct sp_openings openings;
    struct sp_opening *opening;
    struct sp_profile profile;
    struct sp_season season;
    struct sp_stay_cost_options options;
    struct sp_stay_cost out;
};

static struct sp_fee fees[] = {
    {.item = "vslo_application", .cents = 1500, .origin = {"FEES", "2026"}},
    {.item = "visa_application", .cents = 18500, .origin = {"FEES", "2026"}},
    {.item = "visa_integrity", .cents = 25000, .origin = {"FEES", "2026"}},
    {.item = "sevis_j1", .cents = 22000, .origin = {"FEES", "2026"}},
    {.item = "step1", .cents = 90500, .projected = true, .origin = {"FEES", "2026"}},
};

static struct scene scene_new(void)
{
    struct scene scene = {.openings = small_openings(), .profile = a_graduate()};
    scene.season = (struct sp_season){.fee = fees, .fees = sizeof fees / sizeof *fees};
    scene.openings.at[0] = an_opening(&scene.openings, "one");
    scene.openings.count = 1;
    scene.opening = &scene.openings.at[0];
    put(&scene.openings, scene.opening, "needs_malpractice", "no");
    put(&scene.openings, scene.opening, "needs_health_insurance", "no");
    return scene;
}

static void sum(struct scene *scene)
{
    struct sp_error error = {0};
    sp_stay_cost_free(&scene->out);
    if (!sp_stay_cost_sum(&scene->profile, &scene->openings, scene->opening, &scene->season,
                          small_today, &scene->options, &scene->out, &error))
        fail_msg("%s", error.text);
    long low = 0, high = 0;
    int unknown = 0;
    for (int i = 0; i < scene->out.parts; i++) {
        const struct sp_stay_part *part = &scene->out.part[i];
        unknown += !part->known;
        low += part->known ? part->low_cents : 0;
        high += part->known ? part->high_cents : 0;
        assert_true(part->low_cents <= part->high_cents);
        assert_true(*part->label && *part->basis);
    }
    assert_true(low == scene->out.low_cents && high == scene->out.high_cents);
    assert_int_equal(unknown, scene->out.unknown);
}

static const struct sp_stay_part *part_of(const struct scene *scene, const char *item)
{
    for (int i = 0; i < scene->out.parts; i++)
        if (strcmp(scene->out.part[i].item, item) == 0)
            return &scene->out.part[i];
    return NULL;
}

static void expect(const struct scene *scene, const char *item, long low, long high)
{
    const struct sp_stay_part *part = part_of(scene, item);
    if (!part || !part->known || part->low_cents != low || part->high_cents != high)
        fail_msg("%s: %s, %ld to %ld", item, !part ? "missing" : part->basis,
                 part ? part->low_cents : 0, part ? part->high_cents : 0);
}

static void scene_end(struct scene *scene)
{
    sp_stay_cost_free(&scene->out);
    sp_openings_free(&scene->openings);
}

static void a_stay_is_the_sum_of_its_parts(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    scene.options.weeks = 30.44 / 7; /* a month */
    sum(&scene);
    expect(&scene, "fee", 25000, 50000);
    expect(&scene, "application", 1500, 1500);
    expect(&scene, "housing", 80000, 200000);
    expect(&scene, "living", 50000, 100000);
    assert_null(part_of(&scene, "visa")); /* it is in the passport */
    assert_false(part_of(&scene, "travel")->known);
    assert_int_equal(scene.out.unknown, 1);
    assert_true(scene.out.low_cents == 156500 && scene.out.high_cents == 351500);
    scene_end(&scene);
}

static void a_fee_that_nobody_stated_is_a_part_without_a_figure(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    put(&scene.openings, scene.opening, "cost_usd", "");
    sum(&scene);
    assert_false(part_of(&scene, "fee")->known);
    int unknown = scene.out.unknown;
    long low = scene.out.low_cents;
    put(&scene.openings, scene.opening, "cost_usd", "free");
    sum(&scene);
    expect(&scene, "fee", 0, 0);
    assert_int_equal(scene.out.unknown, unknown - 1);
    assert_int_equal(scene.out.low_cents, low);
    scene_end(&scene);
}

static void own_figures_stand_in_place_of_estimates(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    scene.options.weeks = 30.44 / 7 * 2;
    scene.profile.own_costs = (struct sp_own_costs){90000, 60000, 110000, 25000, 40000};
    scene.profile.visa_held = SP_VISIT_UNKNOWN;
    sum(&scene);
    expect(&scene, "housing", 180000, 180000);
    expect(&scene, "living", 120000, 120000);
    expect(&scene, "travel", 110000, 110000);
    expect(&scene, "insurance", 25000, 25000);
    expect(&scene, "visa", 40000, 40000);
    assert_string_equal(part_of(&scene, "housing")->basis, "your own figure");
    scene_end(&scene);
}

static void a_visa_costs_what_its_class_does(void **state)
{
    static const struct {
        enum sp_visit_class class;
        bool part, known, sevis;
    } table[] = {
        {SP_VISIT_B1, true, true, false},    {SP_VISIT_J1_RESEARCH, true, true, true},
        {SP_VISIT_ESTA, true, false, false}, {SP_VISIT_LPR, false, false, false},
        {SP_VISIT_EAD, false, false, false}, {SP_VISIT_CITIZEN, false, false, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct scene scene = scene_new();
        scene.profile.visa_held = SP_VISIT_UNKNOWN;
        scene.options.class = table[i].class;
        sum(&scene);
        const struct sp_stay_part *part = part_of(&scene, "visa");
        assert_int_equal(part != NULL, table[i].part);
        assert_int_equal(part && part->known, table[i].known);
        assert_int_equal(part_of(&scene, "sevis") != NULL, table[i].sevis);
        if (table[i].known)
            expect(&scene, "visa", 18500, 43500);
        scene_end(&scene);
    }
}

static void insurance_is_counted_asked_about_or_left_out(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    sum(&scene);
    assert_null(part_of(&scene, "insurance"));
    put(&scene.openings, scene.opening, "needs_malpractice", "unknown");
    sum(&scene);
    assert_false(part_of(&scene, "insurance")->known);
    put(&scene.openings, scene.opening, "needs_malpractice", "yes");
    put(&scene.openings, scene.opening, "needs_health_insurance", "yes");
    sum(&scene);
    expect(&scene, "malpractice", 20000, 50000);
    assert_false(part_of(&scene, "health_insurance")->known);
    scene_end(&scene);
}

static void an_exam_that_is_asked_for_and_lacking_costs_its_fee(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    put(&scene.openings, scene.opening, "needs_step1", "yes");
    put(&scene.openings, scene.opening, "needs_bls", "yes");
    scene.profile.step1.result = SP_EXAM_NOT_TAKEN;
    sum(&scene);
    expect(&scene, "step1", 90500, 90500);
    assert_non_null(strstr(part_of(&scene, "step1")->basis, "earlier season"));
    assert_false(part_of(&scene, "bls")->known);
    scene.profile.step1.result = SP_EXAM_PASSED;
    sum(&scene);
    assert_null(part_of(&scene, "step1"));
    scene_end(&scene);
}

static void what_is_done_from_abroad_needs_no_bed_and_no_visa(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    scene.profile.visa_held = SP_VISIT_UNKNOWN;
    put(&scene.openings, scene.opening, "kind", "telehealth");
    sum(&scene);
    assert_null(part_of(&scene, "housing"));
    assert_null(part_of(&scene, "travel"));
    assert_null(part_of(&scene, "visa"));
    scene_end(&scene);
}

static void a_stay_of_unknown_length_has_no_rent(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    put(&scene.openings, scene.opening, "weeks", "");
    sum(&scene);
    assert_true(scene.out.weeks < 0);
    assert_false(part_of(&scene, "housing")->known);
    put(&scene.openings, scene.opening, "weeks_high", "4");
    sum(&scene);
    assert_true(scene.out.weeks == 4 && part_of(&scene, "housing")->known);
    scene_end(&scene);
}

static void pay_is_counted_for_the_weeks_and_apart_from_cost(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    put(&scene.openings, scene.opening, "cost_basis", "paid");
    put(&scene.openings, scene.opening, "pay_low_usd", "52000");
    put(&scene.openings, scene.opening, "pay_high_usd", "52000");
    put(&scene.openings, scene.opening, "pay_per", "year");
    scene.options.weeks = 4;
    sum(&scene);
    expect(&scene, "fee", 0, 0);
    assert_true(scene.out.paid && scene.out.pay_low_cents == 400000);
    put(&scene.openings, scene.opening, "pay_per", "stay");
    sum(&scene);
    assert_int_equal(scene.out.pay_high_cents, 5200000);
    put(&scene.openings, scene.opening, "pay_low_usd", "");
    sum(&scene);
    assert_int_equal(scene.out.pay_low_cents, -1);
    scene_end(&scene);
}

static void money_from_others_is_shown_where_it_may_be_had(void **state)
{
    static struct sp_grant grants[] = {
        {"all", "A", "for all", SP_YES, "", "", "high", {"MADEUP", "2026"}},
        {"us", "B", "for US students", SP_NO, "", "", "high", {"MADEUP", "2026"}},
        {"here", "C", "here", SP_YES, "one", "", "high", {"MADEUP", "2026"}},
        {"there", "D", "elsewhere", SP_YES, "two", "", "high", {"MADEUP", "2026"}},
    };
    (void)state;
    struct scene scene = scene_new();
    scene.openings.grant = grants;
    scene.openings.grants = 4;
    sum(&scene);
    assert_int_equal(scene.out.grants, 2);
    assert_string_equal(scene.out.grant[0]->id, "all");
    assert_string_equal(scene.out.grant[1]->id, "here");
    scene_end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stay_is_the_sum_of_its_parts),
        cmocka_unit_test(a_fee_that_nobody_stated_is_a_part_without_a_figure),
        cmocka_unit_test(own_figures_stand_in_place_of_estimates),
        cmocka_unit_test(a_visa_costs_what_its_class_does),
        cmocka_unit_test(insurance_is_counted_asked_about_or_left_out),
        cmocka_unit_test(an_exam_that_is_asked_for_and_lacking_costs_its_fee),
        cmocka_unit_test(what_is_done_from_abroad_needs_no_bed_and_no_visa),
        cmocka_unit_test(a_stay_of_unknown_length_has_no_rent),
        cmocka_unit_test(pay_is_counted_for_the_weeks_and_apart_from_cost),
        cmocka_unit_test(money_from_others_is_shown_where_it_may_be_had),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
