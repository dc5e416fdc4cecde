/* release.h: what a release brings to a store: the schema, and the tables of facts
 *
 * The program carries one release; tests open a store with others.
 */
#pragma once

#include "embedded.h"

#include <stdbool.h>

struct database;
struct sp_error;
struct store;
struct store_options;

struct release {
    const char *schema;          /* the text of schema.sql */
    const struct embedded *file; /* [files] tables and SOURCES.md; others are passed over */
    int files;
};

struct store {
    struct database *database;
    long version,
        mark; /* of store_facts_mark: the last version seen, and its mark; 0: none */
};

/* The release in this program. */
struct release release_embedded(void);

/* store_open with another release. */
bool store_open_release(const char *home, const struct store_options *options,
                        const struct release *release, struct store **store,
                        struct sp_error *error);

/* Brings the store to the last step of the schema, all steps in one transaction.
 * SP_BAD_INPUT: the store is already beyond it. */
bool schema_apply(struct database *database, const char *schema, struct sp_error *error);

/* Makes the facts of the store those of the release, in one transaction: a table whose
 * checksum differs is replaced, one that is gone is emptied.  Nothing is written when
 * all agree.  SP_BAD_INPUT names file, line and column. */
bool facts_load(struct database *database, const struct release *release,
                const struct store_options *options, struct sp_error *error);
