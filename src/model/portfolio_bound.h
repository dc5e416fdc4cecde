/* portfolio_bound.h: what no list is worth more than, and what no better list has */
#pragma once

#include "portfolio_rows.h"

/* Owns its arrays. */
struct sp_bound {
    double worth; /* no list within the limits is worth more; >= that of the start */
    double *loss[SP_STATES];   /* [items] a list better than the start with items in certain
                                  states is worth at most `worth` less the losses of them all;
                                  INFINITY: no better list has this item in this state */
    double *share[SP_SIGNALS]; /* [items] the last relaxed solution, in [0, 1] */
    int open;                  /* items with more than one state possible */
};

/* Bounds all lists, from a good one.
 *
 * way    [items] the state of each item in a list within the limits, and
 * worth  what it is worth
 * bound  out; release with sp_bound_free
 *
 * The menu must have been checked.  Fails with SP_NO_MEMORY only. */
bool sp_bound_make(const struct sp_menu *menu, const struct sp_limits *limits, int threads,
                   const unsigned char *way, double worth, struct sp_bound *bound,
                   struct sp_error *error);

void sp_bound_free(struct sp_bound *bound);
