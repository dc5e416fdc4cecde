/* job.c: one lock over all jobs, two threads that run them, so that an import need not wait
 * for a fit.
 *
 * A watcher remembers the last change it has told of.  When there is nothing new it is
 * suspended, under the lock, and whoever changes a job resumes its watchers, under the same
 * lock; so no change is missed.  Changes that nobody has read yet are told as one.
 */
#include "job.h"

#include "crew.h"
#include "error.h"
#include "json_write.h"
#include "request.h"
#include "site.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 2, MOST_WAITING = 8, KEPT = 32 };

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_STOPPED };

struct job {
    struct jobs *jobs;
    long id; /* 0: an empty place */
    struct job_work work;
    enum job_state state;
    bool stop;
    long done, total;
    const char *what;
    long change; /* rises with each */
    char *result;
    struct sp_error error;
    int watchers;
};

struct watcher {
    struct job *job;
    struct request *request;
    struct watcher *next; /* of all watchers */
    long told;            /* the last change written */
    bool asleep;
    char *text; /* being sent; NULL: nothing */
    size_t length, sent;
};

struct jobs {
    pthread_mutex_t lock;
    struct site *site;
    struct crew *crew;
    struct job kept[KEPT];
    struct watcher *watcher;
    long last;
    bool stopping;
};

static bool is_over(const struct job *job)
{
    return job->state >= JOB_DONE;
}

/* With the lock held. */
static void changed(struct job *job)
{
    job->change++;
    for (struct watcher *watcher = job->jobs->watcher; watcher; watcher = watcher->next)
        if (watcher->job == job && watcher->asleep) {
            watcher->asleep = false;
            request_resume(watcher->request);
        }
}

static struct job *find(struct jobs *jobs, long id, struct sp_error *error)
{
    for (int i = 0; i < KEPT; i++)
        if (id > 0 && jobs->kept[i].id == id)
            return &jobs->kept[i];
    sp_fail(error, SP_NOT_FOUND, "no job has the number %ld (any more)", id);
    return NULL;
}

/* A place for a new job: an empty one, or that of the oldest that is over. */
static struct job *make_place(struct jobs *jobs)
{
    struct job *place = NULL;
    for (int i = 0; i < KEPT; i++) {
        struct job *job = &jobs->kept[i];
        bool free = !job->id || (is_over(job) && job->watchers == 0);
        if (free && (!place || job->id < place->id))
            place = job;
    }
    if (place)
        free(place->result);
    return place;
}

static int waiting(const struct jobs *jobs)
{
    int count = 0;
    for (int i = 0; i < KEPT; i++)
        count += jobs->kept[i].id && jobs->kept[i].state == JOB_WAITING;
    return count;
}

bool job_step(struct job *job, long done, long total, const char *what)
{
    pthread_mutex_lock(&job->jobs->lock);
    bool goes_on = !job->stop;
    job->done = done;
    job->total = total;
    job->what = what;
    changed(job);
    pthread_mutex_unlock(&job->jobs->lock);
    return goes_on;
}

/* Whether it may begin. */
static bool begin(struct job *job)
{
    pthread_mutex_lock(&job->jobs->lock);
    bool goes_on = !job->stop;
    if (goes_on)
        job->state = JOB_RUNNING;
    changed(job);
    pthread_mutex_unlock(&job->jobs->lock);
    return goes_on;
}

static void end(struct job *job, bool ok, char *result, const struct sp_error *error)
{
    struct jobs *jobs = job->jobs;
    pthread_mutex_lock(&jobs->lock);
    job->state = ok ? JOB_DONE : job->stop ? JOB_STOPPED : JOB_FAILED;
    job->result = result;
    job->error = *error;
    if (job->state == JOB_STOPPED)
        sp_fail(&job->error, SP_UNAVAILABLE, "it was stopped");
    changed(job);
    struct job_work work = job->work; /* from here on the place may be another job's */
    pthread_mutex_unlock(&jobs->lock);
    if (work.free)
        work.free(work.context);
}

/* Events are lines, so the line feed that ends a JSON text goes. */
static void trim(char *text)
{
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == '\n')
        text[--length] = '\0';
}

static void run(void *context)
{
    struct job *job = context;
    struct sp_error error = {0};
    char *result = NULL;
    size_t length = 0;
    bool ok = begin(job);
    FILE *out = ok ? open_memstream(&result, &length) : NULL;
    if (ok && !out)
        ok = sp_fail(&error, SP_NO_MEMORY, "no memory for the result");
    ok = ok && job->work.run(job, job->jobs->site, job->work.context, out, &error);
    bool whole = !out || !ferror(out);
    if (out)
        whole &= fclose(out) == 0;
    if (ok && !whole)
        ok = sp_fail(&error, SP_NO_MEMORY, "no memory for the result");
    if (ok)
        trim(result);
    else {
        free(result);
        result = NULL;
    }
    end(job, ok, result, &error);
}

bool jobs_open(struct site *site, struct jobs **jobs, struct sp_error *error)
{
    *jobs = calloc(1, sizeof **jobs);
    if (!*jobs)
        return sp_fail(error, SP_NO_MEMORY, "no memory for jobs");
    (*jobs)->site = site;
    pthread_mutex_init(&(*jobs)->lock, NULL);
    if (crew_open(THREADS, KEPT, &(*jobs)->crew, error))
        return true;
    jobs_close(*jobs);
    *jobs = NULL;
    return false;
}

static bool queue_up(struct jobs *jobs, const struct job_work *work, long *id,
                     struct sp_error *error)
{
    pthread_mutex_lock(&jobs->lock);
    struct job *job =
        jobs->stopping || waiting(jobs) >= MOST_WAITING ? NULL : make_place(jobs);
    if (job) {
        *job = (struct job){.jobs = jobs, .id = ++jobs->last, .work = *work};
        if (!crew_send(jobs->crew, &(struct crew_work){.run = run, .context = job})) {
            *job = (struct job){0};
            job = NULL;
        }
    }
    if (job)
        *id = job->id;
    pthread_mutex_unlock(&jobs->lock);
    if (!job && work->free)
        work->free(work->context);
    return job || sp_fail(error, SP_UNAVAILABLE, "too many jobs wait; try again later");
}

bool jobs_start(struct request *request, const struct job_work *work,
                struct sp_error *error)
{
    struct json_writer json;
    long id = 0;
    if (!queue_up(request->site->jobs, work, &id, error)
        || !request_json(request, &json, error))
        return false;
    request_status(request, 202);
    json_open_object(&json, NULL);
    json_write_whole(&json, "id", id);
    json_close(&json);
    json_finish(&json);
    return true;
}

bool jobs_cancel(struct jobs *jobs, long id, struct sp_error *error)
{
    pthread_mutex_lock(&jobs->lock);
    struct job *job = find(jobs, id, error);
    if (job)
        job->stop = true;
    pthread_mutex_unlock(&jobs->lock);
    return job != NULL;
}

static void write_job(const struct job *job, struct json_writer *json)
{
    static const char *const state[] = {"waiting", "running", "done", "failed", "stopped"};
    json_open_object(json, NULL);
    json_write_whole(json, "id", job->id);
    json_write_text(json, "kind", job->work.kind);
    json_write_text(json, "state", state[job->state]);
    json_write_whole(json, "done", job->done);
    json_write_whole(json, "total", job->total);
    json_write_text(json, "what", job->what);
    if (job->result)
        json_write_json(json, "result", job->result);
    else
        json_write_null(json, "result");
    json_write_text(json, "error", job->state > JOB_DONE ? job->error.text : NULL);
    json_close(json);
}

bool jobs_write(struct jobs *jobs, long id, struct json_writer *json,
                struct sp_error *error)
{
    pthread_mutex_lock(&jobs->lock);
    const struct job *job = find(jobs, id, error);
    if (job)
        write_job(job, json);
    pthread_mutex_unlock(&jobs->lock);
    return job != NULL;
}

/* One event with what is true now; false without memory. */
static bool tell(struct watcher *watcher)
{
    const struct job *job = watcher->job;
    FILE *out = open_memstream(&watcher->text, &watcher->length);
    if (!out)
        return false;
    fprintf(out, "event: %s\ndata: ",
            !is_over(job)            ? "progress"
            : job->state == JOB_DONE ? "done"
                                     : "failed");
    if (job->state == JOB_DONE) {
        fputs(job->result, out);
    } else {
        struct json_writer json = json_write_to(out);
        write_job(job, &json);
        json_finish(&json);
    }
    fputs("\n\n", out);
    watcher->told = job->change;
    watcher->sent = 0;
    bool whole = !ferror(out);
    return (fclose(out) == 0) && whole;
}

/* With the lock held: the next bytes, 0 with the request suspended, or -1 at the end. */
static ptrdiff_t next_bytes(struct watcher *watcher, char *bytes, size_t room)
{
    struct job *job = watcher->job;
    if (!watcher->text) {
        if (watcher->told == job->change) {
            if (is_over(job))
                return -1;
            watcher->asleep = true;
            request_suspend(watcher->request);
            return 0;
        }
        if (!tell(watcher))
            return -1;
    }
    size_t left = watcher->length - watcher->sent, size = left < room ? left : room;
    memcpy(bytes, watcher->text + watcher->sent, size);
    watcher->sent += size;
    if (watcher->sent == watcher->length) {
        free(watcher->text);
        watcher->text = NULL;
    }
    return (ptrdiff_t)size;
}

static ptrdiff_t read_events(void *context, char *bytes, size_t room)
{
    struct watcher *watcher = context;
    struct jobs *jobs = watcher->job->jobs;
    pthread_mutex_lock(&jobs->lock);
    ptrdiff_t got = next_bytes(watcher, bytes, room);
    pthread_mutex_unlock(&jobs->lock);
    return got;
}

static void end_events(void *context)
{
    struct watcher *watcher = context;
    struct jobs *jobs = watcher->job->jobs;
    pthread_mutex_lock(&jobs->lock);
    for (struct watcher **at = &jobs->watcher; *at; at = &(*at)->next)
        if (*at == watcher) {
            *at = watcher->next;
            break;
        }
    watcher->job->watchers--;
    pthread_mutex_unlock(&jobs->lock);
    free(watcher->text);
    free(watcher);
}

/* With the lock held. */
static struct watcher *add_watcher(struct jobs *jobs, long id, struct request *request,
                                   struct sp_error *error)
{
    struct job *job = find(jobs, id, error);
    struct watcher *made = job ? calloc(1, sizeof *made) : NULL;
    if (job && !made)
        sp_fail(error, SP_NO_MEMORY, "no memory to watch a job");
    if (!made)
        return NULL;
    *made =
        (struct watcher){.job = job, .request = request, .next = jobs->watcher, .told = -1};
    job->watchers++;
    jobs->watcher = made;
    return made;
}

bool jobs_watch(struct jobs *jobs, long id, struct request *request, struct sp_error *error)
{
    pthread_mutex_lock(&jobs->lock);
    struct watcher *watcher = add_watcher(jobs, id, request, error);
    pthread_mutex_unlock(&jobs->lock);
    if (watcher) {
        struct request_stream stream = {read_events, end_events, watcher};
        request_stream_from(request, "text/event-stream", stream);
    }
    return watcher != NULL;
}

void jobs_stop(struct jobs *jobs)
{
    if (!jobs)
        return;
    pthread_mutex_lock(&jobs->lock);
    jobs->stopping = true;
    for (int i = 0; i < KEPT; i++)
        jobs->kept[i].stop = true;
    pthread_mutex_unlock(&jobs->lock);
    crew_finish(jobs->crew);
}

void jobs_close(struct jobs *jobs)
{
    if (!jobs)
        return;
    jobs_stop(jobs);
    crew_close(jobs->crew);
    for (int i = 0; i < KEPT; i++)
        free(jobs->kept[i].result);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
}
