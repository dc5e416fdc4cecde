/* reason.c: the waterfall.
 *
 * The first two steps are means over applicants of the type, so they need no seasons;
 * from the third on, the mean is over this applicant's seasons, with one more part
 * counted at each step.
 */
#include "reason.h"

#include "error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 12 };

static const int worth_telling = SP_MEMBERS / 8; /* seasons with open positions */

struct waterfall {
    const struct sp_profile *profile;
    const struct sp_facts *facts;
    const struct sp_chances *chances;
    const struct sp_seasons *seasons;
    const struct sp_prospect *at;
    const struct sp_field *field;
    struct sp_arena *text;
    struct sp_reason *reason; /* [MOST] */
    int count;
    double reached;      /* mean chance so far */
    bool unit[SP_PARTS]; /* parts counted so far */
    bool visa;           /* the same for the visa */
    double signalled;    /* share of applications with a signal: the usual, then 0 or 1 */
    bool failed;
};

static void add(struct waterfall *fall, double reached, struct sp_origin origin,
                const char *text)
{
    fall->failed = fall->failed || !text || fall->count >= MOST;
    if (fall->failed)
        return;
    fall->reason[fall->count++] = (struct sp_reason){
        .text = text,
        .points = 100 * (reached - fall->reached),
        .origin = origin,
        .stale = sp_origin_stale(&origin, fall->facts->season->year),
    };
    fall->reached = reached;
}

/* Mean chance over the seasons with the parts counted so far. */
static double mean_chance(const struct waterfall *fall)
{
    double plain[SP_MEMBERS], sent[SP_MEMBERS], odds[SP_MEMBERS], base[SP_MEMBERS];
    double sum = 0, with = fall->signalled;
    for (int m = 0; m < SP_MEMBERS; m++) {
        base[m] = fall->at->base[m];
        for (int p = 0; p < SP_PARTS; p++)
            if (fall->unit[p])
                base[m] += fall->at->unit[p] * fall->field->part[p][m];
    }
    for (int m = 0; with < 1 && m < SP_MEMBERS; m++)
        odds[m] = exp(base[m]);
    if (with < 1)
        sp_market_mean_odds(fall->seasons, fall->at->field, odds, plain);
    for (int m = 0; with > 0 && m < SP_MEMBERS; m++)
        odds[m] = exp(base[m] + sp_prospect_signal(fall->field, fall->at, m));
    if (with > 0)
        sp_market_mean_odds(fall->seasons, fall->at->field, odds, sent);
    for (int m = 0; m < SP_MEMBERS; m++) {
        double own = 0;
        if (with < 1)
            own += (1 - with) * plain[m];
        if (with > 0)
            own += with * sent[m];
        sum += own * (fall->visa ? sp_prospect_visa(fall->field, fall->at, m) : 1);
    }
    return sum / SP_MEMBERS;
}

static double mean_of(const double value[SP_MEMBERS])
{
    double sum = 0;
    for (int m = 0; m < SP_MEMBERS; m++)
        sum += value[m];
    return sum / SP_MEMBERS;
}

static struct sp_origin pool_origin(const struct waterfall *fall)
{
    const struct sp_published *published = fall->facts->published;
    const char *code = fall->facts->specialties->at[fall->field->specialty].code;
    enum sp_applicant_type type = fall->profile->type;
    for (int i = 0; type == SP_NON_US_IMG && i < published->outcomes; i++)
        if (strcmp(published->outcome[i].specialty, code) == 0)
            return published->outcome[i].origin;
    if (published->rank_list_years[type] > 0)
        return published->rank_lists[type][published->rank_list_years[type] - 1].origin;
    return (struct sp_origin){"", ""};
}

static const char *type_words(enum sp_applicant_type type)
{
    static const char *const words[SP_APPLICANT_TYPES] = {"US MDs", "US DOs",
                                                          "US-citizen IMGs", "non-US IMGs"};
    return words[type];
}

static void start(struct waterfall *fall)
{
    const char *name = fall->facts->specialties->at[fall->field->specialty].name;
    add(fall, mean_of(fall->field->rate), pool_origin(fall),
        sp_arena_format(fall->text, "an average application of %s in %s",
                        type_words(fall->profile->type), name));
}

/* Seasons in which one of its tracks does not fill: it then ranks fewer. */
static int seasons_open(const struct sp_prospect *at)
{
    int seasons = 0;
    for (int m = 0; m < SP_MEMBERS; m++) {
        bool open = false;
        for (int i = 0; i < at->tracks; i++)
            open = open || at->cutoff[i][m] == 0;
        seasons += open;
    }
    return seasons;
}

static void add_program(struct waterfall *fall)
{
    const struct sp_published *published = fall->facts->published;
    struct sp_origin origin =
        published->cells > 0 ? published->cell[0].origin : pool_origin(fall);
    double reached = mean_of(fall->at->mean_rate);
    if (fall->at->stated) {
        add(fall, reached, fall->at->stated_by,
            "the rate of interviews that your own material states");
        return;
    }
    int quota = 0;
    for (int i = 0; i < fall->at->tracks; i++)
        quota += sp_track_quota(&fall->facts->programs->track[fall->at->track[i]]);
    const char *text = sp_arena_format(
        fall->text, "%.0f of 100 residents are %s by our estimate; %d position%s",
        100 * fall->at->share, type_words(fall->profile->type), quota,
        quota == 1 ? "" : "s");
    int open = seasons_open(fall->at);
    if (text && open >= worth_telling)
        text =
            sp_arena_format(fall->text, "%s, of which some stay open in %d of %d seasons",
                            text, open, SP_MEMBERS);
    add(fall, reached, origin, text);
}

static void add_score(struct waterfall *fall)
{
    const char *name = fall->facts->specialties->at[fall->field->specialty].name;
    double average = mean_of(fall->field->average);
    add(fall, mean_chance(fall), pool_origin(fall),
        fall->profile->step2_known
            ? sp_arena_format(fall->text,
                              "Step 2 CK %d; those who apply in %s average %.0f, those "
                              "invited about %.0f",
                              fall->profile->step2, name, average,
                              mean_of(fall->field->invited))
            : "no Step 2 CK score yet: any score of those who apply is possible");
}

static struct sp_origin effect_origin(const struct waterfall *fall, const char *input)
{
    const struct sp_effect *effect =
        sp_published_effect(fall->facts->published, input,
                            fall->facts->specialties->at[fall->field->specialty].code);
    return effect ? effect->origin : (struct sp_origin){"", ""};
}

static void add_part(struct waterfall *fall, enum sp_part part, const char *input,
                     const char *text)
{
    if (fall->at->unit[part] == 0)
        return;
    fall->unit[part] = true;
    add(fall, mean_chance(fall), effect_origin(fall, input), text);
}

/* Ties that no study has sized are named, with nothing added. */
static void add_other_ties(struct waterfall *fall, const char *state)
{
    static const char *const kind[SP_TIE_KINDS] = {"", "school", "family", "earlier work"};
    for (int i = 0; i < fall->profile->ties; i++) {
        const struct sp_tie *tie = &fall->profile->tie[i];
        if (tie->kind == SP_TIE_STATE || strcmp(tie->state, state) != 0)
            continue;
        add(fall, fall->reached, (struct sp_origin){"", ""},
            sp_arena_format(
                fall->text,
                "%s in %s: worth naming, but no published figure says how much it "
                "adds",
                kind[tie->kind], state));
        return;
    }
}

static void add_parts(struct waterfall *fall)
{
    const struct sp_track *track = &fall->facts->programs->track[fall->at->track[0]];
    int years = sp_profile_years_out(fall->profile, fall->facts->season->year);
    bool aligned = fall->at->unit[SP_PART_GEOGRAPHY] > 0;
    add_part(fall, SP_PART_GEOGRAPHY, "geography",
             sp_arena_format(fall->text, "%s is %s your preferred divisions",
                             track->division, aligned ? "one of" : "outside"));
    add_part(fall, SP_PART_TIE, "tie",
             sp_arena_format(fall->text, "you live in %s", track->state));
    add_other_ties(fall, track->state);
    add_part(
        fall, SP_PART_ROTATION, "rotation",
        *effect_origin(fall, "rotation").source
            ? "you worked at this institution"
            : "you worked at this institution: it counts, but no published figure of this "
              "specialty says how much");
    add_part(
        fall, SP_PART_YEARS, "years_since_graduation",
        sp_arena_format(fall->text,
                        "%d years since graduation at the start: only a bound is known, "
                        "no honest figure",
                        years));
}

static void add_visa(struct waterfall *fall)
{
    enum sp_visa_need need = fall->profile->visa;
    bool h1b = need == SP_VISA_H1B;
    const struct sp_track *track = &fall->facts->programs->track[fall->at->track[0]];
    const struct sp_base_rate *rate =
        sp_published_base_rate(fall->facts->published, h1b ? "visa.h1b" : "visa.j1");
    struct sp_origin origin = rate ? rate->origin : (struct sp_origin){"", ""};
    const char *kind = h1b ? "H-1B" : need == SP_VISA_EITHER ? "J-1 or H-1B" : "J-1";
    if (fall->profile->type != SP_NON_US_IMG)
        return;
    fall->visa = true;
    if (need == SP_VISA_NONE) {
        add(fall, mean_chance(fall), origin,
            "no visa needed, as some programs ask of all they invite");
    } else if (fall->at->visa == SP_YES) {
        const struct sp_fact *fact =
            &track->fact[track->fact[SP_ACCEPTS_J1].answer == SP_YES && !h1b
                             ? SP_ACCEPTS_J1
                             : SP_ACCEPTS_H1B];
        add(fall, mean_chance(fall), fact->origin,
            sp_arena_format(fall->text, "takes %s", kind));
    } else {
        add(fall, mean_chance(fall), origin,
            sp_arena_format(
                fall->text,
                "takes %s: unknown, entered at the base rate of %.0f in 100; verify", kind,
                100 * (rate ? rate->value : 0)));
    }
}

static void add_signal(struct waterfall *fall, enum sp_signal signal)
{
    bool single = fall->field->rule && !fall->field->rule->tiered;
    bool own = fall->at->own_signal;
    if (signal == SP_PLAIN && fall->signalled == 0)
        return;
    double usual = fall->signalled;
    fall->signalled = signal != SP_PLAIN;
    add(fall, mean_chance(fall), own ? fall->at->signal_by : effect_origin(fall, "signal"),
        signal == SP_PLAIN
            ? sp_arena_format(fall->text,
                              "no signal, as %.0f in 100 usual applications carry one",
                              100 * usual)
            : sp_arena_format(fall->text, "a %ssignal%s",
                              single              ? ""
                              : signal == SP_GOLD ? "gold "
                                                  : "silver ",
                              own ? ", with the effect that your own material states"
                              : signal == SP_GOLD
                                  ? " (nothing published tells gold from silver)"
                                  : ""));
}

bool sp_reasons_find(const struct sp_profile *profile, const struct sp_facts *facts,
                     const struct sp_chances *chances, const struct sp_seasons *seasons,
                     int prospect, enum sp_signal signal, double chance,
                     struct sp_arena *text, struct sp_reason **reason, int *count,
                     struct sp_error *error)
{
    const struct sp_prospect *at = &chances->at[prospect];
    struct waterfall fall = {
        .profile = profile,
        .facts = facts,
        .chances = chances,
        .seasons = seasons,
        .at = at,
        .field = &chances->field[at->field],
        .text = text,
        .reason = sp_arena_get(text, sizeof **reason * MOST),
    };
    *reason = NULL;
    *count = 0;
    fall.failed = !fall.reason;
    fall.signalled = fall.field->signalled;
    start(&fall);
    add_program(&fall);
    add_score(&fall);
    add_visa(&fall);
    add_parts(&fall);
    add_signal(&fall, signal);
    if (fall.failed)
        return sp_fail(error, SP_NO_MEMORY, "not enough memory for the reasons");
    /* Chances are capped below 1 and summed in single precision: what that takes away
     * belongs to the last reason, so that the parts sum to what is shown. */
    fall.reason[fall.count - 1].points += 100 * (chance - fall.reached);
    *reason = fall.reason;
    *count = fall.count;
    return true;
}

bool sp_origin_stale(const struct sp_origin *origin, int season)
{
    int year = atoi(origin->as_of ? origin->as_of : ""), month = 12;
    if (year < 1900)
        return false;
    if (strlen(origin->as_of) >= 7)
        month = atoi(origin->as_of + 5);
    return year < season - 1 || (year == season - 1 && month < 6);
}
