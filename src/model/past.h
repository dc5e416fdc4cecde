/* past.h: the facts as they stood before the last Match
 *
 * A copy of the facts with the year before in the place of the last year, so that whatever
 * reads facts can be asked what it would have said then.  Nothing that came out of the last
 * Match is in it, but for one thing that no year before has: within a state, specialty and
 * entry level, who of the types trains there (the counts of 2025), and the same by kind of
 * track.  These are raked to the positions that the tracks of the cell filled, and the
 * first years to the matched by type of the year before.  docs/model.md, 4.7.
 */
#pragma once

#include "plan.h"

struct sp_error;

enum sp_past_positions {
    SP_PAST_FILLED, /* of the year before, and how they were filled */
    SP_PAST_OFFERED /* of the last year, filled as the years before let expect */
};

/* Owns what `facts` differs in; the rest belongs to the facts it was made from. */
struct sp_past {
    struct sp_arena memory;
    struct sp_programs programs;
    struct sp_published published;
    struct sp_facts facts; /* points to both: the struct stays where it was filled */
};

/* Of the published tables it keeps match rates and rank lists up to the year before, and
 * no table by specialty: applicants of every specialty match as often as their type, with
 * lists as long.  It holds no fit.  Fails with SP_NOT_FOUND without the match rates of
 * that year, and SP_NO_MEMORY; `past` is then empty. */
bool sp_past_make(const struct sp_facts *facts, enum sp_past_positions positions,
                  struct sp_past *past, struct sp_error *error);

/* The row of a year, or NULL. */
const struct sp_match_rate *sp_past_rate(const struct sp_published *published,
                                         enum sp_applicant_type type, int year);

void sp_past_free(struct sp_past *past);
