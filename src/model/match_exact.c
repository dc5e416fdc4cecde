/* match_exact.c: a stable matching if there is any.
 *
 * Where numbers of positions stand, couples and applicants with linked lists are the knots,
 * and a matching holds if nobody in a knot does better.  Where positions move or numbers
 * have to be even or odd, a small market is searched with every way in which that can end
 * (match_numbers.c).  A large one is searched with the numbers of the best order, and what
 * is found has to settle when they may move again; then finding nothing proves nothing.
 */
#include "match_tree.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_BUNDLES = 4000000, MOST_STEPS = 30000000 /* about a second */ };

static bool upset(const struct sp_match_work *work, int32_t seeker)
{
    int32_t couple = seeker - 2 * work->market->applicants;
    if (sp_match_blocks(work, seeker))
        return true;
    if (couple < 0)
        return sp_match_blocks(work, seeker + 1);
    const int32_t *member = work->market->member[couple];
    return sp_match_blocks(work, 2 * member[0] + 1)
           || sp_match_blocks(work, 2 * member[1] + 1);
}

static bool nobody_upsets(struct sp_match_tree *tree, void *context)
{
    (void)context;
    for (int32_t i = 0; i < tree->knots.count; i++)
        if (upset(tree->work, tree->knots.seeker[i]))
            return false;
    return true;
}

/* The same when numbers of positions move on from here. */
static bool settles(struct sp_match_tree *tree, void *context)
{
    struct sp_match_work *work = tree->work;
    if (!nobody_upsets(tree, context))
        return false;
    memset(work->left_out, 0, (size_t)work->seekers);
    memset(work->raised, 0, (size_t)work->market->programs);
    memset(work->returned, 0, (size_t)work->market->programs);
    return sp_match_adjust(work) && nobody_upsets(tree, context) && sp_match_adjusted(work);
}

/* The knots that are out are those to begin with. */
static void begin_with(struct sp_match_tree *tree, const uint8_t *out)
{
    for (int32_t i = 0; i < tree->knots.count; i++)
        tree->narrow.blame[i] = out[tree->knots.seeker[i]];
}

static bool search_knots(struct sp_match_work *work, const int32_t *quota,
                         const uint8_t *out, bool stand, enum sp_match_answer *answer,
                         struct sp_error *error)
{
    struct sp_match_tree tree;
    bool many = false;
    *answer = SP_MATCH_GAVE_UP;
    if (!sp_match_tree_make(work, false, MOST_BUNDLES, &tree, &many, error))
        return false;
    if (!many) {
        tree.most_steps = MOST_STEPS;
        tree.holds = stand ? nobody_upsets : settles;
        begin_with(&tree, out);
        *answer = sp_match_tree_search(&tree, quota);
    }
    bool ok = !tree.no_memory;
    if (!ok)
        sp_fail(error, SP_NO_MEMORY, "no memory to search a market of this size");
    sp_match_tree_free(&tree);
    return ok;
}

static bool search_present_numbers(struct sp_match_work *work, const uint8_t *out,
                                   enum sp_match_answer *answer, struct sp_error *error)
{
    size_t programs = (size_t)work->market->programs;
    int32_t *quota = malloc((programs + 1) * sizeof *quota);
    if (!quota)
        return sp_fail(error, SP_NO_MEMORY, "no memory to search a market of this size");
    for (size_t p = 0; p < programs; p++)
        quota[p] = work->state.program[p].quota;
    bool ok = search_knots(work, quota, out, false, answer, error);
    if (*answer == SP_MATCH_NONE)
        *answer = SP_MATCH_GAVE_UP;
    free(quota);
    return ok;
}

bool sp_match_exact(struct sp_match_work *work, const uint8_t *out,
                    enum sp_match_answer *answer, struct sp_error *error)
{
    if (!work->ranks->parity && !work->ranks->reverts)
        return search_knots(work, work->market->quota, out, true, answer, error);
    return sp_match_numbers(work, answer, error)
           && (*answer != SP_MATCH_GAVE_UP
               || search_present_numbers(work, out, answer, error));
}
