/* nation_play.c: deferred acceptance over lists that are drawn as they are needed.
 *
 * The next choice of an applicant is a draw from the alias table of pool and strength,
 * drawn again when it was made before.  A program holds its best in a heap with the least
 * on top, and scores only who proposes.  All draws are hashes of (season, applicant,
 * count), by the finaliser of SplitMix64 (Steele, Lea and Flood 2014): two words for one
 * multiplication more than Philox spends on a round.
 */
#include "nation.h"

#include "logistic.h"
#include "nation_record.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { QUANTILES = 4096, STRATUM = QUANTILES / SP_NATION_BINS, TRIES = 200, NOBODY = -1 };

static const int short_list = 5; /* ranks; who has more does without a second choice */

struct person {
    uint32_t number; /* names the draws */
    float base;      /* score before taste */
    float strength;  /* in units of the pool's sd */
    uint16_t pool;   /* whose list is being proposed down */
    uint16_t own;    /* preferred */
    uint16_t bin;
    uint8_t ranks, made; /* length of the list, places of it drawn */
    uint64_t late;       /* places drawn that stand at its end, not yet proposed to */
    uint8_t own_ranks;
    uint8_t second_ranks;
    int16_t second; /* pool of a second choice, or NOBODY */
    uint16_t draws; /* hashes used */
    int32_t held;   /* place in nation->track, or NOBODY */
};

struct holder {
    float score;
    int32_t who;
};

/* The positions of a track: heap[first .. first + held). */
struct seats {
    int32_t first;
    uint16_t quota, held;
};

struct sp_nation_room {
    struct sp_nation_season season;
    struct person *person;
    uint16_t (*list)[SP_NATION_LONGEST]; /* programs proposed to */
    struct holder *heap;                 /* [nation->seats] */
    struct seats *seats;                 /* [tracks] */
    float *normal, *taste;               /* [QUANTILES] */
};

void sp_nation_room_free(struct sp_nation_room *room)
{
    if (!room)
        return;
    free(room->season.placed);
    free(room->season.cutoff);
    free(room->season.pool);
    free(room->person);
    free(room->list);
    free(room->heap);
    free(room->seats);
    free(room->normal);
    free(room->taste);
    free(room);
}

struct sp_nation_room *sp_nation_room_make(const struct sp_nation *nation)
{
    size_t tracks = (size_t)nation->tracks + 1, people = (size_t)nation->applicants + 1;
    struct sp_nation_room *room = calloc(1, sizeof *room);
    if (!room)
        return NULL;
    room->season.placed = malloc(sizeof(uint16_t) * SP_APPLICANT_TYPES * tracks);
    room->season.cutoff = malloc(sizeof(float) * tracks);
    room->season.pool = malloc(sizeof *room->season.pool * (size_t)(nation->pools + 1));
    room->person = malloc(sizeof *room->person * people);
    room->list = malloc(sizeof *room->list * people);
    room->heap = malloc(sizeof *room->heap * (size_t)(nation->seats + 1));
    room->seats = malloc(sizeof *room->seats * tracks);
    room->normal = malloc(sizeof(float) * QUANTILES);
    room->taste = malloc(sizeof(float) * QUANTILES);
    if (!room->season.placed || !room->season.cutoff || !room->season.pool || !room->person
        || !room->list || !room->heap || !room->seats || !room->normal || !room->taste) {
        sp_nation_room_free(room);
        return NULL;
    }
    for (int q = 0; q < QUANTILES; q++) {
        room->normal[q] = (float)sp_normal_quantile((q + 0.5) / QUANTILES);
        room->taste[q] = (float)sp_log_odds((q + 0.5) / QUANTILES);
    }
    int32_t seat = 0;
    for (int t = 0; t < nation->tracks; t++) {
        room->seats[t] =
            (struct seats){.first = seat, .quota = (uint16_t)nation->track[t].quota};
        seat += nation->track[t].quota;
    }
    return room;
}

static inline uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static inline uint64_t draw(uint64_t key, struct person *person)
{
    uint64_t place = (uint64_t)person->number << 16 | person->draws++;
    return mix(key + place * 0x9e3779b97f4a7c15u);
}

struct play {
    const struct sp_nation *nation;
    struct sp_nation_room *room;
    uint64_t key;
    int64_t proposals;
    struct sp_nation_record *record; /* or NULL */
};

static uint8_t draw_ranks(const struct sp_nation *nation, int pool, int bin, uint32_t word)
{
    long row = (long)pool * SP_NATION_BINS + bin;
    return nation->ranks[row * SP_NATION_STEPS + (word & (SP_NATION_STEPS - 1))];
}

/* Begins the list of a pool. */
static void join(const struct sp_nation *nation, struct person *person, int pool,
                 uint8_t ranks)
{
    const struct sp_nation_pool *at = &nation->pool[pool];
    person->pool = (uint16_t)pool;
    person->base = (float)(at->level + at->slope * at->sd * (double)person->strength);
    person->ranks = ranks;
    person->made = 0;
    person->late = 0;
}

/* The pool in which somebody goes on after the first choice, or NOBODY. */
static int second_choice(const struct sp_nation *nation, int own, double uniform)
{
    enum sp_applicant_type type = nation->pool[own].type;
    for (int p = nation->pool_of_type[type]; p < nation->pool_of_type[type + 1]; p++) {
        uniform -= nation->pool[p].second;
        if (uniform < 0)
            return p == own ? NOBODY : p;
    }
    return NOBODY;
}

static void draw_person(struct play *play, const struct sp_nation_block *block, int number,
                        bool goes_on, struct person *person)
{
    const struct sp_nation *nation = play->nation;
    *person = (struct person){.number = (uint32_t)number,
                              .own = (uint16_t)block->pool,
                              .held = NOBODY,
                              .second = NOBODY};
    uint64_t word = draw(play->key, person);
    uint32_t quantile = (uint32_t)word & (QUANTILES - 1);
    if (block->bin >= 0)
        quantile = (uint32_t)block->bin * STRATUM + quantile % STRATUM;
    person->strength = play->room->normal[quantile];
    person->bin = (uint16_t)(quantile / STRATUM);
    person->own_ranks =
        draw_ranks(nation, block->pool, person->bin, (uint32_t)(word >> 32));
    join(nation, person, block->pool, person->own_ranks);
    if (!goes_on || person->own_ranks == 0 || person->own_ranks > short_list)
        return;
    word = draw(play->key, person);
    int second = second_choice(nation, block->pool, (double)(word >> 32) * 0x1p-32);
    if (second == NOBODY)
        return;
    person->second = (int16_t)second;
    person->second_ranks = draw_ranks(nation, second, person->bin, (uint32_t)word);
}

static void draw_people(struct play *play)
{
    const struct sp_nation *nation = play->nation;
    bool goes_on[SP_APPLICANT_TYPES] = {false};
    struct person *person = play->room->person;
    for (int p = 0; p < nation->pools; p++)
        goes_on[nation->pool[p].type] |= nation->pool[p].second > 0;
    for (int b = 0; b < nation->blocks; b++) {
        const struct sp_nation_block *block = &nation->block[b];
        for (int i = 0; i < block->count; i++)
            draw_person(play, block, block->first + i,
                        goes_on[nation->pool[block->pool].type], person++);
    }
}

static bool is_on(const uint16_t *list, int made, uint16_t track)
{
    bool on = false;
    for (int i = 0; i < made; i++)
        on |= list[i] == track;
    return on;
}

/* Taste is drawn anew when a place is come back to; it has not been used before. */
static float draw_taste(const struct play *play, uint64_t word)
{
    return play->room->taste[word & (QUANTILES - 1)];
}

/* A program that is not on the list yet, or NOBODY when all that is left is as good as
 * closed to this strength. */
static int draw_place(struct play *play, struct person *person, uint16_t *list,
                      uint64_t *word)
{
    const struct sp_nation *nation = play->nation;
    const struct sp_nation_pool *pool = &nation->pool[person->pool];
    const struct sp_nation_slot *slot = nation->slot + (long)pool->first * SP_NATION_BINS
                                        + (long)person->bin * pool->entries;
    for (int tries = 0; tries < TRIES; tries++) {
        *word = draw(play->key, person);
        uint64_t wide = (*word >> 32) * (uint64_t)pool->entries;
        uint32_t own = (uint32_t)(wide >> 32);
        /* A coin in effect: a branch would be guessed wrong every other time. */
        uint32_t beyond = 0u - ((uint16_t)(wide >> 16) >= slot[own].cut);
        uint32_t entry = own ^ ((own ^ slot[own].other) & beyond);
        uint16_t track = nation->place[(uint32_t)pool->first + entry];
        if (is_on(list, person->made, track))
            continue;
        list[person->made++] = track;
        return track;
    }
    person->ranks = person->made;
    return NOBODY;
}

/* The next program of the list, or NOBODY at its end. */
static int next_choice(struct play *play, int32_t who, float *taste)
{
    struct person *person = &play->room->person[who];
    uint16_t *list = play->room->list[who];
    uint64_t word;
    while (person->made < person->ranks) {
        int track = draw_place(play, person, list, &word);
        if (track == NOBODY)
            break;
        if ((uint16_t)(word >> 16) < play->nation->late[track]) {
            person->late |= (uint64_t)1 << (person->made - 1);
            continue;
        }
        *taste = draw_taste(play, word);
        return track;
    }
    if (person->late == 0)
        return NOBODY;
    int place = __builtin_ctzll(person->late);
    person->late &= person->late - 1;
    word = draw(play->key, person);
    *taste = draw_taste(play, word);
    return list[place];
}

/* Adds what is left of somebody's list, drawn to its end. */
static void record_list(struct play *play, int32_t who, struct sp_nation_lists *lists)
{
    float taste;
    int track;
    while ((track = next_choice(play, who, &taste)) != NOBODY) {
        int32_t at = lists->first[who + 1]++;
        lists->track[at] = track;
        lists->score[at] = play->room->person[who].base + taste;
    }
}

/* Both lists of everybody, before anybody proposes: draws are taken back afterwards. */
static void record_match(struct play *play)
{
    const struct sp_nation *nation = play->nation;
    struct sp_nation_record *record = play->record;
    for (int32_t who = 0; who < nation->applicants; who++) {
        struct person *person = &play->room->person[who], before = *person;
        record->pool[who] = person->own;
        record->bin[who] = person->bin;
        record->match.first[who + 1] = record->match.first[who];
        record_list(play, who, &record->match);
        if (person->second != NOBODY) {
            join(nation, person, person->second, person->second_ranks);
            record_list(play, who, &record->match);
        }
        *person = before;
    }
}

static void record_places(const struct play *play, struct sp_nation_lists *lists)
{
    for (int32_t who = 0; who < play->nation->applicants; who++)
        lists->place[who] = play->room->person[who].held;
}

static void sift_down(struct holder *heap, int count, struct holder entry)
{
    int at = 0;
    for (;;) {
        int child = 2 * at + 1;
        if (child >= count)
            break;
        if (child + 1 < count && heap[child + 1].score < heap[child].score)
            child++;
        if (heap[child].score >= entry.score)
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = entry;
}

/* Who is without a place after `who` has proposed: who, the one displaced, or NOBODY. */
static int32_t propose(struct play *play, int32_t who, int track, float score)
{
    struct seats *seats = &play->room->seats[track];
    struct holder *heap = play->room->heap + seats->first;
    play->proposals++;
    if (seats->held < seats->quota) {
        int at = seats->held++;
        while (at > 0 && heap[(at - 1) / 2].score > score) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = (struct holder){score, who};
        return NOBODY;
    }
    if (seats->held == 0 || score <= heap[0].score)
        return who;
    int32_t out = heap[0].who;
    sift_down(heap, seats->held, (struct holder){score, who});
    return out;
}

/* Everybody proposes until held or at the end of the list. */
static void settle(struct play *play, int32_t who)
{
    struct person *person = play->room->person;
    while (who != NOBODY) {
        float taste;
        int track = next_choice(play, who, &taste);
        if (track == NOBODY)
            return;
        int32_t out = propose(play, who, track, person[who].base + taste);
        if (out != who) {
            person[who].held = track;
            if (out != NOBODY)
                person[out].held = NOBODY;
        }
        who = out;
    }
}

/* Who has come to the end of the first choice goes on to the second, and so does who is
 * displaced by that, until nobody moves. */
static void settle_second(struct play *play)
{
    const struct sp_nation *nation = play->nation;
    bool moved = true;
    while (moved) {
        moved = false;
        for (int32_t who = 0; who < nation->applicants; who++) {
            struct person *person = &play->room->person[who];
            if (person->held != NOBODY || person->second == NOBODY
                || person->pool == (uint16_t)person->second)
                continue;
            join(nation, person, person->second, person->second_ranks);
            settle(play, who);
            moved = true;
        }
    }
}

static void count_people(struct play *play)
{
    const struct sp_nation *nation = play->nation;
    struct sp_nation_season *season = &play->room->season;
    for (int32_t who = 0; who < nation->applicants; who++) {
        const struct person *person = &play->room->person[who];
        const struct sp_nation_pool *own = &nation->pool[person->own];
        struct sp_nation_tally *tally = &season->pool[person->own];
        if (person->held != NOBODY) {
            season->placed[person->held * SP_APPLICANT_TYPES + (int)own->type]++;
            season->pool[person->pool].second += person->pool != person->own;
        }
        if (person->own_ranks == 0)
            continue;
        enum sp_cohort cohort = person->held != NOBODY && person->pool == person->own
                                    ? SP_MATCHED
                                    : SP_UNMATCHED;
        tally->lists[cohort]++;
        tally->ranks[cohort] += person->own_ranks;
        enum sp_cohort any = person->held != NOBODY ? SP_MATCHED : SP_UNMATCHED;
        tally->all[any]++;
        tally->all_ranks[any] += person->own_ranks + person->second_ranks;
        tally->strength[cohort] += (int64_t)((double)person->strength / SP_NATION_UNIT);
    }
}

/* First years: who holds an advanced track ranks them on a supplemental list, and some
 * of those without a place rank them at the end. */
static void settle_first_years(struct play *play)
{
    const struct sp_nation *nation = play->nation;
    struct sp_nation_season *season = &play->room->season;
    for (int32_t who = 0; who < nation->applicants; who++) {
        struct person *person = &play->room->person[who];
        enum sp_applicant_type type = nation->pool[person->own].type;
        uint64_t word = draw(play->key, person);
        bool advanced = person->held != NOBODY && nation->track[person->held].advanced;
        bool last = person->held == NOBODY && person->own_ranks > 0
                    && (double)(word >> 32) * 0x1p-32 < nation->supplement[type];
        int pool = nation->first_year[type];
        person->held = NOBODY;
        if (play->record)
            play->record->first_years.first[who + 1] = play->record->first_years.first[who];
        if ((!advanced && !last) || pool < 0)
            continue;
        join(nation, person, pool, draw_ranks(nation, pool, person->bin, (uint32_t)word));
        if (play->record) {
            struct person before = *person;
            record_list(play, who, &play->record->first_years);
            *person = before;
        }
        settle(play, who);
    }
    for (int32_t who = 0; who < nation->applicants; who++) {
        const struct person *person = &play->room->person[who];
        if (person->held != NOBODY)
            season->placed[person->held * SP_APPLICANT_TYPES
                           + (int)nation->pool[person->own].type]++;
    }
}

const struct sp_nation_season *sp_nation_play_recorded(const struct sp_nation *nation,
                                                       uint64_t seed, int season,
                                                       struct sp_nation_room *room,
                                                       struct sp_nation_record *record)
{
    struct play play = {
        .nation = nation,
        .room = room,
        .key = mix(seed * 0x9e3779b97f4a7c15u + mix((uint64_t)season + 1)),
        .record = record,
    };
    size_t tracks = (size_t)nation->tracks;
    memset(room->season.placed, 0, sizeof(uint16_t) * SP_APPLICANT_TYPES * tracks);
    memset(room->season.pool, 0, sizeof *room->season.pool * (size_t)nation->pools);
    for (int t = 0; t < nation->tracks; t++)
        room->seats[t].held = 0;
    draw_people(&play);
    if (record)
        record_match(&play);
    for (int32_t who = 0; who < nation->applicants; who++)
        settle(&play, who);
    settle_second(&play);
    if (record)
        record_places(&play, &record->match);
    count_people(&play);
    settle_first_years(&play);
    if (record)
        record_places(&play, &record->first_years);
    for (int t = 0; t < nation->tracks; t++) {
        const struct seats *seats = &room->seats[t];
        room->season.cutoff[t] = seats->held < seats->quota || seats->quota == 0
                                     ? -INFINITY
                                     : room->heap[seats->first].score;
    }
    room->season.proposals = play.proposals;
    return &room->season;
}

const struct sp_nation_season *sp_nation_play(const struct sp_nation *nation, uint64_t seed,
                                              int season, struct sp_nation_room *room)
{
    return sp_nation_play_recorded(nation, seed, season, room, NULL);
}
