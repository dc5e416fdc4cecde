/* validate.h: whether the model reproduces what was published
 *
 * Published rates count those who certified a rank list; the tool speaks to people who
 * have not applied yet.  So applicants are drawn from each pool, apply to real programs,
 * are invited and placed one by one, and those who end with at least one rank are
 * compared with the table.
 */
#pragma once

#include "fit.h"
#include "plan.h"
#include "pool.h"

#include <stdbool.h>
#include <stdint.h>

struct sp_error;

/* A mean over drawn applicants and its standard error. */
struct sp_drawn {
    double value, error;
};

/* One pool: what was published, what quadrature says, what the draw gave. */
struct sp_pool_check {
    enum sp_applicant_type type;
    const char *specialty; /* name */
    int applicants;        /* drawn */
    struct sp_pool_targets published;
    struct sp_pool_moments fitted;
    struct sp_drawn none, rate, ranks[SP_COHORTS], score_gap, score_odds;
    double odds_published, odds_low,
        odds_high;    /* log odds per 10 points; 0 when not published */
    double list_size; /* published number of applicants with a list */
    double match_any; /* drawn: matched among all who applied */
};

struct sp_validation {
    struct sp_arena text;
    uint64_t seed;
    struct sp_pool_check *pool; /* by falling list_size within type */
    int pools;
    struct sp_composition_check *specialty; /* by falling positions */
    int specialties;
    double worst_cell, worst_track; /* positions, see composition.h */
    double none_img;                /* share without a rank, drawn, IMGs together */
    double none_img_published;
};

/* Draws `applicants` from each fitted pool of a specialty and compares.  Same seed, same
 * numbers.  Fails with SP_NOT_FOUND without a fit, SP_NO_MEMORY. */
bool sp_validate(const struct sp_facts *facts, int applicants, uint64_t seed,
                 const struct sp_fit_watch *watch, struct sp_validation *validation,
                 struct sp_error *error);

void sp_validation_free(struct sp_validation *validation);
