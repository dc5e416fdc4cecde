/* schedule_text.c: what was chosen, when, a picture of the weeks, and what was left out.
 */
#include "schedule_pages.h"

#include "chance_text.h"
#include "money.h"
#include "notice.h"
#include "text_table.h"

#include <string.h>

enum { DAY_BYTES = 11, WEEK = 7, SHOWN = 12, LABEL = 12, MOST_COLUMNS = 64 };

const char *schedule_letter_words(const struct sp_scheduled *stay)
{
    return stay->letter == SP_NO    ? "none"
           : !stay->letter_in_time  ? "not in time"
           : stay->letter == SP_YES ? "yes"
                                    : "ask";
}

/* ---- the picture ------------------------------------------------------------------------
 */

/* One column a week, from the week of today to that of the reading. */
struct picture {
    const struct text_page *page;
    long zero; /* day of its first Monday */
    int columns;
};

static int column_of(const struct picture *picture, struct sp_date date)
{
    long column = (sp_date_days(date) - picture->zero) / WEEK;
    return column < 0 ? 0 : column >= picture->columns ? picture->columns - 1 : (int)column;
}

static void put_row(const struct picture *picture, const char *label, const char *row)
{
    fprintf(picture->page->out, "%-*s", LABEL, label);
    text_put(picture->page, TEXT_PLAIN, row);
    fputc('\n', picture->page->out);
}

static void put_months(const struct picture *picture)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char row[MOST_COLUMNS + 8];
    int free = 0;
    memset(row, ' ', sizeof row);
    for (int column = 0; column < picture->columns; column++) {
        struct sp_date monday = sp_date_from_days(picture->zero + (long)column * WEEK);
        if (column >= free && (column == 0 || monday.day <= WEEK)) {
            memcpy(row + column, names[monday.month - 1], 3);
            free = column + 4;
        }
    }
    row[free > picture->columns ? free : picture->columns] = '\0';
    put_row(picture, "", row);
}

static void put_windows(const struct picture *picture, const struct sp_schedule *schedule)
{
    char row[MOST_COLUMNS + 1];
    memset(row, '.', (size_t)picture->columns);
    for (int w = 0; w < schedule->windows; w++)
        for (int c = column_of(picture, schedule->window[w].from);
             c <= column_of(picture, schedule->window[w].to); c++)
            row[c] = '-';
    row[picture->columns] = '\0';
    put_row(picture, "free", row);
}

static void put_stays(const struct picture *picture, const struct sp_schedule *schedule)
{
    for (int i = 0; i < schedule->stays; i++) {
        const struct sp_scheduled *stay = &schedule->stay[i];
        char row[MOST_COLUMNS + 1], label[32];
        memset(row, ' ', (size_t)picture->columns);
        row[column_of(picture, stay->apply_by)] = 'a';
        for (int c = column_of(picture, stay->from); c <= column_of(picture, stay->to); c++)
            row[c] = stay->hands_on == SP_YES ? '#' : '=';
        if (stay->letter_in_time)
            row[column_of(picture, stay->signed_by)] = 's';
        row[picture->columns] = '\0';
        snprintf(label, sizeof label, "stay %d", i + 1);
        put_row(picture, label, row);
    }
}

/* An x where a paper ends. */
static void put_expiries(const struct picture *picture, const struct sp_schedule *schedule)
{
    for (int i = 0; i < schedule->expiries; i++) {
        char row[MOST_COLUMNS + 1], label[LABEL];
        memset(row, ' ', (size_t)picture->columns);
        row[column_of(picture, schedule->expiry[i].until)] = 'x';
        row[picture->columns] = '\0';
        snprintf(label, sizeof label, "%s", schedule->expiry[i].item);
        put_row(picture, label, row);
    }
}

static void put_days(const struct picture *picture, const struct sp_schedule *schedule)
{
    char row[MOST_COLUMNS + 1];
    memset(row, ' ', (size_t)picture->columns);
    row[column_of(picture, schedule->letters_by)] = 'L';
    row[column_of(picture, schedule->reading)] = 'R';
    row[picture->columns] = '\0';
    put_row(picture, "", row);
}

static void put_picture(const struct text_page *page, const struct sp_schedule *schedule)
{
    struct picture picture = {.page = page};
    picture.zero = sp_date_days(schedule->today) - sp_date_weekday(schedule->today);
    long weeks = (sp_date_days(schedule->reading) - picture.zero) / WEEK + 1;
    picture.columns = weeks > MOST_COLUMNS ? MOST_COLUMNS : (int)weeks;
    put_months(&picture);
    put_windows(&picture, schedule);
    put_stays(&picture, schedule);
    put_expiries(&picture, schedule);
    put_days(&picture, schedule);
    text_wrap(page, 0, 0,
              "One column a week. # hands-on, = other stay, - free, a apply by, s letter "
              "signed, x it runs out, L letters wanted by, R programs start to read.");
}

/* ---- text -------------------------------------------------------------------------------
 */

static void day_text(struct sp_date date, char out[DAY_BYTES])
{
    sp_date_write(date, out);
}

static void put_asked(const struct text_page *page, const struct sp_schedule *schedule)
{
    static const char *const words[] = {"letters in time", "weeks of hands-on work",
                                        "weeks in person", "a recent last day",
                                        "less money"};
    char list[400] = "", by[SP_DATE_SAID], last[SP_DATE_SAID];
    bool projected =
        schedule->projected
        && sp_date_days(schedule->letters_by) == sp_date_days(schedule->reading);
    sp_date_say(schedule->letters_by, by);
    sp_date_say(schedule->letter_last, last);
    for (int i = 0; i < schedule->aims && !schedule->weighed; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s",
                 i ? ", then " : "", words[schedule->order[i]]);
    for (int i = 0; i < SP_AIMS && schedule->weighed; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s %g",
                 i ? ", " : "weights: ", sp_aim_name((enum sp_aim)i), schedule->weight[i]);
    text_wrapf(page, 0, 0, "Counted: %s.", list);
    if (schedule->letters)
        text_wrapf(
            page, 0, 0,
            "%d letter%s wanted by %s%s: a letter is taken to need %d weeks with its "
            "writer and %d weeks to be signed, so a stay over by %s.",
            schedule->letters, schedule->letters == 1 ? "" : "s", by,
            projected ? " (projected)" : "", schedule->letter_weeks,
            schedule->letter_lead_weeks, last);
}

/* The days of the season, in a sentence. */
static void put_season(const struct text_page *page, const struct sp_season *season)
{
    char list[1600] = "";
    bool projected = false;
    for (int i = 0; i < season->events; i++) {
        const struct sp_season_event *event = &season->event[i];
        size_t used = strlen(list);
        char day[SP_DATE_SAID];
        sp_date_say(event->date, day);
        snprintf(list + used, sizeof list - used, "%s%s %s%s", used ? "; " : "",
                 event->label, day, event->projected ? " (projected)" : "");
        projected |= event->projected;
    }
    if (*list)
        text_wrapf(page, 0, 0, "The season %d: %s.%s", season->year, list,
                   projected ? " Projected: carried from another season; it may move."
                             : "");
}

static void put_sum(const struct text_page *page, const struct sp_schedule *schedule)
{
    const struct sp_schedule_sum *sum = &schedule->sum;
    char cost[CHANCE_BYTES], low[CHANCE_BYTES], high[CHANCE_BYTES], limit[CHANCE_BYTES];
    char title[300];
    sp_money_say(sum->cost_cents / 100 * 100, cost);
    sp_money_say(sum->low_cents / 100 * 100, low);
    sp_money_say(sum->high_cents / 100 * 100, high);
    snprintf(title, sizeof title,
             "Clinical experience for the Match %d: %d stay%s, %d week%s, "
             "about %s",
             schedule->season, schedule->stays, schedule->stays == 1 ? "" : "s", sum->weeks,
             sum->weeks == 1 ? "" : "s", cost);
    text_heading(page, title);
    if (schedule->budget_cents >= 0)
        sp_money_say(schedule->budget_cents, limit);
    text_wrapf(
        page, 0, 0,
        "%d letter%s in time (%d said by the host), %d weeks hands-on, %s to %s%s%s.",
        sum->letters, sum->letters == 1 ? "" : "s", sum->sure_letters, sum->hands_on_weeks,
        low, high, schedule->budget_cents >= 0 ? "; the middle keeps within " : "",
        schedule->budget_cents >= 0 ? limit : "");
}

static bool put_table(const struct text_page *page, const struct sp_schedule *schedule,
                      const struct sp_openings *openings, struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Days", false, true}, {"Weeks", true, false},  {"Where", false, true},
        {"What", false, true}, {"Letter", false, true}, {"Apply by", false, true},
        {"About", true, false}};
    struct text_table table = text_table_for(page, column, 7);
    for (int i = 0; i < schedule->stays; i++) {
        const struct sp_scheduled *stay = &schedule->stay[i];
        const struct sp_opening *opening = &openings->at[stay->opening];
        char from[DAY_BYTES], to[DAY_BYTES], by[DAY_BYTES], cost[CHANCE_BYTES];
        day_text(stay->from, from);
        day_text(stay->to, to);
        day_text(stay->apply_by, by);
        sp_money_say(stay->cost_cents / 100 * 100, cost);
        text_cellf(&table, "%s to %s", from, to);
        text_cellf(&table, "%d", stay->weeks);
        text_cellf(&table, "%s%s%s%s%s", opening->institution, *opening->city ? ", " : "",
                   opening->city, *opening->state ? ", " : "", opening->state);
        text_cell(&table, sp_experience_kind_name(opening->kind));
        text_cell(&table, schedule_letter_words(stay));
        text_cellf(&table, "%s%s", by, stay->lead_usual ? " (usual)" : "");
        text_cell(&table, cost);
    }
    return schedule->stays == 0 || text_table_finish(&table, error);
}

static void put_todo(const struct text_page *page, const struct sp_schedule *schedule,
                     const struct sp_openings *openings)
{
    for (int i = 0; i < schedule->stays; i++) {
        const struct sp_scheduled *stay = &schedule->stay[i];
        const char *name = openings->at[stay->opening].institution;
        if (stay->fits == SP_UNKNOWN)
            text_wrapf(page, 0, 2, "%s: not known whether it fits; ask first.", name);
        if (*stay->todo)
            text_wrapf(page, 0, 2, "%.200s: still to do: %.1500s", name, stay->todo);
        if (stay->fee_estimated)
            text_wrapf(page, 0, 2,
                       "%s: its fee is an estimate of a directory; ask before you count on "
                       "it.",
                       name);
        if (*stay->not_counted)
            text_wrapf(page, 0, 2, "%.200s: not known and not counted: %.400s.", name,
                       stay->not_counted);
    }
}

static void put_left(const struct text_page *page, const struct sp_schedule *schedule,
                     const struct sp_openings *openings, bool every)
{
    static const char *const titles[] = {[SP_LEFT_CLOSED] = "Closed to you",
                                         [SP_LEFT_NO_TIME] = "Not in your free weeks",
                                         [SP_LEFT_NO_MONEY] = "Not for this money",
                                         [SP_LEFT_WORTH] = "Possible, but worth less",
                                         [SP_LEFT_UNWANTED] = "Taken out by you",
                                         [SP_LEFT_HELD] = "Held: not enough is known"};
    int shown = 0;
    for (int i = 0; i < schedule->lefts; i++) {
        const struct sp_left_opening *left = &schedule->left[i];
        bool first = i == 0 || schedule->left[i - 1].left != left->left;
        int most = left->left == SP_LEFT_WORTH ? SHOWN : SHOWN / 3;
        if (first) {
            char title[120];
            snprintf(title, sizeof title, "%s: %d", titles[left->left],
                     schedule->left_by[left->left]);
            fputc('\n', page->out);
            text_heading(page, title);
            shown = 0;
        }
        if (every || shown < most)
            text_wrapf(page, 2, 4, "%.200s: %.400s.",
                       openings->at[left->opening].institution, left->why);
        if (!every && shown == most)
            text_wrapf(page, 2, 4, "… --all shows the other %d.",
                       schedule->left_by[left->left] - most);
        shown++;
    }
}

static void put_gain(const struct text_page *page, const struct sp_schedule_gain *gain)
{
    char before[CHANCE_BYTES], after[CHANCE_BYTES], more[GAIN_BYTES];
    chance_seasons(&gain->before, before);
    chance_seasons(&gain->after, after);
    gain_text(gain->gain, gain->low, gain->high, more);
    if (!gain->sized)
        text_wrapf(page, 0, 0,
                   "Matched in %s, with these stays or without: no figure exists for your "
                   "specialties, and that of another is not borrowed.",
                   before);
    else
        text_wrapf(
            page, 0, 0,
            "What can be computed of it: matched in %s without, in %s with these stays: "
            "%s of 100 seasons, from rotations at programs themselves (hosts with "
            "programs in the catalogue: %d).",
            before, after, more, gain->joined);
}

bool schedule_write_text(FILE *out, const struct sp_schedule *schedule,
                         const struct sp_openings *openings, const struct sp_season *season,
                         const struct sp_schedule_gain *gain, bool every,
                         struct sp_error *error)
{
    struct text_page page = text_page_for(out);
    put_sum(&page, schedule);
    put_asked(&page, schedule);
    text_wrapf(&page, 0, 0, "%s %ld partial schedules in %d rounds.", schedule->bound,
               schedule->labels, schedule->rounds);
    text_wrap(&page, 0, 0, schedule->effect);
    if (gain)
        put_gain(&page, gain);
    fputc('\n', out);
    if (!put_table(&page, schedule, openings, error))
        return false;
    if (schedule->stays == 0)
        text_wrap(&page, 0, 0, "Nothing can be placed.");
    put_todo(&page, schedule, openings);
    fputc('\n', out);
    put_picture(&page, schedule);
    put_season(&page, season);
    for (int i = 0; i < schedule->warnings; i++)
        text_wrapf(&page, 0, 6, "Note: %s", schedule->warning[i]);
    put_left(&page, schedule, openings, every);
    fputc('\n', out);
    text_wrap(&page, 0, 0,
              "Cost is the middle of what fee, housing, living, travel and papers come to. "
              "Ask host and attorney whether the visa allows it.");
    text_wrap(&page, 0, 0, output_notice());
    return true;
}
