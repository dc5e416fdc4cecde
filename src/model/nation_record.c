/* nation_record.c: room for the lists of a season; nation_play.c fills it. */
#include "nation_record.h"

#include "error.h"

#include <stdlib.h>

/* lists  of one applicant, each at most SP_NATION_LONGEST */
static bool make_lists(size_t people, size_t lists, struct sp_nation_lists *made)
{
    size_t ranks = people * lists * SP_NATION_LONGEST + 1;
    made->first = calloc(people + 1, sizeof *made->first);
    made->track = malloc(sizeof *made->track * ranks);
    made->score = malloc(sizeof *made->score * ranks);
    made->place = malloc(sizeof *made->place * (people + 1));
    return made->first && made->track && made->score && made->place;
}

static void free_lists(struct sp_nation_lists *lists)
{
    free(lists->first);
    free(lists->track);
    free(lists->score);
    free(lists->place);
}

bool sp_nation_record_make(const struct sp_nation *nation, struct sp_nation_record *record,
                           struct sp_error *error)
{
    size_t people = (size_t)nation->applicants;
    *record = (struct sp_nation_record){.applicants = nation->applicants};
    record->pool = malloc(sizeof *record->pool * (people + 1));
    record->bin = malloc(sizeof *record->bin * (people + 1));
    if (record->pool && record->bin && make_lists(people, 2, &record->match)
        && make_lists(people, 1, &record->first_years))
        return true;
    sp_nation_record_free(record);
    return sp_fail(error, SP_NO_MEMORY, "not enough memory for the lists of a season");
}

void sp_nation_record_free(struct sp_nation_record *record)
{
    free(record->pool);
    free(record->bin);
    free_lists(&record->match);
    free_lists(&record->first_years);
    *record = (struct sp_nation_record){0};
}
