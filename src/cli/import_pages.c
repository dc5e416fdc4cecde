/* import_pages.c: long lists show their first rows and say how many there are. */
#include "import_pages.h"

#include "json_write.h"
#include "text_table.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN = 20 };

static const char *unit_word(enum import_unit unit)
{
    return unit == IMPORT_PERCENT ? "per cent" : unit == IMPORT_FRACTION ? "fraction" : "";
}

static const struct sp_track *lead(const struct import_catalogue *catalogue, int program)
{
    const struct sp_programs *programs = catalogue->programs;
    return &programs->track[programs->order[programs->program[program].first_track]];
}

static int count_how(const struct import_matches *matches, enum import_how how)
{
    int count = 0;
    for (int i = 0; i < matches->count; i++)
        count += matches->at[i].how == how;
    return count;
}

/* --- text --------------------------------------------------------------------------- */

/* The beginning of a text, cut between letters. */
static void cell_beginning(struct text_table *table, const char *text)
{
    size_t length = strnlen(text, 24);
    while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    text_cellf(table, "%.*s", (int)length, text);
}

static bool write_columns(const struct text_page *page, const struct import_page *import,
                          struct sp_error *error)
{
    static const struct text_column column[] = {{"Column", false, true},
                                                {"read as", false, false},
                                                {"unit", false, false},
                                                {"first value", false, true},
                                                {"because", false, true}};
    struct text_table table = text_table_for(page, column, 5);
    for (int i = 0; i < import->mapping->columns; i++) {
        const struct import_column *one = &import->mapping->column[i];
        text_cell(&table, one->heading);
        text_cell(&table, import_field_name(one));
        text_cell(&table, unit_word(one->unit));
        cell_beginning(&table,
                       import->table->rows ? table_cell(import->table, 0, one->at) : "");
        text_cell(&table, one->why);
    }
    return text_table_finish(&table, error);
}

static void write_counts(const struct text_page *page, const struct import_page *import)
{
    const struct import_matches *matches = import->matches;
    const struct import_facts *facts = import->facts;
    fputc('\n', page->out);
    text_wrapf(
        page, 0, 0,
        "Rows: %d.  Joined by NRMP code %d, by ACGME id %d, by name %d, by your review "
        "%d; to review %d, skipped %d, refused %d.",
        matches->count, count_how(matches, IMPORT_BY_NRMP),
        count_how(matches, IMPORT_BY_ACGME), count_how(matches, IMPORT_BY_NAME),
        count_how(matches, IMPORT_BY_REVIEW), matches->unsure, matches->skipped,
        facts->refusals);
    text_wrapf(
        page, 0, 0,
        "Facts: %d, on tracks: %d.  In place of known facts: %d, of which differ: %d.",
        facts->facts, facts->tracks, facts->overrides, facts->conflicts);
}

static void write_rest(const struct text_page *page, int count)
{
    if (count > SHOWN)
        fprintf(page->out, "and %d more (--json shows all)\n", count - SHOWN);
}

static void cell_candidates(struct text_table *table, const struct import_page *import,
                            const struct import_match *match)
{
    char text[IMPORT_CANDIDATES * 128];
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < match->candidates && used < sizeof text; i++) {
        const struct sp_track *track = lead(import->catalogue, match->candidate[i]);
        int length = snprintf(text + used, sizeof text - used, "%s%s %.60s, %.30s",
                              i ? "; " : "", track->code, track->institution, track->city);
        used += length > 0 ? (size_t)length : 0;
    }
    text_cell(table, *text ? text : "none");
}

static bool write_unsure(const struct text_page *page, const struct import_page *import,
                         struct sp_error *error)
{
    static const struct text_column column[] = {{"Line", true, false},
                                                {"To review", false, true},
                                                {"because", false, true},
                                                {"most like it", false, true}};
    const struct import_matches *matches = import->matches;
    if (matches->unsure == 0)
        return true;
    struct text_table table = text_table_for(page, column, 4);
    fputc('\n', page->out);
    for (int i = 0, shown = 0; i < matches->count && shown < SHOWN; i++) {
        if (matches->at[i].how != IMPORT_UNSURE)
            continue;
        shown++;
        text_cellf(&table, "%d", import->table->line[i]);
        text_cell(&table, import_row_cell(import->table, import->mapping, i, IMPORT_NAME));
        text_cell(&table, matches->at[i].why);
        cell_candidates(&table, import, &matches->at[i]);
    }
    bool ok = text_table_finish(&table, error);
    write_rest(page, matches->unsure);
    return ok;
}

static void write_refused(const struct text_page *page, const struct import_facts *facts)
{
    if (facts->refusals == 0)
        return;
    fputc('\n', page->out);
    text_heading(page, "Refused rows");
    for (int i = 0; i < facts->refusals && i < SHOWN; i++)
        text_wrap(page, 2, 4, facts->refusal[i].text);
    write_rest(page, facts->refusals);
}

static bool write_conflicts(const struct text_page *page, const struct import_facts *facts,
                            struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Track", false, false}, {"field", false, true},  {"now", false, true},
        {"was", false, true},    {"source", false, true}, {"as of", false, false}};
    if (facts->conflicts == 0)
        return true;
    struct text_table table = text_table_for(page, column, 6);
    fputc('\n', page->out);
    for (int i = 0, shown = 0; i < facts->overrides && shown < SHOWN; i++) {
        const struct import_override *one = &facts->override[i];
        if (!one->differs)
            continue;
        shown++;
        text_cell(&table, facts->fact[one->fact].code);
        text_cell(&table, facts->fact[one->fact].field);
        text_cell(&table, facts->fact[one->fact].value);
        text_cell(&table, one->was_value);
        text_cell(&table, one->was.source);
        text_cell(&table, one->was.as_of);
    }
    bool ok = text_table_finish(&table, error);
    write_rest(page, facts->conflicts);
    return ok;
}

bool import_write_text(const struct text_page *page, const struct import_page *import,
                       struct sp_error *error)
{
    text_put(page, TEXT_BOLD, import->file);
    fprintf(page->out, " (%s)\nSource: ", import->mapping->kind);
    text_put(page, TEXT_PLAIN, import->source);
    fprintf(page->out, ", as of %s%s\n\n", import->as_of,
            import->as_of_guessed ? " (the day the file was last changed; --as-of says "
                                    "another)"
                                  : "");
    if (!write_columns(page, import, error))
        return false;
    write_counts(page, import);
    write_refused(page, import->facts);
    return write_unsure(page, import, error) && write_conflicts(page, import->facts, error);
}

static const struct text_column list_column[] = {
    {"Import", true, false}, {"file", false, true},   {"kind", false, false},
    {"source", false, true}, {"as of", false, false}, {"imported", false, false},
    {"facts", true, false},  {"tracks", true, false}, {"", false, false}};

bool imports_write_text(const struct text_page *page, const struct store_import *import,
                        int count, struct sp_error *error)
{
    struct text_table table = text_table_for(page, list_column, 9);
    for (int i = 0; i < count; i++) {
        text_cellf(&table, "%d", import[i].id);
        text_cell(&table, import[i].file);
        text_cell(&table, import[i].kind);
        text_cell(&table, import[i].source);
        text_cell(&table, import[i].as_of);
        text_cellf(&table, "%.10s", import[i].made_at);
        text_cellf(&table, "%ld", import[i].facts);
        text_cellf(&table, "%ld", import[i].tracks);
        text_cell(&table, import[i].undone ? "taken back" : "");
    }
    return text_table_finish(&table, error);
}

/* --- JSON ----------------------------------------------------------------------------- */

void imports_write_json(FILE *out, const struct store_import *import, int count)
{
    struct json_writer json = json_write_to(out);
    json_open_list(&json, NULL);
    for (int i = 0; i < count; i++) {
        json_open_object(&json, NULL);
        json_write_whole(&json, "import", import[i].id);
        json_write_text(&json, "file", import[i].file);
        json_write_text(&json, "kind", import[i].kind);
        json_write_text(&json, "source", import[i].source);
        json_write_text(&json, "as_of", import[i].as_of);
        json_write_text(&json, "made_at", import[i].made_at);
        json_write_whole(&json, "facts", import[i].facts);
        json_write_whole(&json, "tracks", import[i].tracks);
        json_write_bool(&json, "undone", import[i].undone);
        json_close(&json);
    }
    json_close(&json);
    json_finish(&json);
}
