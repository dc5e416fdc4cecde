/* validate_plot.h: published beside played, as pictures
 *
 * One picture a table: a dot a comparison, the line where both are the same.  SVG, with a
 * title that says the finding, so that it reads on paper and by ear.
 */
#pragma once

#include <stdio.h>

/* Each writes one SVG of `what`, a struct sp_validation. */
void validate_plot_rates(FILE *out, const void *what);
void validate_plot_ranks(FILE *out, const void *what);
void validate_plot_fills(FILE *out, const void *what);
void validate_plot_calibration(FILE *out, const void *what);
void validate_plot_open(FILE *out, const void *what);
