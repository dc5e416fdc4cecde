/* api_findings.c: what the user found out about a track, and where sources disagree. */
#include "data_pages.h"
#include "field.h"
#include "findings.h"
#include "kept_json.h"
#include "notice.h"
#include "plan_body.h"
#include "route.h"
#include "site.h"
#include "store.h"
#include "world.h"

static bool put_fact(struct request *request, struct sp_error *error)
{
    struct store_finding given = {.code = request_part(request, "code"),
                                  .field = request_part(request, "field")};
    struct store *store;
    if (!field_only(request, request->json, "value source as_of", error)
        || !field_text(request, request->json, "value", FIELD_NEEDED, 100, &given.value,
                       error)
        || !field_text(request, request->json, "source", FIELD_NEEDED, 300, &given.source,
                       error)
        || !field_text(request, request->json, "as_of", FIELD_NEEDED, 20, &given.as_of,
                       error)
        || !request_store(request, &store, error))
        return false;
    if (!store_save_finding(store, &given, error))
        return plan_body_blame(request, error);
    request_status(request, 204);
    return true;
}

static bool delete_fact(struct request *request, struct sp_error *error)
{
    struct store *store;
    if (!request_store(request, &store, error)
        || !store_drop_finding(store, request_part(request, "code"),
                               request_part(request, "field"), error))
        return false;
    request_status(request, 204);
    return true;
}

static bool get_facts(struct request *request, struct sp_error *error)
{
    struct store *store;
    struct store_finding *finding;
    struct json_writer json;
    int count;
    if (!request_store(request, &store, error)
        || !store_load_findings(store, &request->text, &finding, &count, error)
        || !request_json(request, &json, error))
        return false;
    json_open_object(&json, NULL);
    kept_findings_json(&json, "overrides", finding, count);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
    return true;
}

static bool get_conflicts(struct request *request, struct sp_error *error)
{
    struct store *store;
    struct sp_conflict *conflict;
    int count;
    struct json_writer json;
    if (!request_store(request, &store, error)
        || !store_load_conflicts(store, &request->text, &conflict, &count, error)
        || !request_json(request, &json, error))
        return false;
    json_open_object(&json, NULL);
    data_conflicts_json(&json, "conflicts", conflict, count);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
    return true;
}

const struct route api_findings_routes[] = {
    {REQUEST_GET, "/api/v1/facts", get_facts, .who = ANYONE},
    {REQUEST_PUT, "/api/v1/facts/{code}/{field}", put_fact, .who = OUR_PAGES},
    {REQUEST_DELETE, "/api/v1/facts/{code}/{field}", delete_fact, .who = OUR_PAGES},
    {REQUEST_GET, "/api/v1/conflicts", get_conflicts, .who = ANYONE},
    {0},
};
