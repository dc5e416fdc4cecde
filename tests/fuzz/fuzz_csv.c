/* fuzz_csv.c: any bytes are a table or refused with a line; a table can be mapped, and
 * its mapping comes back from its file. */
#include "fuzz.h"

#include "error.h"
#include "import.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void check_table(const struct table *table)
{
    assert(table->columns > 0 && table->columns <= TABLE_MOST_COLUMNS);
    for (int row = 0; row < table->rows; row++) {
        assert(table->line[row] > (row ? table->line[row - 1] : table->heading_line));
        for (int i = 0; i < table->columns; i++)
            assert(strlen(table_cell(table, row, i)) <= TABLE_MOST_CELL_BYTES);
    }
}

static void check_mapping(const struct table *table)
{
    struct import_mapping mapping, back;
    struct sp_error error = {0};
    assert(import_guess(table, &mapping, &error));
    bool bound = import_bind(&mapping, table, &error);
    assert(bound || error.text[0]);
    char *text = bound ? import_mapping_write(&mapping) : NULL;
    if (text) {
        assert(import_mapping_parse(text, strlen(text), &back, &error));
        assert(import_bind(&back, table, &error));
        import_mapping_free(&back);
    }
    free(text);
    import_mapping_free(&mapping);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct table table;
    struct sp_error error = {0};
    if (table_parse_csv((const char *)data, size, &table, &error)) {
        check_table(&table);
        if (import_check_formulas(&table, &error))
            check_mapping(&table);
        table_free(&table);
    } else {
        assert(error.code == SP_BAD_INPUT && strncmp(error.text, "line ", 5) == 0);
        assert(table.rows == 0 && !table.cell);
    }
    return 0;
}
