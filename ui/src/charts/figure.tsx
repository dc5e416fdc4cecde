// figure.tsx: a chart on a page
//
// The finding as its title, the picture at the width of its place, the same numbers as a
// table, where they come from, and both as files.  The table is there for screen readers
// from the start; everybody else may show it.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { usePrinting } from "../parts/window_rows";
import type { Cell, Draw, Table } from "./chart";
import { handCsv, handSvg } from "./download";

const shown = (value: Cell): string =>
    value === null ? "unknown" : typeof value === "number" ? value.toLocaleString() : value;

function Twin({ table, title, visible }: { table: Table; title: string; visible: boolean }) {
    return (
        <div class={visible ? "figure-table" : "hidden"} tabIndex={visible ? 0 : undefined} role={visible ? "region" : undefined} aria-label={visible ? title : undefined}>
            <table>
                <caption class="hidden">{title}</caption>
                <thead>
                    <tr>{table.columns.map((column, i) => (
                        column.label === ""
                            ? <td key={i} />
                            : <th key={i} scope="col" class={column.number ? "number" : undefined}>{column.label}</th>
                    ))}</tr>
                </thead>
                <tbody>
                    {table.rows.map((row, i) => (
                        <tr key={i}>{row.map((cell, k) => (
                            k === 0
                                ? <th key={k} scope="row" class={table.columns[0]!.number ? "number" : undefined}>{shown(cell)}</th>
                                : <td key={k} class={table.columns[k]!.number ? "number" : undefined}>{shown(cell)}</td>
                        ))}</tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

// A range is not broken at its dash.
const whole = (text: string): string => text.replace(/\u2013(?=\d)/g, "\u2013\u2060");

const PAUSE = 200; // ms

// The table of a chart that is being moved follows when it rests, so that the picture can move
// with the pointer.
function useSettled<T>(value: T): T {
    const [settled, setSettled] = useState(value);
    useEffect(() => {
        const timer = setTimeout(() => setSettled((before) =>
            (JSON.stringify(before) === JSON.stringify(value) ? before : value)), PAUSE);
        return () => clearTimeout(timer);
    });
    return settled;
}

const NARROWEST = 240; // pixels; below that a chart is cut off rather than crushed
const PAPER = 620;     // pixels; a wider chart would be shrunk to the sheet, and its words with it

// level  of its title among the headings of the page, 2 to 4
// plain  leaves out the title, where the page says it in another way
export function Figure({ draw, level = 3, plain = false }: { draw: Draw; level?: 2 | 3 | 4; plain?: boolean }) {
    const place = useRef<HTMLDivElement>(null);
    const [width, setWidth] = useState(0);
    const [open, setOpen] = useState(false);

    useLayoutEffect(() => {
        const element = place.current!;
        const measure = () => setWidth(Math.max(NARROWEST, Math.floor(element.clientWidth)));
        measure();
        const observer = new ResizeObserver(measure);
        observer.observe(element);
        return () => observer.disconnect();
    }, []);

    const printing = usePrinting();
    const chart = draw(width === 0 ? 640 : printing ? Math.min(width, PAPER) : width);
    const twin = useSettled({ table: chart.table, title: chart.title });
    const table = useMemo(() => twin.table.rows.length > 0 && <Twin {...twin} visible={open} />, [twin, open]);
    const Heading = `h${level}` as "h2" | "h3" | "h4";
    return (
        <figure class="figure">
            {plain || <Heading class="figure-title">{whole(chart.title)}</Heading>}
            <div class="figure-picture" ref={place}>{width > 0 && chart.svg}</div>
            {table}
            <figcaption class="figure-foot">
                {chart.source !== "" && <span class="figure-source">{chart.source}</span>}
                {chart.table.rows.length > 0 && (
                    <span class="figure-tools">
                        <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
                            {open ? "Hide table" : "Show as table"}
                        </button>
                        {chart.svg !== null && (
                            <button type="button" class="quiet" onClick={() => handSvg(chart, place.current!.querySelector("svg")!)}>
                                Save picture<span class="hidden">: {chart.title}</span>
                            </button>
                        )}
                        <button type="button" class="quiet" onClick={() => handCsv(chart)}>
                            Save numbers<span class="hidden">: {chart.title}</span>
                        </button>
                    </span>
                )}
            </figcaption>
        </figure>
    );
}
