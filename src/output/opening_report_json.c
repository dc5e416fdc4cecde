/* opening_report_json.c: one document each. */
#include "opening_report_json.h"

#include "json_write.h"
#include "opening.h"
#include "opening_report.h"

void opening_saved_json(FILE *out, int change, const char *opening)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_write_whole(&json, "change", change);
    json_write_text(&json, "opening", opening);
    json_close(&json);
    json_finish(&json);
}

void opening_changes_json(FILE *out, const struct sp_opening_change *change, int count)
{
    struct json_writer json = json_write_to(out);
    json_open_list(&json, NULL);
    for (int i = 0; i < count; i++) {
        json_open_object(&json, NULL);
        json_write_whole(&json, "change", change[i].id);
        json_write_text(&json, "kind", change[i].kind);
        json_write_text(&json, "name", change[i].name);
        json_write_text(&json, "source", change[i].source);
        json_write_text(&json, "as_of", change[i].as_of);
        json_write_text(&json, "made_at", change[i].made_at);
        json_write_whole(&json, "facts", change[i].facts);
        json_write_whole(&json, "openings", change[i].openings);
        json_write_bool(&json, "undone", change[i].undone);
        json_close(&json);
    }
    json_close(&json);
    json_finish(&json);
}

static void columns_json(struct json_writer *json, const struct sp_opening_report *report)
{
    json_open_list(json, "columns");
    for (int i = 0; i < report->columns; i++) {
        json_open_object(json, NULL);
        json_write_text(json, "heading", report->column[i].heading);
        json_write_text(json, "field", report->column[i].field);
        json_close(json);
    }
    json_close(json);
}

void opening_report_json(FILE *out, const struct sp_opening_report *report)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_write_text(&json, "file", report->file);
    if (report->change)
        json_write_whole(&json, "change", report->change);
    else
        json_write_null(&json, "change");
    columns_json(&json, report);
    json_write_whole(&json, "rows", report->rows);
    json_write_whole(&json, "added", report->added);
    json_write_whole(&json, "changed", report->changed);
    json_open_list(&json, "refused");
    for (int i = 0; i < report->refusals; i++) {
        json_open_object(&json, NULL);
        json_write_whole(&json, "line", report->refused[i].line);
        json_write_text(&json, "text", report->refused[i].text);
        json_close(&json);
    }
    json_close(&json);
    json_close(&json);
    json_finish(&json);
}

void opening_fields_json(FILE *out)
{
    const struct sp_opening_field *field;
    struct json_writer json = json_write_to(out);
    json_open_list(&json, NULL);
    for (int i = 0; (field = sp_opening_field(i)); i++) {
        json_open_object(&json, NULL);
        json_write_text(&json, "name", field->name);
        json_write_text(&json, "allowed", field->allowed);
        json_write_text(&json, "example", field->example);
        json_close(&json);
    }
    json_close(&json);
    json_finish(&json);
}
