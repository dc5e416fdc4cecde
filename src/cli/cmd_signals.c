/* cmd_signals.c: how many signals a season gives; where those of a list go. */
#include "call.h"
#include "command.h"
#include "csv_write.h"
#include "error.h"
#include "json_write.h"
#include "notice.h"
#include "plan_request.h"
#include "session.h"
#include "signals_pages.h"
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

static void rule_object(struct json_writer *json, const struct sp_signal_rule *rule)
{
    signal_rule_json(json, rule);
    json_close(json);
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
            rule_object(&json, &season->signal[i]);
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

static bool write_rules(const struct call *call, struct session *session,
                        struct sp_error *error)
{
    const char **code;
    int codes;
    bool ok = session_specialties(session, call, &code, &codes, error);
    if (ok && call->json)
        write_json(call->out, session, code, codes);
    else if (ok && call->csv)
        write_csv(call->out, session, code, codes);
    else if (ok)
        ok = write_text(call->out, session, code, codes, error);
    return ok;
}

/* CODE=gold, CODE=silver, CODE=signal or CODE=none. */
static bool read_move(const struct session *session, const char *text,
                      struct sp_signal_move *move, struct sp_error *error)
{
    char code[40];
    const char *sign = strchr(text, '=');
    if (!sign || (size_t)(sign - text) >= sizeof code)
        return sp_fail(error, SP_BAD_INPUT,
                       "--move: '%.60s' is not of the form CODE=SIGNAL", text);
    snprintf(code, sizeof code, "%.*s", (int)(sign - text), text);
    return session_track(session, code, &move->track, error)
           && sp_signal_parse(sign + 1, "--move", &move->signal, error);
}

static bool read_moves(struct session *session, const struct call *call,
                       struct sp_plan_options *options, struct sp_error *error)
{
    const char *text;
    int count = 0;
    while (call_nth(call, "move", count))
        count++;
    struct sp_signal_move *move =
        sp_arena_get(&session->text, ((size_t)count + 1) * sizeof *move);
    if (!move)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the moves");
    for (int i = 0; (text = call_nth(call, "move", i)); i++)
        if (!read_move(session, text, &move[i], error))
            return false;
    options->weigh_signals = true;
    options->move = move;
    options->moves = count;
    return true;
}

static bool write_list(const struct call *call, struct session *session,
                       struct sp_error *error)
{
    struct sp_plan_options options;
    struct sp_plan plan;
    struct text_page page = text_page_for(call->out);
    if (!plan_request_read(session, call, &options, error)
        || !read_moves(session, call, &options, error)
        || !sp_plan_make(&session->profile, &session->facts, &options, &plan, error))
        return false;
    bool ok = true;
    if (call->json)
        signals_write_json(call->out, &plan, &session->facts);
    else if (call->csv)
        signals_write_csv(call->out, &plan, &session->facts);
    else
        ok = signals_write_text(&page, &plan, &session->facts, error);
    sp_plan_free(&plan);
    return ok;
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct session session;
    bool list =
        call_given(call, "demo") || call_given(call, "profile") || call_given(call, "move");
    if (!call_operands(call, 0, 0, "nothing", error)
        || !session_open(call, list ? SESSION_ALL : SESSION_SPECIALTIES | SESSION_SEASON,
                         &session, error))
        return false;
    bool ok = list ? write_list(call, &session, error) : write_rules(call, &session, error);
    session_close(&session);
    return ok;
}

const struct command cmd_signals = {
    .name = "signals",
    .summary = "How many signals a season gives, and what each of yours is worth",
    .operands = "",
    .about =
        "Lists the rules per specialty, each with its source, its date, and whether it is "
        "projected from an earlier season.\n\n"
        "With --profile, --demo or --move it shows the signals of your list instead: where "
        "each one goes, and what it would cost to move it.  --move puts one elsewhere, "
        "within the rules of the season, and says what that does to the chance.",
    .option =
        (const struct command_option[]){
            {"move", "CODE=SIGNAL",
             "Send this program gold, silver, signal or none; may be repeated", NULL, true},
            {0},
        },
    .also = plan_options,
    .example =
        (const struct command_example[]){
            {"signals", "All specialties in the next Match"},
            {"signals --season 2026 --specialty \"Internal Medicine\" --json",
             "One specialty and season, for a program"},
            {"signals --demo", "The signals of the made-up applicant's list"},
            {0},
        },
    .table = true,
    .run = run,
};
