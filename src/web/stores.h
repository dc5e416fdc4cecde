/* stores.h: open stores, lent to one thread at a time
 *
 * A store serves one thread at a time and costs some milliseconds to open, so those that
 * come back are kept for the next request.
 */
#pragma once

#include <stdbool.h>

struct sp_error;
struct store;
struct store_options;
struct stores;

/* Opens the first store under `home` (which makes and fills it, see store_open), so that
 * a folder that cannot be used is known before anyone asks. */
bool stores_open(const char *home, const struct store_options *options,
                 struct stores **stores, struct sp_error *error);

/* A store for the calling thread; give it back with stores_return. */
bool stores_borrow(struct stores *stores, struct store **store, struct sp_error *error);
void stores_return(struct stores *stores, struct store *store);

/* All must have come back.  NULL is allowed. */
void stores_close(struct stores *stores);
