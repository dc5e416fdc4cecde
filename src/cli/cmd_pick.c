/* cmd_pick.c: the list: where to apply, where to signal, where to stop. */
#include "call.h"
#include "command.h"
#include "error.h"
#include "late.h"
#include "plan_pages.h"
#include "plan_pdf.h"
#include "plan_request.h"
#include "session.h"
#include "text_table.h"

static bool write_xlsx(const char *path, const struct plan_paper *paper,
                       struct sp_error *error)
{
    __typeof__(plan_write_xlsx) *write = LATE(plan_write_xlsx, error);
    return write
           && write(path, paper->plan, paper->facts, paper->source, paper->sources, error);
}

static bool write_pdf(const char *path, const struct plan_paper *paper,
                      struct sp_error *error)
{
    __typeof__(plan_write_pdf) *write = LATE(plan_write_pdf, error);
    return write && write(path, paper, error);
}

/* The sources that a workbook or a PDF names live in the session. */
static bool write_files(const struct call *call, struct session *session,
                        const struct sp_plan *plan, struct sp_error *error)
{
    const char *xlsx = call_value(call, "xlsx"), *pdf = call_value(call, "pdf");
    struct sp_source *source;
    int count;
    if (!xlsx && !pdf)
        return true;
    if (!store_load_sources(session->store, &session->text, &source, &count, error))
        return false;
    struct plan_paper paper = {.plan = plan,
                               .facts = &session->facts,
                               .profile = &session->profile,
                               .name = "",
                               .source = source,
                               .sources = count};
    return (!xlsx || write_xlsx(xlsx, &paper, error))
           && (!pdf || write_pdf(pdf, &paper, error));
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
    bool ok = write_files(call, &session, &plan, error)
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
            {"pdf", "FILE", "Write a document to print and sign as well", NULL, false},
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
