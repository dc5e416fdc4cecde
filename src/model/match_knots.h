/* match_knots.h: who makes a market hard, and what each of them could get
 *
 * Private to match*.c.  A knot is a couple or an applicant with linked lists.  It can get
 * one of its bundles, best first, the last of them nothing; a bundle is up to four seats
 * that are taken together.
 */
#pragma once

#include "match_work.h"

/* One applicant of a knot at one program. */
struct sp_match_slot {
    int32_t knot, program, rank;
};

struct sp_match_bundle {
    int32_t slot[4]; /* of the single or the two members, and of their first years; or -1 */
    int32_t at;      /* place in `rank` or `pair`; the end of the list: nowhere */
    int32_t link[2]; /* place in `supplemental`; the end of that list: none; -1: no list */
};

struct sp_match_knots {
    const struct sp_match_ranks *ranks;
    struct sp_arena memory;
    int32_t count, bundles, slots;
    int32_t *seeker;                /* [count] applicant, or behind all, couple */
    int32_t *first;                 /* [count + 1] bundles of a knot */
    struct sp_match_bundle *bundle; /* [bundles] those whose programs rank the applicants */
    struct sp_match_slot *slot;     /* [slots] by knot */
    int32_t *there_first;           /* [programs + 1] */
    int32_t *there;                 /* [slots] the slots of each program */
    int32_t *slot_of;               /* [wishes] or -1 */
    uint8_t *is_knot;               /* [applicants] */
};

/* Finds all knots; with `all`, everyone who has a list is one.  If they have more than
 * `most` bundles, there are none and `*many` is true.  SP_NO_MEMORY. */
bool sp_match_knots_make(const struct sp_match_ranks *ranks, bool all, int64_t most,
                         struct sp_match_knots *knots, bool *many, struct sp_error *error);
void sp_match_knots_free(struct sp_match_knots *knots);
