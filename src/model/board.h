/* board.h: everything that must be valid, and whether it is
 *
 * One row for each thing that the Match, training, or a stay asks of this person: by when
 * it is needed, until when it has to hold, until when it does, what it takes to get and
 * what stands in its way.  A card that runs out inside a stay blocks "ready".  What nobody
 * has said is unknown: such a stay is neither ready nor not ready.
 */
#pragma once

#include "arena.h"
#include "certificate.h"
#include "opening.h"
#include "profile.h"
#include "season.h"

#include <stdbool.h>

struct sp_error;

/* What the rules say; read only. */
struct sp_board_facts {
    const struct sp_certificates *certificates;
    const struct sp_openings *openings; /* its papers; its visa rules */
    const struct sp_season *season;
    struct sp_date today;
};

enum sp_standing {
    SP_STANDS,   /* there, and holds as long as it has to */
    SP_UNSAID,   /* nobody said whether it is there, or until when it holds */
    SP_TO_GET,   /* not there yet */
    SP_RUNS_OUT, /* there, but not as long as it has to be */
    SP_BARRED,   /* not there, and no errand mends it: a rule stands against it */
};

enum { SP_BOARD_AFTER = 6 };

struct sp_board_item {
    const char *id;   /* stable: "english", "bls/2027-03-01" (first day of the stay) */
    const char *item; /* "bls": a row of certificates.csv or a key of papers.csv */
    const char *label;
    enum sp_scope scope;
    int stay;             /* place in the board's stays; -1: the Match or training */
    enum sp_answer asked; /* unknown: the host has not said, or it depends on the visa */
    enum sp_standing standing;
    bool blocks; /* stands between this person and "ready" */

    struct sp_date needed_by;    /* not known: no day is set */
    const char *time_et;         /* of that day, Eastern time; "" the whole day */
    bool projected;              /* that day, or the next, is carried from another season */
    struct sp_date needed_until; /* it has to hold up to this day; not known: no end */
    struct sp_date valid_until;  /* it holds up to this day, when known */
    bool by_rule;                /* that day follows from the rules, no paper says it */
    int lead_low_days, lead_high_days; /* to get it; -1: not known */
    const char *lead_certainty;
    struct sp_date begin_by; /* a working day: needed_by less the longer lead */
    bool overdue;            /* begin_by lies before today and it does not stand */
    bool missed;             /* needed_by lies before today and it does not stand */

    const char *why;           /* one sentence on how it stands */
    const char *next;          /* what to do; NULL when nothing is */
    const char *blocker;       /* label of what must be there first; NULL: nothing */
    int after[SP_BOARD_AFTER]; /* places in the board of all that must be there first */
    int afters;                /* of which some may stand already */
    const char *proof, *rule;  /* "" when no row says it */
    bool priced;               /* fees are known */
    long cost_cents;           /* in US dollars, of this once */
    const char *certainty;     /* of the rule */
    struct sp_origin origin;
};

struct sp_board_stay {
    const char *name;
    struct sp_date from, to;
    enum sp_experience_kind kind;
    enum sp_answer ready;
    int blocking, unsaid; /* items */
};

struct sp_board {
    struct sp_arena
        text; /* owns the lists and texts below, but those of facts and profile */
    struct sp_board_item *item; /* the Match, training, then stay by stay */
    int items;
    struct sp_board_stay *stay; /* in the order given */
    int stays;
    enum sp_answer match_ready; /* of all that the Match itself needs */
    int season;
    struct sp_date today;
};

/* Judges the profile and `stays` stays (NULL: those the profile plans).  `board` is out;
 * release with sp_board_free, before the facts and the profile that it points into. Fails
 * with SP_NO_MEMORY; `board` is then empty. */
bool sp_board_make(const struct sp_profile *profile, const struct sp_board_facts *facts,
                   const struct sp_stay *stay, int stays, struct sp_board *board,
                   struct sp_error *error);

const char *sp_standing_name(enum sp_standing standing); /* "runs out" */
const char *sp_scope_name(enum sp_scope scope);          /* "match" */

void sp_board_free(struct sp_board *board);
