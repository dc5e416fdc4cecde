/* asset.c: a walk over the table; beside "x.js" stand "x.js.br" and "x.js.gz". */
#include "asset.h"

#include "request.h"

#include <string.h>

static const struct embedded *find(const char *name, const char *ending)
{
    size_t length = strlen(name);
    for (int i = 0; i < assets_count; i++)
        if (strncmp(assets[i].name, name, length) == 0
            && strcmp(assets[i].name + length, ending) == 0)
            return &assets[i];
    return NULL;
}

static const char *type_of(const char *name)
{
    static const char *const type[][2] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json; charset=utf-8"},
        {".webmanifest", "application/manifest+json; charset=utf-8"},
        {".svg", "image/svg+xml; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".png", "image/png"},
        {".ico", "image/vnd.microsoft.icon"},
    };
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof type / sizeof *type; i++)
        if (strcmp(dot, type[i][0]) == 0)
            return type[i][1];
    return "application/octet-stream";
}

static const struct embedded *smallest(struct request *request,
                                       const struct embedded *plain)
{
    static const char *const coding[][2] = {{"br", ".br"}, {"gzip", ".gz"}};
    bool varies = false;
    const struct embedded *best = plain;
    for (size_t i = 0; i < sizeof coding / sizeof *coding; i++) {
        const struct embedded *packed = find(plain->name, coding[i][1]);
        varies |= packed != NULL;
        if (packed && best == plain && request_accepts(request, coding[i][0])) {
            request_add_header(request, "Content-Encoding", coding[i][0]);
            best = packed;
        }
    }
    if (varies)
        request_add_header(request, "Vary", "Accept-Encoding");
    return best;
}

static void send(struct request *request, const struct embedded *plain)
{
    const struct embedded *file = smallest(request, plain);
    request_add_header(request, "Cache-Control",
                       strncmp(plain->name, "assets/", 7) == 0
                           ? "public, max-age=31536000, immutable"
                           : "no-cache");
    if (!request_unchanged(request, file->checksum))
        request_bytes(request, type_of(plain->name), file->bytes,
                      (size_t)(file->end - file->bytes));
}

bool asset_answer(struct request *request, struct sp_error *error)
{
    static const char none[] = "This build of smartpick carries no pages: ./run in the "
                               "source folder builds them.\n"
                               "The programs' interface is at /api/v1 all the same.\n";
    const char *name = request->path + 1;
    const char *last = strrchr(request->path, '/');
    bool page = !strchr(last, '.');
    const struct embedded *file = find(page ? "index.html" : name, "");
    if (file) {
        send(request, file);
        return true;
    }
    if (page && assets_count == 0) {
        request_status(request, 404);
        request_bytes(request, "text/plain; charset=utf-8", none, sizeof none - 1);
        return true;
    }
    return request_refuse(request, error, REQUEST_NOT_FOUND, NULL,
                          "nothing is at this address");
}
