/* market.c: strata of strength within members, then one pass over programs and seasons.
 *
 * exp(base + parts + signal + strength) splits into a number per program and member and
 * a number per field and season, so the pass needs no exponentials: one product, one
 * division, and it vectorises.
 */
#include "market.h"

#include "error.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A chance of 1 would leave nothing to the other programs, and no logarithm. */
static const float most_chance = 0.995f;

/* The strata of one member, in an order of their own, each drawn within its slice. */
static void draw_strata(uint64_t seed, int member, int strata, double *normal)
{
    struct sp_random random = sp_random_for(seed, (uint64_t)1 << 61 | (uint64_t)member);
    for (int s = 0; s < strata; s++)
        normal[s] = sp_normal_quantile((s + sp_random_uniform(&random)) / strata);
    for (int s = strata - 1; s > 0; s--) {
        int other = (int)sp_random_below(&random, (uint32_t)s + 1);
        double kept = normal[s];
        normal[s] = normal[other];
        normal[other] = kept;
    }
}

static void draw_strengths(const struct sp_chances *chances, struct sp_seasons *seasons,
                           double *normal)
{
    int strata = seasons->count / SP_MEMBERS;
    for (int m = 0; m < SP_MEMBERS; m++) {
        draw_strata(chances->seed, m, strata, normal);
        for (int f = 0; f < chances->fields; f++) {
            const struct sp_field *field = &chances->field[f];
            for (int s = 0; s < strata; s++) {
                long k = (long)f * seasons->count + m * strata + s;
                double strength = field->strength[m] + field->sigma[m] * normal[s];
                seasons->odds[k] = (float)exp(strength);
                seasons->standing[k] =
                    (float)exp(field->level[m] + field->slope[m] * strength);
            }
        }
    }
}

/* One member of one prospect: chances of an invitation. */
static void invite(float base, float welcome, const float *odds, int strata, float *out)
{
    for (int s = 0; s < strata; s++) {
        float x = base * odds[s];
        float chance = welcome * (x / (1 + x));
        out[s] = chance < most_chance ? chance : most_chance;
    }
}

void sp_market_invitations(const struct sp_chances *chances,
                           const struct sp_seasons *seasons, int prospect,
                           enum sp_signal signal, float *out)
{
    const struct sp_prospect *at = &chances->at[prospect];
    const struct sp_field *field = &chances->field[at->field];
    int strata = seasons->count / SP_MEMBERS;
    for (int m = 0; m < SP_MEMBERS; m++) {
        double base = at->base[m] + sp_prospect_parts(field, at, m);
        if (signal != SP_PLAIN)
            base += sp_prospect_signal(field, at, m);
        invite((float)exp(base), (float)sp_prospect_visa(field, at, m),
               seasons->odds + (long)at->field * seasons->count + m * strata, strata,
               out + (long)m * strata);
    }
}

/* Times the chance that a program which ranks the applicant has room above its cutoff:
 * with taste logistic, standing / (standing + cutoff).  An application that covers several
 * tracks is ranked by one of them. */
static void place(const struct sp_prospect *at, int member, const float *standing,
                  int strata, float *row)
{
    for (int s = 0; s < strata; s++) {
        float chance = 0;
        for (int t = 0; t < at->tracks; t++)
            chance += (float)at->weight[t]
                      * (standing[s] / (standing[s] + at->cutoff[t][member]));
        row[s] *= chance < most_chance ? chance : most_chance;
    }
}

static void play_all(const struct sp_chances *chances, struct sp_seasons *seasons)
{
    int strata = seasons->count / SP_MEMBERS;
    for (int signal = 0; signal < SP_SIGNALS; signal++) {
        if (!seasons->chance[signal])
            continue;
        for (int p = 0; p < chances->count; p++) {
            float *row = seasons->chance[signal] + (long)p * seasons->count;
            const float *standing =
                seasons->standing + (long)chances->at[p].field * seasons->count;
            sp_market_invitations(chances, seasons, p, (enum sp_signal)signal, row);
            for (int m = 0; m < SP_MEMBERS; m++)
                place(&chances->at[p], m, standing + (long)m * strata, strata,
                      row + (long)m * strata);
        }
    }
}

bool sp_market_play(const struct sp_chances *chances, int count, struct sp_seasons *seasons,
                    struct sp_error *error)
{
    int strata = (count + SP_MEMBERS - 1) / SP_MEMBERS;
    bool signals = false;
    for (int f = 0; f < chances->fields; f++)
        signals = signals || chances->field[f].rule;

    *seasons =
        (struct sp_seasons){.count = strata * SP_MEMBERS, .prospects = chances->count};
    size_t cells = (size_t)seasons->count * (size_t)(chances->count + 1) * sizeof(float);
    size_t rows = (size_t)seasons->count * (size_t)(chances->fields + 1) * sizeof(float);
    double *normal = malloc(sizeof *normal * (size_t)strata);
    seasons->odds = malloc(rows);
    seasons->standing = malloc(rows);
    seasons->chance[SP_PLAIN] = malloc(cells);
    if (signals)
        seasons->chance[SP_SILVER] = malloc(cells);
    bool ok = normal && seasons->odds && seasons->standing && seasons->chance[SP_PLAIN]
              && (!signals || seasons->chance[SP_SILVER]);
    if (ok) {
        draw_strengths(chances, seasons, normal);
        play_all(chances, seasons);
    }
    free(normal);
    if (!ok) {
        sp_seasons_free(seasons);
        return sp_fail(error, SP_NO_MEMORY,
                       "not enough memory for %d seasons of %d programs", count,
                       chances->count);
    }
    return true;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct sp_chance sp_market_summary(const struct sp_seasons *seasons, const float *value,
                                   const char *basis)
{
    int strata = seasons->count / SP_MEMBERS;
    double mean[SP_MEMBERS], sum = 0;
    for (int m = 0; m < SP_MEMBERS; m++) {
        double own = 0;
        for (int s = 0; s < strata; s++)
            own += (double)value[m * strata + s];
        mean[m] = own / strata;
        sum += mean[m];
    }
    qsort(mean, SP_MEMBERS, sizeof *mean, by_value);
    /* Nine of ten members lie between the 4th and the 61st of 64. */
    return (struct sp_chance){sum / SP_MEMBERS, mean[3], mean[SP_MEMBERS - 4], basis};
}

void sp_seasons_free(struct sp_seasons *seasons)
{
    free(seasons->odds);
    free(seasons->standing);
    free(seasons->chance[SP_PLAIN]);
    free(seasons->chance[SP_SILVER]);
    *seasons = (struct sp_seasons){0};
}
