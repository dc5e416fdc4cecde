/* test_vacancy.c: what a track should leave open, and what one year may bring. */
#include "check.h"

#include "catalogue.h"
#include "vacancy.h"

#include <math.h>
#include <stdlib.h>

/* Chance that k of n stay open when the share is a beta of concentration 1 (its density
 * times the binomial, integrated). */
static double chance_of(double share, int n, int k)
{
    double a = share, b = 1 - share;
    return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + lgamma(a + k)
               + lgamma(b + n - k) - lgamma(n + 1) - lgamma(a) - lgamma(b));
}

static void a_year_leaves_open_what_a_beta_and_a_binomial_say(void **state)
{
    (void)state;
    static const double share[] = {0.01, 0.1, 0.35, 0.5, 0.9};
    static const int positions[] = {1, 2, 5, 13, 66};
    for (size_t s = 0; s < sizeof share / sizeof *share; s++)
        for (size_t p = 0; p < sizeof positions / sizeof *positions; p++) {
            int n = positions[p];
            struct sp_vacancy year = sp_vacancy_in_a_year(share[s], n);
            double below_low = 0, to_high = 0;
            for (int k = 0; k <= n; k++) {
                below_low += k < year.low ? chance_of(share[s], n, k) : 0;
                to_high += k <= year.high ? chance_of(share[s], n, k) : 0;
            }
            assert_true(fabs(year.any - 1 + chance_of(share[s], n, 0)) < 1e-9);
            assert_true(below_low < 0.05
                        && below_low + chance_of(share[s], n, year.low) >= 0.05 - 1e-12);
            assert_true(to_high >= 0.95 - 1e-12
                        && to_high - chance_of(share[s], n, year.high) < 0.95);
        }
}

static void one_position_stays_open_with_the_share_itself(void **state)
{
    (void)state;
    assert_true(fabs(sp_vacancy_in_a_year(0.2, 1).any - 0.2) < 1e-12);
    assert_int_equal(sp_vacancy_in_a_year(0.2, 1).low, 0);
    assert_int_equal(sp_vacancy_in_a_year(0.2, 1).high, 1);
    assert_int_equal(sp_vacancy_in_a_year(0, 20).high, 0);
    assert_int_equal(sp_vacancy_in_a_year(1, 20).low, 20);
}

static void who_left_more_open_is_expected_to_leave_more(void **state)
{
    (void)state;
    const struct sp_programs *programs = catalogue_facts()->programs;
    double *open = malloc(sizeof *open * (size_t)programs->count);
    double full = 0, empty = 0;
    int fulls = 0, empties = 0, last = SP_YEARS - 1;
    assert_true(open && sp_vacancy_expect(programs, SP_YEARS, open, NULL));
    for (int t = 0; t < programs->count; t++) {
        const struct sp_track *track = &programs->track[t];
        assert_true(open[t] >= 0 && open[t] <= 1);
        if (track->quota[last] > 0 && track->filled[last] == track->quota[last]) {
            full += open[t];
            fulls++;
        } else if (track->quota[last] > 0 && track->filled[last] == 0) {
            empty += open[t];
            empties++;
        }
    }
    assert_true(fulls > 1000 && empties > 50);
    assert_true(full / fulls < 0.1 && empty / empties > 0.4);
    free(open);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_leaves_open_what_a_beta_and_a_binomial_say),
        cmocka_unit_test(one_position_stays_open_with_the_share_itself),
        cmocka_unit_test(who_left_more_open_is_expected_to_leave_more),
    };
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
