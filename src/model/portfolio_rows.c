/* portfolio_rows.c: vectors by the compilers' own extension: a wide vector is
 * cut into what the machine has, lane by lane, with the same result. */
#include "portfolio_rows.h"

#include "lanes.h"

#include <pthread.h>

WIDE bool sp_row_valid(const float *chance, int seasons)
{
    ints good = ~(ints){0};
    int k = 0;
    for (; k + LANES <= seasons; k += LANES)
        good &= (FLOATS(chance, k) >= 0) & (FLOATS(chance, k) < 1);
    bool all = true;
    for (int i = 0; i < LANES; i++)
        all = all && good[i];
    for (; k < seasons; k++)
        all = all && chance[k] >= 0 && chance[k] < 1;
    return all;
}

WIDE double sp_row_gain(const float *chance, const double *weight, int seasons)
{
    doubles low = {0}, high = {0};
    int k = 0;
    for (; k + 2 * LANES <= seasons; k += 2 * LANES) {
        low += WIDEN(FLOATS(chance, k)) * DOUBLES(weight, k);
        high += WIDEN(FLOATS(chance, k + LANES)) * DOUBLES(weight, k + LANES);
    }
    low += high;
    double total = SUM(low);
    for (; k < seasons; k++)
        total += (double)chance[k] * weight[k];
    return total;
}

/* What to do with each term of a sum over changes; constant where it is called. */
enum power { ONCE, SQUARED };

__attribute__((always_inline)) static inline double
change_sum(const float *from, const float *to, const double *weight, int seasons,
           enum power power)
{
    doubles low = {0};
    int k = 0;
    for (; k + LANES <= seasons; k += LANES) {
        doubles a = from ? WIDEN(FLOATS(from, k)) : (doubles){0};
        doubles b = to ? WIDEN(FLOATS(to, k)) : (doubles){0};
        doubles change = (b - a) / (1 - a);
        doubles term = change * DOUBLES(weight, k);
        if (power == SQUARED)
            term *= change;
        low += term;
    }
    double total = SUM(low);
    for (; k < seasons; k++) {
        double a = from ? (double)from[k] : 0, b = to ? (double)to[k] : 0;
        double change = (b - a) / (1 - a);
        total += (power == SQUARED ? change * change : change) * weight[k];
    }
    return total;
}

WIDE static double change_once(const float *from, const float *to, const double *weight,
                               int seasons)
{
    return change_sum(from, to, weight, seasons, ONCE);
}

double sp_row_change(const float *from, const float *to, const double *weight, int seasons)
{
    if (from)
        return change_once(from, to, weight, seasons);
    return to ? sp_row_gain(to, weight, seasons) : 0;
}

WIDE double sp_row_change_size(const float *from, const float *to, const double *weight,
                               int seasons)
{
    return change_sum(from, to, weight, seasons, SQUARED);
}

WIDE void sp_row_part(const float *from, const float *to, float *part, int seasons)
{
    int k = 0;
    for (; k + LANES <= seasons; k += LANES) {
        floats a = {0}, b = {0};
        if (from)
            a = FLOATS(from, k);
        if (to)
            b = FLOATS(to, k);
        *(floats *)(part + k) = (b - a) / (1 - a);
    }
    for (; k < seasons; k++)
        part[k] = ((to ? to[k] : 0) - (from ? from[k] : 0)) / (1 - (from ? from[k] : 0));
}

WIDE void sp_row_narrow(const double *weight, float *light, int seasons)
{
    int k = 0;
    for (; k + LANES <= seasons; k += LANES)
        *(floats *)(light + k) = __builtin_convertvector(DOUBLES(weight, k), floats);
    for (; k < seasons; k++)
        light[k] = (float)weight[k];
}

#define SIZE_OF(x) ((floats)((ints)(x)&0x7fffffff))

/* Eight terms of 6e-8 each in a float, then on in doubles: with the rounding of the change,
 * of the weight and of the product this stays below a third of SP_GLANCE_ERROR. */
WIDE double sp_row_glance(const float *part, const float *light, int seasons, double *size)
{
    enum { STRETCH = 8 * 2 * LANES };
    doubles sum = {0}, sizes = {0};
    int k = 0;
    for (; k + STRETCH <= seasons; k += STRETCH) {
        floats low = {0}, high = {0}, low_size = {0}, high_size = {0};
        for (int i = k; i < k + STRETCH; i += 2 * LANES) {
            floats a = FLOATS(part, i) * FLOATS(light, i);
            floats b = FLOATS(part, i + LANES) * FLOATS(light, i + LANES);
            low += a;
            high += b;
            low_size += SIZE_OF(a);
            high_size += SIZE_OF(b);
        }
        sum += WIDEN(low) + WIDEN(high);
        sizes += WIDEN(low_size) + WIDEN(high_size);
    }
    double total = SUM(sum), total_size = SUM(sizes);
    for (; k < seasons; k++) {
        double term = (double)part[k] * (double)light[k];
        total += term;
        total_size += term < 0 ? -term : term;
    }
    *size = total_size;
    return total;
}

WIDE double sp_row_shift(const double *to, const double *from, int seasons)
{
    doubles low = {0};
    int k = 0;
    for (; k + LANES <= seasons; k += LANES) {
        doubles d = DOUBLES(to, k) - DOUBLES(from, k);
        low += d * d / (DOUBLES(from, k) + 1e-300);
    }
    double total = SUM(low);
    for (; k < seasons; k++)
        total += (to[k] - from[k]) * (to[k] - from[k]) / (from[k] + 1e-300);
    return total;
}

WIDE void sp_row_apply(const float *from, const float *to, double *alive, int seasons)
{
    int k = 0;
    for (; k + LANES <= seasons; k += LANES) {
        doubles b = to ? WIDEN(FLOATS(to, k)) : (doubles){0};
        if (from)
            *(doubles *)(alive + k) =
                DOUBLES(alive, k) * ((1 - b) / (1 - WIDEN(FLOATS(from, k))));
        else
            *(doubles *)(alive + k) = DOUBLES(alive, k) * (1 - b);
    }
    for (; k < seasons; k++)
        alive[k] *= (1 - (to ? (double)to[k] : 0)) / (1 - (from ? (double)from[k] : 0));
}

/* For chances from 1/2 on, 1 - q is exact; take 2^-e off it to leave m in [1/2, 1), so
 * that -log(1 - q) = e ln 2 - log m.  Below 1/2, e = 0 and m = 1 - q.  With q' = 1 - m and
 * y = q'/(2 - q') <= 1/3, -log m = 2 atanh(y) = 2 (y + y^3/3 + y^5/5 + y^7/7 + ...), where
 * the terms from y^9/9 on are together at most y^9/9 / (1 - y^2) <= y^9/8.  The floats err
 * by less than 1e-6 in all, which the last factor makes up for: never too low. */
#define ABOVE_MINUS_LOG(q, out)                                                            \
    do {                                                                                   \
        ints high_ = (q) >= 0.5F, rest_ = (ints)(1 - (q));                                 \
        ints mantissa_ = (rest_ & 0x007fffff) | 0x3f000000;                                \
        floats halvings_ = __builtin_convertvector((126 - (rest_ >> 23)) & high_, floats); \
        floats left_ =                                                                     \
            (floats)(((ints)(1 - (floats)mantissa_) & high_) | ((ints)(q) & ~high_));      \
        floats y_ = left_ / (2 - left_), s_ = y_ * y_;                                     \
        floats tail_ = s_ * (1.0F / 3 + s_ * (0.2F + s_ * (1.0F / 7 + s_ * 0.125F)));      \
        (out) = (halvings_ * 0.693147182F + 2 * y_ * (1 + tail_)) * 1.000001F;             \
    } while (0)

/* The last few of a row, with zeros after them. */
#define LAST(out, row, from, end)                                                          \
    do {                                                                                   \
        (out) = (floats){0};                                                               \
        for (int i_ = 0; (from) + i_ < (end); i_++)                                        \
            (out)[i_] = (row)[(from) + i_];                                                \
    } while (0)

/* The same where every chance is below 1/2, as in nearly all stretches: no halvings. */
#define ABOVE_MINUS_LOG_LOW(q, out)                                                        \
    do {                                                                                   \
        pairs y_ = (q) / (2 - (q)), s_ = y_ * y_;                                          \
        pairs tail_ = s_ * (1.0F / 3 + s_ * (0.2F + s_ * (1.0F / 7 + s_ * 0.125F)));       \
        (out) = 2 * y_ * (1 + tail_) * 1.000001F;                                          \
    } while (0)

/* Two vectors at a time. */
typedef float pairs __attribute__((vector_size(8 * LANES), aligned(4), may_alias));
#define FIRST_OF(pair)  __builtin_shufflevector(pair, pair, 0, 1, 2, 3, 4, 5, 6, 7)
#define SECOND_OF(pair) __builtin_shufflevector(pair, pair, 8, 9, 10, 11, 12, 13, 14, 15)
enum { STRETCH = 8 * LANES };

/* Whether the next STRETCH chances are all below 1/2. */
__attribute__((always_inline)) static inline bool all_low(const float *chance)
{
    ints high = {0};
    for (int i = 0; i < STRETCH; i += LANES)
        high |= FLOATS(chance, i) >= 0.5F;
    int any = 0;
    for (int i = 0; i < LANES; i++)
        any |= high[i];
    return !any;
}

WIDE double sp_row_slope(const float *chance, const double *weight, int seasons)
{
    doubles low = {0};
    floats q, a;
    int k = 0;
    while (k + LANES <= seasons) {
        if (k + STRETCH <= seasons && all_low(chance + k))
            for (int end = k + STRETCH; k < end; k += 2 * LANES) {
                pairs b;
                ABOVE_MINUS_LOG_LOW(*(const pairs *)(chance + k), b);
                low += WIDEN(FIRST_OF(b)) * DOUBLES(weight, k);
                low += WIDEN(SECOND_OF(b)) * DOUBLES(weight, k + LANES);
            }
        else
            for (int end = k + STRETCH; k < end && k + LANES <= seasons; k += LANES) {
                q = FLOATS(chance, k);
                ABOVE_MINUS_LOG(q, a);
                low += WIDEN(a) * DOUBLES(weight, k);
            }
    }
    double total = SUM(low);
    LAST(q, chance, k, seasons);
    ABOVE_MINUS_LOG(q, a);
    for (int i = 0; k + i < seasons; i++)
        total += (double)a[i] * weight[k + i];
    return total;
}

WIDE void sp_row_spread(const float *chance, double share, double *to, int seasons)
{
    floats q, a;
    int k = 0;
    for (; k + LANES <= seasons; k += LANES) {
        q = FLOATS(chance, k);
        ABOVE_MINUS_LOG(q, a);
        *(doubles *)(to + k) = DOUBLES(to, k) + share * WIDEN(a);
    }
    LAST(q, chance, k, seasons);
    ABOVE_MINUS_LOG(q, a);
    for (int i = 0; k + i < seasons; i++)
        to[k + i] += share * (double)a[i];
}

/* exp(-x) = 2^n exp(r) with n the whole number nearest to -x / ln 2 and |r| < 0.35, where
 * the series to r^13 is good to 1e-16.  Adding 1.5 * 2^52 rounds, and leaves n in the low
 * bits; ln 2 is taken off in two parts, the first with room for n. */
#define EXP_OF_MINUS(x, out)                                                               \
    do {                                                                                   \
        longs small_ = (x) < 690;                                                          \
        doubles low_ = (doubles)(((longs)(x)&small_) | ((longs)MOST_EXPONENT & ~small_));  \
        doubles shifted_ = low_ * -1.4426950408889634 + ROUND, n_ = shifted_ - ROUND;      \
        doubles r_ = (-low_ - n_ * 0.693145751953125) - n_ * 1.42860682030941723212e-6;    \
        doubles e_ = (doubles){0} + 1.0 / 6227020800;                                      \
        for (int i_ = 0; i_ < 11; i_++)                                                    \
            e_ = e_ * r_ + exp_term[i_];                                                   \
        (out) = (1 + r_ + r_ * r_ * e_) * (doubles)(((longs)shifted_ + 1023) << 52);       \
    } while (0)

static const double exp_term[] = {
    1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
    1.0 / 720,       1.0 / 120,      1.0 / 24,      1.0 / 6,      1.0 / 2};
static const double ROUND = 6755399441055744.0;
static const doubles MOST_EXPONENT = {690, 690, 690, 690, 690, 690, 690, 690};

WIDE void sp_row_exp(const double *x, double *out, int seasons)
{
    doubles in, e;
    int k = 0;
    for (; k + LANES <= seasons; k += LANES) {
        in = DOUBLES(x, k);
        EXP_OF_MINUS(in, e);
        *(doubles *)(out + k) = e;
    }
    in = (doubles){0};
    for (int i = 0; k + i < seasons; i++)
        in[i] = x[k + i];
    EXP_OF_MINUS(in, e);
    for (int i = 0; k + i < seasons; i++)
        out[k + i] = e[i];
}

WIDE void sp_row_weigh(const double *alive, double step, const double *below, double *out,
                       int seasons)
{
    int k = 0;
    for (; k + LANES <= seasons; k += LANES) {
        doubles under = {0};
        if (below)
            under = DOUBLES(below, k);
        *(doubles *)(out + k) = step * DOUBLES(alive, k) + under;
    }
    for (; k < seasons; k++)
        out[k] = step * alive[k] + (below ? below[k] : 0);
}

WIDE void sp_row_add(const double *from, double share, double *to, int seasons)
{
    int k = 0;
    for (; k + LANES <= seasons; k += LANES)
        *(doubles *)(to + k) = DOUBLES(to, k) + share * DOUBLES(from, k);
    for (; k < seasons; k++)
        to[k] += share * from[k];
}

WIDE double sp_row_bend(const double *to, const double *from, const double *weight,
                        int seasons)
{
    doubles low = {0};
    int k = 0;
    for (; k + LANES <= seasons; k += LANES) {
        doubles d = DOUBLES(to, k) - DOUBLES(from, k);
        low += d * d * DOUBLES(weight, k);
    }
    double total = SUM(low);
    for (; k < seasons; k++)
        total += (to[k] - from[k]) * (to[k] - from[k]) * weight[k];
    return total;
}

WIDE double sp_row_dot(const double *a, const double *b, int seasons)
{
    doubles low = {0}, high = {0};
    int k = 0;
    for (; k + 2 * LANES <= seasons; k += 2 * LANES) {
        low += DOUBLES(a, k) * DOUBLES(b, k);
        high += DOUBLES(a, k + LANES) * DOUBLES(b, k + LANES);
    }
    low += high;
    double total = SUM(low);
    for (; k < seasons; k++)
        total += a[k] * b[k];
    return total;
}

struct stretch {
    void (*work)(void *with, int from, int to);
    void *with;
    int from, to;
    pthread_t thread;
    bool started;
};

static void *run(void *of)
{
    struct stretch *stretch = of;
    stretch->work(stretch->with, stretch->from, stretch->to);
    return NULL;
}

void sp_in_stretches(int threads, int count, void (*work)(void *with, int from, int to),
                     void *with)
{
    enum { MOST = 64 };
    struct stretch stretch[MOST];
    if (threads > MOST)
        threads = MOST;
    if (threads > count)
        threads = count;
    for (int i = 1; i < threads; i++) {
        stretch[i] = (struct stretch){.work = work, .with = with};
        stretch[i].from = (int)((long long)count * i / threads);
        stretch[i].to = (int)((long long)count * (i + 1) / threads);
        stretch[i].started = !pthread_create(&stretch[i].thread, NULL, run, &stretch[i]);
    }
    work(with, 0, threads > 1 ? count / threads : count);
    for (int i = 1; i < threads; i++) {
        if (stretch[i].started)
            pthread_join(stretch[i].thread, NULL);
        else
            run(&stretch[i]); /* a machine short of threads is slower, not wrong */
    }
}
