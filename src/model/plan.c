/* plan.c: the head of the flow.
 *
 *     judge → spread → estimate → play → choose → tell
 *
 * Each step turns one noun into the next; sp_plan_make reads as the table of contents.
 */
#include "plan.h"

#include "compliance.h"
#include "composition.h"
#include "error.h"
#include "plan_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SEASONS = 512 };

const char *sp_tier_name(enum sp_tier tier)
{
    static const char *const name[] = {"reach", "target", "safer"};
    return name[tier];
}

const char *sp_signal_name(enum sp_signal signal, bool single_tier)
{
    return signal == SP_GOLD     ? "gold"
           : signal == SP_SILVER ? single_tier ? "signal" : "silver"
                                 : "none";
}

bool sp_signal_parse(const char *text, const char *field, enum sp_signal *signal,
                     struct sp_error *error)
{
    static const struct {
        const char *word;
        enum sp_signal signal;
    } words[] = {{"gold", SP_GOLD},
                 {"silver", SP_SILVER},
                 {"signal", SP_SILVER},
                 {"none", SP_PLAIN}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, text) == 0) {
            *signal = words[i].signal;
            return true;
        }
    return sp_fail(error, SP_BAD_INPUT,
                   "%s: '%.20s' is not one of gold, silver, signal, none", field, text);
}

static int specialty_place(const struct sp_specialties *specialties, const char *code)
{
    for (int s = 0; s < specialties->count; s++)
        if (strcmp(specialties->at[s].code, code) == 0)
            return s;
    return -1;
}

static bool has_tracks(const struct sp_programs *programs, const char *code)
{
    for (int t = 0; t < programs->count; t++)
        if (strcmp(programs->track[t].specialty, code) == 0)
            return true;
    return false;
}

/* Which specialties, each once, with the weight of the wish. */
static bool resolve_specialties(struct sp_plan_work *work)
{
    const struct sp_plan_options *options = work->options;
    const struct sp_profile *profile = work->profile;
    int count = options->specialties > 0 ? options->specialties : profile->wishes;
    double most = 0;
    work->specialty = sp_arena_get(&work->text, sizeof(int) * (size_t)(count + 1));
    work->utility = sp_arena_get(&work->text, sizeof(double) * (size_t)(count + 1));
    if (!work->specialty || !work->utility)
        return sp_fail(work->error, SP_NO_MEMORY, "not enough memory for the plan");
    for (int i = 0; i < count; i++) {
        const char *code =
            options->specialties > 0 ? options->specialty[i] : profile->wish[i].specialty;
        int place = specialty_place(work->facts->specialties, code);
        if (place < 0 || !has_tracks(work->facts->programs, code))
            return sp_fail(work->error, SP_NOT_FOUND,
                           "specialty %s: no program of the catalogue trains it", code);
        bool again = false;
        for (int s = 0; s < work->specialties; s++)
            again = again || work->specialty[s] == place;
        if (again)
            continue;
        double weight = 1;
        for (int w = 0; w < profile->wishes; w++)
            if (strcmp(profile->wish[w].specialty, code) == 0)
                weight = profile->wish[w].weight;
        work->specialty[work->specialties] = place;
        work->utility[work->specialties++] = weight;
        most = weight > most ? weight : most;
    }
    for (int s = 0; s < work->specialties; s++)
        work->utility[s] /= most;
    if (work->specialties == 0)
        return sp_fail(work->error, SP_BAD_INPUT, "specialties: name at least one");
    return true;
}

static void resolve_limits(struct sp_plan_work *work)
{
    const struct sp_plan_options *options = work->options;
    const struct sp_profile *profile = work->profile;
    long cents = options->budget_cents >= 0 ? options->budget_cents : profile->budget_cents;
    int most = options->most >= 0 ? options->most : profile->most_applications;
    double hours = options->hours >= 0 ? options->hours : profile->hours;
    work->limits = (struct sp_limits){
        .money = cents >= 0,
        .most_cents = cents,
        .applications = most >= 0,
        .most_applications = most,
        .hours = hours >= 0,
        .most_hours = hours,
    };
}

/* The specialty of a track among those of the plan, or -1. */
static int field_of(const struct sp_plan_work *work, const struct sp_track *track)
{
    for (int s = 0; s < work->specialties; s++)
        if (strcmp(work->facts->specialties->at[work->specialty[s]].code, track->specialty)
            == 0)
            return s;
    return -1;
}

/* Who names a specialty that offers nothing but preliminary years asks for those. */
static bool only_preliminary(const struct sp_programs *programs, const char *code)
{
    bool any = false;
    for (int t = 0; t < programs->count; t++) {
        const struct sp_track *track = &programs->track[t];
        if (!sp_track_offered(track) || strcmp(track->specialty, code) != 0)
            continue;
        if (track->type != SP_PRELIMINARY)
            return false;
        any = true;
    }
    return any;
}

static bool make_room(struct sp_plan_work *work)
{
    size_t room = (size_t)work->facts->programs->count + 1;
    work->verdict = sp_arena_get(&work->text, sizeof *work->verdict * room);
    work->asked = sp_arena_get(&work->text, sizeof *work->asked * room);
    work->open = sp_arena_get(&work->text, sizeof *work->open * room);
    work->counted = sp_arena_get(&work->text, sizeof *work->counted * room);
    work->held = sp_arena_get(&work->text, sizeof *work->held * room);
    work->wanted = sp_arena_get(&work->text, sizeof *work->wanted * room);
    return work->verdict && work->asked && work->open && work->counted && work->held
           && work->wanted;
}

/* Sorts one track of the specialties into open, closed by a rule, or held. */
static bool judge_track(struct sp_plan_work *work, int t,
                        const struct sp_compliance_options *options)
{
    const struct sp_track *track = &work->facts->programs->track[t];
    work->counted[t] = sp_track_offered(track) && track->type != SP_PHYSICIAN_ONLY
                       && (options->preliminary || track->type != SP_PRELIMINARY);
    work->asked[t] = true;
    if (!sp_compliance_judge(work->profile, track, work->facts->season->year, options,
                             &work->plan->text, &work->verdict[t], work->error))
        return false;
    if (!work->verdict[t].closed)
        work->held[t] =
            sp_compliance_held(work->profile, track, &work->verdict[t], options);
    work->open[t] = !work->verdict[t].closed && !work->held[t];
    work->counted[t] = work->counted[t] || work->open[t];
    return true;
}

static bool judge(struct sp_plan_work *work)
{
    const struct sp_programs *programs = work->facts->programs;
    struct sp_compliance_options options = {.preliminary = work->options->preliminary};
    bool *alone =
        sp_arena_get(&work->text, sizeof *alone * (size_t)(work->specialties + 1));
    bool advanced = false;
    if (!alone || !make_room(work))
        return sp_fail(work->error, SP_NO_MEMORY, "not enough memory for the plan");
    for (int i = 0; i < work->options->sures; i++)
        if (!sp_compliance_be_sure(work->options->sure[i], &options, work->error))
            return false;
    for (int s = 0; s < work->specialties; s++)
        alone[s] = only_preliminary(programs,
                                    work->facts->specialties->at[work->specialty[s]].code);
    for (int t = 0; t < programs->count; t++) {
        int field = field_of(work, &programs->track[t]);
        if (field < 0)
            continue;
        options.preliminary = work->options->preliminary || alone[field];
        if (!judge_track(work, t, &options))
            return false;
        advanced = advanced || (work->open[t] && programs->track[t].type == SP_ADVANCED);
    }
    for (int t = 0; t < programs->count; t++)
        work->wanted[t] =
            work->asked[t] || (advanced && programs->track[t].type == SP_PRELIMINARY);
    return true;
}

bool sp_plan_look_at(const struct sp_profile *profile, const struct sp_track *track,
                     struct sp_arena *text, struct sp_plan_options *options,
                     struct sp_error *error)
{
    int asked = options->specialties ? options->specialties : profile->wishes;
    const char **list = sp_arena_get(text, ((size_t)asked + 1) * sizeof *list);
    if (!list)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the specialties");
    bool there = false;
    for (int i = 0; i < asked; i++) {
        list[i] = options->specialties ? options->specialty[i] : profile->wish[i].specialty;
        there |= strcmp(list[i], track->specialty) == 0;
    }
    if (!there)
        list[asked++] = track->specialty;
    options->specialty = list;
    options->specialties = asked;
    options->every_reason = true;
    return true;
}

static bool spread(struct sp_plan_work *work)
{
    const struct sp_facts *facts = work->facts;
    work->composition = facts->composition ? facts->composition : &work->spread;
    return facts->composition
           || sp_composition_spread(facts->programs, facts->specialties, facts->published,
                                    work->wanted, &work->spread, work->error);
}

bool sp_plan_make(const struct sp_profile *profile, const struct sp_facts *facts,
                  const struct sp_plan_options *options, struct sp_plan *plan,
                  struct sp_error *error)
{
    *plan = (struct sp_plan){
        .season = facts->season->year,
        .seed = options->seed ? options->seed : 1,
        .utility = options->utility,
        .knee = -1,
    };
    struct sp_plan_work work = {
        .profile = profile,
        .facts = facts,
        .options = options,
        .plan = plan,
        .error = error,
        .count = options->seasons > 0 ? options->seasons : SEASONS,
    };
    resolve_limits(&work);
    bool ok = resolve_specialties(&work) && judge(&work) && spread(&work)
              && sp_plan_estimate(&work) && sp_plan_choose(&work)
              && sp_plan_weigh_signals(&work) && sp_plan_tell(&work);
    sp_plan_work_free(&work);
    if (!ok)
        sp_plan_free(plan);
    return ok;
}

void sp_plan_free(struct sp_plan *plan)
{
    sp_arena_free(&plan->text);
    *plan = (struct sp_plan){0};
}
