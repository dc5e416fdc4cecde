/* schedule_csv.c: a row for each stay that was chosen. */
#include "schedule_pages.h"

#include "csv_write.h"

enum { DAY_BYTES = 11 };

static void date_csv(struct csv_writer *csv, struct sp_date date)
{
    char day[DAY_BYTES];
    sp_date_write(date, day);
    csv_text(csv, day);
}

void schedule_write_csv(FILE *out, const struct sp_schedule *schedule,
                        const struct sp_openings *openings)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv, "id,institution,city,state,kind,from,to,weeks,letter,signed_by,"
                     "apply_by,usd,usd_low,usd_high,not_counted,todo,link,source,as_of");
    for (int i = 0; i < schedule->stays; i++) {
        const struct sp_scheduled *stay = &schedule->stay[i];
        const struct sp_opening *opening = &openings->at[stay->opening];
        csv_text(&csv, opening->id);
        csv_text(&csv, opening->institution);
        csv_text(&csv, opening->city);
        csv_text(&csv, opening->state);
        csv_text(&csv, sp_experience_kind_name(opening->kind));
        date_csv(&csv, stay->from);
        date_csv(&csv, stay->to);
        csv_whole(&csv, stay->weeks);
        csv_text(&csv, schedule_letter_words(stay));
        date_csv(&csv, stay->signed_by);
        date_csv(&csv, stay->apply_by);
        csv_number(&csv, (double)stay->cost_cents / 100);
        csv_number(&csv, (double)stay->low_cents / 100);
        csv_number(&csv, (double)stay->high_cents / 100);
        csv_text(&csv, stay->not_counted);
        csv_text(&csv, stay->todo);
        csv_text(&csv, opening->link);
        csv_text(&csv, opening->origin.source);
        csv_text(&csv, opening->origin.as_of);
        csv_end_row(&csv);
    }
}
