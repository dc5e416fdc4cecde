/* api_imports.c: a file of the user's own as the body of a request: read, joined, shown,
 * saved whole or not at all; and taken back. */
#include "import.h"
#include "import_json.h"
#include "import_report.h"
#include "import_tell.h"
#include "plan_body.h"
#include "route.h"
#include "site.h"
#include "store.h"
#include "world.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 200 };

/* One import from the body to the store; {0} is none. */
struct arriving {
    struct request *request;
    const struct world *world;
    struct import_catalogue catalogue;
    struct table table;
    struct import_mapping mapping;
    struct import_matches matches;
    struct import_facts facts;
    struct sp_import_report report;
};

static void free_arriving(struct arriving *a)
{
    sp_arena_free(&a->report.text);
    import_facts_free(&a->facts);
    import_matches_free(&a->matches);
    import_mapping_free(&a->mapping);
    table_free(&a->table);
}

/* A value of the query that is there and not too long; else `usual`. */
static bool read_text(struct arriving *a, const char *name, const char *usual,
                      const char **value, struct sp_error *error)
{
    const char *said = request_query(a->request, name);
    *value = said && *said ? said : usual;
    return strlen(*value) <= NAME_BYTES
           || request_refuse(a->request, error, REQUEST_BAD_INPUT, name,
                             "%s: longer than %d bytes", name, NAME_BYTES);
}

static bool read_switch(struct arriving *a, const char *name, bool *on,
                        struct sp_error *error)
{
    const char *said = request_query(a->request, name);
    *on = said != NULL;
    return !said || strcmp(said, "1") == 0
           || request_refuse(a->request, error, REQUEST_BAD_INPUT, name,
                             "%s: \"%.20s\" is not 1", name, said);
}

/* What the query says goes before what the mapping says. */
static bool read_mapping(struct arriving *a, struct sp_error *error)
{
    const char *map = request_query(a->request, "map"), *sheet;
    if (map && !import_mapping_parse(map, strlen(map), &a->mapping, error)) {
        a->request->field = "map";
        return false;
    }
    if (!read_text(a, "sheet", map ? a->mapping.sheet : "", &sheet, error)
        || !import_parse(a->request->body, a->request->length, a->report.file, sheet,
                         &a->table, error)
        || (!map && !import_guess(&a->table, &a->mapping, error)))
        return false;
    a->mapping.sheet = sheet;
    return read_text(a, "source", a->mapping.source, &a->mapping.source, error)
           && read_text(a, "as_of", a->mapping.as_of, &a->mapping.as_of, error)
           && read_text(a, "specialty", a->mapping.specialty, &a->mapping.specialty, error)
           && import_bind(&a->mapping, &a->table, error);
}

/* Usually the file's name, and today. */
static bool settle_origin(struct arriving *a, struct sp_error *error)
{
    char day[11];
    int place;
    sp_date_write(a->world->today, day);
    const char *today = sp_arena_text(&a->request->text, day);
    if (!today)
        return sp_fail(error, SP_NO_MEMORY, "no memory for a date");
    a->report.source = *a->mapping.source ? a->mapping.source : a->report.file;
    a->report.as_of = *a->mapping.as_of ? a->mapping.as_of : today;
    return (import_check_date(a->report.as_of, "as_of", error)
            && (!*a->mapping.specialty
                || sp_specialty_require(&a->world->specialties, "specialty",
                                        a->mapping.specialty, &place, error)))
           || plan_body_blame(a->request, error);
}

/* review=LINE:CODE, or LINE:skip, as often as there are answers. */
static bool take_answers(struct arriving *a, struct sp_error *error)
{
    const char *text;
    for (int i = 0; (text = request_query_nth(a->request, "review", i)); i++) {
        const char *colon = strchr(text, ':');
        const char *line =
            colon ? sp_arena_slice(&a->request->text, text, (size_t)(colon - text)) : NULL;
        if (!line)
            return request_refuse(a->request, error, REQUEST_BAD_INPUT, "review",
                                  "review: \"%.40s\" is not of the form LINE:CODE", text);
        if (!import_review_answer(&a->table, &a->catalogue, line, colon + 1, &a->matches,
                                  error))
            return plan_body_blame(a->request, error);
    }
    return true;
}

static bool prepare(struct arriving *a, struct sp_error *error)
{
    if (!request_world(a->request, &a->world, error)
        || !read_text(a, "file", "upload", &a->report.file, error)
        || !read_switch(a, "dry_run", &a->report.dry_run, error) || !read_mapping(a, error)
        || !settle_origin(a, error))
        return false;
    a->report.file = import_base_name(a->report.file);
    a->catalogue = (struct import_catalogue){&a->world->programs, &a->world->specialties,
                                             a->world->state, a->world->states};
    return import_join(&a->table, &a->mapping, &a->catalogue, &a->matches, error)
           && take_answers(a, error)
           && import_collect(&a->table, &a->mapping, &a->catalogue, &a->matches, &a->facts,
                             error);
}

static bool save(struct arriving *a, struct sp_error *error)
{
    bool skip;
    char today[11];
    struct store *store;
    if (!read_switch(a, "skip_refused", &skip, error))
        return false;
    if (a->facts.refusals > 0 && !skip)
        return request_refuse(a->request, error, REQUEST_BAD_INPUT, "skip_refused",
                              "nothing imported, for rows were refused (%d); mend them, or "
                              "leave them out; the first: %s",
                              a->facts.refusals, a->facts.refusal[0].text);
    sp_date_write(a->world->today, today);
    struct store_import import = {.file = a->report.file,
                                  .kind = a->mapping.kind,
                                  .source = a->report.source,
                                  .as_of = a->report.as_of,
                                  .made_at = today};
    if (!request_store(a->request, &store, error)
        || !store_save_import(store, &import, a->facts.fact, a->facts.facts, &a->report.id,
                              error))
        return false;
    return true;
}

static bool post_import(struct request *request, struct sp_error *error)
{
    struct arriving a = {.request = request};
    FILE *out = NULL;
    bool ok = request->length > 0
              || request_refuse(request, error, REQUEST_BAD_INPUT, NULL,
                                "the body is empty; the file is wanted there");
    ok = ok && prepare(&a, error) && (a.report.dry_run || save(&a, error))
         && import_tell(&a.table, &a.mapping, &a.catalogue, &a.matches, &a.facts, &a.report,
                        error)
         && (out = request_json_stream(request, error));
    if (ok)
        import_report_json(out, &a.report);
    free_arriving(&a);
    return ok;
}

static void write_import(struct json_writer *json, const struct store_import *import)
{
    json_open_object(json, NULL);
    json_write_whole(json, "import", import->id);
    json_write_text(json, "file", import->file);
    json_write_text(json, "kind", import->kind);
    json_write_text(json, "source", import->source);
    json_write_text(json, "as_of", import->as_of);
    json_write_text(json, "made_at", import->made_at);
    json_write_whole(json, "facts", import->facts);
    json_write_whole(json, "tracks", import->tracks);
    json_write_bool(json, "undone", import->undone);
    json_close(json);
}

static bool get_imports(struct request *request, struct sp_error *error)
{
    struct store *store;
    struct store_import *import;
    struct json_writer json;
    int count;
    if (!request_store(request, &store, error)
        || !store_load_imports(store, &request->text, &import, &count, error)
        || !request_json(request, &json, error))
        return false;
    json_open_list(&json, NULL);
    for (int i = 0; i < count; i++)
        write_import(&json, &import[i]);
    json_close(&json);
    json_finish(&json);
    return true;
}

static bool delete_import(struct request *request, struct sp_error *error)
{
    struct store *store;
    long id;
    if (!plan_body_id(request, "id", &id, error) || !request_store(request, &store, error)
        || !store_undo_import(store, id > 1000000000 ? 0 : (int)id, error))
        return false;
    request_status(request, 204);
    return true;
}

const struct route api_imports_routes[] = {
    {REQUEST_POST, "/api/v1/imports", post_import, .who = OUR_PAGES, .computes = true,
     .raw = true, .most = ROUTE_IMPORT},
    {REQUEST_GET, "/api/v1/imports", get_imports, .who = ANYONE},
    {REQUEST_DELETE, "/api/v1/imports/{id}", delete_import, .who = OUR_PAGES},
    {0},
};
