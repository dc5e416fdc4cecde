/* test_eligibility.c: each answer of the profile to each thing that a host asks for. */
#include "check.h"
#include "eligibility.h"
#include "error.h"
#include "small_openings.h"

#include <stdio.h>
#include <string.h>

/* One opening and one profile; the opening takes the profile when nothing is changed. */
struct scene {
    struct sp_openings openings;
    struct sp_opening *opening;
    struct sp_profile profile;
    struct sp_eligibility_options options;
    struct sp_eligibility out;
};

static struct scene scene_new(void)
{
    struct scene scene = {.openings = small_openings(), .profile = a_graduate()};
    scene.openings.at[0] = an_opening(&scene.openings, "one");
    scene.openings.count = 1;
    scene.opening = &scene.openings.at[0];
    return scene;
}

static void judge(struct scene *scene)
{
    struct sp_error error = {0};
    sp_eligibility_free(&scene->out);
    if (!sp_eligibility_judge(&scene->profile, &scene->openings, scene->opening,
                              small_today, &scene->options, &scene->out, &error))
        fail_msg("%s", error.text);
}

static const struct sp_eligibility_check *check_of(const struct scene *scene,
                                                   const char *item)
{
    for (int i = 0; i < scene->out.checks; i++)
        if (strcmp(scene->out.check[i].item, item) == 0)
            return &scene->out.check[i];
    return NULL;
}

static void scene_end(struct scene *scene)
{
    sp_eligibility_free(&scene->out);
    sp_openings_free(&scene->openings);
}

static bool asks_about(const struct scene *scene, const char *word)
{
    for (int i = 0; i < scene->out.asks; i++)
        if (strstr(scene->out.ask[i], word))
            return true;
    return false;
}

static void what_takes_a_person_fits_and_says_why(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    judge(&scene);
    assert_int_equal(scene.out.fits, SP_YES);
    assert_int_equal(check_of(&scene, "audience")->meets, SP_YES);
    assert_int_equal(check_of(&scene, "visa")->meets, SP_YES);
    assert_false(scene.out.assumed);
    assert_null(check_of(&scene, "bls"));
    for (int i = 0; i < scene.out.checks; i++)
        assert_true(*scene.out.check[i].why);
    scene_end(&scene);
}

/* Person and answer of the opening -> who may come, and whether it fits. */
static void who_may_come_is_yes_no_or_not_known(void **state)
{
    static const struct {
        enum sp_applicant_type type;
        int graduated;
        const char *field, *value;
        enum sp_answer right;
    } table[] = {
        {SP_NON_US_IMG, 2023, "for_graduate", "yes", SP_YES},
        {SP_NON_US_IMG, 2023, "for_graduate", "no", SP_NO},
        {SP_NON_US_IMG, 2023, "for_graduate", "unknown", SP_UNKNOWN},
        {SP_NON_US_IMG, 2027, "for_student", "yes", SP_YES},
        {SP_NON_US_IMG, 2027, "for_student", "no", SP_NO},
        {SP_US_IMG, 2027, "for_student", "unknown", SP_UNKNOWN},
        {SP_US_MD, 2027, "for_us", "yes", SP_YES},
        {SP_US_DO, 2023, "for_us", "no", SP_NO},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct scene scene = scene_new();
        scene.profile.type = table[i].type;
        scene.profile.graduation = (struct sp_date){table[i].graduated, 6, 30};
        put(&scene.openings, scene.opening, table[i].field, table[i].value);
        judge(&scene);
        if (check_of(&scene, "audience")->meets != table[i].right)
            fail_msg("row %zu", i);
        assert_int_equal(scene.out.fits, table[i].right);
        scene_end(&scene);
    }
}

static void who_graduates_before_the_stay_is_no_student_then(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    put(&scene.openings, scene.opening, "for_student", "yes");
    put(&scene.openings, scene.opening, "for_graduate", "no");
    scene.profile.graduation = (struct sp_date){2027, 6, 30};
    judge(&scene);
    assert_int_equal(scene.out.fits, SP_YES);
    scene.options.start = (struct sp_date){2027, 6, 30};
    judge(&scene);
    assert_int_equal(scene.out.fits, SP_NO);
    scene_end(&scene);
}

/* --- exams -------------------------------------------------------------------------- */

static void an_exam_that_is_asked_for_is_met_failed_or_not_known(void **state)
{
    static const struct {
        const char *asked, *value;
        enum sp_exam_result result;
        int score; /* 0: none */
        enum sp_answer right;
    } table[] = {
        {"needs_step2_ck", "yes", SP_EXAM_PASSED, 0, SP_YES},
        {"needs_step2_ck", "yes", SP_EXAM_FAILED, 0, SP_NO},
        {"needs_step2_ck", "yes", SP_EXAM_NOT_TAKEN, 0, SP_NO},
        {"needs_step2_ck", "yes", SP_EXAM_UNKNOWN, 0, SP_UNKNOWN},
        {"needs_step2_ck", "yes", SP_EXAM_UNKNOWN, 246, SP_YES},
        {"needs_step2_ck", "unknown", SP_EXAM_PASSED, 0, SP_YES},
        {"needs_step2_ck", "unknown", SP_EXAM_NOT_TAKEN, 0, SP_UNKNOWN},
        {"min_step2_ck", "230", SP_EXAM_PASSED, 230, SP_YES},
        {"min_step2_ck", "230", SP_EXAM_PASSED, 229, SP_NO},
        {"min_step2_ck", "230", SP_EXAM_PASSED, 0, SP_UNKNOWN},
        {"min_step2_ck", "230", SP_EXAM_NOT_TAKEN, 0, SP_NO},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct scene scene = scene_new();
        scene.profile.step2_ck = (struct sp_exam){.result = table[i].result,
                                                  .scored = table[i].score > 0,
                                                  .score = table[i].score};
        put(&scene.openings, scene.opening, table[i].asked, table[i].value);
        judge(&scene);
        const struct sp_eligibility_check *check = check_of(&scene, "step2_ck");
        if (!check || check->meets != table[i].right)
            fail_msg("row %zu: %s", i, check ? check->why : "no check");
        assert_false(check->mendable);
        assert_int_equal(scene.out.fits, table[i].right);
        assert_int_equal(check->stated, SP_STATED_PAGE);
        scene_end(&scene);
    }
}

static void an_exam_that_is_said_not_to_be_asked_for_is_not_judged(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    put(&scene.openings, scene.opening, "needs_step1", "no");
    judge(&scene);
    assert_null(check_of(&scene, "step1"));
    assert_false(asks_about(&scene, "Step scores"));
    put(&scene.openings, scene.opening, "needs_step1", "yes");
    scene.profile.ecfmg = SP_ECFMG_CERTIFIED; /* stands for Step 1 and Step 2 CK */
    judge(&scene);
    assert_int_equal(check_of(&scene, "step1")->meets, SP_YES);
    put(&scene.openings, scene.opening, "needs_step3", "yes");
    judge(&scene);
    assert_int_equal(check_of(&scene, "step3")->meets, SP_UNKNOWN);
    scene_end(&scene);
}

static void a_comlex_level_stands_for_a_step_only_where_the_host_says_so(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    scene.profile.step1.result = SP_EXAM_NOT_TAKEN;
    scene.profile.comlex1.result = SP_EXAM_PASSED;
    put(&scene.openings, scene.opening, "needs_level1", "yes");
    judge(&scene);
    assert_int_equal(check_of(&scene, "level1")->meets, SP_YES);
    put(&scene.openings, scene.opening, "needs_step1", "yes");
    judge(&scene);
    assert_int_equal(check_of(&scene, "step1")->meets, SP_NO);
    scene_end(&scene);
}

static void a_first_attempt_is_met_failed_or_not_known(void **state)
{
    static const struct {
        int first, second;
        enum sp_answer right;
    } table[] = {{1, 1, SP_YES}, {1, 0, SP_UNKNOWN}, {1, 2, SP_NO}, {2, 0, SP_NO}};
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct scene scene = scene_new();
        scene.profile.step1.attempts = table[i].first;
        scene.profile.step2_ck.attempts = table[i].second;
        put(&scene.openings, scene.opening, "needs_first_attempt", "yes");
        judge(&scene);
        assert_int_equal(check_of(&scene, "first_attempt")->meets, table[i].right);
        scene_end(&scene);
    }
}

/* --- papers --------------------------------------------------------------------------- */

/* What is said of a BLS card -> the check; a missing paper is a task and no obstacle. */
static void a_paper_that_is_missing_or_runs_out_is_a_task(void **state)
{
    static const struct {
        bool listed;
        enum sp_answer have;
        struct sp_date issued, until;
        enum sp_answer right;
    } table[] = {
        {false, SP_UNKNOWN, {0}, {0}, SP_UNKNOWN},
        {true, SP_NO, {0}, {0}, SP_NO},
        {true, SP_UNKNOWN, {0}, {0}, SP_YES},
        {true, SP_YES, {0}, {0}, SP_YES},
        {true, SP_YES, {0}, {2026, 12, 4}, SP_NO}, /* the stay ends on 6 December */
        {true, SP_YES, {0}, {2026, 12, 6}, SP_YES},
        {true, SP_YES, {2024, 11, 2}, {0}, SP_NO},  /* to the end of November 2026 */
        {true, SP_YES, {2024, 12, 2}, {0}, SP_YES}, /* to the end of December 2026 */
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct scene scene = scene_new();
        struct sp_paper_held held = {"bls", table[i].have, table[i].issued, table[i].until};
        scene.profile.paper = &held;
        scene.profile.papers = table[i].listed;
        put(&scene.openings, scene.opening, "needs_bls", "yes");
        judge(&scene);
        const struct sp_eligibility_check *check = check_of(&scene, "bls");
        if (check->meets != table[i].right)
            fail_msg("row %zu: %s", i, check->why);
        assert_int_equal(check->mendable, table[i].right != SP_YES);
        assert_int_equal(scene.out.fits, SP_YES);
        assert_true(table[i].right == SP_YES ? !*check->todo : *check->todo);
        assert_true(scene.out.weeks_high == (table[i].right == SP_YES ? 0 : 4));
        scene_end(&scene);
    }
}

static void the_slowest_missing_paper_sets_the_time(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    put(&scene.openings, scene.opening, "needs_tb", "yes");
    put(&scene.openings, scene.opening, "needs_lor", "yes");
    judge(&scene);
    assert_true(scene.out.weeks_low == 4 && scene.out.weeks_high == 6);
    scene_end(&scene);
}

static void the_ecfmg_certificate_is_an_obstacle_until_it_is_under_way(void **state)
{
    static const struct {
        enum sp_ecfmg state;
        const char *asked;
        enum sp_answer meets, fits;
    } table[] = {{SP_ECFMG_CERTIFIED, "yes", SP_YES, SP_YES},
                 {SP_ECFMG_IN_PROGRESS, "yes", SP_NO, SP_YES},
                 {SP_ECFMG_NONE, "yes", SP_NO, SP_NO},
                 {SP_ECFMG_UNKNOWN, "yes", SP_UNKNOWN, SP_UNKNOWN},
                 {SP_ECFMG_NONE, "unknown", SP_UNKNOWN, SP_YES}};
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct scene scene = scene_new();
        scene.profile.ecfmg = table[i].state;
        put(&scene.openings, scene.opening, "needs_ecfmg", table[i].asked);
        judge(&scene);
        assert_int_equal(check_of(&scene, "ecfmg")->meets, table[i].meets);
        assert_int_equal(scene.out.fits, table[i].fits);
        scene_end(&scene);
    }
}

static void letters_are_counted_and_none_is_not_the_same_as_not_said(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    struct sp_letter letter = {"", SP_YES, 2};
    put(&scene.openings, scene.opening, "needs_lor", "yes");
    judge(&scene);
    assert_int_equal(check_of(&scene, "lor")->meets, SP_UNKNOWN);
    scene.profile.letters_said = true;
    judge(&scene);
    assert_int_equal(check_of(&scene, "lor")->meets, SP_NO);
    scene.profile.letter = &letter;
    scene.profile.letters = 1;
    judge(&scene);
    assert_int_equal(check_of(&scene, "lor")->meets, SP_YES);
    scene_end(&scene);
}

/* --- the visa ---------------------------------------------------------------------------
 */

static void
hands_on_work_of_a_graduate_on_a_visitors_visa_is_blocked_with_the_reason(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    put(&scene.openings, scene.opening, "hands_on", "yes");
    judge(&scene);
    assert_int_equal(scene.out.fits, SP_NO);
    const struct sp_eligibility_check *check = check_of(&scene, "visa");
    assert_int_equal(check->meets, SP_NO);
    assert_non_null(strstr(check->why, "hands-on work is no visit"));
    assert_non_null(strstr(check->todo, "attorney"));
    assert_string_equal(check->origin.source, "RULES");
    scene.options.class = SP_VISIT_LPR;
    judge(&scene);
    assert_int_equal(scene.out.fits, SP_YES);
    scene_end(&scene);
}

static void who_names_no_visa_is_judged_for_the_best_and_told_so(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    scene.profile.visa_held = SP_VISIT_UNKNOWN;
    judge(&scene);
    assert_true(scene.out.assumed && scene.out.class == SP_VISIT_B1);
    assert_non_null(strstr(check_of(&scene, "visa")->why, "you named no visa"));
    put(&scene.openings, scene.opening, "kind", "research");
    put(&scene.openings, scene.opening, "cost_basis", "paid");
    judge(&scene);
    assert_true(scene.out.assumed && scene.out.class == SP_VISIT_J1_RESEARCH);
    scene.profile.visa = SP_VISA_NONE;
    judge(&scene);
    assert_false(scene.out.assumed);
    assert_int_equal(check_of(&scene, "visa")->meets, SP_YES);
    scene_end(&scene);
}

static void a_visa_that_ends_before_the_stay_is_a_new_one(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    scene.profile.nationality = "Alphaland";
    judge(&scene);
    assert_int_equal(scene.out.fits, SP_YES);
    scene.profile.visa_until = (struct sp_date){2026, 12, 1};
    judge(&scene);
    assert_int_equal(scene.out.fits, SP_NO);
    scene_end(&scene);
}

static void a_host_that_names_other_visas_is_asked(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    put(&scene.openings, scene.opening, "visas", "J-1");
    judge(&scene);
    assert_int_equal(scene.out.fits, SP_UNKNOWN);
    put(&scene.openings, scene.opening, "visas", "B-1;J-1");
    judge(&scene);
    assert_int_equal(scene.out.fits, SP_YES);
    scene_end(&scene);
}

/* --- the entry, and what nobody stated ---------------------------------------------------
 */

static void an_entry_that_was_refused_never_fits(void **state)
{
    static const struct {
        const char *trust;
        enum sp_answer right;
    } table[] = {{"rejected", SP_NO},
                 {"paused", SP_NO},
                 {"doubtful", SP_UNKNOWN},
                 {"listed", SP_YES},
                 {"own", SP_YES}};
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct scene scene = scene_new();
        put(&scene.openings, scene.opening, "trust", table[i].trust);
        judge(&scene);
        assert_int_equal(scene.out.fits, table[i].right);
        scene_end(&scene);
    }
}

static void what_nobody_stated_is_listed_to_be_asked(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    judge(&scene);
    assert_true(asks_about(&scene, "vaccinations"));
    assert_false(asks_about(&scene, "what it costs"));
    put(&scene.openings, scene.opening, "needs_immunisation", "no");
    put(&scene.openings, scene.opening, "cost_usd", "");
    put(&scene.openings, scene.opening, "letter", "");
    put(&scene.openings, scene.opening, "weeks", "");
    judge(&scene);
    assert_false(asks_about(&scene, "vaccinations"));
    assert_true(asks_about(&scene, "what it costs"));
    assert_true(asks_about(&scene, "letter"));
    assert_true(asks_about(&scene, "how long a stay"));
    scene_end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_takes_a_person_fits_and_says_why),
        cmocka_unit_test(who_may_come_is_yes_no_or_not_known),
        cmocka_unit_test(who_graduates_before_the_stay_is_no_student_then),
        cmocka_unit_test(an_exam_that_is_asked_for_is_met_failed_or_not_known),
        cmocka_unit_test(an_exam_that_is_said_not_to_be_asked_for_is_not_judged),
        cmocka_unit_test(a_comlex_level_stands_for_a_step_only_where_the_host_says_so),
        cmocka_unit_test(a_first_attempt_is_met_failed_or_not_known),
        cmocka_unit_test(a_paper_that_is_missing_or_runs_out_is_a_task),
        cmocka_unit_test(the_slowest_missing_paper_sets_the_time),
        cmocka_unit_test(the_ecfmg_certificate_is_an_obstacle_until_it_is_under_way),
        cmocka_unit_test(letters_are_counted_and_none_is_not_the_same_as_not_said),
        cmocka_unit_test(
            hands_on_work_of_a_graduate_on_a_visitors_visa_is_blocked_with_the_reason),
        cmocka_unit_test(who_names_no_visa_is_judged_for_the_best_and_told_so),
        cmocka_unit_test(a_visa_that_ends_before_the_stay_is_a_new_one),
        cmocka_unit_test(a_host_that_names_other_visas_is_asked),
        cmocka_unit_test(an_entry_that_was_refused_never_fits),
        cmocka_unit_test(what_nobody_stated_is_listed_to_be_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
