/* profile_draft.h: a profile file being changed, one answer at a time
 *
 * Answers come as people type them ("yes", "J-1", "IM, psychiatry", "family, OH").  Each is
 * checked together with all that is there before it is kept; a refused one changes nothing.
 * Required fields may still be missing, so that questions can be answered over days.
 *
 * A field is named by its path: `step2_ck`, `step1.score`, `letters[0].count`.  What an
 * answer may look like is written in docs/profile.md, section "Simple form".
 */
#pragma once

#include "date.h"

#include <stdbool.h>
#include <stddef.h>

struct profile_draft;
struct profile_words;
struct sp_error;
struct sp_profile;
struct sp_scenario_change;

/* Opens the file, or with `fresh` begins an empty one when there is none.  `words` must
 * outlive the draft.  Fails as profile_file_load does for a file that is no JSON object. */
bool profile_draft_open(const char *path, bool fresh, const struct profile_words *words,
                        struct sp_date today, struct profile_draft **draft,
                        struct sp_error *error);

/* The same for `length` bytes of text; messages name no file, and the draft cannot be
 * saved. */
bool profile_draft_parse(const char *text, size_t length, const struct profile_words *words,
                         struct sp_date today, struct profile_draft **draft,
                         struct sp_error *error);

void profile_draft_close(struct profile_draft *draft); /* NULL is fine */

/* Gives the field this value; "" takes a field that is not required out.  Fails with
 * SP_BAD_INPUT that names field, value and what is allowed. */
bool profile_draft_set(struct profile_draft *draft, const char *field, const char *value,
                       struct sp_error *error);

/* Makes all changes, and checks the whole once they are made: two that need each other may
 * come in either order.  Fails as profile_draft_set does; nothing is changed then. */
bool profile_draft_change(struct profile_draft *draft,
                          const struct sp_scenario_change *change, int count,
                          struct sp_error *error);

/* Adds an element, or several, at the end of a list. */
bool profile_draft_add(struct profile_draft *draft, const char *field, const char *value,
                       struct sp_error *error);

/* The value in JSON on one line, or NULL when it was not said (or without memory).  The
 * caller frees it. */
char *profile_draft_value(const struct profile_draft *draft, const char *field);

/* All that is there, in the file form.  The caller frees it; NULL without memory. */
char *profile_draft_text(const struct profile_draft *draft);

/* Reads what is there; with `partial` required fields may be missing. */
bool profile_draft_read(const struct profile_draft *draft, bool partial,
                        struct sp_profile *profile, struct sp_error *error);

/* Writes the file (profile_file_replace). */
bool profile_draft_save(const struct profile_draft *draft, struct sp_error *error);

/* Copies the file as it is on the disk to PATH.bak; a file that is not there is fine. */
bool profile_draft_keep(const struct profile_draft *draft, struct sp_error *error);
