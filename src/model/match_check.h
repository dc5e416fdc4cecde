/* match_check.h: whether a matching is stable, from the definition
 *
 * Shares nothing with the engine but the market: it looks for every kind of blocking
 * coalition and every broken rule by itself, slowly if need be.  The definitions that it
 * goes by open match_check.c.
 */
#pragma once

#include "match.h"

#include <stdbool.h>

struct sp_error;

enum sp_block_kind {
    SP_BLOCK_PAIR,       /* applicant and program prefer each other */
    SP_BLOCK_COUPLE,     /* a couple and its two programs do */
    SP_BLOCK_FIRST_YEAR, /* an applicant on the linked supplemental list and a program */
    SP_BLOCK_REVERSION,  /* a donor gave a position away that an applicant would take */
    SP_BLOCK_PARITY,     /* two applicants would join a program that can only take both */
    SP_BROKEN_QUOTA,     /* more than the quota, or a quota that is not the final one */
    SP_BROKEN_LIST,      /* a place that one of the two did not rank */
    SP_BROKEN_COUPLE,    /* a pair that the couple did not rank */
    SP_BROKEN_REVERSION, /* positions moved that were not free or nowhere to, or not
                            moved although they were free */
    SP_BROKEN_PARITY,    /* a number of the wrong kind */
};

/* Who would rather be where: applicant[i] at program[i] of a pair, a couple, a first year
 * and a reversion; both at program[0] of a parity.  A broken rule names whom it is about;
 * for a reversion program[0] is the donor and program[1] where its positions go. */
struct sp_block {
    enum sp_block_kind kind;
    int applicant[2]; /* -1: none */
    int program[2];   /* -1: none */
};

struct sp_blocks {
    struct sp_block *at; /* [count] at most `room`, in a fixed order; owned */
    int count;
    bool more; /* there are more than were kept */
};

/* Looks for all blocks by the rule, keeping at most `room`: `match` is stable if `count` is
 * 0 and `more` is false.  The market is one that sp_match_run accepts; of `match` only
 * place, first_year, quota, donated and received are read, and NULL for one of the last
 * four means that nobody has a first year, that the quotas are the market's, that nothing
 * moved. SP_NO_MEMORY; `blocks` is then empty. */
bool sp_match_check(const struct sp_market_lists *market, const struct sp_match *match,
                    enum sp_couples_rule rule, int room, struct sp_blocks *blocks,
                    struct sp_error *error);

/* In a word, for pages and JSON: "pair", "first_year", …; broken rules begin with
 * "broken_". */
const char *sp_block_kind_name(enum sp_block_kind kind);

void sp_blocks_free(struct sp_blocks *blocks);
