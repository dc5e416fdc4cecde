/* regression.h: shares of applicant types from facts of a track
 *
 * Multinomial logits against US MD: intercepts per specialty and entry level, effects of
 * states and effects of features.  Fitted to cells, not to tracks: only sums are known.
 */
#pragma once

#include "cells.h"

#include <stdbool.h>

enum { SP_CONTRASTS = SP_APPLICANT_TYPES - 1 }; /* US DO, US IMG, non-US IMG */

struct sp_regression {
    double (*line)[SP_CONTRASTS];  /* [cells->lines] */
    double (*state)[SP_CONTRASTS]; /* [cells->states] */
    double feature[SP_TRACK_FEATURES][SP_CONTRASTS];
    double spread; /* sd of a track's log-odds about the regression */
};

/* Room for the cells at hand, all coefficients 0. */
bool sp_regression_make(const struct sp_cells *cells, struct sp_regression *regression,
                        struct sp_error *error);

/* Reads the coefficients of part "composition" out of published->fitted; what is not
 * there stays 0, and the spread is then 1.5: wide. */
bool sp_regression_load(const struct sp_published *published, const struct sp_cells *cells,
                        struct sp_regression *regression, struct sp_error *error);

/* Shares of the four types in a track, summing to 1. */
void sp_regression_shares(const struct sp_regression *regression,
                          const struct sp_cells *cells, int track,
                          double share[SP_APPLICANT_TYPES]);

void sp_regression_free(struct sp_regression *regression);
