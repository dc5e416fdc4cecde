/* portfolio_rows.c: vectors by the compilers' own extension: a wide vector is
 * cut into what the machine has, lane by lane, with the same result. */
#include "portfolio_rows.h"

#include <pthread.h>
#include <stddef.h>

/* GCC with glibc picks the widest of three builds of a function when it loads. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__)                       \
    && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define WIDE __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define WIDE
#endif

enum { LANES = 8 };
typedef float floats __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef double doubles __attribute__((vector_size(8 * LANES), aligned(8), may_alias));
typedef int ints __attribute__((vector_size(4 * LANES)));

#define FLOATS(row, k)  (*(const floats *)((row) + (k)))
#define DOUBLES(row, k) (*(const doubles *)((row) + (k)))
#define WIDEN(x)        __builtin_convertvector(x, doubles)

/* A macro, as a vector in the arguments has no one calling convention. */
#define SUM(v)                                                                             \
    (((v)[0] + (v)[4]) + ((v)[2] + (v)[6]) + (((v)[1] + (v)[5]) + ((v)[3] + (v)[7])))

WIDE bool sp_row_sum(const float *chance, int seasons, double *sum)
{
    doubles low = {0}, high = {0};
    ints good = ~(ints){0};
    int k = 0;
    for (; k + 2 * LANES <= seasons; k += 2 * LANES) {
        floats a = FLOATS(chance, k), b = FLOATS(chance, k + LANES);
        good &= (a >= 0) & (a < 1) & (b >= 0) & (b < 1);
        low += WIDEN(a);
        high += WIDEN(b);
    }
    low += high;
    double total = SUM(low);
    bool all = true;
    for (int i = 0; i < LANES; i++)
        all = all && good[i];
    for (; k < seasons; k++) {
        all = all && chance[k] >= 0 && chance[k] < 1;
        total += (double)chance[k];
    }
    *sum = total;
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

static double change(const float *from, const float *to, int k)
{
    double a = from ? (double)from[k] : 0, b = to ? (double)to[k] : 0;
    return (b - a) / (1 - a);
}

/* The change from a row that is there; `to` may be NULL. */
WIDE static double change_between(const float *from, const float *to, const double *weight,
                                  int seasons)
{
    doubles low = {0};
    int k = 0;
    for (; k + LANES <= seasons; k += LANES) {
        doubles a = WIDEN(FLOATS(from, k));
        doubles b = to ? WIDEN(FLOATS(to, k)) : (doubles){0};
        low += (b - a) / (1 - a) * DOUBLES(weight, k);
    }
    double total = SUM(low);
    for (; k < seasons; k++)
        total += change(from, to, k) * weight[k];
    return total;
}

double sp_row_change(const float *from, const float *to, const double *weight, int seasons)
{
    if (from)
        return change_between(from, to, weight, seasons);
    return to ? sp_row_gain(to, weight, seasons) : 0;
}

WIDE void sp_row_apply(const float *from, const float *to, double *alive, int seasons)
{
    for (int k = 0; k < seasons; k++)
        alive[k] *= 1 - change(from, to, k);
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
