/* error.h: what went wrong, in words for the person who can mend it
 *
 * Anything that can fail returns bool and takes a `struct sp_error *` last.
 * The text is written where the fault is known, names field and value, and
 * fits on a line; an edge may put the place in front of it.
 */
#pragma once

#include <stdbool.h>

enum sp_code {
    SP_OK = 0,
    SP_BAD_INPUT,   /* mend the input */
    SP_NOT_FOUND,   /* ask for something else */
    SP_NO_MEMORY,   /* give the machine more, or ask for less */
    SP_UNAVAILABLE, /* a file, disk or server does not answer: mend the environment */
    SP_CONFLICT,    /* it was changed meanwhile: look at what is there now */
};

struct sp_error {
    enum sp_code code;
    char text[400]; /* one line of UTF-8, no line feed */
};

/* Records the fault and returns false, so that `return sp_fail(…)` reads well.
 * `error` may be NULL when the caller does not want to know. */
bool sp_fail(struct sp_error *error, enum sp_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts a place (`programs.csv, line 17`) and a colon before the text; returns false. */
bool sp_fail_at(struct sp_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#ifdef __clang_analyzer__ /* sees one file at a time, and so not that both return false */
#define sp_fail(...)    ((sp_fail)(__VA_ARGS__), false)
#define sp_fail_at(...) ((sp_fail_at)(__VA_ARGS__), false)
#endif
