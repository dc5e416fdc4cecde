"""Requests that are broken, or that two readers could read differently: each is refused,
and the server goes on.  `test_malformed.py SMARTPICK`"""

import sys

from serving import Server, cases

server = Server(sys.argv[1], None, "--quiet")
HOST = b"Host: 127.0.0.1\r\n"
POST = b"POST /api/v1/jobs HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"

# What, the bytes, and the statuses that refuse it (None: the connection is closed).
BROKEN = [
    ("a length that is no number", POST + b"Content-Length: five\r\n\r\nhello", {400}),
    ("a negative length", POST + b"Content-Length: -5\r\n\r\nhello", {400}),
    ("a length with a sign", POST + b"Content-Length: +5\r\n\r\nhello", {400}),
    ("a length of two numbers", POST + b"Content-Length: 5, 5\r\n\r\nhello", {400}),
    ("a length beyond all numbers", POST + b"Content-Length: 99999999999999999999\r\n\r\nx", {400, 413}),
    ("two lengths that differ", POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", {400}),
    ("two lengths that agree", POST + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", {400}),
    ("a length and chunks", POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {400}),
    ("another transfer encoding", POST + b"Transfer-Encoding: gzip\r\n\r\nhello", {400}),
    ("chunked twice", POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {400}),
    ("chunked behind another name", POST + b"Transfer-Encoding: x, chunked\r\n\r\n0\r\n\r\n", {400}),
    ("two hosts", b"GET /healthz HTTP/1.1\r\n" + HOST + HOST + b"\r\n", {400}),
    ("no host", b"GET /healthz HTTP/1.1\r\n\r\n", {400}),
    ("no host in HTTP/1.0", b"GET /healthz HTTP/1.0\r\n\r\n", {421}),
    ("a blank before the colon", b"GET /healthz HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n", {400}),
    ("a blank before the colon of a second host",
     b"GET /healthz HTTP/1.1\r\n" + HOST + b"Host : evil.example\r\n\r\n", {400}),
    ("a header without a colon", b"GET /healthz HTTP/1.1\r\n" + HOST + b"nonsense\r\n\r\n", {400}),
    ("a name with a bracket", b"GET /healthz HTTP/1.1\r\n" + HOST + b"X(y): z\r\n\r\n", {400}),
    ("a version that is none", b"GET /healthz HTTP/9.9\r\n" + HOST + b"\r\n", {400, 505}),
    ("no version", b"GET /healthz\r\n\r\n", {400, 505, None}),
    ("a header of 64 kB", b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: " + b"x" * 65536 + b"\r\n\r\n", {413, 431}),
    ("an address of 64 kB", b"GET /" + b"x" * 65536 + b" HTTP/1.1\r\n" + HOST + b"\r\n", {414}),
    ("an address of 5 kB", b"GET /" + b"x" * 5000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    ("seventy headers", b"GET /healthz HTTP/1.1\r\n" + HOST
     + b"".join(b"X-%d: y\r\n" % i for i in range(70)) + b"\r\n", {400}),
    ("seventy values behind the question mark",
     b"GET /healthz?" + b"&".join(b"a=%d" % i for i in range(70)) + b" HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    ("another host in the address", b"GET http://evil.example/healthz HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    ("an escaped zero byte", b"GET /healthz%00 HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    ("a torn escape", b"GET /healthz%4 HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    ("an escape of broken UTF-8", b"GET /%ff%fe HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    ("an escaped line feed", b"GET /a%0d%0aX:y HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    ("a method nobody knows", b"BREW /healthz HTTP/1.1\r\n" + HOST + b"\r\n", {405}),
    ("a method in small letters", b"get /healthz HTTP/1.1\r\n" + HOST + b"\r\n", {400, 405}),
    ("a chunk without a size", POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n", {400, 403}),
    ("a chunk beyond all sizes",
     POST + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nhello\r\n", {400, 403, 413}),
    ("a body where none has a place",
     b"GET /healthz HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\nhello", {400}),
    ("the first bytes of TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", {400, None}),
]


def case(what, request, statuses):
    def check():
        got = server.status(request)
        assert got in statuses, f"status {got}, wanted one of {statuses}"
        assert server.lives(), "the server does not answer any more"

    check.__name__ = f"{what} is refused"
    return check


def a_request_that_is_whole_is_answered():
    assert server.status(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n") == 200


with server:
    cases(a_request_that_is_whole_is_answered, *(case(*row) for row in BROKEN))
