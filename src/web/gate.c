/* gate.c: a list of checks, in the order of what they need. */
#include "gate.h"

#include "browser.h"
#include "request.h"
#include "route.h"
#include "site.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A token of RFC 9110: what a header may be called. */
static bool is_token(const char *text)
{
    static const char token[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return *text && text[strspn(text, token)] == '\0';
}

static int times(const struct request *request, const char *name)
{
    int times = 0;
    for (int i = 0; i < request->headers; i++)
        times += strcasecmp(request->header[i].name, name) == 0;
    return times;
}

/* What two readers of the same bytes could read differently. */
static bool reads_one_way(struct request *request, struct sp_error *error)
{
    static const char *const once[] = {"Host",   "Content-Length", "Transfer-Encoding",
                                       "Origin", "Content-Type",   "X-CSRF"};
    for (int i = 0; i < request->headers; i++)
        if (!is_token(request->header[i].name))
            return request_refuse(request, error, REQUEST_BAD_INPUT, NULL,
                                  "a header has a name with other than letters, digits and "
                                  "hyphens in it");
    for (size_t i = 0; i < sizeof once / sizeof *once; i++)
        if (times(request, once[i]) > 1)
            return request_refuse(request, error, REQUEST_BAD_INPUT, NULL,
                                  "the header %s stands there twice", once[i]);
    if (times(request, "Content-Length") && times(request, "Transfer-Encoding"))
        return request_refuse(request, error, REQUEST_BAD_INPUT, NULL,
                              "Content-Length and Transfer-Encoding exclude each other");
    const char *coding = request_header(request, "Transfer-Encoding");
    if (coding && strcasecmp(coding, "chunked") != 0)
        return request_refuse(request, error, REQUEST_BAD_INPUT, NULL,
                              "Transfer-Encoding can only be chunked");
    return true;
}

/* Length of the name in "name", "name:port" or "[::1]:port"; 0: none of these. */
static size_t host_length(const char *host)
{
    size_t length = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
    if (length > strlen(host))
        return 0;
    const char *port = host + length;
    if (*port == ':')
        port += 1 + strspn(port + 1, "0123456789");
    return *port ? 0 : length;
}

static bool knows_host(struct request *request, struct sp_error *error)
{
    const char *host = request_header(request, "Host");
    size_t length = host ? host_length(host) : 0;
    for (const char *const *known = request->site->host; length && *known; known++)
        if (strlen(*known) == length && strncasecmp(*known, host, length) == 0)
            return true;
    return request_refuse(request, error, REQUEST_MISDIRECTED, NULL,
                          "this server is not called that; `smartpick serve --host NAME` "
                          "adds a name");
}

static bool comes_from_here(struct request *request, struct sp_error *error)
{
    const char *origin = request_header(request, "Origin");
    const char *site = request_header(request, "Sec-Fetch-Site");
    const char *host = request_header(request, "Host");
    const char *after = origin ? strstr(origin, "://") : NULL;
    bool ours = !origin || (after && strcasecmp(after + 3, host) == 0);
    bool asked = !site || strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
    if (ours && (asked || !request->route))
        return true;
    return request_refuse(request, error, REQUEST_FORBIDDEN, NULL,
                          "another site asked for this; only our own pages may");
}

static bool finds_route(struct request *request, struct sp_error *error)
{
    const char *allow;
    bool interface = strncmp(request->path, "/api/", 5) == 0;
    request->route = route_find(request, &allow);
    if (request->route)
        return true;
    if (!allow && interface)
        return request_refuse(request, error, REQUEST_NOT_FOUND, NULL,
                              "nothing is at this address");
    if (!allow && request->method == REQUEST_GET)
        return true;
    request_add_header(request, "Allow", allow ? allow : "GET");
    return request_refuse(request, error, REQUEST_NOT_METHOD, NULL,
                          "this address takes %s only", allow ? allow : "GET");
}

static bool is_trusted(struct request *request, struct sp_error *error)
{
    if (!request->route || request->route->who == ANYONE || browser_trusted(request))
        return true;
    return request_refuse(request, error, REQUEST_FORBIDDEN, NULL,
                          "the session is over or was never begun: GET /api/v1/session, "
                          "and send its csrf as the header X-CSRF");
}

static bool has_body(const struct request *request)
{
    const char *length = request_header(request, "Content-Length");
    return request_header(request, "Transfer-Encoding")
           || (length && strspn(length, "0") != strlen(length));
}

/* "application/json", with or without parameters. */
static bool is_json(const char *type)
{
    static const char json[] = "application/json";
    size_t length = sizeof json - 1;
    return type && strncasecmp(type, json, length) == 0
           && (type[length] == '\0' || type[length] == ';' || type[length] == ' ');
}

static bool takes_body(struct request *request, struct sp_error *error)
{
    const char *length = request_header(request, "Content-Length");
    if (!has_body(request))
        return true;
    if (!request->route || request->method == REQUEST_GET)
        return request_refuse(request, error, REQUEST_BAD_INPUT, NULL,
                              "a body has no place here");
    errno = 0;
    if (length && (strtoull(length, NULL, 10) > gate_most(request) || errno))
        return request_refuse(request, error, REQUEST_TOO_LARGE, NULL,
                              "the body is larger than the %lu kB allowed here",
                              gate_most(request) / 1024);
    if (!request->route->raw && !is_json(request_header(request, "Content-Type")))
        return request_refuse(request, error, REQUEST_NOT_TYPE, NULL,
                              "the body must be JSON, with Content-Type: application/json");
    return true;
}

bool gate_admit(struct request *request, struct sp_error *error)
{
    return reads_one_way(request, error) && knows_host(request, error)
           && finds_route(request, error) && comes_from_here(request, error)
           && is_trusted(request, error) && takes_body(request, error);
}

unsigned long gate_most(const struct request *request)
{
    const struct route *route = request->route;
    return !route ? 0 : route->most ? route->most : ROUTE_BODY;
}
