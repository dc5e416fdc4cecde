/* openings_change.c: what the user says of openings: added, corrected, imported, taken
 * back. */
#include "call.h"
#include "command.h"
#include "error.h"
#include "import.h"
#include "opening_import.h"
#include "opening_report_json.h"
#include "openings_call.h"
#include "text_table.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_SET = 120 };

/* The facts of --set, for one opening. */
struct facts {
    struct sp_arena text;
    struct store_opening_fact fact[MOST_SET + 1];
    int count;
};

static bool add_fact(struct facts *facts, const char *opening, const char *field,
                     const char *value, struct sp_error *error)
{
    if (facts->count > MOST_SET)
        return sp_fail(error, SP_BAD_INPUT, "--set: more than %d facts", MOST_SET);
    if (!opening || !field || !value)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the facts");
    facts->fact[facts->count++] = (struct store_opening_fact){opening, field, value};
    return true;
}

static bool read_set(const struct call *call, const char *opening, struct facts *facts,
                     struct sp_error *error)
{
    const char *text;
    for (int i = 0; (text = call_nth(call, "set", i)); i++) {
        const char *equals = strchr(text, '=');
        if (!equals || equals == text)
            return sp_fail(error, SP_BAD_INPUT,
                           "--set: '%.60s' is not of the form FIELD=VALUE", text);
        const char *field = sp_arena_slice(&facts->text, text, (size_t)(equals - text));
        if (!add_fact(facts, opening, field, equals + 1, error))
            return false;
    }
    return true;
}

/* Who says so, and when: as given, else the user today. */
static bool origin_of(const struct call *call, const struct session *session,
                      char today[11], struct sp_opening_change *change,
                      struct sp_error *error)
{
    sp_date_write(session->today, today);
    change->source = call_value(call, "source");
    change->as_of = call_value(call, "as-of");
    change->made_at = today;
    if (change->as_of)
        return import_check_date(change->as_of, "--as-of", error);
    change->as_of = today;
    return true;
}

static void write_saved(const struct call *call, int id, const char *opening,
                        const char *what)
{
    if (call->json)
        opening_saved_json(call->out, id, opening);
    else
        fprintf(call->out,
                "%s %s (change %d; `smartpick openings undo %d` takes it back)\n", what,
                opening, id, id);
}

static bool save(const struct call *call, const struct openings_call *work,
                 const char *kind, const char *name, const struct facts *facts, int *id,
                 int *first, struct sp_error *error)
{
    char today[11];
    struct sp_opening_change change = {.kind = kind, .name = name};
    return origin_of(call, &work->session, today, &change, error)
           && store_change_openings(work->session.store, &change, facts->fact, facts->count,
                                    NULL, id, first, error);
}

bool openings_add(const struct call *call, struct sp_error *error)
{
    struct openings_call work;
    struct facts facts = {0};
    int id, first;
    if (!call_operands(call, 2, 2, "NAME", error)
        || !openings_call_open(call, false, &work, error))
        return false;
    bool ok = add_fact(&facts, "+1", "institution", call->operand[1], error)
              && read_set(call, "+1", &facts, error)
              && save(call, &work, "add", call->operand[1], &facts, &id, &first, error);
    if (ok) {
        char opening[32];
        snprintf(opening, sizeof opening, "own-%d", first);
        write_saved(call, id, opening, "Added as");
    }
    sp_arena_free(&facts.text);
    openings_call_close(&work);
    return ok;
}

/* Shared by `correct` and `delete`: an opening that is there, and facts about it. */
static bool change_one(const struct call *call, const char *kind, const char *what,
                       struct sp_error *error)
{
    struct openings_call work;
    struct facts facts = {0};
    const struct sp_opening *opening;
    bool deletes = strcmp(kind, "delete") == 0;
    int id;
    if (!call_operands(call, 2, 2, "ID", error)
        || !openings_call_open(call, false, &work, error))
        return false;
    bool ok = openings_call_find(&work, call->operand[1], &opening, error)
              && (deletes ? add_fact(&facts, opening->id, "deleted", "yes", error)
                          : read_set(call, opening->id, &facts, error));
    if (ok && !facts.count)
        ok = sp_fail(error, SP_BAD_INPUT,
                     "nothing to correct: --set FIELD=VALUE says what is right; "
                     "`smartpick openings fields` lists the fields");
    ok = ok && save(call, &work, kind, opening->institution, &facts, &id, NULL, error);
    if (ok)
        write_saved(call, id, opening->id, what);
    sp_arena_free(&facts.text);
    openings_call_close(&work);
    return ok;
}

bool openings_correct(const struct call *call, struct sp_error *error)
{
    return change_one(call, "correct", "Corrected", error);
}

bool openings_delete(const struct call *call, struct sp_error *error)
{
    return change_one(call, "delete", "Deleted", error);
}

/* --- import ------------------------------------------------------------------------- */

struct importing {
    struct openings_call work;
    struct table table;
    struct opening_import import;
    const char **mapping;
    int mappings;
    int change; /* 0: nothing was saved */
};

static bool read_file(const struct call *call, struct importing *i, struct sp_error *error)
{
    const char *sheet = call_value(call, "sheet"), *file = call->operand[1];
    const char *text;
    i->mapping =
        sp_arena_get(&i->work.session.text, (size_t)(call->givens + 1) * sizeof(char *));
    if (!i->mapping)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the columns");
    while ((text = call_nth(call, "column", i->mappings)))
        i->mapping[i->mappings++] = text;
    return import_load(file, sheet ? sheet : "", &i->table, error)
           && (import_check_formulas(&i->table, error)
               || sp_fail_at(error, "%s", import_base_name(file)))
           && (opening_import_read(&i->table, i->mapping, i->mappings, &i->work.openings,
                                   &i->work.session.specialties, NULL, &i->import, error)
               || sp_fail_at(error, "%s", import_base_name(file)));
}

static bool write_import_text(const struct call *call, const struct importing *i,
                              struct sp_error *error)
{
    static const struct text_column column[] = {{"Column", false, true},
                                                {"Read as", false, false}};
    struct text_page page = text_page_for(call->out);
    struct text_table table = text_table_for(&page, column, 2);
    for (int c = 0; c < i->import.columns; c++) {
        text_cell(&table, i->import.column[c].heading);
        text_cell(&table,
                  i->import.column[c].field ? i->import.column[c].field : "left out");
    }
    if (!text_table_finish(&table, error))
        return false;
    text_wrapf(&page, 0, 0,
               "%d rows: %d new openings, %d about openings that are there, %d "
               "refused.",
               i->import.rows, i->import.added, i->import.changed, i->import.refusals);
    for (int r = 0; r < i->import.refusals; r++)
        text_wrapf(&page, 2, 4, "- %s", i->import.refusal[r].text);
    return true;
}

static bool write_import_json(const struct call *call, struct importing *i,
                              struct sp_error *error)
{
    struct sp_opening_report report;
    if (!opening_import_tell(&i->import, import_base_name(call->operand[1]), i->change,
                             &report, error))
        return false;
    opening_report_json(call->out, &report);
    return true;
}

static bool may_save(const struct call *call, const struct importing *i, bool *yes,
                     struct sp_error *error)
{
    char answer[16] = "";
    *yes = call_given(call, "yes");
    if (*yes || call_given(call, "dry-run") || !i->import.facts)
        return true;
    if (call->json || !isatty(STDIN_FILENO))
        return sp_fail(error, SP_BAD_INPUT,
                       "nothing imported; --yes imports without a question, --dry-run only "
                       "shows");
    fprintf(call->out, "Import %d openings? [y/N] ", i->import.added + i->import.changed);
    fflush(call->out);
    *yes = fgets(answer, sizeof answer, stdin) && (*answer == 'y' || *answer == 'Y');
    return true;
}

static bool save_import(const struct call *call, struct importing *i,
                        struct sp_error *error)
{
    char today[11];
    struct sp_opening_change change = {.kind = "import",
                                       .name = import_base_name(call->operand[1])};
    if (!origin_of(call, &i->work.session, today, &change, error))
        return false;
    if (!change.source)
        change.source = change.name;
    return store_change_openings(i->work.session.store, &change, i->import.fact,
                                 i->import.facts, NULL, &i->change, NULL, error);
}

static bool import_all(const struct call *call, struct importing *i, struct sp_error *error)
{
    bool yes = false;
    if (!read_file(call, i, error) || (!call->json && !write_import_text(call, i, error))
        || !may_save(call, i, &yes, error))
        return false;
    bool saves = yes && !call_given(call, "dry-run") && i->import.facts;
    if (saves && !save_import(call, i, error))
        return false;
    if (call->json)
        return write_import_json(call, i, error);
    if (saves)
        fprintf(call->out,
                "Imported (change %d; `smartpick openings undo %d` takes it back).\n",
                i->change, i->change);
    else
        fprintf(call->out, "Nothing imported.\n");
    return true;
}

bool openings_import(const struct call *call, struct sp_error *error)
{
    struct importing i = {0};
    if (!call_operands(call, 2, 2, "FILE", error)
        || !openings_call_open(call, false, &i.work, error))
        return false;
    bool ok = import_all(call, &i, error);
    opening_import_free(&i.import);
    table_free(&i.table);
    openings_call_close(&i.work);
    return ok;
}

/* --- changes -------------------------------------------------------------------------- */

static bool write_changes_text(const struct call *call,
                               const struct sp_opening_change *change, int count,
                               struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Change", true, false}, {"What", false, false},  {"About", false, true},
        {"Facts", true, false},  {"Source", false, true}, {"Made", false, true}};
    struct text_page page = text_page_for(call->out);
    struct text_table table = text_table_for(&page, column, 6);
    if (!count) {
        text_wrap(&page, 0, 0, "Nothing was changed yet.");
        return true;
    }
    for (int i = 0; i < count; i++) {
        text_cellf(&table, "%d", change[i].id);
        text_cellf(&table, "%s%s", change[i].kind, change[i].undone ? " (taken back)" : "");
        text_cell(&table, change[i].name);
        text_cellf(&table, "%ld", change[i].facts);
        text_cellf(&table, "%s, %s", change[i].source, change[i].as_of);
        text_cell(&table, change[i].made_at);
    }
    return text_table_finish(&table, error);
}

static bool list_changes(const struct call *call, const struct openings_call *work,
                         struct sp_error *error)
{
    struct sp_arena text = {0};
    struct sp_opening_change *change;
    int count;
    bool ok =
        store_load_opening_changes(work->session.store, &text, &change, &count, error);
    if (ok && call->json)
        opening_changes_json(call->out, change, count);
    else if (ok)
        ok = write_changes_text(call, change, count, error);
    sp_arena_free(&text);
    return ok;
}

bool openings_changes(const struct call *call, struct sp_error *error)
{
    struct openings_call work;
    if (!call_operands(call, 1, 1, "nothing", error)
        || !openings_call_open(call, false, &work, error))
        return false;
    bool ok = list_changes(call, &work, error);
    openings_call_close(&work);
    return ok;
}

/* The number on the line, else that of the newest change that stands. */
static bool which_change(const struct call *call, const struct openings_call *work, int *id,
                         struct sp_error *error)
{
    struct sp_arena text = {0};
    struct sp_opening_change *change;
    int count;
    *id = call->operands > 1 ? atoi(call->operand[1]) : 0;
    if (call->operands > 1)
        return *id > 0
               || sp_fail(error, SP_BAD_INPUT, "'%.20s' is no number of a change",
                          call->operand[1]);
    bool ok =
        store_load_opening_changes(work->session.store, &text, &change, &count, error);
    for (int i = 0; ok && i < count; i++)
        if (!change[i].undone)
            *id = change[i].id;
    sp_arena_free(&text);
    return ok
           && (*id > 0 || sp_fail(error, SP_NOT_FOUND, "there is no change to take back"));
}

bool openings_undo(const struct call *call, struct sp_error *error)
{
    struct openings_call work;
    int id;
    if (!call_operands(call, 1, 2, "N", error)
        || !openings_call_open(call, false, &work, error))
        return false;
    bool ok = which_change(call, &work, &id, error)
              && store_undo_openings(work.session.store, id, error);
    if (ok && call->json)
        ok = list_changes(call, &work, error);
    else if (ok)
        fprintf(call->out, "Change %d was taken back.\n", id);
    openings_call_close(&work);
    return ok;
}
