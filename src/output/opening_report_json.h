/* opening_report_json.h: what the user said of openings, as JSON
 *
 * The keys are those of docs/json.md: openings add, changes, import and fields.
 */
#pragma once

#include <stdio.h>

struct sp_opening_change;
struct sp_opening_report;

/* A saved change, and the opening that it is about. */
void opening_saved_json(FILE *out, int change, const char *opening);

void opening_changes_json(FILE *out, const struct sp_opening_change *change, int count);
void opening_report_json(FILE *out, const struct sp_opening_report *report);

/* Every field that an opening has. */
void opening_fields_json(FILE *out);
