/* command.h: the commands of the program, as a table of rows
 *
 * Help, man page, completion and the reading of options are all made from these rows,
 * so that none of them can disagree with another.  To add a command: write cmd_x.c with
 * one `const struct command cmd_x`, declare it below, and name it in command.c.
 */
#pragma once

#include <stdbool.h>

struct call;
struct sp_error;

/* --name, or --name ARGUMENT.  May be given more than once when it `repeats`. */
struct command_option {
    const char *name;     /* without the dashes */
    const char *argument; /* "FILE", "NAME"; NULL for a switch */
    const char *summary;  /* one sentence, no full stop */
    const char *words;    /* for completion: "reach target safer"; NULL: none */
    bool repeats;
};

struct command_example {
    const char *line; /* what follows "smartpick " */
    const char *what;
};

struct command {
    const char *name, *summary;
    const char *operands; /* "CODE", "[WORD…]", or "" */
    const char *about;    /* paragraphs, an empty line between them */
    const char *words;    /* first operands for completion: "new check show set"; or NULL */
    const struct command_option *option;   /* ends with an empty row; NULL: none */
    const struct command_option *also;     /* a second table, of several commands */
    const struct command_example *example; /* ends with an empty row */
    bool table;                            /* prints a table, so it takes --csv */

    /* Does it, writing to call->out.  Codes become exit codes (see exit_code). */
    bool (*run)(const struct call *call, struct sp_error *error);
};

extern const struct command cmd_board;
extern const struct command cmd_curve;
extern const struct command cmd_data;
extern const struct command cmd_explain;
extern const struct command cmd_fees;
extern const struct command cmd_fit;
extern const struct command cmd_help;
extern const struct command cmd_import;
extern const struct command cmd_match;
extern const struct command cmd_openings;
extern const struct command cmd_profile;
extern const struct command cmd_pick;
extern const struct command cmd_programs;
extern const struct command cmd_serve;
extern const struct command cmd_schedule;
extern const struct command cmd_signals;
extern const struct command cmd_tasks;
extern const struct command cmd_validate;
extern const struct command cmd_version;
extern const struct command cmd_whatif;
extern const struct command cmd_why_not;

/* All of them, in the order of help; ends with NULL. */
extern const struct command *const commands[];

/* What every command takes: --json, --csv, --season, --seed, --threads, --help.
 * Ends with an empty row. */
extern const struct command_option shared_options[];

/* The i-th option of the command itself, from both its tables; NULL after the last. */
const struct command_option *command_own(const struct command *command, int i);

/* Whether `command` takes the shared option (only tables take --csv). */
bool command_shares(const struct command *command, const struct command_option *option);

/* The command of that name; SP_BAD_INPUT with the nearest names when there is none. */
bool command_find(const char *name, const struct command **command, struct sp_error *error);
