/* test_visit.c: what a visa allows, rule by rule, and nothing more. */
#include "check.h"
#include "error.h"
#include "small_openings.h"
#include "visit.h"

#include <string.h>

static struct sp_visit_question ask(enum sp_visit_class class, enum sp_experience_kind kind,
                                    enum sp_answer student)
{
    return (struct sp_visit_question){
        .class = class, .kind = kind, .student = student, .nationality = "Gammaland"};
}

static enum sp_permission permission(const struct sp_visit_question *question)
{
    return sp_visit_judge(&small_visits, question).allowed;
}

/* Class, kind, student or not, hands-on, paid -> the answer. */
static void each_class_kind_and_person_gets_the_answer_of_its_rule(void **state)
{
    static const struct {
        enum sp_visit_class class;
        enum sp_experience_kind kind;
        enum sp_answer student, hands_on, paid;
        enum sp_permission right;
    } table[] = {
        {SP_VISIT_B1, SP_ELECTIVE, SP_YES, SP_YES, SP_NO, SP_CONDITIONAL},
        {SP_VISIT_B1, SP_ELECTIVE, SP_NO, SP_YES, SP_NO, SP_NOT_ALLOWED},
        {SP_VISIT_B1, SP_SUBINTERNSHIP, SP_YES, SP_YES, SP_NO, SP_CONDITIONAL},
        {SP_VISIT_B1, SP_SUBINTERNSHIP, SP_NO, SP_YES, SP_NO, SP_NOT_ALLOWED},
        {SP_VISIT_B1, SP_EXTERNSHIP, SP_NO, SP_YES, SP_NO, SP_NOT_ALLOWED},
        {SP_VISIT_B1, SP_EXTERNSHIP, SP_YES, SP_YES, SP_NO, SP_UNCLEAR},
        {SP_VISIT_B1, SP_OBSERVERSHIP, SP_NO, SP_NO, SP_NO, SP_CONDITIONAL},
        {SP_VISIT_B1, SP_OBSERVERSHIP, SP_NO, SP_YES, SP_NO, SP_NOT_ALLOWED},
        {SP_VISIT_B1, SP_OBSERVERSHIP, SP_YES, SP_YES, SP_NO, SP_UNCLEAR},
        {SP_VISIT_B1, SP_SHADOWING, SP_YES, SP_NO, SP_NO, SP_CONDITIONAL},
        {SP_VISIT_B1, SP_RESEARCH, SP_NO, SP_NO, SP_NO, SP_CONDITIONAL},
        {SP_VISIT_B1, SP_RESEARCH, SP_NO, SP_NO, SP_YES, SP_NOT_ALLOWED},
        {SP_VISIT_B1, SP_VOLUNTEERING, SP_NO, SP_NO, SP_NO, SP_UNCLEAR},
        {SP_VISIT_B1, SP_VOLUNTEERING, SP_NO, SP_YES, SP_NO, SP_NOT_ALLOWED},
        {SP_VISIT_J1_RESEARCH, SP_RESEARCH, SP_NO, SP_NO, SP_YES, SP_CONDITIONAL},
        {SP_VISIT_J1_RESEARCH, SP_OBSERVERSHIP, SP_NO, SP_NO, SP_NO, SP_UNCLEAR},
        {SP_VISIT_H1B, SP_OBSERVERSHIP, SP_NO, SP_NO, SP_NO, SP_UNCLEAR},
        {SP_VISIT_LPR, SP_EXTERNSHIP, SP_NO, SP_YES, SP_YES, SP_ALLOWED},
        {SP_VISIT_B1, SP_TELEHEALTH, SP_NO, SP_NO, SP_NO, SP_ALLOWED},
        {SP_VISIT_UNKNOWN, SP_OBSERVERSHIP, SP_NO, SP_NO, SP_NO, SP_UNCLEAR},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sp_visit_question question =
            ask(table[i].class, table[i].kind, table[i].student);
        question.hands_on = table[i].hands_on;
        question.paid = table[i].paid;
        if (permission(&question) != table[i].right)
            fail_msg("row %zu: %s", i, sp_permission_name(permission(&question)));
    }
}

static void whether_one_has_graduated_matters_only_where_the_rules_differ(void **state)
{
    (void)state;
    struct sp_visit_question question = ask(SP_VISIT_B1, SP_ELECTIVE, SP_UNKNOWN);
    assert_int_equal(permission(&question), SP_UNCLEAR);
    question.kind = SP_OBSERVERSHIP;
    assert_int_equal(permission(&question), SP_CONDITIONAL);
}

static void a_verdict_names_its_rule_with_source_and_date(void **state)
{
    (void)state;
    struct sp_visit_question question = ask(SP_VISIT_B1, SP_EXTERNSHIP, SP_NO);
    struct sp_visit_verdict verdict = sp_visit_judge(&small_visits, &question);
    assert_string_equal(verdict.why, "hands-on work is no visit");
    assert_string_equal(verdict.basis, "letter");
    assert_string_equal(verdict.certainty, "medium");
    assert_string_equal(verdict.origin.source, "RULES");
    assert_string_equal(verdict.origin.as_of, "1993");
    assert_non_null(strstr(sp_visit_ask(), "attorney"));
    question.class = SP_VISIT_H1B;
    verdict = sp_visit_judge(&small_visits, &question);
    assert_string_equal(verdict.basis, "");
    assert_null(verdict.origin.source);
}

/* Country, class, visa in the passport -> allowed or stopped. */
static void a_proclamation_stops_new_visas_and_those_alone(void **state)
{
    static const struct {
        const char *nationality;
        enum sp_visit_class class;
        enum sp_experience_kind kind;
        bool held;
        enum sp_permission right;
    } table[] = {
        {"Alphaland", SP_VISIT_B1, SP_OBSERVERSHIP, false, SP_NOT_ALLOWED},
        {"alphaland", SP_VISIT_B1, SP_OBSERVERSHIP, false, SP_NOT_ALLOWED},
        {"Alphaland", SP_VISIT_B1, SP_OBSERVERSHIP, true, SP_CONDITIONAL},
        {"Alphaland", SP_VISIT_LPR, SP_OBSERVERSHIP, false, SP_ALLOWED},
        {"Alphaland", SP_VISIT_J1_RESEARCH, SP_RESEARCH, false, SP_NOT_ALLOWED},
        {"Betaland", SP_VISIT_B1, SP_OBSERVERSHIP, false, SP_CONDITIONAL},
        {"Betaland", SP_VISIT_J1_RESEARCH, SP_RESEARCH, false, SP_NOT_ALLOWED},
        {"Betaland", SP_VISIT_J1_RESEARCH, SP_RESEARCH, true, SP_CONDITIONAL},
        {"Gammaland", SP_VISIT_B1, SP_OBSERVERSHIP, false, SP_CONDITIONAL},
        {"Alphaland", SP_VISIT_B1, SP_TELEHEALTH, false, SP_ALLOWED},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sp_visit_question question = ask(table[i].class, table[i].kind, SP_NO);
        question.nationality = table[i].nationality;
        question.held = table[i].held;
        struct sp_visit_verdict verdict = sp_visit_judge(&small_visits, &question);
        if (verdict.allowed != table[i].right)
            fail_msg("row %zu: %s", i, sp_permission_name(verdict.allowed));
        bool stopped = verdict.suspended.source != NULL;
        assert_int_equal(stopped, table[i].right == SP_NOT_ALLOWED);
        assert_null(verdict.country_note);
    }
}

static void a_country_that_was_not_said_is_noted_and_not_guessed(void **state)
{
    (void)state;
    struct sp_visit_question question = ask(SP_VISIT_B1, SP_OBSERVERSHIP, SP_NO);
    question.nationality = "";
    struct sp_visit_verdict verdict = sp_visit_judge(&small_visits, &question);
    assert_int_equal(verdict.allowed, SP_CONDITIONAL);
    assert_non_null(verdict.country_note);
    question.held = true;
    assert_null(sp_visit_judge(&small_visits, &question).country_note);
}

static void classes_are_read_as_people_write_them(void **state)
{
    static const struct {
        const char *text;
        enum sp_visit_class right;
    } table[] = {{"B-1", SP_VISIT_B1},
                 {"b1/b2", SP_VISIT_B1},
                 {"ESTA/VWP", SP_VISIT_ESTA},
                 {"J-1_ECFMG", SP_VISIT_J1_CLINICAL},
                 {"j1 research", SP_VISIT_J1_RESEARCH},
                 {"h-1b", SP_VISIT_H1B},
                 {"Green Card", SP_VISIT_LPR},
                 {"US_citizen", SP_VISIT_CITIZEN}};
    enum sp_visit_class class;
    struct sp_error error = {0};
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        assert_true(sp_visit_class_parse(table[i].text, &class, &error));
        assert_int_equal(class, table[i].right);
    }
    for (int c = SP_VISIT_B1; c < SP_VISIT_CLASSES; c++) {
        assert_true(sp_visit_class_parse(sp_visit_class_name((enum sp_visit_class)c),
                                         &class, &error));
        assert_int_equal(class, c);
    }
    assert_false(sp_visit_class_parse("J-1", &class, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    assert_non_null(strstr(error.text, "J-1 research"));
    assert_false(sp_visit_class_parse("", &class, &error));
}

static void a_profile_says_its_class_by_visa_or_citizenship(void **state)
{
    (void)state;
    struct sp_profile profile = a_graduate();
    assert_int_equal(sp_visit_class_of(&profile), SP_VISIT_B1);
    profile.visa_held = SP_VISIT_UNKNOWN;
    assert_int_equal(sp_visit_class_of(&profile), SP_VISIT_UNKNOWN);
    profile.citizenship = SP_CITIZENSHIP_PERMANENT_RESIDENT;
    assert_int_equal(sp_visit_class_of(&profile), SP_VISIT_LPR);
    profile.type = SP_US_IMG;
    assert_int_equal(sp_visit_class_of(&profile), SP_VISIT_CITIZEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_class_kind_and_person_gets_the_answer_of_its_rule),
        cmocka_unit_test(whether_one_has_graduated_matters_only_where_the_rules_differ),
        cmocka_unit_test(a_verdict_names_its_rule_with_source_and_date),
        cmocka_unit_test(a_proclamation_stops_new_visas_and_those_alone),
        cmocka_unit_test(a_country_that_was_not_said_is_noted_and_not_guessed),
        cmocka_unit_test(classes_are_read_as_people_write_them),
        cmocka_unit_test(a_profile_says_its_class_by_visa_or_citizenship),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
