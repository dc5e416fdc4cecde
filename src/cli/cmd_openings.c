/* cmd_openings.c: find clinical experience, see whether it fits and what it costs. */
#include "call.h"
#include "command.h"
#include "eligibility.h"
#include "error.h"
#include "nearest.h"
#include "notice.h"
#include "opening_report_json.h"
#include "openings_call.h"
#include "stay_cost.h"
#include "text_table.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { MOST_COMPARED = 5 };

/* --- what all share ---------------------------------------------------------------------
 */

/* --profile, --demo, or the usual file when there is one. */
static bool has_profile(const struct call *call)
{
    char *home = session_home(), *path = NULL;
    bool found = call_given(call, "profile") || call_given(call, "demo");
    if (!found && home && asprintf(&path, "%s/profile.json", home) >= 0)
        found = access(path, F_OK) == 0;
    free(path);
    free(home);
    return found;
}

static void describe(struct openings_call *work)
{
    const struct sp_profile *profile = &work->session.profile;
    enum sp_visit_class class = sp_visit_class_of(profile);
    bool student = sp_eligibility_student(profile, work->session.today) == SP_YES;
    snprintf(work->who, sizeof work->who, "a %s%s%s%s",
             profile->type == SP_US_MD || profile->type == SP_US_DO ? "US " : "",
             student ? "student" : "graduate", class == SP_VISIT_UNKNOWN ? "" : ", ",
             sp_visit_class_name(class));
}

bool openings_call_open(const struct call *call, bool need, struct openings_call *work,
                        struct sp_error *error)
{
    *work = (struct openings_call){0};
    work->profile = need || has_profile(call);
    unsigned parts = SESSION_SPECIALTIES | SESSION_SEASON;
    if (!session_open(call, work->profile ? parts | SESSION_PROFILE : parts, &work->session,
                      error))
        return false;
    if (!store_load_openings(work->session.store, &work->openings, error)) {
        session_close(&work->session);
        return false;
    }
    if (work->profile) {
        describe(work);
    } else {
        work->session.profile = sp_profile_anyone();
    }
    work->page = (struct openings_page){.openings = &work->openings,
                                        .specialties = &work->session.specialties,
                                        .for_whom = work->who};
    return true;
}

void openings_call_close(struct openings_call *work)
{
    sp_openings_free(&work->openings);
    session_close(&work->session);
}

bool openings_call_find(const struct openings_call *work, const char *id,
                        const struct sp_opening **opening, struct sp_error *error)
{
    int found = sp_openings_find(&work->openings, id), parts = 0, part = -1;
    struct nearest nearest = nearest_to(id);
    for (int i = 0; i < work->openings.count; i++) {
        nearest_try(&nearest, work->openings.at[i].id);
        if (!strcasestr(work->openings.at[i].id, id))
            continue;
        parts++;
        part = i;
    }
    if (found < 0 && parts == 1)
        found = part;
    if (found < 0 && parts > 1)
        return sp_fail(error, SP_NOT_FOUND,
                       "%d openings have '%.40s' in their id; `smartpick openings %.40s` "
                       "may list them",
                       parts, id, id);
    if (found < 0)
        return sp_fail(error, SP_NOT_FOUND,
                       "there is no opening '%.60s'%s; `smartpick openings WORD` searches",
                       id, nearest_hint(&nearest, ""));
    *opening = &work->openings.at[found];
    return true;
}

bool openings_call_visa(const struct call *call, const char *option,
                        enum sp_visit_class *class, struct sp_error *error)
{
    const char *text = call_value(call, option);
    return !text || sp_visit_class_parse(text, class, error)
           || sp_fail_at(error, "--%s", option);
}

/* --- one, or a few
 * ------------------------------------------------------------------------ */

struct stay {
    enum sp_visit_class class;
    struct sp_date start;
    double weeks;
};

static bool read_stay(const struct call *call, struct stay *stay, struct sp_error *error)
{
    const char *start = call_value(call, "start");
    long weeks = 0;
    *stay = (struct stay){0};
    if (!openings_call_visa(call, "visa", &stay->class, error)
        || !call_whole(call, "weeks", 1, 520, &weeks, error)
        || (start && !sp_date_parse(start, "--start", &stay->start, error)))
        return false;
    stay->weeks = (double)weeks;
    return true;
}

struct judged {
    struct sp_eligibility eligibility[MOST_COMPARED];
    struct sp_stay_cost cost[MOST_COMPARED];
    struct opening_view view[MOST_COMPARED];
    int count;
};

static bool judge_one(const struct openings_call *work, const struct stay *stay,
                      struct judged *judged, struct sp_error *error)
{
    struct opening_view *view = &judged->view[judged->count];
    struct sp_eligibility_options how = {stay->class, stay->start, stay->weeks};
    struct sp_stay_cost_options sum = {stay->class, stay->start, stay->weeks};
    const struct sp_profile *profile = &work->session.profile;
    if (work->profile) {
        struct sp_eligibility *eligibility = &judged->eligibility[judged->count];
        if (!sp_eligibility_judge(profile, &work->openings, view->opening,
                                  work->session.today, &how, eligibility, error))
            return false;
        view->eligibility = eligibility;
    }
    view->cost = &judged->cost[judged->count];
    return sp_stay_cost_sum(profile, &work->openings, view->opening, &work->session.season,
                            work->session.today, &sum, &judged->cost[judged->count++],
                            error);
}

static void free_judged(struct judged *judged)
{
    for (int i = 0; i < MOST_COMPARED; i++) {
        sp_eligibility_free(&judged->eligibility[i]);
        sp_stay_cost_free(&judged->cost[i]);
    }
}

static bool write_judged(const struct call *call, const struct openings_call *work,
                         const struct judged *judged, bool compare, struct sp_error *error)
{
    struct text_page page = text_page_for(call->out);
    if (call->csv)
        return sp_fail(error, SP_BAD_INPUT,
                       "--csv is for the list; use --json for one opening");
    if (call->json)
        openings_views_json(call->out, &work->page, judged->view, judged->count);
    else if (compare)
        return openings_compare_text(&page, &work->page, judged->view, judged->count,
                                     error);
    else
        return opening_show_text(&page, &work->page, judged->view, error);
    return true;
}

static bool run_views(const struct call *call, int least, int most, const char *what,
                      struct sp_error *error)
{
    struct openings_call work;
    struct judged judged = {0};
    struct stay stay;
    if (!call_operands(call, least, most, what, error) || !read_stay(call, &stay, error)
        || !openings_call_open(call, false, &work, error))
        return false;
    bool ok = true;
    for (int i = 1; ok && i < call->operands; i++)
        ok = openings_call_find(&work, call->operand[i], &judged.view[judged.count].opening,
                                error)
             && judge_one(&work, &stay, &judged, error);
    ok = ok && write_judged(call, &work, &judged, least > 2, error);
    free_judged(&judged);
    openings_call_close(&work);
    return ok;
}

static bool run_show(const struct call *call, struct sp_error *error)
{
    return run_views(call, 2, 2, "ID", error);
}

static bool run_compare(const struct call *call, struct sp_error *error)
{
    return run_views(call, 3, MOST_COMPARED + 1, "ID ID", error);
}

/* --- rules, money, fields
 * -------------------------------------------------------------------- */

/* Of the profile unless the line says otherwise. */
static bool is_student(const struct call *call, const struct openings_call *work)
{
    const char *who = call_value(call, "for");
    if (who)
        return strcasecmp(who, "student") == 0;
    return work->profile
           && sp_eligibility_student(&work->session.profile, work->session.today) == SP_YES;
}

static bool run_visas(const struct call *call, struct sp_error *error)
{
    struct openings_call work;
    if (!call_operands(call, 1, 1, "nothing", error)
        || !openings_call_open(call, false, &work, error))
        return false;
    struct text_page page = text_page_for(call->out);
    bool student = is_student(call, &work), ok = true;
    const char *country = call_value(call, "country");
    if (!country)
        country = work.session.profile.nationality;
    if (call->json)
        visits_write_json(call->out, &work.page, student, country);
    else
        ok = visits_write_text(&page, &work.page, student, country, error);
    openings_call_close(&work);
    return ok;
}

static bool run_money(const struct call *call, struct sp_error *error)
{
    struct openings_call work;
    if (!call_operands(call, 1, 1, "nothing", error)
        || !openings_call_open(call, false, &work, error))
        return false;
    struct text_page page = text_page_for(call->out);
    bool ok = true;
    if (call->json)
        grants_write_json(call->out, &work.page);
    else
        ok = grants_write_text(&page, &work.page, error);
    openings_call_close(&work);
    return ok;
}

static bool run_fields(const struct call *call, struct sp_error *error)
{
    static const struct text_column column[] = {{"Field", false, false},
                                                {"What may stand in it", false, true},
                                                {"Example", false, true}};
    struct text_page page = text_page_for(call->out);
    struct text_table table = text_table_for(&page, column, 3);
    const struct sp_opening_field *field;
    if (!call_operands(call, 1, 1, "nothing", error))
        return false;
    if (call->json) {
        opening_fields_json(call->out);
        return true;
    }
    for (int i = 0; (field = sp_opening_field(i)); i++) {
        text_cell(&table, field->name);
        text_cell(&table, field->allowed);
        text_cell(&table, field->example);
    }
    return text_table_finish(&table, error);
}

/* --- the command
 * ----------------------------------------------------------------------------- */

static const struct {
    const char *name;
    bool (*run)(const struct call *call, struct sp_error *error);
} subcommands[] = {
    {"search", openings_search},   {"show", run_show},
    {"compare", run_compare},      {"visas", run_visas},
    {"money", run_money},          {"fields", run_fields},
    {"add", openings_add},         {"correct", openings_correct},
    {"import", openings_import},   {"delete", openings_delete},
    {"changes", openings_changes}, {"undo", openings_undo},
};

static bool run(const struct call *call, struct sp_error *error)
{
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
        if (call->operands && strcmp(subcommands[i].name, call->operand[0]) == 0)
            return subcommands[i].run(call, error);
    return openings_search(call, error);
}

const struct command cmd_openings = {
    .name = "openings",
    .summary =
        "Clinical experience in the US: find it, see whether it fits and what it costs",
    .operands = "[search] [WORD…] | show ID | compare ID ID… | visas | money | add NAME | "
                "correct ID | import FILE | delete ID | changes | undo [N] | fields",
    .about =
        "Lists electives, externships, observerships, research and the like.  Each filter "
        "answers yes, no or not known for each opening: a no drops it, and what is not "
        "known is set apart with what to ask; it is never read as free, nor as open.  An "
        "estimate of a directory counts as not known unless --estimates is given.\n\n"
        "With a profile (the usual one, --profile or --demo) it also tells what fits: who "
        "may come, exams, papers and the visa.  `show` gives the reasons, what is missing "
        "and how long that takes, and the true cost of a stay.\n\n"
        "`add`, `correct`, `import` and `delete` keep what you know on your machine, "
        "beside "
        "the facts of the release; `undo` takes a change back.  `visas` lists the rules, "
        "`money` the hosts without a fee and money from others.",
    .words =
        "search show compare visas money add correct import delete changes undo fields",
    .option =
        (const struct command_option[]){
            {"specialty", "NAME", "Only this specialty; may be repeated", NULL, true},
            {"state", "XX", "Only this state, by its two letters; may be repeated", NULL,
             true},
            {"kind", "KIND", "Only this kind; may be repeated",
             "elective subinternship externship observership shadowing research "
             "volunteering telehealth",
             true},
            {"for", "WHO", "Only those that take them", "student graduate us", false},
            {"visa", "CLASS", "A stay on this visa is allowed, if need be on conditions",
             "B-1 B-2 ESTA F-1 J-1-clinical J-1-research H-1B EAD", false},
            {"weeks", "N", "A stay of at most N weeks; with show: of N weeks", NULL, false},
            {"at-least", "N", "A stay of at least N weeks is possible", NULL, false},
            {"cost", "DOLLARS", "The host's fee is at most this", NULL, false},
            {"estimates", NULL, "Count an estimate of a fee as if it were stated", NULL,
             false},
            {"hands-on", "YES|NO", "Only hands-on, or only watching", "yes no", false},
            {"letter", NULL, "A letter of recommendation can be had", NULL, false},
            {"anyone", NULL, "Do not ask whether it fits the profile", NULL, false},
            {"warnings", NULL, "Entries that were refused or are closed, too", NULL, false},
            {"sort", "COLUMN", "Order of the list (usual: place)",
             "place name cost weeks lead", false},
            {"all", NULL, "Every row, not only the first 30", NULL, false},
            {"start", "DAY", "First day of the stay, for show and compare", NULL, false},
            {"country", "NAME", "Country of the passport, for visas", NULL, false},
            {"profile", "FILE", "The profile to judge for", NULL, false},
            {"demo", NULL, "Judge for the made-up applicant", NULL, false},
            {"set", "FIELD=VALUE", "A fact, for add and correct; may be repeated", NULL,
             true},
            {"column", "HEADING=FIELD", "Read this column as that field, for import", NULL,
             true},
            {"sheet", "NAME", "Sheet of a workbook, for import", NULL, false},
            {"source", "NAME", "Who says so (usual: you)", NULL, false},
            {"as-of", "DATE", "Day of the facts (usual: today)", NULL, false},
            {"dry-run", NULL, "Show what an import would bring, and save nothing", NULL,
             false},
            {"yes", NULL, "Import without a question", NULL, false},
            {0},
        },
    .example =
        (const struct command_example[]){
            {"openings --for graduate --visa B-1 --cost 500 --weeks 4",
             "What a graduate can watch for four weeks on B-1 for 500 dollars"},
            {"openings cardiology --for student --hands-on yes --json",
             "Hands-on stays for students, for a program"},
            {"openings show al-namc-internal-medicine-observership --demo",
             "Whether one fits, what is missing, what it costs"},
            {"openings visas --for graduate", "What visas allow a graduate"},
            {"openings add \"Example Clinic\" --set state=OH --set kind=observership "
             "--set cost_usd=free",
             "A host of your own"},
            {"openings correct al-namc-internal-medicine-observership --set cost_usd=300 "
             "--source \"their secretary\"",
             "What you were told stands in place of what was listed"},
            {"openings import hosts.csv --column \"Where=institution\" --dry-run",
             "A table of your own"},
            {0},
        },
    .table = true,
    .run = run,
};
