/* portfolio_list.c: accounts and chances of a list, changed one item at a time. */
#include "portfolio_list.h"

#include "error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void sp_list_weigh(const struct sp_menu *menu, const double *alive, double *weight)
{
    size_t seasons = (size_t)menu->seasons;
    for (int l = menu->levels - 1; l >= 0; l--) {
        const double *from = alive + (size_t)l * seasons;
        double *to = weight + (size_t)l * seasons;
        double step = sp_menu_utility(menu, l) - sp_menu_utility(menu, l + 1);
        sp_row_weigh(from, step, l == menu->levels - 1 ? NULL : to + seasons, to,
                     menu->seasons);
    }
}

void sp_list_free(struct sp_list *list)
{
    free(list->state);
    free(list->sent);
    free(list->signals);
    free(list->alive);
    free(list->weight);
    *list = (struct sp_list){0};
}

bool sp_list_make(const struct sp_menu *menu, const struct sp_limits *limits,
                  struct sp_list *list, struct sp_error *error)
{
    size_t cells = (size_t)menu->levels * (size_t)menu->seasons;
    *list = (struct sp_list){
        .menu = menu,
        .limits = limits,
        .state = malloc((size_t)menu->items + 1),
        .sent = calloc((size_t)menu->groups + 1, sizeof(int)),
        .signals = calloc((size_t)menu->groups * SP_SIGNALS + 1, sizeof(int)),
        .alive = malloc(cells * sizeof(double)),
        .weight = malloc(cells * sizeof(double)),
    };
    if (!list->state || !list->sent || !list->signals || !list->alive || !list->weight) {
        sp_list_free(list);
        return sp_fail(error, SP_NO_MEMORY, "no memory for a list of %d items",
                       menu->items);
    }
    memset(list->state, SP_OUT, (size_t)menu->items);
    for (size_t i = 0; i < cells; i++)
        list->alive[i] = sp_menu_mass(menu, (int)(i % (size_t)menu->seasons));
    sp_list_weigh(menu, list->alive, list->weight);
    return true;
}

void sp_list_book(struct sp_list *list, int item, int state)
{
    const struct sp_menu_item *it = &list->menu->item[item];
    const struct sp_fees *fees = &list->menu->group[it->group].fees;
    int was = list->state[item], *signals = list->signals + it->group * SP_SIGNALS;
    if (was != SP_OUT) {
        signals[was]--;
        list->count--;
        list->cents -= sp_fees_of(fees, list->sent[it->group]--) + it->extra_cents;
        list->hours -= it->hours;
    }
    if (state != SP_OUT) {
        signals[state]++;
        list->count++;
        list->cents += sp_fees_of(fees, ++list->sent[it->group]) + it->extra_cents;
        list->hours += it->hours;
    }
    list->state[item] = (unsigned char)state;
}

static bool within(const struct sp_limits *most, int count, int64_t cents, double hours)
{
    return !(most->money && cents > most->most_cents)
           && !(most->applications && count > most->most_applications)
           && !(most->hours && hours > most->most_hours * (1 + SP_HOURS_SLACK));
}

bool sp_list_fits(const struct sp_list *list, int group)
{
    const int *have = list->menu->group[group].signals;
    const int *used = list->signals + group * SP_SIGNALS;
    return used[SP_SILVER] <= have[SP_SILVER] && used[SP_GOLD] <= have[SP_GOLD]
           && within(list->limits, list->count, list->cents, list->hours);
}

/* The same for one more, without putting it in and out again. */
static bool one_more_fits(const struct sp_list *list, int item, int state)
{
    const struct sp_menu_item *it = &list->menu->item[item];
    const struct sp_menu_group *group = &list->menu->group[it->group];
    const int *used = list->signals + it->group * SP_SIGNALS;
    for (int way = SP_SILVER; way < SP_SIGNALS; way++)
        if (used[way] + (way == state) > group->signals[way])
            return false;
    int64_t fee = sp_fees_of(&group->fees, list->sent[it->group] + 1);
    return within(list->limits, list->count + 1, list->cents + fee + it->extra_cents,
                  list->hours + it->hours);
}

bool sp_list_would_fit(struct sp_list *list, int item, int state)
{
    int was = list->state[item];
    if (was == SP_OUT && state != SP_OUT)
        return one_more_fits(list, item, state);
    double hours = list->hours;
    sp_list_book(list, item, state);
    bool fits = sp_list_fits(list, list->menu->item[item].group);
    sp_list_book(list, item, was);
    list->hours = hours; /* not what rounding makes of it */
    return fits;
}

double sp_list_gain(const struct sp_list *list, int item, int state)
{
    const struct sp_menu *menu = list->menu;
    size_t level = (size_t)menu->item[item].level;
    return sp_row_change(sp_menu_row(menu, item, list->state[item]),
                         sp_menu_row(menu, item, state),
                         list->weight + level * (size_t)menu->seasons, menu->seasons)
           / menu->seasons;
}

void sp_list_put(struct sp_list *list, int item, int state)
{
    const struct sp_menu *menu = list->menu;
    const float *from = sp_menu_row(menu, item, list->state[item]);
    const float *to = sp_menu_row(menu, item, state);
    for (int l = menu->item[item].level; l < menu->levels; l++)
        sp_row_apply(from, to, list->alive + (size_t)l * (size_t)menu->seasons,
                     menu->seasons);
    sp_list_weigh(menu, list->alive, list->weight);
    sp_list_book(list, item, state);
}

double sp_list_worth(const struct sp_list *list, double *standard_error)
{
    /* In one season, the worth is what an offer of the first level no longer adds. */
    int seasons = list->menu->seasons;
    double top = sp_menu_utility(list->menu, 0), sum = 0, squares = 0;
    for (int k = 0; k < seasons; k++)
        sum += sp_menu_mass(list->menu, k) * top - list->weight[k];
    double mean = fmax(0, sum / seasons);
    for (int k = 0; k < seasons && standard_error; k++) {
        double off = sp_menu_mass(list->menu, k) * (top - mean) - list->weight[k];
        squares += off * off;
    }
    if (standard_error)
        *standard_error = sqrt(squares / seasons / fmax(1, seasons - 1));
    return mean;
}
