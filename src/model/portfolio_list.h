/* portfolio_list.h: a list while it is built
 *
 * For a list S and a level l let alive_l be, season by season, the product of
 * 1 - chance over the items of S at level l or better: the chance of no such
 * offer.  Then weight_l = sum over m >= l of (u_m - u_{m+1}) alive_m is what one
 * more offer of level l is worth in that season, the gain of an item is the mean
 * of chance * weight, and sending an item another way changes the worth by the
 * mean of (to - from) / (1 - from) * weight.
 */
#pragma once

#include "portfolio_rows.h"

/* What has been sent, what that uses, and what it leaves.  Owns its arrays. */
struct sp_list {
    const struct sp_menu *menu;
    const struct sp_limits *limits;
    unsigned char *state; /* [items] the way it is sent, or SP_OUT */
    int *sent;            /* [groups] */
    int *signals;         /* [groups][SP_SIGNALS] */
    double *alive;        /* [levels][seasons] */
    double *weight;       /* [levels][seasons] */
    int count;
    int64_t cents;
    double hours;
};

/* An empty list; release with sp_list_free.  Fails with SP_NO_MEMORY only. */
bool sp_list_make(const struct sp_menu *menu, const struct sp_limits *limits,
                  struct sp_list *list, struct sp_error *error);

void sp_list_free(struct sp_list *list);

/* Books the item in this state, in the accounts only: neither the limits nor the
 * chances are looked at. */
void sp_list_book(struct sp_list *list, int item, int state);

/* Whether the accounts keep within the limits; the signals are those of `group`. */
bool sp_list_fits(const struct sp_list *list, int group);

/* Whether the list would keep within the limits with the item in this state. */
bool sp_list_would_fit(struct sp_list *list, int item, int state);

/* What it would be worth more with the item in this state. */
double sp_list_gain(const struct sp_list *list, int item, int state);

/* Puts the item in this state: accounts and chances. */
void sp_list_put(struct sp_list *list, int item, int state);

/* The worth of the list, and its standard error if that is not NULL. */
double sp_list_worth(const struct sp_list *list, double *standard_error);

/* weight from alive, both [levels][seasons], as above. */
void sp_list_weigh(const struct sp_menu *menu, const double *alive, double *weight);
