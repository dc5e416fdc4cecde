// The rows of the table: what the answer says of a track, joined with the catalogue; sorted,
// filtered and grouped by what the address says.  Pure functions.

import { institution } from "../../format";
import type { Answer3, Chance, Held, LeftOut, Pick, PickAnswer, Place, Signal, Tier } from "../../types";

export type Tab = "picked" | "first_year" | "left-out" | "held";
export const tabs: Tab[] = ["picked", "first_year", "left-out", "held"];

export interface Row {
    code: string; place: Place | undefined; institution: string; city: string; state: string;
    specialty: string; trackType: string; quota: number | null;
    order: number; // place in the answer, from 1
    application: number | null; // its number on the list
    tracks: Pick[]; // that the application covers, the first of which names the row
    tier: Tier | null; signal: Signal; cost: number | null; adds: number | null;
    interview: Chance | null; match: Chance | null; why: string; reason: string; byRule: boolean;
    unknown: string[]; pinned: boolean; link: string | null; pick: Pick | null;
}

// What a reason is about, without its figures: "worth less than what was picked".
export const reasonKind = (why: string): string => why.split(/[:;,(]|\b\d/)[0]!.trim();

const common = (code: string, place: Place | undefined, order: number) => ({
    code, place, order, institution: place?.institution ?? code, city: place?.city ?? "",
    state: place?.state ?? "", specialty: place?.specialty ?? "", trackType: place?.track_type ?? "",
    quota: place?.quota ?? null, link: place?.link ?? null,
});

function ofPick(pick: Pick, place: Place | undefined, order: number): Row {
    return {
        ...common(pick.nrmp_code, place, order), institution: pick.institution, city: pick.city,
        state: pick.state, specialty: pick.specialty, trackType: pick.track_type, link: pick.link,
        application: pick.application, tracks: [pick], tier: pick.tier, signal: pick.signal,
        cost: pick.cost_cents, adds: pick.marginal,
        interview: pick.chance_interview, match: pick.chance_match, why: "", reason: "", byRule: false,
        unknown: pick.verify, pinned: pick.pinned, pick,
    };
}

const blank = {
    application: null, tracks: [], tier: null, signal: "none" as const, cost: null, adds: null,
    interview: null, match: null, why: "", reason: "", byRule: false, unknown: [], pinned: false, pick: null,
};

// What the answer itself says of the place stands before the catalogue.
function said(one: LeftOut | Held): Partial<Row> {
    const { institution, specialty, city, state, link } = one;
    const given = { institution, specialty, city, state, link, trackType: one.track_type };
    return Object.fromEntries(Object.entries(given).filter(([, value]) => value));
}

const ofLeftOut = (one: LeftOut, place: Place | undefined, order: number): Row => ({
    ...blank, ...common(one.nrmp_code, place, order), ...said(one), adds: one.by_rule ? null : one.gain,
    interview: one.by_rule ? null : one.chance_interview, match: one.by_rule ? null : one.chance_match,
    why: one.why, reason: reasonKind(one.why), byRule: one.by_rule,
});

const ofHeld = (one: Held, place: Place | undefined, order: number): Row => ({
    ...blank, ...common(one.nrmp_code, place, order), ...said(one), unknown: one.unknown,
});

export function rowsOf(answer: PickAnswer, tab: Tab, places: Map<string, Place> | null): Row[] {
    const place = (code: string) => places?.get(code);
    if (tab === "left-out")
        return answer.left_out.map((one, i) => ofLeftOut(one, place(one.nrmp_code), i + 1));
    if (tab === "held") return answer.held.map((one, i) => ofHeld(one, place(one.nrmp_code), i + 1));
    return applications(tab === "first_year" ? answer.preliminary : answer.picked, place);
}

// One row for each application; the tracks that it covers stand together in it.
function applications(picks: Pick[], place: (code: string) => Place | undefined): Row[] {
    const rows = new Map<number, Row>();
    for (const pick of picks) {
        const known = rows.get(pick.application);
        if (!known) {
            rows.set(pick.application, ofPick(pick, place(pick.nrmp_code), rows.size + 1));
            continue;
        }
        known.tracks.push(pick);
        known.pinned ||= pick.pinned;
        known.quota = (known.quota ?? 0) + (place(pick.nrmp_code)?.quota ?? 0);
    }
    return [...rows.values()];
}

export const holds = (row: Row, code: string): boolean =>
    row.code === code || row.tracks.some((track) => track.nrmp_code === code);

// -- what is known about a visa

export function visaOf(row: Row, visa: "j1" | "h1b"): { answer: Answer3; source: string; as_of: string } {
    const answer = row.place?.[visa];
    if (!answer) return { answer: "unknown", source: "", as_of: "" };
    return { answer, source: row.place?.[`${visa}_source`] ?? "", as_of: row.place?.[`${visa}_as_of`] ?? "" };
}

export const visasFor = (need: string | undefined): ("j1" | "h1b")[] =>
    need === "j1" ? ["j1"] : need === "h1b" ? ["h1b"] : need === "either" ? ["j1", "h1b"] : [];

// -- filter

export interface Filter { text: string; state: string; tier: string; specialty: string; reason: string }

export const passes = (row: Row, by: Filter, but?: keyof Filter): boolean =>
    (but === "state" || !by.state || row.state === by.state) &&
    (but === "tier" || !by.tier || row.tier === by.tier) &&
    (but === "specialty" || !by.specialty || row.specialty === by.specialty) &&
    (but === "reason" || !by.reason || row.reason === by.reason) &&
    (!by.text || `${row.institution} ${row.city} ${row.state} ${row.code} ${row.specialty}`
        .toLowerCase().includes(by.text.toLowerCase()));

// How many rows each value of a facet would leave, the most first.
export function facet(rows: Row[], by: Filter, name: "state" | "tier" | "specialty" | "reason"): [string, number][] {
    const found = new Map<string, number>();
    for (const row of rows) {
        const value = row[name];
        if (value && passes(row, by, name)) found.set(value, (found.get(value) ?? 0) + 1);
    }
    return [...found].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

// -- sort

const tierRank: Record<Tier, number> = { safer: 0, target: 1, reach: 2 };
const signalRank: Record<Signal, number> = { gold: 0, silver: 1, signal: 1, none: 2 };
type Key = (row: Row) => number | string | null;
export const sortKeys: Record<string, Key> = {
    order: (row) => row.application ?? row.order,
    program: (row) => institution(row.institution, row.state).toLowerCase(),
    interview: (row) => (row.interview ? -row.interview.value : null),
    match: (row) => (row.match ? -row.match.value : null),
    tier: (row) => (row.tier ? tierRank[row.tier] : null),
    signal: (row) => signalRank[row.signal],
    cost: (row) => row.cost,
    adds: (row) => (row.adds === null ? null : -row.adds),
    gain: (row) => (row.adds === null ? null : -row.adds),
    quota: (row) => (row.quota === null ? null : -row.quota),
    why: (row) => row.why,
    unknown: (row) => row.unknown.length,
    code: (row) => row.code,
    track: (row) => row.trackType,
    specialty: (row) => row.specialty,
    visa: (row) => ["yes", "unknown", "no"].indexOf(visaOf(row, "h1b").answer),
};

// By a key, unknown last either way; equals keep the order of the answer.
export function sorted(rows: Row[], sort: string): Row[] {
    const down = sort.startsWith("-");
    const key = sortKeys[down ? sort.slice(1) : sort] ?? sortKeys.order!;
    const keyed = rows.map((row) => ({ row, key: key(row) }));
    keyed.sort((a, b) => {
        if (a.key === null || b.key === null)
            return a.key === b.key ? a.row.order - b.row.order : a.key === null ? 1 : -1;
        const less = typeof a.key === "string" ? a.key.localeCompare(b.key as string) : a.key - (b.key as number);
        return (down ? -less : less) || a.row.order - b.row.order;
    });
    return keyed.map((one) => one.row);
}

// -- group

export type Item = { kind: "group"; name: string; count: number; best: number } | { kind: "row"; row: Row; at: number };

export function grouped(rows: Row[], by: string): Item[] {
    const item = (row: Row, at: number): Item => ({ kind: "row", row, at });
    if (by !== "tier" && by !== "state" && by !== "specialty" && by !== "reason")
        return rows.map((row, i) => item(row, i));
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
        const name = row[by] || "–";
        const group = groups.get(name);
        if (group) group.push(row);
        else groups.set(name, [row]);
    }
    const names = [...groups.keys()];
    if (by === "state") names.sort();
    let at = 0;
    return names.flatMap((name) => {
        const group = groups.get(name)!;
        const best = Math.max(0, ...group.map((row) => row.interview?.value ?? 0));
        return [{ kind: "group" as const, name, count: group.length, best },
            ...group.map((row) => item(row, at++))];
    });
}

// -- copy: tab-separated, as spreadsheets take it; a cell that would start a formula is quoted

const cell = (value: string | number | null): string => {
    const text = value === null ? "" : String(value).replace(/[\t\n\r]+/g, " ");
    return /^[=+\-@]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
};
const hundred = (share: number | undefined): number | null =>
    share === undefined ? null : Math.round(share * 10000) / 100;

// As it is sent and ranked: a line for each track, the fee on the first of an application.
const byTrack = (row: Row): Row[] =>
    row.tracks.length < 2 ? [row] : row.tracks.map((pick, i) => ({
        ...ofPick(pick, undefined, row.order), cost: i ? null : row.cost }));

export function asText(rows: Row[]): string {
    const head = ["No.", "NRMP code", "Institution", "City", "State", "Specialty", "Track", "Tier",
        "Signal", "Fee (USD)", "Interview, in 100", "low", "high", "Match here, in 100", "low", "high",
        "Why not", "Unknown", "FREIDA"];
    const lines = rows.flatMap(byTrack).map((row) => [row.application, row.code, row.institution, row.city, row.state,
        row.specialty, row.trackType, row.tier, row.pick ? row.signal : null,
        row.cost === null ? null : row.cost / 100, hundred(row.interview?.value),
        hundred(row.interview?.low), hundred(row.interview?.high), hundred(row.match?.value),
        hundred(row.match?.low), hundred(row.match?.high), row.why, row.unknown.join("; "), row.link]);
    return [head, ...lines].map((line) => line.map(cell).join("\t")).join("\n") + "\n";
}
