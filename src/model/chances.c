/* chances.c: an ensemble of what is not known exactly, member by member.
 *
 * A field's numbers come from stream (seed, field, member), a program's share from
 * stream (seed, program), so neither depends on what else is asked.
 */
#include "chances.h"

#include "compliance.h"
#include "composition.h"
#include "error.h"
#include "logistic.h"
#include "nation.h"
#include "openness.h"
#include "pool.h"
#include "random.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double tail = 1.6448536269514722; /* 95 % point of the normal */
static const double stated_applications =
    100;                           /* weight of an imported rate, docs/model.md */
static const double divisions = 9; /* of which ERAS lets one name three */

/* The part of all filled positions that a type holds. */
static double overall_share(const struct sp_published *published,
                            enum sp_applicant_type type)
{
    double own = 0, all = 0;
    for (int c = 0; c < published->cells; c++) {
        own += published->cell[c].by_type[type];
        all += published->cell[c].filled;
    }
    return all > 0 ? own / all : 0;
}

/* A pool without numbers of its own takes those of its type over all specialties.  How
 * many programs its applicants apply to is its own, and where the type holds a smaller
 * part of the positions than overall, its odds are lower in proportion: half of that at
 * the invitation, half at the list (docs/model.md, 3.5). */
static void adapt(const struct sp_facts *facts, const struct sp_openness *openness,
                  const bool *counted, const struct sp_signal_rule *rule,
                  struct sp_pool *pool)
{
    double seats = 0, quota = 0, overall = overall_share(facts->published, pool->type);
    if (pool->own)
        return;
    for (int i = 0; i < openness->count; i++) {
        seats += openness->at[i].share * openness->at[i].quota;
        quota += openness->at[i].quota;
    }
    double shift = overall > 0 ? log((seats + 1) / (overall * quota + 1)) : 0;
    pool->value[SP_POOL_RATE] += shift / 2;
    pool->value[SP_POOL_LEVEL] += shift / 2;
    pool->error[SP_POOL_RATE] += 0.5;
    pool->error[SP_POOL_LEVEL] += 0.5;
    pool->applications =
        sp_usual_applications(facts->published, pool->type, openness->count,
                              sp_count_programs(facts->programs, "140", counted));
    pool->signalled =
        rule ? fmin((rule->gold + rule->silver) / pool->applications, 0.9) : 0;
}

/* What the fitted nation says of a field whose pool has no numbers of its own. */
static void use_nation(const struct sp_published *published, const char *code,
                       struct sp_pool *pool)
{
    char key[32];
    double rate;
    sp_nation_key(pool->type, code, key);
    sp_nation_number(published, key, "level", &pool->value[SP_POOL_LEVEL]);
    if (sp_nation_number(published, key, "rate", &rate))
        pool->value[SP_POOL_RATE] = log(rate);
}

/* A draw within a range: half normals that put 1 in 20 beyond each end. */
static double within(double value, double low, double high, double z)
{
    return z < 0 ? value + z / tail * (value - low) : value + z / tail * (high - value);
}

/* An effect nobody has sized is drawn evenly between its bounds; none without bounds. */
static double draw_effect(const struct sp_effect *effect, double z)
{
    if (!effect)
        return 0;
    if (effect->sized)
        return within(effect->log_odds, effect->log_odds_low, effect->log_odds_high, z);
    double p = 0.5 * erfc(-z / sqrt(2));
    return effect->log_odds_low + p * (effect->log_odds_high - effect->log_odds_low);
}

static double draw_rate(const struct sp_base_rate *rate, double fallback, double z)
{
    double x = rate ? within(rate->value, rate->low, rate->high, z) : fallback + 0.2 * z;
    return fmin(fmax(x, 0.01), 0.99);
}

/* The part of a type's applicants who need a visa, among those with a list. */
static double visa_need(const struct sp_published *published, enum sp_applicant_type type)
{
    const struct sp_base_rate *rate = sp_published_base_rate(published, "img.visa_need");
    double certified[2] = {0, 0};
    if (type != SP_NON_US_IMG || !rate)
        return type == SP_NON_US_IMG ? 0.8 : 0;
    for (int k = 0; k < 2; k++) {
        enum sp_applicant_type img = k ? SP_NON_US_IMG : SP_US_IMG;
        for (int i = 0; i < published->match_rate_years[img]; i++)
            if (published->match_rate[img][i].certified > 0)
                certified[k] = published->match_rate[img][i].certified;
    }
    if (certified[1] <= 0)
        return 0.8;
    return fmin(rate->value * (certified[0] + certified[1]) / certified[1], 0.95);
}

/* Rates are means over applicants who need a visa and who do not; programs that take no
 * visa invite only the latter.  So a program known to sponsor is worth `known` times the
 * mean, and one that may or may not `unknown` times (docs/model.md, 3.6). */
static void draw_visa(const struct sp_profile *profile,
                      const struct sp_published *published, struct sp_field *field, int m,
                      double z_j1, double z_h1b)
{
    double j1 = draw_rate(sp_published_base_rate(published, "visa.j1"), 0.6, z_j1);
    double h1b = draw_rate(sp_published_base_rate(published, "visa.h1b"), 0.2, z_h1b);
    double need = visa_need(published, profile->type);
    double mean = need * j1 + 1 - need;
    double sponsor = profile->visa == SP_VISA_NONE  ? 1
                     : profile->visa == SP_VISA_H1B ? h1b
                                                    : fmax(j1, h1b);
    field->visa_known[m] = 1 / mean;
    field->visa_unknown[m] = sponsor / mean;
}

/* How much match rates of a type move from year to year, on the scale of log-odds. */
static double season_noise(const struct sp_published *published,
                           enum sp_applicant_type type)
{
    double sum = 0;
    int steps = 0;
    for (int i = 1; i < published->match_rate_years[type]; i++) {
        double a = published->match_rate[type][i - 1].rate;
        double b = published->match_rate[type][i].rate;
        if (a <= 0 || b <= 0)
            continue;
        double step = sp_log_odds(b) - sp_log_odds(a);
        sum += step * step;
        steps++;
    }
    return steps > 0 ? sqrt(sum / steps) : 0.15;
}

static void draw_field(const struct sp_profile *profile, const struct sp_facts *facts,
                       const struct sp_pool *pool, uint64_t seed, struct sp_field *field)
{
    const struct sp_published *published = facts->published;
    const char *code = facts->specialties->at[field->specialty].code;
    static const char *const input[SP_PARTS] = {"geography", "tie", "rotation",
                                                "years_since_graduation"};
    const struct sp_effect *signal = sp_published_effect(published, "signal", code);
    const struct sp_base_rate *usual = sp_published_base_rate(
        published,
        profile->type >= SP_US_IMG ? "applications.img" : "applications.us_graduate");
    double noise = season_noise(published, profile->type);

    field->basis = pool->basis;
    field->signalled = pool->signalled;
    for (int m = 0; m < SP_MEMBERS; m++) {
        struct sp_random random =
            sp_random_for(seed, (uint64_t)(atoi(code) + 1) << 32 | (uint64_t)m);
        double value[SP_POOL_PARAMETERS];
        for (int p = 0; p < SP_POOL_PARAMETERS; p++)
            value[p] = pool->value[p] + pool->error[p] * sp_random_normal(&random);
        double load = sp_random_normal(&random);
        if (usual)
            value[SP_POOL_RATE] -=
                log(within(usual->value, usual->low, usual->high, load) / usual->value);
        double sigma = exp(value[SP_POOL_SIGMA]), slope = value[SP_POOL_SCORE];
        field->rate[m] = fmin(exp(value[SP_POOL_RATE]), 0.9);
        field->average[m] = value[SP_POOL_MEAN];
        field->invited[m] =
            value[SP_POOL_MEAN] + slope * pool->score_sd * pool->score_sd / 10;
        field->level[m] = value[SP_POOL_LEVEL] + noise * sp_random_normal(&random);
        field->slope[m] = value[SP_POOL_SLOPE];
        field->strength[m] =
            profile->step2_known ? slope * (profile->step2 - value[SP_POOL_MEAN]) / 10 : 0;
        field->spread[m] = sqrt(sigma * sigma + pow(slope * pool->score_sd / 10, 2));
        field->sigma[m] = profile->step2_known ? sigma : field->spread[m];
        field->signal[m] = fmax(draw_effect(signal, sp_random_normal(&random)), 0);
        for (int p = 0; p < SP_PARTS; p++)
            field->part[p][m] = draw_effect(sp_published_effect(published, input[p], code),
                                            sp_random_normal(&random));
        double z_j1 = sp_random_normal(&random), z_h1b = sp_random_normal(&random);
        draw_visa(profile, published, field, m, z_j1, z_h1b);
    }
}

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
                          struct sp_prospect *prospect)
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
    prospect->unit[SP_PART_YEARS] = years_units(profile, facts);
}

/* The rate that the user's own material states for this type, or for everybody. */
static const struct sp_fact *stated_rate(const struct sp_track *track,
                                         enum sp_applicant_type type)
{
    const struct sp_fact *own = &track->rate[SP_RATE_US_MD + (int)type];
    return own->answer == SP_YES ? own : &track->rate[SP_RATE_ALL];
}

static void use_stated_rate(const struct sp_programs *programs, enum sp_applicant_type type,
                            const struct sp_open *open, struct sp_prospect *prospect,
                            const struct sp_spread_table table[SP_MEMBERS])
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
    if (!fact)
        return;
    /* Binomial data on top of the prior: precisions add on the scale of log-odds. */
    double rate = fmin(fmax(fact->value, 0.002), 0.95);
    double sd = sqrt(open->spread * open->spread + 0.5 * 0.5);
    double data = stated_applications * rate * (1 - rate), prior = 1 / (sd * sd);
    double weight = data / (data + prior);
    prospect->stated = true;
    prospect->stated_by = fact->origin;
    for (int m = 0; m < SP_MEMBERS; m++) {
        double told = sp_spread_base(&table[m], rate);
        prospect->base[m] = weight * told + (1 - weight) * prospect->base[m];
        prospect->mean_rate[m] = weight * rate + (1 - weight) * prospect->mean_rate[m];
    }
}

struct work {
    const struct sp_profile *profile;
    const struct sp_facts *facts;
    const struct sp_composition *composition;
    const struct sp_chances_options *options;
    struct sp_chances *chances;
    struct sp_error *error;
    float cutoff[1 << CHAR_BIT]; /* exp of the cutoff that a letter stands for */
};

static void tabulate_cutoffs(struct work *work)
{
    for (int letter = 0; letter < 1 << CHAR_BIT; letter++)
        work->cutoff[letter] = (float)exp(sp_cutoff_of((char)letter));
}

/* The cutoffs of one track; of what no season was played the mean, 0, stands. */
static void read_cutoffs(const struct work *work, const struct sp_track *track,
                         float cutoff[SP_MEMBERS])
{
    _Static_assert((int)SP_CUTOFFS == (int)SP_MEMBERS, "a season a member");
    const struct sp_track_market *market =
        sp_published_market(work->facts->published, track->code);
    for (int m = 0; m < SP_MEMBERS; m++)
        cutoff[m] = market ? work->cutoff[(unsigned char)market->cutoff[m]] : 1;
}

/* The program as a prospect, if any of its tracks is open. */
static bool add_prospect(struct work *work, int field, int place,
                         const struct sp_open *open)
{
    const struct sp_programs *programs = work->facts->programs;
    const struct sp_program *program = &programs->program[open->program];
    struct sp_prospect *prospect = &work->chances->at[work->chances->count];
    size_t room = (size_t)program->tracks;
    *prospect = (struct sp_prospect){
        .program = open->program,
        .field = field,
        .open = place,
        .share = open->share,
        .track = sp_arena_get(&work->chances->text, sizeof(int) * room),
        .weight = sp_arena_get(&work->chances->text, sizeof(double) * room),
    };
    float(*cutoff)[SP_MEMBERS] = sp_arena_get(&work->chances->text, sizeof *cutoff * room);
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
        read_cutoffs(work, &programs->track[t], cutoff[prospect->tracks]);
        prospect->track[prospect->tracks++] = t;
        enum sp_answer visa = sp_compliance_visa(work->profile, &programs->track[t]);
        if (prospect->tracks == 1 || visa == SP_YES)
            prospect->visa = visa;
    }
    for (int i = 0; i < prospect->tracks; i++)
        prospect->weight[i] /= sum;
    if (prospect->tracks > 0) {
        measure_parts(work->profile, work->facts, prospect);
        work->chances->count++;
    }
    return true;
}

/* Shares of every program in one member, each from the program's own stream. */
static void draw_shares(const struct work *work, const struct sp_openness *openness,
                        double *shares)
{
    for (int i = 0; i < openness->count; i++) {
        const struct sp_open *open = &openness->at[i];
        double x = fmin(fmax(open->share, 0.002), 0.998), odds = sp_log_odds(x);
        const char *code =
            work->facts->programs
                ->track[work->facts->programs->order
                            [work->facts->programs->program[open->program].first_track]]
                .code;
        struct sp_random random = sp_random_for(
            work->options->seed, (uint64_t)1 << 62 | strtoull(code, NULL, 36));
        for (int m = 0; m < SP_MEMBERS; m++)
            shares[(long)m * openness->count + i] =
                sp_logistic(odds + open->spread * sp_random_normal(&random));
    }
}

/* What one field works with while it is estimated. */
struct spreading {
    struct sp_pool pool;
    const char *nation; /* the specialty's code, or that of first years */
    struct sp_openness openness;
    struct sp_spread_table *table; /* [SP_MEMBERS] */
    double *shares;                /* [SP_MEMBERS][openness.count] */
    int first;                     /* its first prospect */
};

/* The base of every prospect in one member: the rate that its share and the crowding of
 * this member give, read back from the pool's spread. */
static void draw_bases(const struct work *work, const struct sp_field *field, int m,
                       const struct sp_nodes *nodes, struct spreading *spreading)
{
    const char *code = work->facts->specialties->at[field->specialty].code;
    struct sp_openness *openness = &spreading->openness;
    struct sp_random random = sp_random_for(
        work->options->seed, (uint64_t)(atoi(code) + 1) << 32 | 1u << 30 | (uint64_t)m);
    double range = SP_CROWDING_MOST - SP_CROWDING_LEAST;
    struct sp_crowding crowding = {.share = SP_CROWDING_LEAST
                                            + range * sp_random_uniform(&random)};
    crowding.size = SP_CROWDING_LEAST + range * sp_random_uniform(&random);
    struct sp_spread spread = {field->spread[m], field->signal[m],
                               spreading->pool.signalled};
    spreading->table[m] = sp_spread_tabulate(&spread, nodes);
    sp_openness_crowd(openness, crowding, spreading->shares + (long)m * openness->count,
                      spreading->pool.applications);
    for (int i = spreading->first; i < work->chances->count; i++) {
        struct sp_prospect *prospect = &work->chances->at[i];
        double relative = openness->at[prospect->open].relative;
        prospect->mean_rate[m] = fmin(field->rate[m] * relative, 0.95);
        prospect->base[m] = sp_spread_base(&spreading->table[m], prospect->mean_rate[m]);
    }
}

static bool draw_prospects(struct work *work, int f, struct spreading *spreading)
{
    struct sp_field *field = &work->chances->field[f];
    struct sp_nodes nodes = sp_nodes_make();
    bool ok = true;
    adapt(work->facts, &spreading->openness, work->options->counted, field->rule,
          &spreading->pool);
    if (!spreading->pool.own)
        use_nation(work->facts->published, spreading->nation, &spreading->pool);
    draw_field(work->profile, work->facts, &spreading->pool, work->options->seed, field);
    draw_shares(work, &spreading->openness, spreading->shares);
    spreading->first = work->chances->count;
    for (int i = 0; ok && i < spreading->openness.count; i++)
        ok = add_prospect(work, f, i, &spreading->openness.at[i]);
    for (int m = 0; ok && m < SP_MEMBERS; m++)
        draw_bases(work, field, m, &nodes, spreading);
    for (int i = spreading->first; ok && i < work->chances->count; i++) {
        struct sp_prospect *prospect = &work->chances->at[i];
        use_stated_rate(work->facts->programs, work->profile->type,
                        &spreading->openness.at[prospect->open], prospect,
                        spreading->table);
    }
    return ok;
}

/* Whether only preliminary and transitional years are asked for: those who rank them
 * prefer all kinds of specialties, so the pool is the type's. */
static bool only_first_years(const struct work *work, const char *specialty)
{
    const struct sp_programs *programs = work->facts->programs;
    bool any = false;
    for (int t = 0; t < programs->count; t++)
        if (work->options->counted[t]
            && strcmp(programs->track[t].specialty, specialty) == 0) {
            if (programs->track[t].type != SP_PRELIMINARY)
                return false;
            any = true;
        }
    return any;
}

static bool estimate_field(struct work *work, int f)
{
    struct sp_field *field = &work->chances->field[f];
    const struct sp_specialty *specialty = &work->facts->specialties->at[field->specialty];
    bool first_year = only_first_years(work, specialty->code);
    struct spreading spreading = {
        .pool = sp_pool_load(work->facts->published, work->profile->type,
                             first_year ? "*" : specialty->code),
        .nation = first_year ? sp_nation_first_years : specialty->code,
        .table = malloc(sizeof *spreading.table * SP_MEMBERS),
    };
    field->rule = *specialty->signal
                      ? sp_season_signals(work->facts->season, specialty->signal)
                      : NULL;
    bool ok =
        spreading.table
        && sp_openness_find(work->facts->programs, work->composition, work->profile->type,
                            specialty->code, work->options->counted,
                            spreading.pool.applications, &spreading.openness, work->error);
    if (ok)
        sp_openness_adjust(&spreading.openness, work->facts->programs,
                           work->facts->published, work->profile->type);
    if (ok)
        spreading.shares = malloc(sizeof *spreading.shares * SP_MEMBERS
                                  * (size_t)(spreading.openness.count + 1));
    ok = ok && spreading.shares && draw_prospects(work, f, &spreading);
    free(spreading.table);
    free(spreading.shares);
    sp_openness_free(&spreading.openness);
    return ok;
}

bool sp_chances_estimate(const struct sp_profile *profile, const struct sp_facts *facts,
                         const struct sp_composition *composition,
                         const struct sp_chances_options *options,
                         struct sp_chances *chances, struct sp_error *error)
{
    struct work work = {profile, facts, composition, options, chances, error, {0}};
    *chances = (struct sp_chances){
        .field = calloc((size_t)options->specialties + 1, sizeof *chances->field),
        .at = malloc(sizeof *chances->at * (size_t)(facts->programs->programs + 1)),
        .seed = options->seed,
    };
    sp_fail(error, SP_NO_MEMORY, "not enough memory for the chances");
    bool ok = chances->field && chances->at;
    tabulate_cutoffs(&work);
    for (int f = 0; ok && f < options->specialties; f++) {
        chances->field[f].specialty = options->specialty[f];
        chances->field[f].utility = options->utility[f];
        chances->fields++;
        ok = estimate_field(&work, f);
    }
    if (!ok) {
        sp_chances_free(chances);
        return false;
    }
    if (error)
        *error = (struct sp_error){0};
    return true;
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
    free(chances->field);
    free(chances->at);
    sp_arena_free(&chances->text);
    *chances = (struct sp_chances){0};
}
