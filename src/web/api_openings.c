/* api_openings.c: clinical experience: a search, one opening, a few side by side, and what
 * rules and money there are. */
#include "eligibility.h"
#include "field.h"
#include "opening_search.h"
#include "openings_pages.h"
#include "plan_body.h"
#include "request.h"
#include "route.h"
#include "stay_cost.h"
#include "world.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    MOST_COMPARED = 5,
    MOST_WORDS = 12,
    MOST_NAMED = 60,
    MOST_WEEKS = 520,
    MOST_CENTS = 100000000,
};

/* --- what all share -------------------------------------------------------------- */

static struct openings_page page_of(const struct world *world)
{
    return (struct openings_page){
        .openings = &world->openings, .specialties = &world->specialties, .for_whom = ""};
}

/* The opening with that id; NULL: refused, with the field that named it. */
static const struct sp_opening *find_opening(struct request *request,
                                             const struct world *world, const char *field,
                                             const char *id, struct sp_error *error)
{
    int place = sp_openings_find(&world->openings, id);
    if (place >= 0)
        return &world->openings.at[place];
    request_refuse(request, error, REQUEST_NOT_FOUND, field,
                   "%s: there is no opening \"%.60s\"", field, id);
    return NULL;
}

static bool parse_visa(struct request *request, const char *text,
                       enum sp_visit_class *class, struct sp_error *error)
{
    if (!text || !*text || sp_visit_class_parse(text, class, error))
        return true;
    request->field = "visa";
    return sp_fail_at(error, "visa");
}

/* --- search ---------------------------------------------------------------------- */

static const char filter_keys[] =
    "profile_id profile words specialty state kind for visa weeks at_least cost_cents "
    "estimates hands_on letter anyone warnings sort";

static bool read_kinds(struct request *request, struct sp_opening_filter *filter,
                       struct sp_error *error)
{
    const char **name = NULL;
    int count = 0;
    if (!field_texts(request, request->json, "kind", FIELD_OPTIONAL, MOST_NAMED, &name,
                     &count, error))
        return false;
    for (int i = 0; i < count; i++) {
        enum sp_experience_kind kind;
        if (!sp_experience_kind_parse(name[i], &kind))
            return request_refuse(request, error, REQUEST_BAD_INPUT, "kind",
                                  "kind: \"%.40s\" is not one of elective, subinternship, "
                                  "externship, observership, shadowing, research, "
                                  "volunteering, telehealth",
                                  name[i]);
        filter->kinds |= 1u << kind;
    }
    return true;
}

static bool read_states(struct request *request, const struct world *world,
                        struct sp_opening_filter *filter, struct sp_error *error)
{
    const char **name = NULL;
    if (!field_texts(request, request->json, "state", FIELD_OPTIONAL, MOST_NAMED, &name,
                     &filter->states, error))
        return false;
    for (int i = 0; i < filter->states; i++) {
        bool known = false;
        for (int s = 0; s < world->states; s++)
            known |= strcasecmp(world->state[s].code, name[i]) == 0;
        if (!known)
            return request_refuse(request, error, REQUEST_BAD_INPUT, "state",
                                  "state: \"%.40s\" is no state by its two letters",
                                  name[i]);
    }
    filter->state = name;
    return true;
}

static bool read_specialties(struct request *request, const struct world *world,
                             struct sp_opening_filter *filter, struct sp_error *error)
{
    const struct sp_specialties *known = &world->specialties;
    int place;
    if (!field_texts(request, request->json, "specialty", FIELD_OPTIONAL, MOST_NAMED,
                     &filter->specialty, &filter->specialties, error))
        return false;
    for (int i = 0; i < filter->specialties; i++) {
        if (!sp_specialty_require(known, "specialty", filter->specialty[i], &place, error))
            return plan_body_blame(request, error);
        filter->specialty[i] = known->at[place].code;
    }
    return true;
}

static bool read_words(struct request *request, struct sp_opening_filter *filter,
                       struct sp_error *error)
{
    const char **word = NULL;
    bool ok = field_texts(request, request->json, "words", FIELD_OPTIONAL, MOST_WORDS,
                          &word, &filter->words, error);
    filter->word = word;
    return ok;
}

static bool read_person(struct request *request, struct sp_opening_filter *filter,
                        struct sp_error *error)
{
    const char *visa = NULL;
    int whom = -1;
    if (!field_word(request, request->json, "for", FIELD_OPTIONAL, "student graduate us",
                    &whom, error)
        || !field_text(request, request->json, "visa", FIELD_OPTIONAL, 40, &visa, error))
        return false;
    filter->for_whom = whom >= 0;
    if (filter->for_whom)
        filter->audience = (enum sp_audience)whom;
    return parse_visa(request, visa, &filter->visa, error);
}

static bool read_numbers(struct request *request, struct sp_opening_filter *filter,
                         struct sp_error *error)
{
    const json_t *body = request->json;
    long most = 0, least = 0, cents = -1;
    if (!field_whole(request, body, "weeks", FIELD_OPTIONAL, 1, MOST_WEEKS, &most, error)
        || !field_whole(request, body, "at_least", FIELD_OPTIONAL, 1, MOST_WEEKS, &least,
                        error)
        || !field_whole(request, body, "cost_cents", FIELD_OPTIONAL, 0, MOST_CENTS, &cents,
                        error))
        return false;
    filter->weeks_most = (double)most;
    filter->weeks_least = (double)least;
    filter->cost_limited = cents >= 0;
    filter->cost_most_cents = cents >= 0 ? cents : 0;
    return true;
}

/* `hands_on` of null does not matter; true and false are two questions. */
static bool read_switches(struct request *request, bool profile,
                          struct sp_opening_filter *filter, struct sp_error *error)
{
    const json_t *body = request->json, *hands_on = json_object_get(body, "hands_on");
    bool hands = false, anyone = false;
    if (!field_bool(request, body, "hands_on", FIELD_OPTIONAL, &hands, error)
        || !field_bool(request, body, "letter", FIELD_OPTIONAL, &filter->letter, error)
        || !field_bool(request, body, "estimates", FIELD_OPTIONAL, &filter->estimates,
                       error)
        || !field_bool(request, body, "warnings", FIELD_OPTIONAL, &filter->warnings, error)
        || !field_bool(request, body, "anyone", FIELD_OPTIONAL, &anyone, error))
        return false;
    if (json_is_boolean(hands_on))
        filter->hands_on = hands ? SP_YES : SP_NO;
    filter->fits = profile && !anyone;
    return true;
}

static bool read_order(struct request *request, enum sp_opening_order *order,
                       struct sp_error *error)
{
    const char *text = NULL;
    if (!field_text(request, request->json, "sort", FIELD_OPTIONAL, 40, &text, error))
        return false;
    return !text || sp_opening_order_parse(text, order)
           || request_refuse(request, error, REQUEST_BAD_INPUT, "sort",
                             "sort: \"%.40s\" is not one of place, name, cost, weeks, lead",
                             text);
}

static bool search(struct request *request, const struct plan_body *body,
                   struct sp_error *error)
{
    const struct world *world = body->world;
    struct sp_opening_filter filter = {0};
    enum sp_opening_order order = SP_ORDER_PLACE;
    struct sp_opening_search found = {0};
    struct openings_page page = page_of(world);
    FILE *out = NULL;
    bool ok = read_words(request, &filter, error)
              && read_specialties(request, world, &filter, error)
              && read_kinds(request, &filter, error)
              && read_states(request, world, &filter, error)
              && read_person(request, &filter, error)
              && read_numbers(request, &filter, error)
              && read_switches(request, body->text, &filter, error)
              && read_order(request, &order, error)
              && sp_openings_search(&world->openings, body->text ? &body->profile : NULL,
                                    &filter, order, world->today, &found, error)
              && (out = request_json_stream(request, error));
    page.judged = filter.fits;
    if (ok)
        openings_write_json(out, &page, &found);
    sp_opening_search_free(&found);
    return ok;
}

static bool post_search(struct request *request, struct sp_error *error)
{
    struct plan_body body = {0};
    bool ok = field_only(request, request->json, filter_keys, error)
              && plan_body_profile(request, FIELD_OPTIONAL, &body, error)
              && search(request, &body, error);
    plan_body_free(&body);
    return ok;
}

/* --- one, or a few --------------------------------------------------------------- */

/* What is asked about a stay, and what is known about it at each opening. */
struct looking {
    struct plan_body body;
    enum sp_visit_class class;
    struct sp_date start;
    long weeks;
    struct sp_eligibility eligibility[MOST_COMPARED];
    struct sp_stay_cost cost[MOST_COMPARED];
    struct opening_view view[MOST_COMPARED];
    int count;
};

static bool look_at(struct looking *look, const struct sp_opening *opening,
                    struct sp_error *error)
{
    const struct plan_body *body = &look->body;
    const struct world *world = body->world;
    struct sp_profile anyone = sp_profile_anyone();
    struct sp_eligibility_options how = {look->class, look->start, (double)look->weeks};
    struct sp_stay_cost_options sum = {look->class, look->start, (double)look->weeks};
    struct sp_stay_cost *cost = &look->cost[look->count];
    struct opening_view *view = &look->view[look->count];
    *view = (struct opening_view){.opening = opening, .cost = cost};
    if (body->text) {
        struct sp_eligibility *eligibility = &look->eligibility[look->count];
        if (!sp_eligibility_judge(&body->profile, &world->openings, opening, world->today,
                                  &how, eligibility, error))
            return false;
        view->eligibility = eligibility;
    }
    look->count++;
    return sp_stay_cost_sum(body->text ? &body->profile : &anyone, &world->openings,
                            opening, body->facts.season, world->today, &sum, cost, error);
}

static bool show(struct request *request, const struct looking *look,
                 struct sp_error *error)
{
    struct openings_page page = page_of(look->body.world);
    FILE *out = request_json_stream(request, error);
    if (out)
        openings_views_json(out, &page, look->view, look->count);
    return out != NULL;
}

static void free_looking(struct looking *look)
{
    for (int i = 0; i < MOST_COMPARED; i++) {
        sp_eligibility_free(&look->eligibility[i]);
        sp_stay_cost_free(&look->cost[i]);
    }
    plan_body_free(&look->body);
}

static bool query_date(struct request *request, const char *name, struct sp_date *date,
                       struct sp_error *error)
{
    const char *text = request_query(request, name);
    if (!text || !*text || sp_date_parse(text, name, date, error))
        return true;
    request->field = name;
    return false;
}

static bool read_query(struct request *request, struct looking *look,
                       struct sp_error *error)
{
    struct plan_body *body = &look->body;
    long id = 0;
    return request_world(request, &body->world, error)
           && request_query_whole(request, "profile_id", 1, 1L << 52, &id, error)
           && (!id || plan_body_kept(request, id, body, error))
           && parse_visa(request, request_query(request, "visa"), &look->class, error)
           && query_date(request, "start", &look->start, error)
           && request_query_whole(request, "weeks", 1, MOST_WEEKS, &look->weeks, error)
           && world_facts(body->world, body->profile.season, &body->facts, error);
}

static bool get_opening(struct request *request, struct sp_error *error)
{
    struct looking look = {0};
    const struct sp_opening *opening;
    bool ok = read_query(request, &look, error)
              && (opening = find_opening(request, look.body.world, "id",
                                         request_part(request, "id"), error))
              && look_at(&look, opening, error) && show(request, &look, error);
    free_looking(&look);
    return ok;
}

static bool read_stay(struct request *request, struct looking *look, struct sp_error *error)
{
    const char *visa = NULL;
    return plan_body_profile(request, FIELD_OPTIONAL, &look->body, error)
           && plan_body_season(request, request->json, &look->body, NULL, error)
           && field_text(request, request->json, "visa", FIELD_OPTIONAL, 40, &visa, error)
           && parse_visa(request, visa, &look->class, error)
           && field_date(request, request->json, "start", FIELD_OPTIONAL, &look->start,
                         error)
           && field_whole(request, request->json, "weeks", FIELD_OPTIONAL, 1, MOST_WEEKS,
                          &look->weeks, error);
}

static bool compare(struct request *request, struct looking *look, struct sp_error *error)
{
    const char **id = NULL;
    const struct sp_opening *opening;
    int count = 0;
    if (!read_stay(request, look, error)
        || !field_texts(request, request->json, "ids", FIELD_NEEDED, MOST_COMPARED, &id,
                        &count, error))
        return false;
    if (!count)
        return request_refuse(request, error, REQUEST_BAD_INPUT, "ids",
                              "ids: is empty; one to %d openings can be compared",
                              MOST_COMPARED);
    for (int i = 0; i < count; i++)
        if (!(opening = find_opening(request, look->body.world, "ids", id[i], error))
            || !look_at(look, opening, error))
            return false;
    return show(request, look, error);
}

static bool post_compare(struct request *request, struct sp_error *error)
{
    struct looking look = {0};
    bool ok = field_only(request, request->json,
                         "ids profile_id profile season visa start weeks", error)
              && compare(request, &look, error);
    free_looking(&look);
    return ok;
}

/* --- rules and money ------------------------------------------------------------- */

/* Whether a student is asked about: as the query says, else as the profile does. */
static bool query_student(struct request *request, const struct plan_body *body,
                          bool *student, struct sp_error *error)
{
    const char *who = request_query(request, "for");
    *student = who && strcmp(who, "student") == 0;
    if (who && *who && !*student && strcmp(who, "graduate") != 0)
        return request_refuse(request, error, REQUEST_BAD_INPUT, "for",
                              "for: \"%.40s\" is not one of student, graduate", who);
    if ((!who || !*who) && body->text)
        *student = sp_eligibility_student(&body->profile, body->world->today) == SP_YES;
    return true;
}

static bool show_visas(struct request *request, const struct plan_body *body,
                       struct sp_error *error)
{
    enum { COUNTRY_BYTES = 80 };
    const char *country = request_query(request, "country");
    struct openings_page page = page_of(body->world);
    bool student = false;
    FILE *out;
    if (country && strlen(country) > COUNTRY_BYTES)
        return request_refuse(request, error, REQUEST_BAD_INPUT, "country",
                              "country: is longer than %d bytes", COUNTRY_BYTES);
    if (!query_student(request, body, &student, error))
        return false;
    if (!country)
        country = body->text && body->profile.nationality ? body->profile.nationality : "";
    out = request_json_stream(request, error);
    if (out)
        visits_write_json(out, &page, student, country);
    return out != NULL;
}

static bool get_visas(struct request *request, struct sp_error *error)
{
    struct plan_body body = {0};
    long id = 0;
    bool ok = request_world(request, &body.world, error)
              && request_query_whole(request, "profile_id", 1, 1L << 52, &id, error)
              && (!id || plan_body_kept(request, id, &body, error))
              && show_visas(request, &body, error);
    plan_body_free(&body);
    return ok;
}

static bool get_money(struct request *request, struct sp_error *error)
{
    const struct world *world;
    FILE *out = NULL;
    if (!request_world(request, &world, error)
        || !(out = request_json_stream(request, error)))
        return false;
    struct openings_page page = page_of(world);
    grants_write_json(out, &page);
    return true;
}

const struct route api_openings_routes[] = {
    {REQUEST_POST, "/api/v1/openings/search", post_search, .who = OUR_PAGES,
     .computes = true},
    {REQUEST_POST, "/api/v1/openings/compare", post_compare, .who = OUR_PAGES},
    {REQUEST_GET, "/api/v1/openings/visas", get_visas, .who = ANYONE},
    {REQUEST_GET, "/api/v1/openings/money", get_money, .who = ANYONE},
    {REQUEST_GET, "/api/v1/openings/{id}", get_opening, .who = ANYONE},
    {0},
};
