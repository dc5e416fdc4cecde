// composition.tsx: who trains there, as shares with their ranges
//
// One stacked bar that is whole, and below it one line a group with its range: where
// the counts are of a whole state, the ranges are wide, and that is the point.
import type { Chart, Estimate } from "./chart";
import { inHundred, range } from "../format";
import { linear, ticks } from "./scale";

export interface Group {
    key: "non_us_img" | "us_img" | "us_do" | "us_md";
    label: string;
    share: Estimate | null;
}

// The groups of a track, from its shares; null where nothing is known.
export function groupsOf(track: {
    share: Shares; share_low: Shares; share_high: Shares;
}): Group[] {
    const group = (key: Group["key"], label: string): Group => {
        const [value, low, high] = [track.share[key], track.share_low[key], track.share_high[key]];
        return { key, label, share: value === null || low === null || high === null ? null : { value, low, high } };
    };
    return [
        group("non_us_img", "Non-US IMGs"), group("us_img", "US IMGs"),
        group("us_do", "US DO graduates"), group("us_md", "US MD graduates"),
    ];
}

export type Shares = Record<Group["key"], number | null>;

export function composition({ groups, source }: { groups: Group[]; source: string }, width: number): Chart {
    const known = groups.filter((group) => group.share !== null);
    const first = known.find((group) => group.key === "non_us_img");
    const title = known.length === 0
        ? "Who trains there is not known"
        : first === undefined
            ? "Who trains there, in 100 residents"
            : `About ${inHundred(first.share!.value)} of 100 residents are non\u2011US IMGs, anywhere from ${range(first.share!).replace("\u2013", " to ")}`;
    const table = {
        columns: [{ label: "Group" }, { label: "Of 100 residents", number: true }, { label: "Low", number: true }, { label: "High", number: true }],
        rows: groups.map(({ label, share }) => [
            label, ...(share === null ? [null, null, null] : [share.value, share.low, share.high].map((v) => Number((v * 100).toFixed(0)))),
        ]),
    };
    if (known.length === 0) return { name: "who-trains-there", title, svg: null, table, source };

    const whole = known.reduce((sum, group) => sum + group.share!.value, 0);
    const side = width >= 520;
    const [left, right] = [side ? 150 : 4, width - 84];
    const x = linear(0, 1, left, right);
    let from = 0;
    const parts = known.map((group) => {
        const to = whole > 0 ? from + group.share!.value / whole : from;
        const part = { key: group.key, from, to };
        from = to;
        return part;
    });
    const step = side ? 28 : 44;
    const top = 44;
    const height = top + groups.length * step + 26;
    const svg = (
        <svg class="chart" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={title}>
            {parts.map(({ key, from: a, to: b }) => (
                <g key={key}>
                    <rect class={`chart-group chart-group-${key}`} x={x(a)} y={4} width={Math.max(0, x(b) - x(a))} height={24} />
                    {x(b) - x(a) > 26 && (
                        <text class={`chart-on chart-on-${key}`} x={(x(a) + x(b)) / 2} y={21} text-anchor="middle">{inHundred((b - a))}</text>
                    )}
                </g>
            ))}
            {side && <text class="chart-label" x={0} y={21}>Best estimate</text>}
            {ticks(0, 1, 5).map((mark) => (
                <g key={mark}>
                    {side ? <line class="chart-grid" x1={x(mark)} x2={x(mark)} y1={top - 6} y2={height - 24} />
                        : groups.map(({ key }, i) => <line key={key} class="chart-grid" x1={x(mark)} x2={x(mark)} y1={top + i * step + 16} y2={top + i * step + 36} />)}
                    <text class="chart-mark" x={x(mark)} y={height - 8} text-anchor="middle">{inHundred(mark)}</text>
                </g>
            ))}
            <text class="chart-unit" x={width} y={height - 8} text-anchor="end">of 100</text>
            {groups.map(({ key, label, share }, i) => {
                const y = top + i * step + (side ? 10 : 26);
                return (
                    <g key={key}>
                        <text class="chart-label" x={0} y={side ? y + 4 : y - 12}>{label}</text>
                        {share === null
                            ? <rect class="chart-unknown" x={left} y={y - 7} width={right - left} height={14} rx={3} />
                            : <>
                                <rect class={`chart-group chart-group-${key} chart-soft`} x={x(share.low)} y={y - 6} width={Math.max(2, x(share.high) - x(share.low))} height={12} rx={2} />
                                <circle class={`chart-point chart-group-${key}`} cx={x(share.value)} cy={y} r={5} />
                            </>}
                        <text class="chart-value" x={right + 10} y={y + 4}>
                            {share === null ? "unknown" : `${inHundred(share.value)} (${range(share)})`}
                        </text>
                    </g>
                );
            })}
        </svg>
    );
    return { name: "who-trains-there", title, svg, table, source };
}
