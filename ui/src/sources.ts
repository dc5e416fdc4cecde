// Where facts come from: keys of sources to their titles, asked for once.

import { signal } from "@preact/signals";
import { api } from "./api";
import { date } from "./format";
import type { Source } from "./types";

export const sources = signal<Map<string, Source>>(new Map());
let asking = false;

export function needSources(): void {
    if (asking) return;
    asking = true;
    api.sources().then(
        (said) => (sources.value = new Map(said.sources.map((one) => [one.key, one]))),
        () => (asking = false)); // until then keys stand there; asked again by the next page
}

// A title up to where it tells who copied it.
export const shortTitle = (title: string): string => title.replace(/, (as transcribed in|same transcription).*$/, "");

// "NRMP, Results and Data, Mar 2025"; what a person named as a source stands as it was named.
export const sourceText = (key: string, asOf: string): string =>
    [shortTitle(sources.value.get(key)?.title ?? key), asOf && date(asOf)].filter(Boolean).join(", ");
