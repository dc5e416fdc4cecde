/* small_openings.h: a few openings, rules and papers for tests
 *
 * `an_opening` is one about which everything is known and that takes an ordinary graduate
 * abroad; a test changes one fact of it.  Facts are made up.
 */
#pragma once

#include "check.h"
#include "opening.h"

#include <string.h>

static const struct sp_origin made_up = {"MADEUP", "2026"};

static inline void put(struct sp_openings *openings, struct sp_opening *opening,
                       const char *field, const char *value)
{
    struct sp_error error = {0};
    if (!sp_opening_set(opening, field, value, SP_STATED_PAGE, &made_up, &openings->text,
                        &error))
        fail_msg("%s: %s", field, error.text);
}

static inline struct sp_opening an_opening(struct sp_openings *openings, const char *id)
{
    static const char *const facts[][2] = {{"institution", "Alpha Hospital"},
                                           {"city", "Brooklyn"},
                                           {"state", "NY"},
                                           {"kind", "observership"},
                                           {"hands_on", "no"},
                                           {"specialties", "140"},
                                           {"any_specialty", "no"},
                                           {"for_student", "no"},
                                           {"for_graduate", "yes"},
                                           {"for_us", "no"},
                                           {"for_premed", "no"},
                                           {"weeks", "2-8"},
                                           {"cost_usd", "250-500"},
                                           {"letter", "yes"},
                                           {"lead", "8-12"},
                                           {"apply", "VSLO"},
                                           {"trust", "checked"}};
    struct sp_opening opening = sp_opening_blank();
    opening.id = id;
    opening.origin = made_up;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        put(openings, &opening, facts[i][0], facts[i][1]);
    return opening;
}

static const struct sp_visit_rule small_rules[] = {
    {SP_VISIT_B1,
     "elective_clerkship",
     "student",
     SP_CONDITIONAL,
     "own degree, unpaid",
     "manual",
     "high",
     {"RULES", "2024"}},
    {SP_VISIT_B1,
     "elective_clerkship",
     "graduate",
     SP_NOT_ALLOWED,
     "students only",
     "manual",
     "high",
     {"RULES", "2024"}},
    {SP_VISIT_B1,
     "externship_hands_on",
     "graduate",
     SP_NOT_ALLOWED,
     "hands-on work is no visit",
     "letter",
     "medium",
     {"RULES", "1993"}},
    {SP_VISIT_B1,
     "observership",
     "any",
     SP_CONDITIONAL,
     "watching only",
     "manual",
     "medium",
     {"RULES", "2024"}},
    {SP_VISIT_B1,
     "research",
     "any",
     SP_CONDITIONAL,
     "independent, unpaid",
     "act",
     "medium",
     {"RULES", "2024"}},
    {SP_VISIT_J1_RESEARCH,
     "research",
     "any",
     SP_CONDITIONAL,
     "with a sponsor",
     "code",
     "medium",
     {"RULES", "2024"}},
    {SP_VISIT_LPR,
     "any",
     "any",
     SP_ALLOWED,
     "no visa needed",
     "act",
     "high",
     {"RULES", "2025"}},
    {SP_VISIT_UNKNOWN,
     "paid_work_on_visitor_visa",
     "any",
     SP_NOT_ALLOWED,
     "visitors may not work for pay",
     "act",
     "high",
     {"RULES", "2024"}},
};
static const struct sp_visit_country small_countries[] = {
    {"Alphaland", SP_NO, SP_NO, SP_NO, SP_YES, {"PROCLAMATION", "2026-01-01"}},
    {"Betaland", SP_YES, SP_YES, SP_NO, SP_NO, {"PROCLAMATION", "2026-01-01"}},
};
static const struct sp_visit_rules small_visits = {
    small_rules, sizeof small_rules / sizeof *small_rules, small_countries,
    sizeof small_countries / sizeof *small_countries};

static inline void fill_usual(struct sp_openings *openings)
{
    for (int k = 0; k < SP_EXPERIENCE_KINDS; k++)
        openings->usual[k] = (struct sp_experience_usual){.label = "a stay",
                                                          .student = SP_YES,
                                                          .graduate = SP_YES,
                                                          .in_person = SP_YES,
                                                          .certainty = "medium",
                                                          .origin = {"MADEUP", "2026"}};
    openings->usual[SP_ELECTIVE].graduate = SP_NO;
    openings->usual[SP_ELECTIVE].letter = SP_YES;
    openings->usual[SP_TELEHEALTH].in_person = SP_NO;
}

/* Papers, prices and rules; room for eight openings, none of them there yet. */
static inline struct sp_openings small_openings(void)
{
    static struct sp_paper papers[] = {
        {"bls",
         "BLS card",
         "centre",
         "Take a course.",
         24,
         true,
         1,
         4,
         "high",
         {"MADEUP", "2026"}},
        {"tb",
         "TB test",
         "clinic",
         "Take a test.",
         12,
         false,
         2,
         4,
         "low",
         {"MADEUP", "2026"}},
        {"ecfmg",
         "ECFMG certificate",
         "ECFMG",
         "Finish.",
         0,
         false,
         4,
         8,
         "low",
         {"MADEUP", "2026"}},
        {"lor", "letter", "physician", "Ask.", 0, false, 4, 6, "low", {"MADEUP", "2026"}},
    };
    static struct sp_stay_price prices[] = {
        {"housing_month", "housing", 80000, 200000, "low", {"MADEUP", "2026"}},
        {"living_month", "living", 50000, 100000, "low", {"MADEUP", "2026"}},
        {"malpractice", "insurance", 20000, 50000, "low", {"MADEUP", "2026"}},
    };
    struct sp_openings openings = {.paper = papers,
                                   .papers = sizeof papers / sizeof *papers,
                                   .price = prices,
                                   .prices = sizeof prices / sizeof *prices,
                                   .visit = small_visits};
    openings.at = sp_arena_get(&openings.text, 8 * sizeof *openings.at);
    assert_non_null(openings.at);
    fill_usual(&openings);
    return openings;
}

/* A graduate abroad who has passed and holds little; today is 22 November 2026. */
static const struct sp_date small_today = {2026, 11, 22};

static inline struct sp_profile a_graduate(void)
{
    struct sp_profile profile = sp_profile_blank();
    profile.type = SP_NON_US_IMG;
    profile.visa = SP_VISA_J1;
    profile.graduation = (struct sp_date){2023, 6, 30};
    profile.citizenship = SP_CITIZENSHIP_OTHER;
    profile.visa_held = SP_VISIT_B1;
    profile.visa_until = (struct sp_date){2029, 1, 1};
    return profile;
}
