/* schedule_gain.h: what the engine can say of a schedule
 *
 * The plan of the profile as it is, and of the same profile with the stays behind it, with
 * the same draws.  Of what a stay does only one thing has a published figure: a rotation at
 * the program itself, measured on US graduates of few specialties, and not borrowed by
 * others.  So only hosts that are joined to an NRMP institution can move the chance, in
 * those specialties; letters and weeks do not.
 */
#pragma once

#include "plan.h"
#include "schedule.h"

#include <stdbool.h>

struct sp_error;

struct sp_schedule_gain {
    struct sp_arena text;
    struct sp_chance before, after;
    double gain, low, high; /* of P(match), paired by member; low..high holds 9 of 10 */
    bool sized;             /* a figure stands behind it in a specialty of the profile; else
                               nothing moves */
    int joined;             /* stays whose host has programs in the catalogue */
};

/* Plans twice, or once where no figure exists.  `gain` is out; release with
 * sp_schedule_gain_free.  Fails as sp_plan_make does; `gain` is then empty. */
bool sp_schedule_gain_find(const struct sp_profile *profile, const struct sp_facts *facts,
                           const struct sp_openings *openings,
                           const struct sp_schedule *schedule,
                           const struct sp_plan_options *options,
                           struct sp_schedule_gain *gain, struct sp_error *error);

void sp_schedule_gain_free(struct sp_schedule_gain *gain);
