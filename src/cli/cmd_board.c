/* cmd_board.c: everything that must be valid, and whether it is. */
#include "board_pages.h"
#include "board_request.h"
#include "call.h"
#include "command.h"

static bool run(const struct call *call, struct sp_error *error)
{
    struct board_request request;
    struct sp_board board;
    if (!call_operands(call, 0, 0, "nothing", error)
        || !board_request_open(call, 0, &request, error))
        return false;
    bool ok =
        sp_board_make(&request.session.profile, &request.facts, NULL, 0, &board, error);
    if (ok && call->json)
        board_write_json(call->out, &board);
    else if (ok && call->csv)
        board_write_csv(call->out, &board);
    else if (ok)
        ok = board_write_text(call->out, &board, error);
    sp_board_free(&board);
    board_request_close(&request);
    return ok;
}

const struct command cmd_board = {
    .name = "board",
    .summary = "What has to be in place for the Match and your stays, and whether it is",
    .operands = "",
    .about =
        "Exams, certificates, cards, papers and visa: by when each is needed, until when "
        "it "
        "holds, how long it takes, what stands in its way, and what it costs.  Stays are "
        "those of planned_stays in the profile; papers, visa_held and the exams say what "
        "is "
        "there.\n\n"
        "A card that runs out inside a stay makes the stay \"not ready\".  What nobody has "
        "said is not known: it is listed, and read neither as there nor as missing.",
    .also = board_options,
    .example =
        (const struct command_example[]){
            {"board --profile examples/applicant-e.json",
             "Where a final-year student stands"},
            {"board --profile examples/applicant-e.json --json | jq '.items[] | "
             "select(.blocks)'",
             "What blocks, for a program"},
            {0},
        },
    .table = true,
    .run = run,
};
