/* test_portfolio.c: the best list, how near it is known to be, and how it fails. */
#include "check.h"

#include "error.h"
#include "oracle.h"
#include "portfolio.h"
#include "random.h"
#include "threaded.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct sp_portfolio_options usual = {0};

/* ---- cases by chance --------------------------------------------------------------- */

/* A menu with all it reaches, and limits. */
struct market {
    struct sp_menu menu;
    struct sp_limits limits;
    struct sp_menu_item *item;
    struct sp_menu_group group[3];
    struct sp_fee_tier tier[3][3];
    double utility[4];
    float *chance[SP_SIGNALS];
};

static int below(struct sp_random *random, int bound)
{
    return (int)sp_random_below(random, (uint32_t)bound);
}

static void market_free(struct market *m)
{
    free(m->item);
    for (int way = 0; way < SP_SIGNALS; way++)
        free(m->chance[way]);
}

/* One applicant's strength moves all chances of a season together; a signal raises them. */
static void draw_chances(struct market *m, double scale, double noise,
                         struct sp_random *random)
{
    static const double lift[SP_SIGNALS] = {0, 1.0, 1.4};
    int items = m->menu.items, seasons = m->menu.seasons;
    double *strength = malloc((size_t)seasons * sizeof *strength);
    for (int k = 0; k < seasons; k++)
        strength[k] = sp_random_normal(random);
    for (int way = 0; way < SP_SIGNALS; way++)
        m->chance[way] = malloc((size_t)(items * seasons + 1) * sizeof(float));
    for (int i = 0; i < items; i++) {
        double base = scale + sp_random_normal(random);
        double ceiling = 0.3 + 0.69 * sp_random_uniform(random);
        for (int k = 0; k < seasons; k++) {
            double odds = base + strength[k] + noise * sp_random_normal(random);
            for (int way = 0; way < SP_SIGNALS; way++)
                m->chance[way][i * seasons + k] =
                    (float)(ceiling / (1 + exp(-odds - lift[way])));
        }
    }
    free(strength);
}

static void draw_groups(struct market *m, struct sp_random *random)
{
    for (int g = 0; g < m->menu.groups; g++) {
        struct sp_fee_tier *tier = m->tier[g];
        tier[0] = (struct sp_fee_tier){1, 100 * below(random, 12)};
        tier[1] = (struct sp_fee_tier){2 + below(random, 2),
                                       tier[0].fee_cents + 100 * below(random, 12)};
        tier[2] = (struct sp_fee_tier){tier[1].from + 1 + below(random, 3),
                                       tier[1].fee_cents + 100 * below(random, 12)};
        m->group[g] = (struct sp_menu_group){
            .fees = {tier, 1 + below(random, 3)},
            .signals = {0, below(random, 3), below(random, 3)},
        };
    }
}

/* A small market with everything in play that the menu knows. */
static struct market small_market(uint64_t seed)
{
    struct sp_random random = sp_random_for(2027, seed);
    struct market m = {0};
    int items = 2 + below(&random, 6), seasons = 1 + below(&random, 40);
    int levels = 1 + below(&random, 3);
    m.menu = (struct sp_menu){.items = items,
                              .groups = 1 + below(&random, 2),
                              .levels = levels,
                              .seasons = seasons};
    draw_chances(&m, -3 + 5 * sp_random_uniform(&random), sp_random_uniform(&random),
                 &random);
    draw_groups(&m, &random);
    m.item = calloc((size_t)items, sizeof *m.item);
    for (int i = 0; i < items; i++) {
        m.item[i] = (struct sp_menu_item){
            .group = below(&random, m.menu.groups),
            .level = below(&random, levels),
            .pinned = below(&random, 10) == 0,
            .hours = 0.5 * below(&random, 9),
            .extra_cents = below(&random, 3) ? 0 : 100 * below(&random, 20),
        };
        for (int way = 0; way < SP_SIGNALS; way++)
            m.item[i].barred[way] = below(&random, 8) == 0;
    }
    for (int l = 0; l < levels; l++)
        m.utility[l] =
            (l ? m.utility[l - 1] : 1) * (0.4 + 0.55 * sp_random_uniform(&random));
    m.limits = (struct sp_limits){
        .money = below(&random, 2),
        .applications = below(&random, 2),
        .hours = below(&random, 2),
        .most_cents = 100 * below(&random, 60),
        .most_applications = 1 + below(&random, items),
        .most_hours = 0.5 * below(&random, 20),
    };
    return m;
}

/* A market the size of a specialty or three. */
static struct market large_market(uint64_t seed, int items, int seasons)
{
    static const struct sp_fee_tier eras[2] = {{1, 1100}, {31, 3000}};
    struct sp_random random = sp_random_for(2028, seed);
    struct market m = {0};
    m.menu = (struct sp_menu){.items = items, .groups = 3, .levels = 1, .seasons = seasons};
    draw_chances(&m, -3, 0.5, &random);
    m.item = calloc((size_t)items, sizeof *m.item);
    for (int i = 0; i < items; i++)
        m.item[i].group = i % 3;
    for (int g = 0; g < 3; g++) {
        memcpy(m.tier[g], eras, sizeof eras);
        m.group[g] = (struct sp_menu_group){.fees = {m.tier[g], 2}, .signals = {0, 10, 5}};
    }
    m.utility[0] = 1;
    return m;
}

/* The pointers, once the struct has come to rest. */
static void settle(struct market *m)
{
    for (int g = 0; g < 3; g++)
        m->group[g].fees.tier = m->tier[g];
    for (int way = 0; way < SP_SIGNALS; way++)
        m->menu.chance[way] = m->chance[way];
    m->menu.item = m->item;
    m->menu.group = m->group;
    m->menu.utility = m->utility;
}

static void read_states(const struct sp_menu *menu, const struct sp_choice *choice,
                        int *state)
{
    for (int i = 0; i < menu->items; i++)
        state[i] = SP_SIGNALS;
    for (int i = 0; i < choice->count; i++) {
        assert_int_equal(state[choice->pick[i].item], SP_SIGNALS); /* no item twice */
        state[choice->pick[i].item] = (int)choice->pick[i].signal;
    }
}

/* What is true of every choice: within the limits, adding up, most useful first. */
static void check_choice(const struct sp_menu *menu, const struct sp_limits *limits,
                         const struct sp_choice *choice)
{
    int *state = malloc(((size_t)menu->items + 1) * sizeof *state);
    read_states(menu, choice, state);
    assert_true(oracle_fits(menu, limits, state));
    assert_true(fabs(oracle_worth(menu, state) - choice->worth) < 1e-12);
    assert_true(choice->worth <= choice->bound);
    assert_true(choice->gap >= 0 && choice->gap <= 1);
    for (int i = 0; i < choice->count; i++) {
        const struct sp_chosen *pick = &choice->pick[i];
        assert_true(pick->marginal >= 0);
        assert_true(i == 0 || pick->marginal <= pick[-1].marginal);
        assert_true(i == 0 || pick->cost_cents >= pick[-1].cost_cents);
    }
    if (choice->count > 0) {
        const struct sp_chosen *last = &choice->pick[choice->count - 1];
        assert_true(fabs(last->worth - choice->worth) < 1e-12);
        assert_int_equal(last->cost_cents, choice->cost_cents);
    }
    free(state);
}

/* ---- against the oracle ------------------------------------------------------------ */

static void five_hundred_small_cases_equal_enumeration(void **state)
{
    (void)state;
    int proved = 0, solved = 0, impossible = 0;
    for (uint64_t seed = 0; seed < 500; seed++) {
        struct market m = small_market(seed);
        struct sp_choice choice;
        struct sp_error error = {0};
        int best[32];
        settle(&m);
        double most = oracle_best(&m.menu, &m.limits, best);
        bool ok = sp_portfolio_choose(&m.menu, &m.limits, &usual, &choice, &error);
        if (most < 0) {
            assert_false(ok);
            assert_int_equal(error.code, SP_BAD_INPUT);
            assert_non_null(strstr(error.text, "pinned"));
            impossible++;
        } else {
            assert_true(ok);
            check_choice(&m.menu, &m.limits, &choice);
            assert_true(choice.bound >= most * (1 - 1e-12));
            if (choice.worth < most * (1 - 1e-9))
                print_message("seed %d: %.12f of %.12f\n", (int)seed, choice.worth, most);
            assert_true(choice.worth >= most * (1 - 1e-9));
            proved += choice.gap < 1e-9;
            solved++;
        }
        sp_choice_free(&choice);
        market_free(&m);
    }
    print_message("# %d solved, %d of them with a proof; %d have no list\n", solved, proved,
                  impossible);
    assert_int_equal(proved, solved);
    assert_true(solved > 300);
}

/* ---- laws ------------------------------------------------------------------------- */

static double worth_of(const struct market *m, const struct sp_limits *limits)
{
    struct sp_choice choice;
    assert_true(sp_portfolio_choose(&m->menu, limits, &usual, &choice, NULL));
    double worth = choice.worth;
    sp_choice_free(&choice);
    return worth;
}

static void a_larger_budget_is_never_worse_in_small_cases(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct market m = small_market(seed);
        settle(&m);
        for (int i = 0; i < m.menu.items; i++)
            m.item[i].pinned = false;
        double before = 0;
        for (int step = 0; step < 12; step++) {
            struct sp_limits limits = {.money = true,
                                       .most_cents = 700 * step,
                                       .applications = true,
                                       .most_applications = step / 2 + 1};
            double worth = worth_of(&m, &limits);
            assert_true(worth >= before - 1e-12);
            before = worth;
        }
        market_free(&m);
    }
}

static void a_larger_budget_is_never_worse_than_its_gap_in_a_large_case(void **state)
{
    (void)state;
    struct market m = large_market(1, 150, 500);
    settle(&m);
    double before = 0;
    for (int step = 0; step <= 10; step++) {
        struct sp_limits limits = {.money = true, .most_cents = 12345 * step};
        struct sp_choice choice;
        assert_true(sp_portfolio_choose(&m.menu, &limits, &usual, &choice, NULL));
        check_choice(&m.menu, &limits, &choice);
        assert_true(choice.gap <= 1e-3);
        assert_true(choice.bound >= before - 1e-12);
        assert_true(choice.worth >= before * (1 - choice.gap) - 1e-12);
        before = choice.worth;
        sp_choice_free(&choice);
    }
    market_free(&m);
}

static void one_two_and_eight_threads_give_the_same_bytes(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 3; seed++) {
        struct market m = large_market(seed, 200, 301);
        settle(&m);
        struct sp_limits limits = {.money = true, .most_cents = 60000};
        struct sp_choice one, many;
        assert_true(sp_portfolio_choose(&m.menu, &limits, &usual, &one, NULL));
        for (int threads = 2; threads <= 8; threads *= 4) {
            struct sp_portfolio_options options = {.threads = threads};
            assert_true(sp_portfolio_choose(&m.menu, &limits, &options, &many, NULL));
            assert_int_equal(one.count, many.count);
            assert_memory_equal(&one.worth, &many.worth, sizeof one.worth);
            assert_memory_equal(&one.bound, &many.bound, sizeof one.bound);
            for (int i = 0; i < one.count; i++) {
                assert_int_equal(one.pick[i].item, many.pick[i].item);
                assert_int_equal(one.pick[i].signal, many.pick[i].signal);
                assert_memory_equal(&one.pick[i].worth, &many.pick[i].worth,
                                    sizeof(double));
            }
            sp_choice_free(&many);
        }
        sp_choice_free(&one);
        market_free(&m);
    }
}

static void signals_go_where_they_help_most(void **state)
{
    (void)state;
    /* A signal lifts the sure thing by little and the middling one by much. */
    static const float plain[] = {0.90F, 0.10F}, silver[] = {0.91F, 0.60F};
    const struct sp_menu_item item[2] = {{0}, {0}};
    const struct sp_menu_group group = {.signals = {[SP_SILVER] = 1}};
    const struct sp_menu menu = {.item = item,
                                 .group = &group,
                                 .chance = {plain, silver},
                                 .items = 2,
                                 .groups = 1,
                                 .levels = 1,
                                 .seasons = 1};
    struct sp_choice choice;
    assert_true(sp_portfolio_choose(&menu, &(struct sp_limits){0}, &usual, &choice, NULL));
    assert_int_equal(choice.count, 2);
    assert_int_equal(choice.pick[0].item, 0);
    assert_int_equal(choice.pick[0].signal, SP_PLAIN);
    assert_int_equal(choice.pick[1].signal, SP_SILVER);
    assert_true(fabs(choice.worth - (1 - (double)(1 - plain[0]) * (double)(1 - silver[1])))
                < 1e-7);
    sp_choice_free(&choice);
}

static void the_curve_is_nested_concave_and_within_the_limits(void **state)
{
    (void)state;
    struct market m = large_market(5, 120, 300);
    settle(&m);
    struct sp_limits limits = {.applications = true, .most_applications = 60};
    struct sp_choice curve, choice;
    assert_true(sp_portfolio_curve(&m.menu, &limits, &usual, &curve, NULL));
    assert_int_equal(curve.count, 60);
    int64_t fees = 0;
    int sent[3] = {0};
    for (int i = 0; i < curve.count; i++) {
        const struct sp_chosen *pick = &curve.pick[i];
        int group = m.item[pick->item].group;
        fees += sp_fees_of(&m.group[group].fees, ++sent[group]);
        assert_int_equal(pick->cost_cents, fees);
        assert_true(pick->marginal > 0);
        assert_true(i == 0 || pick->marginal <= pick[-1].marginal);
    }
    assert_true(sp_portfolio_choose(&m.menu, &limits, &usual, &choice, NULL));
    assert_true(curve.worth <= choice.worth + 1e-12);
    assert_true(curve.worth >= (1 - exp(-1)) * choice.bound);
    sp_choice_free(&choice);
    sp_choice_free(&curve);
    market_free(&m);
}

static void a_list_begun_along_the_curve_is_the_same_to_the_byte(void **state)
{
    (void)state;
    for (uint64_t seed = 20; seed < 26; seed++) {
        struct market m = large_market(seed, 150, 300);
        settle(&m);
        struct sp_choice curve, from_nothing, along;
        assert_true(
            sp_portfolio_curve(&m.menu, &(struct sp_limits){0}, &usual, &curve, NULL));
        struct sp_portfolio_options options = usual;
        options.curve = &curve;
        for (int most = 0; most < 200; most += 33) {
            struct sp_limits limits = {.applications = true, .most_applications = most};
            if (most % 2)
                limits = (struct sp_limits){.money = true, .most_cents = 900 * most};
            assert_true(sp_portfolio_choose(&m.menu, &limits, &usual, &from_nothing, NULL));
            assert_true(sp_portfolio_choose(&m.menu, &limits, &options, &along, NULL));
            assert_int_equal(from_nothing.count, along.count);
            assert_memory_equal(&from_nothing.worth, &along.worth, sizeof along.worth);
            assert_memory_equal(&from_nothing.bound, &along.bound, sizeof along.bound);
            for (int i = 0; i < along.count; i++) {
                assert_int_equal(from_nothing.pick[i].item, along.pick[i].item);
                assert_int_equal(from_nothing.pick[i].signal, along.pick[i].signal);
            }
            sp_choice_free(&from_nothing);
            sp_choice_free(&along);
        }
        sp_choice_free(&curve);
        market_free(&m);
    }
}

static void the_gain_of_an_item_is_what_it_would_add(void **state)
{
    (void)state;
    struct market m = large_market(6, 40, 100);
    settle(&m);
    struct sp_limits limits = {.applications = true, .most_applications = 30};
    struct sp_choice choice;
    double gain[40];
    int states[40];
    assert_true(sp_portfolio_choose(&m.menu, &limits, &usual, &choice, NULL));
    assert_true(sp_portfolio_gain(&m.menu, &choice, &usual, gain, NULL));
    read_states(&m.menu, &choice, states);
    for (int i = 0; i < m.menu.items; i++) {
        double most = 0;
        bool in = states[i] != SP_SIGNALS;
        for (int way = 0; !in && way < SP_SIGNALS; way++) {
            states[i] = way;
            if (oracle_fits(&m.menu, &(struct sp_limits){0}, states))
                most = fmax(most, oracle_worth(&m.menu, states) - choice.worth);
            states[i] = SP_SIGNALS;
        }
        assert_true(fabs(gain[i] - most) < 1e-12);
    }
    sp_choice_free(&choice);
    market_free(&m);
}

static void a_large_case_comes_within_a_thousandth_of_its_bound(void **state)
{
    (void)state;
    struct market m = large_market(7, 600, 1024);
    settle(&m);
    struct sp_limits limits = {.money = true, .most_cents = 100000};
    struct sp_choice choice;
    assert_true(sp_portfolio_choose(&m.menu, &limits, &usual, &choice, NULL));
    check_choice(&m.menu, &limits, &choice);
    assert_true(choice.gap <= 1e-3);
    sp_choice_free(&choice);
    market_free(&m);
}

static void money_that_no_list_can_spend_does_not_loosen_the_bound(void **state)
{
    (void)state;
    /* 30 at 11 dollars and one at 30; the 20 dollars over buy two thirds of another. */
    struct market m = large_market(13, 80, 64);
    settle(&m);
    m.menu.groups = 1;
    for (int i = 0; i < m.menu.items; i++)
        m.item[i].group = 0;
    struct sp_limits over = {.money = true, .most_cents = 36000 + 2000};
    struct sp_limits exact = {.money = true, .most_cents = 36000};
    struct sp_choice a, b;
    assert_true(sp_portfolio_choose(&m.menu, &over, &usual, &a, NULL));
    assert_true(sp_portfolio_choose(&m.menu, &exact, &usual, &b, NULL));
    assert_int_equal(a.count, 31);
    assert_true(fabs(a.worth - b.worth) < 1e-12);
    assert_true(fabs(a.bound - b.bound) < 1e-9);
    sp_choice_free(&a);
    sp_choice_free(&b);
    market_free(&m);
}

/* ---- edges and faults -------------------------------------------------------------- */

static void an_empty_menu_and_an_empty_purse_give_an_empty_list(void **state)
{
    (void)state;
    struct market m = large_market(8, 10, 20);
    settle(&m);
    struct sp_choice choice;
    struct sp_limits poor = {.applications = true, .most_applications = 0};
    assert_true(sp_portfolio_choose(&m.menu, &poor, &usual, &choice, NULL));
    assert_int_equal(choice.count, 0);
    assert_true(choice.worth == 0 && choice.bound == 0 && choice.gap == 0);
    sp_choice_free(&choice);
    m.menu.items = 0;
    assert_true(
        sp_portfolio_choose(&m.menu, &(struct sp_limits){0}, &usual, &choice, NULL));
    assert_int_equal(choice.count, 0);
    sp_choice_free(&choice);
    market_free(&m);
}

static void expect_refusal(const struct market *m, const struct sp_limits *limits,
                           const char *says)
{
    struct sp_choice choice;
    struct sp_error error = {0};
    assert_false(sp_portfolio_choose(&m->menu, limits, &usual, &choice, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    if (!strstr(error.text, says))
        fail_msg("\"%s\" does not say \"%s\"", error.text, says);
    assert_null(choice.pick);
    assert_int_equal(choice.count, 0);
}

static void a_chance_that_is_none_is_refused_with_its_place(void **state)
{
    (void)state;
    static const float wrong[] = {NAN, -0.001F, 1.0F, INFINITY};
    struct market m = large_market(9, 10, 33);
    settle(&m);
    m.item[7].name = "General Hospital";
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 33; k += 16) { /* in a full vector and in the rest */
            float *cell = &m.chance[SP_GOLD][7 * 33 + k], was = *cell;
            char season[20];
            *cell = wrong[i];
            snprintf(season, sizeof season, "season %d:", k);
            expect_refusal(&m, &(struct sp_limits){0}, season);
            expect_refusal(&m, &(struct sp_limits){0}, "item 7 (General Hospital), gold");
            *cell = was;
        }
    market_free(&m);
}

static void a_field_outside_its_range_is_refused_by_name(void **state)
{
    (void)state;
    struct market m = large_market(10, 5, 8);
    settle(&m);
    const struct sp_limits none = {0};
    const struct sp_menu_item item = m.item[2];
    m.item[2].group = 3;
    expect_refusal(&m, &none, "item 2 (no name): group 3");
    m.item[2] = item;
    m.item[2].level = 1;
    expect_refusal(&m, &none, "level 1");
    m.item[2] = item;
    m.item[2].hours = NAN;
    expect_refusal(&m, &none, "hours");
    m.item[2] = item;
    m.item[2].extra_cents = -1;
    expect_refusal(&m, &none, "extra cost -1");
    m.item[2] = item;
    m.group[1].signals[SP_GOLD] = -1;
    expect_refusal(&m, &none, "signals");
    m.group[1].signals[SP_GOLD] = 0;
    m.tier[1][1].fee_cents = 1;
    expect_refusal(&m, &none, "fees");
    m.tier[1][1].fee_cents = 3000;
    m.utility[0] = 1.5;
    expect_refusal(&m, &none, "utility of level 0");
    m.utility[0] = 1;
    expect_refusal(&m, &(struct sp_limits){.money = true, .most_cents = -1}, "money");
    expect_refusal(&m, &(struct sp_limits){.hours = true, .most_hours = NAN}, "hours");
    expect_refusal(&m, &(struct sp_limits){.applications = true, .most_applications = -1},
                   "number of applications");
    m.menu.seasons = 0;
    expect_refusal(&m, &none, "0 seasons");
    market_free(&m);
}

static void pins_that_break_the_limits_are_named(void **state)
{
    (void)state;
    struct market m = large_market(11, 6, 8);
    settle(&m);
    for (int i = 2; i < 5; i++)
        m.item[i].pinned = true;
    m.item[4].name = "County Hospital";
    expect_refusal(&m, &(struct sp_limits){.applications = true, .most_applications = 2},
                   "item 4 (County Hospital): pinned");
    market_free(&m);
}

static void pins_that_need_signals_leave_them_to_each_other(void **state)
{
    (void)state;
    /* Item 0 could take either signal, item 1 only gold: the first must not take it. */
    struct market m = large_market(12, 2, 8);
    settle(&m);
    m.item[1].group = 0;
    m.group[0].signals[SP_SILVER] = m.group[0].signals[SP_GOLD] = 1;
    m.item[0].pinned = m.item[1].pinned = true;
    m.item[0].barred[SP_PLAIN] = m.item[1].barred[SP_PLAIN] = true;
    m.item[1].barred[SP_SILVER] = true;
    struct sp_choice choice;
    assert_true(
        sp_portfolio_choose(&m.menu, &(struct sp_limits){0}, &usual, &choice, NULL));
    assert_int_equal(choice.count, 2);
    check_choice(&m.menu, &(struct sp_limits){0}, &choice);
    sp_choice_free(&choice);
    market_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_hundred_small_cases_equal_enumeration),
        cmocka_unit_test(a_larger_budget_is_never_worse_in_small_cases),
        cmocka_unit_test(a_larger_budget_is_never_worse_than_its_gap_in_a_large_case),
        cmocka_unit_test(one_two_and_eight_threads_give_the_same_bytes),
        cmocka_unit_test(signals_go_where_they_help_most),
        cmocka_unit_test(the_curve_is_nested_concave_and_within_the_limits),
        cmocka_unit_test(a_list_begun_along_the_curve_is_the_same_to_the_byte),
        cmocka_unit_test(the_gain_of_an_item_is_what_it_would_add),
        cmocka_unit_test(a_large_case_comes_within_a_thousandth_of_its_bound),
        cmocka_unit_test(money_that_no_list_can_spend_does_not_loosen_the_bound),
        cmocka_unit_test(an_empty_menu_and_an_empty_purse_give_an_empty_list),
        cmocka_unit_test(a_chance_that_is_none_is_refused_with_its_place),
        cmocka_unit_test(a_field_outside_its_range_is_refused_by_name),
        cmocka_unit_test(pins_that_break_the_limits_are_named),
        cmocka_unit_test(pins_that_need_signals_leave_them_to_each_other),
    };
    leave_threaded_cases();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
