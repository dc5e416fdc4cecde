/* cmd_schedule.c: which clinical experience, and when. */
#include "board_request.h"
#include "call.h"
#include "command.h"
#include "error.h"
#include "profile_draft.h"
#include "schedule.h"
#include "schedule_pages.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_WINDOWS = 24, MOST_WITHOUT = 100, TEXT_BYTES = 200 };

struct asked {
    struct sp_schedule_options options;
    struct sp_window window[MOST_WINDOWS];
    const char *without[MOST_WITHOUT];
};

/* "2027-06-07..2027-08-29". */
static bool read_window(const char *text, struct sp_window *window, struct sp_error *error)
{
    const char *dots = strstr(text, "..");
    char first[TEXT_BYTES];
    if (!dots || (size_t)(dots - text) >= sizeof first)
        return sp_fail(error, SP_BAD_INPUT,
                       "--window: \"%.60s\" is not of the form 2027-06-07..2027-08-29",
                       text);
    snprintf(first, sizeof first, "%.*s", (int)(dots - text), text);
    if (!sp_date_parse(first, "--window", &window->from, error)
        || !sp_date_parse(dots + 2, "--window", &window->to, error))
        return false;
    if (sp_date_days(window->from) > sp_date_days(window->to))
        return sp_fail(error, SP_BAD_INPUT, "--window: \"%.60s\" ends before it begins",
                       text);
    return true;
}

static bool read_windows(const struct call *call, struct asked *asked,
                         struct sp_error *error)
{
    const char *text;
    int count = 0;
    for (; (text = call_nth(call, "window", count)); count++) {
        if (count == MOST_WINDOWS)
            return sp_fail(error, SP_BAD_INPUT, "--window: more than %d", MOST_WINDOWS);
        if (!read_window(text, &asked->window[count], error))
            return false;
    }
    asked->options.window = asked->window;
    asked->options.windows = count;
    return true;
}

static bool read_aim(const char *text, size_t length, const char *option, enum sp_aim *aim,
                     struct sp_error *error)
{
    char word[TEXT_BYTES];
    snprintf(word, sizeof word, "%.*s", (int)(length < 60 ? length : 60), text);
    return sp_aim_parse(word, aim)
           || sp_fail(error, SP_BAD_INPUT,
                      "--%s: \"%s\" is none of letters, hands-on, weeks, recent, cost",
                      option, word);
}

/* "hands-on,letters,cost". */
static bool read_order(const char *text, struct sp_schedule_options *options,
                       struct sp_error *error)
{
    while (text && *text) {
        size_t length = strcspn(text, ",");
        if (options->aims == SP_AIMS)
            return sp_fail(error, SP_BAD_INPUT, "--order: more than %d", SP_AIMS);
        if (!read_aim(text, length, "order", &options->order[options->aims], error))
            return false;
        options->aims++;
        text += length + (text[length] == ',');
    }
    return true;
}

/* "letters=5,hands-on=1,cost=0.2". */
static bool read_weights(const char *text, struct sp_schedule_options *options,
                         struct sp_error *error)
{
    options->weighed = text;
    while (text && *text) {
        size_t length = strcspn(text, ","), name = strcspn(text, "=");
        char *end = NULL;
        enum sp_aim aim;
        if (name >= length)
            return sp_fail(error, SP_BAD_INPUT,
                           "--weights: \"%.40s\" is not of the form letters=5,hands-on=1",
                           text);
        if (!read_aim(text, name, "weights", &aim, error))
            return false;
        double weight = strtod(text + name + 1, &end);
        if (end != text + length || !(weight >= 0 && weight <= 1000))
            return sp_fail(error, SP_BAD_INPUT,
                           "--weights: the weight of %s is not a number from 0 to 1000",
                           sp_aim_name(aim));
        options->weight[aim] = weight;
        text += length + (text[length] == ',');
    }
    return true;
}

static bool read_numbers(const struct call *call, struct sp_schedule_options *options,
                         struct sp_error *error)
{
    long weeks = 0, letters = -1, letter_weeks = 0, lead = -1;
    const char *by = call_value(call, "letters-by");
    if (!call_whole(call, "weeks", 1, 60, &weeks, error)
        || !call_whole(call, "letters", 0, 8, &letters, error)
        || !call_whole(call, "letter-weeks", 1, 26, &letter_weeks, error)
        || !call_whole(call, "letter-lead", 0, 26, &lead, error)
        || !call_money(call, "budget", &options->budget_cents, error)
        || (by && !sp_date_parse(by, "--letters-by", &options->letters_by, error)))
        return false;
    options->most_weeks = (int)weeks;
    options->letters = (int)letters;
    options->letter_weeks = (int)letter_weeks;
    options->letter_lead_weeks = (int)lead;
    return true;
}

static bool read_without(const struct call *call, const struct board_request *request,
                         struct asked *asked, struct sp_error *error)
{
    const char *id;
    int count = 0;
    for (; (id = call_nth(call, "without", count)); count++) {
        int place = sp_openings_find(&request->openings, id);
        if (place < 0)
            return sp_fail(
                error, SP_NOT_FOUND,
                "--without: no opening \"%.60s\"; `smartpick openings` lists them", id);
        if (count == MOST_WITHOUT)
            return sp_fail(error, SP_BAD_INPUT, "--without: more than %d", MOST_WITHOUT);
        asked->without[count] = request->openings.at[place].id;
    }
    asked->options.without = asked->without;
    asked->options.withouts = count;
    return true;
}

static bool read_asked(const struct call *call, const struct board_request *request,
                       struct asked *asked, struct sp_error *error)
{
    *asked = (struct asked){.options = sp_schedule_usual()};
    struct sp_schedule_options *options = &asked->options;
    options->unsure = call_given(call, "unsure");
    if (call_value(call, "order") && call_value(call, "weights"))
        return sp_fail(error, SP_BAD_INPUT, "--order and --weights exclude each other");
    return read_windows(call, asked, error) && read_numbers(call, options, error)
           && read_order(call_value(call, "order"), options, error)
           && read_weights(call_value(call, "weights"), options, error)
           && read_without(call, request, asked, error);
}

/* When programs have read already, the season after it is meant, unless one was named. */
static bool move_season(const struct call *call, struct board_request *request, bool *moved,
                        struct sp_error *error)
{
    struct session *session = &request->session;
    struct sp_season next;
    *moved = false;
    if (call->season || !sp_schedule_moves(&session->season, session->today))
        return true;
    if (!store_load_season(session->store, session->season.year + 1, &next, error))
        return false;
    sp_season_free(&session->season);
    session->season = next;
    *moved = true;
    return true;
}

/* Puts the stays into the profile as planned, in place of those that were. */
static bool save_stays(const struct board_request *request,
                       const struct sp_schedule *schedule, struct sp_error *error)
{
    const struct session *session = &request->session;
    struct profile_words words = session_words(session);
    struct profile_draft *draft = NULL;
    char *text = NULL;
    size_t length;
    if (!session->profile_path)
        return sp_fail(error, SP_BAD_INPUT, "--save and --demo exclude each other");
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the stays");
    schedule_write_planned(out, schedule, &request->openings);
    bool ok = fclose(out) == 0 || sp_fail(error, SP_NO_MEMORY, "no memory for the stays");
    ok = ok
         && profile_draft_open(session->profile_path, false, &words, session->today, &draft,
                               error)
         && profile_draft_set(draft, "planned_stays", text, error)
         && profile_draft_keep(draft, error) && profile_draft_save(draft, error);
    profile_draft_close(draft);
    free(text);
    return ok;
}

static bool tell_saved(const struct call *call, const struct board_request *request,
                       const struct sp_schedule *schedule)
{
    if (call_given(call, "save"))
        fprintf(
            call->out,
            "\n%s: planned_stays are now these %d; `smartpick tasks` says what to do.\n",
            request->session.profile_path, schedule->stays);
    return true;
}

static bool write_answer(const struct call *call, const struct board_request *request,
                         const struct sp_schedule *schedule,
                         const struct sp_schedule_gain *gain, struct sp_error *error)
{
    const struct sp_season *season = &request->session.season;
    if (call->json)
        schedule_write_json(call->out, schedule, &request->openings, season, gain);
    else if (call->csv)
        schedule_write_csv(call->out, schedule, &request->openings);
    else
        return schedule_write_text(call->out, schedule, &request->openings, season, gain,
                                   call_given(call, "all"), error)
               && tell_saved(call, request, schedule);
    return true;
}

static bool find_gain(const struct call *call, const struct board_request *request,
                      const struct sp_schedule *schedule, struct sp_schedule_gain *gain,
                      struct sp_error *error)
{
    const struct session *session = &request->session;
    const struct sp_plan_options options = {.budget_cents = -1,
                                            .most = -1,
                                            .hours = -1,
                                            .seed = call->seed,
                                            .threads = call->threads};
    return !call_given(call, "chance")
           || sp_schedule_gain_find(&session->profile, &session->facts, &request->openings,
                                    schedule, &options, gain, error);
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct board_request request;
    struct sp_schedule schedule = {0};
    struct asked asked;
    struct sp_schedule_gain gain = {0};
    unsigned more = call_given(call, "chance") ? SESSION_ALL : 0;
    bool moved;
    if (!call_operands(call, 0, 0, "nothing", error)
        || !board_request_open(call, more, &request, error))
        return false;
    const struct session *session = &request.session;
    bool ok = move_season(call, &request, &moved, error)
              && read_asked(call, &request, &asked, error);
    asked.options.moved = ok && moved;
    ok = ok
         && sp_schedule_make(&session->profile, &request.openings, &session->season,
                             session->today, &asked.options, &schedule, error)
         && (!call_given(call, "save") || save_stays(&request, &schedule, error))
         && find_gain(call, &request, &schedule, &gain, error)
         && write_answer(call, &request, &schedule, more ? &gain : NULL, error);
    sp_schedule_gain_free(&gain);
    sp_schedule_free(&schedule);
    board_request_close(&request);
    return ok;
}

const struct command cmd_schedule = {
    .name = "schedule",
    .summary = "Which clinical experience to do, and in which weeks",
    .operands = "",
    .about =
        "Chooses openings that fit you and places them in your free weeks, Monday to "
        "Friday: "
        "no two at once, each inside one window, begun early enough to apply, within the "
        "budget and what your visa allows.  Free times are free_windows of the profile, or "
        "--window.\n\n"
        "What a stay does for the chance of matching nobody has published.  So what is "
        "known "
        "is raised: letters that can be signed in time, weeks of hands-on work, weeks in "
        "person, a recent last day, little money; in this order, in yours (--order), or by "
        "your weights (--weights: of a letter, a week, a week, a week, 100 dollars).  The "
        "choice is the best there is, which is proved each time.\n\n"
        "Openings whose fee, length or fit is not known are held apart, not counted as "
        "free; "
        "--unsure places those of which only the fit is not known.",
    .option =
        (const struct command_option[]){
            {"window", "FROM..TO", "Free from day to day; may be repeated", NULL, true},
            {"budget", "DOLLARS", "Most that all stays may cost", NULL, false},
            {"weeks", "N", "Most weeks of all stays together", NULL, false},
            {"letters", "N", "Letters wanted (usual: 2)", NULL, false},
            {"letters-by", "DAY", "Signed by this day (usual: when programs start to read)",
             NULL, false},
            {"letter-weeks", "N", "Weeks with its writer that a letter needs (usual: 4)",
             NULL, false},
            {"letter-lead", "N", "Weeks until a letter is signed (usual: 6)", NULL, false},
            {"order", "AIM,AIM…", "What counts first, then second, …",
             "letters hands-on weeks recent cost", false},
            {"weights", "AIM=N,…", "What each counts, in place of an order", NULL, false},
            {"unsure", NULL, "Place openings of which it is not known whether they fit",
             NULL, false},
            {"without", "ID", "Leave this opening out; may be repeated", NULL, true},
            {"chance", NULL,
             "What the engine can say of the stays: the list with and without them", NULL,
             false},
            {"save", NULL,
             "Put the stays into the profile as planned_stays, for board and tasks", NULL,
             false},
            {"all", NULL, "Every opening that was left out, with its reason", NULL, false},
            {0},
        },
    .also = board_options,
    .example =
        (const struct command_example[]){
            {"schedule --profile examples/applicant-e.json --weeks 8 --letters 2 "
             "--letters-by 2027-09-01",
             "Eight weeks for a final-year student on B-1 who needs two letters before "
             "September"},
            {"schedule --profile examples/applicant-f.json --order letters,cost",
             "Letters first, then money, for a graduate who may only watch"},
            {"schedule --demo --window 2027-02-01..2027-04-30 --budget 4000 --json",
             "For a program"},
            {0},
        },
    .table = true,
    .run = run,
};
