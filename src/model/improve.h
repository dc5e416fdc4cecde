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
    double gain, low, high; /* of P(match), paired by member; low..high holds 9 of 10 */
    bool priced;
    double cost_cents, cost_low_cents, cost_high_cents;
    bool timed;
    double weeks;            /* that it takes, when known */
    struct sp_origin origin; /* of the effect or of the price */
};

struct sp_improvements {
    struct sp_arena text;
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

/* The gain of `after` over `before`, member by member. */
void sp_improve_compare(const struct sp_plan *before, const struct sp_plan *after,
                        double *gain, double *low, double *high);

void sp_improvements_free(struct sp_improvements *improvements);
