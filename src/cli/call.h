/* call.h: one command line, read and checked
 *
 * Texts point into the arguments of the program and live as long as they do.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct command;
struct command_option;
struct sp_error;

struct given {
    const struct command_option *option;
    const char *value; /* NULL for a switch */
};

struct call {
    const struct command *command;
    FILE *out; /* where the answer goes; not owned */
    const char **operand;
    int operands;
    struct given *given; /* in the order of the line */
    int givens;

    /* The shared options. */
    bool json, csv, help;
    int season;    /* 0: not given */
    uint64_t seed; /* 1 when not given */
    int threads;   /* the machine's when not given, at most 64 */
};

/* Reads the arguments after the command's name.  Fails with SP_BAD_INPUT that names the
 * option and the nearest one there is.  `call` is out; release with call_free. */
bool call_parse(const struct command *command, int arguments, char **argument, FILE *out,
                struct call *call, struct sp_error *error);

bool call_given(const struct call *call, const char *option);

/* The last value of an option, or NULL; the n-th (from 0), or NULL. */
const char *call_value(const struct call *call, const char *option);
const char *call_nth(const struct call *call, const char *option, int n);

/* A whole number within limits; `value` stays as it is when the option was not given. */
bool call_whole(const struct call *call, const char *option, long low, long high,
                long *value, struct sp_error *error);

/* Dollars ("1500" or "1500.50") as cents; `cents` stays when not given. */
bool call_money(const struct call *call, const char *option, long *cents,
                struct sp_error *error);

/* Checks the number of operands; `most` below 0 says: any.  `what` names them. */
bool call_operands(const struct call *call, int least, int most, const char *what,
                   struct sp_error *error);

void call_free(struct call *call);
