/* call.c: getopt_long over the rows of the command and the shared ones. */
#include "call.h"

#include "command.h"
#include "error.h"
#include "nearest.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_OPTIONS = 40, MOST_THREADS = 64 };

/* The options of a command side by side with those of all. */
struct rows {
    const struct command_option *row[MOST_OPTIONS];
    int count;
};

static struct rows rows_of(const struct command *command)
{
    struct rows rows = {0};
    const struct command_option *own;
    while (rows.count < MOST_OPTIONS && (own = command_own(command, rows.count)))
        rows.row[rows.count++] = own;
    for (const struct command_option *o = shared_options; o->name; o++)
        if (command_shares(command, o) && rows.count < MOST_OPTIONS)
            rows.row[rows.count++] = o;
    return rows;
}

static bool unknown_option(const struct command *command, const struct rows *rows,
                           const char *text, struct sp_error *error)
{
    char asked[60];
    snprintf(asked, sizeof asked, "%.*s", (int)strcspn(text, "="), text);
    struct nearest nearest = nearest_to(asked + strspn(asked, "-"));
    for (int i = 0; i < rows->count; i++)
        nearest_try(&nearest, rows->row[i]->name);
    return sp_fail(error, SP_BAD_INPUT,
                   "no option '%s'%s; `smartpick %s --help` lists them", asked,
                   nearest_hint(&nearest, "--"), command->name);
}

static bool take(struct call *call, const struct command_option *option, const char *value,
                 struct sp_error *error)
{
    if (!option->repeats && call_given(call, option->name))
        return sp_fail(error, SP_BAD_INPUT, "--%s was given twice", option->name);
    call->given[call->givens++] = (struct given){option, value};
    return true;
}

static bool read_options(struct call *call, const struct rows *rows, int count, char **line,
                         struct sp_error *error)
{
    struct option table[MOST_OPTIONS + 1] = {0};
    for (int i = 0; i < rows->count; i++)
        table[i] = (struct option){rows->row[i]->name,
                                   rows->row[i]->argument ? required_argument : no_argument,
                                   NULL, i + 256};
    optind = 0;
    opterr = 0;
    for (int found; (found = getopt_long(count, line, ":h", table, NULL)) != -1;) {
        if (found == 'h')
            call->help = true;
        else if (found == ':')
            return sp_fail(error, SP_BAD_INPUT, "%s needs a value", line[optind - 1]);
        else if (found == '?' && optopt >= 256)
            return sp_fail(error, SP_BAD_INPUT, "--%s takes no value",
                           rows->row[optopt - 256]->name);
        else if (found == '?')
            return unknown_option(call->command, rows, line[optind - 1], error);
        else if (!take(call, rows->row[found - 256], optarg, error))
            return false;
    }
    for (int i = optind; i < count; i++)
        call->operand[call->operands++] = line[i];
    return true;
}

static bool read_shared(struct call *call, struct sp_error *error)
{
    long season = 0, seed = 1, threads = sysconf(_SC_NPROCESSORS_ONLN);
    call->json = call_given(call, "json");
    call->csv = call_given(call, "csv");
    call->help |= call_given(call, "help");
    threads = threads < 1 ? 1 : threads > MOST_THREADS ? MOST_THREADS : threads;
    bool ok = call_whole(call, "season", 2000, 2100, &season, error)
              && call_whole(call, "seed", 1, 9007199254740991, &seed, error)
              && call_whole(call, "threads", 1, MOST_THREADS, &threads, error);
    if (ok && call->json && call->csv)
        ok = sp_fail(error, SP_BAD_INPUT, "--json and --csv exclude each other");
    call->season = (int)season;
    call->seed = (uint64_t)seed;
    call->threads = (int)threads;
    return ok;
}

bool call_parse(const struct command *command, int arguments, char **argument, FILE *out,
                struct call *call, struct sp_error *error)
{
    struct rows rows = rows_of(command);
    size_t room = (size_t)arguments + 1;
    *call = (struct call){.command = command, .out = out};
    char **line = calloc(room + 1, sizeof *line);
    call->operand = calloc(room, sizeof *call->operand);
    call->given = calloc(room, sizeof *call->given);
    bool ok = line && call->operand && call->given;
    if (!ok)
        sp_fail(error, SP_NO_MEMORY, "no memory for the command line");
    if (ok) {
        static char program[] = "smartpick";
        line[0] = program;
        memcpy(line + 1, argument, (size_t)arguments * sizeof *line);
        ok = read_options(call, &rows, arguments + 1, line, error)
             && read_shared(call, error);
    }
    free(line);
    if (!ok)
        call_free(call);
    return ok;
}

const char *call_nth(const struct call *call, const char *option, int n)
{
    for (int i = 0; i < call->givens; i++)
        if (strcmp(call->given[i].option->name, option) == 0 && n-- == 0)
            return call->given[i].value;
    return NULL;
}

bool call_given(const struct call *call, const char *option)
{
    for (int i = 0; i < call->givens; i++)
        if (strcmp(call->given[i].option->name, option) == 0)
            return true;
    return false;
}

const char *call_value(const struct call *call, const char *option)
{
    return call_nth(call, option, 0);
}

bool call_whole(const struct call *call, const char *option, long low, long high,
                long *value, struct sp_error *error)
{
    const char *text = call_value(call, option);
    char *end;
    if (!text)
        return true;
    errno = 0;
    long read = strtol(text, &end, 10);
    bool plain = *text == '-' || (*text >= '0' && *text <= '9');
    if (!plain || end == text || *end || errno || read < low || read > high)
        return sp_fail(error, SP_BAD_INPUT,
                       "--%s: '%.40s' is not a whole number in %ld..%ld", option, text, low,
                       high);
    *value = read;
    return true;
}

bool call_money(const struct call *call, const char *option, long *cents,
                struct sp_error *error)
{
    static const char digits[] = "0123456789";
    const char *text = call_value(call, option);
    if (!text)
        return true;
    size_t whole = strspn(text, digits);
    const char *rest = text + whole;
    bool part = *rest == '.' && strspn(rest + 1, digits) == 2 && rest[3] == '\0';
    if (whole < 1 || whole > 9 || (*rest && !part))
        return sp_fail(error, SP_BAD_INPUT,
                       "--%s: '%.40s' is not an amount in dollars, such as 1500 or 1500.50",
                       option, text);
    *cents = strtol(text, NULL, 10) * 100 + (part ? strtol(rest + 1, NULL, 10) : 0);
    return true;
}

bool call_operands(const struct call *call, int least, int most, const char *what,
                   struct sp_error *error)
{
    if (call->operands < least)
        return sp_fail(error, SP_BAD_INPUT, "%s is missing; usage: smartpick %s %s", what,
                       call->command->name, call->command->operands);
    if (most >= 0 && call->operands > most)
        return sp_fail(error, SP_BAD_INPUT,
                       "'%.40s' is one word too many; usage: smartpick %s%s%s",
                       call->operand[most], call->command->name,
                       *call->command->operands ? " " : "", call->command->operands);
    return true;
}

void call_free(struct call *call)
{
    free(call->operand);
    free(call->given);
    *call = (struct call){0};
}
