/* bill.h: what applications cost, specialty by specialty
 *
 * The tiers are dated rows of data/fees.csv; each specialty begins again at the first.
 */
#pragma once

#include "budget.h"
#include "season.h"
#include "specialty.h"

#include <stdbool.h>
#include <stdint.h>

struct sp_error;

enum { SP_BILL_TIERS = 16, SP_BILL_LINES = 60, SP_BILL_MOST = 2000 };

struct sp_bill_line {
    int specialty; /* place in the table of specialties */
    int count;     /* applications, 0..SP_BILL_MOST */
    int64_t cents;
};

struct sp_bill {
    const struct sp_season *season;           /* not owned */
    const struct sp_specialties *specialties; /* not owned */
    struct sp_fee_tier tier[SP_BILL_TIERS];
    const struct sp_fee *row[SP_BILL_TIERS]; /* where each tier comes from */
    int tiers;
    struct sp_bill_line line[SP_BILL_LINES];
    int lines;
    int64_t cents;
    bool projected; /* a tier was carried from another season */
};

/* An empty bill with the tiers of the season.  SP_NOT_FOUND when no fee is known. */
bool sp_bill_open(const struct sp_season *season, const struct sp_specialties *specialties,
                  struct sp_bill *bill, struct sp_error *error);

/* Adds a line, "Internal Medicine=43".  SP_BAD_INPUT names `field`: not of that form, no
 * such specialty, one given twice, too many. */
bool sp_bill_add(struct sp_bill *bill, const char *text, const char *field,
                 struct sp_error *error);

/* Applications of a line that fall into a tier. */
int sp_bill_in_tier(const struct sp_bill *bill, int line, int tier);

/* What one more application of a line would cost. */
int64_t sp_bill_next(const struct sp_bill *bill, int line);

const struct sp_specialty *sp_bill_specialty(const struct sp_bill *bill, int line);

/* Whether the line applies through another service, whose fee is not known. */
bool sp_bill_elsewhere(const struct sp_bill *bill, int line);

/* Whether a fee is one of the tiers, and not another. */
bool sp_bill_is_tier(const struct sp_fee *fee);
