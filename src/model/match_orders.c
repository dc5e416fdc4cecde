/* match_orders.c: couples come in one after the other, and in another order when that
 * leads into a loop.
 *
 * The first order is that of the market.  Whoever closes a loop is taken out, the rest
 * settles, and they try again at the end; an order fails when some remain out.  Then, as
 * in Ashlagi, Braverman and Hassidim (2014), those come first; the third order lets all
 * in at once.  Dependent searches for a first year that close a loop are treated alike.
 * After eight orders the market is searched exactly (match_exact.c); if that is too much,
 * the other orders are drawn at random from the seed.
 */
#include "match_work.h"

#include "error.h"
#include "random.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ORDERS = 64, FIRST_ORDERS = 8, MOST_TRIES = 3, ALL_AT_ONCE = 2 };

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

/* Orders number `from` up to `end`, until one leaves no block. */
static void play_some(struct orders *orders, const struct sp_match_options *options,
                      int from, int end, struct sp_match_search *search)
{
    for (int i = from; i < end && orders->best_blocks != 0; i++) {
        if (i > 0 && i < FIRST_ORDERS)
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

/* Some orders, then the exact search, and where it gives up the other orders. */
static bool find(struct orders *orders, const struct sp_match_options *options,
                 struct sp_match_search *search, struct sp_error *error)
{
    int most = options->most_orders > 0 ? options->most_orders : MOST_ORDERS;
    enum sp_match_answer answer = SP_MATCH_GAVE_UP;
    play_some(orders, options, 0, most < FIRST_ORDERS ? most : FIRST_ORDERS, search);
    sp_match_state_copy(&orders->work->state, &orders->best);
    if (orders->best_blocks != 0
        && !sp_match_exact(orders->work, orders->best_out, &answer, error))
        return false;
    if (answer == SP_MATCH_GAVE_UP && orders->count > 0)
        play_some(orders, options, FIRST_ORDERS, most, search);
    search->stable = answer == SP_MATCH_FOUND || orders->best_blocks == 0;
    search->none_exists = answer == SP_MATCH_NONE;
    if (answer != SP_MATCH_FOUND)
        sp_match_state_copy(&orders->work->state, &orders->best);
    return true;
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
        ok = find(&orders, options, search, error);
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
