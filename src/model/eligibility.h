/* eligibility.h: does it fit me, and what is missing
 *
 * What a host asks for against what a profile says, one check after the other, each with
 * its reason, what to do and how long that takes.  What nobody stated is listed to be
 * asked; it counts neither for nor against.
 */
#pragma once

#include "opening.h"

#include <stdbool.h>

struct sp_error;

struct sp_eligibility_check {
    const char *item;     /* "audience", "visa", "listing", or as in sp_opening_need */
    const char *label;    /* in words: "Step 2 CK" */
    enum sp_answer meets; /* yes, no, or not known */
    bool mendable;    /* not met or not known, and yet no obstacle: it can be got in time */
    const char *why;  /* one sentence */
    const char *todo; /* what to do; "" when nothing is */
    double weeks_low, weeks_high; /* that it takes; below 0: not known */
    enum sp_stated stated;        /* by whom it is asked for; SP_STATED_NOT: by a rule */
    struct sp_origin origin;
};

struct sp_eligibility {
    struct sp_arena text; /* owns every string and list below */
    enum sp_answer fits;  /* no: a check fails that cannot be mended; unknown: who may come,
                             an exam or the visa is not known; yes: as far as stated */
    struct sp_eligibility_check *check;
    int checks;
    const char **ask; /* what nobody stated, in words */
    int asks;
    double weeks_low, weeks_high; /* until the slowest of what is missing is there */
    enum sp_visit_class class;    /* that was judged */
    bool assumed; /* nobody said the class: it is the one of B-1 and J-1 research that
                     allows most */
    struct sp_visit_verdict visit;
};

struct sp_eligibility_options {
    enum sp_visit_class class; /* SP_VISIT_UNKNOWN: as the profile says */
    struct sp_date start;      /* of the stay; not known: today */
    double weeks;              /* of the stay; 0: its shortest */
};

/* Judges one opening.  Release with sp_eligibility_free.  Fails with SP_NO_MEMORY only;
 * `eligibility` is then empty. */
bool sp_eligibility_judge(const struct sp_profile *profile,
                          const struct sp_openings *openings,
                          const struct sp_opening *opening, struct sp_date today,
                          const struct sp_eligibility_options *options,
                          struct sp_eligibility *eligibility, struct sp_error *error);

/* Whether someone is a student, for visas and hosts, on that day. */
enum sp_answer sp_eligibility_student(const struct sp_profile *profile, struct sp_date day);

/* What the profile is to a host on that day. */
enum sp_audience sp_eligibility_audience(const struct sp_profile *profile,
                                         struct sp_date day);

/* The visa question of a stay there, as the profile stands. */
struct sp_visit_question sp_eligibility_question(const struct sp_profile *profile,
                                                 const struct sp_opening *opening,
                                                 enum sp_visit_class class,
                                                 struct sp_date start, struct sp_date end);

/* The last day on which a paper that the profile holds is valid; not known: it says none,
 * and how long such a paper holds is not known. */
struct sp_date sp_eligibility_valid_until(const struct sp_paper_held *held,
                                          const struct sp_paper *paper);

void sp_eligibility_free(struct sp_eligibility *eligibility);
