// calibration.tsx: what was published across, what the model gives upwards
//
// On the diagonal the two agree.  Bars are two standard errors of both sides.
import type { Chart } from "./chart";
import { inHundred } from "../format";
import { linear, roundUp, ticks } from "./scale";

export interface Comparison {
    label: string;
    published: number;
    published_error: number;
    drawn: number;
    drawn_error: number;
}

// How far the two are apart, in standard errors of both sides.
export function apart(pair: Comparison): number {
    const error = Math.hypot(pair.published_error, pair.drawn_error);
    return error === 0 ? 0 : Math.abs(pair.drawn - pair.published) / error;
}

export interface CalibrationInput {
    pairs: Comparison[];
    // What is compared, such as "match rates of non-US IMGs by specialty".
    what: string;
    source: string;
}

const numbers = (pair: Comparison): number[] => [pair.published, pair.published_error, pair.drawn, pair.drawn_error];

// The rows that can be drawn.
export const drawable = (pairs: Comparison[]): Comparison[] =>
    pairs.filter((pair) => numbers(pair).every(Number.isFinite));

// Both charts of a comparison have the same twin.
export function comparisonTable(pairs: Comparison[], hundred: boolean) {
    const show = (value: number): number | null =>
        Number.isFinite(value) ? Number((hundred ? value * 100 : value).toFixed(hundred ? 1 : 2)) : null;
    return {
        columns: [
            { label: "" }, { label: "Published", number: true }, { label: "Its standard error", number: true },
            { label: "Simulated", number: true }, { label: "Its standard error", number: true },
            { label: "Apart, in standard errors", number: true },
        ],
        rows: pairs.map((pair) => [
            pair.label, show(pair.published), show(pair.published_error), show(pair.drawn), show(pair.drawn_error),
            Number.isFinite(apart(pair)) ? Number(apart(pair).toFixed(1)) : null,
        ]),
    };
}

export function calibration({ pairs, what, source }: CalibrationInput, width: number): Chart {
    const shown = drawable(pairs);
    const table = comparisonTable(pairs, true);
    const within = shown.filter((pair) => apart(pair) <= 2).length;
    const title = shown.length === 0
        ? `No ${what} to compare`
        : `${within} of ${shown.length} ${what} lie within two standard errors of what was published`;
    if (shown.length === 0) return { name: "calibration", title, svg: null, table, source };

    const size = Math.min(width, 520);
    const [left, right, top, bottom] = [40, 12, 26, 44];
    const end = Math.min(1, roundUp(Math.max(0.01, ...shown.flatMap((pair) => [pair.published, pair.drawn])), 5));
    const x = linear(0, end, left, size - right);
    const y = linear(0, end, size - bottom, top);
    const keep = (value: number): number => Math.min(end, Math.max(0, value));
    const far = [...shown].sort((a, b) => Math.abs(b.drawn - b.published) - Math.abs(a.drawn - a.published)).slice(0, size < 420 ? 2 : 3);
    const svg = (
        <svg class="chart" viewBox={`0 0 ${size} ${size}`} width={size} height={size} role="img" aria-label={title}>
            {ticks(0, end, 5).map((mark) => (
                <g key={mark}>
                    <line class="chart-grid" x1={left} x2={size - right} y1={y(mark)} y2={y(mark)} />
                    <line class="chart-grid" x1={x(mark)} x2={x(mark)} y1={top} y2={size - bottom} />
                    <text class="chart-mark" x={left - 8} y={y(mark) + 4} text-anchor="end">{inHundred(mark)}</text>
                    <text class="chart-mark" x={x(mark)} y={size - bottom + 18} text-anchor="middle">{inHundred(mark)}</text>
                </g>
            ))}
            <text class="chart-unit" x={0} y={12}>Simulated, in 100</text>
            <text class="chart-unit" x={size - right} y={size - 6} text-anchor="end">Published, in 100</text>
            <line class="chart-diagonal" x1={x(0)} y1={y(0)} x2={x(end)} y2={y(end)} />
            <text class="chart-small" x={x(end) - 6} y={y(end * 0.9)} text-anchor="end">same as published</text>
            {shown.map((pair) => (
                <g key={pair.label} class={apart(pair) > 2 ? "chart-off" : "chart-on-line"}>
                    <line
                        class="chart-error" y1={y(pair.drawn)} y2={y(pair.drawn)}
                        x1={x(keep(pair.published - 2 * pair.published_error))} x2={x(keep(pair.published + 2 * pair.published_error))}
                    />
                    <line
                        class="chart-error" x1={x(pair.published)} x2={x(pair.published)}
                        y1={y(keep(pair.drawn - 2 * pair.drawn_error))} y2={y(keep(pair.drawn + 2 * pair.drawn_error))}
                    />
                    <circle cx={x(pair.published)} cy={y(pair.drawn)} r={4} />
                </g>
            ))}
            {far.map((pair) => {
                const above = pair.drawn > pair.published; // names stand outside, away from the diagonal
                return (
                    <text
                        key={pair.label} class="chart-small" x={x(pair.published) + (above ? -8 : 8)}
                        y={y(pair.drawn) + (above ? -6 : 14)} text-anchor={above ? "end" : "start"}
                    >
                        {pair.label}
                    </text>
                );
            })}
        </svg>
    );
    return { name: "calibration", title, svg, table, source };
}
