/* stay_cost.h: what a stay costs in truth
 *
 * The host's fee, the application, insurance, housing, living, travel, the visa, and the
 * exams that it asks for and you lack.  Each part is a range or not known; what is not
 * known is named and never counted as nothing.  The user's own figures stand in place of
 * estimates.
 */
#pragma once

#include "opening.h"
#include "season.h"

#include <stdbool.h>

struct sp_error;

struct sp_stay_part {
    const char *item;  /* "fee", "application", "insurance", "housing", "living",
                          "travel", "visa", "step1", …: stable */
    const char *label; /* in words */
    bool known;
    long low_cents, high_cents; /* when known */
    const char *basis;          /* "the host's page", "an estimate", "your own figure" */
    struct sp_origin origin;
};

struct sp_stay_cost {
    struct sp_arena text; /* owns every string and list below */
    struct sp_stay_part *part;
    int parts, unknown;                 /* unknown: parts without a figure */
    long low_cents, high_cents;         /* of the known parts together */
    double weeks;                       /* that were counted; below 0: not known */
    bool paid;                          /* the host pays */
    long pay_low_cents, pay_high_cents; /* for those weeks; below 0: not known */
    const struct sp_grant **grant;      /* that may help here; of the openings given */
    int grants;
};

struct sp_stay_cost_options {
    enum sp_visit_class class; /* SP_VISIT_UNKNOWN: as the profile says */
    struct sp_date start;      /* not known: today */
    double weeks;              /* 0: the shortest stay there is */
};

/* Adds up one stay.  Release with sp_stay_cost_free.  Fails with SP_NO_MEMORY only; `cost`
 * is then empty. */
bool sp_stay_cost_sum(const struct sp_profile *profile, const struct sp_openings *openings,
                      const struct sp_opening *opening, const struct sp_season *season,
                      struct sp_date today, const struct sp_stay_cost_options *options,
                      struct sp_stay_cost *cost, struct sp_error *error);

void sp_stay_cost_free(struct sp_stay_cost *cost);
