/* oracle.c: every list, every season, every item. */
#include "oracle.h"

#include <assert.h>

enum { OUT = SP_SIGNALS };

static double utility(const struct sp_menu *menu, int level)
{
    if (level == menu->levels)
        return 0;
    return menu->utility ? menu->utility[level] : 1;
}

double oracle_worth(const struct sp_menu *menu, const int *state)
{
    double sum = 0;
    for (int k = 0; k < menu->seasons; k++)
        for (int l = 0; l < menu->levels; l++) {
            double none = 1;
            for (int i = 0; i < menu->items; i++)
                if (state[i] != OUT && menu->item[i].level <= l)
                    none *= 1 - (double)menu->chance[state[i]][i * menu->seasons + k];
            sum += (utility(menu, l) - utility(menu, l + 1)) * (1 - none);
        }
    return sum / menu->seasons;
}

bool oracle_fits(const struct sp_menu *menu, const struct sp_limits *limits,
                 const int *state)
{
    int count = 0;
    long long cents = 0;
    double hours = 0;
    for (int g = 0; g < menu->groups; g++) {
        int sent = 0, silver = 0, gold = 0;
        for (int i = 0; i < menu->items; i++) {
            if (menu->item[i].group != g || state[i] == OUT)
                continue;
            silver += state[i] == SP_SILVER;
            gold += state[i] == SP_GOLD;
            cents += sp_fees_of(&menu->group[g].fees, ++sent) + menu->item[i].extra_cents;
            hours += menu->item[i].hours;
        }
        count += sent;
        if (silver > menu->group[g].signals[SP_SILVER]
            || gold > menu->group[g].signals[SP_GOLD])
            return false;
    }
    for (int i = 0; i < menu->items; i++) {
        if (state[i] == OUT && menu->item[i].pinned)
            return false;
        if (state[i] != OUT && (!menu->chance[state[i]] || menu->item[i].barred[state[i]]))
            return false;
    }
    return !(limits->money && cents > limits->most_cents)
           && !(limits->applications && count > limits->most_applications)
           && !(limits->hours && hours > limits->most_hours * (1 + 1e-9));
}

double oracle_best(const struct sp_menu *menu, const struct sp_limits *limits, int *state)
{
    double best = -1;
    long long lists = 1;
    for (int i = 0; i < menu->items; i++)
        lists *= 4;
    for (long long list = 0; list < lists; list++) {
        int trial[32];
        long long rest = list;
        for (int i = 0; i < menu->items; i++, rest /= 4)
            trial[i] = (int)(rest % 4);
        if (!oracle_fits(menu, limits, trial))
            continue;
        double worth = oracle_worth(menu, trial);
        if (worth > best) {
            best = worth;
            for (int i = 0; i < menu->items; i++)
                state[i] = trial[i];
        }
    }
    return best;
}

double oracle_best_independent(const double *chance, const double *value, const int *cost,
                               int count, int most, int budget)
{
    double best = 0;
    for (long set = 0; set < 1L << count; set++) {
        int number = 0, spent = 0;
        double worth = 0;
        for (int i = 0; i < count; i++)
            if (set >> i & 1) {
                number++;
                spent += cost[i];
            }
        if (number > most || spent > budget)
            continue;
        /* The best offer comes first: take the dearest of those not yet looked at. */
        double none = 1;
        int taken[32] = {0};
        for (int n = 0; n < number; n++) {
            int top = -1;
            for (int i = 0; i < count; i++)
                if ((set >> i & 1) && !taken[i] && (top < 0 || value[i] > value[top]))
                    top = i;
            assert(top >= 0);
            taken[top] = 1;
            worth += none * chance[top] * value[top];
            none *= 1 - chance[top];
        }
        if (worth > best)
            best = worth;
    }
    return best;
}
