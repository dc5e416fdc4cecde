/* import_name.c: names in one spelling, so that equal means equal.
 *
 * Word by word: accents off, small letters, one spelling for each of the words that
 * catalogues shorten, the state's two letters written out.  The order of words stays:
 * "University of Washington" is not "Washington University".
 */
#include "import.h"

#include <ctype.h>
#include <string.h>

struct spelling {
    const char *is, *becomes; /* "" : the word says nothing */
};

static const struct spelling spellings[] = {
    {"and", ""},
    {"assoc", "association"},
    {"assn", "association"},
    {"at", ""},
    {"centre", "center"},
    {"children", "childrens"},
    {"coll", "college"},
    {"com", "college medicine"},
    {"comm", "community"},
    {"cnty", "county"},
    {"ctr", "center"},
    {"ctrs", "center"},
    {"centers", "center"},
    {"dept", "department"},
    {"ed", "education"},
    {"educ", "education"},
    {"fdn", "foundation"},
    {"for", ""},
    {"ft", "fort"},
    {"gen", "general"},
    {"gme", "graduate medicine education"},
    {"grad", "graduate"},
    {"hlth", "health"},
    {"healthcare", "health care"},
    {"hosp", "hospital"},
    {"hosps", "hospital"},
    {"hospitals", "hospital"},
    {"in", ""},
    {"inst", "institute"},
    {"intl", "international"},
    {"med", "medicine"},
    {"medical", "medicine"},
    {"mem", "memorial"},
    {"meml", "memorial"},
    {"mt", "mount"},
    {"natl", "national"},
    {"of", ""},
    {"program", ""},
    {"reg", "regional"},
    {"regl", "regional"},
    {"residency", ""},
    {"saint", "st"},
    {"sch", "school"},
    {"som", "school medicine"},
    {"svc", "service"},
    {"svcs", "service"},
    {"services", "service"},
    {"sys", "system"},
    {"the", ""},
    {"u", "university"},
    {"univ", "university"},
    {"vet", "veterans"},
};

struct folding {
    char *out;
    size_t used, room;
    const struct store_state *state; /* NULL: not known */
};

static void put(struct folding *folding, const char *text, size_t length)
{
    if (length == 0)
        return;
    if (folding->used > 0 && folding->used + 1 < folding->room)
        folding->out[folding->used++] = ' ';
    for (size_t i = 0; i < length && folding->used + 1 < folding->room; i++)
        folding->out[folding->used++] = text[i];
    folding->out[folding->used] = '\0';
}

/* "FL" in a name from Florida is "florida"; in capitals only, for "or" and "in" are
 * words. */
static bool put_state(struct folding *folding, const char *source)
{
    if (!folding->state || strncmp(source, folding->state->code, 2) != 0)
        return false;
    char name[64];
    size_t length = 0;
    for (const char *at = folding->state->name; *at && length < sizeof name; at++)
        name[length++] = (char)tolower((unsigned char)*at);
    put(folding, name, length);
    return true;
}

/* `source` is where the word stands in the name, as it was written. */
static void put_word(struct folding *folding, const char *word, size_t length,
                     const char *source)
{
    if (length == 2 && put_state(folding, source))
        return;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        if (strlen(spellings[i].is) == length
            && memcmp(spellings[i].is, word, length) == 0) {
            put(folding, spellings[i].becomes, strlen(spellings[i].becomes));
            return;
        }
    put(folding, word, length);
}

/* The plain letter of a two-byte letter of Latin-1 (U+00C0..U+00FF), or 0. */
static char plain_letter(const char *at)
{
    static const char letters[] = "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiii"
                                  "dnooooo/ouuuuyty";
    unsigned char second = (unsigned char)at[1];
    if ((unsigned char)*at != 0xc3 || second < 0x80 || second > 0xbf)
        return 0;
    char letter = letters[second - 0x80];
    return isalpha((unsigned char)letter) ? letter : 0;
}

/* The length of `name` without "-NY" at its end, when that is the state. */
static size_t without_state(const char *name, const struct store_state *state)
{
    size_t length = strlen(name);
    if (state && length > 3 && name[length - 3] == '-'
        && strcmp(name + length - 2, state->code) == 0)
        return length - 3;
    return length;
}

void import_fold_name(const char *name, const struct store_state *state, char *out,
                      size_t room)
{
    struct folding folding = {.out = out, .room = room, .state = state};
    char word[64];
    size_t length = 0;
    const char *end = name + without_state(name, state), *source = name;
    out[0] = '\0';
    while (name < end) {
        char accented = end - name > 1 ? plain_letter(name) : 0;
        unsigned char c = (unsigned char)*name;
        bool in_word = accented || isalnum(c) || c >= 0x80;
        if (in_word && length == 0)
            source = name;
        if (in_word && length < sizeof word)
            word[length++] = accented ? accented : (char)tolower(c);
        if (!in_word && c != '\'') {
            put_word(&folding, word, length, source);
            length = 0;
        }
        name += accented ? 2 : 1;
    }
    put_word(&folding, word, length, source);
}

void import_drop_city(char *folded, const char *city)
{
    char name[128];
    import_fold_name(city, NULL, name, sizeof name);
    size_t length = strlen(folded), tail = strlen(name);
    if (tail == 0 || length <= tail + 1 || strcmp(folded + length - tail, name) != 0
        || folded[length - tail - 1] != ' ')
        return;
    size_t rest = length - tail - 1;
    if (memchr(folded, ' ', rest))
        folded[rest] = '\0';
}
