/* request.c: what came in is decoded once, at the door; what goes out is kept in memory
 * until it is known to be whole, so that an error is never the tail of half an answer. */
#include "request.h"

#include "answers.h"
#include "route.h"
#include "site.h"
#include "stores.h"
#include "world.h"

#include <jansson.h>

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_NOT_PACKED = 1 << 20 }; /* bytes of an answer */

static const char json_media[] = "application/json; charset=utf-8";

const char *request_part(const struct request *request, const char *name)
{
    int part = 0;
    size_t length = strlen(name);
    for (const char *at = strchr(request->route->path, '{'); at; at = strchr(at + 1, '{')) {
        if (strncmp(at + 1, name, length) == 0 && at[1 + length] == '}')
            return request->part[part];
        part++;
    }
    return NULL;
}

const char *request_query_nth(const struct request *request, const char *name, int n)
{
    for (int i = 0; i < request->queries; i++)
        if (strcmp(request->query[i].name, name) == 0 && n-- == 0)
            return request->query[i].value;
    return NULL;
}

const char *request_query(const struct request *request, const char *name)
{
    return request_query_nth(request, name, 0);
}

bool request_query_whole(struct request *request, const char *name, long low, long high,
                         long *value, struct sp_error *error)
{
    const char *text = request_query(request, name);
    if (!text)
        return true;
    char *end;
    errno = 0;
    long read = strtol(text, &end, 10);
    bool plain = *text == '-' || (*text >= '0' && *text <= '9');
    if (!plain || *end || errno || read < low || read > high)
        return request_refuse(request, error, REQUEST_BAD_INPUT, name,
                              "%s: \"%.40s\" is not a whole number in %ld..%ld", name, text,
                              low, high);
    *value = read;
    return true;
}

const char *request_header(const struct request *request, const char *name)
{
    for (int i = 0; i < request->headers; i++)
        if (strcasecmp(request->header[i].name, name) == 0)
            return request->header[i].value;
    return NULL;
}

bool request_world(struct request *request, const struct world **world,
                   struct sp_error *error)
{
    if (!request->world && !worlds_take(request->site->worlds, &request->world, error))
        return false;
    *world = request->world;
    return true;
}

bool request_store(struct request *request, struct store **store, struct sp_error *error)
{
    if (!request->store && !stores_borrow(request->site->stores, &request->store, error))
        return false;
    *store = request->store;
    return true;
}

static void drop_answer(struct request *request)
{
    struct request_answer *answer = &request->answer;
    if (request->out)
        fclose(request->out);
    request->out = NULL;
    free(request->written);
    request->written = NULL;
    if (answer->free)
        answer->free(answer->owner);
    if (answer->stream.end)
        answer->stream.end(answer->stream.context);
    *answer = (struct request_answer){0};
}

FILE *request_open(struct request *request, const char *type)
{
    request->answer.type = type;
    request->out = open_memstream(&request->written, &request->written_length);
    return request->out;
}

bool request_json(struct request *request, struct json_writer *json, struct sp_error *error)
{
    FILE *out = request_open(request, json_media);
    if (!out)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the answer");
    *json = json_write_to(out);
    return true;
}

FILE *request_json_stream(struct request *request, struct sp_error *error)
{
    FILE *out = request_open(request, json_media);
    if (!out)
        sp_fail(error, SP_NO_MEMORY, "no memory for the answer");
    return out;
}

void request_bytes(struct request *request, const char *type, const char *bytes,
                   size_t length)
{
    request->answer.type = type;
    request->answer.bytes = bytes;
    request->answer.length = length;
}

void request_give(struct request *request, const char *type, char *bytes, size_t length)
{
    request_bytes(request, type, bytes, length);
    request->answer.free = free;
    request->answer.owner = bytes;
}

void request_stream_from(struct request *request, const char *type,
                         struct request_stream stream)
{
    request->answer.type = type;
    request->answer.stream = stream;
}

void request_suspend(struct request *request)
{
    request->door->suspend(request);
}

void request_resume(struct request *request)
{
    request->door->resume(request);
}

void request_status(struct request *request, int status)
{
    request->answer.status = status;
}

static bool has_control(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            return true;
    return false;
}

void request_add_header(struct request *request, const char *name, const char *value)
{
    struct request_answer *answer = &request->answer;
    if (answer->headers == REQUEST_HEADERS || has_control(name) || has_control(value))
        return;
    struct request_pair pair = {sp_arena_text(&request->text, name),
                                sp_arena_text(&request->text, value)};
    if (pair.name && pair.value)
        answer->header[answer->headers++] = pair;
}

bool request_unchanged(struct request *request, const char *tag)
{
    const char *known = request_header(request, "If-None-Match");
    const char *quoted = sp_arena_format(&request->text, "\"%s\"", tag);
    if (!quoted)
        return false;
    request_add_header(request, "ETag", quoted);
    if (!known || (strcmp(known, "*") != 0 && !strstr(known, quoted)))
        return false;
    request_status(request, 304);
    return true;
}

bool request_accepts(const struct request *request, const char *coding)
{
    const char *list = request_header(request, "Accept-Encoding");
    size_t length = strlen(coding);
    while (list && *list) {
        list += strspn(list, ", \t");
        size_t end = strcspn(list, ","), word = strcspn(list, ",; \t");
        if (word == length && strncmp(list, coding, length) == 0)
            return !memmem(list, end, "q=0", 3) || memmem(list, end, "q=0.", 4);
        list += end;
    }
    return false;
}

/* Answers with what is kept, as the browser takes it; false without memory. */
static bool answer_kept(struct request *request, struct kept_answer *kept)
{
    size_t length;
    bool packed;
    const char *bytes = kept_bytes(kept, &packed, &length);
    request_add_header(request, "Vary", "Accept-Encoding");
    if (!packed || request_accepts(request, "gzip")) {
        request_bytes(request, json_media, bytes, length);
        if (packed)
            request_add_header(request, "Content-Encoding", "gzip");
        request->answer.free = kept_release;
        request->answer.owner = kept;
        return true;
    }
    char *plain = kept_unpacked(kept, &length);
    if (plain)
        request_give(request, json_media, plain, length);
    kept_release(kept);
    return plain != NULL;
}

static void give_claim_back(struct request *request)
{
    if (request->claim)
        answers_made(request->site->answers, request->claim);
    request->claim = NULL;
}

bool request_answered(struct request *request, const char *key)
{
    const char *full =
        sp_arena_format(&request->text, "%s\n%ld\n%s", request->route->path,
                        request->world ? request->world->number : 0, key ? key : "");
    struct answers *answers = request->site->answers;
    if (!full || !key)
        return false;
    request->key = full;
    if (request->claim && strcmp(answer_claim_key(request->claim), full) == 0)
        return false;
    give_claim_back(request); /* of what was asked before the facts or profile changed */
    struct kept_answer *kept;
    enum answer_state state = answers_claim(answers, full, &kept, &request->claim);
    if (state == ANSWER_KEPT && answer_kept(request, kept)) {
        request->key = NULL;
        return true;
    }
    request->awaited = state == ANSWER_AWAITED ? full : NULL;
    request->put_off = request->awaited || request->looking;
    return request->put_off;
}

/* What was made for a key is kept, and sent as it is kept where the browser takes that.
 * Packing takes longer than sending thrice the bytes to this machine, so only what is large
 * or goes far is packed. */
static void keep_answer(struct request *request)
{
    struct request_answer *answer = &request->answer;
    struct answers *answers = request->site->answers;
    bool as_it_is =
        request->near && answer->length <= MOST_NOT_PACKED && answer->free == free;
    struct kept_answer *kept =
        as_it_is ? answers_keep(answers, request->key, answer->owner, answer->length)
                 : answers_pack(answers, request->key, answer->bytes, answer->length);
    if (kept && as_it_is) {
        answer->free = NULL; /* its bytes are the kept one's */
        answer_kept(request, kept);
        return;
    }
    if (kept && request_accepts(request, "gzip")) {
        answer->free(answer->owner);
        answer->free = NULL;
        answer_kept(request, kept);
        return;
    }
    request_add_header(request, "Vary", "Accept-Encoding");
    kept_release(kept);
}

bool request_refuse(struct request *request, struct sp_error *error,
                    enum request_fault fault, const char *field, const char *format, ...)
{
    struct sp_error said;
    va_list args;
    va_start(args, format);
    vsnprintf(said.text, sizeof said.text, format, args);
    va_end(args);
    request->fault = fault;
    request->field = field;
    return sp_fail(error,
                   fault == REQUEST_NOT_FOUND     ? SP_NOT_FOUND
                   : fault == REQUEST_UNAVAILABLE ? SP_UNAVAILABLE
                                                  : SP_BAD_INPUT,
                   "%s", said.text);
}

static int hex(char digit)
{
    return digit >= '0' && digit <= '9'   ? digit - '0'
           : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
           : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                          : -1;
}

/* JSON holds UTF-8 only, so what cannot be made into a JSON text is none. */
static bool is_utf8(const char *text)
{
    json_t *made = json_string(text);
    json_decref(made);
    return made != NULL;
}

/* Percent-decodes in place; false: a broken escape, or what has no place in a text. */
static bool decode(char *text, bool plus_is_blank)
{
    char *to = text;
    for (const char *from = text; *from; from++) {
        int byte = (unsigned char)*from;
        if (byte == '%') {
            int high = hex(from[1]), low = high < 0 ? -1 : hex(from[2]);
            if (low < 0)
                return false;
            byte = high * 16 + low;
            from += 2;
        } else if (byte == '+' && plus_is_blank) {
            byte = ' ';
        }
        if (byte < 0x20 || byte == 0x7F)
            return false;
        *to++ = (char)byte;
    }
    *to = '\0';
    return is_utf8(text);
}

static bool read_query(struct request *request, char *query, struct sp_error *error)
{
    char *rest = query, *pair;
    while ((pair = strsep(&rest, "&"))) {
        if (!*pair)
            continue;
        char *value = strchr(pair, '=');
        if (value)
            *value++ = '\0';
        if (request->queries == REQUEST_PAIRS)
            return request_refuse(request, error, REQUEST_BAD_INPUT, NULL,
                                  "more than %d values behind the \"?\"", REQUEST_PAIRS);
        if (!decode(pair, true) || (value && !decode(value, true)))
            return request_refuse(request, error, REQUEST_BAD_INPUT, NULL,
                                  "the address: what stands behind the \"?\" cannot be "
                                  "read as percent-encoded UTF-8 text");
        request->query[request->queries++] =
            (struct request_pair){pair, value ? value : ""};
    }
    return true;
}

bool request_read_target(struct request *request, const char *target,
                         struct sp_error *error)
{
    size_t length = strlen(target);
    if (length > REQUEST_TARGET || *target != '/')
        return request_refuse(request, error, REQUEST_BAD_INPUT, NULL,
                              "the address must begin with \"/\" and have at most %d bytes",
                              REQUEST_TARGET);
    char *copy = sp_arena_get(&request->text, length + 1);
    if (!copy)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the address");
    memcpy(copy, target, length + 1);
    copy[strcspn(copy, "#")] = '\0';
    char *query = strchr(copy, '?');
    if (query)
        *query++ = '\0';
    if (!decode(copy, false))
        return request_refuse(request, error, REQUEST_BAD_INPUT, NULL,
                              "the address cannot be read as percent-encoded UTF-8 text");
    request->path = copy;
    return !query || read_query(request, query, error);
}

bool request_add_body(struct request *request, const char *bytes, size_t length,
                      size_t most, struct sp_error *error)
{
    if (length > most || request->length > most - length)
        return request_refuse(request, error, REQUEST_TOO_LARGE, NULL,
                              "the body is larger than the %zu kB allowed here",
                              most / 1024);
    if (request->length + length >= request->room) {
        size_t room = request->room * 2 + length + 1;
        char *body = realloc(request->body, room);
        if (!body)
            return sp_fail(error, SP_NO_MEMORY, "no memory for the body");
        request->body = body;
        request->room = room;
    }
    memcpy(request->body + request->length, bytes, length);
    request->length += length;
    request->body[request->length] = '\0';
    return true;
}

/* Whether lists and objects nest deeper than allowed, told without parsing. */
static bool nests_too_deep(const char *text, size_t length)
{
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        if (quoted) {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                quoted = false;
        } else if (text[i] == '"') {
            quoted = true;
        } else if (text[i] == '{' || text[i] == '[') {
            if (++depth > REQUEST_DEEPEST)
                return true;
        } else if (text[i] == '}' || text[i] == ']') {
            depth--;
        }
    }
    return false;
}

bool request_has_file(struct request *request, struct sp_error *error)
{
    return request->length > 0
           || request_refuse(request, error, REQUEST_BAD_INPUT, NULL,
                             "the body is empty; the file is wanted there");
}

char *request_take_body(struct request *request, size_t *length)
{
    char *body = request->body;
    *length = request->length;
    request->body = NULL;
    request->length = request->room = 0;
    return body;
}

bool request_parse_body(struct request *request, struct sp_error *error)
{
    json_error_t fault;
    if (request->length == 0)
        return request_refuse(request, error, REQUEST_BAD_INPUT, NULL,
                              "a JSON object is wanted, and the body is empty");
    if (nests_too_deep(request->body, request->length))
        return request_refuse(request, error, REQUEST_BAD_INPUT, NULL,
                              "more than %d lists and objects inside each other",
                              REQUEST_DEEPEST);
    request->json =
        json_loadb(request->body, request->length, JSON_REJECT_DUPLICATES, &fault);
    if (!request->json)
        return request_refuse(request, error, REQUEST_BAD_INPUT, NULL,
                              "the body is not JSON: line %d, column %d: %.120s",
                              fault.line, fault.column, fault.text);
    if (!json_is_object(request->json))
        return request_refuse(request, error, REQUEST_BAD_INPUT, NULL,
                              "the body must be a JSON object, { … }");
    return true;
}

/* Status and word of an error in the form of the contract. */
static int tell(const struct request *request, const struct sp_error *error,
                const char **word)
{
    static const struct {
        int status;
        const char *word;
    } told[] = {
        [REQUEST_BAD_INPUT] = {400, "bad_input"},
        [REQUEST_FORBIDDEN] = {403, "forbidden"},
        [REQUEST_NOT_FOUND] = {404, "not_found"},
        [REQUEST_NOT_METHOD] = {405, "bad_input"},
        [REQUEST_CONFLICT] = {409, "conflict"},
        [REQUEST_TOO_LARGE] = {413, "too_large"},
        [REQUEST_NOT_TYPE] = {415, "bad_input"},
        [REQUEST_MISDIRECTED] = {421, "forbidden"},
        [REQUEST_UNAVAILABLE] = {503, "unavailable"},
    };
    enum request_fault fault = request->fault;
    if (fault == REQUEST_FINE)
        fault = error->code == SP_BAD_INPUT   ? REQUEST_BAD_INPUT
                : error->code == SP_NOT_FOUND ? REQUEST_NOT_FOUND
                : error->code == SP_CONFLICT  ? REQUEST_CONFLICT
                                              : REQUEST_UNAVAILABLE;
    *word = told[fault].word;
    return told[fault].status;
}

static void write_error(struct request *request, const struct sp_error *error)
{
    struct request_pair allow = {0};
    struct json_writer json;
    const char *word;
    for (int i = 0; i < request->answer.headers; i++)
        if (strcmp(request->answer.header[i].name, "Allow") == 0)
            allow = request->answer.header[i];
    drop_answer(request);
    request->answer.status = tell(request, error, &word);
    if (allow.name)
        request_add_header(request, allow.name, allow.value);
    if (!request_json(request, &json, NULL))
        return;
    json_open_object(&json, NULL);
    json_open_object(&json, "error");
    json_write_text(&json, "code", word);
    json_write_text(&json, "message", error->text);
    json_write_text(&json, "field", request->field);
    json_close(&json);
    json_close(&json);
    json_finish(&json);
}

/* What was written becomes the answer's bytes; false without memory for all of it. */
static bool close_written(struct request *request)
{
    if (!request->out)
        return true;
    bool whole = !ferror(request->out);
    whole &= fclose(request->out) == 0;
    request->out = NULL;
    if (whole)
        request_give(request, request->answer.type, request->written,
                     request->written_length);
    else
        free(request->written);
    request->written = NULL;
    return whole;
}

void request_rest(struct request *request)
{
    world_release(request->world);
    request->world = NULL;
    if (request->store)
        stores_return(request->site->stores, request->store);
    request->store = NULL;
}

/* Gives back world and store; all that is left is the answer. */
static void release(struct request *request)
{
    request_rest(request);
    json_decref(request->json);
    request->json = NULL;
    free(request->body);
    request->body = NULL;
    request->length = request->room = 0;
}

void request_finish(struct request *request, bool ok, const struct sp_error *error)
{
    static const struct sp_error no_memory = {SP_NO_MEMORY, "no memory for the answer"};
    static const char bare[] = "{\"error\":{\"code\":\"unavailable\",\"message\":\"no "
                               "memory for the answer\",\"field\":null}}\n";
    if (!ok)
        write_error(request, error);
    if (!close_written(request)) {
        write_error(request, &no_memory);
        if (!close_written(request)) {
            drop_answer(request);
            request_status(request, 503);
            request_bytes(request, json_media, bare, sizeof bare - 1);
        }
    }
    if (request->answer.status == 0) {
        if (request->key && ok && request->answer.free)
            keep_answer(request);
        request->answer.status = 200;
    }
    release(request);
}

void request_free(struct request *request)
{
    if (!request)
        return;
    release(request);
    give_claim_back(request);
    drop_answer(request);
    sp_arena_free(&request->text);
    free(request);
}
