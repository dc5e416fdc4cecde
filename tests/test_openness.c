/* test_openness.c: applications and invitations sum to what they must, at any elasticity.
 */
#include "check.h"

#include "catalogue.h"
#include "error.h"
#include "fit.h"
#include "openness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct sp_composition composition;
static bool *counted;

static void must(bool ok, const struct sp_error *error)
{
    if (!ok)
        fail_msg("%s", error->text);
}

static int open_all(void **unused)
{
    if (catalogue_open(unused) != 0)
        return 1;
    const struct sp_facts *facts = catalogue_facts();
    counted = malloc((size_t)facts->programs->count);
    sp_fit_counted(facts->programs, counted);
    return counted
                   && sp_composition_spread(facts->programs, facts->specialties,
                                            facts->published, NULL, &composition, NULL)
               ? 0
               : 1;
}

static int close_all(void **unused)
{
    free(counted);
    sp_composition_free(&composition);
    return catalogue_close(unused);
}

static struct sp_openness find(enum sp_applicant_type type, const char *specialty,
                               double applications)
{
    struct sp_openness openness;
    struct sp_error error = {0};
    must(sp_openness_find(catalogue_facts()->programs, &composition, type, specialty,
                          counted, applications, &openness, &error),
         &error);
    return openness;
}

/* Chances of applying lie in 0..1 and sum to the number of applications; invitations per
 * application have mean 1 over applications. */
static void check_sums(const struct sp_openness *openness, double applications)
{
    double applied = 0, invited = 0;
    for (int i = 0; i < openness->count; i++) {
        const struct sp_open *open = &openness->at[i];
        assert_true(open->applied > 0 && open->applied <= 1);
        assert_true(open->relative > 0 && open->share >= 0 && open->share <= 1);
        applied += open->applied;
        invited += open->applied * open->relative;
    }
    double expected = fmin(applications, 0.95 * openness->count);
    if (!(fabs(applied - expected) < 1e-9 * (1 + expected)))
        fail_msg("%.12g applications, not %.12g", applied, expected);
    assert_true(fabs(openness->applications - applied) < 1e-9 * (1 + applied));
    assert_true(fabs(invited - applied) < 1e-9 * (1 + applied));
}

static void applications_and_invitations_sum_up_in_every_specialty(void **state)
{
    (void)state;
    const struct sp_specialties *specialties = catalogue_facts()->specialties;
    for (int s = 0; s < specialties->count; s++)
        for (int type = 0; type < SP_APPLICANT_TYPES; type++) {
            struct sp_openness openness =
                find((enum sp_applicant_type)type, specialties->at[s].code, 20);
            if (openness.count > 0)
                check_sums(&openness, 20);
            sp_openness_free(&openness);
        }
}

static void they_do_so_at_any_elasticity_and_number(void **state)
{
    (void)state;
    struct sp_openness openness = find(SP_NON_US_IMG, "140", 80);
    double *share = malloc(sizeof *share * (size_t)openness.count);
    for (int i = 0; i < openness.count; i++)
        share[i] = i % 3 ? openness.at[i].share : 0;
    for (double by_share = 0; by_share <= 1; by_share += 0.25)
        for (double by_size = 0; by_size <= 1; by_size += 0.5)
            for (double applications = 1; applications < 4000; applications *= 5) {
                struct sp_crowding crowding = {by_share, by_size};
                sp_openness_crowd(&openness, crowding, NULL, NULL, applications);
                check_sums(&openness, applications);
                sp_openness_crowd(&openness, crowding, share, NULL, applications);
                check_sums(&openness, applications);
            }
    free(share);
    sp_openness_free(&openness);
}

static void without_elasticity_everybody_applies_everywhere_alike(void **state)
{
    (void)state;
    struct sp_openness openness = find(SP_NON_US_IMG, "140", 60);
    sp_openness_crowd(&openness, (struct sp_crowding){0, 0}, NULL, NULL, 60);
    for (int i = 0; i < openness.count; i++)
        assert_true(fabs(openness.at[i].applied - 60.0 / openness.count) < 1e-12);
    sp_openness_free(&openness);
}

static void where_applications_follow_seats_all_programs_invite_alike(void **state)
{
    (void)state;
    struct sp_openness openness = find(SP_NON_US_IMG, "140", 1);
    sp_openness_crowd(&openness, (struct sp_crowding){1, 1}, NULL, NULL, 1);
    for (int i = 0; i < openness.count; i++)
        assert_true(fabs(openness.at[i].relative - 1) < 1e-9);
    sp_openness_free(&openness);
}

static void bins_hold_equal_applications_and_keep_their_mean(void **state)
{
    (void)state;
    static const char *const specialty[] = {"140", "120", "416", "000"};
    for (int s = 0; s < 4; s++) {
        struct sp_openness openness = find(SP_NON_US_IMG, specialty[s], 15);
        struct sp_pool_bins bins;
        double mean = 0, weight = 0;
        must(sp_openness_bins(&openness, &bins, NULL), &(struct sp_error){0});
        for (int b = 0; b < SP_POOL_BINS; b++) {
            mean += bins.weight[b] * bins.relative[b];
            weight += bins.weight[b];
            assert_true(b == 0 || bins.relative[b] >= bins.relative[b - 1] - 1e-9);
        }
        assert_true(fabs(weight - 1) < 1e-12);
        assert_true(fabs(mean - 1) < 1e-9);
        sp_openness_free(&openness);
    }
}

static void a_specialty_without_programs_is_empty_and_no_failure(void **state)
{
    (void)state;
    struct sp_openness openness = find(SP_NON_US_IMG, "000", 10);
    assert_int_equal(openness.count, 0);
    assert_int_equal(sp_count_programs(catalogue_facts()->programs, "000", counted), 0);
    sp_openness_free(&openness);
}

static void usual_applications_grow_with_the_root_of_the_programs(void **state)
{
    (void)state;
    const struct sp_published *published = catalogue_facts()->published;
    double whole = sp_usual_applications(published, SP_NON_US_IMG, 600, 600);
    double quarter = sp_usual_applications(published, SP_NON_US_IMG, 150, 600);
    assert_true(fabs(quarter - whole / 2) < 1e-9);
    assert_true(sp_usual_applications(published, SP_NON_US_IMG, 10, 600) <= 8);
    assert_true(sp_usual_applications(published, SP_NON_US_IMG, 0, 600) >= 1);
    assert_true(sp_usual_applications(published, SP_US_MD, 600, 600) < whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(applications_and_invitations_sum_up_in_every_specialty),
        cmocka_unit_test(they_do_so_at_any_elasticity_and_number),
        cmocka_unit_test(without_elasticity_everybody_applies_everywhere_alike),
        cmocka_unit_test(where_applications_follow_seats_all_programs_invite_alike),
        cmocka_unit_test(bins_hold_equal_applications_and_keep_their_mean),
        cmocka_unit_test(a_specialty_without_programs_is_empty_and_no_failure),
        cmocka_unit_test(usual_applications_grow_with_the_root_of_the_programs),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
