/* regression_fit.c: penalised Fisher scoring on cells.
 *
 * A cell's expected shares are the mean of its tracks' shares, weighted by positions
 * filled.  Counts are multinomial about them; a cell of n positions weighs like
 * n / (1 + n / 20), since towns and hospitals differ in more than our features.  Each
 * step solves (J'WJ + penalty) step = gradient and is halved until the penalised
 * likelihood rises.
 */
#include "composition.h"

#include "cells.h"
#include "cholesky.h"
#include "error.h"
#include "regression.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TYPES = SP_APPLICANT_TYPES, STEPS = 60 };

static const double dispersion = 20;    /* positions */
static const double penalty_line = 0.1; /* on intercepts: nearly free */
static const double penalty_state = 4;  /* states differ by about 0.5 */
static const double penalty_feature = 1;

struct fit {
    const struct sp_programs *programs;
    const struct sp_published *published;
    const struct sp_cells *cells;
    struct sp_regression *now;
    double *normal, *gradient; /* [n * n], [n] */
    int n;
};

static int line_at(int line, int k)
{
    return line * SP_CONTRASTS + k;
}

static int state_at(const struct fit *fit, int state, int k)
{
    return (fit->cells->lines + state) * SP_CONTRASTS + k;
}

static int feature_at(const struct fit *fit, int feature, int k)
{
    return (fit->cells->lines + fit->cells->states + feature) * SP_CONTRASTS + k;
}

static double *coefficient(const struct fit *fit, int place)
{
    int row = place / SP_CONTRASTS, k = place % SP_CONTRASTS;
    if (row < fit->cells->lines)
        return &fit->now->line[row][k];
    row -= fit->cells->lines;
    if (row < fit->cells->states)
        return &fit->now->state[row][k];
    return &fit->now->feature[row - fit->cells->states][k];
}

static double penalty(const struct fit *fit, int place)
{
    int row = place / SP_CONTRASTS;
    return row < fit->cells->lines                        ? penalty_line
           : row < fit->cells->lines + fit->cells->states ? penalty_state
                                                          : penalty_feature;
}

/* Positions of the cell that listed tracks hold. */
static double listed(const struct fit *fit, int c)
{
    double filled = 0;
    for (int i = fit->cells->first[c]; i < fit->cells->first[c + 1]; i++)
        filled += sp_track_filled(&fit->programs->track[fit->cells->track[i]]);
    return filled;
}

static double weight(const struct sp_cell *cell)
{
    double n = 0;
    for (int k = 0; k < TYPES; k++)
        n += cell->by_type[k];
    return 1 / (1 + n / dispersion);
}

static void expect(const struct fit *fit, int c, double filled, double share[TYPES])
{
    memset(share, 0, sizeof(double) * TYPES);
    for (int i = fit->cells->first[c]; i < fit->cells->first[c + 1]; i++) {
        int t = fit->cells->track[i];
        double own[TYPES], part = sp_track_filled(&fit->programs->track[t]) / filled;
        sp_regression_shares(fit->now, fit->cells, t, own);
        for (int k = 0; k < TYPES; k++)
            share[k] += part * own[k];
    }
}

/* Penalised log likelihood. */
static double likelihood(const struct fit *fit)
{
    double sum = 0;
    for (int c = 0; c < fit->published->cells; c++) {
        const struct sp_cell *cell = &fit->published->cell[c];
        double filled = listed(fit, c), share[TYPES];
        if (filled <= 0)
            continue;
        expect(fit, c, filled, share);
        for (int k = 0; k < TYPES; k++)
            if (cell->by_type[k] > 0)
                sum += weight(cell) * cell->by_type[k] * log(fmax(share[k], 1e-12));
    }
    for (int i = 0; i < fit->n; i++)
        sum -= 0.5 * penalty(fit, i) * *coefficient(fit, i) * *coefficient(fit, i);
    return sum;
}

/* The row of J for one cell and type: what each coefficient does to the share. */
struct slope {
    double value[TYPES][(2 + SP_TRACK_FEATURES) * SP_CONTRASTS];
    int place[(2 + SP_TRACK_FEATURES) * SP_CONTRASTS];
    int count;
};

static void differentiate(const struct fit *fit, int c, double filled, struct slope *slope)
{
    const struct sp_cells *cells = fit->cells;
    int first = cells->track[cells->first[c]];
    slope->count = (2 + SP_TRACK_FEATURES) * SP_CONTRASTS;
    memset(slope->value, 0, sizeof slope->value);
    for (int k = 0; k < SP_CONTRASTS; k++) {
        slope->place[k] = line_at(cells->line[first], k);
        slope->place[SP_CONTRASTS + k] = state_at(fit, cells->state[first], k);
        for (int f = 0; f < SP_TRACK_FEATURES; f++)
            slope->place[(2 + f) * SP_CONTRASTS + k] = feature_at(fit, f, k);
    }
    for (int i = cells->first[c]; i < cells->first[c + 1]; i++) {
        int t = cells->track[i];
        double own[TYPES], part = sp_track_filled(&fit->programs->track[t]) / filled;
        sp_regression_shares(fit->now, cells, t, own);
        for (int k = 0; k < TYPES; k++)
            for (int m = 0; m < SP_CONTRASTS; m++) {
                double d = part * own[k] * ((k == m + 1) - own[m + 1]);
                slope->value[k][m] += d;
                slope->value[k][SP_CONTRASTS + m] += d;
                for (int f = 0; f < SP_TRACK_FEATURES; f++)
                    slope->value[k][(2 + f) * SP_CONTRASTS + m] += d * cells->feature[t][f];
            }
    }
}

/* Adds one cell to the normal equations. */
static void add_cell(struct fit *fit, int c)
{
    const struct sp_cell *cell = &fit->published->cell[c];
    double filled = listed(fit, c), share[TYPES], w = weight(cell), n = 0;
    struct slope slope;
    if (filled <= 0)
        return;
    expect(fit, c, filled, share);
    differentiate(fit, c, filled, &slope);
    for (int k = 0; k < TYPES; k++)
        n += cell->by_type[k];
    for (int k = 0; k < TYPES; k++) {
        double m = fmax(share[k], 1e-9);
        for (int i = 0; i < slope.count; i++) {
            fit->gradient[slope.place[i]] += w * cell->by_type[k] / m * slope.value[k][i];
            double *row = fit->normal + (long)slope.place[i] * fit->n;
            for (int j = 0; j < slope.count; j++)
                row[slope.place[j]] += w * n / m * slope.value[k][i] * slope.value[k][j];
        }
    }
}

static void move(struct fit *fit, const double *step, double by)
{
    for (int i = 0; i < fit->n; i++)
        *coefficient(fit, i) += by * step[i];
}

static bool climb(struct fit *fit)
{
    double before = likelihood(fit);
    for (int step = 0; step < STEPS; step++) {
        memset(fit->normal, 0, sizeof(double) * (size_t)fit->n * (size_t)fit->n);
        memset(fit->gradient, 0, sizeof(double) * (size_t)fit->n);
        for (int c = 0; c < fit->published->cells; c++)
            add_cell(fit, c);
        for (int i = 0; i < fit->n; i++) {
            fit->normal[(long)i * fit->n + i] += penalty(fit, i);
            fit->gradient[i] -= penalty(fit, i) * *coefficient(fit, i);
        }
        if (!sp_cholesky_solve(fit->normal, fit->gradient, fit->n))
            return false;
        double by = 1, after;
        move(fit, fit->gradient, by);
        while ((after = likelihood(fit)) < before && by > 1e-4) {
            move(fit, fit->gradient, -by / 2);
            by /= 2;
        }
        if (fabs(after - before) < 1e-7 * fabs(before))
            return true;
        before = after;
    }
    return true;
}

/* What a track's share strays from the regression beyond counting, on the scale of
 * log-odds: a moment estimate over all cells.  Off by a deviation d_i of its log-odds, a
 * track of f_i positions moves its cell's count by f_i p_i (1 - p_i) d_i, so a cell's
 * squared distance exceeds counting by the spread squared times the sum of their squares.
 */
static double estimate_spread(const struct fit *fit)
{
    double above = 0, below = 0, used = 0;
    for (int c = 0; c < fit->published->cells; c++) {
        const struct sp_cell *cell = &fit->published->cell[c];
        double share[TYPES], filled = listed(fit, c), n = 0, leverage[TYPES] = {0};
        if (filled <= 0)
            continue;
        expect(fit, c, filled, share);
        for (int i = fit->cells->first[c]; i < fit->cells->first[c + 1]; i++) {
            double own[TYPES];
            int t = fit->cells->track[i];
            sp_regression_shares(fit->now, fit->cells, t, own);
            for (int k = 0; k < TYPES; k++) {
                double move =
                    sp_track_filled(&fit->programs->track[t]) * own[k] * (1 - own[k]);
                leverage[k] += move * move;
            }
        }
        for (int k = 0; k < TYPES; k++)
            n += cell->by_type[k];
        for (int k = 0; k < TYPES; k++) {
            double v = share[k] * (1 - share[k]), off = cell->by_type[k] - n * share[k];
            double weight = 1 / (n * v + 1); /* large cells do not speak for all */
            above += weight * (off * off - n * v);
            below += weight * leverage[k];
        }
        used += SP_CONTRASTS;
    }
    double freedom = used > fit->n ? used / (used - fit->n) : 1; /* coefficients fitted */
    return sqrt(fmax(freedom * above / fmax(below, 1e-9), 0.01));
}

static bool report(const struct fit *fit, struct sp_arena *text, struct sp_fitted **rows,
                   int *count)
{
    *rows = sp_arena_get(text, sizeof **rows * (size_t)(fit->n + 1));
    if (!*rows)
        return false;
    *count = 0;
    for (int i = 0; i < fit->n; i++) {
        int row = i / SP_CONTRASTS;
        const char *key =
            row < fit->cells->lines ? sp_arena_text(text, fit->cells->line_key[row])
            : row < fit->cells->lines + fit->cells->states
                ? sp_arena_format(text, "state/%s",
                                  fit->cells->state_key[row - fit->cells->lines])
                : sp_arena_format(text, "feature/%s",
                                  sp_track_feature_name((enum sp_track_feature)(
                                      row - fit->cells->lines - fit->cells->states)));
        if (!key)
            return false;
        (*rows)[(*count)++] = (struct sp_fitted){
            .part = "composition",
            .key = key,
            .name = sp_applicant_type_name((enum sp_applicant_type)(i % SP_CONTRASTS + 1)),
            .value = *coefficient(fit, i),
            .low = *coefficient(fit, i),
            .high = *coefficient(fit, i),
        };
    }
    double spread = estimate_spread(fit);
    (*rows)[(*count)++] = (struct sp_fitted){
        .part = "composition", .key = "all", .name = "spread", spread, spread, spread};
    return true;
}

bool sp_composition_fit(const struct sp_programs *programs,
                        const struct sp_specialties *specialties,
                        const struct sp_published *published, struct sp_arena *text,
                        struct sp_fitted **rows, int *count, struct sp_error *error)
{
    struct sp_cells cells = {0};
    struct sp_regression now = {0};
    struct fit fit = {programs, published, &cells, &now, NULL, NULL, 0};

    *rows = NULL;
    *count = 0;
    if (published->cells == 0)
        return sp_fail(error, SP_NOT_FOUND, "no published counts by state to fit to");
    bool ok = sp_cells_join(programs, specialties, published, &cells, error)
              && sp_regression_make(&cells, &now, error);
    if (ok) {
        fit.n = (cells.lines + cells.states + SP_TRACK_FEATURES) * SP_CONTRASTS;
        fit.normal = malloc(sizeof(double) * (size_t)fit.n * (size_t)fit.n);
        fit.gradient = malloc(sizeof(double) * (size_t)fit.n);
        ok = fit.normal && fit.gradient && climb(&fit) && report(&fit, text, rows, count);
        if (!ok)
            sp_fail(error, SP_NO_MEMORY, "not enough memory to fit the published counts");
    }
    if (!ok) {
        *rows = NULL;
        *count = 0;
    }
    free(fit.normal);
    free(fit.gradient);
    sp_regression_free(&now);
    sp_cells_free(&cells);
    return ok;
}
