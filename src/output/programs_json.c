/* programs_json.c: the fixed keys first, in their order. */
#include "composition.h"
#include "json_write.h"
#include "plan.h"
#include "program_text.h"
#include "programs_pages.h"
#include "vacancy.h"

static void shares_json(struct json_writer *json, const char *key, bool known,
                        const double *share)
{
    json_open_object(json, key);
    for (int t = 0; t < SP_APPLICANT_TYPES; t++)
        if (known)
            json_write_number(json, sp_applicant_type_name((enum sp_applicant_type)t),
                              share[t]);
        else
            json_write_null(json, sp_applicant_type_name((enum sp_applicant_type)t));
    json_close(json);
}

static void count_json(struct json_writer *json, const char *key, int count)
{
    if (count >= 0)
        json_write_whole(json, key, count);
    else
        json_write_null(json, key);
}

static void known_text(struct json_writer *json, const char *key, const char *text)
{
    json_write_text(json, key, text && *text ? text : NULL);
}

static void history_json(struct json_writer *json, const struct sp_track *track)
{
    json_open_list(json, "history");
    for (int y = 0; y < SP_YEARS; y++) {
        json_open_object(json, NULL);
        json_write_whole(json, "year", SP_FIRST_YEAR + y);
        count_json(json, "quota", track->quota[y]);
        count_json(json, "filled", track->filled[y]);
        json_close(json);
    }
    json_close(json);
}

static void requirements_json(struct json_writer *json, const struct sp_track *track)
{
    json_open_list(json, "facts");
    for (int r = 0; r < SP_REQUIREMENTS + SP_RATES; r++) {
        bool rate = r >= SP_REQUIREMENTS;
        const struct sp_fact *fact =
            rate ? &track->rate[r - SP_REQUIREMENTS] : &track->fact[r];
        if (fact->answer == SP_UNKNOWN)
            continue;
        json_open_object(json, NULL);
        json_write_text(json, "name",
                        rate ? sp_rate_name((enum sp_rate)(r - SP_REQUIREMENTS))
                             : sp_requirement_name((enum sp_requirement)r));
        json_write_text(json, "answer", fact->answer == SP_YES ? "yes" : "no");
        json_write_number(json, "value", fact->value);
        json_write_text(json, "source", fact->origin.source);
        json_write_text(json, "as_of", fact->origin.as_of);
        json_close(json);
    }
    json_close(json);
}

/* `share` of the positions that it offered last. */
static void open_json(struct json_writer *json, int positions, double share)
{
    if (positions <= 0) {
        static const char *const key[] = {"open_share", "open_any", "open_low", "open_high",
                                          "open_basis"};
        for (size_t i = 0; i < sizeof key / sizeof *key; i++)
            json_write_null(json, key[i]);
        return;
    }
    char basis[PROGRAM_OPEN_BYTES];
    struct sp_vacancy year = sp_vacancy_in_a_year(share, positions);
    json_write_number(json, "open_share", share);
    json_write_number(json, "open_any", year.any);
    json_write_whole(json, "open_low", year.low);
    json_write_whole(json, "open_high", year.high);
    program_open_basis(basis);
    json_write_text(json, "open_basis", basis);
}

void program_json(struct json_writer *json, const char *key, int place,
                  const struct sp_facts *facts, const struct program_estimates *estimates)
{
    const struct sp_track *track = &facts->programs->track[place];
    const struct sp_composition_row *row = &estimates->composition->at[place];
    char link[LINK_BYTES];
    program_link(track, link);
    json_open_object(json, key);
    json_write_text(json, "nrmp_code", track->code);
    known_text(json, "acgme_id", track->acgme_id);
    json_write_text(json, "specialty", program_specialty(facts->specialties, track));
    json_write_text(json, "institution", track->institution);
    json_write_text(json, "city", track->city);
    json_write_text(json, "state", track->state);
    json_write_text(json, "track_type", sp_track_type_name(track->type));
    count_json(json, "quota", track->quota[SP_YEARS - 1]);
    count_json(json, "filled", track->filled[SP_YEARS - 1]);
    shares_json(json, "share", row->known, row->share);
    shares_json(json, "share_low", row->known, row->low);
    shares_json(json, "share_high", row->known, row->high);
    known_text(json, "share_basis", row->basis);
    open_json(json, track->quota[SP_YEARS - 1], estimates->open[place]);
    json_write_text(json, "name", track->name);
    known_text(json, "acgme_basis", track->acgme_basis);
    known_text(json, "division", track->division);
    known_text(json, "link", link);
    history_json(json, track);
    requirements_json(json, track);
    json_write_text(json, "source", track->origin.source);
    json_write_text(json, "as_of", track->origin.as_of);
    json_close(json);
}

void programs_write_json(FILE *out, const struct program_list *list,
                         const struct sp_facts *facts,
                         const struct program_estimates *estimates)
{
    struct json_writer json = json_write_to(out);
    json_open_list(&json, NULL);
    for (int i = 0; i < list->count; i++)
        program_json(&json, NULL, list->track[i], facts, estimates);
    json_close(&json);
    json_finish(&json);
}
