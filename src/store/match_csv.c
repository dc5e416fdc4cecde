/* match_csv.c: the folder form of a market, one pass over each text.
 *
 * The scanner reads a number and finds the end of its field at once; what is no plain
 * number takes the slower way.  A zero byte behind the text ends it.
 */
#include "match_build.h"

#include "error.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 5, SHOWN = 40 };

static const char *const part_name[MATCH_PARTS] = {
    "programs.csv",     "applicants.csv",    "couples.csv",
    "supplemental.csv", "program_ranks.csv",
};
static const char *const part_headings[MATCH_PARTS] = {
    "program,quota",
    "applicant,rank,program",
    "first,second,rank,first_program,second_program",
    "applicant,program,rank,first_year",
    "program,rank,applicant",
};

struct scan {
    struct match_build *build;
    enum match_part part;
    struct match_lines *lines;
    const char *at;
    int line; /* of the row just read, from 1 */
    int columns;
    struct match_field field[COLUMNS];
    int reverts, parity; /* columns of programs.csv, or -1 */
    struct sp_error *error;
};

static bool fail_memory(struct sp_error *error)
{
    return sp_fail(error, SP_NO_MEMORY, "no memory for a market of this size");
}

static bool fail_field(const struct scan *scan, int column, const char *why)
{
    const struct match_field *field = &scan->field[column];
    int length = field->length < SHOWN ? field->length : SHOWN;
    return sp_fail(scan->error, SP_BAD_INPUT, "%s, line %d: '%.*s' %s",
                   part_name[scan->part], scan->line, length, field->at, why);
}

static bool ends_field(char c)
{
    return c == ',' || c == '\n' || c == '\r' || c == '\0';
}

/* Names with a comma stand in quotes; a quote in a name is not supported, so that a name
 * is always a piece of the text.  NULL: the quote does not close. */
static const char *read_quoted(const struct scan *scan, const char *at,
                               struct match_field *field)
{
    const char *start = at + 1, *end = start;
    while (*end && *end != '"' && *end != '\n')
        end++;
    if (*end != '"' || !ends_field(end[1])) {
        sp_fail(scan->error, SP_BAD_INPUT, "%s, line %d: a quote that does not close",
                part_name[scan->part], scan->line);
        return NULL;
    }
    *field = match_field_of(start, (size_t)(end - start));
    return end + 1;
}

/* A field that is no plain number, or is near the end of the lines. */
static const char *read_any(const struct scan *scan, const char *start,
                            struct match_field *field)
{
    const char *at = start;
    if (*start == '"')
        return read_quoted(scan, start, field);
    while (!ends_field(*at))
        at++;
    if (at - start > INT32_MAX / 2) {
        sp_fail(scan->error, SP_BAD_INPUT, "%s, line %d: a field is too long",
                part_name[scan->part], scan->line);
        return NULL;
    }
    *field = match_field_of(start, (size_t)(at - start));
    return at;
}

/* The value of eight digits, the first in the lowest byte; each a byte from 0 to 9. */
static inline uint32_t eight_digits(uint64_t digits)
{
    uint64_t pairs = digits * 10 + (digits >> 8);
    uint64_t first = (pairs & 0x000000ff000000ff) * (100 + (1000000ull << 32));
    uint64_t second = (pairs >> 16 & 0x000000ff000000ff) * (1 + (10000ull << 32));
    return (uint32_t)((first + second) >> 32);
}

/* Where the field that begins at `start` ends, or NULL.  A number is read eight bytes at
 * once: four fifths of all bytes are digits. */
static inline const char *read_field(const struct scan *scan, const char *start,
                                     struct match_field *field)
{
    uint64_t bytes;
    if (scan->lines->end - start < (ptrdiff_t)sizeof bytes)
        return read_any(scan, start, field);
    memcpy(&bytes, start, sizeof bytes);
    uint64_t digits = le64toh(bytes) ^ 0x3030303030303030;
    uint64_t others = (digits | (digits + 0x7676767676767676)) & 0x8080808080808080;
    int length = others ? __builtin_ctzll(others) / 8 : 0;
    if (length == 0 || !ends_field(start[length]) || (*start == '0' && length > 1))
        return read_any(scan, start, field);
    *field = (struct match_field){start, length,
                                  (int32_t)eight_digits(digits << (64 - 8 * length))};
    return start + length;
}

static bool end_line(struct scan *scan)
{
    if (scan->at[0] == '\r' && (scan->at[1] == '\n' || !scan->at[1]))
        scan->at++;
    if (*scan->at == '\n')
        scan->at++;
    else if (*scan->at)
        return sp_fail(scan->error, SP_BAD_INPUT,
                       "%s, line %d: more than the %d fields of the headings",
                       part_name[scan->part], scan->line, scan->columns);
    return true;
}

/* Whether there is another row; a zero byte before the end is not the end. */
static inline bool more(const struct scan *scan)
{
    return scan->at < scan->lines->end || scan->lines->left > 0;
}

/* The beginning of a row: there is one, and it is text. */
static bool begin_row(struct scan *scan)
{
    if (scan->at == scan->lines->end) {
        if (!match_lines_next(scan->lines, scan->error))
            return false;
        scan->at = scan->lines->at;
    }
    return *scan->at
           || sp_fail(scan->error, SP_BAD_INPUT,
                      "%s, line %d: a zero byte: this is not text", part_name[scan->part],
                      scan->line);
}

static inline bool read_row(struct scan *scan)
{
    scan->line++;
    if (!begin_row(scan))
        return false;
    const char *at = scan->at;
    for (int i = 0; i < scan->columns; i++) {
        if (i > 0 && *at++ != ',')
            return sp_fail(scan->error, SP_BAD_INPUT, "%s, line %d: fewer than %d fields",
                           part_name[scan->part], scan->line, scan->columns);
        at = read_field(scan, at, &scan->field[i]);
        if (!at)
            return false;
    }
    scan->at = at;
    return end_line(scan);
}

static bool heading_is(const struct match_field *field, const char *name)
{
    return (size_t)field->length == strlen(name)
           && strncmp(field->at, name, strlen(name)) == 0;
}

static bool wrong_headings(const struct scan *scan)
{
    return sp_fail(scan->error, SP_BAD_INPUT, "%s, line 1: the headings should be %s%s",
                   part_name[scan->part], part_headings[scan->part],
                   scan->part == MATCH_PROGRAMS ? "[,reverts_to][,parity]" : "");
}

static bool read_headings(struct scan *scan)
{
    const char *expected = part_headings[scan->part];
    size_t length = strlen(expected);
    if (strncmp(scan->at, "\xef\xbb\xbf", 3) == 0)
        scan->at += 3;
    if (strncmp(scan->at, expected, length) != 0)
        return wrong_headings(scan);
    scan->columns = 1;
    for (const char *at = expected; *at; at++)
        scan->columns += *at == ',';
    scan->at += length;
    scan->reverts = scan->parity = -1;
    while (scan->part == MATCH_PROGRAMS && *scan->at == ',' && scan->columns < 4) {
        struct match_field *field = &scan->field[0];
        scan->at = read_field(scan, scan->at + 1, field);
        if (!scan->at)
            return false;
        int *column = heading_is(field, "reverts_to") ? &scan->reverts
                      : heading_is(field, "parity")   ? &scan->parity
                                                      : NULL;
        if (!column || *column >= 0)
            return wrong_headings(scan);
        *column = scan->columns++;
    }
    if (*scan->at == ',' || !ends_field(*scan->at))
        return wrong_headings(scan);
    scan->line = 1;
    return end_line(scan);
}

static bool start(struct match_build *build, enum match_part part,
                  struct match_lines *lines, struct scan *scan, struct sp_error *error)
{
    *scan = (struct scan){
        .build = build, .part = part, .lines = lines, .at = lines->at, .error = error};
    return read_headings(scan);
}

/* More rows than a text can hold: the shortest is six bytes. */
static int64_t most_rows(const struct match_lines *lines)
{
    return (int64_t)lines->length / 6 + 1;
}

static inline bool add_name(struct scan *scan, struct match_names *names, int column,
                            int32_t *number)
{
    const struct match_field *field = &scan->field[column];
    if (field->length == 0)
        return fail_field(scan, column, "is an empty name");
    *number = match_names_find(names, field);
    if (*number < 0)
        *number = match_names_add(names, &scan->build->file->memory, field);
    return *number >= 0 || fail_memory(scan->error);
}

static inline bool find_program(struct scan *scan, int column, int32_t *number)
{
    *number = match_names_find(&scan->build->programs, &scan->field[column]);
    return *number >= 0 || fail_field(scan, column, "is not a program of programs.csv");
}

static inline bool find_applicant(struct scan *scan, int column, int32_t *number)
{
    *number = match_names_find(&scan->build->applicants, &scan->field[column]);
    return *number >= 0
           || fail_field(scan, column,
                         "is not an applicant of applicants.csv or couples.csv");
}

static inline bool read_rank(struct scan *scan, int column, int32_t *rank)
{
    *rank = scan->field[column].number;
    return *rank > 0 || fail_field(scan, column, "is not a rank; ranks are 1, 2, 3, …");
}

static bool read_parity(struct scan *scan, uint8_t *parity)
{
    static const char *const word[] = {"any", "even", "odd"};
    const struct match_field *field = &scan->field[scan->parity];
    *parity = SP_ANY_NUMBER;
    if (field->length == 0)
        return true;
    for (*parity = 0; *parity < 3; ++*parity)
        if (heading_is(field, word[*parity]))
            return true;
    return fail_field(scan, scan->parity, "is not any, even or odd");
}

static bool read_program(struct scan *scan)
{
    struct match_build *build = scan->build;
    const struct match_field *quota = &scan->field[1];
    int32_t p = -1, before = build->programs.count;
    uint8_t parity = SP_ANY_NUMBER;
    if (!read_row(scan) || !add_name(scan, &build->programs, 0, &p))
        return false;
    if (p < before)
        return fail_field(scan, 0, "is a program that was given twice");
    if (quota->number < 0 && quota->length > 0 && quota->at[0] == '-')
        return fail_field(scan, 1, "is a quota below 0");
    if (quota->number < 0)
        return fail_field(scan, 1, "is not a quota, a whole number from 0 to 9999999");
    if (scan->parity >= 0 && !read_parity(scan, &parity))
        return false;
    return match_build_program(build, quota->number, parity) || fail_memory(scan->error);
}

/* The second time through: by now every program is known. */
static bool read_reversion(struct scan *scan, int32_t p)
{
    int32_t to;
    if (!read_row(scan))
        return false;
    if (scan->field[scan->reverts].length == 0)
        return true;
    if (!find_program(scan, scan->reverts, &to))
        return false;
    scan->build->reverts_to[p] = to;
    scan->build->file->reverts = true;
    return true;
}

static bool read_programs(struct match_build *build, struct match_lines *lines,
                          struct sp_error *error)
{
    struct scan scan;
    if (!start(build, MATCH_PROGRAMS, lines, &scan, error))
        return false;
    while (more(&scan))
        if (!read_program(&scan))
            return false;
    if (scan.reverts < 0)
        return true;
    if (!match_lines_again(lines, error)
        || !start(build, MATCH_PROGRAMS, lines, &scan, error))
        return false;
    for (int32_t p = 0; more(&scan); p++)
        if (!read_reversion(&scan, p))
            return false;
    return true;
}

static bool fail_line(enum match_part part, int32_t line, const char *what,
                      const char *name, struct sp_error *error)
{
    return sp_fail(error, SP_BAD_INPUT, "%s, line %d: %s of '%.40s'", part_name[part],
                   (int)line, what, name);
}

/* The line of a row: there are no blank lines and no lines within fields. */
static bool fail_row(enum match_part part, int32_t row, const char *what, const char *name,
                     struct sp_error *error)
{
    return fail_line(part, row + 2, what, name, error);
}

static bool sort_rows(enum match_part part, struct match_rows *rows,
                      const struct match_names *owners, const struct match_names *things,
                      int32_t **first, struct sp_error *error)
{
    int32_t row = -1;
    char what[120];
    enum match_fault fault =
        match_rows_sort(rows, owners->count, things ? things->count : 0, first, &row);
    if (fault == MATCH_NO_ROOM)
        return fail_memory(error);
    if (fault == MATCH_FINE)
        return true;
    const char *owner = owners->name[match_rows_owner(rows, *first, row)];
    if (fault == MATCH_RANK_TWICE)
        snprintf(what, sizeof what, "rank %d stands twice on the list",
                 (int)rows->rank[row]);
    else
        snprintf(what, sizeof what, "'%.40s' stands twice on the list",
                 things->name[rows->what[row]]);
    return fail_row(part, row, what, owner, error);
}

static void own_list(struct match_build *build, int32_t *list)
{
    build->file->list[build->file->lists_owned++] = list;
}

/* Sorted rows are known by their list; only whose a choice is may still be asked. */
static void forget_ranks(struct match_rows *rows)
{
    free(rows->rank);
    rows->rank = NULL;
}

static bool read_applicants(struct match_build *build, struct match_lines *lines,
                            struct sp_error *error)
{
    struct scan scan;
    struct match_rows *rows = &build->choices;
    if (!start(build, MATCH_APPLICANTS, lines, &scan, error))
        return false;
    if (!match_rows_room(rows, most_rows(lines), false))
        return fail_memory(error);
    rows->plain = true;
    while (more(&scan)) {
        int32_t a = -1, rank, p;
        if (!read_row(&scan) || !add_name(&scan, &build->applicants, 0, &a)
            || !read_rank(&scan, 1, &rank) || !find_program(&scan, 2, &p))
            return false;
        if (!match_rows_add(rows, a, rank, p))
            return fail_memory(error);
    }
    return true;
}

/* After the couples, whose members are applicants too. */
static bool sort_choices(struct match_build *build, struct sp_error *error)
{
    int32_t *first = NULL;
    bool ok = sort_rows(MATCH_APPLICANTS, &build->choices, &build->applicants,
                        &build->programs, &first, error);
    build->file->lists.rank_first = first;
    own_list(build, first);
    forget_ranks(&build->choices);
    return ok;
}

static bool read_wishes(struct match_build *build, struct match_lines *lines,
                        struct sp_error *error)
{
    struct scan scan;
    struct match_rows *rows = &build->wishes;
    int32_t *first = NULL;
    if (!start(build, MATCH_PROGRAM_RANKS, lines, &scan, error))
        return false;
    if (!match_rows_room(rows, most_rows(lines), false))
        return fail_memory(error);
    rows->plain = true;
    while (more(&scan)) {
        int32_t p, rank, a = -1;
        if (!read_row(&scan) || !find_program(&scan, 0, &p) || !read_rank(&scan, 1, &rank)
            || !find_applicant(&scan, 2, &a))
            return false;
        if (!match_rows_add(rows, p, rank, a))
            return fail_memory(error);
    }
    bool ok = sort_rows(MATCH_PROGRAM_RANKS, rows, &build->programs, &build->applicants,
                        &first, error);
    build->file->lists.wish_first = first;
    own_list(build, first);
    return ok;
}

/* The couple of a row; its members come with it. */
static bool read_couple(struct scan *scan, int32_t singles, int32_t *couple)
{
    struct match_build *build = scan->build;
    int32_t member[2];
    for (int m = 0; m < 2; m++) {
        if (!add_name(scan, &build->applicants, m, &member[m]))
            return false;
        if (member[m] < singles)
            return fail_field(scan, m,
                              "is a member of a couple and has a list of its own in "
                              "applicants.csv");
    }
    if (member[0] == member[1])
        return fail_field(scan, 1, "is both members of a couple");
    *couple = match_build_couple_of(build, member[0]);
    int32_t other = match_build_couple_of(build, member[1]);
    if (*couple < 0 && other < 0) {
        *couple = build->couples;
        return match_build_couple(build, member[0], member[1]) || fail_memory(scan->error);
    }
    if (*couple == other && build->member[*couple][0] == member[0])
        return true;
    if (*couple == other)
        return fail_field(scan, 0, "is the second member of its couple elsewhere");
    return fail_field(scan, *couple < 0 ? 1 : 0, "is a member of two couples");
}

static bool read_pair(struct scan *scan, int column, int32_t *program)
{
    *program = -1;
    return scan->field[column].length == 0 || find_program(scan, column, program);
}

static bool sort_pairs(struct match_build *build, struct sp_error *error)
{
    int32_t *first = NULL, row = -1;
    struct match_rows *rows = &build->pairs;
    enum match_fault fault = match_rows_sort(rows, build->couples, 0, &first, &row);
    build->file->lists.pair_first = first;
    own_list(build, first);
    if (fault == MATCH_NO_ROOM)
        return fail_memory(error);
    if (fault == MATCH_FINE)
        return true;
    char what[80];
    snprintf(what, sizeof what, "rank %d stands twice on the list", (int)rows->rank[row]);
    return fail_row(MATCH_COUPLES, row, what,
                    build->applicants.name[build->member[rows->who[row]][0]], error);
}

static bool read_couples(struct match_build *build, struct match_lines *lines,
                         struct sp_error *error)
{
    struct scan scan;
    struct match_rows *rows = &build->pairs;
    int32_t singles = build->applicants.count;
    if (!start(build, MATCH_COUPLES, lines, &scan, error))
        return false;
    if (!match_rows_room(rows, most_rows(lines), true))
        return fail_memory(error);
    rows->plain = true;
    while (more(&scan)) {
        int32_t couple = -1, rank, first, second;
        if (!read_row(&scan) || !read_couple(&scan, singles, &couple)
            || !read_rank(&scan, 2, &rank) || !read_pair(&scan, 3, &first)
            || !read_pair(&scan, 4, &second))
            return false;
        rows->also[rows->count] = second;
        if (!match_rows_add(rows, couple, rank, first))
            return fail_memory(error);
    }
    return sort_pairs(build, error);
}

static bool read_link(struct scan *scan)
{
    int32_t a, p, rank, first_year;
    if (!read_row(scan) || !find_applicant(scan, 0, &a) || !find_program(scan, 1, &p)
        || !read_rank(scan, 2, &rank) || !find_program(scan, 3, &first_year))
        return false;
    if (first_year == p)
        return fail_field(scan, 3, "is linked to itself");
    switch (match_build_link(scan->build, a, p, rank, first_year, scan->line)) {
    case MATCH_LINKED:
        return true;
    case MATCH_NOT_LISTED:
        return fail_field(scan, 1,
                          "is not on the applicant's list, so nothing can be linked to it");
    case MATCH_LINK_NO_ROOM:
        break;
    }
    return fail_memory(scan->error);
}

static bool sort_links(struct match_build *build, struct sp_error *error)
{
    int32_t row = -1, a, p;
    struct match_rows *rows = &build->links;
    char what[120];
    enum match_fault fault = match_build_sort_links(build, &row);
    if (fault == MATCH_NO_ROOM)
        return fail_memory(error);
    if (fault == MATCH_FINE)
        return true;
    if (fault == MATCH_RANK_TWICE)
        snprintf(what, sizeof what, "rank %d stands twice on the list linked to a place",
                 (int)rows->rank[row]);
    else
        snprintf(what, sizeof what, "'%.40s' stands twice on the list linked to a place",
                 build->programs.name[rows->what[row]]);
    match_build_link_owner(build, row, &a, &p);
    return fail_line(MATCH_SUPPLEMENTAL, rows->also[row], what, build->applicants.name[a],
                     error);
}

static bool read_links(struct match_build *build, struct match_lines *lines,
                       struct sp_error *error)
{
    struct scan scan;
    if (!start(build, MATCH_SUPPLEMENTAL, lines, &scan, error))
        return false;
    while (more(&scan))
        if (!read_link(&scan))
            return false;
    return sort_links(build, error);
}

bool match_csv_part(struct match_build *build, enum match_part part,
                    struct match_lines *lines, struct sp_error *error)
{
    switch (part) {
    case MATCH_PROGRAMS:
        return read_programs(build, lines, error);
    case MATCH_APPLICANTS:
        return read_applicants(build, lines, error);
    case MATCH_COUPLES:
        return (!lines->at || read_couples(build, lines, error))
               && sort_choices(build, error);
    case MATCH_SUPPLEMENTAL:
        return !lines->at || read_links(build, lines, error);
    case MATCH_PROGRAM_RANKS:
        return read_wishes(build, lines, error);
    case MATCH_PARTS:
        break;
    }
    return true;
}
