/* profiles.c: a row of `profile` says which row of `profile_change` is the latest.
 *
 * Every change is a new row, undo and redo too.  The row that an undo makes points to
 * what a further undo would bring back, and to the row it took back, for redo; so the
 * lines of a history are chains of rows that are never rewritten.
 */
#include "profiles.h"

#include "database.h"
#include "error.h"
#include "last_number.h"
#include "moment.h"
#include "release.h"
#include "rows.h"

#include <limits.h>
#include <string.h>

/* The content of a new row; a version of 0 is none. */
struct next_change {
    long id, version;
    const char *name, *body;
    long now, undo, redo;
};

bool store_check_name(const char *name, int most, struct sp_error *error)
{
    size_t length = strlen(name);
    if (strspn(name, " \t") == length)
        return sp_fail(error, SP_BAD_INPUT, "name: \"\" is not allowed; give it a name");
    if (length > (size_t)most)
        return sp_fail(error, SP_BAD_INPUT, "name: %zu bytes are too many; allowed: %d",
                       length, most);
    for (const char *at = name; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 127)
            return sp_fail(error, SP_BAD_INPUT,
                           "name: a line feed or another control character is not allowed");
    return true;
}

static bool no_profile(long id, struct sp_error *error)
{
    return sp_fail(error, SP_NOT_FOUND, "profile %ld: there is none", id);
}

/* --- reading ------------------------------------------------------------------- */

static bool read_profile(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct store_profile *profile = element;
    profile->id = database_long(rows->at, 0);
    profile->version = database_long(rows->at, 1);
    profile->name = rows_text(rows, 2);
    profile->body = rows_text(rows, 3);
    profile->updated_at = rows_moment(rows, 4);
    profile->demo = database_long(rows->at, 5) != 0;
    profile->can_undo = database_long(rows->at, 6) != 0;
    profile->can_redo = database_long(rows->at, 7) != 0;
    return true;
}

#define PROFILE_COLUMNS(body)                                                              \
    "select p.id, p.version, c.name, " body ", c.made_at, p.demo,"                         \
    " (select count(*) from profile_change u"                                              \
    "  where u.profile_id = p.id and u.version = c.undo),"                                 \
    " (select count(*) from profile_change r"                                              \
    "  where r.profile_id = p.id and r.version = c.redo)"                                  \
    " from profile p join profile_change c"                                                \
    " on c.profile_id = p.id and c.version = p.version"                                    \
    " where p.deleted_at is null"

bool store_load_profile(struct store *store, long id, struct sp_arena *text,
                        struct store_profile *profile, struct sp_error *error)
{
    struct rows rows = {
        .database = store->database, .text = text, .error = error, .number = id};
    struct store_profile *found;
    int count;
    *profile = (struct store_profile){0};
    if (id < 1)
        return no_profile(id, error);
    if (!rows_keep(&rows, PROFILE_COLUMNS("c.body") " and p.id = ?1", sizeof *found,
                   read_profile, &found, &count))
        return false;
    if (count == 0)
        return no_profile(id, error);
    *profile = found[0];
    return true;
}

/* --- listing --------------------------------------------------------------------- */

/* One list on its way: the numbers of those found, then what is to be said of each. */
struct listing {
    struct store *store;
    const struct store_profile_filter *filter;
    struct sp_arena *text;
    long *id;
    int found, room;
    struct sp_error *error;
};

static bool has_words(const char *name, const char *search)
{
    char word[PROFILE_NAME_BYTES + 1];
    while (search && *(search += strspn(search, " "))) {
        size_t length = strcspn(search, " ");
        if (length >= sizeof word)
            return false;
        memcpy(word, search, length);
        word[length] = '\0';
        if (!strcasestr(name, word))
            return false;
        search += length;
    }
    return true;
}

static bool note(struct listing *listing, long id)
{
    if (listing->found == listing->room) {
        int room = listing->room ? 2 * listing->room : 64;
        long *grown = sp_arena_get(listing->text, (size_t)room * sizeof *grown);
        if (!grown)
            return sp_fail(listing->error, SP_NO_MEMORY, "no memory for the profiles");
        if (listing->found)
            memcpy(grown, listing->id, (size_t)listing->found * sizeof *grown);
        listing->id = grown;
        listing->room = room;
    }
    listing->id[listing->found++] = id;
    return true;
}

/* When the one to begin after was last changed. */
static bool find_moment(struct listing *listing, long *moment)
{
    struct statement *statement;
    if (!database_prepare(listing->store->database,
                          "select c.made_at from profile p join profile_change c"
                          " on c.profile_id = p.id and c.version = p.version"
                          " where p.id = ?1",
                          &statement, listing->error))
        return false;
    database_bind_long(statement, 1, listing->filter->after);
    enum database_step step = database_step(statement, listing->error);
    if (step == DATABASE_ROW)
        *moment = database_long(statement, 0);
    database_finish(statement);
    return step == DATABASE_ROW
           || (step == DATABASE_DONE && no_profile(listing->filter->after, listing->error));
}

/* Along the index of step 7 from the newest change on. */
static bool find_profiles(struct listing *listing)
{
    const struct store_profile_filter *filter = listing->filter;
    struct statement *statement;
    long moment = LONG_MAX, after = filter->after ? filter->after : LONG_MAX;
    if ((filter->after && !find_moment(listing, &moment))
        || !database_prepare(listing->store->database,
                             "select c.profile_id, c.name from profile_change c"
                             " cross join profile p where p.id = c.profile_id"
                             " and p.version = c.version and p.deleted_at is null"
                             " and c.made_at <= ?1"
                             " and (c.made_at < ?1 or c.profile_id < ?2)"
                             " order by c.made_at desc, c.profile_id desc",
                             &statement, listing->error))
        return false;
    database_bind_long(statement, 1, moment);
    database_bind_long(statement, 2, after);
    enum database_step step = DATABASE_DONE;
    bool ok = true;
    while (ok && (!filter->most || listing->found < filter->most)
           && (step = database_step(statement, listing->error)) == DATABASE_ROW)
        if (has_words(database_text(statement, 1), filter->search))
            ok = note(listing, database_long(statement, 0));
    database_finish(statement);
    return ok && step != DATABASE_FAILED;
}

bool store_list_profiles(struct store *store, const struct store_profile_filter *filter,
                         struct sp_arena *text, struct store_profile **profile, int *count,
                         struct sp_error *error)
{
    struct listing listing = {store, filter, text, .error = error};
    *count = 0;
    if (!find_profiles(&listing))
        return false;
    *profile = sp_arena_get(text, (size_t)listing.found * sizeof **profile + 1);
    if (!*profile)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the profiles");
    for (int i = 0; i < listing.found; i++) {
        struct store_profile *found;
        int times;
        struct rows rows = {.database = store->database,
                            .text = text,
                            .error = error,
                            .number = listing.id[i]};
        if (!rows_keep(&rows, PROFILE_COLUMNS("''") " and p.id = ?1", sizeof *found,
                       read_profile, &found, &times))
            return false;
        if (times > 0) /* not deleted meanwhile */
            (*profile)[(*count)++] = found[0];
    }
    return true;
}

bool store_count_profiles(struct store *store, long *count, struct sp_error *error)
{
    struct statement *statement;
    *count = 0;
    if (!database_prepare(store->database,
                          "select count(*) from profile where deleted_at is null",
                          &statement, error))
        return false;
    bool ok = database_step(statement, error) == DATABASE_ROW;
    if (ok)
        *count = database_long(statement, 0);
    database_finish(statement);
    return ok;
}

/* --------------------------------------------------------------------------------- */

bool store_find_profile(struct store *store, long id, struct sp_error *error)
{
    struct statement *statement;
    if (!database_prepare(store->database,
                          "select 1 from profile where id = ?1 and deleted_at is null",
                          &statement, error))
        return false;
    database_bind_long(statement, 1, id);
    enum database_step step = database_step(statement, error);
    database_finish(statement);
    return step == DATABASE_ROW || (step == DATABASE_DONE && no_profile(id, error));
}

static bool read_change(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct store_change *change = element;
    change->version = database_long(rows->at, 0);
    change->name = rows_text(rows, 1);
    change->body = rows_text(rows, 2);
    change->made_at = rows_moment(rows, 3);
    return true;
}

bool store_load_changes(struct store *store, long id, struct sp_arena *text,
                        struct store_change **change, int *count, struct sp_error *error)
{
    struct rows rows = {
        .database = store->database, .text = text, .error = error, .number = id};
    return rows_keep(&rows,
                     "select version, name, body, made_at from profile_change"
                     " where profile_id = ?1 order by version",
                     sizeof **change, read_change, change, count);
}

/* --- writing ------------------------------------------------------------------- */

static void bind_version(struct statement *statement, int place, long version)
{
    if (version)
        database_bind_long(statement, place, version);
    else
        database_bind_null(statement, place);
}

static bool insert_change(struct database *database, const struct next_change *next,
                          struct sp_error *error)
{
    struct statement *statement;
    if (!database_prepare(database,
                          "insert into profile_change (profile_id, version, name, body,"
                          " made_at, undo, redo) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                          &statement, error))
        return false;
    database_bind_long(statement, 1, next->id);
    database_bind_long(statement, 2, next->version);
    database_bind_text(statement, 3, next->name);
    database_bind_text(statement, 4, next->body);
    database_bind_long(statement, 5, next->now);
    bind_version(statement, 6, next->undo);
    bind_version(statement, 7, next->redo);
    bool ok = database_execute(statement, error);
    database_finish(statement);
    return ok;
}

static bool set_version(struct database *database, const struct next_change *next,
                        struct sp_error *error)
{
    return rows_change(database, "update profile set version = ?2 where id = ?1",
                       (long[]){next->id, next->version}, 2, error);
}

/* What is both beyond the changes kept and older than ten minutes. */
static bool drop_old_changes(struct database *database, const struct next_change *next,
                             struct sp_error *error)
{
    return rows_change(
        database,
        "delete from profile_change where profile_id = ?1 and version <= ?2"
        " and made_at < ?3",
        (long[]){next->id, next->version - PROFILE_CHANGES_KEPT, next->now - TEN_MINUTES},
        3, error);
}

static bool insert_profile(struct database *database, long id, bool demo,
                           struct sp_error *error)
{
    return rows_change(database,
                       "insert into profile (id, version, demo) values (?1, 1, ?2)",
                       (long[]){id, demo}, 2, error);
}

bool store_add_profile(struct store *store, const struct store_profile *given, long now,
                       struct sp_arena *text, struct store_profile *kept,
                       struct sp_error *error)
{
    struct database *database = store->database;
    struct next_change next = {
        .version = 1, .name = given->name, .body = given->body, .now = now};
    *kept = (struct store_profile){0};
    if (!store_check_name(given->name, PROFILE_NAME_BYTES, error)
        || !database_begin(database, error))
        return false;
    bool ok = last_number_next(database, "profile", &next.id, error)
              && insert_profile(database, next.id, given->demo, error)
              && insert_change(database, &next, error)
              && store_load_profile(store, next.id, text, kept, error);
    return database_end(database, ok, error);
}

/* The latest row of a profile that is there, with where undo and redo lead. */
static bool load_latest(struct store *store, long id, long version, struct sp_arena *text,
                        struct store_profile *latest, struct next_change *next,
                        struct sp_error *error)
{
    struct statement *statement = NULL;
    if (!store_load_profile(store, id, text, latest, error))
        return false;
    if (version && version != latest->version)
        return sp_fail(error, SP_CONFLICT,
                       "profile %ld: version %ld is not the latest, which is %ld; look at "
                       "what changed meanwhile",
                       id, version, latest->version);
    bool ok = database_prepare(store->database,
                               "select undo, redo from profile_change"
                               " where profile_id = ?1 and version = ?2",
                               &statement, error);
    if (ok) {
        database_bind_long(statement, 1, id);
        database_bind_long(statement, 2, latest->version);
        ok = database_step(statement, error) == DATABASE_ROW;
        next->undo = ok ? database_long(statement, 0) : 0;
        next->redo = ok ? database_long(statement, 1) : 0;
    }
    database_finish(statement);
    next->id = id;
    next->version = latest->version + 1;
    return ok;
}

static bool keep_change(struct store *store, const struct next_change *next,
                        struct sp_arena *text, struct store_profile *kept,
                        struct sp_error *error)
{
    return insert_change(store->database, next, error)
           && set_version(store->database, next, error)
           && drop_old_changes(store->database, next, error)
           && store_load_profile(store, next->id, text, kept, error);
}

bool store_change_profile(struct store *store, const struct store_profile *given, long now,
                          struct sp_arena *text, struct store_profile *kept,
                          struct sp_error *error)
{
    struct next_change next = {0};
    *kept = (struct store_profile){0};
    if (!store_check_name(given->name, PROFILE_NAME_BYTES, error)
        || !database_begin(store->database, error))
        return false;
    bool ok = load_latest(store, given->id, given->version, text, kept, &next, error);
    next.name = given->name;
    next.body = given->body;
    next.now = now;
    next.undo = kept->version;
    next.redo = 0;
    return database_end(store->database, ok && keep_change(store, &next, text, kept, error),
                        error);
}

/* The content that a move brings back, and where undo and redo lead from there. */
static bool load_target(struct store *store, enum store_move move, long latest,
                        struct sp_arena *text, struct next_change *next,
                        struct sp_error *error)
{
    struct statement *statement = NULL;
    long target = move == STORE_UNDO ? next->undo : next->redo;
    if (!database_prepare(store->database,
                          "select name, body, undo, redo from profile_change"
                          " where profile_id = ?1 and version = ?2",
                          &statement, error))
        return false;
    database_bind_long(statement, 1, next->id);
    database_bind_long(statement, 2, target);
    enum database_step step = database_step(statement, error);
    if (step == DATABASE_ROW) {
        next->name = sp_arena_text(text, database_text(statement, 0));
        next->body = sp_arena_text(text, database_text(statement, 1));
        next->undo = move == STORE_UNDO ? database_long(statement, 2) : latest;
        next->redo = move == STORE_UNDO ? latest : database_long(statement, 3);
    }
    database_finish(statement);
    if (step == DATABASE_DONE)
        return sp_fail(error, SP_NOT_FOUND, "profile %ld: there is nothing to %s", next->id,
                       move == STORE_UNDO ? "undo" : "redo");
    return step == DATABASE_ROW
           && ((next->name && next->body)
               || sp_fail(error, SP_NO_MEMORY, "no memory for the profile"));
}

bool store_move_profile(struct store *store, long id, long version, enum store_move move,
                        long now, struct sp_arena *text, struct store_profile *kept,
                        struct sp_error *error)
{
    struct next_change next = {.now = now};
    *kept = (struct store_profile){0};
    if (!database_begin(store->database, error))
        return false;
    bool ok = load_latest(store, id, version, text, kept, &next, error)
              && load_target(store, move, kept->version, text, &next, error)
              && keep_change(store, &next, text, kept, error);
    return database_end(store->database, ok, error);
}

/* --- deleting ------------------------------------------------------------------ */

/* Every table that has rows about a profile, and the column that says which; what refers
 * to a row stands before it. */
static const char *const forget_sql[] = {
    "delete from profile_note where profile_id = ?1",
    "delete from profile_scenario where profile_id = ?1",
    "delete from profile_change where profile_id = ?1",
    "delete from profile where id = ?1",
};

static bool forget(struct database *database, long id, struct sp_error *error)
{
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof forget_sql / sizeof *forget_sql; i++)
        ok = rows_change(database, forget_sql[i], &id, 1, error);
    return ok;
}

/* One profile whose time is over, or 0. */
static bool find_due(struct database *database, long now, long *id, struct sp_error *error)
{
    struct statement *statement;
    if (!database_prepare(database, "select min(id) from profile where deleted_at < ?1",
                          &statement, error))
        return false;
    database_bind_long(statement, 1, now - TEN_MINUTES);
    bool ok = database_step(statement, error) == DATABASE_ROW;
    *id = ok ? database_long(statement, 0) : 0;
    database_finish(statement);
    return ok;
}

static bool forget_due(struct database *database, long id, long now, struct sp_error *error)
{
    bool ok = true;
    while (ok && id)
        ok = forget(database, id, error) && find_due(database, now, &id, error);
    return ok;
}

bool store_forget_deleted(struct store *store, long now, struct sp_error *error)
{
    struct database *database = store->database;
    long id;
    if (!find_due(database, now, &id, error))
        return false;
    return id == 0
           || (database_begin(database, error)
               && database_end(database, forget_due(database, id, now, error), error)
               && database_scrub(database, error));
}

bool store_forget_profile(struct store *store, long id, struct sp_error *error)
{
    struct database *database = store->database;
    if (!database_begin(database, error))
        return false;
    bool ok = forget(database, id, error)
              && (database_changes(database) == 1 || no_profile(id, error));
    return database_end(database, ok, error) && database_scrub(database, error);
}

bool store_delete_profile(struct store *store, long id, long now, struct sp_error *error)
{
    struct database *database = store->database;
    if (!database_begin(database, error))
        return false;
    bool ok = rows_change(
                  database,
                  "update profile set deleted_at = ?2 where id = ?1 and deleted_at is null",
                  (long[]){id, now}, 2, error)
              && (database_changes(database) == 1 || no_profile(id, error));
    return database_end(database, ok, error);
}

bool store_restore_profile(struct store *store, long id, long now, struct sp_arena *text,
                           struct store_profile *profile, struct sp_error *error)
{
    struct database *database = store->database;
    *profile = (struct store_profile){0};
    if (!database_begin(database, error))
        return false;
    bool ok =
        rows_change(
            database,
            "update profile set deleted_at = null where id = ?1 and deleted_at >= ?2",
            (long[]){id, now - TEN_MINUTES}, 2, error)
        && (database_changes(database) == 1
            || sp_fail(error, SP_NOT_FOUND,
                       "profile %ld: none that was deleted in the last ten minutes", id))
        && store_load_profile(store, id, text, profile, error);
    return database_end(database, ok, error);
}
