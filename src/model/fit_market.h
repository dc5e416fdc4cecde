/* fit_market.h: the nation's part of a fit; fit.h is the public one */
#pragma once

#include "fit.h"
#include "nation.h"

/* A pool about which something is published. */
struct sp_fit_pool {
    struct sp_pool pool;
    struct sp_pool_targets targets;
    struct sp_pool_bins bins;
    int specialty; /* place in facts->specialties; -1: all */
};

/* Steps that sp_fit_market reports to the watch. */
int sp_fit_market_steps(const struct sp_fit_options *options);

/* Fits the nation of `facts` (whose published->fitted holds the pools), corrects the
 * pools until the nation's seasons give their targets, and plays the seasons whose cutoffs
 * are kept.  `fit` takes the rows of part "market" and the tracks; `pool` is changed.
 * Fails with SP_NO_MEMORY and what sp_nation_make fails with. */
bool sp_fit_market(const struct sp_facts *facts, const struct sp_composition *composition,
                   const struct sp_fit_options *options, struct sp_fit_pool *pool,
                   int pools, const struct sp_nodes *nodes,
                   const struct sp_fit_watch *watch, struct sp_fit *fit,
                   struct sp_error *error);
