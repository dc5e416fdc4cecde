/* pool.h: the applicants of one type who prefer one specialty
 *
 * One strength, u = score * (Step 2 - mean) / 10 + sigma * N(0, 1), moves all of an
 * applicant's invitations and also the place that programs give them on their lists:
 *
 *     P(invited | applied)  = logistic(base of the program + u)
 *     P(placed | ranked)    = logistic(level + slope * u)      once per program ranked
 *
 * Six numbers a pool, fitted so that its applicants reproduce what was published:
 * match rate, ranks of the matched and the unmatched, their Step 2, and the share that
 * ends with no rank at all (docs/model.md, section 3).  The nation (nation.h) begins from
 * them and corrects them, with a cutoff for each track in place of one chance of a place.
 */
#pragma once

#include "arena.h"
#include "logistic.h"
#include "published.h"

#include <stdbool.h>

struct sp_error;

enum sp_pool_parameter {
    SP_POOL_RATE,  /* log of the mean chance that an application ends in a rank */
    SP_POOL_SIGMA, /* log of the sd of what the file does not show */
    SP_POOL_LEVEL, /* log-odds of being placed by one program that ranks an average
                      applicant */
    SP_POOL_SLOPE, /* the same per unit of strength */
    SP_POOL_SCORE, /* strength per 10 Step 2 points */
    SP_POOL_MEAN,  /* mean Step 2 of all who apply, points */
    SP_POOL_PARAMETERS,
};

const char *sp_pool_parameter_name(enum sp_pool_parameter parameter);

struct sp_pool {
    enum sp_applicant_type type;
    const char *specialty; /* code; "*" for all specialties of the type */
    double value[SP_POOL_PARAMETERS];
    double error[SP_POOL_PARAMETERS]; /* standard errors, the other numbers held fixed */
    double score_sd;                  /* of Step 2 among applicants, points */
    double applications;              /* programs that a usual applicant applies to */
    double signalled, signal; /* share of applications with a signal; its log-odds */
    bool own;          /* numbers of its own, not those of the type over all specialties */
    const char *basis; /* static text */
};

/* How open programs are, in bins of equal numbers of applications: invitations per
 * application over the mean. */
enum { SP_POOL_BINS = 16 };
struct sp_pool_bins {
    double relative[SP_POOL_BINS], weight[SP_POOL_BINS]; /* weights sum to 1 */
};

struct sp_pool_moments {
    double none;              /* share without a rank */
    double rate;              /* match rate of those with one */
    double ranks[SP_COHORTS]; /* mean number of ranks */
    double ranks_sd[SP_COHORTS];
    double score_gap;  /* mean Step 2 of the matched less the unmatched, points */
    double score_mean; /* of those with a rank, points */
    double score_odds; /* log odds ratio of a match per 10 points, given a rank */
};

/* What one type comes to, all specialties together. */
struct sp_type_means {
    double rate;              /* places in the first year over those with a list */
    double ranks[SP_COHORTS]; /* mean number, those of a second specialty among them */
};

/* What a pool's applicants come to, by quadrature over score and strength. */
struct sp_pool_moments sp_pool_moments(const struct sp_pool *pool,
                                       const struct sp_pool_bins *bins,
                                       const struct sp_nodes *nodes);

/* A value to reach and its standard error; error 0: none. */
struct sp_target {
    double value, error;
    bool borrowed; /* from the type over all specialties, or from another type */
};
struct sp_pool_targets {
    struct sp_target none, rate, ranks[SP_COHORTS], score_gap, score_mean;
    double score_sd;
    const char *basis; /* static text */
};

/* What is published about a pool.  False when nothing is. */
bool sp_pool_targets(const struct sp_published *published, enum sp_applicant_type type,
                     const char *specialty, struct sp_pool_targets *targets);

/* Fits the six numbers to the targets: maximum a posteriori, Levenberg-Marquardt from
 * the usual start.  `pool` brings type, specialty, applications and signals.  Returns
 * false when it did not converge; the numbers are then the best seen. */
bool sp_pool_fit(struct sp_pool *pool, const struct sp_pool_targets *targets,
                 const struct sp_pool_bins *bins, const struct sp_nodes *nodes);

/* The pool of published->fitted for a type and specialty: its own numbers, else those
 * of the type over all specialties ("*"), else wide ones from base rates. */
struct sp_pool sp_pool_load(const struct sp_published *published,
                            enum sp_applicant_type type, const char *specialty);

/* Rows for data/nrmp/fit.csv, written at `rows` ([SP_POOL_ROWS]); returns how many, 0
 * without memory. */
enum { SP_POOL_ROWS = SP_POOL_PARAMETERS + 4 };
int sp_pool_save(const struct sp_pool *pool, struct sp_arena *text, struct sp_fitted *rows);
