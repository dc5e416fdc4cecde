/* exact.c: three special cases, each by a loop or two over plain arrays.
 *
 * All sort the offers by value first, dearest first: rank r is the place there.
 */
#include "exact.h"

#include "error.h"
#include "lanes.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_OFFERS = 1 << 24 };
static const int64_t MOST_BITS = INT64_C(1) << 36;

void sp_exact_free(struct sp_exact *exact)
{
    free(exact->item);
    free(exact->worth);
    *exact = (struct sp_exact){0};
}

static bool no_memory(int count, struct sp_error *error)
{
    return sp_fail(error, SP_NO_MEMORY, "no memory for %d offers", count);
}

static bool exact_make(struct sp_exact *exact, int most)
{
    *exact = (struct sp_exact){.item = malloc(((size_t)most + 1) * sizeof(int)),
                               .worth = malloc(((size_t)most + 1) * sizeof(double))};
    return exact->item && exact->worth;
}

static void add(struct sp_exact *exact, int item, double gain)
{
    int n = exact->count++;
    exact->item[n] = item;
    exact->worth[n] = gain + (n > 0 ? exact->worth[n - 1] : 0);
}

/* ---- ranks ------------------------------------------------------------------------- */

struct rank {
    double value;
    int item;
};

static int dearer_first(const void *a, const void *b)
{
    const struct rank *x = a, *y = b;
    if (x->value != y->value)
        return x->value > y->value ? -1 : 1;
    return x->item < y->item ? -1 : 1;
}

static struct rank *rank_make(const double *value, int count)
{
    struct rank *rank = malloc(((size_t)count + 1) * sizeof *rank);
    for (int i = 0; rank && i < count; i++)
        rank[i] = (struct rank){value[i], i};
    if (rank)
        qsort(rank, (size_t)count, sizeof *rank, dearer_first);
    return rank;
}

static bool check_count(int count, int most, struct sp_error *error)
{
    if (count < 0 || count > MOST_OFFERS)
        return sp_fail(error, SP_BAD_INPUT, "%d offers are not in 0..%d", count,
                       MOST_OFFERS);
    if (most < 0)
        return sp_fail(error, SP_BAD_INPUT, "number of applications: %d is below 0", most);
    return true;
}

static bool check_values(const double *value, int count, struct sp_error *error)
{
    for (int i = 0; i < count; i++)
        if (!(value[i] >= 0 && value[i] < 1e300))
            return sp_fail(error, SP_BAD_INPUT, "offer %d: value %g is below 0 or missing",
                           i, value[i]);
    return true;
}

static bool check_offers(const struct sp_offers *offers, int most, struct sp_error *error)
{
    if (!check_count(offers->count, most, error)
        || !check_values(offers->value, offers->count, error))
        return false;
    for (int i = 0; i < offers->count; i++)
        if (!(offers->chance[i] >= 0 && offers->chance[i] <= 1))
            return sp_fail(error, SP_BAD_INPUT, "offer %d: chance %g is not in [0, 1]", i,
                           offers->chance[i]);
    return true;
}

/* ---- equal fees -------------------------------------------------------------------- */

/* Once k is in the list, what is left to gain is a problem of the same kind without k
 * (Kapur and Hong): a cheaper offer counts only where k fails, a dearer one replaces
 * what k gives on average.  In terms of gain = chance * value:
 *
 *     cheaper: gain *= 1 - chance[k]        dearer: gain -= chance * gain[k]
 */
WIDE static void eliminate(const double *chance, double *gain, int count, int k)
{
    double miss = 1 - chance[k], given = gain[k];
    int r = 0;
    for (; r + LANES <= k; r += LANES)
        *(doubles *)(gain + r) = DOUBLES(gain, r) - DOUBLES(chance, r) * given;
    for (; r < k; r++)
        gain[r] -= chance[r] * given;
    gain[k] = -1; /* never again the largest */
    for (r = k + 1; r + LANES <= count; r += LANES)
        *(doubles *)(gain + r) = DOUBLES(gain, r) * miss;
    for (; r < count; r++)
        gain[r] *= miss;
}

/* The first place of the largest number; count >= 1. */
WIDE static int largest(const double *of, int count)
{
    double most = of[0];
    int r = 0;
    if (count >= LANES) {
        doubles top = DOUBLES(of, 0);
        for (r = LANES; r + LANES <= count; r += LANES) {
            doubles next = DOUBLES(of, r);
            longs more = next > top;
            top = (doubles)(((longs)next & more) | ((longs)top & ~more));
        }
        for (int i = 0; i < LANES; i++)
            most = top[i] > most ? top[i] : most;
    }
    for (; r < count; r++)
        most = of[r] > most ? of[r] : most;
    for (r = 0; of[r] != most;)
        r++;
    return r;
}

bool sp_exact_equal(const struct sp_offers *offers, int most, struct sp_exact *exact,
                    struct sp_error *error)
{
    int count = offers->count;
    *exact = (struct sp_exact){0};
    if (!check_offers(offers, most, error))
        return false;
    most = most < count ? most : count;
    struct rank *rank = rank_make(offers->value, count);
    double *chance = malloc(((size_t)count + 1) * sizeof(double));
    double *gain = malloc(((size_t)count + 1) * sizeof(double));
    bool ok = rank && chance && gain && exact_make(exact, most);
    for (int r = 0; ok && r < count; r++) {
        chance[r] = offers->chance[rank[r].item];
        gain[r] = chance[r] * rank[r].value;
    }
    while (ok && exact->count < most) {
        int k = largest(gain, count);
        if (!(gain[k] > 0))
            break;
        add(exact, rank[k].item, gain[k]);
        eliminate(chance, gain, count, k);
    }
    free(rank);
    free(chance);
    free(gain);
    if (!ok)
        sp_exact_free(exact);
    return ok || no_memory(count, error);
}

/* ---- fees that differ -------------------------------------------------------------- */

static int64_t divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

typedef signed char chars __attribute__((vector_size(LANES), may_alias));

/* The bits of a comparison, one a lane, from its lowest bytes. */
static inline unsigned char bits_of(const chars *mask)
{
    uint64_t bytes;
    memcpy(&bytes, mask, sizeof bytes);
    return (unsigned char)(((bytes & 0x8040201008040201) * 0x0101010101010101) >> 56);
}

/* Puts a dearer offer on top of the best lists so far, for every budget: best[b] becomes
 * the larger of itself and chance * value + (1 - chance) * best[b - fee].  Downward, so
 * that best[b - fee] is still without it.  Bit b of `taken` says which it was. */
WIDE static void put_on_top(double *best, int64_t budgets, int64_t fee, double chance,
                            double value, unsigned char *taken)
{
    double sure = chance * value, miss = 1 - chance;
    int64_t b = budgets - LANES;
    for (; b >= fee; b -= LANES) {
        doubles with = sure + miss * DOUBLES(best, b - fee), without = DOUBLES(best, b);
        longs more = with > without;
        *(doubles *)(best + b) = (doubles)(((longs)with & more) | ((longs)without & ~more));
        chars narrow = __builtin_convertvector(more, chars);
        taken[b / LANES] = bits_of(&narrow);
    }
    for (b += LANES - 1; b >= fee; b--) {
        double with = sure + miss * best[b - fee];
        if (with > best[b]) {
            best[b] = with;
            taken[b / LANES] |= (unsigned char)(1 << b % LANES);
        }
    }
}

/* Walks back from the whole budget; the offer put on last, the dearest, comes first. */
static void read_back(const struct sp_offers *offers, const struct rank *rank,
                      const int64_t *fee, int64_t divide, int64_t budgets, int64_t budget,
                      const unsigned char *taken, struct sp_exact *exact)
{
    double none = 1;
    for (int r = 0; r < offers->count; r++) {
        int item = rank[r].item;
        const unsigned char *row = taken + (int64_t)r * (budgets / LANES);
        if (row[budget / LANES] >> budget % LANES & 1) {
            add(exact, item, none * offers->chance[item] * offers->value[item]);
            none *= 1 - offers->chance[item];
            budget -= fee[item] / divide;
        }
    }
}

/* The common divisor of the fees, and a budget no larger than all of them. */
static bool scale_fees(const int64_t *fee, int count, int64_t *budget, int64_t *divide,
                       struct sp_error *error)
{
    int64_t sum = 0;
    *divide = 0;
    for (int i = 0; i < count; i++) {
        if (fee[i] < 0)
            return sp_fail(error, SP_BAD_INPUT, "offer %d: fee %lld is below 0", i,
                           (long long)fee[i]);
        *divide = divisor(fee[i], *divide);
        sum = sum < *budget && fee[i] < *budget - sum ? sum + fee[i] : *budget;
    }
    *divide = *divide > 0 ? *divide : 1;
    *budget = sum / *divide;
    return true;
}

bool sp_exact_fees(const struct sp_offers *offers, const int64_t *fee, int64_t budget,
                   struct sp_exact *exact, struct sp_error *error)
{
    int count = offers->count;
    int64_t divide, asked = budget;
    *exact = (struct sp_exact){0};
    if (!check_offers(offers, 0, error))
        return false;
    if (budget < 0)
        return sp_fail(error, SP_BAD_INPUT, "budget %lld is below 0", (long long)budget);
    if (!scale_fees(fee, count, &budget, &divide, error))
        return false;
    if (budget > MOST_BITS / (count + 1) - LANES)
        return sp_fail(error, SP_BAD_INPUT,
                       "budget %lld over %d offers: too many steps of %lld",
                       (long long)asked, count, (long long)divide);
    int64_t budgets = (budget / LANES + 1) * LANES; /* those above do no harm */
    struct rank *rank = rank_make(offers->value, count);
    double *best = calloc((size_t)budgets, sizeof(double));
    unsigned char *taken = calloc((size_t)count + 1, (size_t)(budgets / LANES));
    bool ok = rank && best && taken && exact_make(exact, count);
    for (int r = count - 1; ok && r >= 0; r--)
        put_on_top(best, budgets, fee[rank[r].item] / divide, offers->chance[rank[r].item],
                   rank[r].value, taken + (int64_t)r * (budgets / LANES));
    if (ok)
        read_back(offers, rank, fee, divide, budgets, budget, taken, exact);
    free(rank);
    free(best);
    free(taken);
    if (!ok)
        sp_exact_free(exact);
    return ok || no_memory(count, error);
}

/* ---- nodes ------------------------------------------------------------------------- */

/* The chosen offers cut the ranks into stretches.  For an offer in stretch s, node k,
 * let reach = weight * (chance that none of the dearer chosen ones is had) and
 * below = the worth of the cheaper chosen ones.  Its gain is the sum over the nodes of
 *     chance * reach * (value - below).
 */
struct nodes {
    const float *chance;  /* [count][nodes], in the caller's order */
    const double *weight; /* [nodes] */
    int nodes;
    struct rank *rank; /* [count] */
    int *chosen;       /* [length] ranks, rising */
    double *reach;     /* [length + 1][nodes] */
    double *owed;      /* [length + 1][nodes] reach * below */
    double *below;     /* [nodes] */
    double *gain; /* [count] by rank: when last looked at, so at least what it is now */
    int length;
};

static const float *chance_of(const struct nodes *n, int rank)
{
    return n->chance + (size_t)n->rank[rank].item * (size_t)n->nodes;
}

static void renew_stretches(struct nodes *n)
{
    size_t width = (size_t)n->nodes;
    for (size_t k = 0; k < width; k++) {
        n->reach[k] = n->weight[k];
        n->below[k] = 0;
    }
    for (int s = 0; s < n->length; s++) {
        const float *chance = chance_of(n, n->chosen[s]);
        double *from = n->reach + (size_t)s * width;
        for (size_t k = 0; k < width; k++)
            from[width + k] = from[k] * (1 - (double)chance[k]);
    }
    for (int s = n->length; s >= 0; s--) {
        size_t at = (size_t)s * width;
        for (size_t k = 0; k < width; k++)
            n->owed[at + k] = n->reach[at + k] * n->below[k];
        if (s == 0)
            break;
        const float *chance = chance_of(n, n->chosen[s - 1]);
        double value = n->rank[n->chosen[s - 1]].value;
        for (size_t k = 0; k < width; k++)
            n->below[k] += (double)chance[k] * (value - n->below[k]);
    }
}

WIDE static double gain_at(const float *chance, const double *reach, const double *owed,
                           double value, int nodes)
{
    doubles low = {0};
    int k = 0;
    for (; k + LANES <= nodes; k += LANES)
        low += WIDEN(FLOATS(chance, k)) * (value * DOUBLES(reach, k) - DOUBLES(owed, k));
    double total = SUM(low);
    for (; k < nodes; k++)
        total += (double)chance[k] * (value * reach[k] - owed[k]);
    return total;
}

static void renew_gain(struct nodes *n, int rank, int stretch)
{
    size_t at = (size_t)stretch * (size_t)n->nodes;
    n->gain[rank] = gain_at(chance_of(n, rank), n->reach + at, n->owed + at,
                            n->rank[rank].value, n->nodes);
}

/* The stretch of a rank that is not chosen. */
static int stretch_of(const struct nodes *n, int rank)
{
    int s = 0;
    while (s < n->length && n->chosen[s] < rank)
        s++;
    return s;
}

/* The first rank with the largest gain now.  As gains only fall, the one that was the
 * largest is renewed first, and then only those that were at least the best so far. */
static int best_rank(struct nodes *n, int count)
{
    int top = largest(n->gain, count), best = -1, s = 0;
    if (n->gain[top] <= 0)
        return top;
    renew_gain(n, top, stretch_of(n, top));
    double most = n->gain[top];
    for (int r = 0; r < count; r++) {
        if (s < n->length && n->chosen[s] == r) {
            s++;
            continue;
        }
        if (n->gain[r] < most)
            continue;
        renew_gain(n, r, s);
        if (n->gain[r] > most || (n->gain[r] == most && best < 0)) {
            most = n->gain[r];
            best = r;
        }
    }
    return best;
}

static void choose_rank(struct nodes *n, int rank)
{
    int s = n->length++;
    for (; s > 0 && n->chosen[s - 1] > rank; s--)
        n->chosen[s] = n->chosen[s - 1];
    n->chosen[s] = rank;
    n->gain[rank] = -1;
    renew_stretches(n);
}

static void nodes_free(struct nodes *n)
{
    free(n->rank);
    free(n->chosen);
    free(n->reach);
    free(n->owed);
    free(n->below);
    free(n->gain);
}

static bool nodes_make(struct nodes *n, const double *value, int count, int most)
{
    size_t cells = ((size_t)most + 1) * (size_t)n->nodes;
    n->rank = rank_make(value, count);
    n->chosen = malloc(((size_t)most + 1) * sizeof(int));
    n->reach = malloc(cells * sizeof(double));
    n->owed = malloc(cells * sizeof(double));
    n->below = malloc((size_t)n->nodes * sizeof(double));
    n->gain = malloc(((size_t)count + 1) * sizeof(double));
    return n->rank && n->chosen && n->reach && n->owed && n->below && n->gain;
}

static bool check_nodes(const float *chance, int count, const double *weight, int nodes,
                        struct sp_error *error)
{
    if (nodes < 1 || nodes > MOST_OFFERS)
        return sp_fail(error, SP_BAD_INPUT, "%d nodes are not in 1..%d", nodes,
                       MOST_OFFERS);
    for (int k = 0; k < nodes; k++)
        if (!(weight[k] >= 0 && weight[k] < 1e300))
            return sp_fail(error, SP_BAD_INPUT, "node %d: weight %g is below 0 or missing",
                           k, weight[k]);
    for (size_t i = 0; i < (size_t)count; i++)
        for (int k = 0; k < nodes; k++) {
            double c = (double)chance[i * (size_t)nodes + (size_t)k];
            if (!(c >= 0 && c <= 1))
                return sp_fail(error, SP_BAD_INPUT,
                               "offer %zu, node %d: chance %g is not in [0, 1]", i, k, c);
        }
    return true;
}

bool sp_exact_nodes(const float *chance, const double *value, int count,
                    const double *weight, int nodes, int most, struct sp_exact *exact,
                    struct sp_error *error)
{
    *exact = (struct sp_exact){0};
    if (!check_count(count, most, error) || !check_values(value, count, error)
        || !check_nodes(chance, count, weight, nodes, error))
        return false;
    most = most < count ? most : count;
    struct nodes n = {.chance = chance, .weight = weight, .nodes = nodes};
    bool ok = nodes_make(&n, value, count, most) && exact_make(exact, most);
    if (ok) {
        renew_stretches(&n);
        for (int r = 0; r < count; r++)
            renew_gain(&n, r, 0);
    }
    while (ok && exact->count < most) {
        int best = best_rank(&n, count);
        if (!(n.gain[best] > 0))
            break;
        add(exact, n.rank[best].item, n.gain[best]);
        choose_rank(&n, best);
    }
    nodes_free(&n);
    if (!ok)
        sp_exact_free(exact);
    return ok || no_memory(count, error);
}
