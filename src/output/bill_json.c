/* bill_json.c: a bill line by line, the tiers, and all other fees that are known. */
#include "bill.h"
#include "bill_pages.h"
#include "json_write.h"
#include "notice.h"

static void fee_json(struct json_writer *json, const struct sp_fee *fee)
{
    json_open_object(json, NULL);
    json_write_text(json, "service", fee->service);
    json_write_text(json, "item", fee->item);
    json_write_text(json, "unit", fee->unit);
    if (fee->from_count)
        json_write_whole(json, "from_count", fee->from_count);
    else
        json_write_null(json, "from_count");
    if (fee->to_count)
        json_write_whole(json, "to_count", fee->to_count);
    else
        json_write_null(json, "to_count");
    json_write_whole(json, "cents", fee->cents);
    json_write_text(json, "certainty", fee->certainty);
    json_write_bool(json, "projected", fee->projected);
    json_write_text(json, "source", fee->origin.source);
    json_write_text(json, "as_of", fee->origin.as_of);
    json_close(json);
}

static void line_json(struct json_writer *json, const struct sp_bill *bill, int line)
{
    const struct sp_bill_line *applied = &bill->line[line];
    json_open_object(json, NULL);
    json_write_text(json, "specialty", sp_bill_specialty(bill, line)->name);
    json_write_text(json, "service", sp_bill_specialty(bill, line)->service);
    json_write_whole(json, "applications", applied->count);
    json_write_whole(json, "cents", applied->cents);
    json_open_list(json, "tiers");
    for (int t = 0; t < bill->tiers; t++) {
        json_open_object(json, NULL);
        json_write_whole(json, "from", bill->tier[t].from);
        json_write_whole(json, "applications", sp_bill_in_tier(bill, line, t));
        json_write_whole(json, "cents_each", bill->tier[t].fee_cents);
        json_close(json);
    }
    json_close(json);
    json_write_whole(json, "next_cents", sp_bill_next(bill, line));
    json_close(json);
}

void bill_write_json(FILE *out, const struct sp_bill *bill)
{
    struct json_writer json = json_write_to(out);
    const struct sp_season *season = bill->season;
    json_open_object(&json, NULL);
    json_write_whole(&json, "eras_cents", bill->cents);
    json_write_whole(&json, "season", season->year);
    json_write_bool(&json, "projected", bill->projected);
    json_open_list(&json, "lines");
    for (int i = 0; i < bill->lines; i++)
        line_json(&json, bill, i);
    json_close(&json);
    json_open_list(&json, "tiers");
    for (int t = 0; t < bill->tiers; t++)
        fee_json(&json, bill->row[t]);
    json_close(&json);
    json_open_list(&json, "other_fees");
    for (int i = 0; i < season->fees; i++)
        if (!sp_bill_is_tier(&season->fee[i]))
            fee_json(&json, &season->fee[i]);
    json_close(&json);
    json_open_list(&json, "warnings");
    for (int i = 0; i < bill->lines; i++)
        if (sp_bill_elsewhere(bill, i)) {
            char text[300];
            snprintf(
                text, sizeof text,
                "%s applies through %s, whose fee is not known; that of ERAS was counted",
                sp_bill_specialty(bill, i)->name, sp_bill_specialty(bill, i)->service);
            json_write_text(&json, NULL, text);
        }
    json_close(&json);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}
