/* openings_csv.c: a row an opening; what is not known is an empty cell. */
#include "csv_write.h"
#include "opening.h"
#include "opening_search.h"
#include "openings_pages.h"

#include <string.h>

static void answer_csv(struct csv_writer *csv, enum sp_answer answer)
{
    csv_text(csv, answer == SP_UNKNOWN ? "" : sp_answer_name(answer));
}

static void number_csv(struct csv_writer *csv, double number)
{
    if (number < 0)
        csv_blank(csv);
    else
        csv_number(csv, number);
}

static void filters_csv(struct csv_writer *csv, uint32_t bits)
{
    char names[OPENING_BYTES] = "";
    for (int f = 0; f < SP_OPENING_FILTERS; f++) {
        size_t used = strlen(names);
        if (bits >> f & 1)
            snprintf(names + used, sizeof names - used, "%s%s", used ? ";" : "",
                     sp_opening_filter_name((enum sp_opening_filter_kind)f));
    }
    csv_text(csv, names);
}

static void opening_csv(struct csv_writer *csv, const struct openings_page *all,
                        const struct sp_opening *opening)
{
    const struct sp_opening_cost *cost = &opening->cost;
    char specialties[400];
    opening_specialties_text(all, opening, specialties, sizeof specialties);
    csv_text(csv, opening->id);
    csv_text(csv, opening->institution);
    csv_text(csv, opening->city);
    csv_text(csv, opening->state);
    csv_text(csv, sp_experience_kind_name(opening->kind));
    answer_csv(csv, opening->hands_on);
    csv_text(csv, specialties);
    for (int i = 0; i < SP_FOR_PREMED; i++)
        answer_csv(csv, opening->audience[i]);
    number_csv(csv, opening->weeks_low);
    number_csv(csv, opening->weeks_high);
    csv_text(csv, sp_cost_basis_name(cost->basis));
    number_csv(csv, (double)cost->low_cents / 100);
    number_csv(csv, (double)cost->high_cents / 100);
    csv_text(csv, sp_stated_name(cost->stated));
    csv_text(csv, opening->apply);
    number_csv(csv, opening->lead_low);
    number_csv(csv, opening->lead_high);
    csv_text(csv, opening->link);
    csv_text(csv, sp_trust_name(opening->trust));
}

void openings_write_csv(FILE *out, const struct openings_page *all,
                        const struct sp_opening_search *search)
{
    static const char *const groups[] = {
        [SP_YES] = "kept", [SP_UNKNOWN] = "unknown", [SP_NO] = "dropped"};
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv, "id,institution,city,state,kind,hands_on,specialties,for_student,"
                     "for_graduate,for_us,weeks_low,weeks_high,cost_basis,cost_low_usd,"
                     "cost_high_usd,cost_stated,apply,lead_low,lead_high,link,trust,group,"
                     "not_met,not_known,source,as_of");
    for (int i = 0; i < search->count; i++) {
        const struct sp_opening_found *found = &search->at[i];
        const struct sp_opening *opening = &all->openings->at[found->opening];
        opening_csv(&csv, all, opening);
        csv_text(&csv, groups[found->kept]);
        filters_csv(&csv, found->no);
        filters_csv(&csv, found->unknown);
        csv_text(&csv, opening->origin.source);
        csv_text(&csv, opening->origin.as_of);
        csv_end_row(&csv);
    }
}
