/* couples.h: what couples would change
 *
 * The nation is played without couples.  Here two and two of a recorded season are made
 * couples, with joint lists of their own two, and match.h runs the same market again.
 * docs/model.md, 4.6.
 */
#pragma once

#include "program.h"

#include <stdbool.h>
#include <stdint.h>

struct sp_error;
struct sp_nation;

/* Who is paired: no table says of which types couples are. */
enum sp_couples_of { SP_COUPLES_US_SCHOOLS, SP_COUPLES_ANYBODY, SP_COUPLES_WAYS };

/* One season, but for first years, with and without couples. */
struct sp_couples_check {
    int couples;
    bool stable; /* a stable matching was found; the rest is then known */
    double rate[SP_APPLICANT_TYPES][2]; /* of all with a list: a place without couples, and
                                           with them */
    double members[2];                  /* of the members */
    double others_moved;  /* share of all others with a list who go elsewhere, ... */
    double others_turned; /* ... who have a place in one of the two and none in the other */
    double tracks_moved;  /* share of the tracks that hold others */
    double cutoff_moved;  /* mean size of the change of a cutoff, where there is one in
                             both; on the scale of log-odds */
};

/* Makes `couples` couples, one season.  Their list: pairs of the members' own lists, those
 * of one state first, then by the sum of both places, then either alone; at most `most`
 * pairs in all.  Same seed, same numbers.  Fails with SP_NO_MEMORY, and SP_BAD_INPUT when
 * there are not that many to pair. */
bool sp_couples_compare(const struct sp_nation *nation, const struct sp_programs *programs,
                        uint64_t seed, int couples, int most, enum sp_couples_of of,
                        struct sp_couples_check *check, struct sp_error *error);
