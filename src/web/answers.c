/* answers.c: a hash table of chains, and a ring from the newest use to the oldest.
 *
 * Claims are few, one for each thread that computes and each piece of work that waits for
 * one, so they are a plain list.  Packing and unpacking happen outside the lock.  Each
 * holder of an answer counts, the table among them, so one that gives way lives on while it
 * is being sent.
 */
#include "answers.h"

#include "error.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { CHAINS = 1024, GZIP = 15 + 16, FAST = 1 };

struct kept_answer {
    atomic_int holders;
    struct kept_answer *next;          /* of its chain */
    struct kept_answer *newer, *older; /* of the ring */
    uint64_t hash;
    char *key;
    bool packed;
    size_t length; /* of `bytes` */
    size_t plain;  /* of what it was before it was packed */
    char *bytes;
};

struct answer_claim {
    char *key;
    struct answer_waiter *first, **last; /* in the order of their coming */
    struct answer_claim *next;
};

struct answers {
    pthread_mutex_t lock;
    struct answer_claim *claim;
    size_t most, used;
    struct kept_answer *chain[CHAINS];
    struct kept_answer *newest, *oldest;
};

/* FNV-1a, 64 bits; the whole key is compared as well. */
static uint64_t hash_of(const char *key)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (; *key; key++)
        hash = (hash ^ (unsigned char)*key) * 0x100000001b3u;
    return hash;
}

static size_t size_of(const struct kept_answer *kept)
{
    return sizeof *kept + kept->length + strlen(kept->key) + 1;
}

bool answers_open(size_t most, struct answers **answers, struct sp_error *error)
{
    *answers = calloc(1, sizeof **answers);
    if (!*answers)
        return sp_fail(error, SP_NO_MEMORY, "no memory for answers");
    (*answers)->most = most;
    pthread_mutex_init(&(*answers)->lock, NULL);
    return true;
}

void kept_release(void *context)
{
    struct kept_answer *kept = context;
    if (!kept || atomic_fetch_sub(&kept->holders, 1) != 1)
        return;
    free(kept->bytes);
    free(kept->key);
    free(kept);
}

/* --- with the lock held ---------------------------------------------------------- */

static void leave_ring(struct answers *answers, struct kept_answer *kept)
{
    *(kept->newer ? &kept->newer->older : &answers->newest) = kept->older;
    *(kept->older ? &kept->older->newer : &answers->oldest) = kept->newer;
    kept->newer = kept->older = NULL;
}

static void enter_ring(struct answers *answers, struct kept_answer *kept)
{
    kept->older = answers->newest;
    *(kept->older ? &kept->older->newer : &answers->oldest) = kept;
    answers->newest = kept;
}

static struct kept_answer **place_of(struct answers *answers, uint64_t hash,
                                     const char *key)
{
    struct kept_answer **at = &answers->chain[hash % CHAINS];
    while (*at && ((*at)->hash != hash || strcmp((*at)->key, key) != 0))
        at = &(*at)->next;
    return at;
}

static void drop(struct answers *answers, struct kept_answer *kept)
{
    *place_of(answers, kept->hash, kept->key) = kept->next;
    leave_ring(answers, kept);
    answers->used -= size_of(kept);
    kept_release(kept);
}

static void drop_oldest(struct answers *answers)
{
    struct kept_answer *kept = answers->oldest;
    *place_of(answers, kept->hash, kept->key) = kept->next;
    answers->oldest = kept->newer;
    *(kept->newer ? &kept->newer->older : &answers->newest) = NULL;
    answers->used -= size_of(kept);
    kept_release(kept);
}

static void add(struct answers *answers, struct kept_answer *kept)
{
    struct kept_answer *same = *place_of(answers, kept->hash, kept->key);
    if (same)
        drop(answers, same);
    answers->used += size_of(kept);
    while (answers->used > answers->most && answers->oldest)
        drop_oldest(answers);
    *place_of(answers, kept->hash, kept->key) = kept;
    enter_ring(answers, kept);
    atomic_fetch_add(&kept->holders, 1);
}

/* Where the claim of that key is linked, or a link to NULL. */
static struct answer_claim **claim_of(struct answers *answers, const char *key)
{
    struct answer_claim **at = &answers->claim;
    while (*at && strcmp((*at)->key, key) != 0)
        at = &(*at)->next;
    return at;
}

static struct answer_claim *new_claim(const char *key)
{
    struct answer_claim *claim = calloc(1, sizeof *claim);
    if (!claim)
        return NULL;
    claim->last = &claim->first;
    claim->key = strdup(key);
    if (claim->key)
        return claim;
    free(claim);
    return NULL;
}

static struct kept_answer *find(struct answers *answers, const char *key, uint64_t hash)
{
    struct kept_answer *kept = *place_of(answers, hash, key);
    if (kept) {
        atomic_fetch_add(&kept->holders, 1);
        leave_ring(answers, kept);
        enter_ring(answers, kept);
    }
    return kept;
}

/* --------------------------------------------------------------------------------- */

enum answer_state answers_claim(struct answers *answers, const char *key,
                                struct kept_answer **kept, struct answer_claim **claim)
{
    uint64_t hash = hash_of(key);
    *claim = NULL;
    pthread_mutex_lock(&answers->lock);
    *kept = find(answers, key, hash);
    struct answer_claim **at = claim_of(answers, key);
    bool awaited = !*kept && *at;
    if (!*kept && !*at)
        *at = *claim = new_claim(key);
    pthread_mutex_unlock(&answers->lock);
    return *kept ? ANSWER_KEPT : awaited ? ANSWER_AWAITED : ANSWER_YOURS;
}

bool answers_await(struct answers *answers, const char *key, struct answer_waiter *waiter)
{
    pthread_mutex_lock(&answers->lock);
    struct answer_claim *claim = *claim_of(answers, key);
    waiter->next = NULL;
    if (claim) {
        *claim->last = waiter;
        claim->last = &waiter->next;
    }
    pthread_mutex_unlock(&answers->lock);
    return claim != NULL;
}

void answers_made(struct answers *answers, struct answer_claim *claim)
{
    if (!claim)
        return;
    pthread_mutex_lock(&answers->lock);
    struct answer_claim **at = claim_of(answers, claim->key);
    *at = claim->next;
    pthread_mutex_unlock(&answers->lock);
    for (struct answer_waiter *waiter = claim->first, *next; waiter; waiter = next) {
        next = waiter->next; /* the waiter may be gone once it is woken */
        waiter->wake(waiter->context);
    }
    free(claim->key);
    free(claim);
}

const char *answer_claim_key(const struct answer_claim *claim)
{
    return claim->key;
}

/* One that owns `bytes`, with a holder; NULL without memory. */
static struct kept_answer *new_kept(const char *key, char *bytes, size_t length)
{
    struct kept_answer *kept = malloc(sizeof *kept);
    char *own = strdup(key);
    if (!kept || !own) {
        free(kept);
        free(own);
        return NULL;
    }
    *kept = (struct kept_answer){.hash = hash_of(key),
                                 .key = own,
                                 .length = length,
                                 .plain = length,
                                 .bytes = bytes};
    atomic_init(&kept->holders, 1);
    return kept;
}

static void enter(struct answers *answers, struct kept_answer *kept)
{
    pthread_mutex_lock(&answers->lock);
    if (size_of(kept) <= answers->most)
        add(answers, kept);
    pthread_mutex_unlock(&answers->lock);
}

struct kept_answer *answers_keep(struct answers *answers, const char *key, char *bytes,
                                 size_t length)
{
    struct kept_answer *kept = new_kept(key, bytes, length);
    if (kept)
        enter(answers, kept);
    return kept;
}

/* Packed bytes, for free(), and how many; NULL without memory. */
static char *pack(const char *bytes, size_t plain, size_t *length)
{
    size_t room = compressBound(plain) + 32; /* the frame of gzip is longer than zlib's */
    char *packed = malloc(room);
    z_stream stream = {.next_in = (unsigned char *)bytes,
                       .avail_in = (uInt)plain,
                       .next_out = (unsigned char *)packed,
                       .avail_out = (uInt)room};
    if (!packed
        || deflateInit2(&stream, FAST, Z_DEFLATED, GZIP, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        free(packed);
        return NULL;
    }
    bool ok = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    *length = stream.total_out;
    deflateEnd(&stream);
    char *fitted = ok ? realloc(packed, *length) : NULL;
    if (!ok)
        free(packed);
    return ok && !fitted ? packed : fitted;
}

struct kept_answer *answers_pack(struct answers *answers, const char *key,
                                 const char *bytes, size_t length)
{
    size_t packed;
    char *own = length > UINT32_MAX / 2 ? NULL : pack(bytes, length, &packed);
    struct kept_answer *kept = own ? new_kept(key, own, packed) : NULL;
    if (!kept) {
        free(own);
        return NULL;
    }
    kept->packed = true;
    kept->plain = length;
    enter(answers, kept);
    return kept;
}

const char *kept_bytes(const struct kept_answer *kept, bool *packed, size_t *length)
{
    *packed = kept->packed;
    *length = kept->length;
    return kept->bytes;
}

char *kept_unpacked(const struct kept_answer *kept, size_t *length)
{
    char *bytes = malloc(kept->plain + 1);
    z_stream stream = {.next_in = (unsigned char *)kept->bytes,
                       .avail_in = (uInt)kept->length,
                       .next_out = (unsigned char *)bytes,
                       .avail_out = (uInt)kept->plain};
    if (!bytes || inflateInit2(&stream, GZIP) != Z_OK) {
        free(bytes);
        return NULL;
    }
    bool ok = inflate(&stream, Z_FINISH) == Z_STREAM_END;
    inflateEnd(&stream);
    bytes[kept->plain] = '\0';
    *length = kept->plain;
    if (ok)
        return bytes;
    free(bytes);
    return NULL;
}

void answers_close(struct answers *answers)
{
    if (!answers)
        return;
    for (struct kept_answer *kept = answers->oldest, *next; kept; kept = next) {
        next = kept->newer;
        kept_release(kept);
    }
    pthread_mutex_destroy(&answers->lock);
    free(answers);
}
