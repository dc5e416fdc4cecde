/* kept_json.c: one row, one object. */
#include "kept_json.h"

#include "findings.h"
#include "json_write.h"
#include "notes.h"
#include "profiles.h"
#include "scenarios.h"

void kept_profile_json(struct json_writer *json, const struct store_profile *kept)
{
    json_write_whole(json, "id", kept->id);
    json_write_text(json, "name", kept->name);
    json_write_whole(json, "version", kept->version);
    json_write_text(json, "updated_at", kept->updated_at);
    json_write_bool(json, "demo", kept->demo);
    json_write_bool(json, "can_undo", kept->can_undo);
    json_write_bool(json, "can_redo", kept->can_redo);
}

void kept_profiles_json(struct json_writer *json, const char *key,
                        const struct store_profile *profile, int count)
{
    json_open_list(json, key);
    for (int i = 0; i < count; i++) {
        json_open_object(json, NULL);
        kept_profile_json(json, &profile[i]);
        json_close(json);
    }
    json_close(json);
}

void kept_note_json(struct json_writer *json, const char *key,
                    const struct store_note *note)
{
    json_open_object(json, key);
    json_write_text(json, "nrmp_code", note->code);
    json_write_text(json, "text", note->body);
    json_write_text(json, "updated_at", note->updated_at);
    json_close(json);
}

void kept_notes_json(struct json_writer *json, const char *key,
                     const struct store_note *note, int count)
{
    json_open_list(json, key);
    for (int i = 0; i < count; i++)
        kept_note_json(json, NULL, &note[i]);
    json_close(json);
}

void kept_scenario_json(struct json_writer *json, const char *key,
                        const struct store_scenario *scenario)
{
    json_open_object(json, key);
    json_write_whole(json, "id", scenario->id);
    json_write_text(json, "name", scenario->name);
    json_write_json(json, "set", scenario->changes);
    json_write_text(json, "updated_at", scenario->updated_at);
    json_close(json);
}

void kept_scenarios_json(struct json_writer *json, const char *key,
                         const struct store_scenario *scenario, int count)
{
    json_open_list(json, key);
    for (int i = 0; i < count; i++)
        kept_scenario_json(json, NULL, &scenario[i]);
    json_close(json);
}

void kept_findings_json(struct json_writer *json, const char *key,
                        const struct store_finding *finding, int count)
{
    json_open_list(json, key);
    for (int i = 0; i < count; i++) {
        json_open_object(json, NULL);
        json_write_text(json, "nrmp_code", finding[i].code);
        json_write_text(json, "field", finding[i].field);
        json_write_text(json, "value", finding[i].value);
        json_write_text(json, "source", finding[i].source);
        json_write_text(json, "as_of", finding[i].as_of);
        json_write_text(json, "made_at", finding[i].made_at);
        json_close(json);
    }
    json_close(json);
}
