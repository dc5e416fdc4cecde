/* schedule_oracle.c: one stay after the other, and every pair of them. */
#include "schedule_oracle.h"

static long price_of(const struct sp_offer *offer, int weeks)
{
    return offer->price_cents[weeks - offer->weeks_low];
}

int64_t schedule_worth(const struct sp_schedule_problem *problem,
                       const struct sp_placed *placed, int count)
{
    const struct sp_schedule_worth *worth = &problem->worth;
    int64_t sum = 0;
    int letters = 0, last = 0;
    for (int i = 0; i < count; i++) {
        const struct sp_offer *offer = &problem->offer[placed[i].offer];
        int weeks = placed[i].weeks, end = placed[i].from + weeks;
        sum -= worth->cent * price_of(offer, weeks);
        if (offer->hands_on)
            sum += worth->hands_on_week * weeks;
        if (offer->hands_on || offer->in_person)
            sum += worth->week * weeks;
        if (offer->letter != SP_NO && weeks >= problem->letter_weeks
            && end <= problem->letter_end) {
            sum += letters++ < problem->letters ? worth->letter : 0;
            sum += offer->letter == SP_YES ? worth->sure_letter : 0;
        }
        last = end > last ? end : last;
    }
    return sum + worth->recent_week * last;
}

/* The window that a stay lies in, or -1. */
static int window_of(const struct sp_schedule_problem *problem,
                     const struct sp_placed *stay)
{
    for (int w = 0; w < problem->windows; w++)
        if (stay->from >= problem->window[w].from
            && stay->from + stay->weeks <= problem->window[w].to)
            return w;
    return -1;
}

static bool fits(const struct sp_schedule_problem *problem, const struct sp_placed *stay)
{
    const struct sp_offer *offer = &problem->offer[stay->offer];
    return stay->weeks >= offer->weeks_low && stay->weeks <= offer->weeks_high
           && stay->from >= offer->first_week && window_of(problem, stay) >= 0
           && (problem->most_visit_weeks == 0 || stay->weeks <= problem->most_visit_weeks);
}

/* Two stays, the one that begins first first. */
static bool go_together(const struct sp_schedule_problem *problem,
                        const struct sp_placed *first, const struct sp_placed *second)
{
    if (first->offer == second->offer || first->from + first->weeks > second->from)
        return false;
    return problem->most_visit_weeks == 0
           || window_of(problem, first) != window_of(problem, second)
           || second->from + second->weeks - first->from <= problem->most_visit_weeks;
}

bool schedule_allowed(const struct sp_schedule_problem *problem,
                      const struct sp_placed *placed, int count)
{
    int64_t cost = 0;
    int weeks = 0;
    for (int i = 0; i < count; i++) {
        if (!fits(problem, &placed[i]))
            return false;
        cost += price_of(&problem->offer[placed[i].offer], placed[i].weeks);
        weeks += placed[i].weeks;
        for (int j = 0; j < i; j++) {
            bool earlier = placed[i].from < placed[j].from;
            if (!go_together(problem, &placed[earlier ? i : j], &placed[earlier ? j : i]))
                return false;
        }
    }
    return (problem->budget_cents < 0 || cost <= problem->budget_cents)
           && (problem->most_weeks == 0 || weeks <= problem->most_weeks);
}
