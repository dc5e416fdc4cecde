/* notes.h: what a person writes down about a track, for themselves
 *
 * A note belongs to one profile and goes with it (profiles.h).
 */
#pragma once

#include "store.h"

#include <stdbool.h>

enum { NOTE_BYTES = 16 << 10 }; /* the longest note */

struct store_note {
    const char *code; /* NRMP code of the track */
    const char *body;
    const char *updated_at; /* UTC */
};

/* Writes the note about a track, in place of the one there was.  SP_NOT_FOUND: no such
 * profile, or no such track; SP_BAD_INPUT: a text that is blank or too long. */
bool store_save_note(struct store *store, long profile, const char *code, const char *body,
                     long now, struct sp_error *error);

/* SP_NOT_FOUND when there is no note about the track. */
bool store_load_note(struct store *store, long profile, const char *code,
                     struct sp_arena *text, struct store_note *note,
                     struct sp_error *error);
bool store_delete_note(struct store *store, long profile, const char *code,
                       struct sp_error *error);

/* All of a profile, by code.  SP_NOT_FOUND: no such profile. */
bool store_load_notes(struct store *store, long profile, struct sp_arena *text,
                      struct store_note **note, int *count, struct sp_error *error);
