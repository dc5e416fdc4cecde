/* cmd_serve.c: the web application, until it is told to stop. */
#include "call.h"
#include "command.h"
#include "error.h"
#include "late.h"
#include "progress.h"
#include "server.h"
#include "session.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NAMES = 8 };

static void show_loading(void *context, const char *what, long done, long total)
{
    progress_show(context, what, done, total);
}

static bool read_options(const struct call *call, const char **name,
                         struct server_options *options, struct sp_error *error)
{
    long port = 8080;
    int names = 0;
    while (names < MOST_NAMES && (name[names] = call_nth(call, "host", names)))
        names++;
    if (call_nth(call, "host", MOST_NAMES))
        return sp_fail(error, SP_BAD_INPUT, "--host: at most %d names", MOST_NAMES);
    *options = (struct server_options){
        .address = call_value(call, "address"),
        .host = name,
        .threads = call->threads,
        .today = session_today,
        .log = call_given(call, "quiet") ? NULL : stderr,
    };
    bool ok = call_whole(call, "port", 0, 65535, &port, error);
    options->port = (int)port;
    return ok;
}

/* Blocked before any thread begins, so that all of them leave these signals to `wait`. */
static sigset_t stop_signals(void)
{
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    return stop;
}

/* The functions of server.h. */
struct door {
    __typeof__(server_open) *open;
    __typeof__(server_address) *address;
    __typeof__(server_close) *close;
};

static bool load_door(struct door *door, struct sp_error *error)
{
    door->open = LATE(server_open, error);
    door->address = door->open ? LATE(server_address, error) : NULL;
    door->close = door->address ? LATE(server_close, error) : NULL;
    return door->close != NULL;
}

static bool serve(const struct call *call, struct server_options options,
                  const struct door *door, struct sp_error *error)
{
    struct progress progress = progress_on(stderr);
    struct store_options store = {.progress = show_loading, .context = &progress};
    struct server *server;
    int got;
    sigset_t stop = stop_signals();
    options.store = &store;
    bool ok = door->open(&options, &server, error);
    progress_end(&progress);
    if (!ok)
        return false;
    fprintf(call->out, "Smart Pick is at %s (to stop it: Ctrl-C)\n", door->address(server));
    fflush(call->out);
    sigwait(&stop, &got);
    door->close(server);
    return true;
}

static bool run(const struct call *call, struct sp_error *error)
{
    const char *name[MOST_NAMES + 1] = {0};
    struct server_options options;
    struct door door;
    if (!call_operands(call, 0, 0, "nothing", error)
        || !read_options(call, name, &options, error) || !load_door(&door, error))
        return false;
    char *home = session_home();
    if (!home)
        return sp_fail(error, SP_UNAVAILABLE,
                       "no folder to keep things in: set SMARTPICK_HOME or HOME");
    options.home = home;
    bool ok = serve(call, options, &door, error);
    free(home);
    return ok;
}

const struct command cmd_serve = {
    .name = "serve",
    .summary = "Serve the web application on this machine",
    .operands = "",
    .about =
        "Prints the address and serves until Ctrl-C, or the signal TERM: requests under "
        "way "
        "are then answered and long work is stopped.\n\n"
        "Only this machine can reach it, unless --address says otherwise; there is no "
        "sign-in, so whoever reaches it can read and change what is kept.  It answers to "
        "127.0.0.1, localhost and ::1, to the address given, and to the names of --host; "
        "requests in another name are refused.  A line a request goes to standard error, "
        "with nothing in it about the person.",
    .option =
        (const struct command_option[]){
            {"port", "N", "Port to listen at (usual: 8080; 0: one that is free)", NULL,
             false},
            {"address", "IP", "Address to listen at, in numbers (usual: 127.0.0.1)", NULL,
             false},
            {"host", "NAME",
             "A name that browsers may use for this server; may be repeated", NULL, true},
            {"quiet", NULL, "No line for each request", NULL, false},
            {0},
        },
    .example =
        (const struct command_example[]){
            {"serve", "Serve at http://127.0.0.1:8080"},
            {"serve --port 9000 --quiet", "At another port, without a log"},
            {0},
        },
    .run = run,
};
