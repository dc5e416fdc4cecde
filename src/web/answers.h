/* answers.h: answers that took long, kept for whoever asks the same again
 *
 * A key says everything that an answer depends on: the facts, the profile, the options.
 * Answers are kept packed with gzip, which is how browsers take them; those that nobody
 * asked for the longest time give way.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct answers;
struct kept_answer;
struct sp_error;

/* `most`: bytes of all that is kept, packed. */
bool answers_open(size_t most, struct answers **answers, struct sp_error *error);
void answers_close(struct answers *answers); /* NULL is allowed */

/* The answer of that key, or NULL; release it. */
struct kept_answer *answers_find(struct answers *answers, const char *key);

/* Packs and keeps an answer, and returns it to be released; NULL without memory. */
struct kept_answer *answers_keep(struct answers *answers, const char *key,
                                 const char *bytes, size_t length);

void kept_release(void *context); /* a struct kept_answer *; as a free() of its bytes */

/* Its bytes, packed; they live until it is released. */
const char *kept_packed(const struct kept_answer *kept, size_t *length);

/* Its bytes as they were, for free(); NULL without memory. */
char *kept_unpacked(const struct kept_answer *kept, size_t *length);
