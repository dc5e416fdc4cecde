"""Time, and the end of it: slow and silent strangers, work under way when the server is
told to stop, a server that is killed.  `test_slow.py SMARTPICK`"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from serving import Server, cases

PROGRAM = sys.argv[1]
JOBS = "/api/v1/jobs"
ROOT = Path(__file__).parent.parent.parent


def start(server, kind, **options):
    status, _, body = server.ask("POST", JOBS, {"kind": kind, **options})
    assert status == 202, body
    return json.loads(body)["id"]


def events(server, number):
    """The events of a job as (name, value), as they come."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    link.request("GET", f"{JOBS}/{number}/events")
    name = None
    for line in link.getresponse():
        if line.startswith(b"event: "):
            name = line[7:].strip().decode()
        elif line.startswith(b"data: "):
            yield name, json.loads(line[6:])
    link.close()


def strangers_who_say_half_a_request_do_not_keep_others_out():
    with Server(PROGRAM, None, "--quiet") as server:
        strangers = [server.connect() for _ in range(400)]
        for link in strangers:
            link.sendall(f"POST {JOBS} HTTP/1.1\r\nHost: {server.host}\r\nX-Slow".encode())
        began = time.monotonic()
        for _ in range(20):
            assert server.lives()
        took = time.monotonic() - began
        assert took < 5, f"twenty answers took {took:.1f} s"
        for link in strangers:
            link.close()
        assert server.stop() == 0


def more_connections_than_allowed_are_turned_away_and_the_rest_served():
    with Server(PROGRAM, None, "--quiet") as server:
        strangers = []
        for _ in range(900):
            try:
                strangers.append(server.connect(5))
            except OSError:
                break
        for link in strangers:
            link.close()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                if server.lives():
                    break
            except OSError:
                time.sleep(0.1)
        assert server.lives()


def a_reader_who_leaves_in_the_middle_is_forgotten():
    with Server(PROGRAM, None, "--quiet") as server:
        for _ in range(50):
            with server.connect() as link:
                link.sendall(f"GET /api/v1/session HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode())
                link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        assert server.lives()
        assert server.stop() == 0


def a_job_is_watched_to_its_end():
    with Server(PROGRAM) as server:
        told = list(events(server, start(server, "fit", quick=True)))
        names = [name for name, _ in told]
        assert names[-1] == "done" and set(names[:-1]) == {"progress"}, names
        done = [value["done"] for name, value in told if name == "progress"]
        assert done == sorted(done) and len(done) > 3, done
        assert told[-1][1]["rows"], told[-1]


def two_watchers_see_the_same_end():
    with Server(PROGRAM) as server:
        number = start(server, "fit", quick=True)
        first, second = events(server, number), events(server, number)
        next(first), next(second)
        assert list(first)[-1] == list(second)[-1]


def a_job_that_is_cancelled_stops():
    with Server(PROGRAM) as server:
        running, waiting = start(server, "fit"), start(server, "validate")
        told = events(server, running)
        next(told)
        for number in (waiting, running):
            assert server.ask("DELETE", f"{JOBS}/{number}")[0] == 204
        name, value = list(told)[-1]
        assert (name, value["state"]) == ("failed", "stopped"), (name, value)
        assert list(events(server, waiting))[-1][1]["state"] == "stopped"
        assert json.loads(server.ask("GET", f"{JOBS}/{running}")[2])["error"] == "it was stopped"


def too_many_jobs_are_refused():
    with Server(PROGRAM) as server:
        answers = [server.ask("POST", JOBS, {"kind": "validate"}) for _ in range(12)]
        statuses = [status for status, _, _ in answers]
        assert statuses[0] == 202 and statuses[-1] == 503, statuses
        assert json.loads(answers[-1][2])["error"]["code"] == "unavailable"
        assert server.stop() == 0


def a_stop_with_a_job_under_way_is_quick_and_tells_those_who_watch():
    with Server(PROGRAM) as server:
        told = events(server, start(server, "fit"))
        next(told)
        began = time.monotonic()
        assert server.stop() == 0
        took = time.monotonic() - began
        assert took < 15, f"{took:.1f} s"
        name, value = list(told)[-1]
        assert (name, value["state"]) == ("failed", "stopped"), (name, value)


def ctrl_c_stops_it_too():
    with Server(PROGRAM) as server:
        assert server.lives()
        assert server.stop(signal.SIGINT) == 0


def a_server_that_was_killed_starts_again_with_what_it_had():
    with tempfile.TemporaryDirectory() as home:
        with Server(PROGRAM, home) as server:
            first = server.ask("GET", "/api/v1/session")[2]
            start(server, "fit")
            server.stop(signal.SIGKILL)
        with Server(PROGRAM, home) as server:
            second = server.ask("GET", "/api/v1/session")[2]
        first, second = json.loads(first), json.loads(second)
        assert first.pop("csrf") != second.pop("csrf"), "the key outlived the server"
        assert first == second


def edit(server, number, said, acknowledged):
    """Changes a profile again and again until the server is gone."""
    profile = json.loads((ROOT / "examples/applicant-a.json").read_text())
    status, _, body = server.ask("POST", "/api/v1/profiles", {"name": f"Applicant {number}", "profile": profile})
    assert status == 201, body
    kept = json.loads(body)
    acknowledged[kept["id"]] = (kept["version"], kept["profile"])
    try:
        while True:
            profile["step2_ck"] = 200 + kept["version"] % 100
            said[kept["id"]] = profile["step2_ck"]
            status, _, body = server.ask(
                "PUT", f"/api/v1/profiles/{kept['id']}", {"name": f"Applicant {number}", "profile": profile},
                headers={"If-Match": f'"{kept["version"]}"'},
            )  # fmt: skip
            assert status == 200, body
            kept = json.loads(body)
            acknowledged[kept["id"]] = (kept["version"], kept["profile"])
    except (OSError, http.client.HTTPException):
        pass


def a_kill_in_the_middle_of_edits_loses_nothing_that_was_acknowledged():
    with tempfile.TemporaryDirectory() as home:
        for round in range(3):
            said, acknowledged = {}, {}
            with Server(PROGRAM, home, "--quiet") as server:
                server.begin()
                people = [threading.Thread(target=edit, args=(server, i, said, acknowledged)) for i in range(4)]
                for one in people:
                    one.start()
                deadline = time.monotonic() + 60
                while time.monotonic() < deadline and not (
                    len(acknowledged) == 4 and min(version for version, _ in acknowledged.values()) > 2
                ):
                    time.sleep(0.05 + 0.03 * round)
                server.stop(signal.SIGKILL)
                for one in people:
                    one.join()
            assert len(acknowledged) == 4, acknowledged
            assert min(version for version, _ in acknowledged.values()) > 2, "nothing was edited"
            with Server(PROGRAM, home, "--quiet") as server:
                for number, (version, profile) in acknowledged.items():
                    status, _, body = server.ask("GET", f"/api/v1/profiles/{number}")
                    kept = json.loads(body)
                    assert status == 200 and kept["version"] >= version, (version, body)
                    if kept["version"] == version:
                        assert kept["profile"] == profile, number
                    else:  # the last one was kept, and the word that it is did not get out
                        assert kept["profile"]["step2_ck"] == said[number], number


def a_port_that_is_taken_is_said_with_what_to_do():
    with Server(PROGRAM) as server:
        env = dict(os.environ, SMARTPICK_HOME=server.home)
        second = subprocess.run(
            [PROGRAM, "serve", "--port", str(server.port)], env=env, capture_output=True, text=True, timeout=60
        )
        assert second.returncode == 3, second
        assert f"port {server.port}" in second.stderr and "--port" in second.stderr, second.stderr
        assert second.stdout == ""


def an_address_of_another_machine_is_refused():
    for address, code in (("192.0.2.1", 2), ("localhost", 2), ("example.org", 2), ("1.2.3", 2)):
        env = dict(os.environ, SMARTPICK_HOME="/nonexistent/home")
        ran = subprocess.run(
            [PROGRAM, "serve", "--address", address], env=env, capture_output=True, text=True, timeout=60
        )
        assert ran.returncode == code and "address" in ran.stderr, (address, ran)


def a_home_that_cannot_be_made_is_said():
    env = dict(os.environ, SMARTPICK_HOME="/proc/nothing")
    ran = subprocess.run([PROGRAM, "serve", "--port", "0"], env=env, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 3 and "SMARTPICK_HOME" in ran.stderr, ran


cases(
    strangers_who_say_half_a_request_do_not_keep_others_out,
    more_connections_than_allowed_are_turned_away_and_the_rest_served,
    a_reader_who_leaves_in_the_middle_is_forgotten,
    a_job_is_watched_to_its_end,
    two_watchers_see_the_same_end,
    a_job_that_is_cancelled_stops,
    too_many_jobs_are_refused,
    a_stop_with_a_job_under_way_is_quick_and_tells_those_who_watch,
    ctrl_c_stops_it_too,
    a_server_that_was_killed_starts_again_with_what_it_had,
    a_kill_in_the_middle_of_edits_loses_nothing_that_was_acknowledged,
    a_port_that_is_taken_is_said_with_what_to_do,
    an_address_of_another_machine_is_refused,
    a_home_that_cannot_be_made_is_said,
)
