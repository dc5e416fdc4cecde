/* findings.c: an import of the kind "finding", with no file behind it. */
#include "findings.h"

#include "database.h"
#include "error.h"
#include "fact_field.h"
#include "import.h"
#include "import_rows.h"
#include "moment.h"
#include "release.h"
#include "rows.h"

#include <string.h>

enum { SOURCE_BYTES = 300 };

static const char kind[] = "finding";

static bool check_texts(const struct store_finding *given, struct sp_error *error)
{
    size_t length = strlen(given->source);
    if (strspn(given->source, " \t") == length)
        return sp_fail(error, SP_BAD_INPUT,
                       "source: \"\" is not allowed; say where you found it");
    if (length > SOURCE_BYTES || strpbrk(given->source, "\n\r"))
        return sp_fail(error, SP_BAD_INPUT,
                       "source: at most %d bytes on one line are allowed", SOURCE_BYTES);
    return import_check_date(given->as_of, "as_of", error);
}

static bool check_finding(const struct store_finding *given, struct sp_error *error)
{
    struct fact_field field;
    struct sp_fact read;
    if (!fact_field_parse(given->field, &field) || field.kind == FACT_NOTE)
        return sp_fail(error, SP_BAD_INPUT,
                       "field: \"%.60s\" is no field of a track; such as accepts_j1 or "
                       "min_step2",
                       given->field);
    if (!fact_field_read(&field, given->value, &read, error))
        return sp_fail_at(error, "value: %.40s", given->field);
    return check_texts(given, error);
}

static bool check_track(struct database *database, const char *code, struct sp_error *error)
{
    struct statement *statement;
    if (!database_prepare(database, "select 1 from program where nrmp_code = ?1",
                          &statement, error))
        return false;
    database_bind_text(statement, 1, code);
    enum database_step step = database_step(statement, error);
    database_finish(statement);
    return step == DATABASE_ROW
           || (step == DATABASE_DONE
               && sp_fail(error, SP_NOT_FOUND,
                          "code: '%.20s' is no NRMP code of the catalogue", code));
}

/* Takes back what was found about the field before; `count` is how many. */
static bool take_back(struct database *database, const char *code, const char *field,
                      long *count, struct sp_error *error)
{
    struct statement *statement;
    if (!database_prepare(database,
                          "update import set undone_at = ?1 where kind = ?2"
                          " and undone_at = '' and id in (select import_id from"
                          " import_fact where code = ?3 and field = ?4)",
                          &statement, error))
        return false;
    char now[MOMENT_BYTES];
    moment_write(moment_now(), now);
    database_bind_text(statement, 1, now);
    database_bind_text(statement, 2, kind);
    database_bind_text(statement, 3, code);
    database_bind_text(statement, 4, field);
    bool ok = database_execute(statement, error);
    database_finish(statement);
    *count = ok ? database_changes(database) : 0;
    return ok;
}

bool store_save_finding(struct store *store, const struct store_finding *given,
                        struct sp_error *error)
{
    struct database *database = store->database;
    struct store_import import = {
        .file = "", .kind = kind, .source = given->source, .as_of = given->as_of};
    struct store_fact fact = {given->code, given->field, given->value, 0};
    long before;
    int id;
    if (!check_finding(given, error) || !database_begin(database, error))
        return false;
    bool ok = check_track(database, given->code, error)
              && take_back(database, given->code, given->field, &before, error)
              && import_rows_insert(database, &import, &fact, 1, NULL, &id, error);
    return database_end(database, ok, error);
}

bool store_drop_finding(struct store *store, const char *code, const char *field,
                        struct sp_error *error)
{
    struct database *database = store->database;
    long count;
    if (!database_begin(database, error))
        return false;
    bool ok = take_back(database, code, field, &count, error)
              && (count > 0
                  || sp_fail(error, SP_NOT_FOUND,
                             "%.20s, %.40s: there is no finding of yours", code, field));
    return database_end(database, ok, error);
}

static bool read_finding(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct store_finding *finding = element;
    finding->id = rows_int(rows, 0, 0);
    finding->code = rows_text(rows, 1);
    finding->field = rows_text(rows, 2);
    finding->value = rows_text(rows, 3);
    finding->source = rows_text(rows, 4);
    finding->as_of = rows_text(rows, 5);
    finding->made_at = rows_text(rows, 6);
    return true;
}

bool store_load_findings(struct store *store, struct sp_arena *text,
                         struct store_finding **finding, int *count, struct sp_error *error)
{
    struct rows rows = {
        .database = store->database, .text = text, .error = error, .string = kind};
    return rows_keep(&rows,
                     "select i.id, f.code, f.field, f.value, i.source, i.as_of, i.made_at"
                     " from import i join import_fact f on f.import_id = i.id"
                     " where i.kind = ?1 and i.undone_at = '' order by f.code, f.field",
                     sizeof **finding, read_finding, finding, count);
}
