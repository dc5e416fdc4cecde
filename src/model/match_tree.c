/* match_tree.c: one choice after the other, and back.
 *
 * Before the first choice each bundle is tried by itself, and dropped if that leads to
 * nothing: in a large market little is then left to choose.  The knot to go on with is the
 * one that was left without a bundle most often, for its bundles left: a contradiction is
 * usually among a few.  When each knot has one bundle,
 * whoever is in no knot is matched with the programs proposing: their sets are the hardest
 * to upset, so if somebody upsets this matching there is none with these bundles.
 */
#include "match_tree.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_DEPTH = 200, MOST_BYTES = 64 << 20 };

bool sp_match_tree_make(struct sp_match_work *work, bool all, int64_t most,
                        struct sp_match_tree *tree, bool *many, struct sp_error *error)
{
    *tree = (struct sp_match_tree){.work = work, .most_steps = INT64_MAX};
    if (!sp_match_knots_make(work->ranks, all, most, &tree->knots, many, error))
        return false;
    if (*many)
        return true;
    bool ok = sp_match_narrow_make(&tree->knots, work->rule, &tree->narrow, error);
    tree->kept_room = MOST_DEPTH;
    if (ok && (size_t)MOST_DEPTH * tree->narrow.left.bytes > MOST_BYTES)
        tree->kept_room = 1 + (int)(MOST_BYTES / tree->narrow.left.bytes);
    tree->kept = ok ? calloc((size_t)tree->kept_room + 1, sizeof *tree->kept) : NULL;
    if (ok && !tree->kept)
        ok = sp_fail(error, SP_NO_MEMORY, "no memory to search a market of this size");
    if (!ok)
        sp_match_tree_free(tree);
    return ok;
}

void sp_match_tree_free(struct sp_match_tree *tree)
{
    for (int i = 0; tree->kept && i < tree->kept_room; i++)
        sp_match_left_free(&tree->kept[i]);
    free(tree->kept);
    sp_match_narrow_free(&tree->narrow);
    sp_match_knots_free(&tree->knots);
    *tree = (struct sp_match_tree){0};
}

static int32_t choose(const struct sp_match_tree *tree)
{
    const struct sp_match_left *left = &tree->narrow.left;
    const int32_t *blame = tree->narrow.blame;
    int32_t best = -1;
    for (int32_t i = 0; i < tree->knots.count; i++)
        if (left->bundles[i] > 1
            && (best < 0
                || (int64_t)(blame[i] + 1) * left->bundles[best]
                       > (int64_t)(blame[best] + 1) * left->bundles[i]))
            best = i;
    return best;
}

static int32_t first_left(const struct sp_match_tree *tree, int32_t knot)
{
    int32_t b = tree->knots.first[knot];
    while (tree->narrow.left.gone[b])
        b++;
    return b;
}

static bool is_seated(const struct sp_match_tree *tree,
                      const struct sp_match_bundle *bundle)
{
    for (int i = 0; i < 4; i++) {
        if (bundle->slot[i] < 0)
            continue;
        const struct sp_match_slot *slot = &tree->knots.slot[bundle->slot[i]];
        if (!sp_match_holds(tree->work, slot->program, slot->rank))
            return false;
    }
    return true;
}

static void note_bundle(struct sp_match_work *work, int32_t seeker,
                        const struct sp_match_bundle *bundle)
{
    int32_t couple = seeker - 2 * work->market->applicants;
    if (couple < 0)
        work->state.at[seeker / 2] = bundle->at;
    else
        work->state.pair[couple] = bundle->at;
    if (!work->state.link)
        return;
    if (couple < 0)
        work->state.link[seeker / 2] = bundle->link[0];
    else
        for (int m = 0; m < 2; m++)
            work->state.link[work->market->member[couple][m]] = bundle->link[m];
}

/* Copies the matching with the most competition into `work`; false when not all knots have
 * the seats of their bundle. */
static bool take_matching(struct sp_match_tree *tree)
{
    struct sp_match_work *work = tree->work;
    const struct sp_market_lists *market = work->market;
    const struct sp_match_state *from = &tree->narrow.left.most;
    struct sp_match_state *to = &work->state;
    sp_match_clear(work);
    memcpy(to->bits, from->bits,
           (size_t)work->ranks->word[market->programs] * sizeof *to->bits);
    memcpy(to->program, from->program, (size_t)market->programs * sizeof *to->program);
    memcpy(to->at, from->at, (size_t)market->applicants * sizeof *to->at);
    for (int32_t i = 0; i < tree->knots.count; i++) {
        const struct sp_match_bundle *bundle = &tree->knots.bundle[first_left(tree, i)];
        if (!is_seated(tree, bundle))
            return false;
        note_bundle(work, tree->knots.seeker[i], bundle);
    }
    return true;
}

/* Whether a program that has to be filled cannot be any more: too few of the knots are
 * left for it.  (Where programs have to be filled everyone is in a knot.) */
static bool some_stays_empty(const struct sp_match_tree *tree)
{
    const struct sp_match_knots *knots = &tree->knots;
    for (int32_t p = 0; tree->full && p < knots->ranks->market->programs; p++) {
        int32_t left = 0;
        for (int32_t i = knots->there_first[p]; i < knots->there_first[p + 1]; i++)
            left += tree->narrow.left.in[knots->there[i]] > 0;
        if (tree->full[p] && left < tree->narrow.left.most.program[p].quota)
            return true;
    }
    return false;
}

static bool keep(struct sp_match_tree *tree, int depth)
{
    struct sp_match_left *kept = &tree->kept[depth];
    if (!kept->block && !sp_match_left_make(&tree->knots, kept))
        return false;
    sp_match_left_copy(kept, &tree->narrow.left);
    return true;
}

/* From what is left. */
static enum sp_match_answer search(struct sp_match_tree *tree, int depth)
{
    struct sp_match_narrow *narrow = &tree->narrow;
    for (;;) {
        int32_t knot = choose(tree);
        if (some_stays_empty(tree))
            return SP_MATCH_NONE;
        if (knot < 0)
            return take_matching(tree) && tree->holds(tree, tree->context) ? SP_MATCH_FOUND
                                                                           : SP_MATCH_NONE;
        if (depth == tree->kept_room || narrow->steps > tree->most_steps)
            return SP_MATCH_GAVE_UP;
        if (!keep(tree, depth)) {
            tree->no_memory = true;
            return SP_MATCH_GAVE_UP;
        }
        int32_t bundle = first_left(tree, knot);
        if (sp_match_narrow_nail(narrow, knot, bundle)) {
            enum sp_match_answer answer = search(tree, depth + 1);
            if (answer != SP_MATCH_NONE)
                return answer;
        }
        sp_match_left_copy(&narrow->left, &tree->kept[depth]);
        if (!sp_match_narrow_drop(narrow, knot, bundle))
            return SP_MATCH_NONE;
    }
}

/* Drops the bundles of a knot each of which by itself leads to nothing; false when none is
 * left. */
static bool try_each(struct sp_match_tree *tree, int32_t knot, bool *changed)
{
    struct sp_match_narrow *narrow = &tree->narrow;
    for (int32_t b = tree->knots.first[knot]; b < tree->knots.first[knot + 1]; b++) {
        if (narrow->left.gone[b])
            continue;
        sp_match_left_copy(&tree->kept[0], &narrow->left);
        bool may_be = sp_match_narrow_nail(narrow, knot, b);
        sp_match_left_copy(&narrow->left, &tree->kept[0]);
        if (may_be)
            continue;
        *changed = true;
        if (!sp_match_narrow_drop(narrow, knot, b))
            return false;
    }
    return true;
}

/* The same for all knots, until nothing changes. */
static bool try_all(struct sp_match_tree *tree)
{
    for (bool changed = true; changed && tree->narrow.steps < tree->most_steps;) {
        changed = false;
        for (int32_t i = 0; i < tree->knots.count; i++)
            if (tree->narrow.left.bundles[i] > 1 && !try_each(tree, i, &changed))
                return false;
    }
    return true;
}

enum sp_match_answer sp_match_tree_search(struct sp_match_tree *tree, const int32_t *quota)
{
    if (!sp_match_narrow_begin(&tree->narrow, quota))
        return SP_MATCH_NONE;
    if (!keep(tree, 0)) {
        tree->no_memory = true;
        return SP_MATCH_GAVE_UP;
    }
    if (!try_all(tree))
        return SP_MATCH_NONE;
    return search(tree, 0);
}
