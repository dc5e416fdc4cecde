/* openness.h: how invitations and applications are spread over the programs of a specialty
 *
 * A rate of invitation is invitations over applications.  Invitations to a type follow
 * the positions that the type fills; applications go where it is known to be welcome, so
 * they follow the same thing, more weakly.  What is left says that open programs invite
 * more of those who apply, by far less than their share of residents suggests.
 */
#pragma once

#include "composition.h"
#include "pool.h"
#include "program.h"

#include <stdbool.h>

struct sp_error;

/* Elasticities of applications to a program: to the share of the type among its
 * residents, and to its size.  Both 0..1; no source gives them, so the market draws them
 * over a wide range (docs/model.md, 3.2). */
struct sp_crowding {
    double share, size;
};

#define SP_CROWDING_USUAL ((struct sp_crowding){0.5, 0.5})
#define SP_CROWDING_LEAST 0.25 /* lower end of the range drawn, both */
#define SP_CROWDING_MOST  0.75

/* A program as seen by one type. */
struct sp_open {
    int program;     /* place in programs->program */
    double quota;    /* positions in the tracks that count */
    double share;    /* of them filled by the type, 0..1 */
    double spread;   /* sd of its log-odds */
    double adjust;   /* log of how welcome the type is, over what its share says */
    double welcome;  /* exp(adjust), once sp_openness_crowd needed it; 0 before */
    double applied;  /* chance that a usual applicant of the type applies there */
    double relative; /* invitations per application over the mean; mean over applied: 1 */
};

struct sp_openness {
    struct sp_open *at;
    int count;
    double applications; /* sum of `applied` */
};

/* The programs of a specialty (code) with tracks that count.
 *
 * counted       [programs->count] the tracks through which such an applicant comes in
 * applications  programs that a usual applicant applies to
 *
 * Fails with SP_NO_MEMORY; `openness` is then empty. */
bool sp_openness_find(const struct sp_programs *programs,
                      const struct sp_composition *composition, enum sp_applicant_type type,
                      const char *specialty, const bool *counted, double applications,
                      struct sp_openness *openness, struct sp_error *error);

/* Takes how welcome the type is from the fitted nation, where there is one. */
void sp_openness_adjust(struct sp_openness *openness, const struct sp_programs *programs,
                        const struct sp_published *published, enum sp_applicant_type type);

/* Sets `applied` and `relative` for other elasticities.
 *
 * share  [count] other shares; NULL: those of `at`
 * ranks  [count] ranks that a program gives, over the usual of its size: fewer where
 *        positions stay open, which those who apply do not see; NULL: the usual */
void sp_openness_crowd(struct sp_openness *openness, struct sp_crowding crowding,
                       const double *share, const double *ranks, double applications);

/* The spread in bins of equal numbers of applications. */
bool sp_openness_bins(const struct sp_openness *openness, struct sp_pool_bins *bins,
                      struct sp_error *error);

/* Programs of a specialty with a track that counts. */
int sp_count_programs(const struct sp_programs *programs, const char *specialty,
                      const bool *counted);

/* Programs that a usual applicant of a type applies to in a specialty of `programs`
 * programs: the published figure for internal medicine, scaled by the square root of
 * the number of programs and at most 8 in 10 of them. */
double sp_usual_applications(const struct sp_published *published,
                             enum sp_applicant_type type, int programs,
                             int internal_medicine_programs);

void sp_openness_free(struct sp_openness *openness);
