/* test_import.c: from a file to facts, each step alone and all of them in a row.
 *
 * The catalogue is made up: three specialties, a few hospitals, tracks that share
 * programs and names that are easily mixed up.
 */
#include "check.h"
#include "error.h"
#include "import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <xlsxwriter.h>
#include <zip.h>

/* --- the catalogue -------------------------------------------------------------------- */

static const struct {
    const char *code, *acgme, *specialty, *institution, *city, *state;
} tracks[] = {
    {"1001140C0", "1400100001", "140", "Univ Alpha Med Ctr-NY", "Albany", "NY"},
    {"1001140P0", "1400100001", "140", "Univ Alpha Med Ctr-NY", "Albany", "NY"},
    {"1001140M0", "1400100001", "140", "Univ Alpha Med Ctr-NY", "Albany", "NY"},
    {"1001400C0", "", "400", "Univ Alpha Med Ctr-NY", "Albany", "NY"},
    {"1002140C0", "", "140", "Beta Mem Hosp-NY", "Bronx", "NY"},
    {"1003140C0", "", "140", "Beta Mem Hosp-NY", "Buffalo", "NY"},
    {"1004140C0", "1400200004", "140", "St Gamma Hosp-OH", "Toledo", "OH"},
    {"1005120C0", "", "120", "Delta Reg Hlth-OH", "Toledo", "OH"},
    {"1006140C0", "", "140", "Hospital Núñez-PR", "Ponce", "PR"},
};

enum { TRACKS = sizeof tracks / sizeof *tracks };

static struct sp_specialty specialty[] = {
    {.code = "120", .name = "Family Medicine", .aliases = "FM", .acgme_code = "120"},
    {.code = "140", .name = "Internal Medicine", .aliases = "IM", .acgme_code = "140"},
    {.code = "400", .name = "Psychiatry", .aliases = "", .acgme_code = "400"},
};
static const struct store_state state[] = {
    {"NY", "New York", ""}, {"OH", "Ohio", ""}, {"PR", "Puerto Rico", ""}};
static struct sp_programs programs;
static struct sp_specialties specialties = {.at = specialty, .count = 3};
static const struct import_catalogue catalogue = {&programs, &specialties, state, 3};

static int make_catalogue(void **unused)
{
    (void)unused;
    struct sp_error error;
    programs.track = calloc(TRACKS, sizeof *programs.track);
    if (!programs.track)
        return 1;
    programs.count = TRACKS;
    for (int i = 0; i < TRACKS; i++) {
        struct sp_track *track = &programs.track[i];
        track->code = tracks[i].code;
        track->acgme_id = tracks[i].acgme;
        track->acgme_basis = "";
        track->specialty = tracks[i].specialty;
        track->name = specialty[1].name;
        track->institution = tracks[i].institution;
        track->institution_code = sp_arena_slice(&programs.text, tracks[i].code, 4);
        track->city = tracks[i].city;
        track->state = tracks[i].state;
        track->division = "";
    }
    programs.track[6].fact[SP_MIN_STEP2] =
        (struct sp_fact){SP_YES, 220, {"grid of last year", "2025-09"}};
    return sp_programs_group(&programs, &error) ? 0 : 1;
}

static int free_catalogue(void **unused)
{
    (void)unused;
    sp_programs_free(&programs);
    return 0;
}

/* --- one import in one place ------------------------------------------------------------
 */

struct made {
    struct table table;
    struct import_mapping mapping;
    struct import_matches matches;
    struct import_facts facts;
};

static void free_made(struct made *made)
{
    import_facts_free(&made->facts);
    import_matches_free(&made->matches);
    import_mapping_free(&made->mapping);
    table_free(&made->table);
}

static bool make(const char *text, const char *specialty_name, struct made *made,
                 struct sp_error *error)
{
    *made = (struct made){0};
    if (!table_parse_csv(text, strlen(text), &made->table, error)
        || !import_check_formulas(&made->table, error)
        || !import_guess(&made->table, &made->mapping, error))
        return false;
    if (specialty_name)
        made->mapping.specialty = specialty_name;
    return import_bind(&made->mapping, &made->table, error)
           && import_join(&made->table, &made->mapping, &catalogue, NULL, &made->matches,
                          error)
           && import_collect(&made->table, &made->mapping, &catalogue, &made->matches,
                             &made->facts, error);
}

static struct made imported(const char *text, const char *specialty_name)
{
    struct made made;
    struct sp_error error = {0};
    if (!make(text, specialty_name, &made, &error))
        fail_msg("%s", error.text);
    return made;
}

static void refused(const char *text, const char *why)
{
    struct made made;
    struct sp_error error = {0};
    assert_false(make(text, "IM", &made, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    if (!strstr(error.text, why))
        fail_msg("\"%s\" does not say \"%s\"", error.text, why);
    free_made(&made);
}

/* The value of a field for a track, or NULL. */
static const char *value_of(const struct made *made, const char *code, const char *field)
{
    for (int i = 0; i < made->facts.facts; i++)
        if (strcmp(made->facts.fact[i].code, code) == 0
            && strcmp(made->facts.fact[i].field, field) == 0)
            return made->facts.fact[i].value;
    return NULL;
}

static const struct import_column *column_of(const struct made *made, const char *heading)
{
    for (int i = 0; i < made->mapping.columns; i++)
        if (strcmp(made->mapping.column[i].heading, heading) == 0)
            return &made->mapping.column[i];
    fail_msg("no column %s", heading);
    return NULL;
}

static const char grid[] =
    "Program,Signal,No Signal,In-State,Out-of-State,MD,DO,US IMG,Non-US "
    "IMG,City,State,Region\n"
    "University of Alpha Medical Center Program,45%,12%,30,8,40,22,9,4.5,Albany,NY,"
    "Northeast\n"
    "Beta Memorial Hospital,20,<5%,,1,10,9,8,0,Bronx,New York,Northeast\n";

static void a_residency_explorer_grid_is_recognised_and_joined(void **unused)
{
    (void)unused;
    struct made made = imported(grid, "Internal Medicine");
    assert_string_equal(made.mapping.kind, "residency explorer");
    assert_string_equal(import_field_name(column_of(&made, "Program")), "name");
    assert_string_equal(import_field_name(column_of(&made, "No Signal")), "rate_no_signal");
    assert_string_equal(import_field_name(column_of(&made, "DO")), "rate_us_do");
    assert_string_equal(import_field_name(column_of(&made, "Non-US IMG")),
                        "rate_non_us_img");
    assert_string_equal(import_field_name(column_of(&made, "Region")), "ignore");
    assert_int_equal(made.matches.at[0].how, IMPORT_BY_NAME);
    assert_int_equal(made.matches.at[0].tracks, 3);
    assert_int_equal(made.matches.at[1].how, IMPORT_BY_NAME);
    assert_string_equal(value_of(&made, "1001140M0", "rate_signal"), "0.45");
    assert_string_equal(value_of(&made, "1001140C0", "rate_non_us_img"), "0.045");
    assert_null(value_of(&made, "1001400C0", "rate_signal"));
    assert_null(value_of(&made, "1002140C0", "rate_no_signal"));
    assert_null(value_of(&made, "1002140C0", "rate_in_state"));
    assert_string_equal(value_of(&made, "1002140C0", "rate_non_us_img"), "0");
    assert_int_equal(made.facts.tracks, 4);
    assert_int_equal(made.facts.refusals, 0);
    free_made(&made);
}

static void a_freida_export_is_recognised_and_joined_by_its_ids(void **unused)
{
    (void)unused;
    struct made made = imported(
        "Program Name,Program ID,City,State,J-1 Visa,H-1B Visa,Minimum Step 2 CK,Max years "
        "since graduation,USCE (months),Attempts allowed,Comments\n"
        "Alpha,140-01-00001,Albany,NY,Yes,No,230,5 years,3 months,No limit,call first\n"
        "Gamma,1400200004,Toledo,OH,✓,,none,,,1,\n",
        NULL);
    assert_string_equal(made.mapping.kind, "freida");
    assert_int_equal(made.matches.at[0].how, IMPORT_BY_ACGME);
    assert_int_equal(made.matches.at[0].tracks, 3);
    assert_string_equal(value_of(&made, "1001140P0", "accepts_j1"), "yes");
    assert_string_equal(value_of(&made, "1001140C0", "accepts_h1b"), "no");
    assert_string_equal(value_of(&made, "1001140C0", "min_step2"), "230");
    assert_string_equal(value_of(&made, "1001140C0", "max_years_out"), "5");
    assert_string_equal(value_of(&made, "1001140C0", "min_usce_months"), "3");
    assert_string_equal(value_of(&made, "1001140C0", "max_attempts"), "99");
    assert_string_equal(value_of(&made, "1001140C0", "note:Comments"), "call first");
    assert_string_equal(value_of(&made, "1004140C0", "accepts_j1"), "yes");
    assert_null(value_of(&made, "1004140C0", "accepts_h1b"));
    assert_string_equal(value_of(&made, "1004140C0", "min_step2"), "0");
    free_made(&made);
}

static void a_fact_that_takes_the_place_of_another_is_shown_with_both(void **unused)
{
    (void)unused;
    struct made made =
        imported("NRMP code,Minimum Step 2\n1004140C0,230\n1001140C0,225\n", NULL);
    assert_int_equal(made.facts.facts, 2);
    assert_int_equal(made.facts.overrides, 1);
    assert_int_equal(made.facts.conflicts, 1);
    assert_string_equal(made.facts.override[0].was_value, "220");
    assert_string_equal(made.facts.override[0].was.source, "grid of last year");
    assert_string_equal(made.facts.override[0].was.as_of, "2025-09");
    assert_string_equal(made.facts.fact[made.facts.override[0].fact].value, "230");
    free_made(&made);
}

static void an_nrmp_code_names_one_track_only(void **unused)
{
    (void)unused;
    struct made made = imported("NRMP,J-1\n1001140p0,yes\n", NULL);
    assert_int_equal(made.matches.at[0].how, IMPORT_BY_NRMP);
    assert_int_equal(made.facts.facts, 1);
    assert_string_equal(value_of(&made, "1001140P0", "accepts_j1"), "yes");
    free_made(&made);
}

static void visas_in_one_column_give_a_fact_each_and_silence_gives_none(void **unused)
{
    (void)unused;
    struct made made = imported("NRMP,Visas sponsored\n1001140C0,J-1 through ECFMG\n"
                                "1004140C0,\"J-1; H-1B\"\n1002140C0,none\n1003140C0,\n",
                                NULL);
    assert_string_equal(import_field_name(column_of(&made, "Visas sponsored")), "visas");
    assert_string_equal(value_of(&made, "1001140C0", "accepts_j1"), "yes");
    assert_null(value_of(&made, "1001140C0", "accepts_h1b"));
    assert_string_equal(value_of(&made, "1004140C0", "accepts_h1b"), "yes");
    assert_string_equal(value_of(&made, "1002140C0", "accepts_h1b"), "no");
    assert_null(value_of(&made, "1003140C0", "accepts_j1"));
    free_made(&made);
}

/* --- units
 * ---------------------------------------------------------------------------------- */

static void the_column_decides_between_per_cent_and_fractions(void **unused)
{
    (void)unused;
    struct made made = imported("NRMP,Signal,No signal,US IMG,MD\n"
                                "1001140C0,0.5,0.5,0.4%,1\n1002140C0,12,1,0.2%,0.5\n",
                                NULL);
    assert_int_equal(column_of(&made, "Signal")->unit, IMPORT_PERCENT);
    assert_int_equal(column_of(&made, "No signal")->unit, IMPORT_FRACTION);
    assert_int_equal(column_of(&made, "US IMG")->unit, IMPORT_PERCENT);
    assert_string_equal(value_of(&made, "1001140C0", "rate_signal"), "0.005");
    assert_string_equal(value_of(&made, "1002140C0", "rate_signal"), "0.12");
    assert_string_equal(value_of(&made, "1002140C0", "rate_no_signal"), "1");
    assert_string_equal(value_of(&made, "1001140C0", "rate_us_img"), "0.004");
    assert_non_null(strstr(column_of(&made, "Signal")->why, "per cent: line 3"));
    free_made(&made);
}

static bool bind_with(const char *json, const char *text, struct sp_error *error)
{
    struct import_mapping mapping;
    struct table table;
    assert_true(table_parse_csv(text, strlen(text), &table, error));
    bool ok = import_mapping_parse(json, strlen(json), &mapping, error)
              && import_bind(&mapping, &table, error);
    import_mapping_free(&mapping);
    table_free(&table);
    return ok;
}

static void a_rate_above_a_hundred_per_cent_refuses_the_file(void **unused)
{
    (void)unused;
    struct sp_error error = {0};
    assert_false(
        bind_with("{\"columns\": {\"NRMP\": \"nrmp_code\", \"Signal\": \"rate_signal\"}}",
                  "NRMP,Signal\n1001140C0,12\n1002140C0,120%\n", &error));
    assert_string_equal(error.text, "line 3, column 2 (Signal): 120 is above 100 per cent");
    assert_false(
        bind_with("{\"columns\": {\"NRMP\": \"nrmp_code\", \"Signal\": {\"field\": "
                  "\"rate_signal\", \"unit\": \"fraction\"}}}",
                  "NRMP,Signal\n1001140C0,12\n", &error));
    assert_non_null(strstr(error.text, "line 2, column 2 (Signal): 12 is above 1"));
}

static void yes_and_no_are_read_in_the_ways_people_write_them(void **unused)
{
    (void)unused;
    static const char *const yes[] = {"yes", "Y", "TRUE", "1", "✓"};
    static const char *const no[] = {"No", "n", "false", "0", "✗"};
    enum sp_answer answer;
    for (int i = 0; i < 5; i++) {
        assert_true(import_parse_answer(yes[i], &answer));
        assert_int_equal(answer, SP_YES);
        assert_true(import_parse_answer(no[i], &answer));
        assert_int_equal(answer, SP_NO);
    }
    assert_false(import_parse_answer("maybe", &answer));
    assert_true(import_is_blank("") && import_is_blank("N/A") && import_is_blank("—"));
    assert_false(import_is_blank("0"));
}

/* --- mapping files
 * ---------------------------------------------------------------------------- */

static void a_mapping_comes_back_from_its_file_as_it_was(void **unused)
{
    (void)unused;
    struct made made = imported(grid, "IM");
    struct sp_error error = {0};
    struct import_mapping back;
    char *text = import_mapping_write(&made.mapping);
    assert_non_null(text);
    if (!import_mapping_parse(text, strlen(text), &back, &error))
        fail_msg("%s", error.text);
    assert_true(import_bind(&back, &made.table, &error));
    assert_int_equal(back.columns, made.mapping.columns);
    assert_string_equal(back.kind, "residency explorer");
    assert_string_equal(back.specialty, "IM");
    for (int i = 0; i < back.columns; i++) {
        assert_string_equal(back.column[i].heading, made.mapping.column[i].heading);
        assert_int_equal(back.column[i].use, made.mapping.column[i].use);
        assert_int_equal(back.column[i].which, made.mapping.column[i].which);
        assert_int_equal(back.column[i].unit, made.mapping.column[i].unit);
        assert_int_equal(back.column[i].at, made.mapping.column[i].at);
    }
    free(text);
    import_mapping_free(&back);
    free_made(&made);
}

static void a_faulty_mapping_is_refused_in_words(void **unused)
{
    (void)unused;
    static const struct {
        const char *json, *why;
    } cases[] = {
        {"{\"columns\": {\n \"a\": \"note\",\n \"a\": \"name\"}}", "line 3, column"},
        {"{\"columns\"", "line 1, column"},
        {"[]", "a mapping should be an object"},
        {"{\"colums\": {}}", "the key \"colums\" is not known"},
        {"{\"columns\": {}}", "should name 1 to 512 headings"},
        {"{\"columns\": {\"a\": \"min_stp2\"}}", "column \"a\": \"min_stp2\" is no field"},
        {"{\"columns\": {\"a\": 3}}", "column \"a\": should be a field"},
        {"{\"columns\": {\"a\": {\"field\": \"note\", \"unit\": \"percent\"}}}",
         "only a rate has a unit"},
        {"{\"columns\": {\"a\": {\"field\": \"rate_all\", \"unit\": \"%\"}}}",
         "the unit should be"},
        {"{\"kind\": \"grid\", \"columns\": {\"a\": \"name\"}}", "\"kind\" is \"grid\""},
        {"{\"as_of\": \"soon\", \"columns\": {\"a\": \"name\"}}", "soon"},
        {"{\"columns\": {\"NRMP\": \"nrmp_code\", \"b\": \"note\"}}",
         "line 1: there is no column \"b\""},
        {"{\"columns\": {\"Signal\": \"rate_signal\"}}",
         "no column is an NRMP code, an ACGME id or a name"},
        {"{\"columns\": {\"NRMP\": \"nrmp_code\"}}", "no column holds a fact"},
        {"{\"columns\": {\"NRMP\": \"nrmp_code\", \"Signal\": \"nrmp_code\"}}",
         "are both mapped to nrmp_code"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sp_error error = {0};
        assert_false(bind_with(cases[i].json, "NRMP,Signal\n1001140C0,12\n", &error));
        assert_int_equal(error.code, SP_BAD_INPUT);
        if (!strstr(error.text, cases[i].why))
            fail_msg("\"%s\" does not say \"%s\"", error.text, cases[i].why);
    }
}

/* --- joining
 * ------------------------------------------------------------------------------------ */

static void names_are_compared_in_one_spelling(void **unused)
{
    (void)unused;
    static const char *const same[][2] = {
        {"Univ Alpha Med Ctr-NY", "The University of Alpha Medical Center Program"},
        {"St Gamma Hosp-NY", "Saint Gamma Hospital"},
        {"Hospital Núñez-NY", "HOSPITAL NUÑEZ"},
        {"Zeta SOM/Eta Childrens Hosp-NY", "Zeta Sch of Med / Eta Children's Hospital"},
    };
    char a[128], b[128], tiny[5];
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        import_fold_name(same[i][0], &state[0], a, sizeof a);
        import_fold_name(same[i][1], &state[0], b, sizeof b);
        assert_string_equal(a, b);
    }
    import_fold_name("Univ of NY at Alpha", &state[0], a, sizeof a);
    assert_string_equal(a, "university new york alpha");
    import_drop_city(a, "Alpha");
    assert_string_equal(a, "university new york");
    import_drop_city(a, "New York");
    assert_string_equal(a, "university new york");
    import_fold_name("University of Alpha", NULL, a, sizeof a);
    import_fold_name("Alpha University", NULL, b, sizeof b);
    assert_string_not_equal(a, b);
    import_fold_name("University", NULL, tiny, sizeof tiny);
    assert_string_equal(tiny, "univ");
}

static void unsure(const char *text, const char *specialty_name, const char *why,
                   const char *first)
{
    struct made made = imported(text, specialty_name);
    const struct import_match *match = &made.matches.at[0];
    assert_int_equal(match->how, IMPORT_UNSURE);
    assert_int_equal(made.matches.unsure, 1);
    assert_int_equal(made.facts.facts, 0);
    if (!strstr(match->why, why))
        fail_msg("\"%s\" does not say \"%s\"", match->why, why);
    const struct sp_program *program = &programs.program[match->candidate[0]];
    if (first) {
        assert_true(match->candidates > 0);
        assert_string_equal(programs.track[programs.order[program->first_track]].code,
                            first);
    }
    free_made(&made);
}

static void what_is_not_certain_waits_with_its_candidates(void **unused)
{
    (void)unused;
    unsure("Program,State,J-1\nBeta Memorial Hospital,NY,yes\n", "IM",
           "several programs of this name", "1002140C0");
    unsure("Program,State,City,J-1\nBeta Memorial Hospital,NY,Buffallo,yes\n", "IM",
           "in another city", "1002140C0");
    unsure("Program,State,J-1\nAlpha University Hospital,NY,yes\n", "IM",
           "no program of this name", "1001140C0");
    unsure("Program,State,J-1\nSaint Gamma Hospital,OH,yes\n", NULL, "no specialty",
           "1004140C0");
    unsure("Program,J-1\nSaint Gamma Hospital,yes\n", "IM", "no state", "1004140C0");
    unsure("Program,State,J-1\nSaint Gamma Hospital,Ohoi,yes\n", "IM",
           "the state is not known", "1004140C0");
    unsure("Program,State,J-1\nSaint Gamma Hospital,Ohio,yes\n", "Cardiomancy",
           "the specialty is not known", "1004140C0");
    unsure("ACGME,Program,State,J-1\n1400200004,Gamma,NY,yes\n", NULL,
           "the id is of a program in another state", NULL);
    unsure("NRMP,ACGME,J-1\n1001140C0,1400200004,yes\n", NULL, "are of different programs",
           NULL);
    unsure("ACGME,J-1\n1409900004,yes\n", NULL, "not in the catalogue", NULL);
}

static void a_name_finds_its_program_by_state_specialty_and_city(void **unused)
{
    (void)unused;
    struct made made = imported("Program,City,State,Specialty,J-1\n"
                                "Beta Memorial Hospital,Buffalo,NY,IM,yes\n"
                                "Delta Regional Health,Toledo,OH,Family Medicine,no\n"
                                "Hospital Nunez,,Puerto Rico,Internal Medicine,yes\n"
                                "Saint Gamma Hospital (Toledo),Toledo,OH,IM,no\n",
                                NULL);
    assert_string_equal(value_of(&made, "1003140C0", "accepts_j1"), "yes");
    assert_null(value_of(&made, "1002140C0", "accepts_j1"));
    assert_string_equal(value_of(&made, "1005120C0", "accepts_j1"), "no");
    assert_string_equal(value_of(&made, "1006140C0", "accepts_j1"), "yes");
    assert_string_equal(value_of(&made, "1004140C0", "accepts_j1"), "no");
    free_made(&made);
}

/* --- the review
 * ----------------------------------------------------------------------------------- */

static const char doubtful[] = "Program,State,J-1\n"
                               "Beta Memorial Hospital,NY,yes\n"
                               "\"Alpha \"\"Univ\"\"\nHospital\",NY,no\n"
                               "Nowhere,OH,yes\n";

static bool review(struct made *made, const char *text, struct sp_error *error)
{
    struct table table;
    if (!table_parse_csv(text, strlen(text), &table, error))
        return false;
    bool ok = import_review_apply(&table, &made->table, &made->mapping, &catalogue,
                                  &made->matches, error);
    table_free(&table);
    return ok;
}

static void a_review_goes_out_and_comes_back_with_answers(void **unused)
{
    (void)unused;
    struct sp_error error = {0};
    struct made made = imported(doubtful, "IM");
    assert_int_equal(made.matches.unsure, 3);
    char *text = import_review_write(&made.table, &made.mapping, &catalogue, &made.matches);
    assert_non_null(text);
    assert_non_null(
        strstr(text, "1002140C0 Internal Medicine, Beta Mem Hosp-NY, Bronx NY"));
    assert_true(review(&made, text, &error));
    assert_int_equal(made.matches.unsure, 3);

    /* The user fills the column `code` of the three rows. */
    const char *answer[] = {"1003140C0", "1001140C0", "skip"};
    char filled[4096];
    size_t used = 0;
    const char *at = text;
    for (int i = 0; i < 3; i++) {
        const char *empty = strstr(at, ",\"\",\"");
        while (strstr(empty + 4, ",\"\",\"")
               && strstr(empty + 4, ",\"\",\"") < strchr(empty, '\n'))
            empty = strstr(empty + 4, ",\"\",\"");
        used += (size_t)sprintf(filled + used, "%.*s,%s", (int)(empty - at), at, answer[i]);
        at = empty + 3;
    }
    strcpy(filled + used, at);
    if (!review(&made, filled, &error))
        fail_msg("%s in\n%s", error.text, filled);
    assert_int_equal(made.matches.unsure, 0);
    assert_int_equal(made.matches.skipped, 1);
    import_facts_free(&made.facts);
    assert_true(import_collect(&made.table, &made.mapping, &catalogue, &made.matches,
                               &made.facts, &error));
    assert_string_equal(value_of(&made, "1003140C0", "accepts_j1"), "yes");
    assert_string_equal(value_of(&made, "1001140M0", "accepts_j1"), "no");
    assert_int_equal(made.facts.facts, 4);
    free(text);
    free_made(&made);
}

static void a_review_of_another_file_is_refused(void **unused)
{
    (void)unused;
    struct sp_error error = {0};
    struct made made = imported(doubtful, "IM");
    static const char *const cases[][2] = {
        {"line,name,code\n2,Gamma,1003140C0\n", "was made for another file"},
        {"line,name,code\n99,Gamma,1003140C0\n", "\"99\" is no line"},
        {"line,name,code\n2,Beta Memorial Hospital,1003140C0\n5,Nowhere,9999140C0\n",
         "line 3, column 3 (code): \"9999140C0\" is no NRMP code"},
        {"line,name\n2,Beta\n", "has the columns line, name and code"},
    };
    for (int i = 0; i < 4; i++) {
        assert_false(review(&made, cases[i][0], &error));
        if (!strstr(error.text, cases[i][1]))
            fail_msg("\"%s\" does not say \"%s\"", error.text, cases[i][1]);
        assert_int_equal(made.matches.unsure, 3);
        assert_int_equal(made.matches.at[0].how, IMPORT_UNSURE);
    }
    free_made(&made);
}

/* --- refused rows and files
 * ------------------------------------------------------------------------- */

static void a_row_with_a_value_that_cannot_be_is_refused_whole(void **unused)
{
    (void)unused;
    struct sp_error error = {0};
    struct made made = {0};
    const char text[] =
        "NRMP,Score,Visa,Rate\n1001140C0,230,maybe,12\n1002140C0,310,yes,1\n"
        "1003140C0,230,yes,-3\n1004140C0,230,yes,5\n";
    const char json[] = "{\"columns\": {\"NRMP\": \"nrmp_code\", \"Score\": \"min_step2\", "
                        "\"Visa\": \"accepts_j1\", \"Rate\": \"rate_all\"}}";
    assert_true(table_parse_csv(text, strlen(text), &made.table, &error));
    assert_true(import_mapping_parse(json, strlen(json), &made.mapping, &error));
    assert_true(import_bind(&made.mapping, &made.table, &error));
    assert_true(
        import_join(&made.table, &made.mapping, &catalogue, NULL, &made.matches, &error));
    assert_true(import_collect(&made.table, &made.mapping, &catalogue, &made.matches,
                               &made.facts, &error));
    assert_int_equal(made.facts.refusals, 3);
    assert_string_equal(made.facts.refusal[0].text,
                        "line 2, column 3 (Visa): \"maybe\" should be yes, no or blank");
    assert_string_equal(
        made.facts.refusal[1].text,
        "line 3, column 2 (Score): \"310\" should be a score from 1 to 300, "
        "or none");
    assert_int_equal(made.facts.refusal[2].line, 4);
    assert_int_equal(made.facts.refusal[2].column, 4);
    assert_int_equal(made.facts.facts, 3);
    assert_string_equal(made.facts.fact[0].code, "1004140C0");
    free_made(&made);
}

static void two_rows_that_disagree_about_a_track_are_not_both_taken(void **unused)
{
    (void)unused;
    struct made made = imported("ACGME,J-1\n1400100001,yes\n140-01-00001,yes\n"
                                "1400100001,no\n",
                                NULL);
    assert_int_equal(made.facts.facts, 3);
    assert_int_equal(made.facts.refusals, 1);
    assert_non_null(strstr(made.facts.refusal[0].text, "line 4, column 2 (J-1)"));
    assert_non_null(strstr(made.facts.refusal[0].text, "line 2 says \"yes\""));
    free_made(&made);
}

static void formulas_are_refused_with_their_place(void **unused)
{
    (void)unused;
    refused("NRMP,J-1\n1001140C0,\"=HYPERLINK(\"\"x\"\")\"\n",
            "line 2, column 2 (J-1): \"=HYPERLINK");
    refused("NRMP,J-1\n1001140C0,@SUM(A1)\n", "line 2, column 2");
    refused("NRMP,J-1\n1001140C0,+cmd|x\n", "line 2, column 2");
    refused("NRMP,J-1\n1001140C0,-cmd|x\n", "line 2, column 2");
    refused("NRMP,=A1\n1001140C0,yes\n", "line 1, column 2");
    struct made made =
        imported("NRMP,Note\n1001140C0,-\n1002140C0,-3\n1003140C0,- so\n", NULL);
    assert_int_equal(made.facts.facts, 2);
    free_made(&made);
}

/* --- workbooks
 * -------------------------------------------------------------------------------------- */

struct bytes {
    char *at;
    size_t size;
};

static struct bytes slurp(const char *path)
{
    struct bytes bytes = {0};
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    bytes.size = (size_t)ftell(file);
    rewind(file);
    bytes.at = malloc(bytes.size);
    assert_non_null(bytes.at);
    assert_int_equal(fread(bytes.at, 1, bytes.size, file), bytes.size);
    fclose(file);
    return bytes;
}

static void name_file(char path[64])
{
    strcpy(path, "/tmp/test_import_XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
}

static void a_workbook_is_read_as_its_sheet_says(void **unused)
{
    (void)unused;
    struct sp_error error = {0};
    struct table table;
    char path[64];
    name_file(path);
    lxw_workbook *book = workbook_new(path);
    worksheet_write_string(workbook_add_worksheet(book, "Empty"), 0, 0, "x", NULL);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "Grid & more");
    lxw_format *percent = workbook_add_format(book);
    format_set_num_format(percent, "0%");
    worksheet_write_string(sheet, 1, 0, "Program", NULL);
    worksheet_write_string(sheet, 1, 1, "Signal", NULL);
    worksheet_write_string(sheet, 1, 2, "J-1", NULL);
    worksheet_write_string(sheet, 3, 0, "Alpha <Ünï>", NULL);
    worksheet_write_number(sheet, 3, 1, 0.1 + 0.2, percent);
    worksheet_write_boolean(sheet, 3, 2, 1, NULL);
    worksheet_write_blank(sheet, 4, 1, percent);
    worksheet_write_number(sheet, 5, 0, 1401200926, NULL);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);

    if (!import_load(path, "Grid & more", &table, &error))
        fail_msg("%s", error.text);
    assert_int_equal(table.columns, 3);
    assert_int_equal(table.rows, 2);
    assert_int_equal(table.line[0], 4);
    assert_int_equal(table.line[1], 6);
    assert_string_equal(table_cell(&table, 0, 0), "Alpha <Ünï>");
    assert_string_equal(table_cell(&table, 0, 1), "0.3");
    assert_string_equal(table_cell(&table, 0, 2), "true");
    assert_string_equal(table_cell(&table, 1, 0), "1401200926");
    table_free(&table);
    assert_true(import_load(path, NULL, &table, &error));
    assert_string_equal(table.name[0], "x");
    table_free(&table);
    assert_false(import_load(path, "Gird", &table, &error));
    assert_non_null(strstr(error.text, "there is no sheet \"Gird\""));
    remove(path);
    assert_false(import_load(path, NULL, &table, &error));
    assert_int_equal(error.code, SP_UNAVAILABLE);
}

#define WORKBOOK                                                                           \
    "<workbook xmlns:r='r'><sheets><sheet name='S' sheetId='1' r:id='rId1'/></sheets>"     \
    "</workbook>"
#define RELATIONS                                                                          \
    "<Relationships><Relationship Id='rId1' Type='x/worksheet' Target='s.xml'/>"           \
    "<Relationship Id='rId2' Type='x/sharedStrings' Target='/xl/t.xml'/></Relationships>"
#define STRINGS "<sst><si><t>a</t></si><si><r><t>b</t></r><r><t>c</t></r></si></sst>"
#define HEAD                                                                               \
    "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' "              \
    "t='s'><v>1</v>"                                                                       \
    "</c></row>"
#define TAIL "</sheetData></worksheet>"

/* A workbook of the parts given, NULL for the usual ones. */
static struct bytes packed(const char *workbook, const char *relations, const char *strings,
                           const char *sheet, const char *extra)
{
    const char *part[][2] = {
        {"xl/workbook.xml", workbook ? workbook : WORKBOOK},
        {"xl/_rels/workbook.xml.rels", relations ? relations : RELATIONS},
        {"xl/t.xml", strings ? strings : STRINGS},
        {"xl/s.xml", sheet ? sheet : HEAD TAIL},
        {extra, ""},
    };
    char path[64];
    name_file(path);
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    for (int i = 0; i < 5; i++)
        if (part[i][0]) {
            zip_source_t *source =
                zip_source_buffer(zip, part[i][1], strlen(part[i][1]), 0);
            assert_true(zip_file_add(zip, part[i][0], source, ZIP_FL_ENC_UTF_8) >= 0);
        }
    assert_int_equal(zip_close(zip), 0);
    struct bytes bytes = slurp(path);
    remove(path);
    return bytes;
}

static void sheet_refused(struct bytes bytes, const char *why)
{
    struct table table;
    struct sp_error error = {0};
    assert_false(import_parse_xlsx(bytes.at, bytes.size, NULL, &table, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    if (!strstr(error.text, why))
        fail_msg("\"%s\" does not say \"%s\"", error.text, why);
    assert_int_equal(table.rows, 0);
    free(bytes.at);
}

#define SHEET_REFUSED(rows, why)                                                           \
    sheet_refused(packed(NULL, NULL, NULL, HEAD rows TAIL, NULL), why)

static void rich_text_and_inline_text_are_joined(void **unused)
{
    (void)unused;
    struct sp_error error = {0};
    struct table table;
    struct bytes bytes = packed(NULL, NULL, NULL,
                                HEAD "<row><c t='inlineStr'><is><r><t>x</t></r><r><t>y</t>"
                                     "</r><rPh><t>no</t></rPh></is></c><c><v>1.50E1</v></c>"
                                     "</row>" TAIL,
                                NULL);
    if (!import_parse_xlsx(bytes.at, bytes.size, NULL, &table, &error))
        fail_msg("%s", error.text);
    assert_string_equal(table.name[1], "bc");
    assert_string_equal(table_cell(&table, 0, 0), "xy");
    assert_string_equal(table_cell(&table, 0, 1), "15");
    table_free(&table);
    free(bytes.at);
}

static void a_hostile_sheet_is_refused_with_row_and_column(void **unused)
{
    (void)unused;
    SHEET_REFUSED("<row r='2'><c r='B2'><f>1+1</f><v>2</v></c></row>",
                  "line 2, column 2: a formula");
    SHEET_REFUSED("<row r='2'><c r='A2' t='e'><v>#REF!</v></c></row>",
                  "line 2, column 1: \"#REF!\" is no value");
    SHEET_REFUSED("<row r='2'><c r='A2' t='s'><v>2</v></c></row>",
                  "line 2, column 1: there is no shared string 2");
    SHEET_REFUSED("<row r='2'><c r='A2' t='s'><v>-1</v></c></row>", "no shared string -1");
    SHEET_REFUSED("<row r='2'><c r='A2'><v>nan</v></c></row>", "\"nan\" is no value");
    SHEET_REFUSED("<row r='2'><c r='C2'><v>1</v></c></row>",
                  "line 2, column 3: \"1\" has no heading above it");
    SHEET_REFUSED("<row r='2'><c r='XFD2'><v>1</v></c></row>",
                  "line 2, column 16384: more than 512 columns");
    SHEET_REFUSED("<row r='2'><c r='AAAA2'><v>1</v></c></row>", "\"AAAA2\" is no place");
    SHEET_REFUSED("<row r='2'><c r='B3'><v>1</v></c></row>", "cell \"B3\" follows row 2");
    SHEET_REFUSED("<row r='2'><c r='B2'/><c r='A2'/></row>", "cell \"A2\" follows");
    SHEET_REFUSED("<row r='1'/>", "row \"1\" follows row 1");
    SHEET_REFUSED("<row r='9999999'/>", "row \"9999999\"");
    SHEET_REFUSED("<row r='2'><c r='A2'", "xl/s.xml, line 1, column");
}

static void a_hostile_archive_is_refused(void **unused)
{
    (void)unused;
    sheet_refused(
        packed(NULL, NULL,
               "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><sst>&b;</sst>", NULL,
               NULL),
        "xl/t.xml, line 1, column 13: a DOCTYPE");
    sheet_refused(packed(NULL, NULL, NULL,
                         "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><worksheet/>", NULL),
                  "a DOCTYPE");
    sheet_refused(packed(NULL, NULL, NULL, NULL, "xl/externalLinks/externalLink1.xml"),
                  "a link to another workbook");
    sheet_refused(packed(NULL, NULL, NULL, NULL, "xl/vbaProject.bin"), "macros");
    sheet_refused(packed(NULL,
                         "<Relationships><Relationship Id='rId1' Type='x/worksheet' "
                         "Target='file:///x' TargetMode='External'/></Relationships>",
                         NULL, NULL, NULL),
                  "a link to another file (file:///x)");
    sheet_refused(packed(NULL, "<Relationships/>", NULL, NULL, NULL),
                  "the sheet is not in the archive");
    sheet_refused(packed("<workbook/>", NULL, NULL, NULL, NULL), "there is no sheet");
    sheet_refused(packed(NULL, NULL, NULL, "<worksheet/>", NULL), "the table is empty");
    static const char torn[] = "PK\3\4 and no more";
    struct bytes bytes = {malloc(sizeof torn), sizeof torn};
    memcpy(bytes.at, torn, sizeof torn);
    sheet_refused(bytes, "the file may be torn");
    bytes = packed(NULL, NULL, NULL, NULL, NULL);
    bytes.size -= 30;
    sheet_refused(bytes, "the file may be torn");
    bytes = (struct bytes){malloc(8), 8};
    memcpy(bytes.at, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
    sheet_refused(bytes, "an old .xls workbook");
}

/* A part that is small in the archive and enormous outside it. */
static void a_bomb_is_refused_before_it_fills_the_memory(void **unused)
{
    (void)unused;
    size_t size = IMPORT_MOST_INFLATED + (1 << 20);
    char *sheet = malloc(size + 1);
    assert_non_null(sheet);
    memset(sheet, ' ', size);
    memcpy(sheet, "<worksheet>", 11);
    sheet[size] = '\0';
    sheet_refused(packed(NULL, NULL, NULL, sheet, NULL), "inflates to more than");
    free(sheet);
    char deep[3 * 70 + 1];
    for (int i = 0; i < 70; i++)
        memcpy(deep + (size_t)3 * (size_t)i, "<a>", 3);
    deep[sizeof deep - 1] = '\0';
    sheet_refused(packed(NULL, NULL, NULL, deep, NULL), "elements more than 64 deep");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_residency_explorer_grid_is_recognised_and_joined),
        cmocka_unit_test(a_freida_export_is_recognised_and_joined_by_its_ids),
        cmocka_unit_test(a_fact_that_takes_the_place_of_another_is_shown_with_both),
        cmocka_unit_test(an_nrmp_code_names_one_track_only),
        cmocka_unit_test(visas_in_one_column_give_a_fact_each_and_silence_gives_none),
        cmocka_unit_test(the_column_decides_between_per_cent_and_fractions),
        cmocka_unit_test(a_rate_above_a_hundred_per_cent_refuses_the_file),
        cmocka_unit_test(yes_and_no_are_read_in_the_ways_people_write_them),
        cmocka_unit_test(a_mapping_comes_back_from_its_file_as_it_was),
        cmocka_unit_test(a_faulty_mapping_is_refused_in_words),
        cmocka_unit_test(names_are_compared_in_one_spelling),
        cmocka_unit_test(what_is_not_certain_waits_with_its_candidates),
        cmocka_unit_test(a_name_finds_its_program_by_state_specialty_and_city),
        cmocka_unit_test(a_review_goes_out_and_comes_back_with_answers),
        cmocka_unit_test(a_review_of_another_file_is_refused),
        cmocka_unit_test(a_row_with_a_value_that_cannot_be_is_refused_whole),
        cmocka_unit_test(two_rows_that_disagree_about_a_track_are_not_both_taken),
        cmocka_unit_test(formulas_are_refused_with_their_place),
        cmocka_unit_test(a_workbook_is_read_as_its_sheet_says),
        cmocka_unit_test(rich_text_and_inline_text_are_joined),
        cmocka_unit_test(a_hostile_sheet_is_refused_with_row_and_column),
        cmocka_unit_test(a_hostile_archive_is_refused),
        cmocka_unit_test(a_bomb_is_refused_before_it_fills_the_memory),
    };
    return cmocka_run_group_tests(tests, make_catalogue, free_catalogue);
}
