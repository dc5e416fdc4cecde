/* route.h: what can be asked for, as one table
 *
 * To add a family: write api_x.c with its functions and one table that ends with an empty
 * row,
 *
 *     const struct route api_x_routes[] = {
 *         {REQUEST_GET, "/api/v1/x/{id}", get_x, .who = ANYONE},
 *         {REQUEST_POST, "/api/v1/x", post_x, .who = OUR_PAGES, .computes = true},
 *         {0},
 *     };
 *
 * declare it below, name it in route.c, and add the file to src/web/meson.build.  How a
 * function reads and answers stands in request.h.  docs/openapi.json describes the same
 * routes; a test compares the two.
 */
#pragma once

#include "request.h"

#include <stdbool.h>
#include <stddef.h>

enum route_who {
    ANYONE,    /* reads, changes nothing */
    OUR_PAGES, /* needs the session cookie and its token, so no other site can ask */
};

enum { ROUTE_BODY = 1 << 20, ROUTE_IMPORT = 32 << 20 }; /* limits of a body, bytes */

struct route {
    enum request_method method;
    const char *path; /* "/api/v1/profiles/{id}" */

    /* Answers.  False: the error is the answer. */
    bool (*answer)(struct request *request, struct sp_error *error);

    enum route_who who;
    bool computes;           /* longer than a moment: runs on a thread of its own */
    bool kept;               /* and asks request_answered first, which is a moment: looks
                                there before it waits for a thread */
    bool raw;                /* the body is not JSON and is left as it came */
    bool body_may_be_absent; /* a POST or PUT that needs no body */
    size_t most;             /* bytes of the body; 0: ROUTE_BODY */
};

extern const struct route api_board_routes[];
extern const struct route api_export_routes[];
extern const struct route api_findings_routes[];
extern const struct route api_health_routes[];
extern const struct route api_imports_routes[];
extern const struct route api_jobs_routes[];
extern const struct route api_kept_routes[];
extern const struct route api_openapi_routes[];
extern const struct route api_openings_routes[];
extern const struct route api_own_openings_routes[];
extern const struct route api_plan_routes[];
extern const struct route api_profiles_routes[];
extern const struct route api_programs_routes[];
extern const struct route api_schedule_routes[];
extern const struct route api_schema_routes[];
extern const struct route api_session_routes[];
extern const struct route api_signals_routes[];
extern const struct route api_sources_routes[];
extern const struct route api_validation_routes[];
extern const struct route api_whatif_routes[];

/* The route of request->path and request->method, with the parts of the path put into the
 * request; NULL: none.  `allow` is then what the path takes ("GET, PUT"), or NULL when
 * there is no such path; it lives in the request. */
const struct route *route_find(struct request *request, const char **allow);

/* All of them: the i-th, or NULL after the last. */
const struct route *route_nth(int i);

const char *route_method_name(enum request_method method);
