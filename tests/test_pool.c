/* test_pool.c: moments against applicants drawn one by one; numbers found again from the
 * moments they make. */
#include "check.h"

#include "catalogue.h"
#include "error.h"
#include "fit.h"
#include "pool.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Programs that are all alike, and programs of which the last invite six times as many as
 * the first; relative to a mean of 1. */
static struct sp_pool_bins even, uneven;

static void fill_bins(void)
{
    for (int b = 0; b < SP_POOL_BINS; b++) {
        even.weight[b] = uneven.weight[b] = 1.0 / SP_POOL_BINS;
        even.relative[b] = 1;
        uneven.relative[b] = 2 * (b + 3.0) / (SP_POOL_BINS + 5);
    }
}

static struct sp_pool usual_pool(void)
{
    return (struct sp_pool){
        .type = SP_NON_US_IMG,
        .specialty = "140",
        .value = {-2.9, -0.2, -1.3, 0.2, 0.55, 246},
        .score_sd = 13,
        .applications = 80,
        .signalled = 0.19,
        .signal = 1,
    };
}

/* ---- by draws ---------------------------------------------------------------------- */

struct drawn {
    double none, n[SP_COHORTS], ranks[SP_COHORTS], squares[SP_COHORTS], score[SP_COHORTS],
        score_squares[SP_COHORTS];
};

/* One application of each (bin, signal) cell stands for `applications` times its weight,
 * so the number of ranks is a sum of binomials of that many trials (rounded). */
static void draw_applicant(const struct sp_pool *pool, const double base[SP_POOL_BINS],
                           struct sp_random *random, struct drawn *drawn)
{
    double score = pool->score_sd / 10 * sp_random_normal(random);
    double strength = pool->value[SP_POOL_SCORE] * score
                      + exp(pool->value[SP_POOL_SIGMA]) * sp_random_normal(random);
    double placed =
        sp_logistic(pool->value[SP_POOL_LEVEL] + pool->value[SP_POOL_SLOPE] * strength);
    int ranks = 0;
    bool matched = false;
    for (int a = 0; a < (int)pool->applications; a++) {
        double odds = base[a % SP_POOL_BINS] + strength;
        odds += sp_random_uniform(random) < pool->signalled ? pool->signal : 0;
        ranks += sp_random_uniform(random) < sp_logistic(odds);
    }
    for (int r = 0; r < ranks; r++)
        matched = matched || sp_random_uniform(random) < placed;
    enum sp_cohort cohort = matched ? SP_MATCHED : SP_UNMATCHED;
    if (ranks == 0) {
        drawn->none++;
        return;
    }
    drawn->n[cohort]++;
    drawn->ranks[cohort] += ranks;
    drawn->squares[cohort] += (double)ranks * ranks;
    drawn->score[cohort] += 10 * score;
    drawn->score_squares[cohort] += 100 * score * score;
}

static void near(const char *what, double told, double seen, double error)
{
    if (!(fabs(told - seen) <= 4 * error))
        fail_msg("%s: %.5f by quadrature, %.5f +- %.5f drawn", what, told, seen, error);
}

static void compare(const struct sp_pool *pool, const struct sp_pool_moments *m,
                    const struct drawn *d, double all)
{
    double listed = d->n[SP_MATCHED] + d->n[SP_UNMATCHED];
    double none = d->none / all, rate = d->n[SP_MATCHED] / listed, score_error = 0;
    double mean[SP_COHORTS];
    near("none", m->none, none, sqrt(none * (1 - none) / all) + 2e-4);
    near("rate", m->rate, rate, sqrt(rate * (1 - rate) / listed));
    for (int c = 0; c < SP_COHORTS; c++) {
        double ranks = d->ranks[c] / d->n[c];
        double sd = sqrt(d->squares[c] / d->n[c] - ranks * ranks);
        near(c ? "ranks of the unmatched" : "ranks of the matched", m->ranks[c], ranks,
             sd / sqrt(d->n[c]) + 0.002 * ranks);
        near("their sd", m->ranks_sd[c], sd, 0.01 * sd);
        mean[c] = d->score[c] / d->n[c];
        score_error += (d->score_squares[c] / d->n[c] - mean[c] * mean[c]) / d->n[c];
    }
    near("gap of scores", m->score_gap, mean[SP_MATCHED] - mean[SP_UNMATCHED],
         sqrt(score_error));
    near("mean score", m->score_mean,
         pool->value[SP_POOL_MEAN]
             + (d->score[SP_MATCHED] + d->score[SP_UNMATCHED]) / listed,
         sqrt(score_error));
}

static void moments_agree_with_applicants_drawn_one_by_one(void **state)
{
    (void)state;
    enum { APPLICANTS = 60000 };
    struct sp_nodes nodes = sp_nodes_make();
    for (int v = 0; v < 4; v++) {
        struct sp_pool pool = usual_pool();
        const struct sp_pool_bins *bins = v % 2 ? &uneven : &even;
        if (v >= 2) {
            pool.value[SP_POOL_RATE] = -2.2;
            pool.value[SP_POOL_SIGMA] = 0.3;
            pool.value[SP_POOL_SLOPE] = -0.2;
            pool.applications = 48;
            pool.signalled = 0.5;
        }
        double sigma = exp(pool.value[SP_POOL_SIGMA]);
        double by_score = pool.value[SP_POOL_SCORE] * pool.score_sd / 10;
        struct sp_spread spread = {sqrt(sigma * sigma + by_score * by_score), pool.signal,
                                   pool.signalled};
        struct sp_spread_table table = sp_spread_tabulate(&spread, &nodes);
        double base[SP_POOL_BINS];
        for (int b = 0; b < SP_POOL_BINS; b++)
            base[b] =
                sp_spread_base(&table, exp(pool.value[SP_POOL_RATE]) * bins->relative[b]);
        struct drawn drawn = {0};
        for (int i = 0; i < APPLICANTS; i++) {
            struct sp_random random =
                sp_random_for(20261103, (uint64_t)v << 32 | (uint64_t)i);
            draw_applicant(&pool, base, &random, &drawn);
        }
        struct sp_pool_moments moments = sp_pool_moments(&pool, bins, &nodes);
        compare(&pool, &moments, &drawn, APPLICANTS);
    }
}

/* ---- the fit ----------------------------------------------------------------------- */

static struct sp_pool_targets targets_of(const struct sp_pool *pool,
                                         const struct sp_pool_bins *bins,
                                         const struct sp_nodes *nodes, double precision)
{
    struct sp_pool_moments m = sp_pool_moments(pool, bins, nodes);
    return (struct sp_pool_targets){
        .none = {m.none, precision, false},
        .rate = {m.rate, precision, false},
        .ranks = {{m.ranks[0], 10 * precision, false}, {m.ranks[1], 10 * precision, false}},
        .score_gap = {m.score_gap, 10 * precision, false},
        .score_mean = {m.score_mean, 10 * precision, false},
        .score_sd = pool->score_sd,
        .basis = "made up",
    };
}

static void the_fit_finds_the_numbers_behind_their_moments(void **state)
{
    (void)state;
    struct sp_nodes nodes = sp_nodes_make();
    static const double value[][SP_POOL_PARAMETERS] = {
        {-2.9, -0.2, -1.3, 0.2, 0.55, 246},
        {-3.4, 0.2, -1.0, 0.0, 0.40, 238},
        {-2.4, -0.5, -1.8, 0.4, 0.70, 252},
    };
    for (int v = 0; v < 3; v++) {
        struct sp_pool truth = usual_pool(), found = usual_pool();
        memcpy(truth.value, value[v], sizeof truth.value);
        struct sp_pool_targets targets = targets_of(&truth, &uneven, &nodes, 1e-5);
        assert_true(sp_pool_fit(&found, &targets, &uneven, &nodes));
        for (int p = 0; p < SP_POOL_PARAMETERS; p++) {
            double scale = p == SP_POOL_MEAN ? 1 : 0.02;
            if (!(fabs(found.value[p] - truth.value[p]) < scale))
                fail_msg("%s: %.5f, not %.5f",
                         sp_pool_parameter_name((enum sp_pool_parameter)p), found.value[p],
                         truth.value[p]);
            assert_true(found.error[p] > 0 && found.error[p] < 1);
        }
    }
}

static void what_is_not_published_leans_on_what_is_usual(void **state)
{
    (void)state;
    struct sp_nodes nodes = sp_nodes_make();
    struct sp_pool truth = usual_pool(), sharp = usual_pool(), vague = usual_pool();
    struct sp_pool_targets targets = targets_of(&truth, &even, &nodes, 1e-3);
    assert_true(sp_pool_fit(&sharp, &targets, &even, &nodes));
    targets.score_gap.error = targets.none.error = 0; /* nobody says */
    assert_true(sp_pool_fit(&vague, &targets, &even, &nodes));
    for (int p = 0; p < SP_POOL_PARAMETERS; p++)
        assert_true(isfinite(vague.value[p]) && vague.error[p] > 0);
    assert_true(vague.error[SP_POOL_SCORE] > sharp.error[SP_POOL_SCORE]);
}

static void impossible_targets_still_give_numbers(void **state)
{
    (void)state;
    struct sp_nodes nodes = sp_nodes_make();
    struct sp_pool pool = usual_pool();
    struct sp_pool_targets targets = targets_of(&pool, &even, &nodes, 1e-3);
    targets.rate.value = 1;
    targets.none.value = 0.99;
    targets.ranks[SP_MATCHED].value = 500;
    sp_pool_fit(&pool, &targets, &even, &nodes);
    for (int p = 0; p < SP_POOL_PARAMETERS; p++)
        assert_true(isfinite(pool.value[p]));
}

/* ---- in and out -------------------------------------------------------------------- */

static void a_saved_pool_is_loaded_again(void **state)
{
    (void)state;
    struct sp_arena text = {0};
    struct sp_fitted rows[SP_POOL_ROWS];
    struct sp_pool pool = usual_pool();
    for (int p = 0; p < SP_POOL_PARAMETERS; p++)
        pool.error[p] = 0.01 * (p + 1);
    assert_int_equal(sp_pool_save(&pool, &text, rows), SP_POOL_ROWS);
    struct sp_published published = {.fitted = rows, .fits = SP_POOL_ROWS};
    struct sp_pool again = sp_pool_load(&published, SP_NON_US_IMG, "140");
    assert_true(again.own);
    for (int p = 0; p < SP_POOL_PARAMETERS; p++) {
        assert_true(again.value[p] == pool.value[p]);
        assert_true(fabs(again.error[p] - pool.error[p]) < 1e-12);
    }
    assert_true(again.score_sd == pool.score_sd && again.signal == pool.signal);
    assert_true(again.applications == pool.applications
                && again.signalled == pool.signalled);
    sp_arena_free(&text);
}

static void a_pool_without_numbers_takes_those_of_its_type_and_then_base_rates(void **state)
{
    (void)state;
    struct sp_arena text = {0};
    struct sp_fitted rows[SP_POOL_ROWS];
    struct sp_pool pool = usual_pool();
    pool.specialty = "*";
    sp_pool_save(&pool, &text, rows);
    struct sp_published published = {.fitted = rows, .fits = SP_POOL_ROWS}, none = {0};
    struct sp_pool by_type = sp_pool_load(&published, SP_NON_US_IMG, "700");
    struct sp_pool usual = sp_pool_load(&none, SP_NON_US_IMG, "700");
    assert_false(by_type.own);
    assert_true(by_type.value[SP_POOL_RATE] == pool.value[SP_POOL_RATE]);
    assert_string_equal(usual.basis, "base rate only");
    assert_true(usual.error[SP_POOL_RATE] > 0.1);
    sp_arena_free(&text);
}

static void published_outcomes_of_a_specialty_are_its_targets(void **state)
{
    (void)state;
    const struct sp_published *published = catalogue_facts()->published;
    for (int i = 0; i < published->outcomes; i++) {
        const struct sp_outcome *outcome = &published->outcome[i];
        struct sp_pool_targets targets;
        double n = outcome->count[SP_MATCHED] + outcome->count[SP_UNMATCHED];
        if (n <= 100)
            continue;
        assert_true(
            sp_pool_targets(published, SP_NON_US_IMG, outcome->specialty, &targets));
        assert_false(targets.rate.borrowed);
        assert_true(fabs(targets.rate.value - outcome->count[SP_MATCHED] / n) < 1e-12);
        if (outcome->step2[0].n >= 2 && outcome->step2[1].n >= 2) {
            assert_false(targets.score_gap.borrowed);
            assert_true(fabs(targets.score_gap.value
                             - (outcome->step2[0].mean - outcome->step2[1].mean))
                        < 1e-12);
        }
    }
}

static void nothing_published_is_no_target(void **state)
{
    (void)state;
    struct sp_published none = {0};
    struct sp_pool_targets targets;
    for (int type = 0; type < SP_APPLICANT_TYPES; type++)
        assert_false(sp_pool_targets(&none, (enum sp_applicant_type)type, "140", &targets));
    assert_false(sp_pool_targets(catalogue_facts()->published, SP_US_MD, "000", &targets));
}

int main(void)
{
    fill_bins();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_agree_with_applicants_drawn_one_by_one),
        cmocka_unit_test(the_fit_finds_the_numbers_behind_their_moments),
        cmocka_unit_test(what_is_not_published_leans_on_what_is_usual),
        cmocka_unit_test(impossible_targets_still_give_numbers),
        cmocka_unit_test(a_saved_pool_is_loaded_again),
        cmocka_unit_test(
            a_pool_without_numbers_takes_those_of_its_type_and_then_base_rates),
        cmocka_unit_test(published_outcomes_of_a_specialty_are_its_targets),
        cmocka_unit_test(nothing_published_is_no_target),
    };
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
