"""Imports as jobs: watched, stopped, cut off; whatever happens, whole or not at all."""

import http.client
import json
import os
import resource
import signal
import sys
import tempfile
import time
from itertools import islice

from serving import Server, cases, refused

program = sys.argv[1]
PATH = "/api/v1/imports?file=grid.csv&source=grid&as_of=2026-09-20"
COLUMNS = ["Minimum Step 2", "Signal", "US IMG", "Non-US IMG"]


def catalogue(server):
    said = json.loads(server.ask("GET", "/api/v1/catalogue")[2])
    return [row[said["columns"].index("nrmp_code")] for row in said["rows"]]


def grid(server, rows=None):
    """A row for each track: facts that are joined at once, and take a moment to save."""
    lines = [",".join(["NRMP Code", *COLUMNS])]
    lines += [f"{code},{200 + i % 60},{i % 100}%,{i % 50}%,{i % 40}%" for i, code in enumerate(catalogue(server)[:rows])]
    return ("\n".join(lines) + "\n").encode()


def strangers(rows):
    """Programs that are in no catalogue: each is compared with thousands of names."""
    lines = ["Program,State,Specialty,Minimum Step 2"]
    lines += [f"Hospital of Somewhere {i} University Medical Center,NY,Internal Medicine,230" for i in range(rows)]
    return ("\n".join(lines) + "\n").encode()


def start(server, body, more=""):
    status, _, answer = server.ask("POST", PATH + more + "&job=1", body)
    assert status == 202, (status, answer)
    return json.loads(answer)["id"]


def look(server, job):
    return json.loads(server.ask("GET", f"/api/v1/jobs/{job}")[2])


def wait(server, job, *states):
    end = time.monotonic() + 120
    while (now := look(server, job))["state"] not in states:
        assert time.monotonic() < end, now
        time.sleep(0.005)
    return now


def events(server, job):
    """Names and data of the events, to the last."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    link.request("GET", f"/api/v1/jobs/{job}/events", headers={"Host": server.host})
    answer, name = link.getresponse(), None
    for line in answer:
        key, _, value = line.decode().strip().partition(": ")
        if key == "event":
            name = value
        elif key == "data":
            yield name, json.loads(value)
    link.close()


def imports(server):
    return json.loads(server.ask("GET", "/api/v1/imports")[2])


def a_job_answers_what_the_request_would_have_answered():
    with Server(program) as server:
        body = grid(server, 200)
        status, _, direct = server.ask("POST", PATH + "&dry_run=1", body)
        assert status == 200
        done = wait(server, start(server, body, "&dry_run=1"), "done")
        assert done["kind"] == "import" and done["result"] == json.loads(direct)
        assert imports(server) == []
        kept = wait(server, start(server, body), "done")["result"]
        assert kept["import"] == imports(server)[0]["import"] and kept["rows"]["by_nrmp_code"] == 200


def who_watches_hears_how_many_rows_of_all_are_joined_and_facts_saved():
    with Server(program) as server:
        rows = 1500
        heard = list(events(server, start(server, strangers(rows), "&dry_run=1")))
        joined = [data["done"] for name, data in heard if name == "progress" and data["what"] == "joining rows"]
        assert len(joined) > 2 and joined == sorted(joined), joined
        assert all(data["total"] == rows for name, data in heard if name == "progress" and data["what"] == "joining rows")
        assert heard[-1][0] == "done" and heard[-1][1]["rows"]["to_review"] == rows
        told = {data["what"] for name, data in events(server, start(server, grid(server))) if name == "progress"}
        assert "saving facts" in told, told


def a_stop_while_rows_are_joined_ends_it_and_changes_nothing():
    with Server(program) as server:
        job = start(server, strangers(20000))
        heard = events(server, job)
        assert [name for name, _ in islice(heard, 2)] == ["progress"] * 2
        assert server.ask("DELETE", f"/api/v1/jobs/{job}")[0] == 204
        last = list(heard)[-1]
        assert last[0] == "failed" and last[1]["state"] == "stopped", last
        assert last[1]["done"] < last[1]["total"] and imports(server) == []


def a_stop_while_facts_are_saved_takes_all_of_them_back():
    with Server(program) as server:
        body, tag = grid(server), server.ask("GET", "/api/v1/catalogue")[1]["ETag"]
        job = start(server, body)
        for _, now in events(server, job):
            if now.get("what") == "saving facts":
                server.ask("DELETE", f"/api/v1/jobs/{job}")
                break
        now = wait(server, job, "stopped", "done", "failed")
        assert now["state"] == "stopped" and now["what"] == "saving facts" and now["result"] is None, now
        assert imports(server) == []
        assert server.ask("GET", "/api/v1/catalogue")[1]["ETag"] == tag
        wait(server, start(server, body), "done")
        assert len(imports(server)) == 1


HOSTS = "/api/v1/openings/import?file=hosts.csv"


def hosts(rows):
    lines = [f"Example Clinic {i},OH,observership,4,free" for i in range(rows)]
    return "\n".join(["Hospital,State,Type,Weeks,Fee", *lines, "Example Clinic Z,OH,holiday,4,free", ""]).encode()


def begin(server, body, more=""):
    status, _, answer = server.ask("POST", HOSTS + more + "&job=1", body)
    assert status == 202, (status, answer)
    return json.loads(answer)["id"]


def changes(server):
    return json.loads(server.ask("GET", "/api/v1/openings/changes")[2])


def a_table_of_openings_comes_in_as_a_job_too():
    with Server(program) as server:
        status, _, direct = server.ask("POST", HOSTS + "&dry_run=1", hosts(300))
        assert status == 200
        done = wait(server, begin(server, hosts(300), "&dry_run=1"), "done")
        assert done["kind"] == "openings" and done["result"] == json.loads(direct) and changes(server) == []
        heard = list(events(server, begin(server, hosts(300))))
        assert {data["what"] for name, data in heard if name == "progress"} & {"reading rows", "saving facts"}
        assert heard[-1][0] == "done" and heard[-1][1]["added"] == 300 and len(heard[-1][1]["refused"]) == 1
        assert [one["change"] for one in changes(server)] == [heard[-1][1]["change"]]


def a_table_of_openings_that_is_stopped_or_wrong_changes_nothing():
    with Server(program) as server:
        job = begin(server, hosts(100000))
        for _, now in events(server, job):
            if now.get("what") == "reading rows":
                server.ask("DELETE", f"/api/v1/jobs/{job}")
                break
        assert wait(server, job, "stopped", "done", "failed")["state"] == "stopped"
        refused(server.ask("POST", HOSTS + "&job=yes", hosts(1)), 400, "bad_input", "job")
        refused(server.ask("POST", HOSTS + "&job=1", b""), 400, "bad_input", None)
        failed = wait(server, begin(server, b"a,b\n1,2\n"), "failed", "done")
        assert failed["state"] == "failed" and failed["error"], failed
        assert changes(server) == []


def what_is_wrong_is_said_before_the_job_or_by_it():
    with Server(program) as server:
        refused(server.ask("POST", PATH + "&job=yes", b"a"), 400, "bad_input", "job")
        refused(server.ask("POST", PATH + "&job=1", b""), 400, "bad_input", None)
        refused(server.ask("POST", PATH + "&job=1&dry_run=2", b"a"), 400, "bad_input", "dry_run")
        failed = wait(server, start(server, b"PK\x03\x04" + b"x" * 500), "failed", "done")
        assert failed["state"] == "failed" and "grid.csv" in failed["error"], failed
        rows = b"NRMP Code,J-1\n" + catalogue(server)[0].encode() + b",maybe\n"
        mapped = '&map={"columns":{"NRMP+Code":"nrmp_code","J-1":"accepts_j1"}}'
        failed = wait(server, start(server, rows, mapped), "failed", "done")
        assert failed["state"] == "failed" and "line 2" in failed["error"], failed
        assert imports(server) == []


def a_server_that_is_killed_in_the_middle_has_brought_in_nothing():
    with tempfile.TemporaryDirectory() as home:
        with Server(program, home) as server:
            body = grid(server)
            for name, now in events(server, start(server, body)):
                if now.get("what") == "saving facts" and now["done"] > 0:
                    break
            assert name == "progress", "it was too quick to be killed"
            server.stop(signal.SIGKILL)
        with Server(program, home) as server:
            assert imports(server) == []
            wait(server, start(server, body), "done")
            assert len(imports(server)) == 1


def a_server_that_is_told_to_end_stops_the_job_and_those_who_wait():
    with tempfile.TemporaryDirectory() as home:
        with Server(program, home) as server:
            jobs = [start(server, strangers(20000)) for _ in range(3)]
            heard = events(server, jobs[0])
            next(heard)
            began = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            assert list(heard)[-1][1]["state"] == "stopped"
            assert server.stop() == 0 and time.monotonic() - began < 8
        with Server(program, home) as server:
            assert imports(server) == []


def leave_signal():
    """A limit on the size of files stands for a full disk; it must not end the server."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def a_full_disk_is_said_and_leaves_all_as_it_was():
    with tempfile.TemporaryDirectory() as home, Server(program, home, before=leave_signal) as server:
        made = json.loads(server.ask("POST", "/api/v1/profiles/demo", {})[2])
        path, version = f"/api/v1/profiles/{made['id']}", {"If-Match": '"1"'}
        body = {"name": "Applicant A", "profile": made["profile"] | {"step2_ck": 251}}
        limits = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
        wal = os.path.getsize(f"{home}/smartpick.db-wal")
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (wal, limits[1]))
        says = refused(server.ask("PUT", path, body, version), 503, "unavailable")
        assert "disk" in says and "nothing was changed" in says, says
        failed = wait(server, start(server, grid(server)), "failed", "done")
        assert failed["state"] == "failed" and "nothing was changed" in failed["error"], failed
        assert json.loads(server.ask("GET", path)[2])["version"] == 1
        assert imports(server) == [] and server.lives()
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, limits)
        assert server.ask("PUT", path, body, version)[0] == 200
        wait(server, start(server, grid(server)), "done")
        assert len(imports(server)) == 1


if __name__ == "__main__":
    cases(
        a_job_answers_what_the_request_would_have_answered,
        who_watches_hears_how_many_rows_of_all_are_joined_and_facts_saved,
        a_stop_while_rows_are_joined_ends_it_and_changes_nothing,
        a_stop_while_facts_are_saved_takes_all_of_them_back,
        a_table_of_openings_comes_in_as_a_job_too,
        a_table_of_openings_that_is_stopped_or_wrong_changes_nothing,
        what_is_wrong_is_said_before_the_job_or_by_it,
        a_server_that_is_killed_in_the_middle_has_brought_in_nothing,
        a_server_that_is_told_to_end_stops_the_job_and_those_who_wait,
        a_full_disk_is_said_and_leaves_all_as_it_was,
    )
