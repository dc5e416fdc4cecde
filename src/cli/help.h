/* help.h: what the table of commands says, as help, man page and completion */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct command;

/* The overview, and the help of one command with its examples. */
void help_overview(FILE *out);
void help_command(FILE *out, const struct command *command);

/* smartpick(1) in man(7) macros. */
void help_man(FILE *out);

/* A completion script for "bash", "zsh" or "fish"; false for another shell. */
bool help_completion(FILE *out, const char *shell);

/* The table as JSON. */
void help_json(FILE *out);
