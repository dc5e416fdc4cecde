/* api_schedule.c: which clinical experience, and when; and the stays put into a profile. */
#include "crew.h"
#include "field.h"
#include "moment.h"
#include "plan_body.h"
#include "profile_answer.h"
#include "profile_draft.h"
#include "profiles.h"
#include "request.h"
#include "route.h"
#include "schedule.h"
#include "schedule_gain.h"
#include "schedule_pages.h"
#include "site.h"
#include "world.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

enum { MOST_WINDOWS = 24, MOST_WITHOUT = 100, MOST_CENTS = 100000000, MOST_WEIGHT = 1000 };

static const char schedule_keys[] =
    "profile_id profile season windows budget_cents weeks letters letters_by letter_weeks "
    "letter_lead order weights unsure without chance";
static const char aim_names[] = "letters hands-on weeks recent cost";

/* What was asked, and what was found; {0} is none. */
struct scheduling {
    struct plan_body body;
    struct sp_schedule_options options;
    struct sp_window window[MOST_WINDOWS];
    bool chance;
    struct sp_schedule schedule;
    struct sp_schedule_gain gain;
};

static void free_scheduling(struct scheduling *s)
{
    sp_schedule_gain_free(&s->gain);
    sp_schedule_free(&s->schedule);
    plan_body_free(&s->body);
}

/* --- reading --------------------------------------------------------------------- */

/* One window; a fault names it by its place, "windows[2].to". */
static bool read_window(struct request *request, const json_t *given, int i,
                        struct sp_window *window, struct sp_error *error)
{
    if (!json_is_object(given))
        return request_refuse(request, error, REQUEST_BAD_INPUT, "windows",
                              "windows: a list of {\"from\": …, \"to\": …} is wanted");
    if (!field_only(request, given, "from to", error)
        || !field_date(request, given, "from", FIELD_NEEDED, &window->from, error)
        || !field_date(request, given, "to", FIELD_NEEDED, &window->to, error)) {
        request->field = sp_arena_format(&request->text, "windows[%d].%s", i,
                                         request->field ? request->field : "from");
        return sp_fail_at(error, "windows[%d]", i);
    }
    return sp_date_days(window->from) <= sp_date_days(window->to)
           || request_refuse(request, error, REQUEST_BAD_INPUT,
                             sp_arena_format(&request->text, "windows[%d].to", i),
                             "windows[%d]: ends before it begins", i);
}

static bool read_windows(struct request *request, struct scheduling *s,
                         struct sp_error *error)
{
    json_t *list = NULL;
    if (!field_list(request, request->json, "windows", FIELD_OPTIONAL, MOST_WINDOWS, &list,
                    error))
        return false;
    int count = (int)json_array_size(list);
    for (int i = 0; i < count; i++)
        if (!read_window(request, json_array_get(list, (size_t)i), i, &s->window[i], error))
            return false;
    s->options.window = s->window;
    s->options.windows = count;
    return count || s->body.profile.windows
           || request_refuse(request, error, REQUEST_BAD_INPUT, "windows",
                             "windows: no free time is known; say it here, or as "
                             "free_windows in the profile");
}

static bool read_numbers(struct request *request, struct sp_schedule_options *options,
                         struct sp_error *error)
{
    const json_t *body = request->json;
    long weeks = 0, letters = -1, letter_weeks = 0, lead = -1;
    if (!field_whole(request, body, "weeks", FIELD_OPTIONAL, 1, 60, &weeks, error)
        || !field_whole(request, body, "letters", FIELD_OPTIONAL, 0, 8, &letters, error)
        || !field_whole(request, body, "letter_weeks", FIELD_OPTIONAL, 1, 26, &letter_weeks,
                        error)
        || !field_whole(request, body, "letter_lead", FIELD_OPTIONAL, 0, 26, &lead, error)
        || !field_whole(request, body, "budget_cents", FIELD_OPTIONAL, 0, MOST_CENTS,
                        &options->budget_cents, error)
        || !field_date(request, body, "letters_by", FIELD_OPTIONAL, &options->letters_by,
                       error))
        return false;
    options->most_weeks = (int)weeks;
    options->letters = (int)letters;
    options->letter_weeks = (int)letter_weeks;
    options->letter_lead_weeks = (int)lead;
    return true;
}

static bool read_order(struct request *request, struct sp_schedule_options *options,
                       struct sp_error *error)
{
    const char **name = NULL;
    int count = 0;
    if (!field_texts(request, request->json, "order", FIELD_OPTIONAL, SP_AIMS, &name,
                     &count, error))
        return false;
    for (; options->aims < count; options->aims++)
        if (!sp_aim_parse(name[options->aims], &options->order[options->aims]))
            return request_refuse(request, error, REQUEST_BAD_INPUT, "order",
                                  "order: \"%.40s\" is none of letters, hands-on, weeks, "
                                  "recent, cost",
                                  name[options->aims]);
    return true;
}

static bool read_weights(struct request *request, struct sp_schedule_options *options,
                         struct sp_error *error)
{
    json_t *given = NULL;
    if (!field_object(request, request->json, "weights", FIELD_OPTIONAL, &given, error))
        return false;
    if (!given)
        return true;
    if (options->aims)
        return request_refuse(request, error, REQUEST_BAD_INPUT, "weights",
                              "weights: order and weights exclude each other");
    options->weighed = true;
    bool ok = field_only(request, given, aim_names, error);
    for (int aim = 0; ok && aim < SP_AIMS; aim++)
        ok = field_number(request, given, sp_aim_name((enum sp_aim)aim), FIELD_OPTIONAL, 0,
                          MOST_WEIGHT, &options->weight[aim], error);
    if (!ok)
        request->field = sp_arena_format(&request->text, "weights.%s", request->field);
    return ok;
}

static bool read_without(struct request *request, const struct world *world,
                         struct sp_schedule_options *options, struct sp_error *error)
{
    const char **id = NULL;
    if (!field_texts(request, request->json, "without", FIELD_OPTIONAL, MOST_WITHOUT, &id,
                     &options->withouts, error))
        return false;
    for (int i = 0; i < options->withouts; i++) {
        int place = sp_openings_find(&world->openings, id[i]);
        if (place < 0)
            return request_refuse(request, error, REQUEST_NOT_FOUND, "without",
                                  "without: there is no opening \"%.60s\"", id[i]);
        id[i] = world->openings.at[place].id;
    }
    options->without = id;
    return true;
}

/* When programs have read already, the season after it is meant, unless one was named. */
static bool read_season(struct request *request, struct scheduling *s,
                        struct sp_error *error)
{
    struct plan_body *body = &s->body;
    bool named;
    if (!plan_body_season(request, request->json, body, &named, error))
        return false;
    s->options.moved = !named && sp_schedule_moves(body->facts.season, body->world->today);
    return !s->options.moved
           || world_facts(body->world, body->facts.season->year + 1, &body->facts, error);
}

static bool read_scheduling(struct request *request, struct scheduling *s,
                            struct sp_error *error)
{
    struct sp_schedule_options *options = &s->options;
    *options = sp_schedule_usual();
    return field_only(request, request->json, schedule_keys, error)
           && plan_body_profile(request, FIELD_NEEDED, &s->body, error)
           && read_season(request, s, error) && read_windows(request, s, error)
           && read_numbers(request, options, error) && read_order(request, options, error)
           && read_weights(request, options, error)
           && read_without(request, s->body.world, options, error)
           && field_bool(request, request->json, "unsure", FIELD_OPTIONAL, &options->unsure,
                         error)
           && field_bool(request, request->json, "chance", FIELD_OPTIONAL, &s->chance,
                         error);
}

/* --- computing ------------------------------------------------------------------- */

/* The season may have been named, so it is the field when it cannot be scheduled for. */
static bool blame(struct request *request, const struct sp_error *error)
{
    if (error->code == SP_BAD_INPUT && strncmp(error->text, "season ", 7) == 0)
        request->field = "season";
    return plan_body_blame(request, error);
}

static bool make(struct request *request, struct scheduling *s, struct sp_error *error)
{
    const struct world *world = s->body.world;
    return sp_schedule_make(&s->body.profile, &world->openings, s->body.facts.season,
                            world->today, &s->options, &s->schedule, error)
           || blame(request, error);
}

static bool find_gain(struct request *request, struct scheduling *s, struct sp_error *error)
{
    const struct sp_plan_options options = {.budget_cents = -1,
                                            .most = -1,
                                            .hours = -1,
                                            .seed = 1,
                                            .threads = crew_share(request->site->crew)};
    return !s->chance
           || sp_schedule_gain_find(&s->body.profile, &s->body.facts,
                                    &s->body.world->openings, &s->schedule, &options,
                                    &s->gain, error)
           || plan_body_blame(request, error);
}

static bool answer(struct request *request, struct scheduling *s, struct sp_error *error)
{
    FILE *out = NULL;
    bool ok = make(request, s, error) && find_gain(request, s, error)
              && (out = request_json_stream(request, error));
    if (ok)
        schedule_write_json(out, &s->schedule, &s->body.world->openings,
                            s->body.facts.season, s->chance ? &s->gain : NULL);
    return ok;
}

static bool post_schedule(struct request *request, struct sp_error *error)
{
    struct scheduling s = {0};
    bool ok = read_scheduling(request, &s, error)
              && (plan_body_answered(request, &s.body) || answer(request, &s, error));
    free_scheduling(&s);
    return ok;
}

/* --- saving ---------------------------------------------------------------------- */

/* The stays as the text of planned_stays; the caller frees it. */
static bool planned(const struct scheduling *s, char **text, struct sp_error *error)
{
    size_t length;
    FILE *out = open_memstream(text, &length);
    if (!out)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the stays");
    schedule_write_planned(out, &s->schedule, &s->body.world->openings);
    return fclose(out) == 0 || sp_fail(error, SP_NO_MEMORY, "no memory for the stays");
}

/* The profile with these stays in place of those that were; the text lives in the
 * request. */
static bool put_stays(struct request *request, const struct scheduling *s,
                      const char **body, struct sp_error *error)
{
    struct profile_words words = world_words(s->body.world);
    struct profile_draft *draft = NULL;
    char *stays = NULL, *text = NULL;
    bool ok = planned(s, &stays, error)
              && profile_draft_parse(s->body.text, strlen(s->body.text), &words,
                                     s->body.world->today, &draft, error)
              && profile_draft_set(draft, "planned_stays", stays, error);
    if (ok)
        text = profile_draft_text(draft);
    *body = text ? sp_arena_text(&request->text, text) : NULL;
    if (ok && !*body)
        ok = sp_fail(error, SP_NO_MEMORY, "no memory for the profile");
    free(text);
    free(stays);
    profile_draft_close(draft);
    return ok || plan_body_blame(request, error);
}

static bool save(struct request *request, struct scheduling *s, struct sp_error *error)
{
    struct store_profile given = {0}, kept = {0};
    struct store *store;
    if (!field_whole(request, request->json, "profile_id", FIELD_NEEDED, 1, 1L << 52,
                     &given.id, error)
        || !profile_answer_version(request, true, &given.version, error)
        || !read_scheduling(request, s, error) || !make(request, s, error)
        || !put_stays(request, s, &given.body, error)
        || !request_store(request, &store, error))
        return false;
    given.name = s->body.name;
    bool ok =
        store_change_profile(store, &given, moment_now(), &request->text, &kept, error);
    return profile_answer_change(request, ok, &kept, error);
}

static bool post_save(struct request *request, struct sp_error *error)
{
    struct scheduling s = {0};
    bool ok = save(request, &s, error);
    free_scheduling(&s);
    return ok;
}

const struct route api_schedule_routes[] = {
    {REQUEST_POST, "/api/v1/schedule", post_schedule, .who = OUR_PAGES, .computes = true},
    {REQUEST_POST, "/api/v1/schedule/save", post_save, .who = OUR_PAGES, .computes = true},
    {0},
};
