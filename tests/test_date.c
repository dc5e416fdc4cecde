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

static void same_day(struct sp_date date, const char *text)
{
    char written[11];
    sp_date_write(date, written);
    assert_string_equal(written, text);
}

static void months_end_where_the_shorter_month_ends(void **state)
{
    (void)state;
    same_day(sp_date_add_months((struct sp_date){2027, 1, 31}, 1), "2027-02-28");
    same_day(sp_date_add_months((struct sp_date){2028, 1, 31}, 1), "2028-02-29");
    same_day(sp_date_add_months((struct sp_date){2024, 2, 29}, 84), "2031-02-28");
    same_day(sp_date_add_months((struct sp_date){2024, 2, 29}, 48), "2028-02-29");
    same_day(sp_date_add_months((struct sp_date){2027, 1, 15}, -1), "2026-12-15");
    same_day(sp_date_add_months((struct sp_date){2026, 12, 31}, 2), "2027-02-28");
    same_day(sp_date_month_end((struct sp_date){2028, 2, 1}), "2028-02-29");
    same_day(sp_date_month_end((struct sp_date){2100, 2, 28}), "2100-02-28");
    same_day(sp_date_add_days((struct sp_date){2028, 2, 28}, 2), "2028-03-01");
}

static void a_weekend_goes_back_to_friday(void **state)
{
    (void)state;
    assert_int_equal(sp_date_weekday((struct sp_date){1970, 1, 1}), 3);
    assert_int_equal(sp_date_weekday((struct sp_date){1969, 12, 29}), 0);
    assert_int_equal(sp_date_weekday((struct sp_date){1969, 12, 28}), 6);
    same_day(sp_date_workday((struct sp_date){2027, 1, 31}), "2027-01-29");
    same_day(sp_date_workday((struct sp_date){2027, 5, 1}), "2027-04-30");
    same_day(sp_date_workday((struct sp_date){2027, 5, 3}), "2027-05-03");
    same_day(sp_date_workday((struct sp_date){2028, 2, 29}), "2028-02-29");
}

static void a_day_is_said_as_people_write_it(void **state)
{
    (void)state;
    char text[SP_DATE_SAID];
    sp_date_say((struct sp_date){2027, 3, 5}, text);
    assert_string_equal(text, "5 March 2027");
    sp_date_say((struct sp_date){2200, 9, 30}, text);
    assert_string_equal(text, "30 September 2200");
    sp_date_say((struct sp_date){0}, text);
    assert_string_equal(text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_written_day_is_read_back),
        cmocka_unit_test(what_is_no_day_is_refused_by_name),
        cmocka_unit_test(every_day_of_four_centuries_survives_the_round_trip),
        cmocka_unit_test(years_are_counted_like_birthdays),
        cmocka_unit_test(months_end_where_the_shorter_month_ends),
        cmocka_unit_test(a_weekend_goes_back_to_friday),
        cmocka_unit_test(a_day_is_said_as_people_write_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
