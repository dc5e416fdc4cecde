/* fuzz_xlsx.c: any archive is a sheet or refused; so is any pair of sheet and strings.
 *
 * Made-up archives seldom get past their checksums, so an input that is no archive is
 * packed into one: what stands before the first zero byte is the sheet, the rest are
 * the shared strings. */
#include "fuzz.h"

#include "error.h"
#include "import.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

static const char workbook[] = "<workbook xmlns:r='r'><sheets><sheet name='S' r:id='a'/>"
                               "</sheets></workbook>";
static const char relations[] = "<Relationships><Relationship Id='a' Type='x/worksheet' "
                                "Target='s.xml'/><Relationship Id='b' "
                                "Type='x/sharedStrings' Target='t.xml'/></Relationships>";

static void parse(const char *bytes, size_t size)
{
    struct table table;
    struct sp_error error = {0};
    if (import_parse_xlsx(bytes, size, NULL, &table, &error)) {
        assert(table.columns > 0 && table.columns <= TABLE_MOST_COLUMNS);
        for (int row = 0; row < table.rows; row++)
            for (int i = 0; i < table.columns; i++)
                assert(strlen(table_cell(&table, row, i)) <= TABLE_MOST_CELL_BYTES);
        table_free(&table);
    } else {
        assert(error.code == SP_BAD_INPUT && error.text[0]);
        assert(table.rows == 0 && !table.cell);
    }
}

static void add(zip_t *zip, const char *name, const void *bytes, size_t size)
{
    zip_source_t *source = zip_source_buffer(zip, bytes, size, 0);
    zip_int64_t at = zip_file_add(zip, name, source, 0);
    assert(at >= 0);
    zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
}

static void pack_and_parse(const char *sheet, size_t size)
{
    size_t length = strnlen(sheet, size);
    size_t rest = length < size ? length + 1 : size;
    zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = zip_open_from_source(memory, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert(zip);
    zip_source_keep(memory);
    add(zip, "xl/workbook.xml", workbook, sizeof workbook - 1);
    add(zip, "xl/_rels/workbook.xml.rels", relations, sizeof relations - 1);
    add(zip, "xl/s.xml", sheet, length);
    add(zip, "xl/t.xml", sheet + rest, size - rest);
    assert(zip_close(zip) == 0);

    zip_stat_t stat;
    assert(zip_source_open(memory) == 0 && zip_source_stat(memory, &stat) == 0);
    char *bytes = malloc(stat.size);
    assert(bytes);
    assert(zip_source_read(memory, bytes, stat.size) == (zip_int64_t)stat.size);
    zip_source_close(memory);
    zip_source_free(memory);
    parse(bytes, stat.size);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    if (size >= 2 && memcmp(bytes, "PK", 2) == 0)
        parse(bytes, size);
    else
        pack_and_parse(size ? bytes : "", size);
    return 0;
}
