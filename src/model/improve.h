/* improve.h: what would help most
 *
 * The same plan on changed profiles, with the same draws, so that a difference is the
 * change and not luck.  Where no honest effect size exists the row says so and carries
 * no number.
 */
#pragma once

#include "plan.h"

#include <stdbool.h>

struct sp_error;

struct sp_improvement {
    const char *change; /* "500 dollars more for applications" */
    bool figure;        /* false: no honest figure; `why` says what is known */
    const char *why;    /* one sentence */
    struct sp_chance before, after;
    double gain, low, high; /* of P(match), paired by member; low..high holds 9 of 10
                              and the gain */
    bool priced;
    double cost_cents, cost_low_cents, cost_high_cents;
    double per_100_dollars; /* gain for a hundred dollars, at cost_cents; 0 unless it has a
                               figure and a price above 0 */
    bool timed;
    double weeks;            /* that it takes, when known */
    double per_week;         /* gain for a week; 0 unless it has a figure and weeks */
    struct sp_origin origin; /* of the effect or of the price */
};

/* The tries stand apart: money, number, score, visa, divisions, five other specialties, and
 * what nobody has measured. */
enum { SP_IMPROVE_PARTS = 11 };

struct sp_improvements {
    struct sp_arena text;
    struct sp_plan now;        /* the plan of the profile as it is; owned */
    struct sp_improvement *at; /* with a figure first, by falling gain */
    int count;
};

struct sp_improve_watch {
    void (*step)(void *context, int done, int total);
    void *context;
};

/* Tries what could change for this profile.  `options` as for the plan.  Fails as
 * sp_plan_make does; `improvements` is then empty. */
bool sp_improve_find(const struct sp_profile *profile, const struct sp_facts *facts,
                     const struct sp_plan_options *options,
                     const struct sp_improve_watch *watch,
                     struct sp_improvements *improvements, struct sp_error *error);

/* The same for one part of it, 1 to SP_IMPROVE_PARTS: the rows of all parts are those of
 * sp_improve_find, so that somebody who waits can see them as they come.  Also fails with
 * SP_BAD_INPUT for another part. */
bool sp_improve_part(const struct sp_profile *profile, const struct sp_facts *facts,
                     const struct sp_plan_options *options, int part,
                     struct sp_improvements *improvements, struct sp_error *error);

/* The gain of `after` over `before`, member by member: both made with the same seed and
 * number of seasons.  Low to high holds 9 of 10 members; `gain` is their mean. */
void sp_improve_compare(const struct sp_plan *before, const struct sp_plan *after,
                        double *gain, double *low, double *high);

/* Whether a published size stands behind a change of this field of the profile ("step2_ck",
 * "letters[0].count"), or it changes rules, money or places only: such a field is sized
 * too.  False: no honest figure says how much it helps. */
bool sp_improve_sized(const struct sp_published *published, const char *field);

void sp_improvements_free(struct sp_improvements *improvements);
