/* profiles.h: the profiles that people keep, with every change
 *
 * A profile has a version that rises with each change.  Who changes one says which version
 * they saw; when it is no longer the latest nothing is changed (SP_CONFLICT), so that two
 * open pages never overwrite each other unseen.
 *
 * Undo and redo are changes too: they bring an earlier content back under a new version.
 * A change after an undo begins a new line, and the old one stays in the list of changes.
 * At least the last 100 changes are kept, and all of the last ten minutes.
 *
 * A deleted profile can be restored for ten minutes; then, or at once when that was asked
 * for, every row about it is gone from the disk.
 *
 * What a call has acknowledged survives a crash and a loss of power.  `now` is in seconds
 * since 1970 (moment_now).  Texts go to the arena given.
 */
#pragma once

#include "store.h"

#include <stdbool.h>

struct sp_arena;
struct sp_error;

enum {
    PROFILE_NAME_BYTES = 120,   /* the longest name */
    PROFILE_CHANGES_KEPT = 100, /* at least */
};

struct store_profile {
    long id;      /* from 1; never given to another */
    long version; /* from 1 */
    const char *name;
    const char *body;       /* the file form (profile_file.h); "" in a list */
    const char *updated_at; /* UTC */
    bool demo;              /* made from the demo applicant */
    bool can_undo, can_redo;
};

/* Keeps a new profile.  `given` has name, body and demo; the body was checked by
 * profile_file_parse.  `kept` is out.  SP_BAD_INPUT: a name that is blank, too long, or
 * more than a line. */
bool store_add_profile(struct store *store, const struct store_profile *given, long now,
                       struct sp_arena *text, struct store_profile *kept,
                       struct sp_error *error);

/* SP_NOT_FOUND when there is none, or it was deleted. */
bool store_load_profile(struct store *store, long id, struct sp_arena *text,
                        struct store_profile *profile, struct sp_error *error);

/* Whether there is one; SP_NOT_FOUND when not. */
bool store_find_profile(struct store *store, long id, struct sp_error *error);

/* Which of them; {0}: all. */
struct store_profile_filter {
    const char *search; /* words in the name, in any order; small and capital letters of
                           ASCII are alike; NULL: any name */
    long after; /* those that come after this one; SP_NOT_FOUND when there is none */
    int most;   /* at most so many; 0: any number */
};

/* Those of them without their bodies, the last changed first.  It takes as long as the
 * names that are looked at are many: for the first few, microseconds. */
bool store_list_profiles(struct store *store, const struct store_profile_filter *filter,
                         struct sp_arena *text, struct store_profile **profile, int *count,
                         struct sp_error *error);

bool store_count_profiles(struct store *store, long *count, struct sp_error *error);

/* Gives the profile `given->id` the name and the body given, if `given->version` is the
 * latest; 0 asks for none in particular.  `kept` is out.  SP_CONFLICT when the version is
 * another, and `kept` is then the latest; SP_NOT_FOUND; SP_BAD_INPUT as above. */
bool store_change_profile(struct store *store, const struct store_profile *given, long now,
                          struct sp_arena *text, struct store_profile *kept,
                          struct sp_error *error);

enum store_move { STORE_UNDO, STORE_REDO };

/* Takes back the last change, or takes back the taking back; `version` as above.
 * SP_NOT_FOUND when there is nothing (any more) to take back. */
bool store_move_profile(struct store *store, long id, long version, enum store_move move,
                        long now, struct sp_arena *text, struct store_profile *kept,
                        struct sp_error *error);

/* Deletes it, to be restored within ten minutes.  SP_NOT_FOUND. */
bool store_delete_profile(struct store *store, long id, long now, struct sp_error *error);
bool store_restore_profile(struct store *store, long id, long now, struct sp_arena *text,
                           struct store_profile *profile, struct sp_error *error);

/* Deletes it, or what is left of it, for ever: every row, and its bytes in the files of
 * the store.  SP_NOT_FOUND. */
bool store_forget_profile(struct store *store, long id, struct sp_error *error);

/* The same for all that were deleted more than ten minutes ago. */
bool store_forget_deleted(struct store *store, long now, struct sp_error *error);

/* One change of a profile. */
struct store_change {
    long version;
    const char *name, *body, *made_at;
};

/* Those that are kept, the oldest first. */
bool store_load_changes(struct store *store, long id, struct sp_arena *text,
                        struct store_change **change, int *count, struct sp_error *error);

/* Whether a name is one line of 1 to `most` bytes; SP_BAD_INPUT says what is wrong. */
bool store_check_name(const char *name, int most, struct sp_error *error);
