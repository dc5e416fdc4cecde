/* scenarios.h: changes of a profile that a person named, to look at again
 *
 * A scenario belongs to one profile and goes with it (profiles.h).
 */
#pragma once

#include "store.h"

#include <stdbool.h>

enum { SCENARIO_NAME_BYTES = 120, SCENARIO_BYTES = 16 << 10, SCENARIOS_MOST = 200 };

struct store_scenario {
    long id; /* never given to another */
    const char *name;
    const char *changes;    /* JSON object: path of the field to its value */
    const char *updated_at; /* UTC */
};

/* Keeps a new scenario of a profile; `id` is out.  The caller has checked the changes.
 * SP_NOT_FOUND: no such profile; SP_BAD_INPUT: a name that is blank, too long or in use,
 * changes that are too long, too many scenarios. */
bool store_add_scenario(struct store *store, long profile,
                        const struct store_scenario *given, long now, long *id,
                        struct sp_error *error);

/* SP_NOT_FOUND when the profile has none of that id. */
bool store_delete_scenario(struct store *store, long profile, long id,
                           struct sp_error *error);

/* All of a profile, in the order in which they were made. */
bool store_load_scenarios(struct store *store, long profile, struct sp_arena *text,
                          struct store_scenario **scenario, int *count,
                          struct sp_error *error);
