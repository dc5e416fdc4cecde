/* match_seek.c: seekers propose, programs that were left look for someone better.
 *
 * Two stacks (Roth and Peranson 1999): those without a place propose down their lists;
 * when nobody is left, a program that someone left by withdrawal goes down its own list
 * and moves up whoever prefers it.  A program goes onto its stack whenever anyone leaves
 * it, even when the position is filled again in the same step, for someone refused
 * before may be better than who fills it.
 *
 * Between two displacements a seeker only moves up its list, so a bound on displacements
 * bounds everything.
 */
#include "match_work.h"

#include <assert.h>
#include <string.h>

enum { MOST_COUPLE = 10, MOST_DEPENDENT = 24, MOST_SINGLE = 200 };

static int32_t couple_seeker(const struct sp_match_work *work, int32_t couple)
{
    return 2 * work->market->applicants + couple;
}

/* Puts someone on the stack of those who seek. */
static void push_seeker(struct sp_match_work *work, int32_t seeker)
{
    if (!work->waiting[seeker] && !work->left_out[seeker]) {
        work->waiting[seeker] = 1;
        work->seeking[work->seekings++] = seeker;
    }
}

void sp_match_open(struct sp_match_work *work, int32_t program)
{
    if (!work->open[program]) {
        work->open[program] = 1;
        work->opened[work->openings++] = program;
    }
}

void sp_match_spell(struct sp_match_work *work)
{
    work->spell++;
    work->looping = -1;
}

static int32_t most_displacements(const struct sp_match_work *work, int32_t seeker)
{
    int32_t singles = 2 * work->market->applicants;
    if (seeker >= singles)
        return MOST_COUPLE;
    if (seeker % 2)
        return MOST_DEPENDENT;
    const int32_t *first = work->market->rank_first + seeker / 2;
    return MOST_SINGLE + first[1] - first[0];
}

static void count_displacement(struct sp_match_work *work, int32_t seeker)
{
    if (work->since[seeker] != work->spell) {
        work->since[seeker] = work->spell;
        work->pushed[seeker] = 0;
    }
    if (++work->pushed[seeker] > most_displacements(work, seeker) && work->looping < 0)
        work->looping = seeker;
}

/* Someone leaves by their own will, so others may come. */
static void leave(struct sp_match_work *work, int32_t program, int32_t rank)
{
    sp_match_clear_seat(work, program, rank);
    sp_match_open(work, program);
}

static int32_t end_of_list(const struct sp_match_work *work, int32_t applicant)
{
    return work->market->rank_first[applicant + 1];
}

const int32_t *sp_match_list_now(const struct sp_match_work *work, int32_t a)
{
    int32_t seat = work->ranks->seat_of ? work->ranks->seat_of[a] : -1;
    if (seat < 0)
        return work->state.at[a] < end_of_list(work, a)
                   ? sp_match_list_of_rank(work->ranks, work->state.at[a])
                   : NULL;
    int32_t k = work->state.pair[seat / 2];
    return k < work->market->pair_first[seat / 2 + 1]
               ? sp_match_list_of_pair(work->ranks, k, seat % 2)
               : NULL;
}

/* The bounds of the linked list of somebody who has one now. */
static const int32_t *link_bounds(const struct sp_match_work *work, int32_t applicant)
{
    const int32_t *list = sp_match_list_now(work, applicant);
    assert(list);
    return list;
}

static int32_t end_of_link(const struct sp_match_work *work, int32_t applicant)
{
    return link_bounds(work, applicant)[1];
}

static bool has_first_year(const struct sp_match_work *work, int32_t applicant)
{
    return work->state.link && work->state.link[applicant] >= 0
           && work->state.link[applicant] < end_of_link(work, applicant);
}

/* The dependent search ends: its place, if any, is free. */
static void end_link(struct sp_match_work *work, int32_t applicant)
{
    if (!work->state.link || work->state.link[applicant] < 0)
        return;
    if (has_first_year(work, applicant)) {
        struct sp_match_option *held =
            &work->ranks->first_year[work->state.link[applicant]];
        leave(work, held->program, held->rank);
    }
    work->state.link[applicant] = -1;
}

void sp_match_begin_link(struct sp_match_work *work, int32_t applicant)
{
    const int32_t *list = work->state.link ? sp_match_list_now(work, applicant) : NULL;
    if (!list)
        return;
    work->state.link[applicant] = list[1];
    push_seeker(work, 2 * applicant + 1);
}

/* Gives up the place of a couple, all of it. */
static void leave_pair(struct sp_match_work *work, int32_t couple, int32_t but_not)
{
    const struct sp_market_lists *market = work->market;
    int32_t k = work->state.pair[couple];
    if (k == market->pair_first[couple + 1])
        return;
    for (int m = 0; m < 2; m++)
        end_link(work, market->member[couple][m]);
    for (int m = 0; m < 2; m++)
        if (market->pair[k][m] >= 0 && market->member[couple][m] != but_not)
            leave(work, market->pair[k][m], work->ranks->pair[k][m]);
    work->state.pair[couple] = market->pair_first[couple + 1];
}

/* Whether the place of an applicant is at the program, and not a first year. */
static bool is_place(const struct sp_match_work *work, int32_t a, int32_t program)
{
    return sp_match_place(work, a) == program;
}

/* The applicant at that rank of the program has lost the position. */
static void lose(struct sp_match_work *work, int32_t program, int32_t rank)
{
    const struct sp_market_lists *market = work->market;
    struct sp_match_state *state = &work->state;
    int32_t a = market->wish[market->wish_first[program] + rank];
    int32_t seat = work->ranks->seat_of ? work->ranks->seat_of[a] : -1;
    int32_t seeker = 2 * a;
    if (!is_place(work, a, program)) {
        state->link[a] = end_of_link(work, a);
        seeker++;
    } else if (seat >= 0) {
        leave_pair(work, seat / 2, a);
        seeker = couple_seeker(work, seat / 2);
    } else {
        end_link(work, a);
        state->at[a] = end_of_list(work, a);
    }
    count_displacement(work, seeker);
    push_seeker(work, seeker);
}

void sp_match_bump(struct sp_match_work *work, int32_t program)
{
    int32_t rank = work->state.program[program].worst;
    sp_match_clear_seat(work, program, rank);
    lose(work, program, rank);
}

static bool over_quota(const struct sp_match_work *work, int32_t program)
{
    return work->state.program[program].held > work->state.program[program].quota;
}

static void enter(struct sp_match_work *work, int32_t program, int32_t rank)
{
    sp_match_set_seat(work, program, rank);
    if (over_quota(work, program))
        sp_match_bump(work, program);
}

static void move_single(struct sp_match_work *work, int32_t a, int32_t r)
{
    struct sp_match_state *state = &work->state;
    const struct sp_match_option *to = &work->ranks->choice[r];
    end_link(work, a);
    if (state->at[a] < end_of_list(work, a)) {
        const struct sp_match_option *from = &work->ranks->choice[state->at[a]];
        leave(work, from->program, from->rank);
    }
    state->at[a] = r;
    enter(work, to->program, to->rank);
    sp_match_begin_link(work, a);
}

/* Where a couple's own positions count as free for it, a new one may open a better pair. */
static void seek_freed(struct sp_match_work *work, int32_t couple)
{
    if (work->rule == SP_COUPLES_WITHDRAW)
        push_seeker(work, couple_seeker(work, couple));
}

static void move_dependent(struct sp_match_work *work, int32_t a, int32_t j)
{
    const struct sp_match_option *to = &work->ranks->first_year[j];
    if (has_first_year(work, a)) {
        const struct sp_match_option *from = &work->ranks->first_year[work->state.link[a]];
        leave(work, from->program, from->rank);
    }
    work->state.link[a] = j;
    enter(work, to->program, to->rank);
    int32_t seat = work->ranks->seat_of ? work->ranks->seat_of[a] : -1;
    if (seat >= 0)
        seek_freed(work, seat / 2);
}

/* The worst held that is neither of the two ranks. */
static int32_t worst_but(const struct sp_match_work *work, int32_t program, int32_t one,
                         int32_t two)
{
    const uint64_t *bits = work->state.bits + work->ranks->word[program];
    int32_t rank = work->state.program[program].worst;
    while (rank == one || rank == two || !(bits[rank >> 6] >> (rank & 63) & 1))
        rank--;
    assert(rank >= 0);
    return rank;
}

static void move_couple(struct sp_match_work *work, int32_t couple, int32_t k)
{
    const struct sp_market_lists *market = work->market;
    int32_t from = work->state.pair[couple], none = market->pair_first[couple + 1];
    const int32_t *to = market->pair[k], *rank = work->ranks->pair[k];
    bool stays[2] = {false, false};
    for (int m = 0; m < 2; m++)
        end_link(work, market->member[couple][m]);
    for (int m = 0; m < 2; m++) {
        int32_t old = from == none ? -1 : market->pair[from][m];
        stays[m] = old >= 0 && old == to[m];
        if (old >= 0 && !stays[m])
            leave(work, old, work->ranks->pair[from][m]);
    }
    work->state.pair[couple] = k;
    for (int m = 0; m < 2; m++)
        if (to[m] >= 0 && !stays[m])
            sp_match_set_seat(work, to[m], rank[m]);
    for (int m = 0; m < 2; m++)
        while (to[m] >= 0 && over_quota(work, to[m])) {
            int32_t out = worst_but(work, to[m], rank[m], to[0] == to[1] ? rank[!m] : -1);
            sp_match_clear_seat(work, to[m], out);
            lose(work, to[m], out);
        }
    for (int m = 0; m < 2; m++)
        sp_match_begin_link(work, market->member[couple][m]);
    seek_freed(work, couple);
}

/* Held above `rank`, not counting the couple's own two. */
static int32_t others_above(const struct sp_match_work *work, int32_t program, int32_t rank,
                            const int32_t own[2])
{
    int32_t count = sp_match_above(work, program, rank);
    for (int m = 0; m < 2; m++)
        count -= own[m] < rank && sp_match_holds(work, program, own[m]);
    return count;
}

static bool both_taken(const struct sp_match_work *work, int32_t program,
                       const int32_t rank[2])
{
    int32_t quota = work->state.program[program].quota;
    int32_t better = rank[0] < rank[1] ? rank[0] : rank[1];
    int32_t worse = rank[0] < rank[1] ? rank[1] : rank[0];
    if (quota < 2)
        return false;
    if (work->rule != SP_COUPLES_MM)
        return others_above(work, program, worse, rank) <= quota - 2;
    for (int m = 0; m < 2; m++)
        if (sp_match_holds(work, program, rank[m]))
            return others_above(work, program, rank[!m], rank) <= quota - 2;
    return others_above(work, program, better, rank) <= quota - 2
           && others_above(work, program, worse, rank) <= quota - 1;
}

/* Whether a program takes someone with so many positions fewer. */
static bool takes_with_fewer(const struct sp_match_work *work, int32_t program,
                             int32_t rank, int32_t fewer)
{
    const int32_t nobody[2] = {rank, rank};
    return sp_match_holds(work, program, rank)
           || others_above(work, program, rank, nobody)
                  < work->state.program[program].quota - fewer;
}

/* Whether member m, going to pair k, leaves a position of the program that is free before
 * it chooses. */
static bool frees(const struct sp_match_work *work, int32_t couple, int32_t k,
                  int32_t program, int m)
{
    const struct sp_market_lists *market = work->market;
    int32_t now = work->state.pair[couple], a = market->member[couple][m];
    if (work->rule != SP_COUPLES_WITHDRAW || now == market->pair_first[couple + 1]
        || market->pair[now][m] == market->pair[k][m])
        return false;
    return market->pair[now][m] == program
           || (has_first_year(work, a)
               && work->ranks->first_year[work->state.link[a]].program == program);
}

static bool any_number(const struct sp_match_work *work, int32_t program)
{
    return !work->ranks->parity || work->ranks->parity[program] == SP_ANY_NUMBER;
}

/* While all positions are thought at home: one that the partner's program needs back from
 * the program of member m is not there for the member.  With parity nobody knows how many
 * it needs, and the match is then rather called unstable. */
static bool needed_by_partner(const struct sp_match_work *work, int32_t couple, int32_t k,
                              int m)
{
    const int32_t *to = work->market->pair[k], *rank = work->ranks->pair[k];
    int32_t other = to[!m];
    return work->at_home && other >= 0 && !frees(work, couple, k, other, m)
           && work->market->reverts_to[other] == to[m] && any_number(work, other)
           && any_number(work, to[m])
           && !takes_with_fewer(work, other, rank[!m], work->state.donated[other]);
}

/* Whether the couple prefers pair k and both programs would take them. */
static bool pair_taken(const struct sp_match_work *work, int32_t couple, int32_t k)
{
    const struct sp_market_lists *market = work->market;
    const int32_t *to = market->pair[k], *rank = work->ranks->pair[k];
    if (rank[0] < 0 || rank[1] < 0)
        return false;
    if (to[0] >= 0 && to[0] == to[1])
        return both_taken(work, to[0], rank);
    for (int m = 0; m < 2; m++) {
        if (to[m] < 0 || sp_match_holds(work, to[m], rank[m]))
            continue;
        bool freed = frees(work, couple, k, to[m], !m);
        if (!freed && needed_by_partner(work, couple, k, m)
            && !takes_with_fewer(work, to[m], rank[m], 1))
            return false;
        if (sp_match_takes(work, to[m], rank[m]))
            continue;
        if (!freed || work->state.program[to[m]].quota < 1)
            return false;
    }
    return true;
}

static void seek_pair(struct sp_match_work *work, int32_t couple)
{
    int32_t end = work->state.pair[couple];
    for (int32_t k = work->market->pair_first[couple]; k < end; k++) {
        work->proposals++;
        if (pair_taken(work, couple, k)) {
            move_couple(work, couple, k);
            return;
        }
    }
}

static void seek_place(struct sp_match_work *work, int32_t a)
{
    int32_t end = work->state.at[a];
    for (int32_t r = work->market->rank_first[a]; r < end; r++) {
        const struct sp_match_option *to = &work->ranks->choice[r];
        if (to->rank < 0)
            continue;
        work->proposals++;
        if (sp_match_takes(work, to->program, to->rank)
            || sp_match_holds(work, to->program, to->rank)) {
            move_single(work, a, r);
            return;
        }
    }
}

static void seek_first_year(struct sp_match_work *work, int32_t a)
{
    if (work->state.link[a] < 0)
        return;
    int32_t end = work->state.link[a];
    for (int32_t j = link_bounds(work, a)[0]; j < end; j++) {
        const struct sp_match_option *to = &work->ranks->first_year[j];
        if (to->rank < 0)
            continue;
        work->proposals++;
        if (sp_match_takes(work, to->program, to->rank)) {
            move_dependent(work, a, j);
            return;
        }
    }
}

static void seek(struct sp_match_work *work, int32_t seeker)
{
    int32_t singles = 2 * work->market->applicants;
    if (work->left_out[seeker])
        return;
    if (seeker >= singles)
        seek_pair(work, seeker - singles);
    else if (seeker % 2)
        seek_first_year(work, seeker / 2);
    else
        seek_place(work, seeker / 2);
}

int32_t sp_match_pair_up(const struct sp_match_work *work, int32_t seat, int32_t program)
{
    const struct sp_market_lists *market = work->market;
    int32_t couple = seat / 2;
    for (int32_t k = market->pair_first[couple]; k < work->state.pair[couple]; k++)
        if (market->pair[k][seat % 2] == program && pair_taken(work, couple, k))
            return k;
    return -1;
}

int32_t sp_match_first_year_up(const struct sp_match_work *work, int32_t a, int32_t program)
{
    if (!work->state.link || work->state.link[a] < 0)
        return -1;
    for (int32_t j = link_bounds(work, a)[0]; j < work->state.link[a]; j++)
        if (work->ranks->first_year[j].program == program)
            return j;
    return -1;
}

/* One applicant of a list, when the program has been left. */
static void offer(struct sp_match_work *work, int32_t program, int32_t rank)
{
    const struct sp_market_lists *market = work->market;
    int32_t wish = market->wish_first[program] + rank, a = market->wish[wish];
    int32_t seat = work->ranks->seat_of ? work->ranks->seat_of[a] : -1, up;
    if (seat >= 0 && !work->left_out[couple_seeker(work, seat / 2)]
        && (up = sp_match_pair_up(work, seat, program)) >= 0) {
        work->proposals++;
        move_couple(work, seat / 2, up);
        return;
    }
    bool held = sp_match_holds(work, program, rank);
    int32_t own = work->ranks->own[wish];
    if (!held && !sp_match_takes(work, program, rank))
        return;
    if (own >= 0 && own < work->state.at[a] && !work->left_out[2 * a]) {
        work->proposals++;
        move_single(work, a, own);
    } else if (!held && !work->left_out[2 * a + 1]
               && (up = sp_match_first_year_up(work, a, program)) >= 0) {
        work->proposals++;
        move_dependent(work, a, up);
    }
}

/* A program goes down its list until nobody further down can be taken.  Under the rule
 * that frees a couple's own positions, couples below may still be. */
static void look(struct sp_match_work *work, int32_t program)
{
    const struct sp_market_lists *market = work->market;
    const struct sp_match_program *p = &work->state.program[program];
    int32_t wishes = market->wish_first[program + 1] - market->wish_first[program];
    bool all = market->couples > 0 && work->rule == SP_COUPLES_WITHDRAW;
    for (int32_t rank = 0; rank < wishes && work->looping < 0; rank++) {
        if (!all && p->held >= p->quota && rank > p->worst)
            return;
        offer(work, program, rank);
    }
}

bool sp_match_settle(struct sp_match_work *work)
{
    while (work->looping < 0) {
        if (work->seekings) {
            int32_t seeker = work->seeking[--work->seekings];
            work->waiting[seeker] = 0;
            seek(work, seeker);
        } else if (work->openings) {
            int32_t program = work->opened[--work->openings];
            work->open[program] = 0;
            look(work, program);
        } else {
            return true;
        }
    }
    return false;
}

void sp_match_leave_out(struct sp_match_work *work, int32_t seeker)
{
    int32_t singles = 2 * work->market->applicants, a = seeker / 2;
    work->left_out[seeker] = 1;
    if (seeker >= singles) {
        leave_pair(work, seeker - singles, -1);
    } else if (seeker % 2) {
        if (has_first_year(work, a)) {
            const struct sp_match_option *held =
                &work->ranks->first_year[work->state.link[a]];
            leave(work, held->program, held->rank);
        }
        if (work->state.link[a] >= 0)
            work->state.link[a] = end_of_link(work, a);
    }
}

void sp_match_let_in(struct sp_match_work *work, int32_t seeker)
{
    work->left_out[seeker] = 0;
    push_seeker(work, seeker);
}

bool sp_match_blocks(const struct sp_match_work *work, int32_t seeker)
{
    const struct sp_market_lists *market = work->market;
    int32_t singles = 2 * market->applicants, a = seeker / 2;
    if (seeker >= singles) {
        int32_t couple = seeker - singles;
        for (int32_t k = market->pair_first[couple]; k < work->state.pair[couple]; k++)
            if (pair_taken(work, couple, k))
                return true;
    } else if (seeker % 2 == 0) {
        for (int32_t r = market->rank_first[a]; r < work->state.at[a]; r++) {
            const struct sp_match_option *to = &work->ranks->choice[r];
            if (to->rank >= 0
                && (sp_match_takes(work, to->program, to->rank)
                    || sp_match_holds(work, to->program, to->rank)))
                return true;
        }
    } else if (work->state.link && work->state.link[a] >= 0) {
        for (int32_t j = link_bounds(work, a)[0]; j < work->state.link[a]; j++) {
            const struct sp_match_option *to = &work->ranks->first_year[j];
            if (to->rank >= 0 && sp_match_takes(work, to->program, to->rank))
                return true;
        }
    }
    return false;
}

int32_t sp_match_place(const struct sp_match_work *work, int32_t applicant)
{
    const struct sp_market_lists *market = work->market;
    int32_t seat = work->ranks->seat_of ? work->ranks->seat_of[applicant] : -1;
    if (seat >= 0) {
        int32_t k = work->state.pair[seat / 2];
        return k < market->pair_first[seat / 2 + 1] ? market->pair[k][seat % 2] : -1;
    }
    int32_t at = work->state.at[applicant];
    return at < end_of_list(work, applicant) ? market->rank[at] : -1;
}
