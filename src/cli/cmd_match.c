/* cmd_match.c: a market from files, matched as the NRMP does. */
#include "call.h"
#include "command.h"
#include "csv_write.h"
#include "error.h"
#include "json_write.h"
#include "match.h"
#include "match_file.h"
#include "notice.h"
#include "text_table.h"

#include <stdlib.h>
#include <string.h>

struct answer {
    const struct sp_market_lists *market;
    const struct sp_match *match;
    bool stable;
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
        if (market->supplemental_first)
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

static void write_unresolved(struct json_writer *json, const struct answer *answer)
{
    json_open_list(json, "couples_unresolved");
    for (int i = 0; i < answer->match->unresolved_count; i++) {
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

static void write_json(FILE *out, const struct answer *answer, const int *filled)
{
    struct json_writer json = json_write_to(out);
    json_open_object(&json, NULL);
    write_matches(&json, answer);
    json_write_bool(&json, "stable", answer->stable);
    json_open_list(&json, "blocking");
    json_close(&json);
    write_unresolved(&json, answer);
    json_write_whole(&json, "proposals", answer->match->proposals);
    write_programs(&json, answer, filled);
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
    snprintf(
        line, sizeof line,
        "%ld of %d applicants matched; %ld of %ld positions filled; %lld proposals, %d "
        "%s of couples.",
        matched, market->applicants, taken, seats, (long long)answer->match->proposals,
        answer->match->orders, answer->match->orders == 1 ? "order" : "orders");
    text_wrap(page, 0, 0, line);
    if (answer->stable)
        text_wrap(page, 0, 0,
                  "The matching is stable: no applicant and program, and no couple "
                  "and its programs, prefer each other.");
    else
        text_wrap(
            page, 0, 0,
            answer->match->none_exists
                ? "This market has no stable matching: every placement of its couples "
                  "was ruled out."
                : "No stable matching was found; the one shown is the nearest.");
    for (int i = 0; i < answer->match->unresolved_count; i++) {
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
        text_table_for(&page, column, answer->market->supplemental_first ? 3 : 2);
    for (int a = 0; a < answer->market->applicants; a++) {
        const char *program = program_name(answer, answer->match->place[a]);
        text_cell(&table, answer->market->applicant_name[a]);
        text_cell(&table, program ? program : "not matched");
        if (answer->market->supplemental_first)
            text_cell(&table, program_name(answer, answer->match->first_year[a]));
    }
    if (!text_table_finish(&table, error))
        return false;
    fputc('\n', out);
    write_sum(&page, answer, filled);
    return true;
}

static bool write_answer(const struct call *call, const struct answer *answer,
                         struct sp_error *error)
{
    int *filled = count_filled(answer);
    bool ok = filled != NULL;
    if (!ok)
        sp_fail(error, SP_NO_MEMORY, "no memory for the answer");
    else if (call->json)
        write_json(call->out, answer, filled);
    else if (call->csv)
        write_csv(call->out, answer);
    else
        ok = write_text(call->out, answer, filled, error);
    free(filled);
    return ok;
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
    bool ok = sp_match_run(&file.lists, &options, &match, error);
    struct answer answer = {&file.lists, &match, match.stable};
    ok = ok && write_answer(call, &answer, error);
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
            {0},
        },
    .example =
        (const struct command_example[]){
            {"match market.json", "Who goes where"},
            {"match lists/ --json > answer.json", "A large market from CSV files"},
            {0},
        },
    .table = true,
    .run = run,
};
