/* test_random.c: known answers, and laws that the numbers must follow. */
#include "check.h"

#include "random.h"

#include <math.h>
#include <string.h>

static void the_known_answers_of_the_authors_come_out(void **state)
{
    (void)state;
    /* Random123 1.14, kat_vectors, philox4x32 with 10 rounds. */
    static const struct {
        uint32_t counter[4], key[2], out[4];
    } known[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        uint32_t out[4];
        sp_random_block(known[i].key, known[i].counter, out);
        assert_memory_equal(out, known[i].out, sizeof out);
    }
}

static void the_normal_quantile_inverts_the_distribution(void **state)
{
    (void)state;
    for (double x = -8; x <= 8; x += 1.0 / 64) {
        double p =
            0.5 * erfc(-x / sqrt(2)); /* loses digits above 1, where we test by symmetry */
        double back =
            x <= 0 ? sp_normal_quantile(p) : -sp_normal_quantile(0.5 * erfc(x / sqrt(2)));
        assert_true(fabs(back - x) < 1e-9);
    }
}

static void normal_draws_have_the_moments_of_a_normal(void **state)
{
    (void)state;
    enum { DRAWS = 400000 };
    double sum = 0, square = 0;
    struct sp_random random = sp_random_for(7, 1);
    for (int i = 0; i < DRAWS; i++) {
        double x = sp_random_normal(&random);
        sum += x;
        square += x * x;
    }
    assert_true(fabs(sum / DRAWS) < 4 / sqrt(DRAWS));
    assert_true(fabs(square / DRAWS - 1) < 4 * sqrt(2.0 / DRAWS));
}

static void numbers_below_a_bound_are_all_equally_likely(void **state)
{
    (void)state;
    enum { BOUND = 7, EACH = 10000, DRAWS = BOUND * EACH };
    int seen[BOUND] = {0};
    struct sp_random random = sp_random_for(11, 3);
    for (int i = 0; i < DRAWS; i++)
        seen[sp_random_below(&random, BOUND)]++;
    double chi = 0;
    for (int i = 0; i < BOUND; i++)
        chi += pow(seen[i] - EACH, 2) / EACH;
    assert_true(chi < 22.5); /* 99.9 % point of chi-square with 6 degrees */
}

static void streams_do_not_depend_on_each_other(void **state)
{
    (void)state;
    struct sp_random a = sp_random_for(5, 9), b = sp_random_for(5, 10);
    uint32_t first = sp_random_word(&a);
    sp_random_word(&b);
    struct sp_random again = sp_random_for(5, 9);
    assert_int_equal(first, sp_random_word(&again));
    assert_int_not_equal(sp_random_word(&a), sp_random_word(&b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_known_answers_of_the_authors_come_out),
        cmocka_unit_test(the_normal_quantile_inverts_the_distribution),
        cmocka_unit_test(normal_draws_have_the_moments_of_a_normal),
        cmocka_unit_test(numbers_below_a_bound_are_all_equally_likely),
        cmocka_unit_test(streams_do_not_depend_on_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
