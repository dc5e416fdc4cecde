/* cmd_data.c: where the facts come from, how old they are, and where they disagree. */
#include "call.h"
#include "command.h"
#include "csv_write.h"
#include "data_pages.h"
#include "error.h"
#include "notice.h"
#include "session.h"
#include "text_table.h"

#include <string.h>

static bool load_holdings(const struct session *session, struct sp_arena *text,
                          struct data_holdings *holdings, struct sp_error *error)
{
    struct sp_source *source;
    struct sp_conflict *conflict;
    *holdings = data_holdings_of(&session->programs, session->season.year);
    if (!store_load_sources(session->store, text, &source, &holdings->sources, error)
        || !store_load_conflicts(session->store, text, &conflict, &holdings->conflicts,
                                 error))
        return false;
    holdings->source = source;
    holdings->conflict = conflict;
    return true;
}

static void write_source_csv(FILE *out, const struct data_holdings *holdings)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv, "key,title,as_of,old,tables,rows");
    for (int i = 0; i < holdings->sources; i++) {
        const struct sp_source *source = &holdings->source[i];
        csv_text(&csv, source->key);
        csv_text(&csv, source->title);
        csv_text(&csv, source->as_of);
        csv_text(&csv, data_is_old(holdings, source->as_of) ? "yes" : "no");
        csv_text(&csv, source->tables);
        csv_whole(&csv, source->rows);
        csv_end_row(&csv);
    }
}

static void write_conflict_csv(FILE *out, const struct data_holdings *holdings)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv, "nrmp_code,field,used_value,used_source,used_as_of,other_value,"
                     "other_source,other_as_of");
    for (int i = 0; i < holdings->conflicts; i++) {
        const struct sp_conflict *conflict = &holdings->conflict[i];
        const char *const cell[] = {
            conflict->code,         conflict->field,       conflict->used_value,
            conflict->used_source,  conflict->used_as_of,  conflict->other_value,
            conflict->other_source, conflict->other_as_of,
        };
        for (size_t c = 0; c < sizeof cell / sizeof *cell; c++)
            csv_text(&csv, cell[c]);
        csv_end_row(&csv);
    }
}

static bool write_sources(const struct text_page *page,
                          const struct data_holdings *holdings, struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Source", false, false}, {"What it is", false, true}, {"As of", false, false},
        {"Rows", true, false},    {"Tables", false, true},
    };
    struct text_table table = text_table_for(page, column, 5);
    for (int i = 0; i < holdings->sources; i++) {
        const struct sp_source *source = &holdings->source[i];
        text_cell(&table, source->key);
        text_cell(&table, source->title);
        text_cellf(&table, "%s%s", source->as_of,
                   data_is_old(holdings, source->as_of) ? " old" : "");
        text_cellf(&table, "%ld", source->rows);
        text_cell(&table, source->tables);
    }
    return text_table_finish(&table, error);
}

static bool write_conflicts(const struct text_page *page,
                            const struct data_holdings *holdings, struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Code", false, false},
        {"Fact", false, true},
        {"Used", false, true},
        {"The other", false, true},
    };
    struct text_table table = text_table_for(page, column, 4);
    if (!holdings->conflicts) {
        fputs("No two sources disagree.\n", page->out);
        return true;
    }
    for (int i = 0; i < holdings->conflicts; i++) {
        const struct sp_conflict *c = &holdings->conflict[i];
        text_cell(&table, c->code);
        text_cell(&table, c->field);
        text_cellf(&table, "%s (%s, %s)", c->used_value, c->used_source, c->used_as_of);
        text_cellf(&table, "%s (%s, %s)", c->other_value, c->other_source, c->other_as_of);
    }
    return text_table_finish(&table, error);
}

static bool write_text(FILE *out, const struct data_holdings *holdings, bool conflicts_only,
                       struct sp_error *error)
{
    struct text_page page = text_page_for(out);
    char title[200];
    snprintf(title, sizeof title,
             "Facts for the Match %d: %d tracks, %d of them offered in %d",
             holdings->season, holdings->tracks, holdings->offered, SP_LAST_YEAR);
    text_heading(&page, title);
    text_wrapf(&page, 0, 0, "%d tracks have an ACGME id (%.1f %%).", holdings->identified,
               holdings->tracks ? 100.0 * holdings->identified / holdings->tracks : 0);
    fputc('\n', out);
    if (!conflicts_only && !write_sources(&page, holdings, error))
        return false;
    if (!conflicts_only)
        fputs("Old: from more than two years before the season.\n\n", out);
    text_heading(&page, "Where sources disagree");
    if (!write_conflicts(&page, holdings, error))
        return false;
    fputc('\n', out);
    text_wrap(&page, 0, 0, output_notice());
    return true;
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct session session;
    struct data_holdings holdings;
    struct sp_arena text = {0};
    bool conflicts = call->operands > 0;
    if (!call_operands(call, 0, 1, "a word", error))
        return false;
    if (conflicts && strcmp(call->operand[0], "conflicts") != 0)
        return sp_fail(error, SP_BAD_INPUT,
                       "'%.40s' is not `conflicts`, the one word it takes",
                       call->operand[0]);
    if (!session_open(call, SESSION_SPECIALTIES | SESSION_SEASON | SESSION_PROGRAMS,
                      &session, error))
        return false;
    bool ok = load_holdings(&session, &text, &holdings, error);
    if (ok && call->json)
        data_write_json(call->out, &holdings);
    else if (ok && call->csv && conflicts)
        write_conflict_csv(call->out, &holdings);
    else if (ok && call->csv)
        write_source_csv(call->out, &holdings);
    else if (ok)
        ok = write_text(call->out, &holdings, conflicts, error);
    sp_arena_free(&text);
    session_close(&session);
    return ok;
}

const struct command cmd_data = {
    .name = "data",
    .summary = "Where the facts come from, how old they are, where they disagree",
    .operands = "[conflicts]",
    .about = "Lists every source with its date, the tables that rest on it and how many "
             "rows do; "
             "then each fact on which two sources disagree, and which of them is used.",
    .words = "conflicts",
    .example =
        (const struct command_example[]){
            {"data", "All sources"},
            {"data conflicts --csv", "Only what sources disagree about, for a spreadsheet"},
            {0},
        },
    .table = true,
    .run = run,
};
