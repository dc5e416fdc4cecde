/* composition.h: who trains where
 *
 * The only nationwide counts by applicant type are per state, specialty and entry
 * level (NRMP 2025).  They are spread over the tracks of each cell by a regression on
 * facts of the track and raked until every cell comes out (docs/model.md, section 2).
 */
#pragma once

#include "plan.h"

#include <stdbool.h>

struct sp_composition_row {
    bool known; /* false: the track was not offered or nothing is published about it */
    double share[SP_APPLICANT_TYPES]; /* of the filled positions, 0..1; with "other" sum to
                                         1 */
    double low[SP_APPLICANT_TYPES], high[SP_APPLICANT_TYPES];
    double spread; /* sd of the log share that the cell leaves open; 0 where the cell is one
                      track */
    const char *basis; /* static text */
};

struct sp_composition {
    struct sp_composition_row *at; /* [programs->count] */
    int count;
    double worst_cell; /* largest |sum over tracks - cell| left by the raking, positions */
};

/* Spreads the counts over all tracks.  `published->fitted` holds the regression;
 * without it, or without counts, base rates of the literature serve and the ranges
 * are wide.  Fails with SP_NO_MEMORY; `composition` is then empty. */
bool sp_composition_spread(const struct sp_programs *programs,
                           const struct sp_published *published,
                           struct sp_composition *composition, struct sp_error *error);

void sp_composition_free(struct sp_composition *composition);
