/* api_imports.c: a file of the user's own as the body of a request, brought in at once or
 * as a job; all that was brought in; and taken back. */
#include "arrival.h"
#include "job.h"
#include "plan_body.h"
#include "route.h"
#include "site.h"
#include "store.h"

#include <string.h>

static bool step(void *context, const char *what, long done, long total)
{
    return job_step(context, done, total, what);
}

static bool run(struct job *job, struct site *site, void *context, FILE *out,
                struct sp_error *error)
{
    struct store_watch watch = {step, job};
    return arrival_bring_in(context, site, &watch, out, error);
}

static void forget(void *arrival)
{
    arrival_free(arrival);
}

static bool start(struct request *request, struct arrival *arrival, struct sp_error *error)
{
    struct job_work work = {"import", run, forget, arrival};
    return jobs_start(request, &work, error);
}

static bool answer_now(struct request *request, struct arrival *arrival,
                       struct sp_error *error)
{
    FILE *out = request_json_stream(request, error);
    bool ok = out && arrival_bring_in(arrival, request->site, NULL, out, error);
    if (!ok)
        request->field = arrival_field(arrival);
    arrival_free(arrival);
    return ok;
}

static bool post_import(struct request *request, struct sp_error *error)
{
    const char *job = request_query(request, "job");
    struct arrival *arrival;
    if (job && strcmp(job, "1") != 0)
        return request_refuse(request, error, REQUEST_BAD_INPUT, "job",
                              "job: \"%.20s\" is not 1", job);
    return arrival_make(request, &arrival, error)
           && (job ? start(request, arrival, error) : answer_now(request, arrival, error));
}

static void write_import(struct json_writer *json, const struct store_import *import)
{
    json_open_object(json, NULL);
    json_write_whole(json, "import", import->id);
    json_write_text(json, "file", import->file);
    json_write_text(json, "kind", import->kind);
    json_write_text(json, "source", import->source);
    json_write_text(json, "as_of", import->as_of);
    json_write_text(json, "made_at", import->made_at);
    json_write_whole(json, "facts", import->facts);
    json_write_whole(json, "tracks", import->tracks);
    json_write_bool(json, "undone", import->undone);
    json_close(json);
}

static bool get_imports(struct request *request, struct sp_error *error)
{
    struct store *store;
    struct store_import *import;
    struct json_writer json;
    int count;
    if (!request_store(request, &store, error)
        || !store_load_imports(store, &request->text, &import, &count, error)
        || !request_json(request, &json, error))
        return false;
    json_open_list(&json, NULL);
    for (int i = 0; i < count; i++)
        write_import(&json, &import[i]);
    json_close(&json);
    json_finish(&json);
    return true;
}

static bool delete_import(struct request *request, struct sp_error *error)
{
    struct store *store;
    long id;
    if (!plan_body_id(request, "id", &id, error) || !request_store(request, &store, error)
        || !store_undo_import(store, id > 1000000000 ? 0 : (int)id, error))
        return false;
    request_status(request, 204);
    return true;
}

const struct route api_imports_routes[] = {
    {REQUEST_POST, "/api/v1/imports", post_import, .who = OUR_PAGES, .computes = true,
     .raw = true, .most = ROUTE_IMPORT},
    {REQUEST_GET, "/api/v1/imports", get_imports, .who = ANYONE},
    {REQUEST_DELETE, "/api/v1/imports/{id}", delete_import, .who = OUR_PAGES},
    {0},
};
