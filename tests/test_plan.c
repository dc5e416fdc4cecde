/* test_plan.c: nobody lost, reasons that add up, limits kept, never below a simple rule,
 * and the same bytes however it is computed. */
#include "check.h"

#include "catalogue.h"
#include "compliance.h"
#include "composition.h"
#include "error.h"
#include "random.h"
#include "threaded.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEASONS = 256 };

static struct sp_wish wish;

static struct sp_plan_options usual(void)
{
    return (struct sp_plan_options){
        .budget_cents = -1, .most = -1, .hours = -1, .seasons = SEASONS};
}

static struct sp_plan make(const struct sp_profile *profile, const struct sp_facts *facts,
                           const struct sp_plan_options *options)
{
    struct sp_plan plan;
    struct sp_error error = {0};
    if (!sp_plan_make(profile, facts, options, &plan, &error))
        fail_msg("%s", error.text);
    return plan;
}

/* ---- what must hold of every plan -------------------------------------------------- */

static bool is_asked(const struct sp_profile *profile,
                     const struct sp_plan_options *options, const char *code)
{
    for (int i = 0; i < options->specialties; i++)
        if (strcmp(options->specialty[i], code) == 0)
            return true;
    for (int i = 0; i < profile->wishes && options->specialties == 0; i++)
        if (strcmp(profile->wish[i].specialty, code) == 0)
            return true;
    return false;
}

static void check_nobody_lost(const struct sp_profile *profile,
                              const struct sp_facts *facts,
                              const struct sp_plan_options *options,
                              const struct sp_plan *plan)
{
    int *seen = calloc((size_t)facts->programs->count, sizeof *seen);
    assert_non_null(seen);
    for (int i = 0; i < plan->picks; i++)
        seen[plan->pick[i].track]++;
    for (int i = 0; i < plan->left_outs; i++) {
        seen[plan->left_out[i].track]++;
        assert_true(*plan->left_out[i].why);
        assert_true(plan->left_out[i].gain >= 0);
    }
    for (int i = 0; i < plan->helds; i++) {
        seen[plan->held[i].track]++;
        assert_true(plan->held[i].unknowns > 0);
    }
    for (int t = 0; t < facts->programs->count; t++) {
        const struct sp_track *track = &facts->programs->track[t];
        if (seen[t] != is_asked(profile, options, track->specialty))
            fail_msg("track %s is in %d lists", track->code, seen[t]);
    }
    free(seen);
}

/* What n applications to one service cost, from the rows themselves. */
static long fee_of(const struct sp_season *season, const char *service, int n)
{
    long sum = 0;
    bool priced = false;
    for (int i = 0; i < season->fees; i++) {
        const struct sp_fee *fee = &season->fee[i];
        if (strcmp(fee->item, "application") != 0 || strcmp(fee->service, service) != 0)
            continue;
        priced = true;
        int last = fee->to_count > 0 && fee->to_count < n ? fee->to_count : n;
        if (last >= fee->from_count)
            sum += fee->cents * (last - fee->from_count + 1);
    }
    return priced ? sum : fee_of(season, "ERAS", n);
}

static long cost_of(const struct sp_facts *facts, const struct sp_pick *pick, int picks)
{
    long sum = 0;
    for (int s = 0; s < facts->specialties->count; s++) {
        const struct sp_specialty *specialty = &facts->specialties->at[s];
        int n = 0;
        for (int i = 0; i < picks; i++)
            n += pick[i].leads
                 && strcmp(facts->programs->track[pick[i].track].specialty, specialty->code)
                        == 0;
        sum += n > 0 ? fee_of(facts->season, specialty->service, n) : 0;
    }
    return sum;
}

static void check_cost(const struct sp_facts *facts, const struct sp_plan *plan)
{
    long sum = 0;
    int leads = 0;
    for (int i = 0; i < plan->picks; i++) {
        sum += plan->pick[i].cost_cents;
        leads += plan->pick[i].leads;
    }
    for (int i = 0; i < plan->preliminaries; i++)
        sum += plan->preliminary[i].cost_cents;
    assert_int_equal(leads, plan->applications);
    assert_int_equal(plan->cost_cents, sum);
    assert_int_equal(plan->cost_cents,
                     cost_of(facts, plan->pick, plan->picks)
                         + cost_of(facts, plan->preliminary, plan->preliminaries));
}

static void check_chance(const struct sp_chance *chance)
{
    assert_true(chance->low >= 0 && chance->low <= chance->high && chance->high <= 1);
    assert_true(chance->value >= 0 && chance->value <= 1);
    assert_true(chance->basis && *chance->basis);
}

static void check_picks(const struct sp_plan *plan)
{
    double before = 2;
    int application = 0;
    for (int i = 0; i < plan->picks; i++) {
        const struct sp_pick *pick = &plan->pick[i];
        double points = 0;
        for (int r = 0; r < pick->reasons; r++)
            points += pick->reason[r].points;
        assert_true(fabs(points - 100 * pick->interview.value) < 1e-6);
        check_chance(&pick->interview);
        check_chance(&pick->match);
        assert_int_equal(pick->application, application + pick->leads);
        application = pick->application;
        if (!pick->leads)
            continue;
        if (!(pick->marginal <= before + 1e-12 && pick->marginal >= -1e-12))
            fail_msg("pick %d adds %.15g, the one before %.15g", i, pick->marginal, before);
        before = pick->marginal;
    }
}

static void check_bound(const struct sp_plan *plan)
{
    check_chance(&plan->chance);
    assert_true(plan->worth <= plan->bound + 1e-12);
    assert_true(plan->gap >= 0
                && fabs(plan->gap - (plan->bound > 0 ? 1 - plan->worth / plan->bound : 0))
                       < 1e-9);
    if (!plan->utility)
        assert_true(fabs(plan->chance.value - plan->worth) < 1e-5);
    assert_true(plan->chance.value <= plan->chance_any_rank.value + 1e-6);
    if (plan->chance_any_rank.value > 0)
        assert_true(fabs(plan->chance_given_rank.value
                         - plan->chance.value / plan->chance_any_rank.value)
                    < 1e-5);
}

static void check_signals(const struct sp_facts *facts, const struct sp_plan *plan)
{
    for (int s = 0; s < facts->specialties->count; s++) {
        const struct sp_specialty *specialty = &facts->specialties->at[s];
        const struct sp_signal_rule *rule =
            *specialty->signal ? sp_season_signals(facts->season, specialty->signal) : NULL;
        int sent[SP_SIGNALS] = {0};
        for (int i = 0; i < plan->picks; i++) {
            const struct sp_pick *pick = &plan->pick[i];
            const struct sp_track *track = &facts->programs->track[pick->track];
            if (!pick->leads || strcmp(track->specialty, specialty->code) != 0)
                continue;
            sent[pick->signal]++;
            for (int j = 0; j < i && pick->signal != SP_PLAIN; j++) {
                const struct sp_track *other = &facts->programs->track[plan->pick[j].track];
                assert_false(plan->pick[j].leads && plan->pick[j].signal != SP_PLAIN
                             && strcmp(other->specialty, track->specialty) == 0
                             && strcmp(other->institution_code, track->institution_code)
                                    == 0);
            }
        }
        assert_true(sent[SP_GOLD] <= (rule ? rule->gold : 0));
        assert_true(sent[SP_SILVER] <= (rule ? rule->silver : 0));
    }
}

static void check_curve(const struct sp_plan *plan)
{
    for (int i = 0; i < plan->curve_points; i++) {
        const struct sp_curve_point *point = &plan->curve[i];
        assert_int_equal(point->n, i + 1);
        if (i == 0)
            continue;
        assert_true(point->cost_cents >= point[-1].cost_cents);
        assert_true(point->marginal <= point[-1].marginal + 1e-12);
        assert_true(point->value >= point[-1].value - 1e-9);
    }
    assert_true(plan->knee < plan->curve_points);
}

static void check_limits(const struct sp_profile *profile,
                         const struct sp_plan_options *options, const struct sp_plan *plan)
{
    long cents = options->budget_cents >= 0 ? options->budget_cents : profile->budget_cents;
    int most = options->most >= 0 ? options->most : profile->most_applications;
    double hours = options->hours >= 0 ? options->hours : profile->hours;
    assert_true(cents < 0 || plan->cost_cents <= cents);
    assert_true(most < 0 || plan->applications + plan->preliminary_applications <= most);
    if (hours >= 0 && !(plan->hours <= hours + 1e-9))
        fail_msg("%g hours, where %g are at hand", plan->hours, hours);
}

static void check_plan(const struct sp_profile *profile, const struct sp_facts *facts,
                       const struct sp_plan_options *options, const struct sp_plan *plan)
{
    check_nobody_lost(profile, facts, options, plan);
    check_cost(facts, plan);
    check_picks(plan);
    check_bound(plan);
    check_signals(facts, plan);
    check_curve(plan);
    check_limits(profile, options, plan);
}

/* ---- the same bytes ---------------------------------------------------------------- */

static void write_chance(FILE *out, const struct sp_chance *chance)
{
    fprintf(out, " %a %a %a %s", chance->value, chance->low, chance->high, chance->basis);
}

static void write_pick(FILE *out, const struct sp_pick *pick)
{
    fprintf(out, "pick %d %d %d %d %d %ld %a %d", pick->track, pick->application,
            pick->leads, (int)pick->tier, (int)pick->signal, pick->cost_cents,
            pick->marginal, pick->pinned);
    write_chance(out, &pick->interview);
    write_chance(out, &pick->match);
    for (int r = 0; r < pick->reasons; r++)
        fprintf(out, "\n  %a %s", pick->reason[r].points, pick->reason[r].text);
    for (int v = 0; v < pick->verifies; v++)
        fprintf(out, " %s", pick->verify[v]);
    fputc('\n', out);
}

/* Every number and text of a plan, for comparison; the caller frees it. */
static char *written(const struct sp_plan *plan, bool warnings)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    for (int i = 0; i < plan->picks; i++)
        write_pick(out, &plan->pick[i]);
    for (int i = 0; i < plan->preliminaries; i++)
        write_pick(out, &plan->preliminary[i]);
    for (int i = 0; i < plan->left_outs; i++) {
        const struct sp_left_out *left = &plan->left_out[i];
        fprintf(out, "left %d %s %a", left->track, left->why, left->gain);
        write_chance(out, &left->interview);
        write_chance(out, &left->match);
        fputc('\n', out);
    }
    for (int i = 0; i < plan->helds; i++)
        fprintf(out, "held %d %d\n", plan->held[i].track, plan->held[i].unknowns);
    write_chance(out, &plan->chance);
    write_chance(out, &plan->chance_any_rank);
    write_chance(out, &plan->chance_given_rank);
    fprintf(out, "\n%a %a %a %a %a %ld %a %d %d", plan->worth, plan->bound, plan->gap,
            plan->standard_error, plan->expected_interviews, plan->cost_cents, plan->hours,
            plan->knee, plan->stopped_at_knee);
    for (int i = 0; i < plan->curve_points; i++)
        fprintf(out, "\n%d %ld %a %a", plan->curve[i].n, plan->curve[i].cost_cents,
                plan->curve[i].value, plan->curve[i].marginal);
    for (int i = 0; i < plan->warnings && warnings; i++)
        fprintf(out, "\nwarning %s", plan->warning[i]);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void check_same(const struct sp_plan *a, const struct sp_plan *b, bool warnings)
{
    char *x = written(a, warnings), *y = written(b, warnings);
    if (strcmp(x, y) != 0) {
        size_t at = 0;
        while (x[at] == y[at])
            at++;
        at = at > 60 ? at - 60 : 0;
        fail_msg("differ: %.160s\nand: %.160s", x + at, y + at);
    }
    free(x);
    free(y);
}

/* ---- every specialty --------------------------------------------------------------- */

static void every_specialty_keeps_every_promise_on_any_number_of_threads(void **state)
{
    (void)state;
    const struct sp_facts *facts = catalogue_facts();
    int made = 0, step = THREADS_ARE_WATCHED ? 5 : 1;
    for (int s = 0; s < facts->specialties->count; s += step) {
        const char *code = facts->specialties->at[s].code;
        struct sp_profile profile = catalogue_applicant(&wish, code);
        struct sp_plan_options options = usual();
        struct sp_plan plan;
        struct sp_error error = {0};
        options.most = s % 3 == 0 ? -1 : 12 + s;
        options.budget_cents = s % 4 == 0 ? -1 : 60000;
        profile.type = (enum sp_applicant_type)(3 - s % 4);
        profile.visa = profile.type == SP_NON_US_IMG ? SP_VISA_J1 : SP_VISA_NONE;
        if (!sp_plan_make(&profile, facts, &options, &plan, &error)) {
            assert_int_equal(error.code, SP_NOT_FOUND);
            continue;
        }
        check_plan(&profile, facts, &options, &plan);
        options.threads = made++ % 2 ? 8 : 2; /* the first was made by one */
        struct sp_plan again = make(&profile, facts, &options);
        check_same(&plan, &again, true);
        sp_plan_free(&again);
        sp_plan_free(&plan);
    }
    print_message("# %d specialties planned\n", made);
    assert_true(made > 40 / step);
}

static void a_composition_made_for_all_plans_changes_none(void **state)
{
    (void)state;
    static const char *const code[] = {"140", "120", "180", "300"};
    struct sp_facts facts = *catalogue_facts();
    struct sp_composition whole;
    assert_true(sp_composition_spread(facts.programs, facts.specialties, facts.published,
                                      NULL, &whole, NULL));
    for (int i = 0; i < 4; i++) {
        struct sp_profile profile = catalogue_applicant(&wish, code[i]);
        struct sp_plan_options options = usual();
        facts.composition = NULL;
        struct sp_plan apart = make(&profile, &facts, &options);
        facts.composition = &whole;
        struct sp_plan shared = make(&profile, &facts, &options);
        check_same(&apart, &shared, true);
        sp_plan_free(&apart);
        sp_plan_free(&shared);
    }
    sp_composition_free(&whole);
}

static void the_examples_keep_every_promise(void **state)
{
    (void)state;
    static const char *const name[] = {"applicant-a.json", "applicant-b.json",
                                       "applicant-c.json", "applicant-d.json"};
    for (int i = 0; i < 4; i++) {
        struct sp_profile profile = catalogue_profile(name[i]);
        struct sp_plan_options options = usual();
        for (int utility = 0; utility < 2; utility++) {
            options.utility = utility;
            options.every_reason = true;
            struct sp_plan plan = make(&profile, catalogue_facts(), &options);
            assert_true(plan.picks > 0);
            check_plan(&profile, catalogue_facts(), &options, &plan);
            for (int l = 0; l < plan.left_outs; l++) {
                const struct sp_left_out *left = &plan.left_out[l];
                double points = 0;
                for (int r = 0; r < left->reasons; r++)
                    points += left->reason[r].points;
                assert_true(left->by_rule == (left->reasons == 0));
                assert_true(left->by_rule
                            || fabs(points - 100 * left->interview.value) < 1e-6);
            }
            sp_plan_free(&plan);
        }
        sp_profile_free(&profile);
    }
}

static void several_specialties_share_one_plan(void **state)
{
    (void)state;
    static const char *several[] = {"140", "120", "180", "140"};
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct sp_plan_options options = usual();
    options.specialty = several;
    options.specialties = 4;
    options.budget_cents = 120000;
    for (int utility = 0; utility < 2; utility++) {
        options.utility = utility;
        struct sp_plan plan = make(&profile, catalogue_facts(), &options);
        check_plan(&profile, catalogue_facts(), &options, &plan);
        sp_plan_free(&plan);
    }
}

static void without_a_score_the_range_is_wider(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct sp_plan_options options = usual();
    options.most = 40;
    profile.step2 = 246;
    struct sp_plan known = make(&profile, catalogue_facts(), &options);
    profile.step2_known = false;
    struct sp_plan unknown = make(&profile, catalogue_facts(), &options);
    bool warned = false;
    check_plan(&profile, catalogue_facts(), &options, &unknown);
    for (int i = 0; i < unknown.warnings; i++)
        warned = warned || strstr(unknown.warning[i], "no Step 2 CK score");
    assert_true(warned);
    sp_plan_free(&unknown);
    sp_plan_free(&known);
}

/* ---- against simple rules ---------------------------------------------------------- */

static const double *sort_key;

static int by_falling_key(const void *a, const void *b)
{
    double x = sort_key[*(const int *)a], y = sort_key[*(const int *)b];
    return x > y ? -1 : x < y ? 1 : *(const int *)a - *(const int *)b;
}

/* The worth of the first `n` prospects by falling `key`, the first of each institution
 * sent with a signal as long as there are some. */
static double worth_of_first(const struct catalogue_play *p, const double *key, int n)
{
    const struct sp_programs *programs = catalogue_facts()->programs;
    const struct sp_signal_rule *rule = p->chances.field->rule;
    int signals = rule ? rule->gold + rule->silver : 0, seasons = p->seasons.count;
    int *order = malloc(sizeof *order * (size_t)(p->chances.count + 1));
    double *none = malloc(sizeof *none * (size_t)seasons), worth = 0;
    for (int i = 0; i < p->chances.count; i++)
        order[i] = i;
    sort_key = key;
    qsort(order, (size_t)p->chances.count, sizeof *order, by_falling_key);
    for (int k = 0; k < seasons; k++)
        none[k] = 1;
    for (int i = 0; i < n && i < p->chances.count && key[order[i]] >= 0; i++) {
        const char *here =
            programs->track[p->chances.at[order[i]].track[0]].institution_code;
        bool first = true;
        for (int j = 0; j < i; j++)
            first =
                first
                && strcmp(
                       programs->track[p->chances.at[order[j]].track[0]].institution_code,
                       here)
                       != 0;
        bool signal = first && signals > 0;
        signals -= signal;
        const float *row =
            p->seasons.chance[signal ? SP_SILVER : SP_PLAIN] + (long)order[i] * seasons;
        for (int k = 0; k < seasons; k++)
            none[k] *= 1 - (double)row[k];
    }
    for (int k = 0; k < seasons; k++)
        worth += p->seasons.mass[k] * (1 - none[k]) / seasons;
    free(none);
    free(order);
    return worth;
}

static bool advanced_only(const struct sp_prospect *prospect)
{
    const struct sp_track *track = catalogue_facts()->programs->track;
    for (int i = 0; i < prospect->tracks; i++)
        if (track[prospect->track[i]].type != SP_ADVANCED)
            return false;
    return true;
}

/* Without a preliminary year an advanced track leads nowhere: such a rule may not count
 * them either. */
static void leave_out_advanced(const struct catalogue_play *p, double *key)
{
    for (int i = 0; i < p->chances.count; i++)
        if (advanced_only(&p->chances.at[i]))
            key[i] = -1;
}

static void no_plan_is_below_the_first_by_chance_or_by_share(void **state)
{
    (void)state;
    static const char *const specialty[] = {"140", "120", "400", "180", "300", "700"};
    for (int s = 0; s < 6; s++) {
        struct sp_profile profile = catalogue_applicant(&wish, specialty[s]);
        struct catalogue_play p =
            catalogue_play(catalogue_facts(), &profile, specialty[s], 1, SEASONS);
        size_t bytes = sizeof(double) * (size_t)(p.chances.count + 1);
        double *chance = malloc(bytes), *share = malloc(bytes);
        for (int most = 8; most <= 72; most *= 3) {
            for (int i = 0; i < p.chances.count; i++) {
                const float *row = p.seasons.chance[SP_PLAIN] + (long)i * p.seasons.count;
                chance[i] = sp_market_summary(&p.seasons, row, "").value;
                share[i] = p.chances.at[i].share;
            }
            struct sp_plan_options options = usual();
            options.most = most;
            struct sp_plan plan = make(&profile, catalogue_facts(), &options);
            /* Of an advanced specialty, a part may go to the preliminary year. */
            if (plan.preliminary_applications == 0) {
                leave_out_advanced(&p, chance);
                leave_out_advanced(&p, share);
            }
            double by_chance = worth_of_first(&p, chance, plan.applications);
            double by_share = worth_of_first(&p, share, plan.applications);
            assert_int_equal(plan.applications + plan.preliminary_applications, most);
            if (!(plan.worth >= fmax(by_chance, by_share) - 1e-9))
                fail_msg("%s, %d: %.9f; by chance %.9f, by share %.9f", specialty[s], most,
                         plan.worth, by_chance, by_share);
            sp_plan_free(&plan);
        }
        free(chance);
        free(share);
        catalogue_unplay(&p);
    }
}

/* ---- limits ------------------------------------------------------------------------ */

static void a_larger_budget_is_never_worse(void **state)
{
    (void)state;
    static const char *const specialty[] = {"140", "180", "420", "430"};
    for (int s = 0; s < 4; s++) {
        struct sp_profile profile = catalogue_applicant(&wish, specialty[s]);
        struct sp_plan_options options = usual();
        double before = 0;
        for (long cents = 0; cents <= 157500; cents += 17500) {
            options.budget_cents = cents;
            struct sp_plan plan = make(&profile, catalogue_facts(), &options);
            check_plan(&profile, catalogue_facts(), &options, &plan);
            if (!(plan.worth >= before - 1e-9))
                fail_msg("%s: %.9f for %ld cents, %.9f for less", specialty[s], plan.worth,
                         cents, before);
            before = plan.worth;
            sp_plan_free(&plan);
        }
        options.budget_cents = -1;
        before = 0;
        for (int most = 0; most <= 60; most += 10) {
            options.most = most;
            struct sp_plan plan = make(&profile, catalogue_facts(), &options);
            check_limits(&profile, &options, &plan);
            assert_true(plan.worth >= before - 1e-9);
            before = plan.worth;
            sp_plan_free(&plan);
        }
    }
}

static void hours_limit_the_preliminary_year_too(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "430");
    struct sp_plan_options options = usual();
    double before = 0;
    for (int hours = 0; hours <= 24; hours += 4) {
        options.hours = hours;
        struct sp_plan plan = make(&profile, catalogue_facts(), &options);
        check_plan(&profile, catalogue_facts(), &options, &plan);
        assert_true(plan.worth >= before - 1e-9);
        assert_true(hours < 4 || plan.applications >= 3 * hours / 4);
        before = plan.worth;
        sp_plan_free(&plan);
    }
}

static const char *code_of(int track)
{
    return catalogue_facts()->programs->track[track].code;
}

static bool picked(const struct sp_plan *plan, const char *code)
{
    for (int i = 0; i < plan->picks; i++)
        if (strcmp(code_of(plan->pick[i].track), code) == 0)
            return true;
    return false;
}

static void pins_are_in_and_exclusions_are_out(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct sp_plan_options options = usual();
    options.most = 20;
    struct sp_plan before = make(&profile, catalogue_facts(), &options);
    const char *excluded[3], *pinned[3];
    int pins = 0;
    for (int i = 0; i < 3; i++)
        excluded[i] = code_of(before.pick[i].track);
    for (int i = before.left_outs - 1; i >= 0 && pins < 3; i--)
        if (!before.left_out[i].by_rule)
            pinned[pins++] = code_of(before.left_out[i].track);
    profile.excluded = excluded;
    profile.pinned = pinned;
    profile.exclusions = profile.pins = 3;
    struct sp_plan after = make(&profile, catalogue_facts(), &options);
    check_plan(&profile, catalogue_facts(), &options, &after);
    for (int i = 0; i < 3; i++) {
        assert_true(picked(&after, pinned[i]));
        assert_false(picked(&after, excluded[i]));
    }
    assert_true(after.worth <= before.worth + 1e-9);
    sp_plan_free(&after);
    sp_plan_free(&before);
}

static void pins_that_fill_the_limits_of_an_advanced_specialty_stay_in(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "430");
    struct sp_plan_options options = usual();
    const struct sp_programs *programs = catalogue_facts()->programs;
    const char *pinned[4];
    int institution = -1;
    for (int t = 0; t < programs->count && profile.pins < 4; t++) {
        const struct sp_track *track = &programs->track[t];
        if (strcmp(track->specialty, "430") != 0 || track->type != SP_ADVANCED
            || !sp_track_offered(track) || track->program == institution)
            continue;
        institution = track->program;
        pinned[profile.pins++] = track->code;
    }
    profile.pinned = pinned;
    options.most = 4;
    for (int budget = 0; budget < 2; budget++) {
        struct sp_plan plan = make(&profile, catalogue_facts(), &options);
        check_limits(&profile, &options, &plan);
        for (int i = 0; i < 4; i++)
            assert_true(picked(&plan, pinned[i]));
        options.budget_cents = plan.cost_cents;
        options.most = -1;
        sp_plan_free(&plan);
    }
}

static void advanced_tracks_bring_preliminary_years(void **state)
{
    (void)state;
    const struct sp_programs *programs = catalogue_facts()->programs;
    struct sp_profile profile = catalogue_applicant(&wish, "430");
    struct sp_plan_options options = usual();
    options.most = 40;
    struct sp_plan plan = make(&profile, catalogue_facts(), &options);
    int advanced = 0;
    bool warned = false;
    for (int i = 0; i < plan.picks; i++)
        advanced += programs->track[plan.pick[i].track].type == SP_ADVANCED;
    assert_true(advanced > 0 && plan.preliminary_applications > 0);
    for (int i = 0; i < plan.preliminaries; i++)
        assert_int_equal(programs->track[plan.preliminary[i].track].type, SP_PRELIMINARY);
    for (int i = 0; i < plan.warnings; i++)
        warned = warned || strstr(plan.warning[i], "advanced tracks start");
    assert_true(warned);
    sp_plan_free(&plan);
    profile = catalogue_applicant(&wish, "120");
    plan = make(&profile, catalogue_facts(), &options);
    assert_int_equal(plan.preliminaries, 0);
    sp_plan_free(&plan);
}

static void physician_only_tracks_open_after_a_year_of_training(void **state)
{
    (void)state;
    const struct sp_programs *programs = catalogue_facts()->programs;
    struct sp_plan_options options = usual();
    const char *code = NULL;
    for (int t = 0; t < programs->count && !code; t++)
        if (programs->track[t].type == SP_PHYSICIAN_ONLY
            && sp_track_offered(&programs->track[t]))
            code = programs->track[t].specialty;
    struct sp_profile profile = catalogue_applicant(&wish, code);
    for (int months = 0; months <= 12; months += 12) {
        int open = 0;
        profile.gme_months = months;
        struct sp_plan plan = make(&profile, catalogue_facts(), &options);
        check_plan(&profile, catalogue_facts(), &options, &plan);
        for (int i = 0; i < plan.picks; i++)
            open += programs->track[plan.pick[i].track].type == SP_PHYSICIAN_ONLY;
        for (int i = 0; i < plan.left_outs; i++)
            open += !plan.left_out[i].by_rule
                    && programs->track[plan.left_out[i].track].type == SP_PHYSICIAN_ONLY;
        assert_true(months < 12 ? open == 0 : open > 0);
        sp_plan_free(&plan);
    }
}

static void where_everything_is_closed_the_plan_is_empty_and_says_so(void **state)
{
    (void)state;
    struct sp_facts facts = *catalogue_facts();
    struct sp_programs programs = catalogue_share();
    for (int t = 0; t < programs.count; t++)
        programs.track[t].fact[SP_ACCEPTS_IMG].answer = SP_NO;
    facts.programs = &programs;
    struct sp_profile profile = catalogue_applicant(&wish, "430");
    struct sp_plan_options options = usual();
    for (int utility = 0; utility < 2; utility++) {
        options.utility = utility;
        struct sp_plan plan = make(&profile, &facts, &options);
        bool warned = false;
        check_nobody_lost(&profile, &facts, &options, &plan);
        assert_int_equal(plan.picks, 0);
        assert_true(plan.chance.value == 0 && plan.cost_cents == 0);
        for (int i = 0; i < plan.warnings; i++)
            warned = warned || strstr(plan.warning[i], "no track is open");
        assert_true(warned);
        sp_plan_free(&plan);
    }
    catalogue_unshare(&programs);
}

/* ---- facts ------------------------------------------------------------------------- */

/* Facts at random on a part of the tracks of a specialty. */
static struct sp_programs random_facts(const char *specialty, struct sp_random *random)
{
    struct sp_programs programs = catalogue_share();
    for (int t = 0; t < programs.count; t++) {
        struct sp_track *track = &programs.track[t];
        if (strcmp(track->specialty, specialty) != 0 || sp_random_below(random, 3) == 0)
            continue;
        for (int r = 0; r < SP_REQUIREMENTS; r++) {
            if (sp_random_below(random, 4) != 0)
                continue;
            bool number = (r >= SP_MIN_STEP2 && r <= SP_MIN_LETTERS_US);
            track->fact[r].answer = number || sp_random_below(random, 3) ? SP_YES : SP_NO;
            track->fact[r].value = r == SP_MIN_STEP2
                                       ? 220 + (double)sp_random_below(random, 40)
                                       : (double)sp_random_below(random, 6);
            track->fact[r].origin = (struct sp_origin){"made up", "2026-10"};
        }
    }
    return programs;
}

/* Whether a hard rule of the track fails, by the rules' own words. */
static bool fails(const struct sp_profile *profile, const struct sp_track *track)
{
    const struct sp_fact *fact = track->fact;
    int years = sp_profile_years_out(profile, 2027);
    return fact[SP_ACCEPTS_J1].answer == SP_NO || fact[SP_ACCEPTS_IMG].answer == SP_NO
           || (fact[SP_MIN_STEP2].answer == SP_YES
               && profile->step2 < fact[SP_MIN_STEP2].value)
           || (fact[SP_MAX_YEARS_OUT].answer == SP_YES
               && years > fact[SP_MAX_YEARS_OUT].value)
           || (fact[SP_MAX_ATTEMPTS].answer == SP_YES
               && profile->step2_ck.attempts > fact[SP_MAX_ATTEMPTS].value)
           || (fact[SP_MIN_USCE_MONTHS].answer == SP_YES && profile->experience_said
               && fact[SP_MIN_USCE_MONTHS].value > 0)
           || (fact[SP_MIN_LETTERS_US].answer == SP_YES && profile->letters_said
               && fact[SP_MIN_LETTERS_US].value > 0)
           || (fact[SP_NEEDS_ECFMG].answer == SP_YES
               && profile->ecfmg == SP_ECFMG_IN_PROGRESS)
           || (fact[SP_NEEDS_STEP3].answer == SP_YES
               && profile->step3.result == SP_EXAM_NOT_TAKEN);
}

static void a_program_whose_hard_rule_fails_is_never_picked(void **state)
{
    (void)state;
    for (uint64_t n = 0; n < 24; n++) {
        struct sp_random random = sp_random_for(20261105, n);
        struct sp_programs programs = random_facts("180", &random);
        struct sp_facts facts = *catalogue_facts();
        struct sp_profile profile = catalogue_applicant(&wish, "180");
        struct sp_plan_options options = usual();
        const char *sure[] = {"visa", "min_step2", "needs_step3"};
        facts.programs = &programs;
        profile.step2_ck = (struct sp_exam){.result = SP_EXAM_PASSED, .attempts = 2};
        profile.experience_said = sp_random_below(&random, 2);
        profile.letters_said = sp_random_below(&random, 2);
        profile.ecfmg =
            sp_random_below(&random, 2) ? SP_ECFMG_IN_PROGRESS : SP_ECFMG_CERTIFIED;
        profile.step3.result = SP_EXAM_NOT_TAKEN;
        options.sure = sure;
        options.sures = (int)(n % 4);
        struct sp_plan plan = make(&profile, &facts, &options);
        check_plan(&profile, &facts, &options, &plan);
        for (int i = 0; i < plan.picks; i++)
            assert_false(fails(&profile, &programs.track[plan.pick[i].track]));
        for (int i = 0; i < plan.left_outs; i++) {
            const struct sp_left_out *left = &plan.left_out[i];
            const struct sp_track *track = &programs.track[left->track];
            if (sp_track_offered(track) && track->type != SP_PHYSICIAN_ONLY
                && track->type != SP_PRELIMINARY)
                assert_int_equal(left->by_rule, fails(&profile, track));
        }
        for (int i = 0; i < plan.helds; i++) {
            const struct sp_fact *fact = programs.track[plan.held[i].track].fact;
            assert_false(fails(&profile, &programs.track[plan.held[i].track]));
            assert_true((plan.helds > 0 && options.sures > 0)
                        && (fact[SP_ACCEPTS_J1].answer == SP_UNKNOWN
                            || fact[SP_MIN_STEP2].answer == SP_UNKNOWN
                            || fact[SP_NEEDS_STEP3].answer == SP_UNKNOWN));
        }
        sp_plan_free(&plan);
        catalogue_unshare(&programs);
    }
}

static void sure_holds_exactly_the_tracks_whose_fact_is_unknown(void **state)
{
    (void)state;
    struct sp_random random = sp_random_for(20261106, 0);
    struct sp_programs programs = random_facts("180", &random);
    struct sp_facts facts = *catalogue_facts();
    struct sp_profile profile = catalogue_applicant(&wish, "180");
    struct sp_plan_options options = usual();
    const char *sure[] = {"visa"};
    facts.programs = &programs;
    options.sure = sure;
    options.sures = 1;
    struct sp_plan plan = make(&profile, &facts, &options);
    assert_true(plan.helds > 0);
    for (int i = 0; i < plan.helds; i++) {
        const struct sp_held *held = &plan.held[i];
        assert_int_equal(programs.track[held->track].fact[SP_ACCEPTS_J1].answer,
                         SP_UNKNOWN);
        assert_int_equal(held->unknowns, 1);
        assert_string_equal(held->unknown[0], "accepts_j1");
    }
    for (int i = 0; i < plan.picks; i++)
        assert_int_equal(programs.track[plan.pick[i].track].fact[SP_ACCEPTS_J1].answer,
                         SP_YES);
    for (int i = 0; i < plan.left_outs; i++)
        assert_true(plan.left_out[i].by_rule
                    || programs.track[plan.left_out[i].track].fact[SP_ACCEPTS_J1].answer
                           == SP_YES);
    sp_plan_free(&plan);
    catalogue_unshare(&programs);
}

static void an_unknown_visa_is_picked_with_a_word_to_verify(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "180");
    struct sp_plan_options options = usual();
    struct sp_plan plan = make(&profile, catalogue_facts(), &options);
    for (int i = 0; i < plan.picks; i++) {
        const struct sp_pick *pick = &plan.pick[i];
        const struct sp_track *track = &catalogue_facts()->programs->track[pick->track];
        bool told = false;
        for (int v = 0; v < pick->verifies; v++)
            told = told || strcmp(pick->verify[v], "accepts_j1") == 0;
        assert_true(told == (track->fact[SP_ACCEPTS_J1].answer == SP_UNKNOWN));
    }
    sp_plan_free(&plan);
}

static void an_imported_rate_says_it_is_your_own_import(void **state)
{
    (void)state;
    struct sp_facts facts = *catalogue_facts();
    struct sp_programs programs = catalogue_share();
    struct sp_profile profile = catalogue_applicant(&wish, "180");
    struct sp_plan_options options = usual();
    options.most = 10;
    struct sp_plan before = make(&profile, &facts, &options);
    int track = before.pick[0].track;
    programs.track[track].rate[SP_RATE_NON_US_IMG] =
        (struct sp_fact){SP_YES, 0.8, {"my grid", "2026-09"}};
    facts.programs = &programs;
    struct sp_plan after = make(&profile, &facts, &options);
    assert_int_equal(after.pick[0].track, track);
    assert_string_equal(after.pick[0].interview.basis, "your own import");
    int others = 0;
    for (int i = 1; i < after.picks; i++) {
        /* Tracks of one program are invited together: institution and specialty. */
        if (strncmp(programs.track[after.pick[i].track].code, programs.track[track].code, 7)
            == 0)
            continue;
        assert_string_not_equal(after.pick[i].interview.basis, "your own import");
        others++;
    }
    assert_true(others >= 5);
    assert_true(after.pick[0].interview.value > before.pick[0].interview.value);
    assert_true(after.worth > before.worth);
    sp_plan_free(&after);
    sp_plan_free(&before);
    catalogue_unshare(&programs);
}

static void nationality_and_names_change_warnings_at_most(void **state)
{
    (void)state;
    struct sp_facts facts = *catalogue_facts();
    struct sp_programs programs = catalogue_share();
    struct sp_profile profile = catalogue_applicant(&wish, "140");
    struct sp_plan_options options = usual();
    options.most = 30;
    struct sp_plan before = make(&profile, &facts, &options);
    for (int t = 0; t < programs.count; t++) {
        programs.track[t].name = "A Program";
        programs.track[t].institution = t % 2 ? "Famous University" : "Small Hospital";
    }
    assert_true(facts.visa_countries > 0);
    profile.nationality = facts.visa_country[0].country;
    for (int i = 0; i < facts.visa_countries; i++)
        if (facts.visa_country[i].new_j1 == SP_NO)
            profile.nationality = facts.visa_country[i].country;
    facts.programs = &programs;
    struct sp_plan after = make(&profile, &facts, &options);
    check_same(&before, &after, false);
    assert_int_equal(after.warnings, before.warnings + 1);
    sp_plan_free(&after);
    sp_plan_free(&before);
    catalogue_unshare(&programs);
}

/* ---- how it fails ------------------------------------------------------------------ */

static void refused(const struct sp_profile *profile, const struct sp_plan_options *options,
                    enum sp_code code, const char *words)
{
    struct sp_plan plan;
    struct sp_error error = {0};
    assert_false(sp_plan_make(profile, catalogue_facts(), options, &plan, &error));
    assert_int_equal(error.code, code);
    if (!strstr(error.text, words))
        fail_msg("\"%s\" does not say \"%s\"", error.text, words);
    assert_true(!plan.pick && !plan.left_out && !plan.picks && !plan.text.last);
}

static void what_cannot_be_planned_is_refused_and_the_plan_is_empty(void **state)
{
    (void)state;
    struct sp_profile profile = catalogue_applicant(&wish, "000");
    struct sp_plan_options options = usual();
    const char *sure[] = {"weather"};
    refused(&profile, &options, SP_NOT_FOUND, "specialty 000");
    profile.wishes = 0;
    refused(&profile, &options, SP_BAD_INPUT, "specialties");
    profile = catalogue_applicant(&wish, "180");
    options.sure = sure;
    options.sures = 1;
    refused(&profile, &options, SP_BAD_INPUT, "\"weather\"");
}

static void names_of_tiers_and_signals_are_those_of_the_pages(void **state)
{
    (void)state;
    assert_string_equal(sp_tier_name(SP_REACH), "reach");
    assert_string_equal(sp_tier_name(SP_SAFER), "safer");
    assert_string_equal(sp_signal_name(SP_GOLD, false), "gold");
    assert_string_equal(sp_signal_name(SP_SILVER, false), "silver");
    assert_string_equal(sp_signal_name(SP_SILVER, true), "signal");
    assert_string_equal(sp_signal_name(SP_PLAIN, true), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_specialty_keeps_every_promise_on_any_number_of_threads),
        cmocka_unit_test(a_composition_made_for_all_plans_changes_none),
        cmocka_unit_test(the_examples_keep_every_promise),
        cmocka_unit_test(several_specialties_share_one_plan),
        cmocka_unit_test(without_a_score_the_range_is_wider),
        cmocka_unit_test(no_plan_is_below_the_first_by_chance_or_by_share),
        cmocka_unit_test(a_larger_budget_is_never_worse),
        cmocka_unit_test(hours_limit_the_preliminary_year_too),
        cmocka_unit_test(pins_are_in_and_exclusions_are_out),
        cmocka_unit_test(pins_that_fill_the_limits_of_an_advanced_specialty_stay_in),
        cmocka_unit_test(advanced_tracks_bring_preliminary_years),
        cmocka_unit_test(physician_only_tracks_open_after_a_year_of_training),
        cmocka_unit_test(where_everything_is_closed_the_plan_is_empty_and_says_so),
        cmocka_unit_test(a_program_whose_hard_rule_fails_is_never_picked),
        cmocka_unit_test(sure_holds_exactly_the_tracks_whose_fact_is_unknown),
        cmocka_unit_test(an_unknown_visa_is_picked_with_a_word_to_verify),
        cmocka_unit_test(an_imported_rate_says_it_is_your_own_import),
        cmocka_unit_test(nationality_and_names_change_warnings_at_most),
        cmocka_unit_test(what_cannot_be_planned_is_refused_and_the_plan_is_empty),
        cmocka_unit_test(names_of_tiers_and_signals_are_those_of_the_pages),
    };
    leave_threaded_cases();
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
