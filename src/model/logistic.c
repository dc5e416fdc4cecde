/* logistic.c: Gauss-Hermite quadrature, and a table read backwards.
 *
 * The mean of a logistic over a normal has no closed form; on the scale of log-odds it
 * is nearly straight in the base, so linear interpolation of 64 points serves.
 */
#include "logistic.h"

#include <math.h>
#include <stdbool.h>

static const double first_base = -12, base_step = 0.25;

double sp_logistic(double log_odds)
{
    return 1 / (1 + exp(-log_odds));
}

double sp_log_odds(double chance)
{
    double x = chance < 1e-9 ? 1e-9 : chance > 1 - 1e-9 ? 1 - 1e-9 : chance;
    return log(x / (1 - x));
}

/* The normalised Hermite function value and the one before it, by the recurrence
 * h[k + 1] = (x h[k] - sqrt(k) h[k - 1]) / sqrt(k + 1). */
static double hermite(int count, double x, double *before)
{
    double now = 1, last = 0;
    for (int k = 0; k < count; k++) {
        double next = (x * now - sqrt(k) * last) / sqrt(k + 1);
        last = now;
        now = next;
    }
    *before = last;
    return now;
}

void sp_normal_nodes(int count, double *at, double *weight)
{
    /* Roots interlace, so each sign change on a fine grid holds one; then bisection. */
    double reach = sqrt(4.0 * count + 2), step = 0.01, before;
    double low, high = hermite(count, -reach, &before);
    int found = 0;
    for (double x = -reach; x < reach && found < count; x += step) {
        double left = x, right = x + step;
        low = high;
        high = hermite(count, right, &before);
        if (low * high > 0)
            continue;
        for (int i = 0; i < 60; i++) {
            double middle = (left + right) / 2;
            bool same = hermite(count, middle, &before) * low > 0;
            left = same ? middle : left;
            right = same ? right : middle;
        }
        at[found] = (left + right) / 2;
        hermite(count, at[found], &before);
        weight[found++] = 1 / (count * before * before);
    }
}

struct sp_nodes sp_nodes_make(void)
{
    struct sp_nodes nodes = {0};
    sp_normal_nodes(SP_NODES, nodes.at, nodes.weight);
    return nodes;
}

double sp_spread_mean(const struct sp_spread *spread, const struct sp_nodes *nodes,
                      double log_odds)
{
    double sum = 0, shift = exp(-spread->signal);
    for (int i = 0; i < SP_NODES; i++) {
        double against = exp(-(log_odds + spread->sd * nodes->at[i]));
        sum += nodes->weight[i]
               * ((1 - spread->signalled) / (1 + against)
                  + spread->signalled / (1 + against * shift));
    }
    return sum;
}

struct sp_spread_table sp_spread_tabulate(const struct sp_spread *spread,
                                          const struct sp_nodes *nodes)
{
    struct sp_spread_table table;
    for (int i = 0; i < SP_SPREAD_STEPS; i++)
        table.mean[i] =
            sp_log_odds(sp_spread_mean(spread, nodes, first_base + base_step * i));
    return table;
}

double sp_spread_base(const struct sp_spread_table *table, double mean)
{
    double want = sp_log_odds(mean);
    int low = 0, high = SP_SPREAD_STEPS - 1;
    while (high - low > 1) {
        int middle = (low + high) / 2;
        if (table->mean[middle] <= want)
            low = middle;
        else
            high = middle;
    }
    double slope = (want - table->mean[low]) / (table->mean[high] - table->mean[low]);
    return first_base + base_step * (low + slope);
}
