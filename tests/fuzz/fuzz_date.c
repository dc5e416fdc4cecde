/* fuzz_date.c: any text is a day or refused, and a day is written as it was read. */
#include "fuzz.h"

#include "date.h"
#include "error.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[64], back[11];
    struct sp_date date;
    struct sp_error error = {0};
    if (size >= sizeof text)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    if (sp_date_parse(text, "day", &date, &error)) {
        sp_date_write(date, back);
        assert(strncmp(text, back, strlen(text)) == 0);
    } else {
        assert(error.code == SP_BAD_INPUT && error.text[0] != '\0');
    }
    return 0;
}
