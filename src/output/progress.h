/* progress.h: one line that is drawn anew while work lasts
 *
 * Only on a terminal, only when the work has lasted over a second, and wiped at the end.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>
#include <time.h>

struct progress {
    FILE *out; /* not owned; usually stderr */
    struct timespec began, drawn;
    bool live, shown;
};

struct progress progress_on(FILE *out);

/* `done` of `total` of what is being done; total 0 when nobody knows. */
void progress_show(struct progress *progress, const char *what, long done, long total);

/* Wipes the line. */
void progress_end(struct progress *progress);
