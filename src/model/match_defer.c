/* match_defer.c: deferred acceptance with nobody in a couple (Gale and Shapley 1962).
 *
 * In rounds: everyone without a place proposes, and those pushed out are the next round.
 * The order does not matter to the result, but to the machine: applicants in a queue do not
 * depend on each other, so their lists are fetched ahead.
 */
#include "match_work.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

enum { AHEAD = 8 };

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

/* Where an applicant who looks for a place goes on. */
static void fetch_list(const struct sp_match_work *work, int32_t a)
{
    __builtin_prefetch(&work->ranks->choice[work->state.at[a]]);
}

/* Those in the queue propose; whoever is pushed out takes a place in the queue that has
 * been read.  Returns how many were. */
static int32_t go_round(struct sp_match_work *work, int32_t *queue, int32_t count)
{
    const struct sp_market_lists *market = work->market;
    int32_t *at = work->state.at, out = 0;
    for (int32_t i = 0; i < count; i++) {
        if (i + AHEAD < count)
            fetch_list(work, queue[i + AHEAD]);
        int32_t a = queue[i], from = at[a];
        at[a] = market->rank_first[a + 1];
        int32_t pushed = propose(work, a, from);
        if (pushed >= 0) {
            at[pushed]++;
            queue[out++] = pushed;
        }
    }
    return out;
}

void sp_match_singles(struct sp_match_work *work)
{
    const struct sp_market_lists *market = work->market;
    int32_t *at = work->state.at, *queue = work->seeking;
    int32_t count = market->applicants;
    for (int32_t a = 0; a < count; a++) {
        queue[a] = a;
        at[a] = market->rank_first[a];
    }
    while (count > 0)
        count = go_round(work, queue, count);
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
