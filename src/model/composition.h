/* composition.h: who trains where
 *
 * The only nationwide counts by applicant type are per state, specialty and entry
 * level (NRMP 2025).  They are spread over the tracks of each cell by a regression on
 * facts of the track and raked until every cell comes out (docs/model.md, section 2).
 * No name is read: a renamed program keeps its shares.
 */
#pragma once

#include "program.h"
#include "published.h"
#include "specialty.h"

#include <stdbool.h>

struct sp_error;

struct sp_composition_row {
    bool known; /* false: not offered in the year of the counts, or no count covers it */
    double
        share[SP_APPLICANT_TYPES]; /* of the filled positions, 0..1; "other" makes up 1 */
    double low[SP_APPLICANT_TYPES], high[SP_APPLICANT_TYPES]; /* 9 of 10 */
    double
        spread; /* sd of the log-odds that the cell leaves open, 0 where it is one track */
    const char *basis; /* static text */
};

struct sp_composition {
    struct sp_composition_row *at; /* [programs->count] */
    int count;
    double worst_cell; /* largest |sum over tracks - count| left by the raking, positions */
    double worst_track; /* largest |sum over types - filled| of a track, positions */
};

/* Spreads the counts over the tracks.  Specialties do not touch each other, so a caller
 * who needs a few says which.
 *
 * asked  [programs->count] tracks wanted, with all others of their cells; NULL: all
 *
 * `published->fitted` holds the regression; without
 * it every track of a cell starts equal and the ranges are wide.  Fails with
 * SP_NO_MEMORY; `composition` is then empty. */
bool sp_composition_spread(const struct sp_programs *programs,
                           const struct sp_specialties *specialties,
                           const struct sp_published *published, const bool *asked,
                           struct sp_composition *composition, struct sp_error *error);

/* The regression behind it: multinomial logits of the types against US MD, fitted to the
 * cells by penalised Fisher scoring; cells count with their overdispersion, so that one
 * large cell does not speak for all.
 *
 * rows  out, [count], part "composition", keys "140/PGY-1/us_img", "state/TX/us_img",
 *       "feature/selective/us_img", "spread"; strings belong to `text`
 *
 * Fails with SP_NOT_FOUND without counts, and SP_NO_MEMORY. */
bool sp_composition_fit(const struct sp_programs *programs,
                        const struct sp_specialties *specialties,
                        const struct sp_published *published, struct sp_arena *text,
                        struct sp_fitted **rows, int *count, struct sp_error *error);

/* One line of the comparison with the published totals: a specialty and level. */
struct sp_composition_check {
    const char *specialty, *level; /* as in the counts */
    double published[SP_APPLICANT_TYPES];
    double predicted[SP_APPLICANT_TYPES]; /* by the regression alone, before raking */
    double raked[SP_APPLICANT_TYPES];
};

/* Fills `check` ([count], memory of `text`) by falling number of positions. */
bool sp_composition_compare(const struct sp_programs *programs,
                            const struct sp_specialties *specialties,
                            const struct sp_published *published, struct sp_arena *text,
                            struct sp_composition_check **check, int *count,
                            struct sp_error *error);

void sp_composition_free(struct sp_composition *composition);
