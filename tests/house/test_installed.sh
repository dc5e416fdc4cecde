#!/bin/sh
# test_installed.sh BUILD-FOLDER: installs into an empty folder; a program of somebody
# else is then built there with pkg-config, shared and static, and runs.  Prints TAP.
set -eu
build=$1
here=$(cd "$(dirname "$0")" && pwd)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

DESTDIR=$root meson install -C "$build" --no-rebuild --quiet >/dev/null
pc=$(find "$root" -name smartpick.pc)
export PKG_CONFIG_PATH="${pc%/*}" PKG_CONFIG_SYSROOT_DIR="$root"
LD_LIBRARY_PATH=$(dirname "$(find "$root" -name libsmartpick.so)")
export LD_LIBRARY_PATH

number=0
check() { # TITLE COMMAND…
    title=$1
    shift
    number=$((number + 1))
    if "$@" >"$root/log" 2>&1; then
        echo "ok $number - $title"
    else
        sed 's/^/# /' "$root/log"
        echo "not ok $number - $title"
    fi
}

compile() { # PROGRAM PKG-CONFIG-WORD FLAG…
    program=$1 word=$2
    shift 2
    # shellcheck disable=SC2046
    ${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror "$@" -o "$root/$program" \
        "$here/outside.c" $(pkg-config --cflags --libs $word smartpick)
}

says_what_is_wrong() {
    "$root/$1" | grep -q 'start.*2027-13-01'
}

uses_our_library() {
    ldd "$root/$1" | grep -q "libsmartpick.so.0 => $root"
}

the_program_runs() {
    program=$(find "$root" -name smartpick -type f -perm /100)
    SMARTPICK_HOME="$root/home" "$program" fees --season 2026 --apply "Internal Medicine=43" \
        --apply "Diagnostic Radiology=7" | grep -q 797
}

# A calendar is made by what the program loads when it is asked for one.
it_loads_what_it_needs() {
    program=$(find "$root" -name smartpick -type f -perm /100)
    SMARTPICK_HOME="$root/home" "$program" tasks --demo --ics - | grep -q '^BEGIN:VCALENDAR'
}

# Alone, it says so, and does all the rest.
it_says_what_is_missing() {
    mkdir "$root/alone"
    cp "$(find "$root" -name smartpick -type f -perm /100)" "$root/alone/"
    "$root/alone/smartpick" --version | grep -q '^smartpick' &&
        SMARTPICK_HOME="$root/home" "$root/alone/smartpick" tasks --demo --ics - 2>&1 |
        grep -q 'tasks: a part of this program is missing.*smartpick-late-'
}

manual_and_completion_are_there() {
    share=$(dirname "$(find "$root" -name bash-completion)")
    grep -q '^\.TH SMARTPICK 1' "$share/man/man1/smartpick.1" &&
        bash -n "$share/bash-completion/completions/smartpick" &&
        test -s "$share/zsh/site-functions/_smartpick" &&
        test -s "$share/fish/vendor_completions.d/smartpick.fish"
}

echo 1..10
check "manual and completion are installed" manual_and_completion_are_there
check "the program runs from where it is installed" the_program_runs
check "it loads the rest from there" it_loads_what_it_needs
check "alone, it says what is missing" it_says_what_is_missing
check "a program is built with the shared library" compile shared ""
check "it finds the shared library" uses_our_library shared
check "it runs" says_what_is_wrong shared
check "a program is built with the static library" compile static --static -static
check "it runs alone" env -u LD_LIBRARY_PATH "$root/static"
check "each public header stands on its own" sh -ec '
    for header in "$1"/smartpick/*.h; do
        echo "#include <smartpick/${header##*/}>" | ${CC:-cc} -std=c11 -Wall -Wextra -Werror \
            -fsyntax-only -I"$1" -xc -
    done' sh "$(dirname "$(dirname "$(find "$root" -name smartpick.h)")")"
