/* profile_ask.c: the questions are a table; what concerns nobody of that kind is not asked.
 */
#include "profile_ask.h"

#include "error.h"
#include "profile.h"
#include "profile_draft.h"
#include "text_table.h"

#include <stdlib.h>
#include <string.h>

struct question {
    const char *field, *text, *why;
    const char *empty; /* what no answer means; NULL: one is needed */
    bool (*concerns)(const struct sp_profile *profile); /* NULL: everybody */
};

static bool img(const struct sp_profile *profile)
{
    return profile->type == SP_US_IMG || profile->type == SP_NON_US_IMG;
}

static bool osteopath(const struct sp_profile *profile)
{
    return profile->type == SP_US_DO;
}

static bool scored(const struct sp_profile *profile)
{
    return profile->step2_known;
}

static bool needs_visa(const struct sp_profile *profile)
{
    return profile->visa != SP_VISA_NONE;
}

static bool foreign_without_visa(const struct sp_profile *profile)
{
    return profile->type == SP_NON_US_IMG && profile->visa == SP_VISA_NONE;
}

static const struct question questions[] = {
    {"applicant_type",
     "Which are you: us_md, us_do (schools in the US), us_img (US citizen, school abroad) "
     "or "
     "non_us_img (school abroad, green card holders too)?",
     "programs fill their places with very different shares of the four, and the published "
     "rates are kept apart.",
     NULL, NULL},
    {"student", "Are you still in medical school? (yes or no)",
     "a graduation that lies ahead is then no slip of the pen.", "no", NULL},
    {"graduation_date", "When did you, or will you, graduate? (2023-06-30 or 2023-06)",
     "many programs look at the years since graduation, and some have a limit.", NULL,
     NULL},
    {"step2_ck", "What is your score in Step 2 CK? (a number, or: not yet)",
     "no other number moves the chance of an interview as much.", NULL, NULL},
    {"visa_need", "Which visa will you need for training: none, j1, h1b or either?",
     "a program that sponsors no such visa cannot take you.", NULL, NULL},
    {"specialties", "What do you want to train in? (one or several, with commas between)",
     "it says which programs to look at.", NULL, NULL},
    {"step2_ck_details.attempts", "How many times did you sit Step 2 CK?",
     "some programs count attempts.", "not known", scored},
    {"step1", "Step 1: result, day, attempts? (for example: passed, 2024-01-15, 1)",
     "some programs count attempts; hardly one reads an old score.", "not known", NULL},
    {"step3", "Step 3: result, day, attempts? (or: not_taken)",
     "an H-1B visa needs it passed, and it speaks for an older graduate.", "not known",
     img},
    {"comlex_level2", "COMLEX Level 2: result, day, attempts, score?",
     "some programs read it in place of Step 2 CK.", "not known", osteopath},
    {"ecfmg_status", "Your ECFMG certificate: none, in_progress or certified?",
     "some programs want it in hand when you apply.", "not known", img},
    {"citizenship", "Which citizenship do you hold: permanent_resident or other?",
     "programs will ask why no visa is needed.  It enters no score.", "not known",
     foreign_without_visa},
    {"nationality", "Which country's passport do you hold?",
     "visa rules exist for single countries.  It enters no score.", "not known",
     needs_visa},
    {"clinical_experience",
     "Clinical experience: kind, months, hands-on, in the US?  Several with ; between.  "
     "(For "
     "example: externship, 2, yes, yes; observership, 1, no, yes.  Or: none.  Kinds: "
     "elective, "
     "subinternship, externship, observership, shadowing, research, volunteering, "
     "telehealth)",
     "many programs want months in the US, and some count only the hands-on ones.",
     "not known", NULL},
    {"letters",
     "Letters: how many, from the US, specialty?  (For example: 2, yes, internal medicine; "
     "1, "
     "no.  Or: none)",
     "some programs want letters from the US.", "not known", NULL},
    {"research_months", "How many months of research?",
     "a few specialties ask for it; elsewhere it moves little.", "not known", NULL},
    {"publications", "How many publications, abstracts and presentations?",
     "as for research.", "not known", NULL},
    {"ties",
     "What ties you to a state: kind and state?  (For example: family, OH; school, NY.  "
     "Kinds: "
     "state, school, family, work.  Or: none)",
     "programs like applicants who are likely to come and to stay.", "not known", NULL},
    {"geographic_preferences",
     "Up to three census divisions for your ERAS geographic preference, with ; between?  "
     "(For example: Middle Atlantic; New England)",
     "where it agrees with the program, interviews are more frequent.", "none said", NULL},
    {"setting", "Your ERAS setting preference: urban, suburban or rural?",
     "it is shown to programs beside the divisions.", "none said", NULL},
    {"couple", "Do you enter the Match as a couple? (yes or no)",
     "two rank lists are then matched as one.", "no", NULL},
    {"red_flags",
     "Is there something an interviewer will ask about: failed_attempt, gap, leave, "
     "discipline, prior_residency_left?  (Several with commas between.  Or: none)",
     "so that it is prepared, and no program's rule is overlooked.", "not known", NULL},
    {"us_training_months", "How many months of US residency training have you done?",
     "public funding of a place depends on it.", "not known", NULL},
    {"languages", "In which languages can you see a patient?  (With commas between)",
     "some programs look for them.", "not known", NULL},
    {"budget_usd", "How many dollars may the applications cost at most?",
     "fees rise steeply with their number.",
     "no limit: the list stops where more adds little", NULL},
    {"max_applications", "How many applications will you send at most?",
     "each one takes care.", "no limit", NULL},
    {"hours", "How many hours can you give to applications?",
     "a list that cannot be worked through helps nobody.", "no limit", NULL},
    {"season", "In which year's Match do you take part? (for example 2027)",
     "fees, signals and deadlines are those of one season.", "the next one", NULL},
};

enum { QUESTIONS = sizeof questions / sizeof *questions };

static bool said(const struct profile_draft *draft, const char *field)
{
    char *value = profile_draft_value(draft, field);
    free(value);
    return value != NULL;
}

static int last_said(const struct profile_draft *draft)
{
    int last = -1;
    for (int i = 0; i < QUESTIONS; i++)
        if (said(draft, questions[i].field))
            last = i;
    return last;
}

static void put_question(const struct text_page *page, int number)
{
    const struct question *question = &questions[number];
    char line[400];
    snprintf(line, sizeof line, "%d of %d.  %s", number + 1, QUESTIONS, question->text);
    fputc('\n', page->out);
    text_wrap(page, 0, 4, line);
    snprintf(line, sizeof line, "Why: %s", question->why);
    text_wrap(page, 4, 4, line);
    snprintf(line, sizeof line, "No answer means: %s.",
             question->empty ? question->empty : "this one is needed");
    text_wrap(page, 4, 4, line);
}

/* The next line without its end and the spaces around; NULL at the end. */
static char *read_line(FILE *in, char **line, size_t *room)
{
    ssize_t length = getline(line, room, in);
    if (length < 0)
        return NULL;
    char *start = *line + strspn(*line, " \t\r\n");
    char *end = *line + length;
    while (end > start && strchr(" \t\r\n", end[-1]))
        end--;
    *end = '\0';
    return start;
}

enum reply { ANSWERED, LEFT, NOT_SAVED };

/* Asks until the answer is right. */
static enum reply ask_one(struct profile_draft *draft, int number, FILE *in,
                          const struct text_page *page, struct sp_error *error)
{
    const struct question *question = &questions[number];
    enum reply reply = LEFT;
    char *line = NULL;
    size_t room = 0;
    put_question(page, number);
    for (;;) {
        struct sp_error wrong = {0};
        fputs("> ", page->out);
        fflush(page->out);
        const char *text = read_line(in, &line, &room);
        if (!text || strcmp(text, "quit") == 0)
            break;
        if (!*text && !question->empty) {
            text_wrap(page, 4, 4,
                      "This one is needed; \"quit\" leaves, and keeps the rest.");
            continue;
        }
        if (*text && !profile_draft_set(draft, question->field, text, &wrong)) {
            text_wrap(page, 4, 4, wrong.text);
            continue;
        }
        reply = !*text || profile_draft_save(draft, error) ? ANSWERED : NOT_SAVED;
        break;
    }
    free(line);
    return reply;
}

static bool to_ask(const struct profile_draft *draft, int number, int last, bool *ask,
                   struct sp_error *error)
{
    const struct question *question = &questions[number];
    struct sp_profile profile;
    if (!profile_draft_read(draft, true, &profile, error))
        return false;
    *ask = !said(draft, question->field) && (number > last || !question->empty)
           && (!question->concerns || question->concerns(&profile));
    sp_profile_free(&profile);
    return true;
}

bool profile_ask(struct profile_draft *draft, FILE *in, const struct text_page *page,
                 bool *asked_all, struct sp_error *error)
{
    int last = last_said(draft);
    *asked_all = false;
    for (int i = 0; i < QUESTIONS; i++) {
        bool ask;
        if (!to_ask(draft, i, last, &ask, error))
            return false;
        if (!ask)
            continue;
        enum reply reply = ask_one(draft, i, in, page, error);
        if (reply != ANSWERED)
            return reply == LEFT;
    }
    *asked_all = true;
    return true;
}
