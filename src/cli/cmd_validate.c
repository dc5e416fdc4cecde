/* cmd_validate.c: the published tables beside the model's, as a page or as JSON. */
#include "call.h"
#include "command.h"
#include "error.h"
#include "progress.h"
#include "session.h"
#include "validate.h"
#include "validate_pages.h"
#include "whole_file.h"

enum { APPLICANTS = 20000 };

static bool show_step(void *context, int done, int total)
{
    progress_show(context, "drawing applicants", done, total);
    return true;
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct session session;
    struct sp_validation validation = {0};
    struct progress progress = progress_on(stderr);
    struct sp_fit_watch watch = {show_step, &progress};
    const char *path = call_value(call, "to");
    long applicants = APPLICANTS;
    if (!call_operands(call, 0, 0, "nothing", error)
        || !call_whole(call, "applicants", 1000, 1000000, &applicants, error)
        || !session_open(call,
                         SESSION_SPECIALTIES | SESSION_SEASON | SESSION_PROGRAMS
                             | SESSION_PUBLISHED,
                         &session, error))
        return false;
    bool ok = sp_validate(&session.facts, (int)applicants, call->seed, &watch, &validation,
                          error);
    progress_end(&progress);
    if (ok && path)
        ok = whole_file_write(path, validate_markdown, &validation, error);
    if (ok && call->json)
        validate_json(call->out, &validation);
    else if (ok && path)
        fprintf(call->out, "%s: %d pools of applicants, %d specialties\n", path,
                validation.pools, validation.specialties);
    else if (ok)
        validate_markdown(call->out, &validation);
    sp_validation_free(&validation);
    session_close(&session);
    return ok;
}

const struct command cmd_validate = {
    .name = "validate",
    .summary = "Hold the model against the published tables",
    .operands = "",
    .about =
        "Draws applicants from every pool, lets them apply to real programs, and compares "
        "those who end with a rank list with what was published; compares the estimated "
        "residents with the published totals.  The result of a release is "
        "docs/validation.md.",
    .option =
        (const struct command_option[]){
            {"to", "FILE", "Write the page there, whole or not at all", NULL, false},
            {"applicants", "N", "Applicants drawn from each pool (usual: 20000)", NULL,
             false},
            {0},
        },
    .example =
        (const struct command_example[]){
            {"validate", "The page on standard output"},
            {"validate --to docs/validation.md", "Make the page of the release anew"},
            {0},
        },
    .run = run,
};
