/* nation_play.c: deferred acceptance over lists that are drawn as they are needed.
 *
 * The next choice of an applicant is a draw from the alias table of pool and strength,
 * drawn again when it was made before.  A program holds its best in rising order, and
 * scores only who proposes.  All draws are hashes of (season, applicant,
 * count), by the finaliser of SplitMix64 (Steele, Lea and Flood 2014): two words for one
 * multiplication more than Philox spends on a round.
 *
 * Whoever proposes when, the outcome is the same (McVitie and Wilson 1971).  So a batch of
 * those without a place draws, one beside the other, before any of it proposes: a draw
 * waits for memory several times, and what the processor waits for is then shared.
 */
#include "nation.h"

#include "logistic.h"
#include "nation_record.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    QUANTILES = 4096,
    STRATUM = QUANTILES / SP_NATION_BINS,
    TRIES = 200,
    NOBODY = -1,
    BATCH = 64,
    ROW = 8,           /* positions on one line of the cache */
    NEAR = 16,         /* places of a list that lie beside its applicant, two bytes each */
    EMPTY = UINT16_MAX /* no track: there are fewer */
};

#define WALL UINT64_MAX /* above every holder */

static const int short_list = 5; /* ranks; who has more does without a second choice */

/* Half of them, compared side by side. */
typedef uint16_t lanes __attribute__((vector_size(NEAR), may_alias));
typedef uint64_t halves __attribute__((vector_size(NEAR)));

/* What proposing needs, on one line of the cache. */
struct person {
    _Alignas(
        64) uint64_t late;    /* places drawn that stand at the end, not yet proposed to */
    uint32_t number;          /* names the draws */
    float base;               /* score before taste */
    int32_t held;             /* place in nation->track, or NOBODY */
    uint32_t first;           /* of the pool whose list is being proposed down */
    uint16_t entries;         /* of that pool */
    uint16_t draws;           /* hashes used */
    uint8_t bin, ranks, made; /* length of the list, places of it drawn */
    uint16_t near[NEAR];      /* the list so far; EMPTY beyond */
};

/* And what it does not need. */
struct background {
    float strength; /* in units of the pool's sd */
    uint16_t own;   /* pool preferred */
    uint16_t pool;  /* whose list is being proposed down */
    int16_t second; /* pool of a second choice yet to come, or NOBODY */
    uint8_t own_ranks, second_ranks;
};

/* The positions of a track, rising from holder[first]; then a wall, to a whole row. */
struct seats {
    uint64_t least; /* the first of them, or WALL: there is no position */
    int32_t first;
    uint16_t quota;
    bool advanced;
};

struct sp_nation_room {
    struct sp_nation_season season;
    struct person *person;
    struct background *background;
    uint16_t (*far)[SP_NATION_LONGEST - NEAR]; /* the rest of long lists */
    int32_t *waiting;                          /* those who are to propose */
    uint64_t *holder;                          /* score and who; 0: a free position */
    struct seats *seats;                       /* [tracks] */
    float *normal, *taste;                     /* [QUANTILES] */
};

void sp_nation_room_free(struct sp_nation_room *room)
{
    if (!room)
        return;
    free(room->season.placed);
    free(room->season.cutoff);
    free(room->season.pool);
    free(room->person);
    free(room->background);
    free(room->far);
    free(room->waiting);
    free(room->holder);
    free(room->seats);
    free(room->normal);
    free(room->taste);
    free(room);
}

/* A wall of one at least behind the positions of a track. */
static int rows_of(int quota)
{
    return quota / ROW + 1;
}

/* Room for the positions of all tracks, with the walls that stay.  False without memory. */
static bool make_seats(const struct sp_nation *nation, struct sp_nation_room *room)
{
    size_t tracks = (size_t)nation->tracks, rows = 1;
    for (size_t t = 0; t < tracks; t++)
        rows += (size_t)rows_of(nation->track[t].quota);
    room->seats = malloc(sizeof *room->seats * (tracks + 1));
    room->holder = aligned_alloc(sizeof(uint64_t) * ROW, sizeof(uint64_t) * ROW * rows);
    if (!room->seats || !room->holder)
        return false;
    memset(room->holder, 0xff, sizeof(uint64_t) * ROW * rows);
    int32_t first = 0;
    for (size_t t = 0; t < tracks; t++) {
        int quota = nation->track[t].quota;
        room->seats[t] = (struct seats){
            .first = first,
            .quota = (uint16_t)quota,
            .advanced = nation->track[t].advanced,
        };
        first += ROW * rows_of(quota);
    }
    return true;
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
    room->person = aligned_alloc(sizeof *room->person, sizeof *room->person * people);
    room->background = malloc(sizeof *room->background * people);
    room->far = malloc(sizeof *room->far * people);
    room->waiting = malloc(sizeof *room->waiting * people);
    room->normal = malloc(sizeof(float) * QUANTILES);
    room->taste = malloc(sizeof(float) * QUANTILES);
    if (!room->season.placed || !room->season.cutoff || !room->season.pool || !room->person
        || !room->background || !room->far || !room->waiting || !room->normal
        || !room->taste || !make_seats(nation, room)) {
        sp_nation_room_free(room);
        return NULL;
    }
    for (int q = 0; q < QUANTILES; q++) {
        room->normal[q] = (float)sp_normal_quantile((q + 0.5) / QUANTILES);
        room->taste[q] = (float)sp_log_odds((q + 0.5) / QUANTILES);
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
    bool goes_on[SP_APPLICANT_TYPES]; /* somebody of the type has a second choice */
    struct sp_nation_record *record;  /* or NULL */
};

static uint8_t draw_ranks(const struct sp_nation *nation, int pool, int bin, uint32_t word)
{
    long row = (long)pool * SP_NATION_BINS + bin;
    return nation->ranks[row * SP_NATION_STEPS + (word & (SP_NATION_STEPS - 1))];
}

/* Begins the list of a pool. */
static void join(const struct sp_nation *nation, struct person *person,
                 struct background *background, int pool, uint8_t ranks)
{
    const struct sp_nation_pool *at = &nation->pool[pool];
    background->pool = (uint16_t)pool;
    person->base = (float)(at->level + at->slope * at->sd * (double)background->strength);
    person->first = (uint32_t)at->first;
    person->entries = (uint16_t)at->entries;
    person->ranks = ranks;
    person->made = 0;
    person->late = 0;
    memset(person->near, 0xff, sizeof person->near);
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
                        int32_t who)
{
    const struct sp_nation *nation = play->nation;
    struct person *person = &play->room->person[who];
    struct background *background = &play->room->background[who];
    person->number = (uint32_t)number;
    person->held = NOBODY;
    person->draws = 0;
    uint64_t word = draw(play->key, person);
    uint32_t quantile = (uint32_t)word & (QUANTILES - 1);
    if (block->bin >= 0)
        quantile = (uint32_t)block->bin * STRATUM + quantile % STRATUM;
    person->bin = (uint8_t)(quantile / STRATUM);
    uint8_t ranks = draw_ranks(nation, block->pool, person->bin, (uint32_t)(word >> 32));
    *background = (struct background){.strength = play->room->normal[quantile],
                                      .own = (uint16_t)block->pool,
                                      .second = NOBODY,
                                      .own_ranks = ranks};
    join(nation, person, background, block->pool, ranks);
    if (!play->goes_on[nation->pool[block->pool].type] || ranks == 0 || ranks > short_list)
        return;
    word = draw(play->key, person);
    int second = second_choice(nation, block->pool, (double)(word >> 32) * 0x1p-32);
    if (second == NOBODY)
        return;
    background->second = (int16_t)second;
    background->second_ranks = draw_ranks(nation, second, person->bin, (uint32_t)word);
}

static bool is_on(const struct person *person, const uint16_t *far, uint16_t track)
{
    const lanes *near = (const lanes *)person->near;
    halves on = (halves)((near[0] == track) | (near[1] == track));
    if ((on[0] | on[1]) != 0)
        return true;
    for (int i = NEAR; i < person->made; i++)
        if (far[i - NEAR] == track)
            return true;
    return false;
}

/* Taste is drawn anew when a place is come back to; it has not been used before. */
static float draw_taste(const struct play *play, uint64_t word)
{
    return play->room->taste[word & (QUANTILES - 1)];
}

static const struct sp_nation_slot *slots_of(const struct sp_nation *nation,
                                             const struct person *person)
{
    return nation->slot + (size_t)person->first * SP_NATION_BINS
           + (size_t)((uint32_t)person->bin * (uint32_t)person->entries);
}

/* The slot that a draw falls in is its upper half times the entries, and what is left of
 * that says how far into it. */
static uint64_t place_of(const struct person *person, uint64_t word)
{
    return (word >> 32) * person->entries;
}

/* The draw of the next choice, made ahead so that its slot is at hand when it is needed;
 * none at the end of the list.  This and next_choice are made 200,000 times a season, so
 * that calling them would show. */
__attribute__((always_inline)) static inline uint64_t draw_ahead(struct play *play,
                                                                 int32_t who)
{
    struct person *person = &play->room->person[who];
    if (person->made >= person->ranks)
        return 0;
    uint64_t word = draw(play->key, person);
    __builtin_prefetch(slots_of(play->nation, person) + (place_of(person, word) >> 32));
    return word;
}

/* A program that is not on the list yet, or NOBODY when all that is left is as good as
 * closed to this strength.  word  drawn, and drawn again as often as need be */
static int draw_place(struct play *play, struct person *person, uint16_t *far,
                      uint64_t *word)
{
    const struct sp_nation *nation = play->nation;
    const struct sp_nation_slot *slot = slots_of(nation, person);
    for (int tries = 1;; tries++) {
        uint64_t wide = place_of(person, *word);
        uint32_t own = (uint32_t)(wide >> 32);
        /* A coin in effect: a branch would be guessed wrong every other time. */
        uint32_t beyond = 0u - ((uint16_t)(wide >> 16) >= slot[own].cut);
        uint32_t entry = own ^ ((own ^ slot[own].other) & beyond);
        uint16_t track = nation->place[person->first + entry];
        if (!is_on(person, far, track)) {
            if (person->made < NEAR)
                person->near[person->made] = track;
            else
                far[person->made - NEAR] = track;
            person->made++;
            return track;
        }
        if (tries == TRIES)
            break;
        *word = draw(play->key, person);
    }
    person->ranks = person->made;
    return NOBODY;
}

/* The next program of the list, or NOBODY at its end.  word  from draw_ahead */
__attribute__((always_inline)) static inline int next_choice(struct play *play, int32_t who,
                                                             uint64_t word, float *score)
{
    struct person *person = &play->room->person[who];
    uint16_t *far = play->room->far[who];
    while (person->made < person->ranks) {
        int track = draw_place(play, person, far, &word);
        if (track == NOBODY)
            break;
        if ((uint16_t)(word >> 16) >= play->nation->late[track]) {
            *score = person->base + draw_taste(play, word);
            return track;
        }
        person->late |= (uint64_t)1 << (person->made - 1);
        if (person->made < person->ranks)
            word = draw(play->key, person);
    }
    if (person->late == 0)
        return NOBODY;
    int place = __builtin_ctzll(person->late);
    person->late &= person->late - 1;
    word = draw(play->key, person);
    *score = person->base + draw_taste(play, word);
    return place < NEAR ? person->near[place] : far[place - NEAR];
}

/* Goes over to the second choice, if there is one yet to come. */
static bool go_on(struct play *play, int32_t who)
{
    struct background *background = &play->room->background[who];
    int second = background->second;
    if (second == NOBODY)
        return false;
    background->second = NOBODY;
    join(play->nation, &play->room->person[who], background, second,
         background->second_ranks);
    return true;
}

/* Adds somebody's list, drawn to its end; the draws are taken back. */
static void record_list(struct play *play, int32_t who, struct sp_nation_lists *lists)
{
    struct person *person = &play->room->person[who], before = *person;
    struct background *background = &play->room->background[who], known = *background;
    float score;
    do {
        int track;
        while ((track = next_choice(play, who, draw_ahead(play, who), &score)) != NOBODY) {
            int32_t at = lists->first[who + 1]++;
            lists->track[at] = track;
            lists->score[at] = score;
        }
    } while (go_on(play, who));
    *person = before;
    *background = known;
}

static void record_match(struct play *play, int32_t who)
{
    struct sp_nation_record *record = play->record;
    record->pool[who] = play->room->background[who].own;
    record->bin[who] = play->room->person[who].bin;
    record->match.first[who + 1] = record->match.first[who];
    record_list(play, who, &record->match);
}

static void record_places(const struct play *play, struct sp_nation_lists *lists)
{
    for (int32_t who = 0; who < play->nation->applicants; who++)
        lists->place[who] = play->room->person[who].held;
}

/* Scores as whole numbers in the same order, above 0; between equals the earlier of the
 * applicants is before the later, so that nothing hangs on who came first. */
static uint64_t holder_of(float score, int32_t who)
{
    uint32_t bits;
    memcpy(&bits, &score, sizeof bits);
    bits ^= bits >> 31 ? UINT32_MAX : (uint32_t)1 << 31;
    return (uint64_t)bits << 32 | (UINT32_MAX - (uint32_t)who);
}

static int32_t who_holds(uint64_t holder)
{
    return holder == 0 ? NOBODY : (int32_t)(UINT32_MAX - (uint32_t)holder);
}

static float score_of(uint64_t holder)
{
    uint32_t bits = (uint32_t)(holder >> 32);
    float score;
    bits ^= bits >> 31 ? (uint32_t)1 << 31 : UINT32_MAX;
    memcpy(&score, &bits, sizeof score);
    return score;
}

/* Puts a holder in the place of the least.  Each position takes the middle of itself, the
 * next and the newcomer: no branch, as most would be guessed wrong; but rows that are above
 * the newcomer stay as they are, and the wall ends it at the latest. */
static void replace_least(uint64_t *holder, uint64_t newcomer)
{
    for (uint64_t last = 0; last < newcomer; holder += ROW) {
        uint64_t own = holder[0];
        last = holder[ROW - 1];
#pragma GCC unroll 8
        for (int k = 0; k < ROW; k++) {
            uint64_t after = holder[k + 1], next = after < newcomer ? after : newcomer;
            holder[k] = own > next ? own : next;
            own = after;
        }
    }
}

struct offer {
    uint64_t holder; /* if it is taken */
    int32_t who, track;
};

/* Who is without a place after an offer: who made it, the one displaced, or NOBODY. */
static int32_t propose(struct sp_nation_room *room, const struct offer *offer)
{
    struct seats *seats = &room->seats[offer->track];
    if (offer->holder < seats->least)
        return offer->who;
    uint64_t *holder = room->holder + seats->first;
    int32_t out = who_holds(seats->least);
    replace_least(holder, offer->holder);
    seats->least = holder[0];
    room->person[offer->who].held = offer->track;
    if (out != NOBODY)
        room->person[out].held = NOBODY;
    return out;
}

/* Everybody who waits makes the next offer of the list, or leaves at its end. */
static int make_offers(struct play *play, const int32_t *waiting, int count,
                       struct offer *offer)
{
    uint64_t word[BATCH];
    int offers = 0;
    for (int i = 0; i < count; i++)
        word[i] = draw_ahead(play, waiting[i]);
    for (int i = 0; i < count; i++) {
        float score;
        int32_t who = waiting[i];
        int track = next_choice(play, who, word[i], &score);
        while (track == NOBODY && go_on(play, who))
            track = next_choice(play, who, draw_ahead(play, who), &score);
        if (track == NOBODY)
            continue;
        __builtin_prefetch(&play->room->seats[track], 1);
        offer[offers++] = (struct offer){holder_of(score, who), who, track};
    }
    return offers;
}

/* Everybody who waits proposes once, or leaves at the end of the list.  Whoever is without
 * a place then waits; returns how many. */
static int propose_batch(struct play *play, int32_t *waiting, int count)
{
    struct sp_nation_room *room = play->room;
    struct offer offer[BATCH];
    int offers = make_offers(play, waiting, count, offer), left = 0, hopeful = 0;
    /* Who is refused already goes back to wait: without a branch, as it is a coin. */
    for (int i = 0; i < offers; i++) {
        const struct seats *seats = &room->seats[offer[i].track];
        bool refused = offer[i].holder < seats->least;
        waiting[left] = offer[i].who;
        left += refused;
        offer[hopeful] = offer[i];
        hopeful += !refused;
        __builtin_prefetch(room->holder + seats->first, 1);
    }
    for (int i = 0; i < hopeful; i++) {
        int32_t out = propose(room, &offer[i]);
        waiting[left] = out;
        left += out != NOBODY;
    }
    play->proposals += offers;
    return left;
}

/* Everybody is drawn, the best of each specialty first, and proposes until held or at the
 * end of the list. */
static void settle(struct play *play)
{
    const struct sp_nation *nation = play->nation;
    int32_t waiting[BATCH], who = 0;
    int count = 0, in_block = 0;
    const struct sp_nation_block *block = nation->block, *end = block + nation->blocks;
    while (block < end || count > 0) {
        while (count < BATCH && block < end) {
            draw_person(play, block, block->first + in_block, who);
            if (play->record)
                record_match(play, who);
            waiting[count++] = who++;
            if (++in_block == block->count) {
                in_block = 0;
                block++;
            }
        }
        count = propose_batch(play, waiting, count);
    }
}

/* Those listed propose until held or at the end of the list. */
static void settle_listed(struct play *play, const int32_t *listed, int people)
{
    int32_t waiting[BATCH];
    int count = 0, next = 0;
    while (next < people || count > 0) {
        while (count < BATCH && next < people)
            waiting[count++] = listed[next++];
        count = propose_batch(play, waiting, count);
    }
}

static void count_person(struct play *play, int32_t who, struct sp_nation_tally *tally)
{
    const struct person *person = &play->room->person[who];
    const struct background *background = &play->room->background[who];
    bool held = person->held != NOBODY, own = background->pool == background->own;
    if (held && !own)
        play->room->season.pool[background->pool].second++;
    if (background->own_ranks == 0)
        return;
    enum sp_cohort cohort = held && own ? SP_MATCHED : SP_UNMATCHED;
    enum sp_cohort any = held ? SP_MATCHED : SP_UNMATCHED;
    tally->lists[cohort]++;
    tally->ranks[cohort] += background->own_ranks;
    tally->all[any]++;
    tally->all_ranks[any] += background->own_ranks + background->second_ranks;
    tally->strength[cohort] += (int64_t)((double)background->strength / SP_NATION_UNIT);
}

/* First years: who holds an advanced track ranks them on a supplemental list, and some
 * of those without a place rank them at the end.  False: not this one. */
static bool join_first_years(struct play *play, int32_t who, enum sp_applicant_type type)
{
    const struct sp_nation *nation = play->nation;
    struct person *person = &play->room->person[who];
    struct background *background = &play->room->background[who];
    int pool = nation->first_year[type];
    bool held = person->held != NOBODY;
    if (pool < 0
        || (held ? !play->room->seats[person->held].advanced : background->own_ranks == 0))
        return false;
    uint64_t word = draw(play->key, person);
    if (!held && (double)(word >> 32) * 0x1p-32 >= nation->supplement[type])
        return false;
    background->second = NOBODY;
    join(nation, person, background, pool,
         draw_ranks(nation, pool, person->bin, (uint32_t)word));
    return true;
}

/* Counts the match, and sets up that for first years.  Returns who takes part. */
static int count_people(struct play *play, int32_t *part)
{
    const struct sp_nation *nation = play->nation;
    struct sp_nation_season *season = &play->room->season;
    int parts = 0;
    int32_t who = 0;
    for (int b = 0; b < nation->blocks; b++) {
        const struct sp_nation_block *block = &nation->block[b];
        enum sp_applicant_type type = nation->pool[block->pool].type;
        for (int i = 0; i < block->count; i++, who++) {
            struct person *person = &play->room->person[who];
            if (person->held != NOBODY)
                season->placed[person->held * SP_APPLICANT_TYPES + (int)type]++;
            count_person(play, who, &season->pool[block->pool]);
            bool takes_part = join_first_years(play, who, type);
            person->held = NOBODY;
            if (takes_part)
                part[parts++] = who;
        }
    }
    return parts;
}

static void count_first_years(struct play *play, const int32_t *part, int parts)
{
    const struct sp_nation *nation = play->nation;
    uint16_t *placed = play->room->season.placed;
    for (int i = 0; i < parts; i++) {
        int32_t held = play->room->person[part[i]].held;
        int own = play->room->background[part[i]].own;
        if (held != NOBODY)
            placed[held * SP_APPLICANT_TYPES + (int)nation->pool[own].type]++;
    }
}

static void record_first_years(struct play *play, const int32_t *part, int parts)
{
    struct sp_nation_lists *lists = &play->record->first_years;
    for (int32_t who = 0, i = 0; who < play->nation->applicants; who++) {
        lists->first[who + 1] = lists->first[who];
        if (i < parts && part[i] == who) {
            record_list(play, who, lists);
            i++;
        }
    }
}

static void begin(struct play *play)
{
    const struct sp_nation *nation = play->nation;
    struct sp_nation_season *season = &play->room->season;
    size_t tracks = (size_t)nation->tracks;
    memset(season->placed, 0, sizeof(uint16_t) * SP_APPLICANT_TYPES * tracks);
    memset(season->pool, 0, sizeof *season->pool * (size_t)nation->pools);
    for (int t = 0; t < nation->tracks; t++) {
        struct seats *seats = &play->room->seats[t];
        uint64_t *holder = play->room->holder + seats->first;
        memset(holder, 0, sizeof *holder * seats->quota);
        seats->least = holder[0];
    }
    for (int p = 0; p < nation->pools; p++)
        play->goes_on[nation->pool[p].type] |= nation->pool[p].second > 0;
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
    begin(&play);
    settle(&play);
    if (record)
        record_places(&play, &record->match);
    int parts = count_people(&play, room->waiting);
    if (record)
        record_first_years(&play, room->waiting, parts);
    settle_listed(&play, room->waiting, parts);
    count_first_years(&play, room->waiting, parts);
    if (record)
        record_places(&play, &record->first_years);
    for (int t = 0; t < nation->tracks; t++) {
        const struct seats *seats = &room->seats[t];
        room->season.cutoff[t] =
            seats->quota > 0 && seats->least > 0 ? score_of(seats->least) : -INFINITY;
    }
    room->season.proposals = play.proposals;
    return &room->season;
}

const struct sp_nation_season *sp_nation_play(const struct sp_nation *nation, uint64_t seed,
                                              int season, struct sp_nation_room *room)
{
    return sp_nation_play_recorded(nation, seed, season, room, NULL);
}
