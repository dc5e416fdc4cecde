/* catalogue.h: the catalogue that the program carries, for tests of the model
 *
 * Loaded once a program, through the store, into a folder that is gone again when the
 * tests end.  What the tests change they change in copies.
 */
#pragma once

#include "chances.h"
#include "composition.h"
#include "market.h"
#include "plan.h"

/* Group fixtures: catalogue_open loads the season 2027, catalogue_close gives everything
 * back. */
int catalogue_open(void **unused);
int catalogue_close(void **unused);

/* What catalogue_open loaded; today is 2026-10-01. */
const struct sp_facts *catalogue_facts(void);

/* A profile of examples/, "applicant-a.json"; the caller frees it. */
struct sp_profile catalogue_profile(const char *name);

/* A non-US IMG with a Step 2 CK of 245 who needs a J-1 and wants one specialty, given
 * by its code; a string literal, since it is not copied.  Owns nothing. */
struct sp_profile catalogue_applicant(struct sp_wish *wish, const char *specialty);

/* Tracks to be changed: `programs` shares all but the tracks with the catalogue;
 * catalogue_unshare frees them. */
struct sp_programs catalogue_share(void);
void catalogue_unshare(struct sp_programs *shared);

/* A small world cut out of the catalogue: the tracks of the specialties named (codes,
 * [count]) in the states named (none: all), all kinds, with the counts and the fit that
 * concern them. `facts` points into the struct; catalogue_uncut frees it. */
struct catalogue_cut {
    struct sp_facts facts;
    struct sp_programs programs;
    struct sp_specialties specialties;
    struct sp_published published;
};
void catalogue_cut(struct catalogue_cut *cut, const char *const *specialty, int specialties,
                   const char *const *state, int states);
void catalogue_uncut(struct catalogue_cut *cut);

/* The steps of a plan up to the seasons, for one specialty (code): every track that may
 * be applied to is open, and `count` seasons are played.  catalogue_unplay frees them. */
struct catalogue_play {
    struct sp_composition composition;
    struct sp_chances chances;
    struct sp_seasons seasons;
    bool *open, *counted; /* [programs->count] */
};
struct catalogue_play catalogue_play(const struct sp_facts *known,
                                     const struct sp_profile *profile,
                                     const char *specialty, uint64_t seed, int count);
void catalogue_unplay(struct catalogue_play *play);
