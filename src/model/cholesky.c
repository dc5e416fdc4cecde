/* cholesky.c: a = l l', row by row, then two triangular solves. */
#include "cholesky.h"

#include <math.h>

static bool factor(double *a, int n)
{
    for (int i = 0; i < n; i++) {
        double *row = a + (long)i * n;
        for (int j = 0; j <= i; j++) {
            const double *other = a + (long)j * n;
            double sum = row[j];
            for (int k = 0; k < j; k++)
                sum -= row[k] * other[k];
            if (j < i)
                row[j] = sum / other[j];
            else if (!(sum > 0))
                return false;
            else
                row[i] = sqrt(sum);
        }
    }
    return true;
}

bool sp_cholesky_solve(double *a, double *b, int n)
{
    if (!factor(a, n))
        return false;
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < i; k++)
            b[i] -= a[(long)i * n + k] * b[k];
        b[i] /= a[(long)i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
        for (int k = i + 1; k < n; k++)
            b[i] -= a[(long)k * n + i] * b[k];
        b[i] /= a[(long)i * n + i];
    }
    return true;
}
