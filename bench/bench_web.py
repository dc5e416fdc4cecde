"""How the web server stands up to many at once: `bench_web.py SMARTPICK [SECONDS]`.

A server of its own, on this machine only, with wrk for what is quick and threads for
people who think between two clicks.  Prints plain reads a second; the time of a pick for
1, 10 and 100 users; what short requests take while 100 new lists are made; how many new
lists a second keep within the goal; and the memory with 10,000 saved profiles.  A ratio
compares with one user alone, in the same run.
"""

import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests/web"))
from serving import Server  # noqa: E402

SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
THINK = (10, 5, 3, 2, 1.5, 1)  # seconds between two changes of one person, on the mean
GOAL = 250  # ms for 99 of 100 lists
PROFILES = 10_000


def wrk(server, connections, path, script=None, headers=()):
    """Requests a second, and the time of 50 and of 99 in 100, in ms."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency"]
    for header in headers:
        command += ["-H", header]
    if script:
        command += ["-s", script]
    printed = subprocess.run(
        [*command, f"http://{server.host}{path}"], check=True, capture_output=True, text=True
    ).stdout
    assert "Non-2xx" not in printed, printed
    unit = {"us": 0.001, "ms": 1, "s": 1000}
    found = {
        share: float(number) * unit[of]
        for share, number, of in re.findall(r"^ +(50|99)% +([\d.]+)(us|ms|s)$", printed, re.M)
    }
    return float(re.search(r"Requests/sec: +([\d.]+)", printed)[1]), found["50"], found["99"]


def reads(server):
    script = next((ROOT / "ui/dist/assets").glob("main-*.js"), None)
    code = json.loads(server.ask("GET", "/api/v1/programs?limit=1")[2])[0]["nrmp_code"]
    print("plain reads, 64 connections           a second   p50 ms   p99 ms")
    for what, path in (
        ("/healthz", "/healthz"),
        ("the first page", "/"),
        ("a script", script and f"/assets/{script.name}"),
        ("one program", f"/api/v1/programs/{code}"),
    ):
        if path and server.ask("GET", path)[0] == 200:
            rate, middle, late = wrk(server, 64, path, headers=["Accept-Encoding: br"])
            print(f"  {what:34} {rate:10,.0f} {middle:8.2f} {late:8.2f}")


def example():
    return json.loads((ROOT / "examples/applicant-a.json").read_text())


def body(number):
    """A profile that differs from that of every other number."""
    profile = example()
    profile["step2_ck"] = 200 + number % 80
    return json.dumps({"profile": profile, "options": {"budget_cents": 100_000 + number // 80}})


def asked_again(server, users):
    """Each of the users asks for a list that was made before, one request after another."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        bodies = ", ".join(f"[==[{body(number)}]==]" for number in range(users))
        script.write(
            f"local bodies, at = {{ {bodies} }}, 0\n"
            'wrk.method = "POST"\n'
            "function request()\n"
            "  at = at % #bodies + 1\n"
            "  return wrk.format(nil, nil, nil, bodies[at])\n"
            "end\n"
        )
        script.flush()
        headers = [
            f"Cookie: {server.cookie}", f"X-CSRF: {server.token}",
            "Content-Type: application/json", "Accept-Encoding: gzip",
        ]  # fmt: skip
        return wrk(server, users, "/api/v1/pick/packed", script.name, headers)


def pick(server, number, times, asked=None):
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    began = time.perf_counter()
    link.request("POST", "/api/v1/pick/packed", asked or body(number), {
        "Cookie": server.cookie, "X-CSRF": server.token, "Content-Type": "application/json",
        "Accept-Encoding": "gzip",
    })  # fmt: skip
    answer = link.getresponse()
    answer.read()
    times.append((time.perf_counter() - began) * 1000)
    assert answer.status == 200, answer.status
    link.close()


def person(server, numbers, think, until, times):
    """Changes something at random moments, about every `think` seconds."""
    draw = random.Random(numbers.start)
    moment = time.perf_counter()
    for number in numbers:
        moment += draw.expovariate(1 / think)
        if moment > until:
            return
        time.sleep(max(0, moment - time.perf_counter()))
        pick(server, number, times)
        moment = max(moment, time.perf_counter() - think)  # nobody catches up for long


def read(server, path, times):
    began = time.perf_counter()
    assert server.ask("GET", path)[0] == 200
    times.append((time.perf_counter() - began) * 1000)


def slider(number):
    """A quick look with few seasons, as the pages send it while a slider is moved."""
    return json.dumps({"profile": example(), "options": {"seed": number, "seasons": 512}})


def while_new_ones_wait(server, begin, one):
    """What short requests take while 100 new lists are made."""
    pick(server, 900, [])
    short = {"a read": [], "a list asked for before": [], "a slider, 512 seasons": []}
    code = json.loads(server.ask("GET", "/api/v1/programs?limit=1")[2])[0]["nrmp_code"]
    new = [
        threading.Thread(target=pick, args=(server, begin + user, [])) for user in range(100)
    ]
    for thread in new:
        thread.start()
    for number in range(1, 10**6):
        if not any(thread.is_alive() for thread in new):
            break
        read(server, f"/api/v1/programs/{code}", short["a read"])
        pick(server, 900, short["a list asked for before"])
        pick(server, 0, short["a slider, 512 seasons"], slider(begin + number))
        time.sleep(0.02)
    for what, times in short.items():
        row(f"{what}, 100 new ones wait", 1, len(times), spread(times), one)


def spread(times):
    times = sorted(times)
    return times[len(times) // 2], times[min(len(times) - 1, len(times) * 99 // 100)]


def at_once(users, run):
    times, threads = [], []
    for user in range(users):
        threads.append(threading.Thread(target=run, args=(user, times)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def picks(server):
    numbers = iter(range(1000, 10**9, 1000))  # each person's own thousand
    alone = []
    for number in range(5):
        pick(server, 900 + number, alone)
    one = spread(alone)[0]
    print(f"a list, one user, nobody else         {one:8.1f} ms")
    print("a list, many users                           users     lists   p50 ms   p99 ms   p99/one")
    for users in (1, 10, 100):
        at_once(users, lambda user, times: pick(server, user, times))
        rate, middle, late = asked_again(server, users)
        row("asked again, without a pause", users, rate * SECONDS, (middle, late), one)
    kept = 0
    for think in THINK:
        began = time.perf_counter()
        until = began + 5 * SECONDS
        begin = next(numbers)
        times = at_once(100, lambda user, times: person(
            server, range(begin + 5000 * user, begin + 5000 * user + 5000), think, until, times))  # fmt: skip
        for _ in range(100 * 5):
            next(numbers)
        row(f"new ones, {100 / think:.1f} a second on the mean", 100, len(times), spread(times), one)
        if spread(times)[1] <= GOAL:
            kept = len(times) / (time.perf_counter() - began)
    print(f"  new lists a second with 99 of 100 within {GOAL} ms: {kept:.1f}")
    for users in (1, 10, 100):
        begin = next(numbers)
        times = at_once(users, lambda user, times: pick(server, begin + user, times))
        row("something new, all at one moment", users, len(times), spread(times), one)
    while_new_ones_wait(server, next(numbers), one)


def row(what, users, lists, times, one):
    print(f"  {what:46} {users:5} {lists:9.0f} {times[0]:8.1f} {times[1]:8.1f} {times[1] / one:9.1f}", flush=True)


def memory(server):
    lines = Path(f"/proc/{server.process.pid}/status").read_text()
    return [int(re.search(rf"{name}:\s+(\d+)", lines)[1]) / 1024 for name in ("VmRSS", "VmHWM")]


def save_many(server):
    profile = example()
    began = time.perf_counter()

    def save(user, times):
        link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        for number in range(user, PROFILES, 4):
            link.request("POST", "/api/v1/profiles", json.dumps({"name": f"Applicant {number}", "profile": profile}), {
                "Cookie": server.cookie, "X-CSRF": server.token, "Content-Type": "application/json",
            })  # fmt: skip
            answer = link.getresponse()
            answer.read()
            assert answer.status == 201, answer.status
        link.close()

    at_once(4, save)
    return time.perf_counter() - began


def main():
    with Server(sys.argv[1], None, "--quiet") as server:
        server.begin()
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the run")
        reads(server)
        picks(server)
        print("memory, MB                                    now   at most")
        print(f"  {'after all this':34} {memory(server)[0]:14.0f} {memory(server)[1]:9.0f}")
        took = save_many(server)
        server.ask("GET", "/api/v1/session")
        print(f"  {f'with {PROFILES:,} profiles saved':34} {memory(server)[0]:14.0f} {memory(server)[1]:9.0f}")
        print(f"saving one profile                    {took / PROFILES * 1000:8.2f} ms, kept on the disk")


main()
