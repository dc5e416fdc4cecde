/* browser.c: cookie and token are 32 hex digits each; two keyed hashes make the token. */
#include "browser.h"

#include "request.h"
#include "site.h"

#include <inttypes.h>
#include <string.h>
#include <sys/random.h>

static const char hex_digits[] = "0123456789abcdef";

static bool draw(void *bytes, size_t size, struct sp_error *error)
{
    return getrandom(bytes, size, 0) == (ssize_t)size
           || sp_fail(error, SP_UNAVAILABLE, "this machine gives no random numbers");
}

bool browser_key_make(struct browser_key *key, struct sp_error *error)
{
    return draw(key, sizeof *key, error);
}

static uint64_t turn(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static void sip_round(uint64_t v[4])
{
    v[0] += v[1], v[2] += v[3];
    v[1] = turn(v[1], 13) ^ v[0], v[3] = turn(v[3], 16) ^ v[2];
    v[0] = turn(v[0], 32);
    v[2] += v[1], v[0] += v[3];
    v[1] = turn(v[1], 17) ^ v[2], v[3] = turn(v[3], 21) ^ v[0];
    v[2] = turn(v[2], 32);
}

uint64_t browser_hash(const uint64_t key[2], const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    uint64_t v[4] = {key[0] ^ 0x736f6d6570736575u, key[1] ^ 0x646f72616e646f6du,
                     key[0] ^ 0x6c7967656e657261u, key[1] ^ 0x7465646279746573u};
    for (size_t block = 0; block <= length / 8; block++) {
        bool last = block == length / 8;
        uint64_t word = last ? (uint64_t)length << 56 : 0;
        for (size_t i = 0; i < (last ? length % 8 : 8); i++)
            word |= (uint64_t)at[block * 8 + i] << (8 * i);
        v[3] ^= word;
        sip_round(v), sip_round(v);
        v[0] ^= word;
    }
    v[2] ^= 0xff;
    sip_round(v), sip_round(v), sip_round(v), sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static void token_of(const struct browser_key *key, const char *cookie,
                     char token[BROWSER_DIGITS + 1])
{
    snprintf(token, BROWSER_DIGITS + 1, "%016" PRIx64 "%016" PRIx64,
             browser_hash(key->half, cookie, BROWSER_DIGITS),
             browser_hash(key->half + 2, cookie, BROWSER_DIGITS));
}

/* The value of our cookie in a header "a=1; b=2", when it is 32 hex digits; or NULL. */
static const char *find_cookie(const char *header, const char *name)
{
    size_t length = strlen(name);
    while (*header) {
        header += strspn(header, "; ");
        const char *value = header + length + 1;
        if (strncmp(header, name, length) == 0 && header[length] == '='
            && strspn(value, hex_digits) == BROWSER_DIGITS
            && (value[BROWSER_DIGITS] == '\0' || value[BROWSER_DIGITS] == ';'))
            return value;
        header += strcspn(header, ";");
    }
    return NULL;
}

static const char *cookie_of(const struct request *request)
{
    const char *header = request_header(request, "Cookie");
    return header ? find_cookie(header, request->site->cookie) : NULL;
}

bool browser_token(struct request *request, char token[BROWSER_DIGITS + 1],
                   struct sp_error *error)
{
    const char *cookie = cookie_of(request);
    unsigned char byte[BROWSER_DIGITS / 2];
    char made[BROWSER_DIGITS + 1] = "";
    if (!cookie) {
        if (!draw(byte, sizeof byte, error))
            return false;
        for (size_t i = 0; i < sizeof byte; i++) {
            made[2 * i] = hex_digits[byte[i] >> 4];
            made[2 * i + 1] = hex_digits[byte[i] & 15];
        }
        const char *value =
            sp_arena_format(&request->text, "%s=%s; Path=/; HttpOnly; SameSite=Strict",
                            request->site->cookie, made);
        if (!value)
            return sp_fail(error, SP_NO_MEMORY, "no memory for a cookie");
        request_add_header(request, "Set-Cookie", value);
        cookie = made;
    }
    token_of(&request->site->key, cookie, token);
    return true;
}

uint64_t browser_number(const struct request *request)
{
    const char *cookie = cookie_of(request);
    return cookie ? browser_hash(request->site->key.half, cookie, BROWSER_DIGITS) : 0;
}

bool browser_trusted(const struct request *request)
{
    const char *cookie = cookie_of(request), *said = request_header(request, "X-CSRF");
    char token[BROWSER_DIGITS + 1];
    if (!cookie || !said || strlen(said) != BROWSER_DIGITS)
        return false;
    token_of(&request->site->key, cookie, token);
    int differs = 0; /* every digit is looked at, so that time says nothing */
    for (int i = 0; i < BROWSER_DIGITS; i++)
        differs |= token[i] ^ said[i];
    return differs == 0;
}
