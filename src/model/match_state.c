/* match_state.c: who sits where, as one block that can be copied. */
#include "match_work.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

/* The parts of the block, in order; with `base` NULL only the size is found. */
static size_t lay_out(const struct sp_match_ranks *ranks, struct sp_match_state *state,
                      unsigned char *base)
{
    const struct sp_market_lists *market = ranks->market;
    size_t programs = (size_t)market->programs, applicants = (size_t)market->applicants;
    size_t used = 0;
#define TAKE(part, count)                                                                  \
    do {                                                                                   \
        state->part = base ? (void *)(base + used) : NULL;                                 \
        used += ((count) * sizeof *state->part + 7) / 8 * 8;                               \
    } while (0)
    TAKE(bits, (size_t)ranks->word[programs]);
    TAKE(program, programs);
    TAKE(at, applicants);
    TAKE(pair, (size_t)market->couples);
    if (ranks->supplemental)
        TAKE(link, applicants);
    if (ranks->reverts) {
        TAKE(donated, programs);
        TAKE(received, programs);
    }
    if (ranks->parity)
        TAKE(held_back, programs);
#undef TAKE
    return used;
}

bool sp_match_state_make(const struct sp_match_ranks *ranks, struct sp_match_state *state)
{
    *state = (struct sp_match_state){0};
    state->bytes = lay_out(ranks, state, NULL);
    state->block = malloc(state->bytes + 8);
    if (state->block)
        lay_out(ranks, state, state->block);
    return state->block != NULL;
}

void sp_match_state_copy(struct sp_match_state *to, const struct sp_match_state *from)
{
    memcpy(to->block, from->block, from->bytes);
}

void sp_match_state_free(struct sp_match_state *state)
{
    free(state->block);
    *state = (struct sp_match_state){0};
}

bool sp_match_work_make(const struct sp_match_ranks *ranks, enum sp_couples_rule rule,
                        struct sp_match_work *work, struct sp_error *error)
{
    const struct sp_market_lists *market = ranks->market;
    int seekers = 2 * market->applicants + market->couples;
    *work = (struct sp_match_work){
        .ranks = ranks, .market = market, .rule = rule, .seekers = seekers, .looping = -1};
    size_t each = (size_t)seekers + 1, programs = (size_t)market->programs + 1;
    work->seeking = malloc(each * sizeof *work->seeking);
    work->waiting = calloc(each, 1);
    work->left_out = calloc(each, 1);
    work->pushed = calloc(each, sizeof *work->pushed);
    work->since = calloc(each, sizeof *work->since);
    work->opened = malloc(programs * sizeof *work->opened);
    work->open = calloc(programs, 1);
    work->raised = calloc(programs, 1);
    work->returned = calloc(programs, 1);
    work->asked = calloc(programs, 1);
    if (sp_match_state_make(ranks, &work->state) && work->seeking && work->waiting
        && work->left_out && work->pushed && work->since && work->opened && work->open
        && work->raised && work->returned && work->asked)
        return true;
    sp_match_work_free(work);
    return sp_fail(error, SP_NO_MEMORY, "no memory to match a market of this size");
}

void sp_match_work_free(struct sp_match_work *work)
{
    sp_match_state_free(&work->state);
    free(work->seeking);
    free(work->waiting);
    free(work->left_out);
    free(work->pushed);
    free(work->since);
    free(work->opened);
    free(work->open);
    free(work->raised);
    free(work->returned);
    free(work->asked);
    *work = (struct sp_match_work){0};
}

static void empty_stacks(struct sp_match_work *work)
{
    while (work->seekings)
        work->waiting[work->seeking[--work->seekings]] = 0;
    while (work->openings)
        work->open[work->opened[--work->openings]] = 0;
}

/* With parity, the largest allowed number is what a program can hold at most. */
static int32_t idle_for_parity(uint8_t parity, int32_t quota)
{
    return parity != SP_ANY_NUMBER && quota % 2 != (parity == SP_ODD) && quota > 0;
}

void sp_match_clear(struct sp_match_work *work)
{
    const struct sp_market_lists *market = work->market;
    struct sp_match_state *state = &work->state;
    memset(state->bits, 0,
           (size_t)work->ranks->word[market->programs] * sizeof *state->bits);
    for (int32_t p = 0; p < market->programs; p++) {
        state->program[p].held = 0;
        state->program[p].worst = -1;
    }
    memcpy(state->at, market->rank_first + 1,
           (size_t)market->applicants * sizeof *state->at);
    if (market->couples)
        memcpy(state->pair, market->pair_first + 1,
               (size_t)market->couples * sizeof *state->pair);
    if (state->link)
        memset(state->link, 0xff, (size_t)market->applicants * sizeof *state->link);
    empty_stacks(work);
    work->looping = -1;
}

void sp_match_reset(struct sp_match_work *work)
{
    const struct sp_market_lists *market = work->market;
    struct sp_match_state *state = &work->state;
    size_t programs = (size_t)market->programs;
    sp_match_clear(work);
    for (int32_t p = 0; p < market->programs; p++) {
        int32_t idle = work->ranks->parity
                           ? idle_for_parity(work->ranks->parity[p], market->quota[p])
                           : 0;
        if (state->held_back)
            state->held_back[p] = idle;
        state->program[p].quota = market->quota[p] - idle;
    }
    if (state->donated) {
        memset(state->donated, 0, programs * sizeof *state->donated);
        memset(state->received, 0, programs * sizeof *state->received);
    }
    memset(work->left_out, 0, (size_t)work->seekers);
    memset(work->raised, 0, programs);
    memset(work->returned, 0, programs);
}
