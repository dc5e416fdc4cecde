/* import_mapping.c: what each column is: guessed, read from a file, bound to a table.
 *
 * The guess goes through a list of rules from the surest to the vaguest; a rule takes
 * the first free column whose heading and values both fit.
 */
#include "import.h"

#include "error.h"
#include "fact_field.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const use_names[] = {
    [IMPORT_IGNORE] = "ignore",       [IMPORT_NRMP_CODE] = "nrmp_code",
    [IMPORT_ACGME_ID] = "acgme_id",   [IMPORT_NAME] = "name",
    [IMPORT_CITY] = "city",           [IMPORT_STATE] = "state",
    [IMPORT_SPECIALTY] = "specialty", [IMPORT_VISAS] = "visas",
    [IMPORT_QUOTA] = "quota",         [IMPORT_NOTE] = "note",
};

const char *import_field_name(const struct import_column *column)
{
    if (column->use == IMPORT_REQUIREMENT)
        return sp_requirement_name((enum sp_requirement)column->which);
    if (column->use == IMPORT_RATE)
        return sp_rate_name((enum sp_rate)column->which);
    return use_names[column->use];
}

static bool parse_field(const char *text, struct import_column *column)
{
    for (int i = IMPORT_IGNORE; i <= IMPORT_NOTE; i++)
        if (strcmp(text, use_names[i]) == 0) {
            column->use = (enum import_use)i;
            return true;
        }
    struct fact_field field;
    if (!fact_field_parse(text, &field) || field.kind == FACT_NOTE)
        return false;
    column->use = field.kind == FACT_RATE ? IMPORT_RATE : IMPORT_REQUIREMENT;
    column->which = field.which;
    return true;
}

void import_mapping_free(struct import_mapping *mapping)
{
    sp_arena_free(&mapping->text);
    *mapping = (struct import_mapping){0};
}

static bool out_of_memory(struct sp_error *error)
{
    return sp_fail(error, SP_NO_MEMORY, "no memory for the mapping");
}

/* --- the guess ------------------------------------------------------------------ */

enum fit { HEADING_IS, HEADING_HAS, RATE_IS };

struct rule {
    enum fit fit;
    const char *words; /* small letters, single blanks */
    enum import_use use;
    int which;
};

static const struct rule rules[] = {
    {HEADING_HAS, "nrmp", IMPORT_NRMP_CODE, 0},
    {HEADING_HAS, "acgme", IMPORT_ACGME_ID, 0},
    {HEADING_HAS, "code", IMPORT_NRMP_CODE, 0},
    {HEADING_HAS, "program code", IMPORT_ACGME_ID, 0},
    {HEADING_HAS, "program id", IMPORT_ACGME_ID, 0},
    {HEADING_HAS, "program number", IMPORT_ACGME_ID, 0},
    {HEADING_IS, "program name", IMPORT_NAME, 0},
    {HEADING_IS, "program", IMPORT_NAME, 0},
    {HEADING_IS, "residency program", IMPORT_NAME, 0},
    {HEADING_IS, "institution", IMPORT_NAME, 0},
    {HEADING_IS, "institution name", IMPORT_NAME, 0},
    {HEADING_IS, "hospital", IMPORT_NAME, 0},
    {HEADING_IS, "name", IMPORT_NAME, 0},
    {HEADING_IS, "city", IMPORT_CITY, 0},
    {HEADING_IS, "program city", IMPORT_CITY, 0},
    {HEADING_IS, "state", IMPORT_STATE, 0},
    {HEADING_IS, "program state", IMPORT_STATE, 0},
    {HEADING_IS, "specialty", IMPORT_SPECIALTY, 0},
    {HEADING_IS, "speciality", IMPORT_SPECIALTY, 0},
    {HEADING_IS, "region", IMPORT_IGNORE, 0},
    {HEADING_IS, "division", IMPORT_IGNORE, 0},
    {RATE_IS, "", IMPORT_RATE, SP_RATE_ALL},
    {RATE_IS, "all", IMPORT_RATE, SP_RATE_ALL},
    {RATE_IS, "overall", IMPORT_RATE, SP_RATE_ALL},
    {RATE_IS, "no signal", IMPORT_RATE, SP_RATE_NO_SIGNAL},
    {RATE_IS, "without signal", IMPORT_RATE, SP_RATE_NO_SIGNAL},
    {RATE_IS, "non signal", IMPORT_RATE, SP_RATE_NO_SIGNAL},
    {RATE_IS, "not signaled", IMPORT_RATE, SP_RATE_NO_SIGNAL},
    {RATE_IS, "signal", IMPORT_RATE, SP_RATE_SIGNAL},
    {RATE_IS, "with signal", IMPORT_RATE, SP_RATE_SIGNAL},
    {RATE_IS, "signaled", IMPORT_RATE, SP_RATE_SIGNAL},
    {RATE_IS, "out of state", IMPORT_RATE, SP_RATE_OUT_OF_STATE},
    {RATE_IS, "in state", IMPORT_RATE, SP_RATE_IN_STATE},
    {RATE_IS, "md", IMPORT_RATE, SP_RATE_US_MD},
    {RATE_IS, "us md", IMPORT_RATE, SP_RATE_US_MD},
    {RATE_IS, "do", IMPORT_RATE, SP_RATE_US_DO},
    {RATE_IS, "us do", IMPORT_RATE, SP_RATE_US_DO},
    {RATE_IS, "us img", IMPORT_RATE, SP_RATE_US_IMG},
    {RATE_IS, "non us img", IMPORT_RATE, SP_RATE_NON_US_IMG},
    {HEADING_HAS, "j 1", IMPORT_REQUIREMENT, SP_ACCEPTS_J1},
    {HEADING_HAS, "j1", IMPORT_REQUIREMENT, SP_ACCEPTS_J1},
    {HEADING_HAS, "h 1b", IMPORT_REQUIREMENT, SP_ACCEPTS_H1B},
    {HEADING_HAS, "h1b", IMPORT_REQUIREMENT, SP_ACCEPTS_H1B},
    {HEADING_HAS, "h1 b", IMPORT_REQUIREMENT, SP_ACCEPTS_H1B},
    {HEADING_HAS, "visa", IMPORT_VISAS, 0},
    {HEADING_HAS, "visas", IMPORT_VISAS, 0},
    {HEADING_HAS, "attempts", IMPORT_REQUIREMENT, SP_MAX_ATTEMPTS},
    {HEADING_HAS, "step 2", IMPORT_REQUIREMENT, SP_MIN_STEP2},
    {HEADING_HAS, "step2", IMPORT_REQUIREMENT, SP_MIN_STEP2},
    {HEADING_HAS, "step 3", IMPORT_REQUIREMENT, SP_NEEDS_STEP3},
    {HEADING_HAS, "step3", IMPORT_REQUIREMENT, SP_NEEDS_STEP3},
    {HEADING_HAS, "years since", IMPORT_REQUIREMENT, SP_MAX_YEARS_OUT},
    {HEADING_HAS, "since graduation", IMPORT_REQUIREMENT, SP_MAX_YEARS_OUT},
    {HEADING_HAS, "years out", IMPORT_REQUIREMENT, SP_MAX_YEARS_OUT},
    {HEADING_HAS, "yog", IMPORT_REQUIREMENT, SP_MAX_YEARS_OUT},
    {HEADING_HAS, "usce", IMPORT_REQUIREMENT, SP_MIN_USCE_MONTHS},
    {HEADING_HAS, "us clinical experience", IMPORT_REQUIREMENT, SP_MIN_USCE_MONTHS},
    {HEADING_HAS, "us letters", IMPORT_REQUIREMENT, SP_MIN_LETTERS_US},
    {HEADING_HAS, "letters from the us", IMPORT_REQUIREMENT, SP_MIN_LETTERS_US},
    {HEADING_HAS, "ecfmg", IMPORT_REQUIREMENT, SP_NEEDS_ECFMG},
    {HEADING_IS, "us img", IMPORT_REQUIREMENT, SP_ACCEPTS_US_IMG},
    {HEADING_HAS, "accepts us img", IMPORT_REQUIREMENT, SP_ACCEPTS_US_IMG},
    {HEADING_HAS, "accepts us imgs", IMPORT_REQUIREMENT, SP_ACCEPTS_US_IMG},
    {HEADING_IS, "img", IMPORT_REQUIREMENT, SP_ACCEPTS_IMG},
    {HEADING_IS, "imgs", IMPORT_REQUIREMENT, SP_ACCEPTS_IMG},
    {HEADING_HAS, "accepts img", IMPORT_REQUIREMENT, SP_ACCEPTS_IMG},
    {HEADING_HAS, "accepts imgs", IMPORT_REQUIREMENT, SP_ACCEPTS_IMG},
    {HEADING_IS, "do", IMPORT_REQUIREMENT, SP_ACCEPTS_US_DO},
    {HEADING_HAS, "accepts do", IMPORT_REQUIREMENT, SP_ACCEPTS_US_DO},
    {HEADING_HAS, "accepts dos", IMPORT_REQUIREMENT, SP_ACCEPTS_US_DO},
    {HEADING_HAS, "program name", IMPORT_NAME, 0},
    {HEADING_HAS, "institution", IMPORT_NAME, 0},
    {HEADING_HAS, "specialty", IMPORT_SPECIALTY, 0},
};

enum { HEADING_BYTES = 128 };

/* Words in small letters with one blank before and after each; dots fall away, so that
 * "U.S. IMG" is " us img ". */
static void fold_heading(const char *heading, char out[HEADING_BYTES])
{
    size_t used = 0;
    out[used++] = ' ';
    for (; *heading && used + 2 < HEADING_BYTES; heading++) {
        unsigned char c = (unsigned char)*heading;
        if (isalnum(c) || c >= 0x80)
            out[used++] = (char)tolower(c);
        else if (c != '.' && out[used - 1] != ' ')
            out[used++] = ' ';
    }
    if (out[used - 1] != ' ')
        out[used++] = ' ';
    out[used] = '\0';
}

/* Takes out the words that only say that a column is a rate of interviews. */
static void drop_rate_words(char *heading)
{
    static const char *const word[] = {
        " rates ",      " rate ",        " interviews ", " interviewed ", " interview ",
        " invitation ", " invitations ", " invited ",    " invite ",      " percentage ",
        " percent ",    " pct ",         " applicants ", " applicant ",   " for ",
    };
    for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
        size_t length = strlen(word[i]) - 1;
        for (char *at; (at = strstr(heading, word[i]));)
            memmove(at, at + length, strlen(at + length) + 1);
    }
}

static bool heading_fits(const struct rule *rule, const char *heading)
{
    char folded[HEADING_BYTES], wanted[HEADING_BYTES];
    fold_heading(heading, folded);
    bool says_rate = strcmp(folded, " ") != 0;
    if (rule->fit == RATE_IS)
        drop_rate_words(folded);
    snprintf(wanted, sizeof wanted, *rule->words ? " %s " : "%s ", rule->words);
    if (rule->fit == HEADING_HAS)
        return strstr(folded, wanted) != NULL;
    return says_rate && strcmp(folded, wanted) == 0;
}

static bool looks_like_nrmp(const char *cell)
{
    return strlen(cell) == 9 && strspn(cell, "0123456789") == 7
           && isalpha((unsigned char)cell[7]) && isalnum((unsigned char)cell[8]);
}

/* "1401200926" or "140-12-00926". */
static bool looks_like_acgme(const char *cell)
{
    int digits = 0;
    for (; *cell; cell++) {
        if (isdigit((unsigned char)*cell))
            digits++;
        else if (*cell != '-' || (digits != 3 && digits != 5))
            return false;
    }
    return digits == 10;
}

static bool looks_like_visas(const char *cell)
{
    return strcasestr(cell, "J-1") || strcasestr(cell, "J1") || strcasestr(cell, "H-1B")
           || strcasestr(cell, "H1B") || strcasecmp(cell, "none") == 0;
}

static bool value_fits(const struct import_column *column, const char *cell)
{
    char value[32];
    const char *unit;
    double number;
    switch (column->use) {
    case IMPORT_NRMP_CODE:
        return looks_like_nrmp(cell);
    case IMPORT_ACGME_ID:
        return looks_like_acgme(cell);
    case IMPORT_NAME:
        return !import_parse_number(cell, &number, &unit) || *unit;
    case IMPORT_VISAS:
        return looks_like_visas(cell);
    case IMPORT_RATE: /* also above 100: import_bind refuses that */
        return *cell == '<' || *cell == '>'
               || (import_parse_number(cell, &number, &unit)
                   && (!*unit || strcmp(unit, "%") == 0));
    case IMPORT_REQUIREMENT:
        return import_parse_value(column, cell, value, NULL);
    default:
        return true;
    }
}

/* 0 and 1 alone are rather no and yes than rates; scores have three digits. */
static bool is_telling(const struct import_column *column, const char *cell)
{
    double number;
    const char *unit;
    if (column->use == IMPORT_RATE)
        return strcmp(cell, "0") != 0 && strcmp(cell, "1") != 0;
    if (column->use == IMPORT_REQUIREMENT && column->which == SP_MIN_STEP2)
        return import_parse_number(cell, &number, &unit) && number >= 100;
    return true;
}

/* Whether all values that are there could be what the column says, and at least one
 * speaks for it. */
static bool values_fit(const struct table *table, const struct import_column *column)
{
    bool telling = false;
    for (int row = 0; row < table->rows; row++) {
        const char *cell = table_cell(table, row, column->at);
        if (import_is_blank(cell))
            continue;
        if (!value_fits(column, cell))
            return false;
        telling = telling || is_telling(column, cell);
    }
    return telling;
}

static bool is_taken(const struct import_mapping *mapping, const struct rule *rule)
{
    for (int i = 0; i < mapping->columns; i++)
        if (*mapping->column[i].why && mapping->column[i].use == rule->use
            && mapping->column[i].which == rule->which)
            return rule->use != IMPORT_IGNORE;
    return false;
}

static void apply_rule(const struct table *table, const struct rule *rule,
                       struct import_mapping *mapping)
{
    for (int i = 0; i < mapping->columns && !is_taken(mapping, rule); i++) {
        struct import_column *column = &mapping->column[i];
        if (*column->why || !heading_fits(rule, column->heading))
            continue;
        struct import_column trial = *column;
        trial.use = rule->use;
        trial.which = rule->which;
        if (!values_fit(table, &trial))
            continue;
        trial.why = "heading and values fit";
        *column = trial;
    }
}

static const char *guess_kind(const struct import_mapping *mapping)
{
    int rates = 0, requirements = 0, ids = 0;
    for (int i = 0; i < mapping->columns; i++) {
        enum import_use use = mapping->column[i].use;
        rates += use == IMPORT_RATE;
        requirements += use == IMPORT_REQUIREMENT || use == IMPORT_VISAS;
        ids += use == IMPORT_ACGME_ID;
    }
    return rates >= 2                    ? "residency explorer"
           : ids > 0 && requirements > 0 ? "freida"
                                         : "mapped";
}

static bool start_guess(const struct table *table, struct import_mapping *mapping,
                        struct sp_error *error)
{
    *mapping = (struct import_mapping){
        .kind = "mapped", .source = "", .as_of = "", .sheet = "", .specialty = ""};
    mapping->column =
        sp_arena_get(&mapping->text, (size_t)table->columns * sizeof *mapping->column);
    if (!mapping->column)
        return out_of_memory(error);
    for (int i = 0; i < table->columns; i++) {
        if (!*table->name[i])
            continue;
        const char *heading = sp_arena_text(&mapping->text, table->name[i]);
        if (!heading)
            return out_of_memory(error);
        mapping->column[mapping->columns++] =
            (struct import_column){.heading = heading, .why = "", .at = i};
    }
    return true;
}

bool import_guess(const struct table *table, struct import_mapping *mapping,
                  struct sp_error *error)
{
    if (!start_guess(table, mapping, error)) {
        import_mapping_free(mapping);
        return false;
    }
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        apply_rule(table, &rules[i], mapping);
    for (int i = 0; i < mapping->columns; i++) {
        struct import_column *column = &mapping->column[i];
        if (*column->why)
            continue;
        bool empty = !values_fit(table, column);
        column->use = empty ? IMPORT_IGNORE : IMPORT_NOTE;
        column->why = empty ? "no values" : "not recognised: kept as a note";
    }
    mapping->kind = guess_kind(mapping);
    return true;
}

/* --- a mapping file ---------------------------------------------------------------- */

/* The text under `key` of the file, "" when it is not there. */
static bool take_key(json_t *root, const char *key, struct sp_arena *text, const char **out,
                     struct sp_error *error)
{
    json_t *value = json_object_get(root, key);
    if (value && !json_is_string(value))
        return sp_fail(error, SP_BAD_INPUT, "\"%s\" should be a text", key);
    *out = sp_arena_text(text, json_string_value(value));
    return *out || out_of_memory(error);
}

static bool check_keys(json_t *object, const char *const known[], const char *where,
                       struct sp_error *error)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        int i = 0;
        while (known[i] && strcmp(known[i], key) != 0)
            i++;
        if (!known[i])
            return sp_fail(error, SP_BAD_INPUT, "%s: the key \"%.60s\" is not known", where,
                           key);
    }
    return true;
}

static bool parse_unit(const char *heading, json_t *value, struct import_column *column,
                       struct sp_error *error)
{
    const char *unit = json_string_value(value);
    if (!value)
        return true;
    if (column->use != IMPORT_RATE)
        return sp_fail(error, SP_BAD_INPUT, "column \"%.80s\": only a rate has a unit",
                       heading);
    if (unit && strcmp(unit, "percent") == 0)
        column->unit = IMPORT_PERCENT;
    else if (unit && strcmp(unit, "fraction") == 0)
        column->unit = IMPORT_FRACTION;
    else
        return sp_fail(error, SP_BAD_INPUT,
                       "column \"%.80s\": the unit should be \"percent\" or \"fraction\"",
                       heading);
    return true;
}

/* A column is a field's name, or {"field": …, "unit": …}. */
static bool parse_column(const char *heading, json_t *value, struct import_column *column,
                         struct sp_error *error)
{
    static const char *const known[] = {"field", "unit", NULL};
    bool plain = json_is_string(value);
    if (!plain && !json_is_object(value))
        return sp_fail(error, SP_BAD_INPUT,
                       "column \"%.80s\": should be a field or {\"field\": …}", heading);
    if (!plain && !check_keys(value, known, heading, error))
        return false;
    const char *field = json_string_value(plain ? value : json_object_get(value, "field"));
    if (!field || !parse_field(field, column))
        return sp_fail(error, SP_BAD_INPUT,
                       "column \"%.80s\": \"%.60s\" is no field; see docs/imports.md for "
                       "their names",
                       heading, field ? field : "");
    return plain || parse_unit(heading, json_object_get(value, "unit"), column, error);
}

static bool parse_columns(json_t *columns, struct import_mapping *mapping,
                          struct sp_error *error)
{
    const char *heading;
    json_t *value;
    size_t count = json_object_size(columns);
    if (!json_is_object(columns) || count == 0 || count > TABLE_MOST_COLUMNS)
        return sp_fail(error, SP_BAD_INPUT,
                       "\"columns\" should name 1 to %d headings and their fields",
                       TABLE_MOST_COLUMNS);
    mapping->column = sp_arena_get(&mapping->text, count * sizeof *mapping->column);
    if (!mapping->column)
        return out_of_memory(error);
    json_object_foreach(columns, heading, value)
    {
        struct import_column *column = &mapping->column[mapping->columns++];
        *column = (struct import_column){.why = "said in the mapping file", .at = -1};
        column->heading = sp_arena_text(&mapping->text, heading);
        if (!column->heading)
            return out_of_memory(error);
        if (!parse_column(heading, value, column, error))
            return false;
    }
    return true;
}

static bool parse_kind(json_t *root, struct import_mapping *mapping, struct sp_error *error)
{
    const char *kind;
    if (!take_key(root, "kind", &mapping->text, &kind, error))
        return false;
    mapping->kind = *kind ? kind : "mapped";
    static const char *const known[] = {"residency explorer", "freida", "mapped"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(mapping->kind, known[i]) == 0)
            return true;
    return sp_fail(error, SP_BAD_INPUT,
                   "\"kind\" is \"%.40s\"; it should be \"residency explorer\", \"freida\" "
                   "or \"mapped\"",
                   kind);
}

static bool parse_root(json_t *root, struct import_mapping *mapping, struct sp_error *error)
{
    static const char *const known[] = {"kind",      "source",  "as_of", "sheet",
                                        "specialty", "columns", NULL};
    if (!json_is_object(root))
        return sp_fail(error, SP_BAD_INPUT, "a mapping should be an object");
    struct sp_arena *text = &mapping->text;
    return check_keys(root, known, "mapping", error) && parse_kind(root, mapping, error)
           && take_key(root, "source", text, &mapping->source, error)
           && take_key(root, "as_of", text, &mapping->as_of, error)
           && take_key(root, "sheet", text, &mapping->sheet, error)
           && take_key(root, "specialty", text, &mapping->specialty, error)
           && (!*mapping->as_of || import_check_date(mapping->as_of, "as_of", error))
           && parse_columns(json_object_get(root, "columns"), mapping, error);
}

bool import_mapping_parse(const char *json, size_t size, struct import_mapping *mapping,
                          struct sp_error *error)
{
    json_error_t fault;
    *mapping = (struct import_mapping){0};
    if (size > IMPORT_MOST_MAP_BYTES)
        return sp_fail(error, SP_BAD_INPUT, "%zu bytes, at most %d are read", size,
                       IMPORT_MOST_MAP_BYTES);
    json_t *root = json_loadb(json, size, JSON_REJECT_DUPLICATES, &fault);
    if (!root)
        return sp_fail(error, SP_BAD_INPUT, "line %d, column %d: %s", fault.line,
                       fault.column, fault.text);
    bool ok = parse_root(root, mapping, error);
    json_decref(root);
    if (!ok)
        import_mapping_free(mapping);
    return ok;
}

static json_t *column_json(const struct import_column *column)
{
    const char *field = import_field_name(column);
    if (column->unit == IMPORT_NO_UNIT)
        return json_string(field);
    return json_pack("{s:s, s:s}", "field", field, "unit",
                     column->unit == IMPORT_PERCENT ? "percent" : "fraction");
}

char *import_mapping_write(const struct import_mapping *mapping)
{
    json_t *root = json_pack("{s:s, s:s, s:s, s:s, s:s}", "kind", mapping->kind, "source",
                             mapping->source, "as_of", mapping->as_of, "sheet",
                             mapping->sheet, "specialty", mapping->specialty);
    json_t *columns = json_object();
    bool ok = root && columns;
    for (int i = 0; ok && i < mapping->columns; i++)
        ok = json_object_set_new(columns, mapping->column[i].heading,
                                 column_json(&mapping->column[i]))
             == 0;
    ok = ok && json_object_set(root, "columns", columns) == 0;
    char *text = ok ? json_dumps(root, JSON_INDENT(2)) : NULL;
    json_decref(columns);
    json_decref(root);
    return text;
}

/* --- bound to a table --------------------------------------------------------------- */

static bool settle_unit(struct import_mapping *mapping, struct import_column *column,
                        const struct table *table)
{
    double value;
    const char *sign;
    for (int row = 0; row < table->rows; row++) {
        const char *cell = table_cell(table, row, column->at);
        if (import_parse_number(cell, &value, &sign) && (value > 1 || *sign == '%')) {
            column->unit = IMPORT_PERCENT;
            column->why =
                sp_arena_format(&mapping->text, "%s; per cent: line %d has \"%.20s\"",
                                column->why, table->line[row], cell);
            return column->why != NULL;
        }
    }
    column->unit = IMPORT_FRACTION;
    column->why =
        sp_arena_format(&mapping->text, "%s; fractions: no value above 1", column->why);
    return column->why != NULL;
}

/* A rate that no unit can make right puts the whole column in doubt. */
static bool check_rates(const struct import_column *column, const struct table *table,
                        struct sp_error *error)
{
    double value, most = column->unit == IMPORT_PERCENT ? 100 : 1;
    const char *sign;
    for (int row = 0; row < table->rows; row++)
        if (import_parse_number(table_cell(table, row, column->at), &value, &sign)
            && value > most)
            return sp_fail(error, SP_BAD_INPUT,
                           "line %d, column %d (%.60s): %g is above %g%s", table->line[row],
                           column->at + 1, column->heading, value, most,
                           most > 1 ? " per cent" : ", the most a fraction can be");
    return true;
}

static bool bind_column(struct import_mapping *mapping, struct import_column *column,
                        const struct table *table, struct sp_error *error)
{
    column->at = table_column(table, column->heading);
    if (column->at < 0)
        return sp_fail(error, SP_BAD_INPUT,
                       "line %d: there is no column \"%.80s\", which the mapping names",
                       table->heading_line, column->heading);
    if (column->use != IMPORT_RATE)
        return true;
    if (column->unit == IMPORT_NO_UNIT && !settle_unit(mapping, column, table))
        return out_of_memory(error);
    return check_rates(column, table, error);
}

static bool check_uses(const struct import_mapping *mapping, const struct table *table,
                       struct sp_error *error)
{
    bool joins = false, says = false;
    for (int i = 0; i < mapping->columns; i++) {
        const struct import_column *column = &mapping->column[i];
        joins = joins || column->use == IMPORT_NRMP_CODE || column->use == IMPORT_ACGME_ID
                || column->use == IMPORT_NAME;
        says = says || column->use >= IMPORT_VISAS;
        for (int k = 0; k < i; k++)
            if (column->use != IMPORT_IGNORE && column->use != IMPORT_NOTE
                && column->use == mapping->column[k].use
                && column->which == mapping->column[k].which)
                return sp_fail(error, SP_BAD_INPUT,
                               "columns \"%.60s\" and \"%.60s\" are both mapped to %s",
                               mapping->column[k].heading, column->heading,
                               import_field_name(column));
    }
    if (!joins)
        return sp_fail(error, SP_BAD_INPUT,
                       "line %d: no column is an NRMP code, an ACGME id or a name; map one",
                       table->heading_line);
    return says
           || sp_fail(error, SP_BAD_INPUT,
                      "line %d: no column holds a fact; map one to a field",
                      table->heading_line);
}

bool import_bind(struct import_mapping *mapping, const struct table *table,
                 struct sp_error *error)
{
    for (int i = 0; i < mapping->columns; i++)
        if (!bind_column(mapping, &mapping->column[i], table, error))
            return false;
    return check_uses(mapping, table, error);
}
