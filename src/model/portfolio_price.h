/* portfolio_price.h: the linear problem over the relaxed limits, and its prices
 *
 * Give every way to send an item a value.  Which shares in [0, 1] of them, within
 * the limits, are worth most together?  The prices that answer it turn the limits
 * into costs; whatever they are, as long as they are not below zero, value minus
 * cost summed over the best state of each item, plus the limits at their prices,
 * is at least the value of every list within the limits.
 */
#pragma once

#include "portfolio_rows.h"

/* The items still open, after some are known to be in for sure. */
struct sp_open {
    const struct sp_menu *menu;
    const struct sp_limits *limits;
    int *item;             /* [count] those with a choice left, rising */
    unsigned char *states; /* [items] bit 1 << state: possible */
    int *sent;             /* [groups] for sure */
    int *signals;          /* [groups][SP_SIGNALS] for sure */
    int count, applications;
    int64_t cents; /* for sure, as are the hours */
    double hours;
};

/* Solves it.
 *
 * value  [SP_SIGNALS][items] of each way, read at the open items
 * least  how near to go: about this part of the largest value, 1e-6 or more; less near is
 *        quicker, and `most` true but higher
 * loss   out, [SP_STATES][items], set at the open items: how much below the best
 *        state of that item, at the prices found, this state is
 * share  out, [SP_SIGNALS][items], set at the open items: a solution, feasible and
 *        best but for as much
 * most   out: no shares within the limits are worth more than this; -INFINITY when
 *        what is in for sure breaks a limit
 *
 * Fails with SP_NO_MEMORY only. */
bool sp_price(const struct sp_open *open, double *const value[SP_SIGNALS], double least,
              double *const loss[SP_STATES], double *const share[SP_SIGNALS], double *most,
              struct sp_error *error);
