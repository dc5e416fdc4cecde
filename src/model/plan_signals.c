/* plan_signals.c: signals moved by hand, and what each place for one is worth.
 *
 * A season in which nobody on the list takes the applicant has the product of 1 - chance
 * over all applications; to send one application another way multiplies that product by a
 * ratio, season by season.  So every move is weighed exactly, against the same draws.
 */
#include "plan_work.h"

#include "error.h"

#include <math.h>
#include <string.h>

struct sp_signal_table {
    struct sp_plan_work *work;
    const struct sp_course *course;
    const struct sp_chosen *chosen; /* [count] as sent */
    enum sp_signal *label;          /* [count] gold and silver told apart */
    int count, seasons;
    double *left; /* [seasons] nobody takes them, times how much the season counts */
};

static bool no_memory(struct sp_plan_work *work)
{
    return sp_fail(work->error, SP_NO_MEMORY, "not enough memory for the signals");
}

static int field_of(const struct sp_signal_table *table, int place)
{
    return table->course->chances.at[table->chosen[place].item].field;
}

static const struct sp_signal_rule *rule_of(const struct sp_signal_table *table, int place)
{
    return table->course->chances.field[field_of(table, place)].rule;
}

static const struct sp_track *track_of(const struct sp_signal_table *table, int place)
{
    int track = table->course->chances.at[table->chosen[place].item].track[0];
    return &table->work->facts->programs->track[track];
}

/* Gold plays like silver (docs/model.md, 3.4). */
static const float *row_of(const struct sp_signal_table *table, int place, bool signalled)
{
    const float *all = table->course->seasons.chance[signalled ? SP_SILVER : SP_PLAIN];
    return all + (long)table->chosen[place].item * table->seasons;
}

static bool signalled(const struct sp_signal_table *table, int place)
{
    return table->label[place] != SP_PLAIN;
}

static void multiply(const struct sp_signal_table *table)
{
    memcpy(table->left, table->course->seasons.mass,
           sizeof *table->left * (size_t)table->seasons);
    for (int i = 0; i < table->count; i++) {
        const float *row = row_of(table, i, signalled(table, i));
        for (int k = 0; k < table->seasons; k++)
            table->left[k] *= 1 - (double)row[k];
    }
}

/* The chance of matching when the application at `a` is sent the other way, and the one
 * at `b` too; below 0: none. */
static double chance_with(const struct sp_signal_table *table, int a, int b)
{
    const int place[] = {a, b};
    const float *was[2] = {0}, *now[2] = {0};
    double none = 0;
    for (int i = 0; i < 2; i++)
        if (place[i] >= 0) {
            was[i] = row_of(table, place[i], signalled(table, place[i]));
            now[i] = row_of(table, place[i], !signalled(table, place[i]));
        }
    for (int k = 0; k < table->seasons; k++) {
        double left = table->left[k];
        for (int i = 0; i < 2; i++)
            if (was[i])
                left *= (1 - (double)now[i][k]) / (1 - (double)was[i][k]);
        none += left;
    }
    return 1 - none / table->seasons;
}

/* --- the moves ----------------------------------------------------------------- */

/* The application that covers a track, or -1. */
static int place_of(const struct sp_signal_table *table, int track)
{
    for (int i = 0; i < table->count; i++) {
        const struct sp_prospect *at = &table->course->chances.at[table->chosen[i].item];
        for (int t = 0; t < at->tracks; t++)
            if (at->track[t] == track)
                return i;
    }
    return -1;
}

static bool make_moves(const struct sp_signal_table *table)
{
    const struct sp_plan_options *options = table->work->options;
    const struct sp_track *track = table->work->facts->programs->track;
    for (int m = 0; m < options->moves; m++) {
        const struct sp_signal_move *move = &options->move[m];
        int place = place_of(table, move->track);
        if (place < 0)
            return sp_fail(table->work->error, SP_BAD_INPUT,
                           "signals.%s: this program is not on the list",
                           track[move->track].code);
        const struct sp_signal_rule *rule = rule_of(table, place);
        if (move->signal != SP_PLAIN && !rule)
            return sp_fail(table->work->error, SP_BAD_INPUT,
                           "signals.%s: its specialty has no signals this season",
                           track[move->track].code);
        if (move->signal == SP_GOLD && !rule->tiered)
            return sp_fail(table->work->error, SP_BAD_INPUT,
                           "signals.%s: its specialty has one kind of signal; write "
                           "\"signal\"",
                           track[move->track].code);
        table->label[place] = move->signal;
    }
    return true;
}

static bool too_many(const struct sp_signal_table *table, const char *kind, int sent,
                     int allowed, const struct sp_signal_rule *rule)
{
    return sp_fail(table->work->error, SP_BAD_INPUT,
                   "signals: %d %s ones in %s are too many; allowed are %d: take one away "
                   "elsewhere",
                   sent, kind, rule->specialty, allowed);
}

static bool check_allowance(const struct sp_signal_table *table, int field)
{
    const struct sp_signal_rule *rule = table->course->chances.field[field].rule;
    int sent[SP_SIGNALS] = {0};
    for (int i = 0; i < table->count; i++)
        if (field_of(table, i) == field)
            sent[table->label[i]]++;
    if (!rule)
        return true;
    if (sent[SP_GOLD] > rule->gold)
        return too_many(table, "gold", sent[SP_GOLD], rule->gold, rule);
    return sent[SP_SILVER] <= rule->silver
           || too_many(table, rule->tiered ? "silver" : "signalled", sent[SP_SILVER],
                       rule->silver, rule);
}

static bool same_institution(const struct sp_signal_table *table, int a, int b)
{
    const struct sp_track *one = track_of(table, a), *other = track_of(table, b);
    return field_of(table, a) == field_of(table, b) && *one->institution_code
           && strcmp(one->institution_code, other->institution_code) == 0;
}

/* Whether a signal at `place` has the institution for itself, that at `but` aside. */
static bool alone(const struct sp_signal_table *table, int place, int but)
{
    for (int i = 0; i < table->count; i++)
        if (i != place && i != but && signalled(table, i)
            && same_institution(table, i, place))
            return false;
    return true;
}

static bool check_moves(const struct sp_signal_table *table)
{
    for (int f = 0; f < table->course->chances.fields; f++)
        if (!check_allowance(table, f))
            return false;
    for (int i = 0; i < table->count; i++)
        if (signalled(table, i) && !alone(table, i, i))
            return sp_fail(table->work->error, SP_BAD_INPUT,
                           "signals.%s: another program of %.80s has a signal already; one "
                           "per institution",
                           track_of(table, i)->code, track_of(table, i)->institution);
    return true;
}

/* --- what each is worth ---------------------------------------------------------- */

static bool has_signal_left(const struct sp_signal_table *table, int place)
{
    const struct sp_signal_rule *rule = rule_of(table, place);
    int sent = 0;
    for (int i = 0; i < table->count; i++)
        sent += field_of(table, i) == field_of(table, place) && signalled(table, i);
    return sent < rule->gold + rule->silver;
}

/* The best that can be had by moving the signal that is here away, or one here. */
static double best_move(const struct sp_signal_table *table, int place)
{
    bool here = signalled(table, place);
    double best =
        here || has_signal_left(table, place) ? chance_with(table, place, -1) : -1;
    for (int i = 0; i < table->count; i++) {
        if (field_of(table, i) != field_of(table, place) || signalled(table, i) == here)
            continue;
        if (alone(table, here ? i : place, here ? place : i))
            best = fmax(best, chance_with(table, place, i));
    }
    return best;
}

static bool weigh(const struct sp_signal_table *table, const enum sp_signal *first,
                  double chance)
{
    struct sp_plan *plan = table->work->plan;
    plan->signal =
        sp_arena_get(&plan->text, sizeof *plan->signal * (size_t)(table->count + 1));
    if (!plan->signal)
        return no_memory(table->work);
    for (int i = 0; i < table->count; i++) {
        const struct sp_signal_rule *rule = rule_of(table, i);
        if (!rule)
            continue;
        double best = best_move(table, i);
        bool changed = (table->label[i] == SP_PLAIN) != (first[i] == SP_PLAIN);
        plan->signal[plan->signals++] = (struct sp_signal_worth){
            .track = table->course->chances.at[table->chosen[i].item].track[0],
            .application = i + 1,
            .signal = table->label[i],
            .best = first[i],
            .single_tier = !rule->tiered,
            .movable = best >= 0,
            .cost = best >= 0 ? chance - best : 0,
            .moved_cost = changed ? chance_with(table, i, -1) - chance : 0,
        };
    }
    return true;
}

static double chance_of(const struct sp_signal_table *table)
{
    double none = 0;
    multiply(table);
    for (int k = 0; k < table->seasons; k++)
        none += table->left[k];
    return 1 - none / table->seasons;
}

bool sp_plan_weigh_signals(struct sp_plan_work *work)
{
    struct sp_course *course = &work->main;
    struct sp_choice *choice = &course->choice;
    size_t count = (size_t)choice->count + 1;
    if (!work->options->weigh_signals)
        return true;
    struct sp_signal_table table = {
        .work = work,
        .course = course,
        .chosen = choice->pick,
        .label = sp_arena_get(&work->text, sizeof *table.label * count),
        .count = choice->count,
        .seasons = course->seasons.count,
        .left = sp_arena_get(&work->text,
                             sizeof *table.left * (size_t)(course->seasons.count + 1)),
    };
    enum sp_signal *first = sp_arena_get(&work->text, sizeof *first * count);
    if (!table.label || !table.left || !first)
        return no_memory(work);
    for (int i = 0; i < choice->count; i++)
        first[i] = table.label[i] = sp_plan_label_signal(course, i);
    work->plan->chance_if_best = chance_of(&table);
    if (!make_moves(&table) || !check_moves(&table))
        return false;
    double chance = chance_of(&table);
    if (!weigh(&table, first, chance))
        return false;
    for (int i = 0; i < choice->count; i++)
        choice->pick[i].signal = signalled(&table, i) ? SP_SILVER : SP_PLAIN;
    course->label = table.label;
    return true;
}
