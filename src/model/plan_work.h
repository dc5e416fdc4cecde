/* plan_work.h: a plan in the making
 *
 * Private to plan*.c: what the steps of sp_plan_make hand to each other.
 */
#pragma once

#include "chances.h"
#include "compliance.h"
#include "composition.h"
#include "market.h"
#include "plan.h"
#include "portfolio.h"

#include <stdbool.h>
#include <stdint.h>

/* One menu, its seasons and what was chosen from it. */
struct sp_course {
    struct sp_chances chances;
    struct sp_seasons seasons;
    struct sp_menu menu;
    struct sp_menu_item *item;   /* [chances.count] */
    struct sp_menu_group *group; /* [chances.fields] */
    struct sp_fee_tier *tier;
    double utility[8];
    struct sp_choice choice;
    const enum sp_signal *label; /* [choice.count] as moved by hand; NULL: by the order */
};

struct sp_plan_work {
    const struct sp_profile *profile;
    const struct sp_facts *facts;
    const struct sp_plan_options *options;
    struct sp_plan *plan;
    struct sp_error *error;
    struct sp_arena text; /* what only the making needs */

    int *specialty; /* [specialties] places in facts->specialties */
    double *utility;
    int specialties;
    struct sp_limits limits;
    struct sp_verdict *verdict;   /* [tracks] */
    bool *asked, *open, *counted; /* [tracks] of the plan's specialties; may be applied to;
                                     taken by applicants of this kind */
    bool *wanted;                 /* [tracks] whose composition is needed */
    uint32_t *held;               /* [tracks] facts to be sure of */
    int count;                    /* seasons */

    const struct sp_composition *composition; /* of the facts, or `spread` */
    struct sp_composition spread;
    struct sp_course main;        /* the specialties themselves */
    struct sp_course preliminary; /* the year that advanced tracks need */
    struct sp_choice curve;
    const struct sp_field *told; /* the field that `basis` was made for */
    const char *basis;           /* what a chance there rests on */
};

/* plan_choose.c: chances, seasons and the menu; the list, the curve, the knee. */
bool sp_plan_estimate(struct sp_plan_work *work);
bool sp_plan_choose(struct sp_plan_work *work);

/* plan_tell.c: picks, reasons, what stays out, warnings. */
bool sp_plan_tell(struct sp_plan_work *work);

/* Gold, silver or none at a place of the choice: gold goes to the most useful. */
enum sp_signal sp_plan_label_signal(const struct sp_course *course, int place);

/* plan_signals.c: moves signals as asked, and weighs every place for one. */
bool sp_plan_weigh_signals(struct sp_plan_work *work);

void sp_plan_work_free(struct sp_plan_work *work);
