"""What strangers, other sites and broken programs may send: `test_hostile.py SMARTPICK`.

Nothing of it is believed, runs into the store or out of it, or stops the server."""

import json
import sys

from serving import Server, cases, refused

server = Server(sys.argv[1])
JOBS = "/api/v1/jobs"


def post(body, **more):
    return server.ask("POST", JOBS, body, **more)


# --- who asks ---------------------------------------------------------------------------


def a_write_without_a_token_is_refused():
    refused(post({"kind": "fit"}, trusted=False), 403, "forbidden")


def a_cookie_alone_is_not_enough():
    server.begin()
    refused(post({"kind": "fit"}, trusted=False, headers={"Cookie": server.cookie}), 403, "forbidden")


def the_token_of_another_browser_is_refused():
    server.begin()
    cookie = server.cookie
    server.begin()
    assert cookie != server.cookie, "two browsers got the same cookie"
    headers = {"Cookie": cookie, "X-CSRF": server.token}
    refused(post({"kind": "fit"}, trusted=False, headers=headers), 403, "forbidden")


def a_token_that_is_off_by_one_digit_is_refused():
    server.begin()
    last = "0" if server.token[-1] != "0" else "1"
    refused(post({"kind": "fit"}, headers={"X-CSRF": server.token[:-1] + last}), 403, "forbidden")


def a_token_cut_short_is_refused():
    server.begin()
    for token in ("", server.token[:-1], server.token + "0"):
        refused(post({"kind": "fit"}, headers={"X-CSRF": token}), 403, "forbidden")


def no_script_and_no_other_site_gets_the_cookie():
    _, headers, _ = server.ask("GET", "/api/v1/session")
    words = [word.strip() for word in headers["Set-Cookie"].split(";")]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(words), words


def a_browser_keeps_its_cookie_and_token():
    server.begin()
    _, headers, body = server.ask("GET", "/api/v1/session", headers={"Cookie": f"a=b; {server.cookie}; c=d"})
    assert headers["Set-Cookie"] is None and json.loads(body)["csrf"] == server.token


def a_cookie_of_our_name_with_other_content_is_no_cookie():
    name = server.cookie.split("=")[0]
    for value in ("", "x" * 32, "0" * 31, "0" * 33, "../" * 10, "'; drop table profile; --"):
        _, headers, _ = server.ask("GET", "/api/v1/session", headers={"Cookie": f"{name}={value}"})
        assert headers["Set-Cookie"], value


def another_origin_is_refused():
    for origin in ("http://evil.example", "null", "http://127.0.0.1", f"http://{server.host}.evil.example",
                   f"http://evil.example/{server.host}", "file://", "http://localhost:1"):
        refused(post({"kind": "fit"}, headers={"Origin": origin}), 403, "forbidden")
        refused(server.ask("GET", "/api/v1/session", headers={"Origin": origin}), 403, "forbidden")


def our_own_origin_is_let_in():
    assert server.ask("GET", "/api/v1/session", headers={"Origin": f"http://{server.host}"})[0] == 200


def what_the_browser_says_is_asked_by_another_site_is_refused():
    for site in ("cross-site", "same-site", "sideways"):
        refused(server.ask("GET", "/api/v1/session", headers={"Sec-Fetch-Site": site}), 403, "forbidden")


def a_link_on_another_site_may_lead_to_a_page():
    status = server.ask("GET", "/", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})[0]
    assert status in (200, 404), status  # 404: a build without pages


def a_name_that_is_not_ours_is_refused():
    for host in ("evil.example", "evil.example:80", f"127.0.0.1.evil.example:{server.port}", "",
                 "127.0.0.1:x", "127.0.0.1@evil.example", "[::1", "localhost.", "0.0.0.0", "127.0.0.2"):
        refused(server.ask("GET", "/api/v1/session", headers={"Host": host}), 421, "forbidden")


def the_names_of_this_machine_are_ours():
    for host in ("localhost", f"LOCALHOST:{server.port}", "[::1]", "127.0.0.1:9000"):
        assert server.ask("GET", "/healthz", headers={"Host": host})[0] == 200, host


# --- what is asked for ------------------------------------------------------------------


def nothing_leaves_the_folder_of_the_pages():
    for path in ("/../../../../etc/passwd", "/..%2f..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd",
                 "/assets/../../etc/passwd", "//etc/passwd", "/etc/passwd", "/..\\..\\etc\\passwd.txt",
                 "/assets/%2e%2e%2findex.html.br", "/./index.html.x"):
        status, _, body = server.ask("GET", path)
        assert b"root:" not in body, path
        assert status in (200, 400, 404), (path, status)


def nothing_is_at_other_addresses():
    for path in ("/api/", "/api/v1", "/api/v1/", "/api/v1/session/", "/api/v2/session", "/api/v1/../v1/session",
                 "/api/v1/programs/", "/api/v1/programs/a/b", "/api/v1/jobs/1/events/2", "/api/v1//session"):
        refused(server.ask("GET", path), 404, "not_found")


def an_address_says_what_it_takes():
    answer = server.ask("DELETE", JOBS)
    refused(answer, 405, "bad_input")
    assert answer[1]["Allow"] == "POST", answer[1]["Allow"]
    answer = server.ask("POST", "/", {})
    refused(answer, 405, "bad_input")


def a_code_with_sql_or_markup_in_it_is_only_not_found():
    for code in ("'%20or%20'1'='1", "%22%3E%3Cscript%3E", "1;drop%20table%20fact", "%F0%9F%98%80", "a" * 3000):
        message = refused(server.ask("GET", f"/api/v1/programs/{code}"), 404, "not_found", "code")
        assert len(message) < 200, message


def a_job_needs_a_number():
    for number in ("x", "-1", "+1", "1x", "99999999999999999999", "0x1", "%20 1".replace(" ", ""), "1.0"):
        refused(server.ask("GET", f"{JOBS}/{number}"), 404, "not_found", "id")
    refused(server.ask("GET", f"{JOBS}/4711"), 404, "not_found")


# --- bodies -----------------------------------------------------------------------------


def a_body_that_is_no_json_is_refused_with_its_place():
    for body in ("", "{", "nul", "{'kind':1}", '{"kind":"fit",}', '{"kind":"fit"} x', '{"kind":NaN}', "\ufeff{}",
                 '{"kind":01}', '{"a":"\t"}', "{}{}"):
        message = refused(post(body), 400, "bad_input")
        assert "line" in message or "empty" in message, message


def broken_utf8_is_refused():
    for text in (b'{"kind":"\xff"}', b'{"kind":"\xc0\xaf"}', b'{"kind":"\xed\xa0\x80"}', b'{"\xf5":1}', b"\xff\xfe{\0}\0"):
        refused(post(text), 400, "bad_input")


def half_a_surrogate_and_a_zero_character_are_refused():
    refused(post(r'{"kind":"\ud800"}'), 400, "bad_input")
    refused(post(r'{"kind":"fit\u0000"}'), 400, "bad_input")


def a_key_that_stands_twice_is_refused():
    refused(post('{"kind":"fit","kind":"validate"}'), 400, "bad_input")


def what_is_no_object_is_refused():
    for body in ("[]", "1", '"fit"', "null", "true", '[{"kind":"fit"}]'):
        refused(post(body), 400, "bad_input")


def a_field_of_the_wrong_type_is_named():
    for value in (1, 1.5, True, [], {}, ["fit"], {"fit": 1}):
        refused(post({"kind": value}), 400, "bad_input", "kind")
    refused(post({"kind": None}), 400, "bad_input", "kind")
    refused(post({}), 400, "bad_input", "kind")
    refused(post({"kind": "fitness"}), 400, "bad_input", "kind")
    refused(post({"kind": "validate fit"}), 400, "bad_input", "kind")
    for kind, value in (("fit", 1), ("fit", "true"), ("validate", True)):
        refused(post({"kind": kind, "quick": value}), 400, "bad_input", "quick")


def a_field_nobody_knows_is_named():
    refused(post({"kind": "fit", "kin": 1}), 400, "bad_input", "kin")


def deep_nesting_is_refused():
    for depth in (33, 100, 3000, 200_000):
        refused(post('{"kind":' + "[" * depth + "]" * depth + "}"), 400, "bad_input")
        refused(post("[" * depth), 400, "bad_input")
        refused(post('{"a":' * depth), 400, "bad_input")


def a_body_that_is_too_large_is_refused_before_it_is_read():
    with server.connect() as link:
        link.sendall(
            f"POST {JOBS} HTTP/1.1\r\nHost: {server.host}\r\nCookie: {server.cookie}\r\nX-CSRF: {server.token}\r\n"
            "Content-Type: application/json\r\nContent-Length: 60000000\r\n\r\n".encode()
        )
        answer = link.recv(4096)
    assert answer.startswith(b"HTTP/1.1 413 "), answer[:100]
    assert b'"code":"too_large"' in answer, answer


def a_body_that_grows_too_large_is_refused():
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    head = (
        f"POST {JOBS} HTTP/1.1\r\nHost: {server.host}\r\nCookie: {server.cookie}\r\nX-CSRF: {server.token}\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    ).encode()
    assert server.status(head + chunk * 20 + b"0\r\n\r\n") == 413
    assert server.status(head + chunk * 200) is None, "an endless body is not cut off"
    assert server.lives()


def a_body_in_chunks_is_read_like_any_other():
    head = (
        f"POST {JOBS} HTTP/1.1\r\nHost: {server.host}\r\nCookie: {server.cookie}\r\nX-CSRF: {server.token}\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    ).encode()
    answer = server.raw(head + b'8\r\n{"kind":\r\n7\r\n"wrong"\r\n1\r\n}\r\n0\r\n\r\n')
    assert answer.startswith(b"HTTP/1.1 400 ") and b'"field":"kind"' in answer, answer[-200:]


def a_body_of_another_type_is_refused():
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx", ""):
        refused(post('{"kind":"fit"}', headers={"Content-Type": kind}), 415, "bad_input")


# --- what comes back --------------------------------------------------------------------


def every_answer_carries_its_guards():
    for path in ("/", "/healthz", "/api/v1/session", "/api/v1/nothing", "/%00"):
        headers = server.ask("GET", path)[1]
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy, (path, policy)
        assert "unsafe" not in policy and "http:" not in policy and "https:" not in policy, policy
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "no-referrer", path
        assert headers["Access-Control-Allow-Origin"] is None, path


def answers_of_the_interface_are_not_kept():
    assert server.ask("GET", "/api/v1/session")[1]["Cache-Control"] == "no-store"


def no_header_is_born_of_what_was_sent():
    for path in ("/%0d%0aX-Evil:%201", "/api/v1/programs/%0d%0aX-Evil:%201", "/api/v1/programs/a%0aX-Evil:1"):
        status, headers, _ = server.ask("GET", path)
        assert status == 400 and headers["X-Evil"] is None, (path, status)
    _, headers, _ = server.ask("GET", "/api/v1/session", headers={"Cookie": "smartpick=\tX-Evil: 1"})
    assert headers["X-Evil"] is None


def the_log_says_nothing_about_anyone():
    secret = "Zaphod"
    server.ask("GET", f"/api/v1/programs/{secret}?search={secret}", headers={"Referer": secret, "User-Agent": secret})
    server.ask("GET", f"/{secret}/{secret}.html?{secret}=1")
    post(f'{{"kind":"{secret}"}}')
    assert server.stop() == 0
    lines = server.log.splitlines()
    assert any(" GET /api/v1/programs/{code} 404 " in line for line in lines), lines[-5:]
    assert not [line for line in lines if secret in line or "127.0.0.1" in line or server.token in line]


with server:
    server.begin()
    cases(*[value for value in list(globals().values())
            if callable(value) and getattr(value, "__module__", "") == "__main__" and value is not post])
