/* api_openapi.c: this interface, described. */
#include "embedded.h"
#include "route.h"

extern const struct embedded descriptions[]; /* packed by the build: openapi.json */
extern const int descriptions_count;

static bool get_openapi(struct request *request, struct sp_error *error)
{
    if (descriptions_count != 1)
        return sp_fail(error, SP_UNAVAILABLE, "this build carries no description");
    request_add_header(request, "Cache-Control", "private, no-cache");
    if (!request_unchanged(request, descriptions[0].checksum))
        request_bytes(request, "application/json; charset=utf-8", descriptions[0].bytes,
                      (size_t)(descriptions[0].end - descriptions[0].bytes));
    return true;
}

const struct route api_openapi_routes[] = {
    {REQUEST_GET, "/api/v1/openapi.json", get_openapi, .who = ANYONE},
    {0},
};
