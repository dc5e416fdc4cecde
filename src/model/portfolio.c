/* portfolio.c: lazy greedy.
 *
 * For a list S and a level l let alive_l[k] be the product of 1 - chance over
 * the items of S at level l or better: the chance, in season k, of no such
 * offer.  Then weight_l = sum over m >= l of (u_m - u_{m+1}) alive_m is what one
 * more offer of level l is worth in season k, the gain of an item is the mean
 * of chance * weight, and sending an item another way changes the worth by the
 * mean of (to - from) / (1 - from) * weight.  Everything here is these sums.
 *
 * Gains only fall as a list grows (submodularity), so an old gain is an upper
 * bound, and the lazy greedy of Leskovec et al. (KDD 2007) need only renew the
 * candidate on top of its heap.
 */
#include "portfolio.h"

#include "error.h"
#include "portfolio_bound.h"
#include "portfolio_list.h"
#include "portfolio_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ITEMS = 65536, MOST_GROUPS = 4096, MOST_LEVELS = 8 };

/* One way to send one item, and a gain it cannot exceed any more. */
struct candidate {
    double key; /* gain, or gain per cost, when last renewed */
    int item;
    unsigned char way;
    int renewed; /* at this number of changes of the list */
};

enum by { BY_GAIN, BY_GAIN_PER_COST };

/* ---- the menu ------------------------------------------------------------------ */

/* "item 17 (Name)", for messages. */
static const char *name_of(const struct sp_menu *menu, int item)
{
    return menu->item[item].name ? menu->item[item].name : "no name";
}

static bool check_items(const struct sp_menu *menu, struct sp_error *error)
{
    for (int i = 0; i < menu->items; i++) {
        const struct sp_menu_item *it = &menu->item[i];
        if (it->group < 0 || it->group >= menu->groups)
            return sp_fail(error, SP_BAD_INPUT, "item %d (%s): group %d is not in 0..%d", i,
                           name_of(menu, i), it->group, menu->groups - 1);
        if (it->level < 0 || it->level >= menu->levels)
            return sp_fail(error, SP_BAD_INPUT, "item %d (%s): level %d is not in 0..%d", i,
                           name_of(menu, i), it->level, menu->levels - 1);
        if (!(it->hours >= 0 && it->hours < 1e9))
            return sp_fail(error, SP_BAD_INPUT,
                           "item %d (%s): hours %g are below 0 or missing", i,
                           name_of(menu, i), it->hours);
        if (it->extra_cents < 0 || it->extra_cents > SP_FEE_MOST_CENTS)
            return sp_fail(error, SP_BAD_INPUT,
                           "item %d (%s): extra cost %lld cents is not in 0..%lld", i,
                           name_of(menu, i), (long long)it->extra_cents,
                           (long long)SP_FEE_MOST_CENTS);
    }
    return true;
}

static bool check_groups(const struct sp_menu *menu, struct sp_error *error)
{
    for (int g = 0; g < menu->groups; g++) {
        const struct sp_menu_group *group = &menu->group[g];
        const char *name = group->name ? group->name : "a group without a name";
        if (!sp_fees_check(&group->fees, name, error))
            return false;
        if (group->signals[SP_SILVER] < 0 || group->signals[SP_GOLD] < 0)
            return sp_fail(error, SP_BAD_INPUT, "group %d (%s): signals below 0", g, name);
    }
    for (int l = 0; l < menu->levels; l++)
        if (!(sp_menu_utility(menu, l) > sp_menu_utility(menu, l + 1)
              && sp_menu_utility(menu, l) <= 1))
            return sp_fail(error, SP_BAD_INPUT,
                           "utility of level %d: %g is not in (0, 1] or not falling", l,
                           sp_menu_utility(menu, l));
    return true;
}

static bool check(const struct sp_menu *menu, const struct sp_limits *limits,
                  struct sp_error *error)
{
    if (menu->items < 0 || menu->items > MOST_ITEMS || menu->groups < 0
        || menu->groups > MOST_GROUPS || menu->levels < 1 || menu->levels > MOST_LEVELS
        || menu->seasons < 1 || menu->seasons > 1 << 24
        || (!menu->utility && menu->levels > 1))
        return sp_fail(
            error, SP_BAD_INPUT,
            "menu of %d items, %d groups, %d levels, %d seasons: outside the sizes "
            "we take",
            menu->items, menu->groups, menu->levels, menu->seasons);
    if (limits->money && limits->most_cents < 0)
        return sp_fail(error, SP_BAD_INPUT, "money: %lld cents is below 0",
                       (long long)limits->most_cents);
    if (limits->applications && limits->most_applications < 0)
        return sp_fail(error, SP_BAD_INPUT, "number of applications: %d is below 0",
                       limits->most_applications);
    if (limits->hours && !(limits->most_hours >= 0))
        return sp_fail(error, SP_BAD_INPUT, "hours: %g is below 0 or missing",
                       limits->most_hours);
    return check_groups(menu, error) && check_items(menu, error);
}

/* ---- greedy -------------------------------------------------------------------- */

static bool above(const struct candidate *a, const struct candidate *b)
{
    if (a->key != b->key)
        return a->key > b->key;
    return a->item != b->item ? a->item < b->item : a->way < b->way;
}

static void sift_down(struct candidate *heap, int count, int at)
{
    struct candidate moved = heap[at];
    for (int child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && above(&heap[child + 1], &heap[child]))
            child++;
        if (!above(&heap[child], &moved))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moved;
}

/* The share of the limits that one more application of this kind takes. */
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

static double key_of(const struct sp_list *list, const struct candidate *c, enum by by)
{
    double gain = sp_list_gain(list, c->item, c->way);
    return by == BY_GAIN ? gain : gain / cost_of(list, c->item);
}

/* Adds candidates to the list, best first, while they fit; consumes the heap.
 * `key` of each must be an upper bound.  Picks are told to `pick` if there is one. */
static void greedy(struct sp_list *list, struct candidate *heap, int count, enum by by,
                   struct sp_chosen *pick, int *picks)
{
    int changes = 0;
    for (int i = count / 2 - 1; i >= 0; i--)
        sift_down(heap, count, i);
    while (count > 0 && heap[0].key > 0) {
        struct candidate *top = &heap[0];
        bool open = list->state[top->item] == SP_OUT
                    && sp_list_would_fit(list, top->item, top->way);
        if (open && top->renewed == changes) {
            double gain =
                by == BY_GAIN ? top->key : sp_list_gain(list, top->item, top->way);
            sp_list_put(list, top->item, top->way);
            changes++;
            if (pick)
                pick[(*picks)++] = (struct sp_chosen){top->item, (enum sp_signal)top->way,
                                                      gain, 0, list->cents};
            open = false;
        } else if (open) {
            top->key = key_of(list, top, by);
            top->renewed = changes;
        }
        if (!open)
            heap[0] = heap[--count];
        if (count > 0)
            sift_down(heap, count, 0);
    }
}

/* ---- from a menu to a choice ------------------------------------------------------ */

/* What all steps of one call share. */
struct work {
    const struct sp_menu *menu;
    const struct sp_limits *limits;
    int threads;
    double *alone[SP_SIGNALS]; /* [items] the gain to an empty list */
    unsigned char *bad;        /* [items] a chance outside [0, 1) */
};

static void work_free(struct work *work)
{
    for (int way = 0; way < SP_SIGNALS; way++)
        free(work->alone[way]);
    free(work->bad);
    *work = (struct work){0};
}

static void gains_alone(void *with, int from, int to)
{
    struct work *work = with;
    const struct sp_menu *menu = work->menu;
    for (int way = 0; way < SP_SIGNALS; way++)
        for (int i = from; i < to; i++) {
            double sum = 0;
            if (sp_menu_offers(menu, i, way)
                && !sp_row_sum(sp_menu_row(menu, i, way), menu->seasons, &sum))
                work->bad[i] = 1;
            work->alone[way][i] =
                sp_menu_utility(menu, menu->item[i].level) * sum / menu->seasons;
        }
}

static bool explain_bad(const struct sp_menu *menu, int item, struct sp_error *error)
{
    static const char *const called[] = {"plain", "silver", "gold"};
    for (int way = 0; way < SP_SIGNALS; way++)
        for (int k = 0; sp_menu_offers(menu, item, way) && k < menu->seasons; k++) {
            float chance = sp_menu_row(menu, item, way)[k];
            if (!(chance >= 0 && chance < 1))
                return sp_fail(error, SP_BAD_INPUT,
                               "item %d (%s), %s, season %d: chance %g is not in [0, 1)",
                               item, name_of(menu, item), called[way], k, (double)chance);
        }
    return true;
}

static bool work_make(const struct sp_menu *menu, const struct sp_limits *limits,
                      const struct sp_portfolio_options *options, struct work *work,
                      struct sp_error *error)
{
    *work = (struct work){.menu = menu, .limits = limits, .threads = options->threads};
    if (!check(menu, limits, error))
        return false;
    size_t items = (size_t)menu->items + 1;
    work->bad = calloc(items, 1);
    bool ok = work->bad;
    for (int way = 0; way < SP_SIGNALS; way++)
        ok = (work->alone[way] = malloc(items * sizeof(double))) && ok;
    if (!ok) {
        work_free(work);
        return sp_fail(error, SP_NO_MEMORY, "no memory for %d items", menu->items);
    }
    sp_in_stretches(work->threads, menu->items, gains_alone, work);
    for (int i = 0; i < menu->items; i++)
        if (work->bad[i]) {
            work_free(work);
            return explain_bad(menu, i, error);
        }
    return true;
}

/* Pins go in plain where they can; those that need a signal choose after those that
 * need one colour of it, so whatever can be met is met. */
static bool send_pins(struct sp_list *list, struct sp_error *error)
{
    const struct sp_menu *menu = list->menu;
    for (int pass = 0; pass < 3; pass++)
        for (int i = 0; i < menu->items; i++) {
            if (!menu->item[i].pinned || list->state[i] != SP_OUT)
                continue;
            bool plain = sp_menu_offers(menu, i, SP_PLAIN);
            bool both =
                sp_menu_offers(menu, i, SP_SILVER) && sp_menu_offers(menu, i, SP_GOLD);
            if (pass < (plain ? 0 : both ? 2 : 1))
                continue;
            for (int way = 0; way < SP_SIGNALS && list->state[i] == SP_OUT; way++)
                if (sp_menu_offers(menu, i, way) && sp_list_would_fit(list, i, way))
                    sp_list_put(list, i, way);
            if (list->state[i] == SP_OUT)
                return sp_fail(
                    error, SP_BAD_INPUT,
                    "item %d (%s): pinned, but it does not fit into the limits with "
                    "the pins before it",
                    i, name_of(menu, i));
        }
    return true;
}

static int candidates(const struct work *work, const struct sp_list *list, enum by by,
                      struct candidate *heap)
{
    int count = 0;
    for (int i = 0; i < work->menu->items; i++)
        for (int way = 0; way < SP_SIGNALS; way++)
            if (sp_menu_offers(work->menu, i, way)) {
                double gain = work->alone[way][i];
                heap[count++] =
                    (struct candidate){by == BY_GAIN ? gain : gain / cost_of(list, i), i,
                                       (unsigned char)way, -1};
            }
    return count;
}

void sp_choice_free(struct sp_choice *choice)
{
    free(choice->pick);
    *choice = (struct sp_choice){0};
}

/* The worths of the picks, from their marginals; rounding must not make one rise. */
static void add_up(struct sp_choice *choice)
{
    double worth = 0;
    for (int i = 0; i < choice->count; i++) {
        struct sp_chosen *pick = &choice->pick[i];
        if (i > 0)
            pick->marginal = fmin(pick->marginal, pick[-1].marginal);
        pick->marginal = fmax(pick->marginal, 0);
        pick->worth = worth += pick->marginal;
    }
}

/* Puts the items of the list most useful first: the greedy order among them. */
static bool order(const struct work *work, const struct sp_list *found,
                  struct sp_choice *choice, struct sp_error *error)
{
    static const struct sp_limits none = {0};
    const struct sp_menu *menu = work->menu;
    struct sp_list list = {0};
    struct candidate *heap = malloc(((size_t)found->count + 1) * sizeof *heap);
    choice->pick = malloc(((size_t)found->count + 1) * sizeof *choice->pick);
    bool ok = heap && choice->pick;
    if (!ok)
        sp_fail(error, SP_NO_MEMORY, "no memory for %d picks", found->count);
    ok = ok && sp_list_make(menu, &none, &list, error);
    if (ok) {
        int count = 0;
        for (int i = 0; i < menu->items; i++)
            if (found->state[i] != SP_OUT)
                heap[count++] = (struct candidate){work->alone[found->state[i]][i] + 1e-9,
                                                   i, found->state[i], -1};
        greedy(&list, heap, count, BY_GAIN, choice->pick, &choice->count);
        choice->cost_cents = list.cents;
        choice->hours = list.hours;
        choice->worth = sp_list_worth(&list, &choice->standard_error);
        add_up(choice);
    }
    sp_list_free(&list);
    free(heap);
    return ok;
}

static bool grow(const struct work *work, enum by by, struct sp_list *list,
                 struct sp_error *error)
{
    size_t most = (size_t)work->menu->items * SP_SIGNALS + 1;
    struct candidate *heap = malloc(most * sizeof *heap);
    if (!heap)
        return sp_fail(error, SP_NO_MEMORY, "no memory for %zu candidates", most);
    int count = candidates(work, list, by, heap);
    greedy(list, heap, count, by, NULL, NULL);
    free(heap);
    return true;
}

/* Leaves the better of two lists in the first, and the second empty. */
static void keep_better(struct sp_list *list, struct sp_list *other)
{
    if (sp_list_worth(other, NULL) > sp_list_worth(list, NULL)) {
        struct sp_list better = *other;
        *other = *list;
        *list = better;
    }
    sp_list_free(other);
}

static bool start_greedy(const struct work *work, enum by by, struct sp_list *list,
                         struct sp_error *error)
{
    return sp_list_make(work->menu, work->limits, list, error) && send_pins(list, error)
           && grow(work, by, list, error);
}

static int by_key(const void *a, const void *b)
{
    return above(a, b) ? -1 : above(b, a) ? 1 : 0;
}

/* The relaxed solution made whole: larger shares first, as they fit, then greedy. */
static bool start_rounded(const struct work *work, const struct sp_bound *bound,
                          struct sp_list *list, struct sp_error *error)
{
    const struct sp_menu *menu = work->menu;
    size_t most = (size_t)menu->items * SP_SIGNALS + 1;
    struct candidate *candidate = malloc(most * sizeof *candidate);
    if (!candidate)
        return sp_fail(error, SP_NO_MEMORY, "no memory for %zu candidates", most);
    int count = 0;
    bool ok = sp_list_make(menu, work->limits, list, error) && send_pins(list, error);
    for (int i = 0; i < menu->items; i++)
        for (int way = 0; way < SP_SIGNALS; way++)
            if (bound->share[way][i] > 0.01 && bound->loss[way][i] < INFINITY)
                candidate[count++] =
                    (struct candidate){bound->share[way][i], i, (unsigned char)way, -1};
    qsort(candidate, (size_t)count, sizeof *candidate, by_key);
    for (int c = 0; ok && c < count; c++) {
        int item = candidate[c].item, way = candidate[c].way;
        if ((list->state[item] == SP_OUT || candidate[c].key > 0.5)
            && sp_list_would_fit(list, item, way))
            sp_list_put(list, item, way);
    }
    free(candidate);
    return ok && grow(work, BY_GAIN_PER_COST, list, error);
}

/* The better of two lists by greed is where the bound starts from; then it and the
 * rounded solution of the bound are improved, unless the first is proved best. */
bool sp_portfolio_choose(const struct sp_menu *menu, const struct sp_limits *limits,
                         const struct sp_portfolio_options *options,
                         struct sp_choice *choice, struct sp_error *error)
{
    struct work work = {0};
    struct sp_list list = {0}, other = {0};
    struct sp_bound bound = {0};
    bool proved = false;
    *choice = (struct sp_choice){0};
    bool ok = work_make(menu, limits, options, &work, error)
              && start_greedy(&work, BY_GAIN, &list, error)
              && start_greedy(&work, BY_GAIN_PER_COST, &other, error);
    if (ok) {
        keep_better(&list, &other);
        ok = sp_bound_make(menu, limits, options->threads, list.state,
                           sp_list_worth(&list, NULL), &bound, error)
             && sp_search(&list, &bound, &proved, error);
    }
    if (ok && !proved) {
        bool also = false;
        ok = start_rounded(&work, &bound, &other, error)
             && sp_search(&other, &bound, &also, error);
        keep_better(&list, &other);
        proved = also;
    }
    ok = ok && order(&work, &list, choice, error);
    if (ok) {
        choice->bound = proved ? choice->worth : fmax(choice->worth, bound.worth);
        choice->gap = choice->bound > 0 ? 1 - choice->worth / choice->bound : 0;
    } else
        sp_choice_free(choice);
    sp_bound_free(&bound);
    sp_list_free(&list);
    sp_list_free(&other);
    work_free(&work);
    return ok;
}

bool sp_portfolio_curve(const struct sp_menu *menu, const struct sp_limits *limits,
                        const struct sp_portfolio_options *options, struct sp_choice *curve,
                        struct sp_error *error)
{
    struct work work = {0};
    struct sp_list list = {0};
    *curve = (struct sp_choice){0};
    size_t most = menu->items > 0 ? (size_t)menu->items * SP_SIGNALS + 1 : 1;
    struct candidate *heap = malloc(most * sizeof *heap);
    curve->pick = malloc(most * sizeof *curve->pick);
    bool ok = heap && curve->pick;
    if (!ok)
        sp_fail(error, SP_NO_MEMORY, "no memory for a curve of %d items", menu->items);
    ok = ok && work_make(menu, limits, options, &work, error)
         && sp_list_make(menu, limits, &list, error);
    if (ok) {
        int count = candidates(&work, &list, BY_GAIN, heap);
        greedy(&list, heap, count, BY_GAIN, curve->pick, &curve->count);
        curve->cost_cents = list.cents;
        curve->hours = list.hours;
        curve->worth = sp_list_worth(&list, &curve->standard_error);
        add_up(curve);
    } else
        sp_choice_free(curve);
    free(heap);
    sp_list_free(&list);
    work_free(&work);
    return ok;
}

struct gains {
    const struct sp_list *list;
    double *gain;
};

static void best_gains(void *with, int from, int to)
{
    const struct gains *gains = with;
    const struct sp_list *list = gains->list;
    for (int i = from; i < to; i++) {
        gains->gain[i] = 0;
        const struct sp_menu_item *it = &list->menu->item[i];
        for (int way = 0; list->state[i] == SP_OUT && way < SP_SIGNALS; way++)
            if (sp_menu_offers(list->menu, i, way)
                && (way == SP_PLAIN
                    || list->signals[it->group * SP_SIGNALS + way]
                           < list->menu->group[it->group].signals[way]))
                gains->gain[i] = fmax(gains->gain[i], sp_list_gain(list, i, way));
    }
}

bool sp_portfolio_gain(const struct sp_menu *menu, const struct sp_choice *choice,
                       const struct sp_portfolio_options *options, double *gain,
                       struct sp_error *error)
{
    static const struct sp_limits none = {0};
    struct sp_list list = {0};
    if (!sp_list_make(menu, &none, &list, error))
        return false;
    for (int i = 0; i < choice->count; i++)
        sp_list_put(&list, choice->pick[i].item, (int)choice->pick[i].signal);
    struct gains gains = {&list, gain};
    sp_in_stretches(options->threads, menu->items, best_gains, &gains);
    sp_list_free(&list);
    return true;
}
