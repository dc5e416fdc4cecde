/* json_write.c: a stack of "object or list" and one comma rule.
 *
 * Text: RFC 8259 escapes; a byte sequence that is not UTF-8 becomes U+FFFD.
 * Numbers: digits.h.
 * A stream belongs to one thread while it is written, so no call locks it.  Documents are
 * many short pieces, and a stream takes longer over each than putting it in a row here.
 */
#include "json_write.h"

#include "digits.h"
#include "json_pack.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct json_writer json_write_to(FILE *out)
{
    return (struct json_writer){.out = out};
}

static void hand_on(struct json_writer *json)
{
    fwrite_unlocked(json->held, 1, json->holds, json->out);
    json->holds = 0;
}

static void put(struct json_writer *json, const char *bytes, size_t count)
{
    if (count > JSON_HELD - json->holds)
        hand_on(json);
    if (count > JSON_HELD) {
        fwrite_unlocked(bytes, 1, count, json->out);
        return;
    }
    memcpy(json->held + json->holds, bytes, count);
    json->holds += count;
}

static void put_text(struct json_writer *json, const char *text)
{
    put(json, text, strlen(text));
}

static void put_one(struct json_writer *json, char c)
{
    if (json->holds == JSON_HELD)
        hand_on(json);
    json->held[json->holds++] = c;
}

struct json_writer json_write_packed(FILE *out, struct json_pack *pack)
{
    struct json_writer json = {.out = out, .pack = pack};
    put_text(&json, "{\"value\":");
    return json;
}

/* Length of the UTF-8 sequence at `s`, or 0 when it is none (overlong, surrogate, torn). */
static int sequence(const unsigned char *s)
{
    if (s[0] < 0x80)
        return 1;
    if (s[0] >= 0xC2 && s[0] <= 0xDF)
        return (s[1] & 0xC0) == 0x80 ? 2 : 0;
    if (s[0] >= 0xE0 && s[0] <= 0xEF) {
        if ((s[1] & 0xC0) != 0x80 || (s[2] & 0xC0) != 0x80)
            return 0;
        if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] >= 0xA0))
            return 0;
        return 3;
    }
    if (s[0] >= 0xF0 && s[0] <= 0xF4) {
        if ((s[1] & 0xC0) != 0x80 || (s[2] & 0xC0) != 0x80 || (s[3] & 0xC0) != 0x80)
            return 0;
        if ((s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] >= 0x90))
            return 0;
        return 4;
    }
    return 0;
}

static void write_escaped(struct json_writer *json, unsigned char c)
{
    static const char named[] = {'"', '"',  '\\', '\\', '\n', 'n',  '\r',
                                 'r', '\t', 't',  '\b', 'b',  '\f', 'f'};
    for (size_t i = 0; i < sizeof named; i += 2)
        if (c == (unsigned char)named[i]) {
            put_one(json, '\\');
            put_one(json, named[i + 1]);
            return;
        }
    char code[8];
    int length = snprintf(code, sizeof code, "\\u%04x", c);
    put(json, code, (size_t)length);
}

static bool plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/* What needs no escape goes out in one piece. */
static void write_string(struct json_writer *json, const char *before, const char *text)
{
    const unsigned char *at = (const unsigned char *)text, *start = at;
    put_one(json, '"');
    put_text(json, before);
    for (;;) {
        while (plain(*at))
            at++;
        if (!*at)
            break;
        int length = sequence(at);
        if (length > 1) {
            at += length;
            continue;
        }
        put(json, (const char *)start, (size_t)(at - start));
        if (length == 0)
            put_text(json, "\xEF\xBF\xBD");
        else
            write_escaped(json, *at);
        start = ++at;
    }
    put(json, (const char *)start, (size_t)(at - start));
    put_one(json, '"');
}

static void write_whole(struct json_writer *json, long long value)
{
    char text[24], *at = text + sizeof text;
    unsigned long long left =
        value < 0 ? 0 - (unsigned long long)value : (unsigned long long)value;
    do
        *--at = (char)('0' + left % 10);
    while (left /= 10);
    if (value < 0)
        *--at = '-';
    put(json, at, (size_t)(text + sizeof text - at));
}

/* The two digits of a number below 100. */
static void write_pair(unsigned pair, char *to)
{
    to[0] = (char)('0' + pair / 10);
    to[1] = (char)('0' + pair % 10);
}

/* Rounded to seven places after the point, as far as that says anything of it. */
static void write_rounded(struct json_writer *json, double value)
{
    enum { PLACES = 7, ONE = 10000000 };
    static const double one = ONE, most = 1e8;
    char text[DIGITS_BYTES];
    if (!(fabs(value) < most)) {
        int digits = digits_write(value, text);
        put(json, text, (size_t)digits);
        return;
    }
    uint64_t all = (uint64_t)(fabs(value) * one + 0.5);
    unsigned rest = (unsigned)(all % ONE), whole = (unsigned)(all / ONE);
    size_t length = 1 + PLACES;
    if (value < 0 && all > 0)
        put_one(json, '-');
    write_whole(json, whole);
    text[0] = '.';
    write_pair(rest / 100000, text + 1);
    write_pair(rest / 1000 % 100, text + 3);
    write_pair(rest / 10 % 100, text + 5);
    text[PLACES] = (char)('0' + rest % 10);
    while (length > 1 && text[length - 1] == '0')
        length--;
    put(json, text, length > 1 ? length : 0);
}

/* The comma before a value and the key in front of it. */
static void begin(struct json_writer *json, const char *key)
{
    if (json->depth == 0) {
        assert(!json->whole && !key);
        json->whole = true;
        return;
    }
    int inner = json->depth - 1;
    assert(json->list[inner] == !key);
    if (json->started[inner])
        put_one(json, ',');
    json->started[inner] = true;
    if (key && json->pack) {
        json_pack_key(json->pack, key);
    } else if (key) {
        write_string(json, "", key);
        put_one(json, ':');
    }
}

static void nest(struct json_writer *json, const char *key, bool list)
{
    begin(json, key);
    assert(json->depth < JSON_DEEPEST);
    json->list[json->depth] = list;
    json->started[json->depth] = false;
    json->depth++;
    if (json->pack && !list)
        json_pack_begin(json->pack);
    put_one(json, list || json->pack ? '[' : '{');
}

void json_open_object(struct json_writer *json, const char *key)
{
    nest(json, key, false);
}

void json_open_list(struct json_writer *json, const char *key)
{
    nest(json, key, true);
}

void json_close(struct json_writer *json)
{
    assert(json->depth > 0);
    json->depth--;
    bool list = json->list[json->depth];
    if (json->pack) {
        if (json->started[json->depth])
            put_one(json, ',');
        write_whole(json, list ? -1 : json_pack_end(json->pack));
    }
    put_one(json, list || json->pack ? ']' : '}');
}

/* A text in full once, and then by its number. */
static void write_packed(struct json_writer *json, const char *text)
{
    int number = json_pack_text(json->pack, text);
    if (number >= 0) {
        put_text(json, "\"~");
        write_whole(json, number);
        put_one(json, '"');
    } else {
        write_string(json, number == -2 ? "~~" : "", text);
    }
}

void json_write_text(struct json_writer *json, const char *key, const char *text)
{
    begin(json, key);
    if (text && json->pack)
        write_packed(json, text);
    else if (text)
        write_string(json, "", text);
    else
        put_text(json, "null");
}

void json_write_number(struct json_writer *json, const char *key, double value)
{
    char text[DIGITS_BYTES];
    begin(json, key);
    if (!isfinite(value)) {
        put_text(json, "null");
        return;
    }
    if (json->pack) {
        write_rounded(json, value);
        return;
    }
    value += 0.0; /* -0 becomes 0 */
    int length = digits_write(value, text);
    put(json, text, (size_t)length);
}

void json_write_whole(struct json_writer *json, const char *key, long long value)
{
    begin(json, key);
    write_whole(json, value);
}

void json_write_bool(struct json_writer *json, const char *key, bool value)
{
    begin(json, key);
    put_text(json, value ? "true" : "false");
}

void json_write_null(struct json_writer *json, const char *key)
{
    begin(json, key);
    put_text(json, "null");
}

void json_write_json(struct json_writer *json, const char *key, const char *text)
{
    assert(!json->pack);
    begin(json, key);
    put_text(json, text);
}

static void write_shapes(struct json_writer *json)
{
    int keys;
    const char *const *key;
    put_text(json, ",\"shapes\":[");
    for (int s = 0; (key = json_pack_shape(json->pack, s, &keys)); s++) {
        put_text(json, s ? ",[" : "[");
        for (int k = 0; k < keys; k++) {
            if (k)
                put_one(json, ',');
            write_string(json, "", key[k]);
        }
        put_one(json, ']');
    }
    put_text(json, "]}");
}

void json_finish(struct json_writer *json)
{
    assert(json->depth == 0 && json->whole);
    if (json->pack)
        write_shapes(json);
    put_one(json, '\n');
    hand_on(json);
}
