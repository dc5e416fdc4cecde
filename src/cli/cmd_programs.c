/* cmd_programs.c: find tracks, list them, or set a few side by side. */
#include "call.h"
#include "command.h"
#include "composition.h"
#include "error.h"
#include "nearest.h"
#include "programs_pages.h"
#include "search.h"
#include "session.h"
#include "text_table.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SHOWN = 60, MOST_COMPARED = 5 };

static bool read_state(const struct session *session, const char *text,
                       struct sp_error *error)
{
    for (int i = 0; i < session->states; i++)
        if (strcasecmp(session->state[i].code, text) == 0)
            return true;
    struct nearest nearest = nearest_to(text);
    for (int i = 0; i < session->states; i++)
        nearest_try(&nearest, session->state[i].name);
    if (nearest.distance == 0)
        return sp_fail(error, SP_BAD_INPUT,
                       "--state: '%.40s' is written by its two letters", text);
    return sp_fail(error, SP_BAD_INPUT, "--state: '%.40s' is no state by its two letters%s",
                   text, nearest_hint(&nearest, ""));
}

static bool read_wanted(struct session *session, const struct call *call,
                        struct sp_search *wanted, struct sp_error *error)
{
    const char *type = call_value(call, "type");
    enum sp_track_type read = SP_CATEGORICAL;
    *wanted = (struct sp_search){.state = call_value(call, "state"),
                                 .type = -1,
                                 .offered = call_given(call, "offered"),
                                 .word = call->operand,
                                 .words = call->operands};
    if (type && !sp_track_type_parse(type, &read))
        return sp_fail(error, SP_BAD_INPUT,
                       "--type: '%.40s' is not one of categorical, preliminary, advanced, "
                       "physician_only, primary_care",
                       type);
    wanted->type = type ? (int)read : -1;
    return (!wanted->state || read_state(session, wanted->state, error))
           && session_specialties(session, call, &wanted->specialty, &wanted->specialties,
                                  error);
}

/* What qsort_r compares by. */
struct order {
    const struct sp_programs *programs;
    const struct program_estimates *estimates;
    const char *by;
};

static double img_share(const struct order *order, int track)
{
    const struct sp_composition_row *row = &order->estimates->composition->at[track];
    return row->known ? row->share[SP_US_IMG] + row->share[SP_NON_US_IMG] : -1;
}

/* Expected to stay open; -1 for a track not offered. */
static double open_positions(const struct order *order, int track)
{
    int positions = order->programs->track[track].quota[SP_YEARS - 1];
    return positions > 0 ? positions * order->estimates->open[track] : -1;
}

static int compare_tracks(const void *a, const void *b, void *context)
{
    const struct order *order = context;
    int x = *(const int *)a, y = *(const int *)b, found = 0;
    const struct sp_track *p = &order->programs->track[x], *q = &order->programs->track[y];
    if (strcmp(order->by, "state") == 0)
        found = strcmp(p->state, q->state) ? strcmp(p->state, q->state)
                                           : strcmp(p->city, q->city);
    else if (strcmp(order->by, "institution") == 0)
        found = strcasecmp(p->institution, q->institution);
    else if (strcmp(order->by, "quota") == 0)
        found = q->quota[SP_YEARS - 1] - p->quota[SP_YEARS - 1];
    else if (strcmp(order->by, "img") == 0)
        found = (img_share(order, y) > img_share(order, x))
                - (img_share(order, y) < img_share(order, x));
    else if (strcmp(order->by, "open") == 0)
        found = (open_positions(order, y) > open_positions(order, x))
                - (open_positions(order, y) < open_positions(order, x));
    return found ? found : strcmp(p->code, q->code);
}

static bool read_order(const struct call *call, struct order *order, struct sp_error *error)
{
    static const char *const known[] = {"code",  "institution", "state",
                                        "quota", "img",         "open"};
    const char *by = call_value(call, "sort");
    order->by = by ? by : "code";
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(order->by, known[i]) == 0)
            return true;
    return sp_fail(
        error, SP_BAD_INPUT,
        "--sort: '%.40s' is not one of code, institution, state, quota, img, open", by);
}

static bool find_tracks(struct session *session, const struct call *call,
                        struct order *order, struct program_list *list,
                        struct sp_error *error)
{
    struct sp_search wanted;
    if (!read_wanted(session, call, &wanted, error) || !read_order(call, order, error))
        return false;
    for (int i = 0; i < session->programs.count; i++)
        if (sp_search_finds(&wanted, &session->specialties, &session->programs.track[i]))
            list->track[list->count++] = i;
    if (!list->count)
        return sp_fail(error, SP_NOT_FOUND,
                       "no track fits; fewer words or filters find more");
    qsort_r(list->track, (size_t)list->count, sizeof *list->track, compare_tracks, order);
    return true;
}

static bool find_compared(const struct session *session, const struct call *call,
                          struct program_list *list, struct sp_error *error)
{
    if (call->operands < 3 || call->operands > MOST_COMPARED + 1)
        return sp_fail(error, SP_BAD_INPUT, "compare takes two to %d NRMP codes",
                       MOST_COMPARED);
    for (int i = 1; i < call->operands; i++)
        if (!session_track(session, call->operand[i], &list->track[list->count++], error))
            return false;
    return true;
}

static bool write_list(const struct call *call, const struct session *session,
                       const struct program_list *list, bool compare,
                       const struct program_estimates *estimates, struct sp_error *error)
{
    struct text_page page = text_page_for(call->out);
    if (call->json)
        programs_write_json(call->out, list, &session->facts, estimates);
    else if (call->csv)
        programs_write_csv(call->out, list, &session->facts, estimates);
    else if (compare)
        return programs_compare_text(&page, list, &session->facts, estimates, error);
    else
        return programs_write_text(&page, list, call_given(call, "all") ? 0 : SHOWN,
                                   &session->facts, estimates, error);
    return true;
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct session session;
    struct program_estimates estimates;
    bool compare = call->operands > 0 && strcmp(call->operand[0], "compare") == 0;
    if (!session_open(call, SESSION_SPECIALTIES | SESSION_PROGRAMS | SESSION_PUBLISHED,
                      &session, error))
        return false;
    struct order order = {&session.programs, &estimates, NULL};
    struct program_list list = {0};
    list.track = calloc((size_t)session.programs.count + MOST_COMPARED, sizeof *list.track);
    bool ok =
        list.track || sp_fail(error, SP_NO_MEMORY, "no memory for a list of programs");
    ok = ok && session_estimates(&session, &estimates, error)
         && (compare ? find_compared(&session, call, &list, error)
                     : find_tracks(&session, call, &order, &list, error))
         && write_list(call, &session, &list, compare, &estimates, error);
    free(list.track);
    session_close(&session);
    return ok;
}

const struct command cmd_programs = {
    .name = "programs",
    .summary = "Search, list and compare programs, with who trains there",
    .operands = "[WORD…] | compare CODE CODE…",
    .about =
        "Lists the tracks in whose name, institution, city, state, specialty or code "
        "every WORD "
        "occurs.  A program is what you apply to; a track is what you rank, with its "
        "own NRMP "
        "code and positions.\n\n"
        "The shares of US MD, US DO, US IMG and non-US IMG graduates are estimates: "
        "published "
        "counts per state and specialty, spread over the tracks, with their range.  What "
        "should stay open next time is told from the fills of the track and its kind.",
    .words = "compare",
    .option =
        (const struct command_option[]){
            {"specialty", "NAME", "Only this specialty; may be repeated", NULL, true},
            {"state", "XX", "Only this state, by its two letters", NULL, false},
            {"type", "TYPE", "Only this kind of track",
             "categorical preliminary advanced physician_only primary_care", false},
            {"offered", NULL, "Only tracks offered in the last year of the catalogue", NULL,
             false},
            {"sort", "COLUMN", "Order of the list (usual: code)",
             "code institution state quota img open", false},
            {"all", NULL, "Every row, not only the first 60", NULL, false},
            {0},
        },
    .example =
        (const struct command_example[]){
            {"programs brooklyn --specialty \"Internal Medicine\"",
             "Internal medicine in Brooklyn"},
            {"programs --specialty neurology --offered --sort img --csv > neurology.csv",
             "All neurology tracks, those with most IMGs first"},
            {"programs --specialty \"Family Medicine\" --state OH --sort open",
             "Those expected to leave most positions open, first"},
            {"programs compare 1234140C0 1235140C0", "Two tracks side by side"},
            {0},
        },
    .table = true,
    .run = run,
};
