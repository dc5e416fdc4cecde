/* facts.c: tables of the release into tables of the store.
 *
 * The store remembers the checksum of each file it has loaded; at most a new release
 * pays for reading them.  All that changes, changes in one transaction.
 */
#include "database.h"
#include "error.h"
#include "fact_tables.h"
#include "release.h"
#include "store.h"
#include "table.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct fact_column origin[] = {{"source", FACT_TEXT, true},
                                            {"as_of", FACT_TEXT, true}};

struct loading {
    struct database *database;
    const struct release *release;
    const struct store_options *options;
    long done, total; /* rows */
    struct sp_error *error;
};

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* A table, or the page of sources; other files of the release are no facts. */
static bool is_facts(const struct embedded *file)
{
    return ends_with(file->name, ".csv") || strcmp(file->name, "SOURCES.md") == 0;
}

/* Runs a statement with up to two texts bound. */
static bool run(struct loading *loading, const char *sql, const char *a, const char *b)
{
    const char *text[] = {a, b};
    struct statement *statement;
    if (!database_prepare(loading->database, sql, &statement, loading->error))
        return false;
    for (int i = 0; i < 2 && text[i]; i++)
        database_bind_text(statement, i + 1, text[i]);
    bool ok = database_execute(statement, loading->error);
    database_finish(statement);
    return ok;
}

/* --- one cell ------------------------------------------------------------------ */

struct cell {
    const char *file, *column, *text;
    int line;
};

static bool refuse(const struct cell *cell, const char *is, struct sp_error *error)
{
    return sp_fail(error, SP_BAD_INPUT, "%s, line %d: %s \"%.80s\" %s", cell->file,
                   cell->line, cell->column, cell->text, is);
}

static bool bind_whole(struct statement *statement, int place, const struct cell *cell,
                       struct sp_error *error)
{
    char *end;
    errno = 0;
    long value = strtol(cell->text, &end, 10);
    if (errno || *end || !strchr("-0123456789", *cell->text))
        return refuse(cell, "is not a whole number", error);
    database_bind_long(statement, place, value);
    return true;
}

static bool bind_number(struct statement *statement, int place, const struct cell *cell,
                        struct sp_error *error)
{
    char *end;
    double value = strtod(cell->text, &end);
    if (*end || cell->text[strspn(cell->text, "-.0123456789eE")] || !isfinite(value))
        return refuse(cell, "is not a number", error);
    database_bind_double(statement, place, value);
    return true;
}

static bool bind_flag(struct statement *statement, int place, const struct cell *cell,
                      struct sp_error *error)
{
    bool yes = strcmp(cell->text, "yes") == 0;
    if (!yes && strcmp(cell->text, "no") != 0)
        return refuse(cell, "is neither yes nor no", error);
    database_bind_long(statement, place, yes);
    return true;
}

static bool bind(struct statement *statement, int place, const struct fact_column *column,
                 const struct cell *cell, struct sp_error *error)
{
    if (!*cell->text && column->needed)
        return sp_fail(error, SP_BAD_INPUT, "%s, line %d: %s is empty", cell->file,
                       cell->line, cell->column);
    if (column->kind == FACT_TEXT) {
        database_bind_text(statement, place, cell->text);
        return true;
    }
    if (!*cell->text) {
        database_bind_null(statement, place);
        return true;
    }
    switch (column->kind) {
    case FACT_WHOLE:
        return bind_whole(statement, place, cell, error);
    case FACT_NUMBER:
        return bind_number(statement, place, cell, error);
    default:
        return bind_flag(statement, place, cell, error);
    }
}

/* --- one table ----------------------------------------------------------------- */

/* The columns of a table in the order of its statement, with their places in a file. */
struct layout {
    const struct fact_column *column[MOST_FACT_COLUMNS + 2];
    int at[MOST_FACT_COLUMNS + 2]; /* -1: the file does not have it */
    int count;
};

static bool lay_out(const struct fact_table *facts, const char *file,
                    const struct table *table, struct layout *layout,
                    struct sp_error *error)
{
    layout->count = 0;
    for (int i = 0; i < MOST_FACT_COLUMNS && facts->column[i].name; i++)
        layout->column[layout->count++] = &facts->column[i];
    for (int i = 0; i < 2; i++)
        layout->column[layout->count++] = &origin[i];
    for (int i = 0; i < layout->count; i++) {
        layout->at[i] = table_column(table, layout->column[i]->name);
        if (layout->at[i] < 0 && layout->column[i]->needed)
            return sp_fail(error, SP_BAD_INPUT, "%s, line 1: column %s is missing", file,
                           layout->column[i]->name);
    }
    return true;
}

/* insert into state (place, code, …) values (?1, ?2, …): names of this file only. */
static bool prepare_insert(struct loading *loading, const struct fact_table *facts,
                           const struct layout *layout, struct statement **statement)
{
    char sql[2048];
    int used = snprintf(sql, sizeof sql, "insert into %s (place", facts->name);
    for (int i = 0; i < layout->count; i++)
        used += snprintf(sql + used, sizeof sql - (size_t)used, ", %s",
                         layout->column[i]->name);
    used += snprintf(sql + used, sizeof sql - (size_t)used, ") values (?1");
    for (int i = 0; i < layout->count; i++)
        used += snprintf(sql + used, sizeof sql - (size_t)used, ", ?%d", i + 2);
    snprintf(sql + used, sizeof sql - (size_t)used, ")");
    return database_prepare(loading->database, sql, statement, loading->error);
}

static bool insert_row(struct loading *loading, const struct layout *layout,
                       const char *file, const struct table *table, int row,
                       struct statement *statement)
{
    database_bind_long(statement, 1, row + 1);
    for (int i = 0; i < layout->count; i++) {
        int at = layout->at[i];
        struct cell cell = {file, layout->column[i]->name,
                            at < 0 ? "" : table_cell(table, row, at), table->line[row]};
        if (!bind(statement, i + 2, layout->column[i], &cell, loading->error))
            return false;
    }
    struct sp_error fault = {0};
    if (database_execute(statement, &fault))
        return true;
    if (fault.code == SP_BAD_INPUT) /* the schema has one kind of refusal left */
        return sp_fail(loading->error, SP_BAD_INPUT,
                       "%s, line %d: \"%.80s\" stands there twice", file, table->line[row],
                       layout->at[0] < 0 ? "" : table_cell(table, row, layout->at[0]));
    return sp_fail(loading->error, fault.code, "%s", fault.text);
}

static void report(struct loading *loading, const char *file)
{
    const struct store_options *options = loading->options;
    if (options && options->progress)
        options->progress(options->context, file, loading->done, loading->total);
}

static bool insert_rows(struct loading *loading, const struct fact_table *facts,
                        const char *file, const struct table *table)
{
    struct layout layout;
    struct statement *statement = NULL;
    bool ok = lay_out(facts, file, table, &layout, loading->error)
              && prepare_insert(loading, facts, &layout, &statement);
    for (int row = 0; ok && row < table->rows; row++) {
        if (row % 256 == 0)
            report(loading, file);
        ok = insert_row(loading, &layout, file, table, row, statement);
        loading->done++;
    }
    database_finish(statement);
    return ok;
}

/* Notes which sources a table rests on: its column `source`, and those that end so. */
static bool note_sources(struct loading *loading, const char *file,
                         const struct table *table)
{
    static const char sql[] =
        "insert into source_use (table_name, source, as_of, rows) values (?1, ?2, ?3, 1)"
        " on conflict (table_name, source) do update set rows = source_use.rows + 1,"
        " as_of = case when excluded.as_of > source_use.as_of then excluded.as_of"
        " else source_use.as_of end";
    struct statement *statement;
    if (!database_prepare(loading->database, sql, &statement, loading->error))
        return false;
    bool ok = true;
    int as_of = table_column(table, "as_of");
    for (int column = 0; column < table->columns; column++) {
        bool main = strcmp(table->name[column], "source") == 0;
        if (!main && !ends_with(table->name[column], "_source"))
            continue;
        for (int row = 0; ok && row < table->rows; row++) {
            if (!*table_cell(table, row, column))
                continue;
            database_bind_text(statement, 1, file);
            database_bind_text(statement, 2, table_cell(table, row, column));
            database_bind_text(statement, 3,
                               main && as_of >= 0 ? table_cell(table, row, as_of) : "");
            ok = database_execute(statement, loading->error);
        }
    }
    database_finish(statement);
    return ok;
}

/* --- the page of sources ------------------------------------------------------- */

/* The rest of the line after `start`, or "" when `line` does not begin so. */
static const char *after(struct sp_arena *text, const char *line, const char *end,
                         const char *start)
{
    size_t length = strlen(start);
    if ((size_t)(end - line) < length || memcmp(line, start, length) != 0)
        return "";
    return sp_arena_slice(text, line + length, (size_t)(end - line) - length);
}

static bool insert_source(struct loading *loading, struct statement *statement, long place,
                          const char *key, const char *publisher, const char *what)
{
    char title[600];
    snprintf(title, sizeof title, "%s%s%s", publisher, *publisher && *what ? ": " : "",
             what);
    database_bind_long(statement, 1, place);
    database_bind_text(statement, 2, key);
    database_bind_text(statement, 3, title);
    return database_execute(statement, loading->error)
           || sp_fail_at(loading->error, "SOURCES.md, %s", key);
}

/* Reads `### KEY`, `- Publisher: …` and `- What and where: …`. */
static bool load_sources(struct loading *loading, const struct embedded *file)
{
    struct sp_arena text = {0};
    struct statement *statement = NULL;
    const char *key = "", *publisher = "", *what = "";
    long place = 0;
    bool ok = database_prepare(loading->database,
                               "insert into source (place, key, title) values (?1, ?2, ?3)",
                               &statement, loading->error);
    for (const char *line = file->bytes, *end; ok && line < file->end; line = end + 1) {
        end = memchr(line, '\n', (size_t)(file->end - line));
        if (!end)
            end = file->end;
        const char *next = after(&text, line, end, "### ");
        const char *by = after(&text, line, end, "- Publisher: ");
        const char *of = after(&text, line, end, "- What and where: ");
        if (!next || !by || !of)
            ok = sp_fail(loading->error, SP_NO_MEMORY, "SOURCES.md: no memory");
        else if (*next && *key)
            ok = insert_source(loading, statement, ++place, key, publisher, what);
        if (ok && *next) {
            key = next;
            publisher = what = "";
        }
        publisher = ok && *by ? by : publisher;
        what = ok && *of ? of : what;
    }
    if (ok && *key)
        ok = insert_source(loading, statement, ++place, key, publisher, what);
    database_finish(statement);
    sp_arena_free(&text);
    return ok;
}

/* --- all of them --------------------------------------------------------------- */

/* Takes out all that a file brought. */
static bool empty(struct loading *loading, const char *file)
{
    const struct fact_table *facts = fact_table_find(file);
    char sql[100];
    snprintf(sql, sizeof sql, "delete from %s", facts ? facts->name : "source");
    bool has_rows = facts || strcmp(file, "SOURCES.md") == 0;
    return (!has_rows || run(loading, sql, NULL, NULL))
           && run(loading, "delete from source_use where table_name = ?1", file, NULL)
           && run(loading, "delete from fact_table where name = ?1", file, NULL);
}

static bool fill(struct loading *loading, const struct embedded *file)
{
    if (!ends_with(file->name, ".csv"))
        return load_sources(loading, file);
    const struct fact_table *facts = fact_table_find(file->name);
    struct table table = {0};
    bool ok = table_parse_csv(file->bytes, (size_t)(file->end - file->bytes), &table,
                              loading->error)
              || sp_fail_at(loading->error, "%s", file->name);
    ok = ok && (!facts || insert_rows(loading, facts, file->name, &table))
         && note_sources(loading, file->name, &table);
    table_free(&table);
    return ok;
}

static bool replace(struct loading *loading, const struct embedded *file)
{
    return empty(loading, file->name) && fill(loading, file)
           && run(loading, "insert into fact_table (name, checksum) values (?1, ?2)",
                  file->name, file->checksum);
}

static const struct embedded *find_file(const struct release *release, const char *name)
{
    for (int i = 0; i < release->files; i++)
        if (strcmp(release->file[i].name, name) == 0)
            return &release->file[i];
    return NULL;
}

/* Marks the files that the store holds as they are, and keeps the names of those that
 * the release no longer has. */
struct difference {
    struct sp_arena text;
    bool *held;        /* [release->files] */
    const char **gone; /* [gones] */
    int gones, same;
};

static bool compare(struct loading *loading, struct difference *difference)
{
    const struct release *release = loading->release;
    enum { MOST_GONE = 256 };
    difference->held = sp_arena_get(&difference->text, (size_t)release->files + 1);
    difference->gone = sp_arena_get(&difference->text, MOST_GONE * sizeof(char *));
    if (!difference->held || !difference->gone)
        return sp_fail(loading->error, SP_NO_MEMORY, "no memory to compare the facts");

    struct statement *statement;
    if (!database_prepare(loading->database, "select name, checksum from fact_table",
                          &statement, loading->error))
        return false;
    enum database_step step = DATABASE_ROW;
    bool ok = true;
    while (ok && (step = database_step(statement, loading->error)) == DATABASE_ROW) {
        const char *name = database_text(statement, 0);
        const struct embedded *file = find_file(release, name);
        if (file && strcmp(file->checksum, database_text(statement, 1)) == 0) {
            difference->held[file - release->file] = true;
            difference->same++;
        } else if (!file && difference->gones < MOST_GONE) {
            const char *copy = sp_arena_text(&difference->text, name);
            difference->gone[difference->gones++] = copy;
            ok = copy != NULL;
        }
    }
    database_finish(statement);
    if (!ok)
        sp_fail(loading->error, SP_NO_MEMORY, "no memory to compare the facts");
    return ok && step == DATABASE_DONE;
}

static int count_facts(const struct release *release)
{
    int count = 0;
    for (int i = 0; i < release->files; i++)
        count += is_facts(&release->file[i]);
    return count;
}

static long count_lines(const struct embedded *file)
{
    long lines = 0;
    for (const char *at = file->bytes; at < file->end; at++)
        lines += *at == '\n';
    return lines;
}

static bool write_differences(struct loading *loading)
{
    const struct release *release = loading->release;
    struct difference difference = {0};
    bool ok =
        compare(loading, &difference); /* again: another process may have been first */
    for (int i = 0; ok && i < release->files; i++)
        if (is_facts(&release->file[i]) && !difference.held[i])
            loading->total += count_lines(&release->file[i]);
    for (int i = 0; ok && i < difference.gones; i++)
        ok = empty(loading, difference.gone[i]);
    for (int i = 0; ok && i < release->files; i++)
        if (is_facts(&release->file[i]) && !difference.held[i])
            ok = replace(loading, &release->file[i]);
    sp_arena_free(&difference.text);
    return ok;
}

bool facts_load(struct database *database, const struct release *release,
                const struct store_options *options, struct sp_error *error)
{
    struct loading loading = {
        .database = database, .release = release, .options = options, .error = error};
    struct difference difference = {0};
    bool ok = compare(&loading, &difference);
    bool current = difference.gones == 0 && difference.same == count_facts(release);
    sp_arena_free(&difference.text);
    if (!ok || current)
        return ok;
    return database_begin(database, error)
           && database_end(database, write_differences(&loading), error);
}
