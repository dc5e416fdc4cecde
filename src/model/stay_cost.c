/* stay_cost.c: part by part, each from the best that is known of it.
 *
 * In this order: the user's own figure, what the host or the directory states, the fee
 * tables of the season, a general range; else the part is named and has no figure.
 */
#include "stay_cost.h"

#include "eligibility.h"
#include "error.h"

#include <math.h>
#include <string.h>

enum { MOST_PARTS = 48, MOST_GRANTS = 8, WEEKS_PER_YEAR = 52 };
static const double weeks_per_month = 30.44 / 7;

struct summing {
    const struct sp_profile *profile;
    const struct sp_openings *openings;
    const struct sp_opening *opening;
    const struct sp_season *season;
    struct sp_visit_question visit;
    bool in_person;
    double weeks; /* below 0: not known */
    struct sp_stay_cost *out;
};

static struct sp_stay_part *add(struct summing *s, const char *item, const char *label)
{
    struct sp_stay_part *part = &s->out->part[s->out->parts];
    *part = (struct sp_stay_part){
        .item = item, .label = label, .basis = "not known", .origin = {"", ""}};
    if (s->out->parts < MOST_PARTS)
        s->out->parts++;
    return part;
}

/* In whole dollars: what is counted by the week is no exacter. */
static void settle(struct sp_stay_part *part, double low_cents, double high_cents,
                   const char *basis, struct sp_origin origin)
{
    part->known = true;
    part->low_cents = lround(low_cents / 100) * 100;
    part->high_cents = lround(high_cents / 100) * 100;
    part->basis = basis;
    part->origin = origin;
}

static bool settle_own(struct sp_stay_part *part, long own_cents, double times)
{
    struct sp_origin origin = {"you", ""};
    if (own_cents < 0)
        return false;
    double cents = (double)own_cents * times;
    settle(part, cents, cents, "your own figure", origin);
    return true;
}

static const struct sp_stay_price *price_of(const struct summing *s, const char *item)
{
    for (int i = 0; i < s->openings->prices; i++)
        if (strcmp(s->openings->price[i].item, item) == 0)
            return &s->openings->price[i];
    return NULL;
}

static const struct sp_fee *fee_of(const struct summing *s, const char *item)
{
    for (int i = 0; i < s->season->fees; i++)
        if (strcmp(s->season->fee[i].item, item) == 0)
            return &s->season->fee[i];
    return NULL;
}

static bool settle_fee(const struct summing *s, struct sp_stay_part *part, const char *item)
{
    const struct sp_fee *fee = fee_of(s, item);
    if (fee)
        settle(part, (double)fee->cents, (double)fee->cents,
               fee->projected ? "the fee of an earlier season" : "the fee of the season",
               fee->origin);
    return fee != NULL;
}

static bool settle_price(const struct summing *s, struct sp_stay_part *part,
                         const char *item, double times)
{
    const struct sp_stay_price *price = price_of(s, item);
    if (price && times >= 0)
        settle(part, (double)price->low_cents * times, (double)price->high_cents * times,
               "a general range", price->origin);
    return price != NULL;
}

/* --- the host ------------------------------------------------------------------------- */

static void add_fee(struct summing *s)
{
    static const char *const basis[] = {"not known", "an estimate of the directory",
                                        "stated by the directory", "the host's page",
                                        "your own figure"};
    const struct sp_opening_cost *cost = &s->opening->cost;
    struct sp_stay_part *part = add(s, "fee", "fee of the host");
    if (cost->basis != SP_COST_UNKNOWN && cost->low_cents >= 0 && cost->high_cents >= 0)
        settle(part, (double)cost->low_cents, (double)cost->high_cents, basis[cost->stated],
               cost->origin);
}

static void add_pay(struct summing *s)
{
    const struct sp_opening_cost *cost = &s->opening->cost;
    double part = cost->pay_yearly ? s->weeks / WEEKS_PER_YEAR : 1;
    s->out->paid = cost->basis == SP_COST_PAID;
    s->out->pay_low_cents = s->out->pay_high_cents = -1;
    if (!s->out->paid || cost->pay_low_cents < 0 || cost->pay_high_cents < 0 || part < 0)
        return;
    s->out->pay_low_cents = lround((double)cost->pay_low_cents * part);
    s->out->pay_high_cents = lround((double)cost->pay_high_cents * part);
}

static void add_application(struct summing *s)
{
    struct sp_stay_part *part = add(s, "application", "application");
    if (strcmp(s->opening->apply, "VSLO") == 0)
        settle_fee(s, part, "vslo_application");
    else
        part->label = "application to the host, if it charges one";
}

/* --- the stay ------------------------------------------------------------------------- */

static enum sp_answer needs(const struct summing *s, const char *item)
{
    const struct sp_opening_need *need = sp_opening_need_of(s->opening, item);
    return need ? need->answer : SP_UNKNOWN;
}

static void add_insurance(struct summing *s)
{
    bool malpractice = needs(s, "malpractice") == SP_YES;
    bool health = needs(s, "health_insurance") == SP_YES;
    bool unsaid =
        needs(s, "malpractice") == SP_UNKNOWN && (s->opening->hands_on != SP_NO || !health);
    if (s->profile->own_costs.insurance_cents >= 0) {
        settle_own(add(s, "insurance", "insurance"), s->profile->own_costs.insurance_cents,
                   1);
        return;
    }
    if (malpractice)
        settle_price(s, add(s, "malpractice", "malpractice insurance"), "malpractice", 1);
    if (health)
        add(s, "health_insurance", "health insurance for the stay");
    if (!malpractice && !health && unsaid)
        add(s, "insurance", "insurance, if the host asks for it");
}

static void add_living(struct summing *s)
{
    const struct sp_own_costs *own = &s->profile->own_costs;
    double months = s->weeks < 0 ? -1 : s->weeks / weeks_per_month;
    struct sp_stay_part *part;
    if (!s->in_person)
        return;
    part = add(s, "housing", "housing");
    if (months >= 0 && !settle_own(part, own->housing_month_cents, months))
        settle_price(s, part, "housing_month", months);
    part = add(s, "living", "food and transport");
    if (months >= 0 && !settle_own(part, own->living_month_cents, months))
        settle_price(s, part, "living_month", months);
    settle_own(add(s, "travel", "travel there and back"), own->travel_cents, 1);
}

/* The fee for the visa is due; the integrity fee is not collected everywhere. */
static void add_visa(struct summing *s)
{
    enum sp_visit_class class = s->visit.class;
    bool status = class == SP_VISIT_EAD || class == SP_VISIT_LPR
                  || class == SP_VISIT_CITIZEN
                  || (class == SP_VISIT_UNKNOWN && s->profile->visa == SP_VISA_NONE);
    if (!s->in_person || s->visit.held || status)
        return;
    struct sp_stay_part *part = add(s, "visa", "visa");
    const struct sp_fee *visa = fee_of(s, "visa_application");
    const struct sp_fee *integrity = fee_of(s, "visa_integrity");
    if (settle_own(part, s->profile->own_costs.visa_cents, 1))
        return;
    if (class == SP_VISIT_UNKNOWN || class == SP_VISIT_ESTA || !visa)
        return;
    settle(part, (double)visa->cents,
           (double)visa->cents + (integrity ? (double)integrity->cents : 0),
           "the fees of the season; the integrity fee is not due everywhere", visa->origin);
    if (class == SP_VISIT_J1_CLINICAL || class == SP_VISIT_J1_RESEARCH)
        settle_fee(s, add(s, "sevis", "SEVIS fee"), "sevis_j1");
}

/* --- exams and papers that are missing
 * ---------------------------------------------------- */

static void add_missing(struct summing *s, const struct sp_eligibility *eligibility)
{
    static const struct {
        const char *item, *fee, *label;
    } priced[] = {
        {"step1", "step1", "Step 1"},
        {"step2_ck", "step2ck", "Step 2 CK"},
        {"step3", "step3", "Step 3"},
        {"level1", "step1", "Step 1"},
        {"level2", "step2ck", "Step 2 CK"},
        {"english", "oet_medicine", "language test"},
        {"bls", NULL, "BLS course"},
        {"acls", NULL, "ACLS course"},
        {"background", NULL, "background check"},
        {"drug", NULL, "drug screen"},
        {"tb", NULL, "TB test"},
        {"immunisation", NULL, "vaccinations and titers"},
    };
    for (int i = 0; i < eligibility->checks; i++) {
        const struct sp_eligibility_check *check = &eligibility->check[i];
        if (check->meets == SP_YES)
            continue;
        for (size_t p = 0; p < sizeof priced / sizeof *priced; p++) {
            if (strcmp(priced[p].item, check->item) != 0)
                continue;
            struct sp_stay_part *part = add(s, priced[p].item, priced[p].label);
            if (priced[p].fee && check->meets == SP_NO)
                settle_fee(s, part, priced[p].fee);
        }
    }
}

/* --- the whole
 * ------------------------------------------------------------------------------ */

static bool helps(const struct sp_grant *grant, const struct sp_opening *opening,
                  bool us_graduate)
{
    if (*grant->opening)
        return strcmp(grant->opening, opening->id) == 0;
    return grant->open_to_img != SP_NO || us_graduate;
}

static void list_grants(struct summing *s)
{
    bool us = s->profile->type == SP_US_MD || s->profile->type == SP_US_DO;
    for (int i = 0; i < s->openings->grants && s->out->grants < MOST_GRANTS; i++)
        if (helps(&s->openings->grant[i], s->opening, us))
            s->out->grant[s->out->grants++] = &s->openings->grant[i];
}

static void total(struct sp_stay_cost *cost)
{
    for (int i = 0; i < cost->parts; i++) {
        cost->unknown += !cost->part[i].known;
        cost->low_cents += cost->part[i].known ? cost->part[i].low_cents : 0;
        cost->high_cents += cost->part[i].known ? cost->part[i].high_cents : 0;
    }
}

static bool add_all(struct summing *s, struct sp_date today,
                    const struct sp_stay_cost_options *options, struct sp_error *error)
{
    struct sp_eligibility eligibility;
    struct sp_eligibility_options how = {options->class, options->start, options->weeks};
    if (!sp_eligibility_judge(s->profile, s->openings, s->opening, today, &how,
                              &eligibility, error))
        return false;
    struct sp_date start = sp_date_known(options->start) ? options->start : today;
    struct sp_date end = sp_date_add_days(start, s->weeks > 0 ? (long)(s->weeks * 7) : 0);
    s->visit =
        sp_eligibility_question(s->profile, s->opening, eligibility.class, start, end);
    add_fee(s);
    add_application(s);
    add_insurance(s);
    add_living(s);
    add_visa(s);
    add_missing(s, &eligibility);
    add_pay(s);
    list_grants(s);
    total(s->out);
    sp_eligibility_free(&eligibility);
    return true;
}

bool sp_stay_cost_sum(const struct sp_profile *profile, const struct sp_openings *openings,
                      const struct sp_opening *opening, const struct sp_season *season,
                      struct sp_date today, const struct sp_stay_cost_options *options,
                      struct sp_stay_cost *cost, struct sp_error *error)
{
    *cost = (struct sp_stay_cost){0};
    struct summing s = {.profile = profile,
                        .openings = openings,
                        .opening = opening,
                        .season = season,
                        .out = cost};
    s.weeks = options->weeks > 0         ? options->weeks
              : opening->weeks_low >= 0  ? opening->weeks_low
              : opening->weeks_high >= 0 ? opening->weeks_high
                                         : -1;
    s.in_person = openings->usual[opening->kind].in_person != SP_NO;
    cost->weeks = s.weeks;
    cost->part = sp_arena_get(&cost->text, (MOST_PARTS + 1) * sizeof *cost->part);
    cost->grant = sp_arena_get(&cost->text, MOST_GRANTS * sizeof(struct sp_grant *));
    bool ok = (cost->part && cost->grant)
              || sp_fail(error, SP_NO_MEMORY, "no memory for the cost of a stay");
    ok = ok && add_all(&s, today, options, error);
    if (!ok)
        sp_stay_cost_free(cost);
    return ok;
}

void sp_stay_cost_free(struct sp_stay_cost *cost)
{
    sp_arena_free(&cost->text);
    *cost = (struct sp_stay_cost){0};
}
