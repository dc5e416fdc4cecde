/* test_opening.c: a fact goes in as text and comes out as the same. */
#include "check.h"
#include "error.h"
#include "opening.h"
#include "small_openings.h"

#include <stdio.h>
#include <string.h>

static bool set(struct sp_openings *openings, struct sp_opening *opening, const char *field,
                const char *value, struct sp_error *error)
{
    return sp_opening_set(opening, field, value, SP_STATED_USER, &made_up, &openings->text,
                          error);
}

static void every_field_takes_its_example_and_gives_it_back(void **state)
{
    const struct sp_opening_field *field;
    int count = 0;
    (void)state;
    for (; (field = sp_opening_field(count)); count++) {
        struct sp_openings openings = small_openings();
        struct sp_opening opening = sp_opening_blank();
        struct sp_error error = {0};
        if (strcmp(field->name, "pay_per") == 0)
            put(&openings, &opening, "cost_basis", "paid");
        if (strcmp(field->name, "latitude") == 0 || strcmp(field->name, "longitude") == 0) {
            put(&openings, &opening, "latitude", "1");
            put(&openings, &opening, "longitude", "1");
        }
        if (!set(&openings, &opening, field->name, field->example, &error))
            fail_msg("%s: %s", field->name, error.text);
        const char *back = sp_opening_get(&opening, field->name, &openings.text);
        assert_non_null(back);
        assert_string_equal(back, field->example);
        sp_openings_free(&openings);
    }
    assert_in_range(count, 60, 120);
    assert_null(sp_opening_field(-1));
}

static void every_field_can_be_made_unknown_again(void **state)
{
    const struct sp_opening_field *field;
    (void)state;
    for (int i = 0; (field = sp_opening_field(i)); i++) {
        static const char *const never[] = {"kind", "trust", "hands_on_by_kind",
                                            "any_specialty"};
        struct sp_openings openings = small_openings();
        struct sp_opening opening = sp_opening_blank();
        struct sp_error error = {0};
        bool has_none = false;
        for (size_t n = 0; n < 4; n++)
            has_none |= strcmp(never[n], field->name) == 0;
        if (!has_none) {
            put(&openings, &opening, field->name, field->example);
            assert_true(set(&openings, &opening, field->name, "", &error));
            assert_string_equal(sp_opening_get(&opening, field->name, &openings.text), "");
        }
        sp_openings_free(&openings);
    }
}

static void what_cannot_be_is_refused_with_what_could(void **state)
{
    static const char *const wrong[][2] = {
        {"kind", "sleeping"},     {"state", "Ohio"},          {"state", "N1"},
        {"hands_on", "perhaps"},  {"weeks", "8-2"},           {"weeks", "4 weeks"},
        {"weeks", "-1"},          {"weeks_low", "1e3"},       {"weeks_high", "301"},
        {"cost_usd", "cheap"},    {"cost_usd", "5-"},         {"cost_usd", "10000000"},
        {"cost_usd", "-5"},       {"cost_low_usd", "nan"},    {"cost_basis", "gift"},
        {"pay_per", "month"},     {"trust", "good"},          {"specialties", "IM"},
        {"specialties", "140;;"}, {"institution_code", "12"}, {"link", "example.org"},
        {"link", "http://a b"},   {"latitude", "91"},         {"needs_bls", "maybe"},
        {"min_step2_ck", "0"},    {"min_step2_ck", "231.5"},  {"checked", "yesterday"},
        {"any_specialty", "x"},   {"cost_stated", "nobody"},  {"note", "two\nlines"}};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct sp_openings openings = small_openings();
        struct sp_opening opening = an_opening(&openings, "one"), before = opening;
        struct sp_error error = {0};
        if (set(&openings, &opening, wrong[i][0], wrong[i][1], &error))
            fail_msg("%s takes \"%s\"", wrong[i][0], wrong[i][1]);
        assert_int_equal(error.code, SP_BAD_INPUT);
        assert_non_null(strstr(error.text, wrong[i][0]));
        assert_memory_equal(&before, &opening, sizeof opening);
        sp_openings_free(&openings);
    }
}

static void a_field_that_is_none_is_answered_with_the_nearest(void **state)
{
    (void)state;
    struct sp_openings openings = small_openings();
    struct sp_opening opening = sp_opening_blank();
    struct sp_error error = {0};
    assert_false(set(&openings, &opening, "need_bls", "yes", &error));
    assert_int_equal(error.code, SP_NOT_FOUND);
    assert_non_null(strstr(error.text, "needs_bls"));
    assert_null(sp_opening_get(&opening, "need_bls", &openings.text));
    sp_openings_free(&openings);
}

static void a_figure_without_a_word_is_a_fee_and_none_is_not_free(void **state)
{
    (void)state;
    struct sp_openings openings = small_openings();
    struct sp_opening opening = sp_opening_blank();
    assert_int_equal(opening.cost.basis, SP_COST_UNKNOWN);
    put(&openings, &opening, "cost_low_usd", "120");
    assert_int_equal(opening.cost.basis, SP_COST_FEE);
    put(&openings, &opening, "cost_usd", "free");
    assert_true(opening.cost.basis == SP_COST_FREE && opening.cost.high_cents == 0);
    assert_int_equal(opening.cost.stated, SP_STATED_PAGE);
    put(&openings, &opening, "cost_usd", "unknown");
    assert_int_equal(opening.cost.basis, SP_COST_UNKNOWN);
    assert_int_equal(opening.cost.low_cents, -1);
    assert_int_equal(opening.cost.stated, SP_STATED_NOT);
    put(&openings, &opening, "cost_usd", "$100 - $250.50");
    assert_int_equal(opening.cost.low_cents, 10000);
    assert_int_equal(opening.cost.high_cents, 25050);
    sp_openings_free(&openings);
}

static void a_score_asked_for_asks_for_the_exam(void **state)
{
    (void)state;
    struct sp_openings openings = small_openings();
    struct sp_opening opening = sp_opening_blank();
    assert_null(sp_opening_need_of(&opening, "step2_ck"));
    put(&openings, &opening, "min_step2_ck", "230");
    const struct sp_opening_need *need = sp_opening_need_of(&opening, "step2_ck");
    assert_true(need && need->answer == SP_YES && need->least == 230);
    put(&openings, &opening, "needs_step2_ck", "no");
    need = sp_opening_need_of(&opening, "step2_ck");
    assert_int_equal(need->answer, SP_NO);
    assert_int_equal(opening.needs, 1);
    sp_openings_free(&openings);
}

static void an_opening_makes_sense_as_a_whole(void **state)
{
    static const char *const wrong[][4] = {
        {"weeks_low", "9", "weeks_high", "8"},
        {"lead_low", "13", "lead_high", "12"},
        {"cost_low_usd", "501", "cost_high_usd", "500"},
    };
    (void)state;
    struct sp_openings openings = small_openings();
    struct sp_opening opening = an_opening(&openings, "one");
    struct sp_error error = {0};
    assert_true(sp_opening_check(&opening, &error));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        opening = an_opening(&openings, "one");
        put(&openings, &opening, wrong[i][0], wrong[i][1]);
        put(&openings, &opening, wrong[i][2], wrong[i][3]);
        assert_false(sp_opening_check(&opening, &error));
        assert_non_null(strstr(error.text, wrong[i][0]));
    }
    opening = an_opening(&openings, "one");
    put(&openings, &opening, "institution", "");
    assert_false(sp_opening_check(&opening, &error));
    assert_non_null(strstr(error.text, "institution"));
    sp_openings_free(&openings);
}

static void an_id_finds_its_opening_in_any_letters(void **state)
{
    (void)state;
    struct sp_openings openings = small_openings();
    openings.at[0] = an_opening(&openings, "ny-alpha");
    openings.at[1] = an_opening(&openings, "ny-beta");
    openings.count = 2;
    assert_int_equal(sp_openings_find(&openings, "NY-Beta"), 1);
    assert_int_equal(sp_openings_find(&openings, "ny"), -1);
    sp_openings_free(&openings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_takes_its_example_and_gives_it_back),
        cmocka_unit_test(every_field_can_be_made_unknown_again),
        cmocka_unit_test(what_cannot_be_is_refused_with_what_could),
        cmocka_unit_test(a_field_that_is_none_is_answered_with_the_nearest),
        cmocka_unit_test(a_figure_without_a_word_is_a_fee_and_none_is_not_free),
        cmocka_unit_test(a_score_asked_for_asks_for_the_exam),
        cmocka_unit_test(an_opening_makes_sense_as_a_whole),
        cmocka_unit_test(an_id_finds_its_opening_in_any_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
