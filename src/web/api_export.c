/* api_export.c: the plan as a file to keep: CSV, workbook, PDF, JSON. */
#include "field.h"
#include "plan_body.h"
#include "plan_pages.h"
#include "plan_pdf.h"
#include "route.h"
#include "store.h"
#include "world.h"

#include <stdlib.h>

enum format { EXPORT_CSV, EXPORT_XLSX, EXPORT_PDF, EXPORT_JSON };

static const char words[] = "csv xlsx pdf json";

static const struct {
    const char *ending, *type;
} forms[] = {
    [EXPORT_CSV] = {"csv", "text/csv; charset=utf-8"},
    [EXPORT_XLSX] = {"xlsx",
                     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    [EXPORT_PDF] = {"pdf", "application/pdf"},
    [EXPORT_JSON] = {"json", "application/json; charset=utf-8"},
};

/* Text goes to a stream, the others are bytes. */
static bool write_plan(struct request *request, enum format format,
                       const struct plan_body *body, const struct sp_plan *plan,
                       struct sp_error *error)
{
    struct store *store;
    struct sp_source *source;
    char *bytes;
    size_t length;
    int sources;
    if (format == EXPORT_CSV || format == EXPORT_JSON) {
        FILE *out = request_open(request, forms[format].type);
        if (!out)
            return sp_fail(error, SP_NO_MEMORY, "no memory for the file");
        if (format == EXPORT_CSV)
            plan_write_csv(out, plan, &body->facts);
        else
            plan_write_json(out, plan, &body->facts);
        return true;
    }
    if (!request_store(request, &store, error)
        || !store_load_sources(store, &request->text, &source, &sources, error))
        return false;
    struct plan_paper paper = {.plan = plan,
                               .facts = &body->facts,
                               .profile = &body->profile,
                               .name = body->name,
                               .source = source,
                               .sources = sources};
    bool ok = format == EXPORT_XLSX ? plan_xlsx_bytes(plan, &body->facts, source, sources,
                                                      &bytes, &length, error)
                                    : plan_pdf_bytes(&paper, &bytes, &length, error);
    if (ok)
        request_give(request, forms[format].type, bytes, length);
    return ok;
}

static bool post_export(struct request *request, struct sp_error *error)
{
    struct plan_body body;
    struct sp_plan plan = {0};
    int format = 0;
    bool ok =
        plan_body_read(request, "format", &body, error)
        && field_word(request, request->json, "format", FIELD_NEEDED, words, &format, error)
        && (sp_plan_make(&body.profile, &body.facts, &body.options, &plan, error)
            || plan_body_blame(request, error))
        && write_plan(request, (enum format)format, &body, &plan, error);
    const char *file =
        ok ? sp_arena_format(&request->text, "attachment; filename=\"smartpick-%d.%s\"",
                             plan.season, forms[format].ending)
           : NULL;
    if (file)
        request_add_header(request, "Content-Disposition", file);
    sp_plan_free(&plan);
    plan_body_free(&body);
    return ok;
}

const struct route api_export_routes[] = {
    {REQUEST_POST, "/api/v1/export", post_export, .who = OUR_PAGES, .computes = true},
    {0},
};
