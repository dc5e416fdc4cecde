/* nation.h: a synthetic nation, and the Match it runs
 *
 * Everybody who applies and every track, drawn anew each season: applicants by type and
 * preferred specialty in the published numbers, their strength, how many programs rank
 * them and which, in the order they like them; programs rank by strength, by what they
 * think of the type, and by taste.  Then applicants propose (deferred acceptance), and
 * each track is left with a cutoff.  docs/model.md, section 4.
 *
 * A list is drawn only as far as it is proposed down, a score only when it is asked for:
 * both are functions of (seed, season, applicant, place), so nothing is sorted and
 * nothing depends on the order or the number of threads.
 */
#pragma once

#include "arena.h"
#include "composition.h"
#include "plan.h"
#include "pool.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

struct sp_error;

enum {
    SP_NATION_BINS = 16,       /* of strength, equal numbers of applicants in each */
    SP_NATION_STEPS = 256,     /* quantiles of the number of ranks */
    SP_NATION_LONGEST = 48,    /* ranks of one applicant */
    SP_NATION_TRACKS = 1 << 16 /* fewer than these */
};

struct sp_nation_track {
    int track; /* place in facts->programs */
    int quota;
    int cell;      /* state, specialty and level, numbered from 0 */
    bool advanced; /* needs a first year elsewhere */
    bool first;    /* holds a first year, which is what published match rates count */
    double open;   /* share of its positions expected to stay open, from five years */
    double filled[SP_APPLICANT_TYPES]; /* positions that each type should fill */
    double drawn; /* how much applicants are drawn there, 0 usual; from the fit.  Below 0
                     all but exp(drawn) of those it ranks put it at the end of their lists;
                     how many it ranks, sp_nation_shorter says */
};

/* Share of those ranked by a track who put it at the end. */
static inline double sp_nation_late(double drawn)
{
    return 1 - exp(fmin(drawn, 0));
}

#define SP_NATION_SHORTER 0.2

/* Log of the ranks that a track gives, over those of a usual one of its size.  Programs
 * that do not fill rank 0.7 times as many a position as those that do: 8.83 against 12.47,
 * 2025 (data/nrmp/program_rank_lists.csv).  Whoever is ranked where positions stay open
 * and finds no better place comes, so that many cannot be reached with the positions they
 * fill; docs/model.md, 4.6, says how far it goes.
 *
 * drawn       of the track
 * late_ranks  of the type, see sp_nation */
static inline double sp_nation_shorter(double drawn, double late_ranks)
{
    return SP_NATION_SHORTER * drawn + late_ranks * sp_nation_late(drawn);
}

/* How much a track draws in a season of another year than that of the fit: who fills is as
 * sought after as usual.  Who does not is no more so than those that began to stay open
 * in the kept seasons: half of them draw less than this (fit_market.c). */
static inline double sp_nation_drawn(double of_fit, bool stays_open)
{
    return stays_open ? fmin(of_fit, -1.8) : fmax(of_fit, 0);
}

/* One track as a pool sees it. */
struct sp_nation_entry {
    int track;      /* place in nation->track */
    double applied; /* chance that a usual applicant applies there ... */
    double invited; /* expected ranks of this pool there, in any unit, ... */
    double adjust;  /* ... times exp(adjust), from the fit; part of it in applications */
};

/* The applicants of one type who prefer one specialty, or the type's list of first
 * years. */
struct sp_nation_pool {
    enum sp_applicant_type type;
    int specialty; /* place in facts->specialties; -1: preliminary and transitional years */
    int applicants;    /* all who apply, with a rank or without */
    double rate;       /* mean chance that an application ends in a rank */
    double sd;         /* of strength among all who apply */
    double slope;      /* of a program's score, per unit of strength */
    double level;      /* of a program's score for this pool */
    double score_gain; /* mean Step 2 points per unit of strength */
    double score_mean; /* of all who apply, points */
    double signal, signalled;
    double second;  /* chance that somebody of the type without a place goes on to here */
    double lists;   /* published, or made to sum to what is: those with a rank */
    double matched; /* of them in this specialty */
    double applications; /* of a usual applicant */
    int first, entries;  /* places in nation->entry */
};

/* One slot of an alias table (Walker 1977); four bytes, since a season looks up 200,000
 * of them. */
struct sp_nation_slot {
    uint16_t cut;   /* below, of 65,536: the slot's own entry */
    uint16_t other; /* else this one, counted from the pool's first */
};

/* Applicants of one pool and strength, who are drawn one after the other. */
struct sp_nation_block {
    int pool, bin;    /* bin -1: any, in pools too small to be laid out in strata */
    int first, count; /* numbers of its applicants */
    int specialty;
    double score; /* what programs think of them, before taste */
};

struct sp_nation {
    struct sp_arena memory; /* owns all below */
    struct sp_nation_track *track;
    int tracks, cells;
    struct sp_nation_pool *pool; /* by type; the list of first years last */
    int pools;
    int first_year[SP_APPLICANT_TYPES];       /* its pool, or -1 */
    double late_ranks[SP_APPLICANT_TYPES];    /* log of a type's ranks at tracks that all
                                                 put at the end, over what its share of
                                                 their positions says; the mean is 0 */
    double supplement[SP_APPLICANT_TYPES];    /* chance that somebody without a place has
                                                 ranked first years */
    int pool_of_type[SP_APPLICANT_TYPES + 1]; /* first pool of each type */
    double certified[SP_APPLICANT_TYPES];     /* with a list, 2025 */
    struct sp_nation_entry *entry;
    int entries, applicants;
    /* Tables made from the above by sp_nation_tabulate. */
    struct sp_nation_slot *slot;   /* for each pool [SP_NATION_BINS][its entries] */
    uint16_t *place;               /* [entries] entry.track, side by side */
    uint16_t *late;                /* [tracks] of 65,536: those who put it at the end */
    uint8_t *ranks;                /* [pools][SP_NATION_BINS][SP_NATION_STEPS] */
    double *mean_ranks;            /* [pools][SP_NATION_BINS] */
    struct sp_nation_block *block; /* by specialty, the best first: fewer are displaced */
    int blocks;
};

/* Puts the nation together from the facts: the numbers of a fit, if there are any, else
 * its starting values.  Fails with SP_NOT_FOUND without published counts, SP_NO_MEMORY. */
bool sp_nation_make(const struct sp_facts *facts, const struct sp_composition *composition,
                    struct sp_nation *nation, struct sp_error *error);

/* Takes the numbers of a fitted pool, but for its level. */
void sp_nation_use_pool(const struct sp_pool *from, struct sp_nation_pool *pool);

/* A number of part "market" of a fit, such as "level" of "non_us_img/140"; false when
 * there is none.  key  out */
bool sp_nation_number(const struct sp_published *published, const char *key,
                      const char *name, double *value);
extern const char sp_nation_first_years[]; /* in place of a specialty's code */
void sp_nation_key(enum sp_applicant_type type, const char *specialty, char key[32]);

/* Makes the tables anew after a change of the numbers.  False without memory. */
bool sp_nation_tabulate(struct sp_nation *nation);

/* What became of one pool; sums over applicants, whole so that their order is free. */
struct sp_nation_tally {
    int64_t lists[SP_COHORTS]; /* with at least one rank, by place in the specialty */
    int64_t ranks[SP_COHORTS];
    int64_t strength[SP_COHORTS];  /* in SP_NATION_UNITs of the pool's sd */
    int64_t second;                /* placed here as a second choice */
    int64_t all[SP_COHORTS];       /* with a list, by place in any specialty */
    int64_t all_ranks[SP_COHORTS]; /* of them, those of a second choice among them */
};
#define SP_NATION_UNIT 0x1p-20

struct sp_nation_season {
    uint16_t *placed;             /* [tracks][SP_APPLICANT_TYPES] */
    float *cutoff;                /* [tracks] least score held; -INFINITY: not full */
    struct sp_nation_tally *pool; /* [pools] */
    int64_t proposals;
};

/* Room for one season, and for the work of playing it.  One for each thread. */
struct sp_nation_room;
struct sp_nation_room *sp_nation_room_make(const struct sp_nation *nation);
void sp_nation_room_free(struct sp_nation_room *room);

/* Plays one season; the answer lives in the room until the next. */
const struct sp_nation_season *sp_nation_play(const struct sp_nation *nation, uint64_t seed,
                                              int season, struct sp_nation_room *room);

/* Sums over seasons. */
struct sp_nation_sums {
    int64_t *placed;              /* [tracks][SP_APPLICANT_TYPES] */
    int64_t *full;                /* [tracks] seasons in which it filled */
    struct sp_nation_tally *pool; /* [pools] */
    int seasons;
};

/* Plays seasons first..first+count-1 on `threads` threads; the same sums on any number.
 * Fails with SP_NO_MEMORY; `sums` is then empty. */
bool sp_nation_sum(const struct sp_nation *nation, uint64_t seed, int first, int count,
                   int threads, struct sp_nation_sums *sums, struct sp_error *error);
/* The moments of a pool over the seasons summed. */
struct sp_pool_moments sp_nation_moments(const struct sp_nation *nation,
                                         const struct sp_nation_sums *sums, int pool);
/* What one type comes to: places in the first year over `certified`, and all ranks of
 * those with a place and without. */
struct sp_type_means sp_nation_means(const struct sp_nation *nation,
                                     const struct sp_nation_sums *sums,
                                     enum sp_applicant_type type);
void sp_nation_sums_free(struct sp_nation_sums *sums);

void sp_nation_free(struct sp_nation *nation);
