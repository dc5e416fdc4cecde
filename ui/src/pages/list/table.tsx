// The table: only the rows near the window are drawn, the head stays, and the arrow keys go from
// row to row.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { count, inHundred, institution } from "../../format";
import { letterKeys, typing } from "../../keys";
import { Icon } from "../../parts/icon";
import { topsOf, useMedia, usePrinting, useWindowRows } from "../../parts/window_rows";
import { adjust, query } from "../../router";
import { words as frame } from "../../words";
import { toggleBan, togglePin } from "./acts";
import { Marks, usualSort, type Column } from "./columns";
import { Detail, noteId } from "./detail";
import { holds, type Item, type Row, type Tab } from "./rows";
import { words } from "./words";

// A tablet, or a laptop with the map beside the table: the interval is drawn under its number.
const LITTLE_ROOM = "(max-width: 1000px), (min-width: 1280px) and (max-width: 1399px)"; // as in list.css
const HEIGHT = { row: 64, card: 132, group: 44, detail: 460 };

// The next round end of a scale.
export const scaleEnd = (most: number): number =>
    [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8].find((end) => most <= end) ?? 1;

function Heading({ column, sort, usual, scale }: { column: Column | "program"; sort: string; usual: string; scale: number }) {
    const key = column === "program" ? "program" : column.key;
    const down = sort === `-${key}`, up = sort === key;
    const next = up ? `-${key}` : key;
    return (
        <th scope="col" role="columnheader" class={column !== "program" && column.number ? "num" : undefined}
            aria-sort={up ? "ascending" : down ? "descending" : undefined} title={words.hint[key]}>
            <button type="button" class="quiet" onClick={() => adjust({ sort: next === usual ? null : next })}>
                {words.column[key]}
                {(up || down) && <span class={down ? "sorted down" : "sorted"}><Icon name="down" /></span>}
            </button>
            {key === "interview" && <small class="dim">{words.scaleTo(count(scale * 100))}</small>}
        </th>
    );
}

function ProgramCell({ row, open, current, toggle, focused, several }: {
    row: Row; open: boolean; current: boolean; toggle: () => void; focused: () => void; several: boolean;
}) {
    const place = [row.city && `${row.city}, ${row.state}`, several && row.specialty,
        row.tracks.length > 1 ? words.tracks(count(row.tracks.length)) : row.trackType && row.trackType !== "categorical" &&
            frame.trackType[row.trackType as keyof typeof frame.trackType]].filter(Boolean).join(" · ");
    return (
        <th scope="row" role="rowheader" class="program">
            <button type="button" class="name" aria-expanded={open} tabIndex={current ? 0 : -1}
                data-code={row.code} onClick={toggle} onFocus={focused} title={row.institution}>
                <span class={open ? "turn open" : "turn"}><Icon name="right" /></span>
                <span class="institution">{institution(row.institution, row.state)}</span>
            </button>
            <span class="place" title={place}>
                <span class="place-name">{place}</span>
                <Marks row={row} />
            </span>
        </th>
    );
}

function Opened({ row, span, measured }: { row: Row; span: number; measured: (height: number) => void }) {
    const box = useRef<HTMLTableRowElement>(null);
    useLayoutEffect(() => {
        const element = box.current!;
        const look = () => measured(element.getBoundingClientRect().height);
        look();
        const watch = new ResizeObserver(look);
        watch.observe(element);
        return () => watch.disconnect();
    }, [row.code]);
    return <tr ref={box} class="opened" role="row"><td role="cell" colSpan={span}><Detail row={row} /></td></tr>;
}

// Heights of all items, with the open row's detail as an item of its own.
type Drawn = Item | { kind: "detail"; row: Row };
function withDetail(items: Item[], open: string): Drawn[] {
    const at = items.findIndex((item) => item.kind === "row" && item.row.code === open);
    if (at < 0) return items;
    const row = (items[at] as { row: Row }).row;
    return [...items.slice(0, at + 1), { kind: "detail", row }, ...items.slice(at + 1)];
}

export function ListTable({ tab, items, columns, group, label, several }: {
    tab: Tab; items: Item[]; columns: Column[]; group: string; label: string; several: boolean;
}) {
    const sort = query.value.get("sort") ?? usualSort(tab), asked = query.value.get("open") ?? "";
    const cards = useMedia("(max-width: 700px)"), narrow = useMedia(LITTLE_ROOM), printing = usePrinting();
    const [detail, setDetail] = useState(HEIGHT.detail);
    const [current, setCurrent] = useState("");
    const body = useRef<HTMLTableSectionElement>(null);
    const rows = useMemo(() => items.flatMap((item) => (item.kind === "row" ? [item.row] : [])), [items]);
    const open = useMemo(() => rows.find((row) => asked && holds(row, asked))?.code ?? "", [rows, asked]);
    const drawn = useMemo(() => withDetail(items, open), [items, open]);
    const rowHeight = cards ? HEIGHT.card : HEIGHT.row;
    const tops = useMemo(() => topsOf(drawn.map((item) => item.kind === "group" ? HEIGHT.group
        : item.kind === "detail" ? detail : rowHeight)), [drawn, detail, rowHeight]);
    const span = useWindowRows(body, tops, printing);
    const scale = useMemo(() => scaleEnd(Math.max(0, ...rows.map((row) => row.interview?.high ?? 0))), [rows]);
    const here = rows.some((row) => row.code === current) ? current : open && rows.some((row) => row.code === open)
        ? open : rows[0]?.code ?? "";

    const focus = (code: string) => {
        setCurrent(code);
        const at = drawn.findIndex((item) => item.kind === "row" && item.row.code === code);
        const box = body.current;
        if (at < 0 || !box) return;
        const top = box.getBoundingClientRect().top + tops[at]!;
        const head = 128, foot = 96; // what the sticky bars cover
        if (top < head) scrollBy(0, top - head);
        else if (top + rowHeight > innerHeight - foot) scrollBy(0, top + rowHeight - innerHeight + foot);
        requestAnimationFrame(() => requestAnimationFrame(() =>
            box.querySelector<HTMLElement>(`[data-code="${CSS.escape(code)}"]`)?.focus({ preventScroll: true })));
    };
    const toggle = (code: string) => adjust({ open: open === code ? null : code });
    useEffect(() => {
        if (open && here === open && document.activeElement === document.body) focus(open);
    }, [rows.length > 0]);

    const key = (event: KeyboardEvent) => {
        if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
        const at = rows.findIndex((row) => row.code === here), row = rows[at];
        if (!row) return;
        const page = Math.max(1, Math.floor(innerHeight / rowHeight) - 4);
        const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1,
            PageDown: at + page, PageUp: at - page }[event.key];
        const inTable = (event.target as Element).closest("[data-code]") !== null;
        const letter = letterKeys.value ? event.key.toLowerCase() : "";
        if (to !== undefined && inTable) focus(rows[Math.max(0, Math.min(rows.length - 1, to))]!.code);
        else if (event.key === "Escape" && open) (toggle(open), focus(open));
        else if (letter === "p" && inTable) togglePin(row.code, institution(row.institution, row.state));
        else if (letter === "x" && inTable) toggleBan(row.code, institution(row.institution, row.state));
        else if (letter === "n" && inTable) {
            if (open !== row.code) toggle(row.code);
            setTimeout(() => document.getElementById(noteId(row.code))?.focus(), 60);
        } else return;
        event.preventDefault();
        event.stopPropagation();
    };
    const wide = columns.length + 1;
    const Gap = ({ height }: { height: number }) =>
        height > 0 && !printing ? <tr class="gap" aria-hidden="true"><td colSpan={wide} height={height} /></tr> : null;
    return (
        <table class={`list-table${cards ? " cards" : ""}${columns[0]?.key === "order" ? "" : " unnumbered"}`} role="table" aria-label={label}
            aria-rowcount={rows.length + 1} onKeyDown={key}>
            <colgroup>
                {columns[0]?.key === "order" && <col style={{ width: columns[0].width }} />}
                <col />
                {columns.map((column) => column.key !== "order" && <col key={column.key} style={{ width: narrow && column.key === "interview" ? "7.5rem" : column.width }} />)}
            </colgroup>
            <thead role="rowgroup"><tr role="row">
                {columns[0]?.key === "order" && <Heading column={columns[0]} sort={sort} usual={usualSort(tab)} scale={scale} />}
                <Heading column="program" sort={sort} usual={usualSort(tab)} scale={scale} />
                {columns.map((column) => column.key !== "order" &&
                    <Heading key={column.key} column={column} sort={sort} usual={usualSort(tab)} scale={scale} />)}
            </tr></thead>
            <tbody ref={body} role="rowgroup">
                <Gap height={span.before} />
                {drawn.slice(span.from, span.to).map((item) => {
                    if (item.kind === "group")
                        return <tr key={`group ${item.name}`} class="group" role="row"><th role="rowheader" scope="rowgroup" colSpan={wide}>
                            {group === "tier" && item.name in frame.tier ? frame.tier[item.name as keyof typeof frame.tier] : item.name}
                            {" "}<span class="dim">{words.inGroup(count(item.count))}
                                {item.best > 0 && `, ${words.map.best.toLowerCase()}: ${inHundred(item.best)}`}</span></th></tr>;
                    if (item.kind === "detail")
                        return <Opened key={`detail ${item.row.code}`} row={item.row} span={wide} measured={setDetail} />;
                    const { row } = item;
                    const cell = (column: Column) => (
                        <td key={column.key} role="cell" class={`c-${column.key}${column.number ? " num" : ""}`}>
                            {column.cell(row, scale)}</td>);
                    return (
                        <tr key={row.code} role="row" aria-rowindex={item.at + 2}
                            class={`row-line${row.code === open ? " is-open" : ""}${row.code === here ? " here" : ""}`}
                            onClick={(event) => {
                                if (!(event.target as Element).closest("a, button")) (setCurrent(row.code), toggle(row.code));
                            }}>
                            {columns[0]?.key === "order" && cell(columns[0])}
                            <ProgramCell row={row} open={row.code === open} current={row.code === here} several={several}
                                toggle={() => toggle(row.code)} focused={() => setCurrent(row.code)} />
                            {columns.map((column) => column.key !== "order" && cell(column))}
                        </tr>
                    );
                })}
                <Gap height={span.after} />
            </tbody>
        </table>
    );
}
