/* test_logistic.c: quadrature against the moments of the normal, a mean against draws,
 * and the inverse against its function. */
#include "check.h"

#include "logistic.h"
#include "random.h"

#include <math.h>

static void log_odds_undo_the_logistic_within_their_reach(void **state)
{
    (void)state;
    for (double x = -20; x <= 20; x += 0.25)
        assert_true(fabs(sp_log_odds(sp_logistic(x)) - x) < 1e-6);
    assert_true(sp_log_odds(0) == sp_log_odds(1e-9));
    assert_true(sp_log_odds(1) == sp_log_odds(1 - 1e-9));
    assert_true(sp_logistic(800) == 1 && sp_logistic(-800) == 0);
    assert_true(sp_logistic(0) == 0.5);
}

/* E[Z^n]: 0 for odd n, (n - 1)!! for even. */
static double normal_moment(int n)
{
    double product = n % 2 ? 0 : 1;
    for (int k = n - 1; k > 1; k -= 2)
        product *= k;
    return product;
}

static void nodes_of_any_number_are_exact_for_their_polynomials(void **state)
{
    (void)state;
    for (int count = 1; count <= 64; count++) {
        double at[64], weight[64];
        sp_normal_nodes(count, at, weight);
        for (int power = 0; power <= 2 * count - 1 && power <= 30; power++) {
            double sum = 0, size = 0, exact = normal_moment(power);
            for (int i = 0; i < count; i++) {
                sum += weight[i] * pow(at[i], power);
                size += weight[i] * fabs(pow(at[i], power));
            }
            if (!(fabs(sum - exact) <= 1e-9 * size + 1e-15))
                fail_msg("%d nodes, power %d: %.15g is not %.15g", count, power, sum,
                         exact);
        }
    }
}

static void nodes_are_symmetric_and_rise(void **state)
{
    (void)state;
    struct sp_nodes nodes = sp_nodes_make();
    for (int i = 0; i < SP_NODES; i++) {
        assert_true(fabs(nodes.at[i] + nodes.at[SP_NODES - 1 - i]) < 1e-12);
        assert_true(nodes.weight[i] > 0);
        assert_true(i == 0 || nodes.at[i] > nodes.at[i - 1]);
    }
}

static const struct sp_spread spreads[] = {
    {0, 0, 0},     {0.5, 0, 0},     {1, 1, 0.2},  {1.5, 0.4, 0.9},
    {2, 2.2, 0.1}, {0.3, 1.0, 0.5}, {1, -0.5, 1},
};
enum { SPREADS = sizeof spreads / sizeof *spreads };

static void the_mean_over_a_spread_agrees_with_draws(void **state)
{
    (void)state;
    enum { DRAWS = 20000 };
    struct sp_nodes nodes = sp_nodes_make();
    for (int i = 0; i < SPREADS; i++)
        for (int base = -6; base <= 2; base += 2) {
            const struct sp_spread *spread = &spreads[i];
            struct sp_random random =
                sp_random_for(20261102, (uint64_t)(i * 16 + base + 8));
            double sum = 0, square = 0;
            for (int d = 0; d < DRAWS; d++) {
                double odds = base + spread->sd * sp_random_normal(&random);
                odds += sp_random_uniform(&random) < spread->signalled ? spread->signal : 0;
                sum += sp_logistic(odds);
                square += sp_logistic(odds) * sp_logistic(odds);
            }
            double mean = sum / DRAWS, sd = sqrt(fmax(square / DRAWS - mean * mean, 0));
            double error = sd / sqrt(DRAWS), told = sp_spread_mean(spread, &nodes, base);
            if (!(fabs(told - mean) <= 4 * error + 1e-12))
                fail_msg("spread %d, base %d: %.6f, drawn %.6f +- %.6f", i, base, told,
                         mean, error);
        }
}

static void the_base_for_a_mean_gives_that_mean(void **state)
{
    (void)state;
    struct sp_nodes nodes = sp_nodes_make();
    for (int i = 0; i < SPREADS; i++) {
        struct sp_spread_table table = sp_spread_tabulate(&spreads[i], &nodes);
        for (double mean = 0.0005; mean < 0.96; mean += 0.0117) {
            double base = sp_spread_base(&table, mean);
            double again = sp_spread_mean(&spreads[i], &nodes, base);
            if (base < -12 || base > 3.75)
                continue;
            if (!(fabs(sp_log_odds(again) - sp_log_odds(mean)) < 0.001))
                fail_msg("spread %d: base %.5f of %.5f gives %.6f", i, base, mean, again);
        }
    }
}

static void without_a_spread_the_base_is_the_log_odds_themselves(void **state)
{
    (void)state;
    struct sp_nodes nodes = sp_nodes_make();
    struct sp_spread_table table = sp_spread_tabulate(&spreads[0], &nodes);
    for (double x = -11; x <= 3; x += 0.37)
        assert_true(fabs(sp_spread_base(&table, sp_logistic(x)) - x) < 1e-9);
}

static void a_mean_beyond_the_table_is_still_a_number(void **state)
{
    (void)state;
    struct sp_nodes nodes = sp_nodes_make();
    for (int i = 0; i < SPREADS; i++) {
        struct sp_spread_table table = sp_spread_tabulate(&spreads[i], &nodes);
        double low = sp_spread_base(&table, 0), high = sp_spread_base(&table, 1);
        assert_true(isfinite(low) && isfinite(high) && low < high);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(log_odds_undo_the_logistic_within_their_reach),
        cmocka_unit_test(nodes_of_any_number_are_exact_for_their_polynomials),
        cmocka_unit_test(nodes_are_symmetric_and_rise),
        cmocka_unit_test(the_mean_over_a_spread_agrees_with_draws),
        cmocka_unit_test(the_base_for_a_mean_gives_that_mean),
        cmocka_unit_test(without_a_spread_the_base_is_the_log_odds_themselves),
        cmocka_unit_test(a_mean_beyond_the_table_is_still_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
