/* bench_portfolio.c: the portfolio and its exact special cases, against plain baselines
 *
 * Each line is the best of several runs in a process of its own: our time, the time of
 * a plain way to the same answer in the same run, their ratio, and the goal.  Other
 * work on the machine moves the times more than the ratios.
 */
#include "error.h"
#include "exact.h"
#include "portfolio.h"
#include "random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static void *get(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory)
        exit(1);
    return memory;
}

static void keep_least(double *least, double since)
{
    double took = now_ms() - since;
    if (*least == 0 || took < *least)
        *least = took;
}

static void report(const char *what, double ours, double plain, double goal,
                   const char *note)
{
    printf("%-58s %9.2f ms  plain %9.2f ms  %6.1f x  goal %5.0f ms%s%s\n", what, ours,
           plain, plain / ours, goal, *note ? "  " : "", note);
    fflush(stdout);
}

/* ---- seasons ----------------------------------------------------------------------- */

enum { ITEMS = 1200, SEASONS = 4096, CHOSEN = 100 };

/* log-odds = base of the program + strength of the applicant in that season + a little
 * luck, and 1.0 more for a silver signal, 1.4 for a gold one; an offer follows in a part
 * of the cases.  base ~ N(logit 0.05, 1), strength ~ N(0, 1), luck ~ N(0, 0.5). */
static void draw_seasons(float *chance[SP_SIGNALS], int ways)
{
    static const double lift[SP_SIGNALS] = {0, 1.0, 1.4};
    double *strength = get(SEASONS, sizeof *strength);
    struct sp_random random = sp_random_for(1, 0);
    for (int k = 0; k < SEASONS; k++)
        strength[k] = sp_random_normal(&random);
    for (int way = 0; way < ways; way++)
        chance[way] = get((size_t)ITEMS * SEASONS, sizeof(float));
    for (int i = 0; i < ITEMS; i++) {
        random = sp_random_for(1, (uint64_t)i + 1);
        double base = log(0.05 / 0.95) + sp_random_normal(&random);
        double part = 0.3 + 0.6 * sp_random_uniform(&random);
        for (int k = 0; k < SEASONS; k++) {
            double odds = base + strength[k] + 0.5 * sp_random_normal(&random);
            for (int way = 0; way < ways; way++)
                chance[way][i * SEASONS + k] = (float)(part / (1 + exp(-odds - lift[way])));
        }
    }
    free(strength);
}

/* Greedy that looks at every gain in every step; returns the worth. */
static double plain_greedy(float *const chance[SP_SIGNALS], int ways, int *signals)
{
    double *alive = get(SEASONS, sizeof *alive), worth = 0;
    bool *in = get(ITEMS, sizeof *in);
    for (int k = 0; k < SEASONS; k++)
        alive[k] = 1;
    for (int n = 0; n < CHOSEN; n++) {
        int best = -1, best_way = 0;
        double most = -1;
        for (int way = 0; way < ways; way++)
            for (int i = 0; i < ITEMS; i++) {
                double gain = 0;
                if (in[i] || signals[way] == 0)
                    continue;
                for (int k = 0; k < SEASONS; k++)
                    gain += (double)chance[way][i * SEASONS + k] * alive[k];
                if (gain > most) {
                    most = gain;
                    best = i;
                    best_way = way;
                }
            }
        in[best] = true;
        signals[best_way]--;
        worth += most / SEASONS;
        for (int k = 0; k < SEASONS; k++)
            alive[k] *= 1 - (double)chance[best_way][best * SEASONS + k];
    }
    free(alive);
    free(in);
    return worth;
}

static void choose(const char *what, int ways, bool fees, double goal)
{
    static const struct sp_fee_tier tiers[] = {{1, 1100}, {31, 3000}};
    struct sp_menu_group group[3];
    struct sp_menu_item *item = get(ITEMS, sizeof *item);
    float *chance[SP_SIGNALS] = {0};
    int groups = fees ? 3 : 1;
    draw_seasons(chance, ways);
    for (int g = 0; g < 3; g++)
        group[g] = (struct sp_menu_group){.fees = {tiers, 2},
                                          .signals = {0, 15 / groups, 6 / groups}};
    for (int i = 0; i < ITEMS; i++)
        item[i].group = i % groups;
    struct sp_menu menu = {.item = item,
                           .group = group,
                           .items = ITEMS,
                           .groups = groups,
                           .levels = 1,
                           .seasons = SEASONS};
    for (int way = 0; way < ways; way++)
        menu.chance[way] = chance[way];
    struct sp_limits limits = {.applications = !fees,
                               .most_applications = CHOSEN,
                               .money = fees,
                               .most_cents = 150000};
    struct sp_portfolio_options options = {.threads = (int)sysconf(_SC_NPROCESSORS_ONLN)};
    struct sp_choice choice;
    double ours = 0, plain = 0, greedy = 0;
    for (int run = 0; run < 20; run++) {
        double since = now_ms();
        if (!sp_portfolio_choose(&menu, &limits, &options, &choice, NULL))
            exit(1);
        keep_least(&ours, since);
        if (run < 19)
            sp_choice_free(&choice);
    }
    for (int run = 0; run < 2; run++) {
        int signals[SP_SIGNALS] = {CHOSEN, 15, 6};
        double since = now_ms();
        greedy = plain_greedy(chance, ways, signals);
        keep_least(&plain, since);
    }
    char note[120];
    snprintf(note, sizeof note, "worth %.6f, greedy %.6f, gap %.1e", choice.worth, greedy,
             choice.gap);
    report(what, ours, plain, goal, note);
    sp_choice_free(&choice);
}

static void choose_plain(void)
{
    choose("best 100 of 1,200, 4,096 seasons, with the bound", 1, false, 50);
}

static void choose_signals(void)
{
    choose("the same with 15 silver and 6 gold signals", SP_SIGNALS, false, 50);
}

static void choose_fees(void)
{
    choose("signals, $1,500 over three specialties in tiers", SP_SIGNALS, true, 50);
}

/* ---- independent chances ----------------------------------------------------------- */

enum { OFFERS = 4096, SENT = OFFERS / 2 };

/* As Kapur and Hong draw theirs: values exponential with mean 10, rounded up; chance
 * 1/(value + 10 u), u uniform; fees 5..10; half of all that all would cost. */
static int64_t draw_offers(double *chance, double *value, int64_t *fee)
{
    struct sp_random random = sp_random_for(2, 0);
    int64_t sum = 0;
    for (int i = 0; i < OFFERS; i++) {
        value[i] = ceil(-10 * log(sp_random_uniform(&random)));
        chance[i] = 1 / (value[i] + 10 * sp_random_uniform(&random));
        sum += fee[i] = 5 + (int64_t)sp_random_below(&random, 6);
    }
    return sum / 2;
}

/* The update as the papers print it, values in falling order not needed. */
static double plain_equal(const double *chance, const double *value)
{
    double *t = get(OFFERS, sizeof *t), worth = 0;
    bool *in = get(OFFERS, sizeof *in);
    memcpy(t, value, OFFERS * sizeof *t);
    for (int n = 0; n < SENT; n++) {
        int k = -1;
        for (int i = 0; i < OFFERS; i++)
            if (!in[i] && (k < 0 || chance[i] * t[i] > chance[k] * t[k]))
                k = i;
        in[k] = true;
        worth += chance[k] * t[k];
        for (int i = 0; i < OFFERS; i++)
            if (t[i] <= t[k] && i != k)
                t[i] *= 1 - chance[k];
            else if (i != k)
                t[i] -= chance[k] * t[k];
    }
    free(t);
    free(in);
    return worth;
}

static void equal_fees(void)
{
    static double chance[OFFERS], value[OFFERS];
    static int64_t fee[OFFERS];
    double ours = 0, plain = 0, same = 0;
    struct sp_exact exact;
    draw_offers(chance, value, fee);
    struct sp_offers offers = {chance, value, OFFERS};
    for (int run = 0; run < 20; run++) {
        double since = now_ms();
        if (!sp_exact_equal(&offers, SENT, &exact, NULL))
            exit(1);
        keep_least(&ours, since);
        since = now_ms();
        if (run < 5) {
            same = plain_equal(chance, value) - exact.worth[exact.count - 1];
            keep_least(&plain, since);
        }
        sp_exact_free(&exact);
    }
    report("equal fees, best 2,048 of 4,096, all sizes", ours, plain, 15,
           fabs(same) < 1e-9 ? "same worth" : "WORTHS DIFFER");
}

/* One row of worths, one byte for each decision, one offer at a time. */
static double plain_fees(const double *chance, const double *value, const int64_t *fee,
                         int64_t budget)
{
    double *best = get((size_t)budget + 1, sizeof *best);
    char *take = get((size_t)(budget + 1) * OFFERS, 1);
    bool *done = get(OFFERS, sizeof *done);
    for (int n = 0; n < OFFERS; n++) {
        int low = -1;
        for (int i = 0; i < OFFERS; i++)
            if (!done[i] && (low < 0 || value[i] < value[low]))
                low = i;
        done[low] = true;
        for (int64_t b = budget; b >= fee[low]; b--) {
            double with = chance[low] * value[low] + (1 - chance[low]) * best[b - fee[low]];
            if (with > best[b]) {
                best[b] = with;
                take[n * (budget + 1) + b] = 1;
            }
        }
    }
    double worth = best[budget];
    free(best);
    free(take);
    free(done);
    return worth;
}

static void any_fees(void)
{
    static double chance[OFFERS], value[OFFERS];
    static int64_t fee[OFFERS];
    double ours = 0, plain = 0, worth = 0;
    int64_t budget = draw_offers(chance, value, fee);
    struct sp_offers offers = {chance, value, OFFERS};
    struct sp_exact exact;
    for (int run = 0; run < 10; run++) {
        double since = now_ms();
        if (!sp_exact_fees(&offers, fee, budget, &exact, NULL))
            exit(1);
        keep_least(&ours, since);
        worth = exact.worth[exact.count - 1];
        sp_exact_free(&exact);
    }
    struct rusage usage;
    char note[80];
    getrusage(RUSAGE_SELF, &usage);
    double since = now_ms(), same = plain_fees(chance, value, fee, budget) - worth;
    keep_least(&plain, since);
    snprintf(note, sizeof note, "%s, process peak %.1f MB",
             fabs(same) < 1e-9 ? "same worth" : "WORTHS DIFFER",
             (double)usage.ru_maxrss / 1024);
    report("any fees, exact, 4,096 offers, half the money", ours, plain, 100, note);
}

/* ---- nodes ------------------------------------------------------------------------- */

enum { NODES = 64 };

/* Every gain in every step, node by node: up for what the cheaper ones of the list are
 * worth, down for the chance to get so far. */
static double plain_nodes(const float *chance, const double *value, const double *weight,
                          const int *order)
{
    bool *in = get(OFFERS, sizeof *in);
    double *gain = get(OFFERS, sizeof *gain), *below = get(OFFERS, sizeof *below),
           worth = 0;
    for (int n = 0; n < CHOSEN; n++) {
        memset(gain, 0, OFFERS * sizeof *gain);
        for (int k = 0; k < NODES; k++) {
            double cheaper = 0, reach = weight[k];
            for (int r = OFFERS - 1; r >= 0; r--) {
                below[r] = cheaper;
                if (in[order[r]])
                    cheaper +=
                        (double)chance[order[r] * NODES + k] * (value[order[r]] - cheaper);
            }
            for (int r = 0; r < OFFERS; r++) {
                double c = (double)chance[order[r] * NODES + k];
                if (in[order[r]])
                    reach *= 1 - c;
                else
                    gain[r] += reach * c * (value[order[r]] - below[r]);
            }
        }
        int best = 0;
        for (int r = 0; r < OFFERS; r++)
            if (gain[r] > gain[best])
                best = r;
        in[order[best]] = true;
        worth += gain[best];
    }
    free(in);
    free(gain);
    free(below);
    return worth;
}

static double *sort_by; /* for by_value only */

static int by_value(const void *a, const void *b)
{
    double x = sort_by[*(const int *)a], y = sort_by[*(const int *)b];
    return x < y ? 1 : x > y ? -1 : 0;
}

static void nodes(void)
{
    static double value[OFFERS], weight[NODES];
    static int order[OFFERS];
    float *chance = get((size_t)OFFERS * NODES, sizeof *chance);
    struct sp_random random = sp_random_for(3, 0);
    for (int k = 0; k < NODES; k++)
        weight[k] = 1.0 / NODES;
    for (int i = 0; i < OFFERS; i++) {
        double base = log(0.05 / 0.95) + sp_random_normal(&random);
        value[i] = sp_random_uniform(&random);
        order[i] = i;
        for (int k = 0; k < NODES; k++)
            chance[i * NODES + k] =
                (float)(1 / (1 + exp(-base - sp_normal_quantile((k + 0.5) / NODES))));
    }
    sort_by = value;
    qsort(order, OFFERS, sizeof *order, by_value);
    double ours = 0, plain = 0, worth = 0, since;
    for (int run = 0; run < 20; run++) {
        struct sp_exact exact;
        since = now_ms();
        if (!sp_exact_nodes(chance, value, OFFERS, weight, NODES, CHOSEN, &exact, NULL))
            exit(1);
        keep_least(&ours, since);
        worth = exact.worth[exact.count - 1];
        sp_exact_free(&exact);
    }
    since = now_ms();
    double same = plain_nodes(chance, value, weight, order) - worth;
    keep_least(&plain, since);
    free(chance);
    report("64 nodes, 100 of 4,096 by greed", ours, plain, 5,
           fabs(same) < 1e-9 ? "same worth" : "WORTHS DIFFER");
}

/* ---- all --------------------------------------------------------------------------- */

static void show_machine(void)
{
    char line[200] = "";
    FILE *file = fopen("/proc/cpuinfo", "r");
    while (file && fgets(line, sizeof line, file) && strncmp(line, "model name", 10) != 0)
        continue;
    if (file)
        fclose(file);
    const char *name = strchr(line, ':');
    printf("%ld processors,%s", sysconf(_SC_NPROCESSORS_ONLN),
           name ? name + 1 : " unknown\n");
    fflush(stdout);
}

int main(void)
{
    static void (*const benches[])(void) = {choose_plain, choose_signals, choose_fees,
                                            equal_fees,   any_fees,       nodes};
    show_machine();
    for (size_t i = 0; i < sizeof benches / sizeof *benches; i++) {
        pid_t child = fork();
        if (child == 0) {
            benches[i]();
            return 0;
        }
        int status;
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
            return 1;
    }
    return 0;
}
