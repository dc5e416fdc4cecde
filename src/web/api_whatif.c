/* api_whatif.c: what would help most; or changes of one's own, side by side. */
#include "field.h"
#include "improve.h"
#include "improve_pages.h"
#include "plan_body.h"
#include "route.h"
#include "scenario.h"
#include "scenario_pages.h"
#include "world.h"

#include <jansson.h>

enum { MOST_SCENARIOS = 12, MOST_NAME = 120 };

struct asked {
    struct sp_scenario scenario[MOST_SCENARIOS];
    int count;
};

static bool read_scenario(struct request *request, const json_t *given,
                          struct sp_scenario *scenario, struct sp_error *error)
{
    json_t *set = NULL;
    if (!json_is_object(given))
        return request_refuse(request, error, REQUEST_BAD_INPUT, "scenarios",
                              "scenarios: a list of {\"name\": …, \"set\": {…}} is wanted");
    return field_only(request, given, "name set", error)
           && field_text(request, given, "name", FIELD_NEEDED, MOST_NAME, &scenario->name,
                         error)
           && field_object(request, given, "set", FIELD_NEEDED, &set, error)
           && plan_body_changes(request, set, &scenario->change, &scenario->changes, error);
}

/* `set` is one scenario, `scenarios` are several; both or neither may be given. */
static bool read_asked(struct request *request, struct asked *asked, struct sp_error *error)
{
    json_t *set = NULL, *list = NULL;
    if (!field_object(request, request->json, "set", FIELD_OPTIONAL, &set, error)
        || !field_list(request, request->json, "scenarios", FIELD_OPTIONAL,
                       MOST_SCENARIOS - 1, &list, error))
        return false;
    if (set) {
        struct sp_scenario *scenario = &asked->scenario[asked->count++];
        scenario->name = "changed";
        if (!plan_body_changes(request, set, &scenario->change, &scenario->changes, error))
            return false;
    }
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!read_scenario(request, json_array_get(list, i),
                           &asked->scenario[asked->count++], error))
            return false;
    return true;
}

/* A change of the season is planned with that season's fees, signals and dates. */
static bool play(struct request *request, const struct plan_body *body,
                 const struct sp_plan *base, struct sp_scenario *scenario,
                 struct sp_error *error)
{
    struct sp_profile changed;
    struct sp_facts facts = body->facts;
    bool ok = plan_body_changed(request, body, scenario->change, scenario->changes,
                                &changed, error)
              && (changed.season == body->profile.season
                  || world_facts(body->world, changed.season, &facts, error))
              && (sp_scenario_play(&changed, &facts, &body->options, base, scenario, error)
                  || plan_body_blame(request, error));
    sp_profile_free(&changed);
    return ok;
}

static bool compare(struct request *request, const struct plan_body *body,
                    struct asked *asked, struct sp_error *error)
{
    struct sp_plan base = {0};
    FILE *out = NULL;
    bool ok = sp_plan_make(&body->profile, &body->facts, &body->options, &base, error)
              || plan_body_blame(request, error);
    for (int i = 0; ok && i < asked->count; i++)
        ok = play(request, body, &base, &asked->scenario[i], error);
    ok = ok && (out = request_json_stream(request, error));
    if (ok)
        scenario_write_json(out, &base, &body->facts, asked->scenario, asked->count);
    for (int i = 0; i < asked->count; i++)
        sp_scenario_free(&asked->scenario[i]);
    sp_plan_free(&base);
    return ok;
}

static bool find(struct request *request, const struct plan_body *body, long part,
                 struct sp_error *error)
{
    struct sp_improvements improvements = {0};
    FILE *out = NULL;
    bool ok = ((part ? sp_improve_part(&body->profile, &body->facts, &body->options,
                                       (int)part, &improvements, error)
                     : sp_improve_find(&body->profile, &body->facts, &body->options, NULL,
                                       &improvements, error))
               || plan_body_blame(request, error))
              && (out = request_json_stream(request, error));
    if (ok)
        improve_write_json(out, &improvements);
    sp_improvements_free(&improvements);
    return ok;
}

static bool try_changes(struct request *request, const struct plan_body *body,
                        struct sp_error *error)
{
    struct asked asked = {0};
    long part = 0;
    if (!read_asked(request, &asked, error)
        || !field_whole(request, request->json, "part", FIELD_OPTIONAL, 1, SP_IMPROVE_PARTS,
                        &part, error))
        return false;
    if (part && asked.count)
        return request_refuse(request, error, REQUEST_BAD_INPUT, "part",
                              "part: belongs to what would help most, not to changes of "
                              "one's own");
    return asked.count ? compare(request, body, &asked, error)
                       : find(request, body, part, error);
}

static bool post_whatif(struct request *request, struct sp_error *error)
{
    struct plan_body body;
    bool ok = plan_body_read(request, "set scenarios part", &body, error)
              && (plan_body_answered(request, &body) || try_changes(request, &body, error));
    plan_body_free(&body);
    return ok;
}

const struct route api_whatif_routes[] = {
    {REQUEST_POST, "/api/v1/whatif", post_whatif, .who = OUR_PAGES, .computes = true,
     .kept = true},
    {0},
};
