/* profile_answer.h: a kept profile as an answer, and the version that a change rests on */
#pragma once

#include <stdbool.h>

struct request;
struct sp_error;
struct store_profile;

/* Answers with the profile, its version as ETag. */
bool profile_answer(struct request *request, int status, const struct store_profile *kept,
                    struct sp_error *error);

/* The answer to a change that the store has tried: the profile as it is now when `ok`; 409
 * with what is there now on SP_CONFLICT; else the error, with the field at fault. */
bool profile_answer_change(struct request *request, bool ok,
                           const struct store_profile *kept, struct sp_error *error);

/* The version that If-Match names; 0 for "*", and without the header, when it is not
 * `needed`. */
bool profile_answer_version(struct request *request, bool needed, long *version,
                            struct sp_error *error);
