/* bill_pages.h: what applications cost, as JSON */
#pragma once

#include <stdio.h>

struct sp_bill;

/* The keys are those of docs/json.md, fees. */
void bill_write_json(FILE *out, const struct sp_bill *bill);
