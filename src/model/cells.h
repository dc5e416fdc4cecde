/* cells.h: the tracks that share one published count
 *
 * Joins tracks to the cells of struct sp_published and describes each track by the
 * facts that the regression of composition.c reads.
 */
#pragma once

#include "program.h"
#include "published.h"
#include "specialty.h"

#include <stdbool.h>

struct sp_error;

enum sp_track_feature {
    SP_F_SPECIALTIES, /* log of how many specialties its institution trains */
    SP_F_POSITIONS,   /* log of its institution's positions over 40 */
    SP_F_SELECTIVE,   /* share of the selective specialties it trains, 0..1 */
    SP_F_QUOTA,       /* log of the track's quota over 8 */
    SP_F_UNFILLED,    /* log of its unfilled share, five years, over that of its kind */
    SP_F_NEW_2015,    /* first offered 2015..2019 */
    SP_F_NEW_2020,    /* first offered 2020 or later */
    SP_F_PRELIMINARY,
    SP_F_PRIMARY_CARE,
    SP_F_TRACKS,             /* further tracks of the program, up to 3, over 3 */
    SP_F_UNFILLED_ELSEWHERE, /* log of the unfilled share of the institution's other tracks
                              */
    SP_TRACK_FEATURES,
};

const char *sp_track_feature_name(enum sp_track_feature feature);

/* A specialty is selective when fewer IMGs than this fill its positions nationwide;
 * chosen by five-fold cross-validation over cells (docs/model.md). */
#define SP_SELECTIVE_SHARE 0.05

/* As published counts name it: "PGY-1", "PGY-2" or "Physician". */
const char *sp_entry_level(enum sp_track_type type);

struct sp_cells {
    int *cell;          /* [tracks] place in published->cell, or -1 */
    int *line;          /* [tracks] specialty and level, 0..lines-1, or -1 */
    int *state;         /* [tracks] place in `states`, or -1 */
    int *first, *track; /* tracks of cell c: track[first[c] .. first[c+1]-1] */
    double (*feature)[SP_TRACK_FEATURES]; /* [tracks] */
    const char **line_key;                /* [lines] "140/PGY-1", strings of `text` */
    const char **state_key;               /* [states] "TX" */
    int lines, states;
    struct sp_arena text;
};

/* Fails with SP_NO_MEMORY; `cells` is then empty. */
bool sp_cells_join(const struct sp_programs *programs,
                   const struct sp_specialties *specialties,
                   const struct sp_published *published, struct sp_cells *cells,
                   struct sp_error *error);

void sp_cells_free(struct sp_cells *cells);
