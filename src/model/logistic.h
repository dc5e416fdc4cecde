/* logistic.h: chances on the scale of log-odds, and their mean over a normal spread */
#pragma once

enum { SP_NODES = 25 };

double sp_logistic(double log_odds);
double sp_log_odds(double chance); /* chance is kept within 1e-9 of 0 and 1 */

/* Gauss-Hermite nodes for the standard normal: sum over i of weight[i] f(at[i]) is the
 * mean of f exactly for polynomials up to degree 2 * count - 1.
 * at, weight  [count], count 1..64 */
void sp_normal_nodes(int count, double *at, double *weight);

struct sp_nodes {
    double at[SP_NODES], weight[SP_NODES];
};
struct sp_nodes sp_nodes_make(void);

/* How the chances of an application spread: log-odds a + sd * N(0, 1), with a signal on
 * the share `signalled` of applications, which adds `signal` log-odds. */
struct sp_spread {
    double sd, signal, signalled;
};

/* The mean chance over the spread for a given base `log_odds`. */
double sp_spread_mean(const struct sp_spread *spread, const struct sp_nodes *nodes,
                      double log_odds);

enum { SP_SPREAD_STEPS = 64 };

/* sp_spread_mean tabulated, so that the base for a mean is found quickly. */
struct sp_spread_table {
    double mean[SP_SPREAD_STEPS]; /* log-odds of the mean chance at base -12 + 0.25 i */
};
struct sp_spread_table sp_spread_tabulate(const struct sp_spread *spread,
                                          const struct sp_nodes *nodes);

/* The base log-odds for which the mean chance is `mean` (0..1); error below 0.001 where
 * the base lies in the table, a straight line beyond its ends. */
double sp_spread_base(const struct sp_spread_table *table, double mean);
