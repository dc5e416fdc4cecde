/* test_date.c: days of the civil calendar. */
#include "check.h"

#include "date.h"
#include "error.h"

#include <string.h>

static void a_written_day_is_read_back(void **state)
{
    (void)state;
    struct sp_date date;
    char text[11];
    assert_true(sp_date_parse("2027-07-01", "start", &date, NULL));
    sp_date_write(date, text);
    assert_string_equal(text, "2027-07-01");
    assert_true(sp_date_parse("2027-07", "start", &date, NULL));
    assert_int_equal(date.day, 1);
}

static void what_is_no_day_is_refused_by_name(void **state)
{
    (void)state;
    static const char *wrong[] = {"2027-02-29", "2027-13-01", "27-01-01",
                                  "2027-1-1",   "2027-01-00", "2027-01-01x",
                                  "",           "1899-12-31", "2027/01/01"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct sp_date date;
        struct sp_error error = {0};
        assert_false(sp_date_parse(wrong[i], "graduation_date", &date, &error));
        assert_int_equal(error.code, SP_BAD_INPUT);
        assert_non_null(strstr(error.text, "graduation_date"));
        assert_false(sp_date_known(date));
    }
}

static void every_day_of_four_centuries_survives_the_round_trip(void **state)
{
    (void)state;
    assert_int_equal(sp_date_days((struct sp_date){1970, 1, 1}), 0);
    assert_int_equal(sp_date_days((struct sp_date){2000, 3, 1}), 11017);
    for (long day = -25567; day < 84000; day++)
        assert_int_equal(sp_date_days(sp_date_from_days(day)), day);
}

static void years_are_counted_like_birthdays(void **state)
{
    (void)state;
    struct sp_date from = {2020, 7, 2};
    assert_int_equal(sp_date_years(from, (struct sp_date){2027, 7, 1}), 6);
    assert_int_equal(sp_date_years(from, (struct sp_date){2027, 7, 2}), 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_written_day_is_read_back),
        cmocka_unit_test(what_is_no_day_is_refused_by_name),
        cmocka_unit_test(every_day_of_four_centuries_survives_the_round_trip),
        cmocka_unit_test(years_are_counted_like_birthdays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
