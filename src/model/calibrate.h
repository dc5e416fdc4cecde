/* calibrate.h: whether of those told 30 in 100, 30 in 100 are placed
 *
 * Applicants of seasons that nothing was fitted to are told their chance the way a user
 * is: from the cutoffs of other seasons, their own list, and what programs think of their
 * strength before taste.  Then their season is looked at.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct sp_error;
struct sp_nation;

enum { SP_CALIBRATION_BINS = 10 };

struct sp_calibration {
    long applicants[SP_CALIBRATION_BINS]; /* told between b / 10 and (b + 1) / 10 */
    double told[SP_CALIBRATION_BINS];     /* mean chance */
    double seen[SP_CALIBRATION_BINS];     /* share that was placed */
};

/* Everybody with a list in `seasons` seasons.  Same seed, same numbers.  Fails with
 * SP_NO_MEMORY; `calibration` is then empty. */
bool sp_calibrate(const struct sp_nation *nation, uint64_t seed, int seasons,
                  struct sp_calibration *calibration, struct sp_error *error);
