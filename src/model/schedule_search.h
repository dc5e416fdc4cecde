/* schedule_search.h: which stays, and when, as plain numbers
 *
 * Weeks are counted from 0.  Stays do not overlap, lie inside one window each, and take an
 * offer at most once.  The worth of a set of stays is a sum: so much for a letter (up to
 * the number wanted), for a week of hands-on work, for a week at the bedside, for each week
 * that the last stay ends later, and less for each cent.  With coefficients far enough
 * apart the sum is an order: first letters, then weeks, and so on.
 */
#pragma once

#include "answer.h"

#include <stdbool.h>
#include <stdint.h>

struct sp_error;

enum { SP_SCHEDULE_WEEKS = 60, SP_SCHEDULE_LETTERS = 8 };

struct sp_offer {
    int weeks_low, weeks_high; /* 1 .. SP_SCHEDULE_WEEKS */
    const long *price_cents;   /* [weeks_high - weeks_low + 1], >= 0, by length */
    int first_week;            /* the earliest in which it can begin */
    bool hands_on, in_person;  /* hands-on work is in person */
    enum sp_answer letter;     /* no: never; unknown: some write one */
};

/* Weeks from..to-1; windows are apart or touch, and rise. */
struct sp_week_window {
    int from, to;
};

struct sp_schedule_worth {
    int64_t letter;      /* of each of the first `letters` stays that can give one */
    int64_t sure_letter; /* more for each stay whose host says that it gives one */
    int64_t hands_on_week, week, recent_week;
    int64_t cent; /* >= 0, taken off for each */
};

struct sp_schedule_problem {
    const struct sp_offer *offer;
    int offers;
    const struct sp_week_window *window;
    int windows;
    int64_t budget_cents; /* below 0: none */
    int most_weeks;       /* of all stays together; 0: no limit */
    int most_visit_weeks; /* from the first to the last day in one window; 0: no limit */
    int letters;          /* wanted, 0..SP_SCHEDULE_LETTERS */
    int letter_weeks;     /* a letter needs a stay of so many */
    int letter_end;       /* and the stay over by this week (its end, exclusive) */
    struct sp_schedule_worth worth;
    int most_labels; /* partial schedules kept at once; 0: a million */
};

struct sp_placed {
    int offer, from, weeks;
};

struct sp_schedule_answer {
    struct sp_placed placed[SP_SCHEDULE_WEEKS]; /* by time */
    int count;
    int64_t worth, bound; /* no set of stays is worth more than `bound` */
    int64_t cost_cents;
    bool proved; /* worth == bound */
    int rounds;  /* searches until none took an offer twice */
    long labels; /* partial schedules looked at */
};

/* Finds the best set of stays: by partial schedules from the last week back to the first,
 * of which one that another betters in every way is dropped; an offer may be taken twice
 * at first, and those that are taken twice are told apart until none is (decremental
 * state-space relaxation, Righini and Salani 2008).  Each round's best is a bound.
 * The same problem has the same answer.  Fails with SP_NO_MEMORY. */
bool sp_schedule_search(const struct sp_schedule_problem *problem,
                        struct sp_schedule_answer *answer, struct sp_error *error);
