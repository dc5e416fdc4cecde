/* visit.h: what a visa allows a visitor to do at a host
 *
 * Dated rules (data/visa_rules.csv) by visa class, activity, and student or graduate,
 * and the countries whose nationals get no new visa (data/visa_countries.csv).  A rule
 * is never stretched: where none speaks the answer is unclear, not yes and not no.  It is
 * information with a source and a date; the host and an attorney decide.
 */
#pragma once

#include "answer.h"
#include "profile.h"
#include "program.h"

#include <stdbool.h>

struct sp_error;

enum sp_permission {
    SP_UNCLEAR, /* no rule speaks about it */
    SP_ALLOWED,
    SP_CONDITIONAL,
    SP_NOT_ALLOWED,
};

/* One row of the rules.  Texts belong to the list that holds it. */
struct sp_visit_rule {
    enum sp_visit_class class;  /* SP_VISIT_UNKNOWN: of every class */
    const char *activity;       /* "elective_clerkship", "observership", … or "any" */
    const char *who;            /* "student", "graduate" or "any" */
    enum sp_permission allowed; /* never unclear */
    const char *condition;      /* in words: the condition, or the reason */
    const char *basis;          /* the law or letter it rests on */
    const char *certainty;      /* high, medium or low */
    struct sp_origin origin;
};

/* A country whose nationals get no new visa of a kind; yes says that they do. */
struct sp_visit_country {
    const char *country;
    enum sp_answer new_visitor, new_student, new_exchange, new_worker; /* B, F, J, H-1B */
    struct sp_origin origin;
};

struct sp_visit_rules {
    const struct sp_visit_rule *rule;
    int rules;
    const struct sp_visit_country *country;
    int countries;
};

struct sp_visit_question {
    enum sp_visit_class class;
    enum sp_experience_kind kind;
    enum sp_answer hands_on;
    enum sp_answer paid;     /* the host pays for it */
    enum sp_answer student;  /* SP_NO: graduated */
    const char *nationality; /* a country, or "": not said */
    bool held;               /* the visa is in the passport, so none has to be issued */
};

struct sp_visit_verdict {
    enum sp_permission allowed;
    const char *why;            /* one sentence; static, or of the rules */
    const char *basis;          /* "" where no rule speaks */
    const char *certainty;      /* "" where no rule speaks */
    const char *country_note;   /* what is not known of the country; NULL: nothing */
    struct sp_origin origin;    /* of the rule; {0} where none speaks */
    struct sp_origin suspended; /* of a suspension that decided it; else {0} */
};

/* The answer for one stay.  Of the rules that speak the strictest counts, so that a
 * suspension or a block is never outvoted by a general permission.  Telehealth from
 * abroad needs no visa.  Texts of the verdict live as long as the rules. */
struct sp_visit_verdict sp_visit_judge(const struct sp_visit_rules *rules,
                                       const struct sp_visit_question *question);

/* The sentence that stands beside every verdict. */
const char *sp_visit_ask(void);

/* The class a profile says: a visa held, else its citizenship; else unknown. */
enum sp_visit_class sp_visit_class_of(const struct sp_profile *profile);

const char *sp_visit_class_name(enum sp_visit_class class);    /* "B-1", "ESTA", "" */
const char *sp_permission_name(enum sp_permission permission); /* "not allowed" */

/* Reads "B-1", "b1", "ESTA", "VWP", "green card" …; SP_BAD_INPUT lists the names. */
bool sp_visit_class_parse(const char *text, enum sp_visit_class *class,
                          struct sp_error *error);
