/* scenario_options.c: texts cut at "=" and ",", then a draft of the profile for each. */
#include "scenario_options.h"

#include "call.h"
#include "error.h"
#include "plan_request.h"
#include "profile_draft.h"
#include "progress.h"
#include "session.h"

#include <string.h>

enum { MOST_SCENARIOS = 12, MOST_CHANGES = 24 };

static char *trimmed(char *text)
{
    text += strspn(text, " ");
    for (size_t end = strlen(text); end > 0 && text[end - 1] == ' ';)
        text[--end] = '\0';
    return text;
}

static bool add_change(struct sp_scenario *scenario, char *text, struct sp_error *error)
{
    char *equals = strchr(text, '=');
    if (!equals || equals == text)
        return sp_fail(error, SP_BAD_INPUT, "'%.60s' is not of the form FIELD=VALUE", text);
    if (scenario->changes == MOST_CHANGES)
        return sp_fail(error, SP_BAD_INPUT, "more than %d changes in one scenario",
                       MOST_CHANGES);
    *equals = '\0';
    scenario->change[scenario->changes++] =
        (struct sp_scenario_change){trimmed(text), trimmed(equals + 1)};
    return true;
}

static bool add_changes(struct sp_scenario *scenario, char *text, struct sp_error *error)
{
    while (text) {
        char *comma = strchr(text, ',');
        while (comma) {
            size_t field = strcspn(comma + 1, ",=");
            if (comma[1 + field] == '=')
                break;
            comma = strchr(comma + 1, ',');
        }
        if (comma)
            *comma = '\0';
        if (!add_change(scenario, trimmed(text), error))
            return false;
        text = comma ? comma + 1 : NULL;
    }
    return true;
}

static bool no_memory(struct sp_error *error)
{
    return sp_fail(error, SP_NO_MEMORY, "no memory for the scenarios");
}

static bool begin_scenario(struct session *session, struct sp_scenario *list, int *count,
                           struct sp_error *error)
{
    if (*count == MOST_SCENARIOS)
        return sp_fail(error, SP_BAD_INPUT, "more than %d scenarios", MOST_SCENARIOS);
    struct sp_scenario *scenario = &list[(*count)++];
    scenario->change =
        sp_arena_get(&session->text, MOST_CHANGES * sizeof *scenario->change);
    return scenario->change || no_memory(error);
}

/* A text of the command line that may be cut up; lives in the session. */
static char *own(struct session *session, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = sp_arena_get(&session->text, size);
    return copy ? memcpy(copy, text, size) : NULL;
}

static bool read_named(struct session *session, const char *text,
                       struct sp_scenario *scenario, struct sp_error *error)
{
    char *copy = own(session, text);
    if (!copy)
        return no_memory(error);
    size_t colon = strcspn(copy, ":=");
    scenario->name = text;
    if (copy[colon] == ':') {
        copy[colon] = '\0';
        scenario->name = trimmed(copy);
        copy += colon + 1;
    }
    return add_changes(scenario, copy, error);
}

static bool read_sets(struct session *session, const struct call *call,
                      struct sp_scenario *scenario, struct sp_error *error)
{
    const char *text;
    for (int i = 0; (text = call_nth(call, "set", i)); i++) {
        char *copy = own(session, text);
        scenario->name =
            i ? sp_arena_format(&session->text, "%s, %s", scenario->name, text) : text;
        if (!copy || !scenario->name)
            return no_memory(error);
        if (!add_change(scenario, copy, error))
            return false;
    }
    return true;
}

bool scenario_read(struct session *session, const struct call *call,
                   struct sp_scenario **scenario, int *count, struct sp_error *error)
{
    const char *text;
    *count = 0;
    *scenario = sp_arena_get(&session->text, MOST_SCENARIOS * sizeof **scenario);
    if (!*scenario)
        return no_memory(error);
    if (call_given(call, "set")
        && (!begin_scenario(session, *scenario, count, error)
            || !read_sets(session, call, &(*scenario)[0], error)))
        return false;
    for (int i = 0; (text = call_nth(call, "scenario", i)); i++)
        if (!begin_scenario(session, *scenario, count, error)
            || !read_named(session, text, &(*scenario)[*count - 1], error))
            return false;
    return true;
}

/* A draft of the profile that the session plans for; the demo has no file. */
static bool open_draft(const struct session *session, const struct profile_words *words,
                       struct profile_draft **draft, struct sp_error *error)
{
    const char *demo = store_demo_profile();
    if (session->profile_path)
        return profile_draft_open(session->profile_path, false, words, session->today,
                                  draft, error);
    return profile_draft_parse(demo, strlen(demo), words, session->today, draft, error);
}

static bool play_one(struct session *session, const struct sp_plan_options *options,
                     const struct sp_plan *base, struct sp_scenario *scenario,
                     struct sp_error *error)
{
    struct profile_words words = session_words(session);
    struct profile_draft *draft = NULL;
    struct sp_profile profile = {0};
    bool ok =
        open_draft(session, &words, &draft, error)
        && profile_draft_change(draft, scenario->change, scenario->changes, error)
        && profile_draft_read(draft, false, &profile, error)
        && sp_scenario_play(&profile, &session->facts, options, base, scenario, error);
    if (!ok && error->code == SP_BAD_INPUT)
        sp_fail_at(error, "scenario '%.60s'", scenario->name);
    sp_profile_free(&profile);
    profile_draft_close(draft);
    return ok;
}

bool scenario_play(struct session *session, const struct sp_plan_options *options,
                   const struct sp_plan *base, struct sp_scenario *scenario, int count,
                   struct sp_error *error)
{
    struct progress progress = progress_on(stderr);
    bool ok = true;
    for (int i = 0; ok && i < count; i++) {
        progress_show(&progress, "planning scenarios", i, count);
        ok = play_one(session, options, base, &scenario[i], error);
    }
    progress_end(&progress);
    return ok;
}

void scenario_free(struct sp_scenario *scenario, int count)
{
    for (int i = 0; i < count; i++)
        sp_scenario_free(&scenario[i]);
}
