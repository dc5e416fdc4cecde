/* profile.h: who applies
 *
 * What a person tells about themselves, checked: exams, degree, visa, experience,
 * ties, wishes and budgets.  Five fields are required (applicant type, graduation
 * date, Step 2 CK, visa need, specialties); the rest sharpens.  Nationality is
 * read by visa rules only and never enters a score; age, sex, religion and income
 * have no field.
 *
 * {0} is an empty profile.  The file form is profiles/profile.schema.json.
 */
#pragma once

#include "answer.h"
#include "arena.h"
#include "date.h"

#include <stdbool.h>

enum sp_applicant_type { SP_US_MD, SP_US_DO, SP_US_IMG, SP_NON_US_IMG, SP_APPLICANT_TYPES };
enum sp_visa_need { SP_VISA_NONE, SP_VISA_J1, SP_VISA_H1B, SP_VISA_EITHER };
enum sp_citizenship {
    SP_CITIZENSHIP_UNKNOWN,
    SP_CITIZENSHIP_US,
    SP_CITIZENSHIP_PERMANENT_RESIDENT, /* a non-US IMG without visa need */
    SP_CITIZENSHIP_OTHER,
};
enum sp_exam_result { SP_EXAM_UNKNOWN, SP_EXAM_NOT_TAKEN, SP_EXAM_PASSED, SP_EXAM_FAILED };
enum sp_ecfmg { SP_ECFMG_UNKNOWN, SP_ECFMG_NONE, SP_ECFMG_IN_PROGRESS, SP_ECFMG_CERTIFIED };

struct sp_exam {
    enum sp_exam_result result;
    bool scored;
    int score;           /* when scored: 1..300 for a USMLE Step, 9..999 for COMLEX */
    struct sp_date date; /* of the last sitting */
    int attempts;        /* 0: not said; else 1..20, the passed one included */
};

enum sp_experience_kind {
    SP_ELECTIVE,
    SP_SUBINTERNSHIP,
    SP_EXTERNSHIP,
    SP_OBSERVERSHIP,
    SP_SHADOWING,
    SP_RESEARCH,
    SP_VOLUNTEERING,
    SP_TELEHEALTH,
    SP_EXPERIENCE_KINDS,
};

struct sp_experience {
    enum sp_experience_kind kind;
    const char *specialty;   /* code of data/specialties.csv, "" when not said */
    const char *institution; /* four-digit NRMP institution code, "" when not said */
    double months;           /* 0..240 */
    struct sp_date last;     /* last day of it */
    enum sp_answer hands_on;
    enum sp_answer in_us;
};

struct sp_letter {
    const char *specialty; /* code, "" for a general letter */
    enum sp_answer from_us;
    int count; /* 1..20 */
};

enum sp_tie_kind { SP_TIE_STATE, SP_TIE_SCHOOL, SP_TIE_FAMILY, SP_TIE_WORK, SP_TIE_KINDS };

struct sp_tie {
    enum sp_tie_kind kind;
    const char *state; /* two letters */
};

enum sp_red_flag {
    SP_FLAG_FAILED_ATTEMPT,
    SP_FLAG_GAP,
    SP_FLAG_LEAVE,
    SP_FLAG_DISCIPLINE,
    SP_FLAG_PRIOR_RESIDENCY_LEFT,
    SP_RED_FLAGS,
};

/* The class of a visa or status that someone holds, for stays at a host (visit.h). */
enum sp_visit_class {
    SP_VISIT_UNKNOWN,
    SP_VISIT_B1,
    SP_VISIT_B2,
    SP_VISIT_ESTA,
    SP_VISIT_F1,
    SP_VISIT_J1_CLINICAL, /* sponsored by ECFMG for training */
    SP_VISIT_J1_RESEARCH,
    SP_VISIT_H1B,
    SP_VISIT_EAD, /* a work permit of one's own */
    SP_VISIT_LPR, /* green card */
    SP_VISIT_CITIZEN,
    SP_VISIT_CLASSES,
};

/* A paper that hosts ask for: a card, a test, a vaccination record, an insurance. */
struct sp_paper_held {
    const char *item;             /* key of data/papers.csv: "bls", "tb", "passport" */
    enum sp_answer have;          /* unknown: it stands in the list, so it is there */
    struct sp_date issued, until; /* last day it is valid */
};

/* The user's own figures for a stay, in place of the estimates; below 0: not said. */
struct sp_own_costs {
    long housing_month_cents, living_month_cents;
    long travel_cents, insurance_cents, visa_cents; /* of one stay */
};

/* Days from the first to the last, both included. */
struct sp_window {
    struct sp_date from, to;
};

/* A clinical experience that is agreed or hoped for. */
struct sp_stay {
    const char *name;
    struct sp_date from, to;
    enum sp_experience_kind kind;
    const char **ask; /* keys of data/papers.csv */
    int asks;
    bool asks_said; /* the list is complete; else nobody knows what the host asks for */
};

struct sp_wish {
    const char *specialty; /* code */
    double weight; /* > 0; how much a place there is worth beside the others; 1 usual */
};

/* How much the person would like it; each 0..1, used for expected utility only. */
struct sp_preferences {
    struct {
        const char *state; /* two letters */
        double weight;     /* 0..1 */
    } * place;
    int places;
    double size;       /* -1 small programs .. 1 large programs, 0 does not matter */
    double fellowship; /* 0..1: institutions that train many specialties */
    double setting, salary, call; /* 0..1: kept, but no table says these of programs yet */
};

struct sp_profile {
    struct sp_arena text; /* owns every string and list below */

    /* Required. */
    enum sp_applicant_type type;
    struct sp_date graduation;
    bool step2_known; /* false: not sat yet, or no score yet */
    int step2;        /* 1..300 when known */
    enum sp_visa_need visa;
    struct sp_wish *wish;
    int wishes; /* >= 1 */

    /* The rest sharpens. */
    bool student; /* the graduation date may lie in the future */
    enum sp_citizenship citizenship;
    const char *nationality; /* a country of data/visa_countries.csv, "" when not said */
    struct sp_exam step1, step2_ck, step3, comlex1, comlex2;
    enum sp_ecfmg ecfmg;
    struct sp_experience *experience;
    int experiences;
    bool experience_said; /* the list is complete; else it may hold less than there was */
    struct sp_letter *letter;
    int letters;
    bool letters_said;                 /* as experience_said */
    int publications, research_months; /* -1: not said */
    const char **language;
    int languages;
    struct sp_tie *tie;
    int ties;
    const char *
        *division; /* ERAS geographic preferences, at most three, names of divisions */
    int divisions;
    const char *setting; /* "urban", "suburban", "rural" or "" */
    bool couple;
    enum sp_red_flag *red_flag;
    int red_flags;
    int gme_months;                /* months of US residency training done; -1: not said */
    enum sp_visit_class visa_held; /* in the passport, for visits */
    struct sp_date visa_until;     /* last day it can be used */
    struct sp_paper_held *paper;
    int papers;
    struct sp_own_costs own_costs;
    struct sp_window *window; /* free of school and exams */
    int windows;
    struct sp_stay *stay; /* to come, in the US */
    int stays;
    long experience_cents; /* most that these may cost; below 0: not said */

    /* Limits; below 0 says: none given. */
    long budget_cents;
    int most_applications;
    double hours;

    struct sp_preferences preferences;
    const char **pinned; /* NRMP codes to be in the list whatever they are worth */
    int pins;
    const char **excluded; /* NRMP codes to stay out */
    int exclusions;
    int season; /* year of the Match; 0: the next one */
};

/* A field that is not required and not yet said, and what it would sharpen. */
struct sp_gap {
    const char *field, *sharpens; /* static texts */
};

/* Writes at most `room` gaps, the most useful first, and returns how many there are. */
int sp_profile_gaps(const struct sp_profile *profile, struct sp_gap *gaps, int room);

/* A profile with every "not said" in place; fill in what is known. */
struct sp_profile sp_profile_blank(void);

/* Any graduate of a school abroad who needs a visa, of whom nothing else is known: for
 * what is reckoned without a profile. */
struct sp_profile sp_profile_anyone(void);

/* Years since graduation on the program's start day (1 July of the season); 0 when
 * that lies in the future. */
int sp_profile_years_out(const struct sp_profile *profile, int season);

/* Months of clinical experience in the US where the hand was on the patient. */
double sp_profile_hands_on_months(const struct sp_profile *profile);

void sp_profile_free(struct sp_profile *profile);
