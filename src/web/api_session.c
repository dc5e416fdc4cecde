/* api_session.c: what a page needs to know before it can ask for anything else. */
#include "browser.h"
#include "kept_json.h"
#include "moment.h"
#include "notice.h"
#include "profiles.h"
#include "route.h"
#include "world.h"

#include <string.h>

enum { SHOWN = 8 }; /* profiles; GET /api/v1/profiles has them all */

static void write_specialties(struct json_writer *json, const struct world *world)
{
    json_open_list(json, "specialties");
    for (int s = 0; s < world->specialties.count; s++) {
        const struct sp_specialty *specialty = &world->specialties.at[s];
        int tracks = 0;
        for (int t = 0; t < world->programs.count; t++)
            tracks += strcmp(world->programs.track[t].specialty, specialty->code) == 0
                      && sp_track_offered(&world->programs.track[t]);
        json_open_object(json, NULL);
        json_write_text(json, "code", specialty->code);
        json_write_text(json, "name", specialty->name);
        json_write_whole(json, "tracks", tracks);
        json_close(json);
    }
    json_close(json);
}

static void write_states(struct json_writer *json, const struct world *world)
{
    json_open_list(json, "states");
    for (int i = 0; i < world->states; i++) {
        json_open_object(json, NULL);
        json_write_text(json, "code", world->state[i].code);
        json_write_text(json, "name", world->state[i].name);
        json_write_text(json, "division", world->state[i].division);
        json_close(json);
    }
    json_close(json);
}

/* The last changed of those that are kept, after the time of deleted ones is over. */
static bool load_profiles(struct request *request, struct store_profile **profile,
                          int *count, long *all, struct sp_error *error)
{
    static const struct store_profile_filter few = {.most = SHOWN};
    struct store *store;
    return request_store(request, &store, error)
           && store_forget_deleted(store, moment_now(), error)
           && store_list_profiles(store, &few, &request->text, profile, count, error)
           && store_count_profiles(store, all, error);
}

static bool get_session(struct request *request, struct sp_error *error)
{
    const struct world *world;
    struct store_profile *profile;
    struct json_writer json;
    int profiles;
    long all;
    char token[BROWSER_DIGITS + 1], today[11];
    if (!request_world(request, &world, error) || !browser_token(request, token, error)
        || !load_profiles(request, &profile, &profiles, &all, error)
        || !request_json(request, &json, error))
        return false;
    sp_date_write(world->today, today);
    json_open_object(&json, NULL);
    json_write_text(&json, "csrf", token);
    json_write_text(&json, "version", SP_VERSION);
    json_write_text(&json, "today", today);
    json_write_whole(&json, "season", world->season[world->next].year);
    json_open_list(&json, "seasons");
    for (int i = 0; i < world->seasons; i++)
        json_write_whole(&json, NULL, world->season[i].year);
    json_close(&json);
    write_specialties(&json, world);
    write_states(&json, world);
    kept_profiles_json(&json, "profiles", profile, profiles);
    json_write_whole(&json, "profile_count", all);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
    return true;
}

const struct route api_session_routes[] = {
    {REQUEST_GET, "/api/v1/session", get_session, .who = ANYONE},
    {0},
};
