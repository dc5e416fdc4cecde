/* opening_search.h: which openings are meant
 *
 * Each filter answers yes, no or not known for each opening.  One no drops it; without a
 * no, one unknown sets it apart, to be asked about; all yes keeps it.  So a filter really
 * constrains, and what is not known is neither lost nor taken for granted.
 */
#pragma once

#include "eligibility.h"
#include "opening.h"

#include <stdbool.h>
#include <stdint.h>

struct sp_error;

enum sp_opening_filter_kind {
    SP_BY_WORD,
    SP_BY_KIND,
    SP_BY_SPECIALTY,
    SP_BY_STATE,
    SP_BY_AUDIENCE,
    SP_BY_VISA,
    SP_BY_WEEKS,
    SP_BY_COST,
    SP_BY_HANDS_ON,
    SP_BY_LETTER,
    SP_BY_FIT,
    SP_OPENING_FILTERS,
};

/* {0} filters nothing, apart from warnings. */
struct sp_opening_filter {
    const char *const *word; /* each occurs in the name, the place or an area */
    int words;
    uint32_t kinds;         /* bit k: this kind is wanted; 0: all */
    const char **specialty; /* codes, any of them */
    int specialties;
    const char *const *state; /* two letters, any of them */
    int states;
    bool for_whom; /* only those that take `audience` */
    enum sp_audience audience;
    enum sp_visit_class visa; /* a stay on it is allowed, if need be on conditions */
    double weeks_most;        /* a stay of at most so many weeks; 0: no limit */
    double weeks_least; /* a stay of at least so many weeks is possible; 0: no limit */
    bool cost_limited;
    long cost_most_cents;    /* of the host's fee, when limited */
    bool estimates;          /* an estimate of a directory counts as a statement */
    enum sp_answer hands_on; /* unknown: does not matter */
    bool letter;             /* one can be had */
    bool fits;               /* the profile fits, as far as is stated */
    bool warnings;           /* rejected and paused entries too */
};

struct sp_opening_found {
    int opening;          /* place in the openings */
    enum sp_answer kept;  /* yes, no, or not known */
    uint32_t no, unknown; /* bit f: that filter answered so */
    const char *why;      /* when dropped: what each filter that says no has against it,
                             "; " between; else "" */
};

struct sp_opening_search {
    struct sp_arena text;        /* owns the reasons */
    struct sp_opening_found *at; /* [count] kept first, then not known, then dropped;
                                    within each in the order asked for */
    int count, kept, unknown, dropped;
    int no_by[SP_OPENING_FILTERS];      /* dropped by that filter */
    int unknown_by[SP_OPENING_FILTERS]; /* of those not known: by that filter */
    int warnings;                       /* rejected and paused entries that were left out */
};

enum sp_opening_order {
    SP_ORDER_PLACE, /* state, city, name */
    SP_ORDER_NAME,
    SP_ORDER_COST,  /* the host's fee, lowest first; those not known last */
    SP_ORDER_WEEKS, /* shortest stay first */
    SP_ORDER_LEAD,  /* those to apply to soonest before the start first */
    SP_OPENING_ORDERS,
};

/* Searches.  `profile` may be NULL when the filter needs none (audience of somebody else,
 * no fit); `search` is out, release with sp_opening_search_free.  Fails with SP_NO_MEMORY,
 * and SP_BAD_INPUT when it needs a profile; `search` is then empty. */
bool sp_openings_search(const struct sp_openings *openings,
                        const struct sp_profile *profile,
                        const struct sp_opening_filter *filter, enum sp_opening_order order,
                        struct sp_date today, struct sp_opening_search *search,
                        struct sp_error *error);

/* "audience", "cost": the name of a filter in messages and documents. */
const char *sp_opening_filter_name(enum sp_opening_filter_kind filter);

/* Reads "place", "name", "cost", "weeks" or "lead". */
bool sp_opening_order_parse(const char *text, enum sp_opening_order *order);

void sp_opening_search_free(struct sp_opening_search *search);
