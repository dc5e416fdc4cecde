/* match_orders.c: couples come in one after the other, and in another order when that
 * leads into a loop.
 *
 * The first order is that of the market.  Whoever closes a loop is taken out, the rest
 * settles, and they try again at the end; an order fails when some remain out.  Then, as
 * in Ashlagi, Braverman and Hassidim (2014), those come first; the third order lets all
 * in at once; half of the orders are drawn at random from the seed.  Dependent searches
 * for a first year that close a loop are treated alike.  Then each couple that is out is
 * held to one pair after the other, and a small market is searched exactly (match_exact.c).
 */
#include "match_work.h"

#include "error.h"
#include "random.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ORDERS = 64, MOST_TRIES = 3, ALL_AT_ONCE = 2 };

struct orders {
    struct sp_match_work *work;
    int32_t
        *order; /* [count] seekers: couples, and dependent searches that closed a loop */
    int32_t *queue; /* [room] of one try */
    uint8_t *tried; /* [seekers] how often taken out in this try */
    int count, waiting;
    struct sp_match_state singles; /* before anybody of the order */
    struct sp_match_state best;
    uint8_t *best_out; /* [seekers] who is left out there */
    int best_blocks;   /* -1: none yet */
};

static bool in_couple(const struct sp_match_work *work, int32_t seeker)
{
    return seeker >= 2 * work->market->applicants;
}

/* Who could be taken out to end this loop: the couple or dependent search that was
 * displaced most often in this spell; -1: nobody. */
static int32_t most_displaced(const struct sp_match_work *work)
{
    int32_t most = -1;
    for (int32_t s = 0; s < work->seekers; s++) {
        bool may = in_couple(work, s) || s % 2 == 1;
        if (may && work->since[s] == work->spell && !work->left_out[s]
            && (most < 0 || work->pushed[s] > work->pushed[most]))
            most = s;
    }
    return most;
}

static void take_out(struct orders *orders, int32_t seeker, bool again)
{
    struct sp_match_work *work = orders->work;
    sp_match_leave_out(work, seeker);
    if (again && ++orders->tried[seeker] < MOST_TRIES)
        orders->queue[orders->waiting++] = seeker;
    sp_match_spell(work);
}

/* Everybody who could be in a loop is left out, and the rest is matched anew to the
 * numbers of positions that there are: that always ends. */
static void match_the_rest(struct orders *orders)
{
    struct sp_match_work *work = orders->work;
    for (int32_t s = 1; s < work->seekers; s++)
        if (in_couple(work, s) || s % 2 == 1)
            work->left_out[s] = 1;
    sp_match_clear(work);
    sp_match_singles(work);
    sp_match_spell(work);
}

/* Settles; who closes a loop is taken out, first `entering` (-1: nobody is). */
static void settle(struct orders *orders, int32_t entering)
{
    struct sp_match_work *work = orders->work;
    while (!sp_match_settle(work)) {
        int32_t out = work->looping;
        if (entering >= 0)
            out = entering;
        else if (!in_couple(work, out) && out % 2 == 0)
            out = most_displaced(work);
        entering = -1;
        if (out >= 0)
            take_out(orders, out, true);
        else
            match_the_rest(orders);
    }
}

static void adjust(struct orders *orders)
{
    struct sp_match_work *work = orders->work;
    while (!sp_match_adjust(work)) {
        int32_t out = most_displaced(work);
        if (out >= 0)
            take_out(orders, out, false);
        else
            match_the_rest(orders);
    }
}

/* Blocks that are left by those who are out, and by numbers of positions. */
static int blocks(const struct orders *orders)
{
    struct sp_match_work *work = orders->work;
    int count = !sp_match_adjusted(work);
    for (int i = 0; i < orders->count; i++)
        count +=
            work->left_out[orders->order[i]] && sp_match_blocks(work, orders->order[i]);
    return count;
}

static void note_dependents(struct orders *orders)
{
    struct sp_match_work *work = orders->work;
    for (int32_t a = 0; work->state.link && a < work->market->applicants; a++) {
        int32_t seeker = 2 * a + 1;
        bool known = false;
        for (int i = 0; work->left_out[seeker] && i < orders->count && !known; i++)
            known = orders->order[i] == seeker;
        if (work->left_out[seeker] && !known)
            orders->order[orders->count++] = seeker;
    }
}

/* The market without anybody of the order. */
static void begin(struct orders *orders)
{
    struct sp_match_work *work = orders->work;
    bool dependents = work->ranks->supplemental;
    sp_match_reset(work);
    for (int i = 0; i < orders->count; i++)
        work->left_out[orders->order[i]] = 1;
    orders->waiting = 0;
    memset(orders->tried, 0, (size_t)work->seekers);
    if (orders->best_blocks < 0 || dependents) {
        sp_match_singles(work);
        sp_match_spell(work);
        settle(orders, -1);
        if (!dependents)
            sp_match_state_copy(&orders->singles, &work->state);
    } else {
        sp_match_state_copy(&work->state, &orders->singles);
    }
}

static void play(struct orders *orders, bool at_once)
{
    struct sp_match_work *work = orders->work;
    begin(orders);
    int first = orders->waiting;
    memcpy(orders->queue + first, orders->order, (size_t)orders->count * sizeof(int32_t));
    orders->waiting += orders->count;
    if (at_once) {
        sp_match_spell(work);
        for (int i = orders->count; i-- > 0;)
            sp_match_let_in(work, orders->order[i]);
        orders->waiting = first;
        settle(orders, -1);
    }
    for (int i = 0; i < orders->waiting; i++) {
        sp_match_spell(work);
        sp_match_let_in(work, orders->queue[i]);
        settle(orders, orders->queue[i]);
    }
    adjust(orders);
    note_dependents(orders);
}

static void come_first(struct orders *orders)
{
    const uint8_t *out = orders->work->left_out;
    int first = 0;
    for (int i = 0; i < orders->count; i++)
        if (out[orders->order[i]])
            orders->queue[first++] = orders->order[i];
    for (int i = 0; i < orders->count; i++)
        if (!out[orders->order[i]])
            orders->queue[first++] = orders->order[i];
    memcpy(orders->order, orders->queue, (size_t)orders->count * sizeof(int32_t));
}

static void shuffle(struct orders *orders, uint64_t seed, int number)
{
    struct sp_random random = sp_random_for(seed, (uint64_t)number);
    for (int i = orders->count - 1; i > 0; i--) {
        int j = (int)sp_random_below(&random, (uint32_t)i + 1);
        int32_t other = orders->order[i];
        orders->order[i] = orders->order[j];
        orders->order[j] = other;
    }
}

static void keep_best(struct orders *orders, int found)
{
    if (orders->best_blocks >= 0 && found >= orders->best_blocks)
        return;
    orders->best_blocks = found;
    sp_match_state_copy(&orders->best, &orders->work->state);
    memcpy(orders->best_out, orders->work->left_out, (size_t)orders->work->seekers);
}

static void play_all(struct orders *orders, const struct sp_match_options *options,
                     struct sp_match_search *search)
{
    int most = options->most_orders > 0 ? options->most_orders : MOST_ORDERS;
    for (int i = 0; i < most && orders->best_blocks != 0; i++) {
        if (i > 0 && i <= most / 2)
            come_first(orders);
        else if (i > 0)
            shuffle(orders, options->seed ? options->seed : 1, i);
        play(orders, i == ALL_AT_ONCE);
        keep_best(orders, blocks(orders));
        search->orders++;
        if (orders->count == 0)
            break; /* every order is the same */
    }
}

/* From the best state on, one couple that is out is held to one of its pairs, or to none,
 * and the part of the market that this reaches settles anew. */
static bool nail(struct orders *orders, int32_t couple, int32_t k)
{
    struct sp_match_work *work = orders->work;
    int32_t seeker = 2 * work->market->applicants + couple;
    work->nailed = couple;
    work->nailed_pair = k;
    sp_match_clear(work);
    sp_match_state_copy(&work->state, &orders->best);
    memcpy(work->left_out, orders->best_out, (size_t)work->seekers);
    sp_match_spell(work);
    sp_match_let_in(work, seeker);
    bool ok = sp_match_settle(work);
    work->nailed = -1;
    return ok && work->state.pair[couple] == k && !sp_match_blocks(work, seeker);
}

static bool nail_each(struct orders *orders, int32_t couple)
{
    const struct sp_market_lists *market = orders->work->market;
    for (int32_t k = market->pair_first[couple]; k <= market->pair_first[couple + 1]; k++)
        if (nail(orders, couple, k))
            return true;
    return false;
}

/* One after the other, each couple that is out finds a pair that holds. */
static void search_stuck(struct orders *orders)
{
    struct sp_match_work *work = orders->work;
    const struct sp_market_lists *market = work->market;
    if (work->ranks->supplemental || work->ranks->parity || work->ranks->reverts)
        return;
    for (int32_t c = 0; c < market->couples && orders->best_blocks > 0; c++) {
        if (!orders->best_out[2 * market->applicants + c] || !nail_each(orders, c))
            continue;
        int found = blocks(orders);
        keep_best(orders, found);
    }
}

bool sp_match_search(struct sp_match_work *work, const struct sp_match_options *options,
                     struct sp_match_search *search, struct sp_error *error)
{
    const struct sp_market_lists *market = work->market;
    size_t most = (size_t)market->couples
                  + (work->ranks->supplemental ? (size_t)market->applicants : 0);
    struct orders orders = {.work = work, .best_blocks = -1, .count = market->couples};
    orders.order = malloc((most + 1) * sizeof *orders.order);
    orders.queue = malloc((MOST_TRIES + 2) * (most + 1) * sizeof *orders.queue);
    orders.tried = malloc((size_t)work->seekers + 1);
    orders.best_out = calloc((size_t)work->seekers + 1, 1);
    bool ok = orders.order && orders.queue && orders.tried && orders.best_out
              && sp_match_state_make(work->ranks, &orders.singles)
              && sp_match_state_make(work->ranks, &orders.best);
    *search = (struct sp_match_search){0};
    for (int c = 0; ok && c < market->couples; c++)
        orders.order[c] = 2 * market->applicants + c;
    if (ok) {
        play_all(&orders, options, search);
        search_stuck(&orders);
        search->stable = orders.best_blocks == 0;
        ok = search->stable || !sp_match_few(work)
             || sp_match_exact(work, orders.queue, &search->stable, error);
        search->none_exists = !search->stable && sp_match_few(work);
        if (orders.best_blocks == 0 || !search->stable)
            sp_match_state_copy(&work->state, &orders.best);
    } else {
        sp_fail(error, SP_NO_MEMORY, "no memory to match a market of this size");
    }
    free(orders.order);
    free(orders.queue);
    free(orders.tried);
    free(orders.best_out);
    sp_match_state_free(&orders.singles);
    sp_match_state_free(&orders.best);
    return ok;
}
