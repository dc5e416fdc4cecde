/* opening_import.h: openings from the user's own table
 *
 *     file → table (import_load) → columns → facts for store_change_openings
 *
 * A column is read as a field by its heading or because the user says so; one that is not
 * recognised is left out and named.  A row with a value that cannot be is refused whole,
 * with line and column; a blank cell is not known.
 */
#pragma once

#include "arena.h"
#include "import.h"
#include "opening.h"
#include "opening_report.h"
#include "specialty.h"
#include "store.h"
#include "table.h"

#include <stdbool.h>

struct sp_error;

struct opening_import {
    struct sp_arena text;             /* owns every string and list below */
    struct sp_opening_column *column; /* field: name of sp_opening_field, "id", or NULL */
    int columns;
    struct store_opening_fact *fact; /* new openings are "+1", "+2", … in row order */
    int facts;
    int rows, added, changed; /* of the table; new ones; rows about ones that are there */
    struct import_refusal *refusal;
    int refusals;
};

/* Reads a table.  `mapping` holds texts "Heading=field" that go before what is recognised;
 * "Heading=" leaves a column out.  A row with a known `id` is about that opening, one
 * without is a new one.  `watch` may be NULL.  Fails with SP_BAD_INPUT (a heading that the
 * table lacks, a field that there is not, no column for the institution or the id) and
 * SP_NO_MEMORY, and SP_UNAVAILABLE when the watch says to stop; `import` is then empty. */
bool opening_import_read(const struct table *table, const char *const *mapping,
                         int mappings, const struct sp_openings *openings,
                         const struct sp_specialties *specialties,
                         const struct store_watch *watch, struct opening_import *import,
                         struct sp_error *error);

/* The same for whoever shows it: `change` is the number of the saved change, 0 when nothing
 * was saved.  `report` lives as long as the import.  SP_NO_MEMORY. */
bool opening_import_tell(struct opening_import *import, const char *file, int change,
                         struct sp_opening_report *report, struct sp_error *error);

void opening_import_free(struct opening_import *import);
