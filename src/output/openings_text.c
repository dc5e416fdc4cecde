/* openings_text.c: a search as two tables, one opening as a page, a few side by side. */
#include "chance_text.h"
#include "eligibility.h"
#include "error.h"
#include "money.h"
#include "notice.h"
#include "opening.h"
#include "opening_search.h"
#include "openings_pages.h"
#include "stay_cost.h"
#include "text_table.h"

#include <string.h>

enum { MOST_SIDE_BY_SIDE = 5 };

/* Filters as they stand in a sentence. */
static const char *const filter_words[SP_OPENING_FILTERS] = {
    [SP_BY_WORD] = "the words",           [SP_BY_KIND] = "the kind",
    [SP_BY_SPECIALTY] = "the specialty",  [SP_BY_STATE] = "the state",
    [SP_BY_AUDIENCE] = "who may come",    [SP_BY_VISA] = "the visa",
    [SP_BY_WEEKS] = "the length",         [SP_BY_COST] = "the cost",
    [SP_BY_HANDS_ON] = "hands-on or not", [SP_BY_LETTER] = "the letter",
    [SP_BY_FIT] = "whether it fits you"};

static void join_filters(uint32_t bits, char out[OPENING_BYTES])
{
    *out = '\0';
    for (int f = 0; f < SP_OPENING_FILTERS; f++) {
        size_t used = strlen(out);
        if (bits >> f & 1)
            snprintf(out + used, OPENING_BYTES - used, "%s%s", used ? ", " : "",
                     filter_words[f]);
    }
}

static void place_cell(struct text_table *table, const struct sp_opening *opening)
{
    const char *between = *opening->city && *opening->state ? " " : "";
    const char *kind = sp_experience_kind_name(opening->kind);
    if (*opening->city || *opening->state)
        text_cellf(table, "%s, %s%s%s (%s)", opening->institution, opening->city, between,
                   opening->state, kind);
    else
        text_cellf(table, "%s, several places (%s)", opening->institution, kind);
}

static bool write_group(const struct text_page *page, const struct openings_page *all,
                        const struct sp_opening_search *search, enum sp_answer kept,
                        int most, struct sp_error *error)
{
    static const struct text_column column[] = {{"Opening", false, true},
                                                {"Weeks", false, true},
                                                {"Fee", false, true},
                                                {"Id", false, false},
                                                {"To ask", false, true}};
    struct text_table table = text_table_for(page, column, kept == SP_UNKNOWN ? 5 : 4);
    int shown = 0, all_of_them = 0;
    for (int i = 0; i < search->count; i++) {
        const struct sp_opening_found *found = &search->at[i];
        const struct sp_opening *opening = &all->openings->at[found->opening];
        char text[OPENING_BYTES];
        if (found->kept != kept)
            continue;
        all_of_them++;
        if (most && shown == most)
            continue;
        shown++;
        place_cell(&table, opening);
        opening_weeks_text(opening->weeks_low, opening->weeks_high, text);
        text_cell(&table, text);
        opening_fee_text(opening, text);
        text_cell(&table, text);
        text_cell(&table, opening->id);
        if (kept == SP_UNKNOWN) {
            join_filters(found->unknown, text);
            text_cell(&table, text);
        }
    }
    if (!text_table_finish(&table, error))
        return false;
    if (shown < all_of_them)
        fprintf(page->out, "… and %d more (--all)\n", all_of_them - shown);
    fputc('\n', page->out);
    return true;
}

/* "who may come 12, the cost 3" */
static void list_counts(const int count[SP_OPENING_FILTERS], char *out, size_t room)
{
    *out = '\0';
    for (int f = 0; f < SP_OPENING_FILTERS; f++) {
        size_t used = strlen(out);
        if (count[f])
            snprintf(out + used, room - used, "%s%s %d", used ? ", " : "", filter_words[f],
                     count[f]);
    }
}

static const char *plural(int count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

bool openings_write_text(const struct text_page *page, const struct openings_page *all,
                         const struct sp_opening_search *search, int most,
                         struct sp_error *error)
{
    char line[400];
    if (all->judged)
        snprintf(line, sizeof line, "%d %s %s, as far as hosts state", search->kept,
                 plural(search->kept, "opening fits", "openings fit"), all->for_whom);
    else
        snprintf(line, sizeof line, "%d %s what was asked for", search->kept,
                 plural(search->kept, "opening is", "openings are"));
    text_heading(page, line);
    if (search->kept && !write_group(page, all, search, SP_YES, most, error))
        return false;
    if (search->unknown) {
        snprintf(line, sizeof line, "%d may be: something is not known", search->unknown);
        text_heading(page, line);
        if (!write_group(page, all, search, SP_UNKNOWN, most, error))
            return false;
    }
    list_counts(search->unknown_by, line, sizeof line);
    if (search->unknown)
        text_wrapf(page, 0, 0, "Not known: %s.", line);
    list_counts(search->no_by, line, sizeof line);
    if (search->dropped)
        text_wrapf(page, 0, 0, "%d are not; what they miss: %s.", search->dropped, line);
    if (search->warnings)
        text_wrapf(page, 0, 0,
                   "%d %s left out: refused by the directory's own audit, or closed at "
                   "present (--warnings).",
                   search->warnings, plural(search->warnings, "entry is", "entries are"));
    text_wrap(page, 0, 0,
              "Weeks and fee are of one stay.  \"Not known\" is neither free nor closed: "
              "`smartpick openings show ID` says what to ask.");
    fputc('\n', page->out);
    text_wrap(page, 0, 0, output_notice());
    return true;
}

/* --- one opening ------------------------------------------------------------------------
 */

static void fact_row(struct text_table *table, const char *name, const char *value,
                     const char *rests_on)
{
    text_cell(table, name);
    text_cell(table, *value ? value : "not known");
    text_cell(table, rests_on);
}

static const char *said_by(enum sp_stated stated)
{
    static const char *const words[] = {"", "estimate of a directory", "directory",
                                        "the host's page", "you"};
    return words[stated];
}

static void answer_row(struct text_table *table, const char *name, enum sp_answer answer,
                       const char *rests_on)
{
    fact_row(table, name, answer == SP_UNKNOWN ? "" : sp_answer_name(answer), rests_on);
}

static bool write_facts(const struct text_page *page, const struct openings_page *all,
                        const struct sp_opening *opening, struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Fact", false, true}, {"What is known", false, true}, {"Said by", false, true}};
    static const char *const apply_words[] = {"to the host", "through VSLO"};
    struct text_table table = text_table_for(page, column, 3);
    const struct sp_experience_usual *usual = &all->openings->usual[opening->kind];
    char text[400], checked[11];
    sp_date_write(opening->checked, checked);
    fact_row(&table, "Kind", usual->label, "");
    opening_specialties_text(all, opening, text, sizeof text);
    fact_row(&table, "Specialties", text, "");
    opening_audience_text(opening, text);
    fact_row(&table, "Takes", text, "");
    answer_row(&table, "Hands-on", opening->hands_on,
               opening->hands_on_by_kind ? "follows from the kind" : "");
    opening_weeks_text(opening->weeks_low, opening->weeks_high, text);
    fact_row(&table, "Weeks", text, "");
    opening_fee_text(opening, text);
    fact_row(&table, "Fee", text, said_by(opening->cost.stated));
    answer_row(&table, "Letter", opening->letter,
               opening->letter != SP_UNKNOWN ? ""
               : usual->letter == SP_YES     ? "usual for the kind"
                                             : "some write one, some do not");
    fact_row(&table, "Apply",
             strcmp(opening->apply, "host") == 0   ? apply_words[0]
             : strcmp(opening->apply, "VSLO") == 0 ? apply_words[1]
                                                   : opening->apply,
             opening->rolling == SP_YES ? "all year" : "");
    opening_weeks_text(opening->lead_low, opening->lead_high, text);
    fact_row(&table, "Weeks before", text, "");
    fact_row(&table, "Visas it names", opening->visas,
             opening->sponsors_visa == SP_NO ? "sponsors none" : "");
    fact_row(&table, "Page", opening->link, *checked ? checked : "");
    fact_row(&table, "Entry", sp_trust_name(opening->trust), opening->origin.source);
    if (*opening->note)
        fact_row(&table, "Note", opening->note, "you");
    return text_table_finish(&table, error);
}

static void write_overrides(const struct text_page *page, const struct sp_opening *opening)
{
    for (int i = 0; i < opening->overrides; i++) {
        const struct sp_opening_override *override = &opening->override[i];
        text_wrapf(page, 0, 4, "You corrected %s; it was %s%s%s (%s, %s).", override->field,
                   *override->was ? "\"" : "", *override->was ? override->was : "not known",
                   *override->was ? "\"" : "", override->was_origin.source,
                   override->was_origin.as_of);
    }
}

static void weeks_words(double low, double high, char out[OPENING_BYTES])
{
    char weeks[OPENING_BYTES];
    *out = '\0';
    if (high < 0)
        return;
    opening_weeks_text(low, high, weeks);
    snprintf(out, OPENING_BYTES, "%.40s week%s", weeks, low == 1 && high == 1 ? "" : "s");
}

static bool write_checks(const struct text_page *page,
                         const struct sp_eligibility *eligibility, struct sp_error *error)
{
    static const struct text_column column[] = {{"Asked for", false, true},
                                                {"You", false, false},
                                                {"Why", false, true},
                                                {"What to do", false, true},
                                                {"Takes", false, true}};
    static const char *const meets[] = {"not known", "meets", "fails"};
    struct text_table table = text_table_for(page, column, 5);
    for (int i = 0; i < eligibility->checks; i++) {
        const struct sp_eligibility_check *check = &eligibility->check[i];
        char weeks[OPENING_BYTES];
        weeks_words(check->weeks_low, check->weeks_high, weeks);
        text_cell(&table, check->label);
        text_cell(&table, check->mendable && check->meets == SP_NO ? "missing"
                                                                   : meets[check->meets]);
        text_cell(&table, check->why);
        text_cell(&table, check->todo);
        text_cell(&table, check->meets == SP_YES ? "" : weeks);
    }
    return text_table_finish(&table, error);
}

static bool write_eligibility(const struct text_page *page, const struct openings_page *all,
                              const struct sp_eligibility *eligibility,
                              struct sp_error *error)
{
    static const char *const fits[] = {"Whether it fits is not known", "It fits",
                                       "It does not fit"};
    char line[OPENING_BYTES];
    fputc('\n', page->out);
    snprintf(line, sizeof line, "%s (%s)", fits[eligibility->fits], all->for_whom);
    text_heading(page, line);
    if (!write_checks(page, eligibility, error))
        return false;
    if (eligibility->fits != SP_NO && eligibility->weeks_high > 0)
        text_wrapf(page, 0, 0,
                   "The slowest of what is missing takes up to %.3g weeks; most of these "
                   "times are planning estimates.",
                   eligibility->weeks_high);
    const struct sp_visit_verdict *visit = &eligibility->visit;
    if (visit->basis && *visit->basis)
        text_wrapf(page, 0, 0, "Visa: %s (%s, %s, certainty %s).  %s", visit->basis,
                   visit->origin.source, visit->origin.as_of, visit->certainty,
                   sp_visit_ask());
    if (eligibility->asks) {
        fputc('\n', page->out);
        text_heading(page, "Ask the host");
        for (int i = 0; i < eligibility->asks; i++)
            text_wrapf(page, 2, 4, "- %s", eligibility->ask[i]);
    }
    return true;
}

/* "$250", "$250–500" or "not known". */
static void part_text(const struct sp_stay_part *part, char out[OPENING_BYTES])
{
    char low[CHANCE_BYTES], high[CHANCE_BYTES];
    sp_money_say(part->low_cents, low);
    sp_money_say(part->high_cents, high);
    if (!part->known)
        snprintf(out, OPENING_BYTES, "not known");
    else if (part->low_cents == part->high_cents)
        snprintf(out, OPENING_BYTES, "%s", low);
    else
        snprintf(out, OPENING_BYTES, "%s–%s", low, high);
}

static void write_total(const struct text_page *page, const struct sp_stay_cost *cost)
{
    struct sp_stay_part total = {
        .known = true, .low_cents = cost->low_cents, .high_cents = cost->high_cents};
    struct sp_stay_part pay = {.known = cost->pay_low_cents >= 0,
                               .low_cents = cost->pay_low_cents,
                               .high_cents = cost->pay_high_cents};
    char text[OPENING_BYTES];
    part_text(&total, text);
    if (cost->unknown)
        text_wrapf(page, 0, 0, "Together %s, and %d part%s that nobody has a figure for.",
                   text, cost->unknown, cost->unknown == 1 ? "" : "s");
    else
        text_wrapf(page, 0, 0, "Together %s.", text);
    if (cost->paid) {
        part_text(&pay, text);
        text_wrapf(page, 0, 0, "The host pays; for these weeks: %s.", text);
    }
    for (int i = 0; i < cost->grants; i++)
        text_wrapf(page, 0, 4, "Money from others: %s. %s%s%s", cost->grant[i]->name,
                   cost->grant[i]->what, *cost->grant[i]->link ? " " : "",
                   cost->grant[i]->link);
}

static bool write_cost(const struct text_page *page, const struct sp_stay_cost *cost,
                       struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Part", false, true}, {"Dollars", true, false}, {"Rests on", false, true}};
    struct text_table table = text_table_for(page, column, 3);
    char line[OPENING_BYTES];
    fputc('\n', page->out);
    if (cost->weeks >= 0)
        snprintf(line, sizeof line, "What %.3g week%s cost", cost->weeks,
                 cost->weeks == 1 ? "" : "s");
    else
        snprintf(line, sizeof line, "What it costs; the length is not known");
    text_heading(page, line);
    for (int i = 0; i < cost->parts; i++) {
        const struct sp_stay_part *part = &cost->part[i];
        part_text(part, line);
        text_cell(&table, part->label);
        text_cell(&table, line);
        if (part->known && *part->origin.source && strcmp(part->origin.source, "you") != 0)
            text_cellf(&table, "%s (%s, %s)", part->basis, part->origin.source,
                       part->origin.as_of);
        else
            text_cell(&table, part->known ? part->basis : "");
    }
    if (!text_table_finish(&table, error))
        return false;
    write_total(page, cost);
    return true;
}

bool opening_show_text(const struct text_page *page, const struct openings_page *all,
                       const struct opening_view *view, struct sp_error *error)
{
    const struct sp_opening *opening = view->opening;
    char line[400];
    snprintf(line, sizeof line, "%s%s%s %s", opening->institution,
             *opening->city || *opening->state ? ", " : "", opening->city, opening->state);
    text_heading(page, line);
    if (opening->trust == SP_TRUST_REJECTED || opening->trust == SP_TRUST_PAUSED)
        text_wrapf(page, 0, 0, "A warning, not an offer: the entry is %s.",
                   sp_trust_name(opening->trust));
    if (!write_facts(page, all, opening, error))
        return false;
    write_overrides(page, opening);
    if (view->eligibility && !write_eligibility(page, all, view->eligibility, error))
        return false;
    if (!write_cost(page, view->cost, error))
        return false;
    fputc('\n', page->out);
    text_wrap(page, 0, 0, output_notice());
    return true;
}

/* --- a few side by side
 * -------------------------------------------------------------------- */

typedef void view_words(const struct openings_page *all, const struct opening_view *view,
                        char *out, size_t room);

static void words_kind(const struct openings_page *all, const struct opening_view *view,
                       char *out, size_t room)
{
    snprintf(out, room, "%s", all->openings->usual[view->opening->kind].label);
}

static void words_takes(const struct openings_page *all, const struct opening_view *view,
                        char *out, size_t room)
{
    char text[OPENING_BYTES];
    (void)all;
    opening_audience_text(view->opening, text);
    snprintf(out, room, "%s", text);
}

static void words_weeks(const struct openings_page *all, const struct opening_view *view,
                        char *out, size_t room)
{
    char text[OPENING_BYTES];
    (void)all;
    opening_weeks_text(view->opening->weeks_low, view->opening->weeks_high, text);
    snprintf(out, room, "%s", text);
}

static void words_fee(const struct openings_page *all, const struct opening_view *view,
                      char *out, size_t room)
{
    char text[OPENING_BYTES];
    (void)all;
    opening_fee_text(view->opening, text);
    snprintf(out, room, "%s", text);
}

static void words_total(const struct openings_page *all, const struct opening_view *view,
                        char *out, size_t room)
{
    struct sp_stay_part total = {.known = true,
                                 .low_cents = view->cost->low_cents,
                                 .high_cents = view->cost->high_cents};
    char text[OPENING_BYTES];
    (void)all;
    part_text(&total, text);
    snprintf(out, room, "%s, %d not known", text, view->cost->unknown);
}

static void words_fits(const struct openings_page *all, const struct opening_view *view,
                       char *out, size_t room)
{
    static const char *const fits[] = {"not known", "yes", "no"};
    (void)all;
    snprintf(out, room, "%s", view->eligibility ? fits[view->eligibility->fits] : "–");
}

static void words_lead(const struct openings_page *all, const struct opening_view *view,
                       char *out, size_t room)
{
    char text[OPENING_BYTES];
    (void)all;
    opening_weeks_text(view->opening->lead_low, view->opening->lead_high, text);
    snprintf(out, room, "%s", text);
}

static void words_hands(const struct openings_page *all, const struct opening_view *view,
                        char *out, size_t room)
{
    (void)all;
    snprintf(out, room, "%s",
             view->opening->hands_on == SP_UNKNOWN
                 ? "not known"
                 : sp_answer_name(view->opening->hands_on));
}

bool openings_compare_text(const struct text_page *page, const struct openings_page *all,
                           const struct opening_view *view, int count,
                           struct sp_error *error)
{
    static const struct {
        const char *name;
        view_words *words;
    } rows[] = {{"Kind", words_kind},      {"Takes", words_takes},
                {"Hands-on", words_hands}, {"Fits", words_fits},
                {"Weeks", words_weeks},    {"Weeks before", words_lead},
                {"Fee", words_fee},        {"All of it", words_total}};
    struct text_column column[MOST_SIDE_BY_SIDE + 1] = {{"", false, true}};
    int columns = count < MOST_SIDE_BY_SIDE ? count : MOST_SIDE_BY_SIDE;
    for (int i = 0; i < columns; i++)
        column[i + 1] = (struct text_column){view[i].opening->institution, false, true};
    struct text_table table = text_table_for(page, column, columns + 1);
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        text_cell(&table, rows[r].name);
        for (int i = 0; i < columns; i++) {
            char text[400];
            rows[r].words(all, &view[i], text, sizeof text);
            text_cell(&table, text);
        }
    }
    if (!text_table_finish(&table, error))
        return false;
    fputc('\n', page->out);
    text_wrap(page, 0, 0, output_notice());
    return true;
}

/* --- rules and money
 * ------------------------------------------------------------------------ */

bool visits_write_text(const struct text_page *page, const struct openings_page *all,
                       bool student, const char *nationality, struct sp_error *error)
{
    static const struct text_column column[] = {{"Visa", false, false},
                                                {"Kind of stay", false, true},
                                                {"Answer", false, false},
                                                {"Why", false, true},
                                                {"Rests on", false, true}};
    struct text_table table = text_table_for(page, column, 5);
    char line[OPENING_BYTES];
    snprintf(line, sizeof line, "What visas allow a %s%s%s%s",
             student ? "student" : "graduate", *nationality ? " from " : "", nationality,
             "; not listed: no rule that we know speaks about it");
    text_heading(page, line);
    for (int c = SP_VISIT_B1; c < SP_VISIT_CLASSES; c++)
        for (int k = 0; k < SP_EXPERIENCE_KINDS; k++) {
            struct sp_visit_question question = {.class = (enum sp_visit_class)c,
                                                 .kind = (enum sp_experience_kind)k,
                                                 .hands_on =
                                                     all->openings->usual[k].hands_on,
                                                 .student = student ? SP_YES : SP_NO,
                                                 .nationality = nationality};
            struct sp_visit_verdict verdict =
                sp_visit_judge(&all->openings->visit, &question);
            if (verdict.allowed == SP_UNCLEAR || k == SP_TELEHEALTH)
                continue;
            text_cell(&table, sp_visit_class_name(question.class));
            text_cell(&table, all->openings->usual[k].label);
            text_cell(&table, sp_permission_name(verdict.allowed));
            text_cell(&table, verdict.why);
            text_cellf(&table, "%s (%s, %s)", verdict.basis, verdict.origin.source,
                       verdict.origin.as_of);
        }
    if (!text_table_finish(&table, error))
        return false;
    text_wrap(page, 0, 0, sp_visit_ask());
    fputc('\n', page->out);
    text_wrap(page, 0, 0, output_notice());
    return true;
}

bool grants_write_text(const struct text_page *page, const struct openings_page *all,
                       struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Host", false, true}, {"Fee", false, true}, {"Takes", false, true}};
    struct text_table table = text_table_for(page, column, 3);
    text_heading(page, "Hosts that take no fee, or pay");
    for (int i = 0; i < all->openings->count; i++) {
        const struct sp_opening *opening = &all->openings->at[i];
        char text[OPENING_BYTES];
        if ((opening->cost.basis != SP_COST_FREE && opening->cost.basis != SP_COST_PAID)
            || opening->trust == SP_TRUST_REJECTED || opening->trust == SP_TRUST_PAUSED)
            continue;
        place_cell(&table, opening);
        opening_fee_text(opening, text);
        text_cell(&table, text);
        opening_audience_text(opening, text);
        text_cell(&table, text);
    }
    if (!text_table_finish(&table, error))
        return false;
    fputc('\n', page->out);
    text_heading(page, "Money from others");
    for (int i = 0; i < all->openings->grants; i++) {
        const struct sp_grant *grant = &all->openings->grant[i];
        text_wrapf(page, 2, 4, "- %s. %s %s%s%s(%s, %s, certainty %s)", grant->name,
                   grant->what, grant->open_to_img == SP_NO ? "Not for IMGs. " : "",
                   grant->link, *grant->link ? " " : "", grant->origin.source,
                   grant->origin.as_of, grant->certainty);
    }
    fputc('\n', page->out);
    text_wrap(page, 0, 0, output_notice());
    return true;
}
