/* test_opening_search.c: each answer of each question changes what is kept. */
#include "check.h"
#include "error.h"
#include "opening_search.h"
#include "small_openings.h"

#include <stdlib.h>
#include <string.h>

/* One question: the filter asked, and a fact that makes the opening answer it. */
struct question {
    const char *name;
    enum sp_opening_filter_kind filter;
    void (*ask)(struct sp_opening_filter *filter);
    const char *field, *yes, *no, *unknown; /* NULL: there is no such answer */
};

static const char *const words[] = {"alpha"};
static const char *const states[] = {"NY", "OH"};
static const char *codes[] = {"120", "140"};

static void ask_word(struct sp_opening_filter *filter)
{
    filter->word = words;
    filter->words = 1;
}

static void ask_kind(struct sp_opening_filter *filter)
{
    filter->kinds = 1u << SP_OBSERVERSHIP | 1u << SP_RESEARCH;
}

static void ask_specialty(struct sp_opening_filter *filter)
{
    filter->specialty = codes;
    filter->specialties = 2;
}

static void ask_state(struct sp_opening_filter *filter)
{
    filter->state = states;
    filter->states = 2;
}

static void ask_student(struct sp_opening_filter *filter)
{
    filter->for_whom = true;
    filter->audience = SP_FOR_STUDENT;
}

static void ask_graduate(struct sp_opening_filter *filter)
{
    filter->for_whom = true;
    filter->audience = SP_FOR_GRADUATE;
}

static void ask_us(struct sp_opening_filter *filter)
{
    filter->for_whom = true;
    filter->audience = SP_FOR_US;
}

static void ask_visa(struct sp_opening_filter *filter)
{
    filter->visa = SP_VISIT_B1;
    filter->for_whom = true;
    filter->audience = SP_FOR_GRADUATE;
}

static void ask_short(struct sp_opening_filter *filter)
{
    filter->weeks_most = 4;
}

static void ask_long(struct sp_opening_filter *filter)
{
    filter->weeks_least = 6;
}

static void ask_cost(struct sp_opening_filter *filter)
{
    filter->cost_limited = true;
    filter->cost_most_cents = 50000;
}

static void ask_hands(struct sp_opening_filter *filter)
{
    filter->hands_on = SP_YES;
}

static void ask_watching(struct sp_opening_filter *filter)
{
    filter->hands_on = SP_NO;
}

static void ask_letter(struct sp_opening_filter *filter)
{
    filter->letter = true;
}

static void ask_fit(struct sp_opening_filter *filter)
{
    filter->fits = true;
}

static const struct question questions[] = {
    {"a word", SP_BY_WORD, ask_word, "institution", "Alpha Hospital", "Beta Hospital",
     NULL},
    {"a kind", SP_BY_KIND, ask_kind, "kind", "research", "shadowing", NULL},
    {"a specialty", SP_BY_SPECIALTY, ask_specialty, "specialties", "400;140", "400", ""},
    {"a state", SP_BY_STATE, ask_state, "state", "OH", "TX", ""},
    {"students", SP_BY_AUDIENCE, ask_student, "for_student", "yes", "no", "unknown"},
    {"graduates", SP_BY_AUDIENCE, ask_graduate, "for_graduate", "yes", "no", "unknown"},
    {"US students", SP_BY_AUDIENCE, ask_us, "for_us", "yes", "no", "unknown"},
    {"a visa", SP_BY_VISA, ask_visa, "kind", "observership", "externship", "volunteering"},
    {"a short stay", SP_BY_WEEKS, ask_short, "weeks", "4-12", "5-12", ""},
    {"a long stay", SP_BY_WEEKS, ask_long, "weeks", "2-6", "2-5", ""},
    {"the cost", SP_BY_COST, ask_cost, "cost_usd", "500", "501", ""},
    {"a cost between", SP_BY_COST, ask_cost, "cost_usd", "free", "600-700", "400-600"},
    {"hands on", SP_BY_HANDS_ON, ask_hands, "hands_on", "yes", "no", "unknown"},
    {"watching", SP_BY_HANDS_ON, ask_watching, "hands_on", "no", "yes", "unknown"},
    {"a letter", SP_BY_LETTER, ask_letter, "letter", "yes", "no", "unknown"},
    {"a fit", SP_BY_FIT, ask_fit, "for_graduate", "yes", "no", "unknown"},
};

static struct sp_opening_search search(const struct sp_openings *openings,
                                       const struct sp_opening_filter *filter,
                                       enum sp_opening_order order)
{
    struct sp_profile profile = a_graduate();
    struct sp_opening_search found;
    struct sp_error error = {0};
    if (!sp_openings_search(openings, &profile, filter, order, small_today, &found, &error))
        fail_msg("%s", error.text);
    return found;
}

static void expect(const struct question *question, const char *value, enum sp_answer right)
{
    struct sp_openings openings = small_openings();
    struct sp_opening_filter filter = {0};
    openings.at[0] = an_opening(&openings, "changed");
    openings.at[1] = an_opening(&openings, "as-it-was");
    openings.count = 2;
    put(&openings, &openings.at[0], question->field, value);
    question->ask(&filter);
    struct sp_opening_search found = search(&openings, &filter, SP_ORDER_PLACE);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.kept + found.unknown + found.dropped, 2);
    const struct sp_opening_found *at =
        found.at[0].opening == 0 ? &found.at[0] : &found.at[1];
    if (at->kept != right)
        fail_msg("%s, %s \"%s\": %s", question->name, question->field, value,
                 sp_answer_name(at->kept));
    uint32_t bit = 1u << question->filter;
    assert_int_equal(at->no, right == SP_NO ? bit : 0);
    assert_int_equal(at->unknown, right == SP_UNKNOWN ? bit : 0);
    assert_int_equal(*at->why != '\0', right == SP_NO);
    assert_in_range(found.no_by[question->filter], right == SP_NO, 2);
    assert_in_range(found.unknown_by[question->filter], right == SP_UNKNOWN, 2);
    sp_opening_search_free(&found);
    sp_openings_free(&openings);
}

static void each_answer_of_each_question_changes_what_is_kept(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        const struct question *question = &questions[i];
        expect(question, question->yes, SP_YES);
        expect(question, question->no, SP_NO);
        if (question->unknown)
            expect(question, question->unknown, SP_UNKNOWN);
    }
}

static void every_filter_has_a_question_here(void **state)
{
    uint32_t asked = 0;
    (void)state;
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        asked |= 1u << questions[i].filter;
    assert_int_equal(asked, (1u << SP_OPENING_FILTERS) - 1);
    for (int f = 0; f < SP_OPENING_FILTERS; f++)
        assert_true(*sp_opening_filter_name((enum sp_opening_filter_kind)f));
}

/* --- money ------------------------------------------------------------------------------
 */

static struct sp_opening_found cost_answer(const char *field, const char *value,
                                           bool estimate, bool estimates, long most)
{
    struct sp_openings openings = small_openings();
    struct sp_opening_filter filter = {
        .cost_limited = true, .cost_most_cents = most, .estimates = estimates};
    openings.at[0] = an_opening(&openings, "one");
    openings.count = 1;
    put(&openings, &openings.at[0], field, value);
    if (estimate)
        put(&openings, &openings.at[0], "cost_stated", "estimate");
    struct sp_opening_search found = search(&openings, &filter, SP_ORDER_PLACE);
    struct sp_opening_found answer = found.at[0];
    sp_opening_search_free(&found);
    sp_openings_free(&openings);
    return answer;
}

static void a_cost_that_nobody_stated_is_held_apart_whatever_the_limit(void **state)
{
    static const long limits[] = {0, 1, 50000, 100000000};
    (void)state;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        assert_int_equal(cost_answer("cost_usd", "", false, true, limits[i]).kept,
                         SP_UNKNOWN);
        assert_int_equal(cost_answer("cost_basis", "unknown", false, false, limits[i]).kept,
                         SP_UNKNOWN);
    }
    assert_int_equal(cost_answer("cost_usd", "free", false, false, 0).kept, SP_YES);
    assert_int_equal(cost_answer("cost_usd", "0.01", false, false, 0).kept, SP_NO);
}

static void an_estimate_of_a_fee_counts_only_when_it_is_asked_to(void **state)
{
    (void)state;
    assert_int_equal(cost_answer("cost_usd", "free", true, false, 0).kept, SP_UNKNOWN);
    assert_int_equal(cost_answer("cost_usd", "free", true, true, 0).kept, SP_YES);
    assert_int_equal(cost_answer("cost_usd", "900", true, false, 50000).kept, SP_UNKNOWN);
    assert_int_equal(cost_answer("cost_usd", "900", true, true, 50000).kept, SP_NO);
}

static void pay_is_no_cost(void **state)
{
    (void)state;
    assert_int_equal(cost_answer("cost_basis", "paid", false, false, 0).kept, SP_YES);
}

/* --- several filters, order, warnings
 * ------------------------------------------------------ */

static void one_no_drops_what_another_filter_does_not_know(void **state)
{
    (void)state;
    struct sp_openings openings = small_openings();
    struct sp_opening_filter filter = {0};
    openings.at[0] = an_opening(&openings, "one");
    openings.count = 1;
    put(&openings, &openings.at[0], "cost_usd", "");
    put(&openings, &openings.at[0], "state", "TX");
    ask_cost(&filter);
    ask_state(&filter);
    struct sp_opening_search found = search(&openings, &filter, SP_ORDER_PLACE);
    assert_int_equal(found.dropped, 1);
    assert_int_equal(found.at[0].no, 1u << SP_BY_STATE);
    assert_int_equal(found.at[0].unknown, 1u << SP_BY_COST);
    sp_opening_search_free(&found);
    sp_openings_free(&openings);
}

static void areas_alone_may_hold_a_specialty_and_a_list_of_others_does_not(void **state)
{
    (void)state;
    struct sp_openings openings = small_openings();
    struct sp_opening_filter filter = {0};
    openings.at[0] = an_opening(&openings, "areas");
    openings.at[1] = an_opening(&openings, "several");
    openings.count = 2;
    put(&openings, &openings.at[0], "specialties", "");
    put(&openings, &openings.at[0], "areas", "Cardiology");
    put(&openings, &openings.at[1], "specialties", "400");
    put(&openings, &openings.at[1], "any_specialty", "yes");
    ask_specialty(&filter);
    struct sp_opening_search found = search(&openings, &filter, SP_ORDER_PLACE);
    assert_int_equal(found.unknown, 2);
    sp_opening_search_free(&found);
    sp_openings_free(&openings);
}

static void a_kind_that_is_not_for_graduates_says_no_for_the_host(void **state)
{
    (void)state;
    struct sp_openings openings = small_openings();
    struct sp_opening_filter filter = {0};
    openings.at[0] = an_opening(&openings, "one");
    openings.count = 1;
    put(&openings, &openings.at[0], "kind", "elective");
    put(&openings, &openings.at[0], "for_graduate", "unknown");
    ask_graduate(&filter);
    struct sp_opening_search found = search(&openings, &filter, SP_ORDER_PLACE);
    assert_int_equal(found.dropped, 1);
    sp_opening_search_free(&found);
    sp_openings_free(&openings);
}

static void what_was_refused_or_is_closed_is_a_warning_and_no_offer(void **state)
{
    (void)state;
    struct sp_openings openings = small_openings();
    struct sp_opening_filter filter = {0};
    static const char *const trusts[] = {"rejected", "paused", "doubtful", "own"};
    for (int i = 0; i < 4; i++) {
        openings.at[i] = an_opening(&openings, trusts[i]);
        put(&openings, &openings.at[i], "trust", trusts[i]);
    }
    openings.count = 4;
    struct sp_opening_search found = search(&openings, &filter, SP_ORDER_PLACE);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.warnings, 2);
    sp_opening_search_free(&found);
    filter.warnings = true;
    found = search(&openings, &filter, SP_ORDER_PLACE);
    assert_int_equal(found.count, 4);
    assert_int_equal(found.warnings, 0);
    sp_opening_search_free(&found);
    sp_openings_free(&openings);
}

static void orders_put_what_is_not_known_last(void **state)
{
    static const struct {
        enum sp_opening_order order;
        const char *field, *values[3]; /* in the order that is right */
    } table[] = {{SP_ORDER_NAME, "institution", {"Alpha", "Beta", "Gamma"}},
                 {SP_ORDER_COST, "cost_usd", {"free", "100", ""}},
                 {SP_ORDER_WEEKS, "weeks", {"1", "4", ""}},
                 {SP_ORDER_LEAD, "lead", {"2", "8", ""}},
                 {SP_ORDER_PLACE, "state", {"CA", "NY", "TX"}}};
    (void)state;
    for (size_t t = 0; t < sizeof table / sizeof *table; t++) {
        struct sp_openings openings = small_openings();
        struct sp_opening_filter filter = {0};
        for (int i = 0; i < 3; i++) {
            openings.at[i] = an_opening(&openings, "id");
            put(&openings, &openings.at[i], table[t].field, table[t].values[2 - i]);
        }
        openings.count = 3;
        struct sp_opening_search found = search(&openings, &filter, table[t].order);
        for (int i = 0; i < 3; i++)
            assert_int_equal(found.at[i].opening, 2 - i);
        sp_opening_search_free(&found);
        sp_openings_free(&openings);
    }
    enum sp_opening_order order;
    assert_true(sp_opening_order_parse("Cost", &order));
    assert_int_equal(order, SP_ORDER_COST);
    assert_false(sp_opening_order_parse("size", &order));
}

static void what_is_dropped_says_what_each_filter_has_against_it(void **state)
{
    (void)state;
    struct sp_openings openings = small_openings();
    const char *state_wanted[] = {"OH"};
    struct sp_opening_filter filter = {.cost_limited = true,
                                       .cost_most_cents = 50000,
                                       .state = state_wanted,
                                       .states = 1,
                                       .weeks_most = 4};
    openings.at[0] = an_opening(&openings, "far");
    openings.count = 1;
    put(&openings, &openings.at[0], "state", "TX");
    put(&openings, &openings.at[0], "cost_usd", "1500-4000");
    put(&openings, &openings.at[0], "weeks", "6-12");
    struct sp_opening_search found = search(&openings, &filter, SP_ORDER_PLACE);
    assert_string_equal(found.at[0].why, "it lies in TX; its shortest stay is of 6 weeks; "
                                         "its fee is $1,500 or more");
    sp_opening_search_free(&found);
    filter = (struct sp_opening_filter){.fits = true};
    put(&openings, &openings.at[0], "for_graduate", "no");
    found = search(&openings, &filter, SP_ORDER_PLACE);
    assert_non_null(strstr(found.at[0].why, "who may come: "));
    sp_opening_search_free(&found);
    sp_openings_free(&openings);
}

static void a_fit_without_a_profile_is_refused(void **state)
{
    (void)state;
    struct sp_openings openings = small_openings();
    struct sp_opening_filter filter = {.fits = true};
    struct sp_opening_search found;
    struct sp_error error = {0};
    assert_false(sp_openings_search(&openings, NULL, &filter, SP_ORDER_PLACE, small_today,
                                    &found, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    assert_null(found.at);
    filter.fits = false;
    assert_true(sp_openings_search(&openings, NULL, &filter, SP_ORDER_PLACE, small_today,
                                   &found, &error));
    assert_int_equal(found.count, 0);
    sp_opening_search_free(&found);
    sp_openings_free(&openings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_answer_of_each_question_changes_what_is_kept),
        cmocka_unit_test(every_filter_has_a_question_here),
        cmocka_unit_test(a_cost_that_nobody_stated_is_held_apart_whatever_the_limit),
        cmocka_unit_test(an_estimate_of_a_fee_counts_only_when_it_is_asked_to),
        cmocka_unit_test(pay_is_no_cost),
        cmocka_unit_test(one_no_drops_what_another_filter_does_not_know),
        cmocka_unit_test(areas_alone_may_hold_a_specialty_and_a_list_of_others_does_not),
        cmocka_unit_test(a_kind_that_is_not_for_graduates_says_no_for_the_host),
        cmocka_unit_test(what_was_refused_or_is_closed_is_a_warning_and_no_offer),
        cmocka_unit_test(orders_put_what_is_not_known_last),
        cmocka_unit_test(what_is_dropped_says_what_each_filter_has_against_it),
        cmocka_unit_test(a_fit_without_a_profile_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
