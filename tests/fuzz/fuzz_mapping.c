/* fuzz_mapping.c: any text is a mapping or refused, and a mapping is read as it was
 * written. */
#include "fuzz.h"

#include "error.h"
#include "import.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct import_mapping mapping, back;
    struct sp_error error = {0};
    if (!import_mapping_parse((const char *)data, size, &mapping, &error)) {
        assert(error.code == SP_BAD_INPUT && error.text[0]);
        return 0;
    }
    char *text = import_mapping_write(&mapping);
    assert(text && import_mapping_parse(text, strlen(text), &back, &error));
    assert(back.columns == mapping.columns);
    for (int i = 0; i < back.columns; i++)
        assert(strcmp(back.column[i].heading, mapping.column[i].heading) == 0
               && back.column[i].use == mapping.column[i].use
               && back.column[i].unit == mapping.column[i].unit);
    import_mapping_free(&back);
    free(text);
    import_mapping_free(&mapping);
    return 0;
}
