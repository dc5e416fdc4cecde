/* compliance.c: the rules in order; the first that fails names itself.
 *
 * A rule looks at the profile and one fact of the track and answers meets, fails or
 * unknown.  Nationality is not among them: visa rules for countries are warnings.
 */
#include "compliance.h"

#include "error.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum finding { MEETS, FAILS, OPEN_QUESTION };

struct rule {
    enum sp_requirement fact;
    enum finding (*check)(const struct sp_profile *profile, const struct sp_fact *fact,
                          int season);
    /* One %s takes the program's value, if the rule has one. */
    const char *failed, *change;
};

/* A yes-or-no fact that must be yes for this applicant. */
static enum finding must_be_yes(const struct sp_fact *fact)
{
    return fact->answer == SP_YES ? MEETS : fact->answer == SP_NO ? FAILS : OPEN_QUESTION;
}

static enum finding takes_img(const struct sp_profile *profile, const struct sp_fact *fact,
                              int season)
{
    (void)season;
    bool img = profile->type == SP_US_IMG || profile->type == SP_NON_US_IMG;
    return !img || fact->answer == SP_UNKNOWN ? MEETS : must_be_yes(fact);
}

static enum finding takes_us_img(const struct sp_profile *profile,
                                 const struct sp_fact *fact, int season)
{
    (void)season;
    return profile->type != SP_US_IMG || fact->answer == SP_UNKNOWN ? MEETS
                                                                    : must_be_yes(fact);
}

static enum finding takes_us_do(const struct sp_profile *profile,
                                const struct sp_fact *fact, int season)
{
    (void)season;
    return profile->type != SP_US_DO || fact->answer == SP_UNKNOWN ? MEETS
                                                                   : must_be_yes(fact);
}

static enum finding score_reaches(const struct sp_profile *profile,
                                  const struct sp_fact *fact, int season)
{
    (void)season;
    if (fact->answer != SP_YES || !profile->step2_known)
        return OPEN_QUESTION;
    return profile->step2 >= fact->value ? MEETS : FAILS;
}

static enum finding recent_enough(const struct sp_profile *profile,
                                  const struct sp_fact *fact, int season)
{
    int years = sp_profile_years_out(profile, season);
    if (fact->answer != SP_YES)
        return years >= 3 ? OPEN_QUESTION : MEETS; /* nobody closes that early */
    return years <= fact->value ? MEETS : FAILS;
}

/* Whether an exam was sat, or may have been, with nobody saying how often. */
static bool attempts_unsaid(const struct sp_exam *exam, bool usual)
{
    bool sat = exam->scored || exam->result == SP_EXAM_PASSED
               || exam->result == SP_EXAM_FAILED
               || (usual && exam->result == SP_EXAM_UNKNOWN);
    return sat && exam->attempts == 0;
}

static enum finding few_attempts(const struct sp_profile *profile,
                                 const struct sp_fact *fact, int season)
{
    (void)season;
    int most = 0;
    const struct sp_exam *exam[] = {&profile->step1, &profile->step2_ck, &profile->step3};
    for (int i = 0; i < 3; i++)
        most = exam[i]->attempts > most ? exam[i]->attempts : most;
    if (fact->answer != SP_YES)
        return most <= 1 ? MEETS : OPEN_QUESTION;
    if (most > fact->value)
        return FAILS;
    bool unsaid = attempts_unsaid(&profile->step1, true)
                  || attempts_unsaid(&profile->step2_ck, profile->step2_known)
                  || attempts_unsaid(&profile->step3, false);
    return unsaid ? OPEN_QUESTION : MEETS;
}

/* A list that is not said to be complete may hold less than there was, and an entry may
 * leave open where it was and what was done. */
static bool more_experience_possible(const struct sp_profile *profile, double missing)
{
    for (int i = 0; i < profile->experiences; i++) {
        const struct sp_experience *experience = &profile->experience[i];
        if (experience->hands_on != SP_NO && experience->in_us != SP_NO
            && (experience->hands_on == SP_UNKNOWN || experience->in_us == SP_UNKNOWN))
            missing -= experience->months;
    }
    return !profile->experience_said || missing <= 0;
}

static enum finding enough_experience(const struct sp_profile *profile,
                                      const struct sp_fact *fact, int season)
{
    (void)season;
    double months = sp_profile_hands_on_months(profile);
    if (fact->answer != SP_YES)
        return months > 0 || profile->type < SP_US_IMG ? MEETS : OPEN_QUESTION;
    if (months >= fact->value)
        return MEETS;
    return more_experience_possible(profile, fact->value - months) ? OPEN_QUESTION : FAILS;
}

static enum finding enough_letters(const struct sp_profile *profile,
                                   const struct sp_fact *fact, int season)
{
    (void)season;
    int us = 0, perhaps = 0;
    for (int i = 0; i < profile->letters; i++) {
        us += profile->letter[i].from_us == SP_YES ? profile->letter[i].count : 0;
        perhaps += profile->letter[i].from_us == SP_UNKNOWN ? profile->letter[i].count : 0;
    }
    if (fact->answer != SP_YES || us >= fact->value)
        return MEETS;
    return !profile->letters_said || us + perhaps >= fact->value ? OPEN_QUESTION : FAILS;
}

static enum finding certified(const struct sp_profile *profile, const struct sp_fact *fact,
                              int season)
{
    (void)season;
    if (profile->type < SP_US_IMG || fact->answer != SP_YES
        || profile->ecfmg == SP_ECFMG_CERTIFIED)
        return MEETS;
    return profile->ecfmg == SP_ECFMG_UNKNOWN ? OPEN_QUESTION : FAILS;
}

static enum finding third_step(const struct sp_profile *profile, const struct sp_fact *fact,
                               int season)
{
    (void)season;
    if (fact->answer != SP_YES || profile->step3.result == SP_EXAM_PASSED)
        return MEETS;
    return profile->step3.result == SP_EXAM_UNKNOWN ? OPEN_QUESTION : FAILS;
}

static const struct rule rules[] = {
    {SP_ACCEPTS_IMG, takes_img, "takes no international medical graduates",
     "nothing in your profile opens it; ask the program whether that still holds"},
    {SP_ACCEPTS_US_IMG, takes_us_img, "takes no US-citizen IMGs",
     "nothing in your profile opens it; ask the program whether that still holds"},
    {SP_ACCEPTS_US_DO, takes_us_do, "takes no osteopathic graduates",
     "nothing in your profile opens it; ask the program whether that still holds"},
    {SP_MIN_STEP2, score_reaches, "asks for a Step 2 CK of at least %s",
     "`step2_ck` of %s or more; a passed Step 2 CK cannot be taken again"},
    {SP_MAX_YEARS_OUT, recent_enough, "asks for at most %s years since graduation",
     "`graduation_date` at most %s years before the start, which nobody can change"},
    {SP_MAX_ATTEMPTS, few_attempts, "allows at most %s attempts at an exam",
     "`attempts` of at most %s at each exam, which nobody can change afterwards"},
    {SP_MIN_USCE_MONTHS, enough_experience,
     "asks for at least %s months of hands-on US experience",
     "`clinical_experience`: %s months in all with `hands_on` and `in_us`"},
    {SP_MIN_LETTERS_US, enough_letters, "asks for at least %s letters from the US",
     "`letters`: %s with `from_us`"},
    {SP_NEEDS_ECFMG, certified, "asks for ECFMG certification when applying",
     "`ecfmg_status` certified"},
    {SP_NEEDS_STEP3, third_step, "asks for Step 3", "`step3.result` passed"},
};

enum sp_answer sp_compliance_visa(const struct sp_profile *profile,
                                  const struct sp_track *track)
{
    enum sp_answer j1 = track->fact[SP_ACCEPTS_J1].answer;
    enum sp_answer h1b = track->fact[SP_ACCEPTS_H1B].answer;
    switch (profile->visa) {
    case SP_VISA_NONE:
        return SP_YES;
    case SP_VISA_J1:
        return j1;
    case SP_VISA_H1B:
        return h1b;
    case SP_VISA_EITHER:
        return j1 == SP_YES || h1b == SP_YES ? SP_YES
               : j1 == SP_NO && h1b == SP_NO ? SP_NO
                                             : SP_UNKNOWN;
    }
    return SP_UNKNOWN;
}

/* The facts that a visa need asks for. */
static uint32_t visa_facts(const struct sp_profile *profile)
{
    uint32_t j1 = 1u << SP_ACCEPTS_J1, h1b = 1u << SP_ACCEPTS_H1B;
    return profile->visa == SP_VISA_NONE  ? 0
           : profile->visa == SP_VISA_J1  ? j1
           : profile->visa == SP_VISA_H1B ? h1b
                                          : j1 | h1b;
}

static bool listed(const char **code, int count, const char *wanted)
{
    for (int i = 0; i < count; i++)
        if (strcasecmp(code[i], wanted) == 0)
            return true;
    return false;
}

/* What closes a track before any requirement is looked at. */
static void judge_kind(const struct sp_profile *profile, const struct sp_track *track,
                       const struct sp_compliance_options *options, struct sp_arena *text,
                       struct sp_verdict *verdict)
{
    if (!sp_track_offered(track)) {
        int year = SP_YEARS - 1;
        while (year >= 0 && track->quota[year] <= 0)
            year--;
        verdict->closed =
            year >= 0
                ? sp_arena_format(text, "not offered in the %d Match; last offered in %d",
                                  SP_LAST_YEAR, SP_FIRST_YEAR + year)
                : sp_arena_format(text, "not offered in the %d Match", SP_LAST_YEAR);
        verdict->change = "the program would have to offer it again";
    } else if (listed(profile->excluded, profile->exclusions, track->code)) {
        verdict->closed = "excluded by you";
        verdict->change = "take its code out of `excluded`";
    } else if (track->type == SP_PHYSICIAN_ONLY && profile->gme_months < 12) {
        verdict->closed = "only for physicians who have finished a year of residency";
        verdict->change = "`us_training_months` of 12 or more";
    } else if (track->type == SP_PRELIMINARY && !options->preliminary) {
        verdict->closed = "a preliminary year only, and none was asked for";
        verdict->change = "ask for such years too, with --preliminary";
    }
}

/* `words` with the program's value in place of %s. */
static const char *with_value(const char *words, const struct sp_fact *fact,
                              struct sp_arena *text)
{
    const char *gap = strstr(words, "%s");
    return gap ? sp_arena_format(text, "%.*s%g%s", (int)(gap - words), words, fact->value,
                                 gap + 2)
               : words;
}

bool sp_compliance_judge(const struct sp_profile *profile, const struct sp_track *track,
                         int season, const struct sp_compliance_options *options,
                         struct sp_arena *text, struct sp_verdict *verdict,
                         struct sp_error *error)
{
    *verdict = (struct sp_verdict){0};
    judge_kind(profile, track, options, text, verdict);
    if (verdict->change)
        return verdict->closed
               || sp_fail(error, SP_NO_MEMORY, "not enough memory for the rules");
    enum sp_answer visa = sp_compliance_visa(profile, track);
    if (visa == SP_NO) {
        bool j1 = profile->visa != SP_VISA_H1B;
        verdict->closed = profile->visa == SP_VISA_EITHER
                              ? "sponsors no visa that you can use"
                          : j1 ? "takes no J-1"
                               : "takes no H-1B";
        verdict->change =
            profile->visa == SP_VISA_EITHER
                ? "`visa_need` none: nothing but a status that needs no visa opens it"
            : j1 ? "`visa_need` h1b or either, if the program files H-1B and you pass "
                   "Step 3; or none"
                 : "`visa_need` j1 or either, if the program takes J-1; or none";
        verdict->origin = track->fact[j1 ? SP_ACCEPTS_J1 : SP_ACCEPTS_H1B].origin;
        return true;
    }
    for (int r = SP_ACCEPTS_J1; r <= SP_ACCEPTS_H1B && visa == SP_UNKNOWN; r++)
        if (visa_facts(profile) & 1u << r && track->fact[r].answer == SP_UNKNOWN)
            verdict->unknown |= 1u << r;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const struct sp_fact *fact = &track->fact[rules[i].fact];
        enum finding finding = rules[i].check(profile, fact, season);
        if (finding == OPEN_QUESTION)
            verdict->unknown |= 1u << rules[i].fact;
        if (finding != FAILS)
            continue;
        verdict->closed = with_value(rules[i].failed, fact, text);
        verdict->change = with_value(rules[i].change, fact, text);
        verdict->origin = fact->origin;
        return (verdict->closed && verdict->change)
               || sp_fail(error, SP_NO_MEMORY, "not enough memory for the rules");
    }
    return true;
}

uint32_t sp_compliance_held(const struct sp_profile *profile, const struct sp_track *track,
                            const struct sp_verdict *verdict,
                            const struct sp_compliance_options *options)
{
    uint32_t wanted = options->sure | (options->sure_visa ? visa_facts(profile) : 0);
    uint32_t held = verdict->unknown & wanted;
    for (int r = 0; r < SP_REQUIREMENTS; r++)
        if (options->sure & 1u << r && track->fact[r].answer == SP_UNKNOWN)
            held |= 1u << r;
    return held;
}

bool sp_compliance_be_sure(const char *fact, struct sp_compliance_options *options,
                           struct sp_error *error)
{
    if (strcmp(fact, "visa") == 0) {
        options->sure_visa = true;
        return true;
    }
    for (int r = 0; r < SP_REQUIREMENTS; r++)
        if (strcmp(fact, sp_requirement_name((enum sp_requirement)r)) == 0) {
            options->sure |= 1u << r;
            return true;
        }
    char names[240] = "";
    for (int r = 0; r < SP_REQUIREMENTS; r++) {
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s",
                 r + 1 < SP_REQUIREMENTS ? ", " : " or ",
                 sp_requirement_name((enum sp_requirement)r));
    }
    return sp_fail(error, SP_BAD_INPUT,
                   "sure: \"%.40s\" is no fact to be sure of; say visa%s", fact, names);
}
