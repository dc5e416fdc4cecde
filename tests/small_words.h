/* small_words.h: a handful of names, enough for a profile. */
#pragma once

#include "profile_file.h"

static struct sp_specialty small_specialty[] = {
    {.code = "120", .name = "Family Medicine", .aliases = "FM;Family Practice"},
    {.code = "140", .name = "Internal Medicine", .aliases = "IM;Int Med"},
    {.code = "180", .name = "Neurology", .aliases = ""},
    {.code = "320", .name = "Pediatrics", .aliases = "Peds;Paediatrics"},
    {.code = "400", .name = "Psychiatry", .aliases = "Psych"},
};
static const struct sp_specialties small_specialties = {.at = small_specialty, .count = 5};

static const struct store_state small_state[] = {
    {"FL", "Florida", "South Atlantic"},      {"MA", "Massachusetts", "New England"},
    {"MI", "Michigan", "East North Central"}, {"NY", "New York", "Middle Atlantic"},
    {"OH", "Ohio", "East North Central"},     {"PR", "Puerto Rico", ""},
};

static const struct sp_visa_country small_country[] = {
    {.country = "Niger", .new_j1 = SP_NO, .new_h1b = SP_NO},
    {.country = "Iran", .new_j1 = SP_NO, .new_h1b = SP_NO},
};

static const struct profile_words small_words = {
    .specialties = &small_specialties,
    .state = small_state,
    .states = 6,
    .country = small_country,
    .countries = 2,
};
