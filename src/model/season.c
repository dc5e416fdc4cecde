/* season.c: questions to the dated rows of a season. */
#include "season.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct sp_signal_rule *sp_season_signals(const struct sp_season *season,
                                               const char *specialty)
{
    for (int i = 0; *specialty && i < season->signals; i++)
        if (strcasecmp(season->signal[i].specialty, specialty) == 0)
            return &season->signal[i];
    return NULL;
}

struct sp_date sp_season_day(const struct sp_season *season, const char *event)
{
    for (int i = 0; i < season->events; i++)
        if (strcmp(season->event[i].event, event) == 0)
            return season->event[i].date;
    return (struct sp_date){0};
}

bool sp_season_over(const struct sp_season *season, struct sp_date today)
{
    struct sp_date deadline = sp_season_day(season, "rol_deadline");
    return sp_date_known(deadline)
               ? sp_date_days(deadline) < sp_date_days(today)
               : sp_date_days(today) >= sp_date_days((struct sp_date){season->year, 3, 1});
}

void sp_season_free(struct sp_season *season)
{
    free(season->fee);
    free(season->signal);
    free(season->event);
    free(season->limit);
    sp_arena_free(&season->text);
    *season = (struct sp_season){0};
}
