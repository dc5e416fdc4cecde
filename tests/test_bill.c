/* test_bill.c: what applications cost, against sums by hand. */
#include "check.h"

#include "bill.h"
#include "error.h"

#include <string.h>

static struct sp_specialty specialty[] = {
    {.code = "140", .name = "Internal Medicine", .aliases = "IM", .service = "ERAS"},
    {.code = "110",
     .name = "Emergency Medicine",
     .aliases = "EM",
     .service = "ResidencyCAS"},
};
static const struct sp_specialties specialties = {.at = specialty, .count = 2};

/* Out of order, as rows may be. */
static struct sp_fee fee[] = {
    {.service = "ERAS",
     .item = "application",
     .from_count = 31,
     .cents = 3000,
     .projected = true},
    {.service = "ERAS",
     .item = "application",
     .from_count = 1,
     .to_count = 30,
     .cents = 1100},
    {.service = "ERAS", .item = "transcript", .cents = 8000},
    {.service = "ECFMG", .item = "application", .cents = 16000},
};
static const struct sp_season season = {.year = 2027, .fee = fee, .fees = 4};

static void each_specialty_begins_again_at_the_first_tier(void **state)
{
    (void)state;
    struct sp_bill bill;
    assert_true(sp_bill_open(&season, &specialties, &bill, NULL));
    assert_int_equal(bill.tiers, 2);
    assert_int_equal(bill.tier[0].fee_cents, 1100);
    assert_true(bill.projected);
    assert_true(sp_bill_add(&bill, "Internal Medicine=43", "apply", NULL));
    assert_true(sp_bill_add(&bill, "em=2", "apply", NULL));
    assert_int_equal(bill.line[0].cents, 30 * 1100 + 13 * 3000);
    assert_int_equal(bill.line[1].cents, 2 * 1100);
    assert_int_equal(bill.cents, 30 * 1100 + 13 * 3000 + 2 * 1100);
    assert_int_equal(sp_bill_in_tier(&bill, 0, 0), 30);
    assert_int_equal(sp_bill_in_tier(&bill, 0, 1), 13);
    assert_int_equal(sp_bill_in_tier(&bill, 1, 1), 0);
    assert_int_equal(sp_bill_next(&bill, 0), 3000);
    assert_int_equal(sp_bill_next(&bill, 1), 1100);
    assert_false(sp_bill_elsewhere(&bill, 0));
    assert_true(sp_bill_elsewhere(&bill, 1));
    assert_string_equal(sp_bill_specialty(&bill, 1)->name, "Emergency Medicine");
}

static void only_application_fees_of_eras_are_tiers(void **state)
{
    (void)state;
    assert_true(sp_bill_is_tier(&fee[0]));
    assert_false(sp_bill_is_tier(&fee[2]));
    assert_false(sp_bill_is_tier(&fee[3]));
}

static void wrong_lines_are_refused_by_field_and_value(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } wrong[] = {
        {"im", "apply: 'im' is not of the form"},
        {"=3", "is not of the form"},
        {"im=", "the number is not in 0..2000"},
        {"im=-1", "the number is not in 0..2000"},
        {"im=2001", "the number is not in 0..2000"},
        {"im=3x", "the number is not in 0..2000"},
        {"astrology=3", "apply"},
        {"140=1", "was given twice"},
    };
    struct sp_bill bill;
    assert_true(sp_bill_open(&season, &specialties, &bill, NULL));
    assert_true(sp_bill_add(&bill, "im=0", "apply", NULL));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct sp_error error = {0};
        assert_false(sp_bill_add(&bill, wrong[i].text, "apply", &error));
        assert_int_equal(error.code, SP_BAD_INPUT);
        if (!strstr(error.text, wrong[i].says))
            fail_msg("\"%s\" does not say \"%s\"", error.text, wrong[i].says);
    }
    assert_int_equal(bill.lines, 1);
    assert_int_equal(bill.cents, 0);
}

static void a_season_without_fees_has_no_bill(void **state)
{
    (void)state;
    struct sp_season empty = {.year = 2030};
    struct sp_bill bill;
    struct sp_error error = {0};
    assert_false(sp_bill_open(&empty, &specialties, &bill, &error));
    assert_int_equal(error.code, SP_NOT_FOUND);
    assert_non_null(strstr(error.text, "season 2030"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_specialty_begins_again_at_the_first_tier),
        cmocka_unit_test(only_application_fees_of_eras_are_tiers),
        cmocka_unit_test(wrong_lines_are_refused_by_field_and_value),
        cmocka_unit_test(a_season_without_fees_has_no_bill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
