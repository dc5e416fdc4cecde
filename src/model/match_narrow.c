/* match_narrow.c: bundles go until nothing changes.
 *
 * Competition only grows on one side and only falls on the other, so both deferred
 * acceptances go on from where they stood, and each ends where it would have ended from
 * the beginning: their results do not depend on the order of proposals.
 */
#include "match_narrow.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

/* --- room ------------------------------------------------------------------------------
 */

static void *take(unsigned char *base, size_t *used, size_t bytes)
{
    void *part = base ? base + *used : NULL;
    *used += (bytes + 7) / 8 * 8;
    return part;
}

static void lay_out_state(const struct sp_match_ranks *ranks, struct sp_match_state *state,
                          unsigned char *base, size_t *used)
{
    size_t programs = (size_t)ranks->market->programs;
    size_t applicants = (size_t)ranks->market->applicants;
    state->bits = take(base, used, (size_t)ranks->word[programs] * sizeof *state->bits);
    state->program = take(base, used, programs * sizeof *state->program);
    state->at = take(base, used, applicants * sizeof *state->at);
}

static size_t lay_out(const struct sp_match_knots *knots, struct sp_match_left *left,
                      unsigned char *base)
{
    size_t used = 0, programs = (size_t)knots->ranks->market->programs;
    lay_out_state(knots->ranks, &left->least, base, &used);
    lay_out_state(knots->ranks, &left->most, base, &used);
    left->next = take(base, &used, programs * sizeof *left->next);
    left->gone = take(base, &used, (size_t)knots->bundles);
    left->bundles = take(base, &used, (size_t)knots->count * sizeof *left->bundles);
    left->in = take(base, &used, (size_t)knots->slots * sizeof *left->in);
    return used;
}

bool sp_match_left_make(const struct sp_match_knots *knots, struct sp_match_left *left)
{
    *left = (struct sp_match_left){0};
    left->bytes = lay_out(knots, left, NULL);
    left->block = malloc(left->bytes + 8);
    if (left->block)
        lay_out(knots, left, left->block);
    return left->block != NULL;
}

void sp_match_left_copy(struct sp_match_left *to, const struct sp_match_left *from)
{
    memcpy(to->block, from->block, from->bytes);
}

void sp_match_left_free(struct sp_match_left *left)
{
    free(left->block);
    *left = (struct sp_match_left){0};
}

bool sp_match_narrow_make(const struct sp_match_knots *knots, enum sp_couples_rule rule,
                          struct sp_match_narrow *narrow, struct sp_error *error)
{
    size_t count = (size_t)knots->count, programs = (size_t)knots->ranks->market->programs;
    *narrow = (struct sp_match_narrow){.knots = knots};
    narrow->changed = sp_arena_get(&narrow->memory, count * sizeof *narrow->changed);
    narrow->is_changed = sp_arena_get(&narrow->memory, count);
    narrow->blame = sp_arena_get(&narrow->memory, count * sizeof *narrow->blame);
    narrow->opened = sp_arena_get(&narrow->memory, programs * sizeof *narrow->opened);
    narrow->open = sp_arena_get(&narrow->memory, programs);
    if (!narrow->changed || !narrow->is_changed || !narrow->blame || !narrow->opened
        || !narrow->open || !sp_match_left_make(knots, &narrow->left)) {
        sp_match_narrow_free(narrow);
        return sp_fail(error, SP_NO_MEMORY, "no memory to search a market of this size");
    }
    narrow->least = (struct sp_match_work){.ranks = knots->ranks,
                                           .market = knots->ranks->market,
                                           .rule = rule,
                                           .state = narrow->left.least};
    narrow->most = narrow->least;
    narrow->most.state = narrow->left.most;
    return true;
}

void sp_match_narrow_free(struct sp_match_narrow *narrow)
{
    sp_match_left_free(&narrow->left);
    sp_arena_free(&narrow->memory);
    *narrow = (struct sp_match_narrow){0};
}

/* --- who is to be looked at ------------------------------------------------------------
 */

static void look_at(struct sp_match_narrow *narrow, int32_t knot)
{
    if (!narrow->is_changed[knot]) {
        narrow->is_changed[knot] = 1;
        narrow->changed[narrow->changes++] = knot;
    }
}

/* A program takes other people than before. */
static void look_at_program(struct sp_match_narrow *narrow, int32_t p)
{
    const struct sp_match_knots *knots = narrow->knots;
    for (int32_t i = knots->there_first[p]; i < knots->there_first[p + 1]; i++)
        look_at(narrow, knots->slot[knots->there[i]].knot);
}

static void fail(struct sp_match_narrow *narrow, int32_t knot)
{
    narrow->failed = true;
    narrow->blame[knot]++;
}

static int32_t applicant_of(const struct sp_match_narrow *narrow, int32_t p, int32_t rank)
{
    const struct sp_market_lists *market = narrow->most.market;
    return market->wish[market->wish_first[p] + rank];
}

static int32_t slot_of(const struct sp_match_narrow *narrow, int32_t p, int32_t rank)
{
    return narrow->knots->slot_of[narrow->most.market->wish_first[p] + rank];
}

/* --- the least competition -------------------------------------------------------------
 */

static int32_t next_choice(struct sp_match_narrow *narrow, int32_t a, int32_t r)
{
    const struct sp_match_option *choice = narrow->least.ranks->choice;
    int32_t end = narrow->least.market->rank_first[a + 1];
    for (; r < end; r++, narrow->steps++)
        if (choice[r].rank >= 0
            && sp_match_takes(&narrow->least, choice[r].program, choice[r].rank))
            break;
    narrow->least.state.at[a] = r;
    return r < end ? r : -1;
}

/* Somebody comes in, and whoever is pushed out goes down their list. */
static void come_in(struct sp_match_narrow *narrow, int32_t p, int32_t rank)
{
    struct sp_match_work *least = &narrow->least;
    while (p >= 0) {
        const struct sp_match_program *program = &least->state.program[p];
        sp_match_set_seat(least, p, rank);
        if (program->held >= program->quota)
            look_at_program(narrow, p);
        if (program->held <= program->quota)
            return;
        int32_t out = program->worst, slot = slot_of(narrow, p, out);
        sp_match_clear_seat(least, p, out);
        if (slot >= 0) {
            fail(narrow, narrow->knots->slot[slot].knot);
            return;
        }
        int32_t a = applicant_of(narrow, p, out);
        int32_t r = next_choice(narrow, a, least->state.at[a] + 1);
        p = r < 0 ? -1 : least->ranks->choice[r].program;
        rank = r < 0 ? -1 : least->ranks->choice[r].rank;
    }
}

static bool refused(const struct sp_match_narrow *narrow, int32_t slot)
{
    const struct sp_match_slot *at = &narrow->knots->slot[slot];
    return !sp_match_takes(&narrow->least, at->program, at->rank)
           && !sp_match_holds(&narrow->least, at->program, at->rank);
}

/* --- the most competition --------------------------------------------------------------
 */

static void open_program(struct sp_match_narrow *narrow, int32_t p)
{
    if (!narrow->open[p]) {
        narrow->open[p] = 1;
        narrow->opened[narrow->openings++] = p;
    }
    look_at_program(narrow, p);
}

/* Asks the next of the program's list, who comes if nothing better is held. */
static void ask(struct sp_match_narrow *narrow, int32_t p, int32_t rank)
{
    struct sp_match_work *most = &narrow->most;
    int32_t wish = most->market->wish_first[p] + rank, a = most->market->wish[wish];
    int32_t own = most->ranks->own[wish], slot = narrow->knots->slot_of[wish];
    narrow->steps++;
    if (narrow->knots->is_knot[a]) {
        if (slot >= 0 && narrow->left.in[slot] > 0)
            sp_match_set_seat(most, p, rank);
        return;
    }
    if (own < 0 || own >= most->state.at[a])
        return;
    if (most->state.at[a] < most->market->rank_first[a + 1]) {
        const struct sp_match_option *left = &most->ranks->choice[most->state.at[a]];
        sp_match_clear_seat(most, left->program, left->rank);
        open_program(narrow, left->program);
    }
    most->state.at[a] = own;
    sp_match_set_seat(most, p, rank);
}

/* Those of the knots whose bundles are gone leave. */
static void clear_gone(struct sp_match_narrow *narrow, int32_t p)
{
    const struct sp_match_knots *knots = narrow->knots;
    for (int32_t i = knots->there_first[p]; i < knots->there_first[p + 1]; i++) {
        int32_t slot = knots->there[i], rank = knots->slot[slot].rank;
        if (narrow->left.in[slot] == 0 && sp_match_holds(&narrow->most, p, rank))
            sp_match_clear_seat(&narrow->most, p, rank);
    }
}

static void fill_opened(struct sp_match_narrow *narrow)
{
    const struct sp_market_lists *market = narrow->most.market;
    while (narrow->openings) {
        int32_t p = narrow->opened[--narrow->openings];
        const struct sp_match_program *program = &narrow->most.state.program[p];
        int32_t wishes = market->wish_first[p + 1] - market->wish_first[p];
        narrow->open[p] = 0;
        clear_gone(narrow, p);
        while (program->held < program->quota && narrow->left.next[p] < wishes)
            ask(narrow, p, narrow->left.next[p]++);
    }
}

/* Who takes part no more: the seat is free from the next filling on, so that what is
 * asked in between sees a matching. */
static void leave(struct sp_match_narrow *narrow, int32_t slot)
{
    const struct sp_match_slot *at = &narrow->knots->slot[slot];
    if (sp_match_holds(&narrow->most, at->program, at->rank))
        open_program(narrow, at->program);
}

static bool gets(const struct sp_match_narrow *narrow, int32_t slot)
{
    const struct sp_match_slot *at = &narrow->knots->slot[slot];
    return slot < 0 || sp_match_takes(&narrow->most, at->program, at->rank)
           || sp_match_holds(&narrow->most, at->program, at->rank);
}

/* --- bundles ---------------------------------------------------------------------------
 */

static void drop(struct sp_match_narrow *narrow, int32_t knot, int32_t bundle)
{
    if (narrow->left.gone[bundle])
        return;
    narrow->left.gone[bundle] = 1;
    narrow->left.bundles[knot]--;
    look_at(narrow, knot);
    for (int i = 0; i < 4; i++) {
        int32_t slot = narrow->knots->bundle[bundle].slot[i];
        if (slot >= 0 && --narrow->left.in[slot] == 0)
            leave(narrow, slot);
    }
}

static bool has_refused(const struct sp_match_narrow *narrow,
                        const struct sp_match_bundle *bundle)
{
    for (int i = 0; i < 4; i++)
        if (bundle->slot[i] >= 0 && refused(narrow, bundle->slot[i]))
            return true;
    const int32_t *slot = bundle->slot;
    if (slot[0] < 0 || slot[1] < 0)
        return false;
    int32_t p = narrow->knots->slot[slot[0]].program;
    return p == narrow->knots->slot[slot[1]].program
           && narrow->least.state.program[p].quota < 2;
}

/* Two seats of one program are got for sure if it has them free of anybody better than
 * the worse of the two: stricter than any rule. */
static bool gets_both(const struct sp_match_narrow *narrow, int32_t p, int32_t worse)
{
    const struct sp_match_work *most = &narrow->most;
    return sp_match_above(most, p, worse) <= most->state.program[p].quota - 2;
}

/* Whether a couple that leaves positions of the program first may leave it with a number
 * that it cannot fill up. */
static bool may_break_number(const struct sp_match_narrow *narrow, int32_t knot,
                             int32_t slot)
{
    const struct sp_match_ranks *ranks = narrow->knots->ranks;
    return slot >= 0 && narrow->most.rule == SP_COUPLES_WITHDRAW && ranks->parity
           && narrow->knots->seeker[knot] >= 2 * ranks->market->applicants
           && ranks->parity[narrow->knots->slot[slot].program] != SP_ANY_NUMBER;
}

/* Whether the places of the bundle, first years apart, are got for sure. */
static bool gets_places(const struct sp_match_narrow *narrow, int32_t knot,
                        const struct sp_match_bundle *bundle)
{
    const struct sp_match_slot *slot = narrow->knots->slot;
    int32_t one = bundle->slot[0], two = bundle->slot[1];
    if (may_break_number(narrow, knot, one) || may_break_number(narrow, knot, two))
        return false;
    if (one >= 0 && two >= 0 && slot[one].program == slot[two].program)
        return gets_both(narrow, slot[one].program,
                         slot[one].rank > slot[two].rank ? slot[one].rank : slot[two].rank);
    return (one >= 0 || two >= 0) && gets(narrow, one) && gets(narrow, two);
}

/* The place in the linked list of member m that is got for sure: those below are not. */
static int32_t sure_link(const struct sp_match_narrow *narrow,
                         const struct sp_match_bundle *bundle, int m, int32_t sure)
{
    int32_t slot = bundle->slot[2 + m];
    return slot >= 0 && bundle->link[m] < sure && gets(narrow, slot) ? bundle->link[m]
                                                                     : sure;
}

/* The bundles of one place, from b on: those below a first year that is got for sure go.
 * Returns the end. */
static int32_t drop_links(struct sp_match_narrow *narrow, int32_t knot, int32_t b,
                          int32_t end)
{
    const struct sp_match_bundle *bundle = narrow->knots->bundle;
    int32_t sure[2] = {INT32_MAX, INT32_MAX}, at = bundle[b].at, last = b;
    for (; last < end && bundle[last].at == at; last++)
        for (int m = 0; m < 2; m++)
            sure[m] = sure_link(narrow, &bundle[last], m, sure[m]);
    for (; b < last; b++)
        if (bundle[b].link[0] > sure[0] || bundle[b].link[1] > sure[1]
            || has_refused(narrow, &bundle[b]))
            drop(narrow, knot, b);
    return last;
}

/* A seat that is in all bundles left competes for sure. */
static void come_in_for_sure(struct sp_match_narrow *narrow, int32_t knot)
{
    const struct sp_match_knots *knots = narrow->knots;
    int32_t b = knots->first[knot];
    while (narrow->left.gone[b])
        b++;
    for (int i = 0; i < 4 && !narrow->failed; i++) {
        int32_t slot = knots->bundle[b].slot[i];
        if (slot < 0 || narrow->left.in[slot] < narrow->left.bundles[knot])
            continue;
        const struct sp_match_slot *at = &knots->slot[slot];
        if (!sp_match_holds(&narrow->least, at->program, at->rank))
            come_in(narrow, at->program, at->rank);
    }
}

static void narrow_knot(struct sp_match_narrow *narrow, int32_t knot)
{
    const struct sp_match_knots *knots = narrow->knots;
    int32_t b = knots->first[knot], end = knots->first[knot + 1];
    bool sure = false;
    while (b < end && !sure) {
        int32_t first = b;
        sure = gets_places(narrow, knot, &knots->bundle[b]);
        b = drop_links(narrow, knot, b, end);
        narrow->steps += b - first;
    }
    for (; b < end; b++)
        drop(narrow, knot, b);
    if (narrow->left.bundles[knot] == 0)
        fail(narrow, knot);
    else
        come_in_for_sure(narrow, knot);
}

static bool narrow_all(struct sp_match_narrow *narrow)
{
    for (;;) {
        fill_opened(narrow);
        if (narrow->failed || !narrow->changes)
            break;
        int32_t knot = narrow->changed[--narrow->changes];
        narrow->is_changed[knot] = 0;
        narrow_knot(narrow, knot);
    }
    while (narrow->changes)
        narrow->is_changed[narrow->changed[--narrow->changes]] = 0;
    return !narrow->failed;
}

/* --- from outside ----------------------------------------------------------------------
 */

static void empty(const struct sp_match_ranks *ranks, struct sp_match_state *state,
                  const int32_t *quota)
{
    const struct sp_market_lists *market = ranks->market;
    memset(state->bits, 0, (size_t)ranks->word[market->programs] * sizeof *state->bits);
    for (int32_t p = 0; p < market->programs; p++)
        state->program[p] =
            (struct sp_match_program){.quota = quota[p], .held = 0, .worst = -1};
    memcpy(state->at, market->rank_first + 1,
           (size_t)market->applicants * sizeof *state->at);
}

static void count_bundles(struct sp_match_narrow *narrow)
{
    const struct sp_match_knots *knots = narrow->knots;
    memset(narrow->left.gone, 0, (size_t)knots->bundles);
    memset(narrow->left.in, 0, (size_t)knots->slots * sizeof *narrow->left.in);
    for (int32_t i = 0; i < knots->count; i++)
        narrow->left.bundles[i] = knots->first[i + 1] - knots->first[i];
    for (int32_t b = 0; b < knots->bundles; b++)
        for (int i = 0; i < 4; i++)
            if (knots->bundle[b].slot[i] >= 0)
                narrow->left.in[knots->bundle[b].slot[i]]++;
}

bool sp_match_narrow_begin(struct sp_match_narrow *narrow, const int32_t *quota)
{
    const struct sp_match_knots *knots = narrow->knots;
    const struct sp_match_ranks *ranks = knots->ranks;
    const struct sp_market_lists *market = ranks->market;
    empty(ranks, &narrow->left.least, quota);
    empty(ranks, &narrow->left.most, quota);
    memset(narrow->left.next, 0, (size_t)market->programs * sizeof *narrow->left.next);
    count_bundles(narrow);
    narrow->failed = false;
    for (int32_t i = 0; i < knots->count; i++)
        look_at(narrow, i);
    for (int32_t p = 0; p < market->programs; p++)
        open_program(narrow, p);
    fill_opened(narrow);
    for (int32_t a = 0; a < market->applicants; a++) {
        int32_t r = knots->is_knot[a] ? -1 : next_choice(narrow, a, market->rank_first[a]);
        if (r >= 0)
            come_in(narrow, ranks->choice[r].program, ranks->choice[r].rank);
    }
    return narrow_all(narrow);
}

bool sp_match_narrow_nail(struct sp_match_narrow *narrow, int32_t knot, int32_t bundle)
{
    const int32_t *first = narrow->knots->first + knot;
    narrow->failed = false;
    for (int32_t b = first[0]; b < first[1]; b++)
        if (b != bundle)
            drop(narrow, knot, b);
    return narrow_all(narrow);
}

bool sp_match_narrow_drop(struct sp_match_narrow *narrow, int32_t knot, int32_t bundle)
{
    narrow->failed = false;
    drop(narrow, knot, bundle);
    return narrow_all(narrow);
}
