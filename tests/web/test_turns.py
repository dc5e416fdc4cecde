"""Who waits for whom when many ask at once: `test_turns.py SMARTPICK`."""

import gzip
import http.client
import json
import sys
import threading
import time
from pathlib import Path

from serving import Server, cases

ROOT = Path(__file__).parent.parent.parent


def body(seed, seasons=4096):
    profile = json.loads((ROOT / "examples/applicant-a.json").read_text())
    return json.dumps({"profile": profile, "options": {"seed": seed, "seasons": seasons}})


def ask(text, done, name):
    """Asks for a list; notes when it came, and its bytes."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    link.request("POST", "/api/v1/pick", text, {
        "Cookie": server.cookie, "X-CSRF": server.token, "Content-Type": "application/json",
        "Accept-Encoding": "gzip",
    })  # fmt: skip
    answer = link.getresponse()
    bytes = answer.read()
    done[name] = (time.monotonic(), answer.status, bytes)
    link.close()


def at_once(texts):
    done = {}
    threads = [
        threading.Thread(target=ask, args=(text, done, name))
        for name, text in texts.items()
    ]
    for thread in threads:
        thread.start()
    return done, threads


def finish(done, threads):
    for thread in threads:
        thread.join()
    assert all(status == 200 for _, status, _ in done.values()), done
    return done


def new_lists(first):
    return at_once({seed: body(seed) for seed in range(first, first + 30)})


def a_list_that_is_kept_does_not_wait_for_new_ones():
    ask(body(1), kept := {}, "first")
    done, threads = new_lists(100)
    ask(body(1), kept, "again")
    finish(done, threads)
    assert kept["again"][1:] == kept["first"][1:]
    behind = sum(when > kept["again"][0] for when, _, _ in done.values())
    assert behind >= 10, f"{behind} of 30 new lists came after the kept one"


def a_slider_does_not_wait_for_new_lists():
    done, threads = new_lists(200)
    ask(body(1, 256), done, "slider")
    finish(done, threads)
    behind = sum(when > done["slider"][0] for when, _, _ in done.values())
    assert behind >= 10, f"{behind} of 30 new lists came after the slider"


def the_same_asked_by_many_at_once_is_one_answer():
    # Alone it takes a certain time; twenty of them would take twenty times as long.
    began = time.monotonic()
    ask(body(300), alone := {}, "one")
    one = alone["one"][0] - began
    began = time.monotonic()
    done = finish(*at_once({name: body(301) for name in range(20)}))
    assert len({bytes for _, _, bytes in done.values()}) == 1
    took = max(when for when, _, _ in done.values()) - began
    assert took < 10 * one + 0.5, f"{took:.2f} s for twenty, {one:.2f} s for one"


def a_wrong_question_asked_by_many_is_refused_to_each():
    code = json.loads(server.ask("GET", "/api/v1/programs?limit=1")[2])[0]["nrmp_code"]
    wrong = json.loads(body(1)) | {"signals": {code: "purple"}}
    found = {}

    def refuse(name):
        found[name] = server.ask("POST", "/api/v1/signals", wrong)[0]

    threads = [threading.Thread(target=refuse, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(found.values()) == {400}, found
    assert server.lives()


def what_is_small_is_sent_to_this_machine_as_it_is_and_what_is_large_packed():
    text = body(77, 64).encode()
    packs = {"Accept-Encoding": "gzip"}
    for path, coding in (("/api/v1/pick/packed", None), ("/api/v1/pick", "gzip")):
        for _ in range(2):  # made, and then kept
            status, headers, said = server.ask("POST", path, text, packs)
            assert status == 200 and headers.get("Content-Encoding") == coding, (path, headers)
            plain = gzip.decompress(said) if coding else said
            assert server.ask("POST", path, text)[2] == plain
            assert json.loads(plain)


with Server(sys.argv[1], None, "--quiet", "--threads", "1") as server:
    server.begin()
    cases(
        a_list_that_is_kept_does_not_wait_for_new_ones,
        a_slider_does_not_wait_for_new_lists,
        the_same_asked_by_many_at_once_is_one_answer,
        a_wrong_question_asked_by_many_is_refused_to_each,
        what_is_small_is_sent_to_this_machine_as_it_is_and_what_is_large_packed,
    )
