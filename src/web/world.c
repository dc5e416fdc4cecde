/* world.c: one pointer under a lock, and a count of readers in each world.
 *
 * Loading happens under the lock: who asks meanwhile would only load the same.  Whether
 * what was loaded is still true is asked of the store each time, which says it in
 * microseconds.
 */
#include "world.h"

#include "error.h"
#include "grounds.h"
#include "programs_pages.h"
#include "stores.h"
#include "vacancy.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_GROUND_BYTES = 12 << 20 }; /* some ten specialties, each as one type meets it */

/* A world with its readers; the one that `worlds` holds counts as a reader. */
struct counted_world {
    struct world world; /* first, so that one address serves both */
    atomic_int readers;
    long mark; /* of the facts in the store when it was loaded */
};

struct worlds {
    pthread_mutex_t lock;
    struct stores *stores; /* not owned */
    struct store *store;   /* borrowed from there; only ever read from */
    bool (*today)(struct sp_date *today, struct sp_error *error);
    struct counted_world *now; /* NULL: to be loaded */
    long loaded;
};

static void world_free(struct world *world)
{
    sp_grounds_close(world->grounds);
    for (int i = 0; i < world->seasons; i++)
        sp_season_free(&world->season[i]);
    sp_certificates_free(&world->certificates);
    sp_openings_free(&world->openings);
    sp_composition_free(&world->composition);
    sp_published_free(&world->published);
    sp_programs_free(&world->programs);
    sp_specialties_free(&world->specialties);
    sp_arena_free(&world->text);
}

void world_release(struct world *world)
{
    struct counted_world *counted = (struct counted_world *)world;
    if (!world || atomic_fetch_sub(&counted->readers, 1) != 1)
        return;
    world_free(world);
    free(counted);
}

static bool load_seasons(struct store *store, struct world *world, struct sp_error *error)
{
    int *year, count;
    if (!store_load_seasons(store, &world->text, &year, &count, error))
        return false;
    if (count == 0)
        return sp_fail(error, SP_UNAVAILABLE, "this build carries no season");
    world->season = sp_arena_get(&world->text, sizeof *world->season * (size_t)count);
    if (!world->season)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the seasons");
    for (; world->seasons < count; world->seasons++)
        if (!store_load_season(store, year[world->seasons], &world->season[world->seasons],
                               error))
            return false;
    while (world->next < count - 1
           && sp_season_over(&world->season[world->next], world->today))
        world->next++;
    return true;
}

static bool expect_open(struct world *world, struct sp_error *error)
{
    size_t bytes = sizeof *world->open * ((size_t)world->programs.count + 1);
    world->open = sp_arena_get(&world->text, bytes);
    return (world->open || sp_fail(error, SP_NO_MEMORY, "no memory for the facts"))
           && sp_vacancy_expect(&world->programs, SP_YEARS, world->open, error);
}

static bool open_grounds(struct world *world, struct sp_error *error)
{
    struct sp_facts facts;
    return world_facts(world, 0, &facts, error)
           && sp_grounds_open(&facts, MOST_GROUND_BYTES, &world->grounds, error);
}

static bool load(struct store *store, struct world *world, struct sp_error *error)
{
    return store_load_specialties(store, &world->specialties, error)
           && store_load_states(store, &world->text, &world->state, &world->states, error)
           && store_load_visa_countries(store, &world->text, &world->visa_country,
                                        &world->visa_countries, error)
           && load_seasons(store, world, error)
           && store_load_programs(store, &world->programs, error)
           && store_load_published(store, &world->published, error)
           && store_load_openings(store, &world->openings, error)
           && store_load_certificates(store, &world->certificates, error)
           && sp_composition_spread(&world->programs, &world->specialties,
                                    &world->published, NULL, &world->composition, error)
           && expect_open(world, error) && open_grounds(world, error);
}

static bool load_next(struct worlds *worlds, struct sp_date today, long mark,
                      struct sp_error *error)
{
    struct counted_world *made = calloc(1, sizeof *made);
    if (!made)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the facts");
    made->world.today = today;
    made->world.number = ++worlds->loaded;
    made->mark = mark;
    atomic_init(&made->readers, 1);
    bool ok = load(worlds->store, &made->world, error);
    if (ok)
        worlds->now = made;
    else
        world_release(&made->world);
    return ok;
}

static void drop(struct worlds *worlds)
{
    if (worlds->now)
        world_release(&worlds->now->world);
    worlds->now = NULL;
}

/* With the lock held: `now` is a world of today and of the facts that there are. */
static bool keep_up(struct worlds *worlds, struct sp_date today, struct sp_error *error)
{
    long mark; /* before loading: what comes in meanwhile is noticed by the next */
    if (!store_facts_mark(worlds->store, &mark, error))
        return false;
    struct counted_world *now = worlds->now;
    if (now && now->mark == mark && sp_date_days(now->world.today) == sp_date_days(today))
        return true;
    drop(worlds);
    return load_next(worlds, today, mark, error);
}

bool worlds_take(struct worlds *worlds, struct world **world, struct sp_error *error)
{
    struct sp_date today;
    *world = NULL;
    if (!worlds->today(&today, error))
        return false;
    pthread_mutex_lock(&worlds->lock);
    bool ok = keep_up(worlds, today, error);
    if (ok) {
        atomic_fetch_add(&worlds->now->readers, 1);
        *world = &worlds->now->world;
    }
    pthread_mutex_unlock(&worlds->lock);
    return ok;
}

bool worlds_open(struct stores *stores,
                 bool (*today)(struct sp_date *today, struct sp_error *error),
                 struct worlds **worlds, struct sp_error *error)
{
    struct world *first;
    *worlds = calloc(1, sizeof **worlds);
    if (!*worlds)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the facts");
    (*worlds)->stores = stores;
    (*worlds)->today = today;
    pthread_mutex_init(&(*worlds)->lock, NULL);
    if (stores_borrow(stores, &(*worlds)->store, error)
        && worlds_take(*worlds, &first, error)) {
        world_release(first);
        return true;
    }
    worlds_close(*worlds);
    *worlds = NULL;
    return false;
}

void worlds_close(struct worlds *worlds)
{
    if (!worlds)
        return;
    drop(worlds);
    if (worlds->store)
        stores_return(worlds->stores, worlds->store);
    pthread_mutex_destroy(&worlds->lock);
    free(worlds);
}

static bool refuse_year(const struct world *world, int year, struct sp_error *error)
{
    char list[200] = "";
    for (int i = 0; i < world->seasons && i < 20; i++) {
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%d", i ? ", " : "",
                 world->season[i].year);
    }
    return sp_fail(error, SP_NOT_FOUND, "season %d: known are %s", year, list);
}

bool world_facts(const struct world *world, int year, struct sp_facts *facts,
                 struct sp_error *error)
{
    int place = world->next;
    if (year) {
        for (place = 0; place < world->seasons && world->season[place].year != year;)
            place++;
        if (place == world->seasons)
            return refuse_year(world, year, error);
    }
    *facts = (struct sp_facts){
        .programs = &world->programs,
        .specialties = &world->specialties,
        .published = &world->published,
        .season = &world->season[place],
        .visa_country = world->visa_country,
        .visa_countries = world->visa_countries,
        .today = world->today,
        .composition = &world->composition,
        .grounds = world->grounds,
    };
    return true;
}

struct program_estimates world_estimates(const struct world *world)
{
    return (struct program_estimates){&world->composition, world->open};
}

struct profile_words world_words(const struct world *world)
{
    return (struct profile_words){.specialties = &world->specialties,
                                  .state = world->state,
                                  .states = world->states,
                                  .country = world->visa_country,
                                  .countries = world->visa_countries};
}
