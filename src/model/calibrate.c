/* calibrate.c: cutoffs of other seasons against lists that a season drew.
 *
 * In a season of cutoffs c, a list of tracks t leads to a place with chance
 * 1 - prod (1 - standing / (standing + exp(c_t))), as market.c takes it for a user.
 */
#include "calibrate.h"

#include "error.h"
#include "nation_record.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>

enum { OTHERS = 64 }; /* seasons whose cutoffs are met */

struct work {
    const struct sp_nation *nation;
    struct sp_nation_room *room;
    struct sp_nation_record record;
    float (*cutoff)[OTHERS];             /* [tracks] exp(cutoff), 0: it did not fill */
    int16_t (*pool)[SP_APPLICANT_TYPES]; /* [tracks] whose level counts there, or -1 */
    double chance[SP_CALIBRATION_BINS];
    long placed[SP_CALIBRATION_BINS];
    struct sp_calibration *calibration;
};

static void meet_others(struct work *work, uint64_t seed)
{
    for (int k = 0; k < OTHERS; k++) {
        const struct sp_nation_season *season =
            sp_nation_play(work->nation, seed, k, work->room);
        for (int t = 0; t < work->nation->tracks; t++)
            work->cutoff[t][k] = expf(season->cutoff[t]);
    }
}

static void find_pools(struct work *work)
{
    const struct sp_nation *nation = work->nation;
    for (int t = 0; t < nation->tracks; t++)
        for (int k = 0; k < SP_APPLICANT_TYPES; k++)
            work->pool[t][k] = -1;
    for (int p = 0; p < nation->pools; p++) {
        const struct sp_nation_pool *pool = &nation->pool[p];
        for (int i = pool->first; i < pool->first + pool->entries; i++)
            work->pool[nation->entry[i].track][pool->type] = (int16_t)p;
    }
}

/* Times the chance of no place at one track, in every other season. */
static void pass_by(const float cutoff[OTHERS], float standing, float none[OTHERS])
{
    for (int k = 0; k < OTHERS; k++)
        none[k] *= cutoff[k] / (standing + cutoff[k]);
}

static double tell(const struct work *work, int32_t who)
{
    const struct sp_nation *nation = work->nation;
    const struct sp_nation_lists *lists = &work->record.match;
    enum sp_applicant_type type = nation->pool[work->record.pool[who]].type;
    double strength = sp_normal_quantile((work->record.bin[who] + 0.5) / SP_NATION_BINS),
           sum = 0;
    float none[OTHERS];
    for (int k = 0; k < OTHERS; k++)
        none[k] = 1;
    for (int32_t i = lists->first[who]; i < lists->first[who + 1]; i++) {
        int track = lists->track[i];
        const struct sp_nation_pool *pool = &nation->pool[work->pool[track][type]];
        pass_by(work->cutoff[track],
                (float)exp(pool->level + pool->slope * pool->sd * strength), none);
    }
    for (int k = 0; k < OTHERS; k++)
        sum += 1 - (double)none[k];
    return sum / OTHERS;
}

static void look_at(struct work *work, int32_t who)
{
    const struct sp_nation_lists *lists = &work->record.match;
    if (lists->first[who] == lists->first[who + 1])
        return;
    double chance = tell(work, who);
    int bin = (int)(chance * SP_CALIBRATION_BINS);
    bin = bin < SP_CALIBRATION_BINS ? bin : SP_CALIBRATION_BINS - 1;
    work->calibration->applicants[bin]++;
    work->chance[bin] += chance;
    work->placed[bin] += lists->place[who] >= 0;
}

static void conclude(struct work *work)
{
    for (int b = 0; b < SP_CALIBRATION_BINS; b++) {
        double n = fmax((double)work->calibration->applicants[b], 1);
        work->calibration->told[b] = work->chance[b] / n;
        work->calibration->seen[b] = (double)work->placed[b] / n;
    }
}

bool sp_calibrate(const struct sp_nation *nation, uint64_t seed, int seasons,
                  struct sp_calibration *calibration, struct sp_error *error)
{
    size_t tracks = (size_t)nation->tracks + 1;
    *calibration = (struct sp_calibration){0};
    struct work work = {.nation = nation,
                        .calibration = calibration,
                        .room = sp_nation_room_make(nation),
                        .cutoff = malloc(sizeof *work.cutoff * tracks),
                        .pool = malloc(sizeof *work.pool * tracks)};
    bool ok = work.room && work.cutoff && work.pool
                  ? sp_nation_record_make(nation, &work.record, error)
                  : sp_fail(error, SP_NO_MEMORY, "not enough memory to calibrate");
    if (ok) {
        find_pools(&work);
        meet_others(&work, seed);
        for (int k = 0; k < seasons; k++) {
            sp_nation_play_recorded(nation, seed, OTHERS + k, work.room, &work.record);
            for (int32_t who = 0; who < work.record.applicants; who++)
                look_at(&work, who);
        }
        conclude(&work);
    }
    sp_nation_record_free(&work.record);
    sp_nation_room_free(work.room);
    free(work.cutoff);
    free(work.pool);
    return ok;
}
