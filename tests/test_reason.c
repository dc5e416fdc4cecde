/* test_reason.c: the parts of a chance sum to it, each with its source. */
#include "check.h"

#include "catalogue.h"
#include "error.h"
#include "reason.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SEASONS = 256 };

static struct sp_wish wish;

static double interview(const struct catalogue_play *p, int prospect, enum sp_signal signal)
{
    float *room = malloc(sizeof *room * (size_t)p->seasons.count);
    sp_market_invitations(&p->chances, &p->seasons, prospect, signal, room);
    double value = sp_market_summary(&p->seasons, room, "").value;
    free(room);
    return value;
}

struct told {
    struct sp_arena text;
    struct sp_reason *reason;
    int count;
    double chance;
};

static struct told tell(const struct sp_facts *facts, const struct sp_profile *profile,
                        const struct catalogue_play *p, int prospect, enum sp_signal signal)
{
    struct told told = {.chance = interview(p, prospect, signal)};
    struct sp_error error = {0};
    if (!sp_reasons_find(profile, facts, &p->chances, &p->seasons, prospect, signal,
                         told.chance, &told.text, &told.reason, &told.count, &error))
        fail_msg("%s", error.text);
    return told;
}

static double points(const struct told *told)
{
    double sum = 0;
    for (int i = 0; i < told->count; i++)
        sum += told->reason[i].points;
    return sum;
}

static const struct sp_reason *find(const struct told *told, const char *words)
{
    for (int i = 0; i < told->count; i++)
        if (strstr(told->reason[i].text, words))
            return &told->reason[i];
    return NULL;
}

/* A profile with something of everything that has a reason. */
static struct sp_profile full_profile(const char *specialty)
{
    static struct sp_tie tie[] = {{SP_TIE_STATE, "NY"}, {SP_TIE_FAMILY, "NY"}};
    static struct sp_experience done[] = {
        {.specialty = "",
         .institution = "1000",
         .months = 1,
         .hands_on = SP_YES,
         .in_us = SP_YES},
    };
    static const char *division[] = {"Middle Atlantic"};
    struct sp_profile profile = catalogue_applicant(&wish, specialty);
    profile.tie = tie;
    profile.ties = 2;
    profile.experience = done;
    profile.experiences = 1;
    profile.division = division;
    profile.divisions = 1;
    return profile;
}

static void the_points_of_every_prospect_sum_to_its_chance(void **state)
{
    (void)state;
    static const char *const specialty[] = {"140", "160", "785"};
    for (int s = 0; s < 3; s++)
        for (int type = 0; type < SP_APPLICANT_TYPES; type++) {
            struct sp_profile profile = full_profile(specialty[s]);
            profile.type = (enum sp_applicant_type)type;
            profile.visa = type == SP_NON_US_IMG ? SP_VISA_J1 : SP_VISA_NONE;
            struct catalogue_play p =
                catalogue_play(catalogue_facts(), &profile, specialty[s], 1, SEASONS);
            for (int i = 0; i < p.chances.count; i += 1 + p.chances.count / 40)
                for (int signal = SP_PLAIN; signal < SP_SIGNALS; signal++) {
                    if (signal != SP_PLAIN && !p.chances.field->rule)
                        continue;
                    struct told told =
                        tell(catalogue_facts(), &profile, &p, i, (enum sp_signal)signal);
                    assert_true(fabs(points(&told) - 100 * told.chance) < 1e-9);
                    sp_arena_free(&told.text);
                }
            catalogue_unplay(&p);
        }
}

static void nearly_all_of_a_chance_is_told_before_the_last_reason(void **state)
{
    (void)state;
    struct sp_profile profile = full_profile("140");
    struct catalogue_play p =
        catalogue_play(catalogue_facts(), &profile, "140", 1, SEASONS);
    for (int i = 0; i < p.chances.count; i += 10) {
        struct told told = tell(catalogue_facts(), &profile, &p, i, SP_SILVER);
        struct told plain = tell(catalogue_facts(), &profile, &p, i, SP_PLAIN);
        /* The signal comes last and must not carry what the parts before it missed. */
        const struct sp_reason *with = find(&told, "signal"), *no = find(&plain, "signal");
        assert_true(with->points - no->points > 0);
        assert_true(fabs(with->points - no->points - 100 * (told.chance - plain.chance))
                    < 0.01);
        assert_true(with->points > 0 && no->points < 1e-4);
        sp_arena_free(&plain.text);
        sp_arena_free(&told.text);
    }
    catalogue_unplay(&p);
}

static void every_reason_has_words_and_every_number_a_source(void **state)
{
    (void)state;
    struct sp_profile profile = full_profile("140");
    struct catalogue_play p =
        catalogue_play(catalogue_facts(), &profile, "140", 1, SEASONS);
    for (int i = 0; i < p.chances.count; i += 10) {
        struct told told = tell(catalogue_facts(), &profile, &p, i, SP_SILVER);
        for (int r = 0; r < told.count; r++) {
            const struct sp_reason *reason = &told.reason[r];
            assert_true(*reason->text && isfinite(reason->points));
            if (reason->points != 0 && !*reason->origin.source)
                fail_msg("no source: %s", reason->text);
        }
        sp_arena_free(&told.text);
    }
    catalogue_unplay(&p);
}

static void positions_that_stay_open_are_named_where_they_often_do(void **state)
{
    (void)state;
    const struct sp_facts *facts = catalogue_facts();
    struct sp_profile profile = full_profile("140");
    struct catalogue_play p = catalogue_play(facts, &profile, "140", 1, 64);
    int named = 0;
    for (int i = 0; i < p.chances.count; i++) {
        const struct sp_prospect *at = &p.chances.at[i];
        int seasons = 0;
        for (int m = 0; at->tracks == 1 && m < SP_MEMBERS; m++)
            seasons += at->cutoff[0][m] == 0;
        if (at->tracks != 1)
            continue;
        struct told told = tell(facts, &profile, &p, i, SP_PLAIN);
        bool says = find(&told, "of which some stay open in") != NULL;
        assert_int_equal(says, seasons >= 8);
        named += says;
        sp_arena_free(&told.text);
    }
    assert_true(named > 10);
    catalogue_unplay(&p);
}

static void a_tie_that_nobody_measured_adds_nothing(void **state)
{
    (void)state;
    struct sp_profile profile = full_profile("140");
    struct catalogue_play p =
        catalogue_play(catalogue_facts(), &profile, "140", 1, SEASONS);
    int seen = 0;
    for (int i = 0; i < p.chances.count; i++) {
        struct told told = tell(catalogue_facts(), &profile, &p, i, SP_PLAIN);
        const struct sp_reason *family = find(&told, "family in NY");
        const struct sp_reason *home = find(&told, "you live in NY");
        assert_true(!family == !home);
        if (family) {
            assert_true(family->points == 0 && home->points > 0);
            seen++;
        }
        sp_arena_free(&told.text);
    }
    assert_true(seen > 10);
    catalogue_unplay(&p);
}

static void an_unknown_visa_says_verify_and_a_known_one_its_source(void **state)
{
    (void)state;
    struct sp_profile profile = full_profile("140");
    struct sp_facts facts = *catalogue_facts();
    struct sp_programs programs = catalogue_share();
    struct catalogue_play p = catalogue_play(&facts, &profile, "140", 1, SEASONS);
    const struct sp_prospect *first = &p.chances.at[0];
    programs.track[first->track[0]].fact[SP_ACCEPTS_J1] =
        (struct sp_fact){SP_YES, 0, {"my list", "2026-09"}};
    facts.programs = &programs;
    struct catalogue_play known = catalogue_play(&facts, &profile, "140", 1, SEASONS);
    struct told before = tell(catalogue_facts(), &profile, &p, 0, SP_PLAIN);
    struct told after = tell(&facts, &profile, &known, 0, SP_PLAIN);
    assert_non_null(find(&before, "takes J-1: unknown"));
    assert_non_null(find(&before, "verify"));
    assert_string_equal(find(&after, "takes J-1")->origin.source, "my list");
    assert_null(find(&after, "verify"));
    assert_true(after.chance > before.chance);
    sp_arena_free(&before.text);
    sp_arena_free(&after.text);
    catalogue_unplay(&known);
    catalogue_unplay(&p);
    catalogue_unshare(&programs);
}

static void facts_before_june_of_the_year_before_are_stale(void **state)
{
    (void)state;
    static const struct {
        const char *as_of;
        bool stale;
    } cases[] = {
        {"2025-03", true},  {"2025-12-31", true}, {"2026-05", true}, {"2026-06", false},
        {"2026", false},    {"2027-01", false},   {"2025", true},    {"", false},
        {"unknown", false}, {NULL, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sp_origin origin = {"a source", cases[i].as_of};
        assert_true(sp_origin_stale(&origin, 2027) == cases[i].stale);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_points_of_every_prospect_sum_to_its_chance),
        cmocka_unit_test(nearly_all_of_a_chance_is_told_before_the_last_reason),
        cmocka_unit_test(every_reason_has_words_and_every_number_a_source),
        cmocka_unit_test(positions_that_stay_open_are_named_where_they_often_do),
        cmocka_unit_test(a_tie_that_nobody_measured_adds_nothing),
        cmocka_unit_test(an_unknown_visa_says_verify_and_a_known_one_its_source),
        cmocka_unit_test(facts_before_june_of_the_year_before_are_stale),
    };
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
