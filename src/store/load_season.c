/* load_season.c: fees, signals, limits and dates of one season. */
#include "database.h"
#include "error.h"
#include "release.h"
#include "rows.h"
#include "store.h"

#include <stdio.h>
#include <string.h>

static bool read_fee(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_fee *fee = element;
    fee->service = rows_text(rows, 0);
    fee->item = rows_text(rows, 1);
    fee->unit = rows_text(rows, 2);
    fee->from_count = rows_int(rows, 3, 0);
    fee->to_count = rows_int(rows, 4, 0);
    fee->cents = database_long(rows->at, 5);
    fee->certainty = rows_text(rows, 6);
    fee->projected = rows_answer(rows, 7) == SP_YES;
    fee->origin = rows_origin(rows, 8);
    return true;
}

static bool read_signal(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_signal_rule *rule = element;
    rule->specialty = rows_text(rows, 0);
    rule->service = rows_text(rows, 1);
    rule->tiered = strcmp(rows_text(rows, 2), "tiered") == 0;
    rule->gold = rule->tiered ? rows_int(rows, 3, 0) : 0;
    rule->silver = rule->tiered ? rows_int(rows, 4, 0) : rows_int(rows, 5, 0);
    rule->certainty = rows_text(rows, 6);
    rule->projected = rows_answer(rows, 7) == SP_YES;
    rule->origin = rows_origin(rows, 8);
    return true;
}

static bool read_limit(struct rows *rows, void *element, bool *skip)
{
    struct sp_season_limit *limit = element;
    *skip = database_is_null(rows->at, 2);
    limit->id = rows_text(rows, 0);
    limit->rule = rows_text(rows, 1);
    limit->value = rows_double(rows, 2, 0);
    limit->kind = rows_text(rows, 3);
    limit->origin = rows_origin(rows, 4);
    return true;
}

static bool read_event(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_season_event *event = element;
    event->event = rows_text(rows, 0);
    if (!sp_date_parse(database_text(rows->at, 1), "date", &event->date, rows->error))
        return sp_fail_at(rows->error, "calendar.csv, %s", event->event);
    event->time_et = rows_text(rows, 2);
    event->label = rows_text(rows, 3);
    event->applies_to = rows_text(rows, 4);
    event->certainty = rows_text(rows, 5);
    event->projected = rows_answer(rows, 6) == SP_YES;
    event->origin = rows_origin(rows, 7);
    return true;
}

static bool read_year(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    *(int *)element = rows_int(rows, 0, 0);
    return true;
}

/* A season is one for which fees or signals are known; limits hold for all. */
bool store_load_seasons(struct store *store, struct sp_arena *text, int **year, int *count,
                        struct sp_error *error)
{
    struct rows rows = {.database = store->database, .text = text, .error = error};
    return rows_keep(
        &rows, "select season from fee union select season from signal_rule order by 1",
        sizeof(int), read_year, year, count);
}

static bool refuse_year(struct store *store, int year, struct sp_error *error)
{
    struct sp_arena text = {0};
    int *season, count;
    if (!store_load_seasons(store, &text, &season, &count, error)) {
        sp_arena_free(&text);
        return false;
    }
    char list[200] = "";
    for (int i = 0; i < count && i < 20; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%d", i ? ", " : "",
                 season[i]);
    sp_arena_free(&text);
    if (!count)
        return sp_fail(error, SP_NOT_FOUND, "season %d: this release has no seasons", year);
    return sp_fail(error, SP_NOT_FOUND, "season %d: known are %s", year, list);
}

bool store_load_season(struct store *store, int year, struct sp_season *season,
                       struct sp_error *error)
{
    *season = (struct sp_season){.year = year};
    struct rows rows = {.database = store->database, .text = &season->text, .error = error};
    struct rows dated = rows;
    dated.number = year;
    bool ok =
        rows_load(&dated,
                  "select service, item, unit, from_count, to_count, cents, certainty,"
                  " projected, source, as_of from fee where season = ?1 order by place",
                  sizeof *season->fee, read_fee, &season->fee, &season->fees)
        && rows_load(&dated,
                     "select specialty, service, tiering, gold, silver, total, certainty,"
                     " projected, source, as_of from signal_rule where season = ?1"
                     " order by place",
                     sizeof *season->signal, read_signal, &season->signal, &season->signals)
        && rows_load(&dated,
                     "select event, date, time_et, label, applies_to, certainty, projected,"
                     " source, as_of from season_event where season = ?1"
                     " order by date, place",
                     sizeof *season->event, read_event, &season->event, &season->events)
        && rows_load(&rows,
                     "select id, rule, value, kind, source, as_of from season_limit"
                     " order by place",
                     sizeof *season->limit, read_limit, &season->limit, &season->limits);
    if (ok && season->fees + season->signals == 0)
        ok = refuse_year(store, year, error);
    if (!ok)
        sp_season_free(season);
    return ok;
}
