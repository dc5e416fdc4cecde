/* findings.h: what the user found out about a track themselves
 *
 * A finding is an import of one fact, so programs carry it in place of ours, what it
 * stands in place of is a conflict that shows, and it can be taken back.  Of the findings
 * about one field of a track the last stands; the others are taken back with it.
 */
#pragma once

#include "store.h"

#include <stdbool.h>

struct store_finding {
    int id; /* of the import that it is */
    const char *code, *field, *value;
    const char *source, *as_of; /* of the user, both given */
    const char *made_at;        /* UTC */
};

/* Keeps a finding; fields as in struct store_fact, without notes.  SP_NOT_FOUND: no such
 * track; SP_BAD_INPUT: names field and value. */
bool store_save_finding(struct store *store, const struct store_finding *given,
                        struct sp_error *error);

/* Takes it back; SP_NOT_FOUND when there is none about that field of the track. */
bool store_drop_finding(struct store *store, const char *code, const char *field,
                        struct sp_error *error);

/* Those that stand, by track and field. */
bool store_load_findings(struct store *store, struct sp_arena *text,
                         struct store_finding **finding, int *count,
                         struct sp_error *error);
