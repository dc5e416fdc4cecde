/* cells.c: joins by state, specialty and entry level; counts what an institution is.
 *
 * Everything here is a code, a number of positions or a year; no name is read.
 */
#include "cells.h"

#include "error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *sp_track_feature_name(enum sp_track_feature feature)
{
    static const char *const name[SP_TRACK_FEATURES] = {
        "specialties",  "positions", "selective",          "quota",
        "unfilled",     "new_2015",  "new_2020",           "preliminary",
        "primary_care", "tracks",    "unfilled_elsewhere",
    };
    return name[feature];
}

const char *sp_entry_level(enum sp_track_type type)
{
    return type == SP_ADVANCED         ? "PGY-2"
           : type == SP_PHYSICIAN_ONLY ? "Physician"
                                       : "PGY-1";
}

/* What the tracks of one institution say together. */
struct institution {
    const char *code;
    int specialties, selective; /* in the last year */
    int positions;              /* in the last year */
    int offered, unfilled;      /* over all years */
};

struct view {
    const struct sp_programs *programs;
    const struct sp_specialties *specialties;
    const struct sp_published *published;
    struct institution *institution;
    int *of;          /* [tracks] place in `institution` */
    int *specialty;   /* [tracks] place in `specialties`, or -1 */
    bool *selective;  /* [specialties] */
    double *unfilled; /* [specialties * types] unfilled share over all years, nationwide */
    int institutions;
};

static int by_institution(const void *a, const void *b, void *context)
{
    const struct sp_track *track = context, *x = &track[*(const int *)a],
                          *y = &track[*(const int *)b];
    int order = strcmp(x->institution_code, y->institution_code);
    return order ? order : strcmp(x->specialty, y->specialty);
}

/* A specialty is selective when IMGs fill few of its positions. */
static void find_selective(struct view *view)
{
    const struct sp_published *published = view->published;
    for (int s = 0; s < view->specialties->count; s++) {
        long img = 0, filled = 0;
        for (int c = 0; c < published->cells; c++) {
            const struct sp_cell *cell = &published->cell[c];
            if (strcmp(cell->specialty, view->specialties->at[s].cell) != 0
                || strcmp(cell->level, "Physician") == 0)
                continue;
            img += cell->by_type[SP_US_IMG] + cell->by_type[SP_NON_US_IMG];
            filled += cell->filled;
        }
        view->selective[s] =
            filled > 0 && (double)img < SP_SELECTIVE_SHARE * (double)filled;
    }
}

static void count_unfilled(struct view *view)
{
    int kinds = view->specialties->count * SP_TRACK_TYPES;
    double *offered = view->unfilled + kinds; /* a second half as working room */
    for (int t = 0; t < view->programs->count; t++) {
        const struct sp_track *track = &view->programs->track[t];
        if (view->specialty[t] < 0)
            continue;
        int kind = view->specialty[t] * SP_TRACK_TYPES + (int)track->type;
        for (int year = 0; year < SP_YEARS; year++)
            if (track->quota[year] > 0) {
                offered[kind] += track->quota[year];
                view->unfilled[kind] += track->quota[year] - track->filled[year];
            }
    }
    for (int k = 0; k < kinds; k++)
        view->unfilled[k] = (view->unfilled[k] + 0.5) / (offered[k] + 1);
}

/* `order` holds the tracks by institution, then specialty. */
static void count_institutions(struct view *view, const int *order)
{
    const struct sp_track *track = view->programs->track;
    const char *specialty = "";
    for (int i = 0; i < view->programs->count; i++) {
        const struct sp_track *at = &track[order[i]];
        struct institution *here =
            i == 0 ? NULL : &view->institution[view->institutions - 1];
        if (i == 0 || strcmp(here->code, at->institution_code) != 0) {
            here = &view->institution[view->institutions++];
            *here = (struct institution){.code = at->institution_code};
            specialty = "";
        }
        view->of[order[i]] = view->institutions - 1;
        for (int year = 0; year < SP_YEARS; year++)
            if (at->quota[year] > 0) {
                here->offered += at->quota[year];
                here->unfilled += at->quota[year] - at->filled[year];
            }
        if (!sp_track_offered(at))
            continue;
        here->positions += sp_track_quota(at);
        if (strcmp(specialty, at->specialty) != 0) {
            specialty = at->specialty;
            here->specialties++;
            int s = view->specialty[order[i]];
            here->selective += s >= 0 && view->selective[s];
        }
    }
}

static double log_share(double part, double whole)
{
    return log((part + 1) / (whole + 20));
}

static void describe(const struct view *view, int t, int selective_specialties,
                     const int *offered_tracks, double feature[SP_TRACK_FEATURES])
{
    const struct sp_track *track = &view->programs->track[t];
    const struct institution *at = &view->institution[view->of[t]];
    double offered = 0, unfilled = 0;
    for (int year = 0; year < SP_YEARS; year++)
        if (track->quota[year] > 0) {
            offered += track->quota[year];
            unfilled += track->quota[year] - track->filled[year];
        }
    double usual =
        view->specialty[t] < 0
            ? 0.05
            : view->unfilled[view->specialty[t] * SP_TRACK_TYPES + (int)track->type];
    int quota = sp_track_quota(track), tracks = offered_tracks[track->program] - 1;

    feature[SP_F_SPECIALTIES] = log(at->specialties > 0 ? at->specialties : 1);
    feature[SP_F_POSITIONS] = log((at->positions > 0 ? at->positions : 1) / 40.0);
    feature[SP_F_SELECTIVE] =
        selective_specialties > 0 ? (double)at->selective / selective_specialties : 0;
    feature[SP_F_QUOTA] = log((quota > 0 ? quota : 1) / 8.0);
    feature[SP_F_UNFILLED] = log((unfilled + 2 * usual) / (offered + 2) / usual);
    feature[SP_F_NEW_2015] = track->first_year >= 2015 && track->first_year < 2020;
    feature[SP_F_NEW_2020] = track->first_year >= 2020;
    feature[SP_F_PRELIMINARY] = track->type == SP_PRELIMINARY;
    feature[SP_F_PRIMARY_CARE] = track->type == SP_PRIMARY_CARE;
    feature[SP_F_TRACKS] = (tracks > 3 ? 3 : tracks < 0 ? 0 : tracks) / 3.0;
    feature[SP_F_UNFILLED_ELSEWHERE] =
        log_share(at->unfilled - unfilled, at->offered - offered) - log(0.05);
}

static bool describe_all(struct view *view, struct sp_cells *cells)
{
    int count = view->programs->count, selective = 0;
    int *order = malloc(sizeof *order * (size_t)(count + 1));
    int *offered_tracks =
        calloc((size_t)view->programs->programs + 1, sizeof *offered_tracks);
    bool ok = order && offered_tracks;
    if (ok) {
        for (int t = 0; t < count; t++) {
            const struct sp_track *track = &view->programs->track[t];
            order[t] = t;
            offered_tracks[track->program] +=
                sp_track_offered(track) && track->type != SP_PHYSICIAN_ONLY;
        }
        qsort_r(order, (size_t)count, sizeof *order, by_institution, view->programs->track);
        find_selective(view);
        count_unfilled(view);
        count_institutions(view, order);
        for (int s = 0; s < view->specialties->count; s++)
            selective += view->selective[s];
        for (int t = 0; t < count; t++)
            describe(view, t, selective, offered_tracks, cells->feature[t]);
    }
    free(order);
    free(offered_tracks);
    return ok;
}

enum { LEVELS = 4 }; /* PGY-1, PGY-2, Physician, and cells that name no level */

static int level_place(const char *level)
{
    return level[0] == '\0' ? 3 : strcmp(level, "Physician") == 0 ? 2 : level[4] == '2';
}

static int find_state(const struct sp_cells *cells, const char *state)
{
    for (int i = 0; i < cells->states; i++)
        if (strcmp(cells->state_key[i], state) == 0)
            return i;
    return -1;
}

static int find_by_cell_name(const struct sp_specialties *specialties, const char *name)
{
    for (int s = 0; s < specialties->count; s++)
        if (specialties->at[s].cell[0] && strcmp(specialties->at[s].cell, name) == 0)
            return s;
    return -1;
}

/* `place[(state * specialties + specialty) * LEVELS + level]` is a cell, or -1. */
static int *index_cells(const struct view *view, struct sp_cells *cells)
{
    const struct sp_published *published = view->published;
    size_t room = (size_t)(published->cells + 1);
    cells->state_key = calloc(room, sizeof *cells->state_key);
    if (!cells->state_key)
        return NULL;
    for (int c = 0; c < published->cells; c++)
        if (find_state(cells, published->cell[c].state) < 0)
            cells->state_key[cells->states++] = published->cell[c].state;

    size_t places = (size_t)cells->states * (size_t)view->specialties->count * LEVELS;
    int *place = malloc((places + 1) * sizeof *place);
    if (!place)
        return NULL;
    memset(place, -1, (places + 1) * sizeof *place);
    for (int c = 0; c < published->cells; c++) {
        const struct sp_cell *cell = &published->cell[c];
        int specialty = find_by_cell_name(view->specialties, cell->specialty);
        int state = find_state(cells, cell->state);
        if (specialty >= 0)
            place[(state * view->specialties->count + specialty) * LEVELS
                  + level_place(cell->level)] = c;
    }
    return place;
}

/* Specialty and level in use, numbered as they turn up. */
static bool number_line(struct sp_cells *cells, int *number, const char *specialty,
                        const char *level)
{
    if (*number >= 0)
        return true;
    cells->line_key[cells->lines] =
        sp_arena_format(&cells->text, "%s/%s", specialty, level);
    *number = cells->lines++;
    return cells->line_key[*number] != NULL;
}

static bool place_tracks(const struct view *view, const int *place, struct sp_cells *cells)
{
    int specialties = view->specialties->count, state = -1;
    int *line = malloc(sizeof *line * ((size_t)specialties * LEVELS + 1));
    cells->line_key = calloc((size_t)specialties * LEVELS + 1, sizeof *cells->line_key);
    bool ok = line && cells->line_key;
    if (ok)
        memset(line, -1, sizeof *line * ((size_t)specialties * LEVELS + 1));
    for (int t = 0; ok && t < view->programs->count; t++) {
        const struct sp_track *track = &view->programs->track[t];
        if (state < 0 || strcmp(cells->state_key[state], track->state) != 0)
            state = find_state(cells, track->state);
        cells->state[t] = state;
        cells->line[t] = cells->cell[t] = -1;
        if (state < 0 || view->specialty[t] < 0)
            continue;
        const char *level = sp_entry_level(track->type);
        const int *at = place + (state * specialties + view->specialty[t]) * LEVELS;
        int cell = at[level_place(level)] >= 0 ? at[level_place(level)] : at[3];
        int *number = &line[view->specialty[t] * LEVELS + level_place(level)];
        ok = number_line(cells, number, track->specialty, level);
        cells->line[t] = *number;
        cells->cell[t] = sp_track_offered(track) ? cell : -1;
    }
    free(line);
    return ok;
}

/* Counting sort of the tracks by cell. */
static bool list_by_cell(const struct view *view, struct sp_cells *cells)
{
    int count = view->published->cells, tracks = view->programs->count;
    cells->first = calloc((size_t)count + 2, sizeof *cells->first);
    cells->track = malloc(sizeof *cells->track * (size_t)(tracks + 1));
    if (!cells->first || !cells->track)
        return false;
    for (int t = 0; t < tracks; t++)
        if (cells->cell[t] >= 0)
            cells->first[cells->cell[t] + 2]++;
    for (int c = 0; c < count; c++)
        cells->first[c + 2] += cells->first[c + 1];
    for (int t = 0; t < tracks; t++)
        if (cells->cell[t] >= 0)
            cells->track[cells->first[cells->cell[t] + 1]++] = t;
    return true;
}

static void find_specialties(struct view *view)
{
    for (int t = 0; t < view->programs->count; t++) {
        const char *code = view->programs->track[t].specialty;
        int s = t > 0 && strcmp(code, view->programs->track[t - 1].specialty) == 0
                    ? view->specialty[t - 1]
                    : -1;
        for (int i = 0; s < 0 && i < view->specialties->count; i++)
            if (strcmp(view->specialties->at[i].code, code) == 0)
                s = i;
        view->specialty[t] = s;
    }
}

bool sp_cells_join(const struct sp_programs *programs,
                   const struct sp_specialties *specialties,
                   const struct sp_published *published, struct sp_cells *cells,
                   struct sp_error *error)
{
    size_t tracks = (size_t)programs->count + 1, fields = (size_t)specialties->count + 1;
    struct view view = {
        .programs = programs,
        .specialties = specialties,
        .published = published,
        .institution = calloc(tracks + 1, sizeof *view.institution),
        .of = calloc(tracks, sizeof *view.of),
        .specialty = malloc(tracks * sizeof *view.specialty),
        .selective = calloc(fields, sizeof *view.selective),
        .unfilled = calloc(2 * fields * SP_TRACK_TYPES, sizeof *view.unfilled),
    };
    *cells = (struct sp_cells){
        .cell = malloc(tracks * sizeof *cells->cell),
        .line = malloc(tracks * sizeof *cells->line),
        .state = malloc(tracks * sizeof *cells->state),
        .feature = calloc(tracks, sizeof *cells->feature),
    };
    int *place = NULL;
    bool ok = view.institution && view.of && view.specialty && view.selective
              && view.unfilled && cells->cell && cells->line && cells->state
              && cells->feature;
    if (ok) {
        find_specialties(&view);
        place = index_cells(&view, cells);
        ok = place && place_tracks(&view, place, cells) && list_by_cell(&view, cells)
             && describe_all(&view, cells);
    }
    free(place);
    free(view.institution);
    free(view.of);
    free(view.specialty);
    free(view.selective);
    free(view.unfilled);
    if (!ok) {
        sp_cells_free(cells);
        return sp_fail(error, SP_NO_MEMORY,
                       "not enough memory to join the published counts");
    }
    return true;
}

void sp_cells_free(struct sp_cells *cells)
{
    free(cells->cell);
    free(cells->line);
    free(cells->state);
    free(cells->first);
    free(cells->track);
    free(cells->feature);
    free(cells->line_key);
    free(cells->state_key);
    sp_arena_free(&cells->text);
    *cells = (struct sp_cells){0};
}
