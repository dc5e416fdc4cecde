/* import_json.c: the report, list by list. */
#include "import_json.h"

#include "import_report.h"
#include "json_write.h"

static void columns_json(struct json_writer *json, const struct sp_import_report *report)
{
    json_open_list(json, "columns");
    for (int i = 0; i < report->columns; i++) {
        json_open_object(json, NULL);
        json_write_text(json, "heading", report->column[i].heading);
        json_write_text(json, "field", report->column[i].field);
        json_write_text(json, "unit", report->column[i].unit);
        json_write_text(json, "why", report->column[i].why);
        json_close(json);
    }
    json_close(json);
}

static void counts_json(struct json_writer *json, const struct sp_import_report *report)
{
    json_open_object(json, "rows");
    json_write_whole(json, "read", report->read);
    json_write_whole(json, "by_nrmp_code", report->by_nrmp_code);
    json_write_whole(json, "by_acgme_id", report->by_acgme_id);
    json_write_whole(json, "by_name", report->by_name);
    json_write_whole(json, "by_review", report->by_review);
    json_write_whole(json, "to_review", report->to_review);
    json_write_whole(json, "skipped", report->skipped);
    json_write_whole(json, "refused", report->refusals);
    json_close(json);
    json_write_whole(json, "facts", report->facts);
    json_write_whole(json, "tracks", report->tracks);
}

static void doubt_json(struct json_writer *json, const struct sp_import_doubt *doubt)
{
    json_open_object(json, NULL);
    json_write_whole(json, "line", doubt->line);
    json_write_text(json, "name", doubt->name);
    json_write_text(json, "why", doubt->why);
    json_open_list(json, "candidates");
    for (int i = 0; i < doubt->candidates; i++) {
        const struct sp_import_candidate *candidate = &doubt->candidate[i];
        json_open_object(json, NULL);
        json_write_text(json, "nrmp_code", candidate->code);
        json_write_text(json, "institution", candidate->institution);
        json_write_text(json, "city", candidate->city);
        json_write_text(json, "state", candidate->state);
        json_write_number(json, "likeness", candidate->likeness);
        json_close(json);
    }
    json_close(json);
    json_close(json);
}

static void refused_json(struct json_writer *json, const struct sp_import_report *report)
{
    json_open_list(json, "refused");
    for (int i = 0; i < report->refusals; i++) {
        json_open_object(json, NULL);
        json_write_whole(json, "line", report->refused[i].line);
        json_write_whole(json, "column", report->refused[i].column);
        json_write_text(json, "text", report->refused[i].text);
        json_close(json);
    }
    json_close(json);
}

static void replaced_json(struct json_writer *json, const struct sp_import_report *report)
{
    json_open_list(json, "overrides");
    for (int i = 0; i < report->replacements; i++) {
        const struct sp_import_replaced *one = &report->replaced[i];
        json_open_object(json, NULL);
        json_write_text(json, "nrmp_code", one->code);
        json_write_text(json, "field", one->field);
        json_write_text(json, "value", one->value);
        json_write_text(json, "was_value", one->was_value);
        json_write_text(json, "was_source", one->was_source);
        json_write_text(json, "was_as_of", one->was_as_of);
        json_write_bool(json, "differs", one->differs);
        json_close(json);
    }
    json_close(json);
}

void import_report_json(FILE *out, const struct sp_import_report *report)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_write_text(&json, "file", report->file);
    json_write_text(&json, "kind", report->kind);
    json_write_text(&json, "source", report->source);
    json_write_text(&json, "as_of", report->as_of);
    json_write_bool(&json, "dry_run", report->dry_run);
    if (report->id)
        json_write_whole(&json, "import", report->id);
    else
        json_write_null(&json, "import");
    json_write_text(&json, "review_file", report->review_file);
    columns_json(&json, report);
    counts_json(&json, report);
    json_open_list(&json, "to_review");
    for (int i = 0; i < report->to_review; i++)
        doubt_json(&json, &report->doubt[i]);
    json_close(&json);
    refused_json(&json, report);
    replaced_json(&json, report);
    json_close(&json);
    json_finish(&json);
}
