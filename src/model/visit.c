/* visit.c: the rules that speak about a stay, the strictest of them first.
 *
 * A stay is one activity of the rules or two: an observership where patients are touched
 * is hands-on work too, and pay on a visitor's visa is work.  Rules of all classes, of
 * the class itself, of everybody and of students or graduates are read in the order of
 * the table.
 */
#include "visit.h"

#include "error.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { MOST_ACTIVITIES = 3 };

static bool is_visitor(enum sp_visit_class class)
{
    return class == SP_VISIT_B1 || class == SP_VISIT_B2 || class == SP_VISIT_ESTA;
}

static int activities_of(const struct sp_visit_question *question,
                         const char *activity[MOST_ACTIVITIES])
{
    static const char *const by_kind[SP_EXPERIENCE_KINDS] = {
        [SP_ELECTIVE] = "elective_clerkship",    [SP_SUBINTERNSHIP] = "elective_clerkship",
        [SP_EXTERNSHIP] = "externship_hands_on", [SP_OBSERVERSHIP] = "observership",
        [SP_SHADOWING] = "observership",         [SP_RESEARCH] = "research",
        [SP_VOLUNTEERING] = "volunteering",      [SP_TELEHEALTH] = "telehealth",
    };
    int count = 0;
    bool clerkship = question->kind == SP_ELECTIVE || question->kind == SP_SUBINTERNSHIP;
    activity[count++] = by_kind[question->kind];
    if (question->hands_on == SP_YES && !clerkship && question->kind != SP_EXTERNSHIP)
        activity[count++] = "externship_hands_on";
    if (question->paid == SP_YES && is_visitor(question->class))
        activity[count++] = "paid_work_on_visitor_visa";
    return count;
}

static bool speaks(const struct sp_visit_rule *rule, enum sp_visit_class class,
                   const char *activity, const char *who)
{
    return (rule->class == class || rule->class == SP_VISIT_UNKNOWN)
           && (strcmp(rule->activity, activity) == 0 || strcmp(rule->activity, "any") == 0)
           && (strcmp(rule->who, who) == 0 || strcmp(rule->who, "any") == 0);
}

/* A permission holds for the stay only when it speaks about each of its activities. */
static struct sp_visit_verdict by_rules(const struct sp_visit_rules *rules,
                                        const struct sp_visit_question *question,
                                        const char *who)
{
    struct sp_visit_verdict verdict = {.basis = "", .certainty = ""};
    const char *activity[MOST_ACTIVITIES];
    int activities = activities_of(question, activity), covered = 0;
    for (int a = 0; a < activities; a++) {
        bool found = false;
        for (int i = 0; i < rules->rules; i++) {
            const struct sp_visit_rule *rule = &rules->rule[i];
            if (!speaks(rule, question->class, activity[a], who))
                continue;
            found = true;
            if (rule->allowed > verdict.allowed)
                verdict = (struct sp_visit_verdict){
                    rule->allowed, rule->condition, rule->basis, rule->certainty,
                    NULL,          rule->origin,    {0}};
        }
        covered += found;
    }
    if (verdict.allowed != SP_NOT_ALLOWED && covered < activities)
        verdict = (struct sp_visit_verdict){
            .why = "no rule that we know speaks about this", .basis = "", .certainty = ""};
    return verdict;
}

static enum sp_answer new_visa(const struct sp_visit_country *country,
                               enum sp_visit_class class)
{
    switch (class) {
    case SP_VISIT_B1:
    case SP_VISIT_B2:
    case SP_VISIT_ESTA:
        return country->new_visitor;
    case SP_VISIT_F1:
        return country->new_student;
    case SP_VISIT_J1_CLINICAL:
    case SP_VISIT_J1_RESEARCH:
        return country->new_exchange;
    case SP_VISIT_H1B:
        return country->new_worker;
    default:
        return SP_YES; /* a status, not a visa */
    }
}

static bool is_issued(enum sp_visit_class class)
{
    return class >= SP_VISIT_B1 && class <= SP_VISIT_H1B;
}

static void heed_country(const struct sp_visit_rules *rules,
                         const struct sp_visit_question *question,
                         struct sp_visit_verdict *verdict)
{
    const char *nationality = question->nationality ? question->nationality : "";
    if (question->held || !is_issued(question->class) || verdict->allowed == SP_NOT_ALLOWED)
        return;
    if (!*nationality)
        verdict->country_note =
            "the country of the passport was not said: some get no new visa of this class";
    for (int i = 0; i < rules->countries; i++) {
        const struct sp_visit_country *country = &rules->country[i];
        if (strcasecmp(country->country, nationality) != 0
            || new_visa(country, question->class) != SP_NO)
            continue;
        verdict->allowed = SP_NOT_ALLOWED;
        verdict->why = "a proclamation stops new visas of this class for this passport; "
                       "one that was issued before stays valid";
        verdict->basis = "proclamation on entry, by country";
        verdict->certainty = "medium";
        verdict->origin = verdict->suspended = country->origin;
        return;
    }
}

static struct sp_visit_verdict unclear(const char *why)
{
    return (struct sp_visit_verdict){.why = why, .basis = "", .certainty = ""};
}

struct sp_visit_verdict sp_visit_judge(const struct sp_visit_rules *rules,
                                       const struct sp_visit_question *question)
{
    struct sp_visit_verdict verdict;
    if (question->kind == SP_TELEHEALTH)
        return (struct sp_visit_verdict){.allowed = SP_ALLOWED,
                                         .why = "done from abroad, it needs no visa",
                                         .basis = "",
                                         .certainty = ""};
    if (question->class == SP_VISIT_UNKNOWN)
        return unclear("say which visa you hold or would ask for");
    if (question->student == SP_UNKNOWN) {
        verdict = by_rules(rules, question, "student");
        if (by_rules(rules, question, "graduate").allowed != verdict.allowed)
            verdict = unclear("it depends on whether you have graduated");
    } else {
        verdict =
            by_rules(rules, question, question->student == SP_YES ? "student" : "graduate");
    }
    heed_country(rules, question, &verdict);
    return verdict;
}

const char *sp_visit_ask(void)
{
    return "Ask the host, and an immigration attorney: this is information, not advice on "
           "law.";
}

enum sp_visit_class sp_visit_class_of(const struct sp_profile *profile)
{
    if (profile->visa_held != SP_VISIT_UNKNOWN)
        return profile->visa_held;
    if (profile->citizenship == SP_CITIZENSHIP_US || profile->type == SP_US_IMG)
        return SP_VISIT_CITIZEN;
    return profile->citizenship == SP_CITIZENSHIP_PERMANENT_RESIDENT ? SP_VISIT_LPR
                                                                     : SP_VISIT_UNKNOWN;
}

/* The names first, then what people write, each without anything but letters and digits. */
static const struct {
    enum sp_visit_class class;
    const char *name, *also[5];
} classes[] = {
    {SP_VISIT_B1, "B-1", {"b1", "b1b2"}},
    {SP_VISIT_B2, "B-2", {"b2", "tourist"}},
    {SP_VISIT_ESTA, "ESTA", {"esta", "vwp", "estavwp", "wb", "visawaiver"}},
    {SP_VISIT_F1, "F-1", {"f1"}},
    {SP_VISIT_J1_CLINICAL, "J-1 clinical", {"j1clinical", "j1ecfmg", "j1training"}},
    {SP_VISIT_J1_RESEARCH, "J-1 research", {"j1research", "j1scholar"}},
    {SP_VISIT_H1B, "H-1B", {"h1b"}},
    {SP_VISIT_EAD, "EAD", {"ead", "workpermit"}},
    {SP_VISIT_LPR, "green card", {"greencard", "lpr", "permanentresident"}},
    {SP_VISIT_CITIZEN, "US citizen", {"uscitizen", "citizen", "us"}},
};
enum { CLASSES = sizeof classes / sizeof *classes };
_Static_assert(CLASSES == SP_VISIT_CLASSES - 1, "a name for each class");

const char *sp_visit_class_name(enum sp_visit_class class)
{
    for (int i = 0; i < CLASSES; i++)
        if (classes[i].class == class)
            return classes[i].name;
    return "";
}

const char *sp_permission_name(enum sp_permission permission)
{
    static const char *const names[] = {"unclear", "allowed", "conditional", "not allowed"};
    return names[permission];
}

bool sp_visit_class_parse(const char *text, enum sp_visit_class *class,
                          struct sp_error *error)
{
    char plain[24];
    size_t length = 0;
    for (const char *at = text; *at && length + 1 < sizeof plain; at++)
        if (isalnum((unsigned char)*at))
            plain[length++] = (char)tolower((unsigned char)*at);
    plain[length] = '\0';
    for (int i = 0; i < CLASSES; i++)
        for (int j = 0; j < 5 && classes[i].also[j]; j++)
            if (strcmp(classes[i].also[j], plain) == 0) {
                *class = classes[i].class;
                return true;
            }
    return sp_fail(
        error, SP_BAD_INPUT,
        "\"%.40s\" is no visa that is known here; known are B-1, B-2, ESTA, F-1, "
        "J-1 clinical, J-1 research, H-1B, EAD, green card, US citizen",
        text);
}
