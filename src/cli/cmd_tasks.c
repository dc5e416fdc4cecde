/* cmd_tasks.c: what to do, by when; as text or as a file for a calendar. */
#include "board_pages.h"
#include "board_request.h"
#include "calendar.h"
#include "call.h"
#include "command.h"
#include "error.h"
#include "late.h"
#include "task.h"
#include "whole_file.h"

#include <stdlib.h>
#include <string.h>

struct text {
    char *bytes;
    size_t length;
};

static void write_bytes(FILE *out, const void *what)
{
    const struct text *text = what;
    fwrite(text->bytes, 1, text->length, out);
}

/* To the file, or for "-" to where the answer goes. */
static bool write_calendar(const struct call *call, const struct board_request *request,
                           const struct sp_board *board, const struct sp_tasks *tasks,
                           struct sp_error *error)
{
    const char *path = call_value(call, "ics");
    struct text text = {0};
    const struct calendar calendar = {.board = board,
                                      .tasks = tasks,
                                      .season = &request->session.season,
                                      .todos_as_events = call_given(call, "events")};
    __typeof__(calendar_write) *write = LATE(calendar_write, error);
    if (!write || !write(&calendar, &text.bytes, &text.length, error))
        return false;
    bool ok = true;
    if (strcmp(path, "-") == 0)
        write_bytes(call->out, &text);
    else if ((ok = whole_file_allowed(path, error)
                   && whole_file_write(path, write_bytes, &text, error)))
        fprintf(call->out, "%s: %d task%s, %d stay%s and the days of the Match %d.\n", path,
                tasks->count, tasks->count == 1 ? "" : "s", board->stays,
                board->stays == 1 ? "" : "s", board->season);
    free(text.bytes);
    return ok;
}

static bool write_answer(const struct call *call, const struct board_request *request,
                         const struct sp_board *board, const struct sp_tasks *tasks,
                         struct sp_error *error)
{
    if (call_value(call, "ics"))
        return write_calendar(call, request, board, tasks, error);
    if (!call->json && !call->csv)
        return tasks_write_text(call->out, tasks, board, error);
    if (call->json)
        tasks_write_json(call->out, tasks, board);
    else
        tasks_write_csv(call->out, tasks);
    return true;
}

static bool check_flags(const struct call *call, struct sp_error *error)
{
    bool ics = call_value(call, "ics");
    if (ics && (call->json || call->csv))
        return sp_fail(error, SP_BAD_INPUT, "--ics and --%s exclude each other",
                       call->json ? "json" : "csv");
    if (call_given(call, "events") && !ics)
        return sp_fail(error, SP_BAD_INPUT, "--events goes with --ics FILE");
    return call_operands(call, 0, 0, "nothing", error);
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct board_request request;
    struct sp_board board = {0};
    struct sp_tasks tasks = {0};
    if (!check_flags(call, error) || !board_request_open(call, 0, &request, error))
        return false;
    bool ok =
        sp_board_make(&request.session.profile, &request.facts, NULL, 0, &board, error)
        && sp_tasks_make(&board, &request.facts, &tasks, error)
        && write_answer(call, &request, &board, &tasks, error);
    sp_tasks_free(&tasks);
    sp_board_free(&board);
    board_request_close(&request);
    return ok;
}

const struct command cmd_tasks = {
    .name = "tasks",
    .summary = "What to do and by when, as a list or as a file for your calendar",
    .operands = "",
    .about =
        "Tasks fall out of the board, backwards from each day that is set: begin each its "
        "usual time before it is due, and what must come first before that.  A day on a "
        "weekend moves back to the Friday.  What should have been begun, or is past its "
        "last day, is said.\n\n"
        "--ics writes an iCalendar file with the tasks, your stays and the days of the "
        "season, each with alarms; deadlines stand at their Eastern time.  A calendar that "
        "drops to-dos, as Google's does, gets them as events with --events.",
    .option =
        (const struct command_option[]){
            {"ics", "FILE", "Write an iCalendar file; - writes it to standard output", NULL,
             false},
            {"events", NULL, "With --ics: tasks as events on the day they are due", NULL,
             false},
            {0},
        },
    .also = board_options,
    .example =
        (const struct command_example[]){
            {"tasks --profile examples/applicant-e.json",
             "What a final-year student has to do"},
            {"tasks --profile examples/applicant-e.json --ics tasks.ics",
             "The same for Apple Calendar or Thunderbird"},
            {"tasks --profile examples/applicant-e.json --ics tasks.ics --events",
             "The same for Google Calendar"},
            {0},
        },
    .table = true,
    .run = run,
};
