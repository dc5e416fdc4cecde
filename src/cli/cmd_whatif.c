/* cmd_whatif.c: the same plan for changed profiles, side by side.
 *
 * Each scenario is the profile with some fields set anew, checked as `profile set` checks
 * them, and planned with the same facts and the same seed; so differences come from the
 * change, not from the draw.
 */
#include "call.h"
#include "chance_text.h"
#include "command.h"
#include "csv_write.h"
#include "error.h"
#include "json_write.h"
#include "notice.h"
#include "plan_pages.h"
#include "plan_request.h"
#include "profile_draft.h"
#include "session.h"
#include "text_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST_SCENARIOS = 12, MOST_CHANGES = 24 };

struct change {
    char *field, *value;
    bool adds; /* an element at the end of a list */
};

struct scenario {
    const char *name; /* lives in the session */
    long price_cents; /* of the change itself; below 0: not known */
    double weeks;     /* it takes; below 0: not known */
    struct change change[MOST_CHANGES];
    int changes;
    struct sp_plan plan; /* owned */
    bool unsized;        /* something in it has no published effect size */
    int entered, left;   /* applications that the profile as it is has not, or has */
};

struct whatif {
    struct session session;
    struct sp_plan_options options;
    struct sp_plan base;
    struct scenario scenario[MOST_SCENARIOS];
    int scenarios;
};

static char *trimmed(char *text)
{
    text += strspn(text, " ");
    for (size_t end = strlen(text); end > 0 && text[end - 1] == ' ';)
        text[--end] = '\0';
    return text;
}

/* "field=value"; text without "=" goes on with the value before it. */
static bool add_change(struct scenario *scenario, char *text, struct sp_error *error)
{
    char *equals = strchr(text, '=');
    if (!equals || equals == text)
        return sp_fail(error, SP_BAD_INPUT, "'%.60s' is not of the form FIELD=VALUE", text);
    if (scenario->changes == MOST_CHANGES)
        return sp_fail(error, SP_BAD_INPUT, "more than %d changes in one scenario",
                       MOST_CHANGES);
    *equals = '\0';
    scenario->change[scenario->changes++] =
        (struct change){trimmed(text), trimmed(equals + 1), false};
    return true;
}

/* Cuts "a=b, c=d, e" into "a=b" and "c=d, e": a comma separates changes only when a field
 * and "=" follow it. */
static bool add_changes(struct scenario *scenario, char *text, struct sp_error *error)
{
    while (text) {
        char *comma = strchr(text, ',');
        while (comma) {
            size_t field = strcspn(comma + 1, ",=");
            if (comma[1 + field] == '=')
                break;
            comma = strchr(comma + 1, ',');
        }
        if (comma)
            *comma = '\0';
        if (!add_change(scenario, trimmed(text), error))
            return false;
        text = comma ? comma + 1 : NULL;
    }
    return true;
}

static struct scenario *next_scenario(struct whatif *whatif, struct sp_error *error)
{
    if (whatif->scenarios == MOST_SCENARIOS) {
        sp_fail(error, SP_BAD_INPUT, "more than %d scenarios", MOST_SCENARIOS);
        return NULL;
    }
    struct scenario *scenario = &whatif->scenario[whatif->scenarios++];
    *scenario = (struct scenario){.price_cents = -1, .weeks = -1};
    return scenario;
}

/* A text of the command line that may be cut up; lives in the session. */
static char *own(struct whatif *whatif, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = sp_arena_get(&whatif->session.text, size);
    return copy ? memcpy(copy, text, size) : NULL;
}

/* "name: field=value, field=value", or without a name. */
static bool read_scenario(struct whatif *whatif, const char *text, struct sp_error *error)
{
    struct scenario *scenario = next_scenario(whatif, error);
    char *copy = scenario ? own(whatif, text) : NULL;
    if (!scenario)
        return false;
    if (!copy)
        return sp_fail(error, SP_NO_MEMORY, "no memory for a scenario");
    size_t colon = strcspn(copy, ":=");
    scenario->name = text;
    if (copy[colon] == ':') {
        copy[colon] = '\0';
        scenario->name = trimmed(copy);
        copy += colon + 1;
    }
    return add_changes(scenario, copy, error);
}

/* All --set together are one scenario. */
static bool read_sets(struct whatif *whatif, const struct call *call,
                      struct sp_error *error)
{
    const char *text;
    struct scenario *scenario = next_scenario(whatif, error);
    for (int i = 0; scenario && (text = call_nth(call, "set", i)); i++) {
        char *copy = own(whatif, text);
        if (!copy)
            return sp_fail(error, SP_NO_MEMORY, "no memory for a scenario");
        scenario->name =
            i ? sp_arena_format(&whatif->session.text, "%s, %s", scenario->name, text)
              : text;
        if (!scenario->name)
            return sp_fail(error, SP_NO_MEMORY, "no memory for a scenario");
        if (!add_change(scenario, copy, error))
            return false;
    }
    return scenario;
}

/* One of the usual changes; an object as its value is one more element of a list. */
static bool add_usual(struct whatif *whatif, const char *name, const char *field,
                      const char *value, long price_cents, double weeks,
                      struct sp_error *error)
{
    struct scenario *scenario = next_scenario(whatif, error);
    if (!scenario)
        return false;
    scenario->name = name;
    scenario->price_cents = price_cents;
    scenario->weeks = weeks;
    scenario->change[0] =
        (struct change){own(whatif, field), own(whatif, value), *value == '{'};
    scenario->changes = 1;
    return (scenario->change[0].field && scenario->change[0].value)
           || sp_fail(error, SP_NO_MEMORY, "no memory for a scenario");
}

static long fee_of(const struct sp_season *season, const char *item)
{
    for (int i = 0; i < season->fees; i++)
        if (strcmp(season->fee[i].item, item) == 0)
            return season->fee[i].cents;
    return -1;
}

/* Months of a rotation at the price per month of data/base_rates.csv. */
static long rotation_cents(const struct sp_published *published, int months)
{
    const struct sp_base_rate *rate =
        sp_published_base_rate(published, "cost.externship_month");
    return rate ? (long)(100 * rate->value) * months : -1;
}

/* What people ask about first: the changes that are open to this profile. */
static bool add_usual_scenarios(struct whatif *whatif, struct sp_error *error)
{
    const struct session *session = &whatif->session;
    const struct sp_profile *profile = &session->profile;
    char value[32];
    bool ok = true;
    if (profile->step2_known && profile->step2 <= 290) {
        snprintf(value, sizeof value, "%d", profile->step2 + 10);
        ok = add_usual(whatif, "ten more Step 2 CK points", "step2_ck", value, -1, -1,
                       error);
    }
    if (ok && profile->step3.result != SP_EXAM_PASSED)
        ok = add_usual(whatif, "Step 3 passed", "step3.result", "passed",
                       fee_of(&session->season, "step3"), -1, error);
    if (ok)
        ok = add_usual(whatif, "two more months hands-on in the US", "clinical_experience",
                       "{\"kind\":\"externship\",\"months\":2,\"hands_on\":true,"
                       "\"in_us\":true}",
                       rotation_cents(&session->published, 2), 2 * 52.0 / 12, error);
    if (ok)
        ok = add_usual(whatif, "one more US letter", "letters",
                       "{\"count\":1,\"from_us\":true}", -1, -1, error);
    if (ok && profile->budget_cents >= 0) {
        snprintf(value, sizeof value, "%ld", profile->budget_cents / 100 + 500);
        ok = add_usual(whatif, "$500 more for applications", "budget_usd", value, 50000, 0,
                       error);
    }
    return ok;
}

/* Whether a published size stands behind the field: the input of data/effects.csv that
 * it belongs to has a figure.  Fields that are no such input change rules or money. */
static bool is_unsized(const struct sp_published *published, const char *field)
{
    static const char *const input[][2] = {
        {"step3", "step3"},
        {"clinical_experience", "usce"},
        {"letters", "letters"},
        {"publications", "research"},
        {"research_months", "research"},
        {"languages", "language"},
        {"red_flags", "attempts"},
    };
    for (size_t i = 0; i < sizeof input / sizeof *input; i++)
        if (strncmp(field, input[i][0], strlen(input[i][0])) == 0) {
            const struct sp_effect *effect =
                sp_published_effect(published, input[i][1], "");
            return !effect || !effect->sized;
        }
    return false;
}

static void mark_unsized(struct whatif *whatif)
{
    for (int i = 0; i < whatif->scenarios; i++)
        for (int c = 0; c < whatif->scenario[i].changes; c++)
            whatif->scenario[i].unsized |=
                is_unsized(&whatif->session.published, whatif->scenario[i].change[c].field);
}

static bool read_scenarios(struct whatif *whatif, const struct call *call,
                           struct sp_error *error)
{
    const char *text;
    if (call_given(call, "set") && !read_sets(whatif, call, error))
        return false;
    for (int i = 0; (text = call_nth(call, "scenario", i)); i++)
        if (!read_scenario(whatif, text, error))
            return false;
    if (whatif->scenarios == 0 && !add_usual_scenarios(whatif, error))
        return false;
    mark_unsized(whatif);
    return true;
}

/* The demo profile has no file of its own, so it gets one that lives in memory. */
static bool demo_file(char path[64], int *file, struct sp_error *error)
{
    const char *bytes = session_demo();
    *file = bytes ? memfd_create("applicant-a.json", MFD_CLOEXEC) : -1;
    if (*file < 0 || write(*file, bytes, strlen(bytes)) != (ssize_t)strlen(bytes))
        return sp_fail(error, SP_UNAVAILABLE, "the demo profile: %s", strerror(errno));
    snprintf(path, 64, "/proc/self/fd/%d", *file);
    return true;
}

static bool make_change(const struct change *change, struct profile_draft *draft,
                        struct sp_error *error)
{
    return change->adds ? profile_draft_add(draft, change->field, change->value, error)
                        : profile_draft_set(draft, change->field, change->value, error);
}

static bool apply(const struct scenario *scenario, struct profile_draft *draft,
                  struct sp_error *error)
{
    for (int i = 0; i < scenario->changes; i++)
        if (!make_change(&scenario->change[i], draft, error))
            return false;
    return true;
}

static bool has_program(const struct whatif *whatif, const struct sp_plan *plan,
                        int program)
{
    for (int i = 0; i < plan->picks; i++)
        if (whatif->session.programs.track[plan->pick[i].track].program == program)
            return true;
    return false;
}

/* Applications of one plan that the other has not. */
static int only_in(const struct whatif *whatif, const struct sp_plan *plan,
                   const struct sp_plan *other)
{
    int count = 0;
    for (int i = 0; i < plan->picks; i++)
        if (plan->pick[i].leads)
            count += !has_program(
                whatif, other, whatif->session.programs.track[plan->pick[i].track].program);
    return count;
}

static bool play(struct whatif *whatif, struct scenario *scenario, const char *path,
                 struct sp_error *error)
{
    struct profile_words words = session_words(&whatif->session);
    struct profile_draft *draft = NULL;
    struct sp_profile profile = {0};
    bool ok = profile_draft_open(path, false, &words, whatif->session.today, &draft, error)
              && apply(scenario, draft, error)
              && profile_draft_read(draft, false, &profile, error)
              && sp_plan_make(&profile, &whatif->session.facts, &whatif->options,
                              &scenario->plan, error);
    if (!ok && error->code == SP_BAD_INPUT)
        sp_fail_at(error, "scenario '%.60s'", scenario->name);
    if (ok) {
        scenario->entered = only_in(whatif, &scenario->plan, &whatif->base);
        scenario->left = only_in(whatif, &whatif->base, &scenario->plan);
    }
    sp_profile_free(&profile);
    profile_draft_close(draft);
    return ok;
}

static bool play_all(struct whatif *whatif, struct sp_error *error)
{
    char memory[64];
    int file = -1;
    const char *path = whatif->session.profile_path;
    bool ok = path || demo_file(memory, &file, error);
    ok = ok
         && sp_plan_make(&whatif->session.profile, &whatif->session.facts, &whatif->options,
                         &whatif->base, error);
    for (int i = 0; ok && i < whatif->scenarios; i++)
        ok = play(whatif, &whatif->scenario[i], path ? path : memory, error);
    if (file >= 0)
        close(file);
    return ok;
}

static void plan_numbers(struct json_writer *json, const struct sp_plan *plan)
{
    chance_json(json, "chance", &plan->chance);
    chance_json(json, "chance_any_rank", &plan->chance_any_rank);
    chance_json(json, "chance_given_rank", &plan->chance_given_rank);
    json_write_number(json, "standard_error", plan->standard_error);
    json_write_number(json, "expected_interviews", plan->expected_interviews);
    json_write_whole(json, "applications", plan->applications);
    json_write_whole(json, "cost_cents", plan->cost_cents);
}

static double change_of(const struct whatif *whatif, const struct scenario *scenario)
{
    return scenario->plan.chance.value - whatif->base.chance.value;
}

/* What a thousand dollars of it buy; below 0 when the price or the effect is not known. */
static double per_thousand(const struct whatif *whatif, const struct scenario *scenario)
{
    double change = change_of(whatif, scenario);
    bool known = scenario->price_cents > 0 && !scenario->unsized && change >= 0;
    return known ? change / ((double)scenario->price_cents / 100000) : -1;
}

static void known_number(struct json_writer *json, const char *key, double value)
{
    if (value >= 0)
        json_write_number(json, key, value);
    else
        json_write_null(json, key);
}

static void write_json(FILE *out, const struct whatif *whatif)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_open_object(&json, "base");
    plan_numbers(&json, &whatif->base);
    json_close(&json);
    json_open_list(&json, "scenarios");
    for (int i = 0; i < whatif->scenarios; i++) {
        const struct scenario *scenario = &whatif->scenario[i];
        json_open_object(&json, NULL);
        json_write_text(&json, "name", scenario->name);
        json_open_list(&json, "changes");
        for (int c = 0; c < scenario->changes; c++) {
            json_open_object(&json, NULL);
            json_write_text(&json, "field", scenario->change[c].field);
            json_write_text(&json, "value", scenario->change[c].value);
            json_close(&json);
        }
        json_close(&json);
        plan_numbers(&json, &scenario->plan);
        json_write_number(&json, "change", change_of(whatif, scenario));
        json_write_bool(&json, "no_honest_figure", scenario->unsized);
        known_number(&json, "price_cents", (double)scenario->price_cents);
        known_number(&json, "weeks", scenario->weeks);
        known_number(&json, "change_per_1000_usd", per_thousand(whatif, scenario));
        json_write_whole(&json, "programs_entered", scenario->entered);
        json_write_whole(&json, "programs_left", scenario->left);
        json_close(&json);
    }
    json_close(&json);
    json_write_whole(&json, "season", whatif->base.season);
    json_write_whole(&json, "seed", (long long)whatif->base.seed);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}

static void known_csv(struct csv_writer *csv, double value)
{
    if (value >= 0)
        csv_number(csv, value);
    else
        csv_blank(csv);
}

static void row_csv(struct csv_writer *csv, const struct whatif *whatif,
                    const struct scenario *scenario)
{
    const struct sp_plan *plan = scenario ? &scenario->plan : &whatif->base;
    csv_text(csv, scenario ? scenario->name : "as it is");
    csv_number(csv, 100 * plan->chance.value);
    csv_number(csv, 100 * plan->chance.low);
    csv_number(csv, 100 * plan->chance.high);
    csv_number(csv, scenario ? 100 * change_of(whatif, scenario) : 0);
    csv_text(csv, scenario && scenario->unsized ? "yes" : "no");
    known_csv(csv, scenario ? (double)scenario->price_cents / 100 : -1);
    known_csv(csv, scenario ? scenario->weeks : -1);
    csv_number(csv, plan->expected_interviews);
    csv_whole(csv, plan->applications);
    csv_number(csv, (double)plan->cost_cents / 100);
    csv_end_row(csv);
}

static void write_csv(FILE *out, const struct whatif *whatif)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv,
               "scenario,chance_percent,low,high,change_percent,no_honest_figure,price_usd,"
               "weeks,expected_interviews,applications,cost_usd");
    row_csv(&csv, whatif, NULL);
    for (int i = 0; i < whatif->scenarios; i++)
        row_csv(&csv, whatif, &whatif->scenario[i]);
}

/* "+3.1", or the plain words where nothing was published and nothing moved. */
static void put_change(struct text_table *table, const struct whatif *whatif,
                       const struct scenario *scenario)
{
    double change = change_of(whatif, scenario);
    if (scenario->unsized && change < 0.0005 && change > -0.0005)
        text_cell(table, "no honest figure");
    else
        text_cellf(table, "%+.1f%s", 100 * change, scenario->unsized ? " at least" : "");
}

static void put_price(struct text_table *table, const struct whatif *whatif,
                      const struct scenario *scenario)
{
    char money[CHANCE_BYTES] = "";
    double gain = per_thousand(whatif, scenario);
    if (scenario->price_cents >= 0)
        money_text(scenario->price_cents, money);
    text_cell(table, money);
    if (scenario->weeks > 0)
        text_cellf(table, "%.0f", scenario->weeks);
    else
        text_cell(table, "");
    if (gain >= 0)
        text_cellf(table, "%+.1f", 100 * gain);
    else
        text_cell(table, "");
}

static void put_scenario(struct text_table *table, const struct whatif *whatif,
                         const struct scenario *scenario)
{
    const struct sp_plan *plan = scenario ? &scenario->plan : &whatif->base;
    char chance[CHANCE_BYTES], cost[CHANCE_BYTES];
    chance_percent(&plan->chance, chance);
    money_text(plan->cost_cents, cost);
    text_cell(table, scenario ? scenario->name : "as it is");
    text_cell(table, chance);
    if (scenario) {
        put_change(table, whatif, scenario);
        put_price(table, whatif, scenario);
    } else {
        for (int i = 0; i < 4; i++)
            text_cell(table, "");
    }
    text_cellf(table, "%d", plan->applications);
    text_cell(table, cost);
    if (scenario)
        text_cellf(table, "%d, %d", scenario->entered, scenario->left);
    else
        text_cell(table, "");
}

static bool said_before(const struct whatif *whatif, const char *warning)
{
    for (int i = 0; i < whatif->base.warnings; i++)
        if (strcmp(whatif->base.warning[i], warning) == 0)
            return true;
    return false;
}

/* Warnings that only the changed profile has. */
static void put_notes(const struct text_page *page, const struct whatif *whatif)
{
    for (int i = 0; i < whatif->scenarios; i++)
        for (int w = 0; w < whatif->scenario[i].plan.warnings; w++) {
            const char *warning = whatif->scenario[i].plan.warning[w];
            char text[900];
            snprintf(text, sizeof text, "Note on %.100s: %.700s", whatif->scenario[i].name,
                     warning);
            if (!said_before(whatif, warning))
                text_wrap(page, 0, 6, text);
        }
}

static bool write_text(FILE *out, const struct whatif *whatif, struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Scenario", false, true}, {"Match chance", true, false},
        {"Change", true, false},   {"Price", true, false},
        {"Weeks", true, false},    {"Per $1,000", true, false},
        {"Sent", true, false},     {"Cost", true, false},
        {"In, out", true, false},
    };
    struct text_page page = text_page_for(out);
    struct text_table table = text_table_for(&page, column, 9);
    char title[80];
    snprintf(title, sizeof title, "What if, for the Match %d", whatif->base.season);
    text_heading(&page, title);
    put_scenario(&table, whatif, NULL);
    for (int i = 0; i < whatif->scenarios; i++)
        put_scenario(&table, whatif, &whatif->scenario[i]);
    if (!text_table_finish(&table, error))
        return false;
    fputc('\n', out);
    text_wrap(
        &page, 0, 0,
        "Each row is its own best list, with the same facts and draws.  Change: of 100 "
        "seasons.  Price and weeks: of the change itself, where they are known.  Cost: of "
        "the applications.  No honest figure: nobody has published how much it helps, so "
        "it moves nothing here; that does not say that it does not help.");
    put_notes(&page, whatif);
    fputc('\n', out);
    text_wrap(&page, 0, 0, output_notice());
    return true;
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct whatif whatif = {0};
    if (!call_operands(call, 0, 0, "nothing", error)
        || !session_open(call, SESSION_ALL, &whatif.session, error))
        return false;
    bool ok = plan_request_read(&whatif.session, call, &whatif.options, error)
              && read_scenarios(&whatif, call, error) && play_all(&whatif, error);
    if (ok && call->json)
        write_json(call->out, &whatif);
    else if (ok && call->csv)
        write_csv(call->out, &whatif);
    else if (ok)
        ok = write_text(call->out, &whatif, error);
    for (int i = 0; i < whatif.scenarios; i++)
        sp_plan_free(&whatif.scenario[i].plan);
    sp_plan_free(&whatif.base);
    session_close(&whatif.session);
    return ok;
}

const struct command cmd_whatif = {
    .name = "whatif",
    .summary = "The same plan for a changed profile, several changes side by side",
    .operands = "",
    .about =
        "Plans again with some fields of the profile set anew, and shows what that does to "
        "the "
        "chance, its range, the cost and the list.  Your profile stays as it is.  All "
        "--set "
        "together are one scenario; each --scenario is one more.  Without either it shows "
        "the "
        "changes that people usually ask about.\n\n"
        "Where nobody has published how much a change helps, it says so: no honest figure.",
    .option =
        (const struct command_option[]){
            {"set", "FIELD=VALUE", "Change a field, as in `profile set`; may be repeated",
             NULL, true},
            {"scenario", "TEXT", "\"NAME: FIELD=VALUE, FIELD=VALUE\"; may be repeated",
             NULL, true},
            {0},
        },
    .also = plan_options,
    .example =
        (const struct command_example[]){
            {"whatif --demo", "The usual changes, for the made-up applicant"},
            {"whatif --demo --set step2_ck=255", "Nine more points"},
            {"whatif --demo --scenario \"Step 3: step3.result=passed\" --scenario "
             "\"more money: budget_usd=4000\" --scenario \"both: step3.result=passed, "
             "budget_usd=4000\"",
             "Three changes side by side"},
            {0},
        },
    .table = true,
    .run = run,
};
