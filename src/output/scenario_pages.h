/* scenario_pages.h: the plan of a profile beside those of changed ones, as text, JSON, CSV
 */
#pragma once

#include "plan.h"

#include <stdbool.h>
#include <stdio.h>

struct sp_error;
struct text_page;

struct scenario_change {
    const char *field, *value; /* as they were given */
};

/* One changed profile and what became of it. */
struct scenario {
    const char *name;
    struct scenario_change *change;
    int changes;
    struct sp_plan plan;    /* owned */
    double gain, low, high; /* of P(match) against the profile as it is, same draws */
    bool sized;             /* published sizes stand behind all its changes */
};

/* The page a person reads.  Fails with SP_NO_MEMORY. */
bool scenario_write_text(const struct text_page *page, const struct sp_plan *base,
                         const struct sp_facts *facts, const struct scenario *scenario,
                         int scenarios, struct sp_error *error);

/* The keys are those of docs/json.md, section whatif. */
void scenario_write_json(FILE *out, const struct sp_plan *base,
                         const struct sp_facts *facts, const struct scenario *scenario,
                         int scenarios);

/* One row a scenario, the profile as it is first. */
void scenario_write_csv(FILE *out, const struct sp_plan *base, const struct sp_facts *facts,
                        const struct scenario *scenario, int scenarios);
