/* api_plan.c: the answer: the list, its curve, and questions about one track. */
#include "error.h"
#include "field.h"
#include "json_pack.h"
#include "plan_body.h"
#include "plan_pages.h"
#include "programs_pages.h"
#include "route.h"
#include "track_pages.h"
#include "world.h"

typedef bool write_plan(FILE *out, const struct sp_plan *plan, const struct sp_facts *facts,
                        struct sp_error *error);

static bool write_list(FILE *out, const struct sp_plan *plan, const struct sp_facts *facts,
                       struct sp_error *error)
{
    (void)error;
    plan_write_json(out, plan, facts);
    return true;
}

static bool write_packed(FILE *out, const struct sp_plan *plan,
                         const struct sp_facts *facts, struct sp_error *error)
{
    struct json_pack *pack = json_pack_open();
    if (!pack)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the answer");
    plan_write_packed(out, pack, plan, facts);
    json_pack_close(pack);
    return true;
}

static bool write_curve(FILE *out, const struct sp_plan *plan, const struct sp_facts *facts,
                        struct sp_error *error)
{
    (void)error;
    plan_write_curve_json(out, plan, facts);
    return true;
}

static bool make_plan(struct request *request, const struct plan_body *body,
                      write_plan *write, struct sp_error *error)
{
    struct sp_plan plan = {0};
    FILE *out = NULL;
    bool ok = (sp_plan_make(&body->profile, &body->facts, &body->options, &plan, error)
               || plan_body_blame(request, error))
              && (out = request_json_stream(request, error))
              && write(out, &plan, &body->facts, error);
    sp_plan_free(&plan);
    return ok;
}

/* A plan, written in one of the forms that take plan and facts alone. */
static bool answer_plan(struct request *request, write_plan *write, struct sp_error *error)
{
    struct plan_body body;
    bool ok =
        plan_body_read(request, "", &body, error)
        && (plan_body_answered(request, &body) || make_plan(request, &body, write, error));
    plan_body_free(&body);
    return ok;
}

static bool post_pick(struct request *request, struct sp_error *error)
{
    return answer_plan(request, write_list, error);
}

static bool post_packed(struct request *request, struct sp_error *error)
{
    return answer_plan(request, write_packed, error);
}

static bool post_curve(struct request *request, struct sp_error *error)
{
    return answer_plan(request, write_curve, error);
}

static bool find_track(struct request *request, const struct world *world, int *track,
                       struct sp_error *error)
{
    const char *code = NULL;
    if (!field_text(request, request->json, "code", FIELD_NEEDED, 20, &code, error))
        return false;
    *track = sp_programs_find(&world->programs, code);
    return *track >= 0
           || request_refuse(request, error, REQUEST_NOT_FOUND, "code",
                             "code: no track has the NRMP code \"%.20s\"", code);
}

typedef void write_track(FILE *out, const struct track_place *place,
                         const struct sp_plan *plan, const struct plan_body *body);

static void write_explained(FILE *out, const struct track_place *place,
                            const struct sp_plan *plan, const struct plan_body *body)
{
    struct program_estimates estimates = world_estimates(body->world);
    track_explain_json(out, place, plan, &body->facts, &estimates);
}

static void write_why_not(FILE *out, const struct track_place *place,
                          const struct sp_plan *plan, const struct plan_body *body)
{
    track_why_not_json(out, place, plan, &body->facts);
}

/* The plan in which one track is looked at, and its place there. */
static bool look_at(struct request *request, struct plan_body *body, write_track *write,
                    struct sp_error *error)
{
    struct sp_plan plan = {0};
    FILE *out = NULL;
    int track;
    bool ok = find_track(request, body->world, &track, error)
              && sp_plan_look_at(&body->profile, &body->facts.programs->track[track],
                                 &request->text, &body->options, error)
              && (sp_plan_make(&body->profile, &body->facts, &body->options, &plan, error)
                  || plan_body_blame(request, error))
              && (out = request_json_stream(request, error));
    if (ok) {
        struct track_place place = track_find(&plan, track);
        write(out, &place, &plan, body);
    }
    sp_plan_free(&plan);
    return ok;
}

static bool answer_track(struct request *request, write_track *write,
                         struct sp_error *error)
{
    struct plan_body body;
    bool ok =
        plan_body_read(request, "code", &body, error)
        && (plan_body_answered(request, &body) || look_at(request, &body, write, error));
    plan_body_free(&body);
    return ok;
}

static bool post_explain(struct request *request, struct sp_error *error)
{
    return answer_track(request, write_explained, error);
}

static bool post_why_not(struct request *request, struct sp_error *error)
{
    return answer_track(request, write_why_not, error);
}

const struct route api_plan_routes[] = {
    {REQUEST_POST, "/api/v1/pick", post_pick, .who = OUR_PAGES, .computes = true,
     .kept = true},
    {REQUEST_POST, "/api/v1/pick/packed", post_packed, .who = OUR_PAGES, .computes = true,
     .kept = true},
    {REQUEST_POST, "/api/v1/curve", post_curve, .who = OUR_PAGES, .computes = true,
     .kept = true},
    {REQUEST_POST, "/api/v1/explain", post_explain, .who = OUR_PAGES, .computes = true,
     .kept = true},
    {REQUEST_POST, "/api/v1/why-not", post_why_not, .who = OUR_PAGES, .computes = true,
     .kept = true},
    {0},
};
