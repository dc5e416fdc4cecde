/* cholesky.h: solves symmetric positive definite systems */
#pragma once

#include <stdbool.h>

/* Solves a x = b in place.
 *
 * a  [n * n] row-major, lower triangle read; overwritten by its factor
 * b  [n] becomes x
 *
 * Returns false, with both arrays spoiled, when `a` is not positive definite. */
bool sp_cholesky_solve(double *a, double *b, int n);
