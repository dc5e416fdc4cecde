/* opening_field.c: facts by name.
 *
 * One table says which fields an opening has, where each stands and what it may hold.
 * Reading a release, an import and a correction, and writing any of them, walk it.
 */
#include "error.h"
#include "opening.h"
#include "specialty.h"

#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { TEXT_MOST = 300, LIST_MOST = 20 };

enum field_kind {
    FIELD_TEXT,
    FIELD_ANSWER,
    FIELD_TRUTH,
    FIELD_NUMBER, /* not known: below 0 */
    FIELD_PLACE,  /* a latitude or longitude */
    FIELD_MONEY,
    FIELD_KIND,
    FIELD_TRUST,
    FIELD_BASIS,
    FIELD_STATED,
    FIELD_PER,
    FIELD_DATE,
    FIELD_STATE,
    FIELD_INSTITUTION,
    FIELD_LINK,
    FIELD_SPECIALTIES,
    FIELD_RANGE, /* "4" or "2-8": a field and the next one */
    FIELD_COST,  /* "free", "250" or "250-500" */
    FIELD_NEED,  /* needs_… */
    FIELD_LEAST, /* min_… */
};

struct field {
    struct sp_opening_field about; /* first, so that it can be given out */
    enum field_kind kind;
    size_t at; /* offset in struct sp_opening */
    double low, high;
    const char *item; /* of a need */
};

#define AT(member) offsetof(struct sp_opening, member)
#define YES_NO     "yes, no or unknown"
#define NEED(key)                                                                          \
    {                                                                                      \
        {"needs_" key, YES_NO, "yes"}, FIELD_NEED, 0, 0, 0, key                            \
    }
#define LEAST(key)                                                                         \
    {                                                                                      \
        {"min_" key, "a score, 1 to 300", "230"}, FIELD_LEAST, 0, 1, 300, key              \
    }
#define SAYS(name, member)                                                                 \
    {                                                                                      \
        {name, YES_NO, "yes"}, FIELD_ANSWER, AT(member), 0, 0, NULL                        \
    }
#define WEEKS(name, member, most)                                                          \
    {                                                                                      \
        {name, "weeks, 0 to " #most, "4"}, FIELD_NUMBER, AT(member), 0, most, NULL         \
    }
#define MONEY(name, member)                                                                \
    {                                                                                      \
        {name, "dollars, 0 to 1000000", "500"}, FIELD_MONEY, AT(member), 0, 1000000, NULL  \
    }
#define WORDS(name, member, example)                                                       \
    {                                                                                      \
        {name, "text up to 300 bytes", example}, FIELD_TEXT, AT(member), 0, 0, NULL        \
    }

static const struct field fields[] = {
    WORDS("institution", institution, "Example Hospital"),
    {{"institution_code", "four digits, NRMP", "1234"},
     FIELD_INSTITUTION,
     AT(institution_code),
     0,
     0,
     NULL},
    WORDS("city", city, "Brooklyn"),
    {{"state", "two letters", "NY"}, FIELD_STATE, AT(state), 0, 0, NULL},
    {{"latitude", "degrees", "40.7"}, FIELD_PLACE, AT(latitude), -90, 90, NULL},
    {{"longitude", "degrees", "-73.9"}, FIELD_PLACE, AT(longitude), -180, 180, NULL},
    {{"kind",
      "elective, subinternship, externship, observership, shadowing, research, "
      "volunteering or telehealth",
      "observership"},
     FIELD_KIND,
     AT(kind),
     0,
     0,
     NULL},
    SAYS("hands_on", hands_on),
    {{"hands_on_by_kind", "yes or no", "no"},
     FIELD_TRUTH,
     AT(hands_on_by_kind),
     0,
     0,
     NULL},
    {{"specialties", "codes of specialties with ; between", "140;120"},
     FIELD_SPECIALTIES,
     AT(specialty),
     0,
     0,
     NULL},
    {{"any_specialty", "yes or no", "no"}, FIELD_TRUTH, AT(any_specialty), 0, 0, NULL},
    WORDS("areas", areas, "Cardiology"),
    SAYS("for_student", audience[SP_FOR_STUDENT]),
    SAYS("for_graduate", audience[SP_FOR_GRADUATE]),
    SAYS("for_us", audience[SP_FOR_US]),
    SAYS("for_premed", audience[SP_FOR_PREMED]),
    {{"weeks", "weeks, or two numbers with - between", "2-8"},
     FIELD_RANGE,
     AT(weeks_low),
     0,
     300,
     NULL},
    WEEKS("weeks_low", weeks_low, 300),
    WEEKS("weeks_high", weeks_high, 300),
    {{"cost_usd", "free, dollars, or two numbers with - between", "250-500"},
     FIELD_COST,
     AT(cost),
     0,
     1000000,
     NULL},
    {{"cost_basis", "unknown, fee, free or paid", "fee"},
     FIELD_BASIS,
     AT(cost.basis),
     0,
     0,
     NULL},
    MONEY("cost_low_usd", cost.low_cents),
    MONEY("cost_high_usd", cost.high_cents),
    MONEY("pay_low_usd", cost.pay_low_cents),
    MONEY("pay_high_usd", cost.pay_high_cents),
    {{"pay_per", "year or stay", "stay"}, FIELD_PER, AT(cost.pay_yearly), 0, 0, NULL},
    {{"cost_stated", "estimate, listing, page or user", "page"},
     FIELD_STATED,
     AT(cost.stated),
     0,
     0,
     NULL},
    SAYS("letter", letter),
    WORDS("letter_signer", letter_signer, "the attending physician"),
    SAYS("sponsors_visa", sponsors_visa),
    WORDS("visas", visas, "B-1;J-1"),
    WORDS("apply", apply, "host"),
    {{"lead", "weeks before the start, or two numbers with - between", "8-12"},
     FIELD_RANGE,
     AT(lead_low),
     0,
     150,
     NULL},
    WEEKS("lead_low", lead_low, 150),
    WEEKS("lead_high", lead_high, 150),
    SAYS("rolling", rolling),
    {{"link", "an address that begins with http:// or https://", "https://example.org"},
     FIELD_LINK,
     AT(link),
     0,
     0,
     NULL},
    {{"checked", "YYYY-MM-DD", "2026-09-01"}, FIELD_DATE, AT(checked), 0, 0, NULL},
    {{"trust", "listed, checked, doubtful, paused, rejected or own", "own"},
     FIELD_TRUST,
     AT(trust),
     0,
     0,
     NULL},
    WORDS("note", note, "met at a conference"),
    NEED("step1"),
    NEED("step2_ck"),
    NEED("step3"),
    NEED("level1"),
    NEED("level2"),
    NEED("first_attempt"),
    LEAST("step1"),
    LEAST("step2_ck"),
    LEAST("step3"),
    NEED("cv"),
    NEED("cover_letter"),
    NEED("photo"),
    NEED("passport"),
    NEED("diploma"),
    NEED("transcript"),
    NEED("good_standing"),
    NEED("step_scores"),
    NEED("ecfmg"),
    NEED("english"),
    NEED("lor"),
    NEED("immunisation"),
    NEED("influenza"),
    NEED("tb"),
    NEED("background"),
    NEED("drug"),
    NEED("hipaa"),
    NEED("osha"),
    NEED("malpractice"),
    NEED("health_insurance"),
    NEED("bls"),
    NEED("acls"),
    NEED("mask_fit"),
    NEED("funding"),
    NEED("invitation"),
    NEED("host_approval"),
};
enum { FIELDS = sizeof fields / sizeof *fields };

const struct sp_opening_field *sp_opening_field(int i)
{
    return i >= 0 && i < FIELDS ? &fields[i].about : NULL;
}

static const struct field *field_find(const char *name)
{
    for (int i = 0; i < FIELDS; i++)
        if (strcmp(fields[i].about.name, name) == 0)
            return &fields[i];
    return NULL;
}

/* --- one field ---------------------------------------------------------------------- */

/* A change at hand: what is set, where it goes, and what it is made of. */
struct setting {
    const struct field *field;
    const char *value;
    struct sp_opening *opening;
    enum sp_stated stated;
    struct sp_origin origin;
    struct sp_arena *text;
    struct sp_error *error;
};

static bool refuse(const struct setting *setting)
{
    return sp_fail(setting->error, SP_BAD_INPUT,
                   "%s: \"%.60s\" is not allowed; allowed: %s", setting->field->about.name,
                   setting->value, setting->field->about.allowed);
}

static bool starve(const struct setting *setting)
{
    return sp_fail(setting->error, SP_NO_MEMORY, "no memory for an opening");
}

static void *place_of(const struct setting *setting)
{
    return (char *)setting->opening + setting->field->at;
}

static bool unsaid(const char *value)
{
    return !*value || strcasecmp(value, "unknown") == 0;
}

static bool keep_text(const struct setting *setting, const char *value)
{
    const char *kept = sp_arena_text(setting->text, value);
    if (!kept)
        return starve(setting);
    memcpy(place_of(setting), &kept, sizeof kept);
    return true;
}

static bool one_line(const char *text)
{
    size_t length = strlen(text);
    if (length > TEXT_MOST)
        return false;
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return false;
    return true;
}

static bool set_text(const struct setting *setting)
{
    return one_line(setting->value) ? keep_text(setting, setting->value) : refuse(setting);
}

static bool read_answer(const char *value, enum sp_answer *answer)
{
    static const char *const words[] = {"",  "yes",  "no",    "unknown", "y",
                                        "n", "true", "false", "1",       "0"};
    static const enum sp_answer means[] = {SP_UNKNOWN, SP_YES, SP_NO, SP_UNKNOWN, SP_YES,
                                           SP_NO,      SP_YES, SP_NO, SP_YES,     SP_NO};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(words[i], value) == 0) {
            *answer = means[i];
            return true;
        }
    return false;
}

static bool set_answer(const struct setting *setting)
{
    enum sp_answer answer;
    if (!read_answer(setting->value, &answer))
        return refuse(setting);
    memcpy(place_of(setting), &answer, sizeof answer);
    return true;
}

static bool set_truth(const struct setting *setting)
{
    enum sp_answer answer;
    if (!read_answer(setting->value, &answer))
        return refuse(setting);
    *(bool *)place_of(setting) = answer == SP_YES;
    return true;
}

/* A plain decimal at the start of the text; its end, or NULL. */
static const char *read_decimal(const char *text, double *number)
{
    const char *at = text + (*text == '-');
    size_t digits = strspn(at, "0123456789");
    *number = 0;
    if (digits < 1 || digits > 9)
        return NULL;
    for (size_t i = 0; i < digits; i++)
        *number = *number * 10 + (at[i] - '0');
    at += digits;
    if (*at == '.') {
        size_t part = strspn(++at, "0123456789");
        double unit = 1;
        if (part < 1 || part > 6)
            return NULL;
        for (size_t i = 0; i < part; i++)
            *number += (at[i] - '0') * (unit /= 10);
        at += part;
    }
    if (*text == '-')
        *number = -*number;
    return at;
}

static bool in_limits(const struct field *field, double number)
{
    return number >= field->low && number <= field->high;
}

/* "250" or "250-500"; false for anything else. */
static bool read_range(const struct setting *setting, double *low, double *high)
{
    const char *at = read_decimal(setting->value + (*setting->value == '$'), low);
    *high = *low;
    if (!at)
        return false;
    at += strspn(at, " ");
    if (*at == '-') {
        at += 1 + strspn(at + 1, " $");
        at = read_decimal(at, high);
    }
    return at && !*at && in_limits(setting->field, *low) && in_limits(setting->field, *high)
           && *low <= *high;
}

static bool set_number(const struct setting *setting)
{
    double number = -1;
    if (!unsaid(setting->value)) {
        const char *end = read_decimal(setting->value, &number);
        if (!end || *end || !in_limits(setting->field, number))
            return refuse(setting);
    }
    memcpy(place_of(setting), &number, sizeof number);
    return true;
}

/* A place is known when both halves are; 0 is no latitude of a US city. */
static bool set_place(const struct setting *setting)
{
    struct sp_opening *opening = setting->opening;
    double degrees = 0;
    if (!unsaid(setting->value)) {
        const char *end = read_decimal(setting->value, &degrees);
        if (!end || *end || !in_limits(setting->field, degrees))
            return refuse(setting);
    }
    memcpy(place_of(setting), &degrees, sizeof degrees);
    opening->located = opening->latitude != 0 && opening->longitude != 0;
    return true;
}

static bool set_range(const struct setting *setting)
{
    double bounds[2] = {-1, -1};
    if (!unsaid(setting->value) && !read_range(setting, &bounds[0], &bounds[1]))
        return refuse(setting);
    memcpy(place_of(setting), bounds, sizeof bounds);
    return true;
}

static void sign_cost(const struct setting *setting)
{
    struct sp_opening_cost *cost = &setting->opening->cost;
    cost->stated = setting->stated;
    cost->origin = setting->origin;
}

static void set_basis_to(const struct setting *setting, enum sp_cost_basis basis)
{
    struct sp_opening_cost *cost = &setting->opening->cost;
    cost->basis = basis;
    if (basis == SP_COST_FREE || basis == SP_COST_PAID)
        cost->low_cents = cost->high_cents = 0;
    if (basis == SP_COST_UNKNOWN)
        cost->low_cents = cost->high_cents = -1;
    if (basis != SP_COST_PAID)
        cost->pay_low_cents = cost->pay_high_cents = -1;
    sign_cost(setting);
    if (basis == SP_COST_UNKNOWN)
        cost->stated = SP_STATED_NOT;
}

static bool set_money(const struct setting *setting)
{
    double dollars = -1;
    long cents;
    if (!unsaid(setting->value)) {
        const char *end = read_decimal(setting->value, &dollars);
        if (!end || *end || !in_limits(setting->field, dollars))
            return refuse(setting);
    }
    cents = dollars < 0 ? -1 : lround(dollars * 100);
    memcpy(place_of(setting), &cents, sizeof cents);
    bool fee = setting->field->at == AT(cost.low_cents)
               || setting->field->at == AT(cost.high_cents);
    if (fee && cents >= 0 && setting->opening->cost.basis == SP_COST_UNKNOWN)
        setting->opening->cost.basis = SP_COST_FEE;
    if (cents >= 0)
        sign_cost(setting);
    return true;
}

static bool set_cost(const struct setting *setting)
{
    struct sp_opening_cost *cost = &setting->opening->cost;
    double low, high;
    if (unsaid(setting->value)) {
        set_basis_to(setting, SP_COST_UNKNOWN);
        return true;
    }
    if (strcasecmp(setting->value, "free") == 0) {
        set_basis_to(setting, SP_COST_FREE);
        return true;
    }
    if (!read_range(setting, &low, &high))
        return refuse(setting);
    set_basis_to(setting, high > 0 ? SP_COST_FEE : SP_COST_FREE);
    cost->low_cents = lround(low * 100);
    cost->high_cents = lround(high * 100);
    return true;
}

static bool set_pay_per(const struct setting *setting)
{
    bool yearly = strcasecmp(setting->value, "year") == 0;
    if (!yearly && *setting->value && strcasecmp(setting->value, "stay") != 0)
        return false;
    setting->opening->cost.pay_yearly = yearly;
    return true;
}

static bool set_basis(const struct setting *setting)
{
    enum sp_cost_basis basis = SP_COST_UNKNOWN;
    if (*setting->value && !sp_cost_basis_parse(setting->value, &basis))
        return false;
    set_basis_to(setting, basis);
    return true;
}

static bool set_named(const struct setting *setting)
{
    struct sp_opening *opening = setting->opening;
    bool ok = false;
    switch (setting->field->kind) {
    case FIELD_KIND:
        ok = sp_experience_kind_parse(setting->value, &opening->kind);
        break;
    case FIELD_TRUST:
        ok = sp_trust_parse(setting->value, &opening->trust);
        break;
    case FIELD_BASIS:
        ok = set_basis(setting);
        break;
    case FIELD_STATED:
        ok = sp_stated_parse(setting->value, &opening->cost.stated);
        break;
    default:
        ok = set_pay_per(setting);
    }
    return ok || refuse(setting);
}

static bool set_date(const struct setting *setting)
{
    struct sp_date date = {0};
    if (!unsaid(setting->value)
        && !sp_date_parse(setting->value, setting->field->about.name, &date,
                          setting->error))
        return false;
    memcpy(place_of(setting), &date, sizeof date);
    return true;
}

static bool all_of(const char *text, size_t length, int (*is)(int))
{
    for (size_t i = 0; i < length; i++)
        if (!is((unsigned char)text[i]))
            return false;
    return strlen(text) == length;
}

static bool set_state(const struct setting *setting)
{
    char code[3] = "";
    if (unsaid(setting->value))
        return keep_text(setting, "");
    if (!all_of(setting->value, 2, isalpha))
        return refuse(setting);
    for (int i = 0; i < 2; i++)
        code[i] = (char)toupper((unsigned char)setting->value[i]);
    return keep_text(setting, code);
}

static bool set_institution(const struct setting *setting)
{
    if (unsaid(setting->value))
        return keep_text(setting, "");
    return all_of(setting->value, 4, isdigit) ? keep_text(setting, setting->value)
                                              : refuse(setting);
}

static bool set_link(const struct setting *setting)
{
    const char *value = setting->value;
    bool good =
        strncasecmp(value, "http://", 7) == 0 || strncasecmp(value, "https://", 8) == 0;
    if (unsaid(value))
        return keep_text(setting, "");
    if (!good || !one_line(value) || strpbrk(value, " \"<>"))
        return refuse(setting);
    return keep_text(setting, value);
}

static bool set_specialties(const struct setting *setting)
{
    struct sp_opening *opening = setting->opening;
    const char **code = sp_arena_get(setting->text, LIST_MOST * sizeof *code);
    int count = 0;
    if (!code)
        return starve(setting);
    const char *at = unsaid(setting->value) ? "" : setting->value;
    while (*at) {
        size_t length = strcspn(at, ";");
        const char *one = sp_arena_slice(setting->text, at, length);
        if (!one)
            return starve(setting);
        if (count == LIST_MOST || !all_of(one, 3, isdigit))
            return refuse(setting);
        code[count++] = one;
        at += length + (at[length] == ';');
    }
    opening->specialty = code;
    opening->specialties = count;
    return true;
}

/* The need of the item, made when there is none; NULL without memory. */
static struct sp_opening_need *need_for(const struct setting *setting)
{
    struct sp_opening *opening = setting->opening;
    for (int i = 0; i < opening->needs; i++)
        if (strcmp(opening->need[i].item, setting->field->item) == 0)
            return &opening->need[i];
    size_t size = sizeof *opening->need;
    struct sp_opening_need *more =
        sp_arena_get(setting->text, ((size_t)opening->needs + 1) * size);
    if (!more)
        return NULL;
    if (opening->needs)
        memcpy(more, opening->need, (size_t)opening->needs * size);
    more[opening->needs].item = setting->field->item;
    opening->need = more;
    return &more[opening->needs++];
}

static bool set_need(const struct setting *setting)
{
    enum sp_answer answer;
    if (!read_answer(setting->value, &answer))
        return refuse(setting);
    struct sp_opening_need *need = need_for(setting);
    if (!need)
        return starve(setting);
    need->answer = answer;
    need->stated = setting->stated;
    need->origin = setting->origin;
    return true;
}

static bool set_least(const struct setting *setting)
{
    double score = 0;
    if (!unsaid(setting->value)) {
        const char *end = read_decimal(setting->value, &score);
        if (!end || *end || !in_limits(setting->field, score) || score != floor(score))
            return refuse(setting);
    }
    struct sp_opening_need *need = need_for(setting);
    if (!need)
        return starve(setting);
    need->least = (int)score;
    if (score > 0 && need->stated == SP_STATED_NOT)
        need->answer = SP_YES;
    need->stated = setting->stated;
    need->origin = setting->origin;
    return true;
}

static bool set_field(const struct setting *setting)
{
    switch (setting->field->kind) {
    case FIELD_TEXT:
        return set_text(setting);
    case FIELD_ANSWER:
        return set_answer(setting);
    case FIELD_TRUTH:
        return set_truth(setting);
    case FIELD_NUMBER:
        return set_number(setting);
    case FIELD_PLACE:
        return set_place(setting);
    case FIELD_MONEY:
        return set_money(setting);
    case FIELD_DATE:
        return set_date(setting);
    case FIELD_STATE:
        return set_state(setting);
    case FIELD_INSTITUTION:
        return set_institution(setting);
    case FIELD_LINK:
        return set_link(setting);
    case FIELD_SPECIALTIES:
        return set_specialties(setting);
    case FIELD_RANGE:
        return set_range(setting);
    case FIELD_COST:
        return set_cost(setting);
    case FIELD_NEED:
        return set_need(setting);
    case FIELD_LEAST:
        return set_least(setting);
    default:
        return set_named(setting);
    }
}

static bool refuse_field(const char *field, struct sp_error *error)
{
    const char *nearest = NULL;
    int least = (int)strlen(field) / 2 + 1;
    for (int i = 0; i < FIELDS; i++) {
        int edits = sp_edit_distance(field, fields[i].about.name);
        if (edits < least) {
            least = edits;
            nearest = fields[i].about.name;
        }
    }
    return sp_fail(error, SP_NOT_FOUND, "\"%.40s\" is no field of an opening%s%s", field,
                   nearest ? "; the nearest is " : "", nearest ? nearest : "");
}

bool sp_opening_set(struct sp_opening *opening, const char *field, const char *value,
                    enum sp_stated stated, const struct sp_origin *origin,
                    struct sp_arena *text, struct sp_error *error)
{
    const struct field *found = field_find(field);
    if (!found)
        return refuse_field(field, error);
    struct setting setting = {found, value, opening, stated, *origin, text, error};
    return set_field(&setting);
}

/* --- and back ------------------------------------------------------------------------ */

static const char *get_number(double number, struct sp_arena *text)
{
    return number < 0 ? "" : sp_arena_format(text, "%.10g", number);
}

static const char *get_range(double low, double high, struct sp_arena *text)
{
    if (low < 0 || high < 0)
        return "";
    return low == high ? get_number(low, text)
                       : sp_arena_format(text, "%.10g-%.10g", low, high);
}

static const char *get_specialties(const struct sp_opening *opening, struct sp_arena *text)
{
    const char *all = "";
    for (int i = 0; all && i < opening->specialties; i++)
        all = sp_arena_format(text, "%s%s%s", all, i ? ";" : "", opening->specialty[i]);
    return all;
}

static const char *get_need(const struct sp_opening *opening, const struct field *field,
                            struct sp_arena *text)
{
    const struct sp_opening_need *need = sp_opening_need_of(opening, field->item);
    if (!need)
        return "";
    if (field->kind == FIELD_LEAST)
        return need->least ? sp_arena_format(text, "%d", need->least) : "";
    return need->answer == SP_UNKNOWN ? "" : sp_answer_name(need->answer);
}

static const char *get_cost(const struct sp_opening_cost *cost, struct sp_arena *text)
{
    if (cost->basis == SP_COST_UNKNOWN)
        return "";
    if (cost->basis != SP_COST_FEE)
        return "free";
    return get_range((double)cost->low_cents / 100, (double)cost->high_cents / 100, text);
}

static const char *get_named(const struct sp_opening *opening, const struct field *field)
{
    switch (field->kind) {
    case FIELD_KIND:
        return sp_experience_kind_name(opening->kind);
    case FIELD_TRUST:
        return sp_trust_name(opening->trust);
    case FIELD_BASIS:
        return opening->cost.basis ? sp_cost_basis_name(opening->cost.basis) : "";
    case FIELD_STATED:
        return sp_stated_name(opening->cost.stated);
    default:
        return opening->cost.basis == SP_COST_PAID
                   ? (opening->cost.pay_yearly ? "year" : "stay")
                   : "";
    }
}

const char *sp_opening_get(const struct sp_opening *opening, const char *field,
                           struct sp_arena *text)
{
    const struct field *found = field_find(field);
    if (!found)
        return NULL;
    const char *at = (const char *)opening + found->at, *word;
    enum sp_answer answer;
    double bounds[2];
    long cents;
    struct sp_date date;
    char day[11];
    switch (found->kind) {
    case FIELD_TEXT:
    case FIELD_STATE:
    case FIELD_INSTITUTION:
    case FIELD_LINK:
        memcpy(&word, at, sizeof word);
        return word;
    case FIELD_ANSWER:
        memcpy(&answer, at, sizeof answer);
        return answer == SP_UNKNOWN ? "" : sp_answer_name(answer);
    case FIELD_TRUTH:
        return *(const bool *)at ? "yes" : "no";
    case FIELD_NUMBER:
        memcpy(bounds, at, sizeof *bounds);
        return get_number(*bounds, text);
    case FIELD_PLACE:
        memcpy(bounds, at, sizeof *bounds);
        return opening->located ? sp_arena_format(text, "%.10g", *bounds) : "";
    case FIELD_RANGE:
        memcpy(bounds, at, sizeof bounds);
        return get_range(bounds[0], bounds[1], text);
    case FIELD_MONEY:
        memcpy(&cents, at, sizeof cents);
        return get_number((double)cents / 100, text);
    case FIELD_DATE:
        memcpy(&date, at, sizeof date);
        sp_date_write(date, day);
        return sp_arena_text(text, day);
    case FIELD_SPECIALTIES:
        return get_specialties(opening, text);
    case FIELD_COST:
        return get_cost(&opening->cost, text);
    case FIELD_NEED:
    case FIELD_LEAST:
        return get_need(opening, found, text);
    default:
        return get_named(opening, found);
    }
}
