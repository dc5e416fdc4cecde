/* last_number.c: raised first, then read: the writer holds the lock. */
#include "last_number.h"

#include "database.h"

#include <stddef.h>

static bool raise_number(struct database *database, const char *name,
                         struct sp_error *error)
{
    struct statement *statement;
    if (!database_prepare(database,
                          "update last_number set last = last + 1 where name = ?1",
                          &statement, error))
        return false;
    database_bind_text(statement, 1, name);
    bool ok = database_execute(statement, error);
    database_finish(statement);
    return ok;
}

bool last_number_next(struct database *database, const char *name, long *number,
                      struct sp_error *error)
{
    struct statement *statement = NULL;
    bool ok = raise_number(database, name, error)
              && database_prepare(database, "select last from last_number where name = ?1",
                                  &statement, error);
    if (ok) {
        database_bind_text(statement, 1, name);
        ok = database_step(statement, error) == DATABASE_ROW;
    }
    *number = ok ? database_long(statement, 0) : 0;
    database_finish(statement);
    return ok;
}
