/* load_programs.c: the catalogue with all that is known about each track.
 *
 * One scan of the tracks in the order of the release; then the public H-1B filings,
 * joined by institution; then the user's imports, oldest first, so that what is newer
 * stands in the end.
 */
#include "database.h"
#include "error.h"
#include "fact_field.h"
#include "release.h"
#include "rows.h"
#include "store.h"

#include <stdlib.h>
#include <string.h>

static bool read_track(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct sp_track *track = element;
    track->code = rows_text(rows, 0);
    track->acgme_id = rows_text(rows, 1);
    track->acgme_basis = rows_text(rows, 2);
    track->specialty = rows_text(rows, 3);
    track->name = rows_text(rows, 4);
    if (!sp_track_type_parse(database_text(rows->at, 5), &track->type))
        return sp_fail(rows->error, SP_BAD_INPUT,
                       "programs.csv, %s: track_type \"%.40s\" is none of those known",
                       track->code, database_text(rows->at, 5));
    track->institution_code = rows_text(rows, 6);
    track->institution = rows_text(rows, 7);
    track->city = rows_text(rows, 8);
    track->state = rows_text(rows, 9);
    track->division = rows_text(rows, 10);
    track->located = !database_is_null(rows->at, 11) && !database_is_null(rows->at, 12);
    track->latitude = track->located ? database_double(rows->at, 11) : 0;
    track->longitude = track->located ? database_double(rows->at, 12) : 0;
    track->first_year = rows_int(rows, 13, SP_FIRST_YEAR);
    for (int year = 0; year < SP_YEARS; year++) {
        track->quota[year] = rows_int(rows, 14 + 2 * year, -1);
        track->filled[year] = rows_int(rows, 15 + 2 * year, -1);
    }
    track->origin = rows_origin(rows, 14 + 2 * SP_YEARS);
    for (int i = 0; i < SP_REQUIREMENTS; i++)
        track->fact[i].origin = (struct sp_origin){"", ""};
    for (int i = 0; i < SP_RATES; i++)
        track->rate[i].origin = (struct sp_origin){"", ""};
    track->positions.origin = (struct sp_origin){"", ""};
    return true;
}

static bool load_tracks(struct rows *rows, struct sp_programs *programs)
{
    _Static_assert(SP_FIRST_YEAR == 2021 && SP_LAST_YEAR == 2025, "the columns below");
    return rows_load(
        rows,
        "select nrmp_code, acgme_id, acgme_basis, specialty_code, name,"
        " track_type, institution_code, institution, city, state, division,"
        " latitude, longitude, first_year, quota_2021, filled_2021, quota_2022,"
        " filled_2022, quota_2023, filled_2023, quota_2024, filled_2024,"
        " quota_2025, filled_2025, source, as_of from program order by place",
        sizeof *programs->track, read_track, &programs->track, &programs->count);
}

/* Tracks to be found by a text: `key` points at the field compared. */
struct place {
    const char *key;
    struct sp_track *track;
};

static int compare_places(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    return strcmp(a->key, b->key);
}

static void sort_places(struct place *place, int count)
{
    for (int i = 1; i < count; i++)
        if (strcmp(place[i - 1].key, place[i].key) > 0) { /* seldom: they come in order */
            qsort(place, (size_t)count, sizeof *place, compare_places);
            return;
        }
}

/* The first place at or after `key`. */
static int find_place(const struct place *place, int count, const char *key)
{
    int low = 0, high = count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (strcmp(place[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* An institution with a filing that names a trainee's position. */
struct filing {
    const char *institution_code;
    struct sp_origin origin;
};

static bool read_filing(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct filing *filing = element;
    filing->institution_code = rows_text(rows, 0);
    filing->origin = rows_origin(rows, 1);
    return true;
}

static bool apply_filings(struct rows *rows, struct place *place, int count)
{
    struct filing *filing;
    int filings;
    if (!rows_load(
            rows,
            "select institution_code, source, as_of from h1b_employer"
            " where trainee_title = 1 and institution_code <> '' order by as_of, place",
            sizeof *filing, read_filing, &filing, &filings))
        return false;
    for (int i = 0; i < count; i++)
        place[i].key = place[i].track->institution_code;
    if (filings > 0)
        sort_places(place, count);
    for (int i = 0; i < filings; i++) {
        int at = find_place(place, count, filing[i].institution_code);
        for (; at < count && strcmp(place[at].key, filing[i].institution_code) == 0; at++)
            place[at].track->fact[SP_ACCEPTS_H1B] =
                (struct sp_fact){.answer = SP_YES, .origin = filing[i].origin};
    }
    free(filing);
    return true;
}

struct imported {
    const char *code, *field, *value;
    struct sp_origin origin;
};

static bool read_imported(struct rows *rows, void *element, bool *skip)
{
    (void)skip;
    struct imported *imported = element;
    imported->code = rows_text(rows, 0);
    imported->field = rows_text(rows, 1);
    imported->value = rows_text(rows, 2);
    imported->origin = rows_origin(rows, 3);
    return true;
}

/* Facts about tracks that this release no longer lists stay in the store unused. */
static bool apply_imports(struct rows *rows, struct place *place, int count)
{
    struct imported *imported;
    int facts;
    if (!rows_load(rows,
                   "select f.code, f.field, f.value, i.source, i.as_of from import_fact f"
                   " join import i on i.id = f.import_id"
                   " where i.undone_at = '' and f.field not like 'note:%'"
                   " order by f.import_id, f.place",
                   sizeof *imported, read_imported, &imported, &facts))
        return false;
    for (int i = 0; i < count; i++)
        place[i].key = place[i].track->code;
    if (facts > 0)
        sort_places(place, count);
    for (int i = 0; i < facts; i++) {
        int at = find_place(place, count, imported[i].code);
        struct fact_field field;
        if (at == count || strcmp(place[at].key, imported[i].code) != 0
            || !fact_field_parse(imported[i].field, &field))
            continue;
        struct sp_fact *fact = fact_field_of(&field, place[at].track);
        if (fact && fact_field_read(&field, imported[i].value, fact, NULL))
            fact->origin = imported[i].origin;
    }
    free(imported);
    return true;
}

bool store_load_programs(struct store *store, struct sp_programs *programs,
                         struct sp_error *error)
{
    *programs = (struct sp_programs){0};
    struct rows rows = {
        .database = store->database, .text = &programs->text, .error = error};
    if (!load_tracks(&rows, programs)) {
        sp_programs_free(programs);
        return false;
    }
    struct place *place = calloc((size_t)programs->count + 1, sizeof *place);
    bool ok = place != NULL;
    if (!ok)
        sp_fail(error, SP_NO_MEMORY, "no memory for %d tracks", programs->count);
    for (int i = 0; ok && i < programs->count; i++)
        place[i].track = &programs->track[i];
    ok = ok && apply_filings(&rows, place, programs->count)
         && apply_imports(&rows, place, programs->count)
         && sp_programs_group(programs, error);
    free(place);
    if (!ok)
        sp_programs_free(programs);
    return ok;
}
