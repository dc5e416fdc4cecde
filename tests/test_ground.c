/* test_ground.c: what is kept for the next is what they would have made themselves. */
#include "check.h"

#include "catalogue.h"
#include "error.h"
#include "fit.h"
#include "ground.h"
#include "grounds.h"
#include "usual.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static struct sp_composition composition;
static bool *counted;

static int begin(void **state)
{
    if (catalogue_open(state) != 0)
        return -1;
    const struct sp_facts *known = catalogue_facts();
    counted = calloc((size_t)known->programs->count, sizeof *counted);
    sp_fit_counted(known->programs, counted);
    return sp_composition_spread(known->programs, known->specialties, known->published,
                                 NULL, &composition, NULL)
               ? 0
               : -1;
}

static int end(void **state)
{
    free(counted);
    sp_composition_free(&composition);
    return catalogue_close(state);
}

/* Facts with a place for `most` bytes. */
static struct sp_facts keeping(size_t most)
{
    struct sp_facts facts = *catalogue_facts();
    facts.composition = &composition;
    assert_true(sp_grounds_open(&facts, most, &facts.grounds, NULL));
    return facts;
}

static struct sp_ground_wanted wanting(const struct sp_facts *facts, const char *code)
{
    return (struct sp_ground_wanted){
        .facts = facts,
        .composition = &composition,
        .type = SP_NON_US_IMG,
        .specialty = sp_specialty_find(facts->specialties, code),
        .counted = counted,
        .seed = 1,
    };
}

static const struct sp_ground *take(const struct sp_ground_wanted *wanted)
{
    struct sp_error error = {0};
    const struct sp_ground *ground = sp_ground_take(wanted, &error);
    if (!ground)
        fail_msg("%s", error.text);
    return ground;
}

/* Takes a ground and gives it back; its address only tells whether it is another. */
static const void *address(const struct sp_ground_wanted *wanted)
{
    const struct sp_ground *ground = take(wanted);
    sp_ground_release(ground);
    return ground;
}

static bool same(const struct sp_ground *a, const struct sp_ground *b)
{
    size_t programs = (size_t)a->openness.count;
    return a->openness.count == b->openness.count && a->rule == b->rule
           && a->signalled == b->signalled && a->visa_need == b->visa_need
           && memcmp(a->rate, b->rate, sizeof a->rate) == 0
           && memcmp(a->part, b->part, sizeof a->part) == 0
           && memcmp(a->h1b, b->h1b, sizeof a->h1b) == 0
           && memcmp(a->base, b->base, sizeof *a->base * programs) == 0
           && memcmp(a->mean_rate, b->mean_rate, sizeof *a->base * programs) == 0
           && memcmp(a->cutoff[a->first_cutoff[programs - 1]],
                     b->cutoff[b->first_cutoff[programs - 1]], sizeof *a->cutoff)
                  == 0;
}

static void what_is_kept_is_given_again_and_is_what_is_made_anew(void **state)
{
    (void)state;
    struct sp_facts facts = keeping(1 << 24), alone = *catalogue_facts();
    struct sp_ground_wanted wanted = wanting(&facts, "140"), other = wanting(&alone, "140");
    const struct sp_ground *first = take(&wanted), *second = take(&wanted),
                           *anew = take(&other);
    assert_ptr_equal(first, second);
    assert_ptr_not_equal(first, anew);
    assert_true(same(first, anew));
    sp_ground_release(first);
    sp_ground_release(second);
    sp_ground_release(anew);
    sp_grounds_close(facts.grounds);
}

static void another_type_specialty_seed_season_or_track_is_another_ground(void **state)
{
    (void)state;
    struct sp_facts facts = keeping(1 << 24);
    struct sp_ground_wanted wanted = wanting(&facts, "160"), other = wanted;
    const struct sp_ground *held = take(&wanted);
    other.type = SP_US_IMG;
    assert_ptr_not_equal(held, address(&other));
    other = wanting(&facts, "140");
    assert_ptr_not_equal(held, address(&other));
    other = wanted;
    other.seed = 2;
    assert_ptr_not_equal(held, address(&other));
    struct sp_season season = *facts.season;
    struct sp_facts later = facts;
    later.season = &season;
    other = wanting(&later, "160");
    assert_ptr_not_equal(held, address(&other));
    int track = held->openness.at[0].program;
    track = facts.programs->order[facts.programs->program[track].first_track];
    counted[track] = !counted[track];
    assert_ptr_not_equal(held, address(&wanted));
    counted[track] = !counted[track];
    assert_ptr_equal(held, address(&wanted));
    sp_ground_release(held);
    sp_grounds_close(facts.grounds);
}

static void
a_pool_scaled_by_internal_medicine_is_another_when_that_does_not_count(void **state)
{
    (void)state;
    struct sp_facts facts = keeping(1 << 24);
    bool *without = malloc(sizeof *without * (size_t)facts.programs->count);
    int others = 0;
    for (int t = 0; t < facts.programs->count; t++)
        without[t] = counted[t] && strcmp(facts.programs->track[t].specialty, "140") != 0;
    for (int s = 0; s < facts.specialties->count; s++) {
        struct sp_ground_wanted wanted = wanting(&facts, facts.specialties->at[s].code);
        struct sp_pool pool =
            sp_pool_load(facts.published, wanted.type, facts.specialties->at[s].code);
        if (pool.own || strcmp(facts.specialties->at[s].code, "140") == 0)
            continue;
        const struct sp_ground *with = take(&wanted);
        bool any = with->openness.count > 0;
        wanted.counted = without;
        if (any)
            assert_ptr_not_equal(with, address(&wanted));
        others += any;
        sp_ground_release(with);
    }
    assert_true(others > 0);
    free(without);
    sp_grounds_close(facts.grounds);
}

static void facts_that_lie_elsewhere_pass_it_by(void **state)
{
    (void)state;
    struct sp_facts facts = keeping(1 << 24), changed = facts;
    struct sp_published published = *facts.published;
    struct sp_ground_wanted wanted = wanting(&facts, "140");
    const struct sp_ground *held = take(&wanted);
    changed.published = &published;
    struct sp_ground_wanted other = wanting(&changed, "140");
    const struct sp_ground *first = take(&other), *second = take(&other);
    assert_ptr_not_equal(held, first);
    assert_ptr_not_equal(first, second);
    sp_ground_release(first);
    sp_ground_release(second);
    sp_ground_release(held);
    sp_grounds_close(facts.grounds);
}

static void the_oldest_gives_way_and_lives_while_it_is_held(void **state)
{
    (void)state;
    struct sp_facts facts = keeping(1200 << 10), none = keeping(1);
    struct sp_ground_wanted medicine = wanting(&facts, "140"),
                            family = wanting(&facts, "120"), little = wanting(&none, "140");
    const struct sp_ground *first = take(&medicine), *second = take(&family);
    const struct sp_ground *again = take(&medicine);
    assert_ptr_not_equal(first, again);
    assert_true(same(first, again));
    const struct sp_ground *unkept = take(&little), *other = take(&little);
    assert_ptr_not_equal(unkept, other);
    sp_grounds_close(facts.grounds);
    sp_grounds_close(none.grounds);
    assert_true(same(unkept, again) && second->openness.count > 0);
    sp_ground_release(first);
    sp_ground_release(second);
    sp_ground_release(again);
    sp_ground_release(unkept);
    sp_ground_release(other);
}

static void *take_many(void *context)
{
    static const char *const code[] = {"140", "120", "160", "320"};
    const struct sp_facts *facts = context;
    long found = 0;
    for (int i = 0; i < 12; i++) {
        struct sp_ground_wanted wanted = wanting(facts, code[i % 4]);
        const struct sp_ground *ground = sp_ground_take(&wanted, NULL);
        found += ground && ground->openness.count > 0;
        sp_ground_release(ground);
    }
    return (void *)found;
}

static void four_threads_take_and_give_back_beside_each_other(void **state)
{
    (void)state;
    struct sp_facts facts = keeping(1 << 21); /* two of the four at most */
    pthread_t thread[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, take_many, &facts), 0);
    for (int i = 0; i < 4; i++) {
        void *found;
        pthread_join(thread[i], &found);
        assert_int_equal((long)found, 12);
    }
    sp_grounds_close(facts.grounds);
}

/* ---- as published ------------------------------------------------------------------ */

static void the_usual_applicant_is_told_what_became_of_those_before(void **state)
{
    (void)state;
    static const char *const specialty[] = {"140", "320", "180", "400", "300", "220"};
    const struct sp_facts *facts = catalogue_facts();
    for (int s = 0; s < 6; s++) {
        struct sp_usual usual;
        double published = 0;
        assert_true(sp_usual_told(facts, &composition, SP_NON_US_IMG,
                                  sp_specialty_find(facts->specialties, specialty[s]),
                                  counted, 1, &usual, NULL));
        for (int i = 0; i < facts->published->outcomes; i++) {
            const int *count = facts->published->outcome[i].count;
            if (strcmp(facts->published->outcome[i].specialty, specialty[s]) == 0)
                published =
                    (double)count[SP_MATCHED] / (count[SP_MATCHED] + count[SP_UNMATCHED]);
        }
        print_message("# %s: told %.3f, published %.3f\n", specialty[s],
                      usual.placed / usual.ranked, published);
        assert_true(published > 0);
        assert_true(fabs(usual.placed / usual.ranked - published) < 0.04);
    }
}

static void a_track_is_not_held_to_the_year_it_stayed_open(void **state)
{
    (void)state;
    const struct sp_programs *programs = catalogue_facts()->programs;
    struct sp_ground_wanted wanted = wanting(catalogue_facts(), "140");
    const struct sp_ground *ground = take(&wanted);
    double rate[2] = {0, 0};
    int seasons[2] = {0, 0};
    for (int i = 0; i < ground->openness.count; i++) {
        const struct sp_program *program =
            &programs->program[ground->openness.at[i].program];
        const struct sp_track *track =
            &programs->track[programs->order[program->first_track]];
        if (program->tracks != 1 || sp_track_filled(track) == sp_track_quota(track))
            continue;
        for (int m = 0; m < SP_MEMBERS; m++) {
            bool open = ground->cutoff[ground->first_cutoff[i]][m] == 0;
            rate[open] += ground->mean_rate[i][m];
            seasons[open]++;
        }
    }
    assert_true(seasons[0] > 200 && seasons[1] > 200);
    assert_true(rate[1] / seasons[1] < 0.6 * rate[0] / seasons[0]);
    sp_ground_release(ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_kept_is_given_again_and_is_what_is_made_anew),
        cmocka_unit_test(another_type_specialty_seed_season_or_track_is_another_ground),
        cmocka_unit_test(
            a_pool_scaled_by_internal_medicine_is_another_when_that_does_not_count),
        cmocka_unit_test(facts_that_lie_elsewhere_pass_it_by),
        cmocka_unit_test(the_oldest_gives_way_and_lives_while_it_is_held),
        cmocka_unit_test(four_threads_take_and_give_back_beside_each_other),
        cmocka_unit_test(the_usual_applicant_is_told_what_became_of_those_before),
        cmocka_unit_test(a_track_is_not_held_to_the_year_it_stayed_open),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
