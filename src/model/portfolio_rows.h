/* portfolio_rows.h: sums over the seasons, for the portfolio's own sources
 *
 * A row is one application's chance in each season.  Each sum here is taken in
 * sixteen lanes and then in a fixed order, whatever the machine offers, so the
 * result is the same to the byte everywhere.
 */
#pragma once

#include <stdbool.h>

/* The sum of a row; false if a chance in it is outside [0, 1) or not a number. */
bool sp_row_sum(const float *chance, int seasons, double *sum);

/* The sum of chance[k] * weight[k]. */
double sp_row_gain(const float *chance, const double *weight, int seasons);

/* The sum of change[k] * weight[k], where change = (to - from) / (1 - from): the
 * part of the weight that goes when an application is sent another way.  NULL
 * is a row of zeros. */
double sp_row_change(const float *from, const float *to, const double *weight, int seasons);

/* alive[k] *= 1 - change[k], with change as above. */
void sp_row_apply(const float *from, const float *to, double *alive, int seasons);

/* Runs `work` on 0..count-1, cut into one stretch for each of the `threads`. */
void sp_in_stretches(int threads, int count, void (*work)(void *with, int from, int to),
                     void *with);
