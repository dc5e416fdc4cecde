/* plan.h: the answer: what to send, why, what stays out, and what is not known
 *
 * Every track of the specialties asked for is in exactly one of three lists.
 */
#pragma once

#include "arena.h"
#include "date.h"
#include "portfolio.h"
#include "profile.h"
#include "program.h"
#include "published.h"
#include "season.h"
#include "specialty.h"

#include <stdbool.h>
#include <stdint.h>

struct sp_composition;
struct sp_error;
struct sp_grounds;

/* Members of the ensemble: sets of the numbers that nobody knows exactly (chances.h). */
enum { SP_MEMBERS = 64 };

/* What is known about the world; read only. */
struct sp_facts {
    const struct sp_programs *programs;
    const struct sp_specialties *specialties;
    const struct sp_published *published;
    const struct sp_season *season;
    const struct sp_visa_country *visa_country; /* read by visa rules only */
    int visa_countries;
    struct sp_date today;
    /* Of every track, for who makes many plans of the same facts; NULL: each plan spreads
     * what it needs.  The plan is the same. */
    const struct sp_composition *composition;
    /* Where such a caller keeps what does not depend on the person, grounds.h; NULL:
     * each plan makes it.  The plan is the same. */
    struct sp_grounds *grounds;
};

/* A country whose nationals cannot get a new visa of a kind. */
struct sp_visa_country {
    const char *country;
    enum sp_answer new_j1, new_h1b;
    struct sp_origin origin;
};

/* A chance is never a bare number. */
struct sp_chance {
    double value, low, high; /* 0..1; low..high holds 9 of 10 of the parameter draws,
                                and the value */
    const char *basis;       /* "state and specialty counts, NRMP 2025" */
};

enum sp_tier { SP_REACH, SP_TARGET, SP_SAFER };

/* One part of a score.  The points of all reasons of a pick sum to its score,
 * which is 100 times the chance of an interview. */
struct sp_reason {
    const char *text;
    double points;
    struct sp_origin origin;
    bool stale; /* the fact is older than the season */
};

struct sp_pick {
    int track;       /* place in facts->programs */
    int application; /* 1.. ; the same for tracks applied to together */
    bool leads;      /* the first track of its application: marginal and cost stand here */
    enum sp_tier tier;
    enum sp_signal signal;
    bool single_tier; /* the specialty has one kind of signal: SP_SILVER reads "signal" */
    long cost_cents;
    double marginal; /* what this application adds to the worth of those before it */
    bool pinned;
    struct sp_chance interview, match;
    struct sp_reason *reason;
    int reasons;
    const char **verify; /* facts that are unknown and entered as a base rate */
    int verifies;
};

struct sp_left_out {
    int track;
    const char *why;
    bool by_rule;       /* a named rule, not a lower value */
    const char *change; /* by rule: what would have to change, in words; else NULL */
    double gain;        /* by value: what it would have added to the chosen list */
    struct sp_chance interview, match;
    struct sp_reason *reason; /* as of a pick; none when closed by a rule */
    int reasons;
};

struct sp_held {
    int track;
    const char **unknown; /* names of the facts that the user wants to be sure of */
    int unknowns;
};

struct sp_curve_point {
    int n;
    int track; /* the first track of the n-th application; place in facts->programs */
    long cost_cents;
    double value, low, high; /* P(match) after n applications */
    double marginal;
};

/* One application of a specialty that has signals. */
struct sp_signal_worth {
    int track;                   /* its first track; place in facts->programs */
    int application;             /* as in the picks */
    enum sp_signal signal, best; /* as sent; as the best list sends it */
    bool single_tier;
    bool movable;
    double cost; /* chance of matching lost by the best move of the signal that is here to
                    another program, or of one from elsewhere to here; below 0: gained */
    double moved_cost; /* chance that was lost by sending it otherwise than `best`, all
                          else as it is */
};

struct sp_plan {
    struct sp_arena text; /* owns all strings and lists below */
    struct sp_pick *pick; /* most useful application first, its tracks together */
    int picks, applications;
    struct sp_pick *preliminary; /* the year that advanced tracks need; same shape */
    int preliminaries, preliminary_applications;
    struct sp_left_out *left_out;
    int left_outs;
    struct sp_held *held;
    int helds;

    struct sp_chance chance;          /* of matching, for someone about to apply */
    struct sp_chance chance_any_rank; /* of ending with at least one rank */
    struct sp_chance
        chance_given_rank;    /* of matching, given at least one rank: what is published */
    bool utility;             /* worth and bound are expected utility, not P(match) */
    double worth, bound, gap; /* gap = (bound - worth) / bound */
    double by_member[SP_MEMBERS]; /* P(match) in each member of the ensemble */
    double standard_error;        /* of chance.value, were other seasons played */
    double expected_interviews;

    long cost_cents;
    double hours;
    struct sp_curve_point *curve; /* n rising */
    int curve_points;
    int knee; /* place in curve where the chord is farthest; -1: no curve */
    bool stopped_at_knee;
    const char **warning;
    int warnings;
    struct sp_signal_worth *signal; /* in the order of the picks; with weigh_signals */
    int signals;
    double chance_if_best; /* of matching, before signals were moved; with weigh_signals */
    int season;
    uint64_t seed;
};

/* A signal put by hand. */
struct sp_signal_move {
    int track; /* of a program on the list; place in facts->programs */
    enum sp_signal signal;
};

struct sp_plan_options {
    const char **specialty; /* codes; none: those of the profile */
    int specialties;
    long budget_cents; /* below 0: the profile's; both unset: stop at the knee */
    int most;          /* applications; below 0: the profile's */
    double hours;      /* below 0: the profile's */
    bool utility;      /* expected utility of the best offer instead of P(match) */
    bool preliminary;  /* preliminary tracks too */
    const char **sure; /* facts that must be known: "visa" or a requirement's name */
    int sures;
    uint64_t seed;      /* 0: 1 */
    int seasons;        /* 0: 512 */
    int threads;        /* 0: 1 */
    bool every_reason;  /* reasons for tracks left out too (explain, why-not) */
    bool weigh_signals; /* what each signal is worth, and the moves: */
    const struct sp_signal_move *move; /* the list stays as it is, its signals change */
    int moves;
};

/* Plans for the specialty of this track as well as those asked for, and gives every track
 * its reasons: for a question about one track.  The list goes to `text`; SP_NO_MEMORY. */
bool sp_plan_look_at(const struct sp_profile *profile, const struct sp_track *track,
                     struct sp_arena *text, struct sp_plan_options *options,
                     struct sp_error *error);

/* Makes the plan.  `plan` is out; release with sp_plan_free.  Same facts, profile and
 * seed: the same plan on any number of threads.  Fails with SP_BAD_INPUT, SP_NOT_FOUND
 * (a specialty without a track) and SP_NO_MEMORY; moves beyond what the season allows, or
 * to a program not on the list, are SP_BAD_INPUT that begins with "signals"; `plan` is then
 * empty. */
bool sp_plan_make(const struct sp_profile *profile, const struct sp_facts *facts,
                  const struct sp_plan_options *options, struct sp_plan *plan,
                  struct sp_error *error);

const char *sp_tier_name(enum sp_tier tier); /* "reach", "target", "safer" */

/* "gold", "silver", "signal" (single tier) or "none". */
const char *sp_signal_name(enum sp_signal signal, bool single_tier);

/* Reads such a word: "signal" is silver.  SP_BAD_INPUT names `field`. */
bool sp_signal_parse(const char *text, const char *field, enum sp_signal *signal,
                     struct sp_error *error);

void sp_plan_free(struct sp_plan *plan);
