/* table.h: rows of text cells, each with the line it came from
 *
 * What a CSV file or a sheet becomes before anyone asks what it means.  The first row
 * that is not blank holds the headings.  A file that is torn, too large or wrongly
 * encoded gives an error with line and column, and no table.
 */
#pragma once

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>

struct sp_error;

/* What a file may hold at most. */
enum {
    TABLE_MOST_BYTES = 64 << 20, /* of the file */
    TABLE_MOST_ROWS = 200000,    /* without the headings */
    TABLE_MOST_COLUMNS = 512,
    TABLE_MOST_CELL_BYTES = 64 << 10,
    TABLE_MOST_CELLS = 8 << 20, /* rows times columns */
};

struct table {
    struct sp_arena text; /* owns headings, cells and lines */
    const char **name;    /* [columns] headings, all different; "" above a blank column */
    int columns;
    const char **cell; /* [rows * columns] row by row; "" when blank, never NULL */
    int *line;         /* [rows] of the file, from 1; in a workbook the row of the sheet */
    int rows;          /* rows with at least one cell that is not blank */

    /* While it is built. */
    int heading_line; /* 0: no headings yet */
    int room;         /* rows that fit `cell` and `line` */
};

/* Reads CSV: UTF-8 (with or without its mark) or UTF-16 with its mark; comma,
 * semicolon or tab, whichever the headings use; quotes as in RFC 4180, nothing looser.
 * Every row has as many fields as the headings.  Blanks around a cell are dropped.
 *
 * Fails with SP_BAD_INPUT ("line 3, character 17: …") and SP_NO_MEMORY; `table` is
 * then empty. */
bool table_parse_csv(const char *bytes, size_t size, struct table *table,
                     struct sp_error *error);

/* Adds one cell while a table is built, in reading order: `line` never falls, `column`
 * (from 0) rises within a line.  A blank text adds nothing. */
bool table_put(struct table *table, int line, int column, const char *text, size_t length,
               struct sp_error *error);

/* Ends the building: there are headings, and no two are alike (letters in any case). */
bool table_finish(struct table *table, struct sp_error *error);

/* The column with this heading (letters in any case), or -1. */
int table_column(const struct table *table, const char *name);

/* The text at a row and a column, both from 0. */
const char *table_cell(const struct table *table, int row, int column);

void table_free(struct table *table);
