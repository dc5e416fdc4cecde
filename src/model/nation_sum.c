/* nation_sum.c: seasons on several threads.  Sums are of whole numbers, so it does not
 * matter who played which. */
#include "nation.h"

#include "error.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

struct part {
    const struct sp_nation *nation;
    uint64_t seed;
    int first, end, step; /* seasons first, first + step, … below end */
    struct sp_nation_sums sums;
    pthread_t thread;
    bool started, ok;
};

static bool make_room(const struct sp_nation *nation, struct sp_nation_sums *sums)
{
    size_t tracks = (size_t)nation->tracks + 1;
    *sums = (struct sp_nation_sums){
        .placed = calloc(tracks * SP_APPLICANT_TYPES, sizeof *sums->placed),
        .full = calloc(tracks, sizeof *sums->full),
        .pool = calloc((size_t)nation->pools + 1, sizeof *sums->pool),
    };
    return sums->placed && sums->full && sums->pool;
}

static void add_tally(struct sp_nation_tally *to, const struct sp_nation_tally *from)
{
    for (int c = 0; c < SP_COHORTS; c++) {
        to->lists[c] += from->lists[c];
        to->ranks[c] += from->ranks[c];
        to->strength[c] += from->strength[c];
        to->all[c] += from->all[c];
        to->all_ranks[c] += from->all_ranks[c];
    }
    to->second += from->second;
}

static void *play_part(void *argument)
{
    struct part *part = argument;
    const struct sp_nation *nation = part->nation;
    struct sp_nation_room *room = sp_nation_room_make(nation);
    part->ok = room && make_room(nation, &part->sums);
    for (int k = part->first; part->ok && k < part->end; k += part->step) {
        const struct sp_nation_season *season = sp_nation_play(nation, part->seed, k, room);
        for (int i = 0; i < nation->tracks * SP_APPLICANT_TYPES; i++)
            part->sums.placed[i] += season->placed[i];
        for (int t = 0; t < nation->tracks; t++)
            part->sums.full[t] += isfinite(season->cutoff[t]) != 0;
        for (int p = 0; p < nation->pools; p++)
            add_tally(&part->sums.pool[p], &season->pool[p]);
    }
    sp_nation_room_free(room);
    return NULL;
}

static void add_part(const struct sp_nation *nation, const struct sp_nation_sums *part,
                     struct sp_nation_sums *sums)
{
    for (int i = 0; i < nation->tracks * SP_APPLICANT_TYPES; i++)
        sums->placed[i] += part->placed[i];
    for (int t = 0; t < nation->tracks; t++)
        sums->full[t] += part->full[t];
    for (int p = 0; p < nation->pools; p++)
        add_tally(&sums->pool[p], &part->pool[p]);
}

bool sp_nation_sum(const struct sp_nation *nation, uint64_t seed, int first, int count,
                   int threads, struct sp_nation_sums *sums, struct sp_error *error)
{
    enum { MOST = 64 };
    struct part part[MOST];
    bool ok = make_room(nation, sums);
    threads = threads < 1 ? 1 : threads > MOST ? MOST : threads;
    for (int i = 0; i < threads; i++) {
        part[i] = (struct part){.nation = nation,
                                .seed = seed,
                                .first = first + i,
                                .end = first + count,
                                .step = threads};
        if (i > 0)
            part[i].started = !pthread_create(&part[i].thread, NULL, play_part, &part[i]);
    }
    for (int i = 0; i < threads; i++) {
        if (part[i].started)
            pthread_join(part[i].thread, NULL);
        else
            play_part(&part[i]);
        ok = ok && part[i].ok;
        if (ok)
            add_part(nation, &part[i].sums, sums);
        sp_nation_sums_free(&part[i].sums);
    }
    sums->seasons = count;
    if (!ok) {
        sp_nation_sums_free(sums);
        return sp_fail(error, SP_NO_MEMORY, "not enough memory for %d seasons", count);
    }
    return true;
}

struct sp_pool_moments sp_nation_moments(const struct sp_nation *nation,
                                         const struct sp_nation_sums *sums, int pool)
{
    const struct sp_nation_pool *at = &nation->pool[pool];
    const struct sp_nation_tally *tally = &sums->pool[pool];
    double lists[SP_COHORTS], score[SP_COHORTS], all = 0, total = 0;
    struct sp_pool_moments moments = {0};
    for (int c = 0; c < SP_COHORTS; c++) {
        lists[c] = fmax((double)tally->lists[c], 1);
        moments.ranks[c] = (double)tally->ranks[c] / lists[c];
        score[c] = at->score_gain * at->sd * (double)tally->strength[c] * SP_NATION_UNIT
                   / lists[c];
        all += (double)tally->lists[c];
        total += score[c] * (double)tally->lists[c];
    }
    moments.none = 1 - all / ((double)at->applicants * sums->seasons);
    moments.rate = (double)tally->lists[SP_MATCHED] / fmax(all, 1);
    moments.score_gap = score[SP_MATCHED] - score[SP_UNMATCHED];
    moments.score_mean = at->score_mean + total / fmax(all, 1);
    return moments;
}

struct sp_type_means sp_nation_means(const struct sp_nation *nation,
                                     const struct sp_nation_sums *sums,
                                     enum sp_applicant_type type)
{
    double first = 0, lists[SP_COHORTS] = {0}, ranks[SP_COHORTS] = {0};
    struct sp_type_means means;
    for (int t = 0; t < nation->tracks; t++)
        if (nation->track[t].first)
            first += (double)sums->placed[t * SP_APPLICANT_TYPES + (int)type];
    for (int p = nation->pool_of_type[type]; p < nation->pool_of_type[type + 1]; p++)
        for (int c = 0; c < SP_COHORTS; c++) {
            lists[c] += (double)sums->pool[p].all[c];
            ranks[c] += (double)sums->pool[p].all_ranks[c];
        }
    means.rate = first / sums->seasons / fmax(nation->certified[type], 1);
    for (int c = 0; c < SP_COHORTS; c++)
        means.ranks[c] = ranks[c] / fmax(lists[c], 1);
    return means;
}

void sp_nation_sums_free(struct sp_nation_sums *sums)
{
    free(sums->placed);
    free(sums->full);
    free(sums->pool);
    *sums = (struct sp_nation_sums){0};
}
