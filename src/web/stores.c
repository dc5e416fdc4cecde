/* stores.c: a stack under a lock; what does not fit is closed. */
#include "stores.h"

#include "error.h"
#include "store.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT = 16 };

struct stores {
    pthread_mutex_t lock;
    char *home;
    struct store *kept[KEPT];
    int count, lent;
};

bool stores_open(const char *home, const struct store_options *options,
                 struct stores **stores, struct sp_error *error)
{
    struct stores *made = calloc(1, sizeof *made);
    *stores = NULL;
    if (!made || !(made->home = strdup(home))) {
        free(made);
        return sp_fail(error, SP_NO_MEMORY, "no memory for the store");
    }
    pthread_mutex_init(&made->lock, NULL);
    if (!store_open(home, options, &made->kept[0], error)) {
        stores_close(made);
        return false;
    }
    made->count = 1;
    *stores = made;
    return true;
}

bool stores_borrow(struct stores *stores, struct store **store, struct sp_error *error)
{
    *store = NULL;
    pthread_mutex_lock(&stores->lock);
    if (stores->count > 0)
        *store = stores->kept[--stores->count];
    stores->lent++;
    pthread_mutex_unlock(&stores->lock);
    if (*store || store_open(stores->home, NULL, store, error))
        return true;
    pthread_mutex_lock(&stores->lock);
    stores->lent--;
    pthread_mutex_unlock(&stores->lock);
    return false;
}

void stores_return(struct stores *stores, struct store *store)
{
    pthread_mutex_lock(&stores->lock);
    stores->lent--;
    if (stores->count < KEPT) {
        stores->kept[stores->count++] = store;
        store = NULL;
    }
    pthread_mutex_unlock(&stores->lock);
    if (store)
        store_close(store);
}

void stores_close(struct stores *stores)
{
    if (!stores)
        return;
    assert(stores->lent == 0);
    for (int i = 0; i < stores->count; i++)
        store_close(stores->kept[i]);
    pthread_mutex_destroy(&stores->lock);
    free(stores->home);
    free(stores);
}
