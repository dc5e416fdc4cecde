// interval.tsx: estimates with their ranges, one below the other on one scale
//
// The range comes first: a bar from low to high with the value on it.  Where the
// basis is thin the bar is hatched and says so; what is not known is a dotted outline.
import type { Chart, Estimate } from "./chart";
import { withRange } from "./number";
import { linear, roundUp, ticks, wrap } from "./scale";

export interface IntervalRow {
    label: string;
    // Null: not known.
    chance: Estimate | null;
    // Rests on a base rate only.
    thin?: boolean;
}

export interface IntervalInput {
    name: string;
    title: string;
    rows: IntervalRow[];
    // Of the scale, such as "in 100".
    unit: string;
    source: string;
    // The scale ends here, a share; left out: at the highest range.
    upTo?: number;
}

export function intervals({ name, title, rows, unit, source, upTo }: IntervalInput, width: number): Chart {
    const table = {
        columns: [{ label: "" }, { label: `Value, ${unit}`, number: true }, { label: "Low", number: true }, { label: "High", number: true }],
        rows: rows.map(({ label, chance }) => [
            label,
            ...(chance === null ? [null, null, null] : [chance.value, chance.low, chance.high].map((v) => Number((v * 100).toFixed(2)))),
        ]),
    };
    if (rows.length === 0) return { name, title, svg: null, table, source };
    const known = rows.flatMap(({ chance }) => (chance === null ? [] : [chance.high, chance.value]));
    const side = width >= 560;
    const words = side ? Math.round(width * 0.36) : width;
    const [left, right] = [side ? words + 12 : 4, width - 96];
    const x = linear(0, upTo ?? Math.min(1, roundUp(Math.max(0.01, ...known))), left, right);
    let y = 4;
    const laid = rows.map((row) => {
        const lines = wrap(row.label, words - 8);
        const height = side ? Math.max(24, lines.length * 17 + 6) : lines.length * 17 + 26;
        const at = { row, lines, y, bar: side ? y + 12 : y + lines.length * 17 + 10 };
        y += height;
        return at;
    });
    const svg = (
        <svg class="chart" viewBox={`0 0 ${width} ${y + 24}`} width={width} height={y + 24} role="img" aria-label={title}>
            {ticks(0, x.high, 4).map((mark) => (
                <g key={mark}>
                    {side ? <line class="chart-grid" x1={x(mark)} x2={x(mark)} y1={0} y2={y} />
                        : laid.map(({ bar }, i) => <line key={i} class="chart-grid" x1={x(mark)} x2={x(mark)} y1={bar - 9} y2={bar + 9} />)}
                    <text class="chart-mark" x={x(mark)} y={y + 16} text-anchor="middle">{Number((mark * 100).toFixed(2))}</text>
                </g>
            ))}
            <text class="chart-unit" x={width} y={y + 16} text-anchor="end">{unit}</text>
            {laid.map(({ row: { chance, thin }, lines, y: top, bar }, i) => (
                <g key={i}>
                    <text class="chart-label" y={top + 16}>
                        {lines.map((line, k) => <tspan key={k} x={0} dy={k === 0 ? 0 : 17}>{line}</tspan>)}
                    </text>
                    {chance === null
                        ? <rect class="chart-unknown" x={left} y={bar - 7} width={right - left} height={14} rx={3} />
                        : <rect
                            class={`chart-range${thin === true ? " chart-thin" : ""}`} x={x(chance.low)} y={bar - 5}
                            width={Math.max(2, x(chance.high) - x(chance.low))} height={10} rx={2}
                        />}
                    {chance !== null && <circle class="chart-point" cx={x(chance.value)} cy={bar} r={5} />}
                    <text class="chart-value" x={right + 8} y={bar + 4}>
                        {chance === null ? "unknown" : withRange(chance)}
                    </text>
                    {chance !== null && thin === true && (
                        <text class="chart-small" x={x(chance.high) + 6} y={bar + 4}>base rate only</text>
                    )}
                </g>
            ))}
        </svg>
    );
    return { name, title, svg, table, source };
}
