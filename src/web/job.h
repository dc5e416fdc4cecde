/* job.h: long work, with progress that pages watch and a way to stop it
 *
 * Jobs run two at a time, first come, first served; a job says now and then how far
 * it is; the answer to that is whether it should go on.  Its result is one JSON value,
 * kept until newer jobs take its place.
 *
 *     waiting → running → done | failed | stopped
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct job;
struct jobs;
struct json_writer;
struct request;
struct site;
struct sp_error;

/* What is to be done.  `context` belongs to the job once it is started. */
struct job_work {
    const char *kind; /* "validate"; static text */
    /* Writes the result to `out`; may use `site` for facts and store. */
    bool (*run)(struct job *job, struct site *site, void *context, FILE *out,
                struct sp_error *error);
    void (*free)(void *context); /* may be NULL */
    void *context;
};

bool jobs_open(struct site *site, struct jobs **jobs, struct sp_error *error);

/* Stops the job that runs and those that wait, and ends the thread. */
void jobs_stop(struct jobs *jobs);

/* The same, and frees all: nobody may watch any more.  NULL is allowed for both. */
void jobs_close(struct jobs *jobs);

/* Puts a job at the end of the queue, and answers 202 with its id; SP_UNAVAILABLE when too
 * many wait. */
bool jobs_start(struct request *request, const struct job_work *work,
                struct sp_error *error);

/* How far it is, from within `run`: `done` of `total` of `what` (static text).  False: it
 * was told to stop, and should fail soon. */
bool job_step(struct job *job, long done, long total, const char *what);

/* Tells it to stop.  SP_NOT_FOUND, here and below, when there is no such job (any more). */
bool jobs_cancel(struct jobs *jobs, long id, struct sp_error *error);

/* The job as an object: id, kind, state, done, total, what, result, error. */
bool jobs_write(struct jobs *jobs, long id, struct json_writer *json,
                struct sp_error *error);

/* Answers with server-sent events: "progress" whenever it moves, then "done" with its
 * result, or "failed". */
bool jobs_watch(struct jobs *jobs, long id, struct request *request,
                struct sp_error *error);
