/* test_validate.c: applicants drawn one by one against quadrature; same seed, same bytes.
 */
#include "check.h"

#include "catalogue.h"
#include "error.h"
#include "validate.h"

#include <math.h>
#include <string.h>

enum { APPLICANTS = 2000 };

static struct sp_validation check_all(const struct sp_facts *facts, int applicants,
                                      uint64_t seed)
{
    struct sp_validation validation;
    struct sp_error error = {0};
    if (!sp_validate(facts, applicants, seed, NULL, &validation, &error))
        fail_msg("%s", error.text);
    return validation;
}

static int far(const char *what, const struct sp_pool_check *check, double fitted,
               struct sp_drawn drawn, double slack)
{
    /* No variance among a few: the error of a share that is not 0 or 1 but nearly. */
    double error = drawn.error + slack;
    if (fabs(fitted - drawn.value) <= 4 * error)
        return 0;
    print_message("# %s of %s, type %d: fitted %.4f, drawn %.4f +- %.4f\n", what,
                  check->specialty, (int)check->type, fitted, drawn.value, drawn.error);
    return 1;
}

static void what_is_drawn_agrees_with_quadrature_in_every_pool(void **state)
{
    (void)state;
    struct sp_validation all = check_all(catalogue_facts(), APPLICANTS, 7);
    int wrong = 0;
    assert_true(all.pools > 50);
    for (int i = 0; i < all.pools; i++) {
        const struct sp_pool_check *check = &all.pool[i];
        if (strcmp(check->specialty, "Internal Medicine/Psychiatry") == 0)
            continue; /* 12 programs: too few for bins of openness */
        wrong += far("none", check, check->fitted.none, check->none, 0.001);
        wrong += far("rate", check, check->fitted.rate, check->rate, 0.003);
        for (int c = 0; c < SP_COHORTS; c++)
            wrong += far("ranks", check, check->fitted.ranks[c], check->ranks[c],
                         0.01 * check->fitted.ranks[c]);
        wrong += far("score gap", check, check->fitted.score_gap, check->score_gap, 0.05);
    }
    print_message("# %d pools, %d comparisons beyond four standard errors\n", all.pools,
                  wrong);
    assert_int_equal(wrong, 0);
    sp_validation_free(&all);
}

static bool same_drawn(struct sp_drawn a, struct sp_drawn b)
{
    return a.value == b.value && a.error == b.error;
}

static int differences(const struct sp_validation *a, const struct sp_validation *b)
{
    int found = a->pools != b->pools;
    for (int i = 0; i < a->pools && !found; i++) {
        const struct sp_pool_check *x = &a->pool[i], *y = &b->pool[i];
        found += !same_drawn(x->none, y->none) || !same_drawn(x->rate, y->rate)
                 || !same_drawn(x->ranks[0], y->ranks[0])
                 || !same_drawn(x->score_gap, y->score_gap);
    }
    return found;
}

static void the_same_seed_draws_the_same_and_another_others(void **state)
{
    (void)state;
    struct sp_validation one = check_all(catalogue_facts(), 200, 1);
    struct sp_validation again = check_all(catalogue_facts(), 200, 1);
    struct sp_validation other = check_all(catalogue_facts(), 200, 2);
    assert_int_equal(differences(&one, &again), 0);
    assert_true(differences(&one, &other) > 0);
    sp_validation_free(&other);
    sp_validation_free(&again);
    sp_validation_free(&one);
}

static void cells_and_tracks_come_out(void **state)
{
    (void)state;
    struct sp_validation all = check_all(catalogue_facts(), 2, 1);
    assert_true(all.worst_cell < 1e-6 && all.worst_track < 1e-6);
    assert_true(all.specialties > 40);
    sp_validation_free(&all);
}

static void without_a_fit_there_is_nothing_to_check(void **state)
{
    (void)state;
    struct sp_facts facts = *catalogue_facts();
    struct sp_published published = *facts.published;
    struct sp_validation validation;
    struct sp_error error = {0};
    published.fits = 0;
    facts.published = &published;
    assert_false(sp_validate(&facts, 10, 1, NULL, &validation, &error));
    assert_int_equal(error.code, SP_NOT_FOUND);
    assert_null(validation.pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_drawn_agrees_with_quadrature_in_every_pool),
        cmocka_unit_test(the_same_seed_draws_the_same_and_another_others),
        cmocka_unit_test(cells_and_tracks_come_out),
        cmocka_unit_test(without_a_fit_there_is_nothing_to_check),
    };
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
