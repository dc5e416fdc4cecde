/* portfolio_rows.h: sums over the seasons, for the portfolio's own sources
 *
 * A row is one application's chance in each season.  Each sum here is taken in
 * eight or sixteen lanes and then in a fixed order, whatever the machine
 * offers, so the result is the same to the byte everywhere.
 */
#pragma once

#include "portfolio.h"

#include <stddef.h>

/* Where an item can be: sent in one of the ways, or not sent. */
enum { SP_OUT = SP_SIGNALS, SP_STATES };

/* The hours of a list are a sum of doubles: this far over the limit is within it. */
#define SP_HOURS_SLACK 1e-9

/* The row of an item sent in this way; NULL for SP_OUT. */
static inline const float *sp_menu_row(const struct sp_menu *menu, int item, int way)
{
    if (way == SP_OUT)
        return NULL;
    return menu->chance[way] + (size_t)item * (size_t)menu->seasons;
}

/* Whether the item can be sent in this way, were there no other items. */
static inline bool sp_menu_offers(const struct sp_menu *menu, int item, int way)
{
    const struct sp_menu_item *it = &menu->item[item];
    return menu->chance[way] && !it->barred[way]
           && (way == SP_PLAIN || menu->group[it->group].signals[way] > 0);
}

/* How much a season counts. */
static inline double sp_menu_mass(const struct sp_menu *menu, int season)
{
    return menu->mass ? menu->mass[season] : 1;
}

/* The utility of a level; 0 for the one after the last. */
static inline double sp_menu_utility(const struct sp_menu *menu, int level)
{
    if (level >= menu->levels)
        return 0;
    return menu->utility ? menu->utility[level] : 1;
}

/* Whether every chance is in [0, 1); one that is not a number is not. */
bool sp_row_valid(const float *chance, int seasons);

/* The sum of chance[k] * weight[k]. */
double sp_row_gain(const float *chance, const double *weight, int seasons);

/* The sum of change[k] * weight[k], where change = (to - from) / (1 - from): the
 * part of the weight that goes when an application is sent another way.  NULL
 * is a row of zeros. */
double sp_row_change(const float *from, const float *to, const double *weight, int seasons);

/* The sum of change[k]^2 * weight[k]. */
double sp_row_change_size(const float *from, const float *to, const double *weight,
                          int seasons);

/* A quick look at sp_row_change: both sides as floats,
 * sp_row_part: part[k] = change[k].  sp_row_narrow: light[k] = weight[k].
 * sp_row_glance: the sum of part[k] * light[k], and in `size` that of its terms without
 * their signs; it is off by less than SP_GLANCE_ERROR times that. */
#define SP_GLANCE_ERROR 4e-6
void sp_row_part(const float *from, const float *to, float *part, int seasons);
void sp_row_narrow(const double *weight, float *light, int seasons);
double sp_row_glance(const float *part, const float *light, int seasons, double *size);

/* The sum of (to[k] - from[k])^2 / from[k], where from[k] > 0. */
double sp_row_shift(const double *to, const double *from, int seasons);

/* alive[k] *= (1 - to[k]) / (1 - from[k]), with the same meaning of NULL. */
void sp_row_apply(const float *from, const float *to, double *alive, int seasons);

/* Let a[k] be a number a little above -log(1 - chance[k]), by less than 3e-6 of
 * it; the same number in both functions.
 * sp_row_slope: the sum of a[k] * weight[k].  sp_row_spread: to[k] += share * a[k]. */
double sp_row_slope(const float *chance, const double *weight, int seasons);
void sp_row_spread(const float *chance, double share, double *to, int seasons);

/* out[k] = exp(-x[k]) for x >= 0, to 1e-15 of it (to 1e-300 where x is above 690). */
void sp_row_exp(const double *x, double *out, int seasons);

/* out[k] = step * alive[k] + below[k], where NULL is a row of zeros. */
void sp_row_weigh(const double *alive, double step, const double *below, double *out,
                  int seasons);

/* to[k] += share * from[k]. */
void sp_row_add(const double *from, double share, double *to, int seasons);

/* The sum of a[k] * b[k]. */
double sp_row_dot(const double *a, const double *b, int seasons);

/* The sum of (to[k] - from[k])^2 * weight[k]. */
double sp_row_bend(const double *to, const double *from, const double *weight, int seasons);

/* Runs `work` on 0..count-1, cut into one stretch for each of the `threads`. */
void sp_in_stretches(int threads, int count, void (*work)(void *with, int from, int to),
                     void *with);
