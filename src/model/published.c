/* published.c: looking up what was published. */
#include "published.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A population is a specialty's three-digit code or words for a wider group. */
static bool is_specialty(const char *population)
{
    return strlen(population) == 3 && isdigit((unsigned char)population[0])
           && isdigit((unsigned char)population[1])
           && isdigit((unsigned char)population[2]);
}

/* How well an effect fits the question: its own specialty before a wider group, and
 * within each a sized effect before one without a figure; 0: it does not. */
static int fit_of(const struct sp_effect *effect, const char *specialty)
{
    if (is_specialty(effect->population))
        return strcmp(effect->population, specialty) == 0 ? 3 + effect->sized : 0;
    return 1 + effect->sized;
}

const struct sp_effect *sp_published_effect(const struct sp_published *published,
                                            const char *input, const char *specialty)
{
    const struct sp_effect *best = NULL;
    for (int i = 0; i < published->effects; i++) {
        const struct sp_effect *effect = &published->effect[i];
        if (strcmp(effect->input, input) == 0
            && fit_of(effect, specialty) > (best ? fit_of(best, specialty) : 0))
            best = effect;
    }
    return best;
}

const struct sp_base_rate *sp_published_base_rate(const struct sp_published *published,
                                                  const char *id)
{
    for (int i = 0; i < published->base_rates; i++)
        if (strcmp(published->base_rate[i].id, id) == 0)
            return &published->base_rate[i];
    return NULL;
}

static const char letters[] =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/";
static const double letter_step = 0.2, first_letter = -6.2;

double sp_cutoff_of(char letter)
{
    const char *at = letter ? strchr(letters, letter) : NULL;
    return at && at > letters ? first_letter + letter_step * (double)(at - letters - 1)
                              : -INFINITY;
}

char sp_cutoff_letter(double cutoff)
{
    const int last = (int)sizeof letters - 2;
    if (cutoff == -INFINITY)
        return letters[0];
    double place = 1 + (cutoff - first_letter) / letter_step;
    return letters[place < 1 ? 1 : place > last ? last : (int)(place + 0.5)];
}

static int by_code(const void *code, const void *market)
{
    return strcmp(code, ((const struct sp_track_market *)market)->code);
}

const struct sp_track_market *sp_published_market(const struct sp_published *published,
                                                  const char *code)
{
    return published->markets == 0
               ? NULL
               : bsearch(code, published->market, (size_t)published->markets,
                         sizeof *published->market, by_code);
}

void sp_published_free(struct sp_published *published)
{
    free(published->cell);
    free(published->kind_total);
    free(published->outcome);
    for (int type = 0; type < SP_APPLICANT_TYPES; type++) {
        free(published->rank_lists[type]);
        free(published->match_rate[type]);
    }
    free(published->effect);
    free(published->base_rate);
    free(published->fitted);
    free(published->market);
    sp_arena_free(&published->text);
    *published = (struct sp_published){0};
}
