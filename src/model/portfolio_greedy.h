/* portfolio_greedy.h: lists by greed, one application at a time */
#pragma once

#include "portfolio_list.h"

enum sp_greed { SP_BY_GAIN, SP_BY_GAIN_PER_COST };

/* Puts the pinned items into an empty list.  Fails with SP_BAD_INPUT, naming the
 * item, when they cannot all be in. */
bool sp_greedy_pins(struct sp_list *list, struct sp_error *error);

/* Adds what helps and fits, best first, ties to the earlier item, until nothing does.
 *
 * told  NULL, or an empty choice that is told each pick; its gains and costs are those
 *       of the list as it grows
 *
 * Fails with SP_NO_MEMORY only. */
bool sp_greedy_fill(struct sp_list *list, enum sp_greed by, int threads,
                    struct sp_choice *told, struct sp_error *error);

/* The items of `found`, most useful first: the order in which greed takes them.
 * `choice` must be empty.  Fails with SP_NO_MEMORY only. */
bool sp_greedy_order(const struct sp_list *found, struct sp_choice *choice,
                     struct sp_error *error);
