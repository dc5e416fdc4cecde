/* test_table.c: CSV files, whole, odd and torn. */
#include "check.h"
#include "error.h"
#include "table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct table parsed(const char *bytes, size_t size)
{
    struct table table;
    struct sp_error error = {0};
    if (!table_parse_csv(bytes, size, &table, &error))
        fail_msg("%s", error.text);
    return table;
}

static void refused(const char *bytes, size_t size, const char *text)
{
    struct table table;
    struct sp_error error = {0};
    assert_false(table_parse_csv(bytes, size, &table, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    if (!strstr(error.text, text))
        fail_msg("\"%s\" does not say \"%s\"", error.text, text);
    assert_null(table.cell);
    assert_int_equal(table.rows, 0);
}

#define PARSED(text)       parsed(text, sizeof(text) - 1)
#define REFUSED(text, why) refused(text, sizeof(text) - 1, why)

static void a_row_keeps_its_cells_and_its_line(void **state)
{
    (void)state;
    struct table table = PARSED("a,b\n1,2\n\n\"x\ny\",\"say \"\"so\"\"\"\n 3 ,\n");
    assert_int_equal(table.columns, 2);
    assert_int_equal(table.rows, 3);
    assert_string_equal(table_cell(&table, 1, 0), "x\ny");
    assert_string_equal(table_cell(&table, 1, 1), "say \"so\"");
    assert_string_equal(table_cell(&table, 2, 0), "3");
    assert_string_equal(table_cell(&table, 2, 1), "");
    assert_int_equal(table.line[0], 2);
    assert_int_equal(table.line[1], 4);
    assert_int_equal(table.line[2], 6);
    assert_int_equal(table_column(&table, "B"), 1);
    assert_int_equal(table_column(&table, "c"), -1);
    table_free(&table);
}

static void line_ends_marks_and_separators_of_any_office_are_read(void **state)
{
    (void)state;
    static const char *const same[] = {"a,b\n1,2",
                                       "a,b\r\n1,2\r\n",
                                       "a,b\r1,2\r",
                                       "a;b\n1;2\n",
                                       "a\tb\n1\t2\n",
                                       "\n\r\na,b\n1,2\n\n\n",
                                       ("\xef\xbb\xbf"
                                        "a,b\n1,2\n")};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        struct table table = parsed(same[i], strlen(same[i]));
        assert_int_equal(table.rows, 1);
        assert_string_equal(table.name[1], "b");
        assert_string_equal(table_cell(&table, 0, 0), "1");
        assert_string_equal(table_cell(&table, 0, 1), "2");
        table_free(&table);
    }
}

static void utf16_with_its_mark_is_read_in_both_orders(void **state)
{
    (void)state;
    struct table little = PARSED("\xff\xfe"
                                 "a\0,\0b\0\n\0\xe9\0,\0\x3d\xd8\x00\xde");
    struct table big = PARSED("\xfe\xff"
                              "\0a\0,\0b\0\n\0\xe9\0,\xd8\x3d\xde\x00");
    assert_string_equal(table_cell(&little, 0, 0), "é");
    assert_string_equal(table_cell(&little, 0, 1), "\xf0\x9f\x98\x80");
    assert_string_equal(table_cell(&big, 0, 0), "é");
    assert_string_equal(table_cell(&big, 0, 1), "\xf0\x9f\x98\x80");
    table_free(&big);
    table_free(&little);
    REFUSED("\xff\xfe"
            "a\0\n\0\x3d\xd8",
            "line 2: half a character");
    REFUSED("\xff\xfe"
            "a\0\n\0b",
            "half a character");
}

static void a_wrong_encoding_is_refused_with_line_and_character(void **state)
{
    (void)state;
    REFUSED("a,b\nx,Montr\xe9"
            "al\n",
            "line 2, character 8: byte 0xE9 is not UTF-8");
    REFUSED("a,b\ncaf\xc3\xa9,\xe9\n", "line 2, character 6: byte 0xE9");
    REFUSED("a\0,\0b\0", "line 1, character 2: a zero byte");
    REFUSED("a,b\n1,\x01\n", "line 2, character 3: control character 0x01");
    REFUSED("a\n\xed\xa0\x80\n", "line 2, character 1");
    REFUSED("a\n\xc0\xaf\n", "line 2, character 1");
}

static void a_torn_file_is_refused_with_line_and_column(void **state)
{
    (void)state;
    REFUSED("a,b,c\n1,2,3\n4,5\n",
            "line 3, column 2: the row has 2 fields, the headings have 3");
    REFUSED("a,b\n1,2,3\n", "line 2, column 3");
    REFUSED("a,b\n1,\"2\n3,4\n", "line 2, character 3: this quote is never closed");
    REFUSED("a,b\n1,\"2\"x\n", "line 2, character 6: text after the closing quote");
    REFUSED("a,b\n1,2\"x\n", "line 2, character 4: a quote inside a field");
    REFUSED("", "the table is empty");
    REFUSED(" \n,\n", "the table is empty");
}

static void headings_are_there_and_differ(void **state)
{
    (void)state;
    REFUSED("State,b,STATE\n1,2,3\n",
            "line 1, column 3: the heading \"STATE\" stands in column 1 too");
    REFUSED("a,,c\n1,2,3\n", "line 2, column 2: \"2\" has no heading above it");
    struct table table = PARSED("a,,c\n1,,3\n");
    assert_string_equal(table.name[1], "");
    assert_string_equal(table_cell(&table, 0, 2), "3");
    table_free(&table);
}

/* `count` times `text`, to be freed. */
static char *many(const char *text, size_t count)
{
    size_t length = strlen(text);
    char *out = malloc(length * count + 1);
    assert_non_null(out);
    for (size_t i = 0; i < count; i++)
        memcpy(out + i * length, text, length);
    out[length * count] = '\0';
    return out;
}

static void a_file_beyond_the_limits_is_refused_with_its_place(void **state)
{
    (void)state;
    char *commas = many(",", 1000000);
    refused(commas, 1000000, "line 1, column 513: more than 512 columns");
    char *rows = many("1\n", TABLE_MOST_ROWS + 2);
    refused(rows, strlen(rows), "line 200002: more than 200000 rows");
    char *cell = many("x", TABLE_MOST_CELL_BYTES + 1);
    refused(cell, strlen(cell), "line 1, character 65537: a cell of more than 65536 bytes");
    char *wide = many("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16\n", 1);
    refused(wide, (size_t)TABLE_MOST_BYTES + 1, "at most 67108864 are read");
    free(wide);
    free(cell);
    free(rows);
    free(commas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_keeps_its_cells_and_its_line),
        cmocka_unit_test(line_ends_marks_and_separators_of_any_office_are_read),
        cmocka_unit_test(utf16_with_its_mark_is_read_in_both_orders),
        cmocka_unit_test(a_wrong_encoding_is_refused_with_line_and_character),
        cmocka_unit_test(a_torn_file_is_refused_with_line_and_column),
        cmocka_unit_test(headings_are_there_and_differ),
        cmocka_unit_test(a_file_beyond_the_limits_is_refused_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
