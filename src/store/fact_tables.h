/* fact_tables.h: which file of the release becomes which table of the store
 *
 * Private to facts*.c.  A file's columns stand under the same names on both sides.
 */
#pragma once

#include <stdbool.h>

enum fact_kind {
    FACT_TEXT,
    FACT_WHOLE,
    FACT_NUMBER,
    FACT_FLAG /* "yes" is kept as 1, "no" as 0 */
};

struct fact_column {
    const char *name;
    enum fact_kind kind;
    bool needed; /* the column is there and no cell of it is blank */
};

enum { MOST_FACT_COLUMNS = 40 };

struct fact_table {
    const char *file, *name;
    struct fact_column column[MOST_FACT_COLUMNS]; /* ends with a NULL name; source and as_of
                                                     follow */
};

/* The table that a file ("nrmp/programs.csv") becomes, or NULL. */
const struct fact_table *fact_table_find(const char *file);
