/* board_request.c: one session and the tables of rules. */
#include "board_request.h"

#include "call.h"

const struct command_option board_options[] = {
    {"profile", "FILE", "Profile to work with (usual: profile.json in SMARTPICK_HOME)",
     NULL, false},
    {"demo", NULL, "Work with the made-up applicant that comes with the program", NULL,
     false},
    {0},
};

bool board_request_open(const struct call *call, unsigned more,
                        struct board_request *request, struct sp_error *error)
{
    *request = (struct board_request){0};
    struct session *session = &request->session;
    if (!session_open(call, more | SESSION_SPECIALTIES | SESSION_PROFILE | SESSION_SEASON,
                      session, error))
        return false;
    request->facts = (struct sp_board_facts){.certificates = &request->certificates,
                                             .openings = &request->openings,
                                             .season = &session->season,
                                             .today = session->today};
    if (store_load_certificates(session->store, &request->certificates, error)
        && store_load_openings(session->store, &request->openings, error))
        return true;
    board_request_close(request);
    return false;
}

void board_request_close(struct board_request *request)
{
    sp_openings_free(&request->openings);
    sp_certificates_free(&request->certificates);
    session_close(&request->session);
    *request = (struct board_request){0};
}
