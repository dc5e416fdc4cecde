/* plan_xlsx.c: written beside its place, flushed to the disk, then renamed over it.
 *
 * First a page to read and print, then the list with a row an application, then tables:
 * reasons, tracks, what stayed out, the curve, the sources.  Rows that wrap get a height,
 * for not every program finds it by itself.
 *
 * The time in its properties is the day of the plan, so the same plan gives the same
 * bytes.  Texts are written as texts: nothing in a cell is ever a formula.
 */
#include "chance_text.h"
#include "error.h"
#include "fact_text.h"
#include "money.h"
#include "notice.h"
#include "pick_shared.h"
#include "plan.h"
#include "plan_pages.h"
#include "program_text.h"
#include "source.h"
#include "whole_file.h"

#include <xlsxwriter.h>

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct book {
    lxw_workbook *workbook;
    lxw_format *title, *text, *wrapped, *percent, *money, *points, *link, *head, *large;
    const struct sp_plan *plan;
    const struct sp_facts *facts;
};

struct column {
    const char *title;
    double width;
};

static void make_formats(struct book *book)
{
    lxw_format **all[] = {&book->title,   &book->text,  &book->wrapped,
                          &book->percent, &book->money, &book->points,
                          &book->link,    &book->head,  &book->large};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        *all[i] = workbook_add_format(book->workbook);
        format_set_align(*all[i], LXW_ALIGN_VERTICAL_TOP);
    }
    format_set_bold(book->title);
    format_set_bg_color(book->title, 0xE8EEF4);
    format_set_bottom(book->title, LXW_BORDER_THIN);
    format_set_text_wrap(book->title);
    format_set_text_wrap(book->wrapped);
    format_set_num_format(book->percent, "0.0%");
    format_set_num_format(book->money, "$#,##0.00");
    format_set_num_format(book->points, "+0.0;-0.0;0.0");
    format_set_font_color(book->link, 0x1155CC);
    format_set_underline(book->link, LXW_UNDERLINE_SINGLE);
    format_set_indent(book->wrapped, 1);
    format_set_align(book->text, LXW_ALIGN_LEFT);
    format_set_bold(book->head);
    format_set_bold(book->large);
    format_set_font_size(book->large, 16);
    format_set_text_wrap(book->large);
}

/* Lines that `text` takes in a column of that many letters. */
static int lines_of(const char *text, double width)
{
    int lines = 0;
    while (*text) {
        size_t length = strcspn(text, "\n");
        lines += 1 + (int)((double)(length ? length - 1 : 0) / (width * 1.05));
        text += length + (text[length] == '\n');
    }
    return lines > 1 ? lines : 1;
}

static void set_height(lxw_worksheet *sheet, int row, int lines)
{
    enum { POINTS_A_LINE = 15 };
    worksheet_set_row(sheet, (lxw_row_t)row, POINTS_A_LINE * lines, NULL);
}

/* A sheet with a frozen, filtered title row, that prints across one landscape page. */
static lxw_worksheet *add_sheet(struct book *book, const char *name,
                                const struct column *column, int columns, int rows)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, name);
    for (int c = 0; c < columns; c++) {
        worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, column[c].width, NULL);
        worksheet_write_string(sheet, 0, (lxw_col_t)c, column[c].title, book->title);
    }
    set_height(sheet, 0, 2);
    worksheet_freeze_panes(sheet, 1, 2);
    worksheet_autofilter(sheet, 0, 0, (lxw_row_t)(rows > 0 ? rows : 1),
                         (lxw_col_t)(columns - 1));
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 1); /* US letter */
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
    worksheet_set_footer(sheet,
                         "&L&8Smart Pick: information, not legal advice&R&8Page &P of &N");
    return sheet;
}

static void put_text(struct book *book, lxw_worksheet *sheet, int row, int column,
                     const char *text)
{
    if (text && *text)
        worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, text,
                               book->wrapped);
}

static void put_number(lxw_worksheet *sheet, int row, int column, double value,
                       lxw_format *format)
{
    worksheet_write_number(sheet, (lxw_row_t)row, (lxw_col_t)column, value, format);
}

static void put_chance(struct book *book, lxw_worksheet *sheet, int row, int column,
                       const struct sp_chance *chance)
{
    put_number(sheet, row, column, chance->value, book->percent);
    put_number(sheet, row, column + 1, chance->low, book->percent);
    put_number(sheet, row, column + 2, chance->high, book->percent);
}

static void put_link(struct book *book, lxw_worksheet *sheet, int row, int column,
                     const struct sp_track *track)
{
    char link[LINK_BYTES];
    program_link(track, link);
    if (*link)
        worksheet_write_url_opt(sheet, (lxw_row_t)row, (lxw_col_t)column, link, book->link,
                                "FREIDA", link);
}

/* The strongest reasons that tell it from the others, a line each; the signal has a
 * column of its own. */
static void strongest_text(const struct sp_pick *pick, const struct pick_shared *shared,
                           char *out, size_t room)
{
    enum { SHOWN = 3 };
    int place[PICK_REASONS];
    int count = pick_strongest(pick, shared, SHOWN, place);
    out[0] = '\0';
    for (int n = 0; n < count; n++) {
        size_t used = strlen(out);
        if (pick->signal == SP_PLAIN || place[n] != pick->reasons - 1)
            snprintf(out + used, room - used, "%s%+.1f %s", used ? "\n" : "",
                     pick->reason[place[n]].points, pick->reason[place[n]].text);
    }
}

static bool has_several_specialties(const struct book *book)
{
    const struct sp_track *track = book->facts->programs->track;
    for (int i = 1; i < book->plan->picks; i++)
        if (strcmp(track[book->plan->pick[i].track].specialty,
                   track[book->plan->pick[0].track].specialty)
            != 0)
            return true;
    return false;
}

enum { PROGRAM_WIDTH = 34, REASON_WIDTH = 64, VERIFY_WIDTH = 26 };

/* One application on one row. */
static void put_application(struct book *book, lxw_worksheet *sheet, int row,
                            const struct sp_pick *pick, const struct pick_shared *shared,
                            bool several)
{
    const struct sp_track *track = &book->facts->programs->track[pick->track];
    char place[600], reasons[1200], verify[600];
    int c = 0;
    snprintf(place, sizeof place, "%s\n%s %s", track->institution, track->city,
             track->state);
    strongest_text(pick, shared, reasons, sizeof reasons);
    fact_words_join(pick->verify, pick->verifies, verify, sizeof verify);
    if (strcmp(verify, shared->verify) == 0)
        verify[0] = '\0';
    put_number(sheet, row, c++, pick->application, book->text);
    put_text(book, sheet, row, c++, place);
    if (several)
        put_text(book, sheet, row, c++, program_specialty(book->facts->specialties, track));
    put_text(book, sheet, row, c++, track->code);
    put_text(book, sheet, row, c++, sp_tier_name(pick->tier));
    put_text(book, sheet, row, c++,
             pick->signal == SP_PLAIN ? "–"
                                      : sp_signal_name(pick->signal, pick->single_tier));
    put_number(sheet, row, c++, (double)pick->cost_cents / 100, book->money);
    put_number(sheet, row, c++, pick->marginal, book->percent);
    put_chance(book, sheet, row, c, &pick->interview);
    put_text(book, sheet, row, c + 3, reasons);
    put_link(book, sheet, row, c + 4, track);
    put_text(book, sheet, row, c + 5, verify);
    int lines = lines_of(place, PROGRAM_WIDTH), more = lines_of(reasons, REASON_WIDTH);
    lines = more > lines ? more : lines;
    more = lines_of(verify, VERIFY_WIDTH);
    set_height(sheet, row, more > lines ? more : lines);
}

static void add_applications(struct book *book, const char *name,
                             const struct sp_pick *pick, int picks,
                             const struct pick_shared *shared)
{
    enum { SPECIALTY = 2 };
    static const struct column all[] = {
        {"No.", 6},
        {"Program", PROGRAM_WIDTH},
        {"Specialty", 18},
        {"NRMP code", 12},
        {"Tier", 8},
        {"Signal", 8},
        {"Cost", 10},
        {"Adds to your chance", 12},
        {"Chance of an interview", 12},
        {"at least", 9},
        {"at most", 9},
        {"What tells it from the others (points of 100)", REASON_WIDTH},
        {"Look it up", 10},
        {"Verify as well", VERIFY_WIDTH},
    };
    struct column column[sizeof all / sizeof *all];
    bool several = has_several_specialties(book);
    int columns = 0, rows = 0;
    for (int i = 0; i < (int)(sizeof all / sizeof *all); i++)
        if (several || i != SPECIALTY)
            column[columns++] = all[i];
    for (int i = 0; i < picks; i++)
        rows += pick[i].leads;
    lxw_worksheet *sheet = add_sheet(book, name, column, columns, rows);
    for (int i = 0, row = 1; i < picks; i++)
        if (pick[i].leads)
            put_application(book, sheet, row++, &pick[i], shared, several);
}

/* Every reason of every application, on a row of its own. */
static void add_reasons(struct book *book)
{
    enum { TEXT_WIDTH = 80 };
    static const struct column column[] = {
        {"NRMP code", 12},
        {"Program", PROGRAM_WIDTH},
        {"Points", 9},
        {"Reason", TEXT_WIDTH},
        {"Source", 20},
        {"As of", 11},
        {"Older than the season", 11},
    };
    const struct sp_plan *plan = book->plan;
    int row = 0;
    for (int i = 0; i < plan->picks; i++)
        row += plan->pick[i].leads ? plan->pick[i].reasons : 0;
    lxw_worksheet *sheet =
        add_sheet(book, "Reasons", column, sizeof column / sizeof *column, row);
    row = 1;
    for (int i = 0; i < plan->picks; i++)
        for (int r = 0; plan->pick[i].leads && r < plan->pick[i].reasons; r++, row++) {
            const struct sp_reason *reason = &plan->pick[i].reason[r];
            const struct sp_track *track =
                &book->facts->programs->track[plan->pick[i].track];
            put_text(book, sheet, row, 0, track->code);
            put_text(book, sheet, row, 1, track->institution);
            put_number(sheet, row, 2, reason->points, book->points);
            put_text(book, sheet, row, 3, reason->text);
            put_text(book, sheet, row, 4, reason->origin.source);
            put_text(book, sheet, row, 5, reason->origin.as_of);
            put_text(book, sheet, row, 6, reason->stale ? "yes" : "no");
            int lines = lines_of(reason->text, TEXT_WIDTH);
            int more = lines_of(track->institution, PROGRAM_WIDTH);
            set_height(sheet, row, more > lines ? more : lines);
        }
}

static void put_track(struct book *book, lxw_worksheet *sheet, int row,
                      const struct sp_pick *pick)
{
    const struct sp_track *track = &book->facts->programs->track[pick->track];
    put_text(book, sheet, row, 0, track->code);
    put_text(book, sheet, row, 1, track->institution);
    put_text(book, sheet, row, 2, program_specialty(book->facts->specialties, track));
    put_text(book, sheet, row, 3, track->city);
    put_text(book, sheet, row, 4, track->state);
    put_text(book, sheet, row, 5, program_kind(track));
    put_number(sheet, row, 6, pick->application, book->text);
    put_chance(book, sheet, row, 7, &pick->interview);
    put_chance(book, sheet, row, 10, &pick->match);
    put_link(book, sheet, row, 13, track);
    set_height(sheet, row, lines_of(track->institution, PROGRAM_WIDTH));
}

/* Every track that the applications cover: what the rank list is made of. */
static void add_tracks(struct book *book)
{
    static const struct column column[] = {
        {"NRMP code", 12},   {"Institution", PROGRAM_WIDTH},
        {"Specialty", 20},   {"City", 18},
        {"State", 7},        {"Track", 16},
        {"Application", 11}, {"Interview", 10},
        {"at least", 9},     {"at most", 9},
        {"Match here", 9},   {"at least", 9},
        {"at most", 9},      {"Look it up", 10},
    };
    const struct sp_plan *plan = book->plan;
    int row = 1;
    lxw_worksheet *sheet = add_sheet(book, "Tracks", column, sizeof column / sizeof *column,
                                     plan->picks + plan->preliminaries);
    for (int i = 0; i < plan->picks; i++)
        put_track(book, sheet, row++, &plan->pick[i]);
    for (int i = 0; i < plan->preliminaries; i++)
        put_track(book, sheet, row++, &plan->preliminary[i]);
}

static void put_place(struct book *book, lxw_worksheet *sheet, int row, int place)
{
    const struct sp_track *track = &book->facts->programs->track[place];
    put_text(book, sheet, row, 0, track->code);
    put_text(book, sheet, row, 1, track->institution);
    put_text(book, sheet, row, 2, program_specialty(book->facts->specialties, track));
    put_text(book, sheet, row, 3, track->city);
    put_text(book, sheet, row, 4, track->state);
    set_height(sheet, row, lines_of(track->institution, PROGRAM_WIDTH));
}

static void add_left_out(struct book *book)
{
    static const struct column column[] = {
        {"NRMP code", 12},
        {"Institution", PROGRAM_WIDTH},
        {"Specialty", 20},
        {"City", 18},
        {"State", 7},
        {"Why", 62},
        {"By a rule", 9},
        {"Would add", 10},
        {"Chance of an interview", 12},
        {"at least", 9},
        {"at most", 9},
    };
    const struct sp_plan *plan = book->plan;
    lxw_worksheet *sheet = add_sheet(book, "Left out", column,
                                     sizeof column / sizeof *column, plan->left_outs);
    for (int i = 0; i < plan->left_outs; i++) {
        const struct sp_left_out *out = &plan->left_out[i];
        put_place(book, sheet, i + 1, out->track);
        put_text(book, sheet, i + 1, 5, out->why);
        put_text(book, sheet, i + 1, 6, out->by_rule ? "yes" : "no");
        if (!out->by_rule) {
            put_number(sheet, i + 1, 7, out->gain, book->percent);
            put_chance(book, sheet, i + 1, 8, &out->interview);
        }
    }
}

static void add_held(struct book *book)
{
    static const struct column column[] = {
        {"NRMP code", 12},  {"Institution", PROGRAM_WIDTH},
        {"Specialty", 20},  {"City", 18},
        {"State", 7},       {"Unknown", 50},
        {"Look it up", 10},
    };
    const struct sp_plan *plan = book->plan;
    lxw_worksheet *sheet =
        add_sheet(book, "Held", column, sizeof column / sizeof *column, plan->helds);
    for (int i = 0; i < plan->helds; i++) {
        char unknown[400];
        fact_words_join(plan->held[i].unknown, plan->held[i].unknowns, unknown,
                        sizeof unknown);
        put_place(book, sheet, i + 1, plan->held[i].track);
        put_text(book, sheet, i + 1, 5, unknown);
        put_link(book, sheet, i + 1, 6, &book->facts->programs->track[plan->held[i].track]);
    }
}

static void add_series(lxw_chart *chart, const char *name, int column, int rows,
                       lxw_color_t colour, double width, uint8_t dash)
{
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    lxw_chart_line look = {.color = colour, .width = (float)width, .dash_type = dash};
    chart_series_set_categories(series, "Curve", 1, 1, (lxw_row_t)rows, 1);
    chart_series_set_values(series, "Curve", 1, (lxw_col_t)column, (lxw_row_t)rows,
                            (lxw_col_t)column);
    chart_series_set_name(series, name);
    chart_series_set_line(series, &look);
}

/* Reads the sheet "Curve". */
static void put_chart(struct book *book, lxw_worksheet *sheet, int row, int rows)
{
    lxw_chart *chart = workbook_add_chart(book->workbook, LXW_CHART_SCATTER_STRAIGHT);
    lxw_chart_options size = {.x_scale = 1.5, .y_scale = 1.35};
    add_series(chart, "high end", 4, rows, 0x9DB4C8, 1, LXW_CHART_LINE_DASH_DASH);
    add_series(chart, "chance", 2, rows, 0x1F5F8B, 2.5, LXW_CHART_LINE_DASH_SOLID);
    add_series(chart, "low end", 3, rows, 0x9DB4C8, 1, LXW_CHART_LINE_DASH_DASH);
    chart_title_set_name(chart, "What more applications would buy");
    chart_axis_set_name(chart->x_axis, "Cost of all applications, dollars");
    chart_axis_set_num_format(chart->x_axis, "#,##0");
    chart_axis_set_min(chart->x_axis, 0);
    chart_axis_set_name(chart->y_axis, "Chance of matching");
    chart_axis_set_num_format(chart->y_axis, "0%");
    chart_axis_set_min(chart->y_axis, 0);
    chart_axis_set_max(chart->y_axis, 1);
    lxw_chart_line faint = {.color = 0xE0E0E0, .width = 0.5F};
    chart_axis_major_gridlines_set_line(chart->y_axis, &faint);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    worksheet_insert_chart_opt(sheet, (lxw_row_t)row, 0, chart, &size);
}

static void add_curve(struct book *book)
{
    static const struct column column[] = {
        {"Applications", 12}, {"Cost", 11}, {"Chance", 9},
        {"Low", 9},           {"High", 9},  {"Last one adds", 11},
    };
    const struct sp_plan *plan = book->plan;
    lxw_worksheet *sheet = add_sheet(book, "Curve", column, sizeof column / sizeof *column,
                                     plan->curve_points);
    for (int i = 0; i < plan->curve_points; i++) {
        const struct sp_curve_point *point = &plan->curve[i];
        put_number(sheet, i + 1, 0, point->n, book->text);
        put_number(sheet, i + 1, 1, (double)point->cost_cents / 100, book->money);
        put_number(sheet, i + 1, 2, point->value, book->percent);
        put_number(sheet, i + 1, 3, point->low, book->percent);
        put_number(sheet, i + 1, 4, point->high, book->percent);
        put_number(sheet, i + 1, 5, point->marginal, book->percent);
    }
}

static void add_sources(struct book *book, const struct sp_source *source, int sources)
{
    static const struct column column[] = {
        {"Source", 22}, {"As of", 12}, {"What it is", 90}};
    lxw_worksheet *sheet =
        add_sheet(book, "Sources", column, sizeof column / sizeof *column, sources);
    for (int i = 0; i < sources; i++) {
        put_text(book, sheet, i + 1, 0, source[i].key);
        put_text(book, sheet, i + 1, 1, source[i].as_of);
        put_text(book, sheet, i + 1, 2, source[i].title);
        set_height(sheet, i + 1, lines_of(source[i].title, 90));
    }
}

static void put_row(struct book *book, lxw_worksheet *sheet, int row, const char *name,
                    const char *text)
{
    enum { TEXT_WIDTH = 66 };
    worksheet_write_string(sheet, (lxw_row_t)row, 0, name, book->head);
    put_text(book, sheet, row, 1, text);
    set_height(sheet, row, lines_of(text, TEXT_WIDTH));
}

/* "3 gold, 12 silver"; "" when there are none. */
static void signals_text(const struct sp_plan *plan, char *out, size_t room)
{
    int gold = 0, silver = 0, single = 0;
    for (int i = 0; i < plan->picks; i++) {
        const struct sp_pick *pick = &plan->pick[i];
        gold += pick->leads && pick->signal == SP_GOLD;
        silver += pick->leads && pick->signal == SP_SILVER && !pick->single_tier;
        single += pick->leads && pick->signal == SP_SILVER && pick->single_tier;
    }
    char part[3][40] = {0};
    if (gold)
        snprintf(part[0], sizeof part[0], "%d gold", gold);
    if (silver)
        snprintf(part[1], sizeof part[1], "%d silver", silver);
    if (single)
        snprintf(part[2], sizeof part[2], "%d of one kind", single);
    snprintf(out, room, "%s%s%s%s%s", part[0], *part[0] && *part[1] ? ", " : "", part[1],
             (*part[0] || *part[1]) && *part[2] ? ", " : "", part[2]);
}

/* The page an adviser reads first and prints. */
static void add_summary(struct book *book, const struct pick_shared *shared)
{
    const struct sp_plan *plan = book->plan;
    char text[300], chance[CHANCE_BYTES], cost[CHANCE_BYTES], day[11];
    lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, "Summary");
    int row = 0;
    worksheet_set_column(sheet, 0, 0, 24, NULL);
    worksheet_set_column(sheet, 1, 1, 66, NULL);
    worksheet_set_paper(sheet, 1);
    worksheet_fit_to_pages(sheet, 1, 1);
    worksheet_set_footer(sheet,
                         "&L&8Smart Pick: information, not legal advice&R&8Page &P of &N");
    snprintf(text, sizeof text, "Where to apply, Match %d", plan->season);
    worksheet_merge_range(sheet, 0, 0, 0, 1, text, book->large);
    worksheet_set_row(sheet, (lxw_row_t)row++, 24, NULL);

    chance_seasons(&plan->chance, chance);
    sp_money_say(plan->cost_cents, cost);
    snprintf(text, sizeof text, "In %s you would match with this list.", chance);
    put_row(book, sheet, ++row, "Chance of matching", text);
    put_row(book, sheet, ++row, "It rests on", plan->chance.basis);
    snprintf(text, sizeof text, "%d, for %s", plan->applications, cost);
    put_row(book, sheet, ++row, "Applications", text);
    signals_text(plan, text, sizeof text);
    put_row(book, sheet, ++row, "Signals", *text ? text : "none");
    chance_seasons(&plan->chance_any_rank, chance);
    snprintf(text, sizeof text, "%s; %.1f interviews on average", chance,
             plan->expected_interviews);
    put_row(book, sheet, ++row, "Any rank list", text);
    chance_seasons(&plan->chance_given_rank, chance);
    snprintf(text, sizeof text, "%s, which is what published match rates count", chance);
    put_row(book, sheet, ++row, "Match, with a rank list", text);
    if (plan->gap < 0.000005)
        snprintf(text, sizeof text,
                 "No list within the limits is better (proved for the seasons played)");
    else
        snprintf(text, sizeof text,
                 "No list within the limits is better by more than %.2g %% (proved for the "
                 "seasons played)",
                 100 * plan->gap);
    put_row(book, sheet, ++row, "Best possible", text);
    for (int i = 0; i < plan->warnings; i++)
        put_row(book, sheet, ++row, i ? "" : "Notes", plan->warning[i]);
    for (int i = 0; i < shared->reasons; i++) {
        snprintf(text, sizeof text, "%s %.240s", shared->reason[i].points,
                 shared->reason[i].text);
        put_row(book, sheet, ++row, i ? "" : "True of nearly all", text);
    }
    if (*shared->verify)
        put_row(book, sheet, ++row, "Verify, nearly always", shared->verify);
    sp_date_write(book->facts->today, day);
    snprintf(text, sizeof text, "Smart Pick " SP_VERSION ", %s, seed %llu", day,
             (unsigned long long)plan->seed);
    put_row(book, sheet, ++row, "Made by", text);
    put_row(book, sheet, ++row, "Notice", output_notice());
    if (plan->curve_points > 0)
        put_chart(book, sheet, row + 2, plan->curve_points);
}

static bool write_book(const char *path, struct book *book,
                       const struct pick_shared *shared, const struct sp_source *source,
                       int sources, struct sp_error *error)
{
    const struct pick_shared none = {0};
    char title[] = "Where to apply for residency", notice[200];
    snprintf(notice, sizeof notice, "%s", output_notice());
    lxw_doc_properties about = {
        .title = title,
        .comments = notice,
        .created = (time_t)sp_date_days(book->facts->today) * 86400,
    };
    book->workbook = workbook_new(path);
    if (!book->workbook)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the workbook");
    workbook_set_properties(book->workbook, &about);
    make_formats(book);
    add_summary(book, shared);
    add_applications(book, "List", book->plan->pick, book->plan->picks, shared);
    if (book->plan->preliminaries)
        add_applications(book, "Preliminary year", book->plan->preliminary,
                         book->plan->preliminaries, &none);
    add_reasons(book);
    add_tracks(book);
    add_left_out(book);
    if (book->plan->helds)
        add_held(book);
    add_curve(book);
    add_sources(book, source, sources);
    lxw_error failed = workbook_close(book->workbook);
    if (failed)
        return sp_fail(
            error, failed == LXW_ERROR_MEMORY_MALLOC_FAILED ? SP_NO_MEMORY : SP_UNAVAILABLE,
            "the workbook could not be written: %s", lxw_strerror(failed));
    return true;
}

/* What was written must be on the disk before it takes the name. */
static bool settle(const char *draft, const char *path, struct sp_error *error)
{
    int file = open(draft, O_RDONLY | O_CLOEXEC);
    bool ok = file >= 0 && fsync(file) == 0;
    if (file >= 0)
        close(file);
    mode_t mask = umask(0);
    umask(mask);
    ok = ok && chmod(draft, 0666 & ~mask) == 0 && rename(draft, path) == 0;
    return ok || sp_fail(error, SP_UNAVAILABLE, "%s: %s", path, strerror(errno));
}

bool plan_write_xlsx(const char *path, const struct sp_plan *plan,
                     const struct sp_facts *facts, const struct sp_source *source,
                     int sources, struct sp_error *error)
{
    struct book book = {.plan = plan, .facts = facts};
    struct pick_shared shared;
    char *draft = NULL;
    if (!whole_file_allowed(path, error)
        || !pick_shared_find(plan->pick, plan->picks, &shared, error))
        return false;
    if (asprintf(&draft, "%s.XXXXXX", path) < 0)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the workbook");
    int file = mkstemp(draft);
    bool ok = file >= 0 || sp_fail(error, SP_UNAVAILABLE, "%s: %s", path, strerror(errno));
    if (file >= 0) {
        close(file);
        ok = write_book(draft, &book, &shared, source, sources, error)
             && settle(draft, path, error);
        if (!ok)
            unlink(draft);
    }
    free(draft);
    return ok;
}

/* All of an open file; NULL when it cannot be read. */
static char *read_back(int file, size_t *length)
{
    struct stat about;
    if (fstat(file, &about) != 0 || about.st_size <= 0)
        return NULL;
    *length = (size_t)about.st_size;
    char *bytes = malloc(*length);
    for (size_t at = 0; bytes && at < *length;) {
        ssize_t got = pread(file, bytes + at, *length - at, (off_t)at);
        if (got <= 0) {
            free(bytes);
            return NULL;
        }
        at += (size_t)got;
    }
    return bytes;
}

/* The library writes to a name only, so it gets one that leads to memory. */
bool plan_xlsx_bytes(const struct sp_plan *plan, const struct sp_facts *facts,
                     const struct sp_source *source, int sources, char **bytes,
                     size_t *length, struct sp_error *error)
{
    struct book book = {.plan = plan, .facts = facts};
    struct pick_shared shared;
    char path[40];
    *bytes = NULL;
    *length = 0;
    if (!pick_shared_find(plan->pick, plan->picks, &shared, error))
        return false;
    int file = memfd_create("workbook", MFD_CLOEXEC);
    if (file < 0)
        return sp_fail(error, SP_UNAVAILABLE, "the workbook: %s", strerror(errno));
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    bool ok = write_book(path, &book, &shared, source, sources, error);
    if (ok && !(*bytes = read_back(file, length)))
        ok = sp_fail(error, SP_NO_MEMORY, "no memory for the workbook");
    close(file);
    return ok;
}
