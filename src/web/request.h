/* request.h: one request, from its first line to its answer
 *
 * A function that answers (route.h) makes four moves: read the checked fields, load,
 * compute, write.  What it reads:
 *
 *     request_part(request, "id")          the {id} of its path
 *     request_query(request, "search")     ?search=…
 *     request->json                        the body, an object, already parsed
 *     field_text(request, request->json, "name", …)     one checked field of it (field.h)
 *     request_world, request_store         facts and store, given back by themselves
 *
 * What it writes: request_json opens a writer into memory; request_bytes and
 * request_give answer with other content.  Returning false answers with an error instead,
 * and drops what was written: sp_fail's codes become 400, 404 and 503; request_refuse
 * chooses another status and names the field.
 *
 * Memory of request->text goes with the request, and so does everything that came in.
 */
#pragma once

#include "arena.h"
#include "error.h"
#include "json_write.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct answer_claim;
struct json_t;
struct request;
struct route;
struct site;
struct store;
struct world;

enum {
    REQUEST_PARTS = 4,     /* most {…} in a path */
    REQUEST_PAIRS = 64,    /* most headers, most query values */
    REQUEST_HEADERS = 8,   /* most headers that an answer adds */
    REQUEST_TARGET = 4096, /* longest path with query, bytes */
    REQUEST_DEEPEST = 32,  /* most lists and objects inside each other in a body */
};

enum request_method {
    REQUEST_GET, /* HEAD too: the server leaves the body out */
    REQUEST_POST,
    REQUEST_PUT,
    REQUEST_DELETE,
    REQUEST_OTHER, /* refused */
};

/* Why it was refused, where the code of sp_error does not say it all. */
enum request_fault {
    REQUEST_FINE,
    REQUEST_BAD_INPUT,   /* 400 */
    REQUEST_FORBIDDEN,   /* 403 */
    REQUEST_NOT_FOUND,   /* 404 */
    REQUEST_NOT_METHOD,  /* 405 */
    REQUEST_CONFLICT,    /* 409 */
    REQUEST_TOO_LARGE,   /* 413 */
    REQUEST_NOT_TYPE,    /* 415 */
    REQUEST_MISDIRECTED, /* 421 */
    REQUEST_UNAVAILABLE, /* 503 */
};

struct request_pair {
    const char *name, *value;
};

/* An answer that grows.  read gives the next bytes, below 0 at the end, and 0 only after
 * it has called request_suspend: it is called again after request_resume, by any thread.
 * Both happen under a lock of whoever feeds the stream, so that no resume comes first. */
struct request_stream {
    ptrdiff_t (*read)(void *context, char *bytes, size_t room);
    void (*end)(void *context); /* the reader has gone, or had everything */
    void *context;
};

/* How the server makes a request wait. */
struct request_door {
    void (*suspend)(struct request *request);
    void (*resume)(struct request *request);
};

struct request_answer {
    int status; /* 200 unless said otherwise */
    const char *type;
    const char *bytes;
    size_t length;
    void (*free)(void *owner); /* gives `bytes` back; NULL: they live on */
    void *owner;
    struct request_pair header[REQUEST_HEADERS];
    int headers;
    struct request_stream stream; /* read not NULL: in place of bytes */
};

struct request {
    struct sp_arena text;
    struct site *site;
    const struct request_door *door;
    void *visit;               /* the server's own */
    const struct route *route; /* NULL: none fits, or a page or file is asked for */
    enum request_method method;
    const char *path; /* decoded, valid UTF-8 without control characters */
    const char *part[REQUEST_PARTS];
    struct request_pair query[REQUEST_PAIRS], header[REQUEST_PAIRS];
    int queries, headers;

    char *body; /* as it came; a zero byte follows */
    size_t length, room;
    struct json_t *json; /* an object; NULL when the route takes no JSON */

    struct request_answer answer;
    const char *key;            /* under which the answer is to be kept; NULL: not at all */
    struct answer_claim *claim; /* the right to make the answer of that key, or NULL */
    const char *awaited;        /* the key of an answer that another makes, or NULL */
    bool near;                  /* set by the server: it comes from this machine */
    bool looking;               /* set by the server: only what is kept is an answer now */
    bool put_off;               /* there is none yet; the same function is asked again */
    bool brief;                 /* told by who reads the body: little to compute */
    enum request_fault fault;   /* with `field`, when request_refuse was called */
    const char *field;

    FILE *out; /* open while the answer is written */
    char *written;
    size_t written_length;
    struct world *world;
    struct store *store;
};

/* The part of the path that {name} stands for; it must be there. */
const char *request_part(const struct request *request, const char *name);

/* A value of the query, or NULL; the n-th of those with this name. */
const char *request_query(const struct request *request, const char *name);
const char *request_query_nth(const struct request *request, const char *name, int n);

/* A whole number of the query; `value` stays as it is when it is not given. */
bool request_query_whole(struct request *request, const char *name, long low, long high,
                         long *value, struct sp_error *error);

/* A header, or NULL; names are compared without case. */
const char *request_header(const struct request *request, const char *name);

/* The facts, and a store; both are given back when the request is over. */
bool request_world(struct request *request, const struct world **world,
                   struct sp_error *error);
bool request_store(struct request *request, struct store **store, struct sp_error *error);

/* Opens the answer: what is written to the stream is sent.  NULL without memory. */
FILE *request_open(struct request *request, const char *type);

/* The same with a JSON writer; finish it with json_finish.  False without memory. */
bool request_json(struct request *request, struct json_writer *json,
                  struct sp_error *error);

/* The same for what src/output writes as a whole JSON document; NULL without memory. */
FILE *request_json_stream(struct request *request, struct sp_error *error);

/* Answers with bytes that outlive the request, or with bytes that free() takes. */
void request_bytes(struct request *request, const char *type, const char *bytes,
                   size_t length);
void request_give(struct request *request, const char *type, char *bytes, size_t length);

void request_stream_from(struct request *request, const char *type,
                         struct request_stream stream);

void request_suspend(struct request *request);
void request_resume(struct request *request);

void request_status(struct request *request, int status); /* 201, 202, 204 */

/* Adds a header; both texts are copied.  A name or value with a control character in it
 * is not sent. */
void request_add_header(struct request *request, const char *name, const char *value);

/* Marks the answer with an ETag of `tag` (without quotes).  True: the browser has it
 * already, and 304 is the answer. */
bool request_unchanged(struct request *request, const char *tag);

/* For what takes long: when an answer is kept under `key` (a text that says all that it
 * depends on; the route and the number of the world are added), makes it the answer and
 * returns true.  Where another request makes it already, or the server only looks, the
 * request is put off, and true returned as well: return then.  Else the answer now to be
 * made will be kept. */
bool request_answered(struct request *request, const char *key);

/* Whether the browser takes "gzip" or "br". */
bool request_accepts(const struct request *request, const char *coding);

/* Refuses, naming the field at fault (or NULL); returns false. */
bool request_refuse(struct request *request, struct sp_error *error,
                    enum request_fault fault, const char *field, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Whether a file came as the body; refuses an empty one. */
bool request_has_file(struct request *request, struct sp_error *error);

/* The body, which the caller frees from here on; the request has none any more. */
char *request_take_body(struct request *request, size_t *length);

/* The steps of the server. */

/* Reads "/path?query", decoded and checked.  False: a broken escape, a zero or control
 * character, bytes that are not UTF-8, too long, too many values. */
bool request_read_target(struct request *request, const char *target,
                         struct sp_error *error);

/* Adds `length` bytes of the body, of at most `most`; SP_NO_MEMORY or too large. */
bool request_add_body(struct request *request, const char *bytes, size_t length,
                      size_t most, struct sp_error *error);

/* Parses the body as a JSON object: no key twice, no deep nesting, UTF-8 only. */
bool request_parse_body(struct request *request, struct sp_error *error);

/* Closes what was written and makes it the answer; or, when not `ok`, the error. */
void request_finish(struct request *request, bool ok, const struct sp_error *error);

/* Gives back world and store, until the function is asked again. */
void request_rest(struct request *request);

void request_free(struct request *request);
