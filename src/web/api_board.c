/* api_board.c: what has to be in place, what to do for it and by when, and the same as a
 * calendar that others subscribe to. */
#include "board.h"
#include "board_pages.h"
#include "browser.h"
#include "calendar.h"
#include "field.h"
#include "plan_body.h"
#include "request.h"
#include "route.h"
#include "task.h"
#include "world.h"

#include <stdlib.h>
#include <string.h>

/* Profile, board and tasks of one request; {0} is none. */
struct standing {
    struct plan_body body;
    struct sp_board board;
    struct sp_tasks tasks;
};

static void free_standing(struct standing *standing)
{
    sp_tasks_free(&standing->tasks);
    sp_board_free(&standing->board);
    plan_body_free(&standing->body);
}

/* Board and tasks, once the body has profile and season. */
static bool judge(struct standing *standing, struct sp_error *error)
{
    const struct world *world = standing->body.world;
    const struct sp_board_facts facts = {.certificates = &world->certificates,
                                         .openings = &world->openings,
                                         .season = standing->body.facts.season,
                                         .today = world->today};
    return sp_board_make(&standing->body.profile, &facts, NULL, 0, &standing->board, error)
           && sp_tasks_make(&standing->board, &facts, &standing->tasks, error);
}

static bool read_standing(struct request *request, struct standing *standing,
                          struct sp_error *error)
{
    return field_only(request, request->json, "profile_id profile season", error)
           && plan_body_profile(request, FIELD_NEEDED, &standing->body, error)
           && plan_body_season(request, request->json, &standing->body, NULL, error)
           && judge(standing, error);
}

static bool post_board(struct request *request, struct sp_error *error)
{
    struct standing standing = {0};
    FILE *out = NULL;
    bool ok = read_standing(request, &standing, error)
              && (out = request_json_stream(request, error));
    if (ok)
        board_write_json(out, &standing.board);
    free_standing(&standing);
    return ok;
}

static bool post_tasks(struct request *request, struct sp_error *error)
{
    struct standing standing = {0};
    FILE *out = NULL;
    bool ok = read_standing(request, &standing, error)
              && (out = request_json_stream(request, error));
    if (ok)
        tasks_write_json(out, &standing.tasks, &standing.board);
    free_standing(&standing);
    return ok;
}

/* --- the calendar ---------------------------------------------------------------- */

/* The tag is a hash of the bytes: a calendar that asks every hour gets 304 until something
 * has moved. */
static bool give_calendar(struct request *request, const struct standing *standing,
                          bool events, struct sp_error *error)
{
    static const uint64_t key[2] = {0x736d617274706963, 0x6b2063616c656e64};
    const struct calendar calendar = {.board = &standing->board,
                                      .tasks = &standing->tasks,
                                      .season = standing->body.facts.season,
                                      .todos_as_events = events};
    char *bytes = NULL, tag[20];
    size_t length = 0;
    if (!calendar_write(&calendar, &bytes, &length, error))
        return false;
    snprintf(tag, sizeof tag, "%016llx",
             (unsigned long long)browser_hash(key, bytes, length));
    request_add_header(request, "Cache-Control", "private, no-cache");
    request_add_header(request, "Content-Disposition",
                       "inline; filename=\"smartpick.ics\"");
    if (request_unchanged(request, tag))
        free(bytes);
    else
        request_give(request, "text/calendar; charset=utf-8", bytes, length);
    return true;
}

static bool get_calendar(struct request *request, struct sp_error *error)
{
    const char *events = request_query(request, "events");
    struct standing standing = {0};
    struct plan_body *body = &standing.body;
    long id;
    if (events && strcmp(events, "1") != 0)
        return request_refuse(request, error, REQUEST_BAD_INPUT, "events",
                              "events: \"%.20s\" is not 1", events);
    bool ok =
        plan_body_id(request, "id", &id, error) && plan_body_kept(request, id, body, error)
        && world_facts(body->world, body->profile.season, &body->facts, error)
        && judge(&standing, error) && give_calendar(request, &standing, events, error);
    free_standing(&standing);
    return ok;
}

const struct route api_board_routes[] = {
    {REQUEST_POST, "/api/v1/board", post_board, .who = OUR_PAGES},
    {REQUEST_POST, "/api/v1/tasks", post_tasks, .who = OUR_PAGES},
    {REQUEST_GET, "/api/v1/profiles/{id}/calendar.ics", get_calendar, .who = ANYONE},
    {0},
};
