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
