/* api_validation.c: how well the model gives back what was published; kept once made. */
#include "route.h"
#include "validate.h"
#include "validate_pages.h"
#include "world.h"

enum { SEASONS = 200, SEED = 1, THREADS = 2 };

static bool get_validation(struct request *request, struct sp_error *error)
{
    const struct world *world;
    struct sp_facts facts;
    struct sp_validation validation = {0};
    FILE *out = NULL;
    if (!request_world(request, &world, error) || !world_facts(world, 0, &facts, error))
        return false;
    if (request_answered(request, "validation"))
        return true;
    bool ok = sp_validate(&facts, SEASONS, SEED, THREADS, NULL, &validation, error)
              && (out = request_json_stream(request, error));
    if (ok)
        validate_json(out, &validation);
    sp_validation_free(&validation);
    return ok;
}

const struct route api_validation_routes[] = {
    {REQUEST_GET, "/api/v1/validation", get_validation, .who = ANYONE, .computes = true,
     .kept = true},
    {0},
};
