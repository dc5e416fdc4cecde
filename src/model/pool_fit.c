/* pool_fit.c: six numbers from six published moments.
 *
 * Residuals are (moment - target) / standard error, and one per prior, so small
 * specialties lean on what is usual and large ones do not.  Levenberg-Marquardt with
 * differences for the slopes; the normal equations at the end give standard errors.
 */
#include "pool.h"

#include "cholesky.h"

#include <math.h>
#include <string.h>

enum { N = SP_POOL_PARAMETERS, MOMENTS = 6, RESIDUALS = MOMENTS + N, STEPS = 200 };

/* What is usual, and how far specialties stray from it: docs/model.md, 3.4.  The rate
 * has no prior but a very wide one; the mean's is set from the target. */
static const double usual[N] = {-3.1, -0.1, -1.3, 0.1, 0.5, 0};
static const double stray[N] = {1.5, 0.5, 1.0, 0.4, 0.3, 10};

struct problem {
    const struct sp_pool_targets *targets;
    const struct sp_pool_bins *bins;
    const struct sp_nodes *nodes;
};

static double pull(struct sp_target target, double moment)
{
    return target.error > 0 ? (moment - target.value) / target.error : 0;
}

static double residuals(const struct problem *problem, const struct sp_pool *pool,
                        double r[RESIDUALS])
{
    const struct sp_pool_targets *t = problem->targets;
    struct sp_pool_moments m = sp_pool_moments(pool, problem->bins, problem->nodes);
    double sum = 0;
    r[0] = pull(t->none, m.none);
    r[1] = pull(t->rate, m.rate);
    r[2] = pull(t->ranks[SP_MATCHED], m.ranks[SP_MATCHED]);
    r[3] = pull(t->ranks[SP_UNMATCHED], m.ranks[SP_UNMATCHED]);
    r[4] = pull(t->score_gap, m.score_gap);
    r[5] = pull(t->score_mean, m.score_mean);
    for (int p = 0; p < N; p++) {
        double centre = p == SP_POOL_MEAN ? t->score_mean.value : usual[p];
        r[MOMENTS + p] = (pool->value[p] - centre) / stray[p];
    }
    for (int i = 0; i < RESIDUALS; i++)
        sum += r[i] * r[i];
    return isfinite(sum) ? sum : HUGE_VAL;
}

/* J'J into `normal`, J'r into `gradient`. */
static void linearise(const struct problem *problem, const struct sp_pool *pool,
                      double normal[N * N], double gradient[N])
{
    double at[RESIDUALS], slope[N][RESIDUALS];
    residuals(problem, pool, at);
    for (int p = 0; p < N; p++) {
        struct sp_pool up = *pool, down = *pool;
        double step = p == SP_POOL_MEAN ? 1e-2 : 1e-4, low[RESIDUALS];
        up.value[p] += step;
        down.value[p] -= step;
        residuals(problem, &up, slope[p]);
        residuals(problem, &down, low);
        for (int i = 0; i < RESIDUALS; i++)
            slope[p][i] = (slope[p][i] - low[i]) / (2 * step);
    }
    for (int p = 0; p < N; p++) {
        gradient[p] = 0;
        for (int i = 0; i < RESIDUALS; i++)
            gradient[p] += slope[p][i] * at[i];
        for (int q = 0; q < N; q++) {
            normal[p * N + q] = 0;
            for (int i = 0; i < RESIDUALS; i++)
                normal[p * N + q] += slope[p][i] * slope[q][i];
        }
    }
}

/* No step leads where quadrature cannot follow. */
static void stay_inside(struct sp_pool *pool)
{
    static const double low[N] = {-8, -3, -6, -3, -2, 180};
    static const double high[N] = {-0.1, 1.2, 4, 3, 3, 290};
    for (int p = 0; p < N; p++)
        pool->value[p] = fmin(fmax(pool->value[p], low[p]), high[p]);
}

bool sp_pool_fit(struct sp_pool *pool, const struct sp_pool_targets *targets,
                 const struct sp_pool_bins *bins, const struct sp_nodes *nodes)
{
    struct problem problem = {targets, bins, nodes};
    double normal[N * N], gradient[N], r[RESIDUALS], damping = 1e-2;
    bool converged = false;

    memcpy(pool->value, usual, sizeof usual);
    pool->value[SP_POOL_MEAN] = targets->score_mean.value;
    pool->value[SP_POOL_RATE] =
        log(targets->ranks[SP_MATCHED].value * 0.7 / pool->applications);
    pool->score_sd = targets->score_sd;
    pool->basis = targets->basis;
    stay_inside(pool);
    double now = residuals(&problem, pool, r);
    for (int step = 0; step < STEPS && !converged; step++) {
        linearise(&problem, pool, normal, gradient);
        double damped[N * N];
        memcpy(damped, normal, sizeof damped);
        for (int p = 0; p < N; p++)
            damped[p * N + p] *= 1 + damping;
        struct sp_pool next = *pool;
        if (sp_cholesky_solve(damped, gradient, N)) {
            for (int p = 0; p < N; p++)
                next.value[p] -= gradient[p];
            stay_inside(&next);
        }
        double then = residuals(&problem, &next, r);
        converged = fabs(now - then) < 1e-8 * (1 + now);
        if (then <= now) {
            *pool = next;
            now = then;
            damping = fmax(damping / 4, 1e-9);
        } else {
            damping *= 8;
        }
        converged = converged || damping > 1e9;
    }
    linearise(&problem, pool, normal, gradient);
    for (int p = 0; p < N; p++)
        pool->error[p] = 1 / sqrt(normal[p * N + p]);
    return converged;
}

static double log_odds_of(double share)
{
    return sp_log_odds(fmin(fmax(share, 0.005), 0.995));
}

static double rate_error(double rate, double n)
{
    return sqrt(rate * (1 - rate) / n);
}

static const struct sp_outcome *find_outcome(const struct sp_published *published,
                                             const char *specialty)
{
    for (int i = 0; i < published->outcomes; i++)
        if (strcmp(published->outcome[i].specialty, specialty) == 0)
            return &published->outcome[i];
    return NULL;
}

static bool published_moments(const struct sp_moments *moments)
{
    return moments->n >= 2 && moments->mean > 0 && moments->sd > 0;
}

static bool published_scores(const struct sp_outcome *outcome)
{
    return outcome && published_moments(&outcome->step2[SP_MATCHED])
           && published_moments(&outcome->step2[SP_UNMATCHED]);
}

/* Step 2 of everyone with a list: both cohorts together. */
static void pool_scores(const struct sp_outcome *outcome, struct sp_pool_targets *targets)
{
    const struct sp_moments *m = outcome->step2;
    double n[SP_COHORTS] = {outcome->count[SP_MATCHED], outcome->count[SP_UNMATCHED]};
    double share = n[SP_MATCHED] / (n[SP_MATCHED] + n[SP_UNMATCHED]);
    double gap = m[SP_MATCHED].mean - m[SP_UNMATCHED].mean;
    double within = share * m[SP_MATCHED].sd * m[SP_MATCHED].sd
                    + (1 - share) * m[SP_UNMATCHED].sd * m[SP_UNMATCHED].sd;
    targets->score_sd = sqrt(within + share * (1 - share) * gap * gap);
    targets->score_mean.value =
        share * m[SP_MATCHED].mean + (1 - share) * m[SP_UNMATCHED].mean;
    targets->score_mean.error = targets->score_sd / sqrt(n[SP_MATCHED] + n[SP_UNMATCHED]);
    targets->score_gap.value = gap;
    targets->score_gap.error =
        sqrt(m[SP_MATCHED].sd * m[SP_MATCHED].sd / m[SP_MATCHED].n
             + m[SP_UNMATCHED].sd * m[SP_UNMATCHED].sd / m[SP_UNMATCHED].n);
}

/* Match rate and ranks of one specialty in place of those of the type; a handful of
 * applicants counts as one more with half a match, so that none is not never. */
static void target_outcome(const struct sp_outcome *outcome,
                           struct sp_pool_targets *targets)
{
    double n = outcome->count[SP_MATCHED] + outcome->count[SP_UNMATCHED];
    double rate = n > 100 ? outcome->count[SP_MATCHED] / n
                          : (outcome->count[SP_MATCHED] + 0.5) / (n + 1);
    targets->rate = (struct sp_target){rate, rate_error(rate, n), false};
    for (int c = 0; c < SP_COHORTS; c++)
        targets->ranks[c] = published_moments(&outcome->ranks[c])
                                ? (struct sp_target){outcome->ranks[c].mean,
                                                     fmax(outcome->ranks[c].sd, 0.5)
                                                         / sqrt(outcome->ranks[c].n),
                                                     false}
                                : (struct sp_target){targets->ranks[c].value,
                                                     0.4 * targets->ranks[c].value, true};
    targets->basis = "non-US IMG outcomes by specialty, NRMP 2026";
}

/* Matched over those who ranked the specialty at any place: no match rate, but it tells
 * specialties apart.  Sums over checked kinds; `specialty` NULL: over all. */
static double any_place_share(const struct sp_published *published,
                              enum sp_applicant_type type, const char *specialty, double *n)
{
    double matched = 0;
    *n = 0;
    for (int i = 0; i < published->kind_totals; i++) {
        const struct sp_kind_total *kind = &published->kind_total[i];
        if (!kind->checked || kind->track_type == SP_PRELIMINARY
            || kind->track_type == SP_PRIMARY_CARE
            || (specialty && strcmp(kind->specialty, specialty) != 0))
            continue;
        matched += kind->matched[type];
        *n += kind->applicants[type];
    }
    return *n > 0 ? matched / *n : 0;
}

static bool target_type(const struct sp_published *published, enum sp_applicant_type type,
                        const char *specialty, struct sp_pool_targets *targets)
{
    int years = published->rank_list_years[type];
    if (years == 0)
        return false;
    const struct sp_rank_lists *last = &published->rank_lists[type][years - 1];
    double count = last->count[SP_MATCHED] + last->count[SP_UNMATCHED], n_here, n_all;
    double rate = last->count[SP_MATCHED] / count;
    targets->rate = (struct sp_target){rate, rate_error(rate, count), true};
    targets->basis = "rank lists by type over all specialties, NRMP 2025";
    if (strcmp(specialty, "*") != 0) {
        double here = any_place_share(published, type, specialty, &n_here);
        double all = any_place_share(published, type, NULL, &n_all);
        if (n_here < 10)
            return false;
        targets->rate.value =
            sp_logistic(log_odds_of(rate) + log_odds_of(here) - log_odds_of(all));
        targets->rate.error = 0.05 + rate_error(targets->rate.value, n_here);
        targets->basis = "rank lists by type and specialty, NRMP 2025";
    }
    for (int c = 0; c < SP_COHORTS; c++)
        targets->ranks[c] = (struct sp_target){last->mean[c], 0.1 * last->mean[c], true};
    return true;
}

/* Scores of types that publish none by specialty: those of the non-US IMGs. */
static void borrow_scores(const struct sp_published *published, const char *specialty,
                          struct sp_pool_targets *targets)
{
    const struct sp_outcome *outcome = find_outcome(published, specialty);
    if (!published_scores(outcome))
        outcome = find_outcome(published, "140");
    if (published_scores(outcome))
        pool_scores(outcome, targets);
    targets->score_gap.error = 2 + 2 * targets->score_gap.error;
    targets->score_mean.error = 5;
    targets->score_gap.borrowed = targets->score_mean.borrowed = true;
}

bool sp_pool_targets(const struct sp_published *published, enum sp_applicant_type type,
                     const char *specialty, struct sp_pool_targets *targets)
{
    const struct sp_outcome *outcome = find_outcome(published, specialty);
    const struct sp_base_rate *certified = sp_published_base_rate(
        published, type >= SP_US_IMG ? "img.certified_share" : "us.certified_share");
    bool own = type == SP_NON_US_IMG && outcome
               && outcome->count[SP_MATCHED] + outcome->count[SP_UNMATCHED] > 0;
    *targets = (struct sp_pool_targets){.score_sd = 14};
    if (!target_type(published, type, own ? "*" : specialty, targets))
        return false;
    if (own)
        target_outcome(outcome, targets);
    if (own && published_scores(outcome))
        pool_scores(outcome, targets);
    else
        borrow_scores(published, specialty, targets);
    if (certified) {
        targets->none.value = 1 - certified->value;
        targets->none.error = fmax((certified->high - certified->low) / 3.29, 0.005);
    }
    return true;
}
