/* plan_request.c: options to struct, and the one call that computes. */
#include "plan_request.h"

#include "call.h"
#include "command.h"
#include "error.h"
#include "session.h"

#include <stdlib.h>

const struct command_option plan_options[] = {
    {"profile", "FILE", "Profile to plan for (usual: profile.json in SMARTPICK_HOME)", NULL,
     false},
    {"demo", NULL, "Plan for a made-up applicant that comes with the program", NULL, false},
    {"specialty", "NAME",
     "Plan for this specialty, not those of the profile; may be repeated", NULL, true},
    {"budget", "USD", "Most money for applications", NULL, false},
    {"max", "N", "Most applications", NULL, false},
    {"hours", "N", "Most hours of work on applications", NULL, false},
    {"sure", "FACT", "Hold programs where this fact is unknown; may be repeated",
     "visa accepts_j1 accepts_h1b accepts_img min_step2 max_years_out max_attempts "
     "min_usce_months min_letters_us needs_ecfmg needs_step3",
     true},
    {"utility", NULL, "Make the best offer count by your preferences, not only any offer",
     NULL, false},
    {"preliminary", NULL, "Plan preliminary tracks too", NULL, false},
    {"seasons", "N", "Seasons to play (usual: 512, 64 at 8 strengths)", NULL, false},
    {0},
};

static bool read_sure(struct session *session, const struct call *call,
                      struct sp_plan_options *options, struct sp_error *error)
{
    while (call_nth(call, "sure", options->sures))
        options->sures++;
    options->sure =
        sp_arena_get(&session->text, ((size_t)options->sures + 1) * sizeof *options->sure);
    for (int i = 0; options->sure && i < options->sures; i++)
        options->sure[i] = call_nth(call, "sure", i);
    return options->sure || sp_fail(error, SP_NO_MEMORY, "no memory for --sure");
}

bool plan_request_read(struct session *session, const struct call *call,
                       struct sp_plan_options *options, struct sp_error *error)
{
    long most = -1, hours = -1, seasons = 0;
    *options = (struct sp_plan_options){
        .budget_cents = -1,
        .utility = call_given(call, "utility"),
        .preliminary = call_given(call, "preliminary"),
        .seed = call->seed,
        .threads = call->threads,
    };
    bool ok = call_money(call, "budget", &options->budget_cents, error)
              && call_whole(call, "max", 0, 10000, &most, error)
              && call_whole(call, "hours", 0, 100000, &hours, error)
              && call_whole(call, "seasons", 64, 1 << 20, &seasons, error)
              && read_sure(session, call, options, error)
              && session_specialties(session, call, &options->specialty,
                                     &options->specialties, error);
    options->most = (int)most;
    options->hours = (double)hours;
    options->seasons = (int)seasons;
    return ok;
}

static bool look_at_track(struct session *session, const struct call *call, int *track,
                          struct sp_plan_options *options, struct sp_error *error)
{
    if (!session_track(session, call->operand[0], track, error))
        return false;
    return sp_plan_look_at(&session->profile, &session->programs.track[*track],
                           &session->text, options, error);
}

bool plan_request_make(const struct call *call, struct session *session, int *track,
                       struct sp_plan *plan, struct sp_error *error)
{
    struct sp_plan_options options;
    *plan = (struct sp_plan){0};
    if (!session_open(call, SESSION_ALL, session, error))
        return false;
    bool ok = plan_request_read(session, call, &options, error)
              && (!track || look_at_track(session, call, track, &options, error))
              && sp_plan_make(&session->profile, &session->facts, &options, plan, error);
    if (!ok)
        session_close(session);
    return ok;
}
