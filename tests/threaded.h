/* threaded.h: what is left out where ThreadSanitizer watches
 *
 * It slows a test down tenfold and has nothing to say of one thread alone.
 */
#pragma once

#include "check.h"

#ifdef __SANITIZE_THREAD__
enum { THREADS_ARE_WATCHED = 1 };
#else
enum { THREADS_ARE_WATCHED = 0 };
#endif

/* Under ThreadSanitizer leaves only the cases whose names speak of threads. */
static inline void leave_threaded_cases(void)
{
    if (THREADS_ARE_WATCHED)
        cmocka_set_test_filter("*threads*");
}
