/* catalogue.c: one store in a temporary folder, read once. */
#include "check.h"

#include "catalogue.h"
#include "compliance.h"
#include "error.h"
#include "fit.h"
#include "profile_file.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct sp_specialties specialties;
static struct sp_programs programs;
static struct sp_published published;
static struct sp_season season;
static struct sp_arena text;
static struct sp_visa_country *country;
static struct store_state *state;
static int countries, states;
static struct sp_facts facts;

static bool load(const char *home, struct sp_error *error)
{
    struct store *store = NULL;
    struct store_options options = {0};
    bool ok = store_open(home, &options, &store, error)
              && store_load_specialties(store, &specialties, error)
              && store_load_programs(store, &programs, error)
              && store_load_published(store, &published, error)
              && store_load_season(store, 2027, &season, error)
              && store_load_visa_countries(store, &text, &country, &countries, error)
              && store_load_states(store, &text, &state, &states, error);
    store_close(store);
    return ok;
}

int catalogue_open(void **unused)
{
    (void)unused;
    char home[] = "/tmp/smartpick-facts-XXXXXX", command[64];
    struct sp_error error = {0};
    bool ok = mkdtemp(home) && load(home, &error);
    if (!ok)
        fprintf(stderr, "%s\n", error.text);
    facts = (struct sp_facts){
        .programs = &programs,
        .specialties = &specialties,
        .published = &published,
        .season = &season,
        .visa_country = country,
        .visa_countries = countries,
        .today = {2026, 10, 1},
    };
    snprintf(command, sizeof command, "rm -rf '%s'", home);
    return system(command) == 0 && ok ? 0 : 1;
}

int catalogue_close(void **unused)
{
    (void)unused;
    sp_specialties_free(&specialties);
    sp_programs_free(&programs);
    sp_published_free(&published);
    sp_season_free(&season);
    sp_arena_free(&text);
    return 0;
}

const struct sp_facts *catalogue_facts(void)
{
    return &facts;
}

struct sp_profile catalogue_profile(const char *name)
{
    struct profile_words words = {
        .specialties = &specialties,
        .state = state,
        .states = states,
        .country = country,
        .countries = countries,
    };
    struct sp_error error = {0};
    struct sp_profile profile;
    char path[64];
    snprintf(path, sizeof path, "examples/%s", name);
    if (!profile_file_load(path, &words, facts.today, &profile, &error))
        fail_msg("%s", error.text);
    return profile;
}

struct sp_profile catalogue_applicant(struct sp_wish *wish, const char *specialty)
{
    struct sp_profile profile = sp_profile_blank();
    *wish = (struct sp_wish){specialty, 1};
    profile.type = SP_NON_US_IMG;
    profile.graduation = (struct sp_date){2024, 6, 15};
    profile.step2_known = true;
    profile.step2 = 245;
    profile.visa = SP_VISA_J1;
    profile.wish = wish;
    profile.wishes = 1;
    return profile;
}

struct sp_programs catalogue_share(void)
{
    struct sp_programs shared = programs;
    size_t size = sizeof *shared.track * (size_t)shared.count;
    shared.text = (struct sp_arena){0};
    shared.track = malloc(size);
    assert_non_null(shared.track);
    memcpy(shared.track, programs.track, size);
    return shared;
}

void catalogue_unshare(struct sp_programs *shared)
{
    free(shared->track);
    *shared = (struct sp_programs){0};
}

static bool among(const char *const *name, int count, const char *wanted)
{
    for (int i = 0; i < count; i++)
        if (strcmp(name[i], wanted) == 0)
            return true;
    return false;
}

/* The names in the published counts of the specialties kept. */
static bool cell_kept(const struct sp_specialties *kept, const char *cell)
{
    for (int s = 0; s < kept->count; s++)
        if (strcmp(kept->at[s].cell, cell) == 0)
            return true;
    return false;
}

void catalogue_cut(struct catalogue_cut *cut, const char *const *specialty,
                   int specialties_kept, const char *const *state_kept, int states_kept)
{
    struct sp_error error = {0};
    *cut = (struct catalogue_cut){.published = published, .facts = facts};
    cut->specialties.at = calloc((size_t)specialties.count, sizeof *cut->specialties.at);
    cut->programs.track = calloc((size_t)programs.count, sizeof *cut->programs.track);
    cut->published.cell = calloc((size_t)published.cells, sizeof *cut->published.cell);
    cut->published.cells = 0;
    assert_true(cut->specialties.at && cut->programs.track && cut->published.cell);
    for (int s = 0; s < specialties.count; s++)
        if (among(specialty, specialties_kept, specialties.at[s].code))
            cut->specialties.at[cut->specialties.count++] = specialties.at[s];
    for (int t = 0; t < programs.count; t++)
        if (among(specialty, specialties_kept, programs.track[t].specialty)
            && (states_kept == 0
                || among(state_kept, states_kept, programs.track[t].state)))
            cut->programs.track[cut->programs.count++] = programs.track[t];
    for (int c = 0; c < published.cells; c++)
        if (cell_kept(&cut->specialties, published.cell[c].specialty)
            && (states_kept == 0
                || among(state_kept, states_kept, published.cell[c].state)))
            cut->published.cell[cut->published.cells++] = published.cell[c];
    if (!sp_programs_group(&cut->programs, &error))
        fail_msg("%s", error.text);
    cut->facts.programs = &cut->programs;
    cut->facts.specialties = &cut->specialties;
    cut->facts.published = &cut->published;
}

void catalogue_uncut(struct catalogue_cut *cut)
{
    free(cut->specialties.at);
    free(cut->published.cell);
    sp_programs_free(&cut->programs);
    *cut = (struct catalogue_cut){0};
}

static void judge(const struct sp_facts *known, const struct sp_profile *profile,
                  const char *specialty, struct catalogue_play *play)
{
    struct sp_compliance_options rules = {0};
    struct sp_arena words = {0};
    for (int t = 0; t < known->programs->count; t++) {
        const struct sp_track *track = &known->programs->track[t];
        struct sp_verdict verdict;
        if (strcmp(track->specialty, specialty) != 0)
            continue;
        assert_true(sp_compliance_judge(profile, track, known->season->year, &rules, &words,
                                        &verdict, NULL));
        play->open[t] = !verdict.closed;
    }
    sp_arena_free(&words);
}

struct catalogue_play catalogue_play(const struct sp_facts *known,
                                     const struct sp_profile *profile,
                                     const char *specialty, uint64_t seed, int count)
{
    struct catalogue_play play = {0};
    struct sp_error error = {0};
    size_t tracks = (size_t)known->programs->count;
    play.open = calloc(tracks, sizeof *play.open);
    play.counted = calloc(tracks, sizeof *play.counted);
    assert_true(play.open && play.counted);
    judge(known, profile, specialty, &play);
    sp_fit_counted(known->programs, play.counted);
    int place = sp_specialty_find(known->specialties, specialty);
    struct sp_chances_options options = {
        .specialty = &place,
        .utility = &(double){1},
        .specialties = 1,
        .open = play.open,
        .counted = play.counted,
        .seed = seed,
    };
    if (!sp_composition_spread(known->programs, known->specialties, known->published, NULL,
                               &play.composition, &error)
        || !sp_chances_estimate(profile, known, &play.composition, &options, &play.chances,
                                &error)
        || !sp_market_play(&play.chances, count, &play.seasons, &error))
        fail_msg("%s", error.text);
    return play;
}

void catalogue_unplay(struct catalogue_play *play)
{
    sp_seasons_free(&play->seasons);
    sp_chances_free(&play->chances);
    sp_composition_free(&play->composition);
    free(play->open);
    free(play->counted);
    *play = (struct catalogue_play){0};
}
