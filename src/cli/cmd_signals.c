/* cmd_signals.c: how many signals a season gives, per specialty. */
#include "call.h"
#include "command.h"
#include "csv_write.h"
#include "error.h"
#include "json_write.h"
#include "notice.h"
#include "session.h"
#include "text_table.h"

#include <string.h>

/* Whether the rule belongs to one of the specialties asked for; to all without any. */
static bool wanted(const struct session *session, const struct sp_signal_rule *rule,
                   const char *const *code, int codes)
{
    for (int i = 0; i < codes; i++) {
        int place = sp_specialty_find(&session->specialties, code[i]);
        if (place >= 0
            && strcmp(session->specialties.at[place].signal, rule->specialty) == 0)
            return true;
    }
    return codes == 0;
}

static void rule_json(struct json_writer *json, const struct sp_signal_rule *rule)
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
    json_close(json);
}

static void rule_csv(struct csv_writer *csv, const struct sp_season *season,
                     const struct sp_signal_rule *rule)
{
    csv_whole(csv, season->year);
    csv_text(csv, rule->specialty);
    csv_text(csv, rule->service);
    csv_text(csv, rule->tiered ? "tiered" : "single");
    csv_whole(csv, rule->gold);
    csv_whole(csv, rule->tiered ? rule->silver : 0);
    csv_whole(csv, rule->gold + rule->silver);
    csv_text(csv, rule->certainty);
    csv_text(csv, rule->projected ? "yes" : "no");
    csv_text(csv, rule->origin.source);
    csv_text(csv, rule->origin.as_of);
    csv_end_row(csv);
}

static void rule_cells(struct text_table *table, const struct sp_signal_rule *rule)
{
    text_cell(table, rule->specialty);
    text_cell(table, rule->service);
    if (rule->tiered) {
        text_cellf(table, "%d", rule->gold);
        text_cellf(table, "%d", rule->silver);
    } else {
        text_cell(table, "");
        text_cell(table, "");
    }
    text_cellf(table, "%d", rule->gold + rule->silver);
    text_cellf(table, "%s, %s (%s%s)", rule->origin.source, rule->origin.as_of,
               rule->certainty, rule->projected ? ", projected" : "");
}

static void write_json(FILE *out, const struct session *session, const char *const *code,
                       int codes)
{
    const struct sp_season *season = &session->season;
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_write_whole(&json, "season", season->year);
    json_open_list(&json, "signals");
    for (int i = 0; i < season->signals; i++)
        if (wanted(session, &season->signal[i], code, codes))
            rule_json(&json, &season->signal[i]);
    json_close(&json);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}

static void write_csv(FILE *out, const struct session *session, const char *const *code,
                      int codes)
{
    const struct sp_season *season = &session->season;
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv,
               "season,specialty,service,tiering,gold,silver,total,certainty,projected,"
               "source,as_of");
    for (int i = 0; i < season->signals; i++)
        if (wanted(session, &season->signal[i], code, codes))
            rule_csv(&csv, season, &season->signal[i]);
}

static bool write_text(FILE *out, const struct session *session, const char *const *code,
                       int codes, struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Specialty", false, true}, {"Service", false, false}, {"Gold", true, false},
        {"Silver", true, false},    {"Total", true, false},    {"Rests on", false, true},
    };
    const struct sp_season *season = &session->season;
    struct text_page page = text_page_for(out);
    struct text_table table = text_table_for(&page, column, 6);
    char title[80];
    snprintf(title, sizeof title, "Signals of the Match %d", season->year);
    text_heading(&page, title);
    text_wrap(
        &page, 0, 0,
        "A signal is a mark of interest that goes with an application, one per program; "
        "where there are two kinds, gold says more than silver.");
    fputc('\n', out);
    for (int i = 0; i < season->signals; i++)
        if (wanted(session, &season->signal[i], code, codes))
            rule_cells(&table, &season->signal[i]);
    if (table.cells == 0)
        text_wrap(&page, 0, 0, "No signals are known for what you asked.");
    else if (!text_table_finish(&table, error))
        return false;
    text_wrap(&page, 0, 0,
              "Projected: carried from another season; nobody has published it yet.");
    fputc('\n', out);
    text_wrap(&page, 0, 0, output_notice());
    return true;
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct session session;
    const char **code;
    int codes;
    if (!call_operands(call, 0, 0, "nothing", error)
        || !session_open(call, SESSION_SPECIALTIES | SESSION_SEASON, &session, error))
        return false;
    bool ok = session_specialties(&session, call, &code, &codes, error);
    if (ok && call->json)
        write_json(call->out, &session, code, codes);
    else if (ok && call->csv)
        write_csv(call->out, &session, code, codes);
    else if (ok)
        ok = write_text(call->out, &session, code, codes, error);
    session_close(&session);
    return ok;
}

const struct command cmd_signals = {
    .name = "signals",
    .summary = "How many signals each specialty gives in a season",
    .operands = "",
    .about =
        "Lists the rules per specialty, each with its source, its date, and whether it is "
        "projected from an earlier season.",
    .option =
        (const struct command_option[]){
            {"specialty", "NAME", "Only this specialty; may be repeated", NULL, true},
            {0},
        },
    .example =
        (const struct command_example[]){
            {"signals", "All specialties in the next Match"},
            {"signals --season 2026 --specialty \"Internal Medicine\" --json",
             "One specialty and season, for a program"},
            {0},
        },
    .table = true,
    .run = run,
};
