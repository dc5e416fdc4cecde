/* chance_text.h: a chance in words and digits
 *
 * The interval says how many digits the number deserves: whole seasons of a hundred as
 * soon as the high end reads 10, one decimal below that, "<0.1" at the bottom.
 */
#pragma once

#include <stddef.h>

struct sp_chance;

enum { CHANCE_BYTES = 64 };

/* "58 of 100 seasons (49–66)". */
void chance_seasons(const struct sp_chance *chance, char out[CHANCE_BYTES]);

/* "58 % (49–66)". */
void chance_percent(const struct sp_chance *chance, char out[CHANCE_BYTES]);

/* "+2.6 (1.8 to 3.4)": a gain in seasons of 100, with its range. */
enum { GAIN_BYTES = 64 };
void gain_text(double gain, double low, double high, char out[GAIN_BYTES]);

/* A bar of `width` columns from 0 to `full`: "█" up to low, "▓" to the value, "░" to high.
 */
void chance_bar(const struct sp_chance *chance, double full, int width, char *out,
                size_t room);

/* Rounds points to tenths so that the printed ones add up to the printed total
 * (largest remainder).  `tenths` is out, [count]; returns the total in tenths. */
long points_in_tenths(const double *points, int count, long *tenths);
