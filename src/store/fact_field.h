/* fact_field.h: the fields of a track that a user's own material may state
 *
 * A field is the name of a requirement ("min_step2"), of a rate ("rate_us_img"),
 * "quota" (positions in the season to come), or "note:…" for a text of any kind.
 */
#pragma once

#include "program.h"

#include <stdbool.h>

struct sp_error;

struct fact_field {
    enum { FACT_ANSWER, FACT_NUMBER, FACT_RATE, FACT_QUOTA, FACT_NOTE } kind;
    int which; /* an sp_requirement for an answer or a number, an sp_rate for a rate */
};

/* The field of that name; false when there is none. */
bool fact_field_parse(const char *name, struct fact_field *field);

/* Reads "yes" or "no", a number of at least 0 (a rate at most 1), as the field wants;
 * the origin is left alone.  A note gives nothing to read.  Fails with SP_BAD_INPUT,
 * which says what would be right; `fact` is then as it was. */
bool fact_field_read(const struct fact_field *field, const char *value,
                     struct sp_fact *fact, struct sp_error *error);

/* Where a track keeps the field; NULL for a note. */
struct sp_fact *fact_field_of(const struct fact_field *field, struct sp_track *track);

/* Whether two values of a field say the same ("0.10" and "0.1" do). */
bool fact_field_agree(const struct fact_field *field, const char *a, const char *b);
