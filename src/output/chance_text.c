/* chance_text.c: rounding, in one place. */
#include "chance_text.h"

#include "plan.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "58" or "0.4": a share in [0, 1] as so many of 100.  `high` sets the digits. */
static void digits(double share, double high, char out[CHANCE_BYTES])
{
    double of_100 = 100 * share;
    if (100 * high >= 9.95) /* 10.0 would be wider than a chance is */
        snprintf(out, CHANCE_BYTES, "%.0f", of_100);
    else if (of_100 > 0 && of_100 < 0.05)
        snprintf(out, CHANCE_BYTES, "<0.1");
    else
        snprintf(out, CHANCE_BYTES, "%.1f", of_100);
}

static void chance_form(const struct sp_chance *chance, const char *unit,
                        char out[CHANCE_BYTES])
{
    char value[CHANCE_BYTES], low[CHANCE_BYTES], high[CHANCE_BYTES];
    digits(chance->value, chance->high, value);
    digits(chance->low, chance->high, low);
    digits(chance->high, chance->high, high);
    snprintf(out, CHANCE_BYTES, "%.12s %s (%.12s–%.12s)", value, unit, low, high);
}

void chance_seasons(const struct sp_chance *chance, char out[CHANCE_BYTES])
{
    chance_form(chance, "of 100 seasons", out);
}

void chance_percent(const struct sp_chance *chance, char out[CHANCE_BYTES])
{
    chance_form(chance, "%", out);
}

/* A minus sign as wide as the plus; nothing before 0.0. */
static void tenth_text(double share, bool plus, char out[16])
{
    double tenths = round(1000 * share) / 10;
    snprintf(out, 16, "%s%.1f",
             tenths < 0           ? "−"
             : plus && tenths > 0 ? "+"
                                  : "",
             fmin(fabs(tenths), 100));
}

void gain_text(double gain, double low, double high, char out[GAIN_BYTES])
{
    char value[16], from[16], to[16];
    tenth_text(gain, true, value);
    tenth_text(low, false, from);
    tenth_text(high, false, to);
    snprintf(out, GAIN_BYTES, "%s (%s to %s)", value, from, to);
}

static int columns_of(double share, double full, int width)
{
    double at = full > 0 ? share / full * width : 0;
    return at < 0 ? 0 : at > width ? width : (int)lround(at);
}

void chance_bar(const struct sp_chance *chance, double full, int width, char *out,
                size_t room)
{
    int low = columns_of(chance->low, full, width);
    int value = columns_of(chance->value, full, width);
    int high = columns_of(chance->high, full, width);
    size_t used = 0;
    for (int i = 0; i < high && used + 4 < room; i++) {
        const char *block = i < low ? "█" : i < value ? "▓" : "░";
        memcpy(out + used, block, strlen(block));
        used += strlen(block);
    }
    out[used] = '\0';
}

long points_in_tenths(const double *points, int count, long *tenths)
{
    double sum = 0;
    long printed = 0;
    for (int i = 0; i < count; i++) {
        sum += points[i];
        tenths[i] = lround(10 * points[i]);
        printed += tenths[i];
    }
    long total = lround(10 * sum);
    while (printed != total && count > 0) {
        int step = printed < total ? 1 : -1, best = 0;
        for (int i = 1; i < count; i++)
            if (step * (10 * points[i] - (double)tenths[i])
                > step * (10 * points[best] - (double)tenths[best]))
                best = i;
        tenths[best] += step;
        printed += step;
    }
    return total;
}
