/* test_schedule_search.c: the best stays, against every set of stays there is. */
#include "check.h"

#include "error.h"
#include "random.h"
#include "schedule_oracle.h"

#include <stdio.h>
#include <string.h>

enum { OFFERS = 400, LENGTHS = 30, WINDOWS = 4 };

struct sketch {
    struct sp_schedule_problem problem;
    struct sp_offer offer[OFFERS];
    long price[OFFERS][LENGTHS];
    struct sp_week_window window[WINDOWS];
};

/* ---- every set of stays ------------------------------------------------------------- */

struct every {
    const struct sp_schedule_problem *problem;
    struct sp_placed placed[OFFERS];
    int64_t best;
};

static void try_all(struct every *every, int offer, int count)
{
    if (!schedule_allowed(every->problem, every->placed, count))
        return;
    if (offer == every->problem->offers) {
        int64_t worth = schedule_worth(every->problem, every->placed, count);
        every->best = worth > every->best ? worth : every->best;
        return;
    }
    const struct sp_offer *one = &every->problem->offer[offer];
    const struct sp_week_window *last =
        &every->problem->window[every->problem->windows - 1];
    try_all(every, offer + 1, count);
    for (int weeks = one->weeks_low; weeks <= one->weeks_high; weeks++)
        for (int from = 0; from + weeks <= last->to; from++) {
            every->placed[count] = (struct sp_placed){offer, from, weeks};
            try_all(every, offer + 1, count + 1);
        }
}

/* ---- random problems ------------------------------------------------------------------
 */

static int below(struct sp_random *random, int n)
{
    return (int)(sp_random_uniform(random) * n);
}

static void draw_offer(struct sketch *sketch, int i, int horizon, struct sp_random *random)
{
    struct sp_offer *offer = &sketch->offer[i];
    int longest = horizon < 4 ? horizon : 4;
    *offer = (struct sp_offer){
        .weeks_low = 1 + below(random, longest),
        .price_cents = sketch->price[i],
        .first_week = below(random, 3) ? 0 : below(random, horizon),
        .hands_on = below(random, 2) == 0,
        .in_person = true,
        .letter = (enum sp_answer)below(random, 3),
    };
    offer->weeks_high = offer->weeks_low + below(random, 3);
    if (!offer->hands_on)
        offer->in_person = below(random, 3) != 0;
    long fixed = below(random, 4) * 100, each = below(random, 4) * 70;
    for (int w = 0; w <= offer->weeks_high - offer->weeks_low; w++)
        sketch->price[i][w] = fixed + each * (offer->weeks_low + w);
}

static void draw_windows(struct sketch *sketch, int horizon, struct sp_random *random)
{
    int from = below(random, 2), count = 0;
    while (from < horizon && count < 3) {
        int to = from + 1 + below(random, horizon);
        to = to > horizon ? horizon : to;
        sketch->window[count++] = (struct sp_week_window){from, to};
        from = to + below(random, 3);
    }
    sketch->problem.window = sketch->window;
    sketch->problem.windows = count;
}

static void draw_worth(struct sp_schedule_worth *worth, struct sp_random *random)
{
    if (below(random, 2)) /* an order: letters, hands-on weeks, weeks, recency, money */
        *worth =
            (struct sp_schedule_worth){INT64_C(1) << 54, INT64_C(1) << 48, INT64_C(1) << 42,
                                       INT64_C(1) << 36, INT64_C(1) << 30, 1};
    else
        *worth = (struct sp_schedule_worth){below(random, 900), below(random, 90),
                                            below(random, 400), below(random, 300),
                                            below(random, 60),  below(random, 3)};
}

static void draw(struct sketch *sketch, int offers, int horizon, struct sp_random *random)
{
    *sketch = (struct sketch){0};
    struct sp_schedule_problem *problem = &sketch->problem;
    problem->offer = sketch->offer;
    problem->offers = offers;
    for (int i = 0; i < offers; i++)
        draw_offer(sketch, i, horizon, random);
    draw_windows(sketch, horizon, random);
    draw_worth(&problem->worth, random);
    problem->budget_cents = below(random, 3) ? below(random, 12) * 100 : -1;
    problem->most_weeks = below(random, 2) ? 1 + below(random, horizon) : 0;
    problem->most_visit_weeks = below(random, 3) ? 0 : 1 + below(random, 5);
    problem->letters = below(random, 3);
    problem->letter_weeks = 1 + below(random, 3);
    problem->letter_end = below(random, horizon + 2);
}

static void check_answer(const struct sketch *sketch,
                         const struct sp_schedule_answer *answer)
{
    const struct sp_schedule_problem *problem = &sketch->problem;
    assert_true(schedule_allowed(problem, answer->placed, answer->count));
    assert_true(answer->worth == schedule_worth(problem, answer->placed, answer->count));
    assert_true(answer->bound >= answer->worth);
    int64_t cost = 0;
    for (int i = 0; i < answer->count; i++) {
        const struct sp_placed *stay = &answer->placed[i];
        cost += problem->offer[stay->offer]
                    .price_cents[stay->weeks - problem->offer[stay->offer].weeks_low];
        assert_true(i == 0 || answer->placed[i - 1].from < stay->from);
    }
    assert_true(cost == answer->cost_cents);
}

static void compare(const struct sketch *sketch, uint64_t which)
{
    struct sp_schedule_answer answer;
    struct every every = {.problem = &sketch->problem};
    struct sp_error error = {0};
    try_all(&every, 0, 0);
    if (!sp_schedule_search(&sketch->problem, &answer, &error))
        fail_msg("%s", error.text);
    check_answer(sketch, &answer);
    if (answer.worth != every.best || !answer.proved)
        fail_msg("problem %d: %lld found (%s), %lld is the best", (int)which,
                 (long long)answer.worth, answer.proved ? "proved" : "not proved",
                 (long long)every.best);
}

static void the_best_equals_that_of_every_set_of_few_long_offers(void **state)
{
    (void)state;
    static struct sketch sketch;
    for (uint64_t which = 0; which < 700; which++) {
        struct sp_random random = sp_random_for(5, which);
        draw(&sketch, 1 + below(&random, 4), 3 + below(&random, 7), &random);
        compare(&sketch, which);
    }
}

static void the_best_equals_that_of_every_set_of_many_short_offers(void **state)
{
    (void)state;
    static struct sketch sketch;
    for (uint64_t which = 0; which < 250; which++) {
        struct sp_random random = sp_random_for(6, which);
        draw(&sketch, 6, 5 + below(&random, 2), &random);
        for (int i = 0; i < sketch.problem.offers; i++)
            sketch.offer[i].weeks_low = sketch.offer[i].weeks_high =
                1 + (int)(which % 2 ? 0 : below(&random, 2));
        compare(&sketch, which);
    }
}

/* Alike offers are taken twice by the relaxation, so they have to be told apart. */
static void alike_offers_are_told_apart(void **state)
{
    (void)state;
    static struct sketch sketch;
    for (uint64_t which = 0; which < 150; which++) {
        struct sp_random random = sp_random_for(7, which);
        draw(&sketch, 5, 7, &random);
        for (int i = 0; i < sketch.problem.offers; i++) {
            sketch.offer[i].hands_on = sketch.offer[i].in_person = true;
            sketch.offer[i].weeks_low = sketch.offer[i].weeks_high = 1;
            sketch.offer[i].letter = SP_UNKNOWN;
            sketch.price[i][0] = 100 + 50 * i;
        }
        compare(&sketch, which);
    }
}

/* ---- larger ones: invariants ------------------------------------------------------------
 */

static int64_t best_of(const struct sketch *sketch)
{
    struct sp_schedule_answer answer;
    struct sp_error error = {0};
    if (!sp_schedule_search(&sketch->problem, &answer, &error))
        fail_msg("%s", error.text);
    check_answer(sketch, &answer);
    assert_true(answer.proved);
    return answer.worth;
}

static void draw_year(struct sketch *sketch, int offers, struct sp_random *random)
{
    *sketch = (struct sketch){0};
    sketch->problem.offer = sketch->offer;
    sketch->problem.offers = offers;
    for (int i = 0; i < offers; i++) {
        draw_offer(sketch, i, 30, random);
        sketch->offer[i].weeks_high = sketch->offer[i].weeks_low + below(random, 8);
        for (int w = 0; w < LENGTHS; w++)
            sketch->price[i][w] = 20000 + below(random, 100) * 500 + 30000 * (w + 1);
    }
    sketch->window[0] = (struct sp_week_window){4, 14};
    sketch->window[1] = (struct sp_week_window){20, 32};
    sketch->problem.window = sketch->window;
    sketch->problem.windows = 2;
    draw_worth(&sketch->problem.worth, random);
    sketch->problem.letters = 2;
    sketch->problem.letter_weeks = 4;
    sketch->problem.letter_end = 28;
    sketch->problem.budget_cents = 500000;
    sketch->problem.most_weeks = 12;
}

static void more_money_time_or_offers_are_never_worse(void **state)
{
    (void)state;
    static struct sketch sketch;
    for (uint64_t which = 0; which < 12; which++) {
        struct sp_random random = sp_random_for(8, which);
        draw_year(&sketch, 60, &random);
        sketch.problem.offers = 40;
        int64_t before = best_of(&sketch);
        sketch.problem.offers = 60;
        int64_t offers = best_of(&sketch);
        sketch.problem.budget_cents += 100000;
        int64_t money = best_of(&sketch);
        sketch.problem.most_weeks++;
        int64_t weeks = best_of(&sketch);
        sketch.window[1].to++;
        int64_t window = best_of(&sketch);
        assert_true(before <= offers && offers <= money && money <= weeks
                    && weeks <= window);
    }
}

static void a_search_that_may_keep_little_says_how_far_it_may_be_off(void **state)
{
    (void)state;
    static struct sketch sketch;
    struct sp_random random = sp_random_for(9, 0);
    draw_year(&sketch, 60, &random);
    int64_t best = best_of(&sketch);
    struct sp_schedule_answer answer;
    struct sp_error error = {0};
    sketch.problem.most_labels = 3;
    assert_true(sp_schedule_search(&sketch.problem, &answer, &error));
    check_answer(&sketch, &answer);
    assert_true(answer.worth <= best && best <= answer.bound);
    assert_false(answer.proved);
}

static void nothing_on_offer_or_no_free_week_is_an_empty_schedule(void **state)
{
    (void)state;
    static struct sketch sketch;
    struct sp_random random = sp_random_for(9, 1);
    draw_year(&sketch, 5, &random);
    sketch.problem.offers = 0;
    assert_true(best_of(&sketch) == 0);
    sketch.problem.offers = 5;
    sketch.problem.windows = 0;
    assert_true(best_of(&sketch) == 0);
    sketch.problem.windows = 2;
    sketch.problem.budget_cents = 0;
    assert_true(best_of(&sketch) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_equals_that_of_every_set_of_few_long_offers),
        cmocka_unit_test(the_best_equals_that_of_every_set_of_many_short_offers),
        cmocka_unit_test(alike_offers_are_told_apart),
        cmocka_unit_test(more_money_time_or_offers_are_never_worse),
        cmocka_unit_test(a_search_that_may_keep_little_says_how_far_it_may_be_off),
        cmocka_unit_test(nothing_on_offer_or_no_free_week_is_an_empty_schedule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
