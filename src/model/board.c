/* board.c: one row after the other, each judged from what the profile says.
 *
 * A row of data/certificates.csv says what is needed and by which event; the profile says
 * what is there; papers.csv says how long it holds and takes.  Rows of a stay are asked for
 * by the host (yes, no, nobody said) or by law (passport and visa of a visitor).
 */
#include "board.h"

#include "eligibility.h"
#include "error.h"
#include "visit.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MATCH_ROWS = 16, STAY_ROWS = 40, WEEK = 7, MONTHS_OF_A_YEAR = 12 };

struct work {
    const struct sp_profile *profile;
    const struct sp_board_facts *facts;
    struct sp_board *board;
    bool starved;
};

/* ---- words and small questions ------------------------------------------------- */

const char *sp_standing_name(enum sp_standing standing)
{
    static const char *const names[] = {"stands", "not said", "to get", "runs out",
                                        "barred"};
    return names[standing];
}

const char *sp_scope_name(enum sp_scope scope)
{
    static const char *const names[] = {"match", "training", "stay"};
    return names[scope];
}

static const char *keep(struct work *work, const char *text)
{
    if (!text)
        work->starved = true;
    return text ? text : "";
}

#define SAY(work, ...) keep(work, sp_arena_format(&(work)->board->text, __VA_ARGS__))

static bool before(struct sp_date a, struct sp_date b)
{
    return sp_date_known(a) && sp_date_known(b) && sp_date_days(a) < sp_date_days(b);
}

static const char *day(struct work *work, struct sp_date date)
{
    char text[SP_DATE_SAID];
    sp_date_say(date, text);
    return SAY(work, "%s", text);
}

/* "bls/2027-03-01": the same over days and runs. */
static const char *stay_id(struct work *work, const char *item, struct sp_date from)
{
    char text[11];
    sp_date_write(from, text);
    return SAY(work, "%s/%s", item, text);
}

static bool is_img(const struct sp_profile *profile)
{
    return profile->type == SP_US_IMG || profile->type == SP_NON_US_IMG;
}

/* Whether someone needs a passport and a visa to come. */
static bool is_visitor(const struct sp_profile *profile)
{
    return profile->type == SP_NON_US_IMG && profile->citizenship != SP_CITIZENSHIP_US
           && profile->citizenship != SP_CITIZENSHIP_PERMANENT_RESIDENT
           && profile->visa_held != SP_VISIT_LPR && profile->visa_held != SP_VISIT_CITIZEN;
}

static bool is_student(const struct work *work)
{
    return work->profile->student && before(work->facts->today, work->profile->graduation);
}

/* Yes, no, or (for H-1B when either visa would do) depends. */
static enum sp_answer needed_for(const struct work *work, const char *who)
{
    const struct sp_profile *profile = work->profile;
    if (strcmp(who, "img") == 0)
        return is_img(profile) ? SP_YES : SP_NO;
    if (strcmp(who, "h1b") == 0)
        return profile->visa == SP_VISA_H1B      ? SP_YES
               : profile->visa == SP_VISA_EITHER ? SP_UNKNOWN
                                                 : SP_NO;
    if (strcmp(who, "visitor") == 0)
        return is_visitor(profile) ? SP_YES : SP_NO;
    if (strcmp(who, "student") == 0)
        return is_student(work) ? SP_YES : SP_NO;
    return SP_YES;
}

static const struct sp_paper *find_paper(const struct work *work, const char *item)
{
    return sp_openings_paper(work->facts->openings, item);
}

/* What the person has: the one that holds longest. */
struct held {
    bool said, have;
    struct sp_date issued, until;
    bool by_rule;
};

static struct held find_held(const struct work *work, const char *item)
{
    struct held held = {0};
    const struct sp_paper *paper = find_paper(work, item);
    for (int i = 0; i < work->profile->papers; i++) {
        const struct sp_paper_held *own = &work->profile->paper[i];
        if (strcmp(own->item, item) != 0)
            continue;
        held.said = true;
        if (own->have == SP_NO)
            continue;
        bool by_rule = !sp_date_known(own->until);
        struct sp_date until = sp_eligibility_valid_until(own, paper);
        if (held.have && !before(held.until, until))
            continue;
        held =
            (struct held){true, true, own->issued, until, by_rule && sp_date_known(until)};
    }
    return held;
}

/* ---- a row ------------------------------------------------------------------------ */

/* With a capital letter, as labels of rows have it. */
static const char *begin_sentence(struct work *work, const char *label)
{
    const char *text = SAY(work, "%c%s", toupper((unsigned char)*label), label + 1);
    return *label ? text : label;
}

static struct sp_board_item *add(struct work *work, const char *id, const char *item,
                                 const struct sp_certificate *rule)
{
    struct sp_board *board = work->board;
    const struct sp_paper *paper = find_paper(work, item);
    struct sp_board_item *row = &board->item[board->items++];
    *row = (struct sp_board_item){
        .id = id,
        .item = item,
        .label = rule    ? rule->label
                 : paper ? begin_sentence(work, paper->label)
                         : item,
        .scope = rule ? rule->scope : SP_FOR_STAY,
        .stay = -1,
        .asked = SP_YES,
        .standing = SP_UNSAID,
        .time_et = "",
        .lead_low_days = paper && paper->lead_low >= 0 ? (int)(paper->lead_low * WEEK) : -1,
        .lead_high_days =
            paper && paper->lead_high >= 0 ? (int)(paper->lead_high * WEEK) : -1,
        .lead_certainty = paper ? paper->certainty : "",
        .why = "",
        .proof = rule ? rule->proof : "",
        .rule = rule ? rule->rule : "",
        .certainty = rule    ? rule->certainty
                     : paper ? paper->certainty
                             : "",
        .origin = rule    ? rule->origin
                  : paper ? paper->origin
                          : (struct sp_origin){"", ""},
    };
    return row;
}

static void set_event(const struct work *work, struct sp_board_item *row, const char *event)
{
    const struct sp_season *season = work->facts->season;
    for (int i = 0; *event && i < season->events; i++)
        if (strcmp(season->event[i].event, event) == 0) {
            row->needed_by = season->event[i].date;
            row->time_et = season->event[i].time_et;
            row->projected = season->event[i].projected;
        }
}

/* It has to hold up to the day of that event. */
static void hold_until(const struct work *work, struct sp_board_item *row,
                       const char *event)
{
    const struct sp_season *season = work->facts->season;
    for (int i = 0; i < season->events; i++)
        if (strcmp(season->event[i].event, event) == 0) {
            row->needed_until = season->event[i].date;
            row->projected |= season->event[i].projected;
        }
}

/* What it costs to get what is not there. */
static void set_price(const struct work *work, struct sp_board_item *row, const char *fees)
{
    const struct sp_season *season = work->facts->season;
    for (int i = 0; row->standing != SP_STANDS && i < season->fees; i++)
        if (sp_certificate_listed(fees, season->fee[i].item)) {
            row->priced = true;
            row->cost_cents += season->fee[i].cents;
        }
}

static void stand(struct sp_board_item *row, enum sp_standing standing, const char *why,
                  const char *next)
{
    row->standing = standing;
    row->why = why;
    row->next = next;
}

/* From what the profile says about the paper: there, and long enough? */
static void judge_paper(struct work *work, struct sp_board_item *row)
{
    const struct sp_paper *paper = find_paper(work, row->item);
    struct held held = find_held(work, row->item);
    row->valid_until = held.until;
    row->by_rule = held.by_rule;
    const char *get = paper && *paper->what_to_do
                          ? paper->what_to_do
                          : SAY(work, "Get it; what shows it: %s.", row->proof);
    if (!held.said)
        stand(row, SP_UNSAID, "Nobody has said whether you have it.", get);
    else if (!held.have)
        stand(row, SP_TO_GET, "You do not have it yet.", get);
    else if (sp_date_known(row->needed_until) && !sp_date_known(held.until) && paper
             && paper->valid_months > 0)
        stand(row, SP_UNSAID, "You have it, but nobody has said until when it holds.",
              "Enter the day of issue, or the last day it is valid.");
    else if (before(held.until, row->needed_until))
        stand(row, SP_RUNS_OUT,
              SAY(work, "It runs out on %s and has to hold until %s.",
                  day(work, held.until), day(work, row->needed_until)),
              SAY(work, "Renew it before %s.", day(work, held.until)));
    else
        stand(row, SP_STANDS,
              sp_date_known(held.until)
                  ? SAY(work, "It holds until %s%s.", day(work, held.until),
                        held.by_rule ? " by the rule" : "")
                  : "You have it.",
              NULL);
}

/* ---- the Match and training ------------------------------------------------------ */

static void judge_exam(struct work *work, struct sp_board_item *row,
                       const struct sp_exam *exam, const char *name, int pass)
{
    char score[40] = "";
    if (exam->scored)
        snprintf(score, sizeof score, " with %d", exam->score);
    bool passed = exam->result == SP_EXAM_PASSED
                  || (exam->scored && pass > 0 && exam->score >= pass
                      && exam->result != SP_EXAM_FAILED);
    if (passed)
        stand(row, SP_STANDS, SAY(work, "Passed%s.", score), NULL);
    else if (exam->result == SP_EXAM_FAILED || (exam->scored && pass > 0))
        stand(row, SP_TO_GET, SAY(work, "Not passed%s.", score),
              SAY(work, "Pass %s.", name));
    else if (exam->result == SP_EXAM_NOT_TAKEN)
        stand(row, SP_TO_GET, "Not taken yet.", SAY(work, "Pass %s.", name));
    else
        stand(row, SP_UNSAID, "Nobody has said how it ended.",
              SAY(work, "Enter the result of %s.", name));
}

/* A score that is null in the file says that there is none yet. */
static void judge_step2(struct work *work, struct sp_board_item *row)
{
    struct sp_exam exam = work->profile->step2_ck;
    int pass =
        sp_certificates_exam(work->facts->certificates, "step2ck", "pass", exam.date, 0);
    if (!exam.scored && exam.result == SP_EXAM_UNKNOWN)
        exam.result = SP_EXAM_NOT_TAKEN;
    judge_exam(work, row, &exam, "Step 2 CK", pass);
}

/* A number of the rules about sittings of any Step. */
static int steps_rule(const struct work *work, const char *what)
{
    return sp_certificates_exam(work->facts->certificates, "steps", what,
                                (struct sp_date){0}, 0);
}

/* When a failed Step can be tried again: few sittings in a year, more only after a wait. */
static const char *say_again(struct work *work, const struct sp_exam *exam,
                             const char *name)
{
    int in_a_year = steps_rule(work, "attempts_in_12_months");
    int after_first = steps_rule(work, "fourth_months_after_first");
    int after_last = steps_rule(work, "fourth_months_after_last");
    if (exam->result != SP_EXAM_FAILED || in_a_year == 0)
        return "";
    if (exam->attempts < in_a_year)
        return SAY(work, " %s can be tried at most %d times in 12 months.", name,
                   in_a_year);
    if (after_first == 0 || after_last == 0)
        return "";
    if (!sp_date_known(exam->date))
        return SAY(work,
                   " %s again: no sooner than %d months after the first attempt and %d "
                   "months after the last.",
                   name, after_first, after_last);
    return SAY(work,
               " %s again: not before %s, %d months after the last attempt, and no sooner "
               "than %d months after the first.",
               name, day(work, sp_date_add_months(exam->date, after_last)), after_last,
               after_first);
}

static void judge_attempts(struct work *work, struct sp_board_item *row)
{
    const struct sp_profile *profile = work->profile;
    const struct {
        const struct sp_exam *exam;
        const char *name, *key;
    } exams[] = {{&profile->step1, "Step 1", "step1"},
                 {&profile->step2_ck, "Step 2 CK", "step2ck"},
                 {&profile->step3, "Step 3", "step3"}};
    const char *used = "", *again = "", *closed = NULL;
    for (int i = 0; i < 3; i++) {
        const struct sp_exam *exam = exams[i].exam;
        int most = sp_certificates_exam(work->facts->certificates, exams[i].key,
                                        "attempts_max", exam->date, 0);
        if (exam->attempts == 0 || most == 0)
            continue;
        used = SAY(work, "%s%s%s: %d of %d used", used, *used ? ", " : "", exams[i].name,
                   exam->attempts, most);
        if (exam->result == SP_EXAM_FAILED && exam->attempts >= most)
            closed = exams[i].name;
        else
            again = SAY(work, "%s%s", again, say_again(work, exam, exams[i].name));
    }
    if (closed)
        stand(row, SP_BARRED,
              SAY(work, "%s; %s cannot be taken again, and no other Step either.", used,
                  closed),
              NULL);
    else if (*used)
        stand(row, SP_STANDS, SAY(work, "%s.%s", used, again), NULL);
    else
        stand(row, SP_UNSAID, "Nobody has said how often an exam was taken.",
              "Enter the attempts of each Step.");
}

/* Steps and Pathway are complete. */
static bool complete(const struct work *work)
{
    const struct sp_profile *profile = work->profile;
    return profile->ecfmg == SP_ECFMG_CERTIFIED
           || (profile->step1.result == SP_EXAM_PASSED
               && profile->step2_ck.result == SP_EXAM_PASSED
               && find_held(work, "pathway").have);
}

static struct sp_date first_pass(const struct sp_profile *profile)
{
    struct sp_date first = {0};
    const struct sp_exam *exam[] = {&profile->step1, &profile->step2_ck};
    for (int i = 0; i < 2; i++)
        if (exam[i]->result == SP_EXAM_PASSED && sp_date_known(exam[i]->date)
            && (!sp_date_known(first) || before(exam[i]->date, first)))
            first = exam[i]->date;
    return first;
}

static void judge_seven_years(struct work *work, struct sp_board_item *row)
{
    int years = sp_certificates_exam(work->facts->certificates, "steps",
                                     "years_to_complete", (struct sp_date){0}, 0);
    struct sp_date first = first_pass(work->profile);
    hold_until(work, row, "img_exam_status_deadline");
    if (complete(work)) {
        row->needed_until = (struct sp_date){0};
        row->projected = false;
        stand(row, SP_STANDS, "Steps and Pathway are complete.", NULL);
        return;
    }
    if (!sp_date_known(first) || years == 0) {
        stand(row, SP_UNSAID, "The day of the first exam passed is not known.",
              "Enter the dates of the exams.");
        return;
    }
    row->valid_until = sp_date_add_months(first, years * MONTHS_OF_A_YEAR);
    row->by_rule = true;
    const char *until = day(work, row->valid_until);
    if (before(row->valid_until, work->facts->today))
        stand(row, SP_BARRED,
              SAY(work, "The %d years from %s were over on %s.", years, day(work, first),
                  until),
              "Ask ECFMG which exam has to be taken again.");
    else if (before(row->valid_until, row->needed_until))
        stand(row, SP_RUNS_OUT,
              SAY(work, "The %d years from %s end on %s, before rank lists close on %s%s.",
                  years, day(work, first), until, day(work, row->needed_until),
                  row->projected ? " (projected)" : ""),
              SAY(work, "Complete Steps and Pathway before %s.", until));
    else
        stand(row, SP_STANDS,
              SAY(work, "What is missing has time until %s, %d years from %s.", until,
                  years, day(work, first)),
              NULL);
}

/* Tests count from 1 January some years before the season. */
static void judge_english(struct work *work, struct sp_board_item *row)
{
    int years = sp_certificates_exam(work->facts->certificates, "oet_medicine",
                                     "season_window_years", (struct sp_date){0}, 0);
    struct sp_date from = {work->facts->season->year - years, 1, 1};
    struct held held = find_held(work, row->item);
    if (!held.have || !sp_date_known(held.issued) || years == 0) {
        judge_paper(work, row);
        if (row->standing != SP_STANDS && !held.have)
            row->next = "Book a sitting of OET Medicine.";
        return;
    }
    row->valid_until = held.until;
    row->by_rule = held.by_rule;
    if (before(held.issued, from))
        stand(row, SP_RUNS_OUT,
              SAY(work, "Taken on %s; the Match %d takes tests from %s on.",
                  day(work, held.issued), work->facts->season->year, day(work, from)),
              "Take OET Medicine again.");
    else
        stand(row, SP_STANDS,
              SAY(work, "Taken on %s; the Match %d takes tests from %s on.",
                  day(work, held.issued), work->facts->season->year, day(work, from)),
              NULL);
}

static void judge_ecfmg(struct sp_board_item *row, enum sp_ecfmg ecfmg)
{
    if (ecfmg == SP_ECFMG_CERTIFIED)
        stand(row, SP_STANDS, "You are certified.", NULL);
    else if (ecfmg == SP_ECFMG_UNKNOWN)
        stand(row, SP_UNSAID, "Nobody has said whether you are certified.",
              "Enter ecfmg_status.");
    else
        stand(row, SP_TO_GET,
              ecfmg == SP_ECFMG_NONE ? "Not begun yet." : "Applied for, not issued yet.",
              "Complete what certification asks for.");
}

/* What certification has asked for already stands with it. */
static bool stands_with_certificate(const struct work *work, const char *id)
{
    static const char *const parts[] = {"step1", "step2_ck", "english", "pathway",
                                        "credentials"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcmp(parts[i], id) == 0)
            return work->profile->ecfmg == SP_ECFMG_CERTIFIED;
    return false;
}

static void judge_match_row(struct work *work, const struct sp_certificate *rule,
                            struct sp_board_item *row)
{
    const char *id = rule->id;
    if (stands_with_certificate(work, id))
        stand(row, SP_STANDS, "Done: you are certified.", NULL);
    else if (strcmp(id, "step1") == 0)
        judge_exam(work, row, &work->profile->step1, "Step 1", 0);
    else if (strcmp(id, "step2_ck") == 0)
        judge_step2(work, row);
    else if (strcmp(id, "step3") == 0)
        judge_exam(work, row, &work->profile->step3, "Step 3",
                   sp_certificates_exam(work->facts->certificates, "step3", "pass",
                                        work->profile->step3.date, 0));
    else if (strcmp(id, "attempts") == 0)
        judge_attempts(work, row);
    else if (strcmp(id, "seven_years") == 0)
        judge_seven_years(work, row);
    else if (strcmp(id, "english") == 0)
        judge_english(work, row);
    else if (strcmp(id, "ecfmg") == 0)
        judge_ecfmg(row, work->profile->ecfmg);
    else
        judge_paper(work, row);
}

/* A Pathway has to hold when rank lists close. */
static void set_match_days(const struct work *work, const struct sp_certificate *rule,
                           struct sp_board_item *row)
{
    set_event(work, row, rule->event);
    if (strcmp(rule->id, "pathway") == 0)
        hold_until(work, row, "rol_deadline");
}

static void judge_match(struct work *work)
{
    const struct sp_certificates *rules = work->facts->certificates;
    for (int i = 0; i < rules->count; i++) {
        const struct sp_certificate *rule = &rules->at[i];
        enum sp_answer needed = needed_for(work, rule->who);
        if (rule->scope == SP_FOR_STAY || needed == SP_NO)
            continue;
        struct sp_board_item *row = add(work, rule->id, rule->id, rule);
        row->asked = needed;
        set_match_days(work, rule, row);
        judge_match_row(work, rule, row);
        set_price(work, row, rule->fees);
    }
}

/* ---- a stay ------------------------------------------------------------------------ */

/* Cards, tests and insurances: what hosts ask visitors at the bedside for. */
static const char *const host_items[] = {
    "immunisation", "tb",         "bls",  "acls",     "health_insurance",
    "malpractice",  "background", "drug", "mask_fit", "hipaa"};
enum { HOST_ITEMS = sizeof host_items / sizeof *host_items };

static bool is_at_a_distance(const struct sp_stay *stay)
{
    return stay->kind == SP_TELEHEALTH;
}

static bool asks_for(const struct sp_stay *stay, const char *item)
{
    for (int i = 0; i < stay->asks; i++)
        if (strcmp(stay->ask[i], item) == 0)
            return true;
    return false;
}

static struct sp_board_item *add_for_stay(struct work *work, int place,
                                          const struct sp_stay *stay, const char *item,
                                          enum sp_answer asked)
{
    const struct sp_certificate *rule =
        sp_certificates_find(work->facts->certificates, item);
    if (rule && rule->scope != SP_FOR_STAY)
        rule = NULL;
    struct sp_board_item *row = add(work, stay_id(work, item, stay->from), item, rule);
    row->scope = SP_FOR_STAY;
    row->stay = place;
    row->asked = asked;
    row->needed_by = stay->from;
    row->needed_until = sp_date_add_months(stay->to, rule ? rule->margin_months : 0);
    judge_paper(work, row);
    if (rule)
        set_price(work, row, rule->fees);
    return row;
}

/* A visa is needed to enter: it has to hold on the first day, and to allow the activity. */
static void judge_visa(struct work *work, int place, const struct sp_stay *stay)
{
    const struct sp_certificate *rule =
        sp_certificates_find(work->facts->certificates, "visa");
    const struct sp_profile *profile = work->profile;
    enum sp_visit_class class = profile->visa_held;
    struct sp_board_item *row = add(work, stay_id(work, "visa", stay->from), "visa", rule);
    row->scope = SP_FOR_STAY;
    row->stay = place;
    row->needed_by = row->needed_until = stay->from;
    row->valid_until = profile->visa_until;
    const struct sp_visit_question question = {
        .class = class,
        .kind = stay->kind,
        .hands_on = stay->kind <= SP_EXTERNSHIP ? SP_YES : SP_NO,
        .student = is_student(work) ? SP_YES : SP_NO,
        .nationality = profile->nationality,
        .held = class != SP_VISIT_UNKNOWN,
    };
    struct sp_visit_verdict verdict = {0};
    if (class != SP_VISIT_UNKNOWN)
        verdict = sp_visit_judge(&work->facts->openings->visit, &question);
    if (class == SP_VISIT_UNKNOWN)
        stand(row, SP_UNSAID, "Nobody has said with which visa you would come.",
              "Ask the host which class it expects, and an attorney whether it fits.");
    else if (verdict.allowed == SP_NOT_ALLOWED)
        stand(
            row, SP_BARRED,
            SAY(work, "%s does not allow it: %s.", sp_visit_class_name(class), verdict.why),
            "Ask the host and an attorney for another class, or choose another stay.");
    else if (before(profile->visa_until, stay->from))
        stand(row, SP_RUNS_OUT,
              SAY(work, "%s can be used until %s, before the stay begins.",
                  sp_visit_class_name(class), day(work, profile->visa_until)),
              "Apply for a new one.");
    else if (verdict.allowed == SP_UNCLEAR || !sp_date_known(profile->visa_until))
        stand(row, SP_UNSAID,
              verdict.allowed == SP_UNCLEAR
                  ? SAY(work, "You hold %s; no rule that we have speaks of this activity.",
                        sp_visit_class_name(class))
                  : SAY(work, "You hold %s; nobody has said until when.",
                        sp_visit_class_name(class)),
              verdict.allowed == SP_UNCLEAR ? "Ask the host and an attorney."
                                            : "Enter visa_until.");
    else
        stand(row, SP_STANDS,
              SAY(work, "You hold %s until %s%s%s.", sp_visit_class_name(class),
                  day(work, profile->visa_until),
                  verdict.allowed == SP_CONDITIONAL ? "; on condition: " : "",
                  verdict.allowed == SP_CONDITIONAL ? verdict.why : ""),
              NULL);
    if (rule)
        set_price(work, row, rule->fees);
}

static void judge_law(struct work *work, int place, const struct sp_stay *stay)
{
    if (!is_visitor(work->profile) || is_at_a_distance(stay))
        return;
    if (!asks_for(stay, "passport"))
        add_for_stay(work, place, stay, "passport", SP_YES);
    judge_visa(work, place, stay);
}

/* What the host asks for; where nobody knows, what hosts usually ask for. */
static void judge_host(struct work *work, int place, const struct sp_stay *stay)
{
    for (int i = 0; i < stay->asks; i++)
        add_for_stay(work, place, stay, stay->ask[i], SP_YES);
    if (stay->asks_said || is_at_a_distance(stay))
        return;
    for (int i = 0; i < HOST_ITEMS; i++)
        add_for_stay(work, place, stay, host_items[i], SP_UNKNOWN);
    if (is_student(work))
        add_for_stay(work, place, stay, "good_standing", SP_UNKNOWN);
}

/* ---- the board ---------------------------------------------------------------------- */

/* The row of the same stay, or of the Match, that has this id. */
static int find_row(const struct sp_board *board, const char *item, int stay)
{
    int found = -1;
    for (int i = 0; i < board->items; i++)
        if (strcmp(board->item[i].item, item) == 0
            && (board->item[i].stay == stay || board->item[i].stay < 0))
            found = i;
    return found;
}

static void find_blockers(struct work *work, struct sp_board_item *row)
{
    const struct sp_certificate *rule =
        sp_certificates_find(work->facts->certificates, row->item);
    struct sp_board *board = work->board;
    for (int i = 0; rule && i < work->facts->certificates->count; i++) {
        const struct sp_certificate *first = &work->facts->certificates->at[i];
        int place = find_row(board, first->id, row->stay);
        if (place < 0 || !sp_certificate_listed(rule->after, first->id)
            || row->afters == SP_BOARD_AFTER)
            continue;
        row->after[row->afters++] = place;
        if (board->item[place].standing != SP_STANDS && !row->blocker)
            row->blocker = board->item[place].label;
    }
}

static void set_times(const struct work *work, struct sp_board_item *row)
{
    struct sp_date today = work->facts->today;
    bool open = row->standing != SP_STANDS;
    if (sp_date_known(row->needed_by) && row->lead_high_days >= 0)
        row->begin_by =
            sp_date_workday(sp_date_add_days(row->needed_by, -row->lead_high_days));
    row->overdue = open && before(row->begin_by, today);
    row->missed = open && before(row->needed_by, today);
    row->blocks = row->standing == SP_BARRED
                  || (row->standing == SP_RUNS_OUT && row->asked != SP_NO)
                  || (row->standing == SP_TO_GET && row->asked == SP_YES);
}

/* Ready unless something blocks; unknown where something that matters was not said. */
static enum sp_answer ready(const struct sp_board *board, enum sp_scope scope, int stay,
                            int *blocking, int *unsaid)
{
    *blocking = *unsaid = 0;
    for (int i = 0; i < board->items; i++) {
        const struct sp_board_item *row = &board->item[i];
        if (row->scope != scope || row->stay != stay)
            continue;
        *blocking += row->blocks;
        *unsaid += !row->blocks && row->standing != SP_STANDS;
    }
    return *blocking ? SP_NO : *unsaid ? SP_UNKNOWN : SP_YES;
}

static bool make_room(struct work *work, int stays)
{
    struct sp_board *board = work->board;
    size_t rows = (size_t)work->facts->certificates->count + MATCH_ROWS;
    for (int i = 0; i < stays; i++)
        rows += STAY_ROWS + HOST_ITEMS;
    board->item = sp_arena_get(&board->text, rows * sizeof *board->item);
    board->stay = sp_arena_get(&board->text, ((size_t)stays + 1) * sizeof *board->stay);
    return board->item && board->stay;
}

static void judge_stay(struct work *work, int place, const struct sp_stay *stay)
{
    work->board->stay[place] = (struct sp_board_stay){
        .name = keep(work, sp_arena_text(&work->board->text, stay->name)),
        .from = stay->from,
        .to = stay->to,
        .kind = stay->kind,
    };
    work->board->stays++;
    judge_law(work, place, stay);
    judge_host(work, place, stay);
}

bool sp_board_make(const struct sp_profile *profile, const struct sp_board_facts *facts,
                   const struct sp_stay *stay, int stays, struct sp_board *board,
                   struct sp_error *error)
{
    struct work work = {.profile = profile, .facts = facts, .board = board};
    int blocking, unsaid;
    *board = (struct sp_board){.season = facts->season->year, .today = facts->today};
    if (!stay) {
        stay = profile->stay;
        stays = profile->stays;
    }
    if (!make_room(&work, stays))
        goto no_memory;
    judge_match(&work);
    for (int i = 0; i < stays; i++)
        judge_stay(&work, i, &stay[i]);
    for (int i = 0; i < board->items; i++) {
        find_blockers(&work, &board->item[i]);
        set_times(&work, &board->item[i]);
    }
    board->match_ready = ready(board, SP_FOR_MATCH, -1, &blocking, &unsaid);
    for (int i = 0; i < board->stays; i++)
        board->stay[i].ready =
            ready(board, SP_FOR_STAY, i, &board->stay[i].blocking, &board->stay[i].unsaid);
    if (!work.starved)
        return true;
no_memory:
    sp_board_free(board);
    return sp_fail(error, SP_NO_MEMORY, "no memory for the board");
}

void sp_board_free(struct sp_board *board)
{
    sp_arena_free(&board->text);
    *board = (struct sp_board){0};
}
