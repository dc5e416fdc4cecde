/* couples.c: a recorded season as a market, run with some of its applicants in twos.
 *
 * What the nation did is the answer without couples, since deferred acceptance has one.
 * Members lose their own lists and get that of the couple; programs rank everybody as
 * before.
 */
#include "couples.h"

#include "error.h"
#include "match.h"
#include "nation_record.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A place on the list of a program. */
struct wish {
    int32_t track, who;
    float score;
};

/* A pair of a couple's list: places of the tracks on the members' own lists, -1: none. */
struct pair {
    int32_t track[2];
    bool apart; /* in two states */
    int order;
};

struct work {
    const struct sp_nation *nation;
    const struct sp_programs *programs;
    struct sp_nation_room *room;
    struct sp_nation_record record;
    struct wish *wish; /* [ranks] by track, best first */
    int32_t *quota, *wish_first, *wish_who;
    int32_t *rank_first, *rank; /* of singles */
    int32_t (*member)[2], *pair_first, (*pair)[2];
    bool *coupled; /* [applicants] */
    int couples, most;
    struct sp_match match;
    struct sp_error *error;
};

static bool no_memory(struct sp_error *error)
{
    return sp_fail(error, SP_NO_MEMORY, "not enough memory for couples");
}

/* Best first; between equals the lower number. */
static int by_wish(const void *a, const void *b)
{
    const struct wish *x = a, *y = b;
    if (x->track != y->track)
        return x->track < y->track ? -1 : 1;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->who > y->who) - (x->who < y->who);
}

static bool reserve(struct work *work)
{
    size_t people = (size_t)work->nation->applicants + 1;
    size_t tracks = (size_t)work->nation->tracks + 1;
    work->coupled = calloc(people, sizeof *work->coupled);
    work->rank_first = calloc(people, sizeof *work->rank_first);
    work->quota = calloc(tracks, sizeof *work->quota);
    work->wish_first = calloc(tracks, sizeof *work->wish_first);
    work->member = calloc((size_t)work->couples + 1, sizeof *work->member);
    work->pair_first = calloc((size_t)work->couples + 1, sizeof *work->pair_first);
    work->pair = calloc((size_t)work->couples * (size_t)work->most + 1, sizeof *work->pair);
    return (work->coupled && work->rank_first && work->quota && work->wish_first
            && work->member && work->pair_first && work->pair)
           || no_memory(work->error);
}

static bool take_wishes(struct work *work)
{
    const struct sp_nation_lists *lists = &work->record.match;
    int32_t people = work->nation->applicants, ranks = lists->first[people];
    work->wish = malloc(sizeof *work->wish * ((size_t)ranks + 1));
    work->wish_who = malloc(sizeof *work->wish_who * ((size_t)ranks + 1));
    work->rank = malloc(sizeof *work->rank * ((size_t)ranks + 1));
    if (!work->wish || !work->wish_who || !work->rank)
        return no_memory(work->error);
    for (int32_t who = 0; who < people; who++)
        for (int32_t r = lists->first[who]; r < lists->first[who + 1]; r++) {
            work->wish[r] = (struct wish){lists->track[r], who, lists->score[r]};
            work->wish_first[lists->track[r] + 1]++;
        }
    qsort(work->wish, (size_t)ranks, sizeof *work->wish, by_wish);
    for (int32_t r = 0; r < ranks; r++)
        work->wish_who[r] = work->wish[r].who;
    for (int t = 0; t < work->nation->tracks; t++) {
        work->quota[t] = work->nation->track[t].quota;
        work->wish_first[t + 1] += work->wish_first[t];
    }
    return true;
}

static enum sp_applicant_type type_of(const struct work *work, int32_t who)
{
    return work->nation->pool[work->record.pool[who]].type;
}

static bool has_list(const struct work *work, int32_t who)
{
    return work->record.match.first[who + 1] > work->record.match.first[who];
}

/* Members at random of those with a list: the first of a shuffle, two and two. */
static bool take_couples(struct work *work, uint64_t seed, enum sp_couples_of of)
{
    int32_t *free_to = malloc(sizeof *free_to * ((size_t)work->nation->applicants + 1));
    struct sp_random random = sp_random_for(seed, (uint64_t)5 << 60);
    int count = 0;
    if (!free_to)
        return no_memory(work->error);
    for (int32_t who = 0; who < work->nation->applicants; who++)
        if (has_list(work, who)
            && (of == SP_COUPLES_ANYBODY || type_of(work, who) < SP_US_IMG))
            free_to[count++] = who;
    bool ok = count >= 2 * work->couples
              || sp_fail(work->error, SP_BAD_INPUT,
                         "couples %d: there are %d applicants with a list to pair",
                         work->couples, count);
    for (int i = 0; ok && i < 2 * work->couples; i++) {
        int from = i + (int)(sp_random_uniform(&random) * (count - i));
        int32_t who = free_to[from];
        free_to[from] = free_to[i];
        work->member[i / 2][i % 2] = who;
        work->coupled[who] = true;
    }
    free(free_to);
    return ok;
}

static int by_pair(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    bool x_alone = x->track[0] < 0 || x->track[1] < 0;
    bool y_alone = y->track[0] < 0 || y->track[1] < 0;
    if (x_alone != y_alone)
        return x_alone - y_alone;
    if (x->apart != y->apart)
        return x->apart - y->apart;
    if (x->order != y->order)
        return x->order - y->order;
    if (x->track[0] != y->track[0])
        return x->track[0] - y->track[0];
    return x->track[1] - y->track[1];
}

static const char *state_of(const struct work *work, int32_t track)
{
    return work->programs->track[work->nation->track[track].track].state;
}

/* All pairs of a couple, best first.  all  room for (longest + 1) squared */
static int list_pairs(const struct work *work, const int32_t member[2], struct pair *all)
{
    const struct sp_nation_lists *lists = &work->record.match;
    const int32_t *own[2];
    int length[2], count = 0;
    for (int m = 0; m < 2; m++) {
        own[m] = lists->track + lists->first[member[m]];
        length[m] = lists->first[member[m] + 1] - lists->first[member[m]];
    }
    for (int i = 0; i <= length[0]; i++)
        for (int j = 0; j <= length[1]; j++) {
            struct pair *pair = &all[count];
            if (i == length[0] && j == length[1])
                continue;
            *pair = (struct pair){
                {i < length[0] ? own[0][i] : -1, j < length[1] ? own[1][j] : -1},
                false,
                i + j};
            pair->apart =
                i < length[0] && j < length[1]
                && strcmp(state_of(work, own[0][i]), state_of(work, own[1][j])) != 0;
            count++;
        }
    qsort(all, (size_t)count, sizeof *all, by_pair);
    return count;
}

static bool pair_lists(struct work *work)
{
    enum { LONGEST = 2 * SP_NATION_LONGEST + 1 };
    struct pair *all = malloc(sizeof *all * LONGEST * LONGEST);
    int32_t pairs = 0;
    if (!all)
        return no_memory(work->error);
    for (int c = 0; c < work->couples; c++) {
        int count = list_pairs(work, work->member[c], all);
        for (int k = 0; k < count && k < work->most; k++)
            memcpy(work->pair[pairs++], all[k].track, sizeof all[k].track);
        work->pair_first[c + 1] = pairs;
    }
    free(all);
    return true;
}

static void list_singles(struct work *work)
{
    const struct sp_nation_lists *lists = &work->record.match;
    for (int32_t who = 0; who < work->nation->applicants; who++) {
        work->rank_first[who + 1] = work->rank_first[who];
        for (int32_t r = lists->first[who];
             !work->coupled[who] && r < lists->first[who + 1]; r++)
            work->rank[work->rank_first[who + 1]++] = lists->track[r];
    }
}

static bool run(struct work *work)
{
    struct sp_market_lists market = {
        .applicants = work->nation->applicants,
        .programs = work->nation->tracks,
        .couples = work->couples,
        .rank_first = work->rank_first,
        .rank = work->rank,
        .member = (const int32_t(*)[2])work->member,
        .pair_first = work->pair_first,
        .pair = (const int32_t(*)[2])work->pair,
        .quota = work->quota,
        .wish_first = work->wish_first,
        .wish = work->wish_who,
    };
    struct sp_match_options options = {0};
    return sp_match_run(&market, &options, &work->match, work->error);
}

/* The least of those that a track holds, or NAN when a position is open. */
static double cutoff(const struct work *work, int track, const int32_t *place)
{
    double least = NAN;
    int held = 0;
    for (int32_t w = work->wish_first[track]; w < work->wish_first[track + 1]; w++)
        if (place[work->wish[w].who] == track) {
            least = (double)work->wish[w].score;
            held++;
        }
    return held < work->quota[track] ? (double)NAN : least;
}

static void compare_tracks(const struct work *work, struct sp_couples_check *check)
{
    const int32_t *before = work->record.match.place, *after = work->match.place;
    int both = 0, moved = 0, offered = 0;
    double sum = 0;
    for (int t = 0; t < work->nation->tracks; t++) {
        double was = cutoff(work, t, before), is = cutoff(work, t, after);
        bool same = true;
        for (int32_t w = work->wish_first[t]; same && w < work->wish_first[t + 1]; w++) {
            int32_t who = work->wish[w].who;
            same = (before[who] == t) == (after[who] == t);
        }
        offered += work->quota[t] > 0;
        moved += !same;
        if (isnan(was) || isnan(is))
            continue;
        sum += fabs(is - was);
        both++;
    }
    check->tracks_moved = (double)moved / fmax(offered, 1);
    check->cutoff_moved = sum / fmax(both, 1);
}

static void compare_people(const struct work *work, struct sp_couples_check *check)
{
    const int32_t *before = work->record.match.place, *after = work->match.place;
    double lists[SP_APPLICANT_TYPES] = {0}, others = 0;
    for (int32_t who = 0; who < work->nation->applicants; who++) {
        bool placed[2] = {before[who] >= 0, after[who] >= 0};
        if (!has_list(work, who))
            continue;
        lists[type_of(work, who)]++;
        for (int w = 0; w < 2; w++) {
            check->rate[type_of(work, who)][w] += placed[w];
            check->members[w] += work->coupled[who] && placed[w];
        }
        if (work->coupled[who])
            continue;
        others++;
        check->others_moved += before[who] != after[who];
        check->others_turned += placed[0] != placed[1];
    }
    for (int w = 0; w < 2; w++) {
        check->members[w] /= fmax(2 * work->couples, 1);
        for (int k = 0; k < SP_APPLICANT_TYPES; k++)
            check->rate[k][w] /= fmax(lists[k], 1);
    }
    check->others_moved /= fmax(others, 1);
    check->others_turned /= fmax(others, 1);
}

static void release(struct work *work)
{
    sp_nation_record_free(&work->record);
    sp_nation_room_free(work->room);
    sp_match_free(&work->match);
    free(work->wish);
    free(work->quota);
    free(work->wish_first);
    free(work->wish_who);
    free(work->rank_first);
    free(work->rank);
    free(work->member);
    free(work->pair_first);
    free(work->pair);
    free(work->coupled);
}

bool sp_couples_compare(const struct sp_nation *nation, const struct sp_programs *programs,
                        uint64_t seed, int couples, int most, enum sp_couples_of of,
                        struct sp_couples_check *check, struct sp_error *error)
{
    struct work work = {.nation = nation,
                        .programs = programs,
                        .couples = couples,
                        .most = most,
                        .error = error};
    *check = (struct sp_couples_check){.couples = couples};
    work.room = sp_nation_room_make(nation);
    bool ok = (work.room || no_memory(error))
              && sp_nation_record_make(nation, &work.record, error);
    if (ok)
        sp_nation_play_recorded(nation, seed, 0, work.room, &work.record);
    ok = ok && reserve(&work) && take_wishes(&work) && take_couples(&work, seed, of)
         && pair_lists(&work);
    if (ok) {
        list_singles(&work);
        ok = run(&work);
    }
    if (ok) {
        check->stable = work.match.stable;
        compare_people(&work, check);
        compare_tracks(&work, check);
    }
    release(&work);
    return ok;
}
