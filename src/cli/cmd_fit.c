/* cmd_fit.c: makes data/nrmp/fit.csv anew from the published tables. */
#include "call.h"
#include "command.h"
#include "error.h"
#include "fit.h"
#include "json_write.h"
#include "notice.h"
#include "progress.h"
#include "session.h"
#include "whole_file.h"

#include <unistd.h>

static const char source[] = "SMARTPICKFIT", as_of[] = "2026-07";

static bool show_step(void *context, int done, int total)
{
    progress_show(context, "fitting", done, total);
    return true;
}

static void write_rows(FILE *out, const void *what)
{
    const struct sp_fit *fit = what;
    fputs("part,key,name,value,low,high,source,as_of\n", out);
    for (int i = 0; i < fit->rows; i++) {
        const struct sp_fitted *row = &fit->row[i];
        fprintf(out, "%s,%s,%s,%.5f,%.5f,%.5f,%s,%s\n", row->part, row->key, row->name,
                row->value, row->low, row->high, source, as_of);
    }
}

static void write_markets(FILE *out, const void *what)
{
    const struct sp_fit *fit = what;
    fputs("nrmp_code,drawn,us_md,us_do,us_img,non_us_img,cutoffs,source,as_of\n", out);
    for (int i = 0; i < fit->markets; i++) {
        const struct sp_track_market *market = &fit->market[i];
        fprintf(out, "%s,%.2f", market->code, market->drawn);
        for (int type = 0; type < SP_APPLICANT_TYPES; type++)
            fprintf(out, ",%.2f", market->adjust[type]);
        fprintf(out, ",%s,%s,%s\n", market->cutoff, source, as_of);
    }
}

/* Both tables, or none: the second only when the first is there. */
static bool write_tables(const char *folder, const struct sp_fit *fit,
                         struct sp_error *error)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/market.csv", folder);
    if (!whole_file_write(path, write_markets, fit, error))
        return false;
    snprintf(path, sizeof path, "%s/fit.csv", folder);
    return whole_file_write(path, write_rows, fit, error);
}

static void tell(const struct call *call, const struct sp_fit *fit, const char *path)
{
    if (call->json) {
        struct json_writer json = json_write_to(call->out);
        json_open_object(&json, NULL);
        json_write_text(&json, "file", path);
        json_write_whole(&json, "rows", fit->rows);
        json_write_whole(&json, "pools", fit->pools);
        json_write_whole(&json, "not_converged", fit->unconverged);
        json_write_whole(&json, "tracks", fit->markets);
        json_close(&json);
        json_finish(&json);
    } else {
        fprintf(call->out, "%s: %d pools of applicants (%d not converged), %d tracks\n",
                path, fit->pools, fit->unconverged, fit->markets);
    }
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct session session;
    struct sp_fit fit = {0};
    struct progress progress = progress_on(stderr);
    struct sp_fit_watch watch = {show_step, &progress};
    const char *path = call_value(call, "to");
    if (call->json && !path)
        return sp_fail(error, SP_BAD_INPUT,
                       "--json needs --to FOLDER: without it the table itself is printed");
    if (!call_operands(call, 0, 0, "nothing", error)
        || !session_open(call,
                         SESSION_SPECIALTIES | SESSION_SEASON | SESSION_PROGRAMS
                             | SESSION_PUBLISHED,
                         &session, error))
        return false;
    struct sp_fit_options options = {.threads = (int)sysconf(_SC_NPROCESSORS_ONLN),
                                     .quick = call_given(call, "quick")};
    bool ok = sp_fit_make(&session.facts, &options, &watch, &fit, error);
    progress_end(&progress);
    if (ok && path) {
        ok = write_tables(path, &fit, error);
        if (ok)
            tell(call, &fit, path);
    } else if (ok) {
        write_rows(call->out, &fit);
    }
    sp_fit_free(&fit);
    session_close(&session);
    return ok;
}

const struct command cmd_fit = {
    .name = "fit",
    .summary = "Fit the model to the published tables",
    .operands = "",
    .about =
        "Fits what no table states: the regression that spreads residents over programs, "
        "six numbers for each pool of applicants, and the nation whose simulated seasons "
        "come out as published.  The release carries the result as fit.csv and market.csv "
        "of data/nrmp, so this is for those who change the tables or the model.  Takes "
        "about half a minute.\n\n"
        "Without --to, the first table goes to standard output.",
    .option =
        (const struct command_option[]){
            {"to", "FOLDER", "Write fit.csv and market.csv there", NULL, false},
            {"quick", NULL, "Rough numbers in seconds, to try out", NULL, false},
            {0},
        },
    .example =
        (const struct command_example[]){
            {"fit --to data/nrmp", "Make the files of the release anew"},
            {0},
        },
    .run = run,
};
