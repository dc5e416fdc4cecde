"""What the built files show and need: `test_linking.py LIBRARY.so LIBRARY.a SONAMES FILE…`.

The library shows only names that begin with sp_, and holds no state between calls; each
FILE is linked with libraries of packaging/sonames.txt only.  Prints TAP.
"""

import re
import subprocess
import sys
from pathlib import Path


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def shown_by_mistake(library):
    """Names that the shared library exports and that are not ours."""
    names = [line.split()[-1] for line in output("nm", "-D", "--defined-only", library).splitlines()]
    assert names, f"{library} exports nothing"
    return [name for name in names if not name.startswith("sp_") and name != "SMARTPICK_0"]


def kept_between_calls(archive):
    """Variables of the library that can be written to."""
    writable = re.compile(r" O (\.bss|\.data(?!\.rel\.ro)\S*|\*COM\*)\s+\S+\s+(\S+)$", re.M)
    return [name for _, name in writable.findall(output("objdump", "-t", archive))]


def not_allowed(file, sonames):
    """Libraries that a file is linked with and that the list does not hold."""
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", output("readelf", "-d", file))
    assert needed, f"{file} needs no library at all"
    return [name for name in needed if name not in sonames]


def main():
    shared, archive, list_name, *files = sys.argv[1:]
    lines = Path(list_name).read_text(encoding="utf-8").splitlines()
    sonames = {line.split("#")[0].strip() for line in lines} - {""}
    cases = [
        ("only sp_ names are exported", shown_by_mistake(shared)),
        ("the library keeps nothing between calls", kept_between_calls(archive)),
    ]
    for file in (shared, *files):
        cases.append((f"{Path(file).name} links allowed libraries", not_allowed(file, sonames)))
    print(f"1..{len(cases)}")
    for number, (title, faults) in enumerate(cases, 1):
        print("".join(f"# {fault}\n" for fault in faults), end="")
        print(f"{'not ok' if faults else 'ok'} {number} - {title}")


main()
