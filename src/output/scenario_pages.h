/* scenario_pages.h: the plan of a profile beside those of changed ones, as text, JSON, CSV
 */
#pragma once

#include "scenario.h"

#include <stdbool.h>
#include <stdio.h>

struct sp_error;
struct text_page;

/* The page a person reads.  Fails with SP_NO_MEMORY. */
bool scenario_write_text(const struct text_page *page, const struct sp_plan *base,
                         const struct sp_facts *facts, const struct sp_scenario *scenario,
                         int scenarios, struct sp_error *error);

/* The keys are those of docs/json.md, section whatif. */
void scenario_write_json(FILE *out, const struct sp_plan *base,
                         const struct sp_facts *facts, const struct sp_scenario *scenario,
                         int scenarios);

/* One row a scenario, the profile as it is first. */
void scenario_write_csv(FILE *out, const struct sp_plan *base, const struct sp_facts *facts,
                        const struct sp_scenario *scenario, int scenarios);
