/* calendar.h: tasks, stays and the season's days as iCalendar (RFC 5545)
 *
 * Deadlines are events at their time in the eastern US, with the zone's rules beside them,
 * so that daylight saving is right wherever the reader is; stays are whole days; tasks are
 * to-dos that begin and are due, each with alarms.  Some calendars drop to-dos without a
 * word (Google's does): they can be written as events instead.
 *
 * UIDs depend on what a thing is, not on its days, so that a later file moves the entries
 * of an earlier one.  The same input gives the same bytes.
 */
#pragma once

#include "board.h"
#include "season.h"
#include "task.h"

#include <stdbool.h>
#include <stddef.h>

struct sp_error;

struct calendar {
    const struct sp_board *board; /* its stays and its day */
    const struct sp_tasks *tasks;
    const struct sp_season *season;
    bool todos_as_events;
};

/* Makes the text, ended by a zero byte; the caller frees it.  SP_NO_MEMORY. */
bool calendar_write(const struct calendar *calendar, char **text, size_t *length,
                    struct sp_error *error);
