/* search.c: every word somewhere; letters in any case. */
#include "search.h"

#include <string.h>
#include <strings.h>

static const char *specialty_name(const struct sp_specialties *specialties,
                                  const struct sp_track *track)
{
    for (int s = 0; s < specialties->count; s++)
        if (strcmp(specialties->at[s].code, track->specialty) == 0)
            return specialties->at[s].name;
    return track->specialty;
}

static bool holds_word(const struct sp_specialties *specialties,
                       const struct sp_track *track, const char *word)
{
    return strcasestr(track->institution, word) || strcasestr(track->name, word)
           || strcasestr(track->city, word) || strcasestr(track->code, word)
           || strcasecmp(track->state, word) == 0 || strcmp(track->acgme_id, word) == 0
           || strcasestr(specialty_name(specialties, track), word);
}

bool sp_search_finds(const struct sp_search *search,
                     const struct sp_specialties *specialties, const struct sp_track *track)
{
    bool found = search->specialties == 0;
    for (int i = 0; i < search->specialties && !found; i++)
        found = strcmp(search->specialty[i], track->specialty) == 0;
    for (int i = 0; i < search->words && found; i++)
        found = holds_word(specialties, track, search->word[i]);
    return found && (!search->state || strcasecmp(search->state, track->state) == 0)
           && (search->type < 0 || (int)track->type == search->type)
           && (!search->offered || sp_track_offered(track));
}
