/* opening_changes.c: what the user says of openings: kept whole, taken back whole.
 *
 * A change is applied to what is known before it is written, and what would be left is
 * applied before one is taken back; so every state that the store can be in can be read.
 */
#include "database.h"
#include "error.h"
#include "import_rows.h"
#include "opening_change.h"
#include "release.h"
#include "rows.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static void write_now(char out[32])
{
    time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

static const char *or_else(const char *text, const char *other)
{
    return text && *text ? text : other;
}

/* --- making a change whole ---------------------------------------------------------- */

/* A change on its way into the store. */
struct changing {
    struct store *store;
    const struct sp_opening_change *change;
    struct sp_openings openings;       /* as they are, then as they would be */
    struct sp_specialties specialties; /* for names in facts; loaded when needed */
    struct opening_fact *fact;
    int facts, first; /* first: number of the first new opening */
    struct sp_error *error;
};

static bool starve(struct changing *changing)
{
    return sp_fail(changing->error, SP_NO_MEMORY, "no memory for a change of openings");
}

static bool read_number(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    *(int *)element = (int)strtol(database_text(rows->at, 0) + strlen("own-"), NULL, 10);
    return true;
}

/* Changes are marked, never deleted, so the largest number ever given stands there. */
static bool find_first(struct changing *changing)
{
    struct rows rows = {.database = changing->store->database,
                        .text = &changing->openings.text,
                        .error = changing->error};
    int *number, count;
    if (!rows_keep(&rows,
                   "select distinct opening from opening_change_fact"
                   " where opening like 'own-%'",
                   sizeof *number, read_number, &number, &count))
        return false;
    changing->first = 1;
    for (int i = 0; i < count; i++)
        if (number[i] >= changing->first)
            changing->first = number[i] + 1;
    return true;
}

/* "+2" is the second new opening of the change. */
static bool name_opening(struct changing *changing, const char *given, const char **id)
{
    struct sp_arena *text = &changing->openings.text;
    if (*given != '+') {
        *id = sp_arena_text(text, given);
        return *id || starve(changing);
    }
    long number = strtol(given + 1, NULL, 10);
    if (number < 1 || number > 1000000)
        return sp_fail(changing->error, SP_BAD_INPUT, "\"%.20s\" is no new opening", given);
    *id = sp_arena_format(text, "own-%ld", changing->first + number - 1);
    return *id || starve(changing);
}

/* Names and codes of specialties, with ; or , between, as codes. */
static bool name_specialties(struct changing *changing, const char *given,
                             const char **codes)
{
    struct sp_arena *text = &changing->openings.text;
    *codes = "";
    if (!changing->specialties.count
        && !store_load_specialties(changing->store, &changing->specialties,
                                   changing->error))
        return false;
    for (const char *at = given; *at;) {
        at += strspn(at, " ;,");
        size_t length = strcspn(at, ";,");
        const char *one = sp_arena_slice(text, at, length);
        int place;
        if (!one)
            return starve(changing);
        if (length == 0)
            break;
        if (!sp_specialty_require(&changing->specialties, "specialties", one, &place,
                                  changing->error))
            return false;
        *codes = sp_arena_format(text, "%s%s%s", *codes, **codes ? ";" : "",
                                 changing->specialties.at[place].code);
        if (!*codes)
            return starve(changing);
        at += length;
    }
    return true;
}

static bool take_fact(struct changing *changing, const struct store_opening_fact *given,
                      struct opening_fact *fact)
{
    const struct sp_opening_change *change = changing->change;
    bool makes = strcmp(change->kind, "add") == 0 || strcmp(change->kind, "import") == 0;
    bool names = strcmp(given->field, "specialties") == 0 && *given->value
                 && strcasecmp(given->value, "unknown") != 0;
    *fact = (struct opening_fact){
        .field = sp_arena_text(&changing->openings.text, given->field),
        .value = sp_arena_text(&changing->openings.text, given->value),
        .origin = {or_else(change->source, "you"), or_else(change->as_of, "")},
        .makes = makes && *given->opening == '+'};
    if (!fact->field || !fact->value)
        return starve(changing);
    return name_opening(changing, given->opening, &fact->opening)
           && (!names || name_specialties(changing, given->value, &fact->value));
}

/* Each opening that the change touches makes sense afterwards. */
static bool check_touched(struct changing *changing)
{
    for (int i = 0; i < changing->facts; i++) {
        if (i > 0 && strcmp(changing->fact[i].opening, changing->fact[i - 1].opening) == 0)
            continue;
        int place = sp_openings_find(&changing->openings, changing->fact[i].opening);
        if (place >= 0 && !sp_opening_check(&changing->openings.at[place], changing->error))
            return sp_fail_at(changing->error, "%s", changing->fact[i].opening);
    }
    return true;
}

static bool prepare(struct changing *changing, const struct store_opening_fact *fact,
                    int facts)
{
    enum { NO_CHANGE = -1 };
    if (facts < 1)
        return sp_fail(changing->error, SP_BAD_INPUT, "nothing to change: no fact given");
    if (!openings_load_release(changing->store, &changing->openings, changing->error)
        || !openings_load_own(changing->store, NO_CHANGE, &changing->openings,
                              changing->error)
        || !find_first(changing))
        return false;
    changing->fact =
        sp_arena_get(&changing->openings.text, (size_t)facts * sizeof *changing->fact);
    if (!changing->fact)
        return starve(changing);
    for (; changing->facts < facts; changing->facts++)
        if (!take_fact(changing, &fact[changing->facts], &changing->fact[changing->facts]))
            return sp_fail_at(changing->error, "%s", fact[changing->facts].opening);
    return openings_apply(&changing->openings, changing->fact, facts, changing->error)
           && check_touched(changing);
}

/* --- writing it ------------------------------------------------------------------------
 */

static bool next_id(struct database *database, int *id, struct sp_error *error)
{
    struct statement *statement = NULL;
    bool ok =
        database_prepare(database, "select coalesce(max(id), 0) + 1 from opening_change",
                         &statement, error)
        && database_step(statement, error) == DATABASE_ROW;
    *id = ok ? (int)database_long(statement, 0) : 0;
    database_finish(statement);
    return ok;
}

static bool insert_change(const struct changing *changing, int id)
{
    const struct sp_opening_change *change = changing->change;
    struct statement *statement;
    char now[32];
    if (!database_prepare(changing->store->database,
                          "insert into opening_change (id, kind, name, source, as_of,"
                          " made_at, undone_at) values (?1, ?2, ?3, ?4, ?5, ?6, '')",
                          &statement, changing->error))
        return false;
    write_now(now);
    database_bind_long(statement, 1, id);
    database_bind_text(statement, 2, change->kind);
    database_bind_text(statement, 3, or_else(change->name, ""));
    database_bind_text(statement, 4, or_else(change->source, "you"));
    database_bind_text(statement, 5, or_else(change->as_of, ""));
    database_bind_text(statement, 6, or_else(change->made_at, now));
    bool ok = database_execute(statement, changing->error);
    database_finish(statement);
    return ok;
}

static bool insert_facts(const struct changing *changing, int id,
                         const struct store_watch *watch)
{
    struct statement *statement;
    if (!database_prepare(changing->store->database,
                          "insert into opening_change_fact (change_id, place, opening,"
                          " field, value) values (?1, ?2, ?3, ?4, ?5)",
                          &statement, changing->error))
        return false;
    bool ok = true;
    for (int i = 0; ok && i < changing->facts; i++) {
        ok = import_goes_on(watch, "saving facts", i, changing->facts, changing->error);
        if (!ok)
            break;
        database_bind_long(statement, 1, id);
        database_bind_long(statement, 2, i + 1);
        database_bind_text(statement, 3, changing->fact[i].opening);
        database_bind_text(statement, 4, changing->fact[i].field);
        database_bind_text(statement, 5, changing->fact[i].value);
        ok = database_execute(statement, changing->error);
    }
    database_finish(statement);
    return ok;
}

bool store_change_openings(struct store *store, const struct sp_opening_change *change,
                           const struct store_opening_fact *fact, int facts,
                           const struct store_watch *watch, int *id, int *first,
                           struct sp_error *error)
{
    struct changing changing = {.store = store, .change = change, .error = error};
    int made = 0;
    *id = 0;
    bool begun = database_begin(store->database, error);
    bool ok = begun && prepare(&changing, fact, facts)
              && next_id(store->database, &made, error) && insert_change(&changing, made)
              && insert_facts(&changing, made, watch);
    if (begun)
        ok = database_end(store->database, ok, error);
    if (ok)
        *id = made;
    if (ok && first)
        *first = changing.first;
    sp_specialties_free(&changing.specialties);
    sp_openings_free(&changing.openings);
    return ok;
}

/* --- taking back ------------------------------------------------------------------------
 */

/* What is left must still be whole: nothing may speak of an opening that is gone. */
static bool check_without(struct store *store, int id, struct sp_error *error)
{
    struct sp_openings openings;
    bool ok = openings_load_release(store, &openings, error)
              && openings_load_own(store, id, &openings, error);
    sp_openings_free(&openings);
    return ok;
}

static bool mark_undone(struct store *store, int id, struct sp_error *error)
{
    struct statement *statement;
    struct sp_error fault = {0};
    if (!check_without(store, id, &fault))
        return fault.code == SP_NOT_FOUND
                   ? sp_fail(error, SP_BAD_INPUT,
                             "change %d: a later change rests on it (%s); take that one "
                             "back first",
                             id, fault.text)
                   : sp_fail(error, fault.code, "%s", fault.text);
    if (!database_prepare(store->database,
                          "update opening_change set undone_at = ?2"
                          " where id = ?1 and undone_at = ''",
                          &statement, error))
        return false;
    char now[32];
    write_now(now);
    database_bind_long(statement, 1, id);
    database_bind_text(statement, 2, now);
    bool ok = database_execute(statement, error);
    database_finish(statement);
    return ok
           && (database_changes(store->database) == 1
               || sp_fail(error, SP_NOT_FOUND,
                          "change %d: there is none that could be taken back", id));
}

bool store_undo_openings(struct store *store, int id, struct sp_error *error)
{
    return database_begin(store->database, error)
           && database_end(store->database, mark_undone(store, id, error), error);
}

/* --- listing ----------------------------------------------------------------------------
 */

static bool read_change(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_opening_change *change = element;
    change->id = rows_int(rows, 0, 0);
    change->kind = rows_text(rows, 1);
    change->name = rows_text(rows, 2);
    change->source = rows_text(rows, 3);
    change->as_of = rows_text(rows, 4);
    change->made_at = rows_text(rows, 5);
    change->undone = *database_text(rows->at, 6) != '\0';
    change->facts = database_long(rows->at, 7);
    change->openings = database_long(rows->at, 8);
    return true;
}

bool store_load_opening_changes(struct store *store, struct sp_arena *text,
                                struct sp_opening_change **change, int *count,
                                struct sp_error *error)
{
    struct rows rows = {.database = store->database, .text = text, .error = error};
    return rows_keep(&rows,
                     "select c.id, c.kind, c.name, c.source, c.as_of, c.made_at,"
                     " c.undone_at, count(*), count(distinct f.opening)"
                     " from opening_change c join opening_change_fact f"
                     " on f.change_id = c.id group by c.id, c.kind, c.name, c.source,"
                     " c.as_of, c.made_at, c.undone_at order by c.id",
                     sizeof **change, read_change, change, count);
}
