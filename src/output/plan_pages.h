/* plan_pages.h: a plan as text, JSON, CSV and a workbook
 *
 * All four say the same; none computes anything but sums of what it prints.  Every one
 * carries the notice.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct json_pack;
struct json_writer;
struct sp_chance;
struct sp_curve_point;
struct sp_error;
struct sp_facts;
struct sp_pick;
struct sp_plan;
struct sp_profile;
struct sp_reason;
struct sp_source;
struct text_page;

/* The whole answer; the keys are those of docs/json.md. */
void plan_write_json(FILE *out, const struct sp_plan *plan, const struct sp_facts *facts);

/* The same, packed (json_pack.h). */
void plan_write_packed(FILE *out, struct json_pack *pack, const struct sp_plan *plan,
                       const struct sp_facts *facts);

/* The chance against number and money; the keys are those of docs/json.md, curve. */
void plan_write_curve_json(FILE *out, const struct sp_plan *plan,
                           const struct sp_facts *facts);

/* One row a track of the list. */
void plan_write_csv(FILE *out, const struct sp_plan *plan, const struct sp_facts *facts);

struct plan_text_options {
    bool all;            /* every pick in full, and every track left out */
    const char *profile; /* how the next steps name the profile: "--demo"; NULL: nothing */
};

/* The page a person reads.  Fails with SP_NO_MEMORY. */
bool plan_write_text(const struct text_page *page, const struct sp_plan *plan,
                     const struct sp_facts *facts, const struct sp_profile *profile,
                     const struct plan_text_options *options, struct sp_error *error);

/* The chance against number and money, a line a round number; more of them when `fine`. */
void plan_write_curve(const struct text_page *page, const struct sp_plan *plan, bool fine);

/* A workbook at `path`, whole or not at all.  Fails with SP_UNAVAILABLE, SP_NO_MEMORY. */
bool plan_write_xlsx(const char *path, const struct sp_plan *plan,
                     const struct sp_facts *facts, const struct sp_source *source,
                     int sources, struct sp_error *error);

/* The same in memory; `bytes` is freed by the caller. */
bool plan_xlsx_bytes(const struct sp_plan *plan, const struct sp_facts *facts,
                     const struct sp_source *source, int sources, char **bytes,
                     size_t *length, struct sp_error *error);

/* Parts that other answers share. */
void chance_json(struct json_writer *json, const char *key, const struct sp_chance *chance);
void reasons_json(struct json_writer *json, const struct sp_reason *reason, int count);

/* The numbers of the plan as a whole, as keys of an open object. */
void plan_numbers_json(struct json_writer *json, const struct sp_plan *plan);
