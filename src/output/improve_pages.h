/* improve_pages.h: what would help most, as text, JSON and CSV */
#pragma once

#include <stdio.h>

struct sp_improvements;
struct text_page;

/* The page a person reads: the gains first, then what nobody can put a figure to. */
void improve_write_text(const struct text_page *page,
                        const struct sp_improvements *improvements);

/* The keys are those of docs/json.md, section whatif. */
void improve_write_json(FILE *out, const struct sp_improvements *improvements);

/* One row a change. */
void improve_write_csv(FILE *out, const struct sp_improvements *improvements);
