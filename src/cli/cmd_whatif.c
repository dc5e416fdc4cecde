/* cmd_whatif.c: what would help most; or changes of one's own, side by side. */
#include "call.h"
#include "command.h"
#include "improve.h"
#include "improve_pages.h"
#include "plan_request.h"
#include "progress.h"
#include "scenario_options.h"
#include "session.h"
#include "text_table.h"

static void show_step(void *context, int done, int total)
{
    progress_show(context, "trying changes", done, total);
}

static bool find(const struct call *call, struct session *session,
                 const struct sp_plan_options *options, struct sp_error *error)
{
    struct progress progress = progress_on(stderr);
    struct sp_improve_watch watch = {show_step, &progress};
    struct sp_improvements improvements;
    struct text_page page = text_page_for(call->out);
    bool ok = sp_improve_find(&session->profile, &session->facts, options, &watch,
                              &improvements, error);
    progress_end(&progress);
    if (ok && call->json)
        improve_write_json(call->out, &improvements);
    else if (ok && call->csv)
        improve_write_csv(call->out, &improvements);
    else if (ok)
        improve_write_text(&page, &improvements);
    sp_improvements_free(&improvements);
    return ok;
}

static bool compare(const struct call *call, struct session *session,
                    const struct sp_plan_options *options, struct sp_scenario *scenario,
                    int count, struct sp_error *error)
{
    const struct sp_facts *facts = &session->facts;
    struct sp_plan base;
    struct text_page page = text_page_for(call->out);
    bool ok = sp_plan_make(&session->profile, facts, options, &base, error)
              && scenario_play(session, options, &base, scenario, count, error);
    if (ok && call->json)
        scenario_write_json(call->out, &base, facts, scenario, count);
    else if (ok && call->csv)
        scenario_write_csv(call->out, &base, facts, scenario, count);
    else if (ok)
        ok = scenario_write_text(&page, &base, facts, scenario, count, error);
    scenario_free(scenario, count);
    sp_plan_free(&base);
    return ok;
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct session session;
    struct sp_plan_options options;
    struct sp_scenario *scenario;
    int count;
    if (!call_operands(call, 0, 0, "nothing", error)
        || !session_open(call, SESSION_ALL, &session, error))
        return false;
    bool ok = plan_request_read(&session, call, &options, error)
              && scenario_read(&session, call, &scenario, &count, error);
    if (ok)
        ok = count ? compare(call, &session, &options, scenario, count, error)
                   : find(call, &session, &options, error);
    session_close(&session);
    return ok;
}

const struct command cmd_whatif = {
    .name = "whatif",
    .summary = "What would help most; or your own changes, side by side",
    .operands = "",
    .about =
        "Alone, it tries what could still change for you and shows how much each adds to "
        "the chance of matching, with its range, its price, and what a hundred dollars of "
        "it buy.  Where nobody has published how much a change helps, it says so: no "
        "honest figure.\n\n"
        "With --set or --scenario it plans again with some fields of the profile set anew "
        "and shows what that does to the chance, the cost and the list.  All --set "
        "together are one scenario, checked once all are made; each --scenario is one "
        "more.  Your profile stays as it is.",
    .option =
        (const struct command_option[]){
            {"set", "FIELD=VALUE", "Change a field, as in `profile set`; may be repeated",
             NULL, true},
            {"scenario", "TEXT", "\"NAME: FIELD=VALUE, FIELD=VALUE\"; may be repeated",
             NULL, true},
            {0},
        },
    .also = plan_options,
    .example =
        (const struct command_example[]){
            {"whatif --demo", "What would help the made-up applicant most"},
            {"whatif --demo --set step2_ck=255", "Nine more points"},
            {"whatif --demo --scenario \"Step 3: step3.result=passed\" --scenario "
             "\"more money: budget_usd=4000\" --scenario \"both: step3.result=passed, "
             "budget_usd=4000\"",
             "Three changes side by side"},
            {0},
        },
    .table = true,
    .run = run,
};
