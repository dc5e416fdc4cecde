/* session.c: parts are loaded in the order of their bits, each only when asked for. */
#include "session.h"

#include "call.h"
#include "error.h"
#include "nearest.h"
#include "programs_pages.h"
#include "progress.h"
#include "vacancy.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

char *session_home(void)
{
    const char *own = getenv("SMARTPICK_HOME"), *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    char *path = NULL;
    int made = -1;
    if (own && *own)
        return strdup(own);
    if (data && *data == '/')
        made = asprintf(&path, "%s/smartpick", data);
    else if (home && *home)
        made = asprintf(&path, "%s/.local/share/smartpick", home);
    return made < 0 ? NULL : path;
}

bool session_today(struct sp_date *today, struct sp_error *error)
{
    const char *said = getenv("SMARTPICK_TODAY");
    if (said && *said)
        return sp_date_parse(said, "SMARTPICK_TODAY", today, error);
    time_t now = time(NULL);
    struct tm local;
    if (!localtime_r(&now, &local))
        return sp_fail(error, SP_UNAVAILABLE, "the clock of this machine cannot be read");
    *today = (struct sp_date){local.tm_year + 1900, local.tm_mon + 1, local.tm_mday};
    return true;
}

static void show_loading(void *context, const char *what, long done, long total)
{
    progress_show(context, what, done, total);
}

static bool open_store(struct session *session, struct sp_error *error)
{
    struct progress progress = progress_on(stderr);
    struct store_options options = {.progress = show_loading, .context = &progress};
    session->home = session_home();
    if (!session->home)
        return sp_fail(error, SP_UNAVAILABLE,
                       "no folder to keep things in: set SMARTPICK_HOME or HOME");
    bool ok = store_open(session->home, &options, &session->store, error);
    progress_end(&progress);
    return ok;
}

struct profile_words session_words(const struct session *session)
{
    return (struct profile_words){.specialties = &session->specialties,
                                  .state = session->state,
                                  .states = session->states,
                                  .country = session->visa_country,
                                  .countries = session->visa_countries};
}

static bool load_demo(struct session *session, struct sp_error *error)
{
    struct profile_words words = session_words(session);
    const char *demo = store_demo_profile();
    if (!demo)
        return sp_fail(error, SP_UNAVAILABLE, "this build carries no demo profile");
    return profile_file_parse(demo, strlen(demo), &words, session->today, &session->profile,
                              error);
}

static bool load_profile(struct session *session, const struct call *call,
                         struct sp_error *error)
{
    struct profile_words words = session_words(session);
    const char *path = call_value(call, "profile");
    if (call_given(call, "demo")) {
        session->profile_flag = "--demo";
        return path
                   ? sp_fail(error, SP_BAD_INPUT, "--demo and --profile exclude each other")
                   : load_demo(session, error);
    }
    if (path) {
        session->profile_path = path;
        session->profile_flag = sp_arena_format(
            &session->text,
            strpbrk(path, " \t\"$&()*;<>?|~#") ? "--profile '%s'" : "--profile %s", path);
        return profile_file_load(path, &words, session->today, &session->profile, error);
    }
    const char *usual = sp_arena_format(&session->text, "%s/profile.json", session->home);
    session->profile_path = usual;
    session->profile_flag = "";
    if (!usual)
        return sp_fail(error, SP_NO_MEMORY, "no memory for a path");
    if (access(usual, F_OK) != 0)
        return sp_fail(
            error, SP_BAD_INPUT,
            "no profile yet: `smartpick profile new` makes one, --profile FILE reads "
            "one, --demo shows how it works with a made-up applicant");
    return profile_file_load(usual, &words, session->today, &session->profile, error);
}

/* The Match whose rank lists can still be certified; the last known one when none is. */
static bool load_next_season(struct session *session, struct sp_error *error)
{
    int year = session->today.year;
    bool ok = store_load_season(session->store, year, &session->season, error);
    if (ok && !sp_season_over(&session->season, session->today))
        return true;
    struct sp_season next = {0};
    struct sp_error later = {0};
    if (store_load_season(session->store, year + 1, &next, &later)) {
        sp_season_free(&session->season);
        session->season = next;
        return true;
    }
    return ok;
}

static bool load_season(struct session *session, const struct call *call,
                        struct sp_error *error)
{
    int year = call->season ? call->season : session->profile.season;
    return year ? store_load_season(session->store, year, &session->season, error)
                : load_next_season(session, error);
}

static bool load_words(struct session *session, struct sp_error *error)
{
    return store_load_specialties(session->store, &session->specialties, error)
           && store_load_states(session->store, &session->text, &session->state,
                                &session->states, error)
           && store_load_visa_countries(session->store, &session->text,
                                        &session->visa_country, &session->visa_countries,
                                        error);
}

static bool load_parts(struct session *session, const struct call *call, unsigned parts,
                       struct sp_error *error)
{
    bool ok = open_store(session, error);
    if (ok && parts)
        ok = load_words(session, error);
    if (ok && (parts & SESSION_PROFILE))
        ok = load_profile(session, call, error);
    if (ok && (parts & SESSION_SEASON))
        ok = load_season(session, call, error);
    if (ok && (parts & SESSION_PROGRAMS))
        ok = store_load_programs(session->store, &session->programs, error);
    if (ok && (parts & SESSION_PUBLISHED))
        ok = store_load_published(session->store, &session->published, error);
    return ok;
}

bool session_open(const struct call *call, unsigned parts, struct session *session,
                  struct sp_error *error)
{
    *session = (struct session){0};
    bool ok =
        session_today(&session->today, error) && load_parts(session, call, parts, error);
    session->facts = (struct sp_facts){
        .programs = &session->programs,
        .specialties = &session->specialties,
        .published = &session->published,
        .season = &session->season,
        .visa_country = session->visa_country,
        .visa_countries = session->visa_countries,
        .today = session->today,
    };
    if (!ok)
        session_close(session);
    return ok;
}

bool session_specialties(struct session *session, const struct call *call,
                         const char ***code, int *count, struct sp_error *error)
{
    const char *name;
    *count = 0;
    while (call_nth(call, "specialty", *count))
        ++*count;
    *code = sp_arena_get(&session->text, ((size_t)*count + 1) * sizeof **code);
    if (!*code)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the specialties");
    for (int i = 0; (name = call_nth(call, "specialty", i)); i++) {
        int place;
        if (!sp_specialty_require(&session->specialties, "--specialty", name, &place,
                                  error))
            return false;
        (*code)[i] = session->specialties.at[place].code;
    }
    return true;
}

bool session_track(const struct session *session, const char *code, int *track,
                   struct sp_error *error)
{
    *track = sp_programs_find(&session->programs, code);
    if (*track >= 0)
        return true;
    struct nearest nearest = nearest_to(code);
    for (int i = 0; i < session->programs.count; i++)
        nearest_try(&nearest, session->programs.track[i].code);
    return sp_fail(
        error, SP_NOT_FOUND,
        "no track has the NRMP code '%.20s'%s; `smartpick programs WORD` searches", code,
        nearest_hint(&nearest, ""));
}

bool session_estimates(struct session *session, struct program_estimates *estimates,
                       struct sp_error *error)
{
    size_t bytes = sizeof(double) * ((size_t)session->programs.count + 1);
    double *open = sp_arena_get(&session->text, bytes);
    *estimates = (struct program_estimates){&session->composition, open};
    return (open || sp_fail(error, SP_NO_MEMORY, "no memory for the estimates"))
           && sp_vacancy_expect(&session->programs, SP_YEARS, open, error)
           && sp_composition_spread(&session->programs, &session->specialties,
                                    &session->published, NULL, &session->composition,
                                    error);
}

void session_close(struct session *session)
{
    sp_composition_free(&session->composition);
    sp_profile_free(&session->profile);
    sp_season_free(&session->season);
    sp_published_free(&session->published);
    sp_programs_free(&session->programs);
    sp_specialties_free(&session->specialties);
    sp_arena_free(&session->text);
    if (session->store)
        store_close(session->store);
    free(session->home);
    *session = (struct session){0};
}
