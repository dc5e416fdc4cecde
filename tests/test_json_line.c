/* test_json_line.c: the line of a place in a JSON text */
#include "json_line.h"

#include "check.h"

#include <string.h>

static int line(const char *text, const char *place)
{
    return json_line(text, strlen(text), place);
}

static const char text[] = "\n{\n"
                           "  \"a\": [1, \"two ] , \\\" }\",\n"
                           "        [], {}, [3,\n"
                           "         4]],\n"
                           "  \"a.b\": {\"c\" : null,\n"
                           "   \"d\\n\": true, \"\": 0, \"e[0]\":\n"
                           "     -1.5e3}\n"
                           "}\n";

static void a_place_has_the_line_where_its_value_begins(void **state)
{
    (void)state;
    assert_int_equal(line(text, ""), 2);
    assert_int_equal(line(text, "a"), 3);
    assert_int_equal(line(text, "a[1]"), 3);
    assert_int_equal(line(text, "a[2]"), 4);
    assert_int_equal(line(text, "a[4]"), 4);
    assert_int_equal(line(text, "a[4][1]"), 5);
    assert_int_equal(line(text, ".a.b.c"), 6);
    assert_int_equal(line(text, "a.b.e[0]"), 8);
}

static void a_place_that_is_not_there_has_the_line_of_what_is(void **state)
{
    (void)state;
    assert_int_equal(line(text, "z"), 2);
    assert_int_equal(line(text, "a[9]"), 3);
    assert_int_equal(line(text, "a[4][7]"), 4);
    assert_int_equal(line(text, "a[3].x"), 4);
    assert_int_equal(line(text, "a.b.c[0].x"), 6);
    assert_int_equal(line(text, "a.b.z"), 6);
    assert_int_equal(line("", "a[0]"), 1);
    assert_int_equal(line("[", "[0][0]"), 1);
    assert_int_equal(line("{\"a", "a.b"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_has_the_line_where_its_value_begins),
        cmocka_unit_test(a_place_that_is_not_there_has_the_line_of_what_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
