/* holdout.h: the last Match, told from the year before
 *
 * A nation is fitted to the year before (past.h), then given what is known before the last
 * Match, which is the positions offered, and played.  validate.h holds its answer against
 * what came out.
 */
#pragma once

#include "fit.h"
#include "pool.h"

struct sp_error;

/* Those with a list: as many of each type as the year before, or as there were. */
enum sp_holdout_way { SP_HOLDOUT_BEFORE, SP_HOLDOUT_CERTIFIED, SP_HOLDOUT_WAYS };

struct sp_holdout {
    struct sp_type_means type[SP_HOLDOUT_WAYS][SP_APPLICANT_TYPES];
    double *filled[SP_HOLDOUT_WAYS]; /* [tracks] mean positions filled, by places in
                                        facts->programs; 0 where none was offered */
    int tracks;
};

struct sp_holdout_options {
    int seasons; /* played each way; 0: 200 */
    uint64_t seed;
    int threads; /* 0: 1 */
    bool quick;  /* a rough fit, to try out */
};

/* The fit is that of a release but for the seasons kept, with the same rounds: 11 seconds
 * of two processors.  Same seed, same numbers, on any number of threads.  Fails with what
 * sp_past_make, sp_fit_make and sp_nation_make fail with; `holdout` is then empty. */
bool sp_holdout_make(const struct sp_facts *facts, const struct sp_holdout_options *options,
                     const struct sp_fit_watch *watch, struct sp_holdout *holdout,
                     struct sp_error *error);

void sp_holdout_free(struct sp_holdout *holdout);
