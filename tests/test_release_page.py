"""docs/validation.md and its pictures are what `smartpick validate` writes.

usage: test_release_page.py SMARTPICK DOCS
"""
import os
import pathlib
import subprocess
import sys
import tempfile

program, docs = sys.argv[1], pathlib.Path(sys.argv[2])
with tempfile.TemporaryDirectory() as folder:
    home = {"SMARTPICK_HOME": folder + "/home"}
    made = subprocess.run([program, "validate", "--held-out", "--to", folder + "/validation.md"],
                          env={**os.environ, **home}, capture_output=True, text=True)
    if made.returncode != 0:
        sys.exit(made.stderr)
    kept = sorted(path.name for path in docs.glob("validation*"))
    if kept != sorted(path.name for path in pathlib.Path(folder).glob("validation*")):
        sys.exit(f"docs has other files: {kept}")
    for name in kept:
        lines = pathlib.Path(folder, name).read_text().splitlines()
        for line, (a, b) in enumerate(zip(lines, (docs / name).read_text().splitlines()), 1):
            if a != b:
                sys.exit(f"{name}, line {line}: {b}\ninstead of {a}")
        if len(lines) != len((docs / name).read_text().splitlines()):
            sys.exit(f"{name}: another number of lines than {len(lines)}")
