/* openings_call.h: what the subcommands of `openings` share
 *
 * The store, the openings in it and, where there is one, a profile to judge for.
 */
#pragma once

#include "openings_pages.h"
#include "session.h"

#include <stdbool.h>

struct call;
struct sp_error;
struct sp_opening;

struct openings_call {
    struct session session;
    struct sp_openings openings;
    struct openings_page page;
    bool profile; /* one was read */
    char who[80]; /* whom it judges, in words */
};

/* Opens the store, reads the openings and, with --profile, --demo or the usual file, a
 * profile; `need` refuses to go on without.  Release with openings_call_close. */
bool openings_call_open(const struct call *call, bool need, struct openings_call *work,
                        struct sp_error *error);
void openings_call_close(struct openings_call *work);

/* The opening meant by an id, or by a part of one that no other has; SP_NOT_FOUND with the
 * nearest ids. */
bool openings_call_find(const struct openings_call *work, const char *id,
                        const struct sp_opening **opening, struct sp_error *error);

/* The class of visa that an option gives; as it was when it is not given. */
bool openings_call_visa(const struct call *call, const char *option,
                        enum sp_visit_class *class, struct sp_error *error);

/* The list (openings_search.c). */
bool openings_search(const struct call *call, struct sp_error *error);

/* Subcommands that change something (openings_change.c). */
bool openings_add(const struct call *call, struct sp_error *error);
bool openings_correct(const struct call *call, struct sp_error *error);
bool openings_import(const struct call *call, struct sp_error *error);
bool openings_delete(const struct call *call, struct sp_error *error);
bool openings_changes(const struct call *call, struct sp_error *error);
bool openings_undo(const struct call *call, struct sp_error *error);
