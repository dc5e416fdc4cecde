/* test_portfolio.c: the best list, how near it is known to be, and how it fails. */
#include "check.h"

#include "error.h"
#include "portfolio.h"

static void the_better_of_two_programs_is_chosen(void **state)
{
    (void)state;
    static const float chance[] = {0.1F, 0.2F, 0.3F, 0.2F};
    const struct sp_menu_item item[2] = {{0}, {0}};
    const struct sp_menu_group group = {0};
    const struct sp_menu menu = {.item = item,
                                 .group = &group,
                                 .chance = {chance},
                                 .items = 2,
                                 .groups = 1,
                                 .levels = 1,
                                 .seasons = 2};
    const struct sp_limits limits = {.applications = true, .most_applications = 1};
    struct sp_choice choice;
    struct sp_error error = {0};
    assert_true(sp_portfolio_choose(&menu, &limits, &(struct sp_portfolio_options){0},
                                    &choice, &error));
    assert_int_equal(choice.count, 1);
    assert_int_equal(choice.pick[0].item, 1);
    assert_true(choice.worth <= choice.bound);
    sp_choice_free(&choice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_better_of_two_programs_is_chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
