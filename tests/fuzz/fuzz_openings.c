/* fuzz_openings.c: any table gives openings that make sense, or refusals with a line. */
#include "fuzz.h"

#include "error.h"
#include "opening_import.h"

#include <assert.h>
#include <string.h>

/* Every fact that is taken can be put into an opening. */
static void put_all(const struct opening_import *import)
{
    static const struct sp_origin nobody = {"", ""};
    struct sp_arena text = {0};
    struct sp_opening opening = sp_opening_blank();
    for (int i = 0; i < import->facts; i++) {
        const struct store_opening_fact *fact = &import->fact[i];
        struct sp_error error = {0};
        if (i == 0 || strcmp(fact->opening, import->fact[i - 1].opening) != 0)
            opening = sp_opening_blank();
        bool ok = sp_opening_set(&opening, fact->field, fact->value, SP_STATED_USER,
                                 &nobody, &text, &error);
        assert(ok);
        assert(sp_opening_get(&opening, fact->field, &text));
    }
    sp_arena_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct sp_specialty one = {
        .code = "140", .name = "Internal Medicine", .aliases = "IM"};
    static const struct sp_specialties specialties = {.at = &one, .count = 1};
    static const struct sp_openings none = {0};
    struct table table;
    struct opening_import import;
    struct sp_error error = {0};
    if (!table_parse_csv((const char *)data, size, &table, &error))
        return 0;
    if (opening_import_read(&table, NULL, 0, &none, &specialties, NULL, &import, &error)) {
        assert(import.added + import.refusals <= import.rows && import.changed == 0);
        for (int i = 0; i < import.refusals; i++)
            assert(import.refusal[i].line > 0 && *import.refusal[i].text);
        put_all(&import);
        opening_import_free(&import);
    } else {
        assert(error.code == SP_BAD_INPUT && *error.text);
    }
    table_free(&table);
    return 0;
}
