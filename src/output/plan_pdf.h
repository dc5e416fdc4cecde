/* plan_pdf.h: the plan on paper: a document that an adviser would sign
 *
 * A4, tagged, with the same bytes for the same plan: its date is the day of the plan.
 * Names in any script are shaped; the fonts are those of the machine (DejaVu when it has
 * them) and are embedded.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct sp_error;
struct sp_facts;
struct sp_plan;
struct sp_profile;
struct sp_source;

/* What goes on paper; read only. */
struct plan_paper {
    const struct sp_plan *plan;
    const struct sp_facts *facts;
    const struct sp_profile *profile;
    const char *name;               /* whose plan it is; "": not said */
    const struct sp_source *source; /* where its facts come from */
    int sources;
};

/* The document in memory; `bytes` is freed by the caller.  SP_NO_MEMORY; SP_UNAVAILABLE
 * when the machine has no font. */
bool plan_pdf_bytes(const struct plan_paper *paper, char **bytes, size_t *length,
                    struct sp_error *error);

/* The same as a file at `path`, whole or not at all. */
bool plan_write_pdf(const char *path, const struct plan_paper *paper,
                    struct sp_error *error);
