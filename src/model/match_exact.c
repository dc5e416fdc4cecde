/* match_exact.c: a stable matching if there is any.
 *
 * Where numbers of positions stand, couples and applicants with linked lists are the knots,
 * and a matching holds if nobody in a knot does better.  Where positions move or numbers
 * have to be even or odd, a small market is searched with every way in which that can end
 * (match_numbers.c).
 */
#include "match_tree.h"

#include "error.h"

enum { MOST_BUNDLES = 4000000, MOST_STEPS = 100000000 /* about two seconds */ };

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

/* The knots that are out are those to begin with. */
static void begin_with(struct sp_match_tree *tree, const uint8_t *out)
{
    for (int32_t i = 0; i < tree->knots.count; i++)
        tree->narrow.blame[i] = out[tree->knots.seeker[i]];
}

bool sp_match_exact(struct sp_match_work *work, const uint8_t *out,
                    enum sp_match_answer *answer, struct sp_error *error)
{
    struct sp_match_tree tree;
    bool many = false;
    if (work->ranks->parity || work->ranks->reverts)
        return sp_match_numbers(work, answer, error);
    *answer = SP_MATCH_GAVE_UP;
    if (!sp_match_tree_make(work, false, MOST_BUNDLES, &tree, &many, error))
        return false;
    if (!many) {
        tree.most_steps = MOST_STEPS;
        tree.holds = nobody_upsets;
        begin_with(&tree, out);
        *answer = sp_match_tree_search(&tree, work->market->quota);
    }
    bool ok = !tree.no_memory;
    if (!ok)
        sp_fail(error, SP_NO_MEMORY, "no memory to search a market of this size");
    sp_match_tree_free(&tree);
    return ok;
}
