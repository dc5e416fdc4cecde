/* program_text.c: names and links. */
#include "program_text.h"

#include "program.h"
#include "specialty.h"
#include "vacancy.h"

#include <stdio.h>

void program_link(const struct sp_track *track, char out[LINK_BYTES])
{
    out[0] = '\0';
    if (track->acgme_id && *track->acgme_id)
        snprintf(out, LINK_BYTES, "https://freida.ama-assn.org/program/%s",
                 track->acgme_id);
}

const char *program_kind(const struct sp_track *track)
{
    switch (track->type) {
    case SP_PRIMARY_CARE:
        return "primary care";
    case SP_PHYSICIAN_ONLY:
        return "physicians only";
    default:
        return sp_track_type_name(track->type);
    }
}

void program_open(double share, int positions, char out[PROGRAM_OPEN_BYTES])
{
    struct sp_vacancy year = sp_vacancy_in_a_year(share, positions);
    snprintf(out, PROGRAM_OPEN_BYTES, "%.1f of %d (%d–%d)", share * positions, positions,
             year.low, year.high);
}

void program_open_basis(char out[PROGRAM_OPEN_BYTES])
{
    snprintf(out, PROGRAM_OPEN_BYTES, "fills of %d to %d, its own and of its kind",
             SP_FIRST_YEAR, SP_LAST_YEAR);
}

const char *program_specialty(const struct sp_specialties *specialties,
                              const struct sp_track *track)
{
    int place = sp_specialty_find(specialties, track->specialty);
    return place < 0 ? track->specialty : specialties->at[place].name;
}
