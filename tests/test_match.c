/* test_match.c: worked examples from the files of the market, theorems, and bad input */
#include "match.h"
#include "match_check.h"
#include "match_explain.h"
#include "match_folder.h"

#include "check.h"
#include "error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* JSON, written with ' for " so that it can be read here. */
static char *unquoted(const char *text)
{
    char *json = strdup(text);
    assert_non_null(json);
    for (char *at = json; *at; at++)
        *at = *at == '\'' ? '"' : *at;
    return json;
}

static void load(const char *text, struct match_file *file)
{
    struct sp_error error = {0};
    char *json = unquoted(text);
    if (!match_file_parse_json(json, strlen(json), "market.json", file, &error))
        fail_msg("%s", error.text);
    free(json);
}

static void run(const struct match_file *file, const struct sp_match_options *options,
                struct sp_match *match)
{
    struct sp_error error = {0};
    struct sp_blocks blocks;
    if (!sp_match_run(&file->lists, options, match, &error))
        fail_msg("%s", error.text);
    assert_true(sp_match_check(&file->lists, match, options->rule, 10, &blocks, &error));
    assert_int_equal(match->stable, blocks.count == 0);
    sp_blocks_free(&blocks);
}

/* "Alpha:A Beta:B": who is where, in the order of the file. */
static void expect(const char *json, const struct sp_match_options *options,
                   const char *expected)
{
    struct match_file file;
    struct sp_match match;
    char text[400] = "";
    load(json, &file);
    run(&file, options, &match);
    for (int a = 0; a < file.lists.applicants; a++) {
        int p = match.place[a], q = match.first_year[a];
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s%s:%s%s%s", a ? " " : "",
                 file.lists.applicant_name[a], p < 0 ? "-" : file.lists.program_name[p],
                 q < 0 ? "" : "+", q < 0 ? "" : file.lists.program_name[q]);
    }
    assert_string_equal(text, expected);
    sp_match_free(&match);
    match_file_free(&file);
}

static const char gale_shapley[] =
    "{'applicants':[{'id':'Alpha','rank':['A','B','C']},{'id':'Beta','rank':['B','C','A']},"
    "{'id':'Gamma','rank':['C','A','B']}],"
    "'programs':[{'id':'A','quota':1,'rank':['Beta','Gamma','Alpha']},"
    "{'id':'B','quota':1,'rank':['Gamma','Alpha','Beta']},"
    "{'id':'C','quota':1,'rank':['Alpha','Beta','Gamma']}]}";

static void each_side_gets_its_first_choice_when_it_proposes(void **state)
{
    (void)state;
    struct sp_match_options programs = {.proposing = SP_PROGRAMS_PROPOSE};
    expect(gale_shapley, &(struct sp_match_options){0}, "Alpha:A Beta:B Gamma:C");
    expect(gale_shapley, &programs, "Alpha:C Beta:A Gamma:B");
}

/* The smallest market without a stable matching: the single always has somewhere to go
 * from where the couple lets them be (of the kind of Klaus and Klijn 2005). */
static const char no_stable[] =
    "{'applicants':[{'id':'S','rank':['X','Y']},{'id':'A'},{'id':'B'}],"
    "'couples':[{'members':['A','B'],'rank':[['X','Y']]}],"
    "'programs':[{'id':'X','quota':1,'rank':['A','S']},{'id':'Y','quota':1,'rank':['S','B']"
    "}]}";

/* The lists of "Run a Match" (NRMP, 2014). */
static void the_teaching_example_of_the_nrmp_has_one_stable_matching(void **state)
{
    static const char json[] =
        "{'applicants':[{'id':'Anderson','rank':['City']},{'id':'Chen','rank':['City','"
        "Mercy']},"
        "{'id':'Ford','rank':['City','General','Mercy']},"
        "{'id':'Davis','rank':['Mercy','City','General']},"
        "{'id':'Eastman','rank':['City','Mercy','General']}],"
        "'programs':[{'id':'Mercy','quota':2,'rank':['Chen','Ford']},"
        "{'id':'City','quota':2,'rank':['Eastman','Anderson','Chen','Davis','Ford']},"
        "{'id':'General','quota':2,'rank':['Eastman','Anderson','Ford','Davis']}]}";
    static const char where[] =
        "Anderson:City Chen:Mercy Ford:General Davis:General Eastman:City";
    (void)state;
    expect(json, &(struct sp_match_options){0}, where);
    expect(json, &(struct sp_match_options){.proposing = SP_PROGRAMS_PROPOSE}, where);
}

/* The NRMP's example before that one (nrmp.org/res_match/about_res/algorithms.html), whose
 * lists and outcome J. Aghion printed in 2010 from a program of his own
 * (joey.aghion.com/the-national-resident-matching-programs-nrmp). */
static void the_older_example_of_the_nrmp_comes_out_as_another_program_printed(void **state)
{
    static const char json[] =
        "{'applicants':[{'id':'Anderson','rank':['City']},"
        "{'id':'Brown','rank':['City','Mercy']},{'id':'Chen','rank':['City','Mercy']},"
        "{'id':'Davis','rank':['Mercy','City','General','State']},"
        "{'id':'Eastman','rank':['City','Mercy','State','General']},"
        "{'id':'Ford','rank':['City','General','Mercy','State']},"
        "{'id':'Garcia','rank':['City','Mercy','State','General']},"
        "{'id':'Hassan','rank':['State','City','Mercy','General']}],"
        "'programs':[{'id':'Mercy','quota':2,'rank':['Chen','Garcia']},"
        "{'id':'City','quota':2,'rank':['Garcia','Hassan','Eastman','Anderson','Brown',"
        "'Chen','Davis','Ford']},"
        "{'id':'General','quota':2,'rank':['Brown','Eastman','Hassan','Anderson','Chen',"
        "'Davis','Garcia']},"
        "{'id':'State','quota':2,'rank':['Brown','Eastman','Anderson','Chen','Hassan','"
        "Ford',"
        "'Davis','Garcia']}]}";
    (void)state;
    expect(
        json, &(struct sp_match_options){0},
        "Anderson:- Brown:- Chen:Mercy Davis:General Eastman:City Ford:State Garcia:City "
        "Hassan:State");
}

static void a_market_without_a_stable_matching_is_proved_to_have_none(void **state)
{
    (void)state;
    for (int rule = SP_COUPLES_KPR; rule <= SP_COUPLES_WITHDRAW; rule++) {
        struct match_file file;
        struct sp_match match;
        struct sp_match_options options = {.rule = (enum sp_couples_rule)rule};
        load(no_stable, &file);
        run(&file, &options, &match);
        assert_false(match.stable);
        assert_true(match.none_exists);
        assert_int_equal(match.unresolved_count, 1);
        assert_int_equal(match.unresolved[0], 0);
        sp_match_free(&match);
        match_file_free(&file);
    }
}

/* T leaves Z for Y when the couple goes; the couple moves up, its second member fills at X
 * what the first left, and still the single refused there before must be asked. */
static const char refilled[] =
    "{'applicants':[{'id':'S','rank':['X']},{'id':'T','rank':['Z']},{'id':'U','rank':['V','"
    "Z']},"
    "{'id':'A'},{'id':'B'},{'id':'C'},{'id':'D'}],"
    "'couples':[{'members':['A','B'],'rank':[['Z','X'],['X','Y']]},"
    "{'members':['C','D'],'rank':[['V','Y']]}],"
    "'programs':[{'id':'X','quota':1,'rank':['A','S','B']},{'id':'Y','quota':1,'rank':['B',"
    "'D']},"
    "{'id':'Z','quota':1,'rank':['U','A','T']},{'id':'V','quota':1,'rank':['C','U']}]}";

static void
a_program_left_and_filled_in_one_step_still_looks_for_someone_better(void **state)
{
    (void)state;
    struct match_file file;
    struct sp_match match;
    load(refilled, &file);
    run(&file, &(struct sp_match_options){0}, &match); /* holds it against the checker */
    sp_match_free(&match);
    match_file_free(&file);
}

static const char advanced[] =
    "{'applicants':[{'id':'A','rank':['R','M'],'supplemental':{'R':['P','Q']}},"
    "{'id':'B','rank':['P']},{'id':'C','rank':['R']}],"
    "'programs':[{'id':'R','quota':1,'rank':['A','C']},{'id':'P','quota':1,'rank':['B','A']"
    "},"
    "{'id':'Q','quota':1,'rank':['A']},{'id':'M','quota':1,'rank':['A']}]}";

static void the_first_year_follows_the_advanced_position(void **state)
{
    (void)state;
    expect(advanced, &(struct sp_match_options){0}, "A:R+Q B:P C:-");
}

static void unfilled_positions_travel_along_a_chain(void **state)
{
    (void)state;
    expect("{'applicants':[{'id':'A','rank':['Z']},{'id':'B','rank':['Z']}],"
           "'programs':[{'id':'X','quota':1,'reverts_to':'Y'},"
           "{'id':'Y','quota':0,'reverts_to':'Z'},{'id':'Z','quota':1,'rank':['A','B']}]}",
           &(struct sp_match_options){0}, "A:Z B:Z");
}

static void an_even_number_leaves_one_out(void **state)
{
    (void)state;
    expect("{'applicants':[{'id':'A','rank':['X']},{'id':'B','rank':['X']},{'id':'C','rank'"
           ":['X']}],"
           "'programs':[{'id':'X','quota':3,'parity':'even','rank':['A','B','C']}]}",
           &(struct sp_match_options){0}, "A:X B:X C:-");
}

static void refuse(const char *text, const char *expected)
{
    char *json = unquoted(text);
    struct match_file file;
    struct sp_match match;
    struct sp_match_options options = {0};
    struct sp_error error = {0};
    bool ok = match_file_parse_json(json, strlen(json), "market.json", &file, &error);
    if (ok && sp_match_run(&file.lists, &options, &match, &error))
        fail_msg("%s was taken", json);
    match_file_free(&file);
    free(json);
    assert_int_equal(error.code, SP_BAD_INPUT);
    assert_string_equal(error.text, expected);
}

static void a_fault_in_json_names_file_line_place_and_value(void **state)
{
    (void)state;
    refuse("{", "market.json, line 1, column 1: string or '}' expected near end of file");
    refuse("{'programmes':[]}",
           "market.json, line 1, the market: no key 'programmes'; there may be "
           "applicants couples programs");
    refuse("{\n'applicants':[{'id':'A'}],\n'programs':7}",
           "market.json, line 3, the market.programs: 7 is not a list in [ ]");
    refuse("{'programs':[\n{'id':'X','quota':\n-1}]}",
           "market.json, line 3, programs[0].quota: -1 is a quota below 0");
    refuse("{'programs':[{'id':'X','quota':1},\n{'id':'Y'}]}",
           "market.json, line 2, programs[1].quota: is missing");
    refuse("{'programs':[\n\n{'id':'X','quota':1,'rank':['A']}]}",
           "market.json, line 3, programs[0].rank[0]: \"A\" is not the id of an applicant");
    refuse("{'applicants':[{'id':'A','rank':\n['X',\n'X']}],"
           "'programs':[{'id':'X','quota':1}]}",
           "market.json, line 3, applicants[0].rank[1]: \"X\" stands twice on this list");
    refuse("{'applicants':[{'id':'A'},{'id':'B'},{'id':'C'}],"
           "'couples':[{'members':['A','B']},\n{'members':[\n'C','A']}]}",
           "market.json, line 3, couples[1].members[1]: \"A\" is a member of two couples");
    refuse("{'programs':[{'id':'X','quota':1,'reverts_to':'Y'},"
           "{'id':'Y','quota':1,'reverts_to':'X'}]}",
           "program X: its positions revert in a circle");
}

static void a_fault_in_a_linked_list_names_its_line(void **state)
{
    (void)state;
    refuse("{'applicants':[{'id':'A','rank':['X'],\n'supplemental':{'X':['X']}}],"
           "'programs':[{'id':'X','quota':1}]}",
           "market.json, line 2, applicants[0].supplemental.X[0]: \"X\" is the program it "
           "is linked to");
    refuse("{'applicants':[{'id':'A','rank':['X'],'supplemental':{\n'Y.1':['X']}}],"
           "'programs':[{'id':'X','quota':1},{'id':'Y.1','quota':1}]}",
           "market.json, line 2, applicants[0].supplemental.Y.1: is linked to a program "
           "that is not on this list");
    refuse("{'applicants':[{'id':'A','rank':['X'],'supplemental':{\n'Z':[]}}],"
           "'programs':[{'id':'X','quota':1}]}",
           "market.json, line 2, applicants[0].supplemental.Z: is not the id of a program");
    refuse(
        "{'applicants':[{'id':'A','rank':['X'],'supplemental':{'X':['Y',\n'Y']}}],"
        "'programs':[{'id':'X','quota':1},{'id':'Y','quota':1}]}",
        "market.json, line 2, applicants[0].supplemental.X[1]: stands twice on this list");
    refuse("{'applicants':[{'id':'A','supplemental':{\n'Y':['X']}},{'id':'B'}],"
           "'couples':[{'members':['A','B'],'rank':[['X',null]]}],"
           "'programs':[{'id':'X','quota':1},{'id':'Y','quota':1}]}",
           "market.json, line 2, applicants[0].supplemental.Y: is linked to a program that "
           "is not on this list");
}

/* B takes the first year that goes with the pair held; C's own list is a single's. */
static void a_members_first_year_goes_with_the_pair_held(void **state)
{
    (void)state;
    expect(
        "{'applicants':[{'id':'A'},{'id':'B','supplemental':{'Y':['P','Q'],'Z':['P']}},"
        "{'id':'C','rank':['P']}],"
        "'couples':[{'members':['A','B'],'rank':[['X','Z'],['X','Y'],[null,'Y']]}],"
        "'programs':[{'id':'X','quota':1,'rank':['A']},{'id':'Y','quota':1,'rank':['B']},"
        "{'id':'Z','quota':0,'rank':['B']},{'id':'P','quota':1,'rank':['C','B']},"
        "{'id':'Q','quota':1,'rank':['B']}]}",
        &(struct sp_match_options){0}, "A:X B:Y+Q C:P");
}

struct folder {
    const char *part[MATCH_PARTS];
};

static void refuse_folder(enum match_part part, const char *text, const char *expected)
{
    struct folder folder = {{"program,quota\nX,1\n2,1\n", "applicant,rank,program\nA,1,X\n",
                             NULL, NULL, "program,rank,applicant\nX,1,A\n"}};
    struct match_file file;
    struct sp_error error = {0};
    folder.part[part] = text;
    assert_false(match_folder_parse(folder.part, &file, &error));
    assert_int_equal(error.code, SP_BAD_INPUT);
    assert_string_equal(error.text, expected);
}

static void a_fault_in_a_folder_names_file_line_and_value(void **state)
{
    (void)state;
    refuse_folder(MATCH_PROGRAMS, "program,quota\nX,-3\n",
                  "programs.csv, line 2: '-3' is a quota below 0");
    refuse_folder(MATCH_PROGRAMS, "program,quota\nX,1\nX,1\n",
                  "programs.csv, line 3: 'X' is a program that was given twice");
    refuse_folder(MATCH_APPLICANTS, "applicant,program\n",
                  "applicants.csv, line 1: the headings should be applicant,rank,program");
    refuse_folder(MATCH_APPLICANTS, "applicant,rank,program\nA,1,Y\n",
                  "applicants.csv, line 2: 'Y' is not a program of programs.csv");
    refuse_folder(MATCH_APPLICANTS, "applicant,rank,program\nA,1,X\nA,1,2\n",
                  "applicants.csv, line 3: rank 1 stands twice on the list of 'A'");
    refuse_folder(MATCH_APPLICANTS, "applicant,rank,program\nA,2,X\nA,1,X\n",
                  "applicants.csv, line 2: 'X' stands twice on the list of 'A'");
    refuse_folder(MATCH_APPLICANTS, "applicant,rank,program\nA,1,X\nB,1,2\nB,2,2\n",
                  "applicants.csv, line 4: '2' stands twice on the list of 'B'");
    refuse_folder(MATCH_APPLICANTS, "applicant,rank,program\nA,1,X\nB,1,2\nA,2,X\n",
                  "applicants.csv, line 4: 'X' stands twice on the list of 'A'");
    refuse_folder(MATCH_APPLICANTS, "applicant,rank,program\nA,0,X\n",
                  "applicants.csv, line 2: '0' is not a rank; ranks are 1, 2, 3, …");
    refuse_folder(MATCH_APPLICANTS, "applicant,rank,program\nA,1\n",
                  "applicants.csv, line 2: fewer than 3 fields");
    refuse_folder(MATCH_PROGRAM_RANKS, "program,rank,applicant\nX,1,Z\n",
                  "program_ranks.csv, line 2: 'Z' is not an applicant of applicants.csv or "
                  "couples.csv");
    refuse_folder(MATCH_COUPLES,
                  "first,second,rank,first_program,second_program\nC,D,1,X,2\nE,C,1,X,2\n",
                  "couples.csv, line 3: 'C' is a member of two couples");
    refuse_folder(
        MATCH_SUPPLEMENTAL, "applicant,program,rank,first_year\nA,2,1,X\n",
        "supplemental.csv, line 2: '2' is not on the applicant's list, so nothing can "
        "be linked to it");
}

static void a_members_links_come_from_a_folder_too(void **state)
{
    struct folder folder = {
        {"program,quota\nX,1\nY,1\nP,1\nQ,1\n", "applicant,rank,program\nC,1,P\n",
         "first,second,rank,first_program,second_program\nA,B,2,X,Y\nA,B,1,,Y\nA,B,3,X,\n",
         "applicant,program,rank,first_year\nB,Y,2,Q\nB,Y,1,P\nA,X,1,Q\n",
         "program,rank,applicant\nY,1,B\nP,1,B\nP,2,C\nX,1,A\nQ,1,A\n"}};
    struct match_file file;
    struct sp_match match;
    struct sp_error error = {0};
    (void)state;
    if (!match_folder_parse(folder.part, &file, &error))
        fail_msg("%s", error.text);
    const int32_t *first = file.lists.pair_supplemental_first;
    assert_int_equal(first[0], 0);                    /* C, the single, has none */
    static const int expected[] = {0, 2, 1, 2, 1, 0}; /* first and second of each pair */
    for (int list = 0; list < 6; list++)
        assert_int_equal(first[list + 1] - first[list], expected[list]);
    run(&file, &(struct sp_match_options){0}, &match);
    assert_true(match.stable);
    assert_int_equal(match.first_year[file.lists.member[0][1]], 2);
    sp_match_free(&match);
    match_file_free(&file);
    folder.part[MATCH_SUPPLEMENTAL] =
        "applicant,program,rank,first_year\nB,Y,1,Q\nB,Y,2,P\nB,Y,1,X\n";
    assert_false(match_folder_parse(folder.part, &file, &error));
    assert_string_equal(error.text, "supplemental.csv, line 4: rank 1 stands twice on the "
                                    "list linked to a place of 'B'");
}

/* One list behind the other until a row of the first comes late. */
static void a_late_row_finds_its_list(void **state)
{
    static const struct folder folder = {
        {"program,quota\nX,1\nY,1\nZ,1\n",
         "applicant,rank,program\nA,1,X\nA,2,Y\nB,1,Z\nC,1,Y\nC,2,X\nA,3,Z\nC,4,Z\n", NULL,
         NULL, "program,rank,applicant\nX,1,A\nZ,1,C\nZ,2,A\nY,1,A\n"}};
    static const int first[] = {0, 3, 4, 7}, rank[] = {0, 1, 2, 2, 1, 0, 2};
    static const int wish_first[] = {0, 1, 2, 4}, wish[] = {0, 0, 2, 0};
    struct match_file file;
    struct sp_error error = {0};
    (void)state;
    if (!match_folder_parse(folder.part, &file, &error))
        fail_msg("%s", error.text);
    assert_memory_equal(file.lists.rank_first, first, sizeof first);
    assert_memory_equal(file.lists.rank, rank, sizeof rank);
    assert_memory_equal(file.lists.wish_first, wish_first, sizeof wish_first);
    assert_memory_equal(file.lists.wish, wish, sizeof wish);
    match_file_free(&file);
}

/* --- files that are read piece by piece ---------------------------------------------- */

enum { MANY = 20000, LONG_NAME = 200000 };

static FILE *begin_file(const char *folder, const char *name, const char *headings)
{
    char path[100];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "%s\n", headings);
    return file;
}

/* Many applicants, one of them with a name longer than any piece; `last` ends the file. */
static void write_files(const char *folder, const char *long_name, const char *last)
{
    FILE *file = begin_file(folder, "programs.csv", "program,quota,reverts_to");
    fputs("X,1,Y\nY,1,", file);
    fclose(file);
    file = begin_file(folder, "applicants.csv", "applicant,rank,program");
    for (int i = 0; i < MANY; i++)
        fprintf(file, "%s%d,1,X\n", i % 3 ? "" : "Applicant ", i);
    fprintf(file, "\"%s\",1,Y%s", long_name, last);
    fclose(file);
    file = begin_file(folder, "program_ranks.csv", "program,rank,applicant");
    fprintf(file, "Y,1,\"%s\"\n", long_name);
    for (int i = 0; i < MANY; i++)
        fprintf(file, "X,%d,%s%d\r\n", MANY - i, i % 3 ? "" : "Applicant ", i);
    fclose(file);
}

static void remove_files(const char *folder)
{
    static const char *const name[] = {"programs.csv", "applicants.csv",
                                       "program_ranks.csv"};
    char path[100];
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, name[i]);
        remove(path);
    }
    rmdir(folder);
}

static void a_large_file_is_read_piece_by_piece(void **state)
{
    char folder[] = "/tmp/test_match_XXXXXX", *name = calloc(LONG_NAME + 1, 1);
    struct match_file file;
    struct sp_error error = {0};
    (void)state;
    assert_non_null(mkdtemp(folder));
    memset(name, ',', LONG_NAME);
    write_files(folder, name, "");
    if (!match_file_load(folder, &file, &error))
        fail_msg("%s", error.text);
    assert_int_equal(file.lists.applicants, MANY + 1);
    assert_string_equal(file.lists.applicant_name[0], "Applicant 0");
    assert_string_equal(file.lists.applicant_name[MANY - 1], "19999");
    assert_string_equal(file.lists.applicant_name[MANY], name);
    assert_int_equal(file.lists.reverts_to[0], 1);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(file.lists.wish[i], MANY - 1 - i);
    assert_int_equal(file.lists.wish[MANY], MANY);
    match_file_free(&file);
    write_files(folder, name, "\nB,1,Nowhere");
    assert_false(match_file_load(folder, &file, &error));
    assert_string_equal(
        error.text,
        "applicants.csv, line 20003: 'Nowhere' is not a program of programs.csv");
    remove_files(folder);
    free(name);
}

static void rows_may_come_in_any_order_and_ids_be_any_text(void **state)
{
    (void)state;
    static const struct folder folder = {
        {"program,quota,parity,reverts_to\r\n007,1,,\r\n\"Bay, North\",1,odd,7\r\n7,0,,",
         "applicant,rank,program\nB,2,007\nA,5,007\nB,1,\"Bay, North\"\nA,3,7\n",
         "first,second,rank,first_program,second_program\nC,D,2,,7\nC,D,1,007,\n",
         "applicant,program,rank,first_year\nA,007,1,7\n",
         "program,rank,applicant\n7,1,A\n007,2,B\n007,1,A\n\"Bay, North\",1,B\n"}};
    struct match_file file;
    struct sp_match match;
    struct sp_error error = {0};
    if (!match_folder_parse(folder.part, &file, &error))
        fail_msg("%s", error.text);
    assert_string_equal(file.lists.applicant_name[0], "B");
    assert_string_equal(file.lists.program_name[1], "Bay, North");
    assert_int_equal(file.lists.rank[file.lists.rank_first[1]], 2);
    assert_int_equal(file.lists.pair[0][0], 0);
    assert_int_equal(file.lists.pair[0][1], -1);
    run(&file, &(struct sp_match_options){0}, &match);
    assert_int_equal(match.place[0], 1);
    assert_int_equal(match.place[1], 0);
    sp_match_free(&match);
    match_file_free(&file);
}

static void the_steps_say_why_not_a_better_place(void **state)
{
    (void)state;
    struct match_file file;
    struct sp_match match;
    struct sp_match_steps steps;
    struct sp_error error = {0};
    load(advanced, &file);
    run(&file, &(struct sp_match_options){0}, &match);
    assert_true(sp_match_explain(&file.lists, &match, 0, &steps, &error));
    assert_int_equal(steps.count, 3);
    assert_int_equal(steps.at[0].why, SP_WHY_PLACED);
    assert_int_equal(steps.at[1].why, SP_WHY_FULL);
    assert_true(steps.at[1].linked);
    assert_int_equal(steps.at[1].rank, 2);
    assert_int_equal(steps.at[1].worst, 1);
    assert_int_equal(steps.at[2].why, SP_WHY_PLACED);
    sp_match_steps_free(&steps);
    sp_match_free(&match);
    match_file_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_side_gets_its_first_choice_when_it_proposes),
        cmocka_unit_test(the_teaching_example_of_the_nrmp_has_one_stable_matching),
        cmocka_unit_test(
            the_older_example_of_the_nrmp_comes_out_as_another_program_printed),
        cmocka_unit_test(a_market_without_a_stable_matching_is_proved_to_have_none),
        cmocka_unit_test(
            a_program_left_and_filled_in_one_step_still_looks_for_someone_better),
        cmocka_unit_test(the_first_year_follows_the_advanced_position),
        cmocka_unit_test(unfilled_positions_travel_along_a_chain),
        cmocka_unit_test(an_even_number_leaves_one_out),
        cmocka_unit_test(a_fault_in_json_names_file_line_place_and_value),
        cmocka_unit_test(a_fault_in_a_linked_list_names_its_line),
        cmocka_unit_test(a_members_first_year_goes_with_the_pair_held),
        cmocka_unit_test(a_members_links_come_from_a_folder_too),
        cmocka_unit_test(a_fault_in_a_folder_names_file_line_and_value),
        cmocka_unit_test(a_late_row_finds_its_list),
        cmocka_unit_test(a_large_file_is_read_piece_by_piece),
        cmocka_unit_test(rows_may_come_in_any_order_and_ids_be_any_text),
        cmocka_unit_test(the_steps_say_why_not_a_better_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
