/* chances.h: the chance of an interview, program by program, and how sure we are
 *
 * What is known is drawn many times over: each *member* of the ensemble is one set of
 * the numbers that nobody knows exactly (effects within their ranges, composition within
 * its own, the pool's parameters within their errors).  Within a member,
 *
 *     log-odds of an invitation = base of the program + parts + strength
 *
 * and what needs a visa is multiplied by the chance that the program sponsors it.
 * docs/model.md, section 3.
 */
#pragma once

#include "arena.h"
#include "plan.h"

#include <stdbool.h>
#include <stdint.h>

struct sp_error;
struct sp_composition;
struct sp_ground;

/* What moves an application beside score, strength and signals. */
enum sp_part { SP_PART_GEOGRAPHY, SP_PART_TIE, SP_PART_ROTATION, SP_PART_YEARS, SP_PARTS };

/* One specialty of the profile, in every member. */
struct sp_field {
    int specialty;               /* place in facts->specialties */
    double utility;              /* weight of the wish, 0..1 */
    const char *basis;           /* static text: what the pool rests on */
    double rate[SP_MEMBERS];     /* mean chance of an application by the type */
    double sigma[SP_MEMBERS];    /* sd of strength once the score is known (or not) */
    double spread[SP_MEMBERS];   /* sd of strength among all who apply */
    double strength[SP_MEMBERS]; /* mean strength of this applicant, from Step 2 */
    double level[SP_MEMBERS], slope[SP_MEMBERS]; /* of a program's score, see nation.h */
    double signal[SP_MEMBERS];                   /* log-odds of a signal */
    double part[SP_PARTS][SP_MEMBERS];           /* log-odds per unit of a part */
    double visa_known[SP_MEMBERS], visa_unknown[SP_MEMBERS]; /* factors on the chance */
    double average[SP_MEMBERS];        /* mean Step 2 of the pool, points */
    double invited[SP_MEMBERS];        /* the same of those invited, about */
    double signalled;                  /* share of usual applications with a signal */
    const struct sp_signal_rule *rule; /* signals of the season, NULL: none */
    const struct sp_ground *ground;    /* held: what all of the type meet, see ground.h */
};

/* One application that could be sent. */
struct sp_prospect {
    int program; /* place in programs->program */
    int field;
    int open;   /* place among the programs of its specialty, see openness.h */
    int *track; /* [tracks] the tracks that it covers and that are open */
    int tracks;
    double *weight; /* [tracks] expected positions for the type; they sum to 1 */
    const float (*cutoff)[SP_MEMBERS]; /* [tracks] exp(cutoff) of a season each; 0: it did
                                          not fill */
    double share;                      /* of the type among its residents, 0..1 */
    double unit[SP_PARTS]; /* how much of each part: 1 a tie, -0.33 another division */
    enum sp_answer visa;   /* sponsors what is needed; SP_YES when nothing is */
    bool stated;           /* its base rests on a rate that the user imported */
    struct sp_origin stated_by;
    bool own_signal; /* the signal's effect is the program's own */
    struct sp_origin signal_by;
    double own_signal_log_odds;
    const double *base;      /* [SP_MEMBERS] log-odds for strength 0 and no signal */
    const double *mean_rate; /* [SP_MEMBERS] of an average applicant of the type */
};

struct sp_chances {
    struct sp_arena text;
    struct sp_field *field;
    int fields;
    struct sp_prospect *at;
    int count;
    uint64_t seed;
};

/* What to estimate: per track 1 when it may be applied to. */
struct sp_chances_options {
    const int *specialty;  /* [specialties] places in facts->specialties */
    const double *utility; /* [specialties] */
    int specialties;
    const bool *open; /* [programs->count] may be applied to by this profile */
    const bool
        *counted; /* [programs->count] taken by applicants of this kind; open tracks too */
    uint64_t seed;
};

/* Draws the ensemble.  The same profile, facts and seed give the same chances; members
 * and programs have streams of their own, so a change of the profile keeps the draws of
 * everything else.  Fails with SP_NO_MEMORY. */
bool sp_chances_estimate(const struct sp_profile *profile, const struct sp_facts *facts,
                         const struct sp_composition *composition,
                         const struct sp_chances_options *options,
                         struct sp_chances *chances, struct sp_error *error);

/* The parts of a prospect's log-odds in one member, all but base and strength. */
double sp_prospect_parts(const struct sp_field *field, const struct sp_prospect *prospect,
                         int member);

/* The log-odds that a signal adds there. */
double sp_prospect_signal(const struct sp_field *field, const struct sp_prospect *prospect,
                          int member);

/* The factor that the visa puts on the chance. */
double sp_prospect_visa(const struct sp_field *field, const struct sp_prospect *prospect,
                        int member);

void sp_chances_free(struct sp_chances *chances);
