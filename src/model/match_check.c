/* match_check.c: whether a matching is stable, from the definition
 *
 * A program chooses, of those who hold a position and those who would come, the best k by
 * its list, k being the largest number allowed: no more than its final quota, even or odd
 * if it wants that; nobody is always allowed.  A final quota is the quota, less the
 * positions that went elsewhere, plus those that came.
 *
 * People block a matching together if each would rather go where they would go, and every
 * program that somebody would come to chooses all who come.
 *
 * - A single prefers a program above its place.
 * - A first year: who has a place linked to a supplemental list prefers a program of that
 *   list above the first year held, and keeps the place.  A program where the applicant
 *   holds a position already, on whichever list, has chosen them.  The list of a member of
 *   a couple is that of the pair held; members prefer a first year each by themselves.
 * - A couple prefers a pair above its present one.  A member who stays where they are has
 *   been chosen; a member without a program needs nobody.  By rule:
 *     kpr       (Kojima, Pathak and Roth 2013) The positions that the members hold now are
 *               still held when programs choose.  Where both go to one program, it must
 *               choose both.
 *     mm        (McDermid and Manlove 2010) The same for two programs.  Where both go to
 *               one, each who comes may put out another holder below themselves: of two who
 *               come and put out two, at most k - 2 of the others stand above the better
 *               and at most k - 1 above the worse; one who joins the partner there must
 *               stand above somebody other than the partner who is put out.
 *     withdraw  The positions of members who leave theirs, first years too, are free
 *               before programs choose.
 * - Parity: two applicants would come to a program that chooses both, though neither
 *   alone; a couple's partner goes where the pair says.  (One who alone would be chosen is
 *   an ordinary pair.)
 * - A reversion: the people would block if programs that they go to took back positions
 *   which they gave away, from the programs that these went to.
 *
 * The rules themselves: a place is on both lists, a couple's pair on the couple's; a first
 * year is on the list linked to the place; nobody has both at one program; no program holds
 * more than its final quota, nor a number of the wrong kind; what went away arrived at the
 * one program named; and a donor keeps no position that it could fill and has not.
 *
 * The method is to try every such group.  A program's choice is found by counting who
 * stands above each who comes, so nothing is kept up to date and nothing can be stale.
 */
#include "match_check.h"

#include "error.h"

#include <limits.h>
#include <stdlib.h>

enum { NOT_LISTED = INT32_MAX };

/* Positions that one program takes back, at most.  A group has three programs at most and
 * two who come to each, so the first needs two, the second two and what the first took from
 * it, the third two and what the second took: more of them cannot help. */
enum { MOST_BACK = 6 };

/* At a program, an applicant's place on its list, from 0. */
struct standing {
    int32_t program, place;
};

/* Who holds a position, and their place on the program's list. */
struct holder {
    int32_t applicant, place;
};

struct view {
    const struct sp_market_lists *market;
    const struct sp_match *match;
    enum sp_couples_rule rule;

    int32_t *standing_first;   /* [applicants + 1] */
    struct standing *standing; /* of one applicant: programs rising */
    int32_t *holder_first;     /* [programs + 1] */
    struct holder *holder;
    int32_t *couple; /* [applicants] of a member, or -1 */

    struct sp_blocks *blocks;
    int room;
    bool no_memory;
};

/* People who would go elsewhere together. */
struct group {
    int count; /* of those who need to be chosen */
    int32_t applicant[4], program[4];
    int leaving; /* members whose present position is free before programs choose */
    int32_t left[4];
    int32_t back[4]; /* positions that program[i] takes back */
};

/* --- what is asked of the market and the matching ------------------------------------- */

static int32_t place_of(const struct view *view, int32_t applicant)
{
    int32_t place = view->match->place[applicant];
    return place >= 0 && place < view->market->programs ? place : -1;
}

static int32_t first_year_of(const struct view *view, int32_t applicant)
{
    int32_t place = view->match->first_year ? view->match->first_year[applicant] : -1;
    return place >= 0 && place < view->market->programs ? place : -1;
}

static bool holds(const struct view *view, int32_t applicant, int32_t program)
{
    return place_of(view, applicant) == program
           || first_year_of(view, applicant) == program;
}

static int32_t donated_by(const struct view *view, int32_t program)
{
    return view->match->donated ? view->match->donated[program] : 0;
}

static int32_t received_by(const struct view *view, int32_t program)
{
    return view->match->received ? view->match->received[program] : 0;
}

static int32_t receiver_of(const struct view *view, int32_t program)
{
    return view->market->reverts_to ? view->market->reverts_to[program] : -1;
}

static int32_t final_quota(const struct view *view, int32_t program)
{
    return view->market->quota[program] - donated_by(view, program)
           + received_by(view, program);
}

static int32_t held_by(const struct view *view, int32_t program)
{
    return view->holder_first[program + 1] - view->holder_first[program];
}

/* The applicant's place on the program's list. */
static int32_t standing_at(const struct view *view, int32_t applicant, int32_t program)
{
    int32_t low = view->standing_first[applicant];
    int32_t high = view->standing_first[applicant + 1];

    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (view->standing[middle].program < program)
            low = middle + 1;
        else
            high = middle;
    }
    return low < view->standing_first[applicant + 1]
                   && view->standing[low].program == program
               ? view->standing[low].place
               : NOT_LISTED;
}

static enum sp_parity parity_of(const struct view *view, int32_t program)
{
    return view->market->parity ? (enum sp_parity)view->market->parity[program]
                                : SP_ANY_NUMBER;
}

/* The largest number that the program may hold of `most`. */
static int32_t largest_allowed(const struct view *view, int32_t program, int32_t most)
{
    enum sp_parity parity = parity_of(view, program);

    if (most <= 0)
        return 0;
    if ((parity == SP_EVEN && most % 2 == 1) || (parity == SP_ODD && most % 2 == 0))
        return most - 1;
    return most;
}

/* Where a program stands on the single's list; the end of the list for none of it. */
static int32_t rank_of(const struct view *view, int32_t applicant, int32_t program)
{
    int32_t rank = view->market->rank_first[applicant];

    while (rank < view->market->rank_first[applicant + 1]
           && view->market->rank[rank] != program)
        rank++;
    return rank;
}

/* The same for a pair on a couple's list.  A couple without a match is at its pair of
 * nobody, or at the end. */
static int32_t pair_rank_of(const struct view *view, int couple, int32_t one, int32_t two)
{
    int32_t rank = view->market->pair_first[couple];

    while (rank < view->market->pair_first[couple + 1]
           && (view->market->pair[rank][0] != one || view->market->pair[rank][1] != two))
        rank++;
    return rank;
}

/* --- what is found ---------------------------------------------------------------------
 */

static void keep(struct view *view, enum sp_block_kind kind, int32_t applicant,
                 int32_t program, int32_t applicant_too, int32_t program_too)
{
    struct sp_blocks *blocks = view->blocks;

    if (blocks->count >= view->room) {
        blocks->more = true;
        return;
    }
    if ((blocks->count & (blocks->count - 1)) == 0) { /* full at each power of two */
        size_t room = blocks->count ? 2 * (size_t)blocks->count : 1;
        struct sp_block *at = realloc(blocks->at, room * sizeof *at);
        if (!at) {
            view->no_memory = true;
            blocks->more = true;
            return;
        }
        blocks->at = at;
    }
    blocks->at[blocks->count++] =
        (struct sp_block){kind, {applicant, applicant_too}, {program, program_too}};
}

/* --- what programs choose --------------------------------------------------------------
 */

static void add_to_group(struct group *group, int32_t applicant, int32_t program)
{
    group->applicant[group->count] = applicant;
    group->program[group->count++] = program;
}

static bool has_left(const struct group *group, int32_t applicant)
{
    for (int i = 0; i < group->leaving; i++)
        if (group->left[i] == applicant)
            return true;
    return false;
}

/* Whether the i-th of the group holds no position of its program, or none any more. */
static bool comes(const struct view *view, const struct group *group, int i)
{
    return !holds(view, group->applicant[i], group->program[i])
           || has_left(group, group->applicant[i]);
}

/* Holders and comers who stand above `place`; all of them above NOT_LISTED, who has none.
 */
static int32_t count_above(const struct view *view, const struct group *group,
                           int32_t program, int32_t place)
{
    int32_t above = 0;

    for (int32_t h = view->holder_first[program]; h < view->holder_first[program + 1]; h++)
        above +=
            view->holder[h].place < place && !has_left(group, view->holder[h].applicant);
    for (int i = 0; i < group->count; i++)
        above += group->program[i] == program && comes(view, group, i)
                 && standing_at(view, group->applicant[i], program) < place;
    return above;
}

static int32_t count_all(const struct view *view, const struct group *group,
                         int32_t program)
{
    int32_t all = 0;

    for (int32_t h = view->holder_first[program]; h < view->holder_first[program + 1]; h++)
        all += !has_left(group, view->holder[h].applicant);
    for (int i = 0; i < group->count; i++)
        all += group->program[i] == program && comes(view, group, i);
    return all;
}

/* How many the program chooses of its holders and those who come. */
static int32_t chosen_number(const struct view *view, const struct group *group,
                             int32_t program)
{
    int32_t quota = final_quota(view, program);
    int32_t all = count_all(view, group, program);

    for (int i = 0; i < group->count; i++) {
        if (group->program[i] == program)
            quota += group->back[i];
        if (receiver_of(view, group->program[i]) == program)
            quota -= group->back[i];
    }
    return largest_allowed(view, program, all < quota ? all : quota);
}

/* Whether a program that both of a couple go to takes them, by the rule mm. */
static bool takes_both(const struct view *view, const struct group *group)
{
    int32_t program = group->program[0];
    int32_t one = standing_at(view, group->applicant[0], program);
    int32_t two = standing_at(view, group->applicant[1], program);
    int32_t better = one < two ? one : two;
    int32_t worse = one < two ? two : one;
    int32_t chosen = chosen_number(view, group, program);

    if (comes(view, group, 0) && comes(view, group, 1))
        return count_above(view, group, program, better) <= chosen - 2
               && count_above(view, group, program, worse) - 1 <= chosen - 1;

    int32_t comer = comes(view, group, 0) ? one : two;
    int32_t partner = comes(view, group, 0) ? two : one;
    int32_t others_above =
        count_above(view, group, program, comer) - (partner < comer ? 1 : 0);
    return others_above <= chosen - 2;
}

/* Whether every program that somebody would come to takes all who come. */
static bool all_are_taken(const struct view *view, const struct group *group)
{
    for (int i = 0; i < group->count; i++)
        if (standing_at(view, group->applicant[i], group->program[i]) == NOT_LISTED)
            return false;
    if (view->rule == SP_COUPLES_MM && group->count == 2
        && group->program[0] == group->program[1] && view->couple[group->applicant[0]] >= 0
        && view->couple[group->applicant[0]] == view->couple[group->applicant[1]])
        return takes_both(view, group);
    for (int i = 0; i < group->count; i++) {
        int32_t place = standing_at(view, group->applicant[i], group->program[i]);
        if (count_above(view, group, group->program[i], place)
            >= chosen_number(view, group, group->program[i]))
            return false;
    }
    return true;
}

/* The next way in which programs of the group take positions back; false after the last. */
static bool take_back_next(const struct view *view, struct group *group)
{
    for (int i = 0; i < group->count; i++) {
        bool counted = false; /* as the program of an earlier one */
        for (int j = 0; j < i; j++)
            counted = counted || group->program[j] == group->program[i];
        if (!counted && group->back[i] < MOST_BACK
            && group->back[i] < donated_by(view, group->program[i])) {
            group->back[i]++;
            return true;
        }
        group->back[i] = 0;
    }
    return false;
}

/* Whether the group blocks: *kind is then as given, or that of a reversion. */
static bool group_blocks(const struct view *view, struct group *group,
                         enum sp_block_kind *kind)
{
    if (all_are_taken(view, group))
        return true;
    while (take_back_next(view, group)) {
        if (all_are_taken(view, group)) {
            *kind = SP_BLOCK_REVERSION;
            return true;
        }
    }
    return false;
}

/* --- groups of one ----------------------------------------------------------------------
 */

static void look_at_one(struct view *view, int32_t applicant, int32_t program,
                        enum sp_block_kind kind)
{
    struct group group = {0};

    add_to_group(&group, applicant, program);
    if (group_blocks(view, &group, &kind))
        keep(view, kind, applicant, program, -1, -1);
}

static int32_t present_pair_rank(const struct view *view, int couple)
{
    const int32_t *member = view->market->member[couple];
    return pair_rank_of(view, couple, place_of(view, member[0]), place_of(view, member[1]));
}

/* The list linked to the applicant's present place. */
static const int32_t *linked_list(const struct view *view, int32_t applicant,
                                  int32_t *count)
{
    const struct sp_market_lists *market = view->market;
    int couple = view->couple[applicant];
    const int32_t *first = market->supplemental_first;
    int32_t list = rank_of(view, applicant, place_of(view, applicant));
    int32_t end = market->rank_first[applicant + 1];

    if (couple >= 0) {
        first = market->pair_supplemental_first;
        list = 2 * present_pair_rank(view, couple)
               + (market->member[couple][0] == applicant ? 0 : 1);
        end = 2 * market->pair_first[couple + 1];
    }
    *count = !first || list >= end ? 0 : first[list + 1] - first[list];
    return *count ? market->supplemental + first[list] : NULL;
}

static void look_at_singles(struct view *view)
{
    const struct sp_market_lists *market = view->market;

    for (int32_t a = 0; a < market->applicants; a++) {
        int32_t present = rank_of(view, a, place_of(view, a));
        for (int32_t r = market->rank_first[a]; r < present; r++)
            look_at_one(view, a, market->rank[r], SP_BLOCK_PAIR);

        int32_t count = 0;
        const int32_t *linked = linked_list(view, a, &count);
        for (int32_t i = 0; i < count && linked[i] != first_year_of(view, a); i++)
            if (linked[i] != place_of(view, a))
                look_at_one(view, a, linked[i], SP_BLOCK_FIRST_YEAR);
    }
}

/* --- groups of a couple -----------------------------------------------------------------
 */

/* The members who need to be chosen for a pair, added to the group. */
static void add_couple(const struct view *view, int couple, const int32_t pair[2],
                       struct group *group)
{
    for (int m = 0; m < 2; m++) {
        int32_t member = view->market->member[couple][m];
        bool stays = pair[m] >= 0 && place_of(view, member) == pair[m];

        if (view->rule == SP_COUPLES_WITHDRAW && !stays)
            group->left[group->leaving++] = member;
        if (pair[m] >= 0 && (!stays || pair[0] == pair[1]))
            add_to_group(group, member, pair[m]);
    }
}

static void look_at_couples(struct view *view)
{
    const struct sp_market_lists *market = view->market;

    for (int c = 0; c < market->couples; c++) {
        int32_t present = present_pair_rank(view, c);
        for (int32_t r = market->pair_first[c]; r < present; r++) {
            enum sp_block_kind kind = SP_BLOCK_COUPLE;
            struct group group = {0};
            add_couple(view, c, market->pair[r], &group);
            if (group_blocks(view, &group, &kind))
                keep(view, kind, market->member[c][0], market->pair[r][0],
                     market->member[c][1], market->pair[r][1]);
        }
    }
}

/* --- groups of two who come to a program that wants an even or an odd number -----------
 */

/* An applicant who would come, alone or with a partner who goes elsewhere. */
struct comer {
    int32_t applicant;
    int32_t pair; /* of a member: rank of the couple's pair, or -1 */
};

static bool wants(const struct view *view, int32_t applicant, int32_t program)
{
    int32_t present = rank_of(view, applicant, place_of(view, applicant));
    int32_t count = 0;

    if (rank_of(view, applicant, program) < present)
        return true;
    const int32_t *linked = linked_list(view, applicant, &count);
    for (int32_t i = 0; i < count && linked[i] != first_year_of(view, applicant); i++)
        if (linked[i] == program)
            return true;
    return false;
}

/* Adds one of who would come; with `comers` NULL they are only counted. */
static int32_t list_comer(struct comer *comers, int32_t count, int32_t applicant,
                          int32_t pair)
{
    if (comers)
        comers[count] = (struct comer){applicant, pair};
    return count + 1;
}

/* All who would come to the program and hold no position there. */
static int32_t list_comers(const struct view *view, int32_t program, struct comer *comers)
{
    const struct sp_market_lists *market = view->market;
    int32_t count = 0;

    for (int32_t w = market->wish_first[program]; w < market->wish_first[program + 1];
         w++) {
        int32_t a = market->wish[w];
        int couple = view->couple[a];

        if (holds(view, a, program))
            continue;
        if (wants(view, a, program))
            count = list_comer(comers, count, a, -1);
        if (couple < 0)
            continue;
        int mine = market->member[couple][0] == a ? 0 : 1;
        int32_t present = present_pair_rank(view, couple);
        for (int32_t r = market->pair_first[couple]; r < present; r++)
            if (market->pair[r][mine] == program && market->pair[r][1 - mine] != program)
                count = list_comer(comers, count, a, r);
    }
    return count;
}

static void add_comer(const struct view *view, struct comer comer, int32_t program,
                      struct group *group)
{
    if (comer.pair < 0)
        add_to_group(group, comer.applicant, program);
    else
        add_couple(view, view->couple[comer.applicant], view->market->pair[comer.pair],
                   group);
}

static bool comes_alone(const struct view *view, struct comer comer, int32_t program)
{
    enum sp_block_kind kind = SP_BLOCK_PARITY;
    struct group group = {0};

    add_comer(view, comer, program, &group);
    return group_blocks(view, &group, &kind);
}

static void look_at_two(struct view *view, struct comer one, struct comer two,
                        int32_t program)
{
    enum sp_block_kind kind = SP_BLOCK_PARITY;
    struct group group = {0};
    bool same_couple = (one.pair >= 0 || two.pair >= 0) && view->couple[one.applicant] >= 0
                       && view->couple[one.applicant] == view->couple[two.applicant];

    if (one.applicant == two.applicant || same_couple)
        return;
    add_comer(view, one, program, &group);
    add_comer(view, two, program, &group);
    if (group_blocks(view, &group, &kind) && !comes_alone(view, one, program)
        && !comes_alone(view, two, program))
        keep(view, kind, one.applicant, program, two.applicant, program);
}

static void look_at_parity(struct view *view, int32_t program)
{
    /* Two more must fit; a swap is a block of one. */
    if (held_by(view, program) + 2 > final_quota(view, program) + donated_by(view, program))
        return;
    int32_t count = list_comers(view, program, NULL);
    struct comer *comers = calloc((size_t)count + 1, sizeof *comers);

    if (!comers) {
        view->no_memory = true;
        return;
    }
    list_comers(view, program, comers);
    for (int32_t i = 0; i < count; i++)
        for (int32_t j = i + 1; j < count; j++)
            look_at_two(view, comers[i], comers[j], program);
    free(comers);
}

/* --- the rules themselves ---------------------------------------------------------------
 */

static bool is_linked(const struct view *view, int32_t applicant)
{
    int32_t count = 0;
    const int32_t *linked = linked_list(view, applicant, &count);

    for (int32_t i = 0; i < count; i++)
        if (linked[i] == first_year_of(view, applicant))
            return true;
    return false;
}

static void look_at_lists(struct view *view)
{
    const struct sp_market_lists *market = view->market;

    for (int32_t a = 0; a < market->applicants; a++) {
        int32_t place = place_of(view, a);
        int32_t first_year = first_year_of(view, a);
        bool single = view->couple[a] < 0;

        if (place != view->match->place[a]
            || (place >= 0 && standing_at(view, a, place) == NOT_LISTED)
            || (place >= 0 && single
                && rank_of(view, a, place) == market->rank_first[a + 1]))
            keep(view, SP_BROKEN_LIST, a, place, -1, -1);
        if (!view->match->first_year)
            continue;
        if ((first_year < 0 && view->match->first_year[a] != -1)
            || (first_year >= 0
                && (first_year == place || standing_at(view, a, first_year) == NOT_LISTED
                    || !is_linked(view, a))))
            keep(view, SP_BROKEN_LIST, a, first_year, -1, -1);
    }
}

static void look_at_pairs(struct view *view)
{
    const struct sp_market_lists *market = view->market;

    for (int c = 0; c < market->couples; c++) {
        const int32_t *member = market->member[c];
        int32_t one = place_of(view, member[0]);
        int32_t two = place_of(view, member[1]);
        if ((one >= 0 || two >= 0)
            && present_pair_rank(view, c) == market->pair_first[c + 1])
            keep(view, SP_BROKEN_COUPLE, member[0], one, member[1], two);
    }
}

static void look_at_numbers(struct view *view, int32_t program)
{
    int32_t held = held_by(view, program);
    int32_t quota = final_quota(view, program);
    int32_t said = view->match->quota ? view->match->quota[program] : quota;
    bool any = parity_of(view, program) == SP_ANY_NUMBER;

    /* A program that wants an even or an odd number may have been told a lower quota. */
    if (held > quota || (any ? said != quota : said < held || said > quota))
        keep(view, SP_BROKEN_QUOTA, -1, program, -1, -1);
    if (held != largest_allowed(view, program, held))
        keep(view, SP_BROKEN_PARITY, -1, program, -1, -1);
}

static void look_at_reversions(struct view *view, int32_t program)
{
    int32_t receiver = receiver_of(view, program);
    int32_t donated = donated_by(view, program);
    int32_t quota = final_quota(view, program);
    int64_t arrived = 0;

    for (int32_t p = 0; view->market->reverts_to && p < view->market->programs; p++)
        if (receiver_of(view, p) == program)
            arrived += donated_by(view, p);
    bool keeps_free =
        receiver >= 0 && held_by(view, program) < largest_allowed(view, program, quota);
    if (donated < 0 || (donated > 0 && receiver < 0) || quota < 0
        || arrived != received_by(view, program) || keeps_free)
        keep(view, SP_BROKEN_REVERSION, -1, program, -1, receiver);
}

/* --- the tables that are looked things up in -------------------------------------------
 */

static bool make_tables(struct view *view)
{
    const struct sp_market_lists *market = view->market;
    size_t applicants = (size_t)market->applicants;
    size_t programs = (size_t)market->programs;
    size_t wishes = (size_t)market->wish_first[market->programs];

    view->standing_first = calloc(applicants + 2, sizeof *view->standing_first);
    view->standing = calloc(wishes + 1, sizeof *view->standing);
    view->holder_first = calloc(programs + 2, sizeof *view->holder_first);
    view->holder = calloc(2 * applicants + 1, sizeof *view->holder);
    view->couple = calloc(applicants + 1, sizeof *view->couple);
    return view->standing_first && view->standing && view->holder_first && view->holder
           && view->couple;
}

static void free_tables(struct view *view)
{
    free(view->standing_first);
    free(view->standing);
    free(view->holder_first);
    free(view->holder);
    free(view->couple);
}

/* Counts are kept one place ahead, so that filling turns them into the firsts. */
static void list_standings(struct view *view)
{
    const struct sp_market_lists *market = view->market;
    int32_t wishes = market->wish_first[market->programs];
    int32_t *next = view->standing_first + 1;

    for (int32_t w = 0; w < wishes; w++)
        view->standing_first[market->wish[w] + 2]++;
    for (int32_t a = 0; a < market->applicants; a++)
        next[a + 1] += next[a];
    for (int32_t p = 0; p < market->programs; p++)
        for (int32_t w = market->wish_first[p]; w < market->wish_first[p + 1]; w++)
            view->standing[next[market->wish[w]]++] =
                (struct standing){p, w - market->wish_first[p]};
}

static void list_holders(struct view *view)
{
    const struct sp_market_lists *market = view->market;
    int32_t *next = view->holder_first + 1;

    for (int32_t a = 0; a < market->applicants; a++) {
        if (place_of(view, a) >= 0)
            view->holder_first[place_of(view, a) + 2]++;
        if (first_year_of(view, a) >= 0)
            view->holder_first[first_year_of(view, a) + 2]++;
    }
    for (int32_t p = 0; p < market->programs; p++)
        next[p + 1] += next[p];
    for (int32_t a = 0; a < market->applicants; a++) {
        const int32_t seats[2] = {place_of(view, a), first_year_of(view, a)};
        for (int i = 0; i < 2; i++)
            if (seats[i] >= 0)
                view->holder[next[seats[i]]++] =
                    (struct holder){a, standing_at(view, a, seats[i])};
    }
}

static void list_couples(struct view *view)
{
    for (int32_t a = 0; a < view->market->applicants; a++)
        view->couple[a] = -1;
    for (int c = 0; c < view->market->couples; c++)
        for (int m = 0; m < 2; m++)
            view->couple[view->market->member[c][m]] = c;
}

bool sp_match_check(const struct sp_market_lists *market, const struct sp_match *match,
                    enum sp_couples_rule rule, int room, struct sp_blocks *blocks,
                    struct sp_error *error)
{
    struct view view = {
        .market = market, .match = match, .rule = rule, .blocks = blocks, .room = room};

    *blocks = (struct sp_blocks){0};
    view.no_memory = !make_tables(&view);
    if (!view.no_memory) {
        list_standings(&view);
        list_holders(&view);
        list_couples(&view);

        look_at_lists(&view);
        look_at_pairs(&view);
        for (int32_t p = 0; p < market->programs; p++) {
            look_at_numbers(&view, p);
            look_at_reversions(&view, p);
        }
        look_at_singles(&view);
        look_at_couples(&view);
        for (int32_t p = 0; p < market->programs; p++)
            if (parity_of(&view, p) != SP_ANY_NUMBER)
                look_at_parity(&view, p);
    }
    free_tables(&view);
    if (view.no_memory) {
        sp_blocks_free(blocks);
        return sp_fail(error, SP_NO_MEMORY, "no memory to check the match");
    }
    return true;
}

const char *sp_block_kind_name(enum sp_block_kind kind)
{
    static const char *const names[] = {
        [SP_BLOCK_PAIR] = "pair",
        [SP_BLOCK_COUPLE] = "couple",
        [SP_BLOCK_FIRST_YEAR] = "first_year",
        [SP_BLOCK_REVERSION] = "reversion",
        [SP_BLOCK_PARITY] = "parity",
        [SP_BROKEN_QUOTA] = "broken_quota",
        [SP_BROKEN_LIST] = "broken_list",
        [SP_BROKEN_COUPLE] = "broken_couple",
        [SP_BROKEN_REVERSION] = "broken_reversion",
        [SP_BROKEN_PARITY] = "broken_parity",
    };
    return names[kind];
}

void sp_blocks_free(struct sp_blocks *blocks)
{
    free(blocks->at);
    *blocks = (struct sp_blocks){0};
}
