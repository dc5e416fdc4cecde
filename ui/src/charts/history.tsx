// history.tsx: positions offered and filled, year by year
//
// An outline is what was offered, the filled part of it what was taken.  A year in
// which the track was not offered says so; it is not a zero.
import type { Chart } from "./chart";
import { linear, roundUp, ticks } from "./scale";

export interface Year {
    year: number;
    quota: number | null;
    filled: number | null;
}

function finding(years: Year[]): string {
    const offered = years.filter((year) => year.quota !== null && year.quota > 0);
    const last = offered[offered.length - 1];
    const first = offered[0];
    if (last === undefined || first === undefined) return "No year in which it was offered is known";
    const open = offered.filter((year) => year.filled !== null && year.filled < year.quota!);
    const now = `${last.quota} positions in ${last.year}`;
    if (open.length > 0) {
        const most = open[open.length - 1]!;
        const left = most.quota! - most.filled!;
        return `${now}; ${left === 1 ? "one stayed" : `${left} stayed`} open in ${most.year}`;
    }
    if (offered.length === 1) return `${now}, all filled`;
    return `${now}, ${first.quota} in ${first.year}; every one of them was filled`;
}

export function history({ years, source }: { years: Year[]; source: string }, width: number): Chart {
    const title = finding(years);
    const table = {
        columns: [{ label: "Match" }, { label: "Positions", number: true }, { label: "Filled", number: true }],
        rows: years.map((year) => [String(year.year), year.quota, year.filled]),
    };
    if (!years.some((year) => year.quota !== null)) return { name: "positions", title, svg: null, table, source };

    const height = 210;
    const [left, right, top, bottom] = [32, 8, 36, 40];
    const y = linear(0, roundUp(Math.max(1, ...years.map((year) => year.quota ?? 0)), 4), height - bottom, top);
    const slot = Math.min(96, (width - left - right) / years.length);
    const bar = Math.min(44, slot * 0.6);
    const svg = (
        <svg class="chart" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={title}>
            {ticks(0, y.high, 4).filter(Number.isInteger).map((mark) => (
                <g key={mark}>
                    <line class="chart-grid" x1={left} x2={left + slot * years.length} y1={y(mark)} y2={y(mark)} />
                    <text class="chart-mark" x={left - 8} y={y(mark) + 4} text-anchor="end">{mark}</text>
                </g>
            ))}
            <text class="chart-unit" x={0} y={11}>Positions, and how many were filled</text>
            {years.map(({ year, quota, filled }, i) => {
                const x = left + slot * (i + 0.5);
                return (
                    <g key={year}>
                        {quota !== null && <rect class="chart-offered" x={x - bar / 2} y={y(quota)} width={bar} height={y(0) - y(quota)} />}
                        {filled !== null && quota !== null && (
                            <rect class="chart-filled" x={x - bar / 2} y={y(Math.min(filled, quota))} width={bar} height={y(0) - y(Math.min(filled, quota))} />
                        )}
                        <text class="chart-value" x={x} y={quota === null ? y(0) - 6 : y(quota) - 5} text-anchor="middle">
                            {quota === null ? "none" : filled === null || filled === quota ? quota : `${filled}${slot < 62 ? "/" : " of "}${quota}`}
                        </text>
                        <text class="chart-mark" x={x} y={height - bottom + 18} text-anchor="middle">{year}</text>
                    </g>
                );
            })}
            <line class="chart-axis" x1={left} x2={left + slot * years.length} y1={y(0)} y2={y(0)} />
            <text class="chart-unit" x={left} y={height - 4}>Year of the Match</text>
        </svg>
    );
    return { name: "positions", title, svg, table, source };
}
