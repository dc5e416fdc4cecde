/* schedule.c: from openings to offers in weeks, and back to dates.
 *
 * Week 0 begins on the Monday after today.  A week is free when its Monday to Friday lie in
 * a window.  Weeks after programs start to read count for nothing and are left out.
 */
#include "schedule.h"

#include "error.h"
#include "money.h"
#include "schedule_search.h"
#include "stay_cost.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WEEK = 7,
    FRIDAY = 4,
    USUAL_LETTERS = 2,
    USUAL_LETTER_WEEKS = 4,
    MOST_WINDOWS = SP_SCHEDULE_WEEKS,
    MOST_WARNINGS = 8,
};

struct work {
    const struct sp_profile *profile;
    const struct sp_openings *openings;
    const struct sp_season *season;
    const struct sp_schedule_options *options;
    struct sp_schedule *out;
    struct sp_error *error;
    struct sp_date monday; /* of week 0 */
    struct sp_week_window window[MOST_WINDOWS];
    int windows;
    struct sp_offer *offer;
    struct source {
        int opening;
        enum sp_answer fits;
        bool lead_usual;
        int lead_days;
        const char *todo;
    } * source; /* [offers] */
    int offers;
    bool starved;
};

/* ---- names -----------------------------------------------------------------------------
 */

static const char *const aim_names[] = {"letters", "hands-on", "weeks", "recent", "cost"};

const char *sp_aim_name(enum sp_aim aim)
{
    return aim_names[aim];
}

bool sp_aim_parse(const char *text, enum sp_aim *aim)
{
    for (int i = 0; i < SP_AIMS; i++)
        if (strcmp(text, aim_names[i]) == 0) {
            *aim = (enum sp_aim)i;
            return true;
        }
    return false;
}

const char *sp_left_name(enum sp_left left)
{
    static const char *const names[] = {"closed",     "no time",  "no money",
                                        "worth less", "unwanted", "held"};
    return names[left];
}

bool sp_schedule_moves(const struct sp_season *season, struct sp_date today)
{
    struct sp_date reading = sp_season_day(season, "review_open");
    return sp_date_known(reading) && sp_date_days(reading) <= sp_date_days(today);
}

struct sp_schedule_options sp_schedule_usual(void)
{
    return (struct sp_schedule_options){
        .budget_cents = -1, .letters = -1, .letter_lead_weeks = -1};
}

static const char *keep(struct work *work, const char *text)
{
    if (!text)
        work->starved = true;
    return text ? text : "";
}

#define SAY(work, ...) keep(work, sp_arena_format(&(work)->out->text, __VA_ARGS__))

static const char *day(struct work *work, struct sp_date date)
{
    char text[SP_DATE_SAID];
    sp_date_say(date, text);
    return SAY(work, "%s", text);
}

static const char *dollars(struct work *work, int64_t cents)
{
    char text[SP_MONEY_SAID];
    sp_money_say((long)(cents - cents % 100), text);
    return SAY(work, "%s", text);
}

static void warn(struct work *work, const char *text)
{
    if (work->out->warnings < MOST_WARNINGS)
        work->out->warning[work->out->warnings++] = text;
}

static struct sp_date monday_of(const struct work *work, int week)
{
    return sp_date_add_days(work->monday, (long)week * WEEK);
}

/* ---- what is asked for -----------------------------------------------------------------
 */

static bool settle_order(struct work *work)
{
    struct sp_schedule *out = work->out;
    const struct sp_schedule_options *options = work->options;
    bool seen[SP_AIMS] = {false};
    out->weighed = options->weighed;
    memcpy(out->weight, options->weight, sizeof out->weight);
    for (int i = 0; i < options->aims; i++) {
        if (seen[options->order[i]])
            return sp_fail(work->error, SP_BAD_INPUT, "order: \"%s\" stands there twice",
                           sp_aim_name(options->order[i]));
        seen[options->order[i]] = true;
        out->order[out->aims++] = options->order[i];
    }
    if (options->aims && options->order[0] == SP_AIM_COST)
        return sp_fail(work->error, SP_BAD_INPUT,
                       "order: \"cost\" cannot stand first; nothing costs least");
    for (int i = 0; i < SP_AIMS && options->aims == 0; i++)
        out->order[out->aims++] = (enum sp_aim)i;
    return true;
}

static bool settle_days(struct work *work)
{
    struct sp_schedule *out = work->out;
    out->reading = sp_season_day(work->season, "review_open");
    for (int i = 0; i < work->season->events; i++)
        if (strcmp(work->season->event[i].event, "review_open") == 0)
            out->projected = work->season->event[i].projected;
    if (!sp_date_known(out->reading))
        return sp_fail(work->error, SP_BAD_INPUT,
                       "season %d: the day when programs start to read is not known",
                       work->season->year);
    if (sp_date_days(out->reading) <= sp_date_days(out->today))
        return sp_fail(work->error, SP_BAD_INPUT,
                       "season %d: programs have read applications since %s; choose a "
                       "later season",
                       work->season->year, day(work, out->reading));
    out->letters_by =
        sp_date_known(work->options->letters_by) ? work->options->letters_by : out->reading;
    const struct sp_paper *letter = sp_openings_paper(work->openings, "lor");
    out->letter_lead_weeks = work->options->letter_lead_weeks;
    if (out->letter_lead_weeks < 0)
        out->letter_lead_weeks =
            letter && letter->lead_high > 0 ? (int)ceil(letter->lead_high) : 0;
    out->letter_last =
        sp_date_add_days(out->letters_by, -(long)out->letter_lead_weeks * WEEK);
    return true;
}

/* Days of one visit of a visitor stand among the limits of the season. */
static int visit_weeks(const struct work *work)
{
    enum sp_visit_class class = sp_visit_class_of(work->profile);
    const char *rule = class == SP_VISIT_ESTA                         ? "visit_days_waiver"
                       : class == SP_VISIT_B1 || class == SP_VISIT_B2 ? "visit_days_visitor"
                                                                      : "";
    for (int i = 0; i < work->season->limits; i++)
        if (strcmp(work->season->limit[i].id, rule) == 0)
            return (int)(work->season->limit[i].value / WEEK);
    return 0;
}

/* A visit lies in one window, so a limit longer than any of them forbids nothing. */
static int binding_visit_weeks(const struct work *work)
{
    for (int w = 0; w < work->windows; w++)
        if (work->window[w].to - work->window[w].from > work->out->most_visit_weeks)
            return work->out->most_visit_weeks;
    return 0;
}

static bool settle_limits(struct work *work)
{
    struct sp_schedule *out = work->out;
    const struct sp_schedule_options *options = work->options;
    out->budget_cents = options->budget_cents >= 0 ? options->budget_cents
                                                   : work->profile->experience_cents;
    out->most_weeks = options->most_weeks;
    out->letters = options->letters >= 0 ? options->letters : USUAL_LETTERS;
    out->letter_weeks = options->letter_weeks ? options->letter_weeks : USUAL_LETTER_WEEKS;
    out->most_visit_weeks = visit_weeks(work);
    if (out->letters > SP_SCHEDULE_LETTERS)
        return sp_fail(work->error, SP_BAD_INPUT, "letters: %d is more than %d",
                       out->letters, SP_SCHEDULE_LETTERS);
    return settle_order(work) && settle_days(work);
}

/* ---- free weeks ---------------------------------------------------------------------- */

static int by_first(const void *a, const void *b)
{
    const struct sp_window *x = a, *y = b;
    long first = sp_date_days(x->from) - sp_date_days(y->from);
    return (first > 0) - (first < 0);
}

/* Windows that overlap become one. */
static int merged(struct sp_window *window, int count)
{
    int kept = 0;
    qsort(window, (size_t)count, sizeof *window, by_first);
    for (int i = 0; i < count; i++) {
        struct sp_window *last = kept ? &window[kept - 1] : NULL;
        if (last && sp_date_days(window[i].from) <= sp_date_days(last->to)) {
            if (sp_date_days(window[i].to) > sp_date_days(last->to))
                last->to = window[i].to;
        } else {
            window[kept++] = window[i];
        }
    }
    return kept;
}

static void add_weeks(struct work *work, const struct sp_window *window, long last_day)
{
    long zero = sp_date_days(work->monday), from = sp_date_days(window->from),
         to = sp_date_days(window->to);
    if (to > last_day)
        to = last_day;
    long first = from <= zero ? 0 : (from - zero + WEEK - 1) / WEEK;
    long end = to - FRIDAY < zero ? 0 : (to - FRIDAY - zero) / WEEK + 1;
    if (end > SP_SCHEDULE_WEEKS)
        end = SP_SCHEDULE_WEEKS;
    if (end <= first || work->windows == MOST_WINDOWS)
        return;
    work->window[work->windows++] = (struct sp_week_window){(int)first, (int)end};
    work->out->window[work->out->windows++] = (struct sp_window){
        monday_of(work, (int)first), sp_date_add_days(monday_of(work, (int)end), -3)};
}

static bool find_free_weeks(struct work *work)
{
    struct sp_schedule *out = work->out;
    const struct sp_schedule_options *options = work->options;
    const struct sp_window *given =
        options->windows ? options->window : work->profile->window;
    int count = options->windows ? options->windows : work->profile->windows;
    long last_day = sp_date_days(out->reading) - 1;
    if (!count)
        return sp_fail(work->error, SP_BAD_INPUT,
                       "no free time: free_windows in the profile, or --window FROM..TO");
    struct sp_window *window = sp_arena_get(&out->text, (size_t)count * sizeof *window);
    out->window = sp_arena_get(&out->text, MOST_WINDOWS * sizeof *out->window);
    if (!window || !out->window)
        return sp_fail(work->error, SP_NO_MEMORY, "no memory for the schedule");
    memcpy(window, given, (size_t)count * sizeof *window);
    count = merged(window, count);
    work->monday = sp_date_add_days(out->today, WEEK - sp_date_weekday(out->today));
    bool cut = false;
    for (int i = 0; i < count; i++) {
        add_weeks(work, &window[i], last_day);
        cut |= sp_date_days(window[i].to) > last_day;
    }
    if (cut)
        warn(work,
             SAY(work,
                 "Free weeks after programs start to read (%s%s) were left out: what is "
                 "done there no application shows.",
                 day(work, out->reading), out->projected ? ", projected" : ""));
    if (!work->windows)
        warn(work, "No week from Monday to Friday is free before programs start to read.");
    return true;
}

/* ---- openings as offers -----------------------------------------------------------------
 */

static void leave(struct work *work, int opening, enum sp_left left, const char *why)
{
    work->out->left[work->out->lefts++] = (struct sp_left_opening){opening, left, why};
}

/* The first check that says so. */
static const char *first_check(struct work *work, const struct sp_eligibility *fit,
                               enum sp_answer meets)
{
    for (int i = 0; i < fit->checks; i++)
        if (fit->check[i].meets == meets && !fit->check[i].mendable)
            return SAY(work, "%s: %s", fit->check[i].label, fit->check[i].why);
    return meets == SP_NO ? "it does not fit" : "not known whether it fits";
}

/* Without the full stop at its end. */
static const char *phrase(struct work *work, const char *text)
{
    size_t length = strlen(text);
    if (length && text[length - 1] == '.')
        length--;
    return keep(work, sp_arena_slice(&work->out->text, text, length));
}

static const char *all_todo(struct work *work, const struct sp_eligibility *fit)
{
    const char *todo = "";
    for (int i = 0; i < fit->checks; i++)
        if (fit->check[i].meets != SP_YES && *fit->check[i].todo)
            todo = SAY(work, "%s%s%s: %s", todo, *todo ? "; " : "", fit->check[i].label,
                       phrase(work, fit->check[i].todo));
    return todo;
}

/* Days before the first day to apply, and until what is missing is there. */
static int lead_days(const struct sp_opening *opening,
                     const struct sp_experience_usual *usual,
                     const struct sp_eligibility *fit, bool *lead_usual)
{
    *lead_usual = opening->lead_low < 0;
    double weeks = *lead_usual ? usual->lead_low : opening->lead_low;
    if (fit->weeks_low > weeks)
        weeks = fit->weeks_low;
    return weeks > 0 ? (int)ceil(weeks * WEEK) : 0;
}

static bool unwanted(const struct work *work, const struct sp_opening *opening)
{
    for (int i = 0; i < work->options->withouts; i++)
        if (strcmp(work->options->without[i], opening->id) == 0)
            return true;
    return false;
}

/* The middle of the range, for each length; NULL without memory. */
static const long *price_lengths(struct work *work, const struct sp_opening *opening,
                                 int low, int high)
{
    long *price = sp_arena_get(&work->out->text, (size_t)(high - low + 1) * sizeof *price);
    for (int weeks = low; price && weeks <= high; weeks++) {
        struct sp_stay_cost cost;
        struct sp_stay_cost_options options = {.start = work->out->window[0].from,
                                               .weeks = weeks};
        if (!sp_stay_cost_sum(work->profile, work->openings, opening, work->season,
                              work->out->today, &options, &cost, work->error))
            return NULL;
        price[weeks - low] = (cost.low_cents + cost.high_cents) / 2;
        sp_stay_cost_free(&cost);
    }
    return price;
}

/* Longest run of free weeks from the week on. */
static int longest_run(const struct work *work, int first_week)
{
    int longest = 0;
    for (int w = 0; w < work->windows; w++) {
        int from = work->window[w].from > first_week ? work->window[w].from : first_week;
        int run = work->window[w].to - from;
        longest = run > longest ? run : longest;
    }
    if (work->out->most_visit_weeks > 0 && longest > work->out->most_visit_weeks)
        longest = work->out->most_visit_weeks;
    if (work->out->most_weeks > 0 && longest > work->out->most_weeks)
        longest = work->out->most_weeks;
    return longest;
}

/* Why it cannot be placed however the others are, or NULL. */
static const char *refuse(struct work *work, const struct sp_offer *offer, int days,
                          enum sp_left *left)
{
    int run = longest_run(work, offer->first_week);
    *left = SP_LEFT_NO_TIME;
    if (run == 0)
        return SAY(work, "it has to be begun %d weeks ahead, after your last free week",
                   (days + WEEK - 1) / WEEK);
    if (run < offer->weeks_low)
        return SAY(work, "it takes %d week%s; at most %d in a row can be had",
                   offer->weeks_low, offer->weeks_low == 1 ? "" : "s", run);
    *left = SP_LEFT_NO_MONEY;
    if (work->out->budget_cents >= 0 && offer->price_cents[0] > work->out->budget_cents)
        return SAY(work, "it costs about %s alone, for %d weeks",
                   dollars(work, offer->price_cents[0]), offer->weeks_low);
    return NULL;
}

/* Makes an offer of an opening that fits, or says why not. */
static bool add_offer(struct work *work, int place, const struct sp_eligibility *fit)
{
    const struct sp_opening *opening = &work->openings->at[place];
    const struct sp_experience_usual *usual = &work->openings->usual[opening->kind];
    struct sp_offer *offer = &work->offer[work->offers];
    struct source *source = &work->source[work->offers];
    int low = (int)ceil(opening->weeks_low), high = (int)floor(opening->weeks_high);
    if (low < 1)
        low = 1;
    if (high < low)
        high = low;
    if (low > SP_SCHEDULE_WEEKS) {
        leave(work, place, SP_LEFT_NO_TIME, SAY(work, "it takes %d weeks", low));
        return true;
    }
    if (high > SP_SCHEDULE_WEEKS)
        high = SP_SCHEDULE_WEEKS;
    *source = (struct source){.opening = place, .fits = fit->fits};
    source->lead_days = lead_days(opening, usual, fit, &source->lead_usual);
    source->todo = all_todo(work, fit);
    long wait =
        sp_date_days(work->out->today) + source->lead_days - sp_date_days(work->monday);
    *offer = (struct sp_offer){
        .weeks_low = low,
        .weeks_high = high,
        .price_cents = price_lengths(work, opening, low, high),
        .first_week = wait <= 0 ? 0 : (int)((wait + WEEK - 1) / WEEK),
        .hands_on = opening->hands_on == SP_YES,
        .in_person = usual->in_person != SP_NO,
        .letter = opening->letter == SP_UNKNOWN && usual->letter == SP_NO ? SP_NO
                                                                          : opening->letter,
    };
    if (!offer->price_cents)
        return sp_fail(work->error, SP_NO_MEMORY, "no memory for the schedule");
    enum sp_left left;
    const char *why = refuse(work, offer, source->lead_days, &left);
    if (why)
        leave(work, place, left, why);
    else
        work->offers++;
    return true;
}

static bool judge_opening(struct work *work, int place)
{
    const struct sp_opening *opening = &work->openings->at[place];
    struct sp_eligibility_options options = {.start = work->out->window[0].from};
    struct sp_eligibility fit;
    bool ok = true;
    if (unwanted(work, opening)) {
        leave(work, place, SP_LEFT_UNWANTED, "you took it out");
        return true;
    }
    if (opening->trust == SP_TRUST_REJECTED || opening->trust == SP_TRUST_PAUSED) {
        leave(work, place, SP_LEFT_CLOSED,
              opening->trust == SP_TRUST_PAUSED ? "the host takes nobody now"
                                                : "the listing was refused");
        return true;
    }
    if (!sp_eligibility_judge(work->profile, work->openings, opening, work->out->today,
                              &options, &fit, work->error))
        return false;
    if (fit.fits == SP_NO)
        leave(work, place, SP_LEFT_CLOSED, first_check(work, &fit, SP_NO));
    else if (fit.fits == SP_UNKNOWN && !work->options->unsure)
        leave(work, place, SP_LEFT_HELD, first_check(work, &fit, SP_UNKNOWN));
    else if (opening->weeks_low < 0)
        leave(work, place, SP_LEFT_HELD, "nobody has said how many weeks it takes");
    else if (opening->cost.basis == SP_COST_UNKNOWN)
        leave(work, place, SP_LEFT_HELD, "nobody has said what it costs");
    else
        ok = add_offer(work, place, &fit);
    sp_eligibility_free(&fit);
    return ok;
}

static bool gather_offers(struct work *work)
{
    struct sp_schedule *out = work->out;
    size_t count = (size_t)work->openings->count + 1;
    out->left = sp_arena_get(&out->text, 2 * count * sizeof *out->left);
    work->offer = sp_arena_get(&out->text, count * sizeof *work->offer);
    work->source = sp_arena_get(&out->text, count * sizeof *work->source);
    if (!out->left || !work->offer || !work->source)
        return sp_fail(work->error, SP_NO_MEMORY, "no memory for the schedule");
    for (int i = 0; i < work->openings->count && work->windows > 0; i++)
        if (!judge_opening(work, i))
            return false;
    return true;
}

/* ---- what runs out
 * ----------------------------------------------------------------------- */

static void add_expiry(struct work *work, const char *item, struct sp_date until)
{
    struct sp_schedule *out = work->out;
    if (!sp_date_known(until) || sp_date_days(until) < sp_date_days(out->today)
        || sp_date_days(until) > sp_date_days(out->reading))
        return;
    out->expiry[out->expiries++] = (struct sp_expiry){item, until};
}

static int by_until(const void *a, const void *b)
{
    const struct sp_expiry *x = a, *y = b;
    long days = sp_date_days(x->until) - sp_date_days(y->until);
    return days ? (days > 0) - (days < 0) : strcmp(x->item, y->item);
}

static bool find_expiries(struct work *work)
{
    const struct sp_profile *profile = work->profile;
    struct sp_schedule *out = work->out;
    out->expiry =
        sp_arena_get(&out->text, ((size_t)profile->papers + 1) * sizeof *out->expiry);
    if (!out->expiry)
        return sp_fail(work->error, SP_NO_MEMORY, "no memory for the schedule");
    for (int i = 0; i < profile->papers; i++)
        if (profile->paper[i].have != SP_NO)
            add_expiry(work, profile->paper[i].item,
                       sp_eligibility_valid_until(
                           &profile->paper[i],
                           sp_openings_paper(work->openings, profile->paper[i].item)));
    add_expiry(work, "visa", profile->visa_until);
    qsort(out->expiry, (size_t)out->expiries, sizeof *out->expiry, by_until);
    return true;
}

/* ---- the problem
 * ------------------------------------------------------------------------- */

/* Each aim counts for more than all that may come of those after it. */
static struct sp_schedule_worth worth_by_order(const struct sp_schedule *out)
{
    static const int64_t most[SP_AIMS] = {[SP_AIM_LETTERS] = 16 * 64,
                                          [SP_AIM_HANDS_ON] = 64,
                                          [SP_AIM_WEEKS] = 64,
                                          [SP_AIM_RECENT] = 64,
                                          [SP_AIM_COST] = INT64_C(1) << 31};
    int64_t unit[SP_AIMS] = {0}, next = 1;
    for (int i = out->aims - 1; i >= 0; i--) {
        unit[out->order[i]] = next;
        next *= most[out->order[i]];
    }
    return (struct sp_schedule_worth){.letter = unit[SP_AIM_LETTERS] * 64,
                                      .sure_letter = unit[SP_AIM_LETTERS],
                                      .hands_on_week = unit[SP_AIM_HANDS_ON],
                                      .week = unit[SP_AIM_WEEKS],
                                      .recent_week = unit[SP_AIM_RECENT],
                                      .cent = unit[SP_AIM_COST]};
}

/* In hundredths of a cent's thousandth, so that a weight of 0.001 still counts. */
static struct sp_schedule_worth worth_by_weight(const struct sp_schedule *out)
{
    static const double unit = 1e7;
    const double *weight = out->weight;
    return (struct sp_schedule_worth){.letter = llround(weight[SP_AIM_LETTERS] * unit),
                                      .sure_letter = weight[SP_AIM_LETTERS] > 0 ? 1 : 0,
                                      .hands_on_week =
                                          llround(weight[SP_AIM_HANDS_ON] * unit),
                                      .week = llround(weight[SP_AIM_WEEKS] * unit),
                                      .recent_week = llround(weight[SP_AIM_RECENT] * unit),
                                      .cent = llround(weight[SP_AIM_COST] * unit / 10000)};
}

/* The end (exclusive) of the last week whose Friday is early enough for a letter. */
static int letter_end(const struct work *work)
{
    long days = sp_date_days(work->out->letter_last) - FRIDAY - sp_date_days(work->monday);
    return days < 0 ? 0 : (int)(days / WEEK) + 1;
}

static struct sp_schedule_problem problem_of(const struct work *work)
{
    const struct sp_schedule *out = work->out;
    return (struct sp_schedule_problem){
        .offer = work->offer,
        .offers = work->offers,
        .window = work->window,
        .windows = work->windows,
        .budget_cents = out->budget_cents,
        .most_weeks = out->most_weeks,
        .most_visit_weeks = binding_visit_weeks(work),
        .letters = out->letters,
        .letter_weeks = out->letter_weeks,
        .letter_end = letter_end(work),
        .worth = out->weighed ? worth_by_weight(out) : worth_by_order(out),
    };
}

/* ---- what was chosen ------------------------------------------------------------------
 */

static bool tell_cost(struct work *work, struct sp_scheduled *stay)
{
    struct sp_stay_cost cost;
    struct sp_stay_cost_options options = {.start = work->out->window[0].from,
                                           .weeks = stay->weeks};
    if (!sp_stay_cost_sum(work->profile, work->openings, &work->openings->at[stay->opening],
                          work->season, work->out->today, &options, &cost, work->error))
        return false;
    stay->low_cents = cost.low_cents;
    stay->high_cents = cost.high_cents;
    stay->cost_cents = (cost.low_cents + cost.high_cents) / 2;
    stay->fee_estimated =
        work->openings->at[stay->opening].cost.stated == SP_STATED_ESTIMATE;
    stay->not_counted = "";
    for (int i = 0; i < cost.parts; i++)
        if (!cost.part[i].known)
            stay->not_counted = SAY(work, "%s%s%s", stay->not_counted,
                                    *stay->not_counted ? ", " : "", cost.part[i].label);
    sp_stay_cost_free(&cost);
    return true;
}

static bool tell_stay(struct work *work, const struct sp_schedule_problem *problem,
                      const struct sp_placed *placed, struct sp_scheduled *stay)
{
    const struct sp_offer *offer = &work->offer[placed->offer];
    const struct source *source = &work->source[placed->offer];
    struct sp_schedule_sum *sum = &work->out->sum;
    struct sp_date end = monday_of(work, placed->from + placed->weeks);
    *stay = (struct sp_scheduled){
        .opening = source->opening,
        .from = monday_of(work, placed->from),
        .to = sp_date_add_days(end, -3), /* the Friday before */
        .weeks = placed->weeks,
        .hands_on = work->openings->at[source->opening].hands_on,
        .letter = offer->letter,
        .fits = source->fits,
        .in_person = offer->in_person,
        .letter_in_time = offer->letter != SP_NO && placed->weeks >= problem->letter_weeks
                          && placed->from + placed->weeks <= problem->letter_end,
        .lead_usual = source->lead_usual,
        .todo = source->todo,
    };
    stay->apply_by = sp_date_workday(sp_date_add_days(stay->from, -source->lead_days));
    stay->signed_by = sp_date_add_days(stay->to, (long)work->out->letter_lead_weeks * WEEK);
    if (!tell_cost(work, stay))
        return false;
    sum->letters += stay->letter_in_time;
    sum->sure_letters += stay->letter_in_time && stay->letter == SP_YES;
    sum->hands_on_weeks += offer->hands_on ? stay->weeks : 0;
    sum->weeks += offer->in_person ? stay->weeks : 0;
    sum->cost_cents += stay->cost_cents;
    sum->low_cents += stay->low_cents;
    sum->high_cents += stay->high_cents;
    sum->last = stay->to;
    return true;
}

/* What no choice can pass, aim by aim, from the digits of the bound. */
static const char *tell_bound(struct work *work, const struct sp_schedule_problem *problem,
                              const struct sp_schedule_answer *answer)
{
    const struct sp_schedule *out = work->out;
    const struct sp_schedule_worth *worth = &problem->worth;
    if (answer->proved)
        return "No other choice does better: proved.";
    if (!out->weighed && out->order[0] == SP_AIM_LETTERS && worth->letter > 0)
        return SAY(work,
                   "The search was stopped: there may be a better choice, with at most "
                   "%lld letters.",
                   (long long)(answer->bound / worth->letter));
    return SAY(work,
               "The search was stopped: a better choice may be worth %.1f %% more at most.",
               answer->worth > 0
                   ? 100.0 * (double)(answer->bound - answer->worth) / (double)answer->worth
                   : 100.0);
}

/* ---- what was left out, and why ---------------------------------------------------------
 */

static bool is_placed(const struct sp_schedule_answer *answer, int offer)
{
    for (int i = 0; i < answer->count; i++)
        if (answer->placed[i].offer == offer)
            return true;
    return false;
}

/* In the place of a stay that was chosen, with the same days: what would be lost. */
static const char *beside(struct work *work, const struct sp_schedule_problem *problem,
                          const struct sp_schedule_answer *answer, int offer)
{
    const struct sp_offer *one = &problem->offer[offer];
    for (int i = 0; i < answer->count; i++) {
        const struct sp_placed *placed = &answer->placed[i];
        const struct sp_offer *other = &problem->offer[placed->offer];
        const struct sp_opening *chosen =
            &work->openings->at[work->source[placed->offer].opening];
        if (placed->weeks < one->weeks_low || placed->weeks > one->weeks_high
            || placed->from < one->first_week)
            continue;
        long more = one->price_cents[placed->weeks - one->weeks_low]
                    - other->price_cents[placed->weeks - other->weeks_low];
        if (other->hands_on && !one->hands_on)
            return SAY(work, "%s takes the same weeks, hands-on", chosen->institution);
        if (other->letter != SP_NO && one->letter == SP_NO)
            return SAY(work, "%s takes the same weeks, and a letter is possible",
                       chosen->institution);
        if (more > 0)
            return SAY(work, "%s takes the same weeks for about %s less",
                       chosen->institution, dollars(work, more));
        if (more == 0)
            return SAY(work, "%s does the same for the same money", chosen->institution);
    }
    return NULL;
}

static const char *tell_worth(struct work *work, const struct sp_schedule_problem *problem,
                              const struct sp_schedule_answer *answer, int offer)
{
    const struct sp_offer *one = &problem->offer[offer];
    const char *why = beside(work, problem, answer, offer);
    int64_t left = problem->budget_cents - answer->cost_cents;
    if (why)
        return why;
    if (problem->budget_cents >= 0 && one->price_cents[0] > left)
        return SAY(work, "it costs about %s; %s are left",
                   dollars(work, one->price_cents[0]), dollars(work, left));
    return "it adds nothing to what was chosen, in the free weeks that are left";
}

static int by_reason(const void *a, const void *b)
{
    static const int rank[] = {
        [SP_LEFT_WORTH] = 0,    [SP_LEFT_NO_MONEY] = 1, [SP_LEFT_NO_TIME] = 2,
        [SP_LEFT_UNWANTED] = 3, [SP_LEFT_HELD] = 4,     [SP_LEFT_CLOSED] = 5};
    const struct sp_left_opening *x = a, *y = b;
    if (x->left != y->left)
        return rank[x->left] - rank[y->left];
    return x->opening - y->opening;
}

static bool tell(struct work *work, const struct sp_schedule_problem *problem,
                 const struct sp_schedule_answer *answer)
{
    struct sp_schedule *out = work->out;
    out->stay = sp_arena_get(&out->text, ((size_t)answer->count + 1) * sizeof *out->stay);
    if (!out->stay)
        return sp_fail(work->error, SP_NO_MEMORY, "no memory for the schedule");
    for (int i = 0; i < answer->count; i++)
        if (!tell_stay(work, problem, &answer->placed[i], &out->stay[out->stays++]))
            return false;
    for (int i = 0; i < work->offers; i++)
        if (!is_placed(answer, i))
            leave(work, work->source[i].opening, SP_LEFT_WORTH,
                  tell_worth(work, problem, answer, i));
    qsort(out->left, (size_t)out->lefts, sizeof *out->left, by_reason);
    for (int i = 0; i < out->lefts; i++)
        out->left_by[out->left[i].left]++;
    out->proved = answer->proved;
    out->rounds = answer->rounds;
    out->labels = answer->labels;
    out->bound = tell_bound(work, problem, answer);
    out->effect =
        "How much a stay raises the chance of matching is not known: no effect of US "
        "experience has been published for graduates from abroad. Letters, weeks, recency "
        "and money are counted, not a chance. What a rotation at the program "
        "itself does was measured on US graduates in otolaryngology alone: `--chance` says "
        "what it does here.";
    if (work->options->moved)
        warn(work, SAY(work, "Programs have read for the Match %d already; this is for %d.",
                       out->season - 1, out->season));
    if (out->sum.letters < out->letters)
        warn(work, SAY(work, "%d of %d letters can be signed in time.", out->sum.letters,
                       out->letters));
    return true;
}

bool sp_schedule_make(const struct sp_profile *profile, const struct sp_openings *openings,
                      const struct sp_season *season, struct sp_date today,
                      const struct sp_schedule_options *options,
                      struct sp_schedule *schedule, struct sp_error *error)
{
    struct work work = {.profile = profile,
                        .openings = openings,
                        .season = season,
                        .options = options,
                        .out = schedule,
                        .error = error};
    struct sp_schedule_answer answer;
    struct sp_schedule_problem problem;
    *schedule = (struct sp_schedule){.today = today, .season = season->year};
    schedule->warning =
        sp_arena_get(&schedule->text, MOST_WARNINGS * sizeof *schedule->warning);
    bool ok =
        schedule->warning || sp_fail(error, SP_NO_MEMORY, "no memory for the schedule");
    ok = ok && settle_limits(&work) && find_free_weeks(&work) && find_expiries(&work)
         && gather_offers(&work);
    if (ok) {
        problem = problem_of(&work);
        ok = sp_schedule_search(&problem, &answer, error) && tell(&work, &problem, &answer);
    }
    if (ok && work.starved)
        ok = sp_fail(error, SP_NO_MEMORY, "no memory for the schedule");
    if (!ok)
        sp_schedule_free(schedule);
    return ok;
}

void sp_schedule_free(struct sp_schedule *schedule)
{
    sp_arena_free(&schedule->text);
    *schedule = (struct sp_schedule){0};
}
