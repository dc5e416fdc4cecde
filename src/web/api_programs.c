/* api_programs.c: the catalogue, track by track. */
#include "programs_pages.h"
#include "route.h"
#include "world.h"

static bool get_program(struct request *request, struct sp_error *error)
{
    const struct world *world;
    struct sp_facts facts;
    struct json_writer json;
    const char *code = request_part(request, "code");
    if (!request_world(request, &world, error) || !world_facts(world, 0, &facts, error))
        return false;
    int track = sp_programs_find(&world->programs, code);
    if (track < 0)
        return request_refuse(request, error, REQUEST_NOT_FOUND, "code",
                              "no track has the NRMP code \"%.20s\"", code);
    if (!request_json(request, &json, error))
        return false;
    program_json(&json, NULL, track, &facts, &world->composition);
    json_finish(&json);
    return true;
}

const struct route api_programs_routes[] = {
    {REQUEST_GET, "/api/v1/programs/{code}", get_program, .who = ANYONE},
    {0},
};
