/* nation_fit.h: a nation whose seasons come out as published
 *
 * What no table states is found by contraction: play seasons with the same draws, compare,
 * move each number towards where its own figure comes out, and again (Berry, Levinsohn and
 * Pakes 1995 for shares; Agarwal 2015 for the Match).  Levels answer to match rates, ranks
 * sent to a track to the positions it fills by type, second choices and supplemental lists
 * to what is left.  docs/model.md, section 4.
 */
#pragma once

#include "nation.h"

struct sp_error;

struct sp_nation_goal {
    uint64_t seed;
    int seasons; /* played each round, the same draws every time */
    int rounds;
    int threads;
    bool levels; /* move levels, second choices, supplemental lists and the ranks of
                    graduates of US schools too,
                    not only the ranks sent to tracks */
    bool (*step)(void *context, int done, int total); /* false: stop; may be NULL */
    void *context;
};

/* Moves the numbers of the nation.  Fails with SP_NO_MEMORY, and when `step` stops it; the
 * nation then stands somewhere between. */
bool sp_nation_fit(struct sp_nation *nation, const struct sp_nation_goal *goal,
                   struct sp_error *error);
