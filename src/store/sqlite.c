/* sqlite.c: the engine for one machine.
 *
 * Write-ahead log, so that readers do not wait; a writer takes its lock at the start
 * (BEGIN IMMEDIATE) and waits for others up to a limit, so that it never fails halfway;
 * synchronous FULL, so that what was reported as saved survives a loss of power.
 * Tables are STRICT, which knows its own names of the types: they are put in place of
 * the common ones when a script runs.
 */
#include "database.h"

#include "error.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Static_assert(sizeof(long) == 8, "a bigint fits a long");

enum { WAIT_MILLISECONDS = 5000 };

struct database {
    sqlite3 *handle;
    char *path;
    sqlite3_stmt *version; /* prepared when first asked for */
};

struct statement {
    sqlite3_stmt *handle;
    struct database *database;
    int fault; /* SQLite's code of a bind or a column that failed; the next step reports it
                */
};

static const char *reason(int code)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "another program is writing to it; try again when that is done";
    case SQLITE_FULL:
        return "the disk is full; nothing was changed";
    case SQLITE_IOERR:
        return "the disk does not take or give its bytes (full, over a quota, or failing); "
               "nothing was changed";
    case SQLITE_READONLY:
        return "it may not be written; give yourself the right or choose another "
               "SMARTPICK_HOME";
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return "it cannot be opened; check that its folder exists and is yours";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return "it is damaged or not a store; move it away to begin anew";
    default:
        return NULL;
    }
}

static bool fail(struct database *database, int code, struct sp_error *error)
{
    if ((code & 0xff) == SQLITE_NOMEM)
        return sp_fail(error, SP_NO_MEMORY, "%s: no memory", database->path);
    const char *text = reason(code);
    if (text)
        return sp_fail(error, SP_UNAVAILABLE, "%s: %s", database->path, text);
    bool refused = (code & 0xff) == SQLITE_CONSTRAINT;
    return sp_fail(error, refused ? SP_BAD_INPUT : SP_UNAVAILABLE, "%s: %s", database->path,
                   sqlite3_errmsg(database->handle));
}

static bool set_up(struct database *database, struct sp_error *error)
{
    static const char settings[] = "PRAGMA journal_mode = WAL;"
                                   "PRAGMA synchronous = FULL;"
                                   "PRAGMA foreign_keys = ON;"
                                   "PRAGMA secure_delete = ON;"
                                   "PRAGMA trusted_schema = OFF;"
                                   "PRAGMA cache_size = -8192;"
                                   "PRAGMA temp_store = MEMORY;";
    sqlite3_extended_result_codes(database->handle, 1);
    sqlite3_busy_timeout(database->handle, WAIT_MILLISECONDS);
    int code = SQLITE_BUSY;
    /* The switch to the write-ahead log does not wait for others by itself. */
    for (int waited = 0; code == SQLITE_BUSY && waited <= WAIT_MILLISECONDS; waited += 20) {
        if (waited > 0)
            sqlite3_sleep(20);
        code = sqlite3_exec(database->handle, settings, NULL, NULL, NULL);
    }
    return code == SQLITE_OK || fail(database, code, error);
}

/* A new file is its owner's alone; SQLite gives the rights of the file to those beside
 * it.  A file that is there is left alone: to close it here would drop the locks of
 * another handle of this process. */
static void make_private(const char *path)
{
    int file = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0)
        close(file);
}

bool database_open(const char *path, struct database **database, struct sp_error *error)
{
    *database = NULL;
    struct database *opened = calloc(1, sizeof *opened);
    if (!opened || !(opened->path = strdup(path))) {
        free(opened);
        return sp_fail(error, SP_NO_MEMORY, "%s: no memory", path);
    }
    make_private(path);
    int code = sqlite3_open_v2(
        path, &opened->handle,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    bool ok = code == SQLITE_OK ? set_up(opened, error) : fail(opened, code, error);
    if (!ok) {
        database_close(opened);
        return false;
    }
    *database = opened;
    return true;
}

void database_close(struct database *database)
{
    if (!database)
        return;
    sqlite3_finalize(database->version);
    sqlite3_close(database->handle);
    free(database->path);
    free(database);
}

/* The script with `bigint`, `double precision` and the end of a table as SQLite's
 * STRICT wants them; each replacement is no longer than what it replaces, or is given
 * room.  To be freed. */
static char *translate(const char *script)
{
    static const struct {
        const char *common, *ours;
    } words[] = {
        {" bigint", " integer"}, {" double precision", " real"}, {"\n);", "\n) strict;"}};
    char *out = malloc(2 * strlen(script) + 16), *to = out;
    while (out && *script) {
        size_t taken = 0;
        for (size_t i = 0; i < sizeof words / sizeof *words && !taken; i++)
            if (strncmp(script, words[i].common, strlen(words[i].common)) == 0) {
                to = stpcpy(to, words[i].ours);
                taken = strlen(words[i].common);
            }
        if (!taken) {
            *to++ = *script;
            taken = 1;
        }
        script += taken;
    }
    if (out)
        *to = '\0';
    return out;
}

bool database_run(struct database *database, const char *script, struct sp_error *error)
{
    char *translated = translate(script);
    if (!translated)
        return fail(database, SQLITE_NOMEM, error);
    int code = sqlite3_exec(database->handle, translated, NULL, NULL, NULL);
    free(translated);
    return code == SQLITE_OK || fail(database, code, error);
}

bool database_begin(struct database *database, struct sp_error *error)
{
    int code = sqlite3_exec(database->handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    return code == SQLITE_OK || fail(database, code, error);
}

bool database_end(struct database *database, bool ok, struct sp_error *error)
{
    int code = SQLITE_OK;
    if (ok)
        code = sqlite3_exec(database->handle, "COMMIT", NULL, NULL, NULL);
    if (ok && code == SQLITE_OK)
        return true;
    if (ok)
        fail(database, code, error);
    if (!sqlite3_get_autocommit(database->handle)) /* some faults end it by themselves */
        sqlite3_exec(database->handle, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

bool database_prepare(struct database *database, const char *sql,
                      struct statement **statement, struct sp_error *error)
{
    *statement = NULL;
    struct statement *prepared = calloc(1, sizeof *prepared);
    if (!prepared)
        return fail(database, SQLITE_NOMEM, error);
    prepared->database = database;
    int code = sqlite3_prepare_v2(database->handle, sql, -1, &prepared->handle, NULL);
    if (code != SQLITE_OK) {
        free(prepared);
        return fail(database, code, error);
    }
    *statement = prepared;
    return true;
}

void database_finish(struct statement *statement)
{
    if (!statement)
        return;
    sqlite3_finalize(statement->handle);
    free(statement);
}

static void note(struct statement *statement, int code)
{
    if (code != SQLITE_OK && !statement->fault)
        statement->fault = code;
}

void database_bind_text(struct statement *statement, int place, const char *value)
{
    note(statement,
         sqlite3_bind_text(statement->handle, place, value, -1, SQLITE_TRANSIENT));
}

void database_bind_long(struct statement *statement, int place, long value)
{
    note(statement, sqlite3_bind_int64(statement->handle, place, value));
}

void database_bind_double(struct statement *statement, int place, double value)
{
    note(statement, sqlite3_bind_double(statement->handle, place, value));
}

void database_bind_null(struct statement *statement, int place)
{
    note(statement, sqlite3_bind_null(statement->handle, place));
}

enum database_step database_step(struct statement *statement, struct sp_error *error)
{
    int code = statement->fault;
    statement->fault = SQLITE_OK;
    if (code == SQLITE_OK)
        code = sqlite3_step(statement->handle);
    if (code == SQLITE_ROW)
        return DATABASE_ROW;
    if (code != SQLITE_DONE)
        fail(statement->database, code, error);
    sqlite3_reset(statement->handle);
    return code == SQLITE_DONE ? DATABASE_DONE : DATABASE_FAILED;
}

bool database_execute(struct statement *statement, struct sp_error *error)
{
    enum database_step step;
    while ((step = database_step(statement, error)) == DATABASE_ROW)
        continue;
    return step == DATABASE_DONE;
}

const char *database_text(struct statement *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement->handle, column);
    if (!text && sqlite3_errcode(statement->database->handle) == SQLITE_NOMEM)
        note(statement, SQLITE_NOMEM);
    return text ? (const char *)text : "";
}

long database_long(struct statement *statement, int column)
{
    return sqlite3_column_int64(statement->handle, column);
}

double database_double(struct statement *statement, int column)
{
    return sqlite3_column_double(statement->handle, column);
}

bool database_is_null(struct statement *statement, int column)
{
    return sqlite3_column_type(statement->handle, column) == SQLITE_NULL;
}

long database_changes(struct database *database)
{
    return sqlite3_changes64(database->handle);
}

/* SQLite counts what others wrote; what this handle wrote is counted by its rows. */
bool database_version(struct database *database, long *version, struct sp_error *error)
{
    int code = SQLITE_OK;
    if (!database->version)
        code = sqlite3_prepare_v3(database->handle, "PRAGMA data_version", -1,
                                  SQLITE_PREPARE_PERSISTENT, &database->version, NULL);
    if (code != SQLITE_OK || (code = sqlite3_step(database->version)) != SQLITE_ROW) {
        sqlite3_reset(database->version);
        return fail(database, code, error);
    }
    sqlite3_int64 others = sqlite3_column_int64(database->version, 0);
    sqlite3_reset(database->version);
    *version = (long)((others & 0x7fffffff) << 32
                      | (sqlite3_total_changes64(database->handle) & 0xffffffff));
    return true;
}

/* Deleted rows are overwritten with zeros; the log still holds pages from before. */
bool database_scrub(struct database *database, struct sp_error *error)
{
    int code =
        sqlite3_exec(database->handle, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
    return code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY || fail(database, code, error);
}
