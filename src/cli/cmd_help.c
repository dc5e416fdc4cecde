/* cmd_help.c: help, the man page and completion, on request. */
#include "call.h"
#include "command.h"
#include "error.h"
#include "help.h"

static bool run(const struct call *call, struct sp_error *error)
{
    const char *shell = call_value(call, "completion");
    const struct command *command;
    if (!call_operands(call, 0, 1, "a command", error))
        return false;
    if (shell)
        return help_completion(call->out, shell)
               || sp_fail(error, SP_BAD_INPUT,
                          "--completion: '%.40s' is not one of bash, zsh, fish", shell);
    if (call_given(call, "man"))
        help_man(call->out);
    else if (call->json)
        help_json(call->out);
    else if (call->operands == 0)
        help_overview(call->out);
    else if (command_find(call->operand[0], &command, error))
        help_command(call->out, command);
    else
        return false;
    return true;
}

const struct command cmd_help = {
    .name = "help",
    .summary = "Show what the commands do; man page and shell completion",
    .operands = "[COMMAND]",
    .about =
        "Without a word it lists the commands; with the name of one it shows how that one "
        "is used.  The man page and the completions are made from the same table.",
    .option =
        (const struct command_option[]){
            {"man", NULL, "Write the man page smartpick(1)", NULL, false},
            {"completion", "SHELL", "Write the completion script of a shell",
             "bash zsh fish", false},
            {0},
        },
    .example =
        (const struct command_example[]){
            {"help pick", "How the main command is used"},
            {"help --completion bash > "
             "~/.local/share/bash-completion/completions/smartpick",
             "Completion in bash"},
            {0},
        },
    .run = run,
};
