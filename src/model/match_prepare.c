/* match_prepare.c: the lists are checked and every choice learns its rank at the program.
 *
 * The wishes of the programs are turned over by counting: one pass lays (program, rank)
 * down by applicant, a second one stamps an applicant's own and reads the stamps at the
 * choices.  No hashing, no sorting.
 */
#include "match_work.h"

#include "error.h"

#include <stdio.h>
#include <string.h>

enum { NAME_ROOM = 80 };

/* What an applicant's wishes say of one program, while that applicant is looked at. */
struct stamp {
    int32_t wished_by; /* applicant + 1 whose rank it is */
    int32_t rank;
    int32_t listed_by; /* applicant + 1 who listed it already */
};

struct turned {
    struct sp_match_option *wish; /* by applicant: who ranks them, and how */
    int32_t *first;               /* [applicants + 1] */
    struct stamp *stamp;          /* [programs] */
};

static const char *applicant(const struct sp_market_lists *market, int32_t i, char *room)
{
    if (market->applicant_name)
        snprintf(room, NAME_ROOM, "applicant %.60s", market->applicant_name[i]);
    else
        snprintf(room, NAME_ROOM, "applicant %d", (int)i);
    return room;
}

static const char *program(const struct sp_market_lists *market, int32_t i, char *room)
{
    if (market->program_name)
        snprintf(room, NAME_ROOM, "program %.60s", market->program_name[i]);
    else
        snprintf(room, NAME_ROOM, "program %d", (int)i);
    return room;
}

static bool no_memory(struct sp_error *error)
{
    return sp_fail(error, SP_NO_MEMORY, "no memory to match a market of this size");
}

static bool twice(const struct sp_market_lists *market, int32_t who, int32_t where,
                  const char *list, struct sp_error *error)
{
    char a[NAME_ROOM], p[NAME_ROOM];
    return sp_fail(error, SP_BAD_INPUT, "%s: %s stands twice on the %s",
                   applicant(market, who, a), program(market, where, p), list);
}

static bool no_program(const struct sp_market_lists *market, int32_t who, int32_t where,
                       struct sp_error *error)
{
    char a[NAME_ROOM];
    return sp_fail(error, SP_BAD_INPUT, "%s: program %d is not in 0..%d",
                   applicant(market, who, a), (int)where, market->programs - 1);
}

/* Reversions end somewhere: following one from any program never takes more steps than
 * there are programs. */
static bool check_reversions(const struct sp_market_lists *market,
                             struct sp_match_ranks *ranks, struct sp_error *error)
{
    char room[NAME_ROOM];
    for (int32_t p = 0; market->reverts_to && p < market->programs; p++) {
        int32_t to = market->reverts_to[p];
        if (to < -1 || to >= market->programs)
            return sp_fail(error, SP_BAD_INPUT, "%s: reverts to %d, which is not in 0..%d",
                           program(market, p, room), (int)to, market->programs - 1);
        ranks->reverts |= to >= 0;
    }
    uint8_t *ends =
        ranks->reverts ? sp_arena_get(&ranks->memory, (size_t)market->programs) : NULL;
    if (ranks->reverts && !ends)
        return no_memory(error);
    for (int32_t p = 0; ends && p < market->programs; p++) {
        int steps = 0;
        int32_t at = p;
        for (; at >= 0 && !ends[at] && steps <= market->programs; steps++)
            at = market->reverts_to[at];
        if (steps > market->programs)
            return sp_fail(error, SP_BAD_INPUT, "%s: its positions revert in a circle",
                           program(market, p, room));
        for (at = p; at >= 0 && !ends[at]; at = market->reverts_to[at])
            ends[at] = 1;
    }
    return true;
}

static bool check_programs(const struct sp_market_lists *market,
                           struct sp_match_ranks *ranks, struct sp_error *error)
{
    char room[NAME_ROOM];
    bool parity = false;
    for (int32_t p = 0; p < market->programs; p++) {
        int32_t wishes = market->wish_first[p + 1] - market->wish_first[p];
        if (market->quota[p] < 0)
            return sp_fail(error, SP_BAD_INPUT, "%s: quota %d is below 0",
                           program(market, p, room), (int)market->quota[p]);
        if (market->parity && market->parity[p] > SP_ODD)
            return sp_fail(error, SP_BAD_INPUT, "%s: parity %d is not any, even or odd",
                           program(market, p, room), (int)market->parity[p]);
        parity |= market->parity && market->parity[p] != SP_ANY_NUMBER;
        ranks->word[p + 1] = ranks->word[p] + (wishes + 63) / 64;
    }
    if (parity) {
        ranks->parity = sp_arena_get(&ranks->memory, (size_t)market->programs);
        if (!ranks->parity)
            return no_memory(error);
        memcpy(ranks->parity, market->parity, (size_t)market->programs);
    }
    return check_reversions(market, ranks, error);
}

static bool check_members(const struct sp_market_lists *market,
                          struct sp_match_ranks *ranks, struct sp_error *error)
{
    char room[NAME_ROOM];
    if (market->couples == 0)
        return true;
    ranks->seat_of =
        sp_arena_get(&ranks->memory, (size_t)market->applicants * sizeof *ranks->seat_of);
    if (!ranks->seat_of)
        return no_memory(error);
    memset(ranks->seat_of, 0xff, (size_t)market->applicants * sizeof *ranks->seat_of);
    for (int32_t seat = 0; seat < 2 * market->couples; seat++) {
        int32_t a = market->member[seat / 2][seat % 2];
        if (a < 0 || a >= market->applicants)
            return sp_fail(error, SP_BAD_INPUT, "couple %d: member %d is not in 0..%d",
                           (int)seat / 2, (int)a, market->applicants - 1);
        if (ranks->seat_of[a] >= 0)
            return sp_fail(error, SP_BAD_INPUT, "%s: a member of two couples",
                           applicant(market, a, room));
        if (market->rank_first[a + 1] > market->rank_first[a])
            return sp_fail(error, SP_BAD_INPUT,
                           "%s: a member of a couple has a list of its own",
                           applicant(market, a, room));
        ranks->seat_of[a] = seat;
    }
    return true;
}

static bool count_wishes(const struct sp_market_lists *market, struct turned *turned,
                         struct sp_error *error)
{
    char room[NAME_ROOM];
    int32_t wishes = market->wish_first[market->programs];
    int32_t *count = turned->first + 1;
    for (int32_t w = 0; w < wishes; w++) {
        int32_t a = market->wish[w];
        if ((uint32_t)a >= (uint32_t)market->applicants) {
            int32_t p = 0;
            while (market->wish_first[p + 1] <= w)
                p++;
            return sp_fail(error, SP_BAD_INPUT, "%s: applicant %d is not in 0..%d",
                           program(market, p, room), (int)a, market->applicants - 1);
        }
        count[a]++;
    }
    for (int32_t a = 0; a < market->applicants; a++)
        turned->first[a + 1] += turned->first[a];
    return true;
}

static bool turn(const struct sp_market_lists *market, struct turned *turned,
                 struct sp_error *error)
{
    if (!count_wishes(market, turned, error))
        return false;
    int32_t *next = turned->first; /* is shifted by one list while it fills */
    for (int32_t p = 0; p < market->programs; p++) {
        int32_t first = market->wish_first[p];
        for (int32_t w = first; w < market->wish_first[p + 1]; w++)
            turned->wish[next[market->wish[w]]++] = (struct sp_match_option){p, w - first};
    }
    memmove(next + 1, next, (size_t)market->applicants * sizeof *next);
    next[0] = 0;
    return true;
}

/* Stamps the programs that rank `a`; those were laid down by program, so one that ranks
 * twice stands there twice in a row. */
static bool stamp_wishes(const struct sp_market_lists *market, const struct turned *turned,
                         int32_t a, struct sp_error *error)
{
    char who[NAME_ROOM], where[NAME_ROOM];
    for (int32_t i = turned->first[a]; i < turned->first[a + 1]; i++) {
        const struct sp_match_option *wish = &turned->wish[i];
        struct stamp *stamp = &turned->stamp[wish->program];
        if (stamp->wished_by == a + 1)
            return sp_fail(error, SP_BAD_INPUT, "%s: %s stands twice on its list",
                           program(market, wish->program, where),
                           applicant(market, a, who));
        stamp->wished_by = a + 1;
        stamp->rank = wish->rank;
    }
    return true;
}

static int32_t rank_of(const struct turned *turned, int32_t p, int32_t a)
{
    return turned->stamp[p].wished_by == a + 1 ? turned->stamp[p].rank : SP_REFUSED;
}

/* A list linked to the program `at`, which begins and ends at bounds[0] and [1]. */
static bool rank_supplemental(struct sp_match_ranks *ranks, const struct turned *turned,
                              int32_t a, int32_t at, const int32_t bounds[2],
                              struct sp_error *error)
{
    const struct sp_market_lists *market = ranks->market;
    int32_t first = bounds[0], end = bounds[1];
    char who[NAME_ROOM];
    if (at < 0 && end > first)
        return sp_fail(error, SP_BAD_INPUT, "%s: a supplemental list is linked to no match",
                       applicant(market, a, who));
    for (int32_t j = first; j < end; j++) {
        int32_t p = market->supplemental[j];
        if ((uint32_t)p >= (uint32_t)market->programs)
            return no_program(market, a, p, error);
        for (int32_t before = first; before < j; before++)
            if (market->supplemental[before] == p)
                return twice(market, a, p, "supplemental list", error);
        if (p == at)
            return twice(market, a, p, "list and on the supplemental list linked to it",
                         error);
        ranks->first_year[j] = (struct sp_match_option){p, rank_of(turned, p, a)};
    }
    ranks->supplemental |= end > first;
    return true;
}

static bool rank_list(struct sp_match_ranks *ranks, const struct turned *turned, int32_t a,
                      struct sp_error *error)
{
    const struct sp_market_lists *market = ranks->market;
    for (int32_t r = market->rank_first[a]; r < market->rank_first[a + 1]; r++) {
        int32_t p = market->rank[r];
        if ((uint32_t)p >= (uint32_t)market->programs)
            return no_program(market, a, p, error);
        struct stamp *stamp = &turned->stamp[p];
        if (stamp->listed_by == a + 1)
            return twice(market, a, p, "list", error);
        stamp->listed_by = a + 1;
        int32_t rank = stamp->wished_by == a + 1 ? stamp->rank : SP_REFUSED;
        ranks->choice[r] = (struct sp_match_option){p, rank};
        if (ranks->own && rank >= 0)
            ranks->own[market->wish_first[p] + rank] = r;
        if (market->supplemental_first
            && !rank_supplemental(ranks, turned, a, p, market->supplemental_first + r,
                                  error))
            return false;
    }
    return true;
}

static bool rank_pairs(struct sp_match_ranks *ranks, const struct turned *turned,
                       struct sp_error *error)
{
    const struct sp_market_lists *market = ranks->market;
    for (int32_t seat = 0; seat < 2 * market->couples; seat++) {
        int32_t c = seat / 2, m = seat % 2, a = market->member[c][m];
        for (int32_t i = turned->first[a]; i < turned->first[a + 1]; i++) {
            turned->stamp[turned->wish[i].program].wished_by = a + 1;
            turned->stamp[turned->wish[i].program].rank = turned->wish[i].rank;
        }
        for (int32_t k = market->pair_first[c]; k < market->pair_first[c + 1]; k++) {
            int32_t p = market->pair[k][m];
            if (p < -1 || p >= market->programs)
                return no_program(market, a, p, error);
            ranks->pair[k][m] = p < 0 ? 0 : rank_of(turned, p, a);
            const int32_t *lists = market->pair_supplemental_first;
            if (lists && !rank_supplemental(ranks, turned, a, p, lists + 2 * k + m, error))
                return false;
        }
    }
    return true;
}

static bool rank_lists(struct sp_match_ranks *ranks, struct turned *turned,
                       struct sp_error *error)
{
    const struct sp_market_lists *market = ranks->market;
    if (!turn(market, turned, error))
        return false;
    for (int32_t a = 0; a < market->applicants; a++)
        if (!stamp_wishes(market, turned, a, error) || !rank_list(ranks, turned, a, error))
            return false;
    return rank_pairs(ranks, turned, error);
}

static bool make_room(struct sp_match_ranks *ranks, bool own)
{
    const struct sp_market_lists *market = ranks->market;
    struct sp_arena *memory = &ranks->memory;
    size_t choices = (size_t)market->rank_first[market->applicants];
    size_t wishes = (size_t)market->wish_first[market->programs];
    size_t pairs = market->couples ? (size_t)market->pair_first[market->couples] : 0;
    ranks->choice = sp_arena_get(memory, choices * sizeof *ranks->choice);
    ranks->word =
        sp_arena_get(memory, ((size_t)market->programs + 1) * sizeof *ranks->word);
    ranks->pair = sp_arena_get(memory, pairs * sizeof *ranks->pair);
    bool ok = ranks->choice && ranks->word && ranks->pair;
    bool members = market->couples && market->pair_supplemental_first;
    if (market->supplemental_first || members) {
        size_t count = (size_t)(members ? market->pair_supplemental_first[2 * pairs]
                                        : market->supplemental_first[choices]);
        ranks->first_year = sp_arena_get(memory, count * sizeof *ranks->first_year);
        ok = ok && ranks->first_year;
    }
    if (own) {
        ranks->own = sp_arena_get(memory, wishes * sizeof *ranks->own);
        ok = ok && ranks->own;
        if (ok)
            memset(ranks->own, 0xff, wishes * sizeof *ranks->own);
    }
    return ok;
}

bool sp_match_rank_all(const struct sp_market_lists *market, bool own,
                       struct sp_match_ranks *ranks, struct sp_error *error)
{
    struct sp_arena memory = {0};
    size_t wishes = (size_t)market->wish_first[market->programs];
    *ranks = (struct sp_match_ranks){.market = market};
    struct turned turned = {
        .wish = sp_arena_get(&memory, wishes * sizeof *turned.wish),
        .first =
            sp_arena_get(&memory, ((size_t)market->applicants + 1) * sizeof *turned.first),
        .stamp = sp_arena_get(&memory, (size_t)market->programs * sizeof *turned.stamp),
    };
    bool ok = turned.wish && turned.first && turned.stamp && make_room(ranks, own);
    if (!ok)
        no_memory(error);
    ok = ok && check_programs(market, ranks, error) && check_members(market, ranks, error)
         && rank_lists(ranks, &turned, error);
    sp_arena_free(&memory);
    if (!ok)
        sp_match_ranks_free(ranks);
    return ok;
}

void sp_match_ranks_free(struct sp_match_ranks *ranks)
{
    sp_arena_free(&ranks->memory);
    *ranks = (struct sp_match_ranks){0};
}
