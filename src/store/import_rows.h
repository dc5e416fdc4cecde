/* import_rows.h: an import as rows, for those who write it as a part of more
 *
 * Private to this folder.
 */
#pragma once

#include <stdbool.h>

struct database;
struct sp_error;
struct store_fact;
struct store_import;
struct store_watch;

/* Every so many rows, asks the watch (which may be NULL) whether to go on; SP_UNAVAILABLE
 * when not. */
bool import_goes_on(const struct store_watch *watch, const char *what, long done,
                    long total, struct sp_error *error);

/* Writes an import and its checked facts; inside database_begin.  `id` is out. */
bool import_rows_insert(struct database *database, const struct store_import *import,
                        const struct store_fact *fact, int facts,
                        const struct store_watch *watch, int *id, struct sp_error *error);
