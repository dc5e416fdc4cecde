/* engine.h: a fresh place for a store on the engine under test, and small releases
 *
 * The suite is written once; STORE_ENGINE names the engine it runs on ("sqlite").
 */
#pragma once

#include "arena.h"
#include "error.h"
#include "release.h"

#include <stdbool.h>

struct store;

/* A place without a store; a folder in the temporary one. */
struct place {
    char home[64];
};

void place_make(struct place *place);
void place_remove(struct place *place);

/* The engine's handle on a place, below the store. */
bool place_open(const struct place *place, struct database **database,
                struct sp_error *error);

/* A release of small tables; zero bytes end the list. */
enum { SMALL_FILES = 32 };
struct small_release {
    struct embedded file[SMALL_FILES];
    char checksum[SMALL_FILES][24];
    struct release release;
};

/* The small catalogue that the cases know: three institutions, four tracks. */
struct small_release *small_release(void); /* release with free() */

/* Puts a file into a release, in place of the one of that name; NULL takes it out.
 * `text` must outlive the release. */
void small_release_put(struct small_release *small, const char *name, const char *text);

/* Opens the store or fails the case. */
struct store *open_or_fail(const struct place *place, const struct release *release);

/* What a case of the store begins with; cmocka keeps it as the state. */
struct fixture {
    struct place place;
    struct small_release *small;
    struct store *store; /* NULL: not open */
    struct sp_arena text;
    struct sp_error error;
};

/* A place and the small release, the store not open. */
struct fixture *fixture_make(void);

/* Closes the store, if it is open, and opens it with what the release has become. */
void fixture_reopen(struct fixture *fixture);

/* As a set-up: made, and open.  As a tear-down: closed, nothing left. */
int fixture_open(void **state);
int fixture_close(void **state);
