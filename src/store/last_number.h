/* last_number.h: numbers that are given away once
 *
 * So that an address kept in a bookmark never shows what another made after it.
 */
#pragma once

#include <stdbool.h>

struct database;
struct sp_error;

/* The next number under a name of the table last_number; inside database_begin. */
bool last_number_next(struct database *database, const char *name, long *number,
                      struct sp_error *error);
