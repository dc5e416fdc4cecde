/* json_pack.c: texts in a hash table with open places, at most half full; keys of the open
 * objects on a stack.  Documents have a few dozen shapes, so they are looked through.
 */
#include "json_pack.h"

#include "arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    RECENT = 256,
    FIRST_ROOM = 8192,
    MOST_SHAPES = 128,
    MOST_KEYS = 1024,
    MOST_OPEN = 32
};

struct place {
    uint64_t hash;
    const char *text; /* NULL: free */
    int number;
};

/* A text that was looked for, by its address; whether it still says the same is compared.
 */
struct recent {
    const char *address, *text;
    int number;
};

struct json_pack {
    struct recent recent[RECENT];
    struct sp_arena copy; /* of the texts */
    struct place *place;  /* [room] */
    size_t room;          /* a power of two */
    int texts;
    const char *key[MOST_KEYS]; /* of all shapes, side by side */
    int first[MOST_SHAPES + 1]; /* of a shape its first key; of the next, where it ends */
    int shapes;
    const char *open[MOST_KEYS]; /* keys of the open objects, the outermost first */
    int begun[MOST_OPEN];        /* of an open object its first */
    int opened, depth;
};

struct json_pack *json_pack_open(void)
{
    struct json_pack *pack = calloc(1, sizeof *pack);
    if (!pack)
        return NULL;
    pack->room = FIRST_ROOM;
    pack->place = calloc(pack->room, sizeof *pack->place);
    if (pack->place)
        return pack;
    free(pack);
    return NULL;
}

void json_pack_close(struct json_pack *pack)
{
    if (!pack)
        return;
    sp_arena_free(&pack->copy);
    free(pack->place);
    free(pack);
}

/* Eight bytes at a time; only speed hangs on it, as whole texts are compared. */
static uint64_t hash_of(const char *text, size_t length)
{
    uint64_t hash = length * 0x9e3779b97f4a7c15u, word;
    for (; length >= sizeof word; length -= sizeof word, text += sizeof word) {
        memcpy(&word, text, sizeof word);
        hash = (hash ^ word) * 0xff51afd7ed558ccdu;
        hash ^= hash >> 32;
    }
    word = 0;
    memcpy(&word, text, length);
    hash = (hash ^ word) * 0xc4ceb9fe1a85ec53u;
    return hash ^ hash >> 29;
}

static struct place *place_of(struct place *place, size_t room, uint64_t hash,
                              const char *text)
{
    size_t at = hash & (room - 1);
    while (place[at].text && (place[at].hash != hash || strcmp(place[at].text, text) != 0))
        at = (at + 1) & (room - 1);
    return &place[at];
}

static bool grow(struct json_pack *pack)
{
    size_t room = 2 * pack->room;
    struct place *wider = calloc(room, sizeof *wider);
    if (!wider)
        return false;
    for (size_t i = 0; i < pack->room; i++)
        if (pack->place[i].text)
            *place_of(wider, room, pack->place[i].hash, pack->place[i].text) =
                pack->place[i];
    free(pack->place);
    pack->place = wider;
    pack->room = room;
    return true;
}

static struct recent *recent_of(struct json_pack *pack, const char *text)
{
    uintptr_t address = (uintptr_t)text;
    return &pack->recent[(address >> 4 ^ address >> 12) % RECENT];
}

int json_pack_text(struct json_pack *pack, const char *text)
{
    struct recent *recent = recent_of(pack, text);
    if (recent->address == text && strcmp(recent->text, text) == 0)
        return recent->number;
    if (*text == '~')
        return -2;
    size_t length = strlen(text);
    uint64_t hash = hash_of(text, length);
    struct place *place = place_of(pack->place, pack->room, hash, text);
    if (place->text) {
        *recent = (struct recent){text, place->text, place->number};
        return place->number;
    }
    if (2 * (size_t)pack->texts >= pack->room) {
        if (!grow(pack))
            return -2;
        place = place_of(pack->place, pack->room, hash, text);
    }
    const char *kept = sp_arena_slice(&pack->copy, text, length);
    if (!kept)
        return -2;
    *place = (struct place){hash, kept, pack->texts++};
    return -1;
}

void json_pack_begin(struct json_pack *pack)
{
    assert(pack->depth < MOST_OPEN);
    pack->begun[pack->depth++] = pack->opened;
}

void json_pack_key(struct json_pack *pack, const char *key)
{
    assert(pack->opened < MOST_KEYS);
    pack->open[pack->opened++] = key;
}

int json_pack_end(struct json_pack *pack)
{
    assert(pack->depth > 0);
    int from = pack->begun[--pack->depth], keys = pack->opened - from;
    size_t bytes = sizeof *pack->key * (size_t)keys;
    pack->opened = from;
    for (int s = 0; s < pack->shapes; s++)
        if (pack->first[s + 1] - pack->first[s] == keys
            && memcmp(&pack->key[pack->first[s]], &pack->open[from], bytes) == 0)
            return s;
    int start = pack->first[pack->shapes];
    assert(pack->shapes < MOST_SHAPES && start + keys <= MOST_KEYS);
    memcpy(&pack->key[start], &pack->open[from], bytes);
    pack->first[++pack->shapes] = start + keys;
    return pack->shapes - 1;
}

const char *const *json_pack_shape(const struct json_pack *pack, int shape, int *keys)
{
    if (shape >= pack->shapes)
        return NULL;
    *keys = pack->first[shape + 1] - pack->first[shape];
    return &pack->key[pack->first[shape]];
}
