/* chances.c: this applicant on the ground that all of the type meet (ground.h): score,
 * visa, the parts, and what the user's own material states.
 */
#include "chances.h"

#include "compliance.h"
#include "composition.h"
#include "error.h"
#include "ground.h"
#include "logistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double stated_applications =
    100;                           /* weight of an imported rate, docs/model.md */
static const double divisions = 9; /* of which ERAS lets one name three */

static bool in_list(const char *const *name, int count, const char *wanted)
{
    for (int i = 0; i < count; i++)
        if (strcmp(name[i], wanted) == 0)
            return true;
    return false;
}

static double years_units(const struct sp_profile *profile, const struct sp_facts *facts)
{
    /* Counted from where the bound's own table crosses the published mean, so that the
     * usual applicant gains and loses nothing. */
    const struct sp_base_rate *usual =
        sp_published_base_rate(facts->published, "img.years_out");
    if (profile->type < SP_US_IMG || !usual)
        return 0;
    double years = sp_profile_years_out(profile, facts->season->year);
    return fmin(fmax(years, 2), 12) - fmax(usual->value, 2);
}

static void measure_parts(const struct sp_profile *profile, const struct sp_facts *facts,
                          double years, struct sp_prospect *prospect)
{
    const struct sp_track *track = &facts->programs->track[prospect->track[0]];
    if (profile->divisions > 0) {
        bool aligned = in_list(profile->division, profile->divisions, track->division);
        prospect->unit[SP_PART_GEOGRAPHY] = aligned - profile->divisions / divisions;
    }
    for (int i = 0; i < profile->ties; i++)
        if (profile->tie[i].kind == SP_TIE_STATE /* the only kind that was measured */
            && strcmp(profile->tie[i].state, track->state) == 0)
            prospect->unit[SP_PART_TIE] = 1;
    for (int i = 0; i < profile->experiences; i++)
        if (*profile->experience[i].institution
            && strcmp(profile->experience[i].institution, track->institution_code) == 0)
            prospect->unit[SP_PART_ROTATION] = 1;
    prospect->unit[SP_PART_YEARS] = years;
}

/* The rate that the user's own material states for this type, or for everybody. */
static const struct sp_fact *stated_rate(const struct sp_track *track,
                                         enum sp_applicant_type type)
{
    const struct sp_fact *own = &track->rate[SP_RATE_US_MD + (int)type];
    return own->answer == SP_YES ? own : &track->rate[SP_RATE_ALL];
}

/* The rate that is stated for a prospect, with who states it; NULL: none.  Rates with and
 * without a signal give the signal's own effect. */
static const struct sp_fact *find_stated_rate(const struct sp_programs *programs,
                                              enum sp_applicant_type type,
                                              struct sp_prospect *prospect)
{
    const struct sp_fact *fact = NULL;
    for (int i = 0; i < prospect->tracks; i++) {
        const struct sp_track *track = &programs->track[prospect->track[i]];
        const struct sp_fact *here = stated_rate(track, type);
        if (!fact && here->answer == SP_YES)
            fact = here;
        double with = track->rate[SP_RATE_SIGNAL].value;
        double without = track->rate[SP_RATE_NO_SIGNAL].value;
        if (track->rate[SP_RATE_SIGNAL].answer == SP_YES
            && track->rate[SP_RATE_NO_SIGNAL].answer == SP_YES && with > 0 && without > 0) {
            prospect->own_signal = true;
            prospect->signal_by = track->rate[SP_RATE_SIGNAL].origin;
            prospect->own_signal_log_odds = sp_log_odds(with) - sp_log_odds(without);
        }
    }
    return fact;
}

/* Binomial data on top of the prior: precisions add on the scale of log-odds. */
static bool use_stated_rate(const struct sp_ground *ground, const struct sp_fact *fact,
                            struct sp_arena *text, struct sp_prospect *prospect)
{
    const struct sp_open *open = &ground->openness.at[prospect->open];
    double *base = sp_arena_get(text, sizeof *base * SP_MEMBERS);
    double *mean_rate = sp_arena_get(text, sizeof *mean_rate * SP_MEMBERS);
    if (!base || !mean_rate)
        return false;
    double rate = fmin(fmax(fact->value, 0.002), 0.95);
    double sd = sqrt(open->spread * open->spread + 0.5 * 0.5);
    double data = stated_applications * rate * (1 - rate), prior = 1 / (sd * sd);
    double weight = data / (data + prior);
    prospect->stated = true;
    prospect->stated_by = fact->origin;
    for (int m = 0; m < SP_MEMBERS; m++) {
        double told = sp_spread_base(&ground->table[m], rate);
        base[m] = weight * told + (1 - weight) * prospect->base[m];
        mean_rate[m] = weight * rate + (1 - weight) * prospect->mean_rate[m];
    }
    prospect->base = base;
    prospect->mean_rate = mean_rate;
    return true;
}

struct work {
    const struct sp_profile *profile;
    const struct sp_facts *facts;
    const struct sp_composition *composition;
    const struct sp_chances_options *options;
    struct sp_chances *chances;
    double years; /* units of SP_PART_YEARS */
};

/* A program of the ground as a prospect, if any of its tracks is open. */
static bool add_prospect(struct work *work, const struct sp_ground *ground, int field,
                         int place)
{
    const struct sp_programs *programs = work->facts->programs;
    const struct sp_open *open = &ground->openness.at[place];
    const struct sp_program *program = &programs->program[open->program];
    const float(*own)[SP_MEMBERS] =
        (const float(*)[SP_MEMBERS])ground->cutoff + ground->first_cutoff[place];
    struct sp_arena *text = &work->chances->text;
    struct sp_prospect *prospect = &work->chances->at[work->chances->count];
    size_t room = (size_t)program->tracks;
    *prospect = (struct sp_prospect){
        .program = open->program,
        .field = field,
        .open = place,
        .share = open->share,
        .track = sp_arena_get(text, sizeof(int) * room),
        .weight = sp_arena_get(text, sizeof(double) * room),
        .base = ground->base[place],
        .mean_rate = ground->mean_rate[place],
    };
    float(*cutoff)[SP_MEMBERS] = sp_arena_get(text, sizeof *cutoff * room);
    prospect->cutoff = (const float(*)[SP_MEMBERS])cutoff;
    if (!prospect->track || !prospect->weight || !cutoff)
        return false;
    double sum = 0;
    for (int i = program->first_track; i < program->first_track + program->tracks; i++) {
        int t = programs->order[i];
        if (!work->options->open[t])
            continue;
        const struct sp_composition_row *row = &work->composition->at[t];
        double share = row->known ? row->share[work->profile->type] : open->share;
        prospect->weight[prospect->tracks] =
            sp_track_quota(&programs->track[t]) * (share + 1e-3);
        sum += prospect->weight[prospect->tracks];
        memcpy(cutoff[prospect->tracks], own[i - program->first_track], sizeof *own);
        prospect->track[prospect->tracks++] = t;
        enum sp_answer visa = sp_compliance_visa(work->profile, &programs->track[t]);
        if (prospect->tracks == 1 || visa == SP_YES)
            prospect->visa = visa;
    }
    for (int i = 0; i < prospect->tracks; i++)
        prospect->weight[i] /= sum;
    if (prospect->tracks == 0)
        return true;
    measure_parts(work->profile, work->facts, work->years, prospect);
    work->chances->count++;
    const struct sp_fact *stated =
        find_stated_rate(programs, work->profile->type, prospect);
    return !stated || use_stated_rate(ground, stated, text, prospect);
}

/* Rates are means over applicants who need a visa and who do not; programs that take no
 * visa invite only the latter.  So a program known to sponsor is worth `known` times the
 * mean, and one that may or may not `unknown` times (docs/model.md, 3.6). */
static void set_visa(const struct sp_profile *profile, const struct sp_ground *ground,
                     struct sp_field *field)
{
    double need = ground->visa_need;
    for (int m = 0; m < SP_MEMBERS; m++) {
        double mean = need * ground->j1[m] + 1 - need;
        double sponsor = profile->visa == SP_VISA_NONE ? 1
                         : profile->visa == SP_VISA_H1B
                             ? ground->h1b[m]
                             : fmax(ground->j1[m], ground->h1b[m]);
        field->visa_known[m] = 1 / mean;
        field->visa_unknown[m] = sponsor / mean;
    }
}

/* The ground's numbers, and where this applicant's strength lies on it. */
static void set_field(const struct sp_profile *profile, const struct sp_ground *ground,
                      struct sp_field *field)
{
    bool known = profile->step2_known;
    field->basis = ground->basis;
    field->signalled = ground->signalled;
    field->rule = ground->rule;
    memcpy(field->rate, ground->rate, sizeof field->rate);
    memcpy(field->average, ground->average, sizeof field->average);
    memcpy(field->invited, ground->invited, sizeof field->invited);
    memcpy(field->level, ground->level, sizeof field->level);
    memcpy(field->slope, ground->slope, sizeof field->slope);
    memcpy(field->spread, ground->spread, sizeof field->spread);
    memcpy(field->signal, ground->signal, sizeof field->signal);
    memcpy(field->part, ground->part, sizeof field->part);
    memcpy(field->sigma, known ? ground->sigma : ground->spread, sizeof field->sigma);
    for (int m = 0; m < SP_MEMBERS; m++)
        field->strength[m] =
            known ? ground->score[m] * (profile->step2 - ground->average[m]) / 10 : 0;
    set_visa(profile, ground, field);
}

static bool estimate_field(struct work *work, int f, struct sp_error *error)
{
    struct sp_field *field = &work->chances->field[f];
    struct sp_ground_wanted wanted = {
        .facts = work->facts,
        .composition = work->composition,
        .type = work->profile->type,
        .specialty = field->specialty,
        .counted = work->options->counted,
        .seed = work->options->seed,
    };
    const struct sp_ground *ground = field->ground = sp_ground_take(&wanted, error);
    if (!ground)
        return false;
    set_field(work->profile, ground, field);
    bool ok = true;
    for (int i = 0; ok && i < ground->openness.count; i++)
        ok = add_prospect(work, ground, f, i);
    return ok || sp_fail(error, SP_NO_MEMORY, "not enough memory for the chances");
}

bool sp_chances_estimate(const struct sp_profile *profile, const struct sp_facts *facts,
                         const struct sp_composition *composition,
                         const struct sp_chances_options *options,
                         struct sp_chances *chances, struct sp_error *error)
{
    struct work work = {profile, facts,   composition,
                        options, chances, years_units(profile, facts)};
    *chances = (struct sp_chances){
        .field = calloc((size_t)options->specialties + 1, sizeof *chances->field),
        .at = malloc(sizeof *chances->at * (size_t)(facts->programs->programs + 1)),
        .seed = options->seed,
    };
    bool ok = (chances->field && chances->at)
              || sp_fail(error, SP_NO_MEMORY, "not enough memory for the chances");
    for (int f = 0; ok && f < options->specialties; f++) {
        chances->field[f].specialty = options->specialty[f];
        chances->field[f].utility = options->utility[f];
        chances->fields++;
        ok = estimate_field(&work, f, error);
    }
    if (!ok)
        sp_chances_free(chances);
    return ok;
}

double sp_prospect_parts(const struct sp_field *field, const struct sp_prospect *prospect,
                         int member)
{
    double sum = 0;
    for (int p = 0; p < SP_PARTS; p++)
        sum += prospect->unit[p] * field->part[p][member];
    return sum;
}

double sp_prospect_signal(const struct sp_field *field, const struct sp_prospect *prospect,
                          int member)
{
    return prospect->own_signal ? prospect->own_signal_log_odds : field->signal[member];
}

double sp_prospect_visa(const struct sp_field *field, const struct sp_prospect *prospect,
                        int member)
{
    return prospect->visa == SP_YES ? field->visa_known[member]
                                    : field->visa_unknown[member];
}

void sp_chances_free(struct sp_chances *chances)
{
    for (int f = 0; f < chances->fields; f++)
        sp_ground_release(chances->field[f].ground);
    free(chances->field);
    free(chances->at);
    sp_arena_free(&chances->text);
    *chances = (struct sp_chances){0};
}
