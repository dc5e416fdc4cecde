/* past.c: years move up by one place, counts are raked to what was known.
 *
 * Rows of the raking are cells (positions filled by their tracks), columns are types, over
 * entry level PGY-1: graduates of foreign schools as matched in the year before, the rest
 * to those of US schools in the proportion of their seniors matched.  Later entry levels
 * have no totals of that year and are scaled alone.  The counts come out whole: what is cut
 * from one cell is carried to the next, so that small cells do not lose the rare types.
 */
#include "past.h"

#include "cells.h"
#include "error.h"
#include "vacancy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    TYPES = SP_APPLICANT_TYPES,
    COLUMNS = TYPES + 1,
    SWEEPS = 60,
    LAST = SP_YEARS - 1,
    BEFORE = SP_LAST_YEAR - 1
};

struct work {
    const struct sp_facts *from;
    struct sp_past *past;
    struct sp_cell *cell;               /* of the past */
    double (*place)[COLUMNS];           /* [cells] positions by type */
    double *filled;                     /* [cells] by the tracks */
    double matched[TYPES], rate[TYPES]; /* of the year before */
    struct sp_error *error;
};

static bool no_memory(struct sp_error *error)
{
    return sp_fail(error, SP_NO_MEMORY, "not enough memory for the facts of %d", BEFORE);
}

const struct sp_match_rate *sp_past_rate(const struct sp_published *published,
                                         enum sp_applicant_type type, int year)
{
    for (int i = 0; i < published->match_rate_years[type]; i++)
        if (published->match_rate[type][i].year == year)
            return &published->match_rate[type][i];
    return NULL;
}

static bool read_matched(struct work *work)
{
    for (int k = 0; k < TYPES; k++) {
        const struct sp_match_rate *rate =
            sp_past_rate(work->from->published, (enum sp_applicant_type)k, BEFORE);
        if (!rate || rate->matched <= 0 || !(rate->rate > 0 && rate->rate < 1))
            return sp_fail(work->error, SP_NOT_FOUND, "no match rate of %s for %d",
                           sp_applicant_type_name((enum sp_applicant_type)k), BEFORE);
        work->matched[k] = rate->matched;
        work->rate[k] = rate->rate;
    }
    return true;
}

static void move_years(struct sp_track *track)
{
    for (int y = LAST; y > 0; y--) {
        track->quota[y] = track->quota[y - 1];
        track->filled[y] = track->filled[y - 1];
    }
    track->quota[0] = track->filled[0] = -1;
}

static bool take_programs(struct work *work, enum sp_past_positions positions)
{
    const struct sp_programs *from = work->from->programs;
    struct sp_programs *programs = &work->past->programs;
    size_t tracks = (size_t)from->count + 1;
    double *open = malloc(sizeof *open * tracks);
    *programs = *from;
    programs->text = (struct sp_arena){0};
    programs->track = sp_arena_get(&work->past->memory, sizeof *programs->track * tracks);
    bool ok = (open && programs->track) || no_memory(work->error);
    ok = ok && sp_vacancy_expect(from, LAST, open, work->error);
    for (int t = 0; ok && t < from->count; t++) {
        struct sp_track *track = &programs->track[t];
        *track = from->track[t];
        if (positions == SP_PAST_FILLED)
            move_years(track);
        else if (track->quota[LAST] > 0)
            track->filled[LAST] = (int)(track->quota[LAST] * (1 - open[t]) + 0.5);
    }
    free(open);
    return ok;
}

/* Of all tracks by which first years are filled: the catalogue's count of the year before.
 */
static double first_years_before(const struct sp_programs *programs)
{
    double sum = 0;
    for (int t = 0; t < programs->count; t++) {
        const struct sp_track *track = &programs->track[t];
        if (track->quota[LAST - 1] > 0 && track->type != SP_ADVANCED
            && track->type != SP_PHYSICIAN_ONLY)
            sum += track->filled[LAST - 1];
    }
    return sum;
}

static bool is_first(const struct sp_cell *cell)
{
    return strcmp(cell->level, "PGY-1") == 0;
}

/* The counts of a cell in their own proportions; of a cell that was empty, those of its
 * specialty and level nationwide. */
static void start(struct work *work, int c)
{
    const struct sp_published *published = work->from->published;
    const struct sp_cell *cell = &published->cell[c];
    double sum = 0, *place = work->place[c];
    for (int i = 0; i < published->cells; i++) {
        const struct sp_cell *from = cell->filled > 0 ? cell : &published->cell[i];
        if (strcmp(from->specialty, cell->specialty) != 0
            || strcmp(from->level, cell->level) != 0)
            continue;
        for (int k = 0; k < COLUMNS; k++) {
            double count = k < TYPES ? from->by_type[k] : from->other;
            place[k] += count;
            sum += count;
        }
        if (from == cell)
            break;
    }
    for (int k = 0; k < COLUMNS; k++)
        place[k] = sum > 0 ? place[k] * work->filled[c] / sum : 0;
}

/* Column totals over the first years, in positions. */
static void find_totals(const struct work *work, double total[COLUMNS])
{
    const struct sp_published *published = work->from->published;
    double filled = 0, part = 0, us = work->matched[SP_US_MD] + work->matched[SP_US_DO];
    double before = fmax(first_years_before(work->from->programs), 1);
    memset(total, 0, sizeof *total * COLUMNS);
    for (int c = 0; c < published->cells; c++)
        if (is_first(&published->cell[c])) {
            filled += work->filled[c];
            total[TYPES] += work->place[c][TYPES];
        }
    part = filled - total[TYPES];
    for (int k = SP_US_IMG; k < TYPES; k++) {
        total[k] = filled * work->matched[k] / before;
        part -= total[k];
    }
    for (int k = 0; k < SP_US_IMG; k++)
        total[k] = fmax(part, 0) * work->matched[k] / us;
}

static void scale_columns(struct work *work, const double total[COLUMNS])
{
    const struct sp_published *published = work->from->published;
    for (int k = 0; k < COLUMNS; k++) {
        double sum = 0;
        for (int c = 0; c < published->cells; c++)
            if (is_first(&published->cell[c]))
                sum += work->place[c][k];
        for (int c = 0; sum > 0 && c < published->cells; c++)
            if (is_first(&published->cell[c]))
                work->place[c][k] *= total[k] / sum;
    }
}

static void scale_row(struct work *work, int c)
{
    double sum = 0;
    for (int k = 0; k < COLUMNS; k++)
        sum += work->place[c][k];
    for (int k = 0; sum > 0 && k < COLUMNS; k++)
        work->place[c][k] *= work->filled[c] / sum;
}

static void rake(struct work *work)
{
    double total[COLUMNS];
    for (int c = 0; c < work->from->published->cells; c++)
        start(work, c);
    find_totals(work, total);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        scale_columns(work, total);
        for (int c = 0; c < work->from->published->cells; c++)
            scale_row(work, c);
    }
}

/* Whole numbers that sum to the row; `carry` holds what each column is owed so far. */
static void write_cell(const double place[COLUMNS], double carry[COLUMNS],
                       struct sp_cell *cell)
{
    int count[COLUMNS], left = 0;
    double owed[COLUMNS], sum = 0;
    for (int k = 0; k < COLUMNS; k++) {
        owed[k] = place[k] > 0 ? place[k] + carry[k] : -INFINITY;
        count[k] = place[k] > 0 ? (int)fmax(floor(owed[k]), 0) : 0;
        sum += place[k];
        left -= count[k];
    }
    left += cell->filled = (int)(sum + 0.5);
    for (int step = left < 0 ? -1 : 1; left != 0; left -= step) {
        int best = 0;
        double most = -INFINITY; /* owed on top, or owed least when some is taken back */
        for (int k = 0; k < COLUMNS; k++)
            if (place[k] > 0 && (step > 0 || count[k] > 0)
                && step * (owed[k] - count[k]) > most) {
                most = step * (owed[k] - count[k]);
                best = k;
            }
        count[best] += step;
    }
    for (int k = 0; k < COLUMNS; k++) {
        carry[k] += place[k] - count[k];
        *(k < TYPES ? &cell->by_type[k] : &cell->other) = count[k];
    }
}

static bool take_cells(struct work *work)
{
    const struct sp_facts *from = work->from;
    const struct sp_programs *programs = &work->past->programs;
    struct sp_cells cells = {0};
    size_t count = (size_t)from->published->cells + 1;
    double carry[2][COLUMNS] = {{0}};
    work->cell = sp_arena_get(&work->past->memory, sizeof *work->cell * count);
    work->place = calloc(count, sizeof *work->place);
    work->filled = calloc(count, sizeof *work->filled);
    if (!work->cell || !work->place || !work->filled)
        return no_memory(work->error);
    if (!sp_cells_join(programs, from->specialties, from->published, &cells, work->error))
        return false;
    for (int c = 0; c < from->published->cells; c++) {
        work->cell[c] = from->published->cell[c];
        work->cell[c].positions = 0;
        for (int i = cells.first[c]; i < cells.first[c + 1]; i++) {
            const struct sp_track *track = &programs->track[cells.track[i]];
            work->filled[c] += sp_track_filled(track);
            work->cell[c].positions += sp_track_quota(track);
        }
    }
    sp_cells_free(&cells);
    rake(work);
    for (int c = 0; c < from->published->cells; c++)
        write_cell(work->place[c], carry[is_first(&work->cell[c])], &work->cell[c]);
    work->past->published.cell = work->cell;
    return true;
}

/* Rates and lists of years up to the one before, each as if a year later. */
static bool take_types(struct work *work)
{
    const struct sp_published *from = work->from->published;
    struct sp_published *published = &work->past->published;
    for (int k = 0; k < TYPES; k++) {
        size_t rates = (size_t)from->match_rate_years[k] + 1;
        size_t lists = (size_t)from->rank_list_years[k] + 1;
        struct sp_match_rate *rate =
            sp_arena_get(&work->past->memory, sizeof *rate * rates);
        struct sp_rank_lists *list =
            sp_arena_get(&work->past->memory, sizeof *list * lists);
        if (!rate || !list)
            return no_memory(work->error);
        published->match_rate[k] = rate;
        published->rank_lists[k] = list;
        published->match_rate_years[k] = published->rank_list_years[k] = 0;
        for (int i = 0; i < from->match_rate_years[k]; i++)
            if (from->match_rate[k][i].year <= BEFORE) {
                rate[published->match_rate_years[k]] = from->match_rate[k][i];
                rate[published->match_rate_years[k]++].year++;
            }
        for (int i = 0; i < from->rank_list_years[k]; i++)
            if (from->rank_lists[k][i].year <= BEFORE) {
                list[published->rank_list_years[k]] = from->rank_lists[k][i];
                list[published->rank_list_years[k]++].year++;
            }
    }
    return true;
}

/* As many applicants for those matched in every specialty. */
static bool take_kinds(struct work *work)
{
    const struct sp_published *from = work->from->published;
    struct sp_kind_total *kind =
        sp_arena_get(&work->past->memory, sizeof *kind * ((size_t)from->kind_totals + 1));
    if (!kind)
        return no_memory(work->error);
    for (int i = 0; i < from->kind_totals; i++) {
        kind[i] = from->kind_total[i];
        kind[i].unfilled = 0;
        for (int k = 0; k < TYPES; k++)
            kind[i].applicants[k] = (int)(kind[i].matched[k] / work->rate[k] + 0.5);
    }
    work->past->published.kind_total = kind;
    return true;
}

/* Positions that non-US IMGs fill in a specialty (code). */
static int filled_by_img(const struct work *work, const char *code)
{
    const struct sp_specialties *specialties = work->from->specialties;
    const char *name = "";
    int sum = 0;
    for (int s = 0; s < specialties->count; s++)
        if (strcmp(specialties->at[s].code, code) == 0)
            name = specialties->at[s].cell;
    for (int c = 0; c < work->from->published->cells; c++)
        if (strcmp(work->cell[c].specialty, name) == 0)
            sum += work->cell[c].by_type[SP_NON_US_IMG];
    return sum;
}

/* Of the outcomes by specialty, which are of a later year, the Step 2 alone. */
static bool take_outcomes(struct work *work)
{
    const struct sp_published *from = work->from->published;
    const struct sp_published *published = &work->past->published;
    struct sp_outcome *outcome =
        sp_arena_get(&work->past->memory, sizeof *outcome * ((size_t)from->outcomes + 1));
    int years = published->rank_list_years[SP_NON_US_IMG];
    if (!outcome)
        return no_memory(work->error);
    for (int i = 0; i < from->outcomes; i++) {
        double rate = work->rate[SP_NON_US_IMG];
        int matched = filled_by_img(work, from->outcome[i].specialty);
        outcome[i] = from->outcome[i];
        outcome[i].count[SP_MATCHED] = matched;
        outcome[i].count[SP_UNMATCHED] = (int)(matched * (1 - rate) / rate + 0.5);
        for (int c = 0; c < SP_COHORTS; c++) {
            double mean =
                years > 0 ? published->rank_lists[SP_NON_US_IMG][years - 1].mean[c] : 0;
            outcome[i].ranks[c] =
                (struct sp_moments){.n = outcome[i].count[c], .mean = mean, .sd = mean};
        }
    }
    work->past->published.outcome = outcome;
    return true;
}

bool sp_past_make(const struct sp_facts *facts, enum sp_past_positions positions,
                  struct sp_past *past, struct sp_error *error)
{
    struct work work = {.from = facts, .past = past, .error = error};
    *past = (struct sp_past){.published = *facts->published, .facts = *facts};
    past->published.text = (struct sp_arena){0};
    past->published.fits = past->published.markets = 0;
    past->facts.programs = &past->programs;
    past->facts.published = &past->published;
    past->facts.composition = NULL;
    bool ok = read_matched(&work) && take_programs(&work, positions) && take_types(&work)
              && take_cells(&work) && take_kinds(&work) && take_outcomes(&work);
    free(work.place);
    free(work.filled);
    if (!ok)
        sp_past_free(past);
    return ok;
}

void sp_past_free(struct sp_past *past)
{
    sp_arena_free(&past->memory);
    *past = (struct sp_past){0};
}
