/* scarce.h: memory that runs out
 *
 * The linker puts the functions of scarce.c in place of malloc, calloc and realloc for all
 * that is linked into a test; the libraries that it loads keep theirs.  One allocation is
 * refused at a time: what can do without it may go on.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct sp_error;

/* From now on `count` allocations succeed, and the one after them does not. */
void scarce_allow(long count);

/* Nothing is refused any more; whether something was. */
bool scarce_end(void);

/* Memory that is never refused. */
void *__real_malloc(size_t size);

/* Runs `act` with the first allocation refused, then one `step` later, … until none is.
 * Fails unless each refusal makes `act` fail, with SP_NO_MEMORY.  Returns how many. */
long scarce_refuse_each(bool (*act)(void *context, struct sp_error *error), void *context,
                        long step);
