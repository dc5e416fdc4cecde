/* test_portfolio_rows.c: sums over the seasons, and the quick look at one. */
#include "portfolio_rows.h"

#include "check.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>

enum { MOST = 5000 };

static float from[MOST], to[MOST], part[MOST], light[MOST];
static double weight[MOST];

/* Chances of all sizes, and weights down to those of long lists. */
static void draw(uint64_t stream, int seasons)
{
    struct sp_random random = sp_random_for(3, stream);
    for (int k = 0; k < seasons; k++) {
        from[k] = (float)(0.995 * sp_random_uniform(&random));
        to[k] = (float)(0.995 * pow(sp_random_uniform(&random), 4));
        weight[k] = pow(sp_random_uniform(&random), 1 + (double)(stream % 20));
    }
}

static void check_glance(const float *a, const float *b, int seasons)
{
    double size, sizes = 0;
    for (int k = 0; k < seasons; k++) {
        double x = a ? (double)a[k] : 0, y = b ? (double)b[k] : 0;
        sizes += fabs((y - x) / (1 - x)) * weight[k];
    }
    sp_row_part(a, b, part, seasons);
    sp_row_narrow(weight, light, seasons);
    double seen = sp_row_glance(part, light, seasons, &size);
    assert_true(fabs(size - sizes) <= 1e-5 * sizes + 1e-300);
    assert_true(fabs(seen - sp_row_change(a, b, weight, seasons))
                <= SP_GLANCE_ERROR * size + 1e-300);
}

static void a_quick_look_is_off_by_less_than_it_says(void **state)
{
    (void)state;
    static const int lengths[] = {1, 7, 8, 100, 127, 128, 512, 4096, 4999};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        for (uint64_t stream = 0; stream < 40; stream++) {
            draw(stream, lengths[i]);
            check_glance(from, to, lengths[i]);
            check_glance(NULL, to, lengths[i]);
            check_glance(from, NULL, lengths[i]);
        }
}

static void nothing_changed_is_nothing_gained(void **state)
{
    (void)state;
    double size;
    draw(1, 200);
    sp_row_part(from, from, part, 200);
    sp_row_narrow(weight, light, 200);
    assert_true(sp_row_glance(part, light, 200, &size) == 0 && size == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quick_look_is_off_by_less_than_it_says),
        cmocka_unit_test(nothing_changed_is_nothing_gained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
