/* match_work.h: a market being matched
 *
 * Private to match*.c.  `sp_match_ranks` are the lists, checked, with the rank that each
 * program gives beside each choice; `sp_match_state` is who sits where at one moment and
 * can be copied; `sp_match_work` moves it.
 *
 * Every program keeps a set of bits over its own list: bit r is the applicant it ranks
 * r-th.  Taking is setting a bit, the worst held is the highest bit, and how many are
 * held above someone is a count of bits.
 */
#pragma once

#include "match.h"

enum { SP_REFUSED = -1 }; /* a rank: not on the program's list */

struct sp_error;

struct sp_match_option {
    int32_t program, rank; /* rank of the applicant there, or SP_REFUSED */
};

struct sp_match_ranks {
    const struct sp_market_lists *market;
    struct sp_arena memory;
    struct sp_match_option *choice;     /* [ranks] */
    struct sp_match_option *first_year; /* [supplementals]; NULL: none */
    int32_t (*pair)[2];                 /* [pairs] ranks; 0 for no match */
    int32_t *own;      /* [wishes] the place in `rank`, or -1; NULL unless asked for */
    int32_t *seat_of;  /* [applicants] couple * 2 + member, or -1; NULL: no couples */
    int32_t *word;     /* [programs + 1] first word of each program's bits */
    uint8_t *parity;   /* [programs]; NULL: any */
    bool supplemental; /* someone has a linked list */
    bool reverts;      /* some program has */
};

/* Checks the market and looks up all ranks in two passes over the lists.  `own` is filled
 * when a program may come to look for applicants.  Errors as sp_match_run. */
bool sp_match_rank_all(const struct sp_market_lists *market, bool own,
                       struct sp_match_ranks *ranks, struct sp_error *error);
void sp_match_ranks_free(struct sp_match_ranks *ranks);

struct sp_match_program {
    int32_t quota; /* in force: after reversions and parity */
    int32_t held;
    int32_t worst; /* highest bit, or -1 */
};

/* All of it lies in one block. */
struct sp_match_state {
    void *block;
    size_t bytes;
    struct sp_match_program *program; /* [programs] */
    uint64_t *bits;
    int32_t *at; /* [applicants] place in `rank`; the end of the list: nowhere */
    int32_t
        *link; /* [applicants] place in `supplemental`; the end of the linked list: nowhere;
                  -1: no list is linked to where they are; NULL: nobody has any */
    int32_t *pair; /* [couples] place in `pair`; the end of the list: nowhere */
    int32_t *donated, *received; /* [programs]; NULL: nothing reverts */
    int32_t *held_back;          /* [programs] positions idle for parity; NULL: no parity */
};

bool sp_match_state_make(const struct sp_match_ranks *ranks, struct sp_match_state *state);
void sp_match_state_copy(struct sp_match_state *to, const struct sp_match_state *from);
void sp_match_state_free(struct sp_match_state *state);

/* Someone who looks for a place: applicant a as 2a, the dependent search of a (or of a
 * member) for a first year as 2a + 1, couple c as 2 * applicants + c. */
struct sp_match_work {
    const struct sp_match_ranks *ranks;
    const struct sp_market_lists *market;
    enum sp_couples_rule rule;
    struct sp_match_state state;
    int seekers;

    int32_t *seeking; /* stack of those without a place */
    int seekings;
    uint8_t *waiting; /* [seekers] on that stack */
    int32_t *opened;  /* stack of programs that someone left */
    int openings;
    uint8_t *open;     /* [programs] on that stack */
    uint8_t *left_out; /* [seekers] takes no part for now */

    int32_t *pushed; /* [seekers] how often displaced since `since` */
    int32_t *since;  /* [seekers] the spell in which `pushed` was counted */
    int32_t spell;
    int32_t looping; /* a seeker displaced too often in this spell, or -1 */
    int64_t proposals;

    uint8_t *raised;   /* [programs] how often parity gave positions back */
    bool at_home;      /* quotas are for now as if nothing had been passed on */
    uint8_t *asked;    /* [programs] for a position that it passed on */
    uint8_t *returned; /* [programs] how often a reverted position was taken back */
};

bool sp_match_work_make(const struct sp_match_ranks *ranks, enum sp_couples_rule rule,
                        struct sp_match_work *work, struct sp_error *error);
void sp_match_work_free(struct sp_match_work *work);

/* Everybody nowhere, submitted quotas, nobody left out. */
void sp_match_reset(struct sp_match_work *work);

/* Everybody nowhere; quotas and who is left out stay as they are. */
void sp_match_clear(struct sp_match_work *work);

/* Deferred acceptance of all who are not in a couple, with no one else there. */
void sp_match_singles(struct sp_match_work *work);

/* The same with the programs proposing, to quotas as they stand; members of couples take
 * what belongs to the pair that their couple stands at, and nothing else. */
bool sp_match_programs(struct sp_match_work *work, struct sp_error *error);

/* Searches everything (match_exact.c), beginning with the seekers that are `out`; where
 * positions may move, `work` holds the best that is known.  Found: `work` holds a stable
 * matching.  None: the market has none.  Else it was too much, or too much to prove. */
enum sp_match_answer { SP_MATCH_NONE, SP_MATCH_FOUND, SP_MATCH_GAVE_UP };
bool sp_match_exact(struct sp_match_work *work, const uint8_t *out,
                    enum sp_match_answer *answer, struct sp_error *error);

/* The same for a small market with reversions or parity. */
bool sp_match_numbers(struct sp_match_work *work, enum sp_match_answer *answer,
                      struct sp_error *error);

/* Room for an answer, and places and numbers of positions as they are now. */
bool sp_match_answer_make(const struct sp_market_lists *market, struct sp_match *match);
void sp_match_read_out(const struct sp_match_work *work, struct sp_match *match);

/* Puts a program on the stack of the open. */
void sp_match_open(struct sp_match_work *work, int32_t program);

/* The best pair above the present one that has the member (couple * 2 + member) at the
 * program and is taken; or -1. */
int32_t sp_match_pair_up(const struct sp_match_work *work, int32_t seat, int32_t program);

/* The place on the linked list above the present one at the program, or -1. */
int32_t sp_match_first_year_up(const struct sp_match_work *work, int32_t applicant,
                               int32_t program);

/* Begins the dependent search of an applicant who has just got a place. */
void sp_match_begin_link(struct sp_match_work *work, int32_t applicant);

/* Begins a spell: displacements are counted anew. */
void sp_match_spell(struct sp_match_work *work);

/* Works off both stacks.  False: a loop; `looping` says who. */
bool sp_match_settle(struct sp_match_work *work);

/* Takes someone's place away and leaves them out, or lets them in again (without a place).
 */
void sp_match_leave_out(struct sp_match_work *work, int32_t seeker);
void sp_match_let_in(struct sp_match_work *work, int32_t seeker);

/* The worst held by a program loses its place. */
void sp_match_bump(struct sp_match_work *work, int32_t program);

/* Whether the seeker can do better than now: a block. */
bool sp_match_blocks(const struct sp_match_work *work, int32_t seeker);

/* Reversions and parity, until nothing moves.  False: a loop. */
bool sp_match_adjust(struct sp_match_work *work);

/* Whether reversions and parity leave a block. */
bool sp_match_adjusted(struct sp_match_work *work);

/* The orders tried, one after the other; leaves the best state in `work`. */
struct sp_match_search {
    int orders;
    bool stable;
    bool none_exists; /* proved */
};
bool sp_match_search(struct sp_match_work *work, const struct sp_match_options *options,
                     struct sp_match_search *search, struct sp_error *error);

static inline bool sp_match_holds(const struct sp_match_work *work, int32_t program,
                                  int32_t rank)
{
    const uint64_t *bits = work->state.bits + work->ranks->word[program];
    return bits[rank >> 6] >> (rank & 63) & 1;
}

/* Whether the program would take one more of that rank, pushing its worst out if it must.
 */
static inline bool sp_match_takes(const struct sp_match_work *work, int32_t program,
                                  int32_t rank)
{
    const struct sp_match_program *p = &work->state.program[program];
    return p->held < p->quota || rank < p->worst;
}

static inline void sp_match_set_seat(struct sp_match_work *work, int32_t program,
                                     int32_t rank)
{
    struct sp_match_program *p = &work->state.program[program];
    work->state.bits[work->ranks->word[program] + (rank >> 6)] |= 1ull << (rank & 63);
    p->held++;
    if (rank > p->worst)
        p->worst = rank;
}

static inline void sp_match_clear_seat(struct sp_match_work *work, int32_t program,
                                       int32_t rank)
{
    struct sp_match_program *p = &work->state.program[program];
    uint64_t *bits = work->state.bits + work->ranks->word[program];
    bits[rank >> 6] &= ~(1ull << (rank & 63));
    p->held--;
    if (rank != p->worst)
        return;
    int32_t word = rank >> 6;
    while (word >= 0 && !bits[word])
        word--;
    p->worst = word < 0 ? -1 : word * 64 + 63 - __builtin_clzll(bits[word]);
}

/* How many the program holds above that rank. */
static inline int32_t sp_match_above(const struct sp_match_work *work, int32_t program,
                                     int32_t rank)
{
    const uint64_t *bits = work->state.bits + work->ranks->word[program];
    int32_t count = __builtin_popcountll(bits[rank >> 6] & ((1ull << (rank & 63)) - 1));
    for (int32_t word = 0; word < rank >> 6; word++)
        count += __builtin_popcountll(bits[word]);
    return count;
}

/* Where the list linked to place r of `rank`, or to a member's program of pair k, begins
 * and ends in `supplemental`; NULL: none is linked. */
static inline const int32_t *sp_match_list_of_rank(const struct sp_match_ranks *ranks,
                                                   int32_t r)
{
    const int32_t *first = ranks->market->supplemental_first;
    return ranks->supplemental && first && first[r] < first[r + 1] ? first + r : NULL;
}

static inline const int32_t *sp_match_list_of_pair(const struct sp_match_ranks *ranks,
                                                   int32_t k, int m)
{
    const int32_t *first = ranks->market->pair_supplemental_first;
    return ranks->supplemental && first && first[2 * k + m] < first[2 * k + m + 1]
               ? first + 2 * k + m
               : NULL;
}

/* The same of the place that an applicant has now. */
const int32_t *sp_match_list_now(const struct sp_match_work *work, int32_t applicant);

/* The program of an applicant's present place, or -1. */
int32_t sp_match_place(const struct sp_match_work *work, int32_t applicant);
