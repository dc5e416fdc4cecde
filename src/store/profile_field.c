/* profile_field.c: the table.
 *
 * A shape is a struct of profile.h; its rows say which key goes where.  The order of the
 * rows is the order of the keys in a written file.
 */
#include "profile_field.h"

#include "profile.h"
#include "specialty.h"

#include <stdio.h>
#include <string.h>

/* A place with its weight, as in struct sp_preferences. */
struct place {
    const char *state;
    double weight;
};
_Static_assert(sizeof(struct place) == sizeof *((struct sp_preferences *)0)->place,
               "struct place is the element of struct sp_preferences");

#define COUNT(array)     ((int)(sizeof(array) / sizeof *(array)))
#define OF(member)       offsetof(struct sp_profile, member)
#define OF_EXAM(member)  offsetof(struct sp_exam, member)
#define OF_STAY(member)  offsetof(struct sp_experience, member)
#define OF_LIKES(member) offsetof(struct sp_preferences, member)

static const char *const types[] = {"us_md", "us_do", "us_img", "non_us_img", NULL};
static const char *const visas[] = {"none", "j1", "h1b", "either", NULL};
static const char *const citizenships[] = {"", "us", "permanent_resident", "other", NULL};
static const char *const results[] = {"", "not_taken", "passed", "failed", NULL};
static const char *const certificates[] = {"", "none", "in_progress", "certified", NULL};
static const char *const settings[] = {"urban", "suburban", "rural", NULL};
static const char *const ties[] = {"state", "school", "family", "work", NULL};
static const char *const experiences[] = {"elective",     "subinternship", "externship",
                                          "observership", "shadowing",     "research",
                                          "volunteering", "telehealth",    NULL};
static const char *const flags[] = {"failed_attempt",       "gap", "leave", "discipline",
                                    "prior_residency_left", NULL};
static const char *const visits[] = {
    "", "b1", "b2", "esta", "f1", "j1_clinical", "j1_research", "h1b", "ead", NULL};
/* Keys of data/papers.csv that someone holds before a host is chosen. */
static const char *const papers[] = {"cv",
                                     "passport",
                                     "diploma",
                                     "transcript",
                                     "good_standing",
                                     "english",
                                     "immunisation",
                                     "influenza",
                                     "tb",
                                     "background",
                                     "drug",
                                     "hipaa",
                                     "osha",
                                     "malpractice",
                                     "health_insurance",
                                     "bls",
                                     "acls",
                                     "mask_fit",
                                     "funding",
                                     "pathway",
                                     "credentials",
                                     NULL};
_Static_assert(COUNT(types) == SP_APPLICANT_TYPES + 1, "a word for each type");
_Static_assert(COUNT(ties) == SP_TIE_KINDS + 1, "a word for each kind of tie");
_Static_assert(COUNT(experiences) == SP_EXPERIENCE_KINDS + 1, "a word for each kind");
_Static_assert(COUNT(flags) == SP_RED_FLAGS + 1, "a word for each flag");

static const struct profile_field wish_fields[] = {
    {.key = "name",
     .label = "Specialty",
     .help = "A specialty by its name, a usual short name or its three-digit NRMP code; "
             "letters in any case.",
     .kind = PROFILE_SPECIALTY,
     .at = offsetof(struct sp_wish, specialty),
     .required = true},
    {.key = "weight",
     .label = "How much it counts",
     .help = "How much a place there is worth beside the others.",
     .kind = PROFILE_NUMBER,
     .at = offsetof(struct sp_wish, weight),
     .low = 0.01,
     .high = 100,
     .quiet = true,
     .usual = 1},
};
static const struct sp_wish new_wish = {.specialty = "", .weight = 1};
static const struct profile_shape wish_shape = {
    wish_fields, COUNT(wish_fields), sizeof(struct sp_wish), &new_wish, true, true};

static const struct profile_field step_fields[] = {
    {.key = "result",
     .label = "Result",
     .help = "Not taken, or how the last sitting ended.",
     .kind = PROFILE_CHOICE,
     .at = OF_EXAM(result),
     .word = results},
    {.key = "date",
     .label = "Date of the last sitting",
     .help = "Day of the last sitting; not in the future.",
     .kind = PROFILE_DATE,
     .at = OF_EXAM(date)},
    {.key = "attempts",
     .label = "Number of sittings",
     .help = "Sittings so far, the passed one included.",
     .kind = PROFILE_INTEGER,
     .at = OF_EXAM(attempts),
     .low = 1,
     .high = 20},
    {.key = "score",
     .label = "Score",
     .help = "Three-digit score, where there is one.",
     .kind = PROFILE_INTEGER,
     .at = OF_EXAM(score),
     .low = 1,
     .high = 300,
     .flag_at = OF_EXAM(scored)},
};
static const struct profile_shape step_shape = {
    step_fields, COUNT(step_fields), sizeof(struct sp_exam), NULL, false, true};
/* The score of Step 2 CK stands at the top level. */
static const struct profile_shape details_shape = {
    step_fields, COUNT(step_fields) - 1, sizeof(struct sp_exam), NULL, false, true};

static const struct profile_field comlex_fields[] = {
    {.key = "result",
     .label = "Result",
     .help = "Not taken, or how the last sitting ended.",
     .kind = PROFILE_CHOICE,
     .at = OF_EXAM(result),
     .word = results},
    {.key = "date",
     .label = "Date of the last sitting",
     .help = "Day of the last sitting; not in the future.",
     .kind = PROFILE_DATE,
     .at = OF_EXAM(date)},
    {.key = "attempts",
     .label = "Number of sittings",
     .help = "Sittings so far, the passed one included.",
     .kind = PROFILE_INTEGER,
     .at = OF_EXAM(attempts),
     .low = 1,
     .high = 20},
    {.key = "score",
     .label = "Score",
     .help = "Three-digit score, where there is one.",
     .kind = PROFILE_INTEGER,
     .at = OF_EXAM(score),
     .low = 9,
     .high = 999,
     .flag_at = OF_EXAM(scored)},
};
static const struct profile_shape comlex_shape = {
    comlex_fields, COUNT(comlex_fields), sizeof(struct sp_exam), NULL, false, true};

static const struct profile_field experience_fields[] = {
    {.key = "kind",
     .label = "Kind",
     .help = "What it was. Shadowing and an observership are watching; an elective and a "
             "subinternship are for students.",
     .kind = PROFILE_CHOICE,
     .at = OF_STAY(kind),
     .word = experiences,
     .required = true},
    {.key = "months",
     .label = "Months",
     .help = "How long, in months.",
     .kind = PROFILE_NUMBER,
     .at = OF_STAY(months),
     .low = 0,
     .high = 240,
     .required = true},
    {.key = "hands_on",
     .label = "Hands-on",
     .help = "Whether you touched patients, wrote notes, presented cases.",
     .kind = PROFILE_ANSWER,
     .at = OF_STAY(hands_on)},
    {.key = "in_us",
     .label = "In the US",
     .help = "Whether it was in the US.",
     .kind = PROFILE_ANSWER,
     .at = OF_STAY(in_us)},
    {.key = "specialty",
     .label = "Specialty",
     .help = "A specialty by its name, a usual short name or its three-digit NRMP code; "
             "letters in any case.",
     .kind = PROFILE_SPECIALTY,
     .at = OF_STAY(specialty)},
    {.key = "institution",
     .label = "Institution code",
     .help = "Four-digit NRMP code of the institution, where it has one.",
     .kind = PROFILE_INSTITUTION,
     .at = OF_STAY(institution)},
    {.key = "last_date",
     .label = "Last day",
     .help = "Last day of it; may lie ahead.",
     .kind = PROFILE_DATE,
     .at = OF_STAY(last)},
};
static const struct sp_experience new_experience = {.specialty = "", .institution = ""};
static const struct profile_shape experience_shape = {experience_fields,
                                                      COUNT(experience_fields),
                                                      sizeof(struct sp_experience),
                                                      &new_experience,
                                                      false,
                                                      true};

static const struct profile_field letter_fields[] = {
    {.key = "count",
     .label = "How many",
     .help = "How many of this sort (usual: 1).",
     .kind = PROFILE_INTEGER,
     .at = offsetof(struct sp_letter, count),
     .low = 1,
     .high = 20},
    {.key = "from_us",
     .label = "From the US",
     .help = "Whether the writer works in the US.",
     .kind = PROFILE_ANSWER,
     .at = offsetof(struct sp_letter, from_us)},
    {.key = "specialty",
     .label = "Specialty",
     .help = "A specialty by its name, a usual short name or its three-digit NRMP code; "
             "letters in any case. Left out: a general letter.",
     .kind = PROFILE_SPECIALTY,
     .at = offsetof(struct sp_letter, specialty)},
};
static const struct sp_letter new_letter = {.specialty = "", .count = 1};
static const struct profile_shape letter_shape = {
    letter_fields, COUNT(letter_fields), sizeof(struct sp_letter), &new_letter, false,
    true};

static const struct profile_field paper_fields[] = {
    {.key = "item",
     .label = "Paper",
     .help = "Which one; english is a language test, immunisation the record with titers, "
             "pathway the accepted ECFMG Pathway, credentials the diploma and transcript "
             "verified by ECFMG.",
     .kind = PROFILE_WORD,
     .at = offsetof(struct sp_paper_held, item),
     .word = papers,
     .required = true},
    {.key = "have",
     .label = "You have it",
     .help = "Whether you have it (usual: yes).",
     .kind = PROFILE_ANSWER,
     .at = offsetof(struct sp_paper_held, have)},
    {.key = "issued",
     .label = "Issued",
     .help = "Day of issue, of the test or of the shot.",
     .kind = PROFILE_DATE,
     .at = offsetof(struct sp_paper_held, issued)},
    {.key = "until",
     .label = "Valid until",
     .help = "Last day on which it is valid, where it says one.",
     .kind = PROFILE_DATE,
     .at = offsetof(struct sp_paper_held, until)},
};
static const struct sp_paper_held new_paper = {.item = ""};
static const struct profile_shape paper_shape = {
    paper_fields, COUNT(paper_fields), sizeof(struct sp_paper_held), &new_paper, true,
    true};

#define OWN_COST(name, over, below, member)                                                \
    {                                                                                      \
        .key = name, .label = over, .help = below, .kind = PROFILE_DOLLARS,                \
        .at = offsetof(struct sp_own_costs, member), .low = 0, .high = 100000              \
    }
static const struct profile_field own_cost_fields[] = {
    OWN_COST("housing_month_usd", "Housing a month (US$)", "A month of housing.",
             housing_month_cents),
    OWN_COST("living_month_usd", "Food and transport a month (US$)",
             "A month of food and transport.", living_month_cents),
    OWN_COST("travel_usd", "Travel (US$)", "Travel there and back.", travel_cents),
    OWN_COST("insurance_usd", "Insurance (US$)", "All insurance for the stay.",
             insurance_cents),
    OWN_COST("visa_usd", "Visa (US$)", "Visa fees and the way to the consulate.",
             visa_cents),
};
static const struct profile_shape own_cost_shape = {own_cost_fields,
                                                    COUNT(own_cost_fields),
                                                    sizeof(struct sp_own_costs),
                                                    NULL,
                                                    false,
                                                    true};

static const struct profile_field tie_fields[] = {
    {.key = "kind",
     .label = "Kind of tie",
     .help = "You lived there (state), or school, family, work.",
     .kind = PROFILE_CHOICE,
     .at = offsetof(struct sp_tie, kind),
     .word = ties,
     .required = true},
    {.key = "state",
     .label = "State",
     .help = "A US state by its two letters or its name.",
     .kind = PROFILE_STATE,
     .at = offsetof(struct sp_tie, state),
     .required = true},
};
static const struct profile_shape tie_shape = {
    tie_fields, COUNT(tie_fields), sizeof(struct sp_tie), NULL, false, true};

static const struct profile_field place_fields[] = {
    {.key = "state",
     .label = "State",
     .help = "A US state by its two letters or its name.",
     .kind = PROFILE_STATE,
     .at = offsetof(struct place, state),
     .required = true},
    {.key = "weight",
     .label = "How much you would like it",
     .help = "How much you would like to be there.",
     .kind = PROFILE_NUMBER,
     .at = offsetof(struct place, weight),
     .low = 0,
     .high = 1,
     .required = true},
};
static const struct profile_shape place_shape = {
    place_fields, COUNT(place_fields), sizeof(struct place), NULL, false, true};

static const struct profile_field preferences_fields[] = {
    {.key = "place",
     .label = "States you would like",
     .help = "States you would like to be in.",
     .kind = PROFILE_LIST,
     .at = OF_LIKES(place),
     .count_at = OF_LIKES(places),
     .shape = &place_shape,
     .most = 60,
     .unique = true},
    {.key = "size",
     .label = "Size of the program",
     .help = "From -1 (small programs) to 1 (large ones); 0 does not matter.",
     .kind = PROFILE_NUMBER,
     .at = OF_LIKES(size),
     .low = -1,
     .high = 1,
     .quiet = true},
    {.key = "fellowship",
     .label = "Many specialties at the hospital",
     .help = "How much it matters that the institution trains many specialties.",
     .kind = PROFILE_NUMBER,
     .at = OF_LIKES(fellowship),
     .low = 0,
     .high = 1,
     .quiet = true},
    {.key = "setting",
     .label = "Setting",
     .help = "How much the setting named above matters. Kept, but it moves nothing while "
             "no table says it of programs.",
     .kind = PROFILE_NUMBER,
     .at = OF_LIKES(setting),
     .low = 0,
     .high = 1,
     .quiet = true},
    {.key = "salary",
     .label = "Salary",
     .help = "How much the salary matters. Kept, but it moves nothing while no table says "
             "it of programs.",
     .kind = PROFILE_NUMBER,
     .at = OF_LIKES(salary),
     .low = 0,
     .high = 1,
     .quiet = true},
    {.key = "call",
     .label = "Few nights on call",
     .help = "How much it matters to have few nights on call. Kept, but it moves nothing "
             "while no table says it of programs.",
     .kind = PROFILE_NUMBER,
     .at = OF_LIKES(call),
     .low = 0,
     .high = 1,
     .quiet = true},
};
static const struct profile_shape preferences_shape = {preferences_fields,
                                                       COUNT(preferences_fields),
                                                       sizeof(struct sp_preferences),
                                                       NULL,
                                                       false,
                                                       true};

/* A list of plain values: one field without a key, at the start of the element. */
#define BARE(name, value_kind, words, type)                                                \
    static const struct profile_field name##_field = {                                     \
        .key = "", .kind = value_kind, .word = words};                                     \
    static const struct profile_shape name##_shape = {&name##_field, 1,    sizeof(type),   \
                                                      NULL,          true, false}
BARE(language, PROFILE_TEXT, NULL, const char *);
BARE(division, PROFILE_DIVISION, NULL, const char *);
BARE(flag, PROFILE_CHOICE, flags, enum sp_red_flag);
BARE(track, PROFILE_TRACK, NULL, const char *);
BARE(ask, PROFILE_WORD, papers, const char *);

static const struct profile_field window_fields[] = {
    {.key = "from",
     .label = "First day",
     .help = "First free day.",
     .kind = PROFILE_DATE,
     .at = offsetof(struct sp_window, from),
     .required = true},
    {.key = "to",
     .label = "Last day",
     .help = "Last free day.",
     .kind = PROFILE_DATE,
     .at = offsetof(struct sp_window, to),
     .required = true},
};
static const struct profile_shape window_shape = {
    window_fields, COUNT(window_fields), sizeof(struct sp_window), NULL, false, true};

static const struct profile_field stay_fields[] = {
    {.key = "name",
     .label = "Name",
     .help = "The host, as you call it.",
     .kind = PROFILE_TEXT,
     .at = offsetof(struct sp_stay, name),
     .required = true},
    {.key = "from",
     .label = "First day",
     .help = "First day.",
     .kind = PROFILE_DATE,
     .at = offsetof(struct sp_stay, from),
     .required = true},
    {.key = "to",
     .label = "Last day",
     .help = "Last day.",
     .kind = PROFILE_DATE,
     .at = offsetof(struct sp_stay, to),
     .required = true},
    {.key = "kind",
     .label = "Kind",
     .help = "What it is.",
     .kind = PROFILE_CHOICE,
     .at = offsetof(struct sp_stay, kind),
     .word = experiences,
     .required = true},
    {.key = "asks",
     .label = "What the host asks for",
     .help = "What the host asks for. Left out: nobody knows; an empty list: nothing.",
     .kind = PROFILE_LIST,
     .at = offsetof(struct sp_stay, ask),
     .count_at = offsetof(struct sp_stay, asks),
     .flag_at = offsetof(struct sp_stay, asks_said),
     .shape = &ask_shape,
     .most = 40,
     .unique = true},
};
static const struct sp_stay new_stay = {.name = ""};
static const struct profile_shape stay_shape = {
    stay_fields, COUNT(stay_fields), sizeof(struct sp_stay), &new_stay, false, true};

static const struct profile_field fields[] = {
    {.key = "applicant_type",
     .label = "What kind of applicant you are",
     .help = "Who you are to the Match: graduate of a US MD school, of a US DO school, US "
             "citizen from a school abroad, or anyone else from a school abroad (green "
             "card holders too).",
     .kind = PROFILE_CHOICE,
     .at = OF(type),
     .word = types,
     .required = true,
     .sharpens = "which rates and rules apply"},
    {.key = "graduation_date",
     .label = "Graduation from medical school",
     .help =
         "Day or month of graduation from medical school. In the future only with student.",
     .kind = PROFILE_DATE,
     .at = OF(graduation),
     .required = true,
     .sharpens = "years since graduation"},
    {.key = "step2_ck",
     .label = "Step 2 CK score",
     .help = "Score of USMLE Step 2 CK, or null: no score yet.",
     .kind = PROFILE_INTEGER,
     .at = OF(step2),
     .low = 1,
     .high = 300,
     .flag_at = OF(step2_known),
     .required = true,
     .nullable = true,
     .sharpens = "the chance of an interview; null: no score yet"},
    {.key = "visa_need",
     .label = "Visa you need",
     .help = "The visa that you need for training: none, J-1, H-1B, or either of the two.",
     .kind = PROFILE_CHOICE,
     .at = OF(visa),
     .word = visas,
     .required = true,
     .sharpens = "which programs can take you"},
    {.key = "specialties",
     .label = "Specialties you want",
     .help = "What you want to train in. A weight says how much a place there is worth to "
             "you beside the others (usual: 1).",
     .kind = PROFILE_LIST,
     .at = OF(wish),
     .count_at = OF(wishes),
     .shape = &wish_shape,
     .least = 1,
     .most = 20,
     .unique = true,
     .required = true,
     .sharpens = "which programs to look at"},

    {.key = "student",
     .label = "Still a student",
     .help = "Still in medical school, so that the graduation may lie ahead (at most ten "
             "years).",
     .kind = PROFILE_TRUTH,
     .at = OF(student)},
    {.key = "citizenship",
     .label = "Citizenship",
     .help = "Citizenship apart from visa need: US, green card, or other. Programs ask for "
             "it; it enters no score.",
     .kind = PROFILE_CHOICE,
     .at = OF(citizenship),
     .word = citizenships},
    {.key = "nationality",
     .label = "Country of your passport",
     .help = "Country of the passport, in English. Read by visa rules for single countries "
             "only; it enters no score.",
     .kind = PROFILE_COUNTRY,
     .at = OF(nationality)},
    {.key = "step1",
     .label = "Step 1",
     .help = "USMLE Step 1.",
     .kind = PROFILE_OBJECT,
     .at = OF(step1),
     .shape = &step_shape},
    {.key = "step2_ck_details",
     .label = "Step 2 CK, more",
     .help = "More about USMLE Step 2 CK; the score stands in step2_ck.",
     .kind = PROFILE_OBJECT,
     .at = OF(step2_ck),
     .shape = &details_shape},
    {.key = "step3",
     .label = "Step 3",
     .help = "USMLE Step 3; needed for an H-1B visa.",
     .kind = PROFILE_OBJECT,
     .at = OF(step3),
     .shape = &step_shape},
    {.key = "comlex_level1",
     .label = "COMLEX Level 1",
     .help = "COMLEX-USA Level 1.",
     .kind = PROFILE_OBJECT,
     .at = OF(comlex1),
     .shape = &comlex_shape},
    {.key = "comlex_level2",
     .label = "COMLEX Level 2",
     .help = "COMLEX-USA Level 2-CE.",
     .kind = PROFILE_OBJECT,
     .at = OF(comlex2),
     .shape = &comlex_shape},
    {.key = "ecfmg_status",
     .label = "ECFMG certificate",
     .help = "The ECFMG certificate: no application yet, in progress, or certified.",
     .kind = PROFILE_CHOICE,
     .at = OF(ecfmg),
     .word = certificates},
    {.key = "clinical_experience",
     .label = "Clinical experience",
     .help = "Clinical experience, in the US and elsewhere. An empty list says: none.",
     .kind = PROFILE_LIST,
     .at = OF(experience),
     .count_at = OF(experiences),
     .flag_at = OF(experience_said),
     .shape = &experience_shape,
     .most = 50},
    {.key = "letters",
     .label = "Letters of recommendation",
     .help = "Letters of recommendation in hand or promised. An empty list says: none.",
     .kind = PROFILE_LIST,
     .at = OF(letter),
     .count_at = OF(letters),
     .flag_at = OF(letters_said),
     .shape = &letter_shape,
     .most = 20},
    {.key = "publications",
     .label = "Publications",
     .help = "Publications, abstracts and presentations, as ERAS counts them.",
     .kind = PROFILE_INTEGER,
     .at = OF(publications),
     .low = 0,
     .high = 2000},
    {.key = "research_months",
     .label = "Months of research",
     .help = "Months of research, full time.",
     .kind = PROFILE_INTEGER,
     .at = OF(research_months),
     .low = 0,
     .high = 600},
    {.key = "languages",
     .label = "Languages",
     .help = "Languages that you can see a patient in.",
     .kind = PROFILE_LIST,
     .at = OF(language),
     .count_at = OF(languages),
     .shape = &language_shape,
     .most = 30,
     .unique = true},
    {.key = "ties",
     .label = "Ties to states",
     .help = "What ties you to a state: you lived there, went to school there, have family "
             "there, or worked there.",
     .kind = PROFILE_LIST,
     .at = OF(tie),
     .count_at = OF(ties),
     .shape = &tie_shape,
     .most = 60},
    {.key = "geographic_preferences",
     .label = "Regions you prefer (ERAS)",
     .help = "ERAS geographic preferences: at most three census divisions.",
     .kind = PROFILE_LIST,
     .at = OF(division),
     .count_at = OF(divisions),
     .shape = &division_shape,
     .most = 3,
     .unique = true},
    {.key = "setting",
     .label = "Setting you prefer (ERAS)",
     .help = "ERAS setting preference.",
     .kind = PROFILE_WORD,
     .at = OF(setting),
     .word = settings},
    {.key = "couple",
     .label = "You match as a couple",
     .help = "You enter the Match as a couple.",
     .kind = PROFILE_TRUTH,
     .at = OF(couple)},
    {.key = "red_flags",
     .label = "What they will ask about",
     .help = "What an interviewer will ask about: a failed attempt, a gap, a leave, a "
             "disciplinary matter, a residency left before.",
     .kind = PROFILE_LIST,
     .at = OF(red_flag),
     .count_at = OF(red_flags),
     .shape = &flag_shape,
     .most = SP_RED_FLAGS,
     .unique = true},
    {.key = "us_training_months",
     .label = "Months of US training",
     .help = "Months of US residency or fellowship training done before.",
     .kind = PROFILE_INTEGER,
     .at = OF(gme_months),
     .low = 0,
     .high = 240},
    {.key = "visa_held",
     .label = "Visa you hold now",
     .help = "The visa or permit that you hold now, for stays at a host: for visits (b1, "
             "b2, esta), study, exchange, work. Read by visa rules only.",
     .kind = PROFILE_CHOICE,
     .at = OF(visa_held),
     .word = visits},
    {.key = "visa_until",
     .label = "That visa ends",
     .help = "Last day on which that visa can be used.",
     .kind = PROFILE_DATE,
     .at = OF(visa_until)},
    {.key = "papers",
     .label = "Papers you have",
     .help =
         "Papers, cards, tests and insurances that hosts ask for, as far as you have them.",
     .kind = PROFILE_LIST,
     .at = OF(paper),
     .count_at = OF(papers),
     .shape = &paper_shape,
     .most = 60,
     .unique = true},
    {.key = "stay_costs",
     .label = "Your own cost figures",
     .help = "Your own figures for a stay at a host, in place of the estimates.",
     .kind = PROFILE_OBJECT,
     .at = OF(own_costs),
     .shape = &own_cost_shape},
    {.key = "free_windows",
     .label = "When you are free",
     .help = "Times in which you are free to be in the US: no school, no exams.",
     .kind = PROFILE_LIST,
     .at = OF(window),
     .count_at = OF(windows),
     .shape = &window_shape,
     .most = 24},
    {.key = "planned_stays",
     .label = "Stays you plan",
     .help = "Clinical experience in the US that is agreed or hoped for.",
     .kind = PROFILE_LIST,
     .at = OF(stay),
     .count_at = OF(stays),
     .shape = &stay_shape,
     .most = 24},
    {.key = "experience_budget_usd",
     .label = "Money for experience (US$)",
     .help = "Most that clinical experience may cost, in US dollars.",
     .kind = PROFILE_DOLLARS,
     .at = OF(experience_cents),
     .low = 0,
     .high = 1000000},
    {.key = "budget_usd",
     .label = "Money for applications (US$)",
     .help = "Most that applications may cost, in US dollars; interviews and travel apart.",
     .kind = PROFILE_DOLLARS,
     .at = OF(budget_cents),
     .low = 0,
     .high = 1000000},
    {.key = "max_applications",
     .label = "Most applications",
     .help = "Most applications to send.",
     .kind = PROFILE_INTEGER,
     .at = OF(most_applications),
     .low = 0,
     .high = 10000},
    {.key = "hours",
     .label = "Hours for applications",
     .help = "Hours that you can give to applications.",
     .kind = PROFILE_NUMBER,
     .at = OF(hours),
     .low = 0,
     .high = 10000},
    {.key = "preferences",
     .label = "What you would like",
     .help =
         "What you would like, used for the best expected place only, never for a chance.",
     .kind = PROFILE_OBJECT,
     .at = OF(preferences),
     .shape = &preferences_shape},
    {.key = "pinned",
     .label = "Programs that must be in",
     .help = "NRMP codes of programs that must be in the list, whatever they are worth.",
     .kind = PROFILE_LIST,
     .at = OF(pinned),
     .count_at = OF(pins),
     .shape = &track_shape,
     .most = 500,
     .unique = true},
    {.key = "excluded",
     .label = "Programs to leave out",
     .help = "NRMP codes of programs that must stay out.",
     .kind = PROFILE_LIST,
     .at = OF(excluded),
     .count_at = OF(exclusions),
     .shape = &track_shape,
     .most = 8000,
     .unique = true},
    {.key = "season",
     .label = "Year of the Match",
     .help = "Year of the Match; left out: the next one.",
     .kind = PROFILE_INTEGER,
     .at = OF(season),
     .low = 2021,
     .high = 2100},
};

const struct profile_shape profile_shape = {
    fields, COUNT(fields), sizeof(struct sp_profile), NULL, false, true};

const struct profile_field *profile_field_find(const struct profile_shape *shape,
                                               const char *key, size_t length)
{
    for (int i = 0; i < shape->fields; i++) {
        const char *known = shape->field[i].key;
        if (strlen(known) == length && strncmp(known, key, length) == 0)
            return &shape->field[i];
    }
    return NULL;
}

const char *profile_field_nearest(const struct profile_shape *shape, const char *key)
{
    const char *nearest = NULL;
    int least = (int)strlen(key) / 2 + 1;
    for (int i = 0; i < shape->fields; i++) {
        int edits = sp_edit_distance(shape->field[i].key, key);
        if (edits < least) {
            least = edits;
            nearest = shape->field[i].key;
        }
    }
    return nearest;
}

/* "one of us_md, us_do, us_img, non_us_img". */
static void write_words(const char *const *word, char *out, size_t room)
{
    size_t used = (size_t)snprintf(out, room, "one of ");
    const char *between = "";
    for (; *word && used < room; word++) {
        if (!**word)
            continue;
        used += (size_t)snprintf(out + used, room - used, "%s\"%s\"", between, *word);
        between = ", ";
    }
}

void profile_field_allowed(const struct profile_field *field, char *out, size_t room)
{
    static const char *const texts[] = {
        [PROFILE_TRUTH] = "true or false",
        [PROFILE_ANSWER] = "true or false; leave it out when not known",
        [PROFILE_TEXT] = "a text of 1 to 60 bytes on one line",
        [PROFILE_COUNTRY] = "the name of a country in English",
        [PROFILE_DATE] = "a date such as \"2027-07-01\" or \"2027-07\"",
        [PROFILE_SPECIALTY] = "the name of a specialty, as text",
        [PROFILE_STATE] = "a state such as \"OH\"",
        [PROFILE_DIVISION] = "the name of a census division",
        [PROFILE_TRACK] = "an NRMP program code such as \"1234140C0\"",
        [PROFILE_INSTITUTION] = "the four digits of an NRMP institution code, as text",
        [PROFILE_OBJECT] = "an object in { }",
    };
    switch (field->kind) {
    case PROFILE_INTEGER:
        snprintf(out, room, "a whole number from %.0f to %.0f%s", field->low, field->high,
                 field->nullable ? ", or null for not yet" : "");
        return;
    case PROFILE_NUMBER:
        snprintf(out, room, "a number from %g to %g", field->low, field->high);
        return;
    case PROFILE_DOLLARS:
        snprintf(out, room, "dollars from %.0f to %.0f", field->low, field->high);
        return;
    case PROFILE_CHOICE:
    case PROFILE_WORD:
        write_words(field->word, out, room);
        return;
    case PROFILE_LIST:
        snprintf(out, room, "a list in [ ] of %d to %d", field->least, field->most);
        return;
    default:
        snprintf(out, room, "%s", texts[field->kind]);
    }
}

static void name_fields(const struct profile_shape *shape, const char *outer,
                        struct profile_field_name *names, int room, int *count)
{
    for (int i = 0; i < shape->fields; i++) {
        const struct profile_field *field = &shape->field[i];
        struct profile_field_name name = {.field = field};
        if (!*field->key)
            continue;
        snprintf(name.path, sizeof name.path, "%s%s%s", outer, *outer ? "." : "",
                 field->key);
        if (*count < room)
            names[*count] = name;
        (*count)++;
        if (!field->shape)
            continue;
        char inner[sizeof name.path + 2];
        snprintf(inner, sizeof inner, "%s%s", name.path,
                 field->kind == PROFILE_LIST ? "[]" : "");
        name_fields(field->shape, inner, names, room, count);
    }
}

int profile_field_names(struct profile_field_name *names, int room)
{
    int count = 0;
    name_fields(&profile_shape, "", names, room, &count);
    return count;
}
