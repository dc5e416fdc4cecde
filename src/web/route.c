/* route.c: the families side by side; a path is compared segment by segment. */
#include "route.h"

#include <string.h>

static const struct route *const families[] = {
    /* clang-format off */
    api_health_routes,
    api_openapi_routes,
    api_session_routes,
    api_schema_routes,
    api_profiles_routes,
    api_kept_routes,
    api_programs_routes,
    api_findings_routes,
    api_sources_routes,
    api_imports_routes,
    api_plan_routes,
    api_whatif_routes,
    api_signals_routes,
    api_export_routes,
    api_own_openings_routes,
    api_openings_routes,
    api_board_routes,
    api_schedule_routes,
    api_validation_routes,
    api_jobs_routes,
    /* clang-format on */
};

const struct route *route_nth(int i)
{
    for (size_t f = 0; f < sizeof families / sizeof *families; f++)
        for (const struct route *route = families[f]; route->path; route++)
            if (i-- == 0)
                return route;
    return NULL;
}

const char *route_method_name(enum request_method method)
{
    static const char *const name[] = {"GET", "POST", "PUT", "DELETE", "?"};
    return name[method];
}

/* What {…} stands for goes into `part` as start and length; false: another path. */
static bool fits(const char *pattern, const char *path, const char **part, size_t *length)
{
    int parts = 0;
    while (*pattern) {
        if (*pattern != '{') {
            if (*pattern++ != *path++)
                return false;
            continue;
        }
        size_t segment = strcspn(path, "/");
        if (segment == 0 || parts == REQUEST_PARTS)
            return false;
        part[parts] = path;
        length[parts++] = segment;
        path += segment;
        pattern = strchr(pattern, '}') + 1;
    }
    return *path == '\0';
}

static bool keep_parts(struct request *request, const char *const *part,
                       const size_t *length)
{
    for (int i = 0; i < REQUEST_PARTS && part[i]; i++) {
        request->part[i] = sp_arena_slice(&request->text, part[i], length[i]);
        if (!request->part[i])
            return false;
    }
    return true;
}

const struct route *route_find(struct request *request, const char **allow)
{
    const struct route *route;
    *allow = NULL;
    for (int i = 0; (route = route_nth(i)); i++) {
        const char *part[REQUEST_PARTS] = {0};
        size_t length[REQUEST_PARTS];
        if (!fits(route->path, request->path, part, length))
            continue;
        if (route->method == request->method && keep_parts(request, part, length))
            return route;
        const char *name = route_method_name(route->method);
        *allow = *allow ? sp_arena_format(&request->text, "%s, %s", *allow, name) : name;
    }
    return NULL;
}
