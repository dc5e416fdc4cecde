/* api_kept.c: what belongs to a profile: notes about programs, named scenarios. */
#include "field.h"
#include "kept_json.h"
#include "moment.h"
#include "notes.h"
#include "plan_body.h"
#include "profile_file.h"
#include "profiles.h"
#include "route.h"
#include "scenario.h"
#include "scenarios.h"
#include "world.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* --- notes ----------------------------------------------------------------------- */

static bool get_notes(struct request *request, struct sp_error *error)
{
    struct store *store;
    struct store_note *note;
    struct json_writer json;
    long id;
    int count;
    if (!plan_body_id(request, "id", &id, error) || !request_store(request, &store, error)
        || !store_load_notes(store, id, &request->text, &note, &count, error)
        || !request_json(request, &json, error))
        return false;
    kept_notes_json(&json, NULL, note, count);
    json_finish(&json);
    return true;
}

static bool answer_note(struct request *request, struct store *store, long id,
                        const char *code, struct sp_error *error)
{
    struct store_note note;
    struct json_writer json;
    if (!store_load_note(store, id, code, &request->text, &note, error)
        || !request_json(request, &json, error))
        return false;
    kept_note_json(&json, NULL, &note);
    json_finish(&json);
    return true;
}

static bool get_note(struct request *request, struct sp_error *error)
{
    struct store *store;
    long id;
    return plan_body_id(request, "id", &id, error) && request_store(request, &store, error)
           && answer_note(request, store, id, request_part(request, "code"), error);
}

static bool put_note(struct request *request, struct sp_error *error)
{
    const char *code = request_part(request, "code"), *body = NULL;
    struct store *store;
    long id;
    if (!plan_body_id(request, "id", &id, error)
        || !field_only(request, request->json, "text", error)
        || !field_text(request, request->json, "text", FIELD_NEEDED, NOTE_BYTES, &body,
                       error)
        || !request_store(request, &store, error))
        return false;
    if (!store_save_note(store, id, code, body, moment_now(), error))
        return plan_body_blame(request, error);
    return answer_note(request, store, id, code, error);
}

static bool delete_note(struct request *request, struct sp_error *error)
{
    struct store *store;
    long id;
    request_status(request, 204);
    return plan_body_id(request, "id", &id, error) && request_store(request, &store, error)
           && store_delete_note(store, id, request_part(request, "code"), error);
}

/* --- scenarios ------------------------------------------------------------------- */

static bool load_scenarios(struct request *request, struct store_scenario **scenario,
                           int *count, struct sp_error *error)
{
    struct store *store;
    long id;
    return plan_body_id(request, "id", &id, error) && request_store(request, &store, error)
           && store_load_scenarios(store, id, &request->text, scenario, count, error);
}

static bool get_scenarios(struct request *request, struct sp_error *error)
{
    struct store_scenario *scenario;
    struct json_writer json;
    int count;
    if (!load_scenarios(request, &scenario, &count, error)
        || !request_json(request, &json, error))
        return false;
    kept_scenarios_json(&json, NULL, scenario, count);
    json_finish(&json);
    return true;
}

/* Whether the changes can be made to the profile as it is now. */
static bool check_changes(struct request *request, long id, const json_t *set,
                          struct sp_error *error)
{
    struct store *store;
    struct store_profile kept;
    struct plan_body body = {0};
    struct sp_scenario_change *change;
    struct sp_profile changed;
    int count;
    if (!request_world(request, &body.world, error)
        || !request_store(request, &store, error)
        || !store_load_profile(store, id, &request->text, &kept, error)
        || !plan_body_changes(request, set, &change, &count, error))
        return false;
    body.text = kept.body;
    bool ok = plan_body_changed(request, &body, change, count, &changed, error);
    sp_profile_free(&changed);
    return ok;
}

static bool read_scenario(struct request *request, long id, struct store_scenario *given,
                          struct sp_error *error)
{
    json_t *set = NULL;
    if (!field_only(request, request->json, "name set", error)
        || !field_text(request, request->json, "name", FIELD_NEEDED, SCENARIO_NAME_BYTES,
                       &given->name, error)
        || !field_object(request, request->json, "set", FIELD_NEEDED, &set, error)
        || !check_changes(request, id, set, error))
        return false;
    char *text = json_dumps(set, JSON_COMPACT | JSON_REAL_PRECISION(15));
    given->changes = text ? sp_arena_text(&request->text, text) : NULL;
    free(text);
    return given->changes || sp_fail(error, SP_NO_MEMORY, "no memory for the scenario");
}

static bool post_scenario(struct request *request, struct sp_error *error)
{
    struct store *store;
    struct store_scenario given = {0}, *all;
    struct json_writer json;
    long id, made;
    int count, place = 0;
    if (!plan_body_id(request, "id", &id, error)
        || !read_scenario(request, id, &given, error)
        || !request_store(request, &store, error))
        return false;
    if (!store_add_scenario(store, id, &given, moment_now(), &made, error))
        return plan_body_blame(request, error);
    if (!store_load_scenarios(store, id, &request->text, &all, &count, error)
        || !request_json(request, &json, error))
        return false;
    while (place < count - 1 && all[place].id != made)
        place++;
    request_status(request, 201);
    kept_scenario_json(&json, NULL, &all[place]);
    json_finish(&json);
    return true;
}

static bool delete_scenario(struct request *request, struct sp_error *error)
{
    struct store *store;
    long id, scenario;
    request_status(request, 204);
    return plan_body_id(request, "id", &id, error)
           && plan_body_id(request, "sid", &scenario, error)
           && request_store(request, &store, error)
           && store_delete_scenario(store, id, scenario, error);
}

const struct route api_kept_routes[] = {
    {REQUEST_GET, "/api/v1/profiles/{id}/notes", get_notes, .who = ANYONE},
    {REQUEST_GET, "/api/v1/profiles/{id}/notes/{code}", get_note, .who = ANYONE},
    {REQUEST_PUT, "/api/v1/profiles/{id}/notes/{code}", put_note, .who = OUR_PAGES},
    {REQUEST_DELETE, "/api/v1/profiles/{id}/notes/{code}", delete_note, .who = OUR_PAGES},
    {REQUEST_GET, "/api/v1/profiles/{id}/scenarios", get_scenarios, .who = ANYONE},
    {REQUEST_POST, "/api/v1/profiles/{id}/scenarios", post_scenario, .who = OUR_PAGES},
    {REQUEST_DELETE, "/api/v1/profiles/{id}/scenarios/{sid}", delete_scenario,
     .who = OUR_PAGES},
    {0},
};
