/* programs_csv.c: a row a track; shares in per cent with their range. */
#include "composition.h"
#include "csv_write.h"
#include "plan.h"
#include "program_text.h"
#include "programs_pages.h"
#include "vacancy.h"

static void count_csv(struct csv_writer *csv, int count)
{
    if (count >= 0)
        csv_whole(csv, count);
    else
        csv_blank(csv);
}

static void shares_csv(struct csv_writer *csv, const struct sp_composition_row *row)
{
    for (int t = 0; t < SP_APPLICANT_TYPES; t++) {
        const double share[] = {row->share[t], row->low[t], row->high[t]};
        for (int i = 0; i < 3; i++)
            if (row->known)
                csv_number(csv, 100 * share[i]);
            else
                csv_blank(csv);
    }
}

/* `share` of the positions that it offered last. */
static void open_csv(struct csv_writer *csv, int positions, double share)
{
    if (positions <= 0) {
        for (int i = 0; i < 5; i++)
            csv_blank(csv);
        return;
    }
    char basis[PROGRAM_OPEN_BYTES];
    struct sp_vacancy year = sp_vacancy_in_a_year(share, positions);
    csv_number(csv, 100 * share);
    csv_number(csv, 100 * year.any);
    csv_whole(csv, year.low);
    csv_whole(csv, year.high);
    program_open_basis(basis);
    csv_text(csv, basis);
}

void programs_write_csv(FILE *out, const struct program_list *list,
                        const struct sp_facts *facts,
                        const struct program_estimates *estimates)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(
        &csv,
        "nrmp_code,acgme_id,specialty,institution,city,state,track_type,quota,filled,"
        "us_md_percent,us_md_low,us_md_high,us_do_percent,us_do_low,us_do_high,"
        "us_img_percent,us_img_low,us_img_high,non_us_img_percent,non_us_img_low,"
        "non_us_img_high,share_basis,open_percent,open_any_percent,open_low,open_high,"
        "open_basis,link,source,as_of");
    for (int i = 0; i < list->count; i++) {
        const struct sp_track *track = &facts->programs->track[list->track[i]];
        const struct sp_composition_row *row = &estimates->composition->at[list->track[i]];
        char link[LINK_BYTES];
        program_link(track, link);
        csv_text(&csv, track->code);
        csv_text(&csv, track->acgme_id);
        csv_text(&csv, program_specialty(facts->specialties, track));
        csv_text(&csv, track->institution);
        csv_text(&csv, track->city);
        csv_text(&csv, track->state);
        csv_text(&csv, sp_track_type_name(track->type));
        count_csv(&csv, track->quota[SP_YEARS - 1]);
        count_csv(&csv, track->filled[SP_YEARS - 1]);
        shares_csv(&csv, row);
        csv_text(&csv, row->known ? row->basis : "");
        open_csv(&csv, track->quota[SP_YEARS - 1], estimates->open[list->track[i]]);
        csv_text(&csv, link);
        csv_text(&csv, track->origin.source);
        csv_text(&csv, track->origin.as_of);
        csv_end_row(&csv);
    }
}
