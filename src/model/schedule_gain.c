/* schedule_gain.c: two plans with the same draws. */
#include "schedule_gain.h"

#include "error.h"
#include "improve.h"

#include <string.h>

static const double weeks_per_month = 30.44 / 7;

static struct sp_experience as_experience(const struct sp_opening *opening,
                                          const struct sp_scheduled *stay)
{
    return (struct sp_experience){
        .kind = opening->kind,
        .specialty = opening->specialties ? opening->specialty[0] : "",
        .institution = opening->institution_code,
        .months = stay->weeks / weeks_per_month,
        .last = stay->to,
        .hands_on = stay->hands_on,
        .in_us = stay->in_person ? SP_YES : SP_NO,
    };
}

/* The profile with the stays behind it; its list lives in `text`. */
static bool add_stays(const struct sp_openings *openings,
                      const struct sp_schedule *schedule, struct sp_arena *text,
                      struct sp_profile *profile)
{
    size_t count = (size_t)(profile->experiences + schedule->stays);
    struct sp_experience *all = sp_arena_get(text, (count + 1) * sizeof *all);
    if (!all)
        return false;
    if (profile->experiences)
        memcpy(all, profile->experience, (size_t)profile->experiences * sizeof *all);
    for (int i = 0; i < schedule->stays; i++)
        all[profile->experiences++] =
            as_experience(&openings->at[schedule->stay[i].opening], &schedule->stay[i]);
    profile->experience = all;
    return true;
}

static bool has_figure(const struct sp_profile *profile, const struct sp_facts *facts)
{
    for (int i = 0; i < profile->wishes; i++) {
        const struct sp_effect *effect =
            sp_published_effect(facts->published, "rotation", profile->wish[i].specialty);
        if (effect && effect->sized)
            return true;
    }
    return false;
}

static bool keep_chance(struct sp_arena *text, const struct sp_chance *from,
                        struct sp_chance *to)
{
    *to = *from;
    to->basis = sp_arena_text(text, from->basis);
    return to->basis;
}

bool sp_schedule_gain_find(const struct sp_profile *profile, const struct sp_facts *facts,
                           const struct sp_openings *openings,
                           const struct sp_schedule *schedule,
                           const struct sp_plan_options *options,
                           struct sp_schedule_gain *gain, struct sp_error *error)
{
    struct sp_profile later = *profile;
    struct sp_plan before = {0}, after = {0};
    *gain = (struct sp_schedule_gain){0};
    bool ok = add_stays(openings, schedule, &gain->text, &later)
              || sp_fail(error, SP_NO_MEMORY, "no memory for the comparison");
    gain->sized = has_figure(profile, facts);
    ok = ok && sp_plan_make(profile, facts, options, &before, error)
         && (!gain->sized || sp_plan_make(&later, facts, options, &after, error));
    const struct sp_plan *with = gain->sized ? &after : &before;
    if (ok
        && !(keep_chance(&gain->text, &before.chance, &gain->before)
             && keep_chance(&gain->text, &with->chance, &gain->after)))
        ok = sp_fail(error, SP_NO_MEMORY, "no memory for the comparison");
    if (ok)
        sp_improve_compare(&before, with, &gain->gain, &gain->low, &gain->high);
    for (int i = 0; i < schedule->stays; i++)
        gain->joined += *openings->at[schedule->stay[i].opening].institution_code != '\0';
    sp_plan_free(&after);
    sp_plan_free(&before);
    if (!ok)
        sp_schedule_gain_free(gain);
    return ok;
}

void sp_schedule_gain_free(struct sp_schedule_gain *gain)
{
    sp_arena_free(&gain->text);
    *gain = (struct sp_schedule_gain){0};
}
