/* server.c: the one door to the HTTP library.
 *
 * The library calls `handle` several times for one request:
 *
 *     begun     headers are there: gate_admit, or refuse without reading the body
 *     reading   a piece of the body, added up to the limit
 *     reading   the end of it: parse and answer here, or suspend and hand over to the crew
 *     at work   called again after the crew has resumed it: send
 *
 * One `struct visit` goes with the request from its first line (note_target) to the end
 * (note_end), whatever happens between.  A connection that is suspended belongs to the
 * crew, or to whoever will wake its stream; it is resumed before the library stops.
 */
#include "server.h"

#include "answers.h"
#include "asset.h"
#include "browser.h"
#include "crew.h"
#include "error.h"
#include "gate.h"
#include "job.h"
#include "listen.h"
#include "patience.h"
#include "request.h"
#include "route.h"
#include "site.h"
#include "stores.h"
#include "world.h"

#include <microhttpd.h>

#include <errno.h>
#include <malloc.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum {
    TALKERS = 2,             /* threads that talk with browsers */
    MOST_CONNECTIONS = 1024, /* all together */
    MOST_FROM_ONE = 768,     /* from one address; all of ours may be one machine */
    MOST_WAITING = 256,      /* requests that wait for a thread that computes */
    HEADER_BYTES = 32 << 10, /* of one request, with its first line */
    SILENT_SECONDS = 20,     /* of a connection on which nothing moves */
    REQUEST_SECONDS = 120,   /* for a request to come in whole */
    CLOSING_SECONDS = 10,    /* for requests under way when the server stops */
    KEPT_BYTES = 40 << 20,   /* of answers that took long, as they are kept */
    SWALLOWED = 4 << 20,     /* of a body that is too large and came without its length */
};

enum visit_state { VISIT_BEGUN, VISIT_READING, VISIT_AT_WORK };

struct visit {
    struct server *server;
    struct MHD_Connection *connection;
    struct request *request;
    enum visit_state state;
    bool refused;    /* the answer is there already; the body is swallowed */
    bool unreadable; /* the target */
    size_t swallowed;
    struct sp_error error;
    struct timespec began;
    size_t sent;
    struct answer_waiter waiter;
};

struct server {
    struct site site;
    struct MHD_Daemon *daemon;
    struct patience *patience;
    FILE *log;
    char address[100];
    char cookie[32];
    const char *hosts[16];
    atomic_int visits; /* under way */
};

/* --- the answer ------------------------------------------------------------------ */

static const char *const safe_headers[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
     "frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

static ssize_t read_stream(void *context, uint64_t position, char *bytes, size_t room)
{
    (void)position;
    struct visit *visit = context;
    struct request_stream *stream = &visit->request->answer.stream;
    ptrdiff_t got = stream->read(stream->context, bytes, room);
    if (got > 0)
        visit->sent += (size_t)got;
    return got < 0 ? MHD_CONTENT_READER_END_OF_STREAM : got;
}

static struct MHD_Response *make_response(struct visit *visit)
{
    struct request_answer *answer = &visit->request->answer;
    if (answer->stream.read)
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, read_stream, visit,
                                                 NULL);
    struct MHD_Response *made =
        answer->free ? MHD_create_response_from_buffer_with_free_callback_cls(
            answer->length, (void *)answer->bytes, answer->free, answer->owner)
                     : MHD_create_response_from_buffer(
                         answer->length, (void *)answer->bytes, MHD_RESPMEM_PERSISTENT);
    if (made)
        answer->free = NULL; /* the library's now */
    visit->sent = answer->length;
    return made;
}

static void add_headers(struct MHD_Response *response, const struct request_answer *answer)
{
    bool kept = false;
    for (size_t i = 0; i < sizeof safe_headers / sizeof *safe_headers; i++)
        MHD_add_response_header(response, safe_headers[i][0], safe_headers[i][1]);
    for (int i = 0; i < answer->headers; i++) {
        kept |= strcmp(answer->header[i].name, "Cache-Control") == 0;
        MHD_add_response_header(response, answer->header[i].name, answer->header[i].value);
    }
    if (!kept)
        MHD_add_response_header(response, "Cache-Control", "no-store");
    if (answer->type)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->type);
}

static enum MHD_Result send_answer(struct visit *visit)
{
    struct MHD_Response *response = make_response(visit);
    if (!response)
        return MHD_NO;
    add_headers(response, &visit->request->answer);
    enum MHD_Result queued = MHD_queue_response(
        visit->connection, (unsigned)visit->request->answer.status, response);
    MHD_destroy_response(response);
    return queued;
}

/* What a stream needs to wait without holding a thread. */

static void suspend(struct request *request)
{
    struct visit *visit = request->visit;
    MHD_suspend_connection(visit->connection);
}

static void resume(struct request *request)
{
    struct visit *visit = request->visit;
    MHD_resume_connection(visit->connection);
}

static const struct request_door door = {suspend, resume};

static enum MHD_Result refuse(struct visit *visit)
{
    request_finish(visit->request, false, &visit->error);
    return send_answer(visit);
}

/* --- the request ----------------------------------------------------------------- */

static enum request_method read_method(const char *method)
{
    if (strcmp(method, "HEAD") == 0)
        return REQUEST_GET;
    enum request_method found = REQUEST_GET;
    while (found < REQUEST_OTHER && strcmp(method, route_method_name(found)) != 0)
        found++;
    return found;
}

static enum MHD_Result note_header(void *context, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    (void)kind;
    struct request *request = context;
    if (request->headers == REQUEST_PAIRS)
        return MHD_NO;
    request->header[request->headers++] = (struct request_pair){name, value ? value : ""};
    return MHD_YES;
}

/* Whether it comes from this machine, by the address of its sender. */
static bool is_near(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *about =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *from = about ? about->client_addr : NULL;
    if (from && from->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)(const void *)from)->sin_addr.s_addr)
                   >> 24
               == IN_LOOPBACKNET;
    return from && from->sa_family == AF_INET6
           && IN6_IS_ADDR_LOOPBACK(
               &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr);
}

static enum MHD_Result begin(struct visit *visit, struct MHD_Connection *connection,
                             const char *method)
{
    struct request *request = visit->request;
    visit->connection = connection;
    visit->state = VISIT_READING;
    request->method = read_method(method);
    request->near = is_near(connection);
    if (visit->unreadable)
        return refuse(visit);
    int all = MHD_get_connection_values(connection, MHD_HEADER_KIND, NULL, NULL);
    MHD_get_connection_values(connection, MHD_HEADER_KIND, note_header, request);
    if (all > REQUEST_PAIRS) {
        request_refuse(request, &visit->error, REQUEST_BAD_INPUT, NULL,
                       "more than %d headers", REQUEST_PAIRS);
        return refuse(visit);
    }
    return gate_admit(request, &visit->error) ? MHD_YES : refuse(visit);
}

/* What cannot be refused while it comes in is swallowed, up to a point. */
static enum MHD_Result read_body(struct visit *visit, const char *bytes, size_t length)
{
    visit->refused = visit->refused
                     || !request_add_body(visit->request, bytes, length,
                                          gate_most(visit->request), &visit->error);
    visit->swallowed += visit->refused ? length : 0;
    return visit->swallowed > SWALLOWED ? MHD_NO : MHD_YES;
}

static bool wants_json(const struct request *request)
{
    const struct route *route = request->route;
    return route && !route->raw
           && (request->method == REQUEST_POST || request->method == REQUEST_PUT)
           && (request->length > 0 || !route->body_may_be_absent);
}

/* Answers, unless the request is put off. */
static void answer(struct visit *visit)
{
    struct request *request = visit->request;
    request->put_off = false;
    bool ok = !visit->refused
              && (!wants_json(request) || request->json
                  || request_parse_body(request, &visit->error))
              && (request->route ? request->route->answer(request, &visit->error)
                                 : asset_answer(request, &visit->error));
    if (request->put_off)
        request_rest(request);
    else
        request_finish(request, ok, &visit->error);
}

static void look(void *context);
static void work(void *context);

/* Has a visit worked on when its turn comes. */
static bool line_up(struct visit *visit)
{
    struct crew_work piece = {
        .run = work,
        .context = visit,
        .asker = browser_number(visit->request),
        .brief = visit->request->brief,
    };
    return crew_send(visit->server->site.crew, &piece);
}

static void refuse_for_now(struct visit *visit)
{
    visit->refused = true;
    request_refuse(visit->request, &visit->error, REQUEST_UNAVAILABLE, NULL,
                   "too many ask at once; try again in a moment");
    answer(visit);
}

/* Sends what was answered, and wakes those who waited for the same.  A request that is put
 * off waits for its turn, or for another's answer: from then on it belongs to whoever
 * goes on with it. */
static void proceed(struct visit *visit, bool looking)
{
    struct request *request = visit->request;
    struct answers *answers = visit->server->site.answers;
    for (;;) {
        request->looking = looking;
        request->awaited = NULL;
        answer(visit);
        if (request->put_off && request->awaited) {
            visit->waiter = (struct answer_waiter){.wake = look, .context = visit};
            if (answers_await(answers, request->awaited, &visit->waiter))
                return;
            continue; /* it has just been made */
        }
        if (request->put_off) {
            if (line_up(visit))
                return;
            refuse_for_now(visit);
        }
        struct answer_claim *claim = request->claim;
        request->claim = NULL;
        MHD_resume_connection(visit->connection);
        answers_made(answers, claim);
        return;
    }
}

/* A moment: on the thread that talks, or on that of who made what was waited for. */
static void look(void *context)
{
    proceed(context, true);
}

/* On a thread of the crew. */
static void work(void *context)
{
    proceed(context, false);
}

static struct guest *guest_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *about =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return about ? about->socket_context : NULL;
}

static enum MHD_Result end_of_body(struct visit *visit)
{
    patience_request(visit->server->patience, guest_of(visit->connection));
    const struct route *route = visit->request->route;
    if (visit->refused || !route || !route->computes) {
        answer(visit);
        return send_answer(visit);
    }
    visit->state = VISIT_AT_WORK;
    MHD_suspend_connection(visit->connection);
    if (route->kept)
        look(visit);
    else if (!line_up(visit)) {
        refuse_for_now(visit);
        MHD_resume_connection(visit->connection);
    }
    return MHD_YES;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection,
                              const char *url, const char *method, const char *version,
                              const char *bytes, size_t *length, void **state)
{
    (void)context, (void)url, (void)version;
    struct visit *visit = *state;
    if (!visit)
        return MHD_NO;
    switch (visit->state) {
    case VISIT_BEGUN:
        return begin(visit, connection, method);
    case VISIT_READING:
        if (*length == 0)
            return end_of_body(visit);
        enum MHD_Result read = read_body(visit, bytes, *length);
        *length = 0;
        return read;
    default:
        return send_answer(visit);
    }
}

/* --- from the first line to the end ---------------------------------------------- */

static void *note_target(void *context, const char *target,
                         struct MHD_Connection *connection)
{
    struct server *server = context;
    struct visit *visit = calloc(1, sizeof *visit);
    if (visit)
        visit->request = calloc(1, sizeof *visit->request);
    if (!visit || !visit->request) {
        free(visit);
        return NULL;
    }
    clock_gettime(CLOCK_MONOTONIC, &visit->began);
    atomic_fetch_add(&server->visits, 1);
    visit->server = server;
    visit->connection = connection;
    visit->request->site = &server->site;
    visit->request->door = &door;
    visit->request->visit = visit;
    visit->unreadable = !request_read_target(visit->request, target, &visit->error);
    return visit;
}

/* What was asked, without what it says of anyone: the pattern of the path, never its
 * values. */
static const char *said_of(const struct request *request)
{
    return request->route ? request->route->path
           : request->answer.type && strncmp(request->answer.type, "text/html", 9) == 0
               ? "page"
               : "file";
}

static void log_visit(const struct visit *visit)
{
    struct timespec now, day;
    struct tm utc;
    char stamp[32];
    const char *method = route_method_name(visit->request->method);
    clock_gettime(CLOCK_MONOTONIC, &now);
    clock_gettime(CLOCK_REALTIME, &day);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&day.tv_sec, &utc));
    long long micros = (now.tv_sec - visit->began.tv_sec) * 1000000LL
                       + (now.tv_nsec - visit->began.tv_nsec) / 1000;
    fprintf(visit->server->log, "%s %s %s %d %zu bytes %lld us\n", stamp, method,
            said_of(visit->request), visit->request->answer.status, visit->sent, micros);
}

static void note_end(void *context, struct MHD_Connection *connection, void **state,
                     enum MHD_RequestTerminationCode code)
{
    (void)code;
    struct server *server = context;
    struct visit *visit = *state;
    if (!visit)
        return;
    *state = NULL;
    patience_answered(server->patience, guest_of(connection));
    if (server->log)
        log_visit(visit);
    request_free(visit->request);
    free(visit);
    atomic_fetch_sub(&server->visits, 1);
}

static void note_connection(void *context, struct MHD_Connection *connection, void **guest,
                            enum MHD_ConnectionNotificationCode code)
{
    struct server *server = context;
    const union MHD_ConnectionInfo *about =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        *guest = about ? patience_enter(server->patience, about->connect_fd) : NULL;
    else
        patience_leave(server->patience, *guest);
}

/* Paths and queries are decoded by request_read_target, once and with checks. */
static size_t leave_as_it_is(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context, (void)connection;
    return strlen(text);
}

/* --- opening and closing --------------------------------------------------------- */

/* Each connection takes a descriptor; the usual limit of 1,024 leaves none for the store.
 */
static void raise_descriptor_limit(void)
{
    struct rlimit limit;
    rlim_t wanted = MOST_CONNECTIONS + 512;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max == RLIM_INFINITY || limit.rlim_max > wanted
                         ? wanted
                         : limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/* Each plan takes the same tables as the one before, in pieces of megabytes; given back to
 * the system, they come back page by page, which costs a tenth of the plan. */
static void keep_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

static bool start(struct server *server, int listening, struct sp_error *error)
{
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle,
        server, MHD_OPTION_LISTEN_SOCKET, listening, MHD_OPTION_THREAD_POOL_SIZE,
        (unsigned)TALKERS, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)MOST_CONNECTIONS, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)MOST_FROM_ONE, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENT_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_BYTES,
        MHD_OPTION_URI_LOG_CALLBACK, note_target, server, MHD_OPTION_NOTIFY_COMPLETED,
        note_end, server, MHD_OPTION_NOTIFY_CONNECTION, note_connection, server,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_as_it_is, NULL, MHD_OPTION_END);
    if (server->daemon)
        return true;
    close(listening);
    return sp_fail(error, SP_UNAVAILABLE, "the server could not be started: %s",
                   strerror(errno));
}

/* The names by which this machine may be asked; other names are another site's. */
static void name_hosts(struct server *server, const struct server_options *options)
{
    int count = 0, most = (int)(sizeof server->hosts / sizeof *server->hosts) - 1;
    server->hosts[count++] = "127.0.0.1";
    server->hosts[count++] = "localhost";
    server->hosts[count++] = "[::1]";
    if (options->address)
        server->hosts[count++] = options->address;
    for (const char *const *name = options->host; name && *name && count < most; name++)
        server->hosts[count++] = *name;
    server->site.host = server->hosts;
}

static bool open_parts(struct server *server, const struct server_options *options,
                       struct sp_error *error)
{
    int listening, port = options->port;
    int threads = options->threads > 0 ? options->threads : 2;
    const char *address = options->address ? options->address : "127.0.0.1";
    struct site *site = &server->site;
    site->cookie = server->cookie;
    name_hosts(server, options);
    raise_descriptor_limit();
    keep_memory();
    if (!listen_at(address, &port, &listening, error))
        return false;
    snprintf(server->cookie, sizeof server->cookie, "smartpick-%d", port);
    snprintf(server->address, sizeof server->address,
             strchr(address, ':') ? "http://[%s]:%d" : "http://%s:%d", address, port);
    if (!browser_key_make(&site->key, error)
        || !stores_open(options->home, options->store, &site->stores, error)
        || !worlds_open(site->stores, options->today, &site->worlds, error)
        || !jobs_open(site, &site->jobs, error)
        || !answers_open(KEPT_BYTES, &site->answers, error)
        || !patience_open(options->patience > 0 ? options->patience : REQUEST_SECONDS,
                          &server->patience, error)
        || !crew_open(threads, MOST_WAITING, &site->crew, error)) {
        close(listening);
        return false;
    }
    return start(server, listening, error);
}

bool server_open(const struct server_options *options, struct server **server,
                 struct sp_error *error)
{
    *server = calloc(1, sizeof **server);
    if (!*server)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the server");
    (*server)->log = options->log;
    if (open_parts(*server, options, error))
        return true;
    server_close(*server);
    *server = NULL;
    return false;
}

const char *server_address(const struct server *server)
{
    return server->address;
}

/* Browsers that keep a connection open without asking are not waited for. */
static void wait_for_visits(struct server *server)
{
    struct timespec moment = {.tv_nsec = 10 * 1000 * 1000};
    for (int i = 0; atomic_load(&server->visits) > 0 && i < CLOSING_SECONDS * 100; i++)
        nanosleep(&moment, NULL);
}

void server_close(struct server *server)
{
    if (!server)
        return;
    if (server->daemon) {
        MHD_socket listening = MHD_quiesce_daemon(server->daemon);
        if (listening != MHD_INVALID_SOCKET)
            close(listening);
    }
    jobs_stop(server->site.jobs);
    crew_finish(server->site.crew);
    if (server->daemon) {
        wait_for_visits(server);
        MHD_stop_daemon(server->daemon);
    }
    patience_close(server->patience);
    jobs_close(server->site.jobs);
    crew_close(server->site.crew);
    answers_close(server->site.answers);
    worlds_close(server->site.worlds);
    stores_close(server->site.stores);
    free(server);
}
