/* api_signals.c: where the signals of a list go, moved by hand or not. */
#include "field.h"
#include "plan_body.h"
#include "route.h"
#include "signals_pages.h"
#include "world.h"

#include <jansson.h>

static const char *in_signals(struct request *request, const char *code)
{
    const char *name = sp_arena_format(&request->text, "signals.%.40s", code);
    return name ? name : "signals";
}

static bool read_move(struct request *request, const struct world *world, const char *code,
                      const json_t *word, struct sp_signal_move *move,
                      struct sp_error *error)
{
    const char *field = in_signals(request, code);
    move->track = sp_programs_find(&world->programs, code);
    if (move->track < 0)
        return request_refuse(request, error, REQUEST_NOT_FOUND, field,
                              "%s: no track has this NRMP code", field);
    if (!json_is_string(word))
        return request_refuse(request, error, REQUEST_BAD_INPUT, field,
                              "%s: one of gold, silver, signal, none is wanted", field);
    return sp_signal_parse(json_string_value(word), field, &move->signal, error)
           || plan_body_blame(request, error);
}

static bool read_moves(struct request *request, struct plan_body *body,
                       struct sp_error *error)
{
    json_t *given = NULL, *word;
    const char *code;
    int count = 0;
    if (!field_object(request, request->json, "signals", FIELD_OPTIONAL, &given, error))
        return false;
    struct sp_signal_move *move =
        sp_arena_get(&request->text, (json_object_size(given) + 1) * sizeof *move);
    if (!move)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the signals");
    json_object_foreach(given, code, word)
    {
        if (!read_move(request, body->world, code, word, &move[count++], error))
            return false;
    }
    body->options.weigh_signals = true;
    body->options.move = move;
    body->options.moves = count;
    return true;
}

static bool allocate(struct request *request, struct plan_body *body,
                     struct sp_error *error)
{
    struct sp_plan plan = {0};
    FILE *out = NULL;
    bool ok = read_moves(request, body, error)
              && (sp_plan_make(&body->profile, &body->facts, &body->options, &plan, error)
                  || plan_body_blame(request, error))
              && (out = request_json_stream(request, error));
    if (ok)
        signals_write_json(out, &plan, &body->facts);
    sp_plan_free(&plan);
    return ok;
}

static bool post_signals(struct request *request, struct sp_error *error)
{
    struct plan_body body;
    bool ok = plan_body_read(request, "signals", &body, error)
              && (plan_body_answered(request, &body) || allocate(request, &body, error));
    plan_body_free(&body);
    return ok;
}

const struct route api_signals_routes[] = {
    {REQUEST_POST, "/api/v1/signals", post_signals, .who = OUR_PAGES, .computes = true,
     .kept = true},
    {0},
};
