/* schedule_oracle.h: what given stays are worth, and whether they keep the rules
 *
 * Said again, stay by stay, without what schedule_search.c knows of kinds and labels.
 */
#pragma once

#include "schedule_search.h"

int64_t schedule_worth(const struct sp_schedule_problem *problem,
                       const struct sp_placed *placed, int count);

bool schedule_allowed(const struct sp_schedule_problem *problem,
                      const struct sp_placed *placed, int count);
