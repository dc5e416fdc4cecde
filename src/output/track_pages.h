/* track_pages.h: one track in full: its facts, its place in a plan, and why */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct program_estimates;
struct sp_curve_point;
struct sp_error;
struct sp_facts;
struct sp_held;
struct sp_left_out;
struct sp_pick;
struct sp_plan;
struct sp_reason;
struct text_page;

/* Where a plan put a track: one of the three is set, or none when the plan did not
 * consider its specialty. */
struct track_place {
    int track;
    const struct sp_pick *pick;
    const struct sp_left_out *left_out;
    const struct sp_held *held;
    bool preliminary; /* the pick is of the preliminary year */
};

struct track_place track_find(const struct sp_plan *plan, int track);

/* What its chance of an interview is made of; none when it was closed by a rule. */
const struct sp_reason *track_reasons(const struct track_place *place, int *count);

/* The last application of the list that was not pinned: the one to beat; or NULL. */
const struct sp_pick *plan_last_pick(const struct sp_plan *plan);

/* Where the curve takes the track in: the application that covers it, as money grows; or
 * NULL when it never does. */
const struct sp_curve_point *plan_curve_entry(const struct sp_plan *plan,
                                              const struct sp_facts *facts, int track);

/* Everything about it: place, chance taken apart, history, composition, facts. */
bool track_explain_text(const struct text_page *page, const struct track_place *place,
                        const struct sp_plan *plan, const struct sp_facts *facts,
                        const struct program_estimates *estimates, struct sp_error *error);
void track_explain_json(FILE *out, const struct track_place *place,
                        const struct sp_plan *plan, const struct sp_facts *facts,
                        const struct program_estimates *estimates);
/* The waterfall, a row a reason. */
void track_explain_csv(FILE *out, const struct track_place *place,
                       const struct sp_facts *facts);

/* Only why it is not on the list, and what would have to change. */
void track_why_not_text(const struct text_page *page, const struct track_place *place,
                        const struct sp_plan *plan, const struct sp_facts *facts);
void track_why_not_json(FILE *out, const struct track_place *place,
                        const struct sp_plan *plan, const struct sp_facts *facts);
