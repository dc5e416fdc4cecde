/* rows.c: an array that doubles, filled row by row. */
#include "rows.h"

#include "database.h"
#include "error.h"
#include "moment.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static bool starve(struct rows *rows)
{
    return sp_fail(rows->error, SP_NO_MEMORY, "no memory for the rows of the store");
}

/* Gives a list to a pointer of whatever type, without reading it as another. */
static void hand_out(void *array, void *list)
{
    memcpy(array, &list, sizeof list);
}

/* Room for element number `count`; a power of two is where it doubles. */
static bool make_room(unsigned char **array, int count, size_t size)
{
    if (count < 16 ? count != 0 : (count & (count - 1)) != 0)
        return true;
    if (count > INT_MAX / 2)
        return false;
    size_t room = count < 16 ? 16 : 2 * (size_t)count;
    unsigned char *grown = realloc(*array, room * size);
    if (grown)
        *array = grown;
    return grown != NULL;
}

static bool read_row(struct rows *rows, size_t size, rows_read *read, unsigned char **array,
                     int *count)
{
    bool skip = false;
    if (!make_room(array, *count, size))
        return starve(rows);
    unsigned char *element = *array + (size_t)*count * size;
    memset(element, 0, size);
    if (!read(rows, element, &skip))
        return false;
    if (rows->starved)
        return starve(rows);
    *count += !skip;
    return true;
}

bool rows_load(struct rows *rows, const char *sql, size_t size, rows_read *read,
               void *array, int *count)
{
    unsigned char *list = NULL;
    hand_out(array, NULL);
    *count = 0;
    if (!database_prepare(rows->database, sql, &rows->at, rows->error))
        return false;
    if (rows->string)
        database_bind_text(rows->at, 1, rows->string);
    if (rows->number)
        database_bind_long(rows->at, 1, rows->number);
    for (int i = 0; i < ROWS_COLUMNS; i++)
        rows->last[i] = "";
    enum database_step step = DATABASE_ROW;
    bool ok = true;
    while (ok && (step = database_step(rows->at, rows->error)) == DATABASE_ROW)
        ok = read_row(rows, size, read, &list, count);
    database_finish(rows->at);
    rows->at = NULL;
    if (!ok || step == DATABASE_FAILED) {
        free(list);
        *count = 0;
        return false;
    }
    hand_out(array, list);
    return true;
}

bool rows_keep(struct rows *rows, const char *sql, size_t size, rows_read *read,
               void *array, int *count)
{
    void *list, *kept;
    hand_out(array, NULL);
    if (!rows_load(rows, sql, size, read, &list, count))
        return false;
    kept = sp_arena_get(rows->text, (size_t)*count * size + 1);
    bool ok = kept != NULL;
    if (ok && *count > 0)
        memcpy(kept, list, (size_t)*count * size);
    hand_out(array, kept);
    if (!ok)
        *count = 0;
    free(list);
    return ok || starve(rows);
}

const char *rows_text(struct rows *rows, int column)
{
    const char *text = database_text(rows->at, column);
    if (strcmp(text, rows->last[column]) == 0)
        return rows->last[column];
    const char *copy = sp_arena_text(rows->text, text);
    rows->starved |= !copy;
    rows->last[column] = copy ? copy : "";
    return rows->last[column];
}

const char *rows_moment(struct rows *rows, int column)
{
    char text[MOMENT_BYTES];
    moment_write(database_long(rows->at, column), text);
    const char *copy = sp_arena_text(rows->text, text);
    rows->starved |= !copy;
    return copy ? copy : "";
}

int rows_int(struct rows *rows, int column, int unknown)
{
    if (database_is_null(rows->at, column))
        return unknown;
    long value = database_long(rows->at, column);
    return value > INT_MAX ? INT_MAX : value < INT_MIN ? INT_MIN : (int)value;
}

double rows_double(struct rows *rows, int column, double unknown)
{
    return database_is_null(rows->at, column) ? unknown : database_double(rows->at, column);
}

struct sp_origin rows_origin(struct rows *rows, int column)
{
    const char *source = rows_text(rows, column);
    return (struct sp_origin){source, rows_text(rows, column + 1)};
}

enum sp_answer rows_answer(struct rows *rows, int column)
{
    if (database_is_null(rows->at, column))
        return SP_UNKNOWN;
    return database_long(rows->at, column) ? SP_YES : SP_NO;
}

bool rows_change(struct database *database, const char *sql, const long *number,
                 int numbers, struct sp_error *error)
{
    struct statement *statement;
    if (!database_prepare(database, sql, &statement, error))
        return false;
    for (int i = 0; i < numbers; i++)
        database_bind_long(statement, i + 1, number[i]);
    bool ok = database_execute(statement, error);
    database_finish(statement);
    return ok;
}
