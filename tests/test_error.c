/* test_error.c: a code and one line of text. */
#include "check.h"

#include "error.h"

#include <string.h>

static void a_fault_carries_code_and_text_and_returns_false(void **state)
{
    (void)state;
    struct sp_error error = {0};
    assert_false(sp_fail(&error, SP_BAD_INPUT, "step2_ck %d: 1 to %d", 310, 300));
    assert_int_equal(error.code, SP_BAD_INPUT);
    assert_string_equal(error.text, "step2_ck 310: 1 to 300");
}

static void the_last_fault_stands(void **state)
{
    (void)state;
    struct sp_error error = {0};
    sp_fail(&error, SP_BAD_INPUT, "the first, and longer, text");
    sp_fail(&error, SP_NO_MEMORY, "the second");
    assert_int_equal(error.code, SP_NO_MEMORY);
    assert_string_equal(error.text, "the second");
}

static void a_place_is_put_in_front_and_the_code_stays(void **state)
{
    (void)state;
    struct sp_error error = {0};
    sp_fail(&error, SP_BAD_INPUT, "quota -2 is below 0");
    assert_false(sp_fail_at(&error, "programs.csv, line %d", 17));
    assert_false(sp_fail_at(&error, "import %s", "a"));
    assert_int_equal(error.code, SP_BAD_INPUT);
    assert_string_equal(error.text, "import a: programs.csv, line 17: quota -2 is below 0");
}

static void a_line_feed_in_a_value_stays_on_the_line(void **state)
{
    (void)state;
    struct sp_error error = {0};
    sp_fail(&error, SP_BAD_INPUT, "name \"%s\"", "a\nb\rc\td\x7f\x1b[31m");
    assert_string_equal(error.text, "name \"a b c d  [31m\"");
    sp_fail_at(&error, "file \"%s\"", "x\ny");
    assert_string_equal(error.text, "file \"x y\": name \"a b c d  [31m\"");
}

static void a_long_text_is_cut_and_ended(void **state)
{
    (void)state;
    struct sp_error error = {0};
    memset(&error, 'x', sizeof error);
    sp_fail(&error, SP_BAD_INPUT, "%900d", 1);
    assert_int_equal(strlen(error.text), sizeof error.text - 1);
    sp_fail(&error, SP_BAD_INPUT, "%390d", 1);
    sp_fail_at(&error, "a place of %d letters", 20);
    assert_int_equal(strlen(error.text), sizeof error.text - 1);
    sp_fail_at(&error, "%900d", 1);
    assert_int_equal(strlen(error.text), sizeof error.text - 1);
}

static void nobody_needs_to_want_to_know(void **state)
{
    (void)state;
    assert_false(sp_fail(NULL, SP_NOT_FOUND, "%s", "nothing"));
    assert_false(sp_fail_at(NULL, "%s", "nowhere"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_carries_code_and_text_and_returns_false),
        cmocka_unit_test(the_last_fault_stands),
        cmocka_unit_test(a_place_is_put_in_front_and_the_code_stays),
        cmocka_unit_test(a_line_feed_in_a_value_stays_on_the_line),
        cmocka_unit_test(a_long_text_is_cut_and_ended),
        cmocka_unit_test(nobody_needs_to_want_to_know),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
