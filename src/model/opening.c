/* opening.c: names, and the opening as a whole; opening_field.c reads and writes its facts.
 */
#include "opening.h"

#include "error.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct sp_opening sp_opening_blank(void)
{
    return (struct sp_opening){.id = "",
                               .institution = "",
                               .institution_code = "",
                               .city = "",
                               .state = "",
                               .areas = "",
                               .kind = SP_OBSERVERSHIP,
                               .weeks_low = -1,
                               .weeks_high = -1,
                               .letter_signer = "",
                               .visas = "",
                               .apply = "",
                               .lead_low = -1,
                               .lead_high = -1,
                               .link = "",
                               .note = "",
                               .cost = {.low_cents = -1,
                                        .high_cents = -1,
                                        .pay_low_cents = -1,
                                        .pay_high_cents = -1,
                                        .origin = {"", ""}},
                               .origin = {"", ""}};
}

/* --- names -------------------------------------------------------------------------- */

static const char *const kind_names[SP_EXPERIENCE_KINDS] = {
    "elective",  "subinternship", "externship",   "observership",
    "shadowing", "research",      "volunteering", "telehealth"};
static const char *const trust_names[SP_TRUSTS] = {"listed", "checked",  "doubtful",
                                                   "paused", "rejected", "own"};
static const char *const basis_names[] = {"unknown", "fee", "free", "paid"};
static const char *const stated_names[] = {"", "estimate", "listing", "page", "user"};
static const char *const audience_names[SP_AUDIENCES] = {"student", "graduate", "us",
                                                         "premed"};
static const char *const answer_names[] = {"unknown", "yes", "no"};

const char *sp_experience_kind_name(enum sp_experience_kind kind)
{
    return kind_names[kind];
}

const char *sp_trust_name(enum sp_trust trust)
{
    return trust_names[trust];
}

const char *sp_cost_basis_name(enum sp_cost_basis basis)
{
    return basis_names[basis];
}

const char *sp_stated_name(enum sp_stated stated)
{
    return stated_names[stated];
}

const char *sp_audience_name(enum sp_audience audience)
{
    return audience_names[audience];
}

const char *sp_answer_name(enum sp_answer answer)
{
    return answer_names[answer];
}

/* The place of `text` among the names, letters in any case; -1 when it is none. */
static int find_name(const char *const *name, int count, const char *text)
{
    for (int i = 0; i < count; i++)
        if (strcasecmp(name[i], text) == 0)
            return i;
    return -1;
}
#define FIND(names, text) find_name(names, (int)(sizeof(names) / sizeof *(names)), text)

bool sp_experience_kind_parse(const char *text, enum sp_experience_kind *kind)
{
    char plain[24] = "";
    size_t length = 0;
    for (; *text && length + 1 < sizeof plain; text++)
        if (*text != '-' && *text != ' ' && *text != '_')
            plain[length++] = *text;
    plain[length] = '\0';
    int found = FIND(kind_names, plain);
    if (found >= 0)
        *kind = (enum sp_experience_kind)found;
    return found >= 0;
}

bool sp_trust_parse(const char *text, enum sp_trust *trust)
{
    int found = FIND(trust_names, text);
    if (found >= 0)
        *trust = (enum sp_trust)found;
    return found >= 0;
}

bool sp_cost_basis_parse(const char *text, enum sp_cost_basis *basis)
{
    int found = FIND(basis_names, text);
    if (found >= 0)
        *basis = (enum sp_cost_basis)found;
    return found >= 0;
}

bool sp_stated_parse(const char *text, enum sp_stated *stated)
{
    int found = FIND(stated_names, text);
    if (found >= 0)
        *stated = (enum sp_stated)found;
    return found >= 0;
}

/* --- the whole ------------------------------------------------------------------------ */

static bool check_order(const char *low_name, double low, const char *high_name,
                        double high, struct sp_error *error)
{
    return low < 0 || high < 0 || low <= high
           || sp_fail(error, SP_BAD_INPUT, "%s %g is above %s %g", low_name, low, high_name,
                      high);
}

bool sp_opening_check(const struct sp_opening *opening, struct sp_error *error)
{
    const struct sp_opening_cost *cost = &opening->cost;
    if (!*opening->institution)
        return sp_fail(error, SP_BAD_INPUT, "institution is missing: name the place");
    return check_order("weeks_low", opening->weeks_low, "weeks_high", opening->weeks_high,
                       error)
           && check_order("lead_low", opening->lead_low, "lead_high", opening->lead_high,
                          error)
           && check_order("cost_low_usd", (double)cost->low_cents / 100, "cost_high_usd",
                          (double)cost->high_cents / 100, error)
           && check_order("pay_low_usd", (double)cost->pay_low_cents / 100, "pay_high_usd",
                          (double)cost->pay_high_cents / 100, error);
}

int sp_openings_find(const struct sp_openings *openings, const char *id)
{
    for (int i = 0; i < openings->count; i++)
        if (strcasecmp(openings->at[i].id, id) == 0)
            return i;
    return -1;
}

const struct sp_paper *sp_openings_paper(const struct sp_openings *openings,
                                         const char *item)
{
    for (int i = 0; i < openings->papers; i++)
        if (strcmp(openings->paper[i].item, item) == 0)
            return &openings->paper[i];
    return NULL;
}

const struct sp_opening_need *sp_opening_need_of(const struct sp_opening *opening,
                                                 const char *item)
{
    for (int i = 0; i < opening->needs; i++)
        if (strcmp(opening->need[i].item, item) == 0)
            return &opening->need[i];
    return NULL;
}

const char *sp_openings_label(const struct sp_openings *openings, const char *item)
{
    static const struct {
        const char *item, *label;
    } exams[] = {{"step1", "Step 1"},
                 {"step2_ck", "Step 2 CK"},
                 {"step3", "Step 3"},
                 {"level1", "Step 1 or COMLEX Level 1"},
                 {"level2", "Step 2 CK or COMLEX Level 2"},
                 {"first_attempt", "passed at the first attempt"}};
    const struct sp_paper *paper = sp_openings_paper(openings, item);
    for (size_t i = 0; i < sizeof exams / sizeof *exams; i++)
        if (strcmp(exams[i].item, item) == 0)
            return exams[i].label;
    return paper ? paper->label : item;
}

void sp_openings_free(struct sp_openings *openings)
{
    sp_arena_free(&openings->text);
    *openings = (struct sp_openings){0};
}
