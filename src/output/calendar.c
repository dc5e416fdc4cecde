/* calendar.c: components of libical, written in one go.
 *
 * libical folds, escapes and orders; it adds no time zone, so the rules of the eastern US
 * stand here (those of the Energy Policy Act of 2005, in force since 2007).  Times carry
 * the name of the zone as a parameter; the library's own zones are not used, nor its
 * global settings.
 */
#include "calendar.h"

#include "error.h"
#include "money.h"
#include "notice.h"

#include <libical/ical.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char zone_name[] = "America/New_York";
static const char zone_rules[] = "BEGIN:VTIMEZONE\r\n"
                                 "TZID:America/New_York\r\n"
                                 "BEGIN:DAYLIGHT\r\n"
                                 "DTSTART:20070311T020000\r\n"
                                 "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n"
                                 "TZOFFSETFROM:-0500\r\n"
                                 "TZOFFSETTO:-0400\r\n"
                                 "TZNAME:EDT\r\n"
                                 "END:DAYLIGHT\r\n"
                                 "BEGIN:STANDARD\r\n"
                                 "DTSTART:20071104T020000\r\n"
                                 "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\n"
                                 "TZOFFSETFROM:-0400\r\n"
                                 "TZOFFSETTO:-0500\r\n"
                                 "TZNAME:EST\r\n"
                                 "END:STANDARD\r\n"
                                 "END:VTIMEZONE\r\n";

enum { TEXT_BYTES = 1200, UID_BYTES = 200, MORNING = 9, HOURS = 24 };

struct work {
    const struct calendar *calendar;
    icalcomponent *whole;
};

/* ---- values ------------------------------------------------------------------------ */

static struct icaltimetype day_value(struct sp_date date)
{
    return (struct icaltimetype){
        .year = date.year, .month = date.month, .day = date.day, .is_date = 1};
}

/* "21:00" on that day. */
static struct icaltimetype time_value(struct sp_date date, const char *time_et)
{
    struct icaltimetype time = day_value(date);
    time.is_date = 0;
    time.hour = atoi(time_et);
    time.minute = strlen(time_et) == 5 ? atoi(time_et + 3) : 0;
    return time;
}

static void add(icalcomponent *component, icalproperty *property)
{
    icalcomponent_add_property(component, property);
}

/* A date with or without a time; the zone is named where there is a time. */
static void add_time(icalcomponent *component, icalproperty *property,
                     struct icaltimetype time)
{
    icalproperty_add_parameter(property, time.is_date
                                             ? icalparameter_new_value(ICAL_VALUE_DATE)
                                             : icalparameter_new_tzid(zone_name));
    add(component, property);
}

/* Texts without control characters but line feeds. */
static const char *plain(const char *text, char out[TEXT_BYTES])
{
    size_t used = 0;
    for (; *text && used + 1 < TEXT_BYTES; text++)
        if ((unsigned char)*text >= 0x20 || *text == '\n')
            out[used++] = *text;
    while (used > 0 && ((unsigned char)out[used - 1] & 0xc0) == 0x80 && *text)
        used--; /* cut after a whole character */
    out[used] = '\0';
    return out;
}

static void add_x(icalcomponent *component, const char *name, const char *value)
{
    icalproperty *property = icalproperty_new_x(value);
    icalproperty_set_x_name(property, name);
    add(component, property);
}

/* ---- parts of a component ------------------------------------------------------------ */

/* What every event and to-do has. */
static icalcomponent *begin(const struct work *work, icalcomponent_kind kind,
                            const char *id, const char *summary, const char *description)
{
    static const struct sp_date start = {2026, 1, 1};
    struct sp_date today = work->calendar->board->today;
    struct icaltimetype stamp = time_value(today, "00:00");
    char uid[UID_BYTES], text[TEXT_BYTES];
    icalcomponent *component = icalcomponent_new(kind);
    long age = sp_date_days(today) - sp_date_days(start);
    stamp.zone = icaltimezone_get_utc_timezone();
    snprintf(uid, sizeof uid, "%s@season-%d.smartpick", id, work->calendar->season->year);
    add(component, icalproperty_new_uid(uid));
    add(component, icalproperty_new_dtstamp(stamp));
    add(component, icalproperty_new_sequence(age > 0 ? (int)age : 0));
    add(component, icalproperty_new_summary(plain(summary, text)));
    if (*description)
        add(component, icalproperty_new_description(plain(description, text)));
    return component;
}

/* Hours after (or before, when negative) the start, or the end of a to-do. */
static void add_alarm(icalcomponent *component, const char *summary, int hours, bool of_end)
{
    char text[TEXT_BYTES];
    icalcomponent *alarm = icalcomponent_new(ICAL_VALARM_COMPONENT);
    struct icaltriggertype trigger = {.time = icaltime_null_time(),
                                      .duration = icaldurationtype_from_int(hours * 3600)};
    icalproperty *when = icalproperty_new_trigger(trigger);
    if (of_end)
        icalproperty_add_parameter(when, icalparameter_new_related(ICAL_RELATED_END));
    add(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
    add(alarm, when);
    add(alarm, icalproperty_new_description(plain(summary, text)));
    icalcomponent_add_component(component, alarm);
}

/* All of a day, or of the days up to the last. */
static void add_days(icalcomponent *component, struct sp_date first, struct sp_date last)
{
    struct icaltimetype from = day_value(first), end = day_value(sp_date_add_days(last, 1));
    add_time(component, icalproperty_new_dtstart(from), from);
    add_time(component, icalproperty_new_dtend(end), end);
}

/* ---- what is written --------------------------------------------------------------------
 */

/* The morning of the day before, and of the day a week before. */
static void add_deadline_alarms(icalcomponent *component, const char *summary, bool timed,
                                bool of_end)
{
    add_alarm(component, summary, timed ? -7 * HOURS : -7 * HOURS + MORNING, of_end);
    add_alarm(component, summary, timed ? -HOURS : -HOURS + MORNING, of_end);
}

static void write_season(struct work *work)
{
    const struct sp_season *season = work->calendar->season;
    for (int i = 0; i < season->events; i++) {
        const struct sp_season_event *event = &season->event[i];
        bool timed = *event->time_et != '\0';
        char id[80], title[160], text[400];
        snprintf(title, sizeof title, "%.140s%s", event->label,
                 event->projected ? " (projected)" : "");
        snprintf(id, sizeof id, "season/%.60s", event->event);
        snprintf(text, sizeof text, "%s%s (%s, %s).%s\n%s",
                 event->projected
                     ? "Projected from another season: nobody has published it "
                       "yet. "
                     : "",
                 "Source", event->origin.source, event->origin.as_of,
                 timed ? " Eastern time." : "", output_notice());
        icalcomponent *component = begin(work, ICAL_VEVENT_COMPONENT, id, title, text);
        if (timed) {
            struct icaltimetype at = time_value(event->date, event->time_et);
            add_time(component, icalproperty_new_dtstart(at), at);
        } else {
            add_days(component, event->date, event->date);
        }
        add(component, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
        add(component, icalproperty_new_categories("Match"));
        add_deadline_alarms(component, title, timed, false);
        icalcomponent_add_component(work->whole, component);
    }
}

static void write_stays(struct work *work)
{
    const struct sp_board *board = work->calendar->board;
    for (int i = 0; i < board->stays; i++) {
        const struct sp_board_stay *stay = &board->stay[i];
        static const char *const ready[] = {
            [SP_UNKNOWN] = "Not everything is known that has to be in place.",
            [SP_YES] = "Everything that has to be in place is.",
            [SP_NO] = "Something is missing: see your tasks."};
        char id[20];
        snprintf(id, sizeof id, "stay/%d", i + 1);
        icalcomponent *component =
            begin(work, ICAL_VEVENT_COMPONENT, id, stay->name, ready[stay->ready]);
        add_days(component, stay->from, stay->to);
        add(component, icalproperty_new_transp(ICAL_TRANSP_OPAQUE));
        add(component, icalproperty_new_categories("Stay"));
        add_alarm(component, stay->name, -7 * HOURS + MORNING, false);
        icalcomponent_add_component(work->whole, component);
    }
}

static void describe(const struct sp_task *task, char out[TEXT_BYTES])
{
    char money[SP_MONEY_SAID] = "";
    if (task->priced)
        sp_money_say(task->cost_cents, money);
    snprintf(out, TEXT_BYTES, "%.300s\n%.400s%s%.200s%s%s%s", task->what, task->why,
             *task->after ? "\nFirst: " : "", task->after, *money ? "\nFees: " : "", money,
             task->projected ? "\nThe deadline is projected from another season." : "");
}

/* A to-do is due at the time of its deadline when the two are the same day. */
static void write_todo(struct work *work, const struct sp_task *task)
{
    char text[TEXT_BYTES];
    describe(task, text);
    icalcomponent *component =
        begin(work, ICAL_VTODO_COMPONENT, task->id, task->title, text);
    bool known = sp_date_known(task->due);
    bool timed =
        known && *task->time_et && sp_date_days(task->due) == sp_date_days(task->deadline);
    bool starts = known && sp_date_known(task->begin)
                  && sp_date_days(task->begin) < sp_date_days(task->due);
    if (starts) {
        struct icaltimetype at =
            timed ? time_value(task->begin, "09:00") : day_value(task->begin);
        add_time(component, icalproperty_new_dtstart(at), at);
    }
    if (known) {
        struct icaltimetype at =
            timed ? time_value(task->due, task->time_et) : day_value(task->due);
        add_time(component, icalproperty_new_due(at), at);
        add_deadline_alarms(component, task->title, timed, true);
    }
    if (starts)
        add_alarm(component, task->title, timed ? 0 : MORNING, false);
    add(component, icalproperty_new_status(ICAL_STATUS_NEEDSACTION));
    add(component,
        icalproperty_new_priority(
            task->state == SP_TASK_OVERDUE || task->state == SP_TASK_MISSED ? 1 : 5));
    icalcomponent_add_component(work->whole, component);
}

static void write_task_event(struct work *work, const struct sp_task *task)
{
    char text[TEXT_BYTES];
    if (!sp_date_known(task->due))
        return;
    describe(task, text);
    icalcomponent *component =
        begin(work, ICAL_VEVENT_COMPONENT, task->id, task->title, text);
    add_days(component, task->due, task->due);
    add(component, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    add_deadline_alarms(component, task->title, false, false);
    if (sp_date_known(task->begin)
        && sp_date_days(task->begin) < sp_date_days(task->due) - 7) {
        long days = sp_date_days(task->due) - sp_date_days(task->begin);
        add_alarm(component, task->title, (int)-days * HOURS + MORNING, false);
    }
    icalcomponent_add_component(work->whole, component);
}

static void write_head(struct work *work)
{
    char name[60];
    snprintf(name, sizeof name, "Match %d", work->calendar->season->year);
    work->whole = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    add(work->whole, icalproperty_new_prodid("-//smartpick//calendar//EN"));
    add(work->whole, icalproperty_new_version("2.0"));
    add(work->whole, icalproperty_new_calscale("GREGORIAN"));
    add(work->whole, icalproperty_new_method(ICAL_METHOD_PUBLISH));
    add_x(work->whole, "X-WR-CALNAME", name);
    add_x(work->whole, "X-PUBLISHED-TTL", "PT12H");
    icalcomponent_add_component(work->whole, icalcomponent_new_from_string(zone_rules));
}

bool calendar_write(const struct calendar *calendar, char **text, size_t *length,
                    struct sp_error *error)
{
    struct work work = {.calendar = calendar};
    write_head(&work);
    write_season(&work);
    write_stays(&work);
    for (int i = 0; i < calendar->tasks->count; i++) {
        if (calendar->todos_as_events)
            write_task_event(&work, &calendar->tasks->at[i]);
        else
            write_todo(&work, &calendar->tasks->at[i]);
    }
    char *made = icalcomponent_as_ical_string_r(work.whole);
    *text = made ? strdup(made) : NULL;
    *length = *text ? strlen(*text) : 0;
    if (made)
        icalmemory_free_buffer(made);
    icalcomponent_free(work.whole);
    return *text || sp_fail(error, SP_NO_MEMORY, "no memory for the calendar");
}
