/* rows.h: rows of a statement into an array of the model
 *
 * Every list of the store is filled in the same way: one statement, and one function
 * that puts the row at hand into the next element.
 */
#pragma once

#include "arena.h"
#include "program.h"

#include <stdbool.h>
#include <stddef.h>

struct database;
struct sp_error;
struct statement;

enum { ROWS_COLUMNS = 40 }; /* the most a statement here may have */

/* How a list is filled; `database`, `text` and `error` are given, the rest is 0. */
struct rows {
    struct database *database;
    struct sp_arena *text; /* takes the strings */
    struct sp_error *error;
    long number;        /* bound to ?1 when not 0 */
    const char *string; /* bound to ?1 when not NULL */

    struct statement *at;           /* the row at hand */
    const char *last[ROWS_COLUMNS]; /* text of the row before: a repeated one is shared */
    bool starved;                   /* a text found no memory */
};

/* Puts the row at hand into `element`, which is zeroed, and returns true; or leaves the
 * row out and returns true with *skip; or sets rows->error and returns false. */
typedef bool rows_read(struct rows *rows, void *element, bool *skip);

/* Runs `sql` and makes an array of `size` bytes an element, for free(), and its length;
 * `array` is the address of the pointer that gets it.  On a failure that pointer is NULL
 * and `*count` 0.  An empty list may be NULL. */
bool rows_load(struct rows *rows, const char *sql, size_t size, rows_read *read,
               void *array, int *count);

/* The same with the array in the arena. */
bool rows_keep(struct rows *rows, const char *sql, size_t size, rows_read *read,
               void *array, int *count);

/* A text column; never NULL, kept in the arena. */
const char *rows_text(struct rows *rows, int column);

/* A moment kept in seconds, as text in UTC (moment.h). */
const char *rows_moment(struct rows *rows, int column);

/* A number; what is null is given as `unknown`. */
int rows_int(struct rows *rows, int column, int unknown);
double rows_double(struct rows *rows, int column, double unknown);

/* The source and its date, in two columns side by side. */
struct sp_origin rows_origin(struct rows *rows, int column);

/* 1, 0 and null as yes, no and unknown. */
enum sp_answer rows_answer(struct rows *rows, int column);

/* Runs a statement that gives no rows and binds whole numbers to ?1, ?2, … */
bool rows_change(struct database *database, const char *sql, const long *number,
                 int numbers, struct sp_error *error);
