/* program.c: tracks joined to programs by sorting them side by side.
 *
 * Tracks are sorted by place (institution, specialty, city), then ACGME id.  A place
 * with at most one id is one program; a place with several is cut between the ids, and
 * its tracks without an id, which sort first, are a program of their own.
 */
#include "program.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const track_type_names[SP_TRACK_TYPES] = {
    "categorical", "preliminary", "advanced", "physician_only", "primary_care",
};

static const char *const requirement_names[SP_REQUIREMENTS] = {
    "accepts_j1",      "accepts_h1b",    "accepts_img",   "accepts_us_img",
    "accepts_us_do",   "min_step2",      "max_years_out", "max_attempts",
    "min_usce_months", "min_letters_us", "needs_ecfmg",   "needs_step3",
};

static const char *const rate_names[SP_RATES] = {
    "rate_all",   "rate_signal", "rate_no_signal", "rate_in_state",   "rate_out_of_state",
    "rate_us_md", "rate_us_do",  "rate_us_img",    "rate_non_us_img",
};

static const char *const applicant_type_names[SP_APPLICANT_TYPES] = {
    "us_md",
    "us_do",
    "us_img",
    "non_us_img",
};

static int compare_place(const struct sp_track *a, const struct sp_track *b)
{
    bool coded = *a->institution_code && *b->institution_code;
    int order = coded ? strcmp(a->institution_code, b->institution_code)
                      : strcasecmp(a->institution, b->institution);
    if (order == 0)
        order = strcmp(a->specialty, b->specialty);
    if (order == 0)
        order = strcasecmp(a->city, b->city);
    return order;
}

/* The order of the catalogue. */
static int compare_order(const void *left, const void *right)
{
    const struct sp_track *a = *(const struct sp_track *const *)left;
    const struct sp_track *b = *(const struct sp_track *const *)right;
    return (a > b) - (a < b);
}

static int compare_tracks(const void *left, const void *right)
{
    const struct sp_track *a = *(const struct sp_track *const *)left;
    const struct sp_track *b = *(const struct sp_track *const *)right;
    int order = compare_place(a, b);
    if (order == 0)
        order = strcmp(a->acgme_id, b->acgme_id);
    return order ? order : compare_order(left, right);
}

/* One run of `sorted` from `from`: up to where the place ends, or, in a place with two
 * or more ids, up to where the id changes. */
static int end_of_program(struct sp_track *const *sorted, int count, int from)
{
    int place_end = from + 1, id_end = from + 1;
    while (place_end < count && compare_place(sorted[from], sorted[place_end]) == 0)
        place_end++;
    while (id_end < place_end
           && strcmp(sorted[from]->acgme_id, sorted[id_end]->acgme_id) == 0)
        id_end++;
    bool unknown_first = !*sorted[from]->acgme_id && id_end < place_end;
    bool one_id = unknown_first
                  && strcmp(sorted[id_end]->acgme_id, sorted[place_end - 1]->acgme_id) == 0;
    return one_id ? place_end : id_end;
}

static int compare_programs(const void *left, const void *right)
{
    const int *a = left, *b = right;
    return (a[0] > b[0]) - (a[0] < b[0]);
}

/* Lays the sorted runs out in the order of their first tracks. */
static void lay_out(struct sp_programs *programs, struct sp_track *const *sorted,
                    const struct sp_program *run, int (*first)[2], int runs, int *order,
                    struct sp_program *program)
{
    int used = 0;
    qsort(first, (size_t)runs, sizeof *first, compare_programs);
    for (int i = 0; i < runs; i++) {
        const struct sp_program *from = &run[first[i][1]];
        program[i] = (struct sp_program){used, from->tracks};
        for (int k = 0; k < from->tracks; k++) {
            struct sp_track *track = sorted[from->first_track + k];
            track->program = i;
            order[used++] = (int)(track - programs->track);
        }
    }
}

bool sp_programs_group(struct sp_programs *programs, struct sp_error *error)
{
    int count = programs->count, runs = 0;
    size_t room = (size_t)(count > 0 ? count : 1);
    struct sp_track **sorted = calloc(room, sizeof *sorted);
    struct sp_program *run = calloc(room, sizeof *run);
    int(*first)[2] = calloc(room, sizeof *first);
    int *order = calloc(room, sizeof *order);
    struct sp_program *program = calloc(room, sizeof *program);
    bool ok = sorted && run && first && order && program;

    if (ok) {
        for (int i = 0; i < count; i++)
            sorted[i] = &programs->track[i];
        qsort(sorted, (size_t)count, sizeof *sorted, compare_tracks);
        for (int from = 0, end; from < count; from = end) {
            end = end_of_program(sorted, count, from);
            qsort(&sorted[from], (size_t)(end - from), sizeof *sorted, compare_order);
            first[runs][0] = (int)(sorted[from] - programs->track);
            first[runs][1] = runs;
            run[runs++] = (struct sp_program){from, end - from};
        }
        lay_out(programs, sorted, run, first, runs, order, program);
        free(programs->order);
        free(programs->program);
        programs->order = order;
        programs->program = program;
        programs->programs = runs;
    } else {
        free(order);
        free(program);
        sp_fail(error, SP_NO_MEMORY, "no memory to group %d tracks", count);
    }
    free(first);
    free(run);
    free(sorted);
    return ok;
}

int sp_programs_find(const struct sp_programs *programs, const char *code)
{
    for (int i = 0; i < programs->count; i++)
        if (strcasecmp(programs->track[i].code, code) == 0)
            return i;
    return -1;
}

bool sp_track_offered(const struct sp_track *track)
{
    return track->quota[SP_YEARS - 1] > 0;
}

int sp_track_quota(const struct sp_track *track)
{
    return sp_track_offered(track) ? track->quota[SP_YEARS - 1] : 0;
}

int sp_track_filled(const struct sp_track *track)
{
    return sp_track_offered(track) ? track->filled[SP_YEARS - 1] : 0;
}

const char *sp_track_type_name(enum sp_track_type type)
{
    return track_type_names[type];
}

bool sp_track_type_parse(const char *text, enum sp_track_type *type)
{
    for (int i = 0; i < SP_TRACK_TYPES; i++)
        if (strcmp(text, track_type_names[i]) == 0) {
            *type = (enum sp_track_type)i;
            return true;
        }
    return false;
}

const char *sp_requirement_name(enum sp_requirement requirement)
{
    return requirement_names[requirement];
}

const char *sp_rate_name(enum sp_rate rate)
{
    return rate_names[rate];
}

const char *sp_applicant_type_name(enum sp_applicant_type type)
{
    return applicant_type_names[type];
}

void sp_programs_free(struct sp_programs *programs)
{
    free(programs->track);
    free(programs->order);
    free(programs->program);
    sp_arena_free(&programs->text);
    *programs = (struct sp_programs){0};
}
