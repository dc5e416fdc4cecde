/* error.c: one line of text and a code, kept where the caller gave room. */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#undef sp_fail /* the analyzer's */
#undef sp_fail_at

/* A line feed inside a value (a field of a file, say) must not break the line. */
static void keep_on_one_line(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            *text = ' ';
}

bool sp_fail(struct sp_error *error, enum sp_code code, const char *format, ...)
{
    if (!error)
        return false;
    error->code = code;
    va_list args;
    va_start(args, format);
    vsnprintf(error->text, sizeof error->text, format, args);
    va_end(args);
    keep_on_one_line(error->text);
    return false;
}

bool sp_fail_at(struct sp_error *error, const char *format, ...)
{
    if (!error)
        return false;
    char was[sizeof error->text];
    memcpy(was, error->text, sizeof was);
    va_list args;
    va_start(args, format);
    int used = vsnprintf(error->text, sizeof error->text, format, args);
    va_end(args);
    if (used >= 0 && (size_t)used < sizeof error->text)
        snprintf(error->text + used, sizeof error->text - (size_t)used, ": %s", was);
    keep_on_one_line(error->text);
    return false;
}
