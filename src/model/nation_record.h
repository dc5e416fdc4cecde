/* nation_record.h: a season of the nation with its lists, to be checked by another engine
 *
 * A season draws its lists only as far as they are needed and writes none of them down.
 * Here they are written out to their ends, beside where they led, so that match.h can run
 * the same market, match_check.h can judge it, and a bench can pass over it.
 */
#pragma once

#include "nation.h"

#include <stdbool.h>
#include <stdint.h>

struct sp_error;

/* The lists of everybody in one of the two matches, and who went where. */
struct sp_nation_lists {
    int32_t *first; /* [applicants + 1] applicant i ranks track[first[i]] ..
                       track[first[i + 1] - 1], best first */
    int32_t *track; /* places in nation->track */
    float *score;   /* what that track makes of the applicant; between equals it
                       prefers the lower number */
    int32_t *place; /* [applicants] track held at the end, or -1 */
};

/* Applicants are numbered as they propose, by specialty and strength.  Owns its arrays. */
struct sp_nation_record {
    int applicants;
    int32_t *pool;                      /* [applicants] preferred, place in nation->pool */
    int32_t *bin;                       /* [applicants] of strength */
    struct sp_nation_lists match;       /* the preferred specialty, then a second choice */
    struct sp_nation_lists first_years; /* empty for who does not take part */
};

/* Room for one season of the nation as it is.  Fails with SP_NO_MEMORY; `record` is then
 * empty. */
bool sp_nation_record_make(const struct sp_nation *nation, struct sp_nation_record *record,
                           struct sp_error *error);

/* sp_nation_play, and the same answer; record  filled anew, of this nation */
const struct sp_nation_season *sp_nation_play_recorded(const struct sp_nation *nation,
                                                       uint64_t seed, int season,
                                                       struct sp_nation_room *room,
                                                       struct sp_nation_record *record);

void sp_nation_record_free(struct sp_nation_record *record);
