/* test_plan_pdf.c: the plan on paper, read back by another program. */
#include "check.h"

#include "catalogue.h"
#include "error.h"
#include "plan_pdf.h"
#include "source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct sp_wish wish;

struct printed {
    struct sp_profile profile;
    struct sp_plan plan;
    struct plan_paper paper;
};

static const struct sp_source sources[] = {
    {.key = "SOURCE",
     .title = "A table of something, with a title that is long enough to need a second "
              "line in its column of the document",
     .as_of = "2026-03"},
};

static void print(struct printed *printed, const char *name)
{
    struct sp_plan_options options = {
        .budget_cents = -1, .most = 60, .hours = -1, .seasons = 256};
    struct sp_error error = {0};
    printed->profile = catalogue_applicant(&wish, "400");
    if (!sp_plan_make(&printed->profile, catalogue_facts(), &options, &printed->plan,
                      &error))
        fail_msg("%s", error.text);
    printed->paper = (struct plan_paper){.plan = &printed->plan,
                                         .facts = catalogue_facts(),
                                         .profile = &printed->profile,
                                         .name = name,
                                         .source = sources,
                                         .sources = 1};
}

static void make(const struct printed *printed, char **bytes, size_t *length)
{
    struct sp_error error = {0};
    if (!plan_pdf_bytes(&printed->paper, bytes, length, &error))
        fail_msg("%s", error.text);
}

/* What a command says about the document; the caller frees it. */
static char *ask(const char *command, const char *bytes, size_t length)
{
    char path[] = "/tmp/smartpick-pdf-XXXXXX", line[200], *answer = NULL;
    size_t size;
    int file = mkstemp(path);
    assert_true(file >= 0 && write(file, bytes, length) == (ssize_t)length);
    close(file);
    snprintf(line, sizeof line, command, path);
    FILE *from = popen(line, "r"), *to = open_memstream(&answer, &size);
    assert_true(from && to);
    for (int c; (c = fgetc(from)) != EOF;)
        fputc(c, to);
    fclose(to);
    assert_int_equal(pclose(from), 0);
    unlink(path);
    return answer;
}

static int count(const char *text, const char *words)
{
    int found = 0;
    for (; (text = strstr(text, words)); text += strlen(words))
        found++;
    return found;
}

static void assert_says(const char *text, const char *words)
{
    if (!strstr(text, words))
        fail_msg("the document does not say \"%s\"", words);
}

static void the_document_says_names_numbers_sources_and_the_notice(void **state)
{
    (void)state;
    struct printed printed;
    char *bytes, words[80];
    size_t length;
    print(&printed, "Applicant A");
    make(&printed, &bytes, &length);
    char *text = ask("pdftotext -layout %s -", bytes, length);
    const struct sp_track *track = catalogue_facts()->programs->track;
    assert_says(text, "Where to apply for residency: Match 2027");
    assert_says(text, "Applicant A");
    assert_says(text, "Step 2 CK");
    assert_says(text, "245; visa: J-1");
    assert_says(text, "Not affiliated with NRMP");
    assert_says(text, "SOURCE");
    assert_says(text, "Adviser, date");
    for (int i = 0; i < printed.plan.picks; i++)
        assert_says(text, track[printed.plan.pick[i].track].code);
    snprintf(words, sizeof words, "In %.0f of 100 seasons",
             100 * printed.plan.chance.value);
    assert_says(text, words);
    free(text);
    free(bytes);
    sp_plan_free(&printed.plan);
}

static void headings_are_repeated_and_pages_numbered(void **state)
{
    (void)state;
    struct printed printed;
    char *bytes, words[40];
    size_t length;
    print(&printed, "");
    make(&printed, &bytes, &length);
    char *about = ask("pdfinfo %s", bytes, length);
    const char *said = strstr(about, "Pages:");
    assert_non_null(said);
    int pages = atoi(said + 6);
    assert_true(pages > 2);
    assert_says(about, "Tagged:          yes");
    assert_says(about, "2026"); /* the day of the plan, not of the clock */
    char *text = ask("pdftotext -layout %s -", bytes, length);
    assert_true(count(text, "Match there") >= 2);
    snprintf(words, sizeof words, "Page %d of %d", pages, pages);
    assert_says(text, words);
    assert_says(text, "Page 1 of");
    assert_int_equal(count(text, "Information, not legal advice"), pages);
    free(text);
    free(about);
    free(bytes);
    sp_plan_free(&printed.plan);
}

static void names_of_other_scripts_and_long_ones_lose_no_letter(void **state)
{
    (void)state;
    struct printed printed;
    static const char *const letter[] = {"م", "ق", "د", "ل", "Ж", "Ω", "ř", "ễ"};
    char *bytes;
    size_t length;
    print(&printed,
          "مقدم الطلب · Жω Ω ř ễ · "
          "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaz");
    make(&printed, &bytes, &length);
    char *text = ask("pdftotext %s -", bytes, length);
    for (size_t i = 0; i < sizeof letter / sizeof *letter; i++)
        assert_says(text, letter[i]);
    assert_null(strstr(text, "\xef\xbf\xbd"));
    assert_says(text, "aaaz"); /* wrapped, not cut */
    char *fonts = ask("pdffonts %s", bytes, length);
    assert_int_equal(count(fonts, " no "), 0); /* every font embedded, a subset, mapped */
    free(fonts);
    free(text);
    free(bytes);
    sp_plan_free(&printed.plan);
}

static void broken_utf8_in_a_name_is_no_reason_to_fail(void **state)
{
    (void)state;
    struct printed printed;
    char *bytes;
    size_t length;
    print(&printed, "Applicant \xff\xfe A");
    make(&printed, &bytes, &length);
    char *text = ask("pdftotext %s -", bytes, length);
    assert_says(text, "Prepared for");
    free(text);
    free(bytes);
    sp_plan_free(&printed.plan);
}

static void the_same_plan_gives_the_same_bytes(void **state)
{
    (void)state;
    struct printed printed;
    char *one, *two;
    size_t length, other;
    print(&printed, "Applicant A");
    make(&printed, &one, &length);
    make(&printed, &two, &other);
    assert_int_equal(length, other);
    assert_memory_equal(one, two, length);
    free(one);
    free(two);
    sp_plan_free(&printed.plan);
}

static void a_file_is_written_whole_or_refused(void **state)
{
    (void)state;
    struct printed printed;
    struct sp_error error = {0};
    char folder[] = "/tmp/smartpick-pdf-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/plan.pdf", folder);
    print(&printed, "");
    assert_true(plan_write_pdf(path, &printed.paper, &error));
    FILE *file = fopen(path, "rb");
    char head[5];
    assert_true(file && fread(head, 1, 5, file) == 5 && memcmp(head, "%PDF-", 5) == 0);
    fclose(file);
    unlink(path);
    assert_false(plan_write_pdf(folder, &printed.paper, &error));
    assert_int_equal(error.code, SP_UNAVAILABLE);
    assert_non_null(strstr(error.text, "a folder"));
    rmdir(folder);
    sp_plan_free(&printed.plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_document_says_names_numbers_sources_and_the_notice),
        cmocka_unit_test(headings_are_repeated_and_pages_numbered),
        cmocka_unit_test(names_of_other_scripts_and_long_ones_lose_no_letter),
        cmocka_unit_test(broken_utf8_in_a_name_is_no_reason_to_fail),
        cmocka_unit_test(the_same_plan_gives_the_same_bytes),
        cmocka_unit_test(a_file_is_written_whole_or_refused),
    };
    return cmocka_run_group_tests(tests, catalogue_open, catalogue_close);
}
