/* test_market.c: a season's draws, their strata, their correlation, and their summary. */
#include "check.h"

#include "catalogue.h"
#include "error.h"
#include "logistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct sp_wish wish;

static struct catalogue_play play(const char *specialty, uint64_t seed, int seasons)
{
    struct sp_profile profile = catalogue_applicant(&wish, specialty);
    return catalogue_play(catalogue_facts(), &profile, specialty, seed, seasons);
}

static size_t row_bytes(const struct catalogue_play *p)
{
    return sizeof(float) * (size_t)p->seasons.count;
}

static const float *row(const struct catalogue_play *p, int prospect, enum sp_signal signal)
{
    return p->seasons.chance[signal] + (long)prospect * p->seasons.count;
}

static void seasons_are_rounded_up_to_whole_members(void **state)
{
    (void)state;
    static const int asked[] = {1, 64, 65, 500, 512}, given[] = {64, 64, 128, 512, 512};
    for (int i = 0; i < 5; i++) {
        struct catalogue_play p = play("180", 1, asked[i]);
        assert_int_equal(p.seasons.count, given[i]);
        assert_int_equal(p.seasons.prospects, p.chances.count);
        catalogue_unplay(&p);
    }
}

static void every_chance_is_one_and_leaves_something_to_the_others(void **state)
{
    (void)state;
    struct catalogue_play p = play("140", 1, 256);
    for (int signal = SP_PLAIN; signal <= SP_SILVER; signal++)
        for (long i = 0; i < (long)p.chances.count * p.seasons.count; i++)
            assert_true(p.seasons.chance[signal][i] >= 0
                        && p.seasons.chance[signal][i] < 1);
    for (int k = 0; k < p.seasons.count; k++)
        assert_true(p.seasons.standing[k] > 0 && isfinite(p.seasons.standing[k]));
    assert_null(p.seasons.chance[SP_GOLD]);
    catalogue_unplay(&p);
}

/* Gauss and Hermite with n nodes are exact up to the power 2n - 1. */
static void a_members_strengths_have_the_moments_of_their_normal(void **state)
{
    (void)state;
    static const double moment[] = {1, 0, 1, 0, 3, 0, 15, 0, 105};
    struct catalogue_play p = play("140", 3, 512);
    const struct sp_field *field = p.chances.field;
    enum { NODES = 512 / SP_MEMBERS };
    for (int m = 0; m < SP_MEMBERS; m++)
        for (int power = 0; power < 9; power++) {
            double sum = 0;
            for (int k = m * NODES; k < (m + 1) * NODES; k++) {
                double strength = log((double)p.seasons.odds[k]);
                double normal = (strength - field->strength[m]) / field->sigma[m];
                sum += p.seasons.mass[k] * pow(normal, power) / NODES;
            }
            assert_true(fabs(sum - moment[power]) < 1e-4 * (1 + moment[power]));
        }
    catalogue_unplay(&p);
}

/* A list of all programs, as many strengths as one likes: eight of them say the same. */
static void eight_strengths_tell_what_sixty_four_do(void **state)
{
    (void)state;
    static const char *const specialty[] = {"140", "120", "180", "700"};
    for (int i = 0; i < 4; i++) {
        double chance[2];
        for (int more = 0; more < 2; more++) {
            struct catalogue_play p = play(specialty[i], 1, more ? 4096 : 512);
            float *left = malloc(row_bytes(&p)), *one = malloc(row_bytes(&p));
            for (int k = 0; k < p.seasons.count; k++)
                left[k] = 1;
            for (int at = 0; at < p.chances.count; at += 8)
                sp_market_take_away(&p.seasons, row(&p, at, SP_PLAIN), left, one);
            chance[more] = sp_market_summary(&p.seasons, one, "").value;
            free(left);
            free(one);
            catalogue_unplay(&p);
        }
        assert_true(chance[1] > 0.001 && chance[1] < 0.999);
        if (!(fabs(chance[0] - chance[1]) < 0.002))
            fail_msg("%s: %.5f, not %.5f", specialty[i], chance[0], chance[1]);
    }
}

static void a_members_mean_is_the_mean_over_its_spread(void **state)
{
    (void)state;
    struct catalogue_play p = play("140", 1, 1024);
    const struct sp_field *field = p.chances.field;
    struct sp_nodes nodes = sp_nodes_make();
    float *room = malloc(row_bytes(&p));
    int nodes_each = p.seasons.count / SP_MEMBERS;
    for (int i = 0; i < p.chances.count; i += 40) {
        const struct sp_prospect *at = &p.chances.at[i];
        sp_market_invitations(&p.chances, &p.seasons, i, SP_PLAIN, room);
        double all = 0, expected = 0;
        for (int m = 0; m < SP_MEMBERS; m++) {
            struct sp_spread spread = {.sd = field->sigma[m]};
            double told = sp_prospect_visa(field, at, m)
                          * sp_spread_mean(&spread, &nodes,
                                           at->base[m] + sp_prospect_parts(field, at, m)
                                               + field->strength[m]);
            double mean = 0;
            for (int s = 0; s < nodes_each; s++)
                mean += p.seasons.mass[s] * (double)room[m * nodes_each + s] / nodes_each;
            if (!(fabs(mean - told) < 0.001 * told))
                fail_msg("prospect %d, member %d: %.6f, not %.6f", i, m, mean, told);
            all += mean;
            expected += told;
        }
        assert_true(fabs(all / expected - 1) < 0.0001);
    }
    free(room);
    catalogue_unplay(&p);
}

/* By the definition: a logistic taste lifts the score above the season's cutoff. */
static double place_of(const struct catalogue_play *p, int prospect, int season)
{
    const struct sp_prospect *at = &p->chances.at[prospect];
    int member = season / (p->seasons.count / SP_MEMBERS);
    double score = log((double)p->seasons.standing[season]), chance = 0;
    for (int t = 0; t < at->tracks; t++) {
        double cutoff = (double)at->cutoff[t][member];
        chance += at->weight[t] * (cutoff > 0 ? sp_logistic(score - log(cutoff)) : 1);
    }
    return fmin(chance, 0.995);
}

static void a_track_that_did_not_fill_takes_whom_it_ranks(void **state)
{
    (void)state;
    struct catalogue_play p = play("120", 1, 64);
    int open = 0, full = 0;
    for (int i = 0; i < p.chances.count; i++)
        for (int t = 0; t < p.chances.at[i].tracks; t++)
            for (int m = 0; m < SP_MEMBERS; m++) {
                float cutoff = p.chances.at[i].cutoff[t][m];
                assert_true(cutoff >= 0 && isfinite(cutoff));
                open += cutoff == 0;
                full += cutoff > 0;
            }
    assert_true(open > full / 20 && full > open);
    catalogue_unplay(&p);
}

static void a_chance_is_an_invitation_and_then_a_place(void **state)
{
    (void)state;
    struct catalogue_play p = play("140", 1, 256);
    float *room = malloc(row_bytes(&p));
    for (int i = 0; i < p.chances.count; i += 25)
        for (int signal = SP_PLAIN; signal <= SP_SILVER; signal++) {
            sp_market_invitations(&p.chances, &p.seasons, i, (enum sp_signal)signal, room);
            for (int k = 0; k < p.seasons.count; k++) {
                double both = (double)room[k] * place_of(&p, i, k);
                double told = (double)row(&p, i, (enum sp_signal)signal)[k];
                assert_true(fabs(told - both) <= 3e-6 * both);
            }
        }
    free(room);
    catalogue_unplay(&p);
}

static void a_signal_helps_in_every_single_season(void **state)
{
    (void)state;
    struct catalogue_play p = play("140", 1, 256);
    for (long i = 0; i < (long)p.chances.count * p.seasons.count; i++)
        assert_true(p.seasons.chance[SP_SILVER][i] >= p.seasons.chance[SP_PLAIN][i]);
    catalogue_unplay(&p);
}

static void programs_stand_and_fall_together(void **state)
{
    (void)state;
    struct catalogue_play p = play("140", 1, 2048);
    int n = p.seasons.count, pairs = 0;
    for (int i = 0; i < p.chances.count; i += 60)
        for (int j = i + 30; j < p.chances.count; j += 60) {
            const float *a = row(&p, i, SP_PLAIN), *b = row(&p, j, SP_PLAIN);
            double mean_a = 0, mean_b = 0, both = 0;
            for (int k = 0; k < n; k++) {
                mean_a += (double)a[k] / n;
                mean_b += (double)b[k] / n;
                both += (double)a[k] * (double)b[k] / n;
            }
            assert_true(both > mean_a * mean_b);
            pairs++;
        }
    assert_true(pairs > 20);
    catalogue_unplay(&p);
}

static bool same_seasons(const struct catalogue_play *a, const struct catalogue_play *b)
{
    size_t bytes = row_bytes(a);
    for (int i = 0; i < a->chances.count; i++)
        if (memcmp(row(a, i, SP_PLAIN), row(b, i, SP_PLAIN), bytes) != 0
            || memcmp(row(a, i, SP_SILVER), row(b, i, SP_SILVER), bytes) != 0)
            return false;
    return memcmp(a->seasons.standing, b->seasons.standing, bytes) == 0;
}

static void the_same_seed_plays_the_same_seasons_and_another_others(void **state)
{
    (void)state;
    struct catalogue_play one = play("140", 1, 256), again = play("140", 1, 256);
    struct catalogue_play other = play("140", 2, 256);
    assert_true(same_seasons(&one, &again));
    assert_false(same_seasons(&one, &other));
    catalogue_unplay(&other);
    catalogue_unplay(&again);
    catalogue_unplay(&one);
}

static void a_specialty_without_signals_has_no_seasons_with_one(void **state)
{
    (void)state;
    const struct sp_specialties *specialties = catalogue_facts()->specialties;
    int without = 0;
    for (int s = 0; s < specialties->count; s++) {
        const char *name = specialties->at[s].signal;
        if (*name && sp_season_signals(catalogue_facts()->season, name))
            continue;
        struct catalogue_play p = play(specialties->at[s].code, 1, 64);
        assert_null(p.seasons.chance[SP_SILVER]);
        without++;
        catalogue_unplay(&p);
    }
    assert_true(without > 0);
}

static void a_summary_holds_nine_of_ten_members(void **state)
{
    (void)state;
    enum { NODES = 4 };
    static const double weight[NODES] = {0.5, 1.5, 1.5, 0.5};
    double mass[SP_MEMBERS * NODES];
    struct sp_seasons seasons = {.count = SP_MEMBERS * NODES, .mass = mass};
    float value[SP_MEMBERS * NODES];
    for (int k = 0; k < SP_MEMBERS * NODES; k++) { /* member m has mean (m * 5) mod 64 */
        mass[k] = weight[k % NODES];
        value[k] = (float)((k / NODES * 5) % SP_MEMBERS + (k % NODES) - 1.5) / SP_MEMBERS;
    }
    struct sp_chance chance = sp_market_summary(&seasons, value, "a basis");
    assert_true(chance.value == 31.5 / 64 && chance.low == 3.0 / 64
                && chance.high == 60.0 / 64);
    assert_string_equal(chance.basis, "a basis");
}

static void a_range_holds_its_value_even_where_two_members_carry_it(void **state)
{
    (void)state;
    double mass[1] = {1};
    float value[SP_MEMBERS] = {[3] = 0.9F, [40] = 0.8F};
    struct sp_seasons seasons = {.count = SP_MEMBERS, .mass = mass};
    struct sp_chance rare = sp_market_summary(&seasons, value, "");
    for (int m = 0; m < SP_MEMBERS; m++)
        value[m] = 1 - value[m];
    struct sp_chance usual = sp_market_summary(&seasons, value, "");
    assert_true(rare.low == 0 && rare.value > 0.02 && rare.high >= rare.value);
    assert_true(usual.high == 1 && usual.value < 0.98 && usual.low <= usual.value);
}

static void nothing_to_apply_to_is_played_too(void **state)
{
    (void)state;
    struct sp_chances none = {.seed = 1};
    struct sp_seasons seasons;
    assert_true(sp_market_play(&none, 100, &seasons, NULL));
    assert_int_equal(seasons.prospects, 0);
    sp_seasons_free(&seasons);
    sp_seasons_free(&seasons);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seasons_are_rounded_up_to_whole_members),
        cmocka_unit_test(every_chance_is_one_and_leaves_something_to_the_others),
        cmocka_unit_test(a_members_strengths_have_the_moments_of_their_normal),
        cmocka_unit_test(eight_strengths_tell_what_sixty_four_do),
        cmocka_unit_test(a_members_mean_is_the_mean_over_its_spread),
        cmocka_unit_test(a_chance_is_an_invitation_and_then_a_place),
        cmocka_unit_test(a_track_that_did_not_fill_takes_whom_it_ranks),
        cmocka_unit_test(a_signal_helps_in_every_single_season),
        cmocka_unit_test(programs_stand_and_fall_together),
        cmocka_unit_test(the_same_seed_plays_the_same_seasons_and_another_others),
        cmocka_unit_test(a_specialty_without_signals_has_no_seasons_with_one),
        cmocka_unit_test(a_summary_holds_nine_of_ten_members),
        cmocka_unit_test(a_range_holds_its_value_even_where_two_members_carry_it),
        cmocka_unit_test(nothing_to_apply_to_is_played_too),
    };
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
