/* api_health.c: whether the server lives. */
#include "route.h"

static bool get_health(struct request *request, struct sp_error *error)
{
    (void)error;
    static const char fine[] = "{\"status\":\"ok\"}\n";
    request_bytes(request, "application/json; charset=utf-8", fine, sizeof fine - 1);
    return true;
}

const struct route api_health_routes[] = {
    {REQUEST_GET, "/healthz", get_health, .who = ANYONE},
    {0},
};
