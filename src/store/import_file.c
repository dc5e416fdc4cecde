/* import_file.c: bytes from the disk, and which kind of table they are. */
#include "import.h"

#include "error.h"
#include "import_rows.h"
#include "store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *import_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The whole file; `bytes` is to be freed.  One byte more than is allowed is enough to
 * know that it is too large. */
static bool read_file(const char *path, char **bytes, size_t *size, struct sp_error *error)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return sp_fail(error, SP_UNAVAILABLE, "%s", strerror(errno));
    char *at = NULL;
    size_t room = 0, used = 0;
    bool ok = true;
    while (ok && used <= TABLE_MOST_BYTES) {
        if (used == room) {
            room = room ? 2 * room : 1 << 16;
            char *more = realloc(at, room);
            ok = more || sp_fail(error, SP_NO_MEMORY, "no memory for the file");
            at = more ? more : at;
            continue;
        }
        size_t got = fread(at + used, 1, room - used, file);
        used += got;
        if (got == 0)
            break;
    }
    if (ok && ferror(file))
        ok = sp_fail(error, SP_UNAVAILABLE, "%s", strerror(errno));
    fclose(file);
    if (!ok) {
        free(at);
        return false;
    }
    *bytes = at;
    *size = used;
    return true;
}

bool import_parse(const char *bytes, size_t size, const char *name, const char *sheet,
                  struct table *table, struct sp_error *error)
{
    bool packed =
        size >= 4
        && (memcmp(bytes, "PK\3\4", 4) == 0 || memcmp(bytes, "\xd0\xcf\x11\xe0", 4) == 0);
    *table = (struct table){0};
    if ((packed ? import_parse_xlsx(bytes, size, sheet, table, error)
                : table_parse_csv(bytes, size, table, error))
        && import_check_formulas(table, error))
        return true;
    table_free(table);
    return sp_fail_at(error, "%s", name);
}

bool import_load(const char *path, const char *sheet, struct table *table,
                 struct sp_error *error)
{
    char *bytes = NULL;
    size_t size = 0;
    *table = (struct table){0};
    if (!read_file(path, &bytes, &size, error))
        return sp_fail_at(error, "%s", import_base_name(path));
    bool ok = import_parse(bytes, size, import_base_name(path), sheet, table, error);
    free(bytes);
    return ok;
}

bool import_mapping_load(const char *path, struct import_mapping *mapping,
                         struct sp_error *error)
{
    char *bytes = NULL;
    size_t size = 0;
    *mapping = (struct import_mapping){0};
    bool ok = read_file(path, &bytes, &size, error)
              && import_mapping_parse(bytes, size, mapping, error);
    free(bytes);
    return ok || sp_fail_at(error, "%s", import_base_name(path));
}

static bool is_formula(const char *text)
{
    if (*text == '=' || *text == '@')
        return true;
    if (*text != '+' && *text != '-')
        return false;
    return text[1] && !strchr("0123456789. -", text[1]);
}

bool import_check_formulas(const struct table *table, struct sp_error *error)
{
    for (int i = 0; i < table->columns; i++)
        if (is_formula(table->name[i]))
            return sp_fail(error, SP_BAD_INPUT,
                           "line %d, column %d: the heading \"%.60s\" "
                           "begins like a formula",
                           table->heading_line, i + 1, table->name[i]);
    for (int row = 0; row < table->rows; row++)
        for (int i = 0; i < table->columns; i++)
            if (is_formula(table_cell(table, row, i)))
                return sp_fail(
                    error, SP_BAD_INPUT,
                    "line %d, column %d (%.60s): \"%.60s\" begins like a formula",
                    table->line[row], i + 1, table->name[i], table_cell(table, row, i));
    return true;
}

bool import_goes_on(const struct store_watch *watch, const char *what, long done,
                    long total, struct sp_error *error)
{
    enum { OFTEN = 64 };
    return !watch || done % OFTEN != 0 || watch->step(watch->context, what, done, total)
           || sp_fail(error, SP_UNAVAILABLE, "stopped; nothing was changed");
}
