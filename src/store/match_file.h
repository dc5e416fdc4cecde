/* match_file.h: a market of the Match from files
 *
 * One JSON document, or a folder with CSV files for large markets; docs/match.md shows
 * both.  Applicants and programs are named by any text; the numbers that the model uses
 * are the order in which they first appear.
 */
#pragma once

#include "arena.h"
#include "match.h"

#include <stdbool.h>
#include <stddef.h>

struct sp_error;

/* Owns everything that `lists` points to; release with match_file_free. */
struct match_file {
    struct sp_market_lists lists;       /* with both arrays of names */
    bool supplemental, reverts, parity; /* whether anybody has any */
    struct sp_arena memory;
    void *list[16]; /* arrays that were grown row by row */
    int lists_owned;
};

/* Reads a JSON file, or a folder.  SP_BAD_INPUT names file, line and value (in JSON, also
 * the place: applicants[3].rank[0]); SP_UNAVAILABLE: cannot be read; SP_NO_MEMORY.  `file`
 * is then empty. */
bool match_file_load(const char *path, struct match_file *file, struct sp_error *error);

/* The same from a text; `name` stands in messages. */
bool match_file_parse_json(const char *text, size_t length, const char *name,
                           struct match_file *file, struct sp_error *error);

void match_file_free(struct match_file *file);
