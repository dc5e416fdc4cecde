/* specialty.c: names compared by their letters and digits alone.
 *
 * "Med-Peds", "med peds" and "MedPeds" are the same name.  A name that fits nothing
 * is answered with those that take the fewest edits.
 */
#include "specialty.h"

#include "error.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 128, NEAREST = 3 };

/* Letters (small), digits and bytes above ASCII of the first `length` bytes; what does
 * not fit is cut. */
static void reduce(const char *text, size_t length, char out[NAME_BYTES])
{
    size_t used = 0;
    for (size_t i = 0; i < length && used + 1 < NAME_BYTES; i++) {
        unsigned char c = (unsigned char)text[i];
        if (isalnum(c) || c >= 0x80)
            out[used++] = (char)tolower(c);
    }
    out[used] = '\0';
}

/* Steps through "a; b; c"; false when there is no further alias. */
static bool next_alias(const char **rest, const char **alias, size_t *length)
{
    while (**rest == ';' || **rest == ' ')
        (*rest)++;
    *alias = *rest;
    *length = strcspn(*rest, ";");
    *rest += *length;
    return *length > 0;
}

static bool has_alias(const char *aliases, const char *wanted)
{
    const char *alias;
    size_t length;
    while (next_alias(&aliases, &alias, &length)) {
        char reduced[NAME_BYTES];
        reduce(alias, length, reduced);
        if (strcmp(reduced, wanted) == 0)
            return true;
    }
    return false;
}

int sp_specialty_find(const struct sp_specialties *specialties, const char *text)
{
    char wanted[NAME_BYTES], name[NAME_BYTES];
    reduce(text, strlen(text), wanted);
    if (!*wanted)
        return -1;
    for (int i = 0; i < specialties->count; i++)
        if (strcmp(specialties->at[i].code, wanted) == 0)
            return i;
    for (int i = 0; i < specialties->count; i++) {
        reduce(specialties->at[i].name, strlen(specialties->at[i].name), name);
        if (strcmp(name, wanted) == 0)
            return i;
    }
    for (int i = 0; i < specialties->count; i++)
        if (has_alias(specialties->at[i].aliases, wanted))
            return i;
    return -1;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

int sp_edit_distance(const char *a, const char *b)
{
    enum { LONGEST = 255 };
    size_t a_length = strlen(a), b_length = strlen(b);
    size_t height = a_length < LONGEST ? a_length : LONGEST;
    size_t width = b_length < LONGEST ? b_length : LONGEST;
    int row[3][LONGEST + 1]; /* two rows back, one back, this one */
    int *before = row[0], *above = row[1], *now = row[2];
    for (size_t j = 0; j <= width; j++)
        above[j] = (int)j;
    for (size_t i = 1; i <= height; i++) {
        now[0] = (int)i;
        for (size_t j = 1; j <= width; j++) {
            int x = tolower((unsigned char)a[i - 1]), y = tolower((unsigned char)b[j - 1]);
            now[j] = least(above[j - 1] + (x != y), least(above[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && x == tolower((unsigned char)b[j - 2])
                && y == tolower((unsigned char)a[i - 2]))
                now[j] = least(now[j], before[j - 2] + 1);
        }
        int *spare = before;
        before = above;
        above = now;
        now = spare;
    }
    return above[width] + (int)(a_length - height) + (int)(b_length - width);
}

/* The fewest edits from `wanted` (reduced) to the name or an alias of a specialty. */
static int distance(const struct sp_specialty *specialty, const char *wanted)
{
    char reduced[NAME_BYTES];
    reduce(specialty->name, strlen(specialty->name), reduced);
    int best = sp_edit_distance(reduced, wanted);
    const char *aliases = specialty->aliases, *alias;
    size_t length;
    while (next_alias(&aliases, &alias, &length)) {
        reduce(alias, length, reduced);
        best = least(best, sp_edit_distance(reduced, wanted));
    }
    return best;
}

/* Fills `place` with the nearest specialties of different names, nearest first;
 * returns how many. */
static int find_nearest(const struct sp_specialties *specialties, const char *wanted,
                        int place[NEAREST])
{
    int edits[NEAREST], found = 0;
    for (int i = 0; i < specialties->count; i++) {
        int d = distance(&specialties->at[i], wanted), at = found;
        bool named = false;
        for (int k = 0; k < found; k++)
            named |= strcmp(specialties->at[place[k]].name, specialties->at[i].name) == 0;
        while (at > 0 && d < edits[at - 1])
            at--;
        if (named || at == NEAREST)
            continue;
        for (int k = least(found, NEAREST - 1); k > at; k--) {
            place[k] = place[k - 1];
            edits[k] = edits[k - 1];
        }
        place[at] = i;
        edits[at] = d;
        found = least(found + 1, NEAREST);
    }
    return found;
}

bool sp_specialty_require(const struct sp_specialties *specialties, const char *field,
                          const char *text, int *place, struct sp_error *error)
{
    *place = sp_specialty_find(specialties, text);
    if (*place >= 0)
        return true;
    char wanted[NAME_BYTES], names[200] = "";
    int nearest[NEAREST];
    reduce(text, strlen(text), wanted);
    int found = find_nearest(specialties, wanted, nearest);
    for (int i = 0; i < found; i++) {
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "",
                 specialties->at[nearest[i]].name);
    }
    if (!found)
        return sp_fail(error, SP_BAD_INPUT,
                       "%s: \"%.80s\" is not a specialty; the catalogue has none", field,
                       text);
    return sp_fail(error, SP_BAD_INPUT, "%s: \"%.80s\" is not a specialty; nearest: %s",
                   field, text, names);
}

void sp_specialties_free(struct sp_specialties *specialties)
{
    free(specialties->at);
    sp_arena_free(&specialties->text);
    *specialties = (struct sp_specialties){0};
}
