/* pick_text.c: what the picks share, once, then a line or two a pick. */
#include "pick_text.h"

#include "chance_text.h"
#include "error.h"
#include "fact_text.h"
#include "money.h"
#include "pick_shared.h"
#include "plan.h"
#include "program_text.h"
#include "text_table.h"

#include <string.h>

enum {
    IN_FULL = 15,
    STRONGEST = 3,
    INDENT = 5,
    LINE_BYTES = 2000,
    CODE = 10,
    TIER = 6,
    SIGNAL = 6,
    INTERVIEW = 15,
    COST = 5,
    NARROWEST_LINE = 76 /* below it, a pick is a paragraph */
};

struct list {
    const struct text_page *page;
    const struct sp_facts *facts;
    const struct sp_pick *pick;
    int picks, applications;
    bool all;
    bool several;              /* specialties, so each pick says its own */
    struct pick_shared shared; /* empty when nothing is said once for all */
};

static void put_shared(const struct list *list)
{
    const struct pick_shared *shared = &list->shared;
    if (shared->reasons == 0)
        return;
    text_wrap(list->page, 0, 0,
              "Points sum to the chance of an interview.  Nearly all picks have these, so "
              "they are not repeated below:");
    for (int i = 0; i < shared->reasons; i++)
        text_wrapf(list->page, 2, 4, "%s %s", shared->reason[i].points,
                   shared->reason[i].text);
    if (*shared->verify)
        text_wrapf(list->page, 2, 4,
                   "Verify before you apply: %s (explain CODE has the link)",
                   shared->verify);
    fputc('\n', list->page->out);
}

/* --- one pick ------------------------------------------------------------------------ */

/* "Institution, City ST"; an institution that ends with its state does not say it twice. */
static void place_text(const struct list *list, const struct sp_track *track, char *out,
                       size_t room)
{
    int length = (int)strlen(track->institution);
    const char *dash = strrchr(track->institution, '-');
    if (dash && strcmp(dash + 1, track->state) == 0)
        length = (int)(dash - track->institution);
    snprintf(out, room, "%.*s, %s %s%s%s", length, track->institution, track->city,
             track->state, list->several ? ": " : "",
             list->several ? program_specialty(list->facts->specialties, track) : "");
}

static const char *signal_text(const struct sp_pick *pick)
{
    return pick->signal == SP_PLAIN ? "–" : sp_signal_name(pick->signal, pick->single_tier);
}

static int place_width(const struct text_page *page)
{
    return page->width - (INDENT + CODE + 1 + TIER + 1 + SIGNAL + 1 + INTERVIEW + 1 + COST);
}

static void put_titles(const struct list *list)
{
    char title[300];
    if (list->page->width < NARROWEST_LINE)
        return;
    snprintf(title, sizeof title, "%-*s%-*s%-*s %-*s %-*s %*s %*s", INDENT, "", CODE,
             "Code", place_width(list->page), "Program", TIER, "Tier", SIGNAL, "Signal",
             INTERVIEW, "Interview", COST, "Cost");
    text_put(list->page, TEXT_FAINT, title);
    fputc('\n', list->page->out);
}

static void put_padded(const struct list *list, const char *text, int width, bool right)
{
    int pad = width > text_width(text) ? width - text_width(text) : 0;
    fprintf(list->page->out, "%*s%s%*s", right ? pad : 0, "", text, right ? 0 : pad, "");
}

/* Number, code, place and the rest in columns; a long place goes on below itself. */
static void put_columns(const struct list *list, const struct sp_pick *pick,
                        const char *place, const char *interview, const char *cost)
{
    FILE *out = list->page->out;
    int width = place_width(list->page);
    const char *rest = place;
    fprintf(out, "%3d. %-*s", pick->application, CODE,
            list->facts->programs->track[pick->track].code);
    text_put_line(list->page, TEXT_BOLD, width, &rest);
    fputc(' ', out);
    put_padded(list, sp_tier_name(pick->tier), TIER + 1, false);
    put_padded(list, signal_text(pick), SIGNAL + 1, false);
    put_padded(list, interview, INTERVIEW, true);
    put_padded(list, cost, COST + 1, true);
    fputc('\n', out);
    if (*rest)
        text_wrap(list->page, INDENT + CODE, INDENT + CODE, rest);
}

static void put_pick_line(const struct list *list, const struct sp_pick *pick)
{
    const struct sp_track *track = &list->facts->programs->track[pick->track];
    char interview[CHANCE_BYTES], cost[CHANCE_BYTES], place[600];
    chance_percent(&pick->interview, interview);
    sp_money_say(pick->cost_cents, cost);
    place_text(list, track, place, sizeof place);
    if (list->page->width >= NARROWEST_LINE) {
        put_columns(list, pick, place, interview, cost);
        return;
    }
    fprintf(list->page->out, "%3d. ", pick->application);
    text_wrap_from(list->page, INDENT, place);
    text_wrapf(list->page, INDENT, INDENT, "%s · %s · %s%s · interview %s · %s",
               track->code, sp_tier_name(pick->tier),
               pick->signal == SP_PLAIN ? "no signal" : signal_text(pick),
               pick->signal == SP_PLAIN || pick->single_tier ? "" : " signal", interview,
               cost);
}

/* A line that grows part by part. */
static void add_part(char text[LINE_BYTES], const char *part)
{
    size_t used = strlen(text);
    snprintf(text + used, LINE_BYTES - used, "%s%s", used ? " · " : "", part);
}

/* The signal is the last reason of a pick that carries one; what it says of gold and
 * silver is said above the list. */
static const char *reason_words(const struct list *list, const struct sp_pick *pick, int r,
                                char signal[40])
{
    if (list->all || pick->signal == SP_PLAIN || r != pick->reasons - 1)
        return pick->reason[r].text;
    snprintf(signal, 40, "%s%s", signal_text(pick), pick->single_tier ? "" : " signal");
    return signal;
}

static void add_reasons(const struct list *list, const struct sp_pick *pick,
                        char text[LINE_BYTES])
{
    double points[PICK_REASONS];
    long tenths[PICK_REASONS];
    int place[PICK_REASONS];
    int reasons = pick->reasons < PICK_REASONS ? pick->reasons : PICK_REASONS;
    for (int i = 0; i < reasons; i++)
        points[i] = pick->reason[i].points;
    points_in_tenths(points, reasons, tenths);
    int shown = pick_strongest(pick, &list->shared, list->all ? reasons : STRONGEST, place);
    for (int i = 0; i < shown; i++) {
        char part[600], signal[40];
        snprintf(part, sizeof part, "%+.1f %s", (double)tenths[place[i]] / 10,
                 reason_words(list, pick, place[i], signal));
        add_part(text, part);
    }
}

/* The further tracks of an application; a few of them unless `all`. */
static void add_other_tracks(const struct list *list, int at, char text[LINE_BYTES])
{
    enum { SHOWN = 3 };
    const struct sp_pick *pick = &list->pick[at];
    char part[LINE_BYTES] = "";
    int others = 0;
    for (int i = at + 1; i < list->picks && list->pick[i].application == pick->application;
         i++) {
        const struct sp_track *track = &list->facts->programs->track[list->pick[i].track];
        bool usual = track->type == SP_CATEGORICAL;
        size_t used = strlen(part);
        if (others++ < SHOWN || list->all)
            snprintf(part + used, sizeof part - used, "%s%s%s%s",
                     used ? ", " : "covers also ", track->code, usual ? "" : " ",
                     usual ? "" : program_kind(track));
    }
    size_t used = strlen(part);
    if (others > SHOWN && !list->all)
        snprintf(part + used, sizeof part - used, " and %d more", others - SHOWN);
    if (others)
        add_part(text, part);
}

/* What is to be verified here and not nearly everywhere; with `all` each with its link. */
static void put_verify(const struct list *list, const struct sp_pick *pick)
{
    char link[LINK_BYTES], own[VERIFY_BYTES];
    fact_words_join(pick->verify, pick->verifies, own, sizeof own);
    if (!*own || (!list->all && strcmp(own, list->shared.verify) == 0))
        return;
    program_link(&list->facts->programs->track[pick->track], link);
    text_wrapf(list->page, INDENT, INDENT, "Verify %s%s: %s", *link ? "at " : "with ",
               *link ? link : "the program", own);
}

static void put_pick(const struct list *list, int at)
{
    const struct sp_pick *pick = &list->pick[at];
    char text[LINE_BYTES] = "";
    put_pick_line(list, pick);
    add_reasons(list, pick, text);
    add_other_tracks(list, at, text);
    if (*text)
        text_wrap(list->page, INDENT, INDENT, text);
    put_verify(list, pick);
}

bool pick_write_text(const struct text_page *page, const struct sp_pick *pick, int picks,
                     const struct sp_facts *facts, bool all, struct sp_error *error)
{
    struct list list = {
        .page = page, .facts = facts, .pick = pick, .picks = picks, .all = all};
    for (int i = 0; i < picks; i++) {
        list.applications += pick[i].leads;
        list.several = list.several
                       || strcmp(facts->programs->track[pick[i].track].specialty,
                                 facts->programs->track[pick[0].track].specialty)
                              != 0;
    }
    if (!all) {
        if (!pick_shared_find(pick, picks, &list.shared, error))
            return false;
        put_shared(&list);
    }
    put_titles(&list);
    for (int i = 0, shown = 0; i < picks; i++) {
        if (!pick[i].leads)
            continue;
        if (shown == IN_FULL && !all)
            text_wrapf(
                page, 0, 0,
                "The other %d, without reasons (--all shows them, explain CODE one):",
                list.applications - shown);
        if (shown++ < IN_FULL || all)
            put_pick(&list, i);
        else
            put_pick_line(&list, &pick[i]);
    }
    return true;
}
