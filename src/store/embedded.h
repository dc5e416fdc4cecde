/* embedded.h: files of the release that are part of the program
 *
 * The tables of data/ and data/nrmp/, data/SOURCES.md and schema.sql; tools/embed.c
 * makes the list when the program is built.
 */
#pragma once

struct embedded {
    const char *name;        /* "fees.csv", "nrmp/programs.csv", "SOURCES.md" */
    const char *bytes, *end; /* a zero byte stands at `end` */
    const char *checksum;    /* sixteen hex digits; differs when the bytes do */
};

extern const struct embedded embedded[]; /* [embedded_count], by folder and name */
extern const int embedded_count;
