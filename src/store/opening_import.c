/* opening_import.c: headings by a table of what people write above a column.
 *
 * Each row is tried on an opening of its own before its facts are taken, so that a wrong
 * value is found here, with its line, and not when the change is saved.
 */
#include "opening_import.h"

#include "error.h"
#include "import_rows.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { HEADING_BYTES = 80 };

/* Headings in small letters without anything but letters and digits. */
static const struct {
    const char *heading, *field;
} known[] = {
    {"id", "id"},
    {"hospital", "institution"},
    {"name", "institution"},
    {"host", "institution"},
    {"program", "institution"},
    {"site", "institution"},
    {"type", "kind"},
    {"experience", "kind"},
    {"specialty", "specialties"},
    {"speciality", "specialties"},
    {"department", "specialties"},
    {"duration", "weeks"},
    {"length", "weeks"},
    {"cost", "cost_usd"},
    {"fee", "cost_usd"},
    {"price", "cost_usd"},
    {"fees", "cost_usd"},
    {"url", "link"},
    {"website", "link"},
    {"web", "link"},
    {"page", "link"},
    {"visa", "visas"},
    {"leadtime", "lead"},
    {"applyahead", "lead"},
    {"students", "for_student"},
    {"openstudents", "for_student"},
    {"graduates", "for_graduate"},
    {"opengraduates", "for_graduate"},
    {"lor", "letter"},
    {"letters", "letter"},
    {"signer", "letter_signer"},
    {"handson", "hands_on"},
    {"how", "apply"},
    {"notes", "note"},
    {"comment", "note"},
    {"lastchecked", "checked"},
    {"step1", "needs_step1"},
    {"step2", "needs_step2_ck"},
    {"step2ck", "needs_step2_ck"},
    {"bls", "needs_bls"},
    {"acls", "needs_acls"},
    {"ecfmg", "needs_ecfmg"},
};
enum { KNOWN = sizeof known / sizeof *known };

struct reading {
    const struct table *table;
    const struct sp_openings *openings;
    const struct sp_specialties *specialties;
    struct opening_import *out;
    struct sp_arena scratch;
    struct sp_error *error;
};

static bool starve(struct reading *reading)
{
    return sp_fail(reading->error, SP_NO_MEMORY, "no memory for a table of openings");
}

static void fold(const char *heading, char out[HEADING_BYTES])
{
    size_t length = 0;
    for (; *heading && length + 1 < HEADING_BYTES; heading++)
        if (isalnum((unsigned char)*heading))
            out[length++] = (char)tolower((unsigned char)*heading);
    out[length] = '\0';
}

/* The name of a field as the table of fields spells it, or NULL. */
static const char *field_named(const char *name)
{
    const struct sp_opening_field *field;
    if (strcmp(name, "id") == 0)
        return "id";
    for (int i = 0; (field = sp_opening_field(i)); i++)
        if (strcmp(field->name, name) == 0)
            return field->name;
    return NULL;
}

static const char *recognise(const char *heading)
{
    const struct sp_opening_field *field;
    char folded[HEADING_BYTES], other[HEADING_BYTES];
    fold(heading, folded);
    for (int i = 0; (field = sp_opening_field(i)); i++) {
        fold(field->name, other);
        if (strcmp(folded, other) == 0)
            return field->name;
    }
    for (int i = 0; i < KNOWN; i++)
        if (strcmp(folded, known[i].heading) == 0)
            return known[i].field;
    return NULL;
}

/* "Heading=field" for this heading, else what is recognised. */
static bool map_column(struct reading *reading, const char *const *mapping, int mappings,
                       struct sp_opening_column *column)
{
    size_t length = strlen(column->heading);
    column->field = recognise(column->heading);
    for (int i = 0; i < mappings; i++) {
        if (strncasecmp(mapping[i], column->heading, length) != 0
            || mapping[i][length] != '=')
            continue;
        const char *name = mapping[i] + length + 1;
        column->field = *name ? field_named(name) : NULL;
        if (*name && !column->field)
            return sp_fail(reading->error, SP_BAD_INPUT,
                           "column \"%.40s\": \"%.40s\" is no field; `smartpick openings "
                           "fields` lists them",
                           column->heading, name);
    }
    return true;
}

static bool check_mapping(struct reading *reading, const char *const *mapping, int mappings)
{
    for (int i = 0; i < mappings; i++) {
        const char *equals = strchr(mapping[i], '=');
        bool found = false;
        if (!equals)
            return sp_fail(reading->error, SP_BAD_INPUT,
                           "\"%.60s\" is not of the form \"Heading=field\"", mapping[i]);
        for (int c = 0; c < reading->table->columns; c++) {
            const char *heading = reading->table->name[c];
            size_t length = strlen(heading);
            found |=
                strncasecmp(mapping[i], heading, length) == 0 && mapping[i][length] == '=';
        }
        if (!found)
            return sp_fail(reading->error, SP_BAD_INPUT, "the table has no column \"%.*s\"",
                           (int)(equals - mapping[i]), mapping[i]);
    }
    return true;
}

static bool map_columns(struct reading *reading, const char *const *mapping, int mappings)
{
    struct opening_import *out = reading->out;
    bool names = false;
    out->column = sp_arena_get(&out->text,
                               ((size_t)reading->table->columns + 1) * sizeof *out->column);
    if (!out->column)
        return starve(reading);
    for (; out->columns < reading->table->columns; out->columns++) {
        struct sp_opening_column *column = &out->column[out->columns];
        column->heading = sp_arena_text(&out->text, reading->table->name[out->columns]);
        if (!column->heading)
            return starve(reading);
        if (!map_column(reading, mapping, mappings, column))
            return false;
        for (int c = 0; column->field && c < out->columns; c++)
            if (out->column[c].field && strcmp(out->column[c].field, column->field) == 0)
                return sp_fail(reading->error, SP_BAD_INPUT,
                               "columns \"%.40s\" and \"%.40s\" are both read as %s",
                               out->column[c].heading, column->heading, column->field);
        names |= column->field
                 && (strcmp(column->field, "institution") == 0
                     || strcmp(column->field, "id") == 0);
    }
    return names
           || sp_fail(reading->error, SP_BAD_INPUT,
                      "no column says which place it is: name one with "
                      "\"Heading=institution\"");
}

/* --- one row ------------------------------------------------------------------------ */

/* Names that are specialties as codes; the others are areas. */
static bool split_specialties(struct reading *reading, const char *cell, const char **codes,
                              const char **areas)
{
    struct sp_arena *text = &reading->out->text;
    *codes = *areas = "";
    for (const char *at = cell; *at;) {
        at += strspn(at, " ;,");
        size_t length = strcspn(at, ";,");
        const char *one = sp_arena_slice(text, at, length);
        int place = one && length ? sp_specialty_find(reading->specialties, one) : -1;
        const char **list = place >= 0 ? codes : areas;
        if (!one)
            return starve(reading);
        if (length)
            *list =
                sp_arena_format(text, "%s%s%s", *list, **list ? ";" : "",
                                place >= 0 ? reading->specialties->at[place].code : one);
        if (!*list)
            return starve(reading);
        at += length;
    }
    return true;
}

static bool put(struct reading *reading, const char *opening, const char *field,
                const char *value)
{
    struct opening_import *out = reading->out;
    struct store_opening_fact *fact = &out->fact[out->facts];
    *fact = (struct store_opening_fact){opening, field, sp_arena_text(&out->text, value)};
    out->facts++;
    return fact->value || starve(reading);
}

/* Tries a value on an opening of its own; a value that cannot be is a refusal. */
static bool try_value(struct reading *reading, struct sp_opening *trial, const char *field,
                      const char *value, struct sp_error *fault)
{
    const struct sp_origin nobody = {"", ""};
    return sp_opening_set(trial, field, value, SP_STATED_USER, &nobody, &reading->scratch,
                          fault);
}

static bool refuse(struct reading *reading, int row, int column, const char *why)
{
    struct opening_import *out = reading->out;
    struct import_refusal *refusal = &out->refusal[out->refusals++];
    refusal->line = reading->table->line[row];
    refusal->column = column + 1;
    refusal->text =
        column < 0
            ? sp_arena_format(&out->text, "line %d: %s", refusal->line, why)
            : sp_arena_format(&out->text, "line %d, column %d (%s): %s", refusal->line,
                              column + 1, out->column[column].heading, why);
    return refusal->text || starve(reading);
}

/* The opening that the row is about: a known id, or the next new one. */
static bool name_row(struct reading *reading, int row, const char **opening, bool *known_id)
{
    struct opening_import *out = reading->out;
    *known_id = false;
    for (int c = 0; c < out->columns; c++) {
        const char *cell = table_cell(reading->table, row, c);
        if (!out->column[c].field || strcmp(out->column[c].field, "id") != 0
            || import_is_blank(cell))
            continue;
        int place = sp_openings_find(reading->openings, cell);
        *known_id = place >= 0;
        *opening =
            *known_id ? sp_arena_text(&out->text, reading->openings->at[place].id) : NULL;
        return *opening || !*known_id || starve(reading);
    }
    *opening = sp_arena_format(&out->text, "+%d", out->added + 1);
    return *opening || starve(reading);
}

static bool take_cell(struct reading *reading, int row, int column, const char *opening,
                      struct sp_opening *trial, bool *good)
{
    const char *field = reading->out->column[column].field;
    const char *cell = table_cell(reading->table, row, column), *areas = "";
    struct sp_error fault = {0};
    if (!field || strcmp(field, "id") == 0 || import_is_blank(cell))
        return true;
    if (strcmp(field, "specialties") == 0
        && !split_specialties(reading, cell, &cell, &areas))
        return false;
    *good = (!*areas || try_value(reading, trial, "areas", areas, &fault))
            && try_value(reading, trial, field, cell, &fault);
    if (!*good && fault.code == SP_NO_MEMORY)
        return starve(reading);
    if (!*good)
        return refuse(reading, row, column, fault.text);
    return (!*areas || put(reading, opening, "areas", areas))
           && (!*cell || put(reading, opening, field, cell));
}

static bool read_row(struct reading *reading, int row)
{
    struct opening_import *out = reading->out;
    struct sp_opening trial = sp_opening_blank();
    struct sp_error fault = {0};
    int before = out->facts;
    const char *opening = NULL;
    bool known_id, good = true;
    if (!name_row(reading, row, &opening, &known_id))
        return false;
    if (!opening)
        return refuse(reading, row, -1, "there is no opening with this id");
    for (int c = 0; good && c < out->columns; c++)
        if (!take_cell(reading, row, c, opening, &trial, &good))
            return false;
    if (good && known_id)
        trial.institution = "known";
    if (good && !sp_opening_check(&trial, &fault)) {
        good = false;
        if (!refuse(reading, row, -1, fault.text))
            return false;
    }
    if (!good || out->facts == before) {
        out->facts = before;
        return true;
    }
    *(known_id ? &out->changed : &out->added) += 1;
    return true;
}

bool opening_import_read(const struct table *table, const char *const *mapping,
                         int mappings, const struct sp_openings *openings,
                         const struct sp_specialties *specialties,
                         const struct store_watch *watch, struct opening_import *import,
                         struct sp_error *error)
{
    *import = (struct opening_import){.rows = table->rows};
    struct reading reading = {.table = table,
                              .openings = openings,
                              .specialties = specialties,
                              .out = import,
                              .error = error};
    size_t cells = (size_t)table->rows * ((size_t)table->columns + 1) + 1;
    import->fact = sp_arena_get(&import->text, cells * sizeof *import->fact);
    import->refusal =
        sp_arena_get(&import->text, ((size_t)table->rows + 1) * sizeof *import->refusal);
    bool ok = (import->fact && import->refusal) || starve(&reading);
    ok = ok && check_mapping(&reading, mapping, mappings)
         && map_columns(&reading, mapping, mappings);
    for (int row = 0; ok && row < table->rows; row++)
        ok = import_goes_on(watch, "reading rows", row, table->rows, error)
             && read_row(&reading, row);
    sp_arena_free(&reading.scratch);
    if (!ok)
        opening_import_free(import);
    return ok;
}

bool opening_import_tell(struct opening_import *import, const char *file, int change,
                         struct sp_opening_report *report, struct sp_error *error)
{
    struct sp_opening_refused *refused =
        sp_arena_get(&import->text, ((size_t)import->refusals + 1) * sizeof *refused);
    *report = (struct sp_opening_report){0};
    if (!refused)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the refused rows");
    for (int i = 0; i < import->refusals; i++)
        refused[i] =
            (struct sp_opening_refused){import->refusal[i].line, import->refusal[i].text};
    *report = (struct sp_opening_report){.file = file,
                                         .change = change,
                                         .column = import->column,
                                         .columns = import->columns,
                                         .rows = import->rows,
                                         .added = import->added,
                                         .changed = import->changed,
                                         .refused = refused,
                                         .refusals = import->refusals};
    return true;
}

void opening_import_free(struct opening_import *import)
{
    sp_arena_free(&import->text);
    *import = (struct opening_import){0};
}
