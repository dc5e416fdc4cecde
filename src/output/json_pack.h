/* json_pack.h: one document, said short
 *
 * An answer of a thousand rows says the same keys and texts over and over.  A packed
 * document says each once:
 *
 *     {"value": …, "shapes": [["n", "why"], …]}
 *
 * - an object is a list of its values, in the order of its keys, and then the place of
 *   those keys in `shapes`: {"n": 1, "why": "far"} is [1, "far", 0]
 * - a list is a list of what it holds, and then -1
 * - a text that came before is "~" and its number: texts are numbered from 0 as they come.
 *   One that begins with "~~" is what follows these two, and has no number
 * - a number is rounded to seven places after the point
 *
 * A writer of json_write.h writes it (json_write_packed); whoever writes the document does
 * not know.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct json_pack; /* the texts and keys so far */

/* NULL without memory. */
struct json_pack *json_pack_open(void);
void json_pack_close(struct json_pack *pack); /* NULL is allowed */

/* The number of a text that came before; -1: it has one from now on; -2: it has none, as it
 * begins with "~" or there is no memory. */
int json_pack_text(struct json_pack *pack, const char *text);

/* An object begins; its keys come; it ends, as the shape of that place.  A key is known by
 * its address, so it must be there until the document ends. */
void json_pack_begin(struct json_pack *pack);
void json_pack_key(struct json_pack *pack, const char *key);
int json_pack_end(struct json_pack *pack);

/* Shape by shape: the keys of one; NULL: there is no such. */
const char *const *json_pack_shape(const struct json_pack *pack, int shape, int *keys);
