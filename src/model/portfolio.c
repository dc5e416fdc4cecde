/* portfolio.c: from a menu to a choice.
 *
 * Check, start by greed, bound, search.  The parts are files of their own: rows (sums
 * over the seasons), list, greedy, price and bound (the relaxed problem), search.
 */
#include "portfolio.h"

#include "error.h"
#include "portfolio_bound.h"
#include "portfolio_greedy.h"
#include "portfolio_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ITEMS = 65536, MOST_GROUPS = 256, MOST_LEVELS = 8 };

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

/* ---- the chances ------------------------------------------------------------------- */

struct faults {
    const struct sp_menu *menu;
    unsigned char *bad; /* [items] has a chance outside [0, 1) */
};

static void find_faults(void *with, int from, int to)
{
    const struct faults *faults = with;
    const struct sp_menu *menu = faults->menu;
    for (int i = from; i < to; i++)
        for (int way = 0; way < SP_SIGNALS; way++)
            if (sp_menu_offers(menu, i, way)
                && !sp_row_valid(sp_menu_row(menu, i, way), menu->seasons))
                faults->bad[i] = 1;
}

static bool explain_fault(const struct sp_menu *menu, int item, struct sp_error *error)
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

static bool check_chances(const struct sp_menu *menu, int threads, struct sp_error *error)
{
    if (menu->checked)
        return true;
    struct faults faults = {menu, calloc((size_t)menu->items + 1, 1)};
    if (!faults.bad)
        return sp_fail(error, SP_NO_MEMORY, "no memory for %d items", menu->items);
    sp_in_stretches(threads, menu->items, find_faults, &faults);
    bool ok = true;
    for (int i = 0; ok && i < menu->items; i++)
        ok = !faults.bad[i] || explain_fault(menu, i, error);
    free(faults.bad);
    return ok;
}

/* ---- starts ------------------------------------------------------------------------ */

/* A menu of some of the seasons, in blocks spread over all of them: enough to start from.
 * Where some count more than others, or there are few, it is all of them. */
struct sample {
    struct sp_menu menu;
    const struct sp_menu *of;
    float *chance[SP_SIGNALS];
};

enum { SAMPLE = 512, BLOCK = 16 };

static void sample_stretch(void *with, int from, int to)
{
    struct sample *sample = with;
    size_t all = (size_t)sample->of->seasons, gap = all / (SAMPLE / BLOCK);
    for (int way = 0; way < SP_SIGNALS; way++)
        for (size_t i = (size_t)from; sample->chance[way] && i < (size_t)to; i++)
            for (size_t b = 0; b < SAMPLE / BLOCK; b++)
                memcpy(sample->chance[way] + i * SAMPLE + b * BLOCK,
                       sample->of->chance[way] + i * all + b * gap, BLOCK * sizeof(float));
}

static void sample_free(struct sample *sample)
{
    for (int way = 0; way < SP_SIGNALS; way++)
        free(sample->chance[way]);
}

static bool sample_make(const struct sp_menu *menu, int threads, struct sample *sample,
                        struct sp_error *error)
{
    size_t cells = (size_t)menu->items * SAMPLE;
    *sample = (struct sample){.menu = *menu, .of = menu};
    if (menu->seasons < 2 * SAMPLE || menu->mass)
        return true;
    sample->menu.seasons = SAMPLE;
    for (int way = 0; way < SP_SIGNALS; way++)
        if (menu->chance[way]) {
            sample->menu.chance[way] = sample->chance[way] =
                malloc((cells + 1) * sizeof(float));
            if (!sample->chance[way]) {
                sample_free(sample);
                return sp_fail(error, SP_NO_MEMORY,
                               "no memory for a sample of the seasons");
            }
        }
    sp_in_stretches(threads, menu->items, sample_stretch, sample);
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

static bool start(const struct sp_menu *menu, const struct sp_limits *limits,
                  enum sp_greed by, int threads, struct sp_list *list,
                  struct sp_error *error)
{
    return sp_list_make(menu, limits, list, error) && sp_greedy_pins(list, error)
           && sp_greedy_fill(list, by, threads, NULL, error);
}

/* The same list by gain as `start` makes, where the order without limits is known: greed
 * within limits goes along with it up to the first pick that does not fit. */
static bool start_along(const struct sp_menu *menu, const struct sp_limits *limits,
                        const struct sp_choice *curve, int threads, struct sp_list *list,
                        struct sp_error *error)
{
    if (!sp_list_make(menu, limits, list, error))
        return false;
    for (int i = 0; i < curve->count; i++) {
        const struct sp_chosen *pick = &curve->pick[i];
        if (!sp_list_would_fit(list, pick->item, (int)pick->signal))
            break;
        sp_list_put(list, pick->item, (int)pick->signal);
    }
    return sp_greedy_fill(list, SP_BY_GAIN, threads, NULL, error);
}

static bool any_pinned(const struct sp_menu *menu)
{
    for (int i = 0; i < menu->items; i++)
        if (menu->item[i].pinned)
            return true;
    return false;
}

/* The same list on another menu of the same items. */
static bool copy(const struct sp_list *from, const struct sp_menu *menu,
                 struct sp_list *list, struct sp_error *error)
{
    if (!sp_list_make(menu, from->limits, list, error))
        return false;
    for (int i = 0; i < menu->items; i++)
        if (from->state[i] != SP_OUT)
            sp_list_put(list, i, from->state[i]);
    return true;
}

/* Whether every application costs what any other would in its place: then gain and gain
 * per cost choose alike. */
static bool costs_alike(const struct sp_menu *menu)
{
    for (int i = 1; i < menu->items; i++)
        if (menu->item[i].group != menu->item[0].group
            || menu->item[i].extra_cents != menu->item[0].extra_cents
            || menu->item[i].hours != menu->item[0].hours)
            return false;
    return true;
}

/* The better of the lists by gain and by gain per cost, on a sample of the seasons. */
static bool start_greedy(const struct sp_menu *menu, const struct sp_limits *limits,
                         const struct sp_portfolio_options *options, struct sp_list *list,
                         struct sp_error *error)
{
    int threads = options->threads;
    struct sample sample;
    struct sp_list by_gain = {0}, by_ratio = {0};
    if (!sample_make(menu, threads, &sample, error))
        return false;
    bool all = sample.menu.seasons == menu->seasons;
    bool ok = options->curve && all && !any_pinned(menu)
                  ? start_along(menu, limits, options->curve, threads, &by_gain, error)
                  : start(&sample.menu, limits, SP_BY_GAIN, threads, &by_gain, error);
    if (ok && (limits->money || limits->hours) && !costs_alike(menu)) {
        ok = start(&sample.menu, limits, SP_BY_GAIN_PER_COST, threads, &by_ratio, error);
        if (ok)
            keep_better(&by_gain, &by_ratio);
    }
    ok = ok && copy(&by_gain, menu, list, error);
    sp_list_free(&by_gain);
    sp_list_free(&by_ratio);
    sample_free(&sample);
    return ok;
}

/* A way to send an item and how much of it the relaxed solution sends. */
struct part {
    double share;
    int item, way;
};

static int larger_first(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    if (x->share != y->share)
        return x->share > y->share ? -1 : 1;
    return x->item != y->item ? x->item - y->item : x->way - y->way;
}

/* The relaxed solution made whole: larger shares first, as they fit, then by greed. */
static bool start_rounded(const struct sp_menu *menu, const struct sp_limits *limits,
                          int threads, const struct sp_bound *bound, struct sp_list *list,
                          struct sp_error *error)
{
    struct part *part = malloc(((size_t)menu->items * SP_SIGNALS + 1) * sizeof *part);
    int parts = 0;
    if (!part)
        return sp_fail(error, SP_NO_MEMORY, "no memory for a start");
    bool ok = sp_list_make(menu, limits, list, error) && sp_greedy_pins(list, error);
    for (int i = 0; i < menu->items; i++)
        for (int way = 0; way < SP_SIGNALS; way++)
            if (bound->share[way][i] > 0.01 && bound->loss[way][i] < INFINITY)
                part[parts++] = (struct part){bound->share[way][i], i, way};
    qsort(part, (size_t)parts, sizeof *part, larger_first);
    for (int p = 0; ok && p < parts; p++)
        if ((list->state[part[p].item] == SP_OUT || part[p].share > 0.5)
            && sp_list_would_fit(list, part[p].item, part[p].way))
            sp_list_put(list, part[p].item, part[p].way);
    free(part);
    return ok && sp_greedy_fill(list, SP_BY_GAIN_PER_COST, threads, NULL, error);
}

/* ---- what the caller asks ---------------------------------------------------------- */

void sp_choice_free(struct sp_choice *choice)
{
    free(choice->pick);
    *choice = (struct sp_choice){0};
}

/* From greed to the bound, and from both to better lists; a second start, from the
 * relaxed solution, where the first is not proved best. */
static bool find(const struct sp_menu *menu, const struct sp_limits *limits,
                 const struct sp_portfolio_options *options, struct sp_list *list,
                 double *bound_worth, struct sp_error *error)
{
    int threads = options->threads;
    struct sp_list other = {0};
    struct sp_bound bound = {0};
    bool proved = false;
    bool ok = start_greedy(menu, limits, options, list, error)
              && sp_bound_make(list, threads, &bound, error)
              && sp_search(list, &bound, &proved, error);
    if (ok && !proved) {
        ok = start_rounded(menu, limits, threads, &bound, &other, error)
             && sp_search(&other, &bound, &proved, error);
        if (ok)
            keep_better(list, &other);
    }
    *bound_worth = proved ? 0 : bound.worth;
    sp_bound_free(&bound);
    sp_list_free(&other);
    return ok;
}

bool sp_portfolio_choose(const struct sp_menu *menu, const struct sp_limits *limits,
                         const struct sp_portfolio_options *options,
                         struct sp_choice *choice, struct sp_error *error)
{
    struct sp_list list = {0};
    double bound = 0;
    *choice = (struct sp_choice){0};
    bool ok = check(menu, limits, error) && check_chances(menu, options->threads, error)
              && find(menu, limits, options, &list, &bound, error)
              && sp_greedy_order(&list, choice, error);
    if (ok) {
        choice->bound = fmax(choice->worth, bound);
        choice->gap = choice->bound > 0 ? 1 - choice->worth / choice->bound : 0;
    } else
        sp_choice_free(choice);
    sp_list_free(&list);
    return ok;
}

bool sp_portfolio_curve(const struct sp_menu *menu, const struct sp_limits *limits,
                        const struct sp_portfolio_options *options, struct sp_choice *curve,
                        struct sp_error *error)
{
    struct sp_list list = {0};
    *curve = (struct sp_choice){0};
    bool ok = check(menu, limits, error) && check_chances(menu, options->threads, error)
              && sp_list_make(menu, limits, &list, error)
              && sp_greedy_fill(&list, SP_BY_GAIN, options->threads, curve, error);
    if (!ok)
        sp_choice_free(curve);
    sp_list_free(&list);
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
