/* store.h: what survives a restart, in the words of the model
 *
 * One database in SMARTPICK_HOME.  Facts come from the release and are loaded anew
 * when its checksum differs; what the user entered or imported is kept apart and
 * never touched by that.
 */
#pragma once

#include "certificate.h"
#include "opening.h"
#include "opening_report.h"
#include "plan.h"
#include "profile.h"
#include "program.h"
#include "published.h"
#include "season.h"
#include "source.h"
#include "specialty.h"

#include <stdbool.h>

struct sp_error;
struct store; /* one open store; for one thread at a time, others open their own */

struct store_options {
    const char *url; /* "postgresql://…", or NULL: SQLite in `home` */
    /* Called while the facts are loaded, which takes over a second on slow disks;
     * done and total count rows.  May be NULL. */
    void (*progress)(void *context, const char *what, long done, long total);
    void *context;
};

/* Looks on while something long is done. */
struct store_watch {
    /* How far it is: `done` of `total` of `what` (static text).  False: it is to stop. */
    bool (*step)(void *context, const char *what, long done, long total);
    void *context;
};

/* Opens (and makes, migrates, fills) the store under the folder `home`, made with
 * mode 0700 when missing.  SP_UNAVAILABLE: disk, rights, another program's lock;
 * SP_BAD_INPUT: a schema newer than this release. */
bool store_open(const char *home, const struct store_options *options, struct store **store,
                struct sp_error *error);
void store_close(struct store *store);

/* The made-up applicant that comes with the program, in the file form of a profile; NULL
 * in a build without. */
const char *store_demo_profile(void);

/* A number that says which facts there are: another one after each import, finding, change
 * of openings or new release, whoever made it, here or in another process; profiles and
 * notes leave it alone.  Costs microseconds while nobody writes. */
bool store_facts_mark(struct store *store, long *mark, struct sp_error *error);

/* What is known.  Each call fills its list; the caller frees it with sp_…_free.
 * Programs carry the user's imported and entered facts in place of ours. */
bool store_load_specialties(struct store *store, struct sp_specialties *specialties,
                            struct sp_error *error);
bool store_load_programs(struct store *store, struct sp_programs *programs,
                         struct sp_error *error);
bool store_load_published(struct store *store, struct sp_published *published,
                          struct sp_error *error);
/* SP_NOT_FOUND with the seasons there are when `year` is none of them. */
bool store_load_season(struct store *store, int year, struct sp_season *season,
                       struct sp_error *error);
bool store_load_certificates(struct store *store, struct sp_certificates *certificates,
                             struct sp_error *error);
/* The years of the seasons there are, rising. */
bool store_load_seasons(struct store *store, struct sp_arena *text, int **year, int *count,
                        struct sp_error *error);
bool store_load_visa_countries(struct store *store, struct sp_arena *text,
                               struct sp_visa_country **country, int *count,
                               struct sp_error *error);

struct store_state {
    const char *code, *name, *division;
};
bool store_load_states(struct store *store, struct sp_arena *text,
                       struct store_state **state, int *count, struct sp_error *error);

/* Where the facts come from. */
bool store_load_sources(struct store *store, struct sp_arena *text,
                        struct sp_source **source, int *count, struct sp_error *error);

/* One fact of an import.  `field` is a name of sp_requirement_name or sp_rate_name,
 * "quota" (positions in the season to come), or "note:…" for a column kept as text. */
struct store_fact {
    const char *code; /* NRMP code of the track */
    const char *field;
    const char *value; /* as text: "yes", "no", "230", "0.12", or free text for a note */
    int line;          /* of the user's file */
};

struct store_import {
    int id;
    const char *file, *kind; /* base name; "residency explorer", "freida", "mapped" */
    const char *source;      /* what the user calls it */
    const char *as_of;       /* date of the material */
    const char *made_at;     /* UTC, when it was imported */
    long facts, tracks;
    bool undone;
};

/* Saves an import whole or not at all; `id` is out.  `watch` may be NULL; when it says to
 * stop, nothing is saved, with SP_UNAVAILABLE.  Of two facts about the same field
 * of a track the later stands.  SP_BAD_INPUT names the line: an unknown field or track, a
 * value that is not of the field's kind; no fact, or no source. */
bool store_save_import(struct store *store, const struct store_import *import,
                       const struct store_fact *fact, int facts,
                       const struct store_watch *watch, int *id, struct sp_error *error);
/* Takes one import back; SP_NOT_FOUND when there is none, or it was taken back before. */
bool store_undo_import(struct store *store, int id, struct sp_error *error);
bool store_load_imports(struct store *store, struct sp_arena *text,
                        struct store_import **import, int *count, struct sp_error *error);

/* --- openings of clinical experience -------------------------------------------- */

/* All that is known of openings: those of the release, and over them what the user said,
 * change by change; what a change stands in place of is kept as an override.  Release
 * with sp_openings_free. */
bool store_load_openings(struct store *store, struct sp_openings *openings,
                         struct sp_error *error);

/* One fact of a change.  `field` is a name of sp_opening_field, or "deleted" with the value
 * "yes" for an opening of the user's own.  `specialties` may be given by names. */
struct store_opening_fact {
    const char *opening; /* its id; "+1", "+2", … for new ones, which get own ids */
    const char *field, *value;
};

/* Saves a change whole or not at all, also when the watch (which may be NULL) says to
 * stop: SP_UNAVAILABLE.  `id` is out, and `first`, when not NULL, the number
 * N of the id "own-N" that "+1" got; numbers are never given again.  Fails with
 * SP_BAD_INPUT (a value that the field may not hold, an opening that does not make sense;
 * with its id) and SP_NOT_FOUND (no such opening or field). */
bool store_change_openings(struct store *store, const struct sp_opening_change *change,
                           const struct store_opening_fact *fact, int facts,
                           const struct store_watch *watch, int *id, int *first,
                           struct sp_error *error);

/* Takes one change back, whatever came after it; SP_NOT_FOUND when there is none, or it was
 * taken back before; SP_BAD_INPUT when a later change rests on it. */
bool store_undo_openings(struct store *store, int id, struct sp_error *error);
bool store_load_opening_changes(struct store *store, struct sp_arena *text,
                                struct sp_opening_change **change, int *count,
                                struct sp_error *error);

/* Two sources that disagree about the same field of the same track. */
bool store_load_conflicts(struct store *store, struct sp_arena *text,
                          struct sp_conflict **conflict, int *count,
                          struct sp_error *error);
