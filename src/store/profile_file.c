/* profile_file.c: JSON ⇄ struct sp_profile, along the table of profile_field.c.
 *
 * Reading walks the table, not the file, so that the first fault named does not depend on
 * the order of the keys; unknown keys are looked for before.  Each value is checked by its
 * kind, then the profile as a whole.
 */
#include "profile_file.h"

#include "error.h"
#include "profile_field.h"

#include <jansson.h>

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 120, SHOWN_BYTES = 64, ALLOWED_BYTES = 200, TEXT_BYTES = 60 };

/* ---- reading ---------------------------------------------------------------------- */

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

bool profile_file_read(const json_t *json, const struct profile_words *words,
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
         && check_exams(profile, today, error) && check_pins(profile, error);
    if (!ok)
        sp_profile_free(profile);
    return ok;
}

/* ---- files ------------------------------------------------------------------------ */

static bool parse_json(const char *text, size_t length, json_t **json,
                       struct sp_error *error)
{
    static const char mark[] = "\xef\xbb\xbf"; /* some editors put it in front */
    json_error_t fault;
    if (length >= 3 && memcmp(text, mark, 3) == 0) {
        text += 3;
        length -= 3;
    }
    *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &fault);
    if (*json && json_is_object(*json))
        return true;
    json_decref(*json);
    bool whole = *json != NULL;
    *json = NULL;
    if (whole)
        return sp_fail(error, SP_BAD_INPUT,
                       "line 1, column 1: a profile is an object in { }, not a list");
    if (json_error_code(&fault) == json_error_out_of_memory)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the profile");
    return sp_fail(error, SP_BAD_INPUT, "line %d, column %d: %s", fault.line, fault.column,
                   fault.text);
}

bool profile_file_parse(const char *text, size_t length, const struct profile_words *words,
                        struct sp_date today, struct sp_profile *profile,
                        struct sp_error *error)
{
    json_t *json;
    *profile = (struct sp_profile){0};
    bool ok = parse_json(text, length, &json, error)
              && profile_file_read(json, words, today, false, profile, error);
    json_decref(json);
    return ok;
}

static bool read_all(int file, char *text, size_t room, size_t *length)
{
    *length = 0;
    while (*length < room) {
        ssize_t got = read(file, text + *length, room - *length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        *length += (size_t)got;
    }
    return true;
}

/* The bytes of a regular file; one byte more than the limit shows that it is too long. */
static bool read_file(const char *path, char *text, size_t *length, struct sp_error *error)
{
    struct stat about;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 || fstat(file, &about) != 0) {
        int why = errno;
        if (file >= 0)
            close(file);
        return sp_fail(error, why == ENOENT ? SP_NOT_FOUND : SP_UNAVAILABLE, "%s: %s", path,
                       why == ENOENT ? "there is no such file" : strerror(why));
    }
    bool ok = true;
    if (!S_ISREG(about.st_mode))
        ok = sp_fail(error, SP_BAD_INPUT, "%s: this is not a file", path);
    else if (!read_all(file, text, PROFILE_FILE_BYTES + 1, length))
        ok = sp_fail(error, SP_UNAVAILABLE, "%s: %s", path, strerror(errno));
    else if (*length > PROFILE_FILE_BYTES)
        ok = sp_fail(error, SP_BAD_INPUT,
                     "%s: %lld bytes are too many for a profile; allowed: %d", path,
                     (long long)about.st_size, PROFILE_FILE_BYTES);
    close(file);
    return ok;
}

bool profile_file_bytes(const char *path, char **text, size_t *length,
                        struct sp_error *error)
{
    *length = 0;
    *text = malloc(PROFILE_FILE_BYTES + 1);
    if (!*text)
        return sp_fail(error, SP_NO_MEMORY, "no memory for the profile");
    if (read_file(path, *text, length, error)) {
        (*text)[*length] = '\0';
        return true;
    }
    free(*text);
    *text = NULL;
    return false;
}

bool profile_file_open(const char *path, json_t **json, struct sp_error *error)
{
    char *text;
    size_t length;
    *json = NULL;
    bool ok = profile_file_bytes(path, &text, &length, error)
              && (parse_json(text, length, json, error) || sp_fail_at(error, "%s", path));
    free(text);
    return ok;
}

bool profile_file_load(const char *path, const struct profile_words *words,
                       struct sp_date today, struct sp_profile *profile,
                       struct sp_error *error)
{
    json_t *json;
    *profile = (struct sp_profile){0};
    bool ok = profile_file_open(path, &json, error)
              && (profile_file_read(json, words, today, false, profile, error)
                  || sp_fail_at(error, "%s", path));
    json_decref(json);
    return ok;
}

/* ---- writing ---------------------------------------------------------------------- */

/* A value that could not be made must not look like one that was not said. */
struct writing {
    const struct profile_words *words;
    bool failed;
};

static json_t *write_struct(struct writing *writing, const struct profile_shape *shape,
                            const char *whole);

static json_t *made(struct writing *writing, json_t *json)
{
    if (!json)
        writing->failed = true;
    return json;
}

static json_t *write_number(double value)
{
    return value == floor(value) ? json_integer((json_int_t)value) : json_real(value);
}

static json_t *write_text(struct writing *writing, const struct profile_field *field,
                          const char *text)
{
    if (!text || !*text)
        return NULL;
    if (field->kind == PROFILE_SPECIALTY && writing->words) {
        int place = sp_specialty_find(writing->words->specialties, text);
        if (place >= 0)
            text = writing->words->specialties->at[place].name;
    }
    return made(writing, json_string(text));
}

/* An element of which only the first field is said may be that field alone. */
static json_t *write_element(struct writing *writing, const struct profile_shape *shape,
                             const char *element)
{
    json_t *json = write_struct(writing, shape, element);
    if (!shape->bare || json_object_size(json) != 1)
        return json;
    json_t *value = json_incref(json_object_get(json, shape->field[0].key));
    json_decref(json);
    return value;
}

static json_t *write_list(struct writing *writing, const struct profile_field *field,
                          const char *whole)
{
    const char *element;
    int count;
    bool said = false;
    memcpy(&element, whole + field->at, sizeof element);
    memcpy(&count, whole + field->count_at, sizeof count);
    if (field->flag_at)
        memcpy(&said, whole + field->flag_at, sizeof said);
    if (count == 0 && !said)
        return NULL;
    json_t *list = made(writing, json_array());
    for (int i = 0; i < count; i++, element += field->shape->size)
        if (json_array_append_new(list, write_element(writing, field->shape, element)) != 0)
            writing->failed = true;
    return list;
}

static json_t *write_object(struct writing *writing, const struct profile_field *field,
                            const char *at)
{
    json_t *json = write_struct(writing, field->shape, at);
    if (json_object_size(json) > 0)
        return json;
    json_decref(json);
    return NULL;
}

static double number_at(const struct profile_field *field, const char *at)
{
    double value;
    long cents;
    int whole;
    switch (field->kind) {
    case PROFILE_NUMBER:
        memcpy(&value, at, sizeof value);
        return value;
    case PROFILE_DOLLARS:
        memcpy(&cents, at, sizeof cents);
        return (double)cents / 100;
    default:
        memcpy(&whole, at, sizeof whole);
        return whole;
    }
}

static json_t *write_quantity(struct writing *writing, const struct profile_field *field,
                              const char *at)
{
    double number = number_at(field, at);
    if (!(number >= field->low) || (field->quiet && number == field->usual))
        return NULL;
    return made(writing, write_number(number));
}

static json_t *write_date(struct writing *writing, const char *at)
{
    struct sp_date date;
    char day[11];
    memcpy(&date, at, sizeof date);
    sp_date_write(date, day);
    return *day ? made(writing, json_string(day)) : NULL;
}

/* The value as JSON, or NULL when it was not said. */
static json_t *write_value(struct writing *writing, const struct profile_field *field,
                           const char *whole)
{
    const char *at = whole + field->at, *text;
    unsigned place;
    bool truth;
    switch (field->kind) {
    case PROFILE_INTEGER:
    case PROFILE_NUMBER:
    case PROFILE_DOLLARS:
        return write_quantity(writing, field, at);
    case PROFILE_TRUTH:
        memcpy(&truth, at, sizeof truth);
        return truth ? json_true() : NULL;
    case PROFILE_ANSWER:
        memcpy(&place, at, sizeof place);
        return place == SP_UNKNOWN ? NULL : json_boolean(place == SP_YES);
    case PROFILE_CHOICE:
        memcpy(&place, at, sizeof place);
        return *field->word[place] ? made(writing, json_string(field->word[place])) : NULL;
    case PROFILE_DATE:
        return write_date(writing, at);
    case PROFILE_OBJECT:
        return write_object(writing, field, at);
    case PROFILE_LIST:
        return write_list(writing, field, whole);
    default:
        memcpy(&text, at, sizeof text);
        return write_text(writing, field, text);
    }
}

static json_t *write_field(struct writing *writing, const struct profile_field *field,
                           const char *whole)
{
    bool said = true;
    if (field->flag_at && field->kind != PROFILE_LIST)
        memcpy(&said, whole + field->flag_at, sizeof said);
    if (said)
        return write_value(writing, field, whole);
    return field->nullable ? json_null() : NULL;
}

static json_t *write_struct(struct writing *writing, const struct profile_shape *shape,
                            const char *whole)
{
    json_t *json = made(writing, json_object());
    for (int i = 0; i < shape->fields; i++) {
        json_t *value = write_field(writing, &shape->field[i], whole);
        if (value && json_object_set_new(json, shape->field[i].key, value) != 0)
            writing->failed = true;
    }
    return json;
}

/* The same values with the keys in the order of the table. */
static json_t *in_order(struct writing *writing, const struct profile_shape *shape,
                        json_t *json)
{
    if (!json_is_object(json))
        return json_incref(json);
    json_t *sorted = made(writing, json_object());
    for (int i = 0; i < shape->fields; i++) {
        const struct profile_field *field = &shape->field[i];
        json_t *value = json_object_get(json, field->key), *copy = NULL;
        if (!value)
            continue;
        if (field->kind == PROFILE_OBJECT) {
            copy = in_order(writing, field->shape, value);
        } else if (field->kind == PROFILE_LIST && json_is_array(value)) {
            copy = made(writing, json_array());
            for (size_t j = 0; j < json_array_size(value); j++)
                if (json_array_append_new(
                        copy, in_order(writing, field->shape, json_array_get(value, j)))
                    != 0)
                    writing->failed = true;
        } else {
            copy = json_incref(value);
        }
        if (json_object_set_new(sorted, field->key, copy) != 0)
            writing->failed = true;
    }
    return sorted;
}

/* Takes `json`. */
static char *to_text(const struct writing *writing, json_t *json)
{
    char *text = NULL, *dump = NULL;
    if (!writing->failed)
        dump = json_dumps(json, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
    if (dump && asprintf(&text, "%s\n", dump) < 0)
        text = NULL;
    free(dump);
    json_decref(json);
    return text;
}

char *profile_file_text(const json_t *json)
{
    struct writing writing = {0};
    return to_text(&writing, in_order(&writing, &profile_shape, (json_t *)json));
}

char *profile_file_write(const struct sp_profile *profile,
                         const struct profile_words *words)
{
    struct writing writing = {.words = words};
    return to_text(&writing, write_struct(&writing, &profile_shape, (const char *)profile));
}

static bool write_all(int file, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t put = write(file, text, length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        text += put;
        length -= (size_t)put;
    }
    return fsync(file) == 0;
}

/* The folder remembers the new name only once it is flushed itself. */
static void flush_folder(const char *path)
{
    char *copy = strdup(path);
    int folder = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (folder >= 0) {
        (void)fsync(folder);
        close(folder);
    }
    free(copy);
}

/* Fills the file beside; it has the rights of the one that it will replace. */
static bool fill(int file, const char *path, const char *text)
{
    struct stat about;
    if (stat(path, &about) == 0 && fchmod(file, about.st_mode & 0777) != 0)
        return false;
    return write_all(file, text, strlen(text));
}

/* Writes a file beside `path` and gives it that name; returns 0 or an errno. */
static int replace(const char *path, const char *text)
{
    char *beside = NULL;
    if (asprintf(&beside, "%s.XXXXXX", path) < 0)
        return ENOMEM;
    int why = 0, file = mkostemp(beside, O_CLOEXEC);
    if (file < 0) {
        why = errno;
    } else {
        if (!fill(file, path, text))
            why = errno;
        if (close(file) != 0 && !why)
            why = errno;
        if (!why && rename(beside, path) != 0)
            why = errno;
        if (why)
            unlink(beside);
    }
    free(beside);
    return why;
}

bool profile_file_replace(const char *path, const char *text, struct sp_error *error)
{
    char *real = realpath(path, NULL); /* a link stays a link */
    const char *target = real ? real : path;
    int why = replace(target, text);
    if (why == 0)
        flush_folder(target);
    free(real);
    return why == 0
           || sp_fail(error, SP_UNAVAILABLE,
                      "%s: could not be written, and is as it was: %s", path,
                      strerror(why));
}

bool profile_file_save(const char *path, const struct sp_profile *profile,
                       const struct profile_words *words, struct sp_error *error)
{
    char *text = profile_file_write(profile, words);
    bool ok = text ? profile_file_replace(path, text, error)
                   : sp_fail(error, SP_NO_MEMORY, "%s: no memory to write it", path);
    free(text);
    return ok;
}
