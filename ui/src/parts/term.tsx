// A word that a reader may not know, with what it means behind it.  A press shows the meaning
// in place, so that it can be read without a pointer and by a screen reader.

import { useState } from "preact/hooks";

const meanings = {
    signal: "a mark that you may put on a few applications to say that you mean them; each specialty gives so many a season",
    ERAS: "the service that sends most applications: Electronic Residency Application Service",
    categorical: "a position for the whole training; a preliminary one is for the first year only, an advanced one begins in the second",
    knee: "the place where one more application begins to add clearly less than the ones before it",
    range: "nine of ten ways in which the numbers behind it may be wrong lie inside",
    IMG: "international medical graduate: your medical school is outside the US and Canada",
    NRMP: "the National Resident Matching Program, which runs the Match",
    FREIDA: "the directory of training programs kept by the American Medical Association",
    "rank list": "the list of programs in the order in which you want them, handed in before the Match",
    scenario: "a set of changes to your profile, tried without touching it",
    "standard error": "how far a number would move by luck alone if it were counted again",
    waterfall: "bars that start where the one above ended, so that you see each part of a sum",
} as const;

export type Word = keyof typeof meanings;

export function Term({ word, children }: { word: Word; children?: string }) {
    const [open, setOpen] = useState(false);
    return (
        <span class="term">
            <button type="button" class="linkish" aria-expanded={open} onClick={() => setOpen(!open)}>
                {children ?? word}
            </button>
            {open && <span class="term-meaning"> ({meanings[word]})</span>}
        </span>
    );
}
