/* cmd_why_not.c: why a track is not on the list, and what would have to change. */
#include "call.h"
#include "command.h"
#include "error.h"
#include "plan_request.h"
#include "session.h"
#include "text_table.h"
#include "track_pages.h"

static bool run(const struct call *call, struct sp_error *error)
{
    struct session session;
    struct sp_plan plan;
    int track;
    if (!call_operands(call, 1, 1, "an NRMP code", error)
        || !plan_request_make(call, &session, &track, &plan, error))
        return false;
    struct track_place place = track_find(&plan, track);
    struct text_page page = text_page_for(call->out);
    if (call->json)
        track_why_not_json(call->out, &place, &plan, &session.facts);
    else
        track_why_not_text(&page, &place, &plan, &session.facts);
    sp_plan_free(&plan);
    session_close(&session);
    return true;
}

const struct command cmd_why_not = {
    .name = "why-not",
    .summary = "Why a program is not on your list, and what would have to change",
    .operands = "CODE",
    .about = "Names the rule that closes the track to you, the fact that is unknown, or "
             "how much "
             "less it adds than the last application on your list.",
    .also = plan_options,
    .example =
        (const struct command_example[]){
            {"why-not 1428140P0 --demo", "A track that was left out"},
            {0},
        },
    .run = run,
};
