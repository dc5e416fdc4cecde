/* random.h: chance without a hidden state
 *
 * Philox 4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
 * easy as 1, 2, 3", SC 2011): a draw is a function of (seed, stream, index), so
 * one thread and eight see the same numbers.
 */
#pragma once

#include <stdint.h>

struct sp_random {
    uint32_t key[2];     /* the seed */
    uint32_t counter[4]; /* [0] the draw, [2..3] the stream */
    uint32_t word[4];    /* the block at hand */
    int left;            /* words of it not yet used, 0..4 */
};

/* The stream number `stream` of `seed`, from its beginning. */
struct sp_random sp_random_for(uint64_t seed, uint64_t stream);

/* The four words of one block: the raw function, for known-answer tests and
 * for draws addressed by (a, b). */
void sp_random_block(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4]);

uint32_t sp_random_word(struct sp_random *random);

/* A double in (0, 1), never 0 and never 1. */
double sp_random_uniform(struct sp_random *random);

/* A standard normal value: the inverse distribution function of one uniform, so
 * that one draw is one word pair and strata can be laid out in advance. */
double sp_random_normal(struct sp_random *random);

/* A whole number in 0..bound-1; bound >= 1. */
uint32_t sp_random_below(struct sp_random *random, uint32_t bound);

/* The standard normal quantile of p in (0, 1); absolute error below 1e-9.
 * Method: rational approximations of Wichura, AS 241 (1988). */
double sp_normal_quantile(double p);
