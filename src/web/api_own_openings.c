/* api_own_openings.c: what the user says of openings: own ones, corrections, a file of
 * them; every change listed, and taken back. */
#include "field.h"
#include "import.h"
#include "job.h"
#include "opening_arrival.h"
#include "opening_report_json.h"
#include "plan_body.h"
#include "profiles.h"
#include "request.h"
#include "route.h"
#include "site.h"
#include "store.h"
#include "world.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

enum {
    MOST_SET = 120,
    MOST_TEXT = 2000,
    MOST_SOURCE = 300,
    MOST_DATE = 20,
    MOST_NAME = 200
};

/* --- one change ------------------------------------------------------------------ */

/* A change on its way to the store. */
struct saying {
    const struct world *world;
    struct sp_opening_change change;
    struct store_opening_fact fact[MOST_SET + 1];
    int facts;
    char today[11];
};

static bool known_field(const char *name)
{
    const struct sp_opening_field *field;
    for (int i = 0; (field = sp_opening_field(i)); i++)
        if (strcmp(field->name, name) == 0)
            return true;
    return false;
}

/* Who says so and when: as given, else the user today. */
static bool read_origin(struct request *request, struct saying *saying,
                        struct sp_error *error)
{
    struct sp_opening_change *change = &saying->change;
    if (!request_world(request, &saying->world, error)
        || !field_text(request, request->json, "source", FIELD_OPTIONAL, MOST_SOURCE,
                       &change->source, error)
        || !field_text(request, request->json, "as_of", FIELD_OPTIONAL, MOST_DATE,
                       &change->as_of, error))
        return false;
    sp_date_write(saying->world->today, saying->today);
    change->made_at = saying->today;
    if (change->as_of)
        return import_check_date(change->as_of, "as_of", error)
               || plan_body_blame(request, error);
    change->as_of = saying->today;
    return true;
}

static void say(struct saying *saying, const char *opening, const char *field,
                const char *value)
{
    saying->fact[saying->facts++] = (struct store_opening_fact){opening, field, value};
}

static bool save(struct request *request, const struct saying *saying, int *id, int *first,
                 struct sp_error *error)
{
    struct store *store;
    if (!request_store(request, &store, error)
        || !store_change_openings(store, &saying->change, saying->fact, saying->facts, NULL,
                                  id, first, error))
        return false;
    return true;
}

static bool answer_saved(struct request *request, int status, int id, const char *opening,
                         struct sp_error *error)
{
    FILE *out = request_json_stream(request, error);
    if (!out)
        return false;
    request_status(request, status);
    opening_saved_json(out, id, opening);
    return true;
}

/* --- an opening of one's own ----------------------------------------------------- */

static bool read_set(struct request *request, struct saying *saying, struct sp_error *error)
{
    json_t *set = NULL, *value;
    const char *key;
    if (!field_object(request, request->json, "set", FIELD_OPTIONAL, &set, error))
        return false;
    if (json_object_size(set) > MOST_SET)
        return request_refuse(request, error, REQUEST_TOO_LARGE, "set",
                              "set: more than %d facts", MOST_SET);
    json_object_foreach(set, key, value)
    {
        const char *text = NULL;
        const char *path = sp_arena_format(&request->text, "set.%.60s", key);
        if (!known_field(key))
            return request_refuse(request, error, REQUEST_BAD_INPUT, path,
                                  "set: an opening has no field \"%.40s\"", key);
        if (!field_text(request, set, key, FIELD_NEEDED, MOST_TEXT, &text, error)) {
            request->field = path;
            return false;
        }
        say(saying, "+1", key, text);
    }
    return true;
}

/* Whether the text speaks of that field, as a word of its own. */
static bool speaks_of(const char *text, const char *field)
{
    size_t length = strlen(field);
    for (const char *at = text; (at = strstr(at, field)); at += length) {
        unsigned char before = at > text ? (unsigned char)at[-1] : ' ';
        unsigned char after = (unsigned char)at[length];
        if (before == ' ' && (after == ' ' || after == ':'))
            return true;
    }
    return false;
}

/* The fact that the store refuses is the field at fault. */
static bool blame_set(struct request *request, const struct saying *saying,
                      const struct sp_error *error)
{
    for (int i = 0; i < saying->facts && !request->field; i++)
        if (error->code == SP_BAD_INPUT && speaks_of(error->text, saying->fact[i].field))
            request->field =
                i ? sp_arena_format(&request->text, "set.%s", saying->fact[i].field)
                  : "name";
    return false;
}

static bool post_opening(struct request *request, struct sp_error *error)
{
    struct saying saying = {.change = {.kind = "add"}};
    char opening[32];
    int id, first;
    if (!field_only(request, request->json, "name set source as_of", error)
        || !field_text(request, request->json, "name", FIELD_NEEDED, MOST_NAME,
                       &saying.change.name, error)
        || !read_origin(request, &saying, error))
        return false;
    if (!store_check_name(saying.change.name, MOST_NAME, error)) {
        request->field = "name";
        return false;
    }
    say(&saying, "+1", "institution", saying.change.name);
    if (!read_set(request, &saying, error))
        return false;
    if (!save(request, &saying, &id, &first, error))
        return blame_set(request, &saying, error);
    snprintf(opening, sizeof opening, "own-%d", first);
    return answer_saved(request, 201, id, opening, error);
}

/* --- a correction, and taking an own one out ------------------------------------- */

/* The opening that the path names; NULL: refused. */
static const struct sp_opening *
find_opening(struct request *request, const struct world *world, struct sp_error *error)
{
    const char *id = request_part(request, "id");
    int place = sp_openings_find(&world->openings, id);
    if (place >= 0)
        return &world->openings.at[place];
    request_refuse(request, error, REQUEST_NOT_FOUND, "id",
                   "id: there is no opening \"%.60s\"", id);
    return NULL;
}

static bool put_fact(struct request *request, struct sp_error *error)
{
    struct saying saying = {.change = {.kind = "correct"}};
    const struct sp_opening *opening;
    const char *field = request_part(request, "field"), *value = NULL;
    int id;
    if (!field_only(request, request->json, "value source as_of", error)
        || !field_text(request, request->json, "value", FIELD_NEEDED, MOST_TEXT, &value,
                       error)
        || !read_origin(request, &saying, error)
        || !(opening = find_opening(request, saying.world, error)))
        return false;
    if (!known_field(field))
        return request_refuse(request, error, REQUEST_NOT_FOUND, "field",
                              "field: an opening has no field \"%.40s\"", field);
    saying.change.name = opening->institution;
    say(&saying, opening->id, field, value);
    if (!save(request, &saying, &id, NULL, error)) {
        request->field = error->code == SP_BAD_INPUT ? "value" : NULL;
        return false;
    }
    return answer_saved(request, 200, id, opening->id, error);
}

static bool delete_opening(struct request *request, struct sp_error *error)
{
    struct saying saying = {.change = {.kind = "delete"}};
    const struct sp_opening *opening;
    int id;
    if (!request_world(request, &saying.world, error)
        || !(opening = find_opening(request, saying.world, error)))
        return false;
    sp_date_write(saying.world->today, saying.today);
    saying.change.as_of = saying.change.made_at = saying.today;
    saying.change.name = opening->institution;
    say(&saying, opening->id, "deleted", "yes");
    if (!save(request, &saying, &id, NULL, error)) {
        request->field = error->code == SP_BAD_INPUT ? "id" : NULL;
        return false;
    }
    return answer_saved(request, 200, id, opening->id, error);
}

/* --- a file of them -------------------------------------------------------------- */

static bool step(void *context, const char *what, long done, long total)
{
    return job_step(context, done, total, what);
}

static bool run(struct job *job, struct site *site, void *context, FILE *out,
                struct sp_error *error)
{
    struct store_watch watch = {step, job};
    return opening_arrival_bring_in(context, site, &watch, out, error);
}

static void forget(void *arrival)
{
    opening_arrival_free(arrival);
}

static bool answer_now(struct request *request, struct opening_arrival *arrival,
                       struct sp_error *error)
{
    FILE *out = request_json_stream(request, error);
    bool ok = out && opening_arrival_bring_in(arrival, request->site, NULL, out, error);
    opening_arrival_free(arrival);
    return ok;
}

static bool post_import(struct request *request, struct sp_error *error)
{
    const char *job = request_query(request, "job");
    struct opening_arrival *arrival;
    if (job && strcmp(job, "1") != 0)
        return request_refuse(request, error, REQUEST_BAD_INPUT, "job",
                              "job: \"%.20s\" is not 1", job);
    if (!opening_arrival_make(request, &arrival, error))
        return false;
    struct job_work work = {"openings", run, forget, arrival};
    return job ? jobs_start(request, &work, error) : answer_now(request, arrival, error);
}

/* --- the list of changes --------------------------------------------------------- */

static bool get_changes(struct request *request, struct sp_error *error)
{
    struct store *store;
    struct sp_opening_change *change;
    FILE *out;
    int count;
    if (!request_store(request, &store, error)
        || !store_load_opening_changes(store, &request->text, &change, &count, error)
        || !(out = request_json_stream(request, error)))
        return false;
    opening_changes_json(out, change, count);
    return true;
}

static bool delete_change(struct request *request, struct sp_error *error)
{
    struct store *store;
    long id;
    if (!plan_body_id(request, "id", &id, error) || !request_store(request, &store, error))
        return false;
    if (!store_undo_openings(store, id > 1000000000 ? 0 : (int)id, error)) {
        request->field = "id";
        return false;
    }
    return get_changes(request, error);
}

static bool get_fields(struct request *request, struct sp_error *error)
{
    FILE *out = request_json_stream(request, error);
    if (out)
        opening_fields_json(out);
    return out != NULL;
}

const struct route api_own_openings_routes[] = {
    {REQUEST_GET, "/api/v1/openings/fields", get_fields, .who = ANYONE},
    {REQUEST_GET, "/api/v1/openings/changes", get_changes, .who = ANYONE},
    {REQUEST_DELETE, "/api/v1/openings/changes/{id}", delete_change, .who = OUR_PAGES},
    {REQUEST_POST, "/api/v1/openings/import", post_import, .who = OUR_PAGES,
     .computes = true, .raw = true, .most = ROUTE_IMPORT},
    {REQUEST_POST, "/api/v1/openings", post_opening, .who = OUR_PAGES},
    {REQUEST_PUT, "/api/v1/openings/{id}/facts/{field}", put_fact, .who = OUR_PAGES},
    {REQUEST_DELETE, "/api/v1/openings/{id}", delete_opening, .who = OUR_PAGES},
    {0},
};
