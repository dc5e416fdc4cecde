/* market.h: a season played many times
 *
 * One season is what nobody knows about this applicant, and how the places fell.  Its
 * chances are conditional on both, so that programs stand and fall together: a strong
 * file is strong everywhere.
 *
 * One more applicant does not move a national market, so a season is a strength, the
 * cutoffs that a season of the fitted nation left (nation.h), and programs' tastes:
 * whoever ranks the applicant takes them when their score clears the cutoff.
 *
 * Strength is not drawn: each member's seasons are at the nodes of Gauss and Hermite, and
 * count by their weights, so that a mean over them is the mean over all strengths
 * (docs/model.md, 4.5).
 */
#pragma once

#include "chances.h"
#include "portfolio.h"

#include <stdbool.h>

struct sp_error;

struct sp_seasons {
    int count;    /* a multiple of SP_MEMBERS; season k belongs to member
                     k / (count / SP_MEMBERS), and is the member's season with a strength of
                     the node k % (count / SP_MEMBERS) */
    double *mass; /* [count] how much it counts; the mean of a member's is 1 */
    int prospects;
    float *chance[SP_SIGNALS];   /* [prospects][count] of being taken there, 0 to 0.995;
                                    NULL: no signals */
    struct sp_chance *interview; /* [prospects] sent plain; no basis */
    double *signal;              /* [fields][SP_MEMBERS] exp(effect of a signal) */
    float *odds;                 /* [fields][count] exp(strength) */
    float *across;               /* [fields][count / SP_MEMBERS][SP_MEMBERS] the same, all
                                    members side by side */
    float *standing;             /* [fields][count] exp(score of programs, before taste) */
};

/* Plays `count` seasons (rounded up to a multiple of SP_MEMBERS): 8 a member tell a chance
 * to 0.0001.  Fails with SP_NO_MEMORY; `seasons` is then empty. */
bool sp_market_play(const struct sp_chances *chances, int count, struct sp_seasons *seasons,
                    struct sp_error *error);

/* The chance of an interview at one prospect, in every season, sent with `signal`.
 * out  [seasons->count] */
void sp_market_invitations(const struct sp_chances *chances,
                           const struct sp_seasons *seasons, int prospect,
                           enum sp_signal signal, float *out);

/* Each member's mean of value[count], all from 0 to 1.  mean  out, [SP_MEMBERS] */
void sp_market_members(const struct sp_seasons *seasons, const float *value, double *mean);

/* Mean over all seasons, and the 5 % and 95 % points over members, moved out to the mean
 * where it lies beyond them. */
struct sp_chance sp_market_summary(const struct sp_seasons *seasons, const float *value,
                                   const char *basis);

/* The mean chance of each member where log-odds are what `odds` says plus strength:
 * mean[m] is the mean over its seasons of x / (1 + x), where x = odds[m] * exp(strength).
 * odds, mean  [SP_MEMBERS] */
void sp_market_mean_odds(const struct sp_seasons *seasons, int field, const double *odds,
                         double *mean);

/* left[k] *= 1 - chance[k], and one[k] = 1 - left[k] where that is not NULL. */
void sp_market_take_away(const struct sp_seasons *seasons, const float *chance, float *left,
                         float *one);

void sp_seasons_free(struct sp_seasons *seasons);
