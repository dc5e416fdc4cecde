// chart.ts: what every chart hands over
//
// A chart is a function from numbers and a width in pixels to a picture, a
// sentence that says what it shows, and the same numbers as a table.  It keeps
// no state and reads nothing else, so the same numbers give the same picture.
// figure.tsx puts the parts on a page.
import type { VNode } from "preact";

export interface Column {
    label: string;
    // Numbers stand at the end of their cell, in figures of equal width.
    number?: boolean;
}

export type Cell = string | number | null;

export interface Table {
    columns: Column[];
    rows: Cell[][];
}

export interface Chart {
    // File name of downloads, without its ending.
    name: string;
    // The finding, as a sentence without a full stop.
    title: string;
    // Null when there is nothing to draw: `title` then says why.
    svg: VNode<any> | null;
    table: Table;
    // What the numbers rest on.
    source: string;
}

// Draws for a width in CSS pixels.
export type Draw = (width: number) => Chart;

// A chance, or any other estimate, with its range.  Shares in 0..1.
export interface Estimate {
    value: number;
    low: number;
    high: number;
}

// A table as CSV, RFC 4180.  A cell that a spreadsheet would run as a formula
// gets an apostrophe in front.
export function tableCsv(table: Table): string {
    const cell = (value: Cell): string => {
        if (value === null) return "";
        if (typeof value === "number") return String(value);
        const safe = /^[=+\-@\t\r]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
        return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
    };
    const lines = [table.columns.map((column) => cell(column.label)).join(",")];
    for (const row of table.rows) lines.push(row.map(cell).join(","));
    return lines.join("\r\n") + "\r\n";
}
