/* track_text.c: one track on a page. */
#include "chance_text.h"
#include "composition.h"
#include "error.h"
#include "fact_text.h"
#include "money.h"
#include "notice.h"
#include "plan.h"
#include "program_text.h"
#include "programs_pages.h"
#include "text_table.h"
#include "track_pages.h"
#include "vacancy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 1200, BAR = 30 };

static void put_head(const struct text_page *page, const struct sp_track *track,
                     const struct sp_facts *facts)
{
    char title[400], link[LINK_BYTES];
    program_link(track, link);
    snprintf(title, sizeof title, "%s  %s, %s %s", track->code, track->institution,
             track->city, track->state);
    text_heading(page, title);
    text_wrapf(page, 0, 2, "%s, %s.  ACGME id %s%s%s",
               program_specialty(facts->specialties, track), program_kind(track),
               *track->acgme_id ? track->acgme_id : "unknown", *link ? ": " : ".", link);
}

static void put_place(const struct text_page *page, const struct track_place *place)
{
    char money[CHANCE_BYTES];
    if (place->pick) {
        sp_money_say(place->pick->cost_cents, money);
        text_wrapf(page, 0, 2, "On your list%s: application %d, %s, %s%s, %s%s.",
                   place->preliminary ? " for the preliminary year" : "",
                   place->pick->application, sp_tier_name(place->pick->tier),
                   place->pick->signal == SP_PLAIN
                       ? "no signal"
                       : sp_signal_name(place->pick->signal, place->pick->single_tier),
                   place->pick->signal == SP_PLAIN || place->pick->single_tier ? ""
                                                                               : " signal",
                   place->pick->leads ? money : "no cost of its own",
                   place->pick->pinned ? ", because you pinned it" : "");
    } else if (place->left_out) {
        text_wrapf(page, 0, 2, "Left out: %s.", place->left_out->why);
    } else if (place->held) {
        char unknown[400] = "";
        fact_words_join(place->held->unknown, place->held->unknowns, unknown,
                        sizeof unknown);
        text_wrapf(page, 0, 2, "Held, because you want to be sure of: %s.", unknown);
    } else {
        text_wrapf(page, 0, 2, "Its specialty is not one of those the plan was made for.");
    }
}

static const struct sp_chance *interview_of(const struct track_place *place)
{
    if (place->pick)
        return &place->pick->interview;
    return place->left_out && place->left_out->reasons ? &place->left_out->interview : NULL;
}

static int bar_width(const struct text_page *page)
{
    return page->width >= 100 ? BAR : page->width >= 80 ? 20 : 10;
}

/* A bar from where the last reason ended to where this one does. */
static void put_step(const struct text_page *page, double from, double to, double full)
{
    int width = bar_width(page);
    int a = full > 0 ? (int)lround(from / full * width) : 0;
    int b = full > 0 ? (int)lround(to / full * width) : 0;
    int low = a < b ? a : b, high = a < b ? b : a;
    fprintf(page->out, "%*s", low > 0 ? low : 0, "");
    for (int i = low; i < high; i++)
        fputs(to >= from ? "█" : "░", page->out);
    if (high == low) {
        fputs("│", page->out);
        high++;
    }
    fprintf(page->out, "%*s", width + 2 - high > 0 ? width + 2 - high : 0, "");
}

static double highest_sum(const struct sp_reason *reason, int count)
{
    double sum = 0, highest = 0;
    for (int i = 0; i < count; i++) {
        sum += reason[i].points;
        highest = sum > highest ? sum : highest;
    }
    return highest;
}

static void put_reason(const struct text_page *page, const struct sp_reason *reason,
                       long tenths, double from, double full)
{
    char text[LINE_BYTES];
    const struct sp_origin *origin = &reason->origin;
    fprintf(page->out, "%+7.1f  ", (double)tenths / 10);
    put_step(page, from, from + reason->points, full);
    snprintf(text, sizeof text, "%s%s%s%s%s%s%s", reason->text, *origin->source ? " (" : "",
             origin->source, *origin->as_of ? ", " : "", origin->as_of,
             reason->stale ? "*" : "", *origin->source ? ")" : "");
    text_wrap_from(page, 9 + bar_width(page) + 2, text);
}

static bool any_stale(const struct sp_reason *reason, int count)
{
    for (int i = 0; i < count; i++)
        if (reason[i].stale)
            return true;
    return false;
}

static bool put_waterfall(const struct text_page *page, const struct track_place *place,
                          struct sp_error *error)
{
    int count;
    const struct sp_reason *reason = track_reasons(place, &count);
    double *points = calloc((size_t)count + 1, sizeof *points), sum = 0;
    long *tenths = calloc((size_t)count + 1, sizeof *tenths);
    bool ok = points && tenths;
    if (ok && count) {
        double full = highest_sum(reason, count);
        text_heading(page, "What makes the chance of an interview (points of 100)");
        for (int i = 0; i < count; i++)
            points[i] = reason[i].points;
        long total = points_in_tenths(points, count, tenths);
        for (int i = 0; i < count; i++) {
            put_reason(page, &reason[i], tenths[i], sum, full);
            sum += reason[i].points;
        }
        fprintf(page->out, "%7.1f  = the sum, the chance of an interview of 100\n",
                (double)total / 10);
        if (any_stale(reason, count))
            text_wrap(page, 9, 9, "* older than the season");
        fputc('\n', page->out);
    }
    free(points);
    free(tenths);
    return ok || sp_fail(error, SP_NO_MEMORY, "no memory for the reasons");
}

static void put_chances(const struct text_page *page, const struct track_place *place)
{
    const struct sp_chance *interview = interview_of(place);
    char text[CHANCE_BYTES];
    if (!interview)
        return;
    chance_percent(interview, text);
    text_wrapf(page, 0, 2, "Interview, if you apply: %s.  It rests on: %s.", text,
               interview->basis);
    chance_percent(place->pick ? &place->pick->match : &place->left_out->match, text);
    text_wrapf(page, 0, 2, "Matching at this track: %s.", text);
}

static void put_history(const struct text_page *page, const struct sp_track *track)
{
    int most = 1;
    for (int y = 0; y < SP_YEARS; y++)
        most = track->quota[y] > most ? track->quota[y] : most;
    text_heading(page, "Positions filled by year");
    for (int y = 0; y < SP_YEARS; y++) {
        int quota = track->quota[y], filled = track->filled[y];
        fprintf(page->out, "  %d  ", SP_FIRST_YEAR + y);
        if (quota < 0) {
            fputs("not offered\n", page->out);
            continue;
        }
        fprintf(page->out, "%3d of %-3d  ", filled, quota);
        for (int i = 0; i < (quota * BAR + most / 2) / most; i++)
            fputs(i * most < filled * BAR ? "█" : "░", page->out);
        fputc('\n', page->out);
    }
    text_wrapf(page, 2, 2, "Source: %s, %s.", track->origin.source, track->origin.as_of);
}

/* What the next year may leave open of so many positions. */
static void put_open(const struct text_page *page, int positions, double share)
{
    char text[PROGRAM_OPEN_BYTES], basis[PROGRAM_OPEN_BYTES];
    if (positions <= 0)
        return;
    program_open(share, positions, text);
    program_open_basis(basis);
    text_wrapf(page, 2, 2,
               "Expected to stay open next time: %s; any at all in %.0f of 100 years.  "
               "Rests on the %s.",
               text, 100 * sp_vacancy_in_a_year(share, positions).any, basis);
}

static void put_composition(const struct text_page *page,
                            const struct sp_composition_row *row)
{
    static const char *const name[SP_APPLICANT_TYPES] = {"US MD", "US DO", "US IMG",
                                                         "Non-US IMG"};
    text_heading(page, "Who trains there (estimated, of the positions filled)");
    if (!row->known) {
        text_wrapf(page, 2, 2, "Unknown: nothing is published about it.");
        return;
    }
    for (int t = 0; t < SP_APPLICANT_TYPES; t++) {
        struct sp_chance share = {row->share[t], row->low[t], row->high[t], NULL};
        char text[CHANCE_BYTES], bar[4 * BAR + 1];
        chance_percent(&share, text);
        chance_bar(&share, 1, BAR, bar, sizeof bar);
        int pad = 17 - text_width(text);
        fprintf(page->out, "  %-11s%*s%s  %s\n", name[t], pad > 0 ? pad : 0, "", text, bar);
    }
    text_wrapf(page, 2, 2, "Basis: %s.", row->basis);
}

static bool is_number(int requirement)
{
    return requirement >= SP_MIN_STEP2 && requirement <= SP_MIN_LETTERS_US;
}

static void put_facts(const struct text_page *page, const struct sp_track *track)
{
    char link[LINK_BYTES], unknown[600] = "";
    program_link(track, link);
    text_heading(page, "What it asks for");
    for (int r = 0; r < SP_REQUIREMENTS; r++) {
        const struct sp_fact *fact = &track->fact[r];
        const char *name = fact_words(sp_requirement_name((enum sp_requirement)r));
        size_t used = strlen(unknown);
        if (fact->answer == SP_UNKNOWN)
            snprintf(unknown + used, sizeof unknown - used, "%s%s", used ? ", " : "", name);
        else if (is_number(r) && fact->answer == SP_YES)
            text_wrapf(page, 2, 4, "%s: %g (%s, %s)", name, fact->value,
                       fact->origin.source, fact->origin.as_of);
        else
            text_wrapf(page, 2, 4, "%s: %s (%s, %s)", name,
                       fact->answer == SP_YES ? "yes" : "no", fact->origin.source,
                       fact->origin.as_of);
    }
    for (int r = 0; r < SP_RATES; r++)
        if (track->rate[r].answer == SP_YES)
            text_wrapf(page, 2, 4, "%s: %.1f %% (%s, %s)", sp_rate_name((enum sp_rate)r),
                       100 * track->rate[r].value, track->rate[r].origin.source,
                       track->rate[r].origin.as_of);
    if (*unknown)
        text_wrapf(page, 2, 4, "Unknown: %s%s%s", unknown, *link ? "; look it up at " : "",
                   link);
}

bool track_explain_text(const struct text_page *page, const struct track_place *place,
                        const struct sp_plan *plan, const struct sp_facts *facts,
                        const struct program_estimates *estimates, struct sp_error *error)
{
    const struct sp_track *track = &facts->programs->track[place->track];
    put_head(page, track, facts);
    put_place(page, place);
    put_chances(page, place);
    fputc('\n', page->out);
    if (!put_waterfall(page, place, error))
        return false;
    put_history(page, track);
    put_open(page, track->quota[SP_YEARS - 1], estimates->open[place->track]);
    fputc('\n', page->out);
    put_composition(page, &estimates->composition->at[place->track]);
    fputc('\n', page->out);
    put_facts(page, track);
    fprintf(page->out, "\nMatch %d, seed %llu.  ", plan->season,
            (unsigned long long)plan->seed);
    fputs("`smartpick data` says what each source is.\n", page->out);
    text_wrap(page, 0, 0, output_notice());
    return true;
}

/* How much more money brings it in. */
static void put_entry(const struct text_page *page, const struct track_place *place,
                      const struct sp_plan *plan, const struct sp_facts *facts)
{
    const struct sp_curve_point *entry = plan_curve_entry(plan, facts, place->track);
    char cost[CHANCE_BYTES], more[CHANCE_BYTES];
    if (!entry) {
        text_wrap(page, 0, 2, "No amount of money brings it in by its worth alone.");
        return;
    }
    sp_money_say(entry->cost_cents, cost);
    sp_money_say(entry->cost_cents - plan->cost_cents, more);
    if (entry->cost_cents > plan->cost_cents)
        text_wrapf(
            page, 0, 2,
            "As money grows, it comes in as application %d of those taken one by one, at "
            "%s: "
            "%s more than your list of %d.  A list chosen anew for that money (--budget "
            "%ld) may take others instead.",
            entry->n, cost, more, plan->applications, (entry->cost_cents + 99) / 100);
    else
        text_wrapf(
            page, 0, 2,
            "Taken one by one it would come in as application %d; within your limits "
            "others are worth more together.",
            entry->n);
}

static void put_value_gap(const struct text_page *page, const struct track_place *place,
                          const struct sp_plan *plan, const struct sp_facts *facts)
{
    const struct sp_pick *last = plan_last_pick(plan);
    char cost[CHANCE_BYTES];
    text_wrapf(page, 0, 2, "It would add %.2f of 100 seasons to your list.",
               100 * place->left_out->gain);
    if (last) {
        sp_money_say(last->cost_cents, cost);
        text_wrapf(page, 0, 2, "The last application on the list adds %.2f, for %s.",
                   100 * last->marginal, cost);
    }
    put_entry(page, place, plan, facts);
    text_wrapf(page, 0, 2,
               "To have it on the list whatever it adds, pin it: `smartpick profile set "
               "pinned + %s`.",
               facts->programs->track[place->track].code);
}

void track_why_not_text(const struct text_page *page, const struct track_place *place,
                        const struct sp_plan *plan, const struct sp_facts *facts)
{
    const struct sp_track *track = &facts->programs->track[place->track];
    char link[LINK_BYTES];
    program_link(track, link);
    put_head(page, track, facts);
    put_place(page, place);
    put_chances(page, place);
    if (place->left_out && !place->left_out->by_rule)
        put_value_gap(page, place, plan, facts);
    else if (place->left_out)
        text_wrapf(page, 0, 2, "What would have to change: %s.", place->left_out->change);
    else if (place->held)
        text_wrapf(page, 0, 2,
                   "It comes in, or is left out, as soon as the fact is known%s%s.",
                   *link ? ": look it up at " : "", link);
    fputc('\n', page->out);
    text_wrap(page, 0, 0, output_notice());
}
