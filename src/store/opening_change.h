/* opening_change.h: the user's changes to openings, between reading and writing them
 *
 * Writing a change applies it first to what is known, by the same function that reading
 * uses, so nothing is kept that could not be read again.
 */
#pragma once

#include "opening.h"

#include <stdbool.h>

struct sp_error;
struct store;

struct opening_fact {
    const char *opening, *field, *value;
    struct sp_origin origin;
    bool makes; /* it may be the first fact of an opening of the user's own */
};

/* The openings of the release, and all tables beside them.  Released by the caller even
 * when it fails. */
bool openings_load_release(struct store *store, struct sp_openings *openings,
                           struct sp_error *error);

/* Puts the user's changes over them, but not the one numbered `without`.  A change to an
 * opening that is not there fails with SP_NOT_FOUND. */
bool openings_load_own(struct store *store, int without, struct sp_openings *openings,
                       struct sp_error *error);

/* Applies facts in their order; texts must outlive the openings. */
bool openings_apply(struct sp_openings *openings, const struct opening_fact *fact,
                    int facts, struct sp_error *error);
