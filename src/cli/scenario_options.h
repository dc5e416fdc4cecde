/* scenario_options.h: changed profiles, as the command line asks for them, each planned */
#pragma once

#include "scenario_pages.h"

#include <stdbool.h>

struct call;
struct session;
struct sp_error;
struct sp_plan_options;

/* Reads --set (all together one scenario) and --scenario ("NAME: FIELD=VALUE,
 * FIELD=VALUE"; a comma separates changes only when a field and "=" follow it).  The list
 * and its texts live in the session; plans are empty.  None given: 0. */
bool scenario_read(struct session *session, const struct call *call,
                   struct sp_scenario **scenario, int *count, struct sp_error *error);

/* Plans each: the profile with its fields set anew, checked as `profile set` checks them,
 * with the same facts and seed as `base`.  Release with scenario_free, also on failure. */
bool scenario_play(struct session *session, const struct sp_plan_options *options,
                   const struct sp_plan *base, struct sp_scenario *scenario, int count,
                   struct sp_error *error);

void scenario_free(struct sp_scenario *scenario, int count);
