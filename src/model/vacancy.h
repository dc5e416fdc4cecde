/* vacancy.h: how many of its positions a track is expected to leave open
 *
 * Its own years tell most, each less the older it is; a track that is new or small leans
 * on others of its kind (specialty and type of track).  docs/model.md, section 4.
 */
#pragma once

#include "program.h"

#include <stdbool.h>

struct sp_error;

/* The share of its positions that each track should leave open in the Match after the
 * first `years` years of the catalogue (1..SP_YEARS).
 *
 * open  out, [programs->count], 0..1
 *
 * Fails with SP_NO_MEMORY. */
bool sp_vacancy_expect(const struct sp_programs *programs, int years, double *open,
                       struct sp_error *error);

/* What one year may bring a track that is expected to leave this share open.  Years
 * scatter: the share of a year is a beta of concentration 1 about the expected one, as the
 * nation draws it (fit_market.c), and each position stays open with that chance. */
struct sp_vacancy {
    double any;    /* chance that one position or more stays open, 0..1 */
    int low, high; /* positions left open in nine years of ten */
};

/* share 0..1, positions 1 or more */
struct sp_vacancy sp_vacancy_in_a_year(double share, int positions);
