/* match_explain.h: why this place and not a better one
 *
 * A matching is its own explanation: each choice above the place got either did not rank
 * the applicant or went to others whom it ranks higher.
 */
#pragma once

#include "match.h"

struct sp_error;

enum sp_match_why {
    SP_WHY_PLACED,     /* this is the place */
    SP_WHY_NOT_RANKED, /* the program's list does not hold the applicant */
    SP_WHY_FULL,       /* all positions went to applicants it ranks above */
    SP_WHY_PAIR,       /* the other program of the pair refuses the partner */
    SP_WHY_TWO,        /* it has not two positions for both of the couple */
    SP_WHY_FREE,       /* it would have taken them: the matching is not stable there */
};

struct sp_match_step {
    int choice;  /* from 1, on the list of the applicant or couple, or on the linked one */
    bool linked; /* on the supplemental list linked to the place */
    int program[2]; /* [0] of the applicant, [1] of the partner; -1: none */
    enum sp_match_why why;
    int rank;  /* from 1, of the applicant at program[0]; 0: not ranked */
    int held;  /* who are there */
    int quota; /* positions there */
    int worst; /* rank of the last one there, from 1; 0: nobody is there */
};

/* The choices of an applicant down to the place, or all of them. */
struct sp_match_steps {
    struct sp_match_step *at; /* [count]; owned */
    int count;
};

/* Tells the steps of `applicant` in `match`, which is of this market.  SP_NO_MEMORY. */
bool sp_match_explain(const struct sp_market_lists *market, const struct sp_match *match,
                      int applicant, struct sp_match_steps *steps, struct sp_error *error);

void sp_match_steps_free(struct sp_match_steps *steps);
