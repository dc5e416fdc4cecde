/* facts_mark.c: which facts there are, as one number.
 *
 * Imports and changes of openings are never deleted, only marked as taken back, so how many
 * there are of each kind says which; the tables of the release say it by their checksums.
 * They are only looked at when somebody has written.
 */
#include "database.h"
#include "error.h"
#include "release.h"
#include "store.h"

#include <stdint.h>
#include <string.h>

/* FNV-1a, 64 bits. */
static void mix(uint64_t *hash, const void *bytes, size_t length)
{
    for (const unsigned char *at = bytes; length-- > 0; at++)
        *hash = (*hash ^ *at) * 0x100000001b3u;
}

/* All columns of all rows, as text. */
static bool mix_rows(struct database *database, const char *sql, int columns,
                     uint64_t *hash, struct sp_error *error)
{
    struct statement *statement;
    enum database_step step;
    if (!database_prepare(database, sql, &statement, error))
        return false;
    while ((step = database_step(statement, error)) == DATABASE_ROW)
        for (int i = 0; i < columns; i++) {
            const char *text = database_text(statement, i);
            mix(hash, text, strlen(text) + 1);
        }
    database_finish(statement);
    return step == DATABASE_DONE;
}

static bool read_mark(struct database *database, long *mark, struct sp_error *error)
{
    static const char tables[] = "select name, checksum from fact_table order by name";
    static const char said[] =
        "select (select count(*) from import),"
        " (select count(*) from import where undone_at <> ''),"
        " (select count(*) from opening_change),"
        " (select count(*) from opening_change where undone_at <> '')";
    uint64_t hash = 0xcbf29ce484222325u;
    if (!mix_rows(database, tables, 2, &hash, error)
        || !mix_rows(database, said, 4, &hash, error))
        return false;
    *mark = (long)(hash >> 1);
    return true;
}

bool store_facts_mark(struct store *store, long *mark, struct sp_error *error)
{
    long version;
    *mark = 0;
    if (!database_version(store->database, &version, error))
        return false;
    if (version != store->version) {
        /* The version first: what is written in between is looked at again. */
        if (!read_mark(store->database, &store->mark, error))
            return false;
        store->version = version;
    }
    *mark = store->mark;
    return true;
}
