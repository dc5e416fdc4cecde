"""The tables of data/nrmp that a fit leaves are what `smartpick fit` makes of the facts.

usage: test_release_fit.py SMARTPICK DATA
"""
import os
import pathlib
import subprocess
import sys
import tempfile

program, data = sys.argv[1], pathlib.Path(sys.argv[2])
with tempfile.TemporaryDirectory() as folder:
    home = {"SMARTPICK_HOME": folder + "/home"}
    made = subprocess.run([program, "fit", "--to", folder], env={**os.environ, **home},
                          capture_output=True, text=True)
    if made.returncode != 0:
        sys.exit(made.stderr)
    for name in ("fit.csv", "market.csv"):
        fresh = pathlib.Path(folder, name).read_text().splitlines()
        kept = (data / name).read_text().splitlines()
        for line, (a, b) in enumerate(zip(fresh, kept), 1):
            if a != b:
                sys.exit(f"{name}, line {line}: {b}\ninstead of {a}")
        if len(fresh) != len(kept):
            sys.exit(f"{name}: {len(kept)} lines, not {len(fresh)}")
