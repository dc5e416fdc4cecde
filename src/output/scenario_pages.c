/* scenario_pages.c: a row a scenario, the profile as it is on top. */
#include "scenario_pages.h"

#include "chance_text.h"
#include "csv_write.h"
#include "improve.h"
#include "json_write.h"
#include "money.h"
#include "notice.h"
#include "plan_pages.h"
#include "text_table.h"

#include <string.h>

/* Applications of one plan that the other has not. */
static int only_in(const struct sp_plan *plan, const struct sp_plan *other,
                   const struct sp_facts *facts)
{
    const struct sp_track *track = facts->programs->track;
    int count = 0;
    for (int i = 0; i < plan->picks; i++) {
        bool there = !plan->pick[i].leads;
        for (int j = 0; j < other->picks && !there; j++)
            there =
                track[other->pick[j].track].program == track[plan->pick[i].track].program;
        count += !there;
    }
    return count;
}

static void changes_json(struct json_writer *json, const struct sp_scenario *scenario)
{
    json_open_list(json, "changes");
    for (int c = 0; c < scenario->changes; c++) {
        json_open_object(json, NULL);
        json_write_text(json, "field", scenario->change[c].field);
        json_write_text(json, "value", scenario->change[c].value);
        json_close(json);
    }
    json_close(json);
}

void scenario_write_json(FILE *out, const struct sp_plan *base,
                         const struct sp_facts *facts, const struct sp_scenario *scenario,
                         int scenarios)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_open_object(&json, "base");
    plan_numbers_json(&json, base);
    json_close(&json);
    json_open_list(&json, "improvements");
    json_close(&json);
    json_open_list(&json, "scenarios");
    for (int i = 0; i < scenarios; i++) {
        json_open_object(&json, NULL);
        json_write_text(&json, "name", scenario[i].name);
        changes_json(&json, &scenario[i]);
        plan_numbers_json(&json, &scenario[i].plan);
        json_write_number(&json, "gain", scenario[i].gain);
        json_write_number(&json, "gain_low", scenario[i].low);
        json_write_number(&json, "gain_high", scenario[i].high);
        json_write_bool(&json, "no_honest_figure", !scenario[i].sized);
        json_write_whole(&json, "programs_entered",
                         only_in(&scenario[i].plan, base, facts));
        json_write_whole(&json, "programs_left", only_in(base, &scenario[i].plan, facts));
        json_close(&json);
    }
    json_close(&json);
    json_write_whole(&json, "season", base->season);
    json_write_whole(&json, "seed", (long long)base->seed);
    json_write_text(&json, "notice", output_notice());
    json_write_whole(&json, "parts", SP_IMPROVE_PARTS);
    json_close(&json);
    json_finish(&json);
}

static void row_csv(struct csv_writer *csv, const struct sp_plan *base,
                    const struct sp_facts *facts, const struct sp_scenario *scenario)
{
    const struct sp_plan *plan = scenario ? &scenario->plan : base;
    csv_text(csv, scenario ? scenario->name : "as it is");
    csv_number(csv, 100 * plan->chance.value);
    csv_number(csv, 100 * plan->chance.low);
    csv_number(csv, 100 * plan->chance.high);
    csv_number(csv, scenario ? 100 * scenario->gain : 0);
    csv_number(csv, scenario ? 100 * scenario->low : 0);
    csv_number(csv, scenario ? 100 * scenario->high : 0);
    csv_text(csv, scenario && !scenario->sized ? "yes" : "no");
    csv_number(csv, plan->expected_interviews);
    csv_whole(csv, plan->applications);
    csv_number(csv, (double)plan->cost_cents / 100);
    csv_whole(csv, only_in(plan, base, facts));
    csv_whole(csv, only_in(base, plan, facts));
    csv_end_row(csv);
}

void scenario_write_csv(FILE *out, const struct sp_plan *base, const struct sp_facts *facts,
                        const struct sp_scenario *scenario, int scenarios)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv, "scenario,chance_percent,low,high,gain_percent,gain_low,gain_high,"
                     "no_honest_figure,expected_interviews,applications,cost_usd,"
                     "programs_entered,programs_left");
    row_csv(&csv, base, facts, NULL);
    for (int i = 0; i < scenarios; i++)
        row_csv(&csv, base, facts, &scenario[i]);
}

/* "+3.1 (2.0 to 4.4)", or the plain words where nothing was published and nothing moved. */
static void put_gain(struct text_table *table, const struct sp_scenario *scenario)
{
    char gain[GAIN_BYTES];
    bool moved = scenario->gain > 0.0005 || scenario->gain < -0.0005;
    gain_text(scenario->gain, scenario->low, scenario->high, gain);
    text_cell(table, moved || scenario->sized ? gain : "no honest figure");
}

static void put_row(struct text_table *table, const struct sp_plan *base,
                    const struct sp_facts *facts, const struct sp_scenario *scenario)
{
    const struct sp_plan *plan = scenario ? &scenario->plan : base;
    char chance[CHANCE_BYTES], cost[CHANCE_BYTES];
    chance_percent(&plan->chance, chance);
    sp_money_say(plan->cost_cents, cost);
    text_cell(table, scenario ? scenario->name : "as it is");
    text_cell(table, chance);
    if (scenario)
        put_gain(table, scenario);
    else
        text_cell(table, "");
    text_cellf(table, "%d, %s", plan->applications, cost);
    if (scenario)
        text_cellf(table, "%d, %d", only_in(plan, base, facts), only_in(base, plan, facts));
    else
        text_cell(table, "");
}

static bool said_before(const struct sp_plan *base, const char *warning)
{
    for (int i = 0; i < base->warnings; i++)
        if (strcmp(base->warning[i], warning) == 0)
            return true;
    return false;
}

/* Warnings that only the changed profile has. */
static void put_notes(const struct text_page *page, const struct sp_plan *base,
                      const struct sp_scenario *scenario)
{
    for (int w = 0; w < scenario->plan.warnings; w++) {
        const char *warning = scenario->plan.warning[w];
        char text[900];
        snprintf(text, sizeof text, "Note on %.100s: %.700s", scenario->name, warning);
        if (!said_before(base, warning))
            text_wrap(page, 0, 6, text);
    }
}

bool scenario_write_text(const struct text_page *page, const struct sp_plan *base,
                         const struct sp_facts *facts, const struct sp_scenario *scenario,
                         int scenarios, struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Scenario", false, true},   {"Match chance", true, false},
        {"Gain of 100", true, true}, {"Sent", true, true},
        {"In, out", true, false},
    };
    struct text_table table = text_table_for(page, column, 5);
    char title[80];
    bool sized = true;
    snprintf(title, sizeof title, "What if, for the Match %d", base->season);
    text_heading(page, title);
    put_row(&table, base, facts, NULL);
    for (int i = 0; i < scenarios; i++) {
        put_row(&table, base, facts, &scenario[i]);
        sized = sized && scenario[i].sized;
    }
    if (!text_table_finish(&table, error))
        return false;
    fputc('\n', page->out);
    text_wrap(page, 0, 0,
              "Each row is its own best list, with the same facts and draws, so a gain is "
              "the change and not luck.  In, out: programs that join and leave the list.");
    if (!sized)
        text_wrap(page, 0, 0,
                  "No honest figure: nobody has published how much it helps, so it moves "
                  "nothing here; that does not say that it does not help.");
    for (int i = 0; i < scenarios; i++)
        put_notes(page, base, &scenario[i]);
    fputc('\n', page->out);
    text_wrap(page, 0, 0, output_notice());
    return true;
}
