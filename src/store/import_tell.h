/* import_tell.h: an import at hand, told as a report that any page can show */
#pragma once

#include <stdbool.h>

struct import_catalogue;
struct import_facts;
struct import_mapping;
struct import_matches;
struct sp_error;
struct sp_import_report;
struct table;

/* Fills columns, rows and lists; who made it, when and whether it was saved is for the
 * caller to say.  The report points into what it was made from; release its arena before.
 * SP_NO_MEMORY. */
bool import_tell(const struct table *table, const struct import_mapping *mapping,
                 const struct import_catalogue *catalogue,
                 const struct import_matches *matches, const struct import_facts *facts,
                 struct sp_import_report *report, struct sp_error *error);
