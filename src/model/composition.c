/* composition.c: regression, then raking.
 *
 * Each offered track starts with the shares that the regression gives it.  Iterative
 * proportional fitting then scales three margins in turn until they hold together:
 * a track's positions filled, a cell's count by type, and, where published, the
 * national count by type of a kind of track (preliminary, primary care).  The cell
 * margin comes last, so cells are exact.  The kinds are seniors in proportion, so they
 * give way in the end: the other two hold to rounding.  Positions of a cell that no listed
 * track holds (19 of 43,237) form a rest of their own.
 */
#include "composition.h"

#include "cells.h"
#include "cholesky.h"
#include "error.h"
#include "regression.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TYPES = SP_APPLICANT_TYPES, COLUMNS = TYPES + 1, SWEEPS = 60, SETTLING = 60 };

/* Beyond what a track's own positions make uncertain by counting, docs/model.md, 2.4. */
static const double tail = 1.6448536269514722; /* 95 % point of the normal */

struct raking {
    const struct sp_programs *programs;
    const struct sp_published *published;
    const struct sp_cells *cells;
    double (*place)[COLUMNS]; /* [tracks + cells] positions; the rests follow the tracks */
    double *rest;             /* [cells] positions filled that no listed track holds */
    int *cell;                /* [wanted] the cells to rake */
    int wanted;
    int *track; /* [tracks] the tracks of these cells */
    int tracks;
};

/* Shares before raking: the regression's for the four types, and the cell's own share
 * of "other" (Canadians, fifth pathways), which no fact of a track tells apart. */
static void start(struct raking *raking, const struct sp_regression *regression)
{
    const struct sp_cells *cells = raking->cells;
    for (int w = 0; w < raking->wanted; w++) {
        int c = raking->cell[w];
        const struct sp_cell *cell = &raking->published->cell[c];
        double other = cell->filled > 0 ? (double)cell->other / cell->filled : 0;
        double filled = 0, *rest = raking->place[raking->programs->count + c];
        for (int i = cells->first[c]; i < cells->first[c + 1]; i++) {
            int t = cells->track[i];
            double share[TYPES], own = sp_track_filled(&raking->programs->track[t]);
            sp_regression_shares(regression, cells, t, share);
            filled += own;
            for (int type = 0; type < TYPES; type++)
                raking->place[t][type] = own * (1 - other) * share[type] + own * 1e-9;
            raking->place[t][TYPES] = own * other;
        }
        raking->rest[c] = cell->filled > filled ? cell->filled - filled : 0;
        for (int k = 0; k < COLUMNS; k++)
            rest[k] = raking->rest[c] * (k < TYPES ? cell->by_type[k] : cell->other)
                      / (cell->filled > 0 ? cell->filled : 1);
    }
}

static void scale_track(struct raking *raking, int t)
{
    double sum = 0, want = sp_track_filled(&raking->programs->track[t]);
    for (int k = 0; k < COLUMNS; k++)
        sum += raking->place[t][k];
    for (int k = 0; sum > 0 && k < COLUMNS; k++)
        raking->place[t][k] *= want / sum;
}

static double scale_cell(struct raking *raking, int c)
{
    const struct sp_cell *cell = &raking->published->cell[c];
    const struct sp_cells *cells = raking->cells;
    double *rest = raking->place[raking->programs->count + c], worst = 0;
    for (int k = 0; k < COLUMNS; k++) {
        double sum = rest[k], want = k < TYPES ? cell->by_type[k] : cell->other;
        for (int i = cells->first[c]; i < cells->first[c + 1]; i++)
            sum += raking->place[cells->track[i]][k];
        double by = sum > 0 ? want / sum : 0;
        rest[k] *= by;
        for (int i = cells->first[c]; i < cells->first[c + 1]; i++)
            raking->place[cells->track[i]][k] *= by;
        if (fabs(sum * by - want) > worst)
            worst = fabs(sum * by - want);
    }
    return worst;
}

/* The national margin of one kind of track.  The published kinds count seniors only, so
 * each type's total is divided among the kinds in their published proportion. */
static void scale_kind(struct raking *raking, const struct sp_kind_total *kind)
{
    const struct sp_published *published = raking->published;
    const struct sp_track *track = raking->programs->track;
    double all[TYPES] = {0}, now[TYPES] = {0}, whole[TYPES] = {0};
    for (int i = 0; i < published->kind_totals; i++)
        for (int k = 0; k < TYPES; k++)
            if (strcmp(published->kind_total[i].specialty, kind->specialty) == 0)
                all[k] += published->kind_total[i].matched[k];
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < raking->tracks; i++) {
            int t = raking->track[i];
            if (strcmp(track[t].specialty, kind->specialty) != 0
                || track[t].type == SP_ADVANCED || track[t].type == SP_PHYSICIAN_ONLY)
                continue;
            bool own = track[t].type == kind->track_type;
            for (int k = 0; k < TYPES; k++) {
                double *place = &raking->place[t][k];
                if (pass == 0) {
                    whole[k] += *place;
                    now[k] += own ? *place : 0;
                } else if (own && now[k] > 0 && all[k] > 0) {
                    *place *= whole[k] * kind->matched[k] / all[k] / now[k];
                }
            }
        }
}

static bool several_kinds(const struct sp_published *published, const char *specialty)
{
    int kinds = 0;
    for (int i = 0; i < published->kind_totals; i++)
        kinds += published->kind_total[i].checked
                 && strcmp(published->kind_total[i].specialty, specialty) == 0;
    return kinds > 1;
}

/* A row of a cell with its columns multiplied: its `want` positions by type. */
static void multiply(const double place[COLUMNS], const double log_by[COLUMNS], double want,
                     double out[COLUMNS])
{
    double sum = 0;
    for (int k = 0; k < COLUMNS; k++)
        sum += out[k] = place[k] * exp(log_by[k]);
    for (int k = 0; k < COLUMNS; k++)
        out[k] = sum > 0 ? out[k] * want / sum : 0;
}

/* The i-th row of a cell: a track, or after the last of them the rest. */
static const double *row_of(const struct raking *raking, int c, int i, double *want)
{
    bool rest = i == raking->cells->first[c + 1];
    int t = rest ? -1 : raking->cells->track[i];
    *want = rest ? raking->rest[c] : sp_track_filled(&raking->programs->track[t]);
    return raking->place[rest ? raking->programs->count + c : t];
}

/* Gradient and curvature of the convex function whose lowest point meets both margins. */
static double measure(const struct raking *raking, int c, const double log_by[COLUMNS],
                      double gradient[COLUMNS], double curve[COLUMNS * COLUMNS])
{
    const struct sp_cell *cell = &raking->published->cell[c];
    double worst = 0, row[COLUMNS], want;
    for (int i = 0; i < COLUMNS * COLUMNS; i++)
        curve[i] = 1; /* a common factor changes nothing: stay where its logarithm is 0 */
    for (int k = 0; k < COLUMNS; k++) {
        gradient[k] = -(k < TYPES ? cell->by_type[k] : cell->other);
        curve[k * COLUMNS + k] += gradient[k] == 0; /* a column of nobody stays */
    }
    for (int i = raking->cells->first[c]; i <= raking->cells->first[c + 1]; i++) {
        const double *place = row_of(raking, c, i, &want);
        multiply(place, log_by, want, row);
        for (int k = 0; k < COLUMNS; k++) {
            gradient[k] += row[k];
            curve[k * COLUMNS + k] += row[k];
            for (int m = 0; m < COLUMNS && want > 0; m++)
                curve[k * COLUMNS + m] -= row[k] * row[m] / want;
        }
    }
    for (int k = 0; k < COLUMNS; k++)
        worst = fmax(worst, fabs(gradient[k]));
    return worst;
}

/* The kinds' margins reach across cells; what they leave is settled cell by cell, by
 * Newton's method on the logarithms of the five multipliers of the columns. */
static double settle(struct raking *raking, int c)
{
    double log_by[COLUMNS] = {0}, step[COLUMNS], curve[COLUMNS * COLUMNS], want;
    scale_cell(raking, c); /* columns of nobody are empty from here on */
    for (int n = 0; n < SETTLING; n++) {
        if (measure(raking, c, log_by, step, curve) < 1e-10
            || !sp_cholesky_solve(curve, step, COLUMNS))
            break;
        double most = 1;
        for (int k = 0; k < COLUMNS; k++)
            most = fmax(most, fabs(step[k]));
        for (int k = 0; k < COLUMNS; k++)
            log_by[k] -= step[k] / most;
    }
    for (int i = raking->cells->first[c]; i < raking->cells->first[c + 1]; i++) {
        double *place = raking->place[raking->cells->track[i]];
        row_of(raking, c, i, &want);
        multiply(place, log_by, want, place);
    }
    double *rest = raking->place[raking->programs->count + c];
    multiply(rest, log_by, raking->rest[c], rest);
    return scale_cell(raking, c);
}

static void rake(struct raking *raking, struct sp_composition *composition)
{
    const struct sp_published *published = raking->published;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        for (int i = 0; i < published->kind_totals && sweep % 4 == 0; i++)
            if (several_kinds(published, published->kind_total[i].specialty))
                scale_kind(raking, &published->kind_total[i]);
        for (int i = 0; i < raking->tracks; i++)
            scale_track(raking, raking->track[i]);
        for (int w = 0; w < raking->wanted; w++)
            scale_cell(raking, raking->cell[w]);
    }
    for (int w = 0; w < raking->wanted; w++)
        composition->worst_cell =
            fmax(composition->worst_cell, settle(raking, raking->cell[w]));
}

/* The cells that hold a track of those asked for. */
static void list_wanted(struct raking *raking, const bool *asked)
{
    const struct sp_cells *cells = raking->cells;
    for (int c = 0; c < raking->published->cells; c++) {
        bool any = false;
        for (int i = cells->first[c]; i < cells->first[c + 1] && !any; i++)
            any = !asked || asked[cells->track[i]];
        if (!any)
            continue;
        raking->cell[raking->wanted++] = c;
        for (int i = cells->first[c]; i < cells->first[c + 1]; i++)
            raking->track[raking->tracks++] = cells->track[i];
    }
}

static double logistic(double x)
{
    return 1 / (1 + exp(-x));
}

/* One track: shares, and how far they may be off.  What the cell leaves open grows with
 * the part of the cell that lies in other tracks: nothing for the only track. */
static void conclude(const struct raking *raking, int t, double spread,
                     struct sp_composition_row *row)
{
    const struct sp_cells *cells = raking->cells;
    int c = cells->cell[t];
    double filled = sp_track_filled(&raking->programs->track[t]), cell = raking->rest[c];
    for (int i = cells->first[c]; i < cells->first[c + 1]; i++)
        cell += sp_track_filled(&raking->programs->track[cells->track[i]]);
    double open = cell > 0 ? 1 - filled / cell : 0;

    row->known = true;
    row->spread = open > 1e-9 ? spread * sqrt(open) : 0;
    row->basis = open > 1e-9 ? "state and specialty counts, NRMP 2025"
                             : "the only program of its state and specialty, NRMP 2025";
    for (int k = 0; k < TYPES; k++) {
        double share = filled > 0 ? raking->place[t][k] / filled : 0;
        row->share[k] = share < 0 ? 0 : share > 1 ? 1 : share;
        row->low[k] = row->high[k] = row->share[k];
        if (row->spread > 0 && filled > 0) {
            double x = row->share[k] < 1e-6       ? 1e-6
                       : row->share[k] > 1 - 1e-6 ? 1 - 1e-6
                                                  : row->share[k];
            double odds = log(x / (1 - x));
            double counting = open / (filled * x * (1 - x) + 1);
            double sd = sqrt(row->spread * row->spread + counting);
            row->low[k] = fmin(logistic(odds - tail * sd), row->share[k]);
            row->high[k] = fmax(logistic(odds + tail * sd), row->share[k]);
        }
    }
}

static void finish(const struct raking *raking, double spread,
                   struct sp_composition *composition)
{
    for (int i = 0; i < raking->tracks; i++) {
        int t = raking->track[i];
        double sum = 0, filled = sp_track_filled(&raking->programs->track[t]);
        for (int k = 0; k < COLUMNS; k++)
            sum += raking->place[t][k];
        if (fabs(sum - filled) > composition->worst_track)
            composition->worst_track = fabs(sum - filled);
        if (filled > 0)
            conclude(raking, t, spread, &composition->at[t]);
    }
}

bool sp_composition_spread(const struct sp_programs *programs,
                           const struct sp_specialties *specialties,
                           const struct sp_published *published, const bool *asked,
                           struct sp_composition *composition, struct sp_error *error)
{
    struct sp_cells cells = {0};
    struct sp_regression regression = {0};
    struct raking raking = {.programs = programs, .published = published, .cells = &cells};
    size_t tracks = (size_t)programs->count + 1, rests = (size_t)published->cells + 1;

    *composition = (struct sp_composition){.count = programs->count};
    composition->at = calloc(tracks, sizeof *composition->at);
    raking.place = calloc(tracks + rests, sizeof *raking.place);
    raking.rest = calloc(rests, sizeof *raking.rest);
    raking.cell = malloc(rests * sizeof *raking.cell);
    raking.track = malloc(tracks * sizeof *raking.track);
    bool ok = composition->at && raking.place && raking.rest && raking.cell && raking.track;
    if (!ok)
        sp_fail(error, SP_NO_MEMORY, "not enough memory to spread the published counts");
    ok = ok && sp_cells_join(programs, specialties, published, &cells, error)
         && sp_regression_load(published, &cells, &regression, error);
    if (ok) {
        list_wanted(&raking, asked);
        start(&raking, &regression);
        rake(&raking, composition);
        finish(&raking, regression.spread, composition);
    }
    sp_regression_free(&regression);
    sp_cells_free(&cells);
    free(raking.place);
    free(raking.rest);
    free(raking.cell);
    free(raking.track);
    if (!ok)
        sp_composition_free(composition);
    return ok;
}

static int by_positions(const void *a, const void *b)
{
    const struct sp_composition_check *x = a, *y = b;
    double left = 0, right = 0;
    for (int k = 0; k < TYPES; k++) {
        left += x->published[k];
        right += y->published[k];
    }
    return left < right ? 1 : left > right ? -1 : strcmp(x->specialty, y->specialty);
}

static struct sp_composition_check *find_check(struct sp_composition_check *check,
                                               int *count, const struct sp_cell *cell)
{
    for (int i = 0; i < *count; i++)
        if (strcmp(check[i].specialty, cell->specialty) == 0
            && strcmp(check[i].level, cell->level) == 0)
            return &check[i];
    check[*count] =
        (struct sp_composition_check){.specialty = cell->specialty, .level = cell->level};
    return &check[(*count)++];
}

bool sp_composition_compare(const struct sp_programs *programs,
                            const struct sp_specialties *specialties,
                            const struct sp_published *published, struct sp_arena *text,
                            struct sp_composition_check **check, int *count,
                            struct sp_error *error)
{
    struct sp_cells cells = {0};
    struct sp_regression regression = {0};
    struct sp_composition composition = {0};
    *count = 0;
    *check = sp_arena_get(text, sizeof **check * ((size_t)published->cells + 1));
    bool ok = *check
              || sp_fail(error, SP_NO_MEMORY,
                         "not enough memory to compare the published counts");
    ok = ok && sp_cells_join(programs, specialties, published, &cells, error)
         && sp_regression_load(published, &cells, &regression, error)
         && sp_composition_spread(programs, specialties, published, NULL, &composition,
                                  error);
    for (int c = 0; ok && c < published->cells; c++) {
        struct sp_composition_check *line = find_check(*check, count, &published->cell[c]);
        for (int k = 0; k < TYPES; k++)
            line->published[k] += published->cell[c].by_type[k];
        for (int i = cells.first[c]; i < cells.first[c + 1]; i++) {
            int t = cells.track[i];
            double share[TYPES], filled = sp_track_filled(&programs->track[t]);
            sp_regression_shares(&regression, &cells, t, share);
            for (int k = 0; k < TYPES; k++) {
                line->predicted[k] += filled * share[k];
                line->raked[k] += filled * composition.at[t].share[k];
            }
        }
    }
    if (ok) {
        qsort(*check, (size_t)*count, sizeof **check, by_positions);
    } else {
        *check = NULL;
        *count = 0;
    }
    sp_composition_free(&composition);
    sp_regression_free(&regression);
    sp_cells_free(&cells);
    return ok;
}

void sp_composition_free(struct sp_composition *composition)
{
    free(composition->at);
    *composition = (struct sp_composition){0};
}
