/* grounds.h: kept from one plan to the next, what does not depend on the person
 *
 * Most of what a plan rests on is the same for all applicants of a type: see ground.h.  Who
 * makes many plans of the same facts opens a place for it and names it in sp_facts.  The
 * plans are the same as without.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct sp_error;
struct sp_facts;
struct sp_grounds;

/* Opens a place for grounds of these facts: those used last, at most `most` bytes of them.
 * Any number of threads may use it, while programs, specialties, published, season and
 * composition stay where and as they are; a plan of facts that lie elsewhere passes it by.
 * SP_NO_MEMORY. */
bool sp_grounds_open(const struct sp_facts *facts, size_t most, struct sp_grounds **grounds,
                     struct sp_error *error);

/* Plans that are being made with it must have ended.  NULL is allowed. */
void sp_grounds_close(struct sp_grounds *grounds);
