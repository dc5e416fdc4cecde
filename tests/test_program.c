/* test_program.c: tracks, the programs they belong to, and the names of facts. */
#include "check.h"

#include "error.h"
#include "program.h"

#include <stdlib.h>
#include <string.h>

/* A list of `count` copies of `rows`; free with sp_programs_free. */
static struct sp_programs list_of(const struct sp_track *rows, int count)
{
    struct sp_programs programs = {.count = count};
    programs.track = calloc((size_t)count + 1, sizeof *programs.track);
    assert_non_null(programs.track);
    memcpy(programs.track, rows, (size_t)count * sizeof *rows);
    return programs;
}

static struct sp_track track(const char *code, const char *institution,
                             const char *specialty, const char *city, const char *acgme_id)
{
    return (struct sp_track){.code = code,
                             .institution_code = institution,
                             .institution = "Hospital",
                             .specialty = specialty,
                             .city = city,
                             .acgme_id = acgme_id};
}

static void tracks_of_one_place_and_specialty_are_one_program(void **state)
{
    (void)state;
    const struct sp_track rows[] = {
        track("2000140C0", "2000", "140", "Boston", "1402411111"),
        track("1000140C0", "1000", "140", "Mobile", "1400111111"),
        track("1000140M0", "1000", "140", "Mobile", "1400111111"),
        track("1000140R0", "1000", "140", "mobile", ""),
        track("1000120C0", "1000", "120", "Mobile", ""),
        track("1000140C1", "1000", "140", "Dothan", ""),
    };
    struct sp_programs programs = list_of(rows, 6);
    assert_true(sp_programs_group(&programs, NULL));
    assert_int_equal(programs.programs, 4);
    assert_int_equal(programs.track[0].program, 0);
    assert_int_equal(programs.track[1].program, 1);
    assert_int_equal(programs.track[2].program, 1);
    assert_int_equal(programs.track[3].program, 1);
    assert_int_equal(programs.track[4].program, 2);
    assert_int_equal(programs.track[5].program, 3);
    assert_int_equal(programs.program[1].tracks, 3);
    assert_int_equal(programs.order[programs.program[1].first_track], 1);
    assert_int_equal(programs.order[programs.program[1].first_track + 2], 3);
    sp_programs_free(&programs);
}

static void two_ids_in_one_place_are_two_programs_and_none_is_guessed(void **state)
{
    (void)state;
    const struct sp_track rows[] = {
        track("1000140C0", "1000", "140", "Mobile", "1400111111"),
        track("1000140C1", "1000", "140", "Mobile", "1400122222"),
        track("1000140C2", "1000", "140", "Mobile", ""),
        track("1000140C3", "1000", "140", "Mobile", ""),
    };
    struct sp_programs programs = list_of(rows, 4);
    assert_true(sp_programs_group(&programs, NULL));
    assert_int_equal(programs.programs, 3);
    assert_int_not_equal(programs.track[0].program, programs.track[1].program);
    assert_int_equal(programs.track[2].program, 2);
    assert_int_equal(programs.track[3].program, 2);
    sp_programs_free(&programs);
}

static void institutions_without_a_code_are_told_apart_by_name(void **state)
{
    (void)state;
    struct sp_track rows[] = {
        track("1000140C0", "", "140", "Mobile", ""),
        track("1001140C0", "", "140", "Mobile", ""),
        track("1002140C0", "", "140", "Mobile", ""),
    };
    rows[0].institution = "North Hospital";
    rows[1].institution = "South Hospital";
    rows[2].institution = "NORTH HOSPITAL";
    struct sp_programs programs = list_of(rows, 3);
    assert_true(sp_programs_group(&programs, NULL));
    assert_int_equal(programs.programs, 2);
    assert_int_equal(programs.track[0].program, programs.track[2].program);
    sp_programs_free(&programs);
}

static void every_track_stands_in_exactly_one_program(void **state)
{
    (void)state;
    enum { COUNT = 600 };
    static const char *institutions[] = {"1000", "1001", "1002"};
    static const char *specialties[] = {"120", "140"};
    static const char *ids[] = {"", "1400111111", "1400122222"};
    struct sp_track rows[COUNT];
    for (int i = 0; i < COUNT; i++)
        rows[i] = track("x", institutions[i * 7 % 3], specialties[i * 5 % 2], "Mobile",
                        ids[i * 11 % 9 % 3]);
    struct sp_programs programs = list_of(rows, COUNT);
    assert_true(sp_programs_group(&programs, NULL));
    int seen[COUNT] = {0}, last_first = -1;
    for (int p = 0; p < programs.programs; p++) {
        const struct sp_program *program = &programs.program[p];
        assert_true(programs.order[program->first_track] > last_first);
        last_first = programs.order[program->first_track];
        for (int k = 0; k < program->tracks; k++) {
            int place = programs.order[program->first_track + k];
            assert_int_equal(programs.track[place].program, p);
            seen[place]++;
        }
    }
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(seen[i], 1);
    sp_programs_free(&programs);
}

static void grouping_twice_or_nothing_is_safe(void **state)
{
    (void)state;
    struct sp_programs none = {0};
    assert_true(sp_programs_group(&none, NULL));
    assert_int_equal(none.programs, 0);
    assert_true(sp_programs_group(&none, NULL));
    sp_programs_free(&none);
    sp_programs_free(&none);
}

static void a_code_is_found_in_any_case(void **state)
{
    (void)state;
    const struct sp_track rows[] = {
        track("1000140C0", "1000", "140", "Mobile", ""),
        track("1000140M0", "1000", "140", "Mobile", ""),
    };
    struct sp_programs programs = list_of(rows, 2);
    assert_int_equal(sp_programs_find(&programs, "1000140m0"), 1);
    assert_int_equal(sp_programs_find(&programs, "1000140X0"), -1);
    assert_int_equal(sp_programs_find(&programs, ""), -1);
    sp_programs_free(&programs);
}

static void a_track_that_is_not_offered_has_no_positions(void **state)
{
    (void)state;
    struct sp_track row = {.quota = {5, 5, 5, 5, -1}, .filled = {5, 5, 5, 5, -1}};
    assert_false(sp_track_offered(&row));
    assert_int_equal(sp_track_quota(&row), 0);
    assert_int_equal(sp_track_filled(&row), 0);
    row.quota[SP_YEARS - 1] = 6;
    row.filled[SP_YEARS - 1] = 4;
    assert_true(sp_track_offered(&row));
    assert_int_equal(sp_track_quota(&row), 6);
    assert_int_equal(sp_track_filled(&row), 4);
}

static void every_name_is_there_and_no_two_are_the_same(void **state)
{
    (void)state;
    const char *name[SP_REQUIREMENTS + SP_RATES];
    for (int i = 0; i < SP_REQUIREMENTS; i++)
        name[i] = sp_requirement_name((enum sp_requirement)i);
    for (int i = 0; i < SP_RATES; i++)
        name[SP_REQUIREMENTS + i] = sp_rate_name((enum sp_rate)i);
    for (int i = 0; i < SP_REQUIREMENTS + SP_RATES; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(name[i], name[j]);
    assert_string_equal(sp_requirement_name(SP_MIN_USCE_MONTHS), "min_usce_months");
    assert_string_equal(sp_requirement_name(SP_NEEDS_STEP3), "needs_step3");
    assert_string_equal(sp_rate_name(SP_RATE_NON_US_IMG), "rate_non_us_img");
    assert_string_equal(sp_applicant_type_name(SP_NON_US_IMG), "non_us_img");
}

static void track_types_are_read_back_from_their_names(void **state)
{
    (void)state;
    enum sp_track_type type = SP_ADVANCED;
    for (int i = 0; i < SP_TRACK_TYPES; i++) {
        assert_true(sp_track_type_parse(sp_track_type_name((enum sp_track_type)i), &type));
        assert_int_equal(type, i);
    }
    assert_false(sp_track_type_parse("Categorical", &type));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tracks_of_one_place_and_specialty_are_one_program),
        cmocka_unit_test(two_ids_in_one_place_are_two_programs_and_none_is_guessed),
        cmocka_unit_test(institutions_without_a_code_are_told_apart_by_name),
        cmocka_unit_test(every_track_stands_in_exactly_one_program),
        cmocka_unit_test(grouping_twice_or_nothing_is_safe),
        cmocka_unit_test(a_code_is_found_in_any_case),
        cmocka_unit_test(a_track_that_is_not_offered_has_no_positions),
        cmocka_unit_test(every_name_is_there_and_no_two_are_the_same),
        cmocka_unit_test(track_types_are_read_back_from_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
