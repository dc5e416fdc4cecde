/* json_write.h: JSON as it is made, with no tree in between
 *
 * Keys come out in the order of the calls, numbers in the shortest form that reads
 * back as the same double, and text as valid UTF-8 whatever went in.  A key is given
 * inside an object and NULL inside a list; that and the nesting are asserted.
 *
 * What is written is held back and reaches the stream in larger pieces, all of it with
 * json_finish; nobody else writes to the stream in between.
 * A write that fails is seen at the stream (ferror), by whoever owns it.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct json_pack;

enum { JSON_DEEPEST = 32, JSON_HELD = 1024 };

struct json_writer {
    FILE *out;                  /* not owned */
    int depth;                  /* open objects and lists */
    bool list[JSON_DEEPEST];    /* which of them are lists */
    bool started[JSON_DEEPEST]; /* which of them hold something already */
    bool whole;                 /* the one value of the document is complete */
    struct json_pack *pack;     /* NULL: written out in full; not owned */
    size_t holds;               /* bytes of `held` that the stream does not have yet */
    char held[JSON_HELD];
};

struct json_writer json_write_to(FILE *out);

/* The same document in the form of json_pack.h. */
struct json_writer json_write_packed(FILE *out, struct json_pack *pack);

void json_open_object(struct json_writer *json, const char *key);
void json_open_list(struct json_writer *json, const char *key);
void json_close(struct json_writer *json); /* the innermost object or list */

void json_write_text(struct json_writer *json, const char *key,
                     const char *text); /* NULL: null */
void json_write_number(struct json_writer *json, const char *key,
                       double value); /* not finite: null */
void json_write_whole(struct json_writer *json, const char *key, long long value);
void json_write_bool(struct json_writer *json, const char *key, bool value);
void json_write_null(struct json_writer *json, const char *key);

/* A value that is JSON text already, of one value and valid UTF-8; passed on as it is;
 * not in a packed document. */
void json_write_json(struct json_writer *json, const char *key, const char *text);

/* Asserts that everything opened was ended, writes a line feed, and hands all on. */
void json_finish(struct json_writer *json);
