/* crew.h: threads that take work in turns
 *
 * Whoever asks gets one piece done in each round, so that one who sends a hundred does not
 * make the others wait for all of them; within a round, first come, first served.  What is
 * brief goes before what is not, though not for ever.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct crew;
struct sp_error;

struct crew_work {
    void (*run)(void *context);
    void *context;
    uint64_t asker; /* a number for whoever asks */
    bool brief;     /* takes a small part of what others take */
};

/* `most` is how much work may wait; more is refused, so that nobody waits for long. */
bool crew_open(int threads, int most, struct crew **crew, struct sp_error *error);

/* Has the work run on one of the threads.  False: too much waits already, or the crew is
 * closing. */
bool crew_send(struct crew *crew, const struct crew_work *work);

/* Threads that one piece of work may use, for as long as it would leave others idle: those
 * of the crew over the pieces of work under way and waiting; at least 1. */
int crew_share(struct crew *crew);

/* Takes no more from now on, does what was sent, and ends the threads. */
void crew_finish(struct crew *crew);

/* The same, and frees it: nobody may send any more.  NULL is allowed for both. */
void crew_close(struct crew *crew);
