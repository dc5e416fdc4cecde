/* openings_pages.h: openings of clinical experience as text, JSON and CSV
 *
 * What is not known says so in every form: "not known" in words, null in JSON, an empty
 * cell in CSV; an estimate is never shown as a statement.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct json_writer;
struct sp_eligibility;
struct sp_error;
struct sp_opening;
struct sp_opening_search;
struct sp_openings;
struct sp_specialties;
struct sp_stay_cost;
struct text_page;

/* What the pages read; all borrowed. */
struct openings_page {
    const struct sp_openings *openings;
    const struct sp_specialties *specialties;
    bool judged;          /* a profile was asked whether it fits */
    const char *for_whom; /* of whom, in words; "" when nobody was judged */
};

/* --- a search ------------------------------------------------------------------------ */

/* Kept, then not known, with how many were dropped and why.  At most `most` rows of each,
 * 0: all.  Fails with SP_NO_MEMORY. */
bool openings_write_text(const struct text_page *page, const struct openings_page *all,
                         const struct sp_opening_search *search, int most,
                         struct sp_error *error);
void openings_write_json(FILE *out, const struct openings_page *all,
                         const struct sp_opening_search *search);
void openings_write_csv(FILE *out, const struct openings_page *all,
                        const struct sp_opening_search *search);

/* --- one opening, or a few ---------------------------------------------------------------
 */

/* One opening with what is known about it for somebody. */
struct opening_view {
    const struct sp_opening *opening;
    const struct sp_eligibility *eligibility; /* NULL: nobody was judged */
    const struct sp_stay_cost *cost;
};

bool opening_show_text(const struct text_page *page, const struct openings_page *all,
                       const struct opening_view *view, struct sp_error *error);
bool openings_compare_text(const struct text_page *page, const struct openings_page *all,
                           const struct opening_view *view, int count,
                           struct sp_error *error);
/* A list, an element an opening. */
void openings_views_json(FILE *out, const struct openings_page *all,
                         const struct opening_view *view, int count);

/* --- rules and money ---------------------------------------------------------------------
 */

/* The visa rules for every kind of stay: rows are kinds, columns visas. */
bool visits_write_text(const struct text_page *page, const struct openings_page *all,
                       bool student, const char *nationality, struct sp_error *error);
void visits_write_json(FILE *out, const struct openings_page *all, bool student,
                       const char *nationality);

/* Hosts that take no fee or pay, and money from others. */
bool grants_write_text(const struct text_page *page, const struct openings_page *all,
                       struct sp_error *error);
void grants_write_json(FILE *out, const struct openings_page *all);

/* --- words
 * --------------------------------------------------------------------------------- */

enum { OPENING_BYTES = 160 };

/* "free", "$250–500", "about $200 (an estimate)", "pays $55,000 a year", "not known". */
void opening_fee_text(const struct sp_opening *opening, char out[OPENING_BYTES]);
/* "2–8", "up to 4", "not known". */
void opening_weeks_text(double low, double high, char out[OPENING_BYTES]);
/* "Internal Medicine, General Surgery; Oncology" */
void opening_specialties_text(const struct openings_page *all,
                              const struct sp_opening *opening, char *out, size_t room);
/* "students, graduates; not known: US students" */
void opening_audience_text(const struct sp_opening *opening, char out[OPENING_BYTES]);
