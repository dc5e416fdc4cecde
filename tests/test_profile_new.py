"""`profile new` on a terminal: `test_profile_new.py SMARTPICK`.  Prints TAP.

Ctrl-C and Ctrl-D both leave with what was said saved, and the program ends well.
"""

import json
import os
import pty
import select
import signal
import sys
import tempfile
import time


def seen(fd, wanted, said):
    """Reads until the text stands there, or the program ends."""
    while wanted not in said:
        if not select.select([fd], [], [], 20)[0]:
            return said
        try:
            got = os.read(fd, 4096)
        except OSError:
            return said
        if not got:
            return said
        said += got
    return said


def talk(program, path, keys):
    """(what was said, exit status) of a talk in which each key follows a prompt."""
    pid, fd = pty.fork()
    if pid == 0:
        os.execv(program, ["smartpick", "profile", "new", path])
    said = b""
    for key in keys:
        said += seen(fd, b"\n> ", b"")
        os.write(fd, key)
    said += seen(fd, b"goes on.", b"")
    said += seen(fd, b"never said", b"")
    for _ in range(100):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return said.decode(), status
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
    return said.decode(), os.waitpid(pid, 0)[1]


def main():
    program = os.path.abspath(sys.argv[1])
    print("1..2")
    for number, (name, key) in enumerate([("Ctrl-C", b"\x03"), ("Ctrl-D", b"\x04")], 1):
        with tempfile.TemporaryDirectory() as folder:
            os.environ.update(
                SMARTPICK_HOME=folder, SMARTPICK_TODAY="2026-11-22", COLUMNS="400"
            )
            path = f"{folder}/me.json"
            said, status = talk(program, path, [b"us_md\r", key])
            with open(path, encoding="utf-8") as file:
                kept = json.load(file)
        right = status == 0 and kept == {"applicant_type": "us_md"} and "Not whole yet" in said
        if not right:
            print("# " + said.replace("\n", "\n# "), status, kept)
        print(f"{'ok' if right else 'not ok'} {number} - {name} leaves, and what was said is kept")


main()
