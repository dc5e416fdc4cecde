/* cmd_pick.c: the list: where to apply, where to signal, where to stop. */
#include "call.h"
#include "command.h"
#include "error.h"
#include "plan_pages.h"
#include "plan_request.h"
#include "session.h"
#include "text_table.h"

#include <stdlib.h>

static bool write_workbook(const struct call *call, struct session *session,
                           const struct sp_plan *plan, struct sp_error *error)
{
    const char *path = call_value(call, "xlsx");
    struct store_source *known;
    int count;
    if (!path)
        return true;
    if (!store_load_sources(session->store, &session->text, &known, &count, error))
        return false;
    struct plan_source *source = calloc((size_t)count + 1, sizeof *source);
    if (!source)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the sources");
    for (int i = 0; i < count; i++)
        source[i] = (struct plan_source){known[i].key, known[i].title, known[i].as_of};
    bool ok = plan_write_xlsx(path, plan, &session->facts, source, count, error);
    free(source);
    return ok;
}

static bool write_answer(const struct call *call, const struct session *session,
                         const struct sp_plan *plan, struct sp_error *error)
{
    struct text_page page = text_page_for(call->out);
    struct plan_text_options options = {.all = call_given(call, "all"),
                                        .profile = session->profile_flag};
    if (call->json)
        plan_write_json(call->out, plan, &session->facts);
    else if (call->csv)
        plan_write_csv(call->out, plan, &session->facts);
    else
        return plan_write_text(&page, plan, &session->facts, &session->profile, &options,
                               error);
    return true;
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct session session;
    struct sp_plan plan;
    if (!call_operands(call, 0, 0, "nothing", error)
        || !plan_request_make(call, &session, NULL, &plan, error))
        return false;
    bool ok = write_workbook(call, &session, &plan, error)
              && write_answer(call, &session, &plan, error);
    sp_plan_free(&plan);
    session_close(&session);
    return ok;
}

const struct command cmd_pick = {
    .name = "pick",
    .summary = "The list: where to apply, where to signal, where to stop, and why",
    .operands = "",
    .about = "Chooses the programs that together make the chance of matching as large as "
             "it can be "
             "within your money and number of applications, and places your signals.  "
             "Every track of "
             "your specialties ends on the list, left out for a reason, or held because a "
             "fact that "
             "you want to be sure of (--sure) is unknown.\n\n"
             "Without a budget or a number the list stops where each further dollar begins "
             "to buy "
             "clearly less.  Same profile, facts and seed: the same list.",
    .option =
        (const struct command_option[]){
            {"all", NULL, "Every pick with its reasons, and every track left out", NULL,
             false},
            {"xlsx", "FILE", "Write a workbook as well", NULL, false},
            {0},
        },
    .also = plan_options,
    .example =
        (const struct command_example[]){
            {"pick --demo", "A list for a made-up applicant"},
            {"pick --profile me.json --specialty \"Internal Medicine\" --budget 1500",
             "The best list for 1,500 dollars"},
            {"pick --sure visa --xlsx list.xlsx",
             "Only programs whose visa facts are known, and a workbook for an adviser"},
            {0},
        },
    .table = true,
    .run = run,
};
