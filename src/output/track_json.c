/* track_json.c: one track for a program. */
#include "composition.h"
#include "csv_write.h"
#include "json_write.h"
#include "notice.h"
#include "plan.h"
#include "plan_pages.h"
#include "programs_pages.h"
#include "track_pages.h"

static const char *outcome(const struct track_place *place)
{
    return place->pick       ? "picked"
           : place->left_out ? "left_out"
           : place->held     ? "held"
                             : "not_considered";
}

static void chances_json(struct json_writer *json, const struct track_place *place)
{
    const struct sp_chance *interview = place->pick       ? &place->pick->interview
                                        : place->left_out ? &place->left_out->interview
                                                          : NULL;
    if (!interview) {
        json_write_null(json, "chance_interview");
        json_write_null(json, "chance_match");
        return;
    }
    chance_json(json, "chance_interview", interview);
    chance_json(json, "chance_match",
                place->pick ? &place->pick->match : &place->left_out->match);
}

static void place_json(struct json_writer *json, const struct track_place *place,
                       const struct sp_facts *facts)
{
    json_write_text(json, "nrmp_code", facts->programs->track[place->track].code);
    json_write_text(json, "outcome", outcome(place));
    json_write_text(json, "why", place->left_out ? place->left_out->why : NULL);
    json_open_list(json, "unknown");
    for (int i = 0; place->held && i < place->held->unknowns; i++)
        json_write_text(json, NULL, place->held->unknown[i]);
    json_close(json);
    chances_json(json, place);
}

/* Its place on the list; null, key by key, when it has none. */
static void pick_json(struct json_writer *json, const struct sp_pick *pick)
{
    if (!pick) {
        static const char *const key[] = {"application", "tier", "signal", "cost_cents",
                                          "pinned"};
        for (size_t i = 0; i < sizeof key / sizeof *key; i++)
            json_write_null(json, key[i]);
        return;
    }
    json_write_whole(json, "application", pick->application);
    json_write_text(json, "tier", sp_tier_name(pick->tier));
    json_write_text(json, "signal", sp_signal_name(pick->signal, pick->single_tier));
    json_write_whole(json, "cost_cents", pick->cost_cents);
    json_write_bool(json, "pinned", pick->pinned);
}

void track_explain_json(FILE *out, const struct track_place *place,
                        const struct sp_plan *plan, const struct sp_facts *facts,
                        const struct program_estimates *estimates)
{
    struct json_writer json = json_write_to(out);
    int count;
    double score = 0;
    const struct sp_reason *reason = track_reasons(place, &count);
    for (int i = 0; i < count; i++)
        score += reason[i].points;
    json_open_object(&json, NULL);
    place_json(&json, place, facts);
    json_write_number(&json, "score", score);
    reasons_json(&json, reason, count);
    pick_json(&json, place->pick);
    program_json(&json, "program", place->track, facts, estimates);
    json_write_whole(&json, "season", plan->season);
    json_write_whole(&json, "seed", (long long)plan->seed);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}

void track_explain_csv(FILE *out, const struct track_place *place,
                       const struct sp_facts *facts)
{
    struct csv_writer csv = csv_write_to(out);
    int count;
    const struct sp_reason *reason = track_reasons(place, &count);
    csv_titles(&csv, "nrmp_code,reason,points,source,as_of,older_than_season");
    for (int i = 0; i < count; i++) {
        csv_text(&csv, facts->programs->track[place->track].code);
        csv_text(&csv, reason[i].text);
        csv_number(&csv, reason[i].points);
        csv_text(&csv, reason[i].origin.source);
        csv_text(&csv, reason[i].origin.as_of);
        csv_text(&csv, reason[i].stale ? "yes" : "no");
        csv_end_row(&csv);
    }
}

static void entry_json(struct json_writer *json, const struct sp_curve_point *entry)
{
    if (!entry) {
        json_write_null(json, "comes_in");
        return;
    }
    json_open_object(json, "comes_in");
    json_write_whole(json, "n", entry->n);
    json_write_whole(json, "cost_cents", entry->cost_cents);
    json_close(json);
}

static void gap_json(struct json_writer *json, const struct track_place *place,
                     const struct sp_plan *plan)
{
    const struct sp_pick *last = plan_last_pick(plan);
    json_write_number(json, "gain", place->left_out->gain);
    if (!last) {
        json_write_null(json, "least_on_list");
        return;
    }
    json_open_object(json, "least_on_list");
    json_write_text(json, "signal", sp_signal_name(last->signal, last->single_tier));
    json_write_number(json, "marginal", last->marginal);
    json_write_whole(json, "cost_cents", last->cost_cents);
    json_close(json);
}

void track_why_not_json(FILE *out, const struct track_place *place,
                        const struct sp_plan *plan, const struct sp_facts *facts)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    place_json(&json, place, facts);
    bool by_value = place->left_out && !place->left_out->by_rule;
    json_write_bool(&json, "by_rule", place->left_out && place->left_out->by_rule);
    json_write_text(&json, "change", place->left_out ? place->left_out->change : NULL);
    entry_json(&json, by_value ? plan_curve_entry(plan, facts, place->track) : NULL);
    if (by_value) {
        gap_json(&json, place, plan);
    } else {
        json_write_null(&json, "gain");
        json_write_null(&json, "least_on_list");
    }
    json_write_whole(&json, "season", plan->season);
    json_write_whole(&json, "seed", (long long)plan->seed);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}
