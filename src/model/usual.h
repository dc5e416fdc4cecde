/* usual.h: what the usual applicant of a type is told
 *
 * All who prefer a specialty, of every strength, who apply to as many programs as is usual
 * and where that type usually does, told their chances from the numbers that a user's come
 * from (ground.h).  Over them a chance must come to what is published of the type; that is
 * what this is for (validate.h).
 */
#pragma once

#include "plan.h"

#include <stdbool.h>
#include <stdint.h>

struct sp_composition;
struct sp_error;

struct sp_usual {
    double ranked; /* chance to end with a rank, mean over all members, 0..1 */
    double placed; /* chance of a place */
};

/* specialty  place in facts->specialties
 * counted    [programs->count] tracks that such applicants are for
 *
 * Fails with SP_NO_MEMORY. */
bool sp_usual_told(const struct sp_facts *facts, const struct sp_composition *composition,
                   enum sp_applicant_type type, int specialty, const bool *counted,
                   uint64_t seed, struct sp_usual *usual, struct sp_error *error);
