/* import_review.c: the unsure rows to a file, and the user's answers back.
 *
 * An answer is tied to its row by line and name, so that a review of another file, or of
 * an older state of the same file, is refused instead of moving facts to wrong programs.
 */
#include "import.h"

#include "error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void write_field(FILE *out, const char *text, char after)
{
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text == '\n' || *text == '\r' ? ' ' : *text, out);
    }
    fputc('"', out);
    fputc(after, out);
}

static void write_candidates(FILE *out, const struct import_catalogue *catalogue,
                             const struct import_match *match)
{
    const struct sp_programs *programs = catalogue->programs;
    char text[IMPORT_CANDIDATES * 256];
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < match->candidates; i++) {
        const struct sp_program *program = &programs->program[match->candidate[i]];
        const struct sp_track *track =
            &programs->track[programs->order[program->first_track]];
        int length = snprintf(text + used, sizeof text - used,
                              "%s%s %.60s, %.80s, %.40s %s (%.0f %%)", i ? "; " : "",
                              track->code, track->name, track->institution, track->city,
                              track->state, 100 * match->likeness[i]);
        used += length > 0 ? (size_t)length : 0;
        if (used >= sizeof text)
            break;
    }
    write_field(out, text, '\n');
}

char *import_review_write(const struct table *table, const struct import_mapping *mapping,
                          const struct import_catalogue *catalogue,
                          const struct import_matches *matches)
{
    static const enum import_use shown[] = {IMPORT_NAME, IMPORT_CITY, IMPORT_STATE,
                                            IMPORT_SPECIALTY, IMPORT_ACGME_ID};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fputs("line,name,city,state,specialty,acgme_id,why,code,candidates\n", out);
    for (int row = 0; row < matches->count; row++) {
        const struct import_match *match = &matches->at[row];
        if (match->how != IMPORT_UNSURE)
            continue;
        fprintf(out, "%d,", table->line[row]);
        for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
            write_field(out, import_row_cell(table, mapping, row, shown[i]), ',');
        write_field(out, match->why, ',');
        fputs("\"\",", out);
        write_candidates(out, catalogue, match);
    }
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

/* The row of the table on that line of its file, or -1. */
static int find_line(const struct table *table, const char *text)
{
    double value;
    const char *rest;
    int low = 0, high = table->rows;
    if (!import_parse_number(text, &value, &rest) || *rest || value > 1e9)
        return -1;
    int line = (int)value;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (table->line[middle] < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low < table->rows && table->line[low] == line ? low : -1;
}

struct answering {
    const struct table *review, *table;
    const struct import_mapping *mapping;
    const struct import_catalogue *catalogue;
    int line, name, code; /* columns of the review */
};

/* Line ends became blanks when the name was written. */
static bool same_name(const char *a, const char *b)
{
    for (; *a && *b; a++, b++)
        if (*a != *b && !(strchr("\r\n", *a) && *b == ' '))
            return false;
    return *a == *b;
}

/* Where the answer on `at` belongs: `row` -1 when it was left blank, `track` -1 for
 * "skip". */
static bool read_answer(const struct answering *a, int at, int *row, int *track,
                        struct sp_error *error)
{
    const char *code = table_cell(a->review, at, a->code);
    int line = a->review->line[at];
    *row = *track = -1;
    if (!*code)
        return true;
    *row = find_line(a->table, table_cell(a->review, at, a->line));
    if (*row < 0)
        return sp_fail(error, SP_BAD_INPUT,
                       "line %d: \"%.20s\" is no line of the import's file", line,
                       table_cell(a->review, at, a->line));
    const char *name = import_row_cell(a->table, a->mapping, *row, IMPORT_NAME);
    if (!same_name(name, table_cell(a->review, at, a->name)))
        return sp_fail(error, SP_BAD_INPUT,
                       "line %d: line %d of the import's file is \"%.60s\", not \"%.60s\"; "
                       "the review was made for another file",
                       line, a->table->line[*row], name,
                       table_cell(a->review, at, a->name));
    if (strcasecmp(code, "skip") == 0)
        return true;
    *track = sp_programs_find(a->catalogue->programs, code);
    return *track >= 0
           || sp_fail(error, SP_BAD_INPUT,
                      "line %d, column %d (code): \"%.40s\" is no NRMP code of the "
                      "catalogue, nor \"skip\"",
                      line, a->code + 1, code);
}

static bool give_answer(const struct import_catalogue *catalogue, int row, int track,
                        struct import_matches *matches, struct sp_error *error)
{
    struct import_match *match = &matches->at[row];
    const struct sp_programs *programs = catalogue->programs;
    matches->unsure -= match->how == IMPORT_UNSURE;
    matches->skipped += (track < 0) - (match->how == IMPORT_SKIPPED);
    match->how = track < 0 ? IMPORT_SKIPPED : IMPORT_BY_REVIEW;
    match->tracks = 0;
    match->why = "";
    if (track < 0)
        return true;
    const struct sp_program *program = &programs->program[programs->track[track].program];
    size_t bytes = (size_t)program->tracks * sizeof *match->track;
    int *tracks = sp_arena_get(&matches->text, bytes);
    if (!tracks)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the review");
    memcpy(tracks, programs->order + program->first_track, bytes);
    match->track = tracks;
    match->tracks = program->tracks;
    return true;
}

bool import_review_answer(const struct table *table,
                          const struct import_catalogue *catalogue, const char *line,
                          const char *code, struct import_matches *matches,
                          struct sp_error *error)
{
    int row = find_line(table, line);
    int track =
        strcasecmp(code, "skip") == 0 ? -1 : sp_programs_find(catalogue->programs, code);
    if (row < 0)
        return sp_fail(error, SP_BAD_INPUT, "review: \"%.20s\" is no line of the file",
                       line);
    if (track < 0 && strcasecmp(code, "skip") != 0)
        return sp_fail(error, SP_BAD_INPUT,
                       "review: \"%.40s\" is no NRMP code of the catalogue, nor \"skip\"",
                       code);
    return give_answer(catalogue, row, track, matches, error);
}

bool import_review_apply(const struct table *review, const struct table *table,
                         const struct import_mapping *mapping,
                         const struct import_catalogue *catalogue,
                         struct import_matches *matches, struct sp_error *error)
{
    struct answering a = {review, table, mapping, catalogue, .line = 0};
    a.line = table_column(review, "line");
    a.name = table_column(review, "name");
    a.code = table_column(review, "code");
    if (a.line < 0 || a.name < 0 || a.code < 0)
        return sp_fail(error, SP_BAD_INPUT,
                       "line %d: a review has the columns line, name and code",
                       review->heading_line);
    int row, track;
    for (int i = 0; i < review->rows; i++)
        if (!read_answer(&a, i, &row, &track, error))
            return false;
    for (int i = 0; i < review->rows; i++)
        if (read_answer(&a, i, &row, &track, error) && row >= 0
            && !give_answer(catalogue, row, track, matches, error))
            return false;
    return true;
}
