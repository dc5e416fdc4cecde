"""The interface and its document say the same: `test_openapi.py SMARTPICK SOURCE`.

Every route is in the document and the other way round; every answer has the keys and
types that the document says, and no other; what is wrong is refused with its field."""

import copy
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
from serving import Server, cases, refused

root = Path(sys.argv[2])
server = Server(sys.argv[1])
document = json.loads(server.ask("GET", "/api/v1/openapi.json")[2])
METHODS = ("get", "post", "put", "delete")

PROFILE = {
    "applicant_type": "non_us_img", "graduation_date": "2023-06-30", "step2_ck": 240,
    "visa_need": "j1", "specialties": ["Psychiatry"], "max_applications": 24,
}  # fmt: skip
QUICK = {"seasons": 64}
PLAN = {"profile": PROFILE, "options": QUICK}


def strict(schema):
    """The same schema, with no key beyond those that are said."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: strict(value) for key, value in schema.items()}
    if isinstance(made.get("properties"), dict) and "type" in made:
        made.setdefault("additionalProperties", False)
    return made


COMPONENTS = {"schemas": strict(document["components"]["schemas"])}


def fits(value, schema):
    whole = copy.deepcopy(strict(schema)) | {"components": COMPONENTS}
    validator = jsonschema.Draft202012Validator(whole)
    faults = [f"{'/'.join(map(str, fault.path))}: {fault.message[:200]}" for fault in validator.iter_errors(value)]
    assert not faults, faults[:5]


def matches(pattern, path):
    return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path)


asked = set()


def ask(method, path, body=None, status=None, headers=None):
    """Asks, and holds the answer against the document; returns it as JSON or bytes."""
    bare = path.split("?")[0]
    known = [p for p in document["paths"] if matches(p, bare)]
    exact = [p for p in known if p == bare] or known
    assert exact, f"{path} is in no path of the document"
    described = document["paths"][exact[0]][method.lower()]
    if isinstance(body, dict) and "requestBody" in described:
        fits(body, described["requestBody"]["content"]["application/json"]["schema"])
    got, _, content = server.ask(method, path, body, headers)
    wanted = str(status or next(iter(described["responses"])))
    assert str(got) == wanted, f"{method} {path}: {got}, wanted {wanted}: {content[:300]!r}"
    asked.add((method.lower(), exact[0]))
    answer = described["responses"][wanted].get("content", {})
    if not answer:
        assert content == b"", content[:100]
        return None
    if "application/json" not in answer:
        return content
    value = json.loads(content)
    if "schema" in answer["application/json"]:
        fits(value, answer["application/json"]["schema"])
    return value


# --- the document ------------------------------------------------------------------------


def the_document_is_whole():
    assert document["openapi"] == "3.1.0" and document["info"]["title"] == "Smart Pick"
    for name, schema in document["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["type"] in ("object", "array"), name
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert named == set(document["components"]["schemas"])


def every_route_is_in_the_document_and_the_other_way_round():
    row = re.compile(r"\{REQUEST_(\w+),\s*\"([^\"]+)\"")
    routes = set()
    for path in sorted((root / "src/web").glob("api_*.c")):
        routes |= {(method.lower(), where) for method, where in row.findall(path.read_text())}
    described = {(method, path) for path, item in document["paths"].items() for method in item}
    assert routes == described, (routes - described, described - routes)


def a_path_takes_the_methods_of_the_document_and_no_other():
    for path in document["paths"]:
        plain = path.replace("{", "").replace("}", "")
        takes = {method for p in document["paths"] if matches(p, plain) for method in document["paths"][p]}
        status, headers, _ = server.ask("PATCH", plain, b"{}")
        assert status == 405, (path, status)
        assert set(headers["Allow"].lower().split(", ")) == takes, (path, headers["Allow"])


# --- answers -----------------------------------------------------------------------------


def what_stands_alone_answers_as_described():
    for path in ("/healthz", "/api/v1/session", "/api/v1/schema", "/api/v1/catalogue", "/api/v1/openapi.json",
                 "/api/v1/programs?search=brooklyn+internal&state=ny&limit=3", "/api/v1/programs/1426140C0",
                 "/api/v1/sources", "/api/v1/conflicts", "/api/v1/facts",
                 "/api/v1/fees?apply=im=40&apply=em=3&season=2027"):  # fmt: skip
        ask("GET", path)


def a_profile_is_kept_changed_undone_deleted_and_restored():
    kept = ask("POST", "/api/v1/profiles", {"name": "Applicant A", "profile": PROFILE})
    path = f"/api/v1/profiles/{kept['id']}"
    assert ask("GET", path) == kept
    changed = ask("PUT", path, {"name": "Applicant A", "profile": PROFILE | {"step2_ck": 250}},
                  headers={"If-Match": '"1"'})  # fmt: skip
    assert changed["version"] == 2 and changed["profile"]["step2_ck"] == 250
    conflict = ask("PUT", path, {"name": "B", "profile": PROFILE}, 409, headers={"If-Match": '"1"'})
    assert conflict["current"] == changed
    assert ask("POST", path + "/undo")["profile"] == kept["profile"]
    assert ask("POST", path + "/redo")["profile"] == changed["profile"]
    ask("DELETE", path)
    refused(server.ask("GET", path), 404, "not_found", None)
    assert ask("POST", path + "/restore")["profile"] == changed["profile"]
    names = [profile["id"] for profile in ask("GET", "/api/v1/session")["profiles"]]
    assert names[0] == kept["id"]
    assert len(ask("GET", path + "/everything")["history"]) == 4
    ask("DELETE", path + "?forever=1")
    refused(server.ask("POST", path + "/restore"), 404, "not_found", None)
    assert ask("POST", "/api/v1/profiles/demo")["demo"]


def profiles_are_listed_page_by_page_and_searched():
    made = [ask("POST", "/api/v1/profiles", {"name": f"Advisee {i}", "profile": PROFILE})["id"] for i in range(11)]
    session = ask("GET", "/api/v1/session")
    assert [one["id"] for one in session["profiles"]] == made[:2:-1] and session["profile_count"] >= 11
    found, after = [], ""
    while True:
        page = ask("GET", f"/api/v1/profiles?search=advisee&limit=4{after}")
        found += [one["id"] for one in page["profiles"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert found == made[::-1]
    assert [one["name"] for one in ask("GET", "/api/v1/profiles?search=10+advisee")["profiles"]] == ["Advisee 10"]
    assert ask("GET", "/api/v1/profiles?search=nobody") == {"profiles": [], "next": None}
    refused(server.ask("GET", "/api/v1/profiles?after=99999"), 404, "not_found", None)
    refused(server.ask("GET", "/api/v1/profiles?limit=1000"), 400, "bad_input", "limit")
    for id in made:
        ask("DELETE", f"/api/v1/profiles/{id}?forever=1")


def notes_and_scenarios_belong_to_a_profile():
    path = f"/api/v1/profiles/{ask('POST', '/api/v1/profiles/demo')['id']}"
    note = ask("PUT", path + "/notes/1426140C0", {"text": "call them"})
    assert ask("GET", path + "/notes/1426140C0") == note
    assert ask("GET", path + "/notes") == [note]
    kept = ask("POST", path + "/scenarios", {"name": "Step 3", "set": {"step3.result": "passed"}})
    assert ask("GET", path + "/scenarios") == [kept]
    assert ask("GET", path + "/everything")["scenarios"] == [kept]
    ask("DELETE", f"{path}/scenarios/{kept['id']}")
    ask("DELETE", path + "/notes/1426140C0")
    assert ask("GET", path + "/notes") == []


def a_finding_shows_in_the_program_at_once():
    path = "/api/v1/facts/1426140C0/min_step2"
    ask("PUT", path, {"value": "231", "source": "their page", "as_of": "2026-11-20"})
    facts = ask("GET", "/api/v1/programs/1426140C0")["facts"]
    assert {"name": "min_step2", "answer": "yes", "value": 231, "source": "their page",
            "as_of": "2026-11-20"} in facts  # fmt: skip
    assert ask("GET", "/api/v1/facts")["overrides"][0]["value"] == "231"
    ask("DELETE", path)
    facts = ask("GET", "/api/v1/programs/1426140C0")["facts"]
    assert "min_step2" not in [fact["name"] for fact in facts]


def unpacked(document):
    """What a packed document says (docs/api.md, packed)."""
    texts = []

    def read(said):
        if isinstance(said, str):
            if said.startswith("~"):
                return said[2:] if said.startswith("~~") else texts[int(said[1:])]
            texts.append(said)
        if not isinstance(said, list):
            return said
        if said[-1] == -1:
            return [read(part) for part in said[:-1]]
        keys = document["shapes"][said[-1]]
        assert len(keys) == len(said) - 1
        return {key: read(part) for key, part in zip(keys, said)}

    return read(document["value"])


def near(said, full):
    if isinstance(full, dict):
        assert list(said) == list(full)
        for key in full:
            near(said[key], full[key])
    elif isinstance(full, list):
        assert len(said) == len(full)
        for a, b in zip(said, full):
            near(a, b)
    elif isinstance(full, float):
        assert abs(said - full) < 5.01e-8, (said, full)
    else:
        assert said == full, (said, full)


def a_packed_list_says_what_the_list_says():
    for options in (QUICK, QUICK | {"sure": ["visa"], "most": 5}):
        body = PLAN | {"options": options}
        full, packed = ask("POST", "/api/v1/pick", body), ask("POST", "/api/v1/pick/packed", body)
        said = unpacked(packed)
        near(said, full)
        assert len(json.dumps(packed)) < len(json.dumps(full)) / 2


def plans_answer_as_the_commands_do():
    picked = ask("POST", "/api/v1/pick", PLAN)
    ask("POST", "/api/v1/pick", PLAN | {"options": QUICK | {"sure": ["visa"], "most": 5, "utility": True}})
    ask("POST", "/api/v1/curve", PLAN)
    code, out = picked["picked"][0]["nrmp_code"], picked["left_out"][0]["nrmp_code"]
    assert ask("POST", "/api/v1/explain", PLAN | {"code": code})["outcome"] == "picked"
    assert ask("POST", "/api/v1/explain", PLAN | {"code": "1426140C0"})["nrmp_code"] == "1426140C0"
    assert ask("POST", "/api/v1/why-not", PLAN | {"code": out})["outcome"] == "left_out"


def the_server_and_the_command_give_the_same_bytes():
    kept = ask("POST", "/api/v1/profiles/demo")
    path = Path(server.home) / "same.json"
    path.write_text(json.dumps(kept["profile"]))
    line = [sys.argv[1], "pick", "--json", "--profile", path, "--seasons", "64"]
    env = {"SMARTPICK_HOME": server.home, "SMARTPICK_TODAY": "2026-11-22", "PATH": "/usr/bin:/bin"}
    told = subprocess.run(line, env=env, stdout=subprocess.PIPE, check=True).stdout
    for body in ({"profile_id": kept["id"]}, {"profile": kept["profile"]}):
        status, _, answer = server.ask("POST", "/api/v1/pick", body | {"options": QUICK})
        assert status == 200 and answer == told


def changes_are_set_side_by_side_or_found():
    changed = ask("POST", "/api/v1/whatif", PLAN | {"set": {"step2_ck": 255, "step3": {"result": "passed"}}})
    assert [s["name"] for s in changed["scenarios"]] == ["changed"]
    named = [{"name": "season", "set": {"season": 2028}}, {"name": "money", "set": {"budget_usd": "4000"}}]
    several = ask("POST", "/api/v1/whatif", PLAN | {"scenarios": named})
    assert [s["name"] for s in several["scenarios"]] == ["season", "money"]
    whole = ask("POST", "/api/v1/whatif", PLAN)
    assert whole["improvements"]
    rows = [row["change"] for part in range(1, whole["parts"] + 1)
            for row in ask("POST", "/api/v1/whatif", PLAN | {"part": part})["improvements"]]
    assert sorted(rows) == sorted(row["change"] for row in whole["improvements"]), rows
    ahead = {"graduation_date": "2028-05", "student": True}  # the first needs the second
    assert ask("POST", "/api/v1/whatif", PLAN | {"set": ahead})["scenarios"]


def signals_can_be_moved_within_the_rules():
    best = ask("POST", "/api/v1/signals", PLAN)
    assert best["moved"] == [] and abs(best["chance"]["value"] - best["chance_if_best"]) < 1e-6
    sent = [row["nrmp_code"] for row in best["allocation"] if row["signal"] != "none"]
    none = [row["nrmp_code"] for row in best["allocation"] if row["signal"] == "none"]
    moved = ask("POST", "/api/v1/signals", PLAN | {"signals": {sent[0]: "none"}})
    assert moved["moved"][0]["cost"] > 0 and moved["chance"]["value"] < best["chance"]["value"]
    refused(server.ask("POST", "/api/v1/signals", PLAN | {"signals": {none[0]: "signal"}}),
            400, "bad_input", "signals")  # fmt: skip


def the_plan_can_be_taken_away_as_a_file():
    heads = {"csv": b"list,application,", "xlsx": b"PK\x03\x04", "pdf": b"%PDF-", "json": b'{"picked":'}
    for format, head in heads.items():
        status, headers, body = server.ask("POST", "/api/v1/export", PLAN | {"format": format})
        assert status == 200 and body.startswith(head), (format, status, body[:60])
        assert headers["Content-Disposition"] == f'attachment; filename="smartpick-2027.{format}"'
        assert ask("POST", "/api/v1/export", PLAN | {"format": format}), format


# --- clinical experience -----------------------------------------------------------------

STUDENT = json.loads((root / "examples/applicant-e.json").read_text())
GRADUATE = json.loads((root / "examples/applicant-f.json").read_text())
AL = "al-namc-internal-medicine-observership"


def told(*words):
    """What the command says to the same, in the home of the server."""
    env = {"SMARTPICK_HOME": server.home, "SMARTPICK_TODAY": "2026-11-22", "PATH": "/usr/bin:/bin"}
    return subprocess.run([sys.argv[1], *map(str, words), "--json"], env=env, stdout=subprocess.PIPE, check=True).stdout


def same(path, body, *words):
    """Asserts that server and command give the same bytes; returns the answer."""
    ask("POST", path, body)
    status, _, answer = server.ask("POST", path, body)
    assert status == 200 and answer == told(*words), (path, body)
    return json.loads(answer)


def written(profile, name="asked.json"):
    path = Path(server.home) / name
    path.write_text(json.dumps(profile))
    return path


def filters_answer_as_the_command_does():
    search = "/api/v1/openings/search"
    line = "openings --for graduate --visa B-1 --cost 500 --weeks 4 --state in --sort cost".split()
    body = {"for": "graduate", "visa": "B-1", "cost_cents": 50000, "weeks": 4, "state": ["in"], "sort": "cost"}
    found = same(search, body, *line)
    assert found["counts"]["kept"] == 1 and found["counts"]["unknown"] + found["counts"]["dropped"] > 100
    assert found["unknown"] and all(row["not_known"] for row in found["unknown"])
    assert all(row["not_met"] for row in found["dropped"])
    line = "openings cardiology --for student --hands-on yes --at-least 4 --letter --estimates".split()
    body = {"words": ["cardiology"], "for": "student", "hands_on": True, "at_least": 4, "letter": True, "estimates": True}
    same(search, body, *line)
    body = {"profile": STUDENT, "kind": ["elective", "observership"], "specialty": ["Psychiatry"], "hands_on": False}
    line = "openings --kind elective --kind observership --specialty psychiatry --hands-on no --profile".split()
    assert same(search, body, *line, written(STUDENT))["judged"]
    assert not ask("POST", search, {"profile": STUDENT, "anyone": True, "warnings": True})["judged"]
    everything = ask("POST", search, {"hands_on": None, "visa": None})
    assert everything["counts"]["dropped"] == 0 and not everything["judged"]


def one_opening_and_a_few_are_judged_for_whom_is_asked():
    kept = ask("POST", "/api/v1/profiles", {"name": "Applicant E", "profile": STUDENT})
    path, file = f"/api/v1/openings/{AL}", written(STUDENT)
    assert ask("GET", path)["openings"][0]["eligibility"] is None
    query = f"?profile_id={kept['id']}&weeks=4&start=2027-03-01&visa=B-1"
    ask("GET", path + query)
    line = ("openings", "show", AL, "--weeks", 4, "--start", "2027-03-01", "--visa", "B-1", "--profile", file)
    assert server.ask("GET", path + query)[2] == told(*line)
    ids = [row["opening"]["id"] for row in ask("POST", "/api/v1/openings/search", {})["kept"][:2]]
    same("/api/v1/openings/compare", {"ids": ids, "profile": STUDENT}, "openings", "compare", *ids, "--profile", file)
    ask("POST", "/api/v1/openings/compare", {"ids": ids, "visa": "H-1B", "start": "2027-03-01", "weeks": 2})


def visas_and_money_answer_as_the_commands_do():
    visas = "/api/v1/openings/visas"
    for who in ("student", "graduate"):
        ask("GET", f"{visas}?for={who}&country=Haiti")
        assert server.ask("GET", f"{visas}?for={who}&country=Haiti")[2] == told("openings", "visas", "--for", who, "--country", "Haiti")
    kept = ask("POST", "/api/v1/profiles", {"name": "Applicant E", "profile": STUDENT})
    assert ask("GET", f"{visas}?profile_id={kept['id']}")["student"]
    assert not ask("GET", f"{visas}?profile_id={kept['id']}&for=graduate")["student"]
    externs = {row["kind"]: row for row in ask("GET", visas)["kinds"]}["externship"]["visas"]
    visitor = next(row for row in externs if row["class"] == "B-1")
    assert visitor["allowed"] == "not allowed" and visitor["basis"] and visitor["source"] and visitor["as_of"]
    money = ask("GET", "/api/v1/openings/money")
    assert money["hosts"] and money["grants"]
    assert server.ask("GET", "/api/v1/openings/money")[2] == told("openings", "money")


def board_and_tasks_answer_as_the_commands_do():
    for profile in (STUDENT, GRADUATE):
        file = written(profile)
        same("/api/v1/board", {"profile": profile}, "board", "--profile", file)
        tasks = same("/api/v1/tasks", {"profile": profile}, "tasks", "--profile", file)
        assert tasks["tasks"]
        same("/api/v1/tasks", {"profile": profile, "season": 2028}, "tasks", "--profile", file, "--season", 2028)


def a_calendar_can_be_subscribed_to():
    kept = ask("POST", "/api/v1/profiles", {"name": "Applicant E", "profile": STUDENT})
    path = f"/api/v1/profiles/{kept['id']}/calendar.ics"
    body = ask("GET", path)
    assert body.startswith(b"BEGIN:VCALENDAR\r\n") and body.count(b"BEGIN:VTODO") > 3
    status, headers, again = server.ask("GET", path)
    assert headers["Content-Type"].startswith("text/calendar") and again == body
    file, tag = Path(server.home) / "tasks.ics", headers["ETag"]
    env = {"SMARTPICK_HOME": server.home, "SMARTPICK_TODAY": "2026-11-22", "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.argv[1], "tasks", "--profile", written(STUDENT), "--ics", file], env=env, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    assert file.read_bytes() == body
    assert server.ask("GET", path, headers={"If-None-Match": tag})[0] == 304
    assert b"BEGIN:VTODO" not in ask("GET", path + "?events=1")
    stay = {"name": "Example Clinic", "from": "2027-06-07", "to": "2027-07-02", "kind": "observership"}
    ask("PUT", f"/api/v1/profiles/{kept['id']}", {"name": "Applicant E", "profile": STUDENT | {"planned_stays": [stay]}},
        headers={"If-Match": '"1"'})  # fmt: skip
    status, headers, moved = server.ask("GET", path, headers={"If-None-Match": tag})
    assert status == 200 and headers["ETag"] != tag and b"Example Clinic" in moved and b"Example Clinic" not in body
    refused(server.ask("GET", path + "?events=yes"), 400, "bad_input", "events")
    refused(server.ask("GET", "/api/v1/profiles/999/calendar.ics"), 404, "not_found", "profile_id")


def fact_of(id, key):
    return ask("GET", f"/api/v1/openings/{id}")["openings"][0]["opening"][key]


def an_opening_of_ones_own_is_kept_corrected_and_taken_back():
    names = [field["name"] for field in ask("GET", "/api/v1/openings/fields")]
    assert {"institution", "kind", "weeks", "cost_usd"} <= set(names)
    assert ask("GET", "/api/v1/openings/changes") == []
    said = {"name": "Example Clinic", "set": {"state": "OH", "kind": "observership", "cost_usd": "free", "weeks": "2-4"}}
    added = ask("POST", "/api/v1/openings", said)
    assert added["opening"] == "own-1" and fact_of("own-1", "weeks_high") == 4
    path = "/api/v1/openings/own-1"
    told = ask("PUT", path + "/facts/weeks", {"value": "3-6", "source": "their secretary", "as_of": "2026-11"})
    assert fact_of("own-1", "weeks_high") == 6
    ask("PUT", f"/api/v1/openings/{AL}/facts/cost_usd", {"value": "300"})
    assert fact_of(AL, "cost") | {"basis": "fee", "low_cents": 30000, "stated": "user"} == fact_of(AL, "cost")
    assert [one["field"] for one in fact_of(AL, "overrides")] == ["cost_usd"]
    assert [change["kind"] for change in ask("GET", "/api/v1/openings/changes")] == ["add", "correct", "correct"]
    rests = refused(server.ask("DELETE", f"/api/v1/openings/changes/{added['change']}"), 400, "bad_input", "id")
    assert "rests on it" in rests
    assert ask("DELETE", f"/api/v1/openings/changes/{told['change']}")[1]["undone"]
    assert fact_of("own-1", "weeks_high") == 4
    gone = ask("DELETE", path)
    refused(server.ask("GET", path), 404, "not_found", "id")
    ask("DELETE", f"/api/v1/openings/changes/{gone['change']}")
    assert fact_of("own-1", "institution") == "Example Clinic"
    refused(server.ask("DELETE", f"/api/v1/openings/{AL}"), 400, "bad_input", "id")
    refused(server.ask("DELETE", f"/api/v1/openings/changes/{gone['change']}"), 404, "not_found", "id")


HOSTS = b"""Hospital,State,Type,Duration,Fee,Where
Example Clinic A,OH,observership,4,free,by the lake
Example Clinic B,OH,holiday,4,free,
"""


def a_table_of_openings_is_shown_imported_and_taken_back():
    before = len(ask("GET", "/api/v1/openings/changes"))
    path = "/api/v1/openings/import?file=hosts.csv&column=Where=note"
    shown = ask("POST", path + "&dry_run=1", HOSTS)
    assert shown["change"] is None and shown["added"] == 1 and shown["refused"][0]["line"] == 3
    assert {"heading": "Where", "field": "note"} in shown["columns"]
    assert len(ask("GET", "/api/v1/openings/changes")) == before
    kept = ask("POST", path, HOSTS)
    assert kept == shown | {"change": before + 1}
    found = ask("POST", "/api/v1/openings/search", {"words": ["example", "clinic", "a"], "state": ["OH"]})
    [row] = [row for row in found["kept"] if row["opening"]["institution"] == "Example Clinic A"]
    assert row["opening"]["note"] == "by the lake" and row["opening"]["source"] == "hosts.csv"
    assert ask("DELETE", f"/api/v1/openings/changes/{kept['change']}")[-1]["undone"]
    refused(server.ask("GET", f"/api/v1/openings/{row['opening']['id']}"), 404, "not_found", "id")
    for query, body, field in [("", b"", None), ("", b"a,b\n1,2\n", None), ("", b"PK\x03\x04xxxx", None),
                               ("", b"Hospital\n=cmd()\n", None), ("&dry_run=yes", HOSTS, "dry_run"),
                               ("&as_of=soon", HOSTS, "as_of"), ("&column=Nothing=note", HOSTS, None),
                               ("&column=Fee=luck", HOSTS, None), ("&source=" + "x" * 300, HOSTS, "source")]:  # fmt: skip
        status, _, answer = server.ask("POST", "/api/v1/openings/import?file=hosts.csv" + query, body)
        assert status in (400, 404), (query, body[:20], status, answer)
        assert json.loads(answer)["error"]["field"] == field, (query, answer)
    assert len(ask("GET", "/api/v1/openings/changes")) == before + 1


def what_is_said_of_openings_is_checked():
    before = ask("GET", "/api/v1/openings/changes")
    clinic = {"name": "Example Clinic"}
    for body, field in [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": 5}, "name"),
        (clinic | {"set": []}, "set"),
        (clinic | {"set": {"luck": "yes"}}, "set.luck"),
        (clinic | {"set": {"deleted": "yes"}}, "set.deleted"),
        (clinic | {"set": {"state": 5}}, "set.state"),
        (clinic | {"set": {"state": "Ohio!"}}, "set.state"),
        (clinic | {"set": {"kind": "holiday"}}, "set.kind"),
        (clinic | {"set": {"city": "Ashtabula", "weeks_low": "-3"}}, "set.weeks_low"),
        (clinic | {"set": {"specialties": "Astrology"}}, None),
        (clinic | {"as_of": "soon"}, "as_of"),
        (clinic | {"source": 1}, "source"),
        (clinic | {"facts": {}}, "facts"),
    ]:
        try:
            refused(server.ask("POST", "/api/v1/openings", body), 400, "bad_input", field or "set.specialties")
        except AssertionError as fault:
            raise AssertionError(f"{body}: {fault}") from fault
    facts = f"/api/v1/openings/{AL}/facts"
    refused(server.ask("PUT", facts + "/weeks", {"value": "long"}), 400, "bad_input", "value")
    refused(server.ask("PUT", facts + "/weeks", {}), 400, "bad_input", "value")
    refused(server.ask("PUT", facts + "/weeks", {"value": "2", "as_of": "soon"}), 400, "bad_input", "as_of")
    refused(server.ask("PUT", facts + "/luck", {"value": "2"}), 404, "not_found", "field")
    refused(server.ask("PUT", facts + "/deleted", {"value": "yes"}), 404, "not_found", "field")
    refused(server.ask("PUT", "/api/v1/openings/nowhere/facts/weeks", {"value": "2"}), 404, "not_found", "id")
    refused(server.ask("DELETE", "/api/v1/openings/nowhere"), 404, "not_found", "id")
    refused(server.ask("DELETE", "/api/v1/openings/changes/99999999999999"), 404, "not_found", "id")
    refused(server.ask("DELETE", "/api/v1/openings/changes/one"), 404, "not_found", "id")
    refused(server.ask("POST", "/api/v1/openings", {"name": "x" * 201}), 413, "too_large", "name")
    refused(server.ask("POST", "/api/v1/openings", clinic, {"X-CSRF": "0"}), 403, "forbidden")
    assert ask("GET", "/api/v1/openings/changes") == before


WINDOW = {"from": "2027-02-01", "to": "2027-04-30"}


def a_schedule_answers_as_the_command_does():
    path, file = "/api/v1/schedule", written(STUDENT)
    line = ("schedule", "--profile", file, "--weeks", 8, "--letters", 2, "--letters-by", "2027-09-01")
    found = same(path, {"profile": STUDENT, "weeks": 8, "letters": 2, "letters_by": "2027-09-01"}, *line)
    assert found["proved"] and found["sum"]["letters"] == 2 and len(found["stays"]) == 2
    out = found["stays"][0]["id"]
    line = ("schedule", "--profile", file, "--order", "letters,cost", "--without", out, "--budget", 1500, "--unsure",
            "--letter-weeks", 2, "--letter-lead", 3, "--window", "2027-06-07..2027-08-29")  # fmt: skip
    body = {"profile": STUDENT, "order": ["letters", "cost"], "without": [out], "budget_cents": 150000, "unsure": True,
            "letter_weeks": 2, "letter_lead": 3, "windows": [{"from": "2027-06-07", "to": "2027-08-29"}]}  # fmt: skip
    other = same(path, body, *line)
    assert out not in [stay["id"] for stay in other["stays"]] and other["left_by"]["unwanted"] == 1
    line = ("schedule", "--profile", written(GRADUATE), "--weights", "letters=5,weeks=1")
    same(path, {"profile": GRADUATE, "weights": {"letters": 5, "weeks": 1}}, *line)
    demo = ask("POST", "/api/v1/profiles/demo")
    line = ("schedule", "--demo", "--window", "2027-02-01..2027-04-30", "--chance")
    moved = same(path, {"profile_id": demo["id"], "windows": [WINDOW], "chance": True}, *line)
    assert moved["chance"] and moved["season"] == 2028 and moved["warnings"]


def stays_are_put_into_the_profile_and_taken_back():
    kept = ask("POST", "/api/v1/profiles", {"name": "Applicant E", "profile": STUDENT})
    path, save, body = f"/api/v1/profiles/{kept['id']}", "/api/v1/schedule/save", {"profile_id": kept["id"], "weeks": 8}
    found = ask("POST", "/api/v1/schedule", body)
    saved = ask("POST", save, body, headers={"If-Match": '"1"'})
    stays = saved["profile"]["planned_stays"]
    assert saved["version"] == 2 and saved["name"] == "Applicant E"
    assert [(stay["from"], stay["to"]) for stay in stays] == [(stay["from"], stay["to"]) for stay in found["stays"]]
    assert ask("GET", path) == saved
    shown = ask("POST", "/api/v1/board", {"profile_id": kept["id"]})["stays"]
    assert [stay["name"] for stay in shown] == [stay["name"] for stay in stays]
    conflict = ask("POST", save, body, 409, headers={"If-Match": '"1"'})
    assert conflict["current"] == saved
    assert ask("POST", path + "/undo")["profile"] == kept["profile"]
    for text in (None, "2", '"0"'):
        refused(server.ask("POST", save, body, {"If-Match": text}), 400, "bad_input", "If-Match")
    refused(server.ask("POST", save, {"profile": STUDENT}, {"If-Match": "*"}), 400, "bad_input", "profile_id")
    refused(server.ask("POST", save, {"profile_id": 999}, {"If-Match": "*"}), 404, "not_found", "profile_id")
    refused(server.ask("POST", save, body | {"weeks": 0}, {"If-Match": '"3"'}), 400, "bad_input", "weeks")
    assert ask("GET", path)["version"] == 3


def what_is_asked_of_a_schedule_is_checked():
    free = {"profile": STUDENT}
    wrong = [
        ({}, "profile"),
        ({"profile": PROFILE}, "windows"),
        (free | {"windows": {}}, "windows"),
        (free | {"windows": ["2027-06-07..2027-08-29"]}, "windows"),
        (free | {"windows": [WINDOW, {"from": "2027-06-07"}]}, "windows[1].to"),
        (free | {"windows": [{"from": "soon", "to": "2027-06-07"}]}, "windows[0].from"),
        (free | {"windows": [{"from": 1, "to": "2027-06-07"}]}, "windows[0].from"),
        (free | {"windows": [{"from": "2027-06-07", "to": "2027-06-01"}]}, "windows[0].to"),
        (free | {"windows": [WINDOW | {"why": "school"}]}, "windows[0].why"),
        (free | {"budget_cents": -5}, "budget_cents"),
        (free | {"budget_cents": 2**62}, "budget_cents"),
        (free | {"weeks": 61}, "weeks"),
        (free | {"letters": 9}, "letters"),
        (free | {"letters": -1}, "letters"),
        (free | {"letters_by": "2027-02-30"}, "letters_by"),
        (free | {"letter_weeks": 0}, "letter_weeks"),
        (free | {"letter_lead": 27}, "letter_lead"),
        (free | {"order": "letters"}, "order"),
        (free | {"order": ["luck"]}, "order"),
        (free | {"order": ["letters", "letters"]}, "order"),
        (free | {"order": ["cost"]}, "order"),
        (free | {"order": ["letters"], "weights": {"cost": 1}}, "weights"),
        (free | {"weights": {"luck": 1}}, "weights.luck"),
        (free | {"weights": {"cost": -1}}, "weights.cost"),
        (free | {"weights": {"cost": "2"}}, "weights.cost"),
        (free | {"weights": []}, "weights"),
        (free | {"unsure": "yes"}, "unsure"),
        (free | {"without": [1]}, "without"),
        (free | {"chance": 1}, "chance"),
        (free | {"season": 2027}, "season"),
        (free | {"window": []}, "window"),
    ]
    for body, field in wrong:
        try:
            refused(server.ask("POST", "/api/v1/schedule", body), 400, "bad_input", field)
        except AssertionError as fault:
            raise AssertionError(f"{str(body)[-120:]}: {fault}") from fault
    refused(server.ask("POST", "/api/v1/schedule", free | {"without": ["nowhere"]}), 404, "not_found", "without")
    refused(server.ask("POST", "/api/v1/schedule", free | {"season": 2099}), 404, "not_found", "season")
    refused(server.ask("POST", "/api/v1/schedule", free | {"windows": [WINDOW] * 25}), 413, "too_large", "windows")


def what_is_asked_of_openings_is_checked():
    long, odd = "x" * 5000, "\u00e9" * 60
    wrong = [
        ("openings/search", {"kind": ["holiday"]}, "kind"),
        ("openings/search", {"kind": "elective"}, "kind"),
        ("openings/search", {"kind": [odd]}, "kind"),
        ("openings/search", {"state": ["ZZ"]}, "state"),
        ("openings/search", {"state": [1]}, "state"),
        ("openings/search", {"specialty": ["Astrology"]}, "specialty"),
        ("openings/search", {"for": "premed"}, "for"),
        ("openings/search", {"for": 1}, "for"),
        ("openings/search", {"visa": "Z-9"}, "visa"),
        ("openings/search", {"visa": "a\nb"}, "visa"),
        ("openings/search", {"weeks": 0}, "weeks"),
        ("openings/search", {"weeks": 2.5}, "weeks"),
        ("openings/search", {"at_least": 521}, "at_least"),
        ("openings/search", {"cost_cents": -1}, "cost_cents"),
        ("openings/search", {"cost_cents": "free"}, "cost_cents"),
        ("openings/search", {"hands_on": "yes"}, "hands_on"),
        ("openings/search", {"letter": 1}, "letter"),
        ("openings/search", {"sort": "price"}, "sort"),
        ("openings/search", {"words": [None]}, "words"),
        ("openings/search", {"profile_id": 1, "profile": STUDENT}, "profile"),
        ("openings/search", {"profile": {}}, "applicant_type"),
        ("openings/search", {"cost": 5}, "cost"),
        ("openings/compare", {}, "ids"),
        ("openings/compare", {"ids": []}, "ids"),
        ("openings/compare", {"ids": [3]}, "ids"),
        ("openings/compare", {"ids": [AL], "start": "soon"}, "start"),
        ("openings/compare", {"ids": [AL], "start": "2027-02-30"}, "start"),
        ("openings/compare", {"ids": [AL], "weeks": 0}, "weeks"),
        ("openings/compare", {"ids": [AL], "visa": "Z"}, "visa"),
        ("openings/compare", {"ids": [AL], "season": 3}, "season"),
        ("board", {}, "profile"),
        ("board", {"profile": STUDENT, "stays": []}, "stays"),
        ("board", {"profile": STUDENT | {"planned_stays": [{"name": "x"}]}}, "planned_stays[0]"),
        ("tasks", {"profile_id": True}, "profile_id"),
        ("tasks", {"profile": STUDENT, "season": "2027"}, "season"),
    ]
    for path, body, field in wrong:
        try:
            refused(server.ask("POST", f"/api/v1/{path}", body), 400, "bad_input", field)
        except AssertionError as fault:
            raise AssertionError(f"{path} {str(body)[:120]}: {fault}") from fault
    for query, field in (("weeks=0", "weeks"), ("weeks=x", "weeks"), ("start=2027-13-01", "start"),
                         ("visa=%C3%A9%C3%A9", "visa"), ("profile_id=0", "profile_id"), ("profile_id=x", "profile_id")):
        refused(server.ask("GET", f"/api/v1/openings/{AL}?{query}"), 400, "bad_input", field)
    for query, field in (("for=us", "for"), ("country=" + "a" * 81, "country"), ("profile_id=x", "profile_id")):
        refused(server.ask("GET", f"/api/v1/openings/visas?{query}"), 400, "bad_input", field)
    for method, path, body, field in [
        ("GET", "/api/v1/openings/nowhere", None, "id"),
        ("GET", "/api/v1/openings/" + odd.encode("utf-8").hex(), None, "id"),
        ("GET", f"/api/v1/openings/{AL}?profile_id=999", None, "profile_id"),
        ("POST", "/api/v1/openings/compare", {"ids": [AL, "nowhere"]}, "ids"),
        ("POST", "/api/v1/openings/compare", {"ids": [AL], "season": 2099}, "season"),
        ("POST", "/api/v1/board", {"profile_id": 999}, "profile_id"),
        ("POST", "/api/v1/tasks", {"profile": STUDENT, "season": 2099}, "season"),
    ]:
        refused(server.ask(method, path, body), 404, "not_found", field)
    for body in ({"visa": long}, {"ids": [AL] * 6}, {"words": ["a"] * 13}, {"state": ["NY"] * 61}):
        path = "compare" if "ids" in body else "search"
        refused(server.ask("POST", f"/api/v1/openings/{path}", body), 413, "too_large", next(iter(body)))


GRID = b"""Program,Signal,US IMG,City,State
Kaiser Permanente Woodland Hills,45,12,Woodland Hills,CA
Kaiser Permanente Hills,20,1,Nowhere,CA
"""
IMPORT = "/api/v1/imports?file=grid.csv&specialty=family+medicine&as_of=2026-09-20"


def a_file_is_shown_reviewed_imported_and_taken_back():
    shown = ask("POST", IMPORT + "&dry_run=1", GRID)
    assert shown["import"] is None and shown["rows"]["by_name"] == 1 and len(shown["to_review"]) == 1
    assert ask("GET", "/api/v1/imports") == [] or all(row["kind"] == "finding" for row in ask("GET", "/api/v1/imports"))
    doubt, code = shown["to_review"][0], "1073120C0"
    assert doubt["candidates"][0]["nrmp_code"] != code  # that is the program of the other row
    kept = ask("POST", f"{IMPORT}&review={doubt['line']}:{code}", GRID)
    assert kept["rows"]["by_review"] == 1 and kept["to_review"] == [] and kept["source"] == "grid.csv"
    assert ask("GET", "/api/v1/imports")[-1]["import"] == kept["import"]
    assert any(fact["source"] == "grid.csv" for fact in ask("GET", f"/api/v1/programs/{code}")["facts"])
    ask("DELETE", f"/api/v1/imports/{kept['import']}")
    assert not any(fact["source"] == "grid.csv" for fact in ask("GET", f"/api/v1/programs/{code}")["facts"])
    refused(server.ask("DELETE", f"/api/v1/imports/{kept['import']}"), 404, "not_found", None)


def a_file_that_cannot_be_is_refused_and_nothing_is_kept():
    before = ask("GET", "/api/v1/imports")
    for path, body, field in [
        (IMPORT, b"", None),
        (IMPORT, b"Program,State\n=cmd(),CA\n", None),
        (IMPORT, b"PK\x03\x04" + b"x" * 500, None),
        (IMPORT, GRID.replace(b"45", b"4500"), None),
        (IMPORT.replace("family+medicine", "astrology"), GRID, "specialty"),
        (IMPORT.replace("2026-09-20", "soon"), GRID, "as_of"),
        (IMPORT + "&dry_run=yes", GRID, "dry_run"),
        (IMPORT + "&review=3", GRID, "review"),
        (IMPORT + "&review=99:1426140C0", GRID, "review"),
        (IMPORT + "&review=3:nothing", GRID, "review"),
        (IMPORT + "&map={", GRID, "map"),
        (IMPORT.replace("grid.csv", "x" * 300), GRID, "file"),
    ]:
        status, _, answer = server.ask("POST", path, body)
        assert status == 400, (path, body[:40], status, answer)
        assert json.loads(answer)["error"]["field"] == field, (path, answer)
    mapped = '/api/v1/imports?file=a.csv&map={"columns":{"NRMP+code":"nrmp_code","J-1":"accepts_j1"}}'
    rows = b"NRMP code,J-1\n1001120C0,yes\n1073120C0,maybe\n"
    refused(server.ask("POST", mapped, rows), 400, "bad_input", "skip_refused")
    assert ask("GET", "/api/v1/imports") == before


def the_validation_is_made_once():
    first = ask("GET", "/api/v1/validation")
    began = time.monotonic()
    assert ask("GET", "/api/v1/validation") == first
    assert time.monotonic() - began < 0.5


def a_job_is_started_and_stopped():
    started = ask("POST", "/api/v1/jobs", {"kind": "validate"})
    ask("GET", f"/api/v1/jobs/{started['id']}")
    ask("DELETE", f"/api/v1/jobs/{started['id']}")
    ask("GET", f"/api/v1/jobs/{started['id']}/events")


def a_fit_tells_how_far_it_is_and_stops_when_told():
    path = f"/api/v1/jobs/{ask('POST', '/api/v1/jobs', {'kind': 'fit'})['id']}"

    def wait(until):
        ends = time.monotonic() + 60
        while not until(job := ask("GET", path)):
            assert time.monotonic() < ends and job["state"] in ("waiting", "running"), job
            time.sleep(0.05)
        return job

    job = wait(lambda job: job["done"] > 3)
    assert job["state"] == "running" and job["total"] > 100 and job["what"] == "fitting"
    ask("DELETE", path)
    assert wait(lambda job: job["state"] == "stopped")["result"] is None


def every_request_of_the_document_was_asked():
    described = {(method, path) for path, item in document["paths"].items() for method in item}
    assert described == asked, described - asked


# --- what is wrong -----------------------------------------------------------------------


def wrong_values_are_refused_by_field():
    wrong = [
        ("pick", {}, "profile"),
        ("pick", {"profile_id": 1, "profile": PROFILE}, "profile"),
        ("pick", {"profile_id": "1"}, "profile_id"),
        ("pick", {"profile_id": 0}, "profile_id"),
        ("pick", {"profile_id": 1.5}, "profile_id"),
        ("pick", {"profile": []}, "profile"),
        ("pick", {"profile": {}}, "applicant_type"),
        ("pick", {"profile": PROFILE | {"step2_ck": 400}}, "step2_ck"),
        ("pick", {"profile": PROFILE | {"step2_ck": "x" * 100000}}, "step2_ck"),
        ("pick", {"profile": PROFILE | {"age": 30}}, "age"),
        ("pick", {"profile": PROFILE | {"letters": [{"count": 99}]}}, "letters[0].count"),
        ("pick", PLAN | {"options": []}, "options"),
        ("pick", PLAN | {"options": {"budget_cents": -1}}, "budget_cents"),
        ("pick", PLAN | {"options": {"budget_cents": 2**62}}, "budget_cents"),
        ("pick", PLAN | {"options": {"hours": True}}, "hours"),
        ("pick", PLAN | {"options": {"seasons": 10**9}}, "seasons"),
        ("pick", PLAN | {"options": {"specialty": ["Astrology"]}}, "specialty"),
        ("pick", PLAN | {"options": {"specialty": [1]}}, "specialty"),
        ("pick", PLAN | {"options": {"luck": 1}}, "luck"),
        ("pick", PLAN | {"more": 1}, "more"),
        ("explain", PLAN, "code"),
        ("explain", PLAN | {"code": 1}, "code"),
        ("whatif", PLAN | {"set": {}}, "set"),
        ("whatif", PLAN | {"set": {"step2_ck": 999}}, "step2_ck"),
        ("whatif", PLAN | {"set": {"nothing": 1}}, "nothing"),
        ("whatif", PLAN | {"scenarios": [1]}, "scenarios"),
        ("whatif", PLAN | {"part": 99}, "part"),
        ("whatif", PLAN | {"part": 1, "set": {"step2_ck": 255}}, "part"),
        ("whatif", PLAN | {"set": {"graduation_date": "2028-05"}}, "graduation_date"),
        ("whatif", PLAN | {"scenarios": [{"name": "x"}]}, "set"),
        ("signals", PLAN | {"signals": {"1426140C0": 3}}, "signals.1426140C0"),
        ("signals", PLAN | {"signals": {"1426140C0": "bronze"}}, "signals.1426140C0"),
        ("export", PLAN | {"format": "doc"}, "format"),
        ("export", PLAN, "format"),
        ("profiles", {"name": "", "profile": PROFILE}, "name"),
        ("profiles", {"name": "a\nb", "profile": PROFILE}, "name"),
        ("profiles", {"name": 1, "profile": PROFILE}, "name"),
        ("profiles", {"profile": PROFILE}, "name"),
        ("profiles", {"name": "A"}, "profile"),
    ]
    for path, body, field in wrong:
        try:
            refused(server.ask("POST", f"/api/v1/{path}", body), 400, "bad_input", field)
        except AssertionError as fault:
            raise AssertionError(f"{path} {str(body)[:120]}: {fault}") from fault


def what_is_not_there_is_not_found():
    for method, path, body, field in [
        ("GET", "/api/v1/profiles/0", None, "id"),
        ("GET", "/api/v1/profiles/-1", None, "id"),
        ("GET", "/api/v1/profiles/99999999999999999999", None, "id"),
        ("GET", "/api/v1/profiles/1e3", None, "id"),
        ("GET", "/api/v1/profiles/999", None, None),
        ("DELETE", "/api/v1/profiles/999", None, None),
        ("GET", "/api/v1/profiles/999/notes", None, None),
        ("GET", "/api/v1/programs/9999999X9", None, "code"),
        ("POST", "/api/v1/pick", {"profile_id": 999}, "profile_id"),
        ("POST", "/api/v1/explain", PLAN | {"code": "9999999X9"}, "code"),
        ("POST", "/api/v1/signals", PLAN | {"signals": {"9999999X9": "none"}}, "signals.9999999X9"),
        ("POST", "/api/v1/pick", PLAN | {"options": {"season": 2099}}, "season"),
        ("DELETE", "/api/v1/facts/1426140C0/min_step2", None, None),
        ("GET", "/api/v1/fees?season=2099", None, "season"),
    ]:
        refused(server.ask(method, path, body), 404, "not_found", field)


def a_change_says_which_version_it_saw():
    path = f"/api/v1/profiles/{ask('POST', '/api/v1/profiles/demo')['id']}"
    body = {"name": "A", "profile": PROFILE}
    for text in (None, "1", '"0"', '"-1"', '"1', '"one"', '"99999999999999999999"x'):
        refused(server.ask("PUT", path, body, {"If-Match": text}), 400, "bad_input", "If-Match")


def queries_are_checked():
    for query, field in (("limit=0", "limit"), ("limit=x", "limit"), ("limit=1001", "limit"),
                         ("state=ZZ", "state"), ("specialty=Astrology", "specialty"),
                         ("search=" + "+".join("abcdefghijklmn"), "search")):  # fmt: skip
        refused(server.ask("GET", f"/api/v1/programs?{query}"), 400, "bad_input", field)
    refused(server.ask("GET", "/api/v1/fees?apply=im"), 400, "bad_input", "apply")
    refused(server.ask("GET", "/api/v1/fees?season=soon"), 400, "bad_input", "season")


def hostile_bodies_end_in_a_refusal():
    deep = b'{"profile":' + b"[" * 5000 + b"]" * 5000 + b"}"
    for body in (b"", b"{", b"[]", b"null", b'{"profile_id":1,"profile_id":1}', b'{"name":"\xff"}', deep,
                 b'{"profile":{"step2_ck":1e999}}', b'{"profile":{"step2_ck":NaN}}', b'{"name":"\\u0000"}',
                 b'{"profile_id":170141183460469231731687303715884105728}'):  # fmt: skip
        for path in ("pick", "profiles", "whatif", "signals", "export", "openings/search", "board", "schedule"):
            status, _, answer = server.ask("POST", f"/api/v1/{path}", body)
            assert 400 <= status < 500, (path, body[:60], status)
            assert json.loads(answer)["error"]["message"]
    assert server.lives()


def a_kept_change_survives_a_kill():
    kept = ask("POST", "/api/v1/profiles/demo")
    path = f"/api/v1/profiles/{kept['id']}"
    with Server(sys.argv[1], server.home) as other:
        body = {"name": "Applicant A", "profile": PROFILE | {"step2_ck": 201}}
        assert other.ask("PUT", path, body, {"If-Match": '"1"'})[0] == 200
        other.stop(9)
    assert ask("GET", path)["profile"]["step2_ck"] == 201


try:
    cases(
        the_document_is_whole,
        every_route_is_in_the_document_and_the_other_way_round,
        a_path_takes_the_methods_of_the_document_and_no_other,
        what_stands_alone_answers_as_described,
        a_profile_is_kept_changed_undone_deleted_and_restored,
        profiles_are_listed_page_by_page_and_searched,
        notes_and_scenarios_belong_to_a_profile,
        a_finding_shows_in_the_program_at_once,
        a_packed_list_says_what_the_list_says,
        plans_answer_as_the_commands_do,
        the_server_and_the_command_give_the_same_bytes,
        changes_are_set_side_by_side_or_found,
        signals_can_be_moved_within_the_rules,
        the_plan_can_be_taken_away_as_a_file,
        filters_answer_as_the_command_does,
        one_opening_and_a_few_are_judged_for_whom_is_asked,
        visas_and_money_answer_as_the_commands_do,
        board_and_tasks_answer_as_the_commands_do,
        a_calendar_can_be_subscribed_to,
        a_schedule_answers_as_the_command_does,
        stays_are_put_into_the_profile_and_taken_back,
        an_opening_of_ones_own_is_kept_corrected_and_taken_back,
        a_table_of_openings_is_shown_imported_and_taken_back,
        what_is_asked_of_openings_is_checked,
        what_is_said_of_openings_is_checked,
        what_is_asked_of_a_schedule_is_checked,
        a_file_is_shown_reviewed_imported_and_taken_back,
        a_file_that_cannot_be_is_refused_and_nothing_is_kept,
        the_validation_is_made_once,
        a_job_is_started_and_stopped,
        a_fit_tells_how_far_it_is_and_stops_when_told,
        every_request_of_the_document_was_asked,
        wrong_values_are_refused_by_field,
        what_is_not_there_is_not_found,
        a_change_says_which_version_it_saw,
        queries_are_checked,
        hostile_bodies_end_in_a_refusal,
        a_kept_change_survives_a_kill,
    )
finally:
    if server.stop() != 0:
        print("".join(f"# {line}\n" for line in server.log.splitlines()[-40:]), end="")
        raise SystemExit("the server did not end as it should")
