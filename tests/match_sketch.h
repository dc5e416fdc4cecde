/* match_sketch.h: a market for the match in a few words
 *
 *     single 0(2,3) 1       programs, best first; (…): the supplemental list of the one
 *                           before
 *     couple 0(2),1 0,-     pairs, best first, with supplemental lists; -: no match
 *     program 2: 1 0 3      quota, then applicants, best first
 *     program 1: 2 >0 even  unfilled positions go to program 0; an even (odd) number
 *
 * Applicants, couples and programs are numbered from 0 as they come; a couple is two
 * applicants.  What a test prints of a market can be pasted into another test.
 */
#pragma once

#include "match.h"

#include <stddef.h>

/* A growing list of numbers. */
struct numbers {
    int32_t *at;
    int count, room;
};

/* {0} is empty.  Owns all that `lists` points to. */
struct sketch {
    struct sp_market_lists lists;
    struct numbers rank_first, rank, supplemental_first, supplemental;
    struct numbers member, pair_first, pair;
    struct numbers pair_supplemental_first, pair_supplemental; /* lie behind the others */
    struct numbers quota, wish_first, wish, reverts_to;
    uint8_t *parity;
};

/* Reads a market; what is not understood fails the test. */
void sketch_read(struct sketch *sketch, const char *text);

void sketch_free(struct sketch *sketch);

/* The text of a market, to be freed; sketch_read reads it again.  Members of couples must
 * come as sketch_read numbers them: after all singles. */
char *sketch_text(const struct sp_market_lists *market);

/* What to draw at random.  A chance is in [0, 1]. */
struct sketch_wish {
    int singles, couples, programs;
    int longest;          /* of a single's list */
    int most_pairs;       /* of a couple's list */
    int most_quota;       /* 0..most_quota; with `singles` in the thousands 1..most_quota */
    double acceptable;    /* a program ranks one who ranks it */
    double supplemental;  /* a ranked program has a linked list */
    double member_links;  /* the same for a member's program of a pair */
    double reversion;     /* a program's unfilled positions go to a later one; */
    bool receivers_first; /* to an earlier one */
    double parity;        /* a program wants an even or odd number */
};

/* The kinds of tiny markets that are compared with all their matchings. */
struct sketch_kind {
    const char *name;
    struct sketch_wish wish;
    int markets; /* enough to meet what is rare */
};
extern const struct sketch_kind sketch_kinds[];
enum { SKETCH_KINDS = 16 };

/* The text of a market of the seed, to be freed. */
char *sketch_random(const struct sketch_wish *wish, uint64_t seed);
