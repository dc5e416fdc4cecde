/* import.h: facts from the user's own files
 *
 *     file → table → mapping → rows joined to tracks → facts, a review list, refused rows
 *
 * Each step is a function of what it is given, so it can be shown before the next one
 * and checked alone.  Nothing is guessed about a row: it is joined by an id or by its
 * exact normalised name, or it waits in the review list for the user.  Formats are in
 * docs/imports.md.
 */
#pragma once

#include "arena.h"
#include "program.h"
#include "specialty.h"
#include "store.h"
#include "table.h"

#include <stdbool.h>
#include <stddef.h>

struct sp_error;

/* What a workbook may hold at most, on top of the limits of a table. */
enum {
    IMPORT_MOST_ENTRIES = 1024,       /* files in the archive */
    IMPORT_MOST_INFLATED = 256 << 20, /* bytes of those that are read */
    IMPORT_MOST_DEPTH = 64,           /* elements in elements */
    IMPORT_MOST_MAP_BYTES = 1 << 20,  /* of a mapping file */
};

/* What rows are joined to; read only. */
struct import_catalogue {
    const struct sp_programs *programs; /* grouped */
    const struct sp_specialties *specialties;
    const struct store_state *state;
    int states;
};

/* --- file → table ------------------------------------------------------------- */

/* Reads a CSV file or an XLSX workbook, whichever its first bytes say.  `sheet` names
 * the sheet of a workbook; NULL or "" takes the first.  The message of SP_BAD_INPUT
 * begins with the file's base name.  SP_UNAVAILABLE: it cannot be read. */
bool import_load(const char *path, const char *sheet, struct table *table,
                 struct sp_error *error);

/* The same for bytes; `name` stands in messages. */
bool import_parse(const char *bytes, size_t size, const char *name, const char *sheet,
                  struct table *table, struct sp_error *error);

/* Reads one sheet of an XLSX workbook.  Refused: formulas, error values, macros, links
 * to other workbooks, a DOCTYPE, encrypted or damaged archives, what passes the limits;
 * each with row and column, or the part of the archive.  `table` is then empty. */
bool import_parse_xlsx(const char *bytes, size_t size, const char *sheet,
                       struct table *table, struct sp_error *error);

/* The part of a path after its last slash: how a file is called in messages. */
const char *import_base_name(const char *path);

/* Refuses a cell or heading that a spreadsheet would run as a formula: one that begins
 * with = or @, or with + or - before anything but a number or a blank. */
bool import_check_formulas(const struct table *table, struct sp_error *error);

/* --- table → mapping ---------------------------------------------------------- */

enum import_use {
    IMPORT_IGNORE,
    IMPORT_NRMP_CODE,
    IMPORT_ACGME_ID,
    IMPORT_NAME,
    IMPORT_CITY,
    IMPORT_STATE,
    IMPORT_SPECIALTY,
    IMPORT_VISAS,       /* "J-1; H-1B": each one named is accepted, "none" refuses both */
    IMPORT_QUOTA,       /* positions */
    IMPORT_NOTE,        /* kept as text */
    IMPORT_REQUIREMENT, /* `which` is an sp_requirement */
    IMPORT_RATE,        /* `which` is an sp_rate */
};

enum import_unit { IMPORT_NO_UNIT, IMPORT_PERCENT, IMPORT_FRACTION };

struct import_column {
    const char *heading;
    enum import_use use;
    int which;
    enum import_unit unit; /* of a rate; settled by the values when not said */
    const char *why;       /* in words, for the page that shows the mapping */
    int at;                /* column of the table; -1 until bound */
};

struct import_mapping {
    struct sp_arena text;
    const char *kind;      /* "residency explorer", "freida" or "mapped" */
    const char *source;    /* what the user calls it; "" when not said */
    const char *as_of;     /* date of the material; "" when not said */
    const char *sheet;     /* of a workbook; "" takes the first */
    const char *specialty; /* of every row that does not say its own; "" when not said */
    struct import_column *column;
    int columns;
};

/* Guesses what each column is from its heading and its values.  What is not
 * recognised is kept as a note.  Fails with SP_NO_MEMORY. */
bool import_guess(const struct table *table, struct import_mapping *mapping,
                  struct sp_error *error);

/* Reads a mapping file (JSON; docs/imports.md).  Fails with SP_BAD_INPUT, with line and
 * column where the text is no JSON and with the key where a value is none of those
 * allowed.  `mapping` is then empty. */
bool import_mapping_parse(const char *json, size_t size, struct import_mapping *mapping,
                          struct sp_error *error);

/* The same from a file; messages begin with its base name. */
bool import_mapping_load(const char *path, struct import_mapping *mapping,
                         struct sp_error *error);

/* The mapping as such a file; free() it.  NULL without memory. */
char *import_mapping_write(const struct import_mapping *mapping);

/* Finds each column of the mapping in the table and settles the units of rates: with a
 * value above 1 or a % sign anywhere in it, a column is per cent, else a fraction.
 * Fails with SP_BAD_INPUT: a heading that the table lacks, a rate outside 0..100 per
 * cent (with line and column), nothing to join rows by, no column with a fact. */
bool import_bind(struct import_mapping *mapping, const struct table *table,
                 struct sp_error *error);

/* "min_step2", "nrmp_code", "note": the name of a use in mapping files and messages. */
const char *import_field_name(const struct import_column *column);

void import_mapping_free(struct import_mapping *mapping);

/* --- rows → tracks ------------------------------------------------------------ */

enum import_how {
    IMPORT_UNSURE, /* in the review list */
    IMPORT_BY_NRMP,
    IMPORT_BY_ACGME,
    IMPORT_BY_NAME,
    IMPORT_BY_REVIEW, /* the user said which */
    IMPORT_SKIPPED,   /* the user said none */
};

enum { IMPORT_CANDIDATES = 5 };

struct import_match {
    enum import_how how;
    const int *track; /* places in the programs: one by NRMP code, else all tracks of the
                         program; none when unsure or skipped */
    int tracks;
    const char *why;                    /* when unsure: in words */
    int candidate[IMPORT_CANDIDATES];   /* programs, the most like it first */
    double likeness[IMPORT_CANDIDATES]; /* 0..1 */
    int candidates;
};

struct import_matches {
    struct sp_arena text;
    struct import_match *at; /* [count] one a row of the table */
    int count, unsure, skipped;
};

/* Joins every row by NRMP code, else ACGME id, else name, state and specialty (and the
 * city, where several fit).  Ids that name different programs, a state that is not the
 * program's, names that are near but not equal: the row is unsure, with candidates.
 * `mapping` is bound; `watch` may be NULL.  Fails with SP_NO_MEMORY, and SP_UNAVAILABLE
 * when the watch says to stop. */
bool import_join(const struct table *table, const struct import_mapping *mapping,
                 const struct import_catalogue *catalogue, const struct store_watch *watch,
                 struct import_matches *matches, struct sp_error *error);

/* A name in the form in which names are compared: small letters without accents, words
 * in one spelling ("Univ", "U" → "university"), the state's letters written out ("FL" →
 * "florida"), without "the", "of", "program" and the catalogue's "-NY" at the end.
 * `state` may be NULL; `room` >= 1 bytes; what does not fit is cut. */
void import_fold_name(const char *name, const struct store_state *state, char *out,
                      size_t room);

/* Takes a city off the end of a folded name when two words or more are left, for two
 * names of the same city: "alpha hospital albany" is "alpha hospital". */
void import_drop_city(char *folded, const char *city);

/* What a row says under the column of that use; "" when blank or there is none. */
const char *import_row_cell(const struct table *table, const struct import_mapping *mapping,
                            int row, enum import_use use);

void import_matches_free(struct import_matches *matches);

/* --- the review list, to a file and back -------------------------------------- */

/* The unsure rows as CSV with their candidates and an empty column `code`, in which the
 * user writes an NRMP code or "skip"; free() it.  NULL without memory. */
char *import_review_write(const struct table *table, const struct import_mapping *mapping,
                          const struct import_catalogue *catalogue,
                          const struct import_matches *matches);

/* Takes the user's answers from such a file.  A row left blank stays unsure.  Fails with
 * SP_BAD_INPUT and the line: a column is missing, a code is in no track of the
 * catalogue, a row is not that of the import's file; `matches` is then as it was. */
bool import_review_apply(const struct table *review, const struct table *table,
                         const struct import_mapping *mapping,
                         const struct import_catalogue *catalogue,
                         struct import_matches *matches, struct sp_error *error);

/* Takes one answer: the row on that line of the file belongs to the program of the track
 * `code`, or with "skip" to none.  SP_BAD_INPUT: no such line, no such track. */
bool import_review_answer(const struct table *table,
                          const struct import_catalogue *catalogue, const char *line,
                          const char *code, struct import_matches *matches,
                          struct sp_error *error);

/* --- rows → facts ------------------------------------------------------------- */

struct import_refusal {
    int line, column; /* of the file; column from 1 */
    const char *text; /* "line 7, column 3 (Minimum score): …" */
};

/* A fact that takes the place of one that is known. */
struct import_override {
    int fact; /* place in the facts */
    const char *was_value;
    struct sp_origin was;
    bool differs; /* false: both say the same */
};

struct import_facts {
    struct sp_arena text;
    struct store_fact *fact;
    int facts, tracks; /* tracks: how many got at least one */
    struct import_refusal *refusal;
    int refusals; /* rows with a value that cannot be; none of their facts is taken */
    struct import_override *override;
    int overrides, conflicts; /* conflicts: overrides that differ */
};

/* Reads the values of all joined rows.  A blank is unknown: no fact.  Fails with
 * SP_NO_MEMORY; `facts` is then empty. */
bool import_collect(const struct table *table, const struct import_mapping *mapping,
                    const struct import_catalogue *catalogue,
                    const struct import_matches *matches, struct import_facts *facts,
                    struct sp_error *error);

void import_facts_free(struct import_facts *facts);

/* --- single values ------------------------------------------------------------ */

/* True when a cell says that nothing is known: "", "-", "n/a", "unknown", "?" … */
bool import_is_blank(const char *cell);

/* The cell as the text of a fact ("yes", "230", "0.12"), for a column that is a
 * requirement, a rate with its unit or the quota.  Fails with SP_BAD_INPUT: what the cell
 * says and what would be right. */
bool import_parse_value(const struct import_column *column, const char *cell,
                        char value[32], struct sp_error *error);

/* True for "2026", "2026-09" and "2026-09-20"; else SP_BAD_INPUT naming `field`. */
bool import_check_date(const char *text, const char *field, struct sp_error *error);

/* Reads yes, no, y, n, true, false, 1, 0 and check marks, letters in any case. */
bool import_parse_answer(const char *cell, enum sp_answer *answer);

/* Reads "230", "2.5", "12 %", "5 years": a number >= 0 and what stands behind it, without
 * blanks between, in `unit` (points into `cell`).  False when it does not begin with a
 * number or the number has more than 30 digits. */
bool import_parse_number(const char *cell, double *value, const char **unit);
