#!/usr/bin/env python3
"""json_keys.py PROGRAM docs/json.md: every key that is printed is documented, with its
type, and every documented key of an object that is printed is there."""
import json
import os
import re
import shlex
import shlex
import shutil
import subprocess
import sys
import tempfile

FILES = {
    # One row is joined by its name, one is to be reviewed.
    "grid.csv": """Program,Signal,US IMG,Non-US IMG,City,State,Region
Kaiser Permanente Woodland Hills,45,12,3.5,Woodland Hills,CA,West
Kaiser Permanente Hills,20,n/a,1,Nowhere,CA,West
""",
    # One row is joined by its code, one is refused.
    "visas.csv": """NRMP code,J-1
1001120C0,yes
1073120C0,maybe
""",
    # One row is a new opening, one is refused.
    "hosts.csv": """Hospital,State,Type,Weeks,Cost,Notes
Example Clinic,OH,observership,2-4,free,met at a conference
Example Hospital,OH,sleeping,4,250,
""",
    "map.json": '{"columns": {"NRMP code": "nrmp_code", "J-1": "accepts_j1"}}',
}

TYPES = {"text": str, "number": (int, float), "list": list, "object": dict}


def read_tables(path):
    """{section: ([commands], {key: type})}"""
    tables, section = {}, None
    with open(path, encoding="utf-8") as file:
        for line in file:
            title = re.match(r"##+ (.*)", line)
            row = re.match(r"\| `([^`]+)` \| ([^|]*) \|", line)
            if title:
                section = title.group(1)
                tables[section] = ([], {})
            elif line.startswith("Tried: "):
                tables[section][0].extend(re.findall(r"`([^`]+)`", line))
            elif row:
                tables[section][1][row.group(1)] = row.group(2).strip()
    return tables


def fits(value, kind):
    if value is None:
        return "null" in kind or kind in ("chance", "knee")
    if isinstance(value, bool):
        return "true or false" in kind
    if kind == "list of text":
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    return any(isinstance(value, TYPES[word]) for word in kind.split(" or ") if word in TYPES)


def check(value, keys, tables, path, wrong):
    """Walks a value whose documented keys, relative to it, are `keys`."""
    kind = keys.get("")
    if kind and kind.removesuffix(" or null") in tables:
        kind = kind.removesuffix(" or null")
    if kind in tables and tables[kind][1]:
        if value is not None:
            check(value, tables[kind][1], tables, path, wrong)
        return
    if kind and not fits(value, kind):
        wrong.append("%s: %r is not %s" % (path, value, kind))
    inner = {}
    for key, key_kind in keys.items():
        step = re.match(r"(\[\]|\.?[^.\[]+)(.*)", key)
        if step:
            inner.setdefault(step.group(1).lstrip("."), {})[step.group(2)] = key_kind
    if isinstance(value, list) and kind != "list of text":
        for element in value:
            check(element, inner.get("[]", {}), tables, path + "[]", wrong)
    elif isinstance(value, dict):
        for key in value.keys() - inner.keys():
            wrong.append("%s.%s is not documented" % (path, key))
        optional = {"cost_cents", "marginal"} if "application" in value else set()
        for key in inner.keys() - value.keys() - optional:
            wrong.append("%s.%s is missing" % (path, key))
        for key in value.keys() & inner.keys():
            check(value[key], inner[key], tables, "%s.%s" % (path, key), wrong)


def prepare(folder, examples):
    """The files that the commands read."""
    for name in os.listdir(examples):
        if os.path.isdir(os.path.join(examples, name)):
            shutil.copytree(os.path.join(examples, name), os.path.join(folder, name))
        else:
            shutil.copy(os.path.join(examples, name), folder)
    for name, text in FILES.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


def main(program, path):
    tables = read_tables(path)
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ, SMARTPICK_HOME=os.path.join(folder, "state"),
                   SMARTPICK_TODAY="2026-11-22")
        prepare(folder, os.path.join(os.path.dirname(path), "..", "examples"))
        for section, (commands, keys) in tables.items():
            for command in commands:
                line = [os.path.abspath(program)] + shlex.split(command) + ["--json"]
                ran = subprocess.run(line, env=env, cwd=folder, stdout=subprocess.PIPE,
                                     check=True)
                check(json.loads(ran.stdout), keys, tables, command + " ", wrong)
    for line in sorted(set(wrong)):
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
