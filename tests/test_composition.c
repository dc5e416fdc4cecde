/* test_composition.c: the counts come out again, cell by cell and track by track. */
#include "check.h"

#include "catalogue.h"
#include "composition.h"
#include "error.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TYPES = SP_APPLICANT_TYPES };

static void must(bool ok, const struct sp_error *error)
{
    if (!ok)
        fail_msg("%s", error->text);
}

static struct sp_composition spread(const struct sp_facts *facts, const bool *asked)
{
    struct sp_composition composition;
    struct sp_error error = {0};
    must(sp_composition_spread(facts->programs, facts->specialties, facts->published, asked,
                               &composition, &error),
         &error);
    assert_int_equal(composition.count, facts->programs->count);
    return composition;
}

static const char *level_of(enum sp_track_type type)
{
    return type == SP_ADVANCED         ? "PGY-2"
           : type == SP_PHYSICIAN_ONLY ? "Physician"
                                       : "PGY-1";
}

/* The specialty's name in the counts, found here without cells.c. */
static const char *cell_name(const struct sp_facts *facts, const char *code)
{
    for (int s = 0; s < facts->specialties->count; s++)
        if (strcmp(facts->specialties->at[s].code, code) == 0)
            return facts->specialties->at[s].cell;
    return "";
}

static bool has_level(const struct sp_facts *facts, const struct sp_cell *like,
                      const char *level)
{
    for (int c = 0; c < facts->published->cells; c++) {
        const struct sp_cell *cell = &facts->published->cell[c];
        if (strcmp(cell->state, like->state) == 0
            && strcmp(cell->specialty, like->specialty) == 0
            && strcmp(cell->level, level) == 0)
            return true;
    }
    return false;
}

static bool in_cell(const struct sp_facts *facts, const struct sp_track *track,
                    const struct sp_cell *cell)
{
    if (!sp_track_offered(track) || strcmp(track->state, cell->state) != 0
        || strcmp(cell_name(facts, track->specialty), cell->specialty) != 0)
        return false;
    const char *level = level_of(track->type);
    return strcmp(cell->level, level) == 0
           || (!*cell->level && !has_level(facts, cell, level));
}

/* Positions of the cell by type, from the rows; the last is "other". */
static int add_up(const struct sp_facts *facts, const struct sp_composition *composition,
                  const struct sp_cell *cell, double sum[TYPES + 1], int *tracks)
{
    int filled = 0;
    *tracks = 0;
    memset(sum, 0, sizeof(double) * (TYPES + 1));
    for (int t = 0; t < facts->programs->count; t++) {
        const struct sp_track *track = &facts->programs->track[t];
        double own = sp_track_filled(track), rest = 1;
        if (!in_cell(facts, track, cell))
            continue;
        ++*tracks;
        if (own <= 0)
            continue;
        filled += (int)own;
        for (int k = 0; k < TYPES; k++) {
            sum[k] += own * composition->at[t].share[k];
            rest -= composition->at[t].share[k];
        }
        sum[TYPES] += own * rest;
    }
    return filled;
}

static void every_cell_comes_out_but_for_what_no_listed_track_holds(void **state)
{
    (void)state;
    const struct sp_facts *facts = catalogue_facts();
    struct sp_composition composition = spread(facts, NULL);
    double unlisted = 0;
    for (int c = 0; c < facts->published->cells; c++) {
        const struct sp_cell *cell = &facts->published->cell[c];
        double sum[TYPES + 1], missing = 0;
        int tracks, filled = add_up(facts, &composition, cell, sum, &tracks);
        for (int k = 0; k <= TYPES; k++) {
            double want = k < TYPES ? cell->by_type[k] : cell->other;
            bool exact = filled == cell->filled;
            if (exact ? !(fabs(sum[k] - want) < 1e-6) : !(sum[k] < want + 1e-6))
                fail_msg("%s, %s, %s, type %d: %.8f, published %g", cell->state,
                         cell->specialty, cell->level, k, sum[k], want);
            missing += want - sum[k];
        }
        assert_true(fabs(missing - (cell->filled - filled)) < 1e-6);
        unlisted += missing;
    }
    print_message("# %.0f filled positions belong to no listed track\n", unlisted);
    assert_true(unlisted < 25);
    assert_true(composition.worst_cell < 1e-6);
    sp_composition_free(&composition);
}

static void every_track_comes_out(void **state)
{
    (void)state;
    const struct sp_facts *facts = catalogue_facts();
    struct sp_composition composition = spread(facts, NULL);
    print_message("# worst track: %.2g positions\n", composition.worst_track);
    assert_true(composition.worst_track < 1e-6);
    for (int t = 0; t < composition.count; t++) {
        double sum = 0;
        for (int k = 0; k < TYPES; k++)
            sum += composition.at[t].share[k];
        assert_true(sum < 1 + 1e-7);
        assert_true(composition.at[t].known
                    == (sp_track_filled(&facts->programs->track[t]) > 0));
    }
    sp_composition_free(&composition);
}

static void shares_lie_in_their_ranges_and_ranges_between_none_and_all(void **state)
{
    (void)state;
    struct sp_composition composition = spread(catalogue_facts(), NULL);
    for (int t = 0; t < composition.count; t++) {
        const struct sp_composition_row *row = &composition.at[t];
        for (int k = 0; k < TYPES && row->known; k++)
            assert_true(0 <= row->low[k] && row->low[k] <= row->share[k]
                        && row->share[k] <= row->high[k] && row->high[k] <= 1);
        assert_true(row->spread >= 0 && (!row->known || *row->basis));
    }
    sp_composition_free(&composition);
}

static void the_only_track_of_a_cell_is_known_exactly(void **state)
{
    (void)state;
    const struct sp_facts *facts = catalogue_facts();
    struct sp_composition composition = spread(facts, NULL);
    int alone = 0;
    for (int c = 0; c < facts->published->cells; c++) {
        const struct sp_cell *cell = &facts->published->cell[c];
        double sum[TYPES + 1];
        int tracks, filled = add_up(facts, &composition, cell, sum, &tracks);
        for (int t = 0;
             t < composition.count && tracks == 1 && filled == cell->filled && filled > 0;
             t++) {
            const struct sp_composition_row *row = &composition.at[t];
            if (!in_cell(facts, &facts->programs->track[t], cell))
                continue;
            alone++;
            assert_true(row->spread == 0);
            for (int k = 0; k < TYPES; k++) {
                double share = (double)cell->by_type[k] / cell->filled;
                assert_true(fabs(row->share[k] - share) < 1e-9);
                assert_true(row->low[k] == row->share[k] && row->high[k] == row->share[k]);
            }
        }
    }
    print_message("# %d tracks are the only one of their cell\n", alone);
    assert_true(alone > 100);
    sp_composition_free(&composition);
}

static void same_row(const struct sp_composition_row *a, const struct sp_composition_row *b)
{
    assert_true(a->known == b->known);
    for (int k = 0; k < TYPES && a->known; k++)
        if (!(fabs(a->share[k] - b->share[k]) < 1e-9 && fabs(a->low[k] - b->low[k]) < 1e-9
              && fabs(a->high[k] - b->high[k]) < 1e-9))
            fail_msg("type %d: %.12f, not %.12f", k, a->share[k], b->share[k]);
    assert_true(!a->known || a->spread == b->spread);
}

static void a_specialty_asked_alone_gets_the_same_rows(void **state)
{
    (void)state;
    static const char *const alone[] = {"140", "430", "120", "700", "185"};
    const struct sp_facts *facts = catalogue_facts();
    struct sp_composition all = spread(facts, NULL);
    bool *asked = calloc((size_t)all.count, sizeof *asked);
    for (int s = 0; s < 5; s++) {
        for (int t = 0; t < all.count; t++)
            asked[t] = strcmp(facts->programs->track[t].specialty, alone[s]) == 0;
        struct sp_composition some = spread(facts, asked);
        for (int t = 0; t < all.count; t++)
            if (asked[t])
                same_row(&all.at[t], &some.at[t]);
        sp_composition_free(&some);
    }
    free(asked);
    sp_composition_free(&all);
}

static void names_move_no_number(void **state)
{
    (void)state;
    struct sp_facts facts = *catalogue_facts();
    struct sp_composition before = spread(&facts, NULL);
    struct sp_programs renamed = catalogue_share();
    for (int t = 0; t < renamed.count; t++) {
        renamed.track[t].name = "A Program";
        renamed.track[t].institution = t % 2 ? "Famous University" : "Small Hospital";
        renamed.track[t].city = "Springfield";
        renamed.track[t].acgme_id = "";
    }
    facts.programs = &renamed;
    struct sp_composition after = spread(&facts, NULL);
    for (int t = 0; t < before.count; t++)
        assert_memory_equal(before.at[t].share, after.at[t].share,
                            sizeof before.at[t].share);
    sp_composition_free(&after);
    catalogue_unshare(&renamed);
    sp_composition_free(&before);
}

static void without_a_fit_tracks_start_equal_and_ranges_are_wide(void **state)
{
    (void)state;
    struct sp_facts facts = *catalogue_facts();
    struct sp_published published = *facts.published;
    struct sp_composition fitted = spread(&facts, NULL);
    published.fits = 0;
    facts.published = &published;
    struct sp_composition equal = spread(&facts, NULL);
    double with = 0, without = 0;
    assert_true(equal.worst_cell < 1e-6);
    for (int t = 0; t < equal.count; t++) {
        with += fitted.at[t].spread;
        without += equal.at[t].spread;
    }
    assert_true(without > with);
    sp_composition_free(&equal);
    sp_composition_free(&fitted);
}

static void without_counts_nothing_is_known(void **state)
{
    (void)state;
    struct sp_facts facts = *catalogue_facts();
    struct sp_published none = {0};
    facts.published = &none;
    struct sp_composition composition = spread(&facts, NULL);
    for (int t = 0; t < composition.count; t++)
        assert_false(composition.at[t].known);
    sp_composition_free(&composition);
}

static void the_comparison_holds_every_published_position(void **state)
{
    (void)state;
    const struct sp_facts *facts = catalogue_facts();
    struct sp_arena text = {0};
    struct sp_composition_check *check;
    struct sp_error error = {0};
    int count;
    double published = 0, raked = 0, predicted = 0, counted = 0;
    must(sp_composition_compare(facts->programs, facts->specialties, facts->published,
                                &text, &check, &count, &error),
         &error);
    for (int i = 0; i < count; i++)
        for (int k = 0; k < TYPES; k++) {
            published += check[i].published[k];
            predicted += check[i].predicted[k];
            raked += check[i].raked[k];
        }
    for (int c = 0; c < facts->published->cells; c++)
        for (int k = 0; k < TYPES; k++)
            counted += facts->published->cell[c].by_type[k];
    assert_true(published == counted);
    assert_true(fabs(raked - published) < 25);
    assert_true(fabs(predicted / published - 1) < 0.02);
    sp_arena_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_comes_out_but_for_what_no_listed_track_holds),
        cmocka_unit_test(every_track_comes_out),
        cmocka_unit_test(shares_lie_in_their_ranges_and_ranges_between_none_and_all),
        cmocka_unit_test(the_only_track_of_a_cell_is_known_exactly),
        cmocka_unit_test(a_specialty_asked_alone_gets_the_same_rows),
        cmocka_unit_test(names_move_no_number),
        cmocka_unit_test(without_a_fit_tracks_start_equal_and_ranges_are_wide),
        cmocka_unit_test(without_counts_nothing_is_known),
        cmocka_unit_test(the_comparison_holds_every_published_position),
    };
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
