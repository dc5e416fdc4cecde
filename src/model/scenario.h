/* scenario.h: a changed profile beside the one it was made from
 *
 * Both are planned with the same facts, seed and seasons, so that a difference is the
 * change and not luck.
 */
#pragma once

#include "plan.h"

#include <stdbool.h>

struct sp_error;

struct sp_scenario_change {
    const char *field, *value; /* path of the field, and its value as it was given */
};

/* One changed profile and what became of it. */
struct sp_scenario {
    const char *name;
    struct sp_scenario_change *change;
    int changes;
    struct sp_plan plan;    /* owned */
    double gain, low, high; /* of P(match) against the base; low..high holds 9 of 10 */
    bool sized;             /* published sizes stand behind all its changes */
};

/* Plans for `changed`, the profile with the changes made, and compares with `base`, made
 * with the same options.  `scenario` has its changes; the rest is out, released with
 * sp_scenario_free.  Fails as sp_plan_make does; the plan is then empty. */
bool sp_scenario_play(const struct sp_profile *changed, const struct sp_facts *facts,
                      const struct sp_plan_options *options, const struct sp_plan *base,
                      struct sp_scenario *scenario, struct sp_error *error);

/* Frees the plan; name and changes belong to whoever gave them. */
void sp_scenario_free(struct sp_scenario *scenario);
