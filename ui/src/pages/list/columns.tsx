// The columns of the table: heading, width, and what a cell shows.

import type { ComponentChildren } from "preact";
import { factName } from "../../facts";
import { count, inHundred, money, points } from "../../format";
import { SignalChip, TierChip, VisaChip } from "../../parts/chips";
import { Icon } from "../../parts/icon";
import { IntervalBar } from "../../parts/interval_bar";
import { sourceText } from "../../sources";
import { record } from "../../state";
import { words as frame } from "../../words";
import { isBanned, isPinned, notes } from "./acts";
import { visaOf, visasFor, type Row, type Tab } from "./rows";
import { words } from "./words";

export interface Column {
    key: string; width: string; number?: boolean;
    cell: (row: Row, scale: number) => ComponentChildren;
}

const Unknown = () => <span class="unknown">{frame.unknown}</span>;

// What a visa chip says in full: the answer, its source and its age.
function visaTitle(row: Row, visa: "j1" | "h1b"): string {
    const found = visaOf(row, visa);
    const name = factName(`accepts_${visa}`);
    return found.answer === "unknown" ? `${name}: ${frame.answer.unknown}`
        : `${name}: ${frame.answer[found.answer]} (${sourceText(found.source ?? "", found.as_of ?? "")})`;
}

function Visas({ row }: { row: Row }) {
    const needed = visasFor(record.value?.profile.visa_need as string | undefined);
    return (
        <span class="visas">
            {(needed.length ? needed : (["j1", "h1b"] as const)).map((visa) => (
                <VisaChip key={visa} visa={visa} answer={visaOf(row, visa).answer} title={visaTitle(row, visa)} />
            ))}
        </span>
    );
}

export function Marks({ row }: { row: Row }) {
    return (
        <>
            {isPinned(row.code) && <span class="mark" title={words.pinned}><Icon name="pin" /><span class="hidden">{words.pinned}</span></span>}
            {isBanned(row.code) && <span class="mark" title={words.banned}><Icon name="ban" /><span class="hidden">{words.banned}</span></span>}
            {notes.value[row.code] && <span class="mark" title={notes.value[row.code]}><Icon name="note" /><span class="hidden">{words.hasNote}</span></span>}
        </>
    );
}

const all: Record<string, Omit<Column, "key">> = {
    order: { width: "3.25rem", number: true, cell: (row) => row.application ?? row.order },
    interview: { width: "13.25rem", cell: (row, scale) => row.interview ? <IntervalBar chance={row.interview} max={scale} /> : <span class="dim">–</span> },
    match: { width: "7rem", cell: (row) => row.match ? <><b>{inHundred(row.match.value)}</b> <span class="dim">{inHundred(row.match.low)}–{inHundred(row.match.high)}</span></> : <span class="dim">–</span> },
    tier: { width: "5.5rem", cell: (row) => row.tier ? <TierChip tier={row.tier} /> : <span class="dim">–</span> },
    signal: { width: "5.25rem", cell: (row) => <SignalChip signal={row.signal} /> },
    cost: { width: "3.75rem", number: true, cell: (row) => row.cost === null ? <span class="dim">–</span> : money(row.cost) },
    visa: { width: "5rem", cell: (row) => <Visas row={row} /> },
    adds: { width: "4.5rem", number: true, cell: (row) => row.adds === null ? <span class="dim">–</span> : points(row.adds) },
    gain: { width: "5.5rem", number: true, cell: (row) => row.adds === null ? <span class="dim">–</span> : points(row.adds) },
    quota: { width: "5.25rem", number: true, cell: (row) => row.quota === null ? <Unknown /> : count(row.quota) },
    track: { width: "7.5rem", cell: (row) => frame.trackType[row.trackType as keyof typeof frame.trackType] ?? row.trackType },
    specialty: { width: "10rem", cell: (row) => row.specialty },
    code: { width: "6.5rem", cell: (row) => <code>{row.code}</code> },
    why: { width: "42%", cell: (row) => <span class="clamp">{row.why}</span> },
    unknown: { width: "45%", cell: (row) => row.unknown.map(factName).join(", ") },
};

// What can be shown in a tab, and what is at first.
const offered: Record<Tab, string[]> = {
    picked: ["order", "interview", "tier", "signal", "cost", "visa", "adds", "quota", "track", "specialty", "code"],
    first_year: ["order", "interview", "tier", "signal", "cost", "visa", "adds", "quota", "track", "code"],
    "left-out": ["why", "interview", "match", "gain", "visa", "quota", "track", "specialty", "code"],
    held: ["unknown", "quota", "track", "specialty", "code"],
};
const usual: Record<Tab, string[]> = {
    picked: ["order", "interview", "tier", "signal", "cost", "visa"],
    first_year: ["order", "interview", "tier", "cost", "visa"],
    "left-out": ["why", "interview"],
    held: ["unknown", "quota"],
};

export const offeredIn = (tab: Tab): string[] => offered[tab];
// How a tab is sorted when nothing else is asked for: those nearly picked come first.
export const usualSort = (tab: Tab): string => (tab === "left-out" ? "gain" : "order");
export const usualIn = (tab: Tab): string[] => usual[tab];

// The chosen columns in the order of the table; the program itself is always there.
export function columnsOf(tab: Tab, chosen: string | null): Column[] {
    const wanted = chosen === null ? usual[tab] : chosen.split(",");
    return offered[tab].filter((key) => wanted.includes(key)).map((key) => ({ key, ...all[key]! }));
}
