/* test_portfolio_memory.c: a choice when memory runs out: each allocation is refused in
 * turn.  The answer is an error and an empty choice, or the same choice as ever. */
#include "check.h"

#include "error.h"
#include "exact.h"
#include "portfolio.h"
#include "random.h"
#include "scarce.h"

#include <stdlib.h>

enum { ITEMS = 24, SEASONS = 1040 };

static float chance[2][ITEMS * SEASONS];
static struct sp_menu_item item[ITEMS];
static const struct sp_fee_tier tier[] = {{1, 700}, {4, 1500}};
static const struct sp_menu_group group[] = {{.fees = {tier, 2}, .signals = {0, 3, 0}},
                                             {.fees = {tier, 2}}};
static const struct sp_menu menu = {.item = item,
                                    .group = group,
                                    .chance = {chance[0], chance[1]},
                                    .items = ITEMS,
                                    .groups = 2,
                                    .levels = 1,
                                    .seasons = SEASONS};
static const struct sp_limits limits = {
    .money = true, .most_cents = 9000, .hours = true, .most_hours = 11};
static const struct sp_portfolio_options usual = {0};

static int draw(void **state)
{
    (void)state;
    struct sp_random random = sp_random_for(41, 0);
    for (int i = 0; i < ITEMS; i++) {
        item[i] = (struct sp_menu_item){.group = i % 2, .hours = 1 + i % 3};
        for (int k = 0; k < SEASONS; k++) {
            float c = (float)(0.4 * sp_random_uniform(&random));
            chance[0][i * SEASONS + k] = c;
            chance[1][i * SEASONS + k] = c + (1 - c) * 0.1F;
        }
    }
    return 0;
}

static void a_choice_fails_cleanly_or_is_the_same(void **state)
{
    (void)state;
    struct sp_choice whole, choice;
    int failed = 0;
    assert_true(sp_portfolio_choose(&menu, &limits, &usual, &whole, NULL));
    for (long n = 0; n < 10000; n++) {
        struct sp_error error = {0};
        scarce_allow(n);
        bool ok = sp_portfolio_choose(&menu, &limits, &usual, &choice, &error);
        bool all = !scarce_end();
        if (ok) {
            /* A deeper search may have been given up for want of memory, the list not. */
            assert_true(choice.worth <= whole.worth && choice.bound >= whole.worth);
        } else {
            assert_int_equal(error.code, SP_NO_MEMORY);
            assert_null(choice.pick);
            assert_int_equal(choice.count, 0);
            failed++;
        }
        sp_choice_free(&choice);
        if (all)
            break;
    }
    assert_true(failed > 50);
    sp_choice_free(&whole);
}

static void a_curve_and_gains_fail_cleanly(void **state)
{
    (void)state;
    for (long n = 0;; n++) {
        struct sp_choice curve;
        struct sp_error error = {0};
        double gain[ITEMS];
        scarce_allow(n);
        bool ok = sp_portfolio_curve(&menu, &limits, &usual, &curve, &error)
                  && sp_portfolio_gain(&menu, &curve, &usual, gain, &error);
        scarce_end();
        assert_true(ok || error.code == SP_NO_MEMORY);
        sp_choice_free(&curve);
        if (ok)
            break;
    }
}

static void the_exact_lists_fail_cleanly(void **state)
{
    (void)state;
    double value[ITEMS], each[ITEMS], weight[2] = {0.5, 0.5};
    int64_t fee[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
        value[i] = 1 + i % 7;
        each[i] = 0.1;
        fee[i] = 2 + i % 3;
    }
    struct sp_offers offers = {each, value, ITEMS};
    for (int which = 0; which < 3; which++)
        for (long n = 0;; n++) {
            struct sp_exact exact;
            struct sp_error error = {0};
            scarce_allow(n);
            bool ok = which == 0   ? sp_exact_equal(&offers, 5, &exact, &error)
                      : which == 1 ? sp_exact_fees(&offers, fee, 20, &exact, &error)
                                   : sp_exact_nodes(chance[0], value, ITEMS, weight, 2, 5,
                                                    &exact, &error);
            scarce_end();
            assert_true(ok || (error.code == SP_NO_MEMORY && !exact.item && !exact.worth));
            sp_exact_free(&exact);
            if (ok)
                break;
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_choice_fails_cleanly_or_is_the_same),
        cmocka_unit_test(a_curve_and_gains_fail_cleanly),
        cmocka_unit_test(the_exact_lists_fail_cleanly),
    };
    return cmocka_run_group_tests(tests, draw, NULL);
}
