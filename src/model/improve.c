/* improve.c: one changed profile after the other, each planned with the same draws. */
#include "improve.h"

#include "error.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 24, OTHER_SPECIALTIES = 5 };

static const long more_cents = 50000;
static const int more_points = 10, more_applications = 10;

struct work {
    const struct sp_profile *profile;
    const struct sp_facts *facts;
    const struct sp_plan_options *options;
    const struct sp_improve_watch *watch;
    struct sp_improvements *all;
    struct sp_error *error;
    int done, total;
    long spent_cents; /* by the last plan tried */
};

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void sp_improve_compare(const struct sp_plan *before, const struct sp_plan *after,
                        double *gain, double *low, double *high)
{
    double difference[SP_MEMBERS];
    *gain = after->chance.value - before->chance.value;
    for (int m = 0; m < SP_MEMBERS; m++)
        difference[m] = after->by_member[m] - before->by_member[m];
    qsort(difference, SP_MEMBERS, sizeof *difference, by_value);
    *low = fmin(difference[3], *gain);
    *high = fmax(difference[SP_MEMBERS - 4], *gain);
}

static const char *keep(struct work *work, const char *text)
{
    return sp_arena_text(&work->all->text, text);
}

static struct sp_improvement *add(struct work *work, const char *change, const char *why)
{
    struct sp_improvement *row = &work->all->at[work->all->count];
    if (work->all->count >= MOST || !change || !why)
        return NULL;
    work->all->count++;
    *row = (struct sp_improvement){
        .change = change,
        .why = why,
        .before = work->all->now.chance,
        .after = work->all->now.chance,
        .origin = {"", ""},
    };
    return row;
}

static void step(struct work *work)
{
    if (work->watch && work->watch->step)
        work->watch->step(work->watch->context, work->done, work->total);
    work->done++;
}

/* Plans the changed profile and records the gain. */
static bool try_change(struct work *work, const struct sp_profile *profile,
                       const struct sp_plan_options *options, const char *change,
                       const char *why, struct sp_improvement **row)
{
    struct sp_plan after;
    step(work);
    *row = NULL;
    if (!sp_plan_make(profile, work->facts, options, &after, work->error))
        return false;
    work->spent_cents = after.cost_cents;
    *row = add(work, change, why);
    if (*row) {
        (*row)->figure = true;
        (*row)->after = after.chance;
        (*row)->after.basis = keep(work, after.chance.basis);
        sp_improve_compare(&work->all->now, &after, &(*row)->gain, &(*row)->low,
                           &(*row)->high);
    }
    sp_plan_free(&after);
    if (!*row) {
        sp_fail(work->error, SP_NO_MEMORY, "not enough memory for the changes");
        return false;
    }
    return true;
}

static void price(const struct work *work, struct sp_improvement *row,
                  const char *base_rate)
{
    const struct sp_base_rate *cost =
        sp_published_base_rate(work->facts->published, base_rate);
    if (!row || !cost)
        return;
    row->priced = true;
    row->cost_cents = 100 * cost->value;
    row->cost_low_cents = 100 * cost->low;
    row->cost_high_cents = 100 * cost->high;
    row->origin = cost->origin;
}

static void price_fee(const struct work *work, struct sp_improvement *row, const char *item)
{
    const struct sp_season *season = work->facts->season;
    for (int i = 0; row && i < season->fees; i++)
        if (strcmp(season->fee[i].item, item) == 0) {
            row->priced = true;
            row->cost_cents = row->cost_low_cents = row->cost_high_cents =
                (double)season->fee[i].cents;
            row->origin = season->fee[i].origin;
        }
}

static bool try_money(struct work *work)
{
    struct sp_plan_options options = *work->options;
    struct sp_improvement *row;
    long now = work->all->now.cost_cents;
    options.budget_cents = now + more_cents;
    options.most = 1 << 20;
    if (work->all->now.left_outs == 0)
        return true;
    if (!try_change(work, work->profile, &options,
                    sp_arena_format(&work->all->text, "%ld dollars more for applications",
                                    more_cents / 100),
                    "the same optimiser with a larger budget", &row))
        return false;
    row->priced = true;
    row->cost_cents = row->cost_low_cents = row->cost_high_cents = (double)more_cents;
    return true;
}

static bool try_number(struct work *work)
{
    struct sp_plan_options options = *work->options;
    struct sp_improvement *row;
    bool limited = options.most >= 0 || work->profile->most_applications >= 0;
    if (!limited)
        return true;
    options.most = work->all->now.applications + more_applications;
    options.budget_cents = 1L << 40;
    if (!try_change(
            work, work->profile, &options,
            sp_arena_format(&work->all->text, "%d more applications", more_applications),
            "the same optimiser with a larger number; the price is that of the fees", &row))
        return false;
    row->priced = true;
    row->cost_cents = row->cost_low_cents = row->cost_high_cents =
        (double)(work->spent_cents - work->all->now.cost_cents);
    return true;
}

/* A score can only change while it is not final: a passed Step 2 CK cannot be repeated. */
static bool try_score(struct work *work)
{
    struct sp_profile changed = *work->profile;
    struct sp_improvement *row;
    const struct sp_published *published = work->facts->published;
    if (work->profile->step2_known)
        return true;
    double mean = 0, n = 0;
    for (int i = 0; i < published->outcomes; i++)
        for (int w = 0; w < work->profile->wishes; w++)
            if (strcmp(published->outcome[i].specialty, work->profile->wish[w].specialty)
                == 0)
                for (int c = 0; c < SP_COHORTS; c++)
                    if (published->outcome[i].step2[c].n > 0) {
                        mean += published->outcome[i].step2[c].mean;
                        n++;
                    }
    if (n == 0)
        return true;
    changed.step2_known = true;
    changed.step2 = (int)lround(mean / n) + more_points;
    if (!try_change(work, &changed, work->options,
                    sp_arena_format(&work->all->text, "Step 2 CK %d, %d above the average",
                                    changed.step2, more_points),
                    "fitted to the scores of those who matched and who did not", &row))
        return false;
    price_fee(work, row, "step2ck");
    return true;
}

/* H-1B beside J-1 needs Step 3 in time. */
static bool try_visa(struct work *work)
{
    struct sp_profile changed = *work->profile;
    struct sp_improvement *row;
    if (work->profile->visa != SP_VISA_J1)
        return true;
    changed.visa = SP_VISA_EITHER;
    changed.step3.result = SP_EXAM_PASSED;
    if (!try_change(
            work, &changed, work->options,
            keep(work, "Step 3 passed, and H-1B as well as J-1"),
            "programs known to file H-1B no longer depend on the J-1 base rate; Step 3 "
            "itself has no published effect",
            &row))
        return false;
    price_fee(work, row, "step3");
    return true;
}

/* The three divisions in which most of the chosen programs lie. */
static bool try_divisions(struct work *work)
{
    enum { DIVISIONS = 16, NAMED = 3 };
    const char *name[DIVISIONS];
    int count[DIVISIONS] = {0}, divisions = 0;
    struct sp_profile changed = *work->profile;
    struct sp_improvement *row;
    const char *chosen[NAMED];
    if (work->profile->divisions > 0)
        return true;
    for (int i = 0; i < work->all->now.picks; i++) {
        const char *here =
            work->facts->programs->track[work->all->now.pick[i].track].division;
        int d = 0;
        while (d < divisions && strcmp(name[d], here) != 0)
            d++;
        if (d == DIVISIONS)
            continue;
        if (d == divisions)
            name[divisions++] = here;
        count[d] += work->all->now.pick[i].leads;
    }
    if (divisions < NAMED)
        return true;
    for (int n = 0; n < NAMED; n++) {
        int best = 0;
        for (int d = 1; d < divisions; d++)
            best = count[d] > count[best] ? d : best;
        chosen[n] = name[best];
        count[best] = -1;
    }
    changed.division = chosen;
    changed.divisions = NAMED;
    return try_change(
        work, &changed, work->options,
        sp_arena_format(&work->all->text, "name %s, %s and %s as your divisions", chosen[0],
                        chosen[1], chosen[2]),
        "the effect was measured on US graduates; it takes from other divisions "
        "what it gives to these",
        &row);
}

/* Positions that the type fills in a specialty, nationwide. */
static int positions_of(const struct work *work, int s)
{
    const struct sp_published *published = work->facts->published;
    int sum = 0;
    for (int c = 0; c < published->cells; c++)
        if (strcmp(published->cell[c].specialty, work->facts->specialties->at[s].cell) == 0)
            sum += published->cell[c].by_type[work->profile->type];
    return sum;
}

static bool wished(const struct work *work, const char *code)
{
    for (int i = 0; i < work->options->specialties; i++)
        if (strcmp(work->options->specialty[i], code) == 0)
            return true;
    for (int i = 0; i < work->profile->wishes && work->options->specialties == 0; i++)
        if (strcmp(work->profile->wish[i].specialty, code) == 0)
            return true;
    return false;
}

static bool try_specialty(struct work *work, int s)
{
    const struct sp_specialty *specialty = &work->facts->specialties->at[s];
    struct sp_plan_options options = *work->options;
    struct sp_improvement *row;
    int own = options.specialties > 0 ? options.specialties : work->profile->wishes;
    const char **code = sp_arena_get(&work->all->text, sizeof *code * (size_t)(own + 1));
    if (!code)
        return sp_fail(work->error, SP_NO_MEMORY, "not enough memory for the changes");
    for (int i = 0; i < own; i++)
        code[i] = options.specialties > 0 ? options.specialty[i]
                                          : work->profile->wish[i].specialty;
    code[own] = specialty->code;
    options.specialty = code;
    options.specialties = own + 1;
    if (options.budget_cents < 0 && work->profile->budget_cents < 0)
        options.budget_cents = work->all->now.cost_cents;
    return try_change(
        work, work->profile, &options,
        sp_arena_format(&work->all->text, "%s as well, for the same money",
                        specialty->name),
        "the chance of matching in either, at the rates of those who prefer it; "
        "a second choice does worse",
        &row);
}

/* The n-th, from 0, of the specialties not wished for, by positions; -1 without one. */
static int other_specialty(const struct work *work, int n)
{
    bool passed[256] = {false};
    for (int best = -1;; passed[best] = true, best = -1, n--) {
        for (int s = 0; s < work->facts->specialties->count && s < 256; s++)
            if (!passed[s] && *work->facts->specialties->at[s].cell
                && !wished(work, work->facts->specialties->at[s].code)
                && strcmp(work->facts->specialties->at[s].code, "999") != 0
                && (best < 0 || positions_of(work, s) > positions_of(work, best)))
                best = s;
        if (best < 0 || n == 0)
            return best;
    }
}

static bool try_other_specialty(struct work *work, int n)
{
    int s = other_specialty(work, n);
    return s < 0 || try_specialty(work, s);
}

/* What people spend most on, and what nobody has measured. */
static bool add_unmeasured(struct work *work)
{
    struct sp_improvement *row;
    bool img = work->profile->type >= SP_US_IMG;
    if (!img)
        return true;
    row = add(work, "a month of hands-on clinical experience in the US",
              "no honest figure: programs ask for it, but the only numbers are one site's "
              "estimates");
    price(work, row, "cost.externship_month");
    if (row) {
        row->timed = true;
        row->weeks = 52.0 / 12;
    }
    row = add(work, "a month of observership in the US",
              "no honest figure, and no letter without somebody who saw you work");
    price(work, row, "cost.observership_month");
    if (row) {
        row->timed = true;
        row->weeks = 52.0 / 12;
    }
    add(work, "one more letter from the US", "no honest figure: no study gives one");
    row = add(work, "one more publication",
              "no effect found: the matched and the unmatched have the same median");
    if (row) {
        const struct sp_effect *effect =
            sp_published_effect(work->facts->published, "research", "");
        row->origin = effect ? effect->origin : row->origin;
    }
    if (work->profile->step3.result != SP_EXAM_PASSED
        && work->profile->visa != SP_VISA_J1) {
        row = add(work, "Step 3 before applying",
                  "no honest figure beside what it opens: programs that file H-1B");
        price_fee(work, row, "step3");
    }
    return true;
}

/* What the gain costs in money and in time. */
static void rate(struct sp_improvement *row)
{
    if (row->figure && row->priced && row->cost_cents > 0)
        row->per_100_dollars = row->gain / (row->cost_cents / 10000);
    if (row->figure && row->timed && row->weeks > 0)
        row->per_week = row->gain / row->weeks;
}

static int by_gain(const void *a, const void *b)
{
    const struct sp_improvement *x = a, *y = b;
    if (x->figure != y->figure)
        return x->figure ? -1 : 1;
    if (x->gain != y->gain)
        return x->gain < y->gain ? 1 : -1;
    return strcmp(x->change, y->change);
}

static bool try_part(struct work *work, int part)
{
    static bool (*const first[])(struct work *) = {try_money, try_number, try_score,
                                                   try_visa, try_divisions};
    enum { FIRST = sizeof first / sizeof *first };
    static_assert(FIRST + OTHER_SPECIALTIES + 1 == SP_IMPROVE_PARTS, "each part is tried");
    if (part <= FIRST)
        return first[part - 1](work);
    if (part <= FIRST + OTHER_SPECIALTIES)
        return try_other_specialty(work, part - FIRST - 1);
    return add_unmeasured(work);
}

/* Parts `from` to `to`, after the plan as it is. */
static bool try_parts(struct work *work, int from, int to)
{
    struct sp_improvements *all = work->all;
    *all = (struct sp_improvements){0};
    all->at = sp_arena_get(&all->text, sizeof *all->at * MOST);
    if (!all->at)
        return sp_fail(work->error, SP_NO_MEMORY, "not enough memory for the changes");
    step(work);
    bool ok =
        sp_plan_make(work->profile, work->facts, work->options, &all->now, work->error);
    for (int part = from; ok && part <= to; part++)
        ok = try_part(work, part);
    if (!ok) {
        sp_improvements_free(all);
        return false;
    }
    for (int i = 0; i < all->count; i++)
        rate(&all->at[i]);
    qsort(all->at, (size_t)all->count, sizeof *all->at, by_gain);
    return true;
}

bool sp_improve_find(const struct sp_profile *profile, const struct sp_facts *facts,
                     const struct sp_plan_options *options,
                     const struct sp_improve_watch *watch,
                     struct sp_improvements *improvements, struct sp_error *error)
{
    struct work work = {
        .profile = profile,
        .facts = facts,
        .options = options,
        .watch = watch,
        .all = improvements,
        .error = error,
        .total = SP_IMPROVE_PARTS, /* the plan as it is, and all but the last part */
    };
    return try_parts(&work, 1, SP_IMPROVE_PARTS);
}

bool sp_improve_part(const struct sp_profile *profile, const struct sp_facts *facts,
                     const struct sp_plan_options *options, int part,
                     struct sp_improvements *improvements, struct sp_error *error)
{
    struct work work = {
        .profile = profile,
        .facts = facts,
        .options = options,
        .all = improvements,
        .error = error,
    };
    *improvements = (struct sp_improvements){0};
    if (part < 1 || part > SP_IMPROVE_PARTS)
        return sp_fail(error, SP_BAD_INPUT, "part: %d is none; allowed: 1 to %d", part,
                       SP_IMPROVE_PARTS);
    return try_parts(&work, part, part);
}

bool sp_improve_sized(const struct sp_published *published, const char *field)
{
    /* Fields that are an input of data/effects.csv. */
    static const char *const input[][2] = {
        {"step3", "step3"},
        {"clinical_experience", "usce"},
        {"letters", "letters"},
        {"publications", "research"},
        {"research_months", "research"},
        {"languages", "language"},
        {"red_flags", "attempts"},
        {"step1.attempts", "attempts"},
        {"step2_ck_details.attempts", "attempts"},
    };
    for (size_t i = 0; i < sizeof input / sizeof *input; i++)
        if (strncmp(field, input[i][0], strlen(input[i][0])) == 0) {
            const struct sp_effect *effect =
                sp_published_effect(published, input[i][1], "");
            return effect && effect->sized;
        }
    return true;
}

void sp_improvements_free(struct sp_improvements *improvements)
{
    sp_plan_free(&improvements->now);
    sp_arena_free(&improvements->text);
    *improvements = (struct sp_improvements){0};
}
