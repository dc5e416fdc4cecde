/* program.h: who offers positions
 *
 * A *program* trains one specialty at one institution: it is what ERAS counts and
 * charges, and what a signal goes to.  A *track* is what the NRMP ranks: one code,
 * one quota.  A program has one or more tracks; one application covers them.
 */
#pragma once

#include "answer.h"
#include "arena.h"
#include "profile.h"

#include <stdbool.h>

struct sp_error;

enum sp_track_type {
    SP_CATEGORICAL,
    SP_PRELIMINARY,
    SP_ADVANCED,
    SP_PHYSICIAN_ONLY,
    SP_PRIMARY_CARE,
    SP_TRACK_TYPES,
};

enum {
    SP_FIRST_YEAR = 2021,
    SP_LAST_YEAR = 2025,
    SP_YEARS = SP_LAST_YEAR - SP_FIRST_YEAR + 1
};

/* Where a fact comes from.  `source` is a key of data/SOURCES.md or names the
 * user's own import; `as_of` is a day, a month or a year as text. */
struct sp_origin {
    const char *source, *as_of;
};

/* A fact that may be unknown. */
struct sp_fact {
    enum sp_answer answer; /* for a yes-or-no fact; SP_YES beside a number: it is known */
    double value;          /* for a number, when the answer is SP_YES */
    struct sp_origin origin;
};

/* What a program asks for, as far as anyone has said so.  Blank facts are unknown. */
enum sp_requirement {
    SP_ACCEPTS_J1,
    SP_ACCEPTS_H1B,
    SP_ACCEPTS_IMG,
    SP_ACCEPTS_US_IMG,
    SP_ACCEPTS_US_DO,
    SP_MIN_STEP2,       /* score */
    SP_MAX_YEARS_OUT,   /* years since graduation at the start */
    SP_MAX_ATTEMPTS,    /* on any one exam */
    SP_MIN_USCE_MONTHS, /* hands-on clinical experience in the US */
    SP_MIN_LETTERS_US,  /* letters from the US */
    SP_NEEDS_ECFMG,     /* certified when applying */
    SP_NEEDS_STEP3,
    SP_REQUIREMENTS,
};

/* Rates that the user's own material may state for a program: of the applications
 * of that type (or all, in-state, out-of-state, with or without a signal) so many
 * ended in an interview. */
enum sp_rate {
    SP_RATE_ALL,
    SP_RATE_SIGNAL,
    SP_RATE_NO_SIGNAL,
    SP_RATE_IN_STATE,
    SP_RATE_OUT_OF_STATE,
    SP_RATE_US_MD,
    SP_RATE_US_DO,
    SP_RATE_US_IMG,
    SP_RATE_NON_US_IMG,
    SP_RATES,
};

struct sp_track {
    const char *code;                   /* nine characters, NRMP */
    const char *acgme_id, *acgme_basis; /* "" when it could not be established */
    const char *specialty;              /* three-digit code */
    const char *name;                   /* as listed */
    enum sp_track_type type;
    const char *institution_code, *institution, *city, *state, *division;
    bool located;
    double latitude, longitude; /* of the city, degrees, when located */
    int first_year;       /* first Match since 2014 with this code; 2014: or earlier */
    int quota[SP_YEARS];  /* positions; -1: not offered that year */
    int filled[SP_YEARS]; /* 0..quota; -1: not offered */
    struct sp_origin origin;

    int program; /* index of its program, set by sp_programs_group */

    struct sp_fact fact[SP_REQUIREMENTS];
    struct sp_fact rate[SP_RATES]; /* value in 0..1 */
    struct sp_fact positions; /* in the season to come, when the user's material says so */
};

/* One application. */
struct sp_program {
    int first_track, tracks; /* places in `order` */
};

struct sp_programs {
    struct sp_arena text; /* owns every string */
    struct sp_track *track;
    int count;
    int *order; /* [count] tracks, those of one program side by side */
    struct sp_program *program;
    int programs;
};

/* Joins tracks to programs: same institution, specialty and city, and, where both
 * are known, the same ACGME id.  A track without an id beside two ids is not guessed
 * into either; those without one stand together.  Sets `order`, `program` (in the order
 * of their first tracks) and each track's `program`.  Physician-only tracks belong to
 * the same program as the rest.  Fails with SP_NO_MEMORY; nothing is then set. */
bool sp_programs_group(struct sp_programs *programs, struct sp_error *error);

/* The track with this NRMP code (letters in any case), or -1. */
int sp_programs_find(const struct sp_programs *programs, const char *code);

/* Positions in the last year of the catalogue, 0 when the track was not offered. */
int sp_track_quota(const struct sp_track *track);
int sp_track_filled(const struct sp_track *track);
bool sp_track_offered(const struct sp_track *track);

const char *sp_track_type_name(enum sp_track_type type); /* "primary_care" */
bool sp_track_type_parse(const char *text, enum sp_track_type *type);
const char *sp_requirement_name(enum sp_requirement requirement); /* "accepts_j1" */
const char *sp_rate_name(enum sp_rate rate);                      /* "rate_us_img" */
const char *sp_applicant_type_name(enum sp_applicant_type type);  /* "non_us_img" */

void sp_programs_free(struct sp_programs *programs);
