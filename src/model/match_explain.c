/* match_explain.c: goes down one list and looks at who sits where. */
#include "match_explain.h"

#include "error.h"

#include <stdlib.h>

/* What a program says to one applicant. */
struct view {
    int rank, held, worst; /* from 1; 0: none */
    bool there;
};

static bool is_at(const struct sp_match *match, int32_t a, int32_t p)
{
    return match->place[a] == p || match->first_year[a] == p;
}

static struct view look(const struct sp_market_lists *market, const struct sp_match *match,
                        int32_t p, int32_t a)
{
    struct view view = {0};
    for (int32_t w = market->wish_first[p]; w < market->wish_first[p + 1]; w++) {
        int rank = (int)(w - market->wish_first[p]) + 1;
        if (market->wish[w] == a)
            view.rank = rank;
        if (is_at(match, market->wish[w], p)) {
            view.held++;
            view.worst = rank;
        }
    }
    view.there = is_at(match, a, p);
    return view;
}

static bool refuses(const struct view *view, int quota)
{
    return !view->there && view->held >= quota && (quota == 0 || view->rank > view->worst);
}

/* A choice of the applicant alone; the reason is not yet whether it is the place. */
static struct sp_match_step step_at(const struct sp_market_lists *market,
                                    const struct sp_match *match, int32_t p, int32_t a)
{
    struct view view = look(market, match, p, a);
    struct sp_match_step step = {
        .program = {p, -1},
        .rank = view.rank,
        .held = view.held,
        .worst = view.worst,
        .quota = match->quota[p],
    };
    step.why = view.rank == 0                    ? SP_WHY_NOT_RANKED
               : refuses(&view, match->quota[p]) ? SP_WHY_FULL
                                                 : SP_WHY_FREE;
    return step;
}

/* The list linked to the place, which begins and ends at bounds[0] and [1]. */
static void tell_linked(const struct sp_market_lists *market, const struct sp_match *match,
                        int32_t a, const int32_t bounds[2], struct sp_match_steps *steps)
{
    for (int32_t j = bounds[0]; j < bounds[1]; j++) {
        struct sp_match_step step = step_at(market, match, market->supplemental[j], a);
        step.choice = (int)(j - bounds[0]) + 1;
        step.linked = true;
        if (market->supplemental[j] == match->first_year[a])
            step.why = SP_WHY_PLACED;
        steps->at[steps->count++] = step;
        if (step.why == SP_WHY_PLACED)
            return;
    }
}

static void tell_single(const struct sp_market_lists *market, const struct sp_match *match,
                        int32_t a, struct sp_match_steps *steps)
{
    int32_t first = market->rank_first[a], end = market->rank_first[a + 1], r;
    for (r = first; r < end; r++) {
        struct sp_match_step step = step_at(market, match, market->rank[r], a);
        step.choice = (int)(r - first) + 1;
        if (market->rank[r] == match->place[a])
            step.why = SP_WHY_PLACED;
        steps->at[steps->count++] = step;
        if (step.why == SP_WHY_PLACED)
            break;
    }
    if (r < end && market->supplemental_first)
        tell_linked(market, match, a, market->supplemental_first + r, steps);
}

static struct sp_match_step step_of_pair(const struct sp_market_lists *market,
                                         const struct sp_match *match, int32_t couple,
                                         int member, int32_t k)
{
    int32_t a = market->member[couple][member], b = market->member[couple][!member];
    int32_t p = market->pair[k][member], q = market->pair[k][!member];
    struct sp_match_step step = {.program = {p, q}, .why = SP_WHY_FREE};
    if (p >= 0)
        step = step_at(market, match, p, a);
    step.program[1] = q;
    if (match->place[a] == p && match->place[b] == q) {
        step.why = SP_WHY_PLACED;
    } else if (step.why == SP_WHY_FREE && q >= 0) {
        struct view partner = look(market, match, q, b);
        if (partner.rank == 0 || refuses(&partner, match->quota[q]))
            step.why = SP_WHY_PAIR;
        else if (p == q)
            step.why = SP_WHY_TWO;
    }
    return step;
}

static void tell_couple(const struct sp_market_lists *market, const struct sp_match *match,
                        int32_t couple, int member, struct sp_match_steps *steps)
{
    int32_t first = market->pair_first[couple];
    for (int32_t k = first; k < market->pair_first[couple + 1]; k++) {
        struct sp_match_step step = step_of_pair(market, match, couple, member, k);
        step.choice = (int)(k - first) + 1;
        steps->at[steps->count++] = step;
        if (step.why != SP_WHY_PLACED)
            continue;
        const int32_t *lists = market->pair_supplemental_first;
        if (lists)
            tell_linked(market, match, market->member[couple][member],
                        lists + 2 * k + member, steps);
        return;
    }
}

bool sp_match_explain(const struct sp_market_lists *market, const struct sp_match *match,
                      int applicant, struct sp_match_steps *steps, struct sp_error *error)
{
    int couple = -1, member = 0;
    for (int seat = 0; seat < 2 * market->couples; seat++)
        if (market->member[seat / 2][seat % 2] == applicant) {
            couple = seat / 2;
            member = seat % 2;
        }
    int32_t most = market->rank_first[applicant + 1] - market->rank_first[applicant];
    if (couple >= 0)
        most = market->pair_first[couple + 1] - market->pair_first[couple];
    most += market->programs; /* of a linked list */
    *steps = (struct sp_match_steps){.at = calloc((size_t)most + 1, sizeof *steps->at)};
    if (!steps->at)
        return sp_fail(error, SP_NO_MEMORY, "no memory to explain a match");
    if (couple >= 0)
        tell_couple(market, match, couple, member, steps);
    else
        tell_single(market, match, applicant, steps);
    return true;
}

void sp_match_steps_free(struct sp_match_steps *steps)
{
    free(steps->at);
    *steps = (struct sp_match_steps){0};
}
