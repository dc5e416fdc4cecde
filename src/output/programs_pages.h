/* programs_pages.h: a list of tracks as text, JSON and CSV, with who trains there */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct json_writer;
struct sp_composition;
struct sp_error;
struct sp_facts;
struct text_page;

/* Places in facts->programs, in the order to be shown. */
struct program_list {
    int *track; /* [count] owned by whoever made the list */
    int count;
};

/* What is estimated of every track; places as in facts->programs. */
struct program_estimates {
    const struct sp_composition *composition;
    const double *open; /* the share of its positions it should leave open (vacancy.h) */
};

/* A JSON list, an element a track; the keys are those of docs/json.md.  What was not
 * offered, or is not known, is null. */
void programs_write_json(FILE *out, const struct program_list *list,
                         const struct sp_facts *facts,
                         const struct program_estimates *estimates);

/* One track as an element of that list, or under a key. */
void program_json(struct json_writer *json, const char *key, int place,
                  const struct sp_facts *facts, const struct program_estimates *estimates);

void programs_write_csv(FILE *out, const struct program_list *list,
                        const struct sp_facts *facts,
                        const struct program_estimates *estimates);

/* A table; at most `most` rows, 0: all.  Fails with SP_NO_MEMORY. */
bool programs_write_text(const struct text_page *page, const struct program_list *list,
                         int most, const struct sp_facts *facts,
                         const struct program_estimates *estimates, struct sp_error *error);

/* Up to five tracks side by side, a line a fact.  Fails with SP_NO_MEMORY. */
bool programs_compare_text(const struct text_page *page, const struct program_list *list,
                           const struct sp_facts *facts,
                           const struct program_estimates *estimates,
                           struct sp_error *error);
