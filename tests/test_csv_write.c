/* test_csv_write.c: a table for a spreadsheet. */
#include "check.h"

#include "csv_write.h"
#include "notice.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *row_of(const char *const *cells, int count)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    struct csv_writer csv = csv_write_to(out);
    csv.row = 1; /* not the titles */
    for (int i = 0; i < count; i++)
        csv_text(&csv, cells[i]);
    csv_end_row(&csv);
    fclose(out);
    return text;
}

static void cells_are_quoted_only_where_the_standard_asks_for_it(void **state)
{
    (void)state;
    const char *cells[] = {"plain", "a,b", "say \"so\"", "two\nlines", "", NULL};
    char *text = row_of(cells, 6);
    assert_string_equal(text, "plain,\"a,b\",\"say \"\"so\"\"\",\"two\nlines\",,,\r\n");
    free(text);
}

static void a_text_that_would_run_as_a_formula_gets_an_apostrophe(void **state)
{
    (void)state;
    const char *cells[] = {"=1+1", "+1", "-1", "@x", "\tx", "=a,b"};
    char *text = row_of(cells, 6);
    assert_string_equal(text, "'=1+1,'+1,'-1,'@x,\"'\tx\",\"'=a,b\",\r\n");
    free(text);
}

static void numbers_stay_numbers_and_the_titles_carry_the_notice(void **state)
{
    (void)state;
    char *text = NULL, expected[400];
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv, "points,count,share");
    csv_number(&csv, -1.25);
    csv_whole(&csv, -3);
    csv_number(&csv, NAN);
    csv_end_row(&csv);
    fclose(out);
    snprintf(expected, sizeof expected, "points,count,share,\"%s\"\r\n-1.25,-3,,\r\n",
             output_notice());
    assert_string_equal(text, expected);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_quoted_only_where_the_standard_asks_for_it),
        cmocka_unit_test(a_text_that_would_run_as_a_formula_gets_an_apostrophe),
        cmocka_unit_test(numbers_stay_numbers_and_the_titles_carry_the_notice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
