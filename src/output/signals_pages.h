/* signals_pages.h: the signals of a season, and those of a list, as text, JSON and CSV */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct json_writer;
struct sp_error;
struct sp_facts;
struct sp_plan;
struct sp_signal_rule;
struct text_page;

/* One rule as an element of a list; the keys are those of docs/json.md, signals.  The
 * object is left open for more keys. */
void signal_rule_json(struct json_writer *json, const struct sp_signal_rule *rule);

/* The signals of a plan made with weigh_signals: where they are, what each is worth, and
 * what the moves cost. */
void signals_write_json(FILE *out, const struct sp_plan *plan,
                        const struct sp_facts *facts);
void signals_write_csv(FILE *out, const struct sp_plan *plan, const struct sp_facts *facts);

/* Fails with SP_NO_MEMORY. */
bool signals_write_text(const struct text_page *page, const struct sp_plan *plan,
                        const struct sp_facts *facts, struct sp_error *error);
