/* schema.c: the steps of schema.sql that a store has not yet taken.
 *
 * A step begins with a line `-- step N: …` and goes on to the next; the table
 * schema_step holds the numbers of those that were taken.
 */
#include "database.h"
#include "error.h"
#include "release.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char mark[] = "\n-- step ";

/* The step after `text`, or NULL; `number` and the place after its head are out. */
static const char *next_step(const char *text, int *number, const char **body)
{
    const char *found = strstr(text, mark);
    if (!found)
        return NULL;
    char *end;
    *number = (int)strtol(found + sizeof mark - 1, &end, 10);
    *body = end + strcspn(end, "\n");
    return found;
}

static int last_step(const char *schema)
{
    int last = 0;
    const char *body = schema;
    while (next_step(body, &last, &body))
        continue;
    return last;
}

static bool read_version(struct database *database, int *version, struct sp_error *error)
{
    struct statement *statement = NULL;
    bool ok =
        database_prepare(database, "select max(step) from schema_step", &statement, error)
        && database_step(statement, error) == DATABASE_ROW;
    *version = ok ? (int)database_long(statement, 0) : 0;
    database_finish(statement);
    return ok;
}

static bool take_step(struct database *database, int number, const char *body,
                      struct sp_error *error)
{
    const char *end = strstr(body, mark);
    char *script = strndup(body, end ? (size_t)(end - body) : strlen(body));
    struct statement *statement = NULL;
    bool ok = script ? database_run(database, script, error)
                     : sp_fail(error, SP_NO_MEMORY, "no memory for step %d of the schema",
                               number);
    ok = ok
         && database_prepare(database, "insert into schema_step (step) values (?1)",
                             &statement, error);
    if (ok) {
        database_bind_long(statement, 1, number);
        ok = database_execute(statement, error);
    }
    database_finish(statement);
    free(script);
    return ok;
}

static bool take_steps(struct database *database, const char *schema,
                       struct sp_error *error)
{
    int version, number;
    const char *body = schema;
    bool ok =
        read_version(database, &version, error); /* again: another may have been first */
    while (ok && next_step(body, &number, &body))
        ok = number <= version || take_step(database, number, body, error);
    return ok;
}

bool schema_apply(struct database *database, const char *schema, struct sp_error *error)
{
    int version, last = last_step(schema);
    if (!database_run(database,
                      "create table if not exists schema_step "
                      "(step bigint not null primary key\n);",
                      error)
        || !read_version(database, &version, error))
        return false;
    if (version > last)
        return sp_fail(error, SP_BAD_INPUT,
                       "the store was written by a newer release (schema step %d, this one "
                       "knows %d): use that release",
                       version, last);
    if (version == last)
        return true;
    return database_begin(database, error)
           && database_end(database, take_steps(database, schema, error), error);
}
