/* plan_choose.c: from open tracks to a list.
 *
 * Hours: no source says what an application takes, so an hours limit counts one hour an
 * application and is the user's to scale (docs/model.md, 5.4).  A signal goes to one
 * program of an institution and specialty: the one where it moves the chance most.
 */
#include "plan_work.h"

#include "error.h"
#include "logistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    PRELIMINARY_MOST = 10, /* applications set aside for the preliminary year */
    DRAWERS = 1024         /* in which institutions are looked for */
};

static const double hours_each = 1;

static bool no_memory(struct sp_plan_work *work)
{
    return sp_fail(work->error, SP_NO_MEMORY, "not enough memory for the list");
}

/* The fee tiers of a service, from the season's dated rows. */
static int find_tiers(const struct sp_season *season, const char *service,
                      struct sp_fee_tier *tier, int room)
{
    int count = 0;
    for (int i = 0; i < season->fees && count < room; i++)
        if (strcmp(season->fee[i].item, "application") == 0
            && strcmp(season->fee[i].service, service) == 0)
            tier[count++] = (struct sp_fee_tier){
                season->fee[i].from_count > 0 ? season->fee[i].from_count : 1,
                season->fee[i].cents};
    for (int i = 1; i < count; i++)
        for (int j = i; j > 0 && tier[j].from < tier[j - 1].from; j--) {
            struct sp_fee_tier kept = tier[j];
            tier[j] = tier[j - 1];
            tier[j - 1] = kept;
        }
    return count;
}

static bool fill_groups(struct sp_plan_work *work, struct sp_course *course)
{
    enum { TIERS = 8 };
    int fields = course->chances.fields;
    course->group = calloc((size_t)fields + 1, sizeof *course->group);
    course->tier = calloc((size_t)(fields + 1) * TIERS, sizeof *course->tier);
    if (!course->group || !course->tier)
        return no_memory(work);
    for (int f = 0; f < fields; f++) {
        const struct sp_field *field = &course->chances.field[f];
        const struct sp_specialty *specialty =
            &work->facts->specialties->at[field->specialty];
        struct sp_fee_tier *tier = course->tier + (long)f * TIERS;
        int count = find_tiers(work->facts->season, specialty->service, tier, TIERS);
        if (count == 0) /* a service whose fees are not known: sp_plan_tell warns */
            count = find_tiers(work->facts->season, "ERAS", tier, TIERS);
        course->group[f] = (struct sp_menu_group){
            .name = specialty->name,
            .fees = {tier, count},
            /* Nothing tells gold from silver in chance: one kind here, told apart later. */
            .signals = {0, field->rule ? field->rule->silver + field->rule->gold : 0, 0},
        };
    }
    return true;
}

static double place_weight(const struct sp_profile *profile, const char *state)
{
    for (int i = 0; i < profile->preferences.places; i++)
        if (strcmp(profile->preferences.place[i].state, state) == 0)
            return profile->preferences.place[i].weight;
    return profile->preferences.places > 0 ? 0 : 1;
}

/* How many specialties the institution of a track trains, over 20, at most 1. */
static double breadth(const struct sp_programs *programs, const struct sp_track *track)
{
    int specialties = 0;
    for (int p = 0; p < programs->programs; p++) {
        const struct sp_track *other =
            &programs->track[programs->order[programs->program[p].first_track]];
        specialties += strcmp(other->institution_code, track->institution_code) == 0;
    }
    return fmin(specialties / 20.0, 1);
}

/* How much a place there is worth beside the others, 0..1: the wish for the specialty,
 * and up to half of it for place, size and fellowships as far as the user weighed them. */
static double wish_for(const struct sp_plan_work *work, const struct sp_course *course,
                       int p)
{
    const struct sp_prospect *at = &course->chances.at[p];
    const struct sp_track *track = &work->facts->programs->track[at->track[0]];
    const struct sp_preferences *likes = &work->profile->preferences;
    double quota = 0;
    for (int i = 0; i < at->tracks; i++)
        quota += sp_track_quota(&work->facts->programs->track[at->track[i]]);
    double large = fmin(quota / 20, 1); /* 20 positions a year are a large program */
    double size =
        likes->size >= 0 ? 1 - likes->size * (1 - large) : 1 + likes->size * large;
    double like = place_weight(work->profile, track->state) * size;
    if (likes->fellowship > 0)
        like *= 1 - likes->fellowship * (1 - breadth(work->facts->programs, track));
    return course->chances.field[at->field].utility * (0.5 + 0.5 * like);
}

static int by_falling(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

/* At most eight levels: wishes are rounded up to eighths of the largest. */
static bool fill_levels(struct sp_plan_work *work, struct sp_course *course)
{
    int count = course->chances.count, levels = 0;
    double *wish, level[8] = {0}, most = 0;
    course->utility[0] = 1;
    course->menu.levels = 1;
    if (!work->options->utility || count == 0)
        return true;
    wish = sp_arena_get(&work->text, sizeof *wish * (size_t)(count + 1));
    if (!wish)
        return no_memory(work);
    for (int p = 0; p < count; p++) {
        wish[p] = wish_for(work, course, p);
        most = fmax(most, wish[p]);
    }
    for (int p = 0; p < count; p++) {
        wish[p] = fmax(ceil(8 * wish[p] / most), 1) / 8;
        int l = 0;
        while (l < levels && level[l] != wish[p])
            l++;
        if (l == levels)
            level[levels++] = wish[p];
    }
    qsort(level, (size_t)levels, sizeof *level, by_falling);
    memcpy(course->utility, level, sizeof *level * (size_t)levels);
    course->menu.levels = levels;
    for (int p = 0; p < count; p++)
        for (int l = 0; l < levels; l++)
            if (level[l] == wish[p])
                course->item[p].level = l;
    return true;
}

static bool pinned(const struct sp_profile *profile, const struct sp_programs *programs,
                   const struct sp_prospect *at)
{
    for (int i = 0; i < profile->pins; i++)
        for (int t = 0; t < at->tracks; t++)
            if (strcasecmp(profile->pinned[i], programs->track[at->track[t]].code) == 0)
                return true;
    return false;
}

static double signal_effect(const struct sp_course *course, int p)
{
    const float *plain = course->seasons.chance[SP_PLAIN] + (long)p * course->seasons.count;
    const float *sent = course->seasons.chance[SP_SILVER] + (long)p * course->seasons.count;
    double sum = 0;
    for (int k = 0; k < course->seasons.count; k++)
        sum += course->seasons.mass[k] * (double)(sent[k] - plain[k]);
    return sum;
}

/* Codes with different ones are not the same. */
static unsigned drawer_of(const char *code)
{
    unsigned drawer = 0;
    for (; *code; code++)
        drawer = drawer * 31 + (unsigned char)*code;
    return drawer % DRAWERS;
}

static bool same_institution(const struct sp_plan_work *work,
                             const struct sp_course *course, int p, int q)
{
    const struct sp_track *track = work->facts->programs->track;
    const struct sp_prospect *a = &course->chances.at[p], *b = &course->chances.at[q];
    const char *code = track[a->track[0]].institution_code;
    return a->field == b->field && *code
           && strcmp(code, track[b->track[0]].institution_code) == 0;
}

/* One signal per institution and specialty: all but the best program are barred.  Those
 * before in the same drawer are looked at. */
static bool bar_signals(struct sp_plan_work *work, struct sp_course *course)
{
    int count = course->chances.count, last[DRAWERS];
    int *before = sp_arena_get(&work->text, sizeof *before * (size_t)(count + 1));
    if (!before)
        return no_memory(work);
    for (int d = 0; d < DRAWERS; d++)
        last[d] = -1;
    for (int q = 0; course->seasons.chance[SP_SILVER] && q < count; q++) {
        const struct sp_track *track =
            &work->facts->programs->track[course->chances.at[q].track[0]];
        unsigned drawer = drawer_of(track->institution_code);
        for (int p = last[drawer]; p >= 0; p = before[p]) {
            if (!same_institution(work, course, p, q))
                continue;
            int loser = signal_effect(course, q) > signal_effect(course, p) ? p : q;
            course->item[loser].barred[SP_SILVER] = course->item[loser].barred[SP_GOLD] =
                true;
        }
        before[q] = last[drawer];
        last[drawer] = q;
    }
    return true;
}

static bool fill_menu(struct sp_plan_work *work, struct sp_course *course)
{
    int count = course->chances.count;
    course->item = calloc((size_t)count + 1, sizeof *course->item);
    if (!course->item || !fill_groups(work, course))
        return no_memory(work);
    for (int p = 0; p < count; p++) {
        const struct sp_prospect *at = &course->chances.at[p];
        course->item[p] = (struct sp_menu_item){
            .name = work->facts->programs->track[at->track[0]].code,
            .group = at->field,
            .pinned = pinned(work->profile, work->facts->programs, at),
            .hours = hours_each,
        };
    }
    course->menu = (struct sp_menu){
        .item = course->item,
        .group = course->group,
        .utility = course->utility,
        .items = count,
        .groups = course->chances.fields,
        .seasons = course->seasons.count,
        .mass = course->seasons.mass,
        .checked = true,
    };
    for (int s = 0; s < SP_SIGNALS; s++)
        course->menu.chance[s] = course->seasons.chance[s];
    return fill_levels(work, course) && bar_signals(work, course);
}

bool sp_plan_estimate(struct sp_plan_work *work)
{
    struct sp_course *course = &work->main;
    struct sp_chances_options options = {
        .specialty = work->specialty,
        .utility = work->utility,
        .specialties = work->specialties,
        .open = work->open,
        .counted = work->counted,
        .seed = work->plan->seed,
    };
    return sp_chances_estimate(work->profile, work->facts, work->composition, &options,
                               &course->chances, work->error)
           && sp_market_play(&course->chances, work->count, &course->seasons, work->error)
           && fill_menu(work, course);
}

/* Whether a prospect leads to an advanced position only. */
static bool needs_first_year(const struct sp_plan_work *work, const struct sp_prospect *at)
{
    for (int i = 0; i < at->tracks; i++)
        if (work->facts->programs->track[at->track[i]].type != SP_ADVANCED)
            return false;
    return true;
}

static bool choice_needs_first_year(const struct sp_plan_work *work)
{
    for (int i = 0; i < work->main.choice.count; i++)
        if (needs_first_year(work, &work->main.chances.at[work->main.choice.pick[i].item]))
            return true;
    return false;
}

/* Programs with a preliminary or transitional year, as a course of their own. */
static bool estimate_preliminary(struct sp_plan_work *work)
{
    const struct sp_programs *programs = work->facts->programs;
    const struct sp_specialties *specialties = work->facts->specialties;
    struct sp_course *course = &work->preliminary;
    size_t tracks = (size_t)programs->count + 1;
    bool *open = sp_arena_get(&work->text, sizeof *open * tracks);
    bool *counted = sp_arena_get(&work->text, sizeof *counted * tracks);
    int *specialty =
        sp_arena_get(&work->text, sizeof(int) * (size_t)(specialties->count + 1));
    double *utility =
        sp_arena_get(&work->text, sizeof(double) * (size_t)(specialties->count + 1));
    int count = 0;
    if (!open || !counted || !specialty || !utility)
        return no_memory(work);
    struct sp_compliance_options rules = {.preliminary = true};
    for (int t = 0; t < programs->count; t++) {
        const struct sp_track *track = &programs->track[t];
        struct sp_verdict verdict;
        counted[t] = track->type == SP_PRELIMINARY && sp_track_offered(track);
        if (!counted[t])
            continue;
        if (!sp_compliance_judge(work->profile, track, work->facts->season->year, &rules,
                                 &work->text, &verdict, work->error))
            return false;
        open[t] = !verdict.closed;
        if (!work->asked[t])
            work->verdict[t] = verdict;
    }
    for (int s = 0; s < specialties->count; s++) {
        bool any = false;
        for (int t = 0; t < programs->count && !any; t++)
            any = open[t]
                  && strcmp(programs->track[t].specialty, specialties->at[s].code) == 0;
        if (any) {
            specialty[count] = s;
            utility[count++] = 1;
        }
    }
    struct sp_chances_options options = {
        .specialty = specialty,
        .utility = utility,
        .specialties = count,
        .open = open,
        .counted = counted,
        .seed = work->plan->seed,
    };
    return sp_chances_estimate(work->profile, work->facts, work->composition, &options,
                               &course->chances, work->error)
           && sp_market_play(&course->chances, work->count, &course->seasons, work->error)
           && fill_menu(work, course);
}

static bool choose(struct sp_plan_work *work, const struct sp_limits *limits,
                   const struct sp_choice *curve)
{
    struct sp_portfolio_options options = {.threads = work->options->threads,
                                           .curve = curve};
    sp_choice_free(&work->main.choice);
    return sp_portfolio_choose(&work->main.menu, limits, &options, &work->main.choice,
                               work->error);
}

/* What may go to the first year: a quarter of each limit, and nothing that pins need. */
static struct sp_limits set_aside(const struct sp_plan_work *work,
                                  const struct sp_limits *limits)
{
    const struct sp_menu *menu = &work->main.menu;
    int pins = 0, most = PRELIMINARY_MOST;
    int64_t cents = limits->most_cents;
    for (int g = 0; g < menu->groups; g++) {
        int own = 0;
        for (int p = 0; p < menu->items; p++)
            own += menu->item[p].group == g && menu->item[p].pinned;
        cents -= sp_fees_total(&menu->group[g].fees, own);
        pins += own;
    }
    double hours = limits->most_hours - pins * hours_each;
    if (limits->applications) {
        int left = limits->most_applications - pins, part = limits->most_applications / 4;
        most = most > part ? part : most;
        most = most > left ? left : most;
    }
    return (struct sp_limits){
        .applications = true,
        .most_applications = most > 0 ? most : 0,
        .money = limits->money,
        .most_cents = !limits->money || cents < 0      ? 0
                      : cents < limits->most_cents / 4 ? cents
                                                       : limits->most_cents / 4,
        .hours = limits->hours,
        .most_hours = fmax(fmin(limits->most_hours / 4, hours), 0),
    };
}

/* Chooses the first year with what is set aside for it, and then the list. */
static bool choose_with_first_year(struct sp_plan_work *work,
                                   const struct sp_limits *limits)
{
    struct sp_portfolio_options options = {.threads = work->options->threads};
    struct sp_course *course = &work->preliminary;
    struct sp_limits aside = set_aside(work, limits);
    if (!estimate_preliminary(work)
        || !sp_portfolio_choose(&course->menu, &aside, &options, &course->choice,
                                work->error))
        return false;
    struct sp_limits rest = *limits;
    rest.most_cents -= course->choice.cost_cents;
    rest.most_applications -= course->choice.count;
    rest.most_hours = fmax(rest.most_hours - course->choice.hours, 0);
    if (!choose(work, &rest, &work->curve))
        return false;
    if (!choice_needs_first_year(work)) /* with less to spend, no advanced track is left */
        sp_choice_free(&course->choice);
    return true;
}

static void take_away(const float *chance, int seasons, double *left)
{
    for (int k = 0; k < seasons; k++)
        left[k] *= 1 - (double)chance[k];
}

/* The chance of a place that leads through: in a categorical track, or in an advanced one
 * with a first year beside it.  `room` [3 * seasons]. */
static double chance_of_training(const struct sp_plan_work *work, double *room)
{
    int seasons = work->main.seasons.count;
    double *whole = room, *advanced = room + seasons, *first = room + 2 * seasons, sum = 0;
    for (int k = 0; k < 3 * seasons; k++)
        room[k] = 1;
    for (int i = 0; i < work->main.choice.count; i++) {
        const struct sp_chosen *chosen = &work->main.choice.pick[i];
        take_away(work->main.seasons.chance[chosen->signal] + (long)chosen->item * seasons,
                  seasons,
                  needs_first_year(work, &work->main.chances.at[chosen->item]) ? advanced
                                                                               : whole);
    }
    for (int i = 0; i < work->preliminary.choice.count; i++) {
        const struct sp_chosen *chosen = &work->preliminary.choice.pick[i];
        take_away(work->preliminary.seasons.chance[chosen->signal]
                      + (long)chosen->item * seasons,
                  seasons, first);
    }
    for (int k = 0; k < seasons; k++)
        sum += 1 - whole[k] * (1 - (1 - advanced[k]) * (1 - first[k]));
    return sum / seasons;
}

/* Bars or frees the tracks that need a first year; pins stay free.  Tells how many. */
static bool bar_advanced(struct sp_plan_work *work, bool barred, int *bars)
{
    *bars = 0;
    for (int p = 0; p < work->main.chances.count; p++)
        if (!work->main.item[p].pinned
            && needs_first_year(work, &work->main.chances.at[p])) {
            for (int signal = 0; signal < SP_SIGNALS; signal++)
                work->main.item[p].barred[signal] = barred;
            ++*bars;
        }
    return barred || bar_signals(work, &work->main);
}

/* A first year costs money that other programs could have had.  Where a list without the
 * tracks that need one leads through more often, that list is taken instead. */
static bool choose_without_first_year(struct sp_plan_work *work,
                                      const struct sp_limits *limits)
{
    double *room = sp_arena_get(&work->text,
                                sizeof *room * 3 * (size_t)(work->main.seasons.count + 1));
    if (!room)
        return no_memory(work);
    double with = chance_of_training(work, room);
    struct sp_choice kept = work->main.choice, kept_first = work->preliminary.choice;
    work->main.choice = work->preliminary.choice = (struct sp_choice){0};
    int count = 0;
    bool ok = bar_advanced(work, true, &count) && choose(work, limits, NULL);
    if (ok && count < work->main.chances.count && !choice_needs_first_year(work)
        && chance_of_training(work, room) >= with) {
        sp_choice_free(&kept);
        sp_choice_free(&kept_first);
        return true;
    }
    ok = bar_advanced(work, false, &count) && ok;
    sp_choice_free(&work->main.choice);
    work->main.choice = kept;
    work->preliminary.choice = kept_first;
    return ok;
}

/* The place of the curve that lies farthest above its chord: where each further dollar
 * begins to buy less than it did on the whole. */
static int find_knee(const struct sp_choice *curve)
{
    int knee = -1;
    double far = 0;
    if (curve->count < 2)
        return curve->count - 1;
    const struct sp_chosen *first = &curve->pick[0], *last = &curve->pick[curve->count - 1];
    double run = (double)(last->cost_cents - first->cost_cents), rise = last->worth;
    rise -= first->worth;
    for (int i = 0; i < curve->count; i++) {
        double along = run > 0
                           ? (double)(curve->pick[i].cost_cents - first->cost_cents) / run
                           : (double)i / (curve->count - 1);
        double above = rise > 0 ? (curve->pick[i].worth - first->worth) / rise - along : 0;
        if (above > far || knee < 0) {
            far = above;
            knee = i;
        }
    }
    return knee;
}

bool sp_plan_choose(struct sp_plan_work *work)
{
    struct sp_portfolio_options options = {.threads = work->options->threads};
    struct sp_limits limits = work->limits, none = {0};
    if (!sp_portfolio_curve(&work->main.menu, &none, &options, &work->curve, work->error))
        return false;
    work->plan->knee = find_knee(&work->curve);
    if (!limits.money && !limits.applications && !limits.hours && work->plan->knee >= 0) {
        limits.applications = true;
        limits.most_applications = work->plan->knee + 1;
        for (int p = 0, pins = 0; p < work->main.menu.items; p++) {
            pins += work->main.item[p].pinned;
            if (pins > limits.most_applications)
                limits.most_applications = pins;
        }
        work->plan->stopped_at_knee = true;
    }
    if (!choose(work, &limits, &work->curve))
        return false;
    return !choice_needs_first_year(work)
           || (choose_with_first_year(work, &limits)
               && choose_without_first_year(work, &limits));
}

static void free_course(struct sp_course *course)
{
    sp_choice_free(&course->choice);
    sp_seasons_free(&course->seasons);
    sp_chances_free(&course->chances);
    free(course->item);
    free(course->group);
    free(course->tier);
}

void sp_plan_work_free(struct sp_plan_work *work)
{
    free_course(&work->main);
    free_course(&work->preliminary);
    sp_choice_free(&work->curve);
    sp_composition_free(&work->spread);
    sp_arena_free(&work->text);
}
