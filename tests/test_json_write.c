/* test_json_write.c: JSON as it is made. */
#include "check.h"

#include "json_pack.h"
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

/* ---- packed ------------------------------------------------------------------------ */

static void check_packed(void (*write)(struct json_writer *json), const char *expected)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct json_pack *pack = json_pack_open();
    assert_true(out && pack);
    struct json_writer json = json_write_packed(out, pack);
    write(&json);
    json_finish(&json);
    json_pack_close(pack);
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

static void write_rows(struct json_writer *json)
{
    json_open_list(json, NULL);
    for (int i = 0; i < 2; i++) {
        json_open_object(json, NULL);
        json_write_whole(json, "n", i);
        json_open_object(json, "inner");
        json_write_text(json, "why", "far");
        json_close(json);
        json_write_text(json, "who", i ? "you" : NULL);
        json_close(json);
    }
    json_open_object(json, NULL);
    json_close(json);
    json_open_list(json, NULL);
    json_close(json);
    json_write_text(json, NULL, "you");
    json_close(json);
}

static void a_packed_document_says_keys_and_texts_once(void **state)
{
    (void)state;
    check_packed(write_nested, "{\"value\":[[[-3,true,0],\"x\",null,-1],[-1],null,1],"
                               "\"shapes\":[[\"n\",\"yes\"],[\"picked\",\"empty\","
                               "\"none\"]]}\n");
    check_packed(write_rows, "{\"value\":[[0,[\"far\",0],null,1],[1,[\"~0\",0],\"you\",1],"
                             "[2],[-1],\"~1\",-1],\"shapes\":[[\"why\"],"
                             "[\"n\",\"inner\",\"who\"],[]]}\n");
}

static void write_tildes(struct json_writer *json)
{
    json_open_list(json, NULL);
    for (int i = 0; i < 2; i++) {
        json_write_text(json, NULL, "~7");
        json_write_text(json, NULL, "");
        json_write_text(json, NULL, "a\"~");
    }
    json_close(json);
}

static void a_text_that_looks_like_a_number_of_one_is_said_in_full(void **state)
{
    (void)state;
    check_packed(write_tildes,
                 "{\"value\":[\"~~~7\",\"\",\"a\\\"~\",\"~~~7\",\"~0\",\"~1\",-1],"
                 "\"shapes\":[]}\n");
}

static void write_sizes(struct json_writer *json)
{
    static const double values[] = {0,     -0.0,        1,     -1.5,         0.1234567891,
                                    -4e-8, -6e-8,       1e-12, 99999999.5,   123456789.25,
                                    NAN,   -0.99999999, 1e300, 100.00000004, 250};
    json_open_list(json, NULL);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        json_write_number(json, NULL, values[i]);
    json_close(json);
}

static void numbers_of_a_packed_document_have_seven_places(void **state)
{
    (void)state;
    check_packed(write_sizes, "{\"value\":[0,0,1,-1.5,0.1234568,0,-0.0000001,0,99999999.5,"
                              "123456789.25,null,-1,1e+300,100,250,-1],\"shapes\":[]}\n");
}

static void write_many(struct json_writer *json)
{
    char text[20];
    json_open_list(json, NULL);
    for (int i = 0; i < 40000; i++) {
        snprintf(text, sizeof text, "text %d", i % 20000);
        json_write_text(json, NULL, text);
    }
    json_close(json);
}

static void write_long(struct json_writer *json)
{
    char text[3001];
    json_open_list(json, NULL);
    for (int length = 0; length <= 3000; length += 7) {
        memset(text, 'a' + length % 26, (size_t)length);
        text[length] = 0;
        json_write_text(json, NULL, text);
    }
    json_close(json);
}

static void texts_of_every_length_come_whole_and_in_their_order(void **state)
{
    (void)state;
    char *text = written(write_long), *at = text;
    for (int length = 0; length <= 3000; length += 7) {
        assert_true(at[0] == (length ? ',' : '[') && at[1] == '"');
        at += 2;
        for (int i = 0; i < length; i++)
            assert_int_equal(*at++, 'a' + length % 26);
        assert_int_equal(*at++, '"');
    }
    assert_string_equal(at, "]\n");
    free(text);
}

static void twenty_thousand_texts_keep_their_numbers(void **state)
{
    (void)state;
    char *text = NULL, number[20];
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct json_pack *pack = json_pack_open();
    assert_true(out && pack);
    struct json_writer json = json_write_packed(out, pack);
    write_many(&json);
    json_finish(&json);
    json_pack_close(pack);
    fclose(out);
    const char *at = strstr(text, "\"~0\"");
    assert_non_null(at);
    for (int i = 0; i < 20000; i++) {
        int length = snprintf(number, sizeof number, "\"~%d\",", i);
        assert_memory_equal(at, number, (size_t)length);
        at += length;
    }
    assert_string_equal(at, "-1],\"shapes\":[]}\n");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_and_lists_nest_and_keep_the_order_of_the_calls),
        cmocka_unit_test(numbers_are_short_and_what_is_not_finite_is_null),
        cmocka_unit_test(every_number_reads_back_as_itself),
        cmocka_unit_test(text_is_escaped_and_wrong_bytes_are_replaced),
        cmocka_unit_test(a_packed_document_says_keys_and_texts_once),
        cmocka_unit_test(a_text_that_looks_like_a_number_of_one_is_said_in_full),
        cmocka_unit_test(numbers_of_a_packed_document_have_seven_places),
        cmocka_unit_test(texts_of_every_length_come_whole_and_in_their_order),
        cmocka_unit_test(twenty_thousand_texts_keep_their_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
