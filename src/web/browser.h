/* browser.h: one browser, and proof that its own pages ask
 *
 * A browser gets a cookie that no script can read and no other site's request carries
 * (HttpOnly, SameSite=Strict).  Our pages get the token that belongs to it and send it
 * with everything that writes.  The token is a keyed hash of the cookie, so nothing is
 * kept here; the key is drawn when the server starts.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct request;
struct sp_error;

enum { BROWSER_DIGITS = 32 }; /* hex digits of a cookie and of a token */

struct browser_key {
    uint64_t half[4];
};

/* From the machine's generator; SP_UNAVAILABLE. */
bool browser_key_make(struct browser_key *key, struct sp_error *error);

/* The token of this browser, which gets a cookie with the answer when it has none. */
bool browser_token(struct request *request, char token[BROWSER_DIGITS + 1],
                   struct sp_error *error);

/* Whether the request carries a cookie and the token that belongs to it. */
bool browser_trusted(const struct request *request);

/* A number for the browser that asks, the same from one request to the next. */
uint64_t browser_number(const struct request *request);

/* SipHash-2-4 (Aumasson and Bernstein 2012) of `length` bytes. */
uint64_t browser_hash(const uint64_t key[2], const void *bytes, size_t length);
