/* match_build.h: a market while its rows are read
 *
 * Private to match_*.c of this folder.  Readers turn names into numbers and lay down
 * rows; what they have in common, the lists and their faults, is made here.
 */
#pragma once

#include "match_file.h"

#include <stdint.h>

/* The files of a folder, in the order in which they are read; couples.csv and
 * supplemental.csv need not be there. */
enum match_part {
    MATCH_PROGRAMS,      /* programs.csv: program,quota[,reverts_to][,parity] */
    MATCH_APPLICANTS,    /* applicants.csv: applicant,rank,program */
    MATCH_COUPLES,       /* couples.csv: first,second,rank,first_program,second_program */
    MATCH_SUPPLEMENTAL,  /* supplemental.csv: applicant,program,rank,first_year */
    MATCH_PROGRAM_RANKS, /* program_ranks.csv: program,rank,applicant */
    MATCH_PARTS
};

/* A piece of text; `number` is its value when it is a plain whole number below 10^7 (no
 * sign, no leading zero), else -1. */
struct match_field {
    const char *at;
    int32_t length;
    int32_t number;
};

/* Numbers for names, in order of appearance.  Names that are plain numbers are found in a
 * table, others by hashing. */
struct match_names {
    int32_t *by_number; /* index + 1; 0: none */
    int32_t *slot;      /* hashed: index + 1; 0: free */
    int32_t slots;      /* a power of 2 */
    const char **name;
    int32_t count, room;
};

/* One row of a list: whose, at which rank, what; a second `what` for couples.  Rows are
 * plain as long as one list comes behind the other, each with the ranks 1, 2, 3, …, as in a
 * file that a program wrote: where the lists begin then says whose they are, and who and
 * rank are not filled. */
struct match_rows {
    int32_t *who, *rank, *what, *also;
    int32_t count, room;
    bool plain;
    int32_t *first; /* [lists] of plain rows, by first_room */
    int32_t lists, first_room;
};

struct match_build {
    struct match_file *file;
    struct match_names programs, applicants;
    struct match_rows choices, wishes, pairs;
    struct match_rows links;     /* of whom: a place in choices, or behind them 2 * place in
                                    pairs + member; `also` is where the row was read */
    int32_t *quota, *reverts_to; /* [programs.count], by room */
    uint8_t *parity;
    int32_t program_room;
    int32_t (*member)[2]; /* [couples] */
    int32_t couples, couple_room;
    int32_t *couple_of; /* [applicants.count] couple + 1, by room */
    int32_t couple_of_room;
};

/* The number of a name, or -1. */
int32_t match_names_hashed(const struct match_names *names,
                           const struct match_field *field);
static inline int32_t match_names_find(const struct match_names *names,
                                       const struct match_field *field)
{
    if (field->number < 0)
        return match_names_hashed(names, field);
    return names->by_number ? names->by_number[field->number] - 1 : -1;
}

/* The same; a new name gets the next number.  -1 without memory. */
int32_t match_names_add(struct match_names *names, struct sp_arena *memory,
                        const struct match_field *field);

/* A field of a text, for names that are not from a scanner. */
struct match_field match_field_of(const char *text, size_t length);

/* Room for `count` rows; `also` only where asked for. */
bool match_rows_room(struct match_rows *rows, int64_t count, bool also);

/* Lays a row down where there is room; `also` is the caller's.  False without memory. */
bool match_rows_add_any(struct match_rows *rows, int32_t who, int32_t rank, int32_t what);
static inline bool match_rows_add(struct match_rows *rows, int32_t who, int32_t rank,
                                  int32_t what)
{
    if (!rows->plain || who != rows->lists - 1
        || rank != rows->count - rows->first[who] + 1)
        return match_rows_add_any(rows, who, rank, what);
    rows->what[rows->count++] = what;
    return true;
}

/* Whose a row is, once they are sorted into lists. */
int32_t match_rows_owner(const struct match_rows *rows, const int32_t *first, int32_t row);

/* Sorts rows into lists by `who` and rank: `first` [owners + 1].  False without memory, or
 * with `fault` set to the row (from 0) of a rank or (unless NULL `what` is allowed twice) a
 * thing that its list has already; -1: no fault. */
enum match_fault { MATCH_FINE, MATCH_RANK_TWICE, MATCH_THING_TWICE, MATCH_NO_ROOM };
enum match_fault match_rows_sort(struct match_rows *rows, int32_t owners, int32_t things,
                                 int32_t **first, int32_t *row);

/* A new program, or couple, at the end.  False without memory. */
bool match_build_program(struct match_build *build, int32_t quota, uint8_t parity);
bool match_build_couple(struct match_build *build, int32_t first, int32_t second);

/* The couple of an applicant, or -1. */
int32_t match_build_couple_of(const struct match_build *build, int32_t applicant);

/* Links a first-year program, the one of that rank, to a program of an applicant's list:
 * for a member of a couple, to each pair that has the member there.  Choices and pairs are
 * sorted by then.  `where` says where it was read. */
enum match_link { MATCH_LINKED, MATCH_NOT_LISTED, MATCH_LINK_NO_ROOM };
enum match_link match_build_link(struct match_build *build, int32_t applicant,
                                 int32_t program, int32_t rank, int32_t first_year,
                                 int32_t where);

/* Sorts the links; faults as match_rows_sort. */
enum match_fault match_build_sort_links(struct match_build *build, int32_t *row);

/* Whose a row of the links is, and the program it is linked to. */
void match_build_link_owner(const struct match_build *build, int32_t row,
                            int32_t *applicant, int32_t *program);

/* Hands everything over to the file; the lists are sorted by then.  */
bool match_build_finish(struct match_build *build, struct sp_error *error);

/* A CSV text while it is read: whole lines of it from `at` to `end`, a zero byte behind the
 * last.  Of a file, one piece after the other lies in the same small room, which stays in
 * the caches. */
struct match_lines {
    const char *at, *end; /* at is NULL: there is no such file */
    size_t length;        /* of the whole text */
    const char *path;     /* of a file; NULL: the text is all in memory */
    int file;
    size_t left; /* bytes of the file not read yet */
    size_t torn; /* bytes behind `end`: the beginning of the next line */
    char *room;  /* [size + 1], freed by whoever opened the file */
    size_t size;
};

/* Goes on to the lines behind `end`, or back to the first.  SP_UNAVAILABLE: cannot be read,
 * or became shorter; SP_NO_MEMORY. */
bool match_lines_next(struct match_lines *lines, struct sp_error *error);
bool match_lines_again(struct match_lines *lines, struct sp_error *error);

/* Reads one part of a folder; the parts come in their order. */
bool match_csv_part(struct match_build *build, enum match_part part,
                    struct match_lines *lines, struct sp_error *error);

void match_build_free(struct match_build *build);
