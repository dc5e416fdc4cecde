/* scenario.c: a plan, and its difference member by member. */
#include "scenario.h"

#include "improve.h"

static bool all_sized(const struct sp_published *published,
                      const struct sp_scenario *scenario)
{
    for (int i = 0; i < scenario->changes; i++)
        if (!sp_improve_sized(published, scenario->change[i].field))
            return false;
    return true;
}

bool sp_scenario_play(const struct sp_profile *changed, const struct sp_facts *facts,
                      const struct sp_plan_options *options, const struct sp_plan *base,
                      struct sp_scenario *scenario, struct sp_error *error)
{
    if (!sp_plan_make(changed, facts, options, &scenario->plan, error))
        return false;
    scenario->sized = all_sized(facts->published, scenario);
    sp_improve_compare(base, &scenario->plan, &scenario->gain, &scenario->low,
                       &scenario->high);
    return true;
}

void sp_scenario_free(struct sp_scenario *scenario)
{
    sp_plan_free(&scenario->plan);
}
