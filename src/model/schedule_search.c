/* schedule_search.c: labels from the last week back.
 *
 * Any set of stays can be moved as far to the right as its windows, its next stay and the
 * last week for letters allow, without losing worth: lead times are only lower limits, and
 * a later end is never less recent.  So a stay ends where the next one begins, where its
 * window ends, or in the last week for letters, and nowhere else; that is all that is
 * tried.
 *
 * Offers of one kind (hands-on, in person, letter) and one length differ in price and in
 * their first week only.  Of those not told apart the cheapest that is open serves for all.
 *
 * completion() bounds what the weeks before a label can still add, with offers taken as
 * often as one likes and the budget in steps, rounded up; a label that cannot pass the best
 * schedule found is dropped.
 */
#include "schedule_search.h"

#include "error.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    KINDS = 9,                /* hands-on, in person, neither; letter yes, unknown, no */
    MOST_STEPS = 400,         /* of the budget, in the bound */
    CORNERS = 80000,          /* of the bound, at most about so many */
    MARKED = 64,              /* offers that can be told apart */
    ENDS = SP_SCHEDULE_WEEKS, /* in one window */
    USUAL_LABELS = 1000000,
};

struct label {
    int64_t worth, cost;
    uint64_t taken; /* of the offers that are told apart */
    int parent;     /* -1: none */
    int offer;
    int16_t from, weeks, used_weeks, visit_end;
    int8_t letters, window;
    bool repeats; /* some offer is taken twice from here on */
};

struct list {
    struct label *at;
    int count, room;
};

/* Offers of one kind and length, the cheapest first. */
struct rank {
    int *offer;
    int count;
};

struct search {
    const struct sp_schedule_problem *problem;
    struct rank rank[KINDS][SP_SCHEDULE_WEEKS + 1];
    int *ranked; /* all of the above */
    int cheapest[KINDS][SP_SCHEDULE_WEEKS + 1]
                [SP_SCHEDULE_WEEKS + 1]; /* by length, start */
    int *mark; /* [offers] bit of an offer that is told apart, -1: not */
    int marks;
    struct list labels;
    int first_at[SP_SCHEDULE_WEEKS + 2];         /* chains of labels by start, -1 */
    int *next;                                   /* [labels.room] */
    int64_t *completion;                         /* bound by week, letters, weeks, budget */
    int weeks_dimension, steps_dimension, steps; /* steps: of the whole budget */
    int horizon;
    int best;                          /* the label worth most; -1: none */
    struct sp_schedule_answer *answer; /* its best without a repeat */
    bool full;
    bool clean; /* the first round: no repeats at all, so no bound either */
};

/* ---- one stay --------------------------------------------------------------------- */

static long price_of(const struct sp_offer *offer, int weeks)
{
    return offer->price_cents[weeks - offer->weeks_low];
}

static int kind_of(const struct sp_offer *offer)
{
    int hands = offer->hands_on ? 0 : offer->in_person ? 1 : 2;
    int letter = offer->letter == SP_YES ? 0 : offer->letter == SP_UNKNOWN ? 1 : 2;
    return hands * 3 + letter;
}

static bool gives_letter(const struct sp_schedule_problem *problem, int kind, int end,
                         int weeks)
{
    return kind % 3 != 2 && weeks >= problem->letter_weeks && end <= problem->letter_end;
}

/* What a stay adds to those after it, of which `letters` can give a letter. */
static int64_t stay_worth(const struct sp_schedule_problem *problem, int kind, int end,
                          int weeks, long price, int letters, bool last)
{
    const struct sp_schedule_worth *worth = &problem->worth;
    bool letter = gives_letter(problem, kind, end, weeks) && letters < problem->letters;
    int64_t sum = -worth->cent * price;
    if (gives_letter(problem, kind, end, weeks) && kind % 3 == 0)
        sum += worth->sure_letter;
    if (letter)
        sum += worth->letter;
    if (kind / 3 == 0)
        sum += worth->hands_on_week * weeks;
    if (kind / 3 <= 1)
        sum += worth->week * weeks;
    return sum + (last ? worth->recent_week * end : 0);
}

/* ---- offers by kind and length --------------------------------------------------------
 */

struct priced {
    int offer;
    long price;
};

static int by_price(const void *a, const void *b)
{
    const struct priced *x = a, *y = b;
    if (x->price != y->price)
        return (x->price > y->price) - (x->price < y->price);
    return x->offer - y->offer;
}

static bool fits_length(const struct sp_offer *offer, int weeks)
{
    return weeks >= offer->weeks_low && weeks <= offer->weeks_high;
}

static bool rank_offers(struct search *search)
{
    const struct sp_schedule_problem *problem = search->problem;
    size_t all = 0;
    for (int i = 0; i < problem->offers; i++)
        all += (size_t)(problem->offer[i].weeks_high - problem->offer[i].weeks_low + 1);
    struct priced *priced = calloc((size_t)problem->offers + 1, sizeof *priced);
    search->ranked = calloc(all + 1, sizeof *search->ranked);
    int *next = search->ranked;
    bool ok = priced && search->ranked;
    for (int kind = 0; ok && kind < KINDS; kind++)
        for (int weeks = 1; weeks <= SP_SCHEDULE_WEEKS; weeks++) {
            int count = 0;
            for (int i = 0; i < problem->offers; i++)
                if (kind_of(&problem->offer[i]) == kind
                    && fits_length(&problem->offer[i], weeks))
                    priced[count++] =
                        (struct priced){i, price_of(&problem->offer[i], weeks)};
            qsort(priced, (size_t)count, sizeof *priced, by_price);
            search->rank[kind][weeks] = (struct rank){next, count};
            for (int i = 0; i < count; i++)
                *next++ = priced[i].offer;
        }
    free(priced);
    return ok;
}

/* The cheapest that can begin in the week, or -1. */
static int find_cheapest(const struct search *search, int kind, int weeks, int from)
{
    const struct rank *rank = &search->rank[kind][weeks];
    for (int i = 0; i < rank->count; i++)
        if (search->problem->offer[rank->offer[i]].first_week <= from)
            return rank->offer[i];
    return -1;
}

static void find_all_cheapest(struct search *search)
{
    for (int kind = 0; kind < KINDS; kind++)
        for (int weeks = 0; weeks <= SP_SCHEDULE_WEEKS; weeks++)
            for (int from = 0; from <= SP_SCHEDULE_WEEKS; from++)
                search->cheapest[kind][weeks][from] =
                    find_cheapest(search, kind, weeks, from);
}

/* ---- the bound --------------------------------------------------------------------------
 */

/* Where a stay of window `w` before week `at` can end. */
static int ends_in(const struct sp_schedule_problem *problem, int w, int at, int ends[ENDS])
{
    const struct sp_week_window *window = &problem->window[w];
    int last = at < window->to ? at : window->to, count = 0;
    if (last <= window->from)
        return 0;
    bool held_back = problem->letter_end > window->from && problem->letter_end < window->to;
    ends[count++] = last;
    for (int end = last - 1; end > window->from && held_back; end--)
        if (end == problem->letter_end || problem->most_visit_weeks > 0)
            ends[count++] = end;
    return count;
}

static size_t completion_at(const struct search *search, int week, int letters, int weeks,
                            int step)
{
    return (((size_t)week * (size_t)(search->problem->letters + 1) + (size_t)letters)
                * (size_t)search->weeks_dimension
            + (size_t)weeks)
               * (size_t)search->steps_dimension
           + (size_t)step;
}

/* Steps of the budget that a price surely takes. */
static int steps_of(const struct search *search, int64_t cents)
{
    int64_t budget = search->problem->budget_cents;
    if (search->steps_dimension == 1)
        return 0;
    return (int)(cents * search->steps / (budget > 0 ? budget : 1));
}

struct corner {
    int week, letters, weeks, step; /* letters given, weeks and steps left */
};

static int64_t best_end(const struct search *search, const struct corner *corner, int end,
                        int from)
{
    const struct sp_schedule_problem *problem = search->problem;
    int longest = end - from;
    int64_t best = 0;
    if (problem->most_weeks > 0 && longest > corner->weeks)
        longest = corner->weeks;
    for (int weeks = 1; weeks <= longest; weeks++)
        for (int kind = 0; kind < KINDS; kind++) {
            int offer = search->cheapest[kind][weeks][end - weeks];
            if (offer < 0)
                continue;
            long price = price_of(&problem->offer[offer], weeks);
            int step = corner->step - steps_of(search, price);
            if (step < 0 || (problem->budget_cents >= 0 && price > problem->budget_cents))
                continue;
            int letter = gives_letter(problem, kind, end, weeks)
                         && corner->letters < problem->letters;
            int64_t sum =
                stay_worth(problem, kind, end, weeks, price, corner->letters, false)
                + search->completion[completion_at(
                    search, end - weeks, corner->letters + letter,
                    problem->most_weeks > 0 ? corner->weeks - weeks : 0, step)];
            if (sum > best)
                best = sum;
        }
    return best;
}

static void bound_corner(struct search *search, const struct corner *corner)
{
    const struct sp_schedule_problem *problem = search->problem;
    int64_t best = 0;
    for (int w = 0; w < problem->windows; w++) {
        int ends[ENDS], count = ends_in(problem, w, corner->week, ends);
        for (int i = 0; i < count; i++) {
            int64_t sum = best_end(search, corner, ends[i], problem->window[w].from);
            best = sum > best ? sum : best;
        }
    }
    search->completion[completion_at(search, corner->week, corner->letters, corner->weeks,
                                     corner->step)] = best;
}

/* Sums grow with the week: what lies before is known when it is asked for. */
static bool bound_completions(struct search *search)
{
    const struct sp_schedule_problem *problem = search->problem;
    search->weeks_dimension = problem->most_weeks > 0 ? problem->most_weeks + 1 : 1;
    search->steps =
        CORNERS
        / ((search->horizon + 1) * (problem->letters + 1) * search->weeks_dimension);
    search->steps = search->steps < 1            ? 1
                    : search->steps > MOST_STEPS ? MOST_STEPS
                                                 : search->steps;
    search->steps_dimension = problem->budget_cents >= 0 ? search->steps + 1 : 1;
    size_t size = completion_at(search, search->horizon + 1, 0, 0, 0);
    search->completion = calloc(size, sizeof *search->completion);
    for (int week = 0; search->completion && week <= search->horizon; week++)
        for (int letters = 0; letters <= problem->letters; letters++)
            for (int weeks = 0; weeks < search->weeks_dimension; weeks++)
                for (int step = 0; step < search->steps_dimension; step++)
                    bound_corner(search, &(struct corner){week, letters, weeks, step});
    return search->completion;
}

/* No schedule that begins with this label is worth more. */
static int64_t promise(const struct search *search, const struct label *label)
{
    const struct sp_schedule_problem *problem = search->problem;
    int step = 0, weeks = 0;
    if (search->steps_dimension > 1 && problem->budget_cents > 0) {
        int64_t left = problem->budget_cents - label->cost;
        step = (int)((left * search->steps + problem->budget_cents - 1)
                     / problem->budget_cents);
    }
    if (problem->most_weeks > 0)
        weeks = problem->most_weeks - label->used_weeks;
    return label->worth
           + search->completion[completion_at(search, label->from, label->letters, weeks,
                                              step)];
}

/* ---- labels
 * ------------------------------------------------------------------------------- */

static bool repeats(const struct search *search, int parent, int offer)
{
    for (int at = parent; at >= 0; at = search->labels.at[at].parent)
        if (search->labels.at[at].offer == offer)
            return true;
    return false;
}

static bool grow(struct search *search)
{
    struct list *labels = &search->labels;
    int room = labels->room ? labels->room * 2 : 4096;
    struct label *at = realloc(labels->at, (size_t)room * sizeof *at);
    if (at)
        labels->at = at;
    int *next = realloc(search->next, (size_t)room * sizeof *next);
    if (next)
        search->next = next;
    if (at && next)
        labels->room = room;
    return at && next;
}

/* Keeps the schedule of a label as the answer. */
static void keep_best(struct search *search, const struct label *label)
{
    struct sp_schedule_answer *answer = search->answer;
    const struct label *at = label;
    answer->count = 0;
    while (at) { /* parents come later in time: the label itself is the first stay */
        answer->placed[answer->count++] =
            (struct sp_placed){at->offer, at->from, at->weeks};
        at = at->parent >= 0 ? &search->labels.at[at->parent] : NULL;
    }
    answer->worth = label->worth;
    answer->cost_cents = label->cost;
}

static bool push(struct search *search, const struct label *label)
{
    int most = search->problem->most_labels ? search->problem->most_labels : USUAL_LABELS;
    if (!label->repeats && label->worth > search->answer->worth)
        keep_best(search, label);
    if (promise(search, label) <= search->answer->worth)
        return true;
    if (search->labels.count == most) {
        search->full = true;
        return true;
    }
    if (search->labels.count == search->labels.room && !grow(search))
        return false;
    int place = search->labels.count++;
    search->labels.at[place] = *label;
    search->next[place] = search->first_at[label->from];
    search->first_at[label->from] = place;
    if (search->best < 0 || label->worth > search->labels.at[search->best].worth)
        search->best = place;
    return true;
}

/* One more stay in front of `parent` (-1: the first that is placed). */
static bool extend(struct search *search, int parent, int offer, int window, int end,
                   int weeks)
{
    static const struct label none = {.letters = 0};
    const struct sp_schedule_problem *problem = search->problem;
    const struct label *after = parent >= 0 ? &search->labels.at[parent] : &none;
    const struct sp_offer *taken = &problem->offer[offer];
    int kind = kind_of(taken);
    long price = price_of(taken, weeks);
    bool same_visit = parent >= 0 && after->window == window;
    int visit_end = same_visit ? after->visit_end : end;
    if (problem->budget_cents >= 0 && after->cost + price > problem->budget_cents)
        return true;
    if (problem->most_visit_weeks > 0
        && visit_end - (end - weeks) > problem->most_visit_weeks)
        return true;
    struct label label = {
        .worth = after->worth
                 + stay_worth(problem, kind, end, weeks, price, after->letters, parent < 0),
        .cost = after->cost + price,
        .taken = after->taken
                 | (search->mark[offer] >= 0 ? UINT64_C(1) << search->mark[offer] : 0),
        .parent = parent,
        .offer = offer,
        .from = (int16_t)(end - weeks),
        .weeks = (int16_t)weeks,
        .used_weeks = (int16_t)(after->used_weeks + weeks),
        .visit_end = (int16_t)visit_end,
        .letters = (int8_t)(after->letters
                            + (gives_letter(problem, kind, end, weeks)
                               && after->letters < problem->letters)),
        .window = (int8_t)window,
        .repeats = (parent >= 0 && after->repeats) || repeats(search, parent, offer),
    };
    return push(search, &label);
}

/* Every offer of the kind that is told apart and free, up to the cheapest of the others. */
static bool extend_kind(struct search *search, int parent, int window, int end, int weeks,
                        int kind)
{
    const struct rank *rank = &search->rank[kind][weeks];
    for (int i = 0; i < rank->count; i++) {
        int offer = rank->offer[i], mark = search->mark[offer];
        if (search->problem->offer[offer].first_week > end - weeks)
            continue;
        if (mark >= 0 && parent >= 0 && (search->labels.at[parent].taken >> mark & 1))
            continue;
        if (search->clean && repeats(search, parent, offer))
            continue;
        if (!extend(search, parent, offer, window, end, weeks))
            return false;
        if (mark < 0)
            return true;
    }
    return true;
}

static bool extend_all(struct search *search, int parent)
{
    const struct sp_schedule_problem *problem = search->problem;
    int at = parent >= 0 ? search->labels.at[parent].from : search->horizon;
    int used = parent >= 0 ? search->labels.at[parent].used_weeks : 0;
    for (int w = 0; w < problem->windows; w++) {
        int ends[ENDS], count = ends_in(problem, w, at, ends);
        for (int i = 0; i < count; i++) {
            int longest = ends[i] - problem->window[w].from;
            if (problem->most_weeks > 0 && longest > problem->most_weeks - used)
                longest = problem->most_weeks - used;
            for (int weeks = 1; weeks <= longest; weeks++)
                for (int kind = 0; kind < KINDS; kind++)
                    if (!extend_kind(search, parent, w, ends[i], weeks, kind))
                        return false;
        }
    }
    return true;
}

/* ---- dominance
 * --------------------------------------------------------------------------- */

static bool betters(const struct search *search, const struct label *a,
                    const struct label *b)
{
    const struct sp_schedule_problem *problem = search->problem;
    int64_t letters =
        a->letters > b->letters ? (a->letters - b->letters) * problem->worth.letter : 0;
    return a->worth >= b->worth + letters && a->cost <= b->cost
           && (problem->most_weeks == 0 || a->used_weeks <= b->used_weeks)
           && (problem->most_visit_weeks == 0 || a->visit_end <= b->visit_end)
           && (a->taken & ~b->taken) == 0;
}

struct order {
    int64_t worth, cost;
    int place;
};

static int by_worth(const void *a, const void *b)
{
    const struct order *x = a, *y = b;
    if (x->worth != y->worth)
        return (x->worth < y->worth) - (x->worth > y->worth);
    if (x->cost != y->cost)
        return (x->cost > y->cost) - (x->cost < y->cost);
    return x->place - y->place;
}

/* The labels that begin in the week, without those that another betters; `order` has room
 * for them all.  Returns how many are left. */
static int undominated(const struct search *search, int week, struct order *order)
{
    int count = 0, kept = 0;
    for (int at = search->first_at[week]; at >= 0; at = search->next[at]) {
        const struct label *label = &search->labels.at[at];
        order[count++] = (struct order){label->worth, label->cost, at};
    }
    qsort(order, (size_t)count, sizeof *order, by_worth);
    for (int i = 0; i < count; i++) {
        const struct label *label = &search->labels.at[order[i].place];
        bool bettered = promise(search, label) <= search->answer->worth;
        for (int k = 0; k < kept && !bettered; k++)
            bettered = betters(search, &search->labels.at[order[k].place], label);
        if (!bettered)
            order[kept++] = order[i];
    }
    return kept;
}

/* ---- rounds
 * --------------------------------------------------------------------------------- */

static bool go_back_from(struct search *search, int week)
{
    int all = 0;
    for (int at = search->first_at[week]; at >= 0; at = search->next[at])
        all++;
    struct order *order = calloc((size_t)all + 1, sizeof *order);
    int count = order ? undominated(search, week, order) : 0;
    bool ok = order;
    for (int i = 0; ok && i < count; i++)
        ok = extend_all(search, order[i].place);
    free(order);
    return ok;
}

static bool play_round(struct search *search)
{
    search->labels.count = 0;
    search->best = -1;
    search->full = false;
    for (int week = 0; week <= SP_SCHEDULE_WEEKS; week++)
        search->first_at[week] = -1;
    bool ok = extend_all(search, -1);
    for (int week = search->horizon; ok && week > 0; week--)
        ok = go_back_from(search, week);
    search->answer->rounds++;
    search->answer->labels += search->labels.count;
    return ok;
}

/* Tells the offers apart that the best label takes twice; false: no more can be. */
static bool mark_repeats(struct search *search)
{
    bool marked = false;
    for (int at = search->best; at >= 0; at = search->labels.at[at].parent) {
        const struct label *label = &search->labels.at[at];
        if (search->mark[label->offer] >= 0
            || !repeats(search, label->parent, label->offer))
            continue;
        if (search->marks == MARKED)
            return false;
        search->mark[label->offer] = search->marks++;
        marked = true;
    }
    return marked;
}

/* Rounds until none takes an offer twice, or nothing is left that could be better. */
static bool play(struct search *search)
{
    struct sp_schedule_answer *answer = search->answer;
    answer->bound = search->completion[completion_at(search, search->horizon, 0,
                                                     search->weeks_dimension - 1,
                                                     search->steps_dimension - 1)]
                    + search->problem->worth.recent_week * search->horizon;
    search->clean = true;
    if (!play_round(search))
        return false;
    search->clean = false;
    for (;;) {
        if (!play_round(search))
            return false;
        if (search->full)
            break; /* the bound of the round before stands */
        int64_t best = search->best >= 0 ? search->labels.at[search->best].worth : 0;
        best = best > answer->worth ? best : answer->worth;
        answer->bound = best < answer->bound ? best : answer->bound;
        if (best <= answer->worth || !mark_repeats(search))
            break;
    }
    answer->bound = answer->bound > answer->worth ? answer->bound : answer->worth;
    answer->proved = answer->bound == answer->worth;
    return true;
}

bool sp_schedule_search(const struct sp_schedule_problem *problem,
                        struct sp_schedule_answer *answer, struct sp_error *error)
{
    *answer = (struct sp_schedule_answer){0};
    struct search *search = calloc(1, sizeof *search);
    bool ok = search;
    if (search) {
        search->problem = problem;
        search->answer = answer;
        for (int w = 0; w < problem->windows; w++)
            if (problem->window[w].to > search->horizon)
                search->horizon = problem->window[w].to;
        assert(search->horizon <= SP_SCHEDULE_WEEKS);
        search->mark = malloc(((size_t)problem->offers + 1) * sizeof *search->mark);
        ok = search->mark && rank_offers(search);
    }
    if (ok) {
        for (int i = 0; i < problem->offers; i++)
            search->mark[i] = -1;
        find_all_cheapest(search);
        ok = bound_completions(search) && play(search);
    }
    if (search) {
        free(search->labels.at);
        free(search->next);
        free(search->completion);
        free(search->ranked);
        free(search->mark);
    }
    free(search);
    if (ok)
        return true;
    *answer = (struct sp_schedule_answer){0};
    return sp_fail(error, SP_NO_MEMORY, "no memory for the schedule");
}
