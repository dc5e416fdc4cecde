/* pool.c: moments of a pool by quadrature.
 *
 * Given strength, the number of ranks is a sum of independent invitations; its first
 * two moments make it a binomial of n = m^2 / s trials of chance s / m (m the mean, s
 * the sum of squared chances), whose generating function gives every moment needed:
 * an applicant of R ranks stays unmatched with chance (1 - p)^R.
 */
#include "pool.h"

#include "random.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const parameter_names[SP_POOL_PARAMETERS] = {
    "rate", "sigma", "level", "slope", "score", "mean",
};

const char *sp_pool_parameter_name(enum sp_pool_parameter parameter)
{
    return parameter_names[parameter];
}

/* Ranks of an applicant of one strength. */
struct ranks {
    double mean, square;      /* E[R], E[R^2] */
    double none;              /* P(R = 0) */
    double unmatched;         /* P(no place), R = 0 included: E[y^R], y = 1 - p */
    double lost, lost_square; /* E[R y^R], E[R^2 y^R] */
};

static struct ranks ranks_of(const double base[2 * SP_POOL_BINS],
                             const double weight[2 * SP_POOL_BINS], double applications,
                             double strength, double placed)
{
    double mean = 0, squares = 0, factor = exp(-strength);
    for (int b = 0; b < 2 * SP_POOL_BINS; b++) {
        double chance = 1 / (1 + base[b] * factor); /* base holds exp(-log-odds) */
        mean += weight[b] * chance;
        squares += weight[b] * chance * chance;
    }
    double p = squares / mean, n = applications * mean / p, y = 1 - placed;
    /* Generating function of one trial at y; a rank and a place that are sure leave 0. */
    double left = fmax(1 - p * placed, 1e-12);
    double all = exp(n * log(left));
    struct ranks r = {
        .mean = n * p,
        .none = exp(n * log1p(-p)),
        .unmatched = all,
        .lost = n * p * y * all / left,
    };
    r.square = n * p * (1 - p) + n * p * n * p;
    r.lost_square = r.lost + n * (n - 1) * p * y * p * y * all / (left * left);
    return r;
}

/* Sums over the pool while the nodes are visited. */
struct sums {
    double none, matched, unmatched; /* unmatched: with at least one rank */
    double ranks[SP_COHORTS], squares[SP_COHORTS], score[SP_COHORTS],
        score_square[SP_COHORTS];
};

static void visit(struct sums *sums, double weight, double score, const struct ranks *r)
{
    double matched = 1 - r->unmatched, unmatched = r->unmatched - r->none;
    sums->none += weight * r->none;
    sums->matched += weight * matched;
    sums->unmatched += weight * unmatched;
    sums->ranks[SP_MATCHED] += weight * (r->mean - r->lost);
    sums->ranks[SP_UNMATCHED] += weight * r->lost;
    sums->squares[SP_MATCHED] += weight * (r->square - r->lost_square);
    sums->squares[SP_UNMATCHED] += weight * r->lost_square;
    sums->score[SP_MATCHED] += weight * matched * score;
    sums->score[SP_UNMATCHED] += weight * unmatched * score;
    sums->score_square[SP_MATCHED] += weight * matched * score * score;
    sums->score_square[SP_UNMATCHED] += weight * unmatched * score * score;
}

static struct sp_pool_moments conclude(const struct sums *sums, const struct sp_pool *pool)
{
    const double count[SP_COHORTS] = {sums->matched, sums->unmatched};
    double mean[SP_COHORTS], variance[SP_COHORTS];
    struct sp_pool_moments moments = {
        .none = sums->none,
        .rate = sums->matched / (sums->matched + sums->unmatched),
    };
    for (int c = 0; c < SP_COHORTS; c++) {
        moments.ranks[c] = sums->ranks[c] / count[c];
        moments.ranks_sd[c] = sqrt(
            fmax(sums->squares[c] / count[c] - moments.ranks[c] * moments.ranks[c], 0));
        mean[c] = sums->score[c] / count[c];
        variance[c] = sums->score_square[c] / count[c] - mean[c] * mean[c];
    }
    moments.score_gap = 10 * (mean[SP_MATCHED] - mean[SP_UNMATCHED]);
    moments.score_mean = pool->value[SP_POOL_MEAN]
                         + 10 * (sums->score[SP_MATCHED] + sums->score[SP_UNMATCHED])
                               / (sums->matched + sums->unmatched);
    /* The normal discriminant that the published ratios rest on. */
    moments.score_odds = (mean[SP_MATCHED] - mean[SP_UNMATCHED])
                         / ((variance[SP_MATCHED] + variance[SP_UNMATCHED]) / 2);
    return moments;
}

struct sp_pool_moments sp_pool_moments(const struct sp_pool *pool,
                                       const struct sp_pool_bins *bins,
                                       const struct sp_nodes *nodes)
{
    double sigma = exp(pool->value[SP_POOL_SIGMA]), slope = pool->value[SP_POOL_SLOPE];
    double by_score = pool->value[SP_POOL_SCORE], score_sd = pool->score_sd / 10;
    struct sp_spread spread = {
        .sd = sqrt(sigma * sigma + by_score * score_sd * by_score * score_sd),
        .signal = pool->signal,
        .signalled = pool->signalled,
    };
    struct sp_spread_table table = sp_spread_tabulate(&spread, nodes);
    double base[2 * SP_POOL_BINS], weight[2 * SP_POOL_BINS];
    for (int b = 0; b < SP_POOL_BINS; b++) {
        double mean = fmin(exp(pool->value[SP_POOL_RATE]) * bins->relative[b], 0.95);
        double odds = sp_spread_base(&table, mean);
        base[2 * b] = exp(-odds);
        base[2 * b + 1] = exp(-odds - pool->signal);
        weight[2 * b] = bins->weight[b] * (1 - pool->signalled);
        weight[2 * b + 1] = bins->weight[b] * pool->signalled;
    }

    struct sums sums = {0};
    for (int i = 0; i < SP_NODES; i++)
        for (int j = 0; j < SP_NODES; j++) {
            double score = score_sd * nodes->at[i];
            double strength = by_score * score + sigma * nodes->at[j];
            double placed = sp_logistic(pool->value[SP_POOL_LEVEL] + slope * strength);
            struct ranks ranks =
                ranks_of(base, weight, pool->applications, strength, placed);
            visit(&sums, nodes->weight[i] * nodes->weight[j], score, &ranks);
        }
    return conclude(&sums, pool);
}

/* "non_us_img/140" */
static void write_key(char key[32], enum sp_applicant_type type, const char *specialty)
{
    snprintf(key, 32, "%s/%s", sp_applicant_type_name(type), specialty);
}

static bool read_rows(const struct sp_published *published, const char *key,
                      struct sp_pool *pool)
{
    bool found = false;
    for (int i = 0; i < published->fits; i++) {
        const struct sp_fitted *row = &published->fitted[i];
        if (strcmp(row->part, "pool") != 0 || strcmp(row->key, key) != 0)
            continue;
        found = true;
        if (strcmp(row->name, "score_sd") == 0)
            pool->score_sd = row->value;
        if (strcmp(row->name, "applications") == 0)
            pool->applications = row->value;
        if (strcmp(row->name, "signalled") == 0)
            pool->signalled = row->value;
        if (strcmp(row->name, "signal") == 0)
            pool->signal = row->value;
        for (int p = 0; p < SP_POOL_PARAMETERS; p++)
            if (strcmp(row->name, parameter_names[p]) == 0) {
                pool->value[p] = row->value;
                pool->error[p] = (row->high - row->low) / (2 * 1.6448536269514722);
            }
    }
    return found;
}

static bool outcomes_of(const struct sp_published *published, enum sp_applicant_type type,
                        const char *specialty)
{
    for (int i = 0; type == SP_NON_US_IMG && i < published->outcomes; i++)
        if (strcmp(published->outcome[i].specialty, specialty) == 0)
            return true;
    return false;
}

struct sp_pool sp_pool_load(const struct sp_published *published,
                            enum sp_applicant_type type, const char *specialty)
{
    /* Without a fit: invitations of 6 to 12 in 100 are what sites estimate for IMGs, a
     * place in 5 per rank is what the derived table of 2026 gives; both wide. */
    struct sp_pool pool = {
        .type = type,
        .specialty = specialty,
        .value = {-3, 0, -1.4, 0, 0.5, 245},
        .error = {0.5, 0.3, 0.5, 0.3, 0.3, 5},
        .score_sd = 14,
        .applications = 50,
        .basis = "base rate only",
    };
    char key[32];
    write_key(key, type, specialty);
    if (read_rows(published, key, &pool)) {
        pool.own = true;
        pool.basis = outcomes_of(published, type, specialty)
                         ? "non-US IMG outcomes by specialty, NRMP 2026"
                         : "rank lists by type and specialty, NRMP 2025";
        return pool;
    }
    write_key(key, type, "*");
    if (read_rows(published, key, &pool))
        pool.basis = "rank lists by type over all specialties, NRMP 2025";
    return pool;
}

int sp_pool_save(const struct sp_pool *pool, struct sp_arena *text, struct sp_fitted *rows)
{
    char key[32];
    write_key(key, pool->type, pool->specialty);
    const char *kept = sp_arena_text(text, key);
    if (!kept)
        return 0;
    for (int p = 0; p < SP_POOL_PARAMETERS; p++) {
        double half = 1.6448536269514722 * pool->error[p];
        rows[p] = (struct sp_fitted){"pool",
                                     kept,
                                     parameter_names[p],
                                     pool->value[p],
                                     pool->value[p] - half,
                                     pool->value[p] + half};
    }
    rows[SP_POOL_PARAMETERS] = (struct sp_fitted){
        "pool", kept, "score_sd", pool->score_sd, pool->score_sd, pool->score_sd};
    rows[SP_POOL_PARAMETERS + 1] = (struct sp_fitted){"pool",
                                                      kept,
                                                      "applications",
                                                      pool->applications,
                                                      pool->applications,
                                                      pool->applications};
    rows[SP_POOL_PARAMETERS + 2] = (struct sp_fitted){
        "pool", kept, "signalled", pool->signalled, pool->signalled, pool->signalled};
    rows[SP_POOL_PARAMETERS + 3] = (struct sp_fitted){
        "pool", kept, "signal", pool->signal, pool->signal, pool->signal};
    return SP_POOL_ROWS;
}
