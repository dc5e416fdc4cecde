/* openings_search.c: the filters of a line, and what they leave. */
#include "call.h"
#include "error.h"
#include "opening_search.h"
#include "openings_call.h"
#include "text_table.h"

#include <string.h>
#include <strings.h>

enum { SHOWN = 30, MOST_FILTERS = 60 };

/* The filters of a line, with room for their lists. */
struct wanted {
    struct sp_opening_filter filter;
    enum sp_opening_order order;
    const char *state[MOST_FILTERS];
};

static bool read_kinds(const struct call *call, struct wanted *wanted,
                       struct sp_error *error)
{
    const char *text;
    for (int i = 0; (text = call_nth(call, "kind", i)); i++) {
        enum sp_experience_kind kind;
        if (!sp_experience_kind_parse(text, &kind))
            return sp_fail(error, SP_BAD_INPUT,
                           "--kind: '%.40s' is not one of elective, subinternship, "
                           "externship, observership, shadowing, research, volunteering, "
                           "telehealth",
                           text);
        wanted->filter.kinds |= 1u << kind;
    }
    return true;
}

static bool read_states(const struct openings_call *work, const struct call *call,
                        struct wanted *wanted, struct sp_error *error)
{
    const char *text;
    for (int i = 0; (text = call_nth(call, "state", i)); i++) {
        bool found = false;
        for (int s = 0; s < work->session.states; s++)
            found |= strcasecmp(work->session.state[s].code, text) == 0;
        if (!found)
            return sp_fail(error, SP_BAD_INPUT,
                           "--state: '%.40s' is no state by its two letters", text);
        if (wanted->filter.states == MOST_FILTERS)
            return sp_fail(error, SP_BAD_INPUT, "--state: more than %d states",
                           MOST_FILTERS);
        wanted->state[wanted->filter.states++] = text;
    }
    wanted->filter.state = wanted->state;
    return true;
}

static bool read_audience(const struct call *call, struct wanted *wanted,
                          struct sp_error *error)
{
    static const char *const names[] = {"student", "graduate", "us"};
    const char *text = call_value(call, "for");
    if (!text)
        return true;
    for (int i = 0; i < 3; i++)
        if (strcasecmp(names[i], text) == 0) {
            wanted->filter.for_whom = true;
            wanted->filter.audience = (enum sp_audience)i;
            return true;
        }
    return sp_fail(error, SP_BAD_INPUT,
                   "--for: '%.40s' is not one of student, graduate, us", text);
}

static bool read_hands(const struct call *call, struct wanted *wanted,
                       struct sp_error *error)
{
    const char *text = call_value(call, "hands-on");
    if (!text)
        return true;
    wanted->filter.hands_on = strcasecmp(text, "yes") == 0  ? SP_YES
                              : strcasecmp(text, "no") == 0 ? SP_NO
                                                            : SP_UNKNOWN;
    return wanted->filter.hands_on != SP_UNKNOWN
           || sp_fail(error, SP_BAD_INPUT, "--hands-on: '%.40s' is not yes or no", text);
}

static bool read_numbers(const struct call *call, struct wanted *wanted,
                         struct sp_error *error)
{
    long most = 0, least = 0;
    struct sp_opening_filter *filter = &wanted->filter;
    filter->cost_limited = call_given(call, "cost");
    if (!call_whole(call, "weeks", 1, 520, &most, error)
        || !call_whole(call, "at-least", 1, 520, &least, error)
        || !call_money(call, "cost", &filter->cost_most_cents, error))
        return false;
    filter->weeks_most = (double)most;
    filter->weeks_least = (double)least;
    return true;
}

static bool read_order(const struct call *call, struct wanted *wanted,
                       struct sp_error *error)
{
    const char *text = call_value(call, "sort");
    return !text || sp_opening_order_parse(text, &wanted->order)
           || sp_fail(error, SP_BAD_INPUT,
                      "--sort: '%.40s' is not one of place, name, cost, weeks, lead", text);
}

/* Words that each occur; a first word "search" is the subcommand. */
static void read_words(const struct call *call, struct wanted *wanted)
{
    int skip = call->operands && strcmp(call->operand[0], "search") == 0;
    wanted->filter.word = call->operand + skip;
    wanted->filter.words = call->operands - skip;
}

static bool read_wanted(struct openings_call *work, const struct call *call,
                        struct wanted *wanted, struct sp_error *error)
{
    *wanted = (struct wanted){0};
    struct sp_opening_filter *filter = &wanted->filter;
    read_words(call, wanted);
    filter->letter = call_given(call, "letter");
    filter->estimates = call_given(call, "estimates");
    filter->warnings = call_given(call, "warnings");
    filter->fits = work->profile && !call_given(call, "anyone");
    work->page.judged = filter->fits;
    return session_specialties(&work->session, call, &filter->specialty,
                               &filter->specialties, error)
           && read_kinds(call, wanted, error) && read_states(work, call, wanted, error)
           && read_audience(call, wanted, error)
           && openings_call_visa(call, "visa", &filter->visa, error)
           && read_hands(call, wanted, error) && read_numbers(call, wanted, error)
           && read_order(call, wanted, error);
}

static bool write_search(const struct call *call, const struct openings_call *work,
                         const struct sp_opening_search *search, struct sp_error *error)
{
    struct text_page page = text_page_for(call->out);
    if (call->json)
        openings_write_json(call->out, &work->page, search);
    else if (call->csv)
        openings_write_csv(call->out, &work->page, search);
    else
        return openings_write_text(&page, &work->page, search,
                                   call_given(call, "all") ? 0 : SHOWN, error);
    return true;
}

bool openings_search(const struct call *call, struct sp_error *error)
{
    struct openings_call work;
    struct wanted wanted;
    struct sp_opening_search search;
    if (!openings_call_open(call, false, &work, error))
        return false;
    bool ok = read_wanted(&work, call, &wanted, error)
              && sp_openings_search(
                  &work.openings, work.profile ? &work.session.profile : NULL,
                  &wanted.filter, wanted.order, work.session.today, &search, error);
    if (ok) {
        ok = write_search(call, &work, &search, error);
        sp_opening_search_free(&search);
    }
    openings_call_close(&work);
    return ok;
}
