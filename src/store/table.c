/* table.c: CSV in two walks over the bytes.
 *
 * The first walk proves that they are text: UTF-8, no zero byte, no control
 * characters.  The second is a reader with one character in hand that knows its line
 * and character, so that each fault has a place.
 */
#include "table.h"

#include "error.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The first byte that is not blank, from `text` to `end`; a blank is a space, a tab, a
 * line end or U+00A0. */
static const char *skip_blanks(const char *text, const char *end)
{
    while (text < end) {
        if (memchr(" \t\r\n", *text, 4))
            text++;
        else if (end - text >= 2 && memcmp(text, "\xc2\xa0", 2) == 0)
            text += 2;
        else
            break;
    }
    return text;
}

static const char *drop_blanks(const char *text, const char *end)
{
    while (end > text) {
        if (memchr(" \t\r\n", end[-1], 4))
            end--;
        else if (end - text >= 2 && memcmp(end - 2, "\xc2\xa0", 2) == 0)
            end -= 2;
        else
            break;
    }
    return end;
}

static bool out_of_memory(struct sp_error *error)
{
    return sp_fail(error, SP_NO_MEMORY, "no memory for the table");
}

static bool put_heading(struct table *table, int column, const char *text, size_t length,
                        struct sp_error *error)
{
    char *name = sp_arena_get(&table->text, length + 1);
    if (!name)
        return out_of_memory(error);
    memcpy(name, text, length);
    for (char *at = name; *at; at++)
        if (*at == '\n' || *at == '\r' || *at == '\t')
            *at = ' ';
    table->name[column] = name;
    if (table->columns <= column)
        table->columns = column + 1;
    return true;
}

static bool start_headings(struct table *table, int line, struct sp_error *error)
{
    table->name = sp_arena_get(&table->text, TABLE_MOST_COLUMNS * sizeof *table->name);
    if (!table->name)
        return out_of_memory(error);
    for (int i = 0; i < TABLE_MOST_COLUMNS; i++)
        table->name[i] = "";
    table->heading_line = line;
    return true;
}

/* Doubles the room for rows; the old arrays stay in the arena until it is freed. */
static bool make_room(struct table *table, struct sp_error *error)
{
    size_t room = table->room ? 2 * (size_t)table->room : 64;
    size_t columns = (size_t)table->columns;
    const char **cell = sp_arena_get(&table->text, room * columns * sizeof *cell);
    int *line = sp_arena_get(&table->text, room * sizeof *line);
    if (!cell || !line)
        return out_of_memory(error);
    if (table->rows > 0) {
        memcpy(cell, table->cell, (size_t)table->rows * columns * sizeof *cell);
        memcpy(line, table->line, (size_t)table->rows * sizeof *line);
    }
    table->cell = cell;
    table->line = line;
    table->room = (int)room;
    return true;
}

static bool start_row(struct table *table, int line, struct sp_error *error)
{
    if (table->rows >= TABLE_MOST_ROWS)
        return sp_fail(error, SP_BAD_INPUT, "line %d: more than %d rows", line,
                       TABLE_MOST_ROWS);
    if ((long)(table->rows + 1) * table->columns > TABLE_MOST_CELLS)
        return sp_fail(error, SP_BAD_INPUT, "line %d: more than %d cells", line,
                       TABLE_MOST_CELLS);
    if (table->rows == table->room && !make_room(table, error))
        return false;
    const char **row = table->cell + (size_t)table->rows * (size_t)table->columns;
    for (int i = 0; i < table->columns; i++)
        row[i] = "";
    table->line[table->rows++] = line;
    return true;
}

bool table_put(struct table *table, int line, int column, const char *text, size_t length,
               struct sp_error *error)
{
    const char *end = drop_blanks(text, text + length);
    text = skip_blanks(text, end);
    length = (size_t)(end - text);
    if (length == 0)
        return true;
    if (column >= TABLE_MOST_COLUMNS)
        return sp_fail(error, SP_BAD_INPUT, "line %d, column %d: more than %d columns",
                       line, column + 1, TABLE_MOST_COLUMNS);
    if (length > TABLE_MOST_CELL_BYTES)
        return sp_fail(error, SP_BAD_INPUT,
                       "line %d, column %d: a cell of %zu bytes, at most %d are read", line,
                       column + 1, length, TABLE_MOST_CELL_BYTES);
    if (table->heading_line == 0 && !start_headings(table, line, error))
        return false;
    if (line == table->heading_line)
        return put_heading(table, column, text, length, error);

    if (column >= table->columns || !*table->name[column])
        return sp_fail(error, SP_BAD_INPUT,
                       "line %d, column %d: \"%.*s\" has no heading above it", line,
                       column + 1, length > 40 ? 40 : (int)length, text);
    if ((table->rows == 0 || table->line[table->rows - 1] != line)
        && !start_row(table, line, error))
        return false;
    const char *copy = sp_arena_slice(&table->text, text, length);
    if (!copy)
        return out_of_memory(error);
    table->cell[(size_t)(table->rows - 1) * (size_t)table->columns + (size_t)column] = copy;
    return true;
}

bool table_finish(struct table *table, struct sp_error *error)
{
    if (table->heading_line == 0)
        return sp_fail(error, SP_BAD_INPUT, "line 1: no headings, the table is empty");
    for (int i = 0; i < table->columns; i++)
        for (int k = 0; *table->name[i] && k < i; k++)
            if (strcasecmp(table->name[i], table->name[k]) == 0)
                return sp_fail(error, SP_BAD_INPUT,
                               "line %d, column %d: the heading \"%.80s\" stands in column "
                               "%d too",
                               table->heading_line, i + 1, table->name[i], k + 1);
    return true;
}

int table_column(const struct table *table, const char *name)
{
    for (int i = 0; i < table->columns; i++)
        if (strcasecmp(table->name[i], name) == 0)
            return i;
    return -1;
}

const char *table_cell(const struct table *table, int row, int column)
{
    return table->cell[(size_t)row * (size_t)table->columns + (size_t)column];
}

void table_free(struct table *table)
{
    sp_arena_free(&table->text);
    *table = (struct table){0};
}

/* Length of the UTF-8 character at `at`, or 0 when there is none (Unicode 15, table
 * 3-7). */
static int character_length(const unsigned char *at, const unsigned char *end)
{
    unsigned first = at[0];
    if (first < 0x80)
        return 1;
    int length = first >= 0xc2 && first <= 0xdf   ? 2
                 : first >= 0xe0 && first <= 0xef ? 3
                 : first >= 0xf0 && first <= 0xf4 ? 4
                                                  : 0;
    if (length == 0 || end - at < length)
        return 0;
    unsigned low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (at[1] < low || at[1] > high)
        return 0;
    for (int i = 2; i < length; i++)
        if (at[i] < 0x80 || at[i] > 0xbf)
            return 0;
    return length;
}

static bool bad_byte(unsigned byte, int line, int column, struct sp_error *error)
{
    if (byte == 0)
        return sp_fail(error, SP_BAD_INPUT,
                       "line %d, character %d: a zero byte; this is no text, or UTF-16 "
                       "without its mark: save it as UTF-8",
                       line, column);
    if (byte < 0x80)
        return sp_fail(error, SP_BAD_INPUT,
                       "line %d, character %d: control character 0x%02X", line, column,
                       byte);
    return sp_fail(error, SP_BAD_INPUT,
                   "line %d, character %d: byte 0x%02X is not UTF-8; the file may be "
                   "Latin-1 or Windows-1252: save it as UTF-8",
                   line, column, byte);
}

static bool check_text(const unsigned char *at, const unsigned char *end,
                       struct sp_error *error)
{
    int line = 1, column = 1;
    while (at < end) {
        int length = character_length(at, end);
        bool control = *at == 0x7f || (*at < 0x20 && !memchr("\t\r\n", *at, 3));
        if (length == 0 || control)
            return bad_byte(*at, line, column, error);
        if (*at == '\n' || (*at == '\r' && (at + 1 == end || at[1] != '\n'))) {
            line++;
            column = 1;
        } else {
            column++;
        }
        at += length;
    }
    return true;
}

struct reader {
    const char *at, *end;
    int line, character; /* of `at`, from 1 */
    char delimiter;
    struct table *table;
    char *cell; /* [TABLE_MOST_CELL_BYTES] the field at hand */
    size_t length;
};

static bool fault(const struct reader *reader, const char *what, struct sp_error *error)
{
    return sp_fail(error, SP_BAD_INPUT, "line %d, character %d: %s", reader->line,
                   reader->character, what);
}

/* Steps over one byte; a continuation byte is no character of its own. */
static void step(struct reader *reader)
{
    char was = *reader->at++;
    bool next_is_feed = reader->at < reader->end && *reader->at == '\n';
    if (was == '\n' || (was == '\r' && !next_is_feed)) {
        reader->line++;
        reader->character = 1;
    } else if (reader->at == reader->end || ((unsigned char)*reader->at & 0xc0) != 0x80) {
        reader->character++;
    }
}

static bool keep(struct reader *reader, struct sp_error *error)
{
    if (reader->length == TABLE_MOST_CELL_BYTES)
        return sp_fail(error, SP_BAD_INPUT,
                       "line %d, character %d: a cell of more than %d bytes", reader->line,
                       reader->character, TABLE_MOST_CELL_BYTES);
    reader->cell[reader->length++] = *reader->at;
    step(reader);
    return true;
}

static bool at_line_end(const struct reader *reader)
{
    return reader->at == reader->end || *reader->at == '\n' || *reader->at == '\r';
}

static bool read_quoted(struct reader *reader, struct sp_error *error)
{
    struct reader opening = *reader;
    step(reader);
    for (;;) {
        if (reader->at == reader->end)
            return fault(&opening, "this quote is never closed; the file may be torn",
                         error);
        if (*reader->at == '"') {
            step(reader);
            if (reader->at == reader->end || *reader->at != '"')
                break;
        }
        if (!keep(reader, error))
            return false;
    }
    if (!at_line_end(reader) && *reader->at != reader->delimiter)
        return fault(reader, "text after the closing quote of a field", error);
    return true;
}

static bool read_plain(struct reader *reader, struct sp_error *error)
{
    while (!at_line_end(reader) && *reader->at != reader->delimiter) {
        if (*reader->at == '"')
            return fault(reader,
                         "a quote inside a field that is not quoted; write the field in "
                         "quotes and the quote twice",
                         error);
        if (!keep(reader, error))
            return false;
    }
    return true;
}

static void step_line_end(struct reader *reader)
{
    if (reader->at == reader->end)
        return;
    bool with_return = *reader->at == '\r';
    step(reader);
    if (with_return && reader->at < reader->end && *reader->at == '\n')
        step(reader);
}

/* One line of fields; their number is checked against the headings. */
static bool read_row(struct reader *reader, int *width, struct sp_error *error)
{
    int line = reader->line, column = 0;
    const char *start = reader->at;
    for (;; column++) {
        reader->length = 0;
        bool quoted = reader->at < reader->end && *reader->at == '"';
        if (!(quoted ? read_quoted(reader, error) : read_plain(reader, error)))
            return false;
        if (column >= TABLE_MOST_COLUMNS)
            return sp_fail(error, SP_BAD_INPUT, "line %d, column %d: more than %d columns",
                           line, column + 1, TABLE_MOST_COLUMNS);
        if (!table_put(reader->table, line, column, reader->cell, reader->length, error))
            return false;
        if (at_line_end(reader))
            break;
        step(reader);
    }
    bool empty = reader->at == start;
    step_line_end(reader);
    if (reader->table->heading_line == line)
        *width = column + 1;
    if (!empty && *width > 0 && column + 1 != *width)
        return sp_fail(error, SP_BAD_INPUT,
                       "line %d, column %d: the row has %d fields, the headings have %d; "
                       "the file may be torn",
                       line, column + 1, column + 1, *width);
    return true;
}

/* The separator that stands most often outside quotes in the first line with text. */
static char guess_delimiter(const char *at, const char *end)
{
    const char choice[] = ",;\t";
    int seen[3] = {0};
    bool quoted = false;
    at = skip_blanks(at, end);
    for (; at < end && (quoted || (*at != '\n' && *at != '\r')); at++) {
        const char *found = quoted ? NULL : memchr(choice, *at, 3);
        if (found)
            seen[found - choice]++;
        if (*at == '"')
            quoted = !quoted;
    }
    int best = 0;
    for (int i = 1; i < 3; i++)
        if (seen[i] > seen[best])
            best = i;
    return choice[best];
}

static bool read_text(const char *bytes, size_t size, struct table *table,
                      struct sp_error *error)
{
    if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    const char *end = bytes + size;
    if (!check_text((const unsigned char *)bytes, (const unsigned char *)end, error))
        return false;
    struct reader reader = {.at = bytes, .end = end, .line = 1, .character = 1};
    reader.delimiter = guess_delimiter(bytes, end);
    reader.table = table;
    reader.cell = malloc(TABLE_MOST_CELL_BYTES);
    if (!reader.cell)
        return out_of_memory(error);
    bool ok = true;
    int width = 0;
    while (ok && reader.at < reader.end)
        ok = read_row(&reader, &width, error);
    free(reader.cell);
    return ok && table_finish(table, error);
}

static size_t put_character(uint32_t point, char *out)
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    size_t length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = length - 1; i > 0; i--, point >>= 6)
        out[i] = (char)(0x80 | (point & 0x3f));
    out[0] = (char)(lead[length] | point);
    return length;
}

/* Turns UTF-16 with its mark into UTF-8; `text` is to be freed. */
static bool decode_utf16(const unsigned char *bytes, size_t size, char **text,
                         size_t *length, struct sp_error *error)
{
    size_t high = bytes[0] == 0xfe ? 0 : 1, low = 1 - high;
    char *out = malloc(size / 2 * 3 + 1);
    if (!out)
        return out_of_memory(error);
    size_t used = 0;
    uint32_t lead = 0;
    bool ok = size % 2 == 0;
    for (size_t i = 2; ok && i + 1 < size; i += 2) {
        uint32_t unit = (uint32_t)bytes[i + high] << 8 | bytes[i + low];
        bool trails = unit >= 0xdc00 && unit <= 0xdfff;
        ok = trails == (lead != 0);
        if (ok && trails)
            used += put_character(0x10000 + ((lead - 0xd800) << 10) + (unit - 0xdc00),
                                  out + used);
        lead = unit >= 0xd800 && unit <= 0xdbff ? unit : 0;
        if (ok && !trails && !lead)
            used += put_character(unit, out + used);
    }
    if (!ok || lead) {
        int line = 1;
        for (size_t i = 0; i < used; i++)
            line += out[i] == '\n';
        free(out);
        return sp_fail(error, SP_BAD_INPUT,
                       "line %d: half a character of UTF-16; the file may be torn", line);
    }
    *text = out;
    *length = used;
    return true;
}

bool table_parse_csv(const char *bytes, size_t size, struct table *table,
                     struct sp_error *error)
{
    *table = (struct table){0};
    if (size > TABLE_MOST_BYTES)
        return sp_fail(error, SP_BAD_INPUT, "line 1: %zu bytes, at most %d are read", size,
                       TABLE_MOST_BYTES);
    char *decoded = NULL;
    bool ok = true;
    if (size >= 2
        && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0)) {
        ok = decode_utf16((const unsigned char *)bytes, size, &decoded, &size, error);
        bytes = decoded;
    }
    ok = ok && read_text(bytes, size, table, error);
    free(decoded);
    if (!ok)
        table_free(table);
    return ok;
}
