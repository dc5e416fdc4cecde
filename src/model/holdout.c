/* holdout.c: fit what was, play what was announced. */
#include "holdout.h"

#include "error.h"
#include "nation.h"
#include "past.h"

#include <math.h>
#include <stdlib.h>

static const int usual_seasons = 200;
static const uint64_t fresh = (uint64_t)1 << 40; /* seeds of the fit lie below */

struct work {
    const struct sp_facts *facts;
    struct sp_past before, offered;
    struct sp_fit fit;
    struct sp_composition composition;
    struct sp_nation nation;
    double certified[SP_APPLICANT_TYPES]; /* of the nation that was fitted */
    int seasons, threads;
    uint64_t seed;
    bool quick;
    struct sp_holdout *holdout;
    struct sp_error *error;
};

static bool make_nation(struct work *work, struct sp_past *past)
{
    past->published.fitted = work->fit.row;
    past->published.fits = work->fit.rows;
    past->published.market = work->fit.market;
    past->published.markets = work->fit.markets;
    sp_nation_free(&work->nation);
    sp_composition_free(&work->composition);
    return sp_composition_spread(&past->programs, past->facts.specialties, &past->published,
                                 NULL, &work->composition, work->error)
           && sp_nation_make(&past->facts, &work->composition, &work->nation, work->error);
}

static bool fit_before(struct work *work, const struct sp_fit_watch *watch)
{
    struct sp_fit_options options = {
        .threads = work->threads, .quick = work->quick, .bare = true};
    bool ok = sp_past_make(work->facts, SP_PAST_FILLED, &work->before, work->error)
              && sp_fit_make(&work->before.facts, &options, watch, &work->fit, work->error)
              && make_nation(work, &work->before);
    for (int k = 0; ok && k < SP_APPLICANT_TYPES; k++)
        work->certified[k] = work->nation.certified[k];
    return ok;
}

/* Changes the numbers of applicants to those of one way. */
static bool set_applicants(struct work *work, enum sp_holdout_way way)
{
    struct sp_nation *nation = &work->nation;
    for (int k = 0; k < SP_APPLICANT_TYPES; k++) {
        enum sp_applicant_type type = (enum sp_applicant_type)k;
        const struct sp_match_rate *then =
            sp_past_rate(work->facts->published, type, SP_LAST_YEAR - 1);
        const struct sp_match_rate *now =
            sp_past_rate(work->facts->published, type, SP_LAST_YEAR);
        double by = 1;
        if (way == SP_HOLDOUT_CERTIFIED && then && now && then->certified > 0
            && now->certified > 0)
            by = (double)now->certified / then->certified;
        nation->certified[k] = by * work->certified[k];
        for (int p = nation->pool_of_type[k]; p < nation->pool_of_type[k + 1]; p++)
            nation->pool[p].applicants = (int)(by * nation->pool[p].applicants + 0.5);
    }
    return sp_nation_tabulate(nation)
           || sp_fail(work->error, SP_NO_MEMORY, "not enough memory for a nation");
}

static bool play(struct work *work, enum sp_holdout_way way)
{
    struct sp_nation *nation = &work->nation;
    struct sp_nation_sums sums = {0};
    if (!sp_nation_sum(nation, work->seed + fresh, 0, work->seasons, work->threads, &sums,
                       work->error))
        return false;
    for (int k = 0; k < SP_APPLICANT_TYPES; k++)
        work->holdout->type[way][k] =
            sp_nation_means(nation, &sums, (enum sp_applicant_type)k);
    for (int t = 0; t < nation->tracks; t++)
        for (int k = 0; k < SP_APPLICANT_TYPES; k++)
            work->holdout->filled[way][nation->track[t].track] +=
                (double)sums.placed[t * SP_APPLICANT_TYPES + k] / sums.seasons;
    sp_nation_sums_free(&sums);
    return true;
}

static bool reserve(struct work *work)
{
    int tracks = work->holdout->tracks = work->facts->programs->count;
    for (int way = 0; way < SP_HOLDOUT_WAYS; way++) {
        work->holdout->filled[way] =
            calloc((size_t)tracks + 1, sizeof *work->holdout->filled[way]);
        if (!work->holdout->filled[way])
            return sp_fail(work->error, SP_NO_MEMORY, "not enough memory for %d tracks",
                           tracks);
    }
    return true;
}

bool sp_holdout_make(const struct sp_facts *facts, const struct sp_holdout_options *options,
                     const struct sp_fit_watch *watch, struct sp_holdout *holdout,
                     struct sp_error *error)
{
    struct work work = {.facts = facts,
                        .seasons = options->seasons ? options->seasons : usual_seasons,
                        .threads = options->threads ? options->threads : 1,
                        .seed = options->seed,
                        .quick = options->quick,
                        .holdout = holdout,
                        .error = error};
    *holdout = (struct sp_holdout){0};
    bool ok = reserve(&work) && fit_before(&work, watch)
              && sp_past_make(facts, SP_PAST_OFFERED, &work.offered, error)
              && make_nation(&work, &work.offered);
    for (int way = 0; ok && way < SP_HOLDOUT_WAYS; way++)
        ok = set_applicants(&work, (enum sp_holdout_way)way)
             && play(&work, (enum sp_holdout_way)way);
    sp_nation_free(&work.nation);
    sp_composition_free(&work.composition);
    sp_fit_free(&work.fit);
    sp_past_free(&work.before);
    sp_past_free(&work.offered);
    if (!ok)
        sp_holdout_free(holdout);
    return ok;
}

void sp_holdout_free(struct sp_holdout *holdout)
{
    for (int way = 0; way < SP_HOLDOUT_WAYS; way++)
        free(holdout->filled[way]);
    *holdout = (struct sp_holdout){0};
}
