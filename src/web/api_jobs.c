/* api_jobs.c: long work: start it, look at it, watch it, stop it. */
#include "field.h"
#include "fit.h"
#include "job.h"
#include "route.h"
#include "site.h"
#include "validate.h"
#include "validate_pages.h"
#include "world.h"

#include <errno.h>
#include <stdlib.h>

enum { SEASONS = 200, SEED = 1, THREADS = 1 };

static bool draw_step(void *context, int done, int total)
{
    return job_step(context, done, total, "playing seasons");
}

static bool validate(struct job *job, struct site *site, void *context, FILE *out,
                     struct sp_error *error)
{
    (void)context;
    struct world *world;
    struct sp_facts facts;
    struct sp_validation validation = {0};
    struct sp_fit_watch watch = {draw_step, job};
    if (!worlds_take(site->worlds, &world, error))
        return false;
    bool ok = world_facts(world, 0, &facts, error)
              && sp_validate(&facts, SEASONS, SEED, THREADS, &watch, &validation, error);
    if (ok)
        validate_json(out, &validation);
    sp_validation_free(&validation);
    world_release(world);
    return ok;
}

static bool fit_step(void *context, int done, int total)
{
    return job_step(context, done, total, "fitting");
}

static void write_fit(FILE *out, const struct sp_fit *fit)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_write_whole(&json, "pools", fit->pools);
    json_write_whole(&json, "not_converged", fit->unconverged);
    json_open_list(&json, "rows");
    for (int i = 0; i < fit->rows; i++) {
        const struct sp_fitted *row = &fit->row[i];
        json_open_object(&json, NULL);
        json_write_text(&json, "part", row->part);
        json_write_text(&json, "key", row->key);
        json_write_text(&json, "name", row->name);
        json_write_number(&json, "value", row->value);
        json_write_number(&json, "low", row->low);
        json_write_number(&json, "high", row->high);
        json_close(&json);
    }
    json_close(&json);
    json_close(&json);
    json_finish(&json);
}

static bool fit(struct job *job, struct site *site, void *context, FILE *out,
                struct sp_error *error)
{
    const struct sp_fit_options *options = context;
    struct world *world;
    struct sp_facts facts;
    struct sp_fit made = {0};
    struct sp_fit_watch watch = {fit_step, job};
    if (!worlds_take(site->worlds, &world, error))
        return false;
    bool ok = world_facts(world, 0, &facts, error)
              && sp_fit_make(&facts, options, &watch, &made, error);
    if (ok)
        write_fit(out, &made);
    sp_fit_free(&made);
    world_release(world);
    return ok;
}

static struct sp_fit_options quick_fit = {.quick = true};

static const char kinds[] = "validate fit";
enum { VALIDATE, FIT, QUICK_FIT }; /* as in `kinds`, then what has no word of its own */
static const struct job_work works[] = {
    [VALIDATE] = {.kind = "validate", .run = validate},
    [FIT] = {.kind = "fit", .run = fit},
    [QUICK_FIT] = {.kind = "fit", .run = fit, .context = &quick_fit},
};

static bool post_job(struct request *request, struct sp_error *error)
{
    int kind;
    bool quick = false;
    if (!field_only(request, request->json, "kind quick", error)
        || !field_word(request, request->json, "kind", FIELD_NEEDED, kinds, &kind, error)
        || !field_bool(request, request->json, "quick", FIELD_OPTIONAL, &quick, error))
        return false;
    if (quick && kind != FIT)
        return request_refuse(request, error, REQUEST_BAD_INPUT, "quick",
                              "only a fit can be quick");
    if (quick)
        kind = QUICK_FIT;
    return jobs_start(request, &works[kind], error);
}

static bool read_id(struct request *request, long *id, struct sp_error *error)
{
    const char *text = request_part(request, "id");
    char *end;
    errno = 0;
    *id = strtol(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno)
        return request_refuse(request, error, REQUEST_NOT_FOUND, "id",
                              "\"%.20s\" is no number of a job", text);
    return true;
}

static bool get_job(struct request *request, struct sp_error *error)
{
    struct json_writer json;
    long id;
    if (!read_id(request, &id, error) || !request_json(request, &json, error)
        || !jobs_write(request->site->jobs, id, &json, error))
        return false;
    json_finish(&json);
    return true;
}

static bool get_events(struct request *request, struct sp_error *error)
{
    long id;
    return read_id(request, &id, error)
           && jobs_watch(request->site->jobs, id, request, error);
}

static bool delete_job(struct request *request, struct sp_error *error)
{
    long id;
    if (!read_id(request, &id, error) || !jobs_cancel(request->site->jobs, id, error))
        return false;
    request_status(request, 204);
    return true;
}

const struct route api_jobs_routes[] = {
    {REQUEST_POST, "/api/v1/jobs", post_job, .who = OUR_PAGES},
    {REQUEST_GET, "/api/v1/jobs/{id}", get_job, .who = ANYONE},
    {REQUEST_GET, "/api/v1/jobs/{id}/events", get_events, .who = ANYONE},
    {REQUEST_DELETE, "/api/v1/jobs/{id}", delete_job, .who = OUR_PAGES},
    {0},
};
