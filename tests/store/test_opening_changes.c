/* test_opening_changes.c: openings of a release, and what the user says over them. */
#include "check.h"

#include "engine.h"
#include "error.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char openings_csv[] =
    "id,institution,institution_code,city,state,latitude,longitude,kind,hands_on,"
    "hands_on_by_kind,specialties,any_specialty,areas,for_student,for_graduate,for_us,"
    "for_premed,weeks_low,weeks_high,cost_basis,cost_low_usd,cost_high_usd,pay_low_usd,"
    "pay_high_usd,pay_per,cost_stated,sponsors_visa,visas,apply,lead_low,lead_high,rolling,"
    "link,checked,trust,source,as_of\n"
    "al-north-observership,North Hospital,1000,Mobile,AL,30.5,-88.25,observership,no,yes,"
    "140,no,Cardiology,no,yes,,,2,8,fee,250,500,,,,page,no,B-1;J-1,host,8.7,13,yes,"
    "https://example.org/a,2026-05-25,checked,NRMP,2026-05-26\n"
    "me-south-research,South Hospital,,Portland,ME,,,research,,yes,,yes,,,,,,,,paid,0,0,"
    "50000,60000,year,estimate,,,,,,,,,listed,NRMP,2026-05-26\n"
    "me-east-elective,East "
    "Hospital,,Portland,ME,,,elective,yes,no,120,no,,yes,no,no,no,4,4,"
    "unknown,,,,,,,,,VSLO,,,,,,rejected,NRMP,2026-05-26\n";

static int set_up(void **state)
{
    struct fixture *fixture = fixture_make();
    small_release_put(fixture->small, "openings.csv", openings_csv);
    small_release_put(fixture->small, "opening_requirements.csv",
                      "opening,item,answer,least,stated,source,as_of\n"
                      "al-north-observership,step2_ck,yes,230,page,NRMP,2026-05-26\n"
                      "al-north-observership,bls,,,listing,NRMP,2026-05-26\n"
                      "me-east-elective,step1,no,,page,NRMP,2026-05-26\n");
    small_release_put(fixture->small, "papers.csv",
                      "item,label,issuer,what_to_do,valid_months,month_end,lead_low,"
                      "lead_high,certainty,lead_source,source,as_of\n"
                      "bls,BLS card,centre,Take a course.,24,yes,1,4,high,NRMP,NRMP,2026\n"
                      "cv,CV,you,Write one.,,no,0.5,1,low,NRMP,NRMP,2026\n");
    small_release_put(fixture->small, "experience_kinds.csv",
                      "kind,label,student,graduate,hands_on,in_person,letter,weeks_low,"
                      "weeks_high,lead_low,lead_high,certainty,source,as_of\n"
                      "observership,Observership,yes,,no,yes,,1,12,,,high,NRMP,2026\n");
    small_release_put(fixture->small, "financing.csv",
                      "id,name,what,open_to_img,opening,link,certainty,source,as_of\n"
                      "a,Fund A,Pays.,yes,al-north-observership,,high,NRMP,2026\n");
    small_release_put(
        fixture->small, "visa_rules.csv",
        "visa,activity,who,allowed,condition,basis,action,certainty,source,"
        "as_of\n"
        "B-1,observership,any,conditional,watch,manual,warn,high,NRMP,2024\n"
        "any,paid_work_on_visitor_visa,any,no,no pay,act,block,high,NRMP,2024\n");
    fixture_reopen(fixture);
    *state = fixture;
    return 0;
}

static struct sp_openings loaded(struct fixture *fixture)
{
    struct sp_openings openings;
    struct sp_error error = {0};
    if (!store_load_openings(fixture->store, &openings, &error))
        fail_msg("%s", error.text);
    return openings;
}

/* The text of one field, as the store shows it now; "-" when there is no such opening. */
static void expect(struct fixture *fixture, const char *id, const char *field,
                   const char *right)
{
    struct sp_openings openings = loaded(fixture);
    int place = sp_openings_find(&openings, id);
    const char *text =
        place < 0 ? "-" : sp_opening_get(&openings.at[place], field, &openings.text);
    if (!text || strcmp(text, right) != 0)
        fail_msg("%s of %s is \"%s\", not \"%s\"", field, id, text ? text : "?", right);
    sp_openings_free(&openings);
}

static bool change(struct fixture *fixture, const char *kind,
                   const struct store_opening_fact *fact, int facts, int *id, int *first,
                   struct sp_error *error)
{
    struct sp_opening_change said = {
        .kind = kind, .name = "a test", .source = "a friend", .as_of = "2026-10"};
    return store_change_openings(fixture->store, &said, fact, facts, NULL, id, first,
                                 error);
}

static int must_change(struct fixture *fixture, const char *kind, const char *opening,
                       const char *field, const char *value)
{
    struct store_opening_fact fact = {opening, field, value};
    struct sp_error error = {0};
    int id;
    if (!change(fixture, kind, &fact, 1, &id, NULL, &error))
        fail_msg("%s", error.text);
    return id;
}

static void must_undo(struct fixture *fixture, int id)
{
    struct sp_error error = {0};
    if (!store_undo_openings(fixture->store, id, &error))
        fail_msg("%s", error.text);
}

static void refuse(struct fixture *fixture, const char *kind, const char *opening,
                   const char *field, const char *value, enum sp_code code,
                   const char *words)
{
    struct store_opening_fact fact = {opening, field, value};
    struct sp_error error = {0};
    int id;
    assert_false(change(fixture, kind, &fact, 1, &id, NULL, &error));
    assert_int_equal(error.code, code);
    if (!strstr(error.text, words))
        fail_msg("\"%s\" does not say \"%s\"", error.text, words);
    assert_int_equal(id, 0);
}

/* --- the release -----------------------------------------------------------------------
 */

static void openings_come_back_as_the_tables_say(void **state)
{
    struct sp_openings openings = loaded(*state);
    assert_int_equal(openings.count, 3);
    const struct sp_opening *north = &openings.at[0];
    assert_string_equal(north->institution, "North Hospital");
    assert_true(north->located && north->latitude == 30.5);
    assert_true(north->kind == SP_OBSERVERSHIP && north->hands_on == SP_NO);
    assert_true(north->hands_on_by_kind && !north->any_specialty);
    assert_true(north->specialties == 1 && strcmp(north->specialty[0], "140") == 0);
    assert_int_equal(north->audience[SP_FOR_STUDENT], SP_NO);
    assert_int_equal(north->audience[SP_FOR_US], SP_UNKNOWN);
    assert_true(north->weeks_low == 2 && north->weeks_high == 8);
    assert_int_equal(north->cost.high_cents, 50000);
    assert_int_equal(north->cost.stated, SP_STATED_PAGE);
    assert_int_equal(north->checked.month, 5);
    assert_int_equal(north->trust, SP_TRUST_CHECKED);
    assert_string_equal(north->origin.as_of, "2026-05-26");
    assert_int_equal(north->needs, 2);
    assert_int_equal(sp_opening_need_of(north, "step2_ck")->least, 230);
    assert_int_equal(sp_opening_need_of(north, "step2_ck")->stated, SP_STATED_PAGE);
    assert_int_equal(sp_opening_need_of(north, "bls")->answer, SP_UNKNOWN);
    assert_int_equal(sp_opening_need_of(&openings.at[2], "step1")->answer, SP_NO);
    sp_openings_free(&openings);
}

static void a_blank_is_not_known_and_pay_is_no_cost(void **state)
{
    struct sp_openings openings = loaded(*state);
    const struct sp_opening *south = &openings.at[1], *east = &openings.at[2];
    assert_false(south->located);
    assert_true(south->weeks_low < 0 && south->lead_low < 0);
    assert_true(south->cost.basis == SP_COST_PAID && south->cost.low_cents == 0);
    assert_true(south->cost.pay_low_cents == 5000000 && south->cost.pay_yearly);
    assert_int_equal(south->cost.stated, SP_STATED_ESTIMATE);
    assert_true(east->cost.basis == SP_COST_UNKNOWN && east->cost.low_cents == -1);
    assert_int_equal(east->cost.stated, SP_STATED_NOT);
    assert_int_equal(east->trust, SP_TRUST_REJECTED);
    sp_openings_free(&openings);
}

static void the_tables_beside_them_come_along(void **state)
{
    struct sp_openings openings = loaded(*state);
    assert_int_equal(openings.papers, 2);
    const struct sp_paper *bls = sp_openings_paper(&openings, "bls");
    assert_true(bls->valid_months == 24 && bls->month_end && bls->lead_high == 4);
    assert_true(sp_openings_paper(&openings, "cv")->lead_low == 0.5);
    assert_int_equal(openings.usual[SP_OBSERVERSHIP].student, SP_YES);
    assert_int_equal(openings.usual[SP_OBSERVERSHIP].graduate, SP_UNKNOWN);
    assert_string_equal(openings.usual[SP_RESEARCH].label, "research");
    assert_int_equal(openings.grants, 1);
    assert_int_equal(openings.visit.rules, 2);
    assert_int_equal(openings.visit.rule[0].class, SP_VISIT_B1);
    assert_int_equal(openings.visit.rule[1].class, SP_VISIT_UNKNOWN);
    assert_int_equal(openings.visit.rule[1].allowed, SP_NOT_ALLOWED);
    assert_int_equal(openings.visit.countries, 2);
    sp_openings_free(&openings);
}

static void a_need_of_no_opening_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct sp_openings openings;
    struct sp_error error = {0};
    small_release_put(fixture->small, "opening_requirements.csv",
                      "opening,item,answer,least,stated,source,as_of\n"
                      "nowhere,bls,yes,,page,NRMP,2026\n");
    fixture_reopen(fixture);
    assert_false(store_load_openings(fixture->store, &openings, &error));
    assert_non_null(strstr(error.text, "nowhere"));
    assert_int_equal(openings.count, 0);
}

/* --- changes -----------------------------------------------------------------------------
 */

static void a_correction_stands_with_what_it_replaced_beside_it(void **state)
{
    struct fixture *fixture = *state;
    int id = must_change(fixture, "correct", "al-north-observership", "cost_usd", "300");
    expect(fixture, "al-north-observership", "cost_usd", "300");
    struct sp_openings openings = loaded(fixture);
    const struct sp_opening *north = &openings.at[0];
    assert_int_equal(north->overrides, 1);
    assert_string_equal(north->override[0].field, "cost_usd");
    assert_string_equal(north->override[0].was, "250-500");
    assert_string_equal(north->override[0].was_origin.source, "NRMP");
    assert_int_equal(north->cost.stated, SP_STATED_USER);
    assert_string_equal(north->cost.origin.source, "a friend");
    sp_openings_free(&openings);
    must_undo(fixture, id);
    expect(fixture, "al-north-observership", "cost_usd", "250-500");
    openings = loaded(fixture);
    assert_int_equal(openings.at[0].overrides, 0);
    sp_openings_free(&openings);
}

static void the_newest_correction_wins_and_the_first_original_stays(void **state)
{
    struct fixture *fixture = *state;
    must_change(fixture, "correct", "al-north-observership", "cost_usd", "300");
    int second =
        must_change(fixture, "correct", "al-north-observership", "cost_usd", "free");
    expect(fixture, "al-north-observership", "cost_usd", "free");
    struct sp_openings openings = loaded(fixture);
    assert_int_equal(openings.at[0].overrides, 1);
    assert_string_equal(openings.at[0].override[0].was, "250-500");
    sp_openings_free(&openings);
    must_undo(fixture, second);
    expect(fixture, "al-north-observership", "cost_usd", "300");
}

static void an_opening_of_ones_own_is_added_changed_deleted_and_brought_back(void **state)
{
    struct fixture *fixture = *state;
    struct store_opening_fact facts[] = {{"+1", "institution", "Example Clinic"},
                                         {"+1", "specialties", "IM, Family Medicine"},
                                         {"+2", "institution", "Example Hospital"}};
    struct sp_error error = {0};
    int id, first;
    assert_true(change(fixture, "add", facts, 3, &id, &first, &error));
    assert_int_equal(first, 1);
    expect(fixture, "own-1", "specialties", "140;120");
    expect(fixture, "own-2", "institution", "Example Hospital");
    expect(fixture, "own-1", "trust", "own");
    must_change(fixture, "correct", "own-1", "weeks", "2-4");
    expect(fixture, "own-1", "weeks", "2-4");
    int gone = must_change(fixture, "delete", "own-1", "deleted", "yes");
    expect(fixture, "own-1", "weeks", "-");
    expect(fixture, "own-2", "institution", "Example Hospital");
    must_undo(fixture, gone);
    expect(fixture, "own-1", "weeks", "2-4");
}

static void a_number_is_never_given_again(void **state)
{
    struct fixture *fixture = *state;
    struct store_opening_fact fact = {"+1", "institution", "Example Clinic"};
    struct sp_error error = {0};
    int id, first;
    assert_true(change(fixture, "add", &fact, 1, &id, &first, &error));
    must_undo(fixture, id);
    expect(fixture, "own-1", "institution", "-");
    assert_true(change(fixture, "add", &fact, 1, &id, &first, &error));
    assert_int_equal(first, 2);
}

static void a_change_that_another_rests_on_is_not_taken_back(void **state)
{
    struct fixture *fixture = *state;
    struct sp_error error = {0};
    int added = must_change(fixture, "add", "+1", "institution", "Example Clinic");
    int corrected = must_change(fixture, "correct", "own-1", "weeks", "4");
    assert_false(store_undo_openings(fixture->store, added, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    assert_non_null(strstr(error.text, "own-1"));
    expect(fixture, "own-1", "weeks", "4");
    must_undo(fixture, corrected);
    must_undo(fixture, added);
    assert_false(store_undo_openings(fixture->store, added, &error));
    assert_int_equal(error.code, SP_NOT_FOUND);
    assert_false(store_undo_openings(fixture->store, 99, &error));
    assert_int_equal(error.code, SP_NOT_FOUND);
}

static void a_wrong_change_is_refused_whole(void **state)
{
    struct fixture *fixture = *state;
    struct store_opening_fact facts[] = {{"al-north-observership", "note", "kept?"},
                                         {"al-north-observership", "weeks", "many"}};
    struct sp_error error = {0};
    int id;
    assert_false(change(fixture, "correct", facts, 2, &id, NULL, &error));
    assert_non_null(strstr(error.text, "al-north-observership: weeks"));
    expect(fixture, "al-north-observership", "note", "");
    refuse(fixture, "correct", "nowhere", "note", "x", SP_NOT_FOUND, "nowhere");
    refuse(fixture, "correct", "own-1", "note", "x", SP_NOT_FOUND, "own-1");
    refuse(fixture, "correct", "+1", "institution", "x", SP_NOT_FOUND, "own-1");
    refuse(fixture, "add", "+0", "institution", "x", SP_BAD_INPUT, "+0");
    refuse(fixture, "add", "+1", "note", "no name", SP_BAD_INPUT, "institution");
    refuse(fixture, "correct", "al-north-observership", "colour", "red", SP_NOT_FOUND,
           "colour");
    refuse(fixture, "correct", "al-north-observership", "weeks_low", "9", SP_BAD_INPUT,
           "weeks_low 9 is above");
    refuse(fixture, "correct", "al-north-observership", "specialties", "sleeping",
           SP_BAD_INPUT, "sleeping");
    refuse(fixture, "delete", "al-north-observership", "deleted", "yes", SP_BAD_INPUT,
           "your own");
    assert_false(change(fixture, "add", NULL, 0, &id, NULL, &error));
    struct sp_arena text = {0};
    struct sp_opening_change *changes;
    int count;
    assert_true(store_load_opening_changes(fixture->store, &text, &changes, &count, NULL));
    assert_int_equal(count, 0);
    sp_arena_free(&text);
}

static void changes_are_listed_in_their_order(void **state)
{
    struct fixture *fixture = *state;
    struct sp_arena text = {0};
    struct sp_opening_change *changes;
    int count;
    must_change(fixture, "add", "+1", "institution", "Example Clinic");
    int second = must_change(fixture, "correct", "own-1", "weeks", "4");
    must_undo(fixture, second);
    assert_true(store_load_opening_changes(fixture->store, &text, &changes, &count, NULL));
    assert_int_equal(count, 2);
    assert_true(changes[0].id == 1 && !changes[0].undone && changes[0].facts == 1);
    assert_string_equal(changes[0].kind, "add");
    assert_string_equal(changes[1].source, "a friend");
    assert_string_equal(changes[1].as_of, "2026-10");
    assert_true(changes[1].undone && *changes[1].made_at);
    sp_arena_free(&text);
}

static void a_new_release_keeps_what_the_user_said(void **state)
{
    struct fixture *fixture = *state;
    must_change(fixture, "correct", "al-north-observership", "cost_usd", "300");
    must_change(fixture, "correct", "me-east-elective", "note", "asked them");
    must_change(fixture, "add", "+1", "institution", "Example Clinic");
    char *cut = strdup(openings_csv), *last = strstr(cut, "me-east-elective");
    assert_non_null(last);
    *last = '\0'; /* an opening that the new release no longer has */
    small_release_put(fixture->small, "openings.csv", cut);
    small_release_put(fixture->small, "opening_requirements.csv", NULL);
    fixture_reopen(fixture);
    expect(fixture, "al-north-observership", "cost_usd", "300");
    expect(fixture, "me-east-elective", "note", "-");
    expect(fixture, "own-1", "institution", "Example Clinic");
    small_release_put(fixture->small, "openings.csv", openings_csv);
    fixture_reopen(fixture);
    expect(fixture, "me-east-elective", "note", "asked them");
    free(cut);
}

/* --- the release in this program
 * ------------------------------------------------------------ */

static void the_directory_of_this_release_says_what_it_counts(void **state)
{
    struct fixture *fixture = *state;
    struct release release = release_embedded();
    store_close(fixture->store);
    fixture->store = open_or_fail(&fixture->place, &release);
    struct sp_openings openings = loaded(fixture);
    int offers = 0, unreadable_and_free = 0, low_fees = 0;
    for (int i = 0; i < openings.count; i++) {
        const struct sp_opening *opening = &openings.at[i];
        struct sp_error error = {0};
        if (!sp_opening_check(opening, &error))
            fail_msg("%s: %s", opening->id, error.text);
        bool img = opening->audience[SP_FOR_STUDENT] == SP_YES
                   || opening->audience[SP_FOR_GRADUATE] == SP_YES;
        offers += img && opening->trust != SP_TRUST_REJECTED;
        unreadable_and_free +=
            opening->cost.basis == SP_COST_UNKNOWN && opening->cost.low_cents == 0;
        low_fees += opening->cost.basis == SP_COST_FEE && opening->cost.low_cents < 1000;
        assert_true(opening->cost.low_cents <= 2000000); /* a year's pay is no fee */
        for (int n = 0; n < opening->needs; n++)
            assert_true(opening->need[n].stated >= SP_STATED_LISTING);
    }
    assert_int_equal(openings.count, 302);
    assert_int_equal(offers, 138);
    assert_int_equal(unreadable_and_free, 0);
    assert_int_equal(low_fees, 0);
    for (int k = 0; k < SP_EXPERIENCE_KINDS; k++)
        assert_true(*openings.usual[k].certainty);
    sp_openings_free(&openings);
}

/* Class, kind, student -> the answer of the rules that the release carries. */
static void the_visa_rules_of_this_release_say_what_they_rest_on(void **state)
{
    static const struct {
        enum sp_visit_class class;
        enum sp_experience_kind kind;
        enum sp_answer student;
        const char *nationality;
        enum sp_permission right;
    } table[] = {
        {SP_VISIT_B1, SP_EXTERNSHIP, SP_NO, "Canada", SP_NOT_ALLOWED},
        {SP_VISIT_B2, SP_EXTERNSHIP, SP_NO, "Canada", SP_NOT_ALLOWED},
        {SP_VISIT_ESTA, SP_EXTERNSHIP, SP_NO, "Canada", SP_NOT_ALLOWED},
        {SP_VISIT_F1, SP_EXTERNSHIP, SP_NO, "Canada", SP_NOT_ALLOWED},
        {SP_VISIT_B1, SP_ELECTIVE, SP_NO, "Canada", SP_NOT_ALLOWED},
        {SP_VISIT_B1, SP_ELECTIVE, SP_YES, "Canada", SP_CONDITIONAL},
        {SP_VISIT_B2, SP_ELECTIVE, SP_YES, "Canada", SP_NOT_ALLOWED},
        {SP_VISIT_B1, SP_ELECTIVE, SP_YES, "Haiti", SP_NOT_ALLOWED},
        {SP_VISIT_B1, SP_OBSERVERSHIP, SP_NO, "Canada", SP_CONDITIONAL},
        {SP_VISIT_B1, SP_OBSERVERSHIP, SP_NO, "Turkmenistan", SP_CONDITIONAL},
        {SP_VISIT_J1_RESEARCH, SP_RESEARCH, SP_NO, "Nigeria", SP_NOT_ALLOWED},
        {SP_VISIT_LPR, SP_EXTERNSHIP, SP_NO, "Haiti", SP_ALLOWED},
        {SP_VISIT_H1B, SP_OBSERVERSHIP, SP_NO, "Canada", SP_UNCLEAR},
    };
    struct fixture *fixture = *state;
    struct release release = release_embedded();
    store_close(fixture->store);
    fixture->store = open_or_fail(&fixture->place, &release);
    struct sp_openings openings = loaded(fixture);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sp_visit_question question = {.class = table[i].class,
                                             .kind = table[i].kind,
                                             .hands_on =
                                                 openings.usual[table[i].kind].hands_on,
                                             .student = table[i].student,
                                             .nationality = table[i].nationality};
        struct sp_visit_verdict verdict = sp_visit_judge(&openings.visit, &question);
        if (verdict.allowed != table[i].right)
            fail_msg("row %zu: %s", i, sp_permission_name(verdict.allowed));
        if (verdict.allowed != SP_UNCLEAR)
            assert_true(*verdict.basis && *verdict.origin.source && *verdict.origin.as_of);
    }
    sp_openings_free(&openings);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(openings_come_back_as_the_tables_say),
        CASE(a_blank_is_not_known_and_pay_is_no_cost),
        CASE(the_tables_beside_them_come_along),
        CASE(a_need_of_no_opening_is_refused),
        CASE(a_correction_stands_with_what_it_replaced_beside_it),
        CASE(the_newest_correction_wins_and_the_first_original_stays),
        CASE(an_opening_of_ones_own_is_added_changed_deleted_and_brought_back),
        CASE(a_number_is_never_given_again),
        CASE(a_change_that_another_rests_on_is_not_taken_back),
        CASE(a_wrong_change_is_refused_whole),
        CASE(changes_are_listed_in_their_order),
        CASE(a_new_release_keeps_what_the_user_said),
        CASE(the_directory_of_this_release_says_what_it_counts),
        CASE(the_visa_rules_of_this_release_say_what_they_rest_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
