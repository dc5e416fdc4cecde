/* import_json.h: what an import would do, or did, as JSON */
#pragma once

#include <stdio.h>

struct sp_import_report;

/* The keys are those of docs/json.md, import. */
void import_report_json(FILE *out, const struct sp_import_report *report);
