/* schedule_json.c: a schedule under the keys of docs/json.md. */
#include "schedule_pages.h"

#include "board_pages.h"
#include "json_write.h"
#include "notice.h"
#include "plan_pages.h"

#include <string.h>

static void stay_json(struct json_writer *json, const struct sp_scheduled *stay,
                      const struct sp_openings *openings)
{
    const struct sp_opening *opening = &openings->at[stay->opening];
    json_open_object(json, NULL);
    json_write_text(json, "id", opening->id);
    json_write_text(json, "institution", opening->institution);
    json_write_text(json, "city", *opening->city ? opening->city : NULL);
    json_write_text(json, "state", *opening->state ? opening->state : NULL);
    json_write_text(json, "kind", sp_experience_kind_name(opening->kind));
    date_write_json(json, "from", stay->from);
    date_write_json(json, "to", stay->to);
    json_write_whole(json, "weeks", stay->weeks);
    answer_write_json(json, "hands_on", stay->hands_on);
    json_write_bool(json, "in_person", stay->in_person);
    answer_write_json(json, "letter", stay->letter);
    json_write_bool(json, "letter_in_time", stay->letter_in_time);
    date_write_json(json, "signed_by", stay->signed_by);
    date_write_json(json, "apply_by", stay->apply_by);
    json_write_bool(json, "lead_usual", stay->lead_usual);
    answer_write_json(json, "fits", stay->fits);
    json_write_whole(json, "cost_cents", stay->cost_cents);
    json_write_whole(json, "cost_low_cents", stay->low_cents);
    json_write_whole(json, "cost_high_cents", stay->high_cents);
    json_write_bool(json, "fee_estimated", stay->fee_estimated);
    json_write_text(json, "not_counted", *stay->not_counted ? stay->not_counted : NULL);
    json_write_text(json, "todo", *stay->todo ? stay->todo : NULL);
    json_write_text(json, "link", *opening->link ? opening->link : NULL);
    json_write_text(json, "source", opening->origin.source);
    json_write_text(json, "as_of", opening->origin.as_of);
    json_close(json);
}

static void sum_json(struct json_writer *json, const struct sp_schedule_sum *sum)
{
    json_open_object(json, "sum");
    json_write_whole(json, "letters", sum->letters);
    json_write_whole(json, "sure_letters", sum->sure_letters);
    json_write_whole(json, "hands_on_weeks", sum->hands_on_weeks);
    json_write_whole(json, "weeks", sum->weeks);
    date_write_json(json, "last", sum->last);
    json_write_whole(json, "cost_cents", sum->cost_cents);
    json_write_whole(json, "cost_low_cents", sum->low_cents);
    json_write_whole(json, "cost_high_cents", sum->high_cents);
    json_close(json);
}

static void asked_json(struct json_writer *json, const struct sp_schedule *schedule)
{
    json_open_object(json, "asked");
    json_open_list(json, "order");
    for (int i = 0; i < schedule->aims && !schedule->weighed; i++)
        json_write_text(json, NULL, sp_aim_name(schedule->order[i]));
    json_close(json);
    json_open_list(json, "weights");
    for (int i = 0; i < SP_AIMS && schedule->weighed; i++) {
        json_open_object(json, NULL);
        json_write_text(json, "aim", sp_aim_name((enum sp_aim)i));
        json_write_number(json, "weight", schedule->weight[i]);
        json_close(json);
    }
    json_close(json);
    json_write_whole(json, "letters", schedule->letters);
    date_write_json(json, "letters_by", schedule->letters_by);
    date_write_json(json, "letter_last", schedule->letter_last);
    json_write_whole(json, "letter_weeks", schedule->letter_weeks);
    json_write_whole(json, "letter_lead_weeks", schedule->letter_lead_weeks);
    if (schedule->budget_cents >= 0)
        json_write_whole(json, "budget_cents", schedule->budget_cents);
    else
        json_write_null(json, "budget_cents");
    if (schedule->most_weeks)
        json_write_whole(json, "most_weeks", schedule->most_weeks);
    else
        json_write_null(json, "most_weeks");
    if (schedule->most_visit_weeks)
        json_write_whole(json, "most_visit_weeks", schedule->most_visit_weeks);
    else
        json_write_null(json, "most_visit_weeks");
    json_open_list(json, "windows");
    for (int i = 0; i < schedule->windows; i++) {
        json_open_object(json, NULL);
        date_write_json(json, "from", schedule->window[i].from);
        date_write_json(json, "to", schedule->window[i].to);
        json_close(json);
    }
    json_close(json);
    json_close(json);
}

static void left_json(struct json_writer *json, const struct sp_schedule *schedule,
                      const struct sp_openings *openings)
{
    json_open_object(json, "left_by");
    for (int i = 0; i < SP_LEFTS; i++)
        json_write_whole(json, sp_left_name((enum sp_left)i), schedule->left_by[i]);
    json_close(json);
    json_open_list(json, "left_out");
    for (int i = 0; i < schedule->lefts; i++) {
        const struct sp_left_opening *left = &schedule->left[i];
        json_open_object(json, NULL);
        json_write_text(json, "id", openings->at[left->opening].id);
        json_write_text(json, "institution", openings->at[left->opening].institution);
        json_write_text(json, "left", sp_left_name(left->left));
        json_write_text(json, "why", left->why);
        json_close(json);
    }
    json_close(json);
}

static void season_json(struct json_writer *json, const struct sp_season *season)
{
    json_open_list(json, "season_days");
    for (int i = 0; i < season->events; i++) {
        const struct sp_season_event *event = &season->event[i];
        json_open_object(json, NULL);
        json_write_text(json, "event", event->event);
        json_write_text(json, "label", event->label);
        date_write_json(json, "date", event->date);
        json_write_text(json, "time_et", *event->time_et ? event->time_et : NULL);
        json_write_bool(json, "projected", event->projected);
        json_close(json);
    }
    json_close(json);
}

static void gain_json(struct json_writer *json, const struct sp_schedule_gain *gain)
{
    if (!gain) {
        json_write_null(json, "chance");
        return;
    }
    json_open_object(json, "chance");
    chance_json(json, "before", &gain->before);
    chance_json(json, "after", &gain->after);
    json_write_number(json, "gain", gain->gain);
    json_write_number(json, "low", gain->low);
    json_write_number(json, "high", gain->high);
    json_write_bool(json, "sized", gain->sized);
    json_write_whole(json, "joined", gain->joined);
    json_close(json);
}

void schedule_write_json(FILE *out, const struct sp_schedule *schedule,
                         const struct sp_openings *openings, const struct sp_season *season,
                         const struct sp_schedule_gain *gain)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_write_whole(&json, "season", schedule->season);
    date_write_json(&json, "today", schedule->today);
    date_write_json(&json, "reading", schedule->reading);
    json_write_bool(&json, "projected", schedule->projected);
    asked_json(&json, schedule);
    json_open_list(&json, "stays");
    for (int i = 0; i < schedule->stays; i++)
        stay_json(&json, &schedule->stay[i], openings);
    json_close(&json);
    sum_json(&json, &schedule->sum);
    json_write_bool(&json, "proved", schedule->proved);
    json_write_text(&json, "bound", schedule->bound);
    json_write_whole(&json, "rounds", schedule->rounds);
    json_write_whole(&json, "labels", schedule->labels);
    json_write_text(&json, "effect", schedule->effect);
    gain_json(&json, gain);
    left_json(&json, schedule, openings);
    json_open_list(&json, "expiries");
    for (int i = 0; i < schedule->expiries; i++) {
        json_open_object(&json, NULL);
        json_write_text(&json, "item", schedule->expiry[i].item);
        date_write_json(&json, "until", schedule->expiry[i].until);
        json_close(&json);
    }
    json_close(&json);
    season_json(&json, season);
    json_open_list(&json, "warnings");
    for (int i = 0; i < schedule->warnings; i++)
        json_write_text(&json, NULL, schedule->warning[i]);
    json_close(&json);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}

void schedule_write_planned(FILE *out, const struct sp_schedule *schedule,
                            const struct sp_openings *openings)
{
    enum { NAME_BYTES = 60 }; /* the longest that a profile takes */
    struct json_writer json = json_write_to(out);
    json_open_list(&json, NULL);
    for (int i = 0; i < schedule->stays; i++) {
        const struct sp_opening *opening = &openings->at[schedule->stay[i].opening];
        char name[NAME_BYTES + 1];
        size_t length = strnlen(opening->institution, NAME_BYTES);
        while (length && ((unsigned char)opening->institution[length] & 0xc0) == 0x80)
            length--; /* cut before a character, not inside */
        snprintf(name, sizeof name, "%.*s", (int)length, opening->institution);
        json_open_object(&json, NULL);
        json_write_text(&json, "name", name);
        date_write_json(&json, "from", schedule->stay[i].from);
        date_write_json(&json, "to", schedule->stay[i].to);
        json_write_text(&json, "kind", sp_experience_kind_name(opening->kind));
        json_close(&json);
    }
    json_close(&json);
    json_finish(&json);
}
