/* portfolio_greedy.c: lazy greedy.
 *
 * Gains only fall as a list grows (submodularity), and fees only rise.  So an old gain
 * is an upper bound, and only the candidate on top of a heap need be looked at again
 * (Minoux 1978; Leskovec et al., KDD 2007): if it stays on top, it is the best of all.
 */
#include "portfolio_greedy.h"

#include "error.h"

#include <math.h>
#include <stdlib.h>

/* One way to send one item. */
struct candidate {
    double key; /* gain, or gain per cost, when last renewed */
    int item;
    int renewed; /* when the list had changed this often */
    unsigned char way;
};

struct heap {
    const struct sp_list *list;
    enum sp_greed by;
    struct candidate *at; /* [count] */
    int count;
};

/* ---- keys -------------------------------------------------------------------------- */

/* The share of the limits that one more application of this kind takes, summed. */
static double cost_of(const struct sp_list *list, int item)
{
    const struct sp_limits *most = list->limits;
    const struct sp_menu_item *it = &list->menu->item[item];
    const struct sp_fees *fees = &list->menu->group[it->group].fees;
    double cost = 1e-9;
    if (most->applications)
        cost += 1.0 / (1 + most->most_applications);
    if (most->hours)
        cost += it->hours / (1e-9 + most->most_hours);
    if (most->money)
        cost += (double)(sp_fees_of(fees, list->sent[it->group] + 1) + it->extra_cents)
                / (1 + (double)most->most_cents);
    return cost;
}

static void renew(const struct heap *heap, struct candidate *candidate)
{
    candidate->key = sp_list_gain(heap->list, candidate->item, candidate->way);
    if (heap->by == SP_BY_GAIN_PER_COST)
        candidate->key /= cost_of(heap->list, candidate->item);
}

static void renew_stretch(void *with, int from, int to)
{
    const struct heap *heap = with;
    for (int c = from; c < to; c++)
        renew(heap, &heap->at[c]);
}

/* ---- the heap ---------------------------------------------------------------------- */

static bool above(const struct candidate *a, const struct candidate *b)
{
    if (a->key != b->key)
        return a->key > b->key;
    return a->item != b->item ? a->item < b->item : a->way < b->way;
}

static void sift_down(struct heap *heap, int at)
{
    struct candidate moved = heap->at[at];
    for (int child = 2 * at + 1; child < heap->count; child = 2 * at + 1) {
        if (child + 1 < heap->count && above(&heap->at[child + 1], &heap->at[child]))
            child++;
        if (!above(&heap->at[child], &moved))
            break;
        heap->at[at] = heap->at[child];
        at = child;
    }
    heap->at[at] = moved;
}

static void drop_top(struct heap *heap)
{
    heap->at[0] = heap->at[--heap->count];
    if (heap->count > 0)
        sift_down(heap, 0);
}

static bool heap_make(struct heap *heap, const struct sp_list *list, enum sp_greed by,
                      size_t most, struct sp_error *error)
{
    *heap = (struct heap){list, by, malloc((most + 1) * sizeof *heap->at), 0};
    return heap->at || sp_fail(error, SP_NO_MEMORY, "no memory for %zu candidates", most);
}

static void heap_add(struct heap *heap, int item, int way)
{
    heap->at[heap->count++] = (struct candidate){.item = item, .way = (unsigned char)way};
}

/* ---- greed ------------------------------------------------------------------------- */

/* Takes candidates while they help, or to the last if `all`.  What does not fit now
 * never will, as the list only grows. */
static void take(struct sp_list *list, struct heap *heap, bool all, struct sp_choice *told)
{
    int changes = 0;
    for (int i = heap->count / 2 - 1; i >= 0; i--)
        sift_down(heap, i);
    while (heap->count > 0 && (all || heap->at[0].key > 0)) {
        struct candidate *top = &heap->at[0];
        if (list->state[top->item] != SP_OUT
            || !sp_list_would_fit(list, top->item, top->way))
            drop_top(heap);
        else if (top->renewed != changes) {
            renew(heap, top);
            top->renewed = changes;
            sift_down(heap, 0);
        } else {
            double gain =
                heap->by == SP_BY_GAIN ? top->key : sp_list_gain(list, top->item, top->way);
            sp_list_put(list, top->item, top->way);
            changes++;
            if (told)
                told->pick[told->count++] = (struct sp_chosen){
                    top->item, (enum sp_signal)top->way, gain, 0, list->cents};
            drop_top(heap);
        }
    }
}

/* The sums over the picks.  Rounding must not make a marginal rise. */
static void add_up(const struct sp_list *list, struct sp_choice *choice)
{
    double worth = 0;
    for (int i = 0; i < choice->count; i++) {
        struct sp_chosen *pick = &choice->pick[i];
        if (i > 0)
            pick->marginal = fmin(pick->marginal, pick[-1].marginal);
        pick->marginal = fmax(pick->marginal, 0);
        pick->worth = worth += pick->marginal;
    }
    choice->worth = sp_list_worth(list, &choice->standard_error);
    choice->cost_cents = list->cents;
    choice->hours = list->hours;
}

static bool make_picks(struct sp_choice *choice, size_t most, struct sp_error *error)
{
    choice->pick = malloc((most + 1) * sizeof *choice->pick);
    return choice->pick || sp_fail(error, SP_NO_MEMORY, "no memory for %zu picks", most);
}

bool sp_greedy_fill(struct sp_list *list, enum sp_greed by, int threads,
                    struct sp_choice *told, struct sp_error *error)
{
    const struct sp_menu *menu = list->menu;
    struct heap heap;
    if ((told && !make_picks(told, (size_t)menu->items, error))
        || !heap_make(&heap, list, by, (size_t)menu->items * SP_SIGNALS, error))
        return false;
    for (int i = 0; i < menu->items; i++)
        for (int way = 0; way < SP_SIGNALS && list->state[i] == SP_OUT; way++)
            if (sp_menu_offers(menu, i, way) && sp_list_would_fit(list, i, way))
                heap_add(&heap, i, way);
    sp_in_stretches(threads, heap.count, renew_stretch, &heap);
    take(list, &heap, false, told);
    if (told)
        add_up(list, told);
    free(heap.at);
    return true;
}

bool sp_greedy_order(const struct sp_list *found, struct sp_choice *choice,
                     struct sp_error *error)
{
    static const struct sp_limits none = {0};
    struct sp_list list = {0};
    struct heap heap = {0};
    bool ok = make_picks(choice, (size_t)found->count, error)
              && sp_list_make(found->menu, &none, &list, error)
              && heap_make(&heap, &list, SP_BY_GAIN, (size_t)found->count, error);
    if (ok) {
        for (int i = 0; i < found->menu->items; i++)
            if (found->state[i] != SP_OUT)
                heap_add(&heap, i, found->state[i]);
        renew_stretch(&heap, 0, heap.count);
        take(&list, &heap, true, choice);
        add_up(&list, choice);
    }
    free(heap.at);
    sp_list_free(&list);
    return ok;
}

/* ---- pins -------------------------------------------------------------------------- */

/* Those that can go plain do; those that need one colour of signal come before those
 * that take either.  So whatever pins can be met are met. */
static int turn_of(const struct sp_menu *menu, int item)
{
    if (sp_menu_offers(menu, item, SP_PLAIN))
        return 0;
    return sp_menu_offers(menu, item, SP_SILVER) && sp_menu_offers(menu, item, SP_GOLD) ? 2
                                                                                        : 1;
}

static bool put_pin(struct sp_list *list, int item)
{
    for (int way = 0; way < SP_SIGNALS; way++)
        if (sp_menu_offers(list->menu, item, way) && sp_list_would_fit(list, item, way)) {
            sp_list_put(list, item, way);
            return true;
        }
    return false;
}

bool sp_greedy_pins(struct sp_list *list, struct sp_error *error)
{
    const struct sp_menu *menu = list->menu;
    for (int turn = 0; turn <= 2; turn++)
        for (int i = 0; i < menu->items; i++)
            if (menu->item[i].pinned && turn_of(menu, i) == turn && !put_pin(list, i))
                return sp_fail(
                    error, SP_BAD_INPUT,
                    "item %d (%s): pinned, but with the pins before it it does not "
                    "fit into the limits",
                    i, menu->item[i].name ? menu->item[i].name : "no name");
    return true;
}
