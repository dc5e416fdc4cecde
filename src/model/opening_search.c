/* opening_search.c: a table of questions, each asked of every opening. */
#include "opening_search.h"

#include "error.h"
#include "money.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct searching {
    const struct sp_openings *openings;
    const struct sp_profile *profile; /* may be NULL */
    const struct sp_opening_filter *filter;
    struct sp_date today;
    struct sp_arena *text; /* of the reasons */
    struct sp_error *error;
};

static enum sp_answer yes_or_no(bool yes)
{
    return yes ? SP_YES : SP_NO;
}

static enum sp_answer by_word(const struct searching *s, const struct sp_opening *opening)
{
    for (int i = 0; i < s->filter->words; i++) {
        const char *word = s->filter->word[i];
        if (!strcasestr(opening->institution, word) && !strcasestr(opening->city, word)
            && strcasecmp(opening->state, word) != 0 && !strcasestr(opening->areas, word)
            && !strcasestr(opening->id, word))
            return SP_NO;
    }
    return SP_YES;
}

static enum sp_answer by_kind(const struct searching *s, const struct sp_opening *opening)
{
    return yes_or_no(!s->filter->kinds || (s->filter->kinds >> opening->kind & 1));
}

/* Several departments that nobody names, or areas alone, may hold the one that is meant. */
static enum sp_answer by_specialty(const struct searching *s,
                                   const struct sp_opening *opening)
{
    for (int i = 0; i < s->filter->specialties; i++)
        for (int j = 0; j < opening->specialties; j++)
            if (strcmp(s->filter->specialty[i], opening->specialty[j]) == 0)
                return SP_YES;
    if (!s->filter->specialties)
        return SP_YES;
    return opening->any_specialty || !opening->specialties ? SP_UNKNOWN : SP_NO;
}

static enum sp_answer by_state(const struct searching *s, const struct sp_opening *opening)
{
    for (int i = 0; i < s->filter->states; i++)
        if (strcasecmp(s->filter->state[i], opening->state) == 0)
            return SP_YES;
    if (!s->filter->states)
        return SP_YES;
    return *opening->state ? SP_NO : SP_UNKNOWN;
}

static enum sp_answer by_audience(const struct searching *s,
                                  const struct sp_opening *opening)
{
    const struct sp_experience_usual *usual = &s->openings->usual[opening->kind];
    if (!s->filter->for_whom)
        return SP_YES;
    enum sp_answer said = opening->audience[s->filter->audience];
    if (said == SP_UNKNOWN
        && ((s->filter->audience == SP_FOR_STUDENT && usual->student == SP_NO)
            || (s->filter->audience == SP_FOR_GRADUATE && usual->graduate == SP_NO)))
        return SP_NO;
    return said;
}

static enum sp_answer student_of(const struct searching *s)
{
    if (s->filter->for_whom)
        return yes_or_no(s->filter->audience != SP_FOR_GRADUATE);
    return s->profile ? sp_eligibility_student(s->profile, s->today) : SP_UNKNOWN;
}

static struct sp_visit_verdict visit_of(const struct searching *s,
                                        const struct sp_opening *opening)
{
    const struct sp_profile *profile = s->profile;
    struct sp_visit_question question = {
        .class = s->filter->visa,
        .kind = opening->kind,
        .hands_on = opening->hands_on,
        .paid = opening->cost.basis == SP_COST_UNKNOWN
                    ? SP_UNKNOWN
                    : yes_or_no(opening->cost.basis == SP_COST_PAID),
        .student = student_of(s),
        .nationality = profile ? profile->nationality : "",
        .held = profile && profile->visa_held == s->filter->visa,
    };
    return sp_visit_judge(&s->openings->visit, &question);
}

static enum sp_answer by_visa(const struct searching *s, const struct sp_opening *opening)
{
    if (s->filter->visa == SP_VISIT_UNKNOWN)
        return SP_YES;
    switch (visit_of(s, opening).allowed) {
    case SP_ALLOWED:
    case SP_CONDITIONAL:
        return SP_YES;
    case SP_NOT_ALLOWED:
        return SP_NO;
    default:
        return SP_UNKNOWN;
    }
}

static enum sp_answer by_weeks(const struct searching *s, const struct sp_opening *opening)
{
    double low = opening->weeks_low, high = opening->weeks_high;
    double most = s->filter->weeks_most, least = s->filter->weeks_least;
    enum sp_answer short_enough = SP_YES, long_enough = SP_YES;
    if (most > 0 && low >= 0)
        short_enough = yes_or_no(low <= most);
    else if (most > 0)
        short_enough = high >= 0 && high <= most ? SP_YES : SP_UNKNOWN;
    if (least > 0 && high >= 0)
        long_enough = yes_or_no(high >= least);
    else if (least > 0)
        long_enough = low >= least ? SP_YES : SP_UNKNOWN;
    if (short_enough == SP_NO || long_enough == SP_NO)
        return SP_NO;
    return short_enough == SP_YES && long_enough == SP_YES ? SP_YES : SP_UNKNOWN;
}

/* A fee that nobody stated is not known, and so is an estimate of it. */
static enum sp_answer by_cost(const struct searching *s, const struct sp_opening *opening)
{
    const struct sp_opening_cost *cost = &opening->cost;
    long most = s->filter->cost_most_cents;
    if (!s->filter->cost_limited)
        return SP_YES;
    if (cost->basis == SP_COST_UNKNOWN || cost->low_cents < 0 || cost->high_cents < 0
        || (cost->stated == SP_STATED_ESTIMATE && !s->filter->estimates))
        return SP_UNKNOWN;
    if (cost->high_cents <= most)
        return SP_YES;
    return cost->low_cents > most ? SP_NO : SP_UNKNOWN;
}

static enum sp_answer by_hands_on(const struct searching *s,
                                  const struct sp_opening *opening)
{
    if (s->filter->hands_on == SP_UNKNOWN)
        return SP_YES;
    return opening->hands_on == SP_UNKNOWN
               ? SP_UNKNOWN
               : yes_or_no(opening->hands_on == s->filter->hands_on);
}

static enum sp_answer by_letter(const struct searching *s, const struct sp_opening *opening)
{
    if (!s->filter->letter)
        return SP_YES;
    return opening->letter != SP_UNKNOWN ? opening->letter
                                         : s->openings->usual[opening->kind].letter;
}

/* The first obstacle. */
static const char *tell_obstacle(const struct searching *s,
                                 const struct sp_eligibility *eligibility)
{
    for (int i = 0; i < eligibility->checks; i++) {
        const struct sp_eligibility_check *check = &eligibility->check[i];
        if (check->meets == SP_NO && !check->mendable)
            return sp_arena_format(s->text, "%s: %s", check->label, check->why);
    }
    return "";
}

/* Asked last, of what no other filter has dropped. */
static bool by_fit(const struct searching *s, const struct sp_opening *opening,
                   enum sp_answer *fits, const char **why)
{
    struct sp_eligibility_options options = {.class = s->filter->visa};
    struct sp_eligibility eligibility;
    *fits = SP_YES;
    if (!s->filter->fits)
        return true;
    if (!sp_eligibility_judge(s->profile, s->openings, opening, s->today, &options,
                              &eligibility, s->error))
        return false;
    *fits = eligibility.fits;
    *why = tell_obstacle(s, &eligibility);
    sp_eligibility_free(&eligibility);
    return *why || sp_fail(s->error, SP_NO_MEMORY, "no memory to search openings");
}

typedef enum sp_answer filter_ask(const struct searching *s,
                                  const struct sp_opening *opening);

static const struct {
    const char *name;
    filter_ask *ask; /* NULL: by_fit */
} filters[SP_OPENING_FILTERS] = {
    [SP_BY_WORD] = {"word", by_word},
    [SP_BY_KIND] = {"kind", by_kind},
    [SP_BY_SPECIALTY] = {"specialty", by_specialty},
    [SP_BY_STATE] = {"state", by_state},
    [SP_BY_AUDIENCE] = {"audience", by_audience},
    [SP_BY_VISA] = {"visa", by_visa},
    [SP_BY_WEEKS] = {"weeks", by_weeks},
    [SP_BY_COST] = {"cost", by_cost},
    [SP_BY_HANDS_ON] = {"hands_on", by_hands_on},
    [SP_BY_LETTER] = {"letter", by_letter},
    [SP_BY_FIT] = {"fit", NULL},
};

const char *sp_opening_filter_name(enum sp_opening_filter_kind filter)
{
    return filters[filter].name;
}

/* --- why not -------------------------------------------------------------------------- */

static const char *tell_length(const struct searching *s, const struct sp_opening *opening)
{
    double most = s->filter->weeks_most;
    if (most > 0 && opening->weeks_low > most)
        return sp_arena_format(s->text, "its shortest stay is of %.3g weeks",
                               opening->weeks_low);
    return sp_arena_format(s->text, "its longest stay is of %.3g weeks",
                           opening->weeks_high);
}

static const char *tell_fee(const struct searching *s, const struct sp_opening *opening)
{
    char fee[SP_MONEY_SAID];
    sp_money_say(opening->cost.low_cents, fee);
    return sp_arena_format(s->text, "its fee is %s or more", fee);
}

static const char *tell_visa(const struct searching *s, const struct sp_opening *opening)
{
    return sp_arena_format(s->text, "%s: %s", sp_visit_class_name(s->filter->visa),
                           visit_of(s, opening).why);
}

/* What a filter that says no has against the opening; NULL without memory. */
static const char *tell(const struct searching *s, const struct sp_opening *opening,
                        enum sp_opening_filter_kind filter)
{
    static const char *const people[SP_AUDIENCES] = {
        "students of schools abroad", "graduates of schools abroad",
        "students of US schools", "those before medical school"};
    switch (filter) {
    case SP_BY_WORD:
        return "it does not name all of the words";
    case SP_BY_KIND:
        return sp_arena_format(s->text, "it is of another kind: %s",
                               s->openings->usual[opening->kind].label
                                   ? s->openings->usual[opening->kind].label
                                   : sp_experience_kind_name(opening->kind));
    case SP_BY_SPECIALTY:
        return "it names other specialties";
    case SP_BY_STATE:
        return sp_arena_format(s->text, "it lies in %s", opening->state);
    case SP_BY_AUDIENCE:
        return sp_arena_format(s->text, "it does not take %s", people[s->filter->audience]);
    case SP_BY_VISA:
        return tell_visa(s, opening);
    case SP_BY_WEEKS:
        return tell_length(s, opening);
    case SP_BY_COST:
        return tell_fee(s, opening);
    case SP_BY_HANDS_ON:
        return opening->hands_on == SP_YES ? "it is hands-on" : "it is watching only";
    default:
        return "no letter can be had";
    }
}

/* One more reason behind those there are. */
static bool add_reason(const struct searching *s, struct sp_opening_found *found,
                       const char *why)
{
    if (why && *found->why)
        why = sp_arena_format(s->text, "%s; %s", found->why, why);
    found->why = why ? why : "";
    return why || sp_fail(s->error, SP_NO_MEMORY, "no memory to search openings");
}

static bool ask_all(const struct searching *s, struct sp_opening_found *found)
{
    const struct sp_opening *opening = &s->openings->at[found->opening];
    for (int f = 0; f < SP_OPENING_FILTERS; f++) {
        enum sp_opening_filter_kind filter = (enum sp_opening_filter_kind)f;
        enum sp_answer answer = SP_YES;
        const char *obstacle = "";
        if (filters[f].ask)
            answer = filters[f].ask(s, opening);
        else if (!found->no && !by_fit(s, opening, &answer, &obstacle))
            return false;
        if (answer == SP_UNKNOWN)
            found->unknown |= 1u << f;
        if (answer != SP_NO)
            continue;
        found->no |= 1u << f;
        if (!add_reason(s, found, filters[f].ask ? tell(s, opening, filter) : obstacle))
            return false;
    }
    found->kept = found->no ? SP_NO : found->unknown ? SP_UNKNOWN : SP_YES;
    return true;
}

/* --- the order ------------------------------------------------------------------------ */

struct order {
    const struct sp_openings *openings;
    enum sp_opening_order by;
};

static int compare_places(const struct sp_opening *a, const struct sp_opening *b)
{
    int found = strcmp(a->state, b->state);
    found = found ? found : strcasecmp(a->city, b->city);
    return found ? found : strcasecmp(a->institution, b->institution);
}

/* What is not known stands behind all that is. */
static int compare_numbers(double a, double b)
{
    if ((a < 0) != (b < 0))
        return a < 0 ? 1 : -1;
    return (a > b) - (a < b);
}

static double fee_of(const struct sp_opening *opening)
{
    return opening->cost.basis == SP_COST_UNKNOWN ? -1 : (double)opening->cost.low_cents;
}

static int compare_by(enum sp_opening_order by, const struct sp_opening *a,
                      const struct sp_opening *b)
{
    switch (by) {
    case SP_ORDER_NAME:
        return strcasecmp(a->institution, b->institution);
    case SP_ORDER_COST:
        return compare_numbers(fee_of(a), fee_of(b));
    case SP_ORDER_WEEKS:
        return compare_numbers(a->weeks_low, b->weeks_low);
    case SP_ORDER_LEAD:
        return compare_numbers(a->lead_low, b->lead_low);
    default:
        return 0;
    }
}

static int compare_found(const void *x, const void *y, void *context)
{
    static const int group[] = {[SP_YES] = 0, [SP_UNKNOWN] = 1, [SP_NO] = 2};
    const struct order *order = context;
    const struct sp_opening_found *a = x, *b = y;
    const struct sp_opening *p = &order->openings->at[a->opening];
    const struct sp_opening *q = &order->openings->at[b->opening];
    if (a->kept != b->kept)
        return group[a->kept] - group[b->kept];
    int found = compare_by(order->by, p, q);
    found = found ? found : compare_places(p, q);
    return found ? found : strcmp(p->id, q->id);
}

bool sp_opening_order_parse(const char *text, enum sp_opening_order *order)
{
    static const char *const names[SP_OPENING_ORDERS] = {"place", "name", "cost", "weeks",
                                                         "lead"};
    for (int i = 0; i < SP_OPENING_ORDERS; i++)
        if (strcasecmp(names[i], text) == 0) {
            *order = (enum sp_opening_order)i;
            return true;
        }
    return false;
}

/* --- the search ----------------------------------------------------------------------- */

static bool is_warning(const struct sp_opening *opening)
{
    return opening->trust == SP_TRUST_REJECTED || opening->trust == SP_TRUST_PAUSED;
}

static void count(struct sp_opening_search *search)
{
    for (int i = 0; i < search->count; i++) {
        const struct sp_opening_found *found = &search->at[i];
        search->kept += found->kept == SP_YES;
        search->unknown += found->kept == SP_UNKNOWN;
        search->dropped += found->kept == SP_NO;
        for (int f = 0; f < SP_OPENING_FILTERS; f++) {
            search->no_by[f] += (found->no >> f & 1) != 0;
            search->unknown_by[f] +=
                found->kept == SP_UNKNOWN && (found->unknown >> f & 1) != 0;
        }
    }
}

bool sp_openings_search(const struct sp_openings *openings,
                        const struct sp_profile *profile,
                        const struct sp_opening_filter *filter, enum sp_opening_order order,
                        struct sp_date today, struct sp_opening_search *search,
                        struct sp_error *error)
{
    struct searching s = {openings, profile, filter, today, &search->text, error};
    struct order by = {openings, order};
    *search = (struct sp_opening_search){0};
    if (filter->fits && !profile)
        return sp_fail(error, SP_BAD_INPUT, "whether it fits needs a profile");
    search->at = calloc((size_t)openings->count + 1, sizeof *search->at);
    bool ok = search->at || sp_fail(error, SP_NO_MEMORY, "no memory to search openings");
    for (int i = 0; ok && i < openings->count; i++) {
        if (is_warning(&openings->at[i]) && !filter->warnings) {
            search->warnings++;
            continue;
        }
        search->at[search->count] = (struct sp_opening_found){.opening = i, .why = ""};
        ok = ask_all(&s, &search->at[search->count++]);
    }
    if (!ok) {
        sp_opening_search_free(search);
        return false;
    }
    count(search);
    qsort_r(search->at, (size_t)search->count, sizeof *search->at, compare_found, &by);
    return true;
}

void sp_opening_search_free(struct sp_opening_search *search)
{
    free(search->at);
    sp_arena_free(&search->text);
    *search = (struct sp_opening_search){0};
}
