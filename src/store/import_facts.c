/* import_facts.c: values become facts, row by row.
 *
 * A row is taken whole or refused whole: a value that cannot be may mean that its cells
 * stand in the wrong columns.
 */
#include "import.h"

#include "error.h"
#include "fact_field.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct collecting {
    const struct table *table;
    const struct import_mapping *mapping;
    const struct import_catalogue *catalogue;
    struct import_facts *out;
    int *taken; /* [tracks * slots] 1 + the fact that holds this field; 0: none */
    int slots;  /* two a column: a column of visas gives two facts */
    int *track; /* [facts] of each fact; in the arena */
    int fact_room, track_room, refusal_room;
    const char **field;         /* [columns] names of the facts they give */
    struct store_fact *pending; /* [slots] of the row at hand, without a code */
    int *pending_slot;
    int pendings;
};

static bool out_of_memory(struct sp_error *error)
{
    return sp_fail(error, SP_NO_MEMORY, "no memory for the facts");
}

/* Doubles an array of the arena when it is full. */
static void *grow(struct sp_arena *arena, void *at, int used, int *room, size_t size)
{
    if (used < *room)
        return at;
    int more = *room ? 2 * *room : 256;
    void *copy = sp_arena_get(arena, (size_t)more * size);
    if (!copy)
        return NULL;
    if (used > 0)
        memcpy(copy, at, (size_t)used * size);
    *room = more;
    return copy;
}

static bool refuse(struct collecting *c, int row, int column, const char *text,
                   struct sp_error *error)
{
    struct import_facts *out = c->out;
    struct import_refusal *refusal =
        grow(&out->text, out->refusal, out->refusals, &c->refusal_room, sizeof *refusal);
    if (!refusal)
        return out_of_memory(error);
    out->refusal = refusal;
    refusal += out->refusals;
    refusal->line = c->table->line[row];
    refusal->column = column + 1;
    refusal->text =
        sp_arena_format(&out->text, "line %d, column %d (%.60s): %s", refusal->line,
                        column + 1, c->table->name[column], text);
    if (!refusal->text)
        return out_of_memory(error);
    out->refusals++;
    return true;
}

static bool hold(struct collecting *c, int slot, const char *field, const char *value,
                 int line, struct sp_error *error)
{
    struct store_fact *fact = &c->pending[c->pendings];
    *fact = (struct store_fact){.field = field, .line = line};
    fact->value = sp_arena_text(&c->out->text, value);
    if (!fact->value || !field)
        return out_of_memory(error);
    c->pending_slot[c->pendings++] = slot;
    return true;
}

/* A list of visas: each one named is accepted; "none" refuses both; one that is not
 * named stays unknown. */
static bool hold_visas(struct collecting *c, int slot, const char *cell, int line,
                       struct sp_error *error)
{
    bool none = strcasecmp(cell, "none") == 0 || strcasecmp(cell, "no") == 0;
    bool j1 = strcasestr(cell, "J-1") || strcasestr(cell, "J1");
    bool h1b = strcasestr(cell, "H-1B") || strcasestr(cell, "H1B");
    const char *value = none ? "no" : "yes";
    return (!(j1 || none)
            || hold(c, slot, sp_requirement_name(SP_ACCEPTS_J1), value, line, error))
           && (!(h1b || none)
               || hold(c, slot + 1, sp_requirement_name(SP_ACCEPTS_H1B), value, line,
                       error));
}

/* A rate below or above a bound, "<5%", is no number: it stays unknown. */
static bool is_bound(const struct import_column *column, const char *cell)
{
    return column->use == IMPORT_RATE && (*cell == '<' || *cell == '>');
}

/* Reads one cell of a row; `fit` becomes false when the row is refused for it. */
static bool read_cell(struct collecting *c, int row, int place, bool *fit,
                      struct sp_error *error)
{
    const struct import_column *column = &c->mapping->column[place];
    const char *cell = table_cell(c->table, row, column->at);
    int line = c->table->line[row];
    struct sp_error why = {0};
    char value[32];
    if (column->use < IMPORT_VISAS || import_is_blank(cell) || is_bound(column, cell))
        return true;
    if (column->use == IMPORT_VISAS)
        return hold_visas(c, 2 * place, cell, line, error);
    if (column->use == IMPORT_NOTE)
        return hold(c, 2 * place, c->field[place], cell, line, error);
    if (import_parse_value(column, cell, value, &why))
        return hold(c, 2 * place, c->field[place], value, line, error);
    *fit = false;
    return refuse(c, row, column->at, why.text, error);
}

/* The fact that already holds the same field of a track of this row with another value;
 * NULL when there is none. */
static const struct store_fact *find_clash(const struct collecting *c,
                                           const struct import_match *match, int *pending)
{
    for (int i = 0; i < match->tracks; i++)
        for (int k = 0; k < c->pendings; k++) {
            int taken = c->taken[(size_t)match->track[i] * (size_t)c->slots
                                 + (size_t)c->pending_slot[k]];
            if (taken && strcmp(c->out->fact[taken - 1].value, c->pending[k].value) != 0) {
                *pending = k;
                return &c->out->fact[taken - 1];
            }
        }
    return NULL;
}

static bool take_fact(struct collecting *c, int track, int pending, struct sp_error *error)
{
    struct import_facts *out = c->out;
    int *taken =
        &c->taken[(size_t)track * (size_t)c->slots + (size_t)c->pending_slot[pending]];
    if (*taken)
        return true;
    struct store_fact *fact =
        grow(&out->text, out->fact, out->facts, &c->fact_room, sizeof *fact);
    int *tracks = grow(&out->text, c->track, out->facts, &c->track_room, sizeof *tracks);
    if (!fact || !tracks)
        return out_of_memory(error);
    out->fact = fact;
    c->track = tracks;
    tracks[out->facts] = track;
    fact[out->facts] = c->pending[pending];
    fact[out->facts].code =
        sp_arena_text(&out->text, c->catalogue->programs->track[track].code);
    if (!fact[out->facts].code)
        return out_of_memory(error);
    *taken = ++out->facts;
    return true;
}

static bool take_row(struct collecting *c, int row, const struct import_match *match,
                     struct sp_error *error)
{
    int pending = 0;
    const struct store_fact *clash = find_clash(c, match, &pending);
    if (clash) {
        struct sp_error why = {0};
        sp_fail(&why, SP_BAD_INPUT, "\"%.60s\" for %s; line %d says \"%.60s\"",
                c->pending[pending].value, clash->code, clash->line, clash->value);
        return refuse(c, row, c->mapping->column[c->pending_slot[pending] / 2].at, why.text,
                      error);
    }
    for (int i = 0; i < match->tracks; i++)
        for (int k = 0; k < c->pendings; k++)
            if (!take_fact(c, match->track[i], k, error))
                return false;
    return true;
}

static bool collect_rows(struct collecting *c, const struct import_matches *matches,
                         struct sp_error *error)
{
    for (int row = 0; row < c->table->rows; row++) {
        const struct import_match *match = &matches->at[row];
        bool fit = true;
        c->pendings = 0;
        if (match->tracks == 0)
            continue;
        for (int i = 0; i < c->mapping->columns; i++)
            if (!read_cell(c, row, i, &fit, error))
                return false;
        if (fit && !take_row(c, row, match, error))
            return false;
    }
    return true;
}

/* What is known of this field now, as text; false when nothing is. */
static bool known_value(struct sp_track *track, const struct fact_field *field,
                        char value[32], struct sp_origin *origin)
{
    const struct sp_fact *fact = fact_field_of(field, track);
    if (!fact || fact->answer == SP_UNKNOWN)
        return false;
    *origin = fact->origin;
    if (field->kind == FACT_ANSWER)
        snprintf(value, 32, "%s", fact->answer == SP_YES ? "yes" : "no");
    else
        snprintf(value, 32, "%.10g", fact->value);
    return true;
}

static bool compare(struct collecting *c, struct sp_error *error)
{
    struct import_facts *out = c->out;
    int room = 0;
    for (int i = 0; i < out->facts; i++) {
        char value[32];
        struct import_override one = {.fact = i};
        struct fact_field field;
        if (!fact_field_parse(out->fact[i].field, &field)
            || !known_value(&c->catalogue->programs->track[c->track[i]], &field, value,
                            &one.was))
            continue;
        one.differs = !fact_field_agree(&field, value, out->fact[i].value);
        one.was_value = sp_arena_text(&out->text, value);
        one.was.source = sp_arena_text(&out->text, one.was.source);
        one.was.as_of = sp_arena_text(&out->text, one.was.as_of);
        struct import_override *override =
            grow(&out->text, out->override, out->overrides, &room, sizeof *override);
        if (!one.was_value || !one.was.source || !one.was.as_of || !override)
            return out_of_memory(error);
        out->override = override;
        override[out->overrides++] = one;
        out->conflicts += one.differs;
    }
    return true;
}

static void count_tracks(struct collecting *c)
{
    for (int i = 0; i < c->catalogue->programs->count; i++) {
        bool any = false;
        for (int k = 0; k < c->slots; k++)
            any = any || c->taken[(size_t)i * (size_t)c->slots + (size_t)k];
        c->out->tracks += any;
    }
}

static bool name_fields(struct collecting *c, struct sp_error *error)
{
    for (int i = 0; i < c->mapping->columns; i++) {
        const struct import_column *column = &c->mapping->column[i];
        c->field[i] = column->use == IMPORT_NOTE
                          ? sp_arena_format(&c->out->text, "note:%s", column->heading)
                          : import_field_name(column);
        if (!c->field[i])
            return out_of_memory(error);
    }
    return true;
}

bool import_collect(const struct table *table, const struct import_mapping *mapping,
                    const struct import_catalogue *catalogue,
                    const struct import_matches *matches, struct import_facts *facts,
                    struct sp_error *error)
{
    size_t slots = 2 * (size_t)mapping->columns;
    struct collecting c = {table, mapping, catalogue, facts, .slots = (int)slots};
    *facts = (struct import_facts){0};
    c.taken = calloc((size_t)catalogue->programs->count * slots + 1, sizeof *c.taken);
    c.pending = calloc(slots + 1, sizeof *c.pending);
    c.pending_slot = calloc(slots + 1, sizeof *c.pending_slot);
    c.field = calloc(slots + 1, sizeof *c.field);
    bool ok = c.taken && c.pending && c.pending_slot && c.field;
    ok = (ok || out_of_memory(error)) && name_fields(&c, error)
         && collect_rows(&c, matches, error) && compare(&c, error);
    if (ok)
        count_tracks(&c);
    free(c.field);
    free(c.pending_slot);
    free(c.pending);
    free(c.taken);
    if (!ok)
        import_facts_free(facts);
    return ok;
}

void import_facts_free(struct import_facts *facts)
{
    sp_arena_free(&facts->text);
    *facts = (struct import_facts){0};
}
