/* plan_body.c: the body to a profile, facts and options, field by field. */
#include "plan_body.h"

#include "crew.h"
#include "field.h"
#include "profile_draft.h"
#include "profile_file.h"
#include "profile_read.h"
#include "profile_write.h"
#include "profiles.h"
#include "request.h"
#include "scenario.h"
#include "site.h"
#include "world.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

enum {
    MOST_SEASONS = 16384,
    BRIEF_SEASONS = 512,
    MOST_CHANGES = 24,
    MOST_VALUE = 16 << 10
};

static const char option_keys[] = "specialty budget_cents most hours sure utility "
                                  "preliminary season seasons seed";

bool plan_body_blame(struct request *request, const struct sp_error *error)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.[]";
    static const char missing[] = "missing: "; /* … and the fields that are */
    bool lacks = strncmp(error->text, missing, sizeof missing - 1) == 0;
    const char *text = error->text + (lacks ? sizeof missing - 1 : 0);
    size_t length = strspn(text, letters);
    if (error->code == SP_BAD_INPUT && !request->field && length > 0
        && (lacks || text[length] == ':'))
        request->field = sp_arena_slice(&request->text, text, length);
    return false;
}

bool plan_body_id(struct request *request, const char *part, long *id,
                  struct sp_error *error)
{
    const char *text = request_part(request, part);
    size_t length = strlen(text);
    *id = 0;
    if (length > 0 && length < 18 && strspn(text, "0123456789") == length)
        *id = atol(text);
    return *id > 0
           || request_refuse(request, error, REQUEST_NOT_FOUND, part,
                             "%s: \"%.40s\" is none of them", part, text);
}

/* --- the profile ----------------------------------------------------------------- */

bool plan_body_kept(struct request *request, long id, struct plan_body *body,
                    struct sp_error *error)
{
    struct store_profile kept;
    struct store *store;
    if (!request_world(request, &body->world, error)
        || !request_store(request, &store, error)
        || !store_load_profile(store, id, &request->text, &kept, error)) {
        request->field = error->code == SP_NOT_FOUND ? "profile_id" : NULL;
        return false;
    }
    struct profile_words words = world_words(body->world);
    body->text = kept.body;
    body->name = kept.name;
    return profile_file_parse(kept.body, strlen(kept.body), &words, body->world->today,
                              &body->profile, error)
           || plan_body_blame(request, error);
}

static bool read_given(struct request *request, const json_t *json, struct plan_body *body,
                       struct sp_error *error)
{
    struct profile_words words = world_words(body->world);
    if (!profile_read(json, &words, body->world->today, false, &body->profile, error))
        return plan_body_blame(request, error);
    char *text = profile_write_json(json);
    body->text = text ? sp_arena_text(&request->text, text) : NULL;
    free(text);
    return body->text || sp_fail(error, SP_NO_MEMORY, "no memory for the profile");
}

bool plan_body_profile(struct request *request, enum field_need need,
                       struct plan_body *body, struct sp_error *error)
{
    json_t *given = NULL;
    long id = 0;
    if (!request_world(request, &body->world, error)
        || !field_whole(request, request->json, "profile_id", FIELD_OPTIONAL, 1, 1L << 52,
                        &id, error)
        || !field_object(request, request->json, "profile", FIELD_OPTIONAL, &given, error))
        return false;
    if (!id && !given && need == FIELD_OPTIONAL)
        return true;
    if (!id == !given)
        return request_refuse(request, error, REQUEST_BAD_INPUT, "profile",
                              "profile: give either profile or profile_id");
    return given ? read_given(request, given, body, error)
                 : plan_body_kept(request, id, body, error);
}

bool plan_body_season(struct request *request, const json_t *object, struct plan_body *body,
                      bool *named, struct sp_error *error)
{
    long season = 0;
    if (!field_whole(request, object, "season", FIELD_OPTIONAL, 2021, 2100, &season, error))
        return false;
    if (named)
        *named = season != 0;
    if (world_facts(body->world, season ? (int)season : body->profile.season, &body->facts,
                    error))
        return true;
    request->field = error->code == SP_NOT_FOUND ? "season" : NULL;
    return false;
}

/* --- the options ----------------------------------------------------------------- */

static bool read_specialties(struct request *request, const json_t *given,
                             struct plan_body *body, struct sp_error *error)
{
    const struct sp_specialties *known = &body->world->specialties;
    struct sp_plan_options *options = &body->options;
    int place;
    if (!field_texts(request, given, "specialty", FIELD_OPTIONAL, 20, &options->specialty,
                     &options->specialties, error))
        return false;
    for (int i = 0; i < options->specialties; i++) {
        if (!sp_specialty_require(known, "specialty", options->specialty[i], &place, error))
            return plan_body_blame(request, error);
        options->specialty[i] = known->at[place].code;
    }
    return true;
}

static bool read_numbers(struct request *request, const json_t *given,
                         struct sp_plan_options *options, struct sp_error *error)
{
    long most = -1, seasons = 0, seed = 1;
    bool ok =
        field_whole(request, given, "budget_cents", FIELD_OPTIONAL, 0, 100000000,
                    &options->budget_cents, error)
        && field_whole(request, given, "most", FIELD_OPTIONAL, 0, 10000, &most, error)
        && field_number(request, given, "hours", FIELD_OPTIONAL, 0, 100000, &options->hours,
                        error)
        && field_whole(request, given, "seasons", FIELD_OPTIONAL, 64, MOST_SEASONS,
                       &seasons, error)
        && field_whole(request, given, "seed", FIELD_OPTIONAL, 1, 1L << 52, &seed, error);
    options->most = (int)most;
    options->seasons = (int)seasons;
    options->seed = (uint64_t)seed;
    if (seasons <= BRIEF_SEASONS) /* or the usual number: beginning threads takes longer */
        options->threads = 1;
    request->brief = seasons > 0 && seasons <= BRIEF_SEASONS;
    return ok;
}

static bool read_options(struct request *request, struct plan_body *body,
                         struct sp_error *error)
{
    struct sp_plan_options *options = &body->options;
    json_t *given = NULL;
    if (!field_object(request, request->json, "options", FIELD_OPTIONAL, &given, error))
        return false;
    return field_only(request, given, option_keys, error)
           && read_specialties(request, given, body, error)
           && read_numbers(request, given, options, error)
           && field_texts(request, given, "sure", FIELD_OPTIONAL, 20, &options->sure,
                          &options->sures, error)
           && field_bool(request, given, "utility", FIELD_OPTIONAL, &options->utility,
                         error)
           && field_bool(request, given, "preliminary", FIELD_OPTIONAL,
                         &options->preliminary, error)
           && plan_body_season(request, given, body, NULL, error);
}

bool plan_body_read(struct request *request, const char *more, struct plan_body *body,
                    struct sp_error *error)
{
    const char *known =
        sp_arena_format(&request->text, "profile_id profile options %s", more);
    *body = (struct plan_body){
        .name = "",
        .options = {.budget_cents = -1,
                    .most = -1,
                    .hours = -1,
                    .threads = crew_share(request->site->crew)},
    };
    return (known || sp_fail(error, SP_NO_MEMORY, "no memory for the request"))
           && field_only(request, request->json, known, error)
           && plan_body_profile(request, FIELD_NEEDED, body, error)
           && read_options(request, body, error);
}

bool plan_body_answered(struct request *request, const struct plan_body *body)
{
    char *asked = json_dumps(request->json, JSON_COMPACT | JSON_SORT_KEYS);
    const char *key =
        asked ? sp_arena_format(&request->text, "%s\n%s", asked, body->text) : NULL;
    free(asked);
    return request_answered(request, key);
}

void plan_body_free(struct plan_body *body)
{
    sp_profile_free(&body->profile);
}

/* --- changes --------------------------------------------------------------------- */

/* A JSON value as people would type it. */
static const char *typed(struct request *request, const json_t *value)
{
    if (json_is_string(value))
        return sp_arena_text(&request->text, json_string_value(value));
    if (json_is_null(value))
        return "null";
    char *text =
        json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));
    const char *kept = text ? sp_arena_text(&request->text, text) : NULL;
    free(text);
    return kept;
}

bool plan_body_changes(struct request *request, const json_t *set,
                       struct sp_scenario_change **change, int *count,
                       struct sp_error *error)
{
    size_t size = json_object_size(set);
    const char *key;
    json_t *value;
    *count = 0;
    if (size == 0 || size > MOST_CHANGES)
        return request_refuse(request, error, REQUEST_BAD_INPUT, "set",
                              "set: %zu changes; allowed are 1 to %d", size, MOST_CHANGES);
    *change = sp_arena_get(&request->text, size * sizeof **change);
    if (!*change)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the changes");
    json_object_foreach((json_t *)set, key, value)
    {
        struct sp_scenario_change *made = &(*change)[(*count)++];
        made->field = sp_arena_text(&request->text, key);
        made->value = typed(request, value);
        if (!made->field || !made->value)
            return sp_fail(error, SP_NO_MEMORY, "no memory for the changes");
        if (strlen(made->value) > MOST_VALUE)
            return request_refuse(request, error, REQUEST_TOO_LARGE, made->field,
                                  "%.60s: longer than %d bytes", made->field, MOST_VALUE);
    }
    return true;
}

bool plan_body_changed(struct request *request, const struct plan_body *body,
                       const struct sp_scenario_change *change, int count,
                       struct sp_profile *profile, struct sp_error *error)
{
    struct profile_words words = world_words(body->world);
    struct profile_draft *draft = NULL;
    *profile = (struct sp_profile){0};
    bool ok = profile_draft_parse(body->text, strlen(body->text), &words,
                                  body->world->today, &draft, error);
    ok = ok && profile_draft_change(draft, change, count, error)
         && profile_draft_read(draft, false, profile, error);
    profile_draft_close(draft);
    return ok || plan_body_blame(request, error);
}
