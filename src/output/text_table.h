/* text_table.h: columns of text on a terminal
 *
 * Widths are those of the letters on the screen, not of the bytes.  A table is as wide
 * as it needs, at most as the page; what does not fit is wrapped in the columns that
 * allow it.  When that is not enough, each row becomes a line or two of "title value":
 * nothing is ever cut.  Colour and bold only on a terminal, and
 * not when NO_COLOR is set.  Control characters are never passed on.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct sp_error;

/* How a stream wants its text. */
struct text_page {
    FILE *out;   /* not owned */
    int width;   /* columns, 40..100 */
    bool colour; /* a terminal, and NO_COLOR unset */
};

/* COLUMNS, else the terminal, which for a pipe is that of standard error, else 100. */
struct text_page text_page_for(FILE *out);

enum text_look { TEXT_PLAIN, TEXT_BOLD, TEXT_FAINT, TEXT_GOOD, TEXT_WARN };

/* Columns that `text` takes on the screen. */
int text_width(const char *text);

/* Writes `text` without control characters, in that look. */
void text_put(const struct text_page *page, enum text_look look, const char *text);

/* Writes as much of `*rest` as fits into `width` columns, broken at a space, and pads it
 * to that width; `*rest` moves on to what is left. */
void text_put_line(const struct text_page *page, enum text_look look, int width,
                   const char **rest);

/* Writes a paragraph between the columns `indent` and the width of the page; `hang` is
 * the indent of its second and later lines.  Ends with a line feed. */
void text_wrap(const struct text_page *page, int indent, int hang, const char *text);

/* The same for a formatted text of at most TEXT_LONGEST bytes. */
enum { TEXT_LONGEST = 4000 };
void text_wrapf(const struct text_page *page, int indent, int hang, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same when the first line already stands at column `indent`. */
void text_wrap_from(const struct text_page *page, int indent, const char *text);

/* A bold line and nothing else. */
void text_heading(const struct text_page *page, const char *text);

struct text_column {
    const char *title;
    bool right; /* numbers */
    bool wraps; /* may be narrower than its text, over several lines */
};

struct text_table {
    const struct text_page *page;     /* must outlive the table */
    const struct text_column *column; /* [columns] likewise */
    int columns;
    char **cell; /* [cells] owned */
    int cells, room;
    bool failed; /* no memory for a cell */
};

struct text_table text_table_for(const struct text_page *page,
                                 const struct text_column *column, int columns);

/* The next cell, row by row; NULL is an empty one. */
void text_cell(struct text_table *table, const char *text);
void text_cellf(struct text_table *table, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Writes the table under its titles and empties it.  Fails with SP_NO_MEMORY. */
bool text_table_finish(struct text_table *table, struct sp_error *error);
