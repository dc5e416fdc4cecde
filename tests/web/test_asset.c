/* test_asset.c: files by their path, packed as the browser takes them, pages by none. */
#include "../check.h"

#include "asset.h"
#include "request.h"

#include <stdlib.h>
#include <string.h>

#define FILE_OF(name, text, sum)                                                           \
    {                                                                                      \
        name, text, text + sizeof text - 1, sum                                            \
    }
static const char plain[] = "<html>", brotli[] = "br!", gzip[] = "gz!", script[] = "x()";

/* In place of what the build packs. */
const struct embedded assets[] = {
    FILE_OF("assets/main-ABCDEF12.js", script, "1"),
    FILE_OF("assets/main-ABCDEF12.js.br", brotli, "2"),
    FILE_OF("index.html", plain, "3"),
    FILE_OF("index.html.br", brotli, "4"),
    FILE_OF("index.html.gz", gzip, "5"),
    {0},
};
const int assets_count = 5;

static struct request *ask(const char *path, const char *accepted, const char *known)
{
    struct request *request = calloc(1, sizeof *request);
    struct sp_error error = {0};
    assert_non_null(request);
    assert_true(request_read_target(request, path, NULL));
    if (accepted)
        request->header[request->headers++] =
            (struct request_pair){"Accept-Encoding", accepted};
    if (known)
        request->header[request->headers++] = (struct request_pair){"If-None-Match", known};
    request_finish(request, asset_answer(request, &error), &error);
    return request;
}

static const char *header(const struct request *request, const char *name)
{
    for (int i = 0; i < request->answer.headers; i++)
        if (strcmp(request->answer.header[i].name, name) == 0)
            return request->answer.header[i].value;
    return "none";
}

static void check(const char *path, const char *accepted, int status, const char *bytes,
                  const char *coding)
{
    struct request *request = ask(path, accepted, NULL);
    assert_int_equal(request->answer.status, status);
    if (bytes) {
        assert_int_equal(request->answer.length, strlen(bytes));
        assert_memory_equal(request->answer.bytes, bytes, strlen(bytes));
        assert_string_equal(header(request, "Content-Encoding"), coding);
    }
    request_free(request);
}

static void every_page_address_answers_with_the_one_page(void **state)
{
    (void)state;
    static const char *const page[] = {
        "/",      "/list",      "/list?tab=held", "/program/1234140C0",
        "/a/b/c", "/v1.2/list", "/index.html"};
    for (size_t i = 0; i < sizeof page / sizeof *page; i++)
        check(page[i], NULL, 200, plain, "none");
}

static void a_file_that_is_not_there_is_not_found(void **state)
{
    (void)state;
    static const char *const none[] = {"/x.js",
                                       "/assets/main.js",
                                       "/assets/",
                                       "/index.htm.l",
                                       "/../index.html.x",
                                       "/assets/main-ABCDEF12.js.gz",
                                       "/ssets/main-ABCDEF12.js",
                                       "//index.html"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        const char *last = strrchr(none[i], '/');
        check(none[i], NULL, strchr(last, '.') ? 404 : 200, NULL, NULL);
    }
}

static void the_smallest_form_that_is_accepted_is_sent(void **state)
{
    (void)state;
    check("/", "gzip, deflate, br", 200, brotli, "br");
    check("/", "gzip", 200, gzip, "gzip");
    check("/", "br;q=0, gzip", 200, gzip, "gzip");
    check("/", "identity", 200, plain, "none");
    check("/assets/main-ABCDEF12.js", "gzip", 200, script, "none"); /* has no .gz */
    check("/assets/main-ABCDEF12.js", "br", 200, brotli, "br");
}

static void
what_carries_a_hash_is_kept_for_ever_and_all_else_is_asked_for_again(void **state)
{
    (void)state;
    struct request *request = ask("/assets/main-ABCDEF12.js", "br", NULL);
    assert_non_null(strstr(header(request, "Cache-Control"), "immutable"));
    assert_string_equal(header(request, "Vary"), "Accept-Encoding");
    assert_string_equal(request->answer.type, "text/javascript; charset=utf-8");
    request_free(request);
    request = ask("/", NULL, NULL);
    assert_string_equal(header(request, "Cache-Control"), "no-cache");
    assert_string_equal(header(request, "ETag"), "\"3\"");
    request_free(request);
}

static void a_browser_that_has_this_form_gets_304(void **state)
{
    (void)state;
    struct request *request = ask("/", "br", "\"4\"");
    assert_int_equal(request->answer.status, 304);
    assert_int_equal(request->answer.length, 0);
    request_free(request);
    request = ask("/", "br", "\"3\"");
    assert_int_equal(request->answer.status, 200);
    request_free(request);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_address_answers_with_the_one_page),
        cmocka_unit_test(a_file_that_is_not_there_is_not_found),
        cmocka_unit_test(the_smallest_form_that_is_accepted_is_sent),
        cmocka_unit_test(
            what_carries_a_hash_is_kept_for_ever_and_all_else_is_asked_for_again),
        cmocka_unit_test(a_browser_that_has_this_form_gets_304),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
