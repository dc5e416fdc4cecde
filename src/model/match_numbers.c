/* match_numbers.c: every way in which positions can have moved.
 *
 * Donors are gone through before their receivers, each with every number that it can have
 * given away, then programs that want an even or an odd number, each with every number
 * that it can hold.  What is left is a market whose numbers stand, in which those programs
 * and the donors are full.  Everyone is a knot in it, for neither side's best matching is
 * then the hardest to upset, and the check from the definition (match_check.c) says what
 * holds.  So it is for small markets.
 */
#include "match_tree.h"

#include "error.h"
#include "match_check.h"

#include <stdlib.h>

enum { MOST_BUNDLES = 400, MOST_PROGRAMS = 60, MOST_STEPS = 20000000 };

struct numbers {
    struct sp_match_work *work;
    struct sp_match_tree tree;
    struct sp_match answer;             /* room to show a matching to the check */
    int32_t *order;                     /* [programs] donors before their receivers */
    int32_t *donated, *received, *held; /* [programs] */
    uint8_t *full;                      /* [programs] donors, and programs with a parity */
    int64_t steps;
    bool no_memory;
    struct sp_error *error;
};

static int32_t final_quota(const struct numbers *numbers, int32_t p)
{
    return numbers->work->market->quota[p] - numbers->donated[p] + numbers->received[p];
}

static int32_t receiver(const struct numbers *numbers, int32_t p)
{
    return numbers->work->ranks->reverts ? numbers->work->market->reverts_to[p] : -1;
}

static enum sp_parity parity(const struct numbers *numbers, int32_t p)
{
    return numbers->work->ranks->parity ? (enum sp_parity)numbers->work->ranks->parity[p]
                                        : SP_ANY_NUMBER;
}

static bool allowed(const struct numbers *numbers, int32_t p, int32_t number)
{
    enum sp_parity wanted = parity(numbers, p);
    return number == 0 || wanted == SP_ANY_NUMBER || number % 2 == (wanted == SP_ODD);
}

static void note_numbers(struct numbers *numbers)
{
    struct sp_match_state *state = &numbers->work->state;
    for (int32_t p = 0; p < numbers->work->market->programs; p++) {
        if (state->held_back)
            state->held_back[p] = final_quota(numbers, p) - numbers->held[p];
        if (state->donated) {
            state->donated[p] = numbers->donated[p];
            state->received[p] = numbers->received[p];
        }
    }
}

static bool is_full(const struct numbers *numbers)
{
    for (int32_t p = 0; p < numbers->work->market->programs; p++)
        if (numbers->full[p] && numbers->work->state.program[p].held < numbers->held[p])
            return false;
    return true;
}

static bool is_stable(struct sp_match_tree *tree, void *context)
{
    struct numbers *numbers = context;
    struct sp_blocks blocks;
    if (!is_full(numbers))
        return false;
    note_numbers(numbers);
    sp_match_read_out(tree->work, &numbers->answer);
    if (!sp_match_check(tree->work->market, &numbers->answer, tree->work->rule, 0, &blocks,
                        numbers->error)) {
        tree->no_memory = true;
        return false;
    }
    bool stable = blocks.count == 0 && !blocks.more;
    sp_blocks_free(&blocks);
    return stable;
}

static enum sp_match_answer search(struct numbers *numbers)
{
    struct sp_match_tree *tree = &numbers->tree;
    if (tree->narrow.steps > MOST_STEPS)
        return SP_MATCH_GAVE_UP;
    tree->narrow.steps += numbers->work->market->programs + tree->knots.bundles;
    enum sp_match_answer answer = sp_match_tree_search(tree, numbers->held);
    return tree->no_memory ? SP_MATCH_GAVE_UP : answer;
}

static enum sp_match_answer each_held(struct numbers *numbers, int32_t p)
{
    if (p == numbers->work->market->programs)
        return search(numbers);
    int32_t most = final_quota(numbers, p);
    bool donor = receiver(numbers, p) >= 0;
    while (!allowed(numbers, p, most))
        most--;
    int32_t least = donor || parity(numbers, p) == SP_ANY_NUMBER ? most : 0;
    numbers->full[p] = donor || parity(numbers, p) != SP_ANY_NUMBER;
    for (int32_t number = most; number >= least; number--) {
        numbers->held[p] = number;
        if (!allowed(numbers, p, number))
            continue;
        enum sp_match_answer answer = each_held(numbers, p + 1);
        if (answer != SP_MATCH_NONE)
            return answer;
    }
    return SP_MATCH_NONE;
}

static enum sp_match_answer each_donated(struct numbers *numbers, int32_t step)
{
    if (step == numbers->work->market->programs)
        return each_held(numbers, 0);
    int32_t p = numbers->order[step], to = receiver(numbers, p);
    int32_t most = to < 0 ? 0 : numbers->work->market->quota[p] + numbers->received[p];
    enum sp_match_answer answer = SP_MATCH_NONE;
    for (int32_t given = 0; given <= most && answer == SP_MATCH_NONE; given++) {
        numbers->donated[p] = given;
        if (given > 0)
            numbers->received[to]++;
        answer = each_donated(numbers, step + 1);
    }
    if (to >= 0)
        numbers->received[to] -= numbers->donated[p];
    numbers->donated[p] = 0;
    return answer;
}

/* Rounds over the programs; each takes those whose donors are in order already. */
static void order_donors(struct numbers *numbers)
{
    int32_t programs = numbers->work->market->programs, count = 0;
    while (count < programs)
        for (int32_t p = 0; p < programs; p++) {
            bool waits = false;
            for (int32_t d = 0; d < programs && !waits; d++) {
                bool before = d == p || receiver(numbers, d) == p;
                for (int32_t i = 0; i < count && before; i++)
                    before = numbers->order[i] != d;
                waits = d == p ? !before : before;
            }
            if (!waits)
                numbers->order[count++] = p;
        }
}

static bool make_room(struct numbers *numbers)
{
    size_t programs = (size_t)numbers->work->market->programs + 1;
    numbers->order = calloc(programs, sizeof *numbers->order);
    numbers->donated = calloc(programs, sizeof *numbers->donated);
    numbers->received = calloc(programs, sizeof *numbers->received);
    numbers->held = calloc(programs, sizeof *numbers->held);
    numbers->full = calloc(programs, 1);
    return numbers->order && numbers->donated && numbers->received && numbers->held
           && numbers->full
           && sp_match_answer_make(numbers->work->market, &numbers->answer);
}

static void free_room(struct numbers *numbers)
{
    sp_match_tree_free(&numbers->tree);
    sp_match_free(&numbers->answer);
    free(numbers->order);
    free(numbers->donated);
    free(numbers->received);
    free(numbers->held);
    free(numbers->full);
}

bool sp_match_numbers(struct sp_match_work *work, enum sp_match_answer *answer,
                      struct sp_error *error)
{
    struct numbers numbers = {.work = work, .error = error};
    struct sp_match_tree *tree = &numbers.tree;
    bool many = false;
    *answer = SP_MATCH_GAVE_UP;
    if (work->market->programs > MOST_PROGRAMS)
        return true;
    bool ok = sp_match_tree_make(work, true, MOST_BUNDLES, tree, &many, error);
    if (ok && !many) {
        tree->most_steps = MOST_STEPS;
        tree->holds = is_stable;
        tree->context = &numbers;
        ok = make_room(&numbers);
        tree->full = numbers.full;
        if (ok) {
            order_donors(&numbers);
            *answer = each_donated(&numbers, 0);
        }
        ok = ok && !tree->no_memory;
        if (!ok)
            sp_fail(error, SP_NO_MEMORY, "no memory to search a market of this size");
    }
    free_room(&numbers);
    return ok;
}
