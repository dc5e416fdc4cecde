// One group of openings as a table, each row with its details behind it; on a phone as cards.

import type { Dropped, Known, Opening } from "../../experience";
import { adjust, query } from "../../router";
import { Icon } from "../../parts/icon";
import { Detail } from "./detail";
import { feeText, lengthText, placeText, takesText, words } from "./words";

export interface Row { opening: Opening; not_met: string[]; not_known: string[]; why?: string }
export type Group = "fits" | "unknown" | "no";

const Unknown = ({ text = words.notKnown }: { text?: string }) => <span class="unknown">{text}</span>;

const SCALE = 500_000; // cents: the end of the small bars of fees
const share = (cents: number) => Math.min(1, cents / SCALE) * 100;

function FeeBar({ low, high }: { low: number; high: number }) {
    const from = share(low), to = share(high);
    return (
        <svg class="exp-fee-bar" viewBox="0 0 104 8" aria-hidden="true">
            <line x1="2" x2="102" y1="4" y2="4" />
            <rect x={from} y="1" width={Math.max(4, to - from + 2)} height="6" rx="3" />
        </svg>
    );
}

export function FeeCell({ opening, bar = true }: { opening: Opening; bar?: boolean }) {
    const { cost } = opening, text = feeText(cost);
    if (text === null) return <Unknown />;
    const low = cost.low_cents ?? cost.high_cents, high = cost.high_cents ?? cost.low_cents;
    return (
        <span class="exp-fee">
            <span>{text}</span>
            {cost.stated === "estimate" && <small>{words.anEstimate}</small>}
            {bar && cost.basis === "fee" && low !== null && high !== null && <FeeBar low={low} high={high} />}
        </span>
    );
}

const letterText = (letter: Known, usual: Known): string => letter === true ? words.letterYes
    : letter === false ? words.letterNo : usual ? words.letterUsual : words.letterUnknown;

export function Does({ opening }: { opening: Opening }) {
    const hands = opening.hands_on === null ? <Unknown text={words.handsUnknown} />
        : opening.hands_on ? words.handsOn : words.watching;
    return <><span>{words.kind[opening.kind] ?? opening.kind}, {hands}</span>
        <small>{letterText(opening.letter, opening.letter_usual)}</small></>;
}

export function Takes({ opening }: { opening: Opening }) {
    const { yes, unknown } = takesText(opening);
    return <>{yes && <span>{yes}</span>}{unknown && <Unknown text={`${unknown}?`} />}
        {!yes && !unknown && <span>{words.nobody}</span>}</>;
}

const lower = (text: string, is: boolean) => (is ? text[0]!.toLowerCase() + text.slice(1) : text);

// The rows are walked by arrow keys; Enter opens, as on any button.
function walk(event: KeyboardEvent): void {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const all = [...document.querySelectorAll<HTMLElement>(".exp-row .name")];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = at < 0 ? undefined : all[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
}

function Line({ row, group, open, picked, pick, changed }: {
    row: Row; group: Group; open: boolean; picked: boolean; pick: (() => void) | null; changed: () => void;
}) {
    const { opening } = row;
    const length = lengthText(opening.weeks_low, opening.weeks_high);
    const turn = () => adjust({ open: open ? null : opening.id });
    return (
        <>
            <tr class={open ? "exp-row is-open" : "exp-row"}>
                <th scope="row" class="program">
                    <button type="button" class="name" data-id={opening.id} aria-expanded={open} onClick={turn}>
                        <span class={open ? "turn open" : "turn"}><Icon name="right" /></span>
                        <span>{opening.institution}</span>
                    </button>
                    <span class="place">{placeText(opening)}
                        {words.trustShort[opening.trust] && <span class={`chip ${opening.trust === "own" ? "target" : "reach"}`}>{words.trustShort[opening.trust]}</span>}</span>
                </th>
                <td class="x-does"><Does opening={opening} /></td>
                <td class="x-takes"><Takes opening={opening} /></td>
                <td class="x-weeks">{length ?? <Unknown />}<span class="card-only">{length ? " weeks" : " how many weeks"}</span></td>
                <td class="x-fee"><FeeCell opening={opening} /></td>
                {group === "unknown" && <td class="x-why">{row.not_known.map((one, i) => lower(words.filterName[one] ?? one, i > 0)).join(", ")}</td>}
                {group === "no" && <td class="x-why x-not">{row.why ? row.why.charAt(0).toUpperCase() + row.why.slice(1) : row.not_met.map((one) => words.dropName[one] ?? one).join(", ")}</td>}
                <td class="x-pick"><label><input type="checkbox" checked={picked} disabled={!pick} onChange={() => pick?.()} />
                    <span class="hidden">{words.pick(opening.institution)}</span></label></td>
            </tr>
            {open && <tr class="exp-opened"><td colSpan={group === "fits" ? 6 : 7}><Detail opening={opening} changed={changed} /></td></tr>}
        </>
    );
}

const MOST_COMPARED = 4;

export function Table({ rows, group, picked, setPicked, changed }: {
    rows: Row[]; group: Group; picked: string[]; setPicked: (ids: string[]) => void; changed: () => void;
}) {
    const open = query.value.get("open") ?? "";
    const head = words.columns;
    const toggle = (id: string) => (picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id]);
    return (
        <table class="exp-table" onKeyDown={walk}>
            <thead><tr>
                <th scope="col">{head.host}</th><th scope="col">{head.does}</th><th scope="col">{head.takes}</th>
                <th scope="col">{head.weeks}</th><th scope="col">{head.fee}<small>{words.feeScale}</small></th>
                {group !== "fits" && <th scope="col">{group === "unknown" ? head.ask : head.why}</th>}
                <th scope="col">{head.pick}</th>
            </tr></thead>
            <tbody>{rows.map((row) => (
                <Line key={row.opening.id} row={row} group={group} open={open === row.opening.id} changed={changed}
                    picked={picked.includes(row.opening.id)}
                    pick={picked.includes(row.opening.id) || picked.length < MOST_COMPARED ? () => setPicked(toggle(row.opening.id)) : null} />
            ))}</tbody>
        </table>
    );
}

// Dropped rows come with their reason; their facts stand in the directory.
export const withFacts = (dropped: Dropped[], all: Map<string, Opening>): Row[] =>
    dropped.flatMap((one) => {
        const opening = all.get(one.id);
        return opening ? [{ opening, not_met: one.not_met, not_known: one.not_known, why: one.why }] : [];
    });
