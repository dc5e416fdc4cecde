/* plan_request.h: a plan, as the command line asks for it
 *
 * One set of options for every command that makes a plan.
 */
#pragma once

#include "command.h"
#include "plan.h"

#include <stdbool.h>

struct call;
struct session;
struct sp_error;

/* --profile, --demo, --specialty, --budget, --max, --hours, --sure, --utility,
 * --preliminary, --seasons. */
extern const struct command_option plan_options[];

/* Reads them; lists live in the session. */
bool plan_request_read(struct session *session, const struct call *call,
                       struct sp_plan_options *options, struct sp_error *error);

/* Opens a session with everything, reads the options and makes the plan.  With `track`
 * not NULL the first operand is a code; its specialty is then planned for as well, and
 * every track gets its reasons.  On failure both are empty; else release both. */
bool plan_request_make(const struct call *call, struct session *session, int *track,
                       struct sp_plan *plan, struct sp_error *error);
