/* exact.h: the best list where chances are independent, or depend on few nodes
 *
 * An application j taken up yields `value[j]` with chance `chance[j]`, and the best
 * offer counts:  worth = sum over the list, dearest first, of
 * value * chance * product of (1 - chance) of those before it.  Where chances are
 * independent, the best list can be found exactly and fast.  portfolio.h answers
 * the general case; this is its check, and the cheaper answer where it applies.
 *
 * Chade and Smith, "Simultaneous search", Econometrica 74 (2006); Kapur and Hong,
 * arXiv 2205.01869 (2022).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct sp_error;

/* Applications one could send. */
struct sp_offers {
    const double *chance; /* [count] in [0, 1] */
    const double *value;  /* [count] >= 0 */
    int count;            /* at most 2^24 */
};

/* The applications to send, in the order found.  Owns its arrays. */
struct sp_exact {
    int *item;     /* [count] */
    double *worth; /* [count] of the list up to and with each; for sp_exact_fees only
                      the last one is a best list of its size */
    int count;
};

void sp_exact_free(struct sp_exact *exact);

/* Equal fees: the best list of each size 1..most.  They are nested, so the first n
 * of the answer are the best n.  O(count * most).
 *
 * exact  out; release with sp_exact_free; shorter than `most` when nothing more helps
 *
 * Fails with SP_BAD_INPUT on a chance or value outside its range; SP_NO_MEMORY. */
bool sp_exact_equal(const struct sp_offers *offers, int most, struct sp_exact *exact,
                    struct sp_error *error);

/* Fees that differ: the best list that costs at most `budget`.
 *
 * fee     [count] >= 0, any unit; divided by their common divisor before use
 * budget  >= 0
 * exact   out; dearest value first
 *
 * O(count * budget / divisor) time, and a bit for each in memory: at most 2^36 bits.
 * Fails with SP_BAD_INPUT as above and beyond that size; SP_NO_MEMORY. */
bool sp_exact_fees(const struct sp_offers *offers, const int64_t *fee, int64_t budget,
                   struct sp_exact *exact, struct sp_error *error);

/* Chances that depend on one of a few nodes (strengths of the applicant, say), and are
 * independent given it: greed, within 1 - 1/e of the best list of that size.
 *
 * chance  [count][nodes] in [0, 1]
 * value   [count] >= 0
 * weight  [nodes] >= 0
 *
 * Each step takes the application with the largest gain, ties to the dearer.  Fails as
 * sp_exact_equal does. */
bool sp_exact_nodes(const float *chance, const double *value, int count,
                    const double *weight, int nodes, int most, struct sp_exact *exact,
                    struct sp_error *error);
