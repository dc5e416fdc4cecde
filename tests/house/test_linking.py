"""What the built files show and need: `test_linking.py LIBRARY.so LIBRARY.a SONAMES FILE…`.

The library shows only names that begin with sp_, and holds no state between calls; each
FILE is linked with libraries of packaging/sonames.txt only, and takes no name that one of
them has, for the library would then call ours.  Prints TAP.
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


def functions(*command):
    """Names of functions in a listing of nm, without versions."""
    found = re.findall(r"^\S+ [TW] ([^\s@]+)", output("nm", *command), re.M)
    return {name for name in found if not name.startswith("_")}


def taken_names(file):
    """Functions of the file that a library it is linked with has too."""
    theirs = set()
    for library in re.findall(r"=> (/\S+)", output("ldd", file)):
        theirs |= functions("-D", "--defined-only", library)
    return sorted(functions("--defined-only", "--extern-only", file) & theirs)


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
    for file in files:
        cases.append((f"{Path(file).name} takes no name of a library", taken_names(file)))
    print(f"1..{len(cases)}")
    for number, (title, faults) in enumerate(cases, 1):
        print("".join(f"# {fault}\n" for fault in faults), end="")
        print(f"{'not ok' if faults else 'ok'} {number} - {title}")


main()
