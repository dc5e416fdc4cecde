/* opening.h: a clinical experience on offer
 *
 * A place where a student or a graduate may watch, work, or do research for some weeks.
 * Every fact may be unknown, and unknown is never read as no, nor as free.  A fact has a
 * name (`sp_opening_field`), a text and an origin, so that a table of the release, a file
 * of the user and a correction are all read by the same function.
 */
#pragma once

#include "answer.h"
#include "arena.h"
#include "date.h"
#include "profile.h"
#include "program.h"
#include "visit.h"

#include <stdbool.h>

struct sp_error;

enum sp_audience {
    SP_FOR_STUDENT,  /* of a school abroad */
    SP_FOR_GRADUATE, /* of a school abroad */
    SP_FOR_US,       /* students of US schools */
    SP_FOR_PREMED,
    SP_AUDIENCES,
};

/* How far the entry itself is to be trusted. */
enum sp_trust {
    SP_TRUST_LISTED,   /* named by a directory; nobody read the host's page closely */
    SP_TRUST_CHECKED,  /* its facts were compared with the host's page */
    SP_TRUST_DOUBTFUL, /* no page of the host was found, or it has to be read again */
    SP_TRUST_PAUSED,   /* the host says that it takes nobody now */
    SP_TRUST_REJECTED, /* refused by the directory's own audit: a warning, not an offer */
    SP_TRUST_OWN,      /* entered by the user */
    SP_TRUSTS,
};

enum sp_cost_basis {
    SP_COST_UNKNOWN, /* not stated, or not readable: never free */
    SP_COST_FEE,
    SP_COST_FREE,
    SP_COST_PAID, /* the host pays: pay_low_cents, pay_high_cents */
};

enum sp_stated {
    SP_STATED_NOT,      /* by nobody */
    SP_STATED_ESTIMATE, /* an estimate of a directory: no statement of the host */
    SP_STATED_LISTING,  /* stated by a directory */
    SP_STATED_PAGE,     /* read on the host's page */
    SP_STATED_USER,     /* by the user */
};

struct sp_opening_cost {
    enum sp_cost_basis basis;
    long low_cents, high_cents;         /* of the whole stay; with a fee or free */
    long pay_low_cents, pay_high_cents; /* a year when yearly, else of the stay */
    bool pay_yearly;
    enum sp_stated stated;
    struct sp_origin origin;
};

/* What a host asks for.  `item` is a key of data/papers.csv, or an exam: step1, step2_ck,
 * step3, level1 and level2 (the Step or the COMLEX level), first_attempt. */
struct sp_opening_need {
    const char *item;
    enum sp_answer answer; /* yes: asked for; no: said not to be; unknown: depends */
    int least;             /* score, when at least that much is asked; else 0 */
    enum sp_stated stated;
    struct sp_origin origin;
};

/* A fact that was put in place of another; the other stays beside it. */
struct sp_opening_override {
    const char *field, *was; /* as text */
    struct sp_origin was_origin;
};

struct sp_opening {
    const char *id;               /* "ny-example-hospital-observership"; own ones "own-3" */
    const char *institution;      /* with the name of its program, where it has one */
    const char *institution_code; /* four digits, NRMP; "" when not joined */
    const char *city, *state;     /* state: two letters; "" for several places */
    bool located;
    double latitude, longitude; /* of the city, when located */

    enum sp_experience_kind kind;
    enum sp_answer hands_on;
    bool hands_on_by_kind;  /* follows from the kind; the host did not say it */
    const char **specialty; /* codes of data/specialties.csv */
    int specialties;
    bool any_specialty; /* several departments, not named one by one */
    const char *areas;  /* what else it names: "Oncology; Transplant"; "" */

    enum sp_answer audience[SP_AUDIENCES];
    double weeks_low, weeks_high; /* of a stay; below 0: not known */
    struct sp_opening_cost cost;
    struct sp_opening_need *need;
    int needs;
    enum sp_answer letter;     /* a letter can be had */
    const char *letter_signer; /* who signs, in words; "" when not known */
    enum sp_answer sponsors_visa;
    const char *visas;          /* classes that the host names: "B-1;J-1"; "" when none */
    const char *apply;          /* "host", "VSLO" or the user's words; "" when not known */
    double lead_low, lead_high; /* weeks before the start to apply; below 0: not known */
    enum sp_answer rolling;     /* applications are read all year */
    const char *link;           /* of the host's page; "" when none is known */
    struct sp_date checked;     /* when its page was last looked at */
    const char *note;           /* the user's own; "" */
    enum sp_trust trust;
    struct sp_origin origin;

    struct sp_opening_override *override;
    int overrides;
};

/* What is usual for a kind, for what an opening does not say itself. */
struct sp_experience_usual {
    const char *label;                  /* "Observership" */
    enum sp_answer student, graduate;   /* who can do it at all */
    enum sp_answer hands_on, in_person; /* in person: in the US, at the bedside */
    enum sp_answer letter;              /* unknown: some write one, some do not */
    double weeks_low, weeks_high;       /* of a stay; below 0: not known */
    double lead_low, lead_high;         /* weeks before the start to apply */
    const char *certainty;
    struct sp_origin origin;
};

/* A paper, card, test or insurance that hosts ask for (data/papers.csv). */
struct sp_paper {
    const char *item, *label, *issuer, *what_to_do;
    int valid_months;           /* 0: as printed on it, or without end */
    bool month_end;             /* it holds to the end of the month it runs out in */
    double lead_low, lead_high; /* weeks to get it */
    const char *certainty;      /* of validity and lead: low is a planning estimate */
    struct sp_origin origin;
};

/* What a month or a stay costs beside the host's fee (cost.… of data/base_rates.csv). */
struct sp_stay_price {
    const char *item;  /* "housing_month", "living_month", "malpractice", … */
    const char *label; /* in words */
    long low_cents, high_cents;
    const char *certainty;
    struct sp_origin origin;
};

/* Money from others (data/financing.csv). */
struct sp_grant {
    const char *id, *name, *what;
    enum sp_answer open_to_img;
    const char *opening; /* id of the opening it belongs to; "": of none */
    const char *link, *certainty;
    struct sp_origin origin;
};

/* All that is known about openings. */
struct sp_openings {
    struct sp_arena text; /* owns every string and list below */
    struct sp_opening *at;
    int count;
    struct sp_experience_usual usual[SP_EXPERIENCE_KINDS];
    struct sp_paper *paper;
    int papers;
    struct sp_stay_price *price;
    int prices;
    struct sp_grant *grant;
    int grants;
    struct sp_visit_rules visit;
};

/* The opening with this id (letters in any case), or -1. */
int sp_openings_find(const struct sp_openings *openings, const char *id);

/* The paper with this key, or NULL. */
const struct sp_paper *sp_openings_paper(const struct sp_openings *openings,
                                         const char *item);

/* The need of that item, or NULL when nobody said anything about it. */
const struct sp_opening_need *sp_opening_need_of(const struct sp_opening *opening,
                                                 const char *item);

/* What an item of a need is called: "Step 2 CK", "BLS card"; the key itself when no table
 * knows it. */
const char *sp_openings_label(const struct sp_openings *openings, const char *item);

/* An opening of which nothing is known. */
struct sp_opening sp_opening_blank(void);

/* --- facts by name -------------------------------------------------------------- */

/* The i-th field that an opening has ("kind", "weeks_low", "needs_bls", …) with what may
 * stand in it; NULL after the last. */
struct sp_opening_field {
    const char *name;
    const char *allowed; /* in words: "whole number 0 to 300" */
    const char *example;
};
const struct sp_opening_field *sp_opening_field(int i);

/* Puts a text into the field; "" and "unknown" say that it is not known.  Texts are
 * copied into `text`.  Fails with SP_BAD_INPUT ("weeks_low \"x\" is not …") and
 * SP_NOT_FOUND (no such field, with the nearest); the opening is then as it was. */
bool sp_opening_set(struct sp_opening *opening, const char *field, const char *value,
                    enum sp_stated stated, const struct sp_origin *origin,
                    struct sp_arena *text, struct sp_error *error);

/* The text of the field as sp_opening_set would read it; "" when it is not known.  NULL
 * without memory, or for no field. */
const char *sp_opening_get(const struct sp_opening *opening, const char *field,
                           struct sp_arena *text);

/* Whether the fields together make sense: an institution, low <= high. */
bool sp_opening_check(const struct sp_opening *opening, struct sp_error *error);

/* --- names ------------------------------------------------------------------------ */

const char *sp_experience_kind_name(enum sp_experience_kind kind); /* "observership" */
bool sp_experience_kind_parse(const char *text, enum sp_experience_kind *kind);
const char *sp_audience_name(enum sp_audience audience); /* "student" */
const char *sp_trust_name(enum sp_trust trust);          /* "checked" */
bool sp_trust_parse(const char *text, enum sp_trust *trust);
const char *sp_cost_basis_name(enum sp_cost_basis basis); /* "unknown" */
bool sp_cost_basis_parse(const char *text, enum sp_cost_basis *basis);
const char *sp_stated_name(enum sp_stated stated); /* "page" */
bool sp_stated_parse(const char *text, enum sp_stated *stated);
const char *sp_answer_name(enum sp_answer answer); /* "yes", "no", "unknown" */

void sp_openings_free(struct sp_openings *openings);
