/* test_chances.c: what moves a chance, in which direction, and what must not move it. */
#include "check.h"

#include "catalogue.h"
#include "error.h"
#include "logistic.h"
#include "pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SEASONS = 512 };

static struct sp_wish wish;

static struct catalogue_play play(const struct sp_profile *profile, const char *specialty)
{
    return catalogue_play(catalogue_facts(), profile, specialty, 1, SEASONS);
}

static double interview(const struct catalogue_play *play, int prospect,
                        enum sp_signal signal)
{
    float *room = malloc(sizeof *room * (size_t)play->seasons.count);
    sp_market_invitations(&play->chances, &play->seasons, prospect, signal, room);
    double value = sp_market_summary(&play->seasons, room, "").value;
    free(room);
    return value;
}

static bool same(const double *a, const double *b, int count)
{
    for (int i = 0; i < count; i++)
        if (a[i] != b[i])
            return false;
    return true;
}

/* Whether two prospects are the same in every number. */
static bool same_prospect(const struct sp_prospect *a, const struct sp_prospect *b)
{
    return a->program == b->program && a->share == b->share && a->visa == b->visa
           && same(a->unit, b->unit, SP_PARTS) && same(a->base, b->base, SP_MEMBERS)
           && same(a->mean_rate, b->mean_rate, SP_MEMBERS);
}

static int differences(const struct catalogue_play *a, const struct catalogue_play *b)
{
    int found = a->chances.count != b->chances.count;
    for (int i = 0; !found && i < a->chances.count; i++)
        found += !same_prospect(&a->chances.at[i], &b->chances.at[i]);
    return found
           + !same(a->chances.field->strength, b->chances.field->strength, SP_MEMBERS);
}

static const struct sp_track *track_of(const struct sp_prospect *prospect)
{
    return &catalogue_facts()->programs->track[prospect->track[0]];
}

/* ---- the average ------------------------------------------------------------------- */

static void the_mean_over_the_pool_is_the_pools_rate_in_every_member(void **state)
{
    (void)state;
    static const char *const specialty[] = {"140", "160", "416", "715"};
    struct sp_nodes nodes = sp_nodes_make();
    for (int s = 0; s < 4; s++)
        for (int type = 0; type < SP_APPLICANT_TYPES; type++) {
            struct sp_profile profile = catalogue_applicant(&wish, specialty[s]);
            profile.type = (enum sp_applicant_type)type;
            profile.step2_known = false;
            struct catalogue_play p = play(&profile, specialty[s]);
            const struct sp_field *field = p.chances.field;
            for (int i = 0; i < p.chances.count; i++)
                for (int m = 0; m < SP_MEMBERS; m += 7) {
                    const struct sp_prospect *at = &p.chances.at[i];
                    struct sp_spread spread = {field->sigma[m], field->signal[m],
                                               field->signalled};
                    double mean = sp_spread_mean(&spread, &nodes, at->base[m]);
                    if (!(fabs(sp_log_odds(mean) - sp_log_odds(at->mean_rate[m])) < 0.005)
                        && at->base[m] < 3.75 && at->base[m] > -11.75)
                        fail_msg("%s, type %d, member %d: %.5f, not %.5f", specialty[s],
                                 type, m, mean, at->mean_rate[m]);
                }
            catalogue_unplay(&p);
        }
}

static void rates_over_applications_average_to_the_pools(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct catalogue_play p = play(&profile, "140");
    struct sp_pool pool = sp_pool_load(catalogue_facts()->published, SP_NON_US_IMG, "140");
    double rate = 0;
    for (int m = 0; m < SP_MEMBERS; m++)
        rate += p.chances.field->rate[m] / SP_MEMBERS;
    /* The usual number of applications is drawn too, upwards more than downwards. */
    assert_true(rate < 1.1 * exp(pool.value[SP_POOL_RATE]));
    assert_true(rate > 0.5 * exp(pool.value[SP_POOL_RATE]));
    catalogue_unplay(&p);
}

/* ---- what raises a chance ---------------------------------------------------------- */

static void ten_more_points_raise_every_chance(void **state)
{
    (void)state;
    /* Not in family medicine, where the published scores of the unmatched are higher. */
    static const char *const specialty[] = {"140", "300", "400"};
    for (int s = 0; s < 3; s++) {
        struct sp_profile profile = catalogue_applicant(&wish, specialty[s]);
        struct catalogue_play before = play(&profile, specialty[s]);
        profile.step2 += 10;
        struct catalogue_play after = play(&profile, specialty[s]);
        assert_int_equal(before.chances.count, after.chances.count);
        for (int i = 0; i < before.chances.count; i++) {
            assert_true(same_prospect(&before.chances.at[i], &after.chances.at[i]));
            assert_true(interview(&after, i, SP_PLAIN) > interview(&before, i, SP_PLAIN));
        }
        catalogue_unplay(&after);
        catalogue_unplay(&before);
    }
}

static void a_signal_raises_every_chance(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct catalogue_play p = play(&profile, "140");
    for (int i = 0; i < p.chances.count; i++)
        assert_true(interview(&p, i, SP_SILVER) > interview(&p, i, SP_PLAIN));
    catalogue_unplay(&p);
}

static void a_tie_raises_the_chances_of_its_state_and_no_others(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct sp_tie tie[] = {{SP_TIE_STATE, "OH"}, {SP_TIE_FAMILY, "TX"}};
    struct catalogue_play before = play(&profile, "140");
    profile.tie = tie;
    profile.ties = 2;
    struct catalogue_play after = play(&profile, "140");
    int raised = 0;
    for (int i = 0; i < before.chances.count; i++) {
        bool there = strcmp(track_of(&before.chances.at[i])->state, "OH") == 0;
        double was = interview(&before, i, SP_PLAIN), is = interview(&after, i, SP_PLAIN);
        assert_true(there ? is > was : is == was);
        raised += there;
    }
    assert_true(raised > 10);
    catalogue_unplay(&after);
    catalogue_unplay(&before);
}

static void named_divisions_take_from_the_others_what_they_give(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    const char *division[] = {"New England", "Mountain"};
    struct catalogue_play before = play(&profile, "140");
    profile.division = division;
    profile.divisions = 2;
    struct catalogue_play after = play(&profile, "140");
    for (int i = 0; i < before.chances.count; i++) {
        const char *here = track_of(&before.chances.at[i])->division;
        bool named = strcmp(here, division[0]) == 0 || strcmp(here, division[1]) == 0;
        double was = interview(&before, i, SP_PLAIN), is = interview(&after, i, SP_PLAIN);
        assert_true(named ? is > was : is < was);
    }
    catalogue_unplay(&after);
    catalogue_unplay(&before);
}

/* ---- visas ------------------------------------------------------------------------- */

static void an_unknown_visa_enters_as_the_base_rate_of_a_known_one(void **state)
{
    (void)state;
    static const char *const rate_id[] = {"", "visa.j1", "visa.h1b", "visa.j1"};
    for (int need = SP_VISA_NONE; need <= SP_VISA_EITHER; need++) {
        struct sp_profile profile = catalogue_applicant(&wish, "140");
        profile.visa = (enum sp_visa_need)need;
        struct catalogue_play p = play(&profile, "140");
        const struct sp_field *field = p.chances.field;
        double mean = 0;
        for (int m = 0; m < SP_MEMBERS; m++) {
            double sponsors = field->visa_unknown[m] / field->visa_known[m];
            assert_true(sponsors > 0 && sponsors <= 1 && field->visa_known[m] >= 1);
            mean += sponsors / SP_MEMBERS;
        }
        const struct sp_base_rate *rate =
            sp_published_base_rate(catalogue_facts()->published, rate_id[need]);
        if (rate)
            assert_true(fabs(mean - rate->value) < 0.05);
        else
            assert_true(fabs(mean - 1) < 1e-12);
        catalogue_unplay(&p);
    }
}

static void a_program_known_to_sponsor_beats_itself_unknown(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct sp_facts facts = *catalogue_facts();
    struct catalogue_play before = play(&profile, "140");
    struct sp_programs programs = catalogue_share();
    const struct sp_prospect *first = &before.chances.at[0];
    for (int i = 0; i < first->tracks; i++)
        programs.track[first->track[i]].fact[SP_ACCEPTS_J1].answer = SP_YES;
    facts.programs = &programs;
    struct catalogue_play after = catalogue_play(&facts, &profile, "140", 1, SEASONS);
    double ratio = interview(&before, 0, SP_PLAIN) / interview(&after, 0, SP_PLAIN);
    assert_true(ratio > 0.55 && ratio < 0.72); /* the base rate is 0.637 */
    for (int i = 1; i < before.chances.count; i++)
        assert_true(interview(&before, i, SP_PLAIN) == interview(&after, i, SP_PLAIN));
    catalogue_unplay(&after);
    catalogue_unshare(&programs);
    catalogue_unplay(&before);
}

/* ---- the user's own rates ---------------------------------------------------------- */

/* The chances with a rate stated for the first program. */
static struct catalogue_play with_rate(const struct sp_profile *profile, enum sp_rate which,
                                       double rate, const struct sp_prospect *first,
                                       struct sp_programs *programs)
{
    struct sp_facts facts = *catalogue_facts();
    *programs = catalogue_share();
    programs->track[first->track[0]].rate[which] =
        (struct sp_fact){SP_YES, rate, {"my grid", "2026-09"}};
    facts.programs = programs;
    return catalogue_play(&facts, profile, "140", 1, SEASONS);
}

static double mean_rate(const struct sp_prospect *at)
{
    double sum = 0;
    for (int m = 0; m < SP_MEMBERS; m++)
        sum += at->mean_rate[m];
    return sum / SP_MEMBERS;
}

static void an_imported_rate_draws_the_chance_towards_it(void **state)
{
    (void)state;
    static const double rates[] = {0, 0.01, 0.2, 0.6, 1};
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct catalogue_play before = play(&profile, "140");
    const struct sp_prospect *was = &before.chances.at[0];
    for (int r = 0; r < 5; r++) {
        struct sp_programs programs;
        struct catalogue_play after =
            with_rate(&profile, SP_RATE_NON_US_IMG, rates[r], was, &programs);
        const struct sp_prospect *is = &after.chances.at[0];
        double told = fmin(fmax(rates[r], 0.002), 0.95), old = mean_rate(was);
        assert_true(is->stated);
        assert_string_equal(is->stated_by.source, "my grid");
        assert_true(fabs(mean_rate(is) - told) < fabs(old - told));
        assert_true((mean_rate(is) - old) * (told - old) > 0);
        assert_true((interview(&after, 0, SP_PLAIN) - interview(&before, 0, SP_PLAIN))
                        * (told - old)
                    > 0);
        for (int i = 1; i < before.chances.count; i++)
            assert_true(same_prospect(&before.chances.at[i], &after.chances.at[i]));
        catalogue_unplay(&after);
        catalogue_unshare(&programs);
    }
    catalogue_unplay(&before);
}

static void a_rate_of_another_type_is_not_taken_and_one_of_all_is(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct catalogue_play before = play(&profile, "140");
    struct sp_programs programs;
    struct catalogue_play after =
        with_rate(&profile, SP_RATE_US_MD, 0.9, &before.chances.at[0], &programs);
    assert_int_equal(differences(&before, &after), 0);
    catalogue_unplay(&after);
    catalogue_unshare(&programs);
    after = with_rate(&profile, SP_RATE_ALL, 0.9, &before.chances.at[0], &programs);
    assert_true(after.chances.at[0].stated);
    catalogue_unplay(&after);
    catalogue_unshare(&programs);
    catalogue_unplay(&before);
}

static void rates_with_and_without_a_signal_are_the_programs_own_effect(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct catalogue_play before = play(&profile, "140");
    struct sp_facts facts = *catalogue_facts();
    struct sp_programs programs = catalogue_share();
    struct sp_track *track = &programs.track[before.chances.at[0].track[0]];
    track->rate[SP_RATE_SIGNAL] = (struct sp_fact){SP_YES, 0.4, {"my grid", "2026"}};
    track->rate[SP_RATE_NO_SIGNAL] = (struct sp_fact){SP_YES, 0.1, {"my grid", "2026"}};
    facts.programs = &programs;
    struct catalogue_play after = catalogue_play(&facts, &profile, "140", 1, SEASONS);
    double effect = sp_prospect_signal(after.chances.field, &after.chances.at[0], 5);
    assert_true(fabs(effect - (sp_log_odds(0.4) - sp_log_odds(0.1))) < 1e-12);
    assert_true(sp_prospect_signal(after.chances.field, &after.chances.at[1], 5)
                == after.chances.field->signal[5]);
    catalogue_unplay(&after);
    catalogue_unshare(&programs);
    catalogue_unplay(&before);
}

/* ---- what does not move it --------------------------------------------------------- */

static void the_same_seed_gives_the_same_numbers_and_another_others(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct catalogue_play one = play(&profile, "140"), again = play(&profile, "140");
    struct catalogue_play other =
        catalogue_play(catalogue_facts(), &profile, "140", 2, SEASONS);
    assert_int_equal(differences(&one, &again), 0);
    assert_true(differences(&one, &other) > 0);
    catalogue_unplay(&other);
    catalogue_unplay(&again);
    catalogue_unplay(&one);
}

static void nationality_and_names_move_no_chance(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct sp_facts facts = *catalogue_facts();
    struct catalogue_play before = play(&profile, "140");
    struct sp_programs programs = catalogue_share();
    for (int t = 0; t < programs.count; t++) {
        programs.track[t].name = "A Program";
        programs.track[t].institution = t % 2 ? "Famous University" : "Small Hospital";
    }
    facts.programs = &programs;
    profile.nationality = "Iran";
    profile.citizenship = SP_CITIZENSHIP_OTHER;
    struct catalogue_play after = catalogue_play(&facts, &profile, "140", 1, SEASONS);
    assert_int_equal(differences(&before, &after), 0);
    catalogue_unplay(&after);
    catalogue_unshare(&programs);
    catalogue_unplay(&before);
}

static void a_score_that_is_not_known_widens_and_does_not_shift(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct catalogue_play known = play(&profile, "140");
    profile.step2_known = false;
    struct catalogue_play unknown = play(&profile, "140");
    for (int m = 0; m < SP_MEMBERS; m++) {
        assert_true(unknown.chances.field->sigma[m] >= known.chances.field->sigma[m]);
        assert_true(unknown.chances.field->strength[m] == 0);
    }
    catalogue_unplay(&unknown);
    catalogue_unplay(&known);
}

static void tracks_of_a_program_share_its_positions(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct catalogue_play p = play(&profile, "140");
    for (int i = 0; i < p.chances.count; i++) {
        const struct sp_prospect *at = &p.chances.at[i];
        double sum = 0;
        for (int t = 0; t < at->tracks; t++) {
            assert_true(at->weight[t] > 0 && p.open[at->track[t]]);
            sum += at->weight[t];
        }
        assert_true(fabs(sum - 1) < 1e-12);
    }
    catalogue_unplay(&p);
}

static void every_specialty_and_type_gives_numbers(void **state)
{
    (void)state;
    const struct sp_specialties *specialties = catalogue_facts()->specialties;
    for (int s = 0; s < specialties->count; s++) {
        struct sp_profile profile = catalogue_applicant(&wish, specialties->at[s].code);
        profile.type = (enum sp_applicant_type)(s % SP_APPLICANT_TYPES);
        struct catalogue_play p = play(&profile, specialties->at[s].code);
        for (int i = 0; i < p.chances.count; i++)
            for (int m = 0; m < SP_MEMBERS; m++) {
                assert_true(isfinite(p.chances.at[i].base[m]));
                assert_true(p.chances.at[i].mean_rate[m] > 0
                            && p.chances.at[i].mean_rate[m] <= 0.95);
            }
        catalogue_unplay(&p);
    }
}

static void without_published_counts_base_rates_stand_in(void **state)
{
    (void)state;
    struct sp_facts facts = *catalogue_facts();
    struct sp_published published = *facts.published;
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    published.cells = published.fits = published.outcomes = 0;
    memset(published.rank_list_years, 0, sizeof published.rank_list_years);
    facts.published = &published;
    struct catalogue_play p = catalogue_play(&facts, &profile, "140", 1, SEASONS);
    double mean = 0;
    for (int i = 0; i < p.chances.count; i++)
        mean += interview(&p, i, SP_PLAIN) / p.chances.count;
    assert_string_equal(p.chances.field->basis, "base rate only");
    assert_true(mean > 0.01 && mean < 0.15);
    catalogue_unplay(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mean_over_the_pool_is_the_pools_rate_in_every_member),
        cmocka_unit_test(rates_over_applications_average_to_the_pools),
        cmocka_unit_test(ten_more_points_raise_every_chance),
        cmocka_unit_test(a_signal_raises_every_chance),
        cmocka_unit_test(a_tie_raises_the_chances_of_its_state_and_no_others),
        cmocka_unit_test(named_divisions_take_from_the_others_what_they_give),
        cmocka_unit_test(an_unknown_visa_enters_as_the_base_rate_of_a_known_one),
        cmocka_unit_test(a_program_known_to_sponsor_beats_itself_unknown),
        cmocka_unit_test(an_imported_rate_draws_the_chance_towards_it),
        cmocka_unit_test(a_rate_of_another_type_is_not_taken_and_one_of_all_is),
        cmocka_unit_test(rates_with_and_without_a_signal_are_the_programs_own_effect),
        cmocka_unit_test(the_same_seed_gives_the_same_numbers_and_another_others),
        cmocka_unit_test(nationality_and_names_move_no_chance),
        cmocka_unit_test(a_score_that_is_not_known_widens_and_does_not_shift),
        cmocka_unit_test(tracks_of_a_program_share_its_positions),
        cmocka_unit_test(every_specialty_and_type_gives_numbers),
        cmocka_unit_test(without_published_counts_base_rates_stand_in),
    };
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
