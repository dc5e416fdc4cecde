/* fit.c: composition first, since openness rests on it; then pool by pool. */
#include "fit.h"

#include "composition.h"
#include "error.h"
#include "fit_market.h"
#include "openness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char internal_medicine[] = "140";
static const double longest_part = 0.4; /* of applications that end in a rank, at most */

void sp_fit_counted(const struct sp_programs *programs, bool *counted)
{
    for (int t = 0; t < programs->count; t++) {
        const struct sp_track *track = &programs->track[t];
        counted[t] = sp_track_offered(track) && track->type != SP_PRELIMINARY;
    }
}

/* The share of a usual applicant's applications that carry a signal, and its log-odds. */
static void add_signals(const struct sp_facts *facts, const char *specialty,
                        struct sp_pool *pool)
{
    const struct sp_effect *effect =
        sp_published_effect(facts->published, "signal", specialty);
    const struct sp_signal_rule *rule = NULL;
    for (int s = 0; s < facts->specialties->count; s++)
        if (strcmp(facts->specialties->at[s].code, specialty) == 0
            && *facts->specialties->at[s].signal)
            rule = sp_season_signals(facts->season, facts->specialties->at[s].signal);
    pool->signalled =
        rule ? fmin((rule->gold + rule->silver) / pool->applications, 0.9) : 0;
    pool->signal = effect && effect->sized ? effect->log_odds : 0;
}

static bool begins_late(const struct sp_programs *programs, const char *specialty)
{
    int first = 0, second = 0;
    for (int t = 0; t < programs->count; t++)
        if (strcmp(programs->track[t].specialty, specialty) == 0) {
            enum sp_track_type type = programs->track[t].type;
            first += type == SP_CATEGORICAL || type == SP_PRIMARY_CARE
                         ? sp_track_quota(&programs->track[t])
                         : 0;
            second += type == SP_ADVANCED ? sp_track_quota(&programs->track[t]) : 0;
        }
    return second > first / 2;
}

bool sp_fit_targets(const struct sp_facts *facts, enum sp_applicant_type type,
                    const char *specialty, struct sp_pool_targets *targets)
{
    struct sp_pool_targets usual;
    if (!sp_pool_targets(facts->published, type, specialty, targets))
        return false;
    if (targets->rate.borrowed && begins_late(facts->programs, specialty)
        && sp_pool_targets(facts->published, type, "*", &usual)) {
        targets->rate = usual.rate;
        targets->rate.error = 0.1;
    }
    return true;
}

bool sp_fit_prepare(const struct sp_facts *facts, const struct sp_composition *composition,
                    enum sp_applicant_type type, const char *specialty, const bool *counted,
                    struct sp_pool *pool, struct sp_pool_bins *bins, struct sp_error *error)
{
    struct sp_openness openness = {0};
    struct sp_pool_targets targets;
    const char *like = strcmp(specialty, "*") == 0 ? internal_medicine : specialty;
    int programs = sp_count_programs(facts->programs, like, counted);
    int usual = sp_count_programs(facts->programs, internal_medicine, counted);
    if (programs == 0)
        return false;
    *pool = (struct sp_pool){
        .type = type,
        .specialty = specialty,
        .applications = sp_usual_applications(facts->published, type, programs, usual),
    };
    /* Graduates of US schools apply more widely the more selective the specialty, so long
     * lists need more applications there; nobody has published how many. */
    if (type < SP_US_IMG && sp_fit_targets(facts, type, specialty, &targets))
        pool->applications =
            fmin(fmax(pool->applications, targets.ranks[SP_MATCHED].value / longest_part),
                 0.8 * programs);
    add_signals(facts, like, pool);
    bool ok = sp_openness_find(facts->programs, composition, type, like, counted,
                               pool->applications, &openness, error)
              && sp_openness_bins(&openness, bins, error);
    sp_openness_free(&openness);
    return ok;
}

struct work {
    const struct sp_facts *facts;
    const struct sp_fit_watch *watch;
    struct sp_fit *fit;
    struct sp_composition composition;
    struct sp_fit_pool *pool; /* [SP_APPLICANT_TYPES * (specialties + 1)] */
    int pools;
    bool *counted;
    struct sp_nodes nodes;
    struct sp_error *error;
    int done, total;
};

bool sp_fit_watch_step(const struct sp_fit_watch *watch, int done, int total,
                       struct sp_error *error)
{
    return !watch || !watch->step || watch->step(watch->context, done, total)
           || sp_fail(error, SP_UNAVAILABLE, "stopped after %d of %d steps", done, total);
}

static bool tell_pool(struct work *work)
{
    return sp_fit_watch_step(work->watch, work->done++, work->total, work->error);
}

/* Fits one pool; nothing published about it is no failure. */
static bool fit_pool(struct work *work, enum sp_applicant_type type, int specialty)
{
    const char *code = specialty < 0 ? "*" : work->facts->specialties->at[specialty].code;
    struct sp_error error = {0};
    struct sp_fit_pool *at = &work->pool[work->pools];
    *at = (struct sp_fit_pool){.specialty = specialty};
    if (!tell_pool(work))
        return false;
    if (!sp_fit_targets(work->facts, type, code, &at->targets))
        return true;
    if (!sp_fit_prepare(work->facts, &work->composition, type, code, work->counted,
                        &at->pool, &at->bins, &error)) {
        if (error.code != SP_OK && work->error)
            *work->error = error;
        return error.code == SP_OK;
    }
    /* Lists as long as over all specialties need as many programs. */
    double longest = longest_part * at->pool.applications;
    for (int c = 0; c < SP_COHORTS; c++)
        if (at->targets.ranks[c].value > longest)
            at->targets.ranks[c] =
                (struct sp_target){fmax(longest, 1), 0.2 * at->pool.applications, true};
    work->fit->unconverged +=
        !sp_pool_fit(&at->pool, &at->targets, &at->bins, &work->nodes);
    work->pools++;
    return true;
}

static bool fit_pools(struct work *work)
{
    bool ok = true;
    for (int type = 0; ok && type < SP_APPLICANT_TYPES; type++)
        for (int s = -1; ok && s < work->facts->specialties->count; s++)
            ok = fit_pool(work, (enum sp_applicant_type)type, s);
    return ok;
}

static bool save_pools(struct work *work)
{
    struct sp_fit *fit = work->fit;
    for (int i = 0; i < work->pools; i++) {
        int rows = sp_pool_save(&work->pool[i].pool, &fit->text, fit->row + fit->rows);
        fit->rows += rows;
        if (rows == 0)
            return sp_fail(work->error, SP_NO_MEMORY, "not enough memory for the fit");
    }
    fit->pools = work->pools;
    return true;
}

/* The facts with the rows fitted so far in place of an old fit. */
static struct sp_facts facts_anew(const struct work *work, struct sp_published *published)
{
    struct sp_facts facts = *work->facts;
    *published = *work->facts->published;
    published->fitted = work->fit->row;
    published->fits = work->fit->rows;
    published->markets = 0;
    facts.published = published;
    return facts;
}

static bool spread_anew(struct work *work)
{
    struct sp_published published;
    struct sp_facts facts = facts_anew(work, &published);
    return sp_composition_spread(facts.programs, facts.specialties, &published, NULL,
                                 &work->composition, work->error);
}

static bool tell_market(void *context, int done, int total)
{
    struct work *work = context;
    (void)total;
    return sp_fit_watch_step(work->watch, work->done + done, work->total, work->error);
}

/* The nation begins with the pools as fitted; what it corrects replaces them. */
static bool fit_market(struct work *work, const struct sp_fit_options *options)
{
    struct sp_fit_watch watch = {tell_market, work};
    struct sp_published published;
    int composition = work->fit->rows;
    if (!save_pools(work))
        return false;
    struct sp_facts facts = facts_anew(work, &published);
    if (!sp_fit_market(&facts, &work->composition, options, work->pool, work->pools,
                       &work->nodes, &watch, work->fit, work->error))
        return false;
    int all = work->fit->rows;
    work->fit->rows = composition;
    bool ok = save_pools(work); /* in place: as many rows as before */
    work->fit->rows = all;
    return ok;
}

bool sp_fit_make(const struct sp_facts *facts, const struct sp_fit_options *options,
                 const struct sp_fit_watch *watch, struct sp_fit *fit,
                 struct sp_error *error)
{
    struct sp_fit_options usual = {.seed = 1, .threads = 1, .seasons = 16};
    size_t pools = (size_t)SP_APPLICANT_TYPES * (size_t)(facts->specialties->count + 1);
    struct work work = {.facts = facts,
                        .watch = watch,
                        .fit = fit,
                        .total = (int)pools,
                        .nodes = sp_nodes_make(),
                        .error = error};
    struct sp_fitted *rows;
    int count;
    if (options && options->seed)
        usual.seed = options->seed;
    if (options && options->threads)
        usual.threads = options->threads;
    if (options && options->seasons)
        usual.seasons = options->seasons;
    usual.quick = options && options->quick;
    usual.bare = options && options->bare;
    work.total += sp_fit_market_steps(&usual);
    *fit = (struct sp_fit){0};
    if (!sp_composition_fit(facts->programs, facts->specialties, facts->published,
                            &fit->text, &rows, &count, error)) {
        sp_fit_free(fit);
        return false;
    }
    fit->row = malloc(sizeof *fit->row * ((size_t)count + pools * SP_POOL_ROWS));
    work.pool = malloc(sizeof *work.pool * pools);
    work.counted = malloc(sizeof *work.counted * (size_t)(facts->programs->count + 1));
    bool ok = fit->row && work.pool && work.counted;
    if (ok) {
        memcpy(fit->row, rows, sizeof *rows * (size_t)count);
        fit->rows = count;
        sp_fit_counted(facts->programs, work.counted);
        ok = spread_anew(&work) && fit_pools(&work) && fit_market(&work, &usual);
    } else {
        sp_fail(error, SP_NO_MEMORY, "not enough memory for the fit");
    }
    sp_composition_free(&work.composition);
    free(work.pool);
    free(work.counted);
    if (!ok)
        sp_fit_free(fit);
    return ok;
}

void sp_fit_free(struct sp_fit *fit)
{
    free(fit->row);
    free(fit->market);
    sp_arena_free(&fit->text);
    *fit = (struct sp_fit){0};
}
