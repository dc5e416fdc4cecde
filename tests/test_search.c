/* test_search.c: tracks by words, state, kind and specialty. */
#include "check.h"

#include "search.h"

static struct sp_specialty specialty[] = {{.code = "140", .name = "Internal Medicine"}};
static const struct sp_specialties specialties = {.at = specialty, .count = 1};
static const struct sp_track track = {
    .code = "1428140C0",
    .acgme_id = "1403512265",
    .specialty = "140",
    .name = "Medicine-Categorical",
    .type = SP_CATEGORICAL,
    .institution = "Brooklyn Hosp Ctr-NY",
    .city = "Brooklyn",
    .state = "NY",
    .quota = {-1, -1, -1, -1, 20},
    .filled = {-1, -1, -1, -1, 18},
};

static bool finds(struct sp_search search, const char *one, const char *two)
{
    const char *const word[] = {one, two};
    search.word = word;
    search.words = (one != NULL) + (two != NULL);
    return sp_search_finds(&search, &specialties, &track);
}

static void every_word_must_occur_somewhere_in_any_case(void **state)
{
    (void)state;
    struct sp_search any = {.type = -1};
    assert_true(finds(any, NULL, NULL));
    assert_true(finds(any, "BROOKLYN", "internal"));
    assert_true(finds(any, "hosp", "1428"));
    assert_true(finds(any, "ny", "categorical"));
    assert_false(finds(any, "brooklyn", "surgery"));
    assert_true(finds(any, "1403512265", NULL));
    assert_false(finds(any, "14035", NULL)); /* a part of an id is no id */
}

static void state_kind_specialty_and_offer_narrow_it(void **state)
{
    (void)state;
    const char *medicine[] = {"140"}, *other[] = {"400"};
    assert_true(finds((struct sp_search){.type = -1, .state = "ny"}, NULL, NULL));
    assert_false(finds((struct sp_search){.type = -1, .state = "NJ"}, NULL, NULL));
    assert_true(finds((struct sp_search){.type = SP_CATEGORICAL}, NULL, NULL));
    assert_false(finds((struct sp_search){.type = SP_PRELIMINARY}, NULL, NULL));
    assert_true(
        finds((struct sp_search){.type = -1, .specialty = medicine, .specialties = 1}, NULL,
              NULL));
    assert_false(finds((struct sp_search){.type = -1, .specialty = other, .specialties = 1},
                       NULL, NULL));
    assert_true(finds((struct sp_search){.type = -1, .offered = true}, NULL, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_must_occur_somewhere_in_any_case),
        cmocka_unit_test(state_kind_specialty_and_offer_narrow_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
