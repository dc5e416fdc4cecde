/* match_oracle.h: every stable matching of a tiny market, by trying all
 *
 * Stability written a second time, on sets of people, for markets of at most 10
 * applicants and 4 programs; shares nothing with src/model but the structs.
 */
#pragma once

#include "match.h"

#include <stdbool.h>

enum { ORACLE_APPLICANTS = 10, ORACLE_PROGRAMS = 4 };

struct oracle_matching {
    int32_t place[ORACLE_APPLICANTS], first_year[ORACLE_APPLICANTS]; /* -1: none */
    int32_t donated[ORACLE_PROGRAMS];
};

/* Whether a matching keeps the rules and nobody blocks it. */
bool oracle_is_stable(const struct sp_market_lists *market,
                      const struct oracle_matching *matching, enum sp_couples_rule rule);

/* Calls `visit` for every matching in which applicants and couples are where their lists
 * say, nowhere or with a linked first year, and donors gave away from nothing to all they
 * have and receive.  Programs' lists, quotas and parity are not looked at. */
void oracle_each(const struct sp_market_lists *market,
                 void (*visit)(const struct oracle_matching *matching, void *context),
                 void *context);

/* How many of them are stable; `some`, unless NULL, gets one if there is one. */
int oracle_count(const struct sp_market_lists *market, enum sp_couples_rule rule,
                 struct oracle_matching *some);

/* The matching as the engine would hand it over.  `match` points into `room` and
 * `matching`; it is not to be freed. */
struct oracle_room {
    int32_t quota[ORACLE_PROGRAMS], received[ORACLE_PROGRAMS];
};
void oracle_match(const struct sp_market_lists *market, struct oracle_matching *matching,
                  struct oracle_room *room, struct sp_match *match);
