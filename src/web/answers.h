/* answers.h: answers that took long, kept for whoever asks the same again
 *
 * A key says everything that an answer depends on: the facts, the profile, the options.
 * Answers are kept as they are, or packed with gzip, as browsers far away take them; those
 * that nobody asked for the longest time give way.  What several ask for at once is made by
 * the first, and the others wait for it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct answers;
struct answer_claim;
struct kept_answer;
struct sp_error;

/* `most`: bytes of all that is kept, as it is kept. */
bool answers_open(size_t most, struct answers **answers, struct sp_error *error);
void answers_close(struct answers *answers); /* NULL is allowed */

/* Who waits for an answer that another makes; the caller's, until it is woken. */
struct answer_waiter {
    void (*wake)(void *context);
    void *context;
    struct answer_waiter *next;
};

enum answer_state {
    ANSWER_KEPT,    /* in `kept`; release it */
    ANSWER_YOURS,   /* to be made by the caller, who gives `claim` to answers_made when that
                       is over; without memory `claim` is NULL */
    ANSWER_AWAITED, /* somebody makes it already */
};
enum answer_state answers_claim(struct answers *answers, const char *key,
                                struct kept_answer **kept, struct answer_claim **claim);

/* Has the waiter woken when whoever makes the answer of that key is done, kept or not, by
 * the thread that says so.  False: nobody makes it. */
bool answers_await(struct answers *answers, const char *key, struct answer_waiter *waiter);

/* It was made and kept, or will not be.  Wakes who waits for it; NULL is allowed. */
void answers_made(struct answers *answers, struct answer_claim *claim);

const char *answer_claim_key(const struct answer_claim *claim);

/* Keeps an answer, and returns it to be released.  Its bytes, from malloc, become its own;
 * without memory they stay the caller's and NULL is returned. */
struct kept_answer *answers_keep(struct answers *answers, const char *key, char *bytes,
                                 size_t length);

/* The same, packed; the bytes stay the caller's. */
struct kept_answer *answers_pack(struct answers *answers, const char *key,
                                 const char *bytes, size_t length);

void kept_release(void *context); /* a struct kept_answer *; as a free() of its bytes */

/* Its bytes as they are kept; they live until it is released. */
const char *kept_bytes(const struct kept_answer *kept, bool *packed, size_t *length);

/* The bytes of a packed one as they were, for free(); NULL without memory. */
char *kept_unpacked(const struct kept_answer *kept, size_t *length);
