/* ground.h: what all applicants of a type meet in a specialty
 *
 * The part of the chances that no person changes: the pool, the effects as drawn, and the
 * base of every program, in every member of the ensemble.  It is a function of the facts,
 * the type, the specialty, the tracks that count and the seed, and most of the work of
 * sp_chances_estimate, so grounds are kept (grounds.h).
 */
#pragma once

#include "chances.h"
#include "logistic.h"
#include "openness.h"
#include "plan.h"

#include <stdbool.h>
#include <stdint.h>

struct sp_error;

/* One specialty as one type meets it; shared and read only. */
struct sp_ground {
    const char *basis; /* static text: what the pool rests on */
    double signalled;  /* share of usual applications with a signal */
    const struct sp_signal_rule *rule;
    double visa_need; /* part of the type's applicants who need one */

    /* By member, as in struct sp_field. */
    double rate[SP_MEMBERS], average[SP_MEMBERS], invited[SP_MEMBERS];
    double level[SP_MEMBERS], slope[SP_MEMBERS], signal[SP_MEMBERS];
    double part[SP_PARTS][SP_MEMBERS];
    double score[SP_MEMBERS];                 /* strength for ten points of Step 2 */
    double sigma[SP_MEMBERS];                 /* sd of strength once the score is known */
    double spread[SP_MEMBERS];                /* sd of strength among all who apply */
    double j1[SP_MEMBERS], h1b[SP_MEMBERS];   /* part of programs that sponsors it */
    struct sp_spread_table table[SP_MEMBERS]; /* of `spread` and signals */

    struct sp_openness openness;     /* its programs; the last member's crowding */
    double (*base)[SP_MEMBERS];      /* [openness.count] log-odds, strength 0, no signal */
    double (*mean_rate)[SP_MEMBERS]; /* [openness.count] of an average applicant */
    float (*cutoff)[SP_MEMBERS]; /* [tracks of the programs, side by side] exp(cutoff) */
    int *first_cutoff;           /* [openness.count] place there of its first track */
};

/* Which ground. */
struct sp_ground_wanted {
    const struct sp_facts *facts;
    const struct sp_composition *composition;
    enum sp_applicant_type type;
    int specialty;       /* place in facts->specialties */
    const bool *counted; /* [programs->count] taken by applicants of this kind */
    uint64_t seed;
};

/* The ground, from facts->grounds if it is kept there, or made (and kept there, if there is
 * such a place); the numbers are the same.  NULL with SP_NO_MEMORY.  Give it back with
 * sp_ground_release, which allows NULL. */
const struct sp_ground *sp_ground_take(const struct sp_ground_wanted *wanted,
                                       struct sp_error *error);
void sp_ground_release(const struct sp_ground *ground);
