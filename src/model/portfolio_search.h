/* portfolio_search.h: from a good list to a better one, a few changes at a time */
#pragma once

#include "portfolio_bound.h"
#include "portfolio_list.h"

/* Changes the list while changes of up to three items make it worth more.
 *
 * bound   of the same menu and limits; its losses show which changes can help
 * proved  out: no list within the limits is worth more than this one (but 1e-12).
 *         Always sought where few states are open, given up after a fixed effort
 *         where many are
 *
 * Fails with SP_NO_MEMORY only. */
bool sp_search(struct sp_list *list, const struct sp_bound *bound, bool *proved,
               struct sp_error *error);
