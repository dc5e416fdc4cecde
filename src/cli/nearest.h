/* nearest.h: "did you mean"
 *
 * Of the names tried, keeps the one that takes the fewest edits to reach.
 */
#pragma once

struct nearest {
    const char *asked, *best; /* not owned */
    int distance;
    char hint[100];
};

struct nearest nearest_to(const char *asked);

void nearest_try(struct nearest *nearest, const char *name);

/* " (did you mean 'NAME'?)" with `before` in front of the name, or "" when none is near.
 * Belongs to `nearest`. */
const char *nearest_hint(struct nearest *nearest, const char *before);
