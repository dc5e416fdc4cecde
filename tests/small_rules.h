/* small_rules.h: a season, a few rules and papers, for tests of board and tasks. */
#pragma once

#include "board.h"

static struct sp_certificate rule_rows[] = {
    {.id = "step1",
     .label = "Step 1",
     .who = "img",
     .event = "exams",
     .fees = "step1",
     .after = "",
     .proof = "transcript",
     .rule = "",
     .certainty = "high"},
    {.id = "step2_ck",
     .label = "Step 2 CK",
     .who = "img",
     .event = "exams",
     .fees = "step2ck",
     .after = "",
     .proof = "",
     .rule = "",
     .certainty = "high"},
    {.id = "attempts",
     .label = "Attempts",
     .who = "all",
     .event = "",
     .fees = "",
     .after = "",
     .proof = "",
     .rule = "",
     .certainty = "high"},
    {.id = "seven_years",
     .label = "Seven years",
     .who = "img",
     .event = "",
     .fees = "",
     .after = "",
     .proof = "",
     .rule = "",
     .certainty = "high"},
    {.id = "english",
     .label = "English",
     .who = "img",
     .event = "english_day",
     .fees = "oet",
     .after = "",
     .proof = "",
     .rule = "",
     .certainty = "high"},
    {.id = "pathway",
     .label = "Pathway",
     .who = "img",
     .event = "pathway_day",
     .fees = "pathway",
     .after = "english",
     .proof = "status",
     .rule = "",
     .certainty = "high"},
    {.id = "ecfmg",
     .label = "ECFMG certificate",
     .scope = SP_FOR_TRAINING,
     .who = "img",
     .event = "start",
     .fees = "",
     .after = "step1;step2_ck;pathway",
     .proof = "",
     .rule = "",
     .certainty = "high"},
    {.id = "step3",
     .label = "Step 3",
     .scope = SP_FOR_TRAINING,
     .who = "h1b",
     .event = "match_day",
     .fees = "",
     .after = "",
     .proof = "",
     .rule = "",
     .certainty = "high"},
    {.id = "passport",
     .label = "Passport",
     .scope = SP_FOR_STAY,
     .who = "visitor",
     .event = "",
     .margin_months = 6,
     .fees = "",
     .after = "",
     .proof = "",
     .rule = "",
     .certainty = "low"},
};

static struct sp_exam_rule exam_rows[] = {
    {.exam = "step1", .what = "attempts_max", .value = 4},
    {.exam = "step2ck", .what = "pass", .value = 214, .to = {2025, 6, 30}},
    {.exam = "step2ck", .what = "pass", .value = 218, .from = {2025, 7, 1}},
    {.exam = "step2ck", .what = "attempts_max", .value = 4},
    {.exam = "step3", .what = "pass", .value = 200},
    {.exam = "steps", .what = "years_to_complete", .value = 7},
    {.exam = "steps", .what = "attempts_in_12_months", .value = 3},
    {.exam = "steps", .what = "fourth_months_after_first", .value = 12},
    {.exam = "steps", .what = "fourth_months_after_last", .value = 6},
    {.exam = "oet_medicine", .what = "season_window_years", .value = 2},
};

static struct sp_paper paper_rows[] = {
    {.item = "bls",
     .label = "BLS card",
     .what_to_do = "Take a course.",
     .valid_months = 24,
     .month_end = true,
     .lead_low = 1,
     .lead_high = 4,
     .certainty = "high"},
    {.item = "tb",
     .label = "TB test",
     .what_to_do = "Take a test.",
     .valid_months = 12,
     .lead_low = 2,
     .lead_high = 4,
     .certainty = "low"},
    {.item = "english",
     .label = "language test",
     .what_to_do = "Book a sitting.",
     .valid_months = 24,
     .lead_low = 6,
     .lead_high = 6,
     .certainty = "low"},
    {.item = "ecfmg",
     .label = "certificate",
     .what_to_do = "",
     .lead_low = 4,
     .lead_high = 8,
     .certainty = "low"},
    {.item = "lor",
     .label = "letter",
     .what_to_do = "",
     .lead_low = 4,
     .lead_high = 6,
     .certainty = "low"},
    {.item = "passport",
     .label = "passport",
     .what_to_do = "Renew it.",
     .lead_low = 8,
     .lead_high = 8,
     .certainty = "low"},
};

/* 2027-01-31 is a Sunday. */
static struct sp_season_event event_rows[] = {
    {.event = "review_open", .date = {2026, 9, 23}, .time_et = "09:00"},
    {.event = "english_day", .date = {2026, 12, 31}, .time_et = ""},
    {.event = "pathway_day", .date = {2027, 1, 31}, .time_et = "23:59", .projected = true},
    {.event = "exams", .date = {2027, 3, 3}, .time_et = "21:00"},
    {.event = "img_exam_status_deadline", .date = {2027, 3, 3}, .time_et = "21:00"},
    {.event = "rol_deadline", .date = {2027, 3, 3}, .time_et = "21:00"},
    {.event = "match_day", .date = {2027, 3, 19}, .time_et = "12:00"},
    {.event = "start", .date = {2027, 7, 1}, .time_et = ""},
};

static struct sp_fee fee_rows[] = {
    {.item = "step1", .cents = 90500},
    {.item = "step2ck", .cents = 93000},
    {.item = "oet", .cents = 45500},
    {.item = "pathway", .cents = 94500},
};

#define ROWS(array) ((int)(sizeof(array) / sizeof *(array)))

static struct sp_certificates small_certificates = {
    .at = rule_rows, .count = ROWS(rule_rows), .exam = exam_rows, .exams = ROWS(exam_rows)};
static struct sp_openings small_openings = {
    .usual[SP_OBSERVERSHIP] = {.label = "Observership",
                               .lead_low = 9,
                               .lead_high = 26,
                               .origin = {"", ""}},
    .paper = paper_rows,
    .papers = ROWS(paper_rows)};
static struct sp_season small_season = {.year = 2027,
                                        .event = event_rows,
                                        .events = ROWS(event_rows),
                                        .fee = fee_rows,
                                        .fees = ROWS(fee_rows)};

static inline struct sp_board_facts small_facts(struct sp_date today)
{
    return (struct sp_board_facts){&small_certificates, &small_openings, &small_season,
                                   today};
}

/* A graduate from abroad who has said no more than must be said. */
static inline struct sp_profile small_graduate(void)
{
    struct sp_profile profile = sp_profile_blank();
    profile.type = SP_NON_US_IMG;
    profile.graduation = (struct sp_date){2022, 6, 30};
    profile.visa = SP_VISA_J1;
    return profile;
}
