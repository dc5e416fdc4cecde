/* board_request.h: the board, as the command line asks for it
 *
 * What cmd_board, cmd_tasks and cmd_schedule load before they begin.
 */
#pragma once

#include "board.h"
#include "command.h"
#include "session.h"

#include <stdbool.h>

struct call;
struct sp_error;

/* --profile, --demo. */
extern const struct command_option board_options[];

struct board_request {
    struct session session;
    struct sp_certificates certificates;
    struct sp_openings openings;
    struct sp_board_facts facts; /* points into the above */
};

/* Opens a session with profile, season and `more` (enum session_part), and loads what the
 * rules say.  Release with
 * board_request_close; on failure it is empty. */
bool board_request_open(const struct call *call, unsigned more,
                        struct board_request *request, struct sp_error *error);
void board_request_close(struct board_request *request);
