/* compliance.h: whether a profile may apply to a track, and according to what
 *
 * Three answers: open, closed by a named rule, or open as far as anyone has said.  What
 * is unknown stays unknown, fact by fact.
 */
#pragma once

#include "arena.h"
#include "plan.h"

#include <stdbool.h>
#include <stdint.h>

struct sp_error;

struct sp_verdict {
    const char *closed;      /* the rule that closes it, in words; NULL: open */
    const char *change;      /* what would have to change; NULL: open */
    struct sp_origin origin; /* of that rule, when a fact was the reason */
    uint32_t unknown;        /* bit r: requirement r is unknown and would matter here */
};

struct sp_compliance_options {
    bool preliminary; /* preliminary tracks are wanted */
    uint32_t sure;    /* bit r: requirement r must be known */
    bool sure_visa;   /* whatever visa facts matter must be known */
};

/* Judges one track.  Strings of the verdict belong to `text`.  Fails with SP_NO_MEMORY. */
bool sp_compliance_judge(const struct sp_profile *profile, const struct sp_track *track,
                         int season, const struct sp_compliance_options *options,
                         struct sp_arena *text, struct sp_verdict *verdict,
                         struct sp_error *error);

/* The facts that the user wants to be sure of and that nobody has stated. */
uint32_t sp_compliance_held(const struct sp_profile *profile, const struct sp_track *track,
                            const struct sp_verdict *verdict,
                            const struct sp_compliance_options *options);

/* Reads "visa" or a requirement's name into the options; SP_BAD_INPUT with the names. */
bool sp_compliance_be_sure(const char *fact, struct sp_compliance_options *options,
                           struct sp_error *error);

/* Whether the program takes a visa that this profile needs: yes when none is needed. */
enum sp_answer sp_compliance_visa(const struct sp_profile *profile,
                                  const struct sp_track *track);
