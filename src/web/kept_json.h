/* kept_json.h: what the store keeps for people, as JSON that several answers share */
#pragma once

struct json_writer;
struct store_finding;
struct store_note;
struct store_profile;
struct store_scenario;

/* Keys of an open object: id, name, version, updated_at, demo, can_undo, can_redo. */
void kept_profile_json(struct json_writer *json, const struct store_profile *kept);

/* Lists; `key` is NULL for the whole document. */
void kept_profiles_json(struct json_writer *json, const char *key,
                        const struct store_profile *profile, int count);
void kept_notes_json(struct json_writer *json, const char *key,
                     const struct store_note *note, int count);
void kept_scenarios_json(struct json_writer *json, const char *key,
                         const struct store_scenario *scenario, int count);
void kept_findings_json(struct json_writer *json, const char *key,
                        const struct store_finding *finding, int count);

/* One element. */
void kept_note_json(struct json_writer *json, const char *key,
                    const struct store_note *note);
void kept_scenario_json(struct json_writer *json, const char *key,
                        const struct store_scenario *scenario);
