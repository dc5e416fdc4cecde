/* api_programs.c: the catalogue: all of it in columns, a search, one track in full. */
#include "browser.h"
#include "notice.h"
#include "program_text.h"
#include "programs_pages.h"
#include "route.h"
#include "search.h"
#include "world.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_WORDS = 12, MOST_LISTED = 1000, USUALLY_LISTED = 100 };

/* --- all of it ------------------------------------------------------------------- */

static const char *const columns[] = {
    "nrmp_code", "acgme_id",  "name",       "institution", "specialty", "city", "state",
    "latitude",  "longitude", "track_type", "quota",       "filled",    "link", "j1",
    "j1_source", "j1_as_of",  "h1b",        "h1b_source",  "h1b_as_of",
};

static void write_number(struct json_writer *json, bool known, double value)
{
    if (known)
        json_write_number(json, NULL, value);
    else
        json_write_null(json, NULL);
}

/* What is known about a visa, its source and its date; three nulls when it is unknown. */
static void write_visa(struct json_writer *json, const struct sp_fact *fact)
{
    bool known = fact->answer != SP_UNKNOWN;
    const char *answer = fact->answer == SP_YES ? "yes" : "no";
    json_write_text(json, NULL, known ? answer : NULL);
    json_write_text(json, NULL, known ? fact->origin.source : NULL);
    json_write_text(json, NULL, known ? fact->origin.as_of : NULL);
}

static void write_row(struct json_writer *json, const struct world *world,
                      const struct sp_track *track)
{
    char link[LINK_BYTES];
    program_link(track, link);
    json_open_list(json, NULL);
    json_write_text(json, NULL, track->code);
    json_write_text(json, NULL, *track->acgme_id ? track->acgme_id : NULL);
    json_write_text(json, NULL, track->name);
    json_write_text(json, NULL, track->institution);
    json_write_text(json, NULL, program_specialty(&world->specialties, track));
    json_write_text(json, NULL, track->city);
    json_write_text(json, NULL, track->state);
    write_number(json, track->located, track->latitude);
    write_number(json, track->located, track->longitude);
    json_write_text(json, NULL, sp_track_type_name(track->type));
    json_write_whole(json, NULL, sp_track_quota(track));
    json_write_whole(json, NULL, sp_track_filled(track));
    json_write_text(json, NULL, *link ? link : NULL);
    write_visa(json, &track->fact[SP_ACCEPTS_J1]);
    write_visa(json, &track->fact[SP_ACCEPTS_H1B]);
    json_close(json);
}

static void write_catalogue(struct json_writer *json, const struct world *world)
{
    const struct sp_track *newest = NULL;
    json_open_object(json, NULL);
    json_open_list(json, "columns");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        json_write_text(json, NULL, columns[i]);
    json_close(json);
    json_open_list(json, "rows");
    for (int t = 0; t < world->programs.count; t++) {
        const struct sp_track *track = &world->programs.track[t];
        if (!sp_track_offered(track))
            continue;
        write_row(json, world, track);
        if (!newest || strcmp(track->origin.as_of, newest->origin.as_of) > 0)
            newest = track;
    }
    json_close(json);
    json_write_text(json, "as_of", newest ? newest->origin.as_of : NULL);
    json_write_text(json, "source", newest ? newest->origin.source : NULL);
    json_write_text(json, "notice", output_notice());
    json_close(json);
    json_finish(json);
}

/* The tag is a hash of the bytes, so it holds from one start of the server to the next. */
static bool get_catalogue(struct request *request, struct sp_error *error)
{
    static const uint64_t key[2] = {0x736d617274706963, 0x6b20636174616c6f};
    const struct world *world;
    char *bytes = NULL, tag[20];
    size_t length = 0;
    if (!request_world(request, &world, error))
        return false;
    FILE *out = open_memstream(&bytes, &length);
    if (!out)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the catalogue");
    struct json_writer json = json_write_to(out);
    write_catalogue(&json, world);
    bool whole = !ferror(out);
    whole &= fclose(out) == 0;
    if (!whole) {
        free(bytes);
        return sp_fail(error, SP_NO_MEMORY, "no memory for the catalogue");
    }
    snprintf(tag, sizeof tag, "%016llx",
             (unsigned long long)browser_hash(key, bytes, length));
    request_add_header(request, "Cache-Control", "private, no-cache");
    if (request_unchanged(request, tag))
        free(bytes);
    else
        request_give(request, "application/json; charset=utf-8", bytes, length);
    return true;
}

/* --- a search -------------------------------------------------------------------- */

static bool read_words(struct request *request, struct sp_search *search,
                       struct sp_error *error)
{
    const char *text = request_query(request, "search");
    const char **word = sp_arena_get(&request->text, MOST_WORDS * sizeof *word);
    if (!word)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the words");
    while (text && *(text += strspn(text, " "))) {
        size_t length = strcspn(text, " ");
        if (search->words == MOST_WORDS)
            return request_refuse(request, error, REQUEST_BAD_INPUT, "search",
                                  "search: more than %d words", MOST_WORDS);
        word[search->words] = sp_arena_slice(&request->text, text, length);
        if (!word[search->words++])
            return sp_fail(error, SP_NO_MEMORY, "no memory for the words");
        text += length;
    }
    search->word = word;
    return true;
}

static bool read_specialty(struct request *request, const struct world *world,
                           struct sp_search *search, struct sp_error *error)
{
    const char *name = request_query(request, "specialty");
    const char **code = sp_arena_get(&request->text, sizeof *code);
    int place;
    if (!name || !*name)
        return true;
    if (!code)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the specialty");
    if (!sp_specialty_require(&world->specialties, "specialty", name, &place, error)) {
        request->field = "specialty";
        return false;
    }
    *code = world->specialties.at[place].code;
    search->specialty = code;
    search->specialties = 1;
    return true;
}

static bool read_state(struct request *request, const struct world *world,
                       struct sp_search *search, struct sp_error *error)
{
    const char *state = request_query(request, "state");
    if (!state || !*state)
        return true;
    for (int i = 0; i < world->states; i++)
        if (strcasecmp(world->state[i].code, state) == 0) {
            search->state = state;
            return true;
        }
    return request_refuse(request, error, REQUEST_BAD_INPUT, "state",
                          "state: \"%.40s\" is no state by its two letters", state);
}

static bool get_programs(struct request *request, struct sp_error *error)
{
    const struct world *world;
    struct sp_facts facts;
    struct sp_search search = {.type = -1};
    struct program_list list = {0};
    long limit = USUALLY_LISTED;
    if (!request_world(request, &world, error) || !world_facts(world, 0, &facts, error)
        || !read_words(request, &search, error)
        || !read_specialty(request, world, &search, error)
        || !read_state(request, world, &search, error)
        || !request_query_whole(request, "limit", 1, MOST_LISTED, &limit, error))
        return false;
    list.track = sp_arena_get(&request->text, (size_t)limit * sizeof *list.track);
    if (!list.track)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the list");
    for (int t = 0; t < world->programs.count && list.count < limit; t++)
        if (sp_search_finds(&search, &world->specialties, &world->programs.track[t]))
            list.track[list.count++] = t;
    FILE *out = request_json_stream(request, error);
    if (!out)
        return false;
    struct program_estimates estimates = world_estimates(world);
    programs_write_json(out, &list, &facts, &estimates);
    return true;
}

static bool get_program(struct request *request, struct sp_error *error)
{
    const struct world *world;
    struct sp_facts facts;
    struct json_writer json;
    const char *code = request_part(request, "code");
    if (!request_world(request, &world, error) || !world_facts(world, 0, &facts, error))
        return false;
    int track = sp_programs_find(&world->programs, code);
    if (track < 0)
        return request_refuse(request, error, REQUEST_NOT_FOUND, "code",
                              "no track has the NRMP code \"%.20s\"", code);
    if (!request_json(request, &json, error))
        return false;
    struct program_estimates estimates = world_estimates(world);
    program_json(&json, NULL, track, &facts, &estimates);
    json_finish(&json);
    return true;
}

const struct route api_programs_routes[] = {
    {REQUEST_GET, "/api/v1/catalogue", get_catalogue, .who = ANYONE},
    {REQUEST_GET, "/api/v1/programs", get_programs, .who = ANYONE},
    {REQUEST_GET, "/api/v1/programs/{code}", get_program, .who = ANYONE},
    {0},
};
