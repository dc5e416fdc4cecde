/* fit.c: composition first, since openness rests on it; then pool by pool. */
#include "fit.h"

#include "composition.h"
#include "error.h"
#include "openness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char internal_medicine[] = "140";

void sp_fit_counted(const struct sp_programs *programs, bool *counted)
{
    for (int t = 0; t < programs->count; t++) {
        const struct sp_track *track = &programs->track[t];
        counted[t] = sp_track_offered(track) && track->type != SP_PHYSICIAN_ONLY
                     && track->type != SP_PRELIMINARY;
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

bool sp_fit_prepare(const struct sp_facts *facts, const struct sp_composition *composition,
                    enum sp_applicant_type type, const char *specialty, const bool *counted,
                    struct sp_pool *pool, struct sp_pool_bins *bins, struct sp_error *error)
{
    struct sp_openness openness = {0};
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
    bool *counted;
    struct sp_nodes nodes;
    struct sp_error *error;
    int done, total;
};

bool sp_fit_watch_step(const struct sp_fit_watch *watch, int done, int total,
                       struct sp_error *error)
{
    return !watch || !watch->step || watch->step(watch->context, done, total)
           || sp_fail(error, SP_UNAVAILABLE, "stopped after %d of %d pools", done, total);
}

/* Fits one pool; nothing published about it is no failure. */
static bool fit_pool(struct work *work, enum sp_applicant_type type, const char *specialty)
{
    struct sp_error error = {0};
    struct sp_pool_targets targets;
    struct sp_pool_bins bins;
    struct sp_pool pool;
    if (!sp_fit_watch_step(work->watch, work->done++, work->total, work->error))
        return false;
    if (!sp_pool_targets(work->facts->published, type, specialty, &targets))
        return true;
    if (!sp_fit_prepare(work->facts, &work->composition, type, specialty, work->counted,
                        &pool, &bins, &error)) {
        if (error.code != SP_OK && work->error)
            *work->error = error;
        return error.code == SP_OK;
    }
    /* Lists as long as over all specialties need as many programs. */
    for (int c = 0; c < SP_COHORTS; c++)
        if (targets.ranks[c].value > 0.4 * pool.applications)
            targets.ranks[c] = (struct sp_target){fmax(0.4 * pool.applications, 1),
                                                  0.2 * pool.applications, true};
    work->fit->pools++;
    work->fit->unconverged += !sp_pool_fit(&pool, &targets, &bins, &work->nodes);
    int rows = sp_pool_save(&pool, &work->fit->text, work->fit->row + work->fit->rows);
    work->fit->rows += rows;
    return rows > 0 || sp_fail(work->error, SP_NO_MEMORY, "not enough memory for the fit");
}

static bool fit_pools(struct work *work)
{
    const struct sp_specialties *specialties = work->facts->specialties;
    bool ok = true;
    work->total = SP_APPLICANT_TYPES * (specialties->count + 1);
    for (int type = 0; ok && type < SP_APPLICANT_TYPES; type++) {
        ok = fit_pool(work, (enum sp_applicant_type)type, "*");
        for (int s = 0; ok && s < specialties->count; s++)
            ok = fit_pool(work, (enum sp_applicant_type)type, specialties->at[s].code);
    }
    return ok;
}

/* The published facts with the new composition in place of an old fit. */
static bool spread_anew(struct work *work, struct sp_fitted *rows, int count)
{
    struct sp_published published = *work->facts->published;
    published.fitted = rows;
    published.fits = count;
    return sp_composition_spread(work->facts->programs, work->facts->specialties,
                                 &published, NULL, &work->composition, work->error);
}

bool sp_fit_make(const struct sp_facts *facts, const struct sp_fit_watch *watch,
                 struct sp_fit *fit, struct sp_error *error)
{
    struct work work = {.facts = facts,
                        .watch = watch,
                        .fit = fit,
                        .nodes = sp_nodes_make(),
                        .error = error};
    struct sp_fitted *rows;
    int count;
    *fit = (struct sp_fit){0};
    if (!sp_composition_fit(facts->programs, facts->specialties, facts->published,
                            &fit->text, &rows, &count, error)) {
        sp_fit_free(fit);
        return false;
    }
    size_t room = (size_t)count
                  + (size_t)SP_APPLICANT_TYPES * (size_t)(facts->specialties->count + 1)
                        * (SP_POOL_PARAMETERS + 4);
    fit->row = malloc(sizeof *fit->row * room);
    work.counted = malloc(sizeof *work.counted * (size_t)(facts->programs->count + 1));
    bool ok = fit->row && work.counted;
    if (ok) {
        memcpy(fit->row, rows, sizeof *rows * (size_t)count);
        fit->rows = count;
        sp_fit_counted(facts->programs, work.counted);
        ok = spread_anew(&work, rows, count) && fit_pools(&work);
    } else {
        sp_fail(error, SP_NO_MEMORY, "not enough memory for the fit");
    }
    sp_composition_free(&work.composition);
    free(work.counted);
    if (!ok)
        sp_fit_free(fit);
    return ok;
}

void sp_fit_free(struct sp_fit *fit)
{
    free(fit->row);
    sp_arena_free(&fit->text);
    *fit = (struct sp_fit){0};
}
