// before_after.tsx: the same measure now and after a change, one below the other
//
// A ring is now, a filled point is then, and the line between them is the change.
import type { Chart, Estimate } from "./chart";
import { gainText, withRange } from "./number";
import { linear, roundUp, ticks, wrap } from "./scale";

export interface Change {
    label: string;
    before: Estimate;
    // Null: nobody has published a figure.
    after: Estimate | null;
    // Drawn with the same seasons, so narrower than the two ranges; null: not known.
    gain: Estimate | null;
}

export interface BeforeAfterInput {
    changes: Change[];
    source: string;
}

function finding(changes: Change[]): string {
    const known = changes.filter((change) => change.gain !== null);
    const best = [...known].sort((a, b) => b.gain!.value - a.gain!.value)[0];
    if (changes.length === 0) return "Nothing has been changed yet";
    if (best === undefined) return "No published figure says what this would change";
    if (Math.abs(best.gain!.value) < 0.0005) return "This would change the chance by less than 0.1 in 100";
    return `${best.label}: from ${withRange(best.before)} to ${withRange(best.after!)} in 100, a change of ${gainText(best.gain!)}`;
}

export function beforeAfter({ changes, source }: BeforeAfterInput, width: number): Chart {
    const title = finding(changes);
    const part = (estimate: Estimate | null) =>
        estimate === null ? [null, null, null] : [estimate.value, estimate.low, estimate.high].map((v) => Number((v * 100).toFixed(1)));
    const table = {
        columns: [
            { label: "Change" },
            ...["Now", "Low", "High", "Then", "Low", "High", "Change", "Low", "High"].map((label) => ({ label: `${label}, in 100`, number: true })),
        ],
        rows: changes.map((change) => [change.label, ...part(change.before), ...part(change.after), ...part(change.gain)]),
    };
    if (changes.length === 0) return { name: "before-and-after", title, svg: null, table, source };

    const ends = changes.flatMap(({ before, after }) => [before.high, after?.high ?? 0]);
    const x = linear(0, Math.min(1, roundUp(Math.max(0.01, ...ends))), 52, width - 12);
    let y = 4;
    const laid = changes.map((change) => {
        // Alone, it is named by the title.
        const lines = changes.length === 1 && change.gain !== null ? [] : wrap(`${change.label}${change.gain === null ? ": no published figure" : `: ${gainText(change.gain)} in 100`}`, width - 8);
        const at = { change, lines, y, bar: y + lines.length * 17 + 14 };
        y = at.bar + 44;
        return at;
    });
    const row = (estimate: Estimate, at: number, kind: "before" | "after", word: string) => (
        <g class={`chart-${kind}`}>
            <text class="chart-mark" x={44} y={at + 4} text-anchor="end">{word}</text>
            <line class="chart-whisker" x1={x(estimate.low)} x2={x(estimate.high)} y1={at} y2={at} />
            <circle cx={x(estimate.value)} cy={at} r={5.5} />
        </g>
    );
    const svg = (
        <svg class="chart" viewBox={`0 0 ${width} ${y + 38}`} width={width} height={y + 38} role="img" aria-label={title}>
            {ticks(0, x.high, width < 520 ? 4 : 8).map((mark) => (
                <g key={mark}>
                    {laid.map(({ bar }, i) => <line key={i} class="chart-grid" x1={x(mark)} x2={x(mark)} y1={bar - 8} y2={bar + 32} />)}
                    <text class="chart-mark" x={x(mark)} y={y + 8} text-anchor="middle">{Number((mark * 100).toFixed(2))}</text>
                </g>
            ))}
            <text class="chart-unit" x={width - 12} y={y + 28} text-anchor="end">Seasons in 100 in which you match</text>
            {laid.map(({ change, lines, y: top, bar }, i) => (
                <g key={i}>
                    <text class="chart-label" y={top + 13}>
                        {lines.map((line, k) => <tspan key={k} x={0} dy={k === 0 ? 0 : 17}>{line}</tspan>)}
                    </text>
                    {change.after !== null && (
                        <line class="chart-step" x1={x(change.before.value)} y1={bar} x2={x(change.after.value)} y2={bar + 24} />
                    )}
                    {row(change.before, bar, "before", "now")}
                    {change.after === null
                        ? <rect class="chart-unknown" x={x(0)} y={bar + 17} width={x(x.high) - x(0)} height={14} rx={3} />
                        : row(change.after, bar + 24, "after", "then")}
                </g>
            ))}
        </svg>
    );
    return { name: "before-and-after", title, svg, table, source };
}
