/* moment.c: the one place of the store where the clock is asked. */
#include "moment.h"

#include <stdio.h>
#include <time.h>

static const long last_moment = 253402300799; /* 9999-12-31T23:59:59Z */

void moment_write(long seconds, char out[MOMENT_BYTES])
{
    time_t moment = seconds > last_moment ? last_moment : seconds < 0 ? 0 : seconds;
    struct tm utc;
    gmtime_r(&moment, &utc);
    strftime(out, MOMENT_BYTES, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

long moment_now(void)
{
    return (long)time(NULL);
}
