/* validate_pages.h: a validation as a page and as JSON */
#pragma once

#include <stdio.h>

struct sp_validation;

/* The page; `what` is a const struct sp_validation *, as whole_file_write wants it. */
void validate_markdown(FILE *out, const void *what);
void validate_json(FILE *out, const struct sp_validation *validation);
