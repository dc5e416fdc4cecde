/* cmd_import.c: a file of the user's own: read, shown, asked about, saved; or taken back.
 */
#include "call.h"
#include "command.h"
#include "error.h"
#include "import.h"
#include "import_json.h"
#include "import_pages.h"
#include "import_report.h"
#include "import_tell.h"
#include "session.h"
#include "text_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* One import from its file to the store; {0} is none. */
struct importing {
    struct session session;
    struct import_catalogue catalogue;
    struct table table;
    struct import_mapping mapping;
    struct import_matches matches;
    struct import_facts facts;
    struct import_page page;
    char changed[11]; /* the day the file was last changed */
    bool stops;       /* a review file was written: fill it in first */
};

static void free_importing(struct importing *i)
{
    import_facts_free(&i->facts);
    import_matches_free(&i->matches);
    import_mapping_free(&i->mapping);
    table_free(&i->table);
    session_close(&i->session);
}

/* What the line says goes before what the mapping file says. */
static void prefer(const struct call *call, const char *option, const char **value)
{
    const char *said = call_value(call, option);
    if (said)
        *value = said;
}

static bool read_table(const struct call *call, struct importing *i, struct sp_error *error)
{
    const char *map = call_value(call, "map");
    if (map && !import_mapping_load(map, &i->mapping, error))
        return false;
    const char *sheet = map ? i->mapping.sheet : "";
    prefer(call, "sheet", &sheet);
    if (!import_load(call->operand[0], sheet, &i->table, error)
        || (!map && !import_guess(&i->table, &i->mapping, error)))
        return false;
    i->mapping.sheet = sheet;
    prefer(call, "source", &i->mapping.source);
    prefer(call, "as-of", &i->mapping.as_of);
    prefer(call, "specialty", &i->mapping.specialty);
    return import_bind(&i->mapping, &i->table, error)
           || sp_fail_at(error, "%s", import_base_name(call->operand[0]));
}

/* The source is the file's name, and the date its last change, unless the user says
 * otherwise. */
static bool settle_origin(const struct call *call, struct importing *i,
                          struct sp_error *error)
{
    struct stat stat_of;
    struct tm day;
    i->page.file = import_base_name(call->operand[0]);
    i->page.source = *i->mapping.source ? i->mapping.source : i->page.file;
    i->page.as_of = i->mapping.as_of;
    if (*i->page.as_of)
        return import_check_date(i->page.as_of, "--as-of", error);
    if (stat(call->operand[0], &stat_of) != 0 || !localtime_r(&stat_of.st_mtime, &day))
        return sp_fail(error, SP_UNAVAILABLE, "%s: %s", i->page.file, strerror(errno));
    struct sp_date date = {day.tm_year + 1900, day.tm_mon + 1, day.tm_mday};
    sp_date_write(date, i->changed);
    i->page.as_of = i->changed;
    i->page.as_of_guessed = true;
    return true;
}

static bool write_file(const char *path, const char *text, struct sp_error *error)
{
    if (!text)
        return sp_fail(error, SP_NO_MEMORY, "no memory for %s", path);
    FILE *file = fopen(path, "wx");
    bool ok = file && fputs(text, file) >= 0;
    if (file && fclose(file) != 0)
        ok = false;
    return ok || sp_fail(error, SP_UNAVAILABLE, "%s: %s", path, strerror(errno));
}

/* A review that is there is read; one that is not is written when rows need it. */
static bool take_review(const struct call *call, struct importing *i,
                        struct sp_error *error)
{
    const char *path = call_value(call, "review");
    struct table review = {0};
    if (!path)
        return true;
    if (access(path, F_OK) == 0) {
        bool ok = import_load(path, NULL, &review, error);
        if (ok
            && !import_review_apply(&review, &i->table, &i->mapping, &i->catalogue,
                                    &i->matches, error))
            ok = sp_fail_at(error, "%s", import_base_name(path));
        table_free(&review);
        return ok;
    }
    if (i->matches.unsure == 0)
        return true;
    char *text = import_review_write(&i->table, &i->mapping, &i->catalogue, &i->matches);
    bool ok = write_file(path, text, error);
    free(text);
    i->stops = ok;
    i->page.review_file = ok ? path : NULL;
    return ok;
}

static bool write_mapping(const struct call *call, const struct importing *i,
                          struct sp_error *error)
{
    const char *path = call_value(call, "write-map");
    if (!path)
        return true;
    char *text = import_mapping_write(&i->mapping);
    bool ok = write_file(path, text, error);
    free(text);
    return ok;
}

/* Everything up to the question; nothing is changed. */
static bool prepare(const struct call *call, struct importing *i, struct sp_error *error)
{
    if (!read_table(call, i, error) || !settle_origin(call, i, error)
        || !session_open(call, SESSION_SPECIALTIES | SESSION_PROGRAMS, &i->session, error))
        return false;
    i->catalogue = (struct import_catalogue){&i->session.programs, &i->session.specialties,
                                             i->session.state, i->session.states};
    int place;
    if (*i->mapping.specialty
        && !sp_specialty_require(&i->session.specialties, "--specialty",
                                 i->mapping.specialty, &place, error))
        return false;
    i->page.table = &i->table;
    i->page.mapping = &i->mapping;
    i->page.catalogue = &i->catalogue;
    i->page.matches = &i->matches;
    i->page.facts = &i->facts;
    i->page.dry_run = call_given(call, "dry-run");
    return write_mapping(call, i, error)
           && import_join(&i->table, &i->mapping, &i->catalogue, NULL, &i->matches, error)
           && take_review(call, i, error)
           && import_collect(&i->table, &i->mapping, &i->catalogue, &i->matches, &i->facts,
                             error);
}

/* Whether what was found may be saved at all. */
static bool check(const struct call *call, const struct importing *i,
                  struct sp_error *error)
{
    if (i->facts.refusals > 0 && !call_given(call, "skip-refused"))
        return sp_fail(error, SP_BAD_INPUT,
                       "%s: nothing imported, for rows were refused (%d); mend them, or "
                       "leave them out "
                       "with --skip-refused; the first: %s",
                       i->page.file, i->facts.refusals, i->facts.refusal[0].text);
    if (i->facts.facts == 0)
        return sp_fail(error, SP_BAD_INPUT, "%s: no fact to import%s", i->page.file,
                       i->matches.unsure
                           ? "; --review FILE.csv lists the rows that are not certain"
                           : "");
    return true;
}

static bool ask(const struct call *call, const struct importing *i, bool *yes,
                struct sp_error *error)
{
    char answer[16];
    *yes = call_given(call, "yes");
    if (*yes)
        return true;
    if (call->json || !isatty(STDIN_FILENO))
        return sp_fail(error, SP_BAD_INPUT,
                       "%s: nothing imported; --yes imports without a question, --dry-run "
                       "only shows",
                       i->page.file);
    fprintf(call->out, "\nImport %d facts? [y/N] ", i->facts.facts);
    fflush(call->out);
    *yes = fgets(answer, sizeof answer, stdin) && (*answer == 'y' || *answer == 'Y');
    if (!*yes)
        fprintf(call->out, "Nothing imported.\n");
    return true;
}

static bool save(struct importing *i, struct sp_error *error)
{
    char today[11];
    sp_date_write(i->session.today, today);
    struct store_import import = {.file = i->page.file,
                                  .kind = i->mapping.kind,
                                  .source = i->page.source,
                                  .as_of = i->page.as_of,
                                  .made_at = today};
    return store_save_import(i->session.store, &import, i->facts.fact, i->facts.facts, NULL,
                             &i->page.id, error);
}

static bool finish(const struct call *call, struct importing *i, struct sp_error *error)
{
    bool yes = false;
    if (i->stops || i->page.dry_run)
        return true;
    return check(call, i, error) && ask(call, i, &yes, error) && (!yes || save(i, error));
}

static void say_done(const struct call *call, const struct importing *i)
{
    struct text_page page = text_page_for(call->out);
    if (i->stops || i->page.id || i->page.dry_run)
        fputc('\n', call->out);
    if (i->stops)
        text_wrapf(&page, 0, 0,
                   "Wrote %s, rows: %d.  Fill in its column \"code\" (an NRMP code, or "
                   "skip) and give the same line again.  Nothing imported yet.",
                   i->page.review_file, i->matches.unsure);
    else if (i->page.id)
        text_wrapf(
            &page, 0, 0,
            "Import %d is saved, with %d fact%s.  `smartpick import undo %d` takes it "
            "back.",
            i->page.id, i->facts.facts, i->facts.facts == 1 ? "" : "s", i->page.id);
    else if (i->page.dry_run)
        fprintf(call->out, "Dry run: nothing imported.\n");
}

static bool write_report(const struct call *call, const struct importing *i,
                         struct sp_error *error)
{
    struct sp_import_report report = {.file = i->page.file,
                                      .source = i->page.source,
                                      .as_of = i->page.as_of,
                                      .review_file = i->page.review_file,
                                      .dry_run = i->page.dry_run,
                                      .id = i->page.id};
    bool ok = import_tell(&i->table, &i->mapping, &i->catalogue, &i->matches, &i->facts,
                          &report, error);
    if (ok)
        import_report_json(call->out, &report);
    sp_arena_free(&report.text);
    return ok;
}

static bool import_file(const struct call *call, struct sp_error *error)
{
    struct importing i = {0};
    struct text_page page = text_page_for(call->out);
    bool ok = prepare(call, &i, error);
    if (ok && !call->json)
        ok = import_write_text(&page, &i.page, error);
    ok = ok && finish(call, &i, error);
    if (ok && call->json)
        ok = write_report(call, &i, error);
    else if (ok)
        say_done(call, &i);
    free_importing(&i);
    return ok;
}

/* --- list and undo ------------------------------------------------------------------- */

static bool list(const struct call *call, struct sp_error *error)
{
    struct session session;
    struct store_import *import;
    int count;
    struct text_page page = text_page_for(call->out);
    if (!session_open(call, SESSION_STORE, &session, error))
        return false;
    bool ok = store_load_imports(session.store, &session.text, &import, &count, error);
    if (ok && call->json)
        imports_write_json(call->out, import, count);
    else if (ok && count == 0)
        fprintf(call->out, "Nothing was imported yet.\n");
    else if (ok)
        ok = imports_write_text(&page, import, count, error);
    session_close(&session);
    return ok;
}

/* The import named, or the newest that stands. */
static bool choose_import(const struct call *call, const struct store_import *import,
                          int count, int *chosen, struct sp_error *error)
{
    const char *text = call->operands > 1 ? call->operand[1] : NULL;
    double id = 0;
    const char *rest;
    if (text && (!import_parse_number(text, &id, &rest) || *rest))
        return sp_fail(error, SP_BAD_INPUT, "'%.20s' is no number of an import", text);
    for (*chosen = count - 1; *chosen >= 0; --*chosen)
        if (text ? import[*chosen].id == id : !import[*chosen].undone)
            return true;
    return sp_fail(error, SP_NOT_FOUND,
                   "no such import to take back; `smartpick import list` shows them");
}

static bool undo(const struct call *call, struct sp_error *error)
{
    struct session session;
    struct store_import *import;
    int count = 0, chosen = -1;
    if (!session_open(call, SESSION_STORE, &session, error))
        return false;
    bool ok = store_load_imports(session.store, &session.text, &import, &count, error)
              && choose_import(call, import, count, &chosen, error)
              && store_undo_import(session.store, import[chosen].id, error);
    if (ok && call->json) {
        import[chosen].undone = true;
        imports_write_json(call->out, &import[chosen], 1);
    } else if (ok) {
        fprintf(call->out, "Import %d (%s, %ld fact%s) is taken back.\n", import[chosen].id,
                import[chosen].file, import[chosen].facts,
                import[chosen].facts == 1 ? "" : "s");
    }
    session_close(&session);
    return ok;
}

static bool run(const struct call *call, struct sp_error *error)
{
    bool undoes = call->operands > 0 && strcmp(call->operand[0], "undo") == 0;
    if (!call_operands(call, 1, undoes ? 2 : 1, "a file, list, or undo [ID]", error))
        return false;
    if (undoes)
        return undo(call, error);
    return strcmp(call->operand[0], "list") == 0 ? list(call, error)
                                                 : import_file(call, error);
}

const struct command cmd_import = {
    .name = "import",
    .summary = "Bring in facts from your own files, and take them back",
    .operands = "FILE | list | undo [ID]",
    .about =
        "Reads a Residency Explorer grid, a FREIDA export, or any CSV or XLSX table.  What "
        "each column is read as is guessed from its heading and values and shown first; a "
        "mapping file says it instead.  Rows are joined to programs by NRMP code, ACGME "
        "id, "
        "or name, state and specialty; what is not certain is never guessed but listed, "
        "and "
        "--review writes the list to a file for your answers and reads it back.\n\n"
        "Imported facts carry your source and date and go before ours; `undo` takes an "
        "import back, the newest when no ID is given.  Formats: docs/imports.md.",
    .words = "list undo",
    .option =
        (const struct command_option[]){
            {"map", "FILE", "Read the mapping from this JSON file", NULL, false},
            {"write-map", "FILE", "Write the mapping used to a new JSON file", NULL, false},
            {"sheet", "NAME", "Sheet of a workbook (usual: the first)", NULL, false},
            {"specialty", "NAME", "Specialty of rows that do not say their own", NULL,
             false},
            {"source", "NAME", "What you call the source (usual: the file's name)", NULL,
             false},
            {"as-of", "DATE", "Date of the material (usual: the file's last change)", NULL,
             false},
            {"review", "FILE",
             "Write what is not certain to this new file, or read it back", NULL, false},
            {"skip-refused", NULL, "Import the other rows when some are refused", NULL,
             false},
            {"dry-run", NULL, "Show everything, import nothing", NULL, false},
            {"yes", NULL, "Import without a question", NULL, false},
            {0},
        },
    .example =
        (const struct command_example[]){
            {"import grid.csv --specialty \"Internal Medicine\" --as-of 2026-09-20 "
             "--dry-run",
             "What a grid would bring"},
            {"import grid.csv --specialty \"Internal Medicine\" --review doubts.csv",
             "Write what is not certain to doubts.csv; the same line again, after it is "
             "filled in, imports"},
            {"import programs.xlsx --map map.json --source \"My notes\" --yes",
             "A table of your own, read as map.json says"},
            {"import undo", "Take the newest import back"},
            {0},
        },
    .run = run,
};
