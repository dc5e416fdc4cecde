/* test_text_table.c: columns of text on a terminal. */
#include "check.h"

#include "text_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct text_column columns[] = {
    {"code", false, false}, {"cost", true, false}, {"why", false, true}};

/* A table of one row at that width; the caller frees the text. */
static char *shown(int width, const char *code, const char *cost, const char *why)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    struct text_page page = {out, width, false};
    struct text_table table = text_table_for(&page, columns, 3);
    text_cell(&table, code);
    text_cellf(&table, "%s", cost);
    text_cell(&table, why);
    assert_true(text_table_finish(&table, NULL));
    fclose(out);
    return text;
}

static void columns_line_up_and_numbers_stand_at_the_right(void **state)
{
    (void)state;
    char *text = shown(60, "1234140C0", "$11", "near you");
    assert_string_equal(text, "code       cost  why\n"
                              "1234140C0   $11  near you\n");
    free(text);
}

static void letters_are_counted_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_width("Añasco"), 6);
    assert_int_equal(text_width("医学"), 4);
    assert_int_equal(text_width("e\xCC\x81"), 1);
    assert_int_equal(text_width("torn \xC3"), 6);
    char *text = shown(60, "Añasco", "…", "x");
    assert_string_equal(text, "code    cost  why\n"
                              "Añasco     …  x\n");
    free(text);
}

static void long_reasons_wrap_between_words(void **state)
{
    (void)state;
    char *text = shown(40, "A hospital", "$11", "trains many graduates of schools abroad");
    assert_string_equal(text, "code        cost  why\n"
                              "A hospital   $11  trains many graduates\n"
                              "                  of schools abroad\n");
    free(text);
}

static void rows_too_wide_for_the_page_become_lines_and_nothing_is_cut(void **state)
{
    (void)state;
    char *text = shown(40, "A hospital with a very long name", "$11",
                       "trains many graduates of schools abroad");
    assert_string_equal(text, "A hospital with a very long name  $11\n"
                              "  why trains many graduates of schools\n"
                              "  abroad\n");
    free(text);
    text = shown(40, "A hospital with a name as long as the page itself, or longer", "$11",
                 "");
    assert_non_null(strstr(text, "or longer"));
    free(text);
}

static void control_characters_never_reach_the_terminal(void **state)
{
    (void)state;
    char *text = shown(60, "a\033[31mb", "1\r",
                       "c\007\xC2\x9B"
                       "d");
    assert_null(strpbrk(text, "\033\r\007"));
    assert_null(strstr(text, "\xC2\x9B"));
    free(text);
}

static void a_paragraph_keeps_to_its_page(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    struct text_page page = {out, 40, false};
    text_wrap(&page, 2, 4, "one two three four five six seven eight nine ten");
    fclose(out);
    assert_string_equal(text, "  one two three four five six seven\n    eight nine ten\n");
    free(text);
}

static void a_stream_that_is_no_terminal_gets_no_colour(void **state)
{
    (void)state;
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_false(text_page_for(file).colour);
    setenv("COLUMNS", "1000", 1);
    assert_int_equal(text_page_for(file).width, 100);
    setenv("COLUMNS", "20", 1);
    assert_int_equal(text_page_for(file).width, 40);
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_line_up_and_numbers_stand_at_the_right),
        cmocka_unit_test(letters_are_counted_not_bytes),
        cmocka_unit_test(long_reasons_wrap_between_words),
        cmocka_unit_test(rows_too_wide_for_the_page_become_lines_and_nothing_is_cut),
        cmocka_unit_test(control_characters_never_reach_the_terminal),
        cmocka_unit_test(a_paragraph_keeps_to_its_page),
        cmocka_unit_test(a_stream_that_is_no_terminal_gets_no_colour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
