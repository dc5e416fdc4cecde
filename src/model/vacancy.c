/* vacancy.c: a weighted mean of unfilled shares, year by year, and of the kind's. */
#include "vacancy.h"

#include "error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Least deviance of 2025 given 2021 to 2024, and of 2024 given the years before, over
 * 0.3 .. 0.9 and 0.3 .. 8. */
static const double year_fades = 0.7, kind_weight = 4;

static int by_kind(const void *a, const void *b)
{
    const struct sp_track *x = *(const struct sp_track *const *)a,
                          *y = *(const struct sp_track *const *)b;
    int order = strcmp(x->specialty, y->specialty);
    return order ? order : (int)x->type - (int)y->type;
}

static bool same_kind(const struct sp_track *a, const struct sp_track *b)
{
    return by_kind(&a, &b) == 0;
}

/* The kind's share of positions left open in one year; a little more than nothing where
 * none was. */
static double of_kind(const struct sp_track *const *track, int count, int year)
{
    double open = 0.5, quota = 10;
    for (int i = 0; i < count; i++)
        if (track[i]->quota[year] > 0) {
            open += track[i]->quota[year] - track[i]->filled[year];
            quota += track[i]->quota[year];
        }
    return open / quota;
}

static double of_track(const struct sp_track *track, int years, double kind)
{
    double open = kind_weight * kind, weight = kind_weight, fresh = 1;
    for (int y = years - 1; y >= 0; y--, fresh *= year_fades)
        if (track->quota[y] > 0) {
            double own = fresh * sqrt(track->quota[y]);
            open += own * (track->quota[y] - track->filled[y]) / track->quota[y];
            weight += own;
        }
    return open / weight;
}

struct sp_vacancy sp_vacancy_in_a_year(double share, int positions)
{
    double a = fmin(fmax(share, 0.001), 0.999), b = 1 - a, chance = 1, below;
    for (int i = 0; i < positions; i++)
        chance *= (b + i) / (1 + i);
    struct sp_vacancy found = {.any = 1 - chance};
    below = chance;
    for (int k = 0; k < positions && below < 0.95; k++) {
        chance *= (positions - k) * (a + k) / ((k + 1) * (b + positions - k - 1));
        found.low += below < 0.05;
        found.high = k + 1;
        below += chance;
    }
    return found;
}

bool sp_vacancy_expect(const struct sp_programs *programs, int years, double *open,
                       struct sp_error *error)
{
    const struct sp_track **order = malloc(sizeof *order * ((size_t)programs->count + 1));
    if (!order)
        return sp_fail(error, SP_NO_MEMORY, "not enough memory for %d tracks",
                       programs->count);
    for (int t = 0; t < programs->count; t++)
        order[t] = &programs->track[t];
    qsort(order, (size_t)programs->count, sizeof *order, by_kind);
    for (int first = 0, end; first < programs->count; first = end) {
        for (end = first; end < programs->count && same_kind(order[first], order[end]);)
            end++;
        double kind = of_kind(order + first, end - first, years - 1);
        for (int i = first; i < end; i++)
            open[order[i] - programs->track] = of_track(order[i], years, kind);
    }
    free(order);
    return true;
}
