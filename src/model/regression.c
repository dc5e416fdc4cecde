/* regression.c: coefficients in and out, and the shares they give. */
#include "regression.h"

#include "error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double spread_unknown = 1.5;

bool sp_regression_make(const struct sp_cells *cells, struct sp_regression *regression,
                        struct sp_error *error)
{
    *regression = (struct sp_regression){
        .line = calloc((size_t)cells->lines + 1, sizeof *regression->line),
        .state = calloc((size_t)cells->states + 1, sizeof *regression->state),
        .spread = spread_unknown,
    };
    if (regression->line && regression->state)
        return true;
    sp_regression_free(regression);
    return sp_fail(error, SP_NO_MEMORY, "not enough memory for the regression of shares");
}

static int find(const char *const *key, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(key[i], name) == 0)
            return i;
    return -1;
}

static int find_feature(const char *name)
{
    for (int f = 0; f < SP_TRACK_FEATURES; f++)
        if (strcmp(sp_track_feature_name((enum sp_track_feature)f), name) == 0)
            return f;
    return -1;
}

/* The coefficients that a row speaks of, or NULL. */
static double *coefficients(struct sp_regression *regression, const struct sp_cells *cells,
                            const char *key)
{
    int place;
    if (strncmp(key, "state/", 6) == 0) {
        place = find(cells->state_key, cells->states, key + 6);
        return place < 0 ? NULL : regression->state[place];
    }
    if (strncmp(key, "feature/", 8) == 0) {
        place = find_feature(key + 8);
        return place < 0 ? NULL : regression->feature[place];
    }
    place = find(cells->line_key, cells->lines, key);
    return place < 0 ? NULL : regression->line[place];
}

bool sp_regression_load(const struct sp_published *published, const struct sp_cells *cells,
                        struct sp_regression *regression, struct sp_error *error)
{
    if (!sp_regression_make(cells, regression, error))
        return false;
    for (int i = 0; i < published->fits; i++) {
        const struct sp_fitted *row = &published->fitted[i];
        if (strcmp(row->part, "composition") != 0)
            continue;
        if (strcmp(row->name, "spread") == 0)
            regression->spread = row->value;
        double *to = coefficients(regression, cells, row->key);
        for (int k = 0; to && k < SP_CONTRASTS; k++)
            if (strcmp(row->name, sp_applicant_type_name((enum sp_applicant_type)(k + 1)))
                == 0)
                to[k] = row->value;
    }
    return true;
}

void sp_regression_shares(const struct sp_regression *regression,
                          const struct sp_cells *cells, int track,
                          double share[SP_APPLICANT_TYPES])
{
    int line = cells->line[track], state = cells->state[track];
    double most = 0, sum = 0;
    share[0] = 0;
    for (int k = 0; k < SP_CONTRASTS; k++) {
        double x = (line < 0 ? 0 : regression->line[line][k])
                   + (state < 0 ? 0 : regression->state[state][k]);
        for (int f = 0; f < SP_TRACK_FEATURES; f++)
            x += regression->feature[f][k] * cells->feature[track][f];
        share[k + 1] = x;
        most = x > most ? x : most;
    }
    for (int k = 0; k < SP_APPLICANT_TYPES; k++)
        sum += share[k] = exp(share[k] - most);
    for (int k = 0; k < SP_APPLICANT_TYPES; k++)
        share[k] /= sum;
}

void sp_regression_free(struct sp_regression *regression)
{
    free(regression->line);
    free(regression->state);
    *regression = (struct sp_regression){0};
}
