/* test_plan_pages.c: a small plan made by hand, as text, JSON, CSV and a workbook. */
#include "check.h"

#include "chance_text.h"
#include "error.h"
#include "money.h"
#include "plan.h"
#include "plan_pages.h"
#include "source.h"
#include "text_table.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct sp_track tracks[] = {
    {.code = "1234140C0",
     .acgme_id = "1403500001",
     .specialty = "140",
     .type = SP_CATEGORICAL,
     .institution =
         "A Hospital Whose Name Is So Long That No Line Of The List Could Ever Hold It",
     .city = "Añasco",
     .state = "PR"},
    {.code = "1234140P0",
     .acgme_id = "",
     .specialty = "140",
     .type = SP_PRELIMINARY,
     .institution = "Hospital B",
     .city = "Town",
     .state = "NY"},
    {.code = "5678140C0",
     .acgme_id = "",
     .specialty = "140",
     .type = SP_CATEGORICAL,
     .institution = "=HYPERLINK(\"x\")",
     .city = "Town",
     .state = "NY"},
};
static struct sp_programs programs = {.track = tracks, .count = 3};
static struct sp_specialty specialty = {"140", "Internal Medicine", "", "", "", "", "", ""};
static struct sp_specialties specialties = {.at = &specialty, .count = 1};
static const struct sp_facts facts = {
    .programs = &programs, .specialties = &specialties, .today = {2026, 11, 22}};

static struct sp_reason reasons[] = {
    {"what share of such applicants trains in the state",
     20.04,
     {"NRMP2025", "2025-03"},
     false},
    {"a gold signal", 5.04, {"EFFECT", "2024"}, true},
    {"three years since graduation", -1.04, {"EFFECT", "2024"}, false},
};
static const char *verify[] = {"visa"};
static const struct sp_chance chance = {0.2404, 0.12, 0.39, "state counts"};
static struct sp_pick picks[] = {
    {.track = 0,
     .application = 1,
     .leads = true,
     .tier = SP_SAFER,
     .signal = SP_GOLD,
     .cost_cents = 1100,
     .marginal = 0.1,
     .interview = {0.2404, 0.12, 0.39, "state counts"},
     .match = {0.01, 0.004, 0.03, "state counts"},
     .reason = reasons,
     .reasons = 3,
     .verify = verify,
     .verifies = 1},
    {.track = 1,
     .application = 1,
     .tier = SP_REACH,
     .signal = SP_GOLD,
     .interview = {0.2404, 0.12, 0.39, "state counts"},
     .match = {0.01, 0.004, 0.03, "state counts"}},
};
static struct sp_left_out left_out[] = {
    {.track = 2, .why = "it adds less than the last one on the list", .gain = 0.001}};
static struct sp_curve_point curve[] = {{1, 0, 1100, 0.1, 0.05, 0.2, 0.1},
                                        {2, 2, 2200, 0.12, 0.06, 0.22, 0.02}};

static struct sp_plan small_plan(void)
{
    return (struct sp_plan){.pick = picks,
                            .picks = 2,
                            .applications = 1,
                            .left_out = left_out,
                            .left_outs = 1,
                            .chance = chance,
                            .chance_any_rank = chance,
                            .chance_given_rank = chance,
                            .bound = 0.25,
                            .gap = 0.0001,
                            .cost_cents = 1100,
                            .curve = curve,
                            .curve_points = 2,
                            .knee = 0,
                            .season = 2027,
                            .seed = 1};
}

static const struct sp_profile profile = {.visa = SP_VISA_J1};

static char *text_at(int width, bool all)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct sp_plan plan = small_plan();
    struct text_page page = {out, width, false};
    struct plan_text_options options = {.all = all, .profile = "--demo"};
    assert_true(plan_write_text(&page, &plan, &facts, &profile, &options, NULL));
    fclose(out);
    return text;
}

static void the_page_says_the_chance_first_and_keeps_to_its_width(void **state)
{
    (void)state;
    for (int all = 0; all < 2; all++) {
        char *text = text_at(100, all);
        assert_non_null(strstr(text, "In 24 of 100 seasons (12–39)"));
        assert_non_null(
            strstr(text, "Verify at https://freida.ama-assn.org/program/1403500001: visa"));
        assert_non_null(strstr(text, "+20.0 what share"));
        assert_null(strstr(text, "…, Añasco PR"));
        assert_non_null(strstr(text, "Ever Hold It, Añasco PR"));
        assert_non_null(strstr(text, "1234140P0 preliminary"));
        assert_non_null(strstr(text, "smartpick explain 1234140C0 --demo"));
        assert_non_null(strstr(text, "Not affiliated"));
        for (char *at = text, *end; (end = strchr(at, '\n')); at = end + 1) {
            *end = '\0';
            assert_true(text_width(at) <= 100);
        }
        free(text);
    }
}

static void printed_points_add_up_to_the_printed_score(void **state)
{
    (void)state;
    double points[] = {20.04, 5.04, -1.04};
    long tenths[3];
    assert_int_equal(points_in_tenths(points, 3, tenths), 240);
    assert_int_equal(tenths[0] + tenths[1] + tenths[2], 240);
    double thirds[] = {1.0 / 3, 1.0 / 3, 1.0 / 3};
    assert_int_equal(points_in_tenths(thirds, 3, tenths), 10);
    assert_int_equal(tenths[0] + tenths[1] + tenths[2], 10);
    assert_int_equal(points_in_tenths(points, 0, tenths), 0);
}

static void a_chance_has_no_more_digits_than_its_range_deserves(void **state)
{
    (void)state;
    char text[CHANCE_BYTES];
    chance_percent(&(struct sp_chance){0.012, 0.004, 0.03, ""}, text);
    assert_string_equal(text, "1.2 % (0.4–3.0)");
    chance_percent(&(struct sp_chance){0.054, 0.024, 0.0997, ""}, text);
    assert_string_equal(text, "5 % (2–10)");
    chance_percent(&(struct sp_chance){0.0001, 0, 0.0004, ""}, text);
    assert_string_equal(text, "<0.1 % (0.0–<0.1)");
    chance_seasons(&(struct sp_chance){0.578, 0.49, 0.661, ""}, text);
    assert_string_equal(text, "58 of 100 seasons (49–66)");
    sp_money_say(177050, text);
    assert_string_equal(text, "$1,770.50");
    sp_money_say(100, text);
    assert_string_equal(text, "$1");
}

static void json_has_the_fixed_keys_in_their_order(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct sp_plan plan = small_plan();
    plan_write_json(out, &plan, &facts);
    fclose(out);
    static const char *const key[] = {
        "{\"picked\":",      "\"nrmp_code\":",  "\"application\":", "\"institution\":",
        "\"specialty\":",    "\"city\":",       "\"state\":",       "\"tier\":",
        "\"signal\":",       "\"cost_cents\":", "\"marginal\":",    "\"chance_interview\":",
        "\"chance_match\":", "\"reasons\":",    "\"left_out\":",    "\"held\":",
        "\"chance\":",       "\"bound\":",      "\"gap\":",         "\"cost_cents\":",
        "\"curve\":",        "\"warnings\":"};
    const char *at = text;
    for (size_t i = 0; i < sizeof key / sizeof *key; i++) {
        at = strstr(at, key[i]);
        assert_non_null(at);
    }
    assert_non_null(strstr(text, "{\"value\":0.2404,\"low\":0.12,\"high\":0.39,"
                                 "\"basis\":\"state counts\"}"));
    free(text);
}

static void csv_has_a_row_a_track_and_no_formula(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    int rows = 0;
    FILE *out = open_memstream(&text, &size);
    struct sp_plan plan = small_plan();
    picks[1].track = 2;
    plan_write_csv(out, &plan, &facts);
    picks[1].track = 1;
    fclose(out);
    for (const char *at = text; (at = strstr(at, "\r\n")); at += 2)
        rows++;
    assert_int_equal(rows, 3);
    assert_non_null(strstr(text, ",\"'=HYPERLINK(\"\"x\"\")\","));
    free(text);
}

static char *bytes_of(const char *path, long *size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    *size = ftell(file);
    rewind(file);
    char *bytes = malloc((size_t)*size + 1);
    assert_int_equal(fread(bytes, 1, (size_t)*size, file), *size);
    fclose(file);
    return bytes;
}

static int files_in(const char *folder)
{
    int count = 0;
    DIR *dir = opendir(folder);
    for (const struct dirent *entry; (entry = readdir(dir));)
        count += entry->d_name[0] != '.';
    closedir(dir);
    return count;
}

static void a_workbook_is_written_whole_or_not_at_all(void **state)
{
    (void)state;
    char folder[] = "/tmp/smartpick-pages-XXXXXX", one[80], two[80];
    struct sp_plan plan = small_plan();
    struct sp_source source = {
        .key = "NRMP2025", .title = "Program results", .as_of = "2025-03"};
    struct sp_error error = {0};
    long size_one, size_two;
    assert_non_null(mkdtemp(folder));
    snprintf(one, sizeof one, "%s/one.xlsx", folder);
    snprintf(two, sizeof two, "%s/two.xlsx", folder);
    assert_true(plan_write_xlsx(one, &plan, &facts, &source, 1, &error));
    assert_true(plan_write_xlsx(two, &plan, &facts, &source, 1, &error));
    char *a = bytes_of(one, &size_one), *b = bytes_of(two, &size_two);
    assert_int_equal(files_in(folder), 2);
    assert_true(size_one == size_two && size_one > 4000);
    assert_memory_equal(a, "PK", 2);
    free(a);
    free(b);
    unlink(one);
    unlink(two);
    rmdir(folder);
    assert_false(plan_write_xlsx(one, &plan, &facts, &source, 1, &error));
    assert_int_equal(error.code, SP_UNAVAILABLE);
    assert_non_null(strstr(error.text, "one.xlsx"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_says_the_chance_first_and_keeps_to_its_width),
        cmocka_unit_test(printed_points_add_up_to_the_printed_score),
        cmocka_unit_test(a_chance_has_no_more_digits_than_its_range_deserves),
        cmocka_unit_test(json_has_the_fixed_keys_in_their_order),
        cmocka_unit_test(csv_has_a_row_a_track_and_no_formula),
        cmocka_unit_test(a_workbook_is_written_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
