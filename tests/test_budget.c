/* test_budget.c: fees as ERAS publishes them, and what is no fee schedule. */
#include "check.h"

#include "budget.h"
#include "error.h"

#include <string.h>

/* ERAS 2026: 11 dollars each for the first 30 of a specialty, 30 dollars after. */
static const struct sp_fee_tier eras_tiers[] = {{1, 1100}, {31, 3000}};
static const struct sp_fees eras = {eras_tiers, 2};

static void the_examples_of_eras_2026_come_out(void **state)
{
    (void)state;
    assert_int_equal(sp_fees_total(&eras, 30), 33000);
    assert_int_equal(sp_fees_total(&eras, 43) + sp_fees_total(&eras, 7), 79700);
    assert_int_equal(sp_fees_total(&eras, 32) + sp_fees_total(&eras, 32), 78000);
}

static void the_total_is_the_sum_of_the_single_fees(void **state)
{
    (void)state;
    static const struct sp_fee_tier tiers[] = {{1, 0}, {4, 500}, {5, 500}, {11, 2600}};
    const struct sp_fees fees[] = {eras, {tiers, 4}, {tiers, 1}, {0}};
    for (size_t i = 0; i < sizeof fees / sizeof *fees; i++) {
        int64_t sum = 0;
        for (int n = 1; n <= 100; n++) {
            sum += sp_fees_of(&fees[i], n);
            assert_int_equal(sp_fees_total(&fees[i], n), sum);
        }
    }
}

static void no_application_costs_nothing(void **state)
{
    (void)state;
    assert_int_equal(sp_fees_total(&eras, 0), 0);
}

static void a_specialty_without_tiers_is_free(void **state)
{
    (void)state;
    const struct sp_fees none = {0};
    assert_true(sp_fees_check(&none, "none", NULL));
    assert_int_equal(sp_fees_of(&none, 7), 0);
    assert_int_equal(sp_fees_total(&none, 7), 0);
}

static void tiers_that_do_not_rise_are_refused_by_name(void **state)
{
    (void)state;
    static const struct {
        struct sp_fee_tier tier[2];
        const char *says;
    } wrong[] = {
        {{{2, 1100}, {31, 3000}}, "starts at application 2"},
        {{{1, 1100}, {1, 3000}}, "not after 1"},
        {{{1, 1100}, {31, 900}}, "less than"},
        {{{1, -1}, {31, 900}}, "less than"},
        {{{1, 1}, {31, SP_FEE_MOST_CENTS + 1}}, "over the most"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct sp_error error = {0};
        struct sp_fees fees = {wrong[i].tier, 2};
        assert_false(sp_fees_check(&fees, "Radiology", &error));
        assert_int_equal(error.code, SP_BAD_INPUT);
        assert_non_null(strstr(error.text, "Radiology"));
        assert_non_null(strstr(error.text, wrong[i].says));
    }
    assert_true(sp_fees_check(&eras, "Radiology", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_eras_2026_come_out),
        cmocka_unit_test(the_total_is_the_sum_of_the_single_fees),
        cmocka_unit_test(no_application_costs_nothing),
        cmocka_unit_test(a_specialty_without_tiers_is_free),
        cmocka_unit_test(tiers_that_do_not_rise_are_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
