/* published.h: the counts, rates and effects that were published
 *
 * What the model rests on and must reproduce.  Each row keeps its source.
 */
#pragma once

#include "arena.h"
#include "profile.h"
#include "program.h"

/* Positions filled in one state, specialty and entry level (2025). */
struct sp_cell {
    const char *state, *specialty, *level; /* level "PGY-1", "PGY-2", "Physician" or "" */
    int positions, filled;
    int by_type[SP_APPLICANT_TYPES], other;
    struct sp_origin origin;
};

/* Matched nationwide by kind of track, entry level PGY-1 (2025). */
struct sp_kind_total {
    const char *specialty; /* three-digit code */
    enum sp_track_type track_type;
    int applicants[SP_APPLICANT_TYPES], matched[SP_APPLICANT_TYPES], unfilled;
    bool checked; /* agrees with the table by state */
    struct sp_origin origin;
};

enum sp_cohort { SP_MATCHED, SP_UNMATCHED, SP_COHORTS };

struct sp_moments {
    int n; /* 0: not published */
    double mean, sd, median;
};

/* Outcomes of non-US IMGs who preferred one specialty (2026). */
struct sp_outcome {
    const char *specialty; /* three-digit code */
    int count[SP_COHORTS];
    struct sp_moments ranks[SP_COHORTS], step2[SP_COHORTS];
    struct sp_origin origin;
};

/* One applicant type, one year. */
struct sp_rank_lists {
    int year;
    int count[SP_COHORTS];
    double mean[SP_COHORTS];
    struct sp_origin origin;
};

struct sp_match_rate {
    int year, certified, matched; /* 0: not published */
    double rate;
    struct sp_origin origin;
};

struct sp_effect {
    const char *id, *input, *contrast, *population, *certainty, *note;
    const char *outcome; /* "interview" or "match" */
    bool sized;          /* false: no honest figure; low and high may bound it */
    double log_odds;     /* when sized */
    double log_odds_low, log_odds_high;
    struct sp_origin origin;
};

struct sp_base_rate {
    const char *id, *what, *certainty;
    double value, low, high;
    struct sp_origin origin;
};

/* What a fit left behind: data/nrmp/fit.csv. */
struct sp_fitted {
    const char *part, *key, *name; /* "composition", "non_us_img/140", "sigma" */
    double value, low, high;
};

/* What the fitted nation says of one track: data/nrmp/market.csv. */
enum { SP_CUTOFFS = 64 };
struct sp_track_market {
    const char *code; /* nine characters */
    double drawn;     /* log of how many apply and rank it, over the usual of its kind */
    double adjust[SP_APPLICANT_TYPES]; /* log of how welcome the type is, over what the
                                          positions it fills say */
    const char *cutoff; /* [SP_CUTOFFS] seasons, a letter each: see sp_cutoff_of */
};

/* A cutoff on the scale of programs' scores, of which chances are the logistic; -INFINITY:
 * the track did not fill.  One letter holds it to 0.1, between -6.2 and 6.2. */
double sp_cutoff_of(char letter);
char sp_cutoff_letter(double cutoff);

struct sp_published {
    struct sp_arena text;
    struct sp_cell *cell;
    int cells;
    struct sp_kind_total *kind_total;
    int kind_totals;
    struct sp_outcome *outcome;
    int outcomes;
    struct sp_rank_lists *rank_lists[SP_APPLICANT_TYPES]; /* by year, rising */
    int rank_list_years[SP_APPLICANT_TYPES];
    struct sp_match_rate *match_rate[SP_APPLICANT_TYPES]; /* by year, rising */
    int match_rate_years[SP_APPLICANT_TYPES];
    struct sp_effect *effect;
    int effects;
    struct sp_base_rate *base_rate;
    int base_rates;
    struct sp_fitted *fitted;
    int fits;
    struct sp_track_market *market; /* by code, rising */
    int markets;
};

/* The effect of an input ("signal") for a specialty's code (or ""): the row of that
 * specialty, else one for a wider group; among equals a sized one, then the first.  An
 * effect measured in another specialty is not borrowed: NULL. */
const struct sp_effect *sp_published_effect(const struct sp_published *published,
                                            const char *input, const char *specialty);
const struct sp_base_rate *sp_published_base_rate(const struct sp_published *published,
                                                  const char *id);

/* The row of a track, or NULL. */
const struct sp_track_market *sp_published_market(const struct sp_published *published,
                                                  const char *code);

void sp_published_free(struct sp_published *published);
