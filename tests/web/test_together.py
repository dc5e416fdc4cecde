"""Others at the same store: commands of another process, and a second server."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from serving import Server, cases

program = sys.argv[1]


def command(home, *words):
    env = dict(os.environ, SMARTPICK_HOME=home, SMARTPICK_TODAY="2026-11-22", TZ="UTC")
    done = subprocess.run([program, *words], env=env, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def grid(folder, score, *codes):
    file = Path(folder) / f"grid-{score}.csv"
    file.write_text("NRMP Code,Minimum Step 2\n" + "".join(f"{code},{score}\n" for code in codes))
    return str(file)


def codes(server, count):
    rows = json.loads(server.ask("GET", "/api/v1/catalogue")[2])["rows"]
    return [row[0] for row in rows[:count]]


def minimum(server, code):
    track = json.loads(server.ask("GET", f"/api/v1/programs/{code}")[2])
    return next((one["value"] for one in track["facts"] if one["name"] == "min_step2"), None)


def a_server_sees_what_a_command_brings_in_and_takes_back():
    with tempfile.TemporaryDirectory() as home, Server(program, home) as server:
        code = codes(server, 1)[0]
        before = minimum(server, code)
        for score in (231, 232, 233):
            command(home, "import", grid(home, score, code), "--source", "grid", "--as-of", "2026-09", "--yes")
            assert minimum(server, code) == score, minimum(server, code)
        imports = json.loads(server.ask("GET", "/api/v1/imports")[2])
        for one in imports:
            command(home, "import", "undo", str(one["import"]))
        assert minimum(server, code) == before


def an_answer_that_is_kept_is_not_given_after_an_import():
    with tempfile.TemporaryDirectory() as home, Server(program, home) as server:
        profile = json.loads(server.ask("POST", "/api/v1/profiles/demo", {})[2])
        body = {"profile_id": profile["id"], "options": {"seasons": 64}}
        first = json.loads(server.ask("POST", "/api/v1/pick", body)[2])
        again = json.loads(server.ask("POST", "/api/v1/pick", body)[2])
        assert first == again
        picked = [one["nrmp_code"] for one in first["picked"]]
        tag = server.ask("GET", "/api/v1/catalogue")[1]["ETag"]
        file = Path(home) / "visas.csv"
        file.write_text("NRMP Code,Visas\n" + "".join(f"{code},none\n" for code in picked[:3]))
        command(home, "import", str(file), "--source", "grid", "--as-of", "2026-09", "--yes")
        after = json.loads(server.ask("POST", "/api/v1/pick", body)[2])
        left = {one["nrmp_code"] for one in after["left_out"]}
        assert set(picked[:3]) <= left, left & set(picked)
        status, headers, _ = server.ask("GET", "/api/v1/catalogue", headers={"If-None-Match": tag})
        assert status == 200 and headers["ETag"] != tag


def two_servers_at_one_store_show_the_same():
    with (
        tempfile.TemporaryDirectory() as home,
        Server(program, home) as one,
        Server(program, home) as other,
    ):
        code = codes(one, 1)[0]
        made = json.loads(one.ask("POST", "/api/v1/profiles/demo", {})[2])
        path = f"/api/v1/profiles/{made['id']}"
        body = {"profile_id": made["id"], "options": {"seasons": 64}}
        chance = json.loads(other.ask("POST", "/api/v1/pick", body)[2])["chance"]
        changed = dict(made["profile"], step2_ck=265)
        status, _, answer = other.ask(
            "PUT", path, {"name": "Applicant A", "profile": changed}, {"If-Match": '"1"'}
        )
        assert status == 200, answer
        assert json.loads(one.ask("GET", path)[2])["profile"]["step2_ck"] == 265
        status, _, answer = one.ask("PUT", path, {"name": "Applicant A", "profile": changed}, {"If-Match": '"1"'})
        assert status == 409, answer
        assert json.loads(one.ask("POST", "/api/v1/pick", body)[2])["chance"] != chance
        finding = {"value": "251", "source": "their page", "as_of": "2026-09"}
        assert one.ask("PUT", f"/api/v1/facts/{code}/min_step2", finding)[0] == 204
        assert minimum(other, code) == 251
        assert other.ask("DELETE", f"/api/v1/facts/{code}/min_step2")[0] == 204
        assert minimum(one, code) != 251


if __name__ == "__main__":
    cases(
        a_server_sees_what_a_command_brings_in_and_takes_back,
        an_answer_that_is_kept_is_not_given_after_an_import,
        two_servers_at_one_store_show_the_same,
    )
