/* text_table.c: measure all cells, share the page out, write line by line.
 *
 * The widest column that wraps gives up room first, down to its longest word.  Each row
 * is as high as its longest cell.
 */
#include "text_table.h"

#include "error.h"

#include <assert.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    NARROWEST = 40,
    WIDEST = 100,
    GAP = 2,
    LEAST_WRAPPED = 12,
    LONGEST_WORD = 20, /* longer ones are broken */
    MOST = 24
};

static int terminal_width(FILE *out)
{
    const char *said = getenv("COLUMNS");
    long columns = said ? strtol(said, NULL, 10) : 0;
    struct winsize size;
    struct stat about;
    if (columns > 0 && columns <= INT_MAX)
        return (int)columns;
    if (ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    /* A pipe most often ends in a pager on the terminal that errors go to. */
    bool pipe = fstat(fileno(out), &about) == 0 && S_ISFIFO(about.st_mode);
    if (pipe && ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return WIDEST;
}

struct text_page text_page_for(FILE *out)
{
    const char *no_colour = getenv("NO_COLOR");
    int width = fileno(out) >= 0 ? terminal_width(out) : WIDEST;
    width = width < NARROWEST ? NARROWEST : width > WIDEST ? WIDEST : width;
    bool colour = fileno(out) >= 0 && isatty(fileno(out)) && !(no_colour && *no_colour);
    return (struct text_page){out, width, colour};
}

/* One letter: its code point, or U+FFFD for a byte that is no UTF-8; returns its bytes. */
static int letter(const char *text, uint32_t *point)
{
    const unsigned char *s = (const unsigned char *)text;
    int more = s[0] < 0x80    ? 0
               : s[0] >= 0xF0 ? 3
               : s[0] >= 0xE0 ? 2
               : s[0] >= 0xC2 ? 1
                              : -1;
    *point = 0xFFFD;
    if (more < 0 || s[0] > 0xF4)
        return 1;
    uint32_t value = more == 0 ? s[0] : s[0] & (0x3Fu >> more);
    for (int i = 1; i <= more; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 1;
        value = value << 6 | (s[i] & 0x3F);
    }
    *point = value;
    return more + 1;
}

static int letter_width(uint32_t p)
{
    if (p < 0x20 || p == 0x7F || (p >= 0x80 && p < 0xA0))
        return 0;
    if ((p >= 0x300 && p <= 0x36F) || (p >= 0x200B && p <= 0x200F) || p == 0xFE0F
        || (p >= 0x20D0 && p <= 0x20FF))
        return 0;
    bool wide = (p >= 0x1100 && p <= 0x115F) || (p >= 0x2E80 && p <= 0xA4CF)
                || (p >= 0xAC00 && p <= 0xD7A3) || (p >= 0xF900 && p <= 0xFAFF)
                || (p >= 0xFF00 && p <= 0xFF60) || (p >= 0x1F300 && p <= 0x1FAFF)
                || (p >= 0x20000 && p <= 0x3FFFD);
    return wide ? 2 : 1;
}

static int slice_width(const char *text, size_t length)
{
    int width = 0;
    for (const char *at = text; at < text + length;) {
        uint32_t point;
        at += letter(at, &point);
        width += letter_width(point);
    }
    return width;
}

int text_width(const char *text)
{
    return slice_width(text, strlen(text));
}

static bool control(uint32_t p)
{
    return p < 0x20 || (p >= 0x7F && p < 0xA0) || (p >= 0x202A && p <= 0x202E)
           || (p >= 0x2066 && p <= 0x2069);
}

/* Writes the first `length` bytes, leaving out what could steer the terminal. */
static void put_slice(FILE *out, const char *text, size_t length)
{
    for (const char *end = text + length; text < end;) {
        uint32_t point;
        int bytes = letter(text, &point);
        if (point == 0xFFFD)
            fputs("\xEF\xBF\xBD", out);
        else if (!control(point))
            fwrite(text, 1, (size_t)bytes, out);
        text += bytes;
    }
}

static const char *look_on(enum text_look look)
{
    static const char *const code[] = {"", "\033[1m", "\033[2m", "\033[32m", "\033[33m"};
    return code[look];
}

static void put_look(const struct text_page *page, enum text_look look, const char *text,
                     size_t length)
{
    bool dressed = page->colour && look != TEXT_PLAIN;
    if (dressed)
        fputs(look_on(look), page->out);
    put_slice(page->out, text, length);
    if (dressed)
        fputs("\033[0m", page->out);
}

void text_put(const struct text_page *page, enum text_look look, const char *text)
{
    put_look(page, look, text, strlen(text));
}

void text_heading(const struct text_page *page, const char *text)
{
    text_put(page, TEXT_BOLD, text);
    fputc('\n', page->out);
}

/* How many bytes of `text` fit into `width` columns, broken at a space if asked for and
 * where one is; `next` is where the following line begins. */
static size_t line_length(const char *text, int width, bool at_space, const char **next)
{
    const char *at = text, *space = NULL;
    int used = 0;
    for (uint32_t point; *at;) {
        int bytes = letter(at, &point);
        if (point == ' ' && at_space)
            space = at;
        if (used + letter_width(point) > width) {
            const char *end = space && space > text ? space : at > text ? at : at + bytes;
            *next = end + strspn(end, " ");
            while (end > text + 1 && end[-1] == ' ')
                end--;
            return (size_t)(end - text);
        }
        used += letter_width(point);
        at += bytes;
    }
    *next = at;
    return (size_t)(at - text);
}

void text_put_line(const struct text_page *page, enum text_look look, int width,
                   const char **rest)
{
    const char *next;
    size_t length = line_length(*rest, width, true, &next);
    int used = slice_width(*rest, length);
    put_look(page, look, *rest, length);
    fprintf(page->out, "%*s", width > used ? width - used : 0, "");
    *rest = next;
}

void text_wrap_from(const struct text_page *page, int indent, const char *text)
{
    const char *next;
    int room = page->width - indent;
    if (room < LEAST_WRAPPED && text_width(text) > room) {
        fputc('\n', page->out);
        text_wrap(page, GAP, GAP, text);
        return;
    }
    size_t length = line_length(text, room, true, &next);
    put_slice(page->out, text, length);
    fputc('\n', page->out);
    if (*next)
        text_wrap(page, indent, indent, next);
}

void text_wrap(const struct text_page *page, int indent, int hang, const char *text)
{
    do {
        const char *next;
        size_t length = line_length(text, page->width - indent, true, &next);
        fprintf(page->out, "%*s", indent, "");
        put_slice(page->out, text, length);
        fputc('\n', page->out);
        text = next;
        indent = hang;
    } while (*text);
}

void text_wrapf(const struct text_page *page, int indent, int hang, const char *format, ...)
{
    char text[TEXT_LONGEST];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    text_wrap(page, indent, hang, text);
}

struct text_table text_table_for(const struct text_page *page,
                                 const struct text_column *column, int columns)
{
    assert(columns > 0 && columns <= MOST);
    return (struct text_table){.page = page, .column = column, .columns = columns};
}

static void keep(struct text_table *table, char *text)
{
    if (table->cells == table->room) {
        int room = table->room ? table->room * 2 : 64;
        char **cell = realloc(table->cell, (size_t)room * sizeof *cell);
        if (!cell) {
            free(text);
            table->failed = true;
            return;
        }
        table->cell = cell;
        table->room = room;
    }
    table->failed |= !text;
    table->cell[table->cells++] = text;
}

void text_cell(struct text_table *table, const char *text)
{
    keep(table, strdup(text ? text : ""));
}

void text_cellf(struct text_table *table, const char *format, ...)
{
    char *text = NULL;
    va_list args;
    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        text = NULL;
    va_end(args);
    keep(table, text);
}

static void measure(const struct text_table *table, int *width)
{
    for (int c = 0; c < table->columns; c++)
        width[c] = text_width(table->column[c].title);
    for (int i = 0; i < table->cells; i++) {
        int wide = text_width(table->cell[i]);
        if (wide > width[i % table->columns])
            width[i % table->columns] = wide;
    }
}

/* The width below which a column that wraps would break words. */
static int least_width(const struct text_table *table, int column, int width)
{
    int least = LEAST_WRAPPED;
    for (int i = column; i < table->cells; i += table->columns)
        for (const char *at = table->cell[i]; *at;) {
            size_t length = strcspn(at, " ");
            int word = slice_width(at, length);
            least = word > least ? word : least;
            at += length + strspn(at + length, " ");
        }
    least = least > LONGEST_WORD ? LONGEST_WORD : least;
    return least < width ? least : width;
}

/* Narrows the widest columns that wrap until the table fits its page; false when it
 * cannot. */
static bool share_page(const struct text_table *table, int *width)
{
    int least[MOST], over = (table->columns - 1) * GAP - table->page->width;
    for (int c = 0; c < table->columns; c++) {
        over += width[c];
        least[c] = table->column[c].wraps ? least_width(table, c, width[c]) : width[c];
    }
    for (; over > 0; over--) {
        int widest = -1;
        for (int c = 0; c < table->columns; c++)
            if (width[c] > least[c] && (widest < 0 || width[c] > width[widest]))
                widest = c;
        if (widest < 0)
            return false;
        width[widest]--;
    }
    return true;
}

/* One line of one cell; `rest` moves on. */
static void put_cell(const struct text_table *table, int column, int width, bool last,
                     enum text_look look, const char **rest)
{
    const char *text = *rest, *next;
    size_t length = line_length(text, width, true, &next);
    int used = slice_width(text, length);
    int pad = width > used ? width - used : 0;
    if (table->column[column].right)
        fprintf(table->page->out, "%*s", pad, "");
    put_look(table->page, look, text, length);
    if (!table->column[column].right && !last)
        fprintf(table->page->out, "%*s", pad, "");
    if (!last)
        fprintf(table->page->out, "%*s", GAP, "");
    *rest = next;
}

static bool more_left(const char *const *rest, int columns, int *last)
{
    *last = -1;
    for (int c = 0; c < columns; c++)
        if (*rest[c])
            *last = c;
    return *last >= 0;
}

static void put_row(const struct text_table *table, const int *width, const char **rest,
                    enum text_look look)
{
    int last;
    while (more_left(rest, table->columns, &last)) {
        for (int c = 0; c <= last; c++)
            put_cell(table, c, width[c], c == last, look, &rest[c]);
        fputc('\n', table->page->out);
    }
}

/* The row at `cell` as lines: its first two cells, then "title value · title value".  A
 * first column without a title heads the row alone. */
static bool put_stacked(const struct text_table *table, char *const *cell)
{
    const struct text_page *page = table->page;
    int heads = *table->column[0].title && table->columns > 1 ? 2 : 1;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return false;
    for (int c = heads, count = 0; c < table->columns; c++)
        if (*cell[c])
            fprintf(out, "%s%s%s%s", count++ ? " · " : "", table->column[c].title,
                    *table->column[c].title ? " " : "", cell[c]);
    bool ok = fclose(out) == 0;
    text_put(page, TEXT_BOLD, cell[0]);
    if (heads == 2 && *cell[1]) {
        fprintf(page->out, "%*s", GAP, "");
        text_wrap_from(page, text_width(cell[0]) + GAP, cell[1]);
    } else {
        fputc('\n', page->out);
    }
    if (ok && *text)
        text_wrap(page, GAP, GAP, text);
    free(text);
    return ok;
}

static bool put_table(const struct text_table *table)
{
    int width[MOST];
    const char *rest[MOST];
    bool ok = true;
    measure(table, width);
    bool stacked = !share_page(table, width);
    for (int c = 0; c < table->columns; c++)
        rest[c] = table->column[c].title;
    if (!stacked)
        put_row(table, width, rest, TEXT_BOLD);
    for (int first = 0; first + table->columns <= table->cells; first += table->columns) {
        for (int c = 0; c < table->columns; c++)
            rest[c] = table->cell[first + c];
        if (stacked)
            ok = put_stacked(table, table->cell + first) && ok;
        else
            put_row(table, width, rest, TEXT_PLAIN);
    }
    return ok;
}

bool text_table_finish(struct text_table *table, struct sp_error *error)
{
    bool failed = table->failed;
    assert(failed || table->cells % table->columns == 0);
    if (!failed)
        failed = !put_table(table);
    for (int i = 0; i < table->cells; i++)
        free(table->cell[i]);
    free(table->cell);
    *table = text_table_for(table->page, table->column, table->columns);
    return failed ? sp_fail(error, SP_NO_MEMORY, "no memory for a table") : true;
}
