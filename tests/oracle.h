/* oracle.h: slow and obvious answers, to hold the fast ones against
 *
 * Everything is computed from its definition and by enumeration, with nothing
 * shared with src/model but the structs.
 */
#pragma once

#include "portfolio.h"

/* The worth of a list by the definition in portfolio.h; state[item] is the way it
 * is sent, or SP_SIGNALS for not at all. */
double oracle_worth(const struct sp_menu *menu, const int *state);

/* Whether a list keeps within the limits, the signals and the pins. */
bool oracle_fits(const struct sp_menu *menu, const struct sp_limits *limits,
                 const int *state);

/* The most that any list within the limits is worth, or -1 if there is none.  Looks
 * at all 4^items lists; `state` gets a best one. */
double oracle_best(const struct sp_menu *menu, const struct sp_limits *limits, int *state);

/* The best worth of a set of at most `most` of `count` applications with independent
 * chances, values and costs, within the budget; looks at all 2^count sets. */
double oracle_best_independent(const double *chance, const double *value, const int *cost,
                               int count, int most, int budget);
