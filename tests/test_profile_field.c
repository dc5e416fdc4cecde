/* test_profile_field.c: the table, the schema, the parser and the manual say the same. */
#include "check.h"

#include "error.h"
#include "profile_field.h"
#include "small_words.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 200 };

static const struct sp_date today = {2026, 11, 22};
static json_t *schema;

static int load_schema(void **state)
{
    (void)state;
    schema = json_load_file("profiles/profile.schema.json", JSON_REJECT_DUPLICATES, NULL);
    return schema ? 0 : -1;
}

static int drop_schema(void **state)
{
    (void)state;
    json_decref(schema);
    return 0;
}

/* Follows "$ref"; of "anyOf", takes the object. */
static const json_t *resolved(const json_t *node)
{
    const char *ref = json_string_value(json_object_get(node, "$ref"));
    if (ref)
        return json_object_get(json_object_get(schema, "$defs"), ref + strlen("#/$defs/"));
    const json_t *any = json_object_get(node, "anyOf");
    for (size_t i = 0; i < json_array_size(any); i++)
        if (json_object_get(json_array_get(any, i), "$ref"))
            return resolved(json_array_get(any, i));
    return node;
}

static bool is_text(const json_t *node, const char *key, const char *text)
{
    const char *value = json_string_value(json_object_get(node, key));
    return value && strcmp(value, text) == 0;
}

static double number(const json_t *node, const char *key, double missing)
{
    const json_t *value = json_object_get(node, key);
    return value ? json_number_value(value) : missing;
}

static bool listed(const json_t *list, const char *word)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_array_get(list, i)), word) == 0)
            return true;
    return false;
}

/* ---- the table against the schema ------------------------------------------------- */

static void same_words(const char *path, const char *const *word, const json_t *node)
{
    const json_t *words = json_object_get(node, "enum");
    size_t count = 0;
    for (; *word; word++) {
        if (!**word)
            continue;
        count++;
        if (!listed(words, *word))
            fail_msg("%s: \"%s\" is not in the schema", path, *word);
    }
    if (json_array_size(words) != count)
        fail_msg("%s: the schema has more words", path);
}

static void same_limits(const char *path, const struct profile_field *field,
                        const json_t *node)
{
    bool list = field->kind == PROFILE_LIST;
    double low = list ? number(node, "minItems", 0) : number(node, "minimum", -1e9);
    double high = number(node, list ? "maxItems" : "maximum", 1e9);
    if (low != (list ? field->least : field->low)
        || high != (list ? field->most : field->high))
        fail_msg("%s: %g to %g in the schema", path, low, high);
    if (list && field->unique != json_is_true(json_object_get(node, "uniqueItems")))
        fail_msg("%s: uniqueItems", path);
}

static void same_kind(const char *path, const struct profile_field *field,
                      const json_t *node)
{
    static const char *const types[] = {
        [PROFILE_INTEGER] = "integer",    [PROFILE_NUMBER] = "number",
        [PROFILE_DOLLARS] = "number",     [PROFILE_TRUTH] = "boolean",
        [PROFILE_ANSWER] = "boolean",     [PROFILE_CHOICE] = "string",
        [PROFILE_WORD] = "string",        [PROFILE_TEXT] = "string",
        [PROFILE_DATE] = "string",        [PROFILE_SPECIALTY] = "string",
        [PROFILE_STATE] = "string",       [PROFILE_DIVISION] = "string",
        [PROFILE_COUNTRY] = "string",     [PROFILE_TRACK] = "string",
        [PROFILE_INSTITUTION] = "string", [PROFILE_OBJECT] = "object",
        [PROFILE_LIST] = "array",
    };
    const json_t *type = json_object_get(node, "type");
    bool same = field->nullable ? listed(type, types[field->kind]) && listed(type, "null")
                                : is_text(node, "type", types[field->kind]);
    if (!same)
        fail_msg("%s: another type in the schema than %s", path, types[field->kind]);
    if (field->word)
        same_words(path, field->word, node);
    if (field->kind <= PROFILE_DOLLARS || field->kind == PROFILE_LIST)
        same_limits(path, field, node);
}

static void same_shape(const char *path, const struct profile_shape *shape,
                       const json_t *node);

static void same_field(const char *outer, const struct profile_field *field,
                       const json_t *given)
{
    char path[100];
    snprintf(path, sizeof path, "%s.%s", outer, field->key);
    const json_t *node = resolved(given);
    if (!node)
        fail_msg("%s is not in the schema", path);
    if (!json_object_get(given, "description") || !json_object_get(given, "examples"))
        fail_msg("%s: the schema gives no description or no examples", path);
    const char *said = json_string_value(json_object_get(given, "description"));
    if (*field->key && (!field->label || !field->help || strcmp(field->help, said) != 0))
        fail_msg("%s: no label, or a help that is not what the schema says", path);
    same_kind(path, field, node);
    if (field->kind == PROFILE_OBJECT)
        same_shape(path, field->shape, node);
    if (field->kind != PROFILE_LIST)
        return;
    const json_t *items = json_object_get(node, "items");
    if (field->shape->object)
        same_shape(path, field->shape, resolved(items));
    else
        same_kind(path, &field->shape->field[0], items);
    if (field->shape->bare && field->shape->object)
        same_kind(path, &field->shape->field[0],
                  json_array_get(json_object_get(items, "anyOf"), 0));
}

static void same_shape(const char *path, const struct profile_shape *shape,
                       const json_t *node)
{
    const json_t *properties = json_object_get(node, "properties");
    const json_t *required = json_object_get(node, "required");
    size_t count = 0;
    for (int i = 0; i < shape->fields; i++) {
        const struct profile_field *field = &shape->field[i];
        same_field(path, field, json_object_get(properties, field->key));
        if (field->required != listed(required, field->key))
            fail_msg("%s.%s: required", path, field->key);
        count += field->required;
    }
    if (json_object_size(properties) != (size_t)shape->fields)
        fail_msg("%s: the schema has properties that the parser refuses", path);
    assert_int_equal(json_array_size(required), count);
    assert_true(json_is_false(json_object_get(node, "additionalProperties")));
}

static void the_table_and_the_schema_agree_field_by_field(void **state)
{
    (void)state;
    same_shape("", &profile_shape, schema);
}

/* ---- the parser against the schema ------------------------------------------------ */

static void parser_says(const char *path, json_t *json, bool right)
{
    char *text = json_dumps(json, JSON_COMPACT);
    struct sp_profile profile;
    struct sp_error error = {0};
    bool ok = profile_file_parse(text, strlen(text), &small_words, today, &profile, &error);
    if (ok != right)
        fail_msg("%s: %s: %s", path, text, ok ? "accepted" : error.text);
    sp_profile_free(&profile);
    free(text);
}

/* An object with the first example of each required property. */
static json_t *least_object(const json_t *node)
{
    json_t *json = json_object();
    const json_t *required = json_object_get(node, "required");
    for (size_t i = 0; i < json_array_size(required); i++) {
        const char *key = json_string_value(json_array_get(required, i));
        const json_t *property = json_object_get(json_object_get(node, "properties"), key);
        json_object_set(json, key,
                        json_array_get(json_object_get(property, "examples"), 0));
    }
    return json;
}

/* How a value of a property reaches the parser: inside its object or list, inside … */
struct inside {
    const struct inside *outer;
    const json_t *node; /* schema of the object that holds the property */
    const char *key;
    bool list;
};

static void try(const struct inside *at, const char *path, json_t *value, bool right)
{
    json_t *held = at->list ? json_pack("[o]", value) : value;
    json_t *json = least_object(at->node);
    json_object_set_new(json, at->key, held);
    if (at->outer) {
        try(at->outer, path, json, right);
        return;
    }
    parser_says(path, json, right);
    json_decref(json);
}

static void try_property(const struct inside *at, const json_t *given)
{
    const json_t *node = resolved(given);
    const json_t *examples = json_object_get(given, "examples");
    const char *path = at->key;
    for (size_t i = 0; i < json_array_size(examples); i++)
        try(at, path, json_deep_copy(json_array_get(examples, i)), true);
    if (json_object_get(node, "minimum")) {
        try(at, path, json_real(number(node, "minimum", 0) - 0.001), false);
        try(at, path, json_real(number(node, "maximum", 0) + 0.001), false);
        try(at, path, json_integer(1000000000000), false);
    }
    if (json_object_get(node, "enum"))
        try(at, path, json_string("no such word"), false);
    if (!is_text(node, "type", "boolean"))
        try(at, path, json_true(), false);
}

static void try_shape(const struct inside *outer, const json_t *node)
{
    const char *key;
    json_t *given;
    json_object_foreach(json_object_get(node, "properties"), key, given)
    {
        struct inside at = {outer, node, key, false};
        try_property(&at, given);
        const json_t *held = resolved(given);
        if (is_text(held, "type", "object"))
            try_shape(&at, held);
        const json_t *items = resolved(json_object_get(held, "items"));
        at.list = true;
        if (is_text(items, "type", "object"))
            try_shape(&at, items);
    }
}

static void the_parser_accepts_the_examples_and_refuses_what_lies_outside(void **state)
{
    (void)state;
    try_shape(NULL, schema);
}

static void the_parser_accepts_the_example_of_the_whole(void **state)
{
    (void)state;
    parser_says("", json_array_get(json_object_get(schema, "examples"), 0), true);
}

/* ---- the table itself ------------------------------------------------------------- */

static void every_field_has_a_name_of_its_own_and_words_for_what_it_may_hold(void **state)
{
    (void)state;
    struct profile_field_name names[ROOM];
    int count = profile_field_names(names, ROOM);
    assert_in_range(count, 60, ROOM);
    assert_int_equal(profile_field_names(NULL, 0), count);
    for (int i = 0; i < count; i++) {
        char allowed[320];
        profile_field_allowed(names[i].field, allowed, sizeof allowed);
        assert_in_range(strlen(allowed), 5, 280);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(names[i].path, names[j].path);
    }
    assert_string_equal(names[0].path, "applicant_type");
    assert_string_equal(names[5].path, "specialties[].name");
}

/* Whether a table has a row that begins with this key. */
static bool has_row(const char *path, const char *key)
{
    static char table[60000];
    char row[60];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    table[fread(table, 1, sizeof table - 1, file)] = '\0';
    fclose(file);
    snprintf(row, sizeof row, "\n%s,", key);
    return strstr(table, row) != NULL;
}

static void every_paper_of_a_profile_is_a_row_of_our_tables(void **state)
{
    (void)state;
    const struct profile_field *papers = profile_field_find(&profile_shape, "papers", 6);
    const struct profile_field *item = profile_field_find(papers->shape, "item", 4);
    for (const char *const *word = item->word; *word; word++)
        if (!has_row("data/papers.csv", *word) && !has_row("data/certificates.csv", *word))
            fail_msg("no table has a row for %s", *word);
}

static void the_manual_has_a_row_for_every_field(void **state)
{
    (void)state;
    static char manual[100000];
    FILE *file = fopen("docs/profile.md", "r");
    assert_non_null(file);
    manual[fread(manual, 1, sizeof manual - 1, file)] = '\0';
    fclose(file);
    struct profile_field_name names[ROOM];
    int count = profile_field_names(names, ROOM);
    for (int i = 0; i < count; i++) {
        char row[100];
        snprintf(row, sizeof row, "\n| `%.79s` |", names[i].path);
        if (!strstr(manual, row))
            fail_msg("docs/profile.md has no row for %s", names[i].path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_and_the_schema_agree_field_by_field),
        cmocka_unit_test(the_parser_accepts_the_examples_and_refuses_what_lies_outside),
        cmocka_unit_test(the_parser_accepts_the_example_of_the_whole),
        cmocka_unit_test(every_field_has_a_name_of_its_own_and_words_for_what_it_may_hold),
        cmocka_unit_test(every_paper_of_a_profile_is_a_row_of_our_tables),
        cmocka_unit_test(the_manual_has_a_row_for_every_field),
    };
    return cmocka_run_group_tests(tests, load_schema, drop_schema);
}
