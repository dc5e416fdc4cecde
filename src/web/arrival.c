/* arrival.c: the steps of import.h, one after the other. */
#include "arrival.h"

#include "import.h"
#include "import_json.h"
#include "import_report.h"
#include "import_tell.h"
#include "request.h"
#include "site.h"
#include "store.h"
#include "stores.h"
#include "world.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 200 };

struct arrival {
    struct sp_arena text; /* of what the query says */
    char *body;           /* a zero byte follows */
    size_t length;
    const char *file, *sheet, *source, *as_of, *specialty; /* "": not said */
    const char *map;                                       /* NULL: not said */
    const char *review[REQUEST_PAIRS];
    int reviews;
    bool dry_run, skip_refused;
    const char *field; /* at fault */

    struct import_catalogue catalogue;
    struct table table;
    struct import_mapping mapping;
    struct import_matches matches;
    struct import_facts facts;
    struct sp_import_report report;
};

void arrival_free(struct arrival *arrival)
{
    if (!arrival)
        return;
    sp_arena_free(&arrival->report.text);
    import_facts_free(&arrival->facts);
    import_matches_free(&arrival->matches);
    import_mapping_free(&arrival->mapping);
    table_free(&arrival->table);
    sp_arena_free(&arrival->text);
    free(arrival->body);
    free(arrival);
}

const char *arrival_field(const struct arrival *arrival)
{
    return arrival->field;
}

/* --- what the query says --------------------------------------------------------- */

static bool keep(struct arrival *arrival, const char *said, const char **value,
                 struct sp_error *error)
{
    *value = sp_arena_text(&arrival->text, said);
    return *value || sp_fail(error, SP_NO_MEMORY, "no memory for an import");
}

static bool read_text(struct request *request, struct arrival *arrival, const char *name,
                      const char **value, struct sp_error *error)
{
    const char *said = request_query(request, name);
    if (said && strlen(said) > NAME_BYTES)
        return request_refuse(request, error, REQUEST_BAD_INPUT, name,
                              "%s: longer than %d bytes", name, NAME_BYTES);
    return keep(arrival, said ? said : "", value, error);
}

static bool read_switch(struct request *request, const char *name, bool *on,
                        struct sp_error *error)
{
    const char *said = request_query(request, name);
    *on = said != NULL;
    return !said || strcmp(said, "1") == 0
           || request_refuse(request, error, REQUEST_BAD_INPUT, name,
                             "%s: \"%.20s\" is not 1", name, said);
}

static bool read_reviews(struct request *request, struct arrival *arrival,
                         struct sp_error *error)
{
    const char *said;
    for (int i = 0; (said = request_query_nth(request, "review", i)); i++) {
        if (!strchr(said, ':'))
            return request_refuse(request, error, REQUEST_BAD_INPUT, "review",
                                  "review: \"%.40s\" is not of the form LINE:CODE", said);
        if (!keep(arrival, said, &arrival->review[arrival->reviews++], error))
            return false;
    }
    return true;
}

static bool read_query(struct request *request, struct arrival *arrival,
                       struct sp_error *error)
{
    const char *map = request_query(request, "map");
    return read_text(request, arrival, "file", &arrival->file, error)
           && read_text(request, arrival, "sheet", &arrival->sheet, error)
           && read_text(request, arrival, "source", &arrival->source, error)
           && read_text(request, arrival, "as_of", &arrival->as_of, error)
           && read_text(request, arrival, "specialty", &arrival->specialty, error)
           && (!map || keep(arrival, map, &arrival->map, error))
           && read_reviews(request, arrival, error)
           && read_switch(request, "dry_run", &arrival->dry_run, error)
           && read_switch(request, "skip_refused", &arrival->skip_refused, error);
}

bool arrival_make(struct request *request, struct arrival **arrival, struct sp_error *error)
{
    *arrival = NULL;
    if (!request_has_file(request, error))
        return false;
    struct arrival *made = calloc(1, sizeof *made);
    if (!made)
        return sp_fail(error, SP_NO_MEMORY, "no memory for an import");
    if (!read_query(request, made, error)) {
        arrival_free(made);
        return false;
    }
    made->body = request_take_body(request, &made->length);
    *arrival = made;
    return true;
}

/* --- from the body to the store -------------------------------------------------- */

static bool blame(struct arrival *arrival, const char *field)
{
    arrival->field = field;
    return false;
}

static void prefer(const char *said, const char **value)
{
    if (*said)
        *value = said;
}

/* What the query says goes before what the mapping says. */
static bool read_table(struct arrival *arrival, struct sp_error *error)
{
    struct import_mapping *mapping = &arrival->mapping;
    const char *map = arrival->map, *sheet = "";
    if (map && !import_mapping_parse(map, strlen(map), mapping, error))
        return blame(arrival, "map");
    if (map)
        sheet = mapping->sheet;
    prefer(arrival->sheet, &sheet);
    if (!import_parse(arrival->body, arrival->length, arrival->report.file, sheet,
                      &arrival->table, error)
        || (!map && !import_guess(&arrival->table, mapping, error)))
        return false;
    mapping->sheet = sheet;
    prefer(arrival->source, &mapping->source);
    prefer(arrival->as_of, &mapping->as_of);
    prefer(arrival->specialty, &mapping->specialty);
    return import_bind(mapping, &arrival->table, error);
}

/* Usually the file's name, and today. */
static bool settle_origin(struct arrival *arrival, const struct world *world,
                          struct sp_error *error)
{
    struct sp_import_report *report = &arrival->report;
    const struct import_mapping *mapping = &arrival->mapping;
    char day[11];
    const char *today;
    int place;
    sp_date_write(world->today, day);
    if (!keep(arrival, day, &today, error))
        return false;
    report->source = *mapping->source ? mapping->source : report->file;
    report->as_of = *mapping->as_of ? mapping->as_of : today;
    if (!import_check_date(report->as_of, "as_of", error))
        return blame(arrival, "as_of");
    if (*mapping->specialty
        && !sp_specialty_require(&world->specialties, "specialty", mapping->specialty,
                                 &place, error))
        return blame(arrival, "specialty");
    return true;
}

/* review=LINE:CODE, or LINE:skip, as often as there are answers. */
static bool take_answers(struct arrival *arrival, struct sp_error *error)
{
    for (int i = 0; i < arrival->reviews; i++) {
        const char *text = arrival->review[i], *colon = strchr(text, ':');
        const char *line = sp_arena_slice(&arrival->text, text, (size_t)(colon - text));
        if (!line)
            return sp_fail(error, SP_NO_MEMORY, "no memory for a review");
        if (!import_review_answer(&arrival->table, &arrival->catalogue, line, colon + 1,
                                  &arrival->matches, error))
            return blame(arrival, "review");
    }
    return true;
}

static bool prepare(struct arrival *arrival, const struct world *world,
                    const struct store_watch *watch, struct sp_error *error)
{
    arrival->report.file = *arrival->file ? import_base_name(arrival->file) : "upload";
    arrival->report.dry_run = arrival->dry_run;
    arrival->catalogue = (struct import_catalogue){&world->programs, &world->specialties,
                                                   world->state, world->states};
    return read_table(arrival, error) && settle_origin(arrival, world, error)
           && import_join(&arrival->table, &arrival->mapping, &arrival->catalogue, watch,
                          &arrival->matches, error)
           && take_answers(arrival, error)
           && import_collect(&arrival->table, &arrival->mapping, &arrival->catalogue,
                             &arrival->matches, &arrival->facts, error);
}

static bool save(struct arrival *arrival, const struct world *world, struct site *site,
                 const struct store_watch *watch, struct sp_error *error)
{
    char today[11];
    struct store *store;
    const struct import_facts *facts = &arrival->facts;
    if (facts->refusals > 0 && !arrival->skip_refused) {
        sp_fail(error, SP_BAD_INPUT,
                "nothing imported, for rows were refused (%d); mend them, or leave them "
                "out; the first: %s",
                facts->refusals, facts->refusal[0].text);
        return blame(arrival, "skip_refused");
    }
    sp_date_write(world->today, today);
    struct store_import import = {.file = arrival->report.file,
                                  .kind = arrival->mapping.kind,
                                  .source = arrival->report.source,
                                  .as_of = arrival->report.as_of,
                                  .made_at = today};
    if (!stores_borrow(site->stores, &store, error))
        return false;
    bool ok = store_save_import(store, &import, facts->fact, facts->facts, watch,
                                &arrival->report.id, error);
    stores_return(site->stores, store);
    return ok;
}

/* Told before it is saved: what is saved is then also answered. */
static bool tell(struct arrival *arrival, struct sp_error *error)
{
    return import_tell(&arrival->table, &arrival->mapping, &arrival->catalogue,
                       &arrival->matches, &arrival->facts, &arrival->report, error);
}

bool arrival_bring_in(struct arrival *arrival, struct site *site,
                      const struct store_watch *watch, FILE *out, struct sp_error *error)
{
    struct world *world;
    arrival->field = NULL;
    if (!worlds_take(site->worlds, &world, error))
        return false;
    bool ok = prepare(arrival, world, watch, error) && tell(arrival, error)
              && (arrival->dry_run || save(arrival, world, site, watch, error));
    if (ok)
        import_report_json(out, &arrival->report);
    world_release(world);
    return ok;
}
