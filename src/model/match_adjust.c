/* match_adjust.c: numbers of positions move after everyone has a place.
 *
 * Each round settles, then does one kind of thing: a program with a number of the wrong
 * kind gives one position up for now; one that two more would gladly join gets two back;
 * a program with unfilled positions passes them on; one that passed a position on and is
 * asked for it again takes it back.  The last two kinds are rare and bounded, so the
 * rounds end.
 */
#include "match_work.h"

enum { MOST_RAISED = 20, MOST_RETURNED = 8 };

static int32_t total(const struct sp_match_work *work, int32_t p)
{
    const struct sp_match_state *state = &work->state;
    return state->program[p].quota + (state->held_back ? state->held_back[p] : 0);
}

static bool wrong_number(const struct sp_match_work *work, int32_t p, int32_t number)
{
    uint8_t parity = work->ranks->parity ? work->ranks->parity[p] : SP_ANY_NUMBER;
    return parity != SP_ANY_NUMBER && number > 0 && number % 2 != (parity == SP_ODD);
}

/* Gives the program so many positions in all; those too many for its parity idle. */
static void set_total(struct sp_match_work *work, int32_t p, int32_t positions)
{
    int32_t idle = wrong_number(work, p, positions);
    work->state.program[p].quota = positions - idle;
    if (work->state.held_back)
        work->state.held_back[p] = idle;
    while (work->state.program[p].held > work->state.program[p].quota)
        sp_match_bump(work, p);
    sp_match_open(work, p);
}

static int demand_of(struct sp_match_work *work, int32_t program, int32_t rank)
{
    const struct sp_market_lists *market = work->market;
    int32_t wish = market->wish_first[program] + rank, a = market->wish[wish];
    int32_t seat = work->ranks->seat_of ? work->ranks->seat_of[a] : -1, own;
    if (seat >= 0) {
        int32_t up = sp_match_pair_up(work, seat, program);
        if (up >= 0)
            return market->pair[up][0] == market->pair[up][1] && seat % 2 == 0 ? 2 : 1;
    }
    own = work->ranks->own[wish];
    return (own >= 0 && own < work->state.at[a])
           || sp_match_first_year_up(work, a, program) >= 0;
}

/* How many would rather be at `program` and be taken if it had `more` positions; stops to
 * count at `enough`. */
static int demand(struct sp_match_work *work, int32_t program, int more, int enough)
{
    const struct sp_market_lists *market = work->market;
    int32_t wishes = market->wish_first[program + 1] - market->wish_first[program];
    int demand = 0;
    work->state.program[program].quota += more;
    for (int32_t rank = 0; rank < wishes && demand < enough; rank++)
        if (!sp_match_holds(work, program, rank) && sp_match_takes(work, program, rank))
            demand += demand_of(work, program, rank);
    work->state.program[program].quota -= more;
    return demand;
}

static bool wants_two(struct sp_match_work *work, int32_t p)
{
    const struct sp_match_program *program = &work->state.program[p];
    bool idle = work->state.held_back && work->state.held_back[p] >= 2;
    return idle && program->held == program->quota && demand(work, p, 2, 2) >= 2;
}

static bool lower(struct sp_match_work *work)
{
    bool moved = false;
    for (int32_t p = 0; work->ranks->parity && p < work->market->programs; p++) {
        struct sp_match_program *program = &work->state.program[p];
        if (!wrong_number(work, p, program->held))
            continue;
        work->state.held_back[p] += program->quota - (program->held - 1);
        program->quota = program->held - 1;
        sp_match_bump(work, p);
        moved = true;
    }
    return moved;
}

static bool raise_two(struct sp_match_work *work)
{
    for (int32_t p = 0; work->ranks->parity && p < work->market->programs; p++)
        if (work->raised[p] < MOST_RAISED && wants_two(work, p)) {
            work->raised[p]++;
            work->state.program[p].quota += 2;
            work->state.held_back[p] -= 2;
            sp_match_open(work, p);
            return true;
        }
    return false;
}

/* Positions that could still be passed on. */
static int32_t unfilled(const struct sp_match_work *work, int32_t p)
{
    if (!work->ranks->reverts || work->market->reverts_to[p] < 0)
        return 0;
    return total(work, p) - work->state.program[p].held;
}

static bool pass_on(struct sp_match_work *work)
{
    const struct sp_market_lists *market = work->market;
    struct sp_match_state *state = &work->state;
    bool moved = false;
    for (int32_t p = 0; work->ranks->reverts && p < market->programs; p++) {
        int32_t to = market->reverts_to[p], held = state->program[p].held;
        int32_t count = unfilled(work, p);
        if (count == 0 || work->open[p])
            continue;
        state->program[p].quota = held;
        if (state->held_back)
            state->held_back[p] = 0;
        state->donated[p] += count;
        state->received[to] += count;
        set_total(work, to, total(work, to) + count);
        moved = true;
    }
    return moved;
}

/* One position more is of no use to a program that would then hold a wrong number. */
static int useful(const struct sp_match_work *work, int32_t p)
{
    return wrong_number(work, p, work->state.program[p].held + 1) ? 2 : 1;
}

static void all_at_home(struct sp_match_work *work, int sign)
{
    work->at_home = sign > 0;
    for (int32_t p = 0; p < work->market->programs; p++)
        work->state.program[p].quota += sign * work->state.donated[p];
}

/* Marks the donors that someone asks for a position they passed on, and counts them.  A
 * couple may ask two at a time, so all positions are thought at home meanwhile. */
static int ask_back(struct sp_match_work *work)
{
    int count = 0;
    if (!work->ranks->reverts)
        return 0;
    all_at_home(work, 1);
    for (int32_t p = 0; p < work->market->programs; p++) {
        int more = useful(work, p);
        work->asked[p] = work->state.donated[p] >= more && demand(work, p, 0, more) >= more;
        count += work->asked[p];
    }
    all_at_home(work, -1);
    return count;
}

/* One position of p is taken from where it came to rest. */
static void take_one_back(struct sp_match_work *work, int32_t p)
{
    struct sp_match_state *state = &work->state;
    const int32_t *reverts_to = work->market->reverts_to;
    int32_t to = reverts_to[p];
    state->donated[p]--;
    state->received[to]--;
    for (; state->donated[to] > 0; to = reverts_to[to]) {
        state->donated[to]--;
        state->received[reverts_to[to]]--;
    }
    set_total(work, to, total(work, to) - 1);
    set_total(work, p, total(work, p) + 1);
}

static bool take_back(struct sp_match_work *work)
{
    bool moved = false;
    if (ask_back(work) == 0)
        return false;
    for (int32_t p = 0; p < work->market->programs; p++) {
        if (!work->asked[p] || work->returned[p] >= MOST_RETURNED)
            continue;
        work->returned[p]++;
        while (work->state.donated[p] > 0) /* those it does not fill are passed on again */
            take_one_back(work, p);
        moved = true;
    }
    return moved;
}

bool sp_match_adjust(struct sp_match_work *work)
{
    if (!work->ranks->parity && !work->ranks->reverts)
        return true;
    do {
        sp_match_spell(work);
        if (!sp_match_settle(work))
            return false;
    } while (lower(work) || raise_two(work) || pass_on(work) || take_back(work));
    return true;
}

/* Whether two would join a program when a partner's program has its positions back. */
static bool two_ask_back(struct sp_match_work *work)
{
    bool asked = false;
    if (!work->ranks->parity || !work->ranks->reverts)
        return false;
    all_at_home(work, 1);
    for (int32_t p = 0; p < work->market->programs && !asked; p++)
        asked = wants_two(work, p);
    all_at_home(work, -1);
    return asked;
}

bool sp_match_adjusted(struct sp_match_work *work)
{
    for (int32_t p = 0; p < work->market->programs; p++)
        if ((work->ranks->parity && wants_two(work, p)) || unfilled(work, p) > 0)
            return false;
    return ask_back(work) == 0 && !two_ask_back(work);
}
