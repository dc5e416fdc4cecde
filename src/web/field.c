/* field.c: one refusal a kind, each in the form "name: what it is, what it should be". */
#include "field.h"

#include "date.h"
#include "request.h"

#include <jansson.h>

#include <string.h>

static const char *said(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "a list";
    case JSON_STRING:
        return "a text";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
    case JSON_FALSE:
        return "true or false";
    default:
        return "null";
    }
}

static bool refuse(struct request *request, struct sp_error *error, const char *key,
                   const json_t *value, const char *wanted)
{
    return request_refuse(request, error, REQUEST_BAD_INPUT, key, "%s: is %s; wanted is %s",
                          key, said(value), wanted);
}

/* The value of a key, or NULL when it is absent or null; false when it is needed. */
static bool find(struct request *request, const json_t *object, const char *key,
                 enum field_need need, json_t **value, struct sp_error *error)
{
    *value = json_object_get(object, key);
    if (json_is_null(*value))
        *value = NULL;
    if (!*value && need == FIELD_NEEDED)
        return request_refuse(request, error, REQUEST_BAD_INPUT, key, "%s: is missing",
                              key);
    return true;
}

/* Whether `word` is one of the words in `words`, and which. */
static int place_of(const char *word, const char *words)
{
    size_t length = strlen(word);
    if (length == 0 || strchr(word, ' '))
        return -1;
    for (int place = 0; *words; place++) {
        size_t end = strcspn(words, " ");
        if (end == length && strncmp(words, word, end) == 0)
            return place;
        words += end + (words[end] == ' ');
    }
    return -1;
}

bool field_only(struct request *request, const json_t *object, const char *known,
                struct sp_error *error)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value)
    {
        if (place_of(key, known) < 0) {
            const char *field = sp_arena_text(&request->text, key);
            return request_refuse(request, error, REQUEST_BAD_INPUT, field,
                                  "\"%.40s\" is no field here; known are: %s", key, known);
        }
    }
    return true;
}

bool field_text(struct request *request, const json_t *object, const char *key,
                enum field_need need, int most, const char **value, struct sp_error *error)
{
    json_t *found;
    if (!find(request, object, key, need, &found, error))
        return false;
    if (!found)
        return true;
    if (!json_is_string(found))
        return refuse(request, error, key, found, "a text");
    const char *text = json_string_value(found);
    if (strlen(text) != json_string_length(found))
        return request_refuse(request, error, REQUEST_BAD_INPUT, key,
                              "%s: has a zero character in it", key);
    if (json_string_length(found) > (size_t)most)
        return request_refuse(request, error, REQUEST_TOO_LARGE, key,
                              "%s: longer than %d bytes", key, most);
    *value = text;
    return true;
}

bool field_word(struct request *request, const json_t *object, const char *key,
                enum field_need need, const char *words, int *value, struct sp_error *error)
{
    const char *text = NULL;
    if (!field_text(request, object, key, need, 200, &text, error))
        return false;
    int place = text ? place_of(text, words) : 0;
    if (place < 0)
        return request_refuse(request, error, REQUEST_BAD_INPUT, key,
                              "%s: \"%.40s\" is not one of: %s", key, text, words);
    if (text)
        *value = place;
    return true;
}

bool field_whole(struct request *request, const json_t *object, const char *key,
                 enum field_need need, long low, long high, long *value,
                 struct sp_error *error)
{
    json_t *found;
    if (!find(request, object, key, need, &found, error))
        return false;
    if (!found)
        return true;
    if (!json_is_integer(found))
        return refuse(request, error, key, found, "a whole number");
    json_int_t read = json_integer_value(found);
    if (read < low || read > high)
        return request_refuse(request, error, REQUEST_BAD_INPUT, key,
                              "%s: %lld is not in %ld..%ld", key, (long long)read, low,
                              high);
    *value = (long)read;
    return true;
}

bool field_number(struct request *request, const json_t *object, const char *key,
                  enum field_need need, double low, double high, double *value,
                  struct sp_error *error)
{
    json_t *found;
    if (!find(request, object, key, need, &found, error))
        return false;
    if (!found)
        return true;
    if (!json_is_number(found))
        return refuse(request, error, key, found, "a number");
    double read = json_number_value(found);
    if (!(read >= low && read <= high))
        return request_refuse(request, error, REQUEST_BAD_INPUT, key,
                              "%s: %g is not in %g..%g", key, read, low, high);
    *value = read;
    return true;
}

bool field_bool(struct request *request, const json_t *object, const char *key,
                enum field_need need, bool *value, struct sp_error *error)
{
    json_t *found;
    if (!find(request, object, key, need, &found, error))
        return false;
    if (found && !json_is_boolean(found))
        return refuse(request, error, key, found, "true or false");
    if (found)
        *value = json_is_true(found);
    return true;
}

bool field_date(struct request *request, const json_t *object, const char *key,
                enum field_need need, struct sp_date *value, struct sp_error *error)
{
    const char *text = NULL;
    if (!field_text(request, object, key, need, 40, &text, error))
        return false;
    if (!text || sp_date_parse(text, key, value, error))
        return true;
    request->field = key;
    return false;
}

bool field_object(struct request *request, const json_t *object, const char *key,
                  enum field_need need, json_t **value, struct sp_error *error)
{
    json_t *found;
    if (!find(request, object, key, need, &found, error))
        return false;
    if (found && !json_is_object(found))
        return refuse(request, error, key, found, "an object");
    if (found)
        *value = found;
    return true;
}

bool field_list(struct request *request, const json_t *object, const char *key,
                enum field_need need, int most, json_t **value, struct sp_error *error)
{
    json_t *found;
    if (!find(request, object, key, need, &found, error))
        return false;
    if (!found)
        return true;
    if (!json_is_array(found))
        return refuse(request, error, key, found, "a list");
    if (json_array_size(found) > (size_t)most)
        return request_refuse(request, error, REQUEST_TOO_LARGE, key,
                              "%s: more than %d elements", key, most);
    *value = found;
    return true;
}

bool field_texts(struct request *request, const json_t *object, const char *key,
                 enum field_need need, int most, const char ***value, int *count,
                 struct sp_error *error)
{
    json_t *list = NULL;
    if (!field_list(request, object, key, need, most, &list, error))
        return false;
    size_t size = json_array_size(list);
    const char **text = sp_arena_get(&request->text, (size + 1) * sizeof *text);
    if (!text)
        return sp_fail(error, SP_NO_MEMORY, "no memory for %s", key);
    for (size_t i = 0; i < size; i++) {
        const json_t *element = json_array_get(list, i);
        if (!json_is_string(element))
            return refuse(request, error, key, element, "a list of texts");
        text[i] = json_string_value(element);
    }
    if (list) {
        *value = text;
        *count = (int)size;
    }
    return true;
}
