// Where the openings of a group are, and the same as a list of states.

import { useMemo } from "preact/hooks";
import { count } from "../../format";
import { UsMap, type Spot } from "../../parts/us_map";
import { adjust, query } from "../../router";
import { session } from "../../state";
import type { Row } from "./table";
import { words } from "./words";

const spotsOf = (rows: Row[]): Spot[] => rows.flatMap(({ opening }) =>
    opening.latitude === null || opening.longitude === null ? [] : [{
        id: opening.id, latitude: opening.latitude, longitude: opening.longitude, state: opening.state ?? "",
        size: 6, strength: 0.75, title: `${opening.institution}, ${opening.city ?? opening.state}`,
    }]);

function States({ rows, state }: { rows: Row[]; state: string }) {
    const known = new Map((session.value?.states ?? []).map((one) => [one.code, one.name]));
    const counts = new Map<string, number>();
    for (const { opening } of rows)
        if (opening.state) counts.set(opening.state, (counts.get(opening.state) ?? 0) + 1);
    return (
        <details class="state-list"><summary>{words.map.twin}</summary>
            <table class="plain">
                <thead><tr><th scope="col">{words.map.state}</th><th scope="col" class="num">{words.map.openings}</th></tr></thead>
                <tbody>{[...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([code, n]) => (
                    <tr key={code}>
                        <th scope="row"><button type="button" class="linkish" aria-pressed={state === code}
                            onClick={() => adjust({ state: state === code ? null : code, open: null })}>{known.get(code) ?? code}</button></th>
                        <td class="num">{count(n)}</td>
                    </tr>
                ))}</tbody>
            </table>
        </details>
    );
}

export function MapPanel({ rows }: { rows: Row[] }) {
    const state = query.value.get("state") ?? "";
    const spots = useMemo(() => spotsOf(rows), [rows]);
    const choose = (id: string) => {
        adjust({ open: id });
        requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus());
    };
    const away = rows.length - spots.length;
    return (
        <aside class="map-panel exp-map no-print" aria-labelledby="map-title">
            <h2 id="map-title">{words.map.title}</h2>
            <UsMap spots={spots} label={words.map.label} state={state} chosen={query.value.get("open") ?? ""}
                choose={choose} chooseState={(one) => adjust({ state: one || null, open: null })} />
            <p class="hint">{words.map.hint}{away > 0 && <> {words.map.nowhere(away)}</>}</p>
            <States rows={rows} state={state} />
        </aside>
    );
}
