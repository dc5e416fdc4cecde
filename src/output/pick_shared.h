/* pick_shared.h: what nearly all picks of a list have in common, to be said once
 *
 * A reason is shared when the same words stand at two thirds of the applications; the
 * first reason of each, where every program of its specialty starts, always is.  In a
 * list of one or two applications nothing is shared.
 */
#pragma once

#include <stdbool.h>

struct sp_error;
struct sp_pick;

enum { PICK_REASONS = 64, MOST_SHARED = 24, VERIFY_BYTES = 600 };

struct shared_reason {
    const char *text; /* of the plan */
    char points[48];  /* "+4.1", "-1.1 to -0.3" */
    double most;      /* the larger end, without its sign */
};

struct pick_shared {
    struct shared_reason reason[MOST_SHARED]; /* the weightiest first */
    int reasons;
    char verify[VERIFY_BYTES]; /* facts to verify at two thirds of them; or "" */
};

/* Fails with SP_NO_MEMORY. */
bool pick_shared_find(const struct sp_pick *pick, int picks, struct pick_shared *shared,
                      struct sp_error *error);

/* Places of the strongest reasons that are not shared, the strongest first, at most
 * `most`; returns how many.  `place` is [PICK_REASONS]. */
int pick_strongest(const struct sp_pick *pick, const struct pick_shared *shared, int most,
                   int *place);
