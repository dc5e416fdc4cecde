"""A real server for a test: on a free port of this machine, with a home of its own.

    with Server(sys.argv[1]) as server:
        status, headers, body = server.ask("GET", "/healthz")
        answer = server.raw(b"GET / HTTP/1.1\\r\\n\\r\\n")

`cases` runs functions as TAP: the name of each is its sentence, and a failed assertion
is its fault.
"""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import traceback


class Server:
    def __init__(self, program, home=None, *options, before=None):
        self.folder = None if home else tempfile.TemporaryDirectory()
        self.home = home or self.folder.name
        env = dict(os.environ, SMARTPICK_HOME=self.home, SMARTPICK_TODAY="2026-11-22", TZ="UTC")
        self.process = subprocess.Popen(
            [program, "serve", "--port", "0", *options], env=env, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=before, restore_signals=not before,
        )  # fmt: skip
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if not found:
            raise RuntimeError(f"no address in {line!r}: {self.process.stderr.read()}")
        self.port = int(found[1])
        self.host = f"127.0.0.1:{self.port}"
        self.log = None
        self.cookie = self.token = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()
        if self.folder:
            self.folder.cleanup()

    def stop(self, how=signal.SIGTERM):
        """Ends the server; returns its exit code.  What it said stands in self.log."""
        self.process.send_signal(how)
        self.log = self.process.communicate(timeout=60)[1]
        return self.process.returncode

    def connect(self, timeout=20):
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)

    def raw(self, request, timeout=30):
        """Sends bytes; returns what comes back, to the end of the connection or of the
        first answer."""
        answer = b""
        with self.connect(timeout) as link:
            try:
                link.sendall(request)
                while part := link.recv(65536):
                    answer += part
                    head, _, body = answer.partition(b"\r\n\r\n")
                    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
                    if length and len(body) >= int(length[1]):
                        break
            except (ConnectionResetError, BrokenPipeError):
                pass
        return answer

    def status(self, request):
        """Status of the answer to bytes; None when the connection closes without one."""
        found = re.match(rb"HTTP/1\.[01] (\d{3}) ", self.raw(request))
        return int(found[1]) if found else None

    def ask(self, method, path, body=None, headers=None, trusted=True):
        """Asks as our pages do, with cookie and token unless told otherwise."""
        sent = {"Host": self.host}
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        if body is not None:
            sent["Content-Type"] = "application/json"
        if trusted and method != "GET":
            if not self.token:
                self.begin()
            sent |= {"Cookie": self.cookie, "X-CSRF": self.token}
        sent |= headers or {}
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        if isinstance(body, str):
            body = body.encode()
        if body is not None or method != "GET":
            sent.setdefault("Content-Length", str(len(body or b"")))
        for name, value in sent.items():
            if value is not None:
                link.putheader(name, value)
        link.endheaders(body)
        answer = link.getresponse()
        content = answer.read()
        link.close()
        return answer.status, answer.headers, content

    def begin(self):
        _, headers, body = self.ask("GET", "/api/v1/session")
        self.cookie = headers["Set-Cookie"].split(";")[0]
        self.token = json.loads(body)["csrf"]

    def lives(self):
        return self.ask("GET", "/healthz")[0] == 200


def refused(answer, status, code, field=None):
    """Asserts an error in the form of the interface; returns its message."""
    got, headers, body = answer
    assert got == status, f"status {got}, wanted {status}: {body[:300]!r}"
    error = json.loads(body)["error"]
    assert set(error) == {"code", "message", "field"}, error
    assert error["code"] == code, error
    assert error["field"] == field, error
    assert error["message"] and "\n" not in error["message"], error
    return error["message"]


def cases(*functions):
    failed = 0
    print(f"1..{len(functions)}")
    for number, function in enumerate(functions, 1):
        try:
            function()
            print(f"ok {number} - {function.__name__}")
        except Exception:
            failed += 1
            print("".join(f"# {line}\n" for line in traceback.format_exc().split("\n")), end="")
            print(f"not ok {number} - {function.__name__}")
    raise SystemExit(1 if failed else 0)
