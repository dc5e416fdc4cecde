/* data_json.c: a row a source, a row a conflict. */
#include "data_pages.h"

#include "json_write.h"
#include "notice.h"
#include "program.h"
#include "source.h"

#include <stdlib.h>

struct data_holdings data_holdings_of(const struct sp_programs *programs, int season)
{
    struct data_holdings holdings = {.season = season, .tracks = programs->count};
    for (int i = 0; i < programs->count; i++) {
        holdings.offered += sp_track_offered(&programs->track[i]);
        holdings.identified += *programs->track[i].acgme_id != '\0';
    }
    return holdings;
}

/* Whole years between the fact and the season; -1 when the date says no year. */
static int age(const struct data_holdings *holdings, const char *as_of)
{
    int year = atoi(as_of);
    return year >= 1900 ? holdings->season - year : -1;
}

bool data_is_old(const struct data_holdings *holdings, const char *as_of)
{
    return age(holdings, as_of) > 2;
}

static void source_json(struct json_writer *json, const struct data_holdings *holdings,
                        const struct sp_source *source)
{
    json_open_object(json, NULL);
    json_write_text(json, "key", source->key);
    json_write_text(json, "title", source->title);
    json_write_text(json, "as_of", source->as_of);
    if (age(holdings, source->as_of) >= 0)
        json_write_whole(json, "years_before_season", age(holdings, source->as_of));
    else
        json_write_null(json, "years_before_season");
    json_write_bool(json, "old", data_is_old(holdings, source->as_of));
    json_write_text(json, "tables", source->tables);
    json_write_whole(json, "rows", source->rows);
    json_close(json);
}

static void conflict_json(struct json_writer *json, const struct sp_conflict *conflict)
{
    json_open_object(json, NULL);
    json_write_text(json, "nrmp_code", conflict->code);
    json_write_text(json, "field", conflict->field);
    json_write_text(json, "used_value", conflict->used_value);
    json_write_text(json, "used_source", conflict->used_source);
    json_write_text(json, "used_as_of", conflict->used_as_of);
    json_write_text(json, "other_value", conflict->other_value);
    json_write_text(json, "other_source", conflict->other_source);
    json_write_text(json, "other_as_of", conflict->other_as_of);
    json_close(json);
}

void data_conflicts_json(struct json_writer *json, const char *key,
                         const struct sp_conflict *conflict, int count)
{
    json_open_list(json, key);
    for (int i = 0; i < count; i++)
        conflict_json(json, &conflict[i]);
    json_close(json);
}

void data_write_json(FILE *out, const struct data_holdings *holdings)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    json_write_whole(&json, "season", holdings->season);
    json_write_whole(&json, "tracks", holdings->tracks);
    json_write_whole(&json, "tracks_offered", holdings->offered);
    json_write_whole(&json, "tracks_with_acgme_id", holdings->identified);
    json_open_list(&json, "sources");
    for (int i = 0; i < holdings->sources; i++)
        source_json(&json, holdings, &holdings->source[i]);
    json_close(&json);
    data_conflicts_json(&json, "conflicts", holdings->conflict, holdings->conflicts);
    json_write_text(&json, "notice", output_notice());
    json_close(&json);
    json_finish(&json);
}
