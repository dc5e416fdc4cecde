/* cmd_match.c: a market from files, matched as the NRMP does. */
#include "call.h"
#include "command.h"
#include "csv_write.h"
#include "error.h"
#include "json_write.h"
#include "match.h"
#include "match_check.h"
#include "match_explain.h"
#include "match_file.h"
#include "notice.h"
#include "text_table.h"

#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BLOCKS = 1000 };

struct answer {
    const struct sp_market_lists *market;
    const struct sp_match *match;
    enum sp_couples_rule rule;
    bool verified; /* by the checker, not the engine */
    bool stable;
    struct sp_blocks blocks;
    int explain; /* an applicant, or -1 */
    struct sp_match_steps steps;
};

/* The place of a word in a list that ends with NULL; the option not given: 0. */
static bool read_choice(const struct call *call, const char *option,
                        const char *const *word, int *choice, struct sp_error *error)
{
    const char *value = call_value(call, option);
    char all[80] = "";
    *choice = 0;
    if (!value)
        return true;
    for (int i = 0; word[i]; i++) {
        if (strcmp(word[i], value) == 0) {
            *choice = i;
            return true;
        }
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", i ? ", " : "",
                 word[i]);
    }
    return sp_fail(error, SP_BAD_INPUT, "--%s: '%.40s' is not one of %s", option, value,
                   all);
}

static bool read_options(const struct call *call, struct sp_match_options *options,
                         struct sp_error *error)
{
    static const char *const proposing[] = {"applicants", "programs", NULL};
    static const char *const rule[] = {"kpr", "mm", "withdraw", NULL};
    int side, couples;
    if (!read_choice(call, "proposing", proposing, &side, error)
        || !read_choice(call, "couples-rule", rule, &couples, error))
        return false;
    *options = (struct sp_match_options){
        .proposing = (enum sp_proposing)side,
        .rule = (enum sp_couples_rule)couples,
        .seed = call->seed,
    };
    return true;
}

static int *count_filled(const struct answer *answer)
{
    int *filled = calloc((size_t)answer->market->programs + 1, sizeof *filled);
    for (int a = 0; filled && a < answer->market->applicants; a++) {
        if (answer->match->place[a] >= 0)
            filled[answer->match->place[a]]++;
        if (answer->match->first_year[a] >= 0)
            filled[answer->match->first_year[a]]++;
    }
    return filled;
}

static const char *program_name(const struct answer *answer, int program)
{
    return program < 0 ? NULL : answer->market->program_name[program];
}

static bool has_first_years(const struct answer *answer)
{
    return answer->market->supplemental_first || answer->market->pair_supplemental_first;
}

static void write_matches(struct json_writer *json, const struct answer *answer)
{
    const struct sp_market_lists *market = answer->market;
    json_open_list(json, "matches");
    for (int a = 0; a < market->applicants; a++) {
        if (answer->match->place[a] < 0)
            continue;
        json_open_object(json, NULL);
        json_write_text(json, "applicant", market->applicant_name[a]);
        json_write_text(json, "program", program_name(answer, answer->match->place[a]));
        if (has_first_years(answer))
            json_write_text(json, "first_year",
                            program_name(answer, answer->match->first_year[a]));
        json_close(json);
    }
    json_close(json);
    json_open_list(json, "unmatched");
    for (int a = 0; a < market->applicants; a++)
        if (answer->match->place[a] < 0)
            json_write_text(json, NULL, market->applicant_name[a]);
    json_close(json);
}

static void write_names(struct json_writer *json, const char *key, const int which[2],
                        const char *const *name)
{
    json_open_list(json, key);
    for (int i = 0; i < 2; i++)
        if (which[i] >= 0)
            json_write_text(json, NULL, name[which[i]]);
    json_close(json);
}

static void write_blocking(struct json_writer *json, const struct answer *answer)
{
    json_open_list(json, "blocking");
    for (int i = 0; i < answer->blocks.count; i++) {
        const struct sp_block *block = &answer->blocks.at[i];
        json_open_object(json, NULL);
        json_write_text(json, "kind", sp_block_kind_name(block->kind));
        write_names(json, "applicants", block->applicant, answer->market->applicant_name);
        write_names(json, "programs", block->program, answer->market->program_name);
        json_close(json);
    }
    json_close(json);
}

static void write_unresolved(struct json_writer *json, const struct answer *answer)
{
    json_open_list(json, "couples_unresolved");
    for (int i = 0; !answer->stable && i < answer->match->unresolved_count; i++) {
        const int32_t *member = answer->market->member[answer->match->unresolved[i]];
        json_open_list(json, NULL);
        for (int m = 0; m < 2; m++)
            json_write_text(json, NULL, answer->market->applicant_name[member[m]]);
        json_close(json);
    }
    json_close(json);
}

/* Only where numbers of positions can differ from those submitted. */
static void write_programs(struct json_writer *json, const struct answer *answer,
                           const int *filled)
{
    const struct sp_market_lists *market = answer->market;
    if (!market->reverts_to && !market->parity)
        return;
    json_open_list(json, "programs");
    for (int p = 0; p < market->programs; p++) {
        json_open_object(json, NULL);
        json_write_text(json, "id", market->program_name[p]);
        json_write_whole(json, "submitted", market->quota[p]);
        json_write_whole(json, "donated", answer->match->donated[p]);
        json_write_whole(json, "received", answer->match->received[p]);
        json_write_whole(json, "quota", answer->match->quota[p]);
        json_write_whole(json, "filled", filled[p]);
        json_close(json);
    }
    json_close(json);
}

static const char *const why_word[] = {
    [SP_WHY_PLACED] = "placed", [SP_WHY_NOT_RANKED] = "not ranked", [SP_WHY_FULL] = "full",
    [SP_WHY_PAIR] = "partner",  [SP_WHY_TWO] = "two positions",     [SP_WHY_FREE] = "free",
};

static void write_steps(struct json_writer *json, const struct answer *answer)
{
    json_open_list(json, "explain");
    for (int i = 0; i < answer->steps.count; i++) {
        const struct sp_match_step *step = &answer->steps.at[i];
        json_open_object(json, NULL);
        json_write_whole(json, "choice", step->choice);
        json_write_bool(json, "first_year", step->linked);
        json_write_text(json, "program", program_name(answer, step->program[0]));
        json_write_text(json, "partner", program_name(answer, step->program[1]));
        json_write_text(json, "why", why_word[step->why]);
        json_write_whole(json, "rank", step->rank);
        json_write_whole(json, "last_rank", step->worst);
        json_write_whole(json, "filled", step->held);
        json_write_whole(json, "quota", step->quota);
        json_close(json);
    }
    json_close(json);
}

static void write_json(FILE *out, const struct answer *answer, const int *filled)
{
    struct json_writer json = json_write_to(out);
    __fsetlocking(out, FSETLOCKING_BYCALLER); /* one thread writes, and much */
    json_open_object(&json, NULL);
    write_matches(&json, answer);
    json_write_bool(&json, "stable", answer->stable);
    json_write_bool(&json, "none_exists", !answer->stable && answer->match->none_exists);
    write_blocking(&json, answer);
    write_unresolved(&json, answer);
    json_write_whole(&json, "proposals", answer->match->proposals);
    write_programs(&json, answer, filled);
    if (answer->explain >= 0)
        write_steps(&json, answer);
    json_close(&json);
    json_finish(&json);
}

static void write_csv(FILE *out, const struct answer *answer)
{
    struct csv_writer csv = csv_write_to(out);
    csv_titles(&csv, "applicant,program,first_year");
    for (int a = 0; a < answer->market->applicants; a++) {
        csv_text(&csv, answer->market->applicant_name[a]);
        csv_text(&csv, program_name(answer, answer->match->place[a]));
        csv_text(&csv, program_name(answer, answer->match->first_year[a]));
        csv_end_row(&csv);
    }
}

static void write_sum(const struct text_page *page, const struct answer *answer,
                      const int *filled)
{
    const struct sp_market_lists *market = answer->market;
    long matched = 0, seats = 0, taken = 0;
    char line[300];
    for (int a = 0; a < market->applicants; a++)
        matched += answer->match->place[a] >= 0;
    for (int p = 0; p < market->programs; p++) {
        seats += answer->match->quota[p];
        taken += filled[p];
    }
    snprintf(line, sizeof line,
             "%ld of %d applicants matched; %ld of %ld positions filled; %lld proposals",
             matched, market->applicants, taken, seats,
             (long long)answer->match->proposals);
    if (market->couples)
        snprintf(line + strlen(line), 60, ", %d %s of couples", answer->match->orders,
                 answer->match->orders == 1 ? "order" : "orders");
    strcat(line, ".");
    text_wrap(page, 0, 0, line);
    if (answer->stable && answer->verified)
        text_wrap(page, 0, 0, "The matching is stable: verified from the definition.");
    else if (answer->stable)
        text_wrap(page, 0, 0,
                  "The matching is stable: no applicant and program, and no couple "
                  "and its programs, prefer each other.");
    else
        text_wrap(
            page, 0, 0,
            answer->match->none_exists
                ? "This market has no stable matching: every possible one was ruled out."
                : "No stable matching was found; the one shown is the nearest.");
    for (int i = 0; !answer->stable && i < answer->match->unresolved_count; i++) {
        const int32_t *member = market->member[answer->match->unresolved[i]];
        snprintf(line, sizeof line, "Couple that would still move: %.100s and %.100s",
                 market->applicant_name[member[0]], market->applicant_name[member[1]]);
        text_wrap(page, 0, 2, line);
    }
}

static bool write_text(FILE *out, const struct answer *answer, const int *filled,
                       struct sp_error *error)
{
    static const struct text_column column[] = {
        {"Applicant", false, false}, {"Program", false, true}, {"First year", false, true}};
    struct text_page page = text_page_for(out);
    struct text_table table =
        text_table_for(&page, column, has_first_years(answer) ? 3 : 2);
    for (int a = 0; a < answer->market->applicants; a++) {
        const char *program = program_name(answer, answer->match->place[a]);
        text_cell(&table, answer->market->applicant_name[a]);
        text_cell(&table, program ? program : "not matched");
        if (has_first_years(answer))
            text_cell(&table, program_name(answer, answer->match->first_year[a]));
    }
    if (!text_table_finish(&table, error))
        return false;
    fputc('\n', out);
    write_sum(&page, answer, filled);
    return true;
}

/* Why one step did not lead to a place, as the end of a sentence. */
static void say_why(const struct sp_match_step *step, char *text, size_t size)
{
    switch (step->why) {
    case SP_WHY_PLACED:
        if (step->rank)
            snprintf(text, size, "takes you: you are number %d on its list.", step->rank);
        else
            snprintf(text, size, "is what your couple gets.");
        break;
    case SP_WHY_NOT_RANKED:
        snprintf(text, size, "does not rank you.");
        break;
    case SP_WHY_FULL:
        if (step->held)
            snprintf(
                text, size,
                "has filled its %d %s with others: you are number %d on its list, the last "
                "it took is number %d.",
                step->held, step->held == 1 ? "position" : "positions", step->rank,
                step->worst);
        else
            snprintf(text, size, "has no position.");
        break;
    case SP_WHY_PAIR:
        snprintf(text, size,
                 "would take you, but not at the same time as your partner "
                 "finds a place.");
        break;
    case SP_WHY_TWO:
        snprintf(text, size, "has not two positions for both of you.");
        break;
    case SP_WHY_FREE:
        snprintf(text, size, "would take you: this matching is not stable.");
        break;
    }
}

static void write_explanation(const struct text_page *page, const struct answer *answer)
{
    char line[600], why[200], name[160];
    bool linked = false;
    snprintf(line, sizeof line, "Why %.100s is where they are",
             answer->market->applicant_name[answer->explain]);
    text_heading(page, line);
    for (int i = 0; i < answer->steps.count; i++) {
        const struct sp_match_step *step = &answer->steps.at[i];
        const char *own = program_name(answer, step->program[0]);
        const char *partner = program_name(answer, step->program[1]);
        if (step->linked && !linked)
            text_wrap(page, 0, 0, "The first year, on the list linked to that place:");
        linked = step->linked;
        say_why(step, why, sizeof why);
        snprintf(name, sizeof name, "%.60s%s%.60s%s", own ? own : "No match",
                 partner ? " (partner: " : "", partner ? partner : "", partner ? ")" : "");
        snprintf(line, sizeof line, "%d. %s %s", step->choice, name, why);
        text_wrap(page, 2, 5, line);
    }
    if (answer->match->place[answer->explain] < 0)
        text_wrap(page, 0, 0, "No choice is left: not matched.");
    fputc('\n', page->out);
}

static bool write_answer(const struct call *call, const struct answer *answer,
                         struct sp_error *error)
{
    int *filled = count_filled(answer);
    struct text_page page = text_page_for(call->out);
    bool ok = filled != NULL;
    if (!ok)
        sp_fail(error, SP_NO_MEMORY, "no memory for the answer");
    else if (call->json)
        write_json(call->out, answer, filled);
    else if (call->csv)
        write_csv(call->out, answer);
    else if (answer->explain >= 0)
        write_explanation(&page, answer);
    else
        ok = write_text(call->out, answer, filled, error);
    if (ok && !call->json && !call->csv && answer->explain >= 0)
        write_sum(&page, answer, filled);
    free(filled);
    return ok;
}

/* The place of --explain among the applicants; SP_NOT_FOUND when it is none. */
static bool find_explained(const struct call *call, struct answer *answer,
                           struct sp_error *error)
{
    const char *name = call_value(call, "explain");
    answer->explain = -1;
    for (int a = 0; name && a < answer->market->applicants; a++)
        if (strcmp(answer->market->applicant_name[a], name) == 0) {
            answer->explain = a;
            return sp_match_explain(answer->market, answer->match, a, &answer->steps,
                                    error);
        }
    return !name
           || sp_fail(error, SP_NOT_FOUND,
                      "--explain: '%.60s' is no applicant of this market", name);
}

/* What the engine is not sure of, or is not to be believed, the checker settles. */
static bool verify(const struct call *call, struct answer *answer, struct sp_error *error)
{
    answer->stable = answer->match->stable;
    answer->verified = call_given(call, "verify") || !answer->match->stable;
    if (!answer->verified)
        return true;
    if (!sp_match_check(answer->market, answer->match, answer->rule, MOST_BLOCKS,
                        &answer->blocks, error))
        return false;
    answer->stable = answer->blocks.count == 0 && !answer->blocks.more;
    return true;
}

static bool run(const struct call *call, struct sp_error *error)
{
    struct sp_match_options options;
    struct match_file file = {0};
    struct sp_match match = {0};
    if (!call_operands(call, 1, 1, "a JSON file or a folder", error)
        || !read_options(call, &options, error)
        || !match_file_load(call->operand[0], &file, error))
        return false;
    struct answer answer = {.market = &file.lists, .match = &match, .rule = options.rule};
    bool ok = sp_match_run(&file.lists, &options, &match, error)
              && verify(call, &answer, error) && find_explained(call, &answer, error)
              && write_answer(call, &answer, error);
    sp_match_steps_free(&answer.steps);
    sp_blocks_free(&answer.blocks);
    sp_match_free(&match);
    match_file_free(&file);
    return ok;
}

const struct command cmd_match = {
    .name = "match",
    .summary = "Run the algorithm of the NRMP on rank order lists from files",
    .operands = "FILE|DIR",
    .about =
        "Reads the lists of applicants, couples and programs, and says who goes where: "
        "deferred acceptance with the applicants proposing, couples, supplemental lists "
        "for the first year, positions that revert to another program when they stay "
        "empty, and even or odd numbers.  docs/match.md states every rule, and the form of "
        "the JSON file or of the folder with CSV files.\n\nA market with couples "
        "need not have a stable matching; then the answer says so and names the couples.",
    .option =
        (const struct command_option[]){
            {"proposing", "SIDE", "Which side proposes (usual: applicants)",
             "applicants programs", false},
            {"couples-rule", "RULE",
             "When a couple and two programs upset a matching (usual: kpr)",
             "kpr mm withdraw", false},
            {"verify", NULL,
             "Check the answer with a second program part, from the definition", NULL,
             false},
            {"explain", "APPLICANT", "Why this place and not a better one, step by step",
             NULL, false},
            {0},
        },
    .example =
        (const struct command_example[]){
            {"match market.json", "Who goes where"},
            {"match market.json --explain \"Applicant A\"",
             "Why Applicant A is where they are"},
            {"match lists/ --json > answer.json", "A large market from CSV files"},
            {0},
        },
    .table = true,
    .run = run,
};
