/* plan_text.c: the page a person reads, from the chance down to the next step.
 *
 * Order: the answer and what it rests on, where to stop, the list, the curve, what stayed
 * out, what to do next.  Words of the trade are explained where they first stand.
 */
#include "chance_text.h"
#include "error.h"
#include "fact_text.h"
#include "money.h"
#include "notice.h"
#include "pick_text.h"
#include "plan.h"
#include "plan_pages.h"
#include "program_text.h"
#include "text_table.h"

#include <stdlib.h>
#include <string.h>

static void blank(const struct text_page *page)
{
    fputc('\n', page->out);
}

static void put_strip(const struct text_page *page, const struct sp_chance *chance)
{
    char bar[4 * 100 + 1];
    int width = page->width < 100 ? 50 : 100;
    chance_bar(chance, 1, width, bar, sizeof bar);
    text_put(page, TEXT_GOOD, bar);
    for (int i = text_width(bar); i < width; i++)
        fputs("·", page->out);
    fputc('\n', page->out);
}

static bool is_first_of_specialty(const struct sp_plan *plan, int place,
                                  const struct sp_facts *facts)
{
    const struct sp_track *track = facts->programs->track;
    for (int i = 0; i < place; i++)
        if (strcmp(track[plan->pick[i].track].specialty,
                   track[plan->pick[place].track].specialty)
            == 0)
            return false;
    return true;
}

static void put_title(const struct text_page *page, const struct sp_plan *plan,
                      const struct sp_facts *facts)
{
    char cost[CHANCE_BYTES], names[300] = "", title[500];
    sp_money_say(plan->cost_cents, cost);
    for (int i = 0; i < plan->picks; i++) {
        const struct sp_track *track = &facts->programs->track[plan->pick[i].track];
        size_t used = strlen(names);
        if (is_first_of_specialty(plan, i, facts))
            snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "",
                     program_specialty(facts->specialties, track));
    }
    snprintf(title, sizeof title, "%s%sMatch %d · %d application%s, %s", names,
             *names ? " · " : "", plan->season, plan->applications,
             plan->applications == 1 ? "" : "s", cost);
    text_heading(page, title);
}

static void put_chance(const struct text_page *page, const struct sp_plan *plan)
{
    char all[CHANCE_BYTES], any[CHANCE_BYTES], given[CHANCE_BYTES], title[200];
    char gap[60] = "";
    chance_seasons(&plan->chance, all);
    chance_seasons(&plan->chance_any_rank, any);
    chance_seasons(&plan->chance_given_rank, given);
    if (plan->gap >= 0.000005)
        snprintf(gap, sizeof gap, " by more than %.2g %%", 100 * plan->gap);
    snprintf(title, sizeof title, "In %s you would match with this list.", all);
    text_heading(page, title);
    put_strip(page, &plan->chance);
    text_wrapf(page, 0, 0,
               "Counted from today, before anything is sent.  In %s an interview leads to "
               "a rank list; with a rank list you match in %s, which is what published "
               "match rates count.",
               any, given);
    text_wrapf(
        page, 0, 0,
        "The range holds nine of ten ways the numbers may be wrong.  It rests on: %s.",
        plan->chance.basis);
    text_wrapf(page, 0, 0,
               "Proved for the seasons played: no list within your limits is better%s "
               "(with others: "
               "± %.1f of 100).",
               gap, 100 * plan->standard_error);
}

/* Why the list is empty. */
static void put_nothing(const struct text_page *page, const struct sp_plan *plan)
{
    bool open = false;
    for (int i = 0; i < plan->left_outs; i++)
        open = open || !plan->left_out[i].by_rule;
    text_heading(page, "Nothing is on the list.");
    text_wrap(page, 0, 0,
              open ? "Your limits on money, number or hours leave room for no application."
                   : "No track is open to you with this profile: below stands what closes "
                     "each.");
}

/* The point of the curve for `n` applications; NULL when it has none. */
static const struct sp_curve_point *point_at(const struct sp_plan *plan, int n)
{
    for (int i = 0; i < plan->curve_points; i++)
        if (plan->curve[i].n == n)
            return &plan->curve[i];
    return NULL;
}

static void put_stop(const struct text_page *page, const struct sp_plan *plan)
{
    if (plan->knee < 0 || plan->knee >= plan->curve_points)
        return;
    const struct sp_curve_point *knee = &plan->curve[plan->knee];
    const struct sp_curve_point *end = point_at(plan, plan->applications);
    char cost[CHANCE_BYTES], more[CHANCE_BYTES];
    sp_money_say(knee->cost_cents, cost);
    sp_money_say(plan->cost_cents - knee->cost_cents, more);
    if (plan->stopped_at_knee)
        text_wrapf(
            page, 0, 0,
            "Where to stop: here, at %d applications.  You set no budget, so the list ends "
            "where each further dollar begins to buy clearly less.",
            plan->applications);
    else if (knee->n >= plan->applications)
        text_wrapf(
            page, 0, 0,
            "Where to stop: your limits end the list here, before the curve bends (at %d "
            "applications, %s, for %.0f of 100 seasons).",
            knee->n, cost, 100 * knee->value);
    else if (end)
        text_wrapf(
            page, 0, 0,
            "Where to stop: the curve bends at %d applications (%s, %.0f of 100 seasons); "
            "the "
            "%d after them add %.1f of 100 for %s.",
            knee->n, cost, 100 * knee->value, end->n - knee->n,
            100 * (end->value - knee->value), more);
}

static bool any_signal(const struct sp_plan *plan)
{
    for (int i = 0; i < plan->picks; i++)
        if (plan->pick[i].signal != SP_PLAIN)
            return true;
    return false;
}

/* The words of the list's columns, above it. */
static void put_words(const struct text_page *page, const struct sp_plan *plan)
{
    text_wrapf(
        page, 0, 0,
        "Interview: the chance of an invitation if you apply.  Reach, target, safer: "
        "the lower, middle and upper third of this list by that chance.%s",
        any_signal(plan) ? "  Signal: a mark of interest that goes with an application; "
                           "nothing published tells gold from silver."
                         : "");
}

/* The words of visas and tracks, at the end. */
static void put_more_words(const struct text_page *page, const struct sp_plan *plan,
                           const struct sp_profile *profile)
{
    if (profile->visa == SP_VISA_J1 || profile->visa == SP_VISA_EITHER)
        text_wrap(page, 0, 2,
                  "J-1: the exchange visitor visa, sponsored by ECFMG (Intealth); it asks "
                  "for two years at home after training, or a waiver.");
    if (profile->visa == SP_VISA_H1B || profile->visa == SP_VISA_EITHER)
        text_wrap(page, 0, 2,
                  "H-1B: the work visa, sponsored by the hospital; it needs Step 3 "
                  "passed before training begins.");
    if (plan->preliminaries)
        text_wrap(page, 0, 2,
                  "Advanced tracks begin a year later and need a preliminary year first.");
}

static void put_right(const struct text_page *page, const char *text, int width)
{
    int pad = width - text_width(text);
    fprintf(page->out, "%*s%s", pad > 0 ? pad : 0, "", text);
}

static void curve_line(const struct text_page *page, const struct sp_plan *plan, int place,
                       double full)
{
    const struct sp_curve_point *point = &plan->curve[place];
    struct sp_chance chance = {point->value, point->low, point->high, NULL};
    char cost[CHANCE_BYTES], percent[CHANCE_BYTES], bar[4 * 60 + 1];
    int width = page->width - 52 < 48 ? page->width - 52 : 48;
    sp_money_say(point->cost_cents, cost);
    chance_percent(&chance, percent);
    chance_bar(&chance, full, width > 0 ? width : 1, bar, sizeof bar);
    fprintf(page->out, "%5d ", point->n);
    put_right(page, cost, 9);
    put_right(page, percent, 17);
    fputs("  ", page->out);
    text_put(page, TEXT_GOOD, bar);
    if (point->n == plan->applications)
        fputs(" your list", page->out);
    else if (place == plan->knee)
        fputs(" bends", page->out);
    fputc('\n', page->out);
}

/* Round numbers, the bend, the list and the end; more round numbers when `fine`. */
static bool is_mark(const struct sp_plan *plan, int place, bool fine)
{
    static const struct {
        int n;
        bool fine;
    } round[] = {{1, true},    {5, true},    {10, false}, {20, true},   {25, false},
                 {30, true},   {40, true},   {50, false}, {60, true},   {75, true},
                 {100, false}, {125, true},  {150, true}, {200, false}, {250, true},
                 {300, true},  {400, false}, {500, true}, {600, true},  {800, false}};
    int n = plan->curve[place].n;
    for (size_t i = 0; i < sizeof round / sizeof *round; i++)
        if (round[i].n == n && (fine || !round[i].fine))
            return true;
    return place == plan->knee || n == plan->applications
           || place == plan->curve_points - 1;
}

void plan_write_curve(const struct text_page *page, const struct sp_plan *plan, bool fine)
{
    double full = 0;
    for (int i = 0; i < plan->curve_points; i++)
        full = plan->curve[i].high > full ? plan->curve[i].high : full;
    for (int i = 0; i < plan->curve_points; i++)
        if (is_mark(plan, i, fine))
            curve_line(page, plan, i, full);
}

/* How many tracks stayed out for each reason; the most frequent first. */
struct cause {
    const char *why;
    int tracks;
};

static const char by_value[] = "worth less to you than what was picked";

static int by_tracks(const void *a, const void *b)
{
    const struct cause *x = a, *y = b;
    return x->tracks != y->tracks ? y->tracks - x->tracks : strcmp(x->why, y->why);
}

static int count_causes(const struct sp_plan *plan, struct cause *cause)
{
    int causes = 0;
    for (int i = 0; i < plan->left_outs; i++) {
        const char *why = plan->left_out[i].by_rule ? plan->left_out[i].why : by_value;
        int c = 0;
        while (c < causes && strcmp(cause[c].why, why) != 0)
            c++;
        causes += c == causes;
        cause[c].why = why;
        cause[c].tracks++;
    }
    qsort(cause, (size_t)causes, sizeof *cause, by_tracks);
    return causes;
}

static bool put_left_out(const struct text_page *page, const struct sp_plan *plan,
                         const struct sp_facts *facts, bool all, struct sp_error *error)
{
    enum { SHOWN = 8 };
    struct cause *cause = calloc((size_t)plan->left_outs + 1, sizeof *cause);
    if (!cause)
        return sp_fail(error, SP_NO_MEMORY, "no memory for what was left out");
    int causes = count_causes(plan, cause);
    text_heading(page, "Left out");
    for (int i = 0; i < causes && (all || i < SHOWN); i++)
        text_wrapf(page, 0, 7, "%5d  %s", cause[i].tracks, cause[i].why);
    if (causes > SHOWN && !all)
        text_wrapf(page, 7, 7, "… and %d further reasons (--all)", causes - SHOWN);
    free(cause);
    for (int i = 0; all && i < plan->left_outs; i++) {
        const struct sp_track *track = &facts->programs->track[plan->left_out[i].track];
        text_wrapf(page, 2, 12, "%s %s, %s %s: %s", track->code, track->institution,
                   track->city, track->state, plan->left_out[i].why);
    }
    return true;
}

static void put_held(const struct text_page *page, const struct sp_plan *plan,
                     const struct sp_facts *facts, bool all)
{
    enum { SHOWN = 5 };
    if (!plan->helds)
        return;
    text_wrapf(page, 0, 0,
               "Held: %d track%s where a fact you want to be sure of is unknown",
               plan->helds, plan->helds == 1 ? "" : "s");
    for (int i = 0; i < plan->helds && (all || i < SHOWN); i++) {
        const struct sp_track *track = &facts->programs->track[plan->held[i].track];
        char link[LINK_BYTES], unknown[300] = "";
        fact_words_join(plan->held[i].unknown, plan->held[i].unknowns, unknown,
                        sizeof unknown);
        program_link(track, link);
        text_wrapf(page, 2, 12, "%s %s, %s %s: %s%s%s", track->code, track->institution,
                   track->city, track->state, unknown, *link ? "; look it up at " : "",
                   link);
    }
    if (plan->helds > SHOWN && !all)
        text_wrapf(page, 2, 2, "… and %d more (--all)", plan->helds - SHOWN);
}

static void put_next(const struct text_page *page, const struct sp_plan *plan,
                     const struct sp_facts *facts, const char *profile)
{
    const char *suffix = profile ? profile : "", *space = *suffix ? " " : "";
    text_heading(page, "Next");
    if (plan->left_outs)
        fprintf(page->out, "  smartpick why-not %s%s%s\n",
                facts->programs->track[plan->left_out[0].track].code, space, suffix);
    if (plan->picks)
        fprintf(page->out, "  smartpick explain %s%s%s\n",
                facts->programs->track[plan->pick[0].track].code, space, suffix);
    fprintf(page->out, "  smartpick whatif%s%s\n", space, suffix);
    if (plan->picks)
        fprintf(page->out, "  smartpick pick%s%s --xlsx list.xlsx\n", space, suffix);
}

bool plan_write_text(const struct text_page *page, const struct sp_plan *plan,
                     const struct sp_facts *facts, const struct sp_profile *profile,
                     const struct plan_text_options *options, struct sp_error *error)
{
    put_title(page, plan, facts);
    if (plan->picks)
        put_chance(page, plan);
    else
        put_nothing(page, plan);
    put_stop(page, plan);
    for (int i = 0; i < plan->warnings; i++)
        text_wrapf(page, 0, 6, "Note: %s", plan->warning[i]);
    if (plan->picks) {
        blank(page);
        put_words(page, plan);
    }
    if (plan->picks
        && !pick_write_text(page, plan->pick, plan->picks, facts, options->all, error))
        return false;
    if (plan->preliminaries) {
        blank(page);
        text_heading(page, "Preliminary year for the advanced tracks");
        if (!pick_write_text(page, plan->preliminary, plan->preliminaries, facts,
                             options->all, error))
            return false;
    }
    if (plan->curve_points) {
        blank(page);
        text_heading(page, "Chance against money (applications, cost, chance of matching)");
        plan_write_curve(page, plan, false);
    }
    blank(page);
    if (!put_left_out(page, plan, facts, options->all, error))
        return false;
    put_held(page, plan, facts, options->all);
    blank(page);
    put_next(page, plan, facts, options->profile);
    blank(page);
    put_more_words(page, plan, profile);
    text_wrap(page, 0, 0, output_notice());
    return true;
}
