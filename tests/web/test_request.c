/* test_request.c: addresses, headers and bodies are read once, strictly; answers are whole.
 */
#include "../check.h"

#include "request.h"
#include "route.h"
#include "site.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static struct site site;

static struct request *make(void)
{
    struct request *request = calloc(1, sizeof *request);
    assert_non_null(request);
    request->site = &site;
    return request;
}

static bool reads(const char *target)
{
    struct request *request = make();
    struct sp_error error = {0};
    bool ok = request_read_target(request, target, &error);
    assert_true(ok || (error.code == SP_BAD_INPUT && error.text[0]));
    request_free(request);
    return ok;
}

static void an_address_is_decoded(void **state)
{
    (void)state;
    struct request *request = make();
    const char *target = "/a%20b/%C3%A9+c?x=1+2&y=%26%3D&x=%F0%9F%98%80&z&=v#part";
    assert_true(request_read_target(request, target, NULL));
    assert_string_equal(request->path, "/a b/\xC3\xA9+c");
    assert_string_equal(request_query(request, "x"), "1 2");
    assert_string_equal(request_query_nth(request, "x", 1), "\xF0\x9F\x98\x80");
    assert_string_equal(request_query(request, "y"), "&=");
    assert_string_equal(request_query(request, "z"), "");
    assert_string_equal(request_query(request, ""), "v");
    assert_null(request_query(request, "w"));
    assert_null(request_query_nth(request, "x", 2));
    request_free(request);
}

static void what_is_no_text_has_no_place_in_an_address(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",     "a",        "*",       "http://x/", "/%",      "/%4",     "/%zz",
        "/%00", "/%0a",     "/%7f",    "/\x01",     "/%ff",    "/%c0%af", "/%ed%a0%80",
        "/?%",  "/?a=%00",  "/?a=%0d", "/?%ff=1",   "/?a=%1g", "/?\x7f",  "/%f5%80%80%80",
        "/%2",  "/?a=b&%0", "/\xC3",   "/?q=\xff",  "/a\tb",   "/%e2%82",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (reads(bad[i]))
            fail_msg("\"%s\" was read", bad[i]);
    assert_true(reads("/"));
    assert_true(reads("/?"));
    assert_true(reads("/?&&&"));
    assert_true(reads("//"));
}

static void an_address_has_a_longest_length_and_a_most_of_values(void **state)
{
    (void)state;
    char target[REQUEST_TARGET + 3] = "/";
    memset(target + 1, 'a', REQUEST_TARGET - 1);
    assert_true(reads(target));
    target[REQUEST_TARGET] = 'a';
    assert_false(reads(target));
    char many[REQUEST_PAIRS * 2 + 6] = "/?";
    for (int i = 0; i < REQUEST_PAIRS; i++)
        strcat(many, "a&");
    assert_true(reads(many));
    strcat(many, "a");
    assert_false(reads(many));
}

static void a_number_of_the_query_is_whole_and_in_its_range(void **state)
{
    (void)state;
    static const char *const bad[] = {"x",  "",    "1.5", "+1", " 1",
                                      "1 ", "0x1", "11",  "-1", "99999999999999999999"};
    long value = 7;
    struct request *request = make();
    assert_true(request_query_whole(request, "n", 0, 10, &value, NULL));
    assert_int_equal(value, 7);
    request->queries = 1;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        request->query[0] = (struct request_pair){"n", bad[i]};
        struct sp_error error = {0};
        assert_false(request_query_whole(request, "n", 0, 10, &value, &error));
        assert_string_equal(request->field, "n");
        assert_non_null(strstr(error.text, "0..10"));
    }
    request->query[0] = (struct request_pair){"n", "10"};
    assert_true(request_query_whole(request, "n", 0, 10, &value, NULL));
    assert_int_equal(value, 10);
    request_free(request);
}

static bool parses(const char *body, size_t length)
{
    struct request *request = make();
    struct sp_error error = {0};
    bool ok = request_add_body(request, body, length, 1 << 20, &error)
              && request_parse_body(request, &error);
    assert_true(ok || (error.code == SP_BAD_INPUT && error.text[0]));
    assert_int_equal(ok, request->json != NULL && json_is_object(request->json));
    request_free(request);
    return ok;
}

static void a_body_is_one_object_no_key_twice(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "[]",
                                      "1",
                                      "null",
                                      "{",
                                      "{}{}",
                                      "{} x",
                                      "{\"a\":1,\"a\":2}",
                                      "{a:1}",
                                      "{\"a\":1,}",
                                      "{'a':1}",
                                      "{\"a\":\"\xff\"}",
                                      "\"{}\"",
                                      "{\"a\":01}",
                                      "{\"a\":\"\\ud800\"}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (parses(bad[i], strlen(bad[i])))
            fail_msg("%s was read", bad[i]);
    assert_false(parses("{}\0", 3));
    assert_true(parses("{}", 2));
    assert_true(parses(" {\"a\":[{\"b\":\"[[[[\\\"{{\"}]}\n", 26));
}

static void a_body_nests_so_deep_and_no_deeper(void **state)
{
    (void)state;
    char body[2 * REQUEST_DEEPEST + 20];
    for (int extra = 0; extra <= 1; extra++) {
        int lists = REQUEST_DEEPEST - 1 + extra;
        char *at = body + sprintf(body, "{\"a\":");
        memset(at, '[', (size_t)lists);
        memset(at + lists, ']', (size_t)lists);
        strcpy(at + 2 * lists, "}");
        assert_int_equal(parses(body, strlen(body)), !extra);
    }
}

static void a_body_grows_to_its_limit_and_no_further(void **state)
{
    (void)state;
    struct request *request = make();
    struct sp_error error = {0};
    for (int i = 0; i < 10; i++)
        assert_true(request_add_body(request, "0123456789", 10, 105, &error));
    assert_false(request_add_body(request, "0123456789", 10, 105, &error));
    assert_int_equal(request->fault, REQUEST_TOO_LARGE);
    assert_int_equal(request->length, 100);
    assert_int_equal(request->body[100], '\0');
    assert_false(request_add_body(request, "0", (size_t)-1, 105, &error));
    request_free(request);
}

/* The answer as text, for free(). */
static char *finish(struct request *request, bool ok, const struct sp_error *error)
{
    request_finish(request, ok, error);
    return strndup(request->answer.bytes, request->answer.length);
}

static void an_error_takes_the_place_of_half_an_answer(void **state)
{
    (void)state;
    struct request *request = make();
    struct json_writer json;
    struct sp_error error = {0};
    assert_true(request_json(request, &json, NULL));
    json_open_object(&json, NULL);
    json_write_text(&json, "half", "of it");
    request_add_header(request, "ETag", "\"1\"");
    request_refuse(request, &error, REQUEST_CONFLICT, "name", "said \"%s\"", "twice");
    char *text = finish(request, false, &error);
    assert_int_equal(request->answer.status, 409);
    assert_int_equal(request->answer.headers, 0);
    assert_string_equal(text, "{\"error\":{\"code\":\"conflict\",\"message\":\"said "
                              "\\\"twice\\\"\",\"field\":\"name\"}}\n");
    free(text);
    request_free(request);
}

static void each_code_has_its_status(void **state)
{
    (void)state;
    static const struct {
        enum sp_code code;
        int status;
        const char *word;
    } told[] = {{SP_BAD_INPUT, 400, "\"bad_input\""},
                {SP_NOT_FOUND, 404, "\"not_found\""},
                {SP_NO_MEMORY, 503, "\"unavailable\""},
                {SP_UNAVAILABLE, 503, "\"unavailable\""}};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        struct request *request = make();
        struct sp_error error = {0};
        sp_fail(&error, told[i].code, "it is so");
        char *text = finish(request, false, &error);
        assert_int_equal(request->answer.status, told[i].status);
        assert_non_null(strstr(text, told[i].word));
        assert_non_null(strstr(text, "\"field\":null"));
        free(text);
        request_free(request);
    }
}

static void a_header_with_a_line_feed_is_not_sent(void **state)
{
    (void)state;
    struct request *request = make();
    request_add_header(request, "A", "b\r\nX-Evil: 1");
    request_add_header(request, "A\n", "b");
    request_add_header(request, "A", "\x7f");
    assert_int_equal(request->answer.headers, 0);
    request_add_header(request, "A", "b; \xC3\xA9");
    assert_int_equal(request->answer.headers, 1);
    for (int i = 0; i < 2 * REQUEST_HEADERS; i++)
        request_add_header(request, "A", "b");
    assert_int_equal(request->answer.headers, REQUEST_HEADERS);
    request_free(request);
}

static void a_browser_that_has_it_gets_no_second_copy(void **state)
{
    (void)state;
    static const struct {
        const char *known;
        bool same;
    } told[] = {
        {NULL, false}, {"\"abc\"", true}, {"W/\"abc\"", true}, {"\"x\", \"abc\"", true},
        {"*", true},   {"abc", false},    {"\"abcd\"", false}, {"\"\"", false}};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        struct request *request = make();
        request->header[0] = (struct request_pair){"if-none-match", told[i].known};
        request->headers = told[i].known != NULL;
        assert_int_equal(request_unchanged(request, "abc"), told[i].same);
        assert_int_equal(request->answer.status, told[i].same ? 304 : 0);
        assert_string_equal(request->answer.header[0].value, "\"abc\"");
        request_free(request);
    }
}

static void a_coding_is_accepted_when_it_is_named_and_not_weighed_with_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *list;
        bool gzip;
    } told[] = {{"gzip", true},        {"deflate, gzip;q=0.5, br", true},
                {"gzip;q=0", false},   {"gzip;q=0.001", true},
                {"x-gzip", false},     {"gzipped", false},
                {"", false},           {"br", false},
                {"br;q=0,gzip", true}, {"identity , gzip ", true}};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        struct request *request = make();
        request->header[request->headers++] =
            (struct request_pair){"Accept-Encoding", told[i].list};
        if (request_accepts(request, "gzip") != told[i].gzip)
            fail_msg("\"%s\"", told[i].list);
        request_free(request);
    }
}

static void a_route_is_found_by_path_and_method_and_names_its_parts(void **state)
{
    (void)state;
    struct request *request = make();
    const char *allow;
    request->path = "/api/v1/jobs/12/events";
    request->route = route_find(request, &allow);
    assert_non_null(request->route);
    assert_string_equal(request_part(request, "id"), "12");
    assert_null(request_part(request, "i"));
    assert_null(request_part(request, "idx"));
    request->method = REQUEST_PUT;
    assert_null(route_find(request, &allow));
    assert_string_equal(allow, "GET");
    request->path = "/api/v1/jobs/12";
    assert_null(route_find(request, &allow));
    assert_string_equal(allow, "GET, DELETE");
    request->path = "/api/v1/jobs//events";
    assert_null(route_find(request, &allow));
    assert_null(allow);
    request_free(request);
}

static void the_table_of_routes_is_well_formed(void **state)
{
    (void)state;
    const struct route *route, *other;
    for (int i = 0; (route = route_nth(i)); i++) {
        assert_non_null(route->answer);
        assert_true(route->method < REQUEST_OTHER);
        assert_int_equal(route->path[0], '/');
        if (route->method != REQUEST_GET && route->who != OUR_PAGES)
            fail_msg("%s writes for anyone", route->path);
        int parts = 0;
        for (const char *at = route->path; (at = strchr(at, '{')); at++) {
            assert_true(at[-1] == '/' && strchr(at, '}'));
            parts++;
        }
        assert_true(parts <= REQUEST_PARTS);
        for (int j = 0; j < i && (other = route_nth(j)); j++)
            if (other->method == route->method && strcmp(other->path, route->path) == 0)
                fail_msg("%s stands there twice", route->path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_decoded),
        cmocka_unit_test(what_is_no_text_has_no_place_in_an_address),
        cmocka_unit_test(an_address_has_a_longest_length_and_a_most_of_values),
        cmocka_unit_test(a_number_of_the_query_is_whole_and_in_its_range),
        cmocka_unit_test(a_body_is_one_object_no_key_twice),
        cmocka_unit_test(a_body_nests_so_deep_and_no_deeper),
        cmocka_unit_test(a_body_grows_to_its_limit_and_no_further),
        cmocka_unit_test(an_error_takes_the_place_of_half_an_answer),
        cmocka_unit_test(each_code_has_its_status),
        cmocka_unit_test(a_header_with_a_line_feed_is_not_sent),
        cmocka_unit_test(a_browser_that_has_it_gets_no_second_copy),
        cmocka_unit_test(
            a_coding_is_accepted_when_it_is_named_and_not_weighed_with_nothing),
        cmocka_unit_test(a_route_is_found_by_path_and_method_and_names_its_parts),
        cmocka_unit_test(the_table_of_routes_is_well_formed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
