/* digits.c: the digits by whole numbers, exactly.
 *
 * A double is m * 2^e.  Times 10^k it is P * 2^-s, where P = m * 5^k fits into 128 bits
 * for the sizes at hand, so the digits are P shifted down and rounded, a half to even as
 * printf does.  They read back as the same double when they are nearer than half its last
 * place, which is 5^k in units of P; that is odd, so there is no tie.  What is very large
 * or small, and powers of two, whose lower neighbour is nearer, go to printf.
 */
#include "digits.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double least = 1e-11, most = 1e15; /* within, k is 0 to 27 and s at least 1 */

static int by_printf(double value, char *text)
{
    int length = snprintf(text, DIGITS_BYTES, "%.15g", value);
    if (strtod(text, NULL) != value)
        length = snprintf(text, DIGITS_BYTES, "%.17g", value);
    return length;
}

struct decimal {
    uint64_t digits; /* `count` of them, or 10^count when rounding made it so */
    int count;
    int exponent; /* of the first digit, base ten */
    bool exact;   /* reads back as the same double */
};

/* 5^0 to 5^27, the last below 2^63. */
static const uint64_t power_of_five[] = {1u,
                                         5u,
                                         25u,
                                         125u,
                                         625u,
                                         3125u,
                                         15625u,
                                         78125u,
                                         390625u,
                                         1953125u,
                                         9765625u,
                                         48828125u,
                                         244140625u,
                                         1220703125u,
                                         6103515625u,
                                         30517578125u,
                                         152587890625u,
                                         762939453125u,
                                         3814697265625u,
                                         19073486328125u,
                                         95367431640625u,
                                         476837158203125u,
                                         2384185791015625u,
                                         11920928955078125u,
                                         59604644775390625u,
                                         298023223876953125u,
                                         1490116119384765625u,
                                         7450580596923828125u};

/* m * 2^e in `count` digits, if its first has this exponent; else with digits too large or
 * too small in number. */
static struct decimal round_to(uint64_t m, int e, int count, int exponent)
{
    int k = count - 1 - exponent, s = -(e + k);
    uint64_t five = power_of_five[k];
    unsigned __int128 whole = (unsigned __int128)m * five;
    unsigned __int128 half = (unsigned __int128)1 << (s - 1);
    unsigned __int128 rest = whole & (2 * half - 1);
    uint64_t digits = (uint64_t)(whole >> s);
    bool up = rest > half || (rest == half && (digits & 1));
    unsigned __int128 off = up ? 2 * half - rest : rest;
    return (struct decimal){digits + up, count, exponent, 2 * off < five};
}

/* The digits without the zeros at their end, in the form of %g. */
static int lay_out(struct decimal decimal, bool negative, char *text)
{
    char digit[24] = {0}, *out = text;
    int count = decimal.count, exponent = decimal.exponent, wide = decimal.count;
    for (int i = count - 1; i >= 0; i--, decimal.digits /= 10)
        digit[i] = (char)('0' + decimal.digits % 10);
    while (count > 1 && digit[count - 1] == '0')
        count--;
    if (negative)
        *out++ = '-';
    bool fixed = exponent >= -4 && exponent < wide;
    if (fixed && exponent < 0) {
        memcpy(out, "0.0000", 6);
        out += 1 - exponent;
        memcpy(out, digit, (size_t)count);
        out += count;
    } else {
        int before = fixed ? exponent + 1 : 1;
        for (int i = 0; i < before || i < count; i++) {
            if (i == before)
                *out++ = '.';
            *out++ = i < count ? digit[i] : '0';
        }
    }
    if (!fixed) /* below 0.0001 only */
        out += sprintf(out, "e-%02d", -exponent);
    *out = '\0';
    return (int)(out - text);
}

int digits_write(double value, char text[DIGITS_BYTES])
{
    double size = fabs(value);
    uint64_t bits, one = 1;
    if (!(size >= least && size < most))
        return by_printf(value, text);
    memcpy(&bits, &size, sizeof bits);
    uint64_t m = (bits & ((one << 52) - 1)) | one << 52;
    int e = (int)(bits >> 52) - 1075, exponent = -11;
    if (m == one << 52)
        return by_printf(value, text);
    /* A table of what powers of ten read as; a size next to one may land on either side,
     * which the number of digits then tells. */
    static const double ten[] = {1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2,
                                 1e-1,  1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                 1e8,   1e9,  1e10, 1e11, 1e12, 1e13, 1e14};
    for (size_t i = 0; i < sizeof ten / sizeof *ten && size >= ten[i]; i++)
        exponent++;
    struct decimal decimal = round_to(m, e, 15, exponent);
    if (!decimal.exact)
        decimal = round_to(m, e, 17, exponent);
    uint64_t end = decimal.count == 15 ? 1000000000000000 : 100000000000000000;
    if (decimal.digits < end / 10)
        return by_printf(value, text);
    if (decimal.digits >= end) { /* 9.99… rounded up to 10 */
        decimal.digits = end / 10;
        decimal.exponent++;
    }
    return lay_out(decimal, value < 0, text);
}
