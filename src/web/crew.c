/* crew.c: a ring of work under one lock. */
#include "crew.h"

#include "error.h"

#include <pthread.h>
#include <stdlib.h>

struct work {
    void (*run)(void *context);
    void *context;
};

struct crew {
    pthread_mutex_t lock;
    pthread_cond_t sent;
    struct work *ring;
    int first, waiting, most;
    int working; /* threads that are at it */
    bool closing;
    int threads, joined;
    pthread_t thread[];
};

/* The next work; false when the crew closes and nothing waits. */
static bool take(struct crew *crew, struct work *work)
{
    pthread_mutex_lock(&crew->lock);
    while (crew->waiting == 0 && !crew->closing)
        pthread_cond_wait(&crew->sent, &crew->lock);
    bool found = crew->waiting > 0;
    if (found) {
        *work = crew->ring[crew->first];
        crew->first = (crew->first + 1) % crew->most;
        crew->waiting--;
        crew->working++;
    }
    pthread_mutex_unlock(&crew->lock);
    return found;
}

static void *serve(void *context)
{
    struct crew *crew = context;
    struct work work;
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
    if (!made || !(made->ring = calloc((size_t)most, sizeof *made->ring))) {
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

bool crew_send(struct crew *crew, void (*run)(void *context), void *context)
{
    pthread_mutex_lock(&crew->lock);
    bool taken = !crew->closing && crew->waiting < crew->most;
    if (taken) {
        int place = (crew->first + crew->waiting++) % crew->most;
        crew->ring[place] = (struct work){run, context};
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
    free(crew->ring);
    free(crew);
}
