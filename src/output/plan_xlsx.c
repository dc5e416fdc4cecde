/* plan_xlsx.c: written beside its place, flushed to the disk, then renamed over it.
 *
 * The time in its properties is the day of the plan, so the same plan gives the same
 * bytes.  Texts are written as texts: nothing in a cell is ever a formula.
 */
#include "chance_text.h"
#include "error.h"
#include "notice.h"
#include "plan.h"
#include "plan_pages.h"
#include "program_text.h"

#include <xlsxwriter.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct book {
    lxw_workbook *workbook;
    lxw_format *title, *text, *wrapped, *percent, *money, *points, *link;
    const struct sp_plan *plan;
    const struct sp_facts *facts;
};

struct column {
    const char *title;
    double width;
};

static void make_formats(struct book *book)
{
    lxw_format **all[] = {&book->title, &book->text,   &book->wrapped, &book->percent,
                          &book->money, &book->points, &book->link};
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
    worksheet_freeze_panes(sheet, 1, 0);
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
        worksheet_write_url(sheet, (lxw_row_t)row, (lxw_col_t)column, link, book->link);
}

static void put_reasons(struct book *book, lxw_worksheet *sheet, int row, int column,
                        const struct sp_reason *reason, int reasons)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    double *points = calloc((size_t)reasons + 1, sizeof *points);
    long *tenths = calloc((size_t)reasons + 1, sizeof *tenths);
    if (memory && points && tenths) {
        for (int i = 0; i < reasons; i++)
            points[i] = reason[i].points;
        points_in_tenths(points, reasons, tenths);
        for (int i = 0; i < reasons; i++)
            fprintf(memory, "%s%+.1f %s (%s, %s)", i ? "\n" : "", (double)tenths[i] / 10,
                    reason[i].text, reason[i].origin.source, reason[i].origin.as_of);
    }
    if (memory)
        fclose(memory);
    put_text(book, sheet, row, column, text);
    free(text);
    free(points);
    free(tenths);
}

static void join(const char *const *text, int count, char *out, size_t room)
{
    out[0] = '\0';
    for (int i = 0; i < count; i++) {
        size_t used = strlen(out);
        snprintf(out + used, room - used, "%s%s", i ? "; " : "", text[i]);
    }
}

static void put_pick(struct book *book, lxw_worksheet *sheet, int row,
                     const struct sp_pick *pick)
{
    const struct sp_track *track = &book->facts->programs->track[pick->track];
    char verify[400];
    join(pick->verify, pick->verifies, verify, sizeof verify);
    put_number(sheet, row, 0, pick->application, book->text);
    put_text(book, sheet, row, 1, track->code);
    put_text(book, sheet, row, 2, track->institution);
    put_text(book, sheet, row, 3, program_specialty(book->facts->specialties, track));
    put_text(book, sheet, row, 4, track->city);
    put_text(book, sheet, row, 5, track->state);
    put_text(book, sheet, row, 6, sp_track_type_name(track->type));
    put_text(book, sheet, row, 7, sp_tier_name(pick->tier));
    put_text(book, sheet, row, 8, sp_signal_name(pick->signal, pick->single_tier));
    if (pick->leads) {
        put_number(sheet, row, 9, (double)pick->cost_cents / 100, book->money);
        put_number(sheet, row, 10, pick->marginal, book->percent);
    }
    put_chance(book, sheet, row, 11, &pick->interview);
    put_chance(book, sheet, row, 14, &pick->match);
    put_reasons(book, sheet, row, 17, pick->reason, pick->reasons);
    put_text(book, sheet, row, 18, verify);
    put_link(book, sheet, row, 19, track);
}

static void add_list(struct book *book)
{
    static const struct column column[] = {
        {"Application", 7},     {"NRMP code", 11},
        {"Institution", 34},    {"Specialty", 18},
        {"City", 14},           {"State", 6},
        {"Track", 12},          {"Tier", 8},
        {"Signal", 8},          {"Cost", 9},
        {"Adds to chance", 9},  {"Interview", 9},
        {"Interview low", 9},   {"Interview high", 9},
        {"Match here", 9},      {"Match here low", 9},
        {"Match here high", 9}, {"Reasons (points, source, date)", 60},
        {"Verify", 24},         {"FREIDA", 44},
    };
    const struct sp_plan *plan = book->plan;
    int row = 1, rows = plan->picks + plan->preliminaries;
    lxw_worksheet *sheet =
        add_sheet(book, "List", column, sizeof column / sizeof *column, rows);
    for (int i = 0; i < plan->picks; i++)
        put_pick(book, sheet, row++, &plan->pick[i]);
    for (int i = 0; i < plan->preliminaries; i++)
        put_pick(book, sheet, row++, &plan->preliminary[i]);
}

static void put_place(struct book *book, lxw_worksheet *sheet, int row, int place)
{
    const struct sp_track *track = &book->facts->programs->track[place];
    put_text(book, sheet, row, 0, track->code);
    put_text(book, sheet, row, 1, track->institution);
    put_text(book, sheet, row, 2, program_specialty(book->facts->specialties, track));
    put_text(book, sheet, row, 3, track->city);
    put_text(book, sheet, row, 4, track->state);
}

static void add_left_out(struct book *book)
{
    static const struct column column[] = {
        {"NRMP code", 11}, {"Institution", 34},  {"Specialty", 18},     {"City", 14},
        {"State", 6},      {"Why", 50},          {"By rule", 8},        {"Would add", 9},
        {"Interview", 9},  {"Interview low", 9}, {"Interview high", 9},
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
        {"NRMP code", 11}, {"Institution", 34}, {"Specialty", 18}, {"City", 14},
        {"State", 6},      {"Unknown", 40},     {"FREIDA", 44},
    };
    const struct sp_plan *plan = book->plan;
    lxw_worksheet *sheet =
        add_sheet(book, "Held", column, sizeof column / sizeof *column, plan->helds);
    for (int i = 0; i < plan->helds; i++) {
        char unknown[400];
        join(plan->held[i].unknown, plan->held[i].unknowns, unknown, sizeof unknown);
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

static void add_chart(struct book *book, lxw_worksheet *sheet, int rows)
{
    lxw_chart *chart = workbook_add_chart(book->workbook, LXW_CHART_SCATTER_STRAIGHT);
    lxw_chart_options size = {.x_scale = 1.6, .y_scale = 1.6};
    add_series(chart, "high", 4, rows, 0x9DB4C8, 1, LXW_CHART_LINE_DASH_DASH);
    add_series(chart, "chance", 2, rows, 0x1F5F8B, 2.5, LXW_CHART_LINE_DASH_SOLID);
    add_series(chart, "low", 3, rows, 0x9DB4C8, 1, LXW_CHART_LINE_DASH_DASH);
    chart_title_set_name(chart, "Chance of matching against money, with its range");
    chart_axis_set_name(chart->x_axis, "Cost of applications, dollars");
    chart_axis_set_name(chart->y_axis, "Chance of matching");
    chart_axis_set_num_format(chart->y_axis, "0%");
    chart_axis_set_min(chart->y_axis, 0);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    worksheet_insert_chart_opt(sheet, 1, 7, chart, &size);
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
    if (plan->curve_points > 0)
        add_chart(book, sheet, plan->curve_points);
}

static void add_sources(struct book *book, const struct plan_source *source, int sources)
{
    static const struct column column[] = {
        {"Source", 22}, {"As of", 12}, {"What it is", 90}};
    lxw_worksheet *sheet =
        add_sheet(book, "Sources", column, sizeof column / sizeof *column, sources);
    for (int i = 0; i < sources; i++) {
        put_text(book, sheet, i + 1, 0, source[i].key);
        put_text(book, sheet, i + 1, 1, source[i].as_of);
        put_text(book, sheet, i + 1, 2, source[i].title);
    }
}

static void add_about(struct book *book)
{
    static const struct column column[] = {{"What", 24}, {"Value", 90}};
    const struct sp_plan *plan = book->plan;
    char chance[CHANCE_BYTES], cost[CHANCE_BYTES], season[32], seed[32], gap[64], day[11];
    lxw_worksheet *sheet = add_sheet(book, "About", column, 2, 9);
    chance_seasons(&plan->chance, chance);
    money_text(plan->cost_cents, cost);
    snprintf(season, sizeof season, "%d", plan->season);
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)plan->seed);
    snprintf(gap, sizeof gap, "%.3g %%", 100 * plan->gap);
    sp_date_write(book->facts->today, day);
    const char *const row[][2] = {
        {"Notice", output_notice()},
        {"Chance of matching", chance},
        {"It rests on", plan->chance.basis},
        {"Cost of the list", cost},
        {"Best possible is better by at most", gap},
        {"Match", season},
        {"Seed", seed},
        {"Day", day},
        {"Program", "Smart Pick " SP_VERSION},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        put_text(book, sheet, (int)i + 1, 0, row[i][0]);
        put_text(book, sheet, (int)i + 1, 1, row[i][1]);
    }
    for (int i = 0; i < plan->warnings; i++) {
        put_text(book, sheet, (int)(sizeof row / sizeof *row) + 1 + i, 0, "Note");
        put_text(book, sheet, (int)(sizeof row / sizeof *row) + 1 + i, 1, plan->warning[i]);
    }
}

static bool write_book(const char *path, struct book *book,
                       const struct plan_source *source, int sources,
                       struct sp_error *error)
{
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
    add_list(book);
    add_left_out(book);
    add_held(book);
    add_curve(book);
    add_sources(book, source, sources);
    add_about(book);
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
                     const struct sp_facts *facts, const struct plan_source *source,
                     int sources, struct sp_error *error)
{
    struct book book = {.plan = plan, .facts = facts};
    char *draft = NULL;
    if (asprintf(&draft, "%s.XXXXXX", path) < 0)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the workbook");
    int file = mkstemp(draft);
    bool ok = file >= 0 || sp_fail(error, SP_UNAVAILABLE, "%s: %s", path, strerror(errno));
    if (file >= 0) {
        close(file);
        ok = write_book(draft, &book, source, sources, error) && settle(draft, path, error);
        if (!ok)
            unlink(draft);
    }
    free(draft);
    return ok;
}
