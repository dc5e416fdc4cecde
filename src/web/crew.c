/* crew.c: a list of what waits, in the order of its coming, under one lock.
 *
 * Each piece has a turn: one more than that of the same asker's piece before it, or the
 * turn that the crew has come to.  The lowest goes first (start-time fair queueing, Goyal,
 * Vin and Cheng 1996).  No more waits than is looked through in a moment.
 */
#include "crew.h"

#include "error.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { BRIEF_IN_A_ROW = 8 }; /* before one that is not, if that waits */

struct waiting {
    struct crew_work work;
    uint64_t turn;
};

struct crew {
    pthread_mutex_t lock;
    pthread_cond_t sent;
    struct waiting *queue; /* [waiting] */
    int waiting, most;
    uint64_t turn[2]; /* come to, of brief work and of other */
    int brief_in_a_row;
    int working; /* threads that are at it */
    bool closing;
    int threads, joined;
    pthread_t thread[];
};

/* The place of the next of its kind, or -1. */
static int first_of(const struct crew *crew, bool brief)
{
    int first = -1;
    for (int i = 0; i < crew->waiting; i++)
        if (crew->queue[i].work.brief == brief
            && (first < 0 || crew->queue[i].turn < crew->queue[first].turn))
            first = i;
    return first;
}

static struct crew_work choose(struct crew *crew)
{
    int brief = first_of(crew, true), other = first_of(crew, false);
    bool take_brief = brief >= 0 && (other < 0 || crew->brief_in_a_row < BRIEF_IN_A_ROW);
    int at = take_brief ? brief : other;
    struct waiting chosen = crew->queue[at];
    crew->brief_in_a_row = take_brief ? crew->brief_in_a_row + 1 : 0;
    crew->turn[chosen.work.brief] = chosen.turn;
    memmove(&crew->queue[at], &crew->queue[at + 1],
            (size_t)(--crew->waiting - at) * sizeof *crew->queue);
    return chosen.work;
}

/* The next work; false when the crew closes and nothing waits. */
static bool take(struct crew *crew, struct crew_work *work)
{
    pthread_mutex_lock(&crew->lock);
    while (crew->waiting == 0 && !crew->closing)
        pthread_cond_wait(&crew->sent, &crew->lock);
    bool found = crew->waiting > 0;
    if (found) {
        *work = choose(crew);
        crew->working++;
    }
    pthread_mutex_unlock(&crew->lock);
    return found;
}

static void *serve(void *context)
{
    struct crew *crew = context;
    struct crew_work work;
    while (take(crew, &work)) {
        work.run(work.context);
        pthread_mutex_lock(&crew->lock);
        crew->working--;
        pthread_mutex_unlock(&crew->lock);
    }
    return NULL;
}

bool crew_open(int threads, int most, struct crew **crew, struct sp_error *error)
{
    struct crew *made = calloc(1, sizeof *made + (size_t)threads * sizeof made->thread[0]);
    *crew = NULL;
    if (!made || !(made->queue = calloc((size_t)most + 1, sizeof *made->queue))) {
        free(made);
        return sp_fail(error, SP_NO_MEMORY, "no memory for threads");
    }
    made->most = most;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->sent, NULL);
    for (; made->threads < threads; made->threads++)
        if (pthread_create(&made->thread[made->threads], NULL, serve, made) != 0) {
            crew_close(made);
            return sp_fail(error, SP_UNAVAILABLE, "this machine gives no more threads");
        }
    *crew = made;
    return true;
}

/* One after that of the asker's last piece that waits. */
static uint64_t turn_of(const struct crew *crew, const struct crew_work *work)
{
    uint64_t turn = crew->turn[work->brief];
    for (int i = 0; i < crew->waiting; i++) {
        const struct waiting *other = &crew->queue[i];
        if (other->work.asker == work->asker && other->work.brief == work->brief
            && other->turn >= turn)
            turn = other->turn + 1;
    }
    return turn;
}

bool crew_send(struct crew *crew, const struct crew_work *work)
{
    pthread_mutex_lock(&crew->lock);
    bool taken = !crew->closing && crew->waiting < crew->most;
    if (taken) {
        crew->queue[crew->waiting] = (struct waiting){*work, turn_of(crew, work)};
        crew->waiting++;
        pthread_cond_signal(&crew->sent);
    }
    pthread_mutex_unlock(&crew->lock);
    return taken;
}

int crew_share(struct crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    int pieces = crew->working + crew->waiting;
    int share = pieces > 0 ? crew->threads / pieces : crew->threads;
    pthread_mutex_unlock(&crew->lock);
    return share > 0 ? share : 1;
}

void crew_finish(struct crew *crew)
{
    if (!crew)
        return;
    pthread_mutex_lock(&crew->lock);
    crew->closing = true;
    pthread_cond_broadcast(&crew->sent);
    pthread_mutex_unlock(&crew->lock);
    for (; crew->joined < crew->threads; crew->joined++)
        pthread_join(crew->thread[crew->joined], NULL);
}

void crew_close(struct crew *crew)
{
    if (!crew)
        return;
    crew_finish(crew);
    pthread_cond_destroy(&crew->sent);
    pthread_mutex_destroy(&crew->lock);
    free(crew->queue);
    free(crew);
}
