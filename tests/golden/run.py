#!/usr/bin/env python3
"""A command and exactly what it prints.

    run.py PROGRAM FILE.golden...            compares
    run.py --update PROGRAM FILE.golden...   writes what is printed now

A file holds blocks: "$ " and a shell command, then its lines of standard output and
standard error together, then "[N]" when it ends with another exit code than 0.  A line end with
carriage return is shown as "\\r".  Lines of the form "# ..." in front of a command are kept.  The commands of a file share a fresh
SMARTPICK_HOME, $HOME is empty, today is 2026-11-22, and `smartpick` is the program.
"""
import difflib
import os
import subprocess
import sys
import tempfile


def blocks(path):
    """(comments, command) in the order of the file."""
    remarks, found = [], []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("# ") or line == "#\n":
                remarks.append(line)
            elif line.startswith("$ "):
                found.append((remarks, line[2:].rstrip("\n")))
                remarks = []
    return found


def environment(program, folder):
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    links = os.path.join(folder, "bin")
    os.mkdir(links)
    os.symlink(os.path.abspath(program), os.path.join(links, "smartpick"))
    kept = {name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS")
            if name in os.environ}
    return dict(kept, PATH=links + ":/usr/bin:/bin", HOME=os.path.join(folder, "home"),
                SMARTPICK_HOME=os.path.join(folder, "state"), SMARTPICK_TODAY="2026-11-22",
                COLUMNS="100", LC_ALL="C.UTF-8", TZ="UTC", ROOT=root)


def shown(path, program):
    text = []
    with tempfile.TemporaryDirectory() as folder:
        work = os.path.join(folder, "work")
        os.mkdir(work)
        env = environment(program, folder)
        for remarks, command in blocks(path):
            ran = subprocess.run(["bash", "-c", command], env=env, cwd=work,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, timeout=120)
            output = ran.stdout.decode("utf-8").replace(folder, "FOLDER")
            output = output.replace("\r\n", "\\r\n")
            if output and not output.endswith("\n"):
                output += "\n"
            text += remarks + ["$ " + command + "\n", output]
            if ran.returncode:
                text.append("[%d]\n" % ran.returncode)
            text.append("\n")
    return "".join(text)


def main(arguments):
    update = arguments[:1] == ["--update"]
    program, paths = arguments[update], arguments[update + 1:]
    wrong = 0
    for path in paths:
        now = shown(path, program)
        with open(path, encoding="utf-8") as file:
            before = file.read()
        if update:
            with open(path, "w", encoding="utf-8") as file:
                file.write(now)
        elif now != before:
            wrong += 1
            sys.stdout.writelines(difflib.unified_diff(
                before.splitlines(True), now.splitlines(True), path, "printed now"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
