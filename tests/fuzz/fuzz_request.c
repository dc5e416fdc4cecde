/* fuzz_request.c: any bytes are a request or refused, in words and naming what is wrong.
 *
 * The input is lines: the address, then headers ("Name: value"), an empty line, the body.
 * The first letter of the address picks the method.  What is read of a body is read again
 * in every kind that a field can be. */
#include "fuzz.h"

#include "field.h"
#include "gate.h"
#include "request.h"
#include "route.h"
#include "site.h"

#include <jansson.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *const hosts[] = {"localhost", "127.0.0.1", NULL};
static struct site site = {.cookie = "smartpick-1", .host = hosts};

/* What is refused is said on one line; no text of a request comes back unquoted. */
static bool fine(bool ok, const struct sp_error *error)
{
    assert(ok || (error->code != SP_OK && error->text[0] && !strchr(error->text, '\n')));
    return ok;
}

static void read_fields(struct request *request)
{
    const char *key, *text = NULL, **texts = NULL;
    json_t *value, *inner = NULL;
    struct sp_error error = {0};
    json_object_foreach(request->json, key, value)
    {
        long whole = 1;
        double number = 0.5;
        int place = 0, count = 0;
        bool yes = false;
        if (fine(field_text(request, request->json, key, FIELD_NEEDED, 100, &text, &error),
                 &error))
            assert(strlen(text) <= 100);
        if (fine(field_whole(request, request->json, key, FIELD_OPTIONAL, -9, 99, &whole,
                             &error),
                 &error))
            assert(whole >= -9 && whole <= 99);
        if (fine(field_number(request, request->json, key, FIELD_OPTIONAL, 0, 1, &number,
                              &error),
                 &error))
            assert(number >= 0 && number <= 1);
        if (fine(field_word(request, request->json, key, FIELD_OPTIONAL, "gold silver none",
                            &place, &error),
                 &error))
            assert(place >= 0 && place < 3);
        if (fine(field_texts(request, request->json, key, FIELD_OPTIONAL, 5, &texts, &count,
                             &error),
                 &error))
            assert(count >= 0 && count <= 5);
        fine(field_bool(request, request->json, key, FIELD_OPTIONAL, &yes, &error), &error);
        fine(field_object(request, request->json, key, FIELD_OPTIONAL, &inner, &error),
             &error);
        fine(field_list(request, request->json, key, FIELD_OPTIONAL, 5, &inner, &error),
             &error);
    }
    fine(field_only(request, request->json, "kind profile options", &error), &error);
}

/* The line at *rest, which moves on; NULL at the end. */
static char *line_of(char **rest)
{
    return *rest ? strsep(rest, "\n") : NULL;
}

static void read_headers(struct request *request, char **rest)
{
    char *line;
    while ((line = line_of(rest)) && *line)
        if (request->headers < REQUEST_PAIRS) {
            char *value = strchr(line, ':');
            if (value)
                *value++ = '\0';
            request->header[request->headers++] =
                (struct request_pair){line, value ? value + strspn(value, " ") : ""};
        }
}

static bool read_request(struct request *request, char *text, size_t size,
                         struct sp_error *error)
{
    char *rest = text, *target = line_of(&rest);
    request->method = (enum request_method)((unsigned char)*target % (REQUEST_OTHER + 1));
    read_headers(request, &rest);
    if (!fine(request_read_target(request, *target ? target + 1 : "", error), error))
        return false;
    assert(*request->path == '/');
    if (!fine(gate_admit(request, error), error))
        return false;
    assert(request->route || request->method == REQUEST_GET);
    size_t length = rest ? size - (size_t)(rest - text) : 0;
    return fine(request_add_body(request, rest ? rest : "", length, 1 << 16, error), error)
           && fine(request_parse_body(request, error), error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sp_error error = {0};
    struct request *request = calloc(1, sizeof *request);
    char *text = calloc(1, size + 1);
    assert(request && text);
    if (size > 0)
        memcpy(text, data, size);
    request->site = &site;
    bool ok = read_request(request, text, size, &error);
    if (ok)
        read_fields(request);
    request_finish(request, false, ok ? &(struct sp_error){SP_NOT_FOUND, "no"} : &error);
    assert(request->answer.status >= 400 && request->answer.length > 0);
    assert(request->answer.bytes[request->answer.length - 1] == '\n');
    request_free(request);
    free(text);
    return 0;
}
