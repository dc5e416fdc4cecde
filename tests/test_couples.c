/* test_couples.c: a season with some of its applicants in twos. */
#include "check.h"

#include "catalogue.h"
#include "couples.h"
#include "error.h"
#include "nation.h"

#include <math.h>
#include <string.h>

enum { SEED = 5, MOST = 700 };

static struct catalogue_cut cut;
static struct sp_nation nation;

static int set_up(void **state)
{
    static const char *const specialty[] = {"140", "180", "420"};
    struct sp_composition spread;
    if (catalogue_open(state) != 0)
        return 1;
    catalogue_cut(&cut, specialty, 3, NULL, 0);
    const struct sp_facts *facts = &cut.facts;
    bool ok = sp_composition_spread(facts->programs, facts->specialties, facts->published,
                                    NULL, &spread, NULL)
              && sp_nation_make(facts, &spread, &nation, NULL);
    sp_composition_free(&spread);
    return !ok;
}

static int tear_down(void **state)
{
    sp_nation_free(&nation);
    catalogue_uncut(&cut);
    return catalogue_close(state);
}

static struct sp_couples_check compare(int couples, int most, enum sp_couples_of of)
{
    struct sp_couples_check check;
    struct sp_error error = {0};
    if (!sp_couples_compare(&nation, cut.facts.programs, SEED, couples, most, of, &check,
                            &error))
        fail_msg("%s", error.text);
    assert_true(check.stable);
    assert_int_equal(check.couples, couples);
    return check;
}

static void without_couples_the_engine_plays_the_season_again(void **state)
{
    (void)state;
    struct sp_couples_check check = compare(0, MOST, SP_COUPLES_ANYBODY);
    for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
        assert_true(check.rate[k][0] > 0.2 && check.rate[k][0] < 1);
        assert_true(check.rate[k][0] == check.rate[k][1]);
    }
    assert_true(check.others_moved == 0 && check.others_turned == 0);
    assert_true(check.tracks_moved == 0 && check.cutoff_moved == 0);
}

static void couples_move_others_and_the_more_the_more_there_are(void **state)
{
    (void)state;
    struct sp_couples_check few = compare(50, MOST, SP_COUPLES_US_SCHOOLS);
    struct sp_couples_check many = compare(400, MOST, SP_COUPLES_US_SCHOOLS);
    assert_true(few.others_moved > 0 && few.tracks_moved > 0 && few.cutoff_moved > 0);
    assert_true(many.others_moved > few.others_moved);
    assert_true(many.tracks_moved > few.tracks_moved);
    assert_true(few.others_turned <= few.others_moved);
    for (int k = 0; k < SP_APPLICANT_TYPES; k++)
        assert_true(fabs(few.rate[k][1] - few.rate[k][0]) < 0.05);
}

static void members_are_of_those_who_are_asked_for(void **state)
{
    (void)state;
    /* Graduates of US schools are placed more often than anybody. */
    struct sp_couples_check us = compare(300, MOST, SP_COUPLES_US_SCHOOLS);
    struct sp_couples_check any = compare(300, MOST, SP_COUPLES_ANYBODY);
    assert_true(us.members[0] > any.members[0] + 0.05);
}

static void a_couple_that_ranks_one_pair_is_placed_less(void **state)
{
    (void)state;
    struct sp_couples_check one = compare(300, 1, SP_COUPLES_US_SCHOOLS);
    struct sp_couples_check all = compare(300, MOST, SP_COUPLES_US_SCHOOLS);
    assert_true(one.members[0] == all.members[0]);
    assert_true(one.members[1] < all.members[1] - 0.1);
}

static void the_same_seed_pairs_the_same(void **state)
{
    (void)state;
    struct sp_couples_check a = compare(100, MOST, SP_COUPLES_ANYBODY);
    struct sp_couples_check b = compare(100, MOST, SP_COUPLES_ANYBODY);
    assert_true(a.others_moved == b.others_moved && a.cutoff_moved == b.cutoff_moved);
    assert_true(a.members[1] == b.members[1]);
}

static void more_couples_than_applicants_are_refused(void **state)
{
    (void)state;
    struct sp_couples_check check;
    struct sp_error error = {0};
    assert_false(sp_couples_compare(&nation, cut.facts.programs, SEED, 1000000, 1,
                                    SP_COUPLES_ANYBODY, &check, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    assert_non_null(strstr(error.text, "couples 1000000"));
    assert_int_equal(check.tracks_moved, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_couples_the_engine_plays_the_season_again),
        cmocka_unit_test(couples_move_others_and_the_more_the_more_there_are),
        cmocka_unit_test(members_are_of_those_who_are_asked_for),
        cmocka_unit_test(a_couple_that_ranks_one_pair_is_placed_less),
        cmocka_unit_test(the_same_seed_pairs_the_same),
        cmocka_unit_test(more_couples_than_applicants_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
