// Finds programs by words: each word must start a word of the hospital, city, state, specialty
// or code.  Those whose hospital or city starts with what was typed come first.

import type { Place } from "./types";

interface Line { place: Place; text: string; head: string }
const lines = new WeakMap<readonly Place[], Line[]>();

const plain = (text: string): string =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ");

function prepared(places: readonly Place[], states: readonly { code: string; name: string }[]): Line[] {
    const known = lines.get(places);
    if (known) return known;
    const names = new Map(states.map((state) => [state.code, state.name]));
    const made = places.map((place) => ({
        place, head: plain(place.institution),
        text: ` ${plain([place.institution, place.city, place.state, names.get(place.state) ?? "",
            place.specialty, place.nrmp_code, place.acgme_id ?? ""].join(" "))}`,
    }));
    lines.set(places, made);
    return made;
}

export function searchPlaces(
    places: readonly Place[], states: readonly { code: string; name: string }[], text: string,
): Place[] {
    const wanted = plain(text).trim();
    if (!wanted) return [];
    const parts = wanted.split(" ").map((part) => ` ${part}`);
    const found = prepared(places, states).filter((line) => parts.every((part) => line.text.includes(part)));
    const first = (line: Line) => (line.head.startsWith(wanted) ? 0 : line.text.includes(` ${wanted}`) ? 1 : 2);
    return found.sort((a, b) => first(a) - first(b)).map((line) => line.place);
}
