// The map beside the table, and its twin: the same as a list of states.

import { useMemo } from "preact/hooks";
import { chanceText, count, inHundred } from "../../format";
import { UsMap, type Spot } from "../../parts/us_map";
import { adjust, query } from "../../router";
import { session } from "../../state";
import type { Row } from "./rows";
import { words } from "./words";

// One circle for each program: its tracks together.
function spotsOf(rows: Row[]): Spot[] {
    const most = Math.max(0.0001, ...rows.map((row) => row.interview?.value ?? 0));
    const spots = new Map<string, Spot>();
    for (const row of rows) {
        const place = row.place;
        if (!place || place.latitude === null || place.longitude === null) continue;
        const key = `${row.code.slice(0, 4)} ${row.specialty}`;
        const known = spots.get(key);
        if (known) {
            known.size += row.quota ?? 0; // a track left out beside another of the same program
            known.strength = Math.max(known.strength, (row.interview?.value ?? 0) / most);
            continue;
        }
        spots.set(key, {
            id: row.code, state: row.state, latitude: place.latitude, longitude: place.longitude,
            size: row.quota ?? 0, strength: (row.interview?.value ?? 0) / most,
            title: `${row.institution}, ${row.city}` +
                (row.interview ? ` · ${chanceText(row.interview)}` : ""),
        });
    }
    return [...spots.values()];
}

function StateList({ rows, state }: { rows: Row[]; state: string }) {
    const names = new Map((session.value?.states ?? []).map((one) => [one.code, one.name]));
    const groups = new Map<string, { n: number; best: number }>();
    for (const row of rows) {
        if (!row.state) continue;
        const group = groups.get(row.state) ?? { n: 0, best: 0 };
        groups.set(row.state, { n: group.n + 1, best: Math.max(group.best, row.interview?.value ?? 0) });
    }
    const list = [...groups].sort((a, b) => b[1].n - a[1].n || a[0].localeCompare(b[0]));
    return (
        <details class="state-list">
            <summary>{words.map.twin}</summary>
            <table class="plain">
                <thead><tr><th scope="col">{words.map.state}</th><th scope="col" class="num">{words.map.programs}</th>
                    <th scope="col" class="num">{words.map.best}</th></tr></thead>
                <tbody>{list.map(([code, group]) => (
                    <tr key={code}>
                        <th scope="row"><button type="button" class="linkish" aria-pressed={state === code}
                            onClick={() => adjust({ state: state === code ? null : code })}>
                            {names.get(code) ?? code}</button></th>
                        <td class="num">{count(group.n)}</td>
                        <td class="num">{group.best ? inHundred(group.best) : "–"}</td>
                    </tr>
                ))}</tbody>
            </table>
        </details>
    );
}

export function MapPanel({ rows, open }: { rows: Row[]; open: (code: string) => void }) {
    const state = query.value.get("state") ?? "";
    const spots = useMemo(() => spotsOf(rows), [rows]);
    return (
        <aside class="map-panel no-print" aria-labelledby="map-title">
            <h2 id="map-title">{words.map.title}</h2>
            <UsMap spots={spots} label={words.map.label} state={state} choose={open}
                chosen={query.value.get("open") ?? ""} chooseState={(one) => adjust({ state: one || null })} />
            <p class="hint">{words.map.hint}</p>
            <StateList rows={rows} state={state} />
        </aside>
    );
}
