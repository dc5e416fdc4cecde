/* profile.c: what follows from a profile alone.
 *
 * The gaps are one table, the most useful field first: what moves the list or the
 * chance of most people stands before what moves those of a few.
 */
#include "profile.h"

struct sp_profile sp_profile_blank(void)
{
    return (struct sp_profile){
        .nationality = "",
        .setting = "",
        .publications = -1,
        .research_months = -1,
        .gme_months = -1,
        .own_costs = {-1, -1, -1, -1, -1},
        .budget_cents = -1,
        .most_applications = -1,
        .hours = -1,
        .experience_cents = -1,
    };
}

struct sp_profile sp_profile_anyone(void)
{
    struct sp_profile anyone = sp_profile_blank();
    anyone.type = SP_NON_US_IMG;
    anyone.visa = SP_VISA_EITHER;
    return anyone;
}

void sp_profile_free(struct sp_profile *profile)
{
    sp_arena_free(&profile->text);
    *profile = (struct sp_profile){0};
}

int sp_profile_years_out(const struct sp_profile *profile, int season)
{
    int years = sp_date_years(profile->graduation, (struct sp_date){season, 7, 1});
    return years > 0 ? years : 0;
}

double sp_profile_hands_on_months(const struct sp_profile *profile)
{
    double months = 0;
    for (int i = 0; i < profile->experiences; i++) {
        const struct sp_experience *experience = &profile->experience[i];
        if (experience->hands_on == SP_YES && experience->in_us == SP_YES)
            months += experience->months;
    }
    return months;
}

static bool unsaid(const char *text)
{
    return !text || text[0] == '\0';
}

static bool no_experience(const struct sp_profile *profile)
{
    return profile->experiences == 0 && !profile->experience_said;
}

static bool no_limit(const struct sp_profile *profile)
{
    return profile->budget_cents < 0 && profile->most_applications < 0;
}

static bool no_letters(const struct sp_profile *profile)
{
    return profile->letters == 0 && !profile->letters_said;
}

static bool no_attempts(const struct sp_profile *profile)
{
    return profile->step2_known && profile->step2_ck.attempts == 0;
}

static bool img(const struct sp_profile *profile)
{
    return profile->type == SP_US_IMG || profile->type == SP_NON_US_IMG;
}

static bool no_ecfmg(const struct sp_profile *profile)
{
    return img(profile) && profile->ecfmg == SP_ECFMG_UNKNOWN;
}

static bool no_ties(const struct sp_profile *profile)
{
    return profile->ties == 0;
}

static bool no_divisions(const struct sp_profile *profile)
{
    return profile->divisions == 0;
}

static bool no_step1(const struct sp_profile *profile)
{
    return profile->step1.result == SP_EXAM_UNKNOWN && !profile->step1.scored;
}

static bool no_step3(const struct sp_profile *profile)
{
    return img(profile) && profile->step3.result == SP_EXAM_UNKNOWN
           && !profile->step3.scored;
}

static bool no_comlex(const struct sp_profile *profile)
{
    return profile->type == SP_US_DO && profile->comlex2.result == SP_EXAM_UNKNOWN
           && !profile->comlex2.scored;
}

static bool no_nationality(const struct sp_profile *profile)
{
    return profile->visa != SP_VISA_NONE && unsaid(profile->nationality);
}

static bool no_citizenship(const struct sp_profile *profile)
{
    return profile->type == SP_NON_US_IMG && profile->visa == SP_VISA_NONE
           && profile->citizenship == SP_CITIZENSHIP_UNKNOWN;
}

static bool no_research(const struct sp_profile *profile)
{
    return profile->research_months < 0;
}

static bool no_publications(const struct sp_profile *profile)
{
    return profile->publications < 0;
}

static bool no_preferences(const struct sp_profile *profile)
{
    const struct sp_preferences *preferences = &profile->preferences;
    return preferences->places == 0 && preferences->size == 0
           && preferences->fellowship == 0 && preferences->setting == 0
           && preferences->salary == 0 && preferences->call == 0;
}

static bool no_season(const struct sp_profile *profile)
{
    return profile->season == 0;
}

static const struct {
    bool (*missing)(const struct sp_profile *profile);
    struct sp_gap gap;
} gap_rules[] = {
    {no_experience,
     {"clinical_experience", "which programs' rules on US experience are met, and the "
                             "chance of an interview"}},
    {no_limit, {"budget_usd", "where the list stops: money, or max_applications"}},
    {no_attempts,
     {"step2_ck_details.attempts", "which programs' rules on failed attempts are met"}},
    {no_letters, {"letters", "which programs' rules on letters from the US are met"}},
    {no_ecfmg,
     {"ecfmg_status", "which programs that want the certificate in hand are open"}},
    {no_nationality,
     {"nationality", "whether a visa rule for one country applies; it enters no score"}},
    {no_citizenship,
     {"citizenship", "why no visa is needed: a green card, or another status"}},
    {no_ties, {"ties", "the chance of an interview in states you are tied to"}},
    {no_divisions,
     {"geographic_preferences", "the chance of an interview where you say you want to go"}},
    {no_step3, {"step3", "the chance of an interview; an H-1B visa needs it passed"}},
    {no_step1, {"step1", "which programs' rules on Step 1 and on attempts are met"}},
    {no_comlex, {"comlex_level2", "programs that read COMLEX instead of USMLE"}},
    {no_research,
     {"research_months", "how you compare in specialties that ask for research"}},
    {no_publications,
     {"publications", "how you compare in specialties that ask for research"}},
    {no_preferences,
     {"preferences", "the choice by what you would like, not by chance alone"}},
    {no_season, {"season", "fees, signals and dates; without it the next Match is meant"}},
};

int sp_profile_gaps(const struct sp_profile *profile, struct sp_gap *gaps, int room)
{
    int count = 0;
    for (size_t i = 0; i < sizeof gap_rules / sizeof *gap_rules; i++) {
        if (!gap_rules[i].missing(profile))
            continue;
        if (count < room)
            gaps[count] = gap_rules[i].gap;
        count++;
    }
    return count;
}
