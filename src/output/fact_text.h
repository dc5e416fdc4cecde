/* fact_text.h: what a fact about a program is called on a page */
#pragma once

#include <stddef.h>

/* "accepts_j1" as "takes J-1"; a name that is not in the table stays as it is. */
const char *fact_words(const char *name);

/* The words of several facts, with ", " between them. */
void fact_words_join(const char *const *name, int count, char *out, size_t room);
