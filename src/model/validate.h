/* validate.h: whether the model reproduces what was published
 *
 * The fitted nation plays seasons that it was not fitted to, and what comes out is set
 * beside every published table.  Published rates count those who certified a rank list;
 * so are these.  What was never seen is checked too: last year's open positions, told
 * from the years before, and last year's Match, told by a nation of the year before.
 */
#pragma once

#include "calibrate.h"
#include "couples.h"
#include "fit.h"
#include "holdout.h"
#include "plan.h"
#include "pool.h"

#include <stdbool.h>
#include <stdint.h>

struct sp_error;

/* A mean over drawn applicants and its standard error. */
struct sp_drawn {
    double value, error;
};

/* One pool: what was published, what the seasons gave. */
struct sp_pool_check {
    enum sp_applicant_type type;
    const char *specialty; /* name */
    int applicants;        /* of one season */
    struct sp_pool_targets published;
    struct sp_drawn none, rate, ranks[SP_COHORTS], score[SP_COHORTS], score_gap, score_odds;
    double score_published[SP_COHORTS]; /* mean Step 2, non-US IMGs; 0: not published */
    double odds_published, odds_low,
        odds_high;    /* log odds per 10 points; 0 when not published */
    double list_size; /* published number of applicants with a list */
    double match_any; /* matched among all who applied */
    double told;      /* match rate of those with a list, as a user is told: next season's,
                         by the kept seasons (usual.h) */
};

/* One applicant type, all specialties, 2025. */
struct sp_type_check {
    double rate_published, rate_before; /* match rate; of the year before */
    struct sp_drawn rate;
    double ranks_published[SP_COHORTS], ranks_before[SP_COHORTS];
    struct sp_drawn ranks[SP_COHORTS];
};

/* One specialty and entry level, 2025: positions filled by type. */
struct sp_fill_check {
    const char *specialty; /* name */
    const char *level;     /* "PGY-1", "PGY-2" or "Physician" */
    int positions;
    double published[SP_APPLICANT_TYPES], drawn[SP_APPLICANT_TYPES];
    double filled, told; /* by anybody; the same told without the fills of 2025 */
    double offered_before, filled_before; /* in 2024, by the tracks offered in 2025 */
    double held[SP_HOLDOUT_WAYS];         /* filled in the nation of 2024 */
};

/* Tracks by the share of positions that they were expected to leave open. */
enum { SP_OPEN_BINS = 6 };
struct sp_open_check {
    double from; /* lower end of the bin */
    int tracks;
    double expected, seen; /* shares of the positions */
};

/* Tracks by the chance that they would leave a position open, in tenths. */
struct sp_any_check {
    int tracks;
    double expected, seen; /* shares of the tracks */
};
enum { SP_ANY_BINS = 10 };

/* Ways to tell what is filled.  Told from the years before 2025; by the rate of 2024; by
 * the seasons, which know 2025; by a nation fitted to 2024, with the applicants of 2024 or
 * of 2025. */
enum sp_fill_way {
    SP_FILL_TOLD,
    SP_FILL_BEFORE,
    SP_FILL_PLAYED,
    SP_FILL_HELD,
    SP_FILL_WAYS = SP_FILL_HELD + SP_HOLDOUT_WAYS
};

/* Tracks offered in 2024 and 2025: how well a way tells the share of positions filled. */
struct sp_track_errors {
    double size;    /* mean error, positions for weight */
    double within;  /* share of the tracks within 2 points */
    double ordered; /* of two tracks, one that left positions open and one that did not,
                       how often the first was told emptier; told the same is half */
};

/* Told by the nation of 2024. */
struct sp_holdout_check {
    bool known; /* false: not asked for */
    struct sp_type_means type[SP_HOLDOUT_WAYS][SP_APPLICANT_TYPES];
    struct sp_track_errors track[SP_FILL_WAYS];
    int tracks;
};

struct sp_validation {
    struct sp_arena text;
    uint64_t seed;
    int seasons;
    struct sp_pool_check *pool; /* by falling list_size within type */
    int pools;
    struct sp_type_check type[SP_APPLICANT_TYPES];
    struct sp_fill_check *fill; /* by falling positions */
    int fills;
    double *played, *told; /* [facts->programs->count] positions filled of each track */
    struct sp_holdout_check held;
    int states, states_within; /* cells of state, specialty, level and type with 20
                                  positions or more; those within 3 % of them */
    struct sp_open_check open[SP_OPEN_BINS];   /* 2025, told from 2021 to 2024 */
    struct sp_any_check any[SP_ANY_BINS];      /* the same, for a position or more */
    double open_deviance, open_deviance_alone; /* a position; by the kind's share alone */
    struct sp_calibration calibration;
    struct sp_couples_check couples[SP_COUPLES_WAYS]; /* no couples: none are published */
    double couples_published;                         /* their match rate, 0..1 */
    struct sp_composition_check *specialty;           /* by falling positions */
    int specialties;
    double worst_cell, worst_track; /* positions, see composition.h */
    double none_img;                /* share without a rank, drawn, IMGs together */
    double none_img_published;
};

/* Plays `seasons` (8 or more) seasons of the fitted nation and compares.  Same seed, same
 * numbers, on any number of threads.  Fails with SP_NOT_FOUND without a fit,
 * SP_NO_MEMORY. */
bool sp_validate(const struct sp_facts *facts, int seasons, uint64_t seed, int threads,
                 const struct sp_fit_watch *watch, struct sp_validation *validation,
                 struct sp_error *error);

/* Of the fills with 20 positions or more, times the types: how many lie within 3 % of the
 * positions, and of how many; and of the fill rates, how many within 2 points. */
struct sp_fill_summary {
    int within, all, rates_within, rates;
};
struct sp_fill_summary sp_validation_fills(const struct sp_validation *validation);

/* Adds what the nation of 2024 tells.  Both of the same facts. */
bool sp_validation_hold(const struct sp_facts *facts, const struct sp_holdout *holdout,
                        struct sp_validation *validation, struct sp_error *error);

/* Whether a fill rate can be told: 20 positions or more, and some were offered in 2024. */
bool sp_fill_can_be_told(const struct sp_fill_check *check);

/* Errors of a specialty's fill rate, 0..1, over those that can be told: the mean size,
 * each with its positions for weight, and how many lie within 2 points. */
struct sp_fill_errors {
    double size[SP_FILL_WAYS];
    int within[SP_FILL_WAYS], rates;
};
double sp_fill_error(const struct sp_fill_check *check, enum sp_fill_way way);
struct sp_fill_errors sp_validation_fill_errors(const struct sp_validation *validation);

void sp_validation_free(struct sp_validation *validation);
