/* openness.c: seats of a type over applications of that type, program by program. */
#include "openness.h"

#include "error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double least_share = 0.005; /* nobody is known to be wholly closed */

static bool gather(const struct sp_programs *programs,
                   const struct sp_composition *composition, enum sp_applicant_type type,
                   int program, const bool *counted, struct sp_open *open)
{
    const struct sp_program *at = &programs->program[program];
    double quota = 0, known = 0, seats = 0, spread = 0;
    for (int i = at->first_track; i < at->first_track + at->tracks; i++) {
        int t = programs->order[i];
        if (!counted[t])
            continue;
        double own = sp_track_quota(&programs->track[t]);
        quota += own;
        if (composition->at[t].known) {
            known += own;
            seats += own * composition->at[t].share[type];
            spread += own * composition->at[t].spread;
        }
    }
    *open = (struct sp_open){
        .program = program,
        .quota = quota,
        .share = known > 0 ? seats / known : -1,
        .spread = known > 0 ? spread / known : 1.5,
    };
    return quota > 0;
}

/* Programs about which nothing is known get the mean of the rest. */
static void fill_unknown(struct sp_openness *openness)
{
    double seats = 0, quota = 0;
    for (int i = 0; i < openness->count; i++)
        if (openness->at[i].share >= 0) {
            seats += openness->at[i].share * openness->at[i].quota;
            quota += openness->at[i].quota;
        }
    for (int i = 0; i < openness->count; i++)
        if (openness->at[i].share < 0)
            openness->at[i].share = quota > 0 ? seats / quota : 0.1;
}

bool sp_openness_find(const struct sp_programs *programs,
                      const struct sp_composition *composition, enum sp_applicant_type type,
                      const char *specialty, const bool *counted, double applications,
                      struct sp_openness *openness, struct sp_error *error)
{
    *openness = (struct sp_openness){
        .at = malloc(sizeof *openness->at * (size_t)(programs->programs + 1))};
    if (!openness->at)
        return sp_fail(error, SP_NO_MEMORY, "not enough memory for the programs");
    for (int p = 0; p < programs->programs; p++) {
        int first = programs->order[programs->program[p].first_track];
        if (strcmp(programs->track[first].specialty, specialty) == 0
            && gather(programs, composition, type, p, counted,
                      &openness->at[openness->count]))
            openness->count++;
    }
    fill_unknown(openness);
    sp_openness_crowd(openness, SP_CROWDING_USUAL, NULL, NULL, applications);
    return true;
}

void sp_openness_adjust(struct sp_openness *openness, const struct sp_programs *programs,
                        const struct sp_published *published, enum sp_applicant_type type)
{
    for (int i = 0; i < openness->count; i++) {
        const struct sp_program *program = &programs->program[openness->at[i].program];
        double sum = 0, weight = 0;
        for (int k = program->first_track; k < program->first_track + program->tracks;
             k++) {
            const struct sp_track *track = &programs->track[programs->order[k]];
            const struct sp_track_market *market =
                sp_published_market(published, track->code);
            if (!market || sp_track_quota(track) <= 0)
                continue;
            sum += sp_track_quota(track) * market->adjust[type];
            weight += sp_track_quota(track);
        }
        openness->at[i].adjust = weight > 0 ? sum / weight : 0;
        openness->at[i].welcome = 0;
    }
}

/* Scales chances that follow `applied` until they sum to `applications`, none over 1. */
static void fill_up(struct sp_openness *openness, double applications)
{
    double most = 0.95 * openness->count;
    if (applications > most)
        applications = most;
    for (int round = 0; round < 30; round++) {
        double free = 0, full = 0;
        for (int i = 0; i < openness->count; i++)
            if (openness->at[i].applied >= 1)
                full += 1;
            else
                free += openness->at[i].applied;
        double by = free > 0 ? (applications - full) / free : 1;
        for (int i = 0; i < openness->count; i++)
            if (openness->at[i].applied < 1)
                openness->at[i].applied = fmin(openness->at[i].applied * by, 1);
        if (fabs(by - 1) < 1e-12)
            break;
    }
}

/* Powers of quotas: whole numbers, of which most programs share a few. */
struct powers {
    double exponent;
    double of[64]; /* 0: not asked for yet */
};

static double power_of(struct powers *powers, double quota)
{
    int whole = quota >= 1 && quota < 64 ? (int)quota : 0;
    if (!whole || whole != quota)
        return pow(quota, powers->exponent);
    if (powers->of[whole] == 0)
        powers->of[whole] = pow(quota, powers->exponent);
    return powers->of[whole];
}

void sp_openness_crowd(struct sp_openness *openness, struct sp_crowding crowding,
                       const double *share, const double *ranks, double applications)
{
    double sum = 0, seats = 0;
    struct powers size = {.exponent = crowding.size};
    for (int i = 0; i < openness->count; i++) {
        struct sp_open *open = &openness->at[i];
        if (open->welcome == 0)
            open->welcome = exp(open->adjust);
        double x = fmax(share ? share[i] : open->share, least_share) * open->welcome;
        open->applied = pow(x, crowding.share) * power_of(&size, open->quota);
        open->relative = x * open->quota; /* invitations follow the seats */
        if (ranks)
            open->relative *= ranks[i];
        sum += open->applied;
        seats += open->relative;
    }
    for (int i = 0; i < openness->count; i++)
        openness->at[i].applied = fmin(
            openness->at[i].applied * fmin(applications, 0.95 * openness->count) / sum, 1);
    fill_up(openness, applications);
    openness->applications = 0;
    for (int i = 0; i < openness->count; i++)
        openness->applications += openness->at[i].applied;
    for (int i = 0; i < openness->count; i++)
        openness->at[i].relative *=
            openness->applications / seats / openness->at[i].applied;
}

static int by_relative(const void *a, const void *b)
{
    const struct sp_open *x = *(const struct sp_open *const *)a,
                         *y = *(const struct sp_open *const *)b;
    return x->relative < y->relative ? -1 : x->relative > y->relative;
}

bool sp_openness_bins(const struct sp_openness *openness, struct sp_pool_bins *bins,
                      struct sp_error *error)
{
    const struct sp_open **order = malloc(sizeof *order * (size_t)(openness->count + 1));
    if (!order)
        return sp_fail(error, SP_NO_MEMORY, "not enough memory for the programs");
    for (int i = 0; i < openness->count; i++)
        order[i] = &openness->at[i];
    qsort(order, (size_t)openness->count, sizeof *order, by_relative);

    double part = openness->applications / SP_POOL_BINS, left = part, sum = 0;
    int bin = 0;
    for (int i = 0; i < openness->count; i++) {
        double mass = order[i]->applied;
        while (bin < SP_POOL_BINS - 1 && mass > left) {
            bins->relative[bin] = (sum + left * order[i]->relative) / part;
            mass -= left;
            left = part;
            sum = 0;
            bin++;
        }
        sum += mass * order[i]->relative;
        left -= mass;
    }
    bins->relative[bin] = part > 0 ? sum / part : 1;
    for (int b = 0; b < SP_POOL_BINS; b++) {
        bins->weight[b] = 1.0 / SP_POOL_BINS;
        if (b > bin)
            bins->relative[b] = bins->relative[bin];
    }
    free(order);
    return true;
}

int sp_count_programs(const struct sp_programs *programs, const char *specialty,
                      const bool *counted)
{
    int count = 0;
    for (int p = 0; p < programs->programs; p++) {
        const struct sp_program *program = &programs->program[p];
        bool any = false;
        for (int i = program->first_track; i < program->first_track + program->tracks;
             i++) {
            int t = programs->order[i];
            any =
                any || (counted[t] && strcmp(programs->track[t].specialty, specialty) == 0);
        }
        count += any;
    }
    return count;
}

double sp_usual_applications(const struct sp_published *published,
                             enum sp_applicant_type type, int programs,
                             int internal_medicine_programs)
{
    const struct sp_base_rate *rate = sp_published_base_rate(
        published, type >= SP_US_IMG ? "applications.img" : "applications.us_graduate");
    double usual = rate ? rate->value : 50;
    if (internal_medicine_programs > 0)
        usual *= sqrt((double)programs / internal_medicine_programs);
    return fmax(fmin(usual, 0.8 * programs), 1);
}

void sp_openness_free(struct sp_openness *openness)
{
    free(openness->at);
    *openness = (struct sp_openness){0};
}
