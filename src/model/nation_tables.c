/* nation_tables.c: what a season draws from: who is ranked where, how often, in which
 * order.
 *
 * Given strength, which programs rank an applicant are independent draws: their number is
 * tabulated exactly, and each is then taken from an alias table without replacement.
 */
#include "nation.h"

#include "logistic.h"
#include "openness.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>

static const int least_strata = 64; /* applicants */

/* Walker's method: each slot holds one entry, and what it has too little of another. */
static void fill_slots(const double *weight, int count, struct sp_nation_slot *slot,
                       double *left, int *small, int *large)
{
    double sum = 0;
    int smalls = 0, larges = 0;
    for (int i = 0; i < count; i++)
        sum += weight[i];
    for (int i = 0; i < count; i++) {
        left[i] = sum > 0 ? weight[i] * count / sum : 1;
        slot[i] = (struct sp_nation_slot){UINT16_MAX, (uint16_t)i};
        if (left[i] < 1)
            small[smalls++] = i;
        else
            large[larges++] = i;
    }
    while (smalls > 0 && larges > 0) {
        int s = small[--smalls], l = large[larges - 1];
        slot[s].cut = (uint16_t)(left[s] * UINT16_MAX);
        slot[s].other = (uint16_t)l;
        left[l] -= 1 - left[s];
        if (left[l] < 1) {
            larges--;
            small[smalls++] = l;
        }
    }
}

/* Quantiles of a sum of independent invitations, exactly. */
static double fill_ranks(const double *chance, int count, uint8_t steps[SP_NATION_STEPS])
{
    double mass[SP_NATION_LONGEST + 1] = {1}, below = 0, mean = 0;
    int top = 0, r = 0;
    for (int i = 0; i < count; i++) {
        top = top < SP_NATION_LONGEST ? top + 1 : top;
        if (top == SP_NATION_LONGEST)
            mass[top] += mass[top - 1] * chance[i];
        else
            mass[top] = mass[top - 1] * chance[i];
        for (int k = top - 1; k > 0; k--)
            mass[k] += (mass[k - 1] - mass[k]) * chance[i];
        mass[0] *= 1 - chance[i];
        mean += chance[i];
    }
    for (int q = 0; q < SP_NATION_STEPS; q++) {
        while (r < SP_NATION_LONGEST && below + mass[r] < (q + 0.5) / SP_NATION_STEPS)
            below += mass[r++];
        steps[q] = (uint8_t)r;
    }
    return mean;
}

/* Room for one pool while its tables are made. */
struct shelf {
    double *base, *applied, *weight, *left;
    int *small, *large;
};

/* Who applies where, with what the fit adjusts: as many applications as before, and none
 * surer than 1. */
static void spread_applications(const struct sp_nation *nation,
                                const struct sp_nation_pool *pool, double *applied)
{
    const struct sp_nation_entry *entry = nation->entry + pool->first;
    for (int i = 0; i < pool->entries; i++)
        applied[i] = entry[i].applied * exp(SP_CROWDING_USUAL.share * entry[i].adjust);
    for (int round = 0; round < 8; round++) {
        double sum = 0;
        for (int i = 0; i < pool->entries; i++)
            sum += applied[i];
        for (int i = 0; i < pool->entries; i++)
            applied[i] = fmin(applied[i] * pool->applications / sum, 1);
    }
}

static void find_bases(struct sp_nation *nation, const struct sp_nation_pool *pool,
                       const struct shelf *shelf, const struct sp_nodes *nodes)
{
    const struct sp_nation_entry *entry = nation->entry + pool->first;
    struct sp_spread spread = {pool->sd, pool->signal, pool->signalled};
    struct sp_spread_table table = sp_spread_tabulate(&spread, nodes);
    double applied = 0, invited = 0;
    spread_applications(nation, pool, shelf->applied);
    for (int i = 0; i < pool->entries; i++) {
        shelf->left[i] = entry[i].invited
                         * exp(entry[i].adjust
                               + sp_nation_shorter(nation->track[entry[i].track].drawn,
                                                   nation->late_ranks[pool->type]));
        applied += shelf->applied[i];
        invited += shelf->left[i];
    }
    for (int i = 0; i < pool->entries; i++) {
        double relative = shelf->left[i] / invited / (shelf->applied[i] / applied);
        shelf->base[i] = exp(sp_spread_base(&table, fmin(pool->rate * relative, 0.95)));
        nation->place[pool->first + i] = (uint16_t)entry[i].track;
    }
}

static void tabulate_pool(struct sp_nation *nation, int p, const struct shelf *shelf,
                          const struct sp_nodes *nodes)
{
    const struct sp_nation_pool *pool = &nation->pool[p];
    double signal = exp(pool->signal);
    find_bases(nation, pool, shelf, nodes);
    for (int b = 0; b < SP_NATION_BINS; b++) {
        double normal = sp_normal_quantile((b + 0.5) / SP_NATION_BINS);
        double lift = exp(pool->sd * normal);
        for (int i = 0; i < pool->entries; i++) {
            double x = shelf->base[i] * lift, y = x * signal;
            shelf->weight[i] =
                shelf->applied[i]
                * ((1 - pool->signalled) * x / (1 + x) + pool->signalled * y / (1 + y));
        }
        long row = (long)p * SP_NATION_BINS + b;
        nation->mean_ranks[row] =
            fill_ranks(shelf->weight, pool->entries, nation->ranks + row * SP_NATION_STEPS);
        fill_slots(shelf->weight, pool->entries,
                   nation->slot + (long)pool->first * SP_NATION_BINS
                       + (long)b * pool->entries,
                   shelf->left, shelf->small, shelf->large);
    }
}

static int by_score(const void *a, const void *b)
{
    const struct sp_nation_block *x = a, *y = b;
    if (x->specialty != y->specialty)
        return x->specialty < y->specialty ? -1 : 1;
    return x->score != y->score ? (x->score < y->score ? 1 : -1)
                                : (x->first > y->first) - (x->first < y->first);
}

/* Applicants by pool and strength, in strata where there are enough of them. */
static void lay_out(struct sp_nation *nation)
{
    int who = 0;
    nation->blocks = 0;
    for (int p = 0; p < nation->pools; p++) {
        const struct sp_nation_pool *pool = &nation->pool[p];
        int bins = pool->applicants < least_strata ? 1 : SP_NATION_BINS, before = who;
        for (int b = 0; b < bins; b++) {
            int end = before + (int)((int64_t)pool->applicants * (b + 1) / bins);
            double normal = sp_normal_quantile((b + 0.5) / bins);
            if (end > who)
                nation->block[nation->blocks++] =
                    (struct sp_nation_block){p,
                                             bins == 1 ? -1 : b,
                                             who,
                                             end - who,
                                             pool->specialty,
                                             pool->level + pool->slope * pool->sd * normal};
            who = end;
        }
    }
    nation->applicants = who;
    qsort(nation->block, (size_t)nation->blocks, sizeof *nation->block, by_score);
}

bool sp_nation_tabulate(struct sp_nation *nation)
{
    size_t most = 1;
    struct sp_nodes nodes = sp_nodes_make();
    for (int p = 0; p < nation->pools; p++)
        if ((size_t)nation->pool[p].entries > most)
            most = (size_t)nation->pool[p].entries;
    struct shelf shelf = {
        malloc(sizeof(double) * most), malloc(sizeof(double) * most),
        malloc(sizeof(double) * most), malloc(sizeof(double) * most),
        malloc(sizeof(int) * most),    malloc(sizeof(int) * most),
    };
    bool ok = shelf.base && shelf.applied && shelf.weight && shelf.left && shelf.small
              && shelf.large;
    lay_out(nation);
    for (int t = 0; t < nation->tracks; t++)
        nation->late[t] = (uint16_t)(UINT16_MAX * sp_nation_late(nation->track[t].drawn));
    for (int p = 0; ok && p < nation->pools; p++)
        tabulate_pool(nation, p, &shelf, &nodes);
    free(shelf.base);
    free(shelf.applied);
    free(shelf.weight);
    free(shelf.left);
    free(shelf.small);
    free(shelf.large);
    return ok;
}
