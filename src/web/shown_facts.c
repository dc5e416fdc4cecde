/* shown_facts.c: row by row from the store to the page, which do not know each other. */
#include "shown_facts.h"

#include "data_pages.h"
#include "request.h"
#include "store.h"

bool shown_sources(struct request *request, struct data_holdings *holdings,
                   struct sp_error *error)
{
    struct store *store;
    struct store_source *known;
    int count;
    if (!request_store(request, &store, error)
        || !store_load_sources(store, &request->text, &known, &count, error))
        return false;
    struct data_source *source =
        sp_arena_get(&request->text, ((size_t)count + 1) * sizeof *source);
    if (!source)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the sources");
    for (int i = 0; i < count; i++)
        source[i] = (struct data_source){known[i].key, known[i].title, known[i].as_of,
                                         known[i].tables, known[i].rows};
    holdings->source = source;
    holdings->sources = count;
    return true;
}

bool shown_conflicts(struct request *request, struct data_holdings *holdings,
                     struct sp_error *error)
{
    struct store *store;
    struct store_conflict *known;
    int count;
    if (!request_store(request, &store, error)
        || !store_load_conflicts(store, &request->text, &known, &count, error))
        return false;
    struct data_conflict *conflict =
        sp_arena_get(&request->text, ((size_t)count + 1) * sizeof *conflict);
    if (!conflict)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the conflicts");
    for (int i = 0; i < count; i++)
        conflict[i] = (struct data_conflict){known[i].code,         known[i].field,
                                             known[i].used_value,   known[i].used_source,
                                             known[i].used_as_of,   known[i].other_value,
                                             known[i].other_source, known[i].other_as_of};
    holdings->conflict = conflict;
    holdings->conflicts = count;
    return true;
}
