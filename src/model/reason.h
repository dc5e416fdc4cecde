/* reason.h: a chance of an interview taken apart
 *
 * A waterfall: it starts from an average application of the type in the specialty and
 * adds what is known in a fixed order, each reason being the change in the mean chance.
 * So the points sum to 100 times the chance, whatever the order of their sizes.
 */
#pragma once

#include "chances.h"
#include "market.h"
#include "plan.h"

#include <stdbool.h>

struct sp_error;

/* Reasons for one prospect sent with `signal`.
 *
 * chance   of an interview there, as shown
 * reason   out, [*count], memory of `text`
 */
bool sp_reasons_find(const struct sp_profile *profile, const struct sp_facts *facts,
                     const struct sp_chances *chances, const struct sp_seasons *seasons,
                     int prospect, enum sp_signal signal, double chance,
                     struct sp_arena *text, struct sp_reason **reason, int *count,
                     struct sp_error *error);

/* Whether a fact is older than the opening of the season, June of the year before. */
bool sp_origin_stale(const struct sp_origin *origin, int season);
