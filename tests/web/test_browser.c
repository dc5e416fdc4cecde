/* test_browser.c: a cookie, and the token that belongs to it. */
#include "../check.h"

#include "browser.h"
#include "request.h"
#include "site.h"

#include <stdlib.h>
#include <string.h>

/* From the appendix of the paper, and the vectors that go with it. */
static void the_hash_gives_the_published_values(void **state)
{
    (void)state;
    const uint64_t key[2] = {0x0706050403020100, 0x0f0e0d0c0b0a0908};
    unsigned char bytes[64];
    for (unsigned i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)i;
    assert_true(browser_hash(key, bytes, 0) == 0x726fdb47dd0e0e31);
    assert_true(browser_hash(key, bytes, 1) == 0x74f839c593dc67fd);
    assert_true(browser_hash(key, bytes, 8) == 0x93f5f5799a932462);
    assert_true(browser_hash(key, bytes, 15) == 0xa129ca6149be45e5);
    assert_true(browser_hash(key, bytes, 63) == 0x958a324ceb064572);
}

static struct site site = {.cookie = "smartpick-1"};

static struct request *make(const char *cookie, const char *token)
{
    struct request *request = calloc(1, sizeof *request);
    assert_non_null(request);
    request->site = &site;
    if (cookie)
        request->header[request->headers++] = (struct request_pair){"Cookie", cookie};
    if (token)
        request->header[request->headers++] = (struct request_pair){"X-CSRF", token};
    return request;
}

static bool trusts(const char *cookie, const char *token)
{
    struct request *request = make(cookie, token);
    bool trusted = browser_trusted(request);
    request_free(request);
    return trusted;
}

static void only_the_token_of_this_cookie_is_trusted(void **state)
{
    (void)state;
    char token[BROWSER_DIGITS + 1], other[BROWSER_DIGITS + 1], cookie[60];
    assert_true(browser_key_make(&site.key, NULL));
    struct request *first = make(NULL, NULL), *second = make(NULL, NULL);
    assert_true(browser_token(first, token, NULL));
    assert_true(browser_token(second, other, NULL));
    assert_string_equal(first->answer.header[0].name, "Set-Cookie");
    snprintf(cookie, sizeof cookie, "%.44s", first->answer.header[0].value);
    assert_true(trusts(cookie, token));
    assert_false(trusts(cookie, other));
    assert_false(trusts(cookie, NULL));
    assert_false(trusts(NULL, token));
    assert_false(trusts("smartpick-2=00000000000000000000000000000000", token));
    cookie[43] = cookie[43] == '0' ? '1' : '0';
    assert_false(trusts(cookie, token));
    request_free(first);
    request_free(second);
}

static void another_key_makes_other_tokens(void **state)
{
    (void)state;
    static const char cookie[] = "smartpick-1=0123456789abcdef0123456789abcdef";
    char before[BROWSER_DIGITS + 1], after[BROWSER_DIGITS + 1];
    struct request *request = make(cookie, NULL);
    assert_true(browser_key_make(&site.key, NULL));
    assert_true(browser_token(request, before, NULL));
    assert_int_equal(request->answer.headers, 0); /* it keeps the cookie it has */
    assert_true(trusts(cookie, before));
    assert_true(browser_key_make(&site.key, NULL));
    assert_true(browser_token(request, after, NULL));
    assert_string_not_equal(before, after);
    assert_false(trusts(cookie, before));
    request_free(request);
}

static void our_cookie_is_found_among_others(void **state)
{
    (void)state;
    char token[BROWSER_DIGITS + 1];
    struct request *request = make("smartpick-1=0123456789abcdef0123456789abcdef", NULL);
    assert_true(browser_token(request, token, NULL));
    assert_true(trusts("a=b; smartpick-1=0123456789abcdef0123456789abcdef; c=d", token));
    assert_true(
        trusts("smartpick-1=short;smartpick-1=0123456789abcdef0123456789abcdef", token));
    assert_false(trusts("xsmartpick-1=0123456789abcdef0123456789abcdef", token));
    assert_false(trusts("a=smartpick-1=0123456789abcdef0123456789abcdef", token));
    assert_false(trusts("smartpick-1=0123456789abcdef0123456789abcdef0", token));
    assert_false(trusts("smartpick-1=0123456789ABCDEF0123456789ABCDEF", token));
    assert_false(trusts("", token));
    assert_false(trusts("; ;;=;", token));
    request_free(request);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hash_gives_the_published_values),
        cmocka_unit_test(only_the_token_of_this_cookie_is_trusted),
        cmocka_unit_test(another_key_makes_other_tokens),
        cmocka_unit_test(our_cookie_is_found_among_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
