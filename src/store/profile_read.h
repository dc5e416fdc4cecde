/* profile_read.h: a profile out of a JSON object */
#pragma once

#include "date.h"

#include <stdbool.h>

struct json_t;
struct profile_words;
struct sp_error;
struct sp_profile;

/* Reads and checks the whole object.
 *
 * today    a graduation after it needs "student": true
 * partial  required fields may be missing
 * profile  out; release with sp_profile_free
 *
 * Fails with SP_BAD_INPUT that names field, value and what is allowed, and SP_NO_MEMORY;
 * `profile` is then empty. */
bool profile_read(const struct json_t *json, const struct profile_words *words,
                  struct sp_date today, bool partial, struct sp_profile *profile,
                  struct sp_error *error);
