/* match_defer.c: deferred acceptance with nobody in a couple (Gale and Shapley 1962).
 *
 * The applicant pushed out proposes next (McVitie and Wilson 1971), so there is neither a
 * stack nor a pointer into each list: the place just lost says where to go on.  The
 * result does not depend on the order.
 */
#include "match_work.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

/* One applicant proposes from place `r` on.  Returns who was pushed out, or -1. */
static int32_t propose(struct sp_match_work *work, int32_t a, int32_t r)
{
    const struct sp_match_option *choice = work->ranks->choice;
    const struct sp_market_lists *market = work->market;
    int32_t end = market->rank_first[a + 1];
    for (; r < end; r++) {
        int32_t p = choice[r].program, rank = choice[r].rank;
        if (rank < 0)
            continue;
        work->proposals++;
        if (!sp_match_takes(work, p, rank))
            continue;
        struct sp_match_program *program = &work->state.program[p];
        int32_t out = -1;
        if (program->held == program->quota) {
            out = market->wish[market->wish_first[p] + program->worst];
            sp_match_clear_seat(work, p, program->worst);
        }
        sp_match_set_seat(work, p, rank);
        work->state.at[a] = r;
        return out;
    }
    return -1;
}

void sp_match_singles(struct sp_match_work *work)
{
    const struct sp_market_lists *market = work->market;
    int32_t *at = work->state.at;
    for (int32_t a = 0; a < market->applicants; a++) {
        int32_t who = a, from = market->rank_first[a];
        while (who >= 0) {
            int32_t out = propose(work, who, from);
            if (out >= 0) {
                from = at[out] + 1;
                at[out] = market->rank_first[out + 1];
            }
            who = out;
        }
    }
    if (work->state.link)
        for (int32_t a = 0; a < market->applicants; a++)
            if (at[a] < market->rank_first[a + 1])
                sp_match_begin_link(work, a);
}

/* Programs go down their lists; who has something better refuses. */
bool sp_match_programs(struct sp_match_work *work, struct sp_error *error)
{
    const struct sp_market_lists *market = work->market;
    struct sp_match_state *state = &work->state;
    int32_t *next = calloc((size_t)market->programs + 1, sizeof *next);
    if (!next)
        return sp_fail(error, SP_NO_MEMORY, "no memory to match a market of this size");
    for (int32_t p = market->programs - 1; p >= 0; p--)
        sp_match_open(work, p);
    while (work->openings) {
        int32_t p = work->opened[--work->openings];
        int32_t first = market->wish_first[p], wishes = market->wish_first[p + 1] - first;
        work->open[p] = 0;
        for (; next[p] < wishes && state->program[p].held < state->program[p].quota;
             next[p]++) {
            int32_t a = market->wish[first + next[p]],
                    own = work->ranks->own[first + next[p]];
            if (own < 0) {
                if (work->ranks->seat_of && sp_match_place(work, a) == p)
                    sp_match_set_seat(work, p, next[p]);
                continue;
            }
            work->proposals++;
            if (own >= state->at[a])
                continue;
            if (state->at[a] < market->rank_first[a + 1]) {
                const struct sp_match_option *left = &work->ranks->choice[state->at[a]];
                sp_match_clear_seat(work, left->program, left->rank);
                sp_match_open(work, left->program);
            }
            state->at[a] = own;
            sp_match_set_seat(work, p, next[p]);
        }
    }
    free(next);
    return true;
}
