/* patience.c: a list under a lock, and a thread that walks over it every half second. */
#include "patience.h"

#include "error.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

struct guest {
    struct guest *before, *after;
    int fd;
    bool waiting;
    time_t since; /* seconds of CLOCK_MONOTONIC */
};

struct patience {
    pthread_mutex_t lock;
    pthread_cond_t closes;
    pthread_t thread;
    struct guest *first;
    int seconds;
    bool closing;
};

static time_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

/* With the lock held. */
static void shut_late_ones(struct patience *patience)
{
    time_t latest = now() - patience->seconds;
    for (struct guest *guest = patience->first; guest; guest = guest->after)
        if (guest->waiting && guest->since < latest) {
            shutdown(guest->fd, SHUT_RDWR);
            guest->waiting = false;
        }
}

static void *watch(void *context)
{
    struct patience *patience = context;
    pthread_mutex_lock(&patience->lock);
    while (!patience->closing) {
        struct timespec wake;
        clock_gettime(CLOCK_REALTIME, &wake);
        wake.tv_nsec += 500 * 1000 * 1000;
        wake.tv_sec += wake.tv_nsec / (1000 * 1000 * 1000);
        wake.tv_nsec %= 1000 * 1000 * 1000;
        pthread_cond_timedwait(&patience->closes, &patience->lock, &wake);
        shut_late_ones(patience);
    }
    pthread_mutex_unlock(&patience->lock);
    return NULL;
}

bool patience_open(int seconds, struct patience **patience, struct sp_error *error)
{
    struct patience *made = calloc(1, sizeof *made);
    *patience = NULL;
    if (!made)
        return sp_fail(error, SP_NO_MEMORY, "no memory for connections");
    made->seconds = seconds;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->closes, NULL);
    if (pthread_create(&made->thread, NULL, watch, made) != 0) {
        pthread_cond_destroy(&made->closes);
        pthread_mutex_destroy(&made->lock);
        free(made);
        return sp_fail(error, SP_UNAVAILABLE, "this machine gives no more threads");
    }
    *patience = made;
    return true;
}

struct guest *patience_enter(struct patience *patience, int fd)
{
    struct guest *guest = calloc(1, sizeof *guest);
    if (!guest)
        return NULL;
    pthread_mutex_lock(&patience->lock);
    *guest = (struct guest){.fd = fd, .waiting = true, .since = now()};
    guest->after = patience->first;
    if (guest->after)
        guest->after->before = guest;
    patience->first = guest;
    pthread_mutex_unlock(&patience->lock);
    return guest;
}

static void set(struct patience *patience, struct guest *guest, bool waiting)
{
    if (!guest)
        return;
    pthread_mutex_lock(&patience->lock);
    guest->waiting = waiting;
    guest->since = now();
    pthread_mutex_unlock(&patience->lock);
}

void patience_request(struct patience *patience, struct guest *guest)
{
    set(patience, guest, false);
}

void patience_answered(struct patience *patience, struct guest *guest)
{
    set(patience, guest, true);
}

void patience_leave(struct patience *patience, struct guest *guest)
{
    if (!guest)
        return;
    pthread_mutex_lock(&patience->lock);
    if (guest->before)
        guest->before->after = guest->after;
    else
        patience->first = guest->after;
    if (guest->after)
        guest->after->before = guest->before;
    pthread_mutex_unlock(&patience->lock);
    free(guest);
}

void patience_close(struct patience *patience)
{
    if (!patience)
        return;
    pthread_mutex_lock(&patience->lock);
    patience->closing = true;
    pthread_cond_signal(&patience->closes);
    pthread_mutex_unlock(&patience->lock);
    pthread_join(patience->thread, NULL);
    pthread_cond_destroy(&patience->closes);
    pthread_mutex_destroy(&patience->lock);
    free(patience);
}
