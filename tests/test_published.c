/* test_published.c: looking up effects and base rates. */
#include "check.h"

#include "published.h"

static struct sp_effect effects[] = {
    {.id = "signal_im", .input = "signal", .population = "140", .log_odds = 1.0},
    {.id = "signal_all", .input = "signal", .population = "", .log_odds = 0.5},
    {.id = "signal_us", .input = "signal", .population = "us graduates", .log_odds = 0.9},
    {.id = "tie_fm", .input = "tie", .population = "120", .log_odds = 0.2},
};
static struct sp_base_rate rates[] = {{.id = "accepts_j1", .value = 0.8}};
static const struct sp_published published = {
    .effect = effects, .effects = 4, .base_rate = rates, .base_rates = 1};

static void an_effect_of_the_specialty_goes_before_the_general_one(void **state)
{
    (void)state;
    assert_string_equal(sp_published_effect(&published, "signal", "140")->id, "signal_im");
    assert_string_equal(sp_published_effect(&published, "signal", "120")->id, "signal_all");
    assert_string_equal(sp_published_effect(&published, "signal", "")->id, "signal_all");
}

static void an_effect_of_another_specialty_is_not_borrowed(void **state)
{
    (void)state;
    assert_null(sp_published_effect(&published, "tie", "140"));
    assert_null(sp_published_effect(&published, "tie", ""));
    assert_null(sp_published_effect(&published, "moon", "140"));
}

static void a_base_rate_is_found_by_its_id(void **state)
{
    (void)state;
    assert_ptr_equal(sp_published_base_rate(&published, "accepts_j1"), &rates[0]);
    assert_null(sp_published_base_rate(&published, "accepts_h1b"));
}

static void nothing_published_is_freed_safely(void **state)
{
    (void)state;
    struct sp_published none = {0};
    sp_published_free(&none);
    sp_published_free(&none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_effect_of_the_specialty_goes_before_the_general_one),
        cmocka_unit_test(an_effect_of_another_specialty_is_not_borrowed),
        cmocka_unit_test(a_base_rate_is_found_by_its_id),
        cmocka_unit_test(nothing_published_is_freed_safely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
