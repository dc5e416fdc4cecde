/* import_xlsx.c: a workbook read straight from its archive.
 *
 * libzip inflates a part piece by piece, expat walks it, and nothing is kept but the
 * cells of one sheet and the shared strings.  Four parts are read: the workbook (names
 * of sheets), its relations (where they are), the shared strings and the sheet.
 * Whatever a workbook may do besides holding values is refused, not skipped.
 */
#include "import.h"

#include "error.h"

#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum { MOST_SHEET_ROWS = 1 << 20, MOST_SHEET_COLUMNS = 1 << 14, PIECE_BYTES = 64 << 10 };

struct text {
    char *at; /* owned */
    size_t length, room;
};

struct book {
    zip_t *archive;
    size_t inflated; /* bytes so far, all parts */
    struct sp_arena arena;
    const char *wanted;   /* sheet asked for, "" for the first */
    const char *sheet_id; /* its relation */
    const char *sheet;    /* paths in the archive */
    const char *strings;  /* "" when there are none */
    const char **shared;  /* owned */
    size_t shareds, shared_room;
    struct table *table;
    struct sp_error *error;

    /* The part at hand. */
    XML_Parser parser;
    const char *part;
    bool failed;
    int depth;
    bool taking;  /* character data belongs to a value */
    int phonetic; /* depth inside <rPh>, whose text is no part of the string */
    struct text value;
    int row, column; /* of the sheet, from 1; 0 before the first */
    char type[12];   /* of the cell at hand */
    bool in_cell;
};

/* Records a fault inside a handler and ends the parse. */
static void stop(struct book *book)
{
    book->failed = true;
    XML_StopParser(book->parser, XML_FALSE);
}

#define REFUSE(book, ...) (sp_fail((book)->error, SP_BAD_INPUT, __VA_ARGS__), stop(book))

static void run_out(struct book *book)
{
    sp_fail(book->error, SP_NO_MEMORY, "no memory for the workbook");
    stop(book);
}

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

/* The attribute with this local name, or "". */
static const char *attribute(const char **pair, const char *name)
{
    for (; *pair; pair += 2)
        if (strcmp(local_name(pair[0]), name) == 0)
            return pair[1];
    return "";
}

static void XMLCALL refuse_doctype(void *context, const char *name, const char *system,
                                   const char *public_id, int internal)
{
    (void)name, (void)system, (void)public_id, (void)internal;
    struct book *book = context;
    REFUSE(book, "%s, line %lu, column %lu: a DOCTYPE, which may declare entities",
           book->part, XML_GetCurrentLineNumber(book->parser),
           XML_GetCurrentColumnNumber(book->parser) + 1);
}

static void XMLCALL take_text(void *context, const char *text, int length)
{
    struct book *book = context;
    struct text *value = &book->value;
    if (!book->taking || book->phonetic || book->failed)
        return;
    size_t more = (size_t)length;
    if (value->length + more > TABLE_MOST_CELL_BYTES) {
        REFUSE(book, "%s, line %lu: a text of more than %d bytes", book->part,
               XML_GetCurrentLineNumber(book->parser), TABLE_MOST_CELL_BYTES);
        return;
    }
    if (value->length + more > value->room) {
        size_t room = 2 * (value->length + more) + 64;
        char *at = realloc(value->at, room);
        if (!at) {
            run_out(book);
            return;
        }
        value->at = at;
        value->room = room;
    }
    memcpy(value->at + value->length, text, more);
    value->length += more;
}

/* Counts the depth; false when the element is to be left alone. */
static bool enter(struct book *book)
{
    if (book->failed)
        return false;
    if (++book->depth <= IMPORT_MOST_DEPTH)
        return true;
    REFUSE(book, "%s, line %lu: elements more than %d deep", book->part,
           XML_GetCurrentLineNumber(book->parser), IMPORT_MOST_DEPTH);
    return false;
}

static void XMLCALL leave(void *context, const char *name)
{
    (void)name;
    struct book *book = context;
    book->depth--;
}

/* --- the workbook and its relations ------------------------------------------- */

static void XMLCALL enter_workbook(void *context, const char *name, const char **pair)
{
    struct book *book = context;
    if (!enter(book) || strcmp(local_name(name), "sheet") != 0 || book->sheet_id)
        return;
    if (*book->wanted && strcmp(attribute(pair, "name"), book->wanted) != 0)
        return;
    book->sheet_id = sp_arena_text(&book->arena, attribute(pair, "id"));
    if (!book->sheet_id)
        run_out(book);
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), wanted = strlen(end);
    return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

static void XMLCALL enter_relations(void *context, const char *name, const char **pair)
{
    struct book *book = context;
    if (!enter(book) || strcmp(local_name(name), "Relationship") != 0)
        return;
    const char *type = attribute(pair, "Type"), *target = attribute(pair, "Target");
    bool is_sheet = strcmp(attribute(pair, "Id"), book->sheet_id) == 0;
    bool is_strings = ends_with(type, "/sharedStrings");
    if (strcmp(attribute(pair, "TargetMode"), "External") == 0
        || ends_with(type, "/externalLink")) {
        REFUSE(book, "%s, line %lu: a link to another file (%.80s)", book->part,
               XML_GetCurrentLineNumber(book->parser), target);
        return;
    }
    if (!is_sheet && !is_strings)
        return;
    const char *path = *target == '/' ? sp_arena_text(&book->arena, target + 1)
                                      : sp_arena_format(&book->arena, "xl/%s", target);
    if (!path)
        run_out(book);
    else if (is_sheet)
        book->sheet = path;
    else
        book->strings = path;
}

/* --- shared strings ----------------------------------------------------------- */

static void XMLCALL enter_strings(void *context, const char *name, const char **pair)
{
    (void)pair;
    struct book *book = context;
    if (!enter(book))
        return;
    name = local_name(name);
    if (strcmp(name, "si") == 0)
        book->value.length = 0;
    else if (strcmp(name, "rPh") == 0)
        book->phonetic++;
    else if (strcmp(name, "t") == 0)
        book->taking = true;
}

static void keep_string(struct book *book)
{
    if (book->shareds == book->shared_room) {
        size_t room = book->shared_room ? 2 * book->shared_room : 256;
        const char **shared = realloc(book->shared, room * sizeof *shared);
        if (!shared) {
            run_out(book);
            return;
        }
        book->shared = shared;
        book->shared_room = room;
    }
    const char *copy = sp_arena_slice(&book->arena, book->value.at, book->value.length);
    if (copy)
        book->shared[book->shareds++] = copy;
    else
        run_out(book);
}

static void XMLCALL leave_strings(void *context, const char *name)
{
    struct book *book = context;
    book->depth--;
    if (book->failed)
        return;
    name = local_name(name);
    if (strcmp(name, "t") == 0)
        book->taking = false;
    else if (strcmp(name, "rPh") == 0)
        book->phonetic--;
    else if (strcmp(name, "si") == 0)
        keep_string(book);
}

/* --- the sheet ---------------------------------------------------------------- */

/* Reads "AB12" into column 28 and row 12; false when it is no such place. */
static bool parse_place(const char *text, int *row, int *column)
{
    int letters = 0, digits = 0;
    *row = *column = 0;
    for (; *text >= 'A' && *text <= 'Z' && letters < 4; text++, letters++)
        *column = *column * 26 + (*text - 'A' + 1);
    for (; *text >= '0' && *text <= '9' && digits < 8; text++, digits++)
        *row = *row * 10 + (*text - '0');
    return !*text && letters > 0 && digits > 0 && *row > 0 && *row <= MOST_SHEET_ROWS
           && *column <= MOST_SHEET_COLUMNS;
}

static void enter_row(struct book *book, const char **pair)
{
    const char *number = attribute(pair, "r");
    char *end = NULL;
    long row = *number ? strtol(number, &end, 10) : book->row + 1;
    if ((end && *end) || row <= book->row || row > MOST_SHEET_ROWS) {
        REFUSE(book, "%s: row \"%.20s\" follows row %d", book->part, number, book->row);
        return;
    }
    book->row = (int)row;
    book->column = 0;
}

static void enter_cell(struct book *book, const char **pair)
{
    const char *place = attribute(pair, "r");
    int row = book->row, column = book->column + 1;
    if (*place && !parse_place(place, &row, &column)) {
        REFUSE(book, "%s: \"%.20s\" is no place in a sheet", book->part, place);
        return;
    }
    if (book->row == 0 || row != book->row || column <= book->column
        || column > MOST_SHEET_COLUMNS) {
        REFUSE(book, "%s: cell \"%.20s\" follows row %d, column %d", book->part, place,
               book->row, book->column);
        return;
    }
    book->column = column;
    book->in_cell = true;
    book->value.length = 0;
    snprintf(book->type, sizeof book->type, "%s", attribute(pair, "t"));
}

static void XMLCALL enter_sheet(void *context, const char *name, const char **pair)
{
    struct book *book = context;
    if (!enter(book))
        return;
    name = local_name(name);
    if (strcmp(name, "row") == 0)
        enter_row(book, pair);
    else if (strcmp(name, "c") == 0)
        enter_cell(book, pair);
    else if (book->in_cell && strcmp(name, "f") == 0)
        REFUSE(book, "line %d, column %d: a formula; save its value instead", book->row,
               book->column);
    else if (strcmp(name, "rPh") == 0)
        book->phonetic++;
    else if (book->in_cell && (strcmp(name, "v") == 0 || strcmp(name, "t") == 0))
        book->taking = true;
}

/* A number as people would write it: 0.28000000000000003 is 0.28. */
static bool write_number(struct book *book, char out[40])
{
    char text[64];
    char *end;
    size_t length = book->value.length;
    if (length == 0 || length >= sizeof text)
        return false;
    memcpy(text, book->value.at, length);
    text[length] = '\0';
    if (strspn(text, "+-.0123456789eE") != length)
        return false;
    double value = strtod(text, &end);
    if (*end || !(value > -1e300 && value < 1e300))
        return false;
    snprintf(out, 40, "%.15g", value);
    return true;
}

/* The shared string that the cell at hand asks for, or NULL. */
static const char *shared_string(const struct book *book)
{
    size_t at = 0;
    for (size_t i = 0; i < book->value.length; i++) {
        char c = book->value.at[i];
        if (c < '0' || c > '9' || at >= book->shareds)
            return NULL;
        at = at * 10 + (size_t)(c - '0');
    }
    return book->value.length > 0 && at < book->shareds ? book->shared[at] : NULL;
}

static void put(struct book *book, const char *text, size_t length)
{
    if (!table_put(book->table, book->row, book->column - 1, text, length, book->error))
        stop(book);
}

static void leave_cell(struct book *book)
{
    const char *type = book->type;
    struct text *value = &book->value;
    char number[40];
    book->in_cell = false;
    if (value->length == 0)
        return;
    if (strcmp(type, "s") == 0) {
        const char *text = shared_string(book);
        if (text)
            put(book, text, strlen(text));
        else
            REFUSE(book, "line %d, column %d: there is no shared string %.*s", book->row,
                   book->column, (int)(value->length > 20 ? 20 : value->length), value->at);
    } else if (strcmp(type, "b") == 0) {
        bool yes = value->length == 1 && value->at[0] == '1';
        put(book, yes ? "true" : "false", yes ? 4 : 5);
    } else if (strcmp(type, "str") == 0 || strcmp(type, "inlineStr") == 0
               || strcmp(type, "d") == 0) {
        put(book, value->at, value->length);
    } else if ((!*type || strcmp(type, "n") == 0) && write_number(book, number)) {
        put(book, number, strlen(number));
    } else {
        REFUSE(book, "line %d, column %d: \"%.*s\" is no value", book->row, book->column,
               (int)(value->length > 40 ? 40 : value->length), value->at);
    }
}

static void XMLCALL leave_sheet(void *context, const char *name)
{
    struct book *book = context;
    book->depth--;
    if (book->failed)
        return;
    name = local_name(name);
    if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        book->taking = false;
    else if (strcmp(name, "rPh") == 0)
        book->phonetic--;
    else if (strcmp(name, "c") == 0 && book->in_cell)
        leave_cell(book);
}

/* --- parts of the archive ------------------------------------------------------ */

static bool damaged(struct book *book)
{
    return sp_fail(book->error, SP_BAD_INPUT, "%s: the archive is damaged or torn",
                   book->part);
}

static bool feed(struct book *book, zip_file_t *file)
{
    for (;;) {
        void *piece = XML_GetBuffer(book->parser, PIECE_BYTES);
        if (!piece)
            return sp_fail(book->error, SP_NO_MEMORY, "no memory for the workbook");
        zip_int64_t got = zip_fread(file, piece, PIECE_BYTES);
        if (got < 0)
            return damaged(book);
        book->inflated += (size_t)got;
        if (book->inflated > IMPORT_MOST_INFLATED)
            return sp_fail(book->error, SP_BAD_INPUT,
                           "%s: inflates to more than %d bytes in all", book->part,
                           IMPORT_MOST_INFLATED);
        enum XML_Status status = XML_ParseBuffer(book->parser, (int)got, got == 0);
        if (book->failed)
            return false;
        if (status == XML_STATUS_ERROR)
            return sp_fail(book->error, SP_BAD_INPUT, "%s, line %lu, column %lu: %s",
                           book->part, XML_GetCurrentLineNumber(book->parser),
                           XML_GetCurrentColumnNumber(book->parser) + 1,
                           XML_ErrorString(XML_GetErrorCode(book->parser)));
        if (got == 0)
            return true;
    }
}

/* Walks one part with the handlers given. */
static bool read_part(struct book *book, const char *part, XML_StartElementHandler enter_it,
                      XML_EndElementHandler leave_it)
{
    book->part = part;
    book->depth = book->phonetic = 0;
    book->taking = book->in_cell = false;
    zip_int64_t at = zip_name_locate(book->archive, part, 0);
    if (at < 0)
        return sp_fail(book->error, SP_BAD_INPUT, "%s is missing; this is no XLSX workbook",
                       part);
    zip_file_t *file = zip_fopen_index(book->archive, (zip_uint64_t)at, 0);
    if (!file)
        return damaged(book);
    book->parser = XML_ParserCreate(NULL);
    bool ok =
        book->parser || sp_fail(book->error, SP_NO_MEMORY, "no memory for the workbook");
    if (ok) {
        XML_SetUserData(book->parser, book);
        XML_SetElementHandler(book->parser, enter_it, leave_it);
        XML_SetCharacterDataHandler(book->parser, take_text);
        XML_SetStartDoctypeDeclHandler(book->parser, refuse_doctype);
        ok = feed(book, file);
        XML_ParserFree(book->parser);
    }
    zip_fclose(file);
    return ok;
}

static bool check_entry(struct book *book, zip_int64_t at)
{
    zip_stat_t stat;
    if (zip_stat_index(book->archive, (zip_uint64_t)at, 0, &stat) != 0 || !stat.name)
        return sp_fail(book->error, SP_BAD_INPUT, "entry %lld of the archive has no name",
                       (long long)at + 1);
    if (stat.encryption_method != ZIP_EM_NONE)
        return sp_fail(book->error, SP_BAD_INPUT, "%.80s is encrypted", stat.name);
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
        return sp_fail(book->error, SP_BAD_INPUT,
                       "%.80s: packed by a method that no "
                       "spreadsheet uses",
                       stat.name);
    if (strncmp(stat.name, "xl/externalLinks/", 17) == 0)
        return sp_fail(book->error, SP_BAD_INPUT, "%.80s: a link to another workbook",
                       stat.name);
    if (ends_with(stat.name, "vbaProject.bin"))
        return sp_fail(book->error, SP_BAD_INPUT,
                       "%.80s: macros; save the workbook without them", stat.name);
    return true;
}

static bool check_entries(struct book *book)
{
    zip_int64_t entries = zip_get_num_entries(book->archive, 0);
    if (entries > IMPORT_MOST_ENTRIES)
        return sp_fail(book->error, SP_BAD_INPUT,
                       "%lld entries in the archive, at most %d are read",
                       (long long)entries, IMPORT_MOST_ENTRIES);
    for (zip_int64_t i = 0; i < entries; i++)
        if (!check_entry(book, i))
            return false;
    return true;
}

static bool find_sheet(struct book *book)
{
    if (!read_part(book, "xl/workbook.xml", enter_workbook, leave))
        return false;
    if (!book->sheet_id)
        return sp_fail(book->error, SP_BAD_INPUT, "there is no sheet \"%.80s\"",
                       book->wanted);
    if (!read_part(book, "xl/_rels/workbook.xml.rels", enter_relations, leave))
        return false;
    return book->sheet
           || sp_fail(book->error, SP_BAD_INPUT, "the sheet is not in the archive");
}

static bool open_archive(struct book *book, const char *bytes, size_t size)
{
    static const unsigned char ole[] = {0xd0, 0xcf, 0x11, 0xe0};
    if (size > TABLE_MOST_BYTES)
        return sp_fail(book->error, SP_BAD_INPUT, "%zu bytes, at most %d are read", size,
                       TABLE_MOST_BYTES);
    if (size >= sizeof ole && memcmp(bytes, ole, sizeof ole) == 0)
        return sp_fail(book->error, SP_BAD_INPUT,
                       "an old .xls workbook, or one with a "
                       "password: save it as .xlsx without one");
    zip_source_t *source = zip_source_buffer_create(bytes, size, 0, NULL);
    book->archive =
        source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL) : NULL;
    if (book->archive)
        return true;
    zip_source_free(source);
    return sp_fail(book->error, SP_BAD_INPUT,
                   "this is no whole archive; the file may be torn");
}

bool import_parse_xlsx(const char *bytes, size_t size, const char *sheet,
                       struct table *table, struct sp_error *error)
{
    *table = (struct table){0};
    struct book book = {.wanted = sheet ? sheet : "", .strings = "", .table = table};
    book.error = error;
    bool ok =
        open_archive(&book, bytes, size) && check_entries(&book) && find_sheet(&book)
        && (!*book.strings || read_part(&book, book.strings, enter_strings, leave_strings))
        && read_part(&book, book.sheet, enter_sheet, leave_sheet)
        && table_finish(table, error);
    if (book.archive)
        zip_discard(book.archive);
    free(book.shared);
    free(book.value.at);
    sp_arena_free(&book.arena);
    if (!ok)
        table_free(table);
    return ok;
}
