/* notes.c: one row a track. */
#include "notes.h"

#include "database.h"
#include "error.h"
#include "moment.h"
#include "profiles.h"
#include "release.h"
#include "rows.h"

#include <string.h>

static bool no_note(const char *code, struct sp_error *error)
{
    return sp_fail(error, SP_NOT_FOUND, "there is no note about %.20s", code);
}

static bool check_note(const char *body, struct sp_error *error)
{
    size_t length = strlen(body);
    if (strspn(body, " \t\r\n") == length)
        return sp_fail(error, SP_BAD_INPUT,
                       "text: \"\" is not allowed; delete the note "
                       "instead");
    return length <= NOTE_BYTES
           || sp_fail(error, SP_BAD_INPUT, "text: %zu bytes are too many; allowed: %d",
                      length, NOTE_BYTES);
}

/* Replaces or makes the row, if the catalogue has the track. */
static bool write_note(struct database *database, long profile, const char *code,
                       const char *body, long now, struct sp_error *error)
{
    struct statement *statement;
    if (!database_prepare(database,
                          "insert into profile_note (profile_id, code, body, made_at)"
                          " select ?1, nrmp_code, ?3, ?4 from program where nrmp_code = ?2"
                          " on conflict (profile_id, code)"
                          " do update set body = ?3, made_at = ?4",
                          &statement, error))
        return false;
    database_bind_long(statement, 1, profile);
    database_bind_text(statement, 2, code);
    database_bind_text(statement, 3, body);
    database_bind_long(statement, 4, now);
    bool ok = database_execute(statement, error);
    database_finish(statement);
    return ok
           && (database_changes(database) == 1
               || sp_fail(error, SP_NOT_FOUND,
                          "code: '%.20s' is no NRMP code of the catalogue", code));
}

bool store_save_note(struct store *store, long profile, const char *code, const char *body,
                     long now, struct sp_error *error)
{
    struct database *database = store->database;
    if (!check_note(body, error) || !database_begin(database, error))
        return false;
    bool ok = store_find_profile(store, profile, error)
              && write_note(database, profile, code, body, now, error);
    return database_end(database, ok, error);
}

static bool read_note(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct store_note *note = element;
    note->code = rows_text(rows, 0);
    note->body = rows_text(rows, 1);
    note->updated_at = rows_moment(rows, 2);
    return true;
}

bool store_load_notes(struct store *store, long profile, struct sp_arena *text,
                      struct store_note **note, int *count, struct sp_error *error)
{
    struct rows rows = {
        .database = store->database, .text = text, .error = error, .number = profile};
    *note = NULL;
    *count = 0;
    return store_find_profile(store, profile, error)
           && rows_keep(&rows,
                        "select code, body, made_at from profile_note"
                        " where profile_id = ?1 order by code",
                        sizeof **note, read_note, note, count);
}

bool store_load_note(struct store *store, long profile, const char *code,
                     struct sp_arena *text, struct store_note *note, struct sp_error *error)
{
    struct store_note *all;
    int count;
    *note = (struct store_note){0};
    if (!store_load_notes(store, profile, text, &all, &count, error))
        return false;
    for (int i = 0; i < count; i++)
        if (strcmp(all[i].code, code) == 0) {
            *note = all[i];
            return true;
        }
    return no_note(code, error);
}

static bool drop_note(struct database *database, long profile, const char *code,
                      struct sp_error *error)
{
    struct statement *statement;
    if (!database_prepare(database,
                          "delete from profile_note where profile_id = ?1 and code = ?2",
                          &statement, error))
        return false;
    database_bind_long(statement, 1, profile);
    database_bind_text(statement, 2, code);
    bool ok = database_execute(statement, error);
    database_finish(statement);
    return ok && (database_changes(database) == 1 || no_note(code, error));
}

bool store_delete_note(struct store *store, long profile, const char *code,
                       struct sp_error *error)
{
    if (!database_begin(store->database, error))
        return false;
    bool ok = store_find_profile(store, profile, error)
              && drop_note(store->database, profile, code, error);
    return database_end(store->database, ok, error);
}
