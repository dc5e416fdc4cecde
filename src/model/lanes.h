/* lanes.h: eight numbers at a time, with the same result on every machine
 *
 * The compilers' own vectors: cut into what the machine has, lane by lane.  A sum is
 * taken in lanes and then in one fixed order, so its bytes do not depend on the machine.
 */
#pragma once

#include <stdint.h>

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
typedef int64_t longs __attribute__((vector_size(8 * LANES)));

#define FLOATS(row, k)  (*(const floats *)((row) + (k)))
#define DOUBLES(row, k) (*(const doubles *)((row) + (k)))
#define WIDEN(x)        __builtin_convertvector(x, doubles)

/* A macro, as a vector in the arguments has no one calling convention. */
#define SUM(v)                                                                             \
    (((v)[0] + (v)[4]) + ((v)[2] + (v)[6]) + (((v)[1] + (v)[5]) + ((v)[3] + (v)[7])))
