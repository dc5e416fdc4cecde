/* csv_write.h: a table for a spreadsheet
 *
 * RFC 4180: commas, CRLF, quotes where needed.  A text cell that a spreadsheet would
 * run as a formula (it begins with = + - @, a tab or a carriage return) gets an
 * apostrophe in front; numbers are written as numbers, negative ones too.
 *
 * Each table ends with one empty column whose title is the notice, so that it goes
 * along however the rows are sorted.
 */
#pragma once

#include <stdio.h>

struct csv_writer {
    FILE *out; /* not owned; a write that fails is seen there (ferror) */
    int column, row;
};

struct csv_writer csv_write_to(FILE *out);

void csv_text(struct csv_writer *csv, const char *text); /* NULL: an empty cell */
void csv_number(struct csv_writer *csv, double value);   /* not finite: an empty cell */
void csv_whole(struct csv_writer *csv, long long value);
void csv_blank(struct csv_writer *csv);

/* Ends the row; the first row is the titles and gets the notice. */
void csv_end_row(struct csv_writer *csv);

/* The titles, given as one text with commas, as a first row. */
void csv_titles(struct csv_writer *csv, const char *titles);
