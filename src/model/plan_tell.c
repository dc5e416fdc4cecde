/* plan_tell.c: what was chosen, in words and numbers.
 *
 * Every track of the plan's specialties goes to exactly one of picked, left out, held;
 * an assertion at the end counts them.
 */
#include "plan_work.h"

#include "error.h"
#include "reason.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { WARNINGS = 24 };

static bool no_memory(struct sp_plan_work *work)
{
    return sp_fail(work->error, SP_NO_MEMORY, "not enough memory to write the plan down");
}

static const char *interview_basis(struct sp_plan_work *work, const struct sp_prospect *at,
                                   const struct sp_field *field)
{
    if (at->stated)
        return "your own import";
    if (work->facts->published->cells == 0)
        return "base rate only";
    if (work->told != field)
        work->basis = sp_arena_format(
            &work->plan->text, "state and specialty counts, NRMP 2025; %s", field->basis);
    work->told = work->basis ? field : NULL;
    return work->basis;
}

/* The seasons of one prospect as sent; gold plays like silver. */
static const float *row_of(const struct sp_course *course, int item, enum sp_signal signal)
{
    const float *all = course->seasons.chance[signal == SP_PLAIN ? SP_PLAIN : SP_SILVER];
    return all + (long)item * course->seasons.count;
}

/* Chances of one prospect as sent: interview, and match there. */
static bool prospect_chances(struct sp_plan_work *work, const struct sp_course *course,
                             int p, enum sp_signal signal, float *room,
                             struct sp_chance *interview, struct sp_chance *match)
{
    const struct sp_prospect *at = &course->chances.at[p];
    const char *basis = interview_basis(work, at, &course->chances.field[at->field]);
    if (!basis)
        return no_memory(work);
    if (signal == SP_PLAIN)
        *interview = course->seasons.interview[p];
    else {
        sp_market_invitations(&course->chances, &course->seasons, p, signal, room);
        *interview = sp_market_summary(&course->seasons, room, basis);
    }
    interview->basis = basis;
    *match = sp_market_summary(&course->seasons, row_of(course, p, signal), basis);
    return true;
}

static struct sp_chance scaled(struct sp_chance chance, double by)
{
    return (struct sp_chance){chance.value * by, chance.low * by, chance.high * by,
                              chance.basis};
}

/* Facts that entered as a base rate or not at all, most important first. */
static bool list_unknown(struct sp_plan_work *work, uint32_t unknown, const char ***name,
                         int *count)
{
    *name = sp_arena_get(&work->plan->text, sizeof **name * SP_REQUIREMENTS);
    *count = 0;
    if (!*name)
        return no_memory(work);
    for (int r = 0; r < SP_REQUIREMENTS; r++)
        if (unknown & 1u << r)
            (*name)[(*count)++] = sp_requirement_name((enum sp_requirement)r);
    return true;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Reach, target or safer: the lower, middle or upper third of the list by the chance of
 * an interview as sent, so the words speak of this person's own numbers only. */
static bool tell_tiers(struct sp_plan_work *work, struct sp_pick *pick, int picks)
{
    double *chance = sp_arena_get(&work->text, sizeof *chance * (size_t)(picks + 1));
    int applications = 0;
    if (!chance)
        return no_memory(work);
    for (int i = 0; i < picks; i++)
        if (pick[i].leads)
            chance[applications++] = pick[i].interview.value;
    if (applications == 0)
        return true;
    qsort(chance, (size_t)applications, sizeof *chance, by_value);
    double low = chance[applications / 3],
           high = chance[applications - 1 - applications / 3];
    for (int i = 0; i < picks; i++)
        pick[i].tier = pick[i].interview.value > high  ? SP_SAFER
                       : pick[i].interview.value < low ? SP_REACH
                                                       : SP_TARGET;
    return true;
}

/* Nothing tells gold from silver in chance, so gold goes where the order says: to the
 * most useful of the signalled applications.  Tells whether pick `place` is among them. */
enum sp_signal sp_plan_label_signal(const struct sp_course *course, int place)
{
    const struct sp_chosen *chosen = course->choice.pick;
    int field = course->chances.at[chosen[place].item].field, before = 0;
    if (course->label)
        return course->label[place];
    const struct sp_signal_rule *rule = course->chances.field[field].rule;
    if (chosen[place].signal == SP_PLAIN || !rule)
        return SP_PLAIN;
    for (int i = 0; i < place; i++)
        before += chosen[i].signal != SP_PLAIN
                  && course->chances.at[chosen[i].item].field == field;
    return before < rule->gold ? SP_GOLD : SP_SILVER;
}

/* One application: a pick for each of its tracks.  The program's chance of a match is
 * divided among them by the positions that the type may expect there. */
static bool tell_application(struct sp_plan_work *work, const struct sp_course *course,
                             int place, float *room, struct sp_pick *pick)
{
    const struct sp_chosen *chosen = &course->choice.pick[place];
    const struct sp_prospect *at = &course->chances.at[chosen->item];
    const struct sp_field *field = &course->chances.field[at->field];
    struct sp_chance interview, match;
    struct sp_reason *reason;
    int reasons;
    int64_t before = place > 0 ? course->choice.pick[place - 1].cost_cents : 0;
    enum sp_signal signal = sp_plan_label_signal(course, place);
    if (!prospect_chances(work, course, chosen->item, chosen->signal, room, &interview,
                          &match)
        || !sp_reasons_find(work->profile, work->facts, &course->chances, &course->seasons,
                            chosen->item, signal, interview.value, &work->plan->text,
                            &reason, &reasons, work->error))
        return false;
    for (int i = 0; i < at->tracks; i++) {
        pick[i] = (struct sp_pick){
            .track = at->track[i],
            .application = place + 1,
            .leads = i == 0,
            .signal = signal,
            .single_tier = field->rule && !field->rule->tiered,
            .cost_cents = i == 0 ? (long)(chosen->cost_cents - before) : 0,
            .marginal = i == 0 ? chosen->marginal : 0,
            .pinned = course->item[chosen->item].pinned,
            .interview = interview,
            .match = scaled(match, at->weight[i]),
            .reason = reason,
            .reasons = reasons,
        };
        if (!list_unknown(work, work->verdict[at->track[i]].unknown, &pick[i].verify,
                          &pick[i].verifies))
            return false;
    }
    return true;
}

static bool tell_picks(struct sp_plan_work *work, struct sp_course *course, float *room,
                       struct sp_pick **pick, int *picks)
{
    int tracks = 0;
    for (int i = 0; i < course->choice.count; i++)
        tracks += course->chances.at[course->choice.pick[i].item].tracks;
    *picks = 0;
    *pick = sp_arena_get(&work->plan->text, sizeof **pick * (size_t)(tracks + 1));
    if (!*pick)
        return no_memory(work);
    for (int i = 0; i < course->choice.count; i++) {
        const struct sp_prospect *at = &course->chances.at[course->choice.pick[i].item];
        if (!tell_application(work, course, i, room, *pick + *picks))
            return false;
        *picks += at->tracks;
    }
    return tell_tiers(work, *pick, *picks);
}

static bool tell_closed(struct sp_plan_work *work)
{
    struct sp_plan *plan = work->plan;
    for (int t = 0; t < work->facts->programs->count; t++) {
        if (!work->asked[t] || work->open[t])
            continue;
        if (work->verdict[t].closed) {
            plan->left_out[plan->left_outs++] = (struct sp_left_out){
                .track = t,
                .why = work->verdict[t].closed,
                .change = work->verdict[t].change,
                .by_rule = true,
                .interview = {.basis = "closed by a rule"},
                .match = {.basis = "closed by a rule"},
            };
            continue;
        }
        struct sp_held *held = &plan->held[plan->helds++];
        held->track = t;
        if (!list_unknown(work, work->held[t], &held->unknown, &held->unknowns))
            return false;
    }
    return true;
}

/* Programs that could have been picked and were not. */
static bool tell_unpicked(struct sp_plan_work *work, float *room)
{
    struct sp_course *course = &work->main;
    struct sp_portfolio_options options = {.threads = work->options->threads};
    size_t count = (size_t)course->chances.count + 1;
    double *gain = sp_arena_get(&work->text, sizeof *gain * count);
    bool *taken = sp_arena_get(&work->text, sizeof *taken * count);
    if (!gain || !taken)
        return no_memory(work);
    for (int i = 0; i < course->choice.count; i++)
        taken[course->choice.pick[i].item] = true;
    if (!sp_portfolio_gain(&course->menu, &course->choice, &options, gain, work->error))
        return false;
    for (int p = 0; p < course->chances.count; p++) {
        const struct sp_prospect *at = &course->chances.at[p];
        struct sp_left_out left = {.gain = gain[p]};
        if (taken[p])
            continue;
        if (!prospect_chances(work, course, p, SP_PLAIN, room, &left.interview,
                              &left.match))
            return false;
        left.why =
            course->item[p].barred[SP_PLAIN]
                ? "needs a preliminary year as well, and that money does more elsewhere"
                : sp_arena_format(
                    &work->plan->text,
                    "worth less than what was picked: it would add %.2f in 100",
                    100 * gain[p]);
        if (!left.why)
            return no_memory(work);
        if (work->options->every_reason
            && !sp_reasons_find(work->profile, work->facts, &course->chances,
                                &course->seasons, p, SP_PLAIN, left.interview.value,
                                &work->plan->text, &left.reason, &left.reasons,
                                work->error))
            return false;
        struct sp_chance match = left.match;
        for (int i = 0; i < at->tracks; i++) {
            left.track = at->track[i];
            left.match = scaled(match, at->weight[i]);
            work->plan->left_out[work->plan->left_outs++] = left;
        }
    }
    return true;
}

static void one_minus(float *value, int count)
{
    for (int k = 0; k < count; k++)
        value[k] = 1 - value[k];
}

/* Chance of a match given at least one rank: a ratio of means, member by member. */
static struct sp_chance given_rank(const double *match, const double *any)
{
    double ratio[SP_MEMBERS], all_match = 0, all_any = 0;
    for (int m = 0; m < SP_MEMBERS; m++) {
        ratio[m] = any[m] > 0 ? match[m] / any[m] : 0;
        all_match += match[m];
        all_any += any[m];
    }
    qsort(ratio, SP_MEMBERS, sizeof *ratio, by_value);
    double value = all_any > 0 ? all_match / all_any : 0;
    return (struct sp_chance){value, fmin(ratio[3], value),
                              fmax(ratio[SP_MEMBERS - 4], value), ""};
}

/* Of the mean over members, were they drawn again. */
static double standard_error(const double *mean)
{
    double sum = 0, squares = 0;
    for (int m = 0; m < SP_MEMBERS; m++)
        sum += mean[m];
    for (int m = 0; m < SP_MEMBERS; m++)
        squares += (mean[m] - sum / SP_MEMBERS) * (mean[m] - sum / SP_MEMBERS);
    return sqrt(squares / (SP_MEMBERS - 1) / SP_MEMBERS);
}

static bool tell_chance(struct sp_plan_work *work, float *room, float *match, float *any)
{
    const struct sp_course *course = &work->main;
    struct sp_plan *plan = work->plan;
    int seasons = course->seasons.count;
    const char *pool = course->chances.fields > 0 ? course->chances.field[0].basis : "";
    const char *basis = sp_arena_format(
        &plan->text,
        "someone about to apply; %d seasons, each with a file from weak to strong; "
        "%s",
        SP_MEMBERS, pool);
    if (!basis)
        return no_memory(work);
    for (int k = 0; k < seasons; k++)
        match[k] = any[k] = 1;
    for (int i = 0; i < course->choice.count; i++) {
        const struct sp_chosen *chosen = &course->choice.pick[i];
        sp_market_take_away(&course->seasons, row_of(course, chosen->item, chosen->signal),
                            match, NULL);
        sp_market_invitations(&course->chances, &course->seasons, chosen->item,
                              chosen->signal, room);
        sp_market_take_away(&course->seasons, room, any, NULL);
        plan->expected_interviews += sp_market_summary(&course->seasons, room, "").value;
    }
    one_minus(match, seasons);
    one_minus(any, seasons);
    plan->chance = sp_market_summary(&course->seasons, match, basis);
    plan->chance_any_rank = sp_market_summary(&course->seasons, any, basis);
    double any_by_member[SP_MEMBERS];
    sp_market_members(&course->seasons, match, plan->by_member);
    sp_market_members(&course->seasons, any, any_by_member);
    plan->chance_given_rank = given_rank(plan->by_member, any_by_member);
    plan->chance_given_rank.basis =
        sp_arena_format(&plan->text, "those who rank at least one program; %s", pool);
    plan->worth = course->choice.worth;
    plan->bound = course->choice.bound;
    plan->gap = course->choice.gap;
    plan->standard_error = standard_error(plan->by_member);
    plan->cost_cents =
        (long)(course->choice.cost_cents + work->preliminary.choice.cost_cents);
    plan->hours = course->choice.hours + work->preliminary.choice.hours;
    plan->applications = course->choice.count;
    plan->preliminary_applications = work->preliminary.choice.count;
    return plan->chance_given_rank.basis || no_memory(work);
}

/* The curve, with P(match) and its band after each application. */
static bool tell_curve(struct sp_plan_work *work, float *left, float *match)
{
    const struct sp_course *course = &work->main;
    const struct sp_choice *curve = &work->curve;
    struct sp_plan *plan = work->plan;
    int seasons = course->seasons.count;
    plan->curve =
        sp_arena_get(&plan->text, sizeof *plan->curve * (size_t)(curve->count + 1));
    if (!plan->curve)
        return no_memory(work);
    for (int k = 0; k < seasons; k++)
        left[k] = 1;
    for (int i = 0; i < curve->count; i++) {
        const struct sp_chosen *chosen = &curve->pick[i];
        sp_market_take_away(&course->seasons, row_of(course, chosen->item, chosen->signal),
                            left, match);
        struct sp_chance here = sp_market_summary(&course->seasons, match, "");
        plan->curve[plan->curve_points++] = (struct sp_curve_point){
            .n = i + 1,
            .track = course->chances.at[chosen->item].track[0],
            .cost_cents = (long)chosen->cost_cents,
            .value = here.value,
            .low = here.low,
            .high = here.high,
            .marginal = chosen->marginal,
        };
    }
    return true;
}

static bool warn(struct sp_plan_work *work, const char *text)
{
    struct sp_plan *plan = work->plan;
    if (!text)
        return no_memory(work);
    if (plan->warnings < WARNINGS)
        plan->warning[plan->warnings++] = text;
    return true;
}

/* Visa rules for countries: the only reader of nationality, and it only warns. */
static bool warn_of_country(struct sp_plan_work *work)
{
    const struct sp_profile *profile = work->profile;
    for (int i = 0; *profile->nationality && i < work->facts->visa_countries; i++) {
        const struct sp_visa_country *country = &work->facts->visa_country[i];
        bool j1 = profile->visa != SP_VISA_H1B && country->new_j1 == SP_NO;
        bool h1b = profile->visa != SP_VISA_J1 && country->new_h1b == SP_NO;
        if (profile->visa == SP_VISA_NONE
            || strcasecmp(country->country, profile->nationality) != 0 || (!j1 && !h1b))
            continue;
        return warn(work,
                    sp_arena_format(
                        &work->plan->text,
                        "no new %s visa is issued to nationals of %s (%s, %s): ask "
                        "before you spend; the chances do not count this",
                        j1 && h1b ? "J-1 or H-1B"
                        : j1      ? "J-1"
                                  : "H-1B",
                        country->country, country->origin.source, country->origin.as_of));
    }
    return true;
}

static bool warn_of_profile(struct sp_plan_work *work)
{
    const struct sp_profile *profile = work->profile;
    bool ok = true;
    if (!profile->step2_known)
        ok = ok && warn(work, "no Step 2 CK score yet: the range covers every score");
    if (profile->step1.attempts > 1 || profile->step2_ck.attempts > 1
        || profile->red_flags > 0)
        ok = ok
             && warn(
                 work,
                 "failed attempts and other red flags lower the chance by an amount that "
                 "no honest figure tells; they are not counted");
    if (profile->type >= SP_US_IMG)
        ok = ok
             && warn(work, "US clinical experience and letters count with programs, but no "
                           "published figure says how much; they are not counted");
    if (profile->preferences.setting > 0 || profile->preferences.salary > 0
        || profile->preferences.call > 0)
        ok =
            ok
            && warn(work, "setting, salary and call are kept in your profile, but no table "
                          "says them of programs: they move nothing");
    if (profile->couple)
        ok = ok && warn(work, "you apply as a couple: the chances are those of one person");
    if (profile->visa == SP_VISA_H1B && profile->step3.result != SP_EXAM_PASSED)
        ok = ok && warn(work, "H-1B needs Step 3 passed before the program can file");
    return ok;
}

/* A pool of a handful says little about the next person. */
static bool warn_of_pools(struct sp_plan_work *work)
{
    enum { HANDFUL = 60 };
    const struct sp_published *published = work->facts->published;
    bool ok = true;
    for (int f = 0; ok && f < work->main.chances.fields; f++) {
        const struct sp_specialty *specialty =
            &work->facts->specialties->at[work->main.chances.field[f].specialty];
        int lists = -1;
        for (int i = 0; i < published->outcomes; i++)
            if (strcmp(published->outcome[i].specialty, specialty->code) == 0)
                lists = published->outcome[i].count[SP_MATCHED]
                        + published->outcome[i].count[SP_UNMATCHED];
        if (work->profile->type != SP_NON_US_IMG || lists >= HANDFUL)
            continue;
        ok = warn(
            work,
            lists < 0
                ? sp_arena_format(&work->plan->text,
                                  "nothing is published about how non-US IMGs fare in %s: "
                                  "the chances are scaled from other specialties",
                                  specialty->name)
                : sp_arena_format(&work->plan->text,
                                  "only %d non-US IMGs with a rank list preferred %s in "
                                  "2026, and they are no average: trust the low end",
                                  lists, specialty->name));
    }
    return ok;
}

static bool warn_of_season(struct sp_plan_work *work)
{
    const struct sp_season *season = work->facts->season;
    struct sp_plan *plan = work->plan;
    bool ok = true;
    if (season->year > SP_LAST_YEAR)
        ok = warn(work,
                  sp_arena_format(&plan->text,
                                  "positions and fills are of the %d Match; for %d they "
                                  "may have changed",
                                  SP_LAST_YEAR, season->year));
    for (int f = 0; ok && f < work->main.chances.fields; f++) {
        const struct sp_field *field = &work->main.chances.field[f];
        const struct sp_specialty *specialty =
            &work->facts->specialties->at[field->specialty];
        bool priced = false, projected = false;
        for (int i = 0; i < season->fees; i++)
            if (strcmp(season->fee[i].item, "application") == 0
                && strcmp(season->fee[i].service, specialty->service) == 0) {
                priced = true;
                projected = projected || season->fee[i].projected;
            }
        if (!priced)
            ok =
                warn(work, sp_arena_format(&plan->text,
                                           "what %s charges for %s is not known; ERAS fees "
                                           "stand in for it",
                                           *specialty->service ? specialty->service
                                                               : "the application service",
                                           specialty->name));
        else if (projected && f == 0)
            ok = warn(work, sp_arena_format(&plan->text,
                                            "part of the fees for %d is projected from the "
                                            "season before",
                                            season->year));
        if (ok && field->rule && field->rule->projected)
            ok = warn(work,
                      sp_arena_format(&plan->text,
                                      "the number of signals in %s for %d is projected "
                                      "from an earlier season",
                                      specialty->name, season->year));
    }
    return ok;
}

static bool warn_of_list(struct sp_plan_work *work)
{
    struct sp_plan *plan = work->plan;
    bool ok = true;
    if (plan->stopped_at_knee)
        ok = warn(work,
                  "no budget and no number given: the list stops where further dollars "
                  "begin to buy less than they did on the whole");
    if (work->main.chances.count == 0)
        ok = ok && warn(work, "no track is open to you: see what was left out and held");
    for (int i = 0; ok && i < work->profile->pins; i++) {
        int t = sp_programs_find(work->facts->programs, work->profile->pinned[i]);
        if (t < 0)
            ok = warn(work, sp_arena_format(&plan->text, "pinned %s: no such track",
                                            work->profile->pinned[i]));
        else if (work->asked[t] && !work->open[t])
            ok = warn(work, sp_arena_format(&plan->text, "pinned %s is not in the list: %s",
                                            work->profile->pinned[i],
                                            work->verdict[t].closed
                                                ? work->verdict[t].closed
                                                : "a fact to be sure of is unknown"));
    }
    return ok;
}

/* Advanced tracks begin with the second year; the first is applied for separately. */
static bool warn_of_first_year(struct sp_plan_work *work, const float *match, float *first)
{
    const struct sp_course *course = &work->preliminary;
    if (course->choice.count == 0)
        return true;
    double both = 0, main = 0;
    for (int k = 0; k < work->count && k < course->seasons.count; k++)
        first[k] = 1;
    for (int i = 0; i < course->choice.count; i++)
        sp_market_take_away(
            &course->seasons,
            row_of(course, course->choice.pick[i].item, course->choice.pick[i].signal),
            first, NULL);
    for (int k = 0; k < course->seasons.count; k++) {
        main += course->seasons.mass[k] * (double)match[k];
        both += course->seasons.mass[k] * (double)(match[k] * (1 - first[k]));
    }
    return warn(work,
                sp_arena_format(
                    &work->plan->text,
                    "advanced tracks start in the second year: of 100 seasons in which you "
                    "match, %.0f also bring one of the preliminary years listed apart",
                    main > 0 ? 100 * both / main : 0));
}

bool sp_plan_tell(struct sp_plan_work *work)
{
    struct sp_plan *plan = work->plan;
    size_t asked = 1, seasons = (size_t)work->main.seasons.count + SP_MEMBERS;
    for (int t = 0; t < work->facts->programs->count; t++)
        asked += work->asked[t];
    float *room = sp_arena_get(&work->text, sizeof *room * seasons);
    float *match = sp_arena_get(&work->text, sizeof *match * seasons);
    float *other = sp_arena_get(&work->text, sizeof *other * seasons);
    plan->left_out = sp_arena_get(&plan->text, sizeof *plan->left_out * asked);
    plan->held = sp_arena_get(&plan->text, sizeof *plan->held * asked);
    plan->warning = sp_arena_get(&plan->text, sizeof *plan->warning * WARNINGS);
    if (!room || !match || !other || !plan->left_out || !plan->held || !plan->warning)
        return no_memory(work);

    bool ok = tell_picks(work, &work->main, room, &plan->pick, &plan->picks)
              && tell_picks(work, &work->preliminary, room, &plan->preliminary,
                            &plan->preliminaries)
              && tell_unpicked(work, room) && tell_closed(work)
              && tell_curve(work, room, match) && tell_chance(work, room, match, other)
              && warn_of_country(work) && warn_of_list(work)
              && warn_of_first_year(work, match, other) && warn_of_pools(work)
              && warn_of_profile(work) && warn_of_season(work);
    assert(!ok || (size_t)(plan->picks + plan->left_outs + plan->helds) + 1 == asked);
    return ok;
}
