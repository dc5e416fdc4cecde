/* import_pages.h: what an import would do, before and after it is done
 *
 * Text and JSON of the same things: how columns are read, where rows belong, what is
 * unsure, refused or replaced.
 */
#pragma once

#include "import.h"
#include "store.h"

#include <stdbool.h>
#include <stdio.h>

struct sp_error;
struct text_page;

/* One import at hand; read only here. */
struct import_page {
    const char *file; /* base name */
    const struct table *table;
    const struct import_mapping *mapping;
    const struct import_catalogue *catalogue;
    const struct import_matches *matches;
    const struct import_facts *facts;
    const char *source, *as_of;
    bool as_of_guessed; /* the day the file was last changed */
    bool dry_run;
    int id;                  /* of the saved import; 0: nothing was saved */
    const char *review_file; /* written now; NULL: none was */
};

/* Columns, rows, what is unsure, refused and replaced; all that comes before the answer
 * to "Import?". */
bool import_write_text(const struct text_page *page, const struct import_page *import,
                       struct sp_error *error);

/* `import list`. */
bool imports_write_text(const struct text_page *page, const struct store_import *import,
                        int count, struct sp_error *error);
void imports_write_json(FILE *out, const struct store_import *import, int count);
