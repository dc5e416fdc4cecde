/* cmd_data.c: where the facts come from, how old they are, and where they disagree. */
#include "call.h"
#include "command.h"
#include "csv_write.h"
#include "error.h"
#include "json_write.h"
#include "notice.h"
#include "session.h"
#include "text_table.h"

#include <stdlib.h>
#include <string.h>

struct holdings {
    struct sp_arena text;
    struct store_source *source;
    int sources;
    struct store_conflict *conflict;
    int conflicts;
    int season; /* facts of two years before it and earlier are old */
    int tracks, offered, identified;
};

static bool load_holdings(const struct session *session, struct holdings *holdings,
                          struct sp_error *error)
{
    const struct sp_programs *programs = &session->programs;
    *holdings =
        (struct holdings){.season = session->season.year, .tracks = programs->count};
    for (int i = 0; i < programs->count; i++) {
        holdings->offered += sp_track_offered(&programs->track[i]);
        holdings->identified += *programs->track[i].acgme_id != '\0';
    }
    return store_load_sources(session->store, &holdings->text, &holdings->source,
                              &holdings->sources, error)
           && store_load_conflicts(session->store, &holdings->text, &holdings->conflict,
                                   &holdings->conflicts, error);
}

/* Whole years between the fact and the season; -1 when the date says no year. */
static int age(const struct holdings *holdings, const char *as_of)
{
    int year = atoi(as_of);
    return year >= 1900 ? holdings->season - year : -1;
}

static bool is_old(const struct holdings *holdings, const char *as_of)
{
    return age(holdings, as_of) > 2;
}

static void source_json(struct json_writer *json, const struct holdings *holdings,
                        const struct store_source *source)
{
    json_open_object(json, NULL);
    json_write_text(json, "key", source->key);
    json_write_text(json, "title", source->title);
    json_write_text(json, "as_of", source->as_of);
    if (age(holdings, source->as_of) >= 0)
        json_write_whole(json, "years_before_season", age(holdings, source->as_of));
    else
        json_write_null(json, "years_before_season");
    json_write_bool(json, "old", is_old(holdings, source->as_of));
    json_write_text(json, "tables", source->tables);
    json_write_whole(json, "rows", source->rows);
    json_close(json);
}

static void conflict_json(struct json_writer *json, const struct store_conflict *conflict)
{
    json_open_object(json, NULL);
    json_write_text(json, "nrmp_code", conflict->code);
    json_write_text(json, "field", conflict->field);
    json_write_text(json, "used_value", conflict->used_value);
    json_write_text(json, "used_source", conflict->used_source);
    json_write_text(json, "used_as_of", conflict->used_as_of);
    json_write_text(json, "other_value", conflict->other_value);
    json_write_text(json, "other_source", conflict->other_source);
    json_write_text(json, "other_as_of", conflict->other_as_of);
    json_close(json);
}

static void write_json(FILE *out, const struct holdings *holdings)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_write_whole(&json, "season", holdings->season);
    json_write_whole(&json, "tracks", holdings->tracks);
    json_write_whole(&json, "tracks_offered", holdings->offered);
    json_write_whole(&json, "tracks_with_acgme_id", holdings->identified);
    json_open_list(&json, "sources");
    for (int i = 0; i < holdings->sources; i++)
        source_json(&json, holdings, &holdings->source[i]);
    json_close(&json);
    json_open_list(&json, "conflicts");
    for (int i = 0; i < holdings->conflicts; i++)
        conflict_json(&json, &holdings->conflict[i]);
    json_close(&json);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}

static void write_source_csv(FILE *out, const struct holdings *holdings)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv, "key,title,as_of,old,tables,rows");
    for (int i = 0; i < holdings->sources; i++) {
        const struct store_source *source = &holdings->source[i];
        csv_text(&csv, source->key);
        csv_text(&csv, source->title);
        csv_text(&csv, source->as_of);
        csv_text(&csv, is_old(holdings, source->as_of) ? "yes" : "no");
        csv_text(&csv, source->tables);
        csv_whole(&csv, source->rows);
        csv_end_row(&csv);
    }
}

static void write_conflict_csv(FILE *out, const struct holdings *holdings)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv, "nrmp_code,field,used_value,used_source,used_as_of,other_value,"
                     "other_source,other_as_of");
    for (int i = 0; i < holdings->conflicts; i++) {
        const struct store_conflict *conflict = &holdings->conflict[i];
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

static bool write_sources(const struct text_page *page, const struct holdings *holdings,
                          struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Source", false, false}, {"What it is", false, true}, {"As of", false, false},
        {"Rows", true, false},    {"Tables", false, true},
    };
    struct text_table table = text_table_for(page, column, 5);
    for (int i = 0; i < holdings->sources; i++) {
        const struct store_source *source = &holdings->source[i];
        text_cell(&table, source->key);
        text_cell(&table, source->title);
        text_cellf(&table, "%s%s", source->as_of,
                   is_old(holdings, source->as_of) ? " old" : "");
        text_cellf(&table, "%ld", source->rows);
        text_cell(&table, source->tables);
    }
    return text_table_finish(&table, error);
}

static bool write_conflicts(const struct text_page *page, const struct holdings *holdings,
                            struct sp_error *error)
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
        const struct store_conflict *c = &holdings->conflict[i];
        text_cell(&table, c->code);
        text_cell(&table, c->field);
        text_cellf(&table, "%s (%s, %s)", c->used_value, c->used_source, c->used_as_of);
        text_cellf(&table, "%s (%s, %s)", c->other_value, c->other_source, c->other_as_of);
    }
    return text_table_finish(&table, error);
}

static bool write_text(FILE *out, const struct holdings *holdings, bool conflicts_only,
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
    struct holdings holdings;
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
    bool ok = load_holdings(&session, &holdings, error);
    if (ok && call->json)
        write_json(call->out, &holdings);
    else if (ok && call->csv && conflicts)
        write_conflict_csv(call->out, &holdings);
    else if (ok && call->csv)
        write_source_csv(call->out, &holdings);
    else if (ok)
        ok = write_text(call->out, &holdings, conflicts, error);
    sp_arena_free(&holdings.text);
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
