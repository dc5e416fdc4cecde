/* test_field.c: every kind of field refuses every other kind, by name. */
#include "../check.h"

#include "field.h"
#include "request.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct request request;

static bool texts(const struct json_t *object, const char *key, enum field_need need,
                  struct sp_error *error)
{
    const char **value;
    int count;
    return field_texts(&request, object, key, need, 3, &value, &count, error);
}

static bool text(const struct json_t *object, const char *key, enum field_need need,
                 struct sp_error *error)
{
    const char *value;
    return field_text(&request, object, key, need, 5, &value, error);
}

static bool word(const struct json_t *object, const char *key, enum field_need need,
                 struct sp_error *error)
{
    int value;
    return field_word(&request, object, key, need, "gold silver none", &value, error);
}

static bool whole(const struct json_t *object, const char *key, enum field_need need,
                  struct sp_error *error)
{
    long value;
    return field_whole(&request, object, key, need, -5, 10, &value, error);
}

static bool number(const struct json_t *object, const char *key, enum field_need need,
                   struct sp_error *error)
{
    double value;
    return field_number(&request, object, key, need, 0, 1, &value, error);
}

static bool truth(const struct json_t *object, const char *key, enum field_need need,
                  struct sp_error *error)
{
    bool value;
    return field_bool(&request, object, key, need, &value, error);
}

static bool object_field(const struct json_t *object, const char *key, enum field_need need,
                         struct sp_error *error)
{
    json_t *value;
    return field_object(&request, object, key, need, &value, error);
}

static bool list(const struct json_t *object, const char *key, enum field_need need,
                 struct sp_error *error)
{
    json_t *value;
    return field_list(&request, object, key, need, 3, &value, error);
}

static const struct {
    bool (*read)(const struct json_t *object, const char *key, enum field_need need,
                 struct sp_error *error);
    const char *good[6], *bad[12];
} kinds[] = {
    {text, {"\"\"", "\"abcde\""}, {"1", "[]", "{}", "true", "\"abcdef\"", "\"a\\u0000\""}},
    {word,
     {"\"gold\"", "\"none\""},
     {"\"\"", "\"gol\"", "\"golden\"", "\"gold silver\"", "\" \"", "\"GOLD\"", "0", "[]"}},
    {whole, {"-5", "0", "10"}, {"-6", "11", "1.0", "1e3", "\"1\"", "true", "[]", "{}"}},
    {number, {"0", "1", "0.5", "1e-9"}, {"-0.1", "1.1", "1e300", "\"1\"", "false", "[]"}},
    {truth, {"true", "false"}, {"0", "1", "\"true\"", "[]", "{}"}},
    {object_field, {"{}", "{\"a\":1}"}, {"[]", "1", "\"{}\"", "true"}},
    {list, {"[]", "[1,\"2\",{}]"}, {"{}", "1", "\"[]\"", "[1,2,3,4]", "true"}},
    {texts,
     {"[]", "[\"a\",\"\"]"},
     {"[1]", "[\"a\",null]", "[[]]", "\"a\"", "[\"\",\"\",\"\",\"\"]"}},
};

static bool read_one(size_t kind, const char *value, enum field_need need)
{
    char body[200];
    struct sp_error error = {0};
    snprintf(body, sizeof body, value ? "{\"it\":%s}" : "{}", value);
    json_t *object = json_loads(body, JSON_ALLOW_NUL, NULL);
    assert_non_null(object);
    request.fault = REQUEST_FINE;
    request.field = NULL;
    bool ok = kinds[kind].read(object, "it", need, &error);
    if (!ok) {
        assert_string_equal(request.field, "it");
        assert_non_null(strstr(error.text, "it: "));
        assert_true(request.fault == REQUEST_BAD_INPUT
                    || request.fault == REQUEST_TOO_LARGE);
    }
    json_decref(object);
    return ok;
}

static void each_kind_takes_its_own_and_refuses_the_others(void **state)
{
    (void)state;
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        for (int i = 0; kinds[kind].good[i]; i++)
            if (!read_one(kind, kinds[kind].good[i], FIELD_NEEDED))
                fail_msg("kind %zu refuses %s", kind, kinds[kind].good[i]);
        for (int i = 0; kinds[kind].bad[i]; i++)
            if (read_one(kind, kinds[kind].bad[i], FIELD_NEEDED))
                fail_msg("kind %zu takes %s", kind, kinds[kind].bad[i]);
    }
}

static void what_is_absent_or_null_is_refused_where_it_is_needed(void **state)
{
    (void)state;
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        assert_false(read_one(kind, NULL, FIELD_NEEDED));
        assert_false(read_one(kind, "null", FIELD_NEEDED));
        assert_true(read_one(kind, NULL, FIELD_OPTIONAL));
        assert_true(read_one(kind, "null", FIELD_OPTIONAL));
    }
}

static void what_is_absent_leaves_the_value_as_it_is(void **state)
{
    (void)state;
    json_t *object = json_loads("{\"a\":null}", 0, NULL);
    const char *said = "usual", **many = NULL;
    long count = 7;
    double share = 0.5;
    bool yes = true;
    int place = 2, texts_count = 4;
    assert_true(field_text(&request, object, "a", FIELD_OPTIONAL, 9, &said, NULL));
    assert_true(field_whole(&request, object, "a", FIELD_OPTIONAL, 0, 1, &count, NULL));
    assert_true(field_number(&request, object, "b", FIELD_OPTIONAL, 0, 1, &share, NULL));
    assert_true(field_bool(&request, object, "b", FIELD_OPTIONAL, &yes, NULL));
    assert_true(field_word(&request, object, "b", FIELD_OPTIONAL, "x y", &place, NULL));
    assert_true(
        field_texts(&request, object, "b", FIELD_OPTIONAL, 3, &many, &texts_count, NULL));
    assert_string_equal(said, "usual");
    assert_int_equal(count, 7);
    assert_true(share == 0.5);
    assert_true(yes);
    assert_int_equal(place, 2);
    assert_int_equal(texts_count, 4);
    assert_null(many);
    json_decref(object);
}

static void a_key_that_is_not_known_is_named(void **state)
{
    (void)state;
    struct sp_error error = {0};
    json_t *object = json_loads("{\"name\":1,\"nam\":2}", 0, NULL);
    assert_true(field_only(&request, object, "nam name", &error));
    assert_false(field_only(&request, object, "name names", &error));
    assert_string_equal(request.field, "nam");
    assert_non_null(strstr(error.text, "name names"));
    assert_false(field_only(&request, object, "", &error));
    json_decref(object);
}

static int free_text(void **state)
{
    (void)state;
    sp_arena_free(&request.text);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_takes_its_own_and_refuses_the_others),
        cmocka_unit_test(what_is_absent_or_null_is_refused_where_it_is_needed),
        cmocka_unit_test(what_is_absent_leaves_the_value_as_it_is),
        cmocka_unit_test(a_key_that_is_not_known_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, free_text);
}
