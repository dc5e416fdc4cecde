/* match_oracle.c: every stable matching of a tiny market, by trying all
 *
 * People are bits.  A wish is one applicant, or a couple, who would rather be elsewhere; a
 * wish blocks if each program chooses those whom the wish brings, having first taken back
 * from its receivers any number of the positions it gave away.  Programs that want an even
 * or odd number are tried with two wishes at once.
 */
#include "match_oracle.h"

#include "check.h"

#include <string.h>

typedef uint32_t people;

struct state {
    const struct sp_market_lists *market;
    const struct oracle_matching *matching;
    enum sp_couples_rule rule;
    people held[ORACLE_PROGRAMS];
    int quota[ORACLE_PROGRAMS]; /* in the end */
};

/* One who would be elsewhere, or two of them. */
struct wish {
    people who;
    people brings[ORACLE_PROGRAMS]; /* who would be at each program and must be chosen */
    people leaves;                  /* whose present positions are free before */
    bool both;                      /* a couple at one program */
};

enum { MOST_WISHES = 400 };

struct wishes {
    struct wish at[MOST_WISHES];
    int count;
};

static people one(int applicant)
{
    return (people)1 << applicant;
}

static int size_of(people set)
{
    return __builtin_popcount(set);
}

/* --- programs --------------------------------------------------------------------------
 */

static bool is_allowed_number(const struct sp_market_lists *market, int program, int number)
{
    int parity = market->parity ? market->parity[program] : SP_ANY_NUMBER;

    return number == 0 || parity == SP_ANY_NUMBER
           || (parity == SP_EVEN) == (number % 2 == 0);
}

/* The number it would hold of `available` people with `quota` positions. */
static int number_wanted(const struct sp_market_lists *market, int program, int available,
                         int quota)
{
    int number = available < quota ? available : quota;

    while (number > 0 && !is_allowed_number(market, program, number))
        number--;
    return number > 0 ? number : 0;
}

/* The first of the program's list who are in the set, as many as it wants. */
static people chosen(const struct sp_market_lists *market, int program, people set,
                     int quota)
{
    people taken = 0;
    people known = 0;

    for (int w = market->wish_first[program]; w < market->wish_first[program + 1]; w++)
        known |= one(market->wish[w]) & set;
    int wanted = number_wanted(market, program, size_of(known), quota);
    for (int w = market->wish_first[program]; w < market->wish_first[program + 1]; w++)
        if ((set & one(market->wish[w])) && size_of(taken) < wanted)
            taken |= one(market->wish[w]);
    return taken;
}

static int standing(const struct sp_market_lists *market, int program, int applicant)
{
    for (int w = market->wish_first[program]; w < market->wish_first[program + 1]; w++)
        if (market->wish[w] == applicant)
            return w;
    return -1;
}

/* --- the rule mm: who puts out whom ----------------------------------------------------
 */

static bool beats(const struct sp_market_lists *market, int program, int applicant,
                  int other)
{
    return standing(market, program, applicant) < standing(market, program, other);
}

/* Whether those who come can put out `number` of the others, each comer one at most. */
static bool can_put_out(const struct state *state, int program, people comers,
                        people others, int number)
{
    if (number == 0)
        return true;
    for (int c = 0; c < ORACLE_APPLICANTS; c++)
        for (int o = 0; o < ORACLE_APPLICANTS; o++)
            if ((comers & one(c)) && (others & one(o))
                && beats(state->market, program, c, o)
                && can_put_out(state, program, comers & ~one(c), others & ~one(o),
                               number - 1))
                return true;
    return false;
}

static bool takes_both_mm(const struct state *state, const struct wish *wish, int program,
                          int quota)
{
    people held = state->held[program] & ~wish->leaves;
    people comers = wish->brings[program] & ~held;
    people others = held & ~wish->brings[program];
    int all = size_of(held) + size_of(comers);

    for (int a = 0; a < state->market->applicants; a++)
        if ((wish->brings[program] & one(a)) && standing(state->market, program, a) < 0)
            return false;
    return can_put_out(state, program, comers, others,
                       all - number_wanted(state->market, program, all, quota));
}

/* --- blocking --------------------------------------------------------------------------
 */

static bool all_take(const struct state *state, const struct wish *wish, const int *quota)
{
    for (int p = 0; p < state->market->programs; p++) {
        people brought = wish->brings[p];
        people held = state->held[p] & ~wish->leaves;
        if (!brought)
            continue;
        if (wish->both && state->rule == SP_COUPLES_MM) {
            if (!takes_both_mm(state, wish, p, quota[p]))
                return false;
        } else if (brought & ~chosen(state->market, p, held | brought, quota[p])) {
            return false;
        }
    }
    return true;
}

/* With every number of positions taken back by `donor` and those after it. */
static bool takes_back(const struct state *state, const struct wish *wish, int donor,
                       const int *quota)
{
    if (donor == state->market->programs)
        return all_take(state, wish, quota);
    for (int back = 0; back <= state->matching->donated[donor]; back++) {
        int after[ORACLE_PROGRAMS];
        memcpy(after, quota, sizeof after);
        if (back > 0) {
            after[donor] += back;
            after[state->market->reverts_to[donor]] -= back;
        }
        if (takes_back(state, wish, donor + 1, after))
            return true;
    }
    return false;
}

static bool wish_blocks(const struct state *state, const struct wish *wish)
{
    return takes_back(state, wish, 0, state->quota);
}

/* --- who would rather be elsewhere -----------------------------------------------------
 */

/* Above the first year held, on the list between two bounds. */
static void list_first_years(const struct state *state, int a, const int32_t bounds[2],
                             struct wishes *wishes)
{
    for (int i = bounds[0]; i < bounds[1]; i++) {
        int program = state->market->supplemental[i];
        if (program == state->matching->first_year[a])
            break;
        struct wish wish = {.who = one(a)};
        wish.brings[program] = one(a);
        wishes->at[wishes->count++] = wish;
    }
}

static void list_single(const struct state *state, int a, struct wishes *wishes)
{
    const struct sp_market_lists *market = state->market;
    int r = market->rank_first[a];

    for (; r < market->rank_first[a + 1]; r++) {
        if (market->rank[r] == state->matching->place[a])
            break;
        struct wish wish = {.who = one(a)};
        wish.brings[market->rank[r]] = one(a);
        wishes->at[wishes->count++] = wish;
    }
    if (r < market->rank_first[a + 1] && market->supplemental_first)
        list_first_years(state, a, market->supplemental_first + r, wishes);
}

static void list_couple(const struct state *state, int c, struct wishes *wishes)
{
    const struct sp_market_lists *market = state->market;
    const int32_t *member = market->member[c];
    int now[2] = {state->matching->place[member[0]], state->matching->place[member[1]]};
    const int32_t *lists = market->pair_supplemental_first;

    for (int r = market->pair_first[c]; r < market->pair_first[c + 1]; r++) {
        const int32_t *pair = market->pair[r];
        if (pair[0] == now[0] && pair[1] == now[1]) {
            for (int m = 0; lists && m < 2; m++)
                list_first_years(state, member[m], lists + 2 * r + m, wishes);
            break;
        }
        struct wish wish = {.who = one(member[0]) | one(member[1])};
        wish.both = pair[0] >= 0 && pair[0] == pair[1];
        for (int m = 0; m < 2; m++) {
            if (pair[m] != now[m] && state->rule == SP_COUPLES_WITHDRAW)
                wish.leaves |= one(member[m]);
            if (pair[m] >= 0 && (pair[m] != now[m] || wish.both))
                wish.brings[pair[m]] |= one(member[m]);
        }
        wishes->at[wishes->count++] = wish;
    }
}

/* Whether both wishes bring one more to some program that wants an even or odd number. */
static bool meet_at_parity(const struct state *state, const struct wish *x,
                           const struct wish *y)
{
    for (int p = 0; p < state->market->programs; p++) {
        people here = state->held[p];
        if (state->market->parity && state->market->parity[p] != SP_ANY_NUMBER
            && size_of(x->brings[p] & ~here) == 1 && size_of(y->brings[p] & ~here) == 1)
            return true;
    }
    return false;
}

static bool two_block(const struct state *state, const struct wish *x, const struct wish *y)
{
    struct wish two = *x;

    if ((x->who & y->who) || x->both || y->both || !meet_at_parity(state, x, y))
        return false;
    two.who |= y->who;
    two.leaves |= y->leaves;
    for (int p = 0; p < state->market->programs; p++)
        two.brings[p] |= y->brings[p];
    return wish_blocks(state, &two);
}

static bool is_blocked(const struct state *state)
{
    struct wishes wishes = {.count = 0};
    bool member[ORACLE_APPLICANTS] = {0};

    for (int c = 0; c < state->market->couples; c++) {
        list_couple(state, c, &wishes);
        member[state->market->member[c][0]] = true;
        member[state->market->member[c][1]] = true;
    }
    for (int a = 0; a < state->market->applicants; a++)
        if (!member[a])
            list_single(state, a, &wishes);
    for (int i = 0; i < wishes.count; i++)
        if (wish_blocks(state, &wishes.at[i]))
            return true;
    for (int i = 0; state->market->parity && i < wishes.count; i++)
        for (int j = 0; j < i; j++)
            if (two_block(state, &wishes.at[i], &wishes.at[j]))
                return true;
    return false;
}

/* --- the rules -------------------------------------------------------------------------
 */

/* Places must be on the programs' lists; the applicants' are known to be on theirs. */
static bool keeps_rules(const struct state *state)
{
    const struct sp_market_lists *market = state->market;

    for (int p = 0; p < market->programs; p++) {
        int held = size_of(state->held[p]);
        for (int a = 0; a < market->applicants; a++)
            if ((state->held[p] & one(a)) && standing(market, p, a) < 0)
                return false;
        if (held > state->quota[p] || !is_allowed_number(market, p, held))
            return false;
        bool donor = market->reverts_to && market->reverts_to[p] >= 0;
        for (int more = held + 1; donor && more <= state->quota[p]; more++)
            if (is_allowed_number(market, p, more))
                return false; /* a position is left that should have gone */
    }
    return true;
}

bool oracle_is_stable(const struct sp_market_lists *market,
                      const struct oracle_matching *matching, enum sp_couples_rule rule)
{
    struct state state = {.market = market, .matching = matching, .rule = rule};

    for (int p = 0; p < market->programs; p++)
        state.quota[p] += market->quota[p];
    for (int p = 0; market->reverts_to && p < market->programs; p++) {
        if (matching->donated[p] > 0) {
            state.quota[p] -= matching->donated[p];
            state.quota[market->reverts_to[p]] += matching->donated[p];
        }
    }
    for (int a = 0; a < market->applicants; a++) {
        if (matching->place[a] >= 0)
            state.held[matching->place[a]] |= one(a);
        if (matching->first_year[a] >= 0)
            state.held[matching->first_year[a]] |= one(a);
    }
    return keeps_rules(&state) && !is_blocked(&state);
}

/* --- all of them -----------------------------------------------------------------------
 */

struct walk {
    const struct sp_market_lists *market;
    struct oracle_matching matching;
    int couple[ORACLE_APPLICANTS]; /* of a member, or -1 */
    int donor[ORACLE_PROGRAMS];    /* all programs, donors before their receivers */
    void (*visit)(const struct oracle_matching *, void *);
    void *context;
};

/* Donors before their receivers, so that what a donor can give is known. */
static void walk_donors(struct walk *walk, int step)
{
    const struct sp_market_lists *market = walk->market;

    if (step == market->programs) {
        walk->visit(&walk->matching, walk->context);
        return;
    }
    int program = walk->donor[step];
    bool gives = market->reverts_to[program] >= 0;
    int most = gives ? market->quota[program] : 0;
    for (int p = 0; gives && p < market->programs; p++)
        most += market->reverts_to[p] == program ? walk->matching.donated[p] : 0;
    for (int donated = 0; donated <= most; donated++) {
        walk->matching.donated[program] = donated;
        walk_donors(walk, step + 1);
    }
    walk->matching.donated[program] = 0;
}

static void walk_applicants(struct walk *walk, int a);

/* With every first year of member m of the pair and those after it, and with none. */
static void walk_links(struct walk *walk, int a, int r, int m)
{
    const struct sp_market_lists *market = walk->market;
    const int32_t *first = market->pair_supplemental_first;
    int32_t *held = &walk->matching.first_year[market->member[walk->couple[a]][m % 2]];

    if (m == 2) {
        walk_applicants(walk, a + 1);
        return;
    }
    for (int i = first ? first[2 * r + m] : 0; i < (first ? first[2 * r + m + 1] : 0);
         i++) {
        *held = market->supplemental[i];
        walk_links(walk, a, r, m + 1);
    }
    *held = -1;
    walk_links(walk, a, r, m + 1);
}

static void walk_couple(struct walk *walk, int a)
{
    const struct sp_market_lists *market = walk->market;
    int c = walk->couple[a];
    const int32_t *member = market->member[c];

    if (a == (member[0] > member[1] ? member[0] : member[1])) { /* placed with the other */
        walk_applicants(walk, a + 1);
        return;
    }
    for (int r = market->pair_first[c]; r < market->pair_first[c + 1]; r++) {
        walk->matching.place[member[0]] = market->pair[r][0];
        walk->matching.place[member[1]] = market->pair[r][1];
        if (market->pair[r][0] >= 0 || market->pair[r][1] >= 0)
            walk_links(walk, a, r, 0);
    }
    walk->matching.place[member[0]] = walk->matching.place[member[1]] = -1;
    walk_applicants(walk, a + 1);
}

static void walk_applicants(struct walk *walk, int a)
{
    const struct sp_market_lists *market = walk->market;

    if (a == market->applicants) {
        walk_donors(walk, market->reverts_to ? 0 : market->programs);
        return;
    }
    if (walk->couple[a] >= 0) {
        walk_couple(walk, a);
        return;
    }
    for (int r = market->rank_first[a]; r < market->rank_first[a + 1]; r++) {
        const int32_t *first = market->supplemental_first;
        walk->matching.place[a] = market->rank[r];
        walk_applicants(walk, a + 1);
        for (int i = first ? first[r] : 0; i < (first ? first[r + 1] : 0); i++) {
            walk->matching.first_year[a] = market->supplemental[i];
            walk_applicants(walk, a + 1);
        }
        walk->matching.first_year[a] = -1;
    }
    walk->matching.place[a] = -1;
    walk_applicants(walk, a + 1);
}

static void order_donors(struct walk *walk)
{
    const int32_t *receiver = walk->market->reverts_to;
    bool listed[ORACLE_PROGRAMS] = {0};
    int count = 0;

    while (receiver && count < walk->market->programs) {
        int before = count;
        for (int p = 0; p < walk->market->programs; p++) {
            bool waits = listed[p];
            for (int d = 0; d < walk->market->programs; d++)
                waits = waits || (receiver[d] == p && !listed[d]);
            if (!waits) {
                listed[p] = true;
                walk->donor[count++] = p;
            }
        }
        assert_true(count > before); /* else reversions run in a circle */
    }
}

void oracle_each(const struct sp_market_lists *market,
                 void (*visit)(const struct oracle_matching *matching, void *context),
                 void *context)
{
    struct walk walk = {.market = market, .visit = visit, .context = context};

    assert_true(market->applicants <= ORACLE_APPLICANTS);
    assert_true(market->programs <= ORACLE_PROGRAMS);
    for (int a = 0; a < ORACLE_APPLICANTS; a++)
        walk.couple[a] = walk.matching.place[a] = walk.matching.first_year[a] = -1;
    for (int c = 0; c < market->couples; c++)
        walk.couple[market->member[c][0]] = walk.couple[market->member[c][1]] = c;
    order_donors(&walk);
    walk_applicants(&walk, 0);
}

struct tally {
    const struct sp_market_lists *market;
    enum sp_couples_rule rule;
    struct oracle_matching *some;
    int count;
};

static void count_stable(const struct oracle_matching *matching, void *context)
{
    struct tally *tally = context;

    if (!oracle_is_stable(tally->market, matching, tally->rule))
        return;
    if (tally->some && tally->count == 0)
        *tally->some = *matching;
    tally->count++;
}

int oracle_count(const struct sp_market_lists *market, enum sp_couples_rule rule,
                 struct oracle_matching *some)
{
    struct tally tally = {.market = market, .rule = rule, .some = some};

    oracle_each(market, count_stable, &tally);
    return tally.count;
}

void oracle_match(const struct sp_market_lists *market, struct oracle_matching *matching,
                  struct oracle_room *room, struct sp_match *match)
{
    for (int p = 0; p < market->programs; p++) {
        room->received[p] = 0;
        for (int d = 0; market->reverts_to && d < market->programs; d++)
            if (market->reverts_to[d] == p)
                room->received[p] += matching->donated[d];
        room->quota[p] = market->quota[p] - matching->donated[p] + room->received[p];
    }
    *match = (struct sp_match){.place = matching->place,
                               .first_year = matching->first_year,
                               .quota = room->quota,
                               .donated = matching->donated,
                               .received = room->received};
}
