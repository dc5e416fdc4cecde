/* validate_pages.h: a validation as a page and as JSON */
#pragma once

#include <stdint.h>
#include <stdio.h>

struct sp_validation;

void validate_markdown(FILE *out, const struct sp_validation *validation, uint64_t seed);
void validate_json(FILE *out, const struct sp_validation *validation, uint64_t seed);
