/* test_plan_signals.c: signals moved by hand, against plans made anew for every move. */
#include "check.h"

#include "catalogue.h"
#include "error.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEASONS = 256, MOST = 26 };

static struct sp_wish wish;

static struct sp_plan_options usual(void)
{
    return (struct sp_plan_options){.budget_cents = -1,
                                    .most = MOST,
                                    .hours = -1,
                                    .seasons = SEASONS,
                                    .weigh_signals = true};
}

static struct sp_plan make(const char *specialty, const struct sp_signal_move *move,
                           int moves)
{
    struct sp_profile profile = catalogue_applicant(&wish, specialty);
    struct sp_plan_options options = usual();
    struct sp_plan plan;
    struct sp_error error = {0};
    options.move = move;
    options.moves = moves;
    if (!sp_plan_make(&profile, catalogue_facts(), &options, &plan, &error))
        fail_msg("%s", error.text);
    return plan;
}

static void refuse(const char *specialty, const struct sp_signal_move *move, int moves,
                   const char *words)
{
    struct sp_profile profile = catalogue_applicant(&wish, specialty);
    struct sp_plan_options options = usual();
    struct sp_plan plan;
    struct sp_error error = {0};
    options.move = move;
    options.moves = moves;
    assert_false(sp_plan_make(&profile, catalogue_facts(), &options, &plan, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    assert_null(plan.pick);
    if (!strstr(error.text, words))
        fail_msg("\"%s\" does not say \"%s\"", error.text, words);
}

static void without_a_move_nothing_is_changed(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct sp_plan_options options = usual();
    struct sp_plan weighed = make("140", NULL, 0), plain;
    options.weigh_signals = false;
    assert_true(sp_plan_make(&profile, catalogue_facts(), &options, &plain, NULL));
    assert_int_equal(plain.signals, 0);
    assert_int_equal(weighed.signals, weighed.applications);
    assert_int_equal(plain.picks, weighed.picks);
    for (int i = 0; i < plain.picks; i++) {
        assert_int_equal(plain.pick[i].track, weighed.pick[i].track);
        assert_int_equal(plain.pick[i].signal, weighed.pick[i].signal);
    }
    assert_true(plain.chance.value == weighed.chance.value);
    assert_true(fabs(weighed.chance_if_best - weighed.chance.value) < 1e-6);
    for (int i = 0; i < weighed.signals; i++) {
        assert_int_equal(weighed.signal[i].signal, weighed.signal[i].best);
        assert_true(weighed.signal[i].moved_cost == 0);
        assert_int_equal(weighed.signal[i].application, i + 1);
    }
    sp_plan_free(&weighed);
    sp_plan_free(&plain);
}

static bool same_institution(int a, int b)
{
    const struct sp_track *track = catalogue_facts()->programs->track;
    return strcmp(track[a].institution_code, track[b].institution_code) == 0;
}

/* Whether a signal at `to`, gone from `from`, is the only one of its institution. */
static bool allowed(const struct sp_plan *plan, int from, int to)
{
    for (int i = 0; i < plan->signals; i++)
        if (i != from && i != to && plan->signal[i].signal != SP_PLAIN
            && same_institution(plan->signal[i].track, plan->signal[to].track))
            return false;
    return true;
}

/* The chance of the plan made anew with a signal taken from one place to another. */
static double chance_moved(const char *specialty, const struct sp_plan *plan, int from,
                           int to)
{
    struct sp_signal_move move[] = {
        {plan->signal[from].track, SP_PLAIN},
        {plan->signal[to].track, plan->signal[from].signal},
    };
    struct sp_plan moved = make(specialty, move, 2);
    double chance = moved.chance.value;
    assert_true(moved.chance_if_best == plan->chance_if_best);
    sp_plan_free(&moved);
    return chance;
}

static void the_cost_of_moving_is_that_of_the_best_move_there_is(void **state)
{
    (void)state;
    static const char *const specialty[] = {"140", "400"}; /* two kinds, and one kind */
    for (int s = 0; s < 2; s++) {
        struct sp_plan plan = make(specialty[s], NULL, 0);
        int from = -1;
        for (int i = 0; i < plan.signals; i++)
            if (plan.signal[i].signal != SP_PLAIN)
                from = i; /* the last one sent */
        assert_true(from > 0 && from < plan.signals - 1);
        double best = -1;
        for (int to = 0; to < plan.signals; to++)
            if (plan.signal[to].signal == SP_PLAIN && allowed(&plan, from, to))
                best = fmax(best, chance_moved(specialty[s], &plan, from, to));
        assert_true(plan.signal[from].movable);
        double dropped = plan.chance.value - plan.signal[from].cost;
        if (fabs(dropped - best) > 1e-6)
            fail_msg("%.9f by the table, %.9f by hand", dropped, best);

        int to = plan.signals - 1;
        best = -1;
        for (int i = 0; i < plan.signals; i++)
            if (plan.signal[i].signal != SP_PLAIN && allowed(&plan, i, to))
                best = fmax(best, chance_moved(specialty[s], &plan, i, to));
        assert_true(fabs(plan.chance.value - plan.signal[to].cost - best) < 1e-6);
        sp_plan_free(&plan);
    }
}

static void a_move_changes_the_two_programs_and_is_told(void **state)
{
    (void)state;
    struct sp_plan plan = make("140", NULL, 0);
    int last = plan.signals - 1;
    assert_int_equal(plan.signal[0].signal, SP_GOLD);
    assert_int_equal(plan.signal[last].signal, SP_PLAIN);
    struct sp_signal_move move[] = {{plan.signal[0].track, SP_PLAIN},
                                    {plan.signal[last].track, SP_GOLD}};
    struct sp_plan moved = make("140", move, 2);
    assert_int_equal(moved.pick[0].signal, SP_PLAIN);
    assert_true(moved.pick[0].interview.value < plan.pick[0].interview.value);
    assert_true(moved.pick[moved.picks - 1].interview.value
                > plan.pick[plan.picks - 1].interview.value);
    assert_true(moved.chance.value < plan.chance.value);
    assert_int_equal(moved.signal[0].best, SP_GOLD);
    assert_true(moved.signal[0].moved_cost > 0);
    assert_true(moved.signal[last].moved_cost < 0);
    assert_true(moved.signal[1].moved_cost == 0);
    sp_plan_free(&moved);
    sp_plan_free(&plan);
}

static void a_signal_taken_away_can_go_anywhere(void **state)
{
    (void)state;
    struct sp_plan plan = make("140", NULL, 0);
    int last = plan.signals - 1;
    struct sp_signal_move move = {plan.signal[0].track, SP_PLAIN};
    struct sp_plan moved = make("140", &move, 1);
    assert_true(moved.signal[0].cost < 0); /* to send it again would be a gain */
    assert_true(fabs(moved.signal[0].cost + moved.signal[0].moved_cost) < 1e-9);
    assert_true(moved.signal[last].cost < 0);
    sp_plan_free(&moved);
    sp_plan_free(&plan);
}

static void what_the_season_does_not_allow_is_refused(void **state)
{
    (void)state;
    struct sp_plan two = make("140", NULL, 0), one = make("400", NULL, 0);
    int last = two.signals - 1, other = 0;
    struct sp_signal_move gold = {two.signal[last].track, SP_GOLD};
    struct sp_signal_move silver = {two.signal[last].track, SP_SILVER};
    struct sp_signal_move single = {one.signal[one.signals - 1].track, SP_SILVER};
    struct sp_signal_move golden = {one.signal[0].track, SP_GOLD};
    refuse("140", &gold, 1, "gold ones in Internal Medicine");
    refuse("140", &silver, 1, "silver ones in Internal Medicine");
    refuse("400", &single, 1, "are too many; allowed are");
    refuse("400", &golden, 1, "one kind of signal; write \"signal\"");

    const struct sp_programs *programs = catalogue_facts()->programs;
    while (strcmp(programs->track[other].specialty, "140") == 0)
        other++;
    struct sp_signal_move elsewhere = {other, SP_SILVER};
    refuse("140", &elsewhere, 1, "this program is not on the list");
    sp_plan_free(&two);
    sp_plan_free(&one);
}

static void words_for_signals_are_read(void **state)
{
    (void)state;
    enum sp_signal signal;
    struct sp_error error = {0};
    assert_true(sp_signal_parse("gold", "x", &signal, NULL) && signal == SP_GOLD);
    assert_true(sp_signal_parse("silver", "x", &signal, NULL) && signal == SP_SILVER);
    assert_true(sp_signal_parse("signal", "x", &signal, NULL) && signal == SP_SILVER);
    assert_true(sp_signal_parse("none", "x", &signal, NULL) && signal == SP_PLAIN);
    assert_false(sp_signal_parse("bronze", "--move", &signal, &error));
    assert_non_null(strstr(error.text, "--move: 'bronze' is not one of gold"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_move_nothing_is_changed),
        cmocka_unit_test(the_cost_of_moving_is_that_of_the_best_move_there_is),
        cmocka_unit_test(a_move_changes_the_two_programs_and_is_told),
        cmocka_unit_test(a_signal_taken_away_can_go_anywhere),
        cmocka_unit_test(what_the_season_does_not_allow_is_refused),
        cmocka_unit_test(words_for_signals_are_read),
    };
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
