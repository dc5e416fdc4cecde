/* opening_arrival.c: the steps of opening_import.h, one after the other. */
#include "opening_arrival.h"

#include "import.h"
#include "opening_import.h"
#include "opening_report_json.h"
#include "plan_body.h"
#include "request.h"
#include "site.h"
#include "store.h"
#include "stores.h"
#include "world.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 200, DATE_BYTES = 20 };

struct opening_arrival {
    struct sp_arena text; /* of what the query says */
    char *body;           /* a zero byte follows */
    size_t length;
    const char *file, *sheet;
    const char *source, *as_of; /* "": not said */
    const char *column[REQUEST_PAIRS];
    int columns;
    bool dry_run;
    struct table table;
    struct opening_import import;
};

void opening_arrival_free(struct opening_arrival *arrival)
{
    if (!arrival)
        return;
    opening_import_free(&arrival->import);
    table_free(&arrival->table);
    sp_arena_free(&arrival->text);
    free(arrival->body);
    free(arrival);
}

/* --- what the query says --------------------------------------------------------- */

static bool keep(struct opening_arrival *arrival, const char *said, const char **value,
                 struct sp_error *error)
{
    *value = sp_arena_text(&arrival->text, said);
    return *value || sp_fail(error, SP_NO_MEMORY, "no memory for an import");
}

/* `otherwise` when it is not said, or blank. */
static bool read_text(struct request *request, struct opening_arrival *arrival,
                      const char *name, size_t most, const char *otherwise,
                      const char **value, struct sp_error *error)
{
    const char *said = request_query(request, name);
    if (said && strlen(said) > most)
        return request_refuse(request, error, REQUEST_BAD_INPUT, name,
                              "%s: longer than %zu bytes", name, most);
    return keep(arrival, said && *said ? said : otherwise, value, error);
}

static bool read_columns(struct request *request, struct opening_arrival *arrival,
                         struct sp_error *error)
{
    const char *said;
    while (arrival->columns < REQUEST_PAIRS
           && (said = request_query_nth(request, "column", arrival->columns)))
        if (!keep(arrival, said, &arrival->column[arrival->columns++], error))
            return false;
    return true;
}

static bool read_query(struct request *request, struct opening_arrival *arrival,
                       struct sp_error *error)
{
    const char *dry = request_query(request, "dry_run");
    if (dry && strcmp(dry, "1") != 0)
        return request_refuse(request, error, REQUEST_BAD_INPUT, "dry_run",
                              "dry_run: \"%.20s\" is not 1", dry);
    arrival->dry_run = dry != NULL;
    if (!read_text(request, arrival, "file", NAME_BYTES, "upload", &arrival->file, error)
        || !read_text(request, arrival, "sheet", NAME_BYTES, "", &arrival->sheet, error)
        || !read_text(request, arrival, "source", NAME_BYTES, "", &arrival->source, error)
        || !read_text(request, arrival, "as_of", DATE_BYTES, "", &arrival->as_of, error)
        || !read_columns(request, arrival, error))
        return false;
    arrival->file = import_base_name(arrival->file);
    return !*arrival->as_of || import_check_date(arrival->as_of, "as_of", error)
           || plan_body_blame(request, error);
}

bool opening_arrival_make(struct request *request, struct opening_arrival **arrival,
                          struct sp_error *error)
{
    *arrival = NULL;
    if (!request_has_file(request, error))
        return false;
    struct opening_arrival *made = calloc(1, sizeof *made);
    if (!made)
        return sp_fail(error, SP_NO_MEMORY, "no memory for an import");
    if (!read_query(request, made, error)) {
        opening_arrival_free(made);
        return false;
    }
    made->body = request_take_body(request, &made->length);
    *arrival = made;
    return true;
}

/* --- from the body to the store -------------------------------------------------- */

static bool read_table(struct opening_arrival *arrival, const struct world *world,
                       const struct store_watch *watch, struct sp_error *error)
{
    return import_parse(arrival->body, arrival->length, arrival->file, arrival->sheet,
                        &arrival->table, error)
           && import_check_formulas(&arrival->table, error)
           && opening_import_read(&arrival->table, arrival->column, arrival->columns,
                                  &world->openings, &world->specialties, watch,
                                  &arrival->import, error);
}

/* Usually the file's name, and today. */
static bool save(struct opening_arrival *arrival, const struct world *world,
                 struct site *site, const struct store_watch *watch, int *id,
                 struct sp_error *error)
{
    char today[11];
    struct store *store;
    sp_date_write(world->today, today);
    struct sp_opening_change change = {.kind = "import",
                                       .name = arrival->file,
                                       .source = *arrival->source ? arrival->source
                                                                  : arrival->file,
                                       .as_of = *arrival->as_of ? arrival->as_of : today,
                                       .made_at = today};
    if (!stores_borrow(site->stores, &store, error))
        return false;
    bool ok = store_change_openings(store, &change, arrival->import.fact,
                                    arrival->import.facts, watch, id, NULL, error);
    stores_return(site->stores, store);
    return ok;
}

bool opening_arrival_bring_in(struct opening_arrival *arrival, struct site *site,
                              const struct store_watch *watch, FILE *out,
                              struct sp_error *error)
{
    struct sp_opening_report report;
    struct world *world;
    int id = 0;
    if (!worlds_take(site->worlds, &world, error))
        return false;
    /* Told before it is saved: what is saved is then also answered. */
    bool ok = read_table(arrival, world, watch, error)
              && opening_import_tell(&arrival->import, arrival->file, 0, &report, error)
              && (arrival->dry_run || arrival->import.facts == 0
                  || save(arrival, world, site, watch, &id, error));
    if (ok) {
        report.change = id;
        opening_report_json(out, &report);
    }
    world_release(world);
    return ok;
}
