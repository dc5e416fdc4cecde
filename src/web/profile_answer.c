/* profile_answer.c: the profile as it is kept, with what is still to be said in it. */
#include "profile_answer.h"

#include "kept_json.h"
#include "plan_body.h"
#include "profile_file.h"
#include "profiles.h"
#include "request.h"
#include "world.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_GAPS = 32 };

/* What was not said, the most useful first; why the profile cannot be planned for, when
 * tables have changed since it was kept. */
static void write_gaps(struct json_writer *json, const struct world *world,
                       const struct store_profile *kept)
{
    struct profile_words words = world_words(world);
    struct sp_gap gap[MOST_GAPS];
    struct sp_profile profile;
    struct sp_error fault = {0};
    bool ok = profile_file_parse(kept->body, strlen(kept->body), &words, world->today,
                                 &profile, &fault);
    int count = ok ? sp_profile_gaps(&profile, gap, MOST_GAPS) : 0;
    json_open_list(json, "gaps");
    for (int i = 0; i < count && i < MOST_GAPS; i++) {
        json_open_object(json, NULL);
        json_write_text(json, "field", gap[i].field);
        json_write_text(json, "sharpens", gap[i].sharpens);
        json_close(json);
    }
    json_close(json);
    json_write_text(json, "fault", ok ? NULL : fault.text);
    sp_profile_free(&profile);
}

static void write_profile(struct json_writer *json, const char *key,
                          const struct world *world, const struct store_profile *kept)
{
    json_open_object(json, key);
    kept_profile_json(json, kept);
    json_write_json(json, "profile", kept->body);
    write_gaps(json, world, kept);
    json_close(json);
}

bool profile_answer(struct request *request, int status, const struct store_profile *kept,
                    struct sp_error *error)
{
    const struct world *world;
    struct json_writer json;
    if (!request_world(request, &world, error) || !request_json(request, &json, error))
        return false;
    const char *tag = sp_arena_format(&request->text, "\"%ld\"", kept->version);
    if (tag)
        request_add_header(request, "ETag", tag);
    request_status(request, status);
    write_profile(&json, NULL, world, kept);
    json_finish(&json);
    return true;
}

/* 409, with what is there now. */
static bool answer_conflict(struct request *request, const struct store_profile *current,
                            const struct sp_error *why)
{
    const struct world *world;
    struct json_writer json;
    struct sp_error error = {0};
    if (!request_world(request, &world, &error) || !request_json(request, &json, &error))
        return false;
    request_status(request, 409);
    json_open_object(&json, NULL);
    json_open_object(&json, "error");
    json_write_text(&json, "code", "conflict");
    json_write_text(&json, "message", why->text);
    json_write_text(&json, "field", "version");
    json_close(&json);
    write_profile(&json, "current", world, current);
    json_close(&json);
    json_finish(&json);
    return true;
}

bool profile_answer_change(struct request *request, bool ok,
                           const struct store_profile *kept, struct sp_error *error)
{
    if (ok)
        return profile_answer(request, 200, kept, error);
    if (error->code == SP_CONFLICT)
        return answer_conflict(request, kept, error);
    return plan_body_blame(request, error);
}

bool profile_answer_version(struct request *request, bool needed, long *version,
                            struct sp_error *error)
{
    const char *text = request_header(request, "If-Match");
    char *end = NULL;
    *version = 0;
    if (!text && !needed)
        return true;
    if (text && *text == '"')
        *version = strtol(text + 1, &end, 10);
    if (text && strcmp(text, "*") == 0)
        return true;
    return (end && *version > 0 && strcmp(end, "\"") == 0)
           || request_refuse(request, error, REQUEST_BAD_INPUT, "If-Match",
                             "If-Match: say which version you saw, as \"3\"");
}
