/* scenarios.c: one row a scenario. */
#include "scenarios.h"

#include "database.h"
#include "error.h"
#include "last_number.h"
#include "moment.h"
#include "profiles.h"
#include "release.h"
#include "rows.h"

#include <string.h>

static bool read_scenario(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct store_scenario *scenario = element;
    scenario->id = database_long(rows->at, 0);
    scenario->name = rows_text(rows, 1);
    scenario->changes = rows_text(rows, 2);
    scenario->updated_at = rows_moment(rows, 3);
    return true;
}

bool store_load_scenarios(struct store *store, long profile, struct sp_arena *text,
                          struct store_scenario **scenario, int *count,
                          struct sp_error *error)
{
    struct rows rows = {
        .database = store->database, .text = text, .error = error, .number = profile};
    *scenario = NULL;
    *count = 0;
    return store_find_profile(store, profile, error)
           && rows_keep(&rows,
                        "select id, name, changes, made_at from profile_scenario"
                        " where profile_id = ?1 order by id",
                        sizeof **scenario, read_scenario, scenario, count);
}

static bool check_scenario(const struct store_scenario *given,
                           const struct store_scenario *others, int count,
                           struct sp_error *error)
{
    if (strlen(given->changes) > SCENARIO_BYTES)
        return sp_fail(error, SP_BAD_INPUT, "set: %zu bytes are too many; allowed: %d",
                       strlen(given->changes), SCENARIO_BYTES);
    if (count >= SCENARIOS_MOST)
        return sp_fail(error, SP_BAD_INPUT, "name: a profile keeps at most %d scenarios",
                       SCENARIOS_MOST);
    for (int i = 0; i < count; i++)
        if (strcmp(others[i].name, given->name) == 0)
            return sp_fail(error, SP_BAD_INPUT, "name: there is a scenario '%.60s' already",
                           given->name);
    return true;
}

static bool insert_scenario(struct database *database, long profile, long id,
                            const struct store_scenario *given, long now,
                            struct sp_error *error)
{
    struct statement *statement;
    if (!database_prepare(database,
                          "insert into profile_scenario (id, profile_id, name, changes,"
                          " made_at) values (?1, ?2, ?3, ?4, ?5)",
                          &statement, error))
        return false;
    database_bind_long(statement, 1, id);
    database_bind_long(statement, 2, profile);
    database_bind_text(statement, 3, given->name);
    database_bind_text(statement, 4, given->changes);
    database_bind_long(statement, 5, now);
    bool ok = database_execute(statement, error);
    database_finish(statement);
    return ok;
}

bool store_add_scenario(struct store *store, long profile,
                        const struct store_scenario *given, long now, long *id,
                        struct sp_error *error)
{
    struct database *database = store->database;
    struct store_scenario *others;
    struct sp_arena text = {0};
    int count;
    *id = 0;
    if (!store_check_name(given->name, SCENARIO_NAME_BYTES, error)
        || !database_begin(database, error))
        return false;
    bool ok = store_load_scenarios(store, profile, &text, &others, &count, error)
              && check_scenario(given, others, count, error)
              && last_number_next(database, "scenario", id, error)
              && insert_scenario(database, profile, *id, given, now, error);
    ok = database_end(database, ok, error);
    sp_arena_free(&text);
    if (!ok)
        *id = 0;
    return ok;
}

bool store_delete_scenario(struct store *store, long profile, long id,
                           struct sp_error *error)
{
    struct database *database = store->database;
    if (!database_begin(database, error))
        return false;
    bool ok = store_find_profile(store, profile, error)
              && rows_change(database,
                             "delete from profile_scenario where profile_id = ?1"
                             " and id = ?2",
                             (long[]){profile, id}, 2, error)
              && (database_changes(database) == 1
                  || sp_fail(error, SP_NOT_FOUND, "scenario %ld: there is none", id));
    return database_end(database, ok, error);
}
