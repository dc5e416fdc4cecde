// waterfall.tsx: a chance taken apart into reasons that sum to it
//
// Each reason starts where the one before it ended, so the last bar ends at the
// chance.  The text stands above its bar and may take several lines.
import type { Chart } from "./chart";
import { signed, withRange } from "./number";
import { linear, roundUp, ticks, wrap } from "./scale";

export interface Reason {
    text: string;
    // In hundredths.
    points: number;
    source: string;
    as_of: string;
    stale: boolean;
}

export interface WaterfallInput {
    reasons: Reason[];
    // What the points sum to: a share.
    total: { value: number; low: number; high: number };
    // Of what, such as "chance of an interview".
    what: string;
}

// The source behind a reason, in brackets when it is older than the season.
const rests = (reason: Reason): string =>
    reason.source === "" ? "" : `${reason.source}${reason.as_of === "" ? "" : `, ${reason.as_of}`}${reason.stale ? " (older than the season)" : ""}`;

// A reason up to its first aside.
const short = (text: string): string => text.split(/ \(|[:;,]/)[0]!;

export function waterfall({ reasons, total, what }: WaterfallInput, width: number): Chart {
    const sum = reasons.reduce((before, reason) => before + reason.points, 0);
    const digits = Math.abs(sum) < 2 ? 2 : 1;
    const strongest = [...reasons.slice(1)].sort((a, b) => Math.abs(b.points) - Math.abs(a.points))[0];
    const title = reasons.length === 0
        ? `There is no ${what} to take apart`
        : `${what[0]!.toUpperCase()}${what.slice(1)}: ${withRange(total)} in 100`
            + (strongest === undefined ? "" : `; most moved by \u201c${short(strongest.text)}\u201d, ${signed(strongest.points, digits)}`);
    let running = 0;
    const steps = reasons.map((reason) => {
        const from = running;
        running += reason.points;
        return { reason, from, to: running };
    });
    const table = {
        columns: [{ label: "Reason" }, { label: "Adds, in 100", number: true }, { label: "Up to here", number: true }, { label: "Rests on" }],
        rows: [
            ...steps.map(({ reason, to }) => [
                reason.text, Number(reason.points.toFixed(2)), Number(to.toFixed(2)), rests(reason),
            ]),
            ...(reasons.length > 0 ? [["Together", Number(sum.toFixed(2)), Number(sum.toFixed(2)), ""]] : []),
        ],
    };
    const source = "The parts sum to the chance. Each line names its source and year.";
    if (reasons.length === 0) return { name: "reasons", title, svg: null, table, source };

    const side = width >= 720;
    const words = side ? Math.round(width * 0.5) : width;
    const [left, right] = [side ? words + 16 : 8, width - 52];
    const ends = steps.flatMap(({ from, to }) => [from, to]);
    const least = Math.min(0, ...ends);
    const x = linear(least, Math.max(roundUp(Math.max(...ends)), least + 0.1), left, right);
    let y = 8;
    const rows = [...steps, null].map((step) => {
        const lines = wrap(step === null ? `Together: ${what}` : step.reason.text, words - 8);
        const small = step === null ? [] : wrap(rests(step.reason), words - 8, 6);
        const text = lines.length * 17 + small.length * 15;
        const height = side ? Math.max(text, 22) + 12 : text + 22 + 14;
        const row = { step, lines, small, y, bar: side ? y + 1 : y + text + 2, height };
        y += height;
        return row;
    });
    const height = y + 24;
    const svg = (
        <svg class="chart" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={title}>
            {ticks(x.low, x.high, width < 520 ? 4 : 5).map((mark) => (
                <g key={mark}>
                    {side ? <line class="chart-grid" x1={x(mark)} x2={x(mark)} y1={0} y2={y} />
                        : rows.map(({ bar }, i) => <line key={i} class="chart-grid" x1={x(mark)} x2={x(mark)} y1={bar - 2} y2={bar + 20} />)}
                    <text class="chart-mark" x={x(mark)} y={y + 16} text-anchor="middle">{Number(mark.toFixed(2))}</text>
                </g>
            ))}
            <text class="chart-unit" x={width} y={y + 16} text-anchor="end">in 100</text>
            {rows.map(({ step, lines, small, y: top, bar }, i) => {
                const [from, to] = step === null ? [0, sum] : [step.from, step.to];
                const kind = step === null ? "total" : i === 0 ? "start" : to >= from ? "plus" : "minus";
                const end = Math.max(x(from), x(to));
                const next = steps[i + 1];
                return (
                    <g key={i}>
                        <text class={step === null ? "chart-strong" : "chart-label"} y={top + 13}>
                            {lines.map((line, k) => <tspan key={k} x={0} dy={k === 0 ? 0 : 17}>{line}</tspan>)}
                            {small.map((line, k) => <tspan key={`s${k}`} class="chart-small" x={0} dy={k === 0 ? 16 : 15}>{line}</tspan>)}
                        </text>
                        <rect
                            class={`chart-bar chart-${kind}`} x={Math.min(x(from), x(to))} y={bar}
                            width={Math.max(1.5, Math.abs(x(to) - x(from)))} height={18}
                        />
                        {step !== null && next !== undefined && side && (
                            <line class="chart-step" x1={x(to)} x2={x(to)} y1={bar + 18} y2={rows[i + 1]!.bar} />
                        )}
                        <text class={step === null ? "chart-strong" : "chart-value"} x={end + 5} y={bar + 14}>
                            {step === null || i === 0 ? to.toFixed(digits) : signed(to - from, digits)}
                        </text>
                    </g>
                );
            })}
            {side ? <line class="chart-axis" x1={x(0)} x2={x(0)} y1={0} y2={y} />
                : rows.map(({ bar }, i) => <line key={i} class="chart-axis" x1={x(0)} x2={x(0)} y1={bar - 2} y2={bar + 20} />)}
        </svg>
    );
    return { name: "reasons", title, svg, table, source };
}
