/* schedule_pages.h: a schedule as text with its picture, JSON and CSV */
#pragma once

#include "schedule.h"
#include "schedule_gain.h"

#include <stdbool.h>
#include <stdio.h>

struct sp_error;

/* `gain` is what the engine says of it; NULL: it was not asked.  `every` shows all openings
 * that were left out, not only the nearest.  SP_NO_MEMORY. */
bool schedule_write_text(FILE *out, const struct sp_schedule *schedule,
                         const struct sp_openings *openings, const struct sp_season *season,
                         const struct sp_schedule_gain *gain, bool every,
                         struct sp_error *error);
void schedule_write_json(FILE *out, const struct sp_schedule *schedule,
                         const struct sp_openings *openings, const struct sp_season *season,
                         const struct sp_schedule_gain *gain);
void schedule_write_csv(FILE *out, const struct sp_schedule *schedule,
                        const struct sp_openings *openings);

/* "yes", "ask", "not in time" or "none". */
const char *schedule_letter_words(const struct sp_scheduled *stay);

/* The stays alone, as planned_stays of a profile. */
void schedule_write_planned(FILE *out, const struct sp_schedule *schedule,
                            const struct sp_openings *openings);
