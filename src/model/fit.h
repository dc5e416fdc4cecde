/* fit.h: everything that is fitted, in one go
 *
 * What data/nrmp/fit.csv and market.csv hold: the regression behind the composition, six
 * numbers for each pool of applicants about which something is published, and the nation
 * whose seasons come out as published: levels, second choices, where ranks go, and the
 * cutoffs of 64 seasons.  Same facts and seed: the same rows, on any number of threads.
 */
#pragma once

#include "composition.h"
#include "plan.h"
#include "pool.h"

#include <stdbool.h>
#include <stdint.h>

struct sp_error;

struct sp_fit {
    struct sp_arena text;
    struct sp_fitted *row;
    int rows;
    int pools, unconverged;
    struct sp_track_market *market; /* of data/nrmp/market.csv, by code, rising */
    int markets;
};

/* Called before each pool; may be NULL.  Returning false stops the work, which then fails
 * with SP_UNAVAILABLE. */
struct sp_fit_watch {
    bool (*step)(void *context, int done, int total);
    void *context;
};
bool sp_fit_watch_step(const struct sp_fit_watch *watch, int done, int total,
                       struct sp_error *error);

struct sp_fit_options {
    uint64_t seed; /* 0: 1 */
    int threads;   /* 0: 1 */
    int seasons;   /* of the nation, played each round; 0: 16 */
    bool quick; /* rough numbers, to try out: few rounds, and seasons kept as they come */
    bool bare;  /* no seasons are kept: the market has no cutoffs */
};

/* Fits the composition, spreads it, fits every pool, and the nation they form.
 * `facts->published->fitted` is not read.  Fails with SP_NOT_FOUND without published
 * counts, SP_NO_MEMORY. */
bool sp_fit_make(const struct sp_facts *facts, const struct sp_fit_options *options,
                 const struct sp_fit_watch *watch, struct sp_fit *fit,
                 struct sp_error *error);

/* What is published about a pool, with what the catalogue adds: where a third of the
 * positions or more begin in the second year, the table of first years says nothing, and
 * the match rate is the type's.  False when nothing is published. */
bool sp_fit_targets(const struct sp_facts *facts, enum sp_applicant_type type,
                    const char *specialty, struct sp_pool_targets *targets);

/* A pool ready to be fitted or checked: usual applications, signals and bins of
 * openness.  `counted` as for sp_openness_find.  False without programs in it (no
 * error), or on SP_NO_MEMORY. */
bool sp_fit_prepare(const struct sp_facts *facts, const struct sp_composition *composition,
                    enum sp_applicant_type type, const char *specialty, const bool *counted,
                    struct sp_pool *pool, struct sp_pool_bins *bins,
                    struct sp_error *error);

/* The tracks that lead through a specialty: offered, and not preliminary.
 * counted  out, [programs->count] */
void sp_fit_counted(const struct sp_programs *programs, bool *counted);

void sp_fit_free(struct sp_fit *fit);
