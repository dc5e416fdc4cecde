/* session.h: what a command works with
 *
 * The one place where SMARTPICK_HOME, SMARTPICK_TODAY, the season and the profile are
 * found.  {0} is a session that is not open.
 */
#pragma once

#include "composition.h"
#include "plan.h"
#include "profile_file.h"
#include "store.h"

#include <stdbool.h>

struct call;
struct program_estimates;
struct sp_error;

struct session {
    char *home; /* the folder of all state */
    struct store *store;
    struct sp_arena text;
    struct sp_date today;

    struct sp_specialties specialties;
    struct sp_programs programs;
    struct sp_published published;
    struct sp_season season;
    struct sp_visa_country *visa_country;
    int visa_countries;
    struct store_state *state;
    int states;

    struct sp_facts facts; /* points into the above */
    struct sp_profile profile;
    const char *profile_path; /* of its file; NULL for the demo */
    const char *profile_flag; /* as the command line names it: "--demo"; "": the usual */

    struct sp_composition composition; /* once session_estimates was asked */
};

enum session_part {
    SESSION_STORE = 0,
    SESSION_SPECIALTIES = 1,
    SESSION_SEASON = 2, /* of --season, else of the profile, else the next Match */
    SESSION_PROGRAMS = 4,
    SESSION_PUBLISHED = 8,
    SESSION_PROFILE = 16, /* --profile FILE, --demo, or profile.json in the folder */
    SESSION_ALL = 31,
};

/* The folder of all state: SMARTPICK_HOME, else by the XDG rules.  The caller frees it;
 * NULL without memory or without any home. */
char *session_home(void);

/* Today, or the day in SMARTPICK_TODAY; SP_BAD_INPUT when that is no day. */
bool session_today(struct sp_date *today, struct sp_error *error);

/* Opens the store (a line of progress on a terminal when it takes long) and loads the
 * parts asked for, in the order they need each other. */
bool session_open(const struct call *call, unsigned parts, struct session *session,
                  struct sp_error *error);

/* The names a profile may use, from the session. */
struct profile_words session_words(const struct session *session);

/* The specialties of --specialty (or else of the profile) as codes for a plan.  `code` is
 * out and lives in the session; none given: 0. */
bool session_specialties(struct session *session, const struct call *call,
                         const char ***code, int *count, struct sp_error *error);

/* The track with this code; SP_NOT_FOUND with the nearest codes when there is none. */
bool session_track(const struct session *session, const char *code, int *track,
                   struct sp_error *error);

/* Who trains where and what stays open, of every track (programs_pages.h); lives in the
 * session, of which specialties, programs and published must be open. */
bool session_estimates(struct session *session, struct program_estimates *estimates,
                       struct sp_error *error);

void session_close(struct session *session);
