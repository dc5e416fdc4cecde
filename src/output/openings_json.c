/* openings_json.c: the fixed keys first, in their order; null is what is not known. */
#include "eligibility.h"
#include "json_write.h"
#include "notice.h"
#include "opening.h"
#include "opening_search.h"
#include "openings_pages.h"
#include "specialty.h"
#include "stay_cost.h"

#include <stdint.h>
#include <string.h>

static void known_text(struct json_writer *json, const char *key, const char *text)
{
    json_write_text(json, key, text && *text ? text : NULL);
}

static void answer_json(struct json_writer *json, const char *key, enum sp_answer answer)
{
    if (answer == SP_UNKNOWN)
        json_write_null(json, key);
    else
        json_write_bool(json, key, answer == SP_YES);
}

static void number_json(struct json_writer *json, const char *key, double number)
{
    if (number < 0)
        json_write_null(json, key);
    else
        json_write_number(json, key, number);
}

static void cents_json(struct json_writer *json, const char *key, long cents)
{
    if (cents < 0)
        json_write_null(json, key);
    else
        json_write_whole(json, key, cents);
}

static void origin_json(struct json_writer *json, const struct sp_origin *origin)
{
    known_text(json, "source", origin->source);
    known_text(json, "as_of", origin->as_of);
}

/* "a;b" as a list of texts. */
static void parts_json(struct json_writer *json, const char *key, const char *text)
{
    json_open_list(json, key);
    while (*text) {
        char part[OPENING_BYTES];
        size_t length = strcspn(text, ";");
        snprintf(part, sizeof part, "%.*s", (int)length, text);
        json_write_text(json, NULL, part);
        text += length + (text[length] == ';');
    }
    json_close(json);
}

static void cost_json(struct json_writer *json, const struct sp_opening_cost *cost)
{
    json_open_object(json, "cost");
    json_write_text(json, "basis", sp_cost_basis_name(cost->basis));
    cents_json(json, "low_cents", cost->low_cents);
    cents_json(json, "high_cents", cost->high_cents);
    cents_json(json, "pay_low_cents", cost->pay_low_cents);
    cents_json(json, "pay_high_cents", cost->pay_high_cents);
    json_write_text(json, "pay_per",
                    cost->basis != SP_COST_PAID ? NULL
                    : cost->pay_yearly          ? "year"
                                                : "stay");
    known_text(json, "stated", sp_stated_name(cost->stated));
    json_close(json);
}

static void needs_json(struct json_writer *json, const struct openings_page *all,
                       const struct sp_opening *opening)
{
    json_open_list(json, "needs");
    for (int i = 0; i < opening->needs; i++) {
        const struct sp_opening_need *need = &opening->need[i];
        json_open_object(json, NULL);
        json_write_text(json, "item", need->item);
        json_write_text(json, "label", sp_openings_label(all->openings, need->item));
        answer_json(json, "asked", need->answer);
        if (need->least)
            json_write_whole(json, "least", need->least);
        else
            json_write_null(json, "least");
        json_write_text(json, "stated", sp_stated_name(need->stated));
        origin_json(json, &need->origin);
        json_close(json);
    }
    json_close(json);
}

static void overrides_json(struct json_writer *json, const struct sp_opening *opening)
{
    json_open_list(json, "overrides");
    for (int i = 0; i < opening->overrides; i++) {
        const struct sp_opening_override *override = &opening->override[i];
        json_open_object(json, NULL);
        json_write_text(json, "field", override->field);
        known_text(json, "was", override->was);
        known_text(json, "was_source", override->was_origin.source);
        known_text(json, "was_as_of", override->was_origin.as_of);
        json_close(json);
    }
    json_close(json);
}

/* One opening as an element of a list, or under a key. */
static void opening_json(struct json_writer *json, const char *key,
                         const struct openings_page *all, const struct sp_opening *opening)
{
    char checked[11];
    sp_date_write(opening->checked, checked);
    json_open_object(json, key);
    json_write_text(json, "id", opening->id);
    json_write_text(json, "institution", opening->institution);
    known_text(json, "institution_code", opening->institution_code);
    known_text(json, "city", opening->city);
    known_text(json, "state", opening->state);
    if (opening->located) {
        json_write_number(json, "latitude", opening->latitude);
        json_write_number(json, "longitude", opening->longitude);
    } else {
        json_write_null(json, "latitude");
        json_write_null(json, "longitude");
    }
    json_write_text(json, "kind", sp_experience_kind_name(opening->kind));
    answer_json(json, "hands_on", opening->hands_on);
    json_write_bool(json, "hands_on_by_kind", opening->hands_on_by_kind);
    json_open_list(json, "specialties");
    for (int i = 0; i < opening->specialties; i++) {
        int place = sp_specialty_find(all->specialties, opening->specialty[i]);
        json_write_text(json, NULL,
                        place < 0 ? opening->specialty[i]
                                  : all->specialties->at[place].name);
    }
    json_close(json);
    json_write_bool(json, "any_specialty", opening->any_specialty);
    parts_json(json, "areas", opening->areas);
    json_open_object(json, "takes");
    for (int i = 0; i < SP_AUDIENCES; i++)
        answer_json(json, sp_audience_name((enum sp_audience)i), opening->audience[i]);
    json_close(json);
    number_json(json, "weeks_low", opening->weeks_low);
    number_json(json, "weeks_high", opening->weeks_high);
    cost_json(json, &opening->cost);
    needs_json(json, all, opening);
    answer_json(json, "letter", opening->letter);
    answer_json(json, "letter_usual", all->openings->usual[opening->kind].letter);
    known_text(json, "letter_signer", opening->letter_signer);
    answer_json(json, "sponsors_visa", opening->sponsors_visa);
    parts_json(json, "visas", opening->visas);
    known_text(json, "apply", opening->apply);
    number_json(json, "lead_low", opening->lead_low);
    number_json(json, "lead_high", opening->lead_high);
    answer_json(json, "rolling", opening->rolling);
    known_text(json, "link", opening->link);
    known_text(json, "checked", checked);
    json_write_text(json, "trust", sp_trust_name(opening->trust));
    known_text(json, "note", opening->note);
    overrides_json(json, opening);
    origin_json(json, &opening->origin);
    json_close(json);
}

/* --- a search ------------------------------------------------------------------------- */

static void filters_json(struct json_writer *json, const char *key, uint32_t bits)
{
    json_open_list(json, key);
    for (int f = 0; f < SP_OPENING_FILTERS; f++)
        if (bits >> f & 1)
            json_write_text(json, NULL,
                            sp_opening_filter_name((enum sp_opening_filter_kind)f));
    json_close(json);
}

/* What is dropped is named and says why; its facts are asked for apart. */
static void dropped_json(struct json_writer *json, const struct sp_opening *opening,
                         const struct sp_opening_found *found)
{
    json_write_text(json, "id", opening->id);
    json_write_text(json, "institution", opening->institution);
    known_text(json, "city", opening->city);
    known_text(json, "state", opening->state);
    json_write_text(json, "kind", sp_experience_kind_name(opening->kind));
    json_write_text(json, "why", found->why);
}

static void found_json(struct json_writer *json, const struct openings_page *all,
                       const struct sp_opening_search *search, const char *key,
                       enum sp_answer kept)
{
    json_open_list(json, key);
    for (int i = 0; i < search->count; i++) {
        const struct sp_opening_found *found = &search->at[i];
        const struct sp_opening *opening = &all->openings->at[found->opening];
        if (found->kept != kept)
            continue;
        json_open_object(json, NULL);
        if (kept == SP_NO)
            dropped_json(json, opening, found);
        else
            opening_json(json, "opening", all, opening);
        filters_json(json, "not_met", found->no);
        filters_json(json, "not_known", found->unknown);
        json_close(json);
    }
    json_close(json);
}

static void counts_json(struct json_writer *json, const char *key,
                        const int count[SP_OPENING_FILTERS])
{
    json_open_object(json, key);
    for (int f = 0; f < SP_OPENING_FILTERS; f++)
        json_write_whole(json, sp_opening_filter_name((enum sp_opening_filter_kind)f),
                         count[f]);
    json_close(json);
}

void openings_write_json(FILE *out, const struct openings_page *all,
                         const struct sp_opening_search *search)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_open_object(&json, "counts");
    json_write_whole(&json, "kept", search->kept);
    json_write_whole(&json, "unknown", search->unknown);
    json_write_whole(&json, "dropped", search->dropped);
    json_write_whole(&json, "warnings", search->warnings);
    json_close(&json);
    counts_json(&json, "dropped_by", search->no_by);
    counts_json(&json, "unknown_by", search->unknown_by);
    json_write_bool(&json, "judged", all->judged);
    found_json(&json, all, search, "kept", SP_YES);
    found_json(&json, all, search, "unknown", SP_UNKNOWN);
    found_json(&json, all, search, "dropped", SP_NO);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}

/* --- one for somebody
 * ---------------------------------------------------------------------- */

static void check_json(struct json_writer *json, const struct sp_eligibility_check *check)
{
    json_open_object(json, NULL);
    json_write_text(json, "item", check->item);
    json_write_text(json, "label", check->label);
    answer_json(json, "meets", check->meets);
    json_write_bool(json, "mendable", check->mendable);
    json_write_text(json, "why", check->why);
    known_text(json, "todo", check->todo);
    number_json(json, "weeks_low", check->weeks_low);
    number_json(json, "weeks_high", check->weeks_high);
    known_text(json, "stated", sp_stated_name(check->stated));
    origin_json(json, &check->origin);
    json_close(json);
}

static void verdict_json(struct json_writer *json, const char *key,
                         enum sp_visit_class class, const struct sp_visit_verdict *verdict)
{
    json_open_object(json, key);
    known_text(json, "class", sp_visit_class_name(class));
    json_write_text(json, "allowed", sp_permission_name(verdict->allowed));
    json_write_text(json, "why", verdict->why);
    known_text(json, "basis", verdict->basis);
    known_text(json, "certainty", verdict->certainty);
    json_write_text(json, "country_note", verdict->country_note);
    origin_json(json, &verdict->origin);
    json_write_text(json, "ask", sp_visit_ask());
    json_close(json);
}

static void eligibility_json(struct json_writer *json, const char *key,
                             const struct sp_eligibility *eligibility)
{
    if (!eligibility) {
        json_write_null(json, key);
        return;
    }
    json_open_object(json, key);
    answer_json(json, "fits", eligibility->fits);
    json_open_list(json, "checks");
    for (int i = 0; i < eligibility->checks; i++)
        check_json(json, &eligibility->check[i]);
    json_close(json);
    json_open_list(json, "ask");
    for (int i = 0; i < eligibility->asks; i++)
        json_write_text(json, NULL, eligibility->ask[i]);
    json_close(json);
    json_write_number(json, "weeks_low", eligibility->weeks_low);
    json_write_number(json, "weeks_high", eligibility->weeks_high);
    verdict_json(json, "visa", eligibility->class, &eligibility->visit);
    json_write_bool(json, "visa_assumed", eligibility->assumed);
    json_close(json);
}

static void part_json(struct json_writer *json, const struct sp_stay_part *part)
{
    json_open_object(json, NULL);
    json_write_text(json, "item", part->item);
    json_write_text(json, "label", part->label);
    cents_json(json, "low_cents", part->known ? part->low_cents : -1);
    cents_json(json, "high_cents", part->known ? part->high_cents : -1);
    json_write_text(json, "basis", part->basis);
    origin_json(json, &part->origin);
    json_close(json);
}

static void grant_json(struct json_writer *json, const struct sp_grant *grant)
{
    json_open_object(json, NULL);
    json_write_text(json, "id", grant->id);
    json_write_text(json, "name", grant->name);
    json_write_text(json, "what", grant->what);
    answer_json(json, "open_to_img", grant->open_to_img);
    known_text(json, "opening", grant->opening);
    known_text(json, "link", grant->link);
    json_write_text(json, "certainty", grant->certainty);
    origin_json(json, &grant->origin);
    json_close(json);
}

static void stay_cost_json(struct json_writer *json, const char *key,
                           const struct sp_stay_cost *cost)
{
    json_open_object(json, key);
    number_json(json, "weeks", cost->weeks);
    json_open_list(json, "parts");
    for (int i = 0; i < cost->parts; i++)
        part_json(json, &cost->part[i]);
    json_close(json);
    json_write_whole(json, "low_cents", cost->low_cents);
    json_write_whole(json, "high_cents", cost->high_cents);
    json_write_whole(json, "unknown_parts", cost->unknown);
    json_write_bool(json, "paid", cost->paid);
    cents_json(json, "pay_low_cents", cost->pay_low_cents);
    cents_json(json, "pay_high_cents", cost->pay_high_cents);
    json_open_list(json, "grants");
    for (int i = 0; i < cost->grants; i++)
        grant_json(json, cost->grant[i]);
    json_close(json);
    json_close(json);
}

void openings_views_json(FILE *out, const struct openings_page *all,
                         const struct opening_view *view, int count)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_open_list(&json, "openings");
    for (int i = 0; i < count; i++) {
        json_open_object(&json, NULL);
        opening_json(&json, "opening", all, view[i].opening);
        eligibility_json(&json, "eligibility", view[i].eligibility);
        stay_cost_json(&json, "stay_cost", view[i].cost);
        json_close(&json);
    }
    json_close(&json);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}

/* --- rules and money
 * ------------------------------------------------------------------------ */

void visits_write_json(FILE *out, const struct openings_page *all, bool student,
                       const char *nationality)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_write_bool(&json, "student", student);
    known_text(&json, "nationality", nationality);
    json_open_list(&json, "kinds");
    for (int k = 0; k < SP_EXPERIENCE_KINDS; k++) {
        const struct sp_experience_usual *usual = &all->openings->usual[k];
        json_open_object(&json, NULL);
        json_write_text(&json, "kind", sp_experience_kind_name((enum sp_experience_kind)k));
        answer_json(&json, "hands_on", usual->hands_on);
        json_open_list(&json, "visas");
        for (int c = SP_VISIT_B1; c < SP_VISIT_CLASSES; c++) {
            struct sp_visit_question question = {
                .class = (enum sp_visit_class)c,
                .kind = (enum sp_experience_kind)k,
                .hands_on = usual->hands_on,
                .student = student ? SP_YES : SP_NO,
                .nationality = nationality,
            };
            struct sp_visit_verdict verdict =
                sp_visit_judge(&all->openings->visit, &question);
            verdict_json(&json, NULL, question.class, &verdict);
        }
        json_close(&json);
        json_close(&json);
    }
    json_close(&json);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}

void grants_write_json(FILE *out, const struct openings_page *all)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_open_list(&json, "hosts");
    for (int i = 0; i < all->openings->count; i++) {
        const struct sp_opening *opening = &all->openings->at[i];
        bool offer =
            opening->trust != SP_TRUST_REJECTED && opening->trust != SP_TRUST_PAUSED;
        if (offer
            && (opening->cost.basis == SP_COST_FREE || opening->cost.basis == SP_COST_PAID))
            opening_json(&json, NULL, all, opening);
    }
    json_close(&json);
    json_open_list(&json, "grants");
    for (int i = 0; i < all->openings->grants; i++)
        grant_json(&json, &all->openings->grant[i]);
    json_close(&json);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}
