// published.tsx: what was published beside what the model gives, one line each
//
// A ring is published, with a line of two standard errors each way; a filled point
// is simulated.
import type { Chart } from "./chart";
import { comparisonTable, drawable, apart, type Comparison } from "./calibration";
import { linear, roundUp, ticks, wrap } from "./scale";

export interface PublishedInput {
    pairs: Comparison[];
    // What is compared: "Match rate", "Programs ranked by those who matched".
    what: string;
    unit: string;
    // The numbers are shares, shown in hundredths.
    share: boolean;
    source: string;
}

export function published({ pairs, what, unit, share, source }: PublishedInput, width: number): Chart {
    const shown = drawable(pairs);
    const within = shown.filter((pair) => apart(pair) <= 2).length;
    const title = shown.length === 0
        ? `${what}: nothing to compare`
        : `${what}: ${within} of ${shown.length} as published, within two standard errors`;
    const table = comparisonTable(pairs, share);
    const name = what.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    if (shown.length === 0) return { name, title, svg: null, table, source };

    const times = share ? 100 : 1;
    const side = width >= 480;
    const left = side ? 210 : 8;
    const ends = shown.flatMap((pair) => [pair.published + 2 * pair.published_error, pair.drawn]);
    const starts = shown.flatMap((pair) => [pair.published - 2 * pair.published_error, pair.drawn]);
    const highest = roundUp(Math.max(...ends) * times, 5);
    const x = linear(Math.min(0, Math.floor(Math.min(...starts.map((v) => (share ? Math.max(0, v) : v))) * times)), share ? Math.min(100, highest) : highest, left, width - 16);
    const keep = (value: number): number => Math.min(x.high, Math.max(x.low, value * times));
    const step = side ? 24 : 40;
    const top = 22;
    const height = top + shown.length * step + 40;
    const svg = (
        <svg class="chart" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={title}>
            <g class="chart-before"><circle cx={left + 6} cy={9} r={4.5} /></g>
            <text class="chart-mark" x={left + 16} y={13}>published</text>
            <g class="chart-after"><circle cx={left + 98} cy={9} r={4.5} /></g>
            <text class="chart-mark" x={left + 108} y={13}>simulated</text>
            {ticks(x.low, x.high, side ? 8 : 5).map((mark) => (
                <g key={mark}>
                    {side ? <line class="chart-grid" x1={x(mark)} x2={x(mark)} y1={top} y2={height - 38} />
                        : shown.map((pair, i) => <line key={pair.label} class="chart-grid" x1={x(mark)} x2={x(mark)} y1={top + i * step + 20} y2={top + i * step + 36} />)}
                    <text class="chart-mark" x={x(mark)} y={height - 22} text-anchor="middle">{mark}</text>
                </g>
            ))}
            <text class="chart-unit" x={width - 8} y={height - 4} text-anchor="end">{unit}</text>
            {shown.map((pair, i) => {
                const y = top + i * step + (side ? step / 2 : 28);
                const label = wrap(pair.label, side ? 196 : width)[0]!;
                return (
                    <g key={pair.label}>
                        <text class="chart-label" x={side ? left - 12 : 0} y={side ? y + 4 : y - 12} text-anchor={side ? "end" : "start"}>
                            {label.length < pair.label.length ? `${label}\u2026` : label}
                        </text>
                        <g class="chart-before">
                            <line
                                class="chart-whisker" y1={y} y2={y}
                                x1={x(keep(pair.published - 2 * pair.published_error))} x2={x(keep(pair.published + 2 * pair.published_error))}
                            />
                            <circle cx={x(keep(pair.published))} cy={y} r={5.5} />
                        </g>
                        <g class={apart(pair) > 2 ? "chart-after chart-off" : "chart-after"}>
                            <circle cx={x(keep(pair.drawn))} cy={y} r={3.5} />
                        </g>
                    </g>
                );
            })}
        </svg>
    );
    return { name, title, svg, table, source };
}
