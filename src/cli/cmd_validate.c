/* cmd_validate.c: the published tables beside the model's, as a page or as JSON. */
#include "call.h"
#include "command.h"
#include "error.h"
#include "holdout.h"
#include "progress.h"
#include "session.h"
#include "validate.h"
#include "validate_pages.h"
#include "validate_plot.h"
#include "whole_file.h"

#include <string.h>
#include <unistd.h>

enum { SEASONS = 200 };

static bool show_step(void *context, int done, int total)
{
    progress_show(context, "playing seasons", done, total);
    return true;
}

/* The page, and its pictures in the same folder. */
static bool write_page(const char *path, const struct sp_validation *validation,
                       struct sp_error *error)
{
    static const struct {
        const char *name;
        void (*write)(FILE *out, const void *validation);
    } picture[] = {{"rates", validate_plot_rates},
                   {"ranks", validate_plot_ranks},
                   {"fills", validate_plot_fills},
                   {"calibration", validate_plot_calibration},
                   {"open", validate_plot_open}};
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash - path + 1) : 0;
    char beside[4096];
    for (size_t i = 0; i < sizeof picture / sizeof *picture; i++) {
        snprintf(beside, sizeof beside, "%.*svalidation-%s.svg", folder, path,
                 picture[i].name);
        if (!whole_file_write(beside, picture[i].write, validation, error))
            return false;
    }
    return whole_file_write(path, validate_markdown, validation, error);
}

static bool show_fit(void *context, int done, int total)
{
    progress_show(context, "fitting to the year before", done, total);
    return true;
}

static bool hold_out(const struct call *call, const struct sp_facts *facts, int seasons,
                     struct sp_holdout *holdout, struct sp_error *error)
{
    struct progress progress = progress_on(stderr);
    struct sp_fit_watch watch = {show_fit, &progress};
    struct sp_holdout_options options = {.seasons = seasons,
                                         .seed = call->seed,
                                         .threads = (int)sysconf(_SC_NPROCESSORS_ONLN)};
    bool ok = sp_holdout_make(facts, &options, &watch, holdout, error);
    progress_end(&progress);
    return ok;
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct session session;
    struct sp_validation validation = {0};
    struct sp_holdout holdout = {0};
    struct progress progress = progress_on(stderr);
    struct sp_fit_watch watch = {show_step, &progress};
    const char *path = call_value(call, "to");
    long seasons = SEASONS;
    if (!call_operands(call, 0, 0, "nothing", error)
        || !call_whole(call, "seasons", 8, 100000, &seasons, error)
        || !session_open(call,
                         SESSION_SPECIALTIES | SESSION_SEASON | SESSION_PROGRAMS
                             | SESSION_PUBLISHED,
                         &session, error))
        return false;
    bool ok = sp_validate(&session.facts, (int)seasons, call->seed,
                          (int)sysconf(_SC_NPROCESSORS_ONLN), &watch, &validation, error);
    progress_end(&progress);
    if (ok && call_given(call, "held-out"))
        ok = hold_out(call, &session.facts, validation.seasons, &holdout, error)
             && sp_validation_hold(&session.facts, &holdout, &validation, error);
    if (ok && path)
        ok = write_page(path, &validation, error);
    if (ok && call->json)
        validate_json(call->out, &validation);
    else if (ok && path)
        fprintf(call->out, "%s: %d pools of applicants, %d specialties\n", path,
                validation.pools, validation.specialties);
    else if (ok)
        validate_markdown(call->out, &validation);
    sp_holdout_free(&holdout);
    sp_validation_free(&validation);
    session_close(&session);
    return ok;
}

const struct command cmd_validate = {
    .name = "validate",
    .summary = "Hold the model against the published tables",
    .operands = "",
    .about =
        "Lets the fitted nation play seasons that it was not fitted to and compares what "
        "comes out with every published table; tells last year's open positions from the "
        "years before.  With --held-out it also fits a nation to the year before, which "
        "takes about ten seconds, and holds what that tells of the last Match against "
        "what came out.  The result of a release is docs/validation.md.",
    .option =
        (const struct command_option[]){
            {"to", "FILE", "Write the page there, and its pictures beside it", NULL, false},
            {"seasons", "N", "Seasons played (usual: 200)", NULL, false},
            {"held-out", NULL, "Also fit to the year before and tell the last", NULL,
             false},
            {0},
        },
    .example =
        (const struct command_example[]){
            {"validate", "The page on standard output"},
            {"validate --held-out --to docs/validation.md",
             "Make the page of the release anew"},
            {0},
        },
    .run = run,
};
