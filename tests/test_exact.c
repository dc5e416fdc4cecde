/* test_exact.c: the special cases against enumeration and against each other. */
#include "check.h"

#include "error.h"
#include "exact.h"
#include "oracle.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 300 };

struct offers {
    double chance[MOST], value[MOST];
    int64_t fee[MOST];
    struct sp_offers of;
};

static void draw(struct offers *o, int count, uint64_t seed)
{
    struct sp_random random = sp_random_for(31, seed);
    for (int i = 0; i < count; i++) {
        o->chance[i] = sp_random_below(&random, 20) ? sp_random_uniform(&random)
                                                    : sp_random_below(&random, 2);
        o->value[i] = sp_random_below(&random, 10) ? sp_random_uniform(&random) : 0.5;
        o->fee[i] = 3 * sp_random_below(&random, 6);
    }
    o->of = (struct sp_offers){o->chance, o->value, count};
}

static void equal_fees_equal_enumeration_at_every_size(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        struct offers o;
        struct sp_exact exact;
        int count = 1 + (int)(seed % 10), one[MOST];
        draw(&o, count, seed);
        for (int i = 0; i < count; i++)
            one[i] = 1;
        assert_true(sp_exact_equal(&o.of, count, &exact, NULL));
        for (int most = 1; most <= count; most++) {
            double best =
                oracle_best_independent(o.chance, o.value, one, count, most, count);
            int n = most < exact.count ? most : exact.count;
            double worth = n > 0 ? exact.worth[n - 1] : 0;
            assert_true(fabs(worth - best) < 1e-13);
        }
        sp_exact_free(&exact);
    }
}

static void fees_that_differ_equal_enumeration_at_every_budget(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        struct offers o;
        int count = 1 + (int)(seed % 10), fee[MOST], sum = 0;
        draw(&o, count, 100 + seed);
        for (int i = 0; i < count; i++)
            sum += fee[i] = (int)o.fee[i];
        for (int budget = 0; budget <= sum + 4; budget += 4) {
            struct sp_exact exact;
            int64_t spent = 0;
            assert_true(sp_exact_fees(&o.of, o.fee, budget, &exact, NULL));
            for (int i = 0; i < exact.count; i++)
                spent += o.fee[exact.item[i]];
            double worth = exact.count ? exact.worth[exact.count - 1] : 0;
            double best =
                oracle_best_independent(o.chance, o.value, fee, count, count, budget);
            assert_true(spent <= budget);
            assert_true(fabs(worth - best) < 1e-13);
            sp_exact_free(&exact);
        }
    }
}

static void equal_fees_agree_with_fees_of_one_in_a_large_case(void **state)
{
    (void)state;
    struct offers o;
    struct sp_exact equal, fees;
    draw(&o, MOST, 7);
    for (int i = 0; i < MOST; i++) {
        o.chance[i] *= 0.05;
        o.fee[i] = 1100; /* one step each, once divided */
    }
    assert_true(sp_exact_equal(&o.of, MOST, &equal, NULL));
    for (int most = 1; most <= 150; most += 7) {
        assert_true(sp_exact_fees(&o.of, o.fee, 1100 * most + 1099, &fees, NULL));
        assert_int_equal(fees.count, most);
        assert_true(fabs(fees.worth[most - 1] - equal.worth[most - 1]) < 1e-12);
        sp_exact_free(&fees);
    }
    sp_exact_free(&equal);
}

static void one_node_is_the_independent_case(void **state)
{
    (void)state;
    struct offers o;
    struct sp_exact equal, nodes;
    float chance[MOST];
    double one = 1;
    draw(&o, MOST, 8);
    for (int i = 0; i < MOST; i++) {
        chance[i] = (float)(o.chance[i] * 0.05);
        o.chance[i] = (double)chance[i];
    }
    assert_true(sp_exact_equal(&o.of, 120, &equal, NULL));
    assert_true(sp_exact_nodes(chance, o.value, MOST, &one, 1, 120, &nodes, NULL));
    assert_int_equal(equal.count, nodes.count);
    for (int n = 0; n < nodes.count; n++) {
        assert_int_equal(equal.item[n], nodes.item[n]);
        assert_true(fabs(equal.worth[n] - nodes.worth[n]) < 1e-12);
    }
    sp_exact_free(&equal);
    sp_exact_free(&nodes);
}

/* The worth of a list at one node: the dearest offers first. */
static double worth_at(const double *value, const double *chance, const int *list,
                       int length)
{
    double worth = 0, none = 1;
    bool used[MOST] = {false};
    for (int n = 0; n < length; n++) {
        int top = 0;
        while (used[top])
            top++;
        for (int i = top + 1; i < length; i++)
            if (!used[i] && value[list[i]] > value[list[top]])
                top = i;
        used[top] = true;
        worth += none * chance[list[top]] * value[list[top]];
        none *= 1 - chance[list[top]];
    }
    return worth;
}

static bool has(const int *list, int length, int item)
{
    for (int n = 0; n < length; n++)
        if (list[n] == item)
            return true;
    return false;
}

static void each_step_over_nodes_takes_the_largest_gain(void **state)
{
    (void)state;
    enum { COUNT = 40, NODES = 9, STEPS = 12 };
    struct sp_random random = sp_random_for(33, 1);
    float chance[COUNT * NODES];
    double value[COUNT], weight[NODES], at[NODES][COUNT];
    for (int k = 0; k < NODES; k++)
        weight[k] = sp_random_uniform(&random);
    for (int i = 0; i < COUNT; i++) {
        value[i] = sp_random_uniform(&random);
        for (int k = 0; k < NODES; k++) {
            chance[i * NODES + k] = (float)(0.5 * sp_random_uniform(&random));
            at[k][i] = (double)chance[i * NODES + k];
        }
    }
    struct sp_exact exact;
    assert_true(sp_exact_nodes(chance, value, COUNT, weight, NODES, STEPS, &exact, NULL));
    assert_int_equal(exact.count, STEPS);
    for (int n = 0; n < STEPS; n++) {
        int list[STEPS];
        double best = 0, taken = 0;
        memcpy(list, exact.item, sizeof list);
        for (int i = 0; i < COUNT; i++) {
            double worth = 0;
            list[n] = i;
            if (has(exact.item, n, i))
                continue;
            for (int k = 0; k < NODES; k++)
                worth += weight[k] * worth_at(value, at[k], list, n + 1);
            best = fmax(best, worth);
            taken = i == exact.item[n] ? worth : taken;
        }
        assert_true(fabs(taken - best) < 1e-13);
        assert_true(fabs(taken - exact.worth[n]) < 1e-12);
    }
    sp_exact_free(&exact);
}

static void numbers_that_are_none_are_refused(void **state)
{
    (void)state;
    struct offers o;
    struct sp_exact exact;
    struct sp_error error = {0};
    draw(&o, 5, 9);
    o.chance[3] = NAN;
    assert_false(sp_exact_equal(&o.of, 2, &exact, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    assert_non_null(strstr(error.text, "offer 3: chance"));
    o.chance[3] = 0.5;
    o.value[1] = -1;
    assert_false(sp_exact_fees(&o.of, o.fee, 9, &exact, &error));
    assert_non_null(strstr(error.text, "offer 1: value"));
    o.value[1] = 1;
    o.fee[4] = -3;
    assert_false(sp_exact_fees(&o.of, o.fee, 9, &exact, &error));
    assert_non_null(strstr(error.text, "offer 4: fee"));
    o.fee[4] = 3;
    assert_false(sp_exact_fees(&o.of, o.fee, -1, &exact, &error));
    assert_non_null(strstr(error.text, "budget"));
    o.fee[0] = INT64_C(1) << 40;
    assert_false(sp_exact_fees(&o.of, o.fee, INT64_C(1) << 41, &exact, &error));
    assert_non_null(strstr(error.text, "too many steps"));
    double weight = NAN;
    float chance[5] = {0};
    assert_false(sp_exact_nodes(chance, o.value, 5, &weight, 1, 2, &exact, &error));
    assert_non_null(strstr(error.text, "weight"));
    assert_null(exact.item);
}

static void no_offers_give_an_empty_list(void **state)
{
    (void)state;
    struct offers o;
    struct sp_exact exact;
    double weight = 1;
    float chance = 0;
    draw(&o, 0, 10);
    assert_true(sp_exact_equal(&o.of, 3, &exact, NULL));
    assert_int_equal(exact.count, 0);
    sp_exact_free(&exact);
    assert_true(sp_exact_fees(&o.of, o.fee, 3, &exact, NULL));
    assert_int_equal(exact.count, 0);
    sp_exact_free(&exact);
    assert_true(sp_exact_nodes(&chance, o.value, 0, &weight, 1, 3, &exact, NULL));
    assert_int_equal(exact.count, 0);
    sp_exact_free(&exact);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_fees_equal_enumeration_at_every_size),
        cmocka_unit_test(fees_that_differ_equal_enumeration_at_every_budget),
        cmocka_unit_test(equal_fees_agree_with_fees_of_one_in_a_large_case),
        cmocka_unit_test(one_node_is_the_independent_case),
        cmocka_unit_test(each_step_over_nodes_takes_the_largest_gain),
        cmocka_unit_test(numbers_that_are_none_are_refused),
        cmocka_unit_test(no_offers_give_an_empty_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
