/* portfolio_bound.h: what no list is worth more than, and what no better list has */
#pragma once

#include "portfolio_list.h"

/* Owns its arrays. */
struct sp_bound {
    double worth; /* no list within the limits is worth more; >= that of the start */
    double *loss[SP_STATES];   /* [items] a list better than the start with items in certain
                                  states is worth at most `worth` less the losses of them all;
                                  INFINITY: no better list has this item in this state */
    double *share[SP_SIGNALS]; /* [items] the last relaxed solution, in [0, 1] */
};

/* Bounds all lists, from a good one on a checked menu; release with sp_bound_free.
 * Fails with SP_NO_MEMORY only. */
bool sp_bound_make(const struct sp_list *start, int threads, struct sp_bound *bound,
                   struct sp_error *error);

void sp_bound_free(struct sp_bound *bound);
