/* match_tree.h: every way in which the knots of a market can be tied
 *
 * Private to match*.c.  A knot is held to one of its bundles, what follows is narrowed
 * (match_narrow.h), and so on.  Where a knot is left without a bundle, the last choice is
 * undone and that bundle dropped.  The search is complete: when it ends without a
 * matching, there is none with these numbers of positions.
 */
#pragma once

#include "match_narrow.h"

struct sp_match_tree {
    struct sp_match_work *work;
    struct sp_match_knots knots;
    struct sp_match_narrow narrow;
    struct sp_match_left *kept; /* [kept_room] what was left before each choice */
    int kept_room;
    int64_t most_steps;

    /* Whether the matching with the one bundle that each knot has left, in `work`, is what
     * is looked for. */
    bool (*holds)(struct sp_match_tree *tree, void *context);
    void *context;
    const uint8_t *full; /* [programs] only matchings that fill it; NULL: any */
    bool no_memory;
};

/* `all`: everyone who has a list is a knot.  `*many`: more than `most` bundles; the tree is
 * then empty.  SP_NO_MEMORY. */
bool sp_match_tree_make(struct sp_match_work *work, bool all, int64_t most,
                        struct sp_match_tree *tree, bool *many, struct sp_error *error);
void sp_match_tree_free(struct sp_match_tree *tree);

/* Searches all, with so many positions of the programs.  Found: the matching is in `work`.
 * Given up: it was too much to do, or `no_memory`. */
enum sp_match_answer sp_match_tree_search(struct sp_match_tree *tree, const int32_t *quota);
