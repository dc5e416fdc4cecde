/* plan_csv.c: the list, a row a track; chances in per cent. */
#include "csv_write.h"
#include "plan.h"
#include "plan_pages.h"
#include "program_text.h"

#include <stdlib.h>
#include <string.h>

static void chance_csv(struct csv_writer *csv, const struct sp_chance *chance)
{
    csv_number(csv, 100 * chance->value);
    csv_number(csv, 100 * chance->low);
    csv_number(csv, 100 * chance->high);
}

/* "J-1 +3.2 (NRMP2025, 2025); …" in one cell. */
static void reasons_csv(struct csv_writer *csv, const struct sp_pick *pick)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (!memory) {
        csv_blank(csv);
        return;
    }
    for (int i = 0; i < pick->reasons; i++)
        fprintf(memory, "%s%s %+.1f (%s, %s)", i ? "; " : "", pick->reason[i].text,
                pick->reason[i].points, pick->reason[i].origin.source,
                pick->reason[i].origin.as_of);
    fclose(memory);
    csv_text(csv, text);
    free(text);
}

static void verify_csv(struct csv_writer *csv, const struct sp_pick *pick)
{
    char text[400] = "";
    for (int i = 0; i < pick->verifies; i++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s%s", i ? "; " : "", pick->verify[i]);
    }
    csv_text(csv, text);
}

static void pick_csv(struct csv_writer *csv, const struct sp_pick *pick, const char *list,
                     const struct sp_facts *facts)
{
    const struct sp_track *track = &facts->programs->track[pick->track];
    char link[LINK_BYTES];
    program_link(track, link);
    csv_text(csv, list);
    csv_whole(csv, pick->application);
    csv_text(csv, track->code);
    csv_text(csv, track->acgme_id);
    csv_text(csv, track->institution);
    csv_text(csv, program_specialty(facts->specialties, track));
    csv_text(csv, track->city);
    csv_text(csv, track->state);
    csv_text(csv, sp_track_type_name(track->type));
    csv_text(csv, sp_tier_name(pick->tier));
    csv_text(csv, sp_signal_name(pick->signal, pick->single_tier));
    if (pick->leads) {
        csv_number(csv, (double)pick->cost_cents / 100);
        csv_number(csv, 100 * pick->marginal);
    } else {
        csv_blank(csv);
        csv_blank(csv);
    }
    chance_csv(csv, &pick->interview);
    csv_text(csv, pick->interview.basis);
    chance_csv(csv, &pick->match);
    reasons_csv(csv, pick);
    verify_csv(csv, pick);
    csv_text(csv, link);
    csv_end_row(csv);
}

void plan_write_csv(FILE *out, const struct sp_plan *plan, const struct sp_facts *facts)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(
        &csv,
        "list,application,nrmp_code,acgme_id,institution,specialty,city,state,"
        "track_type,tier,signal,cost_usd,adds_percent,interview_percent,interview_low,"
        "interview_high,basis,match_percent,match_low,match_high,reasons,verify,link");
    for (int i = 0; i < plan->picks; i++)
        pick_csv(&csv, &plan->pick[i], "list", facts);
    for (int i = 0; i < plan->preliminaries; i++)
        pick_csv(&csv, &plan->preliminary[i], "preliminary year", facts);
}
