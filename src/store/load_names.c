/* load_names.c: specialties, states, countries of visa rules, and sources. */
#include "database.h"
#include "error.h"
#include "release.h"
#include "rows.h"
#include "store.h"

#include <string.h>

static bool read_specialty(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_specialty *specialty = element;
    specialty->code = rows_text(rows, 0);
    specialty->name = rows_text(rows, 1);
    specialty->aliases = rows_text(rows, 2);
    specialty->acgme_code = rows_text(rows, 3);
    specialty->cell = rows_text(rows, 4);
    specialty->outcome = rows_text(rows, 5);
    specialty->signal = rows_text(rows, 6);
    specialty->service = rows_text(rows, 7);
    return true;
}

bool store_load_specialties(struct store *store, struct sp_specialties *specialties,
                            struct sp_error *error)
{
    *specialties = (struct sp_specialties){0};
    struct rows rows = {
        .database = store->database, .text = &specialties->text, .error = error};
    if (rows_load(&rows,
                  "select code, name, aliases, acgme_code, cell, outcome, signal, service"
                  " from specialty order by place",
                  sizeof *specialties->at, read_specialty, &specialties->at,
                  &specialties->count))
        return true;
    sp_specialties_free(specialties);
    return false;
}

static bool read_visa_country(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_visa_country *country = element;
    country->country = rows_text(rows, 0);
    country->new_j1 = rows_answer(rows, 1);
    country->new_h1b = rows_answer(rows, 2);
    country->origin = rows_origin(rows, 3);
    return true;
}

bool store_load_visa_countries(struct store *store, struct sp_arena *text,
                               struct sp_visa_country **country, int *count,
                               struct sp_error *error)
{
    struct rows rows = {.database = store->database, .text = text, .error = error};
    return rows_keep(&rows,
                     "select country, new_j1, new_h1b, source, as_of from visa_country"
                     " order by place",
                     sizeof **country, read_visa_country, country, count);
}

static bool read_state(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct store_state *state = element;
    state->code = rows_text(rows, 0);
    state->name = rows_text(rows, 1);
    state->division = rows_text(rows, 2);
    return true;
}

bool store_load_states(struct store *store, struct sp_arena *text,
                       struct store_state **state, int *count, struct sp_error *error)
{
    struct rows rows = {.database = store->database, .text = text, .error = error};
    return rows_keep(&rows, "select code, name, division from state order by place",
                     sizeof **state, read_state, state, count);
}

static bool read_source(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_source *source = element;
    source->key = rows_text(rows, 0);
    source->title = rows_text(rows, 1);
    source->tables = rows_text(rows, 2);
    source->as_of = rows_text(rows, 3);
    source->rows = database_long(rows->at, 4);
    return true;
}

/* Joins the rows of one source, which stand together, to the first of them. */
static bool join_tables(struct rows *rows, struct sp_source *source, int *count)
{
    int kept = 0;
    for (int i = 0; i < *count; i++) {
        struct sp_source *last = kept ? &source[kept - 1] : NULL;
        if (!last || strcmp(last->key, source[i].key) != 0) {
            source[kept++] = source[i];
            continue;
        }
        last->tables =
            sp_arena_format(rows->text, "%s, %s", last->tables, source[i].tables);
        if (!last->tables)
            return sp_fail(rows->error, SP_NO_MEMORY, "no memory for the sources");
        last->rows += source[i].rows;
        if (strcmp(source[i].as_of, last->as_of) > 0)
            last->as_of = source[i].as_of;
    }
    *count = kept;
    return true;
}

bool store_load_sources(struct store *store, struct sp_arena *text,
                        struct sp_source **source, int *count, struct sp_error *error)
{
    struct rows rows = {.database = store->database, .text = text, .error = error};
    bool ok = rows_keep(&rows,
                        "select u.source, coalesce(s.title, ''), u.table_name, u.as_of,"
                        " u.rows from source_use u left join source s on s.key = u.source"
                        " order by u.source, u.table_name",
                        sizeof **source, read_source, source, count)
              && join_tables(&rows, *source, count);
    if (!ok) {
        *source = NULL;
        *count = 0;
    }
    return ok;
}
