/* task.c: from the board, and then back through what must come first.
 *
 * A task is due by the day it is needed, or by the day before a task that waits for it
 * begins, whichever is earlier; one that waits for another is looked at before it.  The
 * rows wait for each other in no circle (tools/check_data.py), so as many rounds as there
 * are tasks are enough.
 */
#include "task.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

enum { TASKS_OF_A_STAY = 3, WEEK = 7 };

struct work {
    const struct sp_board *board;
    const struct sp_board_facts *facts;
    struct sp_tasks *tasks;
    int *task_of; /* [board->items] place in tasks, -1: none */
    bool starved;
};

const char *sp_task_kind_name(enum sp_task_kind kind)
{
    static const char *const names[] = {"get", "apply", "ask", "letter"};
    return names[kind];
}

const char *sp_task_state_name(enum sp_task_state state)
{
    static const char *const names[] = {"later", "now", "overdue", "missed", "open"};
    return names[state];
}

static const char *keep(struct work *work, const char *text)
{
    if (!text)
        work->starved = true;
    return text ? text : "";
}

#define SAY(work, ...) keep(work, sp_arena_format(&(work)->tasks->text, __VA_ARGS__))

static bool before(struct sp_date a, struct sp_date b)
{
    return sp_date_known(a) && sp_date_known(b) && sp_date_days(a) < sp_date_days(b);
}

static struct sp_task *add(struct work *work)
{
    struct sp_task *task = &work->tasks->at[work->tasks->count++];
    *task = (struct sp_task){
        .title = "",
        .what = "",
        .why = "",
        .time_et = "",
        .after = "",
        .board_item = -1,
        .stay = -1,
        .origin = {"", ""},
    };
    return task;
}

/* ---- one task ------------------------------------------------------------------------ */

/* What nobody asked for, and nobody knows to be asked for, is asked about first. */
static bool is_task(const struct sp_board_item *row)
{
    return row->standing != SP_STANDS
           && (row->asked == SP_YES || row->blocks || row->scope != SP_FOR_STAY);
}

static void set_deadline(struct sp_task *task, struct sp_date deadline)
{
    task->deadline = deadline;
    if (sp_date_known(deadline))
        task->due = sp_date_workday(deadline);
}

static void add_get(struct work *work, int place)
{
    const struct sp_board_item *row = &work->board->item[place];
    struct sp_task *task = add(work);
    const char *verb = row->standing == SP_UNSAID     ? "Get or enter"
                       : row->standing == SP_RUNS_OUT ? "Renew"
                       : row->standing == SP_BARRED   ? "Clear up"
                                                      : "Get";
    work->task_of[place] = work->tasks->count - 1;
    task->id = SAY(work, "get/%s", row->id);
    task->kind = SP_TASK_GET;
    task->title = row->stay < 0 ? SAY(work, "%s: %s", verb, row->label)
                                : SAY(work, "%s: %s, for %s", verb, row->label,
                                      work->board->stay[row->stay].name);
    task->what = row->next ? row->next : "";
    task->why = row->why;
    task->time_et = row->time_et;
    task->projected = row->projected;
    task->priced = row->priced;
    task->cost_cents = row->cost_cents;
    task->board_item = place;
    task->stay = row->stay;
    task->origin = row->origin;
    set_deadline(task, row->needed_by);
    if (row->stay >= 0) /* a stay begins in the morning */
        task->due = sp_date_workday(sp_date_add_days(row->needed_by, -1));
}

/* The longest that anything takes of what the host may ask for. */
static int longest_unasked(const struct sp_board *board, int stay)
{
    int longest = 0;
    for (int i = 0; i < board->items; i++)
        if (board->item[i].stay == stay && board->item[i].asked == SP_UNKNOWN
            && board->item[i].lead_high_days > longest)
            longest = board->item[i].lead_high_days;
    return longest;
}

static bool has_unasked(const struct sp_board *board, int stay)
{
    for (int i = 0; i < board->items; i++)
        if (board->item[i].stay == stay && board->item[i].asked == SP_UNKNOWN
            && board->item[i].standing != SP_STANDS)
            return true;
    return false;
}

/* Hosts read applications weeks or months ahead. */
static void add_apply(struct work *work, int place)
{
    const struct sp_board_stay *stay = &work->board->stay[place];
    const struct sp_experience_usual *usual = &work->facts->openings->usual[stay->kind];
    char day[11];
    if (usual->lead_high <= 0)
        return;
    struct sp_task *task = add(work);
    sp_date_write(stay->from, day);
    task->id = SAY(work, "apply/%s/%d", day, place + 1);
    task->kind = SP_TASK_APPLY;
    task->title = SAY(work, "Apply to %s, unless it is agreed", stay->name);
    task->what = "Send the application that the host asks for, or write to it.";
    task->why = SAY(work, "Hosts usually want %.0f to %.0f weeks for it.", usual->lead_low,
                    usual->lead_high);
    task->stay = place;
    task->origin = usual->origin;
    set_deadline(task, sp_date_add_days(stay->from, -(long)(usual->lead_low * WEEK)));
    task->begin =
        sp_date_workday(sp_date_add_days(stay->from, -(long)(usual->lead_high * WEEK)));
}

static void add_ask(struct work *work, int place)
{
    const struct sp_board_stay *stay = &work->board->stay[place];
    struct sp_task *task = add(work);
    char day[11];
    sp_date_write(stay->from, day);
    task->id = SAY(work, "ask/%s/%d", day, place + 1);
    task->kind = SP_TASK_ASK;
    task->title = SAY(work, "Ask %s which papers it wants to see", stay->name);
    task->what = "Write to the coordinator, and enter the answer in planned_stays.";
    task->why = "Nobody has said what this host asks for; some of it takes weeks to get.";
    task->stay = place;
    set_deadline(task, sp_date_add_days(stay->from, -1));
    task->begin =
        sp_date_workday(sp_date_add_days(stay->from, -longest_unasked(work->board, place)));
}

/* Days that a letter takes, from data/papers.csv; 0: not known. */
static int letter_days(const struct work *work)
{
    const struct sp_paper *letter = sp_openings_paper(work->facts->openings, "lor");
    return letter && letter->lead_high > 0 ? (int)(letter->lead_high * WEEK) : 0;
}

static void add_letter(struct work *work, int place, struct sp_date reading)
{
    const struct sp_board_stay *stay = &work->board->stay[place];
    struct sp_task *task = add(work);
    char day[11];
    sp_date_write(stay->from, day);
    task->id = SAY(work, "letter/%s/%d", day, place + 1);
    task->kind = SP_TASK_LETTER;
    task->title = SAY(work, "Letter from %s: asked for, signed, uploaded", stay->name);
    task->what = "Ask in the last week of the stay, give the writer your CV, send the "
                 "request for upload.";
    task->why = "A letter counts when programs can read it on their first day.";
    task->stay = place;
    task->begin = sp_date_workday(stay->to);
    set_deadline(task, reading);
    int days = letter_days(work);
    struct sp_date latest = sp_date_workday(sp_date_add_days(reading, -days));
    if (before(latest, task->begin)) /* less time between than a letter takes */
        task->why = "Less time lies between the stay and the first day of reading than a "
                    "letter usually takes.";
}

/* ---- what comes first ------------------------------------------------------------------
 */

static void begin_in_time(const struct work *work, struct sp_task *task)
{
    if (task->board_item < 0 || !sp_date_known(task->due))
        return;
    int days = work->board->item[task->board_item].lead_high_days;
    if (days >= 0)
        task->begin = sp_date_workday(sp_date_add_days(task->due, -days));
}

/* Due before `later` begins, or before it is due when nobody knows how long it takes. */
static bool pull(struct work *work, struct sp_task *first, const struct sp_task *later)
{
    struct sp_date start = sp_date_known(later->begin) ? later->begin : later->due;
    if (!sp_date_known(start))
        return false;
    struct sp_date due = sp_date_workday(sp_date_add_days(start, -1));
    if (sp_date_known(first->due) && !before(due, first->due))
        return false;
    first->due = due;
    first->chained = true;
    begin_in_time(work, first);
    return true;
}

static void pull_all(struct work *work)
{
    const struct sp_board *board = work->board;
    bool moved = true;
    for (int round = 0; moved && round < board->items; round++) {
        moved = false;
        for (int i = 0; i < board->items; i++) {
            const struct sp_board_item *row = &board->item[i];
            for (int a = 0; work->task_of[i] >= 0 && a < row->afters; a++)
                if (work->task_of[row->after[a]] >= 0)
                    moved |= pull(work, &work->tasks->at[work->task_of[row->after[a]]],
                                  &work->tasks->at[work->task_of[i]]);
        }
    }
}

static void name_first(struct work *work)
{
    for (int i = 0; i < work->board->items; i++) {
        const struct sp_board_item *row = &work->board->item[i];
        if (work->task_of[i] < 0)
            continue;
        struct sp_task *task = &work->tasks->at[work->task_of[i]];
        for (int a = 0; a < row->afters; a++)
            if (work->task_of[row->after[a]] >= 0)
                task->after = SAY(work, "%s%s%s", task->after, *task->after ? "; " : "",
                                  work->board->item[row->after[a]].label);
    }
}

/* ---- where they stand -------------------------------------------------------------------
 */

static void set_state(struct work *work, struct sp_task *task)
{
    struct sp_date today = work->board->today;
    bool known = sp_date_known(task->due);
    bool waits = task->kind == SP_TASK_LETTER; /* its begin is a first day, not a last */
    task->state = !known                       ? SP_TASK_OPEN
                  : before(task->due, today)   ? SP_TASK_MISSED
                  : before(task->begin, today) ? (waits ? SP_TASK_NOW : SP_TASK_OVERDUE)
                  : before(today, task->begin) ? SP_TASK_LATER
                                               : SP_TASK_NOW;
    if (task->state == SP_TASK_MISSED)
        task->late_days = (int)(sp_date_days(today) - sp_date_days(task->due));
    if (task->state == SP_TASK_OVERDUE)
        task->late_days = (int)(sp_date_days(today) - sp_date_days(task->begin));
    work->tasks->missed += task->state == SP_TASK_MISSED;
    work->tasks->overdue += task->state == SP_TASK_OVERDUE;
    work->tasks->cost_cents += task->cost_cents;
}

static long order_day(const struct sp_task *task)
{
    return sp_date_known(task->begin) ? sp_date_days(task->begin)
           : sp_date_known(task->due) ? sp_date_days(task->due)
                                      : 1L << 40;
}

static int by_day(const void *a, const void *b)
{
    const struct sp_task *x = a, *y = b;
    long days = order_day(x) - order_day(y);
    return days ? (days > 0) - (days < 0) : strcmp(x->id, y->id);
}

static bool make_room(struct work *work)
{
    const struct sp_board *board = work->board;
    size_t most = (size_t)(board->items + TASKS_OF_A_STAY * board->stays + 1);
    work->tasks->at = sp_arena_get(&work->tasks->text, most * sizeof *work->tasks->at);
    work->task_of =
        sp_arena_get(&work->tasks->text, ((size_t)board->items + 1) * sizeof(int));
    return work->tasks->at && work->task_of;
}

static void collect(struct work *work)
{
    const struct sp_board *board = work->board;
    struct sp_date reading = sp_season_day(work->facts->season, "review_open");
    for (int i = 0; i < board->items; i++) {
        work->task_of[i] = -1;
        if (is_task(&board->item[i]))
            add_get(work, i);
    }
    for (int i = 0; i < board->stays; i++) {
        if (before(work->board->today, board->stay[i].from))
            add_apply(work, i);
        if (has_unasked(board, i))
            add_ask(work, i);
        if (before(board->stay[i].to, reading))
            add_letter(work, i, reading);
    }
}

bool sp_tasks_make(const struct sp_board *board, const struct sp_board_facts *facts,
                   struct sp_tasks *tasks, struct sp_error *error)
{
    struct work work = {.board = board, .facts = facts, .tasks = tasks};
    *tasks = (struct sp_tasks){0};
    if (!make_room(&work))
        goto no_memory;
    collect(&work);
    for (int i = 0; i < tasks->count; i++)
        begin_in_time(&work, &tasks->at[i]);
    pull_all(&work);
    name_first(&work);
    for (int i = 0; i < tasks->count; i++)
        set_state(&work, &tasks->at[i]);
    qsort(tasks->at, (size_t)tasks->count, sizeof *tasks->at, by_day);
    if (!work.starved)
        return true;
no_memory:
    sp_tasks_free(tasks);
    return sp_fail(error, SP_NO_MEMORY, "no memory for the tasks");
}

void sp_tasks_free(struct sp_tasks *tasks)
{
    sp_arena_free(&tasks->text);
    *tasks = (struct sp_tasks){0};
}
