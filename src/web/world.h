/* world.h: the facts, loaded once and shared by all requests
 *
 * A world never changes.  Whoever reads one takes it and gives it back; after an import, of
 * this process or another, or at midnight, the next to ask gets a new one, and the old one
 * goes when the last reader has given it back.
 */
#pragma once

#include "certificate.h"
#include "composition.h"
#include "opening.h"
#include "plan.h"
#include "profile_file.h"
#include "store.h"

#include <stdbool.h>

struct sp_error;
struct stores;
struct worlds; /* the one of now, and how to make the next */

struct program_estimates;
struct sp_grounds;

struct world {
    struct sp_arena text;
    struct sp_date today;
    struct sp_specialties specialties;
    struct sp_programs programs;
    struct sp_published published;
    struct sp_composition composition; /* of every track */
    double *open;                      /* of every track, as vacancy.h expects it */
    struct sp_grounds *grounds;        /* kept for the next who asks; locks itself */
    struct sp_openings openings;       /* with what the user said of them */
    struct sp_certificates certificates;
    struct sp_visa_country *visa_country;
    int visa_countries;
    struct store_state *state;
    int states;
    struct sp_season *season; /* [seasons] by year */
    int seasons;
    int next;    /* place of the season whose lists can still be certified, or the last */
    long number; /* differs from that of every other world of this server */
};

/* `today` says what day it is, each time it is asked.  The first world is loaded at once.
 */
bool worlds_open(struct stores *stores,
                 bool (*today)(struct sp_date *today, struct sp_error *error),
                 struct worlds **worlds, struct sp_error *error);

/* The world as it is now, with all that was saved before the call, whoever saved it; give
 * it back with world_release. */
bool worlds_take(struct worlds *worlds, struct world **world, struct sp_error *error);
void world_release(struct world *world);

void worlds_close(struct worlds *worlds); /* NULL is allowed */

/* What is estimated of every track (programs_pages.h).  Points into the world. */
struct program_estimates world_estimates(const struct world *world);

/* What a plan reads, in the season of `year`; 0: the next one.  Points into the world.
 * SP_NOT_FOUND names the seasons there are. */
bool world_facts(const struct world *world, int year, struct sp_facts *facts,
                 struct sp_error *error);

/* The names that a profile may use. */
struct profile_words world_words(const struct world *world);
