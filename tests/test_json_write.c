/* test_json_write.c: JSON as it is made. */
#include "check.h"

#include "json_write.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What `write` puts into a document; the caller frees it. */
static char *written(void (*write)(struct json_writer *json))
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    struct json_writer json = json_write_to(out);
    write(&json);
    json_finish(&json);
    fclose(out);
    return text;
}

static void check(void (*write)(struct json_writer *json), const char *expected)
{
    char *text = written(write);
    assert_string_equal(text, expected);
    free(text);
}

static void write_nested(struct json_writer *json)
{
    json_open_object(json, NULL);
    json_open_list(json, "picked");
    json_open_object(json, NULL);
    json_write_whole(json, "n", -3);
    json_write_bool(json, "yes", true);
    json_close(json);
    json_write_text(json, NULL, "x");
    json_write_null(json, NULL);
    json_close(json);
    json_open_list(json, "empty");
    json_close(json);
    json_write_text(json, "none", NULL);
    json_close(json);
}

static void objects_and_lists_nest_and_keep_the_order_of_the_calls(void **state)
{
    (void)state;
    check(write_nested, "{\"picked\":[{\"n\":-3,\"yes\":true},\"x\",null],\"empty\":[],"
                        "\"none\":null}\n");
}

static void write_numbers(struct json_writer *json)
{
    static const double values[] = {0.1, 1.0 / 3, 0.58, -0.0, 1e300, 5e-324, NAN, INFINITY};
    json_open_list(json, NULL);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        json_write_number(json, NULL, values[i]);
    json_close(json);
}

static void numbers_are_short_and_what_is_not_finite_is_null(void **state)
{
    (void)state;
    check(write_numbers, "[0.1,0.33333333333333331,0.58,0,1e+300,4.94065645841247e-324,"
                         "null,null]\n");
}

static double at_hand;

static void write_at_hand(struct json_writer *json)
{
    json_write_number(json, NULL, at_hand);
}

static void every_number_reads_back_as_itself(void **state)
{
    (void)state;
    for (int i = 1; i < 2000; i++) {
        at_hand = sin(i) * pow(10, i % 40 - 20);
        char *text = written(write_at_hand);
        assert_true(strtod(text, NULL) == at_hand);
        free(text);
    }
}

static void write_texts(struct json_writer *json)
{
    json_open_list(json, NULL);
    json_write_text(json, NULL, "a\"b\\c\n\t\x01\x7f");
    json_write_text(json, NULL, "Añasco – 医");
    json_write_text(json, NULL, "torn \xC3");
    json_write_text(json, NULL,
                    "overlong \xC0\xAF, surrogate \xED\xA0\x80, far \xF5\x80\x80\x80");
    json_close(json);
}

static void text_is_escaped_and_wrong_bytes_are_replaced(void **state)
{
    (void)state;
#define BAD "\xEF\xBF\xBD"
    check(write_texts, "[\"a\\\"b\\\\c\\n\\t\\u0001\\u007f\",\"Añasco – 医\",\"torn " BAD
                       "\",\"overlong " BAD BAD ", surrogate " BAD BAD BAD
                       ", far " BAD BAD BAD BAD "\"]\n");
#undef BAD
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_and_lists_nest_and_keep_the_order_of_the_calls),
        cmocka_unit_test(numbers_are_short_and_what_is_not_finite_is_null),
        cmocka_unit_test(every_number_reads_back_as_itself),
        cmocka_unit_test(text_is_escaped_and_wrong_bytes_are_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
