/* crew.h: threads that take work from one queue, first come, first served */
#pragma once

#include <stdbool.h>

struct crew;
struct sp_error;

/* `most` is how much work may wait; more is refused, so that nobody waits for long. */
bool crew_open(int threads, int most, struct crew **crew, struct sp_error *error);

/* Has run(context) called on one of the threads.  False: too much waits already, or the
 * crew is closing. */
bool crew_send(struct crew *crew, void (*run)(void *context), void *context);

/* Threads that one piece of work may use, for as long as it would leave others idle: those
 * of the crew over the pieces of work under way and waiting; at least 1. */
int crew_share(struct crew *crew);

/* Takes no more from now on, does what was sent, and ends the threads. */
void crew_finish(struct crew *crew);

/* The same, and frees it: nobody may send any more.  NULL is allowed for both. */
void crew_close(struct crew *crew);
