/* portfolio.h: which programs to apply to, and where to signal
 *
 * An applicant ends in one place at most, so a list is worth the mean over the
 * seasons played of the chance that at least one of its programs takes her,
 * not the sum of its parts:
 *
 *     worth(S) = mean over k of  1 - product over p in S of (1 - chance[p][k])
 *
 * With wishes (levels of utility u_1 > u_2 > …), it is the expected utility of
 * the best offer: the same expression for "an offer of level l or better",
 * weighted by u_l - u_{l+1} and summed.  Each further program helps less, and
 * a signal makes a program another one that excludes the plain one.
 *
 * Finding the best list is hard in general; so each answer comes with a bound
 * that no list whatever exceeds, proved anew for the case at hand.
 */
#pragma once

#include "budget.h"

#include <stdbool.h>
#include <stdint.h>

struct sp_choice;
struct sp_error;

/* The three ways to apply.  A specialty with one tier of signals uses silver. */
enum sp_signal { SP_PLAIN, SP_SILVER, SP_GOLD, SP_SIGNALS };

/* A specialty: what it charges and how many signals it lets one send. */
struct sp_menu_group {
    const char *name; /* for messages; NULL reads as its number */
    struct sp_fees fees;
    int signals[SP_SIGNALS]; /* signals to give, [SP_SILVER] and [SP_GOLD]; >= 0 */
};

/* An application that could be sent. */
struct sp_menu_item {
    const char *name;        /* for messages; NULL reads as its number */
    int group;               /* 0..groups-1 */
    int level;               /* of utility, 0..levels-1, 0 the dearest */
    bool pinned;             /* must be in the list */
    bool barred[SP_SIGNALS]; /* ways in which this one cannot be sent */
    double hours;            /* it takes, >= 0 */
    int64_t extra_cents;     /* on top of the fee, 0..SP_FEE_MOST_CENTS */
};

/* All that could be sent, and its chances.  Nothing in it is owned. */
struct sp_menu {
    const struct sp_menu_item *item;   /* [items] */
    const struct sp_menu_group *group; /* [groups] */
    const double *utility; /* [levels] falling, in (0, 1]; NULL: one level worth 1 */
    const float *chance[SP_SIGNALS]; /* [items][seasons], each in [0, 1): taken there, in
                                        that season, if sent so; NULL: a way nobody has */
    const double *mass; /* [seasons] how much each season counts, above 0 and 1 on the mean;
                           NULL: all alike */
    int items, groups, levels, seasons; /* at most 65,536 / 256 / 8 / 2^24 */
    bool checked; /* the chances are known to be in [0, 1): they are not looked through */
};

/* What the applicant has to spend; {0} is no limit.  Signals stand in the groups. */
struct sp_limits {
    bool money, applications, hours; /* which of the limits below there are */
    int64_t most_cents;              /* fees and extras together, >= 0 */
    int most_applications;           /* >= 0 */
    double most_hours;               /* >= 0 */
};

struct sp_portfolio_options {
    int threads; /* to use, up to 64; 0: one.  The answer is the same to the byte */
    const struct sp_choice *curve; /* of this menu without limits (sp_portfolio_curve), to
                                      begin with; NULL: greed starts from nothing */
};

/* One application of a list, and the list up to and with it. */
struct sp_chosen {
    int item;
    enum sp_signal signal;
    double marginal;    /* what it adds to those before it */
    double worth;       /* of the list up to here */
    int64_t cost_cents; /* of the list up to here, in this order */
};

/* What to send.  Owns its array. */
struct sp_choice {
    struct sp_chosen *pick; /* [count] most useful first: `marginal` never increases */
    int count;
    double worth;          /* of the whole list */
    double standard_error; /* of `worth`, from the seasons being finitely many */
    double bound;          /* no list within the limits is worth more; >= worth */
    double gap; /* (bound - worth) / bound: this far from best possible at most */
    int64_t cost_cents;
    double hours;
};

/* Chooses the list worth most within the limits.
 *
 * menu     read during the call only, as is everything here
 * choice   out; release with sp_choice_free
 *
 * Method: a start by lazy greed, ties to the earlier item; the bound, which also shows
 * for most items that every better list has them, or none; then sets of changes of the
 * rest until none helps.  Up to 16 items this goes on until the list is proved best, and
 * with more as far as a fixed effort goes: then `gap` is 0 (the proof holds to 1e-12).
 * Between lists with gap 0 a larger budget is never worse; else by `gap` at most.
 *
 * Fails with SP_BAD_INPUT, naming it, on a chance outside [0, 1) or missing,
 * a field outside its range, and on pinned items that break the limits; and
 * with SP_NO_MEMORY.  `choice` is then empty. */
bool sp_portfolio_choose(const struct sp_menu *menu, const struct sp_limits *limits,
                         const struct sp_portfolio_options *options,
                         struct sp_choice *choice, struct sp_error *error);

void sp_choice_free(struct sp_choice *choice);

/* What each item would add to the list `choice`, if the limits gave way for it.
 *
 * gain  out, [items]: the most over the ways it can be sent for which its
 *       specialty has a signal left; 0 for the items of the list */
bool sp_portfolio_gain(const struct sp_menu *menu, const struct sp_choice *choice,
                       const struct sp_portfolio_options *options, double *gain,
                       struct sp_error *error);

/* Worth against number and money: the greedy order, each pick the most useful
 * after those before it, until a limit or the menu ends it.  Pins do not count.
 * Its marginals never increase, so "stop where the next fee is not worth it"
 * is one place.  Bound and gap are 0: not computed.  Release with sp_choice_free. */
bool sp_portfolio_curve(const struct sp_menu *menu, const struct sp_limits *limits,
                        const struct sp_portfolio_options *options, struct sp_choice *curve,
                        struct sp_error *error);
