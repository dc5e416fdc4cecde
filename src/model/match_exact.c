/* match_exact.c: every way in which the knots can be tied, or a proof that none holds.
 *
 * A knot is held to one bundle, what follows is narrowed (match_narrow.h), and so on; where
 * a knot is left without a bundle, the last choice is undone and that bundle dropped.  When
 * each knot has one bundle left, whoever is in no knot is matched with the programs
 * proposing: their sets are the hardest to upset, so if somebody upsets this matching there
 * is none with these bundles.  The search is complete; if it ends without a matching, the
 * market has none.
 *
 * The knot to go on with is the one that was left without a bundle most often, for its
 * bundles left: a contradiction is usually among a few.
 */
#include "match_narrow.h"

#include "error.h"

#include <string.h>

enum {
    MOST_BUNDLES = 4000000,
    MOST_STEPS = 100000000, /* about two seconds */
    MOST_DEPTH = 200,
    MOST_BYTES = 64 << 20, /* of what was left before each choice */
};

struct exact {
    struct sp_match_work *work;
    struct sp_match_knots knots;
    struct sp_match_narrow narrow;
    struct sp_match_left
        kept[MOST_DEPTH]; /* what was left before each choice; {0}: unused */
    enum sp_match_answer answer;
    bool no_memory;
};

static int32_t choose(const struct exact *exact)
{
    const struct sp_match_left *left = &exact->narrow.left;
    const int32_t *blame = exact->narrow.blame;
    int32_t best = -1;
    for (int32_t i = 0; i < exact->knots.count; i++)
        if (left->bundles[i] > 1
            && (best < 0
                || (int64_t)(blame[i] + 1) * left->bundles[best]
                       > (int64_t)(blame[best] + 1) * left->bundles[i]))
            best = i;
    return best;
}

static int32_t first_left(const struct exact *exact, int32_t knot)
{
    int32_t b = exact->knots.first[knot];
    while (exact->narrow.left.gone[b])
        b++;
    return b;
}

/* Puts the one bundle of each knot into the match; false if not all have their seats. */
static bool seat_knots(struct exact *exact)
{
    struct sp_match_work *work = exact->work;
    int32_t couples = 2 * work->market->applicants;
    for (int32_t i = 0; i < exact->knots.count; i++) {
        const struct sp_match_bundle *bundle = &exact->knots.bundle[first_left(exact, i)];
        int32_t seeker = exact->knots.seeker[i];
        for (int s = 0; s < 4; s++) {
            const struct sp_match_slot *slot = &exact->knots.slot[bundle->slot[s]];
            if (bundle->slot[s] >= 0 && !sp_match_holds(work, slot->program, slot->rank))
                return false;
        }
        if (seeker < couples)
            work->state.at[seeker / 2] = bundle->at;
        else
            work->state.pair[seeker - couples] = bundle->at;
        for (int m = 0; m < 2 && work->state.link; m++)
            if (m == 0 || seeker >= couples)
                work->state
                    .link[seeker < couples ? seeker / 2
                                           : work->market->member[seeker - couples][m]] =
                    bundle->link[m];
    }
    return true;
}

static void copy_match(struct sp_match_work *work, const struct sp_match_state *from)
{
    const struct sp_market_lists *market = work->market;
    struct sp_match_state *to = &work->state;
    sp_match_clear(work);
    memcpy(to->bits, from->bits,
           (size_t)work->ranks->word[market->programs] * sizeof *to->bits);
    memcpy(to->program, from->program, (size_t)market->programs * sizeof *to->program);
    memcpy(to->at, from->at, (size_t)market->applicants * sizeof *to->at);
}

static bool upset(const struct sp_match_work *work, int32_t seeker)
{
    if (seeker >= 2 * work->market->applicants) {
        const int32_t *member = work->market->member[seeker - 2 * work->market->applicants];
        return sp_match_blocks(work, seeker) || sp_match_blocks(work, 2 * member[0] + 1)
               || sp_match_blocks(work, 2 * member[1] + 1);
    }
    return sp_match_blocks(work, seeker) || sp_match_blocks(work, seeker + 1);
}

static bool holds(struct exact *exact)
{
    copy_match(exact->work, &exact->narrow.left.most);
    if (!seat_knots(exact))
        return false;
    for (int32_t i = 0; i < exact->knots.count; i++)
        if (upset(exact->work, exact->knots.seeker[i]))
            return false;
    return true;
}

static bool keep(struct exact *exact, int depth)
{
    struct sp_match_left *kept = &exact->kept[depth];
    if (!kept->block && !sp_match_left_make(&exact->knots, kept))
        return false;
    sp_match_left_copy(kept, &exact->narrow.left);
    return true;
}

/* From what is left: a matching, none, or too much to do. */
static enum sp_match_answer search(struct exact *exact, int depth)
{
    struct sp_match_narrow *narrow = &exact->narrow;
    for (;;) {
        int32_t knot = choose(exact);
        if (knot < 0)
            return holds(exact) ? SP_MATCH_FOUND : SP_MATCH_NONE;
        if (depth == MOST_DEPTH || narrow->steps > MOST_STEPS
            || (size_t)depth * narrow->left.bytes > MOST_BYTES)
            return SP_MATCH_GAVE_UP;
        if (!keep(exact, depth)) {
            exact->no_memory = true;
            return SP_MATCH_GAVE_UP;
        }
        int32_t bundle = first_left(exact, knot);
        if (sp_match_narrow_nail(narrow, knot, bundle)) {
            enum sp_match_answer answer = search(exact, depth + 1);
            if (answer != SP_MATCH_NONE)
                return answer;
        }
        sp_match_left_copy(&narrow->left, &exact->kept[depth]);
        if (!sp_match_narrow_drop(narrow, knot, bundle))
            return SP_MATCH_NONE;
    }
}

static void free_exact(struct exact *exact)
{
    for (int i = 0; i < MOST_DEPTH; i++)
        sp_match_left_free(&exact->kept[i]);
    sp_match_narrow_free(&exact->narrow);
    sp_match_knots_free(&exact->knots);
}

/* The knots that are out are those to begin with. */
static void begin_with(struct exact *exact, const uint8_t *out)
{
    for (int32_t i = 0; i < exact->knots.count; i++)
        exact->narrow.blame[i] = out[exact->knots.seeker[i]];
}

bool sp_match_exact(struct sp_match_work *work, const uint8_t *out,
                    enum sp_match_answer *answer, struct sp_error *error)
{
    struct exact exact = {.work = work};
    bool many = false;
    *answer = SP_MATCH_GAVE_UP;
    if (work->ranks->parity || work->ranks->reverts)
        return true;
    bool ok =
        sp_match_knots_make(work->ranks, false, MOST_BUNDLES, &exact.knots, &many, error);
    if (ok && !many && (ok = sp_match_narrow_make(&exact.knots, &exact.narrow, error))) {
        begin_with(&exact, out);
        *answer = sp_match_narrow_begin(&exact.narrow, work->market->quota)
                      ? search(&exact, 0)
                      : SP_MATCH_NONE;
        if (exact.no_memory)
            ok = sp_fail(error, SP_NO_MEMORY, "no memory to search a market of this size");
    }
    free_exact(&exact);
    return ok;
}
