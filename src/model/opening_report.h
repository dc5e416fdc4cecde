/* opening_report.h: what the user said of openings, for whoever shows it
 *
 * Filled by the store, shown by the pages, which do not know each other.
 */
#pragma once

#include <stdbool.h>

/* The user adds, corrects, imports or deletes. */
struct sp_opening_change {
    int id;
    const char *kind;    /* "add", "correct", "import" or "delete" */
    const char *name;    /* what it is about, for the list: a place, a file */
    const char *source;  /* who says so; "" is read as "you" */
    const char *as_of;   /* day of the facts */
    const char *made_at; /* UTC */
    long facts, openings;
    bool undone;
};

struct sp_opening_column {
    const char *heading;
    const char *field; /* it is read as; NULL: left out */
};

struct sp_opening_refused {
    int line; /* of the file, from 1 */
    const char *text;
};

/* What an import of openings would do, or did; borrowed from the import. */
struct sp_opening_report {
    const char *file;
    int change; /* 0: nothing was saved */
    const struct sp_opening_column *column;
    int columns;
    int rows, added, changed;
    const struct sp_opening_refused *refused;
    int refusals;
};
