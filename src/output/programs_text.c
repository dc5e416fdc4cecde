/* programs_text.c: a table of many, or a few side by side. */
#include "chance_text.h"
#include "composition.h"
#include "error.h"
#include "fact_text.h"
#include "notice.h"
#include "plan.h"
#include "program_text.h"
#include "programs_pages.h"
#include "text_table.h"

#include <string.h>

enum { MOST_SIDE_BY_SIDE = 5 };

/* "34 % (21–48)", or "–" when nothing is known. */
static void share_text(const struct sp_composition_row *row, int type,
                       char out[CHANCE_BYTES])
{
    struct sp_chance share = {row->share[type], row->low[type], row->high[type], NULL};
    if (row->known)
        chance_percent(&share, out);
    else
        snprintf(out, CHANCE_BYTES, "–");
}

static void filled_cell(struct text_table *table, const struct sp_track *track, int year)
{
    if (track->quota[year] < 0)
        text_cell(table, "not offered");
    else
        text_cellf(table, "%d of %d", track->filled[year], track->quota[year]);
}

static void left_open_cell(struct text_table *table, int positions, double share)
{
    if (positions > 0)
        text_cellf(table, "%.1f", share * positions);
    else
        text_cell(table, "–");
}

static bool one_specialty(const struct program_list *list, const struct sp_facts *facts)
{
    for (int i = 1; i < list->count; i++)
        if (strcmp(facts->programs->track[list->track[i]].specialty,
                   facts->programs->track[list->track[0]].specialty)
            != 0)
            return false;
    return true;
}

bool programs_write_text(const struct text_page *page, const struct program_list *list,
                         int most, const struct sp_facts *facts,
                         const struct program_estimates *estimates, struct sp_error *error)
{
    bool one = one_specialty(list, facts);
    struct text_column column[7] = {{"Code", false, false},     {"Program", false, true},
                                    {"Track", false, false},    {"Filled", true, false},
                                    {"Left open", true, false}, {"Non-US IMG", true, false},
                                    {"Specialty", false, true}};
    struct text_table table = text_table_for(page, column, one ? 6 : 7);
    int shown = most && list->count > most ? most : list->count;
    for (int i = 0; i < shown; i++) {
        const struct sp_track *track = &facts->programs->track[list->track[i]];
        char share[CHANCE_BYTES];
        share_text(&estimates->composition->at[list->track[i]], SP_NON_US_IMG, share);
        text_cell(&table, track->code);
        text_cellf(&table, "%s, %s %s", track->institution, track->city, track->state);
        text_cell(&table, program_kind(track));
        filled_cell(&table, track, SP_YEARS - 1);
        left_open_cell(&table, track->quota[SP_YEARS - 1], estimates->open[list->track[i]]);
        text_cell(&table, share);
        if (!one)
            text_cell(&table, program_specialty(facts->specialties, track));
    }
    if (!text_table_finish(&table, error))
        return false;
    if (shown < list->count)
        fprintf(page->out, "… and %d more (--all)\n", list->count - shown);
    fputc('\n', page->out);
    text_wrapf(
        page, 0, 0,
        "%d track%s.  Filled: positions in %d.  Left open: positions expected to stay open "
        "next time.  Non-US IMG: estimated share of those who fill them.",
        list->count, list->count == 1 ? "" : "s", SP_LAST_YEAR);
    fputc('\n', page->out);
    text_wrap(page, 0, 0, output_notice());
    return true;
}

static void compare_open(struct text_table *table, const struct sp_track *const *track,
                         const struct program_list *list, const double *open, int columns)
{
    text_cell(table, "Expected to stay open");
    for (int i = 0; i < columns; i++) {
        int positions = track[i]->quota[SP_YEARS - 1];
        char text[PROGRAM_OPEN_BYTES] = "–";
        if (positions > 0)
            program_open(open[list->track[i]], positions, text);
        text_cell(table, text);
    }
}

static void compare_share(struct text_table *table, const struct program_list *list,
                          const struct sp_composition *composition, int type, int columns)
{
    static const char *const title[SP_APPLICANT_TYPES] = {"US MD", "US DO", "US IMG",
                                                          "Non-US IMG"};
    text_cell(table, title[type]);
    for (int i = 0; i < columns; i++) {
        char share[CHANCE_BYTES];
        share_text(&composition->at[list->track[i]], type, share);
        text_cell(table, share);
    }
}

static void compare_facts(struct text_table *table, const struct program_list *list,
                          const struct sp_facts *facts, int columns)
{
    for (int r = 0; r < SP_REQUIREMENTS; r++) {
        bool any = false;
        for (int i = 0; i < columns; i++)
            any |= facts->programs->track[list->track[i]].fact[r].answer != SP_UNKNOWN;
        if (!any)
            continue;
        text_cell(table, fact_words(sp_requirement_name((enum sp_requirement)r)));
        for (int i = 0; i < columns; i++) {
            const struct sp_fact *fact = &facts->programs->track[list->track[i]].fact[r];
            if (fact->answer == SP_UNKNOWN)
                text_cell(table, "unknown");
            else if (r >= SP_MIN_STEP2 && r <= SP_MIN_LETTERS_US && fact->answer == SP_YES)
                text_cellf(table, "%g (%s)", fact->value, fact->origin.source);
            else
                text_cellf(table, "%s (%s)", fact->answer == SP_YES ? "yes" : "no",
                           fact->origin.source);
        }
    }
}

bool programs_compare_text(const struct text_page *page, const struct program_list *list,
                           const struct sp_facts *facts,
                           const struct program_estimates *estimates,
                           struct sp_error *error)
{
    struct text_column column[MOST_SIDE_BY_SIDE + 1] = {{"", false, false}};
    int columns = list->count < MOST_SIDE_BY_SIDE ? list->count : MOST_SIDE_BY_SIDE;
    const struct sp_track *track[MOST_SIDE_BY_SIDE] = {0};
    for (int i = 0; i < columns; i++) {
        track[i] = &facts->programs->track[list->track[i]];
        column[i + 1] = (struct text_column){track[i]->code, false, true};
    }
    struct text_table table = text_table_for(page, column, columns + 1);
    text_cell(&table, "Institution");
    for (int i = 0; i < columns; i++)
        text_cell(&table, track[i]->institution);
    text_cell(&table, "Place");
    for (int i = 0; i < columns; i++)
        text_cellf(&table, "%s %s", track[i]->city, track[i]->state);
    text_cell(&table, "Specialty");
    for (int i = 0; i < columns; i++)
        text_cellf(&table, "%s, %s", program_specialty(facts->specialties, track[i]),
                   program_kind(track[i]));
    for (int y = 0; y < SP_YEARS; y++) {
        text_cellf(&table, "Filled %d", SP_FIRST_YEAR + y);
        for (int i = 0; i < columns; i++)
            filled_cell(&table, track[i], y);
    }
    compare_open(&table, track, list, estimates->open, columns);
    for (int t = 0; t < SP_APPLICANT_TYPES; t++)
        compare_share(&table, list, estimates->composition, t, columns);
    compare_facts(&table, list, facts, columns);
    text_cell(&table, "ACGME id");
    for (int i = 0; i < columns; i++)
        text_cell(&table, *track[i]->acgme_id ? track[i]->acgme_id : "unknown");
    if (!text_table_finish(&table, error))
        return false;
    fputc('\n', page->out);
    text_wrap(page, 0, 0,
              "Shares are estimated, of those who filled the positions; what is not listed "
              "is unknown.");
    text_wrap(page, 0, 0, output_notice());
    return true;
}
