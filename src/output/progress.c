/* progress.c: at most ten lines a second. */
#include "progress.h"

#include <unistd.h>

static double seconds_since(struct timespec then)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then.tv_sec) + (double)(now.tv_nsec - then.tv_nsec) / 1e9;
}

struct progress progress_on(FILE *out)
{
    struct progress progress = {.out = out, .live = isatty(fileno(out))};
    clock_gettime(CLOCK_MONOTONIC, &progress.began);
    return progress;
}

void progress_show(struct progress *progress, const char *what, long done, long total)
{
    if (!progress->live || seconds_since(progress->began) < 1
        || (progress->shown && seconds_since(progress->drawn) < 0.1))
        return;
    clock_gettime(CLOCK_MONOTONIC, &progress->drawn);
    progress->shown = true;
    if (total > 0)
        fprintf(progress->out, "\r\033[K%.60s: %ld of %ld (%ld %%)", what, done, total,
                100 * done / total);
    else
        fprintf(progress->out, "\r\033[K%.60s: %ld", what, done);
    fflush(progress->out);
}

void progress_end(struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", progress->out);
    progress->shown = false;
}
