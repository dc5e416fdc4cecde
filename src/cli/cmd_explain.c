/* cmd_explain.c: one track, fact by fact. */
#include "call.h"
#include "command.h"
#include "error.h"
#include "plan_request.h"
#include "programs_pages.h"
#include "session.h"
#include "text_table.h"
#include "track_pages.h"

static bool write_answer(const struct call *call, const struct session *session, int track,
                         const struct sp_plan *plan,
                         const struct program_estimates *estimates, struct sp_error *error)
{
    struct track_place place = track_find(plan, track);
    struct text_page page = text_page_for(call->out);
    if (call->json)
        track_explain_json(call->out, &place, plan, &session->facts, estimates);
    else if (call->csv)
        track_explain_csv(call->out, &place, &session->facts);
    else
        return track_explain_text(&page, &place, plan, &session->facts, estimates, error);
    return true;
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct session session;
    struct sp_plan plan;
    struct program_estimates estimates;
    int track;
    if (!call_operands(call, 1, 1, "an NRMP code", error)
        || !plan_request_make(call, &session, &track, &plan, error))
        return false;
    bool ok = session_estimates(&session, &estimates, error)
              && write_answer(call, &session, track, &plan, &estimates, error);
    sp_plan_free(&plan);
    session_close(&session);
    return ok;
}

const struct command cmd_explain = {
    .name = "explain",
    .summary = "One program fact by fact, and what makes your chance there",
    .operands = "CODE",
    .about = "Shows where the track stands in your plan, what its chance of an interview "
             "is made of "
             "(the points sum to it), its positions by year, who trains there, and every "
             "fact with "
             "its source and date.  CODE is the NRMP code; `programs` finds it.",
    .also = plan_options,
    .example =
        (const struct command_example[]){
            {"explain 1428140C0 --demo", "A program, for the made-up applicant"},
            {"explain 1428140C0 --csv", "The reasons as a table"},
            {0},
        },
    .table = true,
    .run = run,
};
