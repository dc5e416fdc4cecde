/* eligibility.c: one check after the other.
 *
 * A paper that is missing is a task, not an obstacle; an exam that was not passed, a group
 * that is not taken and a visa that does not allow it are obstacles.  "It depends" is met
 * by those who would meet it in any case.
 */
#include "eligibility.h"

#include "certificate.h"
#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_CHECKS = 64, MOST_ASKS = 24 };

struct judging {
    const struct sp_profile *profile;
    const struct sp_openings *openings;
    const struct sp_opening *opening;
    struct sp_date start, end;
    struct sp_eligibility *out;
    bool starved;
};

static struct sp_eligibility_check *add(struct judging *j, const char *item,
                                        const char *label, enum sp_answer meets,
                                        const char *why, const char *todo)
{
    struct sp_eligibility_check *check = &j->out->check[j->out->checks];
    *check = (struct sp_eligibility_check){.item = item,
                                           .label = label,
                                           .meets = meets,
                                           .why = why,
                                           .todo = todo,
                                           .weeks_low = -1,
                                           .weeks_high = -1,
                                           .origin = j->opening->origin};
    if (j->out->checks < MOST_CHECKS)
        j->out->checks++;
    return check;
}

static const char *say(struct judging *j, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static const char *say(struct judging *j, const char *format, ...)
{
    char line[300];
    va_list list;
    va_start(list, format);
    vsnprintf(line, sizeof line, format, list);
    va_end(list);
    const char *kept = sp_arena_text(&j->out->text, line);
    j->starved |= !kept;
    return kept ? kept : "";
}

static void ask(struct judging *j, const char *what)
{
    if (j->out->asks < MOST_ASKS)
        j->out->ask[j->out->asks++] = what;
}

/* --- who one is ------------------------------------------------------------------------
 */

enum sp_answer sp_eligibility_student(const struct sp_profile *profile, struct sp_date day)
{
    if (!sp_date_known(profile->graduation))
        return profile->student ? SP_YES : SP_UNKNOWN;
    return sp_date_days(profile->graduation) > sp_date_days(day) ? SP_YES : SP_NO;
}

enum sp_audience sp_eligibility_audience(const struct sp_profile *profile,
                                         struct sp_date day)
{
    if (profile->type == SP_US_MD || profile->type == SP_US_DO)
        return SP_FOR_US;
    return sp_eligibility_student(profile, day) == SP_YES ? SP_FOR_STUDENT
                                                          : SP_FOR_GRADUATE;
}

/* --- the entry itself, and who may come
 * --------------------------------------------------- */

static void check_listing(struct judging *j)
{
    switch (j->opening->trust) {
    case SP_TRUST_REJECTED:
        add(j, "listing", "the entry", SP_NO,
            "the directory that lists it refused it in its own audit",
            "Take it as a warning; look for the host's own page.");
        break;
    case SP_TRUST_PAUSED:
        add(j, "listing", "the entry", SP_NO, "the host takes nobody at present",
            "Ask the host when it opens again.");
        break;
    case SP_TRUST_DOUBTFUL:
        add(j, "listing", "the entry", SP_UNKNOWN,
            "no page of the host could be read that says so",
            "Find the host's own page before you write.");
        break;
    default:
        break;
    }
}

static enum sp_answer kind_takes(const struct judging *j, enum sp_audience audience)
{
    const struct sp_experience_usual *usual = &j->openings->usual[j->opening->kind];
    if (audience == SP_FOR_STUDENT)
        return usual->student;
    return audience == SP_FOR_GRADUATE ? usual->graduate : SP_UNKNOWN;
}

static void check_audience(struct judging *j)
{
    static const char *const people[SP_AUDIENCES] = {
        "students of schools abroad", "graduates of schools abroad",
        "students of US schools", "those before medical school"};
    enum sp_audience audience = sp_eligibility_audience(j->profile, j->start);
    enum sp_answer takes = j->opening->audience[audience];
    const char *who = people[audience], *why, *todo = "";
    struct sp_eligibility_check *check;
    if (takes == SP_UNKNOWN && kind_takes(j, audience) == SP_NO) {
        takes = SP_NO;
        why = say(j, "this kind of stay is not for %s", who);
    } else if (takes == SP_YES) {
        why = say(j, "it takes %s", who);
    } else if (takes == SP_NO) {
        why = say(j, "it does not name %s among those it takes", who);
    } else {
        why = say(j, "nobody stated whether it takes %s", who);
        todo = "Ask the host.";
    }
    check = add(j, "audience", "who may come", takes, why, todo);
    check->stated = takes == SP_UNKNOWN ? SP_STATED_NOT : SP_STATED_LISTING;
}

/* --- exams ---------------------------------------------------------------------------- */

/* What is known of one exam: passed or not, and the score where there is one. */
struct standing {
    enum sp_answer passed;
    bool scored;
    int score, attempts;
};

static struct standing standing_of(const struct sp_exam *exam)
{
    struct standing standing = {SP_UNKNOWN, exam->scored, exam->score, exam->attempts};
    if (exam->result == SP_EXAM_PASSED)
        standing.passed = SP_YES;
    else if (exam->result != SP_EXAM_UNKNOWN)
        standing.passed = SP_NO;
    return standing;
}

/* A certificate of the ECFMG stands for the Steps behind it. */
static struct standing step_of(const struct sp_profile *profile, const char *item)
{
    struct standing standing;
    if (strcmp(item, "step1") == 0)
        standing = standing_of(&profile->step1);
    else if (strcmp(item, "step2_ck") == 0)
        standing = standing_of(&profile->step2_ck);
    else
        standing = standing_of(&profile->step3);
    bool behind = strcmp(item, "step3") != 0;
    if (behind && profile->ecfmg == SP_ECFMG_CERTIFIED && standing.passed == SP_UNKNOWN)
        standing.passed = SP_YES;
    return standing;
}

static struct standing either(struct standing step, struct standing level)
{
    if (step.passed == SP_YES || level.passed == SP_UNKNOWN)
        return step;
    return level.passed == SP_YES || step.passed == SP_NO ? level : step;
}

static struct standing exam_of(const struct sp_profile *profile, const char *item)
{
    if (strcmp(item, "level1") == 0)
        return either(step_of(profile, "step1"), standing_of(&profile->comlex1));
    if (strcmp(item, "level2") == 0)
        return either(step_of(profile, "step2_ck"), standing_of(&profile->comlex2));
    return step_of(profile, item);
}

/* A score of Step 2 CK alone says that it was taken, and hardly anyone reports a failed
 * one; the pass mark moves, so the score is compared with what the host asks, no more. */
static enum sp_answer meets_exam(const struct standing *standing, int least)
{
    if (standing->scored && least)
        return standing->score >= least ? SP_YES : SP_NO;
    if (standing->passed == SP_UNKNOWN && standing->scored)
        return SP_YES;
    if (standing->passed == SP_YES && least)
        return SP_UNKNOWN; /* passed, but the score is not known or was not given */
    return standing->passed;
}

static void check_exam(struct judging *j, const struct sp_opening_need *need,
                       const char *label)
{
    struct standing standing = exam_of(j->profile, need->item);
    enum sp_answer meets = meets_exam(&standing, need->least);
    const char *why, *todo = "";
    if (meets == SP_YES && standing.scored && need->least)
        why = say(j, "yours is %d; it asks for %d", standing.score, need->least);
    else if (meets == SP_YES)
        why = "you have passed it";
    else if (meets == SP_NO && standing.scored && need->least)
        why = say(j, "yours is %d, below the %d it asks for", standing.score, need->least);
    else if (meets == SP_NO)
        why = "you have not passed it", todo = "Pass it first.";
    else if (need->least)
        why = say(j, "it asks for a score of %d, and yours is not known", need->least),
        todo = "Add your score to the profile; ask the host about a pass without a score.";
    else
        why = "the profile does not say whether you have passed it",
        todo = "Add the result to the profile.";
    if (need->answer == SP_UNKNOWN && meets != SP_YES) {
        meets = SP_UNKNOWN;
        why = "it depends on the department, or was asked for in the past";
        todo = "Ask the host.";
    }
    struct sp_eligibility_check *check = add(j, need->item, label, meets, why, todo);
    check->stated = need->stated;
    check->origin = need->origin;
}

static void check_first_attempt(struct judging *j, const struct sp_opening_need *need)
{
    const struct sp_exam *exams[] = {&j->profile->step1, &j->profile->step2_ck};
    enum sp_answer meets = SP_YES;
    for (int i = 0; i < 2; i++) {
        if (exams[i]->attempts > 1 || exams[i]->result == SP_EXAM_FAILED)
            meets = SP_NO;
        else if (meets == SP_YES && exams[i]->attempts == 0)
            meets = SP_UNKNOWN;
    }
    struct sp_eligibility_check *check =
        add(j, need->item, sp_openings_label(j->openings, need->item), meets,
            meets == SP_YES  ? "you passed at the first attempt"
            : meets == SP_NO ? "you needed more than one attempt"
                             : "the profile does not say how many attempts you needed",
            meets == SP_UNKNOWN ? "Add the attempts to the profile." : "");
    check->stated = need->stated;
    check->origin = need->origin;
}

/* --- papers -----------------------------------------------------------------------------
 */

struct sp_date sp_eligibility_valid_until(const struct sp_paper_held *held,
                                          const struct sp_paper *paper)
{
    if (sp_date_known(held->until) || !paper)
        return held->until;
    return sp_certificate_until(held->issued, paper->valid_months, paper->month_end);
}

static const struct sp_paper_held *held_paper(const struct sp_profile *profile,
                                              const char *item)
{
    for (int i = 0; i < profile->papers; i++)
        if (strcmp(profile->paper[i].item, item) == 0)
            return &profile->paper[i];
    return NULL;
}

static struct sp_eligibility_check *add_paper(struct judging *j,
                                              const struct sp_opening_need *need,
                                              const struct sp_paper *paper,
                                              enum sp_answer meets, const char *why)
{
    bool missing = meets != SP_YES;
    struct sp_eligibility_check *check =
        add(j, need->item, sp_openings_label(j->openings, need->item), meets, why,
            !missing ? ""
            : paper  ? paper->what_to_do
                     : "Ask the host what it wants to see.");
    check->mendable = missing;
    check->stated = need->stated;
    check->origin = need->origin;
    if (missing && paper) {
        check->weeks_low = paper->lead_low;
        check->weeks_high = paper->lead_high;
    }
    return check;
}

static void check_held(struct judging *j, const struct sp_opening_need *need,
                       const struct sp_paper *paper, const struct sp_paper_held *held)
{
    struct sp_date until = sp_eligibility_valid_until(held, paper);
    char day[SP_DATE_SAID];
    sp_date_say(until, day);
    if (held->have == SP_NO)
        add_paper(j, need, paper, SP_NO, "you do not have it yet");
    else if (!sp_date_known(until))
        add_paper(j, need, paper, SP_YES, "you have it");
    else if (sp_date_days(until) < sp_date_days(j->end))
        add_paper(j, need, paper, SP_NO,
                  say(j, "yours ends on %s, before the stay does", day));
    else
        add_paper(j, need, paper, SP_YES, say(j, "yours is valid until %s", day));
}

static void check_ecfmg(struct judging *j, const struct sp_opening_need *need,
                        const struct sp_paper *paper)
{
    static const struct {
        enum sp_answer meets;
        bool mendable;
        const char *why;
    } by_state[] = {
        [SP_ECFMG_UNKNOWN] = {SP_UNKNOWN, false, "the profile does not say if you have it"},
        [SP_ECFMG_NONE] = {SP_NO, false, "you have not begun with it"},
        [SP_ECFMG_IN_PROGRESS] = {SP_NO, true, "yours is in progress"},
        [SP_ECFMG_CERTIFIED] = {SP_YES, false, "you have it"},
    };
    enum sp_ecfmg state = j->profile->ecfmg;
    bool depends = need->answer == SP_UNKNOWN && by_state[state].meets != SP_YES;
    struct sp_eligibility_check *check =
        add_paper(j, need, paper, depends ? SP_UNKNOWN : by_state[state].meets,
                  depends ? "the host names it; whether it must be there is not clear"
                          : by_state[state].why);
    check->mendable = depends || by_state[state].mendable;
}

static void check_letters(struct judging *j, const struct sp_opening_need *need,
                          const struct sp_paper *paper)
{
    int count = 0;
    for (int i = 0; i < j->profile->letters; i++)
        count += j->profile->letter[i].count;
    if (count)
        add_paper(j, need, paper, SP_YES,
                  say(j, "you have %d; ask how many it wants", count));
    else
        add_paper(j, need, paper, j->profile->letters_said ? SP_NO : SP_UNKNOWN,
                  j->profile->letters_said ? "you have none yet"
                                           : "the profile does not say if you have one");
}

static void check_paper(struct judging *j, const struct sp_opening_need *need)
{
    const struct sp_paper *paper = sp_openings_paper(j->openings, need->item);
    const struct sp_paper_held *held = held_paper(j->profile, need->item);
    if (strcmp(need->item, "ecfmg") == 0)
        check_ecfmg(j, need, paper);
    else if (strcmp(need->item, "lor") == 0)
        check_letters(j, need, paper);
    else if (held)
        check_held(j, need, paper, held);
    else if (need->answer == SP_UNKNOWN)
        add_paper(j, need, paper, SP_UNKNOWN, "the host names it; it may depend");
    else
        add_paper(j, need, paper, SP_UNKNOWN, "the profile does not say if you have it");
}

static void check_needs(struct judging *j)
{
    static const char *const exams[] = {"step1", "step2_ck", "step3", "level1", "level2"};
    for (int i = 0; i < j->opening->needs; i++) {
        const struct sp_opening_need *need = &j->opening->need[i];
        bool exam = false;
        for (size_t e = 0; e < sizeof exams / sizeof *exams; e++)
            exam |= strcmp(exams[e], need->item) == 0;
        if (need->answer == SP_NO)
            continue; /* said not to be asked for */
        if (exam)
            check_exam(j, need, sp_openings_label(j->openings, need->item));
        else if (strcmp(need->item, "first_attempt") == 0)
            check_first_attempt(j, need);
        else
            check_paper(j, need);
    }
}

/* --- the visa ----------------------------------------------------------------------------
 */

struct sp_visit_question sp_eligibility_question(const struct sp_profile *profile,
                                                 const struct sp_opening *opening,
                                                 enum sp_visit_class class,
                                                 struct sp_date start, struct sp_date end)
{
    bool lasts = !sp_date_known(profile->visa_until)
                 || sp_date_days(profile->visa_until) >= sp_date_days(end);
    return (struct sp_visit_question){
        .class = class,
        .kind = opening->kind,
        .hands_on = opening->hands_on,
        .paid = opening->cost.basis == SP_COST_UNKNOWN ? SP_UNKNOWN
                : opening->cost.basis == SP_COST_PAID  ? SP_YES
                                                       : SP_NO,
        .student = sp_eligibility_student(profile, start),
        .nationality = profile->nationality ? profile->nationality : "",
        .held = profile->visa_held == class && lasts,
    };
}

/* The host's own words on visas: "B-1;J-1". */
static bool host_names(const struct sp_opening *opening, enum sp_visit_class class)
{
    const char *name = sp_visit_class_name(class);
    bool exchange = class == SP_VISIT_J1_CLINICAL || class == SP_VISIT_J1_RESEARCH;
    return sp_certificate_listed(opening->visas, exchange ? "J-1" : name);
}

/* Who needs a visa and names none could ask for one to visit, or for research. */
static void assume_class(struct judging *j)
{
    static const enum sp_visit_class tried[] = {SP_VISIT_B1, SP_VISIT_J1_RESEARCH};
    static const int rank[] = {
        [SP_NOT_ALLOWED] = 0, [SP_UNCLEAR] = 1, [SP_CONDITIONAL] = 2, [SP_ALLOWED] = 3};
    int best = -1;
    if (j->out->class != SP_VISIT_UNKNOWN || j->profile->visa == SP_VISA_NONE)
        return;
    j->out->assumed = true;
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
        struct sp_visit_question question =
            sp_eligibility_question(j->profile, j->opening, tried[i], j->start, j->end);
        struct sp_visit_verdict verdict = sp_visit_judge(&j->openings->visit, &question);
        if (rank[verdict.allowed] <= best)
            continue;
        best = rank[verdict.allowed];
        j->out->class = tried[i];
    }
}

static void check_visa(struct judging *j)
{
    if (j->out->class == SP_VISIT_UNKNOWN && j->profile->visa == SP_VISA_NONE) {
        j->out->visit = (struct sp_visit_verdict){.allowed = SP_ALLOWED,
                                                  .why = "you need no visa",
                                                  .basis = "",
                                                  .certainty = "",
                                                  .origin = {"", ""}};
        add(j, "visa", "visa", SP_YES, "the profile says that you need no visa", "");
        return;
    }
    assume_class(j);
    static const enum sp_answer answers[] = {[SP_UNCLEAR] = SP_UNKNOWN,
                                             [SP_ALLOWED] = SP_YES,
                                             [SP_CONDITIONAL] = SP_YES,
                                             [SP_NOT_ALLOWED] = SP_NO};
    struct sp_visit_question question =
        sp_eligibility_question(j->profile, j->opening, j->out->class, j->start, j->end);
    struct sp_visit_verdict verdict = sp_visit_judge(&j->openings->visit, &question);
    enum sp_answer meets = answers[verdict.allowed];
    const char *name = sp_visit_class_name(j->out->class);
    const char *why =
        *name ? say(j, "%s: %s; %s", name, sp_permission_name(verdict.allowed), verdict.why)
              : verdict.why;
    j->out->visit = verdict;
    if (j->out->assumed)
        why = say(j, "you named no visa; on %s", why);
    if (meets == SP_YES && verdict.country_note)
        why = say(j, "%s; %s", why, verdict.country_note);
    bool visitor = question.class >= SP_VISIT_B1 && question.class <= SP_VISIT_H1B;
    if (meets == SP_YES && visitor && *j->opening->visas
        && !host_names(j->opening, j->out->class)) {
        meets = SP_UNKNOWN;
        why = say(j, "the host names other visas: %s", j->opening->visas);
    }
    struct sp_eligibility_check *check =
        add(j, "visa", "visa", meets, why,
            question.class == SP_VISIT_LPR || question.class == SP_VISIT_CITIZEN
                ? ""
                : sp_visit_ask());
    check->origin = verdict.origin;
}

/* --- what nobody stated
 * ------------------------------------------------------------------- */

static void list_asks(struct judging *j)
{
    static const struct {
        const char *item, *what;
    } common[] = {
        {"immunisation", "which vaccinations and tests it asks for"},
        {"malpractice", "whether you must bring malpractice insurance"},
        {"health_insurance", "whether you must bring health insurance"},
        {"background", "whether it asks for a background check"},
        {"english", "whether it asks for a language test"},
        {"bls", "whether it asks for a BLS card"},
        {"cv", "what to send with the application"},
    };
    const struct sp_opening *opening = j->opening;
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (!sp_opening_need_of(opening, common[i].item))
            ask(j, common[i].what);
    if (!sp_opening_need_of(opening, "step1") && !sp_opening_need_of(opening, "level1")
        && !sp_opening_need_of(opening, "step2_ck"))
        ask(j, "whether it asks for Step scores");
    if (opening->cost.basis == SP_COST_UNKNOWN)
        ask(j, "what it costs");
    else if (opening->cost.stated == SP_STATED_ESTIMATE)
        ask(j, "what it costs; the figure is an estimate");
    if (opening->weeks_low < 0 || opening->weeks_high < 0)
        ask(j, "how short and how long a stay can be");
    if (opening->lead_low < 0 && opening->rolling != SP_YES)
        ask(j, "how long before the start to apply");
    if (opening->letter == SP_UNKNOWN)
        ask(j, "whether a letter of recommendation can be had, and who signs it");
    if (opening->hands_on == SP_UNKNOWN)
        ask(j, "whether it is hands-on");
}

/* --- the whole
 * ---------------------------------------------------------------------------- */

static void conclude(struct sp_eligibility *out)
{
    out->fits = SP_YES;
    out->weeks_low = out->weeks_high = 0;
    for (int i = 0; i < out->checks; i++) {
        const struct sp_eligibility_check *check = &out->check[i];
        if (check->meets == SP_YES)
            continue;
        if (!check->mendable && check->meets == SP_NO)
            out->fits = SP_NO;
        else if (!check->mendable && out->fits == SP_YES)
            out->fits = SP_UNKNOWN;
        if (check->weeks_low > out->weeks_low)
            out->weeks_low = check->weeks_low;
        if (check->weeks_high > out->weeks_high)
            out->weeks_high = check->weeks_high;
    }
}

static struct sp_date end_of(const struct sp_opening *opening, struct sp_date start,
                             double weeks)
{
    if (weeks <= 0)
        weeks = opening->weeks_low > 0 ? opening->weeks_low : 0;
    return sp_date_add_days(start, (long)(weeks * 7));
}

bool sp_eligibility_judge(const struct sp_profile *profile,
                          const struct sp_openings *openings,
                          const struct sp_opening *opening, struct sp_date today,
                          const struct sp_eligibility_options *options,
                          struct sp_eligibility *eligibility, struct sp_error *error)
{
    *eligibility = (struct sp_eligibility){0};
    struct judging j = {
        .profile = profile, .openings = openings, .opening = opening, .out = eligibility};
    j.start = sp_date_known(options->start) ? options->start : today;
    j.end = end_of(opening, j.start, options->weeks);
    eligibility->class =
        options->class != SP_VISIT_UNKNOWN ? options->class : sp_visit_class_of(profile);
    eligibility->check =
        sp_arena_get(&eligibility->text, (MOST_CHECKS + 1) * sizeof *eligibility->check);
    eligibility->ask =
        sp_arena_get(&eligibility->text, MOST_ASKS * sizeof *eligibility->ask);
    if (eligibility->check && eligibility->ask) {
        check_listing(&j);
        check_audience(&j);
        check_visa(&j);
        check_needs(&j);
        list_asks(&j);
        conclude(eligibility);
        if (!j.starved)
            return true;
    }
    sp_eligibility_free(eligibility);
    return sp_fail(error, SP_NO_MEMORY, "no memory to judge an opening");
}

void sp_eligibility_free(struct sp_eligibility *eligibility)
{
    sp_arena_free(&eligibility->text);
    *eligibility = (struct sp_eligibility){0};
}
