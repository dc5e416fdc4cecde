/* test_cholesky.c: against an inverse by hand, and against its own product. */
#include "check.h"

#include "cholesky.h"
#include "random.h"

#include <math.h>

static void a_system_of_three_gives_the_inverse_worked_out_by_hand(void **state)
{
    (void)state;
    /* The inverse of {4 2 0, 2 5 1, 0 1 2} is {9 -4 2, -4 8 -4, 2 -4 16} / 28. */
    static const double inverse[3][3] = {{9, -4, 2}, {-4, 8, -4}, {2, -4, 16}};
    for (int column = 0; column < 3; column++) {
        double a[9] = {4, 2, 0, 2, 5, 1, 0, 1, 2}, b[3] = {0};
        b[column] = 1;
        assert_true(sp_cholesky_solve(a, b, 3));
        for (int row = 0; row < 3; row++)
            assert_true(fabs(b[row] - inverse[row][column] / 28) < 1e-15);
    }
}

static void only_the_lower_triangle_is_read(void **state)
{
    (void)state;
    double a[4] = {4, NAN, 2, 3}, b[2] = {8, 7};
    assert_true(sp_cholesky_solve(a, b, 2));
    assert_true(fabs(b[0] - 1.25) < 1e-15 && fabs(b[1] - 1.5) < 1e-15);
}

static void random_systems_are_solved_to_rounding(void **state)
{
    (void)state;
    enum { MOST = 40 };
    for (int n = 1; n <= MOST; n++) {
        static double root[MOST * MOST], a[MOST * MOST], spoiled[MOST * MOST];
        double b[MOST], x[MOST];
        struct sp_random random = sp_random_for(20261101, (uint64_t)n);
        for (int i = 0; i < n * n; i++)
            root[i] = sp_random_normal(&random);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                a[i * n + j] = i == j;
                for (int k = 0; k < n; k++)
                    a[i * n + j] += root[i * n + k] * root[j * n + k];
            }
        for (int i = 0; i < n * n; i++)
            spoiled[i] = a[i];
        for (int i = 0; i < n; i++)
            b[i] = x[i] = sp_random_normal(&random);
        assert_true(sp_cholesky_solve(spoiled, x, n));
        for (int i = 0; i < n; i++) {
            double product = -b[i];
            for (int k = 0; k < n; k++)
                product += a[i * n + k] * x[k];
            assert_true(fabs(product) < 1e-10);
        }
    }
}

static void what_is_not_positive_definite_is_refused(void **state)
{
    (void)state;
    double zero[1] = {0}, negative[4] = {1, 0, 2, 1}, missing[4] = {1, 0, NAN, 1};
    double b[2] = {1, 1};
    assert_false(sp_cholesky_solve(zero, b, 1));
    assert_false(sp_cholesky_solve(negative, b, 2));
    assert_false(sp_cholesky_solve(missing, b, 2));
}

static void a_system_of_nothing_is_solved(void **state)
{
    (void)state;
    double a[1] = {0}, b[1] = {5};
    assert_true(sp_cholesky_solve(a, b, 0));
    assert_true(b[0] == 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_system_of_three_gives_the_inverse_worked_out_by_hand),
        cmocka_unit_test(only_the_lower_triangle_is_read),
        cmocka_unit_test(random_systems_are_solved_to_rounding),
        cmocka_unit_test(what_is_not_positive_definite_is_refused),
        cmocka_unit_test(a_system_of_nothing_is_solved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
