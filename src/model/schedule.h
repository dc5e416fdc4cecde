/* schedule.h: which clinical experience, and when
 *
 * Chooses openings and places them in free weeks, Monday to Friday.  What a stay does for
 * the chance of matching nobody has published, so what is raised is what is known: letters
 * that can be signed in time, weeks of hands-on work, weeks at the bedside, a recent last
 * day, little money; in the user's order, or by the user's weights.  The choice is the best
 * there is, and says so only when that is proved (schedule_search.h).
 *
 * An opening is placed when it fits the profile, its length and the host's fee are known.
 * What is not known is held apart, with what to ask; it is not free and not a no.
 */
#pragma once

#include "arena.h"
#include "eligibility.h"
#include "opening.h"
#include "profile.h"
#include "season.h"

#include <stdbool.h>

struct sp_error;

enum sp_aim {
    SP_AIM_LETTERS,  /* up to the number wanted */
    SP_AIM_HANDS_ON, /* weeks */
    SP_AIM_WEEKS,    /* in person */
    SP_AIM_RECENT,   /* weeks that the last stay ends later */
    SP_AIM_COST,     /* less of it */
    SP_AIMS,
};

struct sp_schedule_options {
    const struct sp_window *window; /* free times; none: those of the profile */
    int windows;
    long budget_cents;          /* below 0: that of the profile, else none */
    int most_weeks;             /* of all stays together; 0: no limit */
    int letters;                /* wanted; below 0: two */
    struct sp_date letters_by;  /* signed by; not known: when programs start to read */
    int letter_weeks;           /* a letter needs a stay of so many; 0: four */
    int letter_lead_weeks;      /* below 0: data/papers.csv, the longer */
    enum sp_aim order[SP_AIMS]; /* the first counts before the second, … */
    int aims;                   /* 0: as enum sp_aim stands */
    bool weighed;               /* by weight in place of the order */
    double weight[SP_AIMS];     /* >= 0; of a letter, a week, a week, a week, 100 dollars */
    bool unsure;                /* place what may not fit, as far as is known, too */
    bool moved; /* the season is the one after that which was meant: say so */
    const char *const *without; /* ids that must stay out */
    int withouts;
};

struct sp_scheduled {
    int opening; /* place in the openings */
    struct sp_date from, to;
    int weeks;
    enum sp_answer hands_on, letter, fits;
    bool in_person;
    bool letter_in_time;      /* long enough, and over early enough */
    struct sp_date signed_by; /* when a letter would be there, if it takes the usual time */
    struct sp_date apply_by;  /* a working day; the lead time before the first day */
    bool lead_usual;          /* that time is what is usual, no host's word */
    long cost_cents;          /* the middle, which was counted */
    long low_cents, high_cents;
    bool fee_estimated;      /* the host's fee in it is a guess of a directory */
    const char *not_counted; /* parts of the cost without a figure, ", " between; "" */
    const char *todo;        /* what is missing for it, "; " between; "" */
};

enum sp_left {
    SP_LEFT_CLOSED,   /* a rule or the host says no */
    SP_LEFT_NO_TIME,  /* it fits no free weeks */
    SP_LEFT_NO_MONEY, /* it alone costs more than there is */
    SP_LEFT_WORTH,    /* it can be had, but what was chosen counts more */
    SP_LEFT_UNWANTED, /* taken out by the user */
    SP_LEFT_HELD,     /* not known enough; ask */
    SP_LEFTS,
};

struct sp_left_opening {
    int opening;
    enum sp_left left;
    const char *why;
};

/* A paper or visa that ends between today and the day of reading. */
struct sp_expiry {
    const char *item; /* "bls", "visa" */
    struct sp_date until;
};

/* What a set of stays comes to. */
struct sp_schedule_sum {
    int letters, sure_letters; /* in time; sure: the host says that it gives one */
    int hands_on_weeks, weeks; /* weeks: in person */
    long cost_cents, low_cents, high_cents;
    struct sp_date last;
};

struct sp_schedule {
    struct sp_arena text;      /* owns every string and list below */
    struct sp_scheduled *stay; /* by time */
    int stays;
    struct sp_left_opening *left; /* worth first, then no time, no money, held, closed */
    int lefts, left_by[SP_LEFTS];
    struct sp_window *window; /* free weeks that were used, Monday to Friday */
    int windows;
    struct sp_schedule_sum sum;
    bool proved;              /* no other choice does better by the order or the weights */
    const char *bound;        /* what no choice can pass, in words */
    struct sp_expiry *expiry; /* by day */
    int expiries;
    int rounds;
    long labels; /* partial schedules that were looked at */
    struct sp_date today, reading, letters_by,
        letter_last; /* last day for letters' stays */
    bool projected;  /* the day of reading is carried from another season */
    int letters, letter_weeks, letter_lead_weeks, most_weeks, most_visit_weeks;
    long budget_cents; /* below 0: none */
    enum sp_aim order[SP_AIMS];
    int aims;
    bool weighed;
    double weight[SP_AIMS];
    int season;
    const char *effect; /* what is known of the effect on the chance */
    const char **warning;
    int warnings;
};

/* Makes the schedule.  `schedule` is out; release with sp_schedule_free.  Fails with
 * SP_BAD_INPUT (no free time, programs read already, an aim twice) and SP_NO_MEMORY;
 * `schedule` is then empty. */
bool sp_schedule_make(const struct sp_profile *profile, const struct sp_openings *openings,
                      const struct sp_season *season, struct sp_date today,
                      const struct sp_schedule_options *options,
                      struct sp_schedule *schedule, struct sp_error *error);

/* Whether programs have read for that season already, so that who names no season means the
 * one after it. */
bool sp_schedule_moves(const struct sp_season *season, struct sp_date today);

/* Options in which nothing was said. */
struct sp_schedule_options sp_schedule_usual(void);

const char *sp_aim_name(enum sp_aim aim); /* "hands-on" */
bool sp_aim_parse(const char *text, enum sp_aim *aim);
const char *sp_left_name(enum sp_left left); /* "no time" */

void sp_schedule_free(struct sp_schedule *schedule);
