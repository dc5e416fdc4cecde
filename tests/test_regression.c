/* test_regression.c: shares from coefficients by hand; coefficients from made-up cells. */
#include "check.h"

#include "catalogue.h"
#include "composition.h"
#include "error.h"
#include "regression.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(bool ok, const struct sp_error *error)
{
    if (!ok)
        fail_msg("%s", error->text);
}

static struct sp_cells joined(const struct sp_facts *facts)
{
    struct sp_cells cells;
    struct sp_error error = {0};
    must(sp_cells_join(facts->programs, facts->specialties, facts->published, &cells,
                       &error),
         &error);
    return cells;
}

static void shares_are_the_logits_of_line_state_and_features(void **state)
{
    (void)state;
    const struct sp_facts *facts = catalogue_facts();
    struct sp_cells cells = joined(facts);
    struct sp_regression regression;
    struct sp_error error = {0};
    must(sp_regression_make(&cells, &regression, &error), &error);
    double share[SP_APPLICANT_TYPES];
    sp_regression_shares(&regression, &cells, 0, share);
    for (int k = 0; k < SP_APPLICANT_TYPES; k++)
        assert_true(fabs(share[k] - 0.25) < 1e-15);
    int t = 0;
    while (cells.line[t] < 0 || cells.state[t] < 0)
        t++;
    regression.line[cells.line[t]][0] = 1;
    regression.state[cells.state[t]][1] = -2;
    regression.feature[SP_F_QUOTA][2] = 0.5;
    sp_regression_shares(&regression, &cells, t, share);
    double odds[] = {1, exp(1), exp(-2), exp(0.5 * cells.feature[t][SP_F_QUOTA])};
    double sum = odds[0] + odds[1] + odds[2] + odds[3];
    for (int k = 0; k < SP_APPLICANT_TYPES; k++)
        assert_true(fabs(share[k] - odds[k] / sum) < 1e-14);
    sp_regression_free(&regression);
    sp_cells_free(&cells);
}

static void large_logits_stay_shares(void **state)
{
    (void)state;
    struct sp_cells cells = joined(catalogue_facts());
    struct sp_regression regression;
    must(sp_regression_make(&cells, &regression, NULL), &(struct sp_error){0});
    int t = 0;
    while (cells.line[t] < 0)
        t++;
    for (int sign = -1; sign <= 1; sign += 2) {
        double share[SP_APPLICANT_TYPES], sum = 0;
        regression.line[cells.line[t]][2] = sign * 2000.0;
        sp_regression_shares(&regression, &cells, t, share);
        for (int k = 0; k < SP_APPLICANT_TYPES; k++)
            sum += share[k];
        assert_true(fabs(sum - 1) < 1e-12 && share[3] == (sign > 0));
    }
    sp_regression_free(&regression);
    sp_cells_free(&cells);
}

static void what_is_not_in_the_fit_stays_zero_and_the_spread_is_wide(void **state)
{
    (void)state;
    struct sp_cells cells = joined(catalogue_facts());
    struct sp_regression regression;
    struct sp_fitted rows[] = {
        {"composition", "feature/quota", "us_img", 0.75, 0, 0},
        {"composition", "feature/no_such", "us_img", 9, 0, 0},
        {"composition", "state/XX", "us_img", 9, 0, 0},
        {"composition", "no such line", "us_img", 9, 0, 0},
        {"pool", "feature/quota", "us_do", 9, 0, 0},
        {"composition", "feature/quota", "no_such_type", 9, 0, 0},
    };
    struct sp_published published = {.fitted = rows, .fits = 6};
    must(sp_regression_load(&published, &cells, &regression, NULL), &(struct sp_error){0});
    assert_true(regression.feature[SP_F_QUOTA][1] == 0.75);
    assert_true(regression.feature[SP_F_QUOTA][0] == 0);
    assert_true(regression.spread == 1.5);
    double sum = 0;
    for (int i = 0; i < cells.lines; i++)
        sum += fabs(regression.line[i][1]);
    for (int i = 0; i < cells.states; i++)
        sum += fabs(regression.state[i][1]);
    assert_true(sum == 0);
    sp_regression_free(&regression);
    sp_cells_free(&cells);
}

/* The counts that given coefficients expect, in place of the published ones. */
static void expect_cells(const struct sp_facts *facts, const struct sp_cells *cells,
                         const struct sp_regression *truth, struct sp_cell *cell)
{
    for (int c = 0; c < facts->published->cells; c++) {
        double sum[SP_APPLICANT_TYPES] = {0};
        for (int i = cells->first[c]; i < cells->first[c + 1]; i++) {
            double share[SP_APPLICANT_TYPES];
            int t = cells->track[i];
            sp_regression_shares(truth, cells, t, share);
            for (int k = 0; k < SP_APPLICANT_TYPES; k++)
                sum[k] += 1000 * share[k] * sp_track_filled(&facts->programs->track[t]);
        }
        for (int k = 0; k < SP_APPLICANT_TYPES; k++)
            cell[c].by_type[k] = (int)lround(sum[k]);
    }
}

static double fitted(const struct sp_fitted *rows, int count, const char *key,
                     const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(rows[i].key, key) == 0 && strcmp(rows[i].name, name) == 0)
            return rows[i].value;
    fail_msg("no row %s, %s", key, name);
    return 0;
}

/* The penalty pulls each coefficient towards 0, so what comes back is compared as shares.
 */
static void the_fit_finds_the_shares_behind_made_up_cells(void **state)
{
    (void)state;
    static const char *const specialty[] = {"140", "120", "320"};
    struct catalogue_cut cut;
    catalogue_cut(&cut, specialty, 3, NULL, 0);
    struct sp_cells cells = joined(&cut.facts);
    struct sp_regression truth, found;
    struct sp_arena text = {0};
    struct sp_fitted *rows;
    int count;
    struct sp_error error = {0};
    must(sp_regression_make(&cells, &truth, &error), &error);
    for (int k = 0; k < SP_CONTRASTS; k++) {
        for (int l = 0; l < cells.lines; l++)
            truth.line[l][k] = 0.3 * l - 0.4 * k;
        truth.feature[SP_F_SPECIALTIES][k] = -0.3 * (k + 1);
        truth.feature[SP_F_QUOTA][k] = 0.3 * (k - 1);
    }
    expect_cells(&cut.facts, &cells, &truth, cut.published.cell);
    must(sp_composition_fit(&cut.programs, &cut.specialties, &cut.published, &text, &rows,
                            &count, &error),
         &error);
    struct sp_published published = {.fitted = rows, .fits = count};
    must(sp_regression_load(&published, &cells, &found, &error), &error);
    double worst = 0;
    for (int t = 0; t < cut.programs.count; t++) {
        double want[SP_APPLICANT_TYPES], got[SP_APPLICANT_TYPES];
        if (cells.cell[t] < 0)
            continue;
        sp_regression_shares(&truth, &cells, t, want);
        sp_regression_shares(&found, &cells, t, got);
        for (int k = 0; k < SP_APPLICANT_TYPES; k++)
            worst = fmax(worst, fabs(want[k] - got[k]));
    }
    print_message("# shares come back within %.3f\n", worst);
    assert_true(worst < 0.05);
    assert_true(fitted(rows, count, "feature/specialties", "non_us_img") < -0.6);
    assert_true(fitted(rows, count, "all", "spread") >= 0);
    sp_regression_free(&found);
    sp_regression_free(&truth);
    sp_arena_free(&text);
    sp_cells_free(&cells);
    catalogue_uncut(&cut);
}

static void without_counts_nothing_can_be_fitted(void **state)
{
    (void)state;
    const struct sp_facts *facts = catalogue_facts();
    struct sp_published none = {0};
    struct sp_arena text = {0};
    struct sp_fitted *rows;
    int count;
    struct sp_error error = {0};
    assert_false(sp_composition_fit(facts->programs, facts->specialties, &none, &text,
                                    &rows, &count, &error));
    assert_int_equal(error.code, SP_NOT_FOUND);
    assert_null(rows);
    assert_int_equal(count, 0);
    sp_arena_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_the_logits_of_line_state_and_features),
        cmocka_unit_test(large_logits_stay_shares),
        cmocka_unit_test(what_is_not_in_the_fit_stays_zero_and_the_spread_is_wide),
        cmocka_unit_test(the_fit_finds_the_shares_behind_made_up_cells),
        cmocka_unit_test(without_counts_nothing_can_be_fitted),
    };
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
