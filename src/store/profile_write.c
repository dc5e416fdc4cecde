/* profile_write.c: the struct along the table of profile_field.c, so the order of the keys
 * is always the same; what was not said is left out.
 */
#include "profile_write.h"

#include "profile_field.h"
#include "profile_file.h"

#include <jansson.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Takes `json`.  Measured first and then written into one piece of memory: without memory,
 * json_dumps may leave out a part and not say so. */
static char *to_text(const struct writing *writing, json_t *json)
{
    const size_t flags = JSON_INDENT(2) | JSON_REAL_PRECISION(15);
    size_t length = writing->failed ? 0 : json_dumpb(json, NULL, 0, flags);
    char *text = length > 0 ? malloc(length + 2) : NULL;
    if (text && json_dumpb(json, text, length, flags) == length) {
        memcpy(text + length, "\n", 2);
    } else {
        free(text);
        text = NULL;
    }
    json_decref(json);
    return text;
}

char *profile_write_json(const json_t *json)
{
    struct writing writing = {0};
    return to_text(&writing, in_order(&writing, &profile_shape, (json_t *)json));
}

char *profile_write(const struct sp_profile *profile, const struct profile_words *words)
{
    struct writing writing = {.words = words};
    return to_text(&writing, write_struct(&writing, &profile_shape, (const char *)profile));
}
