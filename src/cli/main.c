/* main.c: find the command, read its line, run it, see that the answer was written. */
#include "call.h"
#include "command.h"
#include "error.h"
#include "help.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>

static int exit_code(enum sp_code code)
{
    static const int exits[] = {
        [SP_OK] = 0,        [SP_NOT_FOUND] = 1,   [SP_BAD_INPUT] = 2,
        [SP_NO_MEMORY] = 3, [SP_UNAVAILABLE] = 3, [SP_CONFLICT] = 3,
    };
    return exits[code];
}

/* A reader that left (`| head`) is no news for anyone; the exit code still says it. */
static bool reader_left(FILE *out)
{
    struct pollfd end = {.fd = fileno(out)};
    return poll(&end, 1, 0) == 1 && (end.revents & POLLERR);
}

static bool written(FILE *out, struct sp_error *error)
{
    bool before = ferror(out);
    errno = 0;
    bool flushed = fflush(out) == 0;
    if (flushed && !before)
        return true;
    if (flushed && fputc('\n', out) != EOF) /* why the writes before failed: one more */
        fflush(out);
    int reason = errno;
    sp_fail(error, SP_UNAVAILABLE, "the answer could not be written%s%s",
            reason ? ": " : "", reason ? strerror(reason) : "");
    if (reason == EPIPE || reader_left(out))
        error->text[0] = '\0';
    return false;
}

static bool run(const struct command *command, int arguments, char **argument,
                struct sp_error *error)
{
    struct call call;
    if (!call_parse(command, arguments, argument, stdout, &call, error))
        return false;
    bool ok = true;
    if (call.help)
        help_command(stdout, command);
    else
        ok = command->run(&call, error);
    call_free(&call);
    return ok;
}

/* `smartpick --help` and `--version` are the commands of that name. */
static const char *command_name(int count, char **line)
{
    if (count < 2 || strcmp(line[1], "--help") == 0 || strcmp(line[1], "-h") == 0)
        return "help";
    return strcmp(line[1], "--version") == 0 ? "version" : line[1];
}

int main(int count, char **line)
{
    struct sp_error error = {0};
    const struct command *command = NULL;
    int first = count < 2 ? 1 : 2;
    signal(SIGPIPE, SIG_IGN);
    bool ok = command_find(command_name(count, line), &command, &error)
              && run(command, count - first, line + first, &error);
    if (!written(stdout, ok ? &error : NULL))
        ok = false;
    if (!ok && error.code == SP_OK)
        error.code = SP_UNAVAILABLE;
    if (!ok && *error.text)
        fprintf(stderr, "smartpick%s%s: %s\n", command ? " " : "",
                command ? command->name : "", error.text);
    return exit_code(error.code);
}
