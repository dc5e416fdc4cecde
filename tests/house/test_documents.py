"""The documents keep their word: `test_documents.py SMARTPICK ROOT`.

Each example in README.md, CONTRIBUTING.md and docs/*.md that begins with "$ smartpick" in
a ```console block is run, and what stands below it must be what is printed; a line "…"
stands for any number of lines, and "…" at the end of a line for its rest.  The examples
share a fresh home and see the day 2026-11-22.  Every link to a file must lead to one.
Prints TAP.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def examples(text):
    """(command, lines expected) of each example, in order."""
    for block in re.findall(r"^```console\n(.*?)^```", text, re.M | re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, *expected = part.rstrip("\n").split("\n")
            while command.endswith("\\"):
                command = command[:-1] + expected.pop(0)
            if command.startswith("smartpick"):
                yield command, expected


def agrees(printed, expected):
    pattern = ""
    for line in expected:
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        elif line.endswith("…"):
            pattern += re.escape(line[:-1].rstrip()) + r".*\n"
        else:
            pattern += re.escape(line.rstrip()) + r" *\n"
    return re.fullmatch(pattern, printed) is not None


def run(command, program, root, folder):
    links = Path(folder) / "bin"
    if not links.exists():
        links.mkdir()
        (links / "smartpick").symlink_to(Path(program).resolve())
        for name in ("examples", "profiles"):
            if (root / name).is_dir():
                (Path(folder) / name).symlink_to(root / name)
    kept = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
    env = dict(
        kept, PATH=f"{links}:/usr/bin:/bin", HOME=f"{folder}/home", LC_ALL="C.UTF-8", TZ="UTC",
        SMARTPICK_HOME=f"{folder}/state", SMARTPICK_TODAY="2026-11-22", COLUMNS="100",
    )  # fmt: skip
    ran = subprocess.run(
        ["bash", "-c", command], env=env, cwd=folder, stdin=subprocess.DEVNULL, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
    )  # fmt: skip
    return ran.stdout


def lost_links(document, root):
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not re.match(r"[a-z]+:", target) and not (document.parent / target).exists():
            yield f"{document.relative_to(root)} links to {target}, which is not there"


def main():
    program, root = sys.argv[1], Path(sys.argv[2])
    documents = sorted([root / "README.md", root / "CONTRIBUTING.md", *root.glob("docs/*.md")])
    number = 0
    with tempfile.TemporaryDirectory() as folder:
        for document in documents:
            if not document.exists():
                continue
            for command, expected in examples(document.read_text(encoding="utf-8")):
                printed = run(command, program, root, folder)
                number += 1
                if agrees(printed, expected):
                    print(f"ok {number} - {document.name}: {command}")
                else:
                    print("".join(f"# {line}\n" for line in printed.split("\n")), end="")
                    print(f"not ok {number} - {document.name}: {command}")
            number += 1
            lost = list(lost_links(document, root))
            print("".join(f"# {line}\n" for line in lost), end="")
            print(f"{'not ok' if lost else 'ok'} {number} - the links of {document.name} lead somewhere")
    print(f"1..{number}")


main()
