/* program_text.h: how a program is named and where it is found */
#pragma once

struct sp_track;
struct sp_facts;
struct sp_specialties;

enum { LINK_BYTES = 80 };

/* "https://freida.ama-assn.org/program/1403511234", or "" when the id is unknown. */
void program_link(const struct sp_track *track, char out[LINK_BYTES]);

/* The type of the track in words: "categorical", "primary care". */
const char *program_kind(const struct sp_track *track);

/* "0.7 of 10 (0–4)": positions that a track with this share (vacancy.h) should leave open,
 * with what nine years of ten bring. */
enum { PROGRAM_OPEN_BYTES = 64 };
void program_open(double share, int positions, char out[PROGRAM_OPEN_BYTES]);

/* What that rests on: "fills of 2021 to 2025, its own and of its kind". */
void program_open_basis(char out[PROGRAM_OPEN_BYTES]);

/* The specialty's name, or its code when the table does not hold it. */
const char *program_specialty(const struct sp_specialties *specialties,
                              const struct sp_track *track);
