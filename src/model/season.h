/* season.h: what a season costs and allows
 *
 * A season is named by the year of its Match.  Everything here is a dated row of
 * data/fees.csv, signals.csv, limits.csv and calendar.csv; what is projected from
 * an earlier season says so.
 */
#pragma once

#include "arena.h"
#include "date.h"
#include "program.h"

#include <stdbool.h>

struct sp_error;

struct sp_fee {
    const char *service, *item, *unit;
    int from_count, to_count; /* of a tier; to_count 0: without end */
    long cents;
    const char *certainty;
    bool projected;
    struct sp_origin origin;
};

struct sp_signal_rule {
    const char *specialty; /* name in data/signals.csv */
    const char *service;
    bool tiered;
    int gold, silver; /* a single-tier rule has its number in silver and no gold */
    const char *certainty;
    bool projected;
    struct sp_origin origin;
};

struct sp_season_event {
    const char *event, *label, *time_et, *applies_to, *certainty;
    struct sp_date date;
    bool projected;
    struct sp_origin origin;
};

struct sp_season_limit {
    const char *id;          /* "letters_per_program" */
    const char *rule, *kind; /* in words; "max", "min", "included" or "flag" */
    double value;
    struct sp_origin origin;
};

struct sp_season {
    struct sp_arena text;
    int year;
    struct sp_fee *fee;
    int fees;
    struct sp_signal_rule *signal;
    int signals;
    struct sp_season_event *event; /* by date */
    int events;
    struct sp_season_limit *limit;
    int limits;
};

/* The signals of one specialty (its `signal` name), or NULL when it takes no part. */
const struct sp_signal_rule *sp_season_signals(const struct sp_season *season,
                                               const char *specialty);

/* The day of an event ("match_day"), or a date not known. */
struct sp_date sp_season_day(const struct sp_season *season, const char *event);

/* Whether its rank lists can no longer be certified: their deadline has passed, or March
 * has come when no deadline is known. */
bool sp_season_over(const struct sp_season *season, struct sp_date today);

void sp_season_free(struct sp_season *season);
