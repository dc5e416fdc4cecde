/* specialty.h: the fields of medicine, and the names people give them
 *
 * One row a code of data/specialties.csv.
 */
#pragma once

#include "arena.h"

#include <stdbool.h>

struct sp_error;

struct sp_specialty {
    const char *code; /* three digits of the NRMP code */
    const char *name;
    const char *aliases;    /* separated by ';' */
    const char *acgme_code; /* three digits, "" when not certain */
    const char *cell;       /* name in the published counts, "" when there is none */
    const char *outcome;    /* name in the published outcomes, "" when there is none */
    const char *signal;     /* name in the signal rules, "" when it takes no part */
    const char *service;    /* application service, "" when not known */
};

struct sp_specialties {
    struct sp_arena text;
    struct sp_specialty *at;
    int count;
};

/* The specialty that `text` names by code, name or alias (letters in any case,
 * punctuation ignored), or -1. */
int sp_specialty_find(const struct sp_specialties *specialties, const char *text);

/* The same, and SP_BAD_INPUT with the nearest names when there is none. */
bool sp_specialty_require(const struct sp_specialties *specialties, const char *field,
                          const char *text, int *place, struct sp_error *error);

/* Edits between two texts, letters in any case (Damerau-Levenshtein, restricted); what
 * lies beyond the first 255 bytes counts in full. */
int sp_edit_distance(const char *a, const char *b);

void sp_specialties_free(struct sp_specialties *specialties);
