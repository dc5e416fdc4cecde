/* plan_pdf.c: a sheet of paper that fills from top to bottom.
 *
 * The document is drawn twice: once to count its pages, once for good, so that each can
 * say how many there are.  Text is laid out by Pango, which shapes every script and
 * looks for a font that has the letters; a table row is as high as its highest cell, is
 * never cut, and begins a page when it does not fit, under the table's headings again.
 */
#include "plan_pdf.h"

#include "chance_text.h"
#include "error.h"
#include "fact_text.h"
#include "money.h"
#include "notice.h"
#include "pick_shared.h"
#include "plan.h"
#include "program_text.h"
#include "source.h"
#include "whole_file.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A4 in points. */
static const double page_width = 595.28, page_height = 841.89, margin = 48, footer = 40;

enum { CELLS = 8, CELL_BYTES = 700 };

struct sheet {
    const struct plan_paper *paper;
    cairo_t *cairo;
    PangoLayout *layout;
    double y;                  /* where the next line goes */
    int page, pages;           /* pages: 0 while they are counted */
    struct pick_shared shared; /* what nearly all rows would say */
};

struct look {
    double size; /* points */
    bool bold;
    double grey; /* 0 black .. 1 white */
};

static const struct look title_look = {20, true, 0}, head_look = {12.5, true, 0},
                         text_look = {9.5, false, 0.1}, table_look = {8, false, 0},
                         column_look = {7.5, true, 0.25}, small_look = {7, false, 0.35};

/* --- text ------------------------------------------------------------------------ */

static void set_text(struct sheet *sheet, const struct look *look, double width, bool right,
                     const char *text)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, "DejaVu Sans, sans-serif");
    pango_font_description_set_absolute_size(font, look->size * PANGO_SCALE);
    pango_font_description_set_weight(font,
                                      look->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(sheet->layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(sheet->layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(sheet->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(sheet->layout, right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    char *valid = g_utf8_make_valid(text, -1);
    pango_layout_set_text(sheet->layout, valid, -1);
    g_free(valid);
    cairo_set_source_rgb(sheet->cairo, look->grey, look->grey, look->grey);
}

static double text_height(struct sheet *sheet)
{
    int width, height;
    pango_layout_get_size(sheet->layout, &width, &height);
    return (double)height / PANGO_SCALE;
}

static void draw_text(struct sheet *sheet, double x, double y)
{
    cairo_move_to(sheet->cairo, x, y);
    pango_cairo_show_layout(sheet->cairo, sheet->layout);
}

static void draw_rule(struct sheet *sheet, double y, double grey, double thick)
{
    cairo_set_source_rgb(sheet->cairo, grey, grey, grey);
    cairo_set_line_width(sheet->cairo, thick);
    cairo_move_to(sheet->cairo, margin, y);
    cairo_line_to(sheet->cairo, page_width - margin, y);
    cairo_stroke(sheet->cairo);
}

/* --- pages ----------------------------------------------------------------------- */

static double bottom(void)
{
    return page_height - margin - footer;
}

static void end_page(struct sheet *sheet)
{
    char number[40];
    double y = page_height - margin - footer + 12;
    draw_rule(sheet, y - 4, 0.75, 0.5);
    set_text(sheet, &small_look, page_width - 2 * margin - 80, false, output_notice());
    draw_text(sheet, margin, y);
    snprintf(number, sizeof number, "Page %d of %d", sheet->page, sheet->pages);
    set_text(sheet, &small_look, 80, true, number);
    draw_text(sheet, page_width - margin - 80, y);
    cairo_show_page(sheet->cairo);
    sheet->page++;
    sheet->y = margin;
}

/* Whether so much still fits on the page; else begins another. */
static bool make_room(struct sheet *sheet, double height)
{
    if (sheet->y + height <= bottom())
        return true;
    end_page(sheet);
    return false;
}

/* A paragraph or a heading, tagged as such. */
static void put(struct sheet *sheet, const char *tag, const struct look *look, double after,
                const char *text)
{
    set_text(sheet, look, page_width - 2 * margin, false, text);
    double height = text_height(sheet);
    if (!make_room(sheet, height + (look->bold ? 40 : 0)))
        set_text(sheet, look, page_width - 2 * margin, false, text);
    cairo_tag_begin(sheet->cairo, tag, NULL);
    draw_text(sheet, margin, sheet->y);
    cairo_tag_end(sheet->cairo, tag);
    sheet->y += height + after;
}

/* "What it is      its value", two columns of text. */
static void put_pair(struct sheet *sheet, const char *name, const char *value)
{
    static const struct look name_look = {9.5, true, 0.1};
    double left = 120, width = page_width - 2 * margin - left;
    set_text(sheet, &text_look, width, false, value);
    double height = text_height(sheet);
    make_room(sheet, height);
    cairo_tag_begin(sheet->cairo, "P", NULL);
    set_text(sheet, &name_look, left - 8, false, name);
    draw_text(sheet, margin, sheet->y);
    set_text(sheet, &text_look, width, false, value);
    draw_text(sheet, margin + left, sheet->y);
    cairo_tag_end(sheet->cairo, "P");
    sheet->y += height + 3;
}

/* --- tables ---------------------------------------------------------------------- */

struct column {
    const char *title;
    double width; /* points; all of them fill the line */
    bool right;
};

struct row {
    char cell[CELLS][CELL_BYTES];
    char below[CELL_BYTES]; /* in small print under the second cell; "": nothing */
    char link[LINK_BYTES];  /* of the first cell; "": none */
};

struct ruled {
    const struct column *column;
    int columns;
};

static const double gap = 6, pad = 3;

static void put_headings(struct sheet *sheet, const struct ruled *ruled)
{
    double x = margin, highest = 0;
    cairo_tag_begin(sheet->cairo, "TR", NULL);
    for (int c = 0; c < ruled->columns; c++) {
        const struct column *column = &ruled->column[c];
        set_text(sheet, &column_look, column->width - gap, column->right, column->title);
        highest = fmax(highest, text_height(sheet));
        cairo_tag_begin(sheet->cairo, "TH", NULL);
        draw_text(sheet, x, sheet->y);
        cairo_tag_end(sheet->cairo, "TH");
        x += column->width;
    }
    cairo_tag_end(sheet->cairo, "TR");
    sheet->y += highest + pad;
    draw_rule(sheet, sheet->y, 0.2, 0.8);
    sheet->y += pad;
}

static double row_height(struct sheet *sheet, const struct ruled *ruled,
                         const struct row *row)
{
    double highest = 0;
    for (int c = 0; c < ruled->columns; c++) {
        const struct column *column = &ruled->column[c];
        set_text(sheet, &table_look, column->width - gap, column->right, row->cell[c]);
        double height = text_height(sheet);
        if (c == 1 && *row->below) {
            set_text(sheet, &small_look, column->width - gap, false, row->below);
            height += text_height(sheet) + 1;
        }
        highest = fmax(highest, height);
    }
    return highest + 2 * pad;
}

static void draw_cell(struct sheet *sheet, const struct column *column, const char *text,
                      const char *below, double x)
{
    set_text(sheet, &table_look, column->width - gap, column->right, text);
    double height = text_height(sheet);
    draw_text(sheet, x, sheet->y);
    if (*below) {
        set_text(sheet, &small_look, column->width - gap, false, below);
        draw_text(sheet, x, sheet->y + height + 1);
    }
}

static void draw_row(struct sheet *sheet, const struct ruled *ruled, const struct row *row)
{
    double x = margin;
    char where[LINK_BYTES + 8];
    snprintf(where, sizeof where, "uri='%s'", row->link);
    cairo_tag_begin(sheet->cairo, "TR", NULL);
    for (int c = 0; c < ruled->columns; c++) {
        bool linked = c == 0 && *row->link;
        cairo_tag_begin(sheet->cairo, "TD", NULL);
        if (linked)
            cairo_tag_begin(sheet->cairo, CAIRO_TAG_LINK, where);
        draw_cell(sheet, &ruled->column[c], row->cell[c], c == 1 ? row->below : "", x);
        if (linked)
            cairo_tag_end(sheet->cairo, CAIRO_TAG_LINK);
        cairo_tag_end(sheet->cairo, "TD");
        x += ruled->column[c].width;
    }
    cairo_tag_end(sheet->cairo, "TR");
}

static void open_table(struct sheet *sheet, const struct ruled *ruled)
{
    make_room(sheet, 60);
    cairo_tag_begin(sheet->cairo, "Table", NULL);
    put_headings(sheet, ruled);
}

static void put_row(struct sheet *sheet, const struct ruled *ruled, const struct row *row)
{
    double height = row_height(sheet, ruled, row);
    if (sheet->y + height > bottom()) {
        cairo_tag_end(sheet->cairo, "Table");
        end_page(sheet);
        cairo_tag_begin(sheet->cairo, "Table", NULL);
        put_headings(sheet, ruled);
    }
    draw_row(sheet, ruled, row);
    sheet->y += height;
    draw_rule(sheet, sheet->y - pad, 0.88, 0.4);
}

static void close_table(struct sheet *sheet)
{
    cairo_tag_end(sheet->cairo, "Table");
    sheet->y += 10;
}

/* --- the plan -------------------------------------------------------------------- */

static const char *visa_word(enum sp_visa_need visa)
{
    static const char *const word[] = {"none needed", "J-1", "H-1B", "J-1 or H-1B"};
    return word[visa];
}

static const char *type_word(enum sp_applicant_type type)
{
    static const char *const word[] = {"US MD graduate", "US DO graduate",
                                       "US citizen, graduate of a school abroad",
                                       "graduate of a school abroad (non-US IMG)"};
    return word[type];
}

static void put_applicant(struct sheet *sheet)
{
    const struct sp_profile *profile = sheet->paper->profile;
    char text[CELL_BYTES], day[11];
    if (*sheet->paper->name)
        put_pair(sheet, "Prepared for", sheet->paper->name);
    sp_date_write(profile->graduation, day);
    if (profile->step2_known)
        snprintf(text, sizeof text, "%s; graduation %s; Step 2 CK %d; visa: %s",
                 type_word(profile->type), day, profile->step2, visa_word(profile->visa));
    else
        snprintf(text, sizeof text, "%s; graduation %s; no Step 2 CK score yet; visa: %s",
                 type_word(profile->type), day, visa_word(profile->visa));
    put_pair(sheet, "Applicant", text);
    sp_date_write(sheet->paper->facts->today, day);
    snprintf(text, sizeof text, "%s, by Smart Pick " SP_VERSION ", seed %llu", day,
             (unsigned long long)sheet->paper->plan->seed);
    put_pair(sheet, "Made on", text);
}

static void put_numbers(struct sheet *sheet)
{
    const struct sp_plan *plan = sheet->paper->plan;
    char text[CELL_BYTES], chance[CHANCE_BYTES], cost[CHANCE_BYTES];
    chance_seasons(&plan->chance, chance);
    snprintf(text, sizeof text, "In %s you would match.", chance);
    put(sheet, "H2", &head_look, 2, text);
    snprintf(text, sizeof text, "It rests on: %s.", plan->chance.basis);
    put(sheet, "P", &small_look, 8, text);
    sp_money_say(plan->cost_cents, cost);
    snprintf(text, sizeof text, "%d, for %s in application fees", plan->applications, cost);
    put_pair(sheet, "Applications", text);
    snprintf(text, sizeof text, "%.1f on average", plan->expected_interviews);
    put_pair(sheet, "Interviews", text);
    if (plan->gap < 0.000005)
        snprintf(text, sizeof text,
                 "No list within the limits is better (proved for the "
                 "seasons played)");
    else
        snprintf(text, sizeof text,
                 "No list within the limits is better by more than %.2g %% (proved for the "
                 "seasons played)",
                 100 * plan->gap);
    put_pair(sheet, "Best possible", text);
    for (int i = 0; i < plan->warnings; i++)
        put_pair(sheet, i ? "" : "Note", plan->warning[i]);
    if (*sheet->shared.verify)
        put_pair(sheet, "Verify, nearly always", sheet->shared.verify);
    sheet->y += 8;
}

static const struct column pick_columns[] = {
    {"Code", 58, false},   {"Program", 187, false},  {"Tier", 36, false},
    {"Signal", 36, false}, {"Interview", 66, false}, {"Match there", 80, false},
    {"Fee", 36, true},
};

static void fill_pick(const struct sheet *sheet, const struct sp_pick *pick,
                      struct row *row)
{
    const struct plan_paper *paper = sheet->paper;
    const struct sp_track *track = &paper->facts->programs->track[pick->track];
    *row = (struct row){0};
    program_link(track, row->link);
    snprintf(row->cell[0], CELL_BYTES, "%s", track->code);
    snprintf(row->cell[1], CELL_BYTES, "%s\n%s, %s · %s, %s", track->institution,
             track->city, track->state, program_specialty(paper->facts->specialties, track),
             program_kind(track));
    char verify[VERIFY_BYTES];
    fact_words_join(pick->verify, pick->verifies, verify, sizeof verify);
    if (*verify && strcmp(verify, sheet->shared.verify) != 0)
        snprintf(row->below, CELL_BYTES, "Verify: %s", verify);
    snprintf(row->cell[2], CELL_BYTES, "%s%s", sp_tier_name(pick->tier),
             pick->pinned ? " (pinned)" : "");
    snprintf(row->cell[3], CELL_BYTES, "%s",
             sp_signal_name(pick->signal, pick->single_tier));
    chance_percent(&pick->interview, row->cell[4]);
    chance_percent(&pick->match, row->cell[5]);
    if (pick->leads)
        sp_money_say(pick->cost_cents, row->cell[6]);
}

static void put_picks(struct sheet *sheet, const char *title, const struct sp_pick *pick,
                      int picks)
{
    const struct ruled ruled = {pick_columns, 7};
    struct row row;
    if (picks == 0)
        return;
    put(sheet, "H2", &head_look, 6, title);
    open_table(sheet, &ruled);
    for (int i = 0; i < picks; i++) {
        fill_pick(sheet, &pick[i], &row);
        put_row(sheet, &ruled, &row);
    }
    close_table(sheet);
}

static void put_rest(struct sheet *sheet)
{
    const struct sp_plan *plan = sheet->paper->plan;
    char text[CELL_BYTES];
    int rules = 0;
    for (int i = 0; i < plan->left_outs; i++)
        rules += plan->left_out[i].by_rule;
    put(sheet, "H2", &head_look, 4, "What is not on the list");
    snprintf(
        text, sizeof text,
        "Left out: %d tracks, %d of them by a rule and %d because they would add less. "
        "Held until a fact is known: %d.  Smart Pick says why for each of them.",
        plan->left_outs, rules, plan->left_outs - rules, plan->helds);
    put(sheet, "P", &text_look, 10, text);
}

static void put_sources(struct sheet *sheet)
{
    static const struct column columns[] = {
        {"Source", 110, false}, {"What it is", 319, false}, {"As of", 70, false}};
    const struct ruled ruled = {columns, 3};
    struct row row;
    if (sheet->paper->sources == 0)
        return;
    put(sheet, "H2", &head_look, 6, "Where the facts come from");
    open_table(sheet, &ruled);
    for (int i = 0; i < sheet->paper->sources; i++) {
        const struct sp_source *source = &sheet->paper->source[i];
        row = (struct row){0};
        snprintf(row.cell[0], CELL_BYTES, "%s", source->key);
        snprintf(row.cell[1], CELL_BYTES, "%s", source->title);
        snprintf(row.cell[2], CELL_BYTES, "%s", source->as_of);
        put_row(sheet, &ruled, &row);
    }
    close_table(sheet);
}

/* Two lines to sign on, kept together. */
static void put_signature(struct sheet *sheet)
{
    static const char *const who[] = {"Applicant, date", "Adviser, date"};
    double width = (page_width - 2 * margin - 40) / 2;
    make_room(sheet, 70);
    sheet->y += 40;
    for (int i = 0; i < 2; i++) {
        double x = margin + i * (width + 40);
        cairo_set_source_rgb(sheet->cairo, 0.4, 0.4, 0.4);
        cairo_set_line_width(sheet->cairo, 0.6);
        cairo_move_to(sheet->cairo, x, sheet->y);
        cairo_line_to(sheet->cairo, x + width, sheet->y);
        cairo_stroke(sheet->cairo);
        cairo_tag_begin(sheet->cairo, "P", NULL);
        set_text(sheet, &small_look, width, false, who[i]);
        draw_text(sheet, x, sheet->y + 3);
        cairo_tag_end(sheet->cairo, "P");
    }
    sheet->y += 16;
}

static void put_document(struct sheet *sheet)
{
    const struct plan_paper *paper = sheet->paper;
    char title[CELL_BYTES];
    cairo_tag_begin(sheet->cairo, "Document", NULL);
    snprintf(title, sizeof title, "Where to apply for residency: Match %d",
             paper->plan->season);
    put(sheet, "H1", &title_look, 8, title);
    put_applicant(sheet);
    sheet->y += 8;
    put_numbers(sheet);
    put_picks(sheet, "Apply to, the most useful first", paper->plan->pick,
              paper->plan->picks);
    put_picks(sheet, "The preliminary year", paper->plan->preliminary,
              paper->plan->preliminaries);
    put_rest(sheet);
    put_sources(sheet);
    put_signature(sheet);
    end_page(sheet);
    cairo_tag_end(sheet->cairo, "Document");
}

/* --- the file -------------------------------------------------------------------- */

/* What was written so far; `bytes` NULL: only counted. */
struct written {
    FILE *out;
};

static cairo_status_t keep(void *context, const unsigned char *bytes, unsigned length)
{
    struct written *written = context;
    if (written->out && fwrite(bytes, 1, length, written->out) != length)
        return CAIRO_STATUS_WRITE_ERROR;
    return CAIRO_STATUS_SUCCESS;
}

static void set_metadata(cairo_surface_t *surface, const struct plan_paper *paper)
{
    char day[11], moment[32];
    sp_date_write(paper->facts->today, day);
    snprintf(moment, sizeof moment, "%sT00:00:00Z", day);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                   "Where to apply for residency");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, output_notice());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR,
                                   "Smart Pick " SP_VERSION);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, moment);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, moment);
}

/* Draws the document into `out`, or only counts its pages when that is NULL. */
static bool draw(const struct plan_paper *paper, FILE *out, int *pages,
                 struct sp_error *error)
{
    struct written written = {out};
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(keep, &written, page_width, page_height);
    cairo_t *cairo = cairo_create(surface);
    PangoFontMap *fonts = pango_cairo_font_map_new();
    PangoContext *context = pango_font_map_create_context(fonts);
    struct sheet sheet = {.paper = paper,
                          .cairo = cairo,
                          .layout = pango_layout_new(context),
                          .y = margin,
                          .page = 1,
                          .pages = *pages};
    set_metadata(surface, paper);
    bool known =
        pick_shared_find(paper->plan->pick, paper->plan->picks, &sheet.shared, error);
    if (known)
        put_document(&sheet);
    cairo_surface_finish(surface);
    cairo_status_t status = cairo_status(cairo);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    *pages = sheet.page - 1;
    g_object_unref(sheet.layout);
    g_object_unref(context);
    g_object_unref(fonts);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    if (!known || status == CAIRO_STATUS_SUCCESS)
        return known;
    return sp_fail(error,
                   status == CAIRO_STATUS_NO_MEMORY || status == CAIRO_STATUS_WRITE_ERROR
                       ? SP_NO_MEMORY
                       : SP_UNAVAILABLE,
                   "the PDF could not be made: %s", cairo_status_to_string(status));
}

bool plan_pdf_bytes(const struct plan_paper *paper, char **bytes, size_t *length,
                    struct sp_error *error)
{
    int pages = 0;
    *bytes = NULL;
    *length = 0;
    FILE *out = open_memstream(bytes, length);
    if (!out)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the PDF");
    bool ok = draw(paper, NULL, &pages, error) && draw(paper, out, &pages, error);
    bool whole = !ferror(out);
    whole &= fclose(out) == 0;
    if (ok && whole)
        return true;
    free(*bytes);
    *bytes = NULL;
    *length = 0;
    return ok ? sp_fail(error, SP_NO_MEMORY, "no memory for the PDF") : false;
}

struct document {
    const char *bytes;
    size_t length;
};

static void write_document(FILE *out, const void *what)
{
    const struct document *document = what;
    fwrite(document->bytes, 1, document->length, out);
}

bool plan_write_pdf(const char *path, const struct plan_paper *paper,
                    struct sp_error *error)
{
    struct document document;
    char *bytes;
    if (!whole_file_allowed(path, error)
        || !plan_pdf_bytes(paper, &bytes, &document.length, error))
        return false;
    document.bytes = bytes;
    bool ok = whole_file_write(path, write_document, &document, error);
    free(bytes);
    return ok;
}
