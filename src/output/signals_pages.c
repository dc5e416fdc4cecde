/* signals_pages.c: a row an application of the list whose specialty has signals. */
#include "signals_pages.h"

#include "chance_text.h"
#include "csv_write.h"
#include "json_write.h"
#include "notice.h"
#include "plan.h"
#include "plan_pages.h"
#include "program_text.h"
#include "text_table.h"

#include <string.h>

void signal_rule_json(struct json_writer *json, const struct sp_signal_rule *rule)
{
    json_open_object(json, NULL);
    json_write_text(json, "specialty", rule->specialty);
    json_write_text(json, "service", rule->service);
    json_write_bool(json, "tiered", rule->tiered);
    json_write_whole(json, "gold", rule->gold);
    json_write_whole(json, "silver", rule->tiered ? rule->silver : 0);
    json_write_whole(json, "total", rule->gold + rule->silver);
    json_write_text(json, "certainty", rule->certainty);
    json_write_bool(json, "projected", rule->projected);
    json_write_text(json, "source", rule->origin.source);
    json_write_text(json, "as_of", rule->origin.as_of);
}

/* The rule that a track falls under, or NULL. */
static const struct sp_signal_rule *rule_of(const struct sp_facts *facts, int track)
{
    const char *code = facts->programs->track[track].specialty;
    for (int s = 0; s < facts->specialties->count; s++)
        if (strcmp(facts->specialties->at[s].code, code) == 0)
            return sp_season_signals(facts->season, facts->specialties->at[s].signal);
    return NULL;
}

static int count_sent(const struct sp_plan *plan, const struct sp_facts *facts,
                      const struct sp_signal_rule *rule, enum sp_signal kind)
{
    int count = 0;
    for (int i = 0; i < plan->signals; i++)
        count +=
            plan->signal[i].signal == kind && rule_of(facts, plan->signal[i].track) == rule;
    return count;
}

/* The rules of the specialties on the list, and how much of each is used. */
static void rules_json(struct json_writer *json, const struct sp_plan *plan,
                       const struct sp_facts *facts)
{
    json_open_object(json, "rule");
    json_write_whole(json, "season", plan->season);
    json_open_list(json, "signals");
    for (int i = 0; i < facts->season->signals; i++) {
        const struct sp_signal_rule *rule = &facts->season->signal[i];
        bool used = false;
        for (int s = 0; s < plan->signals && !used; s++)
            used = rule_of(facts, plan->signal[s].track) == rule;
        if (!used)
            continue;
        int gold = count_sent(plan, facts, rule, SP_GOLD),
            silver = count_sent(plan, facts, rule, SP_SILVER);
        signal_rule_json(json, rule);
        json_write_whole(json, "gold_used", gold);
        json_write_whole(json, "silver_used", rule->tiered ? silver : 0);
        json_write_whole(json, "total_used", gold + silver);
        json_close(json);
    }
    json_close(json);
    json_close(json);
}

/* The pick that leads an application. */
static const struct sp_pick *pick_of(const struct sp_plan *plan, int application)
{
    int i = 0;
    while (i < plan->picks - 1 && plan->pick[i].application != application)
        i++;
    return &plan->pick[i];
}

/* The chance of matching at any track of the application. */
static struct sp_chance match_of(const struct sp_plan *plan, int application)
{
    struct sp_chance all = {.basis = ""};
    for (int i = 0; i < plan->picks; i++) {
        if (plan->pick[i].application != application)
            continue;
        all.value += plan->pick[i].match.value;
        all.low += plan->pick[i].match.low;
        all.high += plan->pick[i].match.high;
        all.basis = plan->pick[i].match.basis;
    }
    return all;
}

static void allocation_json(struct json_writer *json, const struct sp_plan *plan,
                            const struct sp_facts *facts,
                            const struct sp_signal_worth *worth)
{
    const struct sp_track *track = &facts->programs->track[worth->track];
    struct sp_chance match = match_of(plan, worth->application);
    json_open_object(json, NULL);
    json_write_text(json, "nrmp_code", track->code);
    json_write_text(json, "signal", sp_signal_name(worth->signal, worth->single_tier));
    chance_json(json, "chance_interview", &pick_of(plan, worth->application)->interview);
    chance_json(json, "chance_match", &match);
    if (worth->movable)
        json_write_number(json, "cost_of_moving", worth->cost);
    else
        json_write_null(json, "cost_of_moving");
    json_write_text(json, "best", sp_signal_name(worth->best, worth->single_tier));
    json_write_whole(json, "application", worth->application);
    json_write_text(json, "institution", track->institution);
    json_write_text(json, "specialty", program_specialty(facts->specialties, track));
    json_write_text(json, "city", track->city);
    json_write_text(json, "state", track->state);
    json_close(json);
}

static void moved_json(struct json_writer *json, const struct sp_plan *plan,
                       const struct sp_facts *facts)
{
    json_open_list(json, "moved");
    for (int i = 0; i < plan->signals; i++) {
        const struct sp_signal_worth *worth = &plan->signal[i];
        if (worth->signal == worth->best)
            continue;
        json_open_object(json, NULL);
        json_write_text(json, "nrmp_code", facts->programs->track[worth->track].code);
        json_write_text(json, "from", sp_signal_name(worth->best, worth->single_tier));
        json_write_text(json, "to", sp_signal_name(worth->signal, worth->single_tier));
        json_write_number(json, "cost", worth->moved_cost);
        json_close(json);
    }
    json_close(json);
}

void signals_write_json(FILE *out, const struct sp_plan *plan, const struct sp_facts *facts)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    rules_json(&json, plan, facts);
    json_open_list(&json, "allocation");
    for (int i = 0; i < plan->signals; i++)
        allocation_json(&json, plan, facts, &plan->signal[i]);
    json_close(&json);
    chance_json(&json, "chance", &plan->chance);
    json_write_number(&json, "chance_if_best", plan->chance_if_best);
    moved_json(&json, plan, facts);
    json_write_whole(&json, "season", plan->season);
    json_write_whole(&json, "seed", (long long)plan->seed);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}

void signals_write_csv(FILE *out, const struct sp_plan *plan, const struct sp_facts *facts)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv,
               "nrmp_code,institution,city,state,signal,best,chance_interview_percent,"
               "moving_it_costs_percent");
    for (int i = 0; i < plan->signals; i++) {
        const struct sp_signal_worth *worth = &plan->signal[i];
        const struct sp_track *track = &facts->programs->track[worth->track];
        csv_text(&csv, track->code);
        csv_text(&csv, track->institution);
        csv_text(&csv, track->city);
        csv_text(&csv, track->state);
        csv_text(&csv, sp_signal_name(worth->signal, worth->single_tier));
        csv_text(&csv, sp_signal_name(worth->best, worth->single_tier));
        csv_number(&csv, 100 * pick_of(plan, worth->application)->interview.value);
        if (worth->movable)
            csv_number(&csv, 100 * worth->cost);
        else
            csv_text(&csv, "");
        csv_end_row(&csv);
    }
}

static void put_row(struct text_table *table, const struct sp_plan *plan,
                    const struct sp_facts *facts, const struct sp_signal_worth *worth)
{
    const struct sp_track *track = &facts->programs->track[worth->track];
    const struct sp_pick *pick = pick_of(plan, worth->application);
    char interview[CHANCE_BYTES];
    chance_percent(&pick->interview, interview);
    text_cellf(table, "%d", worth->application);
    text_cell(table, track->code);
    text_cellf(table, "%s, %s", track->institution, track->state);
    text_cellf(table, "%s%s", sp_signal_name(worth->signal, worth->single_tier),
               worth->signal == worth->best ? "" : " (moved)");
    text_cell(table, interview);
    if (worth->movable)
        text_cellf(table, "%+.2f", 100 * worth->cost + 0.0);
    else
        text_cell(table, "");
}

bool signals_write_text(const struct text_page *page, const struct sp_plan *plan,
                        const struct sp_facts *facts, struct sp_error *error)
{
    static const struct text_column column[] = {
        {"", true, false},           {"Code", false, false},
        {"Program", false, true},    {"Signal", false, true},
        {"Interview", false, false}, {"Moving it costs", true, false},
    };
    struct text_table table = text_table_for(page, column, 6);
    char chance[CHANCE_BYTES];
    chance_seasons(&plan->chance, chance);
    text_heading(page, "Signals of your list");
    text_wrapf(page, 0, 0,
               "You match in %s; with the signals as the list puts them, in "
               "%.1f.",
               chance, 100 * plan->chance_if_best);
    fputc('\n', page->out);
    for (int i = 0; i < plan->signals; i++)
        put_row(&table, plan, facts, &plan->signal[i]);
    if (table.cells == 0)
        text_wrap(page, 0, 0, "No specialty of the list has signals this season.");
    else if (!text_table_finish(&table, error))
        return false;
    text_wrap(
        page, 0, 0,
        "The last column is in seasons of 100: what is lost when the signal goes from "
        "here to the next best program, or comes here from the one that needs it "
        "least.  Gold and silver count alike, since nobody has published a difference.");
    fputc('\n', page->out);
    text_wrap(page, 0, 0, output_notice());
    return true;
}
