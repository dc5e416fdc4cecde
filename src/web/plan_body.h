/* plan_body.h: a plan, as the body of a request asks for it
 *
 *     {"profile_id": 3, "options": {"budget_cents": 150000}}
 *     {"profile": {…}, "options": {"specialty": ["Psychiatry"], "sure": ["visa"]}}
 *
 * The options are those of the commands that make a plan (docs/json.md has the answers).
 */
#pragma once

#include "field.h"
#include "plan.h"

#include <stdbool.h>

struct json_t;
struct request;
struct sp_error;
struct world;

struct plan_body {
    const struct world *world;
    struct sp_facts facts;
    struct sp_profile profile; /* owned */
    const char *text;          /* the profile in its file form */
    const char *name;          /* of a kept profile, else "" */
    struct sp_plan_options options;
};

/* Reads and checks the body.  `more` names keys that the caller reads ("code set").
 * Refuses with 400 and the field at fault, 404 for a profile that is not there.  Release
 * with plan_body_free, also on failure. */
bool plan_body_read(struct request *request, const char *more, struct plan_body *body,
                    struct sp_error *error);
void plan_body_free(struct plan_body *body);

/* The parts of it, for bodies with other options: the world, and the profile that the body
 * names.  Without one, when it is optional, `text` stays NULL and the profile {0}. */
bool plan_body_profile(struct request *request, enum field_need need,
                       struct plan_body *body, struct sp_error *error);

/* The world, and the profile of that number. */
bool plan_body_kept(struct request *request, long id, struct plan_body *body,
                    struct sp_error *error);

/* The facts in the season that `object` names, else in that of the profile, else in the
 * next one.  `named`, when not NULL, says whether the object names one. */
bool plan_body_season(struct request *request, const struct json_t *object,
                      struct plan_body *body, bool *named, struct sp_error *error);

/* Whether the same was asked before and the answer is kept (request_answered). */
bool plan_body_answered(struct request *request, const struct plan_body *body);

/* Reads {path: value}, the changes of a scenario: values as in the file form, or as people
 * type them.  The list lives in the request. */
struct sp_scenario_change;
bool plan_body_changes(struct request *request, const struct json_t *set,
                       struct sp_scenario_change **change, int *count,
                       struct sp_error *error);

/* The profile with the changes made; `profile` is out, released with sp_profile_free. */
bool plan_body_changed(struct request *request, const struct plan_body *body,
                       const struct sp_scenario_change *change, int count,
                       struct sp_profile *profile, struct sp_error *error);

/* When the text of an error begins with the path of a field ("step2_ck: …"), names it as
 * the field at fault.  Returns false, so that `return plan_body_blame(…)` reads well. */
bool plan_body_blame(struct request *request, const struct sp_error *error);

/* A number out of a part of the path, from 1; SP_NOT_FOUND when it is none. */
bool plan_body_id(struct request *request, const char *part, long *id,
                  struct sp_error *error);
