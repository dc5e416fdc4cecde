/* imports.c: what the user brought in: kept whole, taken back whole, never deleted.
 *
 * Each import keeps its rows; to take one back marks it, and what was under it shows
 * again.  Which fact stands is decided when it is read: the newest import that was not
 * taken back, within an import the later row.
 */
#include "database.h"
#include "error.h"
#include "fact_field.h"
#include "import_rows.h"
#include "moment.h"
#include "release.h"
#include "rows.h"
#include "store.h"

#include <stdlib.h>
#include <string.h>

static const char *or_blank(const char *text)
{
    return text ? text : "";
}

/* --- saving -------------------------------------------------------------------- */

/* The field and value of a fact; the track is looked up when it is written. */
static bool check_fact(const struct store_fact *fact, struct sp_error *error)
{
    struct fact_field field;
    struct sp_fact read;
    if (!fact_field_parse(or_blank(fact->field), &field))
        return sp_fail(error, SP_BAD_INPUT,
                       "line %d: \"%.80s\" is no field; a text is kept as \"note:…\"",
                       fact->line, or_blank(fact->field));
    if (!fact_field_read(&field, or_blank(fact->value), &read, error))
        return sp_fail_at(error, "line %d, %.40s", fact->line, fact->field);
    return true;
}

static bool check_import(const struct store_import *import, const struct store_fact *fact,
                         int facts, struct sp_error *error)
{
    if (!*or_blank(import->source))
        return sp_fail(error, SP_BAD_INPUT,
                       "source is empty: name where the facts come from");
    if (facts < 1)
        return sp_fail(error, SP_BAD_INPUT, "%.80s: no fact to import",
                       or_blank(import->file));
    for (int i = 0; i < facts; i++)
        if (!check_fact(&fact[i], error))
            return false;
    return true;
}

static bool next_id(struct database *database, int *id, struct sp_error *error)
{
    struct statement *statement = NULL;
    bool ok = database_prepare(database, "select coalesce(max(id), 0) + 1 from import",
                               &statement, error)
              && database_step(statement, error) == DATABASE_ROW;
    *id = ok ? (int)database_long(statement, 0) : 0;
    database_finish(statement);
    return ok;
}

static bool insert_import(struct database *database, const struct store_import *import,
                          int id, struct sp_error *error)
{
    struct statement *statement;
    if (!database_prepare(database,
                          "insert into import (id, file, kind, source, as_of, made_at,"
                          " undone_at) values (?1, ?2, ?3, ?4, ?5, ?6, '')",
                          &statement, error))
        return false;
    char now[MOMENT_BYTES];
    moment_write(moment_now(), now);
    const char *made_at = or_blank(import->made_at);
    database_bind_long(statement, 1, id);
    database_bind_text(statement, 2, or_blank(import->file));
    database_bind_text(statement, 3, or_blank(import->kind));
    database_bind_text(statement, 4, import->source);
    database_bind_text(statement, 5, or_blank(import->as_of));
    database_bind_text(statement, 6, *made_at ? made_at : now);
    bool ok = database_execute(statement, error);
    database_finish(statement);
    return ok;
}

/* Fails when the insert found no track of that code. */
static bool insert_fact(struct database *database, struct statement *statement, int id,
                        int place, const struct store_fact *fact, struct sp_error *error)
{
    database_bind_long(statement, 1, id);
    database_bind_long(statement, 2, place);
    database_bind_text(statement, 3, fact->field);
    database_bind_text(statement, 4, fact->value);
    database_bind_long(statement, 5, fact->line);
    database_bind_text(statement, 6, or_blank(fact->code));
    if (!database_execute(statement, error))
        return false;
    return database_changes(database) == 1
           || sp_fail(error, SP_BAD_INPUT,
                      "line %d: \"%.40s\" is no NRMP code of the catalogue", fact->line,
                      or_blank(fact->code));
}

static bool insert_facts(struct database *database, int id, const struct store_fact *fact,
                         int facts, const struct store_watch *watch, struct sp_error *error)
{
    struct statement *statement;
    if (!database_prepare(database,
                          "insert into import_fact (import_id, place, code, field, value,"
                          " line) select ?1, ?2, nrmp_code, ?3, ?4, ?5 from program"
                          " where nrmp_code = ?6",
                          &statement, error))
        return false;
    bool ok = true;
    for (int i = 0; ok && i < facts; i++)
        ok = import_goes_on(watch, "saving facts", i, facts, error)
             && insert_fact(database, statement, id, i + 1, &fact[i], error);
    database_finish(statement);
    return ok;
}

bool import_rows_insert(struct database *database, const struct store_import *import,
                        const struct store_fact *fact, int facts,
                        const struct store_watch *watch, int *id, struct sp_error *error)
{
    return next_id(database, id, error) && insert_import(database, import, *id, error)
           && insert_facts(database, *id, fact, facts, watch, error);
}

bool store_save_import(struct store *store, const struct store_import *import,
                       const struct store_fact *fact, int facts,
                       const struct store_watch *watch, int *id, struct sp_error *error)
{
    struct database *database = store->database;
    int made = 0;
    *id = 0;
    if (!check_import(import, fact, facts, error) || !database_begin(database, error))
        return false;
    bool ok = import_rows_insert(database, import, fact, facts, watch, &made, error);
    if (!database_end(database, ok, error))
        return false;
    *id = made;
    return true;
}

/* --- taking back --------------------------------------------------------------- */

static bool mark_undone(struct database *database, int id, struct sp_error *error)
{
    struct statement *statement;
    if (!database_prepare(
            database, "update import set undone_at = ?2 where id = ?1 and undone_at = ''",
            &statement, error))
        return false;
    char now[MOMENT_BYTES];
    moment_write(moment_now(), now);
    database_bind_long(statement, 1, id);
    database_bind_text(statement, 2, now);
    bool ok = database_execute(statement, error);
    database_finish(statement);
    return ok
           && (database_changes(database) == 1
               || sp_fail(error, SP_NOT_FOUND,
                          "import %d: there is none that could be taken back", id));
}

bool store_undo_import(struct store *store, int id, struct sp_error *error)
{
    return database_begin(store->database, error)
           && database_end(store->database, mark_undone(store->database, id, error), error);
}

/* --- listing ------------------------------------------------------------------- */

static bool read_import(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct store_import *import = element;
    import->id = rows_int(rows, 0, 0);
    import->file = rows_text(rows, 1);
    import->kind = rows_text(rows, 2);
    import->source = rows_text(rows, 3);
    import->as_of = rows_text(rows, 4);
    import->made_at = rows_text(rows, 5);
    import->undone = *database_text(rows->at, 6) != '\0';
    import->facts = database_long(rows->at, 7);
    import->tracks = database_long(rows->at, 8);
    return true;
}

bool store_load_imports(struct store *store, struct sp_arena *text,
                        struct store_import **import, int *count, struct sp_error *error)
{
    struct rows rows = {.database = store->database, .text = text, .error = error};
    return rows_keep(
        &rows,
        "select i.id, i.file, i.kind, i.source, i.as_of, i.made_at, i.undone_at,"
        " count(*), count(distinct f.code) from import i"
        " join import_fact f on f.import_id = i.id"
        " group by i.id, i.file, i.kind, i.source, i.as_of, i.made_at,"
        " i.undone_at order by i.id",
        sizeof **import, read_import, import, count);
}

/* --- conflicts ----------------------------------------------------------------- */

struct statement_of_fact {
    const char *code, *field, *value, *source, *as_of;
};

static bool read_statement(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct statement_of_fact *said = element;
    said->code = rows_text(rows, 0);
    said->field = rows_text(rows, 1);
    said->value = rows_text(rows, 2);
    said->source = rows_text(rows, 3);
    said->as_of = rows_text(rows, 4);
    return true;
}

/* The first of each code and field is the one in use; those after it that differ from
 * it are conflicts. */
static int find_conflicts(const struct statement_of_fact *said, int count,
                          struct sp_conflict *conflict)
{
    int found = 0, used = 0;
    for (int i = 1; i < count; i++) {
        struct fact_field field;
        if (strcmp(said[i].code, said[used].code) != 0
            || strcmp(said[i].field, said[used].field) != 0)
            used = i;
        if (used == i || !fact_field_parse(said[i].field, &field)
            || fact_field_agree(&field, said[used].value, said[i].value))
            continue;
        conflict[found++] = (struct sp_conflict){.code = said[i].code,
                                                 .field = said[i].field,
                                                 .used_value = said[used].value,
                                                 .used_source = said[used].source,
                                                 .used_as_of = said[used].as_of,
                                                 .other_value = said[i].value,
                                                 .other_source = said[i].source,
                                                 .other_as_of = said[i].as_of};
    }
    return found;
}

bool store_load_conflicts(struct store *store, struct sp_arena *text,
                          struct sp_conflict **conflict, int *count, struct sp_error *error)
{
    static const char sql[] =
        "select code, field, value, source, as_of from ("
        " select f.code, f.field, f.value, i.source, i.as_of, i.id, f.place"
        " from import_fact f join import i on i.id = f.import_id"
        " where i.undone_at = '' and f.field not like 'note:%'"
        " union all"
        " select distinct p.nrmp_code, 'accepts_h1b', 'yes', h.source, h.as_of, 0, 0"
        " from h1b_employer h join program p on p.institution_code = h.institution_code"
        " where h.trainee_title = 1 and h.institution_code <> ''"
        ") said order by code, field, id desc, place desc, as_of desc";
    struct rows rows = {.database = store->database, .text = text, .error = error};
    struct statement_of_fact *said;
    int statements;
    *conflict = NULL;
    *count = 0;
    if (!rows_load(&rows, sql, sizeof *said, read_statement, &said, &statements))
        return false;
    *conflict = sp_arena_get(text, (size_t)statements * sizeof **conflict + 1);
    bool ok = *conflict != NULL;
    if (ok)
        *count = find_conflicts(said, statements, *conflict);
    free(said);
    return ok || sp_fail(error, SP_NO_MEMORY, "no memory for the conflicts");
}
