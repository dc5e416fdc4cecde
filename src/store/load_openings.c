/* load_openings.c: openings of the release, and over them what the user says.
 *
 * Every fact, whoever states it, goes through sp_opening_set, so a cell of a table and an
 * answer of the user are read alike.  The user's changes are applied in their order; each
 * keeps what it stands in place of.
 */
#include "database.h"
#include "error.h"
#include "opening_change.h"
#include "release.h"
#include "rows.h"
#include "store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The columns of the table `opening` behind its id, each the name of a field; the basis of
 * the cost before its figures, and who stated it last. */
static const char *const columns[] = {"institution",
                                      "institution_code",
                                      "city",
                                      "state",
                                      "latitude",
                                      "longitude",
                                      "kind",
                                      "hands_on",
                                      "hands_on_by_kind",
                                      "specialties",
                                      "any_specialty",
                                      "areas",
                                      "for_student",
                                      "for_graduate",
                                      "for_us",
                                      "for_premed",
                                      "weeks_low",
                                      "weeks_high",
                                      "cost_basis",
                                      "cost_low_usd",
                                      "cost_high_usd",
                                      "pay_low_usd",
                                      "pay_high_usd",
                                      "pay_per",
                                      "cost_stated",
                                      "sponsors_visa",
                                      "visas",
                                      "apply",
                                      "lead_low",
                                      "lead_high",
                                      "rolling",
                                      "link",
                                      "checked",
                                      "trust"};
enum { COLUMNS = sizeof columns / sizeof *columns };
static const char select_openings[] =
    "select id, source, as_of, institution, institution_code, city, state, latitude,"
    " longitude, kind, hands_on, hands_on_by_kind, specialties, any_specialty, areas,"
    " for_student, for_graduate, for_us, for_premed, weeks_low, weeks_high, cost_basis,"
    " cost_low_usd, cost_high_usd, pay_low_usd, pay_high_usd, pay_per, cost_stated,"
    " sponsors_visa, visas, apply, lead_low, lead_high, rolling, link, checked, trust"
    " from opening order by place";

static bool read_opening(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_opening *opening = element;
    *opening = sp_opening_blank();
    opening->id = rows_text(rows, 0);
    opening->origin = rows_origin(rows, 1);
    for (int i = 0; i < COLUMNS; i++)
        if (!sp_opening_set(opening, columns[i], database_text(rows->at, i + 3),
                            SP_STATED_LISTING, &opening->origin, rows->text, rows->error))
            return sp_fail_at(rows->error, "openings.csv, %s", opening->id);
    return true;
}

/* --- what they ask for ---------------------------------------------------------------- */

struct need_row {
    const char *opening;
    struct sp_opening_need need;
};

static enum sp_stated read_stated(const char *text)
{
    return strcmp(text, "page") == 0 ? SP_STATED_PAGE : SP_STATED_LISTING;
}

static bool read_need(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct need_row *row = element;
    const char *answer = rows_text(rows, 2);
    row->opening = rows_text(rows, 0);
    row->need.item = rows_text(rows, 1);
    row->need.answer = strcmp(answer, "yes") == 0  ? SP_YES
                       : strcmp(answer, "no") == 0 ? SP_NO
                                                   : SP_UNKNOWN;
    row->need.least = (int)strtol(database_text(rows->at, 3), NULL, 10);
    row->need.stated = read_stated(database_text(rows->at, 4));
    row->need.origin = rows_origin(rows, 5);
    return true;
}

/* Rows come in the order of their openings, so one opening's needs stand together. */
static bool hand_out_needs(struct sp_openings *openings, const struct need_row *row,
                           int rows, struct sp_error *error)
{
    struct sp_opening_need *all =
        sp_arena_get(&openings->text, ((size_t)rows + 1) * sizeof *all);
    if (!all)
        return sp_fail(error, SP_NO_MEMORY, "no memory for what hosts ask for");
    for (int i = 0, next; i < rows; i = next) {
        int opening = sp_openings_find(openings, row[i].opening);
        for (next = i; next < rows && strcmp(row[next].opening, row[i].opening) == 0;
             next++)
            all[next] = row[next].need;
        if (opening < 0)
            return sp_fail(error, SP_BAD_INPUT,
                           "opening_requirements.csv: there is no opening \"%.60s\"",
                           row[i].opening);
        openings->at[opening].need = all + i;
        openings->at[opening].needs = next - i;
    }
    return true;
}

static bool load_needs(struct store *store, struct sp_openings *openings,
                       struct sp_error *error)
{
    struct rows rows = {
        .database = store->database, .text = &openings->text, .error = error};
    struct need_row *row;
    int count;
    if (!rows_load(&rows,
                   "select opening, item, answer, least, stated, source, as_of"
                   " from opening_need order by opening, item",
                   sizeof *row, read_need, &row, &count))
        return false;
    bool ok = hand_out_needs(openings, row, count, error);
    free(row);
    return ok;
}

/* --- kinds, papers, prices, money, visas ------------------------------------------------
 */

struct kind_row {
    const char *kind;
    struct sp_experience_usual usual;
};

static bool read_kind(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct kind_row *row = element;
    row->kind = rows_text(rows, 0);
    row->usual = (struct sp_experience_usual){.label = rows_text(rows, 1),
                                              .student = rows_answer(rows, 2),
                                              .graduate = rows_answer(rows, 3),
                                              .hands_on = rows_answer(rows, 4),
                                              .in_person = rows_answer(rows, 5),
                                              .letter = rows_answer(rows, 6),
                                              .weeks_low = rows_double(rows, 7, -1),
                                              .weeks_high = rows_double(rows, 8, -1),
                                              .lead_low = rows_double(rows, 9, -1),
                                              .lead_high = rows_double(rows, 10, -1),
                                              .certainty = rows_text(rows, 11),
                                              .origin = rows_origin(rows, 12)};
    return true;
}

static bool load_kinds(struct rows *rows, struct sp_openings *openings)
{
    struct kind_row *row;
    int count;
    for (int i = 0; i < SP_EXPERIENCE_KINDS; i++)
        openings->usual[i] = (struct sp_experience_usual){
            .label = sp_experience_kind_name((enum sp_experience_kind)i),
            .weeks_low = -1,
            .weeks_high = -1,
            .lead_low = -1,
            .lead_high = -1,
            .certainty = "",
            .origin = {"", ""}};
    if (!rows_load(rows,
                   "select kind, label, student, graduate, hands_on, in_person, letter,"
                   " weeks_low, weeks_high, lead_low, lead_high, certainty, source, as_of"
                   " from experience_kind order by place",
                   sizeof *row, read_kind, &row, &count))
        return false;
    for (int i = 0; i < count; i++) {
        enum sp_experience_kind kind;
        if (sp_experience_kind_parse(row[i].kind, &kind))
            openings->usual[kind] = row[i].usual;
    }
    free(row);
    return true;
}

static bool read_paper(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_paper *paper = element;
    paper->item = rows_text(rows, 0);
    paper->label = rows_text(rows, 1);
    paper->issuer = rows_text(rows, 2);
    paper->what_to_do = rows_text(rows, 3);
    paper->valid_months = rows_int(rows, 4, 0);
    paper->month_end = rows_answer(rows, 5) == SP_YES;
    paper->lead_low = rows_double(rows, 6, -1);
    paper->lead_high = rows_double(rows, 7, -1);
    paper->certainty = rows_text(rows, 8);
    paper->origin = rows_origin(rows, 9);
    return true;
}

/* "cost.housing_month" is the price of a housing_month. */
static bool read_price(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_stay_price *price = element;
    price->item = rows_text(rows, 0) + strlen("cost.");
    price->label = rows_text(rows, 1);
    price->low_cents = lround(rows_double(rows, 2, 0) * 100);
    price->high_cents = lround(rows_double(rows, 3, 0) * 100);
    price->certainty = rows_text(rows, 4);
    price->origin = rows_origin(rows, 5);
    return true;
}

static bool read_grant(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_grant *grant = element;
    grant->id = rows_text(rows, 0);
    grant->name = rows_text(rows, 1);
    grant->what = rows_text(rows, 2);
    grant->open_to_img = rows_answer(rows, 3);
    grant->opening = rows_text(rows, 4);
    grant->link = rows_text(rows, 5);
    grant->certainty = rows_text(rows, 6);
    grant->origin = rows_origin(rows, 7);
    return true;
}

static bool read_rule(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_visit_rule *rule = element;
    const char *visa = rows_text(rows, 0), *allowed = rows_text(rows, 3);
    rule->class = SP_VISIT_UNKNOWN;
    if (strcmp(visa, "any") != 0 && !sp_visit_class_parse(visa, &rule->class, rows->error))
        return sp_fail_at(rows->error, "visa_rules.csv");
    rule->activity = rows_text(rows, 1);
    rule->who = rows_text(rows, 2);
    rule->allowed = strcmp(allowed, "yes") == 0  ? SP_ALLOWED
                    : strcmp(allowed, "no") == 0 ? SP_NOT_ALLOWED
                                                 : SP_CONDITIONAL;
    rule->condition = rows_text(rows, 4);
    rule->basis = rows_text(rows, 5);
    rule->certainty = rows_text(rows, 6);
    rule->origin = rows_origin(rows, 7);
    return true;
}

static bool read_country(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_visit_country *country = element;
    country->country = rows_text(rows, 0);
    country->new_visitor = rows_answer(rows, 1);
    country->new_student = rows_answer(rows, 2);
    country->new_exchange = rows_answer(rows, 3);
    country->new_worker = rows_answer(rows, 4);
    country->origin = rows_origin(rows, 5);
    return true;
}

static bool load_rest(struct store *store, struct sp_openings *openings,
                      struct sp_error *error)
{
    struct rows rows = {
        .database = store->database, .text = &openings->text, .error = error};
    struct sp_visit_rules *visit = &openings->visit;
    struct sp_visit_rule *rule;
    struct sp_visit_country *country;
    bool ok =
        load_kinds(&rows, openings)
        && rows_keep(
            &rows,
            "select item, label, issuer, what_to_do, valid_months, month_end, lead_low,"
            " lead_high, certainty, source, as_of from paper order by place",
            sizeof *openings->paper, read_paper, &openings->paper, &openings->papers)
        && rows_keep(&rows,
                     "select id, what, low, high, certainty, source, as_of from base_rate"
                     " where id like 'cost.%' order by place",
                     sizeof *openings->price, read_price, &openings->price,
                     &openings->prices)
        && rows_keep(&rows,
                     "select id, name, what, open_to_img, opening, link, certainty, source,"
                     " as_of from financing order by place",
                     sizeof *openings->grant, read_grant, &openings->grant,
                     &openings->grants)
        && rows_keep(&rows,
                     "select visa, activity, who, allowed, condition, basis, certainty,"
                     " source, as_of from visit_rule order by place",
                     sizeof *rule, read_rule, &rule, &visit->rules)
        && rows_keep(&rows,
                     "select country, new_visitor, new_student, new_j1, new_h1b, source,"
                     " as_of from visa_country order by place",
                     sizeof *country, read_country, &country, &visit->countries);
    if (ok) {
        visit->rule = rule;
        visit->country = country;
    }
    return ok;
}

/* --- what the user says ------------------------------------------------------------------
 */

static bool starve(struct sp_error *error)
{
    return sp_fail(error, SP_NO_MEMORY, "no memory for the openings");
}

static bool same_opening(const struct opening_fact *a, const struct opening_fact *b)
{
    return strcmp(a->opening, b->opening) == 0;
}

/* Facts about one opening mostly stand together, so this many more are enough. */
static bool make_room(struct sp_openings *openings, const struct opening_fact *fact,
                      int facts, struct sp_error *error)
{
    int makes = 0;
    for (int i = 0; i < facts; i++)
        makes += fact[i].makes && (i == 0 || !same_opening(&fact[i], &fact[i - 1]));
    if (makes == 0)
        return true;
    struct sp_opening *more = sp_arena_get(
        &openings->text, ((size_t)openings->count + (size_t)makes) * sizeof *more);
    if (!more)
        return starve(error);
    if (openings->count)
        memcpy(more, openings->at, (size_t)openings->count * sizeof *more);
    openings->at = more;
    return true;
}

/* The opening of the id, made when a change may make it (there is room); NULL when it
 * fails. */
static struct sp_opening *opening_for(struct sp_openings *openings,
                                      const struct opening_fact *fact,
                                      struct sp_error *error)
{
    int found = sp_openings_find(openings, fact->opening);
    if (found >= 0)
        return &openings->at[found];
    if (!fact->makes) {
        sp_fail(error, SP_NOT_FOUND, "there is no opening \"%.60s\"", fact->opening);
        return NULL;
    }
    struct sp_opening *opening = &openings->at[openings->count++];
    *opening = sp_opening_blank();
    opening->id = fact->opening;
    opening->trust = SP_TRUST_OWN;
    opening->origin = fact->origin;
    return opening;
}

static bool remember(struct sp_openings *openings, struct sp_opening *opening,
                     const char *field, const char *was, struct sp_origin was_origin,
                     struct sp_error *error)
{
    size_t size = sizeof *opening->override;
    struct sp_opening_override *more =
        sp_arena_get(&openings->text, ((size_t)opening->overrides + 1) * size);
    if (!more)
        return starve(error);
    if (opening->overrides)
        memcpy(more, opening->override, (size_t)opening->overrides * size);
    more[opening->overrides++] = (struct sp_opening_override){field, was, was_origin};
    opening->override = more;
    return true;
}

static bool overridden(const struct sp_opening *opening, const char *field)
{
    for (int i = 0; i < opening->overrides; i++)
        if (strcmp(opening->override[i].field, field) == 0)
            return true;
    return false;
}

static bool set_own(struct sp_openings *openings, struct sp_opening *opening,
                    const struct opening_fact *fact, struct sp_error *error)
{
    bool first = opening->trust != SP_TRUST_OWN && !overridden(opening, fact->field);
    struct sp_origin was_origin = opening->origin;
    const char *was = first ? sp_opening_get(opening, fact->field, &openings->text) : NULL;
    if (!sp_opening_set(opening, fact->field, fact->value, SP_STATED_USER, &fact->origin,
                        &openings->text, error))
        return false;
    if (first && !was) /* the field is one, so it was memory that lacked */
        return starve(error);
    return !first || remember(openings, opening, fact->field, was, was_origin, error);
}

static void drop(struct sp_openings *openings, const struct sp_opening *opening)
{
    int place = (int)(opening - openings->at);
    memmove(&openings->at[place], &openings->at[place + 1],
            (size_t)(openings->count - place - 1) * sizeof *openings->at);
    openings->count--;
}

bool openings_apply(struct sp_openings *openings, const struct opening_fact *fact,
                    int facts, struct sp_error *error)
{
    struct sp_opening *opening = NULL; /* of the fact before */
    if (!make_room(openings, fact, facts, error))
        return false;
    for (int i = 0; i < facts; i++) {
        if (!opening || !same_opening(&fact[i], &fact[i - 1]))
            opening = opening_for(openings, &fact[i], error);
        if (!opening)
            return false;
        bool deletes = strcmp(fact[i].field, "deleted") == 0;
        if (deletes && opening->trust != SP_TRUST_OWN)
            return sp_fail(error, SP_BAD_INPUT,
                           "%s: only openings of your own can be deleted", opening->id);
        if (deletes) {
            drop(openings, opening);
            opening = NULL;
        } else if (!set_own(openings, opening, &fact[i], error))
            return sp_fail_at(error, "%s", fact[i].opening);
    }
    return true;
}

static bool read_fact(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct opening_fact *fact = element;
    fact->opening = rows_text(rows, 0);
    fact->field = rows_text(rows, 1);
    fact->value = rows_text(rows, 2);
    fact->origin = rows_origin(rows, 3);
    const char *kind = database_text(rows->at, 5);
    fact->makes = strcmp(kind, "add") == 0 || strcmp(kind, "import") == 0;
    return true;
}

/* Leaves out what was said of an opening that the release no longer has, or a new release
 * could not be opened.  Those of the user's own stay: what rests on them is checked. */
static int keep_known(const struct sp_openings *openings, struct opening_fact *fact,
                      int facts)
{
    int kept = 0;
    for (int i = 0; i < facts; i++)
        if (fact[i].makes || strncmp(fact[i].opening, "own-", 4) == 0
            || sp_openings_find(openings, fact[i].opening) >= 0)
            fact[kept++] = fact[i];
    return kept;
}

bool openings_load_own(struct store *store, int without, struct sp_openings *openings,
                       struct sp_error *error)
{
    struct rows rows = {.database = store->database,
                        .text = &openings->text,
                        .error = error,
                        .number = without};
    struct opening_fact *fact;
    int facts;
    return rows_keep(&rows,
                     "select f.opening, f.field, f.value, c.source, c.as_of, c.kind"
                     " from opening_change_fact f join opening_change c"
                     " on c.id = f.change_id where c.undone_at = '' and c.id <> ?1"
                     " order by f.change_id, f.place",
                     sizeof *fact, read_fact, &fact, &facts)
           && openings_apply(openings, fact, keep_known(openings, fact, facts), error);
}

bool openings_load_release(struct store *store, struct sp_openings *openings,
                           struct sp_error *error)
{
    *openings = (struct sp_openings){0};
    struct rows rows = {
        .database = store->database, .text = &openings->text, .error = error};
    return rows_keep(&rows, select_openings, sizeof *openings->at, read_opening,
                     &openings->at, &openings->count)
           && load_needs(store, openings, error) && load_rest(store, openings, error);
}

bool store_load_openings(struct store *store, struct sp_openings *openings,
                         struct sp_error *error)
{
    enum { NO_CHANGE = -1 };
    bool ok = openings_load_release(store, openings, error)
              && openings_load_own(store, NO_CHANGE, openings, error);
    if (!ok)
        sp_openings_free(openings);
    return ok;
}
