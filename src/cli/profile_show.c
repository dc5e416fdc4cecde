/* profile_show.c: one sentence a fact, gathered in a buffer that is wrapped at its end. */
#include "profile_show.h"

#include "profile.h"
#include "profile_file.h"
#include "text_table.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LINE_BYTES = 2000, FACT_BYTES = 400 };

/* A paragraph being made; a very long list goes out in several. */
struct line {
    const struct text_page *page;
    char text[LINE_BYTES];
    bool said; /* something, in this section */
};

static void end_line(struct line *line)
{
    size_t used = strlen(line->text);
    if (used > 0 && line->text[used - 1] == ' ')
        line->text[used - 1] = '\0';
    if (used > 0)
        text_wrap(line->page, 2, 4, line->text);
    line->said |= used > 0;
    line->text[0] = '\0';
}

/* The full stop of a list, if there was one. */
static void end_list(struct line *line, int elements)
{
    size_t used = strlen(line->text);
    if (elements > 0 && used + 1 < sizeof line->text)
        memcpy(line->text + used, ".", 2);
    end_line(line);
}

__attribute__((format(printf, 2, 3))) static void say(struct line *line, const char *format,
                                                      ...)
{
    if (strlen(line->text) > LINE_BYTES - FACT_BYTES)
        end_line(line);
    size_t used = strlen(line->text);
    va_list args;
    va_start(args, format);
    vsnprintf(line->text + used, sizeof line->text - used, format, args);
    va_end(args);
}

static const char *specialty_name(const struct profile_words *words, const char *code)
{
    int place = sp_specialty_find(words->specialties, code);
    return place < 0 ? code : words->specialties->at[place].name;
}

static void say_date(struct line *line, const char *before, struct sp_date date)
{
    char day[11];
    sp_date_write(date, day);
    if (*day)
        say(line, "%s%s", before, day);
}

static void show_person(struct line *line, const struct sp_profile *profile)
{
    static const char *const types[] = {
        "Graduate of a US MD school", "Graduate of a US DO school",
        "US citizen from a medical school abroad (US IMG)",
        "From a medical school abroad, no US citizen (non-US IMG)"};
    static const char *const visas[] = {"needs no visa", "needs a J-1 visa",
                                        "needs an H-1B visa",
                                        "needs a visa, J-1 or H-1B alike"};
    static const char *const citizenships[] = {"", ", US citizen",
                                               ", permanent resident of the US",
                                               ", citizen of another country"};
    static const char *const certificates[] = {"", "ECFMG certificate: not begun",
                                               "ECFMG certificate: in progress",
                                               "ECFMG certified"};
    say(line, "%s, %s%s.", types[profile->type], visas[profile->visa],
        profile->type == SP_US_IMG ? "" : citizenships[profile->citizenship]);
    end_line(line);
    say_date(line, profile->student ? "Student, graduates on " : "Graduated on ",
             profile->graduation);
    int years = profile->season ? sp_profile_years_out(profile, profile->season) : 0;
    if (years > 0)
        say(line, "; %d year%s out on 1 July %d", years, years == 1 ? "" : "s",
            profile->season);
    say(line, ".");
    end_line(line);
    if (profile->ecfmg) {
        say(line, "%s.", certificates[profile->ecfmg]);
        end_line(line);
    }
    if (profile->nationality[0]) {
        say(line, "Passport: %s (for visa rules only).", profile->nationality);
        end_line(line);
    }
}

static void show_exam(struct line *line, const char *name, const struct sp_exam *exam)
{
    static const char *const results[] = {"", ", not taken", ", passed", ", failed"};
    if (!exam->result && !exam->scored && !exam->attempts && !sp_date_known(exam->date))
        return;
    say(line, "%s%s", name, results[exam->result]);
    if (exam->scored)
        say(line, ", score %d", exam->score);
    say_date(line, ", sat ", exam->date);
    if (exam->attempts > 0)
        say(line, ", %d attempt%s", exam->attempts, exam->attempts == 1 ? "" : "s");
    say(line, ".");
    end_line(line);
}

static void show_exams(struct line *line, const struct sp_profile *profile)
{
    show_exam(line, "Step 1", &profile->step1);
    show_exam(line, "Step 2 CK", &profile->step2_ck);
    if (!profile->step2_known) {
        say(line, "Step 2 CK: no score yet.");
        end_line(line);
    }
    show_exam(line, "Step 3", &profile->step3);
    show_exam(line, "COMLEX Level 1", &profile->comlex1);
    show_exam(line, "COMLEX Level 2", &profile->comlex2);
}

static void show_wishes(struct line *line, const struct sp_profile *profile,
                        const struct profile_words *words)
{
    for (int i = 0; i < profile->wishes; i++) {
        say(line, "%s%s", i ? ", " : "", specialty_name(words, profile->wish[i].specialty));
        if (profile->wish[i].weight != 1)
            say(line, " (weight %g)", profile->wish[i].weight);
    }
    if (profile->season)
        say(line, ", in the Match of %d", profile->season);
    say(line, ".");
    end_line(line);
    if (profile->couple) {
        say(line, "As a couple.");
        end_line(line);
    }
    for (int i = 0; i < profile->preferences.places; i++)
        say(line, "%s%s (%g)", i ? ", " : "Would like to be in ",
            profile->preferences.place[i].state, profile->preferences.place[i].weight);
    end_list(line, profile->preferences.places);
    if (profile->preferences.size != 0 || profile->preferences.fellowship != 0) {
        say(line,
            "Size of program: %g from small (-1) to large (1); many specialties beside: "
            "%g of 1.",
            profile->preferences.size, profile->preferences.fellowship);
        end_line(line);
    }
    if (profile->preferences.setting != 0 || profile->preferences.salary != 0
        || profile->preferences.call != 0) {
        say(line, "Setting %g, salary %g, call %g of 1: kept for when programs say them.",
            profile->preferences.setting, profile->preferences.salary,
            profile->preferences.call);
        end_line(line);
    }
}

static void show_experience(struct line *line, const struct sp_profile *profile,
                            const struct profile_words *words)
{
    static const char *const kinds[] = {"elective",     "subinternship", "externship",
                                        "observership", "shadowing",     "research",
                                        "volunteering", "telehealth"};
    static const char *const hands[] = {"", ", hands-on", ", not hands-on"};
    static const char *const where[] = {"", ", in the US", ", outside the US"};
    if (profile->experiences == 0 && profile->experience_said)
        say(line, "No clinical experience.");
    end_line(line);
    for (int i = 0; i < profile->experiences; i++) {
        const struct sp_experience *stay = &profile->experience[i];
        say(line, "%g month%s of %s", stay->months, stay->months == 1 ? "" : "s",
            kinds[stay->kind]);
        if (stay->specialty[0])
            say(line, " in %s", specialty_name(words, stay->specialty));
        say(line, "%s%s", hands[stay->hands_on], where[stay->in_us]);
        say_date(line, ", until ", stay->last);
        say(line, ".");
        end_line(line);
    }
    if (profile->experiences > 0) {
        say(line, "Hands-on in the US: %g months in all.",
            sp_profile_hands_on_months(profile));
        end_line(line);
    }
}

static void show_letters(struct line *line, const struct sp_profile *profile,
                         const struct profile_words *words)
{
    static const char *const from[] = {"", " from the US", " from outside the US"};
    if (profile->letters == 0 && profile->letters_said)
        say(line, "No letters yet.");
    end_line(line);
    for (int i = 0; i < profile->letters; i++) {
        const struct sp_letter *letter = &profile->letter[i];
        say(line, "%d letter%s%s", letter->count, letter->count == 1 ? "" : "s",
            from[letter->from_us]);
        if (letter->specialty[0])
            say(line, " in %s", specialty_name(words, letter->specialty));
        say(line, ".");
        end_line(line);
    }
}

static void show_work(struct line *line, const struct sp_profile *profile)
{
    if (profile->research_months >= 0)
        say(line, "%d months of research. ", profile->research_months);
    if (profile->publications >= 0)
        say(line, "%d publications. ", profile->publications);
    if (profile->gme_months >= 0)
        say(line, "%d months of US residency training.", profile->gme_months);
    end_line(line);
    for (int i = 0; i < profile->languages; i++)
        say(line, "%s%s", i ? ", " : "Speaks with patients in ", profile->language[i]);
    end_list(line, profile->languages);
}

/* What is at hand for stays at a host. */
static void show_stays(struct line *line, const struct sp_profile *profile)
{
    static const char *const visas[] = {"",
                                        "B-1",
                                        "B-2",
                                        "ESTA",
                                        "F-1",
                                        "J-1 for training",
                                        "J-1 for research",
                                        "H-1B",
                                        "a work permit (EAD)"};
    char until[11];
    if (profile->visa_held != SP_VISIT_UNKNOWN && profile->visa_held < SP_VISIT_LPR) {
        sp_date_write(profile->visa_until, until);
        say(line, "Holds %s%s%s.", visas[profile->visa_held], *until ? " until " : "",
            until);
        end_line(line);
    }
    int listed = 0;
    for (int i = 0; i < profile->papers; i++) {
        const struct sp_paper_held *paper = &profile->paper[i];
        if (paper->have == SP_NO)
            continue;
        sp_date_write(paper->until, until);
        say(line, "%s%s%s%s", listed++ ? ", " : "Papers: ", paper->item,
            *until ? " until " : "", until);
    }
    end_list(line, listed);
}

static void say_days(struct line *line, struct sp_date from, struct sp_date to)
{
    say_date(line, " ", from);
    say_date(line, " to ", to);
}

static void show_plans(struct line *line, const struct sp_profile *profile)
{
    for (int i = 0; i < profile->windows; i++) {
        say(line, "%s", i ? "," : "Free");
        say_days(line, profile->window[i].from, profile->window[i].to);
    }
    end_list(line, profile->windows);
    for (int i = 0; i < profile->stays; i++) {
        say(line, "Stay planned: %s,", profile->stay[i].name);
        say_days(line, profile->stay[i].from, profile->stay[i].to);
        end_list(line, 1);
    }
}

static void show_places(struct line *line, const struct sp_profile *profile)
{
    static const char *const kinds[] = {"lived there", "school", "family", "work"};
    for (int i = 0; i < profile->ties; i++)
        say(line, "%s%s (%s)", i ? ", " : "Ties to ", profile->tie[i].state,
            kinds[profile->tie[i].kind]);
    end_list(line, profile->ties);
    for (int i = 0; i < profile->divisions; i++)
        say(line, "%s%s", i ? ", " : "Geographic preference: ", profile->division[i]);
    end_list(line, profile->divisions);
    if (profile->setting[0])
        say(line, "Setting: %s.", profile->setting);
    end_line(line);
}

static void show_flags(struct line *line, const struct sp_profile *profile)
{
    static const char *const words[] = {"a failed attempt", "a gap", "a leave",
                                        "a disciplinary matter", "a residency left before"};
    for (int i = 0; i < profile->red_flags; i++)
        say(line, "%s%s", i ? ", " : "To be ready for questions on ",
            words[profile->red_flag[i]]);
    end_list(line, profile->red_flags);
}

static void show_limits(struct line *line, const struct sp_profile *profile)
{
    if (profile->experience_cents >= 0)
        say(line, "At most %.2f dollars for clinical experience.",
            (double)profile->experience_cents / 100);
    end_line(line);
    if (profile->budget_cents >= 0)
        say(line, "At most %.2f dollars. ", (double)profile->budget_cents / 100);
    if (profile->most_applications >= 0)
        say(line, "At most %d applications. ", profile->most_applications);
    if (profile->hours >= 0)
        say(line, "At most %g hours.", profile->hours);
    end_line(line);
    for (int i = 0; i < profile->pins; i++)
        say(line, "%s%s",
            i ? ", " : "In the list whatever they are worth: ", profile->pinned[i]);
    end_list(line, profile->pins);
    for (int i = 0; i < profile->exclusions; i++)
        say(line, "%s%s", i ? ", " : "Not in the list: ", profile->excluded[i]);
    end_list(line, profile->exclusions);
}

static void begin_section(struct line *line, const char *title)
{
    text_heading(line->page, title);
    line->said = false;
}

static void end_section(struct line *line)
{
    if (!line->said)
        text_wrap(line->page, 2, 4, "Nothing said.");
}

void profile_show(const struct sp_profile *profile, const struct profile_words *words,
                  const struct text_page *page)
{
    struct line line = {.page = page};
    begin_section(&line, "Who");
    show_person(&line, profile);
    begin_section(&line, "Exams");
    show_exams(&line, profile);
    begin_section(&line, "Wanted");
    show_wishes(&line, profile, words);
    show_places(&line, profile);
    begin_section(&line, "Experience");
    show_experience(&line, profile, words);
    show_letters(&line, profile, words);
    show_work(&line, profile);
    show_stays(&line, profile);
    show_plans(&line, profile);
    show_flags(&line, profile);
    end_section(&line);
    begin_section(&line, "Limits");
    show_limits(&line, profile);
    end_section(&line);
}
