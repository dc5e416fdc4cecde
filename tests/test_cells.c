/* test_cells.c: every track in the cell of its state, specialty and entry level, and the
 * facts that describe it, against a count by hand. */
#include "check.h"

#include "catalogue.h"
#include "cells.h"
#include "error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct sp_specialty small_specialty[] = {
    {.code = "120", .name = "Family Medicine", .cell = "Family Medicine"},
    {.code = "140", .name = "Internal Medicine", .cell = "Internal Medicine"},
    {.code = "416", .name = "Plastic Surgery", .cell = "Plastic Surgery"},
};
static const struct sp_specialties small_specialties = {.at = small_specialty, .count = 3};

static struct sp_cell small_cell[] = {
    {.state = "AL",
     .specialty = "Internal Medicine",
     .level = "PGY-1",
     .filled = 20,
     .by_type = {10, 5, 2, 3}},
    {.state = "AL",
     .specialty = "Internal Medicine",
     .level = "PGY-2",
     .filled = 2,
     .by_type = {2, 0, 0, 0}},
    {.state = "ME",
     .specialty = "Plastic Surgery",
     .level = "",
     .filled = 25,
     .by_type = {25, 0, 0, 0}},
    {.state = "ME",
     .specialty = "Alchemy",
     .level = "PGY-1",
     .filled = 1,
     .by_type = {1, 0, 0, 0}},
};
static const struct sp_published small_published = {.cell = small_cell, .cells = 4};

/* Tracks of institutions 1000 and 1001; a code names institution and specialty. */
static const struct small_track {
    const char *code, *state;
    enum sp_track_type type;
    int first_year, quota, filled; /* in every year */
} small_track[] = {
    {"1000140C0", "AL", SP_CATEGORICAL, 2014, 16, 12},
    {"1000140M0", "AL", SP_PRIMARY_CARE, 2016, 4, 4},
    {"1000140A0", "AL", SP_ADVANCED, 2021, 2, 2},
    {"1000416C0", "ME", SP_CATEGORICAL, 2014, 25, 25},
    {"1001120C0", "ME", SP_CATEGORICAL, 2014, 8, 8},
    {"1001140C0", "AL", SP_CATEGORICAL, 2014, 8, 8},
};
enum { SMALL_TRACKS = sizeof small_track / sizeof *small_track };

static struct sp_track track_of(const struct small_track *small, struct sp_arena *text)
{
    bool first = small->code[3] == '0';
    struct sp_track track = {.code = small->code,
                             .specialty = sp_arena_slice(text, small->code + 4, 3),
                             .state = small->state,
                             .institution_code = first ? "1000" : "1001",
                             .acgme_id = "",
                             .city = first ? "A" : "B",
                             .type = small->type,
                             .first_year = small->first_year};
    for (int y = 0; y < SP_YEARS; y++) {
        track.quota[y] = small->quota;
        track.filled[y] = small->filled;
    }
    return track;
}

/* The last track is not offered in the last year. */
static struct sp_programs small_programs(void)
{
    struct sp_programs programs = {.count = SMALL_TRACKS};
    programs.track = calloc(SMALL_TRACKS, sizeof *programs.track);
    assert_non_null(programs.track);
    for (int t = 0; t < SMALL_TRACKS; t++)
        programs.track[t] = track_of(&small_track[t], &programs.text);
    programs.track[SMALL_TRACKS - 1].quota[SP_YEARS - 1] = -1;
    programs.track[SMALL_TRACKS - 1].filled[SP_YEARS - 1] = -1;
    assert_true(sp_programs_group(&programs, NULL));
    return programs;
}

static struct sp_cells join(const struct sp_facts *facts)
{
    struct sp_cells cells;
    struct sp_error error = {0};
    if (!sp_cells_join(facts->programs, facts->specialties, facts->published, &cells,
                       &error))
        fail_msg("%s", error.text);
    return cells;
}

static void small_free(struct sp_programs *programs, struct sp_cells *cells)
{
    sp_programs_free(programs);
    sp_cells_free(cells);
}

static void a_track_stands_in_the_cell_of_its_state_specialty_and_level(void **state)
{
    (void)state;
    struct sp_programs programs = small_programs();
    struct sp_facts facts = {.programs = &programs,
                             .specialties = &small_specialties,
                             .published = &small_published};
    struct sp_cells cells = join(&facts);
    static const int expected[] = {0, 0, 1, 2, -1, -1}; /* the last is not offered */
    for (int t = 0; t < 6; t++)
        assert_int_equal(cells.cell[t], expected[t]);
    assert_string_equal(cells.line_key[cells.line[0]], "140/PGY-1");
    assert_string_equal(cells.line_key[cells.line[2]], "140/PGY-2");
    assert_int_equal(cells.line[0], cells.line[1]);
    assert_int_equal(cells.line[5], cells.line[0]);
    assert_string_equal(cells.state_key[cells.state[3]], "ME");
    small_free(&programs, &cells);
}

static void assert_near(double value, double expected)
{
    if (!(fabs(value - expected) < 1e-12))
        fail_msg("%.15g is not %.15g", value, expected);
}

static void the_facts_of_a_track_are_those_counted_by_hand(void **state)
{
    (void)state;
    struct sp_programs programs = small_programs();
    struct sp_facts facts = {.programs = &programs,
                             .specialties = &small_specialties,
                             .published = &small_published};
    struct sp_cells cells = join(&facts);
    const double *first = cells.feature[0], *second = cells.feature[1];
    /* Institution 1000 trains 140 and 416 in 16 + 4 + 2 + 25 positions; 416 is the one
     * selective specialty. */
    assert_near(first[SP_F_SPECIALTIES], log(2));
    assert_near(first[SP_F_POSITIONS], log(47.0 / 40));
    assert_near(first[SP_F_SELECTIVE], 1);
    assert_near(first[SP_F_QUOTA], log(2));
    /* Unfilled: 20 of 80 here; of its kind (140, categorical) 20 of 112. */
    double usual = (20 + 0.5) / (112 + 1);
    assert_near(first[SP_F_UNFILLED], log((20 + 2 * usual) / 82 / usual));
    assert_near(second[SP_F_NEW_2015], 1);
    assert_near(second[SP_F_NEW_2020], 0);
    assert_near(cells.feature[2][SP_F_NEW_2020], 1);
    assert_near(second[SP_F_PRIMARY_CARE], 1);
    assert_near(first[SP_F_TRACKS], 2.0 / 3);
    assert_near(cells.feature[3][SP_F_TRACKS], 0);
    /* The other tracks of 1000: 10 + 10 + 125 + 10 positions... all filled. */
    assert_near(first[SP_F_UNFILLED_ELSEWHERE], log(1.0 / (155 + 20)) - log(0.05));
    assert_near(second[SP_F_UNFILLED_ELSEWHERE], log(21.0 / (215 + 20)) - log(0.05));
    /* Institution 1001 trains one specialty in the last year. */
    assert_near(cells.feature[4][SP_F_SPECIALTIES], 0);
    assert_near(cells.feature[4][SP_F_SELECTIVE], 0);
    small_free(&programs, &cells);
}

static void the_lists_of_cells_hold_each_joined_track_once(void **state)
{
    (void)state;
    const struct sp_facts *facts = catalogue_facts();
    struct sp_cells cells = join(facts);
    int listed = 0, joined = 0;
    for (int c = 0; c < facts->published->cells; c++) {
        assert_true(cells.first[c] <= cells.first[c + 1]);
        for (int i = cells.first[c]; i < cells.first[c + 1]; i++, listed++)
            assert_int_equal(cells.cell[cells.track[i]], c);
    }
    for (int t = 0; t < facts->programs->count; t++)
        joined += cells.cell[t] >= 0;
    assert_int_equal(listed, joined);
    sp_cells_free(&cells);
}

static void nearly_every_offered_track_of_the_catalogue_has_a_cell(void **state)
{
    (void)state;
    const struct sp_facts *facts = catalogue_facts();
    struct sp_cells cells = join(facts);
    int offered = 0, joined = 0;
    for (int t = 0; t < facts->programs->count; t++) {
        const struct sp_track *track = &facts->programs->track[t];
        const struct sp_cell *cell =
            cells.cell[t] < 0 ? NULL : &facts->published->cell[cells.cell[t]];
        offered += sp_track_offered(track);
        joined += cell != NULL;
        if (cell)
            assert_string_equal(cell->state, track->state);
    }
    print_message("# %d of %d offered tracks have a published count\n", joined, offered);
    assert_true(joined >= offered * 99 / 100);
    sp_cells_free(&cells);
}

static void every_fact_of_every_track_is_a_number(void **state)
{
    (void)state;
    const struct sp_facts *facts = catalogue_facts();
    struct sp_cells cells = join(facts);
    for (int t = 0; t < facts->programs->count; t++)
        for (int f = 0; f < SP_TRACK_FEATURES; f++)
            assert_true(fabs(cells.feature[t][f]) < 10);
    sp_cells_free(&cells);
}

static void without_counts_or_tracks_there_are_no_cells(void **state)
{
    (void)state;
    struct sp_programs programs = small_programs(), none = {0};
    struct sp_published nothing = {0};
    struct sp_facts facts = {
        .programs = &programs, .specialties = &small_specialties, .published = &nothing};
    struct sp_cells cells = join(&facts);
    for (int t = 0; t < 6; t++)
        assert_int_equal(cells.cell[t], -1);
    sp_cells_free(&cells);
    facts.programs = &none;
    facts.published = &small_published;
    cells = join(&facts);
    assert_int_equal(cells.first[small_published.cells], 0);
    small_free(&programs, &cells);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_track_stands_in_the_cell_of_its_state_specialty_and_level),
        cmocka_unit_test(the_facts_of_a_track_are_those_counted_by_hand),
        cmocka_unit_test(the_lists_of_cells_hold_each_joined_track_once),
        cmocka_unit_test(nearly_every_offered_track_of_the_catalogue_has_a_cell),
        cmocka_unit_test(every_fact_of_every_track_is_a_number),
        cmocka_unit_test(without_counts_or_tracks_there_are_no_cells),
    };
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
