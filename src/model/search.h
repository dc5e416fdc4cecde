/* search.h: tracks by words and kind, as a person looks for them */
#pragma once

#include "program.h"
#include "specialty.h"

#include <stdbool.h>

/* What a track must be to be found; {.type = -1} finds all. */
struct sp_search {
    const char **specialty; /* codes; none: any */
    int specialties;
    const char *state;       /* two letters, in any case, or NULL */
    int type;                /* enum sp_track_type, or -1 */
    bool offered;            /* in the last year of the catalogue */
    const char *const *word; /* each must occur in name, specialty, city, institution or
                                code, or be the state or the ACGME id */
    int words;
};

bool sp_search_finds(const struct sp_search *search,
                     const struct sp_specialties *specialties,
                     const struct sp_track *track);
