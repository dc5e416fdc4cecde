"""Who may include whom, and where a file may stand: the rules of docs/architecture.md.

Each rule takes the root of a tree and returns the faults it finds.  The rules are first
tried on small wrong trees, then on this one.  Prints TAP.
"""

import re
import sys
import tempfile
from pathlib import Path

MAY_INCLUDE = {
    "model": {"model"},
    "store": {"store", "model"},
    "output": {"output", "model"},
    "cli": {"cli", "store", "output", "model"},
    "web": {"web", "store", "output", "model"},
}

MODEL_SYSTEM_HEADERS = {
    "assert.h", "ctype.h", "errno.h", "float.h", "inttypes.h", "limits.h", "math.h", "pthread.h",
    "stdalign.h", "stdarg.h", "stdatomic.h", "stdbool.h", "stddef.h", "stdint.h", "stdio.h",
    "stdlib.h", "string.h", "strings.h",
}  # fmt: skip

# Files, the clock, the environment, a terminal, hidden state: none of the model's business.
MODEL_NEVER_CALLS = """
    abort clock clock_gettime exit fopen fprintf fputs getenv gettimeofday localtime open printf
    putchar puts rand random read setlocale srand strtok system time vfprintf vprintf write
""".split()

# A library with one door in the whole tree.
ONE_DOOR = {"sqlite3.h": "sqlite.c", "libical/ical.h": "calendar.c", "libpq-fe.h": "postgres.c", "microhttpd.h": "server.c"}

# The command that opens the other door knows its handle, and nothing else of it.
BETWEEN_DOORS = {("cmd_serve.c", "server.h")}

SHARED_NAMES = {"meson.build", "README.md", ".gitignore", ".clang-tidy"}


def sources(root, *folders):
    for folder in folders:
        yield from sorted(path for path in (root / folder).rglob("*.[ch]"))


def code(path):
    """A source file without comments and without what its strings say."""
    text = path.read_text(encoding="utf-8")
    return re.sub(
        r'//[^\n]*|/\*.*?\*/|("(?:\\.|[^"\\\n])*")',
        lambda found: " " if found[1] is None else '""',
        text,
        flags=re.S,
    )


def includes(path):
    """The names that a file includes: (with quotes, with angle brackets)."""
    text = path.read_text(encoding="utf-8")
    return (
        re.findall(r'^\s*#\s*include\s*"([^"]+)"', text, re.M),
        re.findall(r"^\s*#\s*include\s*<([^>]+)>", text, re.M),
    )


def includes_point_at_the_model(root):
    home = {path.name: path.relative_to(root).parts[1] for path in sources(root, "src")}
    faults = []
    for path in sources(root, "src"):
        room = path.relative_to(root).parts[1]
        for name in includes(path)[0]:
            if name not in home:
                faults.append(f'{path.relative_to(root)} includes "{name}", which is not in src/')
            elif home[name] not in MAY_INCLUDE[room] and (path.name, name) not in BETWEEN_DOORS:
                faults.append(f'{path.relative_to(root)} includes "{name}" of src/{home[name]}')
    return faults


def the_model_includes_libc_and_threads_only(root):
    return [
        f"{path.relative_to(root)} includes <{name}>"
        for path in sources(root, "src/model")
        for name in includes(path)[1]
        if name not in MODEL_SYSTEM_HEADERS
    ]


def the_model_meets_no_file_clock_or_terminal(root):
    call = re.compile(r"(?<![\w.>])(" + "|".join(MODEL_NEVER_CALLS) + r")\s*\(")
    return [
        f"{path.relative_to(root)} calls {name}"
        for path in sources(root, "src/model")
        for name in call.findall(code(path))
    ]


def a_library_has_one_door(root):
    return [
        f"{path.relative_to(root)} includes <{name}>, which only {ONE_DOOR[name]} may"
        for path in sources(root, "src")
        for name in includes(path)[1]
        if name in ONE_DOOR and path.name != ONE_DOOR[name]
    ]


def what_others_include_is_public(root):
    """A header of the model that another folder includes is named in smartpick.h."""
    umbrella = root / "src/model/smartpick.h"
    public = set(includes(umbrella)[0]) if umbrella.exists() else set()
    model = {path.name for path in sources(root, "src/model")} - {"smartpick.h"}
    faults = [f"smartpick.h names {name}, which is not there" for name in sorted(public - model)]
    for path in sources(root, "src"):
        inside = "src/model" in path.as_posix() and path.name not in public
        for name in [] if inside else includes(path)[0]:
            if name in model - public:
                faults.append(f"{path.relative_to(root)} includes {name}, not in smartpick.h")
    return faults


def what_is_not_static_is_called_elsewhere(root):
    """From another file of src, by a macro or inline function of a header, or as a part in a test.

    What a public header of the model declares is for callers of the library.
    """
    umbrella = root / "src/model/smartpick.h"
    public = set(includes(umbrella)[0]) if umbrella.exists() else set()
    function = re.compile(
        r"^(?!static\b|else\b|return\b|#)[a-z_][\w ]*[ *](\w+)\([^;{}]*\)\s*\{", re.M
    )
    text = {path: code(path) for path in sources(root, "src", "tests")}
    word = {path: re.findall(r"\w+", page) for path, page in text.items()}
    for path in word:  # a header that only declares does not call
        if path.suffix == ".h" and path.name not in public:
            word[path] = re.findall(r"\w+", re.sub(r"^\w[^{;#]*\);", "", text[path], flags=re.M))
    said = {path: set(words) for path, words in word.items()}
    faults = []
    for path in sources(root, "src"):
        for name in function.findall(text[path]) if path.suffix == ".c" else []:
            elsewhere = [other for other in said if other != path and name in said[other]]
            callers = [other for other in elsewhere if "src" in other.relative_to(root).parts]
            if name == "main" or callers or (elsewhere and word[path].count(name) > 1):
                continue
            faults.append(f"{path.relative_to(root)}: {name} is called by nobody else")
    return faults


def file_names_are_unique(root):
    seen = {}
    faults = []
    for folder in ("src", "tests", "bench", "tools", "docs"):
        for path in sorted((root / folder).rglob("*")):
            if not path.is_file() or path.name in SHARED_NAMES:
                continue
            if {"corpus", "golden", "fixtures", "__pycache__"} & set(path.parts):
                continue
            if path.name in seen:
                faults.append(f"{path.relative_to(root)} has the name of {seen[path.name]}")
            seen[path.name] = path.relative_to(root)
    return faults


def a_word_has_one_meaning(root):
    """Each word stands once in docs/words.md."""
    page = root / "docs/words.md"
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    words = [
        word
        for row in re.findall(r"^\| ([^|]+) \|", text, re.M)
        for word in row.split(", ")
        if word not in ("word", "---")
    ]
    twice = sorted(word for word in set(words) if words.count(word) > 1)
    return [f'docs/words.md says twice what "{word}" is' for word in twice]


# A rule and a small tree that breaks it.
RULES = [
    (includes_point_at_the_model, {"src/model/a.c": '#include "b.h"', "src/store/b.h": ""}),
    (includes_point_at_the_model, {"src/store/a.c": '#include "b.h"', "src/output/b.h": ""}),
    (includes_point_at_the_model, {"src/output/a.c": '#include "b.h"', "src/cli/b.h": ""}),
    (includes_point_at_the_model, {"src/web/a.c": '#include "b.h"', "src/cli/b.h": ""}),
    (includes_point_at_the_model, {"src/cli/a.c": '#include "server.h"', "src/web/server.h": ""}),
    (includes_point_at_the_model, {"src/model/a.c": '#include "nowhere.h"'}),
    (the_model_includes_libc_and_threads_only, {"src/model/a.c": "#include <unistd.h>"}),
    (the_model_meets_no_file_clock_or_terminal, {"src/model/a.c": "int x = time(NULL);"}),
    (the_model_meets_no_file_clock_or_terminal, {"src/model/a.c": 'f("//"); printf ("x");'}),
    (a_library_has_one_door, {"src/store/a.c": "#include <sqlite3.h>"}),
    (what_others_include_is_public, {"src/model/a.h": "", "src/cli/b.c": '#include "a.h"'}),
    (what_others_include_is_public, {"src/model/smartpick.h": '#include "a.h"'}),
    (what_is_not_static_is_called_elsewhere, {"src/store/a.c": "int f(void)\n{\n}\nint x = f();"}),
    (
        what_is_not_static_is_called_elsewhere,
        {"src/store/a.c": "int f(void)\n{\n}", "src/store/a.h": "int f(void);", "tests/b.c": "f();"},
    ),
    (file_names_are_unique, {"src/model/a.c": "", "tests/a.c": ""}),
    (a_word_has_one_meaning, {"docs/words.md": "| host | a |\n| stay, host | b |\n"}),
]


def breaks(rule, tree):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in tree.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return bool(rule(Path(folder)))


def main():
    root = Path(sys.argv[1])
    kept = list(dict.fromkeys(rule for rule, _ in RULES))
    print(f"1..{len(RULES) + len(kept)}")
    for number, (rule, tree) in enumerate(RULES, 1):
        good = "ok" if breaks(rule, tree) else "not ok"
        print(f"{good} {number} - {rule.__name__} refuses {' and '.join(tree)}")
    for number, rule in enumerate(kept, len(RULES) + 1):
        faults = rule(root)
        for fault in faults:
            print(f"# {fault}")
        print(f"{'not ok' if faults else 'ok'} {number} - {rule.__name__}")


main()
