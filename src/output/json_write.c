/* json_write.c: a stack of "object or list" and one comma rule.
 *
 * Text: RFC 8259 escapes; a byte sequence that is not UTF-8 becomes U+FFFD.
 * Numbers: digits.h.
 * A stream belongs to one thread while it is written, so no call locks it.
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

struct json_writer json_write_packed(FILE *out, struct json_pack *pack)
{
    fputs_unlocked("{\"value\":", out);
    return (struct json_writer){.out = out, .pack = pack};
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

static void write_escaped(FILE *out, unsigned char c)
{
    static const char named[] = {'"', '"',  '\\', '\\', '\n', 'n',  '\r',
                                 'r', '\t', 't',  '\b', 'b',  '\f', 'f'};
    for (size_t i = 0; i < sizeof named; i += 2)
        if (c == (unsigned char)named[i]) {
            fputc_unlocked('\\', out);
            fputc_unlocked(named[i + 1], out);
            return;
        }
    fprintf(out, "\\u%04x", c);
}

static bool plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/* What needs no escape goes out in one piece. */
static void write_string(FILE *out, const char *before, const char *text)
{
    const unsigned char *at = (const unsigned char *)text, *start = at;
    fputc_unlocked('"', out);
    fputs_unlocked(before, out);
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
        fwrite_unlocked(start, 1, (size_t)(at - start), out);
        if (length == 0)
            fputs_unlocked("\xEF\xBF\xBD", out);
        else
            write_escaped(out, *at);
        start = ++at;
    }
    fwrite_unlocked(start, 1, (size_t)(at - start), out);
    fputc_unlocked('"', out);
}

static void write_whole(FILE *out, long long value)
{
    char text[24], *at = text + sizeof text;
    unsigned long long left =
        value < 0 ? 0 - (unsigned long long)value : (unsigned long long)value;
    do
        *--at = (char)('0' + left % 10);
    while (left /= 10);
    if (value < 0)
        *--at = '-';
    fwrite_unlocked(at, 1, (size_t)(text + sizeof text - at), out);
}

/* Rounded to seven places after the point, as far as that says anything of it. */
static void write_rounded(FILE *out, double value)
{
    enum { PLACES = 7 };
    static const double one = 1e7, most = 1e8;
    char text[DIGITS_BYTES], *at = text + sizeof text;
    if (!(fabs(value) < most)) {
        fwrite_unlocked(text, 1, (size_t)digits_write(value, text), out);
        return;
    }
    uint64_t left = (uint64_t)(fabs(value) * one + 0.5);
    bool negative = value < 0 && left > 0, any = false;
    for (int place = 0; place < PLACES; place++, left /= 10) {
        any |= left % 10 != 0;
        if (any)
            *--at = (char)('0' + left % 10);
    }
    if (any)
        *--at = '.';
    do
        *--at = (char)('0' + left % 10);
    while (left /= 10);
    if (negative)
        *--at = '-';
    fwrite_unlocked(at, 1, (size_t)(text + sizeof text - at), out);
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
        fputc_unlocked(',', json->out);
    json->started[inner] = true;
    if (key && json->pack) {
        json_pack_key(json->pack, key);
    } else if (key) {
        write_string(json->out, "", key);
        fputc_unlocked(':', json->out);
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
    fputc_unlocked(list || json->pack ? '[' : '{', json->out);
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
            fputc_unlocked(',', json->out);
        write_whole(json->out, list ? -1 : json_pack_end(json->pack));
    }
    fputc_unlocked(list || json->pack ? ']' : '}', json->out);
}

/* A text in full once, and then by its number. */
static void write_packed(struct json_writer *json, const char *text)
{
    int number = json_pack_text(json->pack, text);
    if (number >= 0) {
        fputs_unlocked("\"~", json->out);
        write_whole(json->out, number);
        fputc_unlocked('"', json->out);
    } else {
        write_string(json->out, number == -2 ? "~~" : "", text);
    }
}

void json_write_text(struct json_writer *json, const char *key, const char *text)
{
    begin(json, key);
    if (text && json->pack)
        write_packed(json, text);
    else if (text)
        write_string(json->out, "", text);
    else
        fputs_unlocked("null", json->out);
}

void json_write_number(struct json_writer *json, const char *key, double value)
{
    char text[DIGITS_BYTES];
    begin(json, key);
    if (!isfinite(value)) {
        fputs_unlocked("null", json->out);
        return;
    }
    if (json->pack) {
        write_rounded(json->out, value);
        return;
    }
    value += 0.0; /* -0 becomes 0 */
    int length = digits_write(value, text);
    fwrite_unlocked(text, 1, (size_t)length, json->out);
}

void json_write_whole(struct json_writer *json, const char *key, long long value)
{
    begin(json, key);
    write_whole(json->out, value);
}

void json_write_bool(struct json_writer *json, const char *key, bool value)
{
    begin(json, key);
    fputs_unlocked(value ? "true" : "false", json->out);
}

void json_write_null(struct json_writer *json, const char *key)
{
    begin(json, key);
    fputs_unlocked("null", json->out);
}

void json_write_json(struct json_writer *json, const char *key, const char *text)
{
    assert(!json->pack);
    begin(json, key);
    fputs_unlocked(text, json->out);
}

static void write_shapes(struct json_writer *json)
{
    int keys;
    const char *const *key;
    fputs_unlocked(",\"shapes\":[", json->out);
    for (int s = 0; (key = json_pack_shape(json->pack, s, &keys)); s++) {
        fputs_unlocked(s ? ",[" : "[", json->out);
        for (int k = 0; k < keys; k++) {
            if (k)
                fputc_unlocked(',', json->out);
            write_string(json->out, "", key[k]);
        }
        fputc_unlocked(']', json->out);
    }
    fputs_unlocked("]}", json->out);
}

void json_finish(struct json_writer *json)
{
    assert(json->depth == 0 && json->whole);
    if (json->pack)
        write_shapes(json);
    fputc_unlocked('\n', json->out);
}
