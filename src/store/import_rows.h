/* import_rows.h: an import as rows, for those who write it as a part of more
 *
 * Private to imports.c and findings.c.
 */
#pragma once

#include <stdbool.h>

struct database;
struct sp_error;
struct store_fact;
struct store_import;

/* Writes an import and its checked facts; inside database_begin.  `id` is out. */
bool import_rows_insert(struct database *database, const struct store_import *import,
                        const struct store_fact *fact, int facts, int *id,
                        struct sp_error *error);
