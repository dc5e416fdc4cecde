/* test_digits.c: numbers in digits, against printf. */
#include "digits.h"

#include "check.h"
#include "random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Slow and obvious: 15 digits, or 17 where these do not read back. */
static void by_printf(double value, char text[DIGITS_BYTES])
{
    snprintf(text, DIGITS_BYTES, "%.15g", value);
    if (strtod(text, NULL) != value)
        snprintf(text, DIGITS_BYTES, "%.17g", value);
}

static void check(double value)
{
    char wanted[DIGITS_BYTES], got[DIGITS_BYTES];
    by_printf(value, wanted);
    int length = digits_write(value, got);
    assert_string_equal(got, wanted);
    assert_int_equal(length, strlen(wanted));
}

static void numbers_of_every_size_read_as_printf_writes_them(void **state)
{
    (void)state;
    struct sp_random random = sp_random_for(1, 1);
    for (int i = 0; i < 100000; i++) {
        double value = sp_random_uniform(&random) * pow(10, i % 34 - 15);
        check(i % 3 ? value : -value);
    }
}

static void any_bits_that_are_a_number_read_as_printf_writes_them(void **state)
{
    (void)state;
    struct sp_random random = sp_random_for(1, 2);
    for (int i = 0; i < 100000; i++) {
        uint64_t bits = (uint64_t)sp_random_word(&random) << 32 | sp_random_word(&random);
        double value;
        memcpy(&value, &bits, sizeof value);
        if (isfinite(value))
            check(value);
    }
}

static void short_decimals_and_their_neighbours_read_as_printf_writes_them(void **state)
{
    (void)state;
    struct sp_random random = sp_random_for(1, 3);
    for (int i = 0; i < 50000; i++) {
        double value = sp_random_below(&random, 100000) / pow(10, i % 15);
        check(value);
        check(nextafter(value, INFINITY));
        check(nextafter(value, 0));
    }
}

static void halves_of_a_last_digit_go_to_the_even_one(void **state)
{
    (void)state;
    /* A whole number of 15 digits and a half or a quarter is exact in a double. */
    for (int i = 0; i < 2000; i++) {
        check(100000000000000 + i + 0.5);
        check(99999999999999 - i + 0.25);
        check(12345678901234 + i + 0.125);
    }
}

static void powers_of_two_and_of_ten_read_as_printf_writes_them(void **state)
{
    (void)state;
    for (int i = -1074; i < 1024; i++)
        check(ldexp(1, i));
    for (int i = -307; i < 308; i++)
        for (int away = -2; away <= 2; away++) {
            double value = pow(10, i);
            for (int step = 0; step < abs(away); step++)
                value = nextafter(value, away < 0 ? 0 : INFINITY);
            check(value);
        }
}

static void nothing_and_the_ends_of_the_scale_have_digits_too(void **state)
{
    (void)state;
    check(0);
    check(1);
    check(-1);
    check(5e-324);
    check(1.7976931348623157e308);
    check(999999999999999.9);
    check(9.9999999999999995e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_every_size_read_as_printf_writes_them),
        cmocka_unit_test(any_bits_that_are_a_number_read_as_printf_writes_them),
        cmocka_unit_test(short_decimals_and_their_neighbours_read_as_printf_writes_them),
        cmocka_unit_test(halves_of_a_last_digit_go_to_the_even_one),
        cmocka_unit_test(powers_of_two_and_of_ten_read_as_printf_writes_them),
        cmocka_unit_test(nothing_and_the_ends_of_the_scale_have_digits_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
