/* match_narrow.h: what all stable matchings of a market have in common
 *
 * Private to match*.c.  The numbers of positions and the bundles left to each knot are
 * given.  Whoever is not in a knot is matched by deferred acceptance, twice:
 *
 * - with the least competition that there can be: of the knots, only the seats that are in
 *   all bundles left to one; the applicants propose.  Who is refused a seat here is refused
 *   it in every stable matching with these bundles;
 * - with the most: of every knot somebody in each seat of each bundle left; the programs
 *   propose.  Who would get a seat here would get it in every one.
 *
 * Both follow from the theorem that one applicant more makes every program better off, seat
 * by seat (Gale and Sotomayor 1985).  A bundle with a seat that is refused goes, and so do
 * those below one that a knot would get for sure; then there is more competition on the
 * one side and less on the other, until nothing changes.  A knot without a bundle proves
 * that there is no stable matching.  When each has one bundle left, the second matching is
 * the only one to look at: nobody's rivals are better in another.
 */
#pragma once

#include "match_knots.h"

/* What changes while bundles go; all of it lies in one block. */
struct sp_match_left {
    void *block;
    size_t bytes;
    struct sp_match_state least, most; /* quotas, who is held, and places of those who are
                                          in no knot */
    int32_t *next;                     /* [programs] whom it asks next with the most */
    uint8_t *gone;                     /* [bundles] */
    int32_t *bundles;                  /* [knots] that are left */
    int32_t *in;                       /* [slots] bundles left that have it */
};

struct sp_match_narrow {
    const struct sp_match_knots *knots;
    struct sp_match_work least, most; /* only for their `state`, which is that of `left` */
    struct sp_match_left left;
    struct sp_arena memory;
    int32_t *changed; /* stack of knots to look at */
    int changes;
    uint8_t *is_changed; /* [knots] */
    int32_t *opened;     /* stack of programs with a free seat, with the most */
    int openings;
    uint8_t *open;  /* [programs] */
    int32_t *blame; /* [knots] how often it was the one without a bundle */
    bool failed;    /* some knot has none */
    int64_t steps;  /* bundles and lists looked at, so far */
};

/* `knots` is kept, not owned. */
bool sp_match_narrow_make(const struct sp_match_knots *knots, enum sp_couples_rule rule,
                          struct sp_match_narrow *narrow, struct sp_error *error);
void sp_match_narrow_free(struct sp_match_narrow *narrow);

/* Begins with all bundles and with `quota` positions of the programs.  False: no matching
 * is stable. */
bool sp_match_narrow_begin(struct sp_match_narrow *narrow, const int32_t *quota);

/* Leaves a knot only that bundle.  False: no matching with it and what else was left is
 * stable. */
bool sp_match_narrow_nail(struct sp_match_narrow *narrow, int32_t knot, int32_t bundle);

/* Takes one bundle from a knot; the same. */
bool sp_match_narrow_drop(struct sp_match_narrow *narrow, int32_t knot, int32_t bundle);

/* Room to keep what is left, to come back to it. */
bool sp_match_left_make(const struct sp_match_knots *knots, struct sp_match_left *left);
void sp_match_left_copy(struct sp_match_left *to, const struct sp_match_left *from);
void sp_match_left_free(struct sp_match_left *left);
