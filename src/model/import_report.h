/* import_report.h: what an import would do, or did, for whoever shows it
 *
 * Filled by the store, shown by the pages, which do not know each other.
 */
#pragma once

#include "arena.h"

#include <stdbool.h>

struct sp_import_column {
    const char *heading, *field;
    const char *unit; /* "percent" or "fraction" of a rate; NULL: none */
    const char *why;
};

/* A track that a row may be about. */
struct sp_import_candidate {
    const char *code, *institution, *city, *state;
    double likeness; /* of the names, 0..1 */
};

/* A row that is not certain. */
struct sp_import_doubt {
    int line;
    const char *name, *why;
    struct sp_import_candidate *candidate; /* the most like it first */
    int candidates;
};

struct sp_import_refused {
    int line, column; /* of the file, from 1 */
    const char *text;
};

/* A known fact that a new one stands in place of. */
struct sp_import_replaced {
    const char *code, *field, *value;
    const char *was_value, *was_source, *was_as_of;
    bool differs;
};

/* {0} is an empty report; every text lives at least as long as the import. */
struct sp_import_report {
    struct sp_arena text; /* owns the lists */
    const char *file, *kind, *source, *as_of;
    const char *review_file; /* NULL: none was written */
    bool dry_run;
    int id; /* of the saved import; 0: nothing was saved */

    struct sp_import_column *column;
    int columns;
    int read, by_nrmp_code, by_acgme_id, by_name, by_review; /* rows, by how they join */
    int to_review, skipped, refusals;
    int facts, tracks;
    struct sp_import_doubt *doubt;     /* [to_review] */
    struct sp_import_refused *refused; /* [refusals] */
    struct sp_import_replaced *replaced;
    int replacements;
};
