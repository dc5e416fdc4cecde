/* command.c: the list of commands, and what all of them take. */
#include "command.h"

#include "error.h"
#include "nearest.h"

#include <string.h>

const struct command *const commands[] = {
    /* the answer */
    &cmd_pick,
    &cmd_explain,
    &cmd_why_not,
    &cmd_curve,
    &cmd_whatif,
    /* the way there */
    &cmd_schedule,
    &cmd_board,
    &cmd_tasks,
    /* the facts */
    &cmd_programs,
    &cmd_fees,
    &cmd_signals,
    &cmd_data,
    /* clinical experience */
    &cmd_openings,
    /* what you tell it */
    &cmd_profile,
    &cmd_import,
    /* the Match */
    &cmd_match,
    /* the program itself */
    &cmd_serve,
    &cmd_validate,
    &cmd_fit,
    &cmd_version,
    &cmd_help,
    NULL,
};

const struct command_option shared_options[] = {
    {"json", NULL, "Write JSON with stable keys (docs/json.md)", NULL, false},
    {"csv", NULL, "Write the table as CSV", NULL, false},
    {"season", "YEAR", "Year of the Match (usual: the next one)", "2026 2027 2028", false},
    {"seed", "N", "Seed of all draws (usual: 1)", NULL, false},
    {"threads", "N", "Threads to work with; the answer is the same for any number", NULL,
     false},
    {"help", NULL, "Show this help", NULL, false},
    {0},
};

static int length_of(const struct command_option *option)
{
    int length = 0;
    while (option && option[length].name)
        length++;
    return length;
}

const struct command_option *command_own(const struct command *command, int i)
{
    int first = length_of(command->option), second = length_of(command->also);
    if (i < first)
        return &command->option[i];
    return i < first + second ? &command->also[i - first] : NULL;
}

bool command_shares(const struct command *command, const struct command_option *option)
{
    return command->table || strcmp(option->name, "csv") != 0;
}

bool command_find(const char *name, const struct command **command, struct sp_error *error)
{
    struct nearest nearest = nearest_to(name);
    for (int i = 0; commands[i]; i++) {
        if (strcmp(commands[i]->name, name) == 0) {
            *command = commands[i];
            return true;
        }
        nearest_try(&nearest, commands[i]->name);
    }
    return sp_fail(error, SP_BAD_INPUT, "no command '%.40s'%s; `smartpick help` lists them",
                   name, nearest_hint(&nearest, ""));
}
