/* json_line.c: goes through the text once more, counting lines.
 *
 * Keys are compared as they are written, so one with an escape is not found; of two keys
 * that fit, as `a` and `a.b` in `a.b`, the longer one counts.
 */
#include "json_line.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct cursor {
    const char *at, *end;
    int line;
};

static char look(const struct cursor *cursor)
{
    return cursor->at < cursor->end ? *cursor->at : '\0';
}

static void step(struct cursor *cursor)
{
    if (cursor->at < cursor->end)
        cursor->line += *cursor->at++ == '\n';
}

static void skip_blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->end && strchr(" \t\r\n", *cursor->at))
        step(cursor);
}

static void skip_string(struct cursor *cursor)
{
    step(cursor);
    while (cursor->at < cursor->end && *cursor->at != '"') {
        if (*cursor->at == '\\')
            step(cursor);
        step(cursor);
    }
    step(cursor);
}

/* To behind the value that begins here. */
static void skip_value(struct cursor *cursor)
{
    int depth = 0;
    do {
        char c = look(cursor);
        if (c == '"') {
            skip_string(cursor);
            continue;
        }
        if (depth == 0 && c && strchr(",]}", c))
            return;
        depth += c == '[' || c == '{';
        depth -= c == ']' || c == '}';
        step(cursor);
        if (depth == 0 && (c == ']' || c == '}'))
            return;
    } while (cursor->at < cursor->end && (depth > 0 || !strchr(" \t\r\n", *cursor->at)));
}

/* To the next element, past the comma; false at the end of the list or object. */
static bool next(struct cursor *cursor)
{
    skip_blanks(cursor);
    bool more = look(cursor) == ',';
    step(cursor);
    skip_blanks(cursor);
    return more;
}

/* From the bracket that opens to its first element; false when there is none. */
static bool enter(struct cursor *cursor, char open, char close)
{
    if (look(cursor) != open)
        return false;
    step(cursor);
    skip_blanks(cursor);
    return look(cursor) != close;
}

static bool enter_list(struct cursor *cursor, const char **place)
{
    char *end;
    long left = strtol(*place + 1, &end, 10);
    *place = *end == ']' ? end + 1 : end;
    bool more = enter(cursor, '[', ']');
    while (more && left-- > 0) {
        skip_value(cursor);
        more = next(cursor);
    }
    return more;
}

/* How much of the place the key is; 0: it is another. */
static size_t fits(const char *place, const char *key, size_t length)
{
    bool same = length > 0 && strncmp(place, key, length) == 0;
    return same && strchr(".[", place[length]) ? length : 0; /* the end counts too */
}

static bool enter_object(struct cursor *cursor, const char **place)
{
    struct cursor found = *cursor;
    size_t best = 0;
    const char *name = *place + (**place == '.');
    for (bool more = enter(cursor, '{', '}'); more; more = next(cursor)) {
        const char *key = cursor->at + 1;
        skip_string(cursor);
        size_t length = fits(name, key, (size_t)(cursor->at - 1 - key));
        skip_blanks(cursor);
        step(cursor); /* the colon */
        skip_blanks(cursor);
        if (length > best) {
            best = length;
            found = *cursor;
        }
        skip_value(cursor);
    }
    *cursor = found;
    *place = name + best;
    return best > 0;
}

int json_line(const char *text, size_t length, const char *place)
{
    struct cursor cursor = {text, text + length, 1};
    skip_blanks(&cursor);
    int line = cursor.line;
    while (*place
           && (*place == '[' ? enter_list(&cursor, &place) : enter_object(&cursor, &place)))
        line = cursor.line;
    return line;
}
