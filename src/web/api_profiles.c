/* api_profiles.c: the profiles that people keep: made, changed, undone, deleted, taken
 * away as one file. */
#include "field.h"
#include "findings.h"
#include "kept_json.h"
#include "moment.h"
#include "notes.h"
#include "notice.h"
#include "plan_body.h"
#include "profile_answer.h"
#include "profile_read.h"
#include "profile_write.h"
#include "profiles.h"
#include "route.h"
#include "scenarios.h"
#include "world.h"

#include <jansson.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* --- reading --------------------------------------------------------------------- */

/* Name and profile of a body, checked; the text lives in the request. */
static bool read_given(struct request *request, struct store_profile *given,
                       struct sp_error *error)
{
    const struct world *world;
    json_t *json = NULL;
    struct sp_profile profile = {0};
    if (!field_only(request, request->json, "name profile", error)
        || !field_text(request, request->json, "name", FIELD_NEEDED, PROFILE_NAME_BYTES,
                       &given->name, error)
        || !field_object(request, request->json, "profile", FIELD_NEEDED, &json, error)
        || !request_world(request, &world, error))
        return false;
    struct profile_words words = world_words(world);
    if (!profile_read(json, &words, world->today, false, &profile, error))
        return plan_body_blame(request, error);
    sp_profile_free(&profile);
    char *text = profile_write_json(json);
    given->body = text ? sp_arena_text(&request->text, text) : NULL;
    free(text);
    return given->body || sp_fail(error, SP_NO_MEMORY, "no memory for the profile");
}

/* --- the list -------------------------------------------------------------------- */

enum { USUALLY_LISTED = 20, MOST_LISTED = 100 };

static bool get_profiles(struct request *request, struct sp_error *error)
{
    struct store_profile_filter filter = {.search = request_query(request, "search")};
    struct store *store;
    struct store_profile *profile;
    struct json_writer json;
    int count;
    long limit = USUALLY_LISTED;
    if (!request_query_whole(request, "limit", 1, MOST_LISTED, &limit, error)
        || !request_query_whole(request, "after", 1, LONG_MAX, &filter.after, error)
        || !request_store(request, &store, error)
        || !store_forget_deleted(store, moment_now(), error))
        return false;
    filter.most = (int)limit + 1; /* one more says that there is more */
    if (!store_list_profiles(store, &filter, &request->text, &profile, &count, error)
        || !request_json(request, &json, error))
        return false;
    bool more = count > limit;
    count -= more;
    json_open_object(&json, NULL);
    kept_profiles_json(&json, "profiles", profile, count);
    if (more)
        json_write_whole(&json, "next", profile[count - 1].id);
    else
        json_write_null(&json, "next");
    json_close(&json);
    json_finish(&json);
    return true;
}

/* --- the requests ---------------------------------------------------------------- */

static bool add(struct request *request, const struct store_profile *given,
                struct sp_error *error)
{
    struct store *store;
    struct store_profile kept;
    if (!request_store(request, &store, error))
        return false;
    return store_add_profile(store, given, moment_now(), &request->text, &kept, error)
               ? profile_answer(request, 201, &kept, error)
               : plan_body_blame(request, error);
}

static bool post_profile(struct request *request, struct sp_error *error)
{
    struct store_profile given = {0};
    return read_given(request, &given, error) && add(request, &given, error);
}

static bool post_demo(struct request *request, struct sp_error *error)
{
    struct store_profile given = {
        .name = "Applicant A (demo)", .body = store_demo_profile(), .demo = true};
    if (!given.body)
        return sp_fail(error, SP_UNAVAILABLE, "this build carries no demo profile");
    return add(request, &given, error);
}

static bool get_profile(struct request *request, struct sp_error *error)
{
    struct store *store;
    struct store_profile kept;
    long id;
    return plan_body_id(request, "id", &id, error) && request_store(request, &store, error)
           && store_load_profile(store, id, &request->text, &kept, error)
           && profile_answer(request, 200, &kept, error);
}

static bool put_profile(struct request *request, struct sp_error *error)
{
    struct store *store;
    struct store_profile given = {0}, kept;
    if (!plan_body_id(request, "id", &given.id, error)
        || !profile_answer_version(request, true, &given.version, error)
        || !read_given(request, &given, error) || !request_store(request, &store, error))
        return false;
    bool ok =
        store_change_profile(store, &given, moment_now(), &request->text, &kept, error);
    return profile_answer_change(request, ok, &kept, error);
}

static bool move(struct request *request, enum store_move which, struct sp_error *error)
{
    struct store *store;
    struct store_profile kept;
    long id, version;
    if (!plan_body_id(request, "id", &id, error)
        || !profile_answer_version(request, false, &version, error)
        || !request_store(request, &store, error))
        return false;
    bool ok = store_move_profile(store, id, version, which, moment_now(), &request->text,
                                 &kept, error);
    return profile_answer_change(request, ok, &kept, error);
}

static bool post_undo(struct request *request, struct sp_error *error)
{
    return move(request, STORE_UNDO, error);
}

static bool post_redo(struct request *request, struct sp_error *error)
{
    return move(request, STORE_REDO, error);
}

static bool delete_profile(struct request *request, struct sp_error *error)
{
    const char *forever = request_query(request, "forever");
    struct store *store;
    long id;
    if (forever && strcmp(forever, "1") != 0)
        return request_refuse(request, error, REQUEST_BAD_INPUT, "forever",
                              "forever: \"%.20s\" is not 1", forever);
    if (!plan_body_id(request, "id", &id, error) || !request_store(request, &store, error))
        return false;
    request_status(request, 204);
    return forever ? store_forget_profile(store, id, error)
                   : store_delete_profile(store, id, moment_now(), error);
}

static bool post_restore(struct request *request, struct sp_error *error)
{
    struct store *store;
    struct store_profile kept;
    long id;
    return plan_body_id(request, "id", &id, error) && request_store(request, &store, error)
           && store_restore_profile(store, id, moment_now(), &request->text, &kept, error)
           && profile_answer(request, 200, &kept, error);
}

/* --- everything about one -------------------------------------------------------- */

static void write_changes(struct json_writer *json, const struct store_change *change,
                          int count)
{
    json_open_list(json, "history");
    for (int i = 0; i < count; i++) {
        json_open_object(json, NULL);
        json_write_whole(json, "version", change[i].version);
        json_write_text(json, "name", change[i].name);
        json_write_text(json, "updated_at", change[i].made_at);
        json_write_json(json, "profile", change[i].body);
        json_close(json);
    }
    json_close(json);
}

struct everything {
    struct store_profile kept;
    struct store_note *note;
    struct store_scenario *scenario;
    struct store_finding *finding;
    struct store_change *change;
    int notes, scenarios, findings, changes;
};

static bool load_everything(struct request *request, struct everything *all,
                            struct sp_error *error)
{
    struct sp_arena *text = &request->text;
    struct store *store;
    long id;
    return plan_body_id(request, "id", &id, error) && request_store(request, &store, error)
           && store_load_profile(store, id, text, &all->kept, error)
           && store_load_notes(store, id, text, &all->note, &all->notes, error)
           && store_load_scenarios(store, id, text, &all->scenario, &all->scenarios, error)
           && store_load_findings(store, text, &all->finding, &all->findings, error)
           && store_load_changes(store, id, text, &all->change, &all->changes, error);
}

static bool get_everything(struct request *request, struct sp_error *error)
{
    struct everything all;
    struct json_writer json;
    if (!load_everything(request, &all, error) || !request_json(request, &json, error))
        return false;
    const char *file = sp_arena_format(
        &request->text, "attachment; filename=\"smartpick-profile-%ld.json\"", all.kept.id);
    if (file)
        request_add_header(request, "Content-Disposition", file);
    json_open_object(&json, NULL);
    kept_profile_json(&json, &all.kept);
    json_write_json(&json, "profile", all.kept.body);
    kept_notes_json(&json, "notes", all.note, all.notes);
    kept_scenarios_json(&json, "scenarios", all.scenario, all.scenarios);
    kept_findings_json(&json, "overrides", all.finding, all.findings);
    write_changes(&json, all.change, all.changes);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
    return true;
}

const struct route api_profiles_routes[] = {
    {REQUEST_GET, "/api/v1/profiles", get_profiles, .who = ANYONE},
    {REQUEST_POST, "/api/v1/profiles", post_profile, .who = OUR_PAGES},
    {REQUEST_POST, "/api/v1/profiles/demo", post_demo, .who = OUR_PAGES,
     .body_may_be_absent = true},
    {REQUEST_GET, "/api/v1/profiles/{id}", get_profile, .who = ANYONE},
    {REQUEST_PUT, "/api/v1/profiles/{id}", put_profile, .who = OUR_PAGES},
    {REQUEST_DELETE, "/api/v1/profiles/{id}", delete_profile, .who = OUR_PAGES},
    {REQUEST_POST, "/api/v1/profiles/{id}/undo", post_undo, .who = OUR_PAGES,
     .body_may_be_absent = true},
    {REQUEST_POST, "/api/v1/profiles/{id}/redo", post_redo, .who = OUR_PAGES,
     .body_may_be_absent = true},
    {REQUEST_POST, "/api/v1/profiles/{id}/restore", post_restore, .who = OUR_PAGES,
     .body_may_be_absent = true},
    {REQUEST_GET, "/api/v1/profiles/{id}/everything", get_everything, .who = ANYONE},
    {0},
};
