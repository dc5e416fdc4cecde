/* task.h: what to do, by when, and what should have been begun
 *
 * Tasks fall out of the board, backwards from each day that is set: begin a task its lead
 * time before it is due, and have done before it begins what must be there first.  Nobody
 * works on a weekend: what falls on one moves back to the Friday.  What is late is said.
 */
#pragma once

#include "arena.h"
#include "board.h"
#include "date.h"

#include <stdbool.h>

struct sp_error;

enum sp_task_kind {
    SP_TASK_GET,    /* a certificate, an exam, a card, a paper */
    SP_TASK_APPLY,  /* to the host, in the time that is usual for the kind of stay */
    SP_TASK_ASK,    /* the host, what it asks for */
    SP_TASK_LETTER, /* a letter from a stay, signed before programs read */
    SP_TASK_KINDS,
};

enum sp_task_state {
    SP_TASK_LATER,   /* to begin in the future */
    SP_TASK_NOW,     /* begin, or go on: between its first and its last day */
    SP_TASK_OVERDUE, /* should have been begun: less time is left than it takes */
    SP_TASK_MISSED,  /* its last day is over */
    SP_TASK_OPEN,    /* no day is set */
};

struct sp_task {
    const char *id; /* stable over days and runs: "get/bls/2027-03-01" */
    enum sp_task_kind kind;
    enum sp_task_state state;
    const char *title;         /* "Get: BLS card, for Hospital A" */
    const char *what, *why;    /* what to do; why it is asked for */
    struct sp_date begin, due; /* working days; not known: not set */
    struct sp_date deadline;   /* the day itself that `due` stays ahead of */
    const char *time_et;       /* of the deadline; "" the whole day */
    bool projected;            /* the deadline is carried from another season */
    int late_days;             /* overdue since begin, or missed since due */
    bool chained;              /* due because another task begins then */
    const char *after;         /* titles of tasks that come first, "; " between; "" */
    bool priced;
    long cost_cents;
    int board_item; /* place in the board, -1: of none */
    int stay;       /* place in the board's stays, -1: of none */
    struct sp_origin origin;
};

struct sp_tasks {
    struct sp_arena text;
    struct sp_task *at; /* the one to begin first in front; those without a day last */
    int count;
    int overdue, missed;
    long cost_cents; /* of those that are priced */
};

/* Makes the tasks of a board.  `tasks` is out; release with sp_tasks_free, before board,
 * facts and profile.  Fails with SP_NO_MEMORY; `tasks` is then empty. */
bool sp_tasks_make(const struct sp_board *board, const struct sp_board_facts *facts,
                   struct sp_tasks *tasks, struct sp_error *error);

const char *sp_task_kind_name(enum sp_task_kind kind);    /* "get" */
const char *sp_task_state_name(enum sp_task_state state); /* "overdue" */

void sp_tasks_free(struct sp_tasks *tasks);
