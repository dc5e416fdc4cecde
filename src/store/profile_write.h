/* profile_write.h: a profile as JSON text
 *
 * Keys in the order of the table, two spaces of indent, a line feed and a zero byte at the
 * end; the same profile always gives the same text.  The caller frees it; NULL without
 * memory.
 */
#pragma once

struct json_t;
struct profile_words;
struct sp_profile;

/* Specialties are written by name; without `words` by code. */
char *profile_write(const struct sp_profile *profile, const struct profile_words *words);

/* An object that profile_read accepts, its values as they are. */
char *profile_write_json(const struct json_t *json);
