/* profile_draft.c: a JSON object that is copied, changed, checked, and then kept.
 *
 * A path is walked along the table and the object at once.  The text of an answer becomes
 * JSON by the kind of its field; whether it is right is for profile_read to say, so a
 * text that fits no kind is passed on as it is.
 */
#include "profile_draft.h"

#include "error.h"
#include "profile_field.h"
#include "profile_file.h"
#include "profile_read.h"
#include "profile_write.h"
#include "scenario.h"

#include <jansson.h>

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct profile_draft {
    char *path;
    json_t *json; /* an object */
    const struct profile_words *words;
    struct sp_date today;
};

static bool no_memory(struct sp_error *error)
{
    return sp_fail(error, SP_NO_MEMORY, "no memory for the profile");
}

/* Takes the object; `path` is NULL for a text. */
static bool make_draft(const char *path, json_t *json, const struct profile_words *words,
                       struct sp_date today, struct profile_draft **draft,
                       struct sp_error *error)
{
    struct profile_draft *made = calloc(1, sizeof *made);
    if (!made) {
        json_decref(json);
        return no_memory(error);
    }
    made->path = path ? strdup(path) : NULL;
    made->json = json;
    made->words = words;
    made->today = today;
    if ((path && !made->path) || !json) {
        profile_draft_close(made);
        return no_memory(error);
    }
    *draft = made;
    /* cppcheck-suppress memleak ; the draft owns the path */
    return true;
}

bool profile_draft_open(const char *path, bool fresh, const struct profile_words *words,
                        struct sp_date today, struct profile_draft **draft,
                        struct sp_error *error)
{
    json_t *json = NULL;
    struct sp_error why = {0};
    *draft = NULL;
    if (!profile_file_open(path, &json, &why)) {
        if (!fresh || why.code != SP_NOT_FOUND)
            return sp_fail(error, why.code, "%s", why.text);
        json = json_object();
    }
    return make_draft(path, json, words, today, draft, error);
}

bool profile_draft_parse(const char *text, size_t length, const struct profile_words *words,
                         struct sp_date today, struct profile_draft **draft,
                         struct sp_error *error)
{
    json_t *json;
    *draft = NULL;
    return profile_file_object(text, length, &json, error)
           && make_draft(NULL, json, words, today, draft, error);
}

void profile_draft_close(struct profile_draft *draft)
{
    if (!draft)
        return;
    json_decref(draft->json);
    free(draft->path);
    free(draft);
}

/* ---- from what is typed to JSON --------------------------------------------------- */

static json_t *answer(const struct profile_field *field, const char *text);

/* The text without spaces around it; the caller frees it. */
static char *trimmed(const char *text, size_t length)
{
    while (length > 0 && isspace((unsigned char)*text)) {
        text++;
        length--;
    }
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    return strndup(text, length);
}

static bool same_letters(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (*a && !isalnum((unsigned char)*a))
            a++;
        while (*b && !isalnum((unsigned char)*b))
            b++;
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
            return false;
        if (!*a)
            return true;
    }
}

/* "J-1" is j1 and "Non-US IMG" is non_us_img. */
static json_t *word_answer(const struct profile_field *field, const char *text)
{
    for (const char *const *word = field->word; *word; word++)
        if (**word && same_letters(*word, text))
            return json_string(*word);
    return json_string(text);
}

static json_t *number_answer(const struct profile_field *field, const char *text)
{
    char *end;
    double value = strtod(text, &end);
    if (field->nullable
        && (same_letters(text, "null") || same_letters(text, "none")
            || same_letters(text, "not yet")))
        return json_null();
    if (strspn(text, "0123456789+-.eE") != strlen(text) || end == text || *end
        || !isfinite(value))
        return json_string(text);
    if (value == floor(value) && fabs(value) < 1e15)
        return json_integer((json_int_t)value);
    return json_real(value);
}

static json_t *truth_answer(const char *text)
{
    static const char *const yes[] = {"yes", "y", "true"}, *const no[] = {"no", "n",
                                                                          "false"};
    for (int i = 0; i < 3; i++) {
        if (same_letters(text, yes[i]))
            return json_true();
        if (same_letters(text, no[i]))
            return json_false();
    }
    return json_string(text);
}

/* Sets the part of an object that "key=value" names, or a value alone by its place. */
static bool set_part(json_t *object, const struct profile_shape *shape, const char *part,
                     int place)
{
    const char *sign = strchr(part, '=');
    const struct profile_field *field = NULL;
    char *key = NULL;
    bool ok = true;
    if (sign)
        key = trimmed(part, (size_t)(sign - part));
    else if (place < shape->fields)
        field = &shape->field[place];
    if (key)
        field = profile_field_find(shape, key, strlen(key));
    char *text = trimmed(sign ? sign + 1 : part, strlen(sign ? sign + 1 : part));
    const char *name = field ? field->key : key ? key : part;
    if (text && *text && !(field && same_letters(text, "unknown")))
        ok = json_object_set_new(object, name,
                                 field ? answer(field, text) : json_string(text))
             == 0;
    free(key);
    free(text);
    return ok && text;
}

/* "family, OH" or "kind=family, state=OH". */
static json_t *object_answer(const struct profile_shape *shape, const char *text)
{
    json_t *object = json_object();
    bool ok = object != NULL;
    for (int place = 0; ok; place++) {
        size_t length = strcspn(text, ",");
        char *part = trimmed(text, length);
        ok = part && set_part(object, shape, part, place);
        free(part);
        if (!text[length])
            break;
        text += length + 1;
    }
    if (ok)
        return object;
    json_decref(object);
    return NULL;
}

/* What begins like JSON and is none stays a text, for profile_read to refuse. */
static json_t *element_answer(const struct profile_shape *shape, const char *text)
{
    bool object = !shape->bare || (shape->object && strchr(text, '='));
    if (*text == '{' || *text == '"') {
        json_t *json = json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
        return json ? json : json_string(text);
    }
    return object ? object_answer(shape, text) : answer(&shape->field[0], text);
}

/* Objects are separated by ';', plain values by ';' or, when there is none, by ','. */
static json_t *list_answer(const struct profile_field *field, const char *text)
{
    const struct profile_shape *shape = field->shape;
    bool objects = !shape->bare || strchr(text, '=') || strchr(text, ';');
    const char *between = objects ? ";" : ",";
    json_t *list = json_array();
    if (same_letters(text, "none"))
        return list;
    for (bool ok = list != NULL; ok;) {
        size_t length = strcspn(text, between);
        char *part = trimmed(text, length);
        ok = part
             && (!*part || json_array_append_new(list, element_answer(shape, part)) == 0);
        free(part);
        if (ok && !text[length])
            return list;
        text += length + 1;
    }
    json_decref(list);
    return NULL;
}

/* NULL without memory. */
static json_t *answer(const struct profile_field *field, const char *text)
{
    switch (field->kind) {
    case PROFILE_INTEGER:
    case PROFILE_NUMBER:
    case PROFILE_DOLLARS:
        return number_answer(field, text);
    case PROFILE_TRUTH:
    case PROFILE_ANSWER:
        return truth_answer(text);
    case PROFILE_CHOICE:
    case PROFILE_WORD:
        return word_answer(field, text);
    case PROFILE_OBJECT:
        return object_answer(field->shape, text);
    case PROFILE_LIST:
        return list_answer(field, text);
    default:
        return json_string(text);
    }
}

/* ---- to the place that a path names ----------------------------------------------- */

struct change {
    const char *path;  /* the whole of it, for messages */
    const char *value; /* as typed; "" takes out */
    bool add;
    struct sp_error *error;
};

static bool change_list(struct change *change, const struct profile_field *field,
                        json_t *list, const char *rest);

/* JSON as it was typed, or what the simple form says. */
static json_t *typed_value(struct change *change, const struct profile_field *field)
{
    const char *text = change->value;
    json_error_t fault;
    bool element = change->add && field->kind == PROFILE_LIST && *text != '[';
    if (*text != '[' && *text != '{' && *text != '"') {
        json_t *made = answer(field, text);
        if (!made)
            no_memory(change->error);
        return made;
    }
    json_t *json = json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &fault);
    if (!json)
        sp_fail(change->error, SP_BAD_INPUT,
                "%s: the JSON given ends wrong at column %d: %s", change->path,
                fault.column, fault.text);
    return json && element ? json_pack("[o]", json) : json;
}

static bool unknown_key(struct change *change, const struct profile_shape *shape,
                        const char *key, size_t length)
{
    char cut[41];
    snprintf(cut, sizeof cut, "%.*s", (int)(length < 40 ? length : 40), key);
    const char *nearest = profile_field_nearest(shape, cut);
    return sp_fail(change->error, SP_BAD_INPUT, "%.60s: no such field%s%s%s", change->path,
                   nearest ? "; did you mean \"" : "", nearest ? nearest : "",
                   nearest ? "\"?" : "; see docs/profile.md");
}

static bool take_out(struct change *change, const struct profile_field *field,
                     json_t *object)
{
    if (field->required)
        return sp_fail(change->error, SP_BAD_INPUT,
                       "%s: \"\" is not allowed; this field is required", change->path);
    json_object_del(object, field->key);
    return true;
}

/* Sets, adds to or takes out a field that the path ends at. */
static bool change_here(struct change *change, const struct profile_field *field,
                        json_t *object)
{
    if (change->add && field->kind != PROFILE_LIST)
        return sp_fail(change->error, SP_BAD_INPUT,
                       "%s: only to a list can something be added with +", change->path);
    if (!change->add && !*change->value)
        return take_out(change, field, object);
    if (!change->add && field->kind == PROFILE_ANSWER
        && same_letters(change->value, "unknown"))
        return take_out(change, field, object);
    json_t *value = typed_value(change, field);
    if (!value)
        return false;
    json_t *list = json_object_get(object, field->key);
    if (change->add && json_is_array(list) && json_is_array(value)) {
        bool ok = json_array_extend(list, value) == 0;
        json_decref(value);
        return ok || no_memory(change->error);
    }
    return json_object_set_new(object, field->key, value) == 0 || no_memory(change->error);
}

/* The object or list inside, made when it is not there. */
static json_t *inner(json_t *object, const struct profile_field *field)
{
    json_t *held = json_object_get(object, field->key);
    if (held)
        return held;
    held = field->kind == PROFILE_LIST ? json_array() : json_object();
    return json_object_set_new(object, field->key, held) == 0 ? held : NULL;
}

static bool change_object(struct change *change, const struct profile_shape *shape,
                          json_t *object, const char *path)
{
    size_t length = strcspn(path, ".[");
    const char *rest = path + length;
    const struct profile_field *field = profile_field_find(shape, path, length);
    if (!field || !*field->key)
        return unknown_key(change, shape, path, length);
    if (!*rest)
        return change_here(change, field, object);
    if ((*rest == '[') != (field->kind == PROFILE_LIST)
        || (*rest == '.' && field->kind != PROFILE_OBJECT))
        return sp_fail(change->error, SP_BAD_INPUT, "%.60s: no such field; %s is %s",
                       change->path, field->key,
                       field->kind == PROFILE_LIST ? "a list, so a number in [ ] follows"
                       : field->kind == PROFILE_OBJECT ? "an object, so a dot follows"
                                                       : "a plain value");
    json_t *held = inner(object, field);
    if (!held)
        return no_memory(change->error);
    if (field->kind == PROFILE_LIST)
        return change_list(change, field, held, rest);
    return change_object(change, field->shape, held, rest + 1);
}

/* "[2]" or "[2]." and more; `place` may be one past the end. */
static bool read_place(struct change *change, const json_t *list, const char **rest,
                       size_t *place)
{
    char *end;
    unsigned long number = strtoul(*rest + 1, &end, 10);
    bool ok = isdigit((unsigned char)(*rest)[1]) && *end == ']'
              && (end[1] == '\0' || (end[1] == '.' && end[2]));
    if (!ok || number > json_array_size(list))
        return sp_fail(change->error, SP_BAD_INPUT,
                       "%.60s: no such place in the list; allowed: [0] to [%zu]",
                       change->path, json_array_size(list));
    *place = number;
    *rest = end + 1 + (end[1] == '.');
    return true;
}

/* An element written as a plain value becomes an object, so that more can be said. */
static json_t *as_object(const struct profile_shape *shape, json_t *list, size_t place)
{
    json_t *element = json_array_get(list, place), *object = json_object();
    if (json_is_object(element)) {
        json_decref(object);
        return element;
    }
    if (element)
        json_object_set(object, shape->field[0].key, element);
    int failed = element ? json_array_set_new(list, place, object)
                         : json_array_append_new(list, object);
    return failed ? NULL : object;
}

static bool change_list(struct change *change, const struct profile_field *field,
                        json_t *list, const char *rest)
{
    const struct profile_shape *shape = field->shape;
    size_t place = 0;
    if (!read_place(change, list, &rest, &place))
        return false;
    if (*rest && !shape->object)
        return unknown_key(change, shape, rest, strlen(rest));
    if (*rest) {
        json_t *object = as_object(shape, list, place);
        return object ? change_object(change, shape, object, rest)
                      : no_memory(change->error);
    }
    if (!*change->value) {
        json_array_remove(list, place);
        return true;
    }
    json_t *value = element_answer(shape, change->value);
    if (!value)
        return no_memory(change->error);
    int failed = place < json_array_size(list) ? json_array_set_new(list, place, value)
                                               : json_array_append_new(list, value);
    return !failed || no_memory(change->error);
}

/* JSON holds UTF-8 only; in any other encoding every text below would fail to be made. */
static bool is_utf8(struct change *change)
{
    json_t *made = json_string(change->value);
    bool ok = made != NULL;
    json_decref(made);
    return ok
           || sp_fail(change->error, SP_BAD_INPUT,
                      "%.60s: the value given is not valid UTF-8", change->path);
}

/* Makes the changes in a copy, and takes it when all of it can be read. */
static bool make_changes(struct profile_draft *draft, struct change *change, int count,
                         struct sp_error *error)
{
    struct sp_profile profile = {0};
    json_t *copy = json_deep_copy(draft->json);
    bool ok = copy || no_memory(error);
    for (int i = 0; ok && i < count; i++)
        ok = is_utf8(&change[i])
             && change_object(&change[i], &profile_shape, copy, change[i].path);
    ok = ok && profile_read(copy, draft->words, draft->today, true, &profile, error);
    if (!ok) {
        json_decref(copy);
        return false;
    }
    sp_profile_free(&profile);
    json_decref(draft->json);
    draft->json = copy;
    return true;
}

bool profile_draft_set(struct profile_draft *draft, const char *field, const char *value,
                       struct sp_error *error)
{
    struct change change = {field, value, false, error};
    return make_changes(draft, &change, 1, error);
}

bool profile_draft_add(struct profile_draft *draft, const char *field, const char *value,
                       struct sp_error *error)
{
    struct change change = {field, value, true, error};
    return make_changes(draft, &change, 1, error);
}

bool profile_draft_change(struct profile_draft *draft,
                          const struct sp_scenario_change *change, int count,
                          struct sp_error *error)
{
    struct change *all = calloc((size_t)count + 1, sizeof *all);
    if (!all)
        return no_memory(error);
    for (int i = 0; i < count; i++)
        all[i] = (struct change){change[i].field, change[i].value, false, error};
    bool ok = make_changes(draft, all, count, error);
    free(all);
    return ok;
}

/* ---- what is there ---------------------------------------------------------------- */

char *profile_draft_value(const struct profile_draft *draft, const char *field)
{
    const json_t *at = draft->json;
    while (at && *field) {
        size_t length = strcspn(field, ".[");
        if (*field == '[') {
            char *end;
            at = json_array_get(at, strtoul(field + 1, &end, 10));
            field = *end ? end + 1 : end;
        } else {
            char *key = strndup(field, length);
            at = key ? json_object_get(at, key) : NULL;
            free(key);
            field += length;
        }
        field += *field == '.';
    }
    return at ? json_dumps(at, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)) : NULL;
}

bool profile_draft_read(const struct profile_draft *draft, bool partial,
                        struct sp_profile *profile, struct sp_error *error)
{
    return profile_read(draft->json, draft->words, draft->today, partial, profile, error)
           || (draft->path && sp_fail_at(error, "%s", draft->path));
}

char *profile_draft_text(const struct profile_draft *draft)
{
    return profile_write_json(draft->json);
}

bool profile_draft_save(const struct profile_draft *draft, struct sp_error *error)
{
    char *text = profile_write_json(draft->json);
    bool ok = text ? profile_file_replace(draft->path, text, error) : no_memory(error);
    free(text);
    return ok;
}

bool profile_draft_keep(const struct profile_draft *draft, struct sp_error *error)
{
    struct sp_error why = {0};
    char *text, *name = NULL;
    size_t length;
    if (!profile_file_bytes(draft->path, &text, &length, &why))
        return why.code == SP_NOT_FOUND || sp_fail(error, why.code, "%s", why.text);
    if (asprintf(&name, "%s.bak", draft->path) < 0)
        name = NULL;
    bool ok = name ? profile_file_replace(name, text, error) : no_memory(error);
    free(name);
    free(text);
    return ok;
}
