/* test_opening_import.c: a table of openings, read row by row. */
#include "check.h"
#include "error.h"
#include "opening_import.h"
#include "small_openings.h"
#include "small_words.h"

#include <stdio.h>
#include <string.h>

/* What a text of CSV gives; `mapping` may be NULL. */
static bool read_text(const char *csv, const char *mapping, struct opening_import *import,
                      struct sp_error *error)
{
    struct sp_openings openings = small_openings();
    struct table table;
    if (!table_parse_csv(csv, strlen(csv), &table, error))
        fail_msg("%s", error->text);
    openings.at[0] = an_opening(&openings, "ny-alpha");
    openings.count = 1;
    bool ok = opening_import_read(&table, &mapping, mapping != NULL, &openings,
                                  &small_specialties, NULL, import, error);
    table_free(&table);
    sp_openings_free(&openings);
    return ok;
}

static struct opening_import must_read(const char *csv, const char *mapping)
{
    struct opening_import import;
    struct sp_error error = {0};
    if (!read_text(csv, mapping, &import, &error))
        fail_msg("%s", error.text);
    return import;
}

static void refused(const char *csv, const char *mapping, const char *words)
{
    struct opening_import import;
    struct sp_error error = {0};
    assert_false(read_text(csv, mapping, &import, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    if (!strstr(error.text, words))
        fail_msg("\"%s\" does not say \"%s\"", error.text, words);
    assert_true(!import.facts && !import.columns && !import.fact);
}

static const char *fact_of(const struct opening_import *import, const char *opening,
                           const char *field)
{
    for (int i = 0; i < import->facts; i++)
        if (strcmp(import->fact[i].opening, opening) == 0
            && strcmp(import->fact[i].field, field) == 0)
            return import->fact[i].value;
    return NULL;
}

static void headings_that_people_write_are_recognised(void **state)
{
    (void)state;
    struct opening_import import = must_read(
        "Hospital,STATE,Type,Duration,Fee,Web site,Hands-on,Open (students),Weekday\n"
        "Example Clinic,OH,Observership,2-4,free,https://example.org,no,yes,Monday\n",
        "Web site=link");
    static const char *const right[] = {"institution", "state", "kind",     "weeks",
                                        "cost_usd",    "link",  "hands_on", "for_student"};
    for (int c = 0; c < 8; c++)
        assert_string_equal(import.column[c].field, right[c]);
    assert_null(import.column[8].field);
    assert_int_equal(import.added, 1);
    assert_int_equal(import.refusals, 0);
    assert_string_equal(fact_of(&import, "+1", "weeks"), "2-4");
    assert_string_equal(fact_of(&import, "+1", "cost_usd"), "free");
    opening_import_free(&import);
}

static void a_blank_cell_is_no_fact_and_never_free(void **state)
{
    (void)state;
    struct opening_import import =
        must_read("Hospital,Fee,Weeks\nExample Clinic,,n/a\nOther Clinic,?,-\n", NULL);
    assert_int_equal(import.added, 2);
    assert_int_equal(import.facts, 2);
    assert_null(fact_of(&import, "+1", "cost_usd"));
    opening_import_free(&import);
}

static void names_that_are_no_specialties_are_areas(void **state)
{
    (void)state;
    struct opening_import import =
        must_read("Hospital,Specialty\nExample Clinic,\"IM, Wound care; psych\"\n", NULL);
    assert_string_equal(fact_of(&import, "+1", "specialties"), "140;400");
    assert_string_equal(fact_of(&import, "+1", "areas"), "Wound care");
    opening_import_free(&import);
}

static void a_row_with_a_wrong_value_is_refused_whole_with_its_place(void **state)
{
    (void)state;
    struct opening_import import = must_read(
        "Hospital,State,Weeks\nA Clinic,OH,4\nB Clinic,Ohio,4\nC Clinic,OH,2\n", NULL);
    assert_true(import.rows == 3 && import.added == 2 && import.refusals == 1);
    assert_int_equal(import.refusal[0].line, 3);
    assert_non_null(strstr(import.refusal[0].text, "line 3, column 2 (State)"));
    assert_string_equal(fact_of(&import, "+2", "institution"), "C Clinic");
    assert_null(fact_of(&import, "+3", "institution"));
    opening_import_free(&import);
}

static void a_known_id_corrects_and_an_unknown_one_is_refused(void **state)
{
    (void)state;
    struct opening_import import = must_read(
        "id,Hospital,Fee\nny-alpha,,300\nny-beta,Beta,1\n,Example Clinic,2\n", NULL);
    assert_true(import.added == 1 && import.changed == 1 && import.refusals == 1);
    assert_string_equal(fact_of(&import, "ny-alpha", "cost_usd"), "300");
    assert_string_equal(fact_of(&import, "+1", "cost_usd"), "2");
    opening_import_free(&import);
}

static void a_row_that_makes_no_sense_or_names_no_place_is_refused(void **state)
{
    (void)state;
    struct opening_import import =
        must_read("Hospital,weeks_low,weeks_high\nA Clinic,9,4\n,2,4\n", NULL);
    assert_true(import.added == 0 && import.facts == 0 && import.refusals == 2);
    assert_non_null(strstr(import.refusal[1].text, "institution"));
    opening_import_free(&import);
}

static void a_mapping_goes_before_what_is_recognised(void **state)
{
    (void)state;
    struct opening_import import =
        must_read("Place,Fee\nExample Clinic,soon\n", "Place=institution");
    assert_int_equal(import.refusals, 1); /* "soon" is no fee */
    opening_import_free(&import);
    refused("Place,Fee\nExample Clinic,1\n", NULL, "which place");
    refused("Hospital,Fee\nA,1\n", "Price=cost_usd", "no column \"Price\"");
    refused("Hospital,Fee\nA,1\n", "Fee=colour", "colour");
    refused("Hospital,Fee\nA,1\n", "Fee", "Heading=field");
    refused("Hospital,Name\nA,B\n", NULL, "both read as institution");
    import = must_read("Hospital,Name\nA,B\n", "Name=");
    assert_null(import.column[1].field);
    opening_import_free(&import);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_that_people_write_are_recognised),
        cmocka_unit_test(a_blank_cell_is_no_fact_and_never_free),
        cmocka_unit_test(names_that_are_no_specialties_are_areas),
        cmocka_unit_test(a_row_with_a_wrong_value_is_refused_whole_with_its_place),
        cmocka_unit_test(a_known_id_corrects_and_an_unknown_one_is_refused),
        cmocka_unit_test(a_row_that_makes_no_sense_or_names_no_place_is_refused),
        cmocka_unit_test(a_mapping_goes_before_what_is_recognised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
