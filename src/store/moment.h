/* moment.h: a moment as the store keeps it and as people read it, in UTC */
#pragma once

enum { MOMENT_BYTES = 21, TEN_MINUTES = 600 };

/* Seconds since 1970 as "2026-11-22T20:46:36Z"; years beyond 9999 read as the last of them.
 */
void moment_write(long seconds, char out[MOMENT_BYTES]);

/* The clock of this machine, in seconds since 1970. */
long moment_now(void);
