/* plan_json.c: the fixed keys first, in their order; what came later after them. */
#include "json_write.h"
#include "notice.h"
#include "plan.h"
#include "plan_pages.h"
#include "program_text.h"

void chance_json(struct json_writer *json, const char *key, const struct sp_chance *chance)
{
    json_open_object(json, key);
    json_write_number(json, "value", chance->value);
    json_write_number(json, "low", chance->low);
    json_write_number(json, "high", chance->high);
    json_write_text(json, "basis", chance->basis);
    json_close(json);
}

void reasons_json(struct json_writer *json, const struct sp_reason *reason, int count)
{
    json_open_list(json, "reasons");
    for (int i = 0; i < count; i++) {
        json_open_object(json, NULL);
        json_write_text(json, "text", reason[i].text);
        json_write_number(json, "points", reason[i].points);
        json_write_text(json, "source", reason[i].origin.source);
        json_write_text(json, "as_of", reason[i].origin.as_of);
        json_write_bool(json, "stale", reason[i].stale);
        json_close(json);
    }
    json_close(json);
}

static double score(const struct sp_reason *reason, int count)
{
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += reason[i].points;
    return sum;
}

static void texts_json(struct json_writer *json, const char *key, const char *const *text,
                       int count)
{
    json_open_list(json, key);
    for (int i = 0; i < count; i++)
        json_write_text(json, NULL, text[i]);
    json_close(json);
}

static void link_json(struct json_writer *json, const struct sp_track *track)
{
    char link[LINK_BYTES];
    program_link(track, link);
    json_write_text(json, "link", *link ? link : NULL);
}

static void count_json(struct json_writer *json, const char *key, int count)
{
    if (count >= 0)
        json_write_whole(json, key, count);
    else
        json_write_null(json, key);
}

/* Where it is, and how large in the last year of the catalogue. */
static void place_json(struct json_writer *json, const struct sp_track *track)
{
    if (track->located) {
        json_write_number(json, "latitude", track->latitude);
        json_write_number(json, "longitude", track->longitude);
    } else {
        json_write_null(json, "latitude");
        json_write_null(json, "longitude");
    }
    count_json(json, "quota", track->quota[SP_YEARS - 1]);
    count_json(json, "filled", track->filled[SP_YEARS - 1]);
}

/* A track that is not on the list, by its name. */
static void named_place_json(struct json_writer *json, const struct sp_track *track,
                             const struct sp_facts *facts)
{
    json_write_text(json, "institution", track->institution);
    json_write_text(json, "specialty", program_specialty(facts->specialties, track));
    json_write_text(json, "city", track->city);
    json_write_text(json, "state", track->state);
    json_write_text(json, "track_type", sp_track_type_name(track->type));
    place_json(json, track);
}

static void pick_json(struct json_writer *json, const struct sp_pick *pick,
                      const struct sp_facts *facts)
{
    const struct sp_track *track = &facts->programs->track[pick->track];
    json_open_object(json, NULL);
    json_write_text(json, "nrmp_code", track->code);
    json_write_whole(json, "application", pick->application);
    json_write_text(json, "institution", track->institution);
    json_write_text(json, "specialty", program_specialty(facts->specialties, track));
    json_write_text(json, "city", track->city);
    json_write_text(json, "state", track->state);
    json_write_text(json, "tier", sp_tier_name(pick->tier));
    json_write_text(json, "signal", sp_signal_name(pick->signal, pick->single_tier));
    if (pick->leads) {
        json_write_whole(json, "cost_cents", pick->cost_cents);
        json_write_number(json, "marginal", pick->marginal);
    }
    chance_json(json, "chance_interview", &pick->interview);
    chance_json(json, "chance_match", &pick->match);
    reasons_json(json, pick->reason, pick->reasons);
    json_write_number(json, "score", score(pick->reason, pick->reasons));
    texts_json(json, "verify", pick->verify, pick->verifies);
    link_json(json, track);
    json_write_text(json, "track_type", sp_track_type_name(track->type));
    json_write_bool(json, "pinned", pick->pinned);
    place_json(json, track);
    json_close(json);
}

static void picks_json(struct json_writer *json, const char *key,
                       const struct sp_pick *pick, int count, const struct sp_facts *facts)
{
    json_open_list(json, key);
    for (int i = 0; i < count; i++)
        pick_json(json, &pick[i], facts);
    json_close(json);
}

static void left_out_json(struct json_writer *json, const struct sp_left_out *out,
                          const struct sp_facts *facts)
{
    json_open_object(json, NULL);
    json_write_text(json, "nrmp_code", facts->programs->track[out->track].code);
    json_write_text(json, "why", out->why);
    chance_json(json, "chance_interview", &out->interview);
    chance_json(json, "chance_match", &out->match);
    json_write_bool(json, "by_rule", out->by_rule);
    json_write_number(json, "gain", out->gain);
    named_place_json(json, &facts->programs->track[out->track], facts);
    link_json(json, &facts->programs->track[out->track]);
    json_close(json);
}

static void held_json(struct json_writer *json, const struct sp_held *held,
                      const struct sp_facts *facts)
{
    json_open_object(json, NULL);
    json_write_text(json, "nrmp_code", facts->programs->track[held->track].code);
    texts_json(json, "unknown", held->unknown, held->unknowns);
    link_json(json, &facts->programs->track[held->track]);
    named_place_json(json, &facts->programs->track[held->track], facts);
    json_close(json);
}

static void curve_json(struct json_writer *json, const struct sp_plan *plan,
                       const struct sp_facts *facts)
{
    json_open_list(json, "curve");
    for (int i = 0; i < plan->curve_points; i++) {
        const struct sp_curve_point *point = &plan->curve[i];
        json_open_object(json, NULL);
        json_write_whole(json, "n", point->n);
        json_write_whole(json, "cost_cents", point->cost_cents);
        json_write_number(json, "value", point->value);
        json_write_number(json, "low", point->low);
        json_write_number(json, "high", point->high);
        json_write_number(json, "marginal", point->marginal);
        json_write_text(json, "nrmp_code", facts->programs->track[point->track].code);
        json_close(json);
    }
    json_close(json);
}

static void plan_knee_json(struct json_writer *json, const struct sp_plan *plan)
{
    if (plan->knee < 0 || plan->knee >= plan->curve_points) {
        json_write_null(json, "knee");
        return;
    }
    json_open_object(json, "knee");
    json_write_whole(json, "n", plan->curve[plan->knee].n);
    json_write_whole(json, "cost_cents", plan->curve[plan->knee].cost_cents);
    json_write_number(json, "value", plan->curve[plan->knee].value);
    json_close(json);
}

void plan_numbers_json(struct json_writer *json, const struct sp_plan *plan)
{
    chance_json(json, "chance", &plan->chance);
    chance_json(json, "chance_any_rank", &plan->chance_any_rank);
    chance_json(json, "chance_given_rank", &plan->chance_given_rank);
    json_write_number(json, "standard_error", plan->standard_error);
    json_write_number(json, "expected_interviews", plan->expected_interviews);
    json_write_whole(json, "applications", plan->applications);
    json_write_whole(json, "cost_cents", plan->cost_cents);
}

/* What was added after the keys that others build on. */
static void later_keys(struct json_writer *json, const struct sp_plan *plan,
                       const struct sp_facts *facts)
{
    picks_json(json, "preliminary", plan->preliminary, plan->preliminaries, facts);
    chance_json(json, "chance_any_rank", &plan->chance_any_rank);
    chance_json(json, "chance_given_rank", &plan->chance_given_rank);
    json_write_number(json, "standard_error", plan->standard_error);
    json_write_number(json, "expected_interviews", plan->expected_interviews);
    json_write_bool(json, "utility", plan->utility);
    json_write_number(json, "worth", plan->worth);
    json_write_number(json, "hours", plan->hours);
    json_write_whole(json, "applications", plan->applications);
    plan_knee_json(json, plan);
    json_write_bool(json, "stopped_at_knee", plan->stopped_at_knee);
    json_write_whole(json, "season", plan->season);
    json_write_whole(json, "seed", (long long)plan->seed);
    json_write_text(json, "notice", output_notice());
}

static void write_plan(struct json_writer *json, const struct sp_plan *plan,
                       const struct sp_facts *facts)
{
    json_open_object(json, NULL);
    picks_json(json, "picked", plan->pick, plan->picks, facts);
    json_open_list(json, "left_out");
    for (int i = 0; i < plan->left_outs; i++)
        left_out_json(json, &plan->left_out[i], facts);
    json_close(json);
    json_open_list(json, "held");
    for (int i = 0; i < plan->helds; i++)
        held_json(json, &plan->held[i], facts);
    json_close(json);
    chance_json(json, "chance", &plan->chance);
    json_write_number(json, "bound", plan->bound);
    json_write_number(json, "gap", plan->gap);
    json_write_whole(json, "cost_cents", plan->cost_cents);
    curve_json(json, plan, facts);
    texts_json(json, "warnings", plan->warning, plan->warnings);
    later_keys(json, plan, facts);
    json_close(json);
    json_finish(json);
}

void plan_write_json(FILE *out, const struct sp_plan *plan, const struct sp_facts *facts)
{
    struct json_writer json = json_write_to(out);
    write_plan(&json, plan, facts);
}

void plan_write_packed(FILE *out, struct json_pack *pack, const struct sp_plan *plan,
                       const struct sp_facts *facts)
{
    struct json_writer json = json_write_packed(out, pack);
    write_plan(&json, plan, facts);
}

void plan_write_curve_json(FILE *out, const struct sp_plan *plan,
                           const struct sp_facts *facts)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    curve_json(&json, plan, facts);
    plan_knee_json(&json, plan);
    chance_json(&json, "chance", &plan->chance);
    json_write_whole(&json, "season", plan->season);
    json_write_whole(&json, "seed", (long long)plan->seed);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}
