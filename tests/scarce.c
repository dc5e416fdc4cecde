/* scarce.c: memory that runs out */
#include "scarce.h"

#include "check.h"
#include "error.h"

void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static long left = -1; /* allocations before the one that is refused; below 0: none is */

static bool refused(void)
{
    return left >= 0 && left-- == 0;
}

void *__wrap_malloc(size_t size)
{
    return refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return refused() ? NULL : __real_realloc(old, size);
}

void scarce_allow(long count)
{
    left = count;
}

bool scarce_end(void)
{
    bool some = left < 0;
    left = -1;
    return some;
}

long scarce_refuse_each(bool (*act)(void *context, struct sp_error *error), void *context,
                        long step)
{
    for (long n = 0, refusals = 0;; n += step, refusals++) {
        struct sp_error error = {0};
        scarce_allow(n);
        bool ok = act(context, &error);
        bool some = scarce_end();
        if (ok && !some)
            return refusals;
        if (ok)
            fail_msg("allocation %ld was refused and nobody noticed", n);
        if (error.code != SP_NO_MEMORY)
            fail_msg("allocation %ld: code %d, \"%s\"", n, (int)error.code, error.text);
    }
}
