/* profile_read.c: along the table of profile_field.c.
 *
 * Reading walks the table, not the file, so that the first fault named does not depend on
 * the order of the keys; unknown keys are looked for before.  Each value is checked by its
 * kind, then the profile as a whole.
 */
#include "profile_read.h"

#include "error.h"
#include "profile_field.h"
#include "profile_file.h"

#include <jansson.h>

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PATH_BYTES = 120, SHOWN_BYTES = 64, ALLOWED_BYTES = 320, TEXT_BYTES = 60 };

struct reading {
    const struct profile_words *words;
    struct sp_arena *text; /* of the profile */
    struct sp_error *error;
    char path[PATH_BYTES]; /* of the field being read */
};

static bool read_struct(struct reading *reading, const struct profile_shape *shape,
                        const json_t *json, void *whole);

static bool no_memory(struct reading *reading)
{
    return sp_fail(reading->error, SP_NO_MEMORY, "no memory for the profile");
}

/* The value as it stands in the file, cut after a whole character. */
static void show_value(const json_t *json, char out[SHOWN_BYTES])
{
    char *text = json_dumps(json, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));
    size_t length = text ? strlen(text) : 0;
    if (length < SHOWN_BYTES) {
        snprintf(out, SHOWN_BYTES, "%s", text ? text : "?");
    } else {
        length = SHOWN_BYTES - 5;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
            length--;
        snprintf(out, SHOWN_BYTES, "%.*s…", (int)length, text);
    }
    free(text);
}

static bool refuse(struct reading *reading, const struct profile_field *field,
                   const json_t *json)
{
    char shown[SHOWN_BYTES], allowed[ALLOWED_BYTES];
    show_value(json, shown);
    profile_field_allowed(field, allowed, sizeof allowed);
    return sp_fail(reading->error, SP_BAD_INPUT, "%s: %s is not allowed; allowed: %s%s",
                   reading->path, shown, allowed,
                   json_is_null(json) ? "; leave the field out when it is not known" : "");
}

/* Steps into `.key` or `[place]`; the length before is the way back. */
static size_t enter(struct reading *reading, const char *key, size_t place)
{
    size_t before = strlen(reading->path), room = sizeof reading->path - before;
    if (!key)
        snprintf(reading->path + before, room, "[%zu]", place);
    else
        snprintf(reading->path + before, room, "%s%s", before ? "." : "", key);
    return before;
}

static void leave(struct reading *reading, size_t before)
{
    reading->path[before] = '\0';
}

static bool read_number(struct reading *reading, const struct profile_field *field,
                        const json_t *json, void *at)
{
    double value = json_number_value(json);
    bool whole = field->kind == PROFILE_INTEGER;
    if (!json_is_number(json) || !(value >= field->low && value <= field->high)
        || (whole && value != floor(value)))
        return refuse(reading, field, json);
    if (field->kind == PROFILE_NUMBER)
        memcpy(at, &value, sizeof value);
    else if (whole)
        memcpy(at, &(int){(int)value}, sizeof(int));
    else
        memcpy(at, &(long){lround(value * 100)}, sizeof(long));
    return true;
}

static bool read_truth(struct reading *reading, const struct profile_field *field,
                       const json_t *json, void *at)
{
    if (!json_is_boolean(json))
        return refuse(reading, field, json);
    if (field->kind == PROFILE_TRUTH)
        memcpy(at, &(bool){json_is_true(json)}, sizeof(bool));
    else
        memcpy(at, &(enum sp_answer){json_is_true(json) ? SP_YES : SP_NO},
               sizeof(enum sp_answer));
    return true;
}

/* The words stand for enum values 0, 1, … or, in PROFILE_WORD, for themselves. */
static bool read_word(struct reading *reading, const struct profile_field *field,
                      const json_t *json, void *at)
{
    const char *text = json_is_string(json) ? json_string_value(json) : "";
    for (unsigned i = 0; *text && field->word[i]; i++) {
        if (strcmp(field->word[i], text) != 0)
            continue;
        if (field->kind == PROFILE_WORD)
            memcpy(at, &field->word[i], sizeof field->word[i]);
        else
            memcpy(at, &i, sizeof i);
        return true;
    }
    return refuse(reading, field, json);
}

static bool keep_text(struct reading *reading, const char *text, void *at)
{
    const char *kept = sp_arena_text(reading->text, text);
    if (!kept)
        return no_memory(reading);
    memcpy(at, &kept, sizeof kept);
    return true;
}

static bool read_date(struct reading *reading, const char *text, void *at)
{
    struct sp_date date;
    if (!sp_date_parse(text, reading->path, &date, reading->error))
        return false;
    memcpy(at, &date, sizeof date);
    return true;
}

static bool read_specialty(struct reading *reading, const char *text, void *at)
{
    const struct sp_specialties *known = reading->words->specialties;
    int place;
    if (!sp_specialty_require(known, reading->path, text, &place, reading->error))
        return false;
    return keep_text(reading, known->at[place].code, at);
}

static bool read_state(struct reading *reading, const char *text, void *at)
{
    const struct profile_words *words = reading->words;
    int nearest = -1, least = 0;
    for (int i = 0; i < words->states; i++) {
        if (strcasecmp(words->state[i].code, text) == 0
            || strcasecmp(words->state[i].name, text) == 0)
            return keep_text(reading, words->state[i].code, at);
        int edits = sp_edit_distance(words->state[i].name, text);
        if (nearest < 0 || edits < least) {
            least = edits;
            nearest = i;
        }
    }
    return sp_fail(reading->error, SP_BAD_INPUT,
                   "%s: \"%.40s\" is no state; allowed: two letters such as \"OH\", or the "
                   "name; nearest name: %s",
                   reading->path, text, nearest < 0 ? "none" : words->state[nearest].name);
}

static bool division_before(const struct profile_words *words, int place)
{
    for (int i = 0; i < place; i++)
        if (strcmp(words->state[i].division, words->state[place].division) == 0)
            return true;
    return false;
}

static bool read_division(struct reading *reading, const char *text, void *at)
{
    const struct profile_words *words = reading->words;
    char all[240] = "";
    for (int i = 0; i < words->states; i++) {
        const char *division = words->state[i].division;
        if (!*division || division_before(words, i))
            continue;
        if (strcasecmp(division, text) == 0)
            return keep_text(reading, division, at);
        size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s%s", used ? ", " : "", division);
    }
    return sp_fail(reading->error, SP_BAD_INPUT,
                   "%s: \"%.40s\" is no census division; allowed: %s", reading->path, text,
                   all);
}

/* Only countries with a visa rule of their own are known; any other is kept as written. */
static bool read_country(struct reading *reading, const char *text, void *at)
{
    const struct profile_words *words = reading->words;
    for (int i = 0; i < words->countries; i++)
        if (strcasecmp(words->country[i].country, text) == 0)
            return keep_text(reading, words->country[i].country, at);
    return keep_text(reading, text, at);
}

static bool digits(const char *text, int count)
{
    for (int i = 0; i < count; i++)
        if (!isdigit((unsigned char)text[i]))
            return false;
    return true;
}

/* Four digits of the institution, three of the specialty, a letter for the kind of track
 * and one more: 1234140C0. */
static bool read_track(struct reading *reading, const struct profile_field *field,
                       const json_t *json, void *at)
{
    const char *text = json_string_value(json);
    char code[10];
    if (strlen(text) != 9 || !digits(text, 7) || !isalpha((unsigned char)text[7])
        || !isalnum((unsigned char)text[8]))
        return refuse(reading, field, json);
    for (int i = 0; i < 10; i++)
        code[i] = (char)toupper((unsigned char)text[i]);
    return keep_text(reading, code, at);
}

static bool one_line(const char *text)
{
    size_t length = strlen(text);
    if (length == 0 || length > TEXT_BYTES)
        return false;
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return false;
    return true;
}

static bool read_text(struct reading *reading, const struct profile_field *field,
                      const json_t *json, void *at)
{
    if (!json_is_string(json) || !one_line(json_string_value(json)))
        return refuse(reading, field, json);
    const char *text = json_string_value(json);
    switch (field->kind) {
    case PROFILE_DATE:
        return read_date(reading, text, at);
    case PROFILE_SPECIALTY:
        return read_specialty(reading, text, at);
    case PROFILE_STATE:
        return read_state(reading, text, at);
    case PROFILE_DIVISION:
        return read_division(reading, text, at);
    case PROFILE_COUNTRY:
        return read_country(reading, text, at);
    case PROFILE_TRACK:
        return read_track(reading, field, json, at);
    case PROFILE_INSTITUTION:
        if (strlen(text) != 4 || !digits(text, 4))
            return refuse(reading, field, json);
        return keep_text(reading, text, at);
    default:
        return keep_text(reading, text, at);
    }
}

/* Equal first fields: both texts, or both numbers of an enum. */
static bool same_element(const struct profile_shape *shape, const char *a, const char *b)
{
    const char *text_a, *text_b;
    if (shape->field[0].kind == PROFILE_CHOICE)
        return memcmp(a, b, sizeof(int)) == 0;
    memcpy(&text_a, a, sizeof text_a);
    memcpy(&text_b, b, sizeof text_b);
    return strcasecmp(text_a, text_b) == 0;
}

static bool check_once(struct reading *reading, const struct profile_field *field,
                       const json_t *json, const char *element, size_t place)
{
    const struct profile_shape *shape = field->shape;
    for (size_t i = 0; field->unique && i < place; i++) {
        if (!same_element(shape, element + i * shape->size, element + place * shape->size))
            continue;
        char shown[SHOWN_BYTES];
        show_value(json, shown);
        return sp_fail(reading->error, SP_BAD_INPUT,
                       "%s: %s stands in the list twice; allowed: once", reading->path,
                       shown);
    }
    return true;
}

static bool read_value(struct reading *reading, const struct profile_field *field,
                       const json_t *json, void *whole);

static bool read_element(struct reading *reading, const struct profile_field *list,
                         const json_t *json, char *element)
{
    const struct profile_shape *shape = list->shape;
    if (shape->blank)
        memcpy(element, shape->blank, shape->size);
    if (shape->bare && !(shape->object && json_is_object(json)))
        return read_value(reading, &shape->field[0], json, element);
    return read_struct(reading, shape, json, element);
}

static bool read_list(struct reading *reading, const struct profile_field *field,
                      const json_t *json, char *whole)
{
    size_t count = json_array_size(json);
    if (!json_is_array(json))
        return refuse(reading, field, json);
    if (count < (size_t)field->least || count > (size_t)field->most)
        return sp_fail(reading->error, SP_BAD_INPUT,
                       "%s: a list of %zu is not allowed; allowed: %d to %d", reading->path,
                       count, field->least, field->most);
    char *element = sp_arena_get(reading->text, (count + 1) * field->shape->size);
    if (!element)
        return no_memory(reading);
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(json, i);
        size_t before = enter(reading, NULL, i);
        if (!read_element(reading, field, item, element + i * field->shape->size)
            || !check_once(reading, field, item, element, i))
            return false;
        leave(reading, before);
    }
    memcpy(whole + field->at, &element, sizeof element);
    memcpy(whole + field->count_at, &(int){(int)count}, sizeof(int));
    return true;
}

static bool read_value(struct reading *reading, const struct profile_field *field,
                       const json_t *json, void *whole)
{
    char *at = (char *)whole + field->at;
    switch (field->kind) {
    case PROFILE_INTEGER:
    case PROFILE_NUMBER:
    case PROFILE_DOLLARS:
        return read_number(reading, field, json, at);
    case PROFILE_TRUTH:
    case PROFILE_ANSWER:
        return read_truth(reading, field, json, at);
    case PROFILE_CHOICE:
    case PROFILE_WORD:
        return read_word(reading, field, json, at);
    case PROFILE_OBJECT:
        return read_struct(reading, field->shape, json, at);
    case PROFILE_LIST:
        return read_list(reading, field, json, whole);
    default:
        return read_text(reading, field, json, at);
    }
}

static bool read_field(struct reading *reading, const struct profile_field *field,
                       const json_t *json, void *whole)
{
    size_t before = enter(reading, field->key, 0);
    bool null = field->nullable && json_is_null(json);
    if (!null && !read_value(reading, field, json, whole))
        return false;
    if (field->flag_at && !null)
        memcpy((char *)whole + field->flag_at, &(bool){true}, sizeof(bool));
    leave(reading, before);
    return true;
}

static bool know_keys(struct reading *reading, const struct profile_shape *shape,
                      const json_t *json)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)json, key, value)
    {
        if (profile_field_find(shape, key, strlen(key)))
            continue;
        char cut[41];
        snprintf(cut, sizeof cut, "%s", key);
        const char *nearest = profile_field_nearest(shape, cut);
        enter(reading, cut, 0);
        return sp_fail(reading->error, SP_BAD_INPUT, "%s: no such field%s%s%s",
                       reading->path, nearest ? "; did you mean \"" : "",
                       nearest ? nearest : "", nearest ? "\"?" : "; see docs/profile.md");
    }
    return true;
}

/* Required fields inside an element; those of the profile are named all at once. */
static bool have_required(struct reading *reading, const struct profile_shape *shape,
                          const json_t *json)
{
    for (int i = 0; shape != &profile_shape && i < shape->fields; i++)
        if (shape->field[i].required && !json_object_get(json, shape->field[i].key))
            return sp_fail(reading->error, SP_BAD_INPUT, "%s: \"%s\" is missing",
                           reading->path, shape->field[i].key);
    return true;
}

static bool read_struct(struct reading *reading, const struct profile_shape *shape,
                        const json_t *json, void *whole)
{
    static const struct profile_field object = {.kind = PROFILE_OBJECT};
    if (!json_is_object(json))
        return refuse(reading, &object, json);
    if (!know_keys(reading, shape, json) || !have_required(reading, shape, json))
        return false;
    for (int i = 0; i < shape->fields; i++) {
        const json_t *value = json_object_get(json, shape->field[i].key);
        if (value && !read_field(reading, &shape->field[i], value, whole))
            return false;
    }
    return true;
}

/* ---- the profile as a whole ------------------------------------------------------- */

static bool name_missing(const json_t *json, struct sp_error *error)
{
    char all[360] = "";
    for (int i = 0; i < profile_shape.fields; i++) {
        const struct profile_field *field = &profile_shape.field[i];
        if (!field->required || json_object_get(json, field->key))
            continue;
        size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s%s (%s)", used ? ", " : "", field->key,
                 field->sharpens);
    }
    return !*all || sp_fail(error, SP_BAD_INPUT, "missing: %s", all);
}

static bool check_graduation(const struct sp_profile *profile, struct sp_date today,
                             struct sp_error *error)
{
    enum { YEARS_AHEAD = 10 };
    char said[11], limit[11], far[11];
    long day = sp_date_days(profile->graduation), now = sp_date_days(today);
    long last = now + YEARS_AHEAD * 365;
    sp_date_write(profile->graduation, said);
    sp_date_write(today, limit);
    sp_date_write(sp_date_from_days(last), far);
    if (!sp_date_known(profile->graduation) || day <= now
        || (profile->student && day <= last))
        return true;
    return sp_fail(
        error, SP_BAD_INPUT,
        "graduation_date: \"%s\" lies in the future; allowed: up to %s, or up to "
        "%s with \"student\": true",
        said, limit, far);
}

static bool check_citizenship(const struct sp_profile *profile, bool type_said,
                              struct sp_error *error)
{
    static const char *const words[] = {"", "us", "permanent_resident", "other"};
    static const char *const visas[] = {"none", "j1", "h1b", "either"};
    const char *said = words[profile->citizenship];
    if (type_said && profile->type == SP_US_IMG && profile->citizenship > SP_CITIZENSHIP_US)
        return sp_fail(error, SP_BAD_INPUT,
                       "citizenship: \"%s\" does not go with applicant_type \"us_img\"; "
                       "allowed: \"us\", or applicant_type \"non_us_img\"",
                       said);
    if (type_said && profile->type == SP_NON_US_IMG
        && profile->citizenship == SP_CITIZENSHIP_US)
        return sp_fail(
            error, SP_BAD_INPUT,
            "citizenship: \"us\" does not go with applicant_type \"non_us_img\"; "
            "allowed: \"permanent_resident\", \"other\", or applicant_type "
            "\"us_img\"");
    if (profile->visa == SP_VISA_NONE)
        return true;
    if (type_said && profile->type == SP_US_IMG)
        return sp_fail(
            error, SP_BAD_INPUT,
            "visa_need: \"%s\" does not go with applicant_type \"us_img\", which "
            "is for US citizens; allowed: \"none\"",
            visas[profile->visa]);
    if (profile->citizenship == SP_CITIZENSHIP_US
        || profile->citizenship == SP_CITIZENSHIP_PERMANENT_RESIDENT)
        return sp_fail(error, SP_BAD_INPUT,
                       "visa_need: \"%s\" does not go with citizenship \"%s\"; allowed: "
                       "\"none\"",
                       visas[profile->visa], said);
    return true;
}

static bool check_exam(const struct sp_exam *exam, const char *field, struct sp_date today,
                       struct sp_error *error)
{
    char said[11], limit[11];
    if (exam->result == SP_EXAM_NOT_TAKEN
        && (exam->scored || exam->attempts > 0 || sp_date_known(exam->date)))
        return sp_fail(error, SP_BAD_INPUT,
                       "%s: result \"not_taken\" does not go with a score, a date or "
                       "attempts; allowed: result \"passed\" or \"failed\"",
                       field);
    if (!sp_date_known(exam->date) || sp_date_days(exam->date) <= sp_date_days(today))
        return true;
    sp_date_write(exam->date, said);
    sp_date_write(today, limit);
    return sp_fail(
        error, SP_BAD_INPUT,
        "%s.date: \"%s\" lies in the future; allowed: the last sitting, up to %s", field,
        said, limit);
}

static bool check_exams(const struct sp_profile *profile, struct sp_date today,
                        struct sp_error *error)
{
    return check_exam(&profile->step1, "step1", today, error)
           && check_exam(&profile->step2_ck, "step2_ck_details", today, error)
           && check_exam(&profile->step3, "step3", today, error)
           && check_exam(&profile->comlex1, "comlex_level1", today, error)
           && check_exam(&profile->comlex2, "comlex_level2", today, error);
}

static bool check_pins(const struct sp_profile *profile, struct sp_error *error)
{
    for (int i = 0; i < profile->pins; i++)
        for (int j = 0; j < profile->exclusions; j++)
            if (strcmp(profile->pinned[i], profile->excluded[j]) == 0)
                return sp_fail(
                    error, SP_BAD_INPUT,
                    "pinned[%d]: \"%s\" is excluded too; allowed: one of the two", i,
                    profile->pinned[i]);
    return true;
}

/* The first day does not lie after the last. */
static bool check_order(struct sp_date from, struct sp_date to, const char *list, int place,
                        const char *key, const char *first, struct sp_error *error)
{
    char early[11], late[11];
    if (!sp_date_known(from) || !sp_date_known(to)
        || sp_date_days(from) <= sp_date_days(to))
        return true;
    sp_date_write(from, early);
    sp_date_write(to, late);
    return sp_fail(error, SP_BAD_INPUT,
                   "%s[%d].%s: \"%s\" lies before \"%s\" %s; allowed: that day or later",
                   list, place, key, late, first, early);
}

static bool check_papers(const struct sp_profile *profile, struct sp_date today,
                         struct sp_error *error)
{
    for (int i = 0; i < profile->papers; i++) {
        const struct sp_paper_held *paper = &profile->paper[i];
        char said[11], limit[11];
        if (!check_order(paper->issued, paper->until, "papers", i, "until", "issued",
                         error))
            return false;
        if (!sp_date_known(paper->issued)
            || sp_date_days(paper->issued) <= sp_date_days(today))
            continue;
        sp_date_write(paper->issued, said);
        sp_date_write(today, limit);
        return sp_fail(error, SP_BAD_INPUT,
                       "papers[%d].issued: \"%s\" lies in the future; allowed: up to %s", i,
                       said, limit);
    }
    return true;
}

static bool check_stays(const struct sp_profile *profile, struct sp_error *error)
{
    for (int i = 0; i < profile->windows; i++)
        if (!check_order(profile->window[i].from, profile->window[i].to, "free_windows", i,
                         "to", "from", error))
            return false;
    for (int i = 0; i < profile->stays; i++)
        if (!check_order(profile->stay[i].from, profile->stay[i].to, "planned_stays", i,
                         "to", "from", error))
            return false;
    return true;
}

bool profile_read(const json_t *json, const struct profile_words *words,
                  struct sp_date today, bool partial, struct sp_profile *profile,
                  struct sp_error *error)
{
    *profile = sp_profile_blank();
    struct reading reading = {words, &profile->text, error, ""};
    bool ok = read_struct(&reading, &profile_shape, json, profile);
    profile->step2_ck.scored = profile->step2_known;
    profile->step2_ck.score = profile->step2;
    ok = ok && (partial || name_missing(json, error))
         && check_graduation(profile, today, error)
         && check_citizenship(profile, json_object_get(json, "applicant_type") != NULL,
                              error)
         && check_exams(profile, today, error) && check_pins(profile, error)
         && check_papers(profile, today, error) && check_stays(profile, error);
    if (!ok)
        sp_profile_free(profile);
    return ok;
}
