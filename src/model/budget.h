/* budget.h: what applications cost
 *
 * A specialty charges by the number of applications sent in it, in tiers that
 * rise: each further one costs at least as much as the one before.  The tiers
 * are rows of data/fees.csv; nothing here knows a price.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct sp_error;

/* No fee is over this (a million dollars), so sums of fees fit their type. */
#define SP_FEE_MOST_CENTS INT64_C(100000000)

/* Each application from number `from` on costs `fee_cents`, until the next tier. */
struct sp_fee_tier {
    int from;          /* >= 1 */
    int64_t fee_cents; /* >= 0 */
};

/* What one specialty charges.  The first tier starts at application 1, later
 * ones start later and cost no less.  {0} is a specialty without a fee. */
struct sp_fees {
    const struct sp_fee_tier *tier; /* [count], not owned */
    int count;
};

/* Whether the tiers are as promised above; SP_BAD_INPUT names the first that is
 * not.  `name` is the specialty, for the message. */
bool sp_fees_check(const struct sp_fees *fees, const char *name, struct sp_error *error);

/* The fee of the n-th application, n >= 1. */
int64_t sp_fees_of(const struct sp_fees *fees, int n);

/* The fee of n applications together, n >= 0. */
int64_t sp_fees_total(const struct sp_fees *fees, int n);
