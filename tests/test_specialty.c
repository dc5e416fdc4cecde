/* test_specialty.c: the names people give to the fields of medicine. */
#include "check.h"

#include "error.h"
#include "specialty.h"

#include <stdlib.h>
#include <string.h>

static struct sp_specialty rows[] = {
    {.code = "140", .name = "Internal Medicine", .aliases = "IM; medicine"},
    {.code = "120", .name = "Family Medicine", .aliases = "FM;family practice"},
    {.code = "220", .name = "Obstetrics and Gynecology", .aliases = "OB-GYN;obgyn;"},
    {.code = "700", .name = "Medicine-Pediatrics", .aliases = "Med-Peds"},
    {.code = "110", .name = "Emergency Medicine", .aliases = ""},
    {.code = "999", .name = "Medicine", .aliases = ""},
};
static const struct sp_specialties all = {.at = rows, .count = 6};

static void a_code_a_name_and_an_alias_find_the_same_row(void **state)
{
    (void)state;
    assert_int_equal(sp_specialty_find(&all, "140"), 0);
    assert_int_equal(sp_specialty_find(&all, "internal medicine"), 0);
    assert_int_equal(sp_specialty_find(&all, "Internal-Medicine"), 0);
    assert_int_equal(sp_specialty_find(&all, "im"), 0);
    assert_int_equal(sp_specialty_find(&all, "Family Practice"), 1);
    assert_int_equal(sp_specialty_find(&all, "ObGyn"), 2);
    assert_int_equal(sp_specialty_find(&all, "MED PEDS"), 3);
}

static void a_name_goes_before_an_alias(void **state)
{
    (void)state;
    assert_int_equal(sp_specialty_find(&all, "medicine"), 5);
}

static void nothing_is_found_for_half_a_name_or_none(void **state)
{
    (void)state;
    assert_int_equal(sp_specialty_find(&all, ""), -1);
    assert_int_equal(sp_specialty_find(&all, " - "), -1);
    assert_int_equal(sp_specialty_find(&all, "Internal"), -1);
    assert_int_equal(sp_specialty_find(&(struct sp_specialties){0}, "140"), -1);
}

static void a_wrong_name_is_answered_with_the_nearest(void **state)
{
    (void)state;
    struct sp_error error = {0};
    int place = 7;
    assert_false(
        sp_specialty_require(&all, "specialties[0]", "Internl Medicin", &place, &error));
    assert_int_equal(place, -1);
    assert_int_equal(error.code, SP_BAD_INPUT);
    assert_string_equal(error.text,
                        "specialties[0]: \"Internl Medicin\" is not a specialty; "
                        "nearest: Internal Medicine, Family Medicine, "
                        "Emergency Medicine");
    assert_true(sp_specialty_require(&all, "specialties[0]", "fm", &place, &error));
    assert_int_equal(place, 1);
}

static void a_monstrous_name_is_refused_within_one_line(void **state)
{
    (void)state;
    char name[5000];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    struct sp_error error = {0};
    int place;
    assert_false(sp_specialty_require(&all, "specialties[0]", name, &place, &error));
    assert_non_null(strstr(error.text, "nearest: "));
    assert_true(strlen(error.text) < 300);
}

static void an_empty_catalogue_says_so(void **state)
{
    (void)state;
    struct sp_error error = {0};
    int place;
    assert_false(sp_specialty_require(&(struct sp_specialties){0}, "--specialty", "IM",
                                      &place, &error));
    assert_non_null(strstr(error.text, "the catalogue has none"));
}

static void edits_are_counted_as_people_type(void **state)
{
    (void)state;
    assert_int_equal(sp_edit_distance("", ""), 0);
    assert_int_equal(sp_edit_distance("", "abc"), 3);
    assert_int_equal(sp_edit_distance("kitten", "sitting"), 3);
    assert_int_equal(sp_edit_distance("Neurology", "nuerology"), 1);
    assert_int_equal(sp_edit_distance("ca", "abc"), 3); /* restricted: no edit in a swap */
}

/* The definition itself, for short texts. */
static int slow_distance(const char *a, size_t i, const char *b, size_t j)
{
    if (i == 0 || j == 0)
        return (int)(i + j);
    int best = slow_distance(a, i - 1, b, j - 1) + (a[i - 1] != b[j - 1]);
    int drop = slow_distance(a, i - 1, b, j) + 1, add = slow_distance(a, i, b, j - 1) + 1;
    best = drop < best ? drop : best;
    best = add < best ? add : best;
    if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        int swap = slow_distance(a, i - 2, b, j - 2) + 1;
        best = swap < best ? swap : best;
    }
    return best;
}

static void edits_equal_the_definition_on_all_short_texts(void **state)
{
    (void)state;
    for (int x = 0; x < 243; x++)
        for (int y = 0; y < 243; y += 5) {
            char a[6] = "", b[6] = "";
            for (int k = 0, u = x, v = y; k < 5; k++, u /= 3, v /= 3) {
                a[k] = (char)('a' + u % 3);
                b[k] = (char)('a' + v % 3);
            }
            b[3] = '\0'; /* of unequal length */
            assert_int_equal(sp_edit_distance(a, b), slow_distance(a, 5, b, 3));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_a_name_and_an_alias_find_the_same_row),
        cmocka_unit_test(a_name_goes_before_an_alias),
        cmocka_unit_test(nothing_is_found_for_half_a_name_or_none),
        cmocka_unit_test(a_wrong_name_is_answered_with_the_nearest),
        cmocka_unit_test(a_monstrous_name_is_refused_within_one_line),
        cmocka_unit_test(an_empty_catalogue_says_so),
        cmocka_unit_test(edits_are_counted_as_people_type),
        cmocka_unit_test(edits_equal_the_definition_on_all_short_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
