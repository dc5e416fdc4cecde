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
#include "portfolio_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OUT = SP_SIGNALS, MOST_ITEMS = 65536, MOST_GROUPS = 4096, MOST_LEVELS = 8 };

/* A list while it is built: each item's way, what it uses, what it leaves. */
struct list {
    const struct sp_menu *menu;
    const struct sp_limits *limits;
    unsigned char *way; /* [items] enum sp_signal or OUT */
    int *sent;          /* [groups] */
    int *signals;       /* [groups][SP_SIGNALS] */
    double *alive;      /* [levels][seasons] */
    double *weight;     /* [levels][seasons] */
    int count;
    int64_t cents;
    double hours;
};

/* One way to send one item, and a gain it cannot exceed any more. */
struct candidate {
    double key; /* gain, or gain per cost, when last renewed */
    int item;
    unsigned char way;
    int renewed; /* at this number of changes of the list */
};

enum by { BY_GAIN, BY_GAIN_PER_COST };

/* ---- the menu ------------------------------------------------------------------ */

static const float *row(const struct sp_menu *menu, int item, int way)
{
    if (way == OUT)
        return NULL;
    return menu->chance[way] + (size_t)item * (size_t)menu->seasons;
}

static bool offered(const struct sp_menu *menu, int item, int way)
{
    const struct sp_menu_item *it = &menu->item[item];
    return menu->chance[way] && !it->barred[way]
           && (way == SP_PLAIN || menu->group[it->group].signals[way] > 0);
}

static double utility(const struct sp_menu *menu, int level)
{
    if (level >= menu->levels)
        return 0;
    return menu->utility ? menu->utility[level] : 1;
}

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
        if (!(utility(menu, l) > utility(menu, l + 1) && utility(menu, l) <= 1))
            return sp_fail(error, SP_BAD_INPUT,
                           "utility of level %d: %g is not in (0, 1] or not falling", l,
                           utility(menu, l));
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

/* ---- lists --------------------------------------------------------------------- */

static void renew_weights(struct list *list)
{
    const struct sp_menu *menu = list->menu;
    size_t seasons = (size_t)menu->seasons;
    for (int l = menu->levels - 1; l >= 0; l--) {
        double *weight = list->weight + (size_t)l * seasons,
               *alive = list->alive + (size_t)l * seasons;
        const double *below = weight + seasons,
                     step = utility(menu, l) - utility(menu, l + 1);
        bool last = l == menu->levels - 1;
        for (size_t k = 0; k < seasons; k++)
            weight[k] = step * alive[k] + (last ? 0 : below[k]);
    }
}

static void list_free(struct list *list)
{
    free(list->way);
    free(list->sent);
    free(list->signals);
    free(list->alive);
    free(list->weight);
    *list = (struct list){0};
}

static bool list_make(const struct sp_menu *menu, const struct sp_limits *limits,
                      struct list *list, struct sp_error *error)
{
    size_t cells = (size_t)menu->levels * (size_t)menu->seasons;
    *list = (struct list){
        .menu = menu,
        .limits = limits,
        .way = malloc((size_t)menu->items + 1),
        .sent = calloc((size_t)menu->groups + 1, sizeof(int)),
        .signals = calloc((size_t)menu->groups * SP_SIGNALS + 1, sizeof(int)),
        .alive = malloc(cells * sizeof(double)),
        .weight = malloc(cells * sizeof(double)),
    };
    if (!list->way || !list->sent || !list->signals || !list->alive || !list->weight) {
        list_free(list);
        return sp_fail(error, SP_NO_MEMORY, "no memory for a list of %d items",
                       menu->items);
    }
    memset(list->way, OUT, (size_t)menu->items);
    for (size_t i = 0; i < cells; i++)
        list->alive[i] = 1;
    renew_weights(list);
    return true;
}

/* Books the item as sent the other way; the limits are not asked. */
static void book(struct list *list, int item, int way)
{
    const struct sp_menu_item *it = &list->menu->item[item];
    const struct sp_fees *fees = &list->menu->group[it->group].fees;
    int was = list->way[item], *signals = list->signals + it->group * SP_SIGNALS;
    if (was != OUT) {
        signals[was]--;
        list->count--;
        list->cents -= sp_fees_of(fees, list->sent[it->group]--) + it->extra_cents;
        list->hours -= it->hours;
    }
    if (way != OUT) {
        signals[way]++;
        list->count++;
        list->cents += sp_fees_of(fees, ++list->sent[it->group]) + it->extra_cents;
        list->hours += it->hours;
    }
    list->way[item] = (unsigned char)way;
}

static bool within_limits(const struct list *list, int group)
{
    const struct sp_limits *most = list->limits;
    const int *have = list->menu->group[group].signals;
    const int *used = list->signals + group * SP_SIGNALS;
    return used[SP_SILVER] <= have[SP_SILVER] && used[SP_GOLD] <= have[SP_GOLD]
           && !(most->money && list->cents > most->most_cents)
           && !(most->applications && list->count > most->most_applications)
           && !(most->hours && list->hours > most->most_hours * (1 + 1e-12));
}

static bool fits(struct list *list, int item, int way)
{
    int was = list->way[item];
    double hours = list->hours;
    book(list, item, way);
    bool fit = within_limits(list, list->menu->item[item].group);
    book(list, item, was);
    list->hours = hours; /* not what rounding makes of it */
    return fit;
}

static double *weight_for(const struct list *list, int item)
{
    return list->weight
           + (size_t)list->menu->item[item].level * (size_t)list->menu->seasons;
}

static double gain_of(const struct list *list, int item, int way)
{
    const struct sp_menu *menu = list->menu;
    return sp_row_change(row(menu, item, list->way[item]), row(menu, item, way),
                         weight_for(list, item), menu->seasons)
           / menu->seasons;
}

static void send(struct list *list, int item, int way)
{
    const struct sp_menu *menu = list->menu;
    const float *from = row(menu, item, list->way[item]), *to = row(menu, item, way);
    for (int l = menu->item[item].level; l < menu->levels; l++)
        sp_row_apply(from, to, list->alive + (size_t)l * (size_t)menu->seasons,
                     menu->seasons);
    renew_weights(list);
    book(list, item, way);
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
static double cost_of(const struct list *list, int item)
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

static double key_of(const struct list *list, const struct candidate *c, enum by by)
{
    double gain = gain_of(list, c->item, c->way);
    return by == BY_GAIN ? gain : gain / cost_of(list, c->item);
}

/* Adds candidates to the list, best first, while they fit; consumes the heap.
 * `key` of each must be an upper bound.  Picks are told to `pick` if there is one. */
static void greedy(struct list *list, struct candidate *heap, int count, enum by by,
                   struct sp_chosen *pick, int *picks)
{
    int changes = 0;
    for (int i = count / 2 - 1; i >= 0; i--)
        sift_down(heap, count, i);
    while (count > 0 && heap[0].key > 0) {
        struct candidate *top = &heap[0];
        bool open = list->way[top->item] == OUT && fits(list, top->item, top->way);
        if (open && top->renewed == changes) {
            double gain = by == BY_GAIN ? top->key : gain_of(list, top->item, top->way);
            send(list, top->item, top->way);
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
            if (offered(menu, i, way)
                && !sp_row_sum(row(menu, i, way), menu->seasons, &sum))
                work->bad[i] = 1;
            work->alone[way][i] = utility(menu, menu->item[i].level) * sum / menu->seasons;
        }
}

static bool explain_bad(const struct sp_menu *menu, int item, struct sp_error *error)
{
    static const char *const called[] = {"plain", "silver", "gold"};
    for (int way = 0; way < SP_SIGNALS; way++)
        for (int k = 0; offered(menu, item, way) && k < menu->seasons; k++) {
            float chance = row(menu, item, way)[k];
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
static bool send_pins(struct list *list, struct sp_error *error)
{
    const struct sp_menu *menu = list->menu;
    for (int pass = 0; pass < 3; pass++)
        for (int i = 0; i < menu->items; i++) {
            if (!menu->item[i].pinned || list->way[i] != OUT)
                continue;
            bool plain = offered(menu, i, SP_PLAIN);
            bool both = offered(menu, i, SP_SILVER) && offered(menu, i, SP_GOLD);
            if (pass < (plain ? 0 : both ? 2 : 1))
                continue;
            for (int way = 0; way < SP_SIGNALS && list->way[i] == OUT; way++)
                if (offered(menu, i, way) && fits(list, i, way))
                    send(list, i, way);
            if (list->way[i] == OUT)
                return sp_fail(
                    error, SP_BAD_INPUT,
                    "item %d (%s): pinned, but it does not fit into the limits with "
                    "the pins before it",
                    i, name_of(menu, i));
        }
    return true;
}

static int candidates(const struct work *work, const struct list *list, enum by by,
                      struct candidate *heap)
{
    int count = 0;
    for (int i = 0; i < work->menu->items; i++)
        for (int way = 0; way < SP_SIGNALS; way++)
            if (offered(work->menu, i, way)) {
                double gain = work->alone[way][i];
                heap[count++] =
                    (struct candidate){by == BY_GAIN ? gain : gain / cost_of(list, i), i,
                                       (unsigned char)way, -1};
            }
    return count;
}

static double worth_of(const struct list *list, double *standard_error)
{
    const struct sp_menu *menu = list->menu;
    double top = utility(menu, 0), sum = 0, squares = 0;
    for (int k = 0; k < menu->seasons; k++)
        sum += top - list->weight[k];
    double mean = sum / menu->seasons;
    for (int k = 0; k < menu->seasons; k++)
        squares += (top - list->weight[k] - mean) * (top - list->weight[k] - mean);
    if (standard_error)
        *standard_error = sqrt(squares / menu->seasons / fmax(1, menu->seasons - 1));
    return mean;
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
static bool order(const struct work *work, const struct list *found,
                  struct sp_choice *choice, struct sp_error *error)
{
    static const struct sp_limits none = {0};
    const struct sp_menu *menu = work->menu;
    struct list list = {0};
    struct candidate *heap = malloc(((size_t)found->count + 1) * sizeof *heap);
    choice->pick = malloc(((size_t)found->count + 1) * sizeof *choice->pick);
    bool ok = heap && choice->pick;
    if (!ok)
        sp_fail(error, SP_NO_MEMORY, "no memory for %d picks", found->count);
    ok = ok && list_make(menu, &none, &list, error);
    if (ok) {
        int count = 0;
        for (int i = 0; i < menu->items; i++)
            if (found->way[i] != OUT)
                heap[count++] = (struct candidate){work->alone[found->way[i]][i] + 1e-9, i,
                                                   found->way[i], -1};
        greedy(&list, heap, count, BY_GAIN, choice->pick, &choice->count);
        choice->cost_cents = list.cents;
        choice->hours = list.hours;
        choice->worth = worth_of(&list, &choice->standard_error);
        add_up(choice);
    }
    list_free(&list);
    free(heap);
    return ok;
}

static bool grow(const struct work *work, enum by by, struct list *list,
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

bool sp_portfolio_choose(const struct sp_menu *menu, const struct sp_limits *limits,
                         const struct sp_portfolio_options *options,
                         struct sp_choice *choice, struct sp_error *error)
{
    struct work work = {0};
    struct list by_gain = {0}, by_ratio = {0};
    *choice = (struct sp_choice){0};
    bool ok = work_make(menu, limits, options, &work, error)
              && list_make(menu, limits, &by_gain, error) && send_pins(&by_gain, error)
              && grow(&work, BY_GAIN, &by_gain, error)
              && list_make(menu, limits, &by_ratio, error) && send_pins(&by_ratio, error)
              && grow(&work, BY_GAIN_PER_COST, &by_ratio, error);
    if (ok) {
        bool ratio = worth_of(&by_ratio, NULL) > worth_of(&by_gain, NULL);
        ok = order(&work, ratio ? &by_ratio : &by_gain, choice, error);
        choice->bound = utility(menu, 0);
        choice->gap = (choice->bound - choice->worth) / choice->bound;
    }
    if (!ok)
        sp_choice_free(choice);
    list_free(&by_gain);
    list_free(&by_ratio);
    work_free(&work);
    return ok;
}

bool sp_portfolio_curve(const struct sp_menu *menu, const struct sp_limits *limits,
                        const struct sp_portfolio_options *options, struct sp_choice *curve,
                        struct sp_error *error)
{
    struct work work = {0};
    struct list list = {0};
    *curve = (struct sp_choice){0};
    size_t most = menu->items > 0 ? (size_t)menu->items * SP_SIGNALS + 1 : 1;
    struct candidate *heap = malloc(most * sizeof *heap);
    curve->pick = malloc(most * sizeof *curve->pick);
    bool ok = heap && curve->pick;
    if (!ok)
        sp_fail(error, SP_NO_MEMORY, "no memory for a curve of %d items", menu->items);
    ok = ok && work_make(menu, limits, options, &work, error)
         && list_make(menu, limits, &list, error);
    if (ok) {
        int count = candidates(&work, &list, BY_GAIN, heap);
        greedy(&list, heap, count, BY_GAIN, curve->pick, &curve->count);
        curve->cost_cents = list.cents;
        curve->hours = list.hours;
        curve->worth = worth_of(&list, &curve->standard_error);
        add_up(curve);
    } else
        sp_choice_free(curve);
    free(heap);
    list_free(&list);
    work_free(&work);
    return ok;
}

struct gains {
    const struct list *list;
    double *gain;
};

static void best_gains(void *with, int from, int to)
{
    const struct gains *gains = with;
    const struct list *list = gains->list;
    for (int i = from; i < to; i++) {
        gains->gain[i] = 0;
        const struct sp_menu_item *it = &list->menu->item[i];
        for (int way = 0; list->way[i] == OUT && way < SP_SIGNALS; way++)
            if (offered(list->menu, i, way)
                && (way == SP_PLAIN
                    || list->signals[it->group * SP_SIGNALS + way]
                           < list->menu->group[it->group].signals[way]))
                gains->gain[i] = fmax(gains->gain[i], gain_of(list, i, way));
    }
}

bool sp_portfolio_gain(const struct sp_menu *menu, const struct sp_choice *choice,
                       const struct sp_portfolio_options *options, double *gain,
                       struct sp_error *error)
{
    static const struct sp_limits none = {0};
    struct list list = {0};
    if (!list_make(menu, &none, &list, error))
        return false;
    for (int i = 0; i < choice->count; i++)
        send(&list, choice->pick[i].item, (int)choice->pick[i].signal);
    struct gains gains = {&list, gain};
    sp_in_stretches(options->threads, menu->items, best_gains, &gains);
    list_free(&list);
    return true;
}
