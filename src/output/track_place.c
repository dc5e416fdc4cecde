/* track_place.c: a look into the lists of a plan. */
#include "plan.h"
#include "track_pages.h"

#include <string.h>

struct track_place track_find(const struct sp_plan *plan, int track)
{
    struct track_place place = {.track = track};
    for (int i = 0; i < plan->picks; i++)
        if (plan->pick[i].track == track)
            place.pick = &plan->pick[i];
    for (int i = 0; i < plan->preliminaries && !place.pick; i++)
        if (plan->preliminary[i].track == track) {
            place.pick = &plan->preliminary[i];
            place.preliminary = true;
        }
    for (int i = 0; i < plan->left_outs; i++)
        if (plan->left_out[i].track == track)
            place.left_out = &plan->left_out[i];
    for (int i = 0; i < plan->helds; i++)
        if (plan->held[i].track == track)
            place.held = &plan->held[i];
    return place;
}

const struct sp_reason *track_reasons(const struct track_place *place, int *count)
{
    *count = place->pick       ? place->pick->reasons
             : place->left_out ? place->left_out->reasons
                               : 0;
    return place->pick       ? place->pick->reason
           : place->left_out ? place->left_out->reason
                             : NULL;
}

const struct sp_pick *plan_last_pick(const struct sp_plan *plan)
{
    const struct sp_pick *last = NULL;
    for (int i = 0; i < plan->picks; i++)
        if (plan->pick[i].leads && !plan->pick[i].pinned)
            last = &plan->pick[i];
    return last;
}

/* One application covers the tracks of one program in one specialty. */
const struct sp_curve_point *plan_curve_entry(const struct sp_plan *plan,
                                              const struct sp_facts *facts, int track)
{
    const struct sp_track *all = facts->programs->track;
    for (int i = 0; i < plan->curve_points; i++) {
        const struct sp_track *first = &all[plan->curve[i].track];
        if (first->program == all[track].program
            && strcmp(first->specialty, all[track].specialty) == 0)
            return &plan->curve[i];
    }
    return NULL;
}
