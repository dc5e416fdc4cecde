/* profile_file.h: one person's profile as a JSON file
 *
 * The file is strict: a field that nobody knows, a key that stands twice, a value out of
 * its range are refused, by name, with what would be right.  Writing always gives the same
 * text for the same profile, and replaces a file whole or not at all.
 */
#pragma once

#include "profile.h"
#include "store.h"

#include <stdbool.h>
#include <stddef.h>

struct json_t;
struct sp_error;

enum { PROFILE_FILE_BYTES = 1 << 20 }; /* the longest file that is read */

/* The names that a profile may use; read during the call. */
struct profile_words {
    const struct sp_specialties *specialties;
    const struct store_state *state;
    int states;
    const struct sp_visa_country *country; /* only those with a visa rule of their own */
    int countries;
};

/* Reads `length` bytes of JSON.
 *
 * today    a graduation after it needs "student": true
 * profile  out; release with sp_profile_free
 *
 * Fails with SP_BAD_INPUT (line and column of a syntax error, or field, value and what is
 * allowed; every required field that is missing is named) and SP_NO_MEMORY; `profile` is
 * then empty. */
bool profile_file_parse(const char *text, size_t length, const struct profile_words *words,
                        struct sp_date today, struct sp_profile *profile,
                        struct sp_error *error);

/* The same for a file; messages begin with `path`.  SP_UNAVAILABLE when it cannot be read,
 * SP_NOT_FOUND when there is none. */
bool profile_file_load(const char *path, const struct profile_words *words,
                       struct sp_date today, struct sp_profile *profile,
                       struct sp_error *error);

/* The steps of the above, for those who change a file (profile_draft.c). */

/* The bytes of a file, with a zero byte added; the caller frees them. */
bool profile_file_bytes(const char *path, char **text, size_t *length,
                        struct sp_error *error);

/* A JSON object out of a text; `json` is out, released with json_decref.  A key that
 * stands twice is refused. */
bool profile_file_object(const char *text, size_t length, struct json_t **json,
                         struct sp_error *error);

/* Reads a JSON object from a file; `json` is out, released with json_decref. */
bool profile_file_open(const char *path, struct json_t **json, struct sp_error *error);

/* Puts `text` in place of the file: written beside it, flushed to the disk, renamed.  A new
 * file may be read by its owner only.  SP_UNAVAILABLE; the old file is then as it was. */
bool profile_file_replace(const char *path, const char *text, struct sp_error *error);
