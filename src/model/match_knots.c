/* match_knots.c: knots are found, and their bundles laid out.
 *
 * The same walk over the lists runs twice: it counts, then it fills.
 */
#include "match_knots.h"

#include "error.h"

#include <string.h>

/* What the walk has come to; while it counts, `fill` is false. */
struct walk {
    struct sp_match_knots *knots;
    bool fill;
    int64_t bundles, slots;
};

static int32_t slot_at(struct walk *walk, int32_t program, int32_t rank)
{
    struct sp_match_knots *knots = walk->knots;
    int32_t *slot = &knots->slot_of[knots->ranks->market->wish_first[program] + rank];
    if (*slot < 0) {
        *slot = knots->slots++;
        knots->slot[*slot] = (struct sp_match_slot){knots->count, program, rank};
    }
    return *slot;
}

static void add_bundle(struct walk *walk, const struct sp_match_option seat[4],
                       const struct sp_match_bundle *bundle)
{
    if (walk->fill) {
        struct sp_match_bundle *added = &walk->knots->bundle[walk->bundles];
        *added = *bundle;
        for (int i = 0; i < 4; i++)
            added->slot[i] =
                seat[i].program < 0 ? -1 : slot_at(walk, seat[i].program, seat[i].rank);
    }
    walk->bundles++;
}

/* With every first year of member m and of those after it, and with none. */
static void add_links(struct walk *walk, int m, const int32_t *const list[2],
                      struct sp_match_option seat[4], struct sp_match_bundle *bundle)
{
    if (m == 2) {
        add_bundle(walk, seat, bundle);
        return;
    }
    seat[2 + m].program = -1;
    bundle->link[m] = -1;
    for (int32_t j = list[m] ? list[m][0] : 0; j < (list[m] ? list[m][1] : 0); j++) {
        const struct sp_match_option *to = &walk->knots->ranks->first_year[j];
        if (to->rank < 0)
            continue;
        seat[2 + m] = *to;
        bundle->link[m] = j;
        add_links(walk, m + 1, list, seat, bundle);
    }
    seat[2 + m].program = -1;
    if (list[m])
        bundle->link[m] = list[m][1];
    add_links(walk, m + 1, list, seat, bundle);
}

static void add_nothing(struct walk *walk, int32_t end)
{
    struct sp_match_option seat[4] = {{-1, 0}, {-1, 0}, {-1, 0}, {-1, 0}};
    add_bundle(walk, seat, &(struct sp_match_bundle){.at = end, .link = {-1, -1}});
}

static void walk_single(struct walk *walk, int32_t a)
{
    const struct sp_match_ranks *ranks = walk->knots->ranks;
    const int32_t *first = ranks->market->rank_first;
    for (int32_t r = first[a]; r < first[a + 1]; r++) {
        struct sp_match_option seat[4] = {ranks->choice[r], {-1, 0}, {-1, 0}, {-1, 0}};
        struct sp_match_bundle bundle = {.at = r};
        const int32_t *const list[2] = {sp_match_list_of_rank(ranks, r), NULL};
        if (seat[0].rank >= 0)
            add_links(walk, 0, list, seat, &bundle);
    }
    add_nothing(walk, first[a + 1]);
}

static void walk_couple(struct walk *walk, int32_t c)
{
    const struct sp_match_ranks *ranks = walk->knots->ranks;
    const struct sp_market_lists *market = ranks->market;
    for (int32_t k = market->pair_first[c]; k < market->pair_first[c + 1]; k++) {
        const int32_t *to = market->pair[k], *rank = ranks->pair[k];
        struct sp_match_option seat[4] = {
            {to[0], rank[0]}, {to[1], rank[1]}, {-1, 0}, {-1, 0}};
        struct sp_match_bundle bundle = {.at = k};
        const int32_t *const list[2] = {sp_match_list_of_pair(ranks, k, 0),
                                        sp_match_list_of_pair(ranks, k, 1)};
        if (rank[0] >= 0 && rank[1] >= 0)
            add_links(walk, 0, list, seat, &bundle);
    }
    add_nothing(walk, market->pair_first[c + 1]);
}

static bool has_links(const struct sp_match_ranks *ranks, int32_t a)
{
    const int32_t *first = ranks->market->rank_first;
    bool has = false;
    for (int32_t r = first[a]; r < first[a + 1] && ranks->supplemental && !has; r++)
        has = sp_match_list_of_rank(ranks, r) != NULL;
    return has;
}

static void end_knot(struct walk *walk, int32_t seeker)
{
    struct sp_match_knots *knots = walk->knots;
    if (walk->fill) {
        knots->seeker[knots->count] = seeker;
        knots->first[knots->count + 1] = (int32_t)walk->bundles;
    }
    knots->count++;
}

/* Bundles are at most `most` when this returns, or it stopped. */
static void walk_all(struct walk *walk, bool all, int64_t most)
{
    struct sp_match_knots *knots = walk->knots;
    const struct sp_market_lists *market = knots->ranks->market;
    knots->count = 0;
    walk->bundles = 0;
    for (int32_t c = 0; c < market->couples && walk->bundles <= most; c++) {
        walk_couple(walk, c);
        for (int m = 0; m < 2 && walk->fill; m++)
            knots->is_knot[market->member[c][m]] = 1;
        end_knot(walk, 2 * market->applicants + c);
    }
    for (int32_t a = 0; a < market->applicants && walk->bundles <= most; a++) {
        bool member = knots->ranks->seat_of && knots->ranks->seat_of[a] >= 0;
        if (member || !(all || has_links(knots->ranks, a)))
            continue;
        walk_single(walk, a);
        if (walk->fill)
            knots->is_knot[a] = 1;
        end_knot(walk, 2 * a);
    }
}

static bool make_room(struct sp_match_knots *knots, int64_t bundles)
{
    const struct sp_market_lists *market = knots->ranks->market;
    struct sp_arena *memory = &knots->memory;
    size_t count = (size_t)knots->count, programs = (size_t)market->programs;
    size_t wishes = (size_t)market->wish_first[programs];
    size_t slots = wishes < 4 * (size_t)bundles ? wishes : 4 * (size_t)bundles;
    knots->seeker = sp_arena_get(memory, count * sizeof *knots->seeker);
    knots->first = sp_arena_get(memory, (count + 1) * sizeof *knots->first);
    knots->bundle = sp_arena_get(memory, (size_t)bundles * sizeof *knots->bundle);
    knots->slot = sp_arena_get(memory, slots * sizeof *knots->slot);
    knots->there = sp_arena_get(memory, slots * sizeof *knots->there);
    knots->there_first = sp_arena_get(memory, (programs + 1) * sizeof *knots->there_first);
    knots->slot_of = sp_arena_get(memory, wishes * sizeof *knots->slot_of);
    knots->is_knot = sp_arena_get(memory, (size_t)market->applicants);
    if (!knots->seeker || !knots->first || !knots->bundle || !knots->slot || !knots->there
        || !knots->there_first || !knots->slot_of || !knots->is_knot)
        return false;
    memset(knots->slot_of, 0xff, wishes * sizeof *knots->slot_of);
    return true;
}

static void list_slots(struct sp_match_knots *knots)
{
    const struct sp_market_lists *market = knots->ranks->market;
    int32_t count = 0;
    for (int32_t p = 0; p < market->programs; p++) {
        for (int32_t w = market->wish_first[p]; w < market->wish_first[p + 1]; w++)
            if (knots->slot_of[w] >= 0)
                knots->there[count++] = knots->slot_of[w];
        knots->there_first[p + 1] = count;
    }
}

bool sp_match_knots_make(const struct sp_match_ranks *ranks, bool all, int64_t most,
                         struct sp_match_knots *knots, bool *many, struct sp_error *error)
{
    *knots = (struct sp_match_knots){.ranks = ranks};
    struct walk walk = {.knots = knots};
    walk_all(&walk, all, most);
    *many = walk.bundles > most;
    if (*many) {
        *knots = (struct sp_match_knots){0};
        return true;
    }
    if (!make_room(knots, walk.bundles)) {
        sp_match_knots_free(knots);
        return sp_fail(error, SP_NO_MEMORY, "no memory to search a market of this size");
    }
    walk.fill = true;
    walk_all(&walk, all, most);
    knots->bundles = (int32_t)walk.bundles;
    list_slots(knots);
    return true;
}

void sp_match_knots_free(struct sp_match_knots *knots)
{
    sp_arena_free(&knots->memory);
    *knots = (struct sp_match_knots){0};
}
