/* api_sources.c: where the facts come from, and what applications cost. */
#include "bill.h"
#include "bill_pages.h"
#include "data_pages.h"
#include "plan_body.h"
#include "route.h"
#include "store.h"
#include "world.h"

static bool read_season(struct request *request, const struct world *world,
                        struct sp_facts *facts, struct sp_error *error)
{
    long season = 0;
    if (!request_query_whole(request, "season", 2021, 2100, &season, error))
        return false;
    if (world_facts(world, (int)season, facts, error))
        return true;
    request->field = "season";
    return false;
}

static bool get_sources(struct request *request, struct sp_error *error)
{
    const struct world *world;
    struct sp_facts facts;
    struct store *store;
    struct sp_source *source;
    struct sp_conflict *conflict;
    FILE *out;
    if (!request_world(request, &world, error)
        || !read_season(request, world, &facts, error))
        return false;
    struct data_holdings holdings = data_holdings_of(&world->programs, facts.season->year);
    if (!request_store(request, &store, error)
        || !store_load_sources(store, &request->text, &source, &holdings.sources, error)
        || !store_load_conflicts(store, &request->text, &conflict, &holdings.conflicts,
                                 error)
        || !(out = request_json_stream(request, error)))
        return false;
    holdings.source = source;
    holdings.conflict = conflict;
    data_write_json(out, &holdings);
    return true;
}

static bool get_fees(struct request *request, struct sp_error *error)
{
    const struct world *world;
    const char *text;
    struct sp_facts facts;
    struct sp_bill bill;
    FILE *out;
    if (!request_world(request, &world, error)
        || !read_season(request, world, &facts, error)
        || !sp_bill_open(facts.season, facts.specialties, &bill, error))
        return false;
    for (int i = 0; (text = request_query_nth(request, "apply", i)); i++)
        if (!sp_bill_add(&bill, text, "apply", error))
            return plan_body_blame(request, error);
    if (!(out = request_json_stream(request, error)))
        return false;
    bill_write_json(out, &bill);
    return true;
}

const struct route api_sources_routes[] = {
    {REQUEST_GET, "/api/v1/sources", get_sources, .who = ANYONE},
    {REQUEST_GET, "/api/v1/fees", get_fees, .who = ANYONE},
    {0},
};
